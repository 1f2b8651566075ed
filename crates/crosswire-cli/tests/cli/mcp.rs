//! `mcp`: the tools over standard input and output, without a library of the protocol. What the protocol's own libraries make of them
//! is tried in `clients/`.

use crate::{Ran, crosswire, ferry, folder};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

/// A server with its answers.
struct Tools {
    child: Child,
    answers: std::io::Lines<BufReader<std::process::ChildStdout>>,
    asked: u64,
}

impl Tools {
    fn open(options: &[&str]) -> Tools {
        let mut command = crosswire();
        command.arg("mcp").args(options).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut tools = Tools { child, answers, asked: 0 };
        let client = json!({"name": "test", "version": "1"});
        tools.ask(
            "initialize",
            json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}),
        );
        tools.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        tools
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{message}").unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let answer: Value = serde_json::from_str(&self.answers.next().unwrap().unwrap()).unwrap();
            if answer["id"] == id {
                return answer;
            }
        }
    }

    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({"name": tool, "arguments": arguments}))["result"].take()
    }

    /// The end of its input ends it.
    fn end(mut self) {
        drop(self.child.stdin.take());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn it_answers_and_ends_with_its_input() {
    let story = ferry();
    let mut tools = Tools::open(&["--root", story.to_str().unwrap()]);
    let listed = tools.ask("tools/list", json!({}));
    let names: Vec<&str> =
        listed["result"]["tools"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["brief", "compare", "copies", "disputes", "independence", "trace"]);
    let one = tools.call("brief", json!({"paths": ["."]}));
    assert_eq!(one["structuredContent"]["claims_by_support"]["echoed"], 13);
    // The same articles, named one by one and in another order, give the same answer.
    let files =
        ["seaway-today.txt", "northern-line.json", "halvik-post.html", "coast-courier.md", "ardal-times.txt"];
    assert!(tools.call("brief", json!({"paths": files})) == one);
    let wrong = tools.call("brief", json!({"paths": ["../ferry-none"]}));
    assert_eq!(wrong["isError"], true);
    tools.end();
}

#[test]
fn a_folder_or_a_token_that_is_none_is_an_error() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mcp = |args: &[&str]| Ran::of(crosswire().arg("mcp").args(args)).code(1);
    mcp(&["--root", &at("none")]).says(&["is no folder that can be read", "--root story/"]);
    mcp(&["--http", "0.0.0.0:0"]).says(&["other machines reach", "--http 127.0.0.1:4712"]);
    mcp(&["--token-file", &at("token")]).says(&["--http"]);
    std::fs::write(at("token"), "short\n").unwrap();
    mcp(&["--http", "127.0.0.1:0", "--token-file", &at("token")]).says(&["no token of 32"]);
    mcp(&["--http", "127.0.0.1:0", "--token-file", &at("none")]).says(&["cannot take the token"]);
}
