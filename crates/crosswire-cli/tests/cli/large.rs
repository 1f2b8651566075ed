//! Files beyond all measure: neither memory nor time is spent on them.

use crate::{Ran, brief_stdin, crosswire, folder, has_ferry, story};
use std::fs::File;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

const MIB: usize = 1 << 20;

/// Runs a command; panics where it takes longer than `time` or, on Linux, more memory than `memory` bytes.
fn within(mut command: std::process::Command, time: Duration, memory: usize) -> Ran {
    let begun = Instant::now();
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let (done, watch) = std::sync::mpsc::channel::<()>();
    let highest = std::thread::spawn(move || {
        let mut highest = 0;
        loop {
            let status = std::fs::read_to_string(&status).unwrap_or_default();
            let peak = status
                .lines()
                .find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
            highest = highest.max(peak.unwrap_or(0) * 1024);
            if watch.recv_timeout(Duration::from_millis(5)) != Err(std::sync::mpsc::RecvTimeoutError::Timeout)
            {
                return highest;
            }
        }
    });
    let ran = Ran::from(child.wait_with_output().unwrap());
    drop(done);
    let highest: usize = highest.join().unwrap();
    println!("{:?}, {} MiB", begun.elapsed(), highest / MIB);
    assert!(begun.elapsed() < time, "it took {:?}", begun.elapsed());
    assert!(highest < memory, "it took {} MiB", highest / MIB);
    assert!(highest > 0 || !cfg!(target_os = "linux"));
    ran
}

#[test]
fn a_hundred_megabytes_in_one_line() {
    let story = story();
    // Sparse: all zeros, and no room taken.
    for name in ["long.txt", "long.html", "long.json", "long.jsonl"] {
        File::create(story.path().join(name)).unwrap().set_len(100 << 20).unwrap();
    }
    let mut command = crosswire();
    command.arg("brief").arg(story.path());
    let ran = within(command, Duration::from_secs(30), 800 * MIB).code(2);
    let over = "longer than the limit of";
    has_ferry(&ran.ledger());
    assert_eq!(ran.stderr.matches(over).count(), 4, "{}", ran.stderr);
}

#[test]
fn a_hundred_megabytes_in_one_line_among_others() {
    let folder = folder();
    let path = folder.path().join("lines.jsonl");
    let mut file = std::io::BufWriter::new(File::create(&path).unwrap());
    file.write_all(b"{\"id\": 1, \"text\": \"The pier burned.\"}\n{\"id\": 2, \"text\": \"").unwrap();
    for _ in 0..100 {
        file.write_all(&vec![b'x'; MIB]).unwrap();
    }
    file.write_all(b"\"}\n{\"id\": 3, \"text\": \"The ferry sank.\"}\n").unwrap();
    drop(file);
    let mut command = crosswire();
    command.args(["brief", "-"]).stdin(File::open(&path).unwrap());
    let ran = within(command, Duration::from_secs(20), 400 * MIB).code(2);
    let ran = ran.says(&["skipped: -: line 2 is longer than the limit"]);
    let ledger = ran.ledger();
    let paths: Vec<&str> =
        ledger["articles"].as_array().unwrap().iter().map(|a| a["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["-#1", "-#3"]);
}

#[test]
fn many_texts_take_the_memory_of_a_few() {
    let folder = folder();
    let path = folder.path().join("texts.jsonl");
    let texts = crate::FERRY.map(|(name, _)| std::fs::read_to_string(crate::ferry().join(name)).unwrap());
    let record = |i: usize| format!("{}\n", serde_json::json!({"id": i, "text": texts[i % texts.len()]}));
    std::fs::write(&path, (0..84).map(record).collect::<String>()).unwrap();
    let mut command = crosswire();
    command.arg("annotate").arg(&path).args(["-f", "json", "--threads", "2"]);
    let ran = within(command, Duration::from_secs(120), 100 * MIB).code(0).says(&[]);
    assert_eq!(ran.stdout.lines().count(), 84);
}

#[test]
fn a_line_without_end_costs_annotating_nothing() {
    let folder = folder();
    let path = folder.path().join("lines.jsonl");
    let mut file = File::create(&path).unwrap();
    file.write_all(b"{\"id\": 1, \"text\": \"The pier burned.\"}\n").unwrap();
    // All zeros, and no room taken.
    file.set_len(100 << 20).unwrap();
    let mut command = crosswire();
    command.args(["annotate", "-"]).stdin(File::open(&path).unwrap());
    let ran = within(command, Duration::from_secs(20), 400 * MIB).code(2);
    assert!(
        ran.says(&["skipped: -: line 2 is longer than the limit"]).stdout.starts_with("# newdoc id = 1\n")
    );
}

#[test]
fn very_many_records_with_little_in_them() {
    let lines: String = (0..20_000).map(|i| format!("{{\"id\": {i}, \"text\": \" \"}}\n")).collect();
    let begun = Instant::now();
    brief_stdin(["-"], lines + "{\"text\": \"The pier burned.\"}").code(2).says(&["19980 more bad records"]);
    assert!(begun.elapsed() < Duration::from_secs(20), "it took {:?}", begun.elapsed());
}
