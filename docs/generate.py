"""Write the reference pages from the code: `python docs/generate.py`. The tests compare them with what is there."""

from __future__ import annotations

import dataclasses
import inspect
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parent / "reference"
README = Path(__file__).parent.parent / "README.md"
TUTORIAL = Path(__file__).parent / "tutorial.md"
AGENTS = Path(__file__).parent / "agents.md"
AGENTS_TESTED = Path(__file__).parent / "agents-tested.json"
OBJECTS: set[str] = set()  # the names of the models that the page of JSON describes
HEAD = "Generated from the code by `make reference`.\n"


def pages() -> dict[str, str]:
    """Every page of the reference by its file name."""
    return {
        "commands.md": commands(),
        "settings.md": settings(),
        "settings.schema.json": settings_schema(),
        "rules.md": rules(),
        "mcp.md": mcp(),
        "json.md": shapes(),
        "api.md": api(),
        "library.md": library(),
    }


def commands() -> str:
    """Every command, from click."""
    from records.cli.manual import markdown
    from records.cli.root import cli

    return markdown(cli)


def settings() -> str:
    """Every setting, from the dataclasses."""
    from records.project.settings import CONFIG_PATH, Settings

    out = [
        f"# Settings\n\n{HEAD}\nThey are in `{CONFIG_PATH}`; every one has a default, and a wrong name is an error."
    ]
    for item in dataclasses.fields(Settings):
        table = item.default_factory()
        first, _, rest = inspect.getdoc(type(table)).partition("Attributes:")
        told = dict(re.findall(r"^\s+(\w+): (.*(?:\n\s{6,}.*)*)", rest, re.M))
        out.append(
            f"\n## [{item.name}]\n\n{_sentence(first.partition(':')[2])}\n\n| Key | Default | Meaning |"
        )
        out.append("| --- | --- | --- |")
        for row in dataclasses.fields(table):
            meaning = _sentence(told.get(row.name, ""))
            out.append(
                f"| `{row.name.replace('_', '-')}` | `{_toml(getattr(table, row.name))}` | {_cell(meaning)} |"
            )
    return "\n".join(out) + "\n"


def settings_schema() -> str:
    """The JSON Schema of the settings."""
    from records.cli.answers import json_schema

    return json.dumps(json_schema("settings"), indent=2, ensure_ascii=False) + "\n"


def rules() -> str:
    """Every rule of the check."""
    from records.check.rules import RULES

    out = [f"# Rules of `records check`\n\n{HEAD}\n| Rule | Severity | Name | What it is for |"]
    out.append("| --- | --- | --- | --- |")
    out += [f"| {rule.id} | {rule.severity} | {rule.name} | {_cell(rule.explanation)} |" for rule in RULES]
    return "\n".join(out) + "\n"


def mcp() -> str:
    """Every tool, resource and prompt of the MCP server."""
    import anyio

    from records.mcp.server import build

    server = build(".")
    tools = anyio.run(server.list_tools)
    out = [f"# MCP server\n\n{HEAD}\n`records mcp` serves these on standard input and output.\n\n## Tools"]
    for tool in tools:
        hints = tool.annotations
        kind = "reads" if hints.read_only_hint else "writes"
        if hints.idempotent_hint and not hints.read_only_hint:
            kind += "; doing it again changes nothing"
        out.append(
            f"\n### {tool.name}\n\n{tool.description} ({kind})\n\n| Argument | Type | Default | Meaning |"
        )
        out.append("| --- | --- | --- | --- |")
        for name, one in tool.input_schema["properties"].items():
            needed = name in tool.input_schema.get("required", [])
            default = "required" if needed else f"`{json.dumps(one.get('default'))}`"
            out.append(f"| `{name}` | {_type(one)} | {default} | {_cell(one['description'])} |")
        out.append(f"\nGives: {', '.join(f'`{name}`' for name in tool.output_schema['properties'])}.")
    out.append("\n## Resources\n")
    for one in anyio.run(server.list_resources):
        out.append(f"- `{one.uri}`: {_sentence(one.description)}")
    for one in anyio.run(server.list_resource_templates):
        out.append(f"- `{one.uri_template}`: {_sentence(one.description)}")
    out.append("\n## Prompts\n")
    for one in anyio.run(server.list_prompts):
        arguments = ", ".join(f"`{argument.name}`" for argument in one.arguments or [])
        takes = f" Takes {arguments}." if arguments else ""
        out.append(f"- `{one.name}`: {_sentence(one.description)}{takes}")
    return "\n".join(out) + "\n"


def api() -> str:
    """Every route of `records org serve`, from the description that it gives to programs, and who may use it."""
    from types import SimpleNamespace
    from typing import cast

    from records.org.service.access import EVERYBODY, RIGHTS
    from records.org.service.app import actions_of, create_app
    from records.org.service.state import Service

    app = create_app(cast(Service, SimpleNamespace(gate=None)))
    actions = {name.replace(":path", ""): action for name, action in actions_of(app).items()}
    out = [f"# API\n\n{HEAD}\nThe routes of `records org serve`; see [Serve many repositories](../org-service.md)."]
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            action = actions[f"{method.upper()} {path}"]
            roles = "everybody" if action in EVERYBODY else ", ".join(
                role for role, rights in RIGHTS.items() if action in rights.actions
            )  # fmt: skip
            out.append(f"\n## {method.upper()} {path}\n\n{_sentence(operation['description'])} For: {roles}.")
            if parameters := operation.get("parameters"):
                out.append("\n| Parameter | Type | Default | Meaning |\n| --- | --- | --- | --- |")
            for part in parameters or ():
                schema = part["schema"]
                default = "required" if part["required"] else f"`{json.dumps(schema.get('default'))}`"
                meaning = _cell(part.get("description", schema.get("description", "")))
                out.append(f"| `{part['name']}` | {_type(schema)} | {default} | {meaning} |")
            for status, answer in operation["responses"].items():
                content = answer.get("content", {}).get("application/json", {}).get("schema", {})
                if status.startswith("2") and "$ref" in content:
                    name = content["$ref"].rpartition("/")[2]
                    page = "json.md" if name in OBJECTS else ""
                    out.append(f"\nAnswers {status}: " + (f"[{name}]({page}#{name.lower()})." if page else f"`{name}`."))
    return "\n".join(out) + "\n"


def shapes() -> str:
    """The JSON of the commands, from the models that the tests hold it to."""
    from records.cli.answers import ANSWERS, json_schema

    for command in ANSWERS:
        schema = json_schema(command)
        definitions = {**schema.get("$defs", {}), schema["title"]: schema}
        OBJECTS.update(name for name, part in definitions.items() if "properties" in part)
    out = [
        f"# JSON\n\n{HEAD}\nWhat the commands print with `--json`; `records schema NAME` prints it as JSON Schema.\n"
    ]
    objects: dict[str, Any] = {}
    for command in sorted(ANSWERS):
        schema = json_schema(command)
        objects.update(schema.get("$defs", {}))
        if schema["type"] == "object":
            objects[schema["title"]] = schema
            kind = f"[{schema['title']}](#{schema['title'].lower()})"
        else:
            kind = _json_type(schema)
        out.append(f"- `records {command}`: {kind}. {_sentence(schema.get('description', ''))}")
    out.append("\n## Objects")
    for name, schema in sorted(objects.items()):
        if "properties" in schema:
            out.append(f"\n### {name}\n\n{_sentence(schema.get('description', ''))}\n")
            out.append("| Member | Type | |\n| --- | --- | --- |")
            required = schema.get("required", ())
            for member, part in schema["properties"].items():
                shown = f"`{member}`" + ("" if member in required else " (optional)")
                out.append(f"| {shown} | {_json_type(part)} | {_cell(part.get('description', ''))} |")
    return "\n".join(out) + "\n"


def _json_type(part: dict[str, Any]) -> str:
    """The type of a member, objects as links."""
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})" if name in OBJECTS else "text"
    if "anyOf" in part:
        return " or ".join(_json_type(one) for one in part["anyOf"])
    if part.get("type") == "array":
        return f"list of {_json_type(part['items'])}"
    if part.get("type") == "object":
        return (
            f"object of {_json_type(part['additionalProperties'])}"
            if isinstance(part.get("additionalProperties"), dict)
            else "object"
        )
    if "const" in part:
        return f"`{part['const']}`"
    names = {
        "string": "text",
        "integer": "number",
        "number": "number",
        "boolean": "true or false",
        "null": "null",
    }
    return names.get(str(part.get("type")), "any")


def library() -> str:
    """The public names of the package."""
    import records

    out = [f"# Library\n\n{HEAD}\n`from records import …`; each name is imported when it is first used.\n"]
    for name in records.__all__:
        found = getattr(records, name)
        first = "" if isinstance(found, str) else (inspect.getdoc(found) or "").partition("\n")[0]
        what = "class" if inspect.isclass(found) else "function" if callable(found) else "text"
        out.append(f"- `{name}` ({what}): {first or 'the version'}")
    return "\n".join(out) + "\n"


def demo_transcript() -> str:
    """What `make demo` prints up to its closing lines, on a fixed day."""
    day = "1767258000"  # 2026-01-01
    fixed = {
        "SOURCE_DATE_EPOCH": day, "GIT_AUTHOR_DATE": f"{day} +0000", "GIT_COMMITTER_DATE": f"{day} +0000",
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        args = [sys.executable, "-m", "records", "demo", os.path.join(folder, "shop")]
        done = subprocess.run(args, capture_output=True, text=True, check=True, env=os.environ | fixed)
    return done.stdout.strip("\n").partition("\nTry it yourself")[0].rstrip("\n")


def readme() -> str:
    """README with the transcript of the demo between its marks."""
    text = README.read_text("utf-8")
    head, begin, rest = text.partition("<!-- demo:begin -->\n")
    _, end, tail = rest.partition("<!-- demo:end -->")
    return f"{head}{begin}```text\n{demo_transcript()}\n```\n{end}{tail}"


def tutorial() -> str:
    """docs/tutorial.md, each command followed by what it prints in a repository made for it, on a fixed day."""
    text = TUTORIAL.read_text("utf-8")
    day = "1767258000"  # 2026-01-01
    fixed = {
        "SOURCE_DATE_EPOCH": day, "GIT_AUTHOR_DATE": f"{day} +0000", "GIT_COMMITTER_DATE": f"{day} +0000",
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "NO_COLOR": "1",
        "PATH": os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"])),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        shop = os.path.join(folder, "shop")
        subprocess.run([sys.executable, "-c", _TUTORIAL_START, shop], check=True, env=os.environ | fixed)

        def run(line: str) -> str:
            script = f"{shlex.quote(sys.executable)} -m {line}" if line.startswith("records ") else line
            done = subprocess.run(
                ["sh", "-c", script], cwd=shop, env=os.environ | fixed, text=True, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True,
            )  # fmt: skip
            return f"$ {line}\n{done.stdout}"

        def block(found: re.Match[str]) -> str:
            commands = re.findall(r"^\$ (.*)$", found[1], re.M)
            return "```console\n" + "".join(map(run, commands)) + "```"

        return re.sub(r"^```console\n(.*?)^```", block, text, flags=re.M | re.S)


_TUTORIAL_START = """
import os, sys
from records.cli.demo import _APPLICATION, _CHANGE, write_files
from records.git.work_tree import commit_all, create_repository
os.makedirs(sys.argv[1])
git = create_repository(sys.argv[1], "Ada", "ada@example.org")
write_files(sys.argv[1], _APPLICATION)
commit_all(git, "A shop with a search page")
write_files(sys.argv[1], _CHANGE)
"""


def _type(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return _cell(" or ".join(_type(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return " or ".join(f"`{one}`" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return schema.get("type", "object with `relation` and `target`" if "$ref" in schema else "any")


def _toml(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def _sentence(text: str) -> str:
    flat = " ".join(text.split()).rstrip(".;")
    return f"{flat[:1].upper()}{flat[1:]}." if flat else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def agents() -> str:
    """docs/agents.md with the table of what real agents did in `make test-agents` between its marks."""
    text = AGENTS.read_text("utf-8")
    begin, end = "<!-- tested agents: begin -->\n", "<!-- tested agents: end -->"
    head, rest = text.split(begin)
    return (
        head + begin + _agents_table(json.loads(AGENTS_TESTED.read_text("utf-8"))) + end + rest.split(end)[1]
    )


def _agents_table(results: dict[str, Any]) -> str:
    names = {"claude": "Claude Code", "codex": "Codex", "gemini": "Gemini CLI", "opencode": "OpenCode",
             "copilot": "Copilot CLI", "aider": "aider"}  # fmt: skip
    columns = [name for name in names if name in results["versions"]]
    heads = [f"{names[name]} {results['versions'][name]}" for name in columns]
    rows = ["| | " + " | ".join(heads) + " |", "| --- |" + " --- |" * len(columns)]
    notes: list[str] = []
    for story, outcomes in sorted(results["stories"].items()):
        cells = [_agents_cell(outcomes.get(name, ""), notes) for name in columns]
        rows.append(f"| {story.replace('_', ' ')} | " + " | ".join(cells) + " |")
    listed = "".join(f"{number}. {note}\n" for number, note in enumerate(notes, 1))
    return "\n".join(rows) + "\n\n" + (listed + "\n" if listed else "")


def _agents_cell(outcome: str, notes: list[str]) -> str:
    """What happened, as a word; the reason of a skip is a numbered note."""
    word, _, reason = outcome.partition(": ")
    if word != "skipped":
        return {"passed": "yes", "xpassed": "yes", "": "–"}.get(word, "**no**")
    if reason not in notes:
        notes.append(reason)
    return f"– ({notes.index(reason) + 1})"


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
    README.write_text(readme(), encoding="utf-8")
    AGENTS.write_text(agents(), encoding="utf-8")
    TUTORIAL.write_text(tutorial(), encoding="utf-8")
