"""`org.toml`: what it may say, and edits that change one entry."""

from __future__ import annotations

import pytest

from records.errors import ConfigError, EditError, InvalidInput, NotFound
from records.git.remotes import is_url
from records.org.config import Entry, add_entry, default_name, load, parse, remove_entry, save

FILE = """\
# ours
[[repository]]
path = "../shop"   # the shop
group = "sales"

[[repository]]
url = "https://example.org/pay.git"
visibility = "restricted"
central = true

[[ repository ]] # everything else
path = "~/src/*"
"""


def test_entries_have_defaults(tmp_path):
    """Visibility is internal, and nothing is central unless it says so."""
    (tmp_path / "org.toml").write_text(FILE)
    shop, pay, others = load(str(tmp_path)).entries
    assert shop == Entry(path="../shop", group="sales")
    assert (pay.url, pay.visibility, pay.central) == ("https://example.org/pay.git", "restricted", True)
    assert (others.is_pattern, shop.is_pattern) == (True, False)
    assert [default_name(entry) for entry in (shop, pay)] == ["shop", "pay"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[repository]]\npath = 'a'\nbranch = 'x'", r"unknown key 'repository 1: branch'"),
        ("[[repository]]\npath = 'a'\nvisibility = 'secret'", "is 'secret'"),
        ("[[repository]]\npath = 'a'\ncentral = 'yes'", "must be of type bool"),
        ("[[repository]]\n", "one of path and url"),
        ("[[repository]]\npath = 'a'\nurl = 'https://b'", "one of path and url"),
        ("[[repository]]\nurl = 'https://me:pw@example.org/x'", "user name or password"),
        ("[[repository]]\nurl = 'https://token@example.org/x'", "user name or password"),
        ("[[repository]]\nurl = 'ext::sh -c x'", "not an address"),
        ("[[repository]]\nurl = '--upload-pack=x'", "not an address"),
        ("[[repository]]\nurl = 'https://[x'", "is not a URL"),
        ('[[repository]]\npath = "a\\nb"', "control character"),
        ("[[repository]]\npath = 'a'\nname = '../b'", "cannot be the name"),
        ("[repository]\npath = 'a'", "list of tables"),
        ("[other]\n", "unknown key 'other'"),
        ("[[repository", "not valid TOML"),
        ("a = " + "[" * 5000, "not valid TOML"),
    ],
)
def test_mistake_is_named(text, message):
    """Unknown keys, wrong types, addresses that run programs or hold passwords."""
    with pytest.raises(ConfigError, match=message):
        parse(text)


def test_entry_is_appended_and_the_rest_stays(tmp_path):
    """Comments, spaces and line ends are the author's."""
    for text in ("", FILE, FILE.rstrip("\n"), FILE.replace("\n", "\r\n")):
        (tmp_path / "org.toml").write_bytes(text.encode())
        config = add_entry(
            load(str(tmp_path)), Entry(path='a "b"', name="b", central=True, visibility="public")
        )
        save(config)
        after = (tmp_path / "org.toml").read_bytes().decode()
        assert after.startswith(text)
        assert config.entries[-1] == load(str(tmp_path)).entries[-1]
        assert config.text == after
        with pytest.raises(InvalidInput, match="already"):
            add_entry(config, Entry(path='a "b"'))


def test_removing_what_was_added_gives_the_same_bytes(tmp_path):
    """The entry goes with its lines; comments above other entries stay."""
    (tmp_path / "org.toml").write_text(FILE)
    config = add_entry(load(str(tmp_path)), Entry(path="../more"))
    assert remove_entry(config, "more").text == FILE
    config = remove_entry(config, "more")
    config = remove_entry(config, "pay")
    assert config.text == FILE.replace(FILE[FILE.index("[[repository]]\nurl") : FILE.index("[[ repo")], "")
    config = remove_entry(config, "~/src/*")
    assert config.text.endswith('group = "sales"\n')
    config = remove_entry(config, "../shop")
    save(config)
    assert (tmp_path / "org.toml").read_text() == "# ours\n"
    assert config.entries == ()
    with pytest.raises(NotFound):
        remove_entry(config, "shop")


def test_file_that_is_written_in_another_way_is_left_alone(tmp_path):
    """A list of inline tables is valid; it is refused instead of rewritten."""
    text = "repository = [{path = 'a'}]\n"
    (tmp_path / "org.toml").write_text(text)
    with pytest.raises(EditError):
        remove_entry(load(str(tmp_path)), "a")
    with pytest.raises(EditError):
        add_entry(load(str(tmp_path)), Entry(path="b"))
    assert (tmp_path / "org.toml").read_text() == text


def test_secret_is_refused(tmp_path):
    """A token in a path or name would be committed."""
    token = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
    for entry in (Entry(path=token), Entry(path="a", group=token), Entry(url=f"ssh://example.org/{token}")):
        with pytest.raises(InvalidInput, match="holds a secret"):
            add_entry(load(str(tmp_path)), entry)
    assert not (tmp_path / "org.toml").exists()


def test_folder_and_file_that_cannot_be_read_are_errors(tmp_path):
    """There is no such folder; the file is a folder."""
    with pytest.raises(NotFound):
        load(str(tmp_path / "nowhere"))
    (tmp_path / "org.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot read"):
        load(str(tmp_path))


@pytest.mark.parametrize("url", ["https://a/b", "ssh://a/b", "git@host:team/a.git", "ext::sh", "file:///a"])
def test_addresses_are_told_from_paths(url):
    """Everything with a scheme, and the short form of ssh."""
    assert is_url(url)


@pytest.mark.parametrize("path", ["../a", "/a/b:c", "C:\\a", "a", "~/x/*", "./host:x"])
def test_paths_are_told_from_addresses(path):
    """A colon alone makes no address."""
    assert not is_url(path)
