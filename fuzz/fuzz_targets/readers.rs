//! Any bytes through the reader of each kind of file. The first byte chooses the kind.

#![no_main]

use crosswire_sources::{Options, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let names = [
        "a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.mhtml", "a.eml", "a", "a.csv", "a.warc", "a.zip", "a.tar",
    ];
    let warned = read_bytes(names[usize::from(*kind) % names.len()], bytes, &Options::default());
    // What crosswire wrote itself is passed over with a warning, and is not skipped.
    assert!(!warned.value.is_empty() || !warned.warnings.is_empty(), "silently lost");
    for one in warned.value {
        assert!(one.text.is_char_boundary(one.body));
        assert!(!one.text[one.body..].trim().is_empty());
    }
    // A panic below is caught, so that a reader goes on; here it must not pass unseen.
    assert!(
        !warned.warnings.iter().any(|one| one.reason.starts_with("the page could not be read")),
        "a panic"
    );
});
