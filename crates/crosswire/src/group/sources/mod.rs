//! Who is who: the words that name a source, resolved within an article and across the story.
//!
//! In reading order: [`roles`] and [`text`] (words), [`people`] and [`outlets`] (whom the story knows by name), [`mention`] (a
//! mention taken apart), [`discourse`] (whom an article has spoken of so far), [`via`] (through whom a source was heard), then
//! [`resolve`]: names are joined by first and last name (persons) or by the set of their words (bodies, outlets); "she" and
//! "the official" go to whoever the article spoke of. Unnamed sources of different articles are never joined: nothing shows
//! that they are the same.

pub(crate) mod roles;
pub(crate) mod text;
mod people;
mod outlets;
mod mention;
mod discourse;
mod via;
mod key;

use crate::annotate::tree::Tree;
use crate::extract::statements::Attribution;
use crate::hash;
use crate::lexicon;
use crate::story::Report;
use crate::text::Article;
use crosswire_model::{ArticleId, Described, Source, SourceId, SourceKind};
use discourse::{Discourse, Event, Kind, words_key};
use key::Key;
use mention::{Mention, Pronoun, Reader};
use outlets::Outlets;
use people::People;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use text::{bare, strip_article, strip_possessive};
use via::Placed;

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

/// An attribution's mentions, taken apart.
struct Mentions {
    source: Option<Mention>,
    via: Vec<Mention>,
}

/// Resolves the sources of every attribution.
pub fn resolve(reports: &[Report]) -> Sources {
    let (mut people, mut outlets) = (People::default(), Outlets::default());
    for (n, report) in reports.iter().enumerate() {
        people.learn(&report.tree(), n);
        outlets.learn(&report.article, &report.annotation.language.names);
    }
    // Names of sources that the language layer saw no person in: "Osman Darre, who …".
    for report in reports {
        let unknown: Vec<String> = {
            let reader = Reader { tree: report.tree(), people: &people, outlets: &outlets };
            report.attributions.iter().filter_map(|a| reader.unknown_name(a.source?)).collect()
        };
        unknown.iter().for_each(|name| people.add(name));
    }
    people.join_spellings();
    let mut register = Register { people, outlets, ..Register::default() };
    reports.iter().for_each(|r| register.learn_acronyms(&r.article));
    let mut discourses: Vec<Discourse> =
        reports.par_iter().map(|r| Discourse::new(r.tree(), &register.people, &register.outlets)).collect();
    let mentions: Vec<Vec<Mentions>> = reports
        .par_iter()
        .map(|report| {
            let reader = Reader { tree: report.tree(), people: &register.people, outlets: &register.outlets };
            let read = |a: &Attribution| Mentions {
                source: a.antecedent.or(a.source).map(|s| reader.read(s)),
                via: a.via.iter().map(|v| reader.read(*v)).collect(),
            };
            report.attributions.iter().map(read).collect()
        })
        .collect();
    // The fullest names first: "Noushabadi" in one article is the person whom another introduces.
    for ((report, discourse), all) in reports.iter().zip(&discourses).zip(&mentions) {
        for (attribution, mentions) in report.attributions.iter().zip(all) {
            let at = place(&report.tree(), attribution);
            let relay = |m: &&Mention| {
                matches!(m, Mention::Body { kind: SourceKind::Outlet | SourceKind::Agency, .. })
            };
            for mention in mentions.source.iter().chain(mentions.via.iter().filter(relay)) {
                register.introduce(&report.article, discourse, mention, at);
            }
        }
    }
    for (report, discourse) in reports.iter().zip(&discourses) {
        register.describe(&report.article, report.tree(), discourse);
    }
    let each = reports.iter().zip(&mut discourses).zip(&mentions);
    let named: Vec<Vec<Named>> = each
        .map(|((report, discourse), mentions)| {
            register.resolve_article(&report.article, discourse, &report.attributions, mentions)
        })
        .collect();
    Sources { sources: register.finish(&named), named }
}

/// The word at which an attribution names its source, or else attributes.
fn place(tree: &Tree, attribution: &Attribution) -> usize {
    let named = attribution.source.or(attribution.cue);
    let byte = named.map_or(attribution.content[0].start, |range| range.start);
    tree.words.partition_point(|w| w.bytes.end <= byte)
}

/// What is known of one source while the story is read.
#[derive(Debug, Clone)]
struct Entry {
    kind: SourceKind,
    /// Names with how often each was used; the best becomes the source's name.
    names: BTreeMap<String, usize>,
    /// What it is called besides its name, with the articles that say so.
    roles: BTreeMap<String, BTreeSet<ArticleId>>,
    body: Option<String>,
}

impl Entry {
    fn new(kind: SourceKind, body: Option<String>) -> Self {
        Entry { kind, names: BTreeMap::new(), roles: BTreeMap::new(), body }
    }

    /// Whether it was called something with these words.
    fn is_called(&self, lower: &str) -> bool {
        self.roles.keys().chain(self.names.keys()).any(|r| r.to_lowercase().contains(lower))
    }
}

#[derive(Default)]
struct Register {
    entries: BTreeMap<Key, Entry>,
    /// Acronyms that an article explains: "DHS" is "Department of Homeland Security".
    acronyms: BTreeMap<String, String>,
    people: People,
    outlets: Outlets,
}

impl Register {
    /// Reads off a text the acronyms that it explains: "Department of Homeland Security (DHS)".
    fn learn_acronyms(&mut self, article: &Article) {
        let words: Vec<&str> = article.document.text[article.document.body..].split_whitespace().collect();
        for (i, word) in words.iter().enumerate() {
            let bracket = word.strip_prefix('(').map(|w| w.trim_end_matches(|c: char| !c.is_alphanumeric()));
            if let Some(acronym) = bracket
                && acronym.len() >= 2
                && acronym.chars().all(char::is_uppercase)
                && let Some(long) = spelled_out(&words[..i], acronym)
            {
                self.acronyms.insert(acronym.to_string(), long);
            }
        }
    }

    fn introduce(&mut self, article: &Article, discourse: &Discourse, mention: &Mention, at: usize) {
        let Some(key) = self.key(discourse, mention, at) else { return };
        let (kind, name, role, body) = match mention {
            Mention::Person { name, role, body } => (SourceKind::Person, name, role, body.clone()),
            Mention::Body { name, kind, role } => (*kind, name, role, None),
            _ => return,
        };
        let full = match &key {
            Key::Person(name) => self.people.form(name).map(str::to_string),
            _ => None,
        };
        let entry = self.entries.entry(key).or_insert_with(|| Entry::new(kind, None));
        *entry.names.entry(name.clone()).or_default() += 1;
        if let Some(full) = full {
            *entry.names.entry(full).or_default() += 1;
        }
        if let Some(role) = role {
            entry.roles.entry(role.clone()).or_default().insert(article.id.clone());
        }
        entry.body = entry.body.take().or(body);
    }

    /// Reads off an article's running text who those sources are of whom no attribution says more than a title.
    fn describe(&mut self, article: &Article, tree: Tree, discourse: &Discourse) {
        let known = |entry: &Entry| entry.body.is_some() || entry.roles.keys().any(|role| role.contains(' '));
        let people =
            tree.annotation.language.names.iter().filter(|n| n.kind == crosswire_lang::NameKind::Person);
        for name in people {
            let key = self.people.key(&text::plain_name(tree.between(name.bytes)));
            let entry = key.and_then(|key| self.entries.get(&Key::Person(key)));
            if entry.is_none_or(known) {
                continue;
            }
            let reader = Reader { tree, people: &self.people, outlets: &self.outlets };
            if let Some(mention) = reader.introduced(name.words) {
                self.introduce(article, discourse, &mention, name.words.start);
            }
        }
    }

    /// The key under which a named source stands.
    fn key(&self, discourse: &Discourse, mention: &Mention, at: usize) -> Option<Key> {
        match mention {
            Mention::Person { name, .. } => Some(match self.people.key(name) {
                Some(key) => Key::Person(key),
                None => discourse.person(name, at).cloned().unwrap_or_else(|| {
                    let word = name.to_lowercase();
                    Key::Person(self.people.only(&word).map_or(word.clone(), str::to_string))
                }),
            }),
            Mention::Body { name, .. } => Some(self.body_key(name)),
            _ => None,
        }
    }

    /// The key of a body's name, an acronym as what it stands for.
    fn body_key(&self, name: &str) -> Key {
        Key::Body(words_key(self.acronyms.get(name).map_or(name, String::as_str)))
    }

    fn resolve_article(
        &mut self,
        article: &Article,
        discourse: &mut Discourse,
        attributions: &[Attribution],
        mentions: &[Mentions],
    ) -> Vec<Named> {
        let own = self.own(article, discourse);
        let mut order: Vec<usize> = (0..attributions.len()).collect();
        let at: Vec<usize> = attributions.iter().map(|a| place(&discourse.tree, a)).collect();
        order.sort_by_key(|&i| (at[i], i));
        let mut keys: Vec<Option<Key>> = vec![None; attributions.len()];
        let mut named = vec![Named::default(); attributions.len()];
        let placed: Vec<Placed> = attributions.iter().map(|a| Placed::new(discourse, a)).collect();
        let media = via::find(discourse, &placed);
        let blocks = via::quoted(discourse);
        let relays = media.iter().map(|m| &m.key).chain(blocks.iter().map(|(_, key)| key));
        relays.for_each(|key| self.ensure(discourse, key));
        let beside = via::by_cue(&media);
        let mut spoken = media.iter().peekable();
        // "I" and "we" last: they are whoever says the statement around them.
        order.sort_by_key(|&i| matches!(mentions[i].source, Some(Mention::Pronoun(Pronoun::Speaker))));
        for i in order {
            while let Some(medium) = spoken.next_if(|m| m.at < at[i]) {
                discourse.hear(medium.at, &medium.key, Kind::Media);
            }
            let mut relays: Vec<Key> = Vec::new();
            for relay in &mentions[i].via {
                let key = self.resolve_mention(article, discourse, relay, at[i] + 1);
                if let Some(key) = &key {
                    self.ensure(discourse, key);
                }
                if let Some(key) =
                    key.filter(|k| self.is_media(k) || attributions[i].quoting && self.quotes(k))
                {
                    relays.push(key);
                }
            }
            if relays.is_empty() {
                relays = placed[i].relays(&beside).cloned().collect();
            }
            let key = match &mentions[i].source {
                Some(Mention::Pronoun(Pronoun::Speaker)) => {
                    speaker(attributions, i).and_then(|outer| keys[outer].clone())
                }
                Some(mention) => self.resolve_mention(article, discourse, mention, at[i]),
                None => None,
            };
            if let Some(key) = &key {
                // "he reportedly said": through the outlet named last.
                if relays.is_empty() && attributions[i].relayed {
                    let outlet = discourse.outlet(at[i]).map(|e| e.key.clone()).filter(|o| o != key);
                    if let Some(outlet) = outlet {
                        self.ensure(discourse, &outlet);
                        relays.push(outlet);
                    }
                }
                // An outlet that its own article quotes is no relay.
                relays.retain(|r| r != key && !own.contains(r));
                for relay in &relays {
                    discourse.hear(at[i], relay, Kind::Media);
                }
                discourse.hear(at[i], key, self.kind(key));
            }
            named[i] = Named { source: key.as_ref().map(id), via: relays.iter().map(id).collect() };
            keys[i] = key;
        }
        let run = via::Run {
            attributions,
            mentions,
            placed: &placed,
            media: &media,
            beside: &beside,
            blocks: &blocks,
            keys: &keys,
            at: &at,
            own: &own,
        };
        run.pass_on(&mut named);
        run.go_on(discourse, &mut named);
        named
    }

    /// By what names an article's text may call the outlet that published it: "CNN" in "CNN (Web)", "the Post" in "Halvik Post".
    fn own(&self, article: &Article, discourse: &Discourse) -> BTreeSet<Key> {
        let Some(outlet) = article.document.outlet.as_deref() else { return BTreeSet::new() };
        let own = self.body_key(bare(outlet));
        let part = |key: &&Key| key.words().split(' ').all(|word| own.has(word));
        let mut names: BTreeSet<Key> = discourse.media().map(|(_, key)| key).filter(part).cloned().collect();
        names.insert(own);
        names
    }

    fn is_media(&self, key: &Key) -> bool {
        self.entries.get(key).is_some_and(|e| matches!(e.kind, SourceKind::Outlet | SourceKind::Agency))
    }

    /// Makes an outlet of one that quotes another and is no person with a full name: "Skerri quoted the minister as saying".
    fn quotes(&mut self, key: &Key) -> bool {
        match self.entries.get_mut(key).filter(|_| !key.is_full_name()) {
            // "the ministry, citing the police": a relay that stays a ministry.
            Some(_) if key.is_body() && key.words().split(' ').any(roles::is_body) => true,
            Some(entry) if entry.roles.is_empty() || entry.kind != SourceKind::Person => {
                entry.kind = SourceKind::Outlet;
                true
            }
            _ => false,
        }
    }

    fn kind(&self, key: &Key) -> Kind {
        let Some(entry) = self.entries.get(key) else { return Kind::Body };
        match entry.kind {
            SourceKind::Person => Kind::Person,
            SourceKind::Organisation => Kind::Body,
            SourceKind::Outlet | SourceKind::Agency => Kind::Media,
            SourceKind::Document => Kind::Document,
            SourceKind::Unnamed => {
                let head = |name: &String| {
                    name.split(' ')
                        .take_while(|w| !lexicon::ENDS_OF_A_HEAD_NOUN.has(w))
                        .last()
                        .map(str::to_owned)
                };
                let plural = |name: &String| {
                    let first = name.split(' ').next().unwrap_or_default().to_lowercase();
                    lexicon::QUANTIFIERS_OF_UNNAMED_SOURCES.has(&first)
                        || head(name).is_some_and(|w| {
                            w.ends_with('s') || matches!(w.as_str(), "people" | "police" | "men" | "women")
                        })
                };
                // "The government" is no one.
                let body = |name: &String| head(name).is_some_and(|w| roles::is_body(&w));
                match () {
                    () if entry.names.keys().any(body) => Kind::Body,
                    () if entry.names.keys().any(plural) => Kind::Many,
                    () => Kind::One,
                }
            }
        }
    }

    /// The key of a mention before a word of an article.
    fn resolve_mention(
        &mut self,
        article: &Article,
        discourse: &mut Discourse,
        mention: &Mention,
        at: usize,
    ) -> Option<Key> {
        match mention {
            Mention::Person { .. } => self.key(discourse, mention, at),
            Mention::Body { name, .. } => {
                let key = self.key(discourse, mention, at)?;
                let key = self.longer(discourse, name, at).unwrap_or(key);
                self.ensure(discourse, &key);
                Some(key)
            }
            Mention::Pronoun(pronoun) => {
                let key = discourse.pronoun(*pronoun, at)?;
                discourse.agree(*pronoun, &key);
                self.ensure(discourse, &key);
                Some(key)
            }
            Mention::Definite { noun, text, body } => {
                let found = self.definite(discourse, noun, text, at);
                if let Some(found) = found {
                    self.ensure(discourse, &found);
                    return Some(found);
                }
                Some(self.unnamed(article, text, body.as_ref(), noun))
            }
            Mention::Unnamed { noun, text, body } => {
                // "Their lawyer" after "Ada Holm, a lawyer".
                let possessed = text.split_once(' ').is_some_and(|(whose, rest)| {
                    rest == noun && matches!(whose.to_lowercase().as_str(), "his" | "her" | "their" | "its")
                });
                if possessed && let Some(found) = self.holder(discourse, noun, at) {
                    self.ensure(discourse, &found);
                    return Some(found);
                }
                // "Officials" again after "senior Iranian officials".
                let words: Vec<&str> = text.split(' ').collect();
                let plain = strip_article(&words);
                let few = plain
                    .first()
                    .is_some_and(|w| lexicon::QUANTIFIERS_OF_SPEAKERS.has(w.to_lowercase().as_str()));
                if plain.len() <= 1 + usize::from(few) {
                    let singular = noun.trim_end_matches('s');
                    let called = |e: &Event| {
                        e.key.is_unnamed() && self.entries.get(&e.key).is_some_and(|x| x.is_called(singular))
                    };
                    if let Some(key) = discourse.last(at, called) {
                        return Some(key);
                    }
                }
                Some(self.unnamed(article, text, body.as_ref(), noun))
            }
        }
    }

    /// "the Times" is the New York Times where that is the one heard of, or the only one of the story.
    fn longer(&self, discourse: &Discourse, name: &str, at: usize) -> Option<Key> {
        if name.contains(' ') {
            return None;
        }
        let word = name.to_lowercase();
        let holds = |key: &Key| key.is_body() && key.words().contains(' ') && key.has(&word);
        let heard = discourse.last(at, |e| holds(&e.key));
        let named = || discourse.longer(&word, at).map(|e| e.key.clone());
        heard.or_else(named).or_else(|| {
            let bodies = self.entries.range(Key::bodies()).map(|(k, _)| k);
            let mut all = bodies.filter(|k| {
                lexicon::WORDS_OF_OUTLET_NAMES.has(&name.to_lowercase()) && holds(k) && self.is_media(k)
            });
            // Only where no other outlet of the story has that word.
            let one = all.next()?;
            all.next().is_none().then(|| one.clone())
        })
    }

    /// Whom "the official", "the ministry", "the paper" stands for.
    fn definite(&mut self, discourse: &Discourse, noun: &str, text: &str, at: usize) -> Option<Key> {
        if lexicon::MEDIA_NOUNS.has(noun) || noun == "report" {
            // "the newspaper" is no agency.
            let agency = lexicon::NOUNS_OF_AGENCIES.has(noun);
            let fits = |e: &Event| {
                let kind = self.entries.get(&e.key).map(|x| x.kind);
                noun == "report" || kind.is_none_or(|k| (k == SourceKind::Agency) == agency)
            };
            let heard = discourse.outlet_heard(at, fits).or_else(|| discourse.outlet_heard(at, |_| true));
            let key = heard?.key.clone();
            self.ensure(discourse, &key);
            return Some(key);
        }
        let entries = &self.entries;
        if roles::is_body(noun) {
            let called = |e: &Event| {
                e.key.is_body()
                    && (e.key.has(noun)
                        || entries
                            .get(&e.key)
                            .is_some_and(|x| x.names.keys().any(|n| n.to_lowercase().contains(noun))))
            };
            return discourse.last(at, called).or_else(|| {
                let mut all = entries.keys().filter(|k| k.is_body() && k.has(noun));
                all.next().cloned()
            });
        }
        if roles::is_document(noun) {
            return None;
        }
        let singular = noun.trim_end_matches('s');
        let plain = strip_article(&text.split(' ').collect::<Vec<_>>()).join(" ").to_lowercase();
        let person = |e: &Event| matches!(e.kind, Kind::Person | Kind::One | Kind::Many);
        // "the coast guard officials" are no port officials.
        let called = |e: &Event| {
            let entry = entries.get(&e.key);
            let all = plain.split(' ').all(|w| entry.is_some_and(|x| x.is_called(w.trim_end_matches('s'))));
            // A person may have more offices than the text told: "the Florida senator".
            let holds =
                || discourse.is_titled(&e.key, singular) || entry.is_some_and(|x| x.is_called(singular));
            person(e) && (all || e.kind == Kind::Person && !noun.ends_with('s') && holds())
        };
        discourse
            .last(at, called)
            .or_else(|| discourse.titled(singular, at).filter(|_| !noun.ends_with('s')))
            // "the harbour master said" before her name is told: the one harbour master of the story.
            .or_else(|| {
                let people = entries.range(Key::persons());
                let mut holders = people.filter(|(_, e)| e.is_called(&plain)).map(|(k, _)| k.clone());
                let one = holders.next().filter(|_| plain.contains(' '))?;
                holders.next().is_none().then_some(one)
            })
            .or_else(|| {
                let speaks = roles::is_speaker(noun) || crate::extract::figures::people::is_person_noun(noun);
                // An office has one holder, and the last who spoke need not be it.
                let office = roles::is_title(noun) && !roles::is_speaker(noun)
                    || lexicon::OFFICES_OF_ONE_HOLDER.has(noun);
                let near = speaks && !office && !noun.ends_with('s');
                // "the official" after "a military source"; "the clerk" is no one but a clerk.
                let any = lexicon::PERSONS_OF_WHOM_NOTHING_IS_SAID.has(noun);
                let one = |e: &Event| e.kind == Kind::Person || any && e.kind == Kind::One;
                near.then(|| discourse.last(at, one)).flatten()
            })
    }

    /// Who of an article's people or bodies is what "her lawyer", "his union" says.
    fn holder(&self, discourse: &Discourse, noun: &str, at: usize) -> Option<Key> {
        let called = |e: &Event| self.entries.get(&e.key).is_some_and(|x| x.is_called(noun));
        if roles::is_body(noun) {
            return discourse.last(at, |e| e.key.is_body() && (e.key.has(noun) || called(e)));
        }
        let person = |e: &Event| e.kind == Kind::Person && (discourse.is_titled(&e.key, noun) || called(e));
        discourse.last(at, person).or_else(|| discourse.titled(noun, at))
    }

    /// Makes sure that someone who is only spoken of, and never named where heard, is in the register.
    fn ensure(&mut self, discourse: &Discourse, key: &Key) {
        if self.entries.contains_key(key) {
            return;
        }
        let name = discourse.name(key).map_or_else(|| title_case(key.words()), str::to_string);
        let (kind, name) = match key {
            Key::Person(full) => (SourceKind::Person, self.people.form(full).map_or(name, str::to_string)),
            _ => {
                let outlet = name.contains(' ')
                    && name
                        .rsplit(' ')
                        .next()
                        .is_some_and(|w| lexicon::WORDS_OF_OUTLET_NAMES.has(&w.to_lowercase()));
                let kind = if outlet { SourceKind::Outlet } else { SourceKind::Organisation };
                self.outlets.media(&name).unwrap_or((kind, name))
            }
        };
        let mut entry = Entry::new(kind, None);
        entry.names.insert(name, 1);
        self.entries.insert(key.clone(), entry);
    }

    fn unnamed(&mut self, article: &Article, text: &str, body: Option<&String>, noun: &str) -> Key {
        let plain = strip_article(&text.split(' ').collect::<Vec<_>>()).join(" ");
        let key = Key::Unnamed(article.id.clone(), plain.to_lowercase());
        let kind = if roles::is_document(noun.trim_end_matches('s')) || roles::is_document(noun) {
            SourceKind::Document
        } else {
            SourceKind::Unnamed
        };
        let entry = self.entries.entry(key.clone()).or_insert_with(|| Entry::new(kind, body.cloned()));
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
            let key = self.body_key(&body);
            let entry = self.entries.entry(key).or_insert_with(|| Entry::new(SourceKind::Organisation, None));
            *entry.names.entry(body).or_default() += 1;
        }
        let mut short: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for (acronym, long) in &self.acronyms {
            short.entry(words_key(long)).or_default().push(acronym);
        }
        let mut sources: Vec<Source> =
            self.entries.iter().map(|(key, entry)| self.source(key, entry, &short)).collect();
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        sources
    }

    fn source(&self, key: &Key, entry: &Entry, short: &BTreeMap<String, Vec<&String>>) -> Source {
        let mut names: Vec<&String> = entry.names.keys().collect();
        // The fullest name; of two alike, the one used more often.
        names.sort_by_key(|n| {
            (std::cmp::Reverse(n.split(' ').count().min(6)), std::cmp::Reverse(entry.names[*n]), (*n).clone())
        });
        let fallback = title_case(key.words());
        let name = names.first().map_or(fallback, |n| n.to_string());
        let mut aliases: Vec<String> = names.iter().skip(1).map(|n| n.to_string()).collect();
        aliases.extend(short.get(key.words()).into_iter().flatten().map(|s| s.to_string()));
        aliases.sort();
        aliases.dedup();
        aliases.retain(|a| *a != name);
        let description = entry
            .roles
            .iter()
            .max_by_key(|(r, by)| (by.len(), r.len(), std::cmp::Reverse(*r)))
            .map(|(r, _)| r.clone());
        let body = entry.body.as_ref().map(|b| self.body_key(b));
        let speaks_for = body.filter(|b| b != key).map(|b| id(&b));
        let of = |(text, by): (&String, &BTreeSet<ArticleId>)| -> Vec<Described> {
            by.iter().map(|article| Described { article: article.clone(), text: text.clone() }).collect()
        };
        let mut described: Vec<Described> = entry.roles.iter().flat_map(of).collect();
        described.sort();
        Source { id: id(key), name, kind: entry.kind, description, described, aliases, speaks_for }
    }
}

/// The attribution around another: the shortest whose content holds its cue or source.
fn speaker(attributions: &[Attribution], inner: usize) -> Option<usize> {
    let place = attributions[inner].cue.or(attributions[inner].source)?.start;
    let holds = |a: &Attribution| a.content.iter().any(|c| c.contains(place));
    let length = |a: &Attribution| a.content.iter().map(|c| c.len()).sum::<usize>();
    // They are in order of their content, and what is around another is not far from it.
    let near = inner.saturating_sub(50)..(inner + 5).min(attributions.len());
    near.filter(|&i| i != inner && holds(&attributions[i])).min_by_key(|&i| length(&attributions[i]))
}

fn title_case(words: &str) -> String {
    let capital = |w: &str| {
        let mut chars = w.chars();
        chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
    };
    words.split(' ').map(capital).collect::<Vec<String>>().join(" ")
}

/// A source's id is made from what it is known by, not from where it stands.
fn id(key: &Key) -> SourceId {
    SourceId(hash::id('n', &[&key.to_string()]))
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
        } else if text::is_capital(word) || !lexicon::WORDS_LEFT_OUT_OF_ACRONYMS.has(word) {
            return None;
        }
    }
    (need == 0).then(|| before[start..].iter().map(|w| strip_possessive(w)).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests;
