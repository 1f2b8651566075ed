//! The text of a page's article, with a blank line between paragraphs.

use trafilatura::{ExtractionFocus, Options};

/// Empty where the page holds no article.
pub(super) fn article(html: &str) -> String {
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_focus(ExtractionFocus::FavorPrecision);
    let text = trafilatura::extract(html, &options).map(|found| found.content_text).unwrap_or_default();
    paragraphs(&text)
}

/// The lines that hold something, each a paragraph.
fn paragraphs(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n\n")
}
