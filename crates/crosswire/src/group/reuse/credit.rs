//! Whose text a copied passage was: what the articles say of it, and which came first.
//!
//! An article credits an agency in a dateline, a byline or a credit line, or where it stands beside the passage that the
//! agency reported or was told so; another outlet it credits in the same way. Where only one of two articles credits the other's
//! outlet, or an agency whose article the other is, it is the copy. Where neither does, and no agency is behind both, the one
//! that was published on a later day is; the day itself is not inferred.
//!
//! Fails where a paper takes over words without credit and both appear on one day, which is left open, and where it credits an
//! outlet for something else in the next sentence.

use crate::annotate::Annotation;
use crate::lexicon;
use crate::story::Report;
use crate::text::{self, Article, BlockKind};
use crosswire_lang::ByteRange;
use crosswire_model::{Basis, Direction, DirectionBasis};
use rayon::prelude::*;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What is said of a passage that two articles carry.
#[derive(Default)]
pub(super) struct Credit {
    pub(super) direction: Option<Direction>,
    pub(super) agency: Option<String>,
}

/// What every article says of where it has things from.
pub(super) struct Credits<'a> {
    reports: &'a [Report],
    said: Vec<Said>,
    agencies: BTreeSet<Name>,
}

/// A name by which an outlet or an agency goes in the story, plainly written.
type Name = String;

/// What one article says.
struct Said {
    /// Whose article it is: its outlet's.
    outlet: Option<Name>,
    /// Agencies whose article it is, by its outlet, dateline or byline.
    wire: BTreeSet<Name>,
    /// Agencies that it says it draws on, no matter for what.
    credited: BTreeSet<Name>,
    /// Who is said to have reported something, and in which bytes this counts: the sentence, and the one before and after.
    beside: Vec<(ByteRange, Name)>,
}

/// Bytes of all names that are looked for; a story has fewer, and a pattern must not grow without bound.
const ROOM: usize = 20_000;

/// What makes a name beside it the one who reports or was told.
const REPORTS: &str = r"(?:first\s+)?(?:reported|reports|wrote|quoted|quotes|cited|citing)";
const REPORTED: &str = r"(?:told|to|by|in|with|from|citing|quoting|via)";

/// "the Skerri news agency": an agency that no list knows.
static UNLISTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b((?:\p{Lu}[\p{L}\-]+ ){0,2}\p{Lu}[\p{L}\-]+)\s+(?:news|press)\s+agency\b")
        .expect("the pattern is fixed")
});

impl<'a> Credits<'a> {
    pub(super) fn new(reports: &'a [Report]) -> Self {
        let names = Names::new(reports);
        let said = reports.par_iter().map(|r| names.said(&r.article, &r.annotation)).collect();
        Credits { reports, said, agencies: names.agencies }
    }

    /// What the two articles say of a passage that stands at these bytes of each.
    pub(super) fn of(&self, a: (usize, ByteRange), b: (usize, ByteRange), quotation: bool) -> Credit {
        let (of_a, of_b) = (&self.said[a.0], &self.said[b.0]);
        let beside = [of_a.beside(a.1), of_b.beside(b.1)];
        let agency = self.agency(of_a, of_b, &beside, quotation);
        let credits = |x: &Said, beside: &BTreeSet<&Name>, y: &Said| {
            let names = |name: &Name| beside.contains(name) || x.credited.contains(name);
            y.outlet.as_ref().is_some_and(|o| x.outlet.as_ref() != Some(o) && names(o))
                || y.wire.iter().any(|w| names(w) && !x.wire.contains(w))
        };
        let copy = match (credits(of_a, &beside[0], of_b), credits(of_b, &beside[1], of_a)) {
            (true, false) => Some((a.0, DirectionBasis::Credit)),
            (false, true) => Some((b.0, DirectionBasis::Credit)),
            (false, false) if agency.is_none() && !quotation => {
                self.later(a.0, b.0).map(|n| (n, DirectionBasis::Earlier))
            }
            _ => None,
        };
        let direction = copy.map(|(copy, basis)| Direction { copy: self.reports[copy].id().clone(), basis });
        Credit { direction, agency }
    }

    /// The agency whose text both carry. A quotation is an agency's where it says so itself.
    fn agency<'n>(
        &'n self,
        a: &'n Said,
        b: &'n Said,
        beside: &[BTreeSet<&'n Name>; 2],
        quotation: bool,
    ) -> Option<String> {
        let agencies = |names: BTreeSet<&'n Name>| {
            names.into_iter().filter(|name| self.agencies.contains(*name)).collect::<BTreeSet<&Name>>()
        };
        let near = agencies(beside.iter().flatten().copied().collect());
        let (of_a, of_b) = (agencies(a.all().collect()), agencies(b.all().collect()));
        let both = of_a.intersection(&of_b).copied().collect();
        let either = of_a.union(&of_b).copied().collect();
        let sets = if quotation { vec![near] } else { vec![near, both, either] };
        let first = sets.into_iter().find(|set| !set.is_empty())?;
        // One of several would be a guess.
        (first.len() == 1).then(|| first.into_iter().next().cloned()).flatten()
    }

    /// The article that was published on a later day.
    fn later(&self, a: usize, b: usize) -> Option<usize> {
        let day = |n: usize| self.reports[n].article.published.filter(|(_, basis)| *basis != Basis::Inferred);
        let (of_a, of_b) = (day(a)?.0, day(b)?.0);
        match of_a.cmp(&of_b) {
            std::cmp::Ordering::Less => Some(b),
            std::cmp::Ordering::Greater => Some(a),
            std::cmp::Ordering::Equal => None,
        }
    }
}

impl Said {
    /// Who it says it is by or draws on.
    fn all(&self) -> impl Iterator<Item = &Name> {
        self.wire.iter().chain(&self.credited)
    }

    /// Who is said to have reported what stands at some bytes.
    fn beside(&self, bytes: ByteRange) -> BTreeSet<&Name> {
        self.beside.iter().filter(|(range, _)| range.overlaps(bytes)).map(|(_, name)| name).collect()
    }
}

/// The names that may be credited in a story.
struct Names {
    /// From each form to the name that stands for it.
    forms: BTreeMap<String, Name>,
    /// Which of the names are agencies'.
    agencies: BTreeSet<Name>,
    /// A form as it reports or is told: the form is what one of the groups holds.
    reporting: Regex,
    /// Any form.
    any: Regex,
}

impl Names {
    fn new(reports: &[Report]) -> Self {
        let articles = || reports.iter().map(|r| &r.article);
        let listed = lexicon::agencies().map(|(form, name)| (form.to_owned(), name.to_owned()));
        let mut forms: BTreeMap<String, Name> = listed.collect();
        let unlisted = articles().flat_map(|a| UNLISTED.captures_iter(&a.document.text));
        let unlisted =
            unlisted.map(|found| text::one_line(found[1].strip_prefix("The ").unwrap_or(&found[1])));
        // "The news agency said": which one stands elsewhere.
        let is_name =
            |name: &String| !["The", "A", "This", "That", "One", "Another"].contains(&name.as_str());
        add(&mut forms, unlisted.filter(is_name).collect());
        let agencies: BTreeSet<Name> = forms.values().cloned().collect();
        let outlets = articles().filter_map(|a| a.document.outlet.as_deref());
        add(&mut forms, outlets.map(|outlet| text::one_line(plain(outlet))).collect());
        let mut longest: Vec<&String> = forms.keys().collect();
        longest.sort_by_key(|form| (std::cmp::Reverse(form.len()), *form));
        let any = longest.iter().map(|form| regex::escape(form).replace(' ', r"\s+"));
        let any = any.collect::<Vec<_>>().join("|");
        let reporting = format!(
            r"\b{REPORTED}\s+(?:[Tt]he\s+)?(?:[\p{{L}}\-]+\s+)?({any})\b|\b({any})(?:(?:\s+news)?\s+agency)?,?\s+{REPORTS}\b"
        );
        let pattern = |p: &str| Regex::new(p).expect("the pattern is made of escaped names");
        Names { reporting: pattern(&reporting), any: pattern(&format!(r"\b(?:{any})\b")), forms, agencies }
    }

    /// The name that stands for a form, which may run over two lines.
    fn name(&self, form: &str) -> Option<Name> {
        self.forms.get(&text::one_line(form)).cloned()
    }

    fn said(&self, article: &Article, annotation: &Annotation) -> Said {
        let outlet = article.document.outlet.as_deref().map(|o| text::one_line(plain(o)));
        let outlet = outlet.map(|o| self.forms.get(&o).cloned().unwrap_or(o));
        let named = |text: &str| -> Vec<Name> {
            self.any.find_iter(text).filter_map(|form| self.name(form.as_str())).collect()
        };
        let agencies_in = |text: &str| {
            named(text).into_iter().filter(|name| self.agencies.contains(name)).collect::<Vec<_>>()
        };
        let datelines = article.blocks.iter().filter(|b| b.kind == BlockKind::Dateline);
        let heads = datelines.map(|b| article.text(b.bytes)).chain(article.document.author.as_deref());
        let wire = heads.flat_map(agencies_in).chain(outlet.clone().filter(|o| self.agencies.contains(o)));
        let credits = article.blocks.iter().filter(|b| b.kind == BlockKind::Credit);
        Said {
            wire: wire.collect(),
            credited: credits.flat_map(|b| named(article.text(b.bytes))).collect(),
            beside: self.beside(article, annotation),
            outlet,
        }
    }

    /// Who is said to have reported something, sentence by sentence.
    fn beside(&self, article: &Article, annotation: &Annotation) -> Vec<(ByteRange, Name)> {
        let sentences = &annotation.sentences;
        let mut beside = Vec::new();
        for (n, sentence) in sentences.iter().enumerate() {
            let from = sentences[n.saturating_sub(1)].bytes.start;
            let to = sentences[(n + 1).min(sentences.len() - 1)].bytes.end;
            for found in self.reporting.captures_iter(article.text(sentence.bytes)) {
                let form = found.get(1).or(found.get(2));
                if let Some(name) = form.and_then(|form| self.name(form.as_str())) {
                    beside.push((ByteRange::new(from, to), name));
                }
            }
        }
        beside
    }
}

/// Adds names as forms of themselves, in order, as long as there is room in a pattern.
fn add(forms: &mut BTreeMap<String, Name>, names: BTreeSet<Name>) {
    let mut room = ROOM;
    for name in names.into_iter().filter(|name| name.chars().count() > 1) {
        room = room.saturating_sub(name.len());
        if room > 0 {
            forms.entry(name.clone()).or_insert(name);
        }
    }
}

/// An outlet's name without "The", an ending such as ".com", and what stands in brackets behind it.
fn plain(outlet: &str) -> &str {
    let name = outlet.split(" (").next().unwrap_or(outlet).trim();
    let name = name.strip_prefix("The ").unwrap_or(name);
    name.strip_suffix(".com").unwrap_or(name)
}
