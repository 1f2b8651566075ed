//! Asks web sites, politely and on guard.
//!
//! Each request passes, in this order: [`Guard`] (may this address be asked?), the site's robots.txt, [`Pace`] (may it be asked
//! now?), and the resolver of the connection, which is on guard again. Redirects are followed here, so that each passes all four.
//! Nothing is read beyond a size, packed or unpacked, nor for longer than a time. Proxies of the environment are not used: they would
//! look names up themselves, behind the guard's back.

use crate::address::{host_name, origin};
use crate::decode;
use crate::guard::{Guard, Guarded, Lookup, refusal};
use crate::pace::{Pace, Stopped};
use crate::robots::{self, Robots};
use jiff::Timestamp;
use std::collections::HashMap;
use std::io::Read;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::http::header::HeaderMap;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

/// Redirects that are followed.
const REDIRECTS: usize = 5;
/// How often a request is repeated that the server was too busy for.
const RETRIES: u32 = 2;
/// The longest wait before a request is repeated; who asks for more is asked again in a later round.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a host is left alone that is too busy and does not say for how long.
const BUSY: Duration = Duration::from_secs(300);
/// The longest time that a host may ask to be left alone.
const LONGEST: Duration = Duration::from_secs(24 * 3_600);
/// How long a robots.txt holds.
const ROBOTS: Duration = Duration::from_secs(24 * 3_600);
/// The reader's name in a robots.txt.
const NAME: &str = "crosswire";

/// How sites are asked.
#[derive(Clone)]
pub struct Manners {
    /// What the `User-Agent` says.
    pub agent: String,
    /// Which addresses may be asked.
    pub guard: Guard,
    /// The pause between two requests to one host.
    pub pause: Duration,
    /// How long one request may take.
    pub time: Duration,
    /// Bytes of a page at most, unpacked.
    pub page: usize,
    /// Bytes of a feed at most, unpacked.
    pub feed: usize,
    /// How names become numbers, where it is not the system that says.
    pub lookup: Option<Lookup>,
    /// What time it is.
    pub now: fn() -> Timestamp,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) url: Url,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    /// Whether it may be a feed, which may be larger than a page.
    pub(crate) feed: bool,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) at: Timestamp,
    /// Where it was found in the end.
    pub(crate) url: Url,
    /// The addresses that led there.
    pub(crate) via: Vec<Url>,
    pub(crate) status: u16,
    /// The request as it was sent.
    pub(crate) request: Vec<u8>,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// Unpacked.
    pub(crate) body: Vec<u8>,
    pub(crate) words: Vec<String>,
}

impl Answer {
    /// A field of its head.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let (_, value) = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(value).trim().to_owned())
    }

    /// The type that the server gives it, in small letters, without parameters.
    pub(crate) fn content_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
            .filter(|t| !t.is_empty())
    }

    /// The encoding that the server says it has.
    pub(crate) fn charset(&self) -> Option<String> {
        let value = self.header("content-type")?;
        let mut parameters = value.split(';').skip(1).filter_map(|p| p.split_once('='));
        let (_, charset) = parameters.find(|(key, _)| key.trim().eq_ignore_ascii_case("charset"))?;
        Some(charset.trim().trim_matches(['"', '\'']).to_owned())
    }
}

/// Why nothing came back, and what to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It may not be asked for: by the guard, or by the site's own rules.
    Refused(String),
    /// It is not to be had, now or later.
    Gone(Option<u16>, String),
    /// It may be had another time.
    Later(Option<u16>, String),
    /// The host, which wants to be left alone for a while; it was not asked.
    Closed(String, String),
    /// The collection is to end.
    Stopped,
}

impl From<Stopped> for Trouble {
    fn from(_: Stopped) -> Self {
        Trouble::Stopped
    }
}

/// Asks.
pub(crate) struct Fetcher {
    agent: ureq::Agent,
    /// Whether this system has certificates to know web sites by.
    certified: bool,
    manners: Manners,
    guard: Arc<Guard>,
    pace: Pace,
    robots: Mutex<HashMap<String, (Instant, Site)>>,
}

/// What is known of a site's robots.txt.
#[derive(Debug, Clone)]
enum Site {
    Rules(Arc<Robots>),
    /// It could not be had, and so nothing else may be asked for.
    Silent(String),
}

impl Fetcher {
    pub(crate) fn new(manners: Manners, stop: Arc<AtomicBool>) -> Self {
        let (tls, certified) = tls();
        let guard = Arc::new(manners.guard.clone());
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .timeout_global(Some(manners.time))
            .timeout_connect(Some(manners.time.min(Duration::from_secs(15))))
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(&manners.agent)
            .max_response_header_size(64 << 10)
            .max_idle_connections_per_host(1)
            .build();
        let resolver = Guarded { guard: Arc::clone(&guard), lookup: manners.lookup.clone() };
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), resolver);
        let pace = Pace::new(manners.pause, stop);
        Fetcher { agent, certified, manners, guard, pace, robots: Mutex::default() }
    }

    /// Asks, and follows where it is sent on.
    pub(crate) fn fetch(&self, ask: &Ask) -> Result<Answer, Trouble> {
        let most = if ask.feed { self.manners.feed } else { self.manners.page };
        self.follow(ask, most, true)
    }

    pub(crate) fn stopped(&self) -> bool {
        self.pace.stopped()
    }

    /// Waits, unless the collection is to end.
    pub(crate) fn sleep(&self, time: Duration) {
        let _ = self.pace.sleep(time);
    }

    fn follow(&self, ask: &Ask, most: usize, heed: bool) -> Result<Answer, Trouble> {
        let mut url = ask.url.clone();
        let mut via: Vec<Url> = Vec::new();
        loop {
            let led = if via.is_empty() { "" } else { "it leads to an address that is not fetched: " };
            let refused = |why: String| Trouble::Refused(format!("{led}{why}"));
            self.guard.check(&url).map_err(|e| refused(e.0))?;
            if heed {
                self.heed(&url)?;
            }
            let answer = self.ask(ask, &url, most, led)?;
            if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
                return self.judged(Answer { via, ..answer });
            }
            let status = Some(answer.status);
            let Some(location) = answer.header("location") else {
                return Err(Trouble::Gone(status, "it is sent on to nowhere (no Location)".to_owned()));
            };
            let mut next = url
                .join(&location)
                .map_err(|e| Trouble::Gone(status, format!("it is sent on to what is no address ({e})")))?;
            next.set_fragment(None);
            if url.scheme() == "https" && next.scheme() == "http" && self.guard.check(&next).is_ok() {
                let why = format!("it leads from https to {next}, which anyone on the way could alter");
                return Err(Trouble::Refused(why));
            }
            via.push(url);
            if via.contains(&next) {
                return Err(Trouble::Gone(status, format!("it is sent round in a circle by way of {next}")));
            }
            if via.len() > REDIRECTS {
                return Err(Trouble::Gone(status, format!("it is sent on more than {REDIRECTS} times")));
            }
            url = next;
        }
    }

    /// What a status means that is no redirect.
    fn judged(&self, answer: Answer) -> Result<Answer, Trouble> {
        let status = answer.status;
        let gone = |why: &str| Err(Trouble::Gone(Some(status), format!("the server says {status}: {why}")));
        match status {
            200 | 203 | 304 => Ok(answer),
            404 | 410 => gone("there is no such page"),
            401 | 402 | 403 | 407 => gone("it wants a login or does not serve programs"),
            451 => gone("it is held back for legal reasons"),
            408 | 425 | 429 | 500..=599 => {
                Err(Trouble::Later(Some(status), format!("the server says {status}: it cannot answer now")))
            }
            _ => gone("it gave no page"),
        }
    }

    /// Asks one address, again where the server was too busy and says so.
    fn ask(&self, ask: &Ask, url: &Url, most: usize, led: &str) -> Result<Answer, Trouble> {
        let host = host_name(url).unwrap_or_default();
        let mut tried = 0;
        loop {
            if let Some(left) = self.pace.closed(&host) {
                let seconds = left.as_secs() + 1;
                let why = format!("it wants to be left alone for {seconds} seconds more, with all its pages");
                return Err(Trouble::Closed(host, why));
            }
            self.pace.wait(&host)?;
            let answer = self.once(ask, url, most, led)?;
            if !matches!(answer.status, 429 | 503) {
                return Ok(answer);
            }
            let wanted = answer.header("retry-after").and_then(|v| retry_after(&v, answer.at));
            let wait = wanted.unwrap_or(Duration::from_secs(2_u64.pow(tried + 1))).min(LONGEST);
            if tried == RETRIES || wait > PATIENCE {
                self.pace.close(&host, wanted.unwrap_or(BUSY).min(LONGEST));
                return Ok(answer);
            }
            tried += 1;
            self.pace.sleep(wait)?;
        }
    }

    fn once(&self, ask: &Ask, url: &Url, most: usize, led: &str) -> Result<Answer, Trouble> {
        let accept = if ask.feed {
            "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
        } else {
            "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
        };
        let mut fields = vec![
            ("Accept", accept),
            ("Accept-Encoding", "gzip"),
            ("User-Agent", self.manners.agent.as_str()),
        ];
        fields.extend(ask.etag.as_deref().map(|v| ("If-None-Match", v)));
        fields.extend(ask.last_modified.as_deref().map(|v| ("If-Modified-Since", v)));
        // A server's own words are sent back to it, if they can be.
        fields.retain(|(_, value)| value.bytes().all(|b| (0x20..0x7f).contains(&b)));
        let mut request = self.agent.get(url.as_str());
        for (name, value) in &fields {
            request = request.header(*name, *value);
        }
        if url.scheme() == "https" && !self.certified {
            let why = "this system has no certificates; install them (ca-certificates), or name a file of them in SSL_CERT_FILE";
            return Err(Trouble::Gone(None, why.to_owned()));
        }
        let at = (self.manners.now)();
        let failed = |error: ureq::Error| match refusal(&error) {
            Some(refusal) => Trouble::Refused(format!("{led}{refusal}")),
            None => Trouble::Later(None, said(&error)),
        };
        let begun = Instant::now();
        let response = request.call().map_err(failed)?;
        let status = response.status().as_u16();
        let headers = headers(response.headers());
        let mut answer = Answer {
            at,
            url: url.clone(),
            via: Vec::new(),
            status,
            request: head(url, &fields),
            headers,
            body: Vec::new(),
            words: Vec::new(),
        };
        if !matches!(status, 200 | 203) {
            return Ok(answer);
        }
        let large = || Trouble::Gone(Some(status), format!("it has more than {most} bytes"));
        if answer
            .header("content-length")
            .and_then(|l| l.parse::<u64>().ok())
            .is_some_and(|l| l > most as u64)
        {
            return Err(large());
        }
        let mut reader = response.into_body().into_reader();
        let mut chunk = vec![0; 64 << 10];
        loop {
            if self.stopped() {
                return Err(Trouble::Stopped);
            }
            // A server that sends a byte now and then is not to hold up the others.
            if begun.elapsed() > self.manners.time {
                return Err(Trouble::Later(Some(status), "it took too long".to_owned()));
            }
            match reader.read(&mut chunk) {
                Ok(0) => break,
                Ok(n) => answer.body.extend_from_slice(&chunk[..n]),
                Err(error) => {
                    return Err(Trouble::Later(Some(status), format!("the answer broke off ({error})")));
                }
            }
            if answer.body.len() > most {
                return Err(large());
            }
        }
        let packed = answer.header("content-encoding").map(|v| v.to_ascii_lowercase());
        match packed.as_deref() {
            None | Some("" | "identity") => {}
            Some("gzip" | "x-gzip") if !decode::is_gzip(&answer.body) => {}
            Some("gzip" | "x-gzip") => match decode::unpack(&answer.body, most) {
                (body, None) => answer.body = body,
                (body, Some(_)) if body.len() >= most => return Err(large()),
                // Of a feed what is there is better than nothing.
                (body, Some(wrong)) if ask.feed => {
                    answer.words.push(wrong);
                    answer.body = body;
                }
                (_, Some(wrong)) => return Err(Trouble::Later(Some(status), wrong)),
            },
            Some(other) => {
                let why = format!("it is packed as {}, which was not asked for", decode::short(other));
                return Err(Trouble::Gone(Some(status), why));
            }
        }
        Ok(answer)
    }

    /// Refuses what the site's robots.txt asks programs not to fetch.
    fn heed(&self, url: &Url) -> Result<(), Trouble> {
        match self.site(url)? {
            Site::Rules(rules) if rules.allows(url) => Ok(()),
            Site::Rules(_) => {
                Err(Trouble::Refused("the site's robots.txt asks programs not to fetch it".to_owned()))
            }
            Site::Silent(why) => Err(Trouble::Later(
                None,
                format!("the site's robots.txt cannot be read, which forbids all: {why}"),
            )),
        }
    }

    fn site(&self, url: &Url) -> Result<Site, Trouble> {
        let origin = origin(url);
        let known = self.robots.lock().unwrap_or_else(PoisonError::into_inner).get(&origin).cloned();
        if let Some((read, site)) = known {
            let holds = if matches!(site, Site::Rules(_)) { ROBOTS } else { BUSY };
            if read.elapsed() < holds {
                return Ok(site);
            }
        }
        let mut address = url.clone();
        address.set_path("/robots.txt");
        address.set_query(None);
        let ask = Ask { url: address, etag: None, last_modified: None, feed: true };
        // A larger file is read as far as it is looked at; the rest of a larger one is no fault.
        let site = match self.follow(&ask, robots::READ * 4, false) {
            Ok(answer) => Site::Rules(Arc::new(Robots::of(&answer.body, NAME))),
            // By the RFC: what is not there forbids nothing, what cannot be reached forbids all.
            Err(Trouble::Gone(..)) => Site::Rules(Arc::default()),
            // The guard says the same of the page, or the file leads to where nobody is to be led.
            Err(Trouble::Refused(why)) => return Err(Trouble::Refused(why)),
            Err(Trouble::Later(_, why)) => Site::Silent(why),
            Err(trouble @ (Trouble::Stopped | Trouble::Closed(..))) => return Err(trouble),
        };
        if let (Site::Rules(rules), Some(host)) = (&site, host_name(url)) {
            self.pace.slow_down(&host, rules.pause);
        }
        let mut sites = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        sites.insert(origin, (Instant::now(), site.clone()));
        Ok(site)
    }
}

/// TLS by the system's certificates, so that what a newsroom trusts is trusted here and nothing else is; and whether there are any.
fn tls() -> (TlsConfig, bool) {
    let found = rustls_native_certs::load_native_certs();
    let certificates: Vec<Certificate<'static>> =
        found.certs.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
    let config = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::new_with_certs(&certificates))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    (config, !certificates.is_empty())
}

/// What went wrong, in words.
fn said(error: &ureq::Error) -> String {
    match error {
        ureq::Error::HostNotFound => "there is no such host".to_owned(),
        ureq::Error::Timeout(_) => "it took too long".to_owned(),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            "nobody answers there".to_owned()
        }
        error => error.to_string(),
    }
}

fn headers(map: &HeaderMap) -> Vec<(String, Vec<u8>)> {
    map.iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec())).collect()
}

/// A request's head, as it is sent.
fn head(url: &Url, fields: &[(&str, &str)]) -> Vec<u8> {
    let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    let host = url.host_str().unwrap_or_default();
    let mut head = format!("GET {}{query} HTTP/1.1\r\nHost: {host}{port}\r\n", url.path());
    for (name, value) in fields {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// How long a server wants to be left alone: seconds, or a date.
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = crate::dates::parse(value)?;
    Some(Duration::from_secs(u64::try_from(until.as_second() - now.as_second()).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_how_long_to_wait() {
        let now: Timestamp = "2031-03-05T09:00:00Z".parse().unwrap();
        for (value, expect) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Wed, 05 Mar 2031 09:01:00 GMT", Some(60)),
            ("Wed, 05 Mar 2031 08:00:00 GMT", Some(0)),
            ("soon", None),
            ("-3", None),
        ] {
            assert_eq!(retry_after(value, now), expect.map(Duration::from_secs), "{value}");
        }
    }
}
