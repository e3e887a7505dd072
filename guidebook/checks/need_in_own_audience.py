"""A need names an entry of another audience.

`needs` says what somebody else must do first; what the same readers do themselves is related.

Good:

    needs:                       # in guidelines/learners/
      - entry: publish-timetable   # of the universities
        because: You can only plan hours when the university shows them.

Bad:

    needs:                       # in guidelines/learners/
      - entry: study-time-agreement   # of the learners too
        because: You need free days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.problems import Problem, quote

ID = "need-in-own-audience"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each need that the entry's own audience should meet."""
    for entry in catalogue.entries:
        for index, need in enumerate(entry.needs):
            needed = catalogue.entries_by_id.get(need.entry)
            if needed is None or needed is entry or needed.audience_id != entry.audience_id:
                continue
            yield Problem(
                catalogue.places_of(entry.path).value(("needs", index, "entry")),
                ID,
                f"{quote(need.entry)} is for {quote(entry.audience_id)} too, like this entry.",
                "Name an entry of another audience, or move the id to 'related'.",
            )
