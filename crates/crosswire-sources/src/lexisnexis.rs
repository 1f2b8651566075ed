//! Exports of LexisNexis: many articles in one file, as text or as a page.
//!
//! The older, of Nexis and Lexis Advance, parts articles by `3 of 50 DOCUMENTS` and puts outlet, day and headline above labels in
//! capitals (`BYLINE:`, `LENGTH:`, `BODY:`); below the text stand `LOAD-DATE:` and others. The newer, of Nexis Uni, ends each by
//! `End of Document` and has headline, outlet and day on lines of their own, labels (`Section:`, `Length:`), and `Body` on a line.
//!
//! What stands on no line of its own is taken from the text: a paragraph that begins with a word in capitals and a colon may be
//! taken for a label where it follows the text.

use crate::format::{Article, Format, Read};
use crate::records::{self, Content, Fields, Item, Record};
use crate::{Found, Options, dates, tags};

/// Many articles of LexisNexis.
pub(crate) const FORMAT: Format =
    Format { endings: &[], looks_like: Some(looks_like), names_charset: false, read: Read::Whole(articles) };

/// How far into a file it is looked for what tells it.
const HEAD: usize = 64 << 10;

fn looks_like(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(HEAD)];
    let newer = || {
        let labels = ["Load-Date:", "Length:", "Section:"];
        text.contains("End of Document") && labels.iter().any(|label| text.contains(label)) && is_newer(text)
    };
    let older = || {
        let text = if is_page(head) { tags::text(head, |_, _| None) } else { head.to_owned() };
        text.lines().any(is_number) && LABELS.iter().any(|label| text.contains(&format!("\n{label}:")))
    };
    let page =
        || is_page(head) && text.contains("End of Document") && is_newer(&tags::text(text, |_, _| None));
    head.contains("DOCUMENT") && older() || newer() || page()
}

fn is_newer(text: &str) -> bool {
    let has = |line: &str| text.lines().any(|own| plain(own) == line);
    has("Body") && has("End of Document")
}

fn is_page(text: &str) -> bool {
    text.trim_start().starts_with('<')
}

/// A line without what only lays it out.
fn plain(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// `3 of 50 DOCUMENTS`, perhaps after `Document`.
fn is_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let words = match words[..] {
        [first, ref rest @ ..] if first.eq_ignore_ascii_case("document") => rest,
        ref all => all,
    };
    let number = |word: &str| {
        word.chars().any(|c| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || c == ',')
    };
    matches!(words, [n, of, m, last]
        if number(n) && of.eq_ignore_ascii_case("of") && number(m) && matches!(*last, "DOCUMENTS" | "DOCUMENT"))
}

/// Labels above the text.
const LABELS: [&str; 12] = [
    "BYLINE",
    "SECTION",
    "LENGTH",
    "HEADLINE",
    "DATELINE",
    "BODY",
    "HIGHLIGHT",
    "SERIES",
    "TYPE",
    "SOURCE",
    "COLUMN",
    "TITLE",
];
/// Labels below it.
const BELOW: [&str; 26] = [
    "LOAD-DATE",
    "LANGUAGE",
    "PUBLICATION-TYPE",
    "DOCUMENT-TYPE",
    "SUBJECT",
    "GRAPHIC",
    "ORGANIZATION",
    "COMPANY",
    "TICKER",
    "INDUSTRY",
    "PERSON",
    "CITY",
    "STATE",
    "COUNTRY",
    "GEOGRAPHIC",
    "CORRECTION",
    "CORRECTION-DATE",
    "JOURNAL-CODE",
    "URL",
    "NOTES",
    "PUB-TYPE",
    "ACC-NO",
    "COPYRIGHT",
    "CATEGORY",
    "UPDATE",
    "GENRE",
];

fn articles(article: Article, options: &Options) -> Found {
    let page = is_page(&article.text);
    let text = if page { tags::text(&article.text, |_, _| None) } else { article.text };
    let newer = is_newer(&text);
    let is_end = |line: &str| if newer { plain(line) == "End of Document" } else { is_number(line) };
    let lines: Vec<&str> = text.lines().collect();
    let parts: Vec<&[&str]> = lines.split(|line| is_end(line)).collect();
    let mut items = Vec::new();
    for (n, part) in parts.iter().enumerate() {
        let is_last = n + 1 == parts.len();
        let has = |labels: &[&str]| {
            part.iter().any(|line| labels.iter().any(|label| labelled(line, label).is_some()))
        };
        let place = format!("article {}", items.len() + 1);
        let read = if newer { newer_article(part) } else { older_article(part) };
        match read {
            Some(_) if is_last && newer => {
                items.push(Item::Bad(format!("{place}: the file ends within it, so it was cut off")));
            }
            Some((fields, bytes)) => {
                items.push(record(fields, bytes, place));
                // Nothing marks the end of the last of the older ones, but labels stand there.
                if is_last && !has(&BELOW) {
                    let why = "its last article may have been cut off: nothing stands below its text";
                    items.push(Item::Note(why.to_owned()));
                }
            }
            None if has(&LABELS) => items.push(Item::Bad(format!("{place}: no text in it"))),
            // What stands before the first is a list of titles.
            None => {}
        }
    }
    records::all(article.name, items.into_iter(), usize::MAX, options)
}

fn record(fields: Fields, bytes: Vec<u8>, place: String) -> Item {
    Item::Record(Record {
        place,
        bytes: bytes.len(),
        read: Box::new(move |options| fields.document(&bytes, "", Found::default(), options)),
    })
}

/// What follows a label at the start of a line.
fn labelled<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let line = line.trim_start_matches('\u{feff}');
    let start = line.get(..label.len())?;
    start.eq_ignore_ascii_case(label).then_some(())?;
    Some(line.get(label.len()..)?.strip_prefix(':')?.trim())
}

/// Runs of lines that no blank line parts.
fn blocks<'a>(lines: &[&'a str]) -> Vec<Vec<&'a str>> {
    let blank = |line: &&str| plain(line).is_empty();
    lines.split(blank).filter(|block| !block.is_empty()).map(<[&str]>::to_vec).collect()
}

/// Lines that were broken where a page was full, joined.
pub(crate) fn joined(block: &[&str]) -> String {
    block.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ")
}

/// Whether a line says whose the text is.
fn is_copyright(line: &str) -> bool {
    let line = plain(line).to_lowercase();
    line.starts_with("copyright")
        || line.starts_with("(c)")
        || line.starts_with('©')
        || line == "all rights reserved"
}

/// What stands in `bytes` of an article: its lines.
fn bytes(lines: &[&str]) -> Vec<u8> {
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n").trim().as_bytes().to_vec()
}

fn older_article(lines: &[&str]) -> Option<(Fields, Vec<u8>)> {
    let blocks = blocks(lines);
    let label_of = |block: &[&str], labels: &[&'static str]| {
        let first = block.first()?;
        let is_label = |label: &&&str| first.starts_with(**label) && labelled(first, label).is_some();
        labels.iter().find(is_label).copied()
    };
    let first_label = blocks.iter().position(|block| label_of(block, &LABELS).is_some())?;
    let mut fields = Fields::default();
    // Above the labels: outlet, day with edition, headline.
    let mut head: Vec<&[&str]> = Vec::new();
    let mut day = None;
    for block in &blocks[..first_label] {
        let block: &[&str] = block;
        let dated = block.iter().find_map(|line| day_in(line));
        if day.is_none()
            && let Some(written) = dated
        {
            day = Some((head.len(), written));
            let before: Vec<&str> = block.iter().copied().take_while(|line| day_in(line).is_none()).collect();
            if head.is_empty() && !before.is_empty() {
                fields.outlet =
                    before.iter().find(|line| !is_copyright(line)).map(|line| plain(line).to_owned());
            }
        } else if !block.iter().all(|line| is_copyright(line)) {
            head.push(block);
        }
    }
    let above = day.as_ref().map_or(0, |(at, _)| *at);
    fields.published = day.map(|(_, written)| written);
    let outlet = head[..above].iter().flat_map(|block| block.iter()).find(|line| !is_copyright(line));
    fields.outlet = fields.outlet.or_else(|| outlet.map(|line| plain(line).to_owned()));
    let is_edition = |block: &&&[&str]| {
        let words = joined(block).to_lowercase();
        words.split_whitespace().count() <= 6 && words.contains("edition")
    };
    fields.title = head[above..].iter().rev().find(|block| !is_edition(block)).map(|block| joined(block));
    // Labels, then the text, then labels again.
    let (mut body, mut in_body) = (Vec::new(), false);
    for block in &blocks[first_label..] {
        if label_of(block, &BELOW).is_some() {
            if !body.is_empty() || in_body {
                break;
            }
            continue;
        }
        match label_of(block, &LABELS).filter(|_| !in_body) {
            Some("BODY") => {
                (in_body, body) = (true, Vec::new());
                let rest = labelled(block[0], "BODY").unwrap_or_default();
                let paragraph = joined(&[&[rest], &block[1..]].concat());
                body.extend(Some(paragraph).filter(|text| !text.is_empty()));
            }
            Some(label) if body.is_empty() => {
                let value = joined(&[&[labelled(block[0], label).unwrap_or_default()], &block[1..]].concat());
                let value = Some(value).filter(|value| !value.is_empty());
                match label {
                    "BYLINE" => fields.author = value.map(without_by),
                    "HEADLINE" | "TITLE" => fields.title = value.or(fields.title),
                    _ => {}
                }
            }
            _ if block.iter().all(|line| is_copyright(line)) => {}
            _ => body.push(joined(block)),
        }
    }
    let text = body.join("\n\n");
    fields.content = Content::Text(text);
    (!body.is_empty()).then(|| (fields, bytes(lines)))
}

/// `By` and what programs put around names.
pub(crate) fn without_by(byline: String) -> String {
    let name = byline.trim();
    let is_by = name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
    name.get(3..).filter(|_| is_by).unwrap_or(name).trim().to_owned()
}

/// The day that a line names and nothing before it.
fn day_in(line: &str) -> Option<String> {
    let line = plain(line);
    // A weekday, an edition or an hour may follow.
    (line.split_whitespace().count() <= 10 && dates::parse(line).is_some()).then(|| line.to_owned())
}

fn newer_article(lines: &[&str]) -> Option<(Fields, Vec<u8>)> {
    let kept: Vec<&str> = lines.iter().copied().filter(|line| !is_page_number(line)).collect();
    let body_at = kept.iter().position(|line| plain(line) == "Body")?;
    let (head, rest) = kept.split_at(body_at);
    let mut fields = Fields::default();
    let value = |label: &str| head.iter().find_map(|line| labelled(plain(line), label)).map(str::to_owned);
    fields.author = value("Byline").map(without_by).filter(|name| !name.is_empty());
    let labels_at = head.iter().position(|line| {
        is_copyright(line)
            || ["Section", "Length", "Byline"].iter().any(|label| labelled(plain(line), label).is_some())
    });
    let above: Vec<&str> = head[..labels_at.unwrap_or(head.len())].to_vec();
    let inked: Vec<usize> = (0..above.len()).filter(|&at| !plain(above[at]).is_empty()).collect();
    if let Some(at) = inked.iter().rposition(|&at| day_in(above[at]).is_some()) {
        fields.published = day_in(above[inked[at]]);
        fields.outlet = at.checked_sub(1).map(|at| plain(above[inked[at]]).to_owned());
        // A headline may take some lines, up to a blank one.
        let mut title = Vec::new();
        for at in (0..at.saturating_sub(1)).rev() {
            let follows = title.is_empty() || inked[at] + 1 == inked[at + 1];
            if !follows {
                break;
            }
            title.insert(0, above[inked[at]]);
        }
        fields.title = Some(joined(&title)).filter(|title| !title.is_empty());
    }
    let ends = |line: &&str| {
        let line = plain(line);
        matches!(line, "Classification" | "Graphic" | "Notes" | "Correction")
            || BELOW.iter().any(|label| {
                labelled(line, label).is_some_and(|rest| !rest.is_empty() || *label == "LOAD-DATE")
            })
    };
    let body: Vec<&str> = rest[1..].iter().copied().take_while(|line| !ends(line)).collect();
    let paragraphs: Vec<String> = blocks(&body).iter().map(|block| joined(block)).collect();
    fields.content = Content::Text(paragraphs.join("\n\n"));
    (!paragraphs.is_empty()).then(|| (fields, bytes(lines)))
}

/// `Page 3 of 8`, which stands where a page of the document ended.
fn is_page_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    matches!(words[..], ["Page", n, "of", m] if number(n) && number(m))
}

/// What each article is, for tests: what `before` says, outlet, day, author, title, and its paragraphs; then the warnings.
#[cfg(test)]
pub(crate) fn shown(found: &Found, before: impl Fn(&crosswire::Document) -> String) -> Vec<String> {
    let text = |one: &crate::Text| {
        let one = &one.document;
        let day = one.published.map_or_else(|| "-".to_owned(), |(day, _)| day.to_string());
        let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let (outlet, author, title) = (or(&one.outlet), or(&one.author), or(&one.title));
        let text = one.text.replace("\n\n", " ¶ ");
        format!("{}{outlet} | {day} | {author} | {title} | {text}", before(one))
    };
    let warnings = found.warnings.iter().map(|one| format!("! {}", one.reason));
    found.texts.iter().map(text).chain(warnings).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each article is: outlet, day, author, title, and its paragraphs.
    fn check(text: &str, expect: &[&str]) {
        assert!(looks_like(text), "not told by how it looks: {text}");
        let article = Article { name: "n", bytes: text.as_bytes(), text: text.to_owned() };
        let found = articles(article, &Options::default());
        assert_eq!(shown(&found, |_| String::new()), expect);
    }

    const OLDER: &str = "\n\n                               1 of 2 DOCUMENTS\n\n\n                              The Halvik Post\n\n\
        \x20                            March 5, 2031 Wednesday\n                                 Final Edition\n\n\
        Ferry runs aground off Torvik;\nAll aboard are safe\n\nBYLINE: By Runa Dahl\n\nSECTION: NEWS; Pg. 5\n\nLENGTH: 212 words\n\n\
        DATELINE: TORVIK\n\n\nThe ferry Marigold ran aground at dawn, the harbour\nmaster said.\n\nNOBODY WAS HURT: that is what he said.\n\n\
        LOAD-DATE: March 6, 2031\n\nLANGUAGE: ENGLISH\n\n                     Copyright 2031 Halvik Post Ltd\n\
        \x20                           All Rights Reserved\n\n\n\x20                              2 of 2 DOCUMENTS\n\n\
        \x20           Copyright 2031 The Skerri Times Company\n                             The Skerri Times\n\n\
        \x20                             March 6, 2031 Thursday\n\nSECTION: Section A; Column 1; Pg. 1\n\nLENGTH: 90 words\n\n\
        HEADLINE: Inquiry begins\n\nBODY:\n\n   An inquiry has begun.\n\n   The captain would not comment.\n\nURL: http://www.skerri.example\n\n\
        GRAPHIC: Photo\n";

    #[test]
    fn the_older_text() {
        check(
            OLDER,
            &[
                "The Halvik Post | 2031-03-05 | Runa Dahl | Ferry runs aground off Torvik; All aboard are safe | The ferry Marigold ran \
             aground at dawn, the harbour master said. ¶ NOBODY WAS HURT: that is what he said.",
                "The Skerri Times | 2031-03-06 | - | Inquiry begins | An inquiry has begun. ¶ The captain would not comment.",
            ],
        );
    }

    #[test]
    fn the_older_page() {
        let page = "<html><body><!-- <DOCFULL> --><DIV CLASS=\"c0\"><BR><P CLASS=\"c1\"><SPAN CLASS=\"c2\">1 of 1 DOCUMENT</SPAN></P></DIV>\
            <DIV CLASS=\"c3\"><BR><P CLASS=\"c1\"><SPAN CLASS=\"c2\">The Halvik Post</SPAN></P></DIV>\
            <DIV CLASS=\"c3\"><BR><P CLASS=\"c1\"><SPAN CLASS=\"c4\">March 5, 2031</SPAN><SPAN CLASS=\"c2\"> Wednesday</SPAN></P></DIV>\
            <DIV CLASS=\"c5\"><BR><P CLASS=\"c6\"><SPAN CLASS=\"c7\">Ferry runs aground</SPAN></P></DIV>\
            <DIV CLASS=\"c5\"><BR><P CLASS=\"c6\"><SPAN CLASS=\"c8\">LENGTH: </SPAN><SPAN CLASS=\"c2\">12 words</SPAN></P></DIV>\
            <DIV CLASS=\"c5\"><BR><P CLASS=\"c9\"><SPAN CLASS=\"c2\">The ferry sank &amp; all were saved.</SPAN></P>\
            <P CLASS=\"c9\"><SPAN CLASS=\"c2\">An inquiry began.</SPAN></P></DIV>\
            <DIV CLASS=\"c5\"><BR><P CLASS=\"c6\"><SPAN CLASS=\"c8\">LOAD-DATE: </SPAN><SPAN CLASS=\"c2\">March 6, 2031</SPAN></P></DIV></body></html>";
        check(
            page,
            &[
                "The Halvik Post | 2031-03-05 | - | Ferry runs aground | The ferry sank & all were saved. ¶ An inquiry began.",
            ],
        );
    }

    const NEWER: &str = "User Name: Runa\nDate and Time: Monday, March 10, 2031 9:00:00 AM\n\nDocuments (2)\n1. Ferry runs aground\n\n\
        Ferry runs aground off Torvik\nThe Halvik Post\nMarch 5, 2031 Wednesday\n\nCopyright 2031 Halvik Post Ltd All Rights Reserved\n\n\
        Section: NEWS; Pg. 5\nLength: 212 words\nByline: By Runa Dahl\n\nBody\n\nThe ferry ran aground.\n\nPage 1 of 2\n\nNobody was hurt.\n\n\
        Classification\n\nLanguage: ENGLISH\nLoad-Date: March 6, 2031\n\nEnd of Document\n\nInquiry begins\nThe Skerri Times\nMarch 6, 2031\n\n\
        Length: 9 words\n\nBody\n\nAn inquiry has begun.\n\nLoad-Date: March 7, 2031\n\nEnd of Document\n";

    #[test]
    fn the_newer_text() {
        let first = "The Halvik Post | 2031-03-05 | Runa Dahl | Ferry runs aground off Torvik | The ferry ran aground. ¶ Nobody was hurt.";
        check(NEWER, &[first, "The Skerri Times | 2031-03-06 | - | Inquiry begins | An inquiry has begun."]);
        let cut = &NEWER[..NEWER.len() - 20];
        check(cut, &[first, "! article 2: the file ends within it, so it was cut off"]);
    }

    #[test]
    fn prose_is_none() {
        for text in
            ["One of 50 documents was read: 3 of 50 DOCUMENTS\n", "Body\n\nThe end.\n\nEnd of Document\n", ""]
        {
            assert!(!looks_like(text), "{text}");
        }
    }
}
