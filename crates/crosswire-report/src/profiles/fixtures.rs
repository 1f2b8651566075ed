//! Invented counts: figures written as a few words, and a check of what a profile says of them.

use super::{Profile, estimates};
use crosswire_model::{
    Agreement, Article, ArticleId, Claim, ClaimId, Evidence, Figure, FigureId, Ledger, Number, Polarity,
    Qualifier, Series, SeriesId, Span, Status, Support,
};
use jiff::civil::date;

/// A figure of people: "15", "at least 15", "60-80", "dozens=24" for words that stand for 24 at least.
pub(super) fn figure(id: &str, words: &str) -> Figure {
    let (qualifier, rest) = [
        ("about ", Qualifier::About),
        ("above ", Qualifier::Above),
        ("below ", Qualifier::Below),
        ("at least ", Qualifier::AtLeast),
        ("at most ", Qualifier::AtMost),
        ("another ", Qualifier::Additional),
    ]
    .into_iter()
    .find_map(|(name, qualifier)| Some((qualifier, words.strip_prefix(name)?)))
    .unwrap_or((Qualifier::Exact, words));
    let number = |text: &str| Number::new(text.parse().unwrap()).unwrap();
    let mut figure = Figure {
        id: FigureId(id.into()),
        article: ArticleId(format!("a-{id}")),
        span: Span::new(10, 20),
        text: words.split('=').next().unwrap().into(),
        value: number("0"),
        low: None,
        high: None,
        qualifier,
        unit: Some("person".into()),
        of: Some("people".into()),
        indefinite: None,
        antecedent: None,
        role: Some("killed".into()),
        part_of: None,
        cumulative: false,
        series: None,
        statement: None,
        as_of: None,
    };
    if let Some((words, value)) = rest.split_once('=') {
        (figure.indefinite, figure.value, figure.qualifier) =
            (Some(words.into()), number(value), Qualifier::AtLeast);
    } else if let Some((low, high)) = rest.split_once('-') {
        (figure.value, figure.low, figure.high) = (number(low), Some(number(low)), Some(number(high)));
        figure.qualifier = Qualifier::Between;
    } else {
        figure.value = number(rest);
    }
    figure
}

/// A ledger of one count: each figure in an article of its own, published on the day of its number; two or more are a
/// series.
pub(super) fn ledger(figures: Vec<Figure>, relation: Agreement) -> Ledger {
    let article = |(n, figure): (usize, &Figure)| Article {
        id: figure.article.clone(),
        path: format!("{n}.txt"),
        outlet: None,
        title: None,
        url: None,
        author: None,
        language: None,
        sha256: String::new(),
        words: 0,
        published: Some(date(2031, 5, 1 + i8::try_from(n % 28).unwrap())),
        published_basis: None,
        agencies: vec![],
        repeated: vec![],
        as_of: None,
        versions: vec![],
    };
    let series = Series {
        id: SeriesId("s".into()),
        label: "people, killed".into(),
        relation,
        low: None,
        high: None,
        figures: figures.iter().map(|f| f.id.clone()).collect(),
        why: String::new(),
    };
    Ledger {
        articles: figures.iter().enumerate().map(article).collect(),
        series: if figures.len() > 1 { vec![series] } else { vec![] },
        figures,
        ..Ledger::default()
    }
}

/// Figures `f0`, `f1`, … of these words.
pub(super) fn figures(words: &[&str]) -> Vec<Figure> {
    words.iter().enumerate().map(|(n, words)| figure(&format!("f{n}"), words)).collect()
}

/// A claim that holds the first figure of a ledger, and that a passage elsewhere denies.
pub(super) fn denial(ledger: &Ledger) -> Claim {
    let passage = |article: &str, status, polarity| Evidence {
        article: ArticleId(article.into()),
        span: Span::new(0, 40),
        statement: None,
        status,
        polarity,
        propositions: vec![],
    };
    Claim {
        id: ClaimId("c".into()),
        text: String::new(),
        evidence: vec![
            passage(&ledger.figures[0].article.0, Status::Done, Polarity::Positive),
            passage("another", Status::Denied, Polarity::Negative),
        ],
        origins: vec![],
        support: Support::Single,
        disputed: false,
        independent: 0,
        links: vec![],
        review: None,
        title: String::new(),
    }
}

/// Whether a profile makes this of the one count of a ledger: its numbers, then how.
pub(super) fn check_ledger(profile: &Profile, ledger: &Ledger, expect: &str) {
    let all = estimates(ledger, profile);
    let said: Vec<String> = all.iter().map(|e| format!("{}. {}", e.to_words(profile), e.how)).collect();
    assert_eq!(said, [expect]);
}

/// The same for reports of a count that conflict.
pub(super) fn check(profile: &Profile, words: &[&str], expect: &str) {
    check_ledger(profile, &ledger(figures(words), Agreement::Conflict), expect);
}

/// The same for reports of a growing count, a day each.
pub(super) fn superseded(profile: &Profile, words: &[&str], expect: &str) {
    check_ledger(profile, &ledger(figures(words), Agreement::Superseded), expect);
}

/// The same where somebody denies what the first report counts.
pub(super) fn denied(profile: &Profile, words: &[&str], expect: &str) {
    let mut ledger = ledger(figures(words), Agreement::Conflict);
    ledger.claims.push(denial(&ledger));
    check_ledger(profile, &ledger, expect);
}
