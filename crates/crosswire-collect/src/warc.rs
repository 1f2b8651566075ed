//! WARC 1.1, as ISO 28500 has it: each record a gzip member of its own, so that a file may be cut and read at any record.
//!
//! Nothing here opens a file or asks a clock: a record is made into bytes, which [`crate::journal`] writes. Its id is made of what
//! it holds, so that the same records are the same bytes.

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{self, Write};

/// One record before it is written.
#[derive(Debug, Clone)]
pub struct Record<'a> {
    /// `response`, `request`, `metadata`, `resource`, `warcinfo`.
    pub kind: &'static str,
    /// What it is of; a `warcinfo` is of nothing.
    pub target: Option<&'a str>,
    /// When it was had.
    pub at: Timestamp,
    /// The type of the block.
    pub content_type: &'static str,
    /// Other fields, such as `WARC-Concurrent-To`.
    pub fields: Vec<(&'static str, String)>,
    /// What it holds.
    pub block: Vec<u8>,
    /// Where in the block the payload begins: after the head of a response.
    pub payload: usize,
}

impl Record<'_> {
    /// Its name, `<urn:uuid:…>`, made of its kind, target, time and block (RFC 9562, version 8).
    pub fn id(&self) -> String {
        let mut hash = Sha256::new();
        for part in [self.kind, self.target.unwrap_or_default(), &date(self.at)] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.update(&self.block);
        let mut bytes: Vec<u8> = hash.finalize()[..16].to_vec();
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex = hex(&bytes);
        format!("<urn:uuid:{}-{}-{}-{}-{}>", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }

    /// The record as a gzip member.
    pub fn packed(&self) -> io::Result<Vec<u8>> {
        let mut head = String::from("WARC/1.1\r\n");
        let mut field = |name: &str, value: &str| {
            let _ = write!(head, "{name}: {}\r\n", plain(value));
        };
        field("WARC-Type", self.kind);
        field("WARC-Record-ID", &self.id());
        field("WARC-Date", &date(self.at));
        if let Some(target) = self.target {
            field("WARC-Target-URI", target);
        }
        field("WARC-Block-Digest", &digest(&self.block));
        if matches!(self.kind, "response" | "resource") {
            field("WARC-Payload-Digest", &digest(&self.block[self.payload..]));
        }
        for (name, value) in &self.fields {
            field(name, value);
        }
        field("Content-Type", self.content_type);
        field("Content-Length", &self.block.len().to_string());
        let mut member = GzEncoder::new(Vec::new(), Compression::default());
        member.write_all(head.as_bytes())?;
        member.write_all(b"\r\n")?;
        member.write_all(&self.block)?;
        member.write_all(b"\r\n\r\n")?;
        member.finish()
    }
}

/// A digest as WARC writes it, in hexadecimal digits that the journal and other tools show as well.
fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", sha256(bytes))
}

/// The SHA-256 of bytes in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A moment to the microsecond, in UTC, as WARC wants it.
fn date(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// A value that cannot begin another field.
pub(crate) fn plain(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_record_is_a_member() {
        let record = Record {
            kind: "response",
            target: Some("https://post.example/a\r\nX: y"),
            at: "2031-03-05T09:00:00.5Z".parse().unwrap(),
            content_type: "application/http; msgtype=response",
            fields: vec![("WARC-Concurrent-To", "<urn:uuid:0>".to_owned())],
            block: b"HTTP/1.1 200 OK\r\n\r\nbody".to_vec(),
            payload: 19,
        };
        let packed = record.packed().unwrap();
        assert_eq!(packed, record.packed().unwrap());
        let mut text = String::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
        assert!(text.starts_with("WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:"), "{text}");
        assert!(text.contains("\r\nWARC-Target-URI: https://post.example/a  X: y\r\n"), "{text}");
        assert!(text.contains("\r\nWARC-Date: 2031-03-05T09:00:00.500000Z\r\n"), "{text}");
        assert!(text.contains(&format!("\r\nWARC-Payload-Digest: sha256:{}\r\n", sha256(b"body"))), "{text}");
        assert!(
            text.ends_with("\r\nContent-Length: 23\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody\r\n\r\n"),
            "{text}"
        );
    }
}
