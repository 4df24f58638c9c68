// What the JSON of `records` says, as texts for the editor. No editor is needed here, so that node can test it.

export interface RecordName { kind: string; ref: string; title: string; path: string; status: string | null; stage: string | null }
export interface Evidence { step: string; detail: string; record?: RecordName | null; followed: { relation: string; record: RecordName }[] }
export interface Commit { commit: string | null; subject?: string | null; author?: string | null; date?: string | null }
export interface WhyAnswer { path: string; found: boolean; commits: Commit[]; evidence: Evidence[]; notes: string[] }
export interface Finding { rule: string; severity: string; path: string; line: number; column: number; message: string; hint: string }
export interface Governing { files: { path: string; decisions?: unknown[] }[]; decisions: RecordName[] }

const WEAK = new Set(["files", "merge", "names"]);

/** Text of an author as Markdown that shows it literally: no link, image, HTML or command of the editor can come from it. */
export function literal(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ").replace(/[\\`*_{}[\]()#+\-.!|<>&~$:@/]/g, (sign) => `\\${sign}`);
}

function named(record: RecordName): string {
  const state = record.status ?? record.stage;
  return `**${literal(record.ref)}** ${literal(record.title)}${state ? ` (${literal(state)})` : ""}`;
}

/** A relation as people read it. */
function relationText(relation: string): string {
  return relation === "led-by" ? "prompted by" : relation.replace(/-/g, " ");
}

/** The hover of a line: its commit and what explains it, strongest first; an empty text where nothing is known. */
export function hover(answer: WhyAnswer): string {
  const strong = answer.evidence.filter((item) => item.record && !WEAK.has(item.step));
  if (strong.length === 0) return "";
  const commit = answer.commits.find((item) => item.commit);
  const lines = commit ? [`${literal(commit.date?.slice(0, 10) ?? "")} ${literal(commit.author ?? "")}: ${literal(commit.subject ?? "")}`] : [];
  for (const item of strong.slice(0, 5)) {
    lines.push(`${named(item.record!)} — ${literal(item.detail)}`);
    for (const step of item.followed) lines.push(`→ ${literal(relationText(step.relation))} ${named(step.record)}`);
  }
  return lines.join("\n\n");
}

/** The lens of a file; an empty text where no decision governs it. */
export function lens(decisions: RecordName[]): string {
  if (decisions.length === 0) return "";
  const first = `${decisions[0].ref} ${decisions[0].title}`;
  return decisions.length === 1 ? `governed by ${first}` : `governed by ${decisions.length} decisions: ${first}, …`;
}

/** Findings by file, lines and columns from zero. */
export function problems(findings: Finding[]): Map<string, { line: number; column: number; text: string; code: string; level: number }[]> {
  const levels: Record<string, number> = { error: 0, warning: 1, info: 2 };
  const byPath = new Map<string, { line: number; column: number; text: string; code: string; level: number }[]>();
  for (const found of findings) {
    const text = found.hint ? `${found.message} (${found.hint})` : found.message;
    const item = { line: Math.max(0, found.line - 1), column: Math.max(0, found.column - 1), text, code: found.rule, level: levels[found.severity] ?? 2 };
    byPath.set(found.path, [...(byPath.get(found.path) ?? []), item]);
  }
  return byPath;
}
