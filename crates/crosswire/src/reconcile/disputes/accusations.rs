//! Accused and denied: "accused the owner of neglect", "the owner denied any wrongdoing".
//!
//! One passage lays something at a party's door, another says that the party denies; what both name meets, or the denial names
//! no event but "wrongdoing", "the charges".
//!
//! Where it fails: a party that is named by two words ("the owner", "the firm"); two charges against one party.

use super::mentions::Mention;
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::lexicon;
use crosswire_model::{Nature, Span};
use std::collections::BTreeSet;

/// Verbs that lay something at a party's door.
const ACCUSING: &[&str] = &["accuse", "blame", "allege", "fault"];

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let Input { story, mentions, telling, speakers, .. } = input;
    let of = |verbs: &'static [&'static str]| {
        mentions.iter().filter(move |d| verbs.contains(&d.lemma.as_str()) && !d.negated && !d.is_open())
    };
    let accusing: Vec<&Mention> = of(ACCUSING).collect();
    let mut parties: Vec<(BTreeSet<String>, Vec<&Mention>, Vec<&Mention>)> = Vec::new();
    for denial in of(&lexicon::DENYING_VERBS) {
        let generic = denial
            .patients
            .iter()
            .any(|w| lexicon::NOUNS_OF_A_CHARGE.iter().any(|c| crate::group::terms::stem(c) == *w));
        let party: BTreeSet<String> = denial.agents.iter().cloned().collect();
        for &charge in &accusing {
            let accused = charge.patients.intersection(&party).next().is_some();
            let topic =
                charge.terms.intersection(&denial.terms).any(|t| telling.tells(t) && !party.contains(t));
            let own = charge.agents.intersection(&party).next().is_some();
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
    let name = |mention: &Mention| {
        let span = mention.place.passage.span;
        let report = &story.reports[mention.article];
        let near = |c: &Span| c.overlap(span) > 0 || c.start + 40 > span.start && c.start < span.end;
        let statement = report.statements.iter().find(|s| s.cue.iter().any(near));
        statement.and_then(|s| story.source(s.source.as_ref()?)).map(|s| s.name.clone())
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
            let by = charges.iter().find_map(|d| name(d)).unwrap_or_else(|| speakers.of(&sides[0]));
            let why = format!("On the word of {by} it is an accusation, which is denied on that of {who}.");
            dispute(DisputeKind::Assertion, Nature::Contradiction, why, sides)
        })
        .collect()
}
