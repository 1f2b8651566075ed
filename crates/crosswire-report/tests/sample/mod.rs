//! A ledger for looking at and for testing: the ferry Maren runs aground off the port of Halvik. All of it is invented.
#![allow(clippy::unwrap_used, dead_code)]

use crosswire_model::*;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

const COURIER: &str = "Ferry runs aground off Halvik; 84 brought ashore

The ferry Maren ran aground on the Skarn reef outside Halvik early on Tuesday with 114 people on board. Harbour master Ida Brandt said 84 passengers had been brought ashore by noon.

“Everyone who needed a stretcher has had one,” Brandt told the Courier. She said the hull was not leaking.

The coast guard has opened an inquiry. The ship's owner, Norlin Lines, declined to comment.

The ferry Maren ran aground on the Skarn reef outside Halvik early on Tuesday with 114 people on board.";

const GAZETTE: &str = "Coast guard: about 70 rescued from the Maren

About 70 people were rescued from the ferry Maren, a coast guard spokesman, Olaf Reyes, told the agency Nordwire. Another 30 people were waiting on the car deck, Nordwire quoted him as saying.

The vessel is taking on water in the forward hold, Reyes said. A tug is due to pull the ferry free at high tide on Wednesday.

The ferry Maren ran aground on the Skarn reef outside Halvik early on Tuesday.";

const HERALD: &str = "Thirty still aboard stranded ferry

Thirty people in all remain on the stranded ferry Maren, the coast guard told Nordwire. The coast guard says the ship is taking on water.

Fishing boats took off dozens of passengers before the first lifeboat arrived, two crew members said on condition of anonymity.

The ferry Maren ran aground on the Skarn reef outside Halvik early on Tuesday.";

const MORGEN: &str = "Maren towed free at dawn

The ferry Maren was pulled off the reef at dawn on Wednesday, Norlin Lines said in a statement. As many as 120 people had been on board, the company said.

Harbour master Brandt said at least 84 people were safe. “The hull is sound,” she said.";

const CROWD: &str = "היי! The Maren ran aground on the Skarn reef, writes a reader who saw it. 😀 <script>alert('Maren')</script>

Between 60 and 80 people came off in fishing boats, according to a harbour log. A tug is due on Wednesday.";

/// Makes the parts of a ledger by the words of its articles.
struct Maker {
    texts: BTreeMap<ArticleId, String>,
    ledger: Ledger,
}

/// Id, text, path, outlet, day and what the day rests on.
type Read = (&'static str, &'static str, &'static str, Option<&'static str>, Option<Date>, Option<Basis>);

fn articles() -> [Read; 5] {
    let day = |d| Some(date(2031, 5, d));
    [
        ("a1", COURIER, "story/courier.txt", Some("Halvik Courier"), day(6), Some(Basis::Metadata)),
        ("a2", GAZETTE, "story/gazette.html", Some("Northern Gazette"), day(6), Some(Basis::Url)),
        ("a3", HERALD, "story/herald.txt", Some("Evening Herald"), day(6), Some(Basis::Inferred)),
        ("a4", MORGEN, "story/morgen.json#1", Some("Morgenblatt"), day(7), Some(Basis::Text)),
        ("a5", CROWD, "story/from <b>a<b>\nreader.txt", None, None, None),
    ]
}

impl Maker {
    fn passage(&self, article: &str, words: &str) -> Passage {
        let id = ArticleId(article.into());
        let text = &self.texts[&id];
        let byte = text.find(words).unwrap_or_else(|| panic!("{article} does not say: {words}"));
        let start = text[..byte].chars().count();
        Passage { article: id, span: Span::new(start, start + words.chars().count()) }
    }

    fn span(&self, article: &str, words: &str) -> Span {
        self.passage(article, words).span
    }

    fn source(
        &mut self,
        id: &str,
        name: &str,
        kind: SourceKind,
        description: Option<&str>,
        speaks_for: Option<&str>,
    ) {
        let aliases =
            if name == "Ida Brandt" { vec!["Brandt".into(), "the harbour master".into()] } else { vec![] };
        self.ledger.sources.push(Source {
            id: SourceId(id.into()),
            name: name.into(),
            kind,
            description: description.map(Into::into),
            described: Vec::new(),
            aliases,
            speaks_for: speaks_for.map(|s| SourceId(s.into())),
        });
    }

    #[allow(clippy::too_many_arguments)]
    fn says(
        &mut self,
        id: &str,
        article: &str,
        source: &str,
        via: &[&str],
        who: &str,
        cue: &str,
        content: &str,
        quote: Quote,
    ) {
        let statement = Statement {
            id: StatementId(id.into()),
            article: ArticleId(article.into()),
            content: vec![self.span(article, content)],
            cue: vec![self.span(article, cue)],
            source_spans: vec![Quoted { span: self.span(article, who), text: who.into() }],
            source: Some(SourceId(source.into())),
            via: via.iter().map(|v| SourceId((*v).into())).collect(),
            inferred: vec![],
            quote,
            claims: vec![],
        };
        self.ledger.statements.push(statement);
    }

    fn claim(
        &mut self,
        id: &str,
        support: Support,
        disputed: bool,
        origins: &[&str],
        evidence: &[(&str, &str, Option<&str>, Status)],
    ) {
        let evidence: Vec<Evidence> = evidence
            .iter()
            .map(|(article, words, statement, status)| Evidence {
                article: ArticleId((*article).into()),
                span: self.span(article, words),
                statement: statement.map(|s| StatementId(s.into())),
                status: *status,
                polarity: if words.contains(" not ") { Polarity::Negative } else { Polarity::Positive },
                propositions: vec![],
            })
            .collect();
        for article in &self.ledger.articles {
            let says = evidence.iter().any(|e| e.article == article.id);
            let state = if says { CoverageState::Says } else { CoverageState::Silent };
            self.ledger.coverage.push(Coverage {
                claim: ClaimId(id.into()),
                article: article.id.clone(),
                state,
                before_known: false,
            });
        }
        let first = &evidence[0];
        let text: String =
            self.texts[&first.article].chars().skip(first.span.start).take(first.span.len()).collect();
        self.ledger.claims.push(Claim {
            id: ClaimId(id.into()),
            text,
            evidence,
            origins: origins.iter().map(|o| OriginId((*o).into())).collect(),
            support,
            disputed,
            independent: if support == Support::Corroborated { 2 } else { usize::from(!origins.is_empty()) },
            links: vec![],
            review: None,
            title: String::new(),
        });
    }

    fn contradicts(&mut self, claim: &str, article: &str) {
        let cell = self.ledger.coverage.iter_mut().find(|c| c.claim.0 == claim && c.article.0 == article);
        cell.unwrap().state = CoverageState::Contradicts;
    }

    /// An article that came out before anyone knew of a claim.
    fn before_known(&mut self, claim: &str, article: &str) {
        let cell = self.ledger.coverage.iter_mut().find(|c| c.claim.0 == claim && c.article.0 == article);
        cell.unwrap().before_known = true;
    }

    /// What two passages of a claim have in common: what was compared, what each has, what it gave.
    fn link(&mut self, claim: &str, score: f64, parts: &[(&str, &str, &str, f64)]) {
        let part = |(signal, a, b, gave): &(&str, &str, &str, f64)| LinkPart {
            signal: (*signal).into(),
            a: (*a).into(),
            b: (*b).into(),
            gave: *gave,
        };
        let link = Link {
            a: 0,
            b: 1,
            score,
            strength: crosswire_model::Strength::of(score),
            parts: parts.iter().map(part).collect(),
        };
        self.ledger.claims.iter_mut().filter(|c| c.id.0 == claim).for_each(|c| c.links.push(link.clone()));
    }

    /// What the first passage of a claim in an article says to happen.
    fn proposition(
        &mut self,
        id: &str,
        claim: &str,
        article: &str,
        trigger: &str,
        frame: &str,
        roles: &[(Role, &str)],
    ) {
        let quoted = |words: &str| Quoted { span: self.span(article, words), text: words.into() };
        let (trigger, roles) = (
            quoted(trigger),
            roles.iter().map(|(role, words)| Participant { role: *role, words: quoted(words) }).collect(),
        );
        let claim = self.ledger.claims.iter_mut().find(|c| c.id.0 == claim).unwrap();
        let evidence = claim.evidence.iter_mut().find(|e| e.article.0 == article).unwrap();
        evidence.propositions.push(PropositionId(id.into()));
        self.ledger.propositions.push(Proposition {
            id: PropositionId(id.into()),
            article: evidence.article.clone(),
            span: evidence.span,
            trigger,
            frame: Some(frame.into()),
            roles,
            figures: vec![],
            status: evidence.status,
            polarity: evidence.polarity,
            statement: evidence.statement.clone(),
            claim: Some(claim.id.clone()),
        });
    }

    #[allow(clippy::too_many_arguments)]
    fn figure(
        &mut self,
        id: &str,
        article: &str,
        words: &str,
        value: f64,
        low: Option<f64>,
        high: Option<f64>,
        qualifier: Qualifier,
        series: &str,
        statement: Option<&str>,
    ) {
        let figure = Figure {
            id: FigureId(id.into()),
            article: ArticleId(article.into()),
            span: self.span(article, words),
            text: words.into(),
            value: Number::new(value).unwrap(),
            low: low.and_then(Number::new),
            high: high.and_then(Number::new),
            qualifier,
            unit: Some("person".into()),
            of: Some("people".into()),
            series: Some(SeriesId(series.into())),
            statement: statement.map(|s| StatementId(s.into())),
            indefinite: None,
            antecedent: None,
            role: None,
            part_of: None,
            cumulative: false,
            as_of: (id == "f1").then(|| "2031-05-06T12:00".into()),
        };
        self.ledger.figures.push(figure);
    }

    fn series(&mut self, id: &str, label: &str, relation: Agreement, low: f64, high: f64, why: &str) {
        let figures = self.ledger.figures.iter().filter(|f| f.series == Some(SeriesId(id.into())));
        let figures = figures.map(|f| f.id.clone()).collect();
        self.ledger.series.push(Series {
            id: SeriesId(id.into()),
            label: label.into(),
            relation,
            low: Number::new(low),
            high: Number::new(high),
            figures,
            why: why.into(),
        });
    }

    fn side(&self, label: &str, claims: &[&str], evidence: &[(&str, &str)], sources: &[&str]) -> Side {
        Side {
            label: label.into(),
            claims: claims.iter().map(|c| ClaimId((*c).into())).collect(),
            evidence: evidence.iter().map(|(article, words)| self.passage(article, words)).collect(),
            sources: sources.iter().map(|s| SourceId((*s).into())).collect(),
        }
    }
}

/// A ledger without anything in it.
pub(crate) fn empty() -> Ledger {
    let generator = Generator {
        name: "crosswire".into(),
        version: "0.1.0".into(),
        model: "none".into(),
        ..Generator::default()
    };
    let story = Story { id: "halvik".into(), ..Story::default() };
    Ledger { generator, story, ..Ledger::default() }
}

/// The ferry story, rich enough to use every part of every view and every field of the ledger.
pub(crate) fn sample() -> (Ledger, BTreeMap<ArticleId, String>) {
    let mut m = Maker { texts: BTreeMap::new(), ledger: empty() };
    m.ledger.story = Story {
        id: "halvik".into(),
        title: "Ferry Maren runs aground off Halvik".into(),
        from: Some(date(2031, 5, 6)),
        to: Some(date(2031, 5, 7)),
        signed: Vec::new(),
    };
    for (id, text, path, outlet, published, published_basis) in articles() {
        m.texts.insert(ArticleId(id.into()), text.into());
        let title = text.lines().next().filter(|_| outlet.is_some()).map(Into::into);
        m.ledger.articles.push(Article {
            id: ArticleId(id.into()),
            path: path.into(),
            outlet: outlet.map(Into::into),
            title,
            url: (id == "a2").then(|| "https://gazette.example/2031/05/06/maren".into()),
            author: (id == "a1").then(|| "Jon Aase".into()),
            language: Some("en".into()),
            sha256: format!("{:064x}", id.len() * 7919),
            words: text.split_whitespace().count(),
            published,
            published_basis,
            as_of: (id == "a2").then(|| "2031-05-06T08:00:00Z".parse().expect("it is a moment")),
            agencies: if id == "a2" { vec!["Nordwire".into()] } else { vec![] },
            repeated: vec![],
            versions: vec![],
        });
    }
    let opening = "The ferry Maren ran aground on the Skarn reef outside Halvik early on Tuesday";
    let of = m.span("a1", &format!("{opening} with 114 people on board."));
    let end = COURIER.chars().count();
    m.ledger.articles[0].repeated.push(Repeat { span: Span::new(end - of.len(), end), of });
    m.ledger
        .skipped
        .push(Skipped { path: "story/scan.pdf".into(), reason: "not a text that can be read".into() });

    m.source("s1", "Ida Brandt", SourceKind::Person, Some("harbour master of Halvik"), None);
    m.source("s2", "Olaf Reyes", SourceKind::Person, Some("coast guard spokesman"), Some("s3"));
    m.source("s3", "Coast Guard", SourceKind::Organisation, None, None);
    m.source("s4", "Norlin Lines", SourceKind::Organisation, Some("owner of the Maren"), None);
    m.source("s5", "two crew members", SourceKind::Unnamed, Some("on condition of anonymity"), None);
    m.source("s6", "Nordwire", SourceKind::Agency, None, None);
    m.source("s7", "harbour log", SourceKind::Document, None, None);

    use Quote::{Direct, Indirect};
    m.says(
        "t1",
        "a1",
        "s1",
        &[],
        "Harbour master Ida Brandt",
        "said",
        "84 passengers had been brought ashore by noon",
        Indirect,
    );
    m.says(
        "t2",
        "a1",
        "s1",
        &[],
        "Brandt told",
        "told",
        "Everyone who needed a stretcher has had one",
        Direct,
    );
    m.says("t3", "a1", "s1", &[], "She", "said the", "the hull was not leaking", Indirect);
    m.says(
        "t4",
        "a2",
        "s2",
        &["s6"],
        "a coast guard spokesman, Olaf Reyes",
        "told",
        "About 70 people were rescued from the ferry Maren",
        Indirect,
    );
    m.says(
        "t5",
        "a2",
        "s2",
        &["s6"],
        "Nordwire quoted",
        "quoted",
        "Another 30 people were waiting on the car deck",
        Indirect,
    );
    m.says(
        "t6",
        "a2",
        "s2",
        &["s6"],
        "Reyes said",
        "said",
        "The vessel is taking on water in the forward hold",
        Indirect,
    );
    m.says(
        "t7",
        "a3",
        "s3",
        &["s6"],
        "the coast guard",
        "told",
        "Thirty people in all remain on the stranded ferry Maren",
        Indirect,
    );
    m.says("t8", "a3", "s3", &[], "The coast guard", "says", "the ship is taking on water", Indirect);
    m.says(
        "t9",
        "a3",
        "s5",
        &[],
        "two crew members",
        "said",
        "Fishing boats took off dozens of passengers before the first lifeboat arrived",
        Indirect,
    );
    m.says(
        "t10",
        "a4",
        "s4",
        &[],
        "Norlin Lines",
        "said",
        "The ferry Maren was pulled off the reef at dawn on Wednesday",
        Indirect,
    );
    m.says(
        "t11",
        "a4",
        "s4",
        &[],
        "the company",
        "said",
        "As many as 120 people had been on board",
        Indirect,
    );
    m.says("t12", "a4", "s1", &[], "Harbour master Brandt", "said", "at least 84 people were safe", Indirect);
    m.says("t13", "a4", "s1", &[], "she", "said", "The hull is sound", Direct);
    m.says(
        "t14",
        "a5",
        "s7",
        &[],
        "a harbour log",
        "according to",
        "Between 60 and 80 people came off in fishing boats",
        Indirect,
    );

    let shown = Inferred { via: SourceId("s6".into()), statement: StatementId("t6".into()) };
    m.ledger.statements.iter_mut().filter(|s| s.id.0 == "t8").for_each(|s| s.inferred.push(shown.clone()));
    let own = |statement: &str, article: &str, span| Difference {
        statement: StatementId(statement.into()),
        article: ArticleId(article.into()),
        spans: vec![span],
    };
    m.ledger.wordings.push(Wording {
        id: WordingId("w1".into()),
        source: SourceId("s3".into()),
        statements: vec![StatementId("t6".into()), StatementId("t8".into())],
        kind: WordingKind::Paraphrase,
        differences: vec![
            own("t6", "a2", m.span("a2", "vessel")),
            own("t8", "a3", m.span("a3", "ship is taking")),
        ],
    });

    for (id, source, name, paths) in [
        ("o1", "s1", "Ida Brandt", &[("a1", None, "t1"), ("a4", None, "t12")][..]),
        (
            "o2",
            "s3",
            "Coast Guard",
            &[("a2", Some("s6"), "t4"), ("a3", Some("s6"), "t7"), ("a3", None, "t8")],
        ),
        ("o3", "s4", "Norlin Lines", &[("a4", None, "t10")]),
        ("o4", "s5", "two crew members", &[("a3", None, "t9")]),
        ("o5", "s7", "harbour log", &[("a5", None, "t14")]),
    ] {
        let path = |(article, via, statement): &(&str, Option<&str>, &str)| OriginPath {
            article: ArticleId((*article).into()),
            via: via.iter().map(|v| SourceId((*v).into())).collect(),
            statement: StatementId((*statement).into()),
        };
        m.ledger.origins.push(Origin {
            id: OriginId(id.into()),
            source: SourceId(source.into()),
            name: name.into(),
            paths: paths.iter().map(path).collect(),
        });
    }

    use Status::{Done, Planned, UnderWay};
    use Support::{Corroborated, Echoed, Single, Unattributed, Unclear};
    m.claim(
        "c1",
        Unattributed,
        false,
        &[],
        &[
            ("a1", opening, None, Done),
            ("a2", opening, None, Done),
            ("a3", opening, None, Done),
            ("a5", "The Maren ran aground on the Skarn reef", None, Done),
        ],
    );
    m.claim(
        "c2",
        Echoed,
        true,
        &["o1"],
        &[
            ("a1", "84 passengers had been brought ashore by noon", Some("t1"), Done),
            ("a4", "at least 84 people were safe", Some("t12"), Done),
        ],
    );
    m.claim(
        "c3",
        Single,
        true,
        &["o2"],
        &[("a2", "About 70 people were rescued from the ferry Maren", Some("t4"), Done)],
    );
    m.claim(
        "c4",
        Echoed,
        true,
        &["o2"],
        &[
            ("a2", "The vessel is taking on water in the forward hold", Some("t6"), UnderWay),
            ("a3", "the ship is taking on water", Some("t8"), UnderWay),
        ],
    );
    m.claim(
        "c5",
        Echoed,
        true,
        &["o1"],
        &[
            ("a1", "the hull was not leaking", Some("t3"), Done),
            ("a4", "The hull is sound", Some("t13"), Done),
        ],
    );
    m.claim(
        "c6",
        Corroborated,
        false,
        &["o4", "o5"],
        &[
            (
                "a3",
                "Fishing boats took off dozens of passengers before the first lifeboat arrived",
                Some("t9"),
                Done,
            ),
            ("a5", "Between 60 and 80 people came off in fishing boats", Some("t14"), Done),
        ],
    );
    m.claim(
        "c7",
        Unclear,
        true,
        &["o3"],
        &[
            ("a2", "A tug is due to pull the ferry free at high tide on Wednesday", None, Planned),
            ("a5", "A tug is due on Wednesday", None, Planned),
            ("a4", "The ferry Maren was pulled off the reef at dawn on Wednesday", Some("t10"), Done),
        ],
    );
    m.claim(
        "c8",
        Single,
        true,
        &["o2"],
        &[("a2", "Another 30 people were waiting on the car deck", Some("t5"), UnderWay)],
    );
    m.claim(
        "c9",
        Single,
        true,
        &["o2"],
        &[("a3", "Thirty people in all remain on the stranded ferry Maren", Some("t7"), UnderWay)],
    );
    m.claim(
        "c10",
        Single,
        false,
        &["o1"],
        &[("a1", "Everyone who needed a stretcher has had one", Some("t2"), Done)],
    );
    m.claim("c11", Single, false, &[], &[("a1", "The coast guard has opened an inquiry", None, Done)]);
    m.claim(
        "c12",
        Single,
        false,
        &["o3"],
        &[("a4", "As many as 120 people had been on board", Some("t11"), Done)],
    );
    for (claim, article) in [
        ("c2", "a2"),
        ("c3", "a1"),
        ("c3", "a4"),
        ("c4", "a1"),
        ("c4", "a4"),
        ("c5", "a2"),
        ("c5", "a3"),
        ("c8", "a3"),
        ("c9", "a2"),
    ] {
        m.contradicts(claim, article);
    }

    use Qualifier::{About, Additional, AtLeast, AtMost, Between, Exact};
    m.figure("f1", "a1", "84 passengers", 84.0, None, None, Exact, "r1", Some("t1"));
    m.figure("f2", "a2", "About 70 people", 70.0, Some(63.0), Some(77.0), About, "r1", Some("t4"));
    m.figure("f3", "a4", "at least 84 people", 84.0, Some(84.0), None, AtLeast, "r1", Some("t12"));
    m.figure(
        "f4",
        "a5",
        "Between 60 and 80 people",
        60.0,
        Some(60.0),
        Some(80.0),
        Between,
        "r1",
        Some("t14"),
    );
    m.figure("f5", "a2", "Another 30 people", 30.0, None, None, Additional, "r2", Some("t5"));
    m.figure("f6", "a3", "Thirty people in all", 30.0, None, None, Exact, "r2", Some("t7"));
    m.figure("f7", "a1", "114 people", 114.0, None, None, Exact, "r3", None);
    m.figure("f8", "a4", "As many as 120 people", 120.0, None, Some(120.0), AtMost, "r3", Some("t11"));
    // One that stands alone: how many the boats took off, in words that name no number.
    m.figure("f9", "a3", "dozens of passengers", 24.0, Some(24.0), None, AtLeast, "", Some("t9"));
    let alone = m.ledger.figures.iter_mut().filter(|f| f.id.0 == "f9");
    alone.for_each(|f| (f.series, f.indefinite) = (None, Some("dozens".into())));
    for figure in
        m.ledger.figures.iter_mut().filter(|f| ["f1", "f2", "f3", "f4", "f9"].contains(&f.id.0.as_str()))
    {
        figure.role = Some("rescued".into());
    }
    m.series(
        "r1",
        "people brought off the ferry",
        Agreement::Conflict,
        60.0,
        84.0,
        "84 and about 70 cannot both be the number brought ashore on Tuesday.",
    );
    m.series(
        "r2",
        "people still aboard",
        Agreement::Conflict,
        30.0,
        30.0,
        "One article reads the 30 as more people, the other as all of them.",
    );
    m.series(
        "r3",
        "people on board when it ran aground",
        Agreement::Compatible,
        114.0,
        120.0,
        "114 lies below as many as 120.",
    );

    m.link(
        "c2",
        0.94,
        &[
            ("number", "84", "at least 84", 1.4),
            ("whom", "passengers", "people", 0.9),
            ("event", "brought ashore", "safe", -0.3),
        ],
    );
    m.link("c4", 0.99, &[("words", "is taking on water", "is taking on water", 3.1)]);
    m.proposition(
        "p1",
        "c2",
        "a1",
        "brought ashore",
        "rescue",
        &[(Role::Whom, "84 passengers"), (Role::When, "by noon")],
    );
    m.proposition("p2", "c7", "a2", "pull", "tow", &[(Role::Who, "A tug"), (Role::Whom, "the ferry")]);
    m.proposition("p3", "c7", "a4", "pulled off", "tow", &[(Role::When, "at dawn on Wednesday")]);
    for (claim, article) in [("c7", "a1"), ("c7", "a3"), ("c12", "a1")] {
        m.before_known(claim, article);
    }
    disputes(&mut m);
    independence(&mut m);
    reuse(&mut m, opening);
    for (when, claims) in [("2031-05-06", &["c1", "c2", "c3"][..]), ("2031-05-07", &["c7"])] {
        let claims = claims.iter().map(|c| ClaimId((*c).into())).collect();
        m.ledger.timeline.push(Moment { when: when.into(), claims });
    }
    (m.ledger, m.texts)
}

fn disputes(m: &mut Maker) {
    use DisputeKind::{Assertion, Attribution, Figure, Status};
    use Nature::{Contradiction, Difference, Update};
    let rescued = ("a2", "About 70 people were rescued from the ferry Maren");
    let ashore =
        [("a1", "84 passengers had been brought ashore by noon"), ("a4", "at least 84 people were safe")];
    let sound = [("a1", "the hull was not leaking"), ("a4", "The hull is sound")];
    let leaking =
        [("a2", "The vessel is taking on water in the forward hold"), ("a3", "the ship is taking on water")];
    let (another, in_all) = (
        ("a2", "Another 30 people were waiting on the car deck"),
        ("a3", "Thirty people in all remain on the stranded ferry Maren"),
    );
    let due = [
        ("a2", "A tug is due to pull the ferry free at high tide on Wednesday"),
        ("a5", "A tug is due on Wednesday"),
    ];
    let done = ("a4", "The ferry Maren was pulled off the reef at dawn on Wednesday");
    let disputes = [
        (
            Figure,
            Contradiction,
            vec![m.side("84", &["c2"], &ashore, &["s1"]), m.side("about 70", &["c3"], &[rescued], &["s2"])],
            "The harbour master counts 84 by noon; the coast guard says about 70.",
        ),
        (
            // Without sources: those of its passages are named.
            Assertion,
            Contradiction,
            vec![
                m.side("The hull is sound", &["c5"], &sound, &[]),
                m.side("It is taking on water", &["c4"], &leaking, &[]),
            ],
            "A hull that takes on water is not sound.",
        ),
        // The less weighty ones stand before another contradiction: views put them behind it.
        (
            Attribution,
            Difference,
            vec![
                m.side("Olaf Reyes", &["c8"], &[another], &["s2"]),
                m.side("the coast guard", &["c9"], &[in_all], &["s3"]),
            ],
            "One article gives the word of a spokesman, the other that of the coast guard.",
        ),
        (
            Status,
            Update,
            vec![m.side("due to pull", &["c7"], &due, &[]), m.side("pulled off", &["c7"], &[done], &["s4"])],
            "What was planned on Tuesday is done on Wednesday.",
        ),
        (
            Figure,
            Contradiction,
            vec![
                m.side("another 30", &["c8"], &[another], &["s2"]),
                m.side("30 in all", &["c9"], &[in_all], &["s3"]),
            ],
            "Both rest on one talk with Nordwire; one article adds the 30 to those rescued.",
        ),
    ];
    for (n, (kind, nature, sides, why)) in disputes.into_iter().enumerate() {
        let id = DisputeId(format!("d{}", n + 1));
        m.ledger.disputes.push(Dispute { id, kind, sides, why: why.into(), nature, resolution: None });
    }
}

fn independence(m: &mut Maker) {
    use Ground::{Copied, DifferentSources, SameSource, SharedDetail, SpeaksFor, Unattributed, Unnamed};
    use Relation::{Independent, SameOrigin, Unknown};
    let opening = "The ferry Maren ran aground on the Skarn reef outside Halvik early on Tuesday";
    let copied = vec![m.passage("a2", opening), m.passage("a3", opening)];
    let words = vec![
        m.passage("a3", "two crew members said on condition of anonymity"),
        m.passage("a5", "according to a harbour log"),
    ];
    for (claim, a, b, relation, ground, reason, passages) in [
        ("c2", 0, 1, SameOrigin, SameSource, "Both quote the harbour master, Ida Brandt.", vec![]),
        ("c4", 0, 1, SameOrigin, SpeaksFor, "Olaf Reyes speaks for the Coast Guard.", vec![]),
        (
            "c6",
            0,
            1,
            Independent,
            DifferentSources,
            "Different roots, two crew members and a log; neither relays the other.",
            words,
        ),
        ("c1", 0, 1, Unknown, Unattributed, "Neither says on whose word.", vec![]),
        ("c1", 1, 2, SameOrigin, Copied, "The sentence is the same word for word.", copied),
        ("c1", 2, 3, SameOrigin, SharedDetail, "No other article names the reef.", vec![]),
        ("c7", 0, 2, Unknown, Unattributed, "One does not say on whose word.", vec![]),
        ("c7", 1, 2, Unknown, Unnamed, "The reader may have it from the company.", vec![]),
    ] {
        m.ledger.independence.push(Independence {
            claim: ClaimId(claim.into()),
            a,
            b,
            relation,
            ground,
            reason: reason.into(),
            passages,
        });
    }
}

fn reuse(m: &mut Maker, opening: &str) {
    let copy = |article: &str, basis| Some(Direction { copy: ArticleId(article.into()), basis });
    let water = ("The vessel is taking on water in the forward hold", "the ship is taking on water");
    for (a, b, kind, direction, agency, similarity) in [
        (("a1", opening), ("a2", opening), ReuseKind::Verbatim, None, None, 1.0),
        (
            ("a2", opening),
            ("a3", opening),
            ReuseKind::Verbatim,
            copy("a3", DirectionBasis::Credit),
            Some("Nordwire"),
            1.0,
        ),
        (("a2", water.0), ("a3", water.1), ReuseKind::Near, copy("a3", DirectionBasis::Earlier), None, 0.7),
    ] {
        let (a, b) = (m.passage(a.0, a.1), m.passage(b.0, b.1));
        let agency = agency.map(str::to_owned);
        m.ledger.reuse.push(Reuse { a, b, kind, direction, agency, quotation: false, similarity });
    }
}
