//! How large a crowd was: the police say 12,000, those who called the march 60,000.
//!
//! Every number of five hundred and more that a sentence about taking part holds, or the sentence after it, is taken for a
//! count of the crowd, with its noun or bare; unless it counts police or troops, money, or a share, or is a year. All such
//! counts of one story are set side by side.

use super::{Count, over};
use crate::annotate::WordKind;
use crate::lexicon;
use crate::reconcile::disputes::Input;
use crate::reconcile::disputes::passages::Place;
use crate::story::Report;
use crosswire_model::{Dispute, Figure, Passage};

/// Counts of one crowd lie no further apart.
const FAR: f64 = 12.0;
/// The least number that a crowd is worth counting at.
const LEAST: f64 = 500.0;

pub(super) fn find(input: &Input) -> Vec<Dispute> {
    let story = input.story;
    let mut counts = Vec::new();
    for Report { article, annotation, figures, statements, .. } in &story.reports {
        let mut before = false;
        for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
            let text = article.text(sentence.bytes).to_lowercase();
            let crowd = lexicon::BEGINNINGS_OF_CROWD_WORDS.iter().any(|c| {
                text.split(|x: char| !x.is_alphanumeric()).any(|w| w.starts_with(c))
                    || c.contains(' ') && text.contains(c)
            });
            let (here, speaks) = (crowd || before, article.span(sentence.bytes));
            before = crowd;
            if !here {
                continue;
            }
            for figure in figures.iter().filter(|f| speaks.contains(f.span) && of_crowd(f)) {
                counts.push(Count::of(figure, input));
            }
            for i in sentence.words {
                let word = &annotation.words[i];
                let span = article.span(word.bytes);
                let bare = word.kind == WordKind::Number && !figures.iter().any(|f| f.span.overlap(span) > 0);
                let Some(value) = bare.then(|| number(article.text(word.bytes))).flatten() else { continue };
                let beside = |j: Option<usize>| {
                    j.and_then(|j| annotation.words.get(j))
                        .map_or("", |w| article.text(w.bytes))
                        .to_lowercase()
                };
                let (left, right) = (beside(i.checked_sub(1)), beside(Some(i + 1)));
                // A noun after it that is no figure's is something else: "12,000 kilometres".
                let ends = right.is_empty()
                    || right.chars().all(|c| c.is_ascii_punctuation())
                    || lexicon::WORDS_AFTER_A_CROWD.has(right.as_str());
                if ends && !right.starts_with('%') && left.chars().all(|c| c.is_alphabetic() || c == ',') {
                    let statement = statements.iter().find(|s| s.content.iter().any(|c| c.contains(span)));
                    counts.push(Count {
                        low: value * 0.95,
                        high: value * 1.05,
                        value,
                        text: article.text(word.bytes).to_owned(),
                        place: Place {
                            passage: Passage { article: article.id.clone(), span: speaks },
                            claims: Vec::new(),
                            source: statement.and_then(|s| s.source.clone()),
                        },
                        day: article.published.map(|(d, _)| d.to_string()),
                    });
                }
            }
        }
    }
    counts.retain(|c| c.value >= LEAST);
    over(counts, "took part", false, FAR, input).into_iter().collect()
}

/// Whether a figure counts persons who may be a crowd.
fn of_crowd(figure: &Figure) -> bool {
    let other = &lexicon::PERSONS_OF_NO_CROWD;
    let of = figure.of.as_deref().unwrap_or("").to_lowercase();
    figure.value.get() >= LEAST
        && figure.unit.as_deref() == Some("person")
        && figure.role.as_deref().is_none_or(|r| r == "protesting")
        && figure.part_of.is_none()
        && !figure.cumulative
        && figure.indefinite.is_none()
        && !other.iter().any(|o| of.contains(o))
}

/// The value of a bare number that is no year: "60,000".
fn number(text: &str) -> Option<f64> {
    let plain = !text.contains(',') && text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    if plain { None } else { text.replace(',', "").parse().ok() }
}
