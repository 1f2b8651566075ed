//! The JSON Schema of the ledger, made from the Rust types.

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
