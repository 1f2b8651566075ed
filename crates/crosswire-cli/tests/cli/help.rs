//! `completions` and `man`, and what the help says.

use crate::{Ran, crosswire, folder};

#[test]
fn completions_for_every_shell() {
    for (shell, begins) in
        [("bash", "_crosswire()"), ("zsh", "#compdef crosswire"), ("fish", "complete -c crosswire")]
    {
        let ran = Ran::of(crosswire().args(["completions", shell])).code(0).silent();
        assert!(ran.stdout.contains(begins) && ran.stdout.contains("incidents"), "{shell}");
    }
    Ran::of(crosswire().args(["completions", "cmd"])).code(1).says(&["possible values: bash"]);
}

#[test]
fn manual_pages_on_standard_output_and_in_a_folder() {
    let ran = Ran::of(crosswire().arg("man")).code(0).silent();
    assert!(ran.stdout.contains(".TH crosswire 1"), "{}", ran.stdout);
    let folder = folder();
    let place = folder.path().join("man1");
    Ran::of(crosswire().arg("man").arg(&place)).code(0).silent();
    let brief = std::fs::read_to_string(place.join("crosswire-brief.1")).unwrap();
    assert!(brief.contains("frames"));
    assert!(place.join("crosswire.1").is_file() && place.join("crosswire-explain.1").is_file());
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    Ran::of(crosswire().arg("man").arg(&file)).code(1).says(&["cannot write "]);
}

#[test]
fn the_help_shows_a_frame_and_examples() {
    let help = Ran::of(crosswire().args(["brief", "--help"])).code(0).stdout;
    for words in [
        "frame eviction\n",
        "undergoes: lose home",
        "docs/frames.md",
        "-f csv -o tables/",
        "--incidents --profile",
    ] {
        assert!(help.contains(words), "{words:?} is not in {help}");
    }
    for job in ["annotate", "explain", "desk", "mcp", "completions", "man"] {
        assert!(Ran::of(crosswire().args([job, "--help"])).code(0).stdout.contains("Examples:"), "{job}");
    }
}

#[cfg(unix)]
#[test]
fn a_release_for_a_target_that_is_not_installed_says_what_to_do() {
    let script = crate::root().join("scripts/release.sh");
    let ran = Ran::of(std::process::Command::new("bash").arg(script).arg("no-such-target")).code(1);
    ran.says(&["the Rust target no-such-target is not installed", "rustup target add no-such-target"]);
}
