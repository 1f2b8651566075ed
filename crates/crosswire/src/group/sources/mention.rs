//! A mention taken apart: the words that name a source, as a person with name and role, a body, an outlet, someone told of
//! before ("the official"), or people without a name.

use super::outlets::Outlets;
use super::people::People;
use super::roles;
use super::text::{is_capital, plain_name, strip_article, strip_possessive};
use crate::annotate::tree::Tree;
use crate::extract::figures::people as nouns;
use crate::lexicon;
use crate::text::one_line;
use crosswire_lang::{ByteRange, NameKind, Upos, WordRange};
use crosswire_model::SourceKind;

/// A mention taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mention {
    /// "he", "she", "their", "who".
    Pronoun(Pronoun),
    /// A person with a name.
    Person { name: String, role: Option<String>, body: Option<String> },
    /// A body, an outlet, an agency, with a name.
    Body { name: String, kind: SourceKind, role: Option<String> },
    /// "the official", "the ministry", "the report": someone told of before, by a common noun in lower case.
    Definite { noun: String, text: String, body: Option<String> },
    /// People or texts without a name.
    Unnamed { noun: String, text: String, body: Option<String> },
}

/// Whom a pronoun can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronoun {
    He,
    She,
    They,
    It,
    /// "I", "we": the one who speaks.
    Speaker,
    Other,
}

fn pronoun(lower: &str) -> Option<Pronoun> {
    Some(match lower {
        "he" | "his" | "him" | "himself" => Pronoun::He,
        "she" | "her" | "hers" | "herself" => Pronoun::She,
        "they" | "their" | "them" | "both" | "themselves" | "theirs" => Pronoun::They,
        "it" | "its" | "itself" => Pronoun::It,
        "i" | "we" | "my" | "our" | "me" | "us" | "myself" | "ourselves" => Pronoun::Speaker,
        "you" | "your" | "who" | "which" | "that" | "whom" | "whose" | "one" | "what" => Pronoun::Other,
        _ => return None,
    })
}

/// What mentions of one article are read with.
pub(super) struct Reader<'a> {
    pub(super) tree: Tree<'a>,
    pub(super) people: &'a People,
    pub(super) outlets: &'a Outlets,
}

impl Reader<'_> {
    /// Takes the words at a byte range apart.
    pub(super) fn read(&self, bytes: ByteRange) -> Mention {
        let words = self.words(bytes);
        let text = one_line(self.tree.between(bytes));
        if words.len() == 1
            && let Some(pronoun) = pronoun(self.tree.lower(words.start))
        {
            return Mention::Pronoun(pronoun);
        }
        let core = self.core(words);
        self.person(words, core)
            .or_else(|| self.media(words, core))
            .unwrap_or_else(|| self.other(words, core, text))
    }

    /// The full name of a person in whom the language layer saw none.
    pub(super) fn unknown_name(&self, bytes: ByteRange) -> Option<String> {
        let words = self.words(bytes);
        let core = self.core(words);
        let known = |name: WordRange| self.names(name).any(|n| n.kind == NameKind::Person);
        let name = self.unknown(words, core).filter(|name| !known(*name))?;
        Some(plain_name(&self.text(name))).filter(|name| name.contains(' '))
    }

    /// A person's name at some words with what its sentence says beside it of who that is: "resident Ivar Moen", "Elin Haug, a
    /// passenger". None where nothing is said.
    pub(super) fn introduced(&self, name: WordRange) -> Option<Mention> {
        let sentence = self.tree.sentence(name.start);
        let noun = |i: &usize| {
            matches!(self.tree.upos(*i), Upos::Noun | Upos::Propn | Upos::Adj) && !self.tree.is_mark(*i)
        };
        let start = (sentence.start..name.start).rev().take(5).take_while(noun).last().unwrap_or(name.start);
        let ends =
            |i: &usize| self.tree.is_mark(*i) || matches!(self.tree.lower(*i), "who" | "whose" | "which");
        let comma = self.tree.word(name.end) == "," && name.end < sentence.end;
        let after = name.end + 1..sentence.end.min(name.end + 12);
        let end = after.clone().find(ends).unwrap_or(after.end);
        let verb = |i: usize| matches!(self.tree.upos(i), Upos::Verb | Upos::Aux);
        let says =
            |i: usize| nouns::is_person_noun(self.tree.lower(i)) || roles::is_speaker(self.tree.lower(i));
        let apposed = comma && (after.start..end).any(says) && !(after.start..end).any(verb);
        if start == name.start && !apposed {
            return None;
        }
        let words = WordRange::new(start, if apposed { end } else { name.end });
        match self.read(self.tree.bytes(words)) {
            mention @ Mention::Person { role: Some(_), .. } => Some(mention),
            _ => None,
        }
    }

    /// The language layer's words at a byte range.
    fn words(&self, bytes: ByteRange) -> WordRange {
        let all = self.tree.words;
        WordRange::new(
            all.partition_point(|w| w.bytes.end <= bytes.start),
            all.partition_point(|w| w.bytes.start < bytes.end),
        )
    }

    /// The words up to a comma, a bracket, a clause or a preposition, but for prepositions inside a name.
    fn core(&self, words: WordRange) -> WordRange {
        let in_name = |i: usize| self.names(WordRange::one(i)).any(|n| n.words.start < i && i < n.words.end);
        let stops = |i: usize| {
            let word = matches!(
                self.tree.lower(i),
                "," | "(" | "who" | "which" | "that" | "whose" | "–" | "—" | "--"
            );
            let bends = self.tree.upos(i) == Upos::Adp
                || lexicon::POSTMODIFIERS_OF_UNNAMED_SOURCES.has(self.tree.lower(i));
            (word || bends && !matches!(self.tree.lower(i), "'s" | "’s")) && !in_name(i)
        };
        let end = (words.start + 1..words.end).find(|&i| stops(i)).unwrap_or(words.end);
        WordRange::new(words.start, end)
    }

    /// The names that share a word with a range.
    fn names(&self, words: WordRange) -> impl DoubleEndedIterator<Item = &crosswire_lang::Name> {
        let all = &self.tree.annotation.language.names;
        let first = all.partition_point(|n| n.words.end <= words.start);
        let last = all.partition_point(|n| n.words.start < words.end);
        all[first..last.max(first)].iter()
    }

    /// The words of a range as they stand, without an article before them.
    fn text(&self, words: WordRange) -> String {
        if words.is_empty() {
            return String::new();
        }
        let text = one_line(self.tree.between(self.tree.bytes(words)));
        let parts: Vec<&str> = text.split(' ').collect();
        strip_article(&parts).join(" ")
    }

    fn person(&self, words: WordRange, core: WordRange) -> Option<Mention> {
        // The last name that nothing follows: not the "Smith" of "Smith's mother".
        let last_word = |end: usize| end == core.end || (end..core.end).all(|i| self.tree.is_mark(i));
        let named = self
            .names(core)
            .filter(|n| n.kind == NameKind::Person && core.covers(n.words))
            .find(|n| last_word(n.words.end) && self.outlets.media(&self.text(n.words)).is_none());
        // The layer saw no name where the story knows one: "Askvik".
        let found =
            named.map(|name| name.words).or_else(|| self.titled(words)).or_else(|| self.unknown(words, core));
        let name_words = match found {
            Some(words) => words,
            None => {
                let last = core.end - 1;
                let known = is_capital(self.tree.word(last))
                    && self.people.is_last_name(self.tree.word(last))
                    && lexicon::country(self.tree.word(last)).is_none();
                if !known
                    || self
                        .names(WordRange::one(last))
                        .any(|n| n.kind == NameKind::Organisation && n.words.len() > 1)
                {
                    return self.apposed(words, core);
                }
                WordRange::new(last, core.end)
            }
        };
        let name = plain_name(&self.text(name_words));
        let before = self.text(WordRange::new(core.start, name_words.start));
        let role = self.apposition(words, core).or((!before.is_empty()).then_some(before));
        let body = role.as_deref().and_then(body_of);
        Some(Mention::Person { name, role, body })
    }

    /// The name at the end of "Secretary of State Ada Holm": a title goes before it, and no preposition stands between.
    fn titled(&self, words: WordRange) -> Option<WordRange> {
        let end = words.iter().find(|&i| self.tree.word(i) == ",").unwrap_or(words.end);
        let name = self
            .names(WordRange::new(words.start, end))
            .rfind(|n| n.kind == NameKind::Person && n.words.end == end)?;
        let before = name.words.start.checked_sub(1).filter(|&i| i >= words.start)?;
        let first = if self.tree.lower(words.start) == "the" { words.start + 1 } else { words.start };
        let plain = matches!(self.tree.upos(before), Upos::Noun | Upos::Propn)
            && !lexicon::MEDIA_NOUNS.has(self.tree.lower(before));
        // "Deputy Commissioner for Ports Ada Holm": the office stands before its preposition.
        let office = (first..name.words.start).find(|&i| self.tree.upos(i) == Upos::Adp).is_some_and(|i| {
            let noun = self.tree.lower(i.saturating_sub(1));
            self.tree.is_capital(first)
                && (roles::is_title(noun) || roles::is_speaker(noun) || nouns::is_person_noun(noun))
        });
        (plain && (office || roles::is_title(self.tree.word(first)))).then_some(name.words)
    }

    /// A person's name that the language layer took for another thing or for none: two or three capitalised words at the end,
    /// and a role before them or "who" or a role after.
    pub(super) fn unknown(&self, words: WordRange, core: WordRange) -> Option<WordRange> {
        let plain = |i: usize| {
            let word = self.tree.word(i);
            is_capital(word)
                && word.chars().skip(1).any(char::is_lowercase)
                && !(roles::is_body(word)
                    || roles::is_title(word)
                    || lexicon::WORDS_OF_OUTLET_NAMES.has(&word.to_lowercase()))
                && lexicon::country(word).is_none()
        };
        let length = core.iter().rev().take(3).take_while(|&i| plain(i)).count();
        let name = WordRange::new(core.end - length, core.end);
        let person = |text: &str| {
            let noun = text.split(' ').take(6).map(str::to_lowercase);
            noun.map(|w| strip_possessive(&w).to_string())
                .any(|w| nouns::is_person_noun(&w) || roles::is_speaker(&w))
        };
        let before = self.text(WordRange::new(core.start, name.start));
        let last_before = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let apposition = self.apposition(words, core).unwrap_or_default();
        let role = nouns::is_person_noun(&last_before) || roles::is_speaker(&last_before);
        let after = apposition.starts_with("who ")
            || self.tree.word(core.end) == "," && person(&apposition) && !apposition.starts_with("which");
        (length >= 2 && (role || after) || length == 1 && !apposition.is_empty() && after).then_some(name)
    }

    /// "a spokesman, Ada Holm": the role first, the name between commas.
    fn apposed(&self, words: WordRange, core: WordRange) -> Option<Mention> {
        let role = self.text(core);
        let noun = role.split([' ', '-']).next_back().map(str::to_lowercase)?;
        // A person's name says that any other noun is one's as well: "the warden, Ada Holm".
        if roles::is_body(&noun) || roles::is_document(&noun) || lexicon::MEDIA_NOUNS.has(&noun) {
            return None;
        }
        let begins = (core.end..words.end).find(|&i| self.tree.word(i) == ",")? + 1;
        // "its chairman, Rep. Ada Holm of Orlund": titles go before the name.
        let titles =
            |n: &crosswire_lang::Name| (begins..n.words.start).all(|i| roles::is_title(self.tree.word(i)));
        let name = self.names(words).find(|n| {
            n.kind == NameKind::Person && WordRange::new(begins, words.end).covers(n.words) && titles(n)
        })?;
        let between = self.text(WordRange::new(core.start, begins - 1));
        let body = body_of(&between);
        Some(Mention::Person { name: plain_name(&self.text(name.words)), role: Some(between), body })
    }

    /// What stands after the name: ", a harbour official", "of the harbour office".
    fn apposition(&self, words: WordRange, core: WordRange) -> Option<String> {
        let mut begins = core.end;
        while begins < words.end && self.tree.is_mark(begins) {
            begins += 1;
        }
        let text = self.text(WordRange::new(begins, words.end));
        let text = text.trim_end_matches([',', ')', '(']).trim();
        let first = text.split(' ').next().unwrap_or_default();
        let role = !text.is_empty() && !text.chars().all(|c| c.is_ascii_digit()) && first != "which";
        role.then(|| text.to_string())
    }

    /// "the New York Times", "the semi-official Skerri news agency", "the outlet PressTV".
    fn media(&self, words: WordRange, core: WordRange) -> Option<Mention> {
        let whole = self.text(core);
        let parts: Vec<&str> =
            whole.split(' ').map(|w| w.trim_matches(['“', '”', '"', ',', '(', ')'])).collect();
        let role = |name: &str| match self.apposition(words, core) {
            Some(role) => Some(role),
            None => (whole != name).then(|| whole.clone()),
        };
        let named = |name: String| {
            let (kind, name) = self.outlets.media(&name).unwrap_or((SourceKind::Outlet, name));
            Mention::Body { role: role(&name), name, kind }
        };
        // A known name at the end or before "news agency", but not inside "a Reuters reporter".
        for len in (1..=parts.len().min(4)).rev() {
            for start in (0..=parts.len() - len).rev() {
                let name = parts[start..start + len]
                    .iter()
                    .map(|w| strip_possessive(w))
                    .collect::<Vec<_>>()
                    .join(" ");
                let rest = &parts[start + len..];
                let plain = |w: &&str| {
                    lexicon::MEDIA_NOUNS.has(&w.to_lowercase())
                        || matches!(
                            *w,
                            "news"
                                | "state"
                                | "News"
                                | "Agency"
                                | "TV"
                                | "report"
                                | "state-run"
                                | "'s"
                                | "’s"
                        )
                };
                if is_capital(&name) && self.outlets.media(&name).is_some() && rest.iter().all(plain) {
                    return Some(named(name));
                }
            }
        }
        let last = *parts.last()?;
        if lexicon::MEDIA_NOUNS.has(&last.to_lowercase())
            && parts.len() <= 2
            && !parts.iter().any(|w| is_capital(w))
        {
            let text = one_line(self.tree.between(self.tree.bytes(words)));
            return Some(Mention::Definite { noun: last.to_lowercase(), text, body: None });
        }
        let name_like = parts.len() >= 2
            && parts.iter().all(|w| is_capital(w) || matches!(*w, "of" | "and"))
            && lexicon::WORDS_OF_OUTLET_NAMES.has(&last.to_lowercase());
        name_like.then(|| named(whole.clone()))
    }

    fn other(&self, words: WordRange, core: WordRange, text: String) -> Mention {
        let lower_text = text.to_lowercase();
        let name_at = |i: usize| self.names(WordRange::one(i)).next();
        let last = (core.start..core.end).rev().find(|&i| !self.tree.is_mark(i)).unwrap_or(core.start);
        let noun = strip_possessive(self.tree.lower(last)).to_string();
        let plain = self.text(core);
        let definite = lower_text.starts_with("the ")
            || lower_text.starts_with("this ")
            || lower_text.starts_with("that ");
        let body = body_of(&self.text(words));
        let one_word = plain.split(' ').count() == 1;
        let person_noun = nouns::is_person_noun(&noun) || roles::is_speaker(&noun);
        if person_noun && !roles::is_body(&noun) || noun == "authorities" || noun == "prosecutors" {
            let alone = definite && (core.end == words.end || self.tree.word(core.end) == ",");
            return match alone && plain.split(' ').count() <= 3 {
                // What a clause adds is no part of the name: "the officials, who were not named".
                true => {
                    let text = one_line(self.tree.between(self.tree.bytes(core)));
                    Mention::Definite { noun, text, body }
                }
                false => Mention::Unnamed { noun, text, body },
            };
        }
        let named = name_at(last).filter(|n| matches!(n.kind, NameKind::Organisation | NameKind::Location));
        let country = lexicon::country(&plain).is_some();
        let ends = core.end == words.end || self.tree.word(core.end) == ",";
        if named.is_some() || country || roles::is_body(&noun) || is_capital(self.tree.word(last)) && ends {
            if one_word && named.is_none() && !is_capital(self.tree.word(last)) {
                // "police", "the ministry"
                return match definite {
                    true => Mention::Definite { noun, text, body: None },
                    false => Mention::Body { name: plain, kind: SourceKind::Organisation, role: None },
                };
            }
            // "the Foreign Ministry of Iran": what "of" adds belongs to the name.
            let of = self.tree.lower(core.end) == "of" && core.end < words.end;
            let end = match of {
                true => (core.end + 1..words.end)
                    .find(|&i| {
                        matches!(
                            self.tree.lower(i),
                            "," | "(" | "who" | "which" | "that" | "in" | "on" | "at"
                        )
                    })
                    .unwrap_or(words.end),
                false => core.end,
            };
            let mut role = if of { None } else { self.apposition(words, core) };
            let mut name = self.text(WordRange::new(core.start, end));
            // "the grid operator Nordkraft", "a group called Free Tarn"
            if let Some(proper) = named.filter(|n| n.words.end == end && n.words.start > core.start) {
                let before = self.text(WordRange::new(core.start, proper.words.start));
                if !before.is_empty() && before.split(' ').all(|w| !is_capital(w)) {
                    name = self.text(proper.words);
                    role = role.or(Some(before));
                }
            }
            let name = strip_possessive(&name).to_string();
            return Mention::Body { name, kind: SourceKind::Organisation, role };
        }
        if roles::is_document(noun.trim_end_matches('s'))
            || definite && core.end == words.end && plain.split(' ').count() <= 2
        {
            return Mention::Definite { noun, text, body };
        }
        Mention::Unnamed { noun, text, body }
    }
}

/// The body that a role speaks for: "the Halvik Harbour Office's director" – the Halvik Harbour Office.
pub(super) fn body_of(role: &str) -> Option<String> {
    let words: Vec<&str> =
        role.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).collect();
    let first = words.first()?;
    let acronym = words.len() == 1
        && strip_possessive(first).chars().all(char::is_uppercase)
        && strip_possessive(first).len() > 1;
    if acronym {
        return Some(strip_possessive(first).to_string());
    }
    if !words.iter().any(|w| roles::is_speaker(strip_possessive(w))) {
        return None;
    }
    // The last word of the body, then leftwards over names, adjectives and "of".
    let vague = |w: &str| matches!(w, "state" | "house" | "security" | "chief" | "general");
    let at = words
        .iter()
        .rposition(|w| roles::is_body(strip_possessive(w)) && !vague(strip_possessive(&w.to_lowercase())))
        .or_else(|| words.iter().position(|w| lexicon::country(strip_possessive(w)).is_some()))?;
    let single = lexicon::country(strip_possessive(words[at])).is_some();
    let mut start = at;
    while !single && start > 0 {
        let w = words[start - 1];
        let part = is_capital(w) || matches!(w, "of" | "and") || roles::is_part(w);
        // The "General" of "Halvik General Hospital" is no officer.
        let officer = roles::is_speaker(w) && !(w == "General" && start > 1);
        if !part || w.ends_with(',') || officer || matches!(w, "The" | "A" | "An") {
            break;
        }
        start -= 1;
    }
    let mut end = at + 1;
    // "Ministry of Health", "foreign ministry of Iran"
    while end + 1 < words.len()
        && words[end] == "of"
        && (is_capital(words[end + 1]) || words[end + 1] == "the")
    {
        end += 2;
        while end < words.len() && is_capital(words[end]) && !super::text::ends_phrase(words[end - 1]) {
            end += 1;
        }
    }
    let mut body: Vec<&str> = words[start..end].to_vec();
    while body.first().is_some_and(|w| matches!(*w, "of" | "and" | "the")) {
        body.remove(0);
    }
    let last = body.pop()?;
    body.push(strip_possessive(last));
    let name = body.join(" ");
    // "the group's president" speaks for a group that has no name.
    let plain = body.len() == 1 && !is_capital(&name);
    let known = lexicon::SERVICES.has(name.as_str());
    match single {
        true => lexicon::country(&name).map(str::to_string),
        false => (!plain || known).then_some(name),
    }
}
