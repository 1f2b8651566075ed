//! Writes down what comes in: what a feed lists, what an address gave.

use crate::address::of_link;
use crate::collect::{Options, Source};
use crate::error::Result;
use crate::fetch::{Answer, Ask, Trouble};
use crate::journal::{Asked, Journal, Known, Line, Outcome, Place, Told};
use crate::listing::{self, Item, Listing, NoListing};
use crate::records::{metadata, response};
use crate::report::{Round, failure_hint, refusal_hint};
use crate::warc::{Record, sha256};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use url::Url;

/// How often, and for how long, a page is asked for that cannot be had. After that it is asked for again when a feed changes it.
const TRIES: u32 = 5;
const DAYS: SignedDuration = SignedDuration::from_hours(48);
/// Failures after which the text of the feed is kept in the place of a page that cannot be had.
const PATIENCE: u32 = 3;
/// How far indexes of sitemaps and links to feeds are followed.
const DEEP: usize = 3;
/// Sitemaps of an index that are read, the newest first.
const SITEMAPS: usize = 100;
/// Bytes of a text in a feed from which on it may be the whole article; shorter ones are summaries.
const WHOLE: usize = 500;

/// Writes down what comes in.
pub(crate) struct Keeper<'a> {
    pub(crate) journal: &'a mut Journal,
    pub(crate) options: &'a Options,
    pub(crate) texts: &'a mut HashMap<String, String>,
}

impl Keeper<'_> {
    fn now(&self) -> Timestamp {
        (self.options.manners.now)()
    }

    /// What a source gave: a feed, a page that links one, or an article.
    pub(crate) fn source(
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
            Err(Trouble::Closed(host, why)) => {
                round.closed(&host, &why);
                return Ok(());
            }
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
        round.report.read += 1;
        if answer.status == 304 {
            if let Some(feed) = self.journal.state.feeds.get(&address) {
                let asked = Asked { at: answer.at, outcome: Outcome::Unchanged, ..feed.clone() };
                round.feeds.push((asked, Vec::new()));
                return Ok(());
            }
            return self.page(&address, Ok(answer), round);
        }
        for word in &answer.words {
            round.word(&address, word, None, false);
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
                round.report.read -= 1;
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

    /// The address that a link leads to, if it may be asked; else why not.
    fn link(&self, link: &str, base: Option<&Url>) -> std::result::Result<Url, String> {
        let address = of_link(link, base)?;
        self.options.manners.guard.check(&address).map_err(|refusal| refusal.0)?;
        Ok(address)
    }

    /// Notes what a feed lists and gives its addresses; `more` gets the sitemaps that it leads to.
    pub(crate) fn note(
        &mut self,
        name: &str,
        url: Option<&Url>,
        listing: Listing,
        deep: usize,
        more: &mut Vec<Source>,
        round: &mut Round,
    ) -> Result<Vec<String>> {
        for word in &listing.words {
            round.word(name, word, None, false);
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
            let link = match self.link(&link, base.as_ref().or(url)) {
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
            let wanted = known.is_none_or(|known| self.wanted(known, &told));
            let text = item.text.filter(|text| text.len() >= WHOLE);
            if let Some(text) = text.filter(|_| wanted || known.is_some_and(|known| known.pending)) {
                self.texts.insert(link.clone(), text);
            }
            if wanted {
                lines.push(Line::Seen { at, address: link.clone(), told });
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
                || known.asked.is_none_or(|(asked, _)| told.updated.is_some_and(|at| at > asked)));
        let passed = match (self.options.again, known.asked) {
            (Some(again), Some((asked, _))) => self.now().duration_since(asked) >= again,
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
            match self.link(&link, url) {
                Ok(link) => more.push(self.asking(link, deep + 1)),
                Err(why) => round.refused(&format!("{name}: {link}"), &why),
            }
        }
    }

    /// What an article's address gave.
    pub(crate) fn page(
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
            // It was not asked, and so it has not failed.
            Err(Trouble::Closed(host, why)) => {
                round.closed(&host, &why);
                return Ok(());
            }
            Err(Trouble::Refused(why)) => (None, why, None),
            Err(Trouble::Gone(status, why)) => (status, why, Some(false)),
            Err(Trouble::Later(status, why)) => (status, why, Some(true)),
        };
        let known = self.journal.state.pages.get(address);
        let failures = known.map_or(0, |known| known.failures);
        let failing = known.and_then(|known| known.failing).unwrap_or_else(|| self.now());
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
            Some(true) if failures + 1 < TRIES || self.now().duration_since(failing) < DAYS => Outcome::Later,
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
        // Two links of one page are one page.
        let same = |kept: Option<&str>| kept.is_some() && kept == line.sha256.as_deref();
        if answer.status == 304 || same(before) || same(self.journal.state.kept_at(answer.url.as_str())) {
            line.outcome = Outcome::Unchanged;
            line.sha256 = line.sha256.or(before.map(str::to_owned));
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
