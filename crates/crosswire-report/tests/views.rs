//! What holds of every view: well formed, inert, the same each time, and no panic whatever the ledger says.
#![allow(clippy::unwrap_used)]

mod sample;

use crosswire_model::*;
use crosswire_report::{Desk, Profile, Style, View, csv, desk_page, html, markdown, page_policy, terminal};
use sample::{empty, sample};
use std::collections::BTreeMap;

type Texts = BTreeMap<ArticleId, String>;

const PLAIN: Style = Style { color: false, width: 80 };

fn all_by(ledger: &Ledger, texts: &Texts, profile: Option<&Profile>) -> [String; 4] {
    [
        html(ledger, texts, profile),
        terminal(ledger, texts, profile, PLAIN),
        markdown(ledger, texts, profile),
        csv(ledger, texts, profile),
    ]
}

fn all(ledger: &Ledger, texts: &Texts) -> [String; 4] {
    all_by(ledger, texts, None)
}

/// Walks the tags of a page; panics where one is closed that is not open, or an id stands twice. Gives the ids.
fn check_well_formed(page: &str) -> Vec<String> {
    const VOID: [&str; 4] = ["meta", "link", "br", "input"];
    let mut open: Vec<&str> = Vec::new();
    let mut ids = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed out of turn");
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "a quotation mark is missing in <{tag}>");
        let name = tag.split_whitespace().next().expect("a tag has a name");
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "<{tag}> is no tag");
        if let Some(id) = tag.split(" id=\"").nth(1) {
            ids.push(id.split('"').next().unwrap().to_owned());
        }
        if name == "style" || name == "script" {
            rest = rest.split_once(&format!("</{name}>")).expect("it is closed").1;
        } else if !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "an id stands twice");
    ids
}

fn hrefs(page: &str) -> Vec<&str> {
    page.split(" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn the_page_is_well_formed_and_every_link_leads_somewhere() {
    let (ledger, texts) = sample();
    let page = html(&ledger, &texts, None);
    let ids = check_well_formed(&page);
    let inner: Vec<&str> = hrefs(&page).into_iter().filter_map(|href| href.strip_prefix('#')).collect();
    assert!(inner.len() > 60, "only {} links", inner.len());
    for target in inner {
        assert!(ids.iter().any(|id| id == target), "#{target} leads nowhere");
    }
}

#[test]
fn the_page_asks_for_nothing() {
    let (ledger, texts) = sample();
    let page = html(&ledger, &texts, None);
    assert!(page.contains("default-src 'none'"));
    for asking in [" src=", "@import", "url(", "fetch(", "XMLHttpRequest", " style=", " onclick="] {
        assert!(!page.contains(asking), "{asking} in the page");
    }
    let outer: Vec<&str> = hrefs(&page).into_iter().filter(|href| !href.starts_with('#')).collect();
    assert_eq!(outer, ["data:,", "https://gazette.example/2031/05/06/maren"]);
}

#[test]
fn each_passage_is_marked_at_its_own_words_and_a_link_opens_it() {
    let (ledger, texts) = sample();
    let page = html(&ledger, &texts, None);
    let evidence = ledger.claims.iter().flat_map(|c| &c.evidence);
    let evidence = evidence.map(|e| Passage { article: e.article.clone(), span: e.span });
    let sides = ledger.disputes.iter().flat_map(|d| &d.sides).flat_map(|s| &s.evidence);
    let shown_by = ledger.independence.iter().flat_map(|i| &i.passages);
    let copies = ledger.reuse.iter().flat_map(|r| [&r.a, &r.b]);
    for passage in evidence.chain(sides.chain(shown_by).chain(copies).cloned()) {
        let text = &texts[&passage.article];
        let words: String = text.chars().skip(passage.span.start).take(passage.span.len()).collect();
        let linked = page.match_indices("<mark id=\"e-").any(|(at, start)| {
            let (number, rest) = page[at + start.len()..].split_once('"').unwrap();
            // A mark may hold others.
            let inner = rest.split_once('>').unwrap().1.split("</p>").next().unwrap();
            without_tags(inner).starts_with(&words) && page.contains(&format!(" data-n=\"{number}\""))
        });
        assert!(linked, "no link to a mark that begins with: {words}");
    }
}

fn without_tags(markup: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in markup.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn crossing_marks_are_cut_so_that_tags_nest() {
    let (mut ledger, texts) = sample();
    let id = ledger.articles[0].id.clone();
    // A staircase of passages, each crossing the next, over every paragraph; and some that are empty.
    let span = |start, end| Evidence { span: Span { start, end }, ..ledger.claims[0].evidence[0].clone() };
    let length = texts[&id].chars().count();
    let staircase: Vec<Evidence> = (0..length)
        .step_by(3)
        .map(|i| span(i, (i + 40).min(length)))
        .chain((0..9).map(|i| span(i, i)))
        .collect();
    let count = staircase.len();
    ledger.claims[0].evidence.extend(staircase);
    let page = html(&ledger, &texts, None);
    let ids = check_well_formed(&page);
    assert!(ids.iter().filter(|id| id.starts_with("e-")).count() > count);
    // The words of the article are all there, once.
    let text = page.split("<div class=\"text\"").nth(1).unwrap().split_once('>').unwrap().1;
    let text = text.split("</article>").next().unwrap().replace("repeats an earlier passage", "");
    let squeeze = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(squeeze(&without_tags(&text)), squeeze(&texts[&id]));
}

#[test]
fn an_empty_ledger_has_every_view() {
    let ledger = empty();
    let [page, terminal, markdown, csv] = all(&ledger, &Texts::new());
    check_well_formed(&page);
    assert!(terminal.starts_with("A story without a title\n0 articles make 0 claims"), "{terminal}");
    assert!(markdown.starts_with("# A story without a title"));
    assert_eq!(csv.lines().count(), 1);
}

#[test]
fn wrong_spans_and_unknown_ids_do_no_harm() {
    let (ledger, texts) = sample();
    let wrong =
        [(0, usize::MAX), (usize::MAX, usize::MAX), (usize::MAX, 0), (50, 10), (5, 5), (99_999, 100_000)];
    for (start, end) in wrong {
        let span = Span { start, end };
        let mut ledger = ledger.clone();
        ledger.claims.iter_mut().flat_map(|c| &mut c.evidence).for_each(|e| e.span = span);
        ledger
            .disputes
            .iter_mut()
            .flat_map(|d| &mut d.sides)
            .flat_map(|s| &mut s.evidence)
            .for_each(|p| p.span = span);
        ledger.figures.iter_mut().for_each(|f| f.span = span);
        ledger
            .statements
            .iter_mut()
            .for_each(|s| s.content.iter_mut().chain(&mut s.cue).for_each(|c| *c = span));
        ledger.reuse.iter_mut().for_each(|r| r.a.span = span);
        ledger.times.iter_mut().for_each(|t| t.span = span);
        ledger.independence.iter_mut().flat_map(|i| &mut i.passages).for_each(|p| p.span = span);
        for p in &mut ledger.propositions {
            (p.span, p.trigger.span) = (span, span);
        }
        ledger.wordings.iter_mut().flat_map(|w| &mut w.differences).for_each(|d| d.spans.push(span));
        ledger.articles.iter_mut().for_each(|a| a.repeated.push(Repeat { span, of: span }));
        check_well_formed(&all(&ledger, &texts)[0]);
        check_well_formed(&all(&ledger, &Texts::new())[0]);
    }
    let mut lost = ledger.clone();
    lost.articles.clear();
    lost.sources.clear();
    lost.statements.clear();
    lost.origins.clear();
    lost.figures.clear();
    lost.propositions.clear();
    lost.independence.iter_mut().for_each(|i| (i.a, i.b) = (usize::MAX, 77));
    lost.claims.iter_mut().flat_map(|c| &mut c.links).for_each(|l| (l.a, l.b) = (usize::MAX, 77));
    check_well_formed(&all(&lost, &texts)[0]);
    let mut lost = ledger;
    lost.claims.clear();
    lost.coverage.clear();
    check_well_formed(&all(&lost, &texts)[0]);
}

/// What a hostile page would put everywhere: markup, quotes, terminal codes, formulas, turned writing.
const HOSTILE: &str =
    "=1+1\"'><script>alert(1)</script><b>|*x*[y](javascript:z)\x1b[31m\x07\u{9b}2J\u{202e}\r\n\0";

#[test]
fn nothing_that_others_wrote_takes_effect() {
    let (mut ledger, mut texts) = sample();
    let hostile = || HOSTILE.to_owned();
    ledger.story.title = hostile();
    (ledger.generator.name, ledger.generator.model) = (hostile(), hostile());
    for article in &mut ledger.articles {
        (article.path, article.sha256) = (hostile(), hostile());
        (article.outlet, article.title, article.author) = (Some(hostile()), Some(hostile()), Some(hostile()));
        (article.url, article.language) = (Some("javascript:alert(1)".into()), Some(hostile()));
        article.agencies = vec![hostile()];
    }
    for source in &mut ledger.sources {
        (source.name, source.description, source.aliases) = (hostile(), Some(hostile()), vec![hostile()]);
    }
    for figure in &mut ledger.figures {
        (figure.text, figure.of, figure.as_of) = (hostile(), Some(hostile()), Some(hostile()));
        // One unit stays, or nothing would be a count.
        figure.unit = if figure.id.0 == "f1" { Some(hostile()) } else { figure.unit.take() };
        (figure.role, figure.indefinite) = (Some(hostile()), Some(hostile()));
        figure.part_of = Some(FigureId(hostile()));
    }
    ledger.series.iter_mut().for_each(|s| (s.label, s.why) = (hostile(), hostile()));
    ledger.claims.iter_mut().for_each(|c| c.text = hostile());
    ledger.origins.iter_mut().for_each(|o| o.name = hostile());
    ledger.independence.iter_mut().for_each(|i| i.reason = hostile());
    ledger.disputes.iter_mut().for_each(|d| d.why = hostile());
    ledger.disputes.iter_mut().flat_map(|d| &mut d.sides).for_each(|s| s.label = hostile());
    ledger.timeline.iter_mut().for_each(|m| m.when = hostile());
    ledger.reuse.iter_mut().for_each(|r| r.agency = Some(hostile()));
    for part in ledger.claims.iter_mut().flat_map(|c| &mut c.links).flat_map(|l| &mut l.parts) {
        (part.signal, part.a, part.b) = (hostile(), hostile(), hostile());
    }
    for proposition in &mut ledger.propositions {
        (proposition.frame, proposition.trigger.text) = (Some(hostile()), hostile());
        proposition.roles.iter_mut().for_each(|r| r.words.text = hostile());
    }
    ledger.skipped.iter_mut().for_each(|s| (s.path, s.reason) = (hostile(), hostile()));
    texts.values_mut().for_each(|text| text.insert_str(0, HOSTILE));

    for profile in std::iter::once(None).chain(Profile::ALL.iter().copied().map(Some)) {
        check_inert(&all_by(&ledger, &texts, profile));
    }
}

fn check_inert(views: &[String; 4]) {
    let [page, terminal, markdown, csv] = views;
    check_well_formed(page);
    assert_eq!(page.matches("<script").count(), 1, "only the page's own script");
    assert!(!page.contains("<b>|"));
    assert!(hrefs(page).iter().all(|href| href.starts_with('#') || *href == "data:,"));
    for (name, view) in [("html", page), ("terminal", terminal), ("markdown", markdown), ("csv", csv)] {
        let bad = view.chars().find(|c| (c.is_control() && !matches!(c, '\n' | '\t')) || *c == '\u{202e}');
        assert_eq!(bad, None, "in {name}");
    }
    assert!(!markdown.contains('<') && !markdown.contains(" *x*") && !markdown.contains("[y]"));
    assert!(markdown.lines().filter(|l| l.starts_with("# ")).count() == 1);

    let mut rows = ::csv::Reader::from_reader(csv.as_bytes());
    for row in rows.records() {
        for cell in &row.unwrap() {
            assert!(!cell.starts_with(['=', '+', '@', '\t', '\r']), "a formula: {cell}");
        }
    }
}

#[test]
fn colour_is_written_only_where_wanted() {
    let (ledger, texts) = sample();
    let plain = terminal(&ledger, &texts, None, PLAIN);
    let colored = terminal(&ledger, &texts, None, Style { color: true, ..PLAIN });
    assert!(!plain.contains('\x1b') && colored.contains('\x1b'));
    let mut bare = String::new();
    let mut rest = colored.as_str();
    while let Some((before, code)) = rest.split_once("\x1b[") {
        bare.push_str(before);
        rest = code.split_once('m').unwrap().1;
    }
    assert_eq!(bare + rest, plain, "colour changes no word");
}

#[test]
fn the_terminal_wraps_at_its_width() {
    let (mut ledger, texts) = sample();
    ledger.disputes[0].why = "救助された人数は八十四人か七十人か".repeat(5);
    for width in [0, 40, 41, 60, 100, 200] {
        for line in terminal(&ledger, &texts, None, Style { color: false, width }).lines() {
            let wide = unicode_width::UnicodeWidthStr::width(line);
            assert!(wide <= width.max(40), "{wide} columns at {width}: {line}");
        }
    }
}

#[test]
fn the_terminal_says_the_story() {
    let (ledger, texts) = sample();
    let view = terminal(&ledger, &texts, None, PLAIN);
    for expect in [
        "≠ contradiction, how many: The harbour master counts 84 by noon; the coast guard\n  says about 70.",
        "→ update, planned, under way or done: What was planned",
        "≈ difference, who said it: ",
        "    about 70: Northern Gazette (Olaf Reyes, via Nordwire)",
        "   2 independent origins: two crew members; harbour log",
        "   independent – different sources: ",
        "Evening Herald from Northern Gazette (it says so, text of Nordwire)",
        "“Another 30 people” Northern Gazette (Olaf Reyes, via Nordwire)",
        "story/scan.pdf: not a text that can be read",
        r"from <b>a<b>\nreader.txt",
    ] {
        assert!(view.contains(expect), "{expect}\nis not in\n{view}");
    }
}

#[test]
fn wordings_stand_side_by_side_with_their_own_words_marked() {
    let (ledger, texts) = sample();
    let page = html(&ledger, &texts, None);
    assert!(
        page.contains(">The <mark class=\"word\">vessel</mark> is taking on water in the forward hold</a>")
    );
    let markdown = markdown(&ledger, &texts, None);
    assert!(markdown.contains("- “the **ship is taking** on water” – "), "{markdown}");
}

#[test]
fn an_inferred_relay_is_called_inferred_everywhere() {
    let (ledger, texts) = sample();
    let [page, terminal, markdown, csv] = all(&ledger, &texts);
    assert!(page.contains("<span class=\"node inferred\"><bdi>Nordwire</bdi>"));
    let page = without_tags(&page);
    assert!(page.contains("(inferred from 2 Northern Gazette)"));
    for view in [page, terminal, markdown] {
        assert!(view.contains("Coast Guard, via Nordwire (inferred)"));
    }
    let rows = rows(&csv);
    assert_eq!(rows.iter().filter(|row| row["inferred"] == "Nordwire").count(), 1);
}

/// The rows of a table by the names of their columns.
fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = ::csv::Reader::from_reader(table.as_bytes());
    let head = reader.headers().unwrap().clone();
    let row = |row: ::csv::StringRecord| {
        head.iter().zip(&row).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn the_table_reads_back() {
    let (ledger, texts) = sample();
    let table = csv(&ledger, &texts, None);
    let rows = rows(&table);
    let evidence: usize = ledger.claims.iter().map(|c| c.evidence.len()).sum();
    assert_eq!(rows.len(), evidence + ledger.figures.len());
    let cell = |row: &BTreeMap<String, String>, column: &str| row[column].clone();
    let row = rows.iter().find(|row| cell(row, "id") == "f4").unwrap();
    for (column, expect) in [
        ("row", "figure"),
        ("text", "Between 60 and 80 people"),
        ("passage", "Between 60 and 80 people"),
        ("low", "60"),
        ("high", "80"),
        ("qualifier", "between"),
        ("source", "harbour log"),
        ("relation", "conflict"),
        ("outlet", r"from <b>a<b>\nreader.txt"),
    ] {
        assert_eq!(cell(row, column), expect, "{column}");
    }
    let row = rows.iter().find(|row| cell(row, "id") == "c3").unwrap();
    assert_eq!(cell(row, "via"), "Nordwire");
    assert_eq!(cell(row, "support"), "single");
    assert_eq!(cell(row, "disputed"), "yes");
    let span = Span { start: cell(row, "start").parse().unwrap(), end: cell(row, "end").parse().unwrap() };
    assert_eq!(span, ledger.claims[2].evidence[0].span);
}

#[test]
fn the_same_ledger_gives_the_same_bytes() {
    let (ledger, texts) = sample();
    for profile in std::iter::once(None).chain(Profile::ALL.iter().copied().map(Some)) {
        assert_eq!(all_by(&ledger, &texts, profile), all_by(&ledger.clone(), &texts.clone(), profile));
    }
}

/// A story of many articles: one claim in four is said by ten of them, the others by one; and a dispute a claim.
fn large(articles: usize, claims: usize) -> (Ledger, Texts) {
    let (mut ledger, mut texts) = sample();
    let sentence = "The Maren lies still and the harbour waits for a tug. ";
    for n in 0..articles {
        let id = ArticleId(format!("b{n:03}"));
        texts.insert(id.clone(), sentence.repeat(80));
        ledger.articles.push(Article {
            id,
            outlet: Some(format!("Outlet {n}")),
            ..ledger.articles[0].clone()
        });
    }
    let supports = [Support::Corroborated, Support::Echoed, Support::Unclear, Support::Unattributed];
    let (model, dispute) = (ledger.claims[0].clone(), ledger.disputes[0].clone());
    for n in 0..claims {
        let spread = if n % 4 == 0 { 10 } else { 1 };
        let evidence = (0..spread).map(|k| Evidence {
            article: ArticleId(format!("b{:03}", (n + k) % articles)),
            span: Span { start: n % 80 * 54, end: n % 80 * 54 + 53 },
            ..model.evidence[0].clone()
        });
        ledger.claims.push(Claim {
            id: ClaimId(format!("x{n}")),
            evidence: evidence.collect(),
            support: if spread == 1 { Support::Single } else { supports[n / 4 % 4] },
            ..model.clone()
        });
        ledger.disputes.push(Dispute { id: DisputeId(format!("y{n}")), ..dispute.clone() });
    }
    (ledger, texts)
}

#[test]
fn large_ledgers_stay_usable() {
    for (articles, claims) in [(45, 4_000), (500, 3_000)] {
        let (ledger, texts) = large(articles, claims);
        let begun = std::time::Instant::now();
        let [page, terminal, _, csv] = all(&ledger, &texts);
        println!("page: {} kB, all in {:?}", page.len() / 1000, begun.elapsed());
        check_well_formed(&page);
        assert!(page.len() < 12_000_000, "{} bytes", page.len());
        assert!(csv.len() < 12_000_000, "{} bytes", csv.len());
        assert!(page.contains("the JSON file has all"));
        let lines = terminal.lines().count();
        assert!(lines < 400, "{lines} lines in a terminal");
        assert!(
            terminal.contains("  … and 3,997 more (see the page or --format json)") || articles != 45,
            "{terminal}"
        );
    }
}

/// Where words stand in a view; panics where they do not.
fn at(view: &str, words: &str) -> usize {
    view.find(words).unwrap_or_else(|| panic!("{words}\nis not in\n{view}"))
}

#[test]
fn every_view_tells_first_what_is_corroborated_echoed_and_disputed() {
    let (ledger, texts) = sample();
    let [page, terminal, markdown, _] = all(&ledger, &texts);
    let ids =
        ["corroborated", "echoed", "disputes", "unclear", "unattributed", "figures", "coverage", "single"];
    let places = ids.map(|id| at(&page, &format!("<section id=\"{id}\"")));
    assert!(places.is_sorted(), "{places:?}");
    let heads =
        ["Corroborated", "Only echo", "In dispute", "May not be independent", "No source named", "Figures"];
    let places = heads.map(|head| at(&terminal, &format!("\n{}\n", head.to_uppercase())));
    assert!(places.is_sorted(), "{places:?}");
    let places = heads.map(|head| at(&markdown, &format!("\n## {head}\n")));
    assert!(places.is_sorted(), "{places:?}");
    for view in [without_tags(&page), terminal.replace('\n', " "), markdown] {
        for sentence in [
            "5 articles of 4 outlets and 1 without an outlet make 12 claims, 6 of them in two or more articles.",
            "One claim rests on two or more independent origins; 3 are only echo: 2 of Ida Brandt, 1 of Coast Guard.",
            "5 things are in dispute: 3 contradictions, 1 update, 1 difference.",
        ] {
            at(&view, sentence);
        }
    }
}

#[test]
fn a_terminal_shows_the_three_things_on_its_first_screen() {
    for (ledger, texts) in [sample(), large(500, 3_000)] {
        let view = terminal(&ledger, &texts, None, PLAIN);
        let screen: Vec<&str> = view.lines().take(26).collect();
        for head in ["●● Corroborated ", "●○ Only echo ", "≠ In dispute "] {
            assert!(
                screen.iter().any(|line| line.starts_with(head)),
                "{head} is not in\n{}",
                screen.join("\n")
            );
        }
    }
}

#[test]
fn contradictions_stand_before_updates_and_these_before_differences() {
    let (ledger, texts) = sample();
    let [page, terminal, markdown, csv] = all(&ledger, &texts);
    for view in [&terminal, &markdown] {
        let places =
            ["≠ contradiction, how many", "→ update, ", "≈ difference, "].map(|words| at(view, words));
        assert!(places.is_sorted());
    }
    let natures =
        ["\"dispute contradiction\"", "\"dispute update\"", "\"dispute difference\""].map(|w| at(&page, w));
    assert!(natures.is_sorted());
    // A side is on the word of its sources, else of those of its passages.
    at(&without_tags(&page), "on the word of Olaf Reyes; Coast Guard · 2 articles");
    at(&markdown, "- **pulled off** – on the word of: Norlin Lines");
    let row = rows(&csv).into_iter().find(|row| row["id"] == "c8").unwrap();
    assert_eq!(row["nature"], "contradiction; difference");
}

#[test]
fn a_passage_in_dispute_stands_in_its_sentence_with_its_key_words_marked() {
    let (ledger, texts) = sample();
    let page = html(&ledger, &texts, None);
    at(&page, "<span class=\"around\">Harbour master Ida Brandt said </span>");
    at(&page, "<mark class=\"word\">84 passengers</mark> had been brought ashore by noon</a>");
    at(&page, "<mark class=\"word\">pulled off</mark> the reef at dawn");
    // Another number in the passage is not what the dispute is about.
    let (mut ledger, texts) = (ledger, texts);
    let other = ledger.figures.iter().find(|f| f.id.0 == "f1").unwrap();
    let start = other.span.end + 10;
    let other = Figure {
        span: Span { start, end: start + 7 },
        value: Number::new(9.0).unwrap(),
        text: "brought".into(),
        ..other.clone()
    };
    ledger.figures.push(other);
    let page = html(&ledger, &texts, None);
    at(&page, "<mark class=\"word\">84 passengers</mark> had been brought ashore by noon</a>");
}

#[test]
fn independence_is_shown_with_its_ground_and_its_passages() {
    let (ledger, texts) = sample();
    let [page, _, markdown, csv] = all(&ledger, &texts);
    let page = without_tags(&page);
    at(&page, "2 independent origins: two crew members; harbour log · in 2 articles");
    at(&page, "independent, different sources: 3 Evening Herald and Article 5 – ");
    at(&page, "two crew members said on condition of anonymity");
    at(&markdown, "- same origin, copied words: The sentence is the same word for word.");
    let rows = rows(&csv);
    let row = rows.iter().find(|row| row["id"] == "c6").unwrap();
    assert_eq!(
        (row["independent"].as_str(), row["ground"].as_str()),
        ("2", "independent: different sources")
    );
}

#[test]
fn the_number_shown_is_that_of_independent_origins() {
    let check = |support, independent, origins: &[&str], expect: &str| {
        let (mut ledger, texts) = sample();
        let claim = ledger.claims.iter_mut().find(|c| c.id.0 == "c6").unwrap();
        (claim.support, claim.independent) = (support, independent);
        claim.origins = origins.iter().map(|o| OriginId((*o).into())).collect();
        for view in &all(&ledger, &texts)[..3] {
            at(view, expect);
        }
    };
    check(Support::Corroborated, 2, &["o4", "o5"], "2 independent origins");
    check(Support::Corroborated, 2, &["o3", "o4", "o5"], "2 independent among 3 origins");
    check(Support::Unclear, 1, &["o3", "o4", "o5"], "3 origins that may not be independent");
    // An older ledger does not count them.
    check(Support::Corroborated, 0, &["o4", "o5"], "2 independent origins");
}

#[test]
fn echo_is_drawn_from_its_origin_through_relays_to_outlets() {
    let (ledger, texts) = sample();
    let page = html(&ledger, &texts, None);
    let tree = &page
        [at(&page, "<ul class=\"tree\"><li class=\"root\"><span class=\"node\"><bdi>Coast Guard</bdi>")..];
    let tree = &tree[..at(tree, "</article>")];
    let places = ["Coast Guard", ">Nordwire<", "<bdi>Northern Gazette", "inferred", "<bdi>Evening Herald"]
        .map(|w| at(tree, w));
    assert!(places.is_sorted(), "{places:?}");
    at(tree, "<mark class=\"copied\">the ship is taking on water</mark>");
    at(&without_tags(tree), "nearly word for word copied from Northern Gazette");
}

#[test]
fn copies_tell_their_direction_where_it_is_known() {
    let (ledger, texts) = sample();
    let [page, terminal, markdown, csv] = all(&ledger, &texts);
    at(&without_tags(&page), "3 Evening Herald is the copy: it says so; both carry the text of Nordwire");
    at(&terminal, "Halvik Courier and Northern Gazette share words (which is the copy is unknown)");
    at(&markdown, "| Evening Herald: the other was published on an earlier day |");
    let row =
        rows(&csv).into_iter().find(|row| row["id"] == "c1" && row["outlet"] == "Evening Herald").unwrap();
    assert_eq!((row["copied_from"].as_str(), row["agency"].as_str()), ("Northern Gazette", "Nordwire"));
}

#[test]
fn silence_before_it_was_known_is_told_apart() {
    let (ledger, texts) = sample();
    let [page, _, markdown, csv] = all(&ledger, &texts);
    at(&page, "aria-label=\"1 Halvik Courier: silent, published before it was known\"");
    at(&markdown, "- silent, published before it was known: Halvik Courier; Evening Herald");
    let row = rows(&csv).into_iter().find(|row| row["id"] == "c7").unwrap();
    assert_eq!((row["silent"].as_str(), row["before_known"].as_str()), ("0", "2"));
}

#[test]
fn why_passages_say_the_same_is_told_part_by_part() {
    let (ledger, texts) = sample();
    let page = without_tags(&html(&ledger, &texts, None));
    at(&page, "1 Halvik Courier and 4 Morgenblatt: ▮▮▮ sureFor it: numbers (84, at least 84)");
    at(&page, "Against it: what happens (brought ashore, safe)");
    assert!(!page.contains("0.94") && !page.contains("1.40"), "no number that only a program understands");
    at(&page, "rescue: brought ashore · whom 84 passengers · when by noon");
}

#[test]
fn a_passage_that_only_may_say_it_is_folded_and_not_counted() {
    let (mut ledger, texts) = sample();
    let link = ledger.claims.iter().flat_map(|c| &c.links).next().unwrap().clone();
    let claim = ledger.claims.iter_mut().find(|c| c.evidence.len() == 4).unwrap();
    let tie = |a, b, strength| Link { a, b, strength, ..link.clone() };
    let tied = [(0, 1, Strength::Sure), (1, 2, Strength::Likely), (2, 3, Strength::Possible)];
    claim.links = tied.map(|(a, b, strength)| tie(a, b, strength)).to_vec();
    let id = claim.id.clone();
    let view = View::new(&ledger, &texts, None);
    let claim = ledger.claims.iter().find(|c| c.id == id).unwrap();
    let ties: Vec<_> = (0..4).map(|at| view.tie(claim, at)).collect();
    let (sure, likely, possible) = (Strength::Sure, Strength::Likely, Strength::Possible);
    assert_eq!(ties, [sure, sure, likely, possible].map(Some));
    assert_eq!(view.spread(claim), 3);
    let page = without_tags(&html(&ledger, &texts, None));
    at(&page, "no source named · in 3 articles");
    at(&page, "1 passage may say the same");
    at(&page, "○ may say it");
    at(&html(&ledger, &texts, None), " may say so");
}

#[test]
fn the_page_tells_first_what_happened_and_what_a_dispute_is_about() {
    let (ledger, texts) = sample();
    let page = html(&ledger, &texts, None);
    let first = &page[at(&page, "id=\"t-happened\"")..at(&page, "<p class=\"lede\">")];
    let first = without_tags(first);
    at(&first, "The ferry Maren ran aground on the Skarn reef");
    at(&first, "People brought off the ferry: 84 or about 70");
    at(&first, "Pull: due to pull then pulled off");
}

#[test]
fn the_lines_at_the_head_of_a_file_are_no_text_of_the_article() {
    let (ledger, mut texts) = sample();
    let (ledger, text) = (empty_but_articles(&ledger), texts.values_mut().next().unwrap());
    text.insert_str(0, "outlet: Halvik Courier\ntitle: Ferry\n\n");
    let page = html(&ledger, &texts, None);
    assert!(!page.contains("title: Ferry"));
    at(&page, "<p>Ferry runs aground off Halvik; 84 brought ashore</p>");
}

/// The articles of a ledger and nothing that was found in them.
fn empty_but_articles(ledger: &Ledger) -> Ledger {
    let articles = ledger.articles.iter().cloned().map(|a| Article { repeated: vec![], ..a }).collect();
    Ledger { articles, ..empty() }
}

#[test]
fn a_profile_adds_to_every_view_and_takes_nothing_away() {
    let (ledger, texts) = sample();
    let [_, plain, plain_markdown, table] = all(&ledger, &texts);
    for profile in Profile::ALL {
        let [page, terminal, markdown, csv] = all_by(&ledger, &texts, Some(profile));
        check_well_formed(&page);
        // All that was there is there still, in its order; what stands alone is told with its reports instead of counted.
        let mut lines = terminal.lines();
        for line in plain.lines().filter(|line| !line.contains("not compared with another")) {
            assert!(lines.any(|l| l == line), "{profile:?}: {line}");
        }
        let mut lines = markdown.lines();
        for line in plain_markdown.lines().filter(|line| !line.contains("not compared with another")) {
            assert!(lines.any(|l| l == line), "{profile:?}: {line}");
        }
        for (row, plain) in rows(&csv).iter().zip(rows(&table)) {
            assert!(plain.iter().all(|(column, cell)| row[column] == *cell));
            assert_eq!(row["profile"], "");
        }
        let counts = rows(&csv).into_iter().filter(|row| row["row"] == "count").count();
        assert_eq!(counts, 4);
        assert!(terminal.contains(&format!("{}: ", profile.name)));
        assert!(markdown.contains(&format!("**{}: ", profile.name)));
        assert!(page.contains(&format!("id=\"p-{}\" type=\"radio\" name=\"profile\"", profile.name)));
    }
}

#[test]
fn the_numbers_stand_with_how_they_come_about() {
    let (ledger, texts) = sample();
    let [_, terminal, markdown, csv] = all_by(&ledger, &texts, Profile::named("min-max"));
    let (numbers, how) =
        ("airwars: min 60, max 84", "Lowest and highest of 60 to 80, about 70, 84 and at least 84.");
    assert!(terminal.contains(numbers), "{terminal}");
    assert!(markdown.contains(&format!("**{numbers}**. {how}")), "{markdown}");
    let rows = rows(&csv);
    let row = rows.iter().find(|row| row["row"] == "count").unwrap();
    for (column, expect) in [
        ("id", "r1"),
        ("relation", "conflict"),
        ("role", "rescued"),
        ("profile", "airwars"),
        ("profile_min", "60"),
        ("profile_max", "84"),
        ("profile_how", how),
        ("profile_figures", "f1; f2; f3; f4"),
        ("value", ""),
    ] {
        assert_eq!(row[column], expect, "{column}");
    }
    // Another 30 is not 30 in all.
    let row = rows.iter().find(|row| row["id"] == "r2").unwrap();
    assert_eq!(row["profile_figures"], "f6");
    let [_, terminal, _, csv] = all_by(&ledger, &texts, Profile::named("crowd"));
    assert!(terminal.contains("“dozens of passengers” Evening Herald (two crew members)"), "{terminal}");
    let rows = self::rows(&csv);
    let row = rows.iter().find(|row| row["row"] == "count" && row["id"] == "f9").unwrap();
    assert_eq!([row["profile_low"].as_str(), &row["profile_high"], &row["profile_mean"]], ["24", "", "24"]);
    assert_eq!(row["profile_text"], "dozens of passengers");
}

#[test]
fn the_page_shows_the_profile_that_is_asked_for() {
    let (ledger, texts) = sample();
    let checked = |profile| {
        let page = html(&ledger, &texts, profile);
        let inputs = page.split("<input ").skip(1).map(|rest| rest.split('>').next().unwrap().to_owned());
        let checked: Vec<String> = inputs.filter(|input| input.ends_with(" checked")).collect();
        assert_eq!(checked.len(), 1);
        checked[0].split('"').nth(1).unwrap().to_owned()
    };
    // One class attribute each: a second is not read.
    let page = html(&ledger, &texts, None);
    assert!(page.contains("<div class=\"estimate ccc\"><dl>"));
    assert_eq!(checked(None), "p-none");
    for profile in Profile::ALL {
        assert_eq!(checked(Some(profile)), format!("p-{}", profile.name));
    }
    // Nothing to count, nothing to choose.
    assert!(!html(&empty(), &Texts::new(), Profile::named("crowd")).contains("type=\"radio\""));
}

/// The sample, as people have decided: a claim rejected, another confirmed and signed off, a dispute resolved, and a decision
/// whose words nobody finds.
fn decided() -> (Ledger, Texts) {
    let (mut ledger, texts) = sample();
    let at = "2031-05-08T09:30:00Z".parse().unwrap();
    let mut decide = |id: &str, ruling, state| {
        let why = Some(format!("because of {id} <b>"));
        let decision =
            Decision { id: DecisionId(id.into()), by: "Runa <i>".into(), at, why, question: None, ruling };
        let lost = if state == State::Lost { vec!["words that nobody wrote".into()] } else { Vec::new() };
        ledger.decisions.push(Decided { decision, state, lost, touches: Touched::default() });
        DecisionId(id.into())
    };
    let reject = decide("k1", Ruling::Reject { claim: Vec::new() }, State::Applied);
    let sign = decide("k2", Ruling::SignOff { claim: Vec::new(), grade: None }, State::Applied);
    let resolve = decide("k3", Ruling::ResolveDispute { sides: Vec::new(), holds: Some(0) }, State::Applied);
    decide("k4", Ruling::Confirm { claim: Vec::new() }, State::Lost);
    let signed = vec![SignedOff { by: "Runa <i>".into(), at, grade: Some(Support::Echoed) }];
    let last = ledger.claims.len() - 1;
    ledger.claims[last].review =
        Some(Review { verdict: Some(Verdict::Rejected), signed: Vec::new(), decisions: vec![reject] });
    ledger.claims[0].review =
        Some(Review { verdict: Some(Verdict::Confirmed), signed: signed.clone(), decisions: vec![sign] });
    ledger.disputes[0].resolution = Some(Resolution { holds: Some(0), decision: resolve });
    ledger.story.signed = signed;
    (ledger, texts)
}

#[test]
fn what_people_decided_stands_in_every_view() {
    let (ledger, texts) = decided();
    let views = all(&ledger, &texts);
    check_well_formed(&views[0]);
    assert!(!views[0].contains("of k1 <b>") && !views[2].contains("of k1 <b>"));
    let [page, terminal, markdown, _] = views;
    for view in [&without_tags(&page), &terminal, &markdown] {
        let view = view.split_whitespace().collect::<Vec<_>>().join(" ");
        at(&view, "igned off by Runa");
        at(&view, "One dispute is resolved.");
        at(&view, "that a claim counts for nothing (2031-05-08 09:30 UTC)");
        at(&view, "lost");
    }
    at(&page, "words that nobody wrote");
}

#[test]
fn a_rejected_claim_is_counted_nowhere() {
    let (plain, texts) = sample();
    let (ledger, _) = decided();
    let (before, after) = (View::new(&plain, &texts, None), View::new(&ledger, &texts, None));
    let rejected = ledger.claims.last().unwrap();
    let all = |view: &View| view.tally().iter().map(|(_, n)| n).sum::<usize>();
    assert_eq!(all(&after) + 1, all(&before));
    assert_eq!(after.rejected(), [ledger.claims.len() - 1]);
    let table = csv(&ledger, &texts, None);
    assert!(rows(&table).iter().all(|row| row["id"] != rejected.id.0));
    assert!(rows(&csv(&plain, &texts, None)).iter().any(|row| row["id"] == rejected.id.0));
}

#[test]
fn a_desk_gets_names_and_places_and_the_page_alone_does_not() {
    let (ledger, texts) = sample();
    let page = html(&ledger, &texts, None);
    let desk = Desk { head: "<meta name=\"mine\">", before: "<p>bar</p>", after: "<p>end</p>" };
    let desk = desk_page(&ledger, &texts, &desk);
    check_well_formed(&desk);
    for name in
        ["data-claim=\"c1\"", "data-passage=\"a1:", "data-source=\"", "data-figure=\"", "data-dispute=\""]
    {
        assert!(desk.contains(name) && !page.contains(name), "{name}");
    }
    let places = ["<meta name=\"mine\">", "<p>bar</p>", "<main", "<p>end</p>"].map(|words| at(&desk, words));
    assert!(places.is_sorted());
    assert!(
        !desk.contains("http-equiv") && page.contains(&page_policy().0) && page.contains(&page_policy().1)
    );
}
