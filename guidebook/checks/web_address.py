"""Web and mail addresses are whole, encrypted, and tell nobody who clicked.

In texts an address begins with https:// or mailto:; a hand-written page may also link to files of
the site. The same holds for the addresses of references, of the licence and in mkdocs.yml.

Good:

    url: https://eur-lex.europa.eu/eli/C/2022/243/oj

Bad:

    url: http://eur-lex.europa.eu/eli/C/2022/243/oj?utm_source=mail
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guidebook.checks._sources import REFERENCES_PATH, SETTINGS_PATH, markdown_texts
from guidebook.model import Catalogue
from guidebook.problems import Location, Problem, did_you_mean, quote
from guidebook.text import CONTENT_SCHEMES
from guidebook.web_addresses import find_address_faults

ID = "bad-address"
RULES = ("bad-address", "insecure-address", "tracking-address")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SCHEMES = [f"{scheme}:" for scheme in (*CONTENT_SCHEMES, "https", "mailto")]


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each fault of each address."""
    for place, address in _addresses(catalogue):
        if not address:
            yield Problem(place, ID, "the link has no address.", "Write it in the round brackets.")
            continue
        for rule, fault, advice in find_address_faults(address):
            scheme = _SCHEME.match(address)
            near = did_you_mean(scheme[0], _SCHEMES) if scheme and rule == ID else ""
            yield Problem(place, rule, f"{quote(address)} {fault}.", advice + near)


def _addresses(catalogue: Catalogue) -> Iterator[tuple[Location, str]]:
    """Yield every address that is no link to content, with its place."""
    for text in markdown_texts(catalogue):
        for link in text.links:
            is_inside = text.page is not None and not _SCHEME.match(link.target)
            if link.content is None and (not is_inside or link.target.startswith("//")):
                yield link.location, link.target
    places = catalogue.places_of(REFERENCES_PATH)
    for reference_id, reference in catalogue.references.items():
        if reference.url is not None:
            yield places.value((reference_id, "url")), reference.url
        for tag, address in reference.urls.items():
            yield places.value((reference_id, "urls", tag)), address
    licence_place = catalogue.places_of(catalogue.site.PATH).value(("licence", "url"))
    yield licence_place, catalogue.site.licence.url
    yield from _settings_addresses(catalogue)


def _settings_addresses(catalogue: Catalogue) -> Iterator[tuple[Location, str]]:
    settings = catalogue.settings
    addresses = {
        "edit_url": settings.edit_url.replace("{path}", "path"),
        "survey_url": settings.survey_url,
        "contact": f"mailto:{settings.contact}" if settings.contact else "",
    }
    places = catalogue.places_of(SETTINGS_PATH)
    for field_path, place in places.by_field.items():
        name = field_path[-1] if field_path else ""
        is_ours = len(field_path) == 4 and field_path[0] == "plugins"
        if is_ours and field_path[2] == "guidebook" and addresses.get(str(name)):
            yield place.value, addresses[str(name)]
