//! An article's text by code points: slices, paragraphs, the sentence around a passage.

use crosswire_model::Span;

/// Characters below which a line was not wrapped but ended.
const WRAPPED: usize = 50;

/// An article's text with the byte at which each code point begins.
pub(crate) struct Text<'a> {
    text: &'a str,
    bytes: Vec<usize>,
    paragraphs: Vec<Span>,
}

impl<'a> Text<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        let mut read = Text { text, bytes, paragraphs: Vec::new() };
        read.paragraphs = read.parted();
        read
    }

    /// Number of code points.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() - 1
    }

    /// The part of a span that lies in the text; a span that runs backwards holds nothing.
    pub(crate) fn clamp(&self, span: Span) -> Span {
        let start = span.start.min(self.len());
        Span { start, end: span.end.min(self.len()).max(start) }
    }

    /// The words of a span, as far as the text goes.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        let span = self.clamp(span);
        &self.text[self.bytes[span.start]..self.bytes[span.end]]
    }

    /// The paragraphs: together they are the whole text, white space behind each included.
    ///
    /// They part at blank lines; in a text without blank lines, at line breaks.
    pub(crate) fn paragraphs(&self) -> &[Span] {
        &self.paragraphs
    }

    fn parted(&self) -> Vec<Span> {
        let breaks_needed = if self.has_blank_line() { 2 } else { 1 };
        let mut paragraphs = Vec::new();
        let (mut start, mut breaks) = (0, 0);
        for (at, c) in self.text.chars().enumerate() {
            if c == '\n' {
                breaks += 1;
            } else if !c.is_whitespace() {
                if breaks >= breaks_needed && at > start {
                    paragraphs.push(Span { start, end: at });
                    start = at;
                }
                breaks = 0;
            }
        }
        paragraphs.push(Span { start, end: self.len() });
        paragraphs
    }

    /// Where the text begins behind the lines "outlet: …", "title: …" at the head of a file; 0 where there are none.
    pub(crate) fn body(&self) -> usize {
        const KEYS: [&str; 5] = ["outlet", "title", "published", "url", "author"];
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let headed = line.split_once(':').is_some_and(|(key, _)| KEYS.contains(&key));
            match (headed, line.trim().is_empty()) {
                (true, _) => at += line.chars().count(),
                (false, true) if at > 0 => return at + line.chars().count(),
                _ => return 0,
            }
        }
        0
    }

    /// The sentence around a span, within its paragraph. A dot behind a short word with a capital ends none: "Mr.", "U.S.".
    pub(crate) fn sentence(&self, span: Span) -> Span {
        let at = self.paragraphs.partition_point(|p| p.end <= span.start).min(self.paragraphs.len() - 1);
        let paragraph = self.paragraphs[at];
        let chars: Vec<char> = self.slice(paragraph).chars().collect();
        let ends = |i: usize| ends_sentence(&chars, i);
        let (start, end) =
            (span.start.saturating_sub(paragraph.start), span.end - paragraph.start.min(span.end));
        let start = (0..start.min(chars.len())).rev().find(|&i| ends(i)).map_or(0, |i| i + 1);
        let end = (end.max(1)..chars.len()).find(|&i| ends(i)).unwrap_or(chars.len());
        let (start, end) = (paragraph.start + start, paragraph.start + end);
        Span { start: start.min(span.start), end: end.max(span.end) }
    }

    fn has_blank_line(&self) -> bool {
        let text = self.text.trim();
        text.split('\n').any(|line| line.trim().is_empty()) && !text.is_empty()
    }
}

/// Whether a sentence ends before a character: white space behind a sign that ends one, or the end of a line of its own.
fn ends_sentence(chars: &[char], at: usize) -> bool {
    if !chars[at].is_whitespace() {
        return false;
    }
    if chars[at] == '\n' && chars[..at].iter().rev().take_while(|c| **c != '\n').count() < WRAPPED {
        return true;
    }
    let closing = |c: &&char| matches!(c, '”' | '’' | '"' | '\'' | ')');
    let before = at - chars[..at].iter().rev().take_while(closing).count();
    let Some((sign, before)) = chars[..before].split_last() else { return false };
    let word = before.rsplit(|c| c.is_whitespace()).next().unwrap_or_default();
    let short = word.len() <= 4 && word.first().is_some_and(|c| c.is_uppercase());
    matches!(sign, '!' | '?') || *sign == '.' && !short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_paragraphs(text: &str, expect: &[&str]) {
        let text = Text::new(text);
        let paragraphs = text.paragraphs();
        assert_eq!(paragraphs.iter().map(|p| text.slice(*p).trim()).collect::<Vec<_>>(), expect);
        // Together they are the whole text, so that every passage has a place.
        assert_eq!(paragraphs.iter().map(|p| text.slice(*p)).collect::<String>(), text.text);
    }

    #[test]
    fn paragraphs_part_at_blank_lines_where_there_are_any() {
        check_paragraphs("", &[""]);
        check_paragraphs("\n\n", &[""]);
        check_paragraphs("One.\nTwo.\n", &["One.", "Two."]);
        check_paragraphs("One\nwrapped.\n \nTwo.\n", &["One\nwrapped.", "Two."]);
    }

    #[test]
    fn head_lines_are_no_text() {
        let body = |text: &str| text.chars().skip(Text::new(text).body()).collect::<String>();
        assert_eq!(body("outlet: Post\nurl:https://a.example\n\nIt sank."), "It sank.");
        assert_eq!(body("title: It sank\nIt did."), "title: It sank\nIt did.");
        assert_eq!(body("\nIt sank."), "\nIt sank.");
    }

    #[test]
    fn a_sentence_is_found_around_a_passage() {
        let text = Text::new("One.\n\nMr. Vik of the U.S. line said: “Go!” Then he went. And so on.");
        let check = |words: &str, expect: &str| {
            let byte = text.text.find(words).unwrap();
            let start = text.text[..byte].chars().count();
            let span = Span { start, end: start + words.chars().count() };
            assert_eq!(text.slice(text.sentence(span)).trim(), expect);
        };
        check("line said", "Mr. Vik of the U.S. line said: “Go!”");
        check("he went", "Then he went.");
        check("“Go!” Then he", "Mr. Vik of the U.S. line said: “Go!” Then he went.");
        check("on.", "And so on.");
        check("One", "One.");
        // A line of its own is no part of the sentence below it; a wrapped line is.
        let text = Text::new(
            "Halvik, Tuesday\nThe ferry Maren ran aground on the Skarn reef outside the\nharbour.\n\nMore.",
        );
        assert_eq!(text.slice(text.sentence(Span { start: 20, end: 25 })).trim().lines().count(), 2);
    }

    #[test]
    fn spans_count_code_points_and_may_be_wrong() {
        let text = Text::new("a😀b́c");
        assert_eq!(text.slice(Span { start: 1, end: 2 }), "😀");
        assert_eq!(text.slice(Span { start: 2, end: 99 }), "b́c");
        assert_eq!(text.slice(Span { start: 99, end: 100 }), "");
        assert_eq!(text.slice(Span { start: 3, end: 1 }), "");
        assert_eq!(text.slice(Span { start: usize::MAX, end: 0 }), "");
    }
}
