"""Where a prompt was typed decides in which repository it is recorded, for every agent and for hooks and transcripts alike."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import capture_help as made
from records.agents import registry
from records.agents.search import Search
from records.capture import agent_paths
from records.capture.sync import sync
from records.project.project import Project
from shop_help import READERS, SESSION, Shop, put, say, spool


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A repository with capture on, and an empty home."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return Shop(tmp_path)


OURS: dict[str, Callable[[Shop], Path]] = {
    "root": lambda shop: shop.root,
    "folder": lambda shop: shop.below("apps/web.site"),
    "folder that begins with a dot": lambda shop: shop.below(".tools/x"),
    "other scripts": lambda shop: shop.below("größe/購物車 😀"),
    "long": lambda shop: shop.below("/".join(["a-rather-long-name"] * 15)),
    "work tree": lambda shop: shop.work_tree(shop.base / "side"),
    "work tree inside": lambda shop: shop.work_tree(shop.root / ".claude" / "worktrees" / "inner"),
    "link": lambda shop: shop.link(),
    "folder behind a link": lambda shop: shop.link() / shop.below("apps").name,
}
FOREIGN: dict[str, Callable[[Shop], Path]] = {
    "same name": lambda shop: shop.other(shop.base / "theirs" / "shop"),
    "name that begins the same": lambda shop: shop.other(shop.base / "mine" / "shop-two"),
    "name that slugs the same": lambda shop: shop.other(shop.base / "mine-shop"),
    "repository inside": lambda shop: shop.other(shop.root / "vendor" / "lib"),
    "repository around": lambda shop: shop.other(shop.base),
    "folder above": lambda shop: shop.base / "mine",
}


def test_every_agent_whose_transcripts_are_looked_for_is_tried_here() -> None:
    """A new agent with transcripts needs its form in these tests; aider's lie in the repository itself."""
    names = {kind.removesuffix("Items").lower() for kind in READERS}
    assert names | {"aider", "specstory"} == set(registry.AGENTS)


@pytest.mark.parametrize("kind", READERS.values(), ids=READERS)
@pytest.mark.parametrize("place", OURS.values(), ids=OURS)
def test_a_transcript_of_this_repository_is_read(
    shop: Shop, kind: type, place: Callable[[Shop], Path]
) -> None:
    """Wherever in the repository or its work trees a session ran, its prompt is recorded once."""
    cwd = place(shop)
    put(say(kind, cwd.resolve() if kind is made.Claude else cwd, "typed here"))  # which follows links itself
    assert shop.words() == ["typed here"]


@pytest.mark.parametrize("kind", READERS.values(), ids=READERS)
@pytest.mark.parametrize("place", FOREIGN.values(), ids=FOREIGN)
def test_a_transcript_of_another_repository_is_not_read(
    shop: Shop, kind: type, place: Callable[[Shop], Path]
) -> None:
    """However its folder is called and wherever it lies: what was typed there is not recorded here."""
    put(say(kind, place(shop), "typed elsewhere"))
    assert shop.words() == []


@pytest.mark.parametrize("kind", [kind for kind in READERS.values() if kind is not made.Qwen])
@pytest.mark.parametrize("place", FOREIGN.values(), ids=FOREIGN)
def test_a_hook_that_runs_for_another_folder_records_nothing(
    shop: Shop, kind: type, place: Callable[[Shop], Path]
) -> None:
    """A variable may name the wrong project; the payload says where the prompt was typed."""
    story = say(kind, place(shop), "typed elsewhere")
    is_in_repository = (Path(story.cwd) / ".git").exists()
    put(story)
    spool(shop, story)
    assert shop.words() == ([] if is_in_repository else ["typed elsewhere"])


@pytest.mark.parametrize("kind", [kind for kind in READERS.values() if kind is not made.Qwen])
@pytest.mark.parametrize("place", OURS.values(), ids=OURS)
def test_a_hook_and_a_transcript_of_this_repository_are_one(
    shop: Shop, kind: type, place: Callable[[Shop], Path]
) -> None:
    """Both report the prompt; it is recorded once."""
    story = say(kind, place(shop), "typed here")
    put(story)
    spool(shop, story)
    assert shop.words() == ["typed here"]


@pytest.mark.parametrize("kind", READERS.values(), ids=READERS)
def test_a_repository_that_was_moved_keeps_its_sessions(shop: Shop, kind: type) -> None:
    """What was typed under the old path is recorded under the new one, also where another one has the old path now."""
    shop.words()
    put(say(kind, shop.root / "src", "typed before"))
    moved = shop.base / "mine" / "renamed"
    shutil.move(shop.root, moved)
    shop.root, shop.project = moved, Project.open(str(moved))
    put(say(kind, moved, "typed after", SESSION.replace("1-", "2-", 1)))
    assert shop.words() == ["typed after", "typed before"]


@pytest.mark.parametrize("kind", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    ("root", "folder", "is_ours"),
    [
        ("C:/Users/ada/shop", "C:\\Users\\ada\\shop", True),
        ("C:/Users/ada/shop", "c:\\Users\\ada\\shop\\apps\\web", True),
        ("c:/Users/ada/shop", "C:/Users/ada/shop/apps", True),
        ("C:/Users/ada/shop", "C:\\Users\\ada\\shop-two", False),
        ("C:/Users/ada/shop", "D:\\Users\\ada\\shop", False),
    ],
)
def test_roots_of_windows(shop: Shop, kind: type, root: str, folder: str, is_ours: bool) -> None:
    """Slashes of both kinds and drives in either case are compared, by the search, the reader and each turn."""
    story = say(kind, folder, "typed there")
    put(story)
    agent = registry.AGENTS[kind.__name__.removesuffix("Items").lower()]
    transcripts = [
        transcript
        for path in agent.transcript_paths([root], Search.of_user())
        if agent.ran_here(path, [root])
        for source in agent.load(path, [root])
        for transcript in [agent.read(source)]
    ]
    texts = [
        said.text
        for transcript in transcripts
        for turn in transcript.turns
        if agent_paths.belongs(turn, transcript, [root], named_by_hook=False)
        for said in turn.utterances
    ]
    assert texts == (["typed there"] if is_ours else [])


@pytest.mark.parametrize("kind", READERS.values(), ids=READERS)
def test_a_repository_that_is_opened_through_a_link(shop: Shop, kind: type) -> None:
    """The path by which records was started may not be the one that the agent recorded."""
    put(say(kind, shop.below("apps"), "typed here"))
    sync(Project.open(str(shop.link())), now=made.NOW)
    assert shop.words() == ["typed here"]


def cursor_without_workspace(cwd: Path) -> None:
    """Put a transcript of Cursor whose workspace is known by the name of its folder only."""
    put(say(made.Cursor, cwd, "typed here"))
    next(Path(os.environ["HOME"]).glob(".cursor/projects/*/.workspace-trusted")).unlink()


@pytest.mark.parametrize("folder", ["", "apps/web.site", "größe 😀"])
def test_the_name_of_cursors_folder_leads_to_the_workspace(shop: Shop, folder: str) -> None:
    """Where nothing else is recorded, existing folders are compared with the name."""
    (shop.root / folder).mkdir(parents=True, exist_ok=True)
    cursor_without_workspace(shop.root / folder)
    assert shop.words() == ["typed here"]


@pytest.mark.parametrize("other", ["mine-shop", "mine/shop."])
def test_a_name_of_cursors_that_two_repositories_have_is_of_none(shop: Shop, other: str) -> None:
    """Where another repository would have the same name, it cannot be known where the prompt was typed."""
    shop.other(shop.base / other)
    cursor_without_workspace(shop.root)
    assert shop.words() == []


@pytest.mark.parametrize("kind", [made.Claude, made.Codex, made.Qwen])
def test_a_session_that_moves_is_split_by_its_folders(shop: Shop, kind: type) -> None:
    """`cd` within a session: what was typed in another repository is left out, what was typed below is kept."""
    stays, other = shop.below("apps"), shop.other(shop.base / "other")
    story = say(kind, shop.root, "at the top")
    for folder, text in ((stays, "below"), (other, "elsewhere"), (shop.root, "back")):
        story.cwd = str(folder)
        story.prompt(text).answer("Done.") if kind is made.Claude else story.turn(text)
    story.cwd = str(shop.root)
    put(story)
    spool(shop, story) if kind is not made.Qwen else None
    assert shop.words() == ["at the top", "back", "below"]
