"""Names that already mean something in the site's addresses.

In: the catalogue. Out: each name with the words for what it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from guidebook.addresses import (
    ALL_AUDIENCES,
    EVIDENCE,
    FEEDS,
    GLOSSARY,
    OVERVIEW,
    PLAN,
    REFERENCES,
    TOPICS,
    WRITE,
)
from guidebook.catalogue import Catalogue, per_catalogue
from guidebook.filters import FILTER_NAMES

RESERVED = (
    *(TOPICS, OVERVIEW, EVIDENCE, REFERENCES, GLOSSARY, FEEDS, PLAN, WRITE),
    *("studies", "books", "data", "assets", "search"),
)
"""First parts of addresses and folders that the site itself has."""

RESERVED_ENTRIES = {"index": "the name of the audience's own page"} | dict.fromkeys(
    FILTER_NAMES, "the folder of the pages that show a part of the audience's guidelines"
)
"""What no entry may be called, because its audience's folder has it already."""


@per_catalogue
def reserved_names(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the names that no audience or page may have."""
    names = dict.fromkeys(RESERVED, "a folder of the site itself")
    names[ALL_AUDIENCES] = "the name of what is for all audiences together"
    names |= {locale.tag: "the folder of a language" for locale in catalogue.locales}
    return names


@per_catalogue
def address_parts(catalogue: Catalogue) -> Mapping[str, str]:
    """Return every name that is part of a page's address, except entries' own."""
    names = {page.page_id: f"the name of the page {page.path}" for page in catalogue.pages}
    names |= {topic.id: "the id of a topic" for topic in catalogue.site.topics}
    names |= {audience.id: "the id of an audience" for audience in catalogue.site.audiences}
    names |= {**RESERVED_ENTRIES, "index": "the name of a folder's own page"}
    return {**names, **reserved_names(catalogue)}
