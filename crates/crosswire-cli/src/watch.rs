//! Ledgers that are kept up to date: looks at folders again and again, and tells what is new in each story.
//!
//! What was read is kept in a hidden folder beside the ledgers ([`Kept`]), so that no article is read twice; a ledger is made anew
//! only where its articles are others. Every file is written whole or not at all, and what is new is written down before the
//! ledger takes its place: a run may be killed at any moment, and the next one goes on.

use crate::args::Watch;
use crate::error::Error;
use crate::progress::Progress;
use crate::records::Records;
use crate::spool::Spool;
use crate::{brief, changes, input, output, stories, visible};
use crosswire::hash::sha256;
use crosswire::{Document, Frames, Memory, Model, Warned};
use crosswire_model::{ArticleId, Ledger};
use crosswire_report::{Export, News, Row, Style, View, index, news, words};
use crosswire_sources::{Input, Options, Text};
use crosswire_stories::{Grouping, Key, Story, Window};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};

/// Where it keeps what was read.
const HIDDEN: &str = ".crosswire-watch";
const INDEX: &str = "index.html";
const STORIES: &str = "stories.jsonl";
const NEWS: &str = "news.jsonl";
const DOCUMENTS: &str = concat!("crosswire watch 1 ", env!("CARGO_PKG_VERSION"), "\n");

/// Articles of which all that was found is kept in memory, at most, for the stories told last.
const REMEMBERED: usize = 300;
/// How long nobody looks whether Ctrl-C was pressed.
const NAP: Duration = Duration::from_millis(200);
/// Lines of news of one story in a terminal.
const LINES: usize = 12;

/// Runs the job; gives back whether files were skipped.
pub(crate) fn run(args: &Watch) -> Result<bool, Error> {
    input::refuse_addresses(&args.paths)?;
    output::check_folder(&args.output, &[INDEX, STORIES, NEWS].map(str::to_owned))?;
    // One look ends at once; of several the one at hand ends after the story that is being told.
    let stop = if args.once {
        output::on_interrupt()?;
        Arc::default()
    } else {
        output::on_first_interrupt(args.quiet)?
    };
    let pool = input::threads(args.threads)?;
    pool.install(|| {
        let mut desk = Watcher::open(args)?;
        let mut skipped = false;
        loop {
            skipped |= desk.look(&stop)?;
            if args.once {
                return Ok(skipped);
            }
            let next = Instant::now() + args.every;
            while Instant::now() < next && !stop.load(Ordering::Relaxed) {
                std::thread::sleep(NAP.min(next.saturating_duration_since(Instant::now())));
            }
            if stop.load(Ordering::Relaxed) {
                return Ok(skipped);
            }
        }
    })
}

/// What is known from one look to the next, and from one run to the next.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    /// The files that were read, as they were then, with what they held.
    files: BTreeMap<PathBuf, Seen>,
    /// What stood under each name, the last last.
    history: BTreeMap<String, Vec<Key>>,
    /// What each ledger was made of.
    made: BTreeMap<String, Key>,
}

/// A file as it was when it was read.
#[derive(Serialize, Deserialize)]
struct Seen {
    bytes: u64,
    /// Nanoseconds since 1970.
    changed: u64,
    articles: Vec<Key>,
    /// Whether something in it could not be read.
    skipped: bool,
}

struct Watcher<'a> {
    args: &'a Watch,
    model: Model,
    frames: Frames,
    /// Names what they were read from.
    frames_named: [u8; 32],
    kept: Kept,
    spool: Spool,
    documents: Records<Document>,
    places: BTreeMap<Key, u64>,
    rows: BTreeMap<String, Row>,
    /// What was read of the stories told last, the latest last.
    memories: Vec<(String, usize, Memory)>,
    /// Whether it was said which files cannot be read.
    said: bool,
    /// Whether files came, changed or went since stories were told.
    stale: bool,
    /// The ledger that the last line of news of each story is of.
    told: BTreeMap<String, String>,
}

/// A story that is another than it was.
struct Telling {
    news: News,
    brief: crosswire::Brief,
    is_new: bool,
}

impl<'a> Watcher<'a> {
    fn open(args: &'a Watch) -> Result<Self, Error> {
        let hidden = args.output.join(HIDDEN);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |e| Error::State(path, e)
        };
        fs::create_dir_all(&hidden).map_err(failed(&hidden))?;
        let spool = Spool::open(&hidden.join("features"))?;
        let mut places = BTreeMap::new();
        let file = hidden.join("articles");
        let documents = Records::open(&file, DOCUMENTS, |key, _, place| {
            places.insert(key, place);
        })?;
        let kept = match fs::read(hidden.join("seen")) {
            // What cannot be read is made anew: it costs time and nothing else.
            Ok(bytes) => postcard::from_bytes(&bytes).unwrap_or_default(),
            Err(_) => Kept::default(),
        };
        let told = last_told(&args.output.join(NEWS))?;
        Ok(Watcher {
            args,
            model: Model::builtin()?,
            frames: brief::frames(args.frames.as_deref())?,
            frames_named: Sha256::digest(
                args.frames.as_ref().map_or(Ok(Vec::new()), fs::read).unwrap_or_default(),
            )
            .into(),
            kept,
            spool,
            documents,
            places,
            rows: BTreeMap::new(),
            memories: Vec::new(),
            said: false,
            stale: true,
            told,
        })
    }

    /// Reads what is new and tells what changed; gives back whether something could not be read.
    fn look(&mut self, stop: &AtomicBool) -> Result<bool, Error> {
        let progress = Progress::new(self.args.quiet);
        let (came, skipped) = self.read(&progress)?;
        if !std::mem::take(&mut self.stale) {
            progress.end();
            return Ok(skipped);
        }
        let stories = self.group(&progress)?;
        let (told, ended) = self.tell(&stories, &progress, stop)?;
        progress.end();
        if !ended {
            self.leave(&stories)?;
            self.write_index(&stories)?;
        }
        self.save()?;
        if !self.args.quiet && (came > 0 || told > 0) {
            let _ = writeln!(
                io::stderr().lock(),
                "{} {} read, {} told anew, {} in {}",
                Timestamp::now().strftime("%H:%M UTC"),
                words::count(came, "new article", "new articles"),
                words::count(told, "story", "stories"),
                words::count(stories.len(), "story", "stories"),
                visible(&self.args.output.display().to_string())
            );
        }
        Ok(skipped)
    }

    /// Reads the files that are new or others than they were. Gives back how many articles came, and whether something could not be
    /// read.
    fn read(&mut self, progress: &Progress) -> Result<(usize, bool), Error> {
        let own = self.args.output.canonicalize().ok();
        let listed = crosswire_sources::list(self.args.paths.clone(), &Options::default());
        if !std::mem::replace(&mut self.said, true) && !self.args.quiet {
            input::tell(&listed.warnings);
        }
        // One's own ledgers often lie among the articles.
        let is_own = |path: &Path| {
            own.as_ref().is_some_and(|own| path.canonicalize().is_ok_and(|path| path.starts_with(own)))
        };
        let files: BTreeSet<PathBuf> = listed.value.into_iter().filter(|path| !is_own(path)).collect();
        let before = self.kept.files.len();
        self.kept.files.retain(|path, _| files.contains(path));
        self.stale |= self.kept.files.len() < before;
        let mut came = 0;
        for (n, path) in files.iter().enumerate() {
            progress.read(n, files.len());
            let about = fs::metadata(path).ok();
            let bytes = about.as_ref().map_or(0, fs::Metadata::len);
            let changed = about.and_then(|about| about.modified().ok()?.duration_since(UNIX_EPOCH).ok());
            let changed = changed.map_or(0, |time: Duration| time.as_nanos() as u64);
            if self.kept.files.get(path).is_some_and(|seen| (seen.bytes, seen.changed) == (bytes, changed)) {
                continue;
            }
            let Warned { value: documents, warnings } =
                crosswire_sources::read(vec![Input::Path(path.clone())], &Options::default(), &|_| ());
            let skipped = warnings.iter().any(|w| w.skipped);
            if !self.args.quiet && !warnings.is_empty() {
                progress.aside(|| input::tell(&warnings));
            }
            let mut texts: Vec<Text> =
                documents.into_iter().map(|document| Text { id: None, document }).collect();
            self.date(&mut texts, changed);
            self.stale = true;
            came += self.keep(path, &texts, Seen { bytes, changed, articles: Vec::new(), skipped })?;
        }
        // What was read is not to be read again when the rest fails.
        if came > 0 {
            self.save()?;
        }
        Ok((came, self.kept.files.values().any(|seen| seen.skipped)))
    }

    /// Gives texts that stand where others stood the time of the file, so that they are the later versions.
    fn date(&self, texts: &mut [Text], changed: u64) {
        for Text { document, .. } in texts {
            if document.as_of.is_none()
                && self.kept.history.contains_key(&document.path)
                && !self.places.contains_key(&crosswire_stories::key(document))
            {
                document.as_of = Timestamp::from_nanosecond(i128::from(changed)).ok();
            }
        }
    }

    /// Keeps what a file held, and gives back how many articles of it are new.
    fn keep(&mut self, path: &Path, texts: &[Text], seen: Seen) -> Result<usize, Error> {
        let keys = stories::take(&self.model, texts, &mut self.spool)?;
        let mut came = 0;
        for (key, text) in keys.iter().zip(texts) {
            if !self.places.contains_key(key) {
                let place = self.documents.add(*key, &text.document)?;
                self.places.insert(*key, place);
                came += 1;
            }
            let history = self.kept.history.entry(text.document.path.clone()).or_default();
            history.retain(|other| other != key);
            history.push(*key);
        }
        self.documents.flush()?;
        self.kept.files.insert(path.to_owned(), Seen { articles: keys, ..seen });
        Ok(came)
    }

    /// The stories of the articles that are there now.
    fn group(&mut self, progress: &Progress) -> Result<Vec<Story>, Error> {
        for seen in self.kept.files.values() {
            seen.articles.iter().for_each(|key| self.spool.ask(key));
        }
        let all = self.spool.asked();
        let mut grouping = Grouping::new(Window { days: self.args.window });
        let (mut stories, mut done) = (Vec::new(), 0);
        for day in self.spool.days() {
            let day = day?;
            done += day.len();
            stories.extend(grouping.day(day));
            progress.grouped(done, all);
        }
        stories.extend(grouping.finish());
        stories.retain(|story| story.articles.len() >= self.args.least);
        // The newest first, as a reader wants them.
        stories.sort_by(|a, b| (b.to, b.articles.len(), &a.id).cmp(&(a.to, a.articles.len(), &b.id)));
        Ok(stories)
    }

    /// Makes the ledgers of stories whose articles are others. Gives back how many, and whether Ctrl-C ended it.
    fn tell(
        &mut self,
        stories: &[Story],
        progress: &Progress,
        stop: &AtomicBool,
    ) -> Result<(usize, bool), Error> {
        let mut told = 0;
        for (n, story) in stories.iter().enumerate() {
            progress.told(n, stories.len());
            let (name, keys) = self.made_of(story);
            let there = ["json", "html"].iter().all(|ending| self.file(&story.id, ending).is_file());
            if there && self.kept.made.get(&story.id) == Some(&name) {
                continue;
            }
            if stop.load(Ordering::Relaxed) {
                return Ok((told, true));
            }
            let telling = self.make(story, &keys)?;
            self.write(story, &telling)?;
            if !self.args.quiet {
                progress.aside(|| self.say(story, &telling));
            }
            self.kept.made.insert(story.id.clone(), name);
            told += 1;
        }
        Ok((told, false))
    }

    /// The articles of a story with their earlier states, and a name for all that its ledger is made of.
    fn made_of(&self, story: &Story) -> (Key, Vec<Key>) {
        let histories = story.articles.iter().filter_map(|article| self.kept.history.get(&article.path));
        let keys: Vec<Key> = histories.flatten().copied().collect();
        let mut hash = Sha256::new();
        hash.update(DOCUMENTS);
        hash.update([u8::from(self.args.hide_private)]);
        hash.update(self.frames_named);
        keys.iter().for_each(|key| hash.update(key));
        let mut name = Key::default();
        name.copy_from_slice(&hash.finalize()[..16]);
        (name, keys)
    }

    fn make(&mut self, story: &Story, keys: &[Key]) -> Result<Telling, Error> {
        let places = keys.iter().filter_map(|key| self.places.get(key).copied()).collect();
        let documents = self.documents.at(places)?;
        let memory = self.memory(&story.id, documents.len());
        let builder = crosswire::Brief::builder().frames(self.frames.clone()).documents(documents);
        let brief = builder.memory(memory).hide_private(self.args.hide_private).build(&self.model).value;
        let earlier = ledger(&self.file(&story.id, "json"));
        let is_new = earlier.is_none();
        let news = News::between(&earlier.unwrap_or_default(), &brief.ledger);
        Ok(Telling { news, brief, is_new })
    }

    /// What was read of a story's articles in this run, for as many stories as there is room.
    fn memory(&mut self, id: &str, articles: usize) -> Memory {
        let memory = match self.memories.iter().position(|(other, ..)| other == id) {
            Some(n) => self.memories.remove(n).2,
            None => Memory::default(),
        };
        self.memories.push((id.to_owned(), articles, memory.clone()));
        let mut room = REMEMBERED;
        let fits = |(_, articles, _): &&(String, usize, Memory)| {
            let fits = room >= *articles;
            room = room.saturating_sub(*articles);
            fits
        };
        let kept = self.memories.iter().rev().take_while(fits).count().max(1);
        self.memories.drain(..self.memories.len() - kept);
        memory
    }

    /// Writes down what is new, then the ledger and its page.
    fn write(&mut self, story: &Story, telling: &Telling) -> Result<(), Error> {
        let Telling { news, brief, .. } = telling;
        let made = (&brief.ledger, &brief.texts);
        let mut ledger = Vec::new();
        let failed = |path: PathBuf| move |e| Error::Write(path, e);
        let json = self.file(&story.id, "json");
        Export::JSON.write(made, None, Style::PLAIN, &mut ledger).map_err(failed(json.clone()))?;
        let name = sha256(&ledger);
        if !news.is_empty() && self.told.get(&story.id) != Some(&name) {
            let line = json!({
                "at": Timestamp::now().strftime("%FT%TZ").to_string(),
                "story": story.id,
                "title": View::new(&brief.ledger, &brief.texts, None).title(),
                "new": telling.is_new,
                "news": news,
                "ledger": name,
            });
            append(&self.args.output.join(NEWS), &format!("{line}\n"))?;
            self.told.insert(story.id.clone(), name);
        }
        let page = self.file(&story.id, "html");
        output::report(Some(&page), |out| Export::HTML.write(made, None, Style::PLAIN, out))?;
        output::report(Some(&json), |out| out.write_all(&ledger))?;
        self.rows.insert(story.id.clone(), self.row(&story.id, &brief.ledger));
        Ok(())
    }

    fn say(&self, story: &Story, telling: &Telling) {
        let style = output::style(self.args.color, None);
        let told = news(&telling.news, style);
        let lines: Vec<&str> = told.lines().collect();
        if lines.is_empty() {
            return;
        }
        let view = View::new(&telling.brief.ledger, &telling.brief.texts, None);
        let what = if telling.is_new { "new story: " } else { "" };
        let page = self.file(&story.id, "html");
        let mut out = io::stdout().lock();
        let _ = writeln!(out, "{what}{} ({})", view.title(), visible(&page.display().to_string()));
        lines.iter().take(LINES).for_each(|line| drop(writeln!(out, "{line}")));
        if lines.len() > LINES {
            let more = words::count(lines.len() - LINES, "more line", "more lines");
            let _ = writeln!(out, "  … {more}; all is in {NEWS} and on the page");
        }
    }

    /// Takes away the ledgers of stories that are no more, and says where their articles went.
    fn leave(&mut self, stories: &[Story]) -> Result<(), Error> {
        let still: BTreeSet<&str> = stories.iter().map(|story| story.id.as_str()).collect();
        let gone: Vec<String> =
            self.kept.made.keys().filter(|id| !still.contains(id.as_str())).cloned().collect();
        for id in gone {
            let json = self.file(&id, "json");
            let ledger = ledger(&json);
            let paths: BTreeSet<&str> =
                ledger.iter().flat_map(|ledger| &ledger.articles).map(|a| a.path.as_str()).collect();
            let shared =
                |story: &&Story| story.articles.iter().filter(|a| paths.contains(a.path.as_str())).count();
            let into = stories.iter().filter(|story| shared(story) > 0).max_by_key(shared);
            let title = ledger.as_ref().map(|ledger| ledger.story.title.clone()).unwrap_or_default();
            let line = json!({
                "at": Timestamp::now().strftime("%FT%TZ").to_string(),
                "story": id,
                "title": title,
                "gone": true,
                "into": into.map(|story| &story.id),
            });
            if ledger.is_some() && self.told.get(&id).is_none_or(|told| told != "gone") {
                append(&self.args.output.join(NEWS), &format!("{line}\n"))?;
                self.told.insert(id.clone(), "gone".to_owned());
                if !self.args.quiet {
                    let where_to = match into {
                        Some(story) => format!("is now part of {}", story.id),
                        None => "is no longer told by enough articles".to_owned(),
                    };
                    let _ = writeln!(io::stdout().lock(), "{} ({id}) {where_to}", visible(&title));
                }
            }
            for file in [json, self.file(&id, "html")] {
                match fs::remove_file(&file) {
                    Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(Error::Write(file, e)),
                    _ => {}
                }
            }
            self.kept.made.remove(&id);
            self.rows.remove(&id);
        }
        Ok(())
    }

    fn write_index(&mut self, stories: &[Story]) -> Result<(), Error> {
        for story in stories.iter().filter(|story| !self.rows.contains_key(&story.id)).collect::<Vec<_>>() {
            if let Some(ledger) = ledger(&self.file(&story.id, "json")) {
                let row = self.row(&story.id, &ledger);
                self.rows.insert(story.id.clone(), row);
            }
        }
        let rows: Vec<Row> = stories.iter().filter_map(|story| self.rows.get(&story.id).cloned()).collect();
        let page = self.args.output.join(INDEX);
        output::report(Some(&page), |out| out.write_all(index(&rows).as_bytes()))?;
        let file = self.args.output.join(STORIES);
        output::report(Some(&file), |out| {
            stories.iter().try_for_each(|story| {
                serde_json::to_writer(&mut *out, story)?;
                out.write_all(b"\n")
            })
        })?;
        Ok(())
    }

    fn row(&self, id: &str, ledger: &Ledger) -> Row {
        let texts: BTreeMap<ArticleId, String> = BTreeMap::new();
        Row::new(&View::new(ledger, &texts, None), format!("{id}.html"))
    }

    fn file(&self, id: &str, ending: &str) -> PathBuf {
        self.args.output.join(format!("{id}.{ending}"))
    }

    fn save(&self) -> Result<(), Error> {
        let file = self.args.output.join(HIDDEN).join("seen");
        let failed = |e| Error::State(file.clone(), e);
        let bytes = postcard::to_stdvec(&self.kept).map_err(|e| failed(io::Error::other(e)))?;
        output::report(Some(&file), |out| out.write_all(&bytes)).map(drop)
    }
}

/// A ledger that was written before; none where it cannot be read.
fn ledger(file: &Path) -> Option<Ledger> {
    changes::ledger(file).ok()
}

/// Adds a line to a file. A line that a kill cut off stands there without an end, and is taken away.
fn append(file: &Path, line: &str) -> Result<(), Error> {
    let write = || -> io::Result<()> {
        let mut out = File::options().create(true).append(true).open(file)?;
        out.write_all(line.as_bytes())?;
        out.sync_data()
    };
    write().map_err(|e| Error::Write(file.to_owned(), e))
}

/// The ledger that the last line of news of each story is of. A line that was cut off is taken away.
fn last_told(file: &Path) -> Result<BTreeMap<String, String>, Error> {
    let mut told = BTreeMap::new();
    let mut whole = 0;
    let mut read = || -> io::Result<()> {
        let opened = match File::options().read(true).write(true).open(file) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened?,
        };
        let mut reader = BufReader::new(&opened);
        let mut line = String::new();
        while reader.read_line(&mut line)? > 0 && line.ends_with('\n') {
            whole += line.len() as u64;
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(&line)
                && let Some(story) = value["story"].as_str()
            {
                let ledger = value["ledger"].as_str().unwrap_or("gone");
                told.insert(story.to_owned(), ledger.to_owned());
            }
            line.clear();
        }
        opened.set_len(whole)
    };
    read().map_err(|e| Error::Write(file.to_owned(), e))?;
    Ok(told)
}
