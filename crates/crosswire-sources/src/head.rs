//! Head lines: what a plain-text or Markdown file says about its article before the article begins.
//!
//! ```text
//! outlet: Harbour Post
//! published: 2025-10-01
//!
//! The ferry ran aground at dawn.
//! ```
//!
//! They are head lines only where every line up to the first blank one is `key: value` with a known key in lower case that
//! comes once; anything else is the article, so that prose which begins "Title: …" loses nothing. Between `---` fences
//! other keys may stand among them, as other programs write them.

/// The fields that head lines give, and where the article begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) outlet: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) as_of: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) author: Option<String>,
    /// Byte offset of the first line after the head lines that is not blank.
    pub(crate) body: usize,
}

/// Lines of a fenced head, at most. A fence further down closes something else.
const FENCED: usize = 100;

impl Head {
    /// The place of `key`, where it is known.
    fn field(&mut self, key: &str) -> Option<&mut Option<String>> {
        Some(match key {
            "outlet" => &mut self.outlet,
            "title" => &mut self.title,
            "published" => &mut self.published,
            "as_of" => &mut self.as_of,
            "url" => &mut self.url,
            "author" => &mut self.author,
            _ => return None,
        })
    }

    /// Reads the head lines of `text`; of Markdown also the fences, and a heading as title.
    pub(crate) fn read(text: &str, markdown: bool) -> Self {
        let mut head = plain(text).or_else(|| if markdown { fenced(text) } else { None }).unwrap_or_default();
        head.body += blank(&text[head.body..]);
        if markdown
            && let Some(line) = text[head.body..].lines().next()
            && let Some(title) =
                line.strip_prefix("# ").map(|rest| rest.trim().trim_end_matches('#').trim_end())
            && head.title.as_deref().is_none_or(|known| known == title)
        {
            head.title = Some(title.to_owned()).filter(|title| !title.is_empty());
            head.body += line.len();
            head.body += blank(&text[head.body..]);
        }
        head
    }
}

/// Bytes of the blank lines that `text` begins with, or of all of it.
fn blank(text: &str) -> usize {
    let inked = text.len() - text.trim_start().len();
    if inked == text.len() { inked } else { text[..inked].rfind('\n').map_or(0, |at| at + 1) }
}

fn plain(text: &str) -> Option<Head> {
    let mut head = Head::default();
    let mut seen = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        let (key, value) = line.split_once(':')?;
        // "url:" before an address may do without the space; in prose nothing may.
        if seen.contains(&key)
            || !(value.starts_with([' ', '\t', '\r', '\n']) || value.is_empty() || key == "url")
        {
            return None;
        }
        *head.field(key)? = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        seen.push(key);
        head.body += line.len();
    }
    (!seen.is_empty()).then_some(head)
}

fn fenced(text: &str) -> Option<Head> {
    let mut head = Head::default();
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    head.body = first.len();
    for line in lines.take(FENCED) {
        head.body += line.len();
        if line.trim_end() == "---" {
            return Some(head);
        }
        if let Some((key, value)) = line.split_once(':')
            && let Some(field) = head.field(&key.to_ascii_lowercase())
        {
            let value = value.trim();
            let bare = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
            *field = Some(bare.unwrap_or(value).to_owned()).filter(|value| !value.is_empty());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Head;

    /// `expect` is what stands before `|` in the title and after it in the body.
    fn check(text: &str, markdown: bool, title: Option<&str>, body: &str) {
        let head = Head::read(text, markdown);
        assert_eq!((head.title.as_deref(), &text[head.body..]), (title, body), "{text:?}");
    }

    #[test]
    fn head_lines_end_at_the_first_blank_line() {
        check("title: Aground\noutlet: Post\n\nThe ferry.\n", false, Some("Aground"), "The ferry.\n");
        check("title: Aground\r\n\r\n\r\n  The ferry.", false, Some("Aground"), "  The ferry.");
        check("url:https://a.example/x\ntitle: A: b\n\nText", false, Some("A: b"), "Text");
        check("title: Aground\nauthor:\n", false, Some("Aground"), "");
        check("\nThe ferry.", false, None, "The ferry.");
    }

    #[test]
    fn prose_that_looks_like_a_head_line_stays_prose() {
        for text in [
            "Title: how the ferry ran aground\n\nMore.",
            "title: Aground\nThe ferry ran aground.\n\nMore.",
            "title: one\ntitle: two\n\nMore.",
            "published:yesterday\n\nMore.",
            "The mayor: no comment\n\nMore.",
            "---\ntitle: Aground\nNo end of the fence.",
        ] {
            check(text, false, None, text);
        }
    }

    #[test]
    fn fences_and_headings_are_markdown() {
        check("---\nTitle: \"Aground\"\ntags: [sea]\n---\n\nThe ferry.", true, Some("Aground"), "The ferry.");
        check("# Aground #\n\nThe ferry.", true, Some("Aground"), "The ferry.");
        check("title: Aground\n\n# Not the title\n\nText", true, Some("Aground"), "# Not the title\n\nText");
        check("# Aground\n\nThe ferry.", false, None, "# Aground\n\nThe ferry.");
        check("---\ntitle: x\nnever closed", true, None, "---\ntitle: x\nnever closed");
    }
}
