//! `stories`: what is grouped, the same whatever the order; what is kept outlives a stop; a ledger for each story.

use crate::{Ran, brief, crosswire, ferry, folder, ledger_of};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

fn stories<I: IntoIterator<Item: AsRef<OsStr>>>(args: I) -> Ran {
    Ran::of(crosswire().arg("stories").args(args))
}

const PLACES: [&str; 6] = ["Torvik", "Lomsund", "Brekke", "Dovre", "Sandvik", "Ardal"];
const PERSONS: [&str; 6] = ["Ola Aune", "Kari Brun", "Per Dahl", "Liv Enger", "Nils Falk", "Eva Haug"];

const THINGS: [&str; 6] = ["warehouse", "mill", "school", "chapel", "barn", "theatre"];

/// Reports of as many fires, some of each, in turn.
fn fires(events: usize, each: usize) -> Vec<Value> {
    let report = |n: usize| {
        let (event, nth) = (n % events, n / events);
        let (place, person) = (PLACES[event % 6], PERSONS[(event + event / 6) % 6]);
        let (burnt, hurt) = (THINGS[event / 6 % 6], THINGS[(event + 3) % 6]);
        let (street, said) = (format!("{place}gate"), ["said", "told reporters", "wrote"][nth % 3]);
        json!({
            "id": format!("{event}-{nth}"), "published": format!("2031-{:02}-{:02}", 1 + event % 12, 1 + (event + nth) % 28),
            "title": format!("{burnt} burns in {place}"), "outlet": format!("Paper {nth}"),
            "text": format!(
                "A {burnt} of {place} burnt down on the {street}, fire chief {person} {said}. {} firemen of {place} were \
                 at the {street} until dawn; a {hurt} was damaged, {person} {said}.", 10 + event
            ),
        })
    };
    (0..events * each).map(report).collect()
}

fn write(file: &Path, records: &[Value]) {
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    fs::write(file, lines.join("\n")).unwrap();
}

#[test]
fn a_line_a_story_or_a_line_an_article() {
    let folder = folder();
    let file = folder.path().join("fires.jsonl");
    write(&file, &fires(4, 3));
    let ran = stories([&file]).code(0).silent();
    let found: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(found.len(), 4, "{}", ran.stdout);
    for story in &found {
        let articles = story["articles"].as_array().unwrap();
        let event = |a: &Value| a["id"].as_str().unwrap().split('-').next().unwrap().to_owned();
        assert!(articles.len() == 3 && articles.iter().all(|a| event(a) == event(&articles[0])), "{story}");
        assert!(
            articles[0]["path"].as_str().unwrap().ends_with("fires.jsonl#0-0") || event(&articles[0]) != "0"
        );
        assert!(articles.iter().all(|a| a["why"].as_str().unwrap().starts_with("shares ")), "{story}");
    }
    let members = stories([file.as_os_str(), OsStr::new("--members")]).code(0).stdout;
    assert_eq!(members.lines().count(), 12);
    let line: Value = serde_json::from_str(members.lines().next().unwrap()).unwrap();
    assert_eq!(line, json!({"id": "0-0", "cluster": found[0]["id"]}));
    let least = stories([file.as_os_str(), OsStr::new("--least"), OsStr::new("4")]).code(0);
    assert_eq!(least.stdout, "");
}

#[test]
fn the_same_whatever_the_order_the_threads_and_what_was_kept() {
    let folder = folder();
    let (file, turned, state) =
        (folder.path().join("fires.jsonl"), folder.path().join("turned.jsonl"), folder.path().join("state"));
    let mut records = fires(7, 4);
    write(&file, &records);
    records.reverse();
    write(&turned, &records);
    let whole = stories([&file]).code(0).stdout;
    let name = |stdout: String| stdout.replace("turned.jsonl", "fires.jsonl");
    assert_eq!(
        name(stories([turned.as_os_str(), OsStr::new("--threads"), OsStr::new("1")]).code(0).stdout),
        whole
    );
    let kept =
        |file: &Path| stories([file.as_os_str(), OsStr::new("--state"), state.as_os_str()]).code(0).stdout;
    let half = folder.path().join("half");
    fs::create_dir(&half).unwrap();
    assert_eq!(kept(&file), whole);
    let size = fs::metadata(&state).unwrap().len();
    assert_eq!(kept(&file), whole);
    assert_eq!(fs::metadata(&state).unwrap().len(), size, "nothing is kept twice");
}

#[test]
fn what_is_kept_may_be_cut_off_anywhere() {
    let folder = folder();
    let (file, state) = (folder.path().join("fires.jsonl"), folder.path().join("state"));
    write(&file, &fires(3, 2));
    let run = || stories([file.as_os_str(), OsStr::new("--state"), state.as_os_str()]).code(0).stdout;
    let whole = run();
    let kept = fs::read(&state).unwrap();
    for at in (0..kept.len()).step_by(kept.len() / 16 + 1) {
        fs::write(&state, &kept[..at]).unwrap();
        assert_eq!(run(), whole, "cut at {at}");
        assert_eq!(fs::read(&state).unwrap().len(), kept.len());
    }
    let mut damaged = kept.clone();
    damaged[kept.len() / 2] ^= 1;
    fs::write(&state, damaged).unwrap();
    assert_eq!(run(), whole);
    fs::write(&state, "something else").unwrap();
    let ran = stories([file.as_os_str(), OsStr::new("--state"), state.as_os_str()]).code(1);
    ran.says(&["was not written by this version of crosswire stories", "name another file with --state"]);
    assert_eq!(fs::read(&state).unwrap(), b"something else");
}

/// A run that is killed at any moment costs nothing: the next one gives the same stories.
#[cfg(unix)]
#[test]
fn kills_at_a_hundred_moments_change_nothing() {
    let folder = folder();
    let (file, state, out) =
        (folder.path().join("fires.jsonl"), folder.path().join("state"), folder.path().join("stories.jsonl"));
    write(&file, &fires(18, 8));
    let job = || {
        let mut command = crosswire();
        command.arg("stories").arg(&file).arg("--state").arg(&state).arg("-o").arg(&out);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let start = Instant::now();
    assert!(job().status().unwrap().success());
    // How long a run takes; others beside it change that, so it follows what is seen.
    let mut long = start.elapsed();
    let whole = fs::read(&out).unwrap();
    fs::remove_file(&state).unwrap();
    let (mut killed, mut tries) = (0, 0u32);
    while killed < 100 {
        tries += 1;
        assert!(tries < 1000, "only {killed} of {tries} runs were killed before their end");
        let _ = fs::remove_file(&out);
        let mut child = job().spawn().unwrap();
        // Spread over the run.
        std::thread::sleep(long.mul_f64(f64::from(tries * 37 % 100) / 100.0));
        child.kill().unwrap();
        let ended = child.wait().unwrap().success();
        long = long.mul_f64(if ended { 0.9 } else { 1.02 });
        assert!(!out.exists() || fs::read(&out).unwrap() == whole, "half-written after {killed} kills");
        killed += u32::from(!ended);
        if tries % 8 == 0 {
            assert!(job().status().unwrap().success(), "after {killed} kills");
            assert_eq!(fs::read(&out).unwrap(), whole, "after {killed} kills");
            fs::remove_file(&state).unwrap();
        }
    }
}

#[test]
fn a_ledger_and_a_page_for_each_story() {
    let folder = folder();
    let (file, list, to) = (
        folder.path().join("fires.jsonl"),
        folder.path().join("stories.jsonl"),
        folder.path().join("ledgers"),
    );
    write(&file, &fires(2, 3));
    let paths = [ferry().into_os_string(), file.clone().into_os_string()];
    stories(paths.iter().cloned().chain(["-o".into(), list.clone().into()])).code(0).silent();
    let found: Vec<Value> =
        fs::read_to_string(&list).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ran = brief(paths.iter().cloned().chain([
        "--stories".into(),
        list.clone().into(),
        "-o".into(),
        to.clone().into(),
    ]));
    ran.code(0).says(&["ledgers (7 files"]);
    let read = |name: String| fs::read_to_string(to.join(name)).unwrap();
    let index = read("index.html".into());
    assert!(index.contains("3 stories"), "{index}");
    for story in &found {
        let id = story["id"].as_str().unwrap();
        let ledger = ledger_of(&read(format!("{id}.json")));
        assert_eq!(ledger["articles"].as_array().unwrap().len(), story["articles"].as_array().unwrap().len());
        assert!(read(format!("{id}.html")).contains("<main"));
        assert!(index.contains(&format!("href=\"{id}.html\"")));
    }
    let ferry_story = found.iter().find(|s| s["articles"].as_array().unwrap().len() == 5).unwrap();
    let id = ferry_story["id"].as_str().unwrap();
    let alone = brief([ferry().as_os_str(), OsStr::new("--format"), OsStr::new("json")]).code(0).stdout;
    assert!(read(format!("{id}.json")) == alone, "the same ledger as of the folder alone");
}

#[test]
fn stories_that_are_none_and_articles_that_are_gone_are_told() {
    let folder = folder();
    let (file, list, to) = (
        folder.path().join("fires.jsonl"),
        folder.path().join("stories.jsonl"),
        folder.path().join("ledgers"),
    );
    write(&file, &fires(1, 3));
    let run =
        || brief([file.as_os_str(), "--stories".as_ref(), list.as_os_str(), "-o".as_ref(), to.as_os_str()]);
    run().code(1).says(&["cannot read the stories of", "crosswire stories PATH"]);
    fs::write(&list, "{\"id\": 3}\n").unwrap();
    run().code(1).says(&["line 1: no story"]);
    fs::write(
        &list,
        json!({"id": "../x", "title": null, "from": null, "to": null, "articles": [
        {"id": "a", "path": "a", "score": 1, "why": ""}, {"id": "b", "path": "b", "score": 1, "why": ""}]})
        .to_string(),
    )
    .unwrap();
    run().code(1).says(&["no story has the id \"../x\""]);
    assert!(!to.exists());
    stories([file.as_os_str(), "-o".as_ref(), list.as_os_str()]).code(0);
    write(&file, &fires(1, 2));
    run().code(2).says(&["skipped: ", "fires.jsonl#0-2: belongs to story"]);
    assert!(to.join("index.html").exists());
}

#[test]
fn nothing_to_read_is_an_error() {
    let folder = folder();
    let file = folder.path().join("empty.jsonl");
    fs::write(&file, "").unwrap();
    stories([&file]).code(1).says(&["no article could be read"]);
    stories(["https://post.example/feed"]).code(1).says(&["crosswire collect"]);
}
