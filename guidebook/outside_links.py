"""Which addresses outside of the site the content names, and which of them lead nowhere any more.

In: the content. Out: a problem for each place that names such an address. What was found is kept
for some days, so that a second look asks only what had no good answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidebook.catalogue import REFERENCES_PATH, Catalogue
from guidebook.checks import found_links
from guidebook.kept import write_beside
from guidebook.link_check import Answer, Manners, State, check_addresses
from guidebook.problems import Location, Problem, Severity, quote, sort_problems

GOOD_FOR = 7
"""Days after which an address that had a good answer is asked again."""
RULE = "outside-link"
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class OutsideLink:
    """A place that names an address outside of the site."""

    address: str
    place: Location
    archived: str = ""
    """The address of a copy, where one is known."""


def find_outside_links(catalogue: Catalogue) -> tuple[OutsideLink, ...]:
    """Return the places that name an address outside of the site, in the order of files."""
    links = [OutsideLink(address, place) for address, place in found_links(catalogue)]
    links += _links_of_references(catalogue)
    place = catalogue.places_of(catalogue.site.PATH).value(("licence", "url"))
    links.append(OutsideLink(catalogue.site.licence.url, place))
    wanted = {link for link in links if link.address.startswith("https://")}
    return tuple(sorted(wanted, key=lambda link: (link.place, link.address)))


def _links_of_references(catalogue: Catalogue) -> Iterator[OutsideLink]:
    places = catalogue.places_of(REFERENCES_PATH)
    for reference_id, work in catalogue.references.items():
        archived = work.archived or ""
        if work.url:
            yield OutsideLink(work.url, places.value((reference_id, "url")), archived)
        if archived:
            yield OutsideLink(archived, places.value((reference_id, "archived")))
        for tag, address in work.urls.items():
            yield OutsideLink(address, places.value((reference_id, "urls", tag)), archived)


def check_outside_links(
    catalogue: Catalogue,
    ledger: Path,
    day: int,
    tell: Tell,
    *,
    manners: Manners = Manners(),  # noqa: B008 - it is frozen
) -> tuple[Problem, ...]:
    """Return a problem for each place whose address is broken, has moved or cannot be judged.

    Args:
        catalogue: The content.
        ledger: The file of what earlier runs have found.
        day: Today, as the number of a day.
        tell: Told how many addresses are done.
        manners: How hosts are asked.
    """
    links = find_outside_links(catalogue)
    addresses = list(dict.fromkeys(link.address for link in links))
    known = _read(ledger)
    fresh = {name for name, last in known.items() if 0 <= day - last < GOOD_FOR}
    answers: dict[str, Answer] = {
        address: Answer(State.GOOD, "") for address in addresses if address in fresh
    }
    open_questions = [address for address in addresses if address not in fresh]
    tell("", 0, len(open_questions))
    try:
        asked = check_addresses(open_questions, manners)
        for done, (address, answer) in enumerate(asked, 1):
            answers[address] = answer
            tell(address, done, len(open_questions))
    finally:  # what was found holds, whatever stops the command
        good = {name: known.get(name, day) for name in answers if name in fresh}
        good |= {
            name: day
            for name, answer in answers.items()
            if name not in fresh and answer.state is State.GOOD
        }
        write_beside(ledger, json.dumps(good, indent=0, sort_keys=True).encode())
    return sort_problems(
        _problem(link, answers[link.address])
        for link in links
        if answers[link.address].state is not State.GOOD
    )


def _problem(link: OutsideLink, answer: Answer) -> Problem:
    severity = Severity.ERROR if answer.state is State.BROKEN else Severity.WARNING
    if answer.state is State.MOVED:
        advice = f"Write {quote(answer.target)}, if the page there still says what it should."
    elif answer.state is State.UNKNOWN:
        advice = "Open it in a browser, and look whether it still leads to what it should."
    elif link.archived:
        advice = f"Look for its new address, or link the copy: {link.archived}"
    else:
        advice = "Look for its new address, or for a copy in a web archive (field 'archived')."
    message = f"{quote(link.address)} {answer.why}."
    return Problem(link.place, RULE, message, advice, severity)


def _read(ledger: Path) -> Mapping[str, int]:
    try:
        content: Any = json.loads(ledger.read_text(encoding="utf-8"))
        return {str(name): int(day) for name, day in content.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
