//! `--hide-private`: no form of anything that is written holds the name of a private person.

use crate::{brief, folder};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// Words of the names that are hidden.
const HIDDEN: [&str; 5] = ["ashby", "lina", "sunniva", "arne", "moen"];

/// Articles about a fire, in a folder; a file's name and an address have a name too.
fn fire() -> tempfile::TempDir {
    let folder = folder();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    put(
        "tom-ashby-speaks.txt",
        "outlet: Orlund Post\ntitle: Tom Ashby saw the fire\nurl: https://orlund.example/tom-ashby-speaks\n\
         author: Berit Lunde\npublished: 2031-03-05\n\n\
         A fire in the Torvik cannery killed Sunniva Moen and Arne Moen on Wednesday, the mayor, Ute Brandl, said.\n\n\
         “Everything is gone,” said neighbour Tom Ashby, 41. Ashby’s daughter Lina was taken to hospital. Two people were \
         killed and three were hurt, police inspector Kari Vik said.\n",
    );
    put(
        "gazette.txt",
        "outlet: Torvik Gazette\ntitle: ASHBY FAMILY GRIEVES\npublished: 2031-03-06\n\n\
         Two people were killed and four were hurt in a fire at the Torvik cannery, Ute Brandl said on Thursday. Tom Ashby \
         told the Orlund Post that everything is gone. “Lina is alive,” Ashby said.\n",
    );
    put(
        "times.txt",
        "outlet: Ardal Times\ntitle: Two dead at Torvik\npublished: 2031-03-06\n\n\
         Two people were killed in the Torvik cannery, the mayor, Ute Brandl, said. Sunniva Moen was 19. Brandl denied that \
         Ms Moen had locked the door.\n",
    );
    folder
}

/// All bytes of a file as text, of each file in a folder, and of each part of a workbook.
fn all(path: &Path) -> String {
    if path.is_dir() {
        let files = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        return files.map(|file| all(&file)).collect();
    }
    if path.extension().is_none_or(|ending| ending != "xlsx") {
        return String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    }
    let mut book = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    for n in 0..book.len() {
        book.by_index(n).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

#[test]
fn no_form_holds_a_private_name_and_officials_stay() {
    let (story, out) = (fire(), folder());
    let story = story.path().to_str().unwrap();
    let forms: [(&str, &[&str]); 18] = [
        ("ledger.json", &[]),
        ("texts.json", &["--texts"]),
        ("page.html", &[]),
        ("report.md", &[]),
        ("report.txt", &[]),
        ("claims.csv", &[]),
        ("tables", &["-f", "csv"]),
        ("book.xlsx", &[]),
        ("incident.csv", &["--incidents"]),
        ("incident.json", &["--incidents"]),
        ("acled.csv", &["--incidents", "--profile", "acled"]),
        ("airwars.csv", &["--incidents", "--profile", "airwars"]),
        ("ucdp.csv", &["--incidents", "--profile", "ucdp"]),
        ("chains.ttl", &[]),
        ("annotations.jsonld", &[]),
        ("drafts.json", &["-f", "claimreview"]),
        ("entities.ftm", &[]),
        ("statements.csv", &["-f", "ftm-statements"]),
    ];
    for (name, more) in forms {
        let written = |hide: &[&str], name: &str| {
            let file = out.path().join(name);
            brief([&[story, "-o", file.to_str().unwrap()], more, hide].concat()).code(0);
            all(&file)
        };
        let open = written(&[], &format!("open-{name}"));
        let hidden = written(&["--hide-private"], name);
        let small = hidden.to_lowercase();
        for word in HIDDEN {
            assert!(!small.contains(word), "{name} holds {word}: {hidden}");
        }
        for official in ["Ute Brandl", "Kari Vik", "Berit Lunde"] {
            assert!(!open.contains(official) || hidden.contains(official), "{name} lacks {official}");
        }
        assert!(more.contains(&"--incidents") || hidden.contains("[person "), "{name}: {hidden}");
        assert!(hidden == written(&["--hide-private"], &format!("again-{name}")), "{name} differs");
    }
}
