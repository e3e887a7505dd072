"""What several rules look up.

In: the catalogue. Out: the hand-written pages in the source language by id.
"""

from __future__ import annotations

from collections.abc import Mapping

from guidebook.catalogue import Catalogue, HandWrittenPage, per_catalogue

SETTINGS_PATH = "mkdocs.yml"


@per_catalogue
def pages_by_id(catalogue: Catalogue) -> Mapping[str, HandWrittenPage]:
    """Return the hand-written pages in the source language."""
    return {page.page_id: page for page in catalogue.pages if not page.locale}
