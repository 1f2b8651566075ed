//! Who is who: the words that name a source, resolved within an article and across the story.
//!
//! First form. A mention is taken apart into name, role and body; names are joined by last name (persons), by the set of
//! their words (bodies, outlets); pronouns and "the official" go to the last fitting source of the same article.
//! Unnamed sources of different articles are never joined: nothing shows that they are the same people.

use super::lexicon;
use crate::extract::figures::people;
use crate::extract::statements::Attribution;
use crate::hash;
use crate::text::Article;
use crosswire_model::{Source, SourceId, SourceKind};
use std::collections::{BTreeMap, BTreeSet};

/// Who an attribution names, resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The source, where anyone is named.
    pub source: Option<SourceId>,
    /// The relays, nearest to the source first.
    pub via: Vec<SourceId>,
}

/// The sources of a story.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Every source, in order of id.
    pub sources: Vec<Source>,
    /// For each article, for each of its attributions, who it names.
    pub named: Vec<Vec<Named>>,
}

const TITLES: &[&str] = &[
    "president",
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "dr",
    "dr.",
    "sen.",
    "sen",
    "rep.",
    "rep",
    "gov.",
    "gov",
    "senator",
    "governor",
    "secretary",
    "minister",
    "prime",
    "premier",
    "chancellor",
    "gen.",
    "general",
    "lt.",
    "col.",
    "capt.",
    "captain",
    "sgt.",
    "judge",
    "justice",
    "sheriff",
    "mayor",
    "king",
    "queen",
    "prince",
    "pope",
    "professor",
    "prof.",
    "sir",
    "lord",
    "attorney",
    "vice",
    "deputy",
    "chief",
    "director",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "officer",
    "commissioner",
    "representative",
    "congressman",
    "congresswoman",
    "lieutenant",
    "major",
    "admiral",
    "colonel",
    "ambassador",
    "parliamentary",
    "foreign",
    "state",
    "chairman",
    "chairwoman",
    "leader",
    "inspector",
    "detective",
    "superintendent",
    "constable",
    "rev.",
    "reverend",
    "bishop",
    "ex-president",
    "former",
    "acting",
    "then",
    "police",
    "democratic",
    "republican",
    "harbour",
    "master",
];

const BODIES: &[&str] = &[
    "ministry",
    "department",
    "office",
    "police",
    "military",
    "army",
    "government",
    "commission",
    "court",
    "council",
    "company",
    "party",
    "union",
    "university",
    "hospital",
    "embassy",
    "authority",
    "authorities",
    "committee",
    "board",
    "bureau",
    "service",
    "force",
    "forces",
    "navy",
    "guard",
    "parliament",
    "administration",
    "regime",
    "house",
    "senate",
    "congress",
    "pentagon",
    "campaign",
    "foundation",
    "institute",
    "centre",
    "center",
    "association",
    "federation",
    "organisation",
    "organization",
    "coalition",
    "state",
    "city",
    "county",
    "brigade",
    "bank",
    "inc",
    "inc.",
    "corp",
    "corp.",
    "group",
    "ltd",
    "security",
    "homeland",
    "agency",
    "coastguard",
    "airport",
    "airline",
    "airlines",
    "railway",
    "league",
    "assembly",
    "cabinet",
    "palace",
    "prosecutors",
    "prosecutor's",
    "fbi",
    "crescent",
    "cross",
    "rescue",
    "monitor",
    "operator",
    "firm",
    "school",
    "church",
    "college",
    "ministry's",
    "taliban",
    "hamas",
    "hezbollah",
    "isis",
    "nato",
];

const DOCUMENTS: &[&str] = &[
    "report",
    "statement",
    "letter",
    "memo",
    "document",
    "documents",
    "study",
    "survey",
    "poll",
    "filing",
    "complaint",
    "indictment",
    "records",
    "book",
    "affidavit",
    "transcript",
];

/// Roles in which a person speaks for a body.
const SPEAKERS: &[&str] = &[
    "official",
    "officials",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "spokesmen",
    "spokespeople",
    "minister",
    "director",
    "secretary",
    "chief",
    "head",
    "president",
    "governor",
    "mayor",
    "commander",
    "officer",
    "officers",
    "ambassador",
    "representative",
    "representatives",
    "chairman",
    "chair",
    "commissioner",
    "general",
    "attorney",
    "prosecutor",
    "prosecutors",
    "authorities",
    "leader",
    "master",
    "inspector",
    "superintendent",
    "captain",
    "sources",
    "source",
    "diplomat",
    "diplomats",
    "premier",
    "manager",
    "deputy",
];

/// A mention taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mention {
    /// "he", "she".
    Pronoun(&'static str),
    /// A person with a name.
    Person { name: String, role: Option<String>, body: Option<String> },
    /// A body, an outlet, an agency, with a name.
    Body { name: String, kind: SourceKind, role: Option<String> },
    /// "the official", "the ministry", "the report": someone mentioned before, by a common noun.
    Definite { noun: String, text: String, body: Option<String> },
    /// People without a name.
    Unnamed { text: String, noun: String, body: Option<String> },
}

/// Resolves the sources of every attribution. `attributions[i]` are those of `articles[i]`.
pub fn resolve(articles: &[Article], attributions: &[Vec<Attribution>]) -> Sources {
    let mut register = Register::default();
    for article in articles {
        register.learn(article);
    }
    // The fullest names first: "Noushabadi" in one article is the person whom another introduces.
    let mentions: Vec<Vec<(Option<Mention>, Vec<Mention>)>> = articles
        .iter()
        .zip(attributions)
        .map(|(article, all)| {
            all.iter()
                .map(|a| {
                    let source = a.source.as_ref().map(|s| register.mention(article.text(s)));
                    (source, a.via.iter().map(|v| register.mention(article.text(v))).collect())
                })
                .collect()
        })
        .collect();
    for (source, via) in mentions.iter().flatten() {
        let relay =
            |m: &&Mention| matches!(m, Mention::Body { kind: SourceKind::Outlet | SourceKind::Agency, .. });
        for mention in source.iter().chain(via.iter().filter(relay)) {
            register.introduce(mention);
        }
    }
    let named: Vec<Vec<Named>> = articles
        .iter()
        .zip(attributions)
        .zip(&mentions)
        .map(|((article, all), mentions)| register.resolve_article(article, all, mentions))
        .collect();
    Sources { sources: register.finish(&named), named }
}

/// What is known of one source while the story is read.
#[derive(Debug, Clone)]
struct Entry {
    kind: SourceKind,
    /// Names with how often each was used; the best becomes the source's name.
    names: BTreeMap<String, usize>,
    roles: BTreeMap<String, usize>,
    body: Option<String>,
}

#[derive(Default)]
struct Register {
    /// By key: "p:last name", "b:words of the name", "u:article:words".
    entries: BTreeMap<String, Entry>,
    /// Acronyms that an article explains: "DHS" is "Department of Homeland Security".
    acronyms: BTreeMap<String, String>,
    /// Names that the texts call an agency or an outlet, in lower case.
    outlets: BTreeMap<String, SourceKind>,
    /// Last names with the fullest name that the texts use for them.
    people: BTreeMap<String, String>,
}

impl Register {
    /// Reads off a text what it says of names: acronyms, outlets, full names.
    fn learn(&mut self, article: &Article) {
        if let Some(outlet) = &article.document.outlet {
            self.outlets.insert(bare(outlet).to_lowercase(), SourceKind::Outlet);
        }
        let words: Vec<&str> = article.document.text[article.document.body..].split_whitespace().collect();
        for (i, word) in words.iter().enumerate() {
            // "Department of Homeland Security (DHS)"
            if let Some(acronym) =
                word.strip_prefix('(').map(|w| w.trim_end_matches(|c: char| !c.is_alphanumeric()))
                && acronym.len() >= 2
                && acronym.chars().all(|c| c.is_uppercase())
                && let Some(long) = spelled_out(&words[..i], acronym)
            {
                self.acronyms.insert(acronym.to_string(), long);
            }
            let clean = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
            // "the Tasnim news agency", "the outlet PressTV"
            if lexicon::is_media_noun(&clean(word).to_lowercase()) {
                let kind = if clean(word).to_lowercase().starts_with("agenc") {
                    SourceKind::Agency
                } else {
                    SourceKind::Outlet
                };
                let run = |from: usize| {
                    let name = words[from..].iter().take(3).take_while(|w| capital(w));
                    let mut run: Vec<String> = Vec::new();
                    for w in name {
                        run.push(strip_possessive(&clean(w)).to_string());
                        if ends_phrase(w) {
                            break;
                        }
                    }
                    run.join(" ")
                };
                let before = words[..i].iter().rev().take(3).map(|w| clean(w)).find(|w| capital(w));
                let after = (!ends_phrase(word) && i + 1 < words.len()).then(|| run(i + 1));
                for name in before.into_iter().chain(after) {
                    let name = strip_possessive(&name).to_string();
                    let common = COMMON.contains(&name.to_lowercase().as_str())
                        || TITLES.contains(&name.to_lowercase().as_str());
                    if !name.is_empty()
                        && !common
                        && lexicon::country(&name).is_none()
                        && !is_body_word(&name)
                    {
                        self.outlets.entry(name.to_lowercase()).or_insert(kind);
                    }
                }
            }
            // Full names: two or three capitalised words, neither a body nor a place.
            if i + 1 < words.len() && !ends_phrase(word) {
                let (first, last) = (clean(word), strip_possessive(&clean(words[i + 1])).to_string());
                let person = [&first, &last].iter().all(|w| {
                    capital(w)
                        && w.chars().count() > 1
                        && !w.chars().all(char::is_uppercase)
                        && lexicon::country(w).is_none()
                        && !is_body_word(w)
                        && !lexicon::is_media_name_word(w)
                        && !COMMON.contains(&w.to_lowercase().as_str())
                });
                if person
                    && !TITLES.contains(&first.to_lowercase().as_str())
                    && !TITLES.contains(&last.to_lowercase().as_str())
                    && lexicon::country(&format!("{first} {last}")).is_none()
                {
                    self.people.entry(last.to_lowercase()).or_insert(format!("{first} {last}"));
                }
            }
        }
    }

    /// Takes a mention apart.
    fn mention(&self, text: &str) -> Mention {
        // "the Harbour Office (HO)": the bracket only spells it.
        let text = match (text.find(" ("), text.find(')')) {
            (Some(open), Some(close)) if open < close => format!("{}{}", &text[..open], &text[close + 1..]),
            _ => text.to_string(),
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = text.to_lowercase();
        for pronoun in ["he", "she", "they", "it", "we", "i", "who", "you"] {
            if lower == pronoun {
                return Mention::Pronoun(pronoun);
            }
        }
        let (head, apposition) = match text.split_once(", ") {
            Some((head, rest)) => (head.trim(), Some(rest.trim().trim_end_matches(',').to_string())),
            None => (text.as_str(), None),
        };
        let apposition = apposition
            .filter(|a| !a.chars().all(|c| c.is_ascii_digit()) && !a.starts_with("which") && !a.is_empty());
        let words: Vec<&str> = head
            .split(' ')
            .map(|w| w.trim_matches(|c: char| matches!(c, '“' | '”' | '"' | '(' | ')' | ',')))
            .filter(|w| !w.is_empty())
            .collect();
        let Some(&last) = words.last() else {
            return Mention::Unnamed { noun: lower.clone(), body: None, text };
        };
        if let Some(media) = self.media(&words) {
            return media;
        }
        let plain = strip_article(&words);
        if let [only] = plain
            && (people::is_person_noun(&only.to_lowercase())
                || SPEAKERS.contains(&only.to_lowercase().as_str()))
            && !self.people.contains_key(&only.to_lowercase())
        {
            return match words.len() {
                1 => Mention::Unnamed { noun: only.to_lowercase(), body: None, text: text.clone() },
                _ => Mention::Definite { noun: only.to_lowercase(), body: None, text: text.clone() },
            };
        }
        // "the Foreign Ministry of Iran": the phrase up to "of" decides.
        let core_end = plain
            .iter()
            .position(|w| {
                matches!(
                    *w,
                    "of" | "for"
                        | "from"
                        | "at"
                        | "with"
                        | "in"
                        | "familiar"
                        | "who"
                        | "on"
                        | "to"
                        | "engaged"
                        | "involved"
                        | "speaking"
                        | "briefed"
                )
            })
            .unwrap_or(plain.len());
        let core = &plain[..core_end];
        if capital(last) && !is_body_word(last) && lexicon::country(last).is_none() && core_end == plain.len()
            || plain.len() > 3 && self.people.contains_key(&last.to_lowercase())
        {
            // The name stands last: "foreign ministry official Ali Rezai", "President Ada Holm", "Holm".
            let mut start = plain.len() - 1;
            while start > 0
                && capital(plain[start - 1])
                && plain.len() - start < 4
                && !plain[start - 1].ends_with("’s")
                && !plain[start - 1].ends_with("'s")
                && !TITLES.contains(&plain[start - 1].to_lowercase().as_str())
                && !is_body_word(plain[start - 1])
            {
                start -= 1;
            }
            let mut name = plain[start..].join(" ");
            let key = last.to_lowercase();
            if let Some(full) = self.people.get(&key)
                && (start + 1 == plain.len() || plain.len() - start > 2)
            {
                name = full.clone();
            }
            let before = plain[..start].join(" ");
            let person = start + 1 < plain.len() || self.people.contains_key(&key) || !before.is_empty();
            if person && !last.chars().all(char::is_uppercase)
                || !last.chars().all(char::is_uppercase) && apposition.is_some()
            {
                let role = apposition.or((!before.is_empty()).then_some(before));
                let body = role.as_deref().and_then(|r| self.body(r));
                return Mention::Person { name, role, body };
            }
            return Mention::Body { name: plain.join(" "), kind: SourceKind::Organisation, role: apposition };
        }
        let noun = core.last().unwrap_or(&last).to_lowercase();
        let noun = strip_possessive(&noun).to_string();
        let countries = lexicon::country(&plain.join(" ")).is_some();
        if countries
            || is_body_word(&noun) && !matches!(noun.as_str(), "prosecutors" | "authorities")
            || core.len() == plain.len() && capital(last)
        {
            if core.len() == 1 && core_end == plain.len() && !capital(last) {
                return Mention::Definite { noun, text, body: None };
            }
            return Mention::Body { name: plain.join(" "), kind: SourceKind::Organisation, role: apposition };
        }
        // A name before the preposition: "Ada Holm of the harbour office".
        if core.len() >= 2
            && core.iter().rev().take(2).all(|w| capital(w))
            && !core.iter().any(|w| is_body_word(w))
        {
            let role = plain[core_end..].join(" ");
            let body = self.body(&role);
            return Mention::Person { name: core[core.len() - 2..].join(" "), role: Some(role), body };
        }
        let body = self.body(&plain.join(" ")).or_else(|| apposition.as_deref().and_then(|a| self.body(a)));
        if DOCUMENTS.contains(&noun.as_str())
            || head.to_lowercase().starts_with("the ") && core_end == plain.len() && plain.len() <= 2
        {
            return Mention::Definite { noun, text, body };
        }
        Mention::Unnamed { noun, text, body }
    }

    /// "the New York Times", "Iran's Tasnim state news agency", "the outlet PressTV".
    fn media(&self, words: &[&str]) -> Option<Mention> {
        let plain = strip_article(words);
        let named = |name: String| {
            let (kind, name) = match lexicon::media(&name) {
                Some((agency, usual)) => {
                    (if agency { SourceKind::Agency } else { SourceKind::Outlet }, usual.to_string())
                }
                None => (self.outlets.get(&name.to_lowercase()).copied().unwrap_or(SourceKind::Outlet), name),
            };
            let role = plain.join(" ");
            Mention::Body { role: (role != name).then_some(role), name, kind }
        };
        // A known name anywhere at the end or before "news agency", but not inside "a Reuters reporter".
        for len in (1..=plain.len().min(4)).rev() {
            for start in (0..=plain.len() - len).rev() {
                let name: Vec<&str> = plain[start..start + len].iter().map(|w| strip_possessive(w)).collect();
                let name = name.join(" ");
                let rest = &plain[start + len..];
                let known = capital(&name)
                    && (lexicon::media(&name).is_some() || self.outlets.contains_key(&name.to_lowercase()));
                if known
                    && rest.iter().all(|w| {
                        lexicon::is_media_noun(&w.to_lowercase())
                            || matches!(*w, "news" | "state" | "News" | "Agency" | "TV" | "report")
                    })
                    && !plain[..start].iter().any(|w| matches!(*w, "to" | "from" | "of" | "by"))
                {
                    return Some(named(name));
                }
            }
        }
        let last = *plain.last()?;
        if lexicon::is_media_noun(&last.to_lowercase())
            && plain.len() <= 2
            && !plain.iter().any(|w| capital(w))
        {
            return Some(Mention::Definite { noun: last.to_lowercase(), text: words.join(" "), body: None });
        }
        let name_like = plain.len() >= 2
            && plain.iter().all(|w| capital(w) || matches!(*w, "of" | "and"))
            && lexicon::is_media_name_word(last);
        if name_like {
            return Some(named(plain.join(" ")));
        }
        None
    }

    /// The body that a role speaks for: "the Halvik Harbour Office's director" – the Halvik Harbour Office.
    fn body(&self, role: &str) -> Option<String> {
        let words: Vec<&str> =
            role.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).collect();
        let speaks = words.iter().any(|w| SPEAKERS.contains(&strip_possessive(&w.to_lowercase())));
        let first = words.first()?;
        let acronym = words.len() == 1
            && strip_possessive(first).chars().all(char::is_uppercase)
            && strip_possessive(first).len() > 1;
        if !speaks && !acronym {
            return None;
        }
        if acronym {
            return Some(strip_possessive(first).to_string());
        }
        // The last word of the body, then leftwards over names, adjectives and "of".
        let at = words
            .iter()
            .rposition(|w| {
                is_body_word(strip_possessive(w))
                    && !matches!(
                        strip_possessive(&w.to_lowercase()),
                        "state" | "house" | "security" | "chief" | "general"
                    )
            })
            .or_else(|| words.iter().position(|w| lexicon::country(strip_possessive(w)).is_some()))?;
        let single = lexicon::country(strip_possessive(words[at])).is_some();
        let mut start = at;
        while !single && start > 0 {
            let w = words[start - 1];
            let part = capital(w) || matches!(w, "of" | "and") || ADJECTIVES.contains(&w);
            if !part
                || w.ends_with(',')
                || SPEAKERS.contains(&w.to_lowercase().as_str())
                || matches!(w, "The" | "A" | "An")
            {
                break;
            }
            start -= 1;
        }
        let mut end = at + 1;
        // "Ministry of Health", "foreign ministry of Iran"
        while end + 1 < words.len()
            && words[end] == "of"
            && (capital(words[end + 1]) || words[end + 1] == "the")
        {
            end += 2;
            while end < words.len() && capital(words[end]) && !ends_phrase(words[end - 1]) {
                end += 1;
            }
        }
        let mut body: Vec<&str> = words[start..end].to_vec();
        while body.first().is_some_and(|w| matches!(*w, "of" | "and" | "the")) {
            body.remove(0);
        }
        let last = body.pop()?;
        body.push(strip_possessive(last));
        if single {
            return lexicon::country(&body.join(" ")).map(str::to_string);
        }
        Some(body.join(" "))
    }

    fn introduce(&mut self, mention: &Mention) {
        if let Some(key) = self.key(mention) {
            let (kind, name, role, body) = match mention {
                Mention::Person { name, role, body } => (SourceKind::Person, name, role, body.clone()),
                Mention::Body { name, kind, role } => (*kind, name, role, None),
                _ => return,
            };
            let entry = self.entries.entry(key).or_insert(Entry {
                kind,
                names: BTreeMap::new(),
                roles: BTreeMap::new(),
                body: None,
            });
            *entry.names.entry(name.clone()).or_default() += 1;
            if let Some(role) = role {
                *entry.roles.entry(role.clone()).or_default() += 1;
            }
            entry.body = entry.body.take().or(body);
        }
    }

    /// The key under which a named source stands.
    fn key(&self, mention: &Mention) -> Option<String> {
        match mention {
            Mention::Person { name, .. } => {
                Some(format!("p:{}", name.split(' ').next_back()?.to_lowercase()))
            }
            Mention::Body { name, .. } => Some(format!("b:{}", self.words_key(name))),
            _ => None,
        }
    }

    /// A body's name as a set of words, so that "Iran's foreign ministry" and "Foreign Ministry of Iran" are one.
    fn words_key(&self, name: &str) -> String {
        let name = self.acronyms.get(name).map_or(name, String::as_str);
        if let Some(country) = lexicon::country(name) {
            return country.to_lowercase();
        }
        let all: Vec<&str> = name
            .split(|c: char| c.is_whitespace() || c == '-')
            .map(strip_possessive)
            .filter(|w| !w.is_empty())
            .collect();
        let mut words: BTreeSet<String> = BTreeSet::new();
        let mut i = 0;
        while i < all.len() {
            let two = (i + 1 < all.len()).then(|| format!("{} {}", all[i], all[i + 1]));
            if let Some(country) = two.as_deref().and_then(lexicon::country) {
                words.insert(country.to_lowercase());
                i += 2;
                continue;
            }
            let lower = all[i].to_lowercase();
            if let Some(country) = lexicon::country(&lower) {
                words.insert(country.to_lowercase());
            } else if !matches!(
                lower.as_str(),
                "the" | "of" | "and" | "for" | "a" | "an" | "news" | "agency" | "newspaper" | "state"
            ) || all.len() == 1
            {
                words.insert(lower);
            }
            i += 1;
        }
        words.into_iter().collect::<Vec<_>>().join(" ")
    }

    fn resolve_article(
        &mut self,
        article: &Article,
        attributions: &[Attribution],
        mentions: &[(Option<Mention>, Vec<Mention>)],
    ) -> Vec<Named> {
        // Sources in the order in which the article names them, with the relays they came through.
        let mut heard: Vec<(String, Vec<String>)> = Vec::new();
        let own = article.document.outlet.as_deref().map(|o| format!("b:{}", self.words_key(bare(o))));
        let mut named = Vec::new();
        let mut order: Vec<usize> = (0..attributions.len()).collect();
        let place =
            |a: &Attribution| a.source.as_ref().or(a.cue.as_ref()).map_or(a.content[0].start, |s| s.start);
        order.sort_by_key(|&i| (place(&attributions[i]), i));
        let mut by_index: BTreeMap<usize, Named> = BTreeMap::new();
        for i in order {
            let (source, via) = &mentions[i];
            let mut relays: Vec<String> = Vec::new();
            for relay in via {
                if let Some(key) = self.resolve_mention(article, relay, &heard)
                    && self.is_media(&key)
                {
                    relays.push(key);
                }
            }
            let key = match source {
                Some(mention) => self.resolve_mention(article, mention, &heard),
                None => None,
            };
            let again = matches!(source, Some(Mention::Definite { .. } | Mention::Pronoun(_)));
            if let Some(key) = &key {
                // "the official said": what came through the Post before comes through it again.
                if relays.is_empty()
                    && again
                    && key.starts_with("u:")
                    && let Some((_, before)) = heard.iter().rev().find(|(k, _)| k == key)
                {
                    relays = before.clone();
                }
                // "he reportedly said": through the outlet named last.
                if relays.is_empty() && attributions[i].relayed {
                    let outlet = self.outlet_before(article, place(&attributions[i]));
                    relays.extend(outlet.filter(|o| o != key));
                }
                // An outlet that its own article quotes is no relay.
                relays.retain(|r| r != key && own.as_ref() != Some(r));
                for relay in &relays {
                    heard.push((relay.clone(), Vec::new()));
                }
                heard.push((key.clone(), relays.clone()));
            }
            by_index.insert(
                i,
                Named { source: key.as_deref().map(id), via: relays.iter().map(|r| id(r)).collect() },
            );
        }
        for i in 0..attributions.len() {
            named.push(by_index.remove(&i).unwrap_or_default());
        }
        named
    }

    /// The key of the outlet that an article names last before a place in bytes.
    fn outlet_before(&mut self, article: &Article, place: usize) -> Option<String> {
        let text = &article.document.text[article.document.body.min(place)..place];
        let words: Vec<&str> =
            text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).collect();
        for end in (1..=words.len()).rev() {
            for len in (1..=end.min(4)).rev() {
                let name =
                    words[end - len..end].iter().map(|w| strip_possessive(w)).collect::<Vec<_>>().join(" ");
                let known = capital(&name)
                    && (lexicon::media(&name).is_some() || self.outlets.contains_key(&name.to_lowercase()));
                if let Some(mention) = known
                    .then(|| self.media(&[&name]))
                    .flatten()
                    .filter(|m| matches!(m, Mention::Body { .. }))
                {
                    self.introduce(&mention);
                    return self.key(&mention);
                }
            }
        }
        None
    }

    fn is_media(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|e| matches!(e.kind, SourceKind::Outlet | SourceKind::Agency))
    }

    /// The key of a mention, given who was heard before in the same article.
    fn resolve_mention(
        &mut self,
        article: &Article,
        mention: &Mention,
        heard: &[(String, Vec<String>)],
    ) -> Option<String> {
        let last = |wanted: &dyn Fn(&str, &Entry) -> bool| {
            heard
                .iter()
                .rev()
                .map(|(k, _)| k)
                .find(|k| self.entries.get(*k).is_some_and(|e| wanted(k, e)))
                .cloned()
        };
        match mention {
            Mention::Person { .. } | Mention::Body { .. } => {
                let key = self.key(mention)?;
                // "the Times" is the New York Times where that is the one heard of.
                if let Mention::Body { name, .. } = mention
                    && !name.contains(' ')
                    && let Some(longer) = heard.iter().rev().map(|(k, _)| k).find(|k| {
                        k.starts_with("b:")
                            && k[2..].split(' ').count() > 1
                            && k[2..].split(' ').any(|w| w == name.to_lowercase())
                    })
                {
                    return Some(longer.clone());
                }
                if let Mention::Body { name, .. } = mention
                    && !name.contains(' ')
                    && lexicon::is_media_name_word(name)
                {
                    let longer = |k: &&String| {
                        k.starts_with("b:")
                            && k[2..].contains(' ')
                            && k[2..].split(' ').any(|w| w == name.to_lowercase())
                    };
                    let bodies = self.entries.range("b:".to_string().."b;".to_string());
                    let mut all = bodies.map(|(k, _)| k).filter(longer).filter(|k| self.is_media(k));
                    // Only where no other outlet of the story has that word.
                    if let (Some(one), None) = (all.next(), all.next()) {
                        return Some(one.clone());
                    }
                }
                Some(key)
            }
            Mention::Pronoun(pronoun) => match *pronoun {
                "he" | "she" | "i" => {
                    last(&|_, e| e.kind == SourceKind::Person).or_else(|| last(&|k, _| k.starts_with("u:")))
                }
                "it" => last(&|_, e| !matches!(e.kind, SourceKind::Person | SourceKind::Unnamed)),
                "they" | "we" => last(&|k, e| k.starts_with("u:") || e.kind != SourceKind::Person),
                _ => None,
            },
            Mention::Definite { noun, text, body } => {
                let singular = noun.trim_end_matches('s');
                let found = if lexicon::is_media_noun(noun) || noun == "report" {
                    last(&|_, e| matches!(e.kind, SourceKind::Outlet | SourceKind::Agency))
                } else if is_body_word(noun) {
                    last(&|k, e| {
                        k.starts_with("b:")
                            && (k[2..].split(' ').any(|w| w == noun)
                                || e.names.keys().any(|n| n.to_lowercase().contains(noun.as_str())))
                    })
                    .or_else(|| {
                        self.entries
                            .iter()
                            .find(|(k, _)| k.starts_with("b:") && k[2..].split(' ').any(|w| w == noun))
                            .map(|(k, _)| k.clone())
                    })
                } else if DOCUMENTS.contains(&noun.as_str()) {
                    None
                } else {
                    let plain = strip_article(&text.split(' ').collect::<Vec<_>>()).join(" ").to_lowercase();
                    let known_as = |e: &Entry, role: &str| {
                        e.roles.keys().chain(e.names.keys()).any(|r| r.to_lowercase().contains(role))
                    };
                    let holder =
                        |(_, e): &(&String, &Entry)| e.kind == SourceKind::Person && known_as(e, &plain);
                    last(&|_, e| {
                        matches!(e.kind, SourceKind::Person | SourceKind::Unnamed) && known_as(e, singular)
                    })
                    // "the harbour master said" before her name is told: the one harbour master of the story.
                    .or_else(|| {
                        let people = self.entries.range("p:".to_string().."p;".to_string());
                        let mut holders = people.filter(holder).map(|(k, _)| k.clone());
                        let one = holders.next().filter(|_| plain.contains(' '))?;
                        holders.next().is_none().then_some(one)
                    })
                    .or_else(|| {
                        let speaker = SPEAKERS.contains(&noun.as_str());
                        speaker.then(|| last(&|_, e| e.kind == SourceKind::Person)).flatten()
                    })
                };
                found.or_else(|| Some(self.unnamed(article, text, body.as_ref(), noun)))
            }
            Mention::Unnamed { text, body, noun } => {
                // "Officials" again after "senior Iranian officials".
                let words: Vec<&str> = text.split(' ').collect();
                let plain = strip_article(&words);
                let few = plain.first().is_some_and(|w| {
                    matches!(
                        w.to_lowercase().as_str(),
                        "one" | "two" | "three" | "both" | "several" | "some" | "these" | "those"
                    )
                });
                if plain.len() <= 1 + usize::from(few) {
                    let singular = noun.trim_end_matches('s');
                    if let Some(key) = last(&|k, e| {
                        k.starts_with("u:") && e.names.keys().any(|n| n.to_lowercase().contains(singular))
                    }) {
                        return Some(key);
                    }
                }
                Some(self.unnamed(article, text, body.as_ref(), noun))
            }
        }
    }

    fn unnamed(&mut self, article: &Article, text: &str, body: Option<&String>, noun: &str) -> String {
        let plain = strip_article(&text.split(' ').collect::<Vec<_>>()).join(" ");
        let key = format!("u:{}:{}", article.id, plain.to_lowercase());
        let kind = if DOCUMENTS.contains(&noun) { SourceKind::Document } else { SourceKind::Unnamed };
        let entry = self.entries.entry(key.clone()).or_insert(Entry {
            kind,
            names: BTreeMap::new(),
            roles: BTreeMap::new(),
            body: body.cloned(),
        });
        *entry.names.entry(plain).or_default() += 1;
        key
    }

    /// The sources that the attributions name, and the bodies that these speak for.
    fn finish(mut self, named: &[Vec<Named>]) -> Vec<Source> {
        let heard: BTreeSet<&SourceId> =
            named.iter().flatten().flat_map(|n| n.source.iter().chain(&n.via)).collect();
        self.entries.retain(|key, _| heard.contains(&id(key)));
        let bodies: BTreeSet<String> = self.entries.values().filter_map(|e| e.body.clone()).collect();
        for body in bodies {
            self.introduce(&Mention::Body { name: body, kind: SourceKind::Organisation, role: None });
        }
        let mut short: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for (acronym, long) in &self.acronyms {
            short.entry(self.words_key(long)).or_default().push(acronym);
        }
        let mut sources: Vec<Source> = self
            .entries
            .iter()
            .map(|(key, entry)| {
                let mut names: Vec<&String> = entry.names.keys().collect();
                // The fullest name; of two alike, the one used more often.
                names.sort_by_key(|n| {
                    (
                        std::cmp::Reverse(n.split(' ').count().min(6)),
                        std::cmp::Reverse(entry.names[*n]),
                        (*n).clone(),
                    )
                });
                let name = names[0].clone();
                let mut aliases: Vec<String> = names[1..].iter().map(|n| n.to_string()).collect();
                aliases.extend(short.get(&key[2..]).into_iter().flatten().map(|s| s.to_string()));
                aliases.sort();
                aliases.dedup();
                aliases.retain(|a| *a != name);
                let description = entry
                    .roles
                    .iter()
                    .max_by_key(|(r, n)| (**n, r.len(), std::cmp::Reverse(*r)))
                    .map(|(r, _)| r.clone());
                let speaks_for = entry
                    .body
                    .as_ref()
                    .map(|b| format!("b:{}", self.words_key(b)))
                    .filter(|b| b != key)
                    .map(|b| id(&b));
                Source { id: id(key), name, kind: entry.kind, description, aliases, speaks_for }
            })
            .collect();
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        sources
    }
}

/// A source's id is made from what it is known by, not from where it stands.
fn id(key: &str) -> SourceId {
    SourceId(hash::id('n', &[key]))
}

const COMMON: &[&str] = &[
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "this",
    "that",
    "but",
    "and",
    "he",
    "she",
    "it",
    "they",
    "we",
    "after",
    "as",
    "for",
    "if",
    "when",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "according",
    "their",
    "his",
    "her",
    "its",
    "our",
    "no",
    "one",
    "two",
    "some",
    "many",
    "several",
    "most",
    "other",
    "earlier",
    "last",
    "new",
    "social",
];

const ADJECTIVES: &[&str] = &[
    "foreign",
    "interior",
    "defence",
    "defense",
    "health",
    "justice",
    "local",
    "regional",
    "national",
    "federal",
    "state",
    "county",
    "city",
    "city's",
    "fire",
    "coast",
    "border",
    "harbour",
    "harbor",
    "port",
    "public",
    "prime",
    "oil",
    "transport",
    "emergency",
    "civil",
    "prosecutor's",
    "police",
];

fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_body_word(word: &str) -> bool {
    BODIES.contains(&word.to_lowercase().as_str())
}

fn ends_phrase(word: &str) -> bool {
    word.ends_with([',', '.', ';', ':', '”', '"', ')', '—'])
}

fn strip_possessive(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .or_else(|| word.strip_suffix(['\'', '’']))
        .unwrap_or(word)
}

fn bare(name: &str) -> &str {
    name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name)
}

fn strip_article<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    match words.first().map(|w| w.to_lowercase()) {
        Some(w) if words.len() > 1 && matches!(w.as_str(), "the" | "a" | "an") => &words[1..],
        _ => words,
    }
}

/// The words before "(DHS)" whose capitals spell it.
fn spelled_out(before: &[&str], acronym: &str) -> Option<String> {
    let letters: Vec<char> = acronym.chars().collect();
    let mut need = letters.len();
    let mut start = before.len();
    while need > 0 && start > 0 && before.len() - start < letters.len() * 2 {
        start -= 1;
        let word = before[start].trim_start_matches(|c: char| !c.is_alphanumeric());
        if word.starts_with(letters[need - 1]) {
            need -= 1;
        } else if capital(word) || !matches!(word, "of" | "for" | "and" | "the" | "on" | "to" | "in") {
            return None;
        }
    }
    (need == 0).then(|| before[start..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register() -> Register {
        Register::default()
    }

    fn body_of(role: &str) -> Option<String> {
        register().body(role)
    }

    #[test]
    fn a_role_tells_the_body_it_speaks_for() {
        assert_eq!(
            body_of("the Halvik Harbour Office's deputy director").as_deref(),
            Some("Halvik Harbour Office")
        );
        assert_eq!(
            body_of("Norwegian foreign ministry official").as_deref(),
            Some("Norwegian foreign ministry")
        );
        assert_eq!(body_of("senior official from Norway").as_deref(), Some("Norway"));
        assert_eq!(body_of("a fisherman from Norway"), None);
    }

    #[test]
    fn a_body_has_one_key_however_its_name_is_turned() {
        let r = register();
        assert_eq!(r.words_key("Foreign Ministry of Norway"), r.words_key("Norway's foreign ministry"));
        assert_eq!(r.words_key("Norwegian Foreign Ministry"), r.words_key("Norway's foreign ministry"));
        assert_ne!(r.words_key("Norwegian Foreign Ministry"), r.words_key("Norwegian Health Ministry"));
    }

    #[test]
    fn mentions_are_taken_apart() {
        let r = register();
        assert!(matches!(r.mention("he"), Mention::Pronoun("he")));
        assert!(
            matches!(r.mention("President Ada Holm"), Mention::Person { name, .. } if name == "Ada Holm")
        );
        assert!(
            matches!(r.mention("Ada Holm, a harbour official"), Mention::Person { name, role: Some(_), .. } if name == "Ada Holm")
        );
        assert!(matches!(r.mention("the Halvik Times"), Mention::Body { kind: SourceKind::Outlet, .. }));
        assert!(matches!(r.mention("Iran"), Mention::Body { kind: SourceKind::Organisation, .. }));
        assert!(matches!(r.mention("officials familiar with the rescue"), Mention::Unnamed { .. }));
        assert!(matches!(r.mention("the ministry"), Mention::Definite { .. }));
    }
}
