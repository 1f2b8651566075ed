//! The page that runs in a browser: builds the engine for it, makes one file of all that it needs, and tries it.

use crate::Result;
use crate::root::{at, build_crosswire, read, root, run_in, target};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";
const PAGE: &str = "crates/crosswire-browser/page";
/// All browsers of the last years have the wide instructions. The stack is as deep as pages need that are nested as deep as is allowed.
const FLAGS: &str = "-C target-feature=+simd128 -C link-arg=-zstack-size=33554432";

/// Builds the page and has a browser try it; where the compiler cannot build for browsers it says so and passes.
pub(crate) fn run(release: bool) -> Result {
    let page = build(release)?;
    test(page.as_deref(), release)
}

/// Has a browser try a page that was built; none where it could not be.
pub(crate) fn test(page: Option<&Path>, release: bool) -> Result {
    let Some(page) = page else { return Ok(()) };
    let bytes = fs::metadata(page).map_err(|e| format!("cannot read {}: {e}", page.display()))?.len();
    println!("{}: {:.1} MB", page.display(), bytes as f64 / 1e6);
    let crosswire = build_crosswire(release)?;
    let variables = [("CROSSWIRE_PAGE", page.as_os_str()), ("CROSSWIRE_COMMAND", crosswire.as_os_str())];
    // In the profile and with the features of the other tests, so that nothing is compiled twice.
    let tests = ["test", "--quiet", "--workspace", "--test", "in_a_browser", "--", "--nocapture"];
    run_in(root(), &variables, "cargo", &tests)
}

/// Makes the page; where it lies. None, with the reason printed, where the compiler has no standard library for browsers.
pub(crate) fn build(release: bool) -> Result<Option<PathBuf>> {
    if !can_compile()? {
        println!(
            "skipped: no {TARGET} for this compiler (`rustup target add {TARGET}`), so the page for browsers is not built"
        );
        return Ok(None);
    }
    let wasm = compile(release)?;
    let mut made = Bindgen::new()
        .input_path(&wasm)
        .no_modules(true)
        .map_err(|e| e.to_string())?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .map_err(|e| format!("cannot bind {}: {e:#}", wasm.display()))?;
    let engine = BASE64_STANDARD.encode(packed(&made.wasm_mut().emit_wasm())?);
    let page = assemble(made.js(), &engine)?;
    let file = wasm.with_file_name("crosswire.html");
    fs::write(&file, page).map_err(|e| format!("cannot write {}: {e}", file.display()))?;
    Ok(Some(file))
}

/// Whether the compiler has a standard library for browsers, which rustup may still get.
fn can_compile() -> Result<bool> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()).output();
    let sysroot = sysroot.map_err(|e| format!("cannot run rustc: {e}"))?.stdout;
    let library = Path::new(String::from_utf8_lossy(&sysroot).trim()).join("lib/rustlib").join(TARGET);
    let got = || {
        let add = Command::new("rustup").args(["target", "add", TARGET]).current_dir(root()).output();
        add.is_ok_and(|output| output.status.success())
    };
    Ok(library.is_dir() || got())
}

/// Compiles the engine; where it lies.
fn compile(release: bool) -> Result<PathBuf> {
    let mut args = vec!["build", "--quiet", "--locked", "--package", "crosswire-browser", "--target", TARGET];
    let profile = if release { "release" } else { "debug" };
    if release {
        args.push("--release");
    }
    // Names of what is compiled are no part of the page. Lints come with the other builds, where they do: here they would only cost time.
    let variables = [
        ("RUSTC_WORKSPACE_WRAPPER", OsStr::new("")),
        ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", OsStr::new(FLAGS)),
        ("CARGO_PROFILE_DEV_DEBUG", OsStr::new("0")),
    ];
    run_in(root(), &variables, "cargo", &args)?;
    Ok(target().join(TARGET).join(profile).join("crosswire_browser.wasm"))
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).and_then(|()| out.finish()).map_err(|e| e.to_string())
}

/// Puts all parts into the page.
fn assemble(glue: &str, engine: &str) -> Result<String> {
    let part = |name: &str| read(&at(PAGE).join(name));
    let (css, js, worker) = (part("page.css")?, part("page.js")?, part("worker.js")?);
    let (report_style, report_script) = crosswire_report::page_policy();
    let glue = format!("{glue}\n{worker}");
    // In the order in which they stand in the page.
    let values = [
        ("{script}", crosswire_report::integrity(&js)),
        ("{report-script}", report_script),
        ("{style}", crosswire_report::integrity(&css)),
        ("{report-style}", report_style),
        ("{css}", css),
        ("{example}", example()?),
        ("{glue}", glue),
        ("{engine}", engine.to_owned()),
        ("{js}", js),
    ];
    let (template, mut page) = (part("page.html")?, String::new());
    let mut rest = template.as_str();
    for (name, value) in values {
        if value.contains("</script") || value.contains("<!--") {
            return Err(format!("what stands for {name} would end the part of the page in which it stands"));
        }
        let (before, after) =
            rest.split_once(name).ok_or(format!("{PAGE}/page.html has no {name} in its place"))?;
        page.push_str(before);
        page.push_str(&value);
        rest = after;
    }
    page.push_str(rest);
    Ok(page)
}

/// The invented story that comes with the project: its files by name, as JSON.
fn example() -> Result<String> {
    let folder = at("examples/ferry");
    let found = fs::read_dir(&folder).map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
    let mut files = BTreeMap::new();
    for entry in found {
        let path = entry.map_err(|e| e.to_string())?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.insert(name, read(&path)?);
    }
    let json = serde_json::to_string(&files).map_err(|e| e.to_string())?;
    // Nothing in a part of the page may look like its end.
    Ok(json.replace('<', "\\u003c"))
}
