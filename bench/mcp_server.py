"""How quickly the MCP server starts and answers at a thousand records: `python bench/mcp_server.py`.

The SDK's client talks to the server as a process, as an agent does; best and median of twenty calls, wall clock.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "mcp_server"))

from mcp import Client
from test_server import make_history

from mcp_story import server

CALLS = {
    "search_records": {"query": "redis3", "limit": 10},
    "get_record": {"ref": "ADR-7"},
    "decisions_for": {"paths": ["src/app.py"]},
    "check_records": {},
    "why": {"target": "src/app.py:1"},
    "suggest_adr": {"diff": "HEAD~1"},
}


async def measure(folder: str) -> None:
    """Print the time to the first answer, and that of each call."""
    starts = []
    for _ in range(3):
        begin = time.perf_counter()
        async with Client(server(folder), mode="auto") as client:
            await client.list_tools()
            starts.append(time.perf_counter() - begin)
    print(
        f"start to the list of tools   best {min(starts):6.2f} s   median {statistics.median(starts):6.2f} s"
    )
    async with Client(server(folder), mode="auto") as client:
        for name, arguments in CALLS.items():
            await client.call_tool(name, arguments)
            took = []
            for _ in range(20):
                begin = time.perf_counter()
                await client.call_tool(name, arguments)
                took.append((time.perf_counter() - begin) * 1000)
            print(f"{name:<28} best {min(took):6.1f} ms  median {statistics.median(took):6.1f} ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        make_history(Path(made) / "repo", 200, 800)
        asyncio.run(measure(str(Path(made) / "repo")))
