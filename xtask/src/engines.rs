//! The wheel inside Spark and Daft: tries both on this machine, in an environment of their own.

use crate::root::{at, run_in};
use crate::{Result, python};
use std::path::PathBuf;
use std::process::Command;

/// What the tests need.
const REQUIREMENTS: &str = "crates/crosswire-python/engines/requirements.txt";

/// Builds the wheel and runs the tests of both engines; where Java, Python or a registry is missing it says so and passes.
pub(crate) fn run() -> Result {
    let Some(python) = environment()? else { return Ok(()) };
    // Built as the wheel's own tests have it, so that nothing is compiled a second time.
    let Some(builder) = python::tested()? else { return Ok(()) };
    let wheel = python::wheel(&builder, false)?;
    python::install(&python, &wheel)?;
    if !has_java() {
        println!("skipped: no Java, so Spark is not tried");
    }
    let tests = ["-m", "pytest", "--quiet", "-p", "no:cacheprovider", "engines"];
    run_in(&at("crates/crosswire-python"), &[], &python.to_string_lossy(), &tests)?;
    let files = ["spark", "daft", "_frames"].map(|name| format!("python/crosswire/{name}.py"));
    python::check_types(&python, "mypy-engines", &files.each_ref().map(String::as_str))
}

/// The Python of an environment with both engines; none, with the reason printed, where it cannot be had.
pub(crate) fn environment() -> Result<Option<PathBuf>> {
    python::environment("engines", REQUIREMENTS, "the engines are not tried")
}

/// Whether there is a Java that runs.
pub(crate) fn has_java() -> bool {
    let home = std::env::var_os("JAVA_HOME").map(|home| PathBuf::from(home).join("bin/java"));
    let java = home.unwrap_or_else(|| "java".into());
    Command::new(java).arg("-version").output().is_ok_and(|output| output.status.success())
}
