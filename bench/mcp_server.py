"""How quickly the MCP server starts and answers at a thousand records: `python bench/mcp_server.py`.

The SDK's client talks to the server as a process, as an agent does; wall clock, milliseconds. *new* is a question that
was not asked before (another path, another range, another word), *again* the same one over and over, *session* the
very first call of a session, *clone* the first ever in a clone, for which search indexes and a threshold is learnt.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "mcp"))

from mcp import Client
from test_server import make_history

from mcp_story import server

COMMITS = 100
TIMES = 20
CALLS = {
    "search_records": lambda n: {"query": f"redis{n % 5} thing", "limit": 10 + n},
    "get_record": lambda n: {"ref": f"ADR-{7 + n}"},
    "decisions_for": lambda n: {"paths": [f"src/app{n}.py"]},
    "decisions_for a change": lambda n: {"diff": f"HEAD~{n + 1}..HEAD~{n}"},
    "check_records": lambda n: {"limit": 20 + n},
    "why a line": lambda n: {"target": f"src/app{n}.py:1"},
    "why a file": lambda n: {"target": f"src/app{n}.py"},
    "suggest_adr of a commit": lambda n: {"diff": f"HEAD~{n + 1}..HEAD~{n}"},
    "suggest_adr of the branch": lambda n: {"diff": f"HEAD~{n + 1}"},
    "suggest_adr not committed": lambda n: {"diff": "HEAD", "threshold": n / 100},
}


def add_commits(folder: Path) -> None:
    """A hundred ordinary commits after the records, so that a threshold is learnt."""
    stream = [f"reset refs/heads/main\nfrom {_git(folder, 'rev-parse', 'HEAD')}\n"]
    for n in range(COMMITS):
        text = f"import json\n\nVALUE = {n}\nNAMES = json.loads('[{n}]')\n"
        stream.append(
            f"commit refs/heads/main\ncommitter A <a@example.org> {1_768_500_000 + n} +0000\n"
            f"data <<END\nChange number {n}\nEND\nM 100644 inline src/app{n % 30}.py\ndata {len(text)}\n{text}\n"
        )
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force"], cwd=folder, input="".join(stream).encode(), check=True
    )
    _git(folder, "reset", "-q", "--hard")


def _git(folder: Path, *args: str) -> str:
    return subprocess.run(
        ["git", *args], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


async def measure(folder: str) -> None:
    """Print the time to the first answer, and that of each call."""
    starts: list[float] = []
    firsts: dict[str, list[float]] = {}
    for name, arguments in [*CALLS.items(), *CALLS.items()]:
        begin = time.perf_counter()
        async with Client(server(folder), mode="auto") as client:
            await client.list_tools()
            starts.append(time.perf_counter() - begin)
            await asyncio.sleep(0.5)  # no agent asks in the same instant
            firsts.setdefault(name, []).append(await timed(client, name, arguments(0)))
    print(f"start to the list of tools: best {min(starts):.2f} s, median {statistics.median(starts):.2f} s")
    print(f"{'':<26}{'clone':>7}{'session':>9}{'new: best':>11}{'median':>8}{'again: best':>13}{'median':>8}")
    async with Client(server(folder), mode="auto") as client:
        for name, arguments in CALLS.items():
            new = [await timed(client, name, arguments(n)) for n in range(TIMES)]
            again = [await timed(client, name, arguments(0)) for _ in range(TIMES)]
            print(
                f"{name:<26}{firsts[name][0]:7.1f}{firsts[name][1]:9.1f}{min(new):11.1f}{statistics.median(new):8.1f}"
                f"{min(again):13.1f}{statistics.median(again):8.1f}"
            )


def figures(folder: str) -> dict[str, float]:
    """The seconds of the start, the first check and the median call, and the bytes of the list of tools."""
    return asyncio.run(_figures(folder))


async def _figures(folder: str) -> dict[str, float]:
    starts = []
    for _ in range(3):
        begin = time.perf_counter()
        async with Client(server(folder), mode="auto") as client:
            listed = await client.list_tools()
            starts.append(time.perf_counter() - begin)
    async with Client(server(folder), mode="auto") as client:
        check = await timed(client, "check_records", {})
        calls = [
            await timed(client, name, arguments(number))
            for number in range(8)
            for name, arguments in list(CALLS.items())[:3]
        ]
    return {
        "start": statistics.median(starts), "check": check / 1000, "call": statistics.median(calls) / 1000,
        "tools": sum(len(tool.model_dump_json(exclude_none=True, by_alias=True)) + 1 for tool in listed.tools),
    }  # fmt: skip


async def timed(client: Client, name: str, arguments: dict[str, object]) -> float:
    """How many milliseconds a call takes."""
    begin = time.perf_counter()
    answer = await client.call_tool(name.partition(" ")[0], arguments)
    assert not answer.is_error, answer.content
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        repository = Path(made) / "repo"
        make_history(repository, 200, 800)
        add_commits(repository)
        time.sleep(2.5)  # files that changed a moment ago are read again at every call
        asyncio.run(measure(str(repository)))
