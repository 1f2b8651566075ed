//! Writes every view of the sample story into a folder: `cargo run -p crosswire-report --example sample -- FOLDER`.
//!
//! Good for looking at: the page in a browser, at desktop and phone width, light and dark, and in print.

#[path = "../tests/sample/mod.rs"]
mod sample;

use crosswire_report::Style;
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    let (ledger, texts) = sample::sample();
    std::fs::write(folder.join("sample.html"), crosswire_report::html(&ledger, &texts, None))?;
    std::fs::write(folder.join("sample.md"), crosswire_report::markdown(&ledger, &texts, None))?;
    std::fs::write(folder.join("sample.csv"), crosswire_report::csv(&ledger, &texts, None))?;
    let style = Style { color: true, width: 100 };
    std::fs::write(folder.join("sample.txt"), crosswire_report::terminal(&ledger, &texts, None, style))
}
