"""Each verified defect of Spec-Kit Plus's newest scripts, as a thing that does not happen here."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml
from ruamel.yaml import YAML

NEW = ["phr", "new", "--stage", "general", "--prompt", "p"]


def process(repo, *words, where=None):
    return subprocess.run(
        [sys.executable, "-m", "records", *words], cwd=where or repo.path, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_parallel_runs_take_different_numbers_and_overwrite_nothing(repo, tmp_path):
    """Twelve processes at once, in two work trees, the same title: twelve files, twelve numbers, each whole."""
    side = tmp_path / "side"
    repo.git("worktree", "add", "-q", str(side), "-b", "side")

    def one(job):
        words = [*NEW, "--title", "Same"] if job % 3 else ["adr", "new", "Same"]
        return process(repo, *words, where=(repo.path, side)[job % 2])

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(one, range(12)))
    assert [r.stderr for r in results if r.returncode] == []
    files = [p for root in (repo.path, side) for p in root.glob("history/**/*.md")]
    numbers = sorted((p.parent.name, int(p.name[:4])) for p in files)
    assert numbers == [("adr", n) for n in range(1, 5)] + [("general", n) for n in range(1, 9)]
    assert all(p.read_text().endswith("\n") for p in files)


def test_numbers_of_any_width_are_seen(run, repo):
    """The next number follows numbers of any width."""
    for name in ("001-a.md", "002-b.md", "10000-c.md"):
        repo.write(f"history/prompts/general/{name}", "## Prompt\n\np\n")
    assert "/10001-" in run(*NEW, "--title", "T").out


def test_a_number_is_referred_to_with_its_folder(run):
    """PHR-0001 alone is ambiguous as soon as two folders have it; the folder settles it."""
    run(*NEW, "--title", "A", "--feature", "001-a")
    run(*NEW, "--title", "B", "--feature", "002-b")
    assert "names 2 records" in run("show", "PHR-0001", code=2).err
    assert json.loads(run("show", "002-b/1", "--json").out)["title"] == "B"


def test_main_branch_without_a_feature_is_general_and_not_the_newest_feature(run, repo):
    """On the main branch the feature is `general`."""
    repo.write("specs/009-newest/spec.md", "# x\n")
    assert "/general/" in run(*NEW, "--title", "T").out


def test_unknown_options_and_missing_values_are_errors(run, repo):
    """Unknown options and missing values are errors that create nothing."""
    assert "No such option" in run(*NEW, "--title", "T", "--featur", "001-auth", code=2).err
    assert "requires an argument" in run("phr", "new", "--title", code=2).err
    assert not (repo.path / "history").exists()


def test_architect_is_a_stage_by_another_name(run):
    """The stage `architect` is an alias of `plan`."""
    assert ".plan.prompt.md" in run("phr", "new", "T", "--stage", "architect", "--prompt", "p").out


@pytest.mark.parametrize(
    "value",
    ["a: b", "[WIP] x", "@x", "`x`", '"A" b', "- x", "yes", "no", "null", "~", "0012", "1e3", "1:30", "2026-01-01", "x #y",
     "#x", "{x}", "*x", "&x", "!x", "%x", "|", ">", "'x'", "a\\b", "=", "<<", "0x1F", "0o7", ".5", "?", "ä: é", "🎉: x"],
)  # fmt: skip
def test_every_yaml_reader_reads_the_same_text(run, repo, value):
    """YAML 1.1 and 1.2 agree on title, command, branch, labels and files, whatever they hold."""
    words = ["--title", value, "--command", value, "--label", value, "--file", value, "--test", value]
    path = run("phr", "new", *words, "--stage", "misc", "--prompt", "p").out.strip()
    block = repo.read(path).split("---\n")[1]
    old, new = yaml.safe_load(block), YAML(typ="safe", pure=True).load(block)
    for data in (old, new):
        assert data["title"] == value
        assert data["command"] == value
        assert (data["labels"], data["files"], data["tests"]) == ([value], [value], [value])
        assert data["id"] == "0001"
    assert old == new


def test_the_id_is_text_to_every_reader(run, repo):
    """`id: 0012` unquoted is 10 to YAML 1.1; ours is quoted, and theirs is read as it is written."""
    for _ in range(12):
        path = run(*NEW, "--title", "T").out.strip()
    assert yaml.safe_load(repo.read(path).split("---\n")[1])["id"] == "0012"
    repo.write(
        "history/prompts/a/0012-x.spec.prompt.md",
        "---\nid: 0012\ntitle: x\nstage: spec\n---\n\n## Prompt\n\np\n",
    )
    assert json.loads(run("show", "a/12", "--json").out)["number"] == 12
    assert "PHR004" in run("check", code=1).out


def test_json_is_escaped_and_paths_are_relative(run):
    """JSON output is escaped, and paths are relative."""
    data = json.loads(run(*NEW, "--title", 'a "quoted" \\ title', "--json").out)
    assert data["title"] == 'a "quoted" \\ title'
    assert data["path"].startswith("history/prompts/general/")


def test_slugs_have_no_double_hyphens_and_a_limit(run):
    """File names have no double hyphens and a length limit."""
    path = run(*NEW, "--title", "a -- b ___ c " + "long " * 100).out.strip()
    name = path.rsplit("/", 1)[-1]
    assert "--" not in name
    assert re.fullmatch(r"0001-a-b-c(-long)+\.general\.prompt\.md", name)
    assert len(name) < 100


def test_everything_is_filled_in(run, repo):
    """What the script leaves to the model comes from git and the clock."""
    text = repo.read(run(*NEW, "--title", "T").out.strip())
    assert "{{" not in text
    assert 'user: "Ada"' in text
    assert 'branch: "main"' in text


def test_two_branches_with_one_number_are_found_before_the_merge(run, repo):
    """A number taken on two branches is found before the merge."""
    repo.git("branch", "other")
    run(*NEW, "--title", "Mine")
    repo.commit()
    number = repo.path / "history/prompts/general/0001-theirs.general.prompt.md"
    repo.git("checkout", "-q", "other")
    text = '---\nid: "0001"\ntitle: Theirs\nstage: general\ndate: 2026-01-01\nfeature: general\n---\n\n## Prompt\n\nTheirs\n'
    number.parent.mkdir(parents=True)
    number.write_text(text)
    repo.commit()
    assert "taken" in run("check", "--against", "main", code=1).out
