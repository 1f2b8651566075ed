//! What became of the attributions that have no partner: nothing there, other bounds, or another source.

use super::{Compared, Tokens};

/// Why an attribution of the gold was not found, or one that was found is not in the gold. "The other" is of the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    /// No content of the other side shares a token with this one.
    Nothing,
    /// The best of the other side has a Jaccard index below 0.5.
    Boundary,
    /// The content fits; both name a source, not the same.
    SourceWrong,
    /// The content fits; the gold names a source, what was found none.
    SourceMissing,
    /// The content fits; the gold names no source, what was found does.
    SourceExtra,
    /// All fits, and the other has a partner that fits better.
    Taken,
}

impl Class {
    /// All of them, in the order in which they are printed.
    pub(crate) const ALL: [Class; 6] = [
        Class::Nothing,
        Class::Boundary,
        Class::SourceWrong,
        Class::SourceMissing,
        Class::SourceExtra,
        Class::Taken,
    ];

    /// What a table calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Class::Nothing => "nothing there",
            Class::Boundary => "boundary",
            Class::SourceWrong => "source wrong",
            Class::SourceMissing => "source missing",
            Class::SourceExtra => "source extra",
            Class::Taken => "taken",
        }
    }
}

/// An attribution without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unpaired {
    /// Which it is, of its own side.
    pub(crate) own: usize,
    /// The one of the other side whose content is most like its own; none where nothing is there.
    pub(crate) other: Option<usize>,
    /// Why it has no partner.
    pub(crate) class: Class,
}

impl Compared {
    /// The gold that was not found.
    pub(crate) fn missed(&self) -> Vec<Unpaired> {
        unpaired(&self.gold, &self.partners().0, &self.found, source)
    }

    /// What was found and is not in the gold.
    pub(crate) fn extra(&self) -> Vec<Unpaired> {
        unpaired(&self.found, &self.partners().1, &self.gold, |found, gold| source(gold, found))
    }
}

fn unpaired(
    own: &[Tokens],
    partners: &[Option<usize>],
    others: &[Tokens],
    source: fn(&Tokens, &Tokens) -> Class,
) -> Vec<Unpaired> {
    let lone = own.iter().enumerate().filter(|(n, _)| partners[*n].is_none());
    lone.map(|(n, tokens)| {
        let alike = others.iter().map(|other| tokens.likeness(other)).enumerate();
        // The first of equals.
        let best = alike.filter(|(_, l)| *l > 0.0).reduce(|best, l| if l.1 > best.1 { l } else { best });
        let class = match best {
            None => Class::Nothing,
            Some((_, likeness)) if likeness < 0.5 => Class::Boundary,
            Some((other, _)) => source(tokens, &others[other]),
        };
        Unpaired { own: n, other: best.map(|(other, _)| other), class }
    })
    .collect()
}

fn source(gold: &Tokens, found: &Tokens) -> Class {
    match (gold.source.is_empty(), found.source.is_empty()) {
        _ if gold.source_agrees(found) => Class::Taken,
        (false, true) => Class::SourceMissing,
        (true, false) => Class::SourceExtra,
        _ => Class::SourceWrong,
    }
}
