//! Cut short: Ctrl-C, and a reader that has seen enough.
#![cfg(unix)]

use crate::{FERRY, Ran, crosswire, ferry, folder};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Sends SIGINT, as Ctrl-C does.
fn interrupt(child: &Child) {
    let kill = format!("kill -INT {}", child.id());
    // It may have ended already.
    let _ = Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status();
}

/// Waits until the child listens for Ctrl-C.
fn until_it_listens(child: &Child) {
    const SIGINT: u32 = 2;
    let status = format!("/proc/{}/status", child.id());
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) {
        let Ok(status) = fs::read_to_string(&status) else { break };
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim();
        if u64::from_str_radix(caught, 16).unwrap() & 1 << (SIGINT - 1) != 0 {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    // Another system, which does not tell.
    std::thread::sleep(Duration::from_secs(1));
}

/// Waits for the child's end; panics where it does not end soon.
fn end(mut child: Child) -> Option<i32> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if begun.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn ctrl_c_while_it_waits_for_input() {
    let folder = folder();
    let file = folder.path().join("story.json");
    fs::write(&file, "the old report").unwrap();
    let mut command = crosswire();
    command.args(["brief", "-", "-o"]).arg(&file).stdin(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"text\": \"The ferry sank.\"}\n").unwrap();
    until_it_listens(&child);
    interrupt(&child);
    assert_eq!(end(child), Some(130));
    assert_eq!(fs::read_to_string(&file).unwrap(), "the old report");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// Interrupts the work at one moment after another, until it is done before; looks at what it wrote then, if ever.
fn at_any_moment(name: &str, more: &[&str], look: impl FnOnce(&Path)) {
    let folder = folder();
    let (input, file) = (folder.path().join("input.jsonl"), folder.path().join("out").join(name));
    fs::create_dir(folder.path().join("out")).unwrap();
    let text = fs::read_to_string(ferry().join(FERRY[0].0)).unwrap();
    let lines: Vec<String> = (0..60)
        .map(|i| serde_json::json!({"id": i, "text": format!("{text} It was ship {i}.")}).to_string())
        .collect();
    fs::write(&input, lines.join("\n")).unwrap();
    let mut interrupted = 0;
    for wait in [0, 40, 80, 160, 320, 640, 1_280, 2_560, 5_120, 10_240] {
        let _ = fs::remove_file(&file);
        let mut command = crosswire();
        command.arg("brief").arg(&input).args(more).arg("-o").arg(&file).stderr(Stdio::null());
        let child = command.spawn().unwrap();
        until_it_listens(&child);
        std::thread::sleep(Duration::from_millis(wait));
        interrupt(&child);
        let code = end(child);
        let names: Vec<_> =
            fs::read_dir(file.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(names.is_empty() || names == [name], "left behind: {names:?}");
        match code {
            Some(130) => interrupted += 1,
            Some(0) => {
                look(&file);
                break;
            }
            code => panic!("it ends with {code:?}"),
        }
    }
    assert!(interrupted > 0, "it was done before any signal");
}

#[test]
fn ctrl_c_at_any_moment_of_the_work() {
    at_any_moment("story.html", &[], |page| {
        assert!(fs::read_to_string(page).unwrap().trim_end().ends_with("</html>"));
    });
}

#[test]
fn ctrl_c_leaves_all_tables_or_none() {
    at_any_moment("tables", &["-f", "csv"], |tables| {
        assert_eq!(fs::read_dir(tables).unwrap().count(), crosswire_report::table_names().len());
    });
}

#[test]
fn ctrl_c_where_part_is_written() {
    let folder = folder();
    let file = folder.path().join("out.conllu");
    fs::write(&file, "as it was").unwrap();
    let mut command = crosswire();
    command.args(["annotate", "-", "-o"]).arg(&file).stdin(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // More than is read at once, so that it begins to write while it waits for more.
    stdin.write_all("{\"text\": \"The ferry sank.\"}\n".repeat(200).as_bytes()).unwrap();
    let begun = Instant::now();
    while fs::read_dir(folder.path()).unwrap().count() == 1 && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is written");
    interrupt(&child);
    assert_eq!(end(child), Some(130));
    assert_eq!(fs::read_to_string(&file).unwrap(), "as it was");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_reader_that_has_seen_enough() {
    for [job, format] in [["brief", "json"], ["brief", "html"], ["annotate", "conllu"], ["annotate", "json"]]
    {
        let mut command = crosswire();
        command.arg(job).arg(ferry()).args(["--format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // As `head -1`: reads a line, and is gone. The rest is more than a pipe holds.
        let mut first = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let ran = Ran::from(child.wait_with_output().unwrap()).code(0);
        ran.silent();
        assert!(!first.is_empty());
    }
}

#[test]
fn standard_error_that_is_closed() {
    let command =
        format!("'{}' brief '{}' nowhere.txt 2>&-", env!("CARGO_BIN_EXE_crosswire"), ferry().display());
    let ran = Ran::of(Command::new("sh").args(["-c", &command])).code(2);
    assert!(ran.stdout.ends_with("}\n"));
}
