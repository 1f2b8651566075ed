//! The text of a page's article, by two extractors that check each other.

use std::collections::HashSet;
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

/// The paragraphs of the article in `html`, with a blank line between; empty where there is none.
///
/// `second` is what another extractor took the article to be. What trafilatura takes for it beyond its true ends
/// (teasers, newsletter boxes, "follow us") another extractor seldom takes too, so paragraphs at either end that
/// `second` does not have are dropped. Within the article trafilatura is right more often and stays untouched.
pub(super) fn article(html: &str, second: &str, title: Option<&str>) -> String {
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        // Its date is not used.
        .with_html_date_mode(HtmlDateMode::Disabled)
        .with_focus(ExtractionFocus::FavorPrecision);
    let first = trafilatura::extract(html, &options).map(|found| found.content_html).unwrap_or_default();
    let mut all = paragraphs(&first);
    if all.is_empty() {
        all = second.lines().map(run_together).filter(|line| !line.is_empty()).collect();
    }
    let mut kept = agreed(&all, second);
    // The headline stands beside the text, not in it.
    if let (Some(title), [head, _, ..]) = (title, kept)
        && words(head) == words(title)
    {
        kept = &kept[1..];
    }
    kept.join("\n\n")
}

/// `all` without the paragraphs at both ends that are not in `second`; untouched where the two hardly agree.
fn agreed<'a>(all: &'a [String], second: &str) -> &'a [String] {
    let second = words(second);
    let known: HashSet<&[u64]> = runs(&second).collect();
    let has = |paragraph: &String| {
        let words = words(paragraph);
        let found = runs(&words).filter(|run| known.contains(run)).count();
        found * 2 >= runs(&words).count().max(1)
    };
    let agreed: Vec<bool> = all.iter().map(has).collect();
    let bytes = |keep: &dyn Fn(usize) -> bool| -> usize {
        all.iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, paragraph)| paragraph.len()).sum()
    };
    if bytes(&|i| agreed[i]) * 2 < bytes(&|_| true) {
        return all;
    }
    match (agreed.iter().position(|x| *x), agreed.iter().rposition(|x| *x)) {
        (Some(first), Some(last)) => &all[first..=last],
        _ => all,
    }
}

/// The words of a text in small letters, each as a number: a text has many, and they are only compared.
fn words(text: &str) -> Vec<u64> {
    let number = |word: &str| {
        // FNV-1a, over letters.
        let letters = word.chars().flat_map(char::to_lowercase);
        letters
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, c| (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3))
    };
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(number).collect()
}

/// All runs of four words; fewer words are one run.
fn runs(words: &[u64]) -> impl Iterator<Item = &[u64]> {
    words.windows(words.len().clamp(1, 4))
}

fn run_together(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The paragraphs of `html` as trafilatura writes it out: well-formed, and four characters escaped.
///
/// Its own plain text runs all paragraphs into one line.
fn paragraphs(html: &str) -> Vec<String> {
    let (mut done, mut current, mut rest) = (Vec::new(), String::new(), html);
    let mut end = |current: &mut String| {
        let text = run_together(&std::mem::take(current));
        if !text.is_empty() {
            done.push(text);
        }
    };
    while let Some((text, after)) = rest.split_once('<') {
        unescape(text, &mut current);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        rest = after;
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.as_str() {
            "a" | "abbr" | "b" | "cite" | "code" | "del" | "em" | "font" | "i" | "ins" | "mark" | "q"
            | "s" | "small" | "span" | "strong" | "sub" | "sup" | "time" | "u" => {}
            "td" | "th" => current.push(' '),
            _ => end(&mut current),
        }
    }
    unescape(rest, &mut current);
    end(&mut current);
    done
}

fn unescape(text: &str, into: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        into.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{a0}"), ("&quot;", "\"")];
        let (escaped, plain) =
            known.into_iter().find(|(name, _)| rest.starts_with(name)).unwrap_or(("&", "&"));
        into.push_str(plain);
        rest = &rest[escaped.len()..];
    }
    into.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_end_paragraphs_and_phrases_do_not() {
        let html = "<h2>At sea</h2><p>The <b>ferry</b> &amp; its&nbsp;crew\n left.</p><ul><li>one</li><li>two</li></ul>\
                    <table><tr><td>a</td><td>b</td></tr></table>x<br>y &lt;z";
        assert_eq!(
            paragraphs(html),
            ["At sea", "The ferry & its crew left.", "one", "two", "a b", "x", "y <z"]
        );
    }

    #[test]
    fn ends_that_only_one_extractor_has_are_dropped() {
        let all = [
            "Follow us on all channels",
            "The ferry ran aground at dawn.",
            "A",
            "Nobody was hurt, she said.",
            "Sign up now",
        ];
        let all = all.map(str::to_owned);
        let second = "The ferry ran aground at dawn.\nNobody was hurt, she said.";
        assert_eq!(agreed(&all, second), &all[1..4]);
        assert_eq!(agreed(&all, "Something else altogether, from a menu"), &all);
        assert_eq!(agreed(&all, ""), &all);
    }
}
