//! Work beside Python: other threads of Python run meanwhile, and Ctrl-C ends the wait.

use crate::failure::Failure;
use crosswire::Model;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How long Ctrl-C may wait.
const PATIENCE: Duration = Duration::from_millis(50);

/// As many threads as are asked for, or one for each processor. Each job has its own, since a process that Python forks has
/// none of those of its parent.
pub(crate) fn threads(number: Option<usize>) -> PyResult<ThreadPool> {
    ThreadPoolBuilder::new().num_threads(number.unwrap_or(0)).build().map_err(|e| {
        Failure::new(None, format!("cannot start the threads: {e}"), Some("a smaller number: threads=1"))
            .into()
    })
}

/// Whether somebody still waits for a job.
#[derive(Clone)]
pub(crate) struct Wanted(Arc<AtomicBool>);

impl Wanted {
    /// Ends the job where nobody does.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let wanted = self.0.load(Ordering::Relaxed);
        if wanted { Ok(()) } else { Err(Failure::new(None, "nobody waits for it", None)) }
    }
}

/// Runs a job in these threads and waits for it. Ctrl-C ends the wait at once, and the job where it next looks.
pub(crate) fn run<T: Send + 'static>(
    py: Python,
    pool: &ThreadPool,
    job: impl FnOnce(&Wanted) -> Result<T, Failure> + Send + 'static,
) -> PyResult<T> {
    let (sender, mut receiver) = sync_channel(1);
    let wanted = Wanted(Arc::new(AtomicBool::new(true)));
    let seen = wanted.clone();
    // A panic in a thread of the pool would end the process.
    pool.spawn(move || drop(sender.send(catch_unwind(AssertUnwindSafe(|| job(&seen))))));
    loop {
        let (back, next) = py.detach(move || {
            let next = receiver.recv_timeout(PATIENCE);
            (receiver, next)
        });
        receiver = back;
        match next {
            Ok(Ok(result)) => return result.map_err(PyErr::from),
            Ok(Err(panic)) => resume_unwind(panic),
            Err(RecvTimeoutError::Timeout) => {
                py.check_signals().inspect_err(|_| wanted.0.store(false, Ordering::Relaxed))?;
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("the threads ended before their work"));
            }
        }
    }
}

/// The language model, loaded once.
pub(crate) fn model() -> Result<&'static Model, Failure> {
    static MODEL: OnceLock<Model> = OnceLock::new();
    if let Some(model) = MODEL.get() {
        return Ok(model);
    }
    let model = Model::builtin().map_err(|e| Failure::new(None, e, Some("install crosswire again")))?;
    Ok(MODEL.get_or_init(|| model))
}
