"""Drive real agents against a model server of our own. `make test-agents` runs it; `make test` does not."""

from __future__ import annotations

import json
import os
import sys
import uuid
from pathlib import Path

import pytest

IS_WANTED = bool(os.environ.get("RECORDS_TEST_AGENTS"))
RESULTS = os.environ.get("RECORDS_TEST_AGENTS_RESULTS", "")
collect_ignore_glob = [] if IS_WANTED else ["test_*.py"]
if IS_WANTED:
    sys.path.insert(0, str(Path(__file__).parent))
    import drivers
    import programs
    from model_server import ModelServer
    from terminal import keep_priority
    from workshop import Workshop

    keep_priority()


@pytest.fixture(scope="session")
def server():
    """The model server of this test process."""
    return ModelServer()


def pytest_generate_tests(metafunc):
    """Play each story with each agent."""
    if "driver" in metafunc.fixturenames:
        metafunc.parametrize("driver", list(drivers.DRIVERS.values()), ids=list(drivers.DRIVERS))


@pytest.fixture
def bare_workshop(driver, server, request):
    """A repository and an agent, before `records` is set up for it."""
    story = request.function.__name__.removeprefix("test_")
    if story in driver.cannot:
        pytest.skip(f"{driver.title}: {driver.cannot[story]}")
    if story == "a_message_sent_the_other_way" and not driver.other_send_key:
        pytest.skip(f"{driver.title}: it has one key to send what is typed while it works")
    if story == "the_plugin_alone" and not driver.package:
        pytest.skip(f"{driver.title}: it installs no package of ours")
    if story in driver.open_bugs:
        request.node.add_marker(pytest.mark.xfail(reason=driver.open_bugs[story]))
    try:
        program = programs.program(driver.name)
    except programs.NotInstalled as error:
        pytest.skip(f"{driver.title} could not be installed: {error}")
    folder = programs.CACHE / "runs" / f"{driver.name}-{uuid.uuid4().hex[:8]}"
    shop = Workshop(driver, program, server, folder)
    yield shop
    shop.close()


@pytest.fixture
def workshop(bare_workshop):
    """A repository in which `records` is set up for the agent."""
    bare_workshop.set_up()
    return bare_workshop


def _stories_of_earlier_runs():
    """The outcomes in the results file, if the agents had the same versions: a run of some stories replaces only those."""
    try:
        content = json.loads(Path(RESULTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content["stories"] if content["versions"] == programs.VERSIONS else {}


def pytest_terminal_summary(terminalreporter):
    """Write what each agent did into the results file, for the documentation."""
    if not (IS_WANTED and RESULTS):
        return
    stories: dict[str, dict[str, str]] = _stories_of_earlier_runs()
    for outcome in ("passed", "xpassed", "failed", "error", "xfailed", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            story, _, agent = report.nodeid.partition("::test_")[2].removesuffix("]").partition("[")
            reason = report.longrepr[2].partition(": ")[2] if outcome == "skipped" else ""
            if agent:
                stories.setdefault(story, {})[agent] = f"{outcome}: {reason}" if reason else outcome
    content = {"versions": programs.VERSIONS, "stories": stories}
    Path(RESULTS).write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")
