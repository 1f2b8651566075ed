//! Content hashes, from which ids are made.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A letter and the first twelve hexadecimal digits of the SHA-256 of `parts`.
///
/// Each part is hashed with its length before it, so that `["ab", "c"]` and `["a", "bc"]` differ. Forty-eight bits keep
/// the chance of two alike among 100,000 parts below one in 50,000.
pub fn id(letter: char, parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut id = String::with_capacity(13);
    id.push(letter);
    put_hex(&hasher.finalize()[..6], &mut id);
    id
}

/// The SHA-256 of bytes, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    put_hex(&Sha256::digest(bytes), &mut hex);
    hex
}

fn put_hex(bytes: &[u8], out: &mut String) {
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn the_same_parts_give_the_same_id_and_others_another() {
        assert_eq!(id('a', &["ab", "c"]), id('a', &["ab", "c"]));
        assert_ne!(id('a', &["ab", "c"]), id('a', &["a", "bc"]));
        assert_eq!(id('x', &[]).len(), 13);
    }
}
