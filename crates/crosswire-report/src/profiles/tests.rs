//! What holds of every profile: which figures are counts, what is never mixed, when a count is contested.

use super::fixtures::{check, check_ledger, denial, figure, figures, ledger};
use super::*;
use crosswire_model::{
    Agreement, ArticleId, Dispute, DisputeId, DisputeKind, FigureId, Nature, Passage, Side, Span, Status,
};
use proptest::prelude::*;

#[test]
fn an_addition_is_not_mixed_with_the_whole() {
    check(
        &min_max::PROFILE,
        &["about 150", "another 30", "at most 160"],
        "min 150, max 160. Lowest and highest of about 150 and at most 160; \
         left out: another 30, which comes on top of another number.",
    );
    check(
        &conservative::PROFILE,
        &["another 30"],
        "number 30. The one report says another 30; all of it comes on top of another number.",
    );
}

#[test]
fn a_part_is_not_mixed_with_the_whole() {
    let mut figures = figures(&["15", "13", "17"]);
    figures[1].part_of = Some(FigureId("f0".into()));
    let mixed = ledger(figures.clone(), Agreement::Conflict);
    check_ledger(
        &min_max::PROFILE,
        &mixed,
        "min 15, max 17. Lowest and highest of 15 and 17; left out: 13, which is a part of another number.",
    );
    let left_out: Vec<&str> =
        estimates(&mixed, &min_max::PROFILE)[0].left_out.iter().map(|f| f.id.0.as_str()).collect();
    assert_eq!(left_out, ["f1"]);
    let part = ledger(vec![figures.remove(1)], Agreement::Agree);
    check_ledger(
        &min_max::PROFILE,
        &part,
        "min 13, max 13. The one report says 13; all of it is a part of another number.",
    );
}

#[test]
fn a_sum_over_several_events_is_not_mixed_with_one() {
    let mut figures = figures(&["15", "400"]);
    figures[1].cumulative = true;
    check_ledger(
        &low_best_high::PROFILE,
        &ledger(figures, Agreement::Conflict),
        "low 15, best 15, high 15. The one report says 15; left out: 400, which adds up several events.",
    );
}

#[test]
fn a_figure_that_stands_alone_needs_people_and_what_happens_to_them() {
    let one = |change: fn(&mut Figure)| {
        let mut figure = figure("f", "12");
        change(&mut figure);
        estimates(&ledger(vec![figure], Agreement::Agree), &min_max::PROFILE).len()
    };
    assert_eq!(one(|_| ()), 1);
    assert_eq!(one(|f| f.role = None), 0);
    assert_eq!(one(|f| f.unit = Some("dollar".into())), 0);
    assert_eq!(one(|f| f.unit = None), 0);
    let ledger = ledger(vec![figure("f", "12")], Agreement::Agree);
    let all = estimates(&ledger, &min_max::PROFILE);
    assert_eq!((all[0].id, all[0].label.as_str(), all[0].role), ("f", "people, killed", Some("killed")));
}

#[test]
fn a_series_counts_people_or_things_and_not_money() {
    let of = |unit: Option<&str>| {
        let mut figures = figures(&["12", "15"]);
        figures.iter_mut().for_each(|f| f.unit = unit.map(Into::into));
        estimates(&ledger(figures, Agreement::Conflict), &min_max::PROFILE).len()
    };
    assert_eq!([of(Some("person")), of(None), of(Some("dollar"))], [1, 1, 0]);
}

#[test]
fn an_earlier_day_alone_overtakes_nothing() {
    // The later report is the lower: no growing count.
    check_ledger(
        &conservative::PROFILE,
        &ledger(figures(&["15", "12"]), Agreement::Superseded),
        "number 12. Lowest of 12 and 15.",
    );
    let mut undated = ledger(figures(&["12", "15"]), Agreement::Superseded);
    undated.articles.iter_mut().for_each(|a| a.published = None);
    check_ledger(&conservative::PROFILE, &undated, "number 12. Lowest of 12 and 15.");
}

/// The minimum that min-max gives to 12 with a change of its ledger.
fn minimum(change: impl FnOnce(&mut Ledger)) -> f64 {
    let mut ledger = ledger(vec![figure("f", "12")], Agreement::Agree);
    change(&mut ledger);
    estimates(&ledger, &min_max::PROFILE)[0].numbers[0].unwrap().get()
}

#[test]
fn a_count_is_contested_by_a_denial_and_by_a_dispute_over_whether_it_is_so() {
    let dispute = |ledger: &Ledger, kind| Dispute {
        id: DisputeId("d".into()),
        kind,
        sides: vec![Side {
            label: String::new(),
            claims: vec![],
            evidence: vec![Passage { article: ledger.figures[0].article.clone(), span: Span::new(5, 30) }],
            sources: vec![],
        }],
        why: String::new(),
        nature: Nature::Contradiction,
        resolution: None,
    };
    assert_eq!(minimum(|_| ()), 12.0);
    assert_eq!(minimum(|l| l.claims.push(denial(l))), 0.0);
    assert_eq!(minimum(|l| l.disputes.push(dispute(l, DisputeKind::Assertion))), 0.0);
    // How many is what the range is for.
    assert_eq!(minimum(|l| l.disputes.push(dispute(l, DisputeKind::Figure))), 12.0);
    // A dispute that names the claim and not the passage.
    let by_claim = |l: &mut Ledger| {
        let mut claim = denial(l);
        claim.evidence.truncate(1);
        let mut dispute = dispute(l, DisputeKind::Assertion);
        dispute.sides[0].evidence.clear();
        dispute.sides[0].claims.push(claim.id.clone());
        l.claims.push(claim);
        l.disputes.push(dispute);
    };
    assert_eq!(minimum(by_claim), 0.0);
}

#[test]
fn a_denial_of_something_else_contests_nothing() {
    let elsewhere = |l: &mut Ledger| {
        let mut claim = denial(l);
        claim.evidence[0].article = ArticleId("a third".into());
        l.claims.push(claim);
    };
    assert_eq!(minimum(elsewhere), 12.0);
    let beside = |l: &mut Ledger| {
        let mut claim = denial(l);
        claim.evidence[0].span = Span::new(12, 40);
        l.claims.push(claim);
    };
    assert_eq!(minimum(beside), 12.0);
    let affirmed = |l: &mut Ledger| {
        let mut claim = denial(l);
        claim.evidence.iter_mut().for_each(|e| {
            (e.status, e.polarity) = (Status::Planned, crosswire_model::Polarity::Positive);
        });
        l.claims.push(claim);
    };
    assert_eq!(minimum(affirmed), 12.0);
}

#[test]
fn what_is_only_foreseen_is_said_to_be() {
    let mut ledger = ledger(figures(&["400", "120"]), Agreement::Conflict);
    let mut claim = denial(&ledger);
    claim.evidence.truncate(1);
    claim.evidence[0].status = Status::Planned;
    ledger.claims.push(claim);
    let numbers = "min 120, max 400. Lowest and highest of 120 and 400";
    check_ledger(&min_max::PROFILE, &ledger, &format!("{numbers}; 400 is told as planned or possible."));
    let mut done = ledger.claims[0].clone();
    done.evidence[0].status = Status::Done;
    ledger.claims.push(done);
    check_ledger(&min_max::PROFILE, &ledger, &format!("{numbers}."));
}

#[test]
fn many_reports_are_not_all_named() {
    let words: Vec<String> = (1..=20).map(|n| n.to_string()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    check(&min_max::PROFILE, &words, "min 1, max 20. Lowest and highest of 1, 2, 3, 4, 5, 6 and 14 more.");
}

/// The names are part of ids and classes of the page, and `docs/profiles.md` explains every profile.
#[test]
fn every_profile_has_a_plain_name_and_a_section_in_the_documents() {
    let documents = include_str!("../../../../docs/profiles.md");
    for profile in Profile::ALL {
        let name = profile.name;
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        assert!(documents.contains(&format!("\n## `{name}`\n")), "no section on {name} in docs/profiles.md");
        assert!(
            documents.contains(&format!("\n| `{name}`")),
            "no row of {name} in the table of docs/profiles.md"
        );
    }
}

#[test]
fn names_and_fields_are_in_step() {
    for profile in Profile::ALL {
        let ledger = ledger(figures(&["12", "15"]), Agreement::Conflict);
        assert_eq!(estimates(&ledger, profile)[0].numbers.len(), profile.fields.len(), "{}", profile.name);
        assert!(profile.rule.ends_with('.'));
    }
}

fn any_figure() -> impl Strategy<Value = Figure> {
    let qualifier = prop::sample::select(vec![
        "",
        "about ",
        "above ",
        "below ",
        "at least ",
        "at most ",
        "another ",
        "60-",
    ]);
    let indefinite =
        prop::option::of(prop::sample::select(vec!["dozens", "Hundreds of", "several hundred", ""]));
    (qualifier, 0u32..100_000, indefinite, any::<bool>(), any::<bool>()).prop_map(
        |(qualifier, n, indefinite, part, cumulative)| {
            let mut figure = figure("f", &format!("{qualifier}{n}"));
            figure.indefinite = indefinite.map(Into::into);
            figure.part_of = (part && cumulative).then(|| FigureId("x".into()));
            figure.cumulative = cumulative && !part;
            figure
        },
    )
}

proptest! {
    /// Whatever is reported, no number lies above a later one of low, best, high; each comes from a report or a rule; the
    /// same ledger gives the same; and the order of the reports changes nothing.
    #[test]
    fn numbers_stand_in_order(
        mut reports in prop::collection::vec(any_figure(), 1..8),
        superseded in any::<bool>(),
        contested in any::<bool>(),
    ) {
        for (n, figure) in reports.iter_mut().enumerate() {
            figure.id = FigureId(format!("f{n}"));
            figure.article = ArticleId(format!("a-f{n}"));
        }
        let relation = if superseded { Agreement::Superseded } else { Agreement::Conflict };
        let mut ledger = ledger(reports, relation);
        if contested {
            ledger.claims.push(denial(&ledger));
        }
        let mut turned = ledger.clone();
        turned.figures.reverse();
        turned.series.iter_mut().for_each(|s| s.figures.reverse());
        for profile in Profile::ALL {
            let all = estimates(&ledger, profile);
            prop_assert_eq!(&all, &estimates(&ledger, profile));
            for (one, other) in all.iter().zip(estimates(&turned, profile)) {
                prop_assert_eq!(&one.numbers, &other.numbers);
                prop_assert_eq!(&one.how, &other.how);
                let order = if profile.fields.contains(&"mean") { [0, 2, 1] } else { [0, 1, 2] };
                let known: Vec<Number> =
                    order.iter().filter_map(|&i| one.numbers.get(i).copied().flatten()).collect();
                prop_assert!(known.is_sorted(), "{:?} {}", one.numbers, one.how);
                prop_assert_eq!(one.figures.len() + one.left_out.len(), ledger.figures.len());
            }
        }
    }
}
