//! Nobody, against some: "no one was hurt" in one article, "three people were hurt" in another.
//!
//! A sentence says of a thing that happens to people, as data/events.txt lists them, that it happened to no one; a figure of
//! another article, or of another source, counts those to whom it did. "No reports of injuries" says nothing of the kind.
//!
//! Where it fails: two incidents of one story of which one hurt nobody.

use super::figures::around;
use super::passages::Place;
use super::{Dispute, DisputeKind, Input, dispute, side};
use crate::extract::figures::is_anyone;
use crate::extract::figures::roles::event_at;
use crate::lexicon;
use crate::story::Report;
use crosswire_model::{Figure, Nature, Passage, Qualifier};
use std::collections::BTreeMap;

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let Input { story, held, .. } = input;
    let mut nobody: BTreeMap<&'static str, Vec<Place>> = BTreeMap::new();
    for Report { article, annotation, statements, .. } in &story.reports {
        for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
            let words = &annotation.words[sentence.words];
            let lower: Vec<String> = words.iter().map(|w| article.text(w.bytes).to_lowercase()).collect();
            let word = |i: usize| lower.get(i).map_or("", String::as_str);
            for i in (0..lower.len()).filter(|&i| matches!(word(i), "no" | "nobody" | "none" | "no-one")) {
                let mut at = i + 1;
                while lexicon::WORDS_BETWEEN_NO_AND_A_FATE.has(word(at)) {
                    at += 1;
                }
                if lower.iter().any(|w| w == "longer") {
                    continue;
                }
                let Some(event) = event_at(word, at).filter(|e| e.grows && e.name != "shot" && at < i + 7)
                else {
                    continue;
                };
                let span = article.span(sentence.bytes);
                let here = article.span(words[at].bytes);
                let said = statements.iter().filter(|s| s.content.iter().any(|c| c.contains(here)));
                let source = said.min_by_key(|s| s.content.iter().map(|c| c.len()).sum::<usize>());
                nobody.entry(event.name).or_default().push(Place {
                    passage: Passage { article: article.id.clone(), span },
                    claims: held.claims(&article.id, |e| e.span.contains(here)),
                    source: source.and_then(|s| s.source.clone()),
                });
            }
        }
    }
    nobody.into_iter().filter_map(|(event, none)| of(event, &none, input)).collect()
}

fn of(event: &str, none: &[Place], input: &Input) -> Option<Dispute> {
    let Input { story, speakers, .. } = input;
    let counts = |f: &&Figure| {
        f.role.as_deref() == Some(event)
            && f.unit.as_deref() == Some("person")
            && !f.cumulative
            && f.value.get() >= 1.0
            && !matches!(f.qualifier, Qualifier::AtMost)
            && f.of
                .iter()
                .flat_map(|of| of.split_whitespace())
                .all(|w| is_anyone(&w.to_lowercase()) || !w.starts_with(char::is_uppercase))
    };
    let some: Vec<Place> = story.figures().filter(counts).map(|f| around(f, input)).collect();
    // An article that counts some and says that there were none speaks of two incidents, unless two speakers do.
    let free = |p: &Place, others: &[Place]| {
        others.iter().all(|o| o.passage.article != p.passage.article || speakers.apart(o, p))
    };
    let none: Vec<&Place> = none.iter().filter(|p| free(p, &some)).collect();
    let some: Vec<&Place> = some.iter().filter(|p| none.iter().all(|n| speakers.apart(n, p))).collect();
    if none.is_empty() || some.is_empty() {
        return None;
    }
    let sides = vec![
        side(&format!("nobody {event}"), none.into_iter()),
        side(&format!("some {event}"), some.into_iter()),
    ];
    let why = speakers.against(&sides);
    Some(dispute(DisputeKind::Figure, Nature::Contradiction, why, sides))
}
