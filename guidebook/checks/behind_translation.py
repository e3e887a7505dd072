"""A translation is made from the source text of today.

`made_from` holds a fingerprint of the source text behind each translated text. When the source
changes, its fingerprint does. A hand-written page counts as one text. A warning.

Good:

    title: Arvuta tunnid
    made_from:
      title: 3fa9c1d2        # today's fingerprint of the source title

Bad:

    title: Arvuta tunnid
    made_from:
      title: 00000000        # of an earlier title
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._sources import pages_by_id, translations
from guidebook.freshness import fingerprint
from guidebook.page_files import WHOLE_PAGE, page_fingerprint
from guidebook.problems import Location, Problem, Severity, quote

ID = "behind-translation"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a warning for each text that was translated from another source text."""
    for translation, fields in translations(catalogue):
        places = catalogue.places_of(translation.path)
        source_places = catalogue.places_of(translation.source_path)
        for name in translation.texts.keys() & fields.keys():
            present = fingerprint(fields[name].text)
            made_from = translation.state.made_from.get(name, "")
            if made_from != present:
                line = source_places.value(fields[name].yaml_path).line
                yield _problem(
                    places.key(translation.yaml_paths[name]),
                    f"of {quote(name)}",
                    made_from,
                    f"line {line} of {translation.source_path}, mend it, and write "
                    f"'{name}: {present}' under 'made_from'.",
                )
    sources = pages_by_id(catalogue)
    for page in catalogue.pages:
        source = sources.get(page.page_id)
        if page.state is None or source is None:
            continue
        present, made_from = page_fingerprint(source), page.state.made_from[WHOLE_PAGE]
        if made_from != present:
            yield _problem(
                catalogue.places_of(page.path).value(("made_from",)),
                "of this page",
                made_from,
                f"{source.path}, mend it, and write 'made_from: {present}'.",
            )


def _problem(place: Location, what: str, made_from: str, advice: str) -> Problem:
    message = (
        f"the source text {what} has changed since it was translated."
        if made_from
        else f"'made_from' does not say from which source text the translation {what} was made."
    )
    return Problem(place, ID, message, f"Compare it with {advice}", Severity.WARNING)
