//! The ledger itself, `crosswire.ledger/1`, as `docs/ledger.schema.json` describes it.

use crate::Export;

/// A profile adds nothing to it: a monitor's numbers are no part of what was reported.
pub(crate) const EXPORT: Export = Export {
    name: "json",
    aliases: &[],
    endings: &["json"],
    help: "The ledger, crosswire.ledger/1",
    write: |view, _| {
        let mut json = serde_json::to_vec_pretty(view.ledger).map_err(|e| e.to_string())?;
        json.push(b'\n');
        Ok(json)
    },
};
