//! Opens what is to be read by how it begins, whatever it is called: packed, an archive, records, or a text.

use crate::archives::{self, Members};
use crate::format::{Format, Read as Way};
use crate::records::{Items, Stream};
use crate::{Options, gzip, tar, warc, zip};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

/// What is read, by how freely one can move in it.
pub(crate) enum Source {
    File(std::fs::File),
    Bytes(Vec<u8>),
    /// Only onward.
    Stream(Stream),
}

/// What has been opened.
pub(crate) enum Open {
    /// Records, to be read one by one.
    Records(Items),
    /// All that is in it, and the name that tells its format.
    Bytes(PathBuf, Vec<u8>),
}

/// How much may still be within what is opened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Depth {
    archives: u8,
    gzip: u8,
}

impl Depth {
    /// An archive within an archive is read, one within that is not.
    pub(crate) const TOP: Self = Self { archives: 2, gzip: 2 };

    fn archive(self) -> Result<Self, String> {
        let archives = self.archives.checked_sub(1);
        let archives = archives
            .ok_or("an archive in an archive in an archive, which is not read; unpack the outer ones")?;
        Ok(Self { archives, ..self })
    }

    fn gzip(self) -> Result<Self, String> {
        let gzip = self.gzip.checked_sub(1).ok_or("packed by gzip again and again; unpack it first")?;
        Ok(Self { gzip, ..self })
    }
}

/// Bytes by which it is told what something is: a tar archive says so at byte 257.
const HEAD: usize = 512;
/// Bytes of a file that are held at once.
const BUFFER: usize = 128 << 10;

/// How the first member of a document is called that is a zip archive and of which only its own program knows the text.
const DOCUMENTS: [&[u8]; 6] =
    [b"[Content_Types].xml", b"mimetype", b"_rels/", b"docProps/", b"word/", b"META-INF/"];

/// Opens `source`, whose format `path` may tell; `Err` says why it cannot be read.
pub(crate) fn open(path: &Path, source: Source, depth: Depth, options: &Options) -> Result<Open, String> {
    let cannot = |error: io::Error| format!("cannot be read: {error}");
    let limit = options.limits.file_bytes;
    let (head, source) = source.head().map_err(cannot)?;
    if head.starts_with(gzip::MAGIC) {
        let inner = gzip::unpacked(source.stream(), &options.limits);
        return open(&gzip::inner(path), Source::Stream(inner), depth.gzip()?, options);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        if DOCUMENTS.iter().any(|name| head.get(30..).is_some_and(|at| at.starts_with(name))) {
            return Err("not text but an office document or a book; save its text".to_owned());
        }
        let depth = depth.archive()?;
        let archive = zip::open(source, &options.limits).map_err(cannot)?;
        return Ok(Open::Records(Box::new(Members::new(archive, archives::Kind::of(path), depth, options))));
    }
    if tar::begins(&head) {
        let archive = Box::new(tar::Tar::new(source.stream()));
        let members = Members::new(archive, archives::Kind::Files, depth.archive()?, options);
        return Ok(Open::Records(Box::new(members)));
    }
    if head.starts_with(b"WARC/") {
        return Ok(Open::Records(warc::records(source.stream(), options)));
    }
    let named = Format::of(path);
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    match named.map(|format| format.read) {
        Some(Way::Records(records)) if !utf16 && !head.is_empty() => {
            return Ok(Open::Records(records(source.stream(), options)));
        }
        Some(Way::Packed) if !head.is_empty() => {
            let ending = path.extension().unwrap_or_default().to_string_lossy();
            return Err(format!(
                "called .{ending}, but it does not begin as such a file; check how it came here"
            ));
        }
        _ => {}
    }
    let bytes = match source {
        Source::Bytes(bytes) => bytes,
        source => {
            let mut bytes = Vec::new();
            source.stream().take(limit as u64 + 1).read_to_end(&mut bytes).map_err(cannot)?;
            bytes
        }
    };
    if bytes.len() > limit {
        let hint = "split it, or make it JSON Lines (.jsonl)";
        return Err(format!("longer than the limit of {limit} bytes; {hint}"));
    }
    Ok(Open::Bytes(path.to_owned(), bytes))
}

impl Source {
    /// How it begins, and all of it.
    fn head(self) -> io::Result<(Vec<u8>, Self)> {
        let mut head = Vec::with_capacity(HEAD);
        match self {
            Self::File(mut file) => {
                file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
                file.rewind()?;
                Ok((head, Self::File(file)))
            }
            Self::Bytes(bytes) => {
                head.extend_from_slice(&bytes[..bytes.len().min(HEAD)]);
                Ok((head, Self::Bytes(bytes)))
            }
            Self::Stream(mut stream) => {
                // What ends early is told of where it is read.
                let enough = stream.by_ref().take(HEAD as u64).read_to_end(&mut head);
                if let Err(error) = enough {
                    return if head.is_empty() {
                        Err(error)
                    } else {
                        let rest = Broken(Some(error));
                        let stream = Cursor::new(head.clone()).chain(BufReader::new(rest));
                        Ok((head, Self::Stream(Box::new(stream))))
                    };
                }
                Ok((head.clone(), Self::Stream(Box::new(Cursor::new(head).chain(stream)))))
            }
        }
    }

    /// All of it, onward.
    pub(crate) fn stream(self) -> Stream {
        match self {
            Self::File(file) => Box::new(BufReader::with_capacity(BUFFER, file)),
            Self::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Self::Stream(stream) => stream,
        }
    }
}

/// What could not be read on, for this reason.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Passes over `bytes` of `input`; how many there were.
pub(crate) fn skip(input: &mut impl BufRead, bytes: u64) -> io::Result<u64> {
    let mut left = bytes;
    while left > 0 {
        let here = input.fill_buf()?.len() as u64;
        if here == 0 {
            break;
        }
        let step = here.min(left);
        // As many as stand in a buffer.
        input.consume(step as usize);
        left -= step;
    }
    Ok(bytes - left)
}
