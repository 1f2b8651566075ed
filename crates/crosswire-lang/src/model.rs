//! The model: from a text to a [`Document`].

use crate::abbreviations::{Abbreviation, abbreviation, begins_sentence};
use crate::document::{Document, Name, NameKind, Sentence, Word};
use crate::file::File;
use crate::heads;
use crate::labels::{Features, Relation, Upos, Xpos};
use crate::lemmas::Lemmatiser;
use crate::network::{self, Arcs, FormCache, FormEncoder, Layers, Linear, Namer, Rows, Table};
use crate::ranges::{ByteRange, WordRange};
use crate::tokens::{Token, Tokeniser};
use crate::vector::{self, Vector};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// The model that `training/` makes.
static BUILTIN: &[u8] = include_bytes!("../model/english.bin");

/// Paragraphs of together so many words are computed at once: enough for the products to be fast.
const AT_ONCE: usize = 512;
/// A long text is read by several threads, so many batches each.
const BATCHES_A_THREAD: usize = 16;
/// A paragraph of more words is cut, where a full stop stands if there is one.
const LONGEST_PARAGRAPH: usize = 1024;
/// A sentence of more words is cut: pairs of its words are scored.
const LONGEST_SENTENCE: usize = 256;

/// What finds words, sentences, syntax and names. What it knows never changes, and it may be used from many threads.
#[derive(Debug)]
pub struct Model {
    tokeniser: Tokeniser<'static>,
    lemmatiser: Lemmatiser<'static>,
    forms: FormEncoder<'static>,
    layers: Layers,
    tags: Linear,
    arcs: Arcs,
    namer: Namer<'static>,
    sentences: Table<'static>,
    /// Vectors of forms met before, a store of each network's for each thread that is at work. They spare time and change
    /// nothing.
    caches: Mutex<Vec<[FormCache; 2]>>,
}

/// Why a model could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file is not a model, or is damaged.
    #[error("the language model is damaged: {0}")]
    Damaged(&'static str),
}

/// The words of some paragraphs, and which of them are one paragraph's.
#[derive(Debug, Default)]
struct Batch {
    tokens: Vec<Token>,
    paragraphs: Vec<Range<usize>>,
}

/// Where each kind of tag stands among a word's scores.
struct Places {
    upos: Range<usize>,
    xpos: Range<usize>,
    features: Range<usize>,
    start: Range<usize>,
}

impl Places {
    fn new() -> Self {
        let mut end = 0;
        let mut next = |size: usize| {
            end += size;
            end - size..end
        };
        Places {
            upos: next(Upos::ALL.len()),
            xpos: next(Xpos::count()),
            features: next(Features::count()),
            // Names that this network was taught besides; `Namer` finds them better.
            start: {
                next(network::NAME_TAGS);
                next(2)
            },
        }
    }
}

impl Model {
    /// The model that is built into the program.
    ///
    /// # Errors
    /// Never, unless the program was built with a damaged model.
    pub fn builtin() -> Result<Model, ModelError> {
        Model::from_bytes(BUILTIN)
    }

    /// A model from the bytes of its file.
    ///
    /// # Errors
    /// If the bytes are not those of a model of this version, or a part of it is missing or of another size.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Model, ModelError> {
        let file = File::new(bytes)?;
        let layers = Layers::read(file, "")?;
        let cells = layers.cells();
        let forms = FormEncoder::read(file, cells)?;
        Ok(Model {
            sentences: Table::read(&mut file.reader("sentence vectors")?, forms.rows(), vector::WIDTH)?,
            namer: Namer::read(file, forms.rows(), cells)?,
            tokeniser: Tokeniser::new(file.section("tokens")?)?,
            lemmatiser: Lemmatiser::new(file.section("lemmas")?)?,
            forms,
            tags: Linear::read(&mut file.reader("tags")?, cells, Places::new().start.end)?,
            arcs: Arcs::read(file, cells)?,
            layers,
            caches: Mutex::default(),
        })
    }

    /// Analyses a text. Empty lines part paragraphs: no sentence goes across one.
    pub fn annotate(&self, text: &str) -> Document {
        self.annotate_blocks(text, &paragraphs(text))
    }

    /// Analyses some stretches of a text, each on its own: no sentence goes across two. The stretches are bytes of the
    /// text, in order, and do not overlap; one that does not lie on characters' bounds is left out.
    pub fn annotate_blocks(&self, text: &str, blocks: &[ByteRange]) -> Document {
        let batches = self.batches(text, blocks);
        let analyse = |batches: &[Batch]| {
            let mut document = Document::default();
            let mut cache = self.caches().pop().unwrap_or_default();
            batches.iter().for_each(|batch| self.analyse(text, batch, &mut cache, &mut document));
            self.caches().push(cache);
            document
        };
        let parts: Vec<Document> = batches.par_chunks(BATCHES_A_THREAD).map(analyse).collect();
        let mut parts = parts.into_iter();
        let mut document = parts.next().unwrap_or_default();
        parts.for_each(|part| document.append(part));
        document
    }

    /// The words of some stretches of a text, parted into what is computed at once.
    fn batches(&self, text: &str, blocks: &[ByteRange]) -> Vec<Batch> {
        let mut batches = Vec::new();
        let mut batch = Batch::default();
        let (mut tokens, mut paragraphs) = (Vec::new(), Vec::new());
        for block in blocks {
            self.tokeniser.find(text, *block, &mut tokens);
            cut(text, &tokens, 0..tokens.len(), &mut paragraphs);
            let mut tokens = tokens.drain(..);
            for paragraph in paragraphs.drain(..) {
                let first = batch.tokens.len();
                batch.tokens.extend(tokens.by_ref().take(paragraph.len()));
                batch.paragraphs.push(first..batch.tokens.len());
                if batch.tokens.len() >= AT_ONCE {
                    batches.push(std::mem::take(&mut batch));
                }
            }
        }
        batches.push(batch);
        batches
    }

    /// Analyses many texts, on as many threads as the surrounding rayon pool has. The result is the same on any number.
    pub fn annotate_many<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Vec<Document> {
        texts.par_iter().map(|text| self.annotate(text.as_ref())).collect()
    }

    /// What a passage is about: the vector of some words of a text that was analysed.
    pub fn vector(&self, text: &str, words: &[Word]) -> Vector {
        let forms = words.iter().filter_map(|word| text.get(word.bytes.range()));
        Vector::sum(&self.sentences, forms.map(|form| self.forms.row(form)))
    }

    /// What a word means, apart from any text; zero where the model does not know it.
    pub fn word_vector(&self, form: &str) -> Vector {
        Vector::sum(&self.sentences, std::iter::once(self.forms.row(form)))
    }

    fn caches(&self) -> std::sync::MutexGuard<'_, Vec<[FormCache; 2]>> {
        self.caches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends what is found in some paragraphs.
    fn analyse(
        &self,
        text: &str,
        Batch { tokens, paragraphs }: &Batch,
        [cache, names_cache]: &mut [FormCache; 2],
        document: &mut Document,
    ) {
        if tokens.is_empty() {
            return;
        }
        let form = |token: &Token| &text[token.bytes];
        let mut vectors = Vec::with_capacity(tokens.len() * self.layers.cells());
        self.forms.encode(tokens.iter().map(form), cache, &mut vectors);
        let mut spaced: Vec<bool> =
            tokens.windows(2).map(|pair| pair[0].bytes.end != pair[1].bytes.start).collect();
        spaced.insert(0, true);
        paragraphs.iter().for_each(|words| spaced[words.start] = true);
        let mut rows = Rows::default();
        self.layers.read_paragraphs(&mut vectors, &spaced, paragraphs, &mut rows);
        let (mut sums, mut scores) = (Vec::new(), Vec::new());
        self.tags.apply(&rows, &mut sums, &mut scores);

        let forms = tokens.iter().map(form);
        let names = self.namer.scores(forms, (&self.forms, names_cache), &rows, &spaced, paragraphs);
        let name_scores = |i: usize| &names[i * network::NAME_TAGS..][..network::NAME_TAGS];

        let places = Places::new();
        let scores = |i: usize, of: &Range<usize>| &scores[i * places.start.end..][of.clone()];
        let mut sentences = Vec::new();
        let mut starts = vec![1.0; tokens.len()];
        for paragraph in paragraphs {
            let inner = paragraph.start + 1..paragraph.end;
            for (start, i) in starts[inner.clone()].iter_mut().zip(inner) {
                let certain = if spaced[i] { certain(text, &tokens[..=i]) } else { None };
                *start = match certain {
                    Some(begins) => f32::from(u8::from(begins)),
                    None => network::softmax_at(scores(i, &places.start), 1),
                };
                // No sentence begins within a name.
                if certain.is_none() && *start > 0.5 {
                    *start *= 1.0 - network::within_name(name_scores(i));
                }
            }
            split(&starts, paragraph.clone(), &mut sentences);
        }
        let attachments = self.arcs.attach(&rows, &sentences);
        let offset = document.words.len();
        for sentence in &sentences {
            let names = network::read_names(sentence.clone().map(name_scores));
            let begins = |i: usize| names.iter().any(|(words, ..)| sentence.start + words.start == i);
            for (words, kind, confidence) in &names {
                let mut words = sentence.start + words.start..sentence.start + words.end;
                let mut next = (words.end..sentence.end).map(|i| form(&tokens[i]));
                let mut kind = *kind;
                if kind == NameKind::Person && words.len() > 1 && heads::organisation_behind(next.clone()) {
                    kind = NameKind::Organisation;
                }
                if kind == NameKind::Location
                    && !begins(words.end)
                    && next.next().is_some_and(heads::go_on_from_a_place)
                    && !next.next().is_some_and(|word| word.starts_with(char::is_uppercase))
                {
                    words.end += 1;
                }
                let bytes = ByteRange::new(tokens[words.start].bytes.start, tokens[words.end - 1].bytes.end);
                let kind = heads::kind(&text[bytes], kind);
                let words = WordRange::new(words.start + offset, words.end + offset);
                document.names.push(Name { bytes, words, kind, confidence: *confidence });
            }
            for i in sentence.clone() {
                let upos = best(scores(i, &places.upos));
                let tag_confidence = network::softmax_at(scores(i, &places.upos), upos);
                let upos = Upos::ALL[upos];
                let xpos = Xpos::from_index(best(scores(i, &places.xpos))).unwrap_or_default();
                let token = &tokens[i];
                let attachment = attachments[i];
                document.words.push(Word {
                    bytes: token.bytes,
                    fused: token.fused,
                    upos,
                    xpos,
                    features: Features::from_index(best(scores(i, &places.features))).unwrap_or_default(),
                    lemma: self.lemmatiser.lemma(form(token), upos, xpos).into(),
                    head: attachment.head.map(|head| offset + sentence.start + head),
                    relation: Relation::from_index(attachment.relation).unwrap_or_default(),
                    tag_confidence,
                    head_confidence: attachment.confidence,
                });
            }
            document.sentences.push(Sentence {
                bytes: ByteRange::new(tokens[sentence.start].bytes.start, tokens[sentence.end - 1].bytes.end),
                words: WordRange::new(sentence.start + offset, sentence.end + offset),
                confidence: starts[sentence.start],
            });
        }
    }
}

/// Whether a sentence begins with the last of some tokens, where an abbreviation before it makes that certain.
fn certain(text: &str, tokens: &[Token]) -> Option<bool> {
    let [.., earlier, before, word] = tokens else { return None };
    let word = &text[word.bytes];
    if &text[before.bytes] == "." && earlier.bytes.end == before.bytes.start {
        // The full stop was taken for a sentence's, which a title's never is.
        let whole = &text[earlier.bytes.start..before.bytes.end];
        // "J. K. Moe": an initial behind another, or behind a title.
        let behind = || tokens.get(tokens.len().wrapping_sub(4)).map(|t| &text[t.bytes]);
        return match abbreviation(whole)? {
            Abbreviation::Title => Some(false),
            Abbreviation::Initials => behind().and_then(abbreviation).map(|_| false),
            _ => None,
        };
    }
    begins_sentence(&text[before.bytes], word)
}

fn best(scores: &[f32]) -> usize {
    network::top(scores.iter().copied().enumerate())
}

/// The paragraphs of a text: what empty lines part.
fn paragraphs(text: &str) -> Vec<ByteRange> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            found.push(ByteRange::new(start, at));
            start = at + line.len();
        }
        at += line.len();
    }
    found.push(ByteRange::new(start, at));
    found
}

/// Appends the words of a paragraph as one range, or as several where it is very long.
fn cut(text: &str, tokens: &[Token], mut words: Range<usize>, to: &mut Vec<Range<usize>>) {
    let ends = |i: usize| matches!(&text[tokens[i].bytes], "." | "!" | "?");
    while words.len() > LONGEST_PARAGRAPH {
        let most = words.start + LONGEST_PARAGRAPH;
        let end =
            (words.start + LONGEST_PARAGRAPH / 2..most).rev().find(|&i| ends(i)).map_or(most, |i| i + 1);
        to.push(words.start..end);
        words.start = end;
    }
    if !words.is_empty() {
        to.push(words);
    }
}

/// Appends the sentences of a paragraph. One that is too long is cut where a sentence most likely begins.
fn split(starts: &[f32], paragraph: Range<usize>, to: &mut Vec<Range<usize>>) {
    let mut start = paragraph.start;
    for i in paragraph.start + 1..=paragraph.end {
        if i < paragraph.end && starts[i] <= 0.5 {
            continue;
        }
        while i - start > LONGEST_SENTENCE {
            let window = start + LONGEST_SENTENCE / 2..=start + LONGEST_SENTENCE;
            let at = window.reduce(|best, at| if starts[at] > starts[best] { at } else { best });
            let at = at.unwrap_or(i);
            to.push(start..at);
            start = at;
        }
        to.push(start..i);
        start = i;
    }
}

#[cfg(test)]
mod tests;
