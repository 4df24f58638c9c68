"""Laws that hold for every input."""

import contextlib
import json
import os
import random

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from records import AdrDraft, PhrDraft, Project, create_adr, create_phr
from records.errors import EditError, InvalidInput
from records.model.link import RELATIONS, canonical_relation, inverse_relation
from records.phr.body import split_body, write_prompt
from records.phr.front_matter_repair import read_front_matter
from records.phr.reader import phr_parts, read_phr
from records.secrets.redactor import PRIVATE
from records.text.document import Document
from records.text.front_matter import FrontMatter
from records.text.headings import headings, section
from records.text.slug import slug
from records.text.yaml import YamlProblem, quote_scalar, read_block
from records.text.yaml.library import read_with_library
from records.text.yaml.plain import NotPlain, read_plain

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), max_size=60)
MANY = settings(max_examples=300, deadline=None)
BLOCKS = [
    "status: proposed  # why\ntags: [a, b]\n",
    "status: 'x'\r\ntags:\r\n- a\r\n- b # c\r\nlast: 1\r\n",
    'status: "q"\ntags:\n    - a\n\n# tail\nother:\n  k: v\n',
    "# head\nstatus:\ntags: null\n",
    "status: >-\n  folded\n  text\ntags: []\nz: 1\n",
    "status: a\ntags: {not: list}\n",
    "status: a\ntags: ['x', \"y\"]",
]


@MANY
@given(st.sampled_from(BLOCKS), TEXT)
def test_an_edit_gives_the_value_and_nothing_else(block, value):
    """set and append: the value is there, every other value and comment is as it was, or the edit is refused."""
    front = FrontMatter(block)
    before = front.data()
    for operation, path in (("set", "status"), ("append", "tags"), ("set", "new-key")):
        try:
            edited = getattr(front, operation)(path, value)
        except EditError:
            continue
        got = edited.data()
        assert (got[path] if operation == "set" else got[path][-1]) == value
        assert {k: v for k, v in got.items() if k != path} == {k: v for k, v in before.items() if k != path}
        for comment in ("# why", "# c", "# tail", "# head"):
            assert (comment in edited.text) == (comment in block)
        if operation == "set":
            assert edited.set(path, value).text == edited.text


@MANY
@given(st.sampled_from(BLOCKS), st.sampled_from(["a", "b", "x", "y", "zzz"]))
def test_what_is_appended_can_be_discarded(block, value):
    """Appending a value to front matter and discarding it restores the list."""
    front = FrontMatter(block)
    try:
        longer = front.append("tags", value)
    except EditError:
        return
    items = longer.data()["tags"]
    shorter = longer.discard("tags", value).data()["tags"]
    expected = list(items)
    expected.remove(value)
    assert shorter == expected


@MANY
@given(TEXT)
def test_quoted_text_is_read_alike_by_every_reader(value):
    """Our quotes: YAML 1.1 (PyYAML, both parsers) and our own reader give the text back."""
    text = f"key: {quote_scalar(value)}\n"
    assert yaml.safe_load(text) == {"key": value}
    assert yaml.load(text, Loader=yaml.CSafeLoader) == {"key": value}
    assert read_block(text) == {"key": value}


def test_the_plain_reader_equals_the_library():
    """The fast reader either leaves a document to libyaml or reads the very same values."""
    rng = random.Random(11)
    atoms = [
        "a", "b", "yes", "no", "on", "Null", "~", "0", "1", "12", "007", "1e5", ".5", ":", ": ", " #", "#", "-",
        "- ", "'", '"', "\\", "\\n", "[", "]", "{", "}", ",", " ", "é", "2024-01-02", "!", "&x", "*x", "|", ">",
        "%", "@", "`", "=", "<<", "_", "+", "?", "\t", "x: y", "true", "\u2028", "\x85", "日本", "\x07", "😀", "k",
    ]  # fmt: skip

    def scalar():
        return "".join(rng.choice(atoms) for _ in range(rng.randrange(1, 5)))

    def line():
        key = rng.choice(["id", "title", "a_b", "a-b", "y", "on", "no", "1", "null", "x", "true", "é"])
        kind = rng.random()
        if kind < 0.5:
            return [f"{key}: {scalar()}"]
        if kind < 0.65:
            return [f"{key}: [" + ", ".join(scalar() for _ in range(rng.randrange(4))) + "]"]
        if kind < 0.8:
            return [f"{key}:"] + [
                rng.choice(["  - ", "- ", " - "]) + scalar() for _ in range(rng.randrange(3))
            ]
        if kind < 0.9:
            return [f"{key}:"] + [f"  {rng.choice('pqr')}: {scalar()}" for _ in range(rng.randrange(3))]
        return [rng.choice([f"{key}:", f"{key}:x", "", "# c", "  x", f"{key} : 1", f'{key}: ["a", "b"]'])]

    accepted = 0
    for _ in range(12_000):
        text = "\n".join(part for _ in range(rng.randrange(1, 5)) for part in line()) + "\n"
        try:
            fast = read_plain(text)
        except NotPlain:
            continue
        accepted += 1
        try:
            slow = read_with_library(text)
        except YamlProblem as problem:
            pytest.fail(f"{text!r} was accepted, the library says {problem.message}")
        assert fast == slow, text
    assert accepted > 1000


@MANY
@given(TEXT)
def test_slug_is_total(title):
    """Any title gives a non-empty, portable, stable name."""
    made = slug(title)
    assert made
    assert len(made) <= 60
    assert len(made.encode()) <= 180
    assert made == slug(title)
    assert not set(made) & set('/\\:*?"<>|. \t\n\r\0')
    assert made.strip("-") == made
    assert slug(made) == made
    assert made not in ("con", "nul", "aux", "prn", "com1")


@MANY
@given(st.sampled_from(RELATIONS) | st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8}){0,2}", fullmatch=True))
def test_the_inverse_of_the_inverse_is_the_relation(words):
    """The inverse of the inverse is the relation, for any words."""
    canonical = canonical_relation(words)
    assert inverse_relation(inverse_relation(canonical)) == canonical


PIECES = st.lists(
    st.sampled_from([
        "a", "## Response snapshot", "## Outcome", "# x", "```", "~~~", "````text", "---", "", " ", "\t", "\r",
        "## Prompt", "{{X}}", "<!-- c -->", "===", "text ```", "    ```", "é", "- ✅ Impact:",
    ]),
    max_size=8,
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(PIECES, st.sampled_from(["\n", "\r\n"]))
def test_any_prompt_written_is_read_back(pieces, newline):
    """write_prompt → split_body is the identity, whatever headings, fences and rules a prompt holds."""
    from records.digest import sha256

    prompt = newline.join(pieces)
    body = f"\n## Prompt\n\n{write_prompt(prompt)}\n\n## Response snapshot\n\nr\n\n## Outcome\n\no\n"
    parts = split_body(body, sha256(prompt))
    assert parts.prompt == prompt
    assert (parts.response, parts.outcome) == ("r", "o")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT, TEXT, st.lists(TEXT, max_size=3), st.booleans())
def test_a_rendered_record_reads_back_the_same(tmp_path, title, prompt, tests, response):
    """render → read is the identity on everything that was given and is no secret."""
    assume(not any(map(PRIVATE.search, (title, prompt, *tests))))
    project = Project.open(str(tmp_path))
    try:
        draft = PhrDraft(
            title=title, stage="misc", prompt=prompt, tests=tuple(tests), response=prompt if response else None,
            files=("a b.py", "ü.txt"), user=prompt[:10] or None, branch=title,
        )  # fmt: skip
    except InvalidInput:
        return
    made = create_phr(project, draft, dry_run=True)
    fields = read_front_matter(made.text).fields
    assert made.record.title == draft.title
    assert phr_parts(read_front_matter(made.text)).prompt == prompt
    assert made.record.files == ("a b.py", "ü.txt")
    assert fields["tests"] == list(tests)
    assert fields["branch"] == title or not title
    again = read_phr(made.text, made.record.path, "general")
    assert again == made.record


@MANY
@given(TEXT)
def test_any_text_can_be_read(text):
    """No text makes the readers raise, and no reader loses a character of the body."""
    for candidate in (text, f"---\n{text}\n---\n{text}", f"```x\n---\nid: {text}\n```"):
        record = read_phr(candidate, "history/prompts/f/0001-x.spec.prompt.md", "f")
        assert record.number == 1 or "id" in candidate
        assert Document.parse(candidate).text == candidate
        reading = read_front_matter(candidate)
        assert reading.body in candidate


@MANY
@given(
    st.lists(st.sampled_from(["# a", "## b", "### c", "```", "~~~", "    # code", "#no", "text", "## b ##"]))
)
def test_headings_are_where_they_say(lines):
    """The positions of headings match the text."""
    text = "\n".join(lines)
    for heading in headings(text):
        start = text[heading.start : heading.body]
        assert start.strip().startswith("#" * heading.level)
        assert text.count("\n", 0, heading.start) + 1 == heading.line
        found = section(text, heading.title)
        assert found is not None


@pytest.mark.parametrize("kind", ["phr", "adr"])
@pytest.mark.parametrize("stop_at", range(1, 9))
def test_a_kill_between_any_two_writes_leaves_whole_files(repo, monkeypatch, kind, stop_at):
    """Stop the process before its n-th step on the file system: what is there afterwards is whole and readable."""
    project = Project.open(str(repo.path))
    create_adr(project, AdrDraft(title="Old"))

    class Killed(BaseException):
        pass

    steps = {"left": stop_at}

    def dying(function):
        def call(*args, **kwargs):
            steps["left"] -= 1
            if not steps["left"]:
                raise Killed
            return function(*args, **kwargs)

        return call

    with monkeypatch.context() as patch:
        for name in ("link", "replace", "unlink", "fsync", "mkdir", "fchmod"):
            patch.setattr(os, name, dying(getattr(os, name)))
        with contextlib.suppress(Killed):
            if kind == "phr":
                create_phr(project, PhrDraft(title="T", stage="green", prompt="p\nq"))
            else:
                create_adr(project, AdrDraft(title="New", supersedes=("1",)))
    after = Project.open(str(repo.path))
    for record in after.store.scan():
        assert record.readable, record
        text = after.store.text(record.path)
        assert text.endswith("\n")
        assert "## " in text
    assert [r.number for r in after.store.scan() if r.kind == "adr"] in ([1], [1, 2])
    create_adr(after, AdrDraft(title="Next"))
    numbers = [r.number for r in Project.open(str(repo.path)).store.scan() if r.kind == "adr"]
    assert len(numbers) == len(set(numbers))


def test_a_full_disk_leaves_nothing_behind(repo, monkeypatch):
    """ENOSPC while the text is written: an error that says what to do, and no half file."""
    import errno

    from records.errors import WriteError

    project = Project.open(str(repo.path))

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(WriteError) as told:
            create_phr(project, PhrDraft(title="T", stage="green", prompt="p"))
    assert "No space left" in told.value.message
    assert "free some disk space" in told.value.hint
    assert [p for p in (repo.path / "history").rglob("*") if p.is_file()] == []


def test_both_ends_are_resolved_before_the_first_write(repo):
    """A reference that names nothing stops everything: no orphan is left."""
    project = Project.open(str(repo.path))
    with pytest.raises(Exception, match="no ADR matches"):
        create_adr(project, AdrDraft(title="New", supersedes=("99",)))
    assert not (repo.path / "history").exists()
    with pytest.raises(InvalidInput):
        create_phr(project, PhrDraft(title="T", stage="nope", prompt="p"))
    assert json.dumps(project.store.scan()) == "[]"
