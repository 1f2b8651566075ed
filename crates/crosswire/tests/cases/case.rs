//! The format of a case file: Markdown with fenced blocks.

use crate::found::Found;
use crate::render::render;
use crosswire::Document;
use crosswire_model::Basis;
use std::path::PathBuf;

/// A Markdown file of cases, by line.
pub(crate) struct CaseFile {
    pub(crate) path: PathBuf,
    /// Its path below `cases/`.
    pub(crate) name: String,
    lines: Vec<String>,
    pub(crate) cases: Vec<Case>,
}

/// A `## ` heading with its articles and what is expected of them.
pub(crate) struct Case {
    pub(crate) heading: String,
    pub(crate) documents: Vec<Document>,
    pub(crate) expectations: Vec<Expectation>,
}

/// A block whose info string names what it lists.
pub(crate) struct Expectation {
    pub(crate) about: String,
    /// One-based line of its opening fence.
    pub(crate) line: usize,
    /// What stands between its fences.
    pub(crate) expected: Vec<String>,
}

impl CaseFile {
    /// Reads a file; an error says which line is wrong and why.
    pub(crate) fn parse(path: PathBuf, name: String, source: &str) -> Result<Self, String> {
        let lines: Vec<String> = source.lines().map(str::to_owned).collect();
        let mut cases: Vec<Case> = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let line = &lines[at];
            if let Some(heading) = line.strip_prefix("## ") {
                if cases.iter().any(|c| c.heading == heading) {
                    return Err(format!("line {}: a second case “{heading}”", at + 1));
                }
                cases.push(Case {
                    heading: heading.to_owned(),
                    documents: Vec::new(),
                    expectations: Vec::new(),
                });
            }
            let Some(info) = line.strip_prefix("```") else {
                at += 1;
                continue;
            };
            let close = (at + 1..lines.len())
                .find(|&i| lines[i] == "```")
                .ok_or(format!("line {}: the block is never closed", at + 1))?;
            let case = cases.last_mut().ok_or(format!("line {}: a block before any ## heading", at + 1))?;
            let (kind, settings) = info.split_once(' ').unwrap_or((info, ""));
            if kind == "article" {
                let text = lines[at + 1..close].join("\n");
                let number = case.documents.len() + 1;
                case.documents
                    .push(document(number, settings, text).map_err(|e| format!("line {}: {e}", at + 1))?);
            } else {
                case.expectations.push(Expectation {
                    about: kind.to_owned(),
                    line: at + 1,
                    expected: lines[at + 1..close].to_vec(),
                });
            }
            at = close + 1;
        }
        match cases.iter().find(|c| c.documents.is_empty() || c.expectations.is_empty()) {
            Some(case) => Err(format!("“{}” needs an article and an expectation", case.heading)),
            None => Ok(CaseFile { path, name, lines, cases }),
        }
    }

    /// Puts what is found in place of what each block expects, in the cases whose test's name is chosen; true if that
    /// changed anything.
    pub(crate) fn update(&mut self, chosen: impl Fn(&str) -> bool) -> bool {
        let mut changed = false;
        // From the last block to the first, so that the lines before stay where they are.
        for case in self.cases.iter_mut().rev() {
            if !chosen(&format!("{}: {}", self.name, case.heading)) {
                continue;
            }
            let found = Found::new(&case.documents);
            for block in case.expectations.iter_mut().rev() {
                let Some(actual) = render(&block.about, &found) else { continue };
                if block.expected != actual {
                    self.lines.splice(block.line..block.line + block.expected.len(), actual.clone());
                    block.expected = actual;
                    changed = true;
                }
            }
        }
        changed
    }

    /// The file as it is to be written.
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }
}

/// An article block: `published=2031-03-04 outlet="The Halvik Post" path=a.txt`.
fn document(number: usize, settings: &str, text: String) -> Result<Document, String> {
    let mut document = Document {
        path: format!("{number}.txt"),
        sha256: crosswire::hash::id('s', &[&text]),
        text,
        ..Document::default()
    };
    let mut rest = settings.trim();
    while !rest.is_empty() {
        let (key, tail) = rest.split_once('=').ok_or(format!("{rest:?} is no key=value"))?;
        let (value, tail) = match tail.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or(format!("{tail:?} lacks its closing quote"))?,
            None => tail.split_once(' ').unwrap_or((tail, "")),
        };
        match key {
            "published" => {
                let date = value.parse().map_err(|_| format!("{value:?} is no date"))?;
                document.published = Some((date, Basis::Metadata));
            }
            "outlet" => document.outlet = Some(value.to_owned()),
            "title" => document.title = Some(value.to_owned()),
            "url" => document.url = Some(value.to_owned()),
            "path" => value.clone_into(&mut document.path),
            _ => return Err(format!("{key:?} is no setting of an article")),
        }
        rest = tail.trim_start();
    }
    Ok(document)
}
