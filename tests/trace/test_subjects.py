"""Decisions on the subject of a line: by the technology that the file uses, by words of its names, and what is no tie."""

from __future__ import annotations

import json

import pytest

from records.trace.governs.text_names import TextNames
from records.trace.why.steps.subjects import _chosen_names
from why_help import adr, put_adr, put_phr


def evidence(run, place):
    return json.loads(run("why", place, "--json").out)["evidence"]


@pytest.mark.parametrize(
    ("title", "path", "text"),
    [
        ("Use Pundit to manage permissions", "app/orders.rb", "class Orders\n  include Pundit\nend\n"),
        ("Redis for sessions", "shop/sessions.py", "import redis\n\nstore = redis.Redis()\n"),
        ("Replace memcached with Redis", "shop/sessions.py", "import redis\n\nstore = redis.Redis()\n"),
        (
            "Use geventconnpool library for pooling",
            "shop/pool.py",
            "from geventconnpool import Pool\n\npool = Pool()\n",
        ),
        ("Use Terraform for the network", "infra/network.tf", "resource {\n  name = 1\n}\n"),
        ("Use Docker", "Dockerfile", "FROM python:3.12\nRUN true\nRUN false\n"),
        (
            "Use gorilla/mux for routing",
            "web/routes.go",
            'import "github.com/gorilla/mux"\n\nvar r = mux.NewRouter()\n',
        ),
        (
            "React Hook Forms",
            "web/form.tsx",
            'import { useForm } from "react-hook-form"\nconst a = useForm()\n',
        ),
        (
            "Use React Testing Library",
            "web/a.test.tsx",
            'import {\n  ab,\n} from "@testing-library/react"\nconst b = ab\n',
        ),
        ("Handle errors using neverthrow", "web/a.ts", 'import { ok } from "neverthrow"\nconst b = ok(1)\n'),
        (
            "Use Stencil.js and Ionic for components",
            "web/a.ts",
            'import { h } from "@stencil/core"\nconst b = h("p")\n',
        ),
        ("Introduce RxJS", "web/a.ts", 'import { map } from "rxjs"\nconst b = map\n'),
        ("Using TypeScript", "web/a.ts", "const a = 1\nconst b = 1\n"),
    ],
)
def test_a_decision_for_what_the_file_uses_may_be_related(repo, run, title, path, text):
    """A decision whose title chooses a technology is shown for a file that uses it, as related only."""
    repo.write("history/adr/0001-choice.md", adr(1, title))
    repo.commit("Decide")
    repo.write(path, text)
    repo.commit("Write it")
    (found,) = evidence(run, f"{path}:2")
    assert (found["step"], found["record"]["ref"]) == ("subject", "ADR-0001")
    text = run("why", f"{path}:2").out
    assert "No record explains this line." in text
    assert f"may be related:\n    ADR-0001  {title}: its title names" in text


@pytest.mark.parametrize(
    ("title", "path", "text"),
    [
        ("Structuring Redis labels", "shop/sessions.py", "import redis\n\nstore = redis.Redis()\n"),
        ("Use shop everywhere", "shop/basket.py", "import shop\n\nbasket = shop.Basket()\n"),
        ("Use Redis for sessions", "shop/basket.py", "import json\n\nbasket = json.dumps([])\n"),
        ("Academic cycles of students and their fees", "shop/academic_cycle.py", "cycle = 1\ncycle = 2\n"),
        ("Services", "shop/services.py", "one = 1\ntwo = 2\n"),
        ("Go as the language of scripts", "web/routes.go", "package web\n\nvar a = 1\n"),
        ("Split the pages and core", "web/a.ts", 'import { a } from "@shop/core"\nconst b = 1\n'),
        ("Go as the language of scripts", "web/log.go", 'import "go.uber.org/zap"\n\nvar a = zap.L()\n'),
        ("Use Go", "web/routes.ts", "const a = 1\nconst b = 2\n"),
        ("i18n settings", "shop/settings.py", "one = 1\ntwo = 2\n"),
    ],
)
def test_a_technology_in_passing_is_no_tie(repo, run, title, path, text):
    """A title about something else, the project's own package, and words that every project has tie nothing."""
    repo.write("history/adr/0001-choice.md", adr(1, title))
    repo.commit("Decide")
    repo.write(path, text)
    repo.commit("Write it")
    assert evidence(run, f"{path}:2") == []


@pytest.mark.parametrize(
    ("users", "line", "is_related"),
    [(3, 3, True), (12, 3, False), (12, 1, True)],
)
@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Django", "from django.db import models\n\nprice = models.F\n"),
        ("Use Django for the registry", "from django.db import models\n\nprice = models.F\n"),
        ("Use Django-FSM library for states", "from django_fsm import FSMField\n\nprice = FSMField()\n"),
    ],
)
def test_what_most_files_use_singles_out_none(repo, run, title, text, users, line, is_related):
    """A technology of every fifth file ties only the lines that name it; of tests and other code each has its own share."""
    repo.write("history/adr/0001-choice.md", adr(1, title))
    repo.commit("Decide")
    for number in range(users):
        repo.write(f"shop/part{number}.py", text)
    for number in range(30):
        repo.write(f"tests/test_part{number}.py", "x = 1\n")
    repo.write("shop/other.py", "x = 1\n")
    repo.commit("Write it")
    assert bool(evidence(run, f"shop/part1.py:{line}")) is is_related


@pytest.mark.parametrize(("others", "is_related"), [(2, True), (20, False)])
def test_the_language_of_most_files_singles_out_none(repo, run, others, is_related):
    """In a project of one language the choice of it says nothing about a file."""
    repo.write("history/adr/0001-choice.md", adr(1, "Use TypeScript"))
    repo.commit("Decide")
    for number in range(others + 1):
        repo.write(f"web/part{number}.ts", "const a = 1\n")
    repo.commit("Write it")
    assert bool(evidence(run, "web/part1.ts:1")) is is_related


def test_a_title_that_a_name_in_the_path_repeats_may_be_related(repo, run):
    """Two words of a title that stand together in one name of the path make a tie, when they are its subject."""
    put_adr(repo, 1, "academic-cycles")
    repo.commit("Decide")
    repo.write("shop/academic_cycle.py", "one = 1\ntwo = 2\n")
    repo.commit("Write it")
    (found,) = evidence(run, "shop/academic_cycle.py:2")
    assert found["detail"] == "its title speaks of “academic cycles”, as this code does"


@pytest.mark.parametrize(
    ("title", "path", "subject", "is_related"),
    [
        ("Use data loaders for quicker queries", "src/loaders/a.py", "Add data loaders for plans", True),
        ("Use data loaders for quicker queries", "src/plan_data_loader.py", "Add plans", True),
        ("Use data loaders for quicker queries", "src/a.py", "Load the data of plans", False),
        ("Store keys in a vault", "src/keys.py", "Add keys", False),
        ("Move to the cloud", "src/a.py", "Move to the cloud", False),
    ],
)
def test_what_a_title_decides_may_be_in_the_path_or_the_subject(repo, run, title, path, subject, is_related):
    """The words of a title before what it is for stand together in a name of the path, or in the commit's subject."""
    repo.write("history/adr/0001-choice.md", adr(1, title))
    repo.commit("Decide")
    repo.write(path, "x = 1\n")
    repo.commit(subject)
    assert [item["step"] for item in evidence(run, f"{path}:1")] == ["subject"] * is_related


def test_the_subject_of_a_commit_of_very_many_files_says_nothing_of_each(repo, run):
    """Code that was brought in at once is not all about what the subject names."""
    repo.write("history/adr/0001-choice.md", adr(1, "Use data loaders for quicker queries"))
    repo.commit("Decide")
    for number in range(61):
        repo.write(f"src/file{number}.py", f"x = {number}\n")
    repo.commit("Add data loaders")
    assert evidence(run, "src/file7.py:1") == []


def test_a_decision_that_a_commit_only_renamed_explains_nothing(repo, run):
    """A new number for an older decision is no reason for the code in the same commit."""
    put_adr(repo, 1, "keep-logs-for-a-year")
    repo.commit("Decide")
    repo.git("mv", "history/adr/0001-keep-logs-for-a-year.md", "history/adr/0002-keep-logs-for-a-year.md")
    repo.write("shop/basket.py", "one = 1\ntwo = 2\n")
    repo.commit("Write a basket")
    assert evidence(run, "shop/basket.py:2") == []


def test_a_decision_that_a_commit_edited_counts_where_it_shares_the_subject(repo, run):
    """An edited decision explains a commit whose message its title speaks of, and no other one."""
    put_adr(repo, 1, "keep-logs-for-a-year")
    repo.commit("Decide")
    target = repo.path / "history/adr/0001-keep-logs-for-a-year.md"
    for name, message, found in (
        ("shop/basket.py", "Write a basket", []),
        ("shop/rotation.py", "Rotate the logs", ["ADR-0001"]),
    ):
        target.write_text(target.read_text(encoding="utf-8") + "\nA remark.\n", encoding="utf-8")
        repo.write(name, "one = 1\ntwo = 2\n")
        repo.commit(message)
        assert [item["record"]["ref"] for item in evidence(run, f"{name}:2")] == found


def test_only_the_outermost_definitions_of_a_file_are_its_symbols():
    """What a file defines inside a class is named after the class, so that a common inner name ties nothing."""

    class Decision:
        key = "adr/1"

    names = TextNames([Decision()], lambda record: "We scrub with `DataScrubbing`.")
    assert list(names.naming("a.py", "class Site:\n    class DataScrubbing:\n        x = 1\n")) == []
    assert [name for _, name in names.naming("a.py", "class DataScrubbing:\n    x = 1\n")] == [
        "DataScrubbing"
    ]


def test_a_large_folder_singles_out_no_file(repo, run):
    """A decision that names a folder of very many files in its text is not shown for each of them."""
    put_adr(repo, 1, "lay-it-out", body="All code is in `src/shop/`, and the till in `src/till/`.\n")
    for number in range(70):
        repo.write(f"src/shop/file{number}.py", "one = 1\ntwo = 2\n")
    repo.write("src/till/file.py", "one = 1\ntwo = 2\n")
    repo.commit("Write it")
    repo.write("src/shop/file3.py", "one = 1\nthree = 3\n")
    repo.write("src/till/file.py", "one = 1\nthree = 3\n")
    repo.commit("Change it")
    assert evidence(run, "src/shop/file3.py:2") == []
    assert [item["step"] for item in evidence(run, "src/till/file.py:2")] == ["names"]


@pytest.mark.parametrize(("files", "steps"), [(3, ["names"]), (70, [])])
def test_the_root_package_singles_out_no_file(repo, run, files, steps):
    """A decision that names a package with very many modules is not shown where one of them is imported."""
    put_adr(repo, 1, "keep-an-api", body="What others may use is in `big_shop`.\n")
    for number in range(files):
        repo.write(f"big_shop/file{number}.py", "one = 1\n")
    repo.write("tools/run.py", "from big_shop.file1 import one\n")
    repo.commit("Write it")
    repo.write("tools/run.py", "from big_shop.file2 import one\n")
    repo.commit("Change it")
    assert [item["step"] for item in evidence(run, "tools/run.py:1")] == steps


def test_what_was_copied_from_another_project_has_no_subject_here(repo, run):
    """Words of a vendored file are not those of this project's decisions."""
    put_adr(repo, 1, "package-sources")
    repo.commit("Decide")
    for path in ("vendor/github.com/a/b/package.go", "shop/package.go"):
        repo.write(path, "package_sources := 1\n")
    repo.commit("Write it")
    assert evidence(run, "vendor/github.com/a/b/package.go:1") == []
    assert [item["step"] for item in evidence(run, "shop/package.go:1")] == ["subject"]


def test_a_decision_that_was_tidied_up_with_the_line_explains_nothing(repo, run):
    """A word that any sentence has, such as “with”, does not make a lint run about the decision."""
    put_adr(repo, 1, "replace-the-printer-with-pdf")
    repo.commit("Decide")
    repo.write(
        "history/adr/0001-replace-the-printer-with-pdf.md",
        repo.read("history/adr/0001-replace-the-printer-with-pdf.md") + "\n",
    )
    repo.write("lint.yml", "rule: false\n")
    repo.commit("Lint with a linter")
    assert evidence(run, "lint.yml:1") == []


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Use Pundit to manage permissions", ("Pundit",)),
        ("use-sidekiq-for-jobs", ("sidekiq",)),
        ("Django", ("Django",)),
        ("Django Form Wizard", ("Django Form Wizard",)),
        ("Switch from pip to uv", ("uv",)),
        ("Use Postgres", ("Postgres",)),
        ("Use React Testing Library", ("React Testing", "React Testing Library")),
        ("Tests of the whole system via Playwright", ("Playwright",)),
        ("Use Stencil.js and Ionic for components", ("Stencil.js", "Ionic")),
        ("Structuring the labels of Kubernetes", ()),
    ],
)
def test_the_things_that_a_title_chooses(title, names):
    """A title names a choice where it has only names, and at most a purpose."""
    assert _chosen_names(title)[0] == names


@pytest.mark.parametrize(
    ("subject", "path", "body", "step"),
    [
        ("Harden the release", "shop/costs.py", "Why.\n", "merge"),
        ("Keep logs longer", "shop/costs.py", "Why.\n", "commit"),
        ("Harden the release", "shop/logs.py", "Why.\n", "commit"),
        ("Harden the release", "shop/costs.py", "As in costs.py.\n", "commit"),
    ],
)
def test_a_decision_in_a_commit_of_many_files_needs_a_sign(repo, run, subject, path, body, step):
    """Without a shared word or name a decision only came with the same commit."""
    put_adr(repo, 1, "keep-logs-for-a-year", body=body)
    for number in range(12):
        repo.write(f"shop/other{number}.py", f"x = {number}\n")
    repo.write(path, "one = 1\ntwo = 2\n")
    repo.commit(subject)
    (found,) = evidence(run, f"{path}:2")
    assert found["step"] == step


def test_a_captured_prompt_explains_the_commit_that_it_names(repo, run):
    """In a clone without a ledger too, and although the record was committed later."""
    repo.write("shop/cart.py", "one = 1\ntwo = 2\n")
    commit = repo.commit("Count")
    put_phr(repo, 1, "count", files=("shop/cart.py",), links=f'commits: ["{commit}"]\n')
    repo.commit("Keep the record")
    (found,) = evidence(run, "shop/cart.py:2")
    assert (found["record"]["ref"], found["detail"]) == (
        "general/0001",
        "names the commit and lists this file",
    )


def test_a_decision_that_quotes_a_name_of_the_line_may_be_related(repo, run):
    """A name in backticks in its text is looked for in the lines that are asked about, and only there."""
    put_adr(repo, 1, "keep-history", body="We mark it with `editor_political`, and `plain`.\n")
    repo.commit("Decide")
    repo.write("db/schema.rb", 't.boolean "editor_political"\nt.string "plain"\n')
    repo.commit("Write it")
    (found,) = evidence(run, "db/schema.rb:1")
    assert found["detail"] == "names `editor_political` in its text"
    assert evidence(run, "db/schema.rb:2") == []


def test_a_decision_that_governs_the_file_is_not_only_related(repo, run):
    """That it came with the first commit as well says less than the marker that names it."""
    put_adr(repo, 1, "keep-logs-for-a-year")
    repo.write("shop/basket.py", "one = 1  # @adr ADR-1\n")
    repo.git("add", "-A")
    repo.git("commit", "-q", "--amend", "-m", "Begin")
    (found,) = evidence(run, "shop/basket.py:1")
    assert found["step"] == "governs"
    assert "may be related" not in run("why", "shop/basket.py:1").out


@pytest.mark.parametrize(
    ("subject", "shared"),
    [
        ("Messages of the outbox: replay them", "Replay outbox messages"),
        ("Messages of the outbox", ""),
        ("Replay a message of the inbox", ""),
    ],
)
def test_a_commit_that_says_most_of_a_title_in_any_order_is_on_its_subject(repo, run, subject, shared):
    """Three names of the title have to be in the commit's subject."""
    put_adr(repo, 1, "replay-outbox-messages-on-duplicates")
    repo.commit("Decide")
    repo.write("shop/basket.py", "one = 1\n")
    repo.commit(subject)
    found = [item["detail"] for item in evidence(run, "shop/basket.py:1")]
    assert found == ([f"its title speaks of “{shared}”, as the commit does"] if shared else [])


def test_a_word_that_a_title_says_twice_counts_once(repo, run):
    """“end-to-end” is no two words."""
    put_adr(repo, 1, "cypress-end-to-end-testing")
    repo.commit("Decide")
    repo.write("shop/basket.py", "one = 1\n")
    repo.commit("Testing at the end")
    assert evidence(run, "shop/basket.py:1") == []


@pytest.mark.parametrize(
    ("path", "text", "uses"),
    [
        ("web/a.ts", 'import {\n  QueryRunner,\n} from "typeorm"\nimport { b } from "b"\n\nrun(QueryRunner,\n  1)\n\nconst c = 1\n',
         [1, 2, 3, 6, 7]),
        ("web/a.ts", 'const orm = require("typeorm")\n\norm.run()\n\nrun(1)\n', [1, 3]),
        ("web/a.ts", 'import "typeorm"\n\nrun(1)\n', [1]),
        ("app/a.py", "from typeorm import (  # QueryRunner\n    Runner as R,\n)\n\nR.run()\n\nx = 'R'\n", [1, 2, 3, 5]),
        ("app/a.go", 'import (\n\tq "github.com/typeorm/typeorm"\n)\n\nq.Run()\n\ntypeorm.Run()\n\nx := 1\n', [2, 5, 7]),
    ],
)  # fmt: skip
def test_a_library_ties_the_lines_that_use_what_is_imported_from_it(repo, run, path, text, uses):
    """The statement that imports it, and the lines up to an empty one that have a name from there; not the whole file."""
    repo.write("history/adr/0001-choice.md", adr(1, "Use TypeORM"))
    repo.commit("Decide")
    repo.write(path, text)
    repo.commit("Write it")
    numbers = [n for n, line in enumerate(text.split("\n"), 1) if line and evidence(run, f"{path}:{n}")]
    assert numbers == uses
