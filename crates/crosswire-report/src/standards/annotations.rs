//! W3C Web Annotation: each passage that says a claim, and each statement, as an annotation of its article's text.

use super::names::{self, Names};
use super::{lines, list, object};
use crate::view::View;
use crate::words;
use crate::{Export, Writer};
use crosswire_model::{ArticleId, Claim, Evidence, Span, Statement};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Characters before and after a passage that help to find it again.
const AROUND: usize = 32;

pub(crate) const EXPORT: Export = Export {
    name: "annotations",
    aliases: &["web-annotation", "oa"],
    endings: &["jsonld", "json"],
    help: "W3C Web Annotations in JSON-LD: passages by their words and places",
    writer: Writer::View(|view, _, out| write(view, out)),
};

fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let names = Names::of(view);
    let head = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("{}:annotations", names.story()),
        "type": "AnnotationPage",
        "startIndex": 0,
    });
    let said = view.claims().flat_map(|claim| view.held(claim).0.into_iter().map(move |e| (claim, e)));
    let said = said.map(|(claim, evidence)| says(view, &names, claim, evidence));
    let stated = view.ledger.statements.iter().filter_map(|statement| states(view, &names, statement));
    lines(&head, "items", said.chain(stated), out)
}

/// A passage that says a claim.
fn says(view: &View, names: &Names, claim: &Claim, evidence: &Evidence) -> Value {
    let claim_name = names.claim(&claim.id);
    let speaker = view.speaker(evidence.statement.as_ref());
    let on_word =
        speaker.name.is_some().then(|| note("commenting", &format!("on the word of {}", speaker.to_words())));
    let bodies = [
        Some(json!({ "type": "SpecificResource", "source": claim_name, "purpose": "identifying" })),
        Some(note("describing", &view.claim_text(claim))),
        on_word,
        Some(note("tagging", words::support(claim.support))),
        Some(note("tagging", words::status(evidence.status))),
        claim.disputed.then(|| note("tagging", "disputed")),
    ];
    let place = format!("{}-{}-{}", evidence.article, evidence.span.start, evidence.span.end);
    object([
        ("id", Some(format!("{claim_name}:{place}").into())),
        ("type", Some("Annotation".into())),
        ("motivation", Some("identifying".into())),
        ("body", list(bodies.into_iter().flatten())),
        ("target", Some(target(view, names, &evidence.article, evidence.span))),
    ])
}

/// A statement, from its first to its last word, with its source.
fn states(view: &View, names: &Names, statement: &Statement) -> Option<Value> {
    let span = crate::view::hull(statement)?;
    let source = statement.source.as_ref().map(|id| names.source(id));
    let bodies = [
        source
            .map(|source| json!({ "type": "SpecificResource", "source": source, "purpose": "identifying" })),
        Some(note("describing", &format!("said by {}", view.speaker(Some(&statement.id)).to_words()))),
        Some(note("tagging", &format!("{} quotation", words::quote(statement.quote)))),
    ];
    Some(object([
        ("id", Some(names.statement(&statement.id).into())),
        ("type", Some("Annotation".into())),
        ("motivation", Some("describing".into())),
        ("body", list(bodies.into_iter().flatten())),
        ("target", Some(target(view, names, &statement.article, span))),
    ]))
}

fn note(purpose: &str, value: &str) -> Value {
    json!({ "type": "TextualBody", "format": "text/plain", "purpose": purpose, "value": value })
}

/// A passage by its place in the article's text and by its words, with those around.
fn target(view: &View, names: &Names, article: &ArticleId, span: Span) -> Value {
    let text = view.article(article).and_then(|at| view.texts[at].as_ref());
    let place = json!({ "type": "TextPositionSelector", "start": span.start, "end": span.end });
    let quote = text.map(|text| {
        let before = Span { start: span.start.saturating_sub(AROUND), end: span.start };
        let after = Span { start: span.end, end: span.end + AROUND };
        json!({
            "type": "TextQuoteSelector",
            "exact": text.slice(span), "prefix": text.slice(before), "suffix": text.slice(after),
        })
    });
    let row = view.article(article).map(|at| &view.ledger.articles[at]);
    let url = row.and_then(|row| row.url.as_deref()).and_then(names::address);
    let source = object([
        ("id", Some(names.article(article).into())),
        ("type", Some("Text".into())),
        ("format", Some("text/plain".into())),
        ("language", row.and_then(|row| row.language.as_deref()).map(Value::from)),
        ("via", url.map(Value::from)),
    ]);
    json!({
        "type": "SpecificResource",
        "source": source,
        "selector": quote.into_iter().chain([place]).collect::<Vec<_>>(),
    })
}
