//! Tests of independence over claims made by hand.

use super::*;
use crate::document::Document;
use crate::group::claims::Evidence;
use crate::story;
use crosswire_model::{
    ArticleId, ClaimId, Link, Polarity, Quote, Quoted, Span, StatementId, Status, Strength,
};

/// A story in which each passage says one claim.
#[derive(Default)]
struct Story {
    sources: Vec<Source>,
    passages: Vec<Passage>,
}

/// A passage: its outlet, its words, on whose word, through whom.
struct Passage {
    outlet: String,
    text: String,
    source: Option<SourceId>,
    via: Vec<SourceId>,
}

fn source_id(name: &str) -> SourceId {
    SourceId(hash::id('n', &[name]))
}

impl Story {
    fn source(mut self, name: &str, kind: SourceKind, description: Option<&str>, body: Option<&str>) -> Self {
        self.sources.push(Source {
            id: source_id(name),
            name: name.into(),
            kind,
            description: description.map(Into::into),
            described: Vec::new(),
            aliases: Vec::new(),
            speaks_for: body.map(source_id),
        });
        self
    }

    fn body(self, name: &str) -> Self {
        self.source(name, SourceKind::Organisation, None, None)
    }

    fn person(self, name: &str, description: &str) -> Self {
        self.source(name, SourceKind::Person, Some(description).filter(|d| !d.is_empty()), None)
    }

    fn unnamed(self, name: &str) -> Self {
        self.source(name, SourceKind::Unnamed, None, None)
    }

    fn outlet(self, name: &str) -> Self {
        self.source(name, SourceKind::Outlet, None, None)
    }

    fn says(self, source: &str) -> Self {
        self.relays(&format!("Paper of {source}"), source, &[])
    }

    fn relays(mut self, outlet: &str, source: &str, via: &[&str]) -> Self {
        let source = Some(source_id(source));
        let via = via.iter().map(|name| source_id(name)).collect();
        let text = format!("{outlet} had this to report on the grounding.");
        self.passages.push(Passage { outlet: outlet.into(), text, source, via });
        self
    }

    fn own_voice(mut self, outlet: &str, text: &str) -> Self {
        self.passages.push(Passage {
            outlet: outlet.into(),
            text: text.into(),
            source: None,
            via: Vec::new(),
        });
        self
    }

    /// Reconciles: how the claim stands, and the relations.
    fn reconcile(&self) -> (Corroboration, Vec<Independence>, Vec<Origin>) {
        let document = |(n, p): (usize, &Passage)| Document {
            path: format!("{n:02}.txt"),
            outlet: Some(p.outlet.clone()),
            text: p.text.clone(),
            sha256: n.to_string(),
            ..Document::default()
        };
        let mut story = story::Story::of(self.passages.iter().enumerate().map(document).collect());
        assert_eq!(story.reports.len(), self.passages.len(), "every passage has its article");
        let span = |n: usize| Span::new(0, self.passages[n].text.chars().count());
        let statement = |n: usize, article: &ArticleId| Statement {
            id: StatementId(format!("s{n}")),
            article: article.clone(),
            content: vec![span(n)],
            cue: Vec::new(),
            source_spans: vec![Quoted { span: Span::new(0, 3), text: "who".into() }],
            source: self.passages[n].source.clone(),
            via: self.passages[n].via.clone(),
            inferred: Vec::new(),
            quote: Quote::Indirect,
            claims: Vec::new(),
        };
        // Who speaks is given, not read.
        for (n, report) in story.reports.iter_mut().enumerate() {
            report.statements = vec![statement(n, &report.article.id)];
        }
        story.sources.clone_from(&self.sources);
        story.index();
        let evidence = |(n, report): (usize, &story::Report)| Evidence {
            article: report.id().clone(),
            span: span(n),
            statement: self.passages[n].source.as_ref().map(|_| StatementId(format!("s{n}"))),
            status: Status::Done,
            polarity: Polarity::Positive,
            own_word: false,
        };
        let tie = |b| move |a| Link { a, b, score: 1.0, strength: Strength::Sure, parts: Vec::new() };
        let claim = Claim {
            id: ClaimId("c".into()),
            text: "the ferry ran aground".into(),
            title: "The ferry ran aground.".into(),
            evidence: story.reports.iter().enumerate().map(evidence).collect(),
            links: (1..story.reports.len()).flat_map(|b| (0..b).map(tie(b))).collect(),
            review: None,
        };
        let reuse = crate::group::reuse::find(&story.reports);
        let decided = crate::decide::Relations::default();
        let grounds = Grounds::new(&story, &reuse, &decided);
        let Origins { mut corroborations, origins, independence } = reconcile(&[claim], &grounds);
        (corroborations.remove(0), independence, origins)
    }

    /// The support, the number of independent origins, and the relations of passages in order, without repeats.
    fn check(&self, support: Support, independent: usize, relations: &[(Relation, Ground)]) {
        let (corroboration, independence, origins) = self.reconcile();
        let names: Vec<_> = origins.iter().map(|o| o.name.as_str()).collect();
        let shown: Vec<_> = independence.iter().map(|r| format!("{:?} {}", r.relation, r.reason)).collect();
        assert_eq!(
            (corroboration.support, corroboration.independent),
            (support, independent),
            "{names:?} {shown:#?}"
        );
        let mut found: Vec<_> = independence.iter().map(|r| (r.relation, r.ground)).collect();
        found.dedup();
        assert_eq!(found, relations, "{shown:#?}");
        for relation in &independence {
            assert!(!relation.reason.is_empty());
            let attributed = relation.ground != Ground::Unattributed || corroboration.independent > 0;
            assert!(!relation.passages.is_empty() || !attributed, "{} shows no passage", relation.reason);
        }
    }
}

const ONE_BODY: (Relation, Ground) = (Relation::SameOrigin, Ground::SpeaksFor);
const ONE_SOURCE: (Relation, Ground) = (Relation::SameOrigin, Ground::SameSource);
const RELAYED: (Relation, Ground) = (Relation::SameOrigin, Ground::Relay);
const APART: (Relation, Ground) = (Relation::Independent, Ground::DifferentSources);
const MAY_SPEAK: (Relation, Ground) = (Relation::Unknown, Ground::Affiliation);
const NAMELESS: (Relation, Ground) = (Relation::Unknown, Ground::Unnamed);
const OWN_VOICE: (Relation, Ground) = (Relation::Unknown, Ground::Unattributed);

/// Two sources, each in a paper of its own.
fn two(story: Story) -> Story {
    let names: Vec<String> = story.sources.iter().map(|s| s.name.clone()).collect();
    names.iter().fold(story, |story, name| story.says(name))
}

#[test]
fn two_ministries_are_of_one_government() {
    two(Story::default().body("interior ministry").body("Norvan health ministry")).check(
        Support::Unclear,
        1,
        &[MAY_SPEAK],
    );
    two(Story::default()
        .person("Ada Holm", "the health minister")
        .person("Ole Berg", "Norva's transport minister"))
    .check(Support::Unclear, 1, &[MAY_SPEAK]);
}

#[test]
fn a_body_and_those_who_speak_for_it_are_one() {
    let story = Story::default().body("Halvik Harbour Office");
    let story =
        story.source("Runa Askvik", SourceKind::Person, Some("a spokeswoman"), Some("Halvik Harbour Office"));
    two(story).check(Support::Echoed, 1, &[ONE_BODY]);
    for (body, name, role) in [
        ("police", "Anna Lund", "police chief"),
        ("Halvik police", "Anna Lund", "the police chief"),
        ("Halvik police", "Anna Lund", "chief of Halvik police, who spoke on the quay"),
        ("health ministry", "Ada Holm", "the health minister"),
        ("Ministry of Health", "Ada Holm", "Health Minister"),
        ("fire department", "Nils Vey", "Fire Chief"),
        ("dockers' union", "Nils Vey", "leader of the dockers' union"),
        ("Tolm Line", "Nils Vey", "a Tolm Line spokesman"),
        ("Free Tarn", "Nils Vey", "head of Free Tarn"),
        ("Norwegian government", "Ada Holm", "the Norwegian president"),
        ("city council", "Ada Holm", "a council spokeswoman"),
        ("navy", "Nils Vey", "a navy commander"),
    ] {
        let story = two(Story::default().body(body).person(name, role));
        story.check(Support::Echoed, 1, &[ONE_BODY]);
    }
}

#[test]
fn one_body_under_two_names_is_one() {
    for (a, b) in [
        ("police", "Halvik police"),
        ("coast guard", "Vestrian Coastguard"),
        ("army", "Norvan military"),
        ("health ministry", "Norvan Ministry of Health"),
    ] {
        two(Story::default().body(a).body(b)).check(Support::Echoed, 1, &[ONE_BODY]);
    }
    two(Story::default().person("Anna Lund", "police chief").person("Ole Berg", "a police spokesman")).check(
        Support::Echoed,
        1,
        &[ONE_BODY],
    );
}

#[test]
fn a_state_and_its_ministry_are_one() {
    for (state, ministry) in [
        ("Norway", "Norwegian foreign ministry"),
        ("Norwegian government", "foreign ministry"),
        ("Norva", "Norva's interior ministry"),
    ] {
        two(Story::default().body(state).body(ministry)).check(Support::Echoed, 1, &[ONE_BODY]);
    }
}

#[test]
fn different_bodies_and_their_people_are_apart() {
    for (a, b) in [
        ("police", "Halvik hospital"),
        ("Halvik police", "Halvik fire brigade"),
        ("Tolm Line", "coast guard"),
        ("Norwegian military", "Swedish police"),
        ("Norwegian foreign ministry", "Danish foreign ministry"),
        ("Free Tarn", "police"),
        ("Tolm Line", "Nordkraft"),
    ] {
        two(Story::default().body(a).body(b)).check(Support::Corroborated, 2, &[APART]);
    }
    for (body, role) in [
        ("police", "a passenger from Halvik"),
        ("fire brigade", "a witness to the fire"),
        ("Halvik police", "mother of two of the children"),
        ("police", "the Tolm Line manager"),
    ] {
        let story = two(Story::default().body(body).person("Elin Haug", role));
        story.check(Support::Corroborated, 2, &[APART]);
    }
    two(Story::default().person("Elin Haug", "a teacher").person("Mikkel Dahl", "a fisherman")).check(
        Support::Corroborated,
        2,
        &[APART],
    );
}

#[test]
fn those_who_may_speak_for_each_other_are_not_shown_to_be_apart() {
    for (a, b) in [
        ("Halvik police", "Tolm police"),
        ("Halvik hospital", "health ministry"),
        ("interior ministry", "police"),
        ("defence ministry", "army"),
        ("Nordkraft", "Nordkraft workers' union"),
        ("Tolm Line", "Tolm Line Foundation Friends"),
        ("police", "mayor's office"),
        ("health ministry", "the prime minister's office"),
        ("city hall", "the mayor's office"),
        ("ICE", "Department of Homeland Security"),
        ("DHN", "Department of Homes Norva"),
    ] {
        let (claim, relations, _) = two(Story::default().body(a).body(b)).reconcile();
        assert!(claim.independent <= 1, "{a} {b} {}", relations[0].reason);
        assert_ne!(relations[0].relation, Relation::Independent, "{a} {b}");
    }
    two(Story::default().body("bus operator").body("police")).check(Support::Unclear, 1, &[NAMELESS]);
    two(Story::default().body("police").person("Ada Holm", "the mayor")).check(
        Support::Unclear,
        1,
        &[MAY_SPEAK],
    );
    // A name alone does not say for whom one speaks, nor does "chief".
    for role in ["", "Chief", "a spokesman", "the incident commander", "deputy director", "the minister"] {
        let story = two(Story::default().body("police").person("Anna Lund", role));
        let (claim, relations, _) = story.reconcile();
        assert!(claim.independent <= 1 || role == "the minister", "{role} {}", relations[0].reason);
    }
    two(Story::default().person("Anna Lund", "").person("Ole Berg", "")).check(
        Support::Unclear,
        1,
        &[MAY_SPEAK],
    );
    two(Story::default().person("Anna Lund", "a teacher").person("Ole Lund", "a pilot")).check(
        Support::Unclear,
        1,
        &[MAY_SPEAK],
    );
    two(Story::default().person("Karim Nasseri", "a driver").person("Kareem Naseri", "a resident")).check(
        Support::Unclear,
        1,
        &[MAY_SPEAK],
    );
}

#[test]
fn an_anonymous_official_and_a_named_one_are_not_told_apart() {
    two(Story::default().unnamed("a senior official").person("Ada Holm", "the health minister")).check(
        Support::Unclear,
        1,
        &[NAMELESS],
    );
    two(Story::default().unnamed("witnesses who saw the police").body("police")).check(
        Support::Unclear,
        1,
        &[NAMELESS],
    );
    two(Story::default().unnamed("hospital officials").body("health ministry")).check(
        Support::Unclear,
        1,
        &[NAMELESS],
    );
    two(Story::default().unnamed("organisers").person("Nils Vey", "head of Free Tarn")).check(
        Support::Unclear,
        1,
        &[NAMELESS],
    );
    // Those of a body that is told speak for it, and a whole service speaks with one voice.
    two(Story::default().unnamed("organisers").unnamed("the organizers")).check(
        Support::Echoed,
        1,
        &[ONE_BODY],
    );
    two(Story::default().unnamed("military").unnamed("firefighters")).check(
        Support::Corroborated,
        2,
        &[APART],
    );
    two(Story::default().unnamed("a police spokesman").body("Halvik police")).check(
        Support::Echoed,
        1,
        &[ONE_BODY],
    );
}

#[test]
fn what_a_body_writes_is_its_word() {
    let report = |name: &str| Story::default().source(name, SourceKind::Document, None, None);
    two(report("police report").body("Halvik police")).check(Support::Echoed, 1, &[ONE_BODY]);
    two(report("report").body("police")).check(Support::Unclear, 1, &[NAMELESS]);
}

#[test]
fn two_papers_that_quote_one_official_are_one_origin() {
    let story = Story::default().person("Runa Askvik", "the harbour master");
    story.relays("Halvik Post", "Runa Askvik", &[]).relays("Coast Courier", "Runa Askvik", &[]).check(
        Support::Echoed,
        1,
        &[ONE_SOURCE],
    );
}

#[test]
fn a_paper_and_the_agency_that_it_cites_are_one() {
    let story = Story::default().outlet("Skerri").person("Runa Askvik", "the harbour master");
    // The agency's own article names its source, or none.
    story.relays("Halvik Post", "Skerri", &[]).relays("Skerri", "Runa Askvik", &[]).check(
        Support::Echoed,
        1,
        &[RELAYED],
    );
    Story::default()
        .outlet("Skerri")
        .relays("Halvik Post", "Skerri", &[])
        .own_voice("Skerri", "The ferry Maren lies on a reef.")
        .check(Support::Echoed, 1, &[RELAYED]);
    // Without the agency's article nobody knows on whose word it reports.
    let story = Story::default().outlet("Skerri").body("police");
    story.says("Skerri").says("police").check(Support::Unclear, 1, &[OWN_VOICE]);
}

#[test]
fn a_chain_of_three_relays_is_one_origin() {
    let story =
        Story::default().person("Runa Askvik", "the harbour master").outlet("Skerri").outlet("Kanal Vest");
    story
        .relays("Halvik Post", "Runa Askvik", &["Skerri"])
        .relays("Northern Line", "Skerri", &["Kanal Vest"])
        .relays("Ardal Times", "Kanal Vest", &[])
        .check(Support::Echoed, 1, &[RELAYED]);
    let story =
        Story::default().person("Runa Askvik", "the harbour master").outlet("Skerri").outlet("Kanal Vest");
    story
        .relays("Halvik Post", "Runa Askvik", &["Skerri", "Kanal Vest"])
        .relays("Northern Line", "Runa Askvik", &["Skerri"])
        .relays("Ardal Times", "Skerri", &[])
        .check(Support::Echoed, 1, &[ONE_SOURCE, RELAYED]);
}

#[test]
fn people_without_a_name_heard_through_one_paper_are_one_origin() {
    let story = Story::default().outlet("Ardal Times").unnamed("two officials").unnamed("officials");
    story
        .relays("Halvik Post", "two officials", &["Ardal Times"])
        .relays("Northern Line", "officials", &["Ardal Times"])
        .check(Support::Echoed, 1, &[RELAYED]);
    let story = Story::default().outlet("Ardal Times").unnamed("two officials").unnamed("officials");
    story
        .relays("Ardal Times", "two officials", &[])
        .relays("Northern Line", "officials", &["Ardal Times"])
        .check(Support::Echoed, 1, &[RELAYED]);
}

#[test]
fn what_nobody_is_named_for_is_never_independent() {
    Story::default()
        .own_voice("Halvik Post", "The ferry Maren ran onto a reef near the harbour.")
        .own_voice("Coast Courier", "Off the port a ship struck rocks on Monday night.")
        .check(Support::Unattributed, 0, &[OWN_VOICE]);
    Story::default()
        .body("police")
        .says("police")
        .own_voice("Coast Courier", "Off the port a ship struck rocks on Monday night.")
        .check(Support::Echoed, 1, &[OWN_VOICE]);
}

#[test]
fn articles_that_credit_one_agency_are_one_origin() {
    Story::default()
        .own_voice("Halvik Post", "HALVIK (Reuters) - The ferry Maren ran onto a reef near the harbour.")
        .own_voice("Coast Courier", "Off the port a ship struck rocks.\n\nReporting by Reuters")
        .check(Support::Echoed, 0, &[RELAYED]);
}

#[test]
fn copied_words_are_one_origin_whoever_is_named() {
    let text = "The old car ferry lay with her bow high on the outer reef while the crew waited for the morning tide.";
    let mut story = Story::default().body("police").body("Tolm Line").says("police").says("Tolm Line");
    story.passages.iter_mut().for_each(|p| p.text = text.into());
    story.check(Support::Unclear, 1, &[(Relation::SameOrigin, Ground::Copied)]);
}

#[test]
fn an_odd_detail_that_only_two_hold_is_a_sign_of_one_origin() {
    let detail = (Relation::SameOrigin, Ground::SharedDetail);
    let third = "A ship in distress was seen by the lighthouse of Tolm; Askvik took the call.";
    let pairs = [
        (
            "The reef was lit by lanterns dangling like overripe mangoes.",
            "Crews saw lamps dangling like overripe mangoes.",
        ),
        ("The ship carried 1,347 crates.", "It had loaded 1,347 boxes of fish."),
        ("Harbour chief Askwik rang the bell.", "It was Askwik whose bell was heard."),
    ];
    for (a, b) in pairs {
        let story = Story::default()
            .own_voice("Halvik Post", a)
            .own_voice("Coast Courier", b)
            .own_voice("Ardal Times", third);
        story.check(Support::Echoed, 0, &[detail, OWN_VOICE]);
        // Among two articles, what the others lack tells nothing.
        let story = Story::default().own_voice("Halvik Post", a).own_voice("Coast Courier", b);
        story.check(Support::Unattributed, 0, &[OWN_VOICE]);
    }
    // A plain number, and plain words, are no odd detail.
    Story::default()
        .own_voice("Halvik Post", "Lifeboats took 84 people off the ferry in the night.")
        .own_voice("Coast Courier", "In the night 84 people were brought ashore.")
        .own_voice("Ardal Times", third)
        .check(Support::Unattributed, 0, &[OWN_VOICE]);
}

#[test]
fn the_largest_set_counts_and_only_what_is_shown() {
    // Police and brigade are apart; the chief is of the police; "officials" may be anyone.
    let story = Story::default()
        .body("Halvik police")
        .person("Anna Lund", "police chief")
        .body("fire brigade")
        .unnamed("officials")
        .person("Elin Haug", "a passenger");
    let (claim, ..) = two(story).reconcile();
    assert_eq!((claim.support, claim.independent, claim.origins.len()), (Support::Corroborated, 3, 4));
    assert_eq!(largest(0, &|_, _| true), 0);
    assert_eq!(largest(4, &|_, _| false), 1);
    assert_eq!(largest(4, &|a, b| (a + b) % 2 == 1), 2);
    assert_eq!(largest(20, &|a, b| a % 2 == b % 2), 10);
}

#[test]
fn ten_on_one_word_and_one_on_another_give_one_row_across() {
    let papers = (0..10).fold(Story::default().body("Tolm Line").body("Halvik police"), |story, n| {
        story.relays(&format!("Paper {n}"), "Halvik police", &[])
    });
    let (claim, rows, _) = papers.says("Tolm Line").reconcile();
    let across = rows.iter().filter(|r| r.b == 10 || r.a == 10).count();
    assert_eq!((across, rows.len(), claim.origins.len()), (1, 10, 2), "{rows:#?}");
}

#[test]
fn rows_of_a_claim_of_very_many_passages_grow_as_they_do() {
    let rows = |papers: usize| {
        let story = (0..papers).fold(Story::default(), |story, n| {
            story.unnamed(&format!("resident {n}")).says(&format!("resident {n}"))
        });
        story.reconcile().1.len()
    };
    assert!(rows(200) <= 200, "rows for two of 200 residents");
}
