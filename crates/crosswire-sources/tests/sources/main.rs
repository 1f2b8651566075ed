//! Reading files: what is read as what, and that no input panics, hangs, or keeps another from being read.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod archives;
mod bad;
mod good;
mod random;
mod reader;

use crosswire::{Document, Warned};
use crosswire_sources::{Input, Options, read};
use std::path::Path;

/// A folder that is gone when this is dropped.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn write(folder: &Path, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn read_all(inputs: Vec<Input>) -> Warned<Vec<Document>> {
    read(inputs, &Options::default(), &|_| {})
}

/// What one file of this name and content gives.
fn read_one(name: &str, bytes: impl AsRef<[u8]>) -> Warned<Vec<Document>> {
    let folder = folder();
    write(folder.path(), name, bytes);
    read_all(vec![folder.path().join(name).into()])
}

/// A page with an article that any extractor finds.
fn page(head: &str, body: &str) -> String {
    let paragraph = "<p>The ferry Marigold ran aground off Port Ellery at dawn, the harbour master said on Tuesday, and \
                     all of the passengers were brought ashore by two fishing boats before noon.</p>";
    let other = "<p>The owners of the ship said that an inquiry had begun, and that the captain, who has sailed the strait \
                 for eleven years, would not comment until it was over.</p>";
    format!(
        "<!doctype html><html><head>{head}</head><body><article>{paragraph}{body}{other}</article></body></html>"
    )
}
