//! Counts in one story of those to whom one thing happened: killed, hurt, arrested, aboard.
//!
//! Counts of all are set beside counts of all, those of a group ("nine officers", "eleven policemen") beside those of that
//! group. Parts, totals of many events, what is added to another number, and what is told of another year or of days to come
//! are left out.

use super::{Count, over};
use crate::annotate::WordKind;
use crate::extract::figures::is_anyone;
use crate::extract::figures::roles::named;
use crate::group::terms;
use crate::lexicon;
use crate::reconcile::disputes::Input;
use crate::reconcile::disputes::mentions;
use crate::reconcile::disputes::passages::Held;
use crate::story::Story;
use crosswire_model::{Dispute, Figure, Qualifier, Status};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Tolls of one event lie no further apart.
const FAR: f64 = 4.0;

/// Words for those who are in an event as anyone is, as stems.
static EVERYONE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| lexicon::UNDISTINGUISHED_PERSONS.iter().map(|w| terms::stem(w)).collect());

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let Input { story, held, .. } = input;
    let mut groups: BTreeMap<(&str, BTreeSet<String>), Vec<Count>> = BTreeMap::new();
    for figure in story.figures().filter(|f| whole(f)) {
        let Some(role) = role(figure, story).filter(|r| lexicon::FATES_OF_ONE_EVENT.contains(r)) else {
            continue;
        };
        if !elsewhen(figure, story) && !to_come(figure, held) {
            groups.entry((role, group(figure))).or_default().push(Count::of(figure, input));
        }
    }
    let of = |((role, group), counts): ((&str, BTreeSet<String>), Vec<Count>)| {
        let who = group.into_iter().collect::<Vec<_>>().join(" ");
        let what = if who.is_empty() { role.to_owned() } else { format!("{who} {role}") };
        over(counts, &what, named(role).is_some_and(|e| e.grows), FAR, input)
    };
    groups.into_iter().filter_map(of).collect()
}

/// What happens to those counted; of "47 people were on the coach" that they were aboard.
fn role<'a>(figure: &'a Figure, story: &Story) -> Option<&'a str> {
    let aboard = || {
        let article = &story.report(&figure.article)?.article;
        let after = article.document.text.get(article.bytes(figure.span).end..)?;
        let starts = ["were on the", "were aboard", "were on board", "were inside", "was carrying"];
        starts.iter().any(|s| after.trim_start().starts_with(s)).then_some("aboard")
    };
    figure.role.as_deref().or_else(aboard)
}

/// Whether a figure counts persons, all of them, in one event.
fn whole(figure: &Figure) -> bool {
    figure.unit.as_deref() == Some("person")
        && figure.part_of.is_none()
        && !figure.cumulative
        && !matches!(figure.qualifier, Qualifier::Additional | Qualifier::AtMost)
        && figure.indefinite.is_none()
        && figure.value.get() >= 2.0
        // "Two others" died beside one who is named.
        && !(figure.role.as_deref() == Some("killed") && figure.text.split(' ').any(|w| w.starts_with("other")))
}

/// The group that is counted; none for anyone.
fn group(figure: &Figure) -> BTreeSet<String> {
    let words = figure.of.iter().flat_map(|of| of.split_whitespace()).map(str::to_lowercase);
    let telling = words.filter(|w| !is_anyone(w));
    let terms = telling.filter_map(|w| terms::term(&w, WordKind::Word)).filter(|t| !EVERYONE.contains(t));
    terms
        .filter_map(|t| mentions::kin(&t))
        .filter(|t| !matches!(t.as_str(), "protester" | "people" | "passenger" | "worker" | "suspect"))
        .collect()
}

/// Whether its sentence speaks of a year, or of time gone by: "six died here in 2027", "two years ago".
fn elsewhen(figure: &Figure, story: &Story) -> bool {
    let Some(report) = story.report(&figure.article) else { return false };
    let (article, annotation) = (&report.article, &report.annotation);
    let bytes = article.bytes(figure.span);
    let Some(sentence) = annotation.sentences.iter().find(|s| s.bytes.contains(bytes.start)) else {
        return false;
    };
    let at = annotation.sentences.partition_point(|s| s.bytes.start < sentence.bytes.start);
    let before = at.checked_sub(1).map(|n| &annotation.sentences[n]).filter(|s| s.block == sentence.block);
    let words = |s: &crate::annotate::Sentence| -> Vec<String> {
        annotation.words[s.words].iter().map(|w| article.text(w.bytes).to_lowercase()).collect()
    };
    let this = article.published.map(|(day, _)| day.year().to_string());
    let year = |w: &String| {
        w.len() == 4
            && (w.starts_with("19") || w.starts_with("20"))
            && w.bytes().all(|b| b.is_ascii_digit())
            && Some(w) != this.as_ref()
    };
    words(sentence).iter().any(|w| year(w) || lexicon::WORDS_OF_ANOTHER_TIME.has(w.as_str()))
        || before.is_some_and(|s| words(s).iter().any(year))
}

/// Whether it is told as planned or possible.
fn to_come(figure: &Figure, held: &Held) -> bool {
    let evidence = held.of(&figure.article).iter().filter(|(e, _)| e.span.contains(figure.span));
    evidence.map(|(e, _)| e.status).any(|s| matches!(s, Status::Planned | Status::Possible))
}
