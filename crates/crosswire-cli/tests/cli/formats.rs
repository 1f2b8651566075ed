//! The five forms of a report, and which is written when.

use crate::{Ran, brief, crosswire, ferry, folder, inert, possible};
use std::ffi::OsString;
use std::process::Command;

fn with(args: &[&str]) -> Vec<OsString> {
    std::iter::once(ferry().into()).chain(args.iter().map(OsString::from)).collect()
}

/// How each form begins.
const BEGINS: [(&str, &str); 5] = [
    ("terminal", "Ferry runs aground off Halvik"),
    ("json", "{\n \"schema\":\"crosswire.ledger/1\""),
    ("html", "<!DOCTYPE html>"),
    ("md", "# Ferry runs aground off Halvik"),
    ("csv", "row,id,text,support"),
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
        ("ledger", "json"),
    ] {
        let file = folder.path().join(format!("story.{ending}"));
        let ran = brief(with(&["-o", file.to_str().unwrap()])).code(0).silent();
        assert_eq!(ran.stdout, "");
        let expected = brief(with(&["-f", format])).stdout;
        assert!(std::fs::read_to_string(&file).unwrap() == expected, ".{ending} is {format}");
    }
    // What is asked for counts for more than an ending.
    let file = folder.path().join("story.html");
    brief(with(&["-o", file.to_str().unwrap(), "--format", "csv"])).code(0);
    assert!(std::fs::read_to_string(file).unwrap().starts_with("row,"));
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
        ("terminal", "  min-max: min 70, max 84\n"),
        ("md", "**min-max: min 70, max 84**"),
        ("html", "id=\"p-min-max\" type=\"radio\" name=\"profile\" aria-describedby=\"ask-profile\" checked"),
        ("csv", ",profile,profile_min,profile_max,profile_text,profile_how,profile_figures\n"),
    ] {
        let ran = brief(with(&["--format", format, "--profile", "min-max"])).code(0).silent();
        assert!(ran.stdout.contains(expect), "{format}: {expect}");
    }
    let json = brief(with(&["--format", "json", "--profile", "min-max"])).code(0).silent();
    assert!(json.stdout == brief(with(&["--format", "json"])).stdout);
}

#[test]
fn a_profile_is_found_under_its_other_name_and_an_unknown_one_is_not() {
    let [one, other] = ["low-best-high", "low/best/high"]
        .map(|name| brief(with(&["--format", "terminal", "--profile", name])).code(0).silent());
    assert!(one.stdout == other.stdout);
    let ran = brief(with(&["--profile", "no-such-rule"]));
    assert!(
        ran.stderr.contains(&possible(crosswire_report::Profile::ALL.iter().map(|profile| profile.name))),
        "{}",
        ran.stderr
    );
}
