"""Each code belongs to one entry.

Codes are printed and cited, and `/L2/` leads to one page only.

Good:

    code: L2        # no other entry has it

Bad:

    code: L2        # study-time-agreement has it already
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from string import ascii_uppercase

from guidebook.catalogue import Catalogue
from guidebook.problems import Problem, quote

ID = "duplicate-code"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each entry whose code an earlier one has."""
    first_paths: dict[str, str] = {}
    highest: dict[str, int] = {}
    for entry in catalogue.entries:
        number = int(entry.code.lstrip(ascii_uppercase))
        highest[entry.audience_id] = max(number, highest.get(entry.audience_id, 0))
    for entry in catalogue.entries:
        first_path = first_paths.setdefault(entry.code, entry.path)
        if first_path != entry.path:
            prefix = catalogue.audiences_by_id[entry.audience_id].code_prefix
            free = f"{prefix}{highest[entry.audience_id] + 1}"
            yield Problem(
                catalogue.places_of(entry.path).value(("code",)),
                ID,
                f"{quote(entry.code)} is already the code of {first_path}.",
                f"Write a code that no entry has, for example {free}.",
            )
