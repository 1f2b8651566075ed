//! Turtle, a statement a line: what is said of one thing stands together.

use std::fmt::Write as _;
use std::io::{self, Write};

/// What a property has: another thing, a word of a vocabulary, or a value.
pub(super) enum Object<'a> {
    /// A thing by its name.
    Thing(&'a str),
    /// A word of a vocabulary, with its prefix.
    Word(&'a str),
    /// A text.
    Text(&'a str),
    /// A value of this type, with its prefix.
    Typed(&'a str, &'a str),
}

/// What is said of one thing.
pub(super) struct Thing {
    text: String,
}

impl Thing {
    /// Begins with a thing and its classes.
    pub(super) fn new(name: &str, classes: &[&str]) -> Thing {
        Thing { text: format!("<{name}> a {}", classes.join(", ")) }
    }

    /// Says something of it.
    pub(super) fn with(mut self, property: &str, object: Object) -> Thing {
        // A string takes what is written to it.
        let _ = match object {
            Object::Thing(name) => write!(self.text, " ;\n  {property} <{name}>"),
            Object::Word(word) => write!(self.text, " ;\n  {property} {word}"),
            Object::Text(text) => write!(self.text, " ;\n  {property} {}", quoted(text)),
            Object::Typed(text, kind) => write!(self.text, " ;\n  {property} {}^^{kind}", quoted(text)),
        };
        self
    }

    /// Says something of it where it is known.
    pub(super) fn with_some<T>(
        self,
        property: &str,
        value: Option<T>,
        object: impl FnOnce(&T) -> Object<'_>,
    ) -> Thing {
        match &value {
            Some(value) => self.with(property, object(value)),
            None => self,
        }
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{} .\n", self.text)
    }
}

/// A text between quotation marks.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // A string takes what is written to it.
            c if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_ends_where_it_ends() {
        assert_eq!(quoted("a\"b\\c\nd\u{1}"), r#""a\"b\\c\nd\u0001""#);
    }
}
