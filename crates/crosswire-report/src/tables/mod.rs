//! The ledger as tidy tables: a table a noun, a row a thing, ids to join them by.
//!
//! Each table is described once, in `nouns.rs`: its columns with their kind, their meaning and how a cell is read off. The
//! folder of CSV files, the workbook (`xlsx.rs`), the codebook (`codebook.rs`) and `docs/codebook.md` are all made from
//! that. What a column means is what `crosswire-model` says of the field, so that codebook and JSON Schema agree.

mod nouns;
pub(crate) mod codebook;
pub(crate) mod xlsx;

use crate::csv::inert;
use crate::view::View;
use crate::words;
use crosswire_model::Number;
use serde::Serialize;
use std::io::{self, Write};

/// Every table of a ledger, in the order in which they are told of; the last is the codebook of the others.
pub fn tables<'a>(view: &'a View<'a>) -> Vec<Box<dyn Table + 'a>> {
    let mut tables = nouns::all(view);
    tables.push(Box::new(codebook::table(&tables)));
    tables
}

/// The table of this name, but for the codebook.
pub fn table<'a>(view: &'a View<'a>, name: &str) -> Option<Box<dyn Table + 'a>> {
    nouns::all(view).into_iter().find(|table| table.name() == name)
}

/// The names of all tables, in their order.
pub fn table_names() -> Vec<&'static str> {
    codebook::of_nothing(|tables| tables.iter().map(|table| table.name()).collect())
}

/// A table: what it is called, its columns, its rows.
pub trait Table {
    /// Its name, which is that of its file and of its sheet.
    fn name(&self) -> &'static str;
    /// What a row of it is.
    fn meaning(&self) -> Meaning;
    /// What stands in each of its columns.
    fn columns(&self) -> &[Column];
    /// Its rows, each with a cell for each column.
    fn rows(&self) -> Box<dyn Iterator<Item = Vec<Cell>> + '_>;
}

/// Writes a table as CSV, with a head line. An error is that of `out`.
///
/// A text that a spreadsheet would take for a formula is given a leading apostrophe.
///
/// # Errors
///
/// Those of `out`.
pub fn write_csv(table: &dyn Table, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = ::csv::Writer::from_writer(out);
    csv.write_record(table.columns().iter().map(|c| c.name))?;
    for row in table.rows() {
        csv.write_record(row.iter().map(Cell::to_csv))?;
    }
    csv.flush()
}

/// A column: what it is called and what its cells are.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in the head.
    pub name: &'static str,
    /// What its cells are.
    pub kind: Kind,
    /// Of which type they are, where they are not empty.
    pub cells: Type,
    /// What they mean.
    pub meaning: Meaning,
}

/// What the cells of a column are. An empty cell of any kind says that it is not known or does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An id, or a number, that is the key of the row, or with other keys a part of it.
    Key,
    /// Part of the key that names a row of another table as well.
    KeyOf(&'static str),
    /// The key of a row of another table.
    Of(&'static str),
    /// Words.
    Text,
    /// One of a few words.
    Word,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
    /// A day as `2031-05-06`.
    Day,
}

/// Of which type the cells of a column are, for those whose columns have types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Words, as [`Cell::Text`].
    Text,
    /// A whole number, as [`Cell::Number`].
    Integer,
    /// A number, as [`Cell::Number`].
    Real,
    /// Whether it is so, as [`Cell::Flag`].
    Flag,
    /// A day as `2031-05-06`, as [`Cell::Text`].
    Day,
}

/// Where it is said what a column or a table means.
#[derive(Debug, Clone, Copy)]
pub enum Meaning {
    /// At a type of `crosswire-model`.
    Type(&'static str),
    /// At a field of such a type.
    Field(&'static str, &'static str),
    /// At a value of such a type.
    Value(&'static str, &'static str),
    /// Here.
    Own(&'static str),
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words, on one line.
    Text(String),
    /// A number.
    Number(Number),
    /// Whether it is so.
    Flag(bool),
}

impl Cell {
    fn to_csv(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => inert(text),
            Cell::Number(number) => words::plain_number(*number),
            Cell::Flag(flag) => flag.to_string(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        let line = words::one_line(text);
        if line.is_empty() { Cell::Empty } else { Cell::Text(line) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        text.as_str().into()
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        text.as_str().into()
    }
}

impl From<usize> for Cell {
    fn from(n: usize) -> Cell {
        (n as f64).into()
    }
}

impl From<f64> for Cell {
    fn from(n: f64) -> Cell {
        Number::new(n).into()
    }
}

impl From<Number> for Cell {
    fn from(number: Number) -> Cell {
        Cell::Number(number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Cell {
        Cell::Flag(flag)
    }
}

impl<C: Into<Cell>> From<Option<C>> for Cell {
    fn from(cell: Option<C>) -> Cell {
        cell.map_or(Cell::Empty, Into::into)
    }
}

/// What a cell is made of. The type is known before there is a value, so that a table without rows has types as well.
pub(crate) trait Value: Into<Cell> {
    /// The type of the cells that are made of it.
    const TYPE: Type = Type::Text;
}

impl Value for &str {}
impl Value for String {}
impl Value for &String {}

/// One that is put together by hand holds words.
impl Value for Cell {}

impl Value for usize {
    const TYPE: Type = Type::Integer;
}

impl Value for f64 {
    const TYPE: Type = Type::Real;
}

impl Value for Number {
    const TYPE: Type = Type::Real;
}

impl Value for bool {
    const TYPE: Type = Type::Flag;
}

impl<V: Value> Value for Option<V> {
    const TYPE: Type = V::TYPE;
}

/// The word that the JSON has for a value.
pub(crate) fn word(value: impl Serialize) -> Cell {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Cell::Text(word),
        _ => Cell::Empty,
    }
}

/// Several words in a cell.
pub(crate) fn joined<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    words.into_iter().map(|w| words::one_line(w.as_ref())).collect::<Vec<_>>().join("; ")
}

/// How a cell is read off a row.
type Get<'a, R> = Box<dyn Fn(R) -> Cell + 'a>;

/// A table whose cells are read off the parts of a ledger.
pub(crate) struct Sheet<'a, R> {
    name: &'static str,
    /// The type of `crosswire-model` that a row is.
    of: &'static str,
    meaning: Meaning,
    rows: Vec<R>,
    columns: Vec<Column>,
    gets: Vec<Get<'a, R>>,
}

impl<'a, R: Clone> Sheet<'a, R> {
    pub(crate) fn new(name: &'static str, of: &'static str, rows: impl IntoIterator<Item = R>) -> Self {
        let rows = rows.into_iter().collect();
        Sheet { name, of, meaning: Meaning::Type(of), rows, columns: Vec::new(), gets: Vec::new() }
    }

    /// Says what a row is, where no type does.
    pub(crate) fn meaning(self, words: &'static str) -> Self {
        Sheet { meaning: Meaning::Own(words), ..self }
    }

    /// A column that is a field of the rows' type, by its name.
    pub(crate) fn field<V: Value>(self, kind: Kind, name: &'static str, get: impl Fn(R) -> V + 'a) -> Self {
        let meaning = Meaning::Field(self.of, name);
        self.column(kind, name, meaning, get)
    }

    /// A column of which it is said here what it means.
    pub(crate) fn own<V: Value>(
        self,
        kind: Kind,
        name: &'static str,
        meaning: &'static str,
        get: impl Fn(R) -> V + 'a,
    ) -> Self {
        self.column(kind, name, Meaning::Own(meaning), get)
    }

    /// A column.
    pub(crate) fn column<V: Value>(
        mut self,
        kind: Kind,
        name: &'static str,
        meaning: Meaning,
        get: impl Fn(R) -> V + 'a,
    ) -> Self {
        let cells = if kind == Kind::Day { Type::Day } else { V::TYPE };
        self.columns.push(Column { name, kind, cells, meaning });
        self.gets.push(Box::new(move |row| get(row).into()));
        self
    }
}

impl<R: Clone> Table for Sheet<'_, R> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn meaning(&self) -> Meaning {
        self.meaning
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn rows(&self) -> Box<dyn Iterator<Item = Vec<Cell>> + '_> {
        Box::new(self.rows.iter().map(|row| self.gets.iter().map(|get| get(row.clone())).collect()))
    }
}
