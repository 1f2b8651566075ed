//! Text that was decoded wrongly before it came here: UTF-8 read as windows-1252 (“â€œ” for “““), and the control characters
//! that windows-1252 leaves where it is read as Latin-1.
//!
//! What is repaired is what no one writes: a run of characters that are, as bytes of windows-1252, well-formed UTF-8 of
//! Latin letters, punctuation or signs of currency. The method is that of ftfy (Speer, 2019), for this one mistake.

use crate::Options;
use encoding_rs::WINDOWS_1252;

/// The text with such characters put right, unless it is to be given as it stands; `notes` then has what was done, in words for
/// whoever reads the warnings.
pub(crate) fn mended(text: String, options: &Options, notes: &mut impl Extend<String>) -> String {
    let repaired = if options.as_is { None } else { repair(&text) };
    repaired.map_or(text, |(repaired, what)| {
        notes.extend([what]);
        repaired
    })
}

fn repair(text: &str) -> Option<(String, String)> {
    let suspect =
        |c: char| ('\u{80}'..='\u{9f}').contains(&c) || matches!(c, 'â' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'Æ');
    if !text.contains(suspect) {
        return None;
    }
    let (mut done, mut repaired) = (Vec::new(), None);
    if let Some((once, count)) = decoded_once(text) {
        done.push(format!("{count} places were UTF-8 read as windows-1252 and are put right"));
        repaired = Some(once);
    }
    let text = repaired.as_deref().unwrap_or(text);
    let controls = || text.chars().filter(|&c| printable(c).is_some());
    // Alone, U+0085 is a line break.
    if controls().any(|c| c != '\u{85}') {
        done.push(match controls().count() {
            1 => "1 control character was windows-1252 read as Latin-1 and is put right".to_owned(),
            count => {
                format!("{count} control characters were windows-1252 read as Latin-1 and are put right")
            }
        });
        repaired = Some(text.chars().map(|c| printable(c).unwrap_or(c)).collect());
    }
    Some((repaired?, done.join("; ")))
}

/// The character that a control character of Latin-1 is in windows-1252.
fn printable(c: char) -> Option<char> {
    let byte = u8::try_from(u32::from(c)).ok().filter(|b| (0x80..=0x9f).contains(b))?;
    let byte = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().filter(|c| !c.is_control())
}

/// The text with every run that was decoded twice decoded once, and how many there are; none where there is no run or a single
/// one, which may be meant.
fn decoded_once(text: &str) -> Option<(String, usize)> {
    let (mut out, mut count) = (String::with_capacity(text.len()), 0);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let (plain, from) = rest.split_at(start);
        out.push_str(plain);
        let (run, after) = from.split_at(from.find(|c: char| c.is_ascii()).unwrap_or(from.len()));
        match once(run) {
            Some(meant) => {
                out.push_str(&meant);
                count += 1;
            }
            None => out.push_str(run),
        }
        rest = after;
    }
    out.push_str(rest);
    (count > 1 || count == 1 && text.contains("â€")).then_some((out, count))
}

/// What a run of characters was before it was decoded a second time.
fn once(run: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(run.len());
    for c in run.chars() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) => bytes.push(byte),
            // The closing quotation mark has a byte that windows-1252 does not know, and some put this for it.
            Err(_) if c == '\u{FFFD}' && bytes.ends_with(b"\xe2\x80") => bytes.push(0x9d),
            Err(_) => {
                let mut buffer = [0; 4];
                let (encoded, _, failed) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
                bytes.push(*encoded.first().filter(|_| !failed && encoded.len() == 1)?);
            }
        }
    }
    let meant = String::from_utf8(bytes).ok()?;
    let written = |c: char| matches!(c, '\u{a0}'..='\u{24f}' | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' | '\u{2122}');
    meant.chars().all(written).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        repair(text).map_or_else(|| text.to_owned(), |(text, _)| text)
    }

    #[test]
    fn what_was_decoded_twice_is_decoded_once() {
        let meant = "“The pump ran dry,” Zoë Bråten said – for 20 €.";
        let (twice, _) = WINDOWS_1252.decode_without_bom_handling(meant.as_bytes());
        assert_ne!(twice, meant);
        assert_eq!(repaired(&twice), meant);
        assert_eq!(repaired(&twice.replace('\u{9d}', "\u{FFFD}")), meant);
        let latin: String = meant.bytes().map(char::from).collect();
        assert_eq!(repaired(&latin), meant);
    }

    #[test]
    fn control_characters_are_marks_of_windows() {
        assert_eq!(repaired("\u{93}Dry\u{94} \u{96} it\u{92}s so."), "“Dry” – it’s so.");
        assert_eq!(repaired("\u{93}a\u{94}\u{85}"), "“a”…");
        assert_eq!(repaired("a\u{85}b"), "a\u{85}b");
    }

    #[test]
    fn what_people_write_stays() {
        for text in ["Âge d’or", "“Ä”", "São Tomé – “Å”", "café”—gone", "Ångström’s â", "naïve’", "Zoë’s “Ã”"]
        {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
