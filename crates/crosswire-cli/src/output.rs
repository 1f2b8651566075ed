//! Where the report goes: a file or a folder of files, whole or not at all, or standard output.

use crate::args::Color;
use crate::error::Error;
use crate::visible;
use crosswire_report::Style;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::NamedTempFile;

/// The file or folder being written beside its final place, to be removed on Ctrl-C.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// The exit code of a program that Ctrl-C ended: 128 and the signal's number.
pub(crate) const INTERRUPTED: i32 = 130;

/// Makes Ctrl-C leave nothing half written.
pub(crate) fn on_interrupt() -> Result<(), Error> {
    ctrlc::set_handler(|| interrupted()).map_err(|e| Error::Signals(e.to_string()))
}

/// Lets the first Ctrl-C ask for an end, of which the flag tells; the second one ends at once. Nothing is half written either way.
pub(crate) fn on_first_interrupt(quiet: bool) -> Result<Arc<AtomicBool>, Error> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            interrupted();
        }
        if !quiet {
            let _ = writeln!(io::stderr().lock(), "ending; Ctrl-C once more ends at once");
        }
    })
    .map_err(|e| Error::Signals(e.to_string()))?;
    Ok(stop)
}

/// Ends the program as Ctrl-C does: what is half written goes.
pub(crate) fn interrupted() -> ! {
    // Held until the end, so that nothing more is begun in what goes.
    let mut note = unfinished();
    if let Some(path) = note.take() {
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
    std::process::exit(INTERRUPTED)
}

fn unfinished() -> std::sync::MutexGuard<'static, Option<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sees, before the long work, that the file can be written.
pub(crate) fn check(file: &Path) -> Result<(), Error> {
    if is_folder(file) {
        return Err(Error::OutputIsFolder(file.into()));
    }
    check_folder_of(file)
}

/// Sees, before the long work, that a folder can be made and files of these names written to it.
pub(crate) fn check_folder(place: &Path, names: &[String]) -> Result<(), Error> {
    if place.is_dir() {
        let taken = names.iter().map(|name| place.join(name)).find(|file| file.is_dir());
        return taken.map_or(Ok(()), |file| Err(Error::OutputIsFolder(file)));
    }
    if place.exists() {
        return Err(Error::OutputIsFile(place.into()));
    }
    check_folder_of(place)
}

/// Whether a path is that of a folder, or is written as one.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir()
        || path.as_os_str().as_encoded_bytes().last().is_some_and(|b| std::path::is_separator(char::from(*b)))
}

/// Whether a path is that of a device or a pipe, which has no ending and is written to as standard output is.
pub(crate) fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir())
}

fn check_folder_of(file: &Path) -> Result<(), Error> {
    let folder = folder(file);
    if !folder.is_dir() {
        return Err(Error::NoFolder(folder.into()));
    }
    Ok(())
}

/// Writes a report to this file, whole or not at all, or to standard output without one. A reader of standard output that
/// has seen enough is no error. Gives back how many bytes a file has.
pub(crate) fn report(
    file: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Option<u64>, Error> {
    let mut sink = Sink::new(file)?;
    let mut out = BufWriter::with_capacity(1 << 16, Parts { sink: &mut sink, stopped: None });
    let written = write(&mut out).and_then(|()| out.flush());
    // What is left in it after an error is not to be written.
    match (out.into_parts().0.stopped, written) {
        (Some(Some(error)), _) => Err(error),
        (None, Err(error)) => Err(match file {
            Some(file) => Error::Write(file.into(), error),
            None => Error::Stdout(error),
        }),
        _ => sink.finish(),
    }
}

/// Makes what is written beside its place. As of anything new, the user's mask decides who of `mode` may read it.
fn builder(mode: u32) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".crosswire-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    builder
}

/// Writes files to a folder, all or none, and gives back how many bytes they have. The folder is made where it is not there;
/// whatever else it holds stays.
pub(crate) fn folder_of<W>(place: &Path, files: Vec<(String, W)>) -> Result<u64, Error>
where
    W: FnOnce(&mut dyn Write) -> io::Result<()>,
{
    let failed = |e: io::Error| Error::Write(place.into(), e);
    let there = place.is_dir();
    let builder = builder(0o777);
    let mut note = unfinished();
    let beside = builder.tempdir_in(if there { place } else { folder(place) }).map_err(failed)?;
    *note = Some(beside.path().into());
    drop(note);
    let mut bytes = 0;
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    for (name, write) in files {
        let file = {
            // A folder to which a file comes while it is emptied stays.
            let _held = unfinished();
            File::create(beside.path().join(name)).map_err(failed)?
        };
        let mut out = BufWriter::new(file);
        write(&mut out).and_then(|()| out.flush()).map_err(failed)?;
        let file = out.into_inner().map_err(|e| failed(e.into_error()))?;
        file.sync_all().map_err(failed)?;
        bytes += file.metadata().map_err(failed)?.len();
    }
    // Held while they go to their places, so that Ctrl-C waits until all are there.
    let mut note = unfinished();
    if there {
        for name in names {
            fs::rename(beside.path().join(&name), place.join(&name)).map_err(failed)?;
        }
    } else {
        fs::rename(beside.path(), place).map_err(failed)?;
    }
    *note = None;
    Ok(bytes)
}

/// How what is written looks: coloured and as wide as the terminal where it goes to one.
pub(crate) fn style(color: Color, file: Option<&Path>) -> Style {
    let terminal = file.is_none() && io::stdout().is_terminal();
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
            terminal && !refused && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
        }
    };
    let width = if terminal { console::Term::stdout().size().1.into() } else { 100 };
    Style { color, width }
}

/// Says on standard error what was written.
pub(crate) fn wrote(place: &Path, files: usize, bytes: u64) {
    let place = visible(&place.display().to_string());
    let files = if files > 1 { format!("{files} files, ") } else { String::new() };
    let _ = writeln!(io::stderr().lock(), "wrote {place} ({files}{})", size(bytes));
}

/// `1 byte`, `241 kB`, `1.2 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..999_500 => format!("{} kB", (bytes + 500) / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A sink that is written to as a file is.
struct Parts<'a> {
    sink: &'a mut Sink,
    /// Why nothing more is written: an error, or nothing where nobody reads on.
    stopped: Option<Option<Error>>,
}

impl Write for Parts<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stopped = match self.sink.write(bytes) {
            Ok(true) => return Ok(bytes.len()),
            Ok(false) => Some(None),
            Err(error) => Some(Some(error)),
        };
        Err(ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where a report goes that is written part by part.
pub(crate) enum Sink {
    Stdout,
    /// A pipe or a device is written to, not replaced.
    There(PathBuf, File),
    /// A file, beside its place until it is whole.
    Beside(PathBuf, Beside),
}

/// A file that is not whole yet. Dropped, it leaves nothing behind.
pub(crate) struct Beside {
    file: NamedTempFile,
    /// A link keeps pointing where it points.
    place: PathBuf,
}

impl Sink {
    /// Begins to write this file, or to standard output without one.
    pub(crate) fn new(file: Option<&Path>) -> Result<Sink, Error> {
        file.map_or(Ok(Sink::Stdout), Sink::file)
    }

    fn file(file: &Path) -> Result<Sink, Error> {
        let failed = |e: io::Error| Error::Write(file.into(), e);
        let there = fs::metadata(file).ok();
        if there.as_ref().is_some_and(|m| !m.is_file()) {
            let there = File::options().write(true).open(file).map_err(failed)?;
            return Ok(Sink::There(file.into(), there));
        }
        let place = place(file).map_err(failed)?;
        let builder = builder(0o666);
        // Held until the name is noted, so that Ctrl-C between the two leaves nothing behind.
        let mut note = unfinished();
        let beside = Beside { file: builder.tempfile_in(folder(&place)).map_err(failed)?, place };
        *note = Some(beside.file.path().into());
        drop(note);
        there.map_or(Ok(()), |m| beside.file.as_file().set_permissions(m.permissions())).map_err(failed)?;
        Ok(Sink::Beside(file.into(), beside))
    }

    /// Writes a part; gives back whether anyone reads on. A reader that has seen enough is no error.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<bool, Error> {
        let (written, file) = match self {
            Sink::Stdout => {
                let mut stdout = io::stdout().lock();
                return match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
                    Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(false),
                    Err(e) => Err(Error::Stdout(e)),
                    Ok(()) => Ok(true),
                };
            }
            Sink::There(file, there) => (there.write_all(bytes), file),
            Sink::Beside(file, beside) => (beside.file.write_all(bytes), file),
        };
        written.map(|()| true).map_err(|e| Error::Write(file.clone(), e))
    }

    /// All is written: the file goes to its place. Gives back how many bytes it has.
    pub(crate) fn finish(self) -> Result<Option<u64>, Error> {
        let Sink::Beside(file, beside) = self else { return Ok(None) };
        let Beside { file: whole, place } = beside;
        let kept = whole.as_file().sync_all().and_then(|()| {
            let bytes = whole.as_file().metadata()?.len();
            whole.persist(&place).map_err(|e| e.error)?;
            Ok(bytes)
        });
        *unfinished() = None;
        kept.map(Some).map_err(|e| Error::Write(file, e))
    }
}

/// The file that a name leads to, by links if need be, whether or not it is there yet.
fn place(file: &Path) -> io::Result<PathBuf> {
    let mut place = file.to_path_buf();
    // As many links as systems follow.
    for _ in 0..40 {
        match fs::read_link(&place) {
            Ok(target) => place = folder(&place).join(target),
            Err(_) => return Ok(place),
        }
    }
    Err(io::Error::other("too many links lead to another link"))
}

fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_in_words() {
        for (bytes, expect) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_499, "1 kB"),
            (241_000, "241 kB"),
            (999_499, "999 kB"),
            (999_500, "1.0 MB"),
            (1_240_000, "1.2 MB"),
        ] {
            assert_eq!(size(bytes), expect);
        }
    }
}
