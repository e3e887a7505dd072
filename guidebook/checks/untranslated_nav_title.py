"""A title in the navigation of mkdocs.yml is translated into every language.

MkDocs would show the English title in the menu of another language.

Good:

    nav:
      - More: [about.md]
    # and under plugins, i18n, languages, for each language:
    nav_translations:
      More: Veel

Bad:

    nav:
      - More: [about.md]
    # and no nav_translations
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._sources import SETTINGS_PATH
from guidebook.problems import Problem, quote

ID = "untranslated-nav-title"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each title of the navigation that a language lacks."""
    places = catalogue.places_of(SETTINGS_PATH)
    for nav_title in catalogue.nav_titles:
        for locale in nav_title.missing_locales:
            yield Problem(
                places.key(nav_title.field_path),
                ID,
                f"the title {quote(nav_title.title)} has no translation for the language "
                f"{quote(locale)}.",
                f"Add '{nav_title.title}: …' under 'nav_translations' of the language {locale}.",
            )
