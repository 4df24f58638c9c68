"""Code fences are followed as CommonMark has them, and blanked in place."""

import pytest

from records.text.fences import fence_after, without_fences


@pytest.mark.parametrize(
    ("lines", "open_fence"),
    [
        (["```python", "x"], "```"),
        (["```", "~~~", "```"], ""),
        (["````", "```"], "````"),
        (["~~~ a`b", "text"], "~~~"),
        (["``` a`b"], ""),
        (["```", "``` more"], "```"),
    ],
)
def test_a_fence_is_closed_by_as_many_of_the_same_sign(lines, open_fence):
    """A fence stays open until a line of at least as many of its own signs, with nothing behind them."""
    fence = ""
    for line in lines:
        fence = fence_after(line, fence)
    assert fence == open_fence


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_a_fenced_block_is_blanked_in_place(fence):
    """What is in a block becomes spaces, and every other character keeps its place."""
    text = f"before\n{fence}md\nStatus: Accepted\n{fence}\nafter `code`\n"
    plain = without_fences(text)
    assert len(plain) == len(text)
    assert plain.splitlines() == [
        "before",
        " " * (len(fence) + 2),
        " " * 16,
        " " * len(fence),
        "after `code`",
    ]


def test_a_block_that_is_never_closed_reaches_to_the_end():
    """A fence without its end hides all that follows."""
    assert without_fences("a\n```\nb\n").split() == ["a"]
