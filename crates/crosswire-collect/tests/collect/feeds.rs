//! Feeds as they should not be: each gives what can be had, and a word on the rest.

use crosswire_collect::listing::{Item, Listing, NoListing, read};
use std::fmt::Write as _;
use std::time::Instant;

/// What a feed is expected to give: link and title of each item, and words that each stand in a word on the rest.
fn check(bytes: &[u8], items: &[(&str, &str)], words: &[&str]) -> Listing {
    let listing = read(bytes, None, 64 << 20).unwrap();
    let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
    let got: Vec<(String, String)> = listing.items.iter().map(|i| (part(&i.link), part(&i.title))).collect();
    let got: Vec<(&str, &str)> = got.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(got, items, "words: {:?}", listing.words);
    for word in words {
        assert!(listing.words.iter().any(|w| w.contains(word)), "no word `{word}` in {:?}", listing.words);
    }
    assert!(!words.is_empty() || listing.words.is_empty(), "words without need: {:?}", listing.words);
    listing
}

fn refused(bytes: &[u8], why: &str) {
    match read(bytes, None, 64 << 20) {
        Err(NoListing::Other(text)) => assert!(text.contains(why), "{text}"),
        other => panic!("{other:?}"),
    }
}

/// RSS around some items.
fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Halvik Post</title>{items}</channel></rss>"
    )
}

const A: &str = "<item><title>Ferry aground</title><link>https://post.example/a</link></item>";

#[test]
fn as_it_should_be() {
    let feed = rss(
        "<item><title>Ferry aground</title><link>https://post.example/a</link><guid isPermaLink=\"false\">7</guid>\
        <pubDate>Wed, 05 Mar 2031 09:00:00 GMT</pubDate><description>&lt;p&gt;84 were rescued&lt;/p&gt;</description>\
        <source url=\"https://wire.example/feed\">Coast Wire</source><dc:creator>Runa Dal</dc:creator>\
        <content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded></item>",
    );
    let listing = check(feed.as_bytes(), &[("https://post.example/a", "Ferry aground")], &[]);
    let item = Item {
        link: Some("https://post.example/a".into()),
        id: Some("7".into()),
        title: Some("Ferry aground".into()),
        published: Some("2031-03-05T09:00:00Z".parse().unwrap()),
        publisher: Some("Coast Wire".into()),
        author: Some("Runa Dal".into()),
        summary: Some("84 were rescued".into()),
        text: Some("<p>All of it.</p>".into()),
        ..Item::default()
    };
    assert_eq!((listing.title.as_deref(), &listing.items[0]), (Some("Halvik Post"), &item));
}

#[test]
fn a_bare_ampersand() {
    let feed = rss(
        "<item><title>Search & rescue &c; 5 < 6?</title><link>https://post.example/a?x=1&y=2</link></item>",
    );
    let listing = read(feed.as_bytes(), None, 1 << 20).unwrap();
    assert_eq!(listing.items[0].title.as_deref().map(|t| t.starts_with("Search & rescue")), Some(true));
    let feed = rss("<item><title>Search & rescue</title><link>https://post.example/a?x=1&y=2</link></item>");
    check(feed.as_bytes(), &[("https://post.example/a?x=1&y=2", "Search & rescue")], &[]);
}

#[test]
fn html_entities() {
    let feed = rss(
        "<item><title>Ferry&nbsp;&mdash; caf&eacute; &lt;b&gt; &#8217;s &unheard; &#x1F6A2;</title><link>https://post.example/a</link></item>",
    );
    check(feed.as_bytes(), &[("https://post.example/a", "Ferry — café ’s &unheard; 🚢")], &["&unheard;"]);
}

#[test]
fn a_mark_and_a_wrong_encoding() {
    let mut feed = b"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"windows-1251\"?>".to_vec();
    feed.extend(
        rss("<item><title>Kystens fær</title><link>https://post.example/a</link></item>")
            .split_once("?>")
            .unwrap()
            .1
            .bytes(),
    );
    check(&feed, &[("https://post.example/a", "Kystens fær")], &[]);
}

#[test]
fn latin_1_said_to_be_utf_8() {
    let feed = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><item><title>D\xe9bris du ferry retrouv\xe9s</title><link>https://post.example/a</link></item></channel></rss>";
    check(feed, &[("https://post.example/a", "Débris du ferry retrouvés")], &["said to be UTF-8"]);
}

#[test]
fn utf_8_said_to_be_latin_1() {
    let feed = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss version=\"2.0\"><channel><item><title>Débris</title><link>https://post.example/a</link></item></channel></rss>";
    check(feed.as_bytes(), &[("https://post.example/a", "Débris")], &["said to be ISO-8859-1"]);
}

#[test]
fn utf_16() {
    let mut feed = vec![0xff, 0xfe];
    feed.extend(rss(A).encode_utf16().flat_map(u16::to_le_bytes));
    check(&feed, &[("https://post.example/a", "Ferry aground")], &[]);
    check(&feed[2..], &[("https://post.example/a", "Ferry aground")], &[]);
}

#[test]
fn cut_off_within_an_item() {
    let feed = rss(&format!("{A}<item><link>https://post.example/b</link><title>Half a head"));
    let feed = feed.strip_suffix("</channel></rss>").unwrap();
    check(
        feed.as_bytes(),
        &[("https://post.example/a", "Ferry aground"), ("https://post.example/b", "-")],
        &["ends within"],
    );
}

#[test]
fn cut_off_within_a_tag() {
    let feed = format!(
        "<rss version=\"2.0\"><channel>{A}<item><title>B</title><link>https://post.example/b</link><guid isPerm"
    );
    check(
        feed.as_bytes(),
        &[("https://post.example/a", "Ferry aground"), ("https://post.example/b", "B")],
        &["no XML"],
    );
}

#[test]
fn an_entity_bomb() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY lol \"lol\">");
    for n in 1..10 {
        let before = if n == 1 { "&lol;".to_owned() } else { format!("&lol{};", n - 1) };
        let _ = write!(bomb, "<!ENTITY lol{n} \"{}\">", before.repeat(10));
    }
    bomb.push_str("]><rss version=\"2.0\"><channel><item><title>&lol9;</title><link>https://post.example/a</link></item></channel></rss>");
    let begun = Instant::now();
    check(bomb.as_bytes(), &[("https://post.example/a", "&lol9;")], &["defines entities", "lol9"]);
    assert!(begun.elapsed().as_secs() < 2);
}

#[test]
fn an_external_entity() {
    let feed = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY % p SYSTEM \"http://127.0.0.1/x.dtd\"> %p;]>{}",
        "<rss version=\"2.0\"><channel><item><title>&x;</title><link>https://post.example/a</link></item></channel></rss>"
    );
    check(feed.as_bytes(), &[("https://post.example/a", "&x;")], &["defines entities"]);
}

#[test]
fn a_title_of_ten_megabytes() {
    let feed = rss(&format!(
        "<item><title>{}</title><link>https://post.example/a</link></item>{A}",
        "ferry ".repeat(1_800_000)
    ));
    let listing = read(feed.as_bytes(), None, 64 << 20).unwrap();
    assert_eq!(listing.items.len(), 2);
    assert!(listing.items[0].title.as_ref().unwrap().chars().count() <= 1_001);
    assert!(listing.words[0].contains("too long"), "{:?}", listing.words);
}

#[test]
fn items_without_a_link() {
    let feed = rss(&format!(
        "<item><title>No link</title></item><item/><item><link/></item><item><link> </link><title>B</title></item>{A}"
    ));
    check(feed.as_bytes(), &[("-", "No link"), ("-", "B"), ("https://post.example/a", "Ferry aground")], &[]);
}

#[test]
fn a_guid_that_is_the_link_and_one_that_is_not() {
    let feed = rss("<item><title>A</title><guid>https://post.example/a</guid></item>\
        <item><title>B</title><guid isPermaLink=\"false\">https://post.example/b</guid></item>\
        <item><title>C</title><guid isPermaLink=\"true\">tag:c</guid></item>");
    check(feed.as_bytes(), &[("https://post.example/a", "A"), ("-", "B"), ("-", "C")], &[]);
}

#[test]
fn the_same_guid_twice() {
    let feed = rss(&format!(
        "{A}<item><guid>x</guid><link>https://post.example/b</link></item><item><guid>x</guid><link>https://post.example/c</link></item>"
    ));
    check(
        feed.as_bytes(),
        &[
            ("https://post.example/a", "Ferry aground"),
            ("https://post.example/b", "-"),
            ("https://post.example/c", "-"),
        ],
        &[],
    );
}

#[test]
fn dates_in_odd_forms() {
    let item = |n: usize, date: &str| {
        format!("<item><link>https://post.example/{n}</link><pubDate>{date}</pubDate></item>")
    };
    let dates = [
        "5 March 2031",
        "2031-03-05 09:00",
        "Wed, 5 Mar 2031 09:00:00 CET",
        "05.03.2031 09:00",
        "day before yesterday",
        "",
        "9999999999999999999999",
    ];
    let items: String = dates.iter().enumerate().map(|(n, date)| item(n, date)).collect();
    let listing = read(rss(&items).as_bytes(), None, 1 << 20).unwrap();
    let read: Vec<bool> = listing.items.iter().map(|i| i.published.is_some()).collect();
    assert_eq!(read, [true, true, true, true, false, false, false]);
    assert!(
        listing.words[0].contains("2 dates") && listing.words[0].contains("day before yesterday"),
        "{:?}",
        listing.words
    );
}

#[test]
fn cdata_within_cdata() {
    let feed = rss(
        "<item><title><![CDATA[Ferry <b>aground</b> <![CDATA[twice]]> & so]]]]><![CDATA[>]]></title><link><![CDATA[ https://post.example/a ]]></link></item>",
    );
    let listing = read(feed.as_bytes(), None, 1 << 20).unwrap();
    let title = listing.items[0].title.as_deref().unwrap();
    assert!(title.starts_with("Ferry aground") && title.contains("& so"), "{title}");
    assert_eq!(listing.items[0].link.as_deref(), Some("https://post.example/a"));
}

#[test]
fn atom_with_xhtml() {
    let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://post.example/world/"><title>Halvik Post</title>
      <entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ferry <i>aground</i></div></title>
        <link rel="edit" href="/edit"/><link href="a.html"/><link rel="alternate" href="a.amp.html"/><id>urn:1</id>
        <updated>2031-03-05T09:00:00Z</updated><author><name>Runa Dal</name><email>r@post.example</email></author>
        <source><id>urn:w</id><title>Coast Wire</title><link href="https://wire.example/"/></source>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>84 &lt; 90 were <b>rescued</b>.<br/></p></div></content></entry></feed>"#;
    let listing = check(feed.as_bytes(), &[("a.html", "Ferry aground")], &[]);
    let item = &listing.items[0];
    assert_eq!(item.base.as_deref(), Some("https://post.example/world/"));
    assert_eq!((item.publisher.as_deref(), item.author.as_deref()), (Some("Coast Wire"), Some("Runa Dal")));
    assert!(
        item.text.as_ref().unwrap().contains("<p>84 &lt; 90 were <b>rescued</b>.<br/></p>"),
        "{:?}",
        item.text
    );
    assert_eq!(item.updated.unwrap().to_string(), "2031-03-05T09:00:00Z");
}

#[test]
fn atom_content_that_lies_elsewhere() {
    let feed = r#"<feed><entry><title>A</title><link href="https://post.example/a"/><content src="http://127.0.0.1/x" type="text/html"/></entry></feed>"#;
    let listing = check(feed.as_bytes(), &[("https://post.example/a", "A")], &[]);
    assert_eq!(listing.items[0].text, None);
}

#[test]
fn a_json_feed() {
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Halvik Post","items":[{"id":"1","url":"https://post.example/a","title":"Ferry","content_text":"84 & more\nrescued","date_published":"2031-03-05T09:00:00Z","authors":[{"name":"Runa"},{"name":"Odd"}]}]}"#;
    let listing = check(feed.as_bytes(), &[("https://post.example/a", "Ferry")], &[]);
    assert_eq!(listing.items[0].author.as_deref(), Some("Runa, Odd"));
    assert_eq!(listing.items[0].text.as_deref(), Some("<p>84 &amp; more</p>\n<p>rescued</p>\n"));
}

#[test]
fn a_json_feed_with_wrong_types() {
    let feed = r#"{"title":7,"items":[null,"x",[],{"url":3,"title":["a"],"id":"https://post.example/a"},{"url":"https://post.example/b","title":"B","date_published":12,"authors":"Runa","content_html":{}}]}"#;
    check(feed.as_bytes(), &[("3", "-"), ("https://post.example/b", "B")], &["3 items", "wrong type"]);
    refused(br#"{"items":{}}"#, "no list");
    refused(br#"{"a":1}"#, "no JSON Feed");
    refused(b"[1,2]", "no JSON Feed");
}

#[test]
fn a_json_feed_cut_off() {
    let feed = r#"{"title":"Halvik","items":[{"url":"https://post.example/a","title":"A"},{"url":"https://post.example/b","ti"#;
    check(feed.as_bytes(), &[("https://post.example/a", "A")], &["broken"]);
    refused(("[".repeat(100_000)).as_bytes(), "no JSON");
}

#[test]
fn rss_1_0() {
    let feed = r#"<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel rdf:about="https://post.example/"><title>Halvik Post</title><items><rdf:Seq><rdf:li resource="https://post.example/a"/></rdf:Seq></items></channel>
      <item rdf:about="https://post.example/a"><title>Ferry</title><link>https://post.example/a</link><dc:date>2031-03-05</dc:date></item><item rdf:about="https://post.example/b"><title>B</title></item></rdf:RDF>"#;
    let listing =
        check(feed.as_bytes(), &[("https://post.example/a", "Ferry"), ("https://post.example/b", "B")], &[]);
    assert_eq!(listing.title.as_deref(), Some("Halvik Post"));
    assert!(listing.items[0].published.is_some());
}

#[test]
fn rss_0_91() {
    let feed = format!(
        "<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\"><rss version=\"0.91\"><channel><title>Old</title>{A}<image><title>Logo</title><url>https://post.example/logo.png</url></image></channel></rss>"
    );
    check(feed.as_bytes(), &[("https://post.example/a", "Ferry aground")], &[]);
}

#[test]
fn a_version_that_nobody_knows() {
    let feed = rss(A).replace("2.0", "99");
    check(feed.as_bytes(), &[("https://post.example/a", "Ferry aground")], &[]);
}

#[test]
fn nothing_at_all() {
    refused(b"", "empty");
    refused(b" \n\t ", "empty");
    refused(b"\xef\xbb\xbf", "empty");
    refused(b"hello, reader", "no feed");
    refused(b"\x89PNG\r\n\x1a\n", "no feed");
    refused(b"<note><to>Runa</to></note>", "no feed");
    let empty = read(rss("").as_bytes(), None, 1 << 20).unwrap();
    assert!(empty.items.is_empty());
}

#[test]
fn a_page_in_the_place_of_a_feed() {
    let page = b"<!DOCTYPE html><html><head><title>Halvik Post</title></head><body><p>Not here &amp; not now</p></body></html>";
    assert!(matches!(read(page, None, 1 << 20), Err(NoListing::Page(_))));
}

#[test]
fn gzip_that_nobody_speaks_of() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, rss(A).as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    check(&packed, &[("https://post.example/a", "Ferry aground")], &[]);
    let bomb = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, format!("<rss><channel>{A}").as_bytes()).unwrap();
        std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), 200 << 20), &mut packed).unwrap();
        packed.finish().unwrap()
    };
    let listing = read(&bomb, None, 1 << 20).unwrap();
    assert_eq!(listing.items.len(), 1);
    assert!(listing.words[0].contains("unpacks to more than"), "{:?}", listing.words);
}

#[test]
fn a_hundred_thousand_items() {
    let mut items = String::new();
    for n in 0..100_000 {
        let _ = write!(
            items,
            "<item><title>Ferry {n}</title><link>https://post.example/{n}</link><pubDate>Wed, 05 Mar 2031 09:00:00 GMT</pubDate></item>"
        );
    }
    let begun = Instant::now();
    let listing = read(rss(&items).as_bytes(), None, 64 << 20).unwrap();
    println!("100,000 items, {} MB: {:.2} s", items.len() / 1_000_000, begun.elapsed().as_secs_f64());
    assert_eq!((listing.items.len(), listing.words.len()), (100_000, 0));
}

#[test]
fn control_characters_and_nulls() {
    let feed = rss(
        "<item><title>Fer\x00ry\x0b agr\x1bound\x07</title><link>https://post.example/\x00a</link></item>",
    );
    check(feed.as_bytes(), &[("https://post.example/a", "Ferry aground")], &["5 control characters"]);
}

#[test]
fn a_prefix_that_is_not_declared() {
    let feed = rss(
        "<item><media:title>Not this</media:title><title>Ferry</title><media:content url=\"https://post.example/x.jpg\"><media:title>Nor this</media:title></media:content>\
        <itunes:author>Nor them</itunes:author><link>https://post.example/a</link><nowhere:thing a:b=\"c\"/><feedburner:origLink>https://post.example/own</feedburner:origLink></item>",
    );
    check(feed.as_bytes(), &[("https://post.example/own", "Ferry")], &[]);
}

#[test]
fn tags_that_do_not_match() {
    let feed = rss(
        "<item><title>A</title><link>https://post.example/a</link><description>x</item><item><title>B<link>https://post.example/b</link></item></p></b><item><title>C</title><link>https://post.example/c</link>",
    );
    let listing = read(feed.as_bytes(), None, 1 << 20).unwrap();
    let links: Vec<_> = listing.items.iter().filter_map(|i| i.link.as_deref()).collect();
    assert!(
        links.contains(&"https://post.example/a") && links.contains(&"https://post.example/c"),
        "{links:?}"
    );
}

#[test]
fn a_fault_in_the_middle() {
    let feed = rss(&format!(
        "{A}<item><title>B</title><!-- never closed <item><title>C</title></item>{}",
        A.replace("/a<", "/d<")
    ));
    let listing = read(feed.as_bytes(), None, 1 << 20).unwrap();
    let links: Vec<_> = listing.items.iter().filter_map(|i| i.link.as_deref()).collect();
    assert_eq!(
        (links.first(), links.last()),
        (Some(&"https://post.example/a"), Some(&"https://post.example/d"))
    );
    assert!(listing.words.iter().any(|w| w.contains("no XML")), "{:?}", listing.words);
}

#[test]
fn something_before_the_feed() {
    let feed = format!("\n\nWarning: mkdir(): failed in plugin.php on line 3\n{}", rss(A));
    check(feed.as_bytes(), &[("https://post.example/a", "Ferry aground")], &[]);
}

#[test]
fn elements_within_elements_without_end() {
    let feed = rss(&format!(
        "<item><description>{}</description><link>https://post.example/a</link></item>{A}",
        "<b>".repeat(200_000)
    ));
    let begun = Instant::now();
    let listing = read(feed.as_bytes(), None, 64 << 20).unwrap();
    assert!(listing.items.iter().any(|i| i.link.as_deref() == Some("https://post.example/a")));
    let many =
        rss(&format!("<item {} ><link>https://post.example/a</link></item>", "a='1' ".repeat(100_000)));
    assert_eq!(read(many.as_bytes(), None, 64 << 20).unwrap().items.len(), 1);
    let ends = rss(&format!("{}{A}", "</b>".repeat(500_000)));
    assert_eq!(read(ends.as_bytes(), None, 64 << 20).unwrap().items.len(), 1);
    assert!(begun.elapsed().as_secs() < 20);
}

#[test]
fn a_news_sitemap() {
    let sitemap = r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="x">
      <url><loc>https://post.example/a?b=1&amp;c=2</loc><lastmod>2031-03-05T10:00Z</lastmod><news:news><news:publication><news:name>Halvik Post</news:name><news:language>en</news:language></news:publication>
        <news:publication_date>2031-03-05</news:publication_date><news:title>Ferry aground</news:title></news:news><image:image><image:loc>https://post.example/x.jpg</image:loc></image:image></url>
      <url><loc>https://post.example/b</loc></url></urlset>"#;
    let listing = check(
        sitemap.as_bytes(),
        &[("https://post.example/a?b=1&c=2", "Ferry aground"), ("https://post.example/b", "-")],
        &[],
    );
    let item = &listing.items[0];
    assert_eq!(
        (item.publisher.as_deref(), item.published.is_some(), item.updated.is_some()),
        (Some("Halvik Post"), true, true)
    );
}

#[test]
fn an_index_of_sitemaps() {
    let index = r#"<sitemapindex><sitemap><loc>https://post.example/1.xml.gz</loc><lastmod>2031-03-05</lastmod></sitemap><sitemap><loc>https://post.example/2.xml</loc></sitemap></sitemapindex>"#;
    let listing = read(index.as_bytes(), None, 1 << 20).unwrap();
    assert_eq!(
        listing.sitemaps.iter().map(|(link, at)| (link.as_str(), at.is_some())).collect::<Vec<_>>(),
        [("https://post.example/1.xml.gz", true), ("https://post.example/2.xml", false)]
    );
}

#[test]
fn every_beginning_and_every_flipped_byte_of_a_feed() {
    let feed = rss(&format!(
        "{A}<item><title><![CDATA[x]]>&amp;&#8217;</title><link>https://post.example/b</link><content:encoded><p a='b'>c</p></content:encoded></item>"
    ));
    for end in 0..feed.len() {
        let _ = read(&feed.as_bytes()[..end], None, 1 << 20);
    }
    for at in 0..feed.len() {
        for byte in [0, b'<', b'>', b'&', b'"', b']', 0xff] {
            let mut bytes = feed.clone().into_bytes();
            bytes[at] = byte;
            let _ = read(&bytes, None, 1 << 20);
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_much(text in "(<item>|</item>|<link>|</link>|<title>|]]>|<!\\[CDATA\\[|&|;|<|>|=|\"|<rss>|<entry>|\\{\"items\":\\[|é|https://a|\\x00| ){0,60}") {
        let _ = read(text.as_bytes(), Some("utf-16"), 1 << 20);
    }
}
