//! How well the passages that the program finds match those of the gold, apart from what they are joined with.
//!
//! The nearest passage of a gold's is the one that shares most of their union. `good`: three quarters of it or more; else `larger`
//! and `smaller`: one holds nine tenths of the other; `split`: two or more lie within it; `none`; `shifted`: all others.

use super::floors::Floors;
use crate::Result;
use crate::score::gold::Gold;
use crosswire::Model;
use crosswire_model::{Ledger, Span};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a passage of the gold meets, in the order in which the table has it.
const KINDS: [&str; 6] = ["good", "larger", "split", "smaller", "shifted", "none"];

/// Prints the table of these stories, or of the project's and the shared ones; `show` prints the passages of that kind.
pub(crate) fn run(folders: &[PathBuf], show: Option<&str>, floors: &Floors) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let mut failed = Vec::new();
    for (name, stories) in super::stories::sets("passages", folders) {
        println!("{:28} {:>6} {}", "", "of", KINDS.map(|k| format!("{k:>8}")).concat());
        let mut all = [0; KINDS.len()];
        for folder in stories {
            let gold = super::stories::gold(&folder)?;
            let ledger = super::stories::ledger(&model, &folder, &gold.story)?;
            let counts = count(&gold, &ledger, show);
            print(&gold.story, &counts);
            all.iter_mut().zip(counts).for_each(|(a, c)| *a += c);
        }
        print(name, &all);
        let good = all[0] as f64 / all.iter().sum::<usize>().max(1) as f64;
        failed.extend(floors.apply(&format!("passages {name}"), &[("good", good)]).err());
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

fn print(name: &str, counts: &[usize; KINDS.len()]) {
    let all: usize = counts.iter().sum();
    let share = |n: &usize| format!("{:8.3}", *n as f64 / all.max(1) as f64);
    println!("passages {name:19} {all:6} {}", counts.iter().map(share).collect::<String>());
}

/// How many of the gold's passages are of each kind.
fn count(gold: &Gold, ledger: &Ledger, show: Option<&str>) -> [usize; KINDS.len()] {
    let paths: BTreeMap<_, _> = ledger.articles.iter().map(|a| (&a.id, super::file_name(&a.path))).collect();
    let mut found: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for evidence in ledger.claims.iter().flat_map(|c| &c.evidence) {
        if let Some(path) = paths.get(&evidence.article) {
            found.entry(path.clone()).or_default().push(evidence.span);
        }
    }
    let mut counts = [0; KINDS.len()];
    for member in gold.claims.iter().flat_map(|c| &c.members) {
        let passages = found.get(&member.article).map_or(&[][..], Vec::as_slice);
        let kind = kind(Span::new(member.span.0, member.span.1), passages);
        counts[kind] += 1;
        if show == Some(KINDS[kind]) {
            println!("  {} {}: {}", gold.story, member.article, member.text.replace('\n', " "));
        }
    }
    counts
}

/// Which kind, as an index of [`KINDS`].
fn kind(gold: Span, passages: &[Span]) -> usize {
    let share = |p: &&Span| {
        let shared = p.overlap(gold);
        shared as f64 / (p.len() + gold.len() - shared).max(1) as f64
    };
    let met =
        || passages.iter().filter(|p| 5 * p.overlap(gold) >= p.len().min(gold.len()) && p.overlap(gold) > 0);
    let Some(nearest) = met().max_by(|a, b| share(a).total_cmp(&share(b))) else { return 5 };
    let shared = nearest.overlap(gold);
    match () {
        () if share(&nearest) >= 0.75 => 0,
        () if 10 * shared >= 9 * gold.len() => 1,
        () if met().filter(|p| 5 * p.overlap(gold) >= 4 * p.len()).count() >= 2 => 2,
        () if 10 * shared >= 9 * nearest.len() => 3,
        () => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_good_larger_split_smaller_shifted_or_missing() {
        let gold = Span::new(100, 200);
        let of = |spans: &[(usize, usize)]| {
            KINDS[kind(gold, &spans.iter().map(|&(a, b)| Span::new(a, b)).collect::<Vec<_>>())]
        };
        assert_eq!(of(&[(100, 190), (0, 300)]), "good");
        assert_eq!(of(&[(80, 260)]), "larger");
        assert_eq!(of(&[(100, 150), (151, 200)]), "split");
        assert_eq!(of(&[(110, 150)]), "smaller");
        assert_eq!(of(&[(60, 160)]), "shifted");
        assert_eq!(of(&[(0, 90)]), "none");
    }
}
