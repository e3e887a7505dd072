"""What the Nu HTML checker, which the W3C runs too, says of the pages of a site.

In: a built site. Out: its errors over every kind of page in every language.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reader.tools import Tools

PAGES_OF_A_KIND = 15
"""How many pages of one kind in one language are looked at."""


@dataclass(frozen=True)
class Checked:
    """What the checker found."""

    pages: int
    messages: Counter[str]
    """How often each message was given."""

    @property
    def errors(self) -> int:
        """Return the number of errors on all pages."""
        return self.messages.total()


def check_pages(tools: Tools, site: Path, locales: tuple[str, ...]) -> Checked:
    """Return what the checker finds in a site; at most fifteen pages of a kind are looked at."""
    paths = list(_sample(site, locales))
    options = ["--stdout", "--exit-zero-always", "--errors-only", "--format", "json"]
    command = [*tools.html_checker, *options, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(done.stdout)["messages"]
    return Checked(len(paths), Counter(message["message"] for message in messages))


def _sample(site: Path, locales: tuple[str, ...]) -> Iterator[Path]:
    counted: Counter[tuple[str, ...]] = Counter()
    for path in sorted(site.rglob("*.html")):
        kind = _kind(path.relative_to(site), locales)
        counted[kind] += 1
        if counted[kind] <= PAGES_OF_A_KIND:
            yield path


def _kind(path: Path, locales: tuple[str, ...]) -> tuple[str, ...]:
    """Return language, room, depth and end of an address: pages of a kind have these in common."""
    folders = list(path.parts[:-1])
    locale = folders.pop(0) if folders and folders[0] in locales else ""
    room = re.sub(r"\d+$", "", folders[0]) if folders else path.name
    return (locale, room, str(len(folders)), *folders[2:])
