"""What the rules on the words of translations walk over: each text beside its source text.

In: the catalogue. Out: `Pair`s; and for a rule the problems that no `accepted` of a file allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from guidebook.catalogue import Catalogue
from guidebook.checks._sources import pages_by_id, translations
from guidebook.freshness import FieldState, field_state
from guidebook.model import AcceptedException, TextKind
from guidebook.page_files import WHOLE_PAGE, page_fingerprint, page_text
from guidebook.problems import Location, Problem, Severity, quote
from guidebook.text import plain_text

MIN_WORDS = 8
"""Shorter texts can be the same in two languages, or too short to tell a language from."""


@dataclass(frozen=True)
class Pair:
    """A translated text beside its source text."""

    path: str
    locale: str
    name: str
    """The field's name; `page` for a hand-written page."""
    source: str
    text: str
    is_markdown: bool
    location: Location
    """Where the translation stands."""
    source_place: str
    """Where the source text stands, in words: `line 4 of guidelines/…`."""
    is_behind: bool
    """True when the source text has changed since: then it is no wonder that the two differ, and
    nobody who changes a source text is stopped by its translations."""
    accepted: tuple[AcceptedException, ...]

    def problem(self, rule: str, message: str, advice: str, severity: Severity) -> Problem:
        """Return a problem of this text, with the advice how to accept it."""
        way_out = (
            f" If it is right as it is, say why under 'accepted': "
            f"'field: {self.name}', 'rule: {rule}', 'because: …'."
        )
        return Problem(self.location, rule, message, advice + way_out, severity)

    @property
    def seen(self) -> str:
        """Return what a reader sees of the translation, without markup and addresses."""
        return words_of(self.text) if self.is_markdown else self.text

    @property
    def source_seen(self) -> str:
        """Return what a reader sees of the source text, without markup and addresses."""
        return words_of(self.source) if self.is_markdown else self.source

    @property
    def shown(self) -> str:
        """Return the name of the text in quotes, for messages."""
        return "the page" if self.name == WHOLE_PAGE else quote(self.name)


Find = Callable[[Catalogue, Pair], Problem | None]
"""What a rule is: it returns the problem of a text, or None."""


@lru_cache(maxsize=4)
def pairs(catalogue: Catalogue) -> tuple[Pair, ...]:
    """Return every translated text beside its source text."""
    return (*_field_pairs(catalogue), *_page_pairs(catalogue))


def find_unaccepted(catalogue: Catalogue, rule: str, find: Find) -> Iterator[Problem]:
    """Yield the problems of a rule in all translated texts but those that are accepted."""
    for pair in pairs(catalogue):
        if not any(item.field == pair.name and item.rule == rule for item in pair.accepted):
            problem = find(catalogue, pair)
            if problem is not None:
                yield problem


@lru_cache(maxsize=20_000)
def words_of(text: str) -> str:
    """Return what a reader sees of a Markdown text."""
    return plain_text(text)


def _field_pairs(catalogue: Catalogue) -> Iterator[Pair]:
    for translation, fields in translations(catalogue):
        places = catalogue.places_of(translation.path)
        source_places = catalogue.places_of(translation.source_path)
        for name, text in translation.texts.items():
            if name in fields:
                source = fields[name]
                line = source_places.value(source.yaml_path).line
                yield Pair(
                    translation.path,
                    translation.locale,
                    name,
                    source.text,
                    text,
                    source.kind is TextKind.MARKDOWN,
                    places.key(translation.yaml_paths[name]),
                    f"line {line} of {translation.source_path}",
                    field_state(source, translation) is FieldState.BEHIND,
                    translation.state.accepted,
                )


def _page_pairs(catalogue: Catalogue) -> Iterator[Pair]:
    sources = pages_by_id(catalogue)
    for page in catalogue.pages:
        source = sources.get(page.page_id)
        if page.state is not None and source is not None:
            yield Pair(
                page.path,
                page.locale,
                WHOLE_PAGE,
                page_text(source),
                page_text(page),
                True,
                Location(page.path),
                source.path,
                page.state.made_from.get(WHOLE_PAGE) != page_fingerprint(source),
                page.state.accepted,
            )
