//! The JSON Schema of the ledger and the codebook of its tables, made from the Rust types.

use crate::{Result, root};
use crosswire_model::Ledger;

/// Where it is kept.
pub(crate) const PATH: &str = "docs/ledger.schema.json";

/// Writes the schema, or checks that the file is up to date.
pub(crate) fn run(check: bool) -> Result {
    let schema = schemars::schema_for!(Ledger);
    let text = serde_json::to_string_pretty(&schema).map_err(|e| e.to_string())?;
    root::write_or_check(PATH, &(text + "\n"), check, "cargo xtask schema")
}

/// Where the codebook of the tables is kept.
const CODEBOOK: &str = "docs/codebook.md";

/// Writes the codebook of the tables, or checks that the file is up to date.
pub(crate) fn codebook(check: bool) -> Result {
    root::write_or_check(CODEBOOK, &crosswire_report::codebook(), check, "cargo xtask codebook")
}
