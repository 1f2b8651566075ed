//! The network that finds names. It stands on the one that finds sentences, tags and trees, and leaves that as it is: a
//! form is encoded anew, the other network's vector of each word is added, and layers of its own read the paragraph.
//!
//! `training/names_net.py` computes the same; both must be changed together.

use super::forms::{FormCache, FormEncoder, INPUTS, Table, fnv, key};
use super::layers::Layers;
use super::linear::{Linear, Rows};
use super::names::TAGS;
use crate::file::File;
use crate::model::ModelError;
use std::ops::Range;

/// Numbers of a word's own vector, and of that of some letters.
const OWN: usize = 48;
const LETTERS: usize = 48;
/// Rows of the table of letters, and of how many a form's are added at most.
const ROWS: usize = 8192;
const MOST: usize = 40;
const SALT: u32 = 77;
/// Lists of names: given names, surnames, towns, and room for another; then the same of forms in small letters.
const LISTS: usize = 8;
const SMALL: u32 = 4;
const WIDTH: usize = INPUTS + OWN + LETTERS + LISTS;

/// The network.
#[derive(Debug)]
pub(crate) struct Namer<'m> {
    /// For each word that the model knows, the row of its own vector; 0 if it has none.
    own_of: &'m [[u8; 2]],
    own: Table<'m>,
    letters: Table<'m>,
    /// Hashes of names in order, and the lists that each stands in.
    names: &'m [[u8; 4]],
    lists: &'m [u8],
    forms: [Linear; 2],
    below: Linear,
    layers: Layers,
    tags: Linear,
}

impl<'m> Namer<'m> {
    /// Reads the sections of the model file. `words` is how many rows tables of words have, `below` how many numbers the
    /// other network's vectors have.
    pub(crate) fn read(file: File<'m>, words: usize, below: usize) -> Result<Self, ModelError> {
        let layers = Layers::read(file, "names ")?;
        let cells = layers.cells();
        let own_of: &[[u8; 2]] = file.reader("names words")?.bytes(2 * words)?.as_chunks().0;
        let rows = own_of.iter().map(|&row| usize::from(u16::from_le_bytes(row))).max().unwrap_or(0) + 1;
        let mut lists = file.reader("names lists")?;
        let count = lists.u32()? as usize;
        let names = lists.bytes(count.checked_mul(4).ok_or(ModelError::Damaged("a size"))?)?.as_chunks().0;
        let mut form_1 = file.reader("names form 1")?;
        let hidden = form_1.clone().u32()? as usize;
        Ok(Namer {
            own_of,
            own: Table::read(&mut file.reader("names own")?, rows, OWN)?,
            letters: Table::read(&mut file.reader("names letters")?, ROWS, LETTERS)?,
            names,
            lists: lists.bytes(count)?,
            forms: [
                Linear::read(&mut form_1, WIDTH, hidden)?,
                Linear::read(&mut file.reader("names form 2")?, hidden, cells)?,
            ],
            below: Linear::read(&mut file.reader("names below")?, below, cells)?,
            tags: Linear::read(&mut file.reader("names tags")?, cells, TAGS)?,
            layers,
        })
    }

    /// The scores of all words' tags, word by word. `rows` are the other network's vectors of the words.
    pub(crate) fn scores<'t>(
        &self,
        forms: impl Iterator<Item = &'t str> + Clone,
        (encoder, cache): (&FormEncoder<'_>, &mut FormCache),
        rows: &Rows,
        spaced: &[bool],
        paragraphs: &[Range<usize>],
    ) -> Vec<f32> {
        let mut vectors = Vec::with_capacity(spaced.len() * self.layers.cells());
        let look_up = |form: &str, to: &mut Vec<f32>| self.look_up(form, encoder, to);
        cache.encode(forms, look_up, WIDTH, [&self.forms[0], &self.forms[1]], &mut vectors);
        let (mut sums, mut out) = (Vec::new(), Vec::new());
        self.below.apply(rows, &mut sums, &mut out);
        vectors.iter_mut().zip(&out).for_each(|(vector, below)| *vector += below);
        let mut read = Rows::default();
        self.layers.read_paragraphs(&mut vectors, spaced, paragraphs, &mut read);
        self.tags.apply(&read, &mut sums, &mut out);
        out
    }

    fn look_up(&self, form: &str, encoder: &FormEncoder<'_>, to: &mut Vec<f32>) {
        encoder.look_up(form, to);
        to.extend(self.own.row(usize::from(u16::from_le_bytes(self.own_of[encoder.row(form)]))));
        let rows = letters(form);
        let mut sum = [0.0f32; LETTERS];
        for &row in &rows {
            sum.iter_mut().zip(self.letters.row(row)).for_each(|(sum, number)| *sum += number);
        }
        let length = (rows.len().max(1) as f32).sqrt();
        to.extend(sum.map(|number| number / length));
        let lists = self.lists_of(form);
        to.extend((0..LISTS).map(|i| f32::from(lists >> i & 1)));
    }

    /// The lists of names that a form stands in, and, of a form in small letters, those in which it would stand with a
    /// capital: these have bits of their own.
    fn lists_of(&self, form: &str) -> u8 {
        let found = |form: &str| {
            let hash = fnv(form, 0);
            let at = self.names.binary_search_by_key(&hash, |&bytes| u32::from_le_bytes(bytes));
            at.map_or(0, |at| self.lists[at])
        };
        let (capital, small) = (form.chars().any(char::is_uppercase), form.chars().any(char::is_lowercase));
        let mut rest = form.chars();
        let first = rest.next();
        match (capital, small) {
            (true, false) if form.chars().count() > 3 => {
                found(&first.into_iter().chain(rest.as_str().to_lowercase().chars()).collect::<String>())
            }
            (false, true) => {
                let titled: String = first.into_iter().flat_map(char::to_uppercase).chain(rest).collect();
                found(form) | found(&titled) << SMALL
            }
            _ => found(form),
        }
    }
}

/// Rows of a form's letters by twos to fives, with its edges.
fn letters(form: &str) -> Vec<usize> {
    let edged = format!("<{}>", key(form));
    let places: Vec<usize> = edged.char_indices().map(|(at, _)| at).chain([edged.len()]).collect();
    let mut rows: Vec<usize> = (2..=5)
        .flat_map(|n| places.iter().zip(places.iter().skip(n)))
        .map(|(&start, &end)| fnv(&edged[start..end], SALT) as usize % ROWS)
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows.truncate(MOST);
    rows
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn a_form_has_a_row_for_each_run_of_letters() {
        // "<a>": two of two letters, one of three.
        assert_eq!(letters("A").len(), 3);
        assert!(letters("").len() == 1 && letters("Ålesund-Ørland-Tromsøysundtunnelen").len() == super::MOST);
    }
}
