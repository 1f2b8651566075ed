//! Pages that list articles: a front page, a section, a search.

use dom_smoothie::Readability;

/// Headlines of a list, at least.
const HEADLINES: usize = 12;

/// The fewest words of a link that is a headline.
const WORDS: usize = 4;

/// What is more than a list has between its headlines: words of running text, for each.
const RUNNING: usize = 12;

/// Whether a page is a list: many headlines that lead elsewhere, and hardly any text but theirs. `text` is what was taken to be its
/// article.
pub(super) fn is_list(page: &Readability, text: &str) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    let linked: Vec<String> = page
        .doc
        .select("h1 a, h2 a, h3 a, h4 a, a h1, a h2, a h3, a h4, article a, li a")
        .iter()
        .map(|link| link.text().to_string())
        .filter(|text| words(text) >= WORDS)
        .collect();
    if linked.len() < HEADLINES {
        return false;
    }
    // Full sentences in paragraphs without headlines of their own are an article's.
    let running = text.lines().filter(|line| {
        let line = line.trim();
        words(line) > RUNNING
            && line.ends_with(['.', '!', '?', '”', '"'])
            && !linked.iter().any(|l| line.contains(l.trim()))
    });
    running.map(words).sum::<usize>() < linked.len() * RUNNING
}
