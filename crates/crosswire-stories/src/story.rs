//! What is given back: a story with its articles, each with how it belongs and why.

use crate::cluster::Cluster;
use crate::features::Features;
use crosswire::hash;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Shared words that are named as a reason.
const NAMED: usize = 4;

/// Articles that tell of one event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Made of the article that began it, so that it stays when others come. Of two stories that turn out to be one, the one that began
    /// first keeps its id; of one that turns out to be two, the part with the first article does.
    pub id: String,
    /// The title of the article that has most in common with the others.
    pub title: Option<String>,
    /// The first day on which an article of it was published.
    pub from: Option<Date>,
    /// The last.
    pub to: Option<Date>,
    /// Its articles, by day and name.
    pub articles: Vec<Member>,
}

/// An article of a story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// What the stream calls it.
    pub id: String,
    /// The file, or record of a file, that it was read from.
    pub path: String,
    /// The day it was published.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub published: Option<Date>,
    /// Mean cosine with the story's other articles, 0..1, in thousandths; 1 for an article alone.
    pub score: f64,
    /// What it shares with them.
    pub why: String,
    /// The earlier article that it is a near-duplicate of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub copy_of: Option<String>,
}

/// The story of a group. `copies` has, for an article, the one that it is a copy of.
pub(crate) fn of<'a>(
    cluster: &Cluster,
    article: impl Fn(u32) -> &'a Features,
    copy_of: impl Fn(u32) -> Option<String>,
) -> Story {
    let mut all: Vec<(u32, &Features, f64)> = cluster
        .members
        .iter()
        .map(|&number| {
            let features = article(number);
            (number, features, (cluster.score(features) * 1000.0).round() / 1000.0)
        })
        .collect();
    let founder = all.iter().map(|a| a.0).min().map(&article);
    all.sort_by(|a, b| (a.1.day, &a.1.id, &a.1.path).cmp(&(b.1.day, &b.1.id, &b.1.path)));
    let mut titled: Vec<&(u32, &Features, f64)> = all.iter().filter(|a| a.1.title.is_some()).collect();
    titled.sort_by(|a, b| b.2.total_cmp(&a.2));
    let days = || all.iter().filter_map(|a| a.1.day);
    let alone = all.len() == 1;
    Story {
        id: founder.map_or_else(String::new, id),
        title: titled.first().and_then(|a| a.1.title.clone()),
        from: days().min(),
        to: days().max(),
        articles: all
            .iter()
            .map(|&(number, features, score)| {
                let copy_of = copy_of(number);
                Member {
                    id: features.id.clone(),
                    path: features.path.clone(),
                    published: features.day,
                    score,
                    why: if alone { "alone".to_owned() } else { why(cluster, features, copy_of.as_deref()) },
                    copy_of,
                }
            })
            .collect(),
    }
}

/// The id of the story that an article began. It does not tell where the article lies.
fn id(founder: &Features) -> String {
    let day = founder.day.map(|day| day.to_string()).unwrap_or_default();
    hash::id('s', &[&founder.id, &day, founder.title.as_deref().unwrap_or_default()])
}

/// What an article shares with the others of its story, the most telling words first.
fn why(cluster: &Cluster, article: &Features, copy_of: Option<&str>) -> String {
    let weight = |term: u32| {
        let at = article.terms.binary_search_by_key(&term, |t| t.0).ok()?;
        Some(cluster.shared(article.terms[at]))
    };
    // "Mr.", "Sen.", "B." are shared and tell a reader nothing; "U.S." has a point within.
    let tells = |word: &str| word.strip_suffix('.').is_none_or(|rest| rest.contains('.'));
    let mut shared: Vec<(f32, &str)> = article
        .keys
        .iter()
        .filter(|(_, word)| tells(word))
        .filter_map(|(term, word)| weight(*term).filter(|w| *w > 0.0).map(|w| (w, word.as_str())))
        .collect();
    shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let words: Vec<&str> = shared.iter().take(NAMED).map(|s| s.1).collect();
    let shares = if words.is_empty() { "common words".to_owned() } else { words.join(", ") };
    match copy_of {
        Some(of) => format!("shares {shares}; a copy of {of}"),
        None => format!("shares {shares}"),
    }
}
