//! Finds who says what in news, and scores it against attributions marked by hand.
//!
//! In reading order: [`Article`] (a line of the data) and [`Reading`] (what the pipeline makes of it), then `errors` (what
//! was missed and what is too much, by class and by form of the cue, told apart in `forms`), `agencies` (whose wire an
//! article carries, whom it gives credit).

mod agencies;
mod errors;
mod forms;

use super::floors::Floors;
use super::lines;
use crate::score::attribution::{Attribution, Compared, Score, score};
use crate::{Result, root};
use crosswire::annotate::{self, Annotation};
use crosswire::extract::statements;
use crosswire::text::{self, BlockKind};
use crosswire::{Document, Model};
use crosswire_lang::ByteRange;
use rayon::prelude::*;
use std::panic::catch_unwind;
use std::path::Path;

/// What is scored unless something else is named, and what its floors are kept under.
pub(crate) const DEFAULT: (&str, &str) = ("polnear-dev", "bench/polnear/dev.jsonl.gz");

/// An article with the attributions that annotators marked in it.
#[derive(serde::Deserialize)]
pub(crate) struct Article {
    id: String,
    title: Option<String>,
    publisher: Option<String>,
    /// The agency whose wire it carries; "NA" is not known.
    wire: Option<String>,
    /// The outlet that it gives credit to.
    credit: Option<String>,
    pub(crate) text: String,
    attributions: Vec<Marked>,
}

#[derive(serde::Deserialize)]
struct Marked {
    #[serde(default)]
    annotator: Option<String>,
    #[serde(flatten)]
    attribution: Attribution,
}

impl Article {
    /// What the first annotator by name marked, without what has no content.
    pub(crate) fn gold(&self) -> Vec<Attribution> {
        let first = self.attributions.iter().map(|m| m.annotator.as_deref().unwrap_or_default()).min();
        let of_first = self.attributions.iter().filter(|m| m.annotator.as_deref().or(Some("")) == first);
        of_first.filter(|m| !m.attribution.content.is_empty()).map(|m| m.attribution.clone()).collect()
    }

    /// A line that the reference scorer reads.
    pub(crate) fn line(&self, found: &[Attribution]) -> String {
        serde_json::json!({ "id": self.id, "attributions": found }).to_string() + "\n"
    }

    /// Its parts. Attributions are marked in headlines as well, so this is read as running text.
    pub(crate) fn parts(&self) -> Result<text::Article> {
        let document = Document {
            path: self.id.clone(),
            text: self.text.clone(),
            title: self.title.clone(),
            outlet: self.publisher.clone(),
            ..Document::default()
        };
        // Alone, so that it is an article whatever the others say.
        let read = text::read(vec![document]).value.into_iter().next();
        let mut article = read.ok_or(format!("{} holds no article", self.id))?;
        if let Some(first) = article.blocks.first_mut().filter(|b| b.kind == BlockKind::Heading) {
            first.kind = BlockKind::Paragraph;
        }
        Ok(article)
    }
}

/// The articles of a file of JSON Lines.
pub(crate) fn read(file: &Path) -> Result<Vec<Article>> {
    lines::parse(file)
}

/// An article beside what the pipeline makes of it.
struct Reading<'a> {
    given: &'a Article,
    parts: text::Article,
    annotation: Annotation,
    gold: Vec<Attribution>,
    found: Vec<Attribution>,
}

impl<'a> Reading<'a> {
    fn new(model: &Model, given: &'a Article) -> Result<Self> {
        let parts = given.parts()?;
        let annotation = annotate::annotate(model, &parts);
        // The corpus marks no word twice: what stands within another's content is left out.
        let outer = statements::find(&parts, &annotation).into_iter().filter(|a| !a.nested);
        let found = outer.map(|a| predicted(&parts, &a)).collect();
        Ok(Reading { given, gold: given.gold(), parts, annotation, found })
    }
}

/// An attribution of the pipeline as the scorer wants it.
fn predicted(article: &text::Article, found: &statements::Attribution) -> Attribution {
    let point = |bytes: &ByteRange| {
        let span = article.span(*bytes);
        (span.start, span.end)
    };
    Attribution {
        source: found.source.iter().map(point).collect(),
        cue: found.cue.iter().map(point).collect(),
        content: found.that.iter().chain(&found.content).map(point).collect(),
    }
}

/// Scores the articles of a file; prints `errors` examples of each class, and writes what was found where that is asked.
pub(crate) fn run(data: Option<&Path>, errors: usize, predictions: Option<&Path>, floors: &Floors) -> Result {
    let default = root::shared(DEFAULT.1);
    let file = data.unwrap_or(&default);
    if data.is_none() && !file.is_file() {
        println!("skipped: no attributions at {}", file.display());
        return Ok(());
    }
    let name = data.map_or(DEFAULT.0.to_owned(), super::stem);
    let articles = read(file)?;
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let read = |article| {
        // The message names no article.
        catch_unwind(|| Reading::new(&model, article))
            .unwrap_or_else(|_| Err(format!("the pipeline panicked on {}", article.id)))
    };
    let readings: Vec<Reading<'_>> = articles.par_iter().map(read).collect::<Result<_>>()?;
    if let Some(to) = predictions {
        let lines: String = readings.iter().map(|r| r.given.line(&r.found)).collect();
        std::fs::write(to, lines).map_err(|e| format!("cannot write {}: {e}", to.display()))?;
    }
    let compared: Vec<Compared> =
        readings.par_iter().map(|r| Compared::new(&r.given.text, &r.gold, &r.found)).collect();
    let score = score(&compared);
    print(&name, &score);
    println!("  gold content outside running text, where nothing is looked for: {}", unread(&readings));
    errors::print(&readings, &compared, errors);
    agencies::print(&readings);
    let rows: Vec<_> = score.rows.iter().map(|(row, f1)| (*row, f1.f1)).collect();
    floors.apply(&format!("attribution {name}"), &rows)
}

fn print(name: &str, score: &Score) {
    let Score { documents, gold, found, rows, kinds } = score;
    println!("attribution {name}: {documents} documents, {gold} attributions in the gold, {found} found");
    super::print(rows.iter().map(|(row, f1)| (*row, f1)));
    let recall = |(kind, (hits, all)): (&&str, &(usize, usize))| {
        format!("{kind} {:.1} of {all}", 100.0 * *hits as f64 / *all as f64)
    };
    println!("  ov50 recall: {}", kinds.iter().map(recall).collect::<Vec<_>>().join(", "));
}

/// How much of the gold begins in a heading, a credit line or the like, or in a passage that repeats an earlier one.
fn unread(readings: &[Reading<'_>]) -> usize {
    let outside = |reading: &&Reading<'_>, gold: &Attribution| {
        let start = gold.content.iter().map(|c| c.0).min().unwrap_or_default();
        let bytes = reading.parts.bytes(crosswire_model::Span::new(start, start + 1));
        let mut running = reading.parts.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph);
        reading.parts.is_repeated(bytes) || !running.any(|b| b.bytes.contains(bytes.start))
    };
    readings.iter().map(|r| r.gold.iter().filter(|g| outside(&r, g)).count()).sum()
}

/// Some words, on one line, their middle left out where they are long.
fn shortened(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let count = line.chars().count();
    if count <= most {
        return line;
    }
    let head: String = line.chars().take(most * 2 / 3).collect();
    let tail: String = line.chars().skip(count - most / 3).collect();
    format!("{head} … {tail}")
}
