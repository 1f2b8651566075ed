//! What a story looks like before one reads it: how much is corroborated, only echo, in dispute, and on whose word it rests.

use crate::view::View;
use crate::words;
use crosswire_model::{
    ArticleId, Claim, Dispute, DisputeKind, Figure, Nature, Origin, Passage, Polarity, Proposition, Status,
    Support,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Origins that the sentence about echo names.
const ECHOES: usize = 3;

/// A root source with how much of the story rests on its word.
pub struct Root<'a> {
    /// What the ledger says of it.
    pub origin: &'a Origin,
    /// What the articles say that it is.
    pub description: Option<String>,
    /// Claims that rest on it.
    pub claims: usize,
    /// Of these, those that are only its echo.
    pub echoed: usize,
    /// Articles that its word reached.
    pub articles: usize,
    /// Through whom, the one that most paths pass first.
    pub relays: Vec<String>,
}

impl Root<'_> {
    /// Its name on one line.
    pub fn name(&self) -> String {
        words::one_line(&self.origin.name)
    }

    /// "17 claims, 9 only echo · in 4 articles, via Skerri".
    pub fn to_words(&self) -> String {
        let mut out = words::count(self.claims, "claim", "claims");
        if self.echoed > 0 {
            out.push_str(&format!(", {} only echo", self.echoed));
        }
        out.push_str(&format!(" · in {}", words::count(self.articles, "article", "articles")));
        if !self.relays.is_empty() {
            let more = if self.relays.len() > 2 { " …" } else { "" };
            out.push_str(&format!(", via {}{more}", self.relays[..self.relays.len().min(2)].join(", ")));
        }
        out
    }
}

/// The root sources, those on whom most claims rest first.
pub fn roots<'a>(view: &View<'a>) -> Vec<Root<'a>> {
    let mut claims: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for claim in view.claims() {
        for id in claim.origins.iter().map(|id| id.0.as_str()).collect::<BTreeSet<_>>() {
            let (all, echoed) = claims.entry(id).or_default();
            *all += 1;
            *echoed += usize::from(claim.support == Support::Echoed);
        }
    }
    let root = |origin: &'a Origin| {
        let (claims, echoed) = claims.get(origin.id.0.as_str()).copied().unwrap_or_default();
        let mut relays: BTreeMap<String, usize> = BTreeMap::new();
        for path in &origin.paths {
            for (relay, _) in view.relays(path) {
                *relays.entry(view.source_name(relay)).or_default() += 1;
            }
        }
        let mut relays: Vec<_> = relays.into_iter().collect();
        relays.sort_by_key(|(_, n)| Reverse(*n));
        let source = view.source(&origin.source);
        Root {
            origin,
            description: source.and_then(|s| s.description.as_deref()).and_then(words::description),
            claims,
            echoed,
            articles: origin.paths.iter().map(|p| &p.article).collect::<BTreeSet<_>>().len(),
            relays: relays.into_iter().map(|(name, _)| name).collect(),
        }
    };
    let mut roots: Vec<Root> = view.ledger.origins.iter().map(root).collect();
    roots.sort_by_key(|r| (Reverse(r.claims), Reverse(r.articles)));
    roots
}

/// The claims that tell what happened, as many as `most`, the one that most articles tell first of all before the others.
///
/// News tells the main thing first. So a claim counts for each article that says it, the more the nearer it stands to the
/// beginning; a deed that is done, who did it to whom, and how many it befell, count for more than talk. What is borne out
/// by independent origins comes before what is not, and what says the same in other words comes once.
pub fn happened(view: &View, most: usize) -> Vec<usize> {
    let claims = &view.ledger.claims;
    let counted: BTreeSet<(&ArticleId, usize)> =
        view.ledger.figures.iter().filter(|f| f.role.is_some()).map(|f| (&f.article, f.span.start)).collect();
    let weight = |claim: &Claim| {
        let (passages, _) = view.held(claim);
        let mut early: BTreeMap<&ArticleId, f64> = BTreeMap::new();
        for e in &passages {
            let length = view.article(&e.article).and_then(|i| view.texts[i].as_ref()).map_or(0, |t| t.len());
            let near = 1.0 - e.span.start.min(length) as f64 / (length + 1) as f64;
            let best = early.entry(&e.article).or_default();
            *best = best.max(near * near);
        }
        let done = |p: &Proposition| p.status == Status::Done && p.polarity == Polarity::Positive;
        let deeds = || passages.iter().flat_map(|e| view.propositions(e)).filter(|p| done(p));
        let deed = deeds().any(|p| p.frame.is_some() && !p.roles.is_empty());
        let toll = passages.iter().any(|e| {
            counted
                .range((&e.article, e.span.start)..(&e.article, e.span.end.max(e.span.start)))
                .next()
                .is_some()
        });
        let borne_out = if claim.support == Support::Corroborated { 1.5 } else { 1.0 };
        early.values().sum::<f64>() * borne_out * if deed { 1.4 } else { 1.0 } * if toll { 1.3 } else { 1.0 }
    };
    let rejected: BTreeSet<usize> = view.rejected().into_iter().collect();
    let shared = (0..claims.len()).filter(|&i| view.spread(&claims[i]) > 1 && !rejected.contains(&i));
    let mut ranked: Vec<(f64, usize)> = shared.map(|i| (weight(&claims[i]), i)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let content = |i: usize| -> BTreeSet<String> {
        let text = view.claim_text(&claims[i]).to_lowercase();
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 3).map(Into::into).collect()
    };
    let mut told: Vec<(usize, BTreeSet<String>)> = Vec::new();
    for i in ranked.into_iter().map(|(_, i)| i).take(20 * most) {
        let words = content(i);
        let again = told.iter().any(|(_, t)| 2 * t.intersection(&words).count() > t.len().min(words.len()));
        if told.len() < most && !again {
            told.push((i, words));
        }
    }
    told.into_iter().map(|(i, _)| i).collect()
}

/// What a dispute is about, to stand before its sides: "Passengers rescued", "Towed", "Skerri is called".
pub fn subject(view: &View, dispute: &Dispute) -> String {
    let passages = || dispute.sides.iter().flat_map(|side| &side.evidence);
    let counted = || {
        let series =
            passages().flat_map(|p| view.figures_within(p)).filter_map(|f: &Figure| view.series_of(f));
        let label = most_common(series.map(|s| words::one_line(&s.label)))?;
        // "passengers, rescued"
        Some(label.replacen(", ", " ", 1))
    };
    let deed = || {
        let deeds = passages().flat_map(|p: &Passage| view.propositions_within(p));
        most_common(deeds.map(|p| words::one_line(&p.trigger.text)))
    };
    // The reason names what the ledger has no field for: "“towed”: done according to …", "Of one thing (hull): …",
    // "Skerri is called …".
    let compared = || Some(words::one_line(dispute.why.strip_prefix('“')?.split_once("”: ")?.0));
    let thing = || Some(words::one_line(dispute.why.strip_prefix("Of one thing (")?.split_once(')')?.0));
    let called = || Some(format!("{} is called", words::one_line(dispute.why.split_once(" is called ")?.0)));
    let found = match dispute.kind {
        DisputeKind::Figure => counted(),
        DisputeKind::Status | DisputeKind::Time | DisputeKind::Place => compared().or_else(deed),
        DisputeKind::Wording => called(),
        DisputeKind::Assertion => thing(),
        DisputeKind::Attribution => None,
    };
    words::name(&found.unwrap_or_else(|| words::dispute_kind(dispute.kind).to_owned()))
}

fn most_common(words: impl Iterator<Item = String>) -> Option<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    words.filter(|w| !w.is_empty()).for_each(|w| *seen.entry(w).or_default() += 1);
    seen.into_iter().max_by_key(|(word, n)| (*n, Reverse(word.clone()))).map(|(word, _)| word)
}

/// What the story looks like, in three or four sentences; an empty ledger has one.
pub fn sentences(view: &View, roots: &[Root]) -> Vec<String> {
    let ledger = view.ledger;
    let n = |support| view.claims().filter(|c| c.support == support).count();
    let mut out = vec![read(view)];
    if let Some(frames) = &ledger.generator.frames {
        let frames = words::visible(frames);
        out.push(format!("Events were found by the frames of {frames} as well as by the program's own."));
    }
    if ledger.claims.is_empty() {
        return out;
    }
    let corroborated = match n(Support::Corroborated) {
        0 => "Nothing rests on two or more independent origins".to_owned(),
        1 => "One claim rests on two or more independent origins".to_owned(),
        n => format!("{} claims rest on two or more independent origins", words::amount(n)),
    };
    let echoed = match n(Support::Echoed) {
        0 => "none is only echo".to_owned(),
        1 => format!("one is only echo{}", echo_of(view, roots)),
        n => format!("{} are only echo{}", words::amount(n), echo_of(view, roots)),
    };
    out.push(format!("{corroborated}; {echoed}."));
    out.push(in_dispute(view));
    let (unclear, unattributed) = (n(Support::Unclear), n(Support::Unattributed));
    if unclear + unattributed > 0 {
        let s = |n: usize| if n == 1 { "s" } else { "" };
        let rest = |u: usize| format!("{u} rest{} on sources that may not be independent", s(u));
        let name = |a: usize| format!("{a} name{} no source", s(a));
        out.push(match (unclear, unattributed) {
            (u, 0) => format!("{}.", rest(u)),
            (0, a) => format!("{}.", name(a)),
            (u, a) => format!("{}, {}.", rest(u), name(a)),
        });
    }
    out
}

/// "3 things are in dispute: 2 contradictions, 1 update."
fn in_dispute(view: &View) -> String {
    let (resolved, disputes): (Vec<_>, Vec<_>) =
        view.ledger.disputes.iter().partition(|d| d.resolution.is_some());
    let told = match resolved.len() {
        0 => String::new(),
        1 => " One dispute is resolved.".to_owned(),
        n => format!(" {n} disputes are resolved."),
    };
    let of = |nature| (nature, disputes.iter().filter(|d| d.nature == nature).count());
    let natures = [Nature::Contradiction, Nature::Update, Nature::Difference].map(of);
    let natures: Vec<_> = natures.into_iter().filter(|(_, n)| *n > 0).collect();
    let open = match natures.as_slice() {
        [] if !resolved.is_empty() => "Nothing is in dispute.".to_owned(),
        [] => "Nothing was found to be in dispute.".to_owned(),
        [(nature, 1)] => format!("One thing is in dispute, {}.", words::nature(*nature)),
        [(nature, n)] => format!("{n} things are in dispute, all of them {}s.", words::nature(*nature)),
        several => {
            let name = |(nature, n): &(Nature, usize)| {
                let name = words::nature(*nature);
                words::count(*n, name, &format!("{name}s"))
            };
            let named: Vec<String> = several.iter().map(name).collect();
            format!("{} things are in dispute: {}.", disputes.len(), named.join(", "))
        }
    };
    open + &told
}

/// What was read, and how much of it stands in more than one article.
fn read(view: &View) -> String {
    let ledger = view.ledger;
    let articles = words::count(ledger.articles.len(), "article", "articles");
    let named: BTreeSet<String> =
        ledger.articles.iter().filter_map(|a| a.outlet.as_deref()).map(words::one_line).collect();
    let unnamed = ledger.articles.iter().filter(|a| a.outlet.is_none()).count();
    let outlets = match (named.len(), unnamed) {
        (0, _) => String::new(),
        (n, 0) => format!(" of {}", words::count(n, "outlet", "outlets")),
        (n, u) => format!(" of {} and {u} without an outlet", words::count(n, "outlet", "outlets")),
    };
    let make = if ledger.articles.len() == 1 { "makes" } else { "make" };
    let (all, shared) = (view.claims().count(), view.claims().filter(|c| view.spread(c) > 1).count());
    let shared = match (ledger.articles.len(), all, shared) {
        (0 | 1, ..) | (_, 0, _) => String::new(),
        (_, 1, 0) => ", in one article".to_owned(),
        (_, 1, _) => ", in two or more articles".to_owned(),
        (_, _, 0) => ", none of them in two or more articles".to_owned(),
        (.., n) => format!(", {} of them in two or more articles", words::amount(n)),
    };
    let claims = words::count(all, "claim", "claims");
    format!("{articles}{outlets} {make} {claims}{shared}.")
}

/// ": 6 of Runa Askvik, 2 of port officials, 1 of a text that names none"; ", of Runa Askvik" where it is all hers.
fn echo_of(view: &View, roots: &[Root]) -> String {
    let echoed = view.claims().filter(|c| c.support == Support::Echoed);
    let unnamed = echoed.filter(|c| c.origins.is_empty()).count();
    let mut roots: Vec<&Root> = roots.iter().filter(|r| r.echoed > 0).collect();
    roots.sort_by_key(|r| Reverse(r.echoed));
    let name = |r: &&Root| words::clip(&r.name(), 60);
    if let ([one], 0) = (roots.as_slice(), unnamed) {
        return format!(", of {}", name(one));
    }
    let mut named: Vec<String> =
        roots.iter().take(ECHOES).map(|r| format!("{} of {}", r.echoed, name(r))).collect();
    match roots.iter().skip(ECHOES).map(|r| r.echoed).sum() {
        0 => {}
        n => named.push(format!("{n} of others")),
    }
    if unnamed > 0 {
        named.push(format!("{unnamed} of texts that name no source"));
    }
    if named.is_empty() { String::new() } else { format!(": {}", named.join(", ")) }
}
