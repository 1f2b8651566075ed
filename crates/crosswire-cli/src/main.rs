//! The `crosswire` command.

fn main() {}
