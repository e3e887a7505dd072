"""A code begins with the letters of its audience.

Readers tell from `L2` that the entry is for learners; `site.yml` says which letters an
audience has.

Good:

    code: L2        # in guidelines/learners/

Bad:

    code: U2        # in guidelines/learners/
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from string import ascii_uppercase

from guidebook.catalogue import Catalogue
from guidebook.problems import Problem, quote

ID = "wrong-code-prefix"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each code with the letters of no or another audience."""
    for entry in catalogue.entries:
        prefix = catalogue.audiences_by_id[entry.audience_id].code_prefix
        number = entry.code.lstrip(ascii_uppercase)
        if entry.code.removesuffix(number) != prefix:
            yield Problem(
                catalogue.places_of(entry.path).value(("code",)),
                ID,
                f"{quote(entry.code)} does not begin with {quote(prefix)}, "
                f"as the codes of {quote(entry.audience_id)} do.",
                f"Write {prefix} and a number that no other entry of {entry.audience_id} has.",
            )
