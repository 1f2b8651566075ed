//! Connections that are lent out one at a time and used again.

use crate::error::Result;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// At most so many connections; whoever asks for one more waits.
pub(crate) struct Pool<C> {
    most: usize,
    state: Mutex<State<C>>,
    freed: Condvar,
}

struct State<C> {
    idle: Vec<C>,
    lent: usize,
}

impl<C> Pool<C> {
    pub(crate) fn new(most: usize) -> Pool<C> {
        Pool { most, state: Mutex::new(State { idle: Vec::new(), lent: 0 }), freed: Condvar::new() }
    }

    /// Lends an idle connection, or one that `open` makes. Fails where `open` does.
    pub(crate) fn lend(&self, open: impl FnOnce() -> Result<C>) -> Result<Lent<'_, C>> {
        let mut state = self.lock();
        while state.lent == self.most {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.lent += 1;
        let slot = Slot(self);
        let idle = state.idle.pop();
        drop(state);
        let fresh = idle.is_none();
        let connection = match idle {
            Some(connection) => connection,
            None => open()?,
        };
        Ok(Lent { connection, fresh, slot })
    }

    /// Takes out those that are not lent.
    pub(crate) fn drain(&self) -> Vec<C> {
        std::mem::take(&mut self.lock().idle)
    }

    fn lock(&self) -> MutexGuard<'_, State<C>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection on loan. It is closed at the end unless it was given back: after a panic or a lost connection nobody gets
/// it again.
pub(crate) struct Lent<'a, C> {
    pub(crate) connection: C,
    /// True if it was opened just now.
    pub(crate) fresh: bool,
    slot: Slot<'a, C>,
}

impl<C> Lent<'_, C> {
    /// Keeps it for the next one who asks.
    pub(crate) fn give_back(self) {
        let Lent { connection, slot, .. } = self;
        slot.0.lock().idle.push(connection);
    }
}

/// One of the connections that there may be.
struct Slot<'a, C>(&'a Pool<C>);

impl<C> Drop for Slot<'_, C> {
    fn drop(&mut self) {
        self.0.lock().lent -= 1;
        self.0.freed.notify_one();
    }
}
