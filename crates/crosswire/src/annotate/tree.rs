//! One article's words as syntax has them: who depends on whom, and what stands within quotation marks.

use super::Annotation;
use crate::text::Article;
use crosswire_lang::{ByteRange, Upos, Word, WordRange};

/// What is computed once of an article's syntax. [`Tree`] reads it together with the words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Syntax {
    /// Dependents of each word, in order: `children[first[i]..first[i + 1]]`.
    children: Vec<u32>,
    first: Vec<u32>,
    /// Each word in lower case with straight apostrophes, where it is not written so.
    lower: Vec<Option<Box<str>>>,
    quotations: Vec<Quotation>,
    /// For each word the quotation that it stands in.
    quoted: Vec<Option<u32>>,
}

/// The words of an article with their dependents: a view that costs nothing to make.
///
/// Positions are indices of the language layer's words; [`Tree::bytes`] turns them into byte offsets.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a> {
    text: &'a str,
    pub(crate) annotation: &'a Annotation,
    /// The language layer's words.
    pub(crate) words: &'a [Word],
    /// Quotations in order.
    pub(crate) quotations: &'a [Quotation],
    syntax: &'a Syntax,
}

/// What stands between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// The words, marks included.
    pub(crate) whole: WordRange,
    /// The words between the marks.
    pub(crate) inside: WordRange,
    /// Whether a mark closes it; a speech that runs over paragraphs is closed in its last.
    pub(crate) closed: bool,
    /// Index of its block in [`Article::blocks`].
    pub(crate) block: usize,
}

impl Syntax {
    pub(super) fn new(article: &Article, words: &[Word]) -> Self {
        let text = article.document.text.as_str();
        let mut first = vec![0_u32; words.len() + 2];
        for head in words.iter().filter_map(|w| w.head) {
            first[head + 2] += 1;
        }
        for i in 2..first.len() {
            first[i] += first[i - 1];
        }
        let mut children = vec![0; first[first.len() - 1] as usize];
        for (i, head) in words.iter().enumerate().filter_map(|(i, w)| Some((i, w.head?))) {
            children[first[head + 1] as usize] = i as u32;
            first[head + 1] += 1;
        }
        let lower = words.iter().map(|w| lower(&text[w.bytes])).collect();
        let quotations = find_quotations(article, words);
        let mut quoted = vec![None; words.len()];
        for (n, quotation) in quotations.iter().enumerate() {
            quoted[quotation.whole].fill(Some(n as u32));
        }
        Syntax { children, first, lower, quotations, quoted }
    }
}

/// Marks block by block: one left open at the end of its block is closed there. Single marks count where no double
/// ones are open.
fn find_quotations(article: &Article, words: &[Word]) -> Vec<Quotation> {
    let mut found = Vec::new();
    for (block, bytes) in article.blocks.iter().map(|b| b.bytes).enumerate() {
        for (open, close) in quotations(article.text(bytes)) {
            let in_text = |mark: ByteRange| ByteRange::new(bytes.start + mark.start, bytes.start + mark.end);
            let closed = close.is_some();
            let (open, close) = (in_text(open), close.map_or(ByteRange::new(bytes.end, bytes.end), in_text));
            let from = |byte| words.partition_point(|w| w.bytes.start < byte);
            let whole = WordRange::new(from(open.start), from(close.end));
            let inside = WordRange::new(from(open.end), from(close.start));
            if !inside.is_empty() {
                found.push(Quotation { whole, inside, closed, block });
            }
        }
    }
    found
}

impl<'a> Tree<'a> {
    /// The tree of an article and its own annotation.
    pub(crate) fn new(article: &'a Article, annotation: &'a Annotation) -> Self {
        let syntax = &annotation.syntax;
        Tree {
            text: &article.document.text,
            annotation,
            words: &annotation.language.words,
            quotations: &syntax.quotations,
            syntax,
        }
    }

    /// The word as it stands.
    pub(crate) fn word(&self, i: usize) -> &'a str {
        self.words.get(i).map_or("", |w| &self.text[w.bytes])
    }

    /// The word in lower case with straight apostrophes; empty beyond the last word.
    pub(crate) fn lower(&self, i: usize) -> &str {
        self.syntax.lower.get(i).map_or("", |lower| lower.as_deref().unwrap_or(self.word(i)))
    }

    /// The form that a dictionary lists.
    pub(crate) fn lemma(&self, i: usize) -> &'a str {
        self.words.get(i).map_or("", |w| &w.lemma)
    }

    /// How a word depends on its head, with the subtype.
    pub(crate) fn relation(&self, i: usize) -> &'static str {
        self.words.get(i).map_or("", |w| w.relation.as_str())
    }

    pub(crate) fn head(&self, i: usize) -> Option<usize> {
        self.words.get(i)?.head
    }

    /// Penn Treebank tag; empty beyond the last word.
    pub(crate) fn tag(&self, i: usize) -> &'static str {
        self.words.get(i).map_or("", |w| w.xpos.as_str())
    }

    /// Whether a word is a verb with a tense, or a modal.
    pub(crate) fn is_finite(&self, i: usize) -> bool {
        matches!(self.tag(i), "VBD" | "VBZ" | "VBP" | "MD")
    }

    pub(crate) fn upos(&self, i: usize) -> Upos {
        self.words.get(i).map_or(Upos::X, |w| w.upos)
    }

    pub(crate) fn is_mark(&self, i: usize) -> bool {
        self.words
            .get(i)
            .is_none_or(|w| w.upos == Upos::Punct || !self.word(i).contains(char::is_alphanumeric))
    }

    /// Whether the word begins with a capital.
    pub(crate) fn is_capital(&self, i: usize) -> bool {
        self.word(i).starts_with(char::is_uppercase)
    }

    /// The dependents of a word, in order.
    pub(crate) fn children(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let at = |i: usize| self.syntax.first.get(i).map_or(self.syntax.children.len(), |&n| n as usize);
        self.syntax.children[at(i)..at(i + 1)].iter().map(|&c| c as usize)
    }

    /// The first dependent with one of these relations. A name without a subtype stands for all its subtypes.
    pub(crate) fn child(&self, i: usize, relations: &[&str]) -> Option<usize> {
        self.children(i).find(|&c| self.is(c, relations))
    }

    /// The first preposition before a noun, in lower case; empty where there is none.
    pub(crate) fn preposition(&self, i: usize) -> &str {
        self.child(i, &["case"]).map_or("", |c| self.lower(c))
    }

    /// Whether a word depends in one of these ways. A name without a subtype stands for all its subtypes.
    pub(crate) fn is(&self, i: usize, relations: &[&str]) -> bool {
        let relation = self.relation(i);
        relations
            .iter()
            .any(|&r| relation == r || relation.strip_prefix(r).is_some_and(|rest| rest.starts_with(':')))
    }

    /// Whether `i` is `above` or depends on it, at any remove.
    pub(crate) fn is_within(&self, mut i: usize, above: usize) -> bool {
        // A tree's longest path is shorter than its words are many.
        for _ in 0..self.words.len() {
            if i == above {
                return true;
            }
            match self.head(i) {
                Some(head) => i = head,
                None => return false,
            }
        }
        false
    }

    /// A word and everything that depends on it but for dependents that `left_out` names (with what depends on them), in
    /// order of the text.
    pub(crate) fn subtree(&self, i: usize, left_out: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = vec![i];
        let mut at = 0;
        while at < found.len() {
            found.extend(self.children(found[at]).filter(|&c| !left_out(c)));
            at += 1;
        }
        found.sort_unstable();
        found
    }

    /// The runs of neighbours in a list of words, marks between them bridged, marks at their ends cut.
    pub(crate) fn runs(&self, words: &[usize]) -> Vec<WordRange> {
        let mut runs: Vec<WordRange> = Vec::new();
        for &word in words.iter().filter(|&&w| !self.is_mark(w)) {
            match runs.last_mut() {
                Some(last) if (last.end..word).all(|i| self.is_mark(i)) => last.end = word + 1,
                _ => runs.push(WordRange::one(word)),
            }
        }
        runs
    }

    /// From the first word to the last, as bytes.
    pub(crate) fn bytes(&self, words: WordRange) -> ByteRange {
        ByteRange::new(self.words[words.start].bytes.start, self.words[words.end - 1].bytes.end)
    }

    /// The words that lie within some bytes.
    pub(crate) fn within(&self, bytes: ByteRange) -> WordRange {
        let first = self.words.partition_point(|w| w.bytes.start < bytes.start);
        let last = self.words.partition_point(|w| w.bytes.end <= bytes.end);
        WordRange::new(first, last.max(first))
    }

    /// For each word the places in a list of those things within whose bytes it lies.
    pub(crate) fn covering(&self, all: impl Iterator<Item = (usize, ByteRange)>) -> Vec<Vec<usize>> {
        let mut found = vec![Vec::new(); self.words.len()];
        for (n, bytes) in all {
            found[self.within(bytes)].iter_mut().for_each(|at| at.push(n));
        }
        found
    }

    /// The text between two positions.
    pub(crate) fn between(&self, bytes: ByteRange) -> &'a str {
        bytes.of(self.text)
    }

    /// The quotation that a word stands in, its marks included.
    pub(crate) fn quotation(&self, i: usize) -> Option<usize> {
        self.syntax.quoted.get(i).copied().flatten().map(|q| q as usize)
    }

    /// The words of the language layer's sentence that a word stands in.
    pub(crate) fn sentence(&self, i: usize) -> WordRange {
        let sentences = &self.annotation.language.sentences;
        let at = sentences.partition_point(|s| s.words.end <= i);
        sentences.get(at).map_or(WordRange::one(i), |s| s.words)
    }
}

/// A word in lower case with straight apostrophes; none where it is written so.
fn lower(word: &str) -> Option<Box<str>> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let lower = word.to_lowercase().replace('’', "'");
    (lower != word).then(|| lower.into())
}

/// Opening and closing marks of the quotations of a paragraph, as bytes. The last may be left open.
///
/// Marks pair as they do in English, in German („…“ and »…«) and in French («…»); two single marks are a double one.
fn quotations(text: &str) -> Vec<(ByteRange, Option<ByteRange>)> {
    let mut found = Vec::new();
    // The mark that is open, and what it is: two single marks are a straight double one.
    let mut open: Option<(ByteRange, char)> = None;
    let mut before = ' ';
    let last_left = text.rfind('«');
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut end = at + c.len_utf8();
        let double = matches!(c, '\'' | '`' | '’' | '‘') && chars.peek().is_some_and(|&(_, next)| next == c);
        if double {
            chars.next();
            end += c.len_utf8();
        }
        let after = chars.peek().map_or(' ', |&(_, next)| next);
        let at_start = !before.is_alphanumeric();
        let at_end = !after.is_alphanumeric();
        let mark = if double { '"' } else { c };
        let here = ByteRange::new(at, end);
        match (mark, open.map(|(_, opening)| opening)) {
            ('“' | '«' | '„', None) => open = Some((here, mark)),
            // A bullet is followed by a space, and no mark closes it.
            ('»', None) if !after.is_whitespace() && last_left > Some(at) => open = Some((here, mark)),
            // An inch, or a mark that is left over, stands behind a word.
            ('"', None) if at_start || !at_end => open = Some((here, mark)),
            ('‘' | '‚', None) if !at_end => open = Some((here, mark)),
            ('\'', None) if at_start && after.is_alphabetic() => open = Some((here, mark)),
            ('“', Some('“')) if closes_first(&text[end..]) => {
                // A second opening mark where the first was never closed.
                found.extend(
                    open.replace((here, mark)).map(|(first, _)| (first, Some(ByteRange::new(at, at)))),
                );
            }
            ('“' | '”' | '"' | '„' | '«', Some(outer @ ('\'' | '‘' | '‚'))) => {
                match nested(&text[end..], outer) {
                    // “…” within ‘…’: on from the mark that closes it.
                    Some(length) => {
                        while chars.next_if(|&(next, _)| next < end + length).is_some() {}
                        before = '”';
                        continue;
                    }
                    // It was no quotation mark but an apostrophe.
                    None => open = Some((here, mark)),
                }
            }
            (_, Some(opening)) if closes(mark, opening, || at_end && ends(before, &text[end..])) => {
                found.extend(open.take().map(|(open, _)| (open, Some(here))));
            }
            _ => {}
        }
        before = if double { ' ' } else { c };
    }
    // A single mark that nothing closes was an apostrophe.
    found.extend(open.filter(|(_, mark)| !matches!(mark, '\'' | '‘' | '‚')).map(|(open, _)| (open, None)));
    found
}

/// Whether a mark closes what another opened. `ends` tells whether it stands behind a word or a stop, as no apostrophe within a
/// word does.
fn closes(mark: char, opening: char, ends: impl Fn() -> bool) -> bool {
    match opening {
        '“' | '"' => matches!(mark, '”' | '"' | '»'),
        '„' => matches!(mark, '“' | '”' | '"'),
        '«' => matches!(mark, '»' | '”' | '"'),
        '»' => mark == '«',
        '‘' => mark == '’' && ends(),
        '‚' => matches!(mark, '‘' | '’') && ends(),
        _ => mark == opening && ends(),
    }
}

/// Whether a single mark may close a quotation behind `before`: "the owners’ contract" goes on with the possessive of a plural,
/// if another mark closes it further on.
fn ends(before: char, rest: &str) -> bool {
    let possessive = || {
        let mut last = before;
        before == 's'
            && rest.starts_with(' ')
            && rest.char_indices().find_map(|(at, c)| {
                let next = rest[at + c.len_utf8()..].chars().next().unwrap_or(' ');
                let closes = closes_single(last, c, next);
                let opens = c == '‘' || c == '\'' && last.is_whitespace();
                last = c;
                (closes || opens).then_some(closes)
            }) == Some(true)
    };
    !before.is_whitespace() && !possessive()
}

/// Whether a character between two others may be a single mark that closes.
fn closes_single(before: char, mark: char, next: char) -> bool {
    matches!(mark, '’' | '\'') && !next.is_alphanumeric() && !before.is_whitespace()
}

/// How many bytes of the rest of a paragraph a double quotation within a single one takes, its closing mark included; none
/// where no single mark follows that could close the outer one: for a straight one, which may be an apostrophe, it must stand
/// behind a stop.
fn nested(rest: &str, outer: char) -> Option<usize> {
    let (at, closing) = rest.char_indices().find(|(_, c)| matches!(c, '”' | '"' | '»' | '“'))?;
    let end = at + closing.len_utf8();
    let mut before = closing;
    for (at, c) in rest[end..].char_indices() {
        let next = rest[end + at + c.len_utf8()..].chars().next().unwrap_or(' ');
        if closes_single(before, c, next) && (outer != '\'' || !before.is_alphabetic()) {
            return Some(end);
        }
        if matches!(c, '“' | '‘' | '„' | '«') {
            return None;
        }
        before = c;
    }
    None
}

/// Whether the next mark of a text closes a quotation rather than opens one. Marks far away are not looked for.
fn closes_first(text: &str) -> bool {
    let near = &text[..text.floor_char_boundary(NEAR)];
    near.find(['“', '”']).is_none_or(|at| near[at..].starts_with('”'))
}

/// How far the mark that closes a quotation may be, in bytes, where a second one opens before it.
const NEAR: usize = 4_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let found: Vec<&str> = quotations(text)
            .iter()
            .map(|(o, c)| &text[o.end..c.as_ref().map_or(text.len(), |c| c.start)])
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn marks_of_every_kind_pair() {
        check("He said “it sank” and \"it burned\".", &["it sank", "it burned"]);
        check("''It sank,'' he said. ''All of it.''", &["It sank,", "All of it."]);
        check("She called it ‘a lie’ and Iran’s ‘crew’s’ fault.", &["a lie", "crew’s"]);
        check("“He said ‘no’ to us,” she said.", &["He said ‘no’ to us,"]);
        check("The owners' ship, the crew's.", &[]);
        check("They called it 'a loss' here.", &["a loss"]);
        check("«It sank», he said. « All of it », too.", &["It sank", " All of it "]);
        check("„It sank,“ he said. »All of it,« too.", &["It sank,", "All of it,"]);
        check("‘It’s “all of it”, I say.’ ‘No,’ she said.", &["It’s “all of it”, I say.", "No,"]);
        check("‘The owners’ ship’s crew won’t sail,’ he said.", &["The owners’ ship’s crew won’t sail,"]);
        check("He called them ‘thieves’ and ‘liars’.", &["thieves", "liars"]);
        check("‘He said “no” to us’, she said.", &["He said “no” to us"]);
        check("``It sank,'' he said.", &["It sank,"]);
    }

    #[test]
    fn what_is_no_quotation_opens_none() {
        check("» The owners' ship\n» The crew's", &[]);
        check("The 5\" pipe burst, and he said ‘so’.", &["so"]);
        check("The ’29 strike, he said, was ‘won’t pay, won’t go’.", &["won’t pay, won’t go"]);
    }

    #[test]
    fn a_mark_left_open_closes_with_its_paragraph() {
        check("“It sank. We saw it.", &["It sank. We saw it."]);
        check("“It sank. “We saw it.”", &["It sank. ", "We saw it."]);
        check("", &[]);
        check("\"", &[""]);
    }
}
