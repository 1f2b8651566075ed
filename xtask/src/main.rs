//! The project's own tools: `cargo xtask help` lists them.

mod rarity;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    rarity::write(args[1].as_ref(), args[2].as_ref()).unwrap();
}
