//! Random bytes, and good files with random damage, through every reader.

use crate::archives::{gz, tar, warc, zip};
use crate::page;
use crosswire_sources::{Options, read_bytes};
use proptest::prelude::*;

const NAMES: [&str; 11] =
    ["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.csv", "a.warc", "a.zip", "a.tar", "a.gz", "a"];

fn check(bytes: &[u8]) {
    for name in NAMES {
        let warned = read_bytes(name, bytes, &Options::default());
        assert!(
            // A table without texts is passed over, and nothing in it counts as skipped.
            !warned.value.is_empty()
                || warned.warnings.iter().any(|warning| warning.skipped || name == "a.csv"),
            "silently lost"
        );
        for one in warned.value {
            assert!(
                one.text.is_char_boundary(one.body) && !one.text[one.body..].trim().is_empty(),
                "{one:?}"
            );
        }
    }
}

/// `bytes` with some of them changed, taken out, or put in again elsewhere.
fn damaged(bytes: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>(), 0..4u8);
    prop::collection::vec(edit, 1..20).prop_map(move |edits| {
        let mut bytes = bytes.clone();
        for (at, to, byte, kind) in edits {
            if bytes.is_empty() {
                break;
            }
            let (from, to) = (at.index(bytes.len()), to.index(bytes.len()));
            match kind {
                0 => bytes[from] = byte,
                1 => drop(bytes.drain(from.min(to)..from.max(to).min(from.min(to) + 40))),
                2 => {
                    let piece: Vec<u8> = bytes[from..].iter().copied().take(60).collect();
                    drop(bytes.splice(to..to, piece));
                }
                _ => bytes.insert(from, byte),
            }
        }
        bytes
    })
}

fn good() -> impl Strategy<Value = Vec<u8>> {
    let head = r#"<meta charset=utf-8><script type="application/ld+json">{"@type":"NewsArticle","headline":"Aground",
        "datePublished":"2025-10-01","author":[{"name":"Ada"}]}</script>"#;
    let body = "<table><tr><td>a<b>b<i>c</b></table><svg><g><title>x</title></g></svg><ul><li>one<li>two</ul><!-- c -->";
    prop_oneof![
        Just(page(head, body).into_bytes()),
        Just("{\"id\":1,\"text\":\"Fähre\",\"title\":\"x\"}\n{\"html\":\"<p>One.\",\"published\":\"2025-10-01\"}".into()),
        Just("[{\"text\":\"a\",\"author\":[\"b\"]},{\"text\":\"\\ud83d\\ude00\",\"url\":\"http://a/2025/10/01/\"}]".into()),
        Just("---\ntitle: Fähre\n---\n\n# Head\n\noutlet: a\npublished: 1 October 2025\n\nText é.".into()),
        Just(zip(&[("a.txt", b"One."), ("b.zip", &zip(&[("c.jsonl", b"{\"text\": \"Two.\"}")]).bytes)]).bytes),
        Just(tar(&[("a.txt", b"One."), ("b.csv", b"id;text\n1;Two.")]).bytes),
        Just(warc(2, false).bytes),
        Just(gz(b"{\"id\": 1, \"text\": \"One.\"}")),
        Just("id,title,text\n1,\"One, \"\"two\"\"\",Fähre\n".into()),
        Just("1 of 2 DOCUMENTS\n\nPost\n\nMarch 5, 2031\n\nHead\n\nLENGTH: 2 words\n\nText é.\n\nLOAD-DATE: March 6, 2031\n".into()),
        Just("Head\nPost\nMarch 5, 2031\n\nLength: 2 words\n\nBody\n\nText é.\n\nEnd of Document\n".into()),
        Just("HD\nHead\nWC\n2 words\nPD\n5 March 2031\nSN\nPost\nLP\nText é.\nAN\nDocument HALVPO0020310305er3500001\n".into()),
        Just("title: Fähre\r\npublished: Wed, 01 Oct 2025\r\n\r\nText é.".into()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check(text.as_bytes());
    }

    #[test]
    fn any_dates(text in "[0-9A-Za-z é,:./T+-]{0,30}") {
        check(format!("published: {text}\nurl: https://a.example/{text}\n\nSunk.").as_bytes());
    }

    #[test]
    fn any_damage(bytes in good().prop_flat_map(damaged)) {
        check(&bytes);
    }
}
