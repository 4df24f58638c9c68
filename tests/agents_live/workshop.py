"""A repository with `records` set up for one agent, the agent itself, and what capture made of its work."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from drivers import DEEP, SECOND, Driver
from model_server import ModelServer
from terminal import Terminal

from paths import REPOSITORY

Json = dict[str, Any]


class Workshop:
    """One home folder, one repository, one agent."""

    def __init__(self, driver: Driver, program: list[str], server: ModelServer, folder: Path) -> None:
        self.driver, self.server, self.folder = driver, server, folder
        self._program = program
        self.home, self.root = folder / "home", folder / "work" / "shop"
        self.root.mkdir(parents=True)
        self.home.mkdir()
        self._terminals: list[Terminal] = []
        self._first_request = len(server.requests)
        self.environment = {
            "HOME": str(self.home),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "GIT_CONFIG_SYSTEM": os.devnull,
            **driver.environment(server.url),
        }
        (self.home / ".gitconfig").write_text("[user]\n\tname = A\n\temail = a@example.org\n")
        driver.prepare(self.home, self.root, server.url)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "A")  # Gemini CLI hides the person's own settings from its shell
        self.git("config", "user.email", "a@example.org")
        (self.root / "README.md").write_text("# A shop\n")
        (self.root / ".gitignore").write_text(
            "__pycache__/\n.pytest_cache/\n.aider*\nnode_modules/\n.opencode/package*.json\n"
        )
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Begin")
        self.records("init")

    def set_up(self) -> None:
        """Install what `records` has for the agent, and commit it."""
        if self.driver.hooks:
            self.records("capture", "install", self.driver.name, "--yes")
            self.records("agents", "install", self.driver.name, "--yes")
        else:
            self.records("capture", "on")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Set up")

    def git(self, *arguments: str) -> str:
        """Run git in the repository."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def records(self, *arguments: str, folder: Path | None = None, code: int | None = 0) -> str:
        """Run `records`; returns its standard output."""
        command = [sys.executable, "-P", "-m", "records", *arguments]
        done = subprocess.run(
            command,
            cwd=folder or self.root,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert code is None or done.returncode == code, (
            f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        )
        return done.stdout

    def say(
        self, prompt: str, *, resume: bool = False, folder: Path | None = None, seconds: float = 120
    ) -> str:
        """Let the agent answer one prompt; returns all that it printed."""
        done = self.start(prompt, resume=resume, folder=folder)
        try:
            output, _ = done.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            done.kill()
            output, _ = done.communicate()
            raise AssertionError(f"no answer after {seconds} s:\n{output[-2000:]}") from None
        assert done.returncode == 0, f"exit {done.returncode}:\n{output[-2000:]}"
        return output

    def start(
        self, prompt: str, *, resume: bool = False, folder: Path | None = None
    ) -> subprocess.Popen[str]:
        """Start the agent with one prompt, and do not wait."""
        self.server.folder = str(folder or self.root)
        with tempfile.TemporaryFile("w+") as stream:
            if self.driver.reads_stdin:
                stream.write(prompt)
                stream.seek(0)
            return subprocess.Popen(
                [*self._program, *self.driver.command(prompt, resume=resume)],
                cwd=folder or self.root,
                env=self.environment,
                stdin=stream,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )

    def add_work_tree(self) -> Path:
        """Return a new linked work tree on a branch of its own, with a folder in it."""
        tree = self.root.parent / SECOND
        self.git("worktree", "add", "-q", "-b", "009-second", str(tree))
        (tree / DEEP).mkdir(parents=True)
        self.driver.prepare_work_tree(tree)
        return tree

    def open(self, folder: Path | None = None, *, ask: bool = False, resume: str = "") -> Terminal:
        """Start the agent in a terminal, and wait until a prompt can be typed.

        Args:
            folder: where; in the repository by default.
            ask: let it ask before it uses a tool.
            resume: a text of its last session, with which it carries on.
        """
        more = self.driver.resume_arguments if resume else ()
        command = [*self._program, *self.driver.interactive(ask=ask), *more]
        self.server.folder = str(folder or self.root)
        environment = {**self.environment, **(self.driver.ask_environment if ask else {})}
        terminal = Terminal(command, environment, folder or self.root)
        self._terminals.append(terminal)
        terminal.wait_for(*self.driver.ready, *filter(None, [resume]))
        if resume:  # the prompt is shown before the conversation is loaded, and what is typed then is lost
            terminal.has(lambda: terminal.shows(resume), 20)
        terminal.read(1.0)
        return terminal

    def has_request(self, text: str) -> bool:
        """Whether this agent has sent a text; the server has the requests of other tests too."""
        return any(text in request for request in self.server.texts(self._first_request))

    def run_own_command(self) -> None:
        """Let the agent write the project's settings again, where it has a command for it."""
        self._run(self.driver.own_command)

    def run_first_command(self) -> None:
        """Let the agent create its database, where two first starts at once would fail."""
        self._run(self.driver.first_command)

    def install_package(self) -> None:
        """Install our plugin for the person, as its host does; Gemini CLI asks whether it trusts the folder."""
        for command in self.driver.package:
            self._run(tuple(command.format(REPOSITORY).split()), answer="y\n")

    def _run(self, command: tuple[str, ...], *, answer: str = "") -> None:
        if command:
            subprocess.run(
                [*self._program, *command], cwd=self.root, env=self.environment,
                input=answer, check=True, capture_output=True, text=True, timeout=120,
            )  # fmt: skip

    def turns(self, folder: Path | None = None) -> list[Json]:
        """Return what capture made of it, oldest first."""
        if self.driver.hooks:
            self._sync(folder)
        else:
            self.records("capture", "import", self.driver.settings_file, folder=folder)
        rows: list[Json] = json.loads(self.records("capture", "log", "--json", folder=folder))
        rows.reverse()  # the log has the newest first; aider has one time for a whole chat
        return sorted(rows, key=lambda row: str(row["at"]))

    def utterances(self, folder: Path | None = None) -> list[tuple[str, str]]:
        """Return the kind and the words of each utterance, oldest first."""
        return [(said["kind"], said["text"]) for row in self.turns(folder) for said in row["utterances"]]

    def words(self, folder: Path | None = None) -> list[str]:
        """Return the words of each utterance, oldest first."""
        return [text for _, text in self.utterances(folder)]

    def record(self, turn: Json) -> Json:
        """Return the record of a turn."""
        assert turn["record"], f"the turn has no record: {turn}"
        shown: Json = json.loads(self.records("show", turn["record"], "--json"))
        return shown

    def close(self) -> None:
        """End the agents, and remove the folder."""
        for terminal in self._terminals:
            terminal.close()
        self._settle()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _sync(self, folder: Path | None) -> None:
        """Sync until no other sync is at work, no event is being written, and no turn is waited for; at most a minute.

        The hooks start syncs in the background, and a sync beside another one only says so.
        """
        deadline = time.monotonic() + 60
        while True:
            self._settle()
            report: Json = json.loads(self.records("capture", "sync", "--json", folder=folder))
            if not (report["busy"] or report["waiting"]) or time.monotonic() > deadline:
                return

    def _settle(self) -> None:
        """Let what the hooks started in the background end: the spool has no event that is half written."""
        spool = self.root / ".git/records/spool"
        time.sleep(0.5)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and spool.is_dir() and any(spool.glob(".*")):
            time.sleep(0.1)
