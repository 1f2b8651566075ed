//! Makes each story's `gold.json` from the `gold.toml` beside it, which names passages by their words.
//!
//! Words in braces mark the passage within its surroundings: `{on Monday evening}, and lifeboat crews` is the "on Monday
//! evening" that stands there, and no other. Without braces the words are the passage. They count where they stand first.

use crate::score::gold::{Attribution, Bounds, Claim, Dated, Dispute, Figure, Gold, Member, Repeated, Time};
use crate::{Result, root};
use crosswire_model::{Number, Qualifier, Quote};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the gold of the project's own stories is kept, a folder a story.
const STORIES: &str = "eval/stories";

/// A passage: the article's file name and the words.
type Words = (String, String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    story: String,
    note: String,
    /// File names and days of publication, "" for none.
    articles: Vec<(String, String)>,
    /// The first and last words of the later passage.
    #[serde(default)]
    repeated: Vec<RepeatedPhrase>,
    attributions: Vec<AttributionPhrase>,
    figures: Vec<FigurePhrase>,
    #[serde(default)]
    times: Vec<TimePhrase>,
    claims: Vec<ClaimPhrase>,
    disputes: Vec<DisputePhrase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RepeatedPhrase {
    article: String,
    from: String,
    to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AttributionPhrase {
    at: Words,
    source: Vec<String>,
    #[serde(default)]
    via: Vec<Vec<String>>,
    quote: Quote,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FigurePhrase {
    at: Words,
    value: Number,
    qualifier: Qualifier,
    of: Option<String>,
    low: Option<Number>,
    high: Option<Number>,
    series: Option<String>,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimePhrase {
    at: Words,
    value: String,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimPhrase {
    id: String,
    label: String,
    members: Vec<Words>,
    origins: Option<Vec<Vec<String>>>,
    support: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DisputePhrase {
    id: String,
    kind: String,
    why: String,
    #[serde(default)]
    optional: bool,
    sides: Vec<Vec<Words>>,
}

/// Writes the gold of every story, or checks that the files are up to date.
pub(crate) fn run(check: bool) -> Result {
    let entries = std::fs::read_dir(root::at(STORIES)).map_err(|e| format!("cannot read {STORIES}: {e}"))?;
    let mut stories: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    stories.sort();
    for story in stories.iter().filter(|s| s.join("gold.toml").is_file()) {
        let name = story.file_name().unwrap_or_default().to_string_lossy();
        let gold = gold(story).map_err(|e| format!("{STORIES}/{name}/gold.toml: {e}"))?;
        let text = serde_json::to_string_pretty(&gold).map_err(|e| e.to_string())?;
        root::write_or_check(
            &format!("{STORIES}/{name}/gold.json"),
            &(text + "\n"),
            check,
            "cargo xtask gold",
        )?;
    }
    Ok(())
}

/// What the `gold.toml` of a story says.
fn gold(story: &Path) -> Result<Gold> {
    let phrases: Phrases =
        toml::from_str(&root::read(&story.join("gold.toml"))?).map_err(|e| e.to_string())?;
    resolve(phrases, &texts(&articles(story))?)
}

/// The folder of a story's articles: `articles` in it, or the example of the same name, which holds nothing but articles.
pub(crate) fn articles(story: &Path) -> PathBuf {
    let own = story.join("articles");
    if own.is_dir() { own } else { root::at("examples").join(story.file_name().unwrap_or_default()) }
}

/// The articles of a folder by file name, as the spans of a ledger count in them.
pub(crate) fn texts(folder: &Path) -> Result<BTreeMap<String, String>> {
    article_files(folder)?
        .into_iter()
        .map(|path| {
            let text = root::read(&path)?;
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            let text = match extension {
                "html" => {
                    crosswire_sources::extract(&text, None, &crosswire_sources::Limits::default())
                        .map_err(|e| format!("{}: {e}", path.display()))?
                        .text
                }
                "json" => serde_json::from_str::<serde_json::Value>(&text)
                    .map_err(|e| format!("{}: {e}", path.display()))?["text"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                _ => text,
            };
            Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text))
        })
        .collect()
}

/// The files of a folder, in order of name.
pub(crate) fn article_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_file()).collect();
    files.sort();
    Ok(files)
}

/// Finds every phrase in its article.
fn resolve(phrases: Phrases, texts: &BTreeMap<String, String>) -> Result<Gold> {
    let find = |(article, words): &Words| find(texts, article, words);
    let member = |words: &Words| {
        let (span, text) = find(words)?;
        Ok::<_, String>(Member { article: words.0.clone(), span, text })
    };
    Ok(Gold {
        story: phrases.story,
        note: phrases.note,
        articles: phrases
            .articles
            .into_iter()
            .map(|(id, published)| Dated { id, published: (!published.is_empty()).then_some(published) })
            .collect(),
        repeated: phrases.repeated.iter().map(|r| repetition(texts, r)).collect::<Result<_>>()?,
        attributions: phrases
            .attributions
            .into_iter()
            .map(|a| {
                let (span, text) = find(&a.at)?;
                Ok(Attribution {
                    article: a.at.0,
                    span,
                    text,
                    source: a.source,
                    via: a.via,
                    quote: a.quote,
                    optional: a.optional,
                })
            })
            .collect::<Result<_>>()?,
        figures: phrases
            .figures
            .into_iter()
            .map(|f| {
                let (span, text) = find(&f.at)?;
                Ok(Figure {
                    article: f.at.0,
                    span,
                    text,
                    value: f.value,
                    qualifier: f.qualifier,
                    of: f.of,
                    low: f.low,
                    high: f.high,
                    series: f.series,
                    optional: f.optional,
                })
            })
            .collect::<Result<_>>()?,
        times: phrases
            .times
            .into_iter()
            .map(|t| {
                let (span, text) = find(&t.at)?;
                Ok(Time { article: t.at.0, span, text, value: t.value, optional: t.optional })
            })
            .collect::<Result<_>>()?,
        claims: phrases
            .claims
            .into_iter()
            .map(|c| {
                let members = c.members.iter().map(member).collect::<Result<_>>()?;
                Ok(Claim { id: c.id, label: c.label, members, origins: c.origins, support: c.support })
            })
            .collect::<Result<_>>()?,
        disputes: phrases
            .disputes
            .into_iter()
            .map(|d| {
                let side = |side: &Vec<Words>| side.iter().map(member).collect::<Result<_>>();
                let sides = d.sides.iter().map(side).collect::<Result<_>>()?;
                Ok(Dispute { id: d.id, kind: d.kind, why: d.why, optional: d.optional, sides })
            })
            .collect::<Result<_>>()?,
    })
}

/// Where words stand first in an article, in code points, and the words without their surroundings.
fn find(texts: &BTreeMap<String, String>, article: &str, words: &str) -> Result<(Bounds, String)> {
    let text = texts.get(article).ok_or(format!("there is no article {article}"))?;
    let plain = words.replace(['{', '}'], "");
    let at = text.find(&plain).ok_or(format!("{article} does not hold “{plain}”"))?;
    let (before, inner) = match (words.find('{'), words.find('}')) {
        (Some(open), Some(close)) => (open, &words[open + 1..close]),
        _ => (0, words),
    };
    let start = text[..at + before].chars().count();
    Ok((Bounds(start, start + inner.chars().count()), inner.to_owned()))
}

/// A passage that stands twice, given by its first and last words.
fn repetition(texts: &BTreeMap<String, String>, phrase: &RepeatedPhrase) -> Result<Repeated> {
    let text = texts.get(&phrase.article).ok_or(format!("there is no {}", phrase.article))?;
    let twice = |words: &str| -> Result<(usize, usize)> {
        let mut at = text.match_indices(words).map(|(i, _)| i);
        match (at.next(), at.next()) {
            (Some(first), Some(second)) => Ok((first, second)),
            _ => Err(format!("{} does not hold “{words}” twice", phrase.article)),
        }
    };
    let (from, to) = (twice(&phrase.from)?, twice(&phrase.to)?);
    let bounds = |start: usize, end: usize| {
        Bounds(text[..start].chars().count(), text[..end + phrase.to.len()].chars().count())
    };
    Ok(Repeated { article: phrase.article.clone(), span: bounds(from.1, to.1), of: bounds(from.0, to.0) })
}
