"""What capture costs: the hook, a sync with nothing new and a snapshot as ratios, many hooks at once, a sync of real
transcripts, redaction.

usage: python bench/capture.py [--transcripts DIR]

CPU is user plus system time of the process and its children, so that other work on the machine does not count.
`--transcripts` names a folder with transcripts of any agents; without it, made-up ones of the same size are used.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from measure import interleaved, print_ratios

HERE = Path(__file__).resolve().parent
HOOK = HERE.parent / "src" / "records" / "capture_hook.sh"
HOOK_PY = HERE.parent / "src" / "records" / "capture_hook.py"


def cpu(who: int = resource.RUSAGE_CHILDREN) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def clone(path: Path) -> Path:
    path.mkdir()
    for words in (
        ["init", "-q"],
        ["-c", "user.name=x", "-c", "user.email=x@y", "commit", "-q", "--allow-empty", "-m", "x"],
    ):
        subprocess.run(["git", *words], cwd=path, check=True)
    (path / ".git" / "records").mkdir()
    (path / ".git" / "records" / "on").write_text("1\n")
    return path


def hook(path: Path, command: list[str], runs: int) -> tuple[float, int]:
    """CPU milliseconds of one run, and how many runs printed something or failed."""
    payload = json.dumps({"session_id": "s", "prompt": "x" * 1600}).encode()
    bad, began = 0, cpu()
    for _ in range(runs):
        done = subprocess.run(
            [*command, "claude", "PreCompact"], input=payload, cwd=path, capture_output=True
        )
        bad += bool(done.returncode or done.stdout or done.stderr)
    return (cpu() - began) * 1000 / runs, bad


def ratios(base: Path) -> None:
    """Print what runs at every prompt beside what it is measured by, in the same run."""
    path = clone(base / "ratios")
    os.environ["GIT_AUTHOR_NAME"] = "x"
    records = [sys.executable, "-m", "records", "capture"]
    payload = base / "payload.json"
    payload.write_text(json.dumps({"session_id": "s", "prompt": "x" * 1600}))
    subprocess.run([*records, "sync"], cwd=path, check=True, capture_output=True)
    time.sleep(0.2)  # a checkpoint is written once the last change is old enough
    subprocess.run([*records, "sync"], cwd=path, check=True, capture_output=True)
    where = str(path)
    hooks = {
        "python -c pass": ([sys.executable, "-c", "pass"], where),
        "hook": (["sh", "-c", f'sh "{HOOK}" claude PreCompact <"{payload}"'], where),
    }
    print_ratios(interleaved(hooks, 25), "python -c pass", {"hook": 0.5})
    shutil.rmtree(path / ".git" / "records" / "spool", ignore_errors=True)
    syncs = {
        "import click": ([sys.executable, "-c", "import click"], where),
        "sync with nothing new": ([*records, "sync"], where),
    }
    print_ratios(interleaved(syncs), "import click", {"sync with nothing new": 1.5})
    for number in range(10_000):
        file = path / f"data/{number // 100:02d}/{number}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"row {number}\n" * 5)
    status = "git status -uall, 10,000 untracked files"
    first = {"first snapshot (the command)": ([*records, "snapshot"], where)}
    once = interleaved(first, 3, {name: lambda: forget_snapshots(path) for name in first})
    script = ["sh", str(path / ".git/records/snapshot"), where, f"{where}/.git", f"{where}/.git", "bench"]
    snapshots = {
        status: (["git", "status", "-uall"], where),
        "snapshot (what the hook starts)": (script, where),
        "snapshot (the command)": ([*records, "snapshot"], where),
    }
    medians = interleaved(snapshots) | once
    print_ratios(medians, status, {"snapshot (what the hook starts)": 3})


def forget_snapshots(path: Path) -> None:
    for index in (path / ".git/records").glob("index-*"):
        index.unlink()
    shutil.rmtree(path / ".git/records/objects", ignore_errors=True)


def crowd(path: Path, events: int, size: int) -> tuple[int, float]:
    """How many of so many events at once were stored whole, and the seconds that it took."""

    def send(number: int) -> None:
        data = json.dumps({"n": number, "fill": "x" * size}).encode()
        subprocess.run(["sh", str(HOOK), "claude", "PreCompact"], input=data, cwd=path, check=True)

    spool = path / ".git" / "records" / "spool"
    shutil.rmtree(spool, ignore_errors=True)
    began = time.perf_counter()
    with ThreadPoolExecutor(64) as pool:
        list(pool.map(send, range(events)))
    told = {json.loads(file.read_bytes())["n"] for file in spool.glob("*.json")}
    return len(told), time.perf_counter() - began


def sync(path: Path, transcripts: Path) -> list[tuple[float, str]]:
    """CPU seconds and last line of three imports, each in a process of its own."""
    rounds = []
    command = [sys.executable, "-m", "records", "capture", "import", str(transcripts)]
    for _ in range(3):
        began = cpu()
        done = subprocess.run(command, cwd=path, capture_output=True, text=True, check=True)
        rounds.append((cpu() - began, done.stderr.strip().splitlines()[-1]))
    return rounds


def redaction(transcripts: Path) -> tuple[float, float, int]:
    """Megabytes, CPU seconds and hits of scanning every text in the transcripts."""
    from records.secrets.scanner import scan

    texts = [file.read_text("utf-8", "replace") for file in sorted(transcripts.rglob("*.jsonl"))]
    began = time.process_time()
    hits = sum(len(scan(text)) for text in texts)
    return sum(map(len, texts)) / 1e6, time.process_time() - began, hits


def made_up(folder: Path, sessions: int = 64, turns: int = 40) -> Path:
    """Sessions as large as real ones, when no real ones are at hand."""
    folder.mkdir()
    for number in range(sessions):
        name = f"{number:08d}-1111-4222-8333-444444444444"
        rows = []
        for turn in range(turns):
            common = {
                "sessionId": name,
                "cwd": "/srv/shop",
                "timestamp": f"2026-01-15T{turn // 60:02d}:{turn % 60:02d}:00Z",
            }
            tool = {
                "type": "tool_use",
                "id": f"t{turn}",
                "name": "Edit",
                "input": {"file_path": "/srv/shop/a.py"},
            }
            result = {"type": "tool_result", "tool_use_id": f"t{turn}", "content": "x" * 11_000}
            texts = [{"type": "text", "text": "Done. " + "word " * 60}]
            for at, (kind, content) in enumerate(
                [("user", f"Change {turn}"), ("assistant", [tool]), ("user", [result]), ("assistant", texts)]
            ):
                message = {"role": kind, "content": content}
                rows.append({"type": kind, "uuid": f"{name}{turn}{at}", "message": message, **common})
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--transcripts", type=Path)
    given.add_argument("--runs", type=int, default=1000)
    options = given.parse_args()
    os.environ["GIT_CONFIG_GLOBAL"] = os.devnull
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        os.environ["HOME"] = str(base / "home")
        ratios(base)
        path = clone(base / "shop")
        for name, command in (
            ("hook, POSIX sh", ["sh", str(HOOK)]),
            ("hook, Python -I -S", [sys.executable, "-I", "-S", str(HOOK_PY)]),
        ):
            cost, bad = hook(path, command, options.runs)
            print(f"{name:28} {cost:6.2f} ms CPU a run, {options.runs} runs, {bad} that printed or failed")
        stored, seconds = crowd(path, 400, 200_000)
        print(f"{'400 events of 200 KB at once':28} {stored} stored whole in {seconds:.1f} s")
        shutil.rmtree(path / ".git" / "records" / "spool")
        transcripts = (options.transcripts or made_up(base / "transcripts")).resolve()
        size = sum(file.stat().st_size for file in transcripts.rglob("*") if file.is_file()) / 1e6
        for number, (used, line) in enumerate(sync(path, transcripts), 1):
            print(f"{f'sync of {size:.0f} MB, run {number}':28} {used:6.2f} s CPU; {line}")
        megabytes, used, hits = redaction(transcripts)
        print(f"{'redaction':28} {megabytes / used:6.1f} MB/s, {hits} hits in {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
