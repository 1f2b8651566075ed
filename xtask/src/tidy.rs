//! Checks what no compiler checks.
//!
//! Each rule is a function from the repository's files to a list of complaints.

use crate::{Result, root};
use std::process::Command;

/// A file of the repository, by its path from the root; `text` is none for one that is not UTF-8.
struct File {
    path: String,
    bytes: usize,
    text: Option<String>,
}

/// What a rule finds wrong with the files, a line each.
type Rule = fn(&[File]) -> Vec<String>;

/// Runs every rule and prints every complaint.
pub(crate) fn run() -> Result {
    let files = files()?;
    let rules: [Rule; 6] =
        [first_line, crates_listed, forbidden_words, small_files, decisions, readme_commands];
    let complaints: Vec<String> = rules.iter().flat_map(|rule| rule(&files)).collect();
    if complaints.is_empty() {
        return Ok(());
    }
    Err(format!("tidy:\n  {}", complaints.join("\n  ")))
}

/// What git tracks or would track.
fn files() -> Result<Vec<File>> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root::root())
        .output()
        .map_err(|e| format!("cannot run git: {e}"))?;
    if !output.status.success() {
        return Err("git ls-files failed: tidy looks at what git tracks".to_owned());
    }
    let paths = String::from_utf8_lossy(&output.stdout);
    // A file that was deleted and not yet committed is still listed.
    let read = |path: &str| {
        let bytes = std::fs::read(root::at(path)).ok()?;
        Some(File { path: path.to_owned(), bytes: bytes.len(), text: String::from_utf8(bytes).ok() })
    };
    Ok(paths.split('\0').filter(|p| !p.is_empty()).filter_map(read).collect())
}

/// Every Rust file says in its first line what it is.
fn first_line(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|f| f.path.ends_with(".rs"))
        .filter(|f| f.text.as_deref().is_none_or(|t| !t.starts_with("//! ")))
        .map(|f| format!("{}: the first line is no `//!` line that says what the file is", f.path))
        .collect()
}

/// ARCHITECTURE.md names every crate.
fn crates_listed(files: &[File]) -> Vec<String> {
    let architecture = text_of(files, "ARCHITECTURE.md");
    files
        .iter()
        .filter_map(|f| f.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml"))
        .filter(|name| {
            !architecture.contains(&format!("`{name}`")) && !architecture.contains(&format!("crates/{name}"))
        })
        .map(|name| format!("ARCHITECTURE.md does not say what `{name}` is"))
        .collect()
}

/// No file names a place that only one machine has.
fn forbidden_words(files: &[File]) -> Vec<String> {
    // In two parts each, so that this file does not hold them.
    let words = [["/ho", "me/"], ["/ro", "ot/"], ["/wo", "rk/"], ["/tm", "p/target"]].map(|w| w.concat());
    let mut complaints = Vec::new();
    for file in files.iter().filter(|f| f.path != "Cargo.lock") {
        for (n, line) in file.text.as_deref().unwrap_or_default().lines().enumerate() {
            for word in words.iter().filter(|w| names_place(line, w)) {
                complaints.push(format!("{}:{}: `{word}` is a place on one machine only", file.path, n + 1));
            }
        }
    }
    complaints
}

/// Whether `place` begins a path in the line; `example.org/home/` is an address and no such path.
fn names_place(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(i, _)| {
        line[..i]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_' | '/' | '}'))
    })
}

/// The language model, and how many bytes it may have.
const MODEL: (&str, usize) = ("crates/crosswire-lang/model/english.bin", 16_000_000);

/// No file but the language model is over 1 MiB: git keeps every version for ever.
fn small_files(files: &[File]) -> Vec<String> {
    let most = |path: &str| if path == MODEL.0 { MODEL.1 } else { 1 << 20 };
    files
        .iter()
        .filter(|f| f.bytes > most(&f.path))
        .map(|f| format!("{}: {} bytes, over {}", f.path, f.bytes, most(&f.path)))
        .collect()
}

/// Decisions are numbered 01, 02, … without a hole or a number given twice.
fn decisions(files: &[File]) -> Vec<String> {
    let mut names: Vec<&str> = files
        .iter()
        .filter_map(|f| f.path.strip_prefix("docs/decisions/"))
        .filter(|name| name.ends_with(".md") && *name != "README.md")
        .collect();
    names.sort_unstable();
    names
        .iter()
        .enumerate()
        .filter(|(i, name)| !name.starts_with(&format!("{:02}-", i + 1)))
        .map(|(i, name)| format!("docs/decisions/{name}: expected number {:02}", i + 1))
        .take(1)
        .collect()
}

/// The `cargo xtask` and `crosswire` commands that the guides name exist.
fn readme_commands(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    for guide in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"] {
        for command in code_lines(text_of(files, guide)) {
            let words: Vec<&str> = command.split_whitespace().collect();
            let Some(at) = words.windows(2).position(|w| w == ["cargo", "xtask"]) else { continue };
            let task: Vec<&str> = words[at + 2..]
                .iter()
                .copied()
                .take_while(|w| w.starts_with(|c: char| c.is_ascii_lowercase()))
                .collect();
            if let Err(reason) = crate::knows(&task) {
                complaints.push(format!("{guide}: `{command}`: {reason}"));
            }
        }
    }
    complaints
}

/// The lines of fenced blocks, and what stands between backticks.
fn code_lines(markdown: &str) -> Vec<&str> {
    let (mut lines, mut fenced) = (Vec::new(), false);
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            lines.push(line.trim());
        } else {
            lines.extend(line.split('`').skip(1).step_by(2));
        }
    }
    lines
}

fn text_of<'a>(files: &'a [File], path: &str) -> &'a str {
    files.iter().find(|f| f.path == path).and_then(|f| f.text.as_deref()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), bytes: text.len(), text: Some(text.to_owned()) }
    }

    #[test]
    fn a_rust_file_without_a_first_line_is_named() {
        let files = [file("a.rs", "//! Says what it is.\n"), file("b.rs", "use std::fmt;\n")];
        assert_eq!(first_line(&files).len(), 1);
        assert!(first_line(&files)[0].starts_with("b.rs:"));
    }

    #[test]
    fn a_crate_that_the_architecture_does_not_name_is_named() {
        let files = [
            file("ARCHITECTURE.md", "## `crosswire-model`: the nouns"),
            file("crates/crosswire-model/Cargo.toml", ""),
            file("crates/crosswire-report/Cargo.toml", ""),
        ];
        assert_eq!(crates_listed(&files), ["ARCHITECTURE.md does not say what `crosswire-report` is"]);
    }

    #[test]
    fn a_hole_between_decisions_is_named() {
        let files = [file("docs/decisions/01-rust.md", ""), file("docs/decisions/03-html.md", "")];
        assert_eq!(decisions(&files), ["docs/decisions/03-html.md: expected number 02"]);
        assert!(decisions(&files[..1]).is_empty());
    }

    #[test]
    fn a_command_that_does_not_exist_is_named() {
        let files = [file(
            "README.md",
            "Run `cargo xtask eval stories --misses`, then\n```\ncargo xtask dance\n```\n",
        )];
        let complaints = readme_commands(&files);
        assert!(complaints.len() == 1 && complaints[0].contains("dance"), "{complaints:?}");
    }

    #[test]
    fn a_path_of_one_machine_is_told_from_an_address() {
        let home = ["/ho", "me/"].concat();
        assert!(names_place(&format!("see {home}jo/notes"), &home));
        assert!(!names_place(&format!("https://halvik-post.example{home}news"), &home));
    }
}
