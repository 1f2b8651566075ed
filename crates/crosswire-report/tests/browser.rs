//! The page in a real browser: clicks, keys, widths, and what the page is not allowed to do.
//!
//! Skipped where [`webdriver`] finds no browser.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod sample;
mod webdriver;

use crosswire_report::html;
use sample::sample;
use serde_json::json;
use std::time::Duration;
use webdriver::{Browser, ENTER, ESCAPE, TAB, axe};

/// A key as WebDriver writes it.
const RIGHT: &str = "\u{e014}";

/// Gives `ok` where the lit words are within the window and under nothing; else says what is wrong.
const SEEN: &str = "
    const marks = [...document.querySelectorAll('mark.on, mark:target')];
    if (!marks.length) return 'nothing is lit';
    const box = marks[0].getClientRects()[0];
    if (!box) return 'it is not shown';
    if (box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth) return 'it is out of sight';
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return marks[0].contains(top) ? 'ok' : 'something covers it';";

/// The words that are lit.
const LIT: &str =
    "return [...document.querySelectorAll('mark.on, mark:target')].map(m => m.textContent).join('')";

impl Browser {
    /// Writes a page, opens it in a window of this size.
    fn open(&self, page: &str, width: u32, height: u32) {
        let path = self.folder.path().join("page.html");
        std::fs::write(&path, page).unwrap();
        let mobile = width < 600;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.post(
            "/goog/cdp/execute",
            json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": size }),
        );
        self.post("/url", json!({ "url": format!("file://{}", path.display()) }));
    }

    fn text(&self, script: &str) -> String {
        self.script(script).as_str().unwrap_or_default().to_owned()
    }
}

fn page() -> String {
    let (ledger, texts) = sample();
    html(&ledger, &texts, None)
}

/// The cell of the row that makes this claim, under the article of this number.
fn cell(claim: usize, article: usize) -> String {
    format!(".matrix tr:has(#m-{claim}) td:nth-of-type({article}) a")
}

#[test]
fn a_cell_opens_the_sentence_that_it_rests_on() {
    let Some(browser) = Browser::start() else { return };
    browser.open(&page(), 1440, 900);

    browser.click(&cell(2, 4));
    assert_eq!(browser.text(LIT), "at least 84 people were safe");
    assert_eq!(browser.text(SEEN), "ok");
    assert_eq!(
        browser.text("return document.querySelector('#texts article:not([hidden]) h3').textContent"),
        "4 Morgenblatt"
    );
    // The cell that speaks against a claim opens the sentence of the other side.
    browser.click(&cell(2, 2));
    assert_eq!(browser.text(LIT), "About 70 people were rescued from the ferry Maren");
    assert_eq!(browser.text(SEEN), "ok");
    // The page itself stays where it was when the cell was clicked.
    browser.script("addEventListener('click', () => { window.before = scrollY }, true)");
    browser.click(&cell(6, 3));
    assert!(browser.text(LIT).starts_with("Fishing boats took off dozens"));
    assert_eq!(browser.script("return scrollY > 0 && scrollY - before"), json!(0));
    browser.post("/back", json!({}));
    // Back goes to the passage before.
    browser.post("/back", json!({}));
    assert_eq!(browser.text(LIT), "at least 84 people were safe");
    // Text of an article is text.
    assert_eq!(browser.script("return document.scripts.length"), json!(1));
    assert_eq!(browser.console(), json!([]));
}

#[test]
fn the_keyboard_reaches_every_cell_and_comes_back() {
    let Some(browser) = Browser::start() else { return };
    browser.open(&page(), 1440, 900);
    let here = "return document.activeElement.getAttribute('aria-label') || ''";
    let reached = (0..250).any(|_| {
        browser.press(TAB);
        browser.text(here).starts_with("1 Halvik Courier says so: Ida Brandt")
    });
    assert!(reached, "no cell within 250 steps");
    let outlined = "return getComputedStyle(document.activeElement).outlineStyle";
    assert_eq!(browser.text(outlined), "solid", "the focus is seen");
    browser.press(ENTER);
    assert_eq!(browser.text(LIT), "84 passengers had been brought ashore by noon");
    assert_eq!(browser.text(SEEN), "ok");
    browser.press(ESCAPE);
    assert!(browser.text(here).starts_with("1 Halvik Courier says so"), "Esc returns to the cell");
    browser.press(RIGHT);
    assert!(browser.text(here).starts_with("2 Northern Gazette says otherwise"), "{}", browser.text(here));
    assert_eq!(browser.console(), json!([]));
}

#[test]
fn without_scripts_the_links_do_the_same() {
    let Some(browser) = Browser::start() else { return };
    let page = page();
    let (before, script) = page.rsplit_once("<script>").unwrap();
    let page = format!("{before}{}", script.split_once("</script>").unwrap().1);
    for (width, height) in [(1440, 900), (390, 844)] {
        browser.open(&page, width, height);
        browser.click(&cell(2, 4));
        assert_eq!(browser.text(LIT), "at least 84 people were safe");
        assert_eq!(browser.text(SEEN), "ok", "at {width}");
        let shade = "return getComputedStyle(document.querySelector('mark:target')).backgroundColor";
        assert_eq!(browser.text(shade), "rgb(255, 224, 138)");
    }
}

#[test]
fn the_first_screen_shows_the_three_things_and_leads_to_them() {
    let Some(browser) = Browser::start() else { return };
    for (width, height) in [(1280, 900), (390, 844)] {
        browser.open(&page(), width, height);
        let seen = "
            const heads = [...document.querySelectorAll('.column h2')];
            return heads.filter(h => h.getBoundingClientRect().bottom < innerHeight).length";
        assert_eq!(browser.script(seen), json!(3), "at {width}");
    }
    browser.open(&page(), 1280, 900);
    browser.click(".column.disputed li a");
    assert_eq!(browser.text("return location.hash"), "#d-1");
    browser.click(".dispute .side a");
    assert_eq!(browser.text(LIT), "84 passengers had been brought ashore by noon");
    assert_eq!(browser.text(SEEN), "ok");
    // A folded claim is unfolded by a link to it.
    browser.open(&page(), 1280, 900);
    browser.click(".matrix #m-3 .claim a");
    assert_eq!(browser.text("return location.hash"), "#c-3");
    assert_eq!(browser.script("return document.getElementById('c-3').checkVisibility()"), json!(true));
    assert_eq!(browser.console(), json!([]));
}

#[test]
fn a_button_shows_a_profile_without_scripts_too() {
    /// The profiles whose numbers are seen, each once.
    const SHOWN: &str = "
        const seen = [...document.querySelectorAll('div.estimate')].filter(e => e.checkVisibility());
        return [...new Set(seen.map(e => e.className))].join()";
    let Some(browser) = Browser::start() else { return };
    for scripts in [true, false] {
        let disabled =
            json!({ "cmd": "Emulation.setScriptExecutionDisabled", "params": { "value": !scripts } });
        browser.post("/goog/cdp/execute", disabled);
        browser.open(&page(), 1440, 900);
        assert_eq!(browser.text(SHOWN), "");
        for profile in crosswire_report::Profile::ALL {
            browser.click(&format!("label[for=p-{}]", profile.name));
            assert_eq!(browser.text(SHOWN), format!("estimate {}", profile.name));
        }
        browser.click("label[for=p-none]");
        assert_eq!(browser.text(SHOWN), "");
    }
}

#[test]
fn a_phone_shows_all_of_it_without_scrolling_sideways() {
    let Some(browser) = Browser::start() else { return };
    let (mut ledger, texts) = sample();
    ledger.articles[0].outlet = Some("Unbroken".repeat(20));
    ledger.skipped[0].path = "a/".to_owned() + &"long_name".repeat(30);
    ledger.disputes[0].sides[0].label = "x".repeat(200);
    ledger.sources[0].name = "y".repeat(200);
    for page in [page(), html(&ledger, &texts, None)] {
        browser.open(&page, 390, 844);
        let screens = "return document.documentElement.scrollHeight / innerHeight";
        assert!(browser.script(screens).as_f64() < Some(20.0), "{}", browser.script(screens));
        browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
        assert_eq!(browser.script("return document.documentElement.scrollWidth"), json!(390));
        browser.click(&cell(2, 4));
        assert_eq!(browser.text(LIT), "at least 84 people were safe");
        assert_eq!(browser.text(SEEN), "ok");
        assert_eq!(browser.script("return document.documentElement.scrollWidth"), json!(390));
        // The reader comes up from below and leaves the cell in sight.
        let above = format!(
            "return document.querySelector('{}').getBoundingClientRect().bottom <= document.getElementById('reader').getBoundingClientRect().top",
            cell(2, 4)
        );
        assert_eq!(browser.script(&above), json!(true));
    }
    assert_eq!(browser.console(), json!([]));
}

#[test]
fn the_page_may_not_use_the_network() {
    let Some(browser) = Browser::start() else { return };
    browser.open(&page(), 1440, 900);
    // The driver itself listens there, so that only the policy can refuse.
    let refused = format!(
        "return new Promise(done => {{
            document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective), {{ once: true }});
            fetch('http://127.0.0.1:{}/status', {{ mode: 'no-cors' }}).then(() => done('it went through'), () => {{}});
        }})",
        browser.port
    );
    assert_eq!(browser.text(&refused), "connect-src");
    let foreign_script = "return new Promise(done => {
        document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective), { once: true });
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
        setTimeout(() => done(window.ran ? 'it ran' : 'nothing happened'), 2000);
    })";
    assert_eq!(browser.text(foreign_script), "script-src-elem");
}

/// The heads of the entries that are seen, without rows of the matrix.
const FOUND: &str = "
    const seen = [...document.querySelectorAll('main [data-k]')].filter(e => e.dataset.k !== 'row' && e.checkVisibility());
    return seen.map(e => e.dataset.k + ': ' + (e.querySelector('h3, q') || e).textContent).join('\\n')";

const HITS: &str = "return document.getElementById('hits').textContent";

impl Browser {
    fn type_into(&self, selector: &str, text: &str) {
        let element = self.post("/element", json!({ "using": "css selector", "value": selector }));
        let id = element.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned();
        self.post(&format!("/element/{id}/value"), json!({ "text": text }));
    }

    /// Waits until a script gives these words; panics with what it gave.
    fn wait(&self, script: &str, expect: &str) {
        for _ in 0..50 {
            if self.text(script).contains(expect) {
                return;
            }
            std::thread::sleep(Duration::from_millis(40));
        }
        panic!("{expect}\nis not in\n{}", self.text(script));
    }

    /// Chooses from one of the filters.
    fn choose(&self, name: &str, value: &str) {
        self.script(&format!(
            "const field = document.querySelector('#find [name={name}]');
             field.value = '{value}';
             field.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        ));
    }
}

#[test]
fn the_search_finds_tells_how_much_and_keeps_its_state_in_the_address() {
    let Some(browser) = Browser::start() else { return };
    browser.open(&page(), 1440, 900);
    browser.press("/");
    browser.type_into("#q", "Taking Water");
    browser.wait(HITS, "hits: ");
    let found = browser.text(FOUND);
    assert!(found.contains("claim: "), "{found}");
    let all = found.lines().count();
    assert!(browser.text(HITS).starts_with(&format!("{all} hits: ")), "{}", browser.text(HITS));
    assert!(browser.text(HITS).contains("In the text of articles 2, 3"), "{}", browser.text(HITS));
    assert_eq!(browser.text("return location.hash"), "#q=Taking+Water");
    // A passage that is opened keeps the search, and the address names both.
    browser.click("main .card:not(.out) q a");
    assert!(browser.text("return location.hash").starts_with("#q=Taking+Water&at=e-"));
    let address = browser.text("return location.href");
    browser.post("/url", json!({ "url": "about:blank" }));
    browser.post("/url", json!({ "url": address }));
    assert_eq!(browser.text(FOUND), found, "a link shows the same view");
    assert_eq!(browser.text(SEEN), "ok");

    browser.open(&page(), 1440, 900);
    browser.type_into("#q", "no such words");
    browser.wait(HITS, "No hits.");
    browser.press(ESCAPE);
    browser.wait("return document.querySelector('.out') ? '' : 'all'", "all");
    assert_eq!(browser.text(HITS), "");
    assert_eq!(browser.console(), json!([]));
}

#[test]
fn filters_narrow_by_kind_support_article_and_source() {
    let Some(browser) = Browser::start() else { return };
    browser.open(&page(), 1440, 900);
    browser.choose("kind", "dispute");
    browser.wait(HITS, "5 hits: 5 disputes.");
    assert_eq!(browser.text("return location.hash"), "#kind=dispute");
    browser.choose("kind", "");
    browser.choose("support", "corroborated");
    browser.wait(HITS, "1 hit: 1 claim.");
    browser.choose("support", "");
    browser.choose("article", "5");
    browser.wait(HITS, "claim");
    let others = "
        const seen = [...document.querySelectorAll('main [data-k]:not(.out)')];
        return seen.every(e => e.dataset.a.split(' ').includes('5')) ? 'all of it' : 'not all of it'";
    assert_eq!(browser.text(others), "all of it");
    browser.click("#find button");
    browser.wait("return document.querySelector('.out') ? '' : 'all'", "all");
    assert_eq!(browser.text("return location.hash"), "");
}

#[test]
fn a_passage_leads_to_its_claims_and_a_claim_to_its_passages() {
    let Some(browser) = Browser::start() else { return };
    for (width, height) in [(1440, 900), (390, 844)] {
        browser.open(&page(), width, height);
        browser.click("#reader nav a[href='#a-4']");
        browser.click("#a-4 mark:not(.slight)");
        let lit = browser.text(LIT);
        let bar = "return document.querySelector('#passage .claims').textContent";
        assert!(browser.text(bar).starts_with("4 Morgenblatt says:"), "{}", browser.text(bar));
        browser.click("#passage .claims a");
        let head = "return document.querySelector(location.hash).closest('.card, li').textContent";
        let card = browser.text(head);
        assert!(card.contains(&lit), "{lit}\nis no passage of\n{card}");
        let seen = "
            const box = document.querySelector(location.hash).getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight ? 'seen' : 'out of sight'";
        assert_eq!(browser.text(seen), "seen", "at {width}");
        // Without clicking into the text: the claims of an article stand above it.
        assert!(browser.script("return document.querySelectorAll('#a-4 .says a').length").as_u64() > Some(1));
    }
    assert_eq!(browser.console(), json!([]));
}

#[test]
fn the_keyboard_searches_walks_the_hits_and_comes_back() {
    let Some(browser) = Browser::start() else { return };
    const DOWN: &str = "\u{e015}";
    const UP: &str = "\u{e013}";
    browser.open(&page(), 1440, 900);
    browser.press("/");
    let here = "return document.activeElement.id || document.activeElement.dataset.k || ''";
    assert_eq!(browser.text(here), "q");
    browser.type_into("#q", "hull");
    browser.wait(HITS, "hit");
    browser.press(DOWN);
    assert_eq!(browser.text(here), "claim");
    browser.press(UP);
    assert_eq!(browser.text(here), "q");
    browser.press(DOWN);
    browser.press(ESCAPE);
    assert_eq!(browser.text(here), "q");
    browser.press(ESCAPE);
    browser.press(ESCAPE);
    assert_eq!(browser.text(here), "");
}

#[test]
fn a_citation_is_copied_or_stands_there_to_be_copied() {
    let Some(browser) = Browser::start() else { return };
    for (clipboard, told) in [
        ("writeText: text => { window.clip = text; return Promise.resolve() }", "Copied."),
        ("writeText: () => Promise.reject(new Error('denied'))", "copy the text below"),
    ] {
        browser.open(&page(), 1440, 900);
        browser.script(&format!(
            "Object.defineProperty(navigator, 'clipboard', {{ value: {{ {clipboard} }} }})"
        ));
        browser.click(&cell(2, 2));
        browser.click("#cite");
        browser.wait("return document.getElementById('copied').textContent", told);
        let text = browser.text("return document.getElementById('citation').value");
        for part in [
            "“About 70 people were rescued from the ferry Maren”, Northern Gazette, “",
            ", 2031-05-06, https://gazette.example/2031/05/06/maren, SHA-256 0000",
        ] {
            assert!(text.contains(part), "{part}\nis not in\n{text}");
        }
        let selected = "return getSelection().toString() || document.activeElement.value";
        assert_eq!(browser.text(selected), text, "it is selected");
    }
}

#[test]
fn on_paper_all_is_unfolded_and_nothing_is_a_control() {
    let Some(browser) = Browser::start() else { return };
    browser.open(&page(), 1440, 900);
    browser.post(
        "/goog/cdp/execute",
        json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "media": "print" } }),
    );
    let hidden = "
        const all = [...document.querySelectorAll('main [data-k], #texts article, .text p')];
        return all.filter(e => !e.checkVisibility({ contentVisibilityAuto: true })).map(e => e.outerHTML.slice(0, 90)).join('\\n')";
    assert_eq!(browser.text(hidden), "");
    let controls = "
        const all = [...document.querySelectorAll('button, input, select, textarea, summary')];
        return all.filter(e => e.checkVisibility() && getComputedStyle(e).opacity !== '0').map(e => e.outerHTML.slice(0, 90)).join('\\n')";
    assert_eq!(browser.text(controls), "");
}

#[test]
fn axe_finds_no_serious_fault_in_light_and_dark() {
    let (Some(axe), Some(browser)) = (axe(), Browser::start()) else { return };
    for (scheme, width, height) in
        [("light", 1440, 900), ("dark", 1440, 900), ("light", 390, 844), ("dark", 390, 844)]
    {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let media = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "features": features } });
        browser.post("/goog/cdp/execute", media);
        browser.open(&page(), width, height);
        browser.click(&cell(2, 2));
        browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
        browser.script(&axe);
        let faults = browser.text(
            "return axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations
                .filter(v => ['serious', 'critical'].includes(v.impact))
                .map(v => v.id + ': ' + v.nodes.slice(0, 4).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join('\\n  '))
                .join('\\n'))",
        );
        assert_eq!(faults, "", "{scheme} at {width}");
    }
}
