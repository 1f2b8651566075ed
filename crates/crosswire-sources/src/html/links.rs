//! Pages that list articles: a front page, a section, a search.

use dom_smoothie::Readability;
use std::collections::HashSet;

/// Headlines of a list, at least.
const HEADLINES: usize = 12;

/// Headlines in the text of a list, at least.
const IN_TEXT: usize = 6;

/// The fewest words of a link that is a headline.
const WORDS: usize = 4;

/// What is more than a list has between its headlines: words of running text, for each.
const RUNNING: usize = 15;

/// Whether a page is a list: many headlines that lead elsewhere stand in `text`, which was taken to be its article, and hardly
/// anything else; or the page has them and no text. Other articles beside one make no list of it.
pub(super) fn is_list(page: &Readability, text: &str) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let links = page.doc.select("h1 a, h2 a, h3 a, h4 a, a h1, a h2, a h3, a h4, article a, li a");
    let linked: HashSet<String> =
        links.iter().map(|link| line(&link.text())).filter(|text| words(text) >= WORDS).collect();
    if linked.len() < HEADLINES {
        return false;
    }
    let (headlines, others): (Vec<String>, Vec<_>) =
        text.lines().map(line).partition(|line| linked.contains(line));
    let running: usize = others.iter().map(|line| words(line)).sum();
    text.is_empty() || headlines.len() >= IN_TEXT && running < headlines.len() * RUNNING
}
