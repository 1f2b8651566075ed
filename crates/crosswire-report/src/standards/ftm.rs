//! FollowTheMoney: articles, sources and claims as entities, and the same as statements, a row a value.

use super::names::Names;
use crate::view::View;
use crate::words;
use crate::{Export, Writer};
use crosswire_model::{Article, ArticleId, Claim, Source, SourceId, SourceKind, Statement};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

pub(crate) const ENTITIES: Export = Export {
    name: "ftm",
    aliases: &["followthemoney"],
    endings: &["ftm", "jsonl", "json"],
    help: "FollowTheMoney entities, a JSON object a line",
    writer: Writer::View(|view, _, out| entities(view, out)),
};

pub(crate) const STATEMENTS: Export = Export {
    name: "ftm-statements",
    aliases: &[],
    endings: &["csv"],
    help: "FollowTheMoney statements as CSV, a row a value",
    writer: Writer::View(|view, _, out| statements(view, out)),
};

/// The columns of statements that the library cannot do without.
const COLUMNS: [&str; 7] = ["canonical_id", "entity_id", "prop", "schema", "value", "dataset", "origin"];

/// An entity: its values by property, each with the article that gives it where one does.
struct Entity {
    id: String,
    schema: &'static str,
    values: BTreeMap<&'static str, BTreeSet<(String, Option<String>)>>,
}

impl Entity {
    fn new(id: String, schema: &'static str) -> Entity {
        Entity { id, schema, values: BTreeMap::new() }
    }

    fn with(mut self, property: &'static str, value: impl Into<String>) -> Entity {
        self.add(property, value.into(), None);
        self
    }

    fn with_some(self, property: &'static str, value: Option<impl Into<String>>) -> Entity {
        match value {
            Some(value) => self.with(property, value),
            None => self,
        }
    }

    fn add(&mut self, property: &'static str, value: String, article: Option<String>) {
        if !value.is_empty() {
            self.values.entry(property).or_default().insert((value, article));
        }
    }
}

fn entities(view: &View, out: &mut dyn Write) -> io::Result<()> {
    for entity in all(view) {
        let values = |values: &BTreeSet<(String, Option<String>)>| -> Vec<String> {
            values.iter().map(|(value, _)| value.clone()).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let properties: BTreeMap<&str, Vec<String>> =
            entity.values.iter().map(|(name, all)| (*name, values(all))).collect();
        writeln!(out, "{}", json!({ "id": entity.id, "schema": entity.schema, "properties": properties }))?;
    }
    Ok(())
}

fn statements(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let dataset = id(&Names::of(view).story());
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS)?;
    for entity in all(view) {
        let row = |property: &str, value: &str, origin: &str| {
            [&entity.id, &entity.id, property, entity.schema, value, &dataset, origin].map(str::to_owned)
        };
        // An entity is there by a row of its own.
        csv.write_record(row("id", &entity.id, ""))?;
        for (property, values) in &entity.values {
            for (value, article) in values {
                csv.write_record(row(property, value, article.as_deref().unwrap_or_default()))?;
            }
        }
    }
    csv.flush()
}

/// A name as FollowTheMoney takes it: letters, digits, points and hyphens.
fn id(name: &str) -> String {
    let name = name.strip_prefix("urn:").unwrap_or(name);
    name.replace('%', ".").replace([':', '_'], "-")
}

fn all(view: &View) -> Vec<Entity> {
    let names = &Names::of(view);
    let ledger = view.ledger;
    let articles = ledger.articles.iter().map(|article| of_article(names, article));
    let sources = ledger.sources.iter().map(|source| of_source(names, source));
    let speaks = ledger.sources.iter().filter_map(|source| speaks_for(names, source));
    let said = said(view, names);
    let claims = view.claims().map(|claim| of_claim(view, names, claim));
    // An outlet with articles of its own may be found as several sources.
    let mut joined: BTreeMap<String, Entity> = BTreeMap::new();
    let mut order = Vec::new();
    for entity in articles.chain(sources).chain(speaks).chain(said).chain(claims) {
        match joined.get_mut(&entity.id) {
            Some(known) => entity.values.into_iter().for_each(|(name, values)| {
                known.values.entry(name).or_default().extend(values);
            }),
            None => {
                order.push(entity.id.clone());
                joined.insert(entity.id.clone(), entity);
            }
        }
    }
    order.iter().filter_map(|id| joined.remove(id)).collect()
}

fn of_article(names: &Names, article: &Article) -> Entity {
    Entity::new(id(&names.article(&article.id)), "Article")
        .with_some("title", article.title.as_deref().map(words::one_line))
        .with_some("author", article.author.as_deref().map(words::one_line))
        .with_some("publisher", article.outlet.as_deref().map(words::one_line))
        .with_some("publishedAt", article.published.map(|day| day.to_string()))
        .with_some("sourceUrl", article.url.as_deref().and_then(super::names::address))
        .with_some("language", article.language.as_deref().filter(|code| *code == "en").map(|_| "eng"))
        .with("fileName", words::visible(&article.path))
}

fn schema(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Person => "Person",
        SourceKind::Organisation | SourceKind::Outlet | SourceKind::Agency => "Organization",
        SourceKind::Document => "Document",
        // Nobody knows what it is but that it speaks.
        SourceKind::Unnamed => "LegalEntity",
    }
}

fn of_source(names: &Names, source: &Source) -> Entity {
    let mut entity = Entity::new(source_id(names, &source.id), schema(source.kind))
        .with("name", words::one_line(&source.name));
    for alias in &source.aliases {
        entity.add("alias", words::one_line(alias), None);
    }
    let says = if source.kind == SourceKind::Person { "position" } else { "description" };
    for described in &source.described {
        entity.add(says, words::one_line(&described.text), Some(id(&names.article(&described.article))));
    }
    if source.described.is_empty() {
        entity = entity.with_some(says, source.description.as_deref().map(words::one_line));
    }
    entity
}

fn source_id(names: &Names, source: &SourceId) -> String {
    id(&names.source(source))
}

/// Who speaks for whom.
fn speaks_for(names: &Names, source: &Source) -> Option<Entity> {
    let (agent, client) = (source_id(names, &source.id), source_id(names, source.speaks_for.as_ref()?));
    let link =
        Entity::new(format!("{agent}-for"), "Representation").with("agent", agent).with("client", client);
    Some(link.with("role", "speaks for"))
}

/// Who is heard in which article, with the passages.
fn said(view: &View, names: &Names) -> Vec<Entity> {
    let mut links: BTreeMap<(&ArticleId, &SourceId), Entity> = BTreeMap::new();
    for statement in &view.ledger.statements {
        let relays = statement.via.iter().map(|via| (via, "relays"));
        for (source, role) in statement.source.iter().map(|source| (source, "is heard")).chain(relays) {
            let article = id(&names.article(&statement.article));
            let link = links.entry((&statement.article, source)).or_insert_with(|| {
                Entity::new(format!("{}-in-{article}", source_id(names, source)), "Documentation")
                    .with("document", article.clone())
                    .with("entity", source_id(names, source))
            });
            link.add("role", role.to_owned(), Some(article.clone()));
            link.add("summary", content(view, statement), Some(article));
        }
    }
    links.into_values().collect()
}

fn content(view: &View, statement: &Statement) -> String {
    let pieces: Vec<String> =
        statement.content.iter().filter_map(|span| view.quote(&statement.article, *span)).collect();
    pieces.join(" … ")
}

/// A claim, as a note on those on whose word it rests.
fn of_claim(view: &View, names: &Names, claim: &Claim) -> Entity {
    let mut note = Entity::new(id(&names.claim(&claim.id)), "Note")
        .with("name", view.claim_text(claim))
        .with("summary", words::meaning(claim.support))
        .with("keywords", words::support(claim.support));
    if claim.disputed {
        note.add("keywords", "disputed".to_owned(), None);
    }
    for origin in view.origins(claim) {
        note.add("entity", source_id(names, &origin.source), None);
    }
    for evidence in view.held(claim).0 {
        let article = id(&names.article(&evidence.article));
        note.add("proof", article.clone(), None);
        let words = view.quote(&evidence.article, evidence.span).unwrap_or_default();
        note.add("description", words, Some(article));
    }
    note
}
