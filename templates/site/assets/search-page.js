"use strict";
// The search page: results as one types, filters, all of it in the address.
(() => {
  const form = document.getElementById("search");
  const field = document.getElementById("q");
  const results = document.getElementById("results");
  const count = document.getElementById("count");
  const more = document.getElementById("more");
  const NAMES = ["repository", "group", "kind", "status", "stage", "feature", "label", "file", "from", "to"].filter((name) => form.elements[name]);
  const KINDS = { adr: "decisions", phr: "prompts" };
  const STEP = 30;
  let found = [], shown = 0, asked = 0;

  const filters = () => Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value]));

  function address() {
    const given = new URLSearchParams();
    if (field.value.trim()) given.set("q", field.value.trim());
    for (const [name, value] of Object.entries(filters())) if (value) given.set(name, value);
    const text = given.toString();
    try { history.replaceState(null, "", text ? "?" + text : location.pathname.split("/").pop()); }
    catch { location.replace("#" + text); }
  }

  function fromAddress() {
    const given = new URLSearchParams(location.search || location.hash.slice(1));
    field.value = given.get("q") || "";
    for (const name of NAMES) {
      const value = given.get(name) || "";
      const input = form.elements[name];
      if (input.tagName === "SELECT" && value && ![...input.options].some((option) => option.value === value)) {
        input.add(new Option(value, value));
      }
      input.value = value;
    }
  }

  function fill(meta) {
    for (const name of NAMES.filter((name) => form.elements[name].tagName === "SELECT")) {
      const rows = [...(meta.facets[name] || [])];
      if (!["feature", "repository", "group"].includes(name)) rows.sort((a, b) => b[1] - a[1]);
      for (const [word, number] of rows) form.elements[name].add(new Option(`${KINDS[word] || word} (${number})`, word));
    }
    const labels = [...meta.facets.label].sort((a, b) => b[1] - a[1]).slice(0, 300);
    document.getElementById("labels").append(...labels.map(([word]) => new Option(word, word)));
  }

  // Text with the words that were asked for marked; built of text nodes only.
  function marked(text, words) {
    const piece = document.createDocumentFragment();
    const pattern = words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, "")).filter((word) => word.length > 1).join("|");
    if (!pattern) { piece.append(text); return piece; }
    text.split(new RegExp(`((?<![\\p{L}\\p{N}])(?:${pattern}))`, "giu")).forEach((part, at) => {
      if (at % 2) { const mark = document.createElement("mark"); mark.textContent = part; piece.append(mark); }
      else if (part) piece.append(part);
    });
    return piece;
  }

  function line(one, words) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = records.root + one.url;
    link.className = one.kind;
    const head = document.createElement("span");
    head.className = "head";
    const ref = document.createElement("span");
    ref.className = "ref";
    ref.textContent = one.ref;
    head.append(ref);
    if (one.state) {
      const chip = document.createElement("span");
      chip.className = "chip t-" + one.tone;
      chip.textContent = one.state;
      head.append(chip);
    }
    if (one.date) { const date = document.createElement("time"); date.textContent = one.date; head.append(date); }
    const title = document.createElement("span");
    title.className = "title";
    title.append(marked(one.title, words));
    link.append(head, title);
    if (one.summary) {
      const summary = document.createElement("span");
      summary.className = "entry-summary";
      summary.append(marked(one.summary, words));
      link.append(summary);
    }
    item.append(link);
    return item;
  }

  async function extend(mine) {
    const words = records.marks(field.value);
    const next = await records.show(found.slice(shown, shown + STEP));
    if (mine !== asked) return;
    const lines = next.map((one) => line(one, words));
    if (shown === 0) results.replaceChildren(...lines); else results.append(...lines);
    shown += next.length;
    more.hidden = shown >= found.length;
  }

  async function ask() {
    const mine = ++asked;
    const numbers = await records.find(field.value, filters());
    if (mine !== asked) return;
    found = numbers;
    shown = 0;
    count.textContent = found.length === 0 ? "Nothing matches. Try fewer words or filters."
      : found.length === 1 ? "1 record" : `${found.length} records`;
    await extend(mine);
    address();
  }

  function move(by) {
    const links = [...results.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (at + by < 0) { field.focus(); return; }
    links[Math.min(at + by, links.length - 1)]?.focus();
  }

  field.addEventListener("input", ask);
  form.addEventListener("change", ask);
  form.addEventListener("reset", () => { setTimeout(ask); });
  form.addEventListener("submit", (event) => { event.preventDefault(); results.querySelector("a")?.click(); });
  form.elements.label.addEventListener("input", ask);
  form.elements.file.addEventListener("input", ask);
  form.elements.file.addEventListener("focus", async () => {
    const files = await records.load("files", "data/files.js");
    document.getElementById("files").replaceChildren(...files.slice(0, 1500).map(([path]) => new Option(path, path)));
  }, { once: true });
  more.addEventListener("click", () => extend(asked));
  document.addEventListener("keydown", (event) => {
    if (event.target !== field && !results.contains(event.target)) return;
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    if (event.key === "Escape" && event.target !== field) field.focus();
  });

  document.addEventListener("DOMContentLoaded", async () => {
    const meta = await records.prepare();
    fill(meta);
    fromAddress();
    const chosen = Object.values(filters()).some(Boolean);
    if (matchMedia("(max-width: 44rem)").matches && !chosen) form.querySelector("details").open = false;
    field.focus();
    await ask();
  });
})();
