"""What the rules on single files are given: one file, what it was made from, and the glossary.

In: the catalogue. Out: a `CheckedFile` for each file with texts. What a rule finds in one depends
on nothing else, neither on other files nor on the day, so it holds as long as the file, its source
file and the words of the glossary stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from guidebook.catalogue import HandWrittenPage, Translation
from guidebook.checks._markdown import parsed_links, read
from guidebook.checks._vocabulary import Vocabulary
from guidebook.field_types import TextKind
from guidebook.freshness import TextField, fingerprint
from guidebook.languages import Languages
from guidebook.model import AcceptedException, Entry, Frozen, TranslationState
from guidebook.page_files import WHOLE_PAGE, page_fingerprint, page_text
from guidebook.plain_markdown import CONTENT_SCHEMES
from guidebook.problems import FieldPath, Location, Places, Problem, Severity, quote

_ATTRIBUTES = re.compile(r"\)\{[^{}\n]*\}")
"""What says how a picture or a link of a page is shown, such as its width; no reader sees it."""


class PlacedLink(NamedTuple):
    """A link and where its target stands."""

    target: str
    field_path: FieldPath | None
    """The field that holds it; None in a hand-written page."""
    line: int
    """Of the field counted from 0, of a page counted from 1; so is the column."""
    column: int

    @property
    def content(self) -> tuple[str, str] | None:
        """Return scheme and id of a link to content, or None for another link."""
        scheme, colon, content_id = self.target.partition(":")
        return (scheme, content_id) if colon and scheme in CONTENT_SCHEMES else None

    def location(self, places: Places) -> Location:
        """Return where the target stands in its file."""
        if self.field_path is None:
            return Location(places.path, self.line, self.column)
        return located(places, tuple(self.field_path), self.line, self.column)


def located(places: Places, field_path: FieldPath, line: int, column: int = 0) -> Location:
    """Return the place of a line and column (from 0) of a text."""
    start = places.inside(field_path, line)
    shift = column if places.place(field_path).is_block else 0
    return Location(start.path, start.line, start.column + shift)


@dataclass(eq=False, slots=True)
class Pair:
    """A translated text beside its source text."""

    file: CheckedFile
    name: str
    """The field's name; `page` for a hand-written page."""
    source: str
    source_seen: str
    """What a reader sees of the source text, without markup and addresses."""
    text: str
    seen: str
    """What a reader sees of the translation."""
    is_markdown: bool
    is_behind: bool
    """True when the source text has changed since: then it is no wonder that the two differ, and
    nobody who changes a source text is stopped by its translations."""

    @property
    def locale(self) -> str:
        """Return the language of the translation."""
        return self.file.locale

    @property
    def source_place(self) -> str:
        """Return where the source text stands, in words: `line 4 of guidelines/…`."""
        return self.file.source_place(self.name)

    @property
    def shown(self) -> str:
        """Return the name of the text in quotes, for messages."""
        return "the page" if self.name == WHOLE_PAGE else quote(self.name)

    def problem(self, rule: str, message: str, advice: str, severity: Severity) -> Problem:
        """Return a problem of this text, with the advice how to accept it."""
        way_out = (
            f" If it is right as it is, say why under 'accepted': "
            f"'field: {self.name}', 'rule: {rule}', 'because: …'."
        )
        return Problem(self.file.place(self.name), rule, message, advice + way_out, severity)


@dataclass(eq=False)
class CheckedFile:
    """A file of the project with texts."""

    places: Places
    vocabulary: Vocabulary
    languages: Languages

    @property
    def path(self) -> str:
        """Return its path in the project."""
        return self.places.path

    @property
    def locale(self) -> str:
        """Return its language; empty for a source file."""
        return self.vocabulary.locale

    @property
    def entry(self) -> Entry | None:
        """Return the entry that stands in it; None for any other file, translations included."""
        return None

    @property
    def state(self) -> TranslationState | None:
        """Return from what it was made and who has read it; None for a source file."""
        return None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Return its texts, each beside its source text; empty for a source file."""
        return ()

    @property
    def markdown(self) -> Iterator[tuple[FieldPath, str]]:
        """Yield its fields with Markdown and the way to each."""
        yield from ()

    @cached_property
    def links(self) -> tuple[PlacedLink, ...]:
        """Return the links of its texts."""
        return tuple(
            PlacedLink(target, field_path, line, column)
            for field_path, text in self.markdown
            for target, line, column in read(text).links
        )

    def place(self, _name: str) -> Location:
        """Return where a translated text stands; the file, where nothing nearer is known."""
        return Location(self.path)

    def source_place(self, _name: str) -> str:
        """Return where a source text stands, in words: `line 4 of guidelines/…`, or its file."""
        return self.path


class SourceText(NamedTuple):
    """A text in the source language, as translations are compared with it."""

    text: str
    seen: str
    """What a reader sees of it, without markup and addresses."""
    is_markdown: bool
    fingerprint: str


@dataclass(eq=False)
class SourceFile(CheckedFile):
    """A file of `guidelines/` in the source language."""

    fields: Mapping[str, TextField]
    """Its translatable texts by name."""
    content: Frozen | Mapping[str, Frozen]
    """What stands in it."""

    @property
    def entry(self) -> Entry | None:
        """Return the entry that stands in it; None for any other file."""
        return self.content if isinstance(self.content, Entry) else None

    @cached_property
    def texts(self) -> Mapping[str, SourceText]:
        """Return its texts by name, once for all translations."""
        return {
            name: SourceText(
                field.text,
                read(field.text).words if field.kind is TextKind.MARKDOWN else field.text,
                field.kind is TextKind.MARKDOWN,
                fingerprint(field.text),
            )
            for name, field in self.fields.items()
        }

    @property
    def markdown(self) -> Iterator[tuple[FieldPath, str]]:
        """Yield its fields with Markdown and the way to each."""
        for field in self.fields.values():
            if field.kind is TextKind.MARKDOWN:
                yield field.yaml_path, field.text


@dataclass(eq=False)
class TranslatedFile(CheckedFile):
    """A translation of a file of `guidelines/`."""

    translation: Translation
    source: SourceFile | None
    """None when the source file could not be read."""
    unread: frozenset[str]
    """What could not be read and is not to be missed: the names in `Catalogue.broken`."""

    @property
    def state(self) -> TranslationState:
        """Return from what it was made and who has read it."""
        return self.translation.state

    @property
    def markdown(self) -> Iterator[tuple[FieldPath, str]]:
        """Yield its fields with Markdown and the way to each."""
        for pair in self.pairs:
            if pair.is_markdown:
                yield self.translation.yaml_paths[pair.name], pair.text

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Return its texts, each beside its source text."""
        texts = self.source.texts if self.source else {}
        made_from = self.state.made_from
        pairs = []
        for name, text in self.translation.texts.items():
            source = texts.get(name)
            if source is not None:
                seen = read(text).words if source.is_markdown else text
                is_behind = made_from.get(name) != source.fingerprint
                pair = Pair(
                    self, name, source.text, source.seen, text, seen, source.is_markdown, is_behind
                )
                pairs.append(pair)
        return tuple(pairs)

    def place(self, name: str) -> Location:
        """Return where a translated text stands."""
        return self.places.key(self.translation.yaml_paths[name])

    def source_line(self, name: str) -> int:
        """Return the line of a source text."""
        assert self.source is not None
        return self.source.places.value(self.source.fields[name].yaml_path).line

    def source_place(self, name: str) -> str:
        """Return where a source text stands, in words: `line 4 of guidelines/…`."""
        return f"line {self.source_line(name)} of {self.translation.source_path}"


@dataclass(eq=False)
class PageFile(CheckedFile):
    """A hand-written page; what it is translated from counts as one text."""

    page: HandWrittenPage
    source: HandWrittenPage | None

    @property
    def state(self) -> TranslationState | None:
        """Return from what it was made and who has read it; None for a source text."""
        return self.page.state

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Return the whole text beside its source text."""
        if self.state is None or self.source is None:
            return ()
        is_behind = self.state.made_from.get(WHOLE_PAGE) != page_fingerprint(self.source)
        from guidebook.text import plain_text

        source, text = page_text(self.source), page_text(self.page)
        words, source_words = (plain_text(_ATTRIBUTES.sub(")", one)) for one in (text, source))
        return (Pair(self, WHOLE_PAGE, source, source_words, text, words, True, is_behind),)

    @cached_property
    def links(self) -> tuple[PlacedLink, ...]:
        """Return the links of the page, whose places need no field."""
        return tuple(
            PlacedLink(target, None, self.page.body_line + line, column + 1)
            for target, line, column in parsed_links(self.page.markdown)
        )

    def source_place(self, _name: str) -> str:
        """Return the path of the source page."""
        assert self.source is not None
        return self.source.path


def find_unaccepted(
    files: Iterable[CheckedFile], rule: str, find: Callable[[Pair], Problem | None]
) -> Iterator[Problem]:
    """Yield the problems of a rule in all translated texts but those that a file accepts."""
    for file in files:
        accepted = {item.field for item in _accepted(file) if item.rule == rule}
        for pair in file.pairs:
            if pair.name not in accepted:
                problem = find(pair)
                if problem is not None:
                    yield problem


def _accepted(file: CheckedFile) -> tuple[AcceptedException, ...]:
    return file.state.accepted if file.state else ()
