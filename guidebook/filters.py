"""Which guidelines of a section share a topic, a strength or a country.

In: the catalogue. Out: `Filter`s with their values and entries; the plain pages and the checkboxes
of a section are both made of them, so that they cannot show different things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidebook.catalogue import Catalogue, per_catalogue
from guidebook.model import Entry, Strength

TOPIC = "topic"
STRENGTH = "strength"
COUNTRY = "country"
FILTER_NAMES = (TOPIC, STRENGTH, COUNTRY)
"""By what a section can be filtered; also parts of addresses, so no entry may have such an id."""

EVERYWHERE = "everywhere"
"""The value of `country` for entries that are limited to no country."""


@dataclass(frozen=True)
class FilterValue:
    """One value of a filter and the entries that it lets through."""

    name: str
    """`topic`, `strength` or `country`."""
    value: str
    """Id of a topic, a strength, code of a country, or `everywhere`."""
    entries: tuple[Entry, ...]
    """In the section's order; never empty."""
    has_page: bool
    """False when the entries are all of the section's: its own page shows them already."""


@dataclass(frozen=True)
class Filter:
    """By what a section can be filtered, with two values at least."""

    name: str
    values: tuple[FilterValue, ...]


@per_catalogue
def section_filters(catalogue: Catalogue, audience_id: str) -> tuple[Filter, ...]:
    """Return the filters that offer a choice among an audience's entries."""
    entries = catalogue.sections[audience_id]
    found = []
    countries = {country for entry in entries for country in entry.countries}
    for name, values in _known_values(catalogue, countries):
        offered = tuple(_offered(entries, name, values))
        if len(offered) > 1 and any(value.has_page for value in offered):
            found.append(Filter(name, offered))
    return tuple(found)


def values_without_page(catalogue: Catalogue, audience_id: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each filter page that a section could have and does not have now.

    Entries change: what has a page today may have none tomorrow, and its address shall still lead
    to the section.
    """
    filters = section_filters(catalogue, audience_id)
    pages = {(one.name, one.value) for found in filters for one in found.values if one.has_page}
    countries = {country for entry in catalogue.entries for country in entry.countries}
    for name, values in _known_values(catalogue, countries):
        for value in values:
            if (name, value) not in pages:
                yield name, value


def _known_values(catalogue: Catalogue, countries: set[str]) -> tuple[tuple[str, list[str]], ...]:
    """Return every value of each filter; countries are only known by the entries' own."""
    return (
        (TOPIC, [topic.id for topic in catalogue.site.topics]),
        (STRENGTH, [str(strength) for strength in Strength]),
        (COUNTRY, [*sorted(countries), EVERYWHERE]),
    )


def _offered(entries: tuple[Entry, ...], name: str, values: list[str]) -> Iterator[FilterValue]:
    """Yield the values that let an entry through, in the order given."""
    through: dict[str, list[Entry]] = {value: [] for value in values}
    for entry in entries:
        for value in through.keys() & _letting_through(entry, name, values):
            through[value].append(entry)
    for value, shown in through.items():
        if shown:
            yield FilterValue(name, value, tuple(shown), has_page=len(shown) < len(entries))


def _letting_through(entry: Entry, name: str, values: list[str]) -> set[str]:
    """Return the values that let an entry through.

    A country lets through what is limited to it and what holds everywhere: both are for its
    readers. `filters.js` follows the same rule.
    """
    if name == COUNTRY:
        return set(entry.countries or values)
    return {entry.topic if name == TOPIC else str(entry.strength)}
