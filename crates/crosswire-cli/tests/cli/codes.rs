//! Exit codes, and what is said: what went wrong, where, what to try.

use crate::{Ran, brief, brief_stdin, crosswire, ferry, folder, has_ferry, possible, story};
use std::path::Path;

/// Arguments that put the report nowhere.
fn to(file: &Path) -> [std::ffi::OsString; 3] {
    [ferry().into(), "-o".into(), file.into()]
}

#[test]
fn help_and_version_are_no_failure() {
    for args in [&["--help"][..], &["--version"], &["brief", "--help"], &["brief", "-h"], &["help", "brief"]]
    {
        let ran = Ran::of(crosswire().args(args)).code(0).silent();
        assert!(ran.stdout.contains("crosswire"), "{args:?}: {}", ran.stdout);
    }
    assert!(Ran::of(crosswire().args(["brief", "--help"])).stdout.contains("Exit codes:"));
}

#[test]
fn wrong_options_are_failures() {
    let formats = possible(crosswire_report::EXPORTS.iter().map(|export| export.name));
    for (args, says) in [
        (&[][..], "Usage: crosswire"),
        (&["breif"], "unrecognized subcommand 'breif'"),
        (&["brief"], "<PATH>..."),
        (&["brief", "x", "--colour"], "unexpected argument '--colour'"),
        (&["brief", "x", "--format", "pdf"], &formats),
        (&["brief", "x", "--threads", "0"], "'--threads <N>': it is a whole number from 1 on"),
        (&["brief", "x", "--threads", "many"], "--threads <N>"),
        (&["brief", "x", "--published", "2031-02-30"], "'--published <DATE>': it is no day of the calendar"),
        (&["brief", "x", "--published", "yesterday"], "--published <DATE>"),
        (&["brief", "x", "-o"], "--output <FILE>"),
    ] {
        let ran = Ran::of(crosswire().args(args)).code(1).says(&[says]);
        assert_eq!(ran.stdout, "", "{args:?}");
    }
}

#[test]
fn nothing_to_read() {
    let folder = folder();
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let nowhere = folder.path().join("nowhere.txt");
    let endings = crosswire_sources::endings();
    let end = ["error: no article could be read", &format!("  try: give {endings} files")];
    let ran = brief([&nowhere]).code(1).says(&end).says(&["nowhere.txt: cannot be read: ", "check the path"]);
    assert_eq!(ran.stdout, "");
    brief([&empty]).code(1).says(&end).says(&[&format!("empty: the folder holds no {endings} file")]);
    brief([""]).code(1).says(&["a value is required for '<PATH>...'"]);
    brief_stdin(["-"], "").code(1).says(&end).says(&["skipped: -: holds no record"]);
    brief_stdin(["-"], "{").code(1).says(&end).says(&["skipped: -: line 1: not valid JSON"]);
    for name in ["a.txt", "b.html", "c.json"] {
        std::fs::write(empty.join(name), "").unwrap();
    }
    brief([&empty]).code(1).says(&end).says(&["a.txt: the file is empty", "c.json: the file is empty"]);
    // Asked to be quiet, it still says that it failed.
    let ran = brief([empty.as_os_str(), "-q".as_ref()]).code(1).says(&end);
    assert!(!ran.stderr.contains("a.txt"), "{}", ran.stderr);
}

#[test]
fn an_address_is_no_path() {
    for job in ["brief", "annotate"] {
        let ran = Ran::of(crosswire().args([job, "https://halvik-post.example/a"])).code(1);
        ran.says(&[
            "https://halvik-post.example/a is an address, and only crosswire collect fetches",
            "crosswire collect 'https://halvik-post.example/a' --into story",
        ]);
    }
}

#[test]
fn one_article_makes_one_claim() {
    let folder = folder();
    let file = folder.path().join("a.txt");
    std::fs::write(
        &file,
        "outlet: Halvik Post\n\nThe ferry Maren ran aground off Halvik, Ida Brandt said.\n",
    )
    .unwrap();
    let ran = brief([file.as_os_str(), "-fterminal".as_ref()]).code(0).silent();
    assert!(ran.stdout.contains("1 article of 1 outlet makes 1 claim."), "{}", ran.stdout);
}

#[test]
fn some_read_and_some_skipped() {
    let story = story();
    std::fs::write(story.path().join("bad.txt"), "").unwrap();
    let ran = brief([story.path()]).code(2).says(&["skipped: ", "bad.txt: the file is empty"]);
    let ledger = ran.ledger();
    has_ferry(&ledger);
    assert_eq!(ledger["skipped"].as_array().unwrap().len(), 1);
    assert_eq!(ledger["skipped"][0]["reason"], "the file is empty");
    let quiet = brief([story.path().as_os_str(), "--quiet".as_ref()]).code(2).silent();
    assert_eq!(quiet.stdout, ran.stdout);
    let missing = story.path().join("nowhere.html");
    brief([&ferry(), &missing]).code(2).says(&["nowhere.html: cannot be read"]);
}

#[test]
fn a_warning_is_no_skipped_file() {
    let story = story();
    std::fs::copy(ferry().join(crate::FERRY[0].0), story.path().join("copy.txt")).unwrap();
    std::fs::write(story.path().join("photo.png"), "x").unwrap();
    let ran = brief([story.path()]).code(0);
    let ran =
        ran.says(&["has the same text as", "warning: ", "1 file not read because of its extension (.png)"]);
    has_ferry(&ran.ledger());
    assert_eq!(ran.ledger()["articles"].as_array().unwrap().len(), 5);
}

#[test]
fn nowhere_to_write() {
    let folder = folder();
    let missing = folder.path().join("no/such");
    brief(to(&missing.join("story.html"))).code(1).says(&[
        "error: there is no folder ",
        "such",
        "  try: make it first: mkdir -p ",
    ]);
    assert!(!missing.exists());
    let ran = brief(to(folder.path())).code(1);
    ran.says(&["error: ", " is a folder", "  try: name a file in it: -o ", "story.html", "--format csv"]);
    // It is told before the long work begins, even where there is nothing to read.
    let ran = brief([Path::new("nowhere"), Path::new("-o"), folder.path()]).code(1);
    assert!(!ran.stderr.contains("nowhere"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn no_right_to_write() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may write everywhere may not write there.
    let mut places = vec![Path::new("/proc")];
    if std::fs::write(folder.path().join("probe"), "").is_err() {
        places.push(folder.path());
    }
    for place in places.into_iter().filter(|place| place.is_dir()) {
        let ran = brief(to(&place.join("story.json"))).code(1);
        ran.says(&["error: cannot write ", "story.json: ", "  try: see that the folder can be written to"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    brief(to(Path::new("/dev/full")))
        .code(1)
        .says(&["error: cannot write /dev/full: No space left on device"]);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let child =
        crosswire().arg("brief").arg(ferry()).stdout(full).stderr(std::process::Stdio::piped()).spawn();
    let ran = Ran::from(child.unwrap().wait_with_output().unwrap());
    ran.code(1).says(&["error: cannot write to standard output: No space left on device"]);
}
