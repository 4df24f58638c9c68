"""Records of somebody who means harm become pages in which nothing runs and nothing is fetched from elsewhere."""

from __future__ import annotations

import json
import re

from site_facts import Page
from site_hostile import ATTACKS, hostile_log
from site_logs import build_site, page, tree, write_log


def test_no_page_of_a_hostile_log_holds_anything_that_runs(repo):
    """No built page of a hostile log has active content."""
    write_log(repo, hostile_log())
    built = build_site(repo)
    assert built.records == 2 * len(ATTACKS) + 2
    for name, data in tree(repo.path / "site").items():
        if not name.endswith(".html"):
            continue
        parsed = Page(data.decode())
        assert parsed.running == [], name
        assert len(parsed.ids) == len(set(parsed.ids)), f"{name}: a record took an id of the page"
        schemes = {
            link.partition(":")[0].lower() for link in parsed.links if re.match(r"[a-zA-Z+.-]+:", link)
        }
        assert schemes <= {"https", "http", "mailto"}, name


def test_what_was_typed_can_still_be_read(repo):
    """Hostile text is shown as text."""
    write_log(repo, hostile_log())
    build_site(repo)
    text = "".join(Page(page(repo, "phr/evil/0001-a.green.html")).text)
    assert text.count("<script>window.hacked=1</script>") > 4


def test_scripts_with_data_hold_data_only(repo):
    """Each is one call with one JSON value, and no text in it ends a script."""
    write_log(repo, hostile_log())
    build_site(repo)
    for name, data in tree(repo.path / "site/data").items():
        text = data.decode()
        assert text.startswith('recordsData("'), name
        assert text.endswith(");\n"), name
        json.loads("[" + text[len("recordsData(") : -3] + "]")
        assert "<" not in text, name


def test_template_syntax_in_a_record_is_text(repo):
    """Template syntax in a record is not evaluated."""
    write_log(repo, hostile_log())
    build_site(repo)
    number = next(at for at, attack in enumerate(ATTACKS, start=1) if attack.startswith("{{"))
    assert "__class__.__mro__" in page(repo, f"phr/evil/{number:04d}-a.green.html")
