"""The repositories that `org.toml` stands for: each once, each with a name of its own."""

from __future__ import annotations

from org_help import bare_clone, repository
from records.git.remotes import clone_name
from records.org.config import OrgConfig, parse
from records.org.members import members


def listed(folder, text: str) -> dict[str, tuple[str, str]]:
    """The members by name, each with its visibility and its problem."""
    rows = members(OrgConfig(str(folder), parse(text)))
    assert [row.name for row in rows] == sorted(row.name for row in rows)
    return {row.name: (row.visibility, row.problem) for row in rows}


def test_pattern_names_repositories_by_what_it_leaves_open(tmp_path):
    """Folders that are no repository are passed over."""
    repository(tmp_path / "src/shop")
    bare_clone(repository(tmp_path / "src/pay"), tmp_path / "src/mirror.git")
    (tmp_path / "src/notes").mkdir()
    repository(tmp_path / "deep/team/shop/repo")
    found = listed(
        tmp_path,
        "[[repository]]\npath = 'src/*'\n[[repository]]\npath = 'deep/*/*/repo'\nvisibility = 'public'",
    )
    assert found == {
        "mirror": ("internal", ""), "pay": ("internal", ""), "shop": ("internal", ""), "team/shop": ("public", "")
    }  # fmt: skip


def test_repository_named_twice_counts_once(tmp_path):
    """The entry without a pattern holds, wherever it stands; of patterns the strictest."""
    repository(tmp_path / "src/shop")
    repository(tmp_path / "src/pay")
    rows = ["[[repository]]\npath = 'src/*'", "[[repository]]\npath = 'src/[p]*'\nvisibility = 'restricted'",
            "[[repository]]\npath = 'src/shop'\nvisibility = 'public'\nname = 'store'"]  # fmt: skip
    expected = {"store": ("public", ""), "pay": ("restricted", "")}
    assert listed(tmp_path, "\n".join(rows)) == expected
    assert listed(tmp_path, "\n".join(reversed(rows))) == expected


def test_name_that_is_taken_gets_the_folder_before_it(tmp_path):
    """Two clones of the same name, and two entries that were given the same one."""
    for name in ("a/shop", "b/shop", "c/shop"):
        repository(tmp_path / name)
    text = "[[repository]]\npath = 'a/shop'\n[[repository]]\npath = 'b/shop'\n[[repository]]\npath = 'c/shop'\nname = 'b/shop'"
    assert list(listed(tmp_path, text)) == ["b/shop", "c/b/shop", "shop"]


def test_what_is_not_there_is_listed_with_its_reason(tmp_path):
    """A folder that is missing, one that is no repository, and an address that was never fetched."""
    (tmp_path / "plain").mkdir()
    repository(tmp_path / "shop").write("sub/x", "")
    text = "".join(f"[[repository]]\n{row}\n" for row in ("path='gone'", "path='plain'", "path='shop/sub'",
                                                          "url='https://example.org/pay.git'"))  # fmt: skip
    assert {name: problem for name, (_, problem) in listed(tmp_path, text).items()} == {
        "gone": "there is no such folder", "plain": "not a git repository", "sub": "not a git repository",
        "pay": "not fetched yet: records org fetch",
    }  # fmt: skip


def test_folder_itself_is_named_after_itself(tmp_path):
    """`.` and `~` are no names."""
    repository(tmp_path / "shop")
    assert list(listed(tmp_path / "shop", "[[repository]]\npath = '.'")) == ["shop"]
    assert list(listed(tmp_path / "shop", "[[repository]]\npath = '..'")) == [tmp_path.name]


def test_addresses_have_folders_of_their_own():
    """Whatever signs they hold."""
    names = {
        clone_name(url)
        for url in ("https://a/b", "https://a/b.git", "https://a/c", "../../x", "git@a:b/../..")
    }
    assert len(names) == 5
    assert all("/" not in name and not name.startswith(".") for name in names)


def test_work_trees_of_a_repository_are_one_with_it(tmp_path):
    """A linked work tree, and a folder whose git directory is a link, are as restricted as what they belong to."""
    pay = repository(tmp_path / "private/pay")
    repository(tmp_path / "src/shop")
    pay.git("worktree", "add", "-q", str(tmp_path / "src/tree"), "-b", "side")
    (tmp_path / "src/link").mkdir()
    (tmp_path / "src/link/.git").symlink_to(pay.path / ".git")
    rows = [
        "[[repository]]\npath = 'src/*'",
        "[[repository]]\npath = 'private/pay'\nvisibility = 'restricted'",
    ]
    expected = {"pay": ("restricted", ""), "shop": ("internal", "")}
    assert listed(tmp_path, "\n".join(rows)) == expected
    assert listed(tmp_path, "\n".join(reversed(rows))) == expected


def test_work_tree_whose_repository_is_gone_is_listed(tmp_path):
    """A pattern that matches it would else leave it out without a word."""
    (tmp_path / "src/tree").mkdir(parents=True)
    (tmp_path / "src/tree/.git").write_text("gitdir: /nowhere/worktrees/tree\n")
    (tmp_path / "src/plain").mkdir()
    assert listed(tmp_path, "[[repository]]\npath = 'src/*'") == {
        "tree": ("internal", "not a git repository")
    }
