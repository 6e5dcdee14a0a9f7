"""The network view in a real browser."""

from urllib.parse import quote

import pytest
from fastapi import Request

from api.app import create_app
from api.pages.render import render
from api.views import view_file, view_model
from graph.asking import Answer, ask, catalogue
from tests.conftest import served
from tests.test_views import HOSTILE, PLATFORMS, hostile_rows, row, thing

pytestmark = pytest.mark.browser
CHAIN = f"/network/platforms_for_chain?chain={quote('碳纤维及复合材料')}"
SIZE = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 844}
# Pixels of the canvas that carry something; a canvas that shows nothing is transparent throughout.
INKED = """() => {
  const canvas = document.querySelector('#net-canvas canvas');
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let inked = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i] > 0) inked += 1;
  return inked / (data.length / 4);
}"""
HASH = "location.hash"  # the page itself knows at once what the driver's `page.url` is told later
NODES = "document.getElementById('net').network.body.data.nodes.getIds()"
PLACES = """() => {
  const net = document.getElementById('net').network;
  const box = document.getElementById('net-canvas').getBoundingClientRect();
  const spots = net.body.data.nodes.getIds().map((id) => net.canvasToDOM(net.getPosition(id)));
  return spots.map((spot) => [spot.x + box.x, spot.y + box.y]);
}"""


def crowd(size):
    things = [
        thing(f"S{i}", cls, f"合成对象{i}") for i in range(size) for cls in [("Enterprise", "KeyLaboratory")[i % 2]]
    ]
    return [row("") | {"platform": things[i], "chain": things[i // 5], "claims": []} for i in range(1, size)]


ANSWERS = {"hostile": hostile_rows(), "crowd": crowd(300), "plain": [row("P1"), row("P2", "field")]}


@pytest.fixture(scope="module")
def site(settings, store):
    app = create_app(settings, store)
    # The first plan of a question takes long on a busy machine; what is tried here is the browser.
    for name, param in (("platforms_for_chain", "chain"), ("chain_profile", "chain"), ("entity_names", "entity")):
        ask(store, catalogue()[name], {param: "WHR084"}, timeout=120)

    @app.get("/try/{name}")
    def tried(request: Request, name: str):
        model = view_model(PLATFORMS, Answer(ANSWERS[name], None, 1000, 3, "2026-01-01"), {}, "zh")
        return render(request, "network.html", network=model, query=PLATFORMS)

    with served(app) as root:
        yield root


def status(page):
    return page.inner_text("#net-status")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SIZE, PHONE])
@pytest.mark.parametrize(
    "path", [CHAIN, f"{CHAIN}#layout=network", "/try/crowd", f"/chains/{quote('碳纤维及复合材料')}"]
)
def test_the_canvas_shows_the_network(visit, site, path, size, scheme):
    page = visit(viewport=size, color_scheme=scheme).open(site + path)
    page.wait_for_timeout(300)
    assert page.evaluate("performance.getEntriesByName('network-drawn').length") == 1
    assert page.evaluate(INKED) > 0.01
    height = page.evaluate("document.querySelector('#net-canvas canvas').clientHeight")
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelector('#net-canvas canvas').clientHeight") == height
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_unticking_a_type_hides_it_and_its_relations(visit, site):
    page = visit(viewport=SIZE).open(site + CHAIN)
    assert status(page) == "显示 8 个对象 · 7 条关系"
    page.uncheck("input[value=IndustryChain]")
    assert status(page) == "显示 7 个对象 · 0 条关系"
    page.reload()
    page.wait_for_selector("#net[data-ready]")
    assert status(page) == "显示 7 个对象 · 0 条关系"
    page.check("input[value=IndustryChain]")
    assert status(page) == "显示 8 个对象 · 7 条关系"


def test_stated_only_leaves_what_a_source_states(visit, site):
    page = visit(viewport=SIZE).open(f"{site}/try/plain")
    page.check("#net-stated")
    assert status(page) == "显示 2 个对象 · 1 条关系"


def test_initials_find_a_thing_and_show_its_sources(visit, site):
    page = visit(viewport=SIZE).open(site + CHAIN)
    page.fill("#net-q", "txw")
    names = page.locator("#net-found [role=option]")
    assert all("碳纤维" in name for name in names.all_inner_texts())
    page.press("#net-q", "Enter")
    chosen = page.inner_text("#net-detail h3")
    assert "碳纤维" in chosen
    assert page.locator("#net-detail .net-sources li").count() > 0
    assert "focus=" in page.evaluate(HASH)
    page.reload()
    page.wait_for_selector("#net-detail h3")
    assert page.inner_text("#net-detail h3") == chosen


def test_the_keyboard_walks_the_network(visit, site):
    page = visit(viewport=SIZE).open(site + CHAIN)
    page.focus("#net-canvas")
    page.keyboard.press("ArrowRight")
    chain = page.inner_text("#net-detail h3")
    page.keyboard.press("ArrowLeft")
    platform = page.inner_text("#net-detail h3")
    assert (chain, platform) == ("碳纤维及复合材料产业技术创新链", platform) and platform != chain
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#net-detail h3") not in (platform, chain)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "net-detail"
    page.keyboard.press("Escape")
    assert page.locator("#net-detail h3").count() == 0
    assert status(page).startswith("显示 8")


def test_neighbours_come_in_and_stand_in_the_table_too(visit, site):
    page = visit(viewport=SIZE).open(f"{site}{CHAIN}#focus=WHR037")
    page.click(".net-acts button")
    page.locator("#net-things tbody tr").nth(8).wait_for(state="attached")
    rows = page.evaluate("[...document.querySelectorAll('#net-things tbody tr')].map((row) => row.dataset.id)")
    assert sorted(rows) == sorted(page.evaluate(NODES))


def test_hostile_names_do_nothing_on_load_hover_click_and_in_exports(visit, site, tmp_path):
    page = visit(viewport=SIZE).open(f"{site}/try/hostile")
    places = page.evaluate(PLACES)
    assert len(places) == len(HOSTILE) + 1
    for x, y in places:
        page.mouse.move(x, y)
        page.wait_for_timeout(350)
        page.mouse.click(x, y)
    page.fill("#net-q", "script")
    with page.expect_download() as saved:
        page.click("[data-do=png]")
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    still = tmp_path / "hostile.html"
    still.write_text(view_file(PLATFORMS, Answer(hostile_rows(), None, 9, 3, "2026-01-01"), {}, "zh"), encoding="utf-8")
    offline = visit(viewport=SIZE).open(still.as_uri())
    with offline.expect_download() as saved:
        offline.click("[data-do=svg]")
    picture = tmp_path / "hostile.svg"
    saved.value.save_as(picture)
    for shown in (page, offline):
        assert shown.evaluate("window.hit === undefined")
        assert shown.locator("#net img").count() == 0
    offline.goto(picture.as_uri())
    assert offline.evaluate("window.hit === undefined && document.querySelectorAll('script, image').length === 0")


def test_a_file_works_without_a_server(visit, tmp_path):
    page = tmp_path / "view.html"
    page.write_text(view_file(PLATFORMS, Answer(crowd(300), None, 9, 3, "2026-01-01"), {}, "zh"), encoding="utf-8")
    shown = visit(viewport=SIZE).open(page.as_uri())
    shown.wait_for_timeout(300)
    assert shown.evaluate(INKED) > 0.01
    assert status(shown) == "显示 300 个对象 · 299 条关系"


def test_the_still_picture_is_saved_from_the_server(visit, site):
    page = visit(viewport=SIZE).open(site + CHAIN)
    with page.expect_download() as saved:
        page.click("[data-do=svg]")
    assert saved.value.path().read_text(encoding="utf-8").count("<title>") == 8 + 7


def test_dark_is_one_button_away(visit, site):
    page = visit(viewport=SIZE, color_scheme="light").open(site + CHAIN)
    paper = "getComputedStyle(document.getElementById('net-canvas')).backgroundColor"
    light = page.evaluate(paper)
    page.click("[data-do=theme]")
    assert page.evaluate(paper) != light


def test_without_scripts_a_still_picture_and_the_table_remain(visit, site):
    page = visit(viewport=SIZE, java_script_enabled=False).page
    page.goto(site + CHAIN)
    assert page.locator("img.net-still").evaluate("image => image.naturalWidth") > 300
    page.click(".net-table summary")
    assert page.locator("#net-things tbody tr").count() == 8


def test_the_whole_graph_is_drawn_searched_walked_and_filtered(visit, site):
    page = visit(viewport=SIZE).page
    page.goto(f"{site}/explore")
    page.wait_for_selector("#whole[data-ready='1']")
    every, drawn = page.inner_text("#whole-status"), page.locator("#whole-canvas").screenshot()
    boxes = page.locator("input[name=whole-group]")
    for at in range(boxes.count()):
        boxes.nth(at).uncheck()
    page.wait_for_timeout(300)
    # A picture of nothing packs to a fraction.
    assert len(drawn) > 3 * len(page.locator("#whole-canvas").screenshot())
    for at in range(boxes.count()):
        boxes.nth(at).check()
    assert page.inner_text("#whole-status") == every
    page.uncheck("input[name=whole-group][value=InnovationPlatform]")
    assert page.inner_text("#whole-status") != every
    page.check("input[name=whole-group][value=InnovationPlatform]")
    page.fill("#whole-q", "txw")
    page.locator("#whole-found [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("#whole-detail a[href^='/documents/']").first.wait_for()
    focus = page.evaluate(HASH)
    assert focus.startswith("#focus=")
    page.focus("#whole-canvas")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(HASH) not in ("", focus)
    page.keyboard.press("Escape")
    assert page.evaluate(HASH) == ""


def test_a_double_click_brings_neighbours_in_and_the_picture_is_saved(visit, site):
    page = visit(viewport=SIZE).open(site + CHAIN)
    before = page.evaluate(NODES)
    at = before.index("WHR037")
    page.mouse.dblclick(*page.evaluate(PLACES)[at])
    page.wait_for_function(f"() => {NODES}.length > {len(before)}")
    with page.expect_download() as saved:
        page.click("[data-do=png]")
    assert saved.value.path().read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    page.click("[data-do=full]")
    page.locator("#net:fullscreen").wait_for()
