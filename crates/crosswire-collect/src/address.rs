//! Addresses: as links are written, and as what is kept is called by.

use url::{Host, Url};

/// Bytes of an address at most; longer ones are no article's.
const LONGEST: usize = 4_096;

/// Parts of a query that say whence a reader came, and change nothing of what is read.
const OF_THE_WAY: [&str; 9] =
    ["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid", "at_medium"];

/// The address that a link means: absolute, without fragment and without what only counts readers. `Err` says why it is none.
pub(crate) fn of_link(link: &str, base: Option<&Url>) -> Result<Url, String> {
    let link = link.trim();
    if link.is_empty() {
        return Err("it is empty".to_owned());
    }
    if link.len() > LONGEST {
        return Err(format!("it has {} bytes, over {LONGEST}", link.len()));
    }
    let parsed = Url::parse(link).or_else(|error| match (error, base) {
        (url::ParseError::RelativeUrlWithoutBase, Some(base)) => base.join(link),
        _ => Err(error),
    });
    let mut url = parsed.map_err(|error| match error {
        url::ParseError::RelativeUrlWithoutBase => "it is relative, and nothing says to what".to_owned(),
        error => error.to_string(),
    })?;
    tidy(&mut url);
    Ok(url)
}

/// Takes off what makes no other article: the fragment, and what only counts readers.
pub(crate) fn tidy(url: &mut Url) {
    url.set_fragment(None);
    let counts = |name: &str| name.starts_with("utm_") || OF_THE_WAY.contains(&name);
    if url.query_pairs().any(|(name, _)| counts(&name)) {
        // Parts are left as they are written; only whole ones go.
        let kept: Vec<&str> = url
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|part| !counts(part.split('=').next().unwrap_or_default()))
            .collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(kept.as_str()));
    }
}

/// The host's name, lower case and without a last dot; of a number its usual form.
pub(crate) fn host_name(url: &Url) -> Option<String> {
    Some(match url.host()? {
        Host::Domain(name) => name.trim_end_matches('.').to_ascii_lowercase(),
        Host::Ipv4(ip) => ip.to_string(),
        Host::Ipv6(ip) => ip.to_string(),
    })
}

/// Scheme, host and port: what a robots.txt is for.
pub(crate) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(link: &str, expect: &str) {
        let base = Url::parse("https://post.example/world/feed.xml").unwrap();
        let got = of_link(link, Some(&base)).map_or_else(|e| e, String::from);
        assert_eq!(got, expect, "{link}");
    }

    #[test]
    fn links_become_addresses() {
        check(" /a?x=1&utm_source=rss#top ", "https://post.example/a?x=1");
        check("b.html?fbclid=7", "https://post.example/world/b.html");
        check("//other.example/c", "https://other.example/c");
        check("HTTPS://Post.Example/a%20b?q=a+b&&utm_x", "https://post.example/a%20b?q=a+b&");
        check("", "it is empty");
        check("javascript:alert(1)", "javascript:alert(1)");
        assert!(of_link("a.html", None).unwrap_err().contains("relative"));
        assert!(of_link(&format!("https://a.example/{}", "x".repeat(9_000)), None).is_err());
    }
}
