//! Agencies: the news agencies that a dateline, a byline or a credit line names.

use super::{Block, BlockKind};
use crate::lexicon;
use regex::Regex;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

struct Agencies {
    /// From each form to the name that stands for it.
    names: FxHashMap<&'static str, &'static str>,
    /// Any form, the longest first: "Associated Press of Pakistan" before "Associated Press".
    form: Regex,
}

static AGENCIES: LazyLock<Agencies> = LazyLock::new(|| {
    let names: FxHashMap<_, _> = lexicon::agencies().collect();
    let mut forms: Vec<&str> = names.keys().copied().collect();
    forms.sort_by_key(|form| (std::cmp::Reverse(form.len()), *form));
    let forms: Vec<String> = forms.into_iter().map(regex::escape).collect();
    let form = format!(r"\b(?:{})(?:\b|$)", forms.join("|"));
    Agencies { names, form: Regex::new(&form).expect("the pattern is made of escaped names") }
});

/// "agencies", "wire services": some agency, unnamed.
static UNNAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:agencies|agency reports?|wire (?:services?|reports?)|news services?)\b")
        .expect("the pattern is fixed")
});

/// The agencies that the datelines, credit lines and the author's name give, in the order in which they are named; one
/// "Agencies" where these only say that there are some.
pub(super) fn find(text: &str, blocks: &[Block], author: Option<&str>) -> Vec<String> {
    let lines = blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Dateline | BlockKind::Credit))
        .map(|block| &text[block.bytes])
        .chain(author);
    let mut agencies: Vec<String> = Vec::new();
    let mut unnamed = false;
    for line in lines {
        for form in AGENCIES.form.find_iter(line) {
            let name = AGENCIES.names[form.as_str()];
            if !agencies.iter().any(|a| a == name) {
                agencies.push(name.to_owned());
            }
        }
        unnamed |= UNNAMED.is_match(line);
    }
    if unnamed && agencies.is_empty() {
        agencies.push("Agencies".to_owned());
    }
    agencies
}

/// Whether a line holds names of agencies and nothing else: "Reuters", "(AP)", "AFP/dpa", "Halvik Post with AP".
pub(super) fn is_all(line: &str) -> bool {
    let rest = AGENCIES.form.replace_all(line, "");
    rest.len() < line.len()
        && rest
            .split(|c: char| !c.is_alphanumeric())
            .all(|word| matches!(word, "" | "and" | "The" | "the" | "with"))
}
