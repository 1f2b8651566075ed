//! What each stage made of a place, a function a stage. A new stage is a line of [`STAGES`] and its function.

use super::{Note, Passage, Seen, Stage, passage};
use crate::extract::events::Kind;
use crate::extract::statements::Attribution;
use crate::extract::{Refusal, figures, statements};
use crate::group::claims;
use crate::text::BlockKind;
use crosswire_lang::{ByteRange, Upos};
use crosswire_model::{ArticleId, Claim, Evidence, Number, Polarity, SourceId, Span};
use std::collections::BTreeMap;

/// Notes what a stage made of a place.
type Tell = fn(&Seen, &mut Notes);

/// The stages in the order in which they run, each with the function that tells what it made of a place.
const STAGES: &[(&str, Tell)] = &[
    ("text", text),
    ("names", names),
    ("statements", statements),
    ("times", times),
    ("figures", figures),
    ("events", events),
    ("passages", passages),
    ("claims", claims),
    ("nearest of other claims", neighbours),
    ("copied", copied),
    ("disputes", disputes),
];

/// What all stages made of a place.
pub(super) fn all(seen: &Seen) -> Vec<Stage> {
    let stage = |&(name, tell): &(&'static str, Tell)| {
        let mut notes = Notes::default();
        tell(seen, &mut notes);
        Stage { name, notes: notes.0 }
    };
    STAGES.iter().map(stage).collect()
}

/// The notes of a stage.
#[derive(Default)]
pub(super) struct Notes(pub(super) Vec<Note>);

impl Notes {
    /// Notes one thing; details are added to what is given back.
    pub(super) fn add(&mut self, what: impl Into<String>, passage: impl Into<Option<Passage>>) -> &mut Note {
        self.0.push(Note { what: what.into(), passage: passage.into(), details: Vec::new() });
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// Notes what a stage refused at a place: the reasons for one word together, words with one reason together.
    fn refused(&mut self, seen: &Seen, refusals: &[Refusal]) {
        let mut words: BTreeMap<(usize, usize), Vec<(&'static str, &'static str)>> = BTreeMap::new();
        for refusal in refusals.iter().filter(|r| seen.touches(r.bytes)) {
            words
                .entry((refusal.bytes.start, refusal.bytes.end))
                .or_default()
                .push((refusal.by, refusal.why));
        }
        let mut noted: Vec<(Vec<(&'static str, &'static str)>, usize)> = Vec::new();
        for ((start, end), reasons) in words {
            let passage = seen.passage(ByteRange::new(start, end));
            match noted.iter().find(|(known, _)| *known == reasons) {
                Some(&(_, n)) => {
                    self.0[n].and("also", &passage.text);
                }
                None => {
                    let note = self.add("refused", passage);
                    // One reason of several patterns is told once.
                    let (_, first) = reasons[0];
                    if reasons.len() > 1 && reasons.iter().all(|(_, why)| *why == first) {
                        note.with("every pattern", first);
                    } else {
                        for (by, why) in &reasons {
                            note.with(by, why);
                        }
                    }
                    noted.push((reasons, self.0.len() - 1));
                }
            }
        }
    }
}

/// A variant's name in words: `UnderWay` is "under way".
pub(super) fn words(variant: impl std::fmt::Debug) -> String {
    let mut words = String::new();
    for c in format!("{variant:?}").chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// What sort of text it is, and whether it can be evidence.
fn text(seen: &Seen, notes: &mut Notes) {
    let article = &seen.report.article;
    let document = &article.document;
    notes
        .add("article", None)
        .with("id", &article.id)
        .with("outlet", document.outlet.as_deref().unwrap_or_default())
        .with("published", article.published.map(|(date, _)| date.to_string()).unwrap_or_default())
        .with("wire of", article.agencies.join(", "));
    let mut blocks = article.blocks.iter().filter(|b| seen.touches(b.bytes)).peekable();
    if blocks.peek().is_none() {
        notes.add("head line", None).with("evidence", "no: it is no part of the article's text");
    }
    for block in blocks {
        let evidence = match block.kind {
            BlockKind::Paragraph if article.is_repeated(seen.bytes) => "no: it repeats an earlier passage",
            BlockKind::Paragraph => "yes",
            _ => "no: only paragraphs are",
        };
        notes.add(words(block.kind), None).with("evidence", evidence);
    }
}

/// The names that the language layer sees.
fn names(seen: &Seen, notes: &mut Notes) {
    for name in seen.report.annotation.language.names.iter().filter(|n| seen.touches(n.bytes)) {
        notes
            .add(words(name.kind), seen.passage(name.bytes))
            .with("confidence", format!("{:.2}", name.confidence));
    }
}

/// Who says what, and which words were tried and refused.
fn statements(seen: &Seen, notes: &mut Notes) {
    let report = seen.report;
    let article = &report.article;
    let quote = |bytes: ByteRange| seen.passage(bytes).text;
    let touched = |a: &Attribution| a.content.iter().chain(&a.cue).any(|bytes| seen.touches(*bytes));
    let mut taken: Vec<ByteRange> = Vec::new();
    for (attribution, statement) in
        report.attributions.iter().zip(&report.statements).filter(|(a, _)| touched(a))
    {
        taken.extend(attribution.cue);
        let source = statement.source.as_ref().map(|id| name(seen, id)).unwrap_or_default();
        let named = attribution.source.map(quote).unwrap_or_default();
        let inferred = statement.inferred.iter().map(|i| name(seen, &i.via));
        let note = notes.add("statement", attribution.content.first().map(|bytes| seen.passage(*bytes)));
        for more in &attribution.content[1..] {
            note.with("goes on", quote(*more));
        }
        note.with("cue", attribution.cue.map(quote).unwrap_or_default())
            .with("source", if named.is_empty() { "not named".to_owned() } else { named })
            .with("stands for", attribution.antecedent.map(quote).unwrap_or_default())
            .with("who that is", source)
            .with("via", statement.via.iter().map(|id| name(seen, id)).collect::<Vec<_>>().join(", "))
            .with("via, as another article tells", inferred.collect::<Vec<_>>().join(", "))
            .with("act", words(attribution.act))
            .with("quote", words(attribution.quote))
            .with("within another's words", if attribution.nested { "yes" } else { "" })
            .with("id", &statement.id);
    }
    let mut refusals = statements::refusals(article, &report.annotation);
    // A word may be refused by one pattern and taken by the next.
    refusals.retain(|r| !taken.iter().any(|cue| cue.covers(r.bytes)));
    // That a pattern is of other words is worth telling only where nothing else is told of the word, and of a verb.
    let last = |bytes: ByteRange| {
        let after = seen.tree.words.partition_point(|w| w.bytes.start < bytes.end);
        seen.tree.upos(after.saturating_sub(1))
    };
    let telling = refusals.iter().filter(|r| r.why != statements::NOT_HERE);
    let told: Vec<ByteRange> = telling.map(|r| r.bytes).collect();
    let is_told = |bytes: ByteRange| told.iter().any(|t| t.covers(bytes));
    refusals.retain(|r| match last(r.bytes) {
        Upos::Aux => false,
        Upos::Verb if !is_told(r.bytes) => true,
        _ => r.why != statements::NOT_HERE,
    });
    notes.refused(seen, &refusals);
}

/// Who a source is.
fn name(seen: &Seen, id: &SourceId) -> String {
    let source = seen.run.story.source(id);
    source.map_or_else(|| id.to_string(), |s| format!("{} ({})", s.name, words(s.kind)))
}

/// When.
fn times(seen: &Seen, notes: &mut Notes) {
    for time in seen.report.times.iter().filter(|t| seen.touches_span(t.span)) {
        notes
            .add(words(time.r#type), seen.passage(seen.report.article.bytes(time.span)))
            .with("value", time.value.as_deref().unwrap_or("none"))
            .with("counted from", time.anchor.as_deref().unwrap_or_default());
    }
}

/// How many, and which numbers are no figures.
fn figures(seen: &Seen, notes: &mut Notes) {
    let Seen { report, run, .. } = seen;
    for figure in report.figures.iter().filter(|f| seen.touches_span(f.span)) {
        let number = |n: Option<Number>| n.map(|n| n.get().to_string()).unwrap_or_default();
        let series = run.story.series.iter().find(|s| figure.series.as_ref() == Some(&s.id));
        let whole = figure.part_of.as_ref().and_then(|id| report.figures.iter().find(|f| f.id == *id));
        notes
            .add("figure", seen.passage(report.article.bytes(figure.span)))
            .with("value", figure.value.get())
            .with("low", number(figure.low))
            .with("high", number(figure.high))
            .with("qualifier", figure.qualifier.as_str())
            .with("unit", figure.unit.as_deref().unwrap_or_default())
            .with("counts", figure.of.as_deref().unwrap_or_default())
            .with("stands for", figure.antecedent.as_ref().map_or("", |a| a.text.as_str()))
            .with("what happens to them", figure.role.as_deref().unwrap_or_default())
            .with("part of", whole.map(|f| f.text.clone()).unwrap_or_default())
            .with("adds up several events", if figure.cumulative { "yes" } else { "" })
            .with("as of", figure.as_of.as_deref().unwrap_or_default())
            .with(
                "series",
                series.map(|s| format!("{} ({})", s.label, words(s.relation))).unwrap_or_default(),
            );
    }
    let refusals = figures::refusals(&report.article, &report.annotation, &report.times);
    notes.refused(seen, &refusals);
}

/// What is said to happen, and how real it is.
fn events(seen: &Seen, notes: &mut Notes) {
    let tree = &seen.tree;
    for event in &seen.report.events {
        let trigger = event.trigger(tree);
        if !seen.touches(trigger) {
            continue;
        }
        if event.predicate.reporting {
            let note = notes.add("refused", Some(seen.passage(trigger)));
            note.with("events", "it only says on whose word something is reported");
            continue;
        }
        let note = notes.add("event", Some(seen.passage(trigger)));
        let general = if event.predicate.kind == Kind::State { "none: a state" } else { "the general one" };
        note.with("frame", event.frame.as_deref().unwrap_or(general));
        note.with("status", words(event.status()));
        note.with("polarity", if event.polarity == Polarity::Negative { "negative" } else { "" });
        for argument in &event.arguments {
            note.with(argument.role.word(), tree.between(argument.bytes));
        }
    }
}

/// What is compared with the passages of other articles.
fn passages(seen: &Seen, notes: &mut Notes) {
    let alignment = &seen.run.alignment;
    for &n in &seen.passages {
        let unit = &alignment.units[n];
        let mut terms: Vec<(&str, f64)> = alignment.terms(n).collect();
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let terms = terms.iter().map(|(term, weight)| format!("{term} {weight:.2}"));
        let statement = unit.attribution.and_then(|a| seen.report.statements.get(a));
        notes
            .add("passage", seen.passage(unit.bytes))
            .with("predicate", seen.report.article.text(unit.predicate))
            .with("status", words(unit.status))
            .with("polarity", words(unit.polarity))
            .with("statement", statement.map(|s| s.id.to_string()).unwrap_or_default())
            .with("words", terms.collect::<Vec<_>>().join(", "));
    }
    if seen.passages.is_empty() {
        notes.add("none", None).with("why", "no clause of a paragraph with two words that tell something");
    }
}

/// The claim of each passage, and the passages that say it too.
fn claims(seen: &Seen, notes: &mut Notes) {
    for &n in &seen.passages {
        let Some((claim, at)) = claim_of(seen, n) else { continue };
        let origins =
            claim.origins.iter().filter_map(|id| seen.run.ledger.origins.iter().find(|o| o.id == *id));
        let note = notes.add(format!("claim “{}”", claim.text), None);
        let passage = seen.unit(n).text;
        if passage != claim.text {
            note.with("of passage", passage);
        }
        note.with("support", words(claim.support))
            .with("on whose word", origins.map(|o| o.name.as_str()).collect::<Vec<_>>().join(", "))
            .with("independent origins", claim.independent)
            .with("id", &claim.id);
        for (i, evidence) in claim.evidence.iter().enumerate().filter(|(i, _)| *i != at) {
            let link = claim.links.iter().find(|l| (l.a, l.b) == (i.min(at), i.max(at)));
            notes
                .add("said too", evidence_passage(seen, evidence))
                .with("joined by a likeness of", link.map(|l| l.score.to_string()).unwrap_or_default());
        }
    }
}

/// The claim for which a passage of the alignment is evidence, and its place there.
pub(super) fn claim_of<'a>(seen: &Seen<'a>, unit: usize) -> Option<(&'a Claim, usize)> {
    let unit = &seen.run.alignment.units[unit];
    let article = &seen.run.story.reports[unit.article].article;
    let (id, span) = (&article.id, article.span(unit.bytes));
    let place =
        |c: &'a Claim| c.evidence.iter().position(|e| e.article == *id && e.span == span).map(|at| (c, at));
    seen.run.ledger.claims.iter().find_map(place)
}

/// A passage of the ledger's evidence.
fn evidence_passage(seen: &Seen, evidence: &Evidence) -> Option<Passage> {
    ledger_passage(seen, &evidence.article, evidence.span)
}

/// A span of an article of the ledger.
pub(super) fn ledger_passage(seen: &Seen, article: &ArticleId, span: Span) -> Option<Passage> {
    let report = seen.run.story.report(article)?;
    Some(passage(report, report.article.bytes(span)))
}

/// How many passages of other claims are shown for each passage.
const NEIGHBOURS: usize = 3;

/// The passages of other claims that are most like each passage.
fn neighbours(seen: &Seen, notes: &mut Notes) {
    let compared = claims::compare(&seen.run.alignment, &seen.run.pins);
    let first = |place: usize| compared.copies[place][0];
    for &n in &seen.passages {
        let own = claim_of(seen, n).map(|(claim, _)| &claim.id);
        let here = compared.copies.iter().position(|copies| copies.contains(&n));
        let others = compared.pairs.iter().enumerate().filter_map(|(at, pair)| {
            let other = match here {
                Some(here) if pair.a == here => first(pair.b),
                Some(here) if pair.b == here => first(pair.a),
                _ => return None,
            };
            let claim = claim_of(seen, other).map(|(claim, _)| &claim.id);
            (claim != own).then_some((other, compared.likeness(at), claim))
        });
        let mut others: Vec<_> = others.collect();
        others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        if seen.passages.len() > 1 && !others.is_empty() {
            notes.add("to", seen.unit(n));
        }
        for (other, likeness, claim) in others.into_iter().take(NEIGHBOURS) {
            notes
                .add("near", seen.unit(other))
                .with("likeness", format!("{likeness:.2}"))
                .with("claim", claim.map(ToString::to_string).unwrap_or_default());
        }
    }
}

/// What stands in other articles too.
fn copied(seen: &Seen, notes: &mut Notes) {
    let here = |p: &crosswire_model::Passage| p.article == *seen.report.id() && seen.touches_span(p.span);
    for reuse in &seen.run.ledger.reuse {
        let other = if here(&reuse.a) {
            &reuse.b
        } else if here(&reuse.b) {
            &reuse.a
        } else {
            continue;
        };
        let copy = reuse
            .direction
            .as_ref()
            .map(|d| if d.copy == *seen.report.id() { "this one" } else { "that one" });
        notes
            .add("copied", ledger_passage(seen, &other.article, other.span))
            .with("how", words(reuse.kind))
            .with("the copy is", copy.unwrap_or_default())
            .with("text of", reuse.agency.as_deref().unwrap_or_default())
            .with("in quotation marks", if reuse.quotation { "yes" } else { "" });
    }
}

/// The disputes in which the place is evidence.
fn disputes(seen: &Seen, notes: &mut Notes) {
    let here = |p: &crosswire_model::Passage| p.article == *seen.report.id() && seen.touches_span(p.span);
    for dispute in &seen.run.ledger.disputes {
        let sides = dispute.sides.iter().filter(|s| s.evidence.iter().any(here));
        let on: Vec<&str> = sides.map(|s| s.label.as_str()).collect();
        if !on.is_empty() {
            notes
                .add("dispute", None)
                .with("about", words(dispute.kind))
                .with("nature", words(dispute.nature))
                .with("this side", on.join(" | "))
                .with("why", &dispute.why)
                .with("id", &dispute.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;
    use crosswire_model::{Relation, Status};

    #[test]
    fn a_variant_is_told_in_words() {
        assert_eq!(words(Status::UnderWay), "under way");
        assert_eq!(words(Relation::SameOrigin), "same origin");
    }
}
