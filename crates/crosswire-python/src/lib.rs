//! crosswire for Python: the functions of the command, over what Python has at hand. No logic of its own.
//!
//! In reading order: [`articles`] (what is read), [`job`] (work beside Python, which Ctrl-C ends), [`ledger`] (a story's ledger),
//! [`table`] (a noun of it, as Arrow), [`mod@read`], [`mod@annotate`], [`mod@statements`], [`mod@copies`] and [`mod@stories`] (a stream), [`rows`] (a data
//! frame that an engine has parted), [`failure`] (errors and warnings
//! as Python has them). `python/crosswire/` turns what is given into paths and JSON Lines, and `_native.pyi` has the types.

mod articles;
mod job;
mod ledger;
mod table;
mod read;
mod annotate;
mod statements;
mod copies;
mod stories;
mod rows;
mod failure;

use pyo3::pymodule;

/// What is written in Rust of the package `crosswire`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::annotate::{Annotations, annotate};
    #[pymodule_export]
    use super::articles::lines;
    #[pymodule_export]
    use super::copies::{copies, similarities};
    #[pymodule_export]
    use super::ledger::{Ledger, brief};
    #[pymodule_export]
    use super::read::read;
    #[pymodule_export]
    use super::rows::{annotations, documents, extract, sketches};
    #[pymodule_export]
    use super::statements::{figures, statements};
    #[pymodule_export]
    use super::stories::stories;
    #[pymodule_export]
    use super::table::Table;
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    #[pymodule_export]
    const COPY: f64 = crosswire_stories::COPY;
    #[pymodule_export]
    const MOST: usize = crosswire_stories::MOST;
}
