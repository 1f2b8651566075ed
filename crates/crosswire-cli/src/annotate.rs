//! The language layer alone: texts in, words, tags, syntax and names out, some texts at a time.

use crate::args::{Annotate, Layout};
use crate::error::Error;
use crate::form;
use crate::input;
use crate::output::{self, Sink};
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
    input::refuse_addresses(&args.paths)?;
    if let Some(file) = &args.output {
        output::check(file)?;
    }
    let layout = form::asked(Layout::value_variants(), args.format, args.output.as_deref())?;
    let layout = layout.unwrap_or(Layout::Conllu);
    let pool = input::threads(args.threads)?;
    let progress = Progress::new(args.quiet);
    let mut warnings = Vec::new();
    let result = pool.install(|| annotate(args, layout, &progress, &mut warnings));
    progress.end();
    if !args.quiet {
        input::tell(&warnings);
    }
    if let (Some(bytes), Some(file), false) = (result?, &args.output, args.quiet) {
        output::wrote(file, 1, bytes);
    }
    Ok(warnings.iter().any(|w| w.skipped))
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
        Layout::Conllu => conllu::write(name(text), body, &document),
        Layout::Json => {
            let value = json::Annotation::new(name(text), body, before.chars().count(), &document);
            serde_json::to_string(&value).map_err(|e| Error::Export { name: "json", why: e.to_string() })?
                + "\n"
        }
    })
}

/// What a text is called.
fn name(text: &Text) -> &str {
    text.id.as_deref().unwrap_or(&text.document.path)
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
        if !self.seen.insert(name(text).to_owned()) {
            self.count += 1;
            self.repeated.get_or_insert_with(|| (text.document.path.clone(), name(text).to_owned()));
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
