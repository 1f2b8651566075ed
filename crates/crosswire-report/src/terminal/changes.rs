//! What became of articles and of a story: from version to version, and since an earlier ledger.

use super::{Ink, NAMED, SHOWN, Screen, listed};
use crate::course::courses;
use crate::since::{Became, News};
use crate::view::View;
use crate::{Style, words};
use crosswire_model::{Article, Change, ChangeKind};

/// Characters shown of a passage.
const QUOTE: usize = 160;

/// The changes that weigh most, where there are any.
pub(super) fn heaviest(screen: &mut Screen, view: &View) {
    let changes: Vec<&Change> =
        view.ledger.changes.iter().filter(|change| change.kind < ChangeKind::Headline).collect();
    if changes.is_empty() {
        return;
    }
    screen.heading(Ink::Plain, "What articles no longer say, or say otherwise");
    for change in changes.iter().take(SHOWN) {
        let outlet = format!("{}:", view.name(&change.article));
        told(screen, 0, Some(&outlet), change);
    }
    screen.more(changes.len(), SHOWN);
}

/// Everything that changed from version to version, article by article.
pub(crate) fn versions(view: &View, style: Style) -> String {
    let mut screen = Screen::new(style);
    for article in &view.ledger.articles {
        let changes: Vec<&Change> = view.ledger.changes.iter().filter(|c| c.article == article.id).collect();
        if !changes.is_empty() || !article.versions.is_empty() {
            of_article(&mut screen, view, article, &changes);
        }
    }
    if screen.out.is_empty() {
        screen.put(
            0,
            0,
            &[(
                Ink::Quiet,
                "No article was given in more than one version, and none says that it was corrected.",
            )],
        );
    }
    screen.out
}

fn of_article(screen: &mut Screen, view: &View, article: &Article, changes: &[&Change]) {
    if !screen.out.is_empty() {
        screen.out.push('\n');
    }
    let title = article.title.as_deref().map(words::one_line).unwrap_or_default();
    let name = format!("{}:", view.name(&article.id));
    screen.put(0, 2, &[(Ink::Strong, &name), (Ink::Plain, &title)]);
    if !article.versions.is_empty() {
        let all = words::count(article.versions.len() + 1, "version", "versions");
        screen.put(2, 4, &[(Ink::Quiet, &format!("{all}, the last of which is read"))]);
    }
    for course in courses(changes) {
        let numbers: Vec<String> = course.words.iter().map(|text| quoted(text)).collect();
        screen.put(
            2,
            4,
            &[(Ink::Strong, &format!("{}:", course.counts)), (Ink::Plain, &numbers.join(" → "))],
        );
    }
    let mut at = None;
    for change in changes {
        if at != Some((&change.from, &change.to)) {
            at = Some((&change.from, &change.to));
            let from =
                change.from.as_deref().map_or(String::new(), |from| format!("{} → ", words::visible(from)));
            screen.put(2, 4, &[(Ink::Quiet, &format!("{from}{}", words::visible(&change.to)))]);
        }
        told(screen, 4, None, change);
    }
    if changes.is_empty() {
        screen.put(2, 4, &[(Ink::Quiet, "nothing that they say is another")]);
    }
}

fn told(screen: &mut Screen, indent: usize, outlet: Option<&str>, change: &Change) {
    let ink = match change.kind {
        ChangeKind::Added | ChangeKind::Reworded | ChangeKind::Headline => Ink::Quiet,
        ChangeKind::Strengthened => Ink::Good,
        ChangeKind::Status | ChangeKind::Source => Ink::Open,
        _ => Ink::Warn,
    };
    let counts =
        change.counts.as_ref().map_or(String::new(), |counts| format!(", {}", words::one_line(counts)));
    let kind = format!("{}{counts}:", words::change(change.kind));
    let words: Vec<String> =
        [&change.before, &change.after].into_iter().flatten().map(|said| quoted(&said.text)).collect();
    let mut pieces: Vec<(Ink, &str)> = outlet.map(|outlet| (Ink::Strong, outlet)).into_iter().collect();
    pieces.push((ink, &kind));
    let words = words.join(" → ");
    pieces.push((Ink::Plain, &words));
    screen.put(indent, indent + 2, &pieces);
}

fn quoted(text: &str) -> String {
    format!("“{}”", words::clip(&words::one_line(text), QUOTE))
}

/// What is new in a story since an earlier ledger of it; nothing where nothing is.
pub(crate) fn news(news: &News, style: Style) -> String {
    let mut screen = Screen::new(style);
    for article in &news.articles {
        let (ink, what) = match article.what {
            Became::New => (Ink::Good, "new article"),
            Became::Changed => (Ink::Open, "published anew"),
            Became::Gone => (Ink::Warn, "article gone"),
        };
        let name = article.outlet.as_deref().map_or_else(|| words::visible(&article.path), words::one_line);
        let title = article.title.as_deref().map(words::one_line).unwrap_or_default();
        screen.put(2, 4, &[(ink, what), (Ink::Strong, &format!("{name}:")), (Ink::Plain, &title)]);
    }
    news.changes.iter().for_each(|change| told(&mut screen, 2, None, change));
    for claim in &news.claims {
        let ink = claim.after.map_or(Ink::Warn, Ink::of_support);
        let now = claim.after.map_or("no longer said", words::support);
        let was = claim.before.map_or(String::new(), |before| format!(", was {}", words::support(before)));
        let what = format!("{now}{was}");
        screen.put(2, 4, &[(ink, &format!("{what}:")), (Ink::Plain, &words::clip(&claim.claim, QUOTE))]);
    }
    for series in &news.series {
        let before = series.before.as_ref().map_or(String::new(), |before| format!(", was {before}"));
        let numbers = format!("{}{before} ({})", series.after, words::agreement(series.relation));
        screen.put(
            2,
            4,
            &[(Ink::of_agreement(series.relation), &format!("{}:", series.label)), (Ink::Plain, &numbers)],
        );
    }
    for dispute in &news.disputes {
        let what = match dispute.what {
            Became::Gone => "no longer in dispute:",
            _ => "new dispute:",
        };
        let sides = dispute.sides.iter().take(NAMED).cloned();
        let sign = format!(" {} ", words::nature_sign(dispute.nature));
        let sides = sides.collect::<Vec<_>>().join(&sign);
        screen.put(2, 4, &[(Ink::of_nature(dispute.nature), what), (Ink::Plain, &sides)]);
    }
    let [came, went] = news.single;
    let claims = |n: usize| words::count(n, "claim", "claims");
    let single: Vec<String> = [(came, "more"), (went, "fewer")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", claims(n)))
        .collect();
    if !single.is_empty() {
        let note = format!("{} that one article makes alone", listed(single.into_iter()));
        screen.put(2, 4, &[(Ink::Quiet, &note)]);
    }
    screen.out
}
