"""The packaged templates give the same bytes with and without jinja2; those of a repository are jinja2's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import TemplateError
from records.project import plain_templates
from records.project.project import Project
from records.project.templates import _yaml, packaged_templates

PACKAGED = sorted(name for name in os.listdir(packaged_templates()) if name.endswith(".j2"))
_TEXT = st.text(
    st.one_of(
        st.sampled_from("\n\r\t {}%|#<>&\"'`:-\\ äé☃\u200b\udcff"), st.characters(exclude_categories=["Cs"])
    ),
    max_size=12,
)
_NONE_OR_TEXT = st.none() | _TEXT
_TEXTS = st.lists(_TEXT, max_size=3)
_ROW = st.fixed_dictionaries(
    dict.fromkeys(("ref", "path", "title", "state", "date", "links", "url", "problem"), _TEXT)
)
_VALUES = st.fixed_dictionaries(
    {
        **dict.fromkeys(
            [
                "id",
                "title",
                "stage",
                "date",
                "surface",
                "model",
                "feature",
                "branch",
                "user",
                "command",
                "spec",
                "ticket",
                "adr",
                "pr",
                "commit",
                "prompt_sha256",
                "prompt_source",
                "response",
                "outcome",
                "next_prompts",
                "reflection",
                "body",
            ],
            _NONE_OR_TEXT,
        ),
        **dict.fromkeys(["status", "files_summary", "prompt_section", "number"], _TEXT),
        **dict.fromkeys(["labels", "files", "tests", "affects", "deciders"], _TEXTS),
        "relations": st.lists(st.tuples(_TEXT, _TEXTS), max_size=2),
        "acceptance": st.lists(st.tuples(_TEXT, _TEXT), max_size=2),
        "extra": st.dictionaries(_TEXT, _TEXT, max_size=3),
        "decisions": st.lists(_ROW, max_size=2),
        "features": st.lists(st.tuples(_TEXT, st.lists(_ROW, max_size=2)), max_size=2),
        "broken": st.lists(_ROW, max_size=2),
    }
)


def _with_jinja2(source: str, values: dict[str, object]) -> str:
    environment = jinja2.Environment(  # noqa: S701 — Markdown, not HTML
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["yaml"] = _yaml
    return environment.from_string(source).render(values)


@pytest.mark.parametrize("name", PACKAGED)
@settings(max_examples=60, deadline=None)
@given(values=_VALUES)
def test_a_packaged_template_gives_the_bytes_of_jinja2(name: str, values: dict[str, object]):
    """Every packaged template of records is rendered without jinja2, to exactly the text that jinja2 gives."""
    source = Path(packaged_templates(), name).read_text("utf-8")
    assert plain_templates.render(source, values, {"yaml": _yaml}) == _with_jinja2(source, values)


@pytest.mark.parametrize(
    "source",
    [
        "{{ a + b }}", "{{ a | upper }}", "{% if a or b %}{% endif %}", "{% set x = 1 %}", "{% if a %}", "{{ a() }}",
        "{% for x in a %}{{ loop.index }}{% endif %}", "{% include 'x' %}",
    ],
)  # fmt: skip
def test_other_syntax_is_left_to_jinja2(source: str):
    """What the small renderer does not know is an error of its own, never a wrong text."""
    with pytest.raises(plain_templates.UnknownSyntax):
        plain_templates.render(source, {"a": [1], "b": 2}, {})


def test_a_name_that_is_not_given_is_an_error():
    """A template that uses an unknown name raises instead of printing nothing."""
    with pytest.raises(KeyError):
        plain_templates.render("{{ nope }}", {}, {})


def test_a_template_of_the_repository_is_rendered_by_jinja2(repo):
    """A file of the same name in the repository replaces the packaged one and may use all of jinja2."""
    repo.write(".records/templates/native.md.j2", "{% set x = title | upper %}{{ x }}{{ 1 + 1 }}\n")
    renderer = Project.open(str(repo.path)).renderer
    assert renderer.render("native.md.j2", {"title": "use x"}) == "USE X2\n"


@pytest.mark.parametrize(
    "source",
    [
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        '{{ "a".encode("none") }}', '{{ "{x}".format() }}', "{{ [].pop() }}", "{{ cycler() }}",
        '{{ "abcdef" | truncate(1) }}', "{{ 1 / 0 }}", '{{ "a" + 1 }}', '{{ "\\ud800" | urlencode }}', "{{ nope }}",
        "{{ title.__class__ }}", "{% for %}", '{{ "\\ud800" }}', "{{ {}['x'] }}", "{% include 'x' %}",
    ],
)  # fmt: skip
def test_whatever_goes_wrong_in_a_template_is_an_error_that_names_it(repo, source: str):
    """A template of the repository is a program: each exception that it can raise is an error about the template."""
    repo.write(".records/templates/native.md.j2", source)
    renderer = Project.open(str(repo.path)).renderer
    with pytest.raises(TemplateError, match="template"):
        renderer.render("native.md.j2", {"title": "use x"})


def test_a_packaged_template_is_rendered_without_importing_jinja2(repo):
    """`phr new`, `adr new` and `index` do not pay for the import of jinja2."""
    code = (
        "import sys; from records.cli.main import main\n"
        "for line in sys.argv[1].split(';'):\n"
        "    main(line.split())\n"
        "assert 'jinja2' not in sys.modules\n"
    )
    lines = "phr new --title Add --stage green --prompt do;adr new Use;adr new --template madr Use-x;index"
    done = subprocess.run(
        [sys.executable, "-c", code, lines], cwd=repo.path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Add" in (repo.path / "history/README.md").read_text("utf-8")
