//! Gzip: a file of one member or of many, one after another, as web archives have one a record.

use crate::format::{Format, Read as Way};
use crate::html::Limits;
use crate::records::Stream;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// What is packed under a name that says no more; `a.html.gz` is read as `a.html` is.
pub(crate) const FORMAT: Format =
    Format { endings: &["gz", "gzip"], looks_like: None, names_charset: false, read: Way::Packed };

/// How gzip data begins.
pub(crate) const MAGIC: &[u8] = b"\x1f\x8b";

/// Bytes that come of one, at most, after the first [`Limits::file_bytes`](crate::Limits::file_bytes). Articles shrink to a
/// third or a tenth; deflate can shrink zeros to a thousandth.
pub(crate) const RATIO: u64 = 200;

/// Bytes of what is unpacked that are held at once.
const BUFFER: usize = 128 << 10;

/// The name of what is packed in a file of this name.
pub(crate) fn inner(path: &Path) -> PathBuf {
    match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("gz" | "gzip") => path.with_extension(""),
        Some("tgz") => path.with_extension("tar"),
        _ => path.to_owned(),
    }
}

/// What is packed in `input`.
pub(crate) fn unpacked(input: Stream, limits: &Limits) -> Stream {
    let state = State::Between(Counted { input, count: 0 });
    let gunzip = Gunzip { state, out: 0, allowance: limits.file_bytes as u64, most: limits.unpacked_bytes };
    Box::new(BufReader::with_capacity(BUFFER, gunzip))
}

/// Unpacks members until the input ends.
struct Gunzip {
    state: State,
    out: u64,
    /// Bytes that may come of however few.
    allowance: u64,
    /// Bytes that may come of however many.
    most: u64,
}

enum State {
    /// Before a member.
    Between(Counted),
    Within(Box<GzDecoder<Counted>>),
    Ended,
}

/// Counts the bytes that are taken.
struct Counted {
    input: Stream,
    count: u64,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.count += amount as u64;
        self.input.consume(amount);
    }
}

impl Gunzip {
    /// Goes to the next member, if there is one. Zeros between members, as tapes leave them, are passed over.
    fn begin(&mut self, mut input: Counted) -> io::Result<()> {
        loop {
            let is_first = input.count == 0;
            let next = input.fill_buf()?;
            match next.first() {
                None => return Ok(()),
                Some(0) if !is_first => {
                    let zeros = next.iter().take_while(|byte| **byte == 0).count();
                    input.consume(zeros);
                }
                Some(&first) if first == MAGIC[0] || is_first => {
                    self.state = State::Within(Box::new(GzDecoder::new(input)));
                    return Ok(());
                }
                Some(_) => {
                    let why = "what follows its last gzip member is no gzip data and was not read";
                    return Err(io::Error::new(io::ErrorKind::InvalidData, why));
                }
            }
        }
    }
}

impl Read for Gunzip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            // An error leaves it ended.
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(input) => self.begin(input)?,
                State::Within(mut member) => {
                    let read = member.read(buffer).map_err(said)?;
                    if read == 0 && !buffer.is_empty() {
                        self.state = State::Between(member.into_inner());
                        continue;
                    }
                    self.out += read as u64;
                    let taken = member.get_ref().count;
                    if self.out > self.most {
                        return Err(io::Error::new(io::ErrorKind::InvalidData, too_much(self.most)));
                    }
                    if self.out > self.allowance.saturating_add(taken.saturating_mul(RATIO)) {
                        return Err(io::Error::new(io::ErrorKind::InvalidData, bomb()));
                    }
                    self.state = State::Within(member);
                    return Ok(read);
                }
            }
        }
    }
}

/// What is said of data that grows too much.
pub(crate) fn bomb() -> String {
    format!(
        "it unpacks to more than {RATIO} times its size, as no articles do; unpack it yourself if it is to be read"
    )
}

/// What is said of data that is too much, grow it as it may.
pub(crate) fn too_much(most: u64) -> String {
    format!("it unpacks to more than the limit of {most} bytes; give a part of it")
}

/// An error of unpacking in words.
pub(crate) fn said(error: io::Error) -> io::Error {
    let why = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the packed data ends early, so the file was cut off; get it again",
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            "the packed data is damaged; get the file again"
        }
        _ => return error,
    };
    io::Error::new(error.kind(), why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::{Cursor, Write};

    fn limits() -> Limits {
        Limits { file_bytes: 1000, ..Limits::default() }
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// What comes of `bytes`, and what is said at the end.
    fn check(bytes: Vec<u8>, expect: &str, said: &str) {
        let mut out = Vec::new();
        let result = unpacked(Box::new(Cursor::new(bytes)), &limits()).read_to_end(&mut out);
        let error = result.map_or_else(|error| error.to_string(), |_| String::new());
        assert_eq!(String::from_utf8_lossy(&out), expect);
        assert!(error.starts_with(said) && error.is_empty() == said.is_empty(), "{error:?}");
    }

    #[test]
    fn members_follow_one_another() {
        let two = [packed(b"One. "), packed(b""), packed(b"Two.")].concat();
        check(two.clone(), "One. Two.", "");
        check([&two[..], &[0; 512]].concat(), "One. Two.", "");
        check([&two[..], &[0; 512], &packed(b" Three.")].concat(), "One. Two. Three.", "");
        check([&two[..], b"noise"].concat(), "One. Two.", "what follows");
        check(two[..two.len() - 3].to_vec(), "One. Two.", "the packed data ends early");
        check(b"\x1f\x8b\x08".to_vec(), "", "the packed data ends early");
    }

    #[test]
    fn what_grows_beyond_reason_is_refused() {
        let zeros = packed(&[0; 1 << 20]);
        let mut out = Vec::new();
        let error = unpacked(Box::new(Cursor::new(zeros)), &limits()).read_to_end(&mut out).unwrap_err();
        assert!(error.to_string().starts_with("it unpacks to more than 200 times") && out.len() < 1 << 19);
    }

    #[test]
    fn names_of_what_is_packed() {
        let check = |path: &str, expect: &str| assert_eq!(inner(Path::new(path)), Path::new(expect));
        check("a/b.jsonl.gz", "a/b.jsonl");
        check("a/b.TGZ", "a/b.tar");
        check("a/b.html", "a/b.html");
        check("a/b.gz", "a/b");
    }
}
