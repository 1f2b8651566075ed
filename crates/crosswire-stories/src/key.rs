//! Names an article with its content, so that one that comes twice is read once.

use crosswire::Document;
use sha2::{Digest, Sha256};

/// 16 bytes of a hash.
pub type Key = [u8; 16];

/// The name of an article: of what it is called, what was read for it, its title, its text and its day.
pub fn key(document: &Document) -> Key {
    let mut hash = Sha256::new();
    let published = document.published.map(|p| p.0.to_string()).unwrap_or_default();
    let title = document.title.as_deref().unwrap_or_default();
    for part in [&document.path, &document.sha256, title, &document.text, &published] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let mut key = Key::default();
    key.copy_from_slice(&hash.finalize()[..16]);
    key
}
