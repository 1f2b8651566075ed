//! Strangers: articles that have nothing in common with the others of their story, as where a file of another story lies
//! among them.
//!
//! Two articles are compared by the words that are rare in news at large, weighed by how rare they are and how often the
//! article has them. One story's articles share its names, places and things. An article is a stranger if it is like none
//! of the others. That some passage of it was joined to one of theirs excuses nothing: in half of the pairs of a story and
//! an article of another one there is such a passage ("police said nobody was hurt").
//!
//! Example: a report of a strike among five reports of a ferry aground. Where it fails: two articles of another story,
//! which have each other; an article of a few lines, which is never called a stranger; another story of the same people.

use super::terms::{self, Vector};
use crate::Warning;
use crate::annotate::WordKind;
use crate::story::{Report, Story};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The least cosine of two articles of one story. Of thirteen real stories and five invented ones the lowest is 0.24.
const ALIKE: f64 = 0.2;
/// Words that are less rare than this say nothing of what an article is about.
const RARE: f64 = 2.0;
/// A word that no other news has would else decide alone; weights are no higher than this.
const CAP: f64 = 7.0;
/// The fewest rare words by which an article can be judged.
const FEWEST: usize = 15;

/// A warning for each stranger, in the order of path.
pub(crate) fn find(story: &Story) -> Vec<Warning> {
    if story.reports.len() < 2 {
        return Vec::new();
    }
    let mut numbers = FxHashMap::default();
    let words: Vec<Vector> = story.reports.iter().map(|r| rare_words(r, &mut numbers)).collect();
    let strange = |n: usize| {
        let report = &story.reports[n];
        let others = || words.iter().enumerate().filter(|&(m, _)| m != n);
        // One in another language has a warning of its own.
        report.article.language.as_deref().is_none_or(|language| language == "en")
            && words[n].0.len() >= FEWEST
            && !others().any(|(_, other)| words[n].cosine(other).0 >= ALIKE)
    };
    let strangers = (0..words.len()).into_par_iter().filter(|&n| strange(n));
    strangers.collect::<Vec<_>>().into_iter().map(|n| warning(&story.reports[n])).collect()
}

fn warning(report: &Report) -> Warning {
    Warning {
        path: report.article.document.path.clone(),
        reason: "has nothing in common with the other articles but common words; leave it out if it is of another \
                 story"
            .into(),
        skipped: false,
    }
}

/// The rare words of an article, its title's included. `numbers` names each word of the story.
fn rare_words(report: &Report, numbers: &mut FxHashMap<String, u32>) -> Vector {
    let article = &report.article;
    let words = report.annotation.words.iter().filter(|w| w.kind == WordKind::Word);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in words.map(|w| article.text(w.bytes)).chain(title(article.document.title.as_deref())) {
        let term = terms::term(&word.to_lowercase(), WordKind::Word).filter(|t| t.chars().count() > 2);
        if let Some(term) = term.filter(|t| terms::rarity(t) >= RARE) {
            *counts.entry(term).or_default() += 1;
        }
    }
    let weighted = counts.into_iter().map(|(term, count)| {
        let weight = terms::rarity(&term).min(CAP) * (1.0 + (count as f64).ln());
        let next = numbers.len() as u32;
        (*numbers.entry(term).or_insert(next), weight)
    });
    Vector::new(weighted.collect())
}

/// The words of a title.
fn title(title: Option<&str>) -> impl Iterator<Item = &str> {
    title.unwrap_or_default().split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::{Document, Model, brief};

    const FERRY: [&str; 3] = [
        "The ferry Maren ran aground off Halvik at dawn with 84 passengers aboard, the harbour master, Runa Askvik, \
         said. Two tugboats pulled at the hull while lifeboats carried the passengers ashore to the Skerri pier.",
        "Lifeboats landed all passengers of the stranded ferry Maren at the Skerri pier on Tuesday. The hull is \
         scratched but tight, said Runa Askvik, who heads the harbour of Halvik. A tugboat waits for the tide.",
        "Divers will look at the hull of the Maren once the tide is out, the harbour office of Halvik announced. \
         The ferry had struck a reef off Skerri. Its passengers spent the night in a school near the pier.",
    ];
    const STRIKE: &str = "Bakers at the Ondal mill laid down their aprons on Monday in a quarrel over night shifts. \
         The union asks for a bonus of nine per cent; the owner, Tor Brekkan, calls that a fantasy. Loaves from the \
         neighbouring valley are sold meanwhile, at twice the usual price, in front of shuttered bakeries.";

    /// The paths that are named as strangers among articles with these texts.
    fn strangers(texts: &[&str]) -> Vec<String> {
        let document = |(n, text): (usize, &&str)| Document::from_text(format!("{n}.txt"), *text);
        let documents = texts.iter().enumerate().map(document).collect();
        let made = brief(&Model::builtin().expect("the model is sound"), documents, Vec::new());
        let ledger = made.value.ledger.warnings;
        let warned: Vec<String> = made.warnings.into_iter().map(|w| w.path).collect();
        assert_eq!(
            ledger.into_iter().map(|w| w.path).collect::<Vec<_>>(),
            warned,
            "the ledger names them too"
        );
        warned
    }

    #[test]
    fn an_article_of_another_story_is_named() {
        assert_eq!(strangers(&[FERRY[0], FERRY[1], STRIKE, FERRY[2]]), ["2.txt"]);
        assert_eq!(strangers(&[FERRY[0], STRIKE]), ["0.txt", "1.txt"]);
    }

    #[test]
    fn articles_of_one_story_are_not() {
        assert!(strangers(&FERRY).is_empty());
        assert!(strangers(&FERRY[1..]).is_empty());
        assert!(strangers(&[STRIKE]).is_empty());
    }

    #[test]
    fn a_few_lines_are_too_little_to_tell() {
        assert!(
            strangers(&[FERRY[0], FERRY[1], "Bakers at the Ondal mill laid down their aprons."]).is_empty()
        );
    }
}
