//! What an editor reads in twenty seconds, in a terminal: a screen that says what the story looks like, then the same in
//! more words, what is corroborated, only echo and in dispute first.

pub(crate) mod changes;

use crate::profiles::{Estimate, Profile};
use crate::summary;
use crate::view::{Speaker, View};
use crate::words;
use crate::{Export, Style, Writer};
use crosswire_model::{
    Agreement, Claim, CoverageState, Dispute, Figure, Ground, Nature, Relation, Reuse, Series, State, Support,
};
use owo_colors::{OwoColorize, Style as Paint};
use std::collections::{BTreeSet, HashMap};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Claims shown of one support, disputes, series: more is no twenty seconds.
const SHOWN: usize = 8;
/// Figures shown of one series, passages of one side, outlets of one claim.
const NAMED: usize = 6;
/// Items of each of the three things that the first screen shows, and root sources on it.
const TOP: usize = 3;
/// Columns of the longest bar of a root source.
const BAR: usize = 12;
/// Columns below which no line is wrapped.
const NARROWEST: usize = 40;

/// How a piece of a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    Plain,
    Strong,
    Quiet,
    Good,
    Warn,
    Echo,
    Open,
}

impl Ink {
    fn of_support(support: Support) -> Self {
        match support {
            Support::Corroborated => Ink::Good,
            Support::Echoed => Ink::Echo,
            Support::Unclear => Ink::Open,
            Support::Single | Support::Unattributed => Ink::Quiet,
        }
    }

    fn of_nature(nature: Nature) -> Self {
        match nature {
            Nature::Contradiction => Ink::Warn,
            Nature::Update => Ink::Open,
            Nature::Difference => Ink::Quiet,
        }
    }

    fn of_agreement(agreement: Agreement) -> Self {
        match agreement {
            Agreement::Agree => Ink::Good,
            Agreement::Compatible => Ink::Open,
            Agreement::Superseded => Ink::Echo,
            Agreement::Conflict => Ink::Warn,
        }
    }

    fn paint(self, text: &str) -> String {
        let paint = match self {
            Ink::Plain => return text.to_owned(),
            Ink::Strong => Paint::new().bold(),
            Ink::Quiet => Paint::new().dimmed(),
            Ink::Good => Paint::new().green(),
            Ink::Warn => Paint::new().red(),
            Ink::Echo => Paint::new().yellow(),
            Ink::Open => Paint::new().magenta(),
        };
        text.style(paint).to_string()
    }
}

/// Lines that wrap at the terminal's width.
struct Screen {
    out: String,
    style: Style,
    /// What was written since the ink last changed; painted as one run.
    run: String,
    ink: Ink,
}

impl Screen {
    fn new(style: Style) -> Self {
        Screen { out: String::new(), style, run: String::new(), ink: Ink::Plain }
    }

    /// Writes pieces as one paragraph: its first line indented by `first`, the others by `rest`.
    fn put(&mut self, first: usize, rest: usize, pieces: &[(Ink, &str)]) {
        let width = self.style.width.max(NARROWEST);
        self.out.push_str(&" ".repeat(first));
        let mut column = first;
        for (nth, (ink, piece)) in pieces.iter().enumerate() {
            for (at, word) in piece.split(' ').filter(|word| !word.is_empty()).enumerate() {
                let begins = (nth, at) == (0, 0);
                if !begins && column + 1 + word.width() > width {
                    self.wrap(rest, &mut column);
                } else if !begins {
                    // A space before a new ink belongs to neither, so that a run ends with its words.
                    if *ink != self.ink {
                        self.flush();
                        self.out.push(' ');
                    } else {
                        self.run.push(' ');
                    }
                    column += 1;
                }
                if *ink != self.ink {
                    self.flush();
                    self.ink = *ink;
                }
                self.word(word, rest, width, &mut column);
            }
        }
        self.flush();
        self.out.push('\n');
    }

    /// Writes a word; one that is wider than a line goes on in the next.
    fn word(&mut self, word: &str, rest: usize, width: usize, column: &mut usize) {
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if *column + wide > width {
                self.wrap(rest, column);
            }
            self.run.push(c);
            *column += wide;
        }
    }

    /// Writes pieces on one line, cut at the terminal's width.
    fn line(&mut self, indent: usize, pieces: &[(Ink, &str)]) {
        let mut room = self.style.width.max(NARROWEST).saturating_sub(indent);
        let mut kept: Vec<(Ink, String)> = Vec::new();
        for (ink, piece) in pieces {
            let piece = words::fit(piece, room);
            room = room.saturating_sub(piece.width() + 1);
            kept.push((*ink, piece));
        }
        let kept: Vec<(Ink, &str)> = kept.iter().map(|(ink, piece)| (*ink, piece.as_str())).collect();
        self.put(indent, indent, &kept);
    }

    fn wrap(&mut self, rest: usize, column: &mut usize) {
        self.flush();
        self.out.push('\n');
        self.out.push_str(&" ".repeat(rest));
        *column = rest;
    }

    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        let painted = self.style.color && !run.is_empty();
        self.out.push_str(&if painted { self.ink.paint(&run) } else { run });
    }

    fn heading(&mut self, ink: Ink, text: &str) {
        self.out.push('\n');
        let strong = if ink == Ink::Plain { Ink::Strong } else { ink };
        self.put(0, 0, &[(strong, &text.to_uppercase())]);
    }

    fn more(&mut self, all: usize, shown: usize) {
        if all > shown {
            let note = format!("… and {} more (see the page or --format json)", words::amount(all - shown));
            self.put(2, 2, &[(Ink::Quiet, &note)]);
        }
    }
}

pub(crate) const EXPORT: Export = Export {
    name: "terminal",
    aliases: &[],
    endings: &["txt"],
    help: "What an editor reads in half a minute",
    writer: Writer::View(|view, style, out| out.write_all(write(view, style).as_bytes())),
};

pub(crate) fn write(view: &View, style: Style) -> String {
    let mut screen = Screen::new(style);
    first_screen(&mut screen, view);
    claims(&mut screen, view, Support::Corroborated);
    claims(&mut screen, view, Support::Echoed);
    disputes(&mut screen, view);
    changes::heaviest(&mut screen, view);
    claims(&mut screen, view, Support::Unclear);
    claims(&mut screen, view, Support::Unattributed);
    figures(&mut screen, view);
    reuse(&mut screen, view);
    singles(&mut screen, view);
    decisions(&mut screen, view);
    skipped(&mut screen, view);
    screen.out
}

/// At most some 25 lines: the story in a few sentences, on whose word it rests, and the three things asked first.
fn first_screen(screen: &mut Screen, view: &View) {
    let ledger = view.ledger;
    screen.put(0, 0, &[(Ink::Strong, &words::clip(&view.title(), 150))]);
    let roots = summary::roots(view);
    let mut said: Vec<String> = view.dates().map(|dates| dates + ".").into_iter().collect();
    said.extend(summary::sentences(view, &roots));
    if !ledger.skipped.is_empty() {
        said.push(words::count(ledger.skipped.len(), "file was skipped.", "files were skipped."));
    }
    let signed = ledger.story.signed.iter();
    said.extend(
        signed.map(|s| format!("Signed off by {}, {}.", words::one_line(&s.by), words::minute(s.at))),
    );
    screen.put(0, 0, &[(Ink::Plain, &said.join(" "))]);
    if !roots.is_empty() {
        screen.heading(Ink::Plain, "On whose word");
    }
    let most = roots.first().map_or(0, |r| r.claims).max(1);
    for root in roots.iter().take(TOP) {
        let full = (root.claims * BAR).div_ceil(most);
        let bar = format!("{}{}", "█".repeat(full), "░".repeat(BAR - full));
        screen.line(
            2,
            &[
                (Ink::Quiet, &bar),
                (Ink::Strong, &words::clip(&root.name(), 28)),
                (Ink::Quiet, &root.to_words()),
            ],
        );
    }
    if ledger.claims.is_empty() && ledger.disputes.is_empty() {
        return;
    }
    screen.out.push('\n');
    for support in [Support::Corroborated, Support::Echoed] {
        let claims = view.of_support(support);
        let head = format!("{} {} {}", words::sign(support), words::heading(support), claims.len());
        screen.line(0, &[(Ink::of_support(support), &head)]);
        for claim in claims.iter().take(TOP).map(|&i| &ledger.claims[i]) {
            let who = view.origin_names(claim).join("; ");
            let who = if who.is_empty() { "no source named".to_owned() } else { words::clip(&who, 30) };
            screen.line(3, &[(Ink::Quiet, &format!("{who}:")), (Ink::Plain, &view.claim_text(claim))]);
        }
    }
    let open = ledger.disputes.iter().filter(|d| d.resolution.is_none()).count();
    let head = format!("{} In dispute {open}", words::nature_sign(Nature::Contradiction));
    screen.line(0, &[(Ink::Warn, &head)]);
    for dispute in view.disputes().into_iter().filter(|d| d.resolution.is_none()).take(TOP) {
        let kind = format!("{}:", words::dispute_kind(dispute.kind));
        screen.line(3, &[(Ink::Quiet, &kind), (Ink::Plain, &sides(dispute))]);
    }
}

/// "84 passengers ≠ about 70".
fn sides(dispute: &Dispute) -> String {
    let sign = format!(" {} ", words::nature_sign(dispute.nature));
    dispute.sides.iter().map(|s| words::one_line(&s.label)).collect::<Vec<_>>().join(&sign)
}

fn disputes(screen: &mut Screen, view: &View) {
    let disputes = view.disputes();
    if disputes.is_empty() {
        return;
    }
    screen.heading(Ink::Warn, "In dispute");
    for dispute in disputes.iter().take(SHOWN) {
        self::dispute(screen, view, dispute);
    }
    screen.more(disputes.len(), SHOWN);
}

fn dispute(screen: &mut Screen, view: &View, dispute: &Dispute) {
    let (sign, nature) = (words::nature_sign(dispute.nature), words::nature(dispute.nature));
    let kind = format!("{sign} {nature}, {}:", words::dispute_kind(dispute.kind));
    screen.put(
        0,
        2,
        &[(Ink::of_nature(dispute.nature), &kind), (Ink::Plain, &words::one_line(&dispute.why))],
    );
    if let Some(resolution) = &dispute.resolution {
        let side = resolution.holds.and_then(|n| dispute.sides.get(n));
        let holds = side.map_or("no side, or each in its way".to_owned(), |s| words::one_line(&s.label));
        screen.put(4, 6, &[(Ink::Good, "resolved:"), (Ink::Plain, &holds)]);
    }
    for side in dispute.sides.iter().take(NAMED) {
        let who = side.evidence.iter().map(|p| cited(view.name(&p.article), &view.speaker_at(p)));
        let label = format!("{}:", words::clip(&words::one_line(&side.label), 120));
        screen.put(4, 6, &[(Ink::Strong, &label), (Ink::Quiet, &listed(who))]);
    }
    screen.more(dispute.sides.len(), NAMED);
}

fn claims(screen: &mut Screen, view: &View, support: Support) {
    let claims = view.of_support(support);
    if claims.is_empty() {
        return;
    }
    screen.heading(Ink::of_support(support), words::heading(support));
    screen.put(0, 0, &[(Ink::Quiet, words::meaning(support))]);
    for &i in claims.iter().take(SHOWN) {
        claim(screen, view, &view.ledger.claims[i]);
    }
    screen.more(claims.len(), SHOWN);
}

fn singles(screen: &mut Screen, view: &View) {
    let claims = view.of_support(Support::Single);
    if !claims.is_empty() {
        let note = words::count(
            claims.len(),
            "claim that one article makes alone",
            "claims that one article makes alone",
        );
        screen.out.push('\n');
        screen.put(0, 0, &[(Ink::Quiet, &note)]);
    }
}

/// How much people decided, and what of it finds nothing any more.
fn decisions(screen: &mut Screen, view: &View) {
    let decisions = &view.ledger.decisions;
    if decisions.is_empty() {
        return;
    }
    screen.heading(Ink::Plain, "What people decided");
    for decided in decisions.iter().rev().take(SHOWN) {
        let state = format!("{}:", words::state(decided.state));
        let ink = if decided.state == State::Lost { Ink::Warn } else { Ink::Quiet };
        screen.put(0, 3, &[(ink, &state), (Ink::Plain, &words::decided(decided))]);
    }
    screen.more(decisions.len(), SHOWN);
}

fn claim(screen: &mut Screen, view: &View, claim: &Claim) {
    let sign = words::sign(claim.support);
    let mut line = vec![(Ink::of_support(claim.support), sign)];
    if claim.disputed {
        line.push((Ink::Warn, "≠"));
    }
    let text = words::clip(&view.claim_text(claim), 240);
    line.push((Ink::Plain, &text));
    screen.put(0, 3, &line);
    if let Some(review) = &claim.review {
        screen.put(3, 5, &[(Ink::Good, &words::review(review))]);
    }
    let (independent, origins) = (view.independent(claim), view.origin_names(claim));
    if !origins.is_empty() {
        let independent = format!("{independent}:");
        screen.put(3, 5, &[(Ink::Quiet, &independent), (Ink::Plain, &listed(origins.into_iter()))]);
    }
    let says =
        claim.evidence.iter().map(|e| cited(view.name(&e.article), &view.speaker(e.statement.as_ref())));
    screen.put(3, 5, &[(Ink::Quiet, "says"), (Ink::Plain, &listed(says))]);
    let articles = view.ledger.articles.iter();
    let against = articles.filter(|a| view.state(claim, &a.id) == CoverageState::Contradicts);
    let against: Vec<String> = against.map(|a| view.name(&a.id).to_owned()).collect();
    if !against.is_empty() {
        screen.put(3, 5, &[(Ink::Warn, "otherwise"), (Ink::Plain, &listed(against.into_iter()))]);
    }
    if let Some((relation, why)) = because(view, claim) {
        screen.put(3, 5, &[(Ink::Quiet, relation), (Ink::Quiet, &why)]);
    }
}

/// The first reason that decides a claim's support, where it says more than the names of its origins.
fn because(view: &View, claim: &Claim) -> Option<(&'static str, String)> {
    let reasons = view.independence_of(claim);
    let reason = reasons.iter().find(|r| match claim.support {
        Support::Corroborated => r.relation == Relation::Independent,
        Support::Echoed => matches!(r.ground, Ground::Copied | Ground::SharedDetail),
        _ => false,
    })?;
    let ground = words::ground(reason.ground);
    let ground = if ground.is_empty() { String::new() } else { format!("{ground}: ") };
    Some((words::relation(reason.relation), format!("– {ground}{}", words::one_line(&reason.reason))))
}

/// Who copied from whom, each pair of articles once.
fn reuse(screen: &mut Screen, view: &View) {
    let told = |reuse: &Reuse| {
        let (a, b) = (view.name(&reuse.a.article), view.name(&reuse.b.article));
        let agency = reuse.agency.as_deref().map(words::one_line);
        let agency = agency.map_or(String::new(), |agency| format!(", text of {agency}"));
        match &reuse.direction {
            Some(d) => {
                let (copy, from) = if d.copy == reuse.a.article { (a, b) } else { (b, a) };
                format!("{copy} from {from} ({}{agency})", words::direction_basis(d.basis))
            }
            None => format!("{a} and {b} share words (which is the copy is unknown{agency})"),
        }
    };
    let pairs: BTreeSet<String> = view.ledger.reuse.iter().map(told).collect();
    if pairs.is_empty() {
        return;
    }
    screen.heading(Ink::Plain, "Who copied from whom");
    for pair in pairs.iter().take(SHOWN) {
        screen.put(0, 2, &[(Ink::Plain, pair)]);
    }
    screen.more(pairs.len(), SHOWN);
}

fn figures(screen: &mut Screen, view: &View) {
    let series = view.compared();
    let alone = view.lone_figures();
    if series.is_empty() && alone.is_empty() {
        return;
    }
    screen.heading(Ink::Plain, "Figures");
    let estimates = view.profile.map_or_else(HashMap::new, |profile| view.estimates(profile));
    if let Some(profile) = view.profile {
        let name = format!("By {}:", profile.name);
        screen.put(0, 2, &[(Ink::Strong, &name), (Ink::Quiet, profile.rule)]);
    }
    for series in series.iter().take(SHOWN) {
        self::series(screen, view, series);
        estimate(screen, view.profile, estimates.get(series.id.0.as_str()));
    }
    screen.more(series.len(), SHOWN);
    let (counted, rest): (Vec<&Figure>, Vec<&Figure>) =
        alone.into_iter().partition(|f| estimates.contains_key(f.id.0.as_str()));
    if !counted.is_empty() {
        screen.put(0, 0, &[(Ink::Strong, "Reported once")]);
    }
    for figure in counted.iter().take(SHOWN) {
        report(screen, view, figure);
        estimate(screen, view.profile, estimates.get(figure.id.0.as_str()));
    }
    screen.more(counted.len(), SHOWN);
    if !rest.is_empty() {
        let note =
            words::count(rest.len(), "figure not compared with another", "figures not compared with another");
        screen.put(0, 0, &[(Ink::Quiet, &note)]);
    }
}

/// What the profile makes of the reports above.
fn estimate(screen: &mut Screen, profile: Option<&Profile>, estimate: Option<&Estimate>) {
    let (Some(profile), Some(estimate)) = (profile, estimate) else { return };
    let numbers = format!("{}: {}", profile.name, estimate.to_words(profile));
    let text = estimate.text.as_ref().map_or(String::new(), |text| format!("“{text}”"));
    screen.put(2, 4, &[(Ink::Strong, &numbers), (Ink::Plain, &text)]);
    screen.put(4, 4, &[(Ink::Quiet, &estimate.how)]);
}

fn series(screen: &mut Screen, view: &View, series: &Series) {
    let relation =
        format!("{} {}", words::agreement_sign(series.relation), words::agreement(series.relation));
    let label = words::one_line(&series.label);
    let range = words::range(series.low, series.high).map_or(String::new(), |range| format!("· {range}"));
    let ink = Ink::of_agreement(series.relation);
    screen.put(0, 2, &[(ink, &relation), (Ink::Strong, &label), (Ink::Plain, &range)]);
    let why = words::one_line(&series.why);
    if !why.is_empty() {
        screen.put(2, 2, &[(Ink::Quiet, &why)]);
    }
    let figures: Vec<&Figure> = view.figures(series).collect();
    for figure in figures.iter().take(NAMED) {
        report(screen, view, figure);
    }
    screen.more(figures.len(), NAMED);
}

/// A figure in its own words, with its outlet and its speaker.
fn report(screen: &mut Screen, view: &View, figure: &Figure) {
    let who = cited(view.name(&figure.article), &view.speaker(figure.statement.as_ref()));
    let text = words::clip(&words::one_line(&figure.text), 120);
    screen.put(4, 6, &[(Ink::Plain, &format!("“{text}”")), (Ink::Quiet, &who)]);
}

fn skipped(screen: &mut Screen, view: &View) {
    let skipped = &view.ledger.skipped;
    if skipped.is_empty() {
        return;
    }
    screen.heading(Ink::Warn, "Skipped");
    for file in skipped.iter().take(SHOWN) {
        let path = format!("{}:", words::visible(&file.path));
        screen.put(0, 2, &[(Ink::Plain, &path), (Ink::Quiet, &words::one_line(&file.reason))]);
    }
    screen.more(skipped.len(), SHOWN);
}

/// "Halvik Courier (Ida Brandt)"; the outlet alone where it speaks in its own voice.
fn cited(name: &str, speaker: &Speaker) -> String {
    if speaker.name.is_none() { name.to_owned() } else { format!("{name} ({})", speaker.to_words()) }
}

/// A list on one line, cut where it is long.
fn listed(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<String> = items.collect();
    // Two passages of one article on the same word are one voice.
    items.dedup();
    let mut out = items.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    if items.len() > NAMED {
        out.push_str(&format!("; and {} more", items.len() - NAMED));
    }
    out
}
