//! Tests of what was copied.

use super::find;
use crate::Document;
use crate::story::Story;
use crosswire_model::{Reuse, ReuseKind};

const REPORT: &str = "Lifeboat crews worked until midnight to bring the passengers ashore. Three of them were treated for the \
    cold at a school near the harbour, where the town had set up beds and was handing out soup.";

fn reuse(texts: &[&str]) -> Vec<Reuse> {
    let document = |(n, text): (usize, &&str)| Document {
        path: format!("{n:04}"),
        sha256: n.to_string(),
        url: Some(n.to_string()),
        text: (*text).to_owned(),
        ..Document::default()
    };
    find(&Story::of(texts.iter().enumerate().map(document).collect()).reports)
}

#[test]
fn a_copy_is_found_whole_and_a_like_report_is_none() {
    let found = reuse(&[REPORT, REPORT]);
    assert_eq!((found.len(), found[0].kind, found[0].similarity), (1, ReuseKind::Verbatim, 1.0));
    assert_eq!(found[0].a.span, found[0].b.span);
    let report = "A school by the harbour took in the passengers, and three were given treatment for cold. Soup and beds \
        were ready in the town when the lifeboats, which had been out until midnight, landed them.";
    assert_eq!(reuse(&[REPORT, report]), []);
}

#[test]
fn small_edits_leave_a_near_copy() {
    let edited = "Lifeboat crews laboured until midnight to bring all passengers ashore. Four of them were treated for cold \
        at a nearby school, where the town had put up beds and was handing out hot soup.";
    let found = reuse(&[REPORT, edited]);
    assert_eq!((found.len(), found[0].kind), (1, ReuseKind::Near));
    assert!((0.6..0.95).contains(&found[0].similarity), "{}", found[0].similarity);
}

#[test]
fn many_copies_of_one_text_cost_in_proportion_to_their_number() {
    let all = vec![REPORT; 120];
    let found = reuse(&all);
    let after_the_first = found.iter().map(|r| &r.b.article).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(after_the_first.len(), 119, "each is a copy of some other");
    assert!(found.len() <= 2 * 119, "{} passages", found.len());
}

#[test]
fn some_copies_of_one_text_are_all_compared() {
    assert_eq!(reuse(&[REPORT; 12]).len(), 12 * 11 / 2);
}

#[test]
fn the_order_of_the_articles_only_turns_a_passage_round() {
    let other = format!("The wind had dropped by then. {REPORT}");
    let (one, two) = (reuse(&[REPORT, &other]), reuse(&[&other, REPORT]));
    assert_eq!(one.len(), 1);
    assert_eq!((one[0].a.span, one[0].b.span), (two[0].b.span, two[0].a.span));
}

#[test]
fn no_number_and_no_kind_of_outlets_is_too_much() {
    let document = |n: usize| Document {
        path: format!("{n:05}"),
        sha256: n.to_string(),
        text: REPORT.to_owned(),
        outlet: Some(format!("{n} (*\n{}", "long name ".repeat(400))),
        ..Document::default()
    };
    let story = Story::of((0..60).map(document).collect());
    assert!(!find(&story.reports).is_empty());
}
