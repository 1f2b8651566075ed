//! How good the answers are: [`stories`], [`titles`], [`versions`], [`grouping`], [`passages`], [`pairs`], [`independence`], [`extraction`], [`parse`], [`names`], [`attribution`], [`quantities`], [`times`],
//! [`coref`], [`reuse`] and [`reports`], with [`floors`] that they must not fall below. [`lines`] reads what they are measured on.

pub(crate) mod attribution;
pub(crate) mod coref;
pub(crate) mod extraction;
pub(crate) mod floors;
pub(crate) mod grouping;
pub(crate) mod independence;
pub(crate) mod lines;
pub(crate) mod names;
pub(crate) mod pairs;
pub(crate) mod passages;
pub(crate) mod parse;
pub(crate) mod quantities;
pub(crate) mod reports;
pub(crate) mod reuse;
pub(crate) mod stories;
pub(crate) mod times;
pub(crate) mod titles;
pub(crate) mod versions;

use crate::score::treebank::F1;
use std::path::Path;

/// A data file's name without its endings.
fn stem(file: &Path) -> String {
    file_name(file).split('.').next().unwrap_or_default().to_owned()
}

/// The name of a file, without its folders.
fn file_name(file: impl AsRef<Path>) -> String {
    file.as_ref().file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Prints a row for each score, in percent.
fn print<'a>(scores: impl Iterator<Item = (&'a str, &'a F1)>) {
    for (row, F1 { precision, recall, f1 }) in scores {
        println!("  {row:10} P {:6.2}  R {:6.2}  F1 {:6.2}", 100.0 * precision, 100.0 * recall, 100.0 * f1);
    }
}
