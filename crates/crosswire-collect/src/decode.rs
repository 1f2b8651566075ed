//! Bytes of a feed to text: gzip, byte order marks, UTF-16, encodings declared rightly, wrongly or not at all, and characters that
//! no feed may hold.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;
use std::io::Read;

/// How gzip data begin.
const GZIP: &[u8] = b"\x1f\x8b";

/// A feed's text, and what was mended in it.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) words: Vec<String>,
}

/// Whether the bytes are gzip data, whatever anyone says of them.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(GZIP)
}

/// What was packed, up to a number of bytes; and what is wrong, where it ends early.
pub(crate) fn unpack(bytes: &[u8], most: usize) -> (Vec<u8>, Option<String>) {
    let mut out = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(most as u64 + 1).read_to_end(&mut out);
    let wrong = match read {
        _ if out.len() > most => Some(format!("it unpacks to more than {most} bytes")),
        // What follows the last member is nobody's.
        Err(_) if out.is_empty() => Some("it is no whole gzip data".to_owned()),
        Err(error) => Some(format!("its gzip data end early ({error})")),
        Ok(_) => None,
    };
    out.truncate(most);
    (out, wrong)
}

/// The text of a feed. `charset` is what the server says.
pub(crate) fn decode(bytes: &[u8], charset: Option<&str>, most: usize) -> Decoded {
    let mut words = Vec::new();
    let unpacked;
    let bytes = if is_gzip(bytes) {
        let (out, wrong) = unpack(bytes, most);
        words.extend(wrong);
        unpacked = out;
        &unpacked[..]
    } else {
        bytes
    };
    let (encoding, mark) =
        Encoding::for_bom(bytes).unwrap_or_else(|| (encoding(bytes, charset, &mut words), 0));
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if mark > 0 && encoding == UTF_8 && broken {
        // A mark that lies, before text of another encoding.
        let encoding = guess(&bytes[mark..]);
        words.push(format!("its mark says UTF-8, which it is not; read as {}", encoding.name()));
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return clean(&text, words);
    }
    if broken {
        let lost = text.matches('\u{fffd}').count();
        words.push(format!("{lost} characters are no {} and were lost", encoding.name()));
    }
    clean(&text, words)
}

/// Takes out what no XML and no JSON may hold.
fn clean(text: &str, mut words: Vec<String>) -> Decoded {
    let bad =
        |c: char| matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    let count = text.chars().filter(|c| bad(*c)).count();
    let text = if count > 0 {
        words.push(format!("{count} control characters were left out"));
        text.chars().filter(|c| !bad(*c)).collect()
    } else {
        text.to_owned()
    };
    Decoded { text, words }
}

/// The encoding of bytes without a mark: what they are shows before what is said of them.
fn encoding(bytes: &[u8], charset: Option<&str>, words: &mut Vec<String>) -> &'static Encoding {
    match bytes {
        [b'<' | b'{', 0, ..] => return UTF_16LE,
        [0, b'<' | b'{', ..] => return UTF_16BE,
        _ => {}
    }
    let named = declared(bytes).or_else(|| charset.map(str::to_owned));
    let known = named.as_deref().and_then(|name| Encoding::for_label(name.trim().as_bytes()));
    // What says that it is UTF-16 could not say so in bytes that are read one by one.
    let known = known.filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE);
    let says = |words: &mut Vec<String>, read: &'static Encoding| {
        if let Some(named) = named.as_deref()
            && known != Some(read)
            && !bytes.is_ascii()
        {
            words.push(format!("it is said to be {}, and is read as {}", short(named), read.name()));
        }
    };
    // Of these every byte is ASCII, so that it would pass for UTF-8.
    if let Some(known) = known.filter(|known| !known.is_ascii_compatible()) {
        return known;
    }
    if std::str::from_utf8(bytes).is_ok() {
        says(words, UTF_8);
        return UTF_8;
    }
    match known.filter(|known| *known != UTF_8) {
        Some(known) => known,
        None => {
            // A few broken bytes in what else is UTF-8 are broken bytes.
            let whole = String::from_utf8_lossy(bytes);
            let lost = whole.matches('\u{fffd}').count();
            let good = whole.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
            if good > lost * 4 {
                return UTF_8;
            }
            let guessed = guess(bytes);
            says(words, guessed);
            if named.is_none() {
                words.push(format!("it is no UTF-8 and names no encoding; read as {}", guessed.name()));
            }
            guessed
        }
    }
}

/// At most forty characters of a text that somebody else wrote.
pub(crate) fn short(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let after = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(after[1..].split(quote).next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn check(bytes: &[u8], charset: Option<&str>, expect: &str, words: usize) {
        let decoded = decode(bytes, charset, 1 << 20);
        assert_eq!(decoded.text, expect);
        assert_eq!(decoded.words.len(), words, "{:?}", decoded.words);
    }

    #[test]
    fn encodings() {
        check(b"<a>\xc3\xa9</a>", None, "<a>é</a>", 0);
        check(b"\xef\xbb\xbf<a>\xc3\xa9</a>", Some("latin1"), "<a>é</a>", 0);
        check(b"<a>caf\xe9 du port</a>", Some("iso-8859-1"), "<a>café du port</a>", 0);
        check(b"<a>caf\xe9 du port</a>", Some("utf-8"), "<a>café du port</a>", 1);
        check(b"<a>caf\xe9 du port</a>", None, "<a>café du port</a>", 1);
        check(b"<\0a\0>\0", Some("utf-8"), "<a>", 0);
        check(b"\0<\0a\0>", None, "<a>", 0);
        check(b"a\0b\x07c", None, "abc", 1);
        let utf8 = "<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>";
        check(utf8.as_bytes(), None, utf8, 1);
        check(b"\xef\xbb\xbfcaf\xe9 du port \xe0 c\xf4t\xe9", None, "café du port à côté", 1);
    }

    #[test]
    fn gzip_is_known_by_its_bytes() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&b"<a/>".repeat(1_000)).unwrap();
        let packed = packed.finish().unwrap();
        check(&packed, None, &"<a/>".repeat(1_000), 0);
        let cut = decode(&packed[..packed.len() - 9], None, 1 << 20);
        assert!(cut.words[0].contains("early"), "{:?}", cut.words);
        let large = decode(&packed, None, 100);
        assert_eq!((large.text.len(), large.words.len()), (100, 1));
    }
}
