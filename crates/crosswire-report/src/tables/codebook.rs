//! What each column of each table means: as a table beside the others, and as a document.

use super::{Column, Kind, Meaning, Sheet, Table, tables};
use crate::view::View;
use crosswire_model::Ledger;
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A column as the codebook tells of it.
pub(crate) struct Entry {
    table: &'static str,
    column: &'static str,
    kind: String,
    meaning: String,
    values: String,
}

/// The codebook as a table.
pub(crate) fn table<'a>(tables: &[Box<dyn Table + 'a>]) -> Sheet<'a, Rc<Entry>> {
    let schema = schema();
    let entries = tables.iter().flat_map(|table| {
        let entry = |column: &Column| {
            Rc::new(Entry {
                table: table.name(),
                column: column.name,
                kind: kind(column.kind),
                meaning: column.meaning.words(&schema),
                values: values(column, &schema).iter().map(|(word, _)| *word).collect::<Vec<_>>().join("; "),
            })
        };
        table.columns().iter().map(entry).collect::<Vec<_>>()
    });
    let entries: Vec<Rc<Entry>> = entries.collect();
    Sheet::new("codebook", "Ledger", entries)
        .meaning("A column of another table.")
        .own(Kind::Key, "table", "The table.", |e: Rc<Entry>| e.table)
        .own(Kind::Key, "column", "The column.", |e| e.column)
        .own(Kind::Text, "type", "What its cells are, and whose key it is.", |e| e.kind.clone())
        .own(Kind::Text, "meaning", "What its cells mean.", |e| e.meaning.clone())
        .own(Kind::Text, "values", "The words that can stand in it, where they are few.", |e| {
            e.values.clone()
        })
}

/// The codebook as Markdown: `docs/codebook.md`.
pub fn markdown() -> String {
    of_nothing(describe)
}

fn describe(tables: &[Box<dyn Table + '_>]) -> String {
    let (mut out, schema) = (String::from(HEAD), schema());
    for table in tables {
        out += &format!("\n## {}\n\n{}\n\n", table.name(), table.meaning().words(&schema));
        out += "| column | type | meaning |\n|---|---|---|\n";
        for column in table.columns() {
            let values: Vec<String> =
                values(column, &schema)
                    .iter()
                    .map(|(word, meaning)| {
                        if meaning.is_empty() { format!("`{word}`") } else { format!("`{word}`: {meaning}") }
                    })
                    .collect();
            let values =
                if values.is_empty() { String::new() } else { format!("<br>{}", values.join("<br>")) };
            let meaning = column.meaning.words(&schema);
            out += &format!("| `{}` | {} | {meaning}{values} |\n", column.name, kind(column.kind));
        }
    }
    out
}

const HEAD: &str = "# Codebook

The tables that `crosswire brief story/ --format csv -o tables/` writes, a file each, and `-o story.xlsx`, a sheet each.
Written by `cargo xtask codebook` from the description of the tables and the types of `crosswire-model`, whose
[JSON Schema](ledger.schema.json) says the same.

An empty cell says that it is not known or does not apply. *key*: the columns that name a row, together. *→ table*: the key
of a row of that table. Positions are Unicode code points of the article's text, `[start, end)`. Texts stand on one line, with
control characters written out; in CSV one that a spreadsheet would take for a formula begins with an apostrophe, in a
workbook one of more than 32,767 characters ends with “…”.
";

/// What a kind is called.
fn kind(kind: Kind) -> String {
    match kind {
        Kind::Key => "key".to_owned(),
        Kind::KeyOf(table) => format!("key, → {table}"),
        Kind::Of(table) => format!("→ {table}"),
        Kind::Text => "text".to_owned(),
        Kind::Word => "word".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Flag => "true or false".to_owned(),
        Kind::Day => "day".to_owned(),
    }
}

/// The JSON Schema of the ledger.
fn schema() -> Value {
    schemars::schema_for!(Ledger).to_value()
}

impl Meaning {
    /// What is meant, on one line; nothing where the schema has no such place.
    fn words(self, schema: &Value) -> String {
        let text = match self {
            Meaning::Own(words) => Some(words),
            Meaning::Type(of) => first_paragraph(type_of(schema, of)),
            Meaning::Field(of, field) => first_paragraph(&type_of(schema, of)["properties"][field]),
            Meaning::Value(of, value) => options(type_of(schema, of))
                .into_iter()
                .find(|(word, _)| *word == value)
                .map(|(_, text)| text),
        };
        text.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|"))
            .unwrap_or_default()
    }
}

fn type_of<'s>(schema: &'s Value, name: &str) -> &'s Value {
    &schema["$defs"][name]
}

fn first_paragraph(schema: &Value) -> Option<&str> {
    schema["description"].as_str().and_then(|text| text.split("\n\n").next())
}

/// The words that can stand in a column of words, with what each means.
fn values<'s>(column: &Column, schema: &'s Value) -> Vec<(&'s str, &'s str)> {
    let (Kind::Word, Meaning::Field(of, field)) = (column.kind, column.meaning) else { return Vec::new() };
    let property = &type_of(schema, of)["properties"][field];
    // A field that may be absent is one of its type and null.
    let alternatives = property["anyOf"].as_array().into_iter().flatten();
    let mut names = alternatives.chain([property]).filter_map(|p| p["$ref"].as_str()?.rsplit('/').next());
    names.next().map(|name| options(type_of(schema, name))).unwrap_or_default()
}

fn options(schema: &Value) -> Vec<(&str, &str)> {
    let options = schema["oneOf"].as_array().into_iter().flatten();
    options
        .filter_map(|o| Some((o["const"].as_str()?, o["description"].as_str().unwrap_or_default())))
        .collect()
}

/// Does something with the tables of a ledger of no article, which are described as any are.
pub(super) fn of_nothing<T>(give: impl FnOnce(&[Box<dyn Table + '_>]) -> T) -> T {
    let (ledger, texts) = (Ledger::default(), BTreeMap::new());
    give(&tables(&View::new(&ledger, &texts, None)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Type;
    use std::collections::BTreeSet;

    #[test]
    fn every_table_and_every_column_has_a_meaning_and_a_name_of_its_own() {
        of_nothing(check);
    }

    fn check(tables: &[Box<dyn Table + '_>]) {
        let schema = schema();
        let names: BTreeSet<&str> = tables.iter().map(|t| t.name()).collect();
        assert_eq!(names.len(), tables.len());
        for table in tables {
            let name = table.name();
            assert!(!table.meaning().words(&schema).is_empty(), "{name} has no meaning");
            let columns: BTreeSet<&str> = table.columns().iter().map(|c| c.name).collect();
            assert_eq!(columns.len(), table.columns().len(), "{name} has a column twice");
            for column in table.columns() {
                let at = format!("{name}.{}", column.name);
                assert!(!column.meaning.words(&schema).is_empty(), "{at} has no meaning");
                let words = values(column, &schema);
                assert_eq!(words.is_empty(), column.kind != Kind::Word, "{at} {words:?}");
                let types: &[Type] = match column.kind {
                    Kind::Text | Kind::Word | Kind::Of(_) => &[Type::Text],
                    Kind::Number => &[Type::Integer, Type::Real],
                    Kind::Flag => &[Type::Flag],
                    Kind::Day => &[Type::Day],
                    // An id, or a number within another row.
                    Kind::Key | Kind::KeyOf(_) => &[Type::Text, Type::Integer],
                };
                assert!(types.contains(&column.cells), "{at} is of type {:?}", column.cells);
                if let Kind::Of(other) | Kind::KeyOf(other) = column.kind {
                    assert!(names.contains(other), "{at} is the key of no table");
                }
            }
        }
    }
}
