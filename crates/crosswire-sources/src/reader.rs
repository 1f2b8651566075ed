//! Texts in the order in which they stand, some at a time, so that a file of any length takes little memory.

use crate::files::{self, File};
use crate::json;
use crate::records::{Item, Items, NAMED, Record};
use crate::unpack::Open;
use crate::{Found, Input, Options, Text};
use crosswire::Warned;
use rayon::prelude::*;
use std::collections::VecDeque;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

/// Files and records that are read at once, at most, and about how many bytes of them.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 256 << 10;

/// Reads inputs in the order in which they are given, a folder's files by name. What stands there twice is given twice,
/// and no number of records is too many.
pub struct Reader {
    inputs: VecDeque<Input>,
    /// Files of the input at hand that are not read yet.
    files: VecDeque<File>,
    /// The file of records at hand, with its name.
    records: Option<(Arc<str>, Items)>,
    /// What it gave so far, and its records that could not be read.
    count: usize,
    bad: usize,
    /// Whether anything else was said of it.
    said: bool,
    options: Options,
    except: Option<PathBuf>,
}

/// What is read beside others.
enum Task {
    File(File),
    /// The name of a file, the name that tells its format, and its content.
    Content(String, PathBuf, Vec<u8>),
    /// A record of the file of this name.
    Record(Arc<str>, Record),
    Done(Outcome),
}

/// What a task gives.
enum Outcome {
    Found(Found),
    /// What is to be known of a file of records.
    Said(Found),
    /// A file of records begins.
    Begin,
    /// A record of the file of this name that could not be read, for this reason.
    Bad(Arc<str>, String),
    /// The file of records of this name has ended.
    End(Arc<str>),
}

impl Reader {
    /// Begins with the first of `inputs`; the file `except` is passed over wherever it is found.
    pub fn new(inputs: Vec<Input>, options: Options, except: Option<PathBuf>) -> Self {
        Self {
            inputs: inputs.into(),
            files: VecDeque::new(),
            records: None,
            count: 0,
            bad: 0,
            said: false,
            options: Options { repeats: true, as_is: true, ..options },
            except: except.and_then(|path| path.canonicalize().ok()),
        }
    }

    /// The next texts, perhaps none of them, and what was wrong with others; nothing where all is read.
    ///
    /// They are read with the threads of the current rayon pool.
    pub fn next_texts(&mut self) -> Option<Warned<Vec<Text>>> {
        let (mut tasks, mut bytes) = (Vec::new(), 0);
        while tasks.len() < BATCH && bytes < BATCH_BYTES {
            let Some(task) = self.next_task() else { break };
            bytes += task.bytes();
            tasks.push(task);
        }
        if tasks.is_empty() {
            return None;
        }
        let options = &self.options;
        let outcomes: Vec<Outcome> = tasks.into_par_iter().map(|task| task.run(options)).collect();
        let mut found = Found::default();
        for outcome in outcomes {
            match outcome {
                Outcome::Found(one) => {
                    self.count += 1;
                    found.add(one);
                }
                Outcome::Said(one) => {
                    self.said = true;
                    found.add(one);
                }
                Outcome::Begin => (self.count, self.bad, self.said) = (0, 0, false),
                Outcome::Bad(path, why) => {
                    self.bad += 1;
                    if self.bad <= NAMED {
                        found.warn(&path, why, true);
                    }
                }
                Outcome::End(path) => {
                    if self.bad > NAMED {
                        found.warn(&path, format!("{} more bad records", self.bad - NAMED), true);
                    }
                    if self.count + self.bad == 0 && !self.said {
                        found.warn(&path, "holds no record".to_owned(), true);
                    }
                }
            }
        }
        Some(Warned { value: found.texts, warnings: found.warnings })
    }

    fn next_task(&mut self) -> Option<Task> {
        loop {
            if let Some((path, items)) = &mut self.records {
                let path = path.clone();
                return Some(match items.next() {
                    Some(Item::Record(record)) => Task::Record(path, record),
                    Some(Item::Bad(why)) => Task::Done(Outcome::Bad(path, why)),
                    Some(Item::Stopped(why)) => Task::Done(Outcome::Said(Found::nothing(&path, why))),
                    Some(Item::Note(why)) => {
                        let mut found = Found::default();
                        found.warn(&path, why, false);
                        Task::Done(Outcome::Said(found))
                    }
                    None => {
                        self.records = None;
                        Task::Done(Outcome::End(path))
                    }
                });
            }
            if let Some(file) = self.files.pop_front() {
                if !file.streams() {
                    return Some(Task::File(file));
                }
                return Some(match file.open(&self.options) {
                    Ok(Open::Records(items)) => self.begin(&file.name, items),
                    Ok(Open::Bytes(path, bytes)) => Task::Content(file.name, path, bytes),
                    Err(why) => Task::Done(Outcome::Found(Found::nothing(&file.name, why))),
                });
            }
            match self.inputs.pop_front()? {
                Input::Lines(name, stream) => {
                    let items = json::lines(Box::new(BufReader::new(stream)), &self.options);
                    return Some(self.begin(&name, items));
                }
                Input::Path(path) => {
                    let mut found = Found::default();
                    self.files = files::list(vec![path], &self.options, &mut found).into();
                    let except = self.except.as_deref();
                    self.files.retain(|file| {
                        except.is_none_or(|path| file.path.canonicalize().map_or(true, |p| p != path))
                    });
                    if !found.warnings.is_empty() {
                        return Some(Task::Done(Outcome::Found(found)));
                    }
                }
            }
        }
    }

    fn begin(&mut self, path: &str, items: Items) -> Task {
        self.records = Some((path.into(), items));
        Task::Done(Outcome::Begin)
    }
}

impl Task {
    /// About how many bytes it is going to read, or has read.
    fn bytes(&self) -> usize {
        match self {
            Task::File(file) => std::fs::metadata(&file.path).map_or(0, |about| about.len() as usize),
            Task::Content(_, _, bytes) => bytes.len(),
            Task::Record(_, record) => record.bytes,
            Task::Done(_) => 0,
        }
    }

    fn run(self, options: &Options) -> Outcome {
        match self {
            Task::File(file) => Outcome::Found(file.read(options)),
            Task::Content(name, path, bytes) => Outcome::Found(files::content(&name, &path, &bytes, options)),
            Task::Record(path, record) => match record.found(&path, options) {
                Ok(found) => Outcome::Found(found),
                Err(why) => Outcome::Bad(path, why),
            },
            Task::Done(outcome) => outcome,
        }
    }
}
