//! Persons: numbers without a noun that count people all the same: "killing 12", "30 were arrested", "the 120 en route".
//!
//! A verb says it that is done by or to people, or an earlier number that counts them: "28 people in one strike and four in
//! another", "Nine have been freed, while four remain inside".

use super::people::{is_people, means_people};
use super::{Earlier, Found};
use crate::extract::pieces::{Form, Piece};
use crate::extract::quantities::{Quantity, Scan};
use crate::lexicon;
use crosswire_lang::ByteRange;
use crosswire_model::Qualifier;

/// One sentence, and the figures before the number that is looked at.
pub(super) struct Persons<'a> {
    pub(super) scan: &'a Scan<'a>,
    /// Figures of earlier sentences.
    pub(super) earlier: &'a Earlier,
    /// Figures of this sentence.
    pub(super) here: &'a [Found],
}

/// Pieces before a number in which the noun phrase that it measures is looked for.
const TOLL_WINDOW: usize = 16;

impl Persons<'_> {
    /// Whether a number without a noun, between pieces `start` and `end`, counts persons; where its figure ends, and what
    /// it says they are.
    pub(super) fn counted(&self, quantity: &Quantity) -> Option<(usize, Option<ByteRange>)> {
        let (start, end, value) = (quantity.pieces.start, quantity.pieces.end, quantity.value);
        let (scan, here) = (self.scan, self.here);
        if scan.word(start.wrapping_sub(1)) == "no" {
            return None;
        }
        if let Some(stop) = happens(scan, end) {
            let state = stop == end + 1 && !matches!(scan.word(end), "died" | "perished" | "survived");
            return Some((if state { stop } else { end }, state.then(|| scan.p[end].bytes)));
        }
        let back = |n: usize| start.checked_sub(n).map_or("", |i| scan.word(i));
        let next = scan.word(end);
        let plain = value.fract() == 0.0 && value > 0.0;
        // "one of", "one who": no count
        let pronoun = value == 1.0;
        let ends = scan.p.get(end).is_none_or(|p| p.form != Form::Letters || !p.capital && counted_none(p));
        let did = lexicon::VERBS_BEFORE_PERSONS.has(back(1)) && ends;
        let group = back(1) == "of" && lexicon::GROUP_NOUNS.has(back(2)) && ends;
        // "the number of passengers saved stood at 84", "the death toll rose to 14"
        let number = ends.then(|| self.number_of(start)).flatten();
        let deed = lexicon::VERBS_WITH_PERSONS_AS_SUBJECT.contains(&next)
            && !(next == "took" && scan.word(end + 1) != "to" && scan.word(end + 1) != "part");
        let whom = next == "of" && scan.word(end + 1) == "whom" || next == "who";
        let of_them = next == "of"
            && matches!(scan.word(end + 1), "them" | "those" | "us")
            && (here.iter().any(|f| f.is_person())
                || here.is_empty() && self.earlier.of_people
                || happens(scan, end + 2).is_some()
                || scan.word(end + 1) == "those" && scan.word(end + 2) == "who");
        // "eight of the injured"
        let injured = next == "of"
            && scan.word(end + 1) == "the"
            && lexicon::PARTICIPLES_OF_FATE.has(scan.word(end + 2));
        // "1,400 dead, 900 of which were civilians"
        let of_which = next == "of"
            && scan.word(end + 1) == "which"
            && (end + 2..end + 5).any(|i| scan.p.get(i).is_some_and(is_people));
        // "the 120 en route": the same number was persons before.
        let again = value > 12.0
            && matches!(back(1), "the" | "those" | "these" | "all")
            && (self.earlier.persons.contains(&value.to_bits())
                || here.iter().any(|f| f.is_person() && f.value == value));
        let those = matches!(back(1), "those" | "these") && ends && !self.earlier.persons.is_empty();
        let of_whom = back(1) == "whom" && back(2) == "of";
        // "Another 23 remain in custody", after 60 prisoners
        let others = quantity.qualifier == Qualifier::Additional
            && scan.p.get(end).is_some_and(|p| matches!(p.tag, "VBD" | "VBP" | "MD"))
            && here.last().map_or(!self.earlier.persons.is_empty(), Found::is_person);
        let among = matches!(next, "were" | "are" | "was" | "is")
            && matches!(scan.word(end + 1), "among" | "in")
            && matches!(scan.word(end + 2), "those" | "critical" | "serious" | "stable" | "intensive");
        let meant = did
            || group
            || injured
            || number.is_some()
            || !pronoun
                && (deed || whom || of_whom || of_them || of_which || others || again || those || among)
            || ends && self.beside_people(quantity, pronoun);
        (plain && meant).then(|| (end, number.flatten()))
    }

    /// Whether syntax sets a number beside people: in a row with them, in a dash's aside on them, as what a verb is done to
    /// that is done to people, or as the subject where the last number counted people.
    fn beside_people(&self, quantity: &Quantity, pronoun: bool) -> bool {
        let scan = self.scan;
        // "hundreds of thousands": its own head
        let mut words = quantity.number.clone().map(|i| scan.p[i].word);
        let inside = |word: usize| quantity.number.clone().any(|i| scan.p[i].word == word);
        let outer = words.find_map(|word| Some((word, scan.head(word).filter(|&head| !inside(head))?)));
        let Some((number, head)) = outer else { return false };
        let figure = || self.here.iter().any(|f| f.is_person() && f.anchor == head);
        if pronoun {
            // "two in one house and one in another", but not "the mate and one who swam"
            let follows = matches!(scan.word(quantity.pieces.end), "of" | "who" | "that" | "which" | "each");
            return scan.is(number, "conj") && figure() && !follows;
        }
        // "28 people in one strike, 11 in another and four in a third", "expert divers – 90 in all"
        let noun = || scan.p.iter().any(|p| p.word == head && is_people(p));
        let apposed = scan.is(number, "appos");
        let row = (apposed || scan.is(number, "conj")) && figure() || apposed && noun();
        // "100 were killed – 67 in one area"
        let before = quantity.pieces.start.checked_sub(1).map_or("", |i| scan.word(i));
        let next = scan.p.get(quantity.pieces.end).map_or("", |p| p.tag);
        let last = || self.here.last().is_some_and(|f| f.is_person() && !f.counts_state);
        let aside = matches!(before, "\u{2013}" | "\u{2014}" | "-" | "--" | "," | "(" | ";" | "and")
            && matches!(next, "IN" | "RB")
            && last();
        let Some(verb) = scan.words.get(head).filter(|w| w.xpos.as_str().starts_with("VB")) else {
            return row || aside;
        };
        // "displacing hundreds of thousands"
        let done = scan.is(number, "obj") && lexicon::VERBS_DONE_TO_PERSONS.contains(&&*verb.lemma);
        // "Nine have been freed, while four remain inside", but not "the man Bush 41 served"
        let named = quantity.number.start.checked_sub(1).is_some_and(|i| scan.p[i].tag.starts_with("NNP"));
        let went_on = || self.here.last().map_or(self.earlier.last_person, Found::is_person);
        let subject = scan.is(number, "nsubj") && !named && went_on();
        row || aside || done || subject
    }

    /// Whether the words before piece `start` name a number of people that is given there: "the death toll rose to", "the
    /// number of passengers saved is put at"; then the noun phrase that names the people, if any.
    fn number_of(&self, start: usize) -> Option<Option<ByteRange>> {
        let link = self.scan.word(start.checked_sub(1)?);
        if !lexicon::LINKS_TO_A_TOLL.contains(&link) {
            return None;
        }
        let from = start.saturating_sub(TOLL_WINDOW);
        let name = (from..start - 1).rev().take_while(|&i| !self.scan.p[i].among(&[";", ",", "but"]));
        for i in name {
            match self.scan.word(i) {
                "toll" => return Some(None),
                "number" | "count" | "tally" | "total" if self.scan.word(i + 1) == "of" => {
                    // "the number of passengers is 84", not "the number of a boat"
                    let after = (i + 2..start).take_while(|&at| !self.scan.p[at].among(&["who", "in", "on"]));
                    let people = { after }.find(|&at| means_people(&self.scan.p[at]))?;
                    return Some(Some(self.scan.p[people].bytes));
                }
                _ => {}
            }
        }
        None
    }
}

/// Piece after a participle such as "killed" that follows, with auxiliaries before it or not.
pub(super) fn happens(scan: &Scan, at: usize) -> Option<usize> {
    let mut end = at;
    if lexicon::AUXILIARIES_OF_FATE.has(scan.word(end)) {
        end += 1;
        // "were temporarily detained", "are believed to have been killed"
        let between = |i: usize| {
            let piece = scan.p.get(i).filter(|p| !p.among(&lexicon::PARTICIPLES_OF_FATE));
            piece.is_some_and(|p| matches!(p.tag, "RB" | "VB" | "VBN" | "VBP" | "TO" | "CC") || p.is("as"))
        };
        while end < at + 6 && between(end) {
            end += 1;
        }
    }
    lexicon::PARTICIPLES_OF_FATE.has(scan.word(end)).then_some(end + 1)
}

/// Whether a word after a number cannot be what it counts.
fn counted_none(piece: &Piece) -> bool {
    !(piece.lower.ends_with('s') && piece.lower.len() > 4)
}
