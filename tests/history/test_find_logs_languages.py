"""Logs in other languages and of short numbers are found, so that no second one is started beside them."""

import json

import pytest

WORDS = {
    "docs/d\u00e9cisions": ("Statut", "Accept\u00e9", "Contexte", "D\u00e9cision", "Cons\u00e9quences"),
    "doku/entscheidungen": ("Status", "Akzeptiert", "Kontext", "Entscheidung", "Konsequenzen"),
    "notas/registro": ("Estado", "Aceptada", "Contexto", "Decisi\u00f3n", "Consecuencias"),
    "content": ("Status", "Accepted", "Context", "Decision", "Consequences"),
}


@pytest.mark.parametrize("folder", WORDS)
@pytest.mark.parametrize("name", ["000{}-a.md", "ADR-{}-a.md"])
def test_a_log_is_found_whatever_its_language(run, repo, folder, name):
    """The check of nothing else fails and names the command; a new decision goes beside the others."""
    status, accepted, context, decision, consequences = WORDS[folder]
    for number in (1, 2, 3):
        text = f"# {number}. T\n\n## {status}\n\n{accepted}\n\n## {context}\n\nc\n\n## {decision}\n\nd\n\n## {consequences}\n\ne\n"
        repo.write(f"{folder}/{name.format(number)}", text)
    repo.commit("Begin")
    result = run("check", code=1)
    assert f"{folder} holds 3 decisions that nothing reads" in result.out
    assert "records init adopts them" in result.out
    assert f"{folder}/{name.format(4)[:-5]}" in run("adr", "new", "--dry-run", "More").err
    run("init")
    assert len(json.loads(run("list", "--json").out)) == 3
