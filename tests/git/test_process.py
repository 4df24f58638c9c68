"""Programs are run to their end with all of their input and output, whatever their size and order."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from records.git.process import run_program


def python(code, stdin=b""):
    """Run a program of Python's."""
    return run_program([sys.executable, "-S", "-c", code], dict(os.environ), stdin)


def test_input_and_both_outputs_of_any_size_pass():
    """More than pipes hold, in both directions at once, and bytes that are no text."""
    data = bytes(range(256)) * 4_000
    code = (
        "import sys\n"
        "for piece in iter(lambda: sys.stdin.buffer.read(70_000), b''):\n"
        "    sys.stderr.buffer.write(piece[:10]); sys.stdout.buffer.write(piece)"
    )
    process = python(code, data)
    assert (process.returncode, process.stdout) == (0, data)
    assert len(process.stderr) == 10 * -(-len(data) // 70_000)
    assert python("import sys; sys.stdout.write(repr(sys.stdin.read()))").stdout == b"''"


def test_how_a_program_ends_is_told():
    """Its exit code, the negative number of a signal; SIGPIPE ends it as it does any program."""
    assert python("raise SystemExit(3)").returncode == 3
    assert python("import os, signal; os.kill(os.getpid(), signal.SIGTERM)").returncode == -15
    assert python("import signal; print(signal.getsignal(signal.SIGXFSZ) is not None)").returncode == 0
    assert run_program(["/bin/sh", "-c", "kill -PIPE $$; echo still here"], {}, b"").returncode == -13


def test_a_program_that_reads_nothing_gets_no_error():
    """Input that nobody reads is dropped."""
    process = python("print('done')", b"x" * 1_000_000)
    assert (process.returncode, process.stdout) == (0, b"done\n")


def test_a_program_that_is_not_there_is_an_error():
    """As with any file that is not there; no pipe stays open."""
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    with pytest.raises(FileNotFoundError):
        run_program(["/no/such/program"], {}, b"")
    python("pass", b"x")
    assert before in (0, len(os.listdir("/proc/self/fd")))


@pytest.fixture
def children(monkeypatch):
    """The numbers of the programs that were started; whoever waits for one is interrupted."""
    import select

    class Interrupted:
        def register(self, *_):
            pass

        def poll(self, *_patience):
            raise KeyboardInterrupt

    numbers = []
    spawn = os.posix_spawn
    monkeypatch.setattr(os, "posix_spawn", lambda *a, **k: numbers.append(spawn(*a, **k)) or numbers[-1])
    monkeypatch.setattr(select, "poll", Interrupted)
    return numbers


def test_an_interrupt_ends_the_program(children):
    """The program does not run on where its caller stops waiting for it."""
    with pytest.raises(KeyboardInterrupt):
        python("import time; time.sleep(600)")
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], 0)


def test_an_interrupted_program_can_remove_its_files(children, monkeypatch, tmp_path):
    """Git leaves no lock file behind: it is told to end, not killed."""
    lock = tmp_path / "index.lock"
    code = 'trap \'rm "$1"; exit 1\' TERM\n: >"$1"\n: >"$1.ready"\nwhile [ -e "$1" ]; do sleep 0.01; done'
    started = os.posix_spawn

    def start(*args, **options):
        number = started(*args, **options)
        while not (tmp_path / "index.lock.ready").exists():
            time.sleep(0.01)
        return number

    monkeypatch.setattr(os, "posix_spawn", start)
    with pytest.raises(KeyboardInterrupt):
        run_program(["/bin/sh", "-c", code, "sh", str(lock)], dict(os.environ), b"")
    assert children
    assert not lock.exists()


def test_an_interrupted_program_that_ignores_the_signal_finds_no_input(children):
    """Waiting for it ends, although it reads on."""
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_program(["/bin/cat"], dict(os.environ), b"text")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert children


def test_an_interrupt_stays_one_where_children_are_ignored(children, monkeypatch):
    """A program whose end nobody is told of, as in a thread, may have ended when it is to be ended."""
    spawn = os.posix_spawn
    monkeypatch.setattr(os, "posix_spawn", lambda *a, **k: _after_its_end(spawn(*a, **k)))
    with ignored_children(), ThreadPoolExecutor() as pool:
        assert isinstance(pool.submit(python, "pass").exception(), KeyboardInterrupt)
    assert children


def test_how_a_program_ends_is_told_where_children_are_ignored():
    """A caller's caller may have said so: a git that fails must not count as one that finds nothing."""
    with ignored_children():
        assert python("raise SystemExit(3)").returncode == 3
        assert python("print('done')").returncode == 0
        assert signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN
        with ThreadPoolExecutor() as pool:  # which may not change what happens to signals
            process = pool.submit(python, "print('done')").result()
    assert (process.returncode, process.stdout) == (0, b"done\n")


@contextlib.contextmanager
def ignored_children():
    """A caller that does not want to know how its programs end."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGCHLD, before)


def _after_its_end(number):
    """Return the number of a program that is no longer there."""
    while _is_there(number):
        time.sleep(0.01)
    return number


def _is_there(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_closed_standard_streams_are_no_obstacle():
    """Pipes get other numbers than those of the standard streams, which may be free."""
    code = (
        "import os, sys\n"
        "from records.git.process import run_program\n"
        "for number in (0, 1): os.close(number)\n"
        "process = run_program(['/bin/sh', '-c', 'cat; echo more >&2'], dict(os.environ), b'text')\n"
        "os.write(2, process.stdout + process.stderr)"
    )
    process = subprocess.run([sys.executable, "-c", code], stderr=subprocess.PIPE, check=True)
    assert process.stderr == b"textmore\n"


def test_without_posix_spawn_the_same_is_done(monkeypatch):
    """Where the system starts programs in another way, the standard library does it."""
    monkeypatch.delattr(os, "posix_spawn")
    process = python("import sys; sys.stdout.write(sys.stdin.read()); sys.exit('bad')", b"text")
    assert (process.returncode, process.stdout, process.stderr.strip()) == (1, b"text", b"bad")
