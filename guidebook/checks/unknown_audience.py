"""An audience is one of those in site.yml.

`also_for` names further audiences of an entry, and never the one in whose folder it stands;
`translated` names the audiences whose entries a language has taken on.

Good:

    also_for: [universities]

Bad:

    also_for: [universites]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.problems import Problem, one_of, quote

ID = "unknown-audience"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each audience that does not exist or is named needlessly."""
    audiences = catalogue.audiences_by_id
    for entry in catalogue.entries:
        places = catalogue.places_of(entry.path)
        for index, audience_id in enumerate(entry.also_for):
            place = places.value(("also_for", index))
            if audience_id == entry.audience_id:
                yield Problem(
                    place,
                    ID,
                    f"{quote(audience_id)} is the entry's own audience.",
                    "Delete it; 'also_for' names further audiences only.",
                )
            elif audience_id not in audiences:
                message = f"{quote(audience_id)} is not an audience."
                others = [name for name in audiences if name != entry.audience_id]
                yield Problem(place, ID, message, one_of(audience_id, others))
    places = catalogue.places_of(catalogue.site.PATH)
    for locale, taken_on in catalogue.site.translated.items():
        for index, audience_id in enumerate(() if taken_on == "all" else taken_on):
            if audience_id not in audiences:
                yield Problem(
                    places.value(("translated", locale, index)),
                    ID,
                    f"{quote(audience_id)} is not an audience.",
                    one_of(audience_id, audiences),
                )
