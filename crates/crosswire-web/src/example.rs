//! The example: an invented ferry, so that a desk can be tried before one has articles.

use crate::adding::add_files;
use crate::desk::{Desk, Error};
use crosswire_store::Act;
use jiff::Timestamp;

/// The articles of the example, which come with the program.
const FERRY: [(&str, &[u8]); 5] = [
    ("ardal-times.txt", include_bytes!("../../../examples/ferry/ardal-times.txt")),
    ("coast-courier.md", include_bytes!("../../../examples/ferry/coast-courier.md")),
    ("halvik-post.html", include_bytes!("../../../examples/ferry/halvik-post.html")),
    ("northern-line.json", include_bytes!("../../../examples/ferry/northern-line.json")),
    ("seaway-today.txt", include_bytes!("../../../examples/ferry/seaway-today.txt")),
];

/// Puts the example into a store that has no story. Fails where the store does.
pub fn fill(desk: &Desk) -> Result<(), Error> {
    if !desk.store.stories(true)?.is_empty() {
        return Ok(());
    }
    let by = "crosswire";
    let story = desk.store.create_story("The ferry at Halvik", Act::new(by, Timestamp::now()))?;
    add_files(desk, &story.id, by, &FERRY).map_err(|failure| Error::Example(failure.words))?;
    Ok(())
}
