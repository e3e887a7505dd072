"""The texts of one language, each word with its place: what is read for spelling and style.

In: the catalogue, the project's files and a locale. Out: `ProseText`s. Words that no reader sees
(the targets of links, names of fields) and what is not prose (addresses, HTML, comments) are left
out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from guidebook.catalogue import Catalogue, HandWrittenPage, Locale
from guidebook.characters import decode
from guidebook.freshness import text_fields
from guidebook.problems import FieldPath, Location
from guidebook.project_reader import ProjectReader
from guidebook.stems import WORD
from guidebook.words import words_path

NOT_PROSE = re.compile(
    r"<!--.*?-->"
    r"|^(?P<fence>```|~~~).*?^(?P=fence)"
    r"|<[^<>\n]+>"
    r"|`[^`\n]*`"
    r"|\]\([^()\s]*(?:\s\"[^\"\n]*\")?\)"
    r"|\{[^{}\n]*\}"
    r"|\b(?:https?://|mailto:|www\.)[^\s)\]>]+"
    r"|[\w.+-]+@[\w.-]+"
    r"|\b[\w-]+(?:\.\w[\w-]+)+(?:/[^\s)\]>]*)?",
    re.DOTALL | re.MULTILINE,
)
"""Comments, code, HTML, the targets of links, attributes and placeholders, web and mail addresses,
and names with a point inside: of files (`weekly-hours.yml`) and hosts (`example.org`)."""
_NOT_A_BREAK = re.compile(r"[^\n]")
_BLOCK_END = re.compile(r"\n(?=\s*\n)|\n(?=\s*(?:[-*+>#]|\d+[.)]))|\|")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”“’»)\]*_]*\s+")


class Word(NamedTuple):
    """A word as it stands in a text."""

    text: str
    start: int
    """Where it begins in the text, in characters."""


@dataclass(frozen=True)
class ProseText:
    """One text as it is written in a file."""

    path: str
    name: str
    """The field, for example `summary`; for pages `title`, `description` or `page`."""
    text: str
    source: str
    """The source text it was made from; empty for a source text."""
    raw: str
    """The file from where the text begins."""
    begin: Location
    """Where that is."""

    @cached_property
    def shown(self) -> str:
        """Return the text with spaces for what is not prose, so that all keeps its place."""
        return NOT_PROSE.sub(lambda found: _NOT_A_BREAK.sub(" ", found.group()), self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Return the words of its prose."""
        return tuple(Word(found.group(), found.start()) for found in WORD.finditer(self.shown))

    @cached_property
    def source_words(self) -> frozenset[str]:
        """Return the words of the source text."""
        return frozenset(WORD.findall(self.source))

    @cached_property
    def sentences(self) -> tuple[tuple[Word, ...], ...]:
        """Return its sentences. After an end with a small letter behind it, a sentence goes on."""
        ends = {found.end() for found in _BLOCK_END.finditer(self.shown)}
        for found in _SENTENCE_END.finditer(self.shown):
            if not self.shown[found.end() : found.end() + 1].islower():
                ends.add(found.end())
        found_sentences: list[list[Word]] = [[]]
        open_ends = sorted(ends)
        for word in self.words:
            while open_ends and open_ends[0] <= word.start:
                open_ends.pop(0)
                found_sentences.append([])
            found_sentences[-1].append(word)
        return tuple(tuple(words) for words in found_sentences if words)

    def place(self, word: Word) -> Location:
        """Return where a word stands in the file.

        The words of a text follow one another in the file too, whatever its style of quoting.
        """
        return self._places.get(word.start, self.begin)

    @cached_property
    def _places(self) -> Mapping[int, Location]:
        places: dict[int, Location] = {}
        cursor = 0
        line, column, counted = self.begin.line, self.begin.column, 0
        for found in WORD.finditer(self.text):
            at = self.raw.find(found.group(), cursor)
            if at < 0:  # written with an escape: the next words are found all the same
                continue
            breaks = self.raw.count("\n", counted, at)
            if breaks:
                line, column = line + breaks, at - self.raw.rfind("\n", counted, at)
            else:
                column += at - counted
            counted, cursor = at, at + len(found.group())
            places[found.start()] = Location(self.path, line, column)
        return places


def prose_texts(catalogue: Catalogue, reader: ProjectReader, locale: Locale) -> list[ProseText]:
    """Return all texts that were written in a language, in the order of files and lines."""
    found = _Found(catalogue, reader)
    if locale.is_source:
        for path, content in catalogue.contents.items():
            for item in text_fields(content):
                found.add(path, item.name, item.text, "", item.yaml_path)
    for (source_path, tag), translation in catalogue.translations.items():
        if tag == locale.tag:
            sources = {
                item.name: item.text for item in text_fields(catalogue.contents[source_path])
            }
            for name, text in translation.texts.items():
                way = translation.yaml_paths[name]
                found.add(translation.path, name, text, sources.get(name, ""), way)
    for page in catalogue.pages:
        if page.locale == ("" if locale.is_source else locale.tag):
            source = catalogue.pages_by_id.get((page.page_id, "")) if page.locale else None
            found.add_page(page, source)
    source_words = catalogue.words[catalogue.source_locale.tag] if not locale.is_source else {}
    for key, word in catalogue.words[locale.tag].items():
        way = tuple(key.split("."))
        for part, text in word.items() if not isinstance(word, str) else [("", word)]:
            source_word = str(source_words.get(key, ""))
            found.add(words_path(locale.tag), key, text, source_word, (*way, part) if part else way)
    return sorted(found.texts, key=lambda text: text.begin)


class _Found:
    """The texts found so far, and the files they stand in."""

    def __init__(self, catalogue: Catalogue, reader: ProjectReader) -> None:
        self.texts: list[ProseText] = []
        self._catalogue = catalogue
        self._reader = reader
        self._lines: dict[str, list[str]] = {}

    def add(self, path: str, name: str, text: str, source: str, way: FieldPath) -> None:
        self._add(path, name, text, source, self._catalogue.places_of(path).value(way))

    def add_page(self, page: HandWrittenPage, source: HandWrittenPage | None) -> None:
        original = f"{source.title}\n{source.description}\n{source.markdown}" if source else ""
        for name, text in (("title", page.title), ("description", page.description)):
            self.add(page.path, name, text, original, (name,))
        begin = Location(page.path, page.body_line)
        self._add(page.path, "page", page.markdown, original, begin)

    def _add(self, path: str, name: str, text: str, source: str, begin: Location) -> None:
        if path not in self._lines:
            self._lines[path] = (decode(self._reader.read(path), path)[0] or "").split("\n")
        lines = self._lines[path][begin.line - 1 :]
        raw = "\n".join(lines)[begin.column - 1 :]
        self.texts.append(ProseText(path, name, text, source, raw, begin))
