//! What is known of a form on its own: its vector, its affixes, its outline, the gazetteer.
//!
//! `training/student.py` looks up the same (`Forms`); both must be changed together.

use super::linear::{Linear, Rows};
use crate::file::{File, Reader, Strings};
use crate::model::ModelError;
use rustc_hash::FxHashMap;

const WORD: usize = 128;
const AFFIX: usize = 32;
/// Rows of each of the eight tables of affixes.
const ROWS: usize = 8192;
const AFFIXES: usize = 8;
const SHAPES: usize = 8;
const FLAGS: usize = 16;
pub(super) const INPUTS: usize = WORD + AFFIXES * AFFIX + SHAPES + FLAGS;

/// Rows of 8-bit numbers with a scale each.
#[derive(Debug)]
pub(crate) struct Table<'m> {
    scales: &'m [[u8; 4]],
    numbers: &'m [u8],
    width: usize,
}

impl<'m> Table<'m> {
    /// Reads a section: rows, width (u32), a scale for each row (f32), the numbers row by row (i8).
    pub(crate) fn read(reader: &mut Reader<'m>, rows: usize, width: usize) -> Result<Self, ModelError> {
        if (reader.u32()? as usize, reader.u32()? as usize) != (rows, width) {
            return Err(ModelError::Damaged("a table of another size"));
        }
        let scales = reader.bytes(4 * rows)?.as_chunks().0;
        if !scales.iter().all(|&s| f32::from_le_bytes(s).is_finite()) {
            return Err(ModelError::Damaged("a number"));
        }
        Ok(Table { scales, numbers: reader.bytes(rows * width)?, width })
    }

    /// The numbers of a row.
    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = f32> {
        let scale = f32::from_le_bytes(self.scales[row]);
        let numbers = &self.numbers[row * self.width..(row + 1) * self.width];
        numbers.iter().map(move |&n| f32::from(n.cast_signed()) * scale)
    }
}

/// Encodes forms.
#[derive(Debug)]
pub(crate) struct FormEncoder<'m> {
    words: Strings<'m>,
    /// The row of a word is its number in the list and one; row 0 is of words that are not in it.
    vectors: Table<'m>,
    affixes: Table<'m>,
    gazetteer: Strings<'m>,
    flags: &'m [[u8; 2]],
    one: Linear,
    two: Linear,
}

/// The vectors of forms met before. It holds a bounded number of them.
#[derive(Debug, Default)]
pub(crate) struct FormCache {
    places: FxHashMap<Box<str>, usize>,
    vectors: Vec<f32>,
    rows: Rows,
    sums: Vec<i32>,
    hidden: Vec<f32>,
    out: Vec<f32>,
}

/// So many forms are remembered: about ten megabytes.
const REMEMBERED: usize = 8192;

impl FormCache {
    /// Appends the vector of each form to `to`: two layers over what `look_up` gives of it, which are `width` numbers.
    pub(super) fn encode<'t>(
        &mut self,
        forms: impl Iterator<Item = &'t str> + Clone,
        look_up: impl Fn(&str, &mut Vec<f32>),
        width: usize,
        [one, two]: [&Linear; 2],
        to: &mut Vec<f32>,
    ) {
        if self.places.len() > REMEMBERED {
            self.places.clear();
            self.vectors.clear();
        }
        let FormCache { places, vectors, rows, sums, hidden, out } = self;
        rows.clear(width);
        let mut inputs = Vec::with_capacity(width);
        for form in forms.clone() {
            if !places.contains_key(form) {
                places.insert(form.into(), places.len());
                inputs.clear();
                look_up(form, &mut inputs);
                rows.push(&inputs);
            }
        }
        if rows.len() > 0 {
            one.apply(rows, sums, hidden);
            rows.clear(one.outputs());
            for row in hidden.chunks_exact_mut(one.outputs()) {
                row.iter_mut().for_each(|v| *v = if *v > 0.0 { *v } else { 0.0 });
                rows.push(row);
            }
            two.apply(rows, sums, out);
            vectors.extend_from_slice(out);
        }
        let cells = two.outputs();
        for form in forms {
            let at = places[form] * cells;
            to.extend_from_slice(&vectors[at..at + cells]);
        }
    }
}

impl<'m> FormEncoder<'m> {
    /// Reads the sections of the model file.
    pub(crate) fn read(file: File<'m>, cells: usize) -> Result<Self, ModelError> {
        let words = Strings::read(&mut file.reader("words")?)?;
        let mut names = file.reader("gazetteer")?;
        let gazetteer = Strings::read(&mut names)?;
        let flags = names.bytes(2 * gazetteer.len())?.as_chunks().0;
        let hidden = Reader::u32(&mut file.reader("form 2")?).and(file.reader("form 1")?.u32())? as usize;
        Ok(FormEncoder {
            vectors: Table::read(&mut file.reader("word vectors")?, words.len() + 1, WORD)?,
            affixes: Table::read(&mut file.reader("affixes")?, AFFIXES * ROWS, AFFIX)?,
            one: Linear::read(&mut file.reader("form 1")?, INPUTS, hidden)?,
            two: Linear::read(&mut file.reader("form 2")?, hidden, cells)?,
            words,
            gazetteer,
            flags,
        })
    }

    /// The row of a form's word in a table of words; 0 is of words that are not known.
    pub(crate) fn row(&self, form: &str) -> usize {
        self.row_of_key(&key(form))
    }

    fn row_of_key(&self, key: &str) -> usize {
        self.words.find(key).map_or(0, |i| i + 1)
    }

    /// How many rows a table of words has.
    pub(crate) fn rows(&self) -> usize {
        self.words.len() + 1
    }

    /// Appends the vector of each form to `to`.
    pub(crate) fn encode<'t>(
        &self,
        forms: impl Iterator<Item = &'t str> + Clone,
        cache: &mut FormCache,
        to: &mut Vec<f32>,
    ) {
        let look_up = |form: &str, inputs: &mut Vec<f32>| self.look_up(form, inputs);
        cache.encode(forms, look_up, INPUTS, [&self.one, &self.two], to);
    }

    /// What is known of a form on its own, before anything is computed.
    pub(super) fn look_up(&self, form: &str, to: &mut Vec<f32>) {
        let key = key(form);
        to.extend(self.vectors.row(self.row_of_key(&key)));
        let mut affix = |part: &str, place: usize| {
            to.extend(self.affixes.row(place * ROWS + hash(part, place as u32)));
        };
        let cut =
            |n: usize| key.char_indices().map(|(i, _)| i).chain([key.len()]).nth(n).unwrap_or(key.len());
        let length = key.chars().count();
        for n in 1..=4 {
            affix(&key[cut(length.saturating_sub(n))..], n - 1);
        }
        for n in 1..=3 {
            affix(&key[..cut(n)], n + 3);
        }
        affix(&outline(form), 7);
        let shape = shape(form);
        to.extend((0..SHAPES).map(|i| f32::from(u8::from(i == shape))));
        let flags = self.flags_of(form);
        to.extend((0..FLAGS).map(|i| f32::from(flags >> i & 1)));
    }

    /// Of what it is the name, or part of the name.
    fn flags_of(&self, form: &str) -> u16 {
        let get = |form: &str| self.gazetteer.find(form).map_or(0, |i| u16::from_le_bytes(self.flags[i]));
        let flags = get(form);
        let capitals = form.chars().any(char::is_uppercase) && !form.chars().any(char::is_lowercase);
        if flags == 0 && capitals && form.chars().count() > 3 {
            let mut chars = form.chars();
            let first: String = chars.next().into_iter().collect();
            return get(&(first + &chars.as_str().to_lowercase()));
        }
        flags
    }
}

/// The form under which a word is looked up: small letters, straight apostrophes, every digit 0.
pub(super) fn key(form: &str) -> String {
    if form.bytes().all(|b| b.is_ascii_lowercase()) {
        return form.to_owned();
    }
    let plain = |c: char| match c {
        '’' | '‘' => '\'',
        c if is_digit(c) => '0',
        c => c,
    };
    form.to_lowercase().chars().map(plain).collect()
}

/// A decimal digit of the scripts that news meets; Python's `isdecimal` knows a few more.
fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '٠'..='٩' | '۰'..='۹' | '०'..='९' | '０'..='９')
}

/// The kinds of a form's characters, runs cut to two: "McDonald's" gives "XxXxx'x".
fn outline(form: &str) -> String {
    let mut out: Vec<char> = Vec::with_capacity(12);
    for c in form.chars() {
        let kind = match c {
            '’' | '‘' => '\'',
            c if is_digit(c) => 'd',
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c => c,
        };
        if !out.ends_with(&[kind, kind]) {
            out.push(kind);
        }
    }
    out.iter().take(12).collect()
}

/// What a form looks like: small letters, a capital first, all capitals, mixed, with digits, digits only, marks, one
/// capital.
fn shape(form: &str) -> usize {
    let letters = || form.chars().filter(|c| c.is_alphabetic());
    let digits = form.chars().any(is_digit);
    match letters().count() {
        0 => return if digits { 5 } else { 6 },
        _ if digits => return 4,
        _ if !letters().any(char::is_uppercase) => return 0,
        1 => return 7,
        _ => {}
    }
    if letters().all(char::is_uppercase) {
        2
    } else if form.starts_with(char::is_uppercase) && !letters().skip(1).any(char::is_uppercase) {
        1
    } else {
        3
    }
}

fn hash(part: &str, salt: u32) -> usize {
    fnv(part, salt) as usize % ROWS
}

/// FNV-1a, salted, its high bits folded down.
pub(super) fn fnv(part: &str, salt: u32) -> u32 {
    let h = part.bytes().fold(0x811C_9DC5 ^ salt, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    h ^ h >> 15
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_looked_up_as_in_training() {
        assert_eq!(key("Don’t"), "don't");
        assert_eq!(key("1,200"), "0,000");
        assert_eq!(outline("McDonald's"), "XxXxx'x");
        assert_eq!(outline("2025-10-01"), "dd-dd-dd");
        let shapes = ["said", "Iran", "NATO", "McKay", "B2B", "400", "...", "A", "J.", "iPhone"];
        assert_eq!(shapes.map(shape), [0, 1, 2, 3, 4, 5, 6, 7, 7, 3]);
    }
}
