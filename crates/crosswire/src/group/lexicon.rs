//! Names that everyone knows: countries with their adjectives, agencies and outlets.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Each form of a country, in lower case, with the country's name in lower case.
static COUNTRIES: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for line in data(include_str!("../../data/countries.txt")) {
        let name = line.split('|').next().unwrap_or(line);
        for form in line.split('|') {
            map.insert(form.to_lowercase(), name);
        }
    }
    map
});

/// What an agency or outlet is known by.
struct Media {
    names: FxHashMap<String, (bool, &'static str)>,
    nouns: FxHashSet<String>,
    name_words: FxHashSet<String>,
}

static MEDIA: LazyLock<Media> = LazyLock::new(|| {
    let mut media =
        Media { names: FxHashMap::default(), nouns: FxHashSet::default(), name_words: FxHashSet::default() };
    for line in data(include_str!("../../data/outlets.txt")) {
        let Some((kind, forms)) = line.split_once('\t') else { continue };
        let name = forms.split('|').next().unwrap_or(forms);
        for form in forms.split('|') {
            match kind {
                "noun" => drop(media.nouns.insert(form.to_lowercase())),
                "name" => drop(media.name_words.insert(form.to_lowercase())),
                _ => drop(media.names.insert(form.to_lowercase(), (kind == "agency", name))),
            }
        }
    }
    media
});

fn data(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty())
}

/// The country that a word or name stands for: "Iranian", "Tehran" and "Iran" are one.
pub(crate) fn country(form: &str) -> Option<&'static str> {
    COUNTRIES.get(&form.to_lowercase()).copied()
}

/// The usual name of an agency or outlet, and whether it is an agency.
pub(crate) fn media(form: &str) -> Option<(bool, &'static str)> {
    MEDIA.names.get(&form.to_lowercase()).copied()
}

/// Whether a common noun names a kind of outlet or agency: "newspaper", "agency".
pub(crate) fn is_media_noun(lower: &str) -> bool {
    MEDIA.nouns.contains(lower)
}

/// Whether a word ends the names of outlets: "Times", "Gazette".
pub(crate) fn is_media_name_word(word: &str) -> bool {
    MEDIA.name_words.contains(&word.to_lowercase())
}
