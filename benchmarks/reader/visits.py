"""What a reader's browser fetches, and how long a first search takes on a slow phone.

In: a running Chromium and a served site. Out: bytes, numbers of requests, seconds.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Request, ViewportSize
from playwright.sync_api import TimeoutError as OutOfTimeError

from benchmarks.reader.server import Sent, Served

PHONE: ViewportSize = {"width": 412, "height": 823}
SLOWED = 4
"""How many times slower the processor is made; Lighthouse's figure for a middling phone."""
PATIENCE = 60_000
"""Milliseconds after which a search counts as failed."""
AFTERWARDS = 2_000
"""Milliseconds to wait for what a page fetches late."""

_ICONS = """
[...document.querySelectorAll("link[rel~=icon], link[rel=manifest]")].map((link) => link.href)
"""
_CLOCK = """
(result) => {
  addEventListener("keydown", (event) => {
    if (event.key !== "/") { window.asked ??= event.timeStamp; }
  }, true);
  const look = () => {
    const found = document.querySelector(result);
    if (found && found.getClientRects().length) { window.found = performance.now(); }
    else { requestAnimationFrame(look); }
  };
  look();
}
"""


@dataclass(frozen=True)
class FirstView:
    """What the first view of a page costs a reader whose browser knows nothing of the site."""

    size: int
    """Bytes of all bodies, packed as they were sent; what other hosts sent is not in it."""
    requests: int
    other_hosts: int
    """How many of the requests went to other hosts."""
    missing: tuple[str, ...]
    """Addresses that were asked for and do not exist."""


@dataclass(frozen=True)
class SearchHooks:
    """How a search is worked from outside."""

    field: str
    results: str


OWN_SEARCH = SearchHooks(".gb-search input[type=search]", ".gb-search-results a")
PLAIN_SEARCH = SearchHooks(".md-search__input", ".md-search-result__item a")


@dataclass(frozen=True)
class FirstSearch:
    """What a first search costs."""

    seconds: float
    """From the first letter of the query to the first result, the processor slowed."""
    size: int
    requests: int


def first_view(browser: Browser, served: Served, address: str) -> FirstView:
    """Return what a browser with an empty cache fetches for a page, its icon included."""
    with _visit(browser, served) as (page, elsewhere):
        page.goto(served.address + address, wait_until="networkidle")
        page.wait_for_timeout(AFTERWARDS)  # a slow computer may pause before it asks for more
        asked = {served.address + sent.path.lstrip("/") for sent in served.account}
        for icon in page.evaluate(_ICONS):
            if icon.startswith(served.address) and icon not in asked:
                page.context.request.get(icon)
    return FirstView(
        sum(sent.size for sent in served.account),
        len(served.account) + len(elsewhere),
        len(elsewhere),
        tuple(sent.path for sent in served.account if sent.status == 404),
    )


def first_search(
    browser: Browser, served: Served, hooks: SearchHooks, address: str, query: str, runs: int
) -> FirstSearch | None:
    """Return what the first search of a visit costs, right after a page was loaded.

    The time runs from the first letter of the query and is the median of the runs. What a page
    fetches for the search before anybody asked for it counts too. None when there is no search, or
    nothing was found in a minute.
    """
    found = []
    for _ in range(runs):
        search = _search(browser, served, hooks, address, query)
        if search is None:
            return None
        found.append(search)
    seconds = statistics.median(search.seconds for search in found)
    return FirstSearch(seconds, found[0].size, found[0].requests)


def _search(
    browser: Browser, served: Served, hooks: SearchHooks, address: str, query: str
) -> FirstSearch | None:
    with _visit(browser, served) as (page, _):
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        page.goto(served.address + address)
        before = len(served.account)
        page.evaluate(_CLOCK, hooks.results)
        try:
            page.keyboard.press("/")
            page.wait_for_selector(f"{hooks.field}:focus", timeout=PATIENCE / 10)
            page.keyboard.type(query)
            page.wait_for_function("window.found", timeout=PATIENCE)
        except OutOfTimeError:
            return None
        seconds = page.evaluate("window.found - window.asked") / 1000
        page.wait_for_timeout(AFTERWARDS)
        fetched = [
            sent
            for number, sent in enumerate(served.account)
            if number >= before or _is_for_search(sent)
        ]
    return FirstSearch(seconds, sum(sent.size for sent in fetched), len(fetched))


def _is_for_search(sent: Sent) -> bool:
    return re.search(r"search|lunr", sent.path) is not None


@contextmanager
def _visit(browser: Browser, served: Served) -> Iterator[tuple[Page, list[str]]]:
    """Open an empty tab of a reader who was never here; keep account of the visit."""
    served.account.clear()
    elsewhere: list[str] = []

    def note(request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(served.address):
            elsewhere.append(request.url)

    context = browser.new_context(viewport=PHONE)
    context.on("request", note)
    try:
        yield context.new_page(), elsewhere
    finally:
        context.close()
