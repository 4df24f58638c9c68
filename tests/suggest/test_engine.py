"""From a change to suggestions: weighed, grouped, named, and silent where there is nothing to say."""

from __future__ import annotations

import json

import pytest

import records
from records.suggest.change import Change
from records.suggest.engine import suggest
from records.suggest.series import read_diff
from records.suggest.weights import built_in, logistic
from suggest_help import file_diff

REDIS = (
    file_diff("pyproject.toml", [" dependencies = [", '+  "redis>=5",', " ]"])
    + file_diff("docker-compose.yml", [" services:", "+  redis:", "+    image: redis:7"])
    + file_diff(
        "app/cache.py",
        ["-import functools", "+import redis", "+client = redis.Redis(os.environ['REDIS_URL'])"],
    )
    + file_diff("app/session.py", ["+from app.cache import client", "+client.get('session')"])
    + file_diff("app/settings.py", ["+REDIS_URL = os.environ['REDIS_URL']"])
)


STRIPE = (
    file_diff("billing/package.json", ['+  "dependencies": {', '+    "stripe": "^14.0.0"', "+  }"], "added")
    + file_diff(
        "billing/charge.ts",
        ['+import Stripe from "stripe";', "+export const stripe = new Stripe();"],
        "added",
    )
    + file_diff("billing/refund.ts", ['+import { stripe } from "./charge";', "+stripe.refund();"], "added")
)


def report(diff, message="", **options):
    return suggest(Change(read_diff(diff), message), **options)


def test_one_decision_is_one_suggestion():
    """A dependency with its service, setting and client speaks of one thing."""
    found = report(REDIS).suggestions
    assert len(found) == 1
    assert found[0].title.startswith("Adopt Redis")
    why = {e.why for e in found[0].evidence}
    assert {"new runtime dependency redis", "new image or action redis"} <= why
    assert "new environment variable REDIS_URL" in why
    assert "redis is used in 3 files" in why


def test_two_decisions_are_two_suggestions():
    """Two independent decisions give two suggestions."""
    titles = [s.title for s in report(REDIS + STRIPE).suggestions]
    assert titles == ["Adopt Redis for caching", "Adopt Stripe for billing"]


def test_the_json_object():
    """`suggest_diff` returns the documented object."""
    data = records.suggest_diff(REDIS, message="Cache sessions in Redis")
    assert set(data) == {"range", "score", "threshold", "suggestions", "set_aside", "related"}
    first = data["suggestions"][0]
    assert first["title"] == "Cache sessions in Redis"
    assert first["topic"] == "dependency"
    assert first["score"] == data["score"]
    assert {"path": "pyproject.toml", "line": 2, "why": "new runtime dependency redis"} in first["impact"]
    assert first["covered_by"] == []
    assert json.loads(json.dumps(data)) == data


def test_the_old_side_is_told():
    """Evidence of removed lines is marked with its side."""
    diff = file_diff(
        "package.json", ['   "dependencies": {', '-    "moment": "^2.1.0",', '+    "date-fns": "^3.0.0",']
    )
    found = records.suggest_diff(diff)["suggestions"][0]
    assert found["title"] == "Replace Moment with date-fns"
    gone = {"path": "package.json", "line": 2, "why": "dependency moment removed", "side": "old"}
    assert gone in found["alternatives"]


def test_a_message_in_the_text_is_read_and_one_given_wins():
    """A message in the diff is used unless one is passed."""
    text = "commit 1\nAuthor: A\n\n    Use Redis for sessions (#12)\n\n" + REDIS
    assert records.suggest_diff(text)["suggestions"][0]["title"] == "Use Redis for sessions"
    assert records.suggest_diff(text, message="Add redis")["suggestions"][0]["title"] == "Add redis"


@pytest.mark.parametrize(
    ("diff", "reason"),
    [
        ("", "nothing changed"),
        (file_diff("tests/test_a.py", ["+a"]), "only tests change"),
        (file_diff("README.md", ["+a"]), "only documents change"),
        (file_diff("yarn.lock", ["+a"]), "only generated or locked files change"),
        (file_diff("a.py", ["-a(b,c)", "+a(b, c)"]), "only whitespace and layout change"),
        (
            file_diff("logo.svg", ["+a"]) + file_diff("README.md", ["+a"]),
            "no file that could carry a decision changed",
        ),
    ],
)
def test_routine_is_silent(diff, reason):
    """Routine changes give no suggestion and a reason."""
    got = report(diff)
    assert got.suggestions == ()
    assert got.set_aside == (reason,)


def test_only_modes_change():
    """A change of file modes gives no suggestion."""
    got = report("diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n")
    assert got.set_aside == ("only file modes change",)


def test_a_record_in_the_same_change_is_enough():
    """A decision record in the diff suppresses the suggestion."""
    got = report(REDIS + file_diff("history/adr/0004-use-redis.md", ["+# 4. Use Redis"], "added"))
    assert got.suggestions == ()
    assert got.set_aside == ("the decision is written in the same change: history/adr/0004-use-redis.md",)


def test_a_waiver_is_shown():
    """A waiver in the message suppresses the suggestion and is shown."""
    got = report(REDIS, "Use Redis\n\nADR: none (a trial, thrown away on Friday)")
    assert got.suggestions == ()
    assert got.set_aside == ("waived in the commit message: a trial, thrown away on Friday",)


def test_more_evidence_scores_higher_and_routine_lower():
    """Evidence raises the score, and routine words lower it."""
    plain = report(file_diff("app/a.py", ["+a = 1"])).analysis.score
    assert report(REDIS).analysis.score > plain
    assert report(file_diff("app/a.py", ["+a = 1"]), "fix: typo").analysis.score < plain


def test_suggestions_come_most_confident_first():
    """Suggestions are sorted by descending score."""
    scores = [s.score for s in report(REDIS + STRIPE).suggestions]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] < scores[0] < 1


def test_the_threshold_decides_what_is_made():
    """Only suggestions above the threshold are shown."""
    assert report(REDIS, threshold=0.0).above_threshold
    assert not report(REDIS, threshold=1.0).above_threshold


def test_the_weights_are_small_enough_to_read():
    """The weights are few, and weights of evidence are not negative."""
    weights = built_in()
    assert 50 < len(weights.of) < 400
    assert 0.2 < weights.threshold < 0.9
    assert not any(
        value < 0
        for name, value in weights.of.items()
        if name.startswith(("dependency.", "data.", "rationale."))
    )
    assert not any(value > 0 for name, value in weights.of.items() if name.startswith("noise."))
    assert logistic(0) == 0.5


def test_a_change_without_a_subject_still_gets_a_title():
    """A change without a recognised subject gets the default title."""
    got = report(
        file_diff("app/a.py", ["+a = 1", "+b = 2"]) + file_diff("app/b.py", ["+a = 1"]), threshold=0.0
    )
    assert got.suggestions[0].title == "Record what this change decides"


def test_a_tree_that_is_known_decides_what_is_new():
    """The tree before the change decides whether a folder is new."""
    diff = file_diff("ops/a.tf", ["+x = 1"], "added") + file_diff("ops/b.tf", ["+x = 1"], "added")
    parsed = read_diff(diff)
    signals = {e.signal for e in suggest(Change(parsed, present=frozenset({"ops"}))).analysis.evidence}
    assert "structure.top" not in signals
    signals = {e.signal for e in suggest(Change(parsed)).analysis.evidence}
    assert "structure.top" in signals


def test_whole_manifests_tell_their_sections():
    """With the texts at hand a line in a section that the hunk does not show is read right."""
    diff = file_diff("package.json", ['     "a": "^1.0.0",', '+    "b": "^1.0.0",'])
    text = '{\n"devDependencies": {\n    "a": "^1.0.0",\n    "b": "^1.0.0"\n}}\n'
    old = '{\n"devDependencies": {\n    "a": "^1.0.0"\n}}\n'
    moved = diff.replace("@@ -1,1 +1,2 @@", "@@ -3,1 +3,2 @@")
    change = Change(read_diff(moved), texts=(("-", "package.json", old), ("+", "package.json", text)))
    why = [e.why for e in suggest(change).analysis.evidence if e.signal.startswith("dependency")]
    assert why == ["new development dependency b"]


def test_the_most_telling_evidence_is_never_left_out():
    """A migration and a setting stand among what is shown, whatever else there is; words come last."""
    diff = (
        file_diff("pyproject.toml", ["+dependencies = ['redis', 'rq', 'hiredis', 'croniter', 'msgspec']"])
        + file_diff("app/queue.py", ["+import rq", '+URL = os.environ["DATABASE_URL"]'], "added")
        + file_diff("db/migrations/0007_jobs.sql", ["+ALTER TABLE orders ADD job text;"], "added")
    )
    first = report(diff, message="Run jobs in a queue").suggestions[0]
    shown, hidden = first.visible("impact")
    why = [e.why for e in shown]
    assert {"new migration 0007_jobs.sql", "new environment variable DATABASE_URL"} <= set(why)
    assert hidden == len(first.under("impact")) - len(shown)
    words = [n for n, e in enumerate(first.under("impact")) if e.signal.startswith("naming.")]
    assert min(words) > why.index("new migration 0007_jobs.sql")


def test_a_large_change_without_a_choice_stays_below_the_default_level():
    """Size, comments and words that spread do not make a decision where nothing was chosen."""
    lines = [f"+# row {number}\n+value_{number} = image({number})" for number in range(150)]
    diff = "".join(
        file_diff(f"shop/part{n}/rows.py", lines, "added" if n % 2 else "modified") for n in range(8)
    )
    analysis = report(diff, "Show them all").analysis
    assert not [e.signal for e in analysis.evidence if e.signal.startswith(("dependency", "rationale"))]
    assert analysis.score <= 0.4
    reason = file_diff(
        "shop/keep.py", ["+# copied because the shop has to work without a network", "+keep()"]
    )
    assert report(diff + reason, "Show them all").analysis.score > 0.4


def test_a_commit_that_is_named_by_its_id_has_no_title():
    """A subject that is only the id of another commit heads no suggestion."""
    title = records.suggest_diff(REDIS, message="Commit aa08a2d15520f9d9501d83209189afd997706b19")[
        "suggestions"
    ][0]["title"]
    assert title == "Adopt Redis for caching"


def test_a_library_of_no_known_use_joins_the_title_only_where_the_change_is_about_it():
    """What a lesser file of many uses is an aside, and so is a library beside one that the title says is used."""
    manifest = file_diff("package.json", [' "dependencies": {', '+  "oddlib": "^1",', " }"])

    def title(count, subject):
        uses = [file_diff(f"src/part{n}.ts", ["+export const part = 1;"] * 9) for n in range(count)]
        first = file_diff("src/first.ts", ['+import odd from "oddlib";', "+odd.start();"])
        return report("".join([manifest, first, *uses]), subject).suggestions[0].title

    assert title(1, "Show a bibliography") == "Show a bibliography with oddlib"
    assert title(9, "Show a bibliography") == "Show a bibliography"
    assert title(1, "Use a limiter for requests") == "Use a limiter for requests"


@pytest.mark.parametrize(
    "mark",
    [
        "// Code generated by go-swagger; DO NOT EDIT.",
        "# DO NOT EDIT: this file was generated by make models",
        "/* @generated by protoc */",
    ],
)
def test_a_file_that_says_a_program_wrote_it_holds_no_decision(mark):
    """At its head; a text that speaks of such files further below is somebody's."""
    lines = ["+class Client:", "+    pass"]
    generated, own = ([f"+{mark}", *lines], [*lines * 9, f"+{mark}"])
    files = Change(
        read_diff(file_diff("client/a.py", generated, "added") + file_diff("b.py", own, "added"))
    ).files
    assert [file.path for file in files] == ["b.py"]


def test_new_types_and_names_alone_choose_nothing():
    """A feature of plain classes stays below the default level, however large; with a reason for a choice it may not."""
    parts = ("Measurement", "Streamflow", "Gauge", "Reading", "Flow", "Level")
    lines = [f"+class {part}Builder:" for part in parts] + ["+    unit = 1"] * 60
    diff = "".join(file_diff(f"app/dto/{part.lower()}.py", lines, "added") for part in parts)
    message = "Implement measurement builders"
    assert report(diff, message).suggestions[0].score <= 0.4
    reason = file_diff(
        "app/units.py", ["+# We store metric units instead of those of the sender.", "+x = 1"], "added"
    )
    assert report(diff + reason, message).suggestions[0].score > 0.4
