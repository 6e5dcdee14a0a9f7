"""The pages in a real browser: by day, by night, on a phone, without scripts, by keyboard, on paper."""

import re
from importlib.resources import files

import pytest

from api.app import create_app
from graph.store import Store
from tests.browser.conftest import window
from tests.conftest import served

pytestmark = pytest.mark.browser
PATIENCE = 60.0

PAGES = (
    "/",
    "/chains/WHR084",
    "/chains/WHR088",
    "/entities/WHR001",
    "/documents",
    "/documents/D001",
    "/queries",
    "/docs",
    "/queries/platforms_for_chain?chain=钓具",
    "/search?q=txw",
    "/chains/海洋",
    "/nothing",
    "/data",
    "/review",
    "/review?list=inferred",
    "/review?list=decisions",
    "/review/claims?claim=WF0042&about=1",
    "/login",
    "/matrix",
    "/districts/WHR157",
    "/indicators?theme=talent",
    "/indicators/highTechOutputShare",
    "/quality",
    "/compare?ids=WHR155,WHR157",
    "/about",
    "/quality?part=targets",
    "/network/platforms_for_chain?chain=WHR084",
    "/embed/network/platforms_for_chain?chain=WHR084",
    "/explore",
    "/documents/D000",
)
DAY = {"viewport": {"width": 1280, "height": 720}, "locale": "zh-CN"}
NIGHT = {**DAY, "color_scheme": "dark"}
PHONE = {**DAY, "viewport": {"width": 390, "height": 844}}
# What is dark changes no rule but that of contrast.
RULES = {"day": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "night": ["color-contrast"]}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE = """async ([source, rules]) => {
  (0, eval)(source);
  const found = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
  return found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html).join(' ')}`);
}"""


@pytest.fixture(scope="module")
def site(settings, store):
    # The first plan of a question may take long on a busy machine, and that is not what is tested here.
    with Store(store.connection, PATIENCE) as patient, served(create_app(settings, patient)) as root:
        yield root


@pytest.fixture
def open_page(site, visit):
    """Goes to an address in Chinese at 1280×720; `visit` then asserts: nothing foreign, no error, no violation."""

    def opened(address, **mode):
        page = visit(**DAY | mode).page
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(site + address)
        page.wait_for_load_state("networkidle")
        return page

    return opened


@pytest.fixture(scope="module")
def axe():
    """The source of axe-core, as a package for development brings it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def windows(browser):
    """One window by day, one by night, one as wide as a phone, each for every page in turn."""
    opened = {"day": window(browser, **DAY), "night": window(browser, **NIGHT), "phone": window(browser, **PHONE)}
    yield opened
    for each in opened.values():
        each.page.context.close()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_its_width_does_nothing_wrong_and_is_accessible(windows, site, axe, address):
    for each in windows.values():  # they load side by side
        each.forget()
        each.page.goto(site + address, wait_until="commit", timeout=PATIENCE * 1000)
    for each in windows.values():
        each.page.wait_for_load_state("networkidle", timeout=PATIENCE * 1000)
    assert {mode: each.page.evaluate(WIDER) for mode, each in windows.items()} == dict.fromkeys(windows, 0)
    assert {mode: windows[mode].page.evaluate(AXE, [axe, rules]) for mode, rules in RULES.items()} == {
        mode: [] for mode in RULES
    }
    assert [fault for each in windows.values() for fault in each.faults()] == []


def test_what_would_leave_this_machine_is_refused_and_noticed(browser):
    opened = window(browser)
    opened.page.set_content("<img src='http://elsewhere.example/a.png'><img src='http://192.0.2.1/b.png'>")
    assert opened.outside == ["http://elsewhere.example/a.png", "http://192.0.2.1/b.png"]
    assert len(opened.errors) == 2 and all("ERR_NAME_NOT_RESOLVED" in error for error in opened.errors)
    opened.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_opened_operation_of_the_interface_can_be_read(open_page, axe, scheme):
    page = open_page("/docs", color_scheme=scheme)
    page.locator(".opblock-summary-control").nth(3).click()
    page.locator(".try-out__btn").click()
    page.locator("pre.microlight").first.wait_for()
    assert page.evaluate(AXE, [axe, RULES["day"]]) == []


def test_a_chart_is_drawn_and_not_blank(open_page):
    page = open_page("/indicators/highTechOutputShare")
    inked = """() => {
      const canvas = document.querySelector('.chart canvas');
      const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      return data.filter((value, place) => place % 4 === 3 && value > 0).length;
    }"""
    assert page.evaluate(inked) > 1000


def test_the_slash_key_leads_to_the_search_field(open_page):
    page = open_page("/")
    page.keyboard.press("/")
    page.keyboard.type("txw")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=txw")
    page.get_by_role("link", name="碳纤维及复合材料产业技术创新链").first.click()
    page.wait_for_url("**/chains/WHR084")
    page.go_back()
    assert page.url.endswith("/search?q=txw")


def test_the_first_stop_of_the_tab_key_leads_past_the_menu(open_page):
    page = open_page("/chains/WHR084")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_source_link_shows_the_statement_it_means(open_page):
    page = open_page("/chains/WHR096")
    page.locator(".sources a[href^='/documents/D000#']").first.click()
    page.wait_for_url("**/documents/D000#*")
    assert page.locator("tr:target").is_visible()


def test_the_core_answer_needs_no_script(open_page, site):
    page = open_page("/chains/WHR096", java_script_enabled=False)
    assert page.get_by_role("rowheader", name="市级钓具装备技术创新中心").first.is_visible()
    page.goto(site + "/")
    page.locator("#hero-q").fill("轮胎")
    page.locator(".hero button").click()
    assert page.get_by_role("link", name="轮胎产业技术创新链").first.is_visible()


def test_on_a_phone_each_cell_of_the_answer_names_its_column(open_page):
    page = open_page("/chains/WHR096", **PHONE)
    cell = page.locator("td[data-th='依据']").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"依据"'
    assert cell.bounding_box()["width"] > 250


def test_on_paper_the_menu_is_gone_and_the_answer_stays(open_page):
    page = open_page("/chains/WHR096")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.get_by_role("rowheader", name="市级钓具装备技术创新中心").first.is_visible()


@pytest.mark.parametrize("chain", ["WHR084", "WHR088", "WHR090", "WHR096"])
def test_the_answer_of_a_chain_goes_on_one_page_of_paper(open_page, chain):
    page = open_page(f"/chains/{chain}?sheet=true")
    # WHR084 has more platforms than any other chain, WHR088 has none.
    assert (page.locator("tbody tr").count() == 0) == (chain == "WHR088")
    assert re.findall(rb"/Count (\d+)", page.pdf(prefer_css_page_size=True)) == [b"1"]


def test_copied_cells_arrive_as_a_table(open_page):
    page = open_page("/chains/WHR096")
    text = page.evaluate("""() => {
      const table = document.querySelector('table.stack');
      getSelection().selectAllChildren(table);
      return getSelection().toString();
    }""")
    assert "市级钓具装备技术创新中心\t技术创新中心\t原文载明" in text


def test_day_and_night_are_chosen_on_the_page_and_last(open_page, site):
    paper = "getComputedStyle(document.body).backgroundColor"
    page = open_page("/queries")
    day = page.evaluate(paper)
    page.click("[data-theme-wish=dark]")
    night = page.evaluate(paper)
    assert night != day
    page.goto(f"{site}/documents")
    assert page.evaluate(paper) == night
    page.emulate_media(media="print")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.emulate_media(media="screen", color_scheme="dark")
    page.click("[data-theme-wish=light]")
    page.reload()
    assert page.evaluate(paper) == day
