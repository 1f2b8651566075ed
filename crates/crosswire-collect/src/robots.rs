//! What a site's robots.txt asks of those who come without a reader: RFC 9309, and `Crawl-delay`, which many sites write.

use std::time::Duration;
use url::Url;

/// Bytes that are read of the file; the RFC asks for 500 KiB at least.
pub(crate) const READ: usize = 512 << 10;
/// The longest pause that is heeded. A site that asks for hours between two requests asks not to be read by programs.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// The rules of one site for one reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// The pause that the site asks for between two requests.
    pub pause: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    /// As written, with escapes in their usual form.
    pattern: Vec<u8>,
}

impl Robots {
    /// Nothing may be fetched.
    pub fn nothing() -> Self {
        Robots { rules: vec![Rule { allow: false, pattern: b"/".to_vec() }], pause: None }
    }

    /// The rules that a robots.txt has for the reader of this name: those of its groups, or else those for all.
    pub fn of(text: &[u8], reader: &str) -> Self {
        let text = String::from_utf8_lossy(&text[..text.len().min(READ)]);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let (mut own, mut all) = (Robots::default(), Robots::default());
        let mut found = false;
        // Whom the group is for that is being read, and whether its rules have begun.
        let (mut for_own, mut for_all, mut begun) = (false, false, true);
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if begun {
                    (for_own, for_all, begun) = (false, false, false);
                }
                // "crosswire/1.0" names crosswire, too.
                let name = value.split(['/', ' ']).next().unwrap_or_default();
                for_own |= name.eq_ignore_ascii_case(reader);
                for_all |= name == "*";
                found |= for_own;
                continue;
            }
            let rules = [(for_own, &mut own), (for_all, &mut all)];
            match key.as_str() {
                "allow" | "disallow" => {
                    begun = true;
                    // An empty pattern matches nothing.
                    if !value.is_empty() {
                        let rule = Rule { allow: key == "allow", pattern: usual(value.as_bytes()) };
                        rules
                            .into_iter()
                            .filter(|(yes, _)| *yes)
                            .for_each(|(_, r)| r.rules.push(rule.clone()));
                    }
                }
                "crawl-delay" => {
                    begun = true;
                    let seconds = value.parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0);
                    let pause = seconds.map(|s| Duration::from_secs_f64(s.min(LONGEST_PAUSE.as_secs_f64())));
                    rules.into_iter().filter(|(yes, _)| *yes).for_each(|(_, r)| r.pause = pause.or(r.pause));
                }
                // Sitemaps and what others have made up belong to no group.
                _ => {}
            }
        }
        if found { own } else { all }
    }

    /// Whether the address may be fetched: the longest rule that matches decides, and of two as long the one that allows.
    pub fn allows(&self, url: &Url) -> bool {
        let mut path = url.path().as_bytes().to_vec();
        if let Some(query) = url.query() {
            path.push(b'?');
            path.extend_from_slice(query.as_bytes());
        }
        let path = usual(&path);
        if path == b"/robots.txt" {
            return true;
        }
        self.rules
            .iter()
            .filter(|rule| matches(&rule.pattern, &path))
            .max_by_key(|rule| (rule.pattern.len(), rule.allow))
            .is_none_or(|rule| rule.allow)
    }
}

/// Whether a path begins as the pattern says; `*` stands for anything, a `$` at the end for the end.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, whole) = pattern.strip_suffix(b"$").map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split(|b| *b == b'*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !whole || rest.is_empty();
    }
    // The leftmost place of each part leaves the most room for the next.
    while let Some(part) = parts.next() {
        if whole && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        if part.is_empty() {
            continue;
        }
        match rest.windows(part.len()).position(|window| window == part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// The usual form of a path: what must be escaped is, with capital digits, and what need not be is not.
fn usual(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len());
    let escape = |byte: u8, out: &mut Vec<u8>| out.extend_from_slice(format!("%{byte:02X}").as_bytes());
    let hex = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let mut i = 0;
    while i < path.len() {
        match (path[i], hex(path.get(i + 1)), hex(path.get(i + 2))) {
            (b'%', Some(high), Some(low)) => {
                let byte = (high * 16 + low) as u8;
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                    out.push(byte);
                } else {
                    escape(byte, &mut out);
                }
                i += 2;
            }
            (byte @ (0x21..=0x7e), ..) => out.push(byte),
            (byte, ..) => escape(byte, &mut out),
        }
        i += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(robots: &str, path: &str, allowed: bool) {
        let url = Url::parse("https://post.example").unwrap().join(path).unwrap();
        assert_eq!(Robots::of(robots.as_bytes(), "crosswire").allows(&url), allowed, "{robots} of {path}");
    }

    #[test]
    fn the_longest_rule_decides() {
        let robots = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c$\n";
        check(robots, "/", true);
        check(robots, "/a", false);
        check(robots, "/a/x", false);
        check(robots, "/a/b", true);
        check(robots, "/a/b/c", false);
        check(robots, "/a/b/cd", true);
        check("User-agent: *\nDisallow: /p\nAllow: /p\n", "/p", true);
    }

    #[test]
    fn its_own_group_counts_alone() {
        let robots = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: CrossWire\nDisallow: /x\n";
        check(robots, "/", true);
        check(robots, "/x", false);
        // Two groups of one name are one.
        let robots = format!("{robots}\nUser-agent: crosswire/2\nDisallow: /y\n");
        check(&robots, "/x", false);
        check(&robots, "/y", false);
        // A longer name is another reader.
        check("User-agent: crosswirebot\nDisallow: /\n", "/", true);
    }

    #[test]
    fn stars_ends_and_escapes() {
        check("User-agent: *\nDisallow: /*.php$\n", "/a/b.php", false);
        check("User-agent: *\nDisallow: /*.php$\n", "/a/b.php?x", true);
        check("User-agent: *\nDisallow: /*.php\n", "/a/b.php?x", false);
        check("User-agent: *\nDisallow: /a*b*c\n", "/axxbyyc/z", false);
        check("User-agent: *\nDisallow: /*?s=\n", "/find?s=1", false);
        check("User-agent: *\nDisallow: /caf\u{e9}\n", "/caf%C3%A9/menu", false);
        check("User-agent: *\nDisallow: /%7Eruna\n", "/~runa", false);
        check("User-agent: *\nDisallow: /a%2fb\n", "/a/b", true);
        check(&format!("User-agent: *\nDisallow: /{}x\n", "*a".repeat(5_000)), &"/a".repeat(1_000), true);
    }

    #[test]
    fn what_is_odd_is_passed_over() {
        check("", "/", true);
        check("\u{feff}user-AGENT : * # all\r\nDISALLOW:/x # why\r\n", "/x", false);
        check("Disallow: /x\n", "/x", true);
        check("User-agent: *\nDisallow:\n", "/", true);
        check("User-agent: *\nDisallow: /\n", "/robots.txt", true);
        check("User-agent: *\nSitemap: https://post.example/s.xml\nDisallow: /x\n", "/x", false);
        assert!(!Robots::nothing().allows(&Url::parse("https://post.example/a").unwrap()));
        let _ = Robots::of(&[0xff, 0, b'\n', 0xfe, b':', b'%'], "crosswire");
    }

    #[test]
    fn a_pause_is_heeded_up_to_five_minutes() {
        let pause = |text: &str| Robots::of(text.as_bytes(), "crosswire").pause;
        assert_eq!(pause("User-agent: *\nCrawl-delay: 2.5\n"), Some(Duration::from_millis(2_500)));
        assert_eq!(pause("User-agent: *\nCrawl-delay: 86400\n"), Some(Duration::from_secs(300)));
        assert_eq!(pause("User-agent: *\nCrawl-delay: -1\nCrawl-delay: soon\nCrawl-delay: inf\n"), None);
    }
}
