//! The ledger itself, `crosswire.ledger/1`, as `docs/ledger.schema.json` describes it.
//!
//! Each field is on a line of its own and so is each row of a list: a line that differs between two ledgers is a row that
//! differs, and a ledger is half as long as with a line for each value.

use crate::view::View;
use crate::{Export, Writer};
use crosswire_model::{ArticleId, Ledger, Span};
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

/// The same with the words of every span as its `text`, and the text of each article.
pub(crate) const WITH_TEXTS: Export = Export {
    help: "The ledger, with the words of every passage",
    writer: Writer::View(|view, _, out| {
        write_rows(view.ledger, Rows { words: Some(Words::of(view)), ..Rows::default() }, out)
    }),
    ..EXPORT
};

fn write(ledger: &Ledger, out: &mut dyn Write) -> io::Result<()> {
    write_rows(ledger, Rows::default(), out)
}

/// Writes it row by row, so that a large ledger is never in memory twice.
fn write_rows(ledger: &Ledger, rows: Rows, out: &mut dyn Write) -> io::Result<()> {
    ledger.serialize(&mut Serializer::with_formatter(&mut *out, rows))?;
    out.write_all(b"\n")
}

/// Breaks lines between the fields of the ledger and between the rows of its lists, and nowhere within a row.
#[derive(Default)]
struct Rows<'a> {
    /// Objects and arrays that are open.
    depth: usize,
    /// Whether the one that was opened last has a value.
    filled: bool,
    /// What adds the words of spans, where they are asked for.
    words: Option<Words<'a>>,
}

impl Rows<'_> {
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

impl Formatter for Rows<'_> {
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
        if let Some(words) = &mut self.words {
            words.open.push(Object::default());
        }
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if let Some(text) = self.words.as_mut().and_then(Words::close) {
            out.write_all(b",\"text\":")?;
            serde_json::to_writer(&mut *out, text)?;
        }
        self.close(out, self.depth == FIELDS, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if let Some(words) = &mut self.words {
            words.string.clear();
        }
        self.next(out, first, self.depth == FIELDS)
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.words.iter_mut().for_each(Words::key);
        Ok(())
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.words.iter_mut().for_each(Words::value);
        Ok(())
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if let Some(words) = &mut self.words {
            words.string.clear();
        }
        out.write_all(b"\"")
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if let Some(words) = &mut self.words {
            words.string.push_str(fragment);
        }
        out.write_all(fragment.as_bytes())
    }

    fn write_u64<W: ?Sized + Write>(&mut self, out: &mut W, value: u64) -> io::Result<()> {
        if let Some(words) = &mut self.words {
            words.number = usize::try_from(value).unwrap_or(usize::MAX);
        }
        write!(out, "{value}")
    }
}

/// Knows of every object that is being written where it stands, so that its words can be put behind its fields.
///
/// This reads the fields as they go by, so that a span has its words wherever the ledger has a span, and none of its types
/// carries words about that are only asked for here.
struct Words<'a> {
    view: &'a View<'a>,
    /// The objects that are open, the outermost first.
    open: Vec<Object>,
    /// The string and the number that were written last.
    string: String,
    number: usize,
}

/// What is known of an object.
#[derive(Default)]
struct Object {
    key: String,
    id: String,
    article: Option<String>,
    sha256: bool,
    start: Option<usize>,
    end: Option<usize>,
    text: bool,
}

impl<'a> Words<'a> {
    fn of(view: &'a View<'a>) -> Self {
        Words { view, open: Vec::new(), string: String::new(), number: 0 }
    }

    fn key(&mut self) {
        if let Some(object) = self.open.last_mut() {
            object.key.clone_from(&self.string);
        }
    }

    /// A field of the innermost object was written.
    fn value(&mut self) {
        let (string, number) = (&self.string, self.number);
        let Some(object) = self.open.last_mut() else { return };
        match object.key.as_str() {
            "article" => object.article = Some(string.clone()),
            "id" => object.id.clone_from(string),
            "start" => object.start = Some(number),
            "end" => object.end = Some(number),
            "text" => object.text = true,
            // An article's own row; what is below it stands in it.
            "sha256" => object.sha256 = true,
            _ => {}
        }
    }

    /// The innermost object ends; gives back the words that it is to have.
    fn close(&mut self) -> Option<&'a str> {
        let object = self.open.pop()?;
        if object.text {
            return None;
        }
        let whole = object.sha256.then_some(&object.id);
        let around = || self.open.iter().rev();
        let article = object.article.as_ref().or_else(|| around().find_map(|o| o.article.as_ref()));
        // A span in the row of an article stands in that.
        let of = whole.or(article).or_else(|| around().map(|o| &o.id).find(|id| !id.is_empty()))?;
        let text = self.view.texts[self.view.article(&ArticleId(of.clone()))?].as_ref()?;
        match (whole, object.start, object.end) {
            (Some(_), ..) => Some(text.slice(Span { start: 0, end: text.len() })),
            (None, Some(start), Some(end)) => Some(text.slice(Span { start, end })),
            _ => None,
        }
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
