//! W3C PROV-O: the way of each word from whoever said it, through relays, to the article and the claim.

use super::names::{self, Names};
use super::turtle::Object::{Text, Thing as Link, Typed, Word};
use super::turtle::Thing;
use crate::view::View;
use crate::words;
use crate::{Export, Writer};
use crosswire_model::{Article, ArticleId, Claim, Passage, Source, SourceKind, Span, Statement};
use std::collections::BTreeSet;
use std::io::{self, Write};

pub(crate) const EXPORT: Export = Export {
    name: "prov",
    aliases: &["prov-o", "turtle"],
    endings: &["ttl"],
    help: "W3C PROV-O in Turtle: chains from source to article",
    writer: Writer::View(|view, _, out| write(view, out)),
};

const HEAD: &str = "\
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix cw: <urn:crosswire:terms:> .
";

fn write(view: &View, out: &mut dyn Write) -> io::Result<()> {
    let prov = Prov { view, names: Names::of(view) };
    writeln!(out, "{HEAD}")?;
    prov.run(out)?;
    prov.agents(out)?;
    view.ledger.articles.iter().try_for_each(|article| prov.article(article, out))?;
    view.ledger.statements.iter().try_for_each(|statement| prov.statement(statement, out))?;
    prov.passages(out)?;
    view.claims().try_for_each(|claim| prov.claim(claim, out))
}

struct Prov<'a> {
    view: &'a View<'a>,
    names: Names<'a>,
}

impl Prov<'_> {
    /// The program and its run, which made the claims of the articles.
    fn run(&self, out: &mut dyn Write) -> io::Result<()> {
        let ledger = self.view.ledger;
        let generator = &ledger.generator;
        let (story, run) = (self.names.story(), self.run_name());
        let program = format!("{} {}", words::visible(&generator.name), words::visible(&generator.version));
        let mut activity = Thing::new(&run, &["prov:Activity"])
            .with("prov:wasAssociatedWith", Link("urn:crosswire:program"));
        for article in &ledger.articles {
            activity = activity.with("prov:used", Link(&self.names.article(&article.id)));
        }
        Thing::new("urn:crosswire:program", &["prov:Agent", "prov:SoftwareAgent"])
            .with("rdfs:label", Text(&program))
            .with("cw:model", Text(&words::visible(&generator.model)))
            .write(out)?;
        activity.write(out)?;
        Thing::new(&story, &["prov:Entity"])
            .with("rdfs:label", Text(&self.view.title()))
            .with("prov:wasGeneratedBy", Link(&run))
            .write(out)
    }

    fn run_name(&self) -> String {
        format!("{}:run", self.names.story())
    }

    /// What a source said, all together: on it rests whatever is reported on the source's word.
    fn said(&self, source: &Source) -> String {
        let name = self.names.source(&source.id);
        // A document is itself what it says.
        if source.kind == SourceKind::Document { name } else { format!("{name}:said") }
    }

    /// Outlets, and sources with what they said.
    fn agents(&self, out: &mut dyn Write) -> io::Result<()> {
        let ledger = self.view.ledger;
        let mut seen = BTreeSet::new();
        for article in &ledger.articles {
            if let (Some(name), Some(outlet)) = (self.names.outlet(article), &article.outlet)
                && seen.insert(name.clone())
            {
                Thing::new(&name, &["prov:Agent", "prov:Organization"])
                    .with("rdfs:label", Text(&words::one_line(outlet)))
                    .write(out)?;
            }
        }
        for source in &ledger.sources {
            let (name, label) = (self.names.source(&source.id), words::one_line(&source.name));
            if source.kind == SourceKind::Document {
                Thing::new(&name, &["prov:Entity"]).with("rdfs:label", Text(&label)).write(out)?;
                continue;
            }
            if self.names.as_outlet(source).is_none() {
                let class = match source.kind {
                    SourceKind::Person => &["prov:Agent", "prov:Person"][..],
                    SourceKind::Unnamed => &["prov:Agent"],
                    _ => &["prov:Agent", "prov:Organization"],
                };
                let behalf = source.speaks_for.as_ref().and_then(|id| self.view.source(id));
                let behalf =
                    behalf.filter(|s| s.kind != SourceKind::Document).map(|s| self.names.source(&s.id));
                Thing::new(&name, class)
                    .with("rdfs:label", Text(&label))
                    .with_some("cw:description", source.description.as_deref().map(words::one_line), |d| {
                        Text(d)
                    })
                    .with_some("prov:actedOnBehalfOf", behalf, |name| Link(name))
                    .write(out)?;
            }
            Thing::new(&self.said(source), &["prov:Entity"])
                .with("rdfs:label", Text(&format!("what {label} said")))
                .with("prov:wasAttributedTo", Link(&name))
                .write(out)?;
        }
        Ok(())
    }

    fn article(&self, article: &Article, out: &mut dyn Write) -> io::Result<()> {
        let name = self.names.article(&article.id);
        let published = article.published.map(|day| day.to_string());
        let mut thing = Thing::new(&name, &["prov:Entity"])
            .with("rdfs:label", Text(self.view.name(&article.id)))
            .with_some("dcterms:title", article.title.as_deref().map(words::one_line), |title| Text(title))
            .with_some("dcterms:creator", article.author.as_deref().map(words::one_line), |author| {
                Text(author)
            })
            .with_some("dcterms:issued", published, |day| Typed(day, "xsd:date"))
            .with_some("dcterms:source", article.url.as_deref().and_then(names::address), |url| Link(url))
            .with_some("prov:wasAttributedTo", self.names.outlet(article), |outlet| Link(outlet))
            .with("cw:path", Text(&words::visible(&article.path)))
            .with("cw:sha256", Text(&article.sha256));
        for agency in &article.agencies {
            thing = thing.with("cw:agency", Text(&words::one_line(agency)));
        }
        // Of several at one address the last is read.
        let version = |sha256: &str| format!("{name}:version:{sha256}");
        for earlier in &article.versions {
            thing = thing.with("prov:wasRevisionOf", Link(&version(&earlier.sha256)));
        }
        thing.write(out)?;
        for earlier in &article.versions {
            Thing::new(&version(&earlier.sha256), &["prov:Entity"])
                .with("cw:path", Text(&words::visible(&earlier.path)))
                .with("cw:sha256", Text(&earlier.sha256))
                .write(out)?;
        }
        Ok(())
    }

    /// A statement, derived link by link from what its source said.
    fn statement(&self, statement: &Statement, out: &mut dyn Write) -> io::Result<()> {
        let name = self.names.statement(&statement.id);
        let said =
            statement.source.as_ref().and_then(|id| self.view.source(id)).map(|source| self.said(source));
        let given = statement.via.iter().map(|id| (id, None));
        let inferred = statement.inferred.iter().map(|i| (&i.via, Some(&i.statement)));
        let mut from = said.clone();
        for (n, (relay, shown)) in given.chain(inferred).enumerate() {
            let link = format!("{name}:via:{}", n + 1);
            let mut thing = Thing::new(&link, &["prov:Entity"])
                .with("rdfs:label", Text(&format!("as {} has it", self.view.source_name(relay))));
            // A document that relays is derived from, not attributed to.
            let to = self.view.source(relay).filter(|s| s.kind != SourceKind::Document);
            thing = thing
                .with_some("prov:wasAttributedTo", to.map(|s| self.names.source(&s.id)), |agent| Link(agent))
                .with_some("prov:wasDerivedFrom", from, |from| Link(from))
                .with_some("cw:inferredFrom", shown.map(|id| self.names.statement(id)), |shown| Link(shown));
            thing.write(out)?;
            from = Some(link);
        }
        let content: Vec<String> =
            statement.content.iter().filter_map(|span| self.view.quote(&statement.article, *span)).collect();
        let unnamed =
            statement.source.is_none().then(|| self.view.speaker(Some(&statement.id)).name).flatten();
        Thing::new(&name, &["prov:Entity"])
            .with_some("prov:value", Some(content.join(" … ")).filter(|c| !c.is_empty()), |content| {
                Text(content)
            })
            .with("prov:wasQuotedFrom", Link(&self.names.article(&statement.article)))
            .with_some("prov:wasDerivedFrom", from, |from| Link(from))
            .with_some("prov:hadPrimarySource", said, |said| Link(said))
            .with_some("cw:sourceInWords", unnamed, |words| Text(words))
            .with("cw:quote", Text(words::quote(statement.quote)))
            .write(out)
    }

    /// The passages of claims and of copies.
    fn passages(&self, out: &mut dyn Write) -> io::Result<()> {
        let ledger = self.view.ledger;
        let said = self.view.claims().flat_map(|claim| self.view.held(claim).0);
        let copied = ledger.reuse.iter().flat_map(|reuse| [&reuse.a, &reuse.b]);
        let all: BTreeSet<(&ArticleId, Span)> = said
            .map(|e| (&e.article, e.span))
            .chain(copied.map(|p: &Passage| (&p.article, p.span)))
            .collect();
        for (article, span) in all {
            let name = self.names.passage(article, span);
            let mut thing = Thing::new(&name, &["prov:Entity"])
                .with_some("prov:value", self.view.quote(article, span), |words| Text(words))
                .with("prov:wasQuotedFrom", Link(&self.names.article(article)))
                .with("cw:start", Typed(&span.start.to_string(), "xsd:nonNegativeInteger"))
                .with("cw:end", Typed(&span.end.to_string(), "xsd:nonNegativeInteger"));
            let carried = self.view.carried(article, span);
            thing =
                thing.with_some("prov:wasDerivedFrom", carried.map(|id| self.names.statement(id)), |id| {
                    Link(id)
                });
            for reuse in &ledger.reuse {
                for (here, other) in [(&reuse.a, &reuse.b), (&reuse.b, &reuse.a)] {
                    if (&here.article, here.span) != (article, span) {
                        continue;
                    }
                    let property = match &reuse.direction {
                        Some(d) if d.copy == here.article => "prov:wasDerivedFrom",
                        Some(_) => continue,
                        // Two states of one text, and nothing tells which came first.
                        None => "prov:alternateOf",
                    };
                    thing = thing.with(property, Link(&self.names.passage(&other.article, other.span)));
                }
            }
            thing.write(out)?;
        }
        Ok(())
    }

    fn claim(&self, claim: &Claim, out: &mut dyn Write) -> io::Result<()> {
        let mut thing = Thing::new(&self.names.claim(&claim.id), &["prov:Entity", "cw:Claim"])
            .with("prov:value", Text(&self.view.claim_text(claim)))
            .with("prov:wasGeneratedBy", Link(&self.run_name()))
            .with("cw:support", Text(words::support(claim.support)))
            .with("cw:disputed", Word(if claim.disputed { "true" } else { "false" }));
        for evidence in self.view.held(claim).0 {
            let passage = self.names.passage(&evidence.article, evidence.span);
            thing = thing.with("prov:wasDerivedFrom", Link(&passage));
        }
        for origin in self.view.origins(claim) {
            if let Some(source) = self.view.source(&origin.source) {
                thing = thing.with("prov:hadPrimarySource", Link(&self.said(source)));
            }
        }
        thing.write(out)
    }
}
