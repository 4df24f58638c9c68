"""A very large change is read whole: 2,000 files and 100,000 lines."""

from __future__ import annotations

import json

from records.suggest.paths import kind_of


def test_two_thousand_files(repo, run):
    """Every file is looked at, its path judged once; a change that is only large holds no decision of its own."""
    for side in ("old", "new"):
        for n in range(2_000):
            lines = (
                f"{side if k % 2 else 'same'}_value_{k}_{n % 50} = client.request({k}, 'order_{n % 9}')\n"
                for k in range(50)
            )
            repo.write(f"src/part{n % 40}/file{n}.py", "".join(lines))
        repo.commit(side)
    kind_of.cache_clear()
    told = json.loads(run("adr", "suggest", "--format", "json").out)
    assert 2_000 <= kind_of.cache_info().misses < 2_100
    assert len(run("adr", "suggest", "--explain").out.splitlines()) > 1
    assert told["score"] < 1
