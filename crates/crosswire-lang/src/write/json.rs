//! JSON: a text's document as a value, with positions in Unicode code points.

use crate::document::{Document, Name, NameKind};
use crate::ranges::ByteRange;
use serde::Serialize;

/// What is written of one text: `serde_json::to_string` makes a line of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Annotation<'a> {
    /// What the text is called.
    pub id: &'a str,
    /// Names of persons, organisations and places, in order.
    pub entities: Vec<Entity>,
    /// Names of peoples, faiths and political groups ("Iranian", "Republicans"), in order. They stand apart, since most
    /// who look for names do not mean them.
    pub groups: Vec<Entity>,
    /// Sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Words, in order.
    pub words: Vec<Word<'a>>,
}

/// A name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entity {
    /// Its first code point.
    pub start: usize,
    /// The code point after its last.
    pub end: usize,
    /// `PER`, `ORG`, `LOC`, `NORP`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// How sure the model is of it, 0..1.
    pub confidence: f32,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sentence {
    /// Its first code point.
    pub start: usize,
    /// The code point after its last.
    pub end: usize,
    /// How sure the model is that it begins here, 0..1.
    pub confidence: f32,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Word<'a> {
    /// Its first code point.
    pub start: usize,
    /// The code point after its last.
    pub end: usize,
    /// Whether it is one token with the word before it.
    pub fused: bool,
    /// The word as it stands in the text.
    pub form: &'a str,
    /// The form that a dictionary lists.
    pub lemma: &'a str,
    /// Universal part of speech.
    pub upos: &'static str,
    /// Penn Treebank tag.
    pub xpos: &'static str,
    /// Morphological features, or `_`.
    pub feats: &'static str,
    /// The word that it depends on, as an index into the words; null for a sentence's root.
    pub head: Option<usize>,
    /// How it depends on it.
    pub deprel: &'static str,
    /// How sure the model is of `upos`, 0..1.
    pub tag_confidence: f32,
    /// How sure the model is of `head`, 0..1.
    pub head_confidence: f32,
}

impl<'a> Annotation<'a> {
    /// The document of `text`, before which `before` code points stand in what positions are to count in.
    pub fn new(id: &'a str, text: &'a str, before: usize, document: &'a Document) -> Self {
        let points = || Points { text, before, byte: 0, point: before };
        let names = |wanted: fn(&Name) -> bool| {
            let mut points = points();
            let entity = |name: &Name| {
                let (start, end) = points.span(name.bytes);
                Entity { start, end, kind: name.kind.label(), confidence: round(name.confidence) }
            };
            document.names.iter().filter(|name| wanted(name)).map(entity).collect()
        };
        let (mut of_sentences, mut of_words) = (points(), points());
        let sentence = |sentence: &crate::document::Sentence| {
            let (start, end) = of_sentences.span(sentence.bytes);
            Sentence { start, end, confidence: round(sentence.confidence) }
        };
        let word = |word: &'a crate::document::Word| {
            let (start, end) = of_words.span(word.bytes);
            Word {
                start,
                end,
                fused: word.fused,
                form: word.bytes.of(text),
                lemma: &word.lemma,
                upos: word.upos.as_str(),
                xpos: word.xpos.as_str(),
                feats: word.features.as_str(),
                head: word.head,
                deprel: word.relation.as_str(),
                tag_confidence: round(word.tag_confidence),
                head_confidence: round(word.head_confidence),
            }
        };
        Annotation {
            id,
            entities: names(|name| name.kind != NameKind::Group),
            groups: names(|name| name.kind == NameKind::Group),
            sentences: document.sentences.iter().map(sentence).collect(),
            words: document.words.iter().map(word).collect(),
        }
    }
}

/// Four digits say all that a confidence can.
fn round(confidence: f32) -> f32 {
    (confidence * 10_000.0).round() / 10_000.0
}

/// Counts code points from one position to the next, so that the text is gone through once.
struct Points<'a> {
    text: &'a str,
    before: usize,
    byte: usize,
    point: usize,
}

impl Points<'_> {
    fn span(&mut self, bytes: ByteRange) -> (usize, usize) {
        (self.at(bytes.start), self.at(bytes.end))
    }

    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.point) = (0, self.before);
        }
        self.point += self.text.get(self.byte..byte).unwrap_or_default().chars().count();
        self.byte = byte;
        self.point
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::sample::document;
    use serde_json::{Value, json};

    #[track_caller]
    fn written(text: &str, before: usize, words: &str) -> Value {
        let document = document(text, words);
        serde_json::to_value(Annotation::new("a\n1", text, before, &document)).unwrap()
    }

    #[test]
    fn positions_are_code_points() {
        let found = written("“Zoë” 🚢 Halvik’s.", 0, "“ Zoë:PER ” 🚢 / Halvik:LOC +’s .");
        assert_eq!(found["id"], "a\n1");
        let entity =
            |start, end, kind| json!({ "start": start, "end": end, "type": kind, "confidence": 0.5 });
        assert_eq!(found["entities"], json!([entity(1, 4, "PER"), entity(8, 14, "LOC")]));
        assert_eq!(found["sentences"][1], json!({ "start": 8, "end": 17, "confidence": 1.0 }));
        let word = &found["words"][5];
        assert_eq!((&word["start"], &word["end"], &word["fused"]), (&json!(14), &json!(16), &json!(true)));
        assert_eq!(word["form"], "’s");
        // Heads count through the whole text.
        assert_eq!((&found["words"][4]["head"], &word["head"]), (&Value::Null, &json!(4)));
    }

    #[test]
    fn positions_count_from_where_the_text_stands() {
        let found = written("Halvik.", 100, "Halvik:LOC .");
        assert_eq!((&found["entities"][0]["start"], &found["words"][1]["end"]), (&json!(100), &json!(107)));
    }

    #[test]
    fn groups_stand_apart() {
        let found = written("Vestrian Halvik", 0, "Vestrian:NORP Halvik:LOC");
        assert_eq!(found["entities"].as_array().unwrap().len(), 1);
        assert_eq!((&found["groups"][0]["type"], &found["groups"][0]["end"]), (&json!("NORP"), &json!(8)));
    }
}
