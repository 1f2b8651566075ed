//! Looks things up in a ledger: what an id names, what an article is called, who speaks in a passage.

use crate::profiles::{Estimate, Profile, estimates};
use crate::words;
use crosswire_model::{
    Article, ArticleId, Claim, ClaimId, CoverageState, Dispute, Evidence, Figure, FigureId, Ledger, Origin,
    OriginId, OriginPath, Passage, Series, SeriesId, Source, SourceId, Span, Statement, StatementId, Support,
    Wording,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A ledger with its texts, indexed.
pub(crate) struct View<'a> {
    pub(crate) ledger: &'a Ledger,
    /// What each article is called, in the ledger's order.
    pub(crate) names: Vec<String>,
    /// The text of each article, where it was given.
    pub(crate) texts: Vec<Option<Text<'a>>>,
    /// The monitor's rule whose numbers are asked for.
    pub(crate) profile: Option<Profile>,
    articles: HashMap<&'a ArticleId, usize>,
    sources: HashMap<&'a SourceId, &'a Source>,
    statements: HashMap<&'a StatementId, &'a Statement>,
    claims: HashMap<&'a ClaimId, usize>,
    figures: HashMap<&'a FigureId, &'a Figure>,
    series: HashMap<&'a SeriesId, &'a Series>,
    origins: HashMap<&'a OriginId, &'a Origin>,
    states: HashMap<(&'a ClaimId, &'a ArticleId), CoverageState>,
    disputes: HashMap<&'a ClaimId, Vec<&'a Dispute>>,
    /// The statement that carries each passage of a claim.
    carried: HashMap<(&'a ArticleId, Span), &'a StatementId>,
    /// The statements of each article with the span from their first to their last word.
    hulls: HashMap<&'a ArticleId, Vec<(Span, &'a Statement)>>,
}

/// An article's text with the byte at which each code point begins.
pub(crate) struct Text<'a> {
    text: &'a str,
    bytes: Vec<usize>,
}

/// On whose word a passage stands.
pub(crate) struct Speaker {
    /// The source; none where the article speaks in its own voice.
    pub(crate) name: Option<String>,
    /// The relays, nearest to the source first.
    pub(crate) via: Vec<String>,
    /// The relays that another article names, where this one names none.
    pub(crate) inferred: Vec<String>,
}

impl<'a> Text<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Text { text, bytes }
    }

    /// Number of code points.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() - 1
    }

    /// The part of a span that lies in the text; a span that runs backwards holds nothing.
    pub(crate) fn clamp(&self, span: Span) -> Span {
        let start = span.start.min(self.len());
        Span { start, end: span.end.min(self.len()).max(start) }
    }

    /// The words of a span, as far as the text goes.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        let span = self.clamp(span);
        &self.text[self.bytes[span.start]..self.bytes[span.end]]
    }

    /// The paragraphs: together they are the whole text, white space behind each included.
    ///
    /// They part at blank lines; in a text without blank lines, at line breaks.
    pub(crate) fn paragraphs(&self) -> Vec<Span> {
        let breaks_needed = if self.has_blank_line() { 2 } else { 1 };
        let mut paragraphs = Vec::new();
        let (mut start, mut breaks) = (0, 0);
        for (at, c) in self.text.chars().enumerate() {
            if c == '\n' {
                breaks += 1;
            } else if !c.is_whitespace() {
                if breaks >= breaks_needed && at > start {
                    paragraphs.push(Span { start, end: at });
                    start = at;
                }
                breaks = 0;
            }
        }
        paragraphs.push(Span { start, end: self.len() });
        paragraphs
    }

    fn has_blank_line(&self) -> bool {
        let text = self.text.trim();
        text.split('\n').any(|line| line.trim().is_empty()) && !text.is_empty()
    }
}

impl Speaker {
    /// "Ida Brandt, via Nordwire"; "Ida Brandt, via Nordwire (inferred)"; "own voice".
    pub(crate) fn to_words(&self) -> String {
        let name = self.name.as_deref().unwrap_or("own voice");
        match (self.via.is_empty(), self.inferred.is_empty()) {
            (false, _) => format!("{name}, via {}", self.via.join(", ")),
            (true, false) => format!("{name}, via {} (inferred)", self.inferred.join(", ")),
            (true, true) => name.to_owned(),
        }
    }
}

impl<'a> View<'a> {
    pub(crate) fn new(
        ledger: &'a Ledger,
        texts: &'a BTreeMap<ArticleId, String>,
        profile: Option<Profile>,
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
            states: ledger.coverage.iter().map(|c| ((&c.claim, &c.article), c.state)).collect(),
            disputes,
            carried,
            hulls,
        }
    }

    /// Index of an article in the ledger.
    pub(crate) fn article(&self, id: &ArticleId) -> Option<usize> {
        self.articles.get(id).copied()
    }

    /// What an article is called.
    pub(crate) fn name(&self, id: &ArticleId) -> &str {
        self.article(id).map_or("an article that is not in the ledger", |i| &self.names[i])
    }

    pub(crate) fn source(&self, id: &SourceId) -> Option<&'a Source> {
        self.sources.get(id).copied()
    }

    /// What a source is called, on one line.
    pub(crate) fn source_name(&self, id: &SourceId) -> String {
        self.source(id)
            .map_or_else(|| "a source that is not in the ledger".to_owned(), |s| words::one_line(&s.name))
    }

    pub(crate) fn statement(&self, id: &StatementId) -> Option<&'a Statement> {
        self.statements.get(id).copied()
    }

    /// Index of a claim in the ledger.
    pub(crate) fn claim(&self, id: &ClaimId) -> Option<usize> {
        self.claims.get(id).copied()
    }

    pub(crate) fn series_of(&self, figure: &Figure) -> Option<&'a Series> {
        figure.series.as_ref().and_then(|id| self.series.get(id).copied())
    }

    /// The figures of a series.
    pub(crate) fn figures(&self, series: &'a Series) -> impl Iterator<Item = &'a Figure> {
        series.figures.iter().filter_map(|id| self.figures.get(id).copied())
    }

    /// The series that compare: those of two figures or more, the worst disagreement first.
    pub(crate) fn compared(&self) -> Vec<&'a Series> {
        let mut series: Vec<_> = self.ledger.series.iter().filter(|s| s.figures.len() > 1).collect();
        series.sort_by_key(|s| (Reverse(s.relation), Reverse(s.figures.len())));
        series
    }

    /// The figures that stand in no such series.
    pub(crate) fn lone_figures(&self) -> Vec<&'a Figure> {
        let compared: HashSet<&FigureId> = self.compared().into_iter().flat_map(|s| &s.figures).collect();
        self.ledger.figures.iter().filter(|f| !compared.contains(&f.id)).collect()
    }

    /// What a profile makes of each count, by the id of its series or its figure.
    pub(crate) fn estimates(&self, profile: Profile) -> HashMap<&'a str, Estimate<'a>> {
        estimates(self.ledger, profile).into_iter().map(|e| (e.id, e)).collect()
    }

    /// The names of the origins that a claim rests on.
    pub(crate) fn origin_names(&self, claim: &Claim) -> Vec<String> {
        claim.origins.iter().filter_map(|id| self.origins.get(id)).map(|o| words::one_line(&o.name)).collect()
    }

    /// The words of a passage on one line; none where its article or its text is not at hand.
    pub(crate) fn quote(&self, article: &ArticleId, span: Span) -> Option<String> {
        let text = self.texts.get(self.article(article)?)?.as_ref()?;
        Some(words::one_line(text.slice(span))).filter(|quote| !quote.is_empty())
    }

    /// On whose word a passage stands that a statement carries.
    pub(crate) fn speaker(&self, statement: Option<&StatementId>) -> Speaker {
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
    pub(crate) fn relays(&self, path: &'a OriginPath) -> Vec<(&'a SourceId, Option<&'a StatementId>)> {
        if let (true, Some(statement)) = (path.via.is_empty(), self.statement(&path.statement)) {
            return statement.inferred.iter().map(|i| (&i.via, Some(&i.statement))).collect();
        }
        path.via.iter().map(|via| (via, None)).collect()
    }

    /// The sets of wordings, those in other words first.
    pub(crate) fn wordings(&self) -> Vec<&'a Wording> {
        let mut wordings: Vec<_> = self.ledger.wordings.iter().collect();
        wordings.sort_by_key(|w| Reverse(w.kind));
        wordings
    }

    /// What a statement of a wording says, in pieces, each with whether these words are its own. Between two pieces of a
    /// content stands "…". Nothing where its text is not at hand.
    pub(crate) fn variant(&self, wording: &Wording, statement: &Statement) -> Vec<(String, bool)> {
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

    /// On whose word a passage stands: that of the shortest statement around it.
    pub(crate) fn speaker_at(&self, passage: &Passage) -> Speaker {
        let carried = self.carried.get(&(&passage.article, passage.span)).copied();
        let statement = carried.or_else(|| {
            let around = self.hulls.get(&passage.article)?.iter();
            let around = around.filter(|(h, _)| h.contains(passage.span) || passage.span.contains(*h));
            around.min_by_key(|(h, s)| (h.end.saturating_sub(h.start), &s.id)).map(|(_, s)| &s.id)
        });
        self.speaker(statement)
    }

    /// The statements of an article that stand anywhere in it.
    pub(crate) fn statements_in(&self, article: &ArticleId) -> impl Iterator<Item = &'a Statement> {
        self.hulls.get(article).into_iter().flatten().map(|(_, statement)| *statement)
    }

    /// What an article has to say about a claim.
    pub(crate) fn state(&self, claim: &Claim, article: &ArticleId) -> CoverageState {
        self.states.get(&(&claim.id, article)).copied().unwrap_or_else(|| {
            let says = claim.evidence.iter().any(|e| e.article == *article);
            if says { CoverageState::Says } else { CoverageState::Silent }
        })
    }

    /// The passages of a claim in one article.
    pub(crate) fn evidence_in(
        &self,
        claim: &'a Claim,
        article: &'a ArticleId,
    ) -> impl Iterator<Item = &'a Evidence> {
        claim.evidence.iter().filter(move |e| e.article == *article)
    }

    /// The passage in an article that speaks against a claim, where a dispute names one.
    pub(crate) fn against(&self, claim: &Claim, article: &ArticleId) -> Option<&'a Passage> {
        let sides = self.disputes.get(&claim.id)?.iter().flat_map(|dispute| &dispute.sides);
        let other_sides = sides.filter(|side| !side.claims.contains(&claim.id));
        other_sides.flat_map(|side| &side.evidence).find(|passage| passage.article == *article)
    }

    /// Number of articles that say a claim.
    pub(crate) fn spread(&self, claim: &Claim) -> usize {
        claim.evidence.iter().map(|e| &e.article).collect::<BTreeSet<_>>().len()
    }

    /// The claims that an editor reads first, and the others: those of one article that nobody disputes.
    ///
    /// Disputed claims stand first, then by support, then those of more articles, then as in the ledger.
    pub(crate) fn ranked(&self) -> (Vec<usize>, Vec<usize>) {
        let claims = &self.ledger.claims;
        let (mut first, rest): (Vec<usize>, Vec<usize>) =
            (0..claims.len()).partition(|&i| claims[i].disputed || self.spread(&claims[i]) > 1);
        first.sort_by_cached_key(|&i| {
            let rank = words::SUPPORTS.iter().position(|s| *s == claims[i].support);
            (!claims[i].disputed, rank, Reverse(self.spread(&claims[i])), i)
        });
        (first, rest)
    }

    /// Number of claims of each support, in the order of [`words::SUPPORTS`].
    pub(crate) fn tally(&self) -> [(Support, usize); 5] {
        words::SUPPORTS.map(|s| (s, self.ledger.claims.iter().filter(|c| c.support == s).count()))
    }

    /// "1 to 3 May 2031" in ISO form, as far as the days are known.
    pub(crate) fn dates(&self) -> Option<String> {
        let story = &self.ledger.story;
        match (story.from, story.to) {
            (Some(from), Some(to)) if from != to => Some(format!("{from} to {to}")),
            (Some(day), _) | (None, Some(day)) => Some(day.to_string()),
            (None, None) => None,
        }
    }

    /// The story's title on one line.
    pub(crate) fn title(&self) -> String {
        let title = words::one_line(&self.ledger.story.title);
        if title.is_empty() { "A story without a title".to_owned() } else { title }
    }
}

/// From the first to the last word of a statement; none where it has no spans.
pub(crate) fn hull(statement: &Statement) -> Option<Span> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check_paragraphs(text: &str, expect: &[&str]) {
        let text = Text::new(text);
        let paragraphs = text.paragraphs();
        assert_eq!(paragraphs.iter().map(|p| text.slice(*p).trim()).collect::<Vec<_>>(), expect);
        // Together they are the whole text, so that every passage has a place.
        assert_eq!(paragraphs.iter().map(|p| text.slice(*p)).collect::<String>(), text.text);
    }

    #[test]
    fn paragraphs_part_at_blank_lines_where_there_are_any() {
        check_paragraphs("", &[""]);
        check_paragraphs("\n\n", &[""]);
        check_paragraphs("One.\nTwo.\n", &["One.", "Two."]);
        check_paragraphs("One\nwrapped.\n \nTwo.\n", &["One\nwrapped.", "Two."]);
    }

    #[test]
    fn spans_count_code_points_and_may_be_wrong() {
        let text = Text::new("a😀b́c");
        assert_eq!(text.slice(Span { start: 1, end: 2 }), "😀");
        assert_eq!(text.slice(Span { start: 2, end: 99 }), "b́c");
        assert_eq!(text.slice(Span { start: 99, end: 100 }), "");
        assert_eq!(text.slice(Span { start: 3, end: 1 }), "");
        assert_eq!(text.slice(Span { start: usize::MAX, end: 0 }), "");
    }
}
