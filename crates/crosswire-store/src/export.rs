//! A story as files, which `crosswire brief FOLDER --decisions FOLDER/decisions.jsonl` reads.

use crate::articles::Article;
use crate::digest::Digest;
use crate::error::Result;
use crate::open::Store;
use crate::stories::{Story, StoryId};
use std::collections::BTreeSet;

/// The file of the decisions, in JSON Lines.
pub const DECISIONS: &str = "decisions.jsonl";

/// A story as it is written out.
#[derive(Debug)]
pub struct Export<'a> {
    store: &'a Store,
    /// The story.
    pub story: Story,
    /// Its articles, each with the name of its file, in the order in which they were added.
    pub articles: Vec<Exported>,
    /// The content of [`DECISIONS`]: each decision as it was kept, in the order in which they were added.
    pub decisions: String,
}

/// An article of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// A name that is safe on every system and that no other file of the export has, whatever its case.
    pub file: String,
    /// The article. What someone said of its outlet, address and date stands here and not in the file.
    pub article: Article,
}

impl Store {
    /// A story as files, as it is now. Fails where there is no such story.
    pub fn export_story(&self, story: &StoryId) -> Result<Export<'_>> {
        self.read(|tx| {
            let mut taken = BTreeSet::from([DECISIONS.to_owned()]);
            let articles = tx.articles(story)?.into_iter();
            let articles =
                articles.map(|article| Exported { file: file_name(&article, &mut taken), article }).collect();
            let decisions = tx.decisions_since(story, 0)?.into_iter().map(|kept| kept.json + "\n").collect();
            Ok(Export { store: self, story: tx.story(story)?, articles, decisions })
        })
    }
}

impl Export<'_> {
    /// Each file's name and bytes, one after the other, so that not all are in memory. The decisions come last.
    ///
    /// An item fails where an article cannot be read or is not as it was added.
    pub fn files(&self) -> impl Iterator<Item = Result<(&str, Vec<u8>)>> {
        let originals = self.articles.iter().map(|exported| {
            self.store.original(&exported.article.sha256).map(|bytes| (exported.file.as_str(), bytes))
        });
        originals.chain(std::iter::once_with(|| Ok((DECISIONS, self.decisions.clone().into_bytes()))))
    }
}

/// A name made of the one that the article came with.
fn file_name(article: &Article, taken: &mut BTreeSet<String>) -> String {
    let safe = safe(&article.name, &article.sha256);
    let (stem, ending) = match safe.rfind('.') {
        Some(dot) if dot > 0 => safe.split_at(dot),
        _ => (safe.as_str(), ""),
    };
    let mut name = safe.clone();
    let mut n = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{stem}-{n}{ending}");
        n += 1;
    }
    name
}

/// The last part of a path, with nothing in it that a system or a shell takes for anything but a letter.
fn safe(name: &str, sha256: &Digest) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let clean = clean.trim_matches(['.', '_', '-']);
    // A name may have 255 bytes on most systems; the ending says what the file is.
    let (stem, ending) = clean.rsplit_once('.').unwrap_or((clean, ""));
    let stem: String = stem.chars().take(50).collect();
    let ending: String = ending.chars().take(10).collect();
    let is_device = ["con", "prn", "aux", "nul"].contains(&stem.to_lowercase().as_str())
        || (stem.len() == 4 && ["com", "lpt"].iter().any(|d| stem.to_lowercase().starts_with(d)));
    let stem = match stem.as_str() {
        "" => format!("article-{}", &sha256.to_string()[..12]),
        _ if is_device => format!("article-{stem}"),
        _ => stem,
    };
    if ending.is_empty() { stem } else { format!("{stem}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe() {
        let check =
            |name: &str, expected: &str| assert_eq!(safe(name, &Digest([0xab; 32])), expected, "{name}");
        check("ferry.html", "ferry.html");
        check("../../etc/passwd", "passwd");
        check("C:\\news\\Fähre sinkt.html", "Fähre_sinkt.html");
        check(".bashrc", "bashrc");
        check("--rm -rf.txt", "rm_-rf.txt");
        check("CON.txt", "article-CON.txt");
        check("com1", "article-com1");
        check("a.b.c.", "a.b.c");
        check("..", "article-abababababab");
        check("", "article-abababababab");
        check("<script>alert(1)</script>.html", "script_.html");
        check("a\u{0}\n\u{202e}b.txt", "a___b.txt");
        assert!(safe(&"ü".repeat(400), &Digest([0; 32])).len() <= 255);
    }
}
