//! Files and folders: what is read, and as what.

use crate::format::{self, Article, Format, Read as Way};
use crate::records::{self, Stream};
use crate::unpack::{self, Depth, Open, Source};
use crate::{Found, Options, decode, mojibake};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A file to read, under the name that it has in the ledger.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

/// A path as text.
fn name(path: &Path) -> String {
    printable(path.as_os_str().as_encoded_bytes())
}

/// A name as text; bytes that are no UTF-8 become `\xNN`, so that two names stay two.
pub(crate) fn printable(bytes: &[u8]) -> String {
    let mut name = String::new();
    for chunk in bytes.utf8_chunks() {
        name.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| name.push_str(&format!("\\x{byte:02x}")));
    }
    name
}

/// The files that `paths` name or hold, each once, in the order of their names.
pub(crate) fn list(paths: Vec<PathBuf>, options: &Options, found: &mut Found) -> Vec<File> {
    let passed_over: Vec<PathBuf> =
        options.passed_over.iter().filter_map(|p| p.canonicalize().ok()).collect();
    let bounds = Bounds::of(options);
    // By true path, so that two ways to a file are one; the shortest of its names stays.
    let mut files: BTreeMap<PathBuf, File> = BTreeMap::new();
    let mut add = |path: PathBuf, found: &mut Found| {
        let mut file = File { name: name(&path), path };
        let key = file.path.canonicalize().unwrap_or_else(|_| file.path.clone());
        if passed_over.contains(&key) {
            return;
        }
        if !bounds.hold(&key) {
            found.warn(&file.name, OUTSIDE.to_owned(), true);
            return;
        }
        // What was looked at is what is opened: a link may lead elsewhere by then.
        if bounds.0.is_some() {
            file.path.clone_from(&key);
        }
        match files.get(&key) {
            Some(other) if other.rank() <= file.rank() => {}
            _ => drop(files.insert(key, file)),
        }
    };
    for path in paths {
        let inside = path.canonicalize().is_ok_and(|path| bounds.hold(&path));
        if path.is_dir() && (inside || bounds.0.is_none()) {
            folder(&path, options, &bounds, found, &mut add);
        } else {
            add(path, found);
        }
    }
    let mut files: Vec<File> = files.into_values().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// What is said of a path that leads out of the folders that may be read.
const OUTSIDE: &str = "is not in a folder that may be read";

/// The folders beyond which nothing is read, by their true paths; none where all may be read.
struct Bounds(Option<Vec<PathBuf>>);

impl Bounds {
    fn of(options: &Options) -> Bounds {
        let true_paths =
            |folders: &Vec<PathBuf>| folders.iter().filter_map(|f| f.canonicalize().ok()).collect();
        Bounds(options.within.as_ref().map(true_paths))
    }

    /// Whether a true path lies in one of the folders.
    fn hold(&self, path: &Path) -> bool {
        self.0.as_ref().is_none_or(|folders| folders.iter().any(|folder| path.starts_with(folder)))
    }

    /// Whether a path is a link that leads out.
    fn lead_out(&self, entry: &walkdir::DirEntry) -> bool {
        self.0.is_some()
            && entry.path_is_symlink()
            && !entry.path().canonicalize().is_ok_and(|path| self.hold(&path))
    }
}

fn folder(
    path: &Path,
    options: &Options,
    bounds: &Bounds,
    found: &mut Found,
    add: &mut impl FnMut(PathBuf, &mut Found),
) {
    let hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(path).follow_links(true).sort_by_file_name();
    let passed = |entry: &walkdir::DirEntry| {
        entry.depth() > 0
            && (hidden(entry.file_name()) || entry.file_type().is_dir() && belongs_to_page(entry.path()))
    };
    let (mut read, mut trouble) = (0, false);
    let mut other: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = Vec::new();
    let kept = |entry: &walkdir::DirEntry| {
        let leads_out = !passed(entry) && bounds.lead_out(entry);
        if leads_out {
            out.push(name(entry.path()));
        }
        !leads_out && !passed(entry)
    };
    for (n, entry) in walk.into_iter().filter_entry(kept).enumerate() {
        if n > options.limits.entries {
            trouble = true;
            let why =
                format!("the folder holds more than {} files; the rest was not read", options.limits.entries);
            found.warn(&name(path), why, true);
            break;
        }
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if Format::of(entry.path()).is_some() => {
                read += 1;
                add(entry.into_path(), found);
            }
            Ok(entry) => {
                let extension = entry.path().extension().map(|e| format!(".{}", e.to_string_lossy()));
                *other.entry(extension.unwrap_or_else(|| "no extension".to_owned())).or_default() += 1;
            }
            Err(error) => {
                let at = name(error.path().unwrap_or(path));
                if error.loop_ancestor().is_some() {
                    found.warn(&at, "leads back to a folder above it and was not followed".to_owned(), false);
                } else {
                    trouble = true;
                    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    found.warn(&at, format!("cannot be read: {why}"), true);
                }
            }
        }
    }
    trouble |= !out.is_empty();
    out.iter().for_each(|name| found.warn(name, OUTSIDE.to_owned(), true));
    if let Some(why) = not_read(&other, "file") {
        found.warn(&name(path), why + "; name a file itself to have it read", false);
    }
    if read == 0 && !trouble {
        let why = format!("the folder holds no {} file; nothing in it was read", format::endings());
        found.warn(&name(path), why, true);
    }
}

/// What is said of files that were not read, by their endings; nothing where there are none.
pub(crate) fn not_read(other: &BTreeMap<String, usize>, what: &str) -> Option<String> {
    let total: usize = other.values().sum();
    let kinds: Vec<String> = other.keys().take(5).cloned().collect();
    let more = if other.len() > 5 { ", …" } else { "" };
    let (number, whose) =
        if total == 1 { (format!("1 {what}"), "its") } else { (format!("{total} {what}s"), "their") };
    let why = format!("{number} not read because of {whose} extension ({}{more})", kinds.join(", "));
    (total > 0).then_some(why)
}

/// What browsers add to the name of a page for the folder with its pictures and scripts, in some languages.
static BESIDE_A_PAGE: &str = include_str!("../data/page-folders.txt");

/// Endings of pages as browsers save them.
const PAGES: [&str; 3] = ["html", "htm", "xhtml"];

/// Whether a file of this name is a page.
pub(crate) fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|own| PAGES.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

/// The page, without its ending, whose pictures and scripts a folder of this name may hold.
pub(crate) fn page_of_folder(name: &str) -> Option<&str> {
    crate::entries(BESIDE_A_PAGE).find_map(|added| name.strip_suffix(added))
}

/// Whether a folder holds the pictures and scripts of a page that a browser saved beside it.
fn belongs_to_page(folder: &Path) -> bool {
    let name = folder.file_name().and_then(OsStr::to_str).unwrap_or_default();
    page_of_folder(name).is_some_and(|page| {
        PAGES.iter().any(|ending| folder.with_file_name(format!("{page}.{ending}")).is_file())
    })
}

impl File {
    fn rank(&self) -> (usize, &str) {
        (self.path.components().count(), &self.name)
    }

    /// What it gives: documents, and warnings.
    pub(crate) fn read(&self, options: &Options) -> Found {
        self.try_read(options).unwrap_or_else(|why| Found::nothing(&self.name, why))
    }

    fn try_read(&self, options: &Options) -> Result<Found, String> {
        Ok(read(&self.name, self.open(options)?, options))
    }

    /// Whether it may be a file that is read record by record.
    pub(crate) fn streams(&self) -> bool {
        Format::of(&self.path).is_none_or(Format::streams)
    }

    /// Opens it, unless it is too large or nothing that can be opened; `Err` says why.
    pub(crate) fn open(&self, options: &Options) -> Result<Open, String> {
        let cannot = |error: std::io::Error| {
            let hint = match error.kind() {
                std::io::ErrorKind::NotFound => "; check the path",
                std::io::ErrorKind::PermissionDenied => "; check its permissions",
                _ => "",
            };
            format!("cannot be read: {error}{hint}")
        };
        let about = std::fs::metadata(&self.path).map_err(cannot)?;
        // Opening a pipe waits for its writer; a device may never end.
        if !about.is_file() {
            return Err(
                "not a file but a pipe, socket or device; give JSON Lines to it by `-` instead".to_owned()
            );
        }
        let file = std::fs::File::open(&self.path).map_err(cannot)?;
        unpack::open(&self.path, Source::File(file), Depth::TOP, options)
    }
}

/// What stands in what has been opened under this name.
fn read(name: &str, open: Open, options: &Options) -> Found {
    match open {
        Open::Records(items) => records::all(name, items, options.limits.articles, options),
        Open::Bytes(path, bytes) => content(name, &path, &bytes, options),
    }
}

/// What `bytes` give as a file of this name.
pub(crate) fn from_bytes(name: &str, bytes: &[u8], options: &Options) -> Found {
    match unpack::open(Path::new(name), Source::Bytes(bytes.to_owned()), Depth::TOP, options) {
        Ok(open) => read(name, open, options),
        Err(why) => Found::nothing(name, why),
    }
}

/// Whether a text is a ledger, or a report in Markdown, that crosswire wrote.
fn is_own_ledger(text: &str) -> bool {
    let start: String = text.chars().take(200).filter(|c| !c.is_whitespace()).collect();
    start.starts_with("{\"schema\":\"crosswire.ledger/") || text.contains(OWN_TABLE)
}

/// The head of the first table of a report in Markdown.
const OWN_TABLE: &str = "\n| support | claims | means |\n|---|---:|---|\n";

/// What the `bytes` of a file give that is called `name` in the ledger.
pub(crate) fn content(name: &str, path: &Path, bytes: &[u8], options: &Options) -> Found {
    if bytes.trim_ascii().is_empty() {
        return Found::nothing(name, "the file is empty".to_owned());
    }
    let named = Format::of(path);
    let names_charset =
        named.map_or_else(|| bytes.trim_ascii_start().starts_with(b"<"), |format| format.names_charset);
    let mut decoded = match decode::decode(bytes, names_charset) {
        Ok(decoded) => decoded,
        Err(why) => return Found::nothing(name, why),
    };
    if is_own_ledger(&decoded.text) {
        return Found::own(name, "a ledger");
    }
    let format = Format::of_text(named, &decoded.text);
    let mut found = match format.read {
        Way::Whole(read) => {
            let text = mojibake::mended(decoded.text, options, &mut decoded.notes);
            read(Article { name, bytes, text }, options)
        }
        Way::Records(records) => {
            let stream: Stream = Box::new(std::io::Cursor::new(decoded.text.into_bytes()));
            records::all(name, records(stream, options), options.limits.articles, options)
        }
        // What is packed has been unpacked; this only bears the name.
        Way::Packed => return Found::nothing(name, "neither packed nor a text".to_owned()),
    };
    decoded.notes.into_iter().for_each(|note| found.warn(name, note, false));
    found
}
