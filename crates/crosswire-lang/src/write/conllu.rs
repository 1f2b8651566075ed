//! CoNLL-U: a line a word, ten columns, an empty line after each sentence.
//!
//! The format's own description: universaldependencies.org/format.html. Names stand in the last column, as in
//! `Name=B-PER` for the first word of a person's name and `Name=I-PER` for the others.
//!
//! Whatever the text holds, the lines stay whole: white space becomes a space, and a control character that is none the
//! replacement character U+FFFD. All other characters are written as they are.

use crate::document::{Document, Word};
use crate::ranges::{ByteRange, WordRange};
use std::fmt::Write;

/// A text's document in CoNLL-U, under the name `id`; empty where the text has no words.
pub fn write(id: &str, text: &str, document: &Document) -> String {
    let names = names(document);
    let (mut out, mut number, mut end) = (String::new(), 0, 0);
    for sentence in document.sentences.iter().filter(|s| !s.words.is_empty()) {
        number += 1;
        if number == 1 {
            line(&mut out, format_args!("# newdoc id = {}", spelled(id)));
        }
        if number == 1 || is_empty_line(ByteRange::new(end, sentence.bytes.start).of(text)) {
            out.push_str("# newpar\n");
        }
        line(
            &mut out,
            format_args!("# sent_id = {}-{number}", spelled(id).replace(char::is_whitespace, "_")),
        );
        line(&mut out, format_args!("# text = {}", cell(sentence.bytes.of(text))));
        rows(&mut out, text, document, sentence.words, &names);
        out.push('\n');
        end = sentence.bytes.end;
    }
    out
}

/// The rows of one sentence, whose words these are.
fn rows(out: &mut String, text: &str, document: &Document, sentence: WordRange, names: &[String]) {
    let mut start = sentence.start;
    while start < sentence.end {
        let fused = document.words[start + 1..sentence.end].iter().take_while(|word| word.fused).count();
        let token = start..start + 1 + fused;
        let glued = is_glued(text, document, token.end);
        if fused > 0 {
            // What is one token is shown as one, and followed by a space or not as one.
            let whole = ByteRange::new(
                document.words[token.start].bytes.start,
                document.words[token.end - 1].bytes.end,
            );
            let (first, last) = (token.start - sentence.start + 1, token.end - sentence.start);
            let form = cell(whole.of(text));
            let misc = if glued { "SpaceAfter=No" } else { "_" };
            line(out, format_args!("{first}-{last}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}"));
        }
        for i in token.clone() {
            let space = if glued && fused == 0 { "SpaceAfter=No" } else { "" };
            let mut misc = names[i].clone();
            if !misc.is_empty() && !space.is_empty() {
                misc.push('|');
            }
            misc.push_str(space);
            row(out, text, &document.words[i], i, sentence, &misc);
        }
        start = token.end;
    }
}

/// The row of one word, the `index`-th of the document.
fn row(out: &mut String, text: &str, word: &Word, index: usize, sentence: WordRange, misc: &str) {
    let Word { upos, xpos, features, relation, .. } = word;
    let id = index - sentence.start + 1;
    let form = cell(word.bytes.of(text));
    let lemma = cell(&word.lemma);
    let head = word.head.filter(|head| sentence.contains(*head)).map_or(0, |head| head - sentence.start + 1);
    let misc = if misc.is_empty() { "_" } else { misc };
    line(
        out,
        format_args!("{id}\t{form}\t{lemma}\t{upos}\t{xpos}\t{features}\t{head}\t{relation}\t_\t{misc}"),
    );
}

fn line(out: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string never fails.
    let _ = writeln!(out, "{line}");
}

/// For each word, what the last column says of the name that it is in, or nothing.
fn names(document: &Document) -> Vec<String> {
    let mut names = vec![String::new(); document.words.len()];
    for name in &document.names {
        for (n, misc) in names.get_mut(name.words.range()).into_iter().flatten().enumerate() {
            *misc = format!("Name={}-{}", if n == 0 { "B" } else { "I" }, name.kind.label());
        }
    }
    names
}

/// Whether the word after a token follows it without white space.
fn is_glued(text: &str, document: &Document, next: usize) -> bool {
    let end = document.words[next - 1].bytes.end;
    document
        .words
        .get(next)
        .is_some_and(|word| !ByteRange::new(end, word.bytes.start).of(text).contains(char::is_whitespace))
}

/// Whether an empty line lies in the white space between two sentences.
fn is_empty_line(space: &str) -> bool {
    let breaks = space.matches('\n').count().max(space.matches('\r').count());
    breaks > 1 || space.contains('\u{2029}')
}

/// What may stand between two tabs, or after `# text = `.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if !c.is_whitespace() {
            cell.push(if c.is_control() { char::REPLACEMENT_CHARACTER } else { c });
        } else if !cell.ends_with(' ') {
            cell.push(' ');
        }
    }
    if cell.is_empty() { "_".to_owned() } else { cell }
}

/// A name with spelled out in it what breaks a line, drives a terminal or turns its direction.
fn spelled(name: &str) -> String {
    let harms = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut spelled = String::with_capacity(name.len());
    for c in name.chars() {
        if harms(c) { spelled.extend(c.escape_default()) } else { spelled.push(c) }
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::sample::document;

    /// `words` as in [`document`]; `expect` without the document's first lines.
    #[track_caller]
    fn check(text: &str, words: &str, expect: &[&str]) {
        let written = write("post", text, &document(text, words));
        let head = "# newdoc id = post\n# newpar\n";
        let expect = expect.join("\n").replace(' ', "\t").replace('␣', " ") + "\n\n";
        assert_eq!(written.strip_prefix(head).unwrap(), expect);
    }

    #[test]
    fn words_and_tokens() {
        check(
            "Runa Askvik didn't\n wait.",
            "Runa:PER Askvik:PER did +n't wait .",
            &[
                "#␣sent_id␣=␣post-1",
                "#␣text␣=␣Runa␣Askvik␣didn't␣wait.",
                "1 Runa runa X NN _ 0 root _ Name=B-PER",
                "2 Askvik askvik X NN _ 1 dep _ Name=I-PER",
                "3-4 didn't _ _ _ _ _ _ _ _",
                "3 did did X NN _ 2 dep _ _",
                "4 n't n't X NN _ 3 dep _ _",
                "5 wait wait X NN _ 4 dep _ SpaceAfter=No",
                "6 . . X NN _ 5 dep _ _",
            ],
        );
    }

    #[test]
    fn a_fused_token_has_its_space_on_its_own_line() {
        check(
            "(Halvik's)",
            "( Halvik:LOC +'s )",
            &[
                "#␣sent_id␣=␣post-1",
                "#␣text␣=␣(Halvik's)",
                "1 ( ( X NN _ 0 root _ SpaceAfter=No",
                "2-3 Halvik's _ _ _ _ _ _ _ SpaceAfter=No",
                "2 Halvik halvik X NN _ 1 dep _ Name=B-LOC",
                "3 's 's X NN _ 2 dep _ _",
                "4 ) ) X NN _ 3 dep _ _",
            ],
        );
    }

    #[test]
    fn a_name_before_a_mark_has_both() {
        check(
            "Halvik,",
            "Halvik:LOC ,",
            &[
                "#␣sent_id␣=␣post-1",
                "#␣text␣=␣Halvik,",
                "1 Halvik halvik X NN _ 0 root _ Name=B-LOC|SpaceAfter=No",
                "2 , , X NN _ 1 dep _ _",
            ],
        );
    }

    /// The comments of what is written.
    fn comments(text: &str, words: &str) -> Vec<String> {
        let written = write("post", text, &document(text, words));
        written.lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect()
    }

    #[test]
    fn an_empty_line_begins_a_paragraph() {
        for (gap, newpar) in [
            (" ", false),
            ("", false),
            ("\n", false),
            ("\r\n", false),
            ("\n\n", true),
            ("\r\n\r\n", true),
            ("\n \t\n", true),
            ("\r\r", true),
            ("\u{2029}", true),
        ] {
            let found = comments(&format!("Go.{gap}Come."), "Go . / Come .");
            assert_eq!(
                found.iter().filter(|line| *line == "# newpar").count(),
                1 + usize::from(newpar),
                "{gap:?}"
            );
            assert_eq!(found.last().unwrap(), "# text = Come.");
            assert!(found.contains(&"# sent_id = post-2".to_owned()));
        }
    }

    #[test]
    fn the_end_of_a_sentence_that_the_next_touches() {
        let text = "Go.Come.";
        let written = write("a", text, &document(text, "Go . / Come ."));
        let last = |form: &str| {
            written
                .lines()
                .filter(|l| l.contains(&format!("\t{form}\t")))
                .map(|l| l.ends_with("SpaceAfter=No"))
                .collect::<Vec<_>>()
        };
        assert_eq!((last("Go"), last("."), last("Come")), (vec![true], vec![true, false], vec![true]));
    }

    #[test]
    fn nothing_breaks_a_line() {
        let text = "a\u{0}\u{1b}b c\u{a0}d";
        let mut found = document(text, "a\u{0}\u{1b}b c\u{a0}d");
        found.words[0].lemma = "two\nlines\tor \u{85} three\u{7f}".into();
        found.words[1].lemma = "".into();
        let written = write("x\n1\t2\t\u{1b}\u{202e} é y", text, &found);
        let expect = "# newdoc id = x\\n1\\t2\\t\\u{1b}\\u{202e} é y\n# newpar\n\
            # sent_id = x\\n1\\t2\\t\\u{1b}\\u{202e}_é_y-1\n# text = a\u{fffd}\u{fffd}b c d\n\
            1\ta\u{fffd}\u{fffd}b\ttwo lines or three\u{fffd}\tX\tNN\t_\t0\troot\t_\t_\n2\tc d\t_\tX\tNN\t_\t1\tdep\t_\t_\n\n";
        assert_eq!(written, expect);
    }

    #[test]
    fn a_text_without_words_is_nothing() {
        assert_eq!(write("a", " \n", &Document::default()), "");
    }
}
