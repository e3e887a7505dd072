"""What is found in each file: the rules on single files, run over all of them.

In: the catalogue, the rules, and what earlier runs kept. Out: a `Found` for each file with texts.
Files are looked at some at a time, so that memory stays the same however many there are.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache, partial
from types import ModuleType
from typing import Any, NamedTuple

from guidebook.catalogue import GLOSSARY_PATH, REFERENCES_PATH, Catalogue, HandWrittenPage
from guidebook.checks._files import (
    CheckedFile,
    PageFile,
    PlacedLink,
    SourceFile,
    TranslatedFile,
)
from guidebook.checks._sources import pages_by_id
from guidebook.checks._vocabulary import Vocabulary, source_terms, vocabulary_of
from guidebook.freshness import text_fields
from guidebook.kept import Kept
from guidebook.languages import Languages
from guidebook.problems import Location, Places, Problem, Severity

AT_ONCE = 1000
"""How many files are in memory with all that is known of their texts."""
_SCHEMES = {GLOSSARY_PATH: "term:", REFERENCES_PATH: "ref:"}


@dataclass(frozen=True)
class Found:
    """What was found in one file, and what rules over the whole ask of it."""

    places: Places
    locale: str
    """Empty for a source file."""
    page: HandWrittenPage | None
    """The hand-written page, which may hold more than fields may."""
    problems: tuple[Problem, ...]
    links: tuple[PlacedLink, ...]
    reviewed_on: date | None
    """The day on which a translation was read."""

    @cached_property
    def contents(self) -> tuple[tuple[PlacedLink, str, str], ...]:
        """Return the links to content, each with its scheme and id."""
        return tuple(
            (link, *content) for link in self.links if (content := link.content) is not None
        )


class _Waiting(NamedTuple):
    """A file that may have to be examined."""

    places: Places
    locale: str
    page: HandWrittenPage | None
    inputs: tuple[str, ...]
    """Everything that what is found in it depends on."""
    make: Callable[[], CheckedFile]


def find_in_files(
    catalogue: Catalogue, rules: Sequence[ModuleType], languages: Languages, kept: Kept
) -> list[Found]:
    """Return what was found in each file; `rules` are the modules that have a `check_files`."""
    files = list(_Files(catalogue, languages).all())
    found = {
        file.places.path: catalogue.once(partial(_from_kept, file, kept), "found", *file.inputs)
        for file in files
    }
    unknown = [file for file in files if found[file.places.path] is None]
    for start in range(0, len(unknown), AT_ONCE):
        some = unknown[start : start + AT_ONCE]
        for file, result in zip(some, _examine(some, rules, kept), strict=True):
            found[file.places.path] = result
            kept.put(_as_value(result), "found", *file.inputs)
    return [result for result in found.values() if result is not None]


def _examine(
    waiting: Sequence[_Waiting], rules: Sequence[ModuleType], kept: Kept
) -> Iterator[Found]:
    files = [file.make() for file in waiting]
    problems: dict[str, list[Problem]] = defaultdict(list)
    for module in rules:
        find = _find_kept_apart if hasattr(module, "KEPT_APART") else _find
        for problem in find(module, files, [file.inputs for file in waiting], kept):
            problems[problem.location.path].append(problem)
    for file in files:
        yield Found(
            file.places,
            file.locale,
            file.page if isinstance(file, PageFile) else None,
            tuple(problems[file.path]),
            file.links,
            file.state.reviewed_on if file.state else None,
        )


def _find(
    module: ModuleType, files: Sequence[CheckedFile], _inputs: object, _kept: Kept
) -> list[Problem]:
    return list(module.check_files(files))


def _find_kept_apart(
    module: ModuleType,
    files: Sequence[CheckedFile],
    inputs: Sequence[tuple[str, ...]],
    kept: Kept,
) -> list[Problem]:
    """Return the problems of a rule for which it does not matter what a source file says."""
    keys = []
    for file, (path, digest, *_) in zip(files, inputs, strict=True):
        texts = ",".join(f"{pair.name} {pair.is_markdown}" for pair in file.pairs)
        keys.append((f"nothing {module.ID}", path, digest, file.locale, texts))
    todo = [(file, key) for file, key in zip(files, keys, strict=True) if not kept.has(*key)]
    problems = list(module.check_files([file for file, _ in todo]))
    faulty = {problem.location.path for problem in problems}
    for file, key in todo:
        if file.path not in faulty:
            kept.put(None, *key)
    return problems


def _as_value(found: Found) -> Any:
    problems = [
        [p.location.line, p.location.column, p.rule, p.message, p.advice, p.severity.value]
        for p in found.problems
    ]
    links = [[link.target, link.field_path, link.line, link.column] for link in found.links]
    return [problems, links, str(found.reviewed_on) if found.reviewed_on else None]


def _from_kept(file: _Waiting, kept: Kept) -> Found | None:
    value = kept.get("found", *file.inputs)
    if value is None:
        return None
    problems, links, reviewed_on = value
    path = file.places.path
    return Found(
        file.places,
        file.locale,
        file.page,
        tuple(
            Problem(Location(path, line, column), rule, message, advice, Severity(severity))
            for line, column, rule, message, advice, severity in problems
        ),
        tuple(PlacedLink(*link) for link in links),
        date.fromisoformat(reviewed_on) if reviewed_on else None,
    )


class _Files:
    """The files of a catalogue, made when they are asked for."""

    def __init__(self, catalogue: Catalogue, languages: Languages) -> None:
        self.catalogue = catalogue
        self.languages = languages
        self.contents = catalogue.contents
        self.terms = source_terms(catalogue)
        self.source = lru_cache(maxsize=AT_ONCE)(self.make_source)
        self.vocabulary = cache(self.make_vocabulary)
        self.vocabulary_digest = cache(self.make_vocabulary_digest)

    def all(self) -> Iterator[_Waiting]:
        for path in self.contents:
            yield self.waiting(path, "", partial(self.source, path))
        for source_path, locale in self.catalogue.translations:
            path = f"{source_path.removesuffix('.yml')}.{locale}.yml"
            make = partial(self.make_translation, path, source_path, locale)
            yield self.waiting(path, locale, make, source_path)
        for page in self.catalogue.pages:
            source = pages_by_id(self.catalogue).get(page.page_id)
            make_page = partial(self.make_page, page)
            yield self.waiting(
                page.path, page.locale, make_page, source.path if source else "", page
            )

    def waiting(
        self,
        path: str,
        locale: str,
        make: Callable[[], CheckedFile],
        source_path: str = "",
        page: HandWrittenPage | None = None,
    ) -> _Waiting:
        digests, is_read = self.catalogue.digests, source_path in self.contents or page is not None
        inputs = (
            *(path, digests.get(path, "")),
            *((source_path, digests.get(source_path, "")) if is_read else ("", "")),
            self.vocabulary_digest(locale),
            *(sorted(self.unread(path, source_path)) if self.catalogue.broken else ()),
        )
        return _Waiting(self.catalogue.places_of(path), locale, page, inputs, make)

    def make_vocabulary(self, locale: str) -> Vocabulary:
        """Return what the glossary says of a language."""
        return vocabulary_of(self.catalogue, locale, self.terms)

    def make_vocabulary_digest(self, locale: str) -> str:
        known = self.vocabulary(locale)
        avoided = {name: [list(form) for form in forms] for name, forms in known.to_avoid.items()}
        parts = [locale, known.terms.locale, known.terms.by_id, known.agreed, avoided]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def unread(self, path: str, source_path: str) -> frozenset[str]:
        """Return what could not be read in a file, or in the bibliography that it translates."""
        own = (f"{path}:", _SCHEMES.get(source_path, f"{path}:"))
        return frozenset(name for name in self.catalogue.broken if name.startswith(own))

    def shared(self, path: str, locale: str) -> tuple[Places, Vocabulary, Languages]:
        places = self.catalogue.places_of(path)
        return places, self.vocabulary(locale), self.languages

    def make_source(self, path: str) -> SourceFile:
        content = self.contents[path]
        fields = {field.name: field for field in text_fields(content)}
        return SourceFile(*self.shared(path, ""), fields, content)

    def make_translation(self, path: str, source_path: str, locale: str) -> TranslatedFile:
        return TranslatedFile(
            *self.shared(path, locale),
            self.catalogue.translations[source_path, locale],
            self.source(source_path) if source_path in self.contents else None,
            self.unread(path, source_path),
        )

    def make_page(self, page: HandWrittenPage) -> PageFile:
        source = pages_by_id(self.catalogue).get(page.page_id)
        return PageFile(*self.shared(page.path, page.locale), page, source)
