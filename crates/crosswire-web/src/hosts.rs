//! The names under which a server on this machine may be asked, and the pages that may ask: for the desk, and for any other.
//!
//! A web page elsewhere can make a browser send requests here. It cannot choose the `Host` of its own name, and the browser tells
//! which page sends.

use axum::http::{HeaderMap, HeaderName, header};
use std::net::{IpAddr, SocketAddr};

/// In which a browser tells whether the page that sends is the server's.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The addresses under which a server is asked for.
#[derive(Debug, Clone)]
pub struct Hosts {
    listen: SocketAddr,
    /// Scheme and host of a proxy.
    public: Option<String>,
}

impl Hosts {
    /// Those of a server that listens here, and perhaps is shown under another address by a proxy.
    pub fn new(listen: SocketAddr, public: Option<String>) -> Hosts {
        Hosts { listen, public }
    }

    /// The port on which the server listens.
    pub fn port(&self) -> u16 {
        self.listen.port()
    }

    /// Scheme, host and port to name to people.
    pub fn origin(&self) -> String {
        self.public.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// The origin that pages have which ask for this host; none where it is no host of the server.
    ///
    /// Numbers are let through where the server listens to others, since no name can lead to them; names are not, but for that
    /// of this machine and that of the proxy.
    fn origin_of(&self, host: &str) -> Option<String> {
        let host = host.to_ascii_lowercase();
        if let Some(public) = &self.public
            && public.split_once("://").is_some_and(|(_, name)| name == host)
        {
            return Some(public.clone());
        }
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port.parse().ok()?),
            _ => (host.as_str(), 80),
        };
        let here = self.listen.ip();
        let fits = match name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            Ok(ip) if here.is_loopback() => ip.is_loopback(),
            Ok(ip) => here.is_unspecified() || ip == here,
            Err(_) => name == "localhost" && (here.is_loopback() || here.is_unspecified()),
        };
        (fits && port == self.listen.port()).then(|| format!("http://{host}"))
    }

    /// The origin of the server as a request names it; none where its `Host` is missing, is given twice, or is another's.
    pub fn origin_asked(&self, headers: &HeaderMap) -> Option<String> {
        let mut given = headers.get_all(header::HOST).iter();
        match (given.next(), given.next()) {
            (Some(one), None) => self.origin_of(one.to_str().ok()?),
            _ => None,
        }
    }
}

/// Whether a request comes from a page of this origin, as the browser tells. A request of no browser tells nothing.
pub fn is_same_page(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?").to_owned());
    match (text(header::ORIGIN), text(SITE)) {
        // A page that hides where it is sends `null`, and the browser still tells that it is the server's.
        (Some(from), Some(site)) => {
            (from == "null" || from.eq_ignore_ascii_case(origin)) && site == "same-origin"
        }
        (Some(from), None) => from.eq_ignore_ascii_case(origin),
        (None, Some(site)) => site == "same-origin",
        (None, None) => false,
    }
}

/// Whether a browser sends a request for a page.
pub fn is_from_a_page(headers: &HeaderMap) -> bool {
    headers.contains_key(header::ORIGIN) || headers.contains_key(SITE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn hosts_are_those_of_the_desk() {
        let check = |listen: &str, public: Option<&str>, host: &str, origin: Option<&str>| {
            let hosts = Hosts::new(listen.parse().unwrap(), public.map(str::to_owned));
            assert_eq!(hosts.origin_of(host).as_deref(), origin, "{host} of {listen}");
        };
        let own = "127.0.0.1:4711";
        check(own, None, "127.0.0.1:4711", Some("http://127.0.0.1:4711"));
        check(own, None, "LOCALHOST:4711", Some("http://localhost:4711"));
        check(own, None, "[::1]:4711", Some("http://[::1]:4711"));
        check(own, None, "127.0.0.1:4712", None);
        check(own, None, "127.0.0.1", None);
        check(own, None, "evil.example:4711", None);
        check(own, None, "localhost.evil.example:4711", None);
        check(own, None, "10.0.0.1:4711", None);
        check(own, None, "", None);
        check(own, Some("https://desk.example"), "desk.example", Some("https://desk.example"));
        check("0.0.0.0:80", None, "10.0.0.1", Some("http://10.0.0.1"));
        check("0.0.0.0:80", None, "evil.example", None);
        check("10.0.0.1:80", None, "10.0.0.2", None);
    }

    #[test]
    fn a_change_comes_from_the_desk_itself() {
        let check = |origin: Option<&'static str>, site: Option<&'static str>, fits: bool| {
            let mut headers = HeaderMap::new();
            origin.map(|o| headers.insert(header::ORIGIN, HeaderValue::from_static(o)));
            site.map(|s| headers.insert(SITE, HeaderValue::from_static(s)));
            assert_eq!(is_same_page(&headers, "http://127.0.0.1:1"), fits, "{origin:?} {site:?}");
        };
        check(Some("http://127.0.0.1:1"), Some("same-origin"), true);
        check(Some("http://127.0.0.1:1"), None, true);
        check(None, Some("same-origin"), true);
        check(Some("http://127.0.0.1:2"), None, false);
        check(Some("http://evil.example"), Some("cross-site"), false);
        check(Some("null"), None, false);
        check(Some("null"), Some("cross-site"), false);
        check(Some("null"), Some("same-origin"), true);
        check(None, Some("none"), false);
        check(None, None, false);
    }
}
