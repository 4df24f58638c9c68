"""While the pages are served, a page of another origin tries to read them in a real browser, and gets nothing."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

_PAGE = """<!doctype html><title>other</title><script>
window.taken = [];
window.recordsData = (...values) => taken.push("data " + JSON.stringify(values));
window.done = (async () => {
  const results = [];
  for (const path of %s) {
    results.push(await new Promise((done) => {
      const script = document.createElement("script");
      script.onload = () => done(path + " loaded"); script.onerror = () => done(path + " refused");
      script.src = %s + path; document.head.append(script);
    }));
    try { taken.push(await (await fetch(%s + path)).text()); } catch { results.push(path + " not fetched"); }
    try { taken.push((await (await fetch(%s + path, { mode: "no-cors" })).text())); } catch { results.push("opaque"); }
  }
  return results;
})();
</script>"""
_PATHS = ["data/graph.js", "records.json", "index.html", "_records/live.js"]


@pytest.fixture
def other_site(served):
    """The address of a page that tries to read the served pages."""
    text = _PAGE % (_PATHS, *[repr(served.url)] * 3)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            data = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("host", ["127.0.0.1", "evil.test"])
def test_a_page_of_another_origin_reads_nothing(browser, other_site, served, host):
    """Neither another port of this machine nor another name gets data: not by a script, not by a fetch."""
    context = browser.new_context()
    try:
        page = context.new_page()
        if host == "127.0.0.1":
            page.goto(f"http://127.0.0.1:{other_site}/")
        else:
            page.route(
                "http://evil.test/**",
                lambda route: route.fulfill(
                    body=_PAGE % (_PATHS, *[repr(served.url)] * 3), content_type="text/html"
                ),
            )
            page.goto("http://evil.test/")
        results = page.evaluate("window.done")
        assert [row for row in results if row.endswith("loaded")] == []
        assert len([row for row in results if row.endswith("refused")]) == len(_PATHS)
        assert [text for text in page.evaluate("window.taken") if text] == []
        page.goto(served.url + "records.json")  # the reader's own tab still may
        assert '"kind":"adr"' in page.content()
    finally:
        context.close()
