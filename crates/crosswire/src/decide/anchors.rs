//! Finding a passage again: by its position if its words still stand there, else by its words and those around it.
//!
//! As the Web Annotation Data Model has it: of several places with the same words that one is meant before and after which
//! most of the remembered words stand, and of those the nearest to the remembered position. Space, quotation marks and dashes
//! count alike in whatever form they are written, since extraction may change them.

use crate::story::Report;
use crate::text::offsets::Offsets;
use crosswire_lang::ByteRange;
use crosswire_model::{Anchor, ArticleAnchor, Ruling, Span};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Texts in which passages are looked for.
pub(super) struct Texts<'a> {
    texts: Vec<Text<'a>>,
    by_bytes: BTreeMap<&'a str, usize>,
    by_address: BTreeMap<&'a str, usize>,
    by_path: BTreeMap<&'a str, usize>,
}

struct Text<'a> {
    text: &'a str,
    offsets: &'a Offsets,
    /// The same, folded.
    folded: OnceLock<Folded>,
}

/// A text in which all that extraction may change is written in one way.
struct Folded {
    text: String,
    /// For each byte of it the byte of the text that it came from.
    from: Vec<usize>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(reports: &'a [Report]) -> Self {
        let mut texts = Texts {
            texts: Vec::with_capacity(reports.len()),
            by_bytes: BTreeMap::new(),
            by_address: BTreeMap::new(),
            by_path: BTreeMap::new(),
        };
        for (n, report) in reports.iter().enumerate() {
            let document = &report.article.document;
            texts.by_bytes.entry(&document.sha256).or_insert(n);
            texts.by_path.entry(&document.path).or_insert(n);
            if let Some(url) = &document.url {
                texts.by_address.entry(url).or_insert(n);
            }
            let offsets = &report.article.offsets;
            texts.texts.push(Text { text: &document.text, offsets, folded: OnceLock::new() });
        }
        texts
    }

    /// The place of a passage: its article's and its bytes there. A passage of which no article is said must stand in one alone.
    pub(super) fn find(&self, anchor: &Anchor) -> Option<(usize, ByteRange)> {
        let article = &anchor.article;
        let named = |by: &BTreeMap<&str, usize>, name: &Option<String>| by.get(name.as_deref()?).copied();
        let here = named(&self.by_bytes, &article.sha256)
            .or_else(|| named(&self.by_address, &article.url))
            .or_else(|| named(&self.by_path, &article.path));
        if let Some(n) = here {
            return Some((n, self.texts[n].find(anchor)?));
        }
        if article.sha256.is_some() || article.url.is_some() || article.path.is_some() {
            return None;
        }
        let mut all = self.texts.iter().enumerate().filter_map(|(n, t)| Some((n, t.find(anchor)?)));
        let one = all.next()?;
        all.next().is_none().then_some(one)
    }
}

impl Text<'_> {
    fn find(&self, anchor: &Anchor) -> Option<ByteRange> {
        if anchor.exact.trim().is_empty() {
            return None;
        }
        if let (Some(start), Some(end)) = (anchor.start, anchor.end)
            && start < end
        {
            let bytes = self.offsets.bytes(self.text, Span { start, end });
            if self.text[bytes] == anchor.exact {
                return Some(bytes);
            }
        }
        let folded = self.folded.get_or_init(|| Folded::of(self.text));
        let exact = Folded::of(anchor.exact.trim()).text;
        let (prefix, suffix) = (Folded::of(&anchor.prefix).text, Folded::of(&anchor.suffix).text);
        let near = anchor.start.map(|start| self.offsets.bytes(self.text, Span { start, end: start }).start);
        let rank = |at: &usize| {
            let before = ends_alike(folded.text[..*at].trim_end(), prefix.trim_end());
            let after = begins_alike(folded.text[at + exact.len()..].trim_start(), suffix.trim_start());
            (
                before + after,
                std::cmp::Reverse(near.map_or(0, |near| folded.from[*at].abs_diff(near))),
                std::cmp::Reverse(*at),
            )
        };
        let at = folded.text.match_indices(&exact).map(|(at, _)| at).max_by_key(rank)?;
        let end = at + exact.len();
        Some(ByteRange::new(folded.from[at], folded.from.get(end).copied().unwrap_or(self.text.len())))
            .map(|bytes| trimmed(self.text, bytes))
    }
}

/// A range without the white space at its end.
fn trimmed(text: &str, bytes: ByteRange) -> ByteRange {
    ByteRange::new(bytes.start, bytes.start + text[bytes].trim_end().len())
}

/// How many characters two texts have in common at their ends.
fn ends_alike(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).count()
}

/// How many characters two texts have in common at their beginnings.
fn begins_alike(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count()
}

impl Folded {
    fn of(text: &str) -> Folded {
        let mut folded =
            Folded { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices() {
            let c = match c {
                '\u{ad}' | '\u{200b}' | '\u{feff}' => continue,
                '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => '\'',
                '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' => '"',
                '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                c if c.is_whitespace() => {
                    if folded.text.ends_with(' ') {
                        continue;
                    }
                    ' '
                }
                c => c,
            };
            folded.text.push(c);
            folded.from.resize(folded.text.len(), at);
        }
        folded
    }
}

/// Characters before and after a passage by which it is found again.
const AROUND: usize = 40;

/// A passage of a text by its words, with those around it. `span` counts in code points.
pub fn anchor(article: ArticleAnchor, text: &str, span: Span) -> Anchor {
    let Span { start, end } = span;
    let first = start.saturating_sub(AROUND);
    let piece = |from: usize, to: usize| text.chars().skip(from).take(to.saturating_sub(from)).collect();
    Anchor {
        article,
        exact: piece(start, end),
        prefix: piece(first, start),
        suffix: piece(end, end + AROUND),
        start: Some(start),
        end: Some(end),
    }
}

/// The passages that a decision names.
pub(super) fn of(ruling: &Ruling) -> impl Iterator<Item = &Anchor> {
    let mut all: Vec<&Anchor> = Vec::new();
    match ruling {
        Ruling::Confirm { claim }
        | Ruling::Reject { claim }
        | Ruling::Title { claim, .. }
        | Ruling::SignOff { claim, .. }
        | Ruling::Note { on: claim, .. } => all.extend(claim),
        Ruling::Merge { claims: lists }
        | Ruling::Split { parts: lists }
        | Ruling::ResolveDispute { sides: lists, .. }
        | Ruling::DismissDispute { sides: lists } => all.extend(lists.iter().flatten()),
        Ruling::Move { passage, from, to } => all.extend(std::iter::once(passage).chain(from).chain(to)),
        Ruling::SameSource { sources } => all.extend(sources.iter().flat_map(|s| &s.passages)),
        Ruling::DistinctSources { a, b } => all.extend(a.passages.iter().chain(&b.passages)),
        Ruling::RenameSource { source, .. } => all.extend(&source.passages),
        Ruling::Independent { a, b } | Ruling::SameOrigin { a, b } => all.extend([a, b]),
        Ruling::NewDispute { sides, .. } => all.extend(sides.iter().flat_map(|s| &s.passages)),
        Ruling::Figure { figure, .. } => all.push(figure),
        Ruling::LeaveOut { .. } | Ruling::Withdraw { .. } => {}
    }
    all.into_iter()
}
