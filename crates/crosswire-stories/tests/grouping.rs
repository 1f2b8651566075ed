//! Stories of invented streams.

#![allow(clippy::unwrap_used)]

use crosswire::{Date, Document, Model};
use crosswire_stories::{Features, Grouping, Story, Window};
use proptest::prelude::*;
use std::sync::LazyLock;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::builtin().unwrap());

fn article(id: &str, day: &str, title: &str, text: &str) -> Features {
    let document =
        Document { title: Some(title.to_owned()), ..Document::from_text(format!("{id}.txt"), text) };
    let document = if day.is_empty() { document } else { document.published(day.parse::<Date>().unwrap()) };
    Features::new(&MODEL, &document, id.to_owned())
}

/// Two earthquakes in one week, told in the same words of other places and people; a council's budget; a follow-up.
static STREAM: LazyLock<Vec<Features>> = LazyLock::new(|| {
    let quake = |id, day, place: &str, person: &str, dead: u32, more: &str| {
        let title = format!("Earthquake near {place} kills {dead}");
        let text = format!(
            "An earthquake near {place} killed {dead} people, {person} said. Houses collapsed in {place} and rescuers \
             dug for survivors with their hands. Hospitals in {place} asked for blood. {more}"
        );
        article(id, day, &title, &text)
    };
    vec![
        quake("t1", "2031-03-04", "Torvik", "governor Ola Aune", 12, "The school of Sandbukta fell."),
        quake("t2", "2031-03-04", "Torvik", "Ola Aune, the governor,", 12, "Trains to Sandbukta stopped."),
        quake("t3", "2031-03-05", "Torvik", "the governor Ola Aune", 14, "In Sandbukta the search went on."),
        quake("l1", "2031-03-05", "Lomsund", "mayor Kari Brun", 9, "The bridge at Velin cracked."),
        quake("l2", "2031-03-05", "Lomsund", "Kari Brun, the mayor,", 9, "Water in Velin was cut off."),
        quake("l3", "2031-03-06", "Lomsund", "the mayor Kari Brun", 11, "Velin has no power."),
        article(
            "c1",
            "2031-03-05",
            "Dovre council passes budget",
            "The council of Dovre passed its budget by nine votes. Libraries in Dovre get less, treasurer Per Dahl said.",
        ),
        article(
            "t4",
            "2031-03-09",
            "School of Sandbukta was built without steel, Torvik inquiry finds",
            "The school of Sandbukta, which fell in the earthquake near Torvik, had been built without steel, an inquiry told governor Ola Aune.",
        ),
    ]
});

fn group(articles: &[Features], window: u32) -> Vec<Story> {
    Grouping::all(articles.iter().cloned(), Window { days: window })
}

fn ids(stories: &[Story]) -> Vec<Vec<&str>> {
    let mut ids: Vec<Vec<&str>> =
        stories.iter().map(|s| s.articles.iter().map(|a| a.id.as_str()).collect()).collect();
    ids.sort();
    ids
}

#[test]
fn alike_events_elsewhere_are_stories_of_their_own_and_a_follow_up_is_not() {
    let stories = group(&STREAM, 30);
    assert_eq!(ids(&stories), [vec!["c1"], vec!["l1", "l2", "l3"], vec!["t1", "t2", "t3", "t4"]]);
    let torvik = stories.iter().find(|s| s.articles.len() == 4).unwrap();
    assert_eq!((torvik.from, torvik.to), ("2031-03-04".parse().ok(), "2031-03-09".parse().ok()));
    assert!(torvik.title.as_deref().unwrap().contains("Torvik"), "{:?}", torvik.title);
    let follow_up = &torvik.articles[3];
    assert!(follow_up.why.contains("Sandbukta") || follow_up.why.contains("Torvik"), "{}", follow_up.why);
    assert!(torvik.articles.iter().all(|a| (0.0..=1.0).contains(&a.score)));
    let budget = stories.iter().find(|s| s.articles.len() == 1).unwrap();
    assert_eq!((budget.articles[0].why.as_str(), budget.articles[0].score), ("alone", 1.0));
}

#[test]
fn a_closed_story_takes_nothing_more() {
    let stories = group(&STREAM, 3);
    assert_eq!(ids(&stories), [vec!["c1"], vec!["l1", "l2", "l3"], vec!["t1", "t2", "t3"], vec!["t4"]]);
    assert_eq!(stories[0].articles[0].id, "t1", "what closes first is given first");
}

#[test]
fn a_story_keeps_its_id_when_more_comes() {
    let id = |articles: &[Features]| {
        let stories = group(articles, 30);
        stories.into_iter().find(|s| s.articles.iter().any(|a| a.id == "t1")).unwrap().id
    };
    assert_eq!(id(&STREAM[..1]), id(&STREAM));
    assert_eq!(id(&STREAM[..4]), id(&STREAM));
}

#[test]
fn a_copy_names_the_text_that_it_is_of() {
    let text = "The ferry Havila ran aground off Halvik at dawn on its way to the islands. All 84 passengers were taken ashore by \
                fishing boats, harbour master Runa Askvik said, and nobody was hurt. Divers look at the hull today.";
    let stories = group(
        &[
            article("wire", "2031-03-04", "Ferry aground off Halvik", text),
            article("post", "2031-03-05", "Ferry runs aground", &format!("{text} The Post was there.")),
            article(
                "other",
                "2031-03-05",
                "Havila: what is known",
                "The ferry Havila lies off Halvik. Runa Askvik thanked the boats.",
            ),
        ],
        30,
    );
    assert_eq!(stories.len(), 1);
    let copy_of = |id: &str| stories[0].articles.iter().find(|a| a.id == id).unwrap().copy_of.as_deref();
    assert_eq!((copy_of("wire"), copy_of("post"), copy_of("other")), (None, Some("wire"), None));
}

#[test]
fn articles_without_a_day_or_without_words_are_stories_too() {
    let undated = article(
        "u",
        "",
        "Quake near Torvik",
        "The earthquake near Torvik destroyed Sandbukta's school. Governor Ola Aune spoke.",
    );
    let mut all = vec![undated, article("e1", "2031-03-04", "", ""), article("e2", "", "", "")];
    all.extend_from_slice(&STREAM[..3]);
    assert_eq!(ids(&group(&all, 30)), [vec!["e1"], vec!["e2"], vec!["u", "t1", "t2", "t3"]]);
    assert_eq!(group(&[], 30), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// The same stories, whatever the order in which a day's articles come and the number of threads.
    #[test]
    fn order_and_threads_do_not_matter(order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle(), threads in 1usize..5) {
        let shuffled: Vec<Features> = order.iter().map(|&n| STREAM[n].clone()).collect();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        prop_assert_eq!(pool.install(|| group(&shuffled, 30)), group(&STREAM, 30));
    }

    /// Every article is in one story, whatever the stream is like.
    #[test]
    fn nothing_is_lost_and_nothing_twice(days in prop::collection::vec(0i8..60, 0..60), window in 0u32..40) {
        let start: Date = "2031-01-01".parse().unwrap();
        let articles: Vec<Features> = days.iter().enumerate().map(|(n, day)| {
            let base = STREAM[n % STREAM.len()].renamed((n % 3) as u32);
            let mut article = base;
            article.id = n.to_string();
            article.day = Some(start.saturating_add(jiff::Span::new().days(*day)));
            article
        }).collect();
        let stories = group(&articles, window);
        let mut found: Vec<usize> = stories.iter().flat_map(|s| &s.articles).map(|a| a.id.parse().unwrap()).collect();
        found.sort_unstable();
        prop_assert_eq!(found, (0..articles.len()).collect::<Vec<_>>());
        let ids: std::collections::BTreeSet<&str> = stories.iter().map(|s| s.id.as_str()).collect();
        prop_assert_eq!(ids.len(), stories.len());
    }
}
