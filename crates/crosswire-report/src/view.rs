//! Looks things up in a ledger: what an id names, what an article is called, who speaks in a passage.

use crate::profiles::{Estimate, Profile, estimates};
use crate::text::Text;
use crate::words;
use crosswire_model::{
    Article, ArticleId, Claim, ClaimId, Coverage, CoverageState, Dispute, DisputeKind, Evidence, Figure,
    FigureId, Independence, Ledger, Origin, OriginId, OriginPath, Passage, Proposition, PropositionId,
    Relation, Reuse, Series, SeriesId, Side, Source, SourceId, Span, Statement, StatementId, Strength,
    Support, Verdict, Wording,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A ledger with its texts, indexed: what every export is written from.
///
/// It joins what the ledger keeps apart: an id with what it names ([`source`](View::source), [`claim`](View::claim)),
/// a passage with its words ([`quote`](View::quote)), its speaker and relays ([`speaker`](View::speaker)) and its copies
/// ([`copies`](View::copies)), a claim with its origins ([`by_origin`](View::by_origin)), its disputes
/// ([`disputes_of`](View::disputes_of)) and the articles that are silent of it ([`silent`](View::silent)), and a count
/// with what a profile makes of it ([`estimates`](View::estimates)). An id that names nothing gives nothing, a span that
/// points nowhere no words.
///
/// ```
/// # let ledger: crosswire_model::Ledger = serde_json::from_str(r#"{"schema": "crosswire.ledger/1",
/// #   "generator": {"name": "", "version": "", "model": ""}, "story": {"id": "s", "title": "A ferry", "from": null, "to": null},
/// #   "articles": [], "skipped": [], "sources": [], "statements": [], "figures": [], "series": [], "times": [],
/// #   "claims": [], "origins": [], "independence": [], "disputes": [], "reuse": [], "coverage": [], "timeline": []}"#).unwrap();
/// use crosswire_model::Support;
/// use crosswire_report::View;
///
/// let texts = std::collections::BTreeMap::new();
/// let view = View::new(&ledger, &texts, None);
/// for i in view.of_support(Support::Corroborated) {
///     let claim = &view.ledger.claims[i];
///     println!("{}: {}", view.origin_names(claim).join(", "), claim.text);
/// }
/// assert_eq!(view.title(), "A ferry");
/// ```
pub struct View<'a> {
    /// What it shows.
    pub ledger: &'a Ledger,
    /// What each article is called, in the ledger's order.
    pub names: Vec<String>,
    /// The text of each article, where it was given.
    pub(crate) texts: Vec<Option<Text<'a>>>,
    /// The monitor's rule whose numbers are asked for.
    pub profile: Option<&'a Profile>,
    articles: HashMap<&'a ArticleId, usize>,
    sources: HashMap<&'a SourceId, &'a Source>,
    statements: HashMap<&'a StatementId, &'a Statement>,
    claims: HashMap<&'a ClaimId, usize>,
    figures: HashMap<&'a FigureId, &'a Figure>,
    series: HashMap<&'a SeriesId, &'a Series>,
    origins: HashMap<&'a OriginId, &'a Origin>,
    propositions: HashMap<&'a PropositionId, &'a Proposition>,
    /// The origins that a statement leads to.
    rooted: HashMap<&'a StatementId, Vec<&'a OriginId>>,
    /// What could be shown of each two passages of each claim.
    pairs: HashMap<&'a ClaimId, Vec<&'a Independence>>,
    /// The passages of each article that stand in another too.
    reused: HashMap<&'a ArticleId, Vec<Copied<'a>>>,
    /// The figures, the time expressions and the propositions of each article.
    counted: HashMap<&'a ArticleId, Vec<&'a Figure>>,
    timed: HashMap<&'a ArticleId, Vec<Span>>,
    told: HashMap<&'a ArticleId, Vec<&'a Proposition>>,
    states: HashMap<(&'a ClaimId, &'a ArticleId), &'a Coverage>,
    disputes: HashMap<&'a ClaimId, Vec<&'a Dispute>>,
    /// The statement that carries each passage of a claim.
    carried: HashMap<(&'a ArticleId, Span), &'a StatementId>,
    /// The statements of each article with the span from their first to their last word.
    hulls: HashMap<&'a ArticleId, Vec<(Span, &'a Statement)>>,
    /// How strong the tie of each passage to its claim is.
    ties: HashMap<&'a ClaimId, Vec<Option<Strength>>>,
}

/// Whether a claim counts: nobody has rejected it.
fn counts(claim: &Claim) -> bool {
    claim.review.as_ref().is_none_or(|review| review.verdict != Some(Verdict::Rejected))
}

/// A passage that stands in another article too.
#[derive(Clone, Copy)]
pub struct Copied<'a> {
    /// Where it stands here.
    pub span: Span,
    /// Where it stands there.
    pub other: &'a Passage,
    /// The whole pair of passages.
    pub reuse: &'a Reuse,
}

/// On whose word a passage stands.
pub struct Speaker {
    /// The source; none where the article speaks in its own voice.
    pub name: Option<String>,
    /// The relays, nearest to the source first.
    pub via: Vec<String>,
    /// The relays that another article names, where this one names none.
    pub inferred: Vec<String>,
}

impl Speaker {
    /// "Ida Brandt, via Nordwire"; "Ida Brandt, via Nordwire (inferred)"; "own voice".
    pub fn to_words(&self) -> String {
        let name = self.name.as_deref().unwrap_or("own voice");
        match (self.via.is_empty(), self.inferred.is_empty()) {
            (false, _) => format!("{name}, via {}", self.via.join(", ")),
            (true, false) => format!("{name}, via {} (inferred)", self.inferred.join(", ")),
            (true, true) => name.to_owned(),
        }
    }
}

impl<'a> View<'a> {
    /// Indexes a ledger. `texts` gives each article's text, which the ledger's spans count code points of; with a profile,
    /// the views show its numbers.
    pub fn new(
        ledger: &'a Ledger,
        texts: &'a BTreeMap<ArticleId, String>,
        profile: Option<&'a Profile>,
    ) -> Self {
        let mut disputes: HashMap<&ClaimId, Vec<&Dispute>> = HashMap::new();
        for dispute in &ledger.disputes {
            let claims: BTreeSet<&ClaimId> = dispute.sides.iter().flat_map(|side| &side.claims).collect();
            for claim in claims {
                disputes.entry(claim).or_default().push(dispute);
            }
        }
        let mut carried = HashMap::new();
        for evidence in ledger.claims.iter().flat_map(|c| &c.evidence) {
            if let Some(statement) = &evidence.statement {
                carried.entry((&evidence.article, evidence.span)).or_insert(statement);
            }
        }
        let mut rooted: HashMap<&StatementId, Vec<&OriginId>> = HashMap::new();
        for origin in &ledger.origins {
            for path in &origin.paths {
                rooted.entry(&path.statement).or_default().push(&origin.id);
            }
        }
        let mut pairs: HashMap<&ClaimId, Vec<&Independence>> = HashMap::new();
        ledger.independence.iter().for_each(|i| pairs.entry(&i.claim).or_default().push(i));
        let mut reused: HashMap<&ArticleId, Vec<Copied>> = HashMap::new();
        for reuse in &ledger.reuse {
            for (here, other) in [(&reuse.a, &reuse.b), (&reuse.b, &reuse.a)] {
                reused.entry(&here.article).or_default().push(Copied { span: here.span, other, reuse });
            }
        }
        let (mut counted, mut timed): (HashMap<_, Vec<&Figure>>, HashMap<_, Vec<Span>>) = Default::default();
        ledger.figures.iter().for_each(|f| counted.entry(&f.article).or_default().push(f));
        ledger.times.iter().for_each(|t| timed.entry(&t.article).or_default().push(t.span));
        let mut told: HashMap<_, Vec<&Proposition>> = HashMap::new();
        ledger.propositions.iter().for_each(|p| told.entry(&p.article).or_default().push(p));
        let mut hulls: HashMap<&ArticleId, Vec<(Span, &Statement)>> = HashMap::new();
        for statement in &ledger.statements {
            if let Some(hull) = hull(statement) {
                hulls.entry(&statement.article).or_default().push((hull, statement));
            }
        }
        View {
            ledger,
            names: names(&ledger.articles),
            texts: ledger.articles.iter().map(|a| texts.get(&a.id).map(|t| Text::new(t))).collect(),
            profile,
            articles: ledger.articles.iter().enumerate().map(|(i, a)| (&a.id, i)).collect(),
            sources: ledger.sources.iter().map(|s| (&s.id, s)).collect(),
            statements: ledger.statements.iter().map(|s| (&s.id, s)).collect(),
            claims: ledger.claims.iter().enumerate().map(|(i, c)| (&c.id, i)).collect(),
            figures: ledger.figures.iter().map(|f| (&f.id, f)).collect(),
            series: ledger.series.iter().map(|s| (&s.id, s)).collect(),
            origins: ledger.origins.iter().map(|o| (&o.id, o)).collect(),
            propositions: ledger.propositions.iter().map(|p| (&p.id, p)).collect(),
            rooted,
            pairs,
            reused,
            counted,
            timed,
            told,
            states: ledger.coverage.iter().map(|c| ((&c.claim, &c.article), c)).collect(),
            disputes,
            carried,
            hulls,
            ties: ledger.claims.iter().map(|c| (&c.id, ties(c))).collect(),
        }
    }

    /// Index of an article in the ledger.
    pub fn article(&self, id: &ArticleId) -> Option<usize> {
        self.articles.get(id).copied()
    }

    /// What an article is called.
    pub fn name(&self, id: &ArticleId) -> &str {
        self.article(id).map_or("an article that is not in the ledger", |i| &self.names[i])
    }

    /// The source of this id.
    pub fn source(&self, id: &SourceId) -> Option<&'a Source> {
        self.sources.get(id).copied()
    }

    /// What a source is called, on one line.
    pub fn source_name(&self, id: &SourceId) -> String {
        self.source(id)
            .map_or_else(|| "a source that is not in the ledger".to_owned(), |s| words::one_line(&s.name))
    }

    /// The statement of this id.
    pub fn statement(&self, id: &StatementId) -> Option<&'a Statement> {
        self.statements.get(id).copied()
    }

    /// Index of a claim in the ledger.
    pub fn claim(&self, id: &ClaimId) -> Option<usize> {
        self.claims.get(id).copied()
    }

    /// The claims that count, in the ledger's order: all but those that people have rejected.
    pub fn claims(&self) -> impl Iterator<Item = &'a Claim> {
        self.ledger.claims.iter().filter(|c| counts(c))
    }

    /// The claims that people have rejected, as indices.
    pub fn rejected(&self) -> Vec<usize> {
        let claims = &self.ledger.claims;
        (0..claims.len()).filter(|&i| !counts(&claims[i])).collect()
    }

    /// What a claim says, on one line: the one place that chooses the words by which every view shows it.
    pub fn claim_text(&self, claim: &Claim) -> String {
        // A ledger of an earlier version has no titles.
        words::one_line(if claim.title.is_empty() { &claim.text } else { &claim.title })
    }

    /// How strong the tie is that holds a passage, by its place in the claim's evidence, to the claim. None where the
    /// ledger does not say, as it does not of a passage that stands alone.
    pub fn tie(&self, claim: &Claim, at: usize) -> Option<Strength> {
        *self.ties.get(&claim.id)?.get(at)?
    }

    /// Whether a passage, by its place in the claim's evidence, only may say the claim: it is counted nowhere.
    pub fn only_may(&self, claim: &Claim, at: usize) -> bool {
        self.tie(claim, at) == Some(Strength::Possible)
    }

    /// The passages of a claim that say it, and those that only may.
    pub fn held(&self, claim: &'a Claim) -> (Vec<&'a Evidence>, Vec<&'a Evidence>) {
        let (may, held): (Vec<_>, Vec<_>) =
            claim.evidence.iter().enumerate().partition(|(at, _)| self.only_may(claim, *at));
        let bare = |passages: Vec<(usize, &'a Evidence)>| passages.into_iter().map(|(_, e)| e).collect();
        (bare(held), bare(may))
    }

    /// The series that a figure belongs to.
    pub fn series_of(&self, figure: &Figure) -> Option<&'a Series> {
        figure.series.as_ref().and_then(|id| self.series.get(id).copied())
    }

    /// The figures of a series.
    pub fn figures(&self, series: &'a Series) -> impl Iterator<Item = &'a Figure> {
        series.figures.iter().filter_map(|id| self.figures.get(id).copied())
    }

    /// The series that compare: those of two figures or more, the worst disagreement first.
    pub fn compared(&self) -> Vec<&'a Series> {
        let mut series: Vec<_> = self.ledger.series.iter().filter(|s| s.figures.len() > 1).collect();
        series.sort_by_key(|s| (Reverse(s.relation), Reverse(s.figures.len())));
        series
    }

    /// The figures that stand in no such series.
    pub fn lone_figures(&self) -> Vec<&'a Figure> {
        let compared: HashSet<&FigureId> = self.compared().into_iter().flat_map(|s| &s.figures).collect();
        self.ledger.figures.iter().filter(|f| !compared.contains(&f.id)).collect()
    }

    /// What a profile makes of each count, by the id of its series or its figure.
    pub fn estimates(&self, profile: &Profile) -> HashMap<&'a str, Estimate<'a>> {
        estimates(self.ledger, profile).into_iter().map(|e| (e.id, e)).collect()
    }

    /// The names of the origins that a claim rests on.
    pub fn origin_names(&self, claim: &Claim) -> Vec<String> {
        self.origins(claim).map(|o| words::one_line(&o.name)).collect()
    }

    /// The origins that a claim rests on.
    pub fn origins(&self, claim: &Claim) -> impl Iterator<Item = &'a Origin> {
        claim.origins.iter().filter_map(|id| self.origins.get(id).copied())
    }

    /// The words of a passage on one line; none where its article or its text is not at hand.
    pub fn quote(&self, article: &ArticleId, span: Span) -> Option<String> {
        let text = self.texts.get(self.article(article)?)?.as_ref()?;
        Some(words::one_line(text.slice(span))).filter(|quote| !quote.is_empty())
    }

    /// The words of an article before and after a passage.
    pub fn around(&self, article: &ArticleId, span: Span) -> Option<(&'a str, &'a str)> {
        let text = self.texts.get(self.article(article)?)?.as_ref()?;
        let after = Span { start: span.end, end: text.len() };
        Some((text.slice(Span { start: 0, end: span.start }), text.slice(after)))
    }

    /// On whose word a passage stands that a statement carries.
    pub fn speaker(&self, statement: Option<&StatementId>) -> Speaker {
        let Some(statement) = statement.and_then(|id| self.statement(id)) else {
            return Speaker { name: None, via: Vec::new(), inferred: Vec::new() };
        };
        let name = match &statement.source {
            Some(id) => self.source_name(id),
            None if statement.source_spans.is_empty() => "a source that is not named".to_owned(),
            None => {
                let names: Vec<_> = statement.source_spans.iter().map(|s| words::one_line(&s.text)).collect();
                names.join(" ")
            }
        };
        Speaker {
            name: Some(name),
            via: statement.via.iter().map(|id| self.source_name(id)).collect(),
            inferred: statement.inferred.iter().map(|i| self.source_name(&i.via)).collect(),
        }
    }

    /// The relays on the way to an article: those that it names, else those that another names, each with the statement that
    /// shows it.
    pub fn relays(&self, path: &'a OriginPath) -> Vec<(&'a SourceId, Option<&'a StatementId>)> {
        if let (true, Some(statement)) = (path.via.is_empty(), self.statement(&path.statement)) {
            return statement.inferred.iter().map(|i| (&i.via, Some(&i.statement))).collect();
        }
        path.via.iter().map(|via| (via, None)).collect()
    }

    /// The sets of wordings, those in other words first.
    pub fn wordings(&self) -> Vec<&'a Wording> {
        let mut wordings: Vec<_> = self.ledger.wordings.iter().collect();
        wordings.sort_by_key(|w| Reverse(w.kind));
        wordings
    }

    /// What a statement of a wording says, in pieces, each with whether these words are its own. Between two pieces of a
    /// content stands "…". Nothing where its text is not at hand.
    pub fn variant(&self, wording: &Wording, statement: &Statement) -> Vec<(String, bool)> {
        let text = self.article(&statement.article).and_then(|i| self.texts[i].as_ref());
        let Some(text) = text else { return Vec::new() };
        let own = wording.differences.iter().filter(|d| d.statement == statement.id).flat_map(|d| &d.spans);
        let mut own: Vec<Span> = own.map(|span| text.clamp(*span)).collect();
        own.sort();
        let mut pieces = Vec::new();
        for (n, content) in statement.content.iter().map(|span| text.clamp(*span)).enumerate() {
            if n > 0 {
                pieces.push((" … ".to_owned(), false));
            }
            let mut at = content.start;
            let mut put = |start: usize, end: usize, own: bool| {
                let words = words::spaced(text.slice(Span { start, end: end.max(start) }));
                pieces.extend((!words.is_empty()).then_some((words, own)));
            };
            for own in own.iter().filter(|own| content.contains(**own)) {
                put(at, own.start, false);
                put(own.start.max(at), own.end, true);
                at = own.end.max(at);
            }
            put(at, content.end, false);
        }
        pieces
    }

    /// The statement that carries a passage of a claim.
    pub(crate) fn carried(&self, article: &ArticleId, span: Span) -> Option<&'a StatementId> {
        self.carried.get(&(article, span)).copied()
    }

    /// On whose word a passage stands: that of the shortest statement around it.
    pub fn speaker_at(&self, passage: &Passage) -> Speaker {
        let carried = self.carried(&passage.article, passage.span);
        let statement = carried.or_else(|| {
            let around = self.hulls.get(&passage.article)?.iter();
            let around = around.filter(|(h, _)| h.contains(passage.span) || passage.span.contains(*h));
            around.min_by_key(|(h, s)| (h.end.saturating_sub(h.start), &s.id)).map(|(_, s)| &s.id)
        });
        self.speaker(statement)
    }

    /// The statements of an article that stand anywhere in it.
    pub fn statements_in(&self, article: &ArticleId) -> impl Iterator<Item = &'a Statement> {
        self.hulls.get(article).into_iter().flatten().map(|(_, statement)| *statement)
    }

    /// What an article has to say about a claim.
    pub fn state(&self, claim: &Claim, article: &ArticleId) -> CoverageState {
        self.states.get(&(&claim.id, article)).map(|c| c.state).unwrap_or_else(|| {
            let says = claim.evidence.iter().any(|e| e.article == *article);
            if says { CoverageState::Says } else { CoverageState::Silent }
        })
    }

    /// Whether an article is silent because the claim may not have been known when it was published.
    pub fn before_known(&self, claim: &Claim, article: &ArticleId) -> bool {
        self.states.get(&(&claim.id, article)).is_some_and(|c| c.before_known)
            && self.state(claim, article) == CoverageState::Silent
    }

    /// The articles that are silent of a claim: those that could have known of it, and those published before.
    pub fn silent(&self, claim: &Claim) -> (Vec<&str>, Vec<&str>) {
        let (mut silent, mut before) = (Vec::new(), Vec::new());
        for (article, name) in self.ledger.articles.iter().zip(&self.names) {
            if self.before_known(claim, &article.id) {
                before.push(name.as_str());
            } else if self.state(claim, &article.id) == CoverageState::Silent {
                silent.push(name.as_str());
            }
        }
        (silent, before)
    }

    /// The passages of a claim in one article.
    pub fn evidence_in(
        &self,
        claim: &'a Claim,
        article: &'a ArticleId,
    ) -> impl Iterator<Item = &'a Evidence> {
        claim.evidence.iter().filter(move |e| e.article == *article)
    }

    /// The passage in an article that speaks against a claim, where a dispute names one.
    pub fn against(&self, claim: &Claim, article: &ArticleId) -> Option<&'a Passage> {
        let sides = self.disputes.get(&claim.id)?.iter().flat_map(|dispute| &dispute.sides);
        let other_sides = sides.filter(|side| !side.claims.contains(&claim.id));
        other_sides.flat_map(|side| &side.evidence).find(|passage| passage.article == *article)
    }

    /// The disputes: contradictions first, then updates, then differences, then those that people have resolved.
    pub fn disputes(&self) -> Vec<&'a Dispute> {
        let mut disputes: Vec<_> = self.ledger.disputes.iter().collect();
        disputes.sort_by_key(|d| (d.resolution.is_some(), d.nature));
        disputes
    }

    /// The disputes that touch a claim.
    pub fn disputes_of(&self, claim: &Claim) -> &[&'a Dispute] {
        self.disputes.get(&claim.id).map_or(&[], Vec::as_slice)
    }

    /// On whose word a side rests: the sources that it names, else those of its passages.
    pub fn side_sources(&self, side: &Side) -> Vec<String> {
        let given = side.sources.iter().map(|id| self.source_name(id));
        let found = || side.evidence.iter().filter_map(|p| self.speaker_at(p).name);
        let names: Vec<String> = if side.sources.is_empty() { found().collect() } else { given.collect() };
        let mut seen = BTreeSet::new();
        names.into_iter().filter(|name| seen.insert(name.clone())).collect()
    }

    /// The words of a side's passage that the dispute is about: its numbers, its times, its label, what happens in it.
    pub fn key_words(&self, dispute: &Dispute, side: &Side, passage: &Passage) -> Vec<Span> {
        let mut found = match dispute.kind {
            DisputeKind::Figure => self.counted_by(side, passage),
            DisputeKind::Time => {
                let times = self.timed.get(&passage.article).into_iter().flatten();
                times.copied().filter(|span| passage.span.contains(*span)).collect()
            }
            _ => Vec::new(),
        };
        if found.is_empty() {
            found.extend(self.find(passage, &side.label));
        }
        if found.is_empty() {
            let said = side.claims.iter().filter_map(|id| self.claim(id));
            let said = said.flat_map(|i| self.evidence_in(&self.ledger.claims[i], &passage.article));
            let said = said.filter(|e| e.span == passage.span).flat_map(|e| self.propositions(e));
            found.extend(said.map(|p| p.trigger.span));
        }
        found.sort();
        found
    }

    /// The figures of a side's passage: those of the number that its label names, where it names one.
    fn counted_by(&self, side: &Side, passage: &Passage) -> Vec<Span> {
        let figures = |p: &Passage| self.figures_within(p).collect::<Vec<_>>();
        let label = side.label.to_lowercase();
        let labelled =
            |f: &&Figure| label.contains(&f.text.to_lowercase()) || f.text.to_lowercase().contains(&label);
        let meant: BTreeSet<_> =
            side.evidence.iter().flat_map(figures).filter(labelled).map(|f| f.value).collect();
        let here = figures(passage);
        let same: Vec<Span> = here.iter().filter(|f| meant.contains(&f.value)).map(|f| f.span).collect();
        if same.is_empty() { here.iter().map(|f| f.span).collect() } else { same }
    }

    /// The figures that stand in a passage.
    pub fn figures_within(&self, passage: &Passage) -> impl Iterator<Item = &'a Figure> {
        let span = passage.span;
        self.counted
            .get(&passage.article)
            .into_iter()
            .flatten()
            .copied()
            .filter(move |f| span.contains(f.span))
    }

    /// The propositions that stand in a passage, whichever claim they belong to.
    pub fn propositions_within(&self, passage: &Passage) -> impl Iterator<Item = &'a Proposition> {
        let span = passage.span;
        let told = self.told.get(&passage.article).into_iter().flatten();
        told.copied().filter(move |p| span.contains(p.trigger.span))
    }

    /// Where some words stand in a passage, whatever their case.
    fn find(&self, passage: &Passage, words: &str) -> Option<Span> {
        let text = self.texts.get(self.article(&passage.article)?)?.as_ref()?;
        let lower =
            |text: &str| text.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect::<Vec<_>>();
        let (hay, needle) = (lower(text.slice(passage.span)), lower(words.trim()));
        let at = hay.windows(needle.len().max(1)).position(|window| window == needle)?;
        let start = text.clamp(passage.span).start + at;
        Some(Span { start, end: start + needle.len() })
    }

    /// The propositions that stand in a passage.
    pub fn propositions(&self, evidence: &'a Evidence) -> impl Iterator<Item = &'a Proposition> {
        evidence.propositions.iter().filter_map(|id| self.propositions.get(id).copied())
    }

    /// The origin of a claim on whose word one of its passages stands; none where the passage names no source.
    pub fn origin_of(&self, claim: &'a Claim, evidence: &Evidence) -> Option<&'a Origin> {
        let statement = self.statement(evidence.statement.as_ref()?)?;
        let rooted = self.rooted.get(&statement.id).into_iter().flatten();
        let of_claim = |id: &OriginId| claim.origins.iter().any(|o| o == id);
        if let Some(id) = rooted.copied().find(|id| of_claim(id)) {
            return self.origins.get(id).copied();
        }
        let source = self.source(statement.source.as_ref()?)?;
        let mut origins = claim.origins.iter().filter_map(|id| self.origins.get(id).copied());
        origins.find(|o| o.source == source.id || Some(&o.source) == source.speaks_for.as_ref())
    }

    /// What could be shown of each two passages of a claim, in the order of the ledger.
    pub fn independence_of(&self, claim: &Claim) -> &[&'a Independence] {
        self.pairs.get(&claim.id).map_or(&[], Vec::as_slice)
    }

    /// The origin of each passage of a claim: the one that its statement leads to, else that of a passage with which it was
    /// shown to share one.
    pub fn origins_of(&self, claim: &'a Claim) -> Vec<Option<&'a Origin>> {
        let mut origins: Vec<_> = claim.evidence.iter().map(|e| self.origin_of(claim, e)).collect();
        let shared = self.independence_of(claim).iter().filter(|i| i.relation == Relation::SameOrigin);
        for (a, b) in shared.map(|i| (i.a, i.b)) {
            // A pair may name passages that are not there.
            let (Some(&at_a), Some(&at_b)) = (origins.get(a), origins.get(b)) else { continue };
            origins[a] = at_a.or(at_b);
            origins[b] = at_b.or(at_a);
        }
        origins
    }

    /// The passages that say a claim by the origin on whose word they stand, in the order of its origins; those that name
    /// none last, those that only may say it not at all.
    pub fn by_origin(&self, claim: &'a Claim) -> Vec<(Option<&'a Origin>, Vec<&'a Evidence>)> {
        let origins = claim.origins.iter().filter_map(|id| self.origins.get(id).copied());
        let mut groups: Vec<_> = origins.map(|o| (Some(o), Vec::new())).chain([(None, Vec::new())]).collect();
        for (at, (evidence, origin)) in claim.evidence.iter().zip(self.origins_of(claim)).enumerate() {
            if self.only_may(claim, at) {
                continue;
            }
            let origin = origin.map(|o| &o.id);
            if let Some((_, group)) = groups.iter_mut().find(|(o, _)| o.map(|o| &o.id) == origin) {
                group.push(evidence);
            }
        }
        groups.retain(|(_, group)| !group.is_empty());
        groups
    }

    /// The parts of a passage that stand in another article too.
    pub fn copies(&self, article: &ArticleId, span: Span) -> Vec<Copied<'a>> {
        let all = self.reused.get(article).into_iter().flatten();
        all.filter(|copied| copied.span.overlap(span) > 0)
            .map(|copied| {
                let part =
                    Span { start: copied.span.start.max(span.start), end: copied.span.end.min(span.end) };
                Copied { span: part, ..*copied }
            })
            .collect()
    }

    /// What a copied passage is to the one in the other article: "word for word as in Evening Herald".
    pub fn copied_words(&self, article: &ArticleId, copied: Copied) -> String {
        let (kind, other) = (words::reuse_kind(copied.reuse.kind), self.name(&copied.other.article));
        let way = match &copied.reuse.direction {
            Some(d) if d.copy == *article => "copied from",
            Some(_) => "copied by",
            None => "as in",
        };
        let agency = copied.reuse.agency.as_deref().map(words::one_line);
        let agency = agency.map_or(String::new(), |agency| format!(", a text of {agency}"));
        format!("{kind} {way} {other}{agency}")
    }

    /// The sentence around a span, as far as signs tell; at most its paragraph.
    pub fn sentence(&self, article: &ArticleId, span: Span) -> Span {
        let text = self.article(article).and_then(|i| self.texts[i].as_ref());
        text.map_or(span, |text| text.sentence(text.clamp(span)))
    }

    /// The claims of one support: those of more independent origins first, then those of more articles.
    pub fn of_support(&self, support: Support) -> Vec<usize> {
        let claims = &self.ledger.claims;
        let of = |i: &usize| claims[*i].support == support && counts(&claims[*i]);
        let mut found: Vec<usize> = (0..claims.len()).filter(of).collect();
        found.sort_by_cached_key(|&i| {
            (Reverse(claims[i].independent), Reverse(self.spread(&claims[i])), !claims[i].disputed, i)
        });
        found
    }

    /// "2 independent origins", "2 independent among 3 origins", "1 origin", "3 origins that may not be independent"; nothing where none is known.
    pub fn independent(&self, claim: &Claim) -> String {
        // A ledger of an older program does not count them, and says all the same that there are two.
        let shown = claim.independent.max(if claim.support == Support::Corroborated { 2 } else { 0 });
        match (shown, claim.origins.len()) {
            (2.., n) if n > shown => format!("{shown} independent among {n} origins"),
            (2.., _) => format!("{shown} independent origins"),
            (_, 0) => String::new(),
            (_, 1) => "1 origin".to_owned(),
            (_, n) => format!("{n} origins that may not be independent"),
        }
    }

    /// Number of articles that say a claim; those that only may say it are not counted.
    pub fn spread(&self, claim: &Claim) -> usize {
        let said = (0..claim.evidence.len()).filter(|at| !self.only_may(claim, *at));
        said.map(|at| &claim.evidence[at].article).collect::<BTreeSet<_>>().len()
    }

    /// The claims that an editor reads first, and the others: those of one article that nobody disputes.
    ///
    /// Disputed claims stand first, then by support, then those of more articles, then as in the ledger.
    pub fn ranked(&self) -> (Vec<usize>, Vec<usize>) {
        let claims = &self.ledger.claims;
        let (mut first, rest): (Vec<usize>, Vec<usize>) = (0..claims.len())
            .filter(|&i| counts(&claims[i]))
            .partition(|&i| claims[i].disputed || self.spread(&claims[i]) > 1);
        first.sort_by_cached_key(|&i| {
            let rank = words::SUPPORTS.iter().position(|s| *s == claims[i].support);
            (!claims[i].disputed, rank, Reverse(self.spread(&claims[i])), i)
        });
        (first, rest)
    }

    /// Number of claims of each support, in the order of [`words::SUPPORTS`].
    pub fn tally(&self) -> [(Support, usize); 5] {
        words::SUPPORTS.map(|s| (s, self.claims().filter(|c| c.support == s).count()))
    }

    /// "1 to 3 May 2031" in ISO form, as far as the days are known.
    pub fn dates(&self) -> Option<String> {
        let story = &self.ledger.story;
        match (story.from, story.to) {
            (Some(from), Some(to)) if from != to => Some(format!("{from} to {to}")),
            (Some(day), _) | (None, Some(day)) => Some(day.to_string()),
            (None, None) => None,
        }
    }

    /// The story's title on one line.
    pub fn title(&self) -> String {
        let title = words::one_line(&self.ledger.story.title);
        if title.is_empty() { "A story without a title".to_owned() } else { title }
    }
}

/// How strong the tie of each passage to its claim is.
///
/// Links that are likely at least part the passages into groups. The largest group is what the claim says, that of the
/// earliest passage among equals; whoever stands outside is tied to it by what is only possible.
fn ties(claim: &Claim) -> Vec<Option<Strength>> {
    let n = claim.evidence.len();
    let links: Vec<_> = claim.links.iter().filter(|l| l.a < n && l.b < n).collect();
    if links.is_empty() {
        return vec![None; n];
    }
    let mut root: Vec<usize> = (0..n).collect();
    fn top(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    for link in links.iter().filter(|l| l.strength > Strength::Possible) {
        let (a, b) = (top(&mut root, link.a), top(&mut root, link.b));
        root[a.max(b)] = a.min(b);
    }
    let group: Vec<usize> = (0..n).map(|at| top(&mut root, at)).collect();
    let mut sizes = vec![0usize; n];
    group.iter().for_each(|&g| sizes[g] += 1);
    let largest = (0..n).min_by_key(|&g| (Reverse(sizes[g]), g));
    let mut ties: Vec<Option<Strength>> =
        group.iter().map(|g| (Some(*g) != largest).then_some(Strength::Possible)).collect();
    let within = |at: usize| Some(group[at]) == largest;
    for link in links.into_iter().filter(|l| within(l.a) && within(l.b)) {
        for at in [link.a, link.b] {
            ties[at] = ties[at].max(Some(link.strength));
        }
    }
    ties
}

/// From the first to the last word of a statement; none where it has no spans.
pub fn hull(statement: &Statement) -> Option<Span> {
    let sources = statement.source_spans.iter().map(|quoted| &quoted.span);
    let spans = || statement.content.iter().chain(&statement.cue).chain(sources.clone());
    let start = spans().map(|span| span.start).min()?;
    let end = spans().map(|span| span.end).max()?;
    Some(Span { start, end: end.max(start) })
}

/// What each article is called: its outlet, else its headline, else the name of its file. Where two would be called the
/// same, the later ones are numbered.
fn names(articles: &[Article]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let name = |article: &Article| {
        let given = article.outlet.as_deref().or(article.title.as_deref()).map(words::one_line);
        given.filter(|name| !name.is_empty()).unwrap_or_else(|| {
            let file = article.path.rsplit(['/', '\\']).find(|part| !part.is_empty());
            words::visible(file.unwrap_or("an article without a name"))
        })
    };
    let number = |name: String| {
        let nth = seen.entry(name.clone()).and_modify(|n| *n += 1).or_insert(1);
        if *nth == 1 { name } else { format!("{name} ({nth})") }
    };
    articles.iter().map(name).map(number).collect()
}
