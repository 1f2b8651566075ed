//! A whole ledger and its texts without the names of private persons.
//!
//! The ledger is walked as a tree of values and not type by type, so that a field that is added to it is read as well. Spans
//! count in the texts as they are shown, with what stands for a name.

use super::mask::{Edit, Mask, Place, apply};
use crate::hash;
use crate::{Brief, Warning};
use crosswire_model::{ArticleId, ChangeKind, Ledger};
use serde_json::Value;
use std::collections::BTreeMap;

/// An article's text before and after.
struct Text {
    /// In code points: where a name began and ended, and where what stands for it does.
    moved: Vec<[usize; 4]>,
    /// What is shown.
    letters: Vec<char>,
}

/// Hides the names of private persons in a ledger, its texts and its warnings. `order` are its articles, as the story has them.
pub(crate) fn hide(mask: &Mask, brief: Brief, order: &[ArticleId], warnings: &mut [Warning]) -> Brief {
    let Brief { ledger, texts } = brief;
    let mut shown = BTreeMap::new();
    let mut moved = BTreeMap::new();
    for (id, text) in texts {
        let place = order.iter().position(|other| *other == id).map_or(Place::Words, Place::Text);
        let edits = mask.edits(&text, place);
        let masked = apply(&text, &edits);
        moved.insert(
            id.0.clone(),
            Text { moved: positions(&text, &edits), letters: masked.chars().collect() },
        );
        shown.insert(id, masked);
    }
    for warning in warnings {
        warning.path = mask.masked(&warning.path, Place::Path);
        warning.reason = mask.masked(&warning.reason, Place::Words);
    }
    let mut ledger = ledger;
    hide_versions(&mut ledger);
    let hidden = Hidden { mask, texts: moved, names: new_names(mask, &ledger) };
    // A ledger can always be written and read back; were it not so, no name may stand.
    let mut ledger: Ledger = serde_json::to_value(&ledger)
        .and_then(|mut value| {
            hidden.walk(&mut value, None, "");
            serde_json::from_value(value)
        })
        .unwrap_or_default();
    ledger.sources.sort_by(|a, b| a.id.cmp(&b.id));
    ledger.origins.sort_by(|a, b| a.id.cmp(&b.id));
    ledger.generator.hidden_persons = Some(mask.persons());
    Brief { ledger, texts: shown }
}

/// Takes out what earlier versions say: only the last was searched for private persons.
fn hide_versions(ledger: &mut Ledger) {
    let last: BTreeMap<&ArticleId, &str> =
        ledger.articles.iter().map(|article| (&article.id, article.path.as_str())).collect();
    for change in &mut ledger.changes {
        change.before = None;
        if last.get(&change.article).is_none_or(|path| *path != change.to)
            || change.kind == ChangeKind::Headline
        {
            change.after = None;
        }
    }
    ledger
        .articles
        .iter_mut()
        .flat_map(|article| &mut article.versions)
        .for_each(|version| version.title = None);
}

/// Where edits move what stands behind them.
fn positions(text: &str, edits: &[Edit]) -> Vec<[usize; 4]> {
    let (mut byte, mut old, mut new) = (0, 0, 0);
    let mut moved = Vec::with_capacity(edits.len());
    for edit in edits {
        let before = text[byte..edit.bytes.start].chars().count();
        let (was, is) = (text[edit.bytes].chars().count(), edit.instead.chars().count());
        (old, new) = (old + before, new + before);
        moved.push([old, old + was, new, new + is]);
        (old, new) = (old + was, new + is);
        byte = edit.bytes.end;
    }
    moved
}

/// Names in the ledger that are made from words with a private person's name in them, and the ones that take their place: who
/// knows how they are made could try names until one fits.
fn new_names(mask: &Mask, ledger: &Ledger) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let story = ledger.story.id.as_str();
    for source in &ledger.sources {
        let name = mask.masked(&source.name, Place::Words);
        if name != source.name {
            let id = hash::id('n', &[story, &name, &names.len().to_string()]);
            names.insert(hash::id('o', &[&source.id.0]), hash::id('o', &[&id]));
            names.insert(source.id.0.clone(), id);
        }
    }
    for claim in &ledger.claims {
        let text = mask.masked(&claim.text, Place::Words);
        if text != claim.text {
            names.insert(claim.id.0.clone(), hash::id('c', &[story, &text, &names.len().to_string()]));
        }
    }
    names
}

struct Hidden<'a> {
    mask: &'a Mask,
    texts: BTreeMap<String, Text>,
    names: BTreeMap<String, String>,
}

impl Hidden<'_> {
    /// Hides what stands in a value. `article` is the one that its spans count in, `field` what it is called.
    fn walk(&self, value: &mut Value, article: Option<&str>, field: &str) {
        match value {
            Value::Array(values) => values.iter_mut().for_each(|value| self.walk(value, article, field)),
            Value::Object(fields) => {
                let named = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
                // Within an entry of `articles` spans count in the article itself.
                let own = named("id").filter(|_| fields.contains_key("sha256")).or_else(|| named("article"));
                let article = own.as_deref().or(article);
                let number = |name: &str| fields.get(name).and_then(Value::as_u64).map(|n| n as usize);
                let text = article.and_then(|id| self.texts.get(id));
                let mut words = None;
                if let (Some(start), Some(end), Some(text)) = (number("start"), number("end"), text) {
                    let (start, end) = text.span(start, end);
                    fields.insert("start".into(), start.into());
                    fields.insert("end".into(), end.into());
                    words = text.letters.get(start..end).map(|letters| letters.iter().collect::<String>());
                }
                for (name, value) in fields.iter_mut() {
                    match (name.as_str(), &words) {
                        ("text", Some(words)) if value.is_string() => *value = Value::from(words.as_str()),
                        _ => self.walk(value, article, name),
                    }
                }
            }
            Value::String(text) => match field {
                // Who publishes and who writes stays; what was read is told by its hash.
                "outlet" | "author" | "sha256" | "schema" | "language" => {}
                "url" => *value = self.mask.address(text).map_or(Value::Null, Value::from),
                "path" => *text = self.mask.masked(text, Place::Path),
                _ => match self.names.get(text.as_str()) {
                    Some(name) => *text = name.clone(),
                    None => *text = self.mask.masked(text, Place::Words),
                },
            },
            _ => {}
        }
    }
}

impl Text {
    /// A span of the text as it was in the text that is shown. What begins or ends within a name takes in all that stands for it.
    fn span(&self, start: usize, end: usize) -> (usize, usize) {
        let place = |at: usize, within: usize| {
            let next = self.moved.partition_point(|[_, old_end, ..]| *old_end <= at);
            match self.moved.get(next) {
                Some(edit) if edit[0] < at => edit[within],
                _ => match next.checked_sub(1).map(|last| self.moved[last]) {
                    Some([_, old_end, _, new_end]) => at - old_end + new_end,
                    None => at,
                },
            }
        };
        (place(start, 2), place(end, 3))
    }
}
