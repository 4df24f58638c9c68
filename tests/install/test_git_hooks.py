"""Git's hooks: ours beside those of others, trailers for the records of a commit, everything restored."""

from __future__ import annotations

import json
import os
import stat
import sys

import pytest

from records.capture.commit_message import check_message, prepare_message
from records.git import Git
from records.git.log import amended_message
from why_help import make_project, put_adr, put_phr

THEIRS = '#!/bin/bash\necho "$0" "$@" >>ran\n'
PROGRAM = (
    f"#!{sys.executable}\nimport sys\nopen('ran', 'a').write('program ' + ' '.join(sys.argv[1:]) + '\\n')\n"
)


@pytest.fixture
def hooked(repo, run, monkeypatch):
    """A repository in which git calls us, as a person's shell would."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    run("hooks", "install")
    return repo


def hook(repo, name, text, mode=0o755):
    path = repo.write(f".git/hooks/{name}", text)
    path.chmod(mode)
    return path


def message(repo):
    return repo.git("show", "-s", "--format=%B").rstrip("\n")


def test_a_commit_names_the_records_that_belong_to_it(hooked):
    """Those in it, prompts first; git reads the block as trailers."""
    put_phr(hooked, 1, "add-login", files=("src/a.py",))
    put_adr(hooked, 1, "use-jwt")
    hooked.write("src/a.py", "x\n")
    hooked.git("add", "-A")
    hooked.git("commit", "-q", "-m", "Add login\n\nSigned-off-by: A <a@example.org>")
    assert message(hooked) == (
        "Add login\n\nSigned-off-by: A <a@example.org>\nPHR: general/0001-add-login.green\nADR: 0001-use-jwt"
    )
    assert "PHR: general/0001-add-login.green" in hooked.git("show", "-s", "--format=%(trailers)")


def test_a_prompt_that_is_not_committed_belongs_when_it_lists_a_staged_file(hooked):
    """A record may be committed later, or never: the commit names it."""
    put_phr(hooked, 1, "add-login", files=("./src/a.py",))
    put_phr(hooked, 2, "other", files=("src/b.py",))
    hooked.write("src/a.py", "x\n")
    hooked.git("add", "src")
    hooked.git("commit", "-q", "-m", "Add login")
    assert message(hooked) == "Add login\n\nPHR: general/0001-add-login.green"


def test_what_is_named_already_is_not_named_again(hooked):
    """In whatever form the person wrote it; amending changes nothing."""
    put_phr(hooked, 1, "add-login")
    hooked.git("add", "-A")
    hooked.git("commit", "-q", "-m", "Add login\n\nPHR: general/1")
    assert message(hooked) == "Add login\n\nPHR: general/1"
    hooked.git("commit", "-q", "--amend", "--no-edit")
    assert message(hooked) == "Add login\n\nPHR: general/1"


@pytest.mark.parametrize("stage", [False, True])
def test_amending_with_a_new_message_keeps_the_trailers(hooked, stage):
    """Also with more staged, and of a record that is not in the commit; a commit of its own does not get them."""
    put_phr(hooked, 1, "add-login", files=("src/a.py",))
    hooked.write("src/a.py", "x\n")
    hooked.git("add", "src")
    hooked.git("commit", "-q", "-m", "Add login", "--date", "@1700000000 +0100")
    if stage:
        hooked.write("src/b.py", "x\n")
        hooked.git("add", "src")
    hooked.git("commit", "-q", "--amend", "-m", "Reworded")
    assert message(hooked) == "Reworded\n\nPHR: general/0001-add-login.green"
    hooked.git("commit", "-q", "--amend", "-m", "Reworded again\n\nPHR: general/1")
    assert message(hooked) == "Reworded again\n\nPHR: general/1"
    hooked.git("commit", "-q", "--allow-empty", "-m", "Trigger")
    assert message(hooked) == "Trigger"


def test_a_commit_with_the_date_of_the_one_before_is_not_taken_for_its_amendment(hooked, monkeypatch):
    """In the same second, and where both dates are set."""
    put_phr(hooked, 1, "add-login", files=("src/a.py",))
    hooked.write("src/a.py", "x\n")
    hooked.git("add", "src")
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_DATE", "@1700000000 +0100")
    hooked.git("commit", "-q", "-m", "Add login")
    hooked.git("commit", "-q", "--allow-empty", "-m", "Trigger")
    assert message(hooked) == "Trigger"
    assert amended_message(Git(str(hooked.path)), 1700000001.0) == ""


def test_partial_commits_and_the_index_that_git_made_for_them(hooked):
    """`git commit FILE` has an index of its own: only what goes into the commit counts."""
    put_phr(hooked, 1, "one")
    put_phr(hooked, 2, "two")
    hooked.git("add", "-A")
    hooked.git("commit", "-q", "-m", "One", "--", "history/prompts/general/0001-one.green.prompt.md")
    assert message(hooked) == "One\n\nPHR: general/0001-one.green"


def test_an_empty_message_still_stops_the_commit(hooked):
    """Trailers alone are no message; with a subject they stay."""
    put_phr(hooked, 1, "one")
    hooked.git("add", "-A")
    before = hooked.git("rev-parse", "HEAD")
    hooked.git("-c", "core.editor=true", "commit", check=False)
    assert hooked.git("rev-parse", "HEAD") == before
    hooked.git("-c", "core.editor=sed -i 1s/^/Subject/", "commit", "-q")
    assert message(hooked) == "Subject\n\nPHR: general/0001-one.green"


def test_merges_are_left_alone_and_many_records_are_not_listed(hooked):
    """A merge names nothing; of a bulk only what lists a file of the commit."""
    for number in range(1, 14):
        put_phr(hooked, number, f"p-{number}", files=("src/a.py",) if number == 3 else ())
    hooked.write("src/a.py", "x\n")
    hooked.git("add", "-A")
    hooked.git("commit", "-q", "-m", "Bulk")
    assert message(hooked) == "Bulk\n\nPHR: general/0003-p-3.green"
    assert prepare_message(make_project(hooked), str(hooked.write("m", "Merge")), "merge") == []


def test_wrong_trailers_are_told_and_refused_only_when_strict(hooked):
    """By default the commit is made and the mistake told; `strict = true` refuses."""
    hooked.write("a", "1")
    hooked.git("add", "-A")
    hooked.git("commit", "-q", "-m", "One\n\nPHR: general/77")
    assert "general/77" in message(hooked)
    hooked.write(".records/config.toml", "[hooks]\nstrict = true\n")
    hooked.git("add", "-A")
    before = hooked.git("rev-parse", "HEAD")
    hooked.git("commit", "-q", "-m", "Two\n\nADR: 9", check=False)
    assert hooked.git("rev-parse", "HEAD") == before
    hooked.git("commit", "-q", "-m", "Two")


def test_what_is_wrong_with_trailers(repo):
    """No record, or several."""
    put_phr(repo, 1, "one")
    repo.write("history/prompts/other/0001-two.green.prompt.md", repo.read(
        "history/prompts/general/0001-one.green.prompt.md").replace("One", "Two"))  # fmt: skip
    path = repo.write("m", "S\n\nPHR: 1\nPHR: general/1\nADR: x\nPHR: phr/other/1\nPHR: 0001-one.green\n")
    assert check_message(make_project(repo), str(path)) == [
        "the trailer 'PHR: 1' names 2 records (line 3): general/0001-one.green, other/0001-two.green",
        "the trailer 'ADR: x' names no record (line 5); records list shows them",
    ]


def test_trailers_of_commits_that_are_made_are_checked(hooked, run):
    """All of them, or those since a revision; a clone without commits or trailers has none that are wrong."""
    put_phr(hooked, 1, "one")
    hooked.git("add", "-A")
    hooked.git("commit", "-q", "-m", "Good")
    good = hooked.git("rev-parse", "HEAD")
    hooked.git("commit", "-q", "--allow-empty", "--no-verify", "-m", "Bad\n\nADR: 9")
    told = run("hooks", "check", code=1)
    assert told.out == (
        f"{hooked.git('rev-parse', 'HEAD')[:10]} Bad: the trailer 'ADR: 9' names no record (line 3);"
        " records list shows them\n"
    )
    assert told.err == "2 trailers checked: 1 problem\n"
    assert json.loads(run("hooks", "check", "--since", good, "--json", code=1).out)[0]["subject"] == "Bad"
    assert run("hooks", "check", "--since", "HEAD").err == "0 trailers checked: 0 problems\n"
    assert "no revision" in run("hooks", "check", "--since", "nowhere", code=2).err


def test_trailers_can_be_switched_off(hooked):
    """`trailers = false` leaves messages as they are."""
    hooked.write(".records/config.toml", "[hooks]\ntrailers = false\n")
    put_phr(hooked, 1, "one")
    hooked.git("add", "-A")
    hooked.git("commit", "-q", "-m", "One")
    assert message(hooked) == "One"


def test_hooks_that_were_there_still_run_and_come_back(repo, run):
    """Scripts, programs, hooks that are switched off: the same bytes and modes after uninstall."""
    kept = {
        "prepare-commit-msg": (THEIRS, 0o755),
        "commit-msg": (PROGRAM, 0o750),
        "post-commit": (THEIRS.replace("ran", "never"), 0o644),
    }
    for name, (text, mode) in kept.items():
        hook(repo, name, text, mode)
    rows = json.loads(run("hooks", "install", "--json").out)
    assert [(row["hook"], row["installed"], row["others"], row["changed"]) for row in rows] == [
        (name, True, True, True) for name in kept
    ]
    assert not any(row["changed"] for row in json.loads(run("hooks", "install", "--json").out))
    repo.write("a", "1")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "One")
    ran = repo.read("ran").splitlines()
    assert ran == [".git/hooks/prepare-commit-msg .git/COMMIT_EDITMSG message", "program .git/COMMIT_EDITMSG"]
    assert not (repo.path / "never").exists()
    run("hooks", "uninstall")
    folder = repo.path / ".git/hooks"
    for name, (text, mode) in kept.items():
        assert (folder / name).read_text() == text
        assert stat.S_IMODE((folder / name).stat().st_mode) == mode
    assert not list(folder.glob("*.before-records"))


def test_where_nothing_was_nothing_is_left(repo, run):
    """Install and uninstall in a fresh clone; uninstalling twice is harmless; status tells."""
    before = sorted(os.listdir(repo.path / ".git/hooks"))
    assert "not installed" in run("hooks", "status", code=1).out
    run("hooks", "install")
    assert "not" not in run("hooks", "status").out
    run("hooks", "uninstall")
    run("hooks", "uninstall")
    assert sorted(os.listdir(repo.path / ".git/hooks")) == before


def test_hooks_of_a_framework_keep_their_lines(repo, run):
    """A hook that pre-commit generated stays its own, line for line, with ours above; a link is kept as a link."""
    text = "#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n# ID: 138fd403\nexit 0\n"
    hook(repo, "commit-msg", text)
    target = repo.write("scripts/hook", THEIRS)
    target.chmod(0o755)
    (repo.path / ".git/hooks/post-commit").symlink_to("../../scripts/hook")
    run("hooks", "install")
    made = repo.read(".git/hooks/commit-msg")
    assert made.startswith("#!/usr/bin/env bash\n# >>> records (trailers)\n")
    assert made.endswith(text.partition("\n")[2])
    assert target.read_text() == THEIRS
    run("hooks", "uninstall")
    assert repo.read(".git/hooks/commit-msg") == text
    assert (repo.path / ".git/hooks/post-commit").is_symlink()


def test_core_hooks_path(repo, run, tmp_path):
    """A folder of the repository is used, without this machine's paths; one that others share is not touched."""
    repo.git("config", "core.hooksPath", ".githooks")
    run("hooks", "install")
    made = repo.read(".githooks/commit-msg")
    assert sys.executable not in made
    assert "records_run hooks run commit-msg" in made
    run("hooks", "uninstall")
    assert os.listdir(repo.path / ".githooks") == []
    repo.git("config", "core.hooksPath", str(tmp_path / "shared"))
    assert "other repositories share" in run("hooks", "install", code=2).err
    assert not (tmp_path / "shared").exists()


def test_a_name_that_is_taken_is_not_overwritten(repo, run):
    """What an earlier hook was kept under may not be lost."""
    hook(repo, "commit-msg", PROGRAM)
    hook(repo, "commit-msg.before-records", "precious")
    assert "is in the way" in run("hooks", "install", code=2).err
    assert repo.read(".git/hooks/commit-msg.before-records") == "precious"


def test_a_hook_never_stops_work(repo, run, tmp_path, monkeypatch):
    """A project that cannot be read, a message that is not there, a hook of another name."""
    repo.write(".records/config.toml", "broken = [\n")
    assert "records:" in run("hooks", "run", "prepare-commit-msg", "x").err
    (repo.path / ".records/config.toml").unlink()
    run("hooks", "run", "post-commit")
    run("hooks", "run", "pre-push", "a")
    monkeypatch.chdir(tmp_path)
    run("hooks", "run", "post-commit")
    assert "in no git repository" in run("hooks", "install", code=2).err


def staged(repo, path, text):
    """Stage what there is, and write a message as git would."""
    repo.git("add", "-A")
    return str(repo.write(path, text))


def test_preparing_a_message_in_process(repo, run):
    """What git would hand over: the file, where the message comes from, the index it will commit."""
    put_phr(repo, 1, "one", files=("src/a.py",))
    put_adr(repo, 1, "use-it")
    path = staged(repo, ".git/M", "Subject\n")
    run("hooks", "run", "prepare-commit-msg", path, "message")
    assert repo.read(".git/M") == "Subject\n\nPHR: general/0001-one.green\nADR: 0001-use-it\n"
    run("hooks", "run", "commit-msg", path)
    assert repo.read(".git/M").endswith("ADR: 0001-use-it\n")
    repo.write(".git/M", "# only comments\nPHR: general/0001\n")
    run("hooks", "run", "commit-msg", path)
    assert repo.read(".git/M") == "# only comments\n"
    repo.write(".git/M", "Subject\n\nPHR: 99\n")
    assert "names no record" in run("hooks", "run", "commit-msg", path).err
    repo.write(".records/config.toml", "[hooks]\nstrict = true\ntrailers = false\n")
    run("hooks", "run", "commit-msg", path, code=1)
    run("hooks", "run", "prepare-commit-msg", path)
    assert repo.read(".git/M") == "Subject\n\nPHR: 99\n"


def test_bulk_and_merge_in_process(repo, run):
    """Of many staged records only those that list a staged file; a merge is left alone."""
    for number in range(1, 14):
        put_phr(repo, number, f"p-{number}", files=("src/a.py",) if number == 3 else ())
    repo.write("src/a.py", "x\n")
    path = staged(repo, ".git/M", "Bulk\n")
    run("hooks", "run", "prepare-commit-msg", path, "merge")
    assert repo.read(".git/M") == "Bulk\n"
    run("hooks", "run", "prepare-commit-msg", path, "message")
    assert repo.read(".git/M") == "Bulk\n\nPHR: general/0003-p-3.green\n"


def test_turns_of_the_ledger_give_trailers_and_are_tied(repo, run):
    """A turn that changed a staged file brings its record; after the commit the turn is tied to it."""
    from records.ledger.ledger import Ledger
    from records.ledger.reconcile import Reconciled
    from records.model.turn import Turn, TurnState, Utterance, UtteranceKind
    from records.project.state_dir import StateDir

    put_phr(repo, 1, "captured")
    repo.commit("records")
    state_dir = StateDir.of(make_project(repo))
    turn = Turn("claude", "s", "k", at="2026-01-01T00:00:00Z", files=("src/a.py",), state=TurnState.COMPLETED,
                utterances=(Utterance(UtteranceKind.TYPED, "do it", "u1"),))  # fmt: skip
    with Ledger(state_dir.ledger) as ledger, ledger.writing():
        ledger.settle("claude", "s", [Reconciled(turn, frozenset({"k"}), frozenset())])
        row = ledger.turns()[0]
        ledger.decide(row.id, "recorded", record="history/prompts/general/0001-captured.green.prompt.md")
    repo.write("src/a.py", "an entry with a line of its own\n")
    path = staged(repo, ".git/M", "Subject\n")
    run("hooks", "run", "prepare-commit-msg", path, "message")
    assert repo.read(".git/M") == "Subject\n\nPHR: general/0001-captured.green\n"
    commit = repo.commit("Subject")
    run("hooks", "run", "post-commit")
    with Ledger(state_dir.ledger) as ledger:
        assert [sha for _, sha, _ in ledger.commits()] == [commit]
    found = json.loads(run("why", "src/a.py:1", "--json").out)["evidence"][0]
    assert (found["step"], found["record"]["ref"]) == ("turn", "general/0001")
