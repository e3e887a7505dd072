"""Where the time of a cold build goes: CPU seconds for each kind of page and of file.

Run by itself with a project's folder; prints JSON. All is made in one process, the theme is not put
around the pages: what a whole build takes more is MkDocs and its theme, loading and checking.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

from guidebook.finished_html import finished_html
from guidebook.load import load_catalogue
from guidebook.project_files import LEDGER, TEMPLATES
from guidebook.site_files import file_recipes
from guidebook.site_parts import PageMaker


def kind_of_page(page_id: str, audiences: set[str]) -> str:
    """Return how a table calls a page."""
    first, _, rest = page_id.partition("/")
    if first in audiences:
        if "/" in rest:
            return "filter pages"
        return "section pages" if rest == "index" else "entry pages"
    return f"{first} pages" if rest else "hand-written pages"


def shares(root: Path) -> dict[str, float]:
    """Return CPU seconds by kind."""
    found: dict[str, float] = defaultdict(float)
    begun = time.process_time()
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    found["loading"] = time.process_time() - begun
    audiences = set(catalogue.audiences_by_id)
    for locale in catalogue.locales:
        maker = PageMaker(catalogue, locale, root)
        for page_id in maker.recipes:
            begun = time.process_time()
            finished_html(maker.make(page_id).page.markdown)
            found[kind_of_page(page_id, audiences)] += time.process_time() - begun
        folders = root / TEMPLATES, maker.pictures, root / LEDGER
        for recipe in file_recipes(catalogue, locale, *folders):
            begun = time.process_time()
            for _ in recipe.make():
                pass
            name = re.sub(r" [A-Z]+[0-9]+$", "", recipe.name)
            found[f"files: {name}"] += time.process_time() - begun
    return dict(found)


if __name__ == "__main__":
    print(json.dumps(shares(Path(sys.argv[1]))))
