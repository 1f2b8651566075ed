//! The page: one HTML file that needs nothing else.
//!
//! Every passage that the ledger points at has a number and stands in the reader as a `<mark id="e-…">`; every cell is a
//! plain link to it. So the page works without scripts; the script only brings the passage beside the cell.
//!
//! First what happened, what is in dispute, on whose word it rests; then claims by their support, then the rest. Whatever is
//! long is folded.

mod first_screen;
mod find;
mod claims;
mod tree;
mod disputes;
mod plot;
mod estimates;
mod coverage;
mod chains;
mod changed;
mod lists;
mod decided;
mod reader;
pub(crate) mod card;
pub(crate) mod index;

use crate::view::{View, hull};
use crate::{Export, Writer, summary, words};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use crosswire_model::{ArticleId, Claim, Dispute, Evidence, Nature, SourceId, Span, Strength, Support};
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

const CSS: &str = include_str!("page.css");
const JS: &str = include_str!("page.js");

/// Rows that a list shows at most.
const LIST_ROWS: usize = 1_000;
/// Cards that a part of the page holds at most, most of them folded.
const CARDS: usize = 150;
/// Reasons shown for one claim at most; a claim of fifty articles has 1,225 pairs.
const REASONS: usize = 30;
/// Passages that show why two others are independent or are not.
const SHOWN_BY: usize = 4;
/// Claims that the first screen tells.
const HAPPENED: usize = 4;
/// Characters of an article's name in a line.
const NAME: usize = 44;
/// Characters of a passage shown outside the reader.
const QUOTE: usize = 320;

/// Where a passage stands: its article, its start, its end; the longer first, so that numbers ascend as marks nest.
type Place = (usize, usize, Reverse<usize>);

/// The page in the making.
struct Page<'a> {
    view: &'a View<'a>,
    /// Whether claims, passages, sources, figures and disputes carry their names, for the script of a desk.
    hooks: bool,
    /// Every passage that a link may open; its number is its place, from one.
    passages: Vec<Place>,
    /// Whether each is shaded in the reader. What one article says alone is not: else nearly every sentence would be.
    shaded: Vec<bool>,
    /// The claims of each support, in the order in which they are shown, and whether the page holds a card of each.
    sections: BTreeMap<Support, Vec<usize>>,
    carded: Vec<bool>,
    /// Whether a link opens each passage. The reader, which is written last, marks no others but those that say a claim.
    opened: Vec<Cell<bool>>,
    /// The claims that each passage says, by the place of the passage.
    says: Vec<Vec<usize>>,
    /// The claims that tell the event.
    happened: Vec<usize>,
    /// The number of each source, from nought.
    source_numbers: HashMap<&'a SourceId, usize>,
    /// The disputes, in the order in which they are shown.
    disputes: Vec<&'a Dispute>,
    /// What every profile makes of each count.
    estimates: estimates::ByCount<'a>,
}

pub(crate) const EXPORT: Export = Export {
    name: "html",
    aliases: &[],
    endings: &["html", "htm"],
    help: "One page that holds everything and needs no network",
    writer: Writer::View(|view, _, out| out.write_all(page(view).as_bytes())),
};

/// What a desk puts into the page: markup of its own, which is trusted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Desk<'a> {
    /// At the end of the head.
    pub head: &'a str,
    /// Before the ledger.
    pub before: &'a str,
    /// After the page.
    pub after: &'a str,
}

/// The names by which a content security policy lets the page's own style and script through.
pub fn page_policy() -> (String, String) {
    (integrity(&style()), integrity(JS))
}

fn style() -> String {
    format!("{CSS}{}", estimates::css())
}

pub(crate) fn page(view: &View) -> String {
    write(view, None)
}

/// The page as part of a desk, which sends the content security policy itself.
pub(crate) fn desk_page(view: &View, desk: &Desk) -> String {
    write(view, Some(desk))
}

fn write(view: &View, desk: Option<&Desk>) -> String {
    let page = Page { hooks: desk.is_some(), ..Page::new(view) };
    let title = view.title();
    let css = style();
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        integrity(&css),
        integrity(JS)
    );
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                @if desk.is_none() { meta http-equiv="Content-Security-Policy" content=(policy); }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ (words::one_line(&view.ledger.generator.name)) " " (words::one_line(&view.ledger.generator.version)) };
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(&css)) }
                @if let Some(desk) = desk { (PreEscaped(desk.head)) }
            }
            body {
                a.skip href="#ledger" { "Skip to the ledger" }
                @if let Some(desk) = desk { (PreEscaped(desk.before)) }
                main #ledger tabindex="-1" {
                    (page.head(&title))
                    (page.supported(Support::Corroborated))
                    (page.supported(Support::Echoed))
                    (page.in_dispute())
                    (page.supported(Support::Unclear))
                    (page.supported(Support::Unattributed))
                    (page.figures())
                    (page.changes())
                    (page.coverage())
                    (page.wordings())
                    (page.reuse())
                    (page.chains())
                    (page.timeline())
                    (page.sources())
                    (page.singles())
                    (page.rejected())
                    (page.decisions())
                    (page.skipped())
                    (page.foot())
                }
                (page.reader())
                script { (PreEscaped(JS)) }
                @if let Some(desk) = desk { (PreEscaped(desk.after)) }
            }
        }
    };
    markup.into_string()
}

/// The name by which a content security policy lets one inline text through.
///
/// ```
/// use crosswire_report::integrity;
/// assert_eq!(integrity("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
/// ```
pub fn integrity(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())))
}

impl<'a> Page<'a> {
    fn new(view: &'a View<'a>) -> Self {
        let ledger = view.ledger;
        let mut passages: BTreeMap<Place, bool> = BTreeMap::new();
        let mut note = |article: &ArticleId, span: Span, shaded: bool| {
            if let Some(i) = view.article(article)
                && let Some(text) = &view.texts[i]
            {
                *passages.entry(place(i, text.clamp(span))).or_default() |= shaded;
            }
        };
        for claim in &ledger.claims {
            let shaded = claim.disputed || view.spread(claim) > 1;
            claim.evidence.iter().for_each(|e| note(&e.article, e.span, shaded));
        }
        let mut add = |article: &ArticleId, span: Span| note(article, span, false);
        for passage in ledger.disputes.iter().flat_map(|d| &d.sides).flat_map(|s| &s.evidence) {
            add(&passage.article, passage.span);
        }
        for figure in &ledger.figures {
            add(&figure.article, figure.span);
        }
        for path in ledger.origins.iter().flat_map(|o| &o.paths) {
            if let Some(statement) = view.statement(&path.statement)
                && let Some(hull) = hull(statement)
            {
                add(&statement.article, hull);
            }
        }
        let shown = ledger.statements.iter().flat_map(|s| &s.inferred).map(|i| &i.statement);
        for statement in ledger.wordings.iter().flat_map(|w| &w.statements).chain(shown) {
            if let Some(statement) = view.statement(statement)
                && let Some(hull) = hull(statement)
            {
                add(&statement.article, hull);
            }
        }
        for change in &ledger.changes {
            let last = ledger
                .articles
                .iter()
                .find(|article| article.id == change.article && article.path == change.to);
            if let (Some(article), Some(span)) = (last, change.after.as_ref().and_then(|after| after.span)) {
                add(&article.id, span);
            }
        }
        for reuse in &ledger.reuse {
            add(&reuse.a.article, reuse.a.span);
            add(&reuse.b.article, reuse.b.span);
        }
        for passage in ledger.independence.iter().flat_map(|i| i.passages.iter().take(SHOWN_BY)) {
            add(&passage.article, passage.span);
        }
        for article in &ledger.articles {
            for repeat in &article.repeated {
                add(&article.id, repeat.of);
            }
        }
        let (passages, shaded): (Vec<Place>, Vec<bool>) = passages.into_iter().unzip();
        let mut says = vec![Vec::new(); passages.len()];
        for (i, e) in
            ledger.claims.iter().enumerate().flat_map(|(i, c)| c.evidence.iter().map(move |e| (i, e)))
        {
            let at = view.article(&e.article).and_then(|a| {
                let span = view.texts[a].as_ref()?.clamp(e.span);
                passages.binary_search(&place(a, span)).ok()
            });
            if let Some(at) = at
                && says[at].last() != Some(&i)
            {
                says[at].push(i);
            }
        }
        let sections: BTreeMap<_, _> = words::SUPPORTS.map(|s| (s, view.of_support(s))).into();
        let mut carded = vec![false; ledger.claims.len()];
        for (support, claims) in &sections {
            let most = if *support == Support::Single { LIST_ROWS } else { CARDS };
            claims.iter().take(most).for_each(|&i| carded[i] = true);
        }
        // A rejected claim has its card at the end.
        view.rejected().into_iter().take(CARDS).for_each(|i| carded[i] = true);
        let (disputes, estimates) = (view.disputes(), estimates::by_count(ledger));
        Page {
            view,
            hooks: false,
            passages,
            shaded,
            opened: vec![Cell::new(false); says.len()],
            says,
            happened: summary::happened(view, HAPPENED),
            source_numbers: ledger.sources.iter().enumerate().map(|(i, s)| (&s.id, i)).collect(),
            sections,
            carded,
            disputes,
            estimates,
        }
    }

    /// An article by its number, which is the same wherever it is named, and its name.
    fn named(&self, id: &ArticleId) -> Markup {
        match self.view.article(id) {
            Some(i) => {
                html! { span.art { (self.chip(i)) @if let Some(name) = self.name(i) { " " (short(name, NAME)) } } }
            }
            None => html! { (self.view.name(id)) },
        }
    }

    /// The number of an article, as a sign of its own.
    fn chip(&self, i: usize) -> Markup {
        html! { span.no { @if self.name(i).is_none() { "Article " } (i + 1) } }
    }

    /// What an article is called beside its number; nothing where that would be the name of a file, which tells less.
    fn name(&self, i: usize) -> Option<&str> {
        let article = &self.view.ledger.articles[i];
        (article.outlet.is_some() || article.title.is_some()).then_some(&self.view.names[i])
    }

    /// The same in plain words: "3 Evening Herald", "Article 3".
    fn called(&self, i: usize) -> String {
        match self.name(i) {
            Some(name) => format!("{} {name}", i + 1),
            None => format!("Article {}", i + 1),
        }
    }

    /// How sure it is that a passage says its claim, in a word and a mark; nothing for a passage that is alone.
    fn tie(&self, claim: &Claim, evidence: &Evidence) -> Markup {
        let at = claim.evidence.iter().position(|e| std::ptr::eq(e, evidence));
        let tie = at.and_then(|at| self.view.tie(claim, at));
        html! { @if let Some(strength) = tie { " " (tied(strength)) } }
    }

    /// The name of a part of the ledger, where the page is to carry it.
    fn hook<'n>(&self, name: &'n str) -> Option<&'n str> {
        self.hooks.then_some(name)
    }

    /// The number of a passage that a link is to open; none where its article or text is not at hand.
    fn number(&self, article: &ArticleId, span: Span) -> Option<usize> {
        let article = self.view.article(article)?;
        let span = self.view.texts[article].as_ref()?.clamp(span);
        let i = self.passages.binary_search(&place(article, span)).ok()?;
        self.opened[i].set(true);
        Some(i + 1)
    }

    /// A link that opens a passage in the reader; plain words where there is nothing to open.
    fn open(&self, article: &ArticleId, span: Span, label: impl Render) -> Markup {
        html! {
            @match self.number(article, span) {
                Some(n) => a href={ "#e-" (n) } data-n=(n) data-passage=[self.hooks.then(|| format!("{article}:{}-{}", span.start, span.end))] { (label) },
                None => span { (label) },
            }
        }
    }
}

fn place(article: usize, span: Span) -> Place {
    (article, span.start, Reverse(span.end))
}

fn badge(support: crosswire_model::Support) -> Markup {
    html! {
        span class={ "badge " (words::support(support)) } {
            span.sign aria-hidden="true" { (words::sign(support)) } " " (words::support(support))
        }
    }
}

fn nature_badge(nature: Nature) -> Markup {
    html! {
        span class={ "badge " (words::nature(nature)) } {
            span.sign aria-hidden="true" { (words::nature_sign(nature)) } " " (words::nature(nature))
        }
    }
}

fn disputed() -> Markup {
    html! { span.badge.disputed { span.sign aria-hidden="true" { "≠" } " disputed" } }
}

/// The strength of a tie, as a mark and a word.
fn tied(strength: Strength) -> Markup {
    html! {
        span.tie title=(words::strength_meaning(strength)) { span.sign aria-hidden="true" { (words::strength_sign(strength)) } " " (words::strength(strength)) }
    }
}

/// A text shortened at a word, with the whole of it on hover and for screen readers.
fn short(text: &str, most: usize) -> Markup {
    let clipped = words::clip(text, most);
    html! {
        @if clipped == text { bdi { (text) } } @else {
            span title=(text) { bdi aria-hidden="true" { (clipped) } span.quiet { (text) } }
        }
    }
}

/// The first entries of a list, and the others folded: "Show 42 more claims".
fn folded<T>(list: &[T], first: usize, one: &str, many: &str, entry: impl Fn(&T) -> Markup) -> Markup {
    let (shown, rest) = list.split_at(list.len().min(first));
    html! {
        @for each in shown { (entry(each)) }
        @if !rest.is_empty() {
            details.fold {
                summary { "Show " (words::count(rest.len(), &format!("more {one}"), &format!("more {many}"))) }
                @for each in rest { (entry(each)) }
            }
        }
    }
}

/// Says what a list leaves out.
fn more(all: usize, shown: usize, what: &str) -> Markup {
    html! {
        @if all > shown {
            p.note { "Showing the first " (shown) " of " (all) " " (what) "; the JSON file has all." }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn plural<'s>(n: usize, one: &'s str, many: &'s str) -> &'s str {
    if n == 1 { one } else { many }
}
