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
from difflib import get_close_matches

from guidebook.catalogue import REFERENCES_PATH, Catalogue
from guidebook.checks._sources import SETTINGS_PATH, markdown_texts
from guidebook.plain_markdown import CONTENT_SCHEMES
from guidebook.problems import Location, Problem, quote
from guidebook.web_addresses import find_address_faults

ID = "bad-address"
RULES = ("bad-address", "insecure-address", "tracking-address")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SCHEMES = [f"{scheme}:" for scheme in (*CONTENT_SCHEMES, "https", "mailto")]
_BEGINS_LIKE_ADDRESS = re.compile(r"https?:|mailto:")
_ADVICE = "Write an address with https://, or entry:, ref:, finding: or term: and an id."


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each fault of each address."""
    for place, address, is_text in _addresses(catalogue):
        if not address:
            yield Problem(place, ID, "the link has no address.", "Write it in the round brackets.")
        elif is_text and not _BEGINS_LIKE_ADDRESS.match(address):
            message = f"{quote(address)} is neither a web address nor a link to content."
            yield Problem(place, ID, message, _ADVICE + _other_scheme(address))
        else:
            for rule, fault, advice in find_address_faults(address):
                shown = quote(address.removeprefix("" if is_text else "mailto:"))
                yield Problem(place, rule, f"{shown} {fault}.", advice)


def _other_scheme(address: str) -> str:
    """Return the question whether another beginning of the address was meant."""
    scheme, colon, rest = address.partition(":")
    near = get_close_matches(f"{scheme.lower()}:", _SCHEMES, n=1) if colon else []
    return f" Did you mean {quote(near[0] + rest)}?" if near else ""


def _addresses(catalogue: Catalogue) -> Iterator[tuple[Location, str, bool]]:
    """Yield every address that is no link to content: place, address, whether in a text."""
    for text in markdown_texts(catalogue):
        for link in text.links:
            is_inside = text.page is not None and not _SCHEME.match(link.target)
            if link.content is None and (not is_inside or link.target.startswith("//")):
                yield link.location, link.target, True
    places = catalogue.places_of(REFERENCES_PATH)
    for reference_id, reference in catalogue.references.items():
        if reference.url is not None:
            yield places.value((reference_id, "url")), reference.url, False
        for tag, address in reference.urls.items():
            yield places.value((reference_id, "urls", tag)), address, False
    licence_place = catalogue.places_of(catalogue.site.PATH).value(("licence", "url"))
    yield licence_place, catalogue.site.licence.url, False
    yield from _settings_addresses(catalogue)


def _settings_addresses(catalogue: Catalogue) -> Iterator[tuple[Location, str, bool]]:
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
            yield place.value, addresses[str(name)], False
