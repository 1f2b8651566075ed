//! Tense: whether the words around a time expression speak of the past or of what is to come.
//!
//! The nearest verb form before the expression decides, else the nearest after it. Where it fails: "the meeting set for
//! Tuesday was called off" reads as past, as the nearer cue is not weighed against the farther one.

use crate::extract::pieces::Piece;

/// The time that a clause speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    /// "departed", "said", "was".
    Past,
    /// "will", "is expected to".
    Future,
    /// "was scheduled to": to come when seen from a past that may be near.
    FutureInPast,
    /// No verb form was found.
    Unknown,
}

const COMING: &[&str] = &[
    "will",
    "'ll",
    "wo",
    "shall",
    "expected",
    "expects",
    "expect",
    "scheduled",
    "due",
    "slated",
    "anticipated",
    "anticipates",
    "planned",
    "plans",
    "planning",
    "plan",
    "going",
    "hopes",
    "hoping",
    "intends",
    "aims",
    "may",
    "might",
    "could",
    "can",
    "must",
    "should",
    "would",
    "set",
    "upcoming",
    "deadline",
    "until",
    "poised",
    "begins",
    "starts",
    "takes",
];

const GONE: &[&str] = &[
    "was", "were", "had", "did", "said", "told", "took", "came", "left", "found", "met", "began", "went",
    "made", "won", "lost", "shot", "fell", "rose", "flew", "struck", "hit", "held", "fled", "saw", "gave",
    "sent", "brought", "broke", "spoke", "wrote", "ran", "drove", "died", "became", "got", "kept", "led",
    "paid", "put", "sank", "sat", "spent", "stood", "thought", "threw", "wore", "drew", "caught", "blew",
    "built", "burst", "bought", "sold", "sought", "swept", "shook", "grew", "knew", "heard", "'d", "been",
];

/// What the words around the pieces `start..end` say.
pub(super) fn tense(p: &[Piece], start: usize, end: usize) -> Tense {
    if start > 0 && p[start - 1].is("by") {
        return Tense::FutureInPast;
    }
    let near = |at: usize| cue(p, at);
    let left = (start.saturating_sub(14)..start).rev().take_while(|i| !p[*i].is(";")).find_map(near);
    left.or_else(|| (end..(end + 12).min(p.len())).take_while(|i| !p[*i].is(";")).find_map(near))
        .unwrap_or(Tense::Unknown)
}

fn cue(p: &[Piece], at: usize) -> Option<Tense> {
    let piece = &p[at];
    if piece.capital && at > 0 {
        return None;
    }
    if piece.among(COMING) {
        let before = &p[at.saturating_sub(3)..at];
        return Some(
            if before.iter().any(|p| p.among(&["was", "were", "had", "been"]))
                || piece.among(&["would", "could", "might"])
            {
                Tense::FutureInPast
            } else {
                Tense::Future
            },
        );
    }
    if infinite(p, at) {
        return None;
    }
    let word = piece.lower.as_str();
    // "is to meet", "were to be sworn in"
    if p.get(at + 1).is_some_and(|p| p.is("to")) {
        match word {
            "is" | "are" => return Some(Tense::Future),
            "was" | "were" => return Some(Tense::FutureInPast),
            _ => {}
        }
    }
    if piece.among(GONE) {
        return Some(Tense::Past);
    }
    let preterite = word.len() > 3
        && word.ends_with("ed")
        && !matches!(word, "need" | "indeed" | "hundred" | "speed" | "united" | "seed" | "breed");
    preterite.then_some(Tense::Past)
}

/// Whether a participle at `at` follows "be", as in "will be towed", so that the word before "be" tells the time.
fn infinite(p: &[Piece], at: usize) -> bool {
    let before = (at.saturating_sub(3)..at).rev().find(|&i| !p[i].lower.ends_with("ly"));
    before.is_some_and(|i| p[i].is("be"))
}

/// Whether the nearest verb form before piece `at` reports: "said", "told", "confirmed".
pub(super) fn reports(p: &[Piece], at: usize) -> bool {
    const REPORTING: &[&str] = &[
        "said",
        "told",
        "announced",
        "confirmed",
        "disclosed",
        "revealed",
        "reported",
        "declared",
        "added",
        "wrote",
        "tweeted",
        "stated",
        "warned",
        "claimed",
        "testified",
        "acknowledged",
        "admitted",
        "denied",
        "insisted",
        "posted",
        "published",
        "issued",
        "released",
        "showed",
    ];
    (at.saturating_sub(6)..at).rev().find_map(|i| cue(p, i).map(|_| p[i].among(REPORTING))).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pieces::of_text;

    #[test]
    fn the_nearest_verb_decides() {
        for (text, expect) in [
            ("The boat left port on Monday", Tense::Past),
            ("The boat will leave port on Monday", Tense::Future),
            ("The boat was scheduled to leave on Monday", Tense::FutureInPast),
            ("The boat is to leave on Monday", Tense::Future),
            ("The boat will be towed to the yard on Monday", Tense::Future),
            ("The boat is to be fully repaired at high water on Monday", Tense::Future),
            ("The boat was to be towed on Monday", Tense::FutureInPast),
            ("The boat was towed on Monday", Tense::Past),
            ("Talks on Monday", Tense::Unknown),
        ] {
            let p = of_text(text);
            assert_eq!(tense(&p, p.len() - 1, p.len()), expect, "{text}");
        }
        assert!(reports(&of_text("the port office confirmed on Monday"), 5));
        assert!(!reports(&of_text("the boat departed on Monday"), 4));
    }
}
