"""What ties a decision to a file besides `affects` and markers: prompts, names in its text, components, merges."""

from __future__ import annotations

import json

import pytest

from records.trace.governs.asking import decisions_for
from records.trace.why import why
from why_help import make_project, put_adr, put_phr


def ties(repo, *paths):
    """The decisions of each path with how they are tied to it, and by what."""
    report = decisions_for(make_project(repo), paths)
    return {
        file.path: [(bond.record.ref, bond.how, bond.detail) for bond in file.bonds] for file in report.files
    }


def test_names_in_a_text_are_weak_ties(repo):
    """Files, folders, modules and symbols that an accepted decision names; `affects` stands before them."""
    put_adr(repo, 1, "pool", affects=("src/db/**",))
    put_adr(
        repo, 2, "queue", body="Jobs live in `src/jobs/`, started by src/db/start.py and `shop.mail.outbox`."
    )
    put_adr(repo, 3, "retry", body="Every call goes through `RetryPolicy` and `send_later()`.")
    put_adr(repo, 4, "open", status="proposed", body="See src/jobs/run.py.")
    repo.write("src/jobs/run.py", "class RetryPolicy:\n    pass\n")
    repo.write("src/db/start.py", "x = 1\n")
    repo.write("src/shop/mail/outbox.py", "def send_later():\n    pass\n")
    repo.write("src/other.py", "# RetryPolicy is only used here\nrun(RetryPolicy)\n")
    repo.commit("begin")
    assert ties(repo, "src/jobs/run.py", "src/db/start.py", "src/shop/mail/outbox.py", "src/other.py") == {
        "src/jobs/run.py": [("ADR-0002", "text", "src/jobs/"), ("ADR-0003", "text", "RetryPolicy")],
        "src/db/start.py": [("ADR-0001", "affects", "src/db/**"), ("ADR-0002", "text", "src/db/start.py")],
        "src/shop/mail/outbox.py": [
            ("ADR-0002", "text", "shop.mail.outbox"),
            ("ADR-0003", "text", "send_later"),
        ],
        "src/other.py": [],
    }


def test_a_renamed_file_is_known_by_its_former_name(repo):
    """A glob and a text that name the file as it was called count; a folder in a text only where it is gone."""
    put_adr(repo, 1, "pool", affects=("src/pool.py",))
    put_adr(repo, 2, "queue", body="Jobs live in src/jobs/, mail in src/mail/, started by src/jobs/start.py.")
    repo.commit("Decide")
    repo.write("src/pool.py", "# pool\n" + "x = 1\n" * 9)
    repo.write("src/jobs/start.py", "# jobs\n" + "y = 1\n" * 9)
    repo.write("src/mail/out.py", "# mail\n" + "z = 1\n" * 9)
    repo.write("src/mail/in.py", "# in\n")
    repo.commit("begin")
    for old, new in (
        ("src/pool.py", "lib/a.py"),
        ("src/jobs/start.py", "lib/b.py"),
        ("src/mail/out.py", "lib/c.py"),
    ):
        (repo.path / "lib").mkdir(exist_ok=True)
        repo.git("mv", old, new)
    repo.commit("Move")
    details = {
        path: [(e.record.ref, e.detail) for e in why(make_project(repo), path, 1).evidence]
        for path in ("lib/a.py", "lib/b.py", "lib/c.py")
    }
    assert details == {
        "lib/a.py": [("ADR-0001", "governs src/pool.py, and this file was src/pool.py")],
        "lib/b.py": [
            ("ADR-0002", "names `src/jobs/start.py` in its text, and this file was src/jobs/start.py")
        ],
        "lib/c.py": [],
    }


@pytest.mark.parametrize(
    "text", ["`main.py` starts it.", "See https://example.org/src/main.py", "All of src/ counts."]
)
def test_words_that_name_no_part_tie_nothing(repo, text):
    """A file name that every project has, an address, or the folder of all sources."""
    put_adr(repo, 1, "vague", body=text)
    repo.write("src/app/main.py", "x = 1\n")
    repo.commit("begin")
    assert ties(repo, "src/app/main.py") == {"src/app/main.py": []}


def test_a_decision_applies_to_the_files_of_its_prompt(repo, run):
    """What a prompt record led to binds the files that the prompt record lists; a successor takes its place."""
    put_adr(repo, 1, "use-tokens", status="superseded", extra='superseded-by: ["0002-use-sessions"]\n')
    put_adr(repo, 2, "use-sessions")
    put_phr(
        repo, 1, "add-login", files=("src/login.py",), links="links:\n  led-to:\n    - adr/0001-use-tokens\n"
    )
    repo.write("src/login.py", "x = 1\n")
    repo.commit("begin")
    assert ties(repo, "src/login.py") == {"src/login.py": [("ADR-0002", "prompt", "general/0001")]}
    told = json.loads(run("adr", "for", "src/login.py", "--json").out)
    assert [row["ref"] for row in told["decisions"]] == ["ADR-0002"]


COMPONENTS = {
    "CODEOWNERS": ("services/pay/ @shop/payments-team\n/other/ @shop/others\n", "services/pay/api.py"),
    "services/pay/catalog-info.yaml": (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  title: Pay\n  name: payments\n",
        "services/pay/api.py",
    ),
    "workspace.dsl": (
        'workspace {\n  model {\n    shop = softwareSystem "Shop" {\n      container "Payments"\n    }\n  }\n}\n',
        "services/payments/api.py",
    ),
}


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_a_component_is_resolved_to_its_files(repo, name):
    """CODEOWNERS by team, Backstage by the folder of its catalog file, Structurizr by the folder of that name."""
    text, path = COMPONENTS[name]
    repo.write(name, text)
    repo.write(path, "x = 1\n")
    put_adr(repo, 1, "pay", affects=("component:Payments",))
    repo.commit("begin")
    assert [ref for ref, _, _ in ties(repo, path)[path]] == ["ADR-0001"]
    assert ties(repo, "other/b.py") == {"other/b.py": []}


def branch_with_decision(repo, name, commits=1):
    """A branch that brings a decision, and a line that another commit wrote."""
    repo.git("switch", "-q", "-c", name)
    put_adr(repo, 1, "use-states")
    repo.commit("Add a decision")
    for number in range(commits):
        repo.write("src/other.py", f"x = {number}\n")
        repo.commit(f"Change {number}")
    repo.write("src/report.py", "def report(): ...\n")
    repo.commit("Add a report")


def merge_into(repo, target, name, message):
    repo.git("switch", "-q", target)
    repo.git("merge", "-q", "--no-ff", "-m", message, name)


def merge_evidence(repo):
    return [
        item.record.ref
        for item in why(make_project(repo), "src/report.py", 1).evidence
        if item.step == "merge"
    ]


@pytest.mark.parametrize(
    ("name", "message", "commits"),
    [
        ("develop", "Merge branch 'develop'", 1),
        ("release/1.2", "Merge pull request #7 from shop/release/1.2", 1),
        ("work", "Merge branch 'work'", 35),
        ("work", "Release 1.2", 1),
        ("work", "Prepare release 1.2 (#12)", 1),
        ("work", "Merge tag 'v1.2' into main", 1),
    ],
)
def test_a_merge_of_many_changes_explains_no_line(repo, name, message, commits):
    """A long-lived branch, a release, or a branch of more than a few tens of commits."""
    repo.commit("begin")
    branch_with_decision(repo, name, commits)
    merge_into(repo, "main", name, message)
    assert merge_evidence(repo) == []


def test_the_merge_inside_a_release_explains_a_line(repo):
    """The branch that was merged into the long-lived one is one piece of work."""
    repo.commit("begin")
    repo.git("switch", "-q", "-c", "develop")
    branch_with_decision(repo, "states")
    merge_into(repo, "develop", "states", "Merge branch 'states' into develop")
    merge_into(repo, "main", "develop", "Merge branch 'develop'")
    assert merge_evidence(repo) == ["ADR-0001"]


def test_what_may_only_be_related_comes_last(repo, run):
    """A decision that names the file in its text stands under `may be related`, below what governs the file."""
    put_adr(repo, 1, "names-it", body="See src/a/b.py.")
    put_adr(repo, 2, "governs-it", affects=("src/a/**",))
    repo.commit("decisions")
    repo.write("src/a/b.py", "x = 1\n")
    repo.commit("Write it")
    out = run("why", "src/a/b.py:1").out
    assert "No record explains this line. Related to the file:" in out
    assert out.index("ADR-0002") < out.index("may be related:\n    ADR-0001")


def test_of_many_decisions_in_a_commit_those_count_that_it_is_about(repo):
    """Two telling words side by side in the commit's subject and in a title."""
    put_adr(repo, 1, "model-with-behavior-trees")
    put_adr(repo, 2, "record-the-releases")
    put_adr(repo, 3, "host-the-pages")
    repo.write("src/policy.py", "x = 1\n")
    repo.commit("Add behavior tree code")
    evidence = why(make_project(repo), "src/policy.py", 1).evidence
    assert [(item.step, item.record.ref) for item in evidence if item.step == "commit"] == [
        ("commit", "ADR-0001")
    ]


@pytest.mark.parametrize(
    ("body", "subject", "is_named"),
    [
        ("Discussed in #118.", "Keep orders together (#118)", True),
        ("See https://forge.example/shop/app/pull/118.", "fix(#118): keep orders together", True),
        ("Discussed in #1180.", "Keep orders together (#118)", False),
        ("See other/app#118 and ADR #118.", "Keep orders together (#118)", False),
        ("The #7 of the list.", "Keep orders together (#7)", False),
    ],
)
def test_a_decision_that_names_the_pull_request_of_a_commit_may_be_related(repo, body, subject, is_named):
    """The number of a pull request or an issue in the commit's subject, and in the text of a decision."""
    put_adr(repo, 1, "shards", body=body)
    repo.commit("Decide")
    repo.write("src/a.py", "x = 1\n")
    repo.commit(subject)
    evidence = why(make_project(repo), "src/a.py", 1).evidence
    assert [item.detail for item in evidence] == (["names #118, as the commit does"] if is_named else [])


def test_a_decision_that_names_the_merged_pull_request_may_be_related(repo):
    """The number is that of the merge that brought the commit."""
    put_adr(repo, 1, "shards", body="Discussed in #118.")
    repo.commit("Decide")
    repo.git("switch", "-q", "-c", "work")
    repo.write("src/a.py", "x = 1\n")
    repo.commit("Keep orders together")
    merge_into(repo, "main", "work", "Merge pull request #118 from shop/work")
    evidence = why(make_project(repo), "src/a.py", 1).evidence
    assert [item.detail for item in evidence] == ["names pull request #118, which brought the commit"]


@pytest.mark.parametrize(("count", "expected"), [(2, ["ADR-0001", "ADR-0002"]), (3, []), (5, [])])
def test_a_commit_of_many_decisions_explains_no_line(repo, count, expected):
    """The commit that starts a project brings decisions and code that have nothing to do with one another."""
    for number in range(1, count + 1):
        put_adr(repo, number, f"topic-{number}")
    repo.write("src/policy.py", "x = 1\n")
    repo.commit("Start the project")
    evidence = why(make_project(repo), "src/policy.py", 1).evidence
    assert [item.record.ref for item in evidence if item.step == "commit"] == expected


def test_of_many_decisions_only_those_that_can_name_the_file_are_read(repo):
    """`why` finds the one decision of many that names a file, one not committed yet too, and at a revision."""
    for number in range(1, 61):
        put_adr(repo, number, f"matter-{number}", body="Nothing special.")
    put_adr(repo, 61, "queue", body="Jobs live in `src/jobs/`, and `RetryPolicy` repeats them.")
    repo.write("src/jobs/run.py", "x = 1\n")
    repo.write("src/other.py", "class RetryPolicy:\n    pass\n")
    repo.commit("begin")
    repo.write("src/jobs/run.py", "x = 1\ny = 2\n")
    repo.commit("Change it")
    put_adr(repo, 62, "late", body="See src/other.py.")
    names = {
        path: [
            item.record.ref for item in why(make_project(repo), path, line).evidence if item.step == "names"
        ]
        for path, line in (("src/jobs/run.py", 2), ("src/other.py", 1))
    }
    assert names == {"src/jobs/run.py": ["ADR-0061"], "src/other.py": ["ADR-0062", "ADR-0061"]}
    at_head = why(make_project(repo).at("HEAD"), "src/other.py", 1).evidence
    assert [item.record.ref for item in at_head if item.step == "names"] == ["ADR-0061"]


def test_of_many_weak_ties_the_first_few_are_printed(repo, run):
    """Decisions that govern the file are all printed; of those that only name it six, and the rest is counted."""
    repo.write("src/a.py", "one = 1\n")
    for number in range(1, 11):
        put_adr(repo, number, f"decide-thing-{number}", body="As in `src/a.py`.")
    put_adr(repo, 11, "govern-it", affects=("src/**",))
    repo.commit()
    result = run("adr", "for", "src/a.py")
    assert result.out.count("may be related") == 6
    assert "ADR-0011  Govern it" in result.out
    assert "note: 4 more decisions may be related: --json lists them" in result.err
    assert run("adr", "for", "src/a.py", "--json").out.count('"weak": true') == 10
