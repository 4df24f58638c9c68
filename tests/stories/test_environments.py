"""Odd places and odd machines: each works, or says what to do."""

import json
import os
import subprocess
import sys

import pytest

from records import Project
from records.errors import GitError
from repository import make_repo

NEW = ["phr", "new", "--title", "T", "--stage", "misc", "--prompt", "p"]


def test_outside_a_repository(run, tmp_path):
    """No git: the record is made; what git would have told is left out and said."""
    (tmp_path / "plain").mkdir()
    result = run("-C", str(tmp_path / "plain"), *NEW)
    assert "not in a git repository" in result.err
    data = json.loads(run("-C", str(tmp_path / "plain"), "show", "general/1", "--json").out)
    assert (data["fields"]["branch"], data["fields"]["commit"], data["files"]) == (None, None, [])
    assert (
        "not in a git repository" in run("-C", str(tmp_path / "plain"), *NEW, "--since", "HEAD", code=2).err
    )
    run("-C", str(tmp_path / "plain"), "adr", "new", "X")
    run("-C", str(tmp_path / "plain"), "search", "x")
    run("-C", str(tmp_path / "plain"), "check")


def test_unborn_branch(run, tmp_path):
    """A record is created on a branch without commits."""
    made = make_repo(tmp_path / "new")
    made.write("a.py", "1\n")
    run("-C", str(made.path), *NEW)
    data = json.loads(run("-C", str(made.path), "show", "general/1", "--json").out)
    assert (data["fields"]["branch"], data["fields"]["commit"], data["files"]) == ("main", None, ["a.py"])


def test_detached_head(run, repo):
    """A detached HEAD has a commit and no branch."""
    repo.git("checkout", "-q", "--detach")
    run(*NEW)
    fields = json.loads(run("show", "general/1", "--json").out)["fields"]
    assert fields["branch"] is None
    assert fields["commit"] == repo.git("rev-parse", "HEAD")


def test_bare_clone(run, repo, tmp_path):
    """A bare repository is refused."""
    repo.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    for where in ("bare.git", "bare.git/refs"):
        assert "bare repository" in run("-C", str(tmp_path / where), *NEW, code=2).err


def test_inside_the_git_directory(run, repo):
    """A command in `.git` works on the work tree around it."""
    run("-C", str(repo.path / ".git"), *NEW)
    assert (repo.path / "history/prompts/general").is_dir()


def test_submodule_and_linked_worktree_are_work_trees(run, repo, tmp_path):
    """Submodules and linked work trees are projects of their own."""
    inner = make_repo(tmp_path / "inner")
    inner.commit()
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.path), "sub")
    run("-C", str(repo.path / "sub"), *NEW)
    assert (repo.path / "sub/history/prompts/general").is_dir()
    assert not (repo.path / "history").exists()


def test_from_a_subfolder(run, repo):
    """A command in a subfolder uses the project's root, and prints paths as seen from the subfolder."""
    (repo.path / "src/deep").mkdir(parents=True)
    assert run("-C", "src/deep", *NEW).out == "../../history/prompts/general/0001-t.misc.prompt.md\n"
    assert (repo.path / "history").is_dir()


def test_no_git_on_path(repo, tmp_path):
    """Without git the record is made; the facts of git are left out and said."""
    env = {**os.environ, "PATH": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-m", "records", *NEW],
        cwd=repo.path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "git was not found on PATH" in result.stderr
    for words in (["list", "--json"], ["adr", "new", "X"], ["check"], ["search", "p"], ["index"]):
        result = subprocess.run(
            [sys.executable, "-m", "records", *words], cwd=repo.path, env=env, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert result.returncode == 0, (words, result.stderr)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_folder(run, repo):
    """A read-only folder is an error that names it."""
    repo.path.chmod(0o500)
    try:
        error = run(*NEW, code=2).err
    finally:
        repo.path.chmod(0o700)
    assert "could not write" in error


def test_a_file_where_a_folder_is_needed(run, repo):
    """A file in the place of a folder is an error, and it stays."""
    repo.write("history", "a file\n")
    error = run(*NEW, code=2).err
    assert "could not write" in error
    assert "a file is where a folder is needed" in error
    assert repo.read("history") == "a file\n"


def test_no_such_folder(run):
    """`-C` with a missing folder is an error."""
    assert "there is no folder" in run("-C", "nowhere", "list", code=2).err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[adr]\ntemplat = 'x'\n", "did you mean 'template'?"),
        ("[nothing]\n", "unknown key 'nothing'"),
        ("adr = 3\n", "must be a table"),
        ("[adr]\ntemplate = 3\n", "must be of type str"),
        ("[phr]\nstages = 'x'\n", "must be a list of strings"),
        ("[adr\n", "not valid TOML"),
    ],
)
def test_settings_are_checked(run, repo, text, told):
    """Invalid settings are errors that name the file."""
    repo.write(".records/config.toml", text)
    error = run("list", code=2).err
    assert told in error
    assert ".records/config.toml" in error


def test_settings_cannot_lead_out_of_the_root(run, repo):
    """A directory setting outside the root is refused."""
    repo.write(".records/config.toml", '[phr]\ndirectory = "../outside"\n')
    assert "lies outside" in run(*NEW, code=2).err
    assert not (repo.path.parent / "outside").exists()


def test_a_linked_folder_cannot_lead_out_either(run, repo, tmp_path):
    """A symbolic link out of the root is refused."""
    (tmp_path / "elsewhere").mkdir()
    (repo.path / "history").symlink_to(tmp_path / "elsewhere")
    assert "lies outside" in run(*NEW, code=2).err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_hostile_repository_runs_nothing(run, repo, tmp_path):
    """Hooks, pagers, external diffs, filters, aliases and monitors of the repository are never run."""
    mark = tmp_path / "ran"
    script = repo.write("evil.sh", f"#!/bin/sh\necho x >> {mark}\ncat\n")
    script.chmod(0o755)
    repo.write("a.txt", "one\n")
    repo.write(".gitattributes", "* diff=evil filter=evil\n")
    repo.commit()
    for key in (
        "core.pager", "diff.external", "core.fsmonitor", "diff.evil.textconv", "diff.evil.command",
        "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "gpg.program", "alias.status",
        "core.sshCommand", "core.editor", "core.askPass", "credential.helper", "uploadpack.packObjectsHook",
    ):  # fmt: skip
        repo.git("config", key, f"!{script}" if key.startswith("alias") else str(script))
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "core.hooksPath", str(repo.path))
    repo.write("a.txt", "two\n")
    mark.unlink(missing_ok=True)
    for words in (
        NEW,
        [*NEW, "--since", "HEAD"],
        ["adr", "new", "X"],
        ["list"],
        ["check"],
        ["index"],
        ["search", "x"],
    ):
        run(*words)
    assert not mark.exists()


def test_inside_a_git_hook_the_right_repository_is_used(run, repo, tmp_path, monkeypatch):
    """GIT_DIR and GIT_INDEX_FILE, which git sets in hooks, do not lead astray."""
    other = make_repo(tmp_path / "other")
    other.commit()
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    run(*NEW)
    monkeypatch.delenv("GIT_DIR")
    fields = json.loads(run("show", "general/1", "--json").out)["fields"]
    assert fields["commit"] == repo.git("rev-parse", "HEAD")


def test_paths_that_are_not_utf8(run, repo):
    """Paths that are not UTF-8 are listed escaped."""
    name = os.fsdecode(b'caf\xe9 "q".txt')
    (repo.path / name).write_text("x")
    run(*NEW)
    files = json.loads(run("show", "general/1", "--json").out)["files"]
    assert files == ['caf\\xe9 "q".txt']
    run("index")
    run("list")


def test_a_bug_is_saved_and_told(run, monkeypatch):
    """An unexpected exception is a bug: exit 3, a file with the traceback, no traceback on the screen."""
    import records.project.catalog

    def broken(*_):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(records.project.catalog, "list_records", broken)
    result = run("list", code=3)
    assert "this is a bug in records: ZeroDivisionError: oops" in result.err
    saved = result.err.split("file ")[1].strip()
    with open(saved) as file:
        assert "Traceback" in file.read()
    os.unlink(saved)


def test_interrupted_and_mistyped(run, monkeypatch):
    """An interrupt exits with 130, and a mistyped command gets a suggestion."""
    import records.project.catalog

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(records.project.catalog, "list_records", stop)
    assert "interrupted" in run("list", code=130).err
    assert "Did you mean 'records list'?" in run("lst", code=2).err
    assert "Did you mean 'records site'?" in run("phr", "site", code=2).err
    assert "No such option" in run("list", "--jsonn", code=2).err


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("adr create Use X", "Did you mean 'records adr new Use X'?"),
        ("phr add", "Did you mean 'records phr new'?"),
        ("add", "Did you mean 'records adr new' or 'records phr new'?"),
        ("decision", "Did you mean 'records adr'?"),
        ("blame a.py", "Did you mean 'records why a.py'?"),
        ("serve", "Did you mean 'records site serve'?"),
        ("version", "Did you mean 'records --version'?"),
        ("config get adr.template", "Did you mean 'records config show adr.template'?"),
        ("adr rename 1 2", "records renumber REF NUMBER"),
        ("phr history", "Did you mean 'records phr list'?"),
        ("xyzzy", "No such command 'xyzzy'."),
    ],
)
def test_other_names_of_commands_lead_to_the_command(run, words, meant):
    """The message names the command that does what people call by another name."""
    assert meant in run(*words.split(), code=2).err


def unmeasured():
    """The environment without the measuring of coverage, which imports modules of its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}


HEAVY = {"pydantic", "jinja2", "git", "yaml", "frontmatter", "mcp", "rich", "sqlite3", "subprocess", "json"}


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (["--help"], set()),
        (["list"], {"sqlite3", "subprocess", "json"}),
        (["list", "--kind", "adr", "--json"], {"sqlite3", "subprocess", "json"}),
        (["check"], {"sqlite3", "subprocess", "json"}),
        (["adr", "--help"], set()),
    ],
)
def test_nothing_heavy_is_imported_on_the_way(run, repo, words, allowed):
    """Start-up is what users feel: a list of modules, not a stopwatch."""
    run("adr", "new", "X")
    run(*NEW)
    code = (
        "import sys; from records.cli.main import main; code = main(sys.argv[1:]); "
        "print(*(m for m in sys.modules if '.' not in m), file=sys.stderr); sys.exit(code)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=True,
        env=unmeasured(),
    )
    loaded = set(result.stderr.splitlines()[-1].split())
    assert loaded & HEAVY <= allowed


def test_importing_the_library_loads_nothing_heavy():
    """`import records` does not import pydantic or other heavy modules."""
    code = "import sys, records; print(*sys.modules); records.Project; assert 'pydantic' not in sys.modules"
    command = [sys.executable, "-c", code]
    out = subprocess.run(command, capture_output=True, text=True, check=True, env=unmeasured()).stdout
    assert not set(out.split()) & (HEAVY | {"click"})


def test_every_public_name_resolves():
    """Every name of `records.__all__` exists, and others raise AttributeError."""
    import records

    for name in records.__all__:
        assert getattr(records, name) is not None
    assert set(records.__all__) <= set(dir(records))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = records.nonsense


def test_demo_does_the_main_job(run, tmp_path):
    """The demo runs the real commands without an error, and the commands it suggests work."""
    out = run("demo", str(tmp_path / "shop")).out
    assert "history/prompts/general/0001-cache-search-results.green.prompt.md" in out
    assert "Try it yourself:" in out
    assert "error:" not in out
    where = ("-C", str(tmp_path / "shop"))
    assert len(run(*where, "list").out.splitlines()) == 3
    run(*where, "show", "ADR-2")
    assert run(*where, "search", "redis").out
    run(*where, "check")
    run(*where, "index", "--check")
    assert "is not empty" in run("demo", str(tmp_path / "shop"), code=2).err


def test_every_command_has_an_example_in_its_help(run):
    """Every command's help has an example."""
    from records.cli.command_table import TABLE

    for path, rows in TABLE.items():
        for name in rows:
            words = [*path.split(), name]
            text = run(*words, "--help").out
            assert "Example" in text, words


def test_a_repository_of_somebody_else_is_told_how_to_trust(repo, monkeypatch):
    """As in a container: what git refuses to discover is not used by its name either; the way out is the person's."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    git = Project.open(str(repo.path)).git()
    with pytest.raises(GitError, match="dubious ownership") as caught:
        git.run("status")
    assert f"safe.directory {repo.path}" in caught.value.hint
