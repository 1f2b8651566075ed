//! Words: where one ends and the next begins, as the Universal Dependencies treebanks of English part them.
//!
//! White space always parts words. Within a stretch without any, a *chunk*, rules propose places where a word may end:
//! between characters of two kinds, before the "n't" of a contraction, within the few contractions that are also
//! written without apostrophe ("dont", "cannot", "its"). Addresses of pages and of mail, #tags and @names are proposed as
//! a whole. A linear model then decides at each place: no boundary, a new token, or a new word of the same token. It
//! looks at up to 16 characters on each side, at where the word before began, at what stands in the chunks beside
//! (a full stop at the end of a sentence is a word, that of "Mr." is not), and at whether a single quotation mark stands
//! open ("the 'wolves' won", "the wolves' den"). Its weights are whole numbers, so every machine finds the same words.
//!
//! Invisible characters (soft hyphens, zero-width spaces, control characters, skin tones of emoji) are looked through:
//! they belong to the word that they stand in or behind, and change no decision. Quotation marks, apostrophes and dashes
//! count as their plain counterparts.
//!
//! Where it fails: possessives without apostrophe ("Ashbys menu"); words run together ("thegulls"); letters with digits,
//! where the treebanks themselves waver ("F-16", "8gb"); scripts that do not part words by white space are not
//! parted.
//!
//! `training/tokens.py` learns the weights and holds the same rules in Python: change both together.
//!
//! The section: version, bits `b` and number of contractions `n` (u32 each, little-endian); `n` times length, place of
//! the boundary and the letters (a byte each), sorted; zeros up to a multiple of four bytes; `2^b` pairs of weights (i8):
//! for a new token, for a new word in the same token. No boundary has the weight 0.

use crate::model::ModelError;
use crate::ranges::ByteRange;
use rustc_hash::FxHashMap;
use std::ops::Range;

const VERSION: u32 = 1;
/// How far a feature looks to the left and to the right, in characters.
const REACH: usize = 16;
/// What "s" is a word of its own behind, where the apostrophe is left out: "thats", "lets".
const BEFORE_S: &[&[u8]] = &[b"he", b"here", b"it", b"let", b"she", b"that", b"there", b"what", b"who"];
/// For so many chunks a single quotation mark counts as open.
const QUOTE_CHUNKS: u32 = 40;

/// What finds words. Its weights stay in the section that it was read from.
#[derive(Debug)]
pub(crate) struct Tokeniser<'m> {
    weights: &'m [u8],
    mask: u32,
    contractions: FxHashMap<&'m [u8], Vec<u8>>,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands in the text.
    pub(crate) bytes: ByteRange,
    /// Whether it is one token with the word before it: the "n't" of "don't".
    pub(crate) fused: bool,
}

impl<'m> Tokeniser<'m> {
    /// Reads a section.
    pub(crate) fn new(section: &'m [u8]) -> Result<Self, ModelError> {
        let number = |at: usize| Some(u32::from_le_bytes(section.get(at..at + 4)?.try_into().ok()?));
        let header = || Some((number(0)?, number(4)?, number(8)?));
        let (version, bits, count) =
            header().ok_or(ModelError::Damaged("the words' section is too short"))?;
        if version != VERSION || !(1..=24).contains(&bits) {
            return Err(ModelError::Damaged("the words' section is of an unknown kind"));
        }
        let mut at = 12;
        let mut contractions = FxHashMap::<&[u8], Vec<u8>>::default();
        for _ in 0..count {
            let entry = || {
                let (&length, &place) = (section.get(at)?, section.get(at + 1)?);
                let letters = section.get(at + 2..at + 2 + usize::from(length))?;
                let sound = (1..length).contains(&place) && usize::from(length) <= REACH;
                (sound && letters.iter().all(u8::is_ascii_lowercase)).then_some((letters, place))
            };
            let (letters, place) =
                entry().ok_or(ModelError::Damaged("a contraction of the words' section"))?;
            at += 2 + letters.len();
            // The treebanks have "my drivers license"; in news "drivers" and "doctors" are nouns in the plural.
            if let Some((b's', before)) = letters.split_last()
                && before.len() == usize::from(place)
                && !BEFORE_S.contains(&before)
            {
                continue;
            }
            let places = contractions.entry(letters).or_default();
            if places.last().is_some_and(|&last| last >= place) {
                return Err(ModelError::Damaged("a contraction of the words' section is out of order"));
            }
            places.push(place);
        }
        let weights = section.get(at.next_multiple_of(4)..).unwrap_or_default();
        if weights.len() != 2 << bits {
            return Err(ModelError::Damaged("the weights of the words' section"));
        }
        Ok(Tokeniser { weights, mask: (1 << bits) - 1, contractions })
    }

    /// Appends the words of a paragraph, which is the bytes `block` of the text.
    pub(crate) fn find(&self, text: &str, block: ByteRange, words: &mut Vec<Token>) {
        let mut at = block.start;
        let Some(text) = text.get(block.range()) else { return };
        let mut found = Found { words, quote: 0, chunk: Chunk::default() };
        let mut before = "";
        let mut pieces = text.split_inclusive(char::is_whitespace);
        while let Some(piece) = pieces.next() {
            let chunk = piece.trim_end();
            if !chunk.is_empty() {
                let after =
                    || pieces.clone().map(str::trim_end).find(|next| !next.is_empty()).unwrap_or_default();
                self.part(chunk, at, before, after, &mut found);
                before = chunk;
            }
            at += piece.len();
        }
    }

    /// Parts one chunk, which begins at `at`.
    fn part<'t>(
        &self,
        chunk: &'t str,
        at: usize,
        before: &str,
        after: impl Fn() -> &'t str,
        found: &mut Found,
    ) {
        if self.is_plain(chunk.as_bytes()) {
            found.quote = found.quote.saturating_sub(1);
            found.words.push(Token { bytes: ByteRange::new(at, at + chunk.len()), fused: false });
            return;
        }
        found.chunk.read(chunk);
        let quoted = found.chunk.quote_state(&mut found.quote);
        self.propose(&mut found.chunk);
        let ch = &mut found.chunk;
        let mut start = at;
        if !ch.places.is_empty() {
            let full = ch.asks_beside();
            let after = after();
            let context = Context {
                before: if full { hash_of(before) } else { SEED },
                before_kind: if full {
                    visible(before).next_back().map_or(NONE, |c| fold(c).1)
                } else {
                    NONE
                },
                after: if full { hash_of(after) } else { SEED },
                after_kind: visible(after).next().map_or(NONE, |c| fold(c).1),
                address: ch.kind_of_address(),
                quoted,
            };
            let mut last = 0;
            let mut fused = false;
            let mut closed = false;
            for p in 0..ch.places.len() {
                let place = ch.places[p];
                let (token, word) = self.score(&ch.features(place, last, &context));
                if token <= 0 && word <= 0 {
                    continue;
                }
                let end = at + ch.at[place.at] as usize;
                found.words.push(Token { bytes: ByteRange::new(start, end), fused });
                (start, fused, last) = (end, word > token, place.at);
                closed |= !fused && ch.closes_quote(place.at);
            }
            if closed {
                found.quote = 0;
            }
            found.words.push(Token { bytes: ByteRange::new(start, at + chunk.len()), fused });
        } else {
            found.words.push(Token { bytes: ByteRange::new(start, at + chunk.len()), fused: false });
        }
    }

    /// Whether a chunk is nothing but plain letters, and no contraction.
    fn is_plain(&self, chunk: &[u8]) -> bool {
        chunk.iter().all(u8::is_ascii_alphabetic)
            && self.contraction(chunk.iter().copied().map(u32::from)).is_none()
    }

    /// Where a run of letters parts, if it is a contraction.
    fn contraction(&self, letters: impl ExactSizeIterator<Item = u32>) -> Option<&[u8]> {
        let mut run = [0; REACH];
        let length = letters.len();
        for (to, from) in run.get_mut(..length)?.iter_mut().zip(letters) {
            *to = u8::try_from(from).ok()?.to_ascii_lowercase();
        }
        self.contractions.get(&run[..length]).map(Vec::as_slice)
    }

    /// Finds the places in a chunk where a word may end.
    fn propose(&self, ch: &mut Chunk) {
        ch.places.clear();
        let size = ch.n.len();
        let whole = ch.addresses();
        let mut whole = &whole[..];
        let mut at = 0;
        while at < size {
            while let Some((_, rest)) = whole.split_first().filter(|(first, _)| at >= first.end) {
                whole = rest;
            }
            if let Some(first) = whole.first().filter(|first| first.start < at) {
                at = first.end;
            }
            if at >= size {
                break;
            }
            if at > 0 {
                let digits = ch.k[at - 1] == DIGIT && ch.k[at] == DIGIT;
                let flag = [ch.n[at - 1], ch.n[at]].iter().all(|c| (0x1F1E6..=0x1F1FF).contains(c));
                if !digits && !flag && !ch.tied.contains(&at) {
                    ch.places.push(Place { at, kind: BETWEEN });
                }
            }
            if !is_letter(ch.k[at]) {
                at += 1;
                continue;
            }
            let run = ch.k[at..].iter().take_while(|&&k| is_letter(k)).count();
            let end = at + run;
            let negated = ch.n[end - 1] == u32::from('n')
                && ch.n[end..].starts_with(&[u32::from('\''), u32::from('t')])
                && !ch.k.get(end + 2).is_some_and(|&k| is_letter(k));
            let apostrophe =
                ch.n.get(end) == Some(&u32::from('\'')) && ch.k.get(end + 1).is_some_and(|&k| is_letter(k));
            if whole.first().is_some_and(|first| end > first.start) {
                // part of an address
            } else if run >= 2 && negated {
                ch.places.push(Place { at: end - 1, kind: NEGATION });
            } else if !apostrophe && let Some(places) = self.contraction(ch.n[at..end].iter().copied()) {
                ch.places
                    .extend(places.iter().map(|&p| Place { at: at + usize::from(p), kind: CONTRACTION }));
            }
            at = end;
        }
    }

    /// The weight of a new token, and that of a new word in the same token.
    fn score(&self, features: &[u32; FEATURES]) -> (i32, i32) {
        features.iter().fold((0, 0), |(token, word), &hash| {
            let i = 2 * (hash & self.mask) as usize;
            let weight = |i: usize| self.weights.get(i).map_or(0, |&w| i32::from(w as i8));
            (token + weight(i), word + weight(i + 1))
        })
    }
}

/// What `find` goes on with from chunk to chunk.
struct Found<'w> {
    words: &'w mut Vec<Token>,
    /// For how many chunks more a single quotation mark counts as open.
    quote: u32,
    chunk: Chunk,
}

/// A place where a word may end: before the character `at`.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    kind: u32,
}

const BETWEEN: u32 = 0;
const CONTRACTION: u32 = 1;
const NEGATION: u32 = 2;

// ---------------------------------------------------------------- characters

const LOWER: u32 = 'a' as u32;
const UPPER: u32 = 'A' as u32;
const DIGIT: u32 = '0' as u32;
const LETTER: u32 = 'l' as u32;
const SYMBOL: u32 = 'S' as u32;
const NONE: u32 = '_' as u32;

fn is_letter(kind: u32) -> bool {
    matches!(kind, LOWER | UPPER | LETTER)
}

fn is_letter_or_digit(kind: u32) -> bool {
    kind == DIGIT || is_letter(kind)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}')
}

/// The characters that count.
fn visible(chunk: &str) -> impl DoubleEndedIterator<Item = char> {
    chunk.chars().filter(|&c| !is_invisible(c))
}

/// A character as features see it, and its kind: that of a mark is the mark. Fixed here, and not asked of Unicode's
/// tables, so that no new version of them changes a word.
fn fold(c: char) -> (u32, u32) {
    let plain = match c {
        'a'..='z' => return (u32::from(c), LOWER),
        'A'..='Z' => return (u32::from(c) + 32, UPPER),
        '0'..='9' => return (DIGIT, DIGIT),
        '`' | '´' | '\u{2bc}' | '‘' | '’' | '\u{201b}' | '\u{2032}' => '\'',
        '«' | '»' | '“' | '”' | '„' | '\u{201f}' | '\u{2033}' => '"',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{2012}'..='\u{2015}' | '\u{2212}' => '—',
        '£' | '¥' | '\u{20a0}' | '€' | '\u{20b9}' | '\u{20bd}' => '$',
        '·' | '\u{25cf}' | '\u{25aa}' => '•',
        other => other,
    };
    let n = u32::from(plain);
    let kind = match plain {
        '\0'..='\x7f' | '—' | '•' | '…' => n,
        '×' => SYMBOL,
        'À'..='Þ' => UPPER,
        'ª' | 'µ' | 'º' => LETTER,
        '\u{a1}'..='\u{bf}'
        | '÷'
        | '\u{2010}'..='\u{2bff}'
        | '\u{2e00}'..='\u{2e7f}'
        | '\u{3000}'..='\u{303f}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{fe10}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}'
        | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff65}'
        | '\u{ffe0}'..='\u{ffff}'
        | '\u{1f000}'..='\u{1faff}' => SYMBOL,
        _ => LETTER,
    };
    (n, kind)
}

/// A chunk, its invisible characters left out.
#[derive(Default)]
struct Chunk {
    /// Where each character stands in the chunk, in bytes.
    at: Vec<u32>,
    /// The characters, folded.
    n: Vec<u32>,
    /// Their kinds.
    k: Vec<u32>,
    /// The characters that a zero-width joiner ties to the one before.
    tied: Vec<usize>,
    /// Where a word may end.
    places: Vec<Place>,
}

impl Chunk {
    fn read(&mut self, chunk: &str) {
        self.at.clear();
        self.n.clear();
        self.k.clear();
        self.tied.clear();
        for (i, c) in chunk.char_indices() {
            if is_invisible(c) {
                if c == '\u{200d}' && self.tied.last() != Some(&self.n.len()) {
                    self.tied.push(self.n.len());
                }
                continue;
            }
            let (n, k) = fold(c);
            self.at.push(i as u32);
            self.n.push(n);
            self.k.push(k);
        }
    }

    fn is(&self, at: usize, c: char) -> bool {
        self.n.get(at) == Some(&u32::from(c))
    }

    /// Whether the words beside the chunk are looked at: it ends in a full stop, or may be a contraction.
    fn asks_beside(&self) -> bool {
        let stop = |&c: &u32| !['"', '\'', ')', ']'].into_iter().any(|mark| c == u32::from(mark));
        self.places.iter().any(|place| place.kind == CONTRACTION)
            || self.n.iter().rev().take(4).find(|&c| stop(c)) == Some(&u32::from('.'))
    }

    /// Whether a single quotation mark is open in this chunk: 1, or 0.
    fn quote_state(&self, left: &mut u32) -> u32 {
        let mark = (0..self.n.len().min(4)).find(|&i| !['"', '(', '['].into_iter().any(|c| self.is(i, c)));
        let opens =
            mark.is_some_and(|i| self.is(i, '\'') && self.k.get(i + 1).is_some_and(|&k| is_letter(k)));
        *left = if opens { QUOTE_CHUNKS } else { left.saturating_sub(1) };
        u32::from(*left > 0)
    }

    /// Whether the character, a token of its own, closes a quotation.
    fn closes_quote(&self, at: usize) -> bool {
        self.is(at, '\'')
            && self.k[..at].iter().any(|&k| is_letter_or_digit(k))
            && !self.k.get(at + 1).is_some_and(|&k| is_letter_or_digit(k))
    }

    /// 1 for an address of mail, 2 for one of a page, 0 for neither.
    fn kind_of_address(&self) -> u32 {
        for i in 0..self.n.len().min(64) {
            if self.is(i, '@') && i > 0 && i + 1 < self.n.len() {
                return 1;
            }
            if self.is(i, ':') && self.is(i + 1, '/') && self.is(i + 2, '/') || i == 3 && self.is_www(0) {
                return 2;
            }
        }
        0
    }

    fn is_www(&self, at: usize) -> bool {
        self.n[at..].starts_with(&['w', 'w', 'w', '.'].map(u32::from))
    }

    /// The parts that are never parted within, in order: addresses, and names that begin with @ or #.
    fn addresses(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let (mut i, mut done) = (0, 0);
        while i < self.n.len() {
            if let Some((start, end)) = self.address(i)
                && end > i
            {
                found.push(start.max(done)..end);
                (i, done) = (end, end);
            } else {
                i += 1;
            }
        }
        found
    }

    /// Where the address starts and ends that the character `i` shows.
    fn address(&self, i: usize) -> Option<(usize, usize)> {
        const MARKS: [u32; 5] = [':' as u32, 'w' as u32, '/' as u32, '@' as u32, '#' as u32];
        let c = self.n[i];
        if !MARKS.contains(&c) {
            return None;
        }
        let back = |from: usize, ok: &dyn Fn(usize) -> bool| {
            (0..from).rev().take_while(|&j| ok(j)).last().unwrap_or(from)
        };
        let on = |from: usize, ok: &dyn Fn(usize) -> bool| {
            (from..self.n.len()).find(|&j| !ok(j)).unwrap_or(self.n.len())
        };
        let letter = |j: usize| self.k.get(j).is_some_and(|&k| is_letter(k));
        let one_of = |j: usize, marks: &[char]| marks.iter().any(|&mark| self.is(j, mark));
        let plain = |j: usize| self.k.get(j).is_some_and(|&k| is_letter_or_digit(k));
        let named = |j: usize| plain(j) || self.is(j, '_');
        let fresh = i == 0 || !plain(i - 1);
        if self.is(i, ':') && self.is(i + 1, '/') && self.is(i + 2, '/') || fresh && self.is_www(i) {
            return Some((back(i, &letter), self.end_of_page(i)));
        }
        if self.is(i, '/') && i > 0 && plain(i + 1) {
            let start = back(i, &|j| plain(j) || one_of(j, &['-', '.']));
            let top = back(i, &letter);
            let is_domain =
                || DOMAINS.iter().any(|d| d.chars().map(u32::from).eq(self.n[top..i].iter().copied()));
            if top >= start + 2 && self.is(top - 1, '.') && letter(start) && is_domain() {
                return Some((start, self.end_of_page(i)));
            }
        }
        if self.is(i, '@') && named(i + 1) {
            let start = back(i, &|j| plain(j) || one_of(j, &['%', '+', '-', '.', '_']));
            if start < i {
                let end = on(i + 1, &|j| plain(j) || one_of(j, &['-', '.']));
                let end = back(end, &|j| one_of(j, &['-', '.'])).max(i + 1);
                if (i..end).any(|j| self.is(j, '.')) {
                    return Some((start, end));
                }
            } else if letter(i + 1) || self.is(i + 1, '_') {
                return Some((i, on(i + 1, &named)));
            }
        }
        (self.is(i, '#') && fresh && letter(i + 1)).then(|| (i, on(i + 1, &named)))
    }

    /// A page's address goes on to the end of the chunk, or to a mark that can stand in none.
    fn end_of_page(&self, at: usize) -> usize {
        let is = |j: usize, marks: &str| marks.chars().any(|mark| self.is(j, mark));
        let mut end = (at..self.n.len()).find(|&j| is(j, "\"<>[]—…")).unwrap_or(self.n.len());
        while end > at && is(end - 1, ".,;:!?')}*") {
            end -= 1;
        }
        // A bracket that the address opened itself.
        end + usize::from(self.is(end, ')') && (at..end).any(|j| self.is(j, '(')))
    }
}

const DOMAINS: [&str; 26] = [
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "uk", "eu", "de", "fr", "ru", "ir", "il", "ca",
    "au", "co", "io", "tv", "me", "ly", "gl", "be", "us", "cn",
];

// ---------------------------------------------------------------- features

const FEATURES: usize = 52;
/// FNV-1a of 32 bits, over characters instead of bytes.
const SEED: u32 = 0x811C_9DC5;

fn step(hash: u32, c: u32) -> u32 {
    (hash ^ c).wrapping_mul(0x0100_0193)
}

fn mix(template: u32, a: u32, b: u32) -> u32 {
    let h = a.wrapping_add(template.wrapping_mul(0x9E37_79B1)).wrapping_add(b.wrapping_mul(0x85EB_CA6B));
    let h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    let h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    h ^ (h >> 15)
}

/// The hash of the beginning of a chunk beside the one in hand.
fn hash_of(chunk: &str) -> u32 {
    visible(chunk).take(REACH).fold(SEED, |hash, c| step(hash, fold(c).0))
}

/// What stands around the chunk.
struct Context {
    before: u32,
    before_kind: u32,
    after: u32,
    after_kind: u32,
    address: u32,
    quoted: u32,
}

/// What stands on one side of a place, hashed from the place outwards.
struct Side {
    /// The first 1 to 4 characters; one more that is not there counts as `_`.
    chars: [u32; 5],
    /// The kinds of the first 1 to 3.
    kinds: [u32; 4],
    /// All, up to `REACH`.
    all: u32,
    /// The letters that stand next to the place.
    run: u32,
    /// The kinds of the first four stretches of one kind.
    shape: u32,
    /// As `all`, up to and with the character where the word began.
    piece: u32,
}

impl Side {
    /// `began` is the index, outwards, of the character where the word began.
    fn read(side: impl Iterator<Item = (u32, u32)>, began: usize) -> Side {
        let mut s = Side { chars: [SEED; 5], kinds: [SEED; 4], all: SEED, run: SEED, shape: SEED, piece: 0 };
        let mut piece = None;
        let (mut kinds, mut stretches, mut prior, mut in_run, mut length) = (SEED, 0, 0, true, 0);
        for (i, (n, k)) in side.take(REACH).enumerate() {
            s.all = step(s.all, n);
            kinds = step(kinds, k);
            if let Some(slot) = s.chars.get_mut(i + 1) {
                *slot = s.all;
            }
            if let Some(slot) = s.kinds.get_mut(i + 1) {
                *slot = kinds;
            }
            if k != prior && stretches < 4 {
                s.shape = step(s.shape, k);
                stretches += 1;
            }
            prior = k;
            in_run &= is_letter(k);
            if in_run {
                s.run = s.all;
            }
            if i == began {
                piece = Some(s.all);
            }
            length = i + 1;
        }
        for i in length + 1..5 {
            s.chars[i] = step(s.chars[i - 1], NONE);
        }
        for i in length + 1..4 {
            s.kinds[i] = step(s.kinds[i - 1], NONE);
        }
        s.piece = piece.unwrap_or(s.all);
        s
    }
}

impl Chunk {
    /// Hashes of what is around a place; `last` is where the word before it began.
    #[rustfmt::skip]
    fn features(&self, place: Place, last: usize, around: &Context) -> [u32; FEATURES] {
        let i = place.at;
        let pair = |(n, k): (&u32, &u32)| (*n, *k);
        let left = Side::read(self.n[..i].iter().zip(&self.k[..i]).rev().map(pair), i - last - 1);
        let right = Side::read(self.n[i..].iter().zip(&self.k[i..]).map(pair), REACH);
        let (l, s, r, t) = (&left.chars, &left.kinds, &right.chars, &right.kinds);
        let rest = (self.n.len() - i).min(4) as u32;
        let edge = i.min(4) as u32 * 8 + rest;
        let since = (i - last).min(3) as u32;
        let quote = around.quoted * 4 + rest;
        let (before, after) = (around.before_kind, around.after_kind);
        let flags = around.address;
        let pairs = [
            (place.kind, 0), (l[1], 0), (r[1], 0), (l[1], r[1]), (l[2], 0), (r[2], 0), (l[2], r[2]), (l[3], 0),
            (r[3], 0), (l[3], r[1]), (l[1], r[3]), (l[2], r[1]), (l[1], r[2]), (l[3], r[3]),
            (s[1], t[1]), (s[2], t[2]), (s[3], t[3]), (s[2], t[1]), (s[1], t[2]),
            (left.all, right.all), (left.all, t[1]), (right.all, s[1]), (left.piece, r[1]), (left.piece, t[2]),
            (left.run, r[1]), (right.run, l[1]), (left.run, right.run), (left.shape, right.shape),
            (left.shape, r[1]), (right.shape, l[1]),
            (step(s[1], edge), t[1]), (step(l[1], edge), r[1]), (step(step(s[2], after), rest), t[2]),
            (step(l[1], after), right.all), (step(left.all, after), right.all), (step(l[4], flags), r[1]),
            (step(s[1], flags), t[1]), (step(s[1], flags), r[4]), (l[4], r[4]), (step(left.piece, rest), s[1]),
            (around.after, right.all), (step(around.after, 1), left.all), (around.before, left.all),
            (step(left.all, before), after), (step(after, rest), left.all),
            (step(step(after, before), rest), r[1]), (step(s[3], after), right.all),
            (step(s[1], since), t[1]), (step(l[1], since), t[2]), (step(s[2], since), t[1]),
            (step(l[1], quote), r[1]), (step(s[1], quote), r[2]),
        ];
        let mut template = 0;
        pairs.map(|(a, b)| {
            template += 1;
            mix(template, a, b)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A section with a few contractions and, at every place, these weights.
    fn section(token: i8, word: i8) -> Vec<u8> {
        let mut bytes = [VERSION, 4, 3].map(u32::to_le_bytes).concat();
        for (letters, place) in [("dont", 2), ("dunno", 2), ("dunno", 3)] {
            bytes.extend([letters.len() as u8, place]);
            bytes.extend(letters.bytes());
        }
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes.extend([token as u8, word as u8].repeat(16));
        bytes
    }

    #[test]
    fn a_plural_is_no_contraction() {
        let mut bytes = [VERSION, 1, 2].map(u32::to_le_bytes).concat();
        for (letters, place) in [("doctors", 6), ("thats", 4)] {
            bytes.extend([letters.len() as u8, place]);
            bytes.extend(letters.bytes());
        }
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes.extend([2, 1].repeat(2));
        assert_eq!(words(&bytes, "Doctors say").len(), 2);
        assert_eq!(words(&bytes, "thats all").len(), 3);
    }

    fn words(section: &[u8], text: &str) -> Vec<Token> {
        let mut words = Vec::new();
        Tokeniser::new(section).unwrap().find(text, ByteRange::new(0, text.len()), &mut words);
        words
    }

    /// The text with `|` wherever a word may end.
    fn check(text: &str, expect: &str) {
        let found: Vec<_> = words(&section(1, 0), text).into_iter().map(|word| &text[word.bytes]).collect();
        assert_eq!(found.join("|"), expect);
    }

    #[test]
    fn may_end_between_kinds() {
        check("ferries", "ferries");
        check("ferry's", "ferry|'|s");
        check("$5bn", "$|5|bn");
        check("1,200", "1|,|200");
        check("“Go—now”", "“|Go|—|now|”");
        check("cafés", "cafés");
    }

    #[test]
    fn may_end_before_a_negation() {
        check("don't", "do|n|'|t");
        check("DON’T.", "DO|N|’|T|.");
        check("don'ts", "don|'|ts");
        check("n't", "n|'|t");
    }

    #[test]
    fn may_end_within_a_known_contraction() {
        check("Dont", "Do|nt");
        check("(dunno)", "(|du|n|no|)");
        check("donts", "donts");
    }

    #[test]
    fn addresses_stay_whole() {
        check("(https://a.example/b?c=1-2),", "(|https://a.example/b?c=1-2|)|,");
        check("https://a.example/b_(c).", "https://a.example/b_(c)|.");
        check("www.ferry.example!", "www.ferry.example|!");
        check("ferry.com/times,", "ferry.com/times|,");
        check("cox.swain@ferry-line.example.", "cox.swain@ferry-line.example|.");
        check("@ferry_4", "@ferry_4");
        check("#Ferry4!@you", "#Ferry4|!|@you");
        check("either/or", "either|/|or");
    }

    #[test]
    fn joined_emoji_and_flags_stay_whole() {
        check("👩\u{200d}👧", "👩\u{200d}👧");
        check("🇮🇸", "🇮🇸");
        check("ok🙂\u{fe0f}", "ok|🙂\u{fe0f}");
    }

    #[test]
    fn invisible_characters_are_looked_through() {
        check("\u{feff}do\u{ad}n't", "\u{feff}do\u{ad}|n|'|t");
        check("a \u{200b} b", "a|\u{200b}|b");
    }

    #[test]
    fn a_fused_word_is_told_from_a_token() {
        let fused: Vec<_> = words(&section(1, 2), "Dont go.").iter().map(|w| w.fused).collect();
        assert_eq!(fused, [false, true, false, true]);
        let fused: Vec<_> = words(&section(2, 1), "Dont go.").iter().map(|w| w.fused).collect();
        assert_eq!(fused, [false; 4]);
        assert_eq!(words(&section(0, 0), "Dont go.").len(), 2);
    }

    #[test]
    fn a_quotation_mark_closes_the_one_that_stood_open() {
        let open = |text: &str| {
            let mut left = 0;
            let mut chunk = Chunk::default();
            text.split(' ').map(|c| (chunk.read(c), chunk.quote_state(&mut left)).1).collect::<Vec<_>>()
        };
        assert_eq!(open("the (‘gulls of Ness"), [0, 1, 1, 1]);
        assert_eq!(open("the '90s in Ness"), [0, 0, 0, 0]);
        let mut chunk = Chunk::default();
        chunk.read("gulls'.");
        assert!(chunk.closes_quote(5) && !chunk.closes_quote(6));
    }

    #[test]
    fn only_the_block_is_read_and_positions_are_those_of_the_text() {
        let mut found = Vec::new();
        let section = section(1, 0);
        let tokeniser = Tokeniser::new(&section).unwrap();
        tokeniser.find("One. Two.", ByteRange::new(5, 9), &mut found);
        assert_eq!(found.iter().map(|w| w.bytes.range()).collect::<Vec<_>>(), [5..8, 8..9]);
        found.clear();
        tokeniser.find("é", ByteRange::new(1, 2), &mut found);
        tokeniser.find("e", ByteRange::new(0, 2), &mut found);
        assert_eq!(found, []);
    }

    #[test]
    fn a_damaged_section_is_refused() {
        let whole = section(1, 0);
        for end in 0..whole.len() {
            assert!(Tokeniser::new(&whole[..end]).is_err(), "cut at {end}");
        }
        let damage =
            [(0, 9), (4, 0), (4, 40), (8, 200), (12, 0), (12, 99), (13, 0), (13, 4), (14, b'D'), (26, 2)];
        for (at, byte) in damage {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            assert!(Tokeniser::new(&bytes).is_err(), "byte {at}");
        }
    }

    proptest! {
        #[test]
        fn every_character_belongs_to_one_word(
            text in "(\\PC|[a-z'.,@#/:\u{ad}\u{200d}\u{a0} \\n-]|n't|www\\.|://|dunno){0,40}",
            token: i8,
            word: i8,
        ) {
            let words = words(&section(token, word), &text);
            let mut at = 0;
            for word in &words {
                prop_assert!(text[at..word.bytes.start].chars().all(char::is_whitespace));
                prop_assert!(!word.bytes.is_empty() && !text[word.bytes].contains(char::is_whitespace));
                at = word.bytes.end;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
            prop_assert!(words.first().is_none_or(|word| !word.fused));
        }

        #[test]
        fn no_section_makes_it_panic(at in 0usize..70, byte: u8, text in "\\PC{0,30}") {
            let mut section = section(1, 0);
            if let Some(b) = section.get_mut(at) {
                *b = byte;
            }
            if let Ok(tokeniser) = Tokeniser::new(&section) {
                tokeniser.find(&text, ByteRange::new(0, text.len()), &mut Vec::new());
            }
        }
    }
}
