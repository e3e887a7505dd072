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
from collections.abc import Iterator, Sequence
from datetime import date

from guidebook.catalogue import REFERENCES_PATH, Catalogue, Settings
from guidebook.checks._files import CheckedFile, PageFile
from guidebook.checks._sources import SETTINGS_PATH
from guidebook.plain_markdown import CONTENT_SCHEMES
from guidebook.problems import FieldPath, Location, Places, Problem, quote
from guidebook.web_addresses import find_address_faults

ID = "bad-address"
RULES = ("bad-address", "insecure-address", "tracking-address")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SCHEMES = [f"{scheme}:" for scheme in (*CONTENT_SCHEMES, "https", "mailto")]
_BEGINS_LIKE_ADDRESS = re.compile(r"https?:|mailto:")
_ADVICE = "Write an address with https://, or entry:, ref:, finding: or term: and an id."


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each fault of each address in a text."""
    for file in files:
        for link in file.links:
            is_inside = isinstance(file, PageFile) and not _SCHEME.match(link.target)
            if link.content is None and (not is_inside or link.target.startswith("//")):
                for rule, message, advice in _faults_in_text(link.target):
                    yield Problem(link.location(file.places), rule, message, advice)


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each fault of each address outside of texts."""
    for path, field_path, address in _addresses(catalogue):
        for rule, message, advice in _faults(address):
            place = catalogue.places_of(path).value(field_path)
            yield Problem(place, rule, message, advice)
    for name, address in _settings_addresses(catalogue.settings).items():
        for rule, message, advice in _faults(address) if address else ():
            place = _place_of_setting(catalogue.places_of(SETTINGS_PATH), name)
            yield Problem(place, rule, message, advice)


def _faults_in_text(address: str) -> Iterator[tuple[str, str, str]]:
    """Yield rule, message and advice for each fault of the address of a link in a text."""
    if not address:
        yield ID, "the link has no address.", "Write it in the round brackets."
    elif not _BEGINS_LIKE_ADDRESS.match(address):
        message = f"{quote(address)} is neither a web address nor a link to content."
        yield ID, message, _ADVICE + _other_scheme(address)
    else:
        for rule, fault, advice in find_address_faults(address):
            yield rule, f"{quote(address)} {fault}.", advice


def _faults(address: str) -> Iterator[tuple[str, str, str]]:
    if not address:
        yield ID, "the link has no address.", "Write it in the round brackets."
        return
    for rule, fault, advice in find_address_faults(address):
        yield rule, f"{quote(address.removeprefix('mailto:'))} {fault}.", advice


def _other_scheme(address: str) -> str:
    """Return the question whether another beginning of the address was meant."""
    scheme, colon, rest = address.partition(":")
    from difflib import get_close_matches

    near = get_close_matches(f"{scheme.lower()}:", _SCHEMES, n=1) if colon else []
    return f" Did you mean {quote(near[0] + rest)}?" if near else ""


def _addresses(catalogue: Catalogue) -> Iterator[tuple[str, FieldPath, str]]:
    """Yield path of the file, way to the field, and address."""
    for reference_id, reference in catalogue.references.items():
        if reference.url is not None:
            yield REFERENCES_PATH, (reference_id, "url"), reference.url
        if reference.archived is not None:
            yield REFERENCES_PATH, (reference_id, "archived"), reference.archived
        for tag, address in reference.urls.items():
            yield REFERENCES_PATH, (reference_id, "urls", tag), address
    yield catalogue.site.PATH, ("licence", "url"), catalogue.site.licence.url


def _settings_addresses(settings: Settings) -> dict[str, str]:
    return {
        "edit_url": settings.edit_url.replace("{path}", "path"),
        "survey_url": settings.survey_url,
        "contact": f"mailto:{settings.contact}" if settings.contact else "",
    }


def _place_of_setting(places: Places, name: str) -> Location:
    """Return where an option of our plugin stands; which plugin of the list it is, is not known."""
    for field_path, place in places.by_field.items():
        if field_path[:1] == ("plugins",) and field_path[2:] == ("guidebook", name):
            return place.value
    return places.value()
