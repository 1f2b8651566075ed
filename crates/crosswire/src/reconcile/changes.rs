//! What changed in an article from one version to the next: in what it says, not in its lines.
//!
//! Finds sentences that were added and withdrawn; and in those that stand in both versions in other words, figures that are
//! others, what is now denied, said with less or more certainty, planned and now done, or on another's word. A note of the
//! outlet that it corrected the article counts as well where only one version is known.
//!
//! Fails where a sentence is written so anew that it shares less than half of its words with the one before: it is then
//! withdrawn, and another added.

use crate::annotate::WordKind;
use crate::group::alignment::{Alignment, Unit};
use crate::group::claims::Claim;
use crate::group::terms;
use crate::story::{Report, Story};
use crate::text::{BlockKind, plain_words};
use crate::{Document, Frames, lexicon};
use crosswire_lang::{ByteRange, Model};
use crosswire_model::{
    ArticleId, Change, ChangeKind, ClaimId, Figure, Polarity, Source, Span, Status, VersionPassage,
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// The least share of words, weighed by rarity, that two states of a sentence have in common.
const SAME_SENTENCE: f64 = 0.5;
/// The share of a sentence's words that stand in another one, from which it was merged into that one or cut out of it.
const WITHIN: f64 = 0.8;
/// The least share of words that two states of a clause have in common.
const SAME_CLAUSE: f64 = 0.5;
/// A clause is new where no more than this share of its words stood in the other version at all.
const KNOWN: f64 = 0.4;
/// No word weighs more: a name that nothing else holds would decide alone.
const CAP: f64 = 5.0;

/// The changes of the articles of a story, article by article, with the claims that are said in their words.
pub fn find(story: &Story, claims: &[Claim]) -> Vec<Change> {
    let mut changes: Vec<Change> = story.reports.iter().flat_map(|report| &report.changes).cloned().collect();
    let mut said: FxHashMap<&ArticleId, Vec<(Span, &ClaimId)>> = FxHashMap::default();
    for claim in claims {
        for evidence in &claim.evidence {
            said.entry(&evidence.article).or_default().push((evidence.span, &claim.id));
        }
    }
    for change in &mut changes {
        let last = story.report(&change.article).is_some_and(|r| r.article.document.path == change.to);
        let span = change.after.as_ref().and_then(|after| after.span).filter(|_| last);
        let (Some(span), Some(said)) = (span, said.get(&change.article)) else { continue };
        let here = said.iter().filter(|(of, _)| of.overlap(span) > 0).map(|(_, id)| (*id).clone());
        change.claims = here.collect();
        change.claims.sort();
        change.claims.dedup();
    }
    changes
}

/// Finds what changed from each version of an article to the next, oldest first. No claims are named yet.
pub(crate) fn of_article(model: &Model, frames: &Frames, report: &Report) -> Vec<Change> {
    let (article, document) = (&report.article, &report.article.document);
    let mut changes = Vec::new();
    for (before, after) in article.versions.iter().zip(article.versions.iter().skip(1).chain([document])) {
        if before.text[before.body..].trim() == after.text[after.body..].trim() {
            changes.extend(headline(before, after, &article.id));
            continue;
        }
        // Two articles for once, which no address makes one.
        let alone = |document: &Document, path: &str| Document {
            url: None,
            path: path.to_owned(),
            published: article.published.or(document.published),
            ..document.clone()
        };
        let pair = Story::read(model, frames, vec![alone(before, "1"), alone(after, "2")]).value;
        let [old, new] = &pair.reports[..] else { continue };
        let alignment = Alignment::new(model, &pair);
        let mut found = Comparison::new(&pair, old, new, &alignment.units).changes();
        found.extend(headline(before, after, &article.id));
        for change in &mut found {
            change.article = article.id.clone();
            change.from = Some(before.path.clone());
            change.to = after.path.clone();
        }
        found.sort_by_key(|change| {
            let start = |passage: &Option<VersionPassage>| Some(passage.as_ref()?.span?.start);
            (change.kind, start(&change.after).or(start(&change.before)))
        });
        changes.extend(found);
    }
    if article.versions.is_empty() {
        changes.extend(notes(report).map(|(_, after)| Change {
            article: article.id.clone(),
            to: document.path.clone(),
            ..change(ChangeKind::Correction, None, Some(after))
        }));
    }
    changes
}

/// A change whose article and versions are still to be named.
fn change(kind: ChangeKind, before: Option<VersionPassage>, after: Option<VersionPassage>) -> Change {
    Change {
        article: ArticleId(String::new()),
        from: None,
        to: String::new(),
        kind,
        counts: None,
        before,
        after,
        claims: Vec::new(),
    }
}

fn headline(before: &Document, after: &Document, article: &ArticleId) -> Option<Change> {
    let (old, new) = (before.title.as_deref()?, after.title.as_deref()?);
    let title = |text: &str| Some(VersionPassage { span: None, text: text.to_owned() });
    (plain(old) != plain(new)).then(|| Change {
        article: article.clone(),
        from: Some(before.path.clone()),
        to: after.path.clone(),
        ..change(ChangeKind::Headline, title(old), title(new))
    })
}

/// A text in small letters, with one space between words, without marks.
fn plain(text: &str) -> String {
    plain_words(text).collect::<Vec<_>>().join(" ")
}

fn passage(report: &Report, bytes: ByteRange) -> VersionPassage {
    VersionPassage { span: Some(report.article.span(bytes)), text: report.article.text(bytes).to_owned() }
}

/// The notes in which an outlet says that it corrected the article, in plain words, and where they stand.
fn notes(report: &Report) -> impl Iterator<Item = (String, VersionPassage)> {
    let notes = report.article.blocks.iter().filter(|block| block.kind == BlockKind::Correction);
    notes.map(|block| (plain(report.article.text(block.bytes)), passage(report, block.bytes)))
}

/// A sentence that can be evidence.
struct Sentence {
    bytes: ByteRange,
    plain: String,
    terms: Terms,
    /// Those of its first clause.
    first: Option<Terms>,
}

/// Terms with their weights, each as often as it stands there. A number weighs nothing: it is what an editor wants to see differ.
struct Terms {
    each: Vec<(String, f64)>,
    weight: f64,
}

impl Terms {
    fn of(report: &Report, bytes: ByteRange) -> Self {
        let words = &report.annotation.words;
        let first = words.partition_point(|word| word.bytes.start < bytes.start);
        let words = words[first..].iter().take_while(|word| word.bytes.end <= bytes.end);
        let mut terms: Vec<(String, f64)> = words
            .filter_map(|word| {
                let lower = report.article.text(word.bytes).to_lowercase();
                // What denies tells as much as what is denied.
                if is_number(word.kind, &lower) {
                    return Some((lower, 0.0));
                }
                let denies = lexicon::NEGATORS.has(&lower);
                let term = if denies { Some(lower) } else { terms::term(&lower, word.kind) }?;
                let weight = terms::rarity(&term).clamp(1.0, CAP);
                Some((term, weight))
            })
            .collect();
        terms.sort_by(|a, b| a.0.cmp(&b.0));
        Terms { weight: terms.iter().map(|(_, weight)| weight).sum(), each: terms }
    }

    /// The weight of the terms that both have.
    fn shared(&self, other: &Terms) -> f64 {
        let (mut a, mut b, mut shared) = (0, 0, 0.0);
        while let (Some((x, weight)), Some((y, _))) = (self.each.get(a), other.each.get(b)) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    shared += weight;
                    (a, b) = (a + 1, b + 1);
                }
            }
        }
        shared
    }

    /// How alike two are, 0 to 1: twice the shared weight over the weight of both (Dice's coefficient).
    fn likeness(&self, other: &Terms) -> f64 {
        let both = self.weight + other.weight;
        if both > 0.0 { 2.0 * self.shared(other) / both } else { 0.0 }
    }

    /// The share of its weight that `other` has too.
    fn share_in(&self, other: &Terms) -> f64 {
        if self.weight > 0.0 { self.shared(other) / self.weight } else { 1.0 }
    }

    /// The share of its weight that is among `known`.
    fn share_among(&self, known: &FxHashSet<&str>) -> f64 {
        let among: f64 = self.each.iter().filter(|(t, _)| known.contains(t.as_str())).map(|(_, w)| w).sum();
        if self.weight > 0.0 { among / self.weight } else { 1.0 }
    }
}

fn is_number(kind: WordKind, lower: &str) -> bool {
    kind == WordKind::Number || lexicon::SMALL_NUMBERS.has(lower) || lexicon::TENS.has(lower)
}

/// A version laid out to be compared.
struct Side<'a> {
    story: &'a Story,
    report: &'a Report,
    sentences: Vec<Sentence>,
    /// Its clauses, in order of place.
    units: Vec<&'a Unit>,
}

impl<'a> Side<'a> {
    fn new(story: &'a Story, report: &'a Report, units: &'a [Unit], article: usize) -> Self {
        let units: Vec<&Unit> = units.iter().filter(|unit| unit.article == article).collect();
        let sentences = report.annotation.sentences.iter().filter(|sentence| sentence.is_evidence());
        let sentence = |bytes: ByteRange| Sentence {
            bytes,
            plain: plain(report.article.text(bytes)),
            terms: Terms::of(report, bytes),
            first: within(&units, bytes).next().map(|unit| Terms::of(report, unit.bytes)),
        };
        let sentences = sentences.map(|s| sentence(s.bytes)).filter(|s| !s.plain.is_empty()).collect();
        Side { story, report, sentences, units }
    }

    /// The clauses of a sentence.
    fn within(&self, bytes: ByteRange) -> Vec<&'a Unit> {
        within(&self.units, bytes).collect()
    }

    fn figures(&self, bytes: ByteRange) -> Vec<&'a Figure> {
        let span = self.report.article.span(bytes);
        self.report.figures.iter().filter(|figure| span.contains(figure.span)).collect()
    }

    /// Whether a sentence tells something.
    fn tells(&self, sentence: &Sentence) -> bool {
        !self.within(sentence.bytes).is_empty() || !self.figures(sentence.bytes).is_empty()
    }

    /// All terms that stand anywhere in it.
    fn terms(&self) -> FxHashSet<&str> {
        self.sentences.iter().flat_map(|s| &s.terms.each).map(|(term, _)| term.as_str()).collect()
    }

    /// On whose word a clause rests: nobody's, somebody's who is not named, a source's.
    fn voice(&self, unit: &Unit) -> Option<Option<&'a Source>> {
        let statement = &self.report.statements[unit.attribution?];
        Some(statement.source.as_ref().and_then(|id| self.story.source(id)))
    }

    fn passage(&self, bytes: ByteRange) -> Option<VersionPassage> {
        Some(passage(self.report, bytes))
    }
}

/// The clauses that lie within a range.
fn within<'a>(units: &[&'a Unit], bytes: ByteRange) -> impl Iterator<Item = &'a Unit> {
    units.iter().copied().filter(move |unit| bytes.start <= unit.bytes.start && unit.bytes.end <= bytes.end)
}

/// Two versions side by side.
struct Comparison<'a> {
    old: Side<'a>,
    new: Side<'a>,
    corrections: Vec<VersionPassage>,
}

impl<'a> Comparison<'a> {
    fn new(story: &'a Story, old: &'a Report, new: &'a Report, units: &'a [Unit]) -> Self {
        let known: FxHashSet<String> = notes(old).map(|(plain, _)| plain).collect();
        let corrections =
            notes(new).filter(|(plain, _)| !known.contains(plain)).map(|(_, note)| note).collect();
        Comparison { old: Side::new(story, old, units, 0), new: Side::new(story, new, units, 1), corrections }
    }

    /// What changed, in no order.
    fn changes(&self) -> Vec<Change> {
        let pairs = self.pairs();
        let note = |note: &VersionPassage| change(ChangeKind::Correction, None, Some(note.clone()));
        let mut changes: Vec<Change> = self.corrections.iter().map(note).collect();
        let (known, still) = (self.old.terms(), self.new.terms());
        for &(o, n) in &pairs {
            let (old, new) = (&self.old.sentences[o], &self.new.sentences[n]);
            if old.plain != new.plain {
                changes.extend(self.rewritten(old, new, &known, &still));
            }
        }
        let (olds, news): (FxHashSet<usize>, FxHashSet<usize>) = pairs.into_iter().unzip();
        let gone = alone(&self.old, &olds, &self.new);
        changes.extend(gone.map(|bytes| change(ChangeKind::Withdrawn, self.old.passage(bytes), None)));
        let come = alone(&self.new, &news, &self.old);
        changes.extend(come.map(|bytes| change(ChangeKind::Added, None, self.new.passage(bytes))));
        changes
    }

    /// Which sentence of the one version is which of the other: those in the same words first, then the most alike.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let (old, new) = (&self.old.sentences, &self.new.sentences);
        let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (n, sentence) in old.iter().enumerate().rev() {
            places.entry(&sentence.plain).or_default().push(n);
        }
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        let mut of_new = vec![None; new.len()];
        let mut taken = vec![false; old.len()];
        for (n, sentence) in new.iter().enumerate() {
            if let Some(o) = places.get_mut(sentence.plain.as_str()).and_then(Vec::pop) {
                (of_new[n], taken[o]) = (Some(o), true);
                pairs.push((o, n));
            }
        }
        let mut likely: Vec<(f64, usize, usize)> = Vec::new();
        for (n, sentence) in new.iter().enumerate().filter(|(n, _)| of_new[*n].is_none()) {
            for (o, other) in old.iter().enumerate().filter(|(o, _)| !taken[*o]) {
                let likeness = sentence.terms.likeness(&other.terms);
                let likeness =
                    if likeness < SAME_SENTENCE { first_clauses(other, sentence) } else { likeness };
                if likeness >= SAME_SENTENCE {
                    likely.push((likeness, o, n));
                }
            }
        }
        // Of those equally alike, the ones that stand in like places.
        let apart = |o: usize, n: usize| o.abs_diff(n);
        likely.sort_by(|a, b| {
            b.0.total_cmp(&a.0).then_with(|| (apart(a.1, a.2), a.1, a.2).cmp(&(apart(b.1, b.2), b.1, b.2)))
        });
        for (_, o, n) in likely {
            if of_new[n].is_none() && !taken[o] {
                (of_new[n], taken[o]) = (Some(o), true);
                pairs.push((o, n));
            }
        }
        pairs
    }

    /// What changed in a sentence that stands in both versions in other words. `known` are the terms of the earlier version, `still`
    /// those of the later one.
    fn rewritten(
        &self,
        old: &Sentence,
        new: &Sentence,
        known: &FxHashSet<&str>,
        still: &FxHashSet<&str>,
    ) -> Vec<Change> {
        let mut changes = self.figures(old, new);
        let (olds, news) = (self.old.within(old.bytes), self.new.within(new.bytes));
        let pairs = pairs_of_clauses(&self.old, &olds, &self.new, &news);
        // A word that turns one clause often turns its neighbours, and all clauses of a sentence have a new voice together.
        let mut turns: Vec<Change> = Vec::new();
        for &(o, n) in &pairs {
            if let Some(kind) = turn(olds[o], news[n]).filter(|kind| turns.iter().all(|t| t.kind != *kind)) {
                let (before, after) = (self.old.passage(olds[o].bytes), self.new.passage(news[n].bytes));
                turns.push(change(kind, before, after));
            }
        }
        if turns.is_empty() {
            // The whole sentence says whose word it is.
            let kind = pairs.iter().find_map(|&(o, n)| self.voice(olds[o], news[n]));
            let whole = (self.old.passage(old.bytes), self.new.passage(new.bytes));
            turns.extend(kind.map(|kind| change(kind, whole.0, whole.1)));
        }
        changes.append(&mut turns);
        let alone = |units: &[&Unit], paired: FxHashSet<usize>, side: &Side, terms: &FxHashSet<&str>| {
            let is_new = |unit: &&Unit| Terms::of(side.report, unit.bytes).share_among(terms) <= KNOWN;
            let unpaired =
                units.iter().enumerate().filter(|(n, _)| !paired.contains(n)).map(|(_, unit)| *unit);
            outermost(unpaired.filter(is_new).map(|unit| unit.bytes).collect())
        };
        for bytes in alone(&olds, pairs.iter().map(|(o, _)| *o).collect(), &self.old, still) {
            changes.push(change(ChangeKind::Withdrawn, self.old.passage(bytes), None));
        }
        for bytes in alone(&news, pairs.iter().map(|(_, n)| *n).collect(), &self.new, known) {
            changes.push(change(ChangeKind::Added, None, self.new.passage(bytes)));
        }
        if changes.is_empty() && old.terms.each != new.terms.each {
            let (before, after) = (self.old.passage(old.bytes), self.new.passage(new.bytes));
            changes.push(change(ChangeKind::Reworded, before, after));
        }
        changes
    }

    /// The figures of a sentence that are others now.
    fn figures(&self, old: &Sentence, new: &Sentence) -> Vec<Change> {
        let (mut olds, mut news) = (self.old.figures(old.bytes), self.new.figures(new.bytes));
        let number = |f: &Figure| (f.value, f.low, f.high, f.qualifier, f.unit.clone(), f.indefinite.clone());
        news.retain(|figure| match olds.iter().position(|other| number(other) == number(figure)) {
            Some(same) => {
                olds.remove(same);
                false
            }
            None => true,
        });
        let mut changes = Vec::new();
        for figure in news {
            let unit = |other: &&Figure| other.unit == figure.unit;
            let same_fate = |other: &&Figure| other.role.is_some() && other.role == figure.role;
            let other_fate =
                |other: &&Figure| other.role.is_some() && figure.role.is_some() && other.role != figure.role;
            let place = olds.iter().position(|o| unit(o) && same_fate(o));
            let place = place.or_else(|| olds.iter().position(|o| unit(o) && !other_fate(o)));
            let Some(place) = place else { continue };
            let other = olds.remove(place);
            let words = |side: &Side, figure: &Figure| side.passage(side.report.article.bytes(figure.span));
            let counts =
                figure.role.clone().or(figure.of.clone()).or(other.of.clone()).or(figure.unit.clone());
            let told = change(ChangeKind::Figure, words(&self.old, other), words(&self.new, figure));
            changes.push(Change { counts, ..told });
        }
        changes
    }

    /// How a clause is on another's word than before.
    fn voice(&self, old: &Unit, new: &Unit) -> Option<ChangeKind> {
        match (self.old.voice(old), self.new.voice(new)) {
            (None, Some(_)) => Some(ChangeKind::Weakened),
            (Some(_), None) => Some(ChangeKind::Strengthened),
            // “The mayor” of one text may be a source of her own beside “the mayor” of another; of two versions she is not.
            (Some(Some(old)), Some(Some(new)))
                if old.id == new.id || plain(&old.name) == plain(&new.name) =>
            {
                None
            }
            (Some(old), Some(new)) if old.map(|s| &s.id) != new.map(|s| &s.id) => Some(ChangeKind::Source),
            _ => None,
        }
    }
}

/// The sentences of one version that tell something and are in no pair. What stands in another sentence of `other` was moved there.
fn alone<'a>(
    side: &'a Side,
    paired: &'a FxHashSet<usize>,
    other: &'a Side,
) -> impl Iterator<Item = ByteRange> + 'a {
    let sentences = side.sentences.iter().enumerate().filter(|(n, _)| !paired.contains(n));
    let moved =
        |sentence: &Sentence| other.sentences.iter().any(|s| sentence.terms.share_in(&s.terms) >= WITHIN);
    let told = sentences.map(|(_, sentence)| sentence).filter(|sentence| side.tells(sentence));
    told.filter(move |sentence| !moved(sentence)).map(|sentence| sentence.bytes)
}

/// How alike the first clauses of two sentences are: what is said may stay when those who say it change.
fn first_clauses(old: &Sentence, new: &Sentence) -> f64 {
    match (&old.first, &new.first) {
        (Some(old), Some(new)) if old.each.len().min(new.each.len()) > 1 => old.likeness(new),
        _ => 0.0,
    }
}

/// How a clause is told otherwise than before, whoever tells it; none where it is told the same.
fn turn(old: &Unit, new: &Unit) -> Option<ChangeKind> {
    let open = |unit: &Unit| unit.status == Status::Possible;
    match (open(old), open(new)) {
        _ if denies(old) != denies(new) => Some(ChangeKind::Reversed),
        (false, true) => Some(ChangeKind::Weakened),
        (true, false) => Some(ChangeKind::Strengthened),
        _ => (old.status != new.status).then_some(ChangeKind::Status),
    }
}

fn denies(unit: &Unit) -> bool {
    unit.status == Status::Denied || unit.polarity == Polarity::Negative
}

/// Which clause is which, the most alike first.
fn pairs_of_clauses(old: &Side, olds: &[&Unit], new: &Side, news: &[&Unit]) -> Vec<(usize, usize)> {
    let terms = |side: &Side, units: &[&Unit]| -> Vec<Terms> {
        units.iter().map(|unit| Terms::of(side.report, unit.bytes)).collect()
    };
    let (of_old, of_new) = (terms(old, olds), terms(new, news));
    let mut likely: Vec<(f64, usize, usize)> = Vec::new();
    for (o, a) in of_old.iter().enumerate() {
        let all = of_new.iter().enumerate().map(|(n, b)| (a.likeness(b), o, n));
        likely.extend(all.filter(|(likeness, ..)| *likeness >= SAME_CLAUSE));
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, o, n) in likely {
        if pairs.iter().all(|(x, y)| *x != o && *y != n) {
            pairs.push((o, n));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The ranges that lie in no other, in order.
fn outermost(mut ranges: Vec<ByteRange>) -> Vec<ByteRange> {
    ranges.sort_by_key(|range| (range.start, Reverse(range.end)));
    let mut kept: Vec<ByteRange> = Vec::new();
    for range in ranges {
        if kept.last().is_none_or(|last| range.start >= last.end) {
            kept.push(range);
        }
    }
    kept
}
