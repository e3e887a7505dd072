"""What the rules walk over: every source file, every text with Markdown and every link, once.

In: the catalogue. Out: `source_fields`, `markdown_texts` and `reviewed_files`, each made once for
a catalogue and shared by all rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from guidebook.catalogue import Catalogue, HandWrittenPage, Translation
from guidebook.freshness import TextField, text_fields
from guidebook.model import Entry, TextKind, TranslationState
from guidebook.plain_markdown import CONTENT_SCHEMES
from guidebook.problems import FieldPath, Location, Places
from guidebook.text import find_disallowed, find_links

SETTINGS_PATH = "mkdocs.yml"

_NEEDS_PARSING = re.compile(
    r"[`<~\t\\&]|!\[|\]:|\]\[|    |\[[^\]]*\[|^[^\w\n]*#|^[ >\-*_=+0-9.)]*[-*_=] *$", re.MULTILINE
)
"""Signs of anything but words, lists, tables and plain `[text](target)` links."""
_PLAIN_LINK = re.compile(r"\[[^\[\]]*\]\(([^\s()\"']+)\)")


@dataclass(frozen=True)
class PlacedLink:
    """A link and where its target stands."""

    target: str
    location: Location

    @property
    def content(self) -> tuple[str, str] | None:
        """Return scheme and id of a link to content, or None for another link."""
        scheme, colon, content_id = self.target.partition(":")
        return (scheme, content_id) if colon and scheme in CONTENT_SCHEMES else None


@dataclass(frozen=True)
class MarkdownText:
    """One text with Markdown: a field of a source file or translation, or a hand-written page."""

    path: str
    locale: str
    """Empty for a source text."""
    entry: Entry | None
    """The entry whose text it is."""
    page: HandWrittenPage | None
    """The hand-written page, which may hold more than fields may."""
    links: tuple[PlacedLink, ...]
    disallowed: tuple[tuple[Location, str, str], ...] = ()
    """Place, what it is, and advice for what a field may not hold."""


@dataclass(frozen=True)
class ReviewedFile:
    """A translated file or page with the state of its review."""

    path: str
    places: Places
    state: TranslationState


@lru_cache(maxsize=4)
def source_fields(catalogue: Catalogue) -> Mapping[str, Mapping[str, TextField]]:
    """Return the translatable texts of each source file, by path and then by name."""
    return {
        path: {field.name: field for field in text_fields(content)}
        for path, content in catalogue.contents.items()
    }


@lru_cache(maxsize=4)
def markdown_texts(catalogue: Catalogue) -> tuple[MarkdownText, ...]:
    """Return every text with Markdown in source files, translations and hand-written pages."""
    texts = [*_source_texts(catalogue), *_translated_texts(catalogue)]
    return (*texts, *(_page_text(page) for page in catalogue.pages))


def pages_by_id(catalogue: Catalogue) -> Mapping[str, HandWrittenPage]:
    """Return the hand-written pages in the source language."""
    return {page.page_id: page for page in catalogue.pages if not page.locale}


def translations(catalogue: Catalogue) -> Iterator[tuple[Translation, Mapping[str, TextField]]]:
    """Yield each translation whose source file could be read, with the texts of that file."""
    fields = source_fields(catalogue)
    for translation in catalogue.translations.values():
        if translation.source_path in fields:
            yield translation, fields[translation.source_path]


def reviewed_files(catalogue: Catalogue) -> Iterator[ReviewedFile]:
    """Yield every translated file and page with the state of its review."""
    for translation in catalogue.translations.values():
        places = catalogue.places_of(translation.path)
        yield ReviewedFile(translation.path, places, translation.state)
    for page in catalogue.pages:
        if page.state is not None:
            yield ReviewedFile(page.path, catalogue.places_of(page.path), page.state)


def written_path(translation: Translation, name: str) -> FieldPath:
    """Return the way to a field in a translation's file, also to one that is not written there.

    For a missing field it is the way to the nearest written part, with the rest of the name.
    """
    if name in translation.yaml_paths:
        return translation.yaml_paths[name]
    parts = tuple(name.split("."))
    known = _written_parts(translation)
    for length in range(len(parts) - 1, 0, -1):
        if parts[:length] in known:
            return (*known[parts[:length]], *parts[length:])
    return parts


@lru_cache(maxsize=4)
def _written_parts_of(
    paths: tuple[tuple[str, FieldPath], ...],
) -> Mapping[tuple[str, ...], FieldPath]:
    known: dict[tuple[str, ...], FieldPath] = {}
    for name, path in paths:
        parts = tuple(name.split("."))
        if len(parts) == len(path):
            for length in range(1, len(parts)):
                known[parts[:length]] = path[:length]
    return known


def _written_parts(translation: Translation) -> Mapping[tuple[str, ...], FieldPath]:
    """Return the way to each part of a translation that holds a text."""
    return _written_parts_of(tuple(translation.yaml_paths.items()))


def _source_texts(catalogue: Catalogue) -> Iterator[MarkdownText]:
    contents = catalogue.contents
    for path, fields in source_fields(catalogue).items():
        content = contents[path]
        entry = content if isinstance(content, Entry) else None
        places = catalogue.places_of(path)
        for field in fields.values():
            if field.kind is TextKind.MARKDOWN:
                yield _field_text(places, field.yaml_path, field.text, "", entry)


def _translated_texts(catalogue: Catalogue) -> Iterator[MarkdownText]:
    contents = catalogue.contents
    for translation, fields in translations(catalogue):
        content = contents[translation.source_path]
        entry = content if isinstance(content, Entry) else None
        places = catalogue.places_of(translation.path)
        for name, text in translation.texts.items():
            if name in fields and fields[name].kind is TextKind.MARKDOWN:
                yield _field_text(
                    places, written_path(translation, name), text, translation.locale, entry
                )


def _field_text(
    places: Places, field_path: FieldPath, text: str, locale: str, entry: Entry | None
) -> MarkdownText:
    links, disallowed = read_markdown(text)
    place = places.place(field_path)

    def located(line: int, column: int) -> Location:
        start = places.inside(field_path, line)
        shift = column if place.is_block else 0
        return Location(start.path, start.line, start.column + shift)

    return MarkdownText(
        places.path,
        locale,
        entry,
        None,
        tuple(PlacedLink(target, located(line, column)) for target, line, column in links),
        tuple((located(line, 0), what, advice) for line, what, advice in disallowed),
    )


def _page_text(page: HandWrittenPage) -> MarkdownText:
    links = tuple(
        PlacedLink(target, Location(page.path, page.body_line + line, column + 1))
        for target, line, column in _parsed_links(page.markdown)
    )
    return MarkdownText(page.path, page.locale, None, page, links)


def read_markdown(
    text: str,
) -> tuple[list[tuple[str, int, int]], list[tuple[int, str, str]]]:
    """Return the links (target, line, column) and what is not allowed (line, what, advice).

    Lines and columns count from 0. Most texts hold words and plain links only and are read
    without the parser, which takes a hundred times longer.
    """
    if "[" not in text and not _NEEDS_PARSING.search(text):
        return [], []
    if not _NEEDS_PARSING.search(text):
        found = list(_PLAIN_LINK.finditer(text))
        if text.count("[") == text.count("]") == len(found):
            return [(match[1], *_line_and_column(text, match.start(1))) for match in found], []
    return _parsed_links(text), list(find_disallowed(text))


def _parsed_links(text: str) -> list[tuple[str, int, int]]:
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    read_to = 0
    found = []
    for link in find_links(text):
        block_start = line_starts[link.line] if link.line < len(line_starts) else 0
        start = text.find(link.target, max(block_start, read_to)) if link.target else -1
        if start < 0:
            found.append((link.target, link.line, 0))
            continue
        read_to = start + len(link.target)
        found.append((link.target, *_line_and_column(text, start)))
    return found


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - (text.rfind("\n", 0, index) + 1)
