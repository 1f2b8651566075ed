//! One round of a collection: what is given is read, what it lists is noted, what is new is fetched and kept.
//!
//! Sites are asked by several threads, each host by one of them; all that is written is written by the thread that called.

use crate::address::{host_name, of_link};
use crate::error::Result;
use crate::fetch::{Ask, Fetcher, Manners};
use crate::given::{self, Given, Held};
use crate::journal::{Journal, Known, Line};
use crate::keeper::Keeper;
use crate::listing::Listing;
use crate::report::{Event, Report, Round};
use crate::warc::plain;
use crate::workers::ask_all;
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use url::Url;

/// What a collection is told.
#[derive(Clone)]
pub struct Options {
    /// How sites are asked.
    pub manners: Manners,
    /// Pages that a feed still lists are asked again when so much time has passed since they were last.
    pub again: Option<SignedDuration>,
    /// Pages of one feed that are noted in one round, the newest first.
    pub most: usize,
}

/// A collection, open for one process.
pub struct Collector {
    journal: Journal,
    fetcher: Fetcher,
    options: Options,
    /// Texts that feeds carry, for pages that cannot be had.
    texts: HashMap<String, String>,
}

/// Something that is given or that leads on: its answer may be a feed or a page.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) ask: Ask,
    /// How many addresses led here.
    pub(crate) deep: usize,
    /// Whether it stands in a file of addresses, each of which is an article unless it is a feed.
    pub(crate) listed: bool,
}

impl Collector {
    /// Opens a folder. `stop` ends a round soon, with nothing half written.
    pub fn open(folder: &Path, options: Options, stop: Arc<AtomicBool>) -> Result<Self> {
        let info = format!(
            "software: {}\r\nformat: WARC File Format 1.1\r\nconformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\nrobots: obey\r\nhttp-header-user-agent: {}\r\n",
            plain(options.manners.agent.split(' ').next().unwrap_or_default()),
            plain(&options.manners.agent)
        );
        let journal = Journal::open(folder, &info)?;
        let fetcher = Fetcher::new(options.manners.clone(), stop);
        Ok(Collector { journal, fetcher, options, texts: HashMap::new() })
    }

    /// What was mended when the folder was opened.
    pub fn mended(&self) -> &[String] {
        &self.journal.words
    }

    /// What is known of each address.
    pub fn pages(&self) -> &BTreeMap<String, Known> {
        &self.journal.state.pages
    }

    /// Waits for the next round, unless the collection is to end.
    pub fn sleep(&self, time: Duration) {
        self.fetcher.sleep(time);
    }

    /// Reads what is given and fetches what is new in it.
    pub fn round(&mut self, given: &[Given], tell: &dyn Fn(Event)) -> Result<Report> {
        let mut round = Round { report: Report::default(), tell, feeds: Vec::new(), closed: BTreeSet::new() };
        let mut sources = self.sources(given, &mut round)?;
        let mut deep = BTreeSet::new();
        while !sources.is_empty() {
            sources.retain(|source| deep.insert(source.ask.url.to_string()));
            sources = self.read(sources, &mut round)?;
        }
        self.fetch(&mut round)?;
        self.finish(round)
    }

    /// The addresses that are given; what stands in files is read at once.
    fn sources(&mut self, given: &[Given], round: &mut Round) -> Result<Vec<Source>> {
        let mut sources = Vec::new();
        for given in given {
            match given {
                Given::Address(address) => sources.extend(self.source(address, address, false, round)),
                Given::File(file) => {
                    let name = file.display().to_string();
                    match given::read(file) {
                        Ok(Held::Feed(listing)) => {
                            round.report.read += 1;
                            let more = self.note(&name, None, listing, 0, round)?;
                            sources.extend(more);
                        }
                        Ok(Held::Addresses(lines)) => {
                            round.report.read += 1;
                            for (line, address) in lines {
                                let place = format!("{name}:{line}");
                                sources.extend(self.source(&address, &place, true, round));
                            }
                        }
                        Err((why, hint)) => round.failed(&name, &why, Some(&hint)),
                    }
                }
            }
        }
        Ok(sources)
    }

    /// An address as a source, unless it is an article that is kept already.
    fn source(&self, address: &str, place: &str, listed: bool, round: &mut Round) -> Option<Source> {
        let url = match of_link(address, None) {
            Ok(url) => url,
            Err(why) => {
                round.failed(
                    place,
                    &format!("`{}` is no address: {why}", crate::decode::short(address)),
                    Some("such as https://post.example/feed.xml"),
                );
                return None;
            }
        };
        if let Err(refusal) = self.options.manners.guard.check(&url) {
            round.refused(place, &refusal.0);
            return None;
        }
        let known = self.journal.state.pages.get(url.as_str());
        if let Some(known) = known
            && known.asked.is_some()
            && !self.due(known)
            && !self.journal.state.feeds.contains_key(url.as_str())
        {
            round.report.read += 1;
            return None;
        }
        Some(self.asking(url, 0, listed))
    }

    /// Whether a page that was asked is to be asked again, for the time that has passed.
    fn due(&self, known: &Known) -> bool {
        let (Some(again), Some((asked, _))) = (self.options.again, known.asked) else { return known.pending };
        known.pending || (self.options.manners.now)().duration_since(asked) >= again
    }

    /// Whether a page that could not be had is to be asked for: twice at once, and then the less often the more often it failed.
    fn is_time(&self, known: &Known) -> bool {
        let Some((asked, _)) = known.asked.filter(|_| known.failures > 2) else { return true };
        let wait = SignedDuration::from_mins(5 << known.failures.min(6));
        (self.options.manners.now)().duration_since(asked) >= wait
    }

    /// What is asked of a source: of a feed that was read before, whether there is anything new.
    fn asking(&self, url: Url, deep: usize, listed: bool) -> Source {
        let feed = self.journal.state.feeds.get(url.as_str());
        let page = self.journal.state.pages.get(url.as_str()).and_then(|known| known.kept.as_ref());
        // Whoever asks pages again has to know which the feed still lists.
        let before = feed.filter(|_| self.options.again.is_none()).or(page);
        let etag = before.and_then(|asked| asked.etag.clone());
        let last_modified = before.and_then(|asked| asked.last_modified.clone());
        // A file of addresses is mostly one of articles.
        Source { ask: Ask { url, etag, last_modified, feed: !listed }, deep, listed }
    }

    /// Fetches sources and reads them; gives back those that they lead to.
    fn read(&mut self, sources: Vec<Source>, round: &mut Round) -> Result<Vec<Source>> {
        let (mut more, mut done, all) = (Vec::new(), 0, sources.len());
        let jobs = sources.into_iter().map(|source| (host_name(&source.ask.url).unwrap_or_default(), source));
        let (journal, options, texts) = (&mut self.journal, &self.options, &mut self.texts);
        let mut keeper = Keeper { journal, options, texts };
        ask_all(
            &self.fetcher,
            jobs.collect(),
            |source| &source.ask,
            |source, answer| {
                done += 1;
                (round.tell)(Event::Progress(done, all));
                keeper.source(source, answer, &mut more, round)
            },
        )?;
        Ok(more)
    }

    /// Notes what a feed lists; gives back the sitemaps that it leads to.
    fn note(
        &mut self,
        name: &str,
        url: Option<&Url>,
        listing: Listing,
        deep: usize,
        round: &mut Round,
    ) -> Result<Vec<Source>> {
        let (journal, options, texts) = (&mut self.journal, &self.options, &mut self.texts);
        let mut more = Vec::new();
        Keeper { journal, options, texts }.note(name, url, listing, deep, &mut more, round)?;
        Ok(more)
    }

    /// Fetches all pages that are noted.
    fn fetch(&mut self, round: &mut Round) -> Result<()> {
        let mut jobs = Vec::new();
        for (address, known) in &self.journal.state.pages {
            if let (true, Ok(url)) = (known.pending && self.is_time(known), Url::parse(address)) {
                let before = known.kept.as_ref();
                let etag = before.and_then(|kept| kept.etag.clone());
                let last_modified = before.and_then(|kept| kept.last_modified.clone());
                let host = host_name(&url).unwrap_or_default();
                jobs.push((host, (address.clone(), Ask { url, etag, last_modified, feed: false })));
            }
        }
        let (mut done, all) = (0, jobs.len());
        let (journal, options, texts) = (&mut self.journal, &self.options, &mut self.texts);
        let mut keeper = Keeper { journal, options, texts };
        ask_all(
            &self.fetcher,
            jobs,
            |(_, ask)| ask,
            |(address, _), answer| {
                done += 1;
                (round.tell)(Event::Progress(done, all));
                keeper.page(&address, answer, round)
            },
        )
    }

    /// Writes down which feeds are seen to, so that they are asked only for what is new.
    fn finish(&mut self, round: Round) -> Result<Report> {
        let Round { mut report, feeds, .. } = round;
        report.stopped = self.fetcher.stopped();
        let mut lines = Vec::new();
        for (mut asked, listed) in feeds {
            let pending = |address: &String| {
                let known = self.journal.state.pages.get(address);
                known.is_some_and(|known| known.pending) && self.texts.contains_key(address)
            };
            // The next round needs the texts that it carries.
            if report.stopped || listed.iter().any(pending) {
                (asked.etag, asked.last_modified) = (None, None);
            }
            lines.push(Line::Feed(asked));
        }
        self.journal.append(&lines)?;
        self.texts.clear();
        Ok(report)
    }
}
