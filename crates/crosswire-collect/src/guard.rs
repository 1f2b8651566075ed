//! Which addresses may be fetched: those of the open web, and none that lead into the machine or the house that it stands in.
//!
//! A feed is written by others. Whatever it links is asked for from where crosswire runs, behind the firewall of a newsroom, so
//! a link to `http://169.254.169.254/` or `http://printer.local/` must not be followed, however it is written and whoever redirects
//! to it. The check stands in two places: here on the address as it is written, for it and for each redirect, and in the resolver
//! that the connection itself uses ([`Guarded`]), on the numbers that it connects to. Between the second check and the
//! connection no name is looked up again, so that a name whose answer changes gains nothing.

use crate::address::host_name;
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;
use ureq::Error as HttpError;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::{Host, Url};

/// Ports that a web address has when it names none.
const PORTS: [u16; 2] = [80, 443];

/// A host that may be asked although it is private or has another port, as `--allow-host` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHost {
    host: String,
    port: Option<u16>,
}

impl FromStr for AllowedHost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no host; such as intranet.example or 192.168.1.7:8080");
        if text.contains(['/', '@', '?', '#', '\\']) {
            return Err(wrong());
        }
        // A scheme without a port of its own keeps the port that is written.
        let url = Url::parse(&format!("http://{text}/")).map_err(|_| wrong())?;
        let port = text.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).or(url.port());
        // The colons of an IPv6 address are no port.
        let port = if text.ends_with(']') { None } else { port };
        Ok(AllowedHost { host: host_name(&url).ok_or_else(wrong)?, port })
    }
}

/// What may be fetched.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    /// Hosts that may be asked although they are private.
    pub hosts: Vec<AllowedHost>,
    /// Ports beside 80 and 443, for any host.
    pub ports: Vec<u16>,
}

/// Why an address is not fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

impl Guard {
    /// Looks at an address as it is written. Names are looked at again when they are resolved.
    pub fn check(&self, url: &Url) -> Result<(), Refusal> {
        let refuse = |why: String| Err(Refusal(why));
        if !matches!(url.scheme(), "http" | "https") {
            return refuse(format!("{}: is no web address", url.scheme()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("it holds a user's name or password".to_owned());
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return refuse("it names no host".to_owned());
        };
        if host_name(url).is_some_and(|name| self.allows(&name, port)) {
            return Ok(());
        }
        if !PORTS.contains(&port) && !self.ports.contains(&port) {
            return refuse(format!("port {port} is none of the web's"));
        }
        match host {
            Host::Ipv4(ip) => public(ip.into()),
            Host::Ipv6(ip) => public(ip.into()),
            Host::Domain(name) => public_name(name),
        }
    }

    /// True if the user named this host, and this port or none.
    fn allows(&self, host: &str, port: u16) -> bool {
        let named = |allowed: &AllowedHost| match allowed.port {
            Some(one) => one == port,
            None => PORTS.contains(&port) || self.ports.contains(&port),
        };
        self.hosts.iter().any(|allowed| allowed.host == host && named(allowed))
    }
}

/// Refuses names that mean this machine, before anyone is asked for their number.
fn public_name(name: &str) -> Result<(), Refusal> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    if name.is_empty() {
        return Err(Refusal("it names no host".to_owned()));
    }
    if name == "localhost" || name.ends_with(".localhost") || name == "localhost.localdomain" {
        return Err(Refusal(format!("{name} is this machine")));
    }
    Ok(())
}

/// Refuses every number that is not one of the open internet's.
pub fn public(ip: IpAddr) -> Result<(), Refusal> {
    let kind = match ip {
        IpAddr::V4(ip) => reserved_v4(ip),
        IpAddr::V6(ip) => reserved_v6(ip),
    };
    kind.map_or(Ok(()), |kind| Err(Refusal(format!("{ip} is {kind}"))))
}

/// What a number is instead of one of the open internet's, by IANA's registry of special purposes.
fn reserved_v4(ip: Ipv4Addr) -> Option<&'static str> {
    Some(match ip.octets() {
        [0, ..] => "no address of a machine",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => "a private address",
        [100, 64..=127, ..] => "an address within a provider's network",
        [127, ..] => "this machine",
        [169, 254, ..] => "a link-local address",
        [192, 0, 0, _] | [192, 31, 196, _] | [192, 52, 193, _] | [192, 175, 48, _] => "a reserved address",
        [192, 88, 99, _] => "a relay's address (6to4)",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "an address for examples",
        [198, 18..=19, ..] => "an address for benchmarks",
        [224..=239, ..] => "a multicast address",
        [240..=255, ..] => "a reserved address",
        _ => return None,
    })
}

/// The same of IPv6, of which only 2000::/3 is given out. What holds an IPv4 address is refused whatever that is: it would be
/// reached by way of a translator that may stand in the house.
fn reserved_v6(ip: Ipv6Addr) -> Option<&'static str> {
    Some(match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => "this machine",
        [0, 0, 0, 0, 0, 0, 0, 0] => "no address of a machine",
        [0, 0, 0, 0, 0, 0xffff, ..] => "an IPv4 address in IPv6 dress",
        [0, 0, 0, 0, 0xffff, 0, ..] => "an IPv4 address in IPv6 dress",
        [0, 0, 0, 0, 0, 0, ..] => "an IPv4 address in IPv6 dress",
        [0x64, 0xff9b, ..] => "an address of a translator (NAT64)",
        [0x2002, ..] => "an address of a tunnel (6to4)",
        [0x2001, 0, ..] => "an address of a tunnel (Teredo)",
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0x0fff, ..] => "an address for examples",
        [0x2001, 0x0001..=0x01ff, ..] => "a reserved address",
        [0xfc00..=0xfdff, ..] => "a private address",
        [0xfe80..=0xfebf, ..] => "a link-local address",
        [0xfec0..=0xfeff, ..] => "a private address",
        [0xff00..=0xffff, ..] => "a multicast address",
        [0x2000..=0x3fff, ..] => return None,
        _ => "a reserved address",
    })
}

/// How a host's name becomes numbers, where it is not the system that is asked.
pub type Lookup = Arc<dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync>;

/// The resolver of the connection: it gives only numbers that may be connected to.
pub(crate) struct Guarded {
    pub(crate) guard: Arc<Guard>,
    pub(crate) lookup: Option<Lookup>,
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("guard", &self.guard).finish_non_exhaustive()
    }
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, HttpError> {
        // The very text that is connected to is parsed again, so that no two readings of an address can differ.
        let url = Url::parse(&uri.to_string()).map_err(|e| HttpError::BadUri(e.to_string()))?;
        self.guard.check(&url).map_err(refused)?;
        let (Some(name), Some(port)) = (host_name(&url), url.port_or_known_default()) else {
            return Err(HttpError::HostNotFound);
        };
        let numbers: Vec<SocketAddr> = match (&self.lookup, url.host()) {
            (_, Some(Host::Ipv4(ip))) => vec![(ip, port).into()],
            (_, Some(Host::Ipv6(ip))) => vec![(ip, port).into()],
            (Some(lookup), _) => lookup(&name, port).map_err(HttpError::Io)?,
            (None, _) => DefaultResolver::default().resolve(uri, config, timeout)?.to_vec(),
        };
        let mut found = self.empty();
        let allowed = self.guard.allows(&name, port);
        let mut why = None;
        for number in numbers {
            match public(number.ip()) {
                Err(refusal) if !allowed => why = Some(refusal),
                _ if number.port() == port && found.len() < 16 => found.push(number),
                _ => {}
            }
        }
        match why {
            _ if !found.is_empty() => Ok(found),
            Some(Refusal(why)) => Err(refused(Refusal(format!("{name}: {why}")))),
            None => Err(HttpError::HostNotFound),
        }
    }
}

fn refused(refusal: Refusal) -> HttpError {
    HttpError::Io(io::Error::new(io::ErrorKind::PermissionDenied, refusal))
}

/// The refusal of the resolver, where that is why nothing came back.
pub(crate) fn refusal(error: &HttpError) -> Option<Refusal> {
    match error {
        HttpError::Io(error) => error.get_ref()?.downcast_ref::<Refusal>().cloned(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use ureq::Timeout;
    use ureq::unversioned::transport::time::Duration;

    #[test]
    fn each_connection_is_made_to_the_numbers_that_were_looked_at() {
        let count = Arc::new(AtomicUsize::new(0));
        let asked = Arc::clone(&count);
        // The first answer is the open internet's, the next ones are this machine.
        let lookup: Lookup = Arc::new(move |_, port| {
            let first = asked.fetch_add(1, Ordering::Relaxed) == 0;
            let ip: IpAddr = if first { [1, 1, 1, 1].into() } else { [127, 0, 0, 1].into() };
            Ok(vec![(ip, port).into()])
        });
        let guarded = Guarded { guard: Arc::default(), lookup: Some(lookup) };
        let resolve = || {
            let uri: Uri = "http://post.example/".parse().unwrap();
            let timeout = NextTimeout {
                after: Duration::NotHappening,
                reason: Timeout::Global,
                ..NextTimeout::default()
            };
            guarded.resolve(&uri, &Config::default(), timeout).map(|found| found.to_vec())
        };
        assert_eq!(resolve().unwrap(), ["1.1.1.1:80".parse().unwrap()]);
        // One look-up a connection: what was looked at is what is connected to.
        assert_eq!(count.load(Ordering::Relaxed), 1);
        assert!(refusal(&resolve().unwrap_err()).unwrap().0.contains("127.0.0.1 is this machine"));
    }
}
