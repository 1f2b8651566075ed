//! What a ledger costs where articles say the same: the whole program on few and on many of them.
//!
//! Three kinds, with a fixed seed. Of wire copy each paper prints one of the example's reports, cuts some sentences and
//! writes a few of its own. Articles of a template have the same sentences with other places, numbers and people. And the
//! story of [`super::rewrite`], each time in other words. Pairs of copies grow with the square of the articles; time, memory and
//! ledger must not.

use super::measure::{Cost, once, quiet};
use super::rewrite;
use crate::eval::reuse::originals;
use crate::random::Random;
use crate::{Result, root};
use std::path::Path;

/// How the articles come to say the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Wire,
    Template,
    Rewritten,
}

const PLACES: [&str; 10] =
    ["Torvik", "Orlund", "Brekke", "Sandvik", "Dovre", "Halvik", "Lomsund", "Tolm", "Ardal", "Grimsey"];
const FIRST_NAMES: [&str; 12] =
    ["Ola", "Kari", "Per", "Liv", "Nils", "Eva", "Rolf", "Ida", "Arne", "Berit", "Geir", "Hanna"];
const SURNAMES: [&str; 12] =
    ["Aune", "Brun", "Dahl", "Enger", "Falk", "Haug", "Klein", "Moe", "Nygard", "Ruud", "Skog", "Ytre"];
const OFFICES: [&str; 5] = ["the mayor", "a coast guard", "the police", "a teacher", "the fire brigade"];
const DAYS: [&str; 4] = ["Monday", "Tuesday", "Wednesday", "Sunday"];

/// What a template's sentence says: `P` is a place, `N` a number, `W` a person, `O` an office, `D` a day.
const SENTENCES: [&str; 8] = [
    "At least {N} people were moved to a school in {P} after the river rose on {D}, {O} said.",
    "“We heard it before we saw it,” said a shopkeeper, {W}.",
    "The road between {P} and {P} was closed on {D}, {W} of the road office said.",
    "Some {N} houses in {P} have lost power, according to {O}.",
    "“We have seen {N} boats go down since May,” {W} told reporters in {P}.",
    "{W} denied that {N} cows had been killed near {P}.",
    "The bridge at {P} is {N} metres long and was built in 1936.",
    "According to {W}, a baker in {P}, the flood took {N} houses and a church.",
];
/// Sentences of a template's article.
const TOLD: usize = 6;

/// Times articles of each kind in these numbers.
pub(crate) fn run(sizes: &[usize], keep: Option<&Path>) -> Result {
    let scratch = tempfile::tempdir().map_err(|e| format!("no place for generated articles: {e}"))?;
    let folder = keep.unwrap_or(scratch.path());
    let program = root::build_crosswire(true)?;
    println!(
        "{:10} {:>8} {:>8} {:>8} {:>7} {:>7} {:>10} {:>7}",
        "kind", "articles", "seconds", "cpu s", "growth", "MiB", "ledger MB", "growth"
    );
    for kind in [Kind::Wire, Kind::Template, Kind::Rewritten] {
        let mut last: Option<(usize, Cost, u64)> = None;
        for &articles in sizes {
            let file = folder.join(format!("{}-{articles}.jsonl", kind.name()));
            let ledger = folder.join(format!("{}-{articles}.json", kind.name()));
            std::fs::write(&file, text(kind, articles)?)
                .map_err(|e| format!("cannot write {}: {e}", file.display()))?;
            let cost =
                once(quiet(&program).args(["brief", "--format", "json", "-o"]).arg(&ledger).arg(&file))?;
            let bytes = std::fs::metadata(&ledger).map_err(|e| e.to_string())?.len();
            print(kind, articles, &cost, bytes, last.as_ref());
            last = Some((articles, cost, bytes));
        }
    }
    println!(
        "growth: the exponent of processor time, and of the ledger's bytes, in the articles, from one number to the next"
    );
    Ok(())
}

fn print(kind: Kind, articles: usize, cost: &Cost, bytes: u64, last: Option<&(usize, Cost, u64)>) {
    let time = |c: &Cost| c.cpu_seconds.unwrap_or(c.seconds);
    let growth = |now: f64, before: fn(&(usize, Cost, u64)) -> f64| {
        last.map_or("-".to_owned(), |l| {
            format!("{:.2}", (now / before(l)).ln() / (articles as f64 / l.0 as f64).ln())
        })
    };
    println!(
        "{:10} {articles:>8} {:>8.2} {:>8.2} {:>7} {:>7} {:>10.2} {:>7}",
        kind.name(),
        cost.seconds,
        time(cost),
        growth(time(cost), |l| l.1.cpu_seconds.unwrap_or(l.1.seconds)),
        cost.peak_mib.map_or("-".to_owned(), |m| format!("{m:.0}")),
        bytes as f64 / 1e6,
        growth(bytes as f64, |l| l.2 as f64),
    );
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Wire => "wire",
            Kind::Template => "template",
            Kind::Rewritten => "rewritten",
        }
    }
}

/// The articles as JSON Lines.
fn text(kind: Kind, articles: usize) -> Result<String> {
    let reports = originals(&root::at("examples/ferry"))?;
    let story = if kind == Kind::Rewritten { rewrite::story(articles)? } else { Vec::new() };
    let line = |number: usize| {
        let mut random = Random((number as u64).wrapping_mul(0x9E37_79B9).wrapping_add(5));
        let text = match kind {
            Kind::Wire => wire(&reports, &mut random),
            Kind::Template => template(&mut random),
            Kind::Rewritten => story[number].text.clone(),
        };
        let record = serde_json::json!({
            "id": format!("x{number}"),
            "outlet": format!("Paper {}", number % 400),
            "url": format!("https://paper-{}.example/{number}", number % 400),
            "title": "Report",
            "published": format!("2031-03-{:02}", 4 + number % 15),
            "text": text,
        });
        format!("{record}\n")
    };
    Ok((0..articles).map(line).collect())
}

/// A report of the example with most of its sentences, and two of the paper's own.
fn wire(reports: &[Vec<String>], random: &mut Random) -> String {
    let mut sentences: Vec<String> =
        random.of::<Vec<String>>(reports).iter().filter(|_| random.percent(85)).take(8).cloned().collect();
    for _ in 0..2 {
        let place = random.below(sentences.len() + 1);
        sentences.insert(place, filled(random.of::<&str>(&SENTENCES), random));
    }
    paragraphs(&sentences)
}

fn template(random: &mut Random) -> String {
    let mut order = SENTENCES;
    random.shuffle(&mut order);
    let sentences: Vec<String> = order[..TOLD].iter().map(|sentence| filled(sentence, random)).collect();
    paragraphs(&sentences)
}

/// A template's sentence with what stands in its gaps.
fn filled(sentence: &str, random: &mut Random) -> String {
    let mut text = String::new();
    for part in sentence.split_inclusive('}') {
        let Some((before, gap)) = part.split_once('{') else {
            text += part;
            continue;
        };
        text += before;
        text += &match gap {
            "P}" => (*random.of::<&str>(&PLACES)).to_owned(),
            "N}" => (2 + random.below(400)).to_string(),
            "W}" => format!("{} {}", random.of::<&str>(&FIRST_NAMES), random.of::<&str>(&SURNAMES)),
            "O}" => (*random.of::<&str>(&OFFICES)).to_owned(),
            _ => (*random.of::<&str>(&DAYS)).to_owned(),
        };
    }
    text
}

fn paragraphs(sentences: &[String]) -> String {
    sentences.chunks(3).map(|some| some.join(" ")).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::{Kind, text};

    #[test]
    fn the_same_articles_each_time_and_none_twice() {
        for kind in [Kind::Wire, Kind::Template, Kind::Rewritten] {
            let all = text(kind, 40).expect("the example is there");
            assert_eq!(all, text(kind, 40).expect("the example is there"));
            let texts: std::collections::BTreeSet<_> =
                all.lines().filter_map(|line| line.split("\"text\":").nth(1)).collect();
            assert_eq!(texts.len(), 40);
        }
    }
}
