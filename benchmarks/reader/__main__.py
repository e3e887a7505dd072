"""What readers get, beside the plain stack: `python -m benchmarks.reader`.

In: the real content, and made-up content of 30, 300 and 1000 entries in four languages. Out: a
table with the yardstick beside each figure, and what keeps this site from it. The plain stack is
MkDocs Material with mkdocs-static-i18n as they come, on the same pages.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.reader.measures import MEASURES, Bench
from benchmarks.reader.server import serve
from benchmarks.reader.sites import BuildError, prepare
from benchmarks.reader.table import Figure, as_row, as_table
from benchmarks.reader.tools import Tools, find_tools
from tests.browser import running_browser

SIZES = {"real": None, "30": 30, "300": 300, "1000": 1000}


def main() -> int:
    """Measure, print each figure when it is known and the table at the end."""
    wanted = _arguments()
    tools = find_tools(wanted.work)
    for sentence in tools.missing:
        print(sentence, file=sys.stderr)
    figures: list[Figure] = []
    try:
        if tools.browser:
            for size in wanted.sizes:
                figures += _measure(SIZES[size], wanted, tools)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        print(as_table(figures))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.reader", description="Measure the site.")
    work = Path(tempfile.gettempdir()) / "reader-benchmark"
    parser.add_argument(
        "--work", type=Path, default=work, help="keeps tools and sites (%(default)s)"
    )
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--measures", nargs="+", choices=MEASURES, default=list(MEASURES))
    parser.add_argument("--runs", type=int, default=3, help="the median counts (%(default)s)")
    return parser.parse_args()


def _measure(entries: int | None, wanted: argparse.Namespace, tools: Tools) -> list[Figure]:
    """Return the figures of one content."""
    content = prepare(entries, wanted.work / "sites")
    figures = []
    with ExitStack() as stack:
        own, plain = (stack.enter_context(serve(site)) for site in (content.own, content.plain))
        bench = Bench(tools, wanted.runs, stack.enter_context(running_browser()), own, plain)
        for name in wanted.measures:
            for figure in MEASURES[name](content, bench):
                print(as_row(figure), file=sys.stderr, flush=True)
                figures.append(figure)
    return figures


if __name__ == "__main__":
    sys.exit(main())
