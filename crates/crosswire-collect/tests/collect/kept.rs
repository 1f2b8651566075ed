//! What is kept, read by another library: every record whole, every digest right, each where the journal says it is.

use crate::server::{Reply, Request, Server, article, options, round, rss};
use crosswire_collect::Collector;
use fastwarc::warc::iter::ArchiveIterator;
use fastwarc::warc::record::WarcRecordType;
use serde_json::Value;
use std::io::{Cursor, Read};
use std::path::Path;

/// A record, as far as tests look at it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kept {
    pub(crate) kind: String,
    pub(crate) target: String,
    pub(crate) id: String,
    pub(crate) concurrent: String,
    pub(crate) content_type: String,
    /// The body of a response, the block of all else.
    pub(crate) body: Vec<u8>,
    offset: u64,
}

/// Every record of the WARC files in a folder, in their order; fails where one is broken.
pub(crate) fn records(folder: &Path) -> Vec<Kept> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".warc.gz"));
    files.sort();
    files.iter().flat_map(|file| read(std::fs::read(file).unwrap())).collect()
}

fn read(bytes: Vec<u8>) -> Vec<Kept> {
    let mut kept = Vec::new();
    for record in ArchiveIterator::new(Cursor::new(bytes)).with_parse_http(false) {
        let record = record.unwrap();
        let mut record = record.borrow_mut();
        let header = |name: &str| record.headers().get(name).map(|v| v.into_owned()).unwrap_or_default();
        let mut one = Kept {
            kind: record.record_type().as_str().to_owned(),
            target: header("WARC-Target-URI"),
            id: header("WARC-Record-ID"),
            concurrent: header("WARC-Concurrent-To"),
            content_type: header("Content-Type"),
            body: Vec::new(),
            offset: record.stream_pos(),
        };
        record.freeze().unwrap();
        assert!(record.verify_block_digest(false).unwrap(), "{one:?}");
        if record.record_type() == WarcRecordType::Response {
            record.parse_http().unwrap();
            assert!(record.verify_payload_digest(false).unwrap(), "{one:?}");
            assert_eq!(record.http_headers().unwrap().status_code(), Some(200));
        }
        record.reader_mut().unwrap().read_to_end(&mut one.body).unwrap();
        kept.push(one);
    }
    kept
}

#[test]
fn another_library_reads_it() {
    let long =
        format!("<content:encoded><![CDATA[<p>{}</p>]]></content:encoded>", "84 were rescued. ".repeat(60));
    let told = "<title>Ferry &amp; pier</title><pubDate>Wed, 05 Mar 2031 09:00:00 GMT</pubDate><source url=\"x\">Coast Wire</source><description>All aboard</description>";
    let feed = rss("Halvik Post", &[("/moved".into(), told.into()), ("/gone".into(), long)]);
    let packed = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, article("a").as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    let server = Server::start(move |r: &Request| match r.path.as_str() {
        "/feed" => Reply::xml(feed.clone()),
        "/moved" => Reply::to("/a"),
        "/a" => Reply::new(200, "text/html", packed.clone()).with("Content-Encoding", "gzip"),
        _ => Reply::none(),
    });
    let folder = tempfile::tempdir().unwrap();
    let (report, words) = round(folder.path(), &options(&[&server]), &[&server.url("/feed")]);
    assert_eq!((report.new, report.texts), (2, 1), "{words:?}");
    let kept = records(folder.path());
    // The order of hosts and of their pages is that of their addresses.
    let kinds: Vec<&str> = kept.iter().map(|r| r.kind.as_str()).collect();
    assert_eq!(kinds, ["warcinfo", "resource", "metadata", "request", "response", "metadata"]);
    let [info, resource, said_of_text, request, response, said] = &kept[..] else { panic!() };
    assert!(String::from_utf8_lossy(&info.body).contains("software: crosswire/0.1.0\r\n"));
    assert_eq!(
        (resource.target.as_str(), resource.content_type.as_str()),
        (server.url("/gone").as_str(), "text/html; charset=utf-8")
    );
    assert!(String::from_utf8_lossy(&resource.body).contains("<p>84 were rescued."));
    assert_eq!(said_of_text.concurrent, resource.id);
    assert_eq!(response.target, server.url("/a"));
    assert_eq!(String::from_utf8_lossy(&response.body), article("a"));
    assert_eq!(
        (&request.concurrent, &response.concurrent, &said.concurrent),
        (&response.id, &request.id, &response.id)
    );
    assert!(request.body.starts_with(b"GET /a HTTP/1.1\r\nHost: 127.0.0.1:"));
    let value: Value = serde_json::from_slice(&said.body).unwrap();
    assert_eq!(said.content_type, "application/json");
    for (key, expect) in [
        ("feed", server.url("/feed").as_str()),
        ("address", &server.url("/moved")),
        ("publisher", "Coast Wire"),
        ("title", "Ferry & pier"),
        ("published", "2031-03-05T09:00:00Z"),
        ("summary", "All aboard"),
    ] {
        assert_eq!(value[key], expect, "{key}");
    }
    assert_eq!(value["via"][0], server.url("/moved").as_str());
    let value: Value = serde_json::from_slice(&said_of_text.body).unwrap();
    assert_eq!(value["publisher"], "Halvik Post");
    assert!(value["instead_of_the_page"].as_str().unwrap().contains("404"));
    // A place of the journal is a record that can be read alone.
    let collector = Collector::open(folder.path(), options(&[&server]), Default::default()).unwrap();
    for (address, expect) in [("/moved", response), ("/gone", resource)] {
        let place = collector.pages()[&server.url(address)].kept.as_ref().unwrap().place.clone().unwrap();
        let bytes = std::fs::read(folder.path().join(&place.file)).unwrap();
        let (begin, end) = (place.offset as usize, (place.offset + place.length) as usize);
        let alone = read(bytes[begin..end].to_vec());
        assert_eq!((alone.len(), &alone[0].id, &alone[0].body), (1, &expect.id, &expect.body));
    }
}
