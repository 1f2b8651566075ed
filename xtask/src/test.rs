//! Everything that must pass, from the quickest check to the slowest.

use crate::eval::floors::Floors;
use crate::root::{has_cargo_command, run};
use crate::{Result, browser, clients, engines, eval, gold, python, schema, tidy};

/// Whether whoever calls builds with clippy in place of the compiler.
fn lints_come_with_the_build() -> bool {
    std::env::var_os("RUSTC_WORKSPACE_WRAPPER").is_some_and(|wrapper| {
        std::path::Path::new(&wrapper).file_stem().is_some_and(|name| name == "clippy-driver")
    })
}

/// Runs all checks; the first that fails ends the run.
pub(crate) fn run_all() -> Result {
    run("cargo", &["fmt", "--all", "--check"])?;
    tidy::run()?;
    schema::run(true)?;
    schema::codebook(true)?;
    gold::run(true)?;
    // Where it comes with every build, as in `.ci/run`, it is not asked once more.
    if !lints_come_with_the_build() {
        run("cargo", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    }
    // The crates whose pages a user of the library reads.
    let strict = "build.rustdocflags=[\"-D\", \"warnings\"]";
    run(
        "cargo",
        &["doc", "--quiet", "--no-deps", "-p", "crosswire", "-p", "crosswire-model", "--config", strict],
    )?;
    if has_cargo_command("nextest") {
        // The cases run at once in two seconds: a process for each, as nextest has it, would load the model a thousand
        // times.
        run("cargo", &["nextest", "run", "--workspace", "--no-fail-fast", "-E", "not binary(cases)"])?;
        // Of the workspace: by itself the crate would be compiled again, with fewer features of what it depends on.
        run("cargo", &["test", "--quiet", "--workspace", "--test", "cases"])?;
        run("cargo", &["test", "--quiet", "--workspace", "--doc"])?;
    } else {
        run("cargo", &["test", "--workspace", "--no-fail-fast"])?;
    }
    if has_cargo_command("deny") {
        // Advisories are left out: their database is no part of the repository, and a check must not need the network.
        run("cargo", &["deny", "--workspace", "check", "licenses", "bans", "sources"])?;
    } else {
        println!("skipped: cargo deny is not installed, so licences are not checked");
    }
    // The engine for browsers is compiled while libraries are fetched and Python's tests run, which keep one core busy at most.
    let page = std::thread::scope(|scope| {
        let page = scope.spawn(|| browser::build(false));
        clients::run()?;
        python::run()?;
        page.join().map_err(|_| "building the page for browsers panicked".to_owned())?
    })?;
    browser::test(page.as_deref(), false)?;
    engines::run()?;
    eval::stories::run(&[], false, &Floors::check_only())?;
    eval::versions::run(&[], false, &Floors::check_only())?;
    eval::grouping::run(0, &Floors::check_only())?;
    eval::titles::run(&[], false, false, &Floors::check_only())?;
    eval::passages::run(&[], None, &Floors::check_only())?;
    eval::pairs::run(&[], &Floors::check_only())?;
    eval::independence::run(&eval::independence::Options::check_only())?;
    eval::extraction::run(None, 0, &Floors::check_only())?;
    eval::parse::run(None, None, &Floors::check_only())?;
    eval::names::run(None, &Floors::check_only())?;
    eval::attribution::run(None, 0, None, &Floors::check_only())?;
    eval::quantities::run(None, 0, None, &Floors::check_only())?;
    eval::reuse::known(0, &Floors::check_only())?;
    eval::times::run(None, 0, None, &Floors::check_only())?;
    eval::coref::run(&eval::coref::Options::check_only())?;
    eval::reports::run(&eval::reports::Options::check_only())?;
    println!("all checks passed");
    Ok(())
}
