"use strict";
// Full-text search over data that `records site build` wrote: words in files by their first two letters, postings as
// gaps of five bits a sign. Files come by <script>, because a page opened from disk may load scripts but fetch nothing.
(() => {
  const root = document.currentScript.src.replace(/assets\/search\.js.*$/, "");
  const waiting = new Map();
  const loaded = new Map();
  const VALUE = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((sign, value) => [sign.charCodeAt(0), value]));
  const CJK = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
  const LONGEST = 32;
  const WEIGHT = [1, 2.2, 4, 9];

  window.recordsData = (name, value) => { loaded.set(name, value); };

  function load(name, file) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = root + file;
        script.onload = () => { script.remove(); resolve(loaded.get(name)); };
        script.onerror = () => { waiting.delete(name); reject(new Error("cannot load " + file)); };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }

  function decode(text, each) {
    let next = 0, value = 0, shift = 0;
    for (let at = 0; at < text.length; at++) {
      const digit = VALUE.get(text.charCodeAt(at));
      value |= (digit & 31) << shift;
      if (digit >= 32) { shift += 5; continue; }
      const number = next + (value >>> 2);
      each(number, value & 3);
      next = number + 1;
      value = shift = 0;
    }
  }

  const clip = (word) => { const signs = [...word]; return signs.length > LONGEST ? signs.slice(0, LONGEST).join("") : word; };

  function words(text) {
    const folded = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    const found = [];
    for (const word of folded.match(/[\p{L}\p{N}]+/gu) || []) {
      if (!CJK.test(word)) { found.push(clip(word)); continue; }
      const signs = [...word];
      if (signs.length === 1) found.push(word);
      for (let at = 0; at + 1 < signs.length; at++) found.push(signs[at] + signs[at + 1]);
    }
    return found;
  }

  // As `shard_of` in words.py.
  function shardOf(word) {
    const first = word[0], second = word[1] || "";
    if (!/[a-z0-9]/.test(first)) return "_" + (word.codePointAt(0) % 61);
    if (/[0-9]/.test(first) || !second) return first;
    return first + (/[a-z]/.test(second) ? "abcdefghi"[Math.floor((second.charCodeAt(0) - 97) / 3)] : "0");
  }

  const tables = new Map();
  async function table(name, meta) {
    if (!meta.shardSet.has(name)) return null;
    if (!tables.has(name)) {
      const text = await load("s/" + name, "data/words/" + name + ".js");
      const lines = text.split("\n").map((line) => { const at = line.indexOf(" "); return [line.slice(0, at), line.slice(at + 1)]; });
      tables.set(name, lines);
    }
    return tables.get(name);
  }

  // The first of the sorted words that is not before `word`.
  function seek(lines, word) {
    let low = 0, high = lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(lines[middle][0], word) < 0) low = middle + 1; else high = middle;
    }
    return low;
  }
  // By code points, as the lines were sorted.
  function compare(one, other) {
    const a = [...one], b = [...other];
    for (let at = 0; at < a.length && at < b.length; at++) {
      const gap = a[at].codePointAt(0) - b[at].codePointAt(0);
      if (gap) return gap;
    }
    return a.length - b.length;
  }

  async function prepare() {
    const meta = await load("facets", "data/facets.js");
    if (!meta.shardSet) meta.shardSet = new Set(meta.shards.split(" "));
    return meta;
  }

  // Scores by record for one word: exactly that word, and, where it may go on, every word that begins with it.
  async function scored(word, open, meta) {
    const scores = new Float32Array(meta.total);
    if (open && word.length === 1 && meta.letters[word]) {
      decode(meta.letters[word], (number) => { scores[number] = 0.1; });
    }
    const name = shardOf(word);
    const lines = await table(name, meta);
    if (lines) {
      for (let at = seek(lines, word); at < lines.length; at++) {
        const [found, postings] = lines[at];
        const exact = found === word;
        if (!exact && !(open && found.startsWith(word))) break;
        const rare = Math.log(1 + meta.total / (1 + postings.length));
        const factor = (exact ? 1 : 0.55 * word.length / found.length + 0.1) * (0.4 + rare);
        decode(postings, (number, weight) => {
          const score = WEIGHT[weight] * factor;
          if (score > scores[number]) scores[number] = score;
        });
      }
    }
    return scores;
  }

  async function allowed(filters, meta) {
    const keep = new Uint8Array(meta.total).fill(1);
    const only = (postings) => {
      const mask = new Uint8Array(meta.total);
      for (const text of postings) decode(text, (number) => { mask[number] = 1; });
      for (let at = 0; at < keep.length; at++) keep[at] &= mask[at];
    };
    for (const name of ["kind", "status", "stage", "feature", "label"]) {
      const wanted = (filters[name] || "").trim().toLowerCase();
      if (!wanted) continue;
      const all = meta.facets[name];
      const same = all.filter(([word]) => word.toLowerCase() === wanted);
      const near = same.length || name !== "label" ? same : all.filter(([word]) => word.toLowerCase().includes(wanted));
      only(near.map((row) => row[2]));
    }
    if (filters.file) {
      const wanted = filters.file.trim().toLowerCase();
      const files = await load("files", "data/files.js");
      only(files.filter(([path]) => path.toLowerCase().includes(wanted)).map((row) => row[1]));
    }
    if (filters.from || filters.to) {
      meta.dates.forEach(([date, first], at) => {
        const inside = date && (!filters.from || date >= filters.from) && (!filters.to || date <= filters.to);
        const end = at + 1 < meta.dates.length ? meta.dates[at + 1][1] : meta.total;
        if (!inside) keep.fill(0, first, end);
      });
    }
    return keep;
  }

  // Numbers of records, best first, then newest first.
  async function find(query, filters = {}) {
    const meta = await prepare();
    const asked = words(query);
    const keep = await allowed(filters, meta);
    const open = !/\s$/.test(query);
    const lists = await Promise.all(asked.map((word, at) => scored(word, at === asked.length - 1 ? open : false, meta)));
    const total = new Float32Array(meta.total);
    const numbers = [];
    for (let number = meta.total - 1; number >= 0; number--) {
      if (!keep[number]) continue;
      let every = true;
      for (const scores of lists) {
        if (!scores[number]) { every = false; break; }
        total[number] += scores[number];
      }
      if (every) numbers.push(number);
    }
    if (lists.length) numbers.sort((a, b) => total[b] - total[a] || b - a);
    return numbers;
  }

  const FIELDS = ["ref", "title", "url", "date", "kind", "state", "tone", "feature", "summary"];
  async function show(numbers) {
    const meta = await prepare();
    return Promise.all(numbers.map(async (number) => {
      const part = Math.floor(number / meta.chunk);
      const rows = await load("r/" + part, "data/results/" + part + ".js");
      return Object.fromEntries(FIELDS.map((name, at) => [name, rows[number % meta.chunk][at]]));
    }));
  }

  window.records = { root, load, prepare, find, show, words };
})();
