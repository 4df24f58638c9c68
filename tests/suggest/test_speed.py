"""A very large change is read in a moment: 2,000 files and 100,000 lines."""

from __future__ import annotations

import os
import resource
import subprocess


def cpu(command, cwd):
    """Seconds of processor time that a command and its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def test_two_thousand_files(repo, records_command):
    """Within three times `git diff` and a second; half a second is left for a busy machine."""
    for side in ("old", "new"):
        for n in range(2_000):
            lines = (
                f"{side if k % 2 else 'same'}_value_{k}_{n % 50} = client.request({k}, 'order_{n % 9}')\n"
                for k in range(50)
            )
            repo.write(f"src/part{n % 40}/file{n}.py", "".join(lines))
        repo.commit(side)
    plain = min(cpu(["git", "diff", "HEAD~1", "HEAD"], repo.path) for _ in range(2))
    spent = min(cpu([*records_command, "adr", "suggest"], repo.path) for _ in range(2))
    assert spent < 3 * plain + 1.5, (spent, plain)
    assert os.path.isdir(repo.path / "src")
