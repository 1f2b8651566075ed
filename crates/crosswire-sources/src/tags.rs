//! Pages of which only the text counts, block by block: exports of press databases, whose markup says little.
//!
//! The page is cut into tags and text without building its tree, so that no depth and no size is too much.

use crate::html::guard;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// The text of `html`: a blank line between paragraphs, a line break where one is asked for. `mark` may put a text before what
/// stands in an element, by its name and its attribute `class`. A page that would take too long gives no text.
pub(crate) fn text(html: &str, mark: fn(&str, &str) -> Option<&'static str>) -> String {
    if guard::is_overloaded(html) {
        return String::new();
    }
    let sink = Sink { state: RefCell::default(), mark };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // It never pauses, since the sink asks for nothing.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.state.into_inner().out
}

#[derive(Default)]
struct State {
    out: String,
    /// Within a script or a style, whose text is none.
    hidden: usize,
}

struct Sink {
    state: RefCell<State>,
    mark: fn(&str, &str) -> Option<&'static str>,
}

impl State {
    fn end_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn end_block(&mut self) {
        self.end_line();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// White space is one space, and none where a line begins.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            let space = c.is_whitespace() && c != '\u{a0}';
            match space {
                true if self.out.is_empty() || self.out.ends_with([' ', '\n']) => {}
                true => self.out.push(' '),
                false => self.out.push(c),
            }
        }
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let state = &mut *self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) if state.hidden == 0 => state.push(&text),
            Token::TagToken(Tag { kind, name, attrs, .. }) => {
                match &*name {
                    "script" | "style" | "title" => {
                        let change: fn(usize, usize) -> usize = match kind {
                            TagKind::StartTag => usize::saturating_add,
                            TagKind::EndTag => usize::saturating_sub,
                        };
                        state.hidden = change(state.hidden, 1);
                    }
                    "br" | "tr" | "td" | "th" => state.end_line(),
                    "a" | "b" | "i" | "u" | "em" | "strong" | "span" | "font" | "sup" | "sub" | "small"
                    | "big" | "q" | "cite" | "abbr" | "mark" | "s" | "img" => {}
                    _ => state.end_block(),
                }
                if kind == TagKind::StartTag {
                    let class = attrs.iter().find(|one| &*one.name.local == "class");
                    let class = class.map(|one| one.value.to_ascii_lowercase()).unwrap_or_default();
                    if let Some(marked) = (self.mark)(&name, &class) {
                        state.push(marked);
                    }
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn blocks_and_lines() {
        let html = "<html><head><title>x</title><style>p{}</style></head><body><div>One <b>and</b>\n two.<br>Three &amp; four.</div>\
                    <p>Five&nbsp;six.<p><p>Seven.<script>no</script><table><tr><td>HD<td>Eight</table>";
        let expect = "One and two.\nThree & four.\n\nFive\u{a0}six.\n\nSeven.\n\nHD\nEight\n\n";
        assert_eq!(super::text(html, |_, _| None), expect);
        assert_eq!(
            super::text("<p class=A>x", |name, class| (name == "p" && class == "a").then_some("!")),
            "!x"
        );
        let attributes: String = (0..400_000).map(|i| format!("a{i} ")).collect();
        assert_eq!(super::text(&format!("<p {attributes}>x"), |_, _| None), "");
        // Deeper than any tree may be.
        assert_eq!(super::text(&("<div>".repeat(300_000) + "x"), |_, _| None), "x");
    }
}
