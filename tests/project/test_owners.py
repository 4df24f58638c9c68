"""No module goes round the owner of a guarantee: processes, code that is loaded, and files are each opened in few places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import records

SOURCE = Path(records.__file__).parent

PROCESSES = {
    "git/process.py": "git, for git/run.py",
    "capture_hook.py": "our own sync, detached; git where another user owns the spool",
    "cli/user_programs.py": "the person's editor and pager, by git's rules without what the repository configures",
    "cli/demo.py": "our own commands, in a repository that the demo has made",
    "capture/doctor.py": "the hook in the work tree, after it was compared with ours byte for byte",
    "capture/external_scanner.py": "a secret scanner that the person has installed",
}
FILES = {
    "regular_file.py": "the owner of reading: regular files only, never waited for",
    "project/files.py": "the owner of writing: files are replaced whole",
    "project/place.py": "the owner of writing: names in a folder that is open",
    "project/discovery.py": "lists the folders of records; what must not be opened is marked",
    "project/foreign_config.py": "lists a folder; reads through regular_file.py",
    "project/numbering.py": "lists the names in a folder that `Root` has accepted",
    "project/redaction.py": "lists the top folder; reads through regular_file.py",
    "project/work_tree.py": "lists the work tree where git cannot; follows no link",
    "project/store.py": "lists a folder that `Root` has accepted",
    "project/templates.py": "lists template folders for a hint",
    "project/lock.py": "the root itself, or a temporary file",
    "project/fingerprint.py": "lists the folders of records, opens no file, and gives up at a link",
    "git/refs.py": "files of the git directory",
    "git/fetch.py": "files of the git directory, and of one of its own",
    "git/location.py": "files of the git directory",
    "git/trust.py": "lists the git directory, to look for pipes and devices",
    "distributions.py": "the command of this environment",
    "capture_hook.py": "state in the git directory; imports nothing of ours",
    "site/output.py": "lists the output folder",
    "site/page_writer.py": "lists template folders that `Root` has accepted",
    "site/server.py": "pages in a temporary folder of its own, and times of template files",
    "mcp/stdio.py": "standard input and output",
    "check/stored_report.py": "the files of the package itself",
    "interchange/adr_tools.py": "lists a folder that the store has accepted",
    "trace/why/steps/bindings.py": "counts files of a folder that the store has accepted",
    "history/template_files.py": "lists template folders that `Root` has accepted",
    "history/log_template.py": "lists a folder that the store has accepted",
    "install/agent_hooks.py": "data of the package",
    "cli/main.py": "/dev/null",
    "cli/manual.py": "opens none: click's formatter has a method write_text",
    "cli/inputs.py": "files that the person names",
    "cli/user_programs.py": "a temporary file for the editor",
    "cli/commands/demo.py": "a folder that the person names",
    "cli/commands/ci.py": "reports outside the project, where the person says",
    "cli/output.py": "a temporary file for a traceback",
}
WRITERS = {
    "project/place.py": "the owner of writing: names in a folder that is open, below one that is trusted",
    "project/files.py": "makes the temporary file executable",
    "project/lock.py": "on Windows, a file in the folder of the system for temporary ones",
    "capture_hook.py": "the spool, in the git directory; imports nothing of ours",
    "capture/snapshot.py": "a copy of git's index for git, which opens it by its path",
    "ledger/evidence.py": "the mode of the ledger, which SQLite opens by its path",
    "capture/external_scanner.py": "a temporary folder for the scanner",
    "mcp/stdio.py": "standard output",
    "git/fetch.py": "a git directory that git fills, and a temporary one",
    "org/service/pages.py": "temporary folders of its own",
    "site/server.py": "a temporary folder of its own",
    "cli/main.py": "a temporary file for a traceback",
    "cli/output.py": "/dev/null",
    "cli/user_programs.py": "a temporary file for the editor",
    "cli/commands/demo.py": "a temporary folder for the demonstration",
    "cli/commands/ci.py": "reports outside the project, where the person says",
}
FILE_PACKAGES = {
    "capture",
    "ledger",
    "agents",
}  # state in the git directory, and transcripts in the person's home
_OPENING = {
    "open",
    "fdopen",
    "walk",
    "fwalk",
    "scandir",
    "listdir",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
}
_WRITING = {
    "chmod", "chown", "fchmod", "hardlink_to", "lchmod", "link", "makedirs", "mkdir", "mkfifo", "mknod", "removedirs",
    "rename", "renames", "rmdir", "symlink", "symlink_to", "touch", "truncate", "unlink", "utime",
    "write_bytes", "write_text",
}  # fmt: skip
_HARMLESS = {("shutil", "get_terminal_size"), ("tempfile", "gettempdir")}
_RUNNING = {"system", "popen", "startfile", "fork", "forkpty", "posix_spawn", "posix_spawnp"}
_LOADERS = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "cPickle",
    "runpy",
    "code",
    "codeop",
    "imp",
    "pty",
    "ctypes",
}


@cache
def trees() -> list[tuple[str, ast.Module]]:
    """Every module of the package, parsed."""
    paths = sorted(SOURCE.rglob("*.py"))
    return [(path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text("utf-8"))) for path in paths]


def imports(tree: ast.AST) -> Iterator[str]:
    """The names of the top packages that a module imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def called(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What a module calls, as (name of the value before the dot, name)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            value = node.func.value
            yield value.id if isinstance(value, ast.Name) else "…", node.func.attr


def test_processes_are_started_by_few_modules():
    """Only `git/run.py` starts git, through `git/process.py`; the others start what the person has chosen."""
    callers = {name for name, tree in trees() if "run_program" in {function for _, function in called(tree)}}
    assert callers == {"git/run.py"}
    users = {
        name for name, tree in trees() if {"subprocess", "multiprocessing", "asyncio"} & set(imports(tree))
    }
    on_asyncio = {"mcp/server.py", "org/service/protocol.py"}  # the SDK of the MCP server, and uvicorn
    assert sorted(users - on_asyncio - set(PROCESSES)) == []


def test_nothing_else_starts_a_program():
    """No `os.system` and no relative of it, no `os.exec…` and no `os.spawn…`."""
    offenders = [
        f"{module}: os.{name}"
        for module, tree in trees()
        for value, name in called(tree)
        if value == "os" and (name in _RUNNING or name.startswith(("exec", "spawn")))
    ]
    assert offenders == ["git/process.py: os.posix_spawn"]


def test_no_code_is_loaded_from_data():
    """No pickle, marshal or byte code, no `eval` and `exec` of data, and no module by a name that is not ours."""
    offenders = []
    for module, tree in trees():
        offenders += [f"{module}: import {name}" for name in set(imports(tree)) & _LOADERS]
        offenders += [
            f"{module}: {name}"
            for value, name in called(tree)
            if not value
            and name in {"eval", "exec", "__import__"}
            # of the names of fields of our own classes, and of the modules in the table of commands
            and (module, name) not in {("dataclass.py", "exec"), ("cli/command_table.py", "__import__")}
        ]
        text = ast.unparse(tree)
        offenders += [
            f"{module}: {word}"
            for word in ("BytecodeCache", "UnsafeLoader", "FullLoader", "unsafe_load", "spec_from_file")
            if word in text
        ]
    assert offenders == []


def test_git_is_named_only_where_it_is_run():
    """No other module builds a command line that begins with git, or looks for the program."""
    offenders = []
    for module, tree in trees():
        for node in ast.walk(tree):
            names_git = isinstance(node, ast.List) and len(node.elts) > 1 and _is_git(node.elts[0])
            finds_git = isinstance(node, ast.Call) and len(node.args) == 1 and _is_git(node.args[0])
            is_search = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("which", "find_program")
            )
            if names_git or (finds_git and is_search):
                offenders.append(module)
    assert sorted(set(offenders)) == ["capture_hook.py", "git/run.py"]


def test_programs_are_found_without_the_current_directory():
    """`shutil.which` looks there on Windows, and follows relative entries of PATH; one function does neither."""
    assert [module for module, tree in trees() if ("shutil", "which") in called(tree)] == []


def _is_git(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == "git"


def test_files_are_opened_by_few_modules():
    """A module that opens or lists files itself is named here with its reason; the others go through the owners."""
    users = set()
    for module, tree in trees():
        if module.partition("/")[0] in FILE_PACKAGES:
            continue
        for value, name in called(tree):
            through_owner = value == "files" or (not value and name != "open")
            is_method = name == "open" and value not in {"", "os", "io", "codecs"}
            if name in _OPENING and not through_owner and not is_method:
                users.add(module)
    assert sorted(users - set(FILES)) == [], (
        "read through regular_file.py and the store, or name the reason in FILES"
    )


def test_no_file_of_others_is_read_by_a_method_of_its_path():
    """`Path.read_bytes` waits for a pipe and reads a device without end."""
    readers = {
        module
        for module, tree in trees()
        for value, name in called(tree)
        if name in ("read_bytes", "read_text") and value not in ("", "files")
    }
    assert readers == set()


def test_files_are_written_by_few_modules():
    """A path may lead elsewhere in the next moment: files are written through `project/place.py`, by names in open folders."""
    users = {module for module, tree in trees() for call in calls(tree) if _writes(call)}
    assert sorted(users ^ set(WRITERS)) == [], "write through project/files.py, or name the reason in WRITERS"


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _writes(call: ast.Call) -> bool:
    """Whether a call changes a file or a folder by its path."""
    text = ast.unparse(call)
    if isinstance(call.func, ast.Name):
        return call.func.id == "open" and _opens_for_writing(text)
    if not isinstance(call.func, ast.Attribute):
        return False
    value, name = ast.unparse(call.func.value), call.func.attr
    if value in ("shutil", "tempfile"):
        return (value, name) not in _HARMLESS
    if name in ("open", "fdopen"):
        return value != "webbrowser" and _opens_for_writing(text)
    is_on_disk = value == "os" or (name != "link" and value not in ("folder", "formatter", "files", "spans"))
    return (name in _WRITING and is_on_disk) or (value == "os" and name in ("replace", "remove"))


def _opens_for_writing(text: str) -> bool:
    return bool(re.search(r"O_CREAT|O_WRONLY|O_RDWR|O_TRUNC|, '(?:[wax]b?\+?|r\+b?)'|mode='[wax]", text))


@pytest.mark.parametrize(
    ("code", "is_writing"),
    [
        ("open(path, 'w')", True),
        ("open(path)", False),
        ("os.open(name, os.O_CREAT | os.O_RDWR)", True),
        ("os.replace(old, new)", True),
        ("text.replace(old, new)", False),
        ("path.write_text(text)", True),
        ("self.path.unlink(missing_ok=True)", True),
        ("shutil.rmtree(path)", True),
        ("folder.unlink(name)", False),
    ],
)
def test_calls_that_write_are_recognised(code, is_writing):
    """What the test above looks for."""
    (found,) = calls(ast.parse(code))
    assert _writes(found) is is_writing


@pytest.mark.parametrize("table", [PROCESSES, FILES, WRITERS])
def test_the_reasons_name_modules_that_exist(table):
    """An entry of a module that is gone is removed."""
    assert [name for name in table if not (SOURCE / name).is_file()] == []
