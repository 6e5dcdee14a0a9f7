"""A real browser on a real server: Debian's Chromium, every request that leaves the machine refused and recorded."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Route, sync_playwright

BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
# A thing made up for a test has no page of its own, and an error page has its status: neither is a fault of the page.
UNKNOWN = "the server responded with a status of 4"
WATCH = """window.violations = [];
addEventListener('securitypolicyviolation', (e) => window.violations.push(e.violatedDirective + ' ' + e.blockedURI));"""


@dataclass
class Visit:
    """A page and everything that went wrong on it."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        self.page.goto(address)
        self.page.wait_for_selector("#net[data-ready]")
        return self.page

    def heard(self, kind: str, text: str) -> None:
        if kind == "error" and UNKNOWN not in text:
            self.errors.append(text)

    def faults(self) -> list[str]:
        return [*self.outside, *self.errors, *self.page.evaluate("window.violations || []")]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for path in BROWSERS if Path(path).exists()), None)
    if found is None:
        pytest.skip("no Chromium here: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=QUIET.split())
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens pages in contexts of their own; at the end none may have met an error, a violation or the outside."""
    visits: list[Visit] = []

    def opened(**options: object) -> Visit:
        context = browser.new_context(**options)
        made = Visit(context.new_page())
        visits.append(made)

        def gate(route: Route) -> None:
            parts = urlsplit(route.request.url)
            if parts.scheme in ("data", "blob", "file") or parts.hostname == "127.0.0.1":
                route.continue_()
            else:
                made.outside.append(route.request.url)
                route.abort()

        made.page.route("**/*", gate)
        made.page.add_init_script(WATCH)
        made.page.on("pageerror", lambda error: made.errors.append(str(error)))
        made.page.on("console", lambda said: made.heard(said.type, said.text))
        return made

    yield opened
    faults = [fault for made in visits for fault in made.faults()]
    for made in visits:
        made.page.context.close()
    assert faults == []


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[FastAPI], str]]:
    """Serves an application on a free port of this machine and gives its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def started(app: FastAPI) -> str:
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.05)
            assert thread.is_alive(), "the server did not start"
        running.append((server, thread))
        return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"

    yield started
    for server, thread in running:
        server.should_exit = True
        thread.join()
