//! Lemmas: the form of a word that a dictionary lists, as the Universal Dependencies treebank EWT gives it.
//!
//! "strikes" is "strike" as verb and as noun, "better" is "good" as adjective and "well" as adverb, "n't" is "not". Names
//! keep their capitals, other words lose them unless they are always written so ("Iranian"); a name all in capitals, of
//! five letters or more, is written as a name ("TEHRAN" is "Tehran").
//!
//! Each pair of tags has a table. It first lists exceptions; a form that it does not list is changed as the longest
//! ending says that the table knows, which is the only way for words never seen. An ending is looked up with the shape of
//! the form: whether it is in small letters, begins with a capital, and so on. Curly apostrophes and quotation marks count
//! as straight ones, and invisible characters as none.
//!
//! Where it fails: contractions with two readings ("'s" is always "be", never "have"); misspelt words; inflections of
//! rare words whose ending does not tell ("cajoled" would be "cajol"); acronyms that are common nouns are put in small
//! letters, as EWT does ("CEOs" is "ceo"). It believes the tags: a plural tagged as a singular stays a plural.
//!
//! `training/lemmas.py` counts the tables and holds the same rules in Python: change both together.
//!
//! The section: version, number of tables and of rows (u32 each, little-endian). A table: part of speech (u8), tag (11
//! bytes, zeros behind), first exception, first ending, end (rows, u32 each), flags (u32); the most frequent tables come
//! first, and stand in for pairs of tags without one. Then where each row begins behind all this (u32 each). A row: length
//! of its key and the key, case and `strip * 4` (u8), length of what is added and the addition. Rows are sorted by key.

use crate::labels::{Upos, Xpos};
use crate::model::ModelError;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;

const VERSION: u32 = 1;
/// Characters of the longest ending.
const ENDING: usize = 5;

/// What finds lemmas. Its tables stay in the section that they were read from.
#[derive(Debug)]
pub(crate) struct Lemmatiser<'m> {
    tables: Vec<Table>,
    of: FxHashMap<(Upos, Xpos), usize>,
    /// Where each row begins, four bytes each.
    begins: &'m [u8],
    rows: &'m [u8],
}

#[derive(Debug, Clone)]
struct Table {
    exceptions: Range<usize>,
    endings: Range<usize>,
    /// Characters of its longest ending.
    longest: usize,
    flags: u32,
}

/// A form that a table does not list is looked for in small letters.
const AS_SMALL: u32 = 1;
/// The endings of a table know no capital at the beginning.
const FIRST: u32 = 2;
/// ... and no capitals at all.
const ALL: u32 = 4;

/// What is done to a form to make it a lemma.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Change<'m> {
    case: Case,
    /// How many characters go at the end.
    strip: usize,
    /// What comes in their place.
    add: &'m str,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Case {
    Keep,
    Lower,
    Title,
}

impl<'m> Lemmatiser<'m> {
    /// Reads a section.
    pub(crate) fn new(section: &'m [u8]) -> Result<Self, ModelError> {
        let number =
            |at: usize| Some(u32::from_le_bytes(section.get(at..at.checked_add(4)?)?.try_into().ok()?));
        let header = || Some((number(0)?, number(4)? as usize, number(8)? as usize));
        let (version, count, rows) =
            header().ok_or(ModelError::Damaged("the lemmas' section is too short"))?;
        if version != VERSION {
            return Err(ModelError::Damaged("the lemmas' section is of an unknown kind"));
        }
        let mut of = FxHashMap::default();
        let mut tables = Vec::new();
        let mut by_xpos = FxHashMap::default();
        let mut by_upos = FxHashMap::default();
        for i in 0..count {
            let at = 12 + 28 * i;
            let table = || {
                let upos = *Upos::ALL.get(usize::from(*section.get(at)?))?;
                let xpos = section.get(at + 1..at + 12)?.split(|&b| b == 0).next()?;
                let xpos = Xpos::from_name(std::str::from_utf8(xpos).ok()?)?;
                let [first, endings, end] =
                    [number(at + 12)?, number(at + 16)?, number(at + 20)?].map(|n| n as usize);
                let sound = first <= endings && endings <= end && end <= rows;
                let table = Table {
                    exceptions: first..endings,
                    endings: endings..end,
                    longest: 0,
                    flags: number(at + 24)?,
                };
                sound.then_some((upos, xpos, table))
            };
            let (upos, xpos, table) = table().ok_or(ModelError::Damaged("a table of lemmas"))?;
            tables.push(table);
            of.insert((upos, xpos), i);
            by_xpos.entry(xpos).or_insert(i);
            by_upos.entry(upos).or_insert(i);
        }
        let behind = || {
            let (begins, rows) = section.get(12 + 28 * count..)?.split_at_checked(rows.checked_mul(4)?)?;
            Some((begins, rows))
        };
        let (begins, rows) = behind().ok_or(ModelError::Damaged("the lemmas' section ends early"))?;
        for xpos in (0..Xpos::count()).filter_map(Xpos::from_index) {
            for upos in Upos::ALL {
                if let Some(&i) = by_xpos.get(&xpos).or_else(|| by_upos.get(&upos)) {
                    of.entry((upos, xpos)).or_insert(i);
                }
            }
        }
        let mut found = Lemmatiser { tables, of, begins, rows };
        let sorted = |part: &Range<usize>| {
            let mut before = None;
            part.clone().all(|row| {
                let key = found.row(row).and_then(|(key, change)| Change::read(change).map(|_| key));
                let rises = key.is_some() && key > before;
                before = key;
                rises
            })
        };
        if !found.tables.iter().all(|table| sorted(&table.exceptions) && sorted(&table.endings)) {
            return Err(ModelError::Damaged("a row of lemmas"));
        }
        for i in 0..found.tables.len() {
            let keys = found.tables[i].endings.clone().filter_map(|row| found.row(row));
            let longest =
                keys.map(|(key, _)| String::from_utf8_lossy(key).chars().count().saturating_sub(1)).max();
            found.tables[i].longest = longest.unwrap_or_default().min(ENDING);
        }
        Ok(found)
    }

    /// The lemma of a word.
    pub(crate) fn lemma<'a>(&self, form: &'a str, upos: Upos, xpos: Xpos) -> Cow<'a, str> {
        let form = plain(form);
        if upos == Upos::Num && has_thousands(&form) {
            return Cow::Owned(form.replace(',', ""));
        }
        let table = self.of.get(&(upos, xpos)).and_then(|&i| self.tables.get(i));
        let change = match table {
            Some(table) => self.change(table, &form),
            None => {
                Change { case: if upos == Upos::Propn { Case::Keep } else { Case::Lower }, strip: 0, add: "" }
            }
        };
        match change.apply(&form) {
            Some(lemma) if !lemma.is_empty() => Cow::Owned(lemma),
            _ => form,
        }
    }

    fn change(&self, table: &Table, form: &str) -> Change<'m> {
        if let Some(change) = self.find(&table.exceptions, form.as_bytes()) {
            return change;
        }
        let small = small(form);
        if table.flags & AS_SMALL != 0
            && small != form
            && let Some(change) = self.find(&table.exceptions, small.as_bytes())
        {
            return change;
        }
        let shape = match Shape::of(form) {
            Shape::First | Shape::Long if table.flags & FIRST != 0 => Shape::Small,
            Shape::First | Shape::Long | Shape::One | Shape::Capitals | Shape::Mixed
                if table.flags & ALL != 0 =>
            {
                Shape::Small
            }
            shape => shape,
        };
        // The shape, and behind it the ending.
        let mut key = [0; 1 + 4 * ENDING];
        key[0] = shape as u8;
        let at_most = small.char_indices().rev().take(table.longest).last().map_or(small.len(), |(at, _)| at);
        let endings = small[at_most..].char_indices().map(|(at, _)| at_most + at).chain([small.len()]);
        let found = endings.into_iter().find_map(|at| {
            let ending = &small.as_bytes()[at..];
            let key = key.get_mut(..1 + ending.len())?;
            key[1..].copy_from_slice(ending);
            self.find(&table.endings, key)
        });
        found.unwrap_or(Change { case: Case::Lower, strip: 0, add: "" })
    }

    fn find(&self, rows: &Range<usize>, key: &[u8]) -> Option<Change<'m>> {
        let Range { mut start, mut end } = *rows;
        while start < end {
            let middle = start + (end - start) / 2;
            let (here, change) = self.row(middle)?;
            match here.cmp(key) {
                std::cmp::Ordering::Less => start = middle + 1,
                std::cmp::Ordering::Greater => end = middle,
                std::cmp::Ordering::Equal => return Change::read(change),
            }
        }
        None
    }

    /// The key of a row, and what begins behind it.
    fn row(&self, row: usize) -> Option<(&'m [u8], &'m [u8])> {
        let begin = self.begins.get(4 * row..4 * row + 4)?.try_into().ok()?;
        let (&length, rest) = self.rows.get(u32::from_le_bytes(begin) as usize..)?.split_first()?;
        rest.split_at_checked(usize::from(length))
    }
}

impl<'m> Change<'m> {
    /// Reads what stands behind a row's key.
    fn read(bytes: &'m [u8]) -> Option<Self> {
        let (&how, rest) = bytes.split_first()?;
        let (&length, rest) = rest.split_first()?;
        let add = std::str::from_utf8(rest.get(..usize::from(length))?).ok()?;
        let case = match how & 3 {
            0 => Case::Keep,
            1 => Case::Lower,
            2 => Case::Title,
            _ => return None,
        };
        Some(Change { case, strip: usize::from(how >> 2), add })
    }

    /// The changed form; none where nothing changes.
    fn apply(self, form: &str) -> Option<String> {
        let cased = match self.case {
            Case::Keep => Cow::Borrowed(form),
            Case::Lower => small(form),
            Case::Title => {
                let small = small(form);
                let mut rest = small.chars();
                let first = rest.next().map(char::to_uppercase);
                first.into_iter().flatten().chain(rest).collect::<String>().into()
            }
        };
        if self.strip == 0 && self.add.is_empty() {
            return (cased != form).then(|| cased.into_owned());
        }
        let kept = match self.strip {
            0 => &cased[..],
            n => &cased[..cased.char_indices().nth_back(n - 1).map_or(0, |(at, _)| at)],
        };
        let capitals = self.case == Case::Keep && matches!(Shape::of(form), Shape::Capitals | Shape::Long);
        let lemma =
            if capitals { [kept, &self.add.to_uppercase()].concat() } else { [kept, self.add].concat() };
        (lemma != form).then_some(lemma)
    }
}

/// How a form is written; the value is what stands before an ending in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Shape {
    /// It has a digit.
    Digit = b'd',
    /// One capital letter.
    One = b'S',
    /// Capitals.
    Capitals = b'A',
    /// Capital letters and nothing else, five or more.
    Long = b'L',
    /// A capital at the beginning.
    First = b'C',
    /// Small letters.
    Small = b'c',
    /// Capitals elsewhere.
    Mixed = b'M',
    /// No letters that have cases.
    None = b'.',
}

impl Shape {
    fn of(form: &str) -> Shape {
        let (mut capitals, mut smalls, mut others, mut first) = (0, 0, 0, None);
        for c in form.chars() {
            if c.is_ascii_digit() {
                return Shape::Digit;
            }
            if c.is_uppercase() {
                capitals += 1;
                first.get_or_insert(true);
            } else if c.is_lowercase() {
                smalls += 1;
                first.get_or_insert(false);
            } else {
                others += 1;
            }
        }
        match (capitals, smalls) {
            (0, 0) => Shape::None,
            (0, _) => Shape::Small,
            (1, 0) => Shape::One,
            (5.., 0) if others == 0 => Shape::Long,
            (_, 0) => Shape::Capitals,
            (1, _) if first == Some(true) => Shape::First,
            _ => Shape::Mixed,
        }
    }
}

/// A form in small letters.
fn small(form: &str) -> Cow<'_, str> {
    if form.chars().any(|c| !c.is_ascii_lowercase() && !c.to_lowercase().eq([c])) {
        Cow::Owned(form.to_lowercase())
    } else {
        Cow::Borrowed(form)
    }
}

/// A form with straight apostrophes and quotation marks, and without invisible characters unless it has no others.
fn plain(form: &str) -> Cow<'_, str> {
    let straight = |c: char| match c {
        '‘' | '’' | '\u{201b}' | '\u{2bc}' | '`' | '´' | '\u{2032}' => '\'',
        '“' | '”' | '„' | '\u{2033}' => '"',
        other => other,
    };
    let visible = |&c: &char| {
        !matches!(c, '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if form.chars().all(|c| straight(c) == c && visible(&c)) {
        return Cow::Borrowed(form);
    }
    let plain: String = form.chars().map(straight).filter(visible).collect();
    if plain.is_empty() { Cow::Borrowed(form) } else { Cow::Owned(plain) }
}

/// Whether a number is written with commas between thousands, as "1,200" or "1,200.5".
fn has_thousands(form: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = form.split_once('.').map_or((form, None), |(whole, part)| (whole, Some(part)));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    whole.contains(',')
        && first.len() <= 3
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group))
        && part.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Key, case, how much goes at the end, what comes there.
    type Row = (&'static str, u8, u8, &'static str);
    /// Tags, flags, exceptions, endings.
    type Rows = (Upos, &'static str, u32, &'static [Row], &'static [Row]);
    const KEEP: u8 = 0;
    const LOWER: u8 = 1;
    const TITLE: u8 = 2;

    /// A section with a table for verbs in the past, one for plurals, one for adjectives and one for names.
    fn section() -> Vec<u8> {
        let tables: [Rows; 4] = [
            (
                Upos::Verb,
                "VBD",
                AS_SMALL | FIRST | ALL,
                &[("flew", LOWER, 2, "y"), ("hopped", LOWER, 3, "")],
                &[
                    ("c", LOWER, 0, ""),
                    ("ced", LOWER, 2, ""),
                    ("cied", LOWER, 3, "y"),
                    ("coped", LOWER, 1, ""),
                ],
            ),
            (Upos::Noun, "NNS", AS_SMALL | FIRST, &[], &[("c", LOWER, 0, ""), ("cs", LOWER, 1, "")]),
            (Upos::Adj, "JJ", AS_SMALL, &[], &[("C", LOWER, 0, ""), ("Cian", KEEP, 0, "")]),
            (
                Upos::Propn,
                "NNP",
                0,
                &[("Dec.", KEEP, 1, "ember"), ("NESSIES", KEEP, 3, "y"), ("mara", TITLE, 0, "")],
                &[
                    ("A", KEEP, 0, ""),
                    ("C", KEEP, 0, ""),
                    ("L", TITLE, 0, ""),
                    ("M", KEEP, 0, ""),
                    ("c", KEEP, 0, ""),
                ],
            ),
        ];
        let (mut heads, mut begins, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for (upos, xpos, flags, exceptions, endings) in tables {
            heads.push(upos as u8);
            let mut name = [0; 11];
            name[..xpos.len()].copy_from_slice(xpos.as_bytes());
            heads.extend(name);
            let first = begins.len() as u32;
            for (key, case, strip, add) in exceptions.iter().chain(endings) {
                begins.push(rows.len() as u32);
                rows.push(key.len() as u8);
                rows.extend(key.bytes());
                rows.extend([case | strip << 2, add.len() as u8]);
                rows.extend(add.bytes());
            }
            for number in [first, first + exceptions.len() as u32, begins.len() as u32, flags] {
                heads.extend(number.to_le_bytes());
            }
        }
        let mut bytes = [VERSION, 4, begins.len() as u32].map(u32::to_le_bytes).concat();
        bytes.extend(heads);
        bytes.extend(begins.into_iter().flat_map(u32::to_le_bytes));
        bytes.extend(rows);
        bytes
    }

    fn check(form: &str, upos: Upos, xpos: &str, lemma: &str) {
        let section = section();
        let found = Lemmatiser::new(&section).unwrap();
        assert_eq!(found.lemma(form, upos, Xpos::from_name(xpos).unwrap()), lemma, "{form}");
    }

    #[test]
    fn an_exception_comes_before_an_ending() {
        check("flew", Upos::Verb, "VBD", "fly");
        check("hopped", Upos::Verb, "VBD", "hop");
        check("Flew", Upos::Verb, "VBD", "fly");
        check("FLEW", Upos::Verb, "VBD", "fly");
    }

    #[test]
    fn the_longest_ending_counts() {
        check("rowed", Upos::Verb, "VBD", "row");
        check("ferried", Upos::Verb, "VBD", "ferry");
        check("hoped", Upos::Verb, "VBD", "hope");
        check("cut", Upos::Verb, "VBD", "cut");
        check("Ferries", Upos::Noun, "NNS", "ferrie");
    }

    #[test]
    fn capitals_stay_where_they_belong() {
        check("Mara", Upos::Propn, "NNP", "Mara");
        check("mara", Upos::Propn, "NNP", "Mara");
        check("NESSBY", Upos::Propn, "NNP", "Nessby");
        check("NESS", Upos::Propn, "NNP", "NESS");
        check("NESSIES", Upos::Propn, "NNP", "NESSY");
        check("Dec.", Upos::Propn, "NNP", "December");
        check("Nessian", Upos::Adj, "JJ", "Nessian");
        check("Windy", Upos::Adj, "JJ", "windy");
    }

    #[test]
    fn a_pair_of_tags_without_table_has_one_that_is_near() {
        check("rowed", Upos::Aux, "VBD", "row");
        check("Gulls", Upos::Noun, "NN", "gull");
        check("Oh", Upos::Intj, "UH", "oh");
    }

    #[test]
    fn numbers_lose_their_commas() {
        check("1,200.5", Upos::Num, "CD", "1200.5");
        check("1,20", Upos::Num, "CD", "1,20");
        check("1,200.", Upos::Num, "CD", "1,200.");
    }

    #[test]
    fn curly_marks_count_as_straight_ones_and_invisible_ones_as_none() {
        check("O’Hara", Upos::Propn, "NNP", "O'Hara");
        check("fer\u{ad}ried", Upos::Verb, "VBD", "ferry");
        check("\u{200b}", Upos::Sym, "SYM", "\u{200b}");
    }

    #[test]
    fn a_damaged_section_is_refused() {
        let whole = section();
        for end in 0..whole.len() {
            assert!(Lemmatiser::new(&whole[..end]).is_err(), "cut at {end}");
        }
        // version, tables, rows; part of speech, tag, first exception, end of the first table; a row's place, and its key
        let damage = [
            (0, 2),
            (4, 5),
            (8, 200),
            (12, 17),
            (13, b'?'),
            (24, 9),
            (32, 99),
            (125, 200),
            (197, b'x'),
            (201, 3),
        ];
        for (at, byte) in damage {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            assert!(Lemmatiser::new(&bytes).is_err(), "byte {at}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(at in 0usize..400, byte: u8, form in "\\PC{0,12}", upos in 0usize..17, xpos in 0usize..50) {
            let mut section = section();
            if let Some(b) = section.get_mut(at) {
                *b = byte;
            }
            if let Ok(found) = Lemmatiser::new(&section) && let Some(xpos) = Xpos::from_index(xpos) {
                let lemma = found.lemma(&form, Upos::ALL[upos], xpos);
                prop_assert_eq!(lemma.is_empty(), form.is_empty());
            }
        }
    }
}
