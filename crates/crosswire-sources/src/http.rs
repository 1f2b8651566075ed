//! An answer of a web server, as a web archive keeps it: its status, its headers, and its body as it was meant.

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::{BufRead, Read};

/// What the head of an answer says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// Bytes of the head, the blank line behind it among them.
    pub(crate) length: usize,
    pub(crate) status: u16,
    /// What the body is: `text/html`, in small letters.
    pub(crate) kind: String,
    /// The charset that is named with it.
    pub(crate) charset: Option<String>,
    /// How the body is packed, in the order in which that was done.
    encodings: Vec<String>,
    chunked: bool,
}

/// The kind and the charset of a `Content-Type`.
pub(crate) fn content_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (key.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (kind, charset)
}

/// Where a line ends in `bytes`, with its line break.
fn line(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let end = memchr::memchr(b'\n', bytes)?;
    Some((bytes[..end].strip_suffix(b"\r").unwrap_or(&bytes[..end]), end + 1))
}

/// A key and its value.
type Field<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The `key: value` lines that `bytes` begins with, up to a blank line, and how many bytes they are; `None` where there is no
/// blank line.
pub(crate) fn fields(bytes: &[u8]) -> Option<(Vec<Field<'_>>, usize)> {
    let (mut fields, mut at) = (Vec::new(), 0);
    loop {
        let (line, length) = line(&bytes[at..])?;
        at += length;
        if line.is_empty() {
            return Some((fields, at));
        }
        if let Some(colon) = memchr::memchr(b':', line) {
            let text = |bytes| String::from_utf8_lossy(bytes);
            fields.push((text(line[..colon].trim_ascii()), text(line[colon + 1..].trim_ascii())));
        }
    }
}

impl Head {
    /// The head that a body of this `Content-Type` would have which stands alone.
    pub(crate) fn of_body(kind: String, charset: Option<String>) -> Self {
        Self { status: 200, kind, charset, ..Self::default() }
    }

    /// Reads the head that `block` begins with; `None` where there is none.
    pub(crate) fn read(block: &[u8]) -> Option<Self> {
        let (first, start) = line(block)?;
        if !first.starts_with(b"HTTP/") {
            return None;
        }
        let status = first.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).nth(1)?;
        let status = std::str::from_utf8(status).ok()?.parse().ok()?;
        let (fields, length) = fields(&block[start..])?;
        let mut head = Self { length: start + length, status, ..Self::default() };
        for (key, value) in fields {
            let words = || value.split(',').map(|word| word.trim().to_ascii_lowercase());
            match key.to_ascii_lowercase().as_str() {
                "content-type" => (head.kind, head.charset) = content_type(&value),
                "content-encoding" => head.encodings.extend(words()),
                "transfer-encoding" => {
                    for word in words() {
                        match word.as_str() {
                            "chunked" => head.chunked = true,
                            _ => head.encodings.push(word),
                        }
                    }
                }
                _ => {}
            }
        }
        Some(head)
    }

    /// The body as it was meant, at most `limit` bytes of it; `notes` has what a reader should know. `Err` says why it cannot be
    /// read.
    ///
    /// Many who write archives unpack a body and leave the headers as they were: what is not packed is taken as it stands.
    pub(crate) fn body<'a>(
        &self,
        body: &'a [u8],
        limit: usize,
        notes: &mut Vec<String>,
    ) -> Result<Cow<'a, [u8]>, String> {
        let mut body = Cow::Borrowed(body);
        if self.chunked
            && let Some((joined, whole)) = unchunked(&body)
        {
            if !whole {
                notes.push("the page was cut off when it was fetched".to_owned());
            }
            body = Cow::Owned(joined);
        }
        for encoding in self.encodings.iter().rev() {
            let unpacked = match encoding.as_str() {
                "gzip" | "x-gzip" if body.starts_with(crate::gzip::MAGIC) => {
                    all(MultiGzDecoder::new(&*body), limit, notes)?
                }
                // Some send it without the two bytes that should stand before it.
                "deflate" if is_zlib(&body) => all(ZlibDecoder::new(&*body), limit, notes)?,
                "deflate" if !is_text(&body) => all(DeflateDecoder::new(&*body), limit, notes)?,
                "br" if !is_text(&body) => {
                    all(brotli_decompressor::Decompressor::new(&*body, 4096), limit, notes)?
                }
                "gzip" | "x-gzip" | "deflate" | "br" | "identity" | "none" | "" => continue,
                _ if is_text(&body) => continue,
                other => return Err(format!("packed as {other:?}, which is not read")),
            };
            body = Cow::Owned(unpacked);
        }
        Ok(body)
    }
}

fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [a, b, ..] if a & 0x0f == 8 && (u16::from(*a) << 8 | u16::from(*b)) % 31 == 0)
}

/// Whether a body is a page or a text and not packed.
fn is_text(body: &[u8]) -> bool {
    let head = &body[..body.len().min(64)];
    head.trim_ascii_start().starts_with(b"<")
        || head.utf8_chunks().take(2).all(|part| part.invalid().is_empty())
            && !head.iter().any(|byte| *byte < 9)
}

/// All that `input` unpacks to. What was cut off or is damaged is kept as far as it goes.
fn all(input: impl Read, limit: usize, notes: &mut Vec<String>) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let read = input.take(limit as u64 + 1).read_to_end(&mut out);
    if out.len() > limit {
        return Err(format!("it unpacks to more than the limit of {limit} bytes"));
    }
    match read {
        Err(_) if out.is_empty() => Err("what was fetched is damaged and cannot be unpacked".to_owned()),
        Err(_) => {
            notes.push("the page was cut off or damaged when it was fetched".to_owned());
            Ok(out)
        }
        Ok(_) => Ok(out),
    }
}

/// The chunks of `body` joined, and whether the last was there; `None` where it is not in chunks.
fn unchunked(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (mut joined, mut at) = (Vec::with_capacity(body.len()), 0);
    loop {
        let size = line(&body[at..]).and_then(|(line, length)| {
            let digits = line.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
            let size = usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
            Some((size, length))
        });
        let Some((size, length)) = size else {
            return (at > 0).then_some((joined, false));
        };
        at += length;
        if size == 0 {
            return Some((joined, true));
        }
        let rest = &body[at..];
        if rest.len() < size {
            joined.extend_from_slice(rest);
            return Some((joined, false));
        }
        joined.extend_from_slice(&rest[..size]);
        let behind = &rest[size..];
        let end = if behind.starts_with(b"\r\n") { 2 } else { usize::from(behind.starts_with(b"\n")) };
        at += size + end;
    }
}

/// The next line of `input` without its line break, of which at most `limit` bytes are kept; `None` at the end.
pub(crate) fn next_line(input: &mut dyn BufRead, limit: usize) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if input.take(limit as u64).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    let kept = line.trim_ascii_end().len();
    line.truncate(kept);
    Ok(Some(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn check(headers: &str, body: &[u8], expect: &str, notes: usize) {
        let block = [format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n").as_bytes(), body].concat();
        let head = Head::read(&block).unwrap();
        let mut noted = Vec::new();
        let body = head.body(&block[head.length..], 10_000, &mut noted);
        let body =
            body.map_or_else(|why| format!("! {why}"), |body| String::from_utf8_lossy(&body).into_owned());
        assert_eq!((body.as_str(), noted.len()), (expect, notes), "{noted:?}");
    }

    #[test]
    fn heads() {
        let head = Head::read(b"HTTP/2 404\nContent-Type: Text/HTML; Charset=\"koi8-r\"\n\nx").unwrap();
        assert_eq!(
            (head.status, head.kind.as_str(), head.charset.as_deref()),
            (404, "text/html", Some("koi8-r"))
        );
        assert_eq!(Head::read(b"HTTP/1.1 200 OK\r\nA: b\r\n"), None);
        assert_eq!(Head::read(b"<html>\r\n\r\n"), None);
    }

    #[test]
    fn bodies_come_as_they_were_meant() {
        let page = b"<p>The ferry sank.";
        let text = "<p>The ferry sank.";
        let mut gz = GzEncoder::new(Vec::new(), Compression::default());
        gz.write_all(page).unwrap();
        let gz = gz.finish().unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(page).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(page).unwrap();
        check("Content-Encoding: gzip", &gz, text, 0);
        check("Content-Encoding: deflate", &zlib.finish().unwrap(), text, 0);
        check("Content-Encoding: deflate", &raw.finish().unwrap(), text, 0);
        // One block, stored as it is.
        check("Content-Encoding: br", b"\x8b\x01\x80<p>X\x03", "<p>X", 0);
        check("Transfer-Encoding: chunked", b"6;a=b\r\n<p>The\r\nc\r\n ferry sank.\r\n0\r\n\r\n", text, 0);
        let chunked = [format!("{:x}\r\n", gz.len()).as_bytes(), &gz, b"\r\n0\r\n\r\n"].concat();
        check("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", &chunked, text, 0);
        // Cut off.
        check("Transfer-Encoding: chunked", b"6\r\n<p>The\r\nc\r\n ferry", "<p>The ferry", 1);
        check("Content-Encoding: gzip", &gz[..gz.len() - 6], text, 1);
        // Unpacked already.
        check("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", page, text, 0);
        check("Content-Encoding: br", page, text, 0);
        check(
            "Content-Encoding: zstd",
            b"\x28\xb5\x2f\xfd\0\0",
            "! packed as \"zstd\", which is not read",
            0,
        );
        let mut bomb = GzEncoder::new(Vec::new(), Compression::default());
        bomb.write_all(&[b' '; 20_000]).unwrap();
        let bomb = bomb.finish().unwrap();
        check("Content-Encoding: gzip", &bomb, "! it unpacks to more than the limit of 10000 bytes", 0);
    }
}
