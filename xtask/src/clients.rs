//! Has crosswire's output read by other people's programs: the tests in `clients/`, in Python and with libraries from npm.
//!
//! They are installed below the target folder, in the versions that `clients/` names. What cannot be installed is named and left
//! out.

use crate::Result;
use crate::root::{at, build_crosswire, once, read, target};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs the tests, as far as what they need can be installed.
pub(crate) fn run() -> Result {
    let crosswire = build_crosswire(false)?;
    let folder = target().join("clients");
    fs::create_dir_all(&folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
    let Some(python) = python(&folder)? else { return Ok(()) };
    let npm = npm(&folder)?;
    let mut tests = Command::new(python);
    tests.args(["-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "clients"]).current_dir(at(""));
    tests.env("CROSSWIRE", crosswire).env("PYTHONDONTWRITEBYTECODE", "1");
    if let Some(npm) = npm {
        tests.env("NODE_LIBRARIES", &npm).env("INSPECTOR", npm.join("node_modules/.bin/mcp-inspector"));
    }
    println!("$ python -m pytest clients");
    let status = tests.status().map_err(|e| format!("cannot run pytest: {e}"))?;
    if status.success() { Ok(()) } else { Err("the tests in clients/ failed".to_owned()) }
}

/// A Python that has what the tests need; none where there is no Python or no way to the libraries.
fn python(folder: &Path) -> Result<Option<PathBuf>> {
    let venv = folder.join("python");
    let own = if cfg!(windows) { venv.join("Scripts/python.exe") } else { venv.join("bin/python") };
    if !own.exists() && !quiet(Command::new("python3").args(["-m", "venv"]).arg(&venv)) {
        println!("skipped: python3 makes no virtual environment, so the tests in clients/ do not run");
        return Ok(None);
    }
    let install = |file: &str| {
        let list = at("clients").join(file);
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
        once(&venv.join(file), &read(&list)?, || quiet(Command::new(&own).args(pip).arg(&list)))
    };
    if !install("requirements.txt")? {
        println!("skipped: PyPI cannot be had, so the tests in clients/ do not run");
        return Ok(None);
    }
    if !install("requirements-ftm.txt")? {
        println!(
            "skipped: followthemoney cannot be installed (it needs ICU to compile PyICU), so it reads nothing"
        );
    }
    Ok(Some(own))
}

/// The folder with the libraries from npm; none where they cannot be installed.
fn npm(folder: &Path) -> Result<Option<PathBuf>> {
    let own = folder.join("npm");
    let list = read(&at("clients/package.json"))?;
    fs::create_dir_all(&own).map_err(|e| format!("cannot make {}: {e}", own.display()))?;
    let install = || {
        let args =
            ["install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
        fs::copy(at("clients/package.json"), own.join("package.json")).is_ok()
            && quiet(Command::new("npm").args(args).current_dir(&own))
    };
    if once(&own.join("installed"), &list, install)? {
        return Ok(Some(own));
    }
    println!("skipped: npm cannot install what reads annotations, ClaimReview and the tools, so they do not");
    Ok(None)
}

/// Whether a program that is run does its work. What it says of failures is shown.
fn quiet(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}
