//! The ledger in the forms of other worlds: provenance, annotations, fact-checks, entities.
//!
//! Each says what its standard can say and leaves the rest out; `docs/exports.md` lists what is lost. In reading order: `names.rs`
//! (what things are called), `prov.rs` over `turtle.rs`, `annotations.rs`, `claimreview.rs`, `ftm.rs`.

pub(crate) mod names;
mod turtle;
pub(crate) mod prov;
pub(crate) mod annotations;
pub(crate) mod claimreview;
pub(crate) mod ftm;

use serde_json::{Map, Value};
use std::io::{self, Write};

/// An object of these fields; those without a value are left out.
fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let given = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(given.collect::<Map<_, _>>())
}

/// Some values as a list; nothing where there are none.
fn list(values: impl IntoIterator<Item = Value>) -> Option<Value> {
    let values: Vec<Value> = values.into_iter().collect();
    (!values.is_empty()).then_some(Value::Array(values))
}

/// Writes an object whose last field is a list, a line an item.
fn lines(
    head: &Value,
    list: &str,
    items: impl Iterator<Item = Value>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let head = head.to_string();
    let open = head.strip_suffix('}').unwrap_or(&head);
    write!(out, "{open}{}\"{list}\":[", if open == "{" { "" } else { "," })?;
    for (n, item) in items.enumerate() {
        write!(out, "{}\n{item}", if n > 0 { "," } else { "" })?;
    }
    writeln!(out, "\n]}}")
}
