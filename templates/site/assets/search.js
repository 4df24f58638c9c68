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

  // The language of `records search`, as `project/query.py` reads it; of a phrase, every word has to occur.
  const TOKEN = /(-?)(?:([a-z]+):("[^"]*"|\S+)|"([^"]*)"(\*?)|\S+)/g;
  const DAY = /^\d{4}-\d\d-\d\d$/;
  const NAMES = { kind: "kind", stage: "stage", status: "status", feature: "feature", label: "label", file: "file",
    repo: "repository", group: "group", since: "from", until: "to" };

  const isKnown = (name) => ["file", "from", "to"].includes(name) || Boolean(loaded.get("facets")?.facets[name]);

  function parse(query) {
    const alternatives = [{ wanted: [], without: [] }], conditions = {};
    const goesOn = !/\s$/.test(query); // the last word, while it is typed
    let isNegated = false;
    for (const token of query.matchAll(TOKEN)) {
      const [text, minus, key, value, phrase, star] = token;
      const name = minus || !isKnown(NAMES[key]) ? undefined : NAMES[key];
      const wanted = (value || "").replaceAll('"', "");
      if (name && (DAY.test(wanted) || !["from", "to"].includes(name))) {
        const several = conditions[name] && !["from", "to", "file"].includes(name);
        conditions[name] = several ? `${conditions[name]},${wanted}` : wanted;
      } else if (text === "OR") alternatives.push({ wanted: [], without: [] });
      else if (text === "NOT") isNegated = true;
      else if (text !== "AND") {
        const found = words(phrase ?? text.slice(minus.length));
        if (!found.length) continue;
        const isLast = token.index + text.length === query.length;
        const open = phrase === undefined ? text.endsWith("*") || (isLast && goesOn) : star === "*";
        const asked = found.map((word, at) => ({ word, open: open && at === found.length - 1 }));
        if (minus || isNegated) alternatives.at(-1).without.push(asked.map((one) => ({ ...one, open: text.endsWith("*") && one.open })));
        else alternatives.at(-1).wanted.push(...asked);
        isNegated = false;
      }
    }
    return { alternatives: alternatives.filter((one) => one.wanted.length || one.without.length), conditions };
  }

  // A value of a condition: several with commas between them, each with `*` for any letters; a feature by its last part.
  function fits(wanted) {
    const patterns = wanted.toLowerCase().split(",").map((one) => one.trim()).filter(Boolean)
      .map((one) => new RegExp(`^${one.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`, "su"));
    return (name, word) => patterns.some((one) => one.test(word.toLowerCase()) || (name === "feature" && one.test(word.toLowerCase().split("/").at(-1))));
  }

  async function allowed(filters, meta, isTyped) {
    const keep = new Uint8Array(meta.total).fill(1);
    const only = (postings) => {
      const mask = new Uint8Array(meta.total);
      for (const text of postings) decode(text, (number) => { mask[number] = 1; });
      for (let at = 0; at < keep.length; at++) keep[at] &= mask[at];
    };
    for (const name of Object.keys(meta.facets)) {
      const wanted = (filters[name] || "").trim().toLowerCase();
      if (!wanted) continue;
      const all = meta.facets[name];
      const fit = isTyped && fits(wanted);
      const same = all.filter(([word]) => fit ? fit(name, word) : word.toLowerCase() === wanted);
      const near = same.length || name !== "label" || isTyped ? same : all.filter(([word]) => word.toLowerCase().includes(wanted));
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

  // The score of each record for one alternative of a query; 0 where it does not match.
  async function scoresOf({ wanted, without }, meta) {
    const load = ({ word, open }) => scored(word, open, meta);
    const [lists, unwanted] = [await Promise.all(wanted.map(load)), await Promise.all(without.map((asked) => Promise.all(asked.map(load))))];
    const total = new Float32Array(meta.total);
    for (let number = 0; number < meta.total; number++) {
      if (!lists.every((scores) => scores[number]) || unwanted.some((phrase) => phrase.every((scores) => scores[number]))) continue;
      total[number] = lists.reduce((sum, scores) => sum + scores[number], lists.length ? 0 : 1);
    }
    return total;
  }

  // Numbers of records, best first, then newest first.
  async function find(query, filters = {}) {
    const meta = await prepare();
    const { alternatives, conditions } = parse(query);
    const [chosen, typed] = [await allowed(filters, meta, false), await allowed(conditions, meta, true)];
    const lists = await Promise.all(alternatives.map((one) => scoresOf(one, meta)));
    const total = new Float32Array(meta.total);
    const numbers = [];
    for (let number = meta.total - 1; number >= 0; number--) {
      if (!chosen[number] || !typed[number]) continue;
      for (const scores of lists) total[number] = Math.max(total[number], scores[number]);
      if (!lists.length || total[number]) numbers.push(number);
    }
    if (alternatives.some((one) => one.wanted.length)) numbers.sort((a, b) => total[b] - total[a] || b - a);
    return numbers;
  }

  // The words of a query that results have, for marks.
  const marks = (query) => parse(query).alternatives.flatMap((one) => one.wanted.map(({ word }) => word));

  const FIELDS = ["ref", "title", "url", "date", "kind", "state", "tone", "feature", "summary"];
  async function show(numbers) {
    const meta = await prepare();
    return Promise.all(numbers.map(async (number) => {
      const part = Math.floor(number / meta.chunk);
      const rows = await load("r/" + part, "data/results/" + part + ".js");
      return Object.fromEntries(FIELDS.map((name, at) => [name, rows[number % meta.chunk][at]]));
    }));
  }

  window.records = { root, load, prepare, find, show, marks };
})();
