//! Articles for the bench, rewritten from the example with a fixed seed.

use crate::random::Random;
use crate::{Result, gold, root};
use std::path::Path;

/// How the articles stand to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// All tell one story: every article can be paired with every other.
    OneStory,
    /// Five tell one story, the next five another, with other names, places and numbers.
    ManyStories,
}

impl Shape {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Shape::OneStory => "one-story",
            Shape::ManyStories => "many-stories",
        }
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Shape::OneStory => "of one story",
            Shape::ManyStories => "of stories of five",
        }
    }
}

/// Names that a story changes; longer ones first, so that none is cut in two.
const NAMES: [&str; 14] = [
    "Sunniva", "Lomsund", "Vestria", "Askvik", "Halvik", "Skerri", "Teodor", "Mikkel", "Maren", "Ardal",
    "Runa", "Lunde", "Tolm", "Dahl",
];

/// Sentences that a rewritten article takes from the example; the example's articles have 14 to 27.
const SENTENCES: usize = 18;

/// Writes that many articles to a folder.
pub(crate) fn write(shape: Shape, articles: usize, folder: &Path) -> Result {
    let sentences = sentences()?;
    std::fs::create_dir_all(folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
    for number in 0..articles {
        let story = if shape == Shape::OneStory { 0 } else { number / 5 };
        let path = folder.join(format!("{number:06}.txt"));
        std::fs::write(&path, article(&sentences, story as u64, number as u64))
            .map_err(|e| format!("cannot write {}: {e}", path.display()))?;
    }
    Ok(())
}

/// The example's sentences, roughly: each ends with a full stop before a space, and has no head line or heading.
pub(super) fn sentences() -> Result<Vec<String>> {
    let texts = gold::texts(&root::at("examples/ferry"))?;
    let mut sentences: Vec<String> = texts
        .values()
        .flat_map(|text| text.lines())
        .filter(|line| !line.starts_with('#') && line.trim_end().ends_with(['.', '”']))
        .flat_map(|line| line.split_inclusive(". "))
        .map(|sentence| sentence.trim().to_owned())
        .collect();
    sentences.sort();
    sentences.dedup();
    Ok(sentences)
}

/// One article: some of the sentences in another order, with the story's names and numbers.
pub(super) fn article(sentences: &[String], story: u64, number: u64) -> String {
    let mut random = Random(number.wrapping_mul(0x9E37_79B9).wrapping_add(7));
    let mut order: Vec<&String> = sentences.iter().collect();
    random.shuffle(&mut order);
    let mut text = format!(
        "outlet: Outlet {number}\npublished: 2031-03-{:02}\nurl: https://outlet-{number}.example/{story}\n\n",
        4 + random.below(3)
    );
    for (i, sentence) in order.iter().take(SENTENCES).enumerate() {
        text += &of_story(sentence, story);
        text += if i % 3 == 2 { "\n\n" } else { " " };
    }
    text.trim_end().to_owned() + "\n"
}

/// A sentence with the names and the numbers of another story; the example's own is story 0.
fn of_story(sentence: &str, story: u64) -> String {
    if story == 0 {
        return sentence.to_owned();
    }
    let mut random = Random(story);
    let mut text = sentence.to_owned();
    for name in NAMES {
        text = text.replace(name, &invented_name(&mut random));
    }
    let shift = 1 + random.below(60);
    let mut changed = String::new();
    let mut digits = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        // Years stay what they are, so that dates stay near each other.
        match digits.parse::<usize>() {
            Ok(n) if n < 1000 => changed += &(n + shift).to_string(),
            _ => changed += &digits,
        }
        digits.clear();
        changed.push(c);
    }
    changed.trim_end().to_owned()
}

/// Two or three syllables with a capital.
fn invented_name(random: &mut Random) -> String {
    const SYLLABLES: [&str; 16] = [
        "bra", "dun", "fel", "gor", "hes", "ilm", "kar", "lod", "mur", "nes", "orv", "pil", "ras", "sko",
        "tev", "vin",
    ];
    let name: String = (0..2 + random.below(2)).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect();
    name[..1].to_uppercase() + &name[1..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_article_and_another_story_other_names() {
        let sentences = vec!["The Maren left Halvik with 84 people in 2031.".to_owned()];
        assert_eq!(article(&sentences, 3, 15), article(&sentences, 3, 15));
        let other = of_story(&sentences[0], 3);
        assert!(!other.contains("Maren") && !other.contains("84") && other.contains("2031"), "{other}");
        assert_ne!(other, of_story(&sentences[0], 4));
    }
}
