//! Where the report goes: a file, whole or not at all, or standard output.

use crate::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::NamedTempFile;

/// The file being written beside its final place, to be removed on Ctrl-C.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// The exit code of a program that Ctrl-C ended: 128 and the signal's number.
const INTERRUPTED: i32 = 130;

/// Makes Ctrl-C leave nothing half written.
pub(crate) fn on_interrupt() -> Result<(), Error> {
    ctrlc::set_handler(|| {
        if let Some(path) = unfinished().take() {
            let _ = fs::remove_file(path);
        }
        std::process::exit(INTERRUPTED);
    })
    .map_err(|e| Error::Signals(e.to_string()))
}

fn unfinished() -> std::sync::MutexGuard<'static, Option<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sees, before the long work, that the file can be written.
pub(crate) fn check(file: &Path) -> Result<(), Error> {
    if file.is_dir() {
        return Err(Error::OutputIsFolder(file.into()));
    }
    let folder = folder(file);
    if !folder.is_dir() {
        return Err(Error::NoFolder(folder.into()));
    }
    Ok(())
}

/// Writes a report to this file, whole or not at all, or to standard output without one. A reader of standard output that
/// has seen enough is no error.
pub(crate) fn report(
    file: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
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
        let mut builder = tempfile::Builder::new();
        builder.prefix(".crosswire-");
        #[cfg(unix)]
        {
            // As any new file: the user's mask decides who may read it.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
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

    /// All is written: the file goes to its place.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let Sink::Beside(file, beside) = self else { return Ok(()) };
        let Beside { file: whole, place } = beside;
        let kept =
            whole.as_file().sync_all().and_then(|()| whole.persist(&place).map(drop).map_err(|e| e.error));
        *unfinished() = None;
        kept.map_err(|e| Error::Write(file, e))
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
