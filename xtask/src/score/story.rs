//! Scores a ledger against a story's gold, row by row.
//!
//! | row | is |
//! |---|---|
//! | repeated | F1 over the characters of repeated passages |
//! | content | recall of attributed content: at least half of the gold span is found |
//! | source, via | … with the right source as well; of those with relays, with the relays as well |
//! | attribution-p | share of the ledger's statements of which at least half lies in gold content |
//! | figures, figure-value | recall of figures: overlap and value, with and without the qualifier |
//! | figure-p | share of the ledger's figures of people that overlap a gold figure |
//! | times | recall: overlap and value; a part of the day may follow the gold's day |
//! | claims-r, claims-p | of pairs of passages in different articles that say the same |
//! | origins, support | share of gold claims for which they are known that has them right |
//! | disputes | recall: one ledger dispute touches two sides |
//! | dispute-extra | number of ledger disputes that touch no gold dispute |

use super::Row;
use super::gold::{Bounds, Gold, Member};
use crosswire_model::{Claim, ClaimId, Ledger, SourceId, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// A score's rows, and a line for each thing that was missed.
pub(crate) struct Score {
    pub(crate) rows: Vec<Row>,
    pub(crate) misses: Vec<String>,
}

/// Scores `ledger` against `gold`.
pub(crate) fn score(ledger: &Ledger, gold: &Gold) -> Score {
    let mut scorer = Scorer::new(ledger, gold);
    scorer.repeated();
    scorer.attributions();
    scorer.attribution_precision();
    scorer.figures();
    scorer.times();
    scorer.claims();
    scorer.origins_and_support();
    scorer.disputes();
    Score { rows: scorer.rows, misses: scorer.misses }
}

struct Scorer<'a> {
    ledger: &'a Ledger,
    gold: &'a Gold,
    /// File name by article id: gold names articles by file.
    files: BTreeMap<&'a str, &'a str>,
    sources: BTreeMap<&'a SourceId, Vec<&'a str>>,
    rows: Vec<Row>,
    misses: Vec<String>,
}

impl<'a> Scorer<'a> {
    fn new(ledger: &'a Ledger, gold: &'a Gold) -> Self {
        let files = ledger
            .articles
            .iter()
            .map(|a| (a.id.0.as_str(), a.path.rsplit('/').next().unwrap_or(&a.path)))
            .collect();
        let sources = ledger
            .sources
            .iter()
            .map(|s| {
                let names = [&s.name].into_iter().chain(&s.description).chain(&s.aliases);
                (&s.id, names.map(String::as_str).collect())
            })
            .collect();
        Scorer { ledger, gold, files, sources, rows: Vec::new(), misses: Vec::new() }
    }

    fn row(&mut self, name: &'static str, hits: usize, total: usize) {
        self.rows.push(Row { name, hits, total });
    }

    fn miss(&mut self, row: &str, what: String) {
        self.misses.push(format!("miss {row}: {what}"));
    }

    fn file(&self, article: &crosswire_model::ArticleId) -> &'a str {
        self.files.get(article.0.as_str()).copied().unwrap_or("")
    }

    fn names(&self, source: &SourceId) -> &[&'a str] {
        self.sources.get(source).map_or(&[], Vec::as_slice)
    }

    /// Whether a span of a file lies partly in a passage that the gold marks as repeated.
    fn is_repeated(&self, file: &str, start: usize, end: usize) -> bool {
        self.gold.repeated.iter().any(|r| r.article == file && r.span.overlap(start, end) > 0)
    }

    fn repeated(&mut self) {
        let gold: BTreeSet<(&str, usize)> = self
            .gold
            .repeated
            .iter()
            .flat_map(|r| r.span.range().map(move |c| (r.article.as_str(), c)))
            .collect();
        let found: BTreeSet<(&str, usize)> = self
            .ledger
            .articles
            .iter()
            .flat_map(|a| a.repeated.iter().map(move |r| (a, r.span)))
            .flat_map(|(a, span)| (span.start..span.end).map(move |c| (a, c)))
            .map(|(a, c)| (self.file(&a.id), c))
            .collect();
        if !gold.is_empty() || !found.is_empty() {
            let both = gold.intersection(&found).count();
            self.row("repeated", 2 * both, gold.len() + found.len());
        }
    }

    /// Statements on someone's word, with their file.
    fn statements(&self) -> Vec<(&'a str, &'a Statement)> {
        let attributed =
            |s: &&Statement| s.source.is_some() || !s.source_spans.is_empty() || !s.cue.is_empty();
        self.ledger.statements.iter().filter(attributed).map(|s| (self.file(&s.article), s)).collect()
    }

    fn attributions(&mut self) {
        let statements = self.statements();
        let (mut content, mut source, mut due, mut via, mut via_due) = (0, 0, 0, 0, 0);
        for gold in self.gold.attributions.iter().filter(|a| !a.optional) {
            let near: Vec<&Statement> = statements
                .iter()
                .filter(|(file, s)| *file == gold.article && 2 * covered(gold.span, s) >= gold.span.len())
                .map(|(_, s)| *s)
                .collect();
            due += 1;
            content += usize::from(!near.is_empty());
            let right = |s: &&Statement| {
                let spans = s.source_spans.iter().map(|q| q.text.as_str());
                let heard: Vec<&str> =
                    s.source.iter().flat_map(|id| self.names(id).iter().copied()).chain(spans).collect();
                name_match(&gold.source, &heard)
                    || s.source.is_none() && gold.source.iter().any(|n| n == "*unnamed")
            };
            let known = near.iter().any(right);
            source += usize::from(known);
            let via_known = near.iter().any(|s| {
                gold.via.iter().all(|relay| s.via.iter().any(|id| name_match(relay, self.names(id))))
            });
            if !gold.via.is_empty() {
                via_due += 1;
                via += usize::from(via_known);
            }
            let wants = gold.source.first().map_or("", String::as_str);
            if near.is_empty() {
                self.miss("content", format!("{} {wants}: {}", gold.article, gold.text));
            } else if !known {
                self.miss("source", format!("{} wants {wants}: {}", gold.article, gold.text));
            } else if !gold.via.is_empty() && !via_known {
                self.miss("via", format!("{} wants {:?}: {}", gold.article, gold.via, gold.text));
            }
        }
        self.row("content", content, due);
        self.row("source", source, due);
        self.row("via", via, via_due);
    }

    fn attribution_precision(&mut self) {
        let statements = self.statements();
        let mut good = 0;
        for (file, statement) in &statements {
            let length: usize = statement.content.iter().map(|c| c.len()).sum();
            let in_gold = self
                .gold
                .attributions
                .iter()
                .filter(|a| a.article == *file)
                .map(|a| covered(a.span, statement))
                .max()
                .unwrap_or(0);
            if length > 0 && 2 * in_gold >= length
                || statement.content.iter().any(|c| self.is_repeated(file, c.start, c.end))
            {
                good += 1;
            } else {
                let spans: Vec<_> = statement.content.iter().map(|c| (c.start, c.end)).collect();
                self.miss("attribution-p", format!("{file} {spans:?}"));
            }
        }
        self.row("attribution-p", good, statements.len());
    }

    fn figures(&mut self) {
        let (mut right, mut value, mut due) = (0, 0, 0);
        for gold in self.gold.figures.iter().filter(|f| !f.optional) {
            let near: Vec<_> = self
                .ledger
                .figures
                .iter()
                .filter(|f| {
                    self.file(&f.article) == gold.article
                        && gold.span.overlap(f.span.start, f.span.end) > 0
                        && f.value == gold.value
                })
                .collect();
            due += 1;
            value += usize::from(!near.is_empty());
            if near.iter().any(|f| f.qualifier == gold.qualifier) {
                right += 1;
            } else {
                let has: Vec<_> = near.iter().map(|f| f.qualifier.as_str()).collect();
                let wants = gold.qualifier.as_str();
                self.miss("figures", format!("{} “{}” wants {wants}, has {has:?}", gold.article, gold.text));
            }
        }
        self.row("figures", right, due);
        self.row("figure-value", value, due);
        let people: Vec<_> =
            self.ledger.figures.iter().filter(|f| f.unit.as_deref() == Some("person")).collect();
        let good = people
            .iter()
            .filter(|f| {
                let (file, start, end) = (self.file(&f.article), f.span.start, f.span.end);
                self.is_repeated(file, start, end)
                    || self.gold.figures.iter().any(|g| g.article == file && g.span.overlap(start, end) > 0)
            })
            .count();
        self.row("figure-p", good, people.len());
    }

    fn times(&mut self) {
        let (mut hits, mut due) = (0, 0);
        for gold in self.gold.times.iter().filter(|t| !t.optional) {
            due += 1;
            let near: Vec<_> = self
                .ledger
                .times
                .iter()
                .filter(|t| {
                    self.file(&t.article) == gold.article && gold.span.overlap(t.span.start, t.span.end) > 0
                })
                .collect();
            if near.iter().any(|t| same_time(t.value.as_deref(), &gold.value)) {
                hits += 1;
            } else {
                let has: Vec<_> = near.iter().map(|t| t.value.as_deref().unwrap_or("-")).collect();
                self.miss(
                    "times",
                    format!("{} “{}” wants {}, has {has:?}", gold.article, gold.text, gold.value),
                );
            }
        }
        self.row("times", hits, due);
    }

    /// The ledger's claims that touch a gold passage: at least half of the shorter of the two.
    fn touching(&self, member: &Member) -> BTreeSet<&'a ClaimId> {
        let touches = |claim: &&Claim| {
            claim.evidence.iter().any(|e| {
                self.file(&e.article) == member.article && member.span.touches(e.span.start, e.span.end)
            })
        };
        self.ledger.claims.iter().filter(touches).map(|c| &c.id).collect()
    }

    fn claims(&mut self) {
        let members: Vec<(&str, &Member, BTreeSet<&ClaimId>)> = self
            .gold
            .claims
            .iter()
            .flat_map(|c| c.members.iter().map(move |m| (c.id.as_str(), m)))
            .map(|(id, m)| (id, m, self.touching(m)))
            .collect();
        // The gold claims that have a passage overlapping this one.
        let beside = |m: &Member| -> BTreeSet<&str> {
            let overlapping = |(_, o, _): &&(&str, &Member, BTreeSet<&ClaimId>)| {
                o.article == m.article && o.span.overlap(m.span.0, m.span.1) > 0
            };
            members.iter().filter(overlapping).map(|(id, _, _)| *id).collect()
        };
        let (mut joined_right, mut missed, mut joined_wrong) = (0, Vec::new(), Vec::new());
        for (i, (id_a, a, in_a)) in members.iter().enumerate() {
            for (id_b, b, in_b) in &members[i + 1..] {
                if a.article == b.article {
                    continue;
                }
                let joined = !in_a.is_disjoint(in_b);
                let pair = || format!("{id_a}/{id_b}: “{}” ~ “{}”", a.text, b.text);
                if id_a == id_b {
                    joined_right += usize::from(joined);
                    if !joined {
                        missed.push(pair());
                    }
                } else if joined && beside(a).is_disjoint(&beside(b)) {
                    // A ledger claim whose evidence is a whole sentence may touch two gold claims of that sentence.
                    joined_wrong.push(pair());
                }
            }
        }
        self.row("claims-r", joined_right, joined_right + missed.len());
        self.row("claims-p", joined_right, joined_right + joined_wrong.len());
        missed.into_iter().for_each(|m| self.miss("claims-r", m));
        joined_wrong.into_iter().for_each(|m| self.miss("claims-p", m));
    }

    fn origins_and_support(&mut self) {
        let (mut origins, mut origins_due, mut support, mut support_due) = (0, 0, 0, 0);
        let (mut right, mut called, mut corroborated) = (0, 0, 0);
        for gold in &self.gold.claims {
            let touching: Vec<_> = gold.members.iter().map(|m| self.touching(m)).collect();
            // The claim that touches most passages; of several, the first of the ledger.
            let best = self
                .ledger
                .claims
                .iter()
                .map(|c| (touching.iter().filter(|t| t.contains(&c.id)).count(), c))
                .filter(|(n, _)| *n > 0)
                .reduce(|a, b| if b.0 > a.0 { b } else { a })
                .map(|(_, c)| c);
            if let Some(wanted) = gold.origins.as_ref().filter(|o| !o.is_empty()) {
                origins_due += 1;
                let have: Vec<Vec<&str>> =
                    best.iter().flat_map(|c| &c.origins).map(|o| self.origin_names(o)).collect();
                if have.len() == wanted.len() && wanted.iter().all(|w| have.iter().any(|h| name_match(w, h)))
                {
                    origins += 1;
                } else {
                    let has: Vec<_> = have.iter().filter_map(|h| h.first()).collect();
                    self.miss("origins", format!("{} wants {wanted:?}, has {has:?}", gold.id));
                }
            }
            if let Some(wanted) = &gold.support {
                support_due += 1;
                let has = best.and_then(|c| serde_json::to_value(c.support).ok());
                let has = has.as_ref().and_then(|v| v.as_str()).unwrap_or("-");
                let is = |support: &str| usize::from(support == "corroborated");
                called += is(has);
                corroborated += is(wanted);
                if has == wanted {
                    support += 1;
                    right += is(has);
                } else {
                    if has == "corroborated" {
                        self.miss("corroborated-p", format!("{} is {wanted}", gold.id));
                    }
                    self.miss("support", format!("{} wants {wanted}, has {has}", gold.id));
                }
            }
        }
        self.row("origins", origins, origins_due);
        self.row("support", support, support_due);
        self.row("corroborated-p", right, called);
        self.row("corroborated-r", right, corroborated);
    }

    fn origin_names(&self, id: &crosswire_model::OriginId) -> Vec<&'a str> {
        let Some(origin) = self.ledger.origins.iter().find(|o| o.id == *id) else { return Vec::new() };
        self.names(&origin.source).iter().copied().chain([origin.name.as_str()]).collect()
    }

    fn disputes(&mut self) {
        /// Per side, its passages: file, start, end.
        type Sides<'a> = Vec<Vec<(&'a str, usize, usize)>>;
        let found: Vec<Sides<'_>> = self
            .ledger
            .disputes
            .iter()
            .map(|d| {
                let passage =
                    |p: &crosswire_model::Passage| (self.file(&p.article), p.span.start, p.span.end);
                d.sides.iter().map(|s| s.evidence.iter().map(passage).collect()).collect()
            })
            .collect();
        let side_hit = |side: &[Member], passages: &[(&str, usize, usize)]| {
            side.iter().any(|m| {
                passages.iter().any(|&(f, start, end)| f == m.article && m.span.overlap(start, end) > 0)
            })
        };
        let matches = |gold: &super::gold::Dispute, sides: &Sides<'_>| {
            let [first, second, ..] = gold.sides.as_slice() else { return false };
            (0..sides.len()).any(|x| {
                (0..sides.len()).any(|y| x != y && side_hit(first, &sides[x]) && side_hit(second, &sides[y]))
            })
        };
        let (mut hits, mut due, mut missed) = (0, 0, Vec::new());
        for gold in self.gold.disputes.iter().filter(|d| !d.optional) {
            due += 1;
            if found.iter().any(|sides| matches(gold, sides)) {
                hits += 1;
            } else {
                missed.push(format!("{}: {}", gold.id, gold.why));
            }
        }
        let extra = found.iter().filter(|s| !self.gold.disputes.iter().any(|d| matches(d, s))).count();
        self.row("disputes", hits, due);
        self.row("dispute-extra", extra, found.len());
        missed.into_iter().for_each(|m| self.miss("disputes", m));
    }
}

/// How many code points of a gold span a statement's content covers.
fn covered(span: Bounds, statement: &Statement) -> usize {
    statement.content.iter().map(|c| span.overlap(c.start, c.end)).sum()
}

/// Equal, or the gold's day with a part of the day or an hour after it.
fn same_time(value: Option<&str>, gold: &str) -> bool {
    value.is_some_and(|v| {
        v == gold || v.strip_prefix(gold).is_some_and(|rest| rest.starts_with('T')) && !v.contains('/')
    })
}

/// A name's words in small letters.
fn words(name: &str) -> Vec<String> {
    let lower: String = name
        .replace('’', "'")
        .chars()
        .flat_map(|c| if c.is_alphanumeric() { c.to_lowercase().collect() } else { vec![' '] })
        .collect();
    lower.split_whitespace().map(str::to_owned).collect()
}

/// Whether all words of one of the gold names stand in one of the texts, in order, or those of a short text in the name.
pub(crate) fn name_match(gold: &[String], texts: &[&str]) -> bool {
    let in_order = |small: &[String], big: &[String]| {
        let mut rest = big.iter();
        small.iter().all(|w| rest.any(|b| b == w))
    };
    gold.iter().map(|g| words(g)).filter(|g| !g.is_empty()).any(|g| {
        let texts = texts.iter().map(|t| words(t)).filter(|t| !t.is_empty());
        texts.into_iter().any(|t| in_order(&g, &t) || g.len() <= 6 && in_order(&t, &g))
    })
}

#[cfg(test)]
mod tests;
