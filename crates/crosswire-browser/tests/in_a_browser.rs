//! The page in Chromium, opened from its file as whoever was given it does.
//!
//! `cargo xtask browser` builds the page and names it in `CROSSWIRE_PAGE`, and the command that it is compared with in
//! `CROSSWIRE_COMMAND`. Skipped without them, and where [`webdriver`] finds no browser.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "tests stop and say where")]

#[path = "../../crosswire-report/tests/webdriver/mod.rs"]
#[allow(dead_code, reason = "other tests press keys")]
mod webdriver;

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use webdriver::{Browser, axe};

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The page, opened.
struct Page(Browser);

impl Page {
    fn open() -> Option<Page> {
        let Some(file) = std::env::var_os("CROSSWIRE_PAGE") else {
            println!("skipped: no page (cargo xtask browser)");
            return None;
        };
        let page = Page(Browser::start()?);
        page.0.post("/url", json!({ "url": format!("file://{}", PathBuf::from(file).display()) }));
        Some(page)
    }

    /// What a script gives, a promise too.
    fn script(&self, script: &str) -> Value {
        self.0.script(&format!("return (async () => {{ {script} }})()"))
    }

    fn text(&self, script: &str) -> String {
        self.script(script).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until all is done and the page says this.
    fn wait(&self, words: &str) {
        for _ in 0..600 {
            let said = self.text("return document.body.ariaBusy === 'false' && `:${document.getElementById('status').textContent}`");
            if said.starts_with(':') && said.contains(words) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{words}\nis not said of\n{}", self.text("return document.body.innerText.slice(0, 2000)"));
    }

    /// Gives files as a chooser does.
    fn choose(&self, files: &[PathBuf]) {
        let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
        let input = self.0.element("#files");
        self.0.post(&format!("/element/{input}/value"), json!({ "text": names.join("\n") }));
    }

    fn files(&self) -> String {
        self.text("return [...document.querySelectorAll('#list li')].map(row => row.innerText).join('\\n')")
    }

    fn ledger(&self) -> String {
        self.text("return new TextDecoder().decode(await ask('write', { form: 'json' }))")
    }

    /// Asks in the report's own page.
    fn in_report(&self, script: &str) -> Value {
        let frame = self.script("return document.getElementById('page')");
        self.0.post("/frame", json!({ "id": frame }));
        let answer = self.script(script);
        self.0.post("/frame", json!({ "id": null }));
        answer
    }
}

/// What the command makes of the files in a folder.
fn by_command(folder: &Path) -> String {
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    let command = std::env::var_os("CROSSWIRE_COMMAND").unwrap();
    let output = Command::new(command)
        .args(["brief", "--quiet", "--format", "json"])
        .args(names)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_ledger_of_the_command_and_the_page_of_the_report() {
    let Some(page) = Page::open() else { return };
    page.wait("");
    page.0.click("#example");
    page.wait("5 articles");
    assert!(page.ledger() == by_command(&at("examples/ferry")), "the ledger differs from the command's");
    println!("{}", page.text("return `the engine was there after ${document.body.dataset.started} ms; ${document.getElementById('status').textContent}`"));

    // The report's own script runs in it: a passage opens the article.
    let opened = "document.querySelector('a[data-n]').click(); await new Promise(r => setTimeout(r, 300));
        return document.querySelector('mark, .lit, [aria-current]') ? 'opened' : document.body.innerText.slice(0, 500)";
    assert_eq!(page.in_report(opened), "opened");
    for form in ["html", "xlsx", "csv", "md"] {
        let length = page.script(&format!("return (await ask('write', {{ form: '{form}' }})).length"));
        assert!(length.as_u64().unwrap() > 1_000, "{form}");
    }

    if let Some(axe) = axe() {
        let rules = "const found = await axe.run(document, { resultTypes: ['violations'], iframes: false });
            return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`).join('\\n')";
        assert_eq!(page.text(&format!("{axe}; {rules}")), "");
    }
    let console = page.0.console();
    let wrong: Vec<_> = console.as_array().unwrap().iter().filter(|line| line["level"] == "SEVERE").collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn files_stay_until_they_are_forgotten_and_bad_ones_cost_nothing() {
    let Some(page) = Page::open() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let post = file(
        "post.txt",
        b"The ferry Maren ran aground at Halvik, harbour master Runa Askvik said. Ola Nes helped.",
    );
    let times = file("times.txt", "“The ferry is aground,” Runa Askvik said.".as_bytes());
    let bad = [
        file("empty.html", b""),
        file("picture.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\xff\xfe"),
        file("broken.json", b"{\"text\": \"The"),
        file("cut.zip", b"PK\x03\x04\0\0"),
        file("deep.html", "<div>".repeat(200_000).as_bytes()),
    ];
    page.choose(&[&[post, times.clone()], &bad[..]].concat());
    page.wait("2 articles");
    let files = page.files();
    for name in ["post.txt", "empty.html", "picture.html", "broken.json", "cut.zip", "deep.html"] {
        assert!(files.contains(name), "{name} is not in\n{files}");
    }
    assert!(files.contains("the file is empty"), "{files}");

    // The same file again is one file; another of its name is two.
    page.choose(&[times]);
    page.choose(&[file("times.txt", b"The ferry is afloat again, Runa Askvik said.")]);
    page.wait("3 articles");
    assert!(page.files().contains("times (2).txt"));

    // Opened again, they are there.
    page.0.post("/refresh", json!({}));
    page.wait("3 articles");
    assert!(page.files().contains("times (2).txt"));
    page.script("document.querySelector('[aria-label=\"Remove times (2).txt\"]').click()");
    page.wait("2 articles");
    page.0.post("/refresh", json!({}));
    page.wait("2 articles");
    page.0.click("#forget");
    page.wait("");
    page.0.post("/refresh", json!({}));
    page.wait("");
    assert_eq!(page.files(), "");

    // A text that is pasted.
    page.script(
        "document.querySelector('#drop details').open = true;
        document.querySelector('[name=outlet]').value = 'Halvik Post';
        document.querySelector('[name=text]').value = 'The ferry is aground, Runa Askvik said.';
        document.querySelector('#paste button').click()",
    );
    page.wait("1 article,");
    assert!(page.files().contains("Halvik Post"), "{}", page.files());
}
