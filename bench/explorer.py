"""The page of the whole graph at any size: `uv run python -m bench.explorer [--things N]`.

Loads a made-up city, asks for the data before and after the places are kept, and opens the page in a headless Chromium
whose WebGL is drawn by the processor. A PC with a graphics card draws faster.
"""

import argparse
import time

import httpx2
from playwright.sync_api import sync_playwright

from bench.made_up import CHROMIUM, FLAGS, made_up_city

HEAP = "performance.memory ? performance.memory.usedJSHeapSize / 1048576 : 0"
READY = "#whole[data-ready='1']"


def main() -> None:
    """Load, serve, look; print what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=10_000)
    size = parser.parse_args().things
    with made_up_city(size) as root:
        measure(root)
        look(root)


def measure(root: str) -> None:
    """Ask twice."""
    for name in ("places computed", "places kept"):
        started = time.perf_counter()
        got = httpx2.get(f"{root}/explore.json", timeout=300)
        seconds, packed = time.perf_counter() - started, int(got.headers["content-length"])
        print(f"{name}: {seconds:.2f} s, {len(got.content) / 1e6:.2f} MB, {packed / 1e6:.2f} MB packed", flush=True)
    body = got.json()
    print(f"{len(body['ids']):,} things, {len(body['from']):,} relations, {body['hidden']:,} not shown")


def look(root: str) -> None:
    """Seconds from the start of the visit to the first picture, and what the script holds in memory."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        for visit in ("first visit", "second visit"):
            started = time.perf_counter()
            page.goto(f"{root}/explore", timeout=300_000)
            page.wait_for_selector(READY, timeout=300_000)
            print(f"{visit}: picture after {time.perf_counter() - started:.2f} s, heap {page.evaluate(HEAP):.0f} MB")
        browser.close()


if __name__ == "__main__":
    main()
