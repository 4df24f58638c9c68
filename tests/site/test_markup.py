"""Markdown of strangers becomes HTML in which nothing runs and nothing is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.site.excerpt import to_plain
from records.site.html_elements import PageState, decorate
from records.site.markup import to_html
from records.site.prompt_fidelity import differs, may_differ
from site_facts import Page


class Nowhere:
    """A resolver that knows no file and no record."""

    root = "../"

    def link(self, target):
        return target if target.startswith(("http://", "https://", "#")) else ""

    def code(self, text):
        return ""

    def text(self, escaped):
        return escaped

    def image(self, source):
        return ""


def dressed(markdown: str, top: int = 1, **options) -> str:
    return decorate(to_html(markdown, **options), PageState(Nowhere()), top)


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='jAvAsCrIpT:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "![x](data:text/html;base64,PHNjcmlwdD4=)",
    "<style>*{}</style>",
    "<object data=x></object>",
    "<base href=//evil>",
    "<form action=//evil><input type=submit>",
    "<div style='x:y' onclick=a()>",
    "<meta http-equiv=refresh content=0>",
    '[x](x "<table onclick=a()>")',
    "<a title='<script>' href=\"#\">x</a>",
    "<td align='left\" onclick=\"a()'>",
    "<ol start='1 onclick=a()'>",
    '<ol start="ADR-1"><li>x',
    "<math><mi xlink:href='javascript:a()'>",
    "<p><details open ontoggle=alert(1)>",
    "`<script>`",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "{{ 7*7 }}",
    "{% raw %}",
    "<a href='vbscript:x'>x</a>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markup_leaves_nothing_that_runs(text):
    """Hostile markup has no active content in any Markdown context."""
    for written in (
        text,
        f"before {text} after",
        f"# {text}",
        f"| a |\n| - |\n| {text} |",
        f"- [ ] {text}",
        f"> {text}",
    ):
        assert Page(dressed(written)).running == []
        assert Page(dressed(written, prompt=True)).running == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(HOSTILE),
            st.text(max_size=12),
            st.sampled_from(["\n", "\n\n", "```\n", "<", ">", '"', "'"]),
        )
    )
)
def test_no_mixture_of_hostile_pieces_runs(pieces):
    """Whatever is put together from attacks, quotes and fences, the parsed result holds nothing that runs."""
    for prompt in (False, True):
        assert Page(dressed("".join(pieces), prompt=prompt)).running == []


def test_an_unknown_tag_is_shown_as_it_was_typed():
    """A prompt says `<feature>` and means it."""
    assert (
        "".join(Page(dressed("Write <feature> and <b>bold</b>")).text).strip() == "Write <feature> and bold"
    )
    assert "<b>bold</b>" in dressed("Write <b>bold</b>")


def test_a_tag_that_would_only_vanish_is_shown():
    """Tags that are not rendered are shown as text."""
    shown = "".join(Page(dressed("Centre a <div>box</div> by <input name=x> or <span>this</span>")).text)
    assert shown.strip() == "Centre a <div>box</div> by <input name=x> or <span>this</span>"


def test_a_prompt_keeps_every_tag_and_comment():
    """All tags and comments of a prompt are shown as text."""
    text = "Use <b>bold</b> and <!-- a note -->\n\n<div class='x'>\n  <p>hi</p>\n</div>"
    shown = "".join(Page(dressed(text, prompt=True)).text)
    assert shown.split() == text.split()


@pytest.mark.parametrize("prompt", [False, True])
def test_footnotes_keep_their_words(prompt):
    """Footnotes are shown as text, without loss."""
    text = "A note[^1].\n\n[^1]: foot\n[^2]: nobody asks\n\n> [^3]: quoted\n\n```\n[^4]: code\n```"
    shown = "".join(Page(dressed(text, prompt=prompt)).text)
    assert " ".join(shown.split()) == "A note[^1]. [^1]: foot [^2]: nobody asks [^3]: quoted [^4]: code"


@pytest.mark.parametrize("between", ["\n> ", "\n>\n> "])
def test_an_alert_of_github_is_told_by_its_kind(between):
    """GitHub alerts are rendered with their kind as heading."""
    html = dressed(f"> [!WARNING]{between}Mind **this**")
    assert '<blockquote class="alert warning">\n<p class="alert-kind">Warning</p>\n<p>Mind <strong>' in html
    assert "[!" not in html
    assert "[!WARNING] Mind" in dressed("> [!WARNING] Mind")


@pytest.mark.parametrize(
    "text",
    [
        "compute x = a*b*c", "rename __init__ please", "use /*foo*/ in src/*/x/*.py", "a \\* b", "say &amp; here",
        "**a**b", "note[^1]\n\n[x]: https://example.org", "![chart](c.png) and foo_bar_ _baz_x",
    ],
)  # fmt: skip
def test_a_prompt_that_markdown_would_change_is_told(text):
    """A prompt that loses words in rendering is detected."""
    assert may_differ(text)
    assert differs(text, to_html(text, prompt=True)) is (text[0] != "!")


@pytest.mark.parametrize(
    "text",
    [
        "# Head\n\n- one **bold**, _slant_\n- [ ] two\n\n1. first\n2. second `a*b*c`\n\n> quoted",
        "```python\ndef __init__(*a, **k): ...\n```", "call snake_case_name with 2*3 and [docs](https://e.org/a_(b))",
        "| a | b |\n| - | -: |\n| `x` | y |", "show <div>this</div> and <https://e.org>", "*.py and *.js, f(*args, **kw)",
    ],
)  # fmt: skip
def test_a_prompt_that_only_loses_marks_is_rendered(text):
    """A prompt that loses only Markdown marks is rendered."""
    assert may_differ(text)
    assert not differs(text, to_html(text, prompt=True))


def test_plain_words_need_no_second_view():
    """Plain text cannot differ once rendered."""
    assert not may_differ("Add a login form.\n\nKeep it plain - and (please) test it: 100%!")


def test_comments_go_and_an_unclosed_one_is_shown():
    """Comments are dropped, and an unclosed one is shown."""
    assert "secret" not in dressed("a <!-- secret --> b")
    assert "all the rest" in dressed("<!-- never closed\n\nall the rest")


def test_headings_nest_below_the_page_and_never_skip_a_level():
    """Headings are nested below the page's and skip no level."""
    html = dressed("# One\n\n#### Deep\n\n## Two\n\n##\n", top=1)
    assert [html.count(f"<h{level} ") for level in (2, 3, 4)] == [1, 2, 0]


def test_two_headings_of_one_name_have_two_anchors():
    """Equal headings get distinct anchors."""
    ids = Page(dressed("# Same\n\n# Same\n\n# !!!\n")).ids
    assert ids == ["s-same", "s-same-2", "s-section"]


def test_code_is_coloured_and_mermaid_is_a_figure():
    """Code is highlighted, Mermaid is a figure, unknown languages stay plain."""
    html = dressed(
        "```python\ndef f(): pass\n```\n\n```mermaid\na --> b\n```\n\n```nonsense\n<x>\n```\n\n    plain <y>\n"
    )
    assert '<span class="k">def </span>' in html
    assert '<figure class="diagram"><pre tabindex="0"><code>a --&gt; b' in html
    assert 'data-language="nonsense"' in html
    assert "&lt;x&gt;" in html
    assert "plain &lt;y&gt;" in html


def test_tables_scroll_by_keyboard_and_align_by_class():
    """Tables are focusable and aligned by class."""
    html = dressed("| a |  |\n| -: | :-: |\n| 1 | 2 |\n\n| b |\n| - |\n| 3 |\n")
    assert 'aria-label="Table 1" tabindex="0"' in html
    assert 'aria-label="Table 2"' in html
    assert '<th class="right">a</th>' in html
    assert "<td></td>" in html, "an empty head is no head"
    assert 'td class="center"' in html


def test_task_lists_have_names_and_no_inputs():
    """Task boxes are images with names, not inputs."""
    html = dressed("- [x] one\n- [ ] two\n")
    assert 'role="img" aria-label="done"' in html
    assert 'aria-label="to do"' in html
    assert "<input" not in html


def test_links_keep_their_text_where_they_lead_nowhere():
    """A link without a target is shown as its text."""
    html = dressed(
        "[gone](../x.md) [out](https://example.org) [](https://example.org/empty) <https://auto.example>"
    )
    assert '<span class="dead">gone</span>' in html
    assert '<a href="https://example.org" rel="noopener noreferrer">out</a>' in html
    assert ">https://example.org/empty</a>" in html
    assert ">https://auto.example</a>" in html


def test_foreign_images_become_links():
    """Images of other sites become links."""
    html = dressed(
        "![a chart](https://example.org/c.png) [![b](https://e.org/b.png)](https://e.org) ![](x.png)"
    )
    assert (
        '<a href="https://example.org/c.png" rel="noopener noreferrer"><span class="image">a chart</span></a>'
        in html
    )
    assert '<a href="https://e.org" rel="noopener noreferrer"><span class="image">b</span></a>' in html
    assert '<span class="image">x.png</span>' in html


def test_prompts_keep_their_line_breaks_and_lists_their_start():
    """Line breaks of prompts and the start of lists are kept."""
    assert "<br>" in to_html("one\ntwo", prompt=True)
    assert '<ol start="7">' in dressed("7. seven\n")


def test_bytes_that_are_no_text_are_shown_as_such():
    """Undecodable bytes are shown as a replacement."""
    assert "caf?" in to_html("caf\udce9")


def test_the_first_words_are_plain():
    """The excerpt has no Markdown marks and is cut at a word."""
    text = "# Title\n\n**Bold** [link](x) `code`\n- [x] item\n```\nfence\n```\n<b></b>"
    assert to_plain(text) == "Bold link code item"
    assert to_plain("word " * 100, 20) == "word word word word…"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2*3 and 2 * 3", "2*3 and 2 * 3"),
        ("snake_case_name, __init__, *args and **kwargs", "snake_case_name, __init__, *args and **kwargs"),
        ("{{ 7*7 }} in src/*/x/*.py", "{{ 7*7 }} in src/*/x/*.py"),
        ("***all*** **two _in_ one** ~~gone~~ (*so*)", "all two in one gone (so)"),
        ("**`a*b*c`** and ``x ` y``", "a*b*c and x ` y"),
        ("[a](b(c)x) [![i](j)](k) [[x]](y) a[i][j]", "a i [x] a[i][j]"),
        ("#42 is broken\n# Head\n- a\n  1. b\n> c", "#42 is broken a b c"),
        ("a <feature> <br> of 3 < 4 <!-- no -->", "a <feature> of 3 < 4"),
    ],
)
def test_what_only_looks_like_a_mark_stays_among_the_first_words(text, plain):
    """Characters that only look like Markdown stay in the excerpt."""
    assert to_plain(text) == plain


def test_the_first_words_of_a_prompt_keep_its_tags():
    """The excerpt of a prompt keeps its tags."""
    assert to_plain("centre <div>this</div>", prompt=True) == "centre <div>this</div>"


def test_deep_nesting_is_survived():
    """Thousands of nested elements are rendered without error."""
    assert Page(dressed(">" * 3000 + " deep")).running == []
    assert Page(dressed("<div>" * 3000 + "deep")).running == []


@pytest.mark.parametrize("unit", ["<!--", "> ", "<blockquote>", "<details>", "<UL><LI>"])
def test_deep_and_unclosed_text_is_shown_in_linear_time(unit):
    """Two hundred kilobytes are rendered in a moment, with every word that follows."""
    start = time.process_time()
    html = to_html(unit * (200_000 // len(unit)) + "last word")
    assert time.process_time() - start < 3
    assert "last word" in html


def test_comments_are_dropped_and_open_ones_shown():
    """A comment that ends is none of the text; what only begins like one is text."""
    assert to_html("a <!-- b --> c <!-- d <b>e</b>") == "<p>a  c &lt;!-- d <b>e</b></p>\n"


def test_nesting_that_browsers_follow_is_kept():
    """A hundred quotes in each other are quotes."""
    assert to_html("> " * 100 + "x").count("<blockquote>") == 100


@pytest.mark.parametrize(
    "html", ["</h2>", "</pre>", "</code>", "</table>", "</a>", "<h2>open", "<pre><code>open", "<code>"]
)
def test_tags_without_their_counterpart_are_passed_over(html):
    """HTML that an author cut in the middle leaves the text around it as it is."""
    page = decorate(f"<p>before</p>{html}<p>after</p>", PageState(Nowhere()), 1)
    assert "before" in page
    assert "after" in page
