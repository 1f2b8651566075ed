//! "It sank. — X (@x) June 29, 2018": a post of a social network, as articles embed it, with its writer behind a dash.

use super::{Found, NOT_HERE, Tried};
use crate::annotate::tree::Tree;
use crosswire_lang::{ByteRange, WordRange};

/// The longest name of a writer, in bytes.
const LONGEST: usize = 60;

/// The attribution of a paragraph that is a post. `block` is the paragraph's bytes.
pub(super) fn find(tree: &Tree, block: ByteRange) -> Tried {
    let text = tree.between(block);
    let handle = text.rfind("(@").ok_or(NOT_HERE)?;
    let dash = text[..handle].rfind(['—', '–']).ok_or("no dash stands before the handle")?;
    let name = ByteRange::new(block.start + dash + "—".len(), block.start + handle);
    // After the handle comes no more than a date.
    let date = text[handle..].split_once(')').map_or("", |(_, date)| date.trim());
    if name.len() > LONGEST || date.split_whitespace().count() > 6 {
        return Err("what stands around the handle is no writer and no date");
    }
    let link =
        |i: usize| ["http", "pic.twitter", "t.co"].iter().any(|start| tree.lower(i).starts_with(start));
    let mut said = tree.within(ByteRange::new(block.start, block.start + dash));
    while said.len() > 1 && (link(said.end - 1) || tree.is_mark(said.end - 1)) {
        said.end -= 1;
    }
    let writer = tree.within(name);
    if said.is_empty() || writer.is_empty() {
        return Err("nothing stands before the dash, or no name after it");
    }
    let mut found =
        Found::new(said.iter().collect(), WordRange::new(writer.start, writer.start), writer.start);
    found.source = Some(writer);
    found.posted = true;
    Ok(found)
}
