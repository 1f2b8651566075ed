//! `-o`: whole or not at all, in its place, and never taken for an article.

use crate::{brief, crosswire, ferry, folder, has_ferry, ledger_of, story};
use std::ffi::OsString;
use std::fs;
use std::path::Path;

fn to(file: &Path) -> [OsString; 3] {
    [ferry().into(), "-o".into(), file.into()]
}

/// The names in a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_earlier_report_is_replaced() {
    let folder = folder();
    let file = folder.path().join("story.json");
    fs::write(&file, "the old report, much longer than nothing").unwrap();
    brief(to(&file)).code(0).silent();
    has_ferry(&ledger_of(&fs::read_to_string(&file).unwrap()));
    assert_eq!(names(folder.path()), ["story.json"]);
}

#[test]
fn an_earlier_report_stays_where_the_run_fails() {
    let folder = folder();
    let file = folder.path().join("story.json");
    fs::write(&file, "the old report").unwrap();
    brief([Path::new("nowhere.txt"), Path::new("-o"), &file]).code(1);
    assert_eq!(fs::read_to_string(&file).unwrap(), "the old report");
    assert_eq!(names(folder.path()), ["story.json"]);
}

#[test]
fn a_failed_run_makes_no_file() {
    let folder = folder();
    brief([Path::new("nowhere.txt"), Path::new("-o"), &folder.path().join("story.json")]).code(1);
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_file_in_the_folder_at_hand() {
    let folder = folder();
    let ran = crosswire().current_dir(folder.path()).arg("brief").args(to(Path::new("story.md"))).status();
    assert!(ran.unwrap().success());
    assert_eq!(names(folder.path()), ["story.md"]);
}

#[test]
fn the_report_among_the_articles_is_no_article() {
    for ending in ["json", "html", "md", "txt"] {
        let story = story();
        let file = story.path().join(format!("story.{ending}"));
        let run = || {
            brief([story.path(), Path::new("-o"), &file]).code(0).silent();
            fs::read_to_string(&file).unwrap()
        };
        let first = run();
        assert!(run() == first, "the .{ending} report of the second run differs");
        // By another way to it, too.
        let there =
            story.path().join(".").join(format!("../{}", story.path().file_name().unwrap().display()));
        brief([&there, Path::new("-o"), &there.join(format!("story.{ending}"))]).code(0).silent();
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
    use std::process::Command;

    fn mode(file: &Path) -> u32 {
        fs::metadata(file).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn it_is_another_file_in_the_same_place() {
        let folder = folder();
        let (file, other) = (folder.path().join("story.json"), folder.path().join("kept.json"));
        fs::write(&file, "the old report").unwrap();
        fs::hard_link(&file, &other).unwrap();
        brief(to(&file)).code(0);
        // Who has the old file open reads it to its end.
        assert_eq!(fs::read_to_string(&other).unwrap(), "the old report");
        assert_ne!(fs::metadata(&file).unwrap().ino(), fs::metadata(&other).unwrap().ino());
    }

    #[test]
    fn a_link_keeps_pointing_where_it_points() {
        let folder = folder();
        let target = folder.path().join("reports");
        fs::create_dir(&target).unwrap();
        for (link, to_it) in [("story.json", "reports/a.json"), ("new.json", "reports/b.json")] {
            let link = folder.path().join(link);
            symlink(to_it, &link).unwrap();
            if to_it.ends_with("a.json") {
                fs::write(&link, "the old report").unwrap();
            }
            brief(to(&link)).code(0);
            assert_eq!(fs::read_link(&link).unwrap(), Path::new(to_it));
            has_ferry(&ledger_of(&fs::read_to_string(folder.path().join(to_it)).unwrap()));
        }
        assert_eq!(names(folder.path()), ["new.json", "reports", "story.json"]);
        assert_eq!(names(&target), ["a.json", "b.json"]);
    }

    #[test]
    fn a_link_that_leads_nowhere() {
        let folder = folder();
        let (around, lost) = (folder.path().join("around.json"), folder.path().join("lost.json"));
        symlink("around.json", &around).unwrap();
        symlink("no/such/folder.json", &lost).unwrap();
        for link in [around, lost] {
            brief(to(&link)).code(1).says(&["error: "]);
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        }
        assert_eq!(names(folder.path()), ["around.json", "lost.json"]);
    }

    #[test]
    fn a_device_is_written_to() {
        brief(to(Path::new("/dev/null"))).code(0).silent();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    }

    #[test]
    fn a_pipe_is_written_to() {
        let folder = folder();
        let pipe = folder.path().join("pipe.json");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let read = {
            let pipe = pipe.clone();
            std::thread::spawn(move || fs::read_to_string(pipe).unwrap())
        };
        brief(to(&pipe)).code(0).silent();
        has_ferry(&ledger_of(&read.join().unwrap()));
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        assert_eq!(names(folder.path()), ["pipe.json"]);
    }

    #[test]
    fn standard_output_by_its_name() {
        let ran = brief(to(Path::new("/dev/stdout"))).code(0).silent();
        has_ferry(&ran.ledger());
    }

    #[test]
    fn who_may_read_it_follows_the_mask() {
        let folder = folder();
        let file = folder.path().join("story.json");
        let with_mask = |mask: &str| {
            let mut shell = Command::new("sh");
            shell.args([
                "-c",
                &format!("umask {mask}; exec \"$0\" brief \"$@\""),
                env!("CARGO_BIN_EXE_crosswire"),
            ]);
            assert!(shell.args(to(&file)).status().unwrap().success());
            mode(&file)
        };
        assert_eq!(with_mask("027"), 0o640);
        // A file that is there keeps its own.
        assert_eq!(with_mask("022"), 0o640);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(with_mask("022"), 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o664)).unwrap();
        assert_eq!(with_mask("077"), 0o664);
        fs::remove_file(&file).unwrap();
        assert_eq!(with_mask("077"), 0o600);
    }
}
