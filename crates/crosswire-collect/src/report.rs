//! How a round goes: what is told of it meanwhile, and what is counted.

use crate::journal::Asked;
use std::collections::BTreeSet;

/// What happens, as it happens.
#[derive(Debug)]
pub enum Event<'a> {
    /// So many of so many addresses are seen to.
    Progress(usize, usize),
    /// Something that somebody ought to know.
    Word(&'a Word),
}

/// A word on an address or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The address or the file.
    pub place: String,
    /// What is to be said of it.
    pub text: String,
    /// What to try, where there is something.
    pub hint: Option<String>,
    /// True if something could not be had.
    pub missed: bool,
}

/// How a round went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Feeds, lists and pages among what was given, and what they led to, that could be read.
    pub read: usize,
    /// Pages kept for the first time.
    pub new: usize,
    /// Pages of which another version was kept.
    pub changed: usize,
    /// Pages asked again that are what they were.
    pub unchanged: usize,
    /// Of the new ones and the changed ones, those of which there is only the text of the feed.
    pub texts: usize,
    /// Addresses that are not fetched.
    pub refused: usize,
    /// Addresses and files that could not be had.
    pub failed: usize,
    /// True if the round was ended before all was seen to.
    pub stopped: bool,
}

impl Report {
    /// True if something could not be had.
    pub fn missed(&self) -> bool {
        self.refused + self.failed > 0
    }
}

/// What is gathered in one round.
pub(crate) struct Round<'a> {
    pub(crate) report: Report,
    pub(crate) tell: &'a dyn Fn(Event),
    /// Feeds that were read, and the pages that they list.
    pub(crate) feeds: Vec<(Asked, Vec<String>)>,
    /// Hosts of which it was told that they want to be left alone.
    pub(crate) closed: BTreeSet<String>,
}

impl Round<'_> {
    pub(crate) fn word(&self, place: &str, text: &str, hint: Option<&str>, missed: bool) {
        let word =
            Word { place: place.to_owned(), text: text.to_owned(), hint: hint.map(str::to_owned), missed };
        (self.tell)(Event::Word(&word));
    }

    pub(crate) fn failed(&mut self, place: &str, why: &str, hint: Option<&str>) {
        self.report.failed += 1;
        self.word(place, why, hint, true);
    }

    /// A host wants to be left alone; it is told once for all its pages.
    pub(crate) fn closed(&mut self, host: &str, why: &str) {
        self.report.failed += 1;
        if self.closed.insert(host.to_owned()) {
            self.word(host, why, failure_hint(why, true), true);
        }
    }

    pub(crate) fn refused(&mut self, place: &str, why: &str) {
        self.report.refused += 1;
        self.word(place, &format!("not fetched: {why}"), refusal_hint(why), true);
    }
}

/// What to try where an address is refused.
pub(crate) fn refusal_hint(why: &str) -> Option<&'static str> {
    if why.contains("port") {
        Some("if it is meant: --port PORT, or --allow-host HOST:PORT")
    } else if why.contains("robots.txt") {
        Some("ask the site, or save the page by hand")
    } else if why.contains("from https to http") {
        Some("give the http address itself, if you trust it")
    } else if why.contains("this machine") || why.contains("address") && !why.contains("web address") {
        Some("if it is an intranet of yours: --allow-host HOST")
    } else {
        None
    }
}

/// What to try where an address cannot be had.
pub(crate) fn failure_hint(why: &str, later: bool) -> Option<&'static str> {
    if why.contains("login") {
        Some("save the page from a browser and give the file to brief")
    } else if why.contains("this system has no certificates") {
        None
    } else if why.contains("certificate") {
        Some("look at the address in a browser: its certificate may be out of date")
    } else if why.contains("no such") {
        Some("look at the address in a browser: it may have moved")
    } else if later {
        Some("start the same command again later; only what is missing is fetched")
    } else {
        None
    }
}
