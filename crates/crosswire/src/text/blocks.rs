//! Blocks: the parts of an article and what each is.

use super::head::{self, HeadDate};
use super::{Block, BlockKind};
use crosswire_lang::ByteRange;
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

/// The parts of a text, and the day that stands at its head.
pub(super) struct Blocks {
    /// In order.
    pub blocks: Vec<Block>,
    /// The publication date that a line at the head gives.
    pub date: Option<Date>,
}

/// Finds the parts of the text from the byte `body` on. A paragraph that says the same as `title` is a heading.
pub(super) fn find(text: &str, body: usize, title: Option<&str>) -> Blocks {
    let paragraphs = paragraphs(text, body);
    let mut found = Blocks { blocks: Vec::with_capacity(paragraphs.len() + 2), date: None };
    let mut in_head = true;
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let mut rest = *paragraph;
        let push = |found: &mut Blocks, bytes: ByteRange, kind| {
            if !text[bytes].is_empty() {
                found.blocks.push(Block { bytes, kind });
            }
        };
        if in_head {
            while let Some(HeadDate { end, date }) = head::date(&text[rest]) {
                found.date = found.date.or(date);
                let cut = rest.start + end;
                push(
                    &mut found,
                    ByteRange::new(rest.start, rest.start + text[rest.start..cut].trim_end().len()),
                    BlockKind::Furniture,
                );
                rest.start = cut;
            }
            if rest.is_empty() {
                continue;
            }
        }
        let line = &text[rest];
        let kind = match line_kind(line, title, in_head, i + 1 == paragraphs.len()) {
            BlockKind::Heading
                if !in_head
                    && (in_list(text, &paragraphs, i) || goes_on(text, paragraphs.get(i + 1).copied())) =>
            {
                BlockKind::Paragraph
            }
            kind => kind,
        };
        if kind != BlockKind::Paragraph {
            push(&mut found, rest, kind);
            continue;
        }
        in_head = false;
        if let Some(end) = dateline(line) {
            let cut = rest.start + end;
            push(
                &mut found,
                ByteRange::new(rest.start, rest.start + line[..end].trim_end().len()),
                BlockKind::Dateline,
            );
            rest.start = cut;
        }
        let plain_end = line.ends_with(|c: char| c == ')' || c.is_alphanumeric()) || line.ends_with(").");
        let last = plain_end
            && paragraphs[i + 1..]
                .iter()
                .all(|p| line_kind(&text[*p], title, false, true) != BlockKind::Paragraph);
        let closing = if last { CLOSING_CREDIT.captures(&text[rest]) } else { None };
        match closing.as_ref().and_then(|c| c.get(1)) {
            Some(credit) => {
                let cut = rest.start + credit.start();
                push(
                    &mut found,
                    ByteRange::new(rest.start, rest.start + text[rest.start..cut].trim_end().len()),
                    BlockKind::Paragraph,
                );
                push(&mut found, ByteRange::new(cut, rest.end), BlockKind::Credit);
            }
            None => push(&mut found, rest, BlockKind::Paragraph),
        }
    }
    found
}

/// A line of the file without the white space around it.
struct Line {
    bytes: ByteRange,
    /// Code points.
    len: usize,
    /// Whether a blank line stands before it.
    apart: bool,
}

/// The paragraphs of a text: separated by blank lines, and by single line breaks where these do not merely wrap a paragraph.
fn paragraphs(text: &str, body: usize) -> Vec<ByteRange> {
    let lines = lines(text, body);
    let width = wrap_width(text, &lines);
    let mut paragraphs: Vec<ByteRange> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let joined = i > 0 && !line.apart && {
            let before = &lines[i - 1];
            match width {
                Some(width) => wraps(text, before, line, width),
                None => is_cut_off(&text[before.bytes], &text[line.bytes]),
            }
        };
        match paragraphs.last_mut() {
            Some(last) if joined => last.end = line.bytes.end,
            _ => paragraphs.push(line.bytes),
        }
    }
    paragraphs
}

fn lines(text: &str, body: usize) -> Vec<Line> {
    let is_break =
        |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut lines = Vec::new();
    let mut at = body;
    let mut apart = true;
    for line in text[body..].split_inclusive(is_break) {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            lines.push(Line {
                bytes: ByteRange::new(start, start + trimmed.len()),
                len: trimmed.chars().count(),
                apart,
            });
            apart = false;
        } else if !line.starts_with('\n') || !text[..at].ends_with('\r') {
            apart = true;
        }
        at += line.len();
    }
    lines
}

/// The width that the lines are wrapped at, if they are: most single line breaks come where the next word would not fit,
/// and many of them in mid-sentence.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let width = lines.iter().filter(|l| text[l.bytes].contains(' ')).map(|l| l.len).max()?;
    if !(30..=130).contains(&width) {
        return None;
    }
    let breaks = || lines.windows(2).filter(|pair| !pair[1].apart);
    let all = breaks().count();
    let wrapped = breaks().filter(|pair| wraps(text, &pair[0], &pair[1], width)).count();
    let open = breaks().filter(|pair| !ends_sentence(&text[pair[0].bytes])).count();
    (all >= 2 && wrapped * 10 >= all * 6 && open * 2 >= all).then_some(width)
}

/// Whether the first word of `next` would not have fitted on `line`.
fn wraps(text: &str, line: &Line, next: &Line, width: usize) -> bool {
    let word = text[next.bytes].split_whitespace().next().unwrap_or_default();
    line.len + 1 + word.chars().count() > width && !is_bullet(word)
}

/// Whether a line breaks off in mid-sentence: no mark at its end, and the next goes on with a small letter.
fn is_cut_off(line: &str, next: &str) -> bool {
    line.ends_with(|c: char| c.is_lowercase() || c == ',') && next.starts_with(char::is_lowercase)
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']).ends_with(['.', '!', '?', '…', ':', '。'])
}

fn is_bullet(word: &str) -> bool {
    matches!(word, "-" | "*" | "•" | "·" | "–" | "—")
}

static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix) ^(?: (?: (?: advertisement \s* )+ | advertising | sponsored (?:\ content)? | related (?:\ (?: stories | articles | content | coverage | topics | news ))?
              | story\ continues\ (?:below|after).* | article\ continues\ (?:below|after).* | continue\ reading.* | skip\ ad(?:vert(?:isement)?)?
              | share | tweet | print | e-?mail | save | comments? | loading | close | menu | most\ (?:read|popular|viewed) | more\ on\ this\ story
              | (?:\d+\ )?(?:shares?|comments?) | (?:\d+\ )?min(?:ute)?s?\ read ) [\s.:…]* $
          | (?: read\ (?:more|also|next|the\ full\ (?:story|article)) | also\ read | see\ also | related | watch | listen | photos? | images? | image\ credit | photo\ credit
              | pictured? | video | file\ photo | gallery | slideshow | tags? | topics? | filed\ under | categor(?:y|ies) | photograph ) \s* [:>»|] .*
          | read\ more $ | read\ more\ (?:about|on|from)\ .* | share\ (?:this|on|via)(?-u:\b) .* | (?:please\ )?sign\ up\ (?:for|to|here|now)(?-u:\b) .* | (?:please\ )?subscribe\ (?:to|now|here|today)(?-u:\b) .*
          | click\ (?:here|on\ the\ link)(?-u:\b) .* | follow\ (?:us|him|her|them|me|@\w+)(?-u:\b) .* | (?:download|get)\ (?:the|our)\ .*\ (?:app|newsletter)(?-u:\b) .* | like\ us\ on\ .* | pic\.twitter\.com/\S+ ) $",
    )
});

static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix) ^ [\[(*_\s—–-]* (?:
            (?: additional\ |further\ |extra\ )? (?: reporting | writing | editing | compiled | edited | written | reported | translated | translation | research | produced ) \ (?:by|from|in)\ .*
          | with\ (?: files | reporting | reports? | additional\ \w+ | inputs? | information | agenc(?:y|ies) | contributions? | material | wire )(?-u:\b) .*
          | (?:this|the)\ (?: report | story | article ) \ (?: includes | contains | uses | draws | incorporates | was\ (?:originally|first|written|produced|compiled|reported|supported|prepared|provided|updated) | has\ been\ (?:updated|corrected|edited) | is\ based\ on )(?-u:\b) .*
          | (?: © | \(c\) | copyright(?-u:\b) ) .* | sources?: .* | all\ rights\ reserved .* | from\ (?:staff|wire|news)\ .*(?:reports|services) \.?
          | (?: [\w\ ,/]{0,40} (?-u:\b) (?: with | and | staff | from ) \ )? (?: news\ | wire\ )? agencies [.)\]]* | staff\ and\ agencies .*
        ) $
        | (?-u:\b) contribut(?:ed|ing) \ (?: reporting | research | (?:\w+\ )? (?:to|from|in) \ (?: (?:this|the) \ (?: report | story | article | dispatch ) (?-u:\b) ) ) | (?-u:\b) (?: staff | writers? | reporters? | correspondents? | press ) \ .* contributed\ from(?-u:\b)
        | \A all\ rights\ reserved | may\ not\ be\ (?:published|reproduced),?\ ",
    )
});

/// What an outlet says of an earlier version of its article.
static CORRECTION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix) ^ [\[(*_\s—–-]* (?:
            (?: corrections? | clarifications? | erratum | editor['’]s?\ note | correction\ (?:and|&)\ clarification ) (?: \ \([^)]{0,40}\) | [,\ ][^:.]{0,40} )? [:—–.-] .*
          | (?: an | a | the ) \ (?: earlier | previous | prior | original | initial | first ) \ (?: version | edition ) \ of \ (?: this | the ) \ (?: article | story | report | headline | post | piece | dispatch | item ) (?-u:\b) .*
          | (?: this | the ) \ (?: article | story | report | headline | post | piece ) \ (?: was | has\ been ) \ (?: amended | corrected | changed | revised | modified ) (?-u:\b) .*
        ) $",
    )
});

/// "By Jane Doe", "BY JANE DOE and JOHN ROE, Staff Writers".
static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[Bb][Yy]:?\s+(?:(?:\p{Lu}[\p{L}\p{M}.'’&-]*|and|AND|of|for|in|the|at|de|van|von|der|al|\||/|\S+@\S+)[,;]?\s*){1,14}$",
    )
});

/// The agency after the last full stop of an article: "… at dawn. (Reuters)".
static CLOSING_CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"[.!?][”"’')]*\s+((?:[-–—]+\s*)?(?:\((?:with\s+)?(?-i:\p{Lu}|dpa)[^().]{1,40}\)|(?:[-–—]+\s*)(?:Reuters|AP|AFP|UPI|dpa|ANSA|EFE|Xinhua|PTI|Agencies)(?:[/,]\s*\w+)*)\.?)$"#,
    )
});

/// What a paragraph is by itself.
fn line_kind(line: &str, title: Option<&str>, in_head: bool, last: bool) -> BlockKind {
    let short = line.len() <= 240;
    if short && FURNITURE.is_match(line) {
        return BlockKind::Furniture;
    }
    if line.len() <= 600 && CORRECTION.is_match(line) {
        return BlockKind::Correction;
    }
    if line.len() <= 600 && is_credit(line, in_head) {
        return BlockKind::Credit;
    }
    if title.is_some_and(|title| same_words(title, line)) || short && is_heading(line, last) {
        return BlockKind::Heading;
    }
    BlockKind::Paragraph
}

fn is_credit(line: &str, in_head: bool) -> bool {
    // A quotation may speak of who contributed; a credit line quotes no one.
    !line.contains(['“', '"']) && CREDIT.is_match(line)
        || (in_head || line.len() <= 60) && line.starts_with(['B', 'b']) && BYLINE.is_match(line)
        || line.len() <= 60 && super::agencies::is_all(line)
}

fn same_words(a: &str, b: &str) -> bool {
    let letters =
        |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    b.len() <= 2 * a.len() + 8 && !a.is_empty() && letters(a) == letters(b)
}

/// "# Flood", "THE FLOOD", "What is known so far": no mark at the end, and few words.
fn is_heading(line: &str, last: bool) -> bool {
    if line.starts_with('#') && line.trim_start_matches('#').starts_with(' ')
        || line.len() > 4
            && line.starts_with("**")
            && line.ends_with("**")
            && !line[2..line.len() - 2].contains("**")
    {
        return true;
    }
    if is_bullet(line.split_whitespace().next().unwrap_or_default())
        || line.ends_with(['.', ',', ';', ':', '!', '?', '…', '"', '”', '’', '\'', ')', ']'])
    {
        return false;
    }
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    if letters >= 2 && line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase) {
        return true;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let long = words.iter().filter(|w| w.chars().count() > 3);
    let titled = long.clone().all(|w| w.starts_with(|c: char| !c.is_lowercase()));
    // Scripts without capitals say nothing by their first letter.
    !last
        && letters >= 2
        && line
            .starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '“' | '‘' | '"' | '\''))
        && (words.len() <= 8 || words.len() <= 14 && titled)
}

/// Whether the next paragraph goes on with a sentence that this one breaks off.
fn goes_on(text: &str, next: Option<ByteRange>) -> bool {
    next.is_some_and(|next| text[next].starts_with(char::is_lowercase))
}

/// Whether a heading stands among others of its kind, and so is an item of a list.
fn in_list(text: &str, paragraphs: &[ByteRange], i: usize) -> bool {
    let like = |bytes: &ByteRange| {
        let line = &text[*bytes];
        line.len() <= 240 && !line.starts_with(['#', '*']) && is_heading(line, false)
    };
    let before = paragraphs[..i].iter().rev().take(2).take_while(|p| like(p)).count();
    let after = paragraphs[i + 1..].iter().take(2).take_while(|p| like(p)).count();
    like(&paragraphs[i]) && before + after >= 2
}

/// "WASHINGTON, Oct 1 (Reuters) -", "NASHUA, N.H. —": a place in capitals, then who reports, then a dash.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x) ^ (?: \p{Lu}[\p{Lu}'’.-]+ (?: [\ /] (?: \p{Lu}[\p{Lu}'’.-]+ | and | AND | de | la ) )*
                 (?: ,\ ? \p{Lu}[\p{L}\p{M}.'’-]* (?: \ \p{Lu}[\p{L}\p{M}.'’-]* ){0,3} (?:\ \d{1,2})? ){0,3} (?: ,\ ?\d{4} )?
             ) (?: (?: ,? \s* \( [^()]{2,60} \) ) \s* [-–—―]+ \s* | \s* [-–—―]+ \s+ | \s+[-–—―]+ | [–—―] )",
    )
});

/// "London (Reuters) -", "(CNN) --": who reports stands in brackets before a dash.
static REPORTED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x) ^ (?: \p{Lu}[\p{L}\p{M}.'’-]* (?: [,/]?\ (?: \p{L}[\p{L}\p{M}.'’-]* | \d{1,4} ) ){0,7} ,? \s+ )? \( (?<who> [^()]{2,60} ) \) (?: \s* (?<dash> [-–—―]+ | : ) \s* | \s+ )",
    )
});

/// Where a dateline at the start of a paragraph ends, if there is one.
fn dateline(line: &str) -> Option<usize> {
    if let Some(found) = DATELINE.find(line) {
        let end = found.end();
        let next = line[end..].chars().next();
        let letters = line[..end].chars().filter(|c| c.is_alphabetic()).count();
        let words = line[..end].split_whitespace().take_while(|w| !w.contains(char::is_lowercase)).count();
        let label = ["PHOTO", "VIDEO", "UPDATE", "EXCLUSIVE", "BREAKING", "ANALYSIS", "CORRECTION", "WATCH"];
        let labelled = label.iter().any(|label| line[..end].contains(label));
        if letters >= 4 && words <= 7 && !labelled && next.is_none_or(|c| !c.is_lowercase()) {
            return Some(end);
        }
    }
    // Most paragraphs have no bracket near their start.
    line.bytes().take(120).find(|&b| b == b'(')?;
    let found = REPORTED.captures(line)?;
    let end = found.get(0)?.end();
    let who = found.name("who")?.as_str();
    let place = &line[..found.name("who")?.start() - 1];
    let named = super::agencies::is_all(who) || who == "CNN" || who.contains("News");
    let dashed = found.name("dash").is_some();
    let capitals = !place.chars().any(char::is_lowercase);
    let starts =
        line[end..].starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '‘') || c.is_numeric());
    (named && (dashed || capitals && starts)).then_some(end)
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed")
}
