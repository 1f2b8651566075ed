//! The tables, in the order of the pipeline: what was read, who says what, how many, what is said to be so, what cannot
//! all be so.

use super::{Cell, Kind::*, Meaning, Sheet, Table, joined, word};
use crate::profiles::{Estimate, Profile, estimates};
use crate::view::{View, hull};
use crosswire_model::*;
use std::rc::Rc;

pub(super) fn all<'a>(view: &'a View<'a>) -> Vec<Box<dyn Table + 'a>> {
    vec![
        Box::new(story(view)),
        Box::new(articles(view)),
        Box::new(told("skipped", &view.ledger.skipped)),
        Box::new(told("warnings", &view.ledger.warnings)),
        Box::new(versions(view)),
        Box::new(changes(view)),
        Box::new(sources(view)),
        Box::new(statements(view)),
        Box::new(wordings(view)),
        Box::new(figures(view)),
        Box::new(series(view)),
        Box::new(counts(view)),
        Box::new(times(view)),
        Box::new(propositions(view)),
        Box::new(claims(view)),
        Box::new(evidence(view)),
        Box::new(origins(view)),
        Box::new(paths(view)),
        Box::new(independence(view)),
        Box::new(disputes(view)),
        Box::new(sides(view)),
        Box::new(coverage(view)),
        Box::new(reuse(view)),
        Box::new(timeline(view)),
        Box::new(decisions(view)),
    ]
}

/// Where a row stands: an article, and in it a span.
type Place<'a> = (&'a ArticleId, Option<Span>);

impl<'a, R: Clone> Sheet<'a, R> {
    /// The columns of a passage: its words, its article and what that is, where it stands.
    fn passage(self, view: &'a View<'a>, at: impl Fn(R) -> Option<Place<'a>> + Copy + 'a) -> Self {
        let span = move |row: R| at(row).and_then(|(_, span)| span);
        self.own(Text, "text", "The words of the passage.", move |row| {
            at(row).and_then(|(article, span)| view.quote(article, span?))
        })
        .article(view, move |row| at(row).map(|(article, _)| article))
        .column(Number, "start", Meaning::Field("Span", "start"), move |row| span(row).map(|s| s.start))
        .column(Number, "end", Meaning::Field("Span", "end"), move |row| span(row).map(|s| s.end))
    }

    /// The columns of an article.
    fn article(self, view: &'a View<'a>, of: impl Fn(R) -> Option<&'a ArticleId> + Copy + 'a) -> Self {
        let read = move |row: R| of(row).and_then(|id| view.article(id)).map(|i| &view.ledger.articles[i]);
        let called = "The article's outlet; where it names none, its headline or its file.";
        self.own(Of("articles"), "article", "The article.", move |row| of(row).map(|id| &id.0))
            .own(Text, "outlet", called, move |row| of(row).map(|id| view.name(id)))
            .column(Day, "published", Meaning::Field("Article", "published"), move |row| {
                read(row).and_then(|a| a.published).map(|day| day.to_string())
            })
            .column(Text, "title", Meaning::Field("Article", "title"), move |row| {
                read(row).and_then(|a| a.title.as_deref())
            })
            .column(Text, "url", Meaning::Field("Article", "url"), move |row| {
                read(row).and_then(|a| a.url.as_deref())
            })
    }

    /// The columns of on whose word a row is said.
    fn said(self, view: &'a View<'a>, by: impl Fn(R) -> Option<&'a StatementId> + Copy + 'a) -> Self {
        self.carried(by).speaker(view, by)
    }

    /// The statement that carries a row.
    fn carried(self, by: impl Fn(R) -> Option<&'a StatementId> + 'a) -> Self {
        let meaning = "The statement that carries it; empty where the article says it in its own voice.";
        self.own(Of("statements"), "statement", meaning, move |row| by(row).map(|id| &id.0))
    }

    /// The columns of a statement's source and relays.
    fn speaker(self, view: &'a View<'a>, by: impl Fn(R) -> Option<&'a StatementId> + Copy + 'a) -> Self {
        let source = move |row| by(row).and_then(|id| view.statement(id)?.source.as_ref());
        let inferred = "The relays that another article names, where this one names none.";
        self.column(Of("sources"), "source", Meaning::Field("Statement", "source"), move |row| {
            source(row).map(|id| &id.0)
        })
        .own(Text, "source_name", "On whose word, by name.", move |row| view.speaker(by(row)).name)
        .own(Text, "via", "The relays between the source and the article, by name.", move |row| {
            joined(view.speaker(by(row)).via)
        })
        .own(Text, "inferred", inferred, move |row| joined(view.speaker(by(row)).inferred))
    }
}

fn story<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Ledger> {
    let by = |field| Meaning::Field("Generator", field);
    Sheet::new("story", "Story", [view.ledger])
        .field(Key, "id", |l| &l.story.id)
        .field(Text, "title", |l| &l.story.title)
        .field(Day, "from", |l| l.story.from.map(|day| day.to_string()))
        .field(Day, "to", |l| l.story.to.map(|day| day.to_string()))
        .column(Text, "program", by("name"), |l| &l.generator.name)
        .column(Text, "version", by("version"), |l| &l.generator.version)
        .column(Text, "model", by("model"), |l| &l.generator.model)
        .column(Text, "frames", by("frames"), |l| l.generator.frames.as_deref())
        .own(Text, "signed", "Who signed the story off, by name.", |l| {
            joined(l.story.signed.iter().map(|s| &s.by))
        })
}

fn articles<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Article> {
    Sheet::new("articles", "Article", &view.ledger.articles)
        .column(Key, "article", Meaning::Field("Article", "id"), |a| &a.id.0)
        .field(Text, "outlet", |a| a.outlet.as_deref())
        .field(Day, "published", |a| a.published.map(|day| day.to_string()))
        .field(Text, "title", |a| a.title.as_deref())
        .field(Text, "url", |a| a.url.as_deref())
        .field(Text, "author", |a| a.author.as_deref())
        .field(Text, "language", |a| a.language.as_deref())
        .field(Word, "published_basis", |a| a.published_basis.map(word))
        .field(Number, "words", |a| a.words)
        .field(Text, "as_of", |a| a.as_of.map(|moment| moment.to_string()))
        .field(Text, "agencies", |a| joined(&a.agencies))
        .field(Text, "path", |a| crate::words::visible(&a.path))
        .field(Text, "sha256", |a| &a.sha256)
}

/// Files with what is told of them.
fn told<'a>(table: &'static str, files: &'a [Skipped]) -> Sheet<'a, &'a Skipped> {
    Sheet::new(table, "Skipped", files).field(Text, "path", |s| crate::words::visible(&s.path)).field(
        Text,
        "reason",
        |s| &s.reason,
    )
}

fn versions<'a>(view: &'a View<'a>) -> Sheet<'a, (&'a Article, &'a Version)> {
    let of = |article: &'a Article| article.versions.iter().map(move |version| (article, version));
    Sheet::new("versions", "Version", view.ledger.articles.iter().flat_map(of))
        .own(Of("articles"), "article", "The article of which it is a version.", |(a, _)| &a.id.0)
        .field(Text, "path", |(_, v)| crate::words::visible(&v.path))
        .field(Text, "title", |(_, v)| v.title.as_deref())
        .field(Text, "url", |(_, v)| v.url.as_deref())
        .field(Day, "published", |(_, v)| v.published.map(|day| day.to_string()))
        .field(Text, "as_of", |(_, v)| v.as_of.map(|moment| moment.to_string()))
        .field(Text, "sha256", |(_, v)| &v.sha256)
}

fn changes<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Change> {
    fn start(words: &Option<VersionPassage>) -> Option<usize> {
        Some(words.as_ref()?.span?.start)
    }
    let text = |words: &'a Option<VersionPassage>| words.as_ref().map(|words| &words.text);
    Sheet::new("changes", "Change", &view.ledger.changes)
        .field(Word, "kind", |c| word(c.kind))
        .field(Text, "counts", |c| c.counts.as_deref())
        .field(Text, "before", move |c| text(&c.before))
        .field(Text, "after", move |c| text(&c.after))
        .field(Text, "from", |c| c.from.as_deref().map(crate::words::visible))
        .field(Text, "to", |c| crate::words::visible(&c.to))
        .own(
            Number,
            "before_start",
            "Where the earlier words begin, in code points of the earlier version.",
            |c| start(&c.before),
        )
        .own(
            Number,
            "after_start",
            "Where the later words begin, in code points of the later version.",
            |c| start(&c.after),
        )
        .article(view, |c| Some(&c.article))
}

fn sources<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Source> {
    Sheet::new("sources", "Source", &view.ledger.sources)
        .column(Key, "source", Meaning::Field("Source", "id"), |s| &s.id.0)
        .field(Text, "name", |s| &s.name)
        .field(Word, "kind", |s| word(s.kind))
        .field(Text, "description", |s| s.description.as_deref())
        .field(Text, "aliases", |s| joined(&s.aliases))
        .field(Of("sources"), "speaks_for", |s| s.speaks_for.as_ref().map(|id| &id.0))
}

fn statements<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Statement> {
    let words = move |s: &'a Statement, spans: &'a [Span]| {
        let pieces: Vec<String> = spans.iter().filter_map(|span| view.quote(&s.article, *span)).collect();
        pieces.join(" … ")
    };
    Sheet::new("statements", "Statement", &view.ledger.statements)
        .column(Key, "statement", Meaning::Field("Statement", "id"), |s| &s.id.0)
        .field(Text, "content", move |s| words(s, &s.content))
        .field(Text, "cue", move |s| words(s, &s.cue))
        .field(Text, "source_spans", |s| {
            s.source_spans.iter().map(|q| crate::words::one_line(&q.text)).collect::<Vec<_>>().join(" … ")
        })
        .speaker(view, |s| Some(&s.id))
        .field(Word, "quote", |s| word(s.quote))
        .passage(view, |s| Some((&s.article, hull(s))))
}

fn wordings<'a>(view: &'a View<'a>) -> Sheet<'a, (&'a Wording, &'a StatementId)> {
    let rows = view.ledger.wordings.iter().flat_map(|w| w.statements.iter().map(move |s| (w, s)));
    Sheet::new("wordings", "Wording", rows)
        .column(Key, "wording", Meaning::Field("Wording", "id"), |(w, _)| &w.id.0)
        .own(KeyOf("statements"), "statement", "One of its statements.", |(_, s)| &s.0)
        .field(Of("sources"), "source", |(w, _)| &w.source.0)
        .field(Word, "kind", |(w, _)| word(w.kind))
}

fn figures<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Figure> {
    Sheet::new("figures", "Figure", &view.ledger.figures)
        .column(Key, "figure", Meaning::Field("Figure", "id"), |f| &f.id.0)
        .field(Number, "value", |f| f.value)
        .field(Number, "low", |f| f.low)
        .field(Number, "high", |f| f.high)
        .field(Word, "qualifier", |f| word(f.qualifier))
        .field(Text, "unit", |f| f.unit.as_deref())
        .field(Text, "of", |f| f.of.as_deref())
        .field(Text, "role", |f| f.role.as_deref())
        .field(Text, "indefinite", |f| f.indefinite.as_deref())
        .field(Of("figures"), "part_of", |f| f.part_of.as_ref().map(|id| &id.0))
        .field(Flag, "cumulative", |f| f.cumulative)
        .field(Of("series"), "series", |f| f.series.as_ref().map(|id| &id.0))
        .field(Text, "as_of", |f| f.as_of.as_deref())
        .said(view, |f| f.statement.as_ref())
        .passage(view, |f| Some((&f.article, Some(f.span))))
}

fn series<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Series> {
    Sheet::new("series", "Series", &view.ledger.series)
        .column(Key, "series", Meaning::Field("Series", "id"), |s| &s.id.0)
        .field(Text, "label", |s| &s.label)
        .field(Word, "relation", |s| word(s.relation))
        .field(Number, "low", |s| s.low)
        .field(Number, "high", |s| s.high)
        .own(Number, "figures", "How many figures it has.", |s| s.figures.len())
        .field(Text, "why", |s| &s.why)
}

/// A number that a rule makes: of which count, by which rule, the how-manieth.
type Made<'a> = (&'static Profile, Rc<Estimate<'a>>, usize);

fn counts<'a>(view: &'a View<'a>) -> Sheet<'a, Made<'a>> {
    let asked = view.profile.map(|p| p.name);
    let profiles = Profile::ALL.iter().copied().filter(|p| asked.is_none_or(|name| name == p.name));
    let rows = profiles.flat_map(|profile| {
        let all = estimates(view.ledger, profile).into_iter().map(Rc::new);
        all.flat_map(move |e| (0..profile.fields.len()).map(move |n| (profile, e.clone(), n)))
    });
    Sheet::new("counts", "Series", rows)
        .meaning("A number that a monitor's rule makes of the reports of one count (docs/profiles.md), of the rule that is asked for or of all.")
        .own(Key, "profile", "The rule.", |(profile, ..)| profile.name)
        .own(Key, "count", "The series, or the figure that stands alone.", |(_, e, _)| e.id.to_owned())
        .own(Key, "number", "What the rule calls the number: `min`, `best`.", |(profile, _, n)| profile.fields[n])
        .own(Number, "value", "The number; empty where the reports leave it open.", |(_, e, n)| e.numbers[n])
        .own(Text, "label", "What is counted, in the articles' words.", |(_, e, _)| e.label.clone())
        .own(Text, "role", "What happens to those counted, where all reports say the same.", |(_, e, _)| {
            e.role.map(str::to_owned)
        })
        .own(Of("series"), "series", "The series; empty for a figure that stands alone.", |(_, e, _)| {
            e.series.map(|s| s.id.0.clone())
        })
        .own(Text, "how", "How the rule came to its numbers, in a sentence.", |(_, e, _)| e.how.clone())
}

fn times<'a>(view: &'a View<'a>) -> Sheet<'a, &'a TimeExpression> {
    Sheet::new("times", "TimeExpression", &view.ledger.times)
        .field(Word, "type", |t| word(t.r#type))
        .field(Text, "value", |t| t.value.as_deref())
        .field(Text, "anchor", |t| t.anchor.as_deref())
        .passage(view, |t| Some((&t.article, Some(t.span))))
}

fn propositions<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Proposition> {
    let sheet = Sheet::new("propositions", "Proposition", &view.ledger.propositions)
        .column(Key, "proposition", Meaning::Field("Proposition", "id"), |p| &p.id.0)
        .field(Text, "trigger", |p| &p.trigger.text)
        .field(Text, "frame", |p| p.frame.as_deref());
    let roles = [Role::Who, Role::Whom, Role::From, Role::Via, Role::To, Role::Where, Role::When];
    let sheet = roles.into_iter().fold(sheet, |sheet, role| {
        sheet.column(Text, role.word(), Meaning::Value("Role", role.word()), move |p: &Proposition| {
            joined(p.roles.iter().filter(|r| r.role == role).map(|r| &r.words.text))
        })
    });
    sheet
        .field(Word, "status", |p| word(p.status))
        .field(Word, "polarity", |p| word(p.polarity))
        .field(Of("claims"), "claim", |p| p.claim.as_ref().map(|id| &id.0))
        .carried(|p| p.statement.as_ref())
        .passage(view, |p| Some((&p.article, Some(p.span))))
}

fn claims<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Claim> {
    Sheet::new("claims", "Claim", &view.ledger.claims)
        .column(Key, "claim", Meaning::Field("Claim", "id"), |c| &c.id.0)
        .field(Text, "text", |c| &c.text)
        .field(Text, "title", |c| &c.title)
        .field(Word, "support", |c| word(c.support))
        .field(Flag, "disputed", |c| c.disputed)
        .field(Number, "independent", |c| c.independent)
        .own(Number, "origins", "How many root sources it rests on.", |c| c.origins.len())
        .own(Text, "origin_names", "Their names.", |c| joined(view.origin_names(c)))
        .own(Number, "articles", "How many articles say it.", |c| view.spread(c))
        .own(Number, "passages", "How many passages say it.", |c| c.evidence.len())
        .column(Word, "verdict", Meaning::Field("Review", "verdict"), |c| {
            c.review.as_ref()?.verdict.map(word)
        })
        .own(Text, "signed", "Who signed it off, by name.", |c| {
            joined(c.review.iter().flat_map(|r| &r.signed).map(|s| &s.by))
        })
}

/// A passage of a claim, and the how-manieth.
type Said<'a> = (&'a Claim, usize, Option<&'a OriginId>);

fn evidence<'a>(view: &'a View<'a>) -> Sheet<'a, Said<'a>> {
    let of = |claim: &'a Claim| {
        let origins = view.origins_of(claim).into_iter().map(|o| o.map(|o| &o.id));
        origins.enumerate().map(move |(n, origin)| (claim, n, origin))
    };
    let tie = |(claim, n, _): Said<'a>| claim.links.iter().find(|link| link.a.max(link.b) == n);
    Sheet::new("evidence", "Evidence", view.ledger.claims.iter().flat_map(of))
        .own(KeyOf("claims"), "claim", "The claim.", |(claim, ..)| &claim.id.0)
        .own(Key, "evidence", "Which of the claim's passages it is, from 0.", |(_, n, _)| n)
        .field(Word, "status", |(claim, n, _)| word(claim.evidence[n].status))
        .field(Word, "polarity", |(claim, n, _)| word(claim.evidence[n].polarity))
        .own(Of("origins"), "origin", "The root source on whose word the passage stands.", |(.., origin)| {
            origin.map(|id| &id.0)
        })
        .own(
            Number,
            "tied_to",
            "The earlier passage of the claim that it is most like; empty for the first.",
            move |row| tie(row).map(|link| link.a.min(link.b)),
        )
        .column(Number, "score", Meaning::Field("Link", "score"), move |row| tie(row).map(|link| link.score))
        .column(Word, "strength", Meaning::Field("Link", "strength"), move |row| {
            tie(row).map(|link| word(link.strength))
        })
        .said(view, |(claim, n, _)| claim.evidence[n].statement.as_ref())
        .passage(view, |(claim, n, _)| Some((&claim.evidence[n].article, Some(claim.evidence[n].span))))
}

fn origins<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Origin> {
    Sheet::new("origins", "Origin", &view.ledger.origins)
        .column(Key, "origin", Meaning::Field("Origin", "id"), |o| &o.id.0)
        .field(Of("sources"), "source", |o| &o.source.0)
        .field(Text, "name", |o| &o.name)
        .own(Number, "claims", "How many claims rest on it.", |o| {
            view.ledger.claims.iter().filter(|c| c.origins.contains(&o.id)).count()
        })
}

fn paths<'a>(view: &'a View<'a>) -> Sheet<'a, (&'a Origin, &'a OriginPath)> {
    let rows = view.ledger.origins.iter().flat_map(|o| o.paths.iter().map(move |path| (o, path)));
    Sheet::new("paths", "OriginPath", rows)
        .own(KeyOf("origins"), "origin", "The origin.", |(o, _)| &o.id.0)
        .column(KeyOf("statements"), "statement", Meaning::Field("OriginPath", "statement"), |(_, p)| {
            &p.statement.0
        })
        .own(Text, "name", "The origin's name.", |(o, _)| &o.name)
        .field(Text, "via", |(_, p)| joined(p.via.iter().map(|id| view.source_name(id))))
        .article(view, |(_, p)| Some(&p.article))
}

fn independence<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Independence> {
    Sheet::new("independence", "Independence", &view.ledger.independence)
        .field(KeyOf("claims"), "claim", |i| &i.claim.0)
        .own(Key, "a", "One passage, by its number in the table evidence.", |i| i.a)
        .own(Key, "b", "The other.", |i| i.b)
        .field(Word, "relation", |i| word(i.relation))
        .field(Word, "ground", |i| word(i.ground))
        .field(Text, "reason", |i| &i.reason)
}

fn disputes<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Dispute> {
    Sheet::new("disputes", "Dispute", &view.ledger.disputes)
        .column(Key, "dispute", Meaning::Field("Dispute", "id"), |d| &d.id.0)
        .field(Word, "kind", |d| word(d.kind))
        .field(Word, "nature", |d| word(d.nature))
        .own(Text, "sides", "What each side holds.", |d| {
            d.sides.iter().map(|s| crate::words::one_line(&s.label)).collect::<Vec<_>>().join(" / ")
        })
        .field(Text, "why", |d| &d.why)
        .own(Number, "holds", "The side that holds as people have resolved it, from 0.", |d| {
            d.resolution.as_ref().and_then(|r| r.holds)
        })
        .own(Flag, "resolved", "Whether people have resolved it.", |d| d.resolution.is_some())
}

fn decisions<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Decided> {
    let names = |ids: Vec<&'a str>| joined(ids);
    Sheet::new("decisions", "Decided", &view.ledger.decisions)
        .column(Key, "decision", Meaning::Field("Decided", "id"), |d| &d.decision.id.0)
        .column(Text, "by", Meaning::Field("Decided", "by"), |d| &d.decision.by)
        .column(Text, "at", Meaning::Field("Decided", "at"), |d| d.decision.at.to_string())
        .own(Text, "what", "What was decided.", |d| crate::words::ruling(&d.decision.ruling))
        .column(Text, "why", Meaning::Field("Decided", "why"), |d| d.decision.why.as_deref())
        .field(Word, "state", |d| word(d.state))
        .field(Text, "lost", |d| joined(&d.lost))
        .own(Text, "claims", "The claims that it is about.", move |d| {
            names(d.touches.claims.iter().map(|id| id.0.as_str()).collect())
        })
        .own(Text, "sources", "The sources that it is about.", move |d| {
            names(d.touches.sources.iter().map(|id| id.0.as_str()).collect())
        })
        .own(Text, "disputes", "The disputes that it is about.", move |d| {
            names(d.touches.disputes.iter().map(|id| id.0.as_str()).collect())
        })
        .own(Text, "figures", "The figures that it is about.", move |d| {
            names(d.touches.figures.iter().map(|id| id.0.as_str()).collect())
        })
}

/// A side of a dispute, the how-manieth, and one of its passages.
type SidePassage<'a> = (&'a Dispute, usize, usize);

fn sides<'a>(view: &'a View<'a>) -> Sheet<'a, SidePassage<'a>> {
    let rows = view.ledger.disputes.iter().flat_map(|d| {
        let sides = d.sides.iter().enumerate();
        sides.flat_map(move |(n, side)| (0..side.evidence.len().max(1)).map(move |k| (d, n, k)))
    });
    let passage = |(d, n, k): SidePassage<'a>| d.sides[n].evidence.get(k);
    let claim = move |row: SidePassage<'a>| {
        let (d, n, _) = row;
        let passage = passage(row);
        let has = |c: &Claim| {
            c.evidence.iter().any(|e| passage.is_some_and(|p| p.article == e.article && p.span == e.span))
        };
        let mut claims = d.sides[n].claims.iter().filter_map(|id| view.claim(id));
        claims.find(|i| has(&view.ledger.claims[*i])).map(|i| &view.ledger.claims[i].id.0)
    };
    Sheet::new("sides", "Side", rows)
        .meaning("A side of a dispute, with a row for each of its passages.")
        .own(KeyOf("disputes"), "dispute", "The dispute.", |(d, ..)| &d.id.0)
        .own(Key, "side", "Which of its sides, from 0.", |(_, n, _)| n)
        .own(Key, "passage", "Which passage of the side, from 0.", |(.., k)| k)
        .field(Text, "label", |(d, n, _)| &d.sides[n].label)
        .own(Of("claims"), "claim", "The claim of this side that the passage says.", claim)
        .own(Text, "source_name", "On whose word the passage stands, by name.", move |row| {
            passage(row).and_then(|p| view.speaker_at(p).name)
        })
        .passage(view, move |row| passage(row).map(|p| (&p.article, Some(p.span))))
}

fn coverage<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Coverage> {
    Sheet::new("coverage", "Coverage", &view.ledger.coverage)
        .field(KeyOf("claims"), "claim", |c| &c.claim.0)
        .field(KeyOf("articles"), "article", |c| &c.article.0)
        .own(Text, "outlet", "What the article is called.", |c| view.name(&c.article))
        .field(Word, "state", |c| word(c.state))
        .field(Flag, "before_known", |c| c.before_known)
}

fn reuse<'a>(view: &'a View<'a>) -> Sheet<'a, &'a Reuse> {
    let copy = |r: &'a Reuse| r.direction.as_ref();
    let sheet = Sheet::new("reuse", "Reuse", &view.ledger.reuse)
        .field(Word, "kind", |r| word(r.kind))
        .field(Number, "similarity", |r| r.similarity)
        .field(Flag, "quotation", |r| r.quotation)
        .column(Of("articles"), "copy", Meaning::Field("Direction", "copy"), move |r| {
            copy(r).map(|d| &d.copy.0)
        })
        .column(Word, "basis", Meaning::Field("Direction", "basis"), move |r| copy(r).map(|d| word(d.basis)))
        .field(Text, "agency", |r| r.agency.as_deref());
    type End = for<'r> fn(&'r Reuse) -> &'r Passage;
    let ends: [(End, [&'static str; 5]); 2] = [
        (|r| &r.a, ["a_article", "a_outlet", "a_start", "a_end", "a_text"]),
        (|r| &r.b, ["b_article", "b_outlet", "b_start", "b_end", "b_text"]),
    ];
    ends.into_iter().fold(sheet, |sheet, (of, [article, outlet, start, end, text])| {
        sheet
            .own(Of("articles"), article, "The article of the passage.", move |r| &of(r).article.0)
            .own(Text, outlet, "What the article is called.", move |r| view.name(&of(r).article))
            .column(Number, start, Meaning::Field("Span", "start"), move |r| of(r).span.start)
            .column(Number, end, Meaning::Field("Span", "end"), move |r| of(r).span.end)
            .own(Text, text, "The words of the passage.", move |r| view.quote(&of(r).article, of(r).span))
    })
}

fn timeline<'a>(view: &'a View<'a>) -> Sheet<'a, (&'a Moment, &'a ClaimId)> {
    let rows = view.ledger.timeline.iter().flat_map(|m| m.claims.iter().map(move |c| (m, c)));
    Sheet::new("timeline", "Moment", rows)
        .field(Key, "when", |(m, _)| &m.when)
        .own(KeyOf("claims"), "claim", "A claim that belongs to it.", |(_, c)| &c.0)
        .own(Text, "text", "The claim in words.", |(_, c)| match view.claim(c) {
            Some(i) => Cell::from(&view.ledger.claims[i].text),
            None => Cell::Empty,
        })
}
