//! How well it is told what changed between two versions of an article.
//!
//! Articles with real second versions and gold are not at hand. So each article is edited: a number, a word that denies, one that
//! leaves open, another speaker, a sentence taken out, one put in; each edit in a sentence of its own. Counted are
//! the edits that are found in their sentence as what they are, and the changes told of sentences in which nothing was done.

use super::floors::Floors;
use crate::Result;
use crosswire::story::{Report, Story};
use crosswire::{Brief, Document, Frames, Model};
use crosswire_model::{ChangeKind, Span, Status};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Sentences between two edits, so that they stay apart.
const APART: usize = 3;
/// A sentence that no article has.
const INVENTED: &str = "The ferry to Halvik ran aground at dawn and the pilot was hurt.";

/// What is done to a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edit {
    Number,
    Denied,
    LeftOpen,
    Speaker,
    TakenOut,
    PutIn,
}

const IN_A_SENTENCE: [Edit; 4] = [Edit::Number, Edit::Denied, Edit::LeftOpen, Edit::Speaker];

impl Edit {
    fn kind(self) -> ChangeKind {
        match self {
            Edit::Number => ChangeKind::Figure,
            Edit::Denied => ChangeKind::Reversed,
            Edit::LeftOpen => ChangeKind::Weakened,
            Edit::Speaker => ChangeKind::Source,
            Edit::TakenOut => ChangeKind::Withdrawn,
            Edit::PutIn => ChangeKind::Added,
        }
    }

    /// The bytes to replace and what to put there; none where the sentence is not of the kind.
    fn of(self, report: &Report, sentence: usize) -> Option<(std::ops::Range<usize>, String)> {
        let (article, bytes) = (&report.article, report.annotation.sentences[sentence].bytes);
        let text = article.text(bytes);
        let span = article.span(bytes);
        let copula = || {
            let mut all =
                [" was ", " were ", " is ", " are "].into_iter().filter_map(|w| Some((text.find(w)?, w)));
            let (at, word) = all.next()?;
            // One clause, told as so: what the edit does to it is certain.
            let plain = !text.contains(['“', '"', '”', ',', ';', ':', '?'])
                && ![" that ", " if ", " when ", " not ", " no ", " may ", " will ", " who ", " which "]
                    .iter()
                    .any(|w| text.contains(w));
            let mut told = report.events.iter().filter(|event| {
                bytes.contains(report.annotation.language.words[event.predicate.word].bytes.start)
            });
            (plain && told.any(|e| e.status() == Status::Done))
                .then_some((bytes.start + at + word.len(), word))
        };
        match self {
            Edit::Number => {
                let mut figures = report.figures.iter().filter(|f| span.contains(f.span));
                let figure = figures.next().filter(|_| figures.next().is_none())?;
                let place = article.bytes(figure.span);
                let words = article.text(place);
                let first = words.find(|c: char| c.is_ascii_digit())?;
                let digits =
                    words[first..].find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len() - first);
                let number: u64 = words[first..first + digits].parse().ok()?;
                let at = place.start + first;
                Some((at..at + digits, (number + 3).to_string()))
            }
            Edit::Denied => copula().map(|(at, _)| (at..at, "not ".to_owned())),
            Edit::LeftOpen => {
                let (at, word) = copula()?;
                Some((at - word.len()..at, " may have been ".to_owned())).filter(|_| word.starts_with(" w"))
            }
            Edit::Speaker => {
                let named = |s: &&crosswire_model::Statement| s.source_spans.len() == 1 && s.source.is_some();
                let mut here =
                    report.statements.iter().filter(|s| s.cue.iter().any(|cue| span.contains(*cue)));
                let statement = here.next().filter(|_| here.next().is_none()).filter(named)?;
                let place = article.bytes(statement.source_spans[0].span);
                let name = article.text(place);
                let proper = name.starts_with(char::is_uppercase)
                    && bytes.start < place.start
                    && span.contains(statement.source_spans[0].span);
                proper.then(|| (place.start..place.end, "Edda Lorvik".to_owned()))
            }
            Edit::TakenOut => {
                let enough = report.annotation.sentences[sentence].words.len() > 6;
                enough.then(|| (bytes.start..bytes.end, String::new()))
            }
            Edit::PutIn => Some((bytes.end..bytes.end, format!(" {INVENTED}"))),
        }
    }
}

/// An edit that was made: of what kind, in which sentence.
struct Made {
    edit: Edit,
    sentence: Span,
}

/// How often each edit was made, found as what it is, and found as something.
#[derive(Default)]
struct Counts {
    edits: BTreeMap<Edit, [usize; 3]>,
    told: usize,
    of_nothing: usize,
}

/// Edits the articles of these stories, or of the project's and the shared ones, and counts what is found. `misses` names what is
/// not.
pub(crate) fn run(folders: &[PathBuf], misses: bool, floors: &Floors) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let mut failed = Vec::new();
    for (name, stories) in super::stories::sets("versions", folders) {
        let mut counts = Counts::default();
        for folder in stories {
            for (n, document) in super::stories::documents(&folder).into_iter().enumerate() {
                count(&model, document, n, misses, &mut counts);
            }
        }
        for (edit, [made, right, _]) in &counts.edits {
            println!("  {:10} {right}/{made}", format!("{edit:?}"));
        }
        let sum = |n: usize| counts.edits.values().map(|counts| counts[n]).sum::<usize>();
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        let (found, seen) = (share(sum(1), sum(0)), share(sum(2), sum(0)));
        let right = 1.0 - share(counts.of_nothing, counts.told);
        println!(
            "versions {name:8} {found:.3} of {} edits told as what they are, {seen:.3} told at all; {right:.3} of {} changes told are of an edit",
            sum(0),
            counts.told
        );
        let scores = [("found", found), ("seen", seen), ("of-an-edit", right)];
        failed.extend(floors.apply(&format!("versions {name}"), &scores).err());
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// Edits one article and counts. `turn` says with which kind of edit to begin, so that all kinds are met.
fn count(model: &Model, document: Document, turn: usize, misses: bool, counts: &mut Counts) {
    let document = Document { url: Some("https://post.example/article".to_owned()), ..document };
    let story = Story::read(model, &Frames::builtin(), vec![document.clone()]).value;
    let Some(report) = story.reports.first() else { return };
    let (edited, made) = edited(report, turn);
    if made.is_empty() {
        return;
    }
    let moment = |written: &str| written.parse().ok();
    let before = Document { as_of: moment("2031-03-04T08:00:00Z"), path: "1".to_owned(), ..document.clone() };
    let after = Document {
        as_of: moment("2031-03-04T09:00:00Z"),
        sha256: String::new(),
        ..Document { path: "2".to_owned(), text: edited, ..document }
    };
    let ledger = Brief::builder().documents([before, after]).build(model).value.ledger;
    let mut used = vec![false; ledger.changes.len()];
    for made in &made {
        let about: Vec<usize> = (0..ledger.changes.len())
            .filter(|&n| {
                let change = &ledger.changes[n];
                match made.edit {
                    Edit::PutIn => change.after.as_ref().is_some_and(|a| INVENTED.contains(a.text.trim())),
                    _ => {
                        let before = change.before.as_ref().and_then(|b| b.span);
                        before.is_some_and(|span| span.overlap(made.sentence) > 0)
                    }
                }
            })
            .collect();
        about.iter().for_each(|&n| used[n] = true);
        let right = about.iter().any(|&n| ledger.changes[n].kind == made.edit.kind());
        let row = counts.edits.entry(made.edit).or_default();
        row[0] += 1;
        row[1] += usize::from(right);
        row[2] += usize::from(!about.is_empty());
        if misses && !right {
            let told: Vec<ChangeKind> = about.iter().map(|&n| ledger.changes[n].kind).collect();
            println!("- {:?}, told as {told:?}: {}", made.edit, words(report, made.sentence));
        }
    }
    counts.told += used.len();
    counts.of_nothing += used.iter().filter(|used| !**used).count();
    if misses {
        for (change, _) in ledger.changes.iter().zip(&used).filter(|(_, used)| !**used) {
            println!("- of nothing: {:?} {:?} → {:?}", change.kind, change.before, change.after);
        }
    }
}

fn words(report: &Report, span: Span) -> &str {
    report.article.text(report.article.bytes(span))
}

/// The article with its edits, and which these are.
fn edited(report: &Report, turn: usize) -> (String, Vec<Made>) {
    let sentences = &report.annotation.sentences;
    let (mut made, mut edits, mut next, mut turn, mut places) = (Vec::new(), Vec::new(), 0, turn, turn);
    for (n, sentence) in sentences.iter().enumerate() {
        if n < next || !sentence.is_evidence() {
            continue;
        }
        // Any sentence can be taken out, and one put behind it: every other place without another edit is enough.
        let tried = IN_A_SENTENCE.iter().cycle().skip(turn % IN_A_SENTENCE.len()).take(IN_A_SENTENCE.len());
        let tried =
            tried.chain([Edit::TakenOut, Edit::PutIn].iter().skip(places % 2).filter(|_| places % 4 < 2));
        let Some((edit, change)) = tried.filter_map(|edit| Some((*edit, edit.of(report, n)?))).next() else {
            places += 1;
            continue;
        };
        places += usize::from(matches!(edit, Edit::TakenOut | Edit::PutIn));
        made.push(Made { edit, sentence: report.article.span(sentence.bytes) });
        edits.push(change);
        (next, turn) = (n + APART, turn + 1);
    }
    let mut text = report.article.document.text.clone();
    for (range, instead) in edits.into_iter().rev() {
        text.replace_range(range, &instead);
    }
    (text, made)
}
