//! Names, read off tags: each kind of name has a tag for its first word, its inner words, its last word, and for the word
//! that is a name alone. The best sequence that these allow is taken (Viterbi).

use super::math::{softmax_at, top};
use crate::document::NameKind;
use std::ops::Range;

/// The kinds, in the order in which the model numbers them.
const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organisation, NameKind::Location, NameKind::Group];

/// How many tags there are: "no name" and four for each kind.
pub(crate) const TAGS: usize = 1 + 4 * KINDS.len();

/// Within a kind: first, inner, last, alone.
const FIRST: usize = 0;
const INNER: usize = 1;
const LAST: usize = 2;
const ALONE: usize = 3;

/// A tag's kind and place; none for "no name".
fn parts(tag: usize) -> Option<(usize, usize)> {
    let tag = tag.checked_sub(1)?;
    Some((tag / 4, tag % 4))
}

/// Whether `next` may stand behind `tag`; a missing one is the sentence's edge.
fn may_follow(tag: Option<usize>, next: Option<usize>) -> bool {
    let open = tag.and_then(parts).filter(|&(_, place)| place == FIRST || place == INNER);
    let goes_on = next.and_then(parts).filter(|&(_, place)| place == INNER || place == LAST);
    match (open, goes_on) {
        (None, None) => true,
        (Some((kind, _)), Some((next, _))) => kind == next,
        _ => false,
    }
}

/// The names of a sentence: words, kind, and the smallest probability of their tags. `scores` are the tags' scores, word by
/// word.
pub(crate) fn read<'s>(scores: impl Iterator<Item = &'s [f32]>) -> Vec<(Range<usize>, NameKind, f32)> {
    let scores: Vec<&[f32]> = scores.collect();
    // Mostly the best tags already are a sequence that is allowed.
    let best: Vec<usize> = scores.iter().map(|s| top(s.iter().copied().enumerate())).collect();
    let edges = |tags: &[usize]| {
        let padded: Vec<_> = [None].into_iter().chain(tags.iter().copied().map(Some)).chain([None]).collect();
        padded.windows(2).all(|w| may_follow(w[0], w[1]))
    };
    let tags = if edges(&best) { best } else { sequence(&scores) };
    let mut names = Vec::new();
    let mut first = 0;
    for (i, &tag) in tags.iter().enumerate() {
        match parts(tag) {
            Some((_, FIRST)) => first = i,
            Some((kind, place)) if place == LAST || place == ALONE => {
                let words = if place == ALONE { i } else { first }..i + 1;
                let sure = words.clone().map(|w| softmax_at(scores[w], tags[w])).fold(1.0, f32::min);
                names.push((words, KINDS[kind], sure));
            }
            _ => {}
        }
    }
    names
}

/// The probability that a word goes on with the name of the word before it.
pub(crate) fn within(scores: &[f32]) -> f32 {
    let goes_on = |tag: &usize| parts(*tag).is_some_and(|(_, place)| place == INNER || place == LAST);
    (0..TAGS).filter(goes_on).map(|tag| softmax_at(scores, tag)).sum()
}

/// The best sequence that is allowed.
fn sequence(scores: &[&[f32]]) -> Vec<usize> {
    let Some(first) = scores.first() else { return Vec::new() };
    let blocked = |tag, next, score| if may_follow(tag, next) { score } else { f32::MIN / 2.0 };
    let mut sums: Vec<f32> = (0..TAGS).map(|t| blocked(None, Some(t), first[t])).collect();
    let mut back: Vec<[usize; TAGS]> = Vec::with_capacity(scores.len());
    for score in &scores[1..] {
        let from: [usize; TAGS] =
            std::array::from_fn(|t| top((0..TAGS).map(|b| (b, blocked(Some(b), Some(t), sums[b])))));
        let allowed = |b: usize, t: usize| blocked(Some(b), Some(t), sums[b] + score[t]);
        sums = (0..TAGS).map(|t| allowed(from[t], t)).collect();
        back.push(from);
    }
    let mut tag = top(sums.iter().enumerate().map(|(t, &sum)| (t, blocked(Some(t), None, sum))));
    let mut tags = vec![tag];
    for from in back.iter().rev() {
        tag = from[tag];
        tags.push(tag);
    }
    tags.reverse();
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of words whose tags score 1 for the digit given and 0 otherwise, with a second best of 0.5.
    fn found(tags: &[(usize, usize)]) -> Vec<(Range<usize>, NameKind)> {
        let scores: Vec<Vec<f32>> = tags
            .iter()
            .map(|&(best, second)| {
                let mut row = vec![0.0; TAGS];
                row[second] = 0.5;
                row[best] = 1.0;
                row
            })
            .collect();
        read(scores.iter().map(Vec::as_slice)).into_iter().map(|(words, kind, _)| (words, kind)).collect()
    }

    #[test]
    fn names_are_read_off_tags() {
        assert_eq!(
            found(&[(0, 0), (1, 0), (2, 0), (3, 0), (8, 0)]),
            [(1..4, NameKind::Person), (4..5, NameKind::Organisation)]
        );
    }

    #[test]
    fn what_is_not_allowed_is_mended() {
        // First without last, then last: the second best of the middle word closes the gap.
        assert_eq!(found(&[(1, 0), (0, 2), (3, 0)]), [(0..3, NameKind::Person)]);
        assert_eq!(found(&[(3, 4)]), [(0..1, NameKind::Person)]);
        assert_eq!(found(&[]), []);
    }
}
