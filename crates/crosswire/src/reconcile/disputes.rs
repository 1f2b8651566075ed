//! What cannot all be so, or differs in a way that an editor must know.
//!
//! In reading order: `passages` (what the claims' passages say), `mentions` (the events in them, laid out to be compared),
//! `speakers` (on whose word a side rests), a file for each rule of [`RULES`], then `merge` (one disagreement, told once, and
//! the order). Each rule asks first whether both passages speak of one thing: a list full of false alarms is not read. Each
//! has cases of its own, in `cases/disputes` under the rule's name.

mod passages;
mod mentions;
mod speakers;
mod figures;
mod zero_tolls;
mod status;
mod time_and_place;
mod opposites;
mod contradictions;
mod absence;
mod denial;
mod rebuttals;
mod accusations;
mod causes;
mod parts;
mod attribution;
mod wording;
mod merge;

use crate::group::alignment::Part;
use crate::group::claims::Claim;
use crate::hash;
use crate::story::Story;
use crate::text::one_line;
use crosswire_model::{Dispute, DisputeId, DisputeKind, Nature, Passage, Side};
use mentions::{Mention, Telling};
use passages::{Held, Place, Said};
use rayon::prelude::*;
use speakers::Speakers;
use std::collections::BTreeSet;

/// Two passages that are alike in all but one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtOdds {
    /// The two passages.
    pub passages: [Passage; 2],
    /// In what they differ.
    pub part: Part,
}

/// What every rule reads.
struct Input<'a> {
    story: &'a Story,
    /// Passages that differ in one part.
    odds: &'a [AtOdds],
    /// The passages of claims, by article.
    held: Held<'a>,
    /// What those passages say, word by word.
    said: Vec<Said>,
    /// The events that verbs and states name.
    mentions: Vec<Mention>,
    /// Which terms tell one event from another.
    telling: Telling,
    speakers: Speakers<'a>,
}

impl Input<'_> {
    /// The words of a passage, in one line.
    fn words(&self, place: &Place) -> Option<String> {
        let article = &self.story.report(&place.passage.article)?.article;
        Some(one_line(article.text(article.bytes(place.passage.span))))
    }
}

/// One kind of disagreement: the name of its file and of its cases in `cases/disputes`, and how it is found.
type Rule = (&'static str, fn(&Input) -> Vec<Dispute>);

/// The rules. Where two find one disagreement, the first one's words are kept: those come first that say most plainly what is
/// at stake.
const RULES: &[Rule] = &[
    ("figures", figures::find),
    ("zero_tolls", zero_tolls::find),
    ("status", status::find),
    ("time_and_place", time_and_place::find),
    ("opposites", opposites::find),
    ("contradictions", contradictions::find),
    ("absence", absence::find),
    ("denial", denial::find),
    ("rebuttals", rebuttals::find),
    ("accusations", accusations::find),
    ("causes", causes::find),
    ("parts", parts::find),
    ("attribution", attribution::find),
    ("wording", wording::find),
];

/// Finds the disputes of a story, each side with those on whose word it rests.
///
/// Contradictions come first, and those that most articles have a part in.
///
/// `odds` are passages, by article and place, that the comparer has found at odds, and in what.
pub fn find(claims: &[Claim], odds: &[AtOdds], story: &Story) -> Vec<Dispute> {
    let held = Held::new(claims);
    let (said, mentions) = rayon::join(|| passages::all(claims, story), || mentions::all(&held, story));
    let telling = Telling::new(&mentions);
    let input = Input { story, odds, held, said, mentions, telling, speakers: Speakers { story } };
    let mut disputes = merge::merge(RULES.par_iter().flat_map_iter(|(_, find)| find(&input)).collect());
    for dispute in &mut disputes {
        dispute.id = id(dispute);
    }
    disputes
}

fn id(dispute: &Dispute) -> DisputeId {
    let passage = |p: &Passage| format!("{}:{}:{}", p.article, p.span.start, p.span.end);
    let passages = dispute.sides.iter().flat_map(|s| &s.evidence).map(passage);
    let parts: Vec<String> = std::iter::once(format!("{:?}", dispute.kind)).chain(passages).collect();
    DisputeId(hash::id('d', &parts.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// A dispute that has no name yet.
fn dispute(kind: DisputeKind, nature: Nature, why: String, sides: Vec<Side>) -> Dispute {
    Dispute { id: DisputeId(String::new()), kind, sides, why, nature, resolution: None }
}

/// A side that some passages hold. Each passage comes once, in the order of articles and place.
fn side<'a>(label: &str, places: impl Iterator<Item = &'a Place>) -> Side {
    let (mut claims, mut evidence, mut sources) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for place in places {
        claims.extend(place.claims.iter().cloned());
        evidence.insert(place.passage.clone());
        sources.extend(place.source.clone());
    }
    Side {
        label: label.to_owned(),
        claims: claims.into_iter().collect(),
        evidence: evidence.into_iter().collect(),
        sources: sources.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use std::path::Path;

    #[test]
    fn every_rule_has_cases() {
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/disputes");
        let missing: Vec<_> = RULES
            .iter()
            .map(|(name, _)| *name)
            .filter(|n| !cases.join(format!("{n}.md")).is_file())
            .collect();
        assert!(missing.is_empty(), "no cases/disputes/NAME.md for {missing:?}");
    }
}
