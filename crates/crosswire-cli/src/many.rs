//! Many stories: a ledger and a page for each, and a page that leads to them.

use crate::args::Brief;
use crate::brief;
use crate::error::Error;
use crate::input;
use crate::output;
use crate::progress::Progress;
use crosswire::{Document, Model, Warned, Warning};
use crosswire_report::{Export, Row, Style, View, index};
use crosswire_sources::{Options, Reader};
use crosswire_stories::Story;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

/// The page that leads to the others.
const INDEX: &str = "index.html";

/// Runs the job; gives back whether files were skipped.
pub(crate) fn run(args: &Brief, stories: &Path, folder: &Path) -> Result<bool, Error> {
    let stories: Vec<Story> =
        read(stories)?.into_iter().filter(|story| story.articles.len() >= args.least).collect();
    let names: Vec<String> = stories.iter().flat_map(files).chain([INDEX.to_owned()]).collect();
    output::check_folder(folder, &names)?;
    let pool = input::threads(args.threads)?;
    let progress = Progress::new(args.quiet);
    let mut warnings = Vec::new();
    let bytes = pool.install(|| tell(args, folder, &stories, &progress, &mut warnings));
    progress.end();
    if !args.quiet {
        input::tell(&warnings);
    }
    let bytes = bytes?;
    if !args.quiet {
        output::wrote(folder, names.len(), bytes);
    }
    Ok(warnings.iter().any(|w| w.skipped))
}

/// The files of a story: its ledger and its page.
fn files(story: &Story) -> [String; 2] {
    ["json", "html"].map(|ending| format!("{}.{ending}", story.id))
}

/// Reads what `crosswire stories` wrote.
fn read(file: &Path) -> Result<Vec<Story>, Error> {
    let failed = |why: String| Error::Stories { file: file.to_owned(), why };
    let lines = BufReader::new(std::fs::File::open(file).map_err(|e| failed(e.to_string()))?).lines();
    let (mut stories, mut ids): (Vec<Story>, BTreeSet<String>) = Default::default();
    for (n, line) in lines.enumerate() {
        let line = line.map_err(|e| failed(e.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let story: Story =
            serde_json::from_str(&line).map_err(|e| failed(format!("line {}: no story: {e}", n + 1)))?;
        // It names files.
        if story.id.is_empty() || !story.id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(failed(format!("line {}: no story has the id {:?}", n + 1, story.id)));
        }
        if !ids.insert(story.id.clone()) {
            return Err(failed(format!("line {}: a story before it has the same id", n + 1)));
        }
        stories.push(story);
    }
    Ok(stories)
}

/// Reads the articles, makes the ledgers one after another, and writes all or nothing.
fn tell(
    args: &Brief,
    folder: &Path,
    stories: &[Story],
    progress: &Progress,
    warnings: &mut Vec<Warning>,
) -> Result<u64, Error> {
    let mut documents = documents(args, stories, progress, warnings);
    if documents.is_empty() {
        return Err(Error::NothingRead { inputs: args.paths.len() });
    }
    let model = Model::builtin()?;
    let frames = brief::frames(args.frames.as_deref())?;
    // A closure for each file, which are called in this order: the ledger is made for the first and used by the second.
    let made: RefCell<Option<crosswire::Brief>> = RefCell::default();
    let rows: RefCell<Vec<Row>> = RefCell::default();
    let told: RefCell<Vec<Warning>> = RefCell::default();
    type Writes<'a> = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + 'a>;
    let mut jobs: Vec<(String, Writes)> = Vec::new();
    for (n, story) in stories.iter().enumerate() {
        let mut read: Vec<Document> = Vec::new();
        for article in &story.articles {
            match documents.remove(&article.path) {
                Some(document) => read.push(document),
                None => told.borrow_mut().push(Warning {
                    path: article.path.clone(),
                    reason: format!("belongs to story {} and is not among the articles given", story.id),
                    skipped: true,
                }),
            }
        }
        if read.is_empty() {
            continue;
        }
        let [ledger, page] = files(story);
        let (model, frames, file) = (&model, &frames, page.clone());
        let (made, rows, told) = (&made, &rows, &told);
        jobs.push((
            ledger,
            Box::new(move |out| {
                let builder = crosswire::Brief::builder().frames(frames.clone()).documents(read);
                let Warned { value, warnings } = builder.hide_private(args.hide_private).build(model);
                told.borrow_mut().extend(warnings);
                Export::JSON.write((&value.ledger, &value.texts), None, Style::PLAIN, out)?;
                *made.borrow_mut() = Some(value);
                progress.told(n + 1, stories.len());
                Ok(())
            }),
        ));
        jobs.push((
            page,
            Box::new(move |out| {
                let Some(brief) = made.take() else { return Ok(()) };
                rows.borrow_mut().push(Row::new(&View::new(&brief.ledger, &brief.texts, args.profile), file));
                Export::HTML.write((&brief.ledger, &brief.texts), args.profile, Style::PLAIN, out)
            }),
        ));
    }
    jobs.push((INDEX.to_owned(), Box::new(|out| out.write_all(index(&rows.borrow()).as_bytes()))));
    let written = output::folder_of(folder, jobs);
    warnings.append(&mut told.borrow_mut());
    written
}

/// The documents of the stories' articles, by path; all others are read and let go.
fn documents(
    args: &Brief,
    stories: &[Story],
    progress: &Progress,
    warnings: &mut Vec<Warning>,
) -> BTreeMap<String, Document> {
    let wanted: BTreeSet<&str> =
        stories.iter().flat_map(|story| &story.articles).map(|article| article.path.as_str()).collect();
    let options = Options { outlet: args.outlet.clone(), published: args.published, ..Options::default() };
    let mut documents = BTreeMap::new();
    let mut reader = Reader::new(input::inputs(&args.paths), options, None);
    let mut read = 0;
    while let Some(Warned { value: texts, warnings: more }) = reader.next_texts() {
        warnings.extend(more);
        read += texts.len();
        progress.sorted(read);
        let wanted = texts.into_iter().map(|t| t.document).filter(|d| wanted.contains(d.path.as_str()));
        documents.extend(wanted.map(|document| (document.path.clone(), document)));
    }
    documents
}
