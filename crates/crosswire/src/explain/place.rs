//! Which place is asked for: `FILE:LINE`, or a phrase of the articles.

use crate::story::Story;
use crate::text::{Article, one_line};
use crosswire_lang::ByteRange;

/// Why a place cannot be explained.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// Nothing is asked for.
    #[error("the place is empty")]
    Empty,
    /// No article has these words.
    #[error("no article has the words “{phrase}”{}", nearest.as_ref().map_or_else(String::new, ToString::to_string))]
    NoPhrase {
        /// What was looked for.
        phrase: String,
        /// The text that has most of it.
        nearest: Option<Nearest>,
    },
    /// The article has fewer lines.
    #[error("{path} has no line {line}: its text has {lines}")]
    NoLine {
        /// The article.
        path: String,
        /// The line that was asked for.
        line: usize,
        /// How many lines its text has.
        lines: usize,
    },
    /// The line holds nothing.
    #[error("line {line} of {path} is empty{}", nearest.as_ref().map_or_else(String::new, ToString::to_string))]
    EmptyLine {
        /// The article.
        path: String,
        /// The line that was asked for.
        line: usize,
        /// The next line that holds something.
        nearest: Option<Nearest>,
    },
    /// No article has this path.
    #[error("no article is called {file}; there are {}", paths.join(", "))]
    NoArticle {
        /// The file that was asked for.
        file: String,
        /// The articles, or the first of them.
        paths: Vec<String>,
    },
    /// Several articles have this path's end.
    #[error("several articles are called {file}: {}", paths.join(", "))]
    ManyArticles {
        /// The file that was asked for.
        file: String,
        /// The articles.
        paths: Vec<String>,
    },
}

/// Text that is nearly what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// The article.
    pub path: String,
    /// The line of its text.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

impl std::fmt::Display for Nearest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "; {}:{} has “{}”", self.path, self.line, self.text)
    }
}

/// A place in an article of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Place of the article in [`Story::reports`].
    pub(super) report: usize,
    /// Bytes of its text.
    pub(super) bytes: ByteRange,
    /// Other places that have the same phrase.
    pub(super) also: Vec<(usize, ByteRange)>,
}

/// How many articles an error lists.
const LISTED: usize = 8;

/// Finds the place that `asked` names: `FILE:LINE`, `FILE:PHRASE` or `PHRASE`. Lines are those of the article's text.
pub(super) fn find(story: &Story, asked: &str) -> Result<Found, PlaceError> {
    let asked = asked.trim();
    let path = |n: &usize| story.reports[*n].article.document.path.clone();
    // A path may hold colons itself: the longest one that names an article counts.
    for (at, _) in asked.rmatch_indices(':') {
        let (file, rest) = (&asked[..at], asked[at + 1..].trim());
        let named = named(story, file);
        if named.len() > 1 {
            return Err(PlaceError::ManyArticles {
                file: file.to_owned(),
                paths: named.iter().map(path).collect(),
            });
        }
        if let Some(&report) = named.first() {
            return match rest.parse() {
                Ok(number) => line(&story.reports[report].article, number).map(|bytes| Found {
                    report,
                    bytes,
                    also: Vec::new(),
                }),
                Err(_) => phrase(story, &[report], rest),
            };
        }
    }
    let all: Vec<usize> = (0..story.reports.len()).collect();
    phrase(story, &all, asked).map_err(|error| match file_of(asked) {
        Some(file) => PlaceError::NoArticle {
            file: file.to_owned(),
            paths: all.iter().take(LISTED).map(path).collect(),
        },
        None => error,
    })
}

/// The articles that a file's name stands for: the one of this path, else those whose path ends with it.
fn named(story: &Story, file: &str) -> Vec<usize> {
    let file = file.strip_prefix("./").unwrap_or(file);
    let path = |n: usize| {
        let path = story.reports[n].article.document.path.as_str();
        path.strip_prefix("./").unwrap_or(path)
    };
    let ends = |n: usize| path(n).strip_suffix(file).is_some_and(|before| before.ends_with('/'));
    let all = || 0..story.reports.len();
    match all().find(|&n| path(n) == file) {
        Some(n) => vec![n],
        None if file.is_empty() => Vec::new(),
        None => all().filter(|&n| ends(n)).collect(),
    }
}

/// The file of what looks like `FILE:LINE` and is no phrase of an article.
fn file_of(asked: &str) -> Option<&str> {
    let (file, line) = asked.rsplit_once(':')?;
    (!file.is_empty() && line.parse::<usize>().is_ok()).then_some(file)
}

/// The bytes of a line of an article's text, without white space around it. The first line is 1.
fn line(article: &Article, number: usize) -> Result<ByteRange, PlaceError> {
    let text = article.document.text.as_str();
    let path = || article.document.path.clone();
    let Some(bytes) = number.checked_sub(1).and_then(|n| lines(text).nth(n)) else {
        return Err(PlaceError::NoLine { path: path(), line: number, lines: lines(text).count() });
    };
    if bytes.is_empty() {
        let next = lines(text).enumerate().skip(number).find(|(_, bytes)| !bytes.is_empty());
        let nearest =
            next.map(|(n, bytes)| Nearest { path: path(), line: n + 1, text: shorten(&text[bytes]) });
        return Err(PlaceError::EmptyLine { path: path(), line: number, nearest });
    }
    Ok(bytes)
}

/// The lines of a text, without white space around them.
fn lines(text: &str) -> impl Iterator<Item = ByteRange> + '_ {
    let mut from = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = from + (line.len() - line.trim_start().len());
        from += line.len();
        ByteRange::new(start, start.max(from - (line.len() - line.trim_end().len())))
    })
}

/// The line of a text in which a byte stands.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    text[..byte].bytes().filter(|&b| b == b'\n').count() + 1
}

/// The first place in some articles that has a phrase, whatever its case, its quotation marks and its white space.
fn phrase(story: &Story, among: &[usize], asked: &str) -> Result<Found, PlaceError> {
    let marks = |c: char| matches!(c, '“' | '”' | '"') || c.is_whitespace();
    let wanted = Plain::new(asked.trim_matches(marks)).text;
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Err(PlaceError::Empty);
    }
    let texts: Vec<(usize, Plain)> =
        among.iter().map(|&n| (n, Plain::new(&story.reports[n].article.document.text))).collect();
    let mut places = texts.iter().flat_map(|(n, plain)| plain.find(wanted).map(|bytes| (*n, bytes)));
    let Some((report, bytes)) = places.next() else {
        return Err(PlaceError::NoPhrase {
            phrase: one_line(asked),
            nearest: nearest(story, &texts, wanted),
        });
    };
    Ok(Found { report, bytes, also: places.collect() })
}

/// A text in small letters with straight marks and single spaces, and for each of its bytes where that stood.
struct Plain {
    text: String,
    from: Vec<usize>,
}

impl Plain {
    fn new(text: &str) -> Self {
        let mut plain =
            Plain { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices() {
            match c {
                c if c.is_whitespace() && plain.text.ends_with(' ') => {}
                c if c.is_whitespace() => plain.push(at, ' '),
                '“' | '”' | '„' | '«' | '»' => plain.push(at, '"'),
                '‘' | '’' => plain.push(at, '\''),
                '–' | '—' => plain.push(at, '-'),
                c => c.to_lowercase().for_each(|c| plain.push(at, c)),
            }
        }
        plain.from.push(text.len());
        plain
    }

    fn push(&mut self, at: usize, c: char) {
        self.text.push(c);
        self.from.resize(self.text.len(), at);
    }

    /// Where a phrase stands in the text that this was made of.
    fn find(&self, phrase: &str) -> impl Iterator<Item = ByteRange> {
        self.text
            .match_indices(phrase)
            .map(|(at, found)| ByteRange::new(self.from[at], self.from[at + found.len()]))
    }
}

/// A single word shorter than this is no hint.
const TELLING: usize = 5;

/// The first place that has the longest run of the phrase's words.
fn nearest(story: &Story, texts: &[(usize, Plain)], phrase: &str) -> Option<Nearest> {
    let words: Vec<&str> = phrase.split(' ').collect();
    for length in (1..words.len().max(2)).rev() {
        for run in words.windows(length) {
            let run = run.join(" ");
            if length == 1 && run.len() < TELLING {
                continue;
            }
            let place = texts.iter().find_map(|(n, plain)| Some((*n, plain.find(&run).next()?)));
            if let Some((n, bytes)) = place {
                let article = &story.reports[n].article;
                let text = article.document.text.as_str();
                return Some(Nearest {
                    path: article.document.path.clone(),
                    line: line_of(text, bytes.start),
                    text: around(text, bytes),
                });
            }
        }
    }
    None
}

/// How many bytes before and after a match a hint shows, at most.
const CONTEXT: usize = 40;

/// Some words with those around them, in one line.
fn around(text: &str, bytes: ByteRange) -> String {
    let start = text.ceil_char_boundary(bytes.start.saturating_sub(CONTEXT));
    let end = text.floor_char_boundary((bytes.end + CONTEXT).min(text.len()));
    let (before, after) = (&text[start..bytes.start], &text[bytes.end..end]);
    // Whole words only, and nothing of another line.
    let before = before.rsplit('\n').next().unwrap_or_default();
    let before = if start > 0 && before.len() == bytes.start - start {
        before.split_once(' ').map_or("", |(_, words)| words)
    } else {
        before
    };
    let after = after.split('\n').next().unwrap_or_default();
    let after = if end < text.len() && bytes.end + after.len() == end {
        after.rsplit_once(' ').map_or("", |(words, _)| words)
    } else {
        after
    };
    one_line(&format!("{before}{}{after}", &text[bytes]))
}

/// The most characters of a text that an error shows.
const SHOWN: usize = 80;

/// A text in one line, cut where it is long.
fn shorten(text: &str) -> String {
    let text = one_line(text);
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    /// Checks what stands at the place that `asked` names, or the error.
    #[track_caller]
    fn check(asked: &str, expect: &str) {
        let story = Story::of(vec![
            Document::from_text(
                "story/a.txt",
                "outlet: Post\n\nThe ferry ran\naground, he said. “It’s lost.”\n",
            ),
            Document::from_text(
                "story/b.txt",
                "The ferry was saved.\n\nThe Ferry was towed off on Tuesday.\n",
            ),
            Document::from_text("more/b.txt", "It was a quiet day in the harbour.\n"),
        ]);
        let found = match find(&story, asked) {
            Ok(found) => {
                let article = &story.reports[found.report].article;
                let also =
                    if found.also.is_empty() { String::new() } else { format!(" +{}", found.also.len()) };
                format!("{}: {}{also}", article.document.path, one_line(article.text(found.bytes)))
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expect, "{asked}");
    }

    #[test]
    fn a_place_is_a_line_or_a_phrase() {
        check("story/a.txt:3", "story/a.txt: The ferry ran");
        check("a.txt:4", "story/a.txt: aground, he said. “It’s lost.”");
        check("./story/b.txt:1", "story/b.txt: The ferry was saved.");
        check("story/b.txt:towed off", "story/b.txt: towed off");
    }

    #[test]
    fn a_phrase_is_found_over_lines_case_and_marks() {
        check("FERRY ran aground", "story/a.txt: ferry ran aground");
        check("\"it's  lost\"", "story/a.txt: It’s lost");
        check("the ferry was", "story/b.txt: The ferry was +1");
    }

    #[test]
    fn what_is_not_there_is_told_with_what_is() {
        check(
            "the ferry was towed away",
            "no article has the words “the ferry was towed away”; story/b.txt:3 has “The Ferry was towed off on \
             Tuesday.”",
        );
        check("xyz", "no article has the words “xyz”");
        check("a.txt:9", "story/a.txt has no line 9: its text has 4");
        check("a.txt:0", "story/a.txt has no line 0: its text has 4");
        check("a.txt:2", "line 2 of story/a.txt is empty; story/a.txt:3 has “The ferry ran”");
        check("c.txt:1", "no article is called c.txt; there are more/b.txt, story/a.txt, story/b.txt");
        check("b.txt:1", "several articles are called b.txt: more/b.txt, story/b.txt");
        check("", "the place is empty");
        check("“”", "the place is empty");
    }
}
