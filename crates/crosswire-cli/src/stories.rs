//! A stream of articles into stories.

use crate::args::Stories;
use crate::error::Error;
use crate::input;
use crate::output::Sink;
use crate::progress::Progress;
use crate::spool::Spool;
use crosswire::{Model, Warned, Warning};
use crosswire_sources::{Options, Reader, Text};
use crosswire_stories::{Features, Grouping, Key, Story, Window};
use rayon::prelude::*;
use serde_json::json;
use std::path::PathBuf;

/// Runs the job; gives back whether files were skipped.
pub(crate) fn run(args: &Stories) -> Result<bool, Error> {
    input::streamed(&args.paths, args.output.as_deref(), &args.run, |progress, warnings| {
        stories(args, progress, warnings)
    })
}

fn stories(args: &Stories, progress: &Progress, warnings: &mut Vec<Warning>) -> Result<Option<u64>, Error> {
    let mut spool = args.state.as_deref().map_or_else(Spool::temporary, Spool::open)?;
    let except = args.output.clone();
    read(&args.paths, except, &mut spool, progress, warnings)?;
    if spool.asked() == 0 {
        return Err(Error::NothingRead { inputs: args.paths.len() });
    }
    let mut sink = Sink::new(args.output.as_deref())?;
    let all = spool.asked();
    let mut done = 0;
    let mut grouping = Grouping::new(Window { days: args.window });
    let mut write = |stories: Vec<Story>| -> Result<bool, Error> {
        for story in stories.iter().filter(|story| story.articles.len() >= args.least) {
            if !sink.write(line(story, args.members)?.as_bytes())? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    for day in spool.days() {
        let day = day?;
        done += day.len();
        if !write(grouping.day(day))? {
            return Ok(None);
        }
        progress.grouped(done, all);
    }
    if !write(grouping.finish())? {
        return Ok(None);
    }
    sink.finish()
}

/// Reads what is new, and keeps what grouping needs of it.
pub(crate) fn read(
    paths: &[PathBuf],
    except: Option<PathBuf>,
    spool: &mut Spool,
    progress: &Progress,
    warnings: &mut Vec<Warning>,
) -> Result<(), Error> {
    let model = Model::builtin()?;
    let mut reader = Reader::new(input::inputs(paths), Options::default(), except);
    while let Some(Warned { value: texts, warnings: more }) = reader.next_texts() {
        warnings.extend(more);
        take(&model, &texts, spool)?.iter().for_each(|key| spool.ask(key));
        progress.sorted(spool.asked());
    }
    Ok(())
}

/// Keeps what grouping needs of texts, where it is not there yet, and gives back what they are kept under.
pub(crate) fn take(model: &Model, texts: &[Text], spool: &mut Spool) -> Result<Vec<Key>, Error> {
    let keys: Vec<Key> = texts.iter().map(|text| crosswire_stories::key(&text.document)).collect();
    let new: Vec<(&Text, &Key)> = texts.iter().zip(&keys).filter(|(_, key)| !spool.has(key)).collect();
    let features: Vec<(Key, Features)> = new
        .into_par_iter()
        .map(|(text, key)| (*key, Features::new(model, &text.document, text.name().to_owned())))
        .collect();
    for (key, features) in &features {
        spool.add(*key, features)?;
    }
    spool.flush()?;
    Ok(keys)
}

/// A story as a line, or a line for each of its articles.
fn line(story: &Story, members: bool) -> Result<String, Error> {
    if members {
        let line = |article: &crosswire_stories::Member| {
            format!("{}\n", json!({"id": article.id, "cluster": story.id}))
        };
        return Ok(story.articles.iter().map(line).collect());
    }
    let failed = |e: serde_json::Error| Error::Export { name: "stories", why: e.to_string() };
    Ok(serde_json::to_string(story).map_err(failed)? + "\n")
}
