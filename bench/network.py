"""The first picture of a network of 300 things: `uv run python -m bench.network [--visits N]`.

Loads a made-up city, asks for the network of all its chains and platforms, and opens the page in a headless Chromium
that draws by the processor. "First picture" is the time from the start of the navigation to the end of the first
drawing of all nodes, as the page itself marks it; a first visit has an empty browser cache.
"""

import argparse
import statistics
import time

import httpx2
from playwright.sync_api import Browser, Page, sync_playwright

from bench.made_up import CHROMIUM, FLAGS, made_up_city

THINGS = 2_000
PATH = "/network/chain_platform_matrix?limit=300"
DRAWN = "#net[data-ready='1']"
MARK = "performance.getEntriesByName('network-drawn')[0]?.startTime"
PARTS = """() => {
  const page = performance.getEntriesByType('navigation')[0];
  const files = performance.getEntriesByType('resource').map((entry) => entry.responseEnd);
  const marks = performance.getEntriesByType('mark').map((entry) => [entry.name, entry.startTime]);
  return { answer: page.responseStart, page: page.responseEnd, files: Math.max(...files), parsed: page.domInteractive,
           paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime, ...Object.fromEntries(marks) };
}"""


def main() -> None:
    """Load, serve, look; print what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=9)
    visits = parser.parse_args().visits
    with made_up_city(THINGS) as root:
        ask(root)
        look(root, visits)


def ask(root: str) -> None:
    """What the server needs and sends, for the first time and then again."""
    for name in ("server, first time", "server, kept"):
        started = time.perf_counter()
        got = httpx2.get(root + PATH, timeout=300)
        seconds, packed = time.perf_counter() - started, int(got.headers["content-length"])
        print(f"{name}: {seconds:.2f} s, {len(got.content) / 1e3:.0f} kB, {packed / 1e3:.0f} kB packed", flush=True)
    body = httpx2.get(root + PATH.replace("?", ".json?"), timeout=300).json()
    print(f"{len(body['nodes'])} nodes, {len(body['edges'])} relations, {body['hidden']} not shown")


def look(root: str, visits: int) -> None:
    """Milliseconds from the start of the navigation to each step, median of several visits."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        seen = [first_and_second(browser, root + PATH) for _ in range(visits)]
        browser.close()
    for number, name in enumerate(("first visit", "second visit")):
        print(name, {key: round(statistics.median(pair[number][key] for pair in seen)) for key in seen[0][number]})
        drawn = sorted(pair[number]["network-drawn"] for pair in seen)
        print(f"  first picture: median {statistics.median(drawn):.0f} ms, worst {drawn[-1]:.0f} ms")


def first_and_second(browser: Browser, address: str) -> list[dict[str, float]]:
    """The steps of two visits with one browser cache, empty at the first."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    steps = [visit(context.new_page(), address) for _ in range(2)]
    context.close()
    return steps


def visit(page: Page, address: str) -> dict[str, float]:
    """The steps of one visit."""
    page.goto(address, timeout=60_000)
    page.wait_for_selector(DRAWN)
    page.wait_for_function(MARK)
    found: dict[str, float] = page.evaluate(PARTS)
    page.close()
    return found


if __name__ == "__main__":
    main()
