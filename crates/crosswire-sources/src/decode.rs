//! Bytes to text: byte order marks, UTF-16, declared and guessed encodings; what is no text is turned away by name.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A file's text, and what a reader should know about how it was had.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) notes: Vec<String>,
}

/// How files that are no text begin, and what they are.
const KINDS: [(&[u8], &str); 16] = [
    (b"%PDF-", "a PDF; save its text first (pdftotext)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture or a sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"BZh", "bzip2 data; unpack it first"),
    (b"\xfd7zXZ\0", "xz data; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "zstd data; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save its text"),
    (b"{\\rtf", "an RTF document, which is not read; export or save it as text"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xff\xfe\0\0", "UTF-32 text; convert it to UTF-8 (iconv)"),
    (b"\0\0\xfe\xff", "UTF-32 text; convert it to UTF-8 (iconv)"),
];

/// The text of `bytes`; `html` where a `<meta>` may name the charset. `Err` says what the bytes are instead.
pub(crate) fn decode(bytes: &[u8], html: bool) -> Result<Decoded, String> {
    decode_as(bytes, None, html)
}

/// The text of `bytes` that were sent as of this `charset`, which goes before what they say themselves, where they bear it out.
pub(crate) fn decode_as(bytes: &[u8], charset: Option<&str>, html: bool) -> Result<Decoded, String> {
    if let Some((_, what)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(format!("not text but {what}"));
    }
    let mut notes = Vec::new();
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| {
        (
            utf16(bytes)
                .or_else(|| named(bytes, charset?.as_bytes(), "its server", &mut notes))
                .or_else(|| declared(bytes, html, &mut notes))
                .unwrap_or_else(|| guess(bytes, &mut notes)),
            0,
        )
    });
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
    let text = text.into_owned();
    if broken {
        let lost = text.matches('\u{FFFD}').count();
        notes.push(format!("{lost} places are no valid {}; each now reads \u{FFFD}", encoding.name()));
    }
    if is_plain(text.as_bytes()) {
        return Ok(Decoded { text, notes });
    }
    let (mut control, mut nul, mut characters, mut lost) = (0usize, 0usize, 0usize, 0usize);
    for c in text.chars() {
        characters += 1;
        match c {
            '\0' => nul += 1,
            '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1b' => {}
            '\u{FFFD}' => lost += 1,
            c if c.is_control() => control += 1,
            _ => {}
        }
    }
    if (control + nul + lost) * 20 > characters {
        return Err("not text but binary data".to_owned());
    }
    if nul > 0 {
        notes.push(format!("the text holds {nul} NUL characters"));
    }
    Ok(Decoded { text, notes })
}

/// Whether UTF-8 holds neither control characters nor U+FFFD: nearly all texts, whose characters need not be looked at one by one.
fn is_plain(text: &[u8]) -> bool {
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t'..=b'\r' | 0x1b) || byte == 0x7f;
    // All of a piece is looked at, which takes less time than to stop within one.
    let ascii = text.chunks(1024).all(|piece| !piece.iter().fold(false, |any, byte| any | is_control(*byte)));
    let after = |first: u8, is_bad: fn(&[u8]) -> bool| {
        !memchr::memchr_iter(first, text).any(|at| text.get(at + 1..).is_some_and(is_bad))
    };
    let c1 = |rest: &[u8]| rest.first().is_some_and(|byte| *byte < 0xa0);
    ascii && after(0xc2, c1) && after(0xef, |rest| rest.starts_with(b"\xbf\xbd"))
}

/// UTF-16 without a mark, where most letters are Latin: every other byte is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let pairs = head.len() / 2;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let mostly = |many: usize, few: usize| pairs >= 2 && many * 10 >= pairs * 7 && few * 20 <= pairs;
    if mostly(odd, even) {
        Some(UTF_16LE)
    } else if mostly(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The charset that a page names in its first 4,096 bytes, where the bytes bear it out.
fn declared(bytes: &[u8], html: bool, notes: &mut Vec<String>) -> Option<&'static Encoding> {
    if !html {
        return None;
    }
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset")? + 7;
    let label: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
        .take(40)
        .collect();
    named(bytes, &label, "the page", notes)
}

/// The encoding of a name that `who` gives, where the bytes bear it out; none where they are UTF-8 or nothing is known of it.
fn named(bytes: &[u8], label: &[u8], who: &str, notes: &mut Vec<String>) -> Option<&'static Encoding> {
    let name = String::from_utf8_lossy(label).into_owned();
    let Some(encoding) = Encoding::for_label(label) else {
        notes.push(format!("{who} names the charset {name:?}, which is unknown"));
        return None;
    };
    // A page whose <meta> can be read byte by byte is not in UTF-16, whatever it says.
    let encoding = encoding.output_encoding();
    if encoding == UTF_8 {
        return None;
    }
    let utf8 = std::str::from_utf8(bytes).is_ok_and(|text| !text.is_ascii());
    let broken = encoding.decode_without_bom_handling(bytes).1;
    if utf8 || broken {
        notes.push(format!("{who} names the charset {name:?}, in which it is not written"));
        return None;
    }
    Some(encoding)
}

/// The encoding of a record of a file whose other records may be written otherwise.
pub(crate) fn of_record(bytes: &[u8]) -> &'static Encoding {
    guess(bytes, &mut Vec::new())
}

fn guess(bytes: &[u8], notes: &mut Vec<String>) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let (mut letters, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // A legacy encoding hardly ever spells a valid sequence of UTF-8 by chance.
    let cut_off = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    if letters >= broken || cut_off {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    notes.push(format!("not UTF-8, and no charset named: read as {} by guess", encoding.name()));
    encoding
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], html: bool, expect: &str, notes: usize) {
        let decoded = decode(bytes, html).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.notes.len()), (expect, notes), "{:?}", decoded.notes);
    }

    #[test]
    fn marks_declarations_and_guesses() {
        check("Fähre".as_bytes(), false, "Fähre", 0);
        check(b"\xef\xbb\xbfferry", false, "ferry", 0);
        check(b"\xff\xfef\0e\0", false, "fe", 0);
        check(b"f\0e\0r\0r\0y\0", false, "ferry", 0);
        check(b"\0f\0e\0r\0r\0y", false, "ferry", 0);
        check(b"F\xe4hre nach \xd6stersund", false, "Fähre nach Östersund", 1);
        check(
            b"<meta charset=windows-1251>\xcf\xe0\xf0\xee\xec",
            true,
            "<meta charset=windows-1251>Паром",
            0,
        );
        check("<meta charset=latin1>Fähre".as_bytes(), true, "<meta charset=latin1>Fähre", 1);
        check(b"<meta charset=klingon>ferry", true, "<meta charset=klingon>ferry", 1);
        let text = "The ferry left the harbour \u{0}at dawn.";
        check(text.as_bytes(), false, text, 1);
    }

    #[test]
    fn what_is_plain() {
        for text in ["", "The ferry\r\n\tleft.\u{1b}", "Fähre\u{a0}\u{ffff}\u{fffc}", &"é".repeat(5000)] {
            assert!(is_plain(text.as_bytes()), "{text:?}");
        }
        for text in ["a\0", "\u{7f}", "\u{85}", "a\u{9f}", "\u{fffd}", &("x".repeat(3000) + "\u{8}")] {
            assert!(!is_plain(text.as_bytes()), "{text:?}");
        }
    }
}
