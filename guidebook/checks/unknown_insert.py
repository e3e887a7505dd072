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
from collections.abc import Iterator
from datetime import date

from guidebook.addresses import INSERT_NAMES
from guidebook.catalogue import Catalogue
from guidebook.problems import Location, Problem, one_of, quote

ID = "unknown-insert"
_INSERT = re.compile(r"<!--\s*insert\b\s*:?\s*(?P<name>.*?)\s*(?:--!?>|$)", re.IGNORECASE)


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each insert that does not exist or is not alone on its line."""
    for page in catalogue.pages:
        for index, line in enumerate(page.markdown.split("\n")):
            found = _INSERT.search(line)
            if found is None:
                continue
            place = Location(page.path, page.body_line + index, found.start() + 1)
            if found["name"] not in INSERT_NAMES:
                yield Problem(
                    place,
                    ID,
                    f"there is no insert {quote(found['name'])}.",
                    one_of(found["name"], INSERT_NAMES),
                )
            elif line.rstrip() != f"<!-- insert: {found['name']} -->":
                yield Problem(
                    place,
                    ID,
                    f"{quote(line.strip())} is not written as an insert is.",
                    f"Write '<!-- insert: {found['name']} -->', alone on its line.",
                )
