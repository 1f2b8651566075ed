//! Chromium, driven over WebDriver, for the tests of pages.
//!
//! Needs Chromium (`CHROMIUM`, or a usual name in `PATH`) and chromedriver (`CHROMEDRIVER`, or in `PATH`); whoever starts a
//! browser where either is absent gets none, and a word about it.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A key as WebDriver writes it.
pub(crate) const TAB: &str = "\u{e004}";
pub(crate) const ENTER: &str = "\u{e007}";
pub(crate) const ESCAPE: &str = "\u{e00c}";

/// Chromium, driven over loopback by chromedriver.
pub(crate) struct Browser {
    driver: Child,
    pub(crate) port: u16,
    session: String,
    pub(crate) folder: TempDir,
}

impl Browser {
    /// None, and a word about it, where there is no browser on this machine.
    pub(crate) fn start() -> Option<Self> {
        let chromium = find("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?;
        let chromedriver = find("CHROMEDRIVER", &["chromedriver"])?;
        let mut driver = Command::new(chromedriver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        let folder = tempfile::tempdir().unwrap();
        let mut browser = Browser { driver, port: port.expect("a port"), session: String::new(), folder };
        let profile = format!("--user-data-dir={}", browser.folder.path().join("profile").display());
        let options = json!({
            "binary": chromium,
            "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--window-size=1440,900", profile],
        });
        let wanted = json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } });
        let session = browser.post("/session", json!({ "capabilities": { "alwaysMatch": wanted } }));
        browser.session = format!("/session/{}", session["sessionId"].as_str().unwrap());
        Some(browser)
    }

    /// What is answered, an error too.
    pub(crate) fn asked(&self, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let head = format!(
            "POST {}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.session,
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).unwrap();
        serde_json::from_slice::<Value>(&answer).unwrap()["value"].take()
    }

    pub(crate) fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.asked(path, &body);
        assert!(answer["error"].is_null(), "{path} {body}: {answer}");
        answer
    }

    pub(crate) fn script(&self, script: &str) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": [] }))
    }

    /// Clicks as a user does: scrolled into view, and only where nothing covers it.
    pub(crate) fn click(&self, selector: &str) {
        let id = self.element(selector);
        self.post(&format!("/element/{id}/click"), json!({}));
    }

    /// The name of an element, which must be there.
    pub(crate) fn element(&self, selector: &str) -> String {
        let element = self.post("/element", json!({ "using": "css selector", "value": selector }));
        element.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned()
    }

    pub(crate) fn press(&self, key: &str) {
        let strokes = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        self.post("/actions", json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] }));
    }

    pub(crate) fn console(&self) -> Value {
        self.post("/se/log", json!({ "type": "browser" }))
    }
}

impl Drop for Browser {
    /// Ends the browser, after a failed test too; so nothing here may panic.
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let end =
                format!("DELETE {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n", self.session);
            let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
            let _ = stream.write_all(end.as_bytes());
            // The answer comes when the browser has ended.
            let _ = stream.read(&mut [0; 64]);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A program by a variable that names it, or by one of its names in `PATH`.
fn find(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let given = std::env::var_os(variable).map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = || {
        names
            .iter()
            .flat_map(|name| std::env::split_paths(&path).map(move |p| p.join(name)))
            .find(|p| p.is_file())
    };
    let program = given.or_else(found);
    if program.is_none() {
        println!("skipped: no {} on this machine", names[0]);
    }
    program
}

/// axe-core, which `.ci/run` installs: `AXE` names its script, else it is looked for beside what is built.
pub(crate) fn axe() -> Option<String> {
    let beside =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/axe/node_modules/axe-core/axe.min.js");
    let script = std::env::var_os("AXE").map_or(beside, PathBuf::from);
    let read = std::fs::read_to_string(&script).ok();
    if read.is_none() {
        println!("skipped: no axe-core (npm install --prefix target/axe axe-core)");
    }
    read
}
