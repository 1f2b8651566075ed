//! The explanation as text for a terminal.

use super::{Explanation, Note, Pair, Passage, Place, Sentence, Word};
use std::fmt::{self, Display, Formatter};

/// Details of a note that stand in one line, up to this many characters.
const WIDTH: usize = 100;

impl Display for Explanation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (n, place) in self.places.iter().enumerate() {
            if n > 0 {
                writeln!(f)?;
            }
            place.fmt(f)?;
        }
        match &self.pair {
            Some(pair) => write!(f, "\n{pair}"),
            None if self.places.len() > 1 => {
                writeln!(f, "\nPAIR\n  one of the places holds no passage to compare")
            }
            None => Ok(()),
        }
    }
}

impl Display for Passage {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} “{}”", self.path, self.line, self.text)
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.passage)?;
        if !self.also.is_empty() {
            let also: Vec<String> = self.also.iter().map(|p| format!("{}:{}", p.path, p.line)).collect();
            writeln!(f, "  the phrase also stands at {}", also.join(", "))?;
        }
        for sentence in &self.sentences {
            write!(f, "\nSENTENCE\n  {}\n{}", sentence.text, Tree(sentence))?;
        }
        for stage in self.stages.iter().filter(|stage| !stage.notes.is_empty()) {
            writeln!(f, "\n{}", stage.name.to_uppercase())?;
            for note in &stage.notes {
                write_note(f, note, Some(&self.passage.path))?;
            }
        }
        let empty = self.stages.iter().filter(|stage| stage.notes.is_empty()).map(|stage| stage.name);
        let empty: Vec<&str> = empty.collect();
        if !empty.is_empty() {
            writeln!(f, "\nNOTHING FOUND\n  {}", empty.join(", "))?;
        }
        Ok(())
    }
}

/// A sentence's words in order, each as far in as it is deep in the tree.
struct Tree<'a>(&'a Sentence);

impl Tree<'_> {
    fn depth(&self, word: &Word) -> usize {
        let mut depth = 0;
        let mut head = word.head;
        // A tree's longest path is shorter than its words are many.
        while let Some(word) = head.and_then(|h| self.0.words.get(h)).filter(|_| depth < self.0.words.len()) {
            depth += 1;
            head = word.head;
        }
        depth
    }
}

impl Display for Tree<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let indent = |word: &Word| 2 + 2 * self.depth(word);
        let wide = self.0.words.iter().map(|w| indent(w) + w.text.chars().count()).max().unwrap_or(0);
        for word in &self.0.words {
            let column = format!("{:1$}{2}", "", indent(word), word.text);
            let head = word.head.and_then(|h| self.0.words.get(h)).map_or("", |h| h.text.as_str());
            let arrow = if head.is_empty() { "" } else { " of " };
            let lemma = if word.text.to_lowercase() == word.lemma.to_lowercase() { "" } else { &word.lemma };
            let quoted = if word.quoted { "“ " } else { "  " };
            let line = format!(
                "{quoted}{column:wide$}  {:5} {:5} {}{arrow}{head}{}",
                word.upos,
                word.xpos,
                word.relation,
                if lemma.is_empty() { String::new() } else { format!("  [{lemma}]") },
            );
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// A note: what it is and where it stands, and below it what is known of it. The path is left out in the article `here`.
fn write_note(f: &mut Formatter<'_>, note: &Note, here: Option<&str>) -> fmt::Result {
    let head = match &note.passage {
        Some(passage) if here == Some(passage.path.as_str()) => format!("{} “{}”", note.what, passage.text),
        Some(passage) => format!("{} {passage}", note.what),
        None => note.what.clone(),
    };
    let length = |text: &str| text.chars().count();
    let details: Vec<String> = note.details.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let all = details.join("; ");
    if all.is_empty() {
        return writeln!(f, "  {head}");
    }
    if length(&head) + length(&all) + 4 <= WIDTH {
        return writeln!(f, "  {head}  {all}");
    }
    writeln!(f, "  {head}")?;
    let mut line = String::new();
    for detail in &details {
        if !line.is_empty() && length(&line) + length(detail) + 2 > WIDTH {
            writeln!(f, "    {line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push_str("; ");
        }
        line.push_str(detail);
    }
    writeln!(f, "    {line}")
}

impl Display for Pair {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "PAIR: {}", if self.same_claim { "one claim" } else { "two claims" })?;
        writeln!(f, "  first  {}\n  second {}\n", self.a, self.b)?;
        writeln!(f, "  {:9} {:>7} {:>7} {:>7}  measures", "signal", "value", "weight", "gave")?;
        for signal in &self.signals {
            let super::Signal { name, value, weight, gave, measures } = signal;
            writeln!(f, "  {name:9} {value:7.3} {weight:7.3} {gave:7.3}  {measures}")?;
        }
        writeln!(f, "  {:9} {:7} {:7} {:7.3}", "sum", "", "", self.sum)?;
        match self.score {
            Some(score) => writeln!(f, "  {:9} {:15} {score:7.3}  the sum as a probability", "score", "")?,
            None if self.likeness > 0.0 => {
                writeln!(f, "  score     none: they are copies in the same words")?
            }
            None => writeln!(f, "  score     none: the two were not compared")?,
        }
        if self.score != Some(self.likeness) {
            writeln!(f, "  {:9} {:15} {:7.3}  as the linkage takes it", "likeness", "", self.likeness)?;
        }
        let least = "mean likeness of two claims that are joined";
        writeln!(f, "  {:9} {:15} {:7.3}  {least}\n", "least", "", self.least)?;
        for note in &self.notes {
            write_note(f, note, None)?;
        }
        Ok(())
    }
}
