"""A hand-written page asks for inserts that exist.

A line `<!-- insert: NAME -->` is replaced by what the site knows, for example the edition. Other
comments are left alone.

Good:

    # docs/about.md: '<!-- insert: edition -->'

Bad:

    # docs/about.md: '<!-- insert: editon -->'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from guidebook.addresses import INSERT_NAMES
from guidebook.checks._files import CheckedFile, PageFile
from guidebook.problems import Location, Problem, one_of, quote

ID = "unknown-insert"
_INSERT = re.compile(r"<!--\s*insert\b\s*:?\s*(?P<name>.*?)\s*(?:--!?>|$)", re.IGNORECASE)


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each insert that does not exist or is not alone on its line."""
    for file in files:
        if isinstance(file, PageFile):
            for index, line in enumerate(file.page.markdown.split("\n")):
                found = _INSERT.search(line)
                if found is not None:
                    line_number = file.page.body_line + index
                    place = Location(file.path, line_number, found.start() + 1)
                    yield from _check_insert(found["name"], line, place)


def _check_insert(name: str, line: str, place: Location) -> Iterator[Problem]:
    if name not in INSERT_NAMES:
        message = f"there is no insert {quote(name)}."
        yield Problem(place, ID, message, one_of(name, INSERT_NAMES))
    elif line.rstrip() != f"<!-- insert: {name} -->":
        yield Problem(
            place,
            ID,
            f"{quote(line.strip())} is not written as an insert is.",
            f"Write '<!-- insert: {name} -->', alone on its line.",
        )
