//! Puts the values of a ledger into words and symbols, and makes what others wrote safe to show.

use crosswire_model::{
    Agreement, Basis, ChangeKind, Decided, Decision, DirectionBasis, DisputeKind, Ground, Nature, Number,
    Polarity, Quote, Relation, ReuseKind, Review, Ruling, SourceKind, State, Status, Strength, Support,
    Verdict, WordingKind,
};
use jiff::Timestamp;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Supports in the order in which an editor wants them: what is borne out, what only looks so, then the rest.
pub const SUPPORTS: [Support; 5] =
    [Support::Corroborated, Support::Echoed, Support::Unclear, Support::Unattributed, Support::Single];

/// The word for a support.
pub fn support(support: Support) -> &'static str {
    match support {
        Support::Corroborated => "corroborated",
        Support::Echoed => "echoed",
        Support::Unclear => "unclear",
        Support::Single => "single",
        Support::Unattributed => "unattributed",
    }
}

/// A sign for a support that is read without colour.
pub fn sign(support: Support) -> &'static str {
    match support {
        Support::Corroborated => "●●",
        Support::Echoed => "●○",
        Support::Unclear => "●?",
        Support::Single => "●",
        Support::Unattributed => "○○",
    }
}

/// What a support means, in one sentence.
pub fn meaning(support: Support) -> &'static str {
    match support {
        Support::Corroborated => "Two or more origins, shown to be independent.",
        Support::Echoed => "Two or more articles, one origin.",
        Support::Unclear => "Two or more origins that may not be independent.",
        Support::Single => "One article.",
        Support::Unattributed => "Two or more articles; none says on whose word.",
    }
}

/// What a part of a view is called that holds the claims of one support.
pub fn heading(support: Support) -> &'static str {
    match support {
        Support::Corroborated => "Corroborated",
        Support::Echoed => "Only echo",
        Support::Unclear => "May not be independent",
        Support::Unattributed => "No source named",
        Support::Single => "Said by one article",
    }
}

/// What was decided, as the end of a sentence that begins with who decided.
pub fn ruling(ruling: &Ruling) -> String {
    match ruling {
        Ruling::Confirm { .. } => "that the passages of a claim say the same".into(),
        Ruling::Reject { .. } => "that a claim counts for nothing".into(),
        Ruling::Merge { claims } => format!("that {} are one", count(claims.len(), "claim", "claims")),
        Ruling::Split { parts } => format!("that a claim is {}", parts.len()),
        Ruling::Move { to, .. } if to.is_empty() => "that a passage does not say a claim".into(),
        Ruling::Move { .. } => "that a passage says another claim".into(),
        Ruling::Title { title, .. } => format!("that a claim reads “{title}”"),
        Ruling::SameSource { sources } => {
            let names: Vec<&str> = sources.iter().map(|s| s.name.as_str()).collect();
            format!("that {} are one source", names.join(" and "))
        }
        Ruling::DistinctSources { a, b } => format!("that {} and {} are two sources", a.name, b.name),
        Ruling::RenameSource { source, name } => format!("that {} is called {name}", source.name),
        Ruling::Independent { .. } => "that two passages rest on independent sources".into(),
        Ruling::SameOrigin { .. } => "that two passages rest on one origin".into(),
        Ruling::ResolveDispute { holds: Some(_), .. } => "which side of a dispute holds".into(),
        Ruling::ResolveDispute { .. } => "that a dispute is resolved".into(),
        Ruling::DismissDispute { .. } => "that something is no dispute".into(),
        Ruling::NewDispute { .. } => "that something is in dispute".into(),
        Ruling::Figure { .. } => "how a figure is to be read".into(),
        Ruling::LeaveOut { .. } => "to leave an article out".into(),
        Ruling::Note { text, .. } => format!("to note: {text}"),
        Ruling::SignOff { claim, .. } if claim.is_empty() => "to sign the story off".into(),
        Ruling::SignOff { .. } => "to sign a claim off".into(),
        Ruling::Withdraw { .. } => "to withdraw a decision".into(),
    }
}

/// A time to the minute: `2031-03-05 09:00 UTC`.
pub fn minute(at: Timestamp) -> String {
    let text = at.to_string();
    text.get(..16).map_or(text.clone(), |minute| format!("{} UTC", minute.replace('T', " ")))
}

/// A decision in a sentence: "Runa decided that 2 claims are one (2031-03-05 09:00 UTC): the desk called".
pub fn decided(decided: &Decided) -> String {
    let Decision { by, at, why, ruling, .. } = &decided.decision;
    let why = why.as_deref().map_or_else(String::new, |why| format!(": {why}"));
    one_line(&format!("{by} decided {} ({}){why}", self::ruling(ruling), minute(*at)))
}

/// What people said of a claim as a whole: "confirmed, signed off by Runa".
pub fn review(review: &Review) -> String {
    let verdict = match review.verdict {
        Some(Verdict::Confirmed) => Some("confirmed".to_owned()),
        Some(Verdict::Rejected) => Some("rejected".to_owned()),
        None if review.signed.is_empty() => Some("decided on".to_owned()),
        None => None,
    };
    let grade = |grade: Support| format!(" as {}", support(grade));
    let signed = review
        .signed
        .iter()
        .map(|s| format!("signed off by {}{}", s.by, s.grade.map(grade).unwrap_or_default()));
    one_line(&verdict.into_iter().chain(signed).collect::<Vec<_>>().join(", "))
}

/// What became of a decision.
pub fn state(state: State) -> &'static str {
    match state {
        State::Applied => "applied",
        State::Partly => "applied in part",
        State::Lost => "lost",
        State::Overruled => "overruled",
        State::Withdrawn => "withdrawn",
    }
}

/// The word for how the sides of a dispute differ.
pub fn nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Contradiction => "contradiction",
        Nature::Update => "update",
        Nature::Difference => "difference",
    }
}

/// A sign for how the sides of a dispute stand to each other that is read without colour.
pub fn nature_sign(nature: Nature) -> &'static str {
    match nature {
        Nature::Contradiction => "≠",
        Nature::Update => "→",
        Nature::Difference => "≈",
    }
}

/// What a nature means, in one sentence.
pub fn nature_meaning(nature: Nature) -> &'static str {
    match nature {
        Nature::Contradiction => "The sides cannot all hold.",
        Nature::Update => "The sides hold at different times: later news.",
        Nature::Difference => "The sides can all hold, and differ in a way that an editor must know.",
    }
}

/// What the relation of two passages was decided by; nothing where the reason alone says it, as no ground was given.
pub fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::SameSource => "same source",
        Ground::SpeaksFor => "one speaks for the other",
        Ground::Relay => "one has it through the other",
        Ground::Copied => "copied words",
        Ground::SharedDetail => "a detail that only these two have",
        Ground::DifferentSources => "different sources",
        Ground::Unnamed => "a source without a name",
        Ground::Affiliation => "they may speak for each other",
        Ground::WeakTie => "they may not say the same",
        Ground::OwnWord => "one's own words or plans",
        Ground::Decision => "a person decided",
        Ground::Unattributed => "",
    }
}

/// Why one passage is held to be the copy.
pub fn direction_basis(basis: DirectionBasis) -> &'static str {
    match basis {
        DirectionBasis::Credit => "it says so",
        DirectionBasis::Earlier => "the other was published on an earlier day",
    }
}

/// How an article changed, in a word or two.
pub fn change(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Correction => "correction",
        ChangeKind::Figure => "other figure",
        ChangeKind::Reversed => "now denied or no longer",
        ChangeKind::Withdrawn => "withdrawn",
        ChangeKind::Weakened => "less certain",
        ChangeKind::Strengthened => "more certain",
        ChangeKind::Status => "other status",
        ChangeKind::Source => "other source",
        ChangeKind::Headline => "headline",
        ChangeKind::Added => "added",
        ChangeKind::Reworded => "reworded",
    }
}

/// The word for a status.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Planned => "planned",
        Status::UnderWay => "under way",
        Status::Done => "done",
        Status::Possible => "possible",
        Status::Denied => "denied",
    }
}

/// The word for the strength of a tie.
pub fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Sure => "sure",
        Strength::Likely => "likely",
        Strength::Possible => "possible",
    }
}

/// What a strength means, in one sentence.
pub fn strength_meaning(strength: Strength) -> &'static str {
    match strength {
        Strength::Sure => "It says the same as another passage of this claim.",
        Strength::Likely => "It probably says the same as another passage of this claim.",
        Strength::Possible => "It may say the same; it is not counted.",
    }
}

/// A mark for it.
pub fn strength_sign(strength: Strength) -> &'static str {
    match strength {
        Strength::Sure => "▮▮▮",
        Strength::Likely => "▮▮▯",
        Strength::Possible => "▮▯▯",
    }
}

/// What a signal compares, in words; nothing for one that tells a reader nothing.
pub fn signal(signal: &str) -> Option<&str> {
    Some(match signal {
        "words" => "words",
        "event" => "what happens",
        "agent" => "who does it",
        "patient" => "to whom",
        "number" => "numbers",
        "name" => "names",
        "time" => "time",
        "status" => "done or to be done",
        "negation" => "whether it is so",
        "source" => "on whose word",
        "meaning" => "what the words mean",
        "context" => "what stands around",
        "always" | "letters" | "length" | "rivals" | "neighbours" => return None,
        other => other,
    })
}

/// The word for a polarity.
pub fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "positive",
        Polarity::Negative => "negative",
    }
}

/// The word for a way of quoting.
pub fn quote(quote: Quote) -> &'static str {
    match quote {
        Quote::Direct => "direct",
        Quote::Indirect => "indirect",
        Quote::Mixed => "mixed",
    }
}

/// How alike two wordings are.
pub fn wording_kind(kind: WordingKind) -> &'static str {
    match kind {
        WordingKind::Verbatim => "verbatim",
        WordingKind::Paraphrase => "in other words",
    }
}

/// The word for a kind of source.
pub fn source_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Person => "person",
        SourceKind::Organisation => "organisation",
        SourceKind::Document => "document",
        SourceKind::Unnamed => "unnamed",
        SourceKind::Outlet => "outlet",
        SourceKind::Agency => "agency",
    }
}

/// What a dispute is over.
pub fn dispute_kind(kind: DisputeKind) -> &'static str {
    match kind {
        DisputeKind::Figure => "how many",
        DisputeKind::Status => "planned, under way or done",
        DisputeKind::Time => "when",
        DisputeKind::Place => "where",
        DisputeKind::Assertion => "whether it is so",
        DisputeKind::Attribution => "who said it",
        DisputeKind::Wording => "what to call it",
    }
}

/// The word for how figures stand to each other.
pub fn agreement(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Agree => "agree",
        Agreement::Compatible => "compatible",
        Agreement::Superseded => "superseded",
        Agreement::Conflict => "conflict",
    }
}

/// A sign for how figures stand to each other that is read without colour.
pub fn agreement_sign(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Agree => "=",
        Agreement::Compatible => "≈",
        Agreement::Superseded => "→",
        Agreement::Conflict => "≠",
    }
}

/// The word for what could be shown of two passages.
pub fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::SameOrigin => "same origin",
        Relation::Independent => "independent",
        Relation::Unknown => "unknown",
    }
}

/// How alike two passages are.
pub fn reuse_kind(kind: ReuseKind) -> &'static str {
    match kind {
        ReuseKind::Verbatim => "word for word",
        ReuseKind::Near => "nearly word for word",
    }
}

/// What a publication date rests on, to follow the date; empty where the file itself gives it.
pub fn basis(basis: Option<Basis>) -> &'static str {
    match basis {
        Some(Basis::Inferred) => "inferred",
        Some(Basis::Text) => "from the text",
        Some(Basis::Url) => "from the address",
        Some(Basis::Given) => "given by the user",
        Some(Basis::Metadata) | None => "",
    }
}

/// A time of a timeline, in words: `2031-03-04TNI` is "2031-03-04, night", `2031-W10` "week 10 of 2031".
pub fn when(when: &str) -> String {
    let one = |time: &str| {
        if let Some((year, week)) = time.split_once("-W") {
            return format!("week {} of {year}", week.trim_start_matches('0'));
        }
        let (day, part) = time.split_at(time.find('T').unwrap_or(time.len()));
        let part = match part {
            "" => return day.to_owned(),
            "TMO" => "morning",
            "TMI" => "midday",
            "TAF" => "afternoon",
            "TEV" => "evening",
            "TNI" => "night",
            "TDT" => "daytime",
            clock => clock.trim_start_matches('T'),
        };
        format!("{day}, {part}")
    };
    one_line(when).split('/').map(one).collect::<Vec<_>>().join(" to ")
}

/// `120`, `1,250`, `0.5`.
pub fn number(number: Number) -> String {
    let plain = plain_number(number);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    if whole.len() < 4 || whole.contains('e') {
        return plain;
    }
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

/// `120`, `1250`, `0.5`: for programs. Numbers beyond a quadrillion are written with an exponent.
pub fn plain_number(number: Number) -> String {
    let value = number.get();
    if value.abs() >= 1e15 { format!("{value:e}") } else { format!("{value}") }
}

/// The numbers that a figure's words allow: `70`, `60 to 80`.
pub fn range(low: Option<Number>, high: Option<Number>) -> Option<String> {
    match (low, high) {
        (Some(low), Some(high)) if low == high => Some(number(low)),
        (Some(low), Some(high)) => Some(format!("{} to {}", number(low), number(high))),
        (Some(low), None) => Some(format!("at least {}", number(low))),
        (None, Some(high)) => Some(format!("at most {}", number(high))),
        (None, None) => None,
    }
}

/// `12`, `3,111`.
pub fn amount(n: usize) -> String {
    Number::new(n as f64).map(number).unwrap_or_default()
}

/// `1 article`, `3 articles`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", amount(n), if n == 1 { one } else { many })
}

/// A text on one line: white space collapsed, control characters made visible.
pub fn one_line(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A piece of a line, as [`one_line`]; a space at either end stays one.
pub fn spaced(piece: &str) -> String {
    let space = |is: bool| if is { " " } else { "" };
    let line = one_line(piece);
    let (before, after) = (piece.starts_with(char::is_whitespace), piece.ends_with(char::is_whitespace));
    if line.is_empty() {
        space(before).to_owned()
    } else {
        format!("{}{line}{}", space(before), space(after))
    }
}

/// A name of a file or a thing with every control character made visible, line breaks too.
///
/// They are written as in Rust, `\n` and `\u{1b}`, and so are the marks that turn the direction of writing, by which a
/// name can pretend to be another.
pub fn visible(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        push_visible(&mut out, c);
        out
    })
}

pub(crate) fn push_visible(out: &mut String, c: char) {
    match c {
        '\0'..='\x1f'
        | '\x7f'..='\u{9f}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{61c}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{feff}' => out.extend(c.escape_default()),
        c => out.push(c),
    }
}

/// A text in lines of at most so many columns, parted at spaces; a longer word has a line of its own.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The first words of a text, `most` characters at most, with an ellipsis where something was left out. A word is cut only
/// where it fills half of the room or more.
pub fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => {
            let cut = text.char_indices().nth(most.saturating_sub(1)).map_or(0, |(i, _)| i);
            let whole = text[cut..].starts_with(char::is_whitespace);
            let word = text[..cut].rfind(char::is_whitespace).filter(|at| !whole && at * 2 >= cut);
            let kept = text[..word.unwrap_or(cut)]
                .trim_end_matches(|c: char| c.is_whitespace() || ",;:–".contains(c));
            format!("{kept}…")
        }
    }
}

/// A name as it stands alone: its first letter a capital, without the words and marks that tied it to its sentence.
pub fn name(name: &str) -> String {
    let line = one_line(name);
    let bare = line.trim_matches(|c: char| c.is_whitespace() || ",;:“”\"".contains(c));
    let bare = ["and ", "or ", "but "].iter().find_map(|tie| bare.strip_prefix(tie)).unwrap_or(bare);
    let mut chars = bare.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => line,
    }
}

/// What the articles say that a source is; nothing where that is no more than an article, a title or a possessive.
pub fn description(text: &str) -> Option<String> {
    let line = one_line(text);
    let tells = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters > 3 && !word.ends_with("’s") && !word.ends_with("'s")
    };
    line.split_whitespace().any(tells).then_some(line)
}

/// As much of a text as some columns of a terminal hold, with an ellipsis where something was left out.
pub fn fit(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let fits = |c: &char| {
        let wide = c.width().unwrap_or(0);
        let fits = wide <= room;
        room = room.saturating_sub(wide);
        fits
    };
    let kept: String = text.chars().take_while(fits).collect();
    if columns == 0 { kept } else { format!("{}…", kept.trim_end()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: f64, expect: &str) {
        assert_eq!(number(Number::new(value).unwrap()), expect);
    }

    #[test]
    fn numbers_have_thousands_separators() {
        check(0.0, "0");
        check(999.0, "999");
        check(1250.0, "1,250");
        check(-1234567.5, "-1,234,567.5");
        check(1e300, "1e300");
    }

    #[test]
    fn control_characters_are_made_visible() {
        assert_eq!(visible("a\nb\x1b[31m\u{202e}\u{9b}"), "a\\nb\\u{1b}[31m\\u{202e}\\u{9b}");
        assert_eq!(one_line("a \n\n b\t\x07"), "a b \\u{7}");
    }

    #[test]
    fn clipping_counts_characters() {
        assert_eq!(clip("äöü", 3), "äöü");
        assert_eq!(clip("äöüx", 3), "äö…");
        assert_eq!(clip("", 0), "");
    }

    #[test]
    fn times_are_read_by_people() {
        assert_eq!(when("2031-03-04TNI"), "2031-03-04, night");
        assert_eq!(when("2031-03-04T09:20"), "2031-03-04, 09:20");
        assert_eq!(when("2031-W09"), "week 9 of 2031");
        assert_eq!(when("2031-03-04/2031-03-05"), "2031-03-04 to 2031-03-05");
    }

    #[test]
    fn clipping_keeps_whole_words() {
        assert_eq!(clip("the ferry lies still", 14), "the ferry…");
        assert_eq!(clip("the ferry, lies still", 12), "the ferry…");
        assert_eq!(clip("a nonconformistically", 12), "a nonconfor…");
    }

    #[test]
    fn names_stand_alone() {
        assert_eq!(name("unnamed officials"), "Unnamed officials");
        assert_eq!(name("and Works Agency,"), "Works Agency");
        assert_eq!(name(""), "");
        assert_eq!(description("the"), None);
        assert_eq!(description("DHS’s"), None);
        assert_eq!(description("the harbour master"), Some("the harbour master".to_owned()));
    }
}
