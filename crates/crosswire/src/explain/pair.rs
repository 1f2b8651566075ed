//! How two passages compare, and why they are one claim or two.

use super::stages::{Notes, claim_of, ledger_passage, words};
use super::{Note, Passage, Seen};
use crate::group::alignment::{MEANINGS, NAMES, PerSignal, Signals};
use crate::group::claims::{self, ALONGSIDE, Compared, JOIN};
use crosswire_model::{Claim, LinkPart};
use rustc_hash::FxHashMap;
use serde::Serialize;

/// Two passages, compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The passage at the first place.
    pub a: Passage,
    /// The passage at the second. Where places hold several passages, these two are the most alike.
    pub b: Passage,
    /// Every signal of their comparison, in the order of the weights.
    pub signals: Vec<Signal>,
    /// The sum of what the signals gave, in logits.
    pub sum: f64,
    /// How sure it is that they say the same, 0 to 1; none where they were not compared with their rivals in view.
    pub score: Option<f64>,
    /// How alike the linkage takes them to be: the score, less for two passages of one article.
    pub likeness: f64,
    /// The least mean likeness of two claims that are joined.
    pub least: f64,
    /// Whether they are evidence for one claim.
    pub same_claim: bool,
    /// What joined or parted them, and what the ledger says of the two.
    pub notes: Vec<Note>,
}

/// One thing that was compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signal {
    /// Its name, as the ledger has it.
    pub name: &'static str,
    /// What it measures.
    pub measures: &'static str,
    /// Its value.
    pub value: f64,
    /// Its weight, in logits.
    pub weight: f64,
    /// What it gave, in logits.
    pub gave: f64,
}

/// Compares the passages of two places; none where one of them holds none.
pub(super) fn compare(a: &Seen, b: &Seen) -> Option<Pair> {
    let compared = claims::compare(&a.run.alignment, &a.run.pins);
    let links = Links::new(a, &compared);
    // The two most alike; the same passage twice is no pair, unless there is no other.
    let all = || a.passages.iter().flat_map(|&x| b.passages.iter().map(move |&y| (x, y)));
    let best = |same: bool| {
        let pairs = all().filter(|(x, y)| same || x != y);
        pairs.max_by(|p, q| links.likeness(*p).total_cmp(&links.likeness(*q)).then(q.cmp(p)))
    };
    let (x, y) = best(false).or_else(|| best(true))?;
    let signals = links.signals(x, y);
    let weights = a.run.alignment.weights();
    let given: PerSignal = std::array::from_fn(|n| f64::from(signals[n]) * weights[n]);
    let signal = |n: usize| Signal {
        name: NAMES[n],
        measures: MEANINGS[n],
        value: rounded(signals[n].into()),
        weight: weights[n],
        gave: rounded(given[n]),
    };
    let (of_x, of_y) = (claim_of(a, x), claim_of(a, y));
    let same_claim = of_x.zip(of_y).is_some_and(|((p, _), (q, _))| p.id == q.id);
    let mut notes = Notes::default();
    words_compared(&mut notes, &a.run.alignment.explain(x, y, &signals));
    linkage(&mut notes, a, &links, (x, y), of_x.zip(of_y).map(|((p, _), (q, _))| (p, q)));
    others(&mut notes, a, &links, (x, y), all());
    if let Some(((p, i), (q, j))) = of_x.zip(of_y) {
        if same_claim {
            independence(&mut notes, a, p, i, j);
        }
        disputes(&mut notes, a, &p.evidence[i], &q.evidence[j]);
        copied(&mut notes, a, &p.evidence[i], &q.evidence[j]);
    }
    Some(Pair {
        a: a.unit(x),
        b: a.unit(y),
        signals: (0..NAMES.len()).map(signal).collect(),
        sum: rounded(given.iter().sum()),
        score: links.score(x, y).map(rounded),
        likeness: rounded(links.likeness((x, y))),
        least: JOIN,
        same_claim,
        notes: notes.0,
    })
}

fn rounded(value: f64) -> f64 {
    // Adding zero turns -0.0 into 0.0.
    (value * 1000.0).round() / 1000.0 + 0.0
}

/// The comparisons of a story, by passage.
struct Links<'a> {
    seen: &'a Seen<'a>,
    compared: &'a Compared,
    /// For each passage its place in [`Compared::copies`].
    place: Vec<usize>,
    /// Where each pair of places stands in [`Compared::pairs`].
    pairs: FxHashMap<(usize, usize), usize>,
}

impl<'a> Links<'a> {
    fn new(seen: &'a Seen<'a>, compared: &'a Compared) -> Self {
        let mut place = vec![0; seen.run.alignment.units.len()];
        for (n, copies) in compared.copies.iter().enumerate() {
            copies.iter().for_each(|&unit| place[unit] = n);
        }
        let pairs = compared.pairs.iter().enumerate().map(|(n, pair)| ((pair.a, pair.b), n)).collect();
        Links { seen, compared, place, pairs }
    }

    /// Whether two passages are copies in the same words, which are compared once.
    fn are_copies(&self, x: usize, y: usize) -> bool {
        self.place[x] == self.place[y]
    }

    /// Where two passages stand among the pairs that were compared.
    fn at(&self, x: usize, y: usize) -> Option<usize> {
        let (p, q) = (self.place[x], self.place[y]);
        self.pairs.get(&(p.min(q), p.max(q))).copied()
    }

    fn score(&self, x: usize, y: usize) -> Option<f64> {
        Some(self.compared.pairs[self.at(x, y)?].score)
    }

    /// How alike the linkage takes two passages to be; nothing at all where they were not compared.
    fn likeness(&self, (x, y): (usize, usize)) -> f64 {
        if self.are_copies(x, y) {
            return 1.0;
        }
        self.at(x, y).map_or(0.0, |at| self.compared.likeness(at))
    }

    /// The signals of two passages; those of rivals are nought where the two were not compared.
    fn signals(&self, x: usize, y: usize) -> Signals {
        let at = self.at(x, y);
        at.map_or_else(|| self.seen.run.alignment.signals(x, y), |at| self.compared.pairs[at].signals)
    }

    /// The group of a passage: one passage for each set of copies, as the linkage has them.
    fn group(&self, unit: usize) -> Vec<usize> {
        let group = self.seen.run.groups.groups.iter().find(|g| g.binary_search(&unit).is_ok());
        let mut first: Vec<usize> =
            group.into_iter().flatten().map(|&u| self.compared.copies[self.place[u]][0]).collect();
        first.sort_unstable();
        first.dedup();
        first
    }

    /// The mean likeness of two groups.
    fn mean(&self, a: &[usize], b: &[usize]) -> f64 {
        let sum: f64 = a.iter().flat_map(|&x| b.iter().map(move |&y| (x, y))).map(|p| self.likeness(p)).sum();
        sum / (a.len() * b.len()).max(1) as f64
    }

    /// The chain of passages of one group from one to another whose weakest link is strongest.
    fn chain(&self, group: &[usize], from: usize, to: usize) -> Vec<usize> {
        // The widest path, as Dijkstra's algorithm finds it.
        let mut width = vec![0.0_f64; group.len()];
        let mut before: Vec<Option<usize>> = vec![None; group.len()];
        let mut open: Vec<usize> = (0..group.len()).collect();
        let of = |unit: usize| group.iter().position(|&u| self.are_copies(u, unit));
        let (Some(first), Some(last)) = (of(from), of(to)) else { return Vec::new() };
        width[first] = f64::INFINITY;
        while let Some(next) = (0..open.len())
            .max_by(|&i, &j| width[open[i]].total_cmp(&width[open[j]]).then(open[j].cmp(&open[i])))
        {
            let at = open.swap_remove(next);
            for &other in &open {
                let wide = width[at].min(self.likeness((group[at], group[other])));
                if wide > width[other] {
                    (width[other], before[other]) = (wide, Some(at));
                }
            }
        }
        let mut chain = vec![last];
        while let Some(at) = before[chain[chain.len() - 1]] {
            chain.push(at);
        }
        chain.reverse();
        chain.into_iter().map(|n| group[n]).collect()
    }
}

/// What each passage had to be compared, for the signals that compare words.
fn words_compared(notes: &mut Notes, parts: &[LinkPart]) {
    for part in parts.iter().filter(|p| !p.a.is_empty() || !p.b.is_empty()) {
        let note = notes.add(format!("compared: {}", part.signal), None);
        note.with("first", &part.a).with("second", &part.b).with("gave", part.gave);
    }
}

/// What joined or parted two passages.
fn linkage(
    notes: &mut Notes,
    seen: &Seen,
    links: &Links,
    (x, y): (usize, usize),
    claims: Option<(&Claim, &Claim)>,
) {
    let units = &seen.run.alignment.units;
    if x == y {
        notes.add("one passage", None).with("why", "both places are in it");
        return;
    }
    let Some((p, q)) = claims else { return };
    let same = p.id == q.id;
    if links.are_copies(x, y) {
        notes.add("copies", None).with("why", "the same words: they are compared once, and joined");
    } else if links.at(x, y).is_none() {
        let why = "neither is among the passages that are most like the other, by the words that they share; the \
                   linkage counts their likeness as 0, and the signals of rivals are left at 0";
        notes.add("not compared", None).with("why", why);
    } else if units[x].article == units[y].article {
        let why = format!(
            "both are of one article, which tells most things once: likeness is {ALONGSIDE} of the score"
        );
        notes.add("one article", None).with("why", why);
    }
    if let Some(part) = links.seen.run.alignment.odds(x, y) {
        let why = format!("alike in all but one part ({}): they are never one claim", part.word());
        notes.add("at odds", None).with("why", why);
    }
    let (own, other) = (links.group(x), links.group(y));
    if same {
        let note = notes.add("joined", None);
        note.with("claim", &p.id).with("passages in other words", own.len());
        for (name, unit) in
            [("mean likeness of the first to the rest", x), ("mean likeness of the second to the rest", y)]
        {
            let rest: Vec<usize> = own.iter().copied().filter(|&u| !links.are_copies(u, unit)).collect();
            if !rest.is_empty() {
                note.with(name, format!("{:.2}", links.mean(&[unit], &rest)));
            }
        }
        if links.are_copies(x, y) {
            return;
        }
        let chain = links.chain(&own, x, y);
        if links.likeness((x, y)) >= JOIN {
            let why = format!("their own likeness is at least {JOIN}, as is that of the groups they were in");
            note.with("why", why);
        } else if chain.len() > 2 {
            note.with("why", "over passages that are more like each of the two:");
            for step in chain.windows(2) {
                notes
                    .add("step", seen.unit(step[1]))
                    .with("likeness to the one before", format!("{:.2}", links.likeness((step[0], step[1]))));
            }
        }
    } else {
        let mean = links.mean(&own, &other);
        notes
            .add("parted", None)
            .with("claim of the first", format!("{} “{}”", p.id, p.text))
            .with("claim of the second", format!("{} “{}”", q.id, q.text))
            .with("passages in other words", format!("{} and {}", own.len(), other.len()))
            .with("mean likeness of the two claims", format!("{mean:.3}"))
            .with("why", format!("two claims are joined where it is at least {JOIN}"));
        for (name, unit, claim) in [("the first", x, &own), ("the second", y, &other)] {
            let nearest = claim.iter().copied().filter(|&u| !links.are_copies(u, unit)).max_by(|&u, &v| {
                links.likeness((unit, u)).total_cmp(&links.likeness((unit, v))).then(v.cmp(&u))
            });
            if let Some(nearest) = nearest {
                notes
                    .add(format!("what {name} was joined with"), seen.unit(nearest))
                    .with("likeness", format!("{:.2}", links.likeness((unit, nearest))));
            }
        }
    }
    rivals(notes, seen, links, (x, y));
}

/// What in the other's article is nearer to one of the two.
fn rivals(notes: &mut Notes, seen: &Seen, links: &Links, (x, y): (usize, usize)) {
    let units = &seen.run.alignment.units;
    for (name, one, other) in [("the first", x, y), ("the second", y, x)] {
        let beside = |n: &usize| units[*n].article == units[other].article && *n != one && *n != other;
        let nearest = (0..units.len())
            .filter(beside)
            .max_by(|&u, &v| links.likeness((one, u)).total_cmp(&links.likeness((one, v))).then(v.cmp(&u)));
        let likeness = |n: usize| links.likeness((one, n));
        if let Some(nearest) = nearest.filter(|&n| likeness(n) > likeness(other)) {
            notes
                .add(format!("nearer to {name}, in the same article"), seen.unit(nearest))
                .with("likeness", format!("{:.2}", likeness(nearest)));
        }
    }
}

/// The other pairs of passages that the two places hold.
fn others(
    notes: &mut Notes,
    seen: &Seen,
    links: &Links,
    best: (usize, usize),
    all: impl Iterator<Item = (usize, usize)>,
) {
    for (x, y) in all.filter(|pair| *pair != best && pair.0 != pair.1) {
        let same = links.group(x) == links.group(y);
        notes
            .add("also at these places", None)
            .with("first", seen.unit(x).text)
            .with("second", seen.unit(y).text)
            .with("likeness", format!("{:.2}", links.likeness((x, y))))
            .with("claims", if same { "one" } else { "two" });
    }
}

/// What the ledger says of the independence of two passages of a claim.
fn independence(notes: &mut Notes, seen: &Seen, claim: &Claim, i: usize, j: usize) {
    let ledger = &seen.run.ledger;
    let source = |evidence: usize| {
        let statement =
            claim.evidence[evidence].statement.as_ref().and_then(|id| seen.run.story.statement(id));
        let source = statement.and_then(|s| s.source.as_ref()).and_then(|id| seen.run.story.source(id));
        source.map_or_else(|| "nobody that it names".to_owned(), |s| s.name.clone())
    };
    notes
        .add("on whose word", None)
        .with("support of the claim", words(claim.support))
        .with("first", source(i))
        .with("second", source(j));
    let rows = || ledger.independence.iter().filter(|row| row.claim == claim.id);
    let direct = rows().find(|row| (row.a, row.b) == (i, j) || (row.a, row.b) == (j, i));
    if let Some(row) = direct {
        let note = notes.add("independence", None);
        note.with("relation", words(row.relation)).with("ground", words(row.ground)).with("why", &row.reason);
        for passage in &row.passages {
            notes.add("shown by", ledger_passage(seen, &passage.article, passage.span));
        }
        return;
    }
    let why = "the ledger has no row for these two: it compares origins and groups of copies by their first passages";
    notes.add("independence", None).with("why", why);
    for row in rows().filter(|row| [row.a, row.b].iter().any(|n| *n == i || *n == j)) {
        let other = if row.a == i || row.a == j { row.b } else { row.a };
        let evidence = &claim.evidence[other];
        notes
            .add("compared with", ledger_passage(seen, &evidence.article, evidence.span))
            .with("relation", words(row.relation))
            .with("why", &row.reason);
    }
}

/// The disputes in which both passages are evidence.
fn disputes(notes: &mut Notes, seen: &Seen, a: &crosswire_model::Evidence, b: &crosswire_model::Evidence) {
    let holds = |side: &crosswire_model::Side, e: &crosswire_model::Evidence| {
        side.evidence.iter().any(|p| p.article == e.article && p.span.overlap(e.span) > 0)
    };
    for dispute in &seen.run.ledger.disputes {
        let side = |e| dispute.sides.iter().find(|side| holds(side, e));
        if let (Some(x), Some(y)) = (side(a), side(b)) {
            let note = notes.add("dispute", None);
            note.with("about", words(dispute.kind));
            match std::ptr::eq(x, y) {
                true => note.with("both", &x.label),
                false => note.with("first", &x.label).with("second", &y.label),
            };
            note.with("why", &dispute.why).with("id", &dispute.id);
        }
    }
}

/// What of one passage stands in the other, word for word or nearly.
fn copied(notes: &mut Notes, seen: &Seen, a: &crosswire_model::Evidence, b: &crosswire_model::Evidence) {
    let touches = |p: &crosswire_model::Passage, e: &crosswire_model::Evidence| {
        p.article == e.article && p.span.overlap(e.span) > 0
    };
    for reuse in &seen.run.ledger.reuse {
        if touches(&reuse.a, a) && touches(&reuse.b, b) || touches(&reuse.a, b) && touches(&reuse.b, a) {
            notes
                .add("copied", ledger_passage(seen, &reuse.a.article, reuse.a.span))
                .with("how", words(reuse.kind))
                .with("similarity", reuse.similarity);
        }
    }
}
