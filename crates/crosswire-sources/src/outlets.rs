//! Who publishes what stands at a web address.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Outlets by the domain of their addresses.
static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    crate::entries(include_str!("../data/outlets.txt")).filter_map(|line| line.split_once(' ')).collect()
});

/// The outlet at an address: its name where it is known, else the domain that it registered, by the public suffix list.
pub(crate) fn of(url: &str) -> Option<String> {
    let host = host(url)?;
    let mut domain = host.as_str();
    loop {
        if let Some(name) = NAMES.get(domain) {
            return Some((*name).to_owned());
        }
        match domain.split_once('.') {
            Some((_, parent)) => domain = parent,
            None => break,
        }
    }
    // An address in numbers, or of one's own machine, names no outlet.
    let named = host.chars().any(|c| c.is_alphabetic());
    psl::domain_str(&host).filter(|_| named && host.contains('.')).map(str::to_owned)
}

/// The host of an address, in small letters.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?.trim_end_matches('.').to_lowercase();
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn an_address_names_its_outlet() {
        let check = |url, outlet: &str| assert_eq!(of(url).as_deref().unwrap_or("-"), outlet, "{url}");
        check("https://www.bbc.co.uk/news/a", "BBC");
        check("https://edition.cnn.com/a?b#c", "CNN");
        check("https://news.halvik-post.co.uk:8443/a", "halvik-post.co.uk");
        check("http://user@Www.Skerri.Example./a", "skerri.example");
        check("http://127.0.0.1/a", "-");
        check("http://localhost/a", "-");
        check("file:///home/a.html", "-");
        check("halvik", "-");
    }
}
