//! What is seen on standard error while a long job runs: nothing for the first half second, nothing where no one looks.

use crosswire_report::words;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A job shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// Progress of one job.
pub(crate) struct Progress {
    quiet: bool,
    begun: Instant,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        Progress { quiet, begun: Instant::now(), bar: OnceLock::new() }
    }

    /// `done` of `files` are read.
    pub(crate) fn read(&self, done: usize, files: usize) {
        if let Some(bar) = self.bar() {
            bar.set_length(files as u64);
            bar.set_position(done as u64);
            bar.set_message("reading");
        }
    }

    /// Everything is read; the pipeline works on it.
    pub(crate) fn work(&self, articles: usize) {
        if let Some(bar) = self.bar() {
            let articles = words::count(articles, "article", "articles");
            bar.set_message(format!("working out who says what in {articles}"));
            bar.enable_steady_tick(Duration::from_millis(200));
        }
    }

    /// The second reader has been asked `done` of `all` questions.
    pub(crate) fn judged(&self, done: usize, all: usize) {
        if let Some(bar) = self.bar() {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            bar.set_message("questions asked of the second reader");
        }
    }

    /// `done` of `all` addresses are seen to.
    pub(crate) fn fetched(&self, done: usize, all: usize) {
        if let Some(bar) = self.bar() {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            bar.set_message("addresses asked");
        }
    }

    /// Says something beside the progress.
    pub(crate) fn aside(&self, say: impl FnOnce()) {
        match self.bar.get() {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }

    /// So many texts are annotated; nobody knows how many there are.
    pub(crate) fn annotated(&self, texts: usize) {
        if let Some(bar) = self.bar() {
            bar.set_style(style("{spinner} {msg}"));
            bar.set_message(format!("{} annotated", words::count(texts, "text", "texts")));
        }
    }

    /// So many articles of a stream are read; nobody knows how many there are.
    pub(crate) fn sorted(&self, articles: usize) {
        if let Some(bar) = self.bar() {
            bar.set_style(style("{spinner} {msg}"));
            bar.set_message(format!("{} read", words::count(articles, "article", "articles")));
        }
    }

    /// So many of all stories are told.
    pub(crate) fn told(&self, done: usize, all: usize) {
        if let Some(bar) = self.bar() {
            bar.set_style(style("{spinner} {pos}/{len} {msg}"));
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            bar.set_message("stories told");
        }
    }

    /// So many of all articles of a stream are in their stories.
    pub(crate) fn grouped(&self, done: usize, all: usize) {
        if let Some(bar) = self.bar() {
            bar.set_style(style("{spinner} {pos}/{len} {msg}"));
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            bar.set_message("articles grouped");
        }
    }

    /// The job is done: the line goes away.
    pub(crate) fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }

    fn bar(&self) -> Option<&ProgressBar> {
        let wanted = !self.quiet && self.begun.elapsed() >= PATIENCE;
        // Indicatif draws nothing where standard error is no terminal.
        wanted.then(|| {
            self.bar.get_or_init(|| {
                let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
                bar.set_style(style("{spinner} {pos}/{len} {msg}"));
                bar
            })
        })
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_bar())
}
