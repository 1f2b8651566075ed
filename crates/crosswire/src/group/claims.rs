//! What says the same: passages of the articles, joined into claims.
//!
//! Passages are compared by [`super::alignment`] and joined from the most alike pair down, as long as each group stays alike
//! on average (average linkage). Another number, or a denial, is another claim; disputes find it beside this one.

use super::alignment::{Alignment, Pair, Part, Unit};
use super::{linkage, titles};
use crate::decide::{self, Pins};
use crate::hash;
use crate::story::Story;
use crate::text::one_line;
use crosswire_model::{
    ArticleId, ClaimId, Link, LinkPart, Polarity, Review, Span, StatementId, Status, Strength,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The least mean likeness at which two groups of passages are one claim.
pub(crate) const JOIN: f64 = 0.3;

/// The least likeness at which two passages that differ in one part speak of one thing.
const AT_ODDS: f64 = 0.5;

/// The fewest words in common of passages that differ in who takes part, or where.
const SHARED: usize = 3;

/// How many others a passage may be at odds with.
const MANY_AT_ODDS: usize = 4;

/// The signal of a link that a person has made.
pub(crate) const DECISION: &str = "decision";

/// What is left of the likeness of two passages of one article, which tells most things once.
pub(crate) const ALONGSIDE: f64 = 0.5;

/// Passages that say the same, as indices in order. Passages of one article may stand in one group.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// The groups, in order of their first passage; every passage is in one.
    pub groups: Vec<Vec<usize>>,
    /// Why: for each group, for each of its passages but the first, its likeness to the one before it that is most like it,
    /// where they were compared; copies in the same words have no parts. `a` and `b` are places in the group.
    pub links: Vec<Vec<Link>>,
    /// Passages of different articles that are alike in all but one part, and cannot both be so.
    pub odds: Vec<Odds>,
}

/// Two passages that are at odds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Odds {
    /// Index of one passage.
    pub a: usize,
    /// Index of the other, after it.
    pub b: usize,
    /// In what they differ.
    pub part: Part,
}

/// What passages say that is the same, before it is known on whose word.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Its name in the ledger.
    pub id: ClaimId,
    /// The passage that says it most plainly, in its article's words.
    pub text: String,
    /// A passage as a sentence, with what was added in square brackets.
    pub title: String,
    /// The passages that say it.
    pub evidence: Vec<Evidence>,
    /// Why they were taken to say the same.
    pub links: Vec<Link>,
    /// What people said of it.
    pub review: Option<Review>,
}

/// A passage that says a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The article that it stands in.
    pub article: ArticleId,
    /// Where it stands there, in code points.
    pub span: Span,
    /// The statement that carries it; none where the article says it in its own voice.
    pub statement: Option<StatementId>,
    /// How real it is told to be.
    pub status: Status,
    /// Whether it affirms or negates.
    pub polarity: Polarity,
    /// Whether it tells what someone says, means or plans, which is known from them alone.
    pub own_word: bool,
}

/// The passages of a story, compared.
pub(crate) struct Compared {
    /// Passages that are copies of one another, by the first of each.
    pub(crate) copies: Vec<Vec<usize>>,
    /// The pairs that were compared, as places in `copies`; the most alike come first.
    pub(crate) pairs: Vec<Pair>,
    /// In what each pair is at odds, in the order of `pairs`.
    odds: Vec<Option<Part>>,
    /// How alike each pair is to the linkage, in the order of `pairs`; minus infinity where the two are at odds.
    likeness: Vec<f64>,
}

impl Compared {
    /// How alike a pair is, by its place in `pairs`, as one reads it: -1 where the two are at odds.
    pub(crate) fn likeness(&self, at: usize) -> f64 {
        self.likeness[at].max(-1.0)
    }
}

/// Compares the passages of a story; those of which people have decided are no copies of others.
pub(crate) fn compare(alignment: &Alignment, pins: &Pins) -> Compared {
    let mut copies = super::alignment::copies(&alignment.units);
    let pinned: BTreeSet<usize> = pins.units().collect();
    if !pinned.is_empty() {
        copies.iter_mut().for_each(|c| c.retain(|unit| !pinned.contains(unit)));
        copies.retain(|c| !c.is_empty());
        copies.extend(pinned.into_iter().map(|unit| vec![unit]));
        copies.sort_by_key(|c| c[0]);
    }
    let first: Vec<usize> = copies.iter().map(|c| c[0]).collect();
    let pairs = alignment.pairs(&first);
    let article = |place: usize| alignment.units[first[place]].article;
    let odds: Vec<_> = pairs.par_iter().map(|p| alignment.odds(first[p.a], first[p.b])).collect();
    let weight = |(p, odds): (&Pair, &Option<Part>)| match odds {
        // No group holds both, whatever else is in it.
        Some(_) => f64::NEG_INFINITY,
        None if article(p.a) == article(p.b) => p.score * ALONGSIDE,
        None => p.score,
    };
    let likeness = pairs.iter().zip(&odds).map(weight).collect();
    Compared { copies, pairs, odds, likeness }
}

/// Groups the passages of a story as they are alike, and as people have decided.
pub(crate) fn group(alignment: &Alignment, pins: &Pins) -> Groups {
    let compared = compare(alignment, pins);
    let mut odds = odds(alignment, &compared);
    odds.retain(|o| !pins.are_together(o.a, o.b));
    let Compared { copies, pairs, likeness, .. } = compared;
    let place = |unit: &usize| copies.partition_point(|c| c[0] < *unit);
    let apart = pins.apart.iter().map(|(a, b)| (f64::NEG_INFINITY, place(a), place(b)));
    let together: Vec<Vec<usize>> = pins.together.iter().map(|set| set.iter().map(place).collect()).collect();
    let alike = pairs.iter().zip(likeness).map(|(p, likeness)| (likeness, p.a, p.b));
    let mut alike: Vec<_> = alike.chain(apart).collect();
    alike.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut groups: Vec<Vec<usize>> = linkage::join(copies.len(), &alike, &together, JOIN, |_, _| true)
        .into_iter()
        .map(|group| group.into_iter().flat_map(|n| copies[n].iter().copied()).collect())
        .collect();
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort_by_key(|g| g[0]);
    let links = links(alignment, &copies, &groups, &pairs, pins);
    Groups { groups, links, odds }
}

/// The passages that are at odds and as alike as those that say the same.
fn odds(alignment: &Alignment, Compared { copies, pairs, odds, .. }: &Compared) -> Vec<Odds> {
    let article = |unit: usize| alignment.units[unit].article;
    let alike = pairs.iter().zip(odds).take_while(|(pair, _)| pair.score >= AT_ODDS);
    let one = |(pair, part): (&Pair, &Option<Part>)| {
        let (a, b) = (copies[pair.a][0], copies[pair.b][0]);
        let part = part.filter(|_| article(a) != article(b))?;
        // Some were killed and as many hurt; it is planned, then done: both can be so.
        let both = matches!(part, Part::Fate | Part::Status);
        // Two may be named or described in their own ways: only a longer passage is told apart from another by them.
        let named = matches!(part, Part::Agent | Part::Patient | Part::Place);
        (!both && (!named || alignment.shared(a, b) >= SHARED)).then_some(Odds {
            a: a.min(b),
            b: a.max(b),
            part,
        })
    };
    let mut odds: Vec<Odds> = alike.filter_map(one).collect();
    // What is at odds with many is one of many events of a kind: fires, each with a place and a toll of its own.
    let mut met: BTreeMap<usize, usize> = BTreeMap::new();
    odds.iter().for_each(|o| [o.a, o.b].iter().for_each(|unit| *met.entry(*unit).or_default() += 1));
    odds.retain(|o| met[&o.a].max(met[&o.b]) <= MANY_AT_ODDS);
    odds.sort_by_key(|o| (o.a, o.b));
    odds
}

/// The claims of the groups: what most articles speak of comes first.
pub fn claims(story: &Story, passages: &[Unit], groups: &Groups) -> Vec<Claim> {
    let mut ids: BTreeMap<ClaimId, usize> = BTreeMap::new();
    let mut claims = Vec::with_capacity(groups.groups.len());
    for (group, links) in groups.groups.iter().zip(&groups.links) {
        let units = || group.iter().map(|&u| &passages[u]);
        let words = |u: &Unit| story.reports[u.article].article.text(u.bytes);
        // The plainest passage: the one nearest to twelve words, the first of those.
        let plainest = units().min_by_key(|u| words(u).split_whitespace().count().abs_diff(12));
        let text = plainest.map_or_else(String::new, |u| one_line(words(u)));
        let key = text.to_lowercase();
        let mut id = ClaimId(hash::id('c', &[&key]));
        let seen = ids.entry(id.clone()).or_insert(0);
        *seen += 1;
        if *seen > 1 {
            // Two claims in the same words: alike passages that their numbers or their denial keep apart.
            id = ClaimId(hash::id('c', &[&key, &seen.to_string()]));
        }
        let evidence = |u: &Unit| {
            let report = &story.reports[u.article];
            let statement = u.attribution.and_then(|a| report.statements.get(a));
            Evidence {
                article: report.id().clone(),
                span: report.article.span(u.bytes),
                statement: statement.map(|s| s.id.clone()),
                status: u.status,
                polarity: u.polarity,
                own_word: u.own_word,
            }
        };
        let title = titles::title(story, units(), &text);
        claims.push(Claim {
            id,
            text,
            title,
            evidence: units().map(evidence).collect(),
            links: links.clone(),
            review: None,
        });
    }
    let breadth = |c: &Claim| {
        let mut articles: Vec<_> = c.evidence.iter().map(|e| &e.article).collect();
        articles.dedup();
        articles.len()
    };
    claims.sort_by_key(|c| std::cmp::Reverse(breadth(c)));
    claims
}

/// Sets the claims last that people have rejected, which count for nothing; gives back how many others there are.
pub(crate) fn rejected_last(claims: &mut [Claim]) -> usize {
    claims.sort_by_key(|claim| !decide::counts(claim));
    claims.partition_point(decide::counts)
}

/// For each passage but the first of each group, its likeness to the one before it that is most like it. `pairs` hold
/// places in `copies`, the most alike first.
fn links(
    alignment: &Alignment,
    copies: &[Vec<usize>],
    groups: &[Vec<usize>],
    pairs: &[Pair],
    pins: &Pins,
) -> Vec<Vec<Link>> {
    let mut group_of = vec![0; alignment.units.len()];
    for (n, group) in groups.iter().enumerate() {
        group.iter().for_each(|&unit| group_of[unit] = n);
    }
    let link = |a, b, score, parts| Link { a, b, score, strength: Strength::of(score), parts };
    let place = |unit: usize| groups[group_of[unit]].binary_search(&unit).unwrap_or_default();
    let mut best: BTreeMap<usize, Link> = BTreeMap::new();
    for set in &pins.together {
        for &unit in &set[1..] {
            let by = pins.by.get(&unit).cloned().unwrap_or_default();
            let decided = LinkPart { signal: DECISION.to_owned(), a: by.clone(), b: by, gave: 0.0 };
            best.insert(unit, link(place(set[0]), place(unit), 1.0, vec![decided]));
        }
    }
    for copies in copies {
        for &copy in &copies[1..] {
            best.insert(copy, link(place(copies[0]), place(copy), 1.0, Vec::new()));
        }
    }
    for pair in pairs {
        let (a, b) = (copies[pair.a][0], copies[pair.b][0]);
        if group_of[a] == group_of[b] && !best.contains_key(&b) {
            let score = (pair.score * 100.0).round() / 100.0;
            let parts = alignment.explain(a, b, &pair.signals);
            best.insert(b, link(place(a), place(b), score, parts));
        }
    }
    let mut links = vec![Vec::new(); groups.len()];
    for (unit, link) in best {
        links[group_of[unit]].push(link);
    }
    links
}
