//! What a desk bears: many people at once who look and decide, over HTTP on this machine.

use super::measure::status_mib;
use crate::{Result, root};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Pages that someone asks for between two decisions, in turn.
const PAGES: [&str; 5] = ["", "/queue", "/history", "/export", "/on/story"];
/// A desk that does not answer within this time has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long each answer took, and what was wrong with those that were none.
#[derive(Default)]
struct Taken {
    pages: Vec<Duration>,
    decisions: Vec<Duration>,
    failures: Vec<String>,
}

/// Opens a desk on the example and asks it for so many pages and decisions over so many connections.
pub(crate) fn run(pages: usize, decisions: usize, connections: usize, database: Option<&str>) -> Result {
    let program = root::build_crosswire(true)?;
    let folder = tempfile::tempdir().map_err(|e| format!("no place for the desk: {e}"))?;
    let (desk, address) = open(&program, folder.path(), database)?;
    let measured = ask(&desk, &address, pages, decisions, connections);
    drop(desk);
    measured
}

/// A running desk, which ends with the measurement.
struct Desk(Child);

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Desk {
    /// Mebibytes resident now.
    fn resident(&self) -> Option<f64> {
        status_mib(&std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?, "VmRSS:")
    }
}

/// Starts a desk with the example; gives its address with the token.
fn open(program: &Path, folder: &Path, database: Option<&str>) -> Result<(Desk, String)> {
    let mut command = Command::new(program);
    command.args(["desk", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
    match database {
        Some(url) => command.args(["--database", url]),
        None => command.arg("--example").arg("--data").arg(folder),
    };
    let mut desk = Desk(command.spawn().map_err(|e| format!("cannot run {}: {e}", program.display()))?);
    let out = desk.0.stdout.take().ok_or("the desk has no output")?;
    let mut told = String::new();
    BufReader::new(out).read_line(&mut told).map_err(|e| e.to_string())?;
    let address = told.split_whitespace().find_map(|word| word.strip_prefix("http://"));
    Ok((desk, address.ok_or("the desk did not say where it is")?.to_owned()))
}

fn ask(desk: &Desk, address: &str, pages: usize, decisions: usize, connections: usize) -> Result {
    let (host, first) = address.split_once('/').ok_or("the address has no path")?;
    let mut visit = Visit::open(host)?;
    let cookie = visit.ask("GET", &format!("/{first}"), "")?.cookie.ok_or("the desk gave no cookie")?;
    visit.cookie.clone_from(&cookie);
    let list = visit.ask("GET", "/", "")?.text();
    let form = between(&list, "name=\"form\" value=\"", "\"").ok_or("the desk has no form")?.to_owned();
    let story = between(&list, "href=\"/stories/", "\"").ok_or("the desk has no story")?.to_owned();
    let ledger = visit.ask("GET", &format!("/stories/{story}/ledger.json"), "")?.text();
    let ledger: serde_json::Value = serde_json::from_str(&ledger).map_err(|e| e.to_string())?;
    let claims: Vec<&str> =
        ledger["claims"].as_array().into_iter().flatten().filter_map(|claim| claim["id"].as_str()).collect();
    if claims.is_empty() {
        return Err("the story has no claim".to_owned());
    }
    let before = desk.resident();
    let start = Instant::now();
    let each = |n: usize| -> Result<Taken> {
        let share = |all: usize| all / connections + usize::from(n < all % connections);
        let (pages, decisions) = (share(pages), share(decisions));
        let mut visit = Visit { cookie: cookie.clone(), ..Visit::open(host)? };
        let mut taken = Taken::default();
        for turn in 0..pages.max(decisions) {
            if turn < pages {
                let claim = claims[(n + turn) % claims.len()];
                let page = match PAGES.get(turn % (PAGES.len() + 1)) {
                    Some(page) => format!("/stories/{story}{page}"),
                    None => format!("/stories/{story}/on/claim/{claim}"),
                };
                taken.pages.push(visit.timed("GET", &page, "", 200, &mut taken.failures)?);
            }
            // Spread over the pages.
            if turn * decisions / pages.max(decisions) < (turn + 1) * decisions / pages.max(decisions) {
                let claim = claims[(n * 7 + turn) % claims.len()];
                let verb = if turn % 2 == 0 { "confirm" } else { "note&text=called" };
                let body = format!("form={form}&verb={verb}&claim={claim}&why=visit+{n}+turn+{turn}");
                let path = format!("/stories/{story}/decide");
                taken.decisions.push(visit.timed("POST", &path, &body, 303, &mut taken.failures)?);
            }
        }
        Ok(taken)
    };
    let all: Vec<Result<Taken>> = std::thread::scope(|scope| {
        let each = &each;
        let visits: Vec<_> = (0..connections).map(|n| scope.spawn(move || each(n))).collect();
        visits.into_iter().map(|v| v.join().unwrap_or_else(|_| Err("a visit failed".to_owned()))).collect()
    });
    let seconds = start.elapsed().as_secs_f64();
    let mut taken = Taken::default();
    for visit in all {
        let visit = visit?;
        taken.pages.extend(visit.pages);
        taken.decisions.extend(visit.decisions);
        taken.failures.extend(visit.failures);
    }
    println!(
        "{connections} connections, {seconds:.1} s, {} processors",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    println!("{:10} {:>8} {:>9} {:>9} {:>9}", "", "number", "p50 ms", "p99 ms", "most ms");
    print_row("pages", &mut taken.pages);
    print_row("decisions", &mut taken.decisions);
    let memory = |m: Option<f64>| m.map_or("-".to_owned(), |m| format!("{m:.0} MiB"));
    println!(
        "failures: {}; memory before {}, after {}",
        taken.failures.len(),
        memory(before),
        memory(desk.resident())
    );
    match taken.failures.first() {
        Some(first) => Err(format!("{} requests failed; the first: {first}", taken.failures.len())),
        None => Ok(()),
    }
}

fn print_row(label: &str, times: &mut [Duration]) {
    times.sort();
    let ms = |part: f64| {
        let at = ((times.len() as f64 * part).ceil() as usize).clamp(1, times.len().max(1)) - 1;
        times.get(at).map_or("-".to_owned(), |time| format!("{:.1}", time.as_secs_f64() * 1000.0))
    };
    println!("{label:10} {:>8} {:>9} {:>9} {:>9}", times.len(), ms(0.5), ms(0.99), ms(1.0));
}

/// One connection, kept open.
struct Visit {
    host: String,
    cookie: String,
    stream: BufReader<TcpStream>,
}

struct Answer {
    status: u16,
    cookie: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Visit {
    fn open(host: &str) -> Result<Visit> {
        let stream = TcpStream::connect(host).map_err(|e| format!("{host}: {e}"))?;
        stream
            .set_nodelay(true)
            .and_then(|()| stream.set_read_timeout(Some(PATIENCE)))
            .map_err(|e| e.to_string())?;
        Ok(Visit { host: host.to_owned(), cookie: String::new(), stream: BufReader::new(stream) })
    }

    /// How long an answer took. One of another status is a failure.
    fn timed(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
        wanted: u16,
        failures: &mut Vec<String>,
    ) -> Result<Duration> {
        let start = Instant::now();
        let answer = self.ask(method, path, body)?;
        let took = start.elapsed();
        if answer.status != wanted {
            failures.push(format!("{method} {path} gave {}", answer.status));
        }
        Ok(took)
    }

    fn ask(&mut self, method: &str, path: &str, body: &str) -> Result<Answer> {
        let (host, cookie) = (&self.host, &self.cookie);
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n");
        if method == "POST" {
            request += &format!(
                "Origin: http://{host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                body.len()
            );
        }
        request += &format!("\r\n{body}");
        self.stream.get_mut().write_all(request.as_bytes()).map_err(|e| format!("{method} {path}: {e}"))?;
        self.read().map_err(|e| format!("{method} {path}: {e}"))
    }

    fn read(&mut self) -> std::io::Result<Answer> {
        let wrong = |what: &str| std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned());
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(|| wrong("no status"))?;
        let (mut length, mut cookie) = (0, None);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().map_err(|_| wrong("no length"))?,
                "transfer-encoding" => return Err(wrong("an answer in chunks")),
                "set-cookie" => cookie = value.trim().split(';').next().map(str::to_owned),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, cookie, body })
    }
}

/// What stands between two marks for the first time.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}
