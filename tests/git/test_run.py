"""Git is told which repository to use, and nothing of a repository's own configuration is run."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

from records import capture_hook
from records.errors import GitError
from records.git import Git, background, process, trust
from records.git.log import log
from records.git.work_tree import tracked, work_tree_state, write_tree


@pytest.fixture
def bare(repo):
    """A tracked folder that looks like a git directory."""
    repo.write("data/HEAD", "ref: refs/heads/main\n")
    repo.write("data/refs/.keep", "")
    repo.write("data/objects/.keep", "")
    repo.write("data/config", "[core]\n\tbare = true\n")
    repo.commit("a trap")
    return repo.path / "data"


def test_a_folder_that_looks_like_a_repository_is_none(repo, bare):
    """In it, and in the folders of it, git answers for the repository around it."""
    for folder in (bare, bare / "refs"):
        git = Git(str(folder))
        assert git.text("rev-parse", "--absolute-git-dir") == str(repo.path / ".git")
        assert git.text("rev-parse", "--show-toplevel") == str(repo.path)


def test_a_git_that_git_starts_does_not_take_it_for_one_either(repo, bare):
    """It looks for a repository itself, where it forgets the one that was named."""
    script = "!unset GIT_DIR GIT_WORK_TREE; git -C data rev-parse --git-dir"
    done = Git(str(repo.path)).call("-c", f"alias.inner={script}", "inner")
    assert done.returncode != 0
    assert b"safe.bareRepository" in done.stderr


def test_the_environment_does_not_choose_the_repository(repo, bare, monkeypatch):
    """What a hook of another repository left behind is dropped."""
    monkeypatch.setenv("GIT_DIR", str(bare))
    monkeypatch.setenv("GIT_WORK_TREE", str(bare))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Eve")
    assert Git(str(repo.path)).text("rev-parse", "--absolute-git-dir") == str(repo.path / ".git")
    assert work_tree_state(Git(str(repo.path))).user == "Ada"


def test_the_settings_of_the_work_tree_do_not_move_it(repo, tmp_path):
    """`core.worktree` and `core.bare` of the repository count for nothing."""
    repo.git("config", "core.worktree", str(tmp_path))
    assert tracked(Git(str(repo.path))) == ["README.md"]


def test_outside_a_repository_git_finds_none(tmp_path, bare, monkeypatch):
    """Nothing is discovered in a folder above, nor by what the environment says."""
    (tmp_path / "plain").mkdir()
    monkeypatch.setenv("GIT_DIR", str(bare))
    with pytest.raises(GitError, match="not a git repository"):
        Git(str(tmp_path / "plain")).run("status")


@pytest.mark.parametrize("name", ["x", "odd=name", "with space", "a.b", 'quo"te', "UPPER"])
@pytest.mark.parametrize("way", ["config", "include", "worktree"])
def test_filters_of_the_repository_do_not_run(repo, tmp_path, name, way):
    """Whatever the driver is called, and whichever file of the git directory names it."""
    mark = tmp_path / "ran"
    escaped = name.replace('"', '\\"')
    section = (
        f'[filter "{escaped}"]\n\tclean = "touch {mark}; cat"\n\tprocess = touch {mark}\n\trequired = true\n'
    )
    if way == "include":
        repo.write(".git/more", section)
        repo.git("config", "include.path", "more")
    elif way == "worktree":
        repo.git("config", "extensions.worktreeConfig", "true")
        repo.write(".git/config.worktree", section)
    else:
        with (repo.path / ".git/config").open("a") as file:
            file.write(section)
    assert "touch" in repo.git("config", "--get-regexp", r"^filter\.")
    attribute = name if " " not in name and '"' not in name else "x"
    repo.write(".git/info/attributes", f"* filter={attribute}\n")
    repo.write("README.md", "# A projecT\n")  # as long as before: git must look into it
    git = Git(str(repo.path))
    assert work_tree_state(git).changed == ("README.md",)
    git.run("diff", "HEAD", "--")
    assert not mark.exists()


def test_a_filter_of_the_user_s_own_runs(repo, tmp_path, monkeypatch):
    """As Git LFS needs it: the configuration of the person is trusted."""
    (tmp_path / "own").write_text(f'[filter "x"]\n\tclean = "touch {tmp_path}/ran; cat"\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "own"))
    repo.write(".gitattributes", "* filter=x\n")
    repo.write("README.md", "# A projecT\n")  # as long as before: git must look into it
    work_tree_state(Git(str(repo.path)))
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("kind", "armour"),
    [("gpg", "PGP SIGNATURE"), ("gpg.x509", "SIGNED MESSAGE"), ("gpg.ssh", "SSH SIGNATURE")],
    ids=["openpgp", "x509", "ssh"],
)
@pytest.mark.parametrize("words", ["log", "log --show-signature", "show HEAD"])
def test_no_signature_is_looked_at(repo, tmp_path, kind, armour, words):
    """A commit that was signed is read without the program that the repository names for signatures."""
    program = tmp_path / "verify"
    program.write_text(f'#!/bin/sh\ntouch "{tmp_path}/ran"\n')
    program.chmod(0o755)
    head, _, message = repo.git("cat-file", "commit", "HEAD").partition("\n\n")
    signature = f"gpgsig -----BEGIN {armour}-----\n \n aGVsbG8=\n -----END {armour}-----"
    repo.write("../commit", f"{head}\n{signature}\n\n{message}\n")
    repo.git("update-ref", "HEAD", repo.git("hash-object", "-t", "commit", "-w", "../commit"))
    repo.git("config", f"{kind}.program", str(program))
    repo.git("config", "gpg.ssh.allowedSignersFile", str(program))
    repo.git("config", "log.showSignature", "true")
    repo.git("log", check=False)
    assert (tmp_path / "ran").exists(), "plain git runs it"
    (tmp_path / "ran").unlink()
    process = Git(str(repo.path)).call(*words.split())
    # a git that is told to verify a signature may end as it writes to `false`, which reads nothing
    assert message.strip().encode() in process.stdout or process.returncode == -13  # SIGPIPE
    assert not (tmp_path / "ran").exists()


def test_a_snapshot_does_not_look_into_submodules(repo, tmp_path):
    """Adding all files asks no submodule for its status, which would run the submodule's filters."""
    inner = tmp_path / "inner"
    repo.git("clone", "-q", str(repo.path), str(inner))
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "sub")
    repo.commit("submodule")
    mark = tmp_path / "ran"
    repo.git("config", "-f", ".git/modules/sub/config", "filter.x.clean", f"touch {mark}; cat")
    repo.write("sub/.gitattributes", "* filter=x\n")
    os.utime(repo.path / "sub/README.md", (1, 1))
    repo.write("new.md", "new\n")
    (tmp_path / "objects").mkdir()
    environment = {
        "GIT_INDEX_FILE": str(tmp_path / "index"),
        "GIT_OBJECT_DIRECTORY": str(tmp_path / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(repo.path / ".git/objects"),
    }
    (tmp_path / "index").write_bytes((repo.path / ".git/index").read_bytes())
    tree = write_tree(Git(str(repo.path)), environment)
    listing = Git(str(repo.path)).run("ls-tree", "--name-only", tree, env=environment).decode().split()
    assert {"new.md", "sub", "README.md"} <= set(listing)
    assert not mark.exists()


def _snapshot(repo, tmp_path):
    """The files of a snapshot with their contents, taken with an index that is kept between two calls."""
    index = tmp_path / "index"
    (tmp_path / "objects").mkdir(exist_ok=True)
    if not index.exists():
        index.write_bytes((repo.path / ".git/index").read_bytes())
    environment = {
        "GIT_INDEX_FILE": str(index),
        "GIT_OBJECT_DIRECTORY": str(tmp_path / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(repo.path / ".git/objects"),
    }
    git = Git(str(repo.path))
    tree = write_tree(git, environment)
    rows = git.run("ls-tree", "-r", "-z", tree, env=environment).decode().split("\0")[:-1]
    contents = {}
    for row in rows:
        head, _, path = row.partition("\t")
        file = repo.path / path
        content = os.readlink(file).encode() if file.is_symlink() else file.read_bytes()
        blob = hashlib.sha1(b"blob %d\0%s" % (len(content), content), usedforsecurity=False)
        assert head.split()[2] == blob.hexdigest()
        contents[path] = content.decode()
    assert not any(git.run("cat-file", "--batch-check", "--batch-all-objects", env=own).count(b" blob ") for own in [
        {**environment, "GIT_ALTERNATE_OBJECT_DIRECTORIES": ""}
    ])  # fmt: skip
    return contents


def test_a_snapshot_holds_every_file_as_it_is(repo, tmp_path):
    """New, changed, deleted and ignored files, a file in place of a folder and the other way round, a link, a conflict."""
    repo.write(".gitignore", "*.log\n")
    repo.write("a/one.md", "1\n")
    repo.write("b", "2\n")
    repo.write("gone.md", "3\n")
    repo.write("both.md", "base\n")
    repo.commit("files")
    base = repo.git("branch", "--show-current").strip()
    repo.git("switch", "-q", "-c", "side")
    repo.write("both.md", "side\n")
    repo.commit("side")
    repo.git("switch", "-q", base)
    repo.write("both.md", "main\n")
    repo.commit("main")
    before = _snapshot(repo, tmp_path)
    assert before["both.md"] == "main\n"
    repo.git("merge", "-q", "side", check=False)
    shutil.copy2(repo.path / ".git/index", tmp_path / "index")
    shutil.rmtree(repo.path / "a")
    repo.write("a", "now a file\n")
    (repo.path / "b").unlink()
    repo.write("b/two ü\n.md", "now in a folder\n")
    (repo.path / "gone.md").unlink()
    repo.write("x.log", "ignored\n")
    os.symlink("README.md", repo.path / "link")
    (repo.path / "empty").mkdir()
    repo.git("init", "-q", "inner")
    repo.write("inner/own.md", "another repository's\n")
    after = _snapshot(repo, tmp_path)
    assert "<<<<<<<" in after.pop("both.md")
    assert after == {
        ".gitignore": "*.log\n", "README.md": before["README.md"], "a": "now a file\n",
        "b/two ü\n.md": "now in a folder\n", "link": "README.md",
    }  # fmt: skip
    assert _snapshot(repo, tmp_path) == after | {"both.md": (repo.path / "both.md").read_text()}


def test_a_file_that_cannot_be_added_keeps_no_other_out_of_a_snapshot(repo, tmp_path, monkeypatch):
    """Such as one that a filter of the person's own refuses."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("GIT_CONFIG_GLOBAL", raising=False)
    (tmp_path / ".gitconfig").write_text('[filter "no"]\n\tclean = false\n\trequired = true\n')
    repo.write(".gitattributes", "refused.md filter=no\n")
    repo.write("refused.md", "1\n")
    repo.write("z.md", "2\n")
    assert {"z.md", "refused.md"} & set(_snapshot(repo, tmp_path)) == {"z.md"}


def test_a_folder_that_is_gone_is_told(tmp_path):
    """Not as a git that is missing."""
    with pytest.raises(GitError, match="is gone"):
        Git(str(tmp_path / "gone")).run("status")


@pytest.mark.skipif(sys.platform == "win32", reason="the programs here are scripts")
@pytest.mark.parametrize("entry", [".", "", "bin", "./bin", "../repo"])
def test_git_of_the_repository_is_never_started(repo, monkeypatch, tmp_path, entry):
    """An entry of PATH that depends on the current directory does not count."""
    for name in ("git", "bin/git"):
        repo.write(name, f"#!/bin/sh\ntouch {tmp_path}/ran\n").chmod(0o755)
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("PATH", f"{entry}:{os.environ['PATH']}")
    assert Git(str(repo.path)).run("rev-parse", "--is-inside-work-tree") == b"true\n"
    assert not (tmp_path / "ran").exists()
    monkeypatch.setenv("PATH", entry)
    with pytest.raises(GitError, match="git was not found on PATH"):
        Git(str(repo.path)).run("status")


def test_windows_finds_programs_in_absolute_folders_only(monkeypatch, tmp_path):
    """By their ending, and never beside what is worked on, where CreateProcess would look first."""
    (tmp_path / "git.exe").write_text("")
    (tmp_path / "git.exe").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(capture_hook.sys, "platform", "win32")
    monkeypatch.setenv("PATH", ".")
    assert capture_hook.find_program("git") is None
    monkeypatch.setenv("PATH", f'"{tmp_path}"')
    assert capture_hook.find_program("git") == f"{tmp_path}/git.exe"


def test_nothing_is_fetched_into_a_partial_clone(repo, run, tmp_path, monkeypatch):
    """What it left out is an error that says how to get it; the program that the remote names is not run."""
    for text in ("# 1. A\n\n## Status\n\nProposed\n", "# 1. A\n\n## Status\n\nAccepted\n"):
        repo.write("history/adr/0001-a.md", text)
        repo.write("history/adr/0002-b.md", text.replace("1. A", "2. B"))
        repo.write("src/a.py", text)
        repo.commit("change")
    repo.git("mv", "history/adr/0002-b.md", "history/adr/0003-b.md")
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.path}", str(clone))
    program = tmp_path / "upload-pack"
    program.write_text(f'#!/bin/sh\ntouch "{tmp_path}/ran"\nexec git-upload-pack "$@"\n')
    program.chmod(0o755)
    repo.git("-C", str(clone), "config", "remote.origin.uploadpack", str(program))
    monkeypatch.chdir(clone)
    (clone / "history/adr/0002-b.md").rename(clone / "history/adr/0003-b.md")
    run("list")
    run("stats")
    for words in (
        "list --at HEAD~1",
        "adr suggest --diff HEAD~1",
        "check --against HEAD~1",
        "ci --against HEAD~1",
    ):
        result = run(*words.split(), code=2)
        assert "git fetch --refetch --no-filter origin" in result.err, words
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("allowed", [{"GIT_ALLOW_PROTOCOL": "file"}, {"GIT_NO_LAZY_FETCH": "0"}])
def test_each_of_two_guards_keeps_git_from_fetching(repo, tmp_path, allowed):
    """No transport is allowed, and where git knows how not to ask, it does not."""
    repo.git("config", "uploadpack.allowFilter", "true")
    clone, mark = tmp_path / "clone", tmp_path / "ran"
    repo.git("clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repo.path}", str(clone))
    program = tmp_path / "upload-pack"
    program.write_text(f'#!/bin/sh\ntouch "{mark}"\nexit 1\n')
    program.chmod(0o755)
    repo.git("-C", str(clone), "config", "remote.origin.uploadpack", str(program))
    words = ("cat-file", "-p", "HEAD:README.md")
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    subprocess.run(["git", "-C", str(clone), *words], env=environment, capture_output=True, check=False)
    if mark.exists() and "GIT_ALLOW_PROTOCOL" in allowed:
        pytest.skip("this version of git does not know GIT_NO_LAZY_FETCH")
    mark.unlink(missing_ok=True)
    assert Git(str(clone)).call(*words, env=allowed).returncode != 0
    assert not mark.exists()
    repo.git("-C", str(clone), *words, check=False)
    assert mark.exists(), "plain git runs it"


@pytest.mark.skipif(os.name == "nt", reason="pipes have names")
@pytest.mark.parametrize("name", [".git/commondir", ".git/info/exclude", ".git/packed-refs", ".gitignore"])
@pytest.mark.usefixtures("minute")
def test_git_is_not_left_to_wait_for_a_pipe(repo, name):
    """A folder that was unpacked or is shared may hold one where git reads a file; so may a link to a device."""
    for make in (os.mkfifo, lambda path: os.symlink("/dev/zero", path)):
        path = repo.path / name
        path.unlink(missing_ok=True)
        make(path)
        trust._endless_files.clear()
        with pytest.raises(GitError, match="is a pipe or a device"):
            Git(str(repo.path)).text("status")


@pytest.mark.skipif(os.name == "nt", reason="pipes have names")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        (".git/refs/heads/x", "for-each-ref"),
        (".git/refs/remotes/a/b/x", "log --all"),
        (f".git/objects/{'ab' * 20}".replace("ab", "ab/", 1), f"cat-file -p {'ab' * 20}"),
        (".git/more", "status"),
        ("src/a/.gitignore", "status"),
    ],
)
@pytest.mark.usefixtures("minute")
def test_a_git_that_waits_for_a_pipe_is_ended(repo, monkeypatch, name, words):
    """Where looking before each command would take too long: refs, objects, included settings, files in folders."""
    monkeypatch.setattr(process, "_PATIENCE", 200)
    path = repo.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.name == "more":
        repo.git("config", "include.path", "more")
    os.mkfifo(path)
    with pytest.raises(GitError, match="is a pipe or a device") as raised:
        Git(str(repo.path)).text(*words.split())
    assert str(path) in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("diff.orderFile", "/nowhere"),
        ("format.pretty", "nonsense"),
        ("log.showRoot", "false"),
        ("core.bigFileThreshold", "1"),
    ],
)
def test_settings_do_not_change_what_a_log_lists(repo, name, value):
    """Those of a repository, and those of a person, are for what a person reads."""
    expected = log(Git(str(repo.path)), "HEAD")
    assert [change.path for change in expected[0].changes] == ["README.md"]
    repo.git("config", name, value)
    assert log(Git(str(repo.path)), "HEAD") == expected


def test_a_log_that_fails_is_no_empty_history(repo):
    """Whoever states what commits hold would state that there are none; a revision that is not there is none."""
    git = Git(str(repo.path))
    assert git.run_log("nowhere") == b""
    repo.git("config", "diff.algorithm", "nonsense")
    with pytest.raises(GitError, match=r"diff\.algorithm"):
        git.run_log("HEAD")


def test_work_is_done_where_no_thread_can_be_started(monkeypatch):
    """As with `ulimit -u 0`: a little later, and with the same result or error."""
    monkeypatch.setattr(
        "threading.Thread.start", lambda thread: (_ for _ in ()).throw(RuntimeError("no thread"))
    )
    assert background.submit(lambda: 7).result() == 7
    task = background.submit(lambda: int("x"))
    with pytest.raises(ValueError, match="invalid literal"):
        task.result()
