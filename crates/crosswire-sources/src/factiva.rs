//! Exports of Factiva: many articles in one file, with codes of two letters before its fields, or as it shows them.
//!
//! With codes, as text or as a page, `HD` is the headline, `BY` the author, `PD` the day, `SN` the outlet, `LP` and `TD` the text. As it
//! is shown, headline and author stand above `212 words`; day, hour, outlet, its code, language and copyright below; then the text.
//! Both end with `Document` and the article's number, by which it is named.
//!
//! Where the display has no line of a language, an outlet's edition may be taken for the first paragraph.

use crate::format::{Article, Format, Read};
use crate::lexisnexis::{joined, without_by};
use crate::records::{self, Content, Fields, Item, Record};
use crate::{Found, Options, dates, tags};

/// Many articles of Factiva.
pub(crate) const FORMAT: Format =
    Format { endings: &[], looks_like: Some(looks_like), names_charset: false, read: Read::Whole(articles) };

/// Codes before the text, the text's, and those behind it.
const CODES: [&str; 33] = [
    "SE", "CLM", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD",
    "ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "DJN", "GC", "DE", "PBL", "NGC",
];

/// What marks the headline of a page.
const HEADLINE: char = '\u{1}';

fn looks_like(text: &str) -> bool {
    if text.trim_start().starts_with('<') {
        let start = ["class=\"article", "class='article"];
        return text.contains("enHeadline") && start.iter().any(|class| text.contains(class))
            || has_number(text) && is_told(&as_text(text));
    }
    has_number(text) && is_told(text)
}

/// Whether the number of an article stands in it, looked for before anything that takes longer.
fn has_number(text: &str) -> bool {
    text.match_indices("Document ").any(|(at, word)| number_after(&text[at + word.len()..]).is_some())
}

fn is_told(text: &str) -> bool {
    let coded = || {
        let codes = ["HD", "WC", "PD", "SN", "LP"];
        codes
            .iter()
            .filter(|code| text.lines().any(|line| coded(line, true).is_some_and(|(own, _)| own == **code)))
            .count()
            >= 4
    };
    text.lines().any(|line| number(line).is_some()) && (coded() || text.lines().any(is_word_count))
}

fn as_text(html: &str) -> String {
    tags::text(html, |_, class| class.contains("headline").then_some("\u{1}"))
}

/// The number in a line `Document LBA0000020310305er3500001`.
fn number(line: &str) -> Option<&str> {
    let line = line.trim();
    let rest =
        line.strip_prefix("Document ").or_else(|| coded(line, true)?.1.strip_prefix("Document "))?.trim();
    number_after(rest).filter(|number| *number == rest)
}

fn number_after(rest: &str) -> Option<&str> {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let number = &rest[..end];
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (number.len() >= 16 && digits >= 8 && number.starts_with(|c: char| c.is_ascii_uppercase()))
        .then_some(number)
}

/// The code that a line begins with, and what follows it. In running text one counts only on a line of its own, or before more
/// space than a word leaves.
fn coded(line: &str, loose: bool) -> Option<(&'static str, &str)> {
    let line = line.trim_end();
    let code = CODES.iter().find(|code| {
        line.strip_prefix(**code).is_some_and(|rest| {
            rest.is_empty()
                || rest.starts_with("  ")
                || rest.starts_with('\t')
                || rest.starts_with('\u{a0}')
                || loose && rest.starts_with(' ')
        })
    })?;
    Some((code, line[code.len()..].trim()))
}

/// `212 words`, on a line of its own.
fn is_word_count(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    matches!(words[..], [n, "words"] if n.bytes().any(|b| b.is_ascii_digit()) && n.bytes().all(|b| b.is_ascii_digit() || b == b','))
}

fn articles(article: Article, options: &Options) -> Found {
    let text = if article.text.trim_start().starts_with('<') { as_text(&article.text) } else { article.text };
    let (mut items, mut lines) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let Some(number) = number(line) else {
            lines.push(line);
            continue;
        };
        let place = format!("article {}", items.len() + 1);
        items.push(match fields(&lines) {
            Some(mut fields) => {
                fields.id = Some(number.to_owned());
                let bytes = [&lines[..], &[line]].concat().join("\n").into_bytes();
                Item::Record(Record {
                    place,
                    bytes: bytes.len(),
                    read: Box::new(move |options| fields.document(&bytes, "", Found::default(), options)),
                })
            }
            None => Item::Bad(format!("{place} ({number}): no text in it")),
        });
        lines.clear();
    }
    if fields(&lines).is_some() {
        items.push(Item::Bad(format!(
            "article {}: the file ends within it, so it was cut off",
            items.len() + 1
        )));
    }
    records::all(article.name, items.into_iter(), usize::MAX, options)
}

fn fields(lines: &[&str]) -> Option<Fields> {
    let is_coded = lines.iter().any(|line| coded(line, true).is_some_and(|(code, _)| code == "HD"))
        && lines.iter().any(|line| coded(line, false).is_some_and(|(code, _)| matches!(code, "LP" | "TD")));
    if is_coded { with_codes(lines) } else { as_shown(lines) }
}

/// Lines as paragraphs, which blank lines part.
fn paragraphs<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut all = vec![String::new()];
    for line in lines {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == HEADLINE);
        match all.last_mut() {
            Some(last) if line.is_empty() && last.is_empty() => {}
            Some(_) if line.is_empty() => all.push(String::new()),
            Some(last) => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(&joined(&[line]));
            }
            None => {}
        }
    }
    all.retain(|paragraph| !paragraph.is_empty());
    all
}

fn with_codes(lines: &[&str]) -> Option<Fields> {
    let mut parts: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        // Before the text a code may stand before a single space.
        let in_text = parts.last().is_some_and(|(code, _)| matches!(*code, "LP" | "TD"));
        let code = coded(line.trim_matches(HEADLINE), !in_text);
        match (code, parts.last_mut()) {
            (Some((code, rest)), _) => parts.push((code, vec![rest])),
            (None, Some((_, part))) => part.push(line),
            (None, None) => {}
        }
    }
    let value = |code: &str| {
        let (_, lines) = parts.iter().find(|(own, _)| *own == code)?;
        Some(paragraphs(lines.iter().copied()).join(" ")).filter(|value| !value.is_empty())
    };
    let text: Vec<String> = ["LP", "TD"]
        .iter()
        .filter_map(|code| parts.iter().find(|(own, _)| own == code))
        .flat_map(|(_, lines)| paragraphs(lines.iter().copied()))
        .collect();
    (!text.is_empty()).then(|| Fields {
        title: value("HD"),
        author: value("BY").map(without_by),
        outlet: value("SN"),
        published: value("PD"),
        content: Content::Text(text.join("\n\n")),
        ..Fields::default()
    })
}

fn as_shown(lines: &[&str]) -> Option<Fields> {
    let count = lines.iter().position(|line| is_word_count(line))?;
    let mut fields = Fields::default();
    // The headline stands nearest to the number of words, or the author does, and the headline above it.
    let marked = lines[..count].iter().find_map(|line| line.trim().strip_prefix(HEADLINE));
    let mut above: Vec<&str> =
        lines[..count].iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    if let Some(last) = above.last()
        && last.to_lowercase().starts_with("by ")
    {
        fields.author = above.pop().map(|line| without_by(line.to_owned()));
    }
    fields.title =
        marked.or(above.last().copied()).map(|line| joined(&[line])).filter(|title| !title.is_empty());
    // Lines up to that of the copyright; without one, up to that of the language.
    let below = &lines[count + 1..];
    let inked: Vec<usize> = (0..below.len()).filter(|&at| !below[at].trim().is_empty()).take(12).collect();
    let day = inked.iter().position(|&at| dates::parse(below[at]).is_some())?;
    fields.published = Some(below[inked[day]].trim().to_owned());
    let is_hour = |line: &str| {
        line.trim().split([':', '.']).all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let outlet = inked[day + 1..].iter().map(|&at| below[at].trim()).find(|line| !is_hour(line))?;
    fields.outlet = Some(outlet.to_owned());
    let is_copyright = |line: &str| {
        let line = line.trim().to_lowercase();
        line.starts_with("(c)") || line.starts_with('©') || line.starts_with("copyright")
    };
    let is_language = |line: &str| LANGUAGES.contains(&line.trim());
    let last = inked
        .iter()
        .position(|&at| is_copyright(below[at]))
        .or_else(|| inked.iter().position(|&at| is_language(below[at])))
        .or_else(|| inked.iter().position(|&at| below[at].trim() == outlet))?;
    let mut text = paragraphs(below[inked[last] + 1..].iter().copied());
    // The copyright may go on, as may what is said of rights.
    text.retain(|paragraph| !paragraph.eq_ignore_ascii_case("all rights reserved."));
    (!text.is_empty()).then(|| Fields { content: Content::Text(text.join("\n\n")), ..fields })
}

/// Languages as the display names them.
const LANGUAGES: [&str; 12] = [
    "English",
    "French",
    "German",
    "Spanish",
    "Italian",
    "Portuguese",
    "Dutch",
    "Russian",
    "Arabic",
    "Chinese - Simplified",
    "Japanese",
    "Norwegian",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexisnexis::shown;

    fn check(text: &str, expect: &[&str]) {
        assert!(looks_like(text), "not told by how it looks: {text}");
        let article = Article { name: "n", bytes: text.as_bytes(), text: text.to_owned() };
        let found = articles(article, &Options::default());
        assert_eq!(shown(&found, |one| format!("{} | ", one.path)), expect);
    }

    const FIRST: &str = "n#HALVPO0020310305er3500001 | Halvik Post | 2031-03-05 | Runa Dahl | Ferry runs aground | TORVIK - The ferry \
        Marigold ran aground at dawn. ¶ IN ALL, 84 were saved. ¶ An inquiry began.";

    #[test]
    fn with_codes_on_their_own_lines_and_before_their_fields() {
        let lines = "HD\nFerry runs aground\n\nBY\nBy Runa Dahl\n\nWC\n212 words\n\nPD\n5 March 2031\n\nSN\nHalvik Post\n\nSC\nHALVPO\n\n\
            LA\nEnglish\n\nCY\n(c) 2031 Halvik Post\n\nLP\nTORVIK - The ferry Marigold ran\naground at dawn.\n\nTD\nIN ALL, 84 were saved.\n\n\
            An inquiry began.\n\nNS\ngcat : News\n\nAN\nDocument HALVPO0020310305er3500001\n";
        check(lines, &[FIRST]);
        let beside = "HD Ferry runs aground\nBY By Runa Dahl\nWC 212 words\nPD 5 March 2031\nSN Halvik Post\nSC HALVPO\nLP  TORVIK - The ferry \
            Marigold ran aground at dawn.\n\nTD  IN ALL, 84 were saved.\n\nAn inquiry began.\nRE  tor : Torvik\nAN  Document \
            HALVPO0020310305er3500001\n\nHD Two\nWC 2 words\nPD 6 March 2031\nSN Halvik Post\nLP  Cut";
        check(beside, &[FIRST, "! article 2: the file ends within it, so it was cut off"]);
    }

    #[test]
    fn as_it_is_shown() {
        let text = "News\nFerry runs aground\nBy Runa Dahl\n212 words\n5 March 2031\n08:30\nHalvik Post\nHALVPO\n5\nEnglish\n(c) 2031 Halvik Post\n\n\
            TORVIK - The ferry Marigold ran aground at dawn.\n\nIN ALL, 84 were saved.\n\nAn inquiry began.\n\nDocument \
            HALVPO0020310305er3500001\n\n\n";
        check(text, &[FIRST]);
    }

    #[test]
    fn as_a_page() {
        let page = "<!DOCTYPE html><html><head><title>Factiva</title></head><body><div class=\"article enArticle\"><p></p><div>News</div>\
            <div id=\"hd\"><span class=\"enHeadline\">Ferry runs aground</span></div><div class=\"author\">By Runa Dahl</div>\
            <div>212 words</div><div>5 March 2031</div><div>Halvik Post</div><div>HALVPO</div><div>English</div>\
            <div>(c) 2031 Halvik Post</div><p class=\"articleParagraph enarticleParagraph\">TORVIK - The ferry Marigold ran\n aground at \
            dawn.</p><p class=\"articleParagraph enarticleParagraph\">IN ALL, 84 were saved.</p><p>An inquiry began.</p>\
            <p>Document HALVPO0020310305er3500001</p></div></body></html>";
        check(page, &[FIRST]);
        let table = "<html><body><div class=\"article\"><table><tr><td class=\"index\"><b>HD</b></td><td><span class='enHeadline'>Ferry runs \
            aground</span></td></tr><tr><td><b>BY</b></td><td>By Runa Dahl</td></tr><tr><td>WC</td><td>212 words</td></tr><tr><td>PD</td>\
            <td>5 March 2031</td></tr><tr><td>SN</td><td>Halvik Post</td></tr><tr><td>LP</td><td><p>TORVIK - The ferry Marigold ran \
            aground at dawn.</p></td></tr><tr><td>TD</td><td><p>IN ALL, 84 were saved.</p><p>An inquiry began.</p></td></tr><tr><td>AN</td>\
            <td>Document HALVPO0020310305er3500001</td></tr></table></div></body></html>";
        check(table, &[FIRST]);
    }

    #[test]
    fn prose_is_none() {
        let number = "Document HALVPO0020310305er3500001";
        for text in [
            number,
            "212 words\n",
            "The paper has 212 words.\n\nDocument ABC1 was read.\n",
            "HD\nLP\nWC\nPD\nSN\n",
            "",
        ] {
            assert!(!looks_like(text), "{text}");
        }
    }
}
