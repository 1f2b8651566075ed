//! crosswire for Python: the functions of the command, over what Python has at hand. No logic of its own.
//!
//! In reading order: [`articles`] (what is read), [`job`] (work beside Python, which Ctrl-C ends), [`ledger`] (a story's ledger),
//! [`table`] (a noun of it, as Arrow), [`annotate`], [`statements`] and [`stories`] (a stream), [`failure`] (errors and warnings
//! as Python has them). `python/crosswire/` turns what is given into paths and JSON Lines, and `_native.pyi` has the types.

mod articles;
mod job;
mod ledger;
mod table;
mod annotate;
mod statements;
mod stories;
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
    use super::ledger::{Ledger, brief};
    #[pymodule_export]
    use super::statements::statements;
    #[pymodule_export]
    use super::stories::stories;
    #[pymodule_export]
    use super::table::Table;
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
