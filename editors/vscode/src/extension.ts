// The editor's side: runs `records` in the folder of the open file and shows its answers.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { Finding, hover, lens, problems, RecordName, WhyAnswer } from "./answers";

const TIMEOUT = 15_000;

function run(folder: string, args: string[]): Promise<string> {
  const command = vscode.workspace.getConfiguration("records").get<string>("command", "records");
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: folder, timeout: TIMEOUT, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error && (typeof error.code !== "number" || error.code > 1)) reject(new Error(stderr.trim() || error.message));
      else resolve(stdout); // exit 1 means that problems were found
    });
  });
}

/** The folder of a file and its name in it: the project may be the workspace, a part of it, or around it. */
function place(document: vscode.TextDocument): { folder: string; file: string } | undefined {
  if (document.uri.scheme !== "file" || !vscode.workspace.getWorkspaceFolder(document.uri)) return undefined;
  return { folder: path.dirname(document.uri.fsPath), file: path.basename(document.uri.fsPath) };
}

/** The file of an answer, whose path is from the root of the project that a folder is in. */
function fileOf(folder: string, fromRoot: string): vscode.Uri {
  let root = folder;
  while (!existsSync(path.join(root, fromRoot)) && path.dirname(root) !== root) root = path.dirname(root);
  return vscode.Uri.file(path.join(existsSync(path.join(root, fromRoot)) ? root : folder, fromRoot));
}

async function decisionsFor(document: vscode.TextDocument): Promise<RecordName[]> {
  const at = place(document);
  return at ? (JSON.parse(await run(at.folder, ["adr", "for", "--json", "--", at.file])).decisions as RecordName[]) : [];
}

async function why(document: vscode.TextDocument, line: number): Promise<string> {
  const at = place(document);
  if (!at) return "";
  return hover(JSON.parse(await run(at.folder, ["why", "--json", "--", `${at.file}:${line + 1}`])) as WhyAnswer);
}

function open(folder: string, record: RecordName): Thenable<vscode.TextEditor> {
  return vscode.window.showTextDocument(fileOf(folder, record.path));
}

async function pickDecision(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const at = document && place(document);
  if (!document || !at) return;
  const items = (await decisionsFor(document)).map((record) => ({ label: record.ref, description: record.title, record }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: items.length ? "Decisions that govern this file" : "No decision governs this file" });
  if (chosen) await open(at.folder, chosen.record);
}

async function showWhy(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  if (await why(editor.document, editor.selection.active.line)) await vscode.commands.executeCommand("editor.action.showHover");
  else await vscode.window.showInformationMessage("No record explains this line.");
}

async function newDecision(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const title = folder && (await vscode.window.showInputBox({ prompt: "What is decided, in a few words" }));
  if (!folder || !title) return;
  const made = (await run(folder, ["adr", "new", "--no-edit", "--status", "proposed", "--", title])).trim();
  await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, made)));
}

async function check(diagnostics: vscode.DiagnosticCollection): Promise<void> {
  diagnostics.clear();
  for (const workspace of vscode.workspace.workspaceFolders ?? []) {
    const folder = workspace.uri.fsPath;
    const findings = JSON.parse((await run(folder, ["check", "--format", "json"])) || "[]") as Finding[];
    for (const [file, items] of problems(findings)) {
      diagnostics.set(fileOf(folder, file), items.map((item) => {
        const range = new vscode.Range(item.line, item.column, item.line, Number.MAX_SAFE_INTEGER);
        const diagnostic = new vscode.Diagnostic(range, item.text, item.level as vscode.DiagnosticSeverity);
        diagnostic.source = "records";
        diagnostic.code = item.code;
        return diagnostic;
      }));
    }
  }
}

export function activate(context: vscode.ExtensionContext): void {
  const diagnostics = vscode.languages.createDiagnosticCollection("records");
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("records");
  const shown = (action: () => Promise<void>) => () => action().catch((error: Error) => vscode.window.showErrorMessage(error.message));
  context.subscriptions.push(
    diagnostics,
    vscode.commands.registerCommand("records.why", shown(showWhy)),
    vscode.commands.registerCommand("records.decisions", shown(pickDecision)),
    vscode.commands.registerCommand("records.newDecision", shown(newDecision)),
    vscode.commands.registerCommand("records.check", shown(() => check(diagnostics))),
    vscode.languages.registerHoverProvider({ scheme: "file" }, {
      async provideHover(document, position) {
        if (!settings().get("hover", true) || document.isDirty) return undefined;
        const text = await why(document, position.line).catch(() => "");
        return text ? new vscode.Hover(new vscode.MarkdownString(text)) : undefined;
      },
    }),
    vscode.languages.registerCodeLensProvider({ scheme: "file" }, {
      async provideCodeLenses(document) {
        const title = settings().get("codeLens", true) ? lens(await decisionsFor(document).catch(() => [])) : "";
        return title ? [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command: "records.decisions" })] : [];
      },
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (document.languageId === "markdown") check(diagnostics).catch(() => undefined);
    }),
  );
}
