"""A real browser on a real server: Debian's Chromium, every request that leaves the machine recorded and refused.

It finds no name but this machine's own: refusing each request from here would turn off the browser's cache.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
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

    def asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "file") and parts.hostname != "127.0.0.1":
            self.outside.append(request.url)

    def forget(self) -> None:
        self.outside.clear()
        self.errors.clear()

    def faults(self) -> list[str]:
        return [*self.outside, *self.errors, *self.page.evaluate("window.violations || []")]


def window(browser: Browser, **options: object) -> Visit:
    """A page in a context of its own that notes what goes wrong on it."""
    made = Visit(browser.new_context(**options).new_page())
    made.page.add_init_script(WATCH)
    made.page.on("request", made.asked)
    made.page.on("pageerror", lambda error: made.errors.append(str(error)))
    made.page.on("console", lambda said: made.heard(said.type, said.text))
    return made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for path in BROWSERS if Path(path).exists()), None)
    if found is None:
        pytest.skip("no Chromium here: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=[*QUIET.split(), ALONE])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens pages in contexts of their own; at the end none may have met an error, a violation or the outside."""
    visits: list[Visit] = []

    def opened(**options: object) -> Visit:
        visits.append(window(browser, **options))
        return visits[-1]

    yield opened
    faults = [fault for made in visits for fault in made.faults()]
    for made in visits:
        made.page.context.close()
    assert faults == []
