// The texts of hover, lens and problems, from the JSON that `records` prints.
const assert = require("node:assert");
const test = require("node:test");
const { hover, lens, literal, problems } = require("../build/answers.js");

const adr = { kind: "adr", ref: "ADR-0002", title: "Use Redis", path: "history/adr/0002.md", status: "accepted", stage: null };
const phr = { kind: "phr", ref: "general/0001", title: "Cache [x](command:evil)", path: "p.md", status: null, stage: "green" };

test("a hover names the commit, the prompt and what it led to", () => {
  const text = hover({ path: "a.py", found: true, notes: [], commits: [{ commit: "abc", subject: "Cache", author: "Ada", date: "2026-01-01T00:00:00Z" }],
    evidence: [{ step: "commit", detail: "is part of the commit", record: phr, followed: [{ relation: "led-to", record: adr }] }] });
  assert.match(text, /Ada\\: Cache|Ada: Cache/);
  assert.match(text, /→ led to \*\*ADR\\-0002\*\* Use Redis \(accepted\)/);
  assert.ok(!text.includes("](command:"), "no link comes from a title");
  const back = hover({ path: "a.py", found: true, notes: [], commits: [], evidence: [{ step: "governs", detail: "", record: adr, followed: [{ relation: "led-by", record: phr }] }] });
  assert.match(back, /→ prompted by /);
});

test("weak evidence alone gives no hover", () => {
  assert.equal(hover({ path: "a", found: true, notes: [], commits: [], evidence: [{ step: "files", detail: "", record: phr, followed: [] }] }), "");
  assert.equal(hover({ path: "a", found: false, notes: [], commits: [], evidence: [] }), "");
});

test("signs of Markdown and control characters are shown literally", () => {
  assert.equal(literal("a\u202eb <img> `x`"), "a b \\<img\\> \\`x\\`");
});

test("a lens names the decision, or how many there are", () => {
  assert.equal(lens([]), "");
  assert.equal(lens([adr]), "governed by ADR-0002 Use Redis");
  assert.equal(lens([adr, adr]), "governed by 2 decisions: ADR-0002 Use Redis, …");
});

test("findings become problems of their files, counted from zero", () => {
  const found = problems([{ rule: "REC102", severity: "warning", path: "a.md", line: 7, column: 1, message: "m", hint: "h" },
    { rule: "REC1", severity: "error", path: "a.md", line: 0, column: 0, message: "n", hint: "" }]);
  assert.deepEqual(found.get("a.md"), [{ line: 6, column: 0, text: "m (h)", code: "REC102", level: 1 }, { line: 0, column: 0, text: "n", code: "REC1", level: 0 }]);
});
