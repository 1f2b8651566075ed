//! `changes`: what articles said before; `watch`: ledgers that are kept up to date, and what is new.

use crate::{Ran, brief, crosswire, ferry, folder, ledger_of};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The state of an article on a fire at an hour, with this toll.
fn state(hour: u8, toll: &str, hull: &str) -> String {
    format!(
        "outlet: Torvik Post\ntitle: Mill burns down\nurl: https://post.example/ferry\npublished: 2031-03-04\n\
         as_of: 2031-03-04T{hour:02}:00:00Z\n\nThe old mill of Torvik burnt down at dawn on Tuesday. {toll} people were \
         killed and 14 were injured, the fire chief, Ola Aune, said.\n\nFiremen came from Sandbukta. The roof {hull} \
         torn off by an explosion.\n"
    )
}

const OTHER: &str = "outlet: Lomsund Times\npublished: 2031-03-04\n\nThe old mill of Torvik burnt down at dawn on Tuesday, and two \
                     people were killed, the fire chief, Ola Aune, said. Firemen came from Sandbukta.\n";

fn versions(to: &Path) {
    fs::write(to.join("1.txt"), state(8, "Two", "was")).unwrap();
    fs::write(to.join("2.txt"), state(11, "At least five", "may have been")).unwrap();
    fs::write(to.join("other.txt"), OTHER).unwrap();
}

fn changes<I: IntoIterator<Item: AsRef<OsStr>>>(args: I) -> Ran {
    Ran::of(crosswire().arg("changes").args(args))
}

fn watching(paths: &[&Path], to: &Path) -> Command {
    let mut command = crosswire();
    command.arg("watch").args(paths).arg("-o").arg(to).arg("--once");
    command
}

fn watch(paths: &[&Path], to: &Path) -> Ran {
    Ran::of(&mut watching(paths, to))
}

#[test]
fn what_an_article_said_before_is_told_in_words_and_as_data() {
    let folder = folder();
    versions(folder.path());
    let ran = changes([folder.path()]).code(0);
    for words in [
        "Torvik Post: Mill burns down",
        "2 versions",
        "killed: “Two people” → “At least five people”",
        "less certain: “The roof was torn off by an explosion” → “The roof may have been",
    ] {
        assert!(ran.stdout.contains(words), "{words:?} is not in: {}", ran.stdout);
    }
    let ran = changes([folder.path().as_os_str(), OsStr::new("--format"), OsStr::new("json")]).code(0);
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    let kinds: Vec<&str> =
        told["changes"].as_array().unwrap().iter().map(|c| c["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["figure", "weakened"]);
}

#[test]
fn the_last_version_alone_makes_the_ledger() {
    let (folder, last) = (folder(), self::folder());
    versions(folder.path());
    fs::copy(folder.path().join("2.txt"), last.path().join("2.txt")).unwrap();
    fs::copy(folder.path().join("other.txt"), last.path().join("other.txt")).unwrap();
    let of = |path: &Path| {
        ledger_of(&brief([path.as_os_str(), OsStr::new("-f"), OsStr::new("json")]).code(0).stdout)
    };
    let (all, alone) = (of(folder.path()), of(last.path()));
    for part in ["claims", "figures", "series", "statements", "sources", "disputes", "independence"] {
        assert_eq!(all[part], alone[part], "{part}");
    }
    assert_eq!(all["changes"].as_array().unwrap().len(), 2);
    assert_eq!(alone.get("changes"), None);
    assert_eq!(all["articles"][0]["versions"][0]["as_of"], "2031-03-04T08:00:00Z");
}

#[test]
fn what_earlier_versions_say_is_hidden_with_the_names() {
    let folder = folder();
    versions(folder.path());
    fs::write(
        folder.path().join("1.txt"),
        state(8, "Two", "was") + "\nThe dead are Ola Brekke, 41, and Kari Dahl, 19.\n",
    )
    .unwrap();
    let args =
        [folder.path().as_os_str(), OsStr::new("-f"), OsStr::new("json"), OsStr::new("--hide-private")];
    let ran = brief(args).code(0);
    assert!(ran.stdout.contains("\"withdrawn\""), "{}", ran.stdout);
    assert!(!ran.stdout.contains("Brekke") && !ran.stdout.contains("Dahl"), "{}", ran.stdout);
}

#[test]
fn since_an_earlier_ledger() {
    let folder = folder();
    fs::write(folder.path().join("1.txt"), state(8, "Two", "was")).unwrap();
    let earlier = folder.path().join("earlier.json");
    brief([folder.path().as_os_str(), OsStr::new("-o"), earlier.as_os_str()]).code(0);
    let args = [folder.path().as_os_str(), OsStr::new("--since"), earlier.as_os_str()];
    let ran = changes(args).code(0);
    assert!(ran.stdout.contains("nothing is new"), "{}", ran.stdout);
    versions(folder.path());
    let ran = changes(args).code(0);
    for words in ["published anew Torvik Post", "new article Lomsund Times", "echoed"] {
        assert!(ran.stdout.contains(words), "{words:?} is not in: {}", ran.stdout);
    }
    fs::write(&earlier, "{}").unwrap();
    changes(args).code(1).says(&[
        "cannot read the ledger",
        "earlier.json",
        "try: name a ledger that crosswire brief wrote",
    ]);
}

#[test]
fn a_ledger_is_the_one_that_brief_writes_and_a_second_look_changes_nothing() {
    let (to, out) = (folder(), self::folder());
    let ferry = ferry();
    let place = out.path().join("ledgers");
    fs::write(to.path().join("other.txt"), OTHER).unwrap();
    fs::write(to.path().join("1.txt"), state(8, "Two", "was")).unwrap();
    let ran = watch(&[&ferry, to.path()], &place).code(0);
    assert!(ran.stdout.contains("new story: "), "{}", ran.stdout);
    let listed = fs::read_to_string(place.join("stories.jsonl")).unwrap();
    let stories: Vec<Value> = listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(stories.len(), 2, "{listed}");
    let of_ferry = stories.iter().find(|s| s["articles"].as_array().unwrap().len() == 5).unwrap();
    let json = place.join(format!("{}.json", of_ferry["id"].as_str().unwrap()));
    let alone = brief([ferry.as_os_str(), OsStr::new("-f"), OsStr::new("json")]).code(0).stdout;
    assert!(fs::read_to_string(json).unwrap() == alone, "not the ledger of the folder alone");
    let before = contents(&place);
    let ran = watch(&[&ferry, to.path()], &place).code(0).silent();
    assert_eq!(ran.stdout, "");
    assert!(contents(&place) == before, "a look at which nothing was new changed something");
}

#[test]
fn a_file_that_is_written_over_keeps_its_earlier_state() {
    let folder = folder();
    let place = folder.path().join("ledgers");
    let plain = |text: &str| {
        text.lines()
            .filter(|l| !l.starts_with("as_of") && !l.starts_with("url"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    fs::write(folder.path().join("1.txt"), plain(&state(8, "Two", "was"))).unwrap();
    fs::write(folder.path().join("other.txt"), OTHER).unwrap();
    watch(&[folder.path()], &place).code(0);
    fs::write(folder.path().join("1.txt"), plain(&state(8, "At least five", "may have been"))).unwrap();
    let ran = watch(&[folder.path()], &place).code(0);
    for words in [
        "published anew Torvik Post",
        "other figure, killed: “Two people” → “At least five people”",
        "less certain",
    ] {
        assert!(ran.stdout.contains(words), "{words:?} is not in: {}", ran.stdout);
    }
    // An article that is taken away is gone from the ledger, and a story of one article is none.
    fs::remove_file(folder.path().join("other.txt")).unwrap();
    let ran = watch(&[folder.path()], &place).code(0);
    assert!(ran.stdout.contains("is no longer told by enough articles"), "{}", ran.stdout);
    assert_eq!(ledgers(&place).len(), 0);
}

#[test]
fn what_stands_in_the_way_is_told() {
    let folder = folder();
    fs::write(folder.path().join("a.txt"), OTHER).unwrap();
    watch(&[folder.path()], &folder.path().join("a.txt")).code(1).says(&["a.txt"]);
    watch(&[Path::new("https://post.example/")], &folder.path().join("l"))
        .code(1)
        .says(&["https://post.example/"]);
    fs::write(folder.path().join("b.json"), "{\"text\":").unwrap();
    watch(&[folder.path()], &folder.path().join("l")).code(2).says(&["skipped: ", "b.json"]);
}

/// A run that is killed at any moment costs nothing, and nothing is told twice.
#[cfg(unix)]
#[test]
fn kills_at_forty_moments_change_nothing() {
    let folder = folder();
    let (articles, out, whole) =
        (folder.path().join("articles"), folder.path().join("out"), folder.path().join("whole"));
    fs::create_dir(&articles).unwrap();
    versions(&articles);
    let ferry = ferry();
    let paths = [ferry.as_path(), articles.as_path()];
    let job = || {
        let mut job = watching(&paths, &out);
        job.stdout(Stdio::null()).stderr(Stdio::null());
        job
    };
    let start = Instant::now();
    watch(&paths, &whole).code(0);
    let mut long = start.elapsed();
    let expect = ledgers(&whole);
    let (mut killed, mut tries) = (0, 0u32);
    while killed < 40 {
        tries += 1;
        assert!(tries < 400, "only {killed} of {tries} runs were killed before their end");
        let mut child = job().spawn().unwrap();
        std::thread::sleep(long.mul_f64(f64::from(tries * 37 % 100) / 100.0));
        child.kill().unwrap();
        let ended = child.wait().unwrap().success();
        long = long.mul_f64(if ended { 0.9 } else { 1.02 });
        killed += u32::from(!ended);
        if ended {
            assert!(ledgers(&out) == expect, "other ledgers after {killed} kills");
            told_once(&out);
            fs::remove_dir_all(&out).unwrap();
        }
    }
    assert!(job().status().unwrap().success());
    assert!(ledgers(&out) == expect);
    told_once(&out);
}

/// Each ledger is told by one line of news.
fn told_once(place: &Path) {
    let news = fs::read_to_string(place.join("news.jsonl")).unwrap();
    let lines: Vec<Value> = news.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: BTreeSet<&str> = lines.iter().map(|line| line["ledger"].as_str().unwrap()).collect();
    assert_eq!(told.len(), lines.len(), "told twice: {news}");
    for (name, bytes) in ledgers(place).iter().filter(|(name, _)| name.ends_with(".json")) {
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(told.contains(hash.as_str()), "{name} is not told of: {news}");
    }
}

/// All files of a folder but the news, which bear the time.
fn ledgers(place: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = contents(place);
    files.retain(|name, _| name.starts_with('s') && !name.starts_with("stories"));
    files
}

fn contents(place: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect()
}
