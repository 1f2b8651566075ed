//! What the whole pipeline found, as lines that a reader can check against the articles.

use crosswire::Brief;
use crosswire_model::{
    ArticleId, Change, ClaimId, CoverageState, Ledger, OriginId, SourceId, Span, Statement, StatementId,
    VersionPassage,
};

/// The lines for a block about the ledger; none if there is no such block. Articles go by their number.
pub(crate) fn render(about: &str, Brief { ledger, texts }: &Brief) -> Option<Vec<String>> {
    let view = View { ledger, texts };
    match about {
        "statements" => Some(view.statements()),
        "wordings" => Some(view.wordings()),
        "inferred" => Some(view.inferred()),
        "events" => Some(view.events()),
        "claims" => Some(view.claims()),
        "origins" => Some(view.origins()),
        "independence" => Some(view.independence()),
        "support" => Some(view.support()),
        "sources" => Some(view.sources()),
        "disputes" => Some(view.disputes()),
        "series" => Some(view.series()),
        "reuse" => Some(view.reuse()),
        "changes" => Some(view.changes()),
        "coverage" => Some(view.coverage()),
        "timeline" => Some(view.timeline()),
        _ => None,
    }
}

struct View<'a> {
    ledger: &'a Ledger,
    texts: &'a std::collections::BTreeMap<ArticleId, String>,
}

impl View<'_> {
    fn number(&self, article: &ArticleId) -> usize {
        self.ledger.articles.iter().position(|a| a.id == *article).expect("every article is listed") + 1
    }

    /// The words at a span, with every run of white space as one space.
    fn words(&self, article: &ArticleId, span: Span) -> String {
        let words: String = self.texts[article].chars().skip(span.start).take(span.len()).collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn source(&self, id: &SourceId) -> &str {
        &self.ledger.sources.iter().find(|s| s.id == *id).expect("every source is listed").name
    }

    fn statement(&self, id: &StatementId) -> &Statement {
        self.ledger.statements.iter().find(|s| s.id == *id).expect("every statement is listed")
    }

    fn claim(&self, id: &ClaimId) -> &str {
        &self.ledger.claims.iter().find(|c| c.id == *id).expect("every claim is listed").text
    }

    fn origin(&self, id: &OriginId) -> &str {
        &self.ledger.origins.iter().find(|o| o.id == *id).expect("every origin is listed").name
    }

    /// `1: Runa Askvik ["she"] "said" via Skerri, indirect: "no one was hurt"`.
    fn statements(&self) -> Vec<String> {
        let line = |s: &Statement| {
            let quoted =
                |words: Vec<String>| words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(" … ");
            let spans =
                |spans: &[Span]| quoted(spans.iter().map(|&span| self.words(&s.article, span)).collect());
            let source = s.source.as_ref().map_or("-", |id| self.source(id));
            let named = quoted(s.source_spans.iter().map(|q| q.text.clone()).collect());
            let via: Vec<_> = s.via.iter().map(|id| self.source(id)).collect();
            let via = if via.is_empty() { String::new() } else { format!(" via {}", via.join(", ")) };
            let quote = word(&s.quote);
            format!("{source} [{named}] {}{via}, {quote}: {}", spans(&s.cue), spans(&s.content))
        };
        let several = self.ledger.articles.len() > 1;
        let numbered = |s: &Statement| {
            if several { format!("{}: {}", self.number(&s.article), line(s)) } else { line(s) }
        };
        self.ledger.statements.iter().map(numbered).collect()
    }

    /// `paraphrase, Runa Askvik`, then a line per statement, its own words in brackets: `  2: [some 70] passengers`.
    fn wordings(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for wording in &self.ledger.wordings {
            lines.push(format!("{}, {}", word(&wording.kind), self.source(&wording.source)));
            for id in &wording.statements {
                let said = self.statement(id);
                let own = wording.differences.iter().find(|d| d.statement == *id);
                let own = own.map_or(&[][..], |d| d.spans.as_slice());
                let pieces: Vec<_> =
                    said.content.iter().map(|c| self.marked(&said.article, *c, own)).collect();
                lines.push(format!("  {}: {}", self.number(&said.article), pieces.join(" … ")));
            }
        }
        lines
    }

    /// The words at a span, with those of some spans within it in brackets.
    fn marked(&self, article: &ArticleId, span: Span, own: &[Span]) -> String {
        let mut out = String::new();
        let mut at = span.start;
        for inner in own.iter().filter(|o| span.contains(**o)) {
            out += &format!(
                "{} [{}] ",
                self.words(article, Span::new(at, inner.start)),
                self.words(article, *inner)
            );
            at = inner.end;
        }
        out += &self.words(article, Span::new(at, span.end));
        out.trim().to_owned()
    }

    /// `2: via Skerri, as 1 shows: "no one was hurt"`.
    fn inferred(&self) -> Vec<String> {
        let line = |s: &Statement| {
            let via: Vec<_> = s.inferred.iter().map(|i| self.source(&i.via)).collect();
            let shown_by = self.number(&self.statement(&s.inferred[0].statement).article);
            let content: Vec<_> = s.content.iter().map(|&c| self.words(&s.article, c)).collect();
            let article = self.number(&s.article);
            format!("{article}: via {}, as {shown_by} shows: \"{}\"", via.join(", "), content.join(" … "))
        };
        self.ledger.statements.iter().filter(|s| !s.inferred.is_empty()).map(line).collect()
    }

    /// `1: "was towed" transport done: whom "the ferry", to "Lomsund"`.
    fn events(&self) -> Vec<String> {
        let line = |p: &crosswire_model::Proposition| {
            let frame = p.frame.as_ref().map_or(String::new(), |frame| format!(" {frame}"));
            let part = |r: &crosswire_model::Participant| format!("{} \"{}\"", word(&r.role), r.words.text);
            let parts: Vec<_> = p.roles.iter().map(part).collect();
            let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
            format!("\"{}\"{frame} {}{}{parts}", p.trigger.text, word(&p.status), negation(p.polarity))
        };
        let several = self.ledger.articles.len() > 1;
        let numbered = |p: &crosswire_model::Proposition| {
            if several { format!("{}: {}", self.number(&p.article), line(p)) } else { line(p) }
        };
        self.ledger.propositions.iter().map(numbered).collect()
    }

    /// `echoed, on the word of Runa Askvik`, then a line per passage: `  1 done: "…"`.
    fn claims(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for claim in &self.ledger.claims {
            let origins: Vec<_> = claim.origins.iter().map(|o| self.origin(o)).collect();
            let origins = if origins.is_empty() { "nobody".to_owned() } else { origins.join("; ") };
            let disputed = if claim.disputed { ", disputed" } else { "" };
            lines.push(format!("{}{disputed}, on the word of {origins}", word(&claim.support)));
            for e in &claim.evidence {
                let not = negation(e.polarity);
                let words = self.words(&e.article, e.span);
                lines.push(format!("  {} {}{not}: \"{words}\"", self.number(&e.article), word(&e.status)));
            }
        }
        lines
    }

    /// `Runa Askvik: 1 via Skerri; 2`.
    fn origins(&self) -> Vec<String> {
        let path = |p: &crosswire_model::OriginPath| {
            let via: Vec<_> = p.via.iter().map(|id| self.source(id)).collect();
            let via = if via.is_empty() { String::new() } else { format!(" via {}", via.join(", ")) };
            format!("{}{via}", self.number(&p.article))
        };
        let line = |o: &crosswire_model::Origin| {
            let mut paths: Vec<_> = o.paths.iter().map(path).collect();
            paths.dedup();
            format!("{}: {}", o.name, paths.join("; "))
        };
        self.ledger.origins.iter().map(line).collect()
    }

    /// `person Anna Lund, "the police chief", speaks for Halvik police`, in order of name.
    fn sources(&self) -> Vec<String> {
        let line = |s: &crosswire_model::Source| {
            let described = s.description.as_ref().map_or(String::new(), |d| format!(", \"{d}\""));
            let body =
                s.speaks_for.as_ref().map_or(String::new(), |id| format!(", speaks for {}", self.source(id)));
            format!("{} {}{described}{body}", word(&s.kind), s.name)
        };
        let mut lines: Vec<_> = self.ledger.sources.iter().map(line).collect();
        lines.sort_unstable();
        lines
    }

    /// `corroborated, 2 independent of Halvik police; fire brigade`, then the claim, indented; claims of one article left out.
    fn support(&self) -> Vec<String> {
        let shared = self.ledger.claims.iter().filter(|c| c.support != crosswire_model::Support::Single);
        let lines = |c: &crosswire_model::Claim| {
            let mut origins: Vec<_> = c.origins.iter().map(|o| self.origin(o)).collect();
            origins.sort_unstable();
            let of = if origins.is_empty() { "nobody".to_owned() } else { origins.join("; ") };
            [format!("{}, {} independent of {of}", word(&c.support), c.independent), format!("  {}", c.text)]
        };
        shared.flat_map(lines).collect()
    }

    /// `same origin by speaks-for: 1, 2: Askvik speaks for the port`, then, indented, the passages that show it.
    fn independence(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for i in &self.ledger.independence {
            let claim = self.ledger.claims.iter().find(|c| c.id == i.claim).expect("every claim is listed");
            let number = |at: usize| self.number(&claim.evidence[at].article);
            let (relation, ground) = (word(&i.relation), word(&i.ground));
            lines.push(format!("{relation} by {ground}: {}, {}: {}", number(i.a), number(i.b), i.reason));
            let passage = |p: &crosswire_model::Passage| {
                format!("{} \"{}\"", self.number(&p.article), self.words(&p.article, p.span))
            };
            if !i.passages.is_empty() {
                lines.push(format!("  {}", i.passages.iter().map(passage).collect::<Vec<_>>().join("; ")));
            }
        }
        lines
    }

    /// `figure contradiction: 84 or about 70 rescued`, then a line per side: `  84: 1 "…"; 2 "…"`.
    fn disputes(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for dispute in &self.ledger.disputes {
            lines.push(format!("{} {}: {}", word(&dispute.kind), word(&dispute.nature), dispute.why));
            for side in &dispute.sides {
                let passage = |p: &crosswire_model::Passage| {
                    format!("{} \"{}\"", self.number(&p.article), self.words(&p.article, p.span))
                };
                let evidence: Vec<_> = side.evidence.iter().map(passage).collect();
                lines.push(format!("  {}: {}", side.label, evidence.join("; ")));
            }
        }
        lines
    }

    /// `conflict 70..84: 1 "84 passengers"; 2 "about 70 people"`, then why, indented.
    fn series(&self) -> Vec<String> {
        let line = |s: &crosswire_model::Series| {
            let figures = s.figures.iter().filter_map(|id| self.ledger.figures.iter().find(|f| f.id == *id));
            let figures: Vec<_> =
                figures.map(|f| format!("{} \"{}\"", self.number(&f.article), f.text)).collect();
            let end = |n: Option<crosswire_model::Number>| n.map_or(String::new(), |n| n.get().to_string());
            let head =
                format!("{} {}..{}: {}", word(&s.relation), end(s.low), end(s.high), figures.join("; "));
            [head, format!("  {}", s.why)]
        };
        self.ledger.series.iter().flat_map(line).collect()
    }

    /// `near, quotation, of Skerri, 2 copied as credit tells: 1 "…" = 2 "…"`.
    fn reuse(&self) -> Vec<String> {
        let side = |p: &crosswire_model::Passage| {
            format!("{} \"{}\"", self.number(&p.article), self.words(&p.article, p.span))
        };
        let line = |r: &crosswire_model::Reuse| {
            let quotation = if r.quotation { ", quotation" } else { "" };
            let agency = r.agency.as_ref().map_or(String::new(), |agency| format!(", of {agency}"));
            let copied = |d: &crosswire_model::Direction| {
                format!(", {} copied as {} tells", self.number(&d.copy), word(&d.basis))
            };
            let direction = r.direction.as_ref().map_or(String::new(), copied);
            format!("{}{quotation}{agency}{direction}: {} = {}", word(&r.kind), side(&r.a), side(&r.b))
        };
        self.ledger.reuse.iter().map(line).collect()
    }

    /// `weakened: "the captain was drunk" → "the captain was reportedly drunk"`.
    fn changes(&self) -> Vec<String> {
        let words = |words: &Option<VersionPassage>| {
            words
                .as_ref()
                .map(|words| format!("{:?}", words.text.split_whitespace().collect::<Vec<_>>().join(" ")))
        };
        let change = |change: &Change| {
            let kind = serde_json::to_value(change.kind).expect("it can be written");
            let counts = change.counts.as_ref().map_or(String::new(), |counts| format!(" ({counts})"));
            let told: Vec<String> = [&change.before, &change.after].into_iter().filter_map(words).collect();
            format!("{}{counts}: {}", kind.as_str().unwrap_or_default(), told.join(" → "))
        };
        self.ledger.changes.iter().map(change).collect()
    }

    /// `1 says, 2 silent: the claim`.
    fn coverage(&self) -> Vec<String> {
        let line = |claim: &crosswire_model::Claim| {
            let states = self.ledger.coverage.iter().filter(|c| c.claim == claim.id);
            let states: Vec<_> = states
                .map(|c| {
                    let state = match c.state {
                        CoverageState::Says => "says",
                        CoverageState::Contradicts => "contradicts",
                        CoverageState::Silent if c.before_known => "silent before it was known",
                        CoverageState::Silent => "silent",
                    };
                    format!("{} {state}", self.number(&c.article))
                })
                .collect();
            format!("{}: {}", states.join(", "), claim.text)
        };
        self.ledger.claims.iter().map(line).collect()
    }

    /// `2031-03-03: the claim; another`.
    fn timeline(&self) -> Vec<String> {
        let line = |m: &crosswire_model::Moment| {
            let claims: Vec<_> = m.claims.iter().map(|id| self.claim(id)).collect();
            format!("{}: {}", m.when, claims.join("; "))
        };
        self.ledger.timeline.iter().map(line).collect()
    }
}

/// What follows a status where the passage negates.
fn negation(polarity: crosswire_model::Polarity) -> &'static str {
    match polarity {
        crosswire_model::Polarity::Positive => "",
        crosswire_model::Polarity::Negative => " not",
    }
}

/// The word that the ledger file uses for a value.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).expect("a word of the ledger can be written");
    value.as_str().unwrap_or_default().to_owned()
}
