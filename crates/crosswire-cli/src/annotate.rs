//! The language layer alone: texts in, words, tags, syntax and names out, some texts at a time.

use crate::args::{Annotate, Layout};
use crate::error::Error;
use crate::form;
use crate::input;
use crate::output::Sink;
use crate::progress::Progress;
use clap::ValueEnum;
use crosswire::{Warned, Warning};
use crosswire_lang::Model;
use crosswire_lang::write::{conllu, json};
use crosswire_sources::{Options, Reader, Text};
use rayon::prelude::*;
use std::collections::HashSet;

/// Texts that are annotated at once, at most: what is found in them is many times their size.
const BATCH: usize = 64;

/// Runs the job; gives back whether files were skipped.
pub(crate) fn run(args: &Annotate) -> Result<bool, Error> {
    input::streamed(&args.paths, args.output.as_deref(), &args.run, |progress, warnings| {
        let layout = form::asked(Layout::value_variants(), args.format, args.output.as_deref())?;
        annotate(args, layout.unwrap_or(Layout::Conllu), progress, warnings)
    })
}

/// Annotates and writes; gives back how many bytes a file has.
fn annotate(
    args: &Annotate,
    layout: Layout,
    progress: &Progress,
    warnings: &mut Vec<Warning>,
) -> Result<Option<u64>, Error> {
    let model = Model::builtin()?;
    let mut reader = Reader::new(input::inputs(&args.paths), Options::default(), args.output.clone());
    let mut sink = None;
    let (mut names, mut done) = (Names::default(), 0);
    while let Some(Warned { value: texts, warnings: more }) = reader.next_texts() {
        warnings.extend(more);
        for texts in texts.chunks(BATCH) {
            // Only now, so that a run that reads nothing touches nothing.
            let sink = match &mut sink {
                Some(sink) => sink,
                none => none.insert(Sink::new(args.output.as_deref())?),
            };
            texts.iter().for_each(|text| names.note(text));
            let written: Vec<String> =
                texts.par_iter().map(|text| write(&model, text, layout)).collect::<Result<_, _>>()?;
            for text in written {
                if !sink.write(text.as_bytes())? {
                    return Ok(None);
                }
            }
            done += texts.len();
            progress.annotated(done);
        }
    }
    warnings.extend(names.warning());
    sink.ok_or(Error::NothingRead { inputs: args.paths.len() })?.finish()
}

/// One text, annotated and written down.
fn write(model: &Model, text: &Text, layout: Layout) -> Result<String, Error> {
    let (before, body) = text.document.text.split_at(text.document.body);
    let document = model.annotate(body);
    Ok(match layout {
        Layout::Conllu => conllu::write(text.name(), body, &document),
        Layout::Json => {
            let value = json::Annotation::new(text.name(), body, before.chars().count(), &document);
            serde_json::to_string(&value).map_err(|e| Error::Export { name: "json", why: e.to_string() })?
                + "\n"
        }
    })
}

/// The names of the texts so far. Two texts may have one, and are written both.
#[derive(Default)]
struct Names {
    seen: HashSet<String>,
    /// The first text whose name was another's before, and how many there are.
    repeated: Option<(String, String)>,
    count: usize,
}

impl Names {
    fn note(&mut self, text: &Text) {
        if !self.seen.insert(text.name().to_owned()) {
            self.count += 1;
            self.repeated.get_or_insert_with(|| (text.document.path.clone(), text.name().to_owned()));
        }
    }

    fn warning(self) -> Option<Warning> {
        let (path, name) = self.repeated?;
        let reason = match self.count {
            1 => format!("a text before it is called {name:?} as well; sentences of both have the same ids"),
            n => format!(
                "{n} texts are called as others before them, such as {name:?}; sentences have the same ids"
            ),
        };
        Some(Warning { path, reason, skipped: false })
    }
}
