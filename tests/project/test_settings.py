"""The file of settings: what cannot be read is an error with its place, and never the default."""

from __future__ import annotations

import pytest

from records.errors import ConfigError, EditError
from records.project.settings import load
from records.project.settings_file import with_value

CONFIG = ".records/config.toml"


def test_a_file_that_cannot_be_opened_is_an_error(run, repo):
    """A folder in its place; a command does not go on with the defaults."""
    (repo.path / CONFIG).mkdir(parents=True)
    with pytest.raises(ConfigError, match=f"cannot read {CONFIG}"):
        load(str(repo.path))
    assert f"cannot read {CONFIG}" in run("check", code=2).err


def test_a_file_in_another_encoding_is_an_error(run, repo):
    """The message says where, and what to do."""
    repo.write(CONFIG, "# für alle\n[adr]\n".encode("latin-1"))
    error = run("check", code=2).err
    assert f"{CONFIG} is not valid TOML" in error
    assert "save it as UTF-8" in error


def test_a_file_that_is_not_toml_is_not_edited(run, repo):
    """Setting a value in it would be a guess: the file stays as it is."""
    repo.write(CONFIG, "[adr\n")
    assert "is not valid TOML" in run("config", "set", "adr.template", "nygard", code=2).err
    assert repo.read(CONFIG) == "[adr\n"


@pytest.mark.parametrize("text", ["[adr\n", "adr.template = \n", "[adr]\ntemplate = 'a'\ntemplate = 'b'\n"])
def test_a_text_that_is_not_toml_gets_no_value(text):
    """Whoever edits settings, in a file or in an answer, is told what is wrong with them."""
    with pytest.raises(ConfigError, match="is not valid TOML"):
        with_value(text, "adr", "template", "nygard")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[adr]\ntemplate = 'a#b' # why # so\n", '[adr]\ntemplate = "nygard" # why # so\n'),
        ("[adr]\n# template = 'a'\n", "[adr]\ntemplate = \"nygard\"\n# template = 'a'\n"),
        ('[adr]\ntemplate = """\n# not one\n"""\n', '[adr]\ntemplate = "nygard"\n'),
        ("[adr]\ndescription = 'a # b'\n", "[adr]\ntemplate = \"nygard\"\ndescription = 'a # b'\n"),
        ("[adr]\ntemplate = 'a # b'\n", '[adr]\ntemplate = "nygard"\n'),
    ],
)
def test_the_comment_behind_a_value_stays(text, expected):
    """A number sign within a text begins none."""
    assert with_value(text, "adr", "template", "nygard") == expected


@pytest.mark.parametrize("text", ["adr = {template = 'a'}\n", "adr.template = 'a'\n"])
def test_a_table_that_is_written_in_another_way_is_left_to_the_person(text):
    """Nothing but the value may change: where that cannot be, the hint is the line to write."""
    with pytest.raises(EditError, match="is written so that") as caught:
        with_value(text, "adr", "template", "nygard")
    assert 'template = "nygard" in [adr]' in caught.value.hint
