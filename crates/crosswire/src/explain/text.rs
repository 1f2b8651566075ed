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
        for stage in &self.stages {
            if stage.notes.is_empty() {
                writeln!(f, "\n{}: nothing", stage.name.to_uppercase())?;
                continue;
            }
            writeln!(f, "\n{}", stage.name.to_uppercase())?;
            for note in &stage.notes {
                write_note(f, note, Some(&self.passage.path))?;
            }
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
    match &note.passage {
        Some(passage) if here == Some(passage.path.as_str()) => {
            writeln!(f, "  {} “{}”", note.what, passage.text)?;
        }
        Some(passage) => writeln!(f, "  {} {passage}", note.what)?,
        None => writeln!(f, "  {}", note.what)?,
    }
    let mut line = String::new();
    for (name, value) in &note.details {
        let detail = format!("{name}: {value}");
        if !line.is_empty() && line.chars().count() + detail.chars().count() + 2 > WIDTH {
            writeln!(f, "    {line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push_str("; ");
        }
        line.push_str(&detail);
    }
    if !line.is_empty() {
        writeln!(f, "    {line}")?;
    }
    Ok(())
}

impl Display for Pair {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "PAIR\n  first {}\n  second {}\n", self.a, self.b)?;
        writeln!(f, "  {:9} {:>7} {:>7} {:>7}  measures", "signal", "value", "weight", "gave")?;
        for signal in &self.signals {
            let super::Signal { name, value, weight, gave, measures } = signal;
            writeln!(f, "  {name:9} {value:7.3} {weight:7.3} {gave:7.3}  {measures}")?;
        }
        writeln!(f, "  {:9} {:7} {:7} {:7.3}", "sum", "", "", self.sum)?;
        match self.score {
            Some(score) => write!(f, "  score {score:.3}")?,
            None => write!(f, "  no score")?,
        }
        writeln!(
            f,
            ", likeness to the linkage {:.3}; claims are joined from a mean of {}",
            self.likeness, self.least
        )?;
        writeln!(f, "  {}\n", if self.same_claim { "one claim" } else { "two claims" })?;
        for note in &self.notes {
            write_note(f, note, None)?;
        }
        Ok(())
    }
}
