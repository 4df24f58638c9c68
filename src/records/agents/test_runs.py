"""Recognise test commands and read their outcome: passed, failed or unknown, never a guess.

An exit code counts only when it is the test's own: `pytest | tail` succeeds whatever the tests
do, so a piped command is judged by the summary in its output, or not at all. A run that ran no test
neither passed nor failed.
"""

from __future__ import annotations

import shlex

import records.regex as re
from records.model.turn import RanTests
from records.patterns import DIGITS

_HEADS = {
    ("pytest",), ("py.test",), ("unittest",), ("nosetests",), ("nose2",), ("tox",), ("nox",),
    ("vitest",), ("jest",), ("mocha",), ("ava",), ("rspec",), ("phpunit",), ("ctest",), ("pest",),
    ("go", "test"), ("gotestsum",), ("cargo", "test"), ("cargo", "nextest"), ("dotnet", "test"),
    ("deno", "test"), ("swift", "test"), ("mix", "test"), ("rake", "test"), ("rails", "test"),
    ("flutter", "test"), ("dart", "test"), ("zig", "test"), ("playwright", "test"), ("bats",),
    ("mvn", "test"), ("mvn", "verify"), ("mvnw", "test"), ("mvnw", "verify"), ("sbt", "test"),
    ("gradle", "test"), ("gradlew", "test"), ("gradle", "check"), ("gradlew", "check"),
    ("hatch", "test"), ("bazel", "test"), ("django", "test"), ("manage.py", "test"),
}  # fmt: skip
_TASK_RUNNERS = {"make", "just", "mise", "task", "npm", "pnpm", "yarn", "bun", "rake", "invoke"}
_RUN_WORDS = {"run", "r", "exec"}
_WRAPPERS = {"uv", "poetry", "pipenv", "pdm", "hatch", "rye", "npx", "bunx", "pnpx", "bundle"}
_PREFIXES = {"time", "sudo", "env", "nice", "command", "exec", "xvfb-run", "cross-env", "dotenv"}
_PYTHON = re.compile(r"python[\d.]*\Z")
_TASK = re.compile(r"(?:(?:unit|all|run)[-_:])?(?:test|tests|check)(?:[-_:.].*)?\Z|.*[-_:]tests?\Z")
_ASSIGNED = re.compile(r"[A-Za-z_]\w*=\S*\Z")
_SEGMENT = re.compile(r"(&&|\|\||;|\n|\|&?)")
_EXIT = re.compile(rf"(?:exit(?:ed)?(?: with)?(?: code| status)?|Exit code)[:=]? ({DIGITS})\b", re.I)

_FAILED = re.compile(rf"(?<![\w.])({DIGITS})[ \t](?:tests?[ \t])?(?:failed|failures?|failing)\b", re.I)
_ERRORS = re.compile(rf"(?<![\w.])({DIGITS})[ \t]errors?\b", re.I)
_PASSED = re.compile(rf"(?<![\w.])({DIGITS})[ \t](?:tests?[ \t])?(?:passed|passing|pass)\b", re.I)
_SKIPPED = re.compile(rf"(?<![\w.])({DIGITS})[ \t](?:tests?[ \t])?(?:skipped|ignored|pending|todo)\b", re.I)
_RATIO = re.compile(rf"Tests run:\s*({DIGITS}), Failures:\s*({DIGITS}), Errors:\s*({DIGITS})")
_UNITTEST = re.compile(rf"^Ran ({DIGITS}) tests? in", re.M)
_COLON = re.compile(rf"\b(passed|failed|skipped)!?\s*[:\-]\s*({DIGITS})", re.I)
_BAD_LINE = re.compile(
    r"^(?:--- FAIL|FAIL\b|not ok \d|FAILED\b|BUILD FAILED|BUILD FAILURE|test result: FAILED"
    r"|E   \w|panic: |error: could not compile|error\[E\d+\]|[ \t]*[✗✕] |\[test\] ERROR)",
    re.M,
)
_WRAPPER_FAILED = re.compile(r"^(?:npm ERR!|make: \*\*\*|error: Recipe)", re.M)
_NO_TEST = re.compile(
    r"\bno tests? (?:(?:files?|suites?|modules?|targets?) )?(?:(?:was|were|is) )?"
    r"(?:ran|run|found|collected|executed|available|to run)\b"
    r"|\[no test files\]|\b(?:ran|executed|running|starting) 0 tests\b|\bcollected 0 items\b"
    r"|^1\.\.0\b|\b0 examples, 0 failures\b|^(?:[#ℹ] )?tests:? 0$|^=* ?\d+ deselected in ",
    re.M | re.I,
)
_RAN_LINE = re.compile(r"^(?:ok  ?\t?\S|--- PASS|ok \d|[ \t]*✓ )")
_NO_TEST_CODES = {"pytest": 5, "py.test": 5, "unittest": 5, "nextest": 4, "bazel": 4}
_STREAMS = re.compile(r"[ \t]*2>&1$")
_GOOD_LINE = re.compile(
    r"^(?:ok  ?\t?\S|PASS\b|OK(?: \(|\Z|$)|ok \d+|BUILD SUCCESS|test result: ok|[ \t]*✓ )", re.M
)
_LAST = 20_000


def recognise(command: str) -> bool:
    """Return whether some part of the shell command runs tests."""
    return any(_is_test(segment) for segment, _ in _segments(command))


def judge(command: str, output: str, exit_code: int | None = None) -> RanTests:
    """Return the outcome of a test command: by its own exit code, else by its summary, else unknown.

    Args:
        command: the whole shell command; the part that runs tests is kept.
        output: what it printed.
        exit_code: the code of the whole command, None when the agent does not report it.
    """
    tail = output[-_LAST:]
    counts = _counts(tail)
    status, source = _by_summary(tail, counts), "summary"
    is_own = exit_code is not None and _owns_exit(command)
    if is_own:
        status, source = ("passed" if exit_code == 0 else "failed"), "exit"
    if _ran_no_test(tail, counts) or (is_own and exit_code and _is_no_test_code(command, output, exit_code)):
        status = "unknown"
    if status == "unknown":
        source = ""
    return RanTests(test_part(command), status, counts[0], counts[1], counts[2], source)


def test_part(command: str) -> str:
    """Return the part of a shell command that runs tests, with the folder that it changes to before."""
    pieces = _SEGMENT.split(command)
    parts: list[str] = []
    folder = ""
    end = 0
    for start in range(0, len(pieces), 2):
        if start < end:
            continue
        text = pieces[start].strip(" \t\r")
        if re.match(r"\(?[ \t]*cd[ \t]", text):
            folder = text.lstrip("( \t")
        elif _is_test(text):
            text, end = _whole(pieces, start)
            text = _STREAMS.sub("", text)
            parts.append(f"{folder} && {text}" if folder else text)
            folder = ""
    return "; ".join(dict.fromkeys(parts)) or command


def _whole(pieces: list[str], start: int) -> tuple[str, int]:
    """Return a part of a command up to where its quotes are closed, and the place of the piece after it."""
    for end in range(start + 1, len(pieces) + 1, 2):
        text = "".join(pieces[start:end]).strip()
        try:
            shlex.split(text)
        except ValueError:
            continue
        return text, end
    return pieces[start].strip(), start + 1


def merge(runs: list[RanTests]) -> tuple[RanTests, ...]:
    """Return the last run of each command, in the order of first runs; `red` where one failed before."""
    last: dict[str, RanTests] = {}
    red: set[str] = set()
    for run in runs:
        if run.status == "failed":
            red.add(run.command)
        last[run.command] = run
    return tuple(
        RanTests(run.command, run.status, run.passed, run.failed, run.skipped, run.source, name in red)
        for name, run in last.items()
    )


def exit_code(output: str) -> int | None:
    """Return the exit code that an output states in words, such as `Process exited with code 1`."""
    matches = _EXIT.search(output[:400]) or _EXIT.search(output[-200:])
    return int(matches.group(1)) if matches else None


def _segments(command: str) -> list[tuple[str, str]]:
    parts = [part.strip(" \t\r") for part in _SEGMENT.split(command)]
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def _owns_exit(command: str) -> bool:
    """Return whether the command's code is the tests' own: nothing after them can change it."""
    segments = _segments(command.strip())
    tests = [index for index, (text, _) in enumerate(segments) if _is_test(text)]
    return bool(tests) and all(joint in ("&&", "") for _, joint in segments[tests[0] :])


def _words(segment: str) -> list[str]:
    try:
        words = shlex.split(segment, comments=False)
    except ValueError:
        words = segment.split()
    while words and (_ASSIGNED.match(words[0]) or words[0] in _PREFIXES or words[0] == "("):
        words = words[1:]
    if words[:1] == ["timeout"]:
        words = words[2:]
    return words


def _is_test(segment: str) -> bool:
    words = _words(segment)
    if not words:
        return False
    head = words[0].rsplit("/", 1)[-1]
    rest = words[1:]
    if head in _WRAPPERS and rest:
        return _is_wrapped_test(head, rest)
    if _PYTHON.match(head):
        if rest[:1] == ["-m"]:
            return _is_test(" ".join(rest[1:]))
        return bool(rest) and (rest[0].endswith("manage.py") and "test" in rest[1:2])
    if head in _TASK_RUNNERS:
        return _is_task(rest)
    return (head,) in _HEADS or any((head, word) in _HEADS for word in _plain(rest)[:3])


def _is_wrapped_test(head: str, rest: list[str]) -> bool:
    if (head, rest[0]) in _HEADS:
        return True
    while rest and (rest[0] in _RUN_WORDS or rest[0].startswith("-")):
        rest = rest[1:]
    return bool(rest) and _is_test(" ".join(rest))


def _is_task(rest: list[str]) -> bool:
    plain = _plain(rest)
    while plain and plain[0] in _RUN_WORDS:
        plain = plain[1:]
    return any(_TASK.match(word) for word in plain[:2]) or bool(plain and (plain[0],) in _HEADS)


def _plain(words: list[str]) -> list[str]:
    return [word for word in words if not word.startswith("-") and "=" not in word]


def _counts(tail: str) -> tuple[int | None, int | None, int | None]:
    ratio = _RATIO.findall(tail)
    if ratio:
        run, wrong, errors = (int(part) for part in ratio[-1])
        return run - wrong - errors, wrong + errors, None
    counts_by_word = {word.lower(): int(count) for word, count in _COLON.findall(tail)}
    if counts_by_word:
        return counts_by_word.get("passed"), counts_by_word.get("failed"), counts_by_word.get("skipped")
    passed, failed, skipped = _last(_PASSED, tail), _last(_FAILED, tail), _last(_SKIPPED, tail)
    if failed is None and passed is not None:
        failed = _last(_ERRORS, tail)
    ran = _UNITTEST.search(tail)
    if ran and passed is None and failed is None and re.search(r"^OK\b", tail, re.M):
        passed = int(ran.group(1))
    return passed, failed, skipped


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    matches = pattern.findall(text)
    return int(matches[-1]) if matches else None


def _ran_no_test(tail: str, counts: tuple[int | None, int | None, int | None]) -> bool:
    """Return whether the output states that no test ran, and nothing in it shows one that did, or an error."""
    passed, failed, _ = counts
    if not (_NO_TEST.search(tail) or (passed == 0 and not failed)):
        return False
    counted = (int(count) for pattern in (_PASSED, _FAILED, _ERRORS) for count in pattern.findall(tail))
    ratios = (int(run) for run, _, _ in _RATIO.findall(tail))
    if passed or failed or any(counted) or any(ratios) or _BAD_LINE.search(tail):
        return False
    return not any(_RAN_LINE.match(line) and "[no tests to run]" not in line for line in tail.splitlines())


def _is_no_test_code(command: str, output: str, code: int) -> bool:
    """Return whether a code is the one by which the test runner states that it found no test.

    Some agents report any failure as 1 and write the code into the output.
    """
    words = {
        word.rsplit("/", 1)[-1] for text, _ in _segments(command) if _is_test(text) for word in _words(text)
    }
    stated = exit_code(output) or code
    return any(stated == number for runner, number in _NO_TEST_CODES.items() if runner in words)


def _by_summary(tail: str, counts: tuple[int | None, int | None, int | None]) -> str:
    passed, failed, _ = counts
    if failed or _BAD_LINE.search(tail) or _WRAPPER_FAILED.search(tail):
        return "failed"
    if passed or _GOOD_LINE.search(tail):
        return "passed"
    return "unknown"
