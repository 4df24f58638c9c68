"""The extension in VS Code itself: its server and extension host, with a browser as the window."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chromium import started_browser
from paths import REPOSITORY
from records.project.project import Project

PROGRAMS = (
    Path(os.environ.get("RECORDS_TEST_AGENTS_HOME", Path.home() / ".cache/records-test-agents")) / "programs"
)
PACKAGE = REPOSITORY / "dist" / "records-vscode.vsix"
_WAIT = 120_000


@pytest.fixture
def window(tmp_path, repo):
    """A window of VS Code with the repository open and trusted, and the packaged extension installed."""
    node = shutil.which("node")
    servers = sorted(PROGRAMS.glob("vscode-*/node_modules/code-server/lib/vscode/out/server-main.js"))
    if not (node and servers and PACKAGE.exists()):
        pytest.skip("VS Code or the extension is not installed: make vscode-server vscode")
    options = ["--accept-server-license-terms", "--server-data-dir", str(tmp_path / "data")]
    options += ["--extensions-dir", str(tmp_path / "extensions"), "--telemetry-level", "off"]
    environment = {**os.environ, "HOME": str(tmp_path)}
    settings = tmp_path / "data/data/Machine/settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"records.command": str(Path(sys.executable).with_name("records"))}))
    install = [node, str(servers[-1]), "--install-extension", str(PACKAGE), *options]
    subprocess.run(install, env=environment, check=True, capture_output=True, timeout=120)
    serve = [
        node,
        str(servers[-1]),
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--without-connection-token",
        *options,
    ]
    log = tmp_path / "server.log"
    with (
        log.open("w") as stream,
        subprocess.Popen(serve, env=environment, stdout=subprocess.PIPE, stderr=stream, text=True) as server,
    ):
        try:
            port = next(
                found[1] for line in server.stdout if (found := re.search(r"listening on (\d+)", line))
            )
            with started_browser() as browser:
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.set_default_timeout(_WAIT)
                page.goto(f"http://127.0.0.1:{port}/?folder={repo.path}")
                page.click("text=Yes, I trust the authors")
                yield page
        finally:
            server.terminate()


def _command(page, title: str) -> None:
    page.keyboard.press("F1")
    page.wait_for_selector(".quick-input-widget input")
    page.keyboard.type(title)
    page.click(f".quick-input-list .monaco-list-row >> text={title}")


def test_the_extension_in_vs_code(window, run, repo):
    """Lens, list of decisions, hover, problems and a new decision, as a person sees and makes them."""
    repo.write("app/store.py", "import redis\nstore = redis.Redis()\n")
    run("adr", "new", "--no-edit", "--template", "native", "--affects", "app/store.py", "Use Redis")
    run("phr", "new", "Cache", "--stage", "green", "--prompt", "Cache the results, please.")
    run("link", "general/1", "led-to", "ADR-1")
    repo.write("history/adr/0002-broken.md", "# 2. Broken\n\n## Status\n\nWobbly\n")
    repo.commit("Cache")

    window.click('.explorer-folders-view .monaco-list-row[aria-label^="app"]')
    window.dblclick('.explorer-folders-view .monaco-list-row[aria-label^="store.py"]')
    window.wait_for_selector(".codelens-decoration >> text=governed by ADR-0001 Use Redis")

    window.hover(".view-line >> text=redis.Redis")
    hover = window.wait_for_selector(".monaco-hover-content >> text=Use Redis")
    assert "led to ADR-0001 Use Redis (accepted)" in hover.inner_text()

    window.mouse.move(5, 5)
    window.click(".codelens-decoration a")
    window.wait_for_selector(".quick-input-list .monaco-list-row >> text=ADR-0001")
    window.keyboard.press("Enter")
    window.wait_for_selector(".tab.active >> text=0001-use-redis.md")

    _command(window, "Records: Check")
    window.keyboard.press("Control+Shift+M")
    window.wait_for_selector(".markers-panel >> text=ADR007")

    _command(window, "Records: New decision")
    window.wait_for_selector("text=What is decided, in a few words")
    window.keyboard.type("Use Kafka")
    window.keyboard.press("Enter")
    window.wait_for_selector(".tab.active >> text=0003-use-kafka.md")
    made = next(r for r in Project.open(str(repo.path)).store.scan() if r.ref == "ADR-0003")
    assert (made.title, made.status) == ("Use Kafka", "proposed")
