"""The decisions that govern files of a repository, as the index knows them."""

from __future__ import annotations

from org_help import decision, repository
from records.org.config import Entry, OrgConfig
from records.org.database import connect
from records.org.governing import decisions_for
from records.org.index import build_index
from records.org.pages import build_site
from records.org.scope import EVERYTHING


def test_central_decision_may_call_a_repository_by_the_last_part_of_its_name(tmp_path):
    """The answer for a file and the page of the repository name the same decision."""
    centre = repository(tmp_path / "architecture")
    text = decision(1, "Keep cents", front='status: accepted\naffects: ["repo:shop:src/**"]')
    centre.write("history/adr/0001-keep-cents.md", text)
    centre.commit("bind")
    repository(tmp_path / "shop")
    entries = (Entry(path="architecture", central=True), Entry(path="shop", name="sales/shop"))
    config = OrgConfig(str(tmp_path), entries)
    build_index(config)
    with connect(config) as connection:
        answer = decisions_for(connection, EVERYTHING, "sales/shop", ["src/money.py", "docs/x.md"])
        build_site(connection, EVERYTHING, config, str(tmp_path / "site"))
    assert [row["ref"] for row in answer["decisions"]] == ["architecture/ADR-0001"]
    assert answer["ungoverned"] == ["docs/x.md"]
    assert "Keep cents" in (tmp_path / "site/repositories/sales.shop.html").read_text("utf-8")
