//! Whether two articles that say the same have it from one origin: a benchmark that any system can take.
//!
//! A question is a claim of a story's gold and two of its articles. Its answer is `same_origin`, `independent` or `unknown`: by the
//! claim's support in the gold, and where that is of several origins, by whom each of the two passages is attributed to. A claim
//! called echoed has one origin; the gold's independence stands only where it calls the claim corroborated.
//!
//! Scored first by the precision of `independent`, which is the answer that does harm when it is wrong; then by its recall, by
//! precision and recall of `same_origin`, and by how often a system abstains. Two simple ways are scored beside it: each outlet
//! counts as an origin of its own; and articles whose headlines share [`ALIKE`] of their words (Jaccard 1912) are one, all others
//! two.
//!
//! `--questions` writes them as JSON Lines with their answers; `--answers` scores those of another system, a line each:
//! `{"story", "claim", "a", "b", "relation"}`, where `a` and `b` are the articles' files.

use super::floors::Floors;
use crate::Result;
use crate::root;
use crate::score::gold::{Claim, Gold, Member};
use crate::score::story::name_match;
use crosswire::{Document, Model};
use crosswire_model::{ArticleId, Evidence, Ledger, OriginId, Relation, StatementId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The share of headline words from which two articles count as one.
const ALIKE: f64 = 0.55;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// A story's folder, or a folder of such folders; by default eval/stories and ../shared/stories.
    #[arg(long, value_name = "FOLDER")]
    stories: Vec<PathBuf>,
    /// Write the questions with their answers, as JSON Lines.
    #[arg(long, value_name = "FILE")]
    questions: Option<PathBuf>,
    /// Score the answers of another system, as JSON Lines.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Name each pair that is called independent and is not.
    #[arg(long)]
    wrong: bool,
    #[command(flatten)]
    floors: Floors,
}

impl Options {
    /// Those of the test run.
    pub(crate) fn check_only() -> Self {
        let floors = Floors::check_only();
        Options { stories: Vec::new(), questions: None, answers: None, wrong: false, floors }
    }
}

/// A passage of a question.
#[derive(Debug, Serialize)]
struct Side<'g> {
    article: &'g str,
    /// In code points.
    start: usize,
    end: usize,
    text: &'g str,
}

/// A claim and two articles, with the gold's answer.
#[derive(Debug, Serialize)]
struct Question<'g> {
    story: &'g str,
    claim: &'g str,
    a: Side<'g>,
    b: Side<'g>,
    relation: Relation,
}

/// Another system's answer.
#[derive(Debug, Deserialize)]
struct Answer {
    story: String,
    claim: String,
    a: String,
    b: String,
    relation: Relation,
}

/// How often the gold's answer met a system's.
#[derive(Debug, Default)]
struct Score(BTreeMap<(Relation, Relation), usize>);

/// Prints the table of the project's stories, and of the shared ones.
pub(crate) fn run(options: &Options) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let theirs = options.answers.as_deref().map(answers).transpose()?;
    let (mut failed, mut lines) = (Vec::new(), String::new());
    for (name, stories) in super::stories::sets("independence", &options.stories) {
        let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
        for folder in stories {
            let gold = super::stories::gold(&folder)?;
            let titles = titles(&super::stories::documents(&folder));
            let system = match &theirs {
                Some(answers) => System::Given(answers),
                None => System::ours(super::stories::ledger(&model, &folder, &gold.story)?),
            };
            for (claim, members, relation) in gold.claims.iter().flat_map(|c| pairs(&gold, c)) {
                let question = question(&gold, claim, members, relation);
                lines += &serde_json::to_string(&question).map_err(|e| e.to_string())?;
                lines.push('\n');
                let answer = system.answer(&question, members);
                if options.wrong && answer == Relation::Independent && relation != answer {
                    println!("  {} {}: “{}” / “{}”", gold.story, claim.id, members.0.text, members.1.text);
                }
                let mut add = |system, answer| scores.entry(system).or_default().add(relation, answer);
                add(system.name(), answer);
                add("outlets counted", Relation::Independent);
                add("headlines collapsed", by_headlines(&titles, members));
            }
        }
        println!(
            "{:38} {:>7} {:>7} {:>7} {:>7} {:>7}",
            format!("independence {name}"),
            "ind-p",
            "ind-r",
            "same-p",
            "same-r",
            "abstain"
        );
        for (system, score) in &scores {
            let rows = score.rows();
            let shown: String =
                rows.iter().map(|(_, v)| v.map_or(format!("{:>8}", "-"), |v| format!("{v:8.3}"))).collect();
            let called = score.called(Relation::Independent);
            println!("  {system:36}{shown}  {called} called independent, of {}", score.all());
            if *system == OURS {
                let rows: Vec<(&str, f64)> =
                    rows[..4].iter().filter_map(|&(row, v)| Some((row, v?))).collect();
                failed.extend(options.floors.apply(&format!("independence {name}"), &rows).err());
            }
        }
    }
    if let Some(file) = &options.questions {
        std::fs::write(file, lines).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

impl Score {
    fn add(&mut self, gold: Relation, answer: Relation) {
        *self.0.entry((gold, answer)).or_default() += 1;
    }

    fn count(&self, of: impl Fn(Relation, Relation) -> bool) -> usize {
        self.0.iter().filter(|((gold, answer), _)| of(*gold, *answer)).map(|(_, n)| n).sum()
    }

    fn all(&self) -> usize {
        self.count(|_, _| true)
    }

    fn called(&self, relation: Relation) -> usize {
        self.count(|_, answer| answer == relation)
    }

    /// The rows of the table; none where there is nothing to divide by.
    fn rows(&self) -> [(&'static str, Option<f64>); 5] {
        let share = |hits: usize, of: usize| (of > 0).then(|| hits as f64 / of as f64);
        let right = |relation| self.count(|gold, answer| gold == relation && answer == relation);
        let due = |relation| self.count(|gold, _| gold == relation);
        let (independent, same) = (Relation::Independent, Relation::SameOrigin);
        [
            ("independent-p", share(right(independent), self.called(independent))),
            ("independent-r", share(right(independent), due(independent))),
            ("same-p", share(right(same), self.called(same))),
            ("same-r", share(right(same), due(same))),
            ("abstains", share(self.called(Relation::Unknown), self.all())),
        ]
    }
}

/// The pairs of articles of a claim, each by its first passage, with what the gold knows of them.
fn pairs<'g>(gold: &Gold, claim: &'g Claim) -> Vec<(&'g Claim, (&'g Member, &'g Member), Relation)> {
    let Some(support) =
        claim.support.as_deref().filter(|s| matches!(*s, "echoed" | "corroborated" | "unclear"))
    else {
        return Vec::new();
    };
    let mut firsts: Vec<&Member> = Vec::new();
    for member in &claim.members {
        if firsts.iter().all(|first| first.article != member.article) {
            firsts.push(member);
        }
    }
    let origins: Vec<BTreeSet<usize>> = firsts.iter().map(|member| origins_of(gold, claim, member)).collect();
    let mut pairs = Vec::new();
    for b in 0..firsts.len() {
        for a in 0..b {
            let known = !origins[a].is_empty() && !origins[b].is_empty();
            let meet = !origins[a].is_disjoint(&origins[b]);
            let relation = match support {
                "echoed" => Relation::SameOrigin,
                _ if known && meet => Relation::SameOrigin,
                "corroborated" if known => Relation::Independent,
                _ => Relation::Unknown,
            };
            pairs.push((claim, (firsts[a], firsts[b]), relation));
        }
    }
    pairs
}

/// Which of a claim's origins a passage is attributed to.
fn origins_of(gold: &Gold, claim: &Claim, member: &Member) -> BTreeSet<usize> {
    let around = gold
        .attributions
        .iter()
        .filter(|a| a.article == member.article && a.span.touches(member.span.0, member.span.1));
    let sources: Vec<Vec<&str>> = around.map(|a| a.source.iter().map(String::as_str).collect()).collect();
    let origins = claim.origins.iter().flatten().enumerate();
    origins.filter(|(_, names)| sources.iter().any(|s| name_match(names, s))).map(|(n, _)| n).collect()
}

fn question<'g>(
    gold: &'g Gold,
    claim: &'g Claim,
    (a, b): (&'g Member, &'g Member),
    relation: Relation,
) -> Question<'g> {
    let side = |m: &'g Member| Side { article: &m.article, start: m.span.0, end: m.span.1, text: &m.text };
    Question { story: &gold.story, claim: &claim.id, a: side(a), b: side(b), relation }
}

/// The program's own name in the table.
const OURS: &str = "crosswire";

/// Whose answers are scored.
enum System<'t> {
    /// Those of a story's ledger.
    Ours {
        ledger: Box<Ledger>,
        /// The file of each article.
        files: BTreeMap<ArticleId, String>,
        /// The origin of each statement that has one.
        origins: BTreeMap<StatementId, OriginId>,
    },
    Given(&'t [Answer]),
}

impl System<'_> {
    fn ours(ledger: Ledger) -> Self {
        let files = ledger.articles.iter().map(|a| (a.id.clone(), super::file_name(&a.path))).collect();
        let paths = ledger.origins.iter().flat_map(|o| o.paths.iter().map(move |p| (p, o)));
        let origins = paths.map(|(p, o)| (p.statement.clone(), o.id.clone())).collect();
        System::Ours { ledger: Box::new(ledger), files, origins }
    }

    fn name(&self) -> &'static str {
        match self {
            System::Ours { .. } => OURS,
            System::Given(_) => "answers",
        }
    }

    /// What it says of two passages: nothing where no claim has both, or no answer is given.
    fn answer(&self, question: &Question, (a, b): (&Member, &Member)) -> Relation {
        let (ledger, files, origins) = match self {
            System::Given(answers) => return given(answers, question),
            System::Ours { ledger, files, origins } => (ledger, files, origins),
        };
        let mut found = Relation::Unknown;
        for claim in &ledger.claims {
            let places = |member: &Member| -> BTreeSet<usize> {
                let touches = |e: &Evidence| {
                    files.get(&e.article) == Some(&member.article)
                        && member.span.touches(e.span.start, e.span.end)
                };
                claim.evidence.iter().enumerate().filter(|(_, e)| touches(e)).map(|(n, _)| n).collect()
            };
            let (at_a, at_b) = (places(a), places(b));
            if at_a.is_empty() || at_b.is_empty() {
                continue;
            }
            let origin = |n: usize| claim.evidence[n].statement.as_ref().and_then(|s| origins.get(s));
            // A row stands for all passages of its two origins.
            let alike = |x: usize, set: &BTreeSet<usize>| {
                set.contains(&x) || origin(x).is_some() && set.iter().any(|&n| origin(n) == origin(x))
            };
            if at_a.iter().any(|&x| origin(x).is_some() && at_b.iter().any(|&y| origin(x) == origin(y))) {
                return Relation::SameOrigin;
            }
            let meets = |x, y| alike(x, &at_a) && alike(y, &at_b);
            let rows = ledger.independence.iter().filter(|r| r.claim == claim.id);
            for row in rows.filter(|r| meets(r.a, r.b) || meets(r.b, r.a)) {
                match row.relation {
                    Relation::SameOrigin => return Relation::SameOrigin,
                    Relation::Independent => found = Relation::Independent,
                    Relation::Unknown => {}
                }
            }
        }
        found
    }
}

fn given(answers: &[Answer], question: &Question) -> Relation {
    let fits = |x: &&Answer| {
        let (a, b) = (question.a.article, question.b.article);
        x.story == question.story
            && x.claim == question.claim
            && (x.a == a && x.b == b || x.a == b && x.b == a)
    };
    answers.iter().find(fits).map_or(Relation::Unknown, |x| x.relation)
}

fn answers(file: &Path) -> Result<Vec<Answer>> {
    let text = root::read(file)?;
    let parse = |(n, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|e| format!("{}:{}: {e}", file.display(), n + 1))
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse).collect()
}

/// The words of each article's headline.
fn titles(documents: &[Document]) -> BTreeMap<String, BTreeSet<String>> {
    let words = |title: &str| {
        title
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let of = |d: &Document| (super::file_name(&d.path), words(d.title.as_deref().unwrap_or_default()));
    documents.iter().map(of).collect()
}

fn by_headlines(titles: &BTreeMap<String, BTreeSet<String>>, (a, b): (&Member, &Member)) -> Relation {
    let (Some(x), Some(y)) = (titles.get(&a.article), titles.get(&b.article)) else {
        return Relation::Unknown;
    };
    let share = x.intersection(y).count() as f64 / x.union(y).count().max(1) as f64;
    if share >= ALIKE { Relation::SameOrigin } else { Relation::Independent }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_of_what_is_called_and_recall_of_what_is() {
        let mut score = Score::default();
        let (independent, same, unknown) = (Relation::Independent, Relation::SameOrigin, Relation::Unknown);
        for (gold, answer) in [
            (independent, independent),
            (same, independent),
            (independent, unknown),
            (same, same),
            (unknown, same),
        ] {
            score.add(gold, answer);
        }
        let rows = score.rows().map(|(_, value)| value);
        assert_eq!(rows, [Some(0.5), Some(0.5), Some(0.5), Some(0.5), Some(0.2)]);
        assert_eq!(Score::default().rows()[0].1, None);
    }
}
