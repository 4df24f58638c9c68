"""`adr generate graph` as adr-tools draws it."""


def test_a_graph_joins_the_records_that_there_are(run, repo):
    """The graph joins neighbours across gaps and leaves out missing records."""
    for number, link in ((1, ""), (3, "Amends [9. Nine](0009-nine.md)\n"), (4, "Amends [1. A](0001-a.md)\n")):
        repo.write(f"history/adr/{number:04d}-a.md", f"# {number}. A\n\n## Status\n\nAccepted\n\n{link}")
    graph = run("adr", "generate", "graph").out
    assert "_1 -> _3" in graph
    assert "_2" not in graph
    assert "_9" not in graph
    assert '_4 -> _1 [label="Amends"' in graph
