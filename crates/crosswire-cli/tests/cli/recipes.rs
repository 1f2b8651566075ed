//! The recipes of `docs/recipes.md` and `docs/r.md`: each block runs where its tool is there, and has something to say.

use crate::{brief, ferry, folder, root};
use std::process::Command;

/// The fenced blocks of a document that name a language, with it.
fn blocks(document: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    for block in document.split("\n```").skip(1).step_by(2) {
        let (language, code) = block.split_once('\n').unwrap();
        blocks.extend((!language.is_empty()).then_some((language, code)));
    }
    blocks
}

/// What runs code of a language, with the arguments before the code; and what tells that it is there.
fn tool(language: &str, code: &str) -> Vec<&'static str> {
    match language {
        "sh" => vec!["sh", "-ec"],
        "python" if code.contains("import pandas") => vec!["python3", "-c"],
        "python" => vec!["python3", "-c"],
        "r" => vec!["Rscript", "-e"],
        "sql" => vec!["duckdb", "-c"],
        other => panic!("a block of {other}, which no tool runs"),
    }
}

/// Whether a command ends well.
fn works(command: &[&str]) -> bool {
    Command::new(command[0]).args(&command[1..]).output().is_ok_and(|ran| ran.status.success())
}

/// The tool that a block needs and that is not there.
fn missing(language: &str, code: &str) -> Option<&'static str> {
    let (name, probe): (_, &[&str]) = match language {
        "sh" => ("jq", &["jq", "--version"]),
        "python" if code.contains("import pandas") => ("pandas", &["python3", "-c", "import pandas"]),
        "python" => ("python3", &["python3", "--version"]),
        "r" if code.contains("readr") => {
            ("readr and dplyr for R", &["Rscript", "-e", "library(readr); library(dplyr)"])
        }
        "r" => ("Rscript", &["Rscript", "--version"]),
        _ => ("duckdb", &["duckdb", "--version"]),
    };
    (!works(probe)).then_some(name)
}

#[test]
fn each_recipe_runs() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name).into_os_string();
    brief([ferry().into(), "-qo".into(), at("story.json")]).code(0);
    brief([ferry().into(), "--texts".into(), "-qo".into(), at("texts.json")]).code(0);
    brief([ferry().into(), "-qfcsv".into(), "-o".into(), at("tables")]).code(0);
    let document = |name: &str| std::fs::read_to_string(root().join("docs").join(name)).unwrap();
    let documents = [document("recipes.md"), document("r.md")];
    let blocks: Vec<_> = documents.iter().flat_map(|document| blocks(document)).collect();
    assert!(blocks.len() > 7, "{blocks:?}");
    for (language, code) in blocks {
        if let Some(tool) = missing(language, code) {
            println!("skipped: {tool} is not installed, so a recipe is not run");
            continue;
        }
        let tool = tool(language, code);
        let ran =
            Command::new(tool[0]).args(&tool[1..]).arg(code).current_dir(folder.path()).output().unwrap();
        let (said, error) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert!(ran.status.success() && said.lines().count() > 0, "{code}\n{said}\n{error}");
    }
}
