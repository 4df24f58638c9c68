"""Files are written whole or not at all."""

import errno
import os
import subprocess
import sys

import pytest

from faults import needs_strace
from records.errors import WriteError
from records.project import files
from records.project.place import Place


def test_files_are_written_whole_or_not(tmp_path, monkeypatch):
    """Files are created exclusively, replaced with their permissions, and written only when they change."""
    path = str(tmp_path / "a" / "b.md")
    files.create_exclusively(Place.named(path), "one")
    with pytest.raises(FileExistsError):
        files.create_exclusively(Place.named(path), "two")
    (tmp_path / "a" / "b.md").chmod(0o600)
    files.replace(Place.named(path), "three")
    assert (tmp_path / "a" / "b.md").stat().st_mode & 0o777 == 0o600
    assert files.write_if_changed(Place.named(path), "three") is False
    assert files.write_if_changed(Place.named(path), "four") is True
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b.md"]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-8"])
def test_the_encoding_of_a_file_stays(tmp_path, codec):
    """A file with a mark of its encoding keeps it and that encoding; one whose mark is none is left as bytes."""
    path = tmp_path / "x.md"
    place = Place.named(str(path))
    path.write_bytes("\ufeffcafé".encode(codec))
    text = files.read_text(str(path))
    assert files.write_if_changed(place, text.replace("café", "値"))
    assert path.read_bytes() == "\ufeff値".encode(codec)
    files.replace(place, "a")
    assert path.read_bytes() == (b"a" if codec == "utf-8" else "\ufeffa".encode(codec))
    path.write_bytes(b"\xff\xfea")
    assert files.write_if_changed(place, files.read_text(str(path)) + "b")
    assert path.read_bytes() == b"\xff\xfeab"


def test_file_systems_without_hard_links(tmp_path, monkeypatch):
    """Where hard links do not exist, files are still created exclusively."""

    def no_links(*_, **__):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = str(tmp_path / "x.md")
    files.create_exclusively(Place.named(path), "one")
    assert files.read_text(path) == "one"
    with pytest.raises((FileExistsError, WriteError)):
        files.create_exclusively(Place.named(path), "two")
    assert files.read_text(path) == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["x.md"]


def test_failing_writes_say_why(tmp_path, monkeypatch):
    """A failed write names the cause and leaves no temporary file."""

    def fail(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    path = str(tmp_path / "x.md")
    files.create_exclusively(Place.named(path), "one")
    for name in ("replace", "link"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            write = files.replace if name == "replace" else files.create_exclusively
            with pytest.raises(WriteError) as told:
                write(Place.named(path if name == "replace" else path + "2"), "two")
            assert "read-only" in told.value.hint
    assert files.read_text(path) == "one"
    assert [p.name for p in tmp_path.iterdir()] == ["x.md"]


def test_what_a_killed_process_left_is_removed_and_what_a_live_one_writes_is_not(tmp_path):
    """A temporary file that nobody has locked goes with the next write; one that has just been begun may be in use."""
    import fcntl

    names = {name: tmp_path / f".records-{name}.tmp" for name in ("dead", "live", "begun")}
    for name, path in names.items():
        path.write_text("" if name == "begun" else "half")
    with names["live"].open() as live:
        fcntl.flock(live, fcntl.LOCK_EX)
        files.create_exclusively(Place.named(str(tmp_path / "a.md")), "text")
    assert {path.name for path in tmp_path.iterdir()} == {"a.md", ".records-live.tmp", ".records-begun.tmp"}


def test_what_a_killed_process_left_is_removed_where_nothing_is_left_to_write(tmp_path):
    """The process may have been killed between giving the file its name and removing the temporary one."""
    (tmp_path / "a.md").write_text("text")
    (tmp_path / ".records-dead.tmp").write_text("text")
    assert not files.write_if_changed(Place.named(str(tmp_path / "a.md")), "text")
    assert {path.name for path in tmp_path.iterdir()} == {"a.md"}


def test_a_file_that_is_being_written_is_not_taken_for_an_abandoned_one(tmp_path):
    """Its lock tells the two apart, however old it is; once nobody holds it, the next writer removes it."""
    place = Place.named(str(tmp_path / "a.md"))
    with files._writing(place, b"text\n") as (_, temporary):
        os.utime(tmp_path / temporary, (0, 0))
        files.remove_abandoned.cache_clear()
        files.remove_abandoned(place.folder)
        assert (tmp_path / temporary).read_text() == "text\n"
    (tmp_path / temporary).write_text("half")
    files.remove_abandoned.cache_clear()
    files.remove_abandoned(place.folder)
    assert os.listdir(tmp_path) == []


@needs_strace
@pytest.mark.parametrize(
    ("function", "last"),
    [("replace", {"rename", "renameat", "renameat2"}), ("create_exclusively", {"link", "linkat"})],
)
def test_the_text_is_on_the_disk_before_the_file_has_its_name(tmp_path, function, last):
    """A machine that stops in between has the old text or none, never an empty file under the name."""
    script = (
        "from records.project import files; from records.project.place import Place; "
        f"files.{function}(Place.named({str(tmp_path / 'a.md')!r}), 'text')"
    )
    calls = "trace=fsync,?rename,?renameat,renameat2,?link,linkat"
    command = ["strace", "-o", str(tmp_path / "log"), "-e", calls, sys.executable, "-B", "-c", script]
    subprocess.run(command, check=True)
    lines = (tmp_path / "log").read_text().splitlines()
    # what measures the coverage renames a file of its own at the end
    names = [line.partition("(")[0] for line in lines if line.startswith("fsync(") or '"a.md"' in line]
    assert names[0] == "fsync"
    assert names[1] in last
    assert len(names) == 2
