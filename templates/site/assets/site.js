"use strict";
// The head of every page: the search box with its list of results, the shortcut `/`, and the theme.
(() => {
  const root = document.body.dataset.root;

  const theme = document.getElementById("theme");
  theme?.addEventListener("click", () => {
    const now = document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const next = now === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try { localStorage.setItem("records-theme", next); } catch { /* it lasts for this page */ }
  });

  const field = document.getElementById("quick") || document.getElementById("q");
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  const quick = document.getElementById("quick");
  const list = document.getElementById("quick-list");
  if (!quick || !list) return;
  quick.setAttribute("role", "combobox");
  quick.setAttribute("aria-controls", "quick-list");
  quick.setAttribute("aria-expanded", "false");
  quick.setAttribute("aria-autocomplete", "list");
  let chosen = -1, asked = 0;

  function close() {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    quick.setAttribute("aria-expanded", "false");
    quick.removeAttribute("aria-activedescendant");
  }

  function choose(next) {
    const items = [...list.querySelectorAll("[role=option]")];
    if (!items.length) return;
    chosen = (next + items.length + 1) % (items.length + 1);
    if (chosen === items.length) chosen = next < 0 ? items.length - 1 : -1;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) { quick.removeAttribute("aria-activedescendant"); return; }
    quick.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  }

  function item(one, at) {
    const line = document.createElement("a");
    line.className = "quick-item";
    line.id = "quick-" + at;
    line.href = root + one.url;
    line.tabIndex = -1;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    const title = document.createElement("span");
    title.textContent = one.title;
    const chip = document.createElement("span");
    chip.className = "chip t-" + one.tone;
    chip.textContent = one.state;
    const ref = document.createElement("span");
    ref.className = "ref";
    ref.textContent = one.ref + " ";
    if (one.date) ref.append(Object.assign(document.createElement("time"), { textContent: one.date }));
    line.append(title, chip, ref);
    return line;
  }

  async function ask() {
    const mine = ++asked;
    const query = quick.value;
    if (!query.trim()) { close(); return; }
    const found = await records.find(query);
    const shown = await records.show(found.slice(0, 8));
    if (mine !== asked || document.activeElement !== quick) return;
    chosen = -1;
    quick.removeAttribute("aria-activedescendant");
    if (shown.length) {
      list.replaceChildren(...shown.map(item));
    } else {
      const none = document.createElement("div");
      none.className = "quick-none";
      none.setAttribute("role", "option");
      none.setAttribute("aria-selected", "false");
      none.setAttribute("aria-disabled", "true");
      none.textContent = "Nothing matches";
      list.replaceChildren(none);
    }
    list.hidden = false;
    quick.setAttribute("aria-expanded", "true");
  }

  quick.addEventListener("focus", () => { records.prepare(); });
  quick.addEventListener("input", ask);
  quick.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
    else if (event.key === "Escape") { close(); }
    else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      list.querySelectorAll("[role=option]")[chosen].click();
    }
  });
  quick.addEventListener("blur", () => { setTimeout(() => { if (!list.contains(document.activeElement)) close(); }, 150); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
})();
