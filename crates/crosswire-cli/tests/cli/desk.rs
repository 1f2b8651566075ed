//! `desk`: accounts from the command line, a backup and back, and what it refuses.

use crate::{Ran, crosswire, folder};

#[test]
fn accounts_are_made_and_a_backup_holds_them() {
    let (one, two) = (folder(), folder());
    let desk = |data: &std::path::Path, args: &[&str]| {
        let mut command = crosswire();
        command.arg("desk").arg("--data").arg(data).args(args);
        command
    };
    // Nobody could log in.
    Ran::of(&mut desk(one.path(), &["--listen", "0.0.0.0:0"])).code(1).says(&["needs accounts", "users add"]);
    let made = Ran::of(&mut desk(one.path(), &["users", "add", "Runa", "--role", "admin"])).code(0);
    assert!(made.stdout.contains("shown this once: "), "{}", made.stdout);
    Ran::of(&mut desk(one.path(), &["users", "add", "runa", "--role", "reader"])).code(1).says(&["runa"]);
    Ran::of(&mut desk(one.path(), &["users", "add", "Ida", "--role", "owner"])).code(1).says(&["no role"]);
    let invited = Ran::of(&mut desk(one.path(), &["users", "invite", "--role", "editor"])).code(0);
    assert!(invited.stdout.starts_with("/invitation/"), "{}", invited.stdout);
    let file = one.path().join("desk.zip").display().to_string();
    Ran::of(&mut desk(one.path(), &["backup", &file])).code(0).says(&["desk.zip"]);
    Ran::of(&mut desk(two.path(), &["restore", &file])).code(0);
    let list = Ran::of(&mut desk(two.path(), &["users", "list"])).code(0);
    assert_eq!(list.stdout, "Runa\tadmin\n");
    Ran::of(&mut desk(two.path(), &["restore", &file])).code(1).says(&["not empty"]);
}
