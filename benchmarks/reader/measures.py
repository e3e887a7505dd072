"""The four things that are measured of a content's two sites: figures with their yardsticks.

In: the content, the tools, a browser and both sites as they are served. Out: `Figure`s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.reader.html_checker import check_pages
from benchmarks.reader.lighthouse import CATEGORIES, score
from benchmarks.reader.server import Served, pack
from benchmarks.reader.sites import Content
from benchmarks.reader.table import (
    KILOBYTES,
    NOTHING_SET,
    SECONDS,
    Figure,
    Yardstick,
    at_least,
    at_most,
    exactly,
)
from benchmarks.reader.tools import Tools
from benchmarks.reader.visits import (
    OWN_SEARCH,
    PLAIN_SEARCH,
    FirstSearch,
    FirstView,
    first_search,
    first_view,
)

KILO = 1024


@dataclass(frozen=True)
class Bench:
    """What a content is measured with."""

    tools: Tools
    runs: int
    """How often what takes time is measured; the median counts."""
    browser: Browser
    own: Served
    plain: Served


def measure_html(content: Content, bench: Bench) -> Iterator[Figure]:
    """Count what the HTML checker finds."""
    if not bench.tools.html_checker:
        return
    own, plain = (
        check_pages(bench.tools, site, content.locales) for site in (content.own, content.plain)
    )
    yield Figure(
        f"Nu errors in {own.pages} and {plain.pages} pages",
        content.name,
        own.errors,
        plain.errors,
        exactly(0),
        causes=tuple(f"{count} × {message}" for message, count in own.messages.most_common()),
    )


def measure_views(content: Content, bench: Bench) -> Iterator[Figure]:
    """Count what first views of home, section and entry fetch."""
    counts: tuple[tuple[str, Callable[[FirstView], float], Yardstick, str], ...] = (
        ("weight before search", lambda view: view.size / KILO, at_most(100, KILOBYTES), KILOBYTES),
        ("requests", lambda view: view.requests, at_most(10), ""),
        ("requests to other hosts", lambda view: view.other_hosts, exactly(0), ""),
        ("404s", lambda view: len(view.missing), exactly(0), ""),
    )
    for kind, address in content.pages.items():
        own, plain = (
            first_view(bench.browser, served, address) for served in (bench.own, bench.plain)
        )
        for what, count, yardstick, unit in counts:
            causes = own.missing if what == "404s" else ()
            row = f"{kind}: {what}"
            yield Figure(row, content.name, count(own), count(plain), yardstick, unit, causes)


def measure_search(content: Content, bench: Bench) -> Iterator[Figure]:
    """Measure the index and the first search of a visit."""
    sizes = [_packed_size(content.own / "search" / f"{tag}.js") for tag in content.locales]
    own_size = max((size for size in sizes if size is not None), default=None)
    plain_size = _packed_size(content.plain / "search" / "search_index.json")
    is_limited = content.entries is not None and content.entries <= 300
    index_limit = at_most(250, KILOBYTES) if is_limited else NOTHING_SET
    what = "search index of a language, the largest"
    yield Figure(what, content.name, own_size, plain_size, index_limit, KILOBYTES)
    own, plain = (
        first_search(bench.browser, served, hooks, content.entry, content.query, bench.runs)
        for served, hooks in ((bench.own, OWN_SEARCH), (bench.plain, PLAIN_SEARCH))
    )
    counts: tuple[tuple[str, Callable[[FirstSearch], float], Yardstick, str], ...] = (
        ("time to first result", lambda search: search.seconds, at_most(0.5, SECONDS), SECONDS),
        ("download", lambda search: search.size / KILO, NOTHING_SET, KILOBYTES),
        ("requests", lambda search: search.requests, NOTHING_SET, ""),
    )
    for what, count, yardstick, unit in counts:
        figure, beside = (count(search) if search else None for search in (own, plain))
        yield Figure(f"first search: {what}", content.name, figure, beside, yardstick, unit)


def measure_lighthouse(content: Content, bench: Bench) -> Iterator[Figure]:
    """Let Lighthouse judge home, section and entry."""
    if not bench.tools.lighthouse:
        return
    for kind, address in content.pages.items():
        own, plain = (
            score(bench.tools, served.address + address, bench.runs)
            for served in (bench.own, bench.plain)
        )
        for name in CATEGORIES:
            yield Figure(
                f"{kind}: Lighthouse {name}",
                content.name,
                own.by_category[name],
                plain.by_category[name],
                at_least(98) if name == "performance" else exactly(100),
                causes=own.causes[name],
            )


MEASURES = {
    "html": measure_html,
    "views": measure_views,
    "search": measure_search,
    "lighthouse": measure_lighthouse,
}
"""By name, the quick before the slow."""


def _packed_size(path: Path) -> float | None:
    return len(pack(path.read_bytes())) / KILO if path.is_file() else None
