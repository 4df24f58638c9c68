"""A path that a repository names lies in its root, links followed, and not in the git directory."""

from __future__ import annotations

import os
import shutil
import socket

import pytest

from records.errors import OutsideRoot, TemplateError
from records.project import root as root_module
from records.project.files import read_bytes
from records.project.project import Project
from records.project.root import Root, read_within
from records.project.templates import Renderer
from records.regular_file import read_with_status
from repository import ANY_CODE

ADR = "# {0}. {1}\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nword\n\n## Decision\n\nd\n"


@pytest.fixture
def root(repo, tmp_path):
    """A root with links that lead in and out."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/0001-outside.md").write_text(ADR.format(1, "Outside title"))
    repo.write("docs/a.md", "a\n")
    (repo.path / "in").symlink_to("docs")
    (repo.path / "out").symlink_to("../outside")
    (repo.path / "up").symlink_to("..")
    (repo.path / "git").symlink_to(".git")
    (repo.path / "gone").symlink_to("../nothing/here")
    return Project.open(str(repo.path)).store.checked_root


@pytest.mark.parametrize(
    "path", ["docs/a.md", "in/a.md", "new/folder/x.md", ".", "docs/../docs/a.md", "gitignore", ".github/x"]
)
def test_what_lies_inside_is_resolved(root, path):
    """Also what does not exist yet, and what is reached through a link within the root."""
    assert root.resolve(path) == os.path.normpath(os.path.join(root.path, path))
    assert root.contains(path)


@pytest.mark.parametrize(
    "path",
    ["..", "../x", "docs/../../x", "/etc/passwd", "out", "out/new.md", "up/outside/x", "gone", "gone/x.md", "a\0b",
     ".git", ".git/config", ".GIT/hooks/x", "docs/.git/x", "git/config", "docs/../.git/hooks", ".git./x", "git~1/x",
     ".g\u200cit/x", ".git\ufeff/hooks", ".git::$INDEX_ALLOCATION/x", "docs/.GIT:x/y", ".git\\hooks\\x"],
)  # fmt: skip
def test_what_leads_outside_is_refused(root, path):
    """Upwards, absolute, through a link of any kind, and into the git directory under each of its names."""
    with pytest.raises(OutsideRoot):
        root.resolve(path)
    assert not root.contains(path)


def test_the_git_directory_of_a_linked_work_tree_counts_too(repo, tmp_path):
    """It lies elsewhere, and may even lie within another root."""
    repo.git("worktree", "add", "-q", str(tmp_path / "tree"))
    project = Project.open(str(tmp_path / "tree"))
    assert {os.path.basename(path) for path in project.store.checked_root.git_dirs} == {".git", "tree"}
    with pytest.raises(OutsideRoot):
        Root(str(tmp_path), project.store.checked_root.git_dirs).resolve("repo/.git/config")


def test_a_git_directory_of_another_name_counts_too(repo, run):
    """Git can keep it anywhere (`--separate-git-dir`), in the work tree as well."""
    repo.git("init", "-q", "--separate-git-dir=storage")
    root = Project.open(str(repo.path)).store.checked_root
    for path in ("storage", "storage/hooks/pre-commit", "src/../storage/config"):
        with pytest.raises(OutsideRoot, match="git directory"):
            root.resolve(path)
        with pytest.raises(OutsideRoot, match="git directory"):
            root.place(path)
    assert root.contains("storage-of-others/a")


@pytest.mark.parametrize("kind", ["pipe", "socket", "folder", "link to a device"])
def test_only_a_regular_file_is_read(tmp_path, kind):
    """Nothing else is waited for."""
    path = tmp_path / "x"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(OSError, match=r"regular|directory|address"):
        read_bytes(str(path))


@pytest.mark.parametrize(
    "kind", ["pipe", "link out", "dangling link", "link to a folder", "link to a device"]
)
def test_a_file_that_must_not_be_opened_is_listed(repo, run, tmp_path, kind):
    """It is listed as unreadable; the list, the search, the export, the pages and the check go on to work."""
    repo.write("history/adr/0001-inside.md", ADR.format(1, "Inside"))
    path = repo.path / "history/adr/0002-closed.md"
    (tmp_path / "secret.md").write_text(ADR.format(2, "Outside title"))
    if kind == "pipe":
        os.mkfifo(path)
    else:
        target = {
            "link out": "../../../secret.md",
            "dangling link": "nowhere",
            "link to a folder": "../../history",
        }
        path.symlink_to(target.get(kind, "/dev/zero"))
    listing = run("list")
    assert "Inside" in listing.out
    assert "history/adr/0002-closed.md cannot be read" in listing.err
    everything = [
        run(*words).out
        for words in (["search", "word"], ["export", "--to", "jsonl"], ["site", "build"], ["index"])
    ]
    run("check", code=1)
    run("show", "history/adr/0002-closed.md")
    assert not any("Outside title" in text for text in everything)
    pages = [page for page in (repo.path / "site").rglob("*") if page.is_file()]
    assert pages
    assert not any(b"Outside title" in page.read_bytes() for page in pages)


@pytest.mark.parametrize(
    ("settings", "words", "made"),
    [
        ('[site]\noutput = "../evil"\n', ["site", "build"], "../evil"),
        ('[site]\noutput = "/tmp/records-evil"\n', ["site", "build"], "/tmp/records-evil"),
        ('[site]\noutput = ".git/site"\n', ["site", "build"], ".git/site"),
        ('[site]\noutput = "out/site"\n', ["site", "build"], "out/site"),
        ('[index]\npath = "../README.md"\n', ["index"], "../README.md"),
        ('[index]\npath = ".git/hooks/post-commit"\n', ["index"], ".git/hooks/post-commit"),
        ('[index]\npath = "out/README.md"\n', ["index"], "out/README.md"),
        ('[adr]\ndirectory = ".git/hooks"\n', ["adr", "new", "X"], ".git/hooks/0001-x.md"),
        ('[adr]\ndirectory = "../adr"\n', ["adr", "new", "X"], "../adr"),
        ('[adr]\ndirectory = "/tmp/records-evil"\n', ["adr", "new", "X"], "tmp/records-evil"),
        ('[phr]\ndirectory = "/etc"\n', ["phr", "new", "--title", "T", "--stage", "misc", "--prompt", "p"], "etc"),
        ('[phr]\ndirectory = "out"\n', ["phr", "new", "--title", "T", "--stage", "misc", "--prompt", "p"], "out/general"),
    ],
)  # fmt: skip
def test_settings_write_nothing_outside(repo, run, root, settings, words, made):
    """The command fails with a clear message, nothing is written, and reading still works."""
    repo.write(".records/config.toml", settings)
    assert "lies outside" in (error := run(*words, code=2).err) or "git directory" in error
    assert not os.path.lexists(repo.path / made)
    run("list")


def test_a_log_outside_is_listed_and_not_read(repo, run, root):
    """A folder of records that is a link to elsewhere is one unreadable entry."""
    (repo.path / "history").mkdir()
    (repo.path / "history/adr").symlink_to("../../outside")
    out = run("list").out
    assert "Outside title" not in out
    records = Project.open(str(repo.path)).store.scan()
    assert [(record.path, record.readable) for record in records] == [("history/adr", False)]


@pytest.mark.parametrize("is_restored", [False, True])
@pytest.mark.parametrize("swapped", ["history", "history/adr", "history/adr/0001-inside.md"])
def test_a_link_that_is_put_in_place_between_look_and_read_is_not_followed(
    repo, run, tmp_path, monkeypatch, swapped, is_restored
):
    """Neither a list nor a text is read through it, also where the folder is back a moment later."""
    repo.write("history/adr/0001-inside.md", ADR.format(1, "Inside"))
    outside = tmp_path / "outside"
    shutil.copytree(repo.path / "history", outside / "history")
    (outside / "history/adr/0001-inside.md").write_text(ADR.format(1, "Outside title"))
    place, beside = repo.path / swapped, tmp_path / "beside"
    opened = []

    def read(path, *rest, **options):
        place.rename(beside)
        place.symlink_to(outside / swapped)
        opened.append(path)
        try:
            return read_with_status(path, *rest, **options)
        finally:
            if is_restored:
                place.unlink()
                beside.rename(place)
            else:
                monkeypatch.setattr(root_module, "read_with_status", read_with_status)

    for words in (("list",), ("show", "ADR-1"), ("adr", "list")):
        with monkeypatch.context() as patch:
            patch.setattr(root_module, "read_with_status", read)
            result = run("--no-cache", *words, code=ANY_CODE)
        if place.is_symlink():
            place.unlink()
            beside.rename(place)
        assert "Outside title" not in result.out
        assert "bug in records" not in result.err
    assert opened


def test_a_file_that_is_replaced_while_it_is_read_is_read_again(tmp_path, monkeypatch):
    """As an editor does that saves; one that never stays is an error."""
    path = tmp_path / "a.md"
    path.write_text("one")
    texts = iter(["two", "three"])

    def read(*args, **options):
        result = read_with_status(*args, **options)
        if text := next(texts, ""):
            (tmp_path / "new").write_text(text)
            (tmp_path / "new").replace(path)
        return result

    monkeypatch.setattr(root_module, "read_with_status", read)
    assert read_within(str(tmp_path), str(path)) == b"three"
    texts = iter(["4", "5", "6", "7"])
    with pytest.raises(OSError, match="changed while it was read"):
        read_within(str(tmp_path), str(path))


def test_templates_come_from_inside(repo, root, tmp_path):
    """A name or a link that leads out of the folder of templates is no template; the packaged one is used."""
    (tmp_path / "secret.txt").write_text("SECRET-OUTSIDE")
    repo.write(".records/templates/mine.md.j2", '{% include "x.md" %}')
    for name in ("x.md", "nygard.md.j2"):
        (repo.path / ".records/templates" / name).symlink_to("../../../secret.txt")
    renderer = Renderer(root)
    assert renderer.find("nygard.md.j2") is None or "repo" not in renderer.find("nygard.md.j2")
    for name in ("mine.md.j2", "../../../secret.txt", "x.md", "/etc/passwd"):
        with pytest.raises(TemplateError):
            renderer.render(name, {})


def test_the_caller_may_choose_a_folder_outside_for_the_pages(repo, run, tmp_path):
    """Only settings are bound to the root; a folder within it that is a link to elsewhere is refused to both."""
    run("site", "build", "-o", str(tmp_path / "pages"))
    assert (tmp_path / "pages/index.html").exists()
    (tmp_path / "empty").mkdir()
    (repo.path / "site").symlink_to(tmp_path / "empty")
    assert "lies outside" in run("site", "build", code=2).err
    assert "lies outside" in run("site", "build", "-o", "site", code=2).err
    assert list((tmp_path / "empty").iterdir()) == []
