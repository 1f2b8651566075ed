//! The wheel: builds it, tries it in a Python of its own, and has the types checked.

use crate::Result;
use crate::root::{at, build_crosswire, once, root, run_in, target};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the crate lies, and what its tests need.
const CRATE: &str = "crates/crosswire-python";
const REQUIREMENTS: &str = "crates/crosswire-python/tests/requirements.txt";
/// The checker that PyPI has only as a program that fetches it.
const PYRIGHT: &str = "pyright@1.1.414";

/// Builds the wheel and runs all that tries it; where Python or a registry is missing it says so and passes.
pub(crate) fn run() -> Result {
    let Some(python) = tested()? else { return Ok(()) };
    let wheel = wheel(&python, false)?;
    install(&python, &wheel)?;
    let command = build_crosswire(false)?;
    let tests = [("CROSSWIRE_WHEEL", wheel.as_os_str()), ("CROSSWIRE_COMMAND", command.as_os_str())];
    let home = at(CRATE);
    run_in(&home, &tests, &python.to_string_lossy(), &["-m", "pytest", "--quiet", "-p", "no:cacheprovider"])?;
    // The modules for engines are checked where these are installed.
    let package = ["__init__.py", "_articles.py", "_errors.py", "_native.pyi"];
    let package = package.map(|file| format!("python/crosswire/{file}"));
    let files: Vec<&str> = package.iter().map(String::as_str).chain(["tests/usage.py"]).collect();
    check_types(&python, "mypy", &files)
}

/// Has mypy and pyright check files of the crate, with what is installed in an environment; `cache` names mypy's folder.
pub(crate) fn check_types(python: &Path, cache: &str, files: &[&str]) -> Result {
    let (home, python) = (at(CRATE), python.to_string_lossy());
    let cache = target().join("python").join(cache);
    let cache = cache.to_string_lossy();
    let mypy = ["-m", "mypy", "--cache-dir", &*cache];
    run_in(&home, &[], &python, &[&mypy[..], files].concat())?;
    match pyright() {
        Some(checker) => {
            let with = ["--pythonpath", &*python];
            run_in(&home, &[], &checker.to_string_lossy(), &[&with[..], files].concat())
        }
        None => {
            println!("skipped: npm cannot give {PYRIGHT}, so only mypy has checked the types");
            Ok(())
        }
    }
}

/// Builds a wheel with maturin; where it lies.
pub(crate) fn wheel(python: &Path, release: bool) -> Result<PathBuf> {
    let folder = target().join(if release { "python/release" } else { "python/dev" });
    let _ = std::fs::remove_dir_all(&folder);
    let (out, maturin) = (folder.to_string_lossy(), program(python, "maturin"));
    let mut args = vec!["build", "--quiet", "--locked", "--out", &*out];
    // As the other crates' tests compile what both rest on.
    args.extend(if release {
        ["--release", "--strip"].as_slice()
    } else {
        ["--profile", "dev", "--features", "workspace", "--compatibility", "linux"].as_slice()
    });
    run_in(&at(CRATE), &[], &maturin.to_string_lossy(), &args)?;
    let found = std::fs::read_dir(&folder).map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
    let mut files = found.filter_map(|entry| Some(entry.ok()?.path()));
    files
        .find(|file| file.extension().is_some_and(|ending| ending == "whl"))
        .ok_or("maturin made no wheel".to_owned())
}

/// Installs a wheel in the place of an earlier one.
pub(crate) fn install(python: &Path, wheel: &Path) -> Result {
    let args = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall"];
    let wheel = wheel.to_string_lossy();
    run_in(root(), &[], &python.to_string_lossy(), &[&args[..], &[&wheel]].concat())
}

/// The Python of the environment with what the tests need.
pub(crate) fn tested() -> Result<Option<PathBuf>> {
    environment("env", REQUIREMENTS, "the wheel is not tried")
}

/// The Python of the environment of this name, with what a list requires; none, with the reason printed and what follows from it,
/// where it cannot be had. It is made once for a list.
pub(crate) fn environment(name: &str, requirements: &str, without: &str) -> Result<Option<PathBuf>> {
    let asked = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
    let finds =
        |name: &&str| Command::new(name).args(["-c", asked]).output().is_ok_and(|o| o.status.success());
    let Some(system) = ["python3", "python"].into_iter().find(finds) else {
        println!("skipped: no Python from 3.11 on with venv, so {without}");
        return Ok(None);
    };
    let folder = target().join("python").join(name);
    let python = program(&folder.join("bin/python"), "python");
    let wanted = crate::root::read(&at(requirements))?;
    let place = folder.to_string_lossy();
    let mut made = Ok(());
    let installed = once(&folder.join("requirements.txt"), &wanted, || {
        made = run_in(root(), &[], system, &["-m", "venv", "--clear", &place]);
        let args = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "-r", requirements];
        let installed = made.is_ok().then(|| run_in(root(), &[], &python.to_string_lossy(), &args));
        if let Some(Err(why)) = &installed {
            println!("skipped: {why}, so {without}");
        }
        installed.is_some_and(|installed| installed.is_ok())
    })?;
    made?;
    Ok(installed.then_some(python))
}

/// The type checker of the npm registry; none where it cannot be had.
fn pyright() -> Option<PathBuf> {
    let folder = target().join("python/pyright");
    let checker = folder.join("node_modules/.bin/pyright");
    let place = folder.to_string_lossy();
    let args = ["install", "--prefix", &*place, "--no-save", "--silent", PYRIGHT];
    let there = once(&folder.join(PYRIGHT), "", || run_in(root(), &[], "npm", &args).is_ok());
    there.is_ok_and(|there| there).then_some(checker)
}

/// A program of an environment, beside its Python.
fn program(python: &Path, name: &str) -> PathBuf {
    python.with_file_name(name)
}
