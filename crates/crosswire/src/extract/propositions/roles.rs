//! Who takes what part in an event, by syntax.
//!
//! The subject of an active verb is who; its object, and the subject of a passive, is whom; of a noun of action “by” leads to
//! who and “of” to whom; other prepositions lead where the frame says. Pronouns are kept as they stand.

use super::frames::Frames;
use super::predicates::{Kind, Predicate};
use crate::annotate::tree::Tree;
use crosswire_model::Role;
use std::ops::Range;

/// The frame of an event, and the words of those who take part, in order of place, as bytes.
pub(super) fn roles<'f>(
    tree: &Tree,
    predicate: &Predicate,
    frames: &'f Frames,
) -> (Option<&'f str>, Vec<(Role, Range<usize>)>) {
    let known = frames.of(&predicate.key);
    let frame = known.map(|(name, _)| name);
    let undergoes = known.is_some_and(|(_, undergoes)| undergoes);
    let doer = if undergoes { Role::Whom } else { Role::Who };
    let mut found: Vec<(Role, Range<usize>)> = Vec::new();
    // Of "launched an attack" the verb has the subject, the noun the rest.
    let bearers = std::iter::once(predicate.word).chain(predicate.light.iter().copied());
    for bearer in bearers {
        for child in tree.children(bearer).filter(|c| !predicate.words.contains(c)) {
            let led = tree.child(child, &["case"]).map(|c| tree.lower(c).to_owned());
            let role = match (tree.relation(child), led.as_deref()) {
                ("nsubj", _) => Some(doer),
                ("nsubj:pass", _) | ("obj", _) if bearer == predicate.word => Some(Role::Whom),
                ("obl:agent", _) => Some(Role::Who),
                ("nmod:poss", _) if predicate.kind == Kind::Noun => Some(doer),
                ("nmod", Some("of")) if predicate.kind == Kind::Noun => Some(Role::Whom),
                ("nmod", Some("by")) if predicate.kind == Kind::Noun => Some(Role::Who),
                ("obl" | "nmod", Some(word)) => frames.lead(frame, word),
                ("obl:tmod" | "obl:unmarked" | "nmod:tmod", _) => None,
                _ => None,
            };
            let Some(role) = role else { continue };
            let words = tree.subtree(child, |c| tree.is(c, &["acl", "case", "punct", "appos", "conj", "cc"]));
            if let Some(run) =
                tree.runs(&words).into_iter().max_by_key(|r| (r.len(), std::cmp::Reverse(r.start)))
            {
                found.push((role, tree.bytes(&run)));
            }
        }
    }
    found.sort_by_key(|(role, bytes)| (bytes.start, *role));
    found.dedup();
    (frame, found)
}
