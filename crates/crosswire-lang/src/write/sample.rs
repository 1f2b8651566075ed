//! Documents made by hand, for tests.

use crate::document::{Document, Name, NameKind, Sentence, Word};
use crate::labels::{Features, Relation, Upos, Xpos};
use crate::ranges::{ByteRange, WordRange};

/// The document of `text` with these words: ` ` between two, `+` before one that is fused, `:PER` behind one that is in a
/// name, `/` between two sentences. Each word depends on the one before it.
pub(super) fn document(text: &str, words: &str) -> Document {
    let (mut found, mut at, mut first) = (Document::default(), 0, 0);
    // Only a space parts them: a word may hold what else is white.
    for piece in words.split(' ') {
        if piece == "/" {
            end_sentence(&mut found, first);
            first = found.words.len();
            continue;
        }
        let (piece, fused) = piece.strip_prefix('+').map_or((piece, false), |rest| (rest, true));
        let (form, kind) = piece.split_once(':').map_or((piece, None), |(form, kind)| (form, of_label(kind)));
        let start = at + text[at..].find(form).expect("the word stands in the text");
        at = start + form.len();
        let index = found.words.len();
        let head = (index > first).then(|| index - 1);
        let relation = Relation::from_name(if head.is_some() { "dep" } else { "root" });
        found.words.push(Word {
            bytes: ByteRange::new(start, at),
            fused,
            upos: Upos::X,
            xpos: Xpos::from_name("NN").expect("a tag"),
            features: Features::from_name("_").expect("no features"),
            lemma: form.to_lowercase().into(),
            head,
            relation: relation.expect("a relation"),
            tag_confidence: 0.5,
            head_confidence: 0.5,
        });
        let Some(kind) = kind else { continue };
        match found.names.last_mut() {
            Some(last) if last.kind == kind && last.words.end == index => {
                last.words.end = index + 1;
                last.bytes.end = at;
            }
            _ => found.names.push(Name {
                bytes: ByteRange::new(start, at),
                words: WordRange::one(index),
                kind,
                confidence: 0.5,
            }),
        }
    }
    end_sentence(&mut found, first);
    found
}

fn end_sentence(found: &mut Document, first: usize) {
    let words = WordRange::new(first, found.words.len());
    let bytes = ByteRange::new(found.words[words.start].bytes.start, found.words[words.end - 1].bytes.end);
    found.sentences.push(Sentence { bytes, words, confidence: 1.0 });
}

fn of_label(label: &str) -> Option<NameKind> {
    let kinds = [NameKind::Person, NameKind::Organisation, NameKind::Location, NameKind::Group];
    kinds.into_iter().find(|kind| kind.label() == label)
}
