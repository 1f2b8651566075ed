//! The ledger itself, `crosswire.ledger/1`, as `docs/ledger.schema.json` describes it.
//!
//! Each field is on a line of its own and so is each row of a list: a line that differs between two ledgers is a row that
//! differs, and a ledger is half as long as with a line for each value.

use crate::{Export, Writer};
use crosswire_model::Ledger;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// A profile adds nothing to it: a monitor's numbers are no part of what was reported.
pub(crate) const EXPORT: Export = Export {
    name: "json",
    aliases: &[],
    endings: &["json"],
    help: "The ledger, crosswire.ledger/1",
    writer: Writer::Ledger(write),
};

/// Writes it row by row, so that a large ledger is never in memory twice.
fn write(ledger: &Ledger, out: &mut dyn Write) -> io::Result<()> {
    ledger.serialize(&mut Serializer::with_formatter(&mut *out, Rows::default()))?;
    out.write_all(b"\n")
}

/// Breaks lines between the fields of the ledger and between the rows of its lists, and nowhere within a row.
#[derive(Default)]
struct Rows {
    /// Objects and arrays that are open.
    depth: usize,
    /// Whether the one that was opened last has a value.
    filled: bool,
}

impl Rows {
    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(bracket)
    }

    /// Closes an object or array, on a line of its own if its values have lines of their own.
    fn close<W: ?Sized + Write>(&mut self, out: &mut W, broken: bool, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.filled && broken {
            self.new_line(out)?;
        }
        self.filled = true;
        out.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&mut self, out: &mut W, first: bool, broken: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        self.filled = true;
        if broken { self.new_line(out) } else { Ok(()) }
    }

    fn new_line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b" "))
    }
}

/// The depth at which the fields of the ledger stand.
const FIELDS: usize = 1;
/// The depth at which the rows of its lists stand.
const ROWS: usize = 2;

impl Formatter for Rows {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, self.depth == ROWS, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first, self.depth == ROWS)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, self.depth == FIELDS, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first, self.depth == FIELDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_and_a_row_have_a_line_each() {
        let value = serde_json::json!({
            "a": [{"x": [1, 2], "y": {}}, {"x": [], "y": {"z": null}}],
            "b": [],
            "c": {"d": [{"e": 1}], "f": "g"},
        });
        let mut out = Vec::new();
        value.serialize(&mut Serializer::with_formatter(&mut out, Rows::default())).unwrap();
        let lines = [
            r#"{"#,
            r#" "a":["#,
            r#"  {"x":[1,2],"y":{}},"#,
            r#"  {"x":[],"y":{"z":null}}"#,
            r#" ],"#,
            r#" "b":[],"#,
            r#" "c":{"d":[{"e":1}],"f":"g"}"#,
            r#"}"#,
        ];
        assert_eq!(String::from_utf8(out).unwrap(), lines.join("\n"));
    }
}
