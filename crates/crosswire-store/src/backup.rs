//! A backup: everything in one file, the same whichever database wrote it.
//!
//! The file is a ZIP archive: `tables/NAME.jsonl` has a line for each row, `originals/SHA256` the bytes of an article, and
//! `manifest.json` how many rows there are and the SHA-256 of each table. Sessions are left out: one that was revoked after the
//! backup would come back with it.

use crate::articles::{pack, unpack};
use crate::audit::{Act, Audited, verify};
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::migrations;
use crate::open::Store;
use crate::sql::{Row, Tx, Value, values};
use crate::stories::StoryId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// When it was made.
    pub made_at: Timestamp,
    /// How many rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// How many files of articles.
    pub originals: u64,
    /// The hash of the audit log's last row; see [`crate::audit`]. Kept elsewhere, it shows whether rows were cut off.
    pub audit: Digest,
}

/// The form's name.
const FORMAT: &str = "crosswire.backup/1";

#[derive(Serialize, Deserialize)]
struct Manifest {
    format: String,
    schema: u32,
    made_at: Timestamp,
    audit: String,
    originals: u64,
    tables: BTreeMap<String, Counted>,
}

#[derive(Serialize, Deserialize)]
struct Counted {
    rows: u64,
    sha256: String,
}

/// A table, in the order in which a backup is restored: what a row refers to comes before it.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    order: &'static str,
}

const TABLES: &[Table] = &[
    Table {
        name: "stories",
        columns: &["id", "title", "created_by", "created_at", "archived", "revision"],
        order: "id",
    },
    Table {
        name: "articles",
        columns: &[
            "story",
            "sha256",
            "revision",
            "name",
            "outlet",
            "url",
            "published",
            "added_by",
            "added_at",
        ],
        order: "story, revision",
    },
    Table { name: TEXTS, columns: &["n", "story", "sha256", "title", "body"], order: "n" },
    Table {
        name: "decisions",
        columns: &["story", "seq", "revision", "id", "body", "kept_by", "kept_at"],
        order: "story, seq",
    },
    Table {
        name: "users",
        columns: &["folded", "name", "role", "password", "disabled", "created_by", "created_at"],
        order: "folded",
    },
    Table {
        name: "invitations",
        columns: &["token", "role", "created_by", "created_at", "expires_at", "used_by", "used_at"],
        order: "token",
    },
    Table { name: "seen", columns: &["viewer", "story", "revision"], order: "viewer, story" },
    Table {
        name: "audit",
        columns: &["seq", "at", "who", "what", "details", "previous", "hash"],
        order: "seq",
    },
];

/// The table whose rows are indexed as well.
const TEXTS: &str = "texts";

impl Store {
    /// Writes everything into one file, as it is at one moment; others may go on working. The file stands under its name only
    /// when it is whole, and then replaces one of that name. It holds passwords' hashes: only its owner may read it.
    ///
    /// Fails where the store cannot be read or is damaged, and where the file cannot be written.
    pub fn backup(&self, file: &Path, at: Timestamp) -> Result<Backup> {
        let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let failed = |e: std::io::Error| Error::file(file, e);
        let part = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let mut archive = ZipWriter::new(BufWriter::new(part.as_file()));
        let manifest = self.read(|tx| write(tx, &mut archive, file, at))?;
        let written = archive.finish().map_err(|e| zip_error(file, e))?;
        written.into_inner().map_err(|e| failed(e.into_error()))?.sync_all().map_err(failed)?;
        part.persist(file).map_err(|e| failed(e.error))?;
        // The name is as lasting as the bytes only when the folder is written as well.
        #[cfg(unix)]
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        manifest.told(file)
    }

    /// Fills an empty store from a backup, all of it or nothing, whichever database wrote it. Every table and every file is
    /// compared with its SHA-256, and the audit log with itself; it goes on with a row that says so.
    ///
    /// Fails where the store is not empty, where the file cannot be read or is no backup, and where anything in it is not as
    /// it was written.
    pub fn restore(&self, file: &Path, act: Act<'_>) -> Result<Backup> {
        let opened = File::open(file).map_err(|e| Error::file(file, e))?;
        let mut archive = ZipArchive::new(BufReader::new(opened)).map_err(|e| zip_error(file, e))?;
        let manifest = manifest(&mut archive, file)?;
        self.write(|tx| {
            for table in ["originals", "stories", "users", "audit"] {
                if tx.number(&format!("SELECT count(*) FROM {table}"), values![])? > 0 {
                    return Err(Error::NotEmpty { place: self.location().to_string() });
                }
            }
            read_originals(tx, &mut archive, file, manifest.originals)?;
            for table in TABLES {
                read_table(tx, &mut archive, file, table, manifest.tables.get(table.name))?;
            }
            match verify(tx)? {
                Audited::Whole { last, .. } if last.to_string() == manifest.audit => {}
                Audited::Whole { .. } => return Err(damaged(file, "rows of the audit log are missing")),
                Audited::Broken { seq, why } => {
                    return Err(damaged(file, format!("row {seq} of the audit log: {why}")));
                }
            }
            let details = json!({"made_at": manifest.made_at.to_string(), "audit": manifest.audit});
            tx.audit(act, "restore", &details)
        })?;
        manifest.told(file)
    }
}

impl Manifest {
    fn told(self, file: &Path) -> Result<Backup> {
        Ok(Backup {
            made_at: self.made_at,
            rows: self.tables.into_iter().map(|(name, counted)| (name, counted.rows)).collect(),
            originals: self.originals,
            audit: self.audit.parse().map_err(|why: String| damaged(file, why))?,
        })
    }
}

fn damaged(file: &Path, why: impl ToString) -> Error {
    Error::broken(file.display().to_string(), why)
}

fn zip_error(file: &Path, error: ZipError) -> Error {
    match error {
        ZipError::Io(source) => Error::file(file, source),
        other => Error::Foreign { place: file.display().to_string(), why: other.to_string() },
    }
}

/// The same time for every entry: equal stores give equal files.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).large_file(true)
}

fn write(
    tx: &mut Tx<'_>,
    archive: &mut ZipWriter<BufWriter<&File>>,
    file: &Path,
    at: Timestamp,
) -> Result<Manifest> {
    let failed = |e: std::io::Error| Error::file(file, e);
    let mut originals = 0;
    tx.each("SELECT sha256, size, packed FROM originals ORDER BY sha256", values![], |mut row| {
        let sha256 = row.digest(0)?;
        let bytes = unpack(&sha256, row.number(1)?, &row.bytes(2)?)?;
        archive.start_file(format!("originals/{sha256}"), options()).map_err(|e| zip_error(file, e))?;
        archive.write_all(&bytes).map_err(failed)?;
        originals += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    let mut tables = BTreeMap::new();
    for table in TABLES {
        archive
            .start_file(format!("tables/{}.jsonl", table.name), options())
            .map_err(|e| zip_error(file, e))?;
        let (mut rows, mut sha256) = (0, Sha256::new());
        let sql = format!("SELECT {} FROM {} ORDER BY {}", table.columns.join(", "), table.name, table.order);
        tx.each(&sql, values![], |row| {
            let mut line = line(table, row)?;
            line.push('\n');
            sha256.update(&line);
            rows += 1;
            archive.write_all(line.as_bytes()).map_err(failed)?;
            Ok(ControlFlow::Continue(()))
        })?;
        let sha256 = Digest(sha256.finalize().into()).to_string();
        tables.insert(table.name.to_owned(), Counted { rows, sha256 });
    }
    let audit = match verify(tx)? {
        Audited::Whole { last, .. } => last.to_string(),
        Audited::Broken { seq, why } => {
            return Err(Error::broken("the audit log", format!("row {seq}: {why}")));
        }
    };
    let format = FORMAT.to_owned();
    let manifest = Manifest { format, schema: migrations::NEWEST, made_at: at, audit, originals, tables };
    archive.start_file("manifest.json", options()).map_err(|e| zip_error(file, e))?;
    serde_json::to_writer_pretty(&mut *archive, &manifest).map_err(|e| failed(e.into()))?;
    Ok(manifest)
}

fn line(table: &Table, row: Row) -> Result<String> {
    let mut object = serde_json::Map::new();
    for (column, value) in table.columns.iter().zip(row.0) {
        let value = match value {
            Value::Null => serde_json::Value::Null,
            Value::Integer(number) => number.into(),
            Value::Text(text) => text.into(),
            Value::Bytes(_) => return Err(Error::broken(table.name, "bytes where none are kept")),
        };
        object.insert((*column).to_owned(), value);
    }
    Ok(serde_json::Value::Object(object).to_string())
}

fn manifest(archive: &mut ZipArchive<BufReader<File>>, file: &Path) -> Result<Manifest> {
    let place = || file.display().to_string();
    let foreign = |why: String| Error::Foreign { place: place(), why };
    let entry = archive.by_name("manifest.json").map_err(|e| foreign(format!("manifest.json: {e}")))?;
    let manifest: serde_json::Value =
        serde_json::from_reader(entry).map_err(|e| foreign(format!("manifest.json: {e}")))?;
    if manifest["format"] != FORMAT {
        return Err(foreign(format!("its form is {}, and {FORMAT} is expected", manifest["format"])));
    }
    if manifest["schema"].as_u64().is_none_or(|schema| schema > u64::from(migrations::NEWEST)) {
        let (found, known) = (manifest["schema"].to_string(), migrations::NEWEST);
        return Err(Error::Newer { place: place(), found, known });
    }
    serde_json::from_value(manifest).map_err(|e| damaged(file, format!("manifest.json: {e}")))
}

fn read_originals(
    tx: &mut Tx<'_>,
    archive: &mut ZipArchive<BufReader<File>>,
    file: &Path,
    expected: u64,
) -> Result<()> {
    let mut found = 0;
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).map_err(|e| zip_error(file, e))?;
        let name = entry.name().map_err(|e| zip_error(file, e))?.into_owned();
        let Some(name) = name.strip_prefix("originals/") else { continue };
        let sha256: Digest = name.parse().map_err(|why: String| damaged(file, why))?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|e| damaged(file, e))?;
        if Digest::of(&bytes) != sha256 {
            return Err(damaged(file, format!("originals/{sha256} has other bytes")));
        }
        found += tx.add_original(&sha256, bytes.len() as u64, pack(&bytes)?)?;
    }
    if found != expected {
        return Err(damaged(file, format!("it has {found} originals and should have {expected}")));
    }
    Ok(())
}

fn read_table(
    tx: &mut Tx<'_>,
    archive: &mut ZipArchive<BufReader<File>>,
    file: &Path,
    table: &Table,
    expected: Option<&Counted>,
) -> Result<()> {
    let name = format!("tables/{}.jsonl", table.name);
    let wrong = |why: String| damaged(file, format!("{name}: {why}"));
    let expected = expected.ok_or_else(|| wrong("the manifest does not tell of it".to_owned()))?;
    let entry = archive.by_name(&name).map_err(|e| wrong(e.to_string()))?;
    let (mut lines, mut line) = (BufReader::new(entry), String::new());
    let (mut rows, mut sha256) = (0, Sha256::new());
    while lines.read_line(&mut line).map_err(|e| wrong(e.to_string()))? > 0 {
        sha256.update(&line);
        rows += 1;
        let row: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&line).map_err(|e| wrong(format!("line {rows}: {e}")))?;
        insert(tx, table, row).map_err(|error| match error {
            Error::Database { why, .. } | Error::Broken { why, .. } => wrong(format!("line {rows}: {why}")),
            other => other,
        })?;
        line.clear();
    }
    if rows != expected.rows || Digest(sha256.finalize().into()).to_string() != expected.sha256 {
        return Err(wrong("it is not as it was written".to_owned()));
    }
    Ok(())
}

fn insert(tx: &mut Tx<'_>, table: &Table, mut row: serde_json::Map<String, serde_json::Value>) -> Result<()> {
    let mut values = Vec::new();
    for column in table.columns {
        values.push(match row.remove(*column) {
            None | Some(serde_json::Value::Null) => Value::Null,
            Some(serde_json::Value::String(text)) => Value::Text(text),
            Some(value) => Value::Integer(
                value.as_i64().ok_or_else(|| Error::broken(table.name, format!("`{column}` is {value}")))?,
            ),
        });
    }
    if table.name == TEXTS {
        let mut row = Row(values);
        let (n, story, sha256) = (row.number(0)?, StoryId(row.text(1)?), row.digest(2)?);
        return tx.insert_text(n, &story, &sha256, &row.text(3)?, &row.text(4)?);
    }
    let places: Vec<String> = (1..=values.len()).map(|n| format!("?{n}")).collect();
    let (columns, places) = (table.columns.join(", "), places.join(", "));
    tx.execute(&format!("INSERT INTO {} ({columns}) VALUES ({places})", table.name), &values)?;
    Ok(())
}
