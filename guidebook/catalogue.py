"""The catalogue: everything that was loaded, and where to find it.

In: model objects that `load` has made. Out: the one frozen object that checks, pages, books and
data draw from, with look-ups by id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, Literal, ParamSpec, Protocol, TypeVar

from pydantic import Field

from guidebook.field_types import Colour
from guidebook.kept import Kept
from guidebook.model import (
    Audience,
    Entry,
    Finding,
    Frozen,
    Need,
    Reference,
    Site,
    Study,
    Term,
    TermFacts,
    Topic,
    TranslationState,
)
from guidebook.problems import FieldPath, Places
from guidebook.reads import Reads

REFERENCES_PATH = "guidelines/references.yml"
GLOSSARY_PATH = "guidelines/glossary.yml"


@dataclass(frozen=True)
class Translation:
    """One file's text in one locale."""

    source_path: str
    """The file it translates, for example `guidelines/learners/weekly-hours.yml`."""
    locale: str
    path: str
    texts: Mapping[str, str]
    """Field path to text; empty fields are left out."""
    state: TranslationState
    yaml_paths: Mapping[str, FieldPath] = field(default_factory=dict)
    """Field path to the way to the text in the file, for example `("actions", 0, "do")`."""


@dataclass(frozen=True)
class HandWrittenPage:
    """A page of `docs/` in one locale."""

    page_id: str
    """The file's name without locale and ending, for example `about`."""
    locale: str
    path: str
    title: str
    description: str
    markdown: str
    """The text below the front matter; it enters the site as Markdown."""
    body_line: int
    """The file's line (from 1) where `markdown` begins."""
    state: TranslationState | None = None
    """None for the source text."""


@dataclass(frozen=True)
class Locale:
    """A language of the site."""

    tag: str
    """BCP 47, for example `et` or `pt-BR`."""
    name: str
    """The language's own name."""
    direction: Literal["ltr", "rtl"]
    is_source: bool = False

    @property
    def folder(self) -> str:
        """Return the first part of the locale's addresses: empty for the source, else `et/`."""
        return "" if self.is_source else f"{self.tag}/"


class Settings(Frozen):
    """What a publisher sets in mkdocs.yml for this package; what is unset is left out of pages."""

    edit_url: str = ""
    """Address of the editor of a file; `{path}` stands for its path in the repository."""
    edit_style: Literal["github", "gitlab", "forgejo"] | None = None
    """Whose addresses `edit_url` has; needed where it does not show (see `ways_in`)."""
    survey_url: str = ""
    publisher: str = ""
    contact: str = ""
    """A mail address."""
    book_fonts: tuple[str, ...] = ()
    """Families of fonts that books use after Noto Sans, for other scripts."""
    font_folders: tuple[str, ...] = ()
    """Folders of the project that hold those fonts."""
    theme_colour: Colour = ""
    """The colour that browsers give their own bars around the site."""
    theme_colour_dark: Colour = ""
    """The same for readers who have dark colours."""
    dictionaries: dict[str, str] = Field(default_factory=dict)
    """Dictionaries of Hunspell by language tag; see `spelling.find_dictionary`."""
    passive: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Patterns of passive forms by language tag; see `prose.passive_pattern`."""


@dataclass(frozen=True)
class NavTitle:
    """A title written in the navigation of mkdocs.yml."""

    title: str
    field_path: FieldPath
    missing_locales: tuple[str, ...]
    """The locales whose `nav_translations` lack it."""


WordValue = str | Mapping[str, str]
"""An interface word, or its forms by CLDR plural category."""


T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")
_CATALOGUES_KEPT = 3
"""Two states are compared at most; the third lets a preview go back to the last one."""


class Once(Protocol):
    """Gives what was made before under a key, or makes it; nothing is kept of None."""

    def __call__(self, make: Callable[[], T], *key: str) -> T:
        """Return what was made; the key names all that it was made of."""


def always(make: Callable[[], T], *key: str) -> T:  # noqa: ARG001
    """Make it each time, for a process that does so once."""
    return make()


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything that was loaded. Compared by identity: it is large, and used as a cache key."""

    site: Site
    settings: Settings
    site_url: str
    locales: tuple[Locale, ...]
    """The source locale first."""
    entries: tuple[Entry, ...]
    """By audience as in site.yml, then by code."""
    studies: tuple[Study, ...]
    references: Mapping[str, Reference]
    glossary: Mapping[str, Term]
    term_facts: Mapping[tuple[str, str], TermFacts]
    """By locale and term id."""
    translations: Mapping[tuple[str, str], Translation]
    """By path of the source file and locale."""
    pages: tuple[HandWrittenPage, ...]
    words: Mapping[str, Mapping[str, WordValue]]
    """Interface words by locale and key."""
    nav_titles: tuple[NavTitle, ...] = ()
    """The titles written in the navigation of mkdocs.yml."""
    nav_paths: frozenset[str] = frozenset()
    """The pages that the navigation of mkdocs.yml names, as `growers/share-tools.md`."""
    settings_lead_to: tuple[str, ...] = ()
    """Files and folders that pages depend on because mkdocs.yml names them: hooks and theme."""
    broken: frozenset[str] = frozenset()
    """What stands in a file but could not be read, for example `entry:weekly-hours` or `ref:*`:
    links to it are not reported on top. A part of a translation is `<path>:<id>`."""
    places: Mapping[str, Places] = field(default_factory=dict, compare=False)
    """Where everything stands, by path of the file."""
    digests: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What tells two states of a file apart, by path."""
    reads: Reads = field(default_factory=Reads, compare=False)
    """Where those who read entries and hand-written pages note it."""
    cards: Kept = field(default_factory=Kept, compare=False)
    """What earlier runs have found out of entries, by the digests of their files."""
    lines: Callable[[str], Kept] = field(default=lambda _: Kept(), compare=False)
    """Gives what earlier runs have written of entries in a language."""
    once: Once = field(default=always, compare=False)
    """Gives what a process that stays has made of the same files before."""
    fields: dict[str, tuple[Any, ...]] = field(default_factory=dict, compare=False)
    """The text fields of files, by path, as far as somebody has asked `freshness.fields_of`."""

    @property
    def source_locale(self) -> Locale:
        """Return the language of the source texts."""
        return self.locales[0]

    @cached_property
    def locales_by_tag(self) -> Mapping[str, Locale]:
        """Return the locales by their tag."""
        return {locale.tag: locale for locale in self.locales}

    @cached_property
    def audiences_by_id(self) -> Mapping[str, Audience]:
        """Return the audiences by id."""
        return {audience.id: audience for audience in self.site.audiences}

    @cached_property
    def topics_by_id(self) -> Mapping[str, Topic]:
        """Return the topics by id."""
        return {topic.id: topic for topic in self.site.topics}

    @cached_property
    def entries_by_id(self) -> Mapping[str, Entry]:
        """Return the entries by id."""
        return {entry.entry_id: entry for entry in self.entries}

    @cached_property
    def sections(self) -> Mapping[str, tuple[Entry, ...]]:
        """Return the entries in force that address each audience, its own first, by audience."""
        in_force = [entry for entry in self.entries if not entry.is_retired]
        return {
            audience.id: (
                *(entry for entry in in_force if entry.audience_id == audience.id),
                *(entry for entry in in_force if audience.id in entry.also_for),
            )
            for audience in self.site.audiences
        }

    @cached_property
    def in_force(self) -> Mapping[str, int]:
        """Return how many entries of each audience are in force, by its id."""
        counts = dict.fromkeys(self.audiences_by_id, 0)
        for entry in self.entries:
            counts[entry.audience_id] += not entry.is_retired
        return counts

    @cached_property
    def findings_by_id(self) -> Mapping[str, tuple[Study, Finding]]:
        """Return every finding with its study, by `<study>/<finding>`."""
        return {
            f"{study.study_id}/{finding.id}": (study, finding)
            for study in self.studies
            for finding in study.findings
        }

    @cached_property
    def contents(self) -> Mapping[str, Frozen | Mapping[str, Frozen]]:
        """Return what stands in each source file of `guidelines/`, by path."""
        return {
            Site.PATH: self.site,
            REFERENCES_PATH: self.references,
            GLOSSARY_PATH: self.glossary,
            **{study.path: study for study in self.studies},
            **{entry.path: entry for entry in self.entries},
        }

    @cached_property
    def pages_by_id(self) -> Mapping[tuple[str, str], HandWrittenPage]:
        """Return the hand-written pages by id and locale (empty for the source text)."""
        return {(page.page_id, page.locale): page for page in self.pages}

    def translation(self, source_path: str, locale: str) -> Translation | None:
        """Return a file's translation into a locale, or None."""
        return self.translations.get((source_path, locale))

    def has_translation(self, source_path: str, locale: str) -> bool:
        """Return True when a file has a translation into a locale, which is not loaded for it."""
        return (source_path, locale) in self.translations

    @cached_property
    def needed_by(self) -> Mapping[str, tuple[tuple[Entry, Need], ...]]:
        """Return, for each entry id, the entries that count on it and what for."""
        found: dict[str, list[tuple[Entry, Need]]] = {}
        for entry in self.entries:
            if not entry.is_retired:
                for need in entry.needs:
                    found.setdefault(need.entry, []).append((entry, need))
        return {entry_id: tuple(counting) for entry_id, counting in found.items()}

    def places_of(self, path: str) -> Places:
        """Return where the keys and values of a file stand."""
        return self.places.get(path) or Places(path)


def per_catalogue(
    make: Callable[Concatenate[Catalogue, P], R],
) -> Callable[Concatenate[Catalogue, P], R]:
    """Let a function look things up once: its results are kept for the catalogues used last.

    A process that stays has a new catalogue after each edit, and shall not hold on to many.
    """
    kept: dict[Catalogue, dict[tuple[object, ...], R]] = {}

    @wraps(make)
    def ask(catalogue: Catalogue, /, *arguments: P.args, **named: P.kwargs) -> R:
        results = kept.get(catalogue)
        if results is None:
            if len(kept) == _CATALOGUES_KEPT:
                del kept[next(iter(kept))]
            results = kept[catalogue] = {}
        key = arguments, *named.items()
        if key not in results:
            results[key] = make(catalogue, *arguments, **named)
        return results[key]

    return ask
