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
/// anything else; or the page has them and no text. Other articles beside one make no list of it. `second` is what one extractor
/// alone took the article to be: the other may leave out the headlines.
pub(super) fn is_list(page: &Readability, text: &str, second: &str) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let links = page.doc.select("h1 a, h2 a, h3 a, h4 a, a h1, a h2, a h3, a h4, article a, li a");
    let linked: HashSet<String> =
        links.iter().map(|link| line(&link.text())).filter(|text| words(text) >= WORDS).collect();
    if linked.len() < HEADLINES {
        return false;
    }
    let headlines = |text: &str| text.lines().filter(|l| linked.contains(&line(l))).count();
    let headlines = headlines(text).max(headlines(second));
    let running: usize = text.lines().filter(|l| !linked.contains(&line(l))).map(words).sum();
    text.is_empty() || headlines >= IN_TEXT && running < headlines * RUNNING
}
