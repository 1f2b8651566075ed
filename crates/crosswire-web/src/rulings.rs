//! What a form says, as a ruling: the names of things on the page become passages, by their words, of the ledger that the page
//! was made of.

use crate::failure::Failure;
use crate::reading::Read;
use axum::http::StatusCode;
use crosswire_model::{
    Anchor, Article, ArticleAnchor, ArticleId, Claim, DecisionId, Dispute, DisputeKind, Evidence, Figure,
    NewSide, Number, Passage, Qualifier, Ruling, Source, SourceAnchor, SourceId, Span, Support,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;

/// Passages that are remembered of a source.
const OF_SOURCE: usize = 6;
/// Characters that a text of a person has at most.
const WORDS: usize = 4_000;

/// The fields of a form, in their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// Reads `a=b&c=d`. What is no UTF-8 becomes a sign that says so.
    pub(crate) fn read(form: &[u8]) -> Fields {
        Fields(form_urlencoded::parse(form).into_owned().collect())
    }

    /// The first field of a name that is not empty.
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All of a name that are not empty.
    pub(crate) fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        let named = self.0.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    fn needed(&self, name: &str, what: &str) -> Result<&str, Failure> {
        self.one(name).ok_or_else(|| Failure::wrong(format!("Choose {what}.")))
    }

    /// A text that a person wrote.
    fn words(&self, name: &str, what: &str) -> Result<String, Failure> {
        let text = self.one(name).ok_or_else(|| Failure::wrong(format!("Write {what}.")))?;
        written(text)
    }
}

/// A text in a form's address or field.
pub(crate) fn encoded(text: &str) -> String {
    const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(text, PLAIN).to_string()
}

/// A text of a person, as it is kept: without control characters, and not endless.
pub(crate) fn written(text: &str) -> Result<String, Failure> {
    let text = text.replace("\r\n", "\n");
    let text: String = text.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect();
    if text.chars().count() > WORDS {
        return Err(Failure::wrong(format!("This is longer than {WORDS} characters.")));
    }
    Ok(text)
}

/// What a form rules.
pub(crate) fn ruling(read: &Read, form: &Fields) -> Result<Ruling, Failure> {
    let claim = || find_claim(read, form.needed("claim", "a claim")?);
    let all = |claim: &Claim| anchors(read, &claim.evidence);
    let one_claim = || claim().map(all);
    Ok(match form.one("verb").unwrap_or_default() {
        "confirm" => Ruling::Confirm { claim: one_claim()? },
        "reject" => Ruling::Reject { claim: one_claim()? },
        "merge" => {
            let first = claim()?;
            let mut claims = vec![all(first)];
            for other in form.all("with") {
                let other = find_claim(read, other)?;
                if other.id != first.id {
                    claims.push(all(other));
                }
            }
            if claims.len() < 2 {
                return Err(Failure::wrong("Choose another claim that says the same."));
            }
            Ruling::Merge { claims }
        }
        "split" => {
            let claim = claim()?;
            let chosen: Vec<Passage> = form.all("passage").map(passage).collect::<Result<_, _>>()?;
            let (part, rest): (Vec<Evidence>, Vec<Evidence>) =
                claim.evidence.iter().cloned().partition(|e| chosen.contains(&at(e)));
            if part.is_empty() || rest.is_empty() {
                return Err(Failure::wrong("Choose some passages of the claim, and not all of them."));
            }
            Ruling::Split { parts: vec![anchors(read, &rest), anchors(read, &part)] }
        }
        "move" => {
            let from = claim()?;
            let moved = passage(form.needed("passage", "a passage")?)?;
            let to = match form.one("to-claim") {
                Some("own") | None => Vec::new(),
                Some(id) => all(find_claim(read, id)?),
            };
            let rest: Vec<Evidence> = from.evidence.iter().filter(|e| at(e) != moved).cloned().collect();
            Ruling::Move { passage: anchor(read, &moved)?, from: anchors(read, &rest), to }
        }
        "title" => Ruling::Title { claim: one_claim()?, title: form.words("title", "how the claim reads")? },
        "note" => {
            let on = match (form.one("claim"), form.one("dispute")) {
                (Some(_), _) => one_claim()?,
                (None, Some(id)) => sides(read, find_dispute(read, id)?).into_iter().flatten().collect(),
                (None, None) => Vec::new(),
            };
            Ruling::Note { on, text: form.words("text", "a note")? }
        }
        "sign-off" => {
            let claim = if form.one("claim").is_some() { one_claim()? } else { Vec::new() };
            Ruling::SignOff { claim, grade: form.one("grade").map(named::<Support>).transpose()? }
        }
        "same-source" => {
            let mut sources = vec![find_source(read, form.needed("source", "a source")?)?];
            for other in form.all("with") {
                sources.push(find_source(read, other)?);
            }
            sources.dedup_by(|a, b| a.id == b.id);
            if sources.len() < 2 {
                return Err(Failure::wrong("Choose another source that is the same."));
            }
            Ruling::SameSource { sources: sources.into_iter().map(|s| source(read, s)).collect() }
        }
        "distinct-sources" => {
            let a = find_source(read, form.needed("source", "a source")?)?;
            let b = find_source(read, form.needed("other", "the other source")?)?;
            if a.id == b.id {
                return Err(Failure::wrong("Choose two sources."));
            }
            Ruling::DistinctSources { a: source(read, a), b: source(read, b) }
        }
        "rename-source" => {
            let of = find_source(read, form.needed("source", "a source")?)?;
            Ruling::RenameSource { source: source(read, of), name: form.words("name", "its name")? }
        }
        verb @ ("independent" | "same-origin") => {
            let (a, b) =
                (passage(form.needed("a", "a passage")?)?, passage(form.needed("b", "another passage")?)?);
            if a == b {
                return Err(Failure::wrong("Choose two passages."));
            }
            let (a, b) = (anchor(read, &a)?, anchor(read, &b)?);
            if verb == "independent" { Ruling::Independent { a, b } } else { Ruling::SameOrigin { a, b } }
        }
        "figure" => figure(read, form)?,
        "resolve" => {
            let dispute = find_dispute(read, form.needed("dispute", "a dispute")?)?;
            let holds = match form.needed("holds", "which side holds")? {
                "none" => None,
                side => Some(side.parse().map_err(|_| gone("side"))?),
            };
            if holds.is_some_and(|side: usize| side >= dispute.sides.len()) {
                return Err(gone("side"));
            }
            Ruling::ResolveDispute { sides: sides(read, dispute), holds }
        }
        "dismiss" => {
            let dispute = find_dispute(read, form.needed("dispute", "a dispute")?)?;
            Ruling::DismissDispute { sides: sides(read, dispute) }
        }
        "new-dispute" => {
            let (a, b) = (claim()?, find_claim(read, form.needed("other", "the other claim")?)?);
            if a.id == b.id {
                return Err(Failure::wrong("Choose two claims."));
            }
            let kind: DisputeKind = named(form.one("kind").unwrap_or("assertion"))?;
            let side = |claim: &Claim, field: &str| -> Result<NewSide, Failure> {
                let label = form.one(field).map(written).transpose()?;
                Ok(NewSide { label: label.unwrap_or_else(|| read_as(claim)), passages: all(claim) })
            };
            Ruling::NewDispute { kind, sides: vec![side(a, "label-a")?, side(b, "label-b")?] }
        }
        "leave-out" => {
            let id = form.needed("article", "an article")?;
            let article =
                read.ledger().articles.iter().find(|a| a.id.0 == id).ok_or_else(|| gone("article"))?;
            Ruling::LeaveOut { article: article_anchor(article) }
        }
        "withdraw" => {
            let id = form.needed("decision", "a decision")?;
            let known = read.decisions.iter().any(|kept| kept.decision.id.0 == id);
            if !known {
                return Err(gone("decision"));
            }
            Ruling::Withdraw { withdrawn: DecisionId(id.to_owned()) }
        }
        _ => return Err(Failure::wrong("The form does not say what to do.")),
    })
}

fn figure(read: &Read, form: &Fields) -> Result<Ruling, Failure> {
    let of = find_figure(read, form.needed("figure", "a figure")?)?;
    let value = match form.one("value") {
        None => None,
        Some(text) => {
            let plain: String =
                text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}')).collect();
            let number = plain.parse().ok().and_then(Number::new);
            Some(
                number
                    .ok_or_else(|| Failure::wrong("That is no number.").hint("Write it as 1200 or 0.5."))?,
            )
        }
    };
    let qualifier = form.one("qualifier").map(named::<Qualifier>).transpose()?;
    let text = |name: &str| form.one(name).map(written).transpose();
    let (what, role) = (text("of")?, text("role")?);
    let value = value.filter(|v| *v != of.value);
    let qualifier = qualifier.filter(|q| *q != of.qualifier);
    let what = what.filter(|w| Some(w) != of.of.as_ref());
    let role = role.filter(|r| Some(r) != of.role.as_ref());
    if value.is_none() && qualifier.is_none() && what.is_none() && role.is_none() {
        return Err(Failure::wrong("Nothing of the figure is changed."));
    }
    let place = Passage { article: of.article.clone(), span: of.span };
    Ok(Ruling::Figure { figure: anchor(read, &place)?, value, qualifier, of: what, role })
}

/// What the form speaks of is not on the page that the desk knows.
fn gone(what: &str) -> Failure {
    Failure::new(
        StatusCode::CONFLICT,
        format!("The {what} is no longer there: the story has changed since. Nothing was kept."),
    )
    .hint("Load the page again, and decide on what it shows now.")
}

/// A word of the ledger file, such as `at least` or `corroborated`.
fn named<T: DeserializeOwned>(word: &str) -> Result<T, Failure> {
    serde_json::from_value(word.into())
        .map_err(|_| Failure::wrong("The form names a value that there is not."))
}

pub(crate) fn find_claim<'a>(read: &'a Read, id: &str) -> Result<&'a Claim, Failure> {
    read.ledger().claims.iter().find(|c| c.id.0 == id).ok_or_else(|| gone("claim"))
}

pub(crate) fn find_source<'a>(read: &'a Read, id: &str) -> Result<&'a Source, Failure> {
    read.ledger().sources.iter().find(|s| s.id.0 == id).ok_or_else(|| gone("source"))
}

pub(crate) fn find_figure<'a>(read: &'a Read, id: &str) -> Result<&'a Figure, Failure> {
    read.ledger().figures.iter().find(|f| f.id.0 == id).ok_or_else(|| gone("figure"))
}

pub(crate) fn find_dispute<'a>(read: &'a Read, id: &str) -> Result<&'a Dispute, Failure> {
    read.ledger().disputes.iter().find(|d| d.id.0 == id).ok_or_else(|| gone("dispute"))
}

/// A claim as a sentence.
pub(crate) fn read_as(claim: &Claim) -> String {
    if claim.title.is_empty() { claim.text.clone() } else { claim.title.clone() }
}

/// Where a passage stands, as a form writes it: `ARTICLE:START-END`.
pub(crate) fn passage_key(article: &ArticleId, span: Span) -> String {
    format!("{article}:{}-{}", span.start, span.end)
}

/// A passage as a form writes it.
pub(crate) fn passage(key: &str) -> Result<Passage, Failure> {
    let read = || {
        let (article, span) = key.rsplit_once(':')?;
        let (start, end) = span.split_once('-')?;
        let span = Span { start: start.parse().ok()?, end: end.parse().ok()? };
        Some(Passage { article: ArticleId(article.to_owned()), span })
    };
    read().ok_or_else(|| gone("passage"))
}

fn at(evidence: &Evidence) -> Passage {
    Passage { article: evidence.article.clone(), span: evidence.span }
}

fn anchors(read: &Read, evidence: &[Evidence]) -> Vec<Anchor> {
    evidence.iter().filter_map(|e| anchor(read, &at(e)).ok()).collect()
}

fn sides(read: &Read, dispute: &Dispute) -> Vec<Vec<Anchor>> {
    let side = |passages: &[Passage]| passages.iter().filter_map(|p| anchor(read, p).ok()).collect();
    dispute.sides.iter().map(|s| side(&s.evidence)).collect()
}

fn article_anchor(article: &Article) -> ArticleAnchor {
    ArticleAnchor {
        sha256: Some(article.sha256.clone()),
        url: article.url.clone(),
        path: Some(article.path.clone()),
    }
}

/// A passage by its words, with those around it.
fn anchor(read: &Read, passage: &Passage) -> Result<Anchor, Failure> {
    let article =
        read.ledger().articles.iter().find(|a| a.id == passage.article).ok_or_else(|| gone("article"))?;
    let text = read.brief.texts.get(&article.id).ok_or_else(|| gone("article"))?;
    let anchor = crosswire::anchor(article_anchor(article), text, passage.span);
    if anchor.exact.trim().is_empty() {
        return Err(gone("passage"));
    }
    Ok(anchor)
}

/// A source by its name and passages that are on its word.
fn source(read: &Read, source: &Source) -> SourceAnchor {
    let on_its_word = |id: &SourceId| {
        let said = read.ledger().statements.iter().filter(|s| s.source.as_ref() == Some(id));
        said.filter_map(|s| Some(Passage { article: s.article.clone(), span: *s.content.first()? }))
            .collect::<Vec<_>>()
    };
    let passages =
        on_its_word(&source.id).iter().take(OF_SOURCE).filter_map(|p| anchor(read, p).ok()).collect();
    SourceAnchor { name: source.name.clone(), passages }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let fields =
            Fields::read("verb=merge&with=c1&with=c2&why=a+%E2%80%9Cb%E2%80%9D%21&x&=y&bad=%zz%4".as_bytes());
        assert_eq!(fields.one("verb"), Some("merge"));
        assert_eq!(fields.all("with").collect::<Vec<_>>(), ["c1", "c2"]);
        assert_eq!(fields.one("why"), Some("a “b”!"));
        assert_eq!(fields.one("x"), None);
        assert_eq!(fields.one("bad"), Some("%zz%4"));
        assert_eq!(Fields::read(format!("a={}", encoded("ä &=+?")).as_bytes()).one("a"), Some("ä &=+?"));
    }

    #[test]
    fn a_passage_is_an_article_and_two_numbers() {
        let found = passage("a0123:4-9").unwrap();
        assert_eq!(passage_key(&found.article, found.span), "a0123:4-9");
        for wrong in ["", "a", "a:1", "a:1-", "a:-1-2", "a:1-x"] {
            assert!(passage(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_people_write_is_kept_without_control_characters() {
        assert_eq!(written(" a\u{1b}[2Jb\r\nc ").unwrap(), "a[2Jb\nc");
        assert!(written(&"x".repeat(5_000)).is_err());
    }
}
