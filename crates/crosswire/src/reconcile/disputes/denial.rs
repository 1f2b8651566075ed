//! Said and denied: one passage says that something is so, another, of one event, that it is not.
//!
//! In reading order: the same verb with and without a denial ("police fired on the crowd", "the ministry denied that police
//! fired"); the same accusation made and rejected ("accused the owner of …", "the owner denied any wrongdoing").
//!
//! Where it fails: a denial in words of its own ("that is a lie"); two events of one kind of which one did not happen.

use super::deeds::{Deed, Telling, by_lemma, one_event};
use super::voices::Voices;
use super::{Dispute, DisputeKind, dispute, side};
use crate::lexicon;
use crate::story::Story;
use crosswire_model::Nature;
use std::collections::BTreeSet;

/// Verbs that lay something at a party's door.
const ACCUSING: &[&str] = &["accuse", "blame", "allege", "fault"];
pub(super) fn find(story: &Story, deeds: &[Deed], telling: &Telling, voices: &Voices) -> Vec<Dispute> {
    let mut found: Vec<Dispute> =
        by_lemma(deeds).into_values().filter_map(|deeds| same_verb(&deeds, telling, voices)).collect();
    found.extend(accusations(story, deeds, telling, voices));
    found
}

/// The verb said and denied, if it is of one event.
fn same_verb(deeds: &[&Deed], telling: &Telling, voices: &Voices) -> Option<Dispute> {
    let real: Vec<&&Deed> = deeds.iter().filter(|d| !d.unreal).collect();
    let (mut yes, mut no) = (BTreeSet::new(), BTreeSet::new());
    for (x, a) in
        real.iter().enumerate().filter(|(_, d)| !d.negated && d.stage != Some(super::deeds::Stage::Planned))
    {
        for (y, b) in real.iter().enumerate().filter(|(_, d)| d.negated) {
            let counted = a.numbers.is_empty() || b.numbers.is_empty() || !a.numbers.is_disjoint(&b.numbers);
            if counted
                && a.other_time == b.other_time
                && a.told
                && disagree(a, b, voices)
                && one_event(a, b, telling)
                && fully(a, b)
            {
                yes.insert(x);
                no.insert(y);
            }
        }
    }
    let first = real[*yes.first()?];
    let label = format!("not {}", first.word);
    let sides = vec![
        side(&first.word, yes.iter().map(|&n| &real[n].place)),
        side(&label, no.iter().map(|&n| &real[n].place)),
    ];
    let why = voices.against(&sides);
    Some(dispute(DisputeKind::Assertion, Nature::Contradiction, why, sides))
}

/// Whether two voices speak: one source, read in two articles, does not contradict itself.
fn disagree(a: &Deed, b: &Deed, voices: &Voices) -> bool {
    match (&a.place.source, &b.place.source) {
        (Some(x), Some(y)) => !voices.one(x, y),
        _ => a.article != b.article,
    }
}

/// Whether what is denied is what is said: most of what the shorter of two clauses holds stands in the other, or both name
/// the same doer and the same thing done to.
fn fully(a: &Deed, b: &Deed) -> bool {
    let shared = a.terms.intersection(&b.terms).count();
    let both = !a.who.is_disjoint(&b.who) && !a.whom.is_disjoint(&b.whom);
    both || shared >= 2 && 2 * shared >= a.terms.len().min(b.terms.len())
}

/// Accusations of a party, and that party's denials: what both name meets, or what is denied names no deed.
fn accusations(story: &Story, deeds: &[Deed], telling: &Telling, voices: &Voices) -> Vec<Dispute> {
    let of = |verbs: &'static [&'static str]| {
        deeds.iter().filter(move |d| verbs.contains(&d.lemma.as_str()) && !d.negated && !d.unreal)
    };
    let mut parties: Vec<(BTreeSet<String>, Vec<&Deed>, Vec<&Deed>)> = Vec::new();
    for denial in of(&lexicon::DENYING_VERBS) {
        let generic = denial
            .whom
            .iter()
            .any(|w| lexicon::NOUNS_OF_A_CHARGE.iter().any(|c| crate::group::terms::stem(c) == *w));
        let party: BTreeSet<String> = denial.who.iter().cloned().collect();
        for charge in of(ACCUSING) {
            let accused = charge.whom.intersection(&party).next().is_some();
            let topic =
                charge.terms.intersection(&denial.terms).any(|t| telling.tells(t) && !party.contains(t));
            let own = charge.who.intersection(&party).next().is_some();
            if !accused || own || !(generic || topic) {
                continue;
            }
            match parties.iter_mut().find(|(p, ..)| !p.is_disjoint(&party)) {
                Some((_, charges, denials)) => {
                    charges.push(charge);
                    denials.push(denial);
                }
                None => parties.push((party.clone(), vec![charge], vec![denial])),
            }
        }
    }
    let name = |deed: &Deed| {
        let span = deed.place.passage.span;
        let statement = story.report(&deed.place.passage.article)?.statements.iter().find(|s| {
            s.cue.iter().any(|c| c.overlap(span) > 0 || c.start + 40 > span.start && c.start < span.end)
        });
        statement.and_then(|s| voices.source(s.source.as_ref()?)).map(|s| s.name.clone())
    };
    parties
        .into_iter()
        .map(|(party, charges, denials)| {
            let who = denials.iter().find_map(|d| name(d));
            let who = who.unwrap_or_else(|| party.into_iter().collect::<Vec<_>>().join(" "));
            let sides = vec![
                side("accused", charges.iter().map(|d| &d.place)),
                side("denied", denials.iter().map(|d| &d.place)),
            ];
            let by = charges.iter().find_map(|d| name(d)).unwrap_or_else(|| voices.of(&sides[0]));
            let why = format!("On the word of {by} it is an accusation, which is denied on that of {who}.");
            dispute(DisputeKind::Assertion, Nature::Contradiction, why, sides)
        })
        .collect()
}
