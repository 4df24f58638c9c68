"""The site in a real browser, from disk and served."""

from __future__ import annotations

import re

import pytest

from records.project.project import Project
from records.site.build import build
from repository import make_repo
from site_logs import phr, write_log

ADR = "adr/0002-use-postgresql.html"
PHR = "phr/001-login/0001-add-the-login-form.green.html"
MARKED = "phr/003-work/0040-step-40-of-the-work.spec.html"
PAGES = (
    "index.html", "decisions.html", "prompts.html", "features/003-work.html", "time/2026-01.html", "repairs.html",
    "search.html?q=login", "graph.html", ADR, PHR, MARKED, "phr/002-basket/0002-empty.green.html",
)  # fmt: skip


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_any_page(tab, disk, violations, scheme, width):
    """WCAG 2.2 AA and axe's best practices, in both themes, wide and narrow; nothing sticks out of the window."""
    page = tab(color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    for name in PAGES:
        page.goto(disk + name)
        page.wait_for_timeout(150)
        assert violations(page) == [], name
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{name} is {overflow} px too wide"


def test_pages_open_and_lead_to_one_another(tab, base):
    """Links lead from the front page to a decision and through its chain."""
    page = tab()
    page.goto(base + "index.html")
    page.get_by_role("link", name="Use PostgreSQL").first.click()
    assert page.locator("h1").inner_text() == "Use PostgreSQL"
    page.get_by_role("region", name="Chain of supersession").get_by_role(
        "link", name=re.compile("Use MySQL")
    ).click()
    assert page.locator("h1").inner_text() == "Use MySQL"
    page.get_by_role("navigation", name="Neighbours").get_by_role("link").click()
    assert page.locator("h1").inner_text() == "Use PostgreSQL"


def test_search_finds_the_record_by_keyboard_alone(tab, base):
    """`/`, a word, an arrow, Enter: from any page, without a pointer."""
    page = tab()
    page.goto(base + PHR)
    page.keyboard.press("/")
    page.keyboard.type("mysql")
    page.locator("#quick-list [role=option]").first.wait_for()
    assert page.locator("#quick").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#quick").get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/adr/0001-use-mysql.html")


def test_enter_without_a_choice_leads_to_all_results(tab, base):
    """Enter in the search box opens the page of all results."""
    page = tab()
    page.goto(base + "decisions.html")
    page.keyboard.press("/")
    page.keyboard.type("login form")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=login+form")
    page.locator("#results a").first.wait_for()
    assert "Add the login form" in page.locator("#results a").first.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/0001-add-the-login-form.green.html")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("postg", "Use PostgreSQL"),
        ("ADR-3", "Adopt tokens for sessions"),
        ("0003", "Adopt tokens for sessions"),
        ("Korbchen", "Plan the basket"),
        ("CAFÉ", "Plan the basket"),
        ("東京", "Plan the basket"),
        ("outlive", "Adopt tokens for sessions"),
        ("b", "Plan the basket"),
    ],
)
def test_words_numbers_accents_and_scripts_are_found(tab, disk, query, title):
    """The search finds words, numbers, accented letters and other scripts."""
    page = tab()
    page.goto(disk + "search.html")
    page.locator("#q").fill(query)
    page.locator("#results a .title", has_text=title).first.wait_for(timeout=3000)


def test_filters_narrow_and_stand_in_the_address(tab, base):
    """Filters narrow the results and are kept in the address."""
    page = tab()
    page.goto(base + "search.html")
    page.locator("#results a").first.wait_for()
    count = page.locator("#count")
    assert count.inner_text() == "47 records"
    page.get_by_label("Kind").select_option("adr")
    page.wait_for_function("() => document.getElementById('count').textContent === '3 records'")
    page.get_by_label("Status").select_option("proposed")
    page.wait_for_function("() => document.getElementById('count').textContent === '1 record'")
    assert re.search(r"[?#]kind=adr&status=proposed$", page.url)
    page.reload()
    page.wait_for_function("() => document.getElementById('count').textContent === '1 record'")
    assert page.get_by_label("Kind").input_value() == "adr"
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("() => document.getElementById('count').textContent === '47 records'")
    for name, value, number in (
        ("label", "auth", 1), ("file", "src/login", 1), ("feature", "003-work", 40), ("stage", "plan", 11),
        ("from", "2026-01-13", 1), ("to", "2025-12-31", 2),
    ):  # fmt: skip
        page.goto(base + f"search.html?{name}={value}")
        words = "1 record" if number == 1 else f"{number} records"
        page.wait_for_function(f"() => document.getElementById('count').textContent === '{words}'")
    page.goto(base + "search.html?q=nothingofthekind")
    page.wait_for_function("() => document.getElementById('count').textContent.startsWith('Nothing matches')")


def test_more_results_come_on_demand(tab, disk):
    """Thirty results are shown first and more on demand."""
    page = tab()
    page.goto(disk + "search.html?q=step")
    page.locator("#results a").first.wait_for()
    assert page.locator("#results a").count() == 30
    page.get_by_role("button", name="Show more").click()
    page.wait_for_function("() => document.querySelectorAll('#results a').length === 40")
    assert page.locator("#more").is_hidden()


def test_the_theme_follows_the_system_and_the_reader(tab, base):
    """The theme follows the system until the reader switches it."""
    page = tab(color_scheme="dark")
    page.goto(base + "index.html")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.get_by_role("button", name="Switch between light and dark").click()
    light = page.evaluate(background)
    assert dark == "rgb(21, 23, 27)"
    assert light == "rgb(251, 250, 247)"
    page.reload()
    assert page.evaluate(background) == light, "the choice lasts"


def test_every_node_of_the_graph_is_a_link(tab, base):
    """Every record of the graph is a link, and the counts are shown."""
    page = tab()
    page.goto(base + "graph.html")
    page.locator("#graph-frame a").first.wait_for()
    assert page.locator("#graph-frame a").count() == 44
    assert "44 records, 41 links" in page.locator("#graph-count").inner_text()
    page.get_by_label("Feature").select_option("003-work")
    page.get_by_label("Title").fill("step 17")
    assert page.locator("#graph-frame a").count() == 1
    page.get_by_label("Title").fill("")
    page.get_by_label("Show").select_option("adr")
    page.get_by_label("Feature").select_option("")
    assert page.locator("#graph-frame a").count() == 3
    page.locator("#graph-frame a", has_text="ADR-0002").focus()
    assert "Use PostgreSQL" in page.locator("#graph-info").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/adr/0002-use-postgresql.html")


_FOCUS = """() => {
  const e = document.activeElement;
  if (e === document.body) return -1;
  e.dataset.seen ??= String(document.querySelectorAll('[data-seen]').length + 1);
  const bare = getComputedStyle(e).outlineStyle === 'none' && !e.matches('.node, main, input[type=date]');
  return bare ? 'unseen ' + e.outerHTML : e.dataset.seen;
}"""


def test_words_stay_on_their_cards_and_lines_off_the_names(tab, disk):
    """Text of the graph stays within its card, and lines do not cross names."""
    page = tab()
    page.goto(disk + "graph.html")
    page.locator(".node.adr").first.wait_for()
    over = page.evaluate(
        """() => [...document.querySelectorAll('.node.adr')].flatMap((node) => {
          const card = node.querySelector('.shape').getBoundingClientRect();
          return [...node.querySelectorAll('div')].map((words) => words.getBoundingClientRect())
            .map((words) => Math.max(words.right - card.right, card.left - words.left, words.bottom - card.bottom)); })"""
    )
    assert over
    assert max(over) <= 0
    apart = page.evaluate(
        """() => [...document.querySelectorAll('.lane-name')].every((name) => {
          const [back, words] = [name.previousElementSibling.getBBox(), name.getBBox()];
          return back.x < words.x && back.x + back.width > words.x + words.width && back.height > words.height; })"""
    )
    assert apart, "a name stands on ground of its own, in front of the lines"


_LINES = """() => {
  const cards = [...document.querySelectorAll('.node.adr .shape')].map((card) => card.getBBox());
  const dots = [...document.querySelectorAll('.node.phr .shape')].map((dot) => dot.getBBox());
  const at = (box, p, by) => p.x > box.x - by && p.x < box.x + box.width + by && p.y > box.y - by && p.y < box.y + box.height + by;
  let cardsHit = 0, dotsHit = 0, loose = 0;
  for (const path of document.querySelectorAll('.edge')) {
    const long = path.getTotalLength();
    for (let way = 1; way < long; way += 2) {
      cardsHit += cards.some((box) => at(box, path.getPointAtLength(way), -2));
      dotsHit += dots.some((box) => at(box, path.getPointAtLength(way), -2));
    }
    for (const way of [0, long]) loose += ![...cards, ...dots].some((box) => at(box, path.getPointAtLength(way), 1));
  }
  return [cardsHit, loose, dotsHit]; }"""


def test_on_a_phone_lines_run_beside_the_cards_and_end_at_their_own(tab, disk):
    """On a narrow screen lines run beside the cards and end at the right ones."""
    page = tab(viewport={"width": 390, "height": 800})
    page.goto(disk + "graph.html")
    page.locator(".node.adr").first.wait_for()
    assert page.evaluate(_LINES) == [0, 0, 0]


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """A site of decisions that are linked across rows and columns, with titles that fill more than a card."""
    repo = make_repo(tmp_path_factory.mktemp("decided") / "repo")
    word = "Uninterruptible" * 4
    files = [
        (
            f"history/adr/{number:04d}-a.md",
            f"# {number}. {word} and a title that goes on for longer than a card is wide\n\n## Status\n\nAccepted\n\n"
            + (f"Amends [{number - back}]({number - back:04d}-a.md)\n" if back else ""),
        )
        for number, back in enumerate((0, 1, 0, 3, 1, 5, 4, 2, 6, 9, 0, 11, 7), start=1)
    ]
    links = '  adr: ["0002-a", "0013-a"]'
    write_log(repo, [*files, phr(1, "Do it", links=links)])
    build(Project.open(str(repo.path)), str(repo.path / "site"))
    return (repo.path / "site").as_uri() + "/"


def test_on_a_wide_screen_no_line_runs_behind_a_card(tab, decided):
    """On a wide screen no line crosses a card."""
    page = tab()
    page.goto(decided + "graph.html")
    page.locator(".node.adr").first.wait_for()
    assert page.locator(".edge").count() > 10
    assert page.evaluate(_LINES)[:2] == [0, 0]


def test_a_title_that_is_cut_on_its_card_is_whole_in_its_name(tab, decided, violations):
    """A shortened title is complete in the accessible name."""
    page = tab()
    page.goto(decided + "graph.html")
    page.locator(".node.adr").first.wait_for()
    assert violations(page) == []


def test_a_prompt_as_typed_takes_the_place_of_its_rendering(tab, disk):
    """By keyboard, and without scripts."""
    page = tab(java_script_enabled=False)
    page.goto(disk + MARKED)
    assert page.locator(".rendered").is_visible()
    page.get_by_text("As typed").focus()
    page.keyboard.press("Enter")
    assert page.locator(".typed pre").is_visible()
    assert not page.locator(".rendered").is_visible()


def test_text_runs_the_way_it_is_written(tab, tmp_path):
    """Arabic and Hebrew from the right, lists and tables too; code and English from the left."""
    repo = make_repo(tmp_path / "repo")
    words = "استخدام قاعدة بيانات PostgreSQL."
    body = f"{words}\n\n- {words}\n\n`src/a.py` {words}\n\nPlain English.\n\n```\ncode\n```"
    prompt = phr(1, "Do it", prompt=f"{words}\n\n**x**", response="Fine.")
    write_log(
        repo,
        [("history/adr/0001-a.md", f"# 1. {words}\n\n## Status\n\nAccepted\n\n## A\n\n{body}\n"), prompt],
    )
    build(Project.open(str(repo.path)), str(repo.path / "site"))
    page = tab()
    aligned = """(selector) => [...document.querySelectorAll(selector)].map((e) => {
      const words = document.createRange(); words.selectNodeContents(e);
      const [box, ink] = [e.getBoundingClientRect(), words.getBoundingClientRect()];
      return box.right - ink.right < ink.left - box.left ? 'right' : 'left'; })"""
    page.goto((repo.path / "site/adr/0001-a.html").as_uri())
    assert page.evaluate(aligned, "h1, .prose p, .prose li") == ["right"] * 4 + ["left"]
    assert page.evaluate("getComputedStyle(document.querySelector('.prose ul')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('.prose pre')).direction") == "ltr"
    page.goto((repo.path / "site/phr/001-login/0001-do-it.green.html").as_uri())
    assert page.evaluate(aligned, ".rendered p, .response p")[0::2] == ["right", "left"]


def test_filters_stand_in_a_grid(tab, disk):
    """Fields of one row are as high as one another; a chart of few months is as high as one of many."""
    page = tab(viewport={"width": 1200, "height": 900})
    page.goto(disk + "search.html")
    boxes = [field.bounding_box() for field in page.locator(".filters input, .filters select").all()]
    assert len({box["height"] for box in boxes}) == 1
    assert len({box["y"] for box in boxes}) == 2
    page.goto(disk + "index.html")
    assert page.locator(".numbers").bounding_box()["height"] < 300


def test_everything_can_be_reached_by_tab(tab, disk):
    """Each link and field takes the focus in turn, visibly; none holds it."""
    page = tab()
    for name in ("index.html", ADR, "search.html?q=login"):
        page.goto(disk + name)
        page.wait_for_timeout(200)
        wanted = page.evaluate(
            "[...document.querySelectorAll('a[href], button, input, select, [tabindex=\"0\"], summary')]"
            ".filter(e => e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})).length"
        )
        page.evaluate("document.activeElement?.blur()")
        seen = set()
        for _ in range(wanted + 60):
            page.keyboard.press("Tab")
            place = page.evaluate(_FOCUS)
            assert not str(place).startswith("unseen"), place
            seen.add(place)
        assert len(seen - {-1}) >= wanted, name


def test_the_skip_link_leads_to_the_content(tab, disk):
    """The first Tab stop jumps to the content."""
    page = tab()
    page.goto(disk + ADR)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_pages_can_be_read_without_scripts(tab, disk):
    """Pages and links work without JavaScript."""
    page = tab(java_script_enabled=False)
    page.goto(disk + PHR)
    assert page.get_by_role("heading", name="Prompt").is_visible()
    page.get_by_role("link", name="001-login").first.click()
    assert page.get_by_role("link", name="Fix the logout").is_visible()


def test_print_has_no_furniture(tab, disk):
    """Printed pages have no navigation and a white background."""
    page = tab(color_scheme="dark")
    page.goto(disk + ADR)
    page.emulate_media(media="print")
    assert page.locator(".top").is_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_pages_obey_their_own_policy(tab, disk):
    """A script or style that got into a page all the same would not run: the policy that the page states holds."""
    page = tab()
    page.goto(disk + PHR)
    page.evaluate(
        """() => {
          window.refused = [];
          document.addEventListener('securitypolicyviolation', (e) => window.refused.push(e.violatedDirective));
          const script = document.createElement('script');
          script.textContent = 'window.hacked = 1';
          const image = document.createElement('img');
          image.src = 'data:image/png;base64,AA==';
          document.body.append(script, image);
        }"""
    )
    page.wait_for_function("() => window.refused.length === 2")
    assert page.evaluate("window.hacked") is None
    assert len(tab.trouble) == 2, "and the console says so"
    tab.trouble.clear()


def test_a_served_page_loads_again_when_a_record_changes(tab, served, log):
    """A served page reloads when a record changes."""
    page = tab()
    page.goto(served.url + "decisions.html")
    page.wait_for_timeout(300)
    path = log.write("history/adr/0009-brand-new.md", "# 9. Brand new\n\n## Status\n\nAccepted\n")
    page.get_by_text("Brand new").wait_for(timeout=15000)
    path.unlink()
    page.get_by_text("Brand new").wait_for(state="detached", timeout=15000)
