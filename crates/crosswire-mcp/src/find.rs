//! What a call asks about: a claim by its id or its words, places that have some words.

use crate::given::Wrong;
use crosswire_model::{ArticleId, Passage, Span};
use crosswire_report::View;
use std::collections::BTreeSet;

/// The least likeness of words at which a claim is taken for the one that is asked about.
const LIKE: f64 = 0.4;
/// Letters that a passage has at least which may stand in what is asked about.
const TELLING: usize = 20;

/// How a claim was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Id,
    Words,
    Likeness,
}

impl How {
    pub(crate) fn word(self) -> &'static str {
        match self {
            How::Id => "id",
            How::Words => "the same words",
            How::Likeness => "like words",
        }
    }
}

/// The claim of this id, or the one whose words are most like these; then the next ones, three at most.
pub(crate) fn claim(view: &View, asked: &str) -> Result<(usize, How, Vec<usize>), Wrong> {
    let claims = &view.ledger.claims;
    if let Some(at) = claims.iter().position(|claim| claim.id.0 == asked) {
        return Ok((at, How::Id, Vec::new()));
    }
    let (plain, content) = (plain(asked), content(asked));
    let mut ranked: Vec<(f64, usize)> = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let (held, _) = view.held(claim);
        let quotes = held.iter().filter_map(|e| view.quote(&e.article, e.span));
        let wordings: Vec<String> = quotes.chain([view.claim_text(claim)]).collect();
        let likeness = |words: &String| {
            let own = self::plain(words);
            let within = own.contains(&plain) || own.len() >= TELLING && plain.contains(&own);
            if within && !plain.is_empty() { 2.0 } else { dice(&self::content(words), &content) }
        };
        let best = wordings.iter().map(likeness).fold(0.0, f64::max);
        if best >= LIKE {
            ranked.push((best, at));
        }
    }
    // Of those that are alike, the one that most articles say.
    let spread = |at: usize| view.spread(&claims[at]);
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(spread(b.1).cmp(&spread(a.1))).then(a.1.cmp(&b.1)));
    let Some(&(best, at)) = ranked.first() else {
        return Err(Wrong::new("No claim of these articles has such words.")
            .hint("the words of a passage, or the id of a claim from `brief`"));
    };
    let how = if best > 1.0 { How::Words } else { How::Likeness };
    Ok((at, how, ranked[1..].iter().map(|(_, at)| *at).take(3).collect()))
}

/// The places that have these words, whatever the case, the space and the kind of quotation marks, in the order of the articles.
pub(crate) fn places(view: &View, phrase: &str) -> Vec<Passage> {
    let phrase: Vec<char> = folded(phrase).into_iter().map(|(c, _)| c).collect();
    let phrase = trimmed(&phrase);
    if phrase.is_empty() {
        return Vec::new();
    }
    let mut places = Vec::new();
    for article in &view.ledger.articles {
        let text = view.around(&article.id, Span::default()).map_or("", |(_, text)| text);
        let text = folded(text);
        let letters: Vec<char> = text.iter().map(|(c, _)| *c).collect();
        let mut from = 0;
        while let Some(at) = position(&letters[from..], phrase).map(|at| from + at) {
            let end = at + phrase.len();
            // A number is no part of a longer one, and a word none of another.
            let part = |n: Option<usize>, own: usize| {
                n.and_then(|n| letters.get(n)).is_some_and(|c| c.is_alphanumeric())
                    && letters[own].is_alphanumeric()
            };
            if !part(at.checked_sub(1), at) && !part(Some(end), end - 1) {
                let span = Span { start: text[at].1, end: text[end - 1].1 + 1 };
                places.push(Passage { article: ArticleId(article.id.0.clone()), span });
            }
            from = end;
        }
    }
    places
}

/// A number as a call may write it: `84`, `1,250`, `1.5`.
pub(crate) fn number(asked: &str) -> Option<f64> {
    let plain = asked.trim().replace(',', "");
    let digits = plain.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    plain.parse().ok().filter(|n: &f64| digits && n.is_finite())
}

fn position(text: &[char], phrase: &[char]) -> Option<usize> {
    text.windows(phrase.len()).position(|window| window == phrase)
}

/// The letters of a text, small and with one space between words, each with its place in code points.
fn folded(text: &str) -> Vec<(char, usize)> {
    let mut folded: Vec<(char, usize)> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        let c = match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == ' ' && folded.last().is_some_and(|(last, _)| *last == ' ') {
            continue;
        }
        folded.extend(c.to_lowercase().map(|c| (c, at)));
    }
    folded
}

fn trimmed(letters: &[char]) -> &[char] {
    let edge = |c: &char| *c == ' ' || *c == '"';
    let start = letters.iter().position(|c| !edge(c)).unwrap_or(letters.len());
    let end = letters.iter().rposition(|c| !edge(c)).map_or(start, |at| at + 1);
    &letters[start..end]
}

fn plain(text: &str) -> String {
    let letters: Vec<char> = folded(text).into_iter().map(|(c, _)| c).collect();
    trimmed(&letters).iter().collect::<String>().trim_end_matches(['.', ',', '!', '?']).to_owned()
}

/// The words that carry what a text says: long ones, and numbers.
fn content(text: &str) -> BTreeSet<String> {
    let words = text.to_lowercase();
    let carries = |w: &&str| w.chars().count() > 3 || w.starts_with(|c: char| c.is_ascii_digit());
    words.split(|c: char| !c.is_alphanumeric()).filter(carries).map(str::to_owned).collect()
}

fn dice(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let both = a.intersection(b).count() as f64;
    if a.is_empty() || b.is_empty() { 0.0 } else { 2.0 * both / (a.len() + b.len()) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let check = |asked: &str, is: Option<f64>| assert_eq!(number(asked), is, "{asked}");
        check("84", Some(84.0));
        check(" 1,250 ", Some(1250.0));
        check("1.5", Some(1.5));
        check("nan", None);
        check("inf", None);
        check("84 passengers", None);
        check("1e999", None);
    }

    #[test]
    fn letters_keep_their_places() {
        let folded = folded("A  “B”\n c");
        assert_eq!(folded.iter().map(|(c, _)| *c).collect::<String>(), "a \"b\" c");
        assert_eq!(folded.last(), Some(&('c', 8)));
    }
}
