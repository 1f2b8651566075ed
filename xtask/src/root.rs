//! Where things lie, and running other programs.

use crate::Result;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    // xtask/ lies directly below it.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// A path below the root.
pub(crate) fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// A path in the data that is no part of the repository: `CROSSWIRE_SHARED`, or `shared` beside the root.
pub(crate) fn shared(path: &str) -> PathBuf {
    let folder = std::env::var_os("CROSSWIRE_SHARED").map_or_else(|| at("../shared"), PathBuf::from);
    folder.join(path)
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), |folder| root().join(folder))
}

/// Reads a text file; the error names it.
pub(crate) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()))
}

/// Writes a file whole, or checks that it is there as it would be written.
pub(crate) fn write_or_check(path: &str, text: &str, check: bool, command: &str) -> Result {
    let file = at(path);
    if check {
        if std::fs::read_to_string(&file).is_ok_and(|found| found == text) {
            return Ok(());
        }
        return Err(format!("{path} is out of date: run `{command}`"));
    }
    std::fs::write(&file, text).map_err(|e| format!("cannot write {path}: {e}"))
}

/// Runs a program from the root; its output goes where ours goes.
pub(crate) fn run(program: &str, args: &[&str]) -> Result {
    run_in(root(), &[], program, args)
}

/// Runs a program from a folder, with these variables as well.
pub(crate) fn run_in(folder: &Path, variables: &[(&str, &OsStr)], program: &str, args: &[&str]) -> Result {
    println!("$ {program} {}", args.join(" "));
    let status = Command::new(program)
        .args(args)
        .envs(variables.iter().copied())
        .current_dir(folder)
        .status()
        .map_err(|e| format!("cannot run {program}: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{program} {}` failed", args.join(" "))) }
}

/// Does something unless `stamp` says that it was done for the same text; gives back whether it is done.
pub(crate) fn once(stamp: &Path, text: &str, work: impl FnOnce() -> bool) -> Result<bool> {
    if std::fs::read_to_string(stamp).is_ok_and(|done| done == text) {
        return Ok(true);
    }
    if !work() {
        return Ok(false);
    }
    std::fs::write(stamp, text).map_err(|e| format!("cannot write {}: {e}", stamp.display()))?;
    Ok(true)
}

/// Whether `cargo NAME` is installed.
pub(crate) fn has_cargo_command(name: &str) -> bool {
    Command::new("cargo").args([name, "--version"]).output().is_ok_and(|output| output.status.success())
}

/// Builds the `crosswire` command and says where it lies.
pub(crate) fn build_crosswire(release: bool) -> Result<PathBuf> {
    // With xtask beside it, the dependencies have the features that they were compiled with already.
    let mut args = vec!["build", "--quiet", "--package", "crosswire-cli", "--package", "xtask"];
    args.extend(["--message-format", "json"]);
    if release {
        args.push("--release");
    }
    let output = Command::new("cargo")
        .args(&args)
        .current_dir(root())
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|e| format!("cannot run cargo: {e}"))?;
    if !output.status.success() {
        return Err("crosswire does not build".to_owned());
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
        .find(|file| file.file_stem().is_some_and(|name| name == "crosswire"))
        .ok_or("cargo named no executable".to_owned())
}
