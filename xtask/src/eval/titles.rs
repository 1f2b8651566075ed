//! How many titles of claims are whole sentences.
//!
//! Counted are the claims of two or more articles. A title is whole if, without the brackets around what was added, the language
//! layer finds one sentence in it that begins with a capital or a number, has a predicate with a tense and a subject, and ends in a
//! full stop, a question mark or an exclamation mark, quotation marks apart.

use super::floors::Floors;
use crate::Result;
use crosswire::Model;
use crosswire_lang::{Document, Word};
use crosswire_model::{Claim, Support};
use std::path::PathBuf;

/// Counts the whole titles of these stories, or of the project's and the shared ones. `misses` names the others; `all` prints
/// every title.
pub(crate) fn run(folders: &[PathBuf], misses: bool, all: bool, floors: &Floors) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let mut failed = Vec::new();
    for (name, stories) in super::stories::sets("titles", folders) {
        let (mut whole, mut total) = (0, 0);
        for folder in stories {
            let gold = super::stories::gold(&folder)?;
            let ledger = super::stories::ledger(&model, &folder, &gold.story)?;
            for claim in ledger.claims.iter().filter(|c| c.support != Support::Single) {
                let is_whole = is_whole(&model, claim);
                total += 1;
                whole += usize::from(is_whole);
                if all || misses && !is_whole {
                    println!("{} {}", if is_whole { "+" } else { "-" }, claim.title);
                }
            }
        }
        let share = whole as f64 / (total as f64).max(1.0);
        println!("titles {name:8} {share:.3}  ({whole}/{total})");
        failed.extend(floors.apply(&format!("titles {name}"), &[("whole", share)]).err());
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

fn is_whole(model: &Model, claim: &Claim) -> bool {
    let title: String = claim.title.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let marks = ['“', '”', '"', '‘', '’', '\'', '(', ')'];
    let bare = title.trim_matches(marks);
    let begins = bare.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "$€£".contains(c));
    let ends = bare.ends_with(['.', '?', '!', '…']);
    let read = model.annotate(&title);
    begins && ends && read.sentences.len() == 1 && has_clause(&read)
}

/// Whether the root of a sentence has a tense and a subject.
fn has_clause(read: &Document) -> bool {
    let words = &read.words;
    let finite = |w: &Word| matches!(w.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
    let Some(root) = words.iter().position(|w| w.head.is_none()) else { return false };
    let children = || words.iter().filter(|w| w.head == Some(root));
    let tense =
        finite(&words[root]) || children().any(|w| matches!(w.relation.base(), "aux" | "cop") && finite(w));
    let subject = children().any(|w| matches!(w.relation.base(), "nsubj" | "csubj" | "expl"));
    tense && subject
}
