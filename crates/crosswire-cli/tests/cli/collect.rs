//! `collect`: what it keeps, what it says, its exit codes, and Ctrl-C.

use crate::site::{Reply, Request, Server, article, rss};
use crate::{Ran, crosswire, folder};
use std::path::Path;
use std::process::Command;

fn site() -> Server {
    let feed = rss("Halvik Post", &[("/a".into(), String::new()), ("/gone".into(), String::new())]);
    let whole = rss("Halvik Post", &[("/a".into(), String::new()), ("/b".into(), String::new())]);
    Server::start(move |r: &Request| match r.path.as_str() {
        "/feed" => Reply::xml(feed.clone()),
        "/whole" => Reply::xml(whole.clone()),
        "/a" | "/b" => Reply::html(&article(&r.path)),
        _ => Reply::none(),
    })
}

/// `crosswire collect` of this server into this folder.
fn collect(server: &Server, into: &Path, given: &[&str]) -> Command {
    let mut command = crosswire();
    command.args([
        "collect",
        "--pause",
        "0s",
        "--contact",
        "desk@post.example",
        "--allow-host",
        &server.at.to_string(),
    ]);
    command.arg("--into").arg(into).args(given);
    command
}

#[test]
fn it_says_what_came_of_it() {
    let (server, folder) = (site(), folder());
    let into = folder.path().join("ferry");
    let ran = Ran::of(&mut collect(&server, &into, &[&server.url("/whole")])).code(0);
    assert_eq!((ran.stdout.as_str(), ran.stderr.lines().count()), ("", 1), "{}", ran.stderr);
    ran.says(&["2 new, 0 changed, 0 unchanged, 0 refused, 0 failed, in "]);
    let agents: Vec<_> =
        server.asked().iter().filter_map(|r| r.header("user-agent").map(str::to_owned)).collect();
    assert!(
        agents.iter().all(|a| a.starts_with("crosswire/") && a.contains("+desk@post.example")),
        "{agents:?}"
    );
    Ran::of(&mut collect(&server, &into, &[&server.url("/whole")])).code(0).says(&["0 new"]);
    let ran = Ran::of(&mut collect(&server, &into, &[&server.url("/feed"), "http://127.0.0.1:1/"])).code(2);
    ran.says(&[
        "skipped: http",
        "/gone: the server says 404",
        "  try: ",
        "port 1 is none of the web's",
        "1 refused, 1 failed",
    ]);
    let ran = Ran::of(&mut collect(&server, &into, &["-q", &server.url("/nothing")])).code(1);
    assert_eq!(ran.stderr.lines().count(), 2, "{}", ran.stderr);
    ran.says(&["error: nothing could be had from the 1 address or file given"]);
    let kept: Vec<String> = std::fs::read_dir(&into)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(kept.iter().filter(|name| name.ends_with(".warc.gz")).count(), 1, "{kept:?}");
}

#[test]
fn what_makes_no_sense_is_said() {
    let folder = folder();
    let into = folder.path().to_str().unwrap();
    for (args, says) in [
        (&["--into", into][..], "FEED|URL|FILE"),
        (&["https://post.example/", "--into", into, "--every", "5s"][..], "once a minute"),
        (&["https://post.example/", "--into", into, "--again", "soon"][..], "no length of time"),
        (&["https://post.example/", "--into", into, "--contact", "me\r\nX: y"][..], "no mail address"),
        (&["https://post.example/", "--into", into, "--allow-host", "http://x"][..], "is no host"),
        (&["post.example/feed", "--into", into][..], "for an address: https://post.example/feed"),
        (&["file:///etc/hosts", "--into", into][..], "file: is no web address"),
    ] {
        Ran::of(crosswire().arg("collect").args(args)).code(1).says(&[says]);
    }
}

#[cfg(unix)]
#[test]
fn it_goes_on_until_ctrl_c_and_keeps_others_out() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let (server, folder) = (site(), folder());
    let mut command = collect(&server, folder.path(), &["--every", "1m", &server.url("/whole")]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
    let first = told.next().unwrap().unwrap();
    assert!(first.contains("2 new"), "{first}");
    Ran::of(&mut collect(&server, folder.path(), &[&server.url("/whole")]))
        .code(1)
        .says(&["another crosswire collects", "--into"]);
    Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(told.next().unwrap().unwrap().contains("ending"));
    Ran::of(&mut collect(&server, folder.path(), &[&server.url("/whole")])).code(0).says(&["0 new"]);
}

#[test]
fn what_was_collected_is_read_as_any_other_folder() {
    let (server, folder) = (site(), folder());
    let into = folder.path().join("ferry");
    Ran::of(&mut collect(&server, &into, &[&server.url("/whole")])).code(0);
    let ledger =
        crate::brief([into.as_os_str(), "--format".as_ref(), "json".as_ref()]).code(0).silent().ledger();
    let articles = ledger["articles"].as_array().unwrap();
    let outlets: Vec<&str> = articles.iter().filter_map(|a| a["outlet"].as_str()).collect();
    assert_eq!(outlets, ["Halvik Post"; 2], "{articles:?}");
}
