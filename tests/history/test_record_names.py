"""File names of new decisions follow those of the log."""

import pytest

from records.history.record_names import learn_names


@pytest.mark.parametrize(
    ("names", "number", "made"),
    [
        (["0001-a-b.md", "0002-c-d.md"], 3, "0003-use-a-queue.md"),
        (["ADR-0009-x-y.md", "ADR-0010-c-d.md"], 11, "ADR-0011-use-a-queue.md"),
        (["adr_001_x_y.md"], 2, "adr_002_use_a_queue.md"),
        (["000123-x.md", "000124-a-b.md"], 125, "000125-use-a-queue.md"),
        (["007-x.md", "008-a-b.md"], 9, "009-use-a-queue.md"),
        (["1-a.md", "2-b-c.md", "12-d.md"], 13, "13-use-a-queue.md"),
        (["1. Some thing.md", "2. Other thing.md"], 3, "3. Use a queue.md"),
        (["ODH-ADR-0001-x-y.md", "ODH-ADR-0002-a.md"], 3, "ODH-ADR-0003-use-a-queue.md"),
        (["0001-Use-Trees.mdx", "0002-Try-Bees.mdx"], 3, "0003-Use-A-Queue.mdx"),
        (["2026-07-16_034-binary.md", "2026-06-16_033-bb.md"], 35, "2026-01-15_035-use-a-queue.md"),
    ],
)
def test_numbered_names_go_on_in_their_pattern(names, number, made):
    """Prefix, width, separators, case and ending are those of the newest names."""
    style = learn_names(names)
    assert style.next_number(names)[0] == number
    assert style.file_name(number, "Use a queue", "2026-01-15", lambda: "") == made


@pytest.mark.parametrize(
    ("names", "made"),
    [
        (["20200101-a-b.md", "20210102-c.md"], "20260115-use-a-queue.md"),
        (["231213-a-b.md", "240706-c.md", "250301A-d-e.md"], "260115-use-a-queue.md"),
        (["231213_a_b.md", "240706_c.md"], "260115_use_a_queue.md"),
        (["2024-01-31-a-b.md"], "2026-01-15-use-a-queue.md"),
        (["20230510152112_keep_it_small.md"], "20260115101112_use_a_queue.md"),
        (["2024-01-31-a-b/README.md"], "2026-01-15-use-a-queue/README.md"),
        (["use-2-trees.md", "cut-3-trees.md", "use-bees.md"], "use-a-queue.md"),
    ],
)
def test_dates_are_no_numbers(names, made):
    """Names with a day or a second, and names of words alone, bear no number."""
    style = learn_names(names)
    assert style.width == 0
    assert style.file_name(1, "Use a queue", "2026-01-15", lambda: "101112") == made


def test_several_series_are_counted_apart():
    """The series of the newest records goes on; numbers of the other one are not taken by it."""
    style = learn_names(["GEN-001-a.md", "GEN-002-b.md", "GEN-003-c.md", "GEN-004-d.md", "API-009-x.md"])
    assert style.prefix == "GEN-"
    assert style.next_number(["GEN-004-d.md", "API-009-x.md", "README.md"]) == (5, 3)


def test_a_usual_word_before_the_number_makes_no_other_series():
    """`ADR-0007` and `0007` are one number of one log."""
    style = learn_names(["0001-a.md", "0002-b.md", "0003-c.md"])
    assert style.next_number(["0003-c.md", "ADR-0007-x.md"]) == (8, 4)
