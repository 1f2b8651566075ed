//! "X said (that) …", "…, X said", "…, said X", "X told Y that …", "X urged Y to …".
//!
//! Fails where a cue's subject or content can only be told by syntax: subjects with a clause inside that has no comma,
//! contents that end before their sentence does without a conjunction.
#![allow(clippy::single_range_in_vec_init, reason = "a content is a list of ranges, often of one")]

use super::super::sheet::Sheet;
use super::cues::{self, Class, Form};
use super::phrase::{self, Subject};
use super::{Found, body};
use crate::annotate::Sentence;
use std::ops::Range;

/// Attributions of a sentence by a verb. `quotations` are those already found by quotation marks: their cues are taken,
/// and "adding that …" after them has their source.
pub(super) fn find(sheet: &Sheet, sentence: &Sentence, quotations: &[Found]) -> Vec<Found> {
    let words = body(sentence);
    let taken = |i: usize| quotations.iter().any(|f| f.cue.as_ref().is_some_and(|c| c.contains(&i)));
    let mut last: Option<Range<usize>> = None;
    let mut found: Vec<Found> = Vec::new();
    let spoken_to = spoken_to(sheet, &words);
    for verb in words.clone() {
        if taken(verb) && sheet.lower(verb + 1) != "that" {
            last = quotations
                .iter()
                .find(|f| f.cue.as_ref().is_some_and(|c| c.contains(&verb)))
                .and_then(|f| f.source.clone())
                .or(last);
            continue;
        }
        if matches!(sheet.lower(verb), "quoted" | "cited" | "quotes" | "cites")
            && sheet.quotation(verb).is_none()
            && let Some(relayed) = quoted_as_saying(sheet, &words, verb)
        {
            last = relayed.source.clone();
            found.push(relayed);
            continue;
        }
        let Some(cue) = cues::cue(sheet.lower(verb)) else { continue };
        if sheet.quotation(verb).is_some()
            || sheet.is_capital(verb) && verb > words.start
            || is_noun(sheet, &words, verb, cue.form)
        {
            continue;
        }
        // A cue within what another said is that other's business.
        if found.iter().any(|f| f.content.iter().any(|c| c.contains(&verb))) && cue.form != Form::Ing {
            continue;
        }
        let Some(subject) = subject_of(sheet, &words, verb, cue.form, last.as_ref()) else {
            found.extend(inverted(sheet, &words, verb, cue));
            continue;
        };
        if subject.passive && cue.form == Form::Past {
            found.extend(passive(sheet, &words, verb, &subject));
            continue;
        }
        if let Some((content, hearer)) = complement(sheet, &words, verb, cue, &subject) {
            let source = subject.words.clone();
            let mut this =
                Found::new(content, subject.verb.max(subject.words.end)..verb + 1, Some(source.clone()));
            this.cue = Some(verb..verb + 1);
            this.relayed = subject.relayed;
            if let Some(cited) = subject.cites.or_else(|| cited_after(sheet, &words, verb)) {
                this.source = Some(cited);
                this.via = vec![source.clone()];
            } else if let Some(hearer) = hearer {
                this.via = vec![hearer];
            } else if let Some(hearer) = &spoken_to {
                this.via = vec![hearer.clone()];
            }
            last = Some(source);
            found.push(this);
        }
    }
    found
}

/// "…, X reported, quoting Y": the words of Y.
fn cited_after(sheet: &Sheet, words: &Range<usize>, verb: usize) -> Option<Range<usize>> {
    let cites = sheet.lower(verb + 1) == "," && matches!(sheet.lower(verb + 2), "citing" | "quoting");
    let cited = phrase::right_phrase(sheet, verb + 3, words.end, true);
    (cites && !cited.is_empty()).then_some(cited)
}

/// "X quoted Y as saying that …": what Y says, through X.
fn quoted_as_saying(sheet: &Sheet, words: &Range<usize>, verb: usize) -> Option<Found> {
    let saying = (verb + 2..(verb + 16).min(words.end))
        .find(|&i| sheet.lower(i) == "as" && matches!(sheet.lower(i + 1), "saying" | "telling"))?;
    let outlet = phrase::subject(sheet, words.start, verb)?;
    let from = if sheet.lower(saying + 2) == "that" { saying + 3 } else { saying + 2 };
    let mut found =
        Found::new(vec![from..clause_end(sheet, words, from)], saying..saying + 2, Some(verb + 1..saying));
    if outlet.passive {
        // "X was quoted by Y as saying"
        let by = (verb + 1..saying).find(|&i| sheet.lower(i) == "by");
        found.source = Some(outlet.words);
        found.via = by.map(|by| by + 1..saying).into_iter().collect();
    } else {
        found.via = vec![outlet.words];
    }
    Some(found)
}

/// "Speaking to X, …" at the head of a sentence: whom its speaker told.
fn spoken_to(sheet: &Sheet, words: &Range<usize>) -> Option<Range<usize>> {
    let verb = matches!(sheet.lower(words.start), "speaking" | "talking")
        && matches!(sheet.lower(words.start + 1), "to" | "with");
    let hearer = phrase::right_phrase(sheet, words.start + 2, words.end, false);
    (verb && !hearer.is_empty()).then_some(hearer)
}

/// "the claim", "his claims", "a report": the same letters, no verb.
fn is_noun(sheet: &Sheet, words: &Range<usize>, at: usize, form: Form) -> bool {
    if at == words.start {
        return form == Form::Base;
    }
    let before = sheet.lower(at - 1);
    let determiner = matches!(
        before,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "its"
            | "their"
            | "this"
            | "that"
            | "these"
            | "any"
            | "no"
            | "some"
            | "of"
            | "for"
            | "with"
            | "by"
            | "from"
            | "'s"
            | "in"
            | "on"
            | "new"
            | "such"
            | "about"
    );
    match form {
        // "officials say", "they report", but not "the state outlet", "a sourced claim".
        Form::Base => {
            let adverb = phrase::is_auxiliary(sheet, at - 1) && at > words.start + 1;
            let subject = if adverb { sheet.lower(at - 2) } else { before };
            let modal = matches!(
                before,
                "will" | "would" | "did" | "does" | "may" | "might" | "could" | "should" | "n't" | "not"
            );
            let plural = subject.ends_with('s')
                && subject.len() > 3
                && !subject.ends_with("'s")
                && !subject.ends_with("ss");
            !(modal
                || plural
                || matches!(
                    subject,
                    "they" | "we" | "i" | "you" | "who" | "people" | "police" | "men" | "women" | ","
                ))
        }
        Form::Present => determiner || cues::cue(before).is_some(),
        Form::Past => matches!(before, "the" | "a" | "an" | "of" | "as"),
        Form::Ing => matches!(before, "the" | "of" | "by" | "for" | "is" | "are" | "was" | "were" | "in"),
    }
}

fn subject_of(
    sheet: &Sheet,
    words: &Range<usize>,
    verb: usize,
    form: Form,
    last: Option<&Range<usize>>,
) -> Option<Subject> {
    let inherit = |verb: usize| {
        let words = last.cloned()?;
        Some(Subject { words, verb, passive: false, relayed: false, cites: None })
    };
    if form == Form::Ing {
        let before = sheet.lower(verb.max(1) - 1);
        let auxiliary = matches!(before, "is" | "are" | "was" | "were" | "been" | "'s" | "'re");
        if !auxiliary {
            // "although the army disagreed, saying …": the army says so.
            let turn = |i: &usize| matches!(sheet.lower(*i), "although" | "though" | "while" | "whereas");
            if let Some(turn) = (words.start..verb - 1).rev().find(turn)
                && let Some(subject) = first_phrase(sheet, &(turn + 1..words.end), verb - 1)
            {
                return Some(subject);
            }
            let that = (verb + 1..verb + 3).any(|i| sheet.lower(i) == "that");
            return match before {
                "," | "”" | "\"" | "and" | "while" => inherit(verb),
                _ if that => inherit(verb).or_else(|| first_phrase(sheet, words, verb)),
                _ => None,
            };
        }
    }
    let mut at = verb;
    while at > words.start && phrase::is_auxiliary(sheet, at - 1) {
        at -= 1;
    }
    if at > words.start && matches!(sheet.lower(at - 1), "and" | "but" | "or") {
        return inherit(at).or_else(|| first_phrase(sheet, words, at));
    }
    let subject = phrase::subject(sheet, words.start, verb)?;
    // "who said": the person before.
    let passive = subject.passive && form != Form::Ing;
    Some(Subject { passive, ..subject })
}

/// The subject of a sentence's first verb that has one: the one of "… and said" where none has spoken yet.
fn first_phrase(sheet: &Sheet, words: &Range<usize>, before: usize) -> Option<Subject> {
    let verbs = (words.start + 1..before).filter(|&i| phrase::has_verb(sheet, &(i..i + 1)));
    let subjects = verbs.filter_map(|verb| phrase::subject(sheet, words.start, verb));
    let first = subjects.into_iter().find(|s| s.words.start <= words.start + 2)?;
    Some(Subject { passive: false, ..first })
}

/// "…, said X" and "…, says X of Y".
fn inverted(sheet: &Sheet, words: &Range<usize>, verb: usize, cue: cues::Cue) -> Option<Found> {
    if verb < words.start + 4
        || sheet.lower(verb - 1) != ","
        || cue.class != Class::Say
        || cue.form == Form::Ing
    {
        return None;
    }
    let source = phrase::right_phrase(sheet, verb + 1, words.end, true);
    let names = !source.is_empty()
        && (sheet.is_capital(source.start)
            || matches!(
                sheet.lower(source.start),
                "the" | "a" | "an" | "one" | "two" | "officials" | "police" | "his" | "her"
            ));
    let content = words.start..verb - 1;
    (names && phrase::has_verb(sheet, &content))
        .then(|| Found::new(vec![content], verb..verb + 1, Some(source)))
}

/// "it was announced that …", "is believed to …": someone's word, no one named.
fn passive(sheet: &Sheet, words: &Range<usize>, verb: usize, subject: &Subject) -> Option<Found> {
    let next = sheet.lower(verb + 1);
    let it = sheet.lower(subject.words.start) == "it" && subject.words.len() == 1;
    if it && next == "that" {
        return None; // The family of the unnamed has it.
    }
    let said = matches!(
        sheet.lower(verb),
        "believed"
            | "thought"
            | "said"
            | "reported"
            | "alleged"
            | "estimated"
            | "understood"
            | "rumoured"
            | "rumored"
    );
    (said && next == "to").then(|| {
        Found::new(vec![subject.words.start..clause_end(sheet, words, verb + 1)], verb..verb + 1, None)
    })
}

/// What is said, and who is told.
type Complement = (Vec<Range<usize>>, Option<Range<usize>>);

/// The complement of a cue: to its right, or to the left of its subject.
fn complement(
    sheet: &Sheet,
    words: &Range<usize>,
    verb: usize,
    cue: cues::Cue,
    subject: &Subject,
) -> Option<Complement> {
    let next = after_aside(sheet, words, verb + 1);
    let left = || left_content(sheet, words, verb, subject);
    let right = |from: usize| {
        let content = from..clause_end(sheet, words, from);
        (content.len() >= 2).then(|| vec![content])
    };
    match cue.class {
        Class::Tell => {
            if sheet.lower(verb + 1) == "that" {
                return Some((right(verb + 2)?, None));
            }
            let that = (verb + 2..(verb + 14).min(words.end))
                .find(|&i| sheet.lower(i) == "that" || matches!(sheet.lower(i), "," | ":" | "."));
            match that {
                Some(i) if sheet.lower(i) == "that" => {
                    Some((right(i + 1)?, Some(hearer(sheet, verb + 1, i))))
                }
                Some(i) if sheet.lower(i) != ":" => match left() {
                    Some(content) => Some((content, Some(hearer(sheet, verb + 1, i)))),
                    None => tell_clause(sheet, words, verb, &right),
                },
                _ => tell_clause(sheet, words, verb, &right)
                    .or_else(|| left().map(|c| (c, Some(hearer(sheet, verb + 1, words.end))))),
            }
        }
        Class::Urge => {
            let from = match (sheet.lower(verb), sheet.lower(verb + 1)) {
                ("called" | "call" | "calls" | "calling", "on" | "upon" | "for") => verb + 2,
                ("called" | "call" | "calls" | "calling", _) => return None,
                (
                    "appealed" | "appeal" | "appeals" | "appealing" | "pleaded" | "pleads" | "plead",
                    "to" | "for" | "with",
                ) => verb + 2,
                _ => verb + 1,
            };
            let end = clause_end(sheet, words, from);
            let asks = (from..end).take(16).any(|i| matches!(sheet.lower(i), "to" | "that"))
                || matches!(sheet.lower(verb), "demanded" | "demands")
                || sheet.lower(verb + 1) == "for";
            (asks && end - from >= 3).then(|| (vec![from..end], None))
        }
        Class::As => {
            let end = clause_end(sheet, words, verb + 1);
            let as_what = (verb + 2..end).take(20).any(|i| sheet.lower(i) == "as");
            as_what.then(|| (vec![verb + 1..end], None))
        }
        Class::Say | Class::Think => {
            if sheet.lower(next) == "that"
                && next + 2 < words.end
                && !matches!(sheet.lower(next + 1), "is" | "was" | "." | "of")
            {
                return Some((right(next + 1)?, None));
            }
            if matches!(sheet.lower(verb), "vowed" | "promised" | "vows" | "pledged" | "promises")
                && sheet.lower(verb + 1) == "to"
            {
                return Some((right(verb + 1)?, None));
            }
            // "denied reports that the hull was torn"
            let noun = (verb + 1..verb + 3).find(|&i| {
                matches!(
                    sheet.lower(i),
                    "reports"
                        | "report"
                        | "claims"
                        | "claim"
                        | "suggestions"
                        | "allegations"
                        | "accusations"
                        | "rumours"
                        | "rumors"
                        | "fears"
                        | "concern"
                        | "concerns"
                        | "hope"
                        | "hopes"
                        | "confidence"
                )
            });
            if let Some(noun) = noun.filter(|n| sheet.lower(n + 1) == "that") {
                return Some((right(noun + 2)?, None));
            }
            if let Some(content) = left() {
                return Some((content, None));
            }
            let first = sheet.lower(next);
            let opens = next < words.end
                && !sheet.is_mark(next)
                && !matches!(
                    first,
                    "of" | "about"
                        | "for"
                        | "with"
                        | "by"
                        | "from"
                        | "and"
                        | "or"
                        | "but"
                        | "so"
                        | "to"
                        | "as"
                        | "more"
                        | "goodbye"
                        | "nothing"
                );
            if cue.bare_clause && opens && phrase::has_verb(sheet, &(next..words.end.min(next + 24))) {
                return Some((right(next)?, None));
            }
            None
        }
        Class::Quote => None,
    }
}

/// "told reporters the ship had sunk".
fn tell_clause(
    sheet: &Sheet,
    words: &Range<usize>,
    verb: usize,
    right: &dyn Fn(usize) -> Option<Vec<Range<usize>>>,
) -> Option<Complement> {
    let mut at = verb + 1;
    if matches!(sheet.lower(at), "me" | "him" | "her" | "us" | "them" | "it" | "you") {
        at += 1;
    } else {
        while at < words.end
            && at < verb + 8
            && (sheet.is_capital(at) || matches!(sheet.lower(at), "the" | "a" | "'s") || at == verb + 1)
        {
            at += 1;
        }
        if at < words.end && sheet.lower(at - 1) == "the" {
            at += 1;
        }
    }
    let rest = at..words.end;
    let clause = rest.len() >= 4
        && !sheet.is_mark(at)
        && !matches!(sheet.lower(at), "to" | "about" | "of")
        && phrase::has_verb(sheet, &(at..words.end.min(at + 20)));
    if clause { Some((right(at)?, Some(hearer(sheet, verb + 1, at)))) } else { None }
}

/// Who is told, without the time at which it was.
fn hearer(sheet: &Sheet, start: usize, end: usize) -> Range<usize> {
    let time = matches!(sheet.lower(start), "in" | "on" | "at" | "during" | "after" | "before" | "last");
    if time { start..start } else { phrase::right_phrase(sheet, start, end, false) }
}

/// Over "on Tuesday", "in a statement", "late Monday", ", however," to where the content may begin.
fn after_aside(sheet: &Sheet, words: &Range<usize>, from: usize) -> usize {
    let mut at = from;
    if sheet.lower(at) == "," {
        // "said, however, that": only where the second comma is near.
        if let Some(close) = (at + 1..(at + 12).min(words.end)).find(|&i| sheet.lower(i) == ",")
            && sheet.lower(close + 1) == "that"
        {
            return close + 1;
        }
        return from;
    }
    let that =
        (at..(at + 12).min(words.end)).find(|&i| matches!(sheet.lower(i), "that" | "," | "." | ";" | ":"));
    if let Some(i) = that
        && sheet.lower(i) == "that"
        && matches!(
            sheet.lower(at),
            "on" | "in"
                | "at"
                | "during"
                | "to"
                | "late"
                | "earlier"
                | "last"
                | "through"
                | "via"
                | "again"
                | "yesterday"
                | "today"
                | "this"
                | "after"
                | "by"
                | "early"
                | "there"
                | "publicly"
                | "clearly"
                | "only"
                | "before"
        ) | sheet.lower(at).ends_with("day")
    {
        return i;
    }
    if sheet.lower(at) == "on" && sheet.lower(at + 1).ends_with("day") {
        at += 2;
    } else if sheet.lower(at).ends_with("day") && sheet.lower(at).len() > 5 {
        at += 1;
    }
    at
}

/// The clause before "…, X said", and what goes on behind it.
fn left_content(
    sheet: &Sheet,
    words: &Range<usize>,
    verb: usize,
    subject: &Subject,
) -> Option<Vec<Range<usize>>> {
    let comma = subject.words.start.checked_sub(1)?;
    if comma <= words.start + 1 || !matches!(sheet.lower(comma), "," | "”" | "\"" | "—" | "–") {
        return None;
    }
    let before = words.start..comma;
    // "On Monday, he said": a time is no clause.
    let after = verb + 1;
    let tail = sheet.lower(after);
    let closes = after >= words.end
        || sheet.is_mark(after)
        || matches!(
            tail,
            "on" | "in"
                | "at"
                | "during"
                | "late"
                | "earlier"
                | "to"
                | "after"
                | "last"
                | "this"
                | "when"
                | "about"
                | "as"
                | "of"
                | "for"
                | "through"
                | "by"
                | "before"
                | "while"
                | "early"
        )
        || tail.ends_with("day")
        || cues::cue(sheet.lower(verb)).is_some_and(|c| c.class == Class::Tell);
    if !closes || !phrase::has_verb(sheet, &before) && before.len() < 6 || (before.len() < 3) {
        return None;
    }
    let mut content = vec![before];
    if sheet.lower(after) == ","
        && words.end - after > 4
        && !matches!(
            sheet.lower(after + 1),
            "adding" | "saying" | "noting" | "citing" | "referring" | "according" | "who" | "which" | "as"
        )
    {
        content.push(after + 1..words.end);
    }
    Some(content)
}

/// Where what is said ends: at the end of its sentence, or before another cue takes over.
pub(super) fn clause_end(sheet: &Sheet, words: &Range<usize>, from: usize) -> usize {
    for i in from..words.end {
        let w = sheet.lower(i);
        let follows = |k: usize| {
            let k = (k..k + 4).find(|&i| !phrase::is_auxiliary(sheet, i)).unwrap_or(k);
            cues::cue(sheet.lower(k)).filter(|_| sheet.quotation(k).is_none()).map(|c| (c, k))
        };
        match w {
            "and" | "but" => {
                if let Some((cue, k)) = follows(i + 1)
                    && cue.form != Form::Base
                    && cue.form != Form::Ing
                    && (sheet.lower(k + 1) == "that" || cue.class == Class::Urge || sheet.lower(k) == "said")
                    && sheet.quotation(i).is_none()
                {
                    return i;
                }
            }
            "," => {
                if sheet.quotation(i).is_some() {
                    continue;
                }
                let gerund =
                    follows(i + 1).is_some_and(|(c, _)| c.form == Form::Ing && c.class != Class::Quote);
                let tag = sheet.lower(i + 1) == "according" && sheet.lower(i + 2) == "to";
                // ", he added." and ", the office said on Monday."
                let parenthetical = (i + 2..(i + 8).min(words.end))
                    .find(|&k| {
                        cues::cue(sheet.lower(k))
                            .is_some_and(|c| matches!(c.form, Form::Past | Form::Present))
                    })
                    .is_some_and(|k| {
                        (k + 1 >= words.end || sheet.is_mark(k + 1))
                            && !(i + 1..k).any(|m| sheet.is_mark(m))
                            && sheet.quotation(k).is_none()
                    });
                let conjoined = matches!(sheet.lower(i + 1), "and" | "but" | "while")
                    && (i + 2..(i + 10).min(words.end)).any(|k| {
                        cues::cue(sheet.lower(k))
                            .is_some_and(|c| matches!(c.form, Form::Past | Form::Present))
                            && sheet.lower(k + 1) == "that"
                    });
                if gerund || tag || parenthetical || conjoined {
                    return i;
                }
            }
            ":" if i > from + 2 && sheet.quotation(i).is_none() && sheet.quotation(i + 1).is_some() => {
                return i;
            }
            "while" if i > from + 2 => {
                let cue = (i + 1..(i + 8).min(words.end)).any(|k| {
                    cues::cue(sheet.lower(k)).is_some_and(|c| matches!(c.form, Form::Past | Form::Present))
                        && sheet.lower(k + 1) == "that"
                });
                if cue {
                    return i;
                }
            }
            _ => {}
        }
    }
    words.end
}
