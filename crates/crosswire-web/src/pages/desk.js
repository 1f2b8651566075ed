// Brings the desk's forms beside what they are about, tells of what others did, works through the queue by keyboard. Without
// it every form is a page of its own.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const make = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const top = byId("desk-top"), dialog = byId("desk-dialog"), part = byId("desk-part");
  const PART = { "x-crosswire-part": "1" };

  /* What is to be remembered while the page loads again: where one was, and what was done. */

  const REMEMBERED = "crosswire-desk";
  function reload(told, to) {
    const item = document.activeElement && document.activeElement.closest(".desk-item");
    try {
      sessionStorage.setItem(REMEMBERED, JSON.stringify({ path: location.pathname, y: scrollY, told, item: item ? item.id : null }));
    } catch { }
    if (to && to !== location.pathname) location.assign(to);
    else location.reload();
  }

  function restore() {
    let was = null;
    try {
      was = JSON.parse(sessionStorage.getItem(REMEMBERED));
      sessionStorage.removeItem(REMEMBERED);
    } catch { }
    if (!was) return;
    if (was.path === location.pathname) {
      scrollTo(0, was.y);
      if (was.item) focusItem(byId(was.item) || [...document.querySelectorAll(".desk-item")].at(-1));
    }
    if (was.told) toast(was.told);
  }

  function toast(told) {
    const close = make("button", { type: "button" }, "Close");
    const box = make("div", { id: "desk-toast", role: "status" }, told, close);
    close.addEventListener("click", () => box.remove());
    document.body.append(box);
    setTimeout(() => box.remove(), 12000);
  }

  /* Verbs: a button beside each thing */

  const KINDS = { claim: "Decide", dispute: "Decide", source: "Decide", figure: "Correct", passage: "…" };
  const SPOKEN = { claim: "Decide on this claim", dispute: "Decide on this dispute", source: "Decide on this source",
    figure: "Correct this figure", passage: "Move this passage" };

  function mark(node, kind) {
    const id = node.dataset[kind];
    // Cells of the matrix, and marks in the articles' text, lead to the cards.
    if (!id || node.closest(".matrix, #texts, #desk-top, dialog")) return;
    const button = make("button", { type: "button", class: "desk-open" + (kind === "passage" ? " small" : ""),
      "data-on": `${kind}/${encodeURIComponent(id)}`, "aria-haspopup": "dialog" }, KINDS[kind]);
    if (kind === "passage") button.setAttribute("aria-label", SPOKEN[kind]);
    button.title = SPOKEN[kind];
    const head = node.querySelector(":scope > :is(h3, h4), :scope > p > b, :scope > b");
    if (kind === "passage") node.after(button);
    else if (node.matches("a, q, span, text, tr, th, td")) (node.matches("tr") ? node.querySelector("th, td") : node).append(button);
    else (head || node).append(button);
  }

  if (top && dialog && top.dataset.edits !== undefined) {
    for (const kind of Object.keys(KINDS)) for (const node of document.querySelectorAll(`[data-${kind}]`)) mark(node, kind);
  }

  let opener = null;
  async function open(path) {
    const answer = await fetch(`/stories/${top.dataset.story}/on/${path}`, { headers: PART });
    fill(await answer.text());
    if (!dialog.open) dialog.showModal();
    const title = byId("desk-dialog-title");
    if (title) title.focus();
  }

  // The server escapes what it sends; it is its own page's part.
  function fill(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const main = parsed.querySelector("main");
    part.replaceChildren(...(main || parsed.body).childNodes);
    dialog.scrollTop = 0;
  }

  document.addEventListener("click", (event) => {
    const node = event.target.closest && event.target.closest("[data-on], [data-reload]");
    if (!node || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (node.dataset.reload !== undefined) {
      event.preventDefault();
      reload(null);
    } else if (node.matches("button")) {
      opener = node;
      open(node.dataset.on).catch(unreachable);
    } else if (dialog && dialog.open) {
      event.preventDefault();
      open(node.getAttribute("href").split("/on/")[1]).catch(unreachable);
    }
  });
  if (dialog) dialog.addEventListener("close", () => { if (opener && opener.isConnected) opener.focus(); });

  function unreachable() {
    toast("The desk does not answer. Nothing was kept; try again when it runs.");
  }

  /* Sending a decision */

  let sending = false;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.decide === undefined || !top) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    try {
      const body = new URLSearchParams(new FormData(form, event.submitter));
      const answer = await fetch(form.action, { method: "POST", body, headers: PART });
      const isJson = (answer.headers.get("content-type") || "").startsWith("application/json");
      if (answer.ok && isJson) {
        const kept = await answer.json();
        reload(kept.told, dialog ? null : body.get("to"));
        return;
      }
      await refused(await answer.text(), form);
    } catch { unreachable(); }
    finally { sending = false; }
  });

  async function refused(html, form) {
    const conflict = html.includes("desk-conflict");
    if (dialog && (conflict || !dialog.open)) {
      fill(html);
      if (!dialog.open) dialog.showModal();
      const title = part.querySelector("h1");
      if (title) title.focus();
      return;
    }
    const parsed = new DOMParser().parseFromString(html, "text/html");
    if (conflict) {
      form.replaceWith(...parsed.body.childNodes);
      return;
    }
    const words = [...parsed.querySelectorAll("main p")].slice(0, 2).map((p) => p.textContent).join(" ");
    let told = form.querySelector(".desk-failure");
    if (!told) form.prepend(told = make("p", { class: "desk-failure", role: "alert" }));
    told.textContent = words || "It was not kept.";
  }

  /* What others did */

  const live = byId("desk-live");
  if (top && live && top.dataset.story) {
    let source = null;
    const own = () => Number(top.dataset.revision);
    const listen = () => {
      if (source) return;
      source = new EventSource(`/stories/${top.dataset.story}/events`);
      source.addEventListener("change", (event) => {
        const { revision, by, what } = JSON.parse(event.data);
        // One's own comes with the page that is loaded anyhow.
        if (revision <= own() || sending) return;
        const show = make("button", { type: "button" }, "Show");
        show.addEventListener("click", () => reload(null));
        live.replaceChildren(`${by} ${what}.`, show);
        live.hidden = false;
      });
    };
    // A browser keeps few connections to one place: a page that nobody looks at gives its own back.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") listen();
      else if (source) { source.close(); source = null; }
    });
    if (document.visibilityState === "visible") listen();
  }

  /* Articles come in */

  const add = byId("desk-add");
  if (add) {
    const files = byId("files"), chosen = byId("desk-chosen"), large = byId("desk-too-large"), drop = add.querySelector(".desk-drop");
    const look = () => {
      const list = [...files.files];
      const all = list.reduce((sum, file) => sum + file.size, 0);
      if (list.length) chosen.textContent = `${list.length} ${list.length === 1 ? "file" : "files"}: ${list.slice(0, 12).map((f) => f.name).join(", ")}${list.length > 12 ? " …" : ""}`;
      const over = list.find((file) => file.size > Number(add.dataset.file));
      large.hidden = !over && all <= Number(add.dataset.all);
      if (!large.hidden) large.textContent = over ? `${over.name} is too large.` : "Together they are too large: add them in parts.";
    };
    files.addEventListener("change", look);
    for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      files.files = event.dataTransfer.files;
      look();
    });
    add.addEventListener("submit", (event) => { if (!large.hidden) event.preventDefault(); });
  }

  const job = byId("desk-job");
  if (job) {
    const states = { kept: "✓ read and kept", known: "= there already", failed: "✗ not kept", waiting: "… waiting" };
    const source = new EventSource(`/stories/${job.dataset.story}/reading/${job.dataset.job}/events`);
    source.addEventListener("progress", (event) => {
      const now = JSON.parse(event.data), lines = job.querySelectorAll(".desk-files li");
      now.files.forEach((file, i) => {
        lines[i].dataset.state = file.state;
        lines[i].querySelector(".state").textContent = states[file.state];
        lines[i].querySelector(".why").textContent = file.why ? ` – ${file.why}` : "";
      });
      const done = now.phase === "done", bad = now.failed || now.files.some((file) => file.state === "failed" || file.why);
      byId("desk-progress").value = now.files.filter((file) => file.state !== "waiting").length + (done ? 1 : 0);
      byId("desk-phase").textContent = done ? "Done." : now.phase === "reading" ? "Comparing what the articles say …" : "Reading …";
      const failed = byId("desk-job-failed");
      failed.hidden = !now.failed;
      failed.textContent = now.failed || "";
      byId("desk-open").hidden = !done;
      if (!done) return;
      source.close();
      // What went wrong stays to be read.
      if (!bad) location.replace(`/stories/${job.dataset.story}`);
    });
  }

  /* The queue by keyboard */

  const items = () => [...document.querySelectorAll(".desk-item")];
  function focusItem(item) {
    if (!item) return;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !document.querySelector(".desk-queue")) return;
    const at = event.target;
    if (at.matches("input, textarea, select")) {
      if (event.key === "Escape") focusItem(at.closest(".desk-item"));
      return;
    }
    const all = items(), here = at.closest(".desk-item");
    const place = all.indexOf(here);
    if (event.key === "j") focusItem(all[Math.min(place + 1, all.length - 1)]);
    else if (event.key === "k") focusItem(all[Math.max(place - 1, 0)]);
    else if (event.key === "u") { const undo = document.querySelector("[data-key=u]"); if (undo) undo.click(); }
    else if (here && /^[cr1-9]$/.test(event.key)) { const button = here.querySelector(`[data-key="${event.key}"]`); if (button) button.click(); }
    else return;
    event.preventDefault();
  });

  const [first] = items();
  let fresh = true;
  try { fresh = !sessionStorage.getItem(REMEMBERED); } catch { }
  if (first && fresh) first.focus({ preventScroll: true });
  restore();
})();
