//! The project's own tools: `cargo xtask help` lists them.

fn main() {}
