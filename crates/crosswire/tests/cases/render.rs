//! What a stage found, as lines that a reader can check against the article.

use crate::found::Found;
use crosswire::annotate::{Annotation, Sentence};
use crosswire::extract::quantities::{self, Change, Quantity};
use crosswire::extract::{figures, times};
use crosswire::text::{Article, BlockKind};
use crosswire_lang::ByteRange;
use crosswire_model::{Basis, Figure, Span, TimeExpression};

/// The lines for a block of the given name; none if there is no such block.
///
/// Where a case has several articles, each line begins with the number of its article.
pub(crate) fn render(about: &str, found: &Found) -> Option<Vec<String>> {
    let each = |lines: &dyn Fn(&Article, &Annotation) -> Vec<String>| -> Vec<Vec<String>> {
        found.articles().iter().map(|(article, annotation)| lines(article, annotation)).collect()
    };
    let per_article = match about {
        "blocks" => {
            each(&|a, _| a.blocks.iter().map(|b| format!("{}: {}", kind(b.kind), flat(a, b.bytes))).collect())
        }
        "sentences" => each(&|a, n| n.sentences.iter().map(|s| sentence(a, s)).collect()),
        "words" => each(&|a, n| n.sentences.iter().map(|s| words(a, n, s)).collect()),
        "repeated" => each(&|a, _| {
            a.repeats.iter().map(|r| format!("{} of {}", span(a.span(r.bytes)), span(a.span(r.of)))).collect()
        }),
        "published" => each(&|a, _| vec![published(a)]),
        "agencies" => each(&|a, _| a.agencies.clone()),
        "figures" => each(&|a, n| {
            let all = figures::find(a, n, &times::find(a, n));
            all.iter().map(|f| figure(f, &all)).collect()
        }),
        "quantities" => each(&|a, n| quantities::find(a, n).iter().map(|q| quantity(a, n, q)).collect()),
        "times" => each(&|a, n| times::find(a, n).iter().map(time).collect()),
        _ => return crate::ledger::render(about, found.brief()),
    };
    let several = per_article.len() > 1;
    let numbered = per_article.into_iter().enumerate().flat_map(|(i, lines)| {
        lines.into_iter().map(move |line| if several { format!("{}: {line}", i + 1) } else { line })
    });
    Some(numbered.map(|line| line.trim_end().to_owned()).collect())
}

fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph => "paragraph",
        BlockKind::Heading => "heading",
        BlockKind::Dateline => "dateline",
        BlockKind::Credit => "credit",
        BlockKind::Correction => "correction",
        BlockKind::Furniture => "furniture",
    }
}

/// The words at a range, with every run of white space as one space.
fn flat(article: &Article, bytes: ByteRange) -> String {
    article.text(bytes).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sentence(article: &Article, sentence: &Sentence) -> String {
    let before = match sentence.kind {
        BlockKind::Paragraph => String::new(),
        other => format!("{}: ", kind(other)),
    };
    let after = if sentence.repeated { " [repeated]" } else { "" };
    format!("{before}{}{after}", flat(article, sentence.bytes))
}

fn words(article: &Article, annotation: &Annotation, sentence: &Sentence) -> String {
    let words = &annotation.words[sentence.words];
    words.iter().map(|w| article.text(w.bytes)).collect::<Vec<_>>().join(" | ")
}

fn span(span: Span) -> String {
    format!("[{}, {})", span.start, span.end)
}

fn published(article: &Article) -> String {
    match article.published {
        None => "-".to_owned(),
        Some((date, basis)) => {
            let basis = match basis {
                Basis::Metadata => "metadata",
                Basis::Text => "text",
                Basis::Url => "url",
                Basis::Inferred => "inferred",
                Basis::Given => "given",
            };
            format!("{date} {basis}")
        }
    }
}

fn figure(figure: &Figure, all: &[Figure]) -> String {
    let mut line = format!(
        "{} {:?} {} {} {}",
        span(figure.span),
        figure.text,
        figure.qualifier.as_str(),
        figure.value.get(),
        figure.unit.as_deref().unwrap_or("-")
    );
    line += &figure.of.as_ref().map_or(" of -".to_owned(), |of| format!(" of {of:?}"));
    if figure.low.is_some() || figure.high.is_some() {
        let end = |n: Option<crosswire_model::Number>| n.map_or(String::new(), |n| n.get().to_string());
        line += &format!(" {}..{}", end(figure.low), end(figure.high));
    }
    line += &figure.role.as_ref().map_or(String::new(), |role| format!(" {role}"));
    line += &figure.antecedent.as_ref().map_or(String::new(), |noun| format!(" who {:?}", noun.text));
    line += &figure.part_of.as_ref().map_or(String::new(), |whole| {
        let whole = all.iter().find(|f| f.id == *whole);
        whole.map_or(String::new(), |whole| format!(" part of {:?}", whole.text))
    });
    line += if figure.cumulative { " cumulative" } else { "" };
    line += &figure.as_of.as_ref().map_or(String::new(), |day| format!(" as of {day}"));
    line
}

fn quantity(article: &Article, annotation: &Annotation, quantity: &Quantity) -> String {
    let to = quantity.range.map_or(String::new(), |range| format!("..{}", range.to));
    let unit = quantity.unit.unwrap_or("-");
    let per = quantity.per.map_or(String::new(), |per| format!(" per {per}"));
    let of = quantity.of.and_then(|of| {
        let words = annotation.language.words.get(of.range())?;
        Some(format!(
            "{:?}",
            flat(article, ByteRange::new(words.first()?.bytes.start, words.last()?.bytes.end))
        ))
    });
    let mut line = format!(
        "{} {:?} {}{to} {unit}{per} of {} {}",
        span(article.span(quantity.bytes)),
        flat(article, quantity.bytes),
        quantity.value,
        of.as_deref().unwrap_or("-"),
        quantity.qualifier.as_str()
    );
    line += match quantity.change {
        Some(Change::Up) => " up",
        Some(Change::Down) => " down",
        None => "",
    };
    line += if quantity.share { " share" } else { "" };
    line += if quantity.indefinite { " indefinite" } else { "" };
    line
}

fn time(time: &TimeExpression) -> String {
    let sort = format!("{:?}", time.r#type).to_uppercase();
    format!("{} {:?} {sort} {}", span(time.span), time.text, time.value.as_deref().unwrap_or("-"))
}
