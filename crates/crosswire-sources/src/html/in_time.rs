//! The work for one page, bounded in time and kept from taking the others with it.

use super::{Error, Limits, Page};

/// Does the work for a page in a thread of its own, with the stack that it needs, and waits as long as is allowed. The work is given the
/// limits, and whether it takes too long by now.
#[cfg(not(target_family = "wasm"))]
pub(super) fn in_time(
    limits: &Limits,
    work: impl FnOnce(&Limits, &dyn Fn() -> bool) -> Result<Page, Error> + Send + 'static,
) -> Result<Page, Error> {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::mpsc::{RecvTimeoutError, sync_channel};

    let (send, receive) = sync_channel(1);
    let (begun, inner) = (std::time::Instant::now(), limits.clone());
    let guarded = move || {
        let is_late = || begun.elapsed() > inner.page_time;
        let page = catch_unwind(AssertUnwindSafe(|| work(&inner, &is_late)));
        // Nobody listens any more where time ran out.
        let _ = send.send(page.unwrap_or_else(|panic| Err(Error::Failed { why: message(&*panic) })));
    };
    let failed = |why: &str| Err(Error::Failed { why: why.to_owned() });
    match std::thread::Builder::new().name("page".into()).stack_size(STACK).spawn(guarded) {
        Err(error) => failed(&format!("no thread for it: {error}")),
        Ok(_) => match receive.recv_timeout(limits.page_time) {
            Ok(page) => page,
            Err(RecvTimeoutError::Timeout) => Err(Error::TooSlow { limit: limits.page_time }),
            Err(RecvTimeoutError::Disconnected) => failed("its thread ended early"),
        },
    }
}

/// A browser has neither threads nor a clock here, and a panic ends the whole engine: whoever calls begins it anew without the page.
#[cfg(target_family = "wasm")]
pub(super) fn in_time(
    limits: &Limits,
    work: impl FnOnce(&Limits, &dyn Fn() -> bool) -> Result<Page, Error>,
) -> Result<Page, Error> {
    work(limits, &|| false)
}

/// Stack of the thread that extracts: recursion over a tree of the default depth needs a fiftieth of it.
#[cfg(not(target_family = "wasm"))]
const STACK: usize = 256 << 20;

#[cfg(not(target_family = "wasm"))]
fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}
