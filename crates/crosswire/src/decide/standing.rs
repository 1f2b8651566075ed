//! Which decisions stand: those that no later decision that stands withdraws.

use crate::hash;
use crosswire_model::{Decision, DecisionId, Ruling};
use std::collections::BTreeSet;

/// A name for a decision, made of all that it says; two that say the same have one name.
pub fn name(decision: &Decision) -> DecisionId {
    let said = Decision { id: DecisionId(String::new()), ..decision.clone() };
    // What it is made of can always be written as JSON.
    DecisionId(hash::id('k', &[&serde_json::to_string(&said).unwrap_or_default()]))
}

/// The decisions in order of time, each once, with whether it stands. Those without a name get one.
pub(super) fn standing(mut decisions: Vec<Decision>) -> Vec<(Decision, bool)> {
    for decision in decisions.iter_mut().filter(|d| d.id.0.is_empty()) {
        decision.id = name(decision);
    }
    decisions.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let mut seen = BTreeSet::new();
    decisions.retain(|d| seen.insert(d.id.clone()));
    // From the last back: what withdraws may have been withdrawn itself.
    let mut withdrawn: BTreeSet<DecisionId> = BTreeSet::new();
    let mut stands = vec![true; decisions.len()];
    for (decision, stands) in decisions.iter().zip(&mut stands).rev() {
        *stands = !withdrawn.contains(&decision.id);
        if let Ruling::Withdraw { withdrawn: of } = &decision.ruling
            && *stands
        {
            withdrawn.insert(of.clone());
        }
    }
    decisions.into_iter().zip(stands).collect()
}
