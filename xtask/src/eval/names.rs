//! Finds names, sentence by sentence in a corpus, in stories those that must be right wherever they stand, and invented ones
//! that no list and no text can hold.

use super::floors::Floors;
use super::lines;
use crate::score::treebank::names;
use crate::{Result, root};
use crosswire_lang::write::json::Annotation;
use crosswire_lang::{ByteRange, Model, Name, NameKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The corpus that is scored unless another is named.
const CORPUS: &str = "bench/treebanks/uner-ewt-dev.iob2.gz";
/// The names that must be right: by story, by kind.
const LIST: &str = "eval/names.toml";
/// Sentences with invented names in brackets: those that rules were written with, and those that none was.
const INVENTED: [(&str, &str); 2] =
    [("invented", "eval/names/invented.txt"), ("unseen", "eval/names/unseen.txt")];

/// A kind of name, and where one stands.
type Marked<'t> = (&'t str, ByteRange);

/// Scores a corpus of names, and without one named also the list of names in stories.
pub(crate) fn run(data: Option<&Path>, floors: &Floors) -> Result {
    let model = Model::builtin().map_err(|e| e.to_string())?;
    let default = root::shared(CORPUS);
    let file = data.unwrap_or(&default);
    let mut below = Vec::new();
    if data.is_some() || file.is_file() {
        below.extend(corpus(&model, file, floors).err());
    } else {
        println!("skipped: no names at {}", file.display());
    }
    if data.is_none() {
        let list: BTreeMap<String, BTreeMap<String, Vec<String>>> =
            toml::from_str(&root::read(&root::at(LIST))?).map_err(|e| format!("{LIST}: {e}"))?;
        for (story, names) in &list {
            below.extend(story_names(&model, story, names, floors).err());
        }
        for (name, file) in INVENTED {
            below.extend(invented(&model, name, file, floors).err());
        }
    }
    if below.is_empty() { Ok(()) } else { Err(below.join("\n")) }
}

/// Annotates each sentence of a corpus by itself and scores its names.
fn corpus(model: &Model, file: &Path, floors: &Floors) -> Result {
    let text = lines::read(file)?;
    let rows: Vec<&str> = text.lines().collect();
    let gold = names::load(&rows).map_err(|why| format!("{}: {why}", file.display()))?;
    let find = |sentence: &names::Sentence| {
        let document = model.annotate(&sentence.text);
        let found = Annotation::new(&sentence.id, &sentence.text, 0, &document).entities;
        let names = found.into_iter().map(|e| (e.start, e.end, e.kind.to_owned())).collect();
        (sentence.id.clone(), names)
    };
    let found: BTreeMap<String, BTreeSet<names::Span>> = gold.par_iter().map(find).collect();
    let scores = names::score(&gold, &found);
    let name = super::stem(file);
    println!("names {name}: {} sentences", gold.len());
    super::print(scores.iter().map(|(row, f1)| (row.as_str(), f1)));
    let scores: Vec<_> = scores.iter().map(|(row, f1)| (row.as_str(), f1.f1)).collect();
    floors.apply(&format!("names {name}"), &scores)
}

/// Looks in a story's articles for every place where one of the names stands, and whether it is found there.
fn story_names(model: &Model, story: &str, names: &BTreeMap<String, Vec<String>>, floors: &Floors) -> Result {
    let folder = root::shared("stories").join(story).join("articles");
    if !folder.is_dir() {
        println!("skipped: no articles in {}", folder.display());
        return Ok(());
    }
    let read = crosswire_sources::read(vec![folder.into()], &crosswire_sources::Options::default(), &|_| ());
    let articles: Vec<_> =
        read.value.par_iter().map(|d| (&d.text[d.body..], model.annotate(&d.text[d.body..]))).collect();
    println!("names {story}: {} articles", articles.len());
    println!("  {:24} {:4} {:>7} {:>7}", "name", "", "right", "exact");
    let (mut right, mut total, mut wrong) = (0, 0, Vec::new());
    for (kind, name) in names.iter().flat_map(|(kind, names)| names.iter().map(move |name| (kind, name))) {
        let (mut covered, mut exact, mut count) = (0, 0, 0);
        for (text, document) in &articles {
            for place in places(text, name) {
                let over: Vec<_> = document.names.iter().filter(|n| n.bytes.overlaps(place)).collect();
                let found = over.iter().find(|n| covers(text, n, kind, place));
                count += 1;
                covered += usize::from(found.is_some());
                exact += usize::from(found.is_some_and(|n| n.bytes == place));
                if found.is_none() {
                    let instead: Vec<String> =
                        over.iter().map(|n| format!("{} {:?}", n.kind.label(), &text[n.bytes])).collect();
                    let instead = if instead.is_empty() { "nothing".to_owned() } else { instead.join(", ") };
                    wrong.push(format!("{kind} {name}: {instead} in “{}”", near(text, place)));
                }
            }
        }
        println!("  {name:24} {kind:4} {:>7} {exact:>7}", format!("{covered}/{count}"));
        (right, total) = (right + covered, total + count);
    }
    wrong.iter().for_each(|one| println!("  wrong: {one}"));
    println!("  {right} of {total} right");
    if total == 0 {
        return Err(format!("names {story}: none of the names in {LIST} stands in its articles"));
    }
    floors.apply(&format!("names {story}"), &[("right", right as f64 / total as f64)])
}

/// Looks for invented names, each with the right kind and the right bounds.
fn invented(model: &Model, name: &str, file: &str, floors: &Floors) -> Result {
    let (mut right, mut total, mut wrong) = (0u32, 0u32, Vec::new());
    for line in root::read(&root::at(file))?.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (text, names) =
            marked(line).ok_or_else(|| format!("{file}: brackets of another form in “{line}”"))?;
        let found = model.annotate(&text).names;
        for (kind, place) in names {
            let hit = found.iter().any(|n| n.bytes == place && n.kind.label() == kind);
            (right, total) = (right + u32::from(hit), total + 1);
            if !hit {
                let over = found.iter().filter(|n| n.bytes.overlaps(place));
                let instead: Vec<String> =
                    over.map(|n| format!("{} {:?}", n.kind.label(), &text[n.bytes])).collect();
                wrong.push(format!("{kind} {}: {}", &text[place], instead.join(", ")));
            }
        }
    }
    println!("names {name}: {right} of {total} right");
    wrong.iter().for_each(|one| println!("  wrong: {one}"));
    floors.apply(&format!("names {name}"), &[("right", f64::from(right) / f64::from(total.max(1)))])
}

/// A line without its brackets, and the kinds and places of the names that stand in them; none if one is not closed.
fn marked(line: &str) -> Option<(String, Vec<Marked<'_>>)> {
    let (mut text, mut names) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once('[') {
        let (inside, after) = behind.split_once(']')?;
        let (kind, name) = inside.split_once(' ')?;
        text += before;
        names.push((kind, ByteRange::new(text.len(), text.len() + name.len())));
        text += name;
        rest = after;
    }
    Some((text + rest, names))
}

/// Whether a name that was found is right for one that stands at a place; `eval/names.toml` says the rule.
fn covers(text: &str, found: &Name, kind: &str, place: ByteRange) -> bool {
    if !found.bytes.covers(place) {
        return false;
    }
    let goes_on = text[place.end..found.bytes.end].starts_with(char::is_whitespace);
    let named_after = matches!(found.kind, NameKind::Organisation | NameKind::Location);
    found.kind.label() == kind || kind == NameKind::Person.label() && goes_on && named_after
}

/// Where a name stands in a text, and not as a part of a longer word.
fn places(text: &str, name: &str) -> Vec<ByteRange> {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name)
        .map(|(at, _)| ByteRange::new(at, at + name.len()))
        .filter(|p| !inside(text[..p.start].chars().next_back()) && !inside(text[p.end..].chars().next()))
        .collect()
}

/// A place in a text with some words around it.
fn near(text: &str, place: ByteRange) -> String {
    const AROUND: usize = 40;
    let start = text.floor_char_boundary(place.start.saturating_sub(AROUND));
    let end = text.ceil_char_boundary((place.end + AROUND).min(text.len()));
    text[start..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{covers, marked, near, places};
    use crosswire_lang::{ByteRange, Name, NameKind, WordRange};

    #[test]
    fn a_name_is_no_part_of_a_word() {
        let text = "Dahl’s ship, Dahlström, MsDahl, the Dahl-Lunde line";
        let found: Vec<usize> = places(text, "Dahl").into_iter().map(|p| p.start).collect();
        assert_eq!(found, [0, text.find("Dahl-").unwrap()]);
        assert_eq!(near("é\n\nDahl", ByteRange::new(4, 8)), "é Dahl");
    }

    #[test]
    fn names_stand_in_brackets() {
        let (text, names) = marked("In [LOC Ål] sat [PER Odd].").unwrap();
        let expect = [("LOC", ByteRange::new(3, 6)), ("PER", ByteRange::new(11, 14))];
        assert_eq!((text.as_str(), &names[..]), ("In Ål sat Odd.", &expect[..]));
        assert!(marked("In [LOC Ål").is_none());
    }

    #[test]
    fn a_person_may_stand_in_the_name_of_something() {
        let text = "Odd Dahl Line";
        let right = |bytes: std::ops::Range<usize>, found| {
            let found =
                Name { bytes: bytes.into(), words: WordRange::new(0, 1), kind: found, confidence: 1.0 };
            covers(text, &found, "PER", ByteRange::new(4, 8))
        };
        assert!(right(4..8, NameKind::Person) && right(0..8, NameKind::Person));
        assert!(right(4..13, NameKind::Organisation) && !right(0..8, NameKind::Organisation));
        assert!(!right(4..7, NameKind::Person) && !right(4..13, NameKind::Group));
    }
}
