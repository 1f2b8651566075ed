//! A server on this machine that answers as a test wants and counts who asked, and a collection that may ask it.

use crosswire_collect::{AllowedHost, Collector, Event, Given, Guard, Manners, Options, Report, Word};
use jiff::Timestamp;
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request, as far as tests look at it.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What a test answers.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Reply { status, headers: vec![("Content-Type".into(), kind.into())], body: body.into() }
    }

    pub(crate) fn html(body: &str) -> Self {
        Reply::new(200, "text/html; charset=utf-8", body)
    }

    pub(crate) fn xml(body: impl Into<Vec<u8>>) -> Self {
        Reply::new(200, "application/rss+xml", body)
    }

    pub(crate) fn none() -> Self {
        Reply::new(404, "text/plain", "there is nothing")
    }

    pub(crate) fn to(location: &str) -> Self {
        Reply::new(302, "text/plain", "").with("Location", location)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

type Answer = dyn Fn(&Request) -> Reply + Send + Sync;

/// The server; it goes on until the test ends.
pub(crate) struct Server {
    pub(crate) at: SocketAddr,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (answer, log): (Arc<Answer>, _) = (Arc::new(answer), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                thread::spawn(move || serve(stream, &*answer, &log));
            }
        });
        Server { at, asked }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// What was asked since the last look, but for robots.txt.
    pub(crate) fn asked(&self) -> Vec<Request> {
        let mut asked = self.asked.lock().unwrap();
        std::mem::take(&mut *asked).into_iter().filter(|r| r.path != "/robots.txt").collect()
    }

    /// How often anything was asked at all.
    pub(crate) fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn serve(mut stream: TcpStream, answer: &Answer, log: &Mutex<Vec<Request>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() || line.is_empty() {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).is_err() {
            return;
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_owned(), value.to_owned()));
    }
    let request = Request { path, headers };
    log.lock().unwrap().push(request.clone());
    let reply = answer(&request);
    let mut head = format!("HTTP/1.1 {} Said\r\nConnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !reply.headers.iter().any(|(name, _)| name == "Content-Length") {
        head.push_str(&format!("Content-Length: {}\r\n", reply.body.len()));
    }
    head.push_str("\r\n");
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&reply.body));
}

/// The time of all tests, but for those that set another.
pub(crate) fn noon() -> Timestamp {
    "2031-03-05T12:00:00Z".parse().unwrap()
}

/// Options that let a collection ask these servers, at once and often.
pub(crate) fn options(servers: &[&Server]) -> Options {
    let hosts = servers.iter().map(|s| s.at.to_string().parse::<AllowedHost>().unwrap()).collect();
    options_for(hosts)
}

pub(crate) fn options_for(hosts: Vec<AllowedHost>) -> Options {
    Options {
        manners: Manners {
            agent: "crosswire/0.1.0 (+https://crosswire.example; test)".to_owned(),
            guard: Guard { hosts, ports: Vec::new() },
            pause: Duration::ZERO,
            time: Duration::from_secs(20),
            page: 1 << 20,
            feed: 64 << 20,
            lookup: Some(Arc::new(|_, _| Err(std::io::Error::other("no names in tests")))),
            now: noon,
        },
        again: None,
        most: 1_000,
    }
}

/// One round, and what was told of it.
pub(crate) fn round(folder: &Path, options: &Options, given: &[&str]) -> (Report, Vec<Word>) {
    let mut collector = Collector::open(folder, options.clone(), Arc::new(AtomicBool::new(false))).unwrap();
    let given: Vec<Given> = given.iter().map(|argument| Given::of(argument)).collect();
    let words = RefCell::new(Vec::new());
    let report = collector
        .round(&given, &|event| {
            if let Event::Word(word) = event {
                words.borrow_mut().push(word.clone());
            }
        })
        .unwrap();
    (report, words.into_inner())
}

/// The numbers of a report: new, changed, unchanged, refused, failed.
pub(crate) fn numbers(report: &Report) -> [usize; 5] {
    [report.new, report.changed, report.unchanged, report.refused, report.failed]
}

/// A feed of these items: path or address, title, date of change.
pub(crate) fn rss(title: &str, items: &[(String, String)]) -> String {
    let item = |(link, rest): &(String, String)| format!("<item><link>{link}</link>{rest}</item>\n");
    let items: String = items.iter().map(item).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>{title}</title>\n{items}</channel></rss>\n"
    )
}

/// An article's page.
pub(crate) fn article(name: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>{name}</title><meta property=\"og:type\" content=\"article\"></head><body><p>The ferry {name} ran aground at dawn.</p></body></html>"
    )
}
