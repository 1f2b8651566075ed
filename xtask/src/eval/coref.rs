//! Finds the words that name events, chains those that name the same one over all documents of a topic, and scores both.
//!
//! Only sentences that the annotators worked through count. Chains are scored over the mentions found, with the same words
//! as the gold's (`exact`) or with their main word in a mention of the gold (`head`), and over the gold's own (`gold`).

use super::floors::Floors;
use super::lines;
use crate::score::coref::{Score, chains as gather, score};
use crate::score::treebank::F1;
use crate::{Result, root};
use clap::{Args, ValueEnum};
use crosswire::annotate::{self, Annotation};
use crosswire::extract::events::{self, Kind};
use crosswire::{Document, Model, text};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

/// What is scored unless something else is named.
const DEFAULT: [&str; 2] = ["bench/ecbplus/ecbplus.jsonl.gz", "bench/ecbplus/meantime_en.jsonl.gz"];
/// The topics of ECB+ that it is usual to develop on (Cybulska and Vossen 2015).
const DEV: [&str; 8] = ["2", "5", "12", "18", "21", "23", "34", "35"];
/// What is chained.
const KIND: &str = "event";

/// What to do.
#[derive(Args)]
pub(crate) struct Options {
    /// JSON Lines, gzipped or not, as in ../shared/bench/ecbplus; by default both files there.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Write the program's chains to this file, for the scorer beside the data.
    #[arg(long, value_name = "FILE", requires = "data")]
    predictions: Option<PathBuf>,
    /// Write chains of the gold's mentions there, not of those found.
    #[arg(long, requires = "predictions")]
    gold_mentions: bool,
    /// Chains reach no further than this.
    #[arg(long, value_enum, default_value_t = Scope::Topic)]
    scope: Scope,
    /// Say what was missed and what was too much, by word.
    #[arg(long)]
    misses: bool,
    #[command(flatten)]
    floors: Floors,
}

impl Options {
    /// Only the check.
    pub(crate) fn check_only() -> Self {
        let floors = Floors::check_only();
        let (data, predictions) = (None, None);
        Options { data, predictions, gold_mentions: false, scope: Scope::Topic, misses: false, floors }
    }
}

/// How far chains reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scope {
    Subtopic,
    Topic,
    Corpus,
}

/// A line of the data.
#[derive(serde::Deserialize)]
struct Record {
    id: String,
    #[serde(deserialize_with = "name")]
    topic: String,
    subtopic: Option<String>,
    text: String,
    sentences: Vec<Sentence>,
    mentions: Vec<Marked>,
}

/// A topic's name, which ECB+ writes as a number.
fn name<'de, D: serde::Deserializer<'de>>(value: D) -> std::result::Result<String, D::Error> {
    let value: serde_json::Value = serde::Deserialize::deserialize(value)?;
    Ok(value.as_str().map_or(value.to_string(), str::to_owned))
}

/// Beginning, end, and whether the annotators worked through it.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Sentence {
    Some(usize, usize, bool),
    All(usize, usize),
}

impl Sentence {
    fn holds(&self, at: usize) -> bool {
        match *self {
            Sentence::Some(start, end, worked_through) => worked_through && (start..end).contains(&at),
            Sentence::All(start, end) => (start..end).contains(&at),
        }
    }
}

/// A mention that annotators marked.
#[derive(serde::Deserialize)]
struct Marked {
    chain: String,
    kind: String,
    r#type: String,
    spans: Spans,
    text: String,
}

/// Pieces of a mention, half open, in code points.
type Spans = Vec<[usize; 2]>;

/// A document as the pipeline reads it.
struct Text {
    record: Record,
    article: text::Article,
    annotation: Annotation,
}

/// A mention that is to be chained.
#[derive(Debug, Clone)]
struct Mention {
    /// Index of its document.
    document: usize,
    spans: Spans,
    /// Its main word, as an index of the language layer's words, and where this stands.
    word: usize,
    head: [usize; 2],
    kind: Option<Kind>,
    /// The lemma of that word, in small letters.
    lemma: String,
    /// What a verb and its noun share.
    key: String,
}

/// Gives each mention the name of its chain.
type Chainer = fn(&[Text], &[Mention]) -> Vec<String>;

/// The ways to chain: two baselines, and the program's.
const CHAINERS: [(&str, Chainer); 3] = [("lemma", by_lemma), ("key", by_key), ("program", chains)];

/// Same main word, same chain.
fn by_lemma(_: &[Text], mentions: &[Mention]) -> Vec<String> {
    mentions.iter().map(|m| m.lemma.clone()).collect()
}

/// Same verb or noun of action, same chain.
fn by_key(_: &[Text], mentions: &[Mention]) -> Vec<String> {
    mentions.iter().map(|m| m.key.clone()).collect()
}

/// As the pipeline chains. The mentions are those of one place of the scope; their documents are indices of `texts`.
fn chains(texts: &[Text], mentions: &[Mention]) -> Vec<String> {
    by_key(texts, mentions)
}

/// Scores the documents of files.
pub(crate) fn run(options: &Options) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    if let Some(file) = &options.data {
        return one(&model, file, options);
    }
    for file in DEFAULT.map(root::shared) {
        if file.is_file() {
            one(&model, &file, options)?;
        } else {
            println!("skipped: no chains at {}", file.display());
        }
    }
    Ok(())
}

fn one(model: &Model, file: &Path, options: &Options) -> Result {
    let records: Vec<Record> = lines::parse(file)?;
    let read = |record: Record| {
        let id = record.id.clone();
        // The message names no document.
        catch_unwind(|| Text::new(model, record))
            .unwrap_or_else(|_| Err(format!("the pipeline panicked on {id}")))
    };
    let texts: Vec<Text> = records.into_par_iter().map(read).collect::<Result<_>>()?;
    let name = super::stem(file);
    if let Some(to) = &options.predictions {
        write(&texts, options, to)?;
    }
    let is_dev = |t: &Text| DEV.contains(&t.record.topic.as_str());
    let dev =
        if texts.iter().any(is_dev) { show(&format!("{name} dev"), &texts, is_dev, options)? } else { 0 };
    if dev < texts.len() {
        show(&name, &texts, |_| true, options)?;
    }
    Ok(())
}

impl Text {
    /// Its parts, its words and their syntax.
    fn new(model: &Model, record: Record) -> Result<Self> {
        let document = Document { path: record.id.clone(), text: record.text.clone(), ..Document::default() };
        // Alone, so that it is an article whatever the others say.
        let article = text::read(vec![document]).value.into_iter().next();
        let article = article.ok_or(format!("{} holds no article", record.id))?;
        let annotation = annotate::annotate(model, &article);
        Ok(Text { record, article, annotation })
    }

    fn worked_through(&self, spans: &Spans) -> bool {
        spans.first().is_some_and(|s| self.record.sentences.iter().any(|sentence| sentence.holds(s[0])))
    }

    /// Whether a mention of the gold is scored.
    fn counts(&self, marked: &Marked) -> bool {
        marked.kind == KIND && self.worked_through(&marked.spans)
    }

    fn gold(&self) -> impl Iterator<Item = &Marked> {
        self.record.mentions.iter().filter(|m| self.counts(m))
    }

    /// A word's span.
    fn word(&self, word: usize) -> [usize; 2] {
        let span = self.article.span(self.annotation.language.words[word].bytes);
        [span.start, span.end]
    }

    /// What the pipeline finds; what it finds on mentions of the gold that are not scored is left out.
    fn found(&self, document: usize) -> Vec<Mention> {
        let unscored: BTreeSet<&Spans> =
            self.record.mentions.iter().filter(|m| !self.counts(m)).map(|m| &m.spans).collect();
        let events = events::triggers(&self.article, &self.annotation);
        let all = events.into_iter().flat_map(|(_, p)| {
            // The annotators mark "launched" and "attack" one by one.
            let own: Vec<_> = p.words.iter().copied().filter(|w| !p.light.contains(w)).collect();
            let light = p.light.first().map(|&w| {
                let lemma = self.annotation.language.words[w].lemma.to_lowercase();
                self.mention(document, w, &p.light, Kind::Verb, lemma)
            });
            light.into_iter().chain([self.mention(document, p.word, &own, p.kind, p.key)])
        });
        all.filter(|m| self.worked_through(&m.spans) && !unscored.contains(&m.spans)).collect()
    }

    fn mention(&self, document: usize, word: usize, words: &[usize], kind: Kind, key: String) -> Mention {
        let mut spans = Spans::new();
        for (n, &w) in words.iter().enumerate() {
            let [start, end] = self.word(w);
            match spans.last_mut() {
                Some(last) if words[n - 1] + 1 == w => last[1] = end,
                _ => spans.push([start, end]),
            }
        }
        let lemma = self.annotation.language.words[word].lemma.to_lowercase();
        let (head, kind) = (self.word(word), Some(kind));
        Mention { document, spans, word, head, kind, lemma, key }
    }

    /// The mentions of the gold, with the word that the others hang on and its key.
    fn given(&self, document: usize) -> Vec<Mention> {
        let events = events::triggers(&self.article, &self.annotation);
        let given = self.gold().map(|marked| {
            let words = &self.annotation.language.words;
            let holds = |w: usize| holds(&marked.spans, self.word(w));
            let event = events.iter().find(|(_, p)| holds(p.word));
            let top = || (0..words.len()).find(|&w| holds(w) && !words[w].head.is_some_and(holds));
            let word = event.map(|(_, p)| p.word).or_else(top).unwrap_or_default();
            let lemma = words.get(word).map_or(String::new(), |w| w.lemma.to_lowercase());
            let key = event.map_or(lemma.clone(), |(_, p)| p.key.clone());
            let (spans, kind, head) = (marked.spans.clone(), event.map(|(_, p)| p.kind), self.word(word));
            Mention { document, spans, word, head, kind, lemma, key }
        });
        given.collect()
    }
}

fn holds(spans: &Spans, word: [usize; 2]) -> bool {
    spans.iter().any(|s| s[0] <= word[0] && word[1] <= s[1])
}

/// Chains the mentions of each place of the scope; a chain's name says the place first.
fn chain(texts: &[Text], mentions: &[Mention], scope: Scope, chainer: Chainer) -> Vec<String> {
    let place = |m: &Mention| {
        let record = &texts[m.document].record;
        match scope {
            Scope::Subtopic => record.subtopic.as_ref().unwrap_or(&record.id),
            Scope::Topic => &record.topic,
            Scope::Corpus => "",
        }
    };
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, mention) in mentions.iter().enumerate() {
        places.entry(place(mention)).or_default().push(n);
    }
    let mut names = vec![String::new(); mentions.len()];
    for (place, here) in places {
        let of_place: Vec<Mention> = here.iter().map(|&n| mentions[n].clone()).collect();
        for (n, name) in here.into_iter().zip(chainer(texts, &of_place)) {
            names[n] = format!("{place}: {name}");
        }
    }
    names
}

/// Prints the scores of some of the documents, and how many these are.
fn show(name: &str, texts: &[Text], wanted: impl Fn(&Text) -> bool, options: &Options) -> Result<usize> {
    let wanted: Vec<usize> = (0..texts.len()).filter(|&n| wanted(&texts[n])).collect();
    let all = |of: fn(&Text, usize) -> Vec<Mention>| -> Vec<Mention> {
        wanted.par_iter().flat_map_iter(|&n| of(&texts[n], n)).collect()
    };
    let (found, given) = (all(Text::found), all(Text::given));
    let on_gold = on_gold(texts, &wanted, &found);
    let gold: Vec<_> =
        wanted.iter().flat_map(|&n| texts[n].gold().map(move |m| (&m.chain, (n, &m.spans)))).collect();
    let gold = gather(gold);
    println!(
        "coref {name}: {} documents, {} mentions and {} chains in the gold",
        wanted.len(),
        given.len(),
        gold.len()
    );
    println!("  mentions chains     P      R     F1    MUC     B3 CEAF-e  CoNLL");
    // Where no sentence is said to be worked through, few events are marked, and finding more is no fault.
    let all_marked = texts.iter().flat_map(|t| &t.record.sentences).any(|s| matches!(s, Sentence::Some(..)));
    let mut floors = Vec::new();
    for (way, mentions) in [("exact", &found), ("head", &on_gold), ("gold", &given)] {
        for (chainer, chains) in CHAINERS {
            let names = chain(texts, mentions, options.scope, chains);
            let chains = gather(names.iter().zip(mentions).map(|(name, m)| (name, (m.document, &m.spans))));
            let score = score(&gold, &chains);
            print(way, chainer, &score);
            if chainer == "program" && (way == "gold" || all_marked) {
                floors.push((format!("chains {way}"), score.conll));
                floors.push((format!("mentions {way}"), score.rows[0].1.f1));
            }
        }
    }
    if options.misses {
        misses(texts, &wanted, &on_gold);
    }
    let floors: Vec<_> = floors.iter().map(|(row, score)| (row.as_str(), *score)).collect();
    options.floors.apply(&format!("coref {name}"), &floors)?;
    Ok(wanted.len())
}

fn print(way: &str, chainer: &str, score: &Score) {
    let [(_, F1 { precision, recall, f1 }), muc, b3, ceaf] = &score.rows;
    let of_chains = [muc, b3, ceaf].map(|(_, row)| format!("{:6.2}", 100.0 * row.f1)).join(" ");
    let [precision, recall, f1, conll] = [precision, recall, f1, &score.conll].map(|share| 100.0 * share);
    println!("  {way:8} {chainer:8} {precision:6.2} {recall:6.2} {f1:6.2} {of_chains} {conll:6.2}");
}

/// The mentions found, those whose main word stands in a mention of the gold with this one's spans; one each.
fn on_gold(texts: &[Text], wanted: &[usize], found: &[Mention]) -> Vec<Mention> {
    let mut moved = found.to_vec();
    for &n in wanted {
        let mut taken: BTreeSet<Spans> = BTreeSet::new();
        for mention in moved.iter_mut().filter(|m| m.document == n) {
            let mut fits =
                texts[n].gold().filter(|m| holds(&m.spans, mention.head) && !taken.contains(&m.spans));
            if let Some(marked) = fits.next() {
                mention.spans.clone_from(&marked.spans);
                taken.insert(marked.spans.clone());
            }
        }
    }
    moved
}

/// Counts what was missed and what was too much, by kind and by word.
fn misses(texts: &[Text], wanted: &[usize], on_gold: &[Mention]) {
    let found: BTreeSet<_> = on_gold.iter().map(|m| (m.document, &m.spans)).collect();
    let gold: BTreeSet<_> =
        wanted.iter().flat_map(|&n| texts[n].gold().map(move |m| (n, &m.spans))).collect();
    let missed = wanted.iter().flat_map(|&n| texts[n].gold().map(move |m| (n, m)));
    let missed: Vec<_> = missed.filter(|(n, m)| !found.contains(&(*n, &m.spans))).collect();
    let extra: Vec<_> = on_gold.iter().filter(|m| !gold.contains(&(m.document, &m.spans))).collect();
    list("missed by type", missed.iter().map(|(_, m)| m.r#type.clone()));
    list("missed", missed.iter().map(|(_, m)| m.text.to_lowercase()));
    list("too much by kind", extra.iter().map(|m| format!("{:?}", m.kind)));
    let word = |m: &Mention| {
        let word = &texts[m.document].annotation.language.words[m.word];
        format!("{}/{}/{}", m.lemma, word.xpos.as_str(), word.relation.as_str())
    };
    list("too much", extra.iter().map(|m| word(m)));
}

/// Prints the most frequent entries with their counts.
fn list(what: &str, entries: impl Iterator<Item = String>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    entries.for_each(|entry| *counts.entry(entry).or_default() += 1);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let total: usize = counts.iter().map(|c| c.1).sum();
    let most: Vec<_> = counts.iter().take(250).map(|(entry, n)| format!("{entry} {n}")).collect();
    println!("  {what}: {total}\n    {}", most.join(", "));
}

/// Writes the program's chains.
fn write(texts: &[Text], options: &Options, to: &Path) -> Result {
    let of = if options.gold_mentions { Text::given } else { Text::found };
    let mentions: Vec<Mention> = texts.iter().enumerate().flat_map(|(n, text)| of(text, n)).collect();
    let names = chain(texts, &mentions, options.scope, chains);
    let mut lines = vec![Vec::new(); texts.len()];
    for (mention, name) in mentions.iter().zip(names) {
        lines[mention.document].push(serde_json::json!({ "chain": name, "spans": mention.spans }));
    }
    let line = |(t, mentions): (&Text, Vec<_>)| {
        serde_json::json!({ "id": t.record.id, "mentions": mentions }).to_string() + "\n"
    };
    let lines: String = texts.iter().zip(lines).map(line).collect();
    std::fs::write(to, lines).map_err(|e| format!("cannot write {}: {e}", to.display()))
}
