//! One article's words laid out so that patterns can be read off them.

use crate::annotate::{Annotation, Sentence, WordKind};
use crate::text::Article;
use std::ops::Range;

/// The words of an article with what patterns ask of them: lower case, capitals, quotation.
///
/// Positions are word indices, as in [`Annotation::words`]; [`Sheet::bytes`] turns them into byte offsets.
pub(crate) struct Sheet<'a> {
    pub(crate) article: &'a Article,
    pub(crate) annotation: &'a Annotation,
    lower: Vec<String>,
    /// Quotations in order, each from its opening mark to its closing one (or the end of its block where none closes it).
    pub(crate) quotations: Vec<Range<usize>>,
    /// For each word the quotation that it stands in.
    quoted: Vec<Option<usize>>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(article: &'a Article, annotation: &'a Annotation) -> Self {
        let lower = annotation
            .words
            .iter()
            .map(|w| article.text(&w.bytes).to_lowercase().replace('’', "'"))
            .collect();
        let mut sheet = Sheet { article, annotation, lower, quotations: Vec::new(), quoted: Vec::new() };
        sheet.find_quotations();
        sheet
    }

    /// The word as it stands.
    pub(crate) fn word(&self, i: usize) -> &'a str {
        self.article.text(&self.annotation.words[i].bytes)
    }

    /// The word in lower case with straight apostrophes; empty beyond the last word.
    pub(crate) fn lower(&self, i: usize) -> &str {
        self.lower.get(i).map_or("", String::as_str)
    }

    pub(crate) fn is_mark(&self, i: usize) -> bool {
        self.annotation.words.get(i).is_none_or(|w| w.kind == WordKind::Mark)
    }

    /// Whether the word begins with a capital.
    pub(crate) fn is_capital(&self, i: usize) -> bool {
        i < self.lower.len() && self.word(i).chars().next().is_some_and(char::is_uppercase)
    }

    /// Bytes from the first to the last of some words.
    pub(crate) fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        let all = &self.annotation.words;
        all[words.start].bytes.start..all[words.end - 1].bytes.end
    }

    /// The quotation that a word stands in, its marks included.
    pub(crate) fn quotation(&self, i: usize) -> Option<usize> {
        self.quoted.get(i).copied().flatten()
    }

    /// The words between a quotation's marks.
    pub(crate) fn inside(&self, quotation: usize) -> Range<usize> {
        let Range { start, end } = self.quotations[quotation].clone();
        let closed = end > start + 1 && is_closing(self.lower(end - 1));
        start + 1..if closed { end - 1 } else { end }
    }

    /// Sentences that are evidence.
    pub(crate) fn evidence(&self) -> impl Iterator<Item = &'a Sentence> {
        self.annotation.sentences.iter().filter(|s| s.is_evidence())
    }

    /// Opening and closing marks, block by block: a mark left open at the end of its block closes there, as it does
    /// where a speech runs over paragraphs.
    fn find_quotations(&mut self) {
        self.quoted = vec![None; self.lower.len()];
        let sentences = &self.annotation.sentences;
        let mut at = 0;
        while at < sentences.len() {
            let block = sentences[at].block;
            let last = sentences[at..].iter().take_while(|s| s.block == block).count() + at;
            let words = sentences[at].words.start..sentences[last - 1].words.end;
            at = last;
            let mut open: Option<usize> = None;
            for i in words.clone() {
                match self.lower(i) {
                    "“" | "«" | "„" if open.is_none() => open = Some(i),
                    "\"" | "''" | "``" => match open.take() {
                        Some(start) => self.quotations.push(start..i + 1),
                        None => open = Some(i),
                    },
                    "”" | "»" => {
                        if let Some(start) = open.take() {
                            self.quotations.push(start..i + 1);
                        }
                    }
                    _ => {}
                }
            }
            if let Some(start) = open
                && words.end > start + 1
            {
                self.quotations.push(start..words.end);
            }
        }
        for (n, range) in self.quotations.iter().enumerate() {
            self.quoted[range.clone()].fill(Some(n));
        }
    }
}

fn is_closing(mark: &str) -> bool {
    matches!(mark, "”" | "\"" | "''" | "»" | "“")
}
