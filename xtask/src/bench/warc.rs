//! How fast web archives are read beside fastwarc alone, and how much memory that takes as files grow.
//!
//! The archive is generated with a fixed seed: pages with menus, scripts and an article each, a gzip member a record. Both read it
//! in this process on one thread, in turn: fastwarc every record with its payload, crosswire up to where the article would be looked
//! for in a page. Then files of ten times the size are read, and the most memory that was used before and after is compared.

use super::generate;
use super::measure::peak_mib;
use crate::Result;
use crate::random::Random;
use crosswire_sources::{Options, Reader, warc_fetches};
use fastwarc::warc::iter::ArchiveIterator;
use fastwarc::warc::record::SharedWarcRecord;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

/// How often the size of the first file is that of the second, whose memory is compared.
const TIMES: usize = 10;

/// Generates a web archive of about `megabytes`, packed, and reads it `rounds` times in each way.
pub(crate) fn run(megabytes: usize, rounds: usize) -> Result {
    if cfg!(debug_assertions) {
        let args = ["warc", "--megabytes", &megabytes.to_string(), "--rounds", &rounds.to_string()];
        return super::in_release(&args, &[]);
    }
    let scratch = tempfile::tempdir().map_err(|e| format!("no place for a generated archive: {e}"))?;
    let at = |name: &str| scratch.path().join(name);
    let sentences = generate::sentences()?;
    let records = |number: u64| response(&sentences, number);
    let pages = write(&at("pages.warc.gz"), megabytes << 20, records)?;
    speed(&at("pages.warc.gz"), pages, rounds)?;

    // Texts need no extractor, whose memory would hide that of the reader.
    let texts = write(&at("texts.warc.gz"), megabytes << 18, |number| resource(&sentences, number))?;
    let lines = write(&at("lines.jsonl.gz"), megabytes << 18, |number| line(&sentences, number))?;
    println!("\n{:22} {:>9} {:>14} {:>12}", "read", "records", "packed MB", "peak MiB");
    let kinds: [(&str, &str, usize, Way); 3] = [
        ("pages, cut", "pages.warc.gz", pages, |path| {
            Ok(warc_fetches(path, false, &Options::default())?.pages)
        }),
        ("texts, by Reader", "texts.warc.gz", texts, drained),
        ("JSON Lines, by Reader", "lines.jsonl.gz", lines, drained),
    ];
    for (label, name, count, way) in kinds {
        let large = at(&format!("ten-{name}"));
        repeat(&at(name), &large)?;
        for (path, count) in [(at(name), count), (large.clone(), count * TIMES)] {
            let read = way(&path)?;
            if read != count {
                return Err(format!("{}: {read} records were read, not {count}", path.display()));
            }
            let memory = peak_mib().map_or("-".to_owned(), |mib| format!("{mib:.1}"));
            println!("{label:22} {count:>9} {:>14.1} {memory:>12}", size(&path)? as f64 / 1e6);
        }
        std::fs::remove_file(&large).map_err(|e| e.to_string())?;
    }
    println!("peak: the most memory of this process so far, which a file ten times as large leaves as it is");
    Ok(())
}

/// Reads a file; how many records it gave.
type Way = fn(&Path) -> Result<usize>;

fn speed(path: &Path, pages: usize, rounds: usize) -> Result {
    let megabytes = size(path)? as f64 / 1e6;
    let ways: [(&str, Way); 3] = [
        ("fastwarc alone", |path| fastwarc(path)),
        ("crosswire, records", |path| Ok(warc_fetches(path, false, &Options::default())?.pages)),
        ("crosswire, decoded", |path| Ok(warc_fetches(path, true, &Options::default())?.pages)),
    ];
    let mut best = [f64::INFINITY; 3];
    for _ in 0..rounds {
        for ((label, way), best) in ways.iter().zip(&mut best) {
            let start = Instant::now();
            let read = way(path)?;
            *best = best.min(start.elapsed().as_secs_f64());
            if read != pages {
                return Err(format!("{label} read {read} pages, not {pages}"));
            }
        }
    }
    println!("{pages} pages in {megabytes:.1} MB of gzip, one thread, the best of {rounds} rounds");
    println!("{:22} {:>9} {:>9} {:>9}", "", "seconds", "MB gz/s", "ratio");
    for ((label, _), seconds) in ways.iter().zip(best) {
        println!("{label:22} {seconds:>9.3} {:>9.1} {:>9.2}", megabytes / seconds, best[0] / seconds);
    }
    Ok(())
}

/// Reads all records with fastwarc, and what answers hold.
fn fastwarc(path: &Path) -> Result<usize> {
    let (mut pages, mut payload) = (0, Vec::new());
    for record in ArchiveIterator::from_path(path).map_err(|e| e.to_string())? {
        let record = record.map_err(|e| e.to_string())?;
        record.with_mut(|record| {
            payload.clear();
            if let Some(reader) = record.reader_mut() {
                reader.read_to_end(&mut payload).map_err(|e| e.to_string())?;
            }
            pages += usize::from(record.is_http() && !payload.is_empty());
            Ok::<_, String>(())
        })?;
    }
    Ok(pages)
}

fn drained(path: &Path) -> Result<usize> {
    let mut reader = Reader::new(vec![path.into()], Options::default(), None);
    let mut read = 0;
    while let Some(batch) = reader.next_texts() {
        read += batch.value.len();
    }
    Ok(read)
}

fn size(path: &Path) -> Result<u64> {
    std::fs::metadata(path).map(|about| about.len()).map_err(|e| e.to_string())
}

/// Writes a gzip member for each record until the file has so many bytes; how many records there are.
fn write(path: &Path, bytes: usize, record: impl Fn(u64) -> Vec<u8>) -> Result<usize> {
    let failed = |e: std::io::Error| format!("cannot write {}: {e}", path.display());
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(failed)?);
    let (mut written, mut count) = (0, 0);
    while written < bytes {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&record(count)).map_err(failed)?;
        let member = encoder.finish().map_err(failed)?;
        file.write_all(&member).map_err(failed)?;
        written += member.len();
        count += 1;
    }
    file.flush().map_err(failed)?;
    usize::try_from(count).map_err(|e| e.to_string())
}

/// Writes a file some times into another.
fn repeat(path: &Path, to: &Path) -> Result {
    let failed = |e: std::io::Error| format!("cannot write {}: {e}", to.display());
    let mut out = std::fs::File::create(to).map_err(failed)?;
    for _ in 0..TIMES {
        let mut file = std::fs::File::open(path).map_err(failed)?;
        std::io::copy(&mut file, &mut out).map_err(failed)?;
    }
    Ok(())
}

fn record(kind: &str, content_type: &str, number: u64, block: &str) -> Vec<u8> {
    format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Date: 2031-03-06T10:00:00Z\r\n\
         WARC-Target-URI: https://outlet-{}.example/{number}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        number % 400,
        block.len()
    )
    .into_bytes()
}

fn response(sentences: &[String], number: u64) -> Vec<u8> {
    let page = page(sentences, number);
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: example\r\nContent-Length: {}\r\n\r\n",
        page.len()
    );
    record("response", "application/http; msgtype=response", number, &(head + &page))
}

fn resource(sentences: &[String], number: u64) -> Vec<u8> {
    record("resource", "text/plain", number, &generate::article(sentences, 0, number))
}

fn line(sentences: &[String], number: u64) -> Vec<u8> {
    let text = generate::article(sentences, 0, number);
    format!("{}\n", serde_json::json!({ "id": number.to_string(), "text": text })).into_bytes()
}

/// A page whose article is a tenth of it, as on the web.
fn page(sentences: &[String], number: u64) -> String {
    let mut random = Random(number ^ 0x5EED);
    let mut page = format!("<!doctype html><html><head><title>Report {number}</title><script>var data=[");
    for _ in 0..400 {
        let _ =
            write!(page, "{{\"id\":{},\"key\":\"k{:x}\"}},", random.below(1_000_000), random.below(1 << 40));
    }
    page += "]</script></head><body><nav>";
    for _ in 0..150 {
        let (section, word) = (random.below(40), random.of::<String>(sentences).len());
        let _ = write!(
            page,
            "<li class=\"menu-item menu-item-{section}\"><a href=\"/section-{section}/{:x}\">Section {word}</a></li>",
            random.below(1 << 30)
        );
    }
    page += "</nav><article>";
    for paragraph in generate::article(sentences, 0, number).split("\n\n").skip(1) {
        let _ = writeln!(page, "<p>{paragraph}</p>");
    }
    page + "</article></body></html>"
}
