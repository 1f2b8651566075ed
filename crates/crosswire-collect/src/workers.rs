//! Asks many addresses: each host by one thread, one address after the other, several hosts at once.

use crate::error::Result;
use crate::fetch::{Answer, Ask, Fetcher, Trouble};
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// Hosts that are asked at once.
const HOSTS: usize = 8;

/// What became of a job's address.
pub(crate) type Outcome = std::result::Result<Answer, Trouble>;

/// Asks what each job, beside its host, wants to be asked, and hands what came back to `done`, in the thread that called. An error of
/// `done` ends it.
pub(crate) fn ask_all<J: Send>(
    fetcher: &Fetcher,
    jobs: Vec<(String, J)>,
    ask: impl Fn(&J) -> &Ask + Sync,
    mut done: impl FnMut(J, Outcome) -> Result<()>,
) -> Result<()> {
    let queue = by_host(jobs);
    let ended = AtomicBool::new(false);
    // What waits to be written is held in memory: no more than this.
    let (sender, answers) = mpsc::sync_channel(HOSTS);
    let mut result = Ok(());
    thread::scope(|scope| {
        for _ in 0..HOSTS {
            let (sender, queue, ended, ask) = (sender.clone(), &queue, &ended, &ask);
            scope.spawn(move || {
                while let Some(host) = next(queue) {
                    for job in host {
                        if ended.load(Ordering::Relaxed) || fetcher.stopped() {
                            return;
                        }
                        let answer = fetcher.fetch(ask(&job));
                        if sender.send((job, answer)).is_err() {
                            return;
                        }
                    }
                }
            });
        }
        drop(sender);
        for (job, answer) in answers {
            if result.is_ok() {
                result = done(job, answer);
                ended.store(result.is_err(), Ordering::Relaxed);
            }
        }
    });
    result
}

/// The jobs of each host that no thread has taken.
type Queue<J> = Mutex<VecDeque<VecDeque<J>>>;

fn next<J>(queue: &Queue<J>) -> Option<VecDeque<J>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
}

/// Jobs by host, in the order of hosts.
fn by_host<J>(jobs: Vec<(String, J)>) -> Queue<J> {
    let mut hosts: BTreeMap<String, VecDeque<J>> = BTreeMap::new();
    for (host, job) in jobs {
        hosts.entry(host).or_default().push_back(job);
    }
    Mutex::new(hosts.into_values().collect())
}
