//! Publication: the day of an article that does not give one, from its weekdays and the other articles' days.
//!
//! Candidates are the days within a week of the days that other articles give. Each weekday of the article votes: one
//! beside a reporting verb is the candidate itself or the day before; a past one lies on or shortly before it; one to come
//! lies on or after it. The best candidate wins, the later one on a tie, as long as it is no later than the latest known
//! day. An article that names no weekday takes the day that most others were given.
//!
//! Example: beside an article of Wednesday, one that says "announced on Tuesday", "sailed on Monday" and "expected by
//! Tuesday" is of Tuesday. Where it fails: stories that run over several weeks.

use super::Context;
use super::calendar::{days_between, month, on_or_after, on_or_before, plus, weekday};
use super::tense::{Tense, reports, tense};
use crate::annotate::Annotation;
use crate::extract::pieces::pieces;
use crate::lexicon;
use crate::text::Article;
use crosswire_model::Basis;
use jiff::civil::{Date, Weekday};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Gives each article without a publication date the one that its weekdays and months and the other articles' dates suggest,
/// marked [`Basis::Inferred`]. Leaves it without one where nothing suggests any.
///
/// The order of the articles does not matter. `annotations` are those of the articles, in the same order.
pub fn infer_publication(articles: &mut [Article], annotations: &[Annotation]) {
    if articles.iter().all(|a| a.published.is_some()) {
        return;
    }
    let clues: Vec<Clues> = articles.par_iter().zip(annotations).map(|(a, n)| clues(a, n)).collect();
    let mut known: Vec<Date> = articles.iter().filter_map(|a| a.published.map(|(day, _)| day)).collect();
    if known.is_empty() {
        // The latest full date that any article writes out is a day that the story had reached; only one on which
        // something was said or that comes with its weekday is news and not history.
        let latest = clues.iter().filter_map(|c| c.written).max();
        known.extend(latest.filter(|day| clues.iter().any(|c| c.news.contains(day))));
    }
    let Some(&latest) = known.iter().max() else { return };
    let missing: Vec<usize> = (0..clues.len()).filter(|&i| articles[i].published.is_none()).collect();
    let mut votes: BTreeMap<Date, usize> = BTreeMap::new();
    let mut inferred = BTreeMap::new();
    for &i in &missing {
        if let Some(day) = clues[i].best(&known, latest) {
            *votes.entry(day).or_default() += 1;
            inferred.insert(i, day);
        }
    }
    let consensus = votes.iter().max_by_key(|(day, n)| (**n, **day)).map(|(day, _)| *day);
    let fallback = consensus.or_else(|| known.iter().min().copied());
    for i in missing {
        articles[i].published = inferred.get(&i).copied().or(fallback).map(|day| (day, Basis::Inferred));
    }
}

/// What an article's text says about the day it was published.
#[derive(Debug, Default)]
struct Clues {
    days: Vec<(Weekday, Tense, bool)>,
    /// The latest date that it writes out with its year.
    written: Option<Date>,
    /// Those of the dates written out that come with a weekday or with a verb of saying.
    news: Vec<Date>,
    /// Months and days without a year, spoken of as past.
    past: Vec<(i8, i8)>,
}

fn clues(article: &Article, annotation: &Annotation) -> Clues {
    let text = article.document.text.as_str();
    let mut out = Clues::default();
    for sentence in annotation.sentences.iter().filter(|s| s.is_evidence()) {
        let p = pieces(text, annotation, sentence);
        let cx = Context::new(text, &p, &annotation.language.words, None);
        for at in 0..p.len() {
            if let Some(day) = weekday(text, &p[at]) {
                let turned = at > 0 && p[at - 1].among(&lexicon::DEICTICS_BEFORE_A_WEEKDAY);
                let dated =
                    month(p.get(at + 1 + usize::from(cx.word(at + 1) == ",")).unwrap_or(&p[at])).is_some();
                if !turned && !dated {
                    let tense = tense(&cx, at, at + 1);
                    out.days.push((day, tense, tense == Tense::Past && reports(&cx, at)));
                }
            }
        }
        for found in super::recognise(&mut Context::new(text, &p, &annotation.language.words, None)) {
            let date = found.value.as_deref().and_then(|v| v.parse::<Date>().ok());
            let past = tense(&cx, found.pieces.start, found.pieces.end) == Tense::Past;
            out.written = out.written.max(date.filter(|_| past));
            let named_day = found.pieces.clone().any(|i| weekday(text, &p[i]).is_some());
            out.news.extend(date.filter(|_| past && (named_day || reports(&cx, found.pieces.start))));
            let named = p.get(found.pieces.start).and_then(month);
            if let (Some((month, _)), true) = (named, past)
                && let Ok(day) = cx.word(found.pieces.start + 1).parse()
                && found.value.is_none()
            {
                out.past.push((month, day));
            }
        }
    }
    out
}

impl Clues {
    /// The day that fits best, or none where the article names no weekday.
    fn best(&self, known: &[Date], latest: Date) -> Option<Date> {
        if self.days.is_empty() {
            return None;
        }
        let mut candidates: Vec<Date> =
            known.iter().flat_map(|day| (-7..=7).map(|n| plus(*day, n))).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let distance = |day: Date| known.iter().map(|k| days_between(*k, day).abs()).min().unwrap_or(0);
        candidates
            .into_iter()
            .filter(|day| {
                *day <= latest && self.written.is_none_or(|w| w <= *day || days_between(*day, w) > 14)
            })
            .map(|day| (self.fit(day) - distance(day), day))
            .max()
            .map(|(_, day)| day)
    }

    /// How well the article's weekdays fit its being published on `day`.
    fn fit(&self, day: Date) -> i64 {
        let weekdays: i64 = self
            .days
            .iter()
            .map(|(name, tense, reports)| {
                let back = days_between(on_or_before(day, *name), day);
                let ahead = days_between(day, on_or_after(day, *name));
                match (tense, reports) {
                    (Tense::Past | Tense::Unknown, true) => {
                        [12, 9, 4, 1, 0, -4, -8][back.clamp(0, 6) as usize]
                    }
                    (Tense::Past | Tense::Unknown, false) => {
                        [4, 4, 3, 1, 0, -4, -8][back.clamp(0, 6) as usize]
                    }
                    (Tense::Future | Tense::Present, _) => {
                        [5, 5, 4, 2, 0, -2, -4][ahead.clamp(0, 6) as usize]
                    }
                    // "was scheduled to arrive on Tuesday": a day or so on either side.
                    (Tense::FutureInPast, _) => [6, 4, 2, -1][back.min(ahead).clamp(0, 3) as usize],
                }
            })
            .sum();
        // "on September 30" said as past cannot lie a few days ahead.
        let ahead = |(month, d): &(i8, i8)| {
            Date::new(day.year(), *month, *d).is_ok_and(|date| (1..=60).contains(&days_between(day, date)))
        };
        weekdays - 12 * self.past.iter().filter(|d| ahead(d)).count() as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, annotate, text};

    /// The days that articles with these texts are given; a text may follow its day and a bar.
    fn days(texts: &[&str]) -> Vec<String> {
        let documents = texts.iter().enumerate().map(|(n, t)| {
            let (day, body) = t.split_once('|').unwrap_or(("", t));
            Document {
                path: format!("{n}.txt"),
                text: body.to_owned(),
                published: day.parse().ok().map(|d| (d, Basis::Metadata)),
                sha256: format!("{n}"),
                ..Document::default()
            }
        });
        let mut articles = text::read(documents.collect()).value;
        let annotations: Vec<_> = articles.iter().map(annotate::annotate_alone).collect();
        infer_publication(&mut articles, &annotations);
        articles.iter().map(|a| a.published.map_or("-".to_owned(), |(d, _)| d.to_string())).collect()
    }

    #[test]
    fn weekdays_tell_the_day() {
        // 5 March 2031 is a Wednesday.
        let known = "2031-03-05|The ferry line confirmed on Tuesday that the boat had sailed.";
        let tuesday =
            "The boat left on Monday and is expected by Tuesday. The port office announced this on Tuesday.";
        let silent = "The boat carried sheep and its crew was calm.";
        assert_eq!(days(&[known, tuesday, silent]), ["2031-03-05", "2031-03-04", "2031-03-04"]);
        assert_eq!(days(&[silent, tuesday, known]), ["2031-03-04", "2031-03-04", "2031-03-05"]);
    }

    #[test]
    fn without_any_date_there_is_none() {
        assert_eq!(days(&["The boat left on Monday.", "It carried sheep."]), ["-", "-"]);
        assert_eq!(days(&["The boat left on March 3, 2031.", "It carried sheep."]), ["-", "-"]);
    }

    #[test]
    fn a_date_on_which_something_was_said_is_news() {
        let said = "The port office said on March 3, 2031 that the boat had left.";
        assert_eq!(days(&[said, "It carried sheep."]), ["2031-03-03", "2031-03-03"]);
        let with_its_day = "The boat left on Monday, March 3, 2031.";
        assert_eq!(days(&[with_its_day, "It carried sheep."]), ["2031-03-03", "2031-03-03"]);
        let old = "The boat, launched on 4 March 1989, was towed away this week.";
        assert_eq!(days(&[old, "It carried sheep."]), ["-", "-"]);
    }
}
