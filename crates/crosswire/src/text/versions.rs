//! Versions: texts that stood at one address, one after another, or as a page, for print and for phones.

use super::Document;
use crate::lexicon;
use crate::warned::Warning;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Runs of this many words tell whether two texts are versions of one.
const RUN: usize = 4;

/// The share of the runs of the shorter text that stand in the other, at least.
const ALIKE: f64 = 0.3;

/// Texts at one address, at most, of which some may be versions: an address with more is that of a whole site or section.
const MOST: usize = 40;

/// Keeps of each article the last version, with the others beside it, oldest first: the last is the one of the latest moment where
/// all name one, else the one published last, else the longest. Texts at one address, or of one file, that have little in common are
/// articles each.
///
/// `documents` are in order; the order of those kept is that of `documents`.
pub(super) fn last_of_each(documents: Vec<Document>) -> (Vec<(Document, Vec<Document>)>, Vec<Warning>) {
    let mut by_address: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, document) in documents.iter().enumerate() {
        let address = document.url.as_deref().and_then(address);
        by_address.entry(address.unwrap_or_else(|| document.path.clone())).or_default().push(n);
    }
    let mut last_of: Vec<usize> = (0..documents.len()).collect();
    let mut ages: Vec<usize> = vec![0; documents.len()];
    for mut versions in by_address.into_values().filter(|all| (2..=MOST).contains(&all.len())) {
        let runs: BTreeMap<usize, FxHashSet<Vec<String>>> =
            versions.iter().map(|&n| (n, runs(&documents[n]))).collect();
        let moments = versions.iter().all(|&n| documents[n].as_of.is_some());
        let age = |n: usize| {
            let document = &documents[n];
            let moment = document.as_of.filter(|_| moments);
            (moment, document.published.map(|p| p.0), document.as_of, body(document).len())
        };
        versions.sort_by_key(|&n| std::cmp::Reverse((age(n), std::cmp::Reverse(n))));
        let mut kept: Vec<usize> = Vec::new();
        for (age, n) in versions.into_iter().enumerate() {
            ages[n] = age;
            match kept.iter().find(|last| alike(&runs[*last], &runs[&n])) {
                Some(&last) => last_of[n] = last,
                None => kept.push(n),
            }
        }
    }
    let warnings = last_of.iter().enumerate().filter(|(n, last)| n != *last).map(|(n, &last)| Warning {
        path: documents[n].path.clone(),
        reason: format!("another version of {}, which was read in its place", documents[last].path),
        skipped: false,
    });
    let warnings = warnings.collect();
    let mut earlier: BTreeMap<usize, Vec<(usize, Document)>> = BTreeMap::new();
    let mut kept = Vec::new();
    for (n, document) in documents.into_iter().enumerate() {
        match last_of[n] {
            last if last == n => kept.push((n, document)),
            last => earlier.entry(last).or_default().push((ages[n], document)),
        }
    }
    let mut versions = |n| {
        let mut versions = earlier.remove(&n).unwrap_or_default();
        versions.sort_by_key(|(age, _)| std::cmp::Reverse(*age));
        versions.into_iter().map(|(_, document)| document).collect()
    };
    (kept.into_iter().map(|(n, document)| (document, versions(n))).collect(), warnings)
}

fn body(document: &Document) -> &str {
    &document.text[document.body..]
}

/// The runs of words of a text, in small letters.
fn runs(document: &Document) -> FxHashSet<Vec<String>> {
    let words: Vec<String> = super::plain_words(body(document)).collect();
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

    #[test]
    fn moments_order_versions_of_one_day() {
        let version = |path: &str, hour: &str, text: &str| Document {
            url: Some("https://post.example/a".to_owned()),
            published: Some((jiff::civil::date(2031, 3, 4), Basis::Metadata)),
            as_of: Some(format!("2031-03-04T{hour}:00:00Z").parse().expect("it is a moment")),
            ..Document::from_text(path, text)
        };
        let text = "The ferry ran aground off the harbour at dawn and two people were hurt";
        let documents = vec![
            version("a.txt", "12", text),
            version("b.txt", "09", &format!("{text}, the harbour master said on Tuesday.")),
            version("c.txt", "10", &format!("{text}, he said.")),
        ];
        let (kept, _) = last_of_each(documents);
        let earlier: Vec<_> = kept[0].1.iter().map(|d| d.path.as_str()).collect();
        assert_eq!((kept.len(), kept[0].0.path.as_str(), earlier), (1, "a.txt", vec!["b.txt", "c.txt"]));
    }
}
