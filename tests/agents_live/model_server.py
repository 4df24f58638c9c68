"""A model server on loopback: it speaks four protocols and does what the person's prompt orders in brackets.

A prompt such as `Please add a cart [write cart.py]` makes the agent write `cart.py` and run its test; a prompt without
an order gets `You said N words.` The orders are listed in `ORDERS`. Nothing is random and nothing is remembered: an
answer depends on the conversation that the request carries, so agents may retry and resume as they like.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]

INPUT_TOKENS, OUTPUT_TOKENS = 700, 30
"""What every request costs, so that a turn's tokens tell how many requests it took."""

PLAIN = "fake-plain"
"""The name of a model without tools: it writes whole files into its answer."""

MODULE = "def price():\n    return 1\n\n\ndef test_price():\n    assert price() > 0\n"


@dataclass(frozen=True)
class Say:
    """Answer with a text, a word at a time with a pause between them where *pause* is set."""

    text: str
    pause: float = 0.0


@dataclass(frozen=True)
class Use:
    """Call one of the agent's tools: an abstract action with its values."""

    action: str
    values: Json = field(default_factory=dict)


Step = Say | Use


def _write(name: str) -> list[Step]:
    return [
        Use("write", {"path": name, "text": MODULE}),
        Use("shell", {"command": f"python3 -m pytest -q {name}"}),
        Say(f"{name} is written and its test passes."),
    ]


def _change(name: str) -> list[Step]:
    return [
        Use("read", {"path": name}),
        Use("edit", {"path": name, "old": "    return 1\n", "new": "    return 1 + 1\n"}),
        Say(f"{name} is changed."),
    ]


ORDERS: dict[str, Callable[[str], list[Step]]] = {
    "write": _write,
    "change": _change,
    "shell": lambda command: [Use("shell", {"command": command}), Say("The command ran.")],
    "commit": lambda _: [
        Use("shell", {"command": "git add -A && git commit -q -m 'Work of the agent'"}),
        Say("It is committed."),
    ],
    "slowly": lambda _: [
        Say("".join(f"I am at step {number}\nof a long way. " for number in range(25)), pause=0.4)
    ],
    "pause": lambda seconds: [Use("shell", {"command": f"sleep {seconds}"}), Say("I waited.")],
    "delegate": lambda _: [Use("agent", {"prompt": "Look at the files and report."}), Say("It is reported.")],
    "ask": lambda _: [Use("ask", {"question": "Which colour?", "options": ["red", "blue"]}), Say("Noted.")],
    "tool": lambda name: [
        Use("find", {"name": name}),
        Use("mcp", {"name": name}),
        Say("The tool was called."),
    ],
}
WAITING = "The server is starting."
"""What a command prints that only waits: a model is slower than the start of an MCP server; this one is not."""
_MOST_WAITS = 20
_ORDER = re.compile(r"\[(" + "|".join(ORDERS) + r")(?: ([^\]]+))?\]")
_TAGGED = re.compile(r"<([a-zA-Z][\w-]*)[^>]*>.*?</\1>", re.S)


def script(prompt: str) -> list[Step]:
    """Return the steps that a prompt orders."""
    match = _ORDER.search(prompt)
    return ORDERS[match[1]](match[2] or "") if match else [Say(f"You said {len(prompt.split())} words.")]


def next_step(conversation: list[tuple[str, str]], tools: dict[str, Any], model: str = "") -> Step:
    """Return the next step of a conversation: rows of (`user`, text) and (`result`, output of a tool)."""
    prompt, results, waits = "", 0, 0
    for role, text in conversation:
        words = _TAGGED.sub("", text).strip() if role == "user" else ""
        if words:  # text in tags alone is the agent's own context
            prompt, results, waits = words, 0, 0
        elif role == "result" and WAITING in text:
            results, waits = 0, waits + 1
        elif role == "result":
            results += 1
    if model == PLAIN:
        return _plain(prompt.partition("\n\nTo suggest changes to a file")[0])  # aider puts its rules there
    if not tools:
        return Say("A conversation about a shop")
    steps = [step for step in script(prompt) if isinstance(step, Say) or resolve(step, tools, "") is not None]
    actions = {step.action for step in steps if isinstance(step, Use)}
    is_missing = (
        any(isinstance(step, Use) and step.action == "mcp" for step in script(prompt))
        and "mcp" not in actions
    )
    searches = 1 if "find" in actions and waits else 0
    if is_missing and results == searches and waits < _MOST_WAITS:
        return Use("shell", {"command": f"sleep 3; echo '{WAITING}'"})
    return steps[results] if results < len(steps) else Say("Done.")


def _plain(prompt: str) -> Step:
    """Return the answer of a model without tools."""
    match = _ORDER.search(prompt)
    if match and match[1] == "write":
        return Say(f"Here is the file.\n\n{match[2]}\n```\n{MODULE}```\n")
    return next((step for step in script(prompt) if isinstance(step, Say)), Say("Done."))


# --- what the abstract actions are called by each agent, and how its arguments are named ------------------------------

TOOLS: dict[str, tuple[str, ...]] = {
    "write": ("Write", "write_file", "write", "create", "apply_patch"),
    "read": ("Read", "read_file", "read", "view"),
    "edit": ("Edit", "replace", "edit", "str_replace", "apply_patch"),
    "shell": ("Bash", "exec_command", "shell_command", "shell", "run_shell_command", "bash"),
    "agent": ("Agent", "Task", "task", "spawn_agent", "invoke_agent", "delegate_to_agent", "generalist"),
    "ask": ("AskUserQuestion", "ask_user", "request_user_input", "question"),
    "find": ("ToolSearch",),
}
_NAMES: dict[str, tuple[str, ...]] = {
    "path": ("file_path", "filePath", "path"),
    "text": ("content", "file_text"),
    "old": ("old_string", "oldString", "old_str"),
    "new": ("new_string", "newString", "new_str"),
    "command": ("command", "cmd"),
    "prompt": ("prompt", "message", "objective", "request", "query"),
}
_FIXED: Json = {
    "description": "Do it",
    "instruction": "Change the value.",
    "subagent_type": "general-purpose",
    "agent_type": "general-purpose",
    "agent_name": "generalist",
    "name": "looker",
    "task_name": "looker",
    "mode": "sync",
    "initial_wait": 60,
}


def resolve(step: Use, tools: dict[str, Any], folder: str) -> tuple[str, Any] | None:
    """Return the tool and its arguments for an action; None where the agent offers none; text for a freeform tool."""
    if step.action == "mcp":
        name = next((tool for tool in tools if tool.endswith(step.values["name"])), None)
        return (name, {"paths": ["README.md"]}) if name else None
    if step.action == "find":
        query = {"query": f"select:mcp__records__{step.values['name']}", "max_results": 1}
        if "tool_search" in tools:
            return "tool_search", {"query": f"records {step.values['name']}", "limit": 8}
        return ("ToolSearch", query) if "ToolSearch" in tools else None
    name = next((tool for tool in TOOLS[step.action] if tool in tools), None)
    if name is None:
        return _by_shell(step, tools, folder)
    if name == "apply_patch":
        patch = _patch(step)
        return name, patch if tools[name] is None else {"input": patch}
    return name, _arguments(step, tools[name] or {}, folder)


def _arguments(step: Use, schema: Json, folder: str) -> Json:
    values = dict(step.values)
    if "path" in values and folder:
        values["path"] = f"{folder}/{values['path']}"
    arguments = {name: value for name, value in _FIXED.items() if name in schema}
    if "subagent_type" in schema and "task_id" in schema:
        arguments["subagent_type"] = "general"
    for key, names in _NAMES.items():
        arguments.update({name: values[key] for name in names if key in values and name in schema})
    if schema.get("command", {}).get("type") == "array":
        arguments["command"] = ["bash", "-lc", values["command"]]
    if step.action == "ask":
        options = [{"label": option, "description": option} for option in values["options"]]
        question = {"question": values["question"], "header": "Colour", "id": "colour", "type": "choice",
                    "multiSelect": False, "options": options}  # fmt: skip
        form = {"type": "object", "required": ["colour"],
                "properties": {"colour": {"type": "string", "title": "Colour", "enum": values["options"]}}}  # fmt: skip
        asked = {"question": values["question"], "choices": values["options"], "questions": [question],
                 "message": values["question"], "requestedSchema": form}  # fmt: skip
        arguments.update({name: value for name, value in asked.items() if name in schema})
    return arguments


def _patch(step: Use) -> str:
    path = step.values["path"]
    if step.action == "write":
        body = "".join(f"+{line}\n" for line in step.values["text"].splitlines())
        return f"*** Begin Patch\n*** Add File: {path}\n{body}*** End Patch\n"
    removed = "".join(f"-{line}\n" for line in step.values["old"].splitlines())
    added = "".join(f"+{line}\n" for line in step.values["new"].splitlines())
    return f"*** Begin Patch\n*** Update File: {path}\n@@\n{removed}{added}*** End Patch\n"


def _by_shell(step: Use, tools: dict[str, Any], folder: str) -> tuple[str, Any] | None:
    """Do by a command what the agent has no tool of its own for."""
    values = step.values
    commands = {
        "write": lambda: f"cat > {values['path']} <<'END'\n{values['text']}END\n",
        "read": lambda: f"cat {values['path']}",
        "edit": lambda: f"sed -i 's/{values['old'].strip()}/{values['new'].strip()}/' {values['path']}",
    }
    if step.action not in commands or not any(tool in tools for tool in TOOLS["shell"]):
        return None
    return resolve(Use("shell", {"command": commands[step.action]()}), tools, folder)


# --- the protocols: read a conversation and its tools from a request, write a step as the answer ----------------------

Event = tuple[str, Json]


def _parts(content: Any) -> list[Json]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content or [])


def _joined(content: Any) -> str:
    return "\n".join(str(part.get("text") or "") for part in _parts(content))


class Anthropic:
    """Messages, as Claude Code sends them."""

    def conversation(self, body: Json) -> Iterator[tuple[str, str]]:
        """Yield what the person and the tools said."""
        for message in body["messages"]:
            parts = _parts(message["content"]) if message["role"] == "user" else []
            results = [part for part in parts if part["type"] == "tool_result"]
            for part in results or parts:  # a text beside a result is the agent's own
                if part["type"] == "tool_result":
                    yield "result", _joined(part.get("content"))
                elif part["type"] == "text":
                    yield "user", part["text"]

    def tools(self, body: Json) -> dict[str, Any]:
        """Return each tool with the schema of its arguments."""
        listed = body.get("tools") or []
        return {tool["name"]: tool.get("input_schema", {}).get("properties", {}) for tool in listed}

    def answer(self, step: Say | tuple[str, Any], body: Json, number: int) -> Iterator[Event]:
        """Yield the events of an answer."""
        usage = {"input_tokens": INPUT_TOKENS, "output_tokens": 1}
        message = {"id": f"msg_{number}", "type": "message", "role": "assistant", "model": body["model"],
                   "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}  # fmt: skip
        yield "message_start", {"type": "message_start", "message": message}
        deltas: Iterator[Json]
        if isinstance(step, Say):
            block, reason = {"type": "text", "text": ""}, "end_turn"
            deltas = ({"type": "text_delta", "text": word} for word in _words(step))
        else:
            block = {"type": "tool_use", "id": f"toolu_{number}", "name": step[0], "input": {}}
            reason = "tool_use"
            deltas = iter([{"type": "input_json_delta", "partial_json": json.dumps(step[1])}])
        yield "content_block_start", {"type": "content_block_start", "index": 0, "content_block": block}
        for delta in deltas:
            yield "content_block_delta", {"type": "content_block_delta", "index": 0, "delta": delta}
        yield "content_block_stop", {"type": "content_block_stop", "index": 0}
        end = {"stop_reason": reason, "stop_sequence": None}
        yield (
            "message_delta",
            {"type": "message_delta", "delta": end, "usage": {"output_tokens": OUTPUT_TOKENS}},
        )
        yield "message_stop", {"type": "message_stop"}


class Responses:
    """OpenAI's Responses, as Codex sends them."""

    def conversation(self, body: Json) -> Iterator[tuple[str, str]]:
        """Yield what the person and the tools said."""
        for item in body["input"]:
            if str(item.get("type", "")).endswith("_output"):
                yield "result", str(item.get("output") or "")
            elif item.get("role") == "user" and not _joined(item["content"]).startswith("# AGENTS.md"):
                yield "user", _joined(item["content"])

    def tools(self, body: Json) -> dict[str, Any]:
        """Return each tool with the schema of its arguments; None for one that takes text; groups are flattened."""
        tools: dict[str, Any] = {}
        found = [
            tool for item in body["input"] for tool in item.get("tools") or []
        ]  # what a search for tools gave
        for tool in [*(body.get("tools") or []), *found]:
            if tool.get("type") == "tool_search":
                tools["tool_search"] = {}
            for inner in tool.get("tools", [tool]):
                if "name" in inner:
                    prefix = "" if inner is tool else f"{tool['name']}/"
                    is_text = inner.get("type") == "custom"
                    schema = None if is_text else (inner.get("parameters") or {}).get("properties", {})
                    tools[prefix + inner["name"]] = schema
        return tools

    def answer(self, step: Say | tuple[str, Any], body: Json, number: int) -> Iterator[Event]:
        """Yield the events of an answer."""
        response: Json = {"id": f"resp_{number}", "object": "response", "status": "in_progress", "output": []}
        yield "response.created", {"type": "response.created", "response": response}
        place = {"output_index": 0, "item_id": f"item_{number}"}
        item: Json
        if isinstance(step, Say):
            item = {"type": "message", "id": place["item_id"], "role": "assistant", "status": "completed",
                    "content": [{"type": "output_text", "text": step.text, "annotations": []}]}  # fmt: skip
            yield "response.output_item.added", {
                "type": "response.output_item.added", "output_index": 0, "item": {**item, "content": []}
            }  # fmt: skip
            for word in _words(step):
                yield "response.output_text.delta", {
                    "type": "response.output_text.delta", **place, "content_index": 0, "delta": word
                }  # fmt: skip
        else:
            group, _, name = step[0].rpartition("/")
            item = {"id": place["item_id"], "call_id": f"call_{number}", "name": name, "status": "completed"}
            if name == "tool_search":
                item |= {"type": "tool_search_call", "execution": "client", "arguments": step[1]}
                del item["name"]
            elif isinstance(step[1], str):
                item |= {"type": "custom_tool_call", "input": step[1]}
            else:
                item |= {"type": "function_call", "arguments": json.dumps(step[1])}
            item |= {"namespace": group} if group else {}
        yield (
            "response.output_item.done",
            {"type": "response.output_item.done", "output_index": 0, "item": item},
        )
        usage = {"input_tokens": INPUT_TOKENS, "input_tokens_details": {"cached_tokens": 0},
                 "output_tokens": OUTPUT_TOKENS, "output_tokens_details": {"reasoning_tokens": 0},
                 "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS}  # fmt: skip
        final = {**response, "status": "completed", "output": [item], "usage": usage}
        yield "response.completed", {"type": "response.completed", "response": final}


class Chat:
    """OpenAI's Chat Completions, as OpenCode, Copilot and aider send them."""

    def conversation(self, body: Json) -> Iterator[tuple[str, str]]:
        """Yield what the person and the tools said."""
        for message in body["messages"]:
            if message["role"] == "tool":
                yield "result", _joined(message.get("content"))
            elif message["role"] == "user":
                yield "user", _joined(message.get("content"))

    def tools(self, body: Json) -> dict[str, Any]:
        """Return each tool with the schema of its arguments; None for one that takes text."""
        tools: dict[str, Any] = {}
        for tool in body.get("tools") or []:
            if "function" in tool:
                function = tool["function"]
                tools[function["name"]] = (function.get("parameters") or {}).get("properties", {})
            elif "custom" in tool:
                tools[tool["custom"]["name"]] = None
        return tools

    def answer(self, step: Say | tuple[str, Any], body: Json, number: int) -> Iterator[Event]:
        """Yield the events of an answer."""
        base = {
            "id": f"chat_{number}",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": body["model"],
        }

        def chunk(delta: Json, reason: str | None = None) -> Event:
            return "", {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}

        if isinstance(step, Say):
            yield chunk({"role": "assistant", "content": ""})
            for word in _words(step):
                yield chunk({"content": word})
        else:
            call: Json = {"index": 0, "id": f"call_{number}"}
            if isinstance(step[1], str):
                call |= {"type": "custom", "custom": {"name": step[0], "input": step[1]}}
            else:
                function = {"name": step[0], "arguments": json.dumps(step[1])}
                call |= {"type": "function", "function": function}
            yield chunk({"role": "assistant", "content": None, "tool_calls": [call]})
        yield chunk({}, "stop" if isinstance(step, Say) else "tool_calls")
        usage = {"prompt_tokens": INPUT_TOKENS, "completion_tokens": OUTPUT_TOKENS,
                 "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS}  # fmt: skip
        yield "", {**base, "choices": [], "usage": usage}


class Gemini:
    """Gemini's generateContent, as Gemini CLI sends it."""

    def conversation(self, body: Json) -> Iterator[tuple[str, str]]:
        """Yield what the person and the tools said."""
        for content in body["contents"]:
            for part in content["parts"] if content.get("role", "user") == "user" else ():
                if "functionResponse" in part:
                    yield "result", json.dumps(part["functionResponse"].get("response"))
                elif "text" in part:
                    yield "user", part["text"]

    def tools(self, body: Json) -> dict[str, Any]:
        """Return each tool with the schema of its arguments."""
        functions = [
            tool for group in body.get("tools") or [] for tool in group.get("functionDeclarations", [])
        ]
        schemas = (
            (tool["name"], tool.get("parametersJsonSchema") or tool.get("parameters") or {})
            for tool in functions
        )
        return {name: schema.get("properties", {}) for name, schema in schemas}

    def answer(self, step: Say | tuple[str, Any], body: Json, number: int) -> Iterator[Event]:
        """Yield the events of an answer."""
        usage = {"promptTokenCount": INPUT_TOKENS, "candidatesTokenCount": OUTPUT_TOKENS,
                 "totalTokenCount": INPUT_TOKENS + OUTPUT_TOKENS}  # fmt: skip
        if isinstance(step, Say):
            is_data = "json" in str(body.get("generationConfig", {}).get("responseMimeType", ""))
            text = json.dumps({"reasoning": "", "next_speaker": "user"}) if is_data else None
            parts = ({"text": word} for word in ([text] if text else _words(step)))
        else:
            parts = iter([{"functionCall": {"name": step[0], "args": step[1]}}])
        for index, part in enumerate(parts):
            candidate: Json = {"index": 0, "content": {"role": "model", "parts": [part]}}
            yield (
                "",
                {"candidates": [candidate], "modelVersion": "gemini-2.5-flash"}
                | ({"usageMetadata": usage} if index else {}),
            )
        end = {"index": 0, "content": {"role": "model", "parts": []}, "finishReason": "STOP"}
        yield "", {"candidates": [end], "usageMetadata": usage, "modelVersion": "gemini-2.5-flash"}


def _words(step: Say) -> Iterator[str]:
    """Yield the text in pieces; with a pause between them where the step asks for it."""
    if not step.pause:
        yield step.text
        return
    for word in step.text.split(" "):
        time.sleep(step.pause)
        yield word + " "


PROTOCOLS: list[tuple[str, Any]] = [
    ("/v1/messages", Anthropic()),
    ("/v1/responses", Responses()),
    ("/v1/chat/completions", Chat()),
    ("GenerateContent", Gemini()),
    ("generateContent", Gemini()),
]


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    server: ModelServer

    def log_message(self, *_: Any) -> None:
        """Print nothing."""

    def do_HEAD(self) -> None:
        """Say that the server is there."""
        self._send({})

    def do_GET(self) -> None:
        """List no models."""
        self._send({"object": "list", "data": [], "models": []})

    def do_POST(self) -> None:
        """Answer with the next step of the conversation."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        path = self.path.partition("?")[0]
        if "count" in path.lower():
            self._send({"input_tokens": INPUT_TOKENS, "totalTokens": INPUT_TOKENS})
            return
        protocol = next((protocol for mark, protocol in PROTOCOLS if mark in path), None)
        if protocol is None:
            self._send({})
            return
        tools = protocol.tools(body)
        step = next_step(list(protocol.conversation(body)), tools, str(body.get("model")))
        number = self.server.count(path, body, tools)
        with self.server.answering():
            self._answer(step, tools, body, protocol, number)

    def _answer(self, step: Step, tools: dict[str, Any], body: Json, protocol: Any, number: int) -> None:
        made = resolve(step, tools, self.server.folder) if isinstance(step, Use) else step
        events = protocol.answer(made or Say("There is no such tool."), body, number)
        try:
            if body.get("stream") or "stream" in self.path:
                self._stream(events, protocol)
            else:
                self._send(_whole(list(events), protocol))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
            self.server.cut_answers += 1  # the person interrupted the agent

    def _stream(self, events: Iterator[Event], protocol: Any) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for name, data in events:
            head = f"event: {name}\n" if name else ""
            self.wfile.write(f"{head}data: {json.dumps(data)}\n\n".encode())
            self.wfile.flush()
        if isinstance(protocol, Chat):
            self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def _send(self, value: Json) -> None:
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def _whole(events: list[Event], protocol: Any) -> Json:
    """Return the answer as one value, for requests that do not want a stream."""
    if isinstance(protocol, Anthropic):
        message = dict(events[0][1]["message"])
        text = "".join(
            data["delta"].get("text", "") for name, data in events if name == "content_block_delta"
        )
        return message | {"content": [{"type": "text", "text": text}], "stop_reason": "end_turn"}
    if isinstance(protocol, Responses):
        return dict(events[-1][1]["response"])
    if isinstance(protocol, Gemini):
        parts = [part for _, data in events for part in data["candidates"][0]["content"]["parts"]]
        last = events[-1][1]
        return last | {"candidates": [last["candidates"][0] | {"content": {"role": "model", "parts": parts}}]}
    text = "".join(data["choices"][0]["delta"].get("content") or "" for _, data in events if data["choices"])
    message = {"role": "assistant", "content": text}
    last = events[-1][1]
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return last | {"object": "chat.completion", "choices": [choice]}


class ModelServer(ThreadingHTTPServer):
    """The server on a free port of loopback; every request is kept for the tests to look at."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, Json, dict[str, Any]]] = []
        self.folder = ""
        """Where the agent works now, for tools that want absolute paths."""
        self.cut_answers = 0
        """How many answers an agent did not listen to until their end."""
        self._open = 0
        self._last = time.monotonic()
        self._lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self.server_port}"

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Count a request as open while a block runs."""
        with self._lock:
            self._open += 1
        try:
            yield
        finally:
            with self._lock:
                self._open -= 1
                self._last = time.monotonic()

    @property
    def idle_seconds(self) -> float:
        """For how long no request has been open; 0 while one is."""
        return 0.0 if self._open else time.monotonic() - self._last

    def texts(self, start: int = 0) -> Iterator[str]:
        """Yield the text of each request of a conversation from a number on; agents send others, for a title, say."""
        for _, body, tools in self.requests[start:]:
            if tools or body.get("model") == PLAIN:
                yield json.dumps(body, ensure_ascii=False)

    def count(self, path: str, body: Json, tools: dict[str, Any]) -> int:
        """Keep a request; returns its number."""
        with self._lock:
            self.requests.append((path, body, tools))
            return len(self.requests)

    def conversation(self, body: Json) -> list[tuple[str, str]]:
        """Return what the person and the tools said in a request, whatever its protocol."""
        protocol = Gemini() if "contents" in body else Responses() if "input" in body else None
        if protocol is None:
            protocol = Anthropic() if "max_tokens" in body and "system" in body else Chat()
        return list(protocol.conversation(body))
