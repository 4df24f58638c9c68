"""Secrets are hidden before anything is written; ids, hashes and paths stay."""

from __future__ import annotations

import importlib
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture_canaries import CANARIES
from records.capture import redact_turn as cleaning
from records.model.turn import Turn, Utterance, UtteranceKind
from records.project import redaction
from records.project.state_dir import clone_key
from records.secrets.redactor import Redactor
from records.secrets.rules import OWN_RULES
from records.secrets.scanner import scan

KEY = b"k" * 32
REDACTOR = Redactor.create(KEY)
MODULES = (
    "argparse asyncio calendar collections configparser csv ctypes datetime decimal difflib email.message fractions functools heapq "
    "http inspect ipaddress itertools json logging mailbox os pathlib pickle queue random re shutil smtplib "
    "socket sqlite3 statistics string subprocess tarfile tempfile textwrap threading traceback unittest unittest.mock urllib.parse zipfile"
)


def texts(count: int) -> list[str]:
    """Real technical prose: what the standard library's modules say about their parts."""
    found: list[str] = []
    for name in MODULES.split():
        for item in vars(importlib.import_module(name)).values():
            parts = [item, *vars(item).values()] if isinstance(item, type) else [item]
            docs = [getattr(part, "__doc__", None) for part in parts if callable(part)]
            found += [doc for doc in docs if isinstance(doc, str) and len(doc) > 80]
    return sorted(set(found))[:count]


def test_every_rule_has_a_canary() -> None:
    """A rule that no canary tries is a rule that nobody has seen working."""
    assert set(CANARIES) == {rule.name for rule in OWN_RULES} | {"private-key"}


def test_canaries_in_real_text_are_found_and_hidden() -> None:
    """Each rule's made-up secrets, planted in 1,000 real texts: at least 99 % are gone afterwards."""
    chance = random.Random(7)
    prose = texts(1000)
    names = sorted(CANARIES)
    lost: list[str] = []
    for number in range(1000):
        name = names[number % len(names)]
        secret, planted = CANARIES[name](chance)
        text = prose[number % len(prose)]
        at = text.find(" ", chance.randint(0, len(text) - 1))
        hidden = REDACTOR.redact(f"{text[:at]} {planted} {text[at:]}" if at >= 0 else f"{text} {planted}")
        if secret in hidden or "[REDACTED:" not in hidden:
            lost.append(name)
    assert len(lost) <= 10, lost


@pytest.mark.parametrize("name", sorted(CANARIES))
def test_a_canary_is_told_by_its_own_rule(name: str) -> None:
    """The tag names the rule, so that a reader knows what was there."""
    secret, planted = CANARIES[name](random.Random(3))
    assert [found.rule for found in scan(f"use {planted} here")] == [name]
    assert secret not in REDACTOR.redact(planted)


def test_plain_prose_has_no_secrets() -> None:
    """At most one false hit in a megabyte: here none in all of it."""
    prose = "\n".join(texts(4000))
    assert scan(prose) == []


HARMLESS = """
commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904 in /home/me/shop/src/task-runner-handles-many-files-a1b2.py
uuid 11111111-2222-4333-8444-555555555555, toolu_01K5t1SHKb7SWpgk2mAaNX1T, msg_01Tf5zAkPutv5UvhrVrXjbcy
branch feat/task-019f0000-aaaa-7000-8000-0123456789ab and slug task-a-very-long-slug-that-looks-like-a-key
risk-assessment-of-the-new-approach-2026, disk-usage-0123456789abcdef0123456789abcdef01234567
postgres://user:password@localhost/db postgres://$USER:$PASS@host/db https://host:8080/path?x=1@y
API_KEY=your-api-key-goes-here-1234 token = "<paste-your-token-here-1234>" SECRET=${SECRET_FROM_ENV_2}
password = os.environ["DB_PASSWORD_2026"] api_key: "process.env.OPENAI_API_KEY_2" token="src/auth/token2.py"
Authorization: Bearer $TOKEN  Authorization: Bearer <token-goes-here-123>
sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
password = user_password_2; password=getpass2() pwd=/home/me/x1 password: "[REDACTED:env-value#a1b2c3]"
password=config.password1 passwd: 'correct-horse-battery-1' ?key=short1 ?token=$TOKEN_VALUE_12345 Basic authentication
Authorization: Basic authentication1 password: 2026-01-15T10 pwd=0123456789abcdef passwords=list1
integrity sha512-Rd2sX0RkY0Ck5lBqkR0t2l4GkR0t2l4GkR0t2l4G== package-lock.json
"""


def test_ids_hashes_paths_and_placeholders_stay() -> None:
    """What only looks random is left alone, byte for byte."""
    assert REDACTOR.redact(HARMLESS) == HARMLESS


def test_the_tag_is_stable_under_one_key_and_differs_under_another() -> None:
    """The same secret has the same tag on one clone, so that diffs stay readable; the key is the clone's own."""
    secret, _ = CANARIES["github-token"](random.Random(1))
    first, second = REDACTOR.redact(f"{secret} {secret}").split()
    assert first == second
    assert re.fullmatch(r"\[REDACTED:github-token#[0-9a-f]{6}\]", first)
    assert Redactor.create(b"other").redact(secret) != first


@given(st.lists(st.sampled_from(sorted(CANARIES)), max_size=4), st.text(max_size=80), st.integers(0, 9))
@settings(max_examples=150, deadline=None)
def test_doing_it_again_changes_nothing(names: list[str], words: str, seed: int) -> None:
    """Redaction is idempotent, whatever stands around the secrets."""
    chance = random.Random(seed)
    text = words + " " + " | ".join(CANARIES[name](chance)[1] for name in names)
    once = REDACTOR.redact(text)
    assert REDACTOR.redact(once) == once


def test_private_parts_are_dropped_even_when_left_open() -> None:
    """`<private>` hides what is in it; without an end, it hides the rest."""
    assert REDACTOR.redact("a <private>b</private> c") == "a [private] c"
    assert REDACTOR.redact("a <PRIVATE>b\nc") == "a [private]"


def test_the_home_directory_becomes_a_tilde() -> None:
    """Only as a whole path element."""
    redactor = Redactor.create(KEY, home="/home/alexa")
    assert redactor.redact("/home/alexa/x /home/alexandra/y '/home/alexa'") == "~/x /home/alexandra/y '~'"


def test_known_values_are_hidden_wherever_they_stand() -> None:
    """The repository's own `.env` values, but for parts of words, and never inside a tag."""
    redactor = Redactor.create(KEY, ["hunter2222", "hunter"])
    assert redactor.redact("x=hunter2222; hunters hunter").count("[REDACTED:env-value#") == 2
    for text in (
        "値hunter2222",
        "hunter2222値",
        "_hunter2222",
        "hunter2222_",
        "%20hunter2222",
        r"a\nhunter2222",
    ):
        assert "hunter2222" not in redactor.redact(text), text
    tagged = redactor.redact("hunter2222")
    assert Redactor.create(KEY, ["env"]).redact(tagged) == tagged


def test_env_files_give_their_secrets_and_not_their_settings(tmp_path: Path) -> None:
    """Values of ports, modes, plain words and examples are no secrets."""
    (tmp_path / ".env").write_text(
        "# comment=zzzzzzzz\nexport DB_PASSWORD='s3cr3t-pass'\nNODE_ENV=production\nPORT=8080\nX=short\n"
        "PLAIN=development\nNUMBER=123456789\nURL=https://example.org/x\nREF=${OTHER}abcdef\n"
        "KEY=abcdef123 # a comment\nDSN=https://me:pw12345@example.org\n"
    )
    (tmp_path / ".env.local").write_text('TOKEN="localtoken9"\n')
    (tmp_path / ".env.example").write_text("TOKEN=exampletoken\n")
    assert redaction.env_values(tmp_path) == [
        "s3cr3t-pass",
        "abcdef123",
        "https://me:pw12345@example.org",
        "localtoken9",
    ]


def test_long_texts_are_read_in_pieces_and_hostile_ones_in_time() -> None:
    """A secret far behind in megabytes is found; repetition made to hurt patterns does not."""
    secret, _ = CANARIES["github-token"](random.Random(1))
    text = "word " * 300_000 + secret
    [found] = scan(text)
    assert text[found.start : found.end] == secret
    began = time.process_time()
    for hostile in ("secret" * 20_000, "a:" * 40_000 + "//", "password=;" * 9_000, "-----BEGIN " * 9_000):
        scan(hostile)
    assert time.process_time() - began < 5


def test_a_redactor_that_fails_lets_nothing_through(tmp_path: Path) -> None:
    """The text goes into quarantine, a mark stands for it, and the turn is held back."""

    def broken(_: str) -> str:
        raise ValueError("boom")

    clean = cleaning.failing_closed(broken, tmp_path / "quarantine")
    turn = Turn("claude", "s", "k", utterances=(Utterance(UtteranceKind.TYPED, "my secret", "u"),))
    held = cleaning.clean_turn(turn, clean)
    assert cleaning.is_quarantined(held)
    assert not cleaning.is_quarantined(turn)
    assert "my secret" in [path.read_text() for path in (tmp_path / "quarantine").iterdir()]


def test_long_words_are_cut_with_a_note() -> None:
    """Head and tail stay, and a hash of the whole."""
    cut = cleaning.cut("a" * 50_000 + "z", 1000)
    assert cut.startswith("a" * 500 + "\n[… 49001 characters left out; sha256 of the whole ")
    assert cut.endswith("a" * 499 + "z")


def test_a_clone_has_a_key_of_its_own(tmp_path: Path) -> None:
    """Made on first use, the same afterwards, readable by its owner only."""
    key = clone_key(str(tmp_path / "records" / "key"))
    assert (len(key), clone_key(str(tmp_path / "records" / "key"))) == (32, key)
    assert (tmp_path / "records" / "key").stat().st_mode & 0o077 == 0
