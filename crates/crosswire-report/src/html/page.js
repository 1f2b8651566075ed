// Brings a passage beside the cell that was clicked. Without it the links jump to the same passages.
(() => {
  "use strict";
  const root = document.documentElement;
  const texts = document.getElementById("texts");
  const articles = [...texts.querySelectorAll("article")];
  const tabs = [...document.querySelectorAll("#reader nav a")];
  const back = document.getElementById("back");
  let opener = null;

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
    const target = document.getElementById(id);
    const article = target && target.closest("#texts article");
    if (!article) return false;
    pick(article);
    for (const mark of texts.querySelectorAll("mark.on")) mark.classList.remove("on");
    if (target !== article) {
      for (const mark of texts.querySelectorAll(`mark[data-e="${target.dataset.e}"]`)) mark.classList.add("on");
      root.classList.add("reading");
      back.hidden = false;
    }
    bring(target, target === article);
    target.focus({ preventScroll: true });
    return true;
  }

  function leave() {
    root.classList.remove("reading");
    back.hidden = true;
    if (opener) opener.focus();
    opener = null;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const id = link.getAttribute("href").slice(1);
    const from = texts.contains(link) ? opener : link;
    if (!show(id)) return;
    event.preventDefault();
    if (!tabs.includes(link)) opener = from;
    try { history.pushState(null, "", "#" + id); } catch { /* a page that may not be named: show it all the same */ }
  });
  window.addEventListener("popstate", () => { if (!show(location.hash.slice(1))) leave(); });
  back.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !back.hidden) { leave(); return; }
    const cell = event.target.closest && event.target.closest(".matrix td");
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!cell || !step) return;
    const rows = [...cell.closest("tbody").rows];
    let row = rows.indexOf(cell.parentNode), column = cell.cellIndex, link = null;
    do {
      row += step[0];
      column += step[1];
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
  if (location.hash) show(location.hash.slice(1));
})();
