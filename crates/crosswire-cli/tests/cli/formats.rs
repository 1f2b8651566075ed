//! The forms of a report, and which is written when.

use crate::{Ran, brief, crosswire, ferry, folder, inert, possible};
use std::ffi::OsString;
use std::process::Command;

fn with(args: &[&str]) -> Vec<OsString> {
    std::iter::once(ferry().into()).chain(args.iter().map(OsString::from)).collect()
}

/// How each form begins.
const BEGINS: [(&str, &str); 10] = [
    ("terminal", "Ferry runs aground off Halvik"),
    ("json", "{\n \"schema\":\"crosswire.ledger/1\""),
    ("html", "<!DOCTYPE html>"),
    ("md", "# Ferry runs aground off Halvik"),
    ("csv", "row,id,text,support"),
    ("prov", "@prefix prov: <http://www.w3.org/ns/prov#> ."),
    ("annotations", "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\""),
    ("claimreview", "{\"@context\":\"https://schema.org\""),
    ("ftm", "{\"id\":\"crosswire-a"),
    ("ftm-statements", "canonical_id,entity_id,prop"),
];

#[test]
fn each_form_is_written_and_the_same_each_time() {
    for (format, begins) in BEGINS {
        let [one, two] =
            ["1", "7"].map(|n| brief(with(&["--format", format, "--threads", n])).code(0).silent());
        assert!(one.stdout.starts_with(begins), "{format}: {}", &one.stdout[..60]);
        assert!(one.stdout.ends_with('\n') || format == "html", "{format} ends its last line");
        assert!(one.stdout == two.stdout, "{format} differs with the threads");
    }
}

#[test]
fn without_a_terminal_it_is_json() {
    assert!(brief(with(&[])).stdout == brief(with(&["-f", "json"])).stdout);
}

#[test]
fn the_ending_of_the_file_tells_the_form() {
    let folder = folder();
    for (ending, format) in [
        ("txt", "terminal"),
        ("json", "json"),
        ("html", "html"),
        ("HTM", "html"),
        ("md", "md"),
        ("markdown", "md"),
        ("csv", "csv"),
        ("ttl", "prov"),
        ("jsonld", "annotations"),
        ("ftm", "ftm"),
    ] {
        let file = folder.path().join(format!("story.{ending}"));
        let ran = brief(with(&["-o", file.to_str().unwrap()])).code(0).silent();
        assert_eq!(ran.stdout, "");
        let expected = brief(with(&["-f", format])).stdout;
        assert!(std::fs::read_to_string(&file).unwrap() == expected, ".{ending} is {format}");
    }
}

#[test]
fn an_ending_that_says_nothing_or_something_else_is_an_error() {
    let folder = folder();
    let to = |name: &str, more: &[&str]| {
        let file = folder.path().join(name);
        brief(with(&[&["-o", file.to_str().unwrap()], more].concat()))
    };
    let known = [".txt, .json, .html, .htm, .md, .markdown, .csv, .xlsx", "--format"];
    to("story.pdf", &[]).code(1).says(&["story.pdf has the ending of no form"]).says(&known);
    to("story", &[]).code(1).says(&known);
    let ran = to("story.html", &["--format", "csv"]).code(1);
    ran.says(&[
        "story.html has the ending of html, and --format asks for csv",
        "leave --format out",
        "story.csv",
    ]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    // Whoever names the form may call the file as they like, and as files of the form are called.
    to("story.ledger", &["--format", "json"]).code(0);
    to("story.json", &["--format", "claimreview"]).code(0);
    to("story.csv", &["--format", "ftm-statements"]).code(0);
}

#[test]
fn what_was_written_is_said_and_a_pipe_hears_that_it_got_json() {
    let folder = folder();
    let (file, page) = (folder.path().join("story.md"), folder.path().join("page.html"));
    let args = ["-o", file.to_str().unwrap(), "--page", page.to_str().unwrap()];
    let ran = brief(with(&args)).code(0).says(&["page.html (", "story.md (", " kB)\n"]);
    assert_eq!(ran.stderr.lines().count(), 2);
    brief(with(&[])).says(&[
        "wrote json, as standard output is no terminal",
        "--format json",
        "terminal, html, md",
    ]);
    for args in [&["-q"][..], &["-f", "json"]] {
        assert_eq!(brief(with(args)).stderr, "");
    }
    assert_eq!(brief(with(&[&args[..], &["-q"]].concat())).stderr, "");
}

#[test]
fn the_words_of_each_span_where_they_are_asked_for() {
    let plain = brief(with(&["-q"])).code(0);
    assert!(!plain.stdout.contains("\"text\":\"Ferry runs aground off Halvik, 84 taken off in the dark\\n"));
    let ran = brief(with(&["-q", "--texts"])).code(0);
    let ledger = ran.ledger();
    let texts: std::collections::HashMap<&str, Vec<char>> = ledger["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| (a["id"].as_str().unwrap(), a["text"].as_str().unwrap().chars().collect()))
        .collect();
    let mut spans = 0;
    check_spans(&ledger, None, &texts, &mut spans);
    assert!(spans > 500, "{spans}");
    // Without them it is the same ledger.
    let without = without_texts(ledger.clone());
    assert_eq!(without_texts(plain.ledger()), without);
    brief(with(&["--texts", "-f", "html"]))
        .code(1)
        .says(&["--texts adds to the JSON alone, and html is asked for"]);
}

/// Every span below a value has the words of its article.
fn check_spans(
    value: &serde_json::Value,
    article: Option<&str>,
    texts: &std::collections::HashMap<&str, Vec<char>>,
    spans: &mut usize,
) {
    let below = value.as_array().into_iter().flatten();
    let fields = value.as_object().into_iter().flat_map(|o| o.values());
    let own = value["article"].as_str().or(value["sha256"].as_str().and(value["id"].as_str()));
    let article = own.or(article);
    if let (Some(start), Some(end)) = (value["start"].as_u64(), value["end"].as_u64()) {
        let text = texts[article.unwrap()].clone();
        let words: String = text[start as usize..end as usize].iter().collect();
        assert_eq!(value["text"].as_str(), Some(words.as_str()), "{value}");
        *spans += 1;
    }
    below.chain(fields).for_each(|value| check_spans(value, article, texts, spans));
}

/// A value without the field `text` anywhere.
fn without_texts(mut value: serde_json::Value) -> serde_json::Value {
    match &mut value {
        serde_json::Value::Object(fields) => {
            fields.remove("text");
            fields.values_mut().for_each(|v| *v = without_texts(v.take()));
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(|v| *v = without_texts(v.take())),
        _ => {}
    }
    value
}

#[test]
fn frames_of_the_user_are_named_in_the_ledger_and_the_terminal() {
    let folder = folder();
    let file = folder.path().join("beat.txt");
    std::fs::write(&file, "frame grounding\n  undergoes: run aground\n").unwrap();
    let name = file.to_str().unwrap();
    let ran = brief(with(&["-q", "--frames", name])).code(0);
    assert_eq!(ran.ledger()["generator"]["frames"], name);
    assert!(brief(with(&["-f", "terminal", "--frames", name])).stdout.contains("beat.txt"));
    assert!(brief(with(&["-q"])).ledger()["generator"].get("frames").is_none());
}

#[test]
fn colour_only_where_it_is_wanted() {
    let terminal = |args: &[&str], no_color: Option<&str>| {
        let mut command = crosswire();
        command.arg("brief").args(with(&["-f", "terminal"])).args(args);
        no_color.map(|value| command.env("NO_COLOR", value));
        Ran::of(&mut command).code(0).stdout
    };
    let plain = terminal(&[], None);
    inert(&plain);
    assert_eq!(plain, terminal(&["--color", "never"], None));
    assert_eq!(plain, terminal(&[], Some("1")));
    let coloured = terminal(&["--color", "always"], None);
    assert!(coloured.contains("\x1b["));
    // Who asks on the command line gets it, whatever the environment says.
    assert_eq!(coloured, terminal(&["--color", "always"], Some("1")));
}

/// What a terminal is shown, by `script`; none where there is no such program.
fn on_a_terminal(env: &[(&str, &str)], args: &str) -> Option<String> {
    let command = format!("'{}' brief '{}' {args}", env!("CARGO_BIN_EXE_crosswire"), ferry().display());
    let mut script = Command::new("script");
    script
        .args(["-qec", &command, "/dev/null"])
        .env_remove("NO_COLOR")
        .env("TERM", "xterm")
        .envs(env.to_vec());
    let ran = script.stdin(std::process::Stdio::null()).output().ok()?;
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    Some(String::from_utf8(ran.stdout).unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_it_is_the_terminal_form_with_colour() {
    let Some(shown) = on_a_terminal(&[], "") else {
        println!("skipped: no program `script`");
        return;
    };
    assert!(
        shown.contains("Ferry runs aground") && shown.contains("\x1b[") && !shown.contains("\"schema\""),
        "{shown}"
    );
    for (env, args) in [
        (("NO_COLOR", "1"), ""),
        (("TERM", "dumb"), ""),
        (("TERM", "xterm"), "--color never"),
        (("A", "b"), "-f md"),
    ] {
        let shown = on_a_terminal(&[env], args).unwrap();
        assert!(!shown.contains('\x1b'), "{env:?} {args}: {shown}");
    }
    // An empty NO_COLOR counts as none.
    assert!(on_a_terminal(&[("NO_COLOR", "")], "").unwrap().contains("\x1b["));
}

#[test]
fn a_profile_stands_in_every_form_but_the_ledger() {
    for (format, expect) in [
        ("terminal", "  airwars: min 70, max 84\n"),
        ("md", "**airwars: min 70, max 84**"),
        ("html", "id=\"p-airwars\" type=\"radio\" name=\"profile\" aria-describedby=\"ask-profile\" checked"),
        ("csv", ",profile,profile_min,profile_max,profile_text,profile_how,profile_figures\n"),
    ] {
        let ran = brief(with(&["--format", format, "--profile", "min-max"])).code(0).silent();
        assert!(ran.stdout.contains(expect), "{format}: {expect}");
    }
    // The ledger has none, and an option that does nothing is not passed over.
    let ran = brief(with(&["--format", "json", "--profile", "min-max"])).code(1);
    ran.says(&["--profile changes nothing in the JSON", "--page story.html"]);
    let (folder, json) = (folder(), ["--format", "json", "--profile", "airwars"]);
    let page = folder.path().join("story.html");
    let ran = brief(with(&[&json[..], &["--page", page.to_str().unwrap()]].concat())).code(0).silent();
    assert!(ran.stdout == brief(with(&["--format", "json"])).stdout);
}

#[test]
fn a_profile_is_found_under_its_other_name_and_an_unknown_one_is_not() {
    for names in [
        &["ucdp", "low-best-high", "low/best/high"][..],
        &["airwars", "min-max"],
        &["acled", "conservative"],
        &["ccc", "crowd"],
    ] {
        let of =
            |name: &str| brief(with(&["--format", "terminal", "--profile", name])).code(0).silent().stdout;
        let one = of(names[0]);
        assert!(names.iter().all(|name| of(name) == one), "{names:?}");
    }
    let ran = brief(with(&["--profile", "no-such-rule"]));
    assert!(
        ran.stderr.contains(&possible(crosswire_report::Profile::ALL.iter().map(|profile| profile.name))),
        "{}",
        ran.stderr
    );
}
