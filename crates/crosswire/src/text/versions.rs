//! Versions: texts that stood at one address, one after another, or as a page, for print and for phones.

use super::Document;
use crate::lexicon;
use crate::warned::Warning;
use crosswire_model::Version;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Runs of this many words tell whether two texts are versions of one.
const RUN: usize = 4;

/// The share of the runs of the shorter text that stand in the other, at least.
const ALIKE: f64 = 0.3;

/// Texts at one address, at most, of which some may be versions: an address with more is that of a whole site or section.
const MOST: usize = 40;

/// Keeps of each article the last version, with the others named beside it: the one published last, else the longest. Texts at one
/// address that have little in common are articles each.
///
/// `documents` are in order; the order of those kept is that of `documents`.
pub(super) fn last_of_each(documents: Vec<Document>) -> (Vec<(Document, Vec<Version>)>, Vec<Warning>) {
    let mut by_address: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, document) in documents.iter().enumerate() {
        if let Some(address) = document.url.as_deref().and_then(address) {
            by_address.entry(address).or_default().push(n);
        }
    }
    let mut last_of: Vec<usize> = (0..documents.len()).collect();
    for mut versions in by_address.into_values().filter(|all| (2..=MOST).contains(&all.len())) {
        let runs: BTreeMap<usize, FxHashSet<Vec<String>>> =
            versions.iter().map(|&n| (n, runs(&documents[n]))).collect();
        let age = |n: usize| (documents[n].published.map(|p| p.0), body(&documents[n]).len());
        versions.sort_by_key(|&n| std::cmp::Reverse((age(n), std::cmp::Reverse(n))));
        let mut kept: Vec<usize> = Vec::new();
        for n in versions {
            match kept.iter().find(|last| alike(&runs[*last], &runs[&n])) {
                Some(&last) => last_of[n] = last,
                None => kept.push(n),
            }
        }
    }
    let mut versions: BTreeMap<usize, Vec<Version>> = BTreeMap::new();
    let mut warnings = Vec::new();
    for (n, &last) in last_of.iter().enumerate().filter(|(n, last)| n != *last) {
        let document = &documents[n];
        warnings.push(Warning {
            path: document.path.clone(),
            reason: format!("another version of {}, which was read in its place", documents[last].path),
            skipped: false,
        });
        versions.entry(last).or_default().push(Version {
            path: document.path.clone(),
            sha256: document.sha256.clone(),
            title: document.title.clone(),
            url: document.url.clone(),
            published: document.published.map(|p| p.0),
        });
    }
    let kept = documents.into_iter().enumerate().filter(|(n, _)| last_of[*n] == *n);
    (kept.map(|(n, document)| (document, versions.remove(&n).unwrap_or_default())).collect(), warnings)
}

fn body(document: &Document) -> &str {
    &document.text[document.body..]
}

/// The runs of words of a text, in small letters.
fn runs(document: &Document) -> FxHashSet<Vec<String>> {
    let words: Vec<String> = body(document)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.windows(RUN.min(words.len().max(1))).map(<[String]>::to_vec).collect()
}

/// Whether two texts have much in common, by their runs of words.
fn alike(a: &FxHashSet<Vec<String>>, b: &FxHashSet<Vec<String>>) -> bool {
    let shared = a.intersection(b).count();
    shared > 0 && shared as f64 >= a.len().min(b.len()) as f64 * ALIKE
}

/// An address without what says how an article is shown, or whence one came; none where it names no article.
fn address(url: &str) -> Option<String> {
    let (_, rest) = url.trim().split_once("://")?;
    let rest = rest.split('#').next()?;
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_lowercase();
    let host =
        ["www.", "m.", "amp.", "mobile."].iter().find_map(|shown| host.strip_prefix(shown)).unwrap_or(&host);
    let is_shown = |part: &str| matches!(part, "" | "amp" | "print" | "amp.html" | "index.html" | "m");
    let mut path: Vec<&str> = path.split('/').collect();
    while path.last().is_some_and(|part| is_shown(part)) {
        path.pop();
    }
    while path.first().is_some_and(|part| is_shown(part)) {
        path.remove(0);
    }
    let path = path.join("/");
    let path = [".amp.html", ".amp", ".print.html", ".print"]
        .iter()
        .find_map(|shown| path.strip_suffix(shown))
        .unwrap_or(&path);
    let tells = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default().to_lowercase();
        !name.is_empty() && !name.starts_with("utm_") && !lexicon::QUERY_PARTS_OF_NO_ACCOUNT.has(&name)
    };
    let query: Vec<&str> = query.split('&').filter(tells).collect();
    // The address of a whole site is that of many articles.
    (!path.is_empty() || !query.is_empty()).then(|| format!("{host}/{path}?{}", query.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswire_model::Basis;

    #[test]
    fn one_article_has_many_addresses() {
        let one = address("https://www.post.example/2031/a");
        for url in [
            "http://post.example/2031/a/",
            "https://amp.post.example/2031/a?utm_source=x&fbclid=y",
            "https://post.example/amp/2031/a",
            "https://m.post.example/2031/a/amp#top",
            "https://post.example/2031/a.amp?outputType=amp",
            "https://post.example/2031/a/print?print=true",
        ] {
            assert_eq!(address(url), one, "{url}");
        }
        assert_ne!(address("https://post.example/2031/b"), one);
        assert_ne!(address("https://post.example/2031/a?id=2"), one);
        assert_eq!(address("https://post.example/"), None);
    }

    #[test]
    fn the_last_version_counts() {
        let version = |path: &str, day: i8, text: &str| Document {
            url: Some("https://post.example/a".to_owned()),
            published: Some((jiff::civil::date(2031, 3, day), Basis::Metadata)),
            ..Document::from_text(path, text)
        };
        let text = "The ferry ran aground off the harbour at dawn and two people were hurt";
        let documents = vec![
            version("a.txt", 4, text),
            version("b.txt", 5, &format!("{text}, the harbour master said.")),
            version("c.txt", 5, "Something else altogether stands here: the market was closed."),
        ];
        let (kept, warnings) = last_of_each(documents);
        let kept: Vec<_> = kept.iter().map(|(d, v)| (d.path.as_str(), v.len())).collect();
        assert_eq!(kept, [("b.txt", 1), ("c.txt", 0)]);
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].path, "a.txt");
    }
}
