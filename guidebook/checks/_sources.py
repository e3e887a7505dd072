"""What several rules look up.

In: the catalogue. Out: the hand-written pages in the source language by id.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from guidebook.catalogue import Catalogue, HandWrittenPage

SETTINGS_PATH = "mkdocs.yml"


@lru_cache(maxsize=4)
def pages_by_id(catalogue: Catalogue) -> Mapping[str, HandWrittenPage]:
    """Return the hand-written pages in the source language."""
    return {page.page_id: page for page in catalogue.pages if not page.locale}
