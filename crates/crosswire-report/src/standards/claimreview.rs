//! schema.org ClaimReview: a draft for each claim that several articles make or that is in dispute. Nothing is rated: that is for
//! whoever checks it.

use super::names::{self, Names};
use super::{lines, list, object};
use crate::view::View;
use crate::words;
use crate::{Export, Writer};
use crosswire_model::{Article, ArticleId, Claim, Origin, SourceKind};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

pub(crate) const EXPORT: Export = Export {
    name: "claimreview",
    aliases: &["claim-review"],
    endings: &["jsonld", "json"],
    help: "schema.org ClaimReview drafts in JSON-LD, without a rating",
    writer: Writer::View(|view, _, out| write(view, out)),
};

/// Reasons that a draft gives.
const REASONS: usize = 3;

fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let names = Names::of(view);
    let (ranked, _) = view.ranked();
    let drafts = ranked.iter().map(|&at| draft(view, &names, &view.ledger.claims[at]));
    lines(&json!({ "@context": "https://schema.org" }), "@graph", drafts, out)
}

fn draft(view: &View, names: &Names, claim: &Claim) -> Value {
    let text = view.claim_text(claim);
    let mut seen: BTreeSet<&ArticleId> = BTreeSet::new();
    let (held, _) = view.held(claim);
    let articles: Vec<&Article> = held
        .iter()
        .filter(|e| seen.insert(&e.article))
        .filter_map(|e| Some(&view.ledger.articles[view.article(&e.article)?]))
        .collect();
    let item = object([
        ("@type", Some("Claim".into())),
        ("@id", Some(names.claim(&claim.id).into())),
        ("text", Some(text.clone().into())),
        ("author", list(view.origins(claim).map(|origin| author(view, names, origin)))),
        ("appearance", list(articles.iter().map(|article| appearance(view, names, article)))),
        ("firstAppearance", first(&articles).map(|article| appearance(view, names, article))),
    ]);
    json!({
        "@type": "ClaimReview",
        "@id": format!("{}:review", names.claim(&claim.id)),
        "creativeWorkStatus": "Draft",
        "claimReviewed": text,
        "itemReviewed": item,
        "reviewBody": body(view, claim),
    })
}

/// The article that was published before all others, where the days tell one.
fn first<'a>(articles: &[&'a Article]) -> Option<&'a Article> {
    let day = articles.iter().map(|article| article.published).collect::<Option<Vec<_>>>()?.into_iter().min();
    let mut earliest = articles.iter().filter(|article| article.published == day);
    earliest.next().copied().filter(|_| earliest.next().is_none())
}

/// The root source as schema.org knows authors: a person or an organisation.
fn author(view: &View, names: &Names, origin: &Origin) -> Value {
    let source = view.source(&origin.source);
    let kind = match source.map(|source| source.kind) {
        Some(SourceKind::Person) => "Person",
        // It knows no groups without a name.
        _ => "Organization",
    };
    object([
        ("@type", Some(kind.into())),
        ("@id", Some(names.source(&origin.source).into())),
        ("name", Some(words::one_line(&origin.name).into())),
        ("description", source.and_then(|s| s.description.as_deref()).map(|d| words::one_line(d).into())),
    ])
}

fn appearance(view: &View, names: &Names, article: &Article) -> Value {
    let publisher = article.outlet.as_deref().map(|outlet| {
        object([
            ("@type", Some("Organization".into())),
            ("@id", names.outlet(article).map(Value::from)),
            ("name", Some(words::one_line(outlet).into())),
        ])
    });
    let headline =
        article.title.as_deref().map(words::one_line).unwrap_or_else(|| view.name(&article.id).to_owned());
    object([
        ("@type", Some("NewsArticle".into())),
        ("@id", Some(names.article(&article.id).into())),
        ("headline", Some(headline.into())),
        ("url", article.url.as_deref().and_then(names::address).map(Value::from)),
        ("datePublished", article.published.map(|day| day.to_string().into())),
        ("publisher", publisher),
    ])
}

/// What the articles let one say of it, for whoever goes on.
fn body(view: &View, claim: &Claim) -> String {
    let mut out = vec![format!("Not checked. {}", words::meaning(claim.support))];
    out.extend(view.independence_of(claim).iter().take(REASONS).map(|row| {
        let reason = words::one_line(&row.reason);
        format!("{}: {reason}", words::relation(row.relation))
    }));
    out.extend(
        view.disputes_of(claim)
            .iter()
            .map(|d| format!("{}: {}", words::nature(d.nature), words::one_line(&d.why))),
    );
    out.join("\n")
}
