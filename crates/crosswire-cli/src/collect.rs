//! Fetches articles: one round, or one round after the other, until Ctrl-C.

use crate::args::Collect;
use crate::error::Error;
use crate::input;
use crate::output::{self, INTERRUPTED};
use crate::progress::Progress;
use crate::visible;
use crosswire_collect::{Collector, Event, Given, Guard, Manners, Options, Report, Word};
use crosswire_report::words;
use jiff::{SignedDuration, Timestamp};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How long one request may take.
const TIME: Duration = Duration::from_secs(60);
/// Bytes of a page and of a feed at most.
const PAGE: usize = 16 << 20;
const FEED: usize = 64 << 20;

/// Runs the job; gives back whether something could not be had.
pub(crate) fn run(args: &Collect) -> Result<bool, Error> {
    let stop = output::on_first_interrupt(args.quiet)?;
    let mut collector = Collector::open(&args.into, options(args), Arc::clone(&stop))?;
    if !args.quiet {
        for word in collector.mended() {
            let _ = writeln!(std::io::stderr().lock(), "warning: {}: {word}", args.into.display());
        }
    }
    let given: Vec<Given> = args.given.iter().map(|argument| Given::of(argument)).collect();
    let mut missed = false;
    loop {
        let progress = Progress::new(args.quiet);
        let report = collector.round(&given, &|event| match event {
            Event::Progress(done, all) => progress.fetched(done, all),
            Event::Word(word) if !args.quiet => progress.aside(|| tell(word)),
            Event::Word(_) => {}
        });
        progress.end();
        let report = report?;
        if !args.quiet {
            sum_up(&report, args);
        }
        missed |= report.missed();
        match args.every {
            _ if stop.load(Ordering::Relaxed) => break,
            None if report.read == 0 => return Err(Error::NothingHad { given: given.len() }),
            None => return Ok(missed),
            Some(time) => collector.sleep(time),
        }
    }
    if args.every.is_none() {
        // All that came in is kept, and the rest was not asked for.
        drop(collector);
        std::process::exit(INTERRUPTED);
    }
    Ok(missed)
}

fn options(args: &Collect) -> Options {
    let who = args.contact.as_ref().map_or("no contact given".to_owned(), |contact| format!("+{contact}"));
    Options {
        manners: Manners {
            agent: format!("crosswire/{} (reads news; {who})", env!("CARGO_PKG_VERSION")),
            guard: Guard { hosts: args.allow_host.clone(), ports: args.port.clone() },
            pause: args.pause,
            time: TIME,
            page: PAGE,
            feed: FEED,
            lookup: None,
            now: Timestamp::now,
        },
        again: args.again.and_then(|time| SignedDuration::try_from(time).ok()),
        most: args.most,
    }
}

fn tell(word: &Word) {
    input::tell_of(&word.place, &word.text, word.missed);
    if let Some(hint) = &word.hint {
        let _ = writeln!(std::io::stderr().lock(), "  try: {}", visible(hint));
    }
}

fn sum_up(report: &Report, args: &Collect) {
    let Report { new, changed, unchanged, refused, failed, .. } = report;
    let texts = match report.texts {
        0 => String::new(),
        texts => format!(" ({} of a feed's text alone)", words::amount(texts)),
    };
    let at = args.every.map_or_else(String::new, |_| Timestamp::now().strftime("%H:%M UTC ").to_string());
    let ended = if report.stopped { "; ended before all was asked" } else { "" };
    let _ = writeln!(
        std::io::stderr().lock(),
        "{at}{new} new{texts}, {changed} changed, {unchanged} unchanged, {refused} refused, {failed} failed, in {}{ended}",
        args.into.display()
    );
}
