//! Addresses that lead into the machine or the house: none is asked, however it is written and whoever leads to it.

use crate::server::{Reply, Request, Server, options, options_for, round, rss};
use crosswire_collect::guard::public;
use crosswire_collect::{Guard, Options};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Addresses of this machine and of others that are nobody's business; `{port}` is the port of a server that must not be asked.
const REFUSED: &[&str] = &[
    // This machine, in every notation that browsers and libraries read.
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0x7f.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127.255.255.254:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://[::1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://[64:ff9b:1::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2001:0:7f00:1::1]:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/",
    "http://a.localhost:{port}/",
    "http://localhost.localdomain:{port}/",
    "http://１２７.０.０.１:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://ⓛocalhost:{port}/",
    "http:/\\127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "http://127.0.0.1\t:{port}/",
    "http://user@127.0.0.1:{port}/",
    // The same on the web's own ports, where only the host can be what is wrong.
    "http://127.0.0.1/",
    "https://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::1]/",
    "http://１２７.０.０.１/",
    "http://localhost/",
    "http://printer.localhost./",
    // The house.
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://192.168.257/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[fec0::1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    // Nobody's.
    "http://192.0.2.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://198.18.0.1/",
    "http://192.0.0.8/",
    "http://192.88.99.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[100::1]/",
    // No addresses of pages.
    "file:///etc/hosts",
    "ftp://post.example/a",
    "javascript:alert(1)",
    "data:text/html,x",
    "gopher://127.0.0.1:{port}/",
    "jar:http://127.0.0.1:{port}/!/",
    "about:blank",
    "http://",
    "http://post.example:22/",
    "http://post.example:{port}/",
    "https://runa:secret@post.example/",
    "http://post.example@127.0.0.1/",
    "http://127.0.0.1#@post.example/",
    "http://256.256.256.256/",
    "http://1.2.3.4.5/",
];

/// Options that allow nothing, with names that resolve as they are told.
fn names(lookup: impl Fn(&str, u16) -> Vec<SocketAddr> + Send + Sync + 'static) -> Options {
    let mut options = options_for(Vec::new());
    options.manners.lookup = Some(Arc::new(move |name, port| Ok(lookup(name, port))));
    options
}

#[test]
fn as_they_are_given() {
    let victim = Server::start(|_| Reply::html("secret"));
    let options = names(|_, _| panic!("no name is to be looked up"));
    for address in REFUSED {
        let address = address.replace("{port}", &victim.at.port().to_string());
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("list.txt");
        std::fs::write(&file, format!("https://127.0.0.1/\n{address}\n")).unwrap();
        let (report, words) = round(folder.path(), &options, &[file.to_str().unwrap()]);
        assert_eq!((report.new, report.refused + report.failed), (0, 2), "{address}: {words:?}");
    }
    assert_eq!(victim.count(), 0);
    println!("{} addresses refused, none asked", REFUSED.len());
}

#[test]
fn as_a_feed_links_them() {
    let victim = Server::start(|_| Reply::html("secret"));
    let port = victim.at.port().to_string();
    let links: Vec<(String, String)> = REFUSED
        .iter()
        .map(|a| a.replace("{port}", &port).replace('&', "&amp;"))
        .map(|link| (format!("<![CDATA[{link}]]>"), String::new()))
        .collect();
    let feed = rss("Halvik Post", &links);
    let server = Server::start(
        move |r: &Request| if r.path == "/feed" { Reply::xml(feed.clone()) } else { Reply::none() },
    );
    let folder = tempfile::tempdir().unwrap();
    let (report, words) = round(folder.path(), &options(&[&server]), &[&server.url("/feed")]);
    assert_eq!((report.new, report.failed), (0, 0), "{words:?}");
    assert!(report.refused >= 60, "{report:?}");
    assert!(words.len() < 40, "each kind is told once: {words:?}");
    assert_eq!((victim.count(), server.asked().len()), (0, 1));
    // In the next round nothing is told again.
    let (report, words) = round(folder.path(), &options(&[&server]), &[&server.url("/feed")]);
    assert_eq!((report.refused, words.len()), (0, 0), "{words:?}");
}

#[test]
fn as_a_server_leads_to_them() {
    let victim = Server::start(|_| Reply::html("secret"));
    let port = victim.at.port().to_string();
    let targets: Vec<String> = REFUSED.iter().map(|a| a.replace("{port}", &port)).collect();
    let all = targets.clone();
    let server = Server::start(move |r: &Request| {
        // Each by way of a second redirect.
        match (r.path.strip_prefix("/to/"), r.path.strip_prefix("/on/")) {
            (Some(n), _) => Reply::to(&format!("/on/{n}")),
            (_, Some(n)) => {
                // `http:` without slashes is relative to where it stands.
                let Ok(n) = n.parse::<usize>() else { return Reply::none() };
                let target = &all[n];
                let bytes: String = target.chars().filter(|c| *c != '\t').collect();
                Reply::to(&bytes)
            }
            _ => Reply::none(),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.txt");
    let lines: String = (0..targets.len()).map(|n| server.url(&format!("/to/{n}\n"))).collect();
    std::fs::write(&file, lines).unwrap();
    let (report, words) = round(folder.path(), &options(&[&server]), &[file.to_str().unwrap()]);
    assert_eq!(report.new, 0, "{words:?}");
    assert_eq!(report.refused + report.failed, targets.len(), "{words:?}");
    assert_eq!(victim.count(), 0);
}

#[test]
fn names_that_resolve_to_them() {
    let victim = Server::start(|_| Reply::html("secret"));
    for ip in [
        "127.0.0.1",
        "10.1.2.3",
        "::1",
        "::ffff:127.0.0.1",
        "fd00::1",
        "64:ff9b::7f00:1",
        "169.254.169.254",
        "0.0.0.0",
    ] {
        let ip: IpAddr = ip.parse().unwrap();
        let mut options = names(move |_, port| vec![SocketAddr::new(ip, port)]);
        options.manners.guard.ports.push(victim.at.port());
        let folder = tempfile::tempdir().unwrap();
        let url = format!("http://post.example:{}/a", victim.at.port());
        let (report, words) = round(folder.path(), &options, &[&url]);
        assert_eq!((report.new, report.refused), (0, 1), "{ip}: {words:?}");
        assert!(words[0].text.contains(&ip.to_string()), "{words:?}");
    }
    assert_eq!(victim.count(), 0);
}

#[test]
fn names_whose_answer_changes() {
    // The first answer is good and leads nowhere, so that the connection fails; each later one is this machine.
    let victim = Server::start(|_| Reply::html("secret"));
    let count = Arc::new(AtomicUsize::new(0));
    let asked = Arc::clone(&count);
    let mut options = names(move |_, port| {
        let first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        let ip = if first { "192.0.2.1" } else { "127.0.0.1" };
        vec![SocketAddr::new(ip.parse().unwrap(), port)]
    });
    options.manners.guard.ports.push(victim.at.port());
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..3 {
        let url = format!("http://post.example:{}/a", victim.at.port());
        let (report, words) = round(folder.path(), &options, &[&url]);
        assert_eq!((report.new, report.refused), (0, 1), "{words:?}");
    }
    assert!(count.load(Ordering::Relaxed) >= 3);
    assert_eq!(victim.count(), 0);
}

#[test]
fn a_name_with_a_good_and_a_bad_number_is_asked_at_the_good_one_alone() {
    let victim = Server::start(|_| Reply::html("secret"));
    let port = victim.at.port();
    // A port of the answer that is not the one that was asked for is not connected to, whatever its host.
    let mut options = names(move |_, _| {
        vec![
            SocketAddr::new("127.0.0.1".parse().unwrap(), port),
            SocketAddr::new("1.1.1.1".parse().unwrap(), 1),
        ]
    });
    options.manners.guard.ports.push(port);
    let folder = tempfile::tempdir().unwrap();
    let (report, _) = round(folder.path(), &options, &[&format!("http://post.example:{port}/a")]);
    assert_eq!((report.new, report.refused), (0, 1));
    assert_eq!(victim.count(), 0);
}

#[test]
fn a_page_that_links_a_feed_in_the_house() {
    let victim = Server::start(|_| Reply::xml(rss("x", &[])));
    let link = victim.url("/feed");
    let page = format!(
        "<!DOCTYPE html><html><head><link rel=alternate type=application/rss+xml href='{link}'></head></html>"
    );
    let index = format!("<sitemapindex><sitemap><loc>{link}</loc></sitemap></sitemapindex>");
    let server = Server::start(move |r: &Request| match r.path.as_str() {
        "/" => Reply::html(&page),
        "/index" => Reply::xml(index.clone()),
        // Its own robots.txt leads into the house as well.
        _ => Reply::none(),
    });
    let folder = tempfile::tempdir().unwrap();
    let (report, words) =
        round(folder.path(), &options(&[&server]), &[&server.url("/"), &server.url("/index")]);
    assert_eq!((report.new, report.refused), (0, 2), "{words:?}");
    assert_eq!(victim.count(), 0);
}

#[test]
fn a_robots_txt_that_leads_into_the_house() {
    let victim = Server::start(|_| Reply::html("secret"));
    let link = victim.url("/robots.txt");
    let server = Server::start(
        move |r: &Request| if r.path == "/robots.txt" { Reply::to(&link) } else { Reply::html("x") },
    );
    let folder = tempfile::tempdir().unwrap();
    let (report, words) = round(folder.path(), &options(&[&server]), &[&server.url("/a")]);
    assert_eq!((report.new, report.refused), (0, 1), "{words:?}");
    assert_eq!((victim.count(), server.asked().len()), (0, 0));
}

#[test]
fn a_host_is_allowed_with_its_port_and_no_other() {
    let victim = Server::start(|_| Reply::html("<html>secret"));
    let server = Server::start(|_| Reply::html("<html>open"));
    let folder = tempfile::tempdir().unwrap();
    let (report, _) = round(folder.path(), &options(&[&server]), &[&server.url("/a"), &victim.url("/a")]);
    assert_eq!((report.new, report.refused, victim.count()), (1, 1, 0));
    for wrong in ["", "http://a", "a/b", "a b", "a@b", ":80", "a:x"] {
        assert!(wrong.parse::<crosswire_collect::AllowedHost>().is_err(), "{wrong}");
    }
    for right in ["intranet", "10.0.0.1", "10.0.0.1:8080", "[fd00::1]", "[fd00::1]:81", "Post.Example."] {
        right.parse::<crosswire_collect::AllowedHost>().unwrap();
    }
}

#[test]
fn numbers_of_the_open_internet_are_not_refused() {
    for ip in [
        "1.1.1.1",
        "8.8.8.8",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "192.167.0.1",
        "223.255.255.254",
        "2606:4700::1111",
        "2a00:1450::1",
        "2001:4860::8888",
    ] {
        assert_eq!(public(ip.parse().unwrap()), Ok(()), "{ip}");
    }
    let guard = Guard::default();
    for url in
        ["https://post.example/", "http://post.example:80/a", "https://post.example.:443/", "http://1.1.1.1/"]
    {
        assert!(guard.check(&url::Url::parse(url).unwrap()).is_ok(), "{url}");
    }
}
