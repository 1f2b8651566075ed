//! The tables as the sheets of one workbook.

use super::{Cell, Kind, Table, tables};
use crate::{Export, Writer};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io;

pub(crate) const EXPORT: Export = Export {
    name: "xlsx",
    aliases: &[],
    endings: &["xlsx"],
    help: "A workbook with a sheet for each noun: articles, statements, figures, claims …",
    writer: Writer::View(|view, _, out| out.write_all(&workbook(&tables(view))?)),
};

/// As many UTF-16 units as a cell holds.
const LONGEST: usize = 32_767;

/// A workbook of these tables, the same bytes each time.
pub(crate) fn workbook(tables: &[Box<dyn Table + '_>]) -> io::Result<Vec<u8>> {
    let made = || {
        let mut workbook = Workbook::new();
        // It would be the hour at which it is made.
        let long_ago = ExcelDateTime::from_ymd(1980, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&long_ago));
        for table in tables {
            write(table.as_ref(), workbook.add_worksheet())?;
        }
        workbook.save_to_buffer()
    };
    made().map_err(|e: XlsxError| match e {
        XlsxError::RowColumnLimitError => io::Error::other(
            "a table has more rows than the 1,048,576 of a sheet; --format csv has no such limit",
        ),
        e => io::Error::other(e),
    })
}

fn write(table: &dyn Table, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (bold, day) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"));
    sheet.set_name(table.name())?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0u16..).zip(table.columns()) {
        sheet.write_string_with_format(0, at, column.name, &bold)?;
        // As wide as an id, a day, a line of a few words.
        let width = match column.kind {
            Kind::Key | Kind::KeyOf(_) | Kind::Of(_) => 15,
            Kind::Text => 36,
            Kind::Word | Kind::Number | Kind::Flag | Kind::Day => 12,
        };
        sheet.set_column_width(at, width.max(column.name.len() + 3) as f64)?;
    }
    let mut last = 0;
    for (at, row) in (1u32..).zip(table.rows()) {
        for ((column, of), cell) in (0u16..).zip(table.columns()).zip(row) {
            match cell {
                Cell::Empty => continue,
                Cell::Number(number) => sheet.write_number(at, column, number.get())?,
                Cell::Flag(flag) => sheet.write_boolean(at, column, flag)?,
                Cell::Text(text) => match ExcelDateTime::parse_from_str(&text) {
                    Ok(date) if of.kind == Kind::Day => {
                        sheet.write_datetime_with_format(at, column, date, &day)?
                    }
                    // A string is never read as a formula.
                    _ => sheet.write_string(at, column, fitting(&text))?,
                },
            };
        }
        last = at;
    }
    let columns = u16::try_from(table.columns().len()).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, columns.saturating_sub(1))?;
    Ok(())
}

/// As much of a text as a cell holds, with an ellipsis where something was left out, and nothing that XML forbids.
fn fitting(text: &str) -> String {
    let mut text = text.replace(['\u{fffe}', '\u{ffff}'], "");
    if text.encode_utf16().count() > LONGEST {
        let mut room = LONGEST - 1;
        let fits = |c: &char| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        };
        text = text.chars().take_while(fits).chain(['…']).collect();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{fitting, workbook};
    use crate::tables::codebook::of_nothing;

    #[test]
    fn a_ledger_of_no_article_has_a_workbook_with_heads() {
        let made = || of_nothing(|tables| workbook(tables).unwrap());
        assert!(made().starts_with(b"PK") && made() == made());
    }

    #[test]
    fn a_cell_holds_so_much_and_no_more() {
        let check = |text: &str, expect: &str| assert!(fitting(text) == expect);
        check("=1+1", "=1+1");
        check("a\u{ffff}b", "ab");
        check(&"a".repeat(32_767), &"a".repeat(32_767));
        check(&"a".repeat(32_768), &format!("{}…", "a".repeat(32_766)));
        // Two units each.
        check(&"😀".repeat(20_000), &format!("{}…", "😀".repeat(16_383)));
    }
}
