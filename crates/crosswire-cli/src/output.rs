//! Where the report goes: a file, whole or not at all, or standard output.

use crate::error::Error;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

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

/// Writes the file whole or not at all: beside it first, then in its place.
///
/// A link keeps pointing where it points. A pipe or a device is written to, not replaced.
pub(crate) fn to_file(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |e: io::Error| Error::Write(file.into(), e);
    let there = fs::metadata(file).ok();
    if there.as_ref().is_some_and(|m| !m.is_file()) {
        return File::options().write(true).open(file).and_then(|mut f| f.write_all(bytes)).map_err(failed);
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
    let mut beside = builder.tempfile_in(folder(&place)).map_err(failed)?;
    *note = Some(beside.path().into());
    drop(note);
    let kept = there.map_or(Ok(()), |m| beside.as_file().set_permissions(m.permissions()));
    let written = kept.and_then(|()| beside.write_all(bytes)).and_then(|()| beside.as_file().sync_all());
    let kept = written.and_then(|()| beside.persist(&place).map(drop).map_err(|e| e.error));
    *unfinished() = None;
    kept.map_err(failed)
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

/// Writes to standard output. A reader that has seen enough is no error.
pub(crate) fn to_stdout(bytes: &[u8]) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(Error::Stdout(e)),
        _ => Ok(()),
    }
}

fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}
