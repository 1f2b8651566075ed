//! What people decide, and the ledger that follows: decided by the public API, as the command and the desk do.

use crosswire::model::{
    Anchor, ArticleAnchor, Claim, Decided, Decision, DecisionId, DisputeKind, Ledger, NewSide, Qualifier,
    Ruling, SourceAnchor, State, Support, Verdict,
};
use crosswire::{Brief, Document, Memory, Model};
use proptest::prelude::*;
use std::sync::LazyLock;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::builtin().expect("the model is sound"));

const POST: &str = "outlet: Halvik Post\n\nThe ferry ran aground at Halvik on Monday night. \
    Harbour master Runa Askvik said 84 passengers were taken off by lifeboats. \
    The hull was not damaged, Askvik said.";
const TIMES: &str = "outlet: Ardal Times\n\nThe ferry ran aground at Halvik on Monday night, Runa Askvik said. \
    Coast guard officer Teodor Lunde said 84 passengers were taken off by lifeboats. \
    Inspectors had been asked in January to look at the steering gear, Lunde said.";
const LINE: &str = "outlet: Northern Line\n\nThe vessel's owner, Idun Falk, said 90 passengers were taken off by lifeboats. \
    Salvage crews waited for the wind to drop, she said.";

fn documents() -> Vec<Document> {
    [("a.txt", POST), ("b.txt", TIMES), ("c.txt", LINE)].map(|(path, text)| read(path, text)).into()
}

/// A document with its head line, as a reader of files gives it.
fn read(path: &str, text: &str) -> Document {
    let body = text.find("\n\n").map_or(0, |at| at + 2);
    let outlet = text.lines().next().and_then(|l| l.strip_prefix("outlet: ")).unwrap_or_default();
    Document { body, ..Document::from_text(path, text).outlet(outlet) }
}

fn brief(documents: Vec<Document>, decisions: Vec<Decision>) -> Ledger {
    Brief::builder().documents(documents).decisions(decisions).build(&MODEL).value.ledger
}

/// A decision made at this minute.
fn at(minute: i64, ruling: Ruling) -> Decision {
    let start: jiff::Timestamp = "2031-03-05T09:00:00Z".parse().expect("a time");
    let id = DecisionId(String::new());
    let at = start + jiff::SignedDuration::from_mins(minute);
    Decision { id, by: "Runa".into(), at, why: Some("the desk called".into()), question: None, ruling }
}

fn words(exact: &str) -> Anchor {
    Anchor {
        article: ArticleAnchor::default(),
        exact: exact.into(),
        prefix: String::new(),
        suffix: String::new(),
        start: None,
        end: None,
    }
}

/// Words of an article that others have as well.
fn of(path: &str, exact: &str) -> Anchor {
    Anchor { article: ArticleAnchor { path: Some(path.into()), ..ArticleAnchor::default() }, ..words(exact) }
}

fn named(name: &str) -> SourceAnchor {
    SourceAnchor { name: name.into(), passages: Vec::new() }
}

/// The claim that a passage says: the words as an article has them.
fn claim<'a>(ledger: &'a Ledger, path: &str, exact: &str) -> &'a Claim {
    let text = |path: &str| documents().into_iter().find(|d| d.path == path).expect("an article").text;
    let start = text(path)[..text(path).find(exact).expect("its words")].chars().count();
    let article = &ledger.articles.iter().find(|a| a.path == path).expect("an article").id;
    let here = |c: &&Claim| {
        c.evidence.iter().any(|e| e.article == *article && e.span.start <= start && start < e.span.end)
    };
    ledger.claims.iter().find(here).expect("a claim")
}

fn states(ledger: &Ledger) -> Vec<State> {
    ledger.decisions.iter().map(|d: &Decided| d.state).collect()
}

const RESCUED: &str = "84 passengers were taken off";
const HULL: &str = "The hull was not damaged";
const GEAR: &str = "Inspectors had been asked in January";
const OWNER: &str = "90 passengers were taken off by lifeboats";

#[test]
fn without_decisions_a_ledger_is_as_it_was() {
    let plain = Brief::builder().documents(documents()).build(&MODEL).value.ledger;
    assert_eq!(plain, brief(documents(), Vec::new()));
    assert!(plain.decisions.is_empty() && plain.claims.iter().all(|c| c.review.is_none()));
    // What the other tests rest on.
    assert_eq!(claim(&plain, "a.txt", RESCUED).id, claim(&plain, "b.txt", RESCUED).id);
    assert_ne!(claim(&plain, "a.txt", RESCUED).id, claim(&plain, "c.txt", OWNER).id);
    assert_ne!(claim(&plain, "a.txt", HULL).id, claim(&plain, "b.txt", GEAR).id);
}

#[test]
fn claims_are_merged_and_split() {
    let merge = at(1, Ruling::Merge { claims: vec![vec![words(HULL)], vec![words(GEAR)]] });
    let ledger = brief(documents(), vec![merge.clone()]);
    assert_eq!(states(&ledger), [State::Applied]);
    let one = claim(&ledger, "a.txt", HULL);
    assert_eq!(one.id, claim(&ledger, "b.txt", GEAR).id);
    assert_eq!(ledger.decisions[0].touches.claims, std::slice::from_ref(&one.id));
    assert!(one.links.iter().any(|l| l.parts.iter().any(|p| p.signal == "decision" && p.a == "Runa")));

    let parts = vec![vec![of("a.txt", RESCUED)], vec![of("b.txt", RESCUED)]];
    let ledger = brief(documents(), vec![at(1, Ruling::Split { parts })]);
    assert_eq!(states(&ledger), [State::Applied]);
    assert_ne!(claim(&ledger, "a.txt", RESCUED).id, claim(&ledger, "b.txt", RESCUED).id);

    // The later of two that contradict each other holds.
    let split = at(2, Ruling::Split { parts: vec![vec![words(HULL)], vec![words(GEAR)]] });
    let ledger = brief(documents(), vec![split, merge]);
    assert_eq!(states(&ledger), [State::Overruled, State::Applied]);
    assert_ne!(claim(&ledger, "a.txt", HULL).id, claim(&ledger, "b.txt", GEAR).id);
}

#[test]
fn a_passage_is_moved() {
    let moved = Ruling::Move {
        passage: of("b.txt", RESCUED),
        from: vec![of("a.txt", RESCUED)],
        to: vec![words(OWNER)],
    };
    let ledger = brief(documents(), vec![at(1, moved)]);
    assert_eq!(states(&ledger), [State::Applied]);
    assert_eq!(claim(&ledger, "b.txt", RESCUED).id, claim(&ledger, "c.txt", OWNER).id);
    assert_ne!(claim(&ledger, "a.txt", RESCUED).id, claim(&ledger, "b.txt", RESCUED).id);
}

#[test]
fn a_claim_is_confirmed_rejected_renamed_and_signed_off() {
    let hull = || vec![words(HULL)];
    let decisions = vec![
        at(1, Ruling::Confirm { claim: hull() }),
        at(2, Ruling::Title { claim: hull(), title: "The hull is whole.".into() }),
        at(3, Ruling::SignOff { claim: hull(), grade: Some(Support::Single) }),
        at(4, Ruling::Reject { claim: hull() }),
        at(5, Ruling::SignOff { claim: Vec::new(), grade: None }),
    ];
    let ledger = brief(documents(), decisions);
    let hull = claim(&ledger, "a.txt", HULL);
    let review = hull.review.as_ref().expect("a review");
    assert_eq!(hull.title, "The hull is whole.");
    assert_eq!(review.verdict, Some(Verdict::Rejected));
    assert_eq!((review.signed[0].by.as_str(), review.signed[0].grade), ("Runa", Some(Support::Single)));
    assert_eq!(ledger.story.signed.len(), 1);
    assert_eq!(ledger.claims.last(), Some(hull), "what counts for nothing comes last");
    use State::{Applied, Overruled};
    assert_eq!(states(&ledger), [Overruled, Applied, Applied, Applied, Applied]);
}

#[test]
fn sources_are_one_and_support_follows() {
    let plain = brief(documents(), Vec::new());
    assert_eq!(claim(&plain, "a.txt", RESCUED).origins.len(), 2);
    let same = at(1, Ruling::SameSource { sources: vec![named("Runa Askvik"), named("Teodor Lunde")] });
    let ledger = brief(documents(), vec![same.clone()]);
    assert_eq!(states(&ledger), [State::Applied]);
    assert_eq!(claim(&ledger, "a.txt", RESCUED).support, Support::Echoed);
    let askvik = ledger.sources.iter().find(|s| s.name == "Runa Askvik").expect("a source");
    assert!(askvik.aliases.iter().any(|a| a == "Teodor Lunde"));
    assert!(!ledger.sources.iter().any(|s| s.name == "Teodor Lunde"));

    // And two again, by the passages of one of them.
    let lunde =
        SourceAnchor { name: "Teodor Lunde".into(), passages: vec![of("b.txt", RESCUED), words(GEAR)] };
    let two = at(2, Ruling::DistinctSources { a: named("Runa Askvik"), b: lunde });
    let ledger = brief(documents(), vec![same, two]);
    assert_eq!(states(&ledger), [State::Overruled, State::Applied]);
    assert_eq!(claim(&ledger, "a.txt", RESCUED).origins.len(), 2);
}

#[test]
fn a_source_is_renamed() {
    let rename = Ruling::RenameSource { source: named("Askvik"), name: "R. Askvik, harbour master".into() };
    let ledger = brief(documents(), vec![at(1, rename)]);
    assert_eq!(states(&ledger), [State::Applied]);
    let source = ledger.sources.iter().find(|s| s.name.starts_with("R. Askvik")).expect("a source");
    assert!(source.aliases.contains(&"Runa Askvik".to_owned()));
}

#[test]
fn independence_is_decided() {
    let (a, b) = (of("a.txt", RESCUED), of("b.txt", RESCUED));
    let one = at(1, Ruling::SameOrigin { a: a.clone(), b: b.clone() });
    let ledger = brief(documents(), vec![one.clone()]);
    let rescued = claim(&ledger, "a.txt", RESCUED);
    assert_eq!((rescued.support, states(&ledger)), (Support::Echoed, vec![State::Applied]));
    let row = ledger.independence.iter().find(|i| i.claim == rescued.id).expect("a row");
    assert_eq!(row.reason, "Runa decided so: the desk called");

    let two = at(2, Ruling::Independent { a: a.clone(), b: b.clone() });
    let ledger = brief(documents(), vec![one, two]);
    assert_eq!(claim(&ledger, "a.txt", RESCUED).support, Support::Corroborated);
    assert_eq!(states(&ledger), [State::Overruled, State::Applied]);
}

#[test]
fn disputes_are_found_resolved_and_dismissed() {
    let plain = brief(documents(), Vec::new());
    let figures = |ledger: &Ledger| ledger.disputes.iter().filter(|d| d.kind == DisputeKind::Figure).count();
    assert_eq!(figures(&plain), 1, "84 or 90");
    let sides = || vec![vec![of("a.txt", RESCUED), of("b.txt", RESCUED)], vec![words(OWNER)]];
    let ledger = brief(documents(), vec![at(1, Ruling::ResolveDispute { sides: sides(), holds: Some(0) })]);
    let resolved = ledger.disputes.iter().find(|d| d.resolution.is_some()).expect("a resolved dispute");
    let holds = resolved.resolution.as_ref().and_then(|r| r.holds).expect("a side");
    assert_eq!(resolved.sides[holds].evidence.len(), 2);
    assert!(!claim(&ledger, "a.txt", RESCUED).disputed);

    let ledger = brief(documents(), vec![at(1, Ruling::DismissDispute { sides: sides() })]);
    assert_eq!((figures(&ledger), states(&ledger)), (0, vec![State::Applied]));

    let side = |label: &str, exact: &str| NewSide { label: label.into(), passages: vec![words(exact)] };
    let sides = vec![side("whole", HULL), side("unsafe", GEAR)];
    let ledger = brief(documents(), vec![at(1, Ruling::NewDispute { kind: DisputeKind::Assertion, sides })]);
    assert_eq!(ledger.disputes[0].why, "the desk called");
    assert!(claim(&ledger, "a.txt", HULL).disputed);
}

#[test]
fn a_figure_is_corrected() {
    let figure = Ruling::Figure {
        figure: words("90 passengers"),
        value: crosswire::model::Number::new(84.0),
        qualifier: Some(Qualifier::About),
        of: None,
        role: Some("rescued".into()),
    };
    let ledger = brief(documents(), vec![at(1, figure)]);
    assert_eq!(states(&ledger), [State::Applied]);
    let id = &ledger.decisions[0].touches.figures[0];
    let corrected = ledger.figures.iter().find(|f| f.id == *id).expect("a figure");
    assert_eq!((corrected.value.get(), corrected.qualifier), (84.0, Qualifier::About));
    assert_eq!(corrected.text, "90 passengers", "the words stay the article's");
}

#[test]
fn an_article_is_left_out_and_comes_back() {
    let article = ArticleAnchor { path: Some("c.txt".into()), ..ArticleAnchor::default() };
    let out = Decision { id: DecisionId("k1".into()), ..at(1, Ruling::LeaveOut { article }) };
    let ledger = brief(documents(), vec![out.clone()]);
    assert_eq!((ledger.articles.len(), states(&ledger)), (2, vec![State::Applied]));
    let back = at(2, Ruling::Withdraw { withdrawn: DecisionId("k1".into()) });
    let ledger = brief(documents(), vec![back, out]);
    assert_eq!((ledger.articles.len(), states(&ledger)), (3, vec![State::Withdrawn, State::Applied]));
}

#[test]
fn a_decision_finds_its_passages_in_a_text_that_was_extracted_anew() {
    let longer = format!(
        "outlet: Halvik Post\n\nSubscribe to our newsletter today.\n\n“Nobody was hurt,” she said.\n\n{}",
        POST.split_once("\n\n").expect("a body").1.replace("taken off by", "taken  off by")
    );
    let mut documents = documents();
    let decisions = || {
        let split = Ruling::Split { parts: vec![vec![of("a.txt", RESCUED)], vec![of("b.txt", RESCUED)]] };
        let near = Anchor { start: Some(21), end: Some(40), ..of("a.txt", HULL) };
        vec![at(1, split), at(2, Ruling::Reject { claim: vec![near, words("nobody ever wrote this")] })]
    };
    documents[0] = read("a.txt", &longer);
    let ledger = brief(documents, decisions());
    assert_eq!(states(&ledger), [State::Applied, State::Partly]);
    assert_eq!(ledger.decisions[1].lost, ["nobody ever wrote this"]);
    // An article that is gone loses its decisions, and they are told of.
    let gone = vec![read("b.txt", TIMES), read("c.txt", LINE)];
    let ledger = brief(gone, decisions());
    assert_eq!(states(&ledger), [State::Partly, State::Lost]);
}

#[test]
fn what_a_decision_is_about_and_nobody_has_is_lost() {
    let nobody = || vec![of("a.txt", "gone"), of("b.txt", "gone")];
    let decisions = vec![
        at(1, Ruling::Confirm { claim: nobody() }),
        at(2, Ruling::SameSource { sources: vec![named("Runa Askvik"), named("Nobody")] }),
        at(3, Ruling::Withdraw { withdrawn: DecisionId("k9".into()) }),
        at(4, Ruling::DismissDispute { sides: vec![vec![words(HULL)], vec![words(GEAR)]] }),
        at(5, Ruling::RenameSource { source: named("Nobody"), name: "Somebody".into() }),
        at(
            6,
            Ruling::LeaveOut {
                article: ArticleAnchor { path: Some("z.txt".into()), ..ArticleAnchor::default() },
            },
        ),
    ];
    let ledger = brief(documents(), decisions);
    assert_eq!(states(&ledger), [State::Lost; 6]);
    let lost: Vec<_> = ledger.decisions.iter().map(|d| d.lost[0].as_str()).collect();
    assert_eq!(lost, ["gone", "Nobody", "k9", GEAR, "Nobody", "z.txt"]);
}

#[test]
fn of_equal_words_those_are_meant_that_stand_among_the_same_others() {
    let text = "outlet: Post\n\nThe mayor said the road was closed. The school has no heating.\n\n\
        The governor said the road was closed. Buses do not run.";
    let meant = |prefix: &str| vec![Anchor { prefix: prefix.into(), ..words("the road was closed") }];
    let split = Ruling::Split { parts: vec![meant("The mayor said "), meant("The governor said ")] };
    let ledger = brief(vec![read("a.txt", text)], vec![at(1, split)]);
    assert_eq!(states(&ledger), [State::Applied]);
    let decided: Vec<&Claim> = ledger.claims.iter().filter(|c| c.review.is_some()).collect();
    let starts: Vec<_> = decided.iter().map(|c| (c.evidence.len(), c.evidence[0].span.start)).collect();
    assert_eq!(starts, [(1, 29), (1, 96)]);
}

#[test]
fn with_a_memory_a_ledger_is_the_same() {
    let memory = Memory::default();
    let tell = |documents: Vec<Document>, decisions: Vec<Decision>| {
        let story = Brief::builder().documents(documents).decisions(decisions).memory(memory.clone());
        story.build(&MODEL).value.ledger
    };
    let merge = || vec![at(1, Ruling::Merge { claims: vec![vec![words(HULL)], vec![words(GEAR)]] })];
    let mut changed = documents();
    changed[1] = read("b.txt", &TIMES.replace("84", "85"));
    for (documents, decisions) in [
        (documents()[..2].to_vec(), Vec::new()),
        (documents(), Vec::new()),
        (documents(), merge()),
        (changed.clone(), merge()),
        (documents(), Vec::new()),
    ] {
        assert_eq!(tell(documents.clone(), decisions.clone()), brief(documents, decisions));
    }
}

/// Rulings that meet one another on three articles.
fn rulings() -> Vec<Ruling> {
    let (a, b) = (of("a.txt", RESCUED), of("b.txt", RESCUED));
    let sides = || vec![vec![a.clone(), b.clone()], vec![words(OWNER)]];
    vec![
        Ruling::Merge { claims: vec![vec![words(HULL)], vec![words(GEAR)]] },
        Ruling::Split { parts: vec![vec![a.clone()], vec![b.clone()]] },
        Ruling::Merge { claims: vec![vec![a.clone()], vec![b.clone()], vec![words(OWNER)]] },
        Ruling::Move { passage: b.clone(), from: vec![a.clone()], to: vec![words(GEAR)] },
        Ruling::Confirm { claim: vec![a.clone(), b.clone()] },
        Ruling::Reject { claim: vec![words(HULL)] },
        Ruling::Title { claim: vec![words(HULL)], title: "The hull is whole.".into() },
        Ruling::SameSource { sources: vec![named("Runa Askvik"), named("Teodor Lunde")] },
        Ruling::DistinctSources { a: named("Runa Askvik"), b: named("Teodor Lunde") },
        Ruling::RenameSource { source: named("Idun Falk"), name: "the owner".into() },
        Ruling::Independent { a: a.clone(), b: b.clone() },
        Ruling::SameOrigin { a: a.clone(), b: b.clone() },
        Ruling::ResolveDispute { sides: sides(), holds: Some(1) },
        Ruling::DismissDispute { sides: sides() },
        Ruling::LeaveOut {
            article: ArticleAnchor { path: Some("c.txt".into()), ..ArticleAnchor::default() },
        },
        Ruling::SignOff { claim: vec![a.clone()], grade: None },
        Ruling::Note { on: vec![words("words that nobody wrote")], text: "look again".into() },
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_ledger_is_that_of_the_decisions_that_stand(
        picks in prop::collection::vec((0..rulings().len(), any::<bool>()), 1..8),
        turn in 0usize..6,
    ) {
        let mut decisions = Vec::new();
        let mut standing = Vec::new();
        for (n, (pick, withdrawn)) in picks.into_iter().enumerate() {
            let id = DecisionId(format!("k{n}"));
            let decision = Decision { id: id.clone(), ..at(2 * n as i64, rulings().swap_remove(pick)) };
            decisions.push(decision.clone());
            if withdrawn {
                let withdraw = at(2 * n as i64 + 1, Ruling::Withdraw { withdrawn: id });
                decisions.push(Decision { id: DecisionId(format!("w{n}")), ..withdraw });
            } else {
                standing.push(decision);
            }
        }
        let mut texts = documents();
        texts.rotate_left(turn % 3);
        let all = decisions.len();
        decisions.rotate_left(turn % all);
        if turn % 2 == 0 {
            decisions.reverse();
        }
        let strip = |mut ledger: Ledger| {
            ledger.decisions.clear();
            ledger
        };
        let decided = brief(texts, decisions);
        prop_assert_eq!(decided.decisions.len(), all);
        prop_assert_eq!(strip(decided), strip(brief(documents(), standing)));
    }
}
