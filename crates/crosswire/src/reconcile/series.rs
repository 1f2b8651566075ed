//! Series: figures of different passages that count the same thing, and how they stand to each other.
//!
//! Two figures are joined where they share their unit and what happens to those counted ("deported", "killed"). The same
//! number needs little more; another number needs the same people by name, articles that differ, and a ratio of at most
//! 1.5. Precision comes first: "120 Iranians" on a flight and "400 Iranians" in a plan stay apart.
//!
//! Where it fails: two events with the same number and the same verb; a count told without its verb.

use crate::annotate::{Annotation, WordKind};
use crate::extract::figures::is_anyone;
use crate::extract::figures::roles::{event_at, named};
use crate::extract::times::calendar;
use crate::lexicon;
use crate::story::{Report, Story};
use crate::text::Article;
use crate::text::overlaps::Overlaps;
use crosswire_lang::ByteRange;
use crosswire_model::{Agreement, ArticleId, Figure, Number, Qualifier, Series, SeriesId};
use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// Other numbers are joined up to this ratio: beyond it, they most often count parts and wholes.
const RATIO: f64 = 1.5;

/// The lowest and highest number of a series differ at most by this factor, so that links do not chain.
const SPREAD: f64 = 2.0;

/// Words on each side of a figure that are looked at.
const WINDOW: usize = 16;

/// Joins figures into series. Each has at least two figures; they come in the order of their first figure.
pub fn series(story: &Story) -> Vec<Series> {
    // On whose word a figure rests.
    let speaker = |figure: &Figure| {
        let source = story.statement(figure.statement.as_ref()?)?.source.as_ref()?;
        Some(story.source(source)?.name.clone())
    };
    let of_report = |(n, report): (usize, &Report)| {
        let bytes = |(n, f): (usize, &Figure)| (report.article.bytes(f.span), n);
        let places: Overlaps<ByteRange, usize> = report.figures.iter().enumerate().map(bytes).collect();
        let fact = |(own, f): (usize, &Figure)| {
            let fact = Fact::new(&report.article, &report.annotation, (own, f), n, &places)?;
            Some(Fact { speaker: speaker(f), ..fact })
        };
        report.figures.iter().enumerate().map(fact).collect::<Vec<_>>()
    };
    let mut facts: Vec<Option<Fact>> =
        story.reports.par_iter().enumerate().flat_map_iter(of_report).collect();
    let figures: Vec<&Figure> = story.figures().collect();
    let figures = figures.as_slice();
    mark_added(&mut facts, figures);
    let mut order: Vec<usize> = (0..figures.len()).filter(|&i| facts[i].is_some()).collect();
    order.sort_by(|&a, &b| figures[a].value.cmp(&figures[b].value).then(a.cmp(&b)));
    let joined = |&(a, b): &(usize, usize)| match (&facts[a], &facts[b]) {
        (Some(x), Some(y)) => joins(figures[a], x, figures[b], y),
        _ => false,
    };
    let values: Vec<f64> = figures.iter().map(|f| f.value.get()).collect();
    // Other numbers of one article are never joined; a long article has too many pairs of them to ask of each.
    let article: Vec<usize> = facts.iter().map(|f| f.as_ref().map_or(usize::MAX, |f| f.article)).collect();
    let mut groups = Groups::new(figures);
    // Equal numbers first, so that the spread of a series does not depend on which link came before. Figures that a third
    // has joined already are not compared: a story that is told often costs little more than one that is told once.
    for (n, &a) in order.iter().enumerate() {
        for &b in order[n + 1..].iter().take_while(|&&b| values[b] <= values[a]) {
            if groups.of[a] != groups.of[b] && joined(&(a, b)) {
                groups.join(a, b);
            }
        }
    }
    let mut links: Vec<(usize, usize)> = Vec::new();
    let mut linked: FxHashSet<(usize, usize)> = FxHashSet::default();
    for (n, &a) in order.iter().enumerate() {
        for &b in order[n + 1..].iter().take_while(|&&b| values[b] <= values[a] * RATIO) {
            if article[a] == article[b] && values[a] < values[b] {
                continue;
            }
            let pair = (groups.of[a], groups.of[b]);
            if pair.0 != pair.1 && !linked.contains(&pair) && joined(&(a, b)) {
                linked.insert(pair);
                links.push((a, b));
            }
        }
    }
    links.sort_unstable();
    links.iter().for_each(|&(a, b)| groups.join(a, b));
    let groups = groups.of_several();
    groups.into_iter().map(|members| describe(&facts, figures, &members, &speaker)).collect()
}

/// Figures by group, while groups are being joined.
struct Groups {
    /// For each figure its group, named by the first of its members.
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
    /// The lowest and highest number of each group.
    range: Vec<(f64, f64)>,
}

impl Groups {
    fn new(figures: &[&Figure]) -> Self {
        let range = figures.iter().map(|f| (f.value.get(), f.value.get())).collect();
        Groups {
            of: (0..figures.len()).collect(),
            members: (0..figures.len()).map(|i| vec![i]).collect(),
            range,
        }
    }

    /// Joins the groups of two figures, unless their numbers would lie too far apart.
    fn join(&mut self, a: usize, b: usize) {
        let (to, from) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        let low = self.range[to].0.min(self.range[from].0);
        let high = self.range[to].1.max(self.range[from].1);
        if to == from || high > low * SPREAD {
            return;
        }
        let moved = std::mem::take(&mut self.members[from]);
        moved.iter().for_each(|&i| self.of[i] = to);
        self.members[to].extend(moved);
        self.range[to] = (low, high);
    }

    /// The members of each group of two or more, in order.
    fn of_several(mut self) -> Vec<Vec<usize>> {
        self.members.retain(|m| m.len() > 1);
        self.members.iter_mut().for_each(|m| m.sort_unstable());
        self.members
    }
}

/// What the words around a figure say.
#[derive(Debug)]
struct Fact {
    article: usize,
    /// What happens to those counted.
    role: Option<String>,
    /// Whether it is told as part of another number: "including 13 children", "13 of them".
    part: bool,
    /// Whether it comes on top of another number of the same article for which the same holds: "another 400".
    added: bool,
    /// Years that its sentence names.
    years: BTreeSet<String>,
    /// Weekdays and months that its sentence names.
    days: BTreeSet<String>,
    /// On whose word it rests.
    speaker: Option<String>,
    /// The time that it holds for.
    held: Option<String>,
    /// Names after "in", "at", "near" in its sentence.
    places: BTreeSet<String>,
    /// The beginnings of the words of what is counted; empty where they could be anyone.
    who: BTreeSet<String>,
    /// The beginnings of other words near it.
    near: BTreeSet<String>,
    day: Option<Date>,
}

impl Fact {
    fn new(
        article: &Article,
        annotation: &Annotation,
        (own, figure): (usize, &Figure),
        place: usize,
        figures: &Overlaps<ByteRange, usize>,
    ) -> Option<Fact> {
        let bytes = article.bytes(figure.span);
        let after = annotation.sentences.partition_point(|s| s.bytes.start <= bytes.start);
        let sentence = annotation.sentences.get(after.checked_sub(1)?)?;
        let words = &annotation.words[sentence.words];
        let lower: Vec<String> = words.iter().map(|w| article.text(w.bytes).to_lowercase()).collect();
        let at = words.iter().position(|w| w.bytes.end > bytes.start)?;
        let window = at.saturating_sub(WINDOW)..(at + WINDOW).min(words.len());
        let other = |i: usize| figures.with(words[i].bytes).iter().any(|&f| f != own);

        let who: BTreeSet<String> = figure
            .of
            .iter()
            .flat_map(|of| of.split_whitespace())
            .map(str::to_lowercase)
            .filter(|w| event_at(|_| w, 0).is_none() && !is_anyone(w))
            .map(|w| stem(&w))
            .collect();
        let word = |i: usize| lower.get(i).map_or("", String::as_str);
        let near = window
            .filter(|&i| words[i].kind == WordKind::Word)
            .filter(|&i| {
                lower[i].chars().count() > 3
                    && !lexicon::EMPTY_WORDS_BESIDE_A_FIGURE.contains(&lower[i].as_str())
            })
            .filter(|&i| event_at(word, i).is_none())
            .map(|i| stem(&lower[i]))
            .filter(|w| !who.contains(w))
            .collect();

        let capital = |i: usize| article.text(words[i].bytes).chars().next().is_some_and(char::is_uppercase);
        let calendar = calendar::is_name;
        let all = 0..words.len();
        // "Four died in the worst storm since 1987", but "since 1987, when four died".
        let before_since = |i: usize| at < i && word(i - 1) == "since";
        let years = all.clone().filter(|&i| !before_since(i)).filter(|&i| {
            lower[i].len() == 4 && (lower[i].starts_with("19") || lower[i].starts_with("20")) && !other(i)
        });
        let named = all.clone().filter(|&i| capital(i) && calendar(&lower[i]));
        let places = all.filter(|&i| {
            i > 0
                && matches!(word(i - 1), "in" | "at" | "near" | "outside")
                && capital(i)
                && !calendar(&lower[i])
        });
        Some(Fact {
            article: place,
            part: figure.part_of.is_some(),
            added: false,
            years: years.map(|i| lower[i].clone()).collect(),
            speaker: None,
            held: figure.as_of.clone(),
            days: named.map(|i| lower[i].clone()).collect(),
            places: places.map(|i| stem(&lower[i])).collect(),
            role: figure.role.clone(),
            who,
            near,
            day: article.published.map(|(day, _)| day),
        })
    }

    /// Whether the count grows as news comes in.
    fn grows(&self) -> bool {
        self.role.as_deref().and_then(named).is_some_and(|event| event.grows)
    }

    /// Whether nothing about when and where keeps two counts apart.
    fn same_occasion(&self, other: &Fact) -> bool {
        let meet =
            |a: &BTreeSet<String>, b: &BTreeSet<String>| a.is_empty() || b.is_empty() || !a.is_disjoint(b);
        // "Tuesday" and "4 March" are one day where both articles mean it.
        let same_day = self.held.is_some() && self.held == other.held;
        let days = same_day || meet(&self.days, &other.days);
        self.years == other.years && days && meet(&self.places, &other.places)
    }
}

/// Marks what comes on top of another number of the same kind. "Four killed and 12 more injured" adds to no number of the
/// injured.
fn mark_added(facts: &mut [Option<Fact>], figures: &[&Figure]) {
    let base: BTreeSet<(usize, String)> = facts
        .iter()
        .zip(figures)
        .filter(|(_, f)| f.qualifier != Qualifier::Additional && f.unit.as_deref() == Some("person"))
        .filter_map(|(fact, _)| fact.as_ref())
        .filter_map(|fact| Some((fact.article, fact.role.clone()?)))
        .collect();
    for (fact, figure) in facts.iter_mut().zip(figures) {
        if let Some(fact) = fact {
            fact.added = figure.qualifier == Qualifier::Additional
                && fact.role.clone().is_some_and(|role| base.contains(&(fact.article, role)));
        }
    }
}

/// The first letters of a word, enough to tell it and few enough to join its forms.
fn stem(word: &str) -> String {
    word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).take(6).collect()
}

/// Whether two figures count the same thing.
fn joins(a: &Figure, x: &Fact, b: &Figure, y: &Fact) -> bool {
    let person = a.unit.as_deref() == Some("person");
    if a.unit != b.unit || a.value.get() <= 0.0 {
        return false;
    }
    let shared_who = || x.who.intersection(&y.who).count();
    let near = || x.near.intersection(&y.near).count();
    let roles = x.role.is_some() && x.role == y.role;
    if !person {
        // Measures and things: the same number of the same thing, in like company.
        return a.value == b.value
            && a.qualifier == b.qualifier
            && a.of == b.of
            && x.article != y.article
            && near() >= 3;
    }
    // "12 killed" and "12 injured" are two counts although a sentence may tell both.
    let apart = !roles && x.role.is_some() && y.role.is_some();
    if apart {
        return false;
    }
    let anyone = x.who.is_empty() || y.who.is_empty();
    if (x.part || y.part) && shared_who() == 0 {
        return false;
    }
    if a.value == b.value {
        // A number above a dozen is seldom the same by chance.
        // One number on one person's word, told with a role in one article and without in another, is one count.
        let same_word = x.speaker.is_some() && x.speaker == y.speaker;
        let untold = (x.role.is_none() || y.role.is_none()) && anyone && (near() > 1 || same_word);
        return if a.value.get() > 12.0 {
            untold || roles && (anyone || shared_who() > 0 || near() > 1) || shared_who() > 0 && near() > 0
        } else {
            roles && (shared_who() > 0 || anyone && near() > 0)
        };
    }
    // "12 in the blast" and "300 since May" are told of different times.
    if a.cumulative != b.cumulative {
        return false;
    }
    let additional = a.qualifier == Qualifier::Additional || b.qualifier == Qualifier::Additional;
    let apart = additional || x.part || y.part || x.article == y.article;
    if apart || !roles || a.value.get() < 3.0 || !x.same_occasion(y) {
        return false;
    }
    let shared_who = shared_who();
    let same_people = shared_who > 0 || x.grows() && x.who.is_empty() && y.who.is_empty();
    same_people && near() >= if shared_who > 0 { 1 } else { 2 }
}

/// The lowest and highest number that a figure's words leave open.
fn interval(figure: &Figure) -> (f64, f64) {
    let v = figure.value.get();
    match figure.qualifier {
        Qualifier::Exact | Qualifier::Additional => (v, v),
        Qualifier::About => (v * 0.9, v * 1.1),
        Qualifier::Above | Qualifier::AtLeast => (v, f64::INFINITY),
        Qualifier::Below => (v * 0.9, v),
        Qualifier::AtMost => (0.0, v),
        Qualifier::Between => (figure.low.map_or(v, Number::get), figure.high.map_or(v, Number::get)),
    }
}

fn describe(
    facts: &[Option<Fact>],
    figures: &[&Figure],
    members: &[usize],
    speaker: &dyn Fn(&Figure) -> Option<String>,
) -> Series {
    let facts: Vec<&Fact> = members.iter().filter_map(|&i| facts[i].as_ref()).collect();
    let all: Vec<&Figure> = members.iter().map(|&i| figures[i]).collect();
    let added = facts.iter().filter(|f| f.added).count();
    let low = all.iter().map(|f| interval(f).0).fold(0.0, f64::max);
    let high = all.iter().map(|f| interval(f).1).fold(f64::INFINITY, f64::min);
    let alike = all
        .iter()
        .all(|f| f.value == all[0].value && f.qualifier == all[0].qualifier && f.high == all[0].high);
    let (relation, reason) = if added > 0 && added < all.len() {
        (
            Agreement::Conflict,
            "a conflict of scope, as what one adds to another number another gives as the whole",
        )
    } else if alike {
        (Agreement::Agree, "the same number")
    } else if low <= high {
        (Agreement::Compatible, "all can hold")
    } else if supersedes(&all, &facts) {
        (Agreement::Superseded, "a growing count, and the later report is the higher")
    } else {
        (Agreement::Conflict, "they cannot all hold")
    };
    // What is counted, as most articles word it; of two, the longer.
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for of in all.iter().filter_map(|f| f.of.as_deref()) {
        *names.entry(of).or_default() += 1;
    }
    let name =
        names.into_iter().max_by_key(|(of, n)| (*n, of.len())).map_or(all[0].text.as_str(), |(of, _)| of);
    let mut common: BTreeMap<&str, usize> = BTreeMap::new();
    for role in facts.iter().filter_map(|f| f.role.as_deref()) {
        *common.entry(role).or_default() += 1;
    }
    let role = common.into_iter().find(|(_, n)| 2 * n > all.len());
    let label = role.map_or(name.to_owned(), |(role, _)| format!("{name}, {role}"));
    let why = format!("{}: {reason}.", tally(&all, speaker));
    let first = all.iter().map(|f| &f.id).min().map_or("", |id| id.0.as_str());
    Series {
        id: SeriesId(crate::hash::id('q', &[first])),
        label,
        relation,
        low: all.iter().map(|f| f.low.unwrap_or(f.value)).min(),
        high: all.iter().map(|f| f.high.unwrap_or(f.value)).max(),
        figures: all.iter().map(|f| f.id.clone()).collect(),
        why,
    }
}

/// Whether a growing count rises with the days of publication, which differ.
fn supersedes(all: &[&Figure], facts: &[&Fact]) -> bool {
    let grows = facts.iter().any(|f| f.grows());
    let mut by_day: Vec<(Option<Date>, Number)> =
        facts.iter().zip(all).map(|(f, g)| (f.day, g.value)).collect();
    by_day.sort_unstable();
    let known = by_day.iter().all(|(day, _)| day.is_some())
        && by_day.first().map(|d| d.0) != by_day.last().map(|d| d.0);
    let rising = by_day.windows(2).all(|w| w[0].1 == w[1].1 || w[0].1 < w[1].1 && w[0].0 < w[1].0);
    grows && known && rising
}

/// "120 in 3 articles (by Ana Brel), about 100 in 1 article".
fn tally(all: &[&Figure], speaker: &dyn Fn(&Figure) -> Option<String>) -> String {
    let mut words: BTreeMap<(Number, Qualifier, Option<Number>), BTreeSet<String>> = BTreeMap::new();
    let mut told: BTreeMap<(Number, Qualifier, Option<Number>), BTreeSet<&ArticleId>> = BTreeMap::new();
    for f in all {
        let key = (f.value, f.qualifier, f.high);
        told.entry(key).or_default().insert(&f.article);
        words.entry(key).or_default().extend(speaker(f));
    }
    let one = |((value, qualifier, high), articles): (
        &(Number, Qualifier, Option<Number>),
        &BTreeSet<&ArticleId>,
    )| {
        let number = match (qualifier, high) {
            (Qualifier::Exact, _) => value.get().to_string(),
            (Qualifier::Between, Some(high)) => format!("{} to {}", value.get(), high.get()),
            (Qualifier::Additional, _) => format!("another {}", value.get()),
            (qualifier, _) => format!("{} {}", qualifier.as_str(), value.get()),
        };
        let plural = if articles.len() == 1 { "" } else { "s" };
        let speakers = words.get(&(*value, *qualifier, *high)).into_iter().flatten();
        let speakers = speakers.map(String::as_str).collect::<Vec<_>>().join("; ");
        let whose = if speakers.is_empty() { String::new() } else { format!(" (by {speakers})") };
        format!("{number} in {} article{plural}{whose}", articles.len())
    };
    told.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;
    use crosswire_model::Basis;

    /// The series of articles, a day and a text each: relation, numbers, label.
    fn check(texts: &[(&str, &str)], expect: &[&str]) {
        let documents = texts.iter().enumerate().map(|(n, (day, body))| Document {
            path: format!("{n}.txt"),
            text: (*body).to_owned(),
            published: day.parse().ok().map(|d| (d, Basis::Metadata)),
            sha256: format!("{n}"),
            ..Document::default()
        });
        let story = Story::of(documents.collect());
        let line = |s: &Series| format!("{:?} {} {}", s.relation, s.figures.len(), s.why);
        let read: Vec<String> = story.series.iter().map(line).collect();
        assert_eq!(read, expect);
    }

    #[test]
    fn the_same_count_is_one_series() {
        check(
            &[
                ("2031-03-05", "Norva has deported 120 Halvikians by ferry this week."),
                ("2031-03-05", "The 120 deportees left the port of Halvik at dawn today."),
                ("2031-03-05", "About 100 Halvikians were deported by ferry, a port worker said."),
            ],
            &["Conflict 3 about 100 in 1 article (by port worker), 120 in 2 articles: they cannot all hold."],
        );
    }

    #[test]
    fn another_400_is_not_400_in_all() {
        check(
            &[
                ("2031-03-05", "Norva is to deport 400 Halvikians, the port office said."),
                (
                    "2031-03-05",
                    "Norva has deported 120 Halvikians and may deport another 400 Halvikians, the port office said.",
                ),
            ],
            &[
                "Conflict 2 400 in 1 article (by port office), another 400 in 1 article (by port office): a conflict of scope, as what one adds to another number another gives as the whole.",
            ],
        );
    }

    #[test]
    fn more_injured_beside_the_killed_adds_to_nothing() {
        check(
            &[
                ("2031-03-05", "The blast in Halvik killed 4 miners and injured another 15 miners."),
                ("2031-03-05", "The blast in Halvik injured 15 miners."),
            ],
            &["Compatible 2 15 in 1 article, another 15 in 1 article: all can hold."],
        );
    }

    #[test]
    fn other_days_and_places_are_other_counts() {
        check(
            &[
                ("2031-03-05", "The blast at the Halvik pit killed 12 miners on Monday."),
                ("2031-03-05", "The blast at the Halvik pit killed 15 miners in 1987."),
            ],
            &[],
        );
        check(
            &[
                ("2031-03-05", "The storm killed 12 miners in Halvik, the office said."),
                ("2031-03-05", "The storm killed 15 miners in Lomsund, the office said."),
            ],
            &[],
        );
    }

    #[test]
    fn parts_and_wholes_stay_apart() {
        check(
            &[
                ("2031-03-05", "Norva deported 120 Halvikians on the first ferry."),
                ("2031-03-05", "Norva is to deport 400 Halvikians on ferries in all."),
            ],
            &[],
        );
        check(
            &[
                ("2031-03-05", "The blast in Halvik killed 14 miners at the pit."),
                ("2031-03-05", "The blast in Halvik injured 14 miners at the pit."),
            ],
            &[],
        );
    }

    #[test]
    fn a_growing_count_is_superseded() {
        check(
            &[
                ("2031-03-05", "The blast at the Halvik pit killed 12 miners."),
                ("2031-03-06", "The blast at the Halvik pit killed 15 miners."),
            ],
            &[
                "Superseded 2 12 in 1 article, 15 in 1 article: a growing count, and the later report is the higher.",
            ],
        );
        check(
            &[
                ("2031-03-05", "The blast at the Halvik pit killed at least 12 miners."),
                ("2031-03-06", "The blast at the Halvik pit killed 15 miners."),
            ],
            &["Compatible 2 at least 12 in 1 article, 15 in 1 article: all can hold."],
        );
    }
}
