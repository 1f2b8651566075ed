//! What a ledger tells of a story's main event.
//!
//! The main event is the one whose victims or participants most articles count; in a story without such counts, the one
//! that most articles say to have been done. Its date, place and actor are those that most of its articles give. Where two
//! are given equally often, both stand in the cell: whoever signs the row decides.

use crate::profiles::{Estimate, Profile, estimates};
use crate::view::View;
use crate::words;
use crosswire_model::{
    ArticleId, Claim, Dispute, DisputeKind, Figure, Number, Polarity, Proposition, Qualifier, Role, Status,
    Support,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What happens to those counted, and the frames that name such an event.
const KINDS: &[(&[&str], &[&str])] = &[
    (&["killed", "shot", "injured"], &["killing", "attack", "injury", "clash", "accident", "disaster"]),
    (&["arrested"], &["arrest"]),
    (&["deported"], &["removal"]),
    (&["missing", "hostage"], &["disappearance"]),
    (&["rescued", "aboard"], &["rescue", "accident"]),
    (&["protesting"], &["protest", "clash"]),
];

/// Frames of talking about an event and not of one.
const TALK: &[&str] = &["demand", "talks", "agreement", "investigation", "trial"];

/// Words for a part of those counted.
pub(super) const CHILDREN: &[&str] = &[
    "child", "children", "boy", "boys", "girl", "girls", "baby", "babies", "infant", "infants", "toddler",
    "minors",
];
pub(super) const WOMEN: &[&str] = &["woman", "women", "mother", "mothers"];
pub(super) const MEN: &[&str] = &["man", "men"];
pub(super) const CIVILIANS: &[&str] = &["civilian", "civilians"];
pub(super) const MILITANTS: &[&str] =
    &["militant", "militants", "fighter", "fighters", "gunman", "gunmen", "insurgent", "insurgents"];
pub(super) const POLICE: &[&str] = &["police", "policeman", "policemen", "officer", "officers"];

/// The main event of a story.
pub(super) struct Event<'a> {
    pub(super) view: &'a View<'a>,
    /// Its name in one word: what happens to those counted, else its frame.
    pub(super) name: String,
    /// The day, as most of its articles give it.
    pub(super) date: Vec<String>,
    pub(super) place: Vec<String>,
    pub(super) actor: Vec<String>,
    /// The claim that tells most of it.
    pub(super) claim: &'a Claim,
    pub(super) grade: Grade,
}

/// How well the main claim is borne out.
pub(super) struct Grade {
    pub(super) support: Support,
    /// Whether it is disputed that it was so, or who did it.
    pub(super) contested: bool,
    pub(super) why: String,
}

/// The main event; none in a ledger without claims.
pub(super) fn main<'a>(view: &'a View<'a>) -> Option<Event<'a>> {
    let role = counted(view);
    let done: Vec<&Proposition> = view.ledger.propositions.iter().filter(|p| is_done(p)).collect();
    let frames: Vec<&str> = match role.and_then(|role| KINDS.iter().find(|(roles, _)| roles.contains(&role)))
    {
        Some((_, frames)) => frames.to_vec(),
        None => most(done.iter().filter_map(|p| Some((p.frame.as_deref()?, &p.article))))
            .into_iter()
            .filter(|frame| !TALK.contains(frame))
            .take(1)
            .collect(),
    };
    let of_event = |p: &&Proposition| p.frame.as_deref().is_some_and(|frame| frames.contains(&frame));
    let told: Vec<&Proposition> = done.into_iter().filter(of_event).collect();
    let counted = role.and_then(|role| count(view, role, &Profile::UCDP));
    let claim = claim(view, &counted.map(|count| count.figures).unwrap_or_default(), &told)?;
    let part = |role: Role| {
        let of = |p: &&'a Proposition| {
            let parts = p.roles.iter().filter(|r| r.role == role);
            let article = &p.article;
            parts.map(move |r| (named(&r.words.text), article)).collect::<Vec<_>>()
        };
        let all = told.iter().flat_map(of).filter(|(name, _)| !name.is_empty());
        first(all.collect())
    };
    Some(Event {
        view,
        name: role.or(frames.first().copied()).unwrap_or_default().to_owned(),
        date: dates(view, &told),
        place: part(Role::Where),
        actor: part(Role::Who),
        claim,
        grade: grade(view, claim),
    })
}

fn is_done(p: &Proposition) -> bool {
    p.polarity == Polarity::Positive && matches!(p.status, Status::Done | Status::UnderWay)
}

/// What happens to those whom most articles count.
fn counted<'a>(view: &View<'a>) -> Option<&'a str> {
    let counts = view.ledger.figures.iter().filter(|f| is_whole(f) && f.unit.as_deref() == Some("person"));
    let known = |role: &str| KINDS.iter().any(|(roles, _)| roles.contains(&role));
    let roles = counts.filter_map(|f| Some((f.role.as_deref().filter(|r| known(r))?, &f.article)));
    let roles = most(roles);
    // Who was killed says more of an event than how many were there.
    roles.iter().find(|role| **role == "killed").or(roles.first()).copied()
}

fn is_whole(figure: &Figure) -> bool {
    !figure.cumulative && figure.part_of.is_none() && figure.qualifier != Qualifier::Additional
}

/// What is said, by how many articles say it; of as many, by which comes first.
fn most<'x, T: Ord + Clone>(said: impl Iterator<Item = (T, &'x ArticleId)>) -> Vec<T> {
    ranked(said.collect()).into_iter().map(|(what, _)| what).collect()
}

fn ranked<T: Ord + Clone>(said: Vec<(T, &ArticleId)>) -> Vec<(T, usize)> {
    let mut by: BTreeMap<&T, (usize, BTreeSet<&ArticleId>)> = BTreeMap::new();
    for (n, (what, article)) in said.iter().enumerate() {
        by.entry(what).or_insert((n, BTreeSet::new())).1.insert(article);
    }
    let mut ranked: Vec<_> =
        by.into_iter().map(|(what, (n, by))| (Reverse(by.len()), n, what.clone())).collect();
    ranked.sort();
    ranked.into_iter().map(|(Reverse(articles), _, what)| (what, articles)).collect()
}

/// What most articles say; where as many say another thing, both.
fn first(said: Vec<(String, &ArticleId)>) -> Vec<String> {
    let ranked = ranked(said);
    let most = ranked.first().map_or(0, |(_, n)| *n);
    // Four ways of saying it are no answer.
    let first: Vec<String> = ranked.into_iter().filter(|(_, n)| *n == most).map(|(what, _)| what).collect();
    if first.len() > 3 { Vec::new() } else { first }
}

/// The name in some words: without the preposition and the article before it; nothing where no word is a name.
fn named(words: &str) -> String {
    const BEFORE: [&str; 16] = [
        "in", "at", "on", "off", "near", "outside", "inside", "from", "to", "into", "around", "across", "of",
        "the", "a", "an",
    ];
    const PRONOUNS: [&str; 7] = ["he", "she", "it", "they", "we", "i", "who"];
    let words = words::one_line(words);
    let mut rest = words.as_str();
    while let Some((word, after)) = rest.split_once(' ') {
        if !BEFORE.contains(&word.to_lowercase().as_str()) {
            break;
        }
        rest = after;
    }
    let is_name = rest.split(' ').any(|w| w.chars().next().is_some_and(char::is_uppercase));
    let is_name = is_name && !PRONOUNS.contains(&rest.to_lowercase().as_str());
    if is_name { rest.trim_end_matches(['.', ',']).to_owned() } else { String::new() }
}

/// The days that the passages name: those of their times.
fn dates(view: &View, told: &[&Proposition]) -> Vec<String> {
    let day = |value: &str| {
        let day = value.get(..10)?;
        let is_day = day
            .bytes()
            .enumerate()
            .all(|(n, b)| if n == 4 || n == 7 { b == b'-' } else { b.is_ascii_digit() });
        is_day.then(|| day.to_owned())
    };
    let mut said = Vec::new();
    for p in told {
        let when: Vec<_> = p.roles.iter().filter(|r| r.role == Role::When).map(|r| r.words.span).collect();
        let times = view.ledger.times.iter().filter(|t| t.article == p.article);
        let meant = times.filter(|t| when.iter().any(|w| w.overlap(t.span) > 0));
        said.extend(meant.filter_map(|t| Some((day(t.value.as_deref()?)?, &p.article))));
    }
    first(said)
}

/// The claim that tells the event: one that holds its count, else one of its passages; that of most articles.
fn claim<'a>(view: &View<'a>, counts: &[&Figure], told: &[&Proposition]) -> Option<&'a Claim> {
    let counts_it = |c: &&Claim| {
        c.evidence.iter().any(|e| counts.iter().any(|f| f.article == e.article && e.span.contains(f.span)))
    };
    let tells_it = |c: &&Claim| told.iter().any(|p| p.claim.as_ref() == Some(&c.id));
    let best = |claims: Vec<&'a Claim>| {
        claims.into_iter().rev().max_by_key(|c| (view.spread(c), c.independent, c.evidence.len()))
    };
    best(view.claims().filter(counts_it).collect())
        .or_else(|| best(view.claims().filter(tells_it).collect()))
        .or_else(|| best(view.claims().collect()))
}

/// What a rule makes of the count of those to whom this happens: of the one that most articles give.
fn count<'a>(view: &View<'a>, role: &str, profile: &Profile) -> Option<Estimate<'a>> {
    let all = estimates(view.ledger, profile).into_iter();
    let whole = all.filter(|e| e.role == Some(role) && e.figures.iter().any(|f| is_whole(f)));
    let articles = |e: &Estimate| e.figures.iter().map(|f| &f.article).collect::<BTreeSet<_>>().len();
    whole.rev().max_by_key(articles)
}

fn grade(view: &View, claim: &Claim) -> Grade {
    let about = |d: &&Dispute| matches!(d.kind, DisputeKind::Assertion | DisputeKind::Attribution);
    let contest = view.disputes_of(claim).iter().copied().find(about);
    let origins = view.origin_names(claim);
    let articles = words::count(view.spread(claim), "article", "articles");
    let rest = match (claim.support, origins.as_slice()) {
        (Support::Corroborated, _) => format!("{}: {}", view.independent(claim), origins.join(", ")),
        (_, []) => format!("{articles} and no source named"),
        (_, [one]) => format!("{articles}, all on the word of {one}"),
        (_, several) => {
            format!("{articles}, on the word of {}, not shown to be independent", several.join(" and "))
        }
    };
    let disputed = contest.map_or(String::new(), |d| format!("; disputed: {}", words::one_line(&d.why)));
    let why = format!("{rest}{disputed}");
    Grade { support: claim.support, contested: contest.is_some(), why }
}

impl<'a> Event<'a> {
    /// What a rule makes of the count of those to whom this happens.
    pub(super) fn count(&self, role: &str, profile: &Profile) -> Option<Estimate<'a>> {
        count(self.view, role, profile)
    }

    /// The numbers that a rule makes of it, by their names; none where nobody counts them.
    pub(super) fn number(&self, role: &str, profile: &Profile, name: &str) -> Option<Number> {
        let at = profile.fields.iter().position(|field| *field == name)?;
        self.count(role, profile)?.numbers[at]
    }

    /// The numbers that a rule makes of a part of those counted: of the figures that name it.
    pub(super) fn part(&self, role: &str, of: &[&str], profile: &Profile, name: &str) -> Option<Number> {
        let at = profile.fields.iter().position(|field| *field == name)?;
        let names = |text: &str| {
            text.split(|c: char| !c.is_alphanumeric()).any(|w| of.contains(&w.to_lowercase().as_str()))
        };
        let figures = self.view.ledger.figures.iter();
        let figures: Vec<&Figure> = figures
            .filter(|f| f.role.as_deref() == Some(role) && !f.cumulative)
            .filter(|f| f.of.as_deref().is_some_and(names) || names(&f.text))
            .collect();
        if figures.is_empty() { None } else { profile.numbers(&figures)[at] }
    }

    /// Those killed whom the articles name, with their age where it stands beside the name.
    pub(super) fn victims(&self) -> Vec<String> {
        let killing = |p: &&Proposition| p.frame.as_deref() == Some("killing") && is_done(p);
        let mut named: Vec<String> = Vec::new();
        for p in self.view.ledger.propositions.iter().filter(killing) {
            for whom in p.roles.iter().filter(|r| r.role == Role::Whom) {
                let Some(name) = full_name(&whom.words.text) else { continue };
                let Some((before, after)) = self.view.around(&p.article, whom.words.span) else { continue };
                // The age may stand within the words, as what belongs to the name.
                let behind = whom.words.text.get(name.len()..).unwrap_or_default();
                let age = age(before, behind).or_else(|| age(before, after));
                let entry = age.map_or(name.clone(), |age| format!("{name}, {age}"));
                match named.iter_mut().find(|known| known.split(", ").next() == Some(name.as_str())) {
                    Some(known) if entry.len() > known.len() => *known = entry,
                    Some(_) => {}
                    None => named.push(entry),
                }
            }
        }
        named
    }

    /// The articles of the story, each with its day and its address.
    pub(super) fn sources(&self) -> Vec<String> {
        let articles = self.view.ledger.articles.iter().zip(&self.view.names);
        let source = |(a, name): (&crosswire_model::Article, &String)| {
            let day = a.published.map_or(String::new(), |day| format!(", {day}"));
            let url = a.url.as_deref().map_or(String::new(), |url| format!(": {}", words::one_line(url)));
            format!("{name}{day}{url}")
        };
        articles.map(source).collect()
    }
}

/// A given name and a surname or more; none for "the boy" and "Police".
fn full_name(words: &str) -> Option<String> {
    let words = words::one_line(words);
    let name = words.split([',', '(']).next()?.trim();
    let capital =
        |w: &str| w.chars().next().is_some_and(char::is_uppercase) && w.chars().any(char::is_lowercase);
    let all: Vec<&str> = name.split(' ').collect();
    ((2..=5).contains(&all.len()) && all.iter().all(|w| capital(w)) && all[0] != "The")
        .then(|| name.to_owned())
}

/// The age that stands behind a name (", 34", "(34)", ", aged 34") or before it ("34-year-old").
fn age(before: &str, after: &str) -> Option<u8> {
    let number = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let next = text[digits.len()..].chars().next();
        digits
            .parse::<u8>()
            .ok()
            .filter(|age| (1..=115).contains(age) && !next.is_some_and(char::is_alphanumeric))
    };
    let after = after.trim_start();
    let behind = after.strip_prefix(['(', ',']).map(str::trim_start);
    let behind =
        behind.map(|rest| rest.strip_prefix("aged ").unwrap_or(rest)).or(after.strip_prefix("aged "));
    behind.and_then(number).or_else(|| {
        let (rest, _) = before.trim_end().rsplit_once("-year-old")?;
        let word = rest.rsplit(|c: char| !c.is_ascii_digit()).next()?;
        number(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_without_its_preposition() {
        for (words, expect) in [
            ("on the Skarn reef", "Skarn reef"),
            ("at Halvik.", "Halvik"),
            ("in the school hall", ""),
            ("An air strike", ""),
            ("He", ""),
            ("", ""),
        ] {
            assert_eq!(named(words), expect, "{words}");
        }
    }

    #[test]
    fn an_age_stands_beside_a_name() {
        for (before, after, expect) in [
            ("", ", 34, and his son", Some(34)),
            ("", " (7)", Some(7)),
            ("", ", aged 61.", Some(61)),
            ("killed 12-year-old ", " on Monday", Some(12)),
            ("", ", 34th of the line", None),
            ("", ", 1999,", None),
            ("", " was killed", None),
        ] {
            assert_eq!(age(before, after), expect, "{before}|{after}");
        }
    }

    #[test]
    fn a_victim_has_a_name_of_two_words_or_more() {
        for (words, expect) in [
            ("Ida Brandt", Some("Ida Brandt")),
            ("Ida Brandt, 34", Some("Ida Brandt")),
            ("Ida", None),
            ("The Mayor", None),
            ("two children", None),
        ] {
            assert_eq!(full_name(words).as_deref(), expect, "{words}");
        }
    }
}
