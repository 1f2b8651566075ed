//! One round of a collection: what is given is read, what it lists is noted, what is new is fetched and kept.
//!
//! Sites are asked by several threads, each host by one of them; all that is written is written by the thread that called.

use crate::address::{host_name, of_link};
use crate::error::Result;
use crate::fetch::{Answer, Ask, Fetcher, Manners, Trouble};
use crate::given::{self, Given, Held};
use crate::journal::{Asked, Journal, Known, Line, Outcome, Place, Told};
use crate::listing::{self, Item, Listing, NoListing};
use crate::warc::{Record, plain, sha256};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;
use url::Url;

/// Hosts that are asked at once.
const HOSTS: usize = 8;
/// Rounds in which a page is asked for that cannot be had; the next time that the feed changes it, it is asked for again.
const ROUNDS: u32 = 5;
/// Rounds after which the text of the feed is kept in the place of a page that cannot be had.
const PATIENCE: u32 = 3;
/// How far indexes of sitemaps and links to feeds are followed.
const DEEP: usize = 3;
/// Sitemaps of an index that are read, the newest first.
const SITEMAPS: usize = 100;
/// Bytes of a text in a feed from which on it may be the whole article; shorter ones are summaries.
const WHOLE: usize = 500;

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

/// A collection, open for one process.
pub struct Collector {
    journal: Journal,
    fetcher: Fetcher,
    options: Options,
    /// Texts that feeds carry, for pages that cannot be had.
    texts: HashMap<String, String>,
    stop: Arc<AtomicBool>,
}

/// Something that is given or that leads on: its answer may be a feed or a page.
#[derive(Debug, Clone)]
struct Source {
    ask: Ask,
    deep: usize,
    /// Whether it stands in a file of addresses, each of which is an article unless it is a feed.
    listed: bool,
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
        let fetcher = Fetcher::new(options.manners.clone(), Arc::clone(&stop));
        Ok(Collector { journal, fetcher, options, texts: HashMap::new(), stop })
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
        let mut round = Round { report: Report::default(), tell, feeds: Vec::new() };
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
                            let more = self.note(&name, None, listing, 0, round)?;
                            sources.extend(more);
                        }
                        Ok(Held::Addresses(lines)) => {
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
            return None;
        }
        Some(self.asking(url, 0, listed))
    }

    /// Whether a page that was asked is to be asked again, for the time that has passed.
    fn due(&self, known: &Known) -> bool {
        let (Some(again), Some(asked)) = (self.options.again, &known.asked) else { return known.pending };
        known.pending || asked.at + again <= (self.options.manners.now)()
    }

    /// What is asked of a source: of a feed that was read before, whether there is anything new.
    fn asking(&self, url: Url, deep: usize, listed: bool) -> Source {
        let feed = self.journal.state.feeds.get(url.as_str());
        let page = self.journal.state.pages.get(url.as_str()).and_then(|known| known.kept.as_ref());
        // Whoever asks pages again has to know which the feed still lists.
        let before = feed.filter(|_| self.options.again.is_none()).or(page);
        let etag = before.and_then(|asked| asked.etag.clone());
        let last_modified = before.and_then(|asked| asked.last_modified.clone());
        Source { ask: Ask { url, etag, last_modified, feed: true }, deep, listed }
    }

    /// Fetches sources and reads them; gives back those that they lead to.
    fn read(&mut self, sources: Vec<Source>, round: &mut Round) -> Result<Vec<Source>> {
        let mut more = Vec::new();
        let all = sources.len();
        let fetcher = &self.fetcher;
        let jobs = sources.into_iter().map(|source| (host_name(&source.ask.url).unwrap_or_default(), source));
        let (sender, answers) = mpsc::sync_channel(HOSTS);
        let queue = by_host(jobs);
        let (mut done, mut result) = (0, Ok(()));
        let (journal, options, texts) = (&mut self.journal, &self.options, &mut self.texts);
        let mut kept = Keeper { journal, options, texts };
        let stop = &self.stop;
        let ended = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..HOSTS {
                let (sender, queue, ended) = (sender.clone(), &queue, &ended);
                scope.spawn(move || {
                    work(queue, ended, stop, &sender, |source: &Source| fetcher.fetch(&source.ask))
                });
            }
            drop(sender);
            for (source, answer) in answers {
                if result.is_ok() {
                    result = kept.source(source, answer, &mut more, round);
                    ended.store(result.is_err(), Ordering::Relaxed);
                }
                done += 1;
                (round.tell)(Event::Progress(done, all));
            }
        });
        result?;
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
            if let (true, Ok(url)) = (known.pending && known.failures < ROUNDS, Url::parse(address)) {
                let before = known.kept.as_ref();
                let etag = before.and_then(|kept| kept.etag.clone());
                let last_modified = before.and_then(|kept| kept.last_modified.clone());
                let host = host_name(&url).unwrap_or_default();
                jobs.push((host, (address.clone(), Ask { url, etag, last_modified, feed: false })));
            }
        }
        let (all, mut done, mut result) = (jobs.len(), 0, Ok(()));
        let queue = by_host(jobs);
        let fetcher = &self.fetcher;
        let (journal, options, texts) = (&mut self.journal, &self.options, &mut self.texts);
        let mut keeper = Keeper { journal, options, texts };
        let stop = &self.stop;
        let ended = AtomicBool::new(false);
        let (sender, answers) = mpsc::sync_channel(HOSTS);
        thread::scope(|scope| {
            for _ in 0..HOSTS {
                let (sender, queue, ended) = (sender.clone(), &queue, &ended);
                let fetch = |(_, ask): &(String, Ask)| fetcher.fetch(ask);
                scope.spawn(move || work(queue, ended, stop, &sender, fetch));
            }
            drop(sender);
            for ((address, _), answer) in answers {
                if result.is_ok() {
                    result = keeper.page(&address, answer, round);
                    ended.store(result.is_err(), Ordering::Relaxed);
                }
                done += 1;
                (round.tell)(Event::Progress(done, all));
            }
        });
        result
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

/// Jobs of one host, one after the other.
type Queue<J> = Mutex<VecDeque<VecDeque<J>>>;

/// Jobs by host, in the order of hosts.
fn by_host<J>(jobs: impl IntoIterator<Item = (String, J)>) -> Queue<J> {
    let mut hosts: BTreeMap<String, VecDeque<J>> = BTreeMap::new();
    for (host, job) in jobs {
        hosts.entry(host).or_default().push_back(job);
    }
    Mutex::new(hosts.into_values().collect())
}

/// Takes one host after the other from the queue and does its jobs.
fn work<J>(
    queue: &Queue<J>,
    ended: &AtomicBool,
    stop: &AtomicBool,
    sender: &mpsc::SyncSender<(J, std::result::Result<Answer, Trouble>)>,
    fetch: impl Fn(&J) -> std::result::Result<Answer, Trouble>,
) {
    loop {
        let Some(host) = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front() else { return };
        for job in host {
            if ended.load(Ordering::Relaxed) || stop.load(Ordering::Relaxed) {
                return;
            }
            let answer = fetch(&job);
            if sender.send((job, answer)).is_err() {
                return;
            }
        }
    }
}

/// What is gathered in one round.
struct Round<'a> {
    report: Report,
    tell: &'a dyn Fn(Event),
    /// Feeds that were read, and the pages that they list.
    feeds: Vec<(Asked, Vec<String>)>,
}

impl Round<'_> {
    fn word(&self, place: &str, text: &str, hint: Option<&str>, missed: bool) {
        let word =
            Word { place: place.to_owned(), text: text.to_owned(), hint: hint.map(str::to_owned), missed };
        (self.tell)(Event::Word(&word));
    }

    fn failed(&mut self, place: &str, why: &str, hint: Option<&str>) {
        self.report.failed += 1;
        self.word(place, why, hint, true);
    }

    fn refused(&mut self, place: &str, why: &str) {
        self.report.refused += 1;
        self.word(place, &format!("not fetched: {why}"), refusal_hint(why), true);
    }
}

/// What to try where an address is refused.
fn refusal_hint(why: &str) -> Option<&'static str> {
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
fn failure_hint(why: &str, later: bool) -> Option<&'static str> {
    if why.contains("login") {
        Some("save the page from a browser and give the file to brief")
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

/// Writes down what comes in.
struct Keeper<'a> {
    journal: &'a mut Journal,
    options: &'a Options,
    texts: &'a mut HashMap<String, String>,
}

impl Keeper<'_> {
    fn now(&self) -> Timestamp {
        (self.options.manners.now)()
    }

    /// What a source gave: a feed, a page that links one, or an article.
    fn source(
        &mut self,
        source: Source,
        answer: std::result::Result<Answer, Trouble>,
        more: &mut Vec<Source>,
        round: &mut Round,
    ) -> Result<()> {
        let address = source.ask.url.to_string();
        let answer = match answer {
            Ok(answer) => answer,
            Err(Trouble::Stopped) => return Ok(()),
            Err(Trouble::Refused(why)) => {
                round.refused(&address, &why);
                return Ok(());
            }
            Err(Trouble::Gone(_, why)) => {
                round.failed(&address, &why, failure_hint(&why, false));
                return Ok(());
            }
            Err(Trouble::Later(_, why)) => {
                round.failed(&address, &why, failure_hint(&why, true));
                return Ok(());
            }
        };
        if answer.status == 304 {
            if let Some(feed) = self.journal.state.feeds.get(&address) {
                let asked = Asked { at: answer.at, outcome: Outcome::Unchanged, ..feed.clone() };
                round.feeds.push((asked, Vec::new()));
                return Ok(());
            }
            return self.page(&address, Ok(answer), round);
        }
        for word in &answer.words {
            round.word(&address, word, None, true);
        }
        let most = self.options.manners.feed;
        match listing::read(&answer.body, answer.charset().as_deref(), most) {
            Ok(listing) => {
                let asked = asked(&address, &answer, Outcome::New);
                let listed = self.note(&address, Some(&answer.url), listing, source.deep, more, round)?;
                round.feeds.push((asked, listed));
                Ok(())
            }
            Err(NoListing::Page(html)) => {
                let head = listing::head(&html, &answer.url);
                let feed =
                    head.feeds.first().filter(|_| !source.listed && !head.article && source.deep < DEEP);
                if let Some(feed) = feed {
                    let text = format!("it is a page that links a feed; the feed is taken: {feed}");
                    round.word(&address, &text, None, false);
                    if let Err(refusal) = self.options.manners.guard.check(feed) {
                        round.refused(feed.as_str(), &refusal.0);
                    } else {
                        more.push(self.asking(feed.clone(), source.deep + 1));
                    }
                    return Ok(());
                }
                self.page(&address, Ok(answer), round)
            }
            Err(NoListing::Other(why)) => {
                let kind = answer.content_type().unwrap_or_default();
                if kind == "text/plain" {
                    return self.page(&address, Ok(answer), round);
                }
                round.failed(&address, &why, Some("give the address of a feed, a sitemap or an article"));
                Ok(())
            }
        }
    }

    fn asking(&self, url: Url, deep: usize) -> Source {
        let feed = self.journal.state.feeds.get(url.as_str()).filter(|_| self.options.again.is_none());
        let etag = feed.and_then(|asked| asked.etag.clone());
        let last_modified = feed.and_then(|asked| asked.last_modified.clone());
        Source { ask: Ask { url, etag, last_modified, feed: true }, deep, listed: false }
    }

    /// Notes what a feed lists and gives its addresses; `more` gets the sitemaps that it leads to.
    fn note(
        &mut self,
        name: &str,
        url: Option<&Url>,
        listing: Listing,
        deep: usize,
        more: &mut Vec<Source>,
        round: &mut Round,
    ) -> Result<Vec<String>> {
        for word in &listing.words {
            round.word(name, word, None, true);
        }
        self.sitemaps(name, url, &listing, deep, more, round);
        if listing.items.is_empty() && listing.sitemaps.is_empty() {
            round.word(name, "it lists nothing", None, false);
        }
        let mut items = listing.items;
        // The newest first, and of those without a date the first first.
        items.sort_by_key(|item| std::cmp::Reverse(item.updated.max(item.published)));
        let all = items.len();
        if all > self.options.most {
            items.truncate(self.options.most);
            let text =
                format!("it lists {all} articles, of which the newest {} are taken", self.options.most);
            round.word(name, &text, Some("more with --most N"), false);
        }
        let (mut lines, mut listed, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut refusals: BTreeMap<String, (usize, String)> = BTreeMap::new();
        let mut without = 0;
        let at = self.now();
        for item in items {
            let Some(link) = item.link.clone() else {
                without += 1;
                continue;
            };
            let base = item.base.as_deref().and_then(|base| match url {
                Some(url) => url.join(base).ok(),
                None => Url::parse(base).ok(),
            });
            let checked = of_link(&link, base.as_ref().or(url))
                .and_then(|link| self.options.manners.guard.check(&link).map(|()| link).map_err(|e| e.0));
            let link = match checked {
                Ok(link) => link.to_string(),
                Err(why) => {
                    // Known by its link, so that it is told once and not in each round.
                    let link: String = link.chars().take(2_000).collect();
                    if seen.insert(link.clone()) && !self.journal.state.pages.contains_key(&link) {
                        // Of many addresses of one kind one is told.
                        let kind = why.split_once(" is ").map_or(why.as_str(), |(_, kind)| kind).to_owned();
                        refusals.entry(kind).or_insert_with(|| (0, format!("{link}: {why}"))).0 += 1;
                        lines.push(Line::Page(nothing(at, &link, Outcome::Refused, None, &why)));
                    }
                    continue;
                }
            };
            if !seen.insert(link.clone()) {
                continue;
            }
            listed.push(link.clone());
            let told = told(&item, name, listing.title.as_deref());
            let known = self.journal.state.pages.get(&link);
            if known.is_none_or(|known| self.wanted(known, &told)) {
                lines.push(Line::Seen { at, address: link.clone(), told });
            }
            if let Some(text) = item.text.filter(|text| text.len() >= WHOLE) {
                self.texts.insert(link, text);
            }
        }
        self.journal.append(&lines)?;
        if without > 0 {
            round.report.failed += without;
            let text = format!("{without} items have no link and cannot be fetched");
            round.word(name, &text, None, true);
        }
        for (_, (count, first)) in refusals {
            round.report.refused += count;
            let text = if count == 1 {
                format!("not fetched: {first}")
            } else {
                format!("{count} links are not fetched, such as {first}")
            };
            round.word(name, &text, refusal_hint(&first), true);
        }
        Ok(listed)
    }

    /// Whether a page that is known is to be fetched again: the feed says that it was changed, or enough time has passed.
    fn wanted(&self, known: &Known, told: &Told) -> bool {
        if known.pending {
            return false;
        }
        let changed = told.updated.is_some_and(|now| known.told.updated.is_none_or(|before| before < now));
        // A date of change that was not there before is one if it is after the page was last asked.
        let changed = changed
            && (known.told.updated.is_some()
                || known.asked.as_ref().is_none_or(|asked| told.updated.is_some_and(|at| at > asked.at)));
        let passed = match (self.options.again, &known.asked) {
            (Some(again), Some(asked)) => asked.at + again <= self.now(),
            _ => false,
        };
        changed || passed
    }

    /// The sitemaps of an index, the newest first.
    fn sitemaps(
        &self,
        name: &str,
        url: Option<&Url>,
        listing: &Listing,
        deep: usize,
        more: &mut Vec<Source>,
        round: &mut Round,
    ) {
        let mut sitemaps = listing.sitemaps.clone();
        sitemaps.sort_by_key(|(_, changed)| std::cmp::Reverse(*changed));
        if deep >= DEEP && !sitemaps.is_empty() {
            round.failed(name, "it is an index of indexes of sitemaps, which are not followed further", None);
            return;
        }
        if sitemaps.len() > SITEMAPS {
            let text =
                format!("it lists {} sitemaps, of which the newest {SITEMAPS} are read", sitemaps.len());
            round.word(name, &text, Some("give the address of the sitemap that you need"), false);
        }
        for (link, _) in sitemaps.into_iter().take(SITEMAPS) {
            let checked = of_link(&link, url)
                .and_then(|link| self.options.manners.guard.check(&link).map(|()| link).map_err(|e| e.0));
            match checked {
                Ok(link) => more.push(self.asking(link, deep + 1)),
                Err(why) => round.refused(&format!("{name}: {link}"), &why),
            }
        }
    }

    /// What an article's address gave.
    fn page(
        &mut self,
        address: &str,
        answer: std::result::Result<Answer, Trouble>,
        round: &mut Round,
    ) -> Result<()> {
        let answer = answer.and_then(|answer| match kind_of(&answer) {
            Some(why) => Err(Trouble::Gone(Some(answer.status), why)),
            None => Ok(answer),
        });
        let (status, why, later) = match answer {
            Ok(answer) => return self.had(address, &answer, round),
            Err(Trouble::Stopped) => return Ok(()),
            Err(Trouble::Refused(why)) => (None, why, None),
            Err(Trouble::Gone(status, why)) => (status, why, Some(false)),
            Err(Trouble::Later(status, why)) => (status, why, Some(true)),
        };
        let known = self.journal.state.pages.get(address);
        let failures = known.map_or(0, |known| known.failures);
        let kept = known.is_some_and(|known| known.kept.is_some());
        // A page that may come is waited for; then what the feed carries is better than nothing.
        if (later != Some(true) || failures + 1 >= PATIENCE)
            && !kept
            && let Some(text) = self.texts.get(address).cloned()
        {
            return self.text(address, &text, &why, round);
        }
        let outcome = match later {
            None => Outcome::Refused,
            Some(true) if failures + 1 < ROUNDS => Outcome::Later,
            Some(_) => Outcome::Failed,
        };
        let line = nothing(self.now(), address, outcome, status, &why);
        self.journal.append(&[Line::Page(line)])?;
        match later {
            None => round.refused(address, &why),
            Some(later) => round.failed(address, &why, failure_hint(&why, later)),
        }
        Ok(())
    }

    /// A page was had: it is kept unless it is what it was.
    fn had(&mut self, address: &str, answer: &Answer, round: &mut Round) -> Result<()> {
        let known = self.journal.state.pages.get(address).cloned().unwrap_or_default();
        let mut line = asked(address, answer, Outcome::New);
        let before = known.kept.as_ref().and_then(|kept| kept.sha256.as_deref());
        if answer.status == 304 || (before.is_some() && before == line.sha256.as_deref()) {
            line.outcome = Outcome::Unchanged;
            line.sha256 = before.map(str::to_owned);
            round.report.unchanged += 1;
            return self.journal.append(&[Line::Page(line)]);
        }
        if known.kept.is_some() {
            line.outcome = Outcome::Changed;
        }
        line.place = Some(self.keep(address, answer, &known.told)?);
        match line.outcome {
            Outcome::Changed => round.report.changed += 1,
            _ => round.report.new += 1,
        }
        self.journal.append(&[Line::Page(line)])
    }

    /// Writes request, response, and what the feed said.
    fn keep(&mut self, address: &str, answer: &Answer, told: &Told) -> Result<Place> {
        let target = answer.url.as_str();
        let (block, payload) = response(answer);
        let mut response = Record {
            kind: "response",
            target: Some(target),
            at: answer.at,
            content_type: "application/http; msgtype=response",
            fields: Vec::new(),
            block,
            payload,
        };
        let mut request = Record {
            kind: "request",
            target: Some(target),
            at: answer.at,
            content_type: "application/http; msgtype=request",
            fields: Vec::new(),
            block: answer.request.clone(),
            payload: 0,
        };
        let metadata = metadata(target, address, &answer.via, answer.at, told, &response.id(), None);
        response.fields.push(("WARC-Concurrent-To", request.id()));
        request.fields.push(("WARC-Concurrent-To", response.id()));
        self.journal.keep(&[request, response, metadata], 1, answer.at)
    }

    /// Keeps the text that a feed carries, where its page is not to be had.
    fn text(&mut self, address: &str, text: &str, why: &str, round: &mut Round) -> Result<()> {
        let at = self.now();
        let told = self.journal.state.pages.get(address).map(|known| known.told.clone()).unwrap_or_default();
        let title = told.title.as_deref().unwrap_or_default().replace('&', "&amp;").replace('<', "&lt;");
        let html = format!(
            "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body><article>\n<h1>{title}</h1>\n{text}\n</article></body></html>\n"
        );
        let hash = sha256(html.as_bytes());
        let resource = Record {
            kind: "resource",
            target: Some(address),
            at,
            content_type: "text/html; charset=utf-8",
            fields: Vec::new(),
            block: html.into_bytes(),
            payload: 0,
        };
        let metadata = metadata(address, address, &[], at, &told, &resource.id(), Some(why));
        let place = self.journal.keep(&[resource, metadata], 0, at)?;
        let line = Asked {
            place: Some(place),
            sha256: Some(hash),
            ..nothing(at, address, Outcome::Text, None, why)
        };
        self.journal.append(&[Line::Page(line)])?;
        round.report.new += 1;
        round.report.texts += 1;
        round.word(address, &format!("{why}; the text that the feed carries is kept instead"), None, false);
        Ok(())
    }
}

/// What is not a page, in words.
fn kind_of(answer: &Answer) -> Option<String> {
    if answer.status == 304 {
        return None;
    }
    let kind = answer.content_type();
    match kind.as_deref() {
        Some("text/html" | "application/xhtml+xml" | "text/plain") => None,
        // Where the server says nothing of use, the text says it.
        None | Some("application/octet-stream" | "application/xml" | "text/xml" | "unknown/unknown") => {
            let text = String::from_utf8_lossy(&answer.body[..answer.body.len().min(4_096)]);
            (!listing::is_page(&text)).then(|| "it is no page".to_owned())
        }
        Some(other) => Some(format!("it is no page but {}", crate::decode::short(other))),
    }
}

/// What a feed says of an item.
fn told(item: &Item, feed: &str, title: Option<&str>) -> Told {
    Told {
        feed: Some(feed.to_owned()),
        publisher: item.publisher.clone().or_else(|| title.map(str::to_owned)),
        title: item.title.clone(),
        author: item.author.clone(),
        published: item.published,
        updated: item.updated,
        summary: item.summary.clone(),
    }
}

/// A line on something that came back.
fn asked(address: &str, answer: &Answer, outcome: Outcome) -> Asked {
    let usable = |value: &String| value.len() <= 1_000;
    Asked {
        at: answer.at,
        address: address.to_owned(),
        outcome,
        status: Some(answer.status),
        location: Some(answer.url.to_string()).filter(|url| url != address),
        etag: answer.header("etag").filter(usable),
        last_modified: answer.header("last-modified").filter(usable),
        sha256: Some(sha256(&answer.body)).filter(|_| answer.status != 304),
        place: None,
        why: None,
    }
}

/// A line on something of which nothing came back.
fn nothing(at: Timestamp, address: &str, outcome: Outcome, status: Option<u16>, why: &str) -> Asked {
    Asked {
        at,
        address: address.to_owned(),
        outcome,
        status,
        location: None,
        etag: None,
        last_modified: None,
        sha256: None,
        place: None,
        why: Some(why.to_owned()),
    }
}

/// A response as a WARC holds it, and where its body begins. The body is unpacked and in one piece, so what spoke of its form on
/// the way gets the name that Common Crawl gives it.
fn response(answer: &Answer) -> (Vec<u8>, usize) {
    let reason = ureq::http::StatusCode::from_u16(answer.status).ok();
    let reason = reason.and_then(|status| status.canonical_reason()).unwrap_or_default();
    let mut block = format!("HTTP/1.1 {} {reason}\r\n", answer.status).into_bytes();
    for (name, value) in &answer.headers {
        let of_the_way = ["content-encoding", "transfer-encoding", "content-length"].contains(&name.as_str());
        if of_the_way {
            block.extend_from_slice(b"x-crawler-");
        }
        block.extend_from_slice(name.as_bytes());
        block.extend_from_slice(b": ");
        block.extend_from_slice(value);
        block.extend_from_slice(b"\r\n");
    }
    block.extend_from_slice(format!("content-length: {}\r\n\r\n", answer.body.len()).as_bytes());
    let payload = block.len();
    block.extend_from_slice(&answer.body);
    (block, payload)
}

/// What the feed said of a page, as a record beside it.
fn metadata<'a>(
    target: &'a str,
    address: &str,
    via: &[Url],
    at: Timestamp,
    told: &Told,
    of: &str,
    why: Option<&str>,
) -> Record<'a> {
    let mut value = json!(told);
    value["address"] = json!(address);
    if !via.is_empty() {
        value["via"] = json!(via.iter().map(Url::as_str).collect::<Vec<_>>());
    }
    if let Some(why) = why {
        value["instead_of_the_page"] = json!(why);
    }
    Record {
        kind: "metadata",
        target: Some(target),
        at,
        content_type: "application/json",
        fields: vec![("WARC-Concurrent-To", of.to_owned()), ("WARC-Refers-To", of.to_owned())],
        block: value.to_string().into_bytes(),
        payload: 0,
    }
}
