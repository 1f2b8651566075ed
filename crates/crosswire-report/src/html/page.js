// Brings a passage beside the cell that was clicked, leads from a passage to its claims, finds, cites. Without it the links
// jump to the same passages, and all is shown.
(() => {
  "use strict";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const reader = byId("reader"), texts = byId("texts"), back = byId("back");
  const articles = [...texts.querySelectorAll("article")];
  const tabs = [...document.querySelectorAll("#reader nav a")];
  // Whether the reader comes up from below instead of standing beside the page.
  const narrow = () => matchMedia("(max-width: 1099px)").matches;
  let opener = null, lit = null;

  /* The address: "#e-3" opens a passage, "#q=ferry&kind=claim&at=e-3" finds and opens. */

  const form = byId("find"), query = byId("q"), hits = byId("hits");
  const wanted = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));

  function read() {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) return { at: hash, filter: new URLSearchParams() };
    const filter = new URLSearchParams(hash);
    return { at: filter.get("at") || "", filter };
  }

  function write(at, push) {
    const filter = wanted();
    if (filter.size && at) filter.set("at", at);
    const hash = filter.size ? "#" + filter : at ? "#" + at : location.pathname + location.search;
    // A page that may not be named is shown all the same.
    try { history[push ? "pushState" : "replaceState"](null, "", hash); } catch { }
  }

  /* The reader */

  function pick(article) {
    for (const other of articles) other.hidden = other !== article;
    tabs.forEach((tab, i) => {
      if (articles[i] === article) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    });
  }

  // Scrolls the panel and never the page, so that the cell stays where the eye left it.
  function bring(target, top) {
    const panel = getComputedStyle(texts).overflowY === "auto";
    if (!panel) { target.scrollIntoView({ block: top ? "start" : "center" }); return; }
    const offset = target.getBoundingClientRect().top - texts.getBoundingClientRect().top;
    texts.scrollTop += offset - (top ? 0 : texts.clientHeight / 3);
  }

  function show(id) {
    const target = id && byId(id);
    const article = target && target.closest("#texts article");
    if (!article) return false;
    pick(article);
    for (const mark of texts.querySelectorAll("mark.on")) mark.classList.remove("on");
    const passage = target !== article;
    lit = passage ? target : null;
    if (passage) for (const mark of pieces(target)) mark.classList.add("on");
    root.classList.add("reading");
    back.hidden = false;
    describe();
    bring(target, !passage);
    target.focus({ preventScroll: true });
    return true;
  }

  const pieces = (mark) => texts.querySelectorAll(`mark[data-e="${mark.dataset.e}"]`);

  // Where the reader comes up from below, what was clicked must not end behind it.
  function uncover(link) {
    const sheet = reader.getBoundingClientRect();
    const hidden = link.getBoundingClientRect().bottom - sheet.top;
    if (narrow() && hidden > 0) window.scrollBy(0, hidden + 24);
  }

  function leave(refocus = true) {
    root.classList.remove("reading");
    back.hidden = true;
    if (opener && refocus) opener.focus();
    opener = null;
  }

  /* From a passage to its claims, and how to cite it */

  const bar = byId("passage"), citation = byId("citation"), copied = byId("copied");

  function describe() {
    bar.hidden = !lit;
    citation.hidden = true;
    copied.textContent = "";
    const numbers = new Set();
    for (let mark = lit; mark; mark = mark.parentElement.closest("mark")) {
      const first = byId("e-" + mark.dataset.e);
      for (const n of (first.dataset.c || "").split(" ")) if (n) numbers.add(n);
    }
    const links = [...numbers].map((n) => byId("c-" + n)).filter(Boolean).map((claim) => {
      const link = document.createElement("a");
      link.href = "#" + claim.id;
      link.textContent = (claim.querySelector("q") || claim).textContent;
      return link;
    });
    const name = lit && lit.closest("article").querySelector("h3").textContent.trim();
    bar.querySelector(".claims").replaceChildren(...(lit ? [name + (links.length ? " says:" : ""), ...links] : []));
  }

  function cited() {
    const words = [...pieces(lit)].map((mark) => {
      const copy = mark.cloneNode(true);
      for (const label of copy.querySelectorAll(".label")) label.remove();
      return copy.textContent;
    });
    const { outlet, title, day, url, sha } = lit.closest("article").dataset;
    const quote = words.join(" ").replace(/\s+/g, " ").trim();
    return [`“${quote}”`, outlet, title && `“${title}”`, day, url, `SHA-256 ${sha}`].filter(Boolean).join(", ");
  }

  byId("cite").addEventListener("click", async () => {
    if (!lit) return;
    citation.value = cited();
    citation.hidden = false;
    citation.select();
    try {
      await navigator.clipboard.writeText(citation.value);
      copied.textContent = "Copied.";
    } catch {
      copied.textContent = "The browser keeps the clipboard shut; copy the text below.";
    }
  });

  /* Finding */

  const entries = [...document.querySelectorAll("main [data-k]")];
  const sections = [...document.querySelectorAll("main > section")];
  const plural = { claim: "claims", dispute: "disputes", figure: "figures", wording: "wordings", copy: "copies", source: "sources" };
  const known = new Map();
  const opened = new Set();

  function text(node) {
    if (!known.has(node)) known.set(node, node.textContent.toLowerCase());
    return known.get(node);
  }

  const has = (list, number) => (" " + (list || "") + " ").includes(" " + number + " ");

  function find() {
    const filter = wanted();
    const words = (filter.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const { kind, support, article, source } = Object.fromEntries(filter);
    const all = !filter.size;
    const hit = (entry, d = entry.dataset) =>
      (!kind || d.k === kind || kind === "claim" && d.k === "row") && (!support || d.s === support)
      && (!article || has(d.a, article)) && (!source || has(d.o, source)) && words.every((word) => text(entry).includes(word));
    for (const details of opened) details.open = false;
    opened.clear();
    const found = {}, alive = new Set();
    for (const entry of entries) {
      const is = all || hit(entry);
      entry.classList.toggle("out", !is);
      if (!is || all) continue;
      alive.add(entry.closest("main > section"));
      if (entry.dataset.k !== "row") found[entry.dataset.k] = (found[entry.dataset.k] || 0) + 1;
      for (let d = entry.parentElement.closest("details"); d; d = d.parentElement.closest("details")) {
        if (!d.open) { d.open = true; opened.add(d); }
      }
    }
    for (const section of sections) section.classList.toggle("out", !all && !alive.has(section));
    root.classList.toggle("finding", !all);
    tell(found, words, all);
    paint(words);
  }

  function tell(found, words, all) {
    const count = Object.values(found).reduce((sum, n) => sum + n, 0);
    const kinds = Object.entries(found).map(([kind, n]) => `${n} ${n === 1 ? kind : plural[kind]}`);
    const parts = all ? [] : [count ? `${count} ${count === 1 ? "hit" : "hits"}: ${kinds.join(", ")}.` : "No hits."];
    const inside = words.length ? articles.filter((a) => words.every((word) => text(a).includes(word))) : [];
    if (inside.length) parts.push(` In the text of ${inside.length === 1 ? "article" : "articles"} `);
    inside.slice(0, 40).forEach((article, n) => {
      const link = document.createElement("a");
      link.href = "#" + article.id;
      link.textContent = article.id.slice(2);
      parts.push(...(n ? [", ", link] : [link]));
    });
    hits.replaceChildren(...parts);
  }

  // Marks the words in the articles' text, where the browser can do so without changing it.
  function paint(words) {
    if (!globalThis.Highlight) return;
    const ranges = [];
    const walk = document.createTreeWalker(texts, NodeFilter.SHOW_TEXT);
    while (words.length && ranges.length < 5000 && walk.nextNode()) {
      const node = walk.currentNode, lower = node.data.toLowerCase();
      // Few letters are longer in small than in capitals; where one is, places would not fit.
      if (lower.length !== node.data.length || !node.parentElement.closest(".text")) continue;
      for (const word of words) for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  // Makes sure that a claim or another part of the ledger is seen that a link leads to.
  function reveal(target) {
    if (!target) return;
    if (target.closest(".out")) { form.reset(); find(); }
    for (let d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    if (narrow()) leave(false);
  }

  function restore() {
    const { at, filter } = read();
    for (const field of form.elements) if (field.name) field.value = filter.get(field.name) || "";
    find();
    return at;
  }

  let waiting = 0;
  function changed() {
    clearTimeout(waiting);
    waiting = setTimeout(() => { find(); write("", false); }, 120);
  }

  form.addEventListener("input", changed);
  form.addEventListener("reset", () => setTimeout(changed));
  form.addEventListener("submit", (event) => event.preventDefault());

  /* Clicks, keys, history */

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (!link) {
      const mark = event.target.closest && event.target.closest("#texts mark");
      if (mark && getSelection().isCollapsed && show("e-" + mark.dataset.e)) write("e-" + mark.dataset.e, true);
      return;
    }
    const id = link.getAttribute("href").slice(1);
    const from = reader.contains(link) ? opener : link;
    // The browser itself goes to other parts of the page.
    if (!show(id)) { reveal(byId(id)); return; }
    event.preventDefault();
    opener = from;
    if (!reader.contains(link)) uncover(link);
    write(id, true);
  });
  window.addEventListener("popstate", () => {
    const { at, filter } = read();
    if (filter.size || !at) restore();
    if (!show(at)) leave(!at);
  });
  back.addEventListener("click", () => leave());

  const found = () => entries.filter((e) => e.dataset.k !== "row" && !e.classList.contains("out") && e.checkVisibility());

  function step(from, by) {
    const list = found();
    const next = list[from ? list.indexOf(from) + by : 0];
    if (!next) { if (by < 0) query.focus(); return; }
    next.tabIndex = -1;
    next.focus();
  }

  document.addEventListener("keydown", (event) => {
    const at = event.target, typing = at.matches && at.matches("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      query.focus();
      query.select();
      return;
    }
    if (event.key === "Escape") {
      if (at === query && query.value) { query.value = ""; changed(); }
      else if (at === query) query.blur();
      else if (!back.hidden) leave();
      else if (at.matches && at.matches("[data-k]")) query.focus();
      return;
    }
    const entry = at.matches && at.matches("[data-k]") ? at : null;
    if ((at === query && event.key === "ArrowDown") || (entry && (event.key === "ArrowDown" || event.key === "ArrowUp"))) {
      event.preventDefault();
      step(entry, event.key === "ArrowUp" ? -1 : 1);
      return;
    }
    const cell = at.closest && at.closest(".matrix td");
    const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!cell || !move) return;
    const rows = [...cell.closest("tbody").rows];
    let row = rows.indexOf(cell.parentNode), column = cell.cellIndex, link = null;
    do {
      row += move[0];
      column += move[1];
      const next = rows[row] && column > 0 ? rows[row].cells[column] : undefined;
      if (!next) return;
      link = next.querySelector("a");
    } while (!link);
    event.preventDefault();
    link.focus();
  });
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });

  root.classList.add("js");
  if (articles.length) pick(articles[0]);
  const at = restore();
  if (at && !show(at)) {
    const target = byId(at);
    reveal(target);
    if (target) target.scrollIntoView();
  }
})();
