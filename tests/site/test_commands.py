"""`records site build` and `serve`: what they print, and what is served."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time

import pytest

from records.cli.progress import Progress
from records.errors import InvalidInput
from records.project.project import Project
from records.site.server import Preview
from site_logs import adr, build_site, page, write_log


@pytest.mark.usefixtures("stored_index")
def test_build_prints_where_the_front_page_is(repo, run):
    """`site build` prints the front page's path and, with `--json`, the counts."""
    write_log(repo)
    done = run("site", "build", "-o", "public")
    assert done.out == "public/index.html\n"
    assert "7 records; 7 pages made" in done.err
    assert "1 cannot be read" in done.err
    told = json.loads(run("site", "build", "-o", "public", "--json").out)
    assert (told["records"], told["made"], told["unreadable"]) == (7, 0, 1)


def test_the_folder_of_the_settings_is_the_default(repo, run):
    """Settings choose the output folder; `--base-url` sets canonical links."""
    write_log(repo)
    repo.write(".records/config.toml", '[site]\noutput = "docs/site"\n')
    assert run("site", "build", "--base-url", "https://e.org/x").out == "docs/site/index.html\n"
    assert 'href="https://e.org/x/"' in page(repo, "index.html", "docs/site")


def test_a_folder_with_other_things_is_an_error(repo, run):
    """`site build` refuses a folder with other files."""
    write_log(repo)
    repo.write("docs/a.txt", "x")
    assert "holds other files" in run("site", "build", "-o", "docs", code=2).err
    assert "holds the project" in run("site", "build", "-o", ".", code=2).err


@pytest.mark.skipif(os.name == "nt", reason="pipes have names")
@pytest.mark.parametrize("name", ["index.html", "data/state.js", "adr/index.html"])
def test_a_pipe_in_the_folder_of_the_site_is_replaced(repo, run, name):
    """Nothing is waited for; a link to a device is no page of an earlier build either."""
    write_log(repo)
    run("site", "build", "-o", "public")
    path = repo.path / "public" / name
    for make in (os.mkfifo, lambda path: os.symlink("/dev/zero", path)):
        path.unlink(missing_ok=True)
        make(path)
        run("site", "build", "-o", "public")


def test_progress_is_shown_after_a_second_on_a_terminal(monkeypatch, capsys):
    """Progress is shown on a terminal after a second."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    clock = iter([0.0, 0.5, 1.6, 1.65, 9.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with Progress("pages") as progress:
        for done in (1, 2, 3, 4):
            progress.at(done, 4)
    shown = capsys.readouterr().err
    assert shown.count("of 4 pages") == 2
    assert "━" * 24 in shown
    assert shown.endswith("\r\x1b[K")


@pytest.fixture
def preview(repo):
    """The site of a small log, served."""
    write_log(repo)
    with Preview(Project.open(str(repo.path))) as served:
        said: list[str] = []
        thread = threading.Thread(target=served.run, args=(said.append,), daemon=True)
        thread.start()
        served.said = said
        yield served
    thread.join(5)


def ask(preview, path, host=None, method="GET", **headers):
    port = int(preview.url.rsplit(":", 1)[1].strip("/"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{port}", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_serve_gives_the_pages_of_build_with_one_script_more(preview, repo):
    """Served pages equal built ones plus one script."""
    build_site(repo)
    answer, body = ask(preview, "/adr/0002-use-postgresql.html")
    live = '<script src="/_records/live.js" defer></script>\n'
    assert body.decode().replace(live, "") == page(repo, "adr/0002-use-postgresql.html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert not re.search(r"unsafe|\*|https?:|data:", policy), "nothing that stands in a page runs"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ask(preview, "/")[1].startswith(b"<!doctype html>")
    assert ask(preview, "/assets/site.css")[0].headers["Content-Type"].startswith("text/css")
    assert ask(preview, "/_records/live.js")[0].status == 200
    assert ask(preview, "/index.html", method="HEAD")[1] == b""


@pytest.mark.parametrize(
    "path", ["/../README.md", "/%2e%2e/README.md", "//etc/passwd", "/nothing.html", "/adr", "/%00"]
)
def test_serve_gives_nothing_else(preview, path):
    """Paths outside the site give 404."""
    assert ask(preview, path)[0].status == 404


def test_serve_answers_to_its_own_name_only(preview):
    """A page elsewhere that points its name at this machine gets nothing."""
    assert ask(preview, "/", host="evil.example:80")[0].status == 403
    assert ask(preview, "/", host="localhost:1")[0].status == 200
    for host in ("localhost:80@evil.example", "127.0.0.1.evil.example", "127.0.0.1:1:1", "[::1]"):
        assert ask(preview, "/", host=host)[0].status == 403


def test_serve_takes_no_request_out_of_the_body_of_another(preview):
    """A body is not read as the next request, and two names of the host are none."""
    address = ("127.0.0.1", int(preview.url.rstrip("/").rpartition(":")[2]))
    own = f"Host: 127.0.0.1:{address[1]}\r\n"
    inner = f"GET /records.json HTTP/1.1\r\n{own}\r\n"
    for head in (
        f"{own}Sec-Fetch-Site: cross-site\r\nContent-Length: {len(inner)}\r\n",
        f"{own}Host: evil.example\r\nConnection: close\r\n",
    ):
        with socket.create_connection(address, timeout=20) as connection, connection.makefile("rb") as answer:
            connection.sendall(f"GET /records.json HTTP/1.1\r\n{head}\r\n{inner}".encode())
            connection.shutdown(socket.SHUT_WR)
            text = answer.read()
        assert text.startswith(b"HTTP/1.1 403")
        assert text.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    "path", ["/data/graph.js", "/records.json", "/index.html", "/_records/news?seen=", "/_records/live.js"]
)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("mode", ["no-cors", "cors", "same-origin", "navigate"])
def test_serve_answers_no_page_of_another_site(preview, path, site, mode):
    """A script, a fetch, an image or a frame of another origin gets nothing; another port of this machine is one too."""
    dest = {"no-cors": "script", "cors": "empty", "same-origin": "empty", "navigate": "iframe"}[mode]
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    answer, body = ask(preview, path, **headers)
    assert (answer.status, body) == (403, b"pages of other sites cannot read this\n")


def test_serve_follows_a_link_and_marks_every_answer(preview):
    """A link from elsewhere opens a page; browsers that send no Sec-Fetch-Site refuse the rest by its marks."""
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert ask(preview, "/index.html", **followed)[0].status == 200
    assert ask(preview, "/records.json", Origin="http://evil.test")[0].status == 403
    for path in ("/data/graph.js", "/nothing"):
        headers = ask(preview, path)[0].headers
        assert (
            headers["Cross-Origin-Resource-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
        )
        assert headers["Access-Control-Allow-Origin"] is None


def test_serve_makes_pages_anew_and_tells_the_reader(preview, repo):
    """A changed record is rebuilt and announced to open pages."""
    seen = ask(preview, "/_records/news?seen=")[1].decode()
    repo.write(*adr(4, "A fresh one"))
    assert ask(preview, f"/_records/news?seen={seen}")[1].decode() != seen
    assert b"A fresh one" in ask(preview, "/adr/0004-a-fresh-one.html")[1]


def test_serve_keeps_the_old_pages_when_a_setting_is_wrong(preview, repo):
    """An invalid setting is reported and the old pages stay."""
    repo.write(".records/config.toml", '[site]\naccent = "no colour"\n')
    until = time.monotonic() + 10
    while not preview.said and time.monotonic() < until:
        time.sleep(0.05)
    assert "the pages stay as they were" in preview.said[0]
    assert ask(preview, "/")[0].status == 200


def test_a_port_that_is_taken_is_an_error(preview, repo):
    """A port in use is an error."""
    port = int(preview.url.rsplit(":", 1)[1].strip("/"))
    with pytest.raises(InvalidInput, match="cannot be used"):
        Preview(Project.open(str(repo.path)), port)


def test_serve_says_where_and_stops_on_interrupt(repo, run, monkeypatch):
    """`site serve` prints its address and stops on an interrupt."""
    write_log(repo)

    def interrupted(self, say):
        raise KeyboardInterrupt

    monkeypatch.setattr(Preview, "run", interrupted)
    done = run("site", "serve", "--port", "0")
    assert done.out.startswith("http://127.0.0.1:")
    assert done.err.endswith("stopped\n")


@pytest.mark.skipif(os.name == "nt", reason="there is no polite end of a process")
def test_serve_leaves_nothing_behind_when_it_is_told_to_end(repo, tmp_path):
    """`site serve` removes its temporary folder on SIGTERM."""
    write_log(repo)
    (tmp_path / "top").mkdir()
    command = [sys.executable, "-m", "records", "site", "serve", "--port", "0"]
    environment = {**os.environ, "TMPDIR": str(tmp_path / "top")}
    with subprocess.Popen(
        command, cwd=repo.path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout.readline().startswith("http://127.0.0.1:")
        assert server.stderr.readline() == "Ctrl-C stops it\n"
        server.terminate()
        assert server.wait(timeout=60) == 0
    assert list((tmp_path / "top").iterdir()) == []
