//! Names and articles that mean harm are shown, and do none; text of any script keeps its spans.

use crate::{brief, brief_stdin, folder, inert};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// What an article may say to take over a page, a terminal, a document or a spreadsheet.
const WORDS: [&str; 12] = [
    "<script>alert(1)</script>",
    "</script></style></title></textarea><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "\" autofocus onfocus=\"alert(4)",
    "' onmouseover='alert(5)",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \u{9b}31m",
    "[click](javascript:alert(6)) ![x](http://evil.example/x.png) <http://evil.example>",
    "\u{202e}gnp.exe\u{202c} \u{2066}isolated\u{2069}",
    "=HYPERLINK(\"http://evil.example\";\"x\") +1+1 -2 @SUM(A1)",
    "&lt;script&gt;alert(7)&lt;/script&gt; &#60;marquee&#62;",
    "--> <!-- <![CDATA[ ]]> {{7*7}} ${7*7} `id`",
    "e\u{301}\u{301}\u{301} \u{0}\u{8}\u{7f} \u{2028}\u{feff}",
];

/// Names of files that try the same.
#[cfg(unix)]
const NAMES: [&str; 9] = [
    "two\nlines.txt",
    "<img src=x onerror=alert(1)>.txt",
    "\x1b[31mred.txt",
    "-rf.txt",
    "=1+1.txt",
    "@SUM(A1).txt",
    "\u{202e}txt.exe.txt",
    "[x](javascript:alert(2)).txt",
    "\" onfocus=\"alert(3).txt",
];

/// Articles that hold each of these words everywhere that an article can hold words.
fn write_articles(folder: &Path) {
    // With such characters a file is not text.
    let printable = |text: &str| text.replace(['\0', '\u{8}', '\u{7f}'], "");
    for (i, words) in WORDS.iter().enumerate() {
        let body = format!(
            "{words} {i} people were hurt on Monday, said {words} of the port.\n\n{words}\n\n“{words} is what we saw at the \
             harbour,” Runa Askvik told the Skerri agency on 4 March 2031. The ferry {words} will be towed on Wednesday, \
             according to {words}.\n\n=1+1 is what {} passengers paid, he said.\n\n+2 said Runa Askvik.",
            80 + i
        );
        let text = format!("title: {0}\noutlet: {0}\nauthor: {0}\n\n{1}", printable(words), printable(&body));
        std::fs::write(folder.join(format!("{i}.txt")), text).unwrap();
        let record = json!({
            "text": format!("{body} It was article {i}."), "title": words, "outlet": words, "author": words,
            "url": format!("javascript:alert('{words}')"), "published": words,
        });
        std::fs::write(folder.join(format!("{i}.json")), record.to_string()).unwrap();
        let escaped: String = words.chars().map(|c| format!("&#{};", u32::from(c))).collect();
        let html = format!(
            "<!doctype html><html><head><meta charset=utf-8><title>{escaped}</title>\
             <meta property='og:site_name' content='{escaped}'><meta name=author content='{escaped}'>\
             <link rel=canonical href='javascript:alert(8)'></head><body><article><h1>{escaped}</h1>\
             <p>{escaped} was seen by {} people at the harbour on Monday, said {escaped} of the port office of Halvik.</p>\
             <p>“{escaped} is what we saw,” Runa Askvik told the Skerri agency on 4 March 2031, and {words}</p>\
             <p>Nobody was hurt when the ferry ran aground, according to {escaped}, page {i}.</p></article></body></html>",
            40 + i
        );
        std::fs::write(folder.join(format!("{i}.html")), html).unwrap();
    }
}

/// The tags of a page, each with its attributes' names and values; those of scripts and styles are none.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let name: String = rest.chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
        rest = rest[name.len()..].trim_start();
        let mut attributes = Vec::new();
        while !rest.starts_with('>') {
            let end = rest.find(|c: char| c == '=' || c == '>' || c.is_whitespace()).expect("a tag ends");
            let attribute = rest[..end].to_owned();
            rest = &rest[end..];
            let mut value = "";
            if let Some(quoted) = rest.strip_prefix("=\"") {
                (value, rest) = quoted.split_once('"').expect("a value ends");
            } else {
                assert!(!rest.starts_with('='), "a value without quotation marks in <{name}>");
            }
            attributes.push((attribute, value.to_owned()));
            rest = rest.trim_start();
        }
        rest = &rest[1..];
        if name == "script" || name == "style" {
            rest = rest.split_once(&format!("</{name}>")).expect("it is closed").1;
        }
        tags.push((name, attributes));
    }
    tags
}

#[track_caller]
fn page_is_safe(page: &str) {
    let tags = tags(page);
    assert!(tags.len() > 100, "only {} tags", tags.len());
    let count = |wanted: &str| tags.iter().filter(|(name, _)| name == wanted).count();
    // The page has one script and style, the form that finds, and the text of a citation: none more.
    assert_eq!(["script", "style", "form", "textarea"].map(count), [1; 4]);
    for (name, attributes) in &tags {
        let foreign = ["img", "iframe", "object", "embed", "base", "marquee", "http:"];
        assert!(!foreign.contains(&name.as_str()) && !name.starts_with("!-"), "<{name}>");
        for (attribute, value) in attributes {
            assert!(
                attribute.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
                "{attribute:?} in <{name}>"
            );
            assert!(!attribute.starts_with("on") && attribute != "style", "{attribute}={value} in <{name}>");
            if attribute == "href" || attribute == "src" {
                let harmless =
                    ["#", "data:,", "http://", "https://"].iter().any(|start| value.starts_with(start));
                assert!(harmless, "{attribute}={value} in <{name}>");
            }
        }
    }
    inert(page);
}

#[track_caller]
fn markdown_is_safe(markdown: &str) {
    inert(markdown);
    assert!(
        !markdown.contains('<') && !markdown.contains("http://"),
        "markup or an address that becomes a link"
    );
    for sign in ["](", "`", "!["] {
        for (at, _) in markdown.match_indices(sign) {
            assert!(
                markdown[..at].ends_with('\\') || sign == "![" && markdown[at + 1..].starts_with("\\["),
                "{sign}"
            );
        }
    }
}

#[track_caller]
fn table_is_safe(table: &str) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    for row in reader.records() {
        let row = row.expect("every row has as many cells as the head");
        for cell in &row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "a formula: {cell:?}");
            inert(cell);
            assert!(!cell.contains('\n'), "{cell:?}");
        }
    }
}

/// Writes all five forms of a folder's ledger; panics where one is not safe. Gives the page and the ledger.
#[track_caller]
fn all_forms(folder: &Path, articles: usize) -> (String, Value) {
    let [json, terminal, page, markdown, table] = ["json", "terminal", "html", "md", "csv"].map(|format| {
        let ran = brief([folder.as_os_str(), "--format".as_ref(), format.as_ref()]).code(0);
        inert(&ran.stderr);
        ran
    });
    let ledger = json.ledger();
    assert_eq!(ledger["articles"].as_array().unwrap().len(), articles);
    assert!(!json.stdout.contains(|c: char| c < ' ' && c != '\n'), "JSON with raw control characters");
    inert(&terminal.stdout);
    page_is_safe(&page.stdout);
    markdown_is_safe(&markdown.stdout);
    table_is_safe(&table.stdout);
    (page.stdout, ledger)
}

#[test]
fn hostile_articles_do_no_harm() {
    let folder = folder();
    write_articles(folder.path());
    let (page, ledger) = all_forms(folder.path(), 3 * WORDS.len());
    // They are not silently dropped either: the page shows what they say.
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(ledger["statements"].as_array().unwrap().len() > WORDS.len());
    assert!(ledger["figures"].as_array().unwrap().len() > WORDS.len());
}

#[cfg(unix)]
#[test]
fn hostile_names_do_no_harm() {
    let folder = folder();
    for (i, name) in NAMES.iter().enumerate() {
        let text =
            format!("Pier {i} burned on Monday, and {} people were hurt, said Ole Holm of the port.", 20 + i);
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let (_, ledger) = all_forms(folder.path(), NAMES.len());
    let paths: Vec<&str> =
        ledger["articles"].as_array().unwrap().iter().map(|a| a["path"].as_str().unwrap()).collect();
    for name in NAMES {
        assert!(
            paths.contains(&folder.path().join(name).to_str().unwrap()),
            "{name:?} is not among {paths:?}"
        );
    }
    // By name, in the folder itself, as a shell gives them: a dash in front needs `--`, as everywhere.
    let run =
        |args: &[&str]| crate::Ran::of(crate::crosswire().current_dir(folder.path()).arg("brief").args(args));
    let ran = run(&[&["--format", "csv", "--"][..], &NAMES].concat()).code(0);
    table_is_safe(&ran.stdout);
    assert!(
        ran.stdout.contains("'=1+1.txt")
            && ran.stdout.contains("'-rf.txt")
            && ran.stdout.contains("'@SUM(A1)")
    );
    // A wrong option is spelled out as well.
    run(&["-rf.txt"]).code(1).says(&["-r"]);
}

#[cfg(unix)]
#[test]
fn hostile_names_of_files_that_are_skipped() {
    let folder = folder();
    for name in NAMES {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    std::fs::write(folder.path().join("good.txt"), "The pier burned, said Ole Holm.").unwrap();
    for format in ["json", "terminal", "html", "md", "csv"] {
        let ran = brief([folder.path().as_os_str(), "-f".as_ref(), format.as_ref()]).code(2);
        assert_eq!(ran.stderr.lines().count(), NAMES.len());
        inert(&ran.stderr);
        match format {
            "json" => assert_eq!(ran.ledger()["skipped"].as_array().unwrap().len(), NAMES.len()),
            "html" => page_is_safe(&ran.stdout),
            "md" => markdown_is_safe(&ran.stdout),
            "csv" => table_is_safe(&ran.stdout),
            _ => inert(&ran.stdout),
        }
    }
    // Nor do they reach the terminal where nothing is read, or the report cannot be written.
    for name in NAMES {
        let path = folder.path().join(name);
        inert(&brief([&path]).code(1).stderr);
        inert(
            &brief([&folder.path().join("good.txt"), Path::new("-o"), &path.join("x.json")]).code(1).stderr,
        );
    }
    inert(&brief(["\x1b[31m", "--\x1b[31m"]).code(1).stderr);
    inert(&brief(["x", "--format", "\x1b[31m\u{202e}"]).code(1).stderr);
}

/// Walks a ledger; panics where a span does not lie in its article's text, or does not hold the words beside it. Counts
/// the words compared.
fn check_spans(value: &Value, article: Option<&str>, texts: &BTreeMap<String, Vec<char>>) -> usize {
    match value {
        Value::Array(values) => values.iter().map(|value| check_spans(value, article, texts)).sum(),
        Value::Object(fields) => {
            let named = |field: &str| fields.get(field).and_then(Value::as_str);
            let own = named("id").filter(|_| fields.contains_key("sha256"));
            let article = own.or(named("article")).or(article);
            let number = |field: &str| fields.get(field).and_then(Value::as_u64).map(|n| n as usize);
            let mut compared = 0;
            if let (Some(start), Some(end)) = (number("start"), number("end")) {
                let text = &texts[article.expect("a span belongs to an article")];
                assert!(start <= end && end <= text.len(), "{start}..{end} of {}", text.len());
                if let Some(words) = named("text") {
                    assert_eq!(text[start..end].iter().collect::<String>(), words);
                    compared = 1;
                }
            }
            compared + fields.values().map(|value| check_spans(value, article, texts)).sum::<usize>()
        }
        _ => 0,
    }
}

#[test]
fn spans_count_code_points_in_any_script() {
    let said = "“Nobody was hurt,” said Runa Askvik on Monday. She said that 84 passengers were landed on 4 March 2031, and \
                about 30 cars remain, according to Ole Holm of the Skerri agency.";
    // Right to left, combining marks, beyond the basic plane, joined emoji, marks that turn the direction, line ends.
    let before = [
        "جنحت العبّارة فجر الاثنين، وقال ربّانها إن ٨٤ راكبا نزلوا.",
        "המעבורת עלתה על שרטון ביום שני.",
        "e\u{301}te\u{301} a\u{308}\u{323}\u{30a} Zo\u{308}e\u{308} \u{1112}\u{1161}\u{11ab}",
        "𝔉𝔢𝔯𝔯𝔶 👩‍👩‍👧 🇳🇴 🚢🚢🚢",
        "\u{202e}abc\u{202c} \u{200f}\u{200e}\u{feff} \u{2067}x\u{2069}",
        "one\r\ntwo\rthree\u{2028}four\u{85}five\u{0}six\u{a0}seven\u{3000}",
        "ＦＵＬＬ　ＷＩＤＴＨ １２３ ﬁ ǆ İ ß ẞ",
        "渡船星期一搁浅。フェリーが座礁した。",
    ];
    let texts: Vec<String> =
        before.iter().map(|b| format!("{b}\n\n{b} {said}\n\n{said} {b} {said}")).collect();
    let lines: Vec<String> =
        texts.iter().enumerate().map(|(i, text)| json!({"id": i, "text": text}).to_string()).collect();
    let ran = brief_stdin(["-"], lines.join("\n")).code(0);
    let ledger = ran.ledger();
    // As files with head lines in the same scripts, where the whole file is the text.
    let folder = folder();
    let files: Vec<String> = before
        .iter()
        .zip(&texts)
        .map(|(b, text)| format!("title: {}\n\n{text}", b.lines().next().unwrap()))
        .collect();
    for (i, file) in files.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{i}.txt")), file).unwrap();
    }
    let from_files = brief([folder.path()]).code(0).ledger();
    for (ledger, texts) in [(ledger, texts), (from_files, files)] {
        let of_articles: BTreeMap<String, Vec<char>> = ledger["articles"]
            .as_array()
            .unwrap()
            .iter()
            .map(|article| {
                let path = article["path"].as_str().unwrap();
                let number = path
                    .trim_end_matches(".txt")
                    .trim_start_matches(|c: char| path.ends_with(".txt") && c != '/');
                let number = number.rsplit(['#', '/']).next().unwrap();
                let text = texts[number.parse::<usize>().unwrap()].chars().collect();
                (article["id"].as_str().unwrap().to_owned(), text)
            })
            .collect();
        assert_eq!(of_articles.len(), texts.len());
        let compared = check_spans(&ledger, None, &of_articles);
        assert!(compared > 6 * texts.len(), "only {compared} compared");
        for part in ["figures", "times", "statements"] {
            for id in of_articles.keys() {
                let found = ledger[part].as_array().unwrap().iter().any(|one| one["article"] == id.as_str());
                assert!(found, "no {part} in {:?}", of_articles[id].iter().take(20).collect::<String>());
            }
        }
    }
}
