"use strict";
// The graph: one lane a folder, decisions as cards and prompts as dots in their order, links as lines between them.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const MOST = 300;
  const FEW = 40; // so many are all shown at first, linked or not
  const CARD = { width: 190, height: 60 };
  const NARROW = 500; // below this cards stand in one column, and lines run beside it instead of behind it
  const form = document.getElementById("graph-filters");
  const frame = document.getElementById("graph-frame");
  const info = document.getElementById("graph-info");
  const count = document.getElementById("graph-count");
  const list = document.getElementById("graph-links");
  const FIELDS = ["ref", "title", "url", "kind", "state", "tone", "folder", "date", "number", "repository"];
  let data, nodes, edges;

  const make = (name, attributes = {}, text) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const isCard = (node) => node.kind !== "phr";
  const isAcross = (edge) => edge.from.repository !== edge.to.repository;
  const laneOf = (node) => node.repository ? node.repository + (node.kind === "phr" ? " · prompts" : "") : (node.kind === "adr" ? "Decisions" + (node.folder ? " · " + node.folder : "") : node.folder || "Prompts");

  // What the second filter is about: the repository, and where there is only one the feature.
  const partOf = (node) => node.repository || (node.kind === "phr" ? node.folder : "");

  function fill() {
    const add = (name, values) => values.forEach((value) => form.elements[name].add(new Option(value, value)));
    const unique = (values) => [...new Set(values)].filter(Boolean).sort();
    add("feature", unique(nodes.map(partOf)));
    add("state", unique(nodes.map((node) => node.state)));
    add("relation", unique(edges.map((edge) => edge.relation)));
    if (edges.some(isAcross)) return;
    form.elements.scope.value = "linked";
    if (nodes.length <= FEW) form.elements.scope.value = "all";
    else if (!edges.length) form.elements.scope.value = nodes.some((node) => node.kind === "adr") ? "adr" : "all";
  }

  function chosenNodes() {
    const { scope, feature, state, relation, words } = Object.fromEntries(new FormData(form));
    const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
    const kept = edges.filter((edge) => (!relation || edge.relation === relation) && (scope !== "across" || isAcross(edge)));
    const linked = new Set(kept.flatMap((edge) => [edge.from, edge.to]));
    const fits = (node) =>
      (scope === "all" || (scope === "adr" ? node.kind === "adr" : linked.has(node))) &&
      (!relation || linked.has(node)) && (!state || node.state === state) &&
      asked.every((word) => (node.title + " " + node.ref).toLowerCase().includes(word));
    let found = nodes.filter((node) => fits(node) && (!feature || partOf(node) === feature));
    if (feature) {
      const near = new Set(found);
      kept.forEach((edge) => { if (near.has(edge.from) || near.has(edge.to)) { found.push(edge.from, edge.to); } });
      found = [...new Set(found)].filter(fits);
    }
    const all = found.length;
    const inside = newest(found, kept);
    found = [...inside].sort((a, b) => a.at - b.at);
    return { found, all, kept: kept.filter((edge) => inside.has(edge.from) && inside.has(edge.to)) };
  }

  // The newest of the found, as many as are drawn; each brings those that it is linked to, so that links have both ends.
  function newest(found, kept) {
    const linked = new Map(found.map((node) => [node, [node]]));
    for (const { from, to } of kept) if (linked.has(from) && linked.has(to)) { linked.get(from).push(to); linked.get(to).push(from); }
    const taken = new Set();
    for (const node of found.sort((a, b) => b.at - a.at)) for (const one of linked.get(node)) if (taken.size < MOST) taken.add(one);
    return taken;
  }

  function place(found, width) {
    const lanes = new Map();
    for (const node of found) {
      const name = laneOf(node);
      if (!lanes.has(name)) lanes.set(name, []);
      lanes.get(name).push(node);
    }
    const order = [...lanes].sort(([a, one], [b, other]) => (isCard(one[0]) === isCard(other[0]) ? (a < b ? -1 : 1) : isCard(one[0]) ? -1 : 1));
    const rows = [];
    const edge = width < NARROW ? 48 : 20;
    const full = width - edge - 20;
    let left = edge, top = 14, tallest = 0, wereCards = true;
    for (const [name, members] of order) {
      const cards = isCard(members[0]);
      const packed = cards && members[0].repository; // such lanes share rows, in one grid of cards
      if (wereCards && !cards && left > edge) { left = edge; top += tallest; tallest = 0; }
      wereCards = cards;
      members.sort((a, b) => a.number - b.number || a.at - b.at);
      const [stepX, stepY] = cards ? [216, 78] : [34, 36];
      const wide = cards ? Math.min(members.length, width < NARROW ? 1 : Math.floor((full + 26) / stepX) || 1) : Math.min(members.length, members.length > 36 ? 24 : 12);
      const perRow = Math.max(1, Math.min(wide, Math.floor((full + 8) / stepX)));
      const words = name.length * 7.4 + 40;
      const needed = packed ? Math.max(perRow, Math.min(Math.ceil(words / stepX), Math.floor((full + 26) / stepX))) * stepX
        : Math.min(full, Math.max(perRow * stepX, words));
      if (left > edge && left + needed > width - 20 + (packed ? 26 : 0)) { left = edge; top += tallest; tallest = 0; }
      rows.push({ name, left, top, width: packed ? needed - 26 : cards && wide > 2 ? full : needed, number: members.length });
      members.forEach((node, at) => {
        node.x = left + (at % perRow) * stepX + (cards ? 0 : 13);
        node.y = top + 34 + Math.floor(at / perRow) * stepY + (cards ? 0 : 13);
        node.card = cards;
      });
      tallest = Math.max(tallest, 34 + Math.ceil(members.length / perRow) * stepY + 22);
      if (cards && !packed) { left = edge; top += tallest; tallest = 0; } else left += needed + (packed ? 0 : 36);
    }
    return { rows, height: top + tallest + 4 };
  }

  // A curve between two dots.
  function curve(x1, y1, x2, y2) {
    const bend = Math.abs(y2 - y1) < 30 ? -24 - Math.min(40, Math.abs(x2 - x1) / 8) : 0;
    return bend ? `Q${(x1 + x2) / 2} ${y1 + bend} ${x2} ${y2}` : `C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}`;
  }

  // A way through points, each beside or below the one before it, with round corners.
  function round(points) {
    const kept = points.filter(([x, y], at) => !at || x !== points[at - 1][0] || y !== points[at - 1][1]);
    let way = `M${kept[0]}`;
    for (let at = 1; at < kept.length - 1; at += 1) {
      const [[ax, ay], [x, y], [bx, by]] = [kept[at - 1], kept[at], kept[at + 1]];
      const turn = Math.min(7, Math.hypot(x - ax, y - ay) / 2, Math.hypot(bx - x, by - y) / 2);
      way += `L${x - Math.sign(x - ax) * turn} ${y - Math.sign(y - ay) * turn}Q${x} ${y} ${x + Math.sign(bx - x) * turn} ${y + Math.sign(by - y) * turn}`;
    }
    return `${way}L${kept.at(-1)}`;
  }

  // Lines between dots are curves; a line to a card runs in the gaps between the cards, never behind one.
  function line(edge, track, below) {
    const [a, b] = edge.from.card && (!edge.to.card || edge.from.y <= edge.to.y) ? [edge.from, edge.to] : [edge.to, edge.from];
    if (!a.card) return `M${a.x} ${a.y}${curve(a.x, a.y, b.x, b.y)}`;
    const gap = (node, right) => node.x + (right ? CARD.width + 13 : -13) + track * 3;
    const side = (node, right) => [node.x + (right ? CARD.width : 0), node.y + CARD.height / 2];
    if (!b.card) {
      const right = b.x > a.x + CARD.width / 2, [x, y] = side(a, right), way = gap(a, right);
      return `${round([[x, y], [way, y], [way, below]])}${curve(way, below, b.x, b.y - 13)}`;
    }
    const right = b.x >= a.x, entersLeft = b.x > a.x;
    const [start, end] = [side(a, right), side(b, !entersLeft)];
    const [leave, enter] = [gap(a, right), gap(b, !entersLeft)];
    const along = b.y - 9 + track * 2;
    if (leave === enter) return round([start, [leave, start[1]], [leave, end[1]], end]);
    return round([start, [leave, start[1]], [leave, along], [enter, along], [enter, end[1]], end]);
  }

  // A line in right angles: to the left of all lanes, along there, and back.
  function detour(edge, track) {
    const { from, to } = edge;
    const [leave, enter] = [from.y + (from.card ? 20 : -18), to.y + (to.card ? 40 : -18)];
    const start = from.card ? `M${from.x} ${leave}` : `M${from.x} ${from.y - 13}V${leave}`;
    return `${start}H${track}V${enter}H${to.x}${to.card ? "" : `V${to.y - 13}`}`;
  }

  function draw(node) {
    const link = make("a", { href: records.root + node.url, class: `node ${node.kind} t-${node.tone}`, "aria-label": `${node.card ? node.ref : node.number || ""} ${node.title}${node.state ? ", " + node.state : ""}${node.card ? "" : ", " + node.ref}` });
    if (node.card) {
      const words = make("foreignObject", { x: node.x + 13, y: node.y + 4, width: CARD.width - 17, height: CARD.height - 6 });
      for (const [name, text] of [["card-ref", node.ref.split("/").at(-1)], ["card-title", node.title]]) {
        const part = document.createElement("div");
        part.className = name;
        part.textContent = text + " ";
        words.append(part);
      }
      link.append(make("rect", { class: "shape", x: node.x, y: node.y, ...CARD, rx: 8 }));
      link.append(make("rect", { class: "stripe", x: node.x, y: node.y + 9, width: 5, height: 42, rx: 2.5 }));
      link.append(words);
    } else {
      link.append(make("circle", { class: "shape", cx: node.x, cy: node.y, r: 13 }));
      link.append(make("text", { x: node.x, y: node.y + 3.8 }, node.number || "·"));
    }
    return link;
  }

  function render() {
    const { found, all, kept } = chosenNodes();
    const width = Math.max(frame.clientWidth - 2, 320);
    const { rows, height } = place(found, width);
    const picture = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Records and their links" });
    const lines = make("g"), shapes = make("g"), names = make("g");
    for (const row of rows) {
      picture.append(make("line", { class: "lane-line", x1: row.left, x2: row.left + row.width, y1: row.top + 26, y2: row.top + 26 }));
      const name = make("text", { class: "lane-name", x: row.left, y: row.top + 18 }, row.name);
      name.append(make("tspan", { class: "lane-count", dx: 8 }, String(row.number)));
      names.append(name);
    }
    const drawn = new Map();
    const tracks = new Map(); // lines to one record share a way
    const below = Math.max(...found.filter((node) => node.card).map((node) => node.y + CARD.height)) + 9;
    for (const edge of kept) {
      if (!tracks.has(edge.to)) tracks.set(edge.to, tracks.size);
      const track = tracks.get(edge.to);
      const way = width < NARROW ? detour(edge, 8 + (track % 7) * 5) : line(edge, (track % 5) - 2, below);
      const path = make("path", { class: "edge" + (edge.relation === "supersedes" ? " strong" : ""), d: way });
      edge.path = path;
      lines.append(path);
    }
    for (const node of found) { const shape = draw(node); drawn.set(node, shape); shapes.append(shape); }
    picture.append(lines, names, shapes);
    const near = (node) => {
      picture.classList.toggle("chosen", Boolean(node));
      picture.querySelectorAll(".near").forEach((element) => element.classList.remove("near"));
      if (!node) { info.textContent = ""; return; }
      drawn.get(node).classList.add("near");
      const relations = [];
      for (const edge of kept) {
        if (edge.from !== node && edge.to !== node) continue;
        edge.path.classList.add("near");
        const other = edge.from === node ? edge.to : edge.from;
        drawn.get(other)?.classList.add("near");
        relations.push(edge.from === node ? `${edge.relation} ${other.ref}` : `${other.ref} ${edge.relation} it`);
      }
      info.textContent = `${node.ref}  ${node.title}${node.date ? ", " + node.date : ""}${relations.length ? ": " + relations.slice(0, 6).join("; ") : ""}`;
    };
    for (const [node, shape] of drawn) {
      shape.addEventListener("pointerenter", () => near(node));
      shape.addEventListener("pointerleave", () => near(null));
      shape.addEventListener("focus", () => near(node));
      shape.addEventListener("blur", () => near(null));
    }
    frame.replaceChildren(picture);
    for (const name of [...names.children]) { // lines break where a name stands
      const { x, y, width, height } = name.getBBox();
      name.before(make("rect", { class: "lane-back", x: x - 4, y: y - 2, width: width + 8, height: height + 4 }));
    }
    const drawnRecords = found.filter((node) => node.kind !== "repository").length;
    count.textContent = `${drawnRecords}${all > found.length ? ` of ${all}` : ""} records, ${kept.length} link${kept.length === 1 ? "" : "s"}`
      + (all > found.length ? "; filter to see the others" : "");
    listLinks(kept);
  }

  function listLinks(kept) {
    const name = (node) => {
      const link = document.createElement("a");
      link.href = records.root + node.url;
      link.textContent = `${node.ref} ${node.title}`;
      return link;
    };
    list.replaceChildren(...kept.map((edge) => {
      const item = document.createElement("li");
      item.append(name(edge.from), ` ${edge.relation} `, name(edge.to));
      return item;
    }));
  }

  document.addEventListener("DOMContentLoaded", async () => {
    data = await records.load("graph", "data/graph.js");
    nodes = data.nodes.map((row, at) => Object.fromEntries([["at", at], ...FIELDS.map((name, place) => [name, row[place]])]));
    edges = data.edges.map(([from, to, relation]) => ({ from: nodes[from], to: nodes[to], relation }));
    fill();
    render();
    form.addEventListener("input", render);
    form.addEventListener("submit", (event) => event.preventDefault());
    let wait;
    addEventListener("resize", () => { clearTimeout(wait); wait = setTimeout(render, 120); });
  });
})();
