//! Measures the tree that a page would become, before anything builds it.
//!
//! The extractors recurse over the tree and overflow the stack on deep nesting, which no `catch_unwind` catches. Counting
//! tags does not bound the depth: HTML closes some elements unasked, and opens others again in every later paragraph
//! (500 unclosed `<b>` in the first of 100,000 `<p>` become fifty million elements). So the page goes through the real tree
//! builder, bit by bit, into a tree that keeps nothing but who hangs under whom; it stops at the first limit passed.

use super::{Error, Limits};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Bytes parsed between two looks at the limits.
const STEP: usize = 8 << 10;

/// Passes where the page's tree keeps to `limits` and is measured before it `is_late`.
pub(super) fn check(html: &str, limits: &Limits, is_late: &dyn Fn() -> bool) -> Result<(), Error> {
    if html.len() > limits.page_bytes {
        return Err(Error::TooLarge { bytes: html.len(), limit: limits.page_bytes });
    }
    if is_overloaded(html) {
        return Err(Error::TooManyAttributes { limit: ATTRIBUTES });
    }
    let mut parser = parser();
    parser.tokenizer.sink.sink.depth_limit.set(limits.depth);
    let mut rest = html;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(rest.floor_char_boundary(STEP.min(rest.len())).max(1));
        rest = after;
        parser.process(StrTendril::from_slice(step));
        let tree = &parser.tokenizer.sink.sink;
        if tree.too_deep.get() {
            return Err(Error::TooDeep { limit: limits.depth });
        }
        let elements = tree.nodes.borrow().len();
        if elements > limits.elements {
            return Err(Error::TooManyElements { limit: limits.elements });
        }
        if is_late() {
            return Err(Error::TooSlow { limit: limits.page_time });
        }
    }
    // Subtrees that were moved whole were not looked at on the way.
    let (deepest, sum) = parser.finish().depths();
    if deepest > limits.depth {
        return Err(Error::TooDeep { limit: limits.depth });
    }
    // The extractors ask many an element for all that it hangs under.
    if sum > limits.elements.saturating_mul(DEPTH) {
        return Err(Error::TooTangled);
    }
    Ok(())
}

/// Depth that the elements of a page as large as is allowed may have on average; real pages have 10 to 20.
const DEPTH: usize = 20;

/// As the extractors set it up: without scripts, so that what is in a `<noscript>` counts.
fn parser() -> html5ever::Parser<Tree> {
    let mut options = html5ever::ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    html5ever::parse_document(Tree::new(), options)
}

/// The tokenizer compares each attribute of a tag with all before it, so that time grows with the square.
const ATTRIBUTES: usize = 2_000;

/// Whether a tag has so many attributes that cutting the page into tags would take too long.
pub(crate) fn is_overloaded(html: &str) -> bool {
    most_attributes(html) > ATTRIBUTES
}

/// The most attributes that stand in one tag of `html`. What only looks like a tag, in a script, is counted as one.
fn most_attributes(html: &str) -> usize {
    let (mut most, mut count, mut inside, mut quote, mut before) = (0, 0, false, None, b' ');
    for byte in html.bytes() {
        match (inside, quote) {
            (false, _) => {
                inside = before == b'<' && byte.is_ascii_alphabetic();
                count = 0;
            }
            (true, Some(end)) => {
                if byte == end {
                    quote = None;
                }
            }
            (true, None) => match byte {
                b'>' => inside = false,
                b'"' | b'\'' if before == b'=' => quote = Some(byte),
                b'=' | b'/' => {}
                // An attribute begins after white space, a slash, or another's closing quote.
                _ if !byte.is_ascii_whitespace()
                    && (before.is_ascii_whitespace() || matches!(before, b'/' | b'"' | b'\'')) =>
                {
                    count += 1;
                    most = most.max(count);
                }
                _ => {}
            },
        }
        // White space before a value changes nothing of what the value is.
        if !(byte.is_ascii_whitespace() && before == b'=') {
            before = byte;
        }
    }
    most
}

/// An element: its place in [`Tree::nodes`], and its name.
#[derive(Clone)]
struct Handle(usize, Rc<QualName>);

/// Where an element hangs. `usize::MAX` is none.
#[derive(Clone, Copy)]
struct Node {
    parent: usize,
    first: usize,
    last: usize,
    before: usize,
    after: usize,
}

const NONE: usize = usize::MAX;
const ALONE: Node = Node { parent: NONE, first: NONE, last: NONE, before: NONE, after: NONE };

/// A tree of elements without attributes or text. Node 0 is the document.
struct Tree {
    nodes: RefCell<Vec<Node>>,
    name: Rc<QualName>,
    depth_limit: Cell<usize>,
    too_deep: Cell<bool>,
}

impl Tree {
    fn new() -> Self {
        Self {
            nodes: RefCell::new(vec![ALONE]),
            name: Rc::new(QualName::new(None, ns!(), local_name!(""))),
            depth_limit: Cell::new(usize::MAX),
            too_deep: Cell::new(false),
        }
    }

    /// Levels of elements below the document, and the sum of all elements' levels.
    fn depths(&self) -> (usize, usize) {
        let nodes = self.nodes.borrow();
        let (mut at, mut depth, mut deepest, mut sum) = (0, 0, 0, 0usize);
        loop {
            deepest = deepest.max(depth);
            sum = sum.saturating_add(depth);
            if nodes[at].first != NONE {
                at = nodes[at].first;
                depth += 1;
                continue;
            }
            while at != 0 && nodes[at].after == NONE {
                at = nodes[at].parent;
                depth -= 1;
            }
            if at == 0 {
                return (deepest, sum);
            }
            at = nodes[at].after;
        }
    }

    fn unlink(&self, child: usize) {
        let nodes = &mut *self.nodes.borrow_mut();
        let Node { parent, before, after, .. } = nodes[child];
        if parent == NONE {
            return;
        }
        match before {
            NONE => nodes[parent].first = after,
            _ => nodes[before].after = after,
        }
        match after {
            NONE => nodes[parent].last = before,
            _ => nodes[after].before = before,
        }
        nodes[child] = Node { parent: NONE, before: NONE, after: NONE, ..nodes[child] };
    }

    /// Hangs `child` under `parent`, before its child `next` or last.
    fn link(&self, parent: usize, child: usize, next: usize) {
        self.unlink(child);
        let nodes = &mut *self.nodes.borrow_mut();
        let before = if next == NONE { nodes[parent].last } else { nodes[next].before };
        nodes[child] = Node { parent, before, after: next, ..nodes[child] };
        match before {
            NONE => nodes[parent].first = child,
            _ => nodes[before].after = child,
        }
        match next {
            NONE => nodes[parent].last = child,
            _ => nodes[next].before = child,
        }
        let (mut depth, mut at) = (0, child);
        while at != NONE && depth <= self.depth_limit.get() {
            at = nodes[at].parent;
            depth += 1;
        }
        // The document is counted in `depth` too, where it was reached.
        if at != NONE {
            self.too_deep.set(true);
        }
    }

    fn add(&self, name: Rc<QualName>) -> Handle {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(ALONE);
        Handle(nodes.len() - 1, name)
    }
}

impl TreeSink for Tree {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> Handle {
        Handle(0, self.name.clone())
    }
    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.1.expanded()
    }
    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> Handle {
        self.add(Rc::new(name))
    }
    fn create_comment(&self, _: StrTendril) -> Handle {
        self.add(self.name.clone())
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.add(self.name.clone())
    }
    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(child) = child {
            self.link(parent.0, child.0, NONE);
        }
    }
    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[element.0].parent;
        match (child, parent) {
            (NodeOrText::AppendText(_), _) => {}
            (NodeOrText::AppendNode(child), NONE) => self.link(previous.0, child.0, NONE),
            (NodeOrText::AppendNode(child), parent) => self.link(parent, child.0, element.0),
        }
    }
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }
    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.0 == y.0
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[sibling.0].parent;
        if let (NodeOrText::AppendNode(child), true) = (child, parent != NONE) {
            self.link(parent, child.0, sibling.0);
        }
    }
    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, target: &Handle) {
        self.unlink(target.0);
    }
    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        loop {
            let child = self.nodes.borrow()[node.0].first;
            if child == NONE {
                return;
            }
            self.link(parent.0, child, NONE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(html: &str) -> usize {
        parser().one(html).depths().0
    }

    #[test]
    fn depth_counts_elements_from_html_down() {
        assert_eq!(depth("<p>one<p>two<p>three"), 3);
        assert_eq!(depth("<div><div><div>x"), 5);
        assert_eq!(depth("<ul><li>a<li>b<li>c</ul>"), 4);
    }

    #[test]
    fn what_html_opens_again_is_counted() {
        let limits = Limits { elements: 10_000, ..Limits::default() };
        let mut page = "<p>".to_owned();
        for i in 0..200 {
            page += &format!("<b id=b{i}>");
        }
        page += &"<p>x".repeat(2_000);
        let result = check(&page, &limits, &|| false);
        assert!(matches!(result, Err(Error::TooManyElements { .. })), "{result:?}");
    }

    #[test]
    fn attributes_are_counted_outside_quotes() {
        assert_eq!(most_attributes("<p a b=c d='e f g' h = \"i j\" k/l>x y z < a b c</p q>"), 6);
        assert_eq!(most_attributes("<p a=\"b\"c='d'e>"), 3);
        assert_eq!(most_attributes("no tag at all"), 0);
    }

    #[test]
    fn the_limit_itself_passes_and_one_more_does_not() {
        let limits = Limits { depth: 100, ..Limits::default() };
        let page = |n| "<div>".repeat(n) + "x";
        assert!(check(&page(98), &limits, &|| false).is_ok());
        assert!(matches!(check(&page(99), &limits, &|| false), Err(Error::TooDeep { .. })));
    }
}
