//! RSS 0.9x, 1.0 and 2.0, Atom, sitemaps and their indexes, as they should be and as they are.
//!
//! One pass over the events of an XML reader that takes nothing amiss: names of closing tags need not match, a bare `&` is
//! an ampersand, HTML's entities are known, others stay as they are written. What a DOCTYPE defines is never expanded and never
//! fetched. At a fault that ends the reading, it begins again at the next item. Elements go by their names and the usual prefixes,
//! whether or not those are declared.
//!
//! Where it fails: a `<` that is text and no tag may swallow the rest of its item.

use crate::dates;
use crate::listing::{Item, Listing, SUMMARY, TEXT, TITLE, line, without_tags};
use html5ever::data::NAMED_ENTITIES;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements within one another that are told apart; deeper ones are text of the last.
const DEPTH: usize = 256;
/// Bytes of one field that are kept while it is read.
const FIELD: usize = TEXT + 4_096;
/// How often the reading begins again after a fault.
const FAULTS: usize = 1_000;

/// Reads a feed or a sitemap; none where it is neither.
pub(crate) fn read(text: &str) -> Option<Listing> {
    let mut feed = Feed::default();
    let (mut from, mut faults) = (0, Vec::new());
    while let Err((at, why)) = feed.read(&text[from..]) {
        faults.push(why);
        // Something may stand before the feed that is none of it.
        let at = text.ceil_char_boundary((from + at).max(from + 1).min(text.len()));
        match next_item(&text[at..]).filter(|_| faults.len() < FAULTS) {
            Some(next) => from = at + next,
            None => break,
        }
        feed.stack.clear();
        feed.field = None;
        feed.end_item();
    }
    if !feed.known && feed.listing.items.is_empty() && feed.listing.sitemaps.is_empty() {
        return None;
    }
    let cut = feed.item.is_some();
    feed.field = None;
    feed.end_item();
    Some(feed.listing(cut, faults))
}

/// Where the next item begins.
fn next_item(text: &str) -> Option<usize> {
    let begins = |tag: &str| {
        text.match_indices(tag)
            .map(|(at, _)| at)
            .find(|at| text[at + tag.len()..].starts_with(|c: char| c.is_whitespace() || c == '>'))
    };
    ["<item", "<entry", "<url", "<rss", "<feed", "<sitemap"].iter().filter_map(|tag| begins(tag)).min()
}

/// What is read into an item, or of the feed itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Link,
    /// The link that a feed's host has put another in the place of.
    OwnLink,
    /// A `guid` or an `id`; true if it may be a link as well.
    Id(bool),
    Published,
    Updated,
    Source,
    Publisher,
    Author,
    Summary,
    Text,
}

/// The field being read.
#[derive(Debug)]
struct Open {
    field: Field,
    /// How deep its element is.
    depth: usize,
    text: String,
    /// The text of the element within that has the name: of a `source` its `title`, of an `author` its `name`.
    inner: String,
    /// True once elements stand within, so that the text is HTML.
    markup: bool,
    /// True if something was left out, since it was too long.
    cut: bool,
}

#[derive(Debug, Default)]
struct Feed {
    listing: Listing,
    /// True once a root element of a feed was seen.
    known: bool,
    stack: Vec<String>,
    field: Option<Open>,
    item: Option<(Item, Links, String)>,
    base: Option<String>,
    undefined: usize,
    first_undefined: Option<String>,
    doctype: bool,
    cut: usize,
    dates: usize,
    first_date: Option<String>,
}

/// The links of an item, the better ones first.
#[derive(Debug, Default)]
struct Links {
    own: Option<String>,
    link: Option<String>,
    id: Option<String>,
}

impl Feed {
    /// Reads on; a fault gives where it is and what.
    fn read(&mut self, text: &str) -> Result<(), (usize, String)> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        loop {
            let event = reader.read_event();
            match event {
                Ok(Event::Start(tag)) => self.start(&tag, false),
                Ok(Event::Empty(tag)) => self.start(&tag, true),
                Ok(Event::End(tag)) => self.end(tag.name().as_ref()),
                Ok(Event::Text(text)) => self.text(&text),
                Ok(Event::CData(text)) => self.text(&text),
                Ok(Event::GeneralRef(name)) => {
                    let resolved = match entity(&name) {
                        Some(resolved) => resolved,
                        None => {
                            self.undefined += 1;
                            let word = || crate::decode::short(&name);
                            self.first_undefined.get_or_insert_with(word);
                            format!("&{};", &*name)
                        }
                    };
                    self.text(&resolved);
                }
                Ok(Event::DocType(doctype)) => self.doctype |= doctype.contains("<!ENTITY"),
                Ok(Event::Eof) => return Ok(()),
                Ok(_) => {}
                Err(error) => {
                    let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                    return Err((at, error.to_string()));
                }
            }
        }
    }

    fn start(&mut self, tag: &BytesStart, empty: bool) {
        let name = tag.name().as_ref().to_owned();
        let (prefix, local) = parts(&name);
        // A new item ends one that was not closed.
        if self.item.as_ref().is_some_and(|(_, _, own)| *own == name) {
            self.field = None;
            self.end_item();
            self.stack.truncate(self.stack.iter().rposition(|n| *n == name).unwrap_or(0));
        }
        if self.field.is_some() {
            self.within(tag, &name, empty);
            return;
        }
        let parent = self.stack.last().map_or("", String::as_str).to_owned();
        if self.item.is_none() {
            self.known |= matches!(local, "rss" | "feed" | "RDF" | "urlset" | "sitemapindex" | "channel");
            if let Some(base) = value(tag, "xml:base") {
                self.base = Some(base);
            }
            if matches!(local, "item" | "entry" | "url" | "sitemap") && self.listing.items.len() < usize::MAX
            {
                // A page may have elements of these names; a feed has a root that says what it is.
                self.known |= matches!(local, "item" | "entry");
                let item =
                    Item { base: value(tag, "xml:base").or_else(|| self.base.clone()), ..Item::default() };
                let links = Links { id: value(tag, "rdf:about"), ..Links::default() };
                self.item = Some((item, links, name.clone()));
            } else if local == "title" && matches!(parts(&parent).1, "channel" | "feed") && prefix.is_empty()
            {
                self.open(Field::Title);
            }
        } else {
            self.field_of(tag, prefix, local, parts(&parent).1);
        }
        if empty {
            self.close_empty();
        } else if self.stack.len() < DEPTH {
            self.stack.push(name);
        }
    }

    /// Begins the field that an element of an item is.
    fn field_of(&mut self, tag: &BytesStart, prefix: &str, local: &str, parent: &str) {
        let Some((item, links, own)) = &mut self.item else { return };
        let direct = parent == parts(own).1;
        let news = prefix == "news" || parent == "news" || parent == "publication";
        if !direct && !news {
            return;
        }
        let plain =
            matches!(prefix, "" | "atom" | "a10" | "rss" | "dc" | "dcterms" | "news" | "content" | "xhtml");
        if prefix == "feedburner" && local.eq_ignore_ascii_case("origlink") {
            return self.open(Field::OwnLink);
        }
        if !plain {
            return;
        }
        let field = match local {
            "title" => Field::Title,
            "link" => match value(tag, "href") {
                Some(href) => {
                    let rel = value(tag, "rel").unwrap_or_default();
                    if matches!(rel.as_str(), "" | "alternate") {
                        // The first is the one that is meant; others are other forms.
                        links.link.get_or_insert(href);
                    }
                    return;
                }
                None => Field::Link,
            },
            "loc" => Field::Link,
            "guid" => Field::Id(value(tag, "isPermaLink").is_none_or(|v| !v.eq_ignore_ascii_case("false"))),
            "id" => Field::Id(true),
            "pubDate" | "published" | "issued" | "date" | "created" | "publication_date" => Field::Published,
            "updated" | "modified" | "lastmod" => Field::Updated,
            "source" => Field::Source,
            "publisher" => Field::Publisher,
            "name" if parent == "publication" => Field::Publisher,
            "author" | "creator" => Field::Author,
            "description" | "summary" => Field::Summary,
            "encoded" | "body" => Field::Text,
            "content" => {
                // Of what lies elsewhere there is only an address.
                if value(tag, "src").is_some() {
                    return;
                }
                Field::Text
            }
            _ => return,
        };
        if field == Field::Source {
            // A name may be missing where an address is given.
            item.publisher = item.publisher.take().or_else(|| value(tag, "url"));
        }
        self.open(field);
    }

    fn open(&mut self, field: Field) {
        let depth = self.stack.len();
        self.field =
            Some(Open { field, depth, text: String::new(), inner: String::new(), markup: false, cut: false });
    }

    /// An element within a field: the text is HTML then, or the element has the name that is looked for.
    fn within(&mut self, tag: &BytesStart, name: &str, empty: bool) {
        if let Some(open) = &mut self.field
            && matches!(open.field, Field::Text | Field::Summary | Field::Title)
        {
            if !open.markup && open.field == Field::Text && !open.text.trim().is_empty() {
                open.text = escape(&open.text);
            }
            open.markup = true;
            if open.field == Field::Text && open.text.len() < FIELD {
                let slash = if empty { "/" } else { "" };
                open.text.push_str(&format!("<{}{slash}>", &**tag));
            } else if open.field != Field::Text {
                open.text.push(' ');
            }
        }
        if !empty && self.stack.len() < DEPTH {
            self.stack.push(name.to_owned());
        }
    }

    fn text(&mut self, text: &str) {
        let Some(open) = &mut self.field else { return };
        if open.text.len() + text.len() > FIELD {
            open.cut = true;
        }
        let text = &text[..text.floor_char_boundary(FIELD.saturating_sub(open.text.len()).min(text.len()))];
        let deeper = self.stack.len() > open.depth + 1;
        match open.field {
            Field::Source | Field::Author if deeper => {
                let wanted = if open.field == Field::Source { "title" } else { "name" };
                if self.stack.last().is_some_and(|name| parts(name).1 == wanted) && open.inner.len() < FIELD {
                    open.inner.push_str(text);
                }
            }
            Field::Text if open.markup => open.text.push_str(&escape(text)),
            _ => open.text.push_str(text),
        }
    }

    fn end(&mut self, name: &str) {
        let Some(at) = self.stack.iter().rposition(|open| open == name) else { return };
        if let Some(open) = &mut self.field {
            if at > open.depth {
                if open.field == Field::Text && open.markup && open.text.len() < FIELD {
                    open.text.push_str(&format!("</{name}>"));
                }
            } else {
                self.close();
            }
        }
        self.stack.truncate(at);
        if self.item.as_ref().is_some_and(|(_, _, own)| own == name) {
            self.end_item();
        }
    }

    fn close_empty(&mut self) {
        if self.field.as_ref().is_some_and(|open| open.depth == self.stack.len()) {
            self.field = None;
        }
    }

    /// Puts what was read where it belongs.
    fn close(&mut self) {
        let Some(open) = self.field.take() else { return };
        let text = if open.inner.trim().is_empty() { open.text } else { open.inner };
        let Some((item, links, _)) = &mut self.item else {
            self.listing.title = self.listing.title.take().or_else(|| line(&without_tags(&text), TITLE));
            return;
        };
        let date = |text: &str, count: &mut usize, first: &mut Option<String>| {
            let read = dates::parse(text);
            if read.is_none() && !text.trim().is_empty() {
                *count += 1;
                first.get_or_insert_with(|| crate::decode::short(text.trim()));
            }
            read
        };
        let short = |most| line(&without_tags(&text), most);
        let mut cut = open.cut;
        match open.field {
            Field::Title if item.title.is_none() => {
                item.title = short(TITLE);
                cut |= item.title.as_ref().is_some_and(|title| title.ends_with('…')) && text.len() > TITLE;
            }
            Field::Link => links.link = links.link.take().or_else(|| filled(&text)),
            Field::OwnLink => links.own = filled(&text),
            Field::Id(permanent) => {
                item.id = line(&text, TITLE);
                let link = filled(&text).filter(|id| permanent && id.starts_with("http"));
                links.id = link.or(links.id.take());
            }
            Field::Published => {
                item.published = item.published.or(date(&text, &mut self.dates, &mut self.first_date));
            }
            Field::Updated => {
                item.updated = item.updated.or(date(&text, &mut self.dates, &mut self.first_date))
            }
            Field::Source => item.publisher = line(&text, TITLE).or(item.publisher.take()),
            Field::Publisher => item.publisher = item.publisher.take().or_else(|| line(&text, TITLE)),
            Field::Author if item.author.is_none() => item.author = line(&text, TITLE),
            Field::Summary if item.summary.is_none() => item.summary = short(SUMMARY),
            // A text that is cut is no whole text.
            Field::Text if !open.cut && text.len() <= TEXT => {
                let longer = item.text.as_ref().is_none_or(|before| before.len() < text.len());
                if longer && !text.trim().is_empty() {
                    item.text = Some(text);
                }
            }
            _ => {}
        }
        self.cut += usize::from(cut);
    }

    fn end_item(&mut self) {
        let Some((mut item, links, name)) = self.item.take() else { return };
        item.link = links.own.or(links.link).or(links.id);
        if parts(&name).1 == "sitemap" {
            self.listing.sitemaps.extend(item.link.map(|link| (link, item.updated)));
        } else if item != (Item { base: item.base.clone(), ..Item::default() }) {
            self.listing.items.push(item);
        }
    }

    /// What was read, with a word on each thing that is not as it should be.
    fn listing(self, cut: bool, faults: Vec<String>) -> Listing {
        let mut listing = self.listing;
        let mut word = |text: String| listing.words.push(text);
        if self.doctype {
            word("it defines entities of its own; none was expanded".to_owned());
        }
        if self.undefined > 0 {
            let first = self.first_undefined.unwrap_or_default();
            word(format!(
                "{} entities are not defined, the first is &{first}; – they stay as written",
                self.undefined
            ));
        }
        if let Some(first) = faults.first() {
            word(format!(
                "{} places are no XML, the first: {first}; the items around were read",
                faults.len()
            ));
        }
        if cut {
            word("it ends within an item; what was there of it is read".to_owned());
        }
        if self.cut > 0 {
            word(format!("{} fields were too long and were cut", self.cut));
        }
        if self.dates > 0 {
            let first = self.first_date.unwrap_or_default();
            word(format!("{} dates could not be read, the first: “{first}”", self.dates));
        }
        listing
    }
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text[..text.floor_char_boundary(8_192)].to_owned())
}

/// Prefix and local name.
fn parts(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// The value of an attribute.
fn value(tag: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    attributes.with_checks(false);
    let found = attributes.flatten().find(|attribute| attribute.key.as_ref() == name)?;
    filled(&unescape(&found.value))
}

/// The attributes of a tag's inside, as HTML has them.
pub(crate) fn attributes(inside: &str) -> Vec<(String, String)> {
    let tag = BytesStart::from_content(inside, 0);
    let mut attributes = tag.html_attributes();
    attributes.with_checks(false);
    attributes.flatten().take(64).map(|a| (a.key.as_ref().to_owned(), unescape(&a.value))).collect()
}

/// What an entity or a character reference stands for: XML's own and HTML's.
fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(number).filter(|c| !c.is_control() || c.is_whitespace()).map(String::from);
    }
    if name == "apos" {
        return Some("'".to_owned());
    }
    let (first, second) = *NAMED_ENTITIES.get(format!("{name};").as_str())?;
    let chars = [first, second].into_iter().filter(|c| *c != 0).filter_map(char::from_u32);
    Some(chars.collect())
}

/// A text with its entities resolved; what is none stays.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split_once(';').map(|(name, _)| name).filter(|name| name.len() < 40);
        match name.and_then(|name| Some((entity(name)?, name.len() + 2))) {
            Some((resolved, length)) => {
                out.push_str(&resolved);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Text as HTML writes it.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Plain text as HTML: a paragraph a line.
pub(crate) fn as_html(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{}</p>\n", escape(line))).collect()
}
