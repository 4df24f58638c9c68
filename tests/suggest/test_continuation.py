"""What goes on with an earlier choice is set aside with the reason; what chooses is suggested."""

from __future__ import annotations

import pytest

from records.project.project import Project
from records.suggest.continuation import moves
from records.suggest.run import suggest_in

MANIFEST = '{"name": "shop", "dependencies": {%s}}\n'


def asked(repo):
    return suggest_in(Project.open(str(repo.path)), threshold=0.05).report


def change(repo, subject, **files):
    for path, text in files.items():
        repo.write(path.replace("__", "/").replace("_dot_", "."), text)
    repo.commit(subject)


def store(name, tool):
    """Return the text of a store that keeps its state with a tool."""
    return f"import {{ defineStore }} from '{tool}'\n" + "".join(
        f"export const use{name}{n} = defineStore('{name}{n}')\n" for n in range(30)
    )


@pytest.fixture
def shop(repo):
    repo.write("package.json", MANIFEST % '"vuex": "4", "pinia": "2"')
    repo.write("src/store/cart.ts", store("Cart", "vuex"))
    repo.write("src/store/user.ts", store("User", "vuex"))
    repo.commit("Begin")
    return repo


def test_one_more_part_that_moves_to_the_same_place_is_no_decision(shop):
    """The first move may be suggested; the next one names it, whatever its verb and its form."""
    change(shop, "Move the cart store to Pinia", src__stores__cart_dot_ts=store("Cart", "pinia"))
    first = asked(shop)
    assert [s.title for s in first.above_threshold] == ["Move the cart store to Pinia"]
    change(
        shop,
        "refactor(user): migrate the user store from Vuex to Pinia",
        src__stores__user_dot_ts=store("User", "pinia"),
    )
    second = asked(shop)
    assert second.above_threshold == []
    (reason,) = second.set_aside
    assert "goes on with “Move the cart store to Pinia” (" in reason
    change(shop, "Finish the Pinia migration", src__stores__last_dot_ts=store("Last", "pinia"))
    assert asked(shop).above_threshold == []


def test_a_move_to_another_place_or_to_something_new_is_a_decision(shop):
    """Neither an earlier move elsewhere nor a word in common makes it a step; a new library is a choice."""
    change(shop, "Move the cart store to Pinia", src__stores__cart_dot_ts=store("Cart", "pinia"))
    change(shop, "Move the user store to the server", server__user_dot_ts=store("User", "vuex"))
    assert asked(shop).above_threshold
    change(
        shop,
        "Move prices to Pinia with redis",
        package_dot_json=MANIFEST % '"vuex": "4", "pinia": "2", "redis": "5"',
        src__prices_dot_ts="import { createClient } from 'redis'\n" + store("Price", "redis"),
    )
    assert asked(shop).above_threshold


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        ("Upgrade to Rails 7.2", "takes what is in use to another version"),
        ("Update the EKS module from 19 to 20", "takes what is in use to another version"),
        ("Remove obsolete backfill tooling", "removes what was out of use"),
        ("Delete the unused price list", "removes what was out of use"),
    ],
)
def test_upgrades_and_removals_of_what_is_out_of_use_are_no_decisions(shop, subject, reason):
    """The subject says so, and nothing else is chosen in the change."""
    change(shop, subject, src__stores__prices_dot_ts=store("Price", "vuex"))
    assert asked(shop).set_aside == (f"{subject}: {reason}",)


def test_more_work_with_a_tool_in_use_is_no_decision(repo):
    """Code that is made to follow a linter that the project has, other than the linter itself."""
    change(repo, "Begin", pyproject_dot_toml="[tool.ruff]\nline-length = 100\n", app__a_dot_py="a = 1\n")
    files = {f"app__part{n}_dot_py": f"class Part{n}:\n    name = {n}\n" for n in range(9)}
    change(repo, "Make the code follow the new rules of Ruff", **files)
    report = asked(repo)
    assert report.set_aside == ("Make the code follow the new rules of Ruff: ruff was in use before",)


def test_a_package_that_another_manifest_asks_for_is_not_new(repo):
    """In a workspace a library counts as new where no manifest asked for it; a longer name is another one."""
    change(
        repo,
        "Begin",
        a__Cargo_dot_toml='[package]\nname = "a"\n\n[dependencies]\nserde = "1"\ntokio-util = "1"\n',
        b__Cargo_dot_toml='[package]\nname = "b"\n\n[dependencies]\nlog = "1"\n',
    )
    text = '[package]\nname = "b"\n\n[dependencies]\nlog = "1"\nserde = "1"\ntokio = "1"\n'
    change(repo, "Read settings", b__Cargo_dot_toml=text)
    evidence = asked(repo).analysis.evidence
    assert [e.subject for e in evidence if e.signal == "dependency.added"] == ["tokio"]


@pytest.mark.parametrize(("siblings", "is_news"), [(1, True), (3, False)])
def test_one_more_package_beside_several_of_its_kind_is_no_news(repo, siblings, is_news):
    """A third one of a kind may be a decision; after three packages the next one is how things are done."""
    files = {f"crates__c{n}__Cargo_dot_toml": f'[package]\nname = "c{n}"\n' for n in range(siblings)}
    change(repo, "Begin", src__main_dot_rs="fn main() {}\n", **files)
    change(
        repo,
        "Extract the price list into a crate",
        crates__prices__Cargo_dot_toml='[package]\nname = "prices"\n',
        crates__prices__src__lib_dot_rs="pub struct Price;\n",
    )
    signals = {e.signal for e in asked(repo).analysis.evidence}
    assert ({"structure.package", "dependency.manifest"} <= signals) is is_news


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("Migrate from Vuex to Pinia", [("pinia",)]),
        ("Finish TypeScript conversion", [("typ", "script")]),
        ("Extract metrics into a workspace crate and test it", [("workspac", "crat")]),
        ("Replace moment with dayjs for dates", [("dayj",)]),
        ("Switch to using GitHub Actions", [("git", "hub", "act")]),
        ("Box database migration", []),
        ("Add a link to the page", []),
        ("Move away from Heroku", []),
    ],
)
def test_titles_say_where_something_moves(title, places):
    """The words of the place, stemmed; a migration of a database goes nowhere."""
    assert [move.place for move in moves(title)] == places
