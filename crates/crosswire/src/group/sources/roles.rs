//! Words of roles, bodies and texts, from `data/roles.txt`, which says what each list is.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

#[derive(Default)]
struct Roles {
    titles: FxHashSet<&'static str>,
    bodies: FxHashSet<&'static str>,
    documents: FxHashSet<&'static str>,
    speakers: FxHashSet<&'static str>,
    parts: FxHashSet<&'static str>,
}

static ROLES: LazyLock<Roles> = LazyLock::new(|| {
    let mut roles = Roles::default();
    let mut section = "";
    for line in include_str!("../../../data/roles.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
            continue;
        }
        let list = match section {
            "title" => &mut roles.titles,
            "body" => &mut roles.bodies,
            "document" => &mut roles.documents,
            "speaker" => &mut roles.speakers,
            _ => &mut roles.parts,
        };
        list.extend(line.split_whitespace());
    }
    roles
});

/// Whether a word stands before a name and is no part of it: "President".
pub(crate) fn is_title(word: &str) -> bool {
    ROLES.titles.contains(word.to_lowercase().as_str())
}

/// Whether a word names a body: "ministry", "police".
pub(crate) fn is_body(word: &str) -> bool {
    ROLES.bodies.contains(word.to_lowercase().as_str())
}

/// Whether a word names a text: "report", "memo".
pub(super) fn is_document(word: &str) -> bool {
    ROLES.documents.contains(word.to_lowercase().as_str())
}

/// Whether one of this name speaks for a body: "spokeswoman", "official".
pub(crate) fn is_speaker(word: &str) -> bool {
    ROLES.speakers.contains(word.to_lowercase().as_str())
}

/// Whether a word goes with a body's noun: the "foreign" of "foreign ministry".
pub(super) fn is_part(word: &str) -> bool {
    ROLES.parts.contains(word.to_lowercase().as_str())
}
