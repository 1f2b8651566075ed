"use strict";
// Takes files, keeps them in the browser's own store, and shows what the engine makes of them.

const $ = id => document.getElementById(id);
const kept = new Map(); // By name: the bytes, and what the engine said of the file.
let engine, glue, worker, asked, number = 0, keeps = true, title = "ledger", address;

// The engine: in a thread of its own, so that the page stays alive while it works.

function start() {
  asked = new Map();
  worker = new Worker(URL.createObjectURL(new Blob([glue], { type: "text/javascript" })));
  worker.onmessage = ({ data }) => {
    const { resolve, reject } = asked.get(data.number);
    asked.delete(data.number);
    if ("why" in data) reject(Object.assign(new Error(data.why), { broken: data.broken }));
    else resolve(data.answer);
  };
  worker.onerror = event => {
    event.preventDefault();
    const error = Object.assign(new Error(event.message || "it did not start"), { broken: true });
    asked.forEach(({ reject }) => reject(error));
    asked.clear();
  };
  return ask("load", { engine });
}

function ask(task, about = {}) {
  return new Promise((resolve, reject) => {
    asked.set(++number, { resolve, reject });
    worker.postMessage({ task, number, ...about });
  });
}

// Begins anew without the file on which the engine broke off.
async function restart() {
  worker.terminate();
  await start();
  for (const [name, { bytes, broke }] of kept) if (!broke) await ask("add", { name, bytes });
}

// The store: files stay until they are forgotten, where the browser keeps anything for this page.

const store = new Promise((resolve, reject) => {
  const request = indexedDB.open("crosswire", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("files");
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function stored(mode, use) {
  try {
    const all = (await store).transaction("files", mode);
    const request = use(all.objectStore("files"));
    await new Promise((resolve, reject) => {
      all.oncomplete = resolve;
      all.onerror = all.onabort = () => reject(all.error);
    });
    return request.result;
  } catch {
    keeps = false;
    return undefined;
  }
}

// What is said.

function say(text, wrong = false) {
  $("status").textContent = text;
  $("status").classList.toggle("wrong", wrong);
}

function progress(done, of) {
  $("progress").hidden = of === 0;
  $("progress").max = of || 1;
  if (done === null) $("progress").removeAttribute("value");
  else $("progress").value = done;
}

const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

function line(tag, text, className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  return element;
}

function list() {
  const rows = [...kept].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { said }]) => {
    const row = document.createElement("li");
    row.append(line("p", name));
    const shown = said.articles.slice(0, 3).map(a => [a.title, a.outlet, a.published].filter(Boolean).join(" · "));
    const more = said.articles.length - shown.length;
    row.append(...shown.filter(Boolean).map(text => line("p", text, "by")));
    if (more > 0) row.append(line("p", `and ${count(more, "more article")}`, "by"));
    row.append(...said.warnings.slice(0, 5).map(w => line("p", w.reason, w.skipped ? "wrong" : "note")));
    const remove = line("button", "Remove");
    remove.type = "button";
    remove.ariaLabel = `Remove ${name}`;
    remove.onclick = () => queued(() => take(name));
    row.append(remove);
    return row;
  });
  $("list").replaceChildren(...rows);
  $("given").hidden = kept.size === 0;
  $("given-head").textContent = count(kept.size, "file");
  $("keeping").textContent = keeps
    ? "The files stay in this browser until they are forgotten."
    : "This browser keeps nothing for a page that is opened so: the files are gone when it is closed.";
}

// What is done, one thing after another.

let last = Promise.resolve();
let waiting = 0;
function queued(job) {
  waiting += 1;
  document.body.ariaBusy = "true";
  const failed = error => say(`That did not work: ${error.message}`, true);
  last = last.then(job).catch(failed).finally(() => {
    progress(0, 0);
    waiting -= 1;
    document.body.ariaBusy = String(waiting > 0);
  });
}

// A name that no other file has; none where that file is there already.
function free(name, bytes) {
  const given = new Uint8Array(bytes);
  const same = other => other.byteLength === given.length && new Uint8Array(other).every((byte, i) => byte === given[i]);
  const [, stem, ending] = /^(.*?)(\.[^./]*)?$/s.exec(name);
  for (let n = 1; ; n++) {
    const own = n === 1 ? name : `${stem} (${n})${ending ?? ""}`;
    if (!kept.has(own)) return own;
    if (same(kept.get(own).bytes)) return undefined;
  }
}

async function read(name, bytes) {
  try {
    kept.set(name, { bytes, said: await ask("add", { name, bytes }) });
  } catch (error) {
    const said = { articles: [], warnings: [{ reason: `it could not be read: ${error.message}`, skipped: true }] };
    kept.set(name, { bytes, said, broke: true });
    if (error.broken) await restart();
  }
}

// Files: `{name, bytes()}`. What comes of a folder is asked after first, so that no pictures are read.
async function add(files) {
  if (files.length === 0) return;
  const nested = files.filter(file => file.name.includes("/")).map(file => file.name);
  const wanted = new Set(nested.length ? await ask("wanted", { names: nested }) : []);
  const taken = files.filter(file => !file.name.includes("/") || wanted.has(file.name));
  for (const [i, file] of taken.entries()) {
    say(`Reading ${file.name}`);
    progress(i, taken.length);
    const bytes = await file.bytes();
    const name = free(file.name, bytes);
    if (name === undefined) continue;
    await stored("readwrite", files => files.put(bytes, name));
    await read(name, bytes);
  }
  list();
  if (taken.length === 0) say("The folder holds no file that may be an article.", true);
  else await tell();
}

async function take(name) {
  kept.delete(name);
  await stored("readwrite", files => files.delete(name));
  await ask("remove", { name });
  list();
  await tell();
}

async function forget() {
  kept.clear();
  await stored("readwrite", files => files.clear());
  await restart();
  list();
  await tell();
}

async function tell() {
  if (kept.size === 0) {
    $("ledger").hidden = true;
    say("");
    return;
  }
  say("Making the ledger");
  progress(null, 1);
  try {
    const begun = performance.now();
    const told = await ask("tell", { hide: $("hide").checked });
    show(told, (performance.now() - begun) / 1000);
  } catch (error) {
    $("ledger").hidden = true;
    say(error.message, true);
    if (error.broken) await restart();
  }
}

function show(told, seconds) {
  title = told.title;
  $("ledger-head").textContent = told.title;
  URL.revokeObjectURL(address);
  address = URL.createObjectURL(new Blob([told.page], { type: "text/html" }));
  $("page").src = address;
  $("ledger").hidden = false;
  const parts = [count(told.articles, "article"), count(told.claims, "claim"), count(told.disputes, "dispute")];
  const notes = told.warnings.map(w => `${w.path}: ${w.reason}`);
  say([`${parts.join(", ")} in ${seconds.toFixed(1)} s.`, ...notes].join(" "));
}

async function save(form) {
  const bytes = await ask("write", { form });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes]));
  const stem = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);
  link.download = `${stem || "ledger"}.${form}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// What people do.

const given = files => [...files].map(file => ({ name: file.webkitRelativePath || file.name, bytes: () => file.arrayBuffer() }));

// All files of what was dropped, those in folders too.
async function dropped(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = [];
  const walk = async entry => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      files.push({ name: entry.fullPath.replace(/^\//, ""), bytes: () => file.arrayBuffer() });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return;
      for (const inner of some) await walk(inner);
    }
  };
  for (const entry of entries) await walk(entry);
  return files;
}

addEventListener("dragover", event => {
  event.preventDefault();
  document.body.classList.add("over");
});
addEventListener("dragleave", event => event.relatedTarget ?? document.body.classList.remove("over"));
addEventListener("drop", event => {
  event.preventDefault();
  document.body.classList.remove("over");
  if ($("drop").hidden) return;
  const files = event.dataTransfer.files.length ? dropped(event.dataTransfer) : undefined;
  if (files) queued(async () => add(await files));
  else say("That is no file. The page fetches nothing: save the article from its own page, then drop the file.", true);
});
$("choose").onclick = () => $("files").click();
$("choose-folder").onclick = () => $("folder").click();
for (const input of [$("files"), $("folder")]) {
  input.onchange = () => {
    const files = given(input.files);
    input.value = "";
    queued(() => add(files));
  };
}
const bytes = text => new TextEncoder().encode(text).buffer;
$("example").onclick = () => {
  const files = Object.entries(JSON.parse($("ferry").textContent));
  queued(() => add(files.map(([name, text]) => ({ name, bytes: async () => bytes(text) }))));
};
$("paste").onsubmit = event => {
  event.preventDefault();
  const filled = [...new FormData(event.target)].filter(([, value]) => value.trim());
  const record = `${JSON.stringify(Object.fromEntries(filled))}\n`;
  event.target.reset();
  queued(() => add([{ name: "pasted.jsonl", bytes: async () => bytes(record) }]));
};
$("hide").onchange = () => queued(tell);
$("forget").onclick = () => queued(forget);
document.querySelectorAll("[data-form]").forEach(button => (button.onclick = () => queued(() => save(button.dataset.form))));

queued(async () => {
  say("Starting");
  progress(null, 1);
  const begun = performance.now();
  const packed = atob($("engine").textContent);
  engine = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) engine[i] = packed.charCodeAt(i);
  glue = $("glue").textContent;
  $("engine").remove();
  await start();
  document.body.dataset.started = String(performance.now() - begun);
  $("drop").hidden = false;
  const [names, files] = [await stored("readonly", f => f.getAllKeys()), await stored("readonly", f => f.getAll())];
  for (const [i, name] of (names ?? []).entries()) {
    progress(i, names.length);
    await read(name, files[i]);
  }
  list();
  await tell();
});
