//! How often a host is asked: one request a second, or as seldom as it wants.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How soon a wait ends after Ctrl-C.
const LOOK: Duration = Duration::from_millis(50);

/// When each host may be asked next.
#[derive(Debug)]
pub(crate) struct Pace {
    /// The pause between two requests of one host.
    pause: Duration,
    hosts: Mutex<HashMap<String, Host>>,
    stop: Arc<AtomicBool>,
}

#[derive(Debug, Default)]
struct Host {
    next: Option<Instant>,
    /// What its robots.txt asks for.
    pause: Option<Duration>,
    /// It has said that it wants to be left alone until then.
    closed: Option<Instant>,
}

/// The collection is to end.
#[derive(Debug)]
pub(crate) struct Stopped;

impl Pace {
    pub(crate) fn new(pause: Duration, stop: Arc<AtomicBool>) -> Self {
        Pace { pause, hosts: Mutex::default(), stop }
    }

    /// Waits until the host may be asked. Each call takes a place in the row, also from several threads.
    pub(crate) fn wait(&self, host: &str) -> Result<(), Stopped> {
        let at = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            let host = hosts.entry(host.to_owned()).or_default();
            let at = host.next.map_or(Instant::now(), |next| next.max(Instant::now()));
            host.next = Some(at + host.pause.unwrap_or_default().max(self.pause));
            at
        };
        self.sleep(at.saturating_duration_since(Instant::now()))
    }

    /// Waits, unless the collection is to end.
    pub(crate) fn sleep(&self, time: Duration) -> Result<(), Stopped> {
        let end = Instant::now() + time;
        loop {
            if self.stopped() {
                return Err(Stopped);
            }
            match end.checked_duration_since(Instant::now()) {
                Some(left) if !left.is_zero() => thread::sleep(left.min(LOOK)),
                _ => return Ok(()),
            }
        }
    }

    pub(crate) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Heeds what the host's robots.txt asks for.
    pub(crate) fn slow_down(&self, host: &str, pause: Option<Duration>) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.entry(host.to_owned()).or_default().pause = pause;
    }

    /// The host wants to be left alone for so long.
    pub(crate) fn close(&self, host: &str, time: Duration) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.entry(host.to_owned()).or_default().closed = Some(Instant::now() + time);
    }

    /// For how long the host still wants to be left alone.
    pub(crate) fn closed(&self, host: &str) -> Option<Duration> {
        let hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.get(host)?.closed?.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_asked_once_in_a_while_and_others_do_not_wait_for_it() {
        let pace = Pace::new(Duration::from_millis(60), Arc::default());
        let begun = Instant::now();
        for _ in 0..3 {
            pace.wait("a").unwrap();
        }
        assert!(begun.elapsed() >= Duration::from_millis(120));
        pace.slow_down("b", Some(Duration::from_millis(100)));
        let begun = Instant::now();
        pace.wait("b").unwrap();
        assert!(begun.elapsed() < Duration::from_millis(50));
        pace.wait("b").unwrap();
        assert!(begun.elapsed() >= Duration::from_millis(100));
    }

    #[test]
    fn a_stop_ends_a_wait() {
        let stop = Arc::new(AtomicBool::new(false));
        let pace = Pace::new(Duration::from_secs(60), Arc::clone(&stop));
        pace.wait("a").unwrap();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            stop.store(true, Ordering::Relaxed);
        });
        let begun = Instant::now();
        assert!(pace.wait("a").is_err());
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}
