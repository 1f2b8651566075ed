//! The reader: every article's text with its passages marked.
//!
//! Passages overlap as they like; marks must nest. So a mark that would cross the end of another is cut there and goes on
//! behind it. Its first piece has the id, every piece its number in `data-e`, by which the script lights them all.

use super::Page;
use crate::text::Text;
use crate::words;
use crosswire_model::{Quote, Span};
use maud::{Markup, PreEscaped, html};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Marks within marks, at most; deeper ones keep their anchor and lose their shading. Browsers stop at about 500.
const DEPTH: usize = 24;

/// Articles whose tabs have room for their names.
const TABS: usize = 10;
/// Claims of an article that are listed above it.
const CLAIMS: usize = 200;

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A passage that repeats an earlier one of the article.
    Repeated,
    /// The content of a statement, and whether in the source's own words.
    Said { direct: bool },
    /// A passage that links open, by its number, and whether it is shaded while it is not opened.
    Passage { number: usize, shaded: bool },
}

/// A mark, or what is left of it behind a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    start: usize,
    /// Longer ones first, so that shorter ones nest in them.
    end: Reverse<usize>,
    kind: Kind,
    cut: bool,
}

impl Mark {
    fn new(span: Span, kind: Kind) -> Self {
        Mark { start: span.start, end: Reverse(span.end), kind, cut: false }
    }

    /// Writes its tag; `says` gives the claims of each passage.
    fn open(self, out: &mut String, says: &[Vec<usize>]) {
        match self.kind {
            Kind::Passage { number, shaded } => {
                let class = if shaded { "" } else { " class=\"slight\"" };
                let id = if self.cut {
                    String::new()
                } else {
                    let says: Vec<String> = says[number - 1].iter().map(|i| (i + 1).to_string()).collect();
                    let says = if says.is_empty() {
                        says.join("")
                    } else {
                        format!(" data-c=\"{}\"", says.join(" "))
                    };
                    format!(" id=\"e-{number}\" tabindex=\"-1\"{says}")
                };
                out.push_str(&format!("<mark{id} data-e=\"{number}\"{class}>"));
            }
            Kind::Repeated if self.cut => out.push_str("<span class=\"repeated\">"),
            Kind::Repeated => out.push_str(
                "<span class=\"repeated\"><span class=\"label\">repeats an earlier passage</span> ",
            ),
            Kind::Said { direct: true } => out.push_str("<span class=\"said direct\">"),
            Kind::Said { direct: false } => out.push_str("<span class=\"said\">"),
        }
    }

    fn close(self, out: &mut String) {
        out.push_str(if matches!(self.kind, Kind::Passage { .. }) { "</mark>" } else { "</span>" });
    }
}

impl Page<'_> {
    pub(super) fn reader(&self) -> Markup {
        let articles = &self.view.ledger.articles;
        html! {
            aside #reader aria-labelledby="h-reader" {
                div.bar {
                    div.row {
                        h2 #h-reader { "Articles" }
                        button #back type="button" hidden { "Back to the cell " kbd { "Esc" } }
                    }
                    nav.few[articles.len() <= TABS] aria-label="Articles" {
                        @for i in 0..articles.len() {
                            a href={ "#a-" (i + 1) } title=(self.called(i)) {
                                (self.chip(i)) @if let Some(name) = self.name(i) { " " span.name { (words::clip(name, 30)) } }
                            }
                        }
                    }
                }
                // Filled by the script when a passage is opened: the claims that it says, and how to cite it.
                div #passage role="region" aria-label="The passage that is open" hidden {
                    div.claims {}
                    button #cite type="button" { "Cite this" }
                    span #copied role="status" aria-live="polite" {}
                    textarea #citation readonly hidden rows="5" aria-label="Citation" {}
                }
                div #texts tabindex="0" role="region" aria-label="Text of the articles" {
                    @for i in 0..articles.len() { (self.text(i)) }
                }
            }
        }
    }

    fn text(&self, i: usize) -> Markup {
        let article = &self.view.ledger.articles[i];
        let basis = words::basis(article.published_basis);
        let web =
            article.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        let language =
            article.language.as_deref().filter(|l| l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        html! {
            article id={ "a-" (i + 1) } tabindex="-1" aria-labelledby={ "h-a-" (i + 1) }
                data-outlet=[article.outlet.as_deref().map(words::one_line)]
                data-title=[article.title.as_deref().map(words::one_line)]
                data-day=[article.published.map(|day| day.to_string())]
                data-url=[article.url.as_deref().map(words::one_line)]
                data-sha={ (words::visible(&article.sha256)) } {
                header {
                    h3 id={ "h-a-" (i + 1) } { (self.chip(i)) " " bdi { (self.name(i).unwrap_or_default()) } }
                    @if article.outlet.is_some() && let Some(title) = &article.title { p.title dir="auto" { (words::one_line(title)) } }
                    p.by {
                        @match article.published {
                            Some(day) => { (day) @if !basis.is_empty() { " (" (basis) ")" } },
                            None => "no date",
                        }
                        " · " (words::count(article.words, "word", "words"))
                        @if let Some(author) = &article.author { " · by " (words::one_line(author)) }
                        @if !article.agencies.is_empty() { " · draws on " (words::one_line(&article.agencies.join(", "))) }
                    }
                    details.provenance {
                        summary { "File and hash" }
                        dl {
                            dt { "File" } dd { code { (words::visible(&article.path)) } }
                            dt { "SHA-256" } dd { code { (words::visible(&article.sha256)) } }
                            @if let Some(url) = &article.url {
                                dt { "Address" }
                                dd {
                                    @match web {
                                        Some(web) => a href=(web) rel="noreferrer noopener" { (words::visible(web)) },
                                        None => (words::visible(url)),
                                    }
                                }
                            }
                        }
                    }
                }
                (self.claims_of(i))
                div.text dir="auto" lang=[language] {
                    @match &self.view.texts[i] {
                        Some(text) => (PreEscaped(self.marked(i, text))),
                        None => p.note { "The text of this article is not at hand." },
                    }
                }
            }
        }
    }

    /// The claims that rest on an article, in the order in which it says them.
    fn claims_of(&self, i: usize) -> Markup {
        let first = self.passages.partition_point(|(article, ..)| *article < i);
        let end = self.passages.partition_point(|(article, ..)| *article <= i);
        let mut seen = BTreeSet::new();
        let claims: Vec<usize> = self.says[first..end]
            .iter()
            .flatten()
            .copied()
            .filter(|&i| self.carded[i] && seen.insert(i))
            .collect();
        html! {
            @if !claims.is_empty() {
                details.detail.says {
                    summary { (words::count(claims.len(), "claim rests", "claims rest")) " on this article" }
                    ol { @for &i in claims.iter().take(CLAIMS) { li { (self.to_card(i, words::clip(&self.view.claim_text(&self.view.ledger.claims[i]), 120))) } } }
                    (super::more(claims.len(), CLAIMS, "claims"))
                }
            }
        }
    }

    /// The text of an article in paragraphs, with its marks.
    fn marked(&self, i: usize, text: &Text) -> String {
        let article = &self.view.ledger.articles[i];
        let first = self.passages.partition_point(|(article, ..)| *article < i);
        let passages = self.passages[first..].iter().take_while(|(article, ..)| *article == i);
        let passages = passages.enumerate().map(|(at, place)| (first + at, place));
        let wanted = |at: usize| self.opened[at].get() || self.says[at].iter().any(|&i| self.carded[i]);
        let passages = passages.filter(|(at, _)| wanted(*at)).map(|(at, (_, start, end))| {
            let kind = Kind::Passage { number: at + 1, shaded: self.shaded[at] };
            Mark::new(Span { start: *start, end: end.0 }, kind)
        });
        // The lines at the head of a file say what stands above already; a passage in them keeps them.
        let body = text.body().min(self.passages.get(first).filter(|p| p.0 == i).map_or(usize::MAX, |p| p.1));
        let repeated = article.repeated.iter().map(|r| Mark::new(text.clamp(r.span), Kind::Repeated));
        let statements = self.view.statements_in(&article.id);
        let said = statements.flat_map(|s| {
            let direct = s.quote == Quote::Direct;
            s.content.iter().map(move |span| (text.clamp(*span), Kind::Said { direct }))
        });
        let said = said.filter(|(span, _)| !span.is_empty()).map(|(span, kind)| Mark::new(span, kind));
        let mut marks: Vec<Mark> = passages.chain(repeated).chain(said).collect();
        marks.sort();
        marks.dedup();

        let mut out = String::new();
        let mut waiting = marks.into_iter().peekable();
        let mut carried: Vec<Mark> = Vec::new();
        let paragraphs = text.paragraphs();
        for (nth, paragraph) in paragraphs.iter().enumerate() {
            let paragraph = &Span { start: paragraph.start.max(body.min(paragraph.end)), end: paragraph.end };
            if body > 0 && nth + 1 < paragraphs.len() && text.slice(*paragraph).trim().is_empty() {
                continue;
            }
            let last = nth + 1 == paragraphs.len();
            let mut here: BinaryHeap<Reverse<Mark>> = BinaryHeap::new();
            here.extend(carried.drain(..).map(Reverse));
            while let Some(mark) = waiting.next_if(|mark| last || mark.start < paragraph.end) {
                here.push(Reverse(mark));
            }
            out.push_str("<p>");
            carried = write_paragraph(&mut out, text, *paragraph, here, &self.says);
            out.push_str("</p>");
        }
        out
    }
}

/// Writes one paragraph and gives back what of its marks lies behind it.
fn write_paragraph(
    out: &mut String,
    text: &Text,
    paragraph: Span,
    mut marks: BinaryHeap<Reverse<Mark>>,
    says: &[Vec<usize>],
) -> Vec<Mark> {
    let words_end = paragraph.start + text.slice(paragraph).trim_end().chars().count();
    let mut at = paragraph.start;
    let mut open: Vec<Mark> = Vec::new();
    let mut carried = Vec::new();
    let write_to = |out: &mut String, at: &mut usize, to: usize| {
        let to = to.min(words_end);
        if to > *at {
            text.slice(Span { start: *at, end: to }).chars().for_each(|c| push_escaped(out, c));
            *at = to;
        }
    };
    let close_to = |out: &mut String, open: &mut Vec<Mark>, at: &mut usize, to: usize| {
        while let Some(mark) = open.pop_if(|mark| mark.end.0 <= to) {
            write_to(out, at, mark.end.0);
            mark.close(out);
        }
    };
    while let Some(Reverse(mut mark)) = marks.pop() {
        if mark.end.0 > paragraph.end {
            carried.push(Mark { start: paragraph.end, cut: true, ..mark });
            mark.end = Reverse(paragraph.end);
        }
        close_to(out, &mut open, &mut at, mark.start);
        write_to(out, &mut at, mark.start);
        if let Some(outer) = open.last()
            && mark.end.0 > outer.end.0
        {
            marks.push(Reverse(Mark { start: outer.end.0, cut: true, ..mark }));
            mark.end = outer.end;
        }
        mark.open(out, says);
        if open.len() < DEPTH {
            open.push(mark);
        } else {
            mark.close(out);
        }
    }
    close_to(out, &mut open, &mut at, usize::MAX);
    write_to(out, &mut at, usize::MAX);
    carried
}

/// Writes a character of an article: markup escaped, control characters visible, but for white space.
fn push_escaped(out: &mut String, c: char) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '\n' | '\t' => out.push(c),
        '\r' => {}
        // Marks of direction belong to a text's script; each paragraph is isolated, so they end with it.
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' => out.push(c),
        c => words::push_visible(out, c),
    }
}
