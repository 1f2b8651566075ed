//! Passwords, tokens, and how often one may try.

use crate::desk::lock;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long an invitation holds.
pub const INVITATION: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Characters that a password has at least.
pub const SHORTEST: usize = 12;
/// Bytes that a password has at most: more would only keep the desk busy.
const LONGEST: usize = 1_000;
/// Failures within [`WITHIN`] after which a name, and after which everybody, waits.
const FAILURES: usize = 10;
const FAILURES_OF_ALL: usize = 100;
const WITHIN: Duration = Duration::from_secs(600);
/// Names whose failures are kept at most.
const NAMES: usize = 10_000;

/// The hash of a password by argon2id, as the store keeps it; or what is wrong with the password.
pub fn hash_password(password: &str) -> Result<String, String> {
    if password.chars().count() < SHORTEST {
        return Err(format!("a password has {SHORTEST} characters or more; several words make a good one"));
    }
    if password.len() > LONGEST {
        return Err(format!("a password has {LONGEST} bytes at most"));
    }
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|e| e.to_string())?;
    Ok(hash.to_string())
}

/// Whether a password is that of a hash.
pub(crate) fn is_password(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    password.len() <= LONGEST && Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

/// A hash that no password has: looked at for names that do not exist, so that they take as long as others.
pub(crate) fn no_password() -> &'static str {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    HASH.get_or_init(|| random_token().ok().and_then(|token| hash_password(&token).ok()).unwrap_or_default())
}

/// 32 random bytes in hexadecimal: a token that cannot be guessed. Fails where the system gives no random numbers.
pub fn random_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// A password that is easy to read aloud: five groups of four characters. Fails where the system gives no random numbers.
pub fn random_password() -> Result<String, getrandom::Error> {
    // Without those that look alike.
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes)?;
    let letters: Vec<char> = bytes.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect();
    Ok(letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-"))
}

/// Compares two secrets in a time that does not tell where they differ.
pub fn is_same(a: &str, b: &str) -> bool {
    Sha256::digest(a) == Sha256::digest(b)
}

/// What a page's forms carry, so that no other page can send them.
pub(crate) fn csrf(cookie: &str) -> String {
    hex(&Sha256::digest(format!("crosswire form {cookie}"))[..16])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Logins that failed, by name.
#[derive(Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, Vec<Instant>>>);

impl Attempts {
    /// How long a name has to wait; none where it may try.
    pub(crate) fn wait(&self, name: &str, now: Instant) -> Option<Duration> {
        let mut failed = lock(&self.0);
        failed.retain(|_, times| {
            times.retain(|time| now.duration_since(*time) < WITHIN);
            !times.is_empty()
        });
        let all = failed.values().map(Vec::len).sum::<usize>();
        let own = failed.get(&key(name));
        let until = |times: &[Instant]| times.first().map(|t| WITHIN.saturating_sub(now.duration_since(*t)));
        if all >= FAILURES_OF_ALL {
            return Some(Duration::from_secs(60));
        }
        own.filter(|times| times.len() >= FAILURES).and_then(|times| until(times))
    }

    /// Notes that a login failed.
    pub(crate) fn failed(&self, name: &str, now: Instant) {
        let mut failed = lock(&self.0);
        if failed.len() < NAMES {
            failed.entry(key(name)).or_default().push(now);
        }
    }

    /// Notes that one succeeded.
    pub(crate) fn succeeded(&self, name: &str) {
        lock(&self.0).remove(&key(name));
    }
}

fn key(name: &str) -> String {
    name.chars().take(200).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_hashed_and_known_again() {
        let hash = hash_password("a ferry at the quay").unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(is_password("a ferry at the quay", &hash));
        assert!(!is_password("a ferry at the pier", &hash));
        assert!(!is_password("a ferry at the quay", "nonsense"));
        assert!(hash_password("short").is_err() && hash_password(&"x".repeat(2_000)).is_err());
        assert!(!is_password("", no_password()));
        assert_eq!(random_password().unwrap().len(), 24);
    }

    #[test]
    fn after_ten_failures_a_name_waits_and_others_do_not() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..9 {
            attempts.failed("Runa", now);
        }
        assert_eq!(attempts.wait("runa", now), None);
        attempts.failed("RUNA", now);
        assert!(attempts.wait("runa", now).is_some());
        assert_eq!(attempts.wait("Teodor", now), None);
        assert_eq!(attempts.wait("runa", now + WITHIN), None);
    }
}
