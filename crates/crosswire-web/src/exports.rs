//! Everything that the command line writes, to be downloaded; and the ledger for programs.

use crate::desk::{Desk, blocking};
use crate::failure::Failure;
use crate::guard::Who;
use crate::reading::{Names, Read, read};
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use crosswire_report::{EXPORTS, Export, Style, tables, write_csv};
use crosswire_store::{Digest, StoryId};
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The query by which a file without the names of private persons is asked for.
pub(crate) const HIDDEN: &str = "names=hidden";
/// What has all names whatever is hidden elsewhere.
pub(crate) const WITH_NAMES: [&str; 2] = ["story", "decisions"];

/// What can be downloaded: its address, and what it is.
pub(crate) fn all() -> Vec<(String, &'static str)> {
    let forms = EXPORTS.iter().map(|form| (form.name.to_owned(), form.help));
    let more = [
        ("json-texts", "The ledger with the words of every passage and each article’s text"),
        ("tables", "A CSV table a noun, for pandas, R, DuckDB, as a zip"),
        ("story", "The articles as they were added, and the decisions: a zip that the command reads"),
        ("decisions", "The decisions alone, in JSON Lines"),
    ];
    forms.chain(more.map(|(name, help)| (name.to_owned(), help))).collect()
}

/// `GET /stories/ID/export/NAME`
pub(crate) async fn export(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path((story, name)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Failure> {
    let id = StoryId(story);
    // Whoever sees all names may ask for a file without them.
    let names = if uri.query() == Some(HIDDEN) { Names::Hidden } else { who.names };
    if names == Names::Hidden && WITH_NAMES.contains(&name.as_str()) {
        return Err(Failure::refused(
            "The articles as they were added, and the decisions on their words, hold all names.",
        ));
    }
    let read = read(&desk, &id, names).await?;
    let kept = Arc::clone(&read);
    let (ending, bytes) = blocking(&desk, move |desk| written(desk, &id, &kept, &name)).await?;
    Ok(download(&format!("{}{ending}", stem(&read.story.title)), bytes))
}

/// `GET /stories/ID/ledger.json`
pub(crate) async fn ledger(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path(story): Path<String>,
) -> Result<Response, Failure> {
    let read = read(&desk, &StoryId(story), who.names).await?;
    let bytes = blocking(&desk, move |_| form(Export::JSON, &read)).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

/// `GET /stories/ID/originals/SHA256`
pub(crate) async fn original(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    Path((story, sha256)): Path<(String, String)>,
) -> Result<Response, Failure> {
    who.sees_names()?;
    let sha256: Digest = sha256.parse().map_err(|_| Failure::not_found("article"))?;
    let (name, bytes) = blocking(&desk, move |desk| {
        let article = desk.store.article(&StoryId(story), &sha256)?;
        Ok((article.name, desk.store.original(&sha256)?))
    })
    .await?;
    let (name, ending) = name.rsplit_once('.').unwrap_or((&name, "txt"));
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).take(10).collect();
    Ok(download(&format!("{}.{ending}", stem(name)), bytes))
}

/// The ending of the file, and what it holds.
fn written(desk: &Desk, id: &StoryId, read: &Read, name: &str) -> Result<(String, Vec<u8>), Failure> {
    match name {
        "json-texts" => return Ok(("-texts.json".to_owned(), form(Export::JSON_WITH_TEXTS, read)?)),
        "tables" => return Ok(("-tables.zip".to_owned(), tables_of(read)?)),
        "story" => return Ok((".zip".to_owned(), story(desk, id)?)),
        "decisions" => {
            let lines: String = read.decisions.iter().map(|kept| format!("{}\n", kept.json)).collect();
            return Ok(("-decisions.jsonl".to_owned(), lines.into_bytes()));
        }
        _ => {}
    }
    let export = EXPORTS.iter().find(|e| e.name == name).ok_or_else(|| Failure::not_found("form"))?;
    let ending = export.endings.first().copied().unwrap_or("txt");
    Ok((format!(".{ending}"), form(export, read)?))
}

fn form(export: &Export, read: &Read) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    let made = export.write((&read.brief.ledger, &read.brief.texts), None, Style::PLAIN, &mut out);
    made.map(|()| out).map_err(|e| Failure::broken(format!("It cannot be written: {e}.")))
}

fn tables_of(read: &Read) -> Result<Vec<u8>, Failure> {
    let view = read.view();
    let mut files = Vec::new();
    for table in tables(&view) {
        let mut bytes = Vec::new();
        write_csv(table.as_ref(), &mut bytes)
            .map_err(|e| Failure::broken(format!("A table cannot be written: {e}.")))?;
        files.push((format!("{}.csv", table.name()), bytes));
    }
    zipped(files.into_iter().map(Ok))
}

fn story(desk: &Desk, id: &StoryId) -> Result<Vec<u8>, Failure> {
    let export = desk.store.export_story(id)?;
    zipped(
        export.files().map(|file| file.map(|(name, bytes)| (name.to_owned(), bytes)).map_err(Failure::from)),
    )
}

fn zipped(files: impl Iterator<Item = Result<(String, Vec<u8>), Failure>>) -> Result<Vec<u8>, Failure> {
    let failed = |e: &dyn std::fmt::Display| Failure::broken(format!("The zip cannot be written: {e}."));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        let (name, bytes) = file?;
        archive.start_file(name, SimpleFileOptions::default()).map_err(|e| failed(&e))?;
        archive.write_all(&bytes).map_err(|e| failed(&e))?;
    }
    Ok(archive.finish().map_err(|e| failed(&e))?.into_inner())
}

/// A title as the beginning of a file's name: letters and digits that every system takes.
fn stem(title: &str) -> String {
    let plain: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let words: Vec<&str> = plain.split_whitespace().take(8).collect();
    if words.is_empty() { "story".to_owned() } else { words.join("-") }
}

/// A file to be saved and never shown, whatever it holds.
fn download(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, Body::from(bytes)).into_response()
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_file_is_called_as_its_story_in_plain_letters() {
        assert_eq!(stem("The ferry “Maren” / 2031"), "the-ferry-maren-2031");
        assert_eq!(stem("../../x\"\r\n"), "x");
        assert_eq!(stem("Паром"), "story");
    }
}
