//! Tables with an article a row: CSV as Media Cloud and others give it, and as people keep it.
//!
//! Which column holds what is told by its name, which `data/columns.txt` lists. Commas, semicolons or tabs part columns.

use crate::format::{Format, Read as Way};
use crate::records::{self, Content, Fields, Item, Items, Record, Stream};
use crate::{Found, Options, decode};
use csv::{ByteRecord, ReaderBuilder};
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A table with a column of texts.
pub(crate) const FORMAT: Format =
    Format { endings: &["csv", "tsv"], looks_like: None, names_charset: false, read: Way::Records(rows) };

/// What the names of columns mean.
static NAMES: &str = include_str!("../data/columns.txt");

/// How the tables begin that crosswire writes.
static OWN: &str = include_str!("../data/own-tables.txt");

/// Fields of an article, in the order of [`Columns`].
const FIELDS: [&str; 9] = ["id", "url", "title", "outlet", "author", "published", "as_of", "text", "html"];
const TEXT: usize = 7;
const HTML: usize = 8;

/// Bytes of the line with the columns' names, at most.
const HEAD: u64 = 64 << 10;

/// Where in a row each field stands.
type Columns = [Option<usize>; FIELDS.len()];

/// The rows of a table.
fn rows(mut input: Stream, options: &Options) -> Items {
    let alone = |item: Item| -> Items { Box::new(std::iter::once(item)) };
    let mut first = Vec::new();
    let mut result = input.by_ref().take(HEAD).read_until(b'\n', &mut first);
    // Spreadsheets may say in a line of its own what parts columns.
    let told = first.strip_prefix(b"sep=").and_then(|rest| rest.first()).copied();
    if told.is_some() {
        first.clear();
        result = input.by_ref().take(HEAD).read_until(b'\n', &mut first);
    }
    if let Err(error) = result {
        return alone(Item::Stopped(format!("cannot be read: {error}")));
    }
    let names = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&first);
    let candidates = told.map_or(vec![b',', b';', b'\t'], |told| vec![told]);
    let columns = |separator: u8| {
        let mut reader = ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(names);
        let mut record = ByteRecord::new();
        // In memory, and as long as it is.
        let _ = reader.read_byte_record(&mut record);
        record.iter().map(|name| normal(&String::from_utf8_lossy(name))).collect::<Vec<_>>()
    };
    let known = |names: &[String]| columns_of(names).iter().flatten().count();
    let all = candidates.into_iter().rev().map(|separator| (separator, columns(separator)));
    // The comma where they are alike.
    let best = all.max_by_key(|(_, names)| (known(names), names.len()));
    let Some((separator, names)) = best else { return alone(Item::Stopped("holds no column".to_owned())) };
    let start = names[..names.len().min(4)].join(" ");
    if crate::entries(OWN).any(|own| own == start) {
        return alone(Item::Note("a table that crosswire wrote; it was passed over".to_owned()));
    }
    let columns = columns_of(&names);
    if columns[TEXT].or(columns[HTML]).is_none() {
        let some: Vec<&str> =
            names.iter().map(String::as_str).filter(|name| !name.is_empty()).take(8).collect();
        let hint = match columns[1] {
            Some(_) => "it has addresses, but no texts: fetch the pages and read them",
            None => "name the column with the articles' texts \"text\"",
        };
        let some = some.join(", ");
        // Among articles there are often other tables: of what was coded, of addresses.
        return alone(Item::Note(format!("not read: no column of texts among its columns ({some}); {hint}")));
    }
    let limit = options.limits.file_bytes as u64;
    let read = Arc::new(AtomicU64::new(0));
    let input = Bounded { input, read: read.clone(), limit };
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(Box::new(input) as Box<dyn Read + Send>);
    Box::new(Rows { reader, columns, read, stopped: false })
}

/// A column's name as the list has it.
fn normal(name: &str) -> String {
    let words = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

fn columns_of(names: &[String]) -> Columns {
    let mut columns: Columns = Default::default();
    for (place, field) in columns.iter_mut().zip(FIELDS) {
        let known = crate::entries(NAMES).find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        *place = known
            .unwrap_or_default()
            .split_whitespace()
            .find_map(|name| names.iter().position(|column| column == name));
    }
    columns
}

/// What refuses a row without end, as one is whose quotation mark is never closed.
struct Bounded {
    input: Stream,
    /// Bytes since the last row was begun.
    read: Arc<AtomicU64>,
    limit: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        if self.read.fetch_add(read as u64, Ordering::Relaxed) > self.limit {
            let why = format!(
                "a row is longer than the limit of {} bytes; is a quotation mark not closed?",
                self.limit
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        Ok(read)
    }
}

struct Rows {
    reader: csv::Reader<Box<dyn Read + Send>>,
    columns: Columns,
    read: Arc<AtomicU64>,
    stopped: bool,
}

impl Iterator for Rows {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.stopped {
            self.read.store(0, Ordering::Relaxed);
            // The line with the names comes before.
            let line = self.reader.position().line() + 1;
            let mut row = ByteRecord::new();
            match self.reader.read_byte_record(&mut row) {
                Ok(false) => return None,
                Ok(true) if row.iter().all(|field| field.trim_ascii().is_empty()) => {}
                Ok(true) => {
                    let columns = self.columns;
                    return Some(Item::Record(Record {
                        place: format!("line {line}"),
                        bytes: row.as_slice().len(),
                        read: Box::new(move |options| article(&row, &columns, options)),
                    }));
                }
                Err(error) => {
                    self.stopped = true;
                    return Some(Item::Stopped(format!("reading stopped at line {line}: {error}")));
                }
            }
        }
        None
    }
}

/// The article of a row.
fn article(row: &ByteRecord, columns: &Columns, options: &Options) -> Result<records::Named, String> {
    let mut found = Found::default();
    let encoding = decode::of_record(row.as_slice());
    if encoding != encoding_rs::UTF_8 {
        found.warn("", format!("not UTF-8: read as {} by guess", encoding.name()), false);
    }
    let mut fields = columns.map(|column| {
        let value = encoding.decode_without_bom_handling(row.get(column?)?.trim_ascii()).0;
        Some(value.into_owned()).filter(|value| !value.trim().is_empty())
    });
    let content = match (fields[TEXT].take(), fields[HTML].take()) {
        (Some(text), _) => Content::Text(text),
        (None, Some(html)) => Content::Html(html),
        (None, None) => return Err("its text is empty".to_owned()),
    };
    let [id, url, title, outlet, author, published, as_of, _, _] = fields;
    let bytes = row.iter().fold(Vec::new(), |mut all, field| {
        all.extend_from_slice(field);
        all.push(0x1f);
        all
    });
    Fields { id, url, title, outlet, author, published, as_of, content }.document(&bytes, "", found, options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// The outlets, days and texts that a table gives, and what is said of the rest.
    fn check(table: &str, expect: &str) {
        let items = rows(Box::new(Cursor::new(table.to_owned().into_bytes())), &Options::default());
        let found = records::all("t.csv", items, 100, &Options::default());
        let texts = found.texts.iter().map(|one| {
            let one = &one.document;
            let day = one.published.map_or_else(|| "-".to_owned(), |(day, _)| day.to_string());
            format!("{} {day} {}", one.outlet.as_deref().unwrap_or("-"), one.text)
        });
        let said = found.warnings.iter().map(|one| format!("! {}", one.reason));
        assert_eq!(texts.chain(said).collect::<Vec<_>>().join("\n"), expect);
    }

    #[test]
    fn tables_as_they_come() {
        check(
            "id,publish_date,title,url,language,media_name,media_url,story_text\n\
             7,2031-03-05 08:00:00,Aground,https://post.example/a,en,Halvik Post,https://post.example,\"It sank, she said.\n\nAll\"\"s well.\"\n",
            "Halvik Post 2031-03-05 It sank, she said.\n\nAll\"s well.",
        );
        check("\u{feff}Titel;Source;Full Text\nA;Post;It sank, all of it.\n\n", "Post - It sank, all of it.");
        check("sep=;\nsource;text\nPost;One.\n", "Post - One.");
        check("Publication\tBody\nPost\tOne; two, three.\n", "Post - One; two, three.");
        check("text\nOne.\n", "- - One.");
        check("text,title\nOne.\n,Two\nThree.,a,b,c\n", "- - One.\n- - Three.\n! line 3: its text is empty");
    }

    #[test]
    fn tables_without_texts() {
        check(
            "stories_id,title,url\n1,a,https://a.example\n",
            "! not read: no column of texts among its columns (stories_id, title, url); it has addresses, but no texts: fetch the pages and \
             read them",
        );
        check(
            "a;b\n1;2\n",
            "! not read: no column of texts among its columns (a, b); name the column with the articles' texts \"text\"",
        );
    }

    #[test]
    fn tables_that_crosswire_wrote() {
        check(
            "claim,text,title,support\nc1,It sank.,It sank.,single\n",
            "! a table that crosswire wrote; it was passed over",
        );
        let own: Vec<&str> = crate::entries(OWN).collect();
        let codebook = include_str!("../../../docs/codebook.md");
        for table in codebook.split("\n## ").skip(1) {
            let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
            let first: Vec<&str> = rows.take(4).collect();
            assert!(
                first.len() < 2 || own.contains(&&*first.join(" ")),
                "{first:?} is missing in data/own-tables.txt"
            );
        }
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed() {
        let options = Options {
            limits: crate::Limits { file_bytes: 100_000, ..Default::default() },
            ..Options::default()
        };
        let table = format!("text\nOne.\n\"{}", "x".repeat(1 << 20));
        let items = rows(Box::new(Cursor::new(table.into_bytes())), &options);
        let found = records::all("t.csv", items, 100, &options);
        assert_eq!((found.texts.len(), found.warnings.len()), (1, 1));
        assert!(found.warnings[0].reason.contains("is a quotation mark not closed?"), "{:?}", found.warnings);
    }
}
