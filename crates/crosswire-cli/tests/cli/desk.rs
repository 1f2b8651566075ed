//! `desk`: accounts from the command line, a backup and back, and what it refuses.

use crate::server::{Server, Sync};
use crate::{Ran, crosswire, folder};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

#[test]
fn accounts_are_made_and_a_backup_holds_them() {
    let (one, two) = (folder(), folder());
    let desk = |data: &std::path::Path, args: &[&str]| {
        let mut command = crosswire();
        command.arg("desk").arg("--data").arg(data).args(args);
        command
    };
    // Nobody could log in.
    Ran::of(&mut desk(one.path(), &["--listen", "0.0.0.0:0"])).code(1).says(&["needs accounts", "users add"]);
    let made = Ran::of(&mut desk(one.path(), &["users", "add", "Runa", "--role", "admin"])).code(0);
    assert!(made.stdout.contains("shown this once: "), "{}", made.stdout);
    Ran::of(&mut desk(one.path(), &["users", "add", "runa", "--role", "reader"])).code(1).says(&["runa"]);
    Ran::of(&mut desk(one.path(), &["users", "add", "Ida", "--role", "owner"])).code(1).says(&["no role"]);
    let invited = Ran::of(&mut desk(one.path(), &["users", "invite", "--role", "editor"])).code(0);
    assert!(invited.stdout.starts_with("/invitation/"), "{}", invited.stdout);
    let file = one.path().join("desk.zip").display().to_string();
    Ran::of(&mut desk(one.path(), &["backup", &file])).code(0).says(&["desk.zip"]);
    Ran::of(&mut desk(two.path(), &["restore", &file])).code(0);
    let list = Ran::of(&mut desk(two.path(), &["users", "list"])).code(0);
    assert_eq!(list.stdout, "Runa\tadmin\n");
    Ran::of(&mut desk(two.path(), &["restore", &file])).code(1).says(&["not empty"]);
}

/// Opens a desk, comes in by the address that it prints, and closes it with Ctrl-C.
fn opens_and_closes(args: &[&str]) {
    let mut desk = crosswire();
    desk.args(["desk", "--listen", "127.0.0.1:0"]).args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut desk = desk.spawn().unwrap();
    let mut told = String::new();
    BufReader::new(desk.stdout.take().unwrap()).read_line(&mut told).unwrap();
    let address = told.split_once("http://").map_or("", |(_, address)| address.trim());
    let (host, path) = address.split_once('/').unwrap_or_else(|| panic!("no address in {told:?}"));
    let mut stream = TcpStream::connect(host).unwrap();
    let ask = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("HttpOnly"), "{answer}");
    Command::new("sh").args(["-c", &format!("kill -INT {}", desk.id())]).status().unwrap();
    let ended = Ran::from(desk.wait_with_output().unwrap()).code(0);
    assert_eq!(ended.stderr, "");
}

#[test]
fn a_desk_opens_with_a_token_and_closes_with_ctrl_c() {
    let one = folder();
    opens_and_closes(&["--data", one.path().to_str().unwrap(), "--example"]);
}

#[test]
fn so_does_one_on_postgresql() {
    let Some(server) = Server::start(Sync::Off) else { return };
    opens_and_closes(&["--database", &server.database()]);
}
