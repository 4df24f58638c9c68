"""Changes come from git with nothing of the repository's own run, whatever it holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from records.git.diff import commit_texts, commits_between, diff_bytes, resolve_range
from records.git.log import recent_commits
from records.project.project import Project
from records.suggest import calibrate
from records.suggest.base_tree import held_at
from records.suggest.run import suggest_in
from records.suggest.weights import built_in


def git_of(repo):
    return Project.open(str(repo.path)).git()


def seen(repo, spec="HEAD~1", **options):
    return suggest_in(Project.open(str(repo.path)), spec, **options)


def test_a_hostile_repository_runs_nothing(repo, run):
    """External diffs, text converters, filters, pagers, monitors, hooks, signatures and aliases stay asleep."""
    trap = repo.path / "trap.sh"
    mark = repo.path / "trapped"
    repo.write("trap.sh", f'#!/bin/sh\necho x >> {mark}\ncat "$2" 2>/dev/null\nexit 0\n')
    trap.chmod(0o755)
    repo.write("requirements.txt", "flask\n")
    repo.write(".gitattributes", "* diff=evil filter=evil\n")
    repo.commit("begin")
    repo.write("app.py", "app = 1\n")
    repo.commit("Begin the application")
    repo.write("requirements.txt", "flask\nredis\n")
    repo.commit("Use redis")
    repo.write("requirements.txt", "flask\nredis\nstripe\n")
    for name, value in {
        "diff.external": str(trap), "diff.evil.command": str(trap), "diff.evil.textconv": str(trap),
        "filter.evil.clean": str(trap), "filter.evil.smudge": str(trap), "filter.evil.process": str(trap),
        "core.pager": str(trap), "pager.diff": str(trap), "pager.log": str(trap), "core.fsmonitor": str(trap),
        "core.hooksPath": str(repo.path), "alias.diff": f"!{trap}", "alias.log": f"!{trap}",
        "gpg.program": str(trap), "log.showSignature": "true", "diff.orderFile": "nowhere",
        "diff.noprefix": "true", "diff.mnemonicPrefix": "true", "diff.renames": "false",
        "interactive.diffFilter": str(trap), "core.sshCommand": str(trap), "color.ui": "always",
        "diff.submodule": "log", "diff.wsErrorHighlight": "all", "diff.context": "0", "log.date": "relative",
    }.items():  # fmt: skip
        repo.git("config", name, value)
    for args in (
        ("--diff", "HEAD~1"),
        ("--diff", "HEAD"),
        ("--staged",),
        ("--diff", "HEAD~1...HEAD", "--explain"),
        ("--diff", "HEAD~2"),
    ):
        run("adr", "suggest", "--json", *args)
    data = json.loads(run("adr", "suggest", "--json").out)
    assert data["suggestions"][0]["impact"][0]["why"] == "new runtime dependency redis"
    assert not mark.exists()


def test_every_kind_of_file_is_handled(repo, run):
    """Renames, binaries, modes, submodules, links, line ends, strange names: no error, and places that exist."""
    repo.write("app/old.py", "".join(f"line_{n} = {n}\n" for n in range(40)))
    repo.write("run.sh", "#!/bin/sh\n")
    repo.write("crlf.py", "a = 1\r\nb = 2\r\n")
    repo.write("logo.png", bytes(range(256)))
    repo.commit("begin")
    repo.git("mv", "app/old.py", "app/new name.py")
    (repo.path / "run.sh").chmod(0o755)
    repo.write("crlf.py", "a = 1\r\nimport redis\r\nb = 2")
    repo.write("logo.png", bytes(reversed(range(256))))
    repo.write('quo"te\tö.py', "import redis\n")
    if sys.platform == "linux":
        with open(os.fsencode(repo.path) + b"/bad\xff.py", "wb") as file:
            file.write(b"import redis  # \xff\n")
    os.symlink("run.sh", repo.path / "link.sh")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},vendored")
    repo.git("add", "-A", "--", ".", ":!vendored")
    repo.git("commit", "-q", "-m", "Many kinds")
    data = json.loads(run("adr", "suggest", "--json").out)
    places = [p for s in data["suggestions"] for h in ("impact", "alternatives", "scope") for p in s[h]]
    assert places
    assert all(place["line"] >= 0 for place in places)
    run("adr", "suggest", "--threshold", "0")


def test_merges_are_one_change(repo, run):
    """A merge is read as what it brought to the branch, and its own message heads it."""
    repo.write("requirements.txt", "flask\n")
    repo.commit("base")
    repo.git("switch", "-q", "-c", "side")
    repo.write("requirements.txt", "flask\nredis\n")
    repo.commit("wip one")
    repo.write("app/cache.py", "import redis\n")
    repo.commit("wip two")
    repo.git("switch", "-q", "main")
    repo.write("app/other.py", "x = 1\n")
    repo.commit("meanwhile")
    repo.git("merge", "-q", "--no-ff", "side", "-m", "Merge pull request #7 from a/side\n\nCache with Redis")
    asked = seen(repo)
    assert asked.report.suggestions[0].title == "Cache with Redis"
    assert len(asked.commits) == 3
    assert seen(repo, "main~1..side").report.range == "main~1..side"
    ends = resolve_range(git_of(repo), "main~1...side")
    assert [c.message for c in commits_between(git_of(repo), ends)] == ["wip one", "wip two"]


def test_messages_of_several_commits_are_read_oldest_first(repo):
    """Messages of a range are read oldest first."""
    repo.write("requirements.txt", "redis\n")
    repo.commit("Cache with Redis")
    repo.write("app/a.py", "import redis\n")
    repo.commit("fix lint")
    assert seen(repo, "HEAD~2").report.suggestions[0].title == "Cache with Redis"


def test_a_range_is_named_after_what_it_decides(repo):
    """Not after its first commit: the evidence names it, or the commit that brought the evidence does."""
    repo.write("requirements.txt", "flask\n")
    repo.write("app/text.py", "greeting = 'helo'\n")
    repo.commit("begin")
    repo.write("app/text.py", "greeting = 'hello'\n")
    repo.commit("Correct the greeting on the first page")
    repo.write("requirements.txt", "flask\nredis\n")
    repo.write("app/cache.py", "import redis\n\nclient = redis.Redis()\n")
    repo.commit("Work on review")
    titles = [s.title for s in seen(repo, "HEAD~2").report.suggestions]
    assert titles[0] == "Adopt Redis for caching"
    repo.write("app/cache.py", "import redis\n\nclient = redis.Redis()\nsessions = redis.Redis(db=1)\n")
    repo.write("requirements.txt", "flask\nredis>=5\n")
    repo.commit("Keep sessions in Redis, not in cookies")
    assert seen(repo, "HEAD~3").report.suggestions[0].title == "Keep sessions in Redis, not in cookies"


def test_a_merge_names_its_range(repo):
    """The message of a merge that is the whole change speaks for all of its commits."""
    repo.write("requirements.txt", "flask\n")
    repo.commit("begin")
    repo.git("checkout", "-q", "-b", "side")
    repo.write("requirements.txt", "flask\nredis\n")
    repo.commit("wip")
    repo.write("app/cache.py", "import redis\n")
    repo.commit("more")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Cache prices for a minute", "side")
    assert seen(repo).report.suggestions[0].title == "Cache prices for a minute with Redis"


def test_a_shallow_clone_says_what_is_missing(repo, tmp_path, run, monkeypatch):
    """Without the parent everything would look new."""
    repo.write("requirements.txt", "redis\n")
    repo.commit("Use redis")
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.path}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    told = run("adr", "suggest", code=2).err
    assert "the history of this clone is cut before HEAD~1" in told
    assert "git fetch --deepen 50" in told


def test_an_empty_commit(repo):
    """An empty commit gives no suggestion."""
    repo.git("commit", "-q", "--allow-empty", "-m", "Nothing")
    assert seen(repo).report.set_aside == ("nothing changed",)


def test_folders_that_were_there_are_not_new(repo):
    """Folders of the base tree are not new."""
    repo.write("ops/old.tf", "a = 1\n")
    repo.commit("begin")
    repo.write("ops/a.tf", "b = 1\n")
    repo.write("ops/b.tf", "b = 1\n")
    repo.write("mail/a.py", "b = 1\n")
    repo.commit("more")
    why = {e.why for e in seen(repo).report.analysis.evidence}
    assert "new top-level folder mail" in why
    assert "new top-level folder ops" not in why


def test_what_git_is_asked(repo):
    """Commits are read with message and diff."""
    git = git_of(repo)
    repo.write("a.txt", "one\n")
    head = repo.commit("one")
    assert recent_commits(git, "HEAD", 1) == [head]
    assert commit_texts(git, []) == {}
    message, diff = commit_texts(git, [head])[head]
    assert message == "one"
    assert b"+one" in diff
    repo.write("a.txt", "two\n")
    repo.git("add", "-A")
    assert diff_bytes(git, resolve_range(git, "HEAD")).startswith(b"diff --git a/a.txt b/a.txt")


def history(commits):
    """A stream for `git fast-import`: one commit for each message with its files."""
    for number, (message, files) in enumerate(commits):
        yield f"commit refs/heads/main\ncommitter Ada <ada@example.org> {1_700_000_000 + number} +0000\n"
        yield f"data {len(message)}\n{message}\n"
        if number == 0:
            yield "from refs/heads/main^0\n"
        for name, text in files.items():
            yield f"M 100644 inline {name}\ndata {len(text)}\n{text}\n"


@pytest.fixture
def busy(repo):
    """A repository with seventy ordinary commits, two of them larger."""
    commits = [("begin", {"app/a.py": "x = 0\n"})]
    for n in range(70):
        if n % 25 == 24:
            files = {f"requirements{n}.txt": f"library{n}\n"}
            for m in range(8):
                files[f"svc{n}/part{m}.py"] = f"import library{n}\n\n\nclass Part{m}:\n    pass\n"
            commits.append((f"Introduce library{n} instead of our own", files))
        else:
            commits.append((f"fix number {n}", {"app/a.py": f"x = {n}\ny{n} = 1\n"}))
    stream = "".join(history(commits)).encode()
    subprocess.run(["git", "fast-import", "--quiet"], cwd=repo.path, input=stream, check=True)
    repo.git("reset", "-q", "--hard")
    return repo


def threshold_of(repo, skip=frozenset()):
    project = Project.open(str(repo.path))
    git = project.git()
    recent = recent_commits(git, "HEAD", calibrate.WINDOW + len(skip))
    return calibrate.threshold(git, project.state_dir.suggestion_scores, recent, skip, built_in())


def test_the_threshold_is_learnt_from_the_history(busy, monkeypatch):
    """One in twenty passes; each commit is scored once; the commits asked about do not count."""
    limit, note = threshold_of(busy)
    assert calibrate.LEVELS["normal"].floor <= limit < 1
    assert "ordinary commits score above" in note
    kept = busy.path / ".git/records/suggest-scores.json"
    scores = json.loads(kept.read_text())["scores"]
    assert len(scores) == 72
    assert sum(score > limit for score in scores.values()) <= 0.05 * len(scores)
    monkeypatch.setattr(calibrate, "_score_batch", None)
    assert threshold_of(busy) == (limit, note)
    busy.git("config", "x.y", "z")
    skip = frozenset(busy.git("rev-list", "-n", "20", "HEAD").split())
    assert threshold_of(busy, skip)[1].startswith("the built-in threshold")


def test_kept_scores_may_be_lost_or_broken(busy):
    """Missing or damaged cached scores are computed again."""
    before = threshold_of(busy)
    kept = busy.path / ".git/records/suggest-scores.json"
    kept.write_text("{")
    assert threshold_of(busy) == before
    kept.unlink()
    assert threshold_of(busy) == before


def test_commits_whose_files_are_missing_are_left_out(busy):
    """As in a partial clone: the other commits still give a threshold."""
    blob = busy.git("rev-parse", "HEAD~30:app/a.py")
    for pack in (busy.path / ".git/objects/pack").glob("*.pack"):
        loose = busy.path / "moved.pack"
        pack.rename(loose)
        with loose.open("rb") as stream:
            subprocess.run(["git", "unpack-objects", "-q"], cwd=busy.path, stdin=stream, check=True)
    (busy.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    limit, note = threshold_of(busy)
    assert limit > 0
    assert "of the last 70 ordinary commits" in note


def test_commits_that_brought_a_record_are_not_ordinary(busy):
    """Commits with a record are left out of the calibration."""
    busy.write("history/adr/0001-x.md", "# 1. X\n\n## Status\n\nAccepted\n")
    busy.commit("Write a record")
    threshold_of(busy)
    scores = json.loads((busy.path / ".git/records/suggest-scores.json").read_text())["scores"]
    assert scores[busy.git("rev-parse", "HEAD")] == -1.0


def test_what_the_tree_before_holds_is_not_used_for_the_first_time(repo):
    """A technology or package in code anywhere counts as known, one in documents, tests or other words does not."""
    repo.write("auth/oidc.py", "import fishkit\nclient = OidcClient()\nprocessor = 1\n")
    repo.write("README.md", "We may take Redis one day.\n")
    repo.write("tests/test_mail.py", "import kafka\n")
    repo.write("app/login.py", "x = 1\n")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "Begin")
    repo.write("app/login.py", "import fishkit\nimport birdkit\nx = OIDC(SSO())\ny = Redis()\n")
    repo.git("commit", "-q", "-a", "-m", "Sign in")
    evidence = seen(repo).report.analysis.evidence
    assert {e.subject for e in evidence if e.signal in {"security.term", "data.store"}} == {"SSO", "Redis"}
    assert [e.subject for e in evidence if e.signal == "wiring.import"] == ["birdkit"]


def test_names_with_special_characters_are_looked_up_as_they_are(repo):
    """A package name is no regular expression, and no part of a longer word."""
    repo.write("a.ts", "import x from '@kit+/a.b'\nimport y from 'jpgs'\n")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "Begin")
    names = frozenset({"@kit+/a.b", "@kit+/axb", "pg"})
    assert held_at(git_of(repo), repo.git("rev-parse", "HEAD").strip(), names) == {"@kit+/a.b"}


def test_a_site_that_is_built_from_the_records_is_no_decision(repo, run):
    """Added, brought up to date and removed, in any folder; beside it the rest of the change counts."""
    repo.write("app.py", "app = 1\n")
    repo.write("history/adr/0001-use-x.md", "# 1. Use x\n\n## Status\n\nAccepted\n")
    repo.commit("Begin")
    run("site", "build", "-o", "docs/public")
    repo.commit("Add pages")
    assert seen(repo).report.suggestions == ()
    repo.write("history/adr/0002-use-y.md", "# 2. Use y\n\n## Status\n\nAccepted\n")
    repo.commit("Decide")
    run("site", "build", "-o", "docs/public")
    repo.commit("Update pages")
    assert seen(repo).report.suggestions == ()
    repo.git("rm", "-rq", "docs/public")
    repo.write("requirements.txt", "redis\n")
    repo.write("cache.py", "import redis\n\nCACHE = redis.Redis()\n")
    repo.commit("Use redis as a cache, and drop the pages")
    report = seen(repo).report
    assert [suggestion.title for suggestion in report.suggestions] == [
        "Use redis as a cache, and drop the pages"
    ]
    assert not [one for one in report.analysis.evidence if "docs/public" in str(one)]
