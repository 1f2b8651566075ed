//! One story in as many articles as wanted: the example's, each time rewritten in other words, with a fixed seed.
//!
//! A paper takes some sentences over as they are, as from an agency, puts others in its own words, leaves clauses out, joins
//! sentences, has some from another source and some numbers other than the rest, and tells all in another order.

use crate::eval::reuse::originals;
use crate::random::Random;
use crate::{Result, root};
use crosswire::Document;
use crosswire_model::Basis;

/// Words that may stand for each other, a line each.
const SYNONYMS: &str = include_str!("synonyms.txt");
/// Whom a sentence may have its news from instead of the harbour master.
const SOURCES: [&str; 6] = [
    "the coast guard",
    "Tolm Line",
    "Mayor Elin Haug",
    "police in Halvik",
    "a spokesman for the accident board",
    "two officials who asked not to be named",
];
/// Sentences of an article: so many at least, and so many more at most.
const SENTENCES: (usize, usize) = (9, 12);

/// The articles of one story.
pub(super) fn story(articles: usize) -> Result<Vec<Document>> {
    let reports = originals(&root::at("examples/ferry"))?;
    let synonyms: Vec<Vec<&str>> =
        SYNONYMS.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('|').collect()).collect();
    Ok((0..articles).map(|n| article(&reports, &synonyms, n)).collect())
}

fn article(reports: &[Vec<String>], synonyms: &[Vec<&str>], number: usize) -> Document {
    let mut random = Random((number as u64).wrapping_mul(0x9E37_79B9).wrapping_add(11));
    let random = &mut random;
    // Mostly one report, with some of the others.
    let main = random.of::<Vec<String>>(reports);
    let mut sentences: Vec<&String> = main.iter().filter(|_| random.percent(60)).collect();
    let wanted = SENTENCES.0 + random.below(SENTENCES.1);
    while sentences.len() < wanted {
        let other = random.of::<String>(random_report(reports, number + sentences.len()));
        sentences.insert(random.below(sentences.len() + 1), other);
    }
    sentences.truncate(wanted);
    let mut text = String::new();
    for (n, sentence) in sentences.iter().enumerate() {
        let written =
            if random.percent(35) { (*sentence).clone() } else { rewritten(sentence, synonyms, random) };
        let joined = random.percent(8) && text.ends_with('.') && written.starts_with("The ");
        if joined {
            text.pop();
        }
        text += match n {
            0 => "",
            _ if joined => ", and ",
            _ if n.is_multiple_of(3) => "\n\n",
            _ => " ",
        };
        text += &if joined { written.replacen("The ", "the ", 1) } else { written };
    }
    let date = format!("2031-03-{:02}", 4 + random.below(5)).parse().ok();
    Document {
        path: format!("{number:06}.txt"),
        sha256: format!("{number:064x}"),
        outlet: Some(format!("Outlet {number}")),
        url: Some(format!("https://outlet-{number}.example/maren")),
        published: date.map(|date| (date, Basis::Metadata)),
        text,
        ..Document::default()
    }
}

fn random_report(reports: &[Vec<String>], seed: usize) -> &[String] {
    &reports[Random(seed as u64).below(reports.len())]
}

/// A sentence in other words.
fn rewritten(sentence: &str, synonyms: &[Vec<&str>], random: &mut Random) -> String {
    let mut text = sentence.to_owned();
    for group in synonyms {
        let here = group.iter().find(|phrase| text.contains(&format!(" {phrase} ")));
        if let Some(phrase) = here.filter(|_| random.percent(60)) {
            let other = random.of::<&str>(group);
            text = text.replacen(&format!(" {phrase} "), &format!(" {other} "), 1);
        }
    }
    if random.percent(15) {
        text = text.replacen("harbour master Runa Askvik", random.of::<&str>(&SOURCES), 1);
        text = text.replacen("Askvik", random.of::<&str>(&SOURCES), 1);
    }
    if random.percent(15) {
        text = without_clause(&text);
    }
    if random.percent(10) {
        text = text.split(' ').map(|word| other_number(word, random)).collect::<Vec<_>>().join(" ");
    }
    text
}

/// The sentence up to its last comma, where enough is left.
fn without_clause(sentence: &str) -> String {
    match sentence.rsplit_once(", ") {
        Some((head, tail)) if head.len() > 50 && !tail.contains(['”', '“']) => format!("{head}."),
        _ => sentence.to_owned(),
    }
}

/// A number a little higher, but for years.
fn other_number(word: &str, random: &mut Random) -> String {
    match word.parse::<usize>() {
        Ok(n) if n < 1000 => (n + 1 + random.below(5)).to_string(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::story;

    #[test]
    fn articles_differ_and_are_the_same_each_time() {
        let some = story(6).expect("the example is there");
        assert_eq!(some, story(6).expect("the example is there"));
        let texts: std::collections::BTreeSet<_> = some.iter().map(|d| &d.text).collect();
        assert_eq!(texts.len(), 6);
        assert_eq!(some[..], story(9).expect("the example is there")[..6]);
    }
}
