//! The ledger for pasting into a document.

use crate::profiles::{Estimate, Profile};
use crate::summary;
use crate::view::View;
use crate::words;
use crate::{Export, Writer};
use crosswire_model::{ArticleId, Claim, CoverageState, Figure, Series, Span, StatementId, Support};
use std::collections::{BTreeSet, HashMap};

/// Items of any one list; a document with more is read by nobody.
const SHOWN: usize = 200;
/// Characters shown of a passage.
const QUOTE: usize = 320;
/// Reasons of one claim; a claim of fifty articles has 1,225 pairs.
const REASONS: usize = 8;

pub(crate) const EXPORT: Export = Export {
    name: "md",
    aliases: &["markdown"],
    endings: &["md", "markdown"],
    help: "Markdown, to paste into a document",
    writer: Writer::View(|view, _, out| out.write_all(write(view).as_bytes())),
};

pub(crate) fn write(view: &View) -> String {
    let mut out = String::new();
    head(&mut out, view);
    claims(&mut out, view, Support::Corroborated);
    claims(&mut out, view, Support::Echoed);
    disputes(&mut out, view);
    claims(&mut out, view, Support::Unclear);
    claims(&mut out, view, Support::Unattributed);
    singles(&mut out, view);
    figures(&mut out, view);
    changes(&mut out, view);
    wordings(&mut out, view);
    reuse(&mut out, view);
    articles(&mut out, view);
    decisions(&mut out, view);
    skipped(&mut out, view);
    out
}

/// A text that Markdown and the HTML within it leave as it is, on one line.
fn plain(text: &str) -> String {
    let text = words::one_line(text);
    let mut out = String::new();
    // A heading, a rule or a list begins with one of a few signs, or with a number and a dot or bracket.
    let mut digits_so_far = true;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let first = out.is_empty() && matches!(c, '#' | '+' | '-' | '=' | ':');
        let begins = first || (digits_so_far && matches!(c, '.' | ')'));
        digits_so_far &= c.is_ascii_digit();
        let address = (c == ':' && rest.peek() == Some(&'/'))
            || (c == '.'
                && out.get(out.len().saturating_sub(3)..).is_some_and(|w| w.eq_ignore_ascii_case("www")));
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', c]),
            c if begins || address => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

fn head(out: &mut String, view: &View) {
    let ledger = view.ledger;
    out.push_str(&format!("# {}\n\n", plain(&view.title())));
    let roots = summary::roots(view);
    let mut said: Vec<String> = view.dates().map(|dates| dates + ".").into_iter().collect();
    said.extend(summary::sentences(view, &roots));
    out.push_str(&format!("{}\n", plain(&said.join(" "))));
    if !ledger.claims.is_empty() {
        out.push_str("\n| support | claims | means |\n|---|---:|---|\n");
        for (support, n) in view.tally() {
            out.push_str(&format!("| {} | {n} | {} |\n", words::support(support), words::meaning(support)));
        }
    }
    if roots.is_empty() {
        return;
    }
    out.push_str("\n| on whose word | claims | only echo | articles | via |\n|---|---:|---:|---:|---|\n");
    for root in roots.iter().take(SHOWN / 10) {
        let (name, via) = (plain(&root.name()), plain(&root.relays.join("; ")));
        let (claims, echoed, articles) = (root.claims, root.echoed, root.articles);
        out.push_str(&format!("| {name} | {claims} | {echoed} | {articles} | {via} |\n"));
    }
}

/// A passage as a list item: its words, its outlet, its speaker.
fn passage(view: &View, article: &ArticleId, span: Span, speaker: &str) -> String {
    let quote = view.quote(article, span).map_or_else(
        || "(the passage is not available)".to_owned(),
        |q| format!("“{}”", plain(&words::clip(&q, QUOTE))),
    );
    format!("{quote} – {}, {}", plain(view.name(article)), plain(speaker))
}

fn disputes(out: &mut String, view: &View) {
    let disputes = view.disputes();
    if disputes.is_empty() {
        return;
    }
    out.push_str("\n## In dispute\n");
    for dispute in disputes.iter().take(SHOWN) {
        let (sign, nature) = (words::nature_sign(dispute.nature), words::nature(dispute.nature));
        let kind = words::dispute_kind(dispute.kind);
        out.push_str(&format!("\n**{sign} {nature}, {kind}:** {}\n\n", plain(&dispute.why)));
        if let Some(resolution) = &dispute.resolution {
            let side = resolution.holds.and_then(|n| dispute.sides.get(n));
            let holds = side.map_or("no side, or each in its way", |s| s.label.as_str());
            out.push_str(&format!("*Resolved:* {}\n\n", plain(holds)));
        }
        for side in &dispute.sides {
            let sources = view.side_sources(side);
            let word = if sources.is_empty() { "own voice".to_owned() } else { sources.join("; ") };
            out.push_str(&format!("- **{}** – on the word of: {}\n", plain(&side.label), plain(&word)));
            for p in side.evidence.iter().take(SHOWN) {
                let speaker = view.speaker_at(p).to_words();
                out.push_str(&format!("  - {}\n", passage(view, &p.article, p.span, &speaker)));
            }
        }
    }
    more(out, disputes.len(), "disputes");
}

fn claims(out: &mut String, view: &View, support: Support) {
    let claims = view.of_support(support);
    if claims.is_empty() {
        return;
    }
    out.push_str(&format!("\n## {}\n\n{}\n", words::heading(support), words::meaning(support)));
    for &i in claims.iter().take(SHOWN) {
        claim(out, view, &view.ledger.claims[i]);
    }
    more(out, claims.len(), "claims");
}

fn singles(out: &mut String, view: &View) {
    let claims = view.of_support(Support::Single);
    if !claims.is_empty() {
        let note = words::count(
            claims.len(),
            "claim that one article makes alone",
            "claims that one article makes alone",
        );
        out.push_str(&format!("\n{note}.\n"));
    }
}

fn decisions(out: &mut String, view: &View) {
    let decisions = &view.ledger.decisions;
    if decisions.is_empty() {
        return;
    }
    out.push_str("\n## What people decided\n\n");
    for decided in decisions.iter().rev().take(SHOWN) {
        out.push_str(&format!("- {}: {}\n", words::state(decided.state), plain(&words::decided(decided))));
    }
    more(out, decisions.len(), "decisions");
}

fn claim(out: &mut String, view: &View, claim: &Claim) {
    let disputed = if claim.disputed { ", disputed" } else { "" };
    let text = plain(&words::clip(&view.claim_text(claim), QUOTE));
    out.push_str(&format!("\n**{text}** ({}{disputed})\n\n", words::support(claim.support)));
    if let Some(review) = &claim.review {
        out.push_str(&format!("- {}\n", plain(&words::review(review))));
    }
    let origins = view.origin_names(claim);
    if !origins.is_empty() {
        let independent = view.independent(claim);
        out.push_str(&format!("- on the word of: {} ({independent})\n", plain(&origins.join("; "))));
    }
    for e in claim.evidence.iter().take(SHOWN) {
        let speaker = speaker(view, e.statement.as_ref());
        let status = words::status(e.status);
        out.push_str(&format!("- {}, {status}\n", passage(view, &e.article, e.span, &speaker)));
    }
    let articles = view.ledger.articles.iter();
    for article in articles.filter(|a| view.state(claim, &a.id) == CoverageState::Contradicts).take(SHOWN) {
        if let Some(p) = view.against(claim, &article.id) {
            let speaker = view.speaker_at(p).to_words();
            out.push_str(&format!("- otherwise: {}\n", passage(view, &p.article, p.span, &speaker)));
        }
    }
    let (silent, before) = view.silent(claim);
    for (what, names) in [("silent", silent), ("silent, published before it was known", before)] {
        if !names.is_empty() {
            out.push_str(&format!("- {what}: {}\n", plain(&words::clip(&names.join("; "), QUOTE))));
        }
    }
    let mut told = BTreeSet::new();
    let reasons = view.independence_of(claim).iter();
    for reason in reasons.filter(|r| told.insert((r.relation, r.ground, &r.reason))).take(REASONS) {
        let ground = words::ground(reason.ground);
        let ground = if ground.is_empty() { String::new() } else { format!(", {ground}") };
        out.push_str(&format!("- {}{ground}: {}\n", words::relation(reason.relation), plain(&reason.reason)));
    }
}

/// Who copied from whom.
fn reuse(out: &mut String, view: &View) {
    let reuse = &view.ledger.reuse;
    if reuse.is_empty() {
        return;
    }
    out.push_str("\n## Who copied from whom\n\n| article | other article | how | copy | text of | words |\n|---|---|---|---|---|---|\n");
    for pair in reuse.iter().take(SHOWN) {
        let copy = pair.direction.as_ref().map_or("which is the copy is unknown".to_owned(), |d| {
            format!("{}: {}", view.name(&d.copy), words::direction_basis(d.basis))
        });
        let quote = view.quote(&pair.a.article, pair.a.span).unwrap_or_default();
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            plain(view.name(&pair.a.article)),
            plain(view.name(&pair.b.article)),
            words::reuse_kind(pair.kind),
            plain(&copy),
            plain(pair.agency.as_deref().unwrap_or_default()),
            plain(&words::clip(&quote, QUOTE / 2)),
        ));
    }
    more(out, reuse.len(), "passages");
}

fn speaker(view: &View, statement: Option<&StatementId>) -> String {
    view.speaker(statement).to_words()
}

fn figures(out: &mut String, view: &View) {
    let series = view.compared();
    let alone = view.lone_figures();
    if series.is_empty() && alone.is_empty() {
        return;
    }
    out.push_str("\n## Figures\n");
    let estimates = view.profile.map_or_else(HashMap::new, |profile| view.estimates(profile));
    if let Some(profile) = view.profile {
        out.push_str(&format!("\nBy **{}**. {}\n", profile.name, profile.rule));
    }
    let estimate = |id: &str| Some(self::estimate(view.profile?, estimates.get(id)?));
    for series in series.iter().take(SHOWN) {
        self::series(out, view, series);
        if let Some(estimate) = estimate(&series.id.0) {
            out.push_str(&format!("\n{estimate}\n"));
        }
    }
    more(out, series.len(), "series");
    let (counted, rest): (Vec<&Figure>, Vec<&Figure>) =
        alone.into_iter().partition(|f| estimates.contains_key(f.id.0.as_str()));
    if !counted.is_empty() {
        out.push_str("\n**Reported once**\n\n");
    }
    for figure in counted.iter().take(SHOWN) {
        let speaker = speaker(view, figure.statement.as_ref());
        let report = passage(view, &figure.article, figure.span, &speaker);
        let estimate = estimate(&figure.id.0).unwrap_or_default();
        out.push_str(&format!("- {report}. {estimate}\n"));
    }
    more(out, counted.len(), "figures");
    if !rest.is_empty() {
        let note =
            words::count(rest.len(), "figure not compared with another", "figures not compared with another");
        out.push_str(&format!("\n{note}.\n"));
    }
}

/// What a profile makes of a count, and how.
fn estimate(profile: &Profile, estimate: &Estimate) -> String {
    let text = estimate.text.as_ref().map_or(String::new(), |text| format!(" “{}”", plain(text)));
    let (name, numbers) = (profile.name, estimate.to_words(profile));
    format!("**{name}: {numbers}**{text}. {}", plain(&estimate.how))
}

fn series(out: &mut String, view: &View, series: &Series) {
    let range = words::range(series.low, series.high).map_or(String::new(), |range| format!(", {range}"));
    out.push_str(&format!(
        "\n**{}** ({}{range}). {}\n\n| as reported | outlet | on whose word | as of |\n|---|---|---|---|\n",
        plain(&series.label),
        words::agreement(series.relation),
        plain(&series.why)
    ));
    for figure in view.figures(series).take(SHOWN) {
        out.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            plain(&words::clip(&figure.text, QUOTE)),
            plain(view.name(&figure.article)),
            plain(&speaker(view, figure.statement.as_ref())),
            plain(figure.as_of.as_deref().unwrap_or_default())
        ));
    }
}

fn wordings(out: &mut String, view: &View) {
    let wordings = view.wordings();
    if wordings.is_empty() {
        return;
    }
    out.push_str(
        "\n## Wording\n\nOne saying in several articles’ words; what only one of them has is bold.\n",
    );
    for wording in wordings.iter().take(SHOWN) {
        let (who, kind) = (plain(&view.source_name(&wording.source)), words::wording_kind(wording.kind));
        out.push_str(&format!("\n**{who}** ({kind})\n\n"));
        for statement in wording.statements.iter().filter_map(|id| view.statement(id)).take(SHOWN) {
            let piece = |(words, own): (String, bool)| {
                // Bold text neither begins nor ends with a space.
                let bold = if own && !words.trim().is_empty() { "**" } else { "" };
                let space = |is: bool| if is { " " } else { "" };
                let (before, after) =
                    (space(words.starts_with(' ')), space(words.ends_with(' ') && words.len() > 1));
                format!("{before}{bold}{}{bold}{after}", plain(&words))
            };
            let said: String = view.variant(wording, statement).into_iter().map(piece).collect();
            let said = if said.is_empty() {
                "(the passage is not available)".into()
            } else {
                format!("“{said}”")
            };
            let speaker = plain(&view.speaker(Some(&statement.id)).to_words());
            out.push_str(&format!("- {said} – {}, {speaker}\n", plain(view.name(&statement.article))));
        }
    }
    more(out, wordings.len(), "wordings");
}

fn changes(out: &mut String, view: &View) {
    let changes = &view.ledger.changes;
    if changes.is_empty() {
        return;
    }
    out.push_str("\n## What articles said before\n\n");
    for change in changes.iter().take(SHOWN) {
        let words = [&change.before, &change.after].into_iter().flatten();
        let words = words.map(|said| format!("“{}”", plain(&words::clip(&said.text, QUOTE))));
        let words: Vec<String> = words.collect();
        let of = change.counts.as_ref().map_or(String::new(), |counts| format!(" ({})", plain(counts)));
        let (name, kind) = (plain(view.name(&change.article)), words::change(change.kind));
        out.push_str(&format!("- {name}: {kind}{of}: {}\n", words.join(" → ")));
    }
    more(out, changes.len(), "changes");
}

fn articles(out: &mut String, view: &View) {
    let articles = &view.ledger.articles;
    if articles.is_empty() {
        return;
    }
    out.push_str("\n## Articles\n\n| outlet | title | published | SHA-256 |\n|---|---|---|---|\n");
    for (article, name) in articles.iter().zip(&view.names).take(SHOWN) {
        let day = article.published.map(|day| day.to_string()).unwrap_or_default();
        let basis = words::basis(article.published_basis);
        let basis = if basis.is_empty() { String::new() } else { format!(" ({basis})") };
        let title = plain(article.title.as_deref().unwrap_or_default());
        out.push_str(&format!("| {} | {title} | {day}{basis} | {} |\n", plain(name), plain(&article.sha256)));
    }
    more(out, articles.len(), "articles");
}

fn skipped(out: &mut String, view: &View) {
    let skipped = &view.ledger.skipped;
    if skipped.is_empty() {
        return;
    }
    out.push_str("\n## Skipped\n\n");
    for file in skipped.iter().take(SHOWN) {
        out.push_str(&format!("- {}: {}\n", plain(&words::visible(&file.path)), plain(&file.reason)));
    }
    more(out, skipped.len(), "files");
}

fn more(out: &mut String, all: usize, what: &str) {
    if all > SHOWN {
        out.push_str(&format!("\nThe first {SHOWN} of {all} {what}; the JSON file has all.\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    fn check(text: &str, expect: &str) {
        assert_eq!(plain(text), expect);
    }

    #[test]
    fn markup_is_escaped_and_prose_is_not() {
        check("He said: 84 (about 70%), high-tide.", "He said: 84 (about 70%), high-tide.");
        check("# a\n- b", "\\# a - b");
        check("12. May", "12\\. May");
        check("2031-05-06", "2031-05-06");
        check("a|b *c* _d_ `e` ~f~", "a\\|b \\*c\\* \\_d\\_ \\`e\\` \\~f\\~");
        check("![x](javascript:alert(1))", "!\\[x\\](javascript:alert(1))");
        check("https://a.example www.b.example", "https\\://a.example www\\.b.example");
        check("<img src=x onerror=y> &amp;", "&lt;img src=x onerror=y&gt; &amp;amp;");
    }
}
