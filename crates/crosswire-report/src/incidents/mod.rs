//! The story's main event as a row of an incident monitor's table.
//!
//! `event.rs` gathers what the ledger tells of it, `columns.rs` puts it under the names that a monitor publishes. What the
//! ledger does not tell stays empty: nothing is guessed, and nothing is looked up. The grade is a suggestion, with its why.

mod event;
mod columns;

use crate::tables::{Cell, Column, Kind, Meaning, Table, Type, write_csv, xlsx};
use crate::view::View;
use crate::words;
use crate::{Export, Style, Writer};
use std::io::{self, Write};

/// The forms in which an incident is written, under the names of the forms of a report.
pub const INCIDENTS: &[&Export] = &[&TERMINAL, &CSV, &JSON, &XLSX];

const TERMINAL: Export = Export {
    name: "terminal",
    aliases: &[],
    endings: &["txt"],
    help: "A line a column",
    writer: Writer::View(|view, style, out| lines(&Row::of(view), style, out)),
};

const CSV: Export = Export {
    name: "csv",
    aliases: &[],
    endings: &["csv"],
    help: "A table",
    writer: Writer::View(|view, _, out| write_csv(&Row::of(view), out)),
};

const JSON: Export = Export {
    name: "json",
    aliases: &[],
    endings: &["json"],
    help: "A list with an object a row",
    writer: Writer::View(|view, _, out| json(&Row::of(view), out)),
};

const XLSX: Export = Export {
    name: "xlsx",
    aliases: &[],
    endings: &["xlsx"],
    help: "A workbook of one sheet",
    writer: Writer::View(|view, _, out| {
        let table: Box<dyn Table> = Box::new(Row::of(view));
        out.write_all(&xlsx::workbook(&[table])?)
    }),
};

/// The table of a story: a row, or none where the articles make no claim.
struct Row {
    columns: Vec<Column>,
    cells: Option<Vec<Cell>>,
}

impl Row {
    fn of(view: &View) -> Row {
        let columns = columns::of(view.profile);
        let event = event::main(view);
        let meaning = Meaning::Own("As the monitor's codebook has it.");
        Row {
            cells: event.map(|event| columns.iter().map(|(_, cell)| cell(&event)).collect()),
            columns: columns
                .iter()
                .map(|(name, _)| Column { name, kind: Kind::Text, cells: Type::Text, meaning })
                .collect(),
        }
    }
}

impl Table for Row {
    fn name(&self) -> &'static str {
        "incidents"
    }

    fn meaning(&self) -> Meaning {
        Meaning::Own("The main event of a story.")
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn rows(&self) -> Box<dyn Iterator<Item = Vec<Cell>> + '_> {
        Box::new(self.cells.iter().cloned())
    }
}

/// A line a column, and at the end the columns that nothing is known of.
fn lines(row: &Row, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let Some(cells) = &row.cells else {
        return writeln!(out, "The articles make no claim, so there is no incident.");
    };
    let all = || row.columns.iter().map(|c| c.name).zip(cells);
    let widest = row.columns.iter().map(|c| c.name.len()).max().unwrap_or_default();
    let mut unknown = Vec::new();
    for (name, cell) in all() {
        let text = match cell {
            Cell::Empty => {
                unknown.push(name);
                continue;
            }
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => words::number(*number),
            Cell::Flag(flag) => flag.to_string(),
        };
        let room = style.width.saturating_sub(widest + 2).max(30);
        for (n, line) in words::wrapped(&text, room).into_iter().enumerate() {
            writeln!(out, "{:widest$}  {line}", if n == 0 { name } else { "" })?;
        }
    }
    if !unknown.is_empty() {
        writeln!(out)?;
        for line in words::wrapped(&format!("Not known: {}", unknown.join(", ")), style.width.max(30)) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// A list of objects whose fields stand in the order of the columns.
fn json(row: &Row, out: &mut dyn Write) -> io::Result<()> {
    let Some(cells) = &row.cells else { return writeln!(out, "[]") };
    writeln!(out, "[{{")?;
    for (n, (column, cell)) in row.columns.iter().zip(cells).enumerate() {
        let value = match cell {
            Cell::Empty => serde_json::Value::Null,
            Cell::Text(text) => text.as_str().into(),
            Cell::Number(number) => serde_json::to_value(number)?,
            Cell::Flag(flag) => (*flag).into(),
        };
        let comma = if n + 1 < cells.len() { "," } else { "" };
        writeln!(out, " {}: {value}{comma}", serde_json::Value::from(column.name))?;
    }
    writeln!(out, "}}]")
}
