"""The page of the whole graph at any size: `uv run python -m bench.explorer [--things N]`.

Loads a made-up city, asks for the data before and after the places are kept, and opens the page in a headless Chromium
whose WebGL is drawn by the processor. A PC with a graphics card draws faster.
"""

import argparse
import tempfile
import threading
import time

import httpx2
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import sync_playwright

from api.app import create_app
from bench.synthetic import records
from graph import engine
from graph.bulk import bulk_load
from graph.settings import Settings, read_settings
from graph.store import open_store

CHROMIUM = "/usr/bin/chromium"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
HEAP = "performance.memory ? performance.memory.usedJSHeapSize / 1048576 : 0"
READY = "#whole[data-ready='1']"


def main() -> None:
    """Load, serve, look; print what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=10_000)
    size = parser.parse_args().things
    with tempfile.TemporaryDirectory() as home:
        settings = Settings().but(home=home, cache=str(read_settings().cache))
        bulk_load(settings, records(size), "synthetic", by="bench", what="bench")
        with engine.session(settings) as connection, open_store(settings, connection) as store:
            measure(create_app(settings, store))


def measure(app: FastAPI) -> None:
    """Ask twice, then open the page twice."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    root = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    for name in ("places computed", "places kept"):
        started = time.perf_counter()
        got = httpx2.get(f"{root}/explore.json", timeout=300)
        seconds, packed = time.perf_counter() - started, int(got.headers["content-length"])
        print(f"{name}: {seconds:.2f} s, {len(got.content) / 1e6:.2f} MB, {packed / 1e6:.2f} MB packed", flush=True)
    body = got.json()
    print(f"{len(body['ids']):,} things, {len(body['from']):,} relations, {body['hidden']:,} not shown")
    look(root)
    server.should_exit = True
    thread.join()


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
