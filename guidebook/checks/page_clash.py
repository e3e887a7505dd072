"""Every page has an address of its own.

A hand-written page cannot have the name of a page that is made from content, and an audience
cannot have the name of a page, of a language or of a folder of the site. A guideline cannot have
the name of a folder that its section has, such as `topic`.

Good:

    audiences:
      - id: learners

Bad:

    audiences:
      - id: books
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.addresses import FILE_FOLDERS, generated_page_ids
from guidebook.catalogue import Catalogue
from guidebook.checks._page_names import RESERVED_ENTRIES, reserved_names
from guidebook.checks._sources import pages_by_id
from guidebook.model import Site
from guidebook.problems import Location, Problem, quote

ID = "page-clash"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each page or audience whose address something else has."""
    generated = generated_page_ids(catalogue)
    pages = pages_by_id(catalogue)
    reserved = reserved_names(catalogue)
    folders = {locale.tag for locale in catalogue.locales} | FILE_FOLDERS
    for page_id, page in pages.items():
        if page_id in generated:
            message = f"a page {quote(page_id)} is already made from guidelines/."
            yield Problem(Location(page.path), ID, message, "Give this file another name.")
        elif page_id in reserved or page_id.partition("/")[0] in folders:
            first = page_id.partition("/")[0]
            message = f"{quote(first)} is {reserved[first]}."
            yield Problem(
                Location(page.path), ID, message, "Give this file or its folder another name."
            )
    places = catalogue.places_of(Site.PATH)
    for index, audience in enumerate(catalogue.site.audiences):
        what = reserved.get(audience.id)
        if what is None and audience.id in pages:
            what = f"the name of the page {pages[audience.id].path}"
        if what is not None:
            message = f"{quote(audience.id)} is {what}."
            advice = "Give the audience and its folder another id."
            yield Problem(places.value(("audiences", index, "id")), ID, message, advice)
    for entry in catalogue.entries:
        if entry.entry_id in RESERVED_ENTRIES:
            message = f"{quote(entry.entry_id)} is {RESERVED_ENTRIES[entry.entry_id]}."
            yield Problem(Location(entry.path), ID, message, "Give this file another name.")
    for index, topic in enumerate(catalogue.site.topics):
        if topic.id == "index":
            message = "'index' is the name of the page of all topics."
            place = places.value(("topics", index, "id"))
            yield Problem(place, ID, message, "Give the topic another id.")
