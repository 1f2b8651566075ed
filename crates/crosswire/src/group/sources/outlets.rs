//! The outlets and agencies of a story: those that everyone knows, those that published its articles, and those that the
//! texts call so ("the Skerri news agency", "the outlet PressTV").

use super::roles;
use super::text::{bare, ends_phrase, is_capital, strip_possessive};
use crate::extract::times::calendar;
use crate::lexicon;
use crate::text::Article;
use crosswire_lang::NameKind;
use crosswire_model::SourceKind;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Names of outlets and agencies in lower case, with what they are.
#[derive(Debug, Default)]
pub(super) struct Outlets {
    learned: BTreeMap<String, SourceKind>,
}

impl Outlets {
    /// Reads off an article what it calls an outlet or an agency.
    pub(super) fn learn(&mut self, article: &Article, names: &[crosswire_lang::Name]) {
        if let Some(outlet) = &article.document.outlet {
            self.learned.insert(bare(outlet).to_lowercase(), SourceKind::Outlet);
        }
        let words: Vec<&str> = article.document.text[article.document.body..].split_whitespace().collect();
        let clean = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
        let people: FxHashSet<&str> = names
            .iter()
            .filter(|n| n.kind == NameKind::Person && n.words.len() > 1)
            .flat_map(|n| article.text(n.bytes).split(' '))
            .collect();
        for (i, word) in words.iter().enumerate() {
            // "(via the Harbour Mirror)"
            if *word == "(via" {
                let end = words.len().min(i + 6);
                let close =
                    words[i + 1..end].iter().position(|w| w.contains(')')).map_or(i + 1, |n| i + 2 + n);
                let name = words[i + 1..close].iter().map(|w| clean(w)).collect::<Vec<_>>().join(" ");
                if is_capital(bare(&name)) {
                    self.learned.entry(bare(&name).to_lowercase()).or_insert(SourceKind::Outlet);
                }
            }
            let noun = clean(word).to_lowercase();
            if !lexicon::MEDIA_NOUNS.has(&noun) {
                continue;
            }
            let kind = if noun.starts_with("agenc") { SourceKind::Agency } else { SourceKind::Outlet };
            // "Skerri, the Vestrian news agency": the name stands before the comma.
            let begins = |w: &&str| matches!(w.to_lowercase().as_str(), "the" | "a" | "an");
            let apposed = (i.saturating_sub(4)..i)
                .rfind(|&at| begins(&words[at]))
                .and_then(|at| words.get(at.checked_sub(1)?))
                .filter(|w| w.ends_with(',') && is_capital(w))
                .map(|w| clean(w));
            let nearest = || words[..i].iter().rev().take(3).map(|w| clean(w)).find(|w| is_capital(w));
            let before = apposed.or_else(nearest);
            let after = (!ends_phrase(word) && i + 1 < words.len()).then(|| run(&words[i + 1..]));
            for name in before.into_iter().chain(after) {
                let name = strip_possessive(&name).to_string();
                let lower = name.to_lowercase();
                let common = roles::is_title(&lower)
                    || roles::is_body(&lower)
                    || calendar::is_name(&lower)
                    || lexicon::WORDS_THAT_BEGIN_SENTENCES.has(&lower)
                    || lexicon::country(&name).is_some()
                    || people.contains(name.as_str());
                if !name.is_empty() && !common {
                    self.learned.entry(lower).or_insert(kind);
                }
            }
        }
    }

    /// What a name is an outlet or agency by, and its usual form.
    pub(super) fn media(&self, name: &str) -> Option<(SourceKind, String)> {
        if let Some((agency, usual)) = lexicon::media(name) {
            return Some((if agency { SourceKind::Agency } else { SourceKind::Outlet }, usual.to_string()));
        }
        self.learned.get(&name.to_lowercase()).map(|kind| (*kind, name.to_string()))
    }
}

/// Up to three capitalised words, as far as a mark.
fn run(words: &[&str]) -> String {
    let mut run: Vec<String> = Vec::new();
    for w in words.iter().take(3).take_while(|w| is_capital(w)) {
        let clean = w.trim_matches(|c: char| !c.is_alphanumeric());
        run.push(strip_possessive(clean).to_string());
        if ends_phrase(w) {
            break;
        }
    }
    run.join(" ")
}
