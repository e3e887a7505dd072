"""What the website is made of, as digests: two that are equal mean that the same comes out.

In: the catalogue and the project's folder. Out: for each name that `reads` notes a digest of what
was read, and for each language one of what all of its pages are made of. There are two of the
latter: the ground, which the content of every page stands on, and the frame around it.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from guidebook.addresses import entries_by_page_id
from guidebook.bill_of_materials import LOCK_PATH
from guidebook.catalogue import GLOSSARY_PATH, REFERENCES_PATH, Catalogue, Locale
from guidebook.freshness import facts_of
from guidebook.kept import program_digest
from guidebook.localise import Texts, shared_texts, translation_path
from guidebook.model import Entry, Site
from guidebook.page import PageRecipe
from guidebook.project_files import DOCS, GUIDELINES, TEMPLATES, is_litter
from guidebook.project_reader import FileState, settled_state
from guidebook.reads import FACTS, FOLDER, PARTS, STATES, TEXTS, TRANSLATIONS, UNMADE
from guidebook.site_pictures import SitePictures
from guidebook.words import words_path

V = TypeVar("V")
SETTINGS = "mkdocs.yml"

_PAGE_TEMPLATES = ("templates/pages", "templates/inserts")
GROUND = "ground"
"""Stands before a language of which all was read that every page stands on."""


class _Sums(NamedTuple):
    """What tells two states of an entry in a language apart."""

    texts: str
    """The digest of its texts as readers see them."""
    states: str
    """What sums tell of its translation."""
    translation: str
    """The digest of the file of its translation; empty when there is none."""


class Inputs:
    """The digests of a project at one moment."""

    def __init__(self, catalogue: Catalogue, root: Path, before: Inputs | None = None) -> None:
        """Make the digests of a project.

        Args:
            catalogue: Its content.
            root: Its folder.
            before: Those of an earlier state. What is known there of files that are still the same
                is not looked up again.
        """
        self.catalogue = catalogue
        self.root = root
        self._files: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._changed = _changed_sources(before.catalogue, catalogue) if before else None
        """The files whose texts or translations differ from those before; None if all may."""
        self._sums: dict[str, dict[str, _Sums]] = defaultdict(dict)
        self._facts: dict[str, tuple[str, str]] = {}
        self._read: dict[str, tuple[FileState | None, str]] = dict(before._read) if before else {}
        if before and self._changed is not None:
            self._facts = _without(before._facts, self._changed)
            for tag, sums in before._sums.items():
                self._sums[tag] = _without(sums, self._changed)

    def of(self, name: str) -> str:
        """Return the digest of what was read under a name."""
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = self._of(name)
        return found

    def may_differ(self, names: Iterable[str]) -> Iterator[str]:
        """Yield those of the names under which something else may be read than before."""
        changed, digests = self._changed, self.catalogue.digests
        if changed is None:
            yield from names
            return
        for name in names:
            first, _, rest = name.partition(" ")
            path = rest.partition(" ")[0] if first in PARTS else first
            if path in changed or path not in digests:
                yield name

    def key(self, names: Iterable[str], locale: Locale) -> str:
        """Return the digest of everything that a book of a language was made of."""
        return digest(self.of(ground(locale)), *map(self.of, names))

    def _of(self, name: str) -> str:
        first, _, rest = name.partition(" ")
        if first == UNMADE:
            return ""
        if first == FOLDER:
            return self.folder(rest)
        if first in PARTS:
            path, _, tag = rest.partition(" ")
            return self._part(first, path, tag)
        if first == GROUND:
            return self._ground(rest)
        if first in self._of_all:
            return self._of_all[first](rest)
        return digest(*self._files_of(first, rest))

    def _files_of(self, source_path: str, tag: str) -> Iterator[str]:
        """Yield the digests of a source file and of its translation."""
        yield self.file(source_path)
        if tag != self.catalogue.source_locale.tag:
            stem, _, ending = source_path.rpartition(".")
            yield self.file(f"{stem}.{tag}.{ending}")

    def _part(self, kind: str, path: str, tag: str) -> str:
        """Return the digest of what other pages show of an entry, apart from its facts."""
        entry = self._entries_by_path.get(path)
        if entry is None or tag not in self.catalogue.locales_by_tag:
            return ""
        return self._texts(tag).card(entry).digests[kind]

    @cached_property
    def _of_all(self) -> Mapping[str, Callable[[str], str]]:
        """Return how the digests of all entries in a language are made."""
        return {
            TEXTS: self._all_texts,
            STATES: self._all_states,
            TRANSLATIONS: self._all_translations,
            FACTS: self._all_facts,
        }

    def _all_texts(self, tag: str) -> str:
        """Return the digest of all texts that readers of a language are shown."""
        if tag not in self.catalogue.locales_by_tag:
            return ""
        cards = (sums.texts for sums in self._all_sums(tag))
        pages = (part for path in self._docs for part in self._files_of(path, tag))
        return digest(*cards, *pages)

    def _all_states(self, tag: str) -> str:
        """Return the digest of what sums tell of the translations into a language."""
        if tag not in self.catalogue.locales_by_tag:
            return ""
        states = (sums.states for sums in self._all_sums(tag))
        others = (*self._shared_paths, *self._docs)
        return digest(*states, *(part for path in others for part in self._files_of(path, tag)))

    def _all_translations(self, tag: str) -> str:
        """Return the digest of all files of translations of entries into a language."""
        if tag not in self.catalogue.locales_by_tag:
            return ""
        return digest(*(sums.translation for sums in self._all_sums(tag)))

    def _all_facts(self, _: str) -> str:
        """Return the digest of all that entries say besides texts."""
        return digest(*(self._facts_of(entry)[0] for entry in self.catalogue.entries))

    def _all_sums(self, tag: str) -> Iterator[_Sums]:
        """Yield for each entry what tells two states of it in a language apart."""
        known = self._sums[tag]
        for entry in self.catalogue.entries:
            found = known.get(entry.path)
            if found is None:
                card = self._texts(tag).card(entry)
                changed_on = max(change.on for change in entry.changes)
                translation = self.file(translation_path(entry.path, tag))
                found = _Sums(card.texts, f"{card.counted} {changed_on}", translation)
                known[entry.path] = found
            yield found

    def _facts_of(self, entry: Entry) -> tuple[str, str]:
        """Return the digest of all that an entry says besides texts, and what others show of it."""
        found = self._facts.get(entry.path)
        if found is None:
            key = "facts", entry.path, self.file(entry.path)
            kept: str | None = self.catalogue.cards.get(*key)
            if kept is None:
                kept = digest(facts_of(entry))
                self.catalogue.cards.put(kept, *key)
            found = self._facts[entry.path] = kept, repr(_shown_facts(entry))
        return found

    def _texts(self, tag: str) -> Texts:
        return shared_texts(self.catalogue, self.catalogue.locales_by_tag[tag])

    def file(self, path: str) -> str:
        """Return the digest of a file's bytes; empty when there is none."""
        found = self._files.get(path)
        if found is None:
            known = self.catalogue.digests.get(path)
            found = self._files[path] = known or self._digest(f"{self.root}/{path}")
        return found

    def _digest(self, path: str) -> str:
        """Return the digest of a file that content is not loaded from."""
        state = settled_state(path)
        state_before, known = self._read.get(path, (None, ""))
        if state is None or state != state_before:
            known = _file_digest(Path(path))
            self._read[path] = state, known
        return known

    def folder(self, path: str) -> str:
        """Return the digest of the names and bytes of all files in a folder."""
        paths = files_in(str(self.root / path))
        names = sorted(Path(found).relative_to(self.root).as_posix() for found in paths)
        return digest(*(f"{name}\0{self.file(name)}" for name in names))

    def _ground(self, tag: str) -> str:
        """Return the digest of what the content of every page of a language stands on."""
        parts = [part for path in self._shared_paths for part in self._files_of(path, tag)]
        return digest(self._shared, self.file(words_path(tag)), *parts)

    def everything(self) -> str:
        """Return the digest of all that a site is built from, besides the program."""
        fonts = self.catalogue.settings.font_folders
        folders = map(self.folder, (GUIDELINES, DOCS, TEMPLATES, *fonts))
        files = map(self.file, (SETTINGS, LOCK_PATH))
        return digest(self.catalogue.site_url, *files, self._led_to, *folders)

    def frame(
        self, locale: Locale, recipes: Mapping[str, PageRecipe], pictures: SitePictures
    ) -> str:
        """Return the digest of what stands around the content of every page of a language.

        Args:
            locale: The language.
            recipes: Its pages by id; of those of entries, only the navigation names some.
            pictures: The pictures that stand for the site.
        """
        entries = entries_by_page_id(self.catalogue)
        named = self.catalogue.nav_paths
        heads = [
            recipes[page_id].head
            for page_id in recipes
            if page_id not in entries or f"{page_id}.md" in named
        ]
        titles = [f"{head.page_id}\0{head.title}\0{head.title_locale.tag}" for head in heads]
        return digest(self.of(ground(locale)), self._led_to, repr(pictures), *titles)

    @cached_property
    def _led_to(self) -> str:
        """Return the digest of what mkdocs.yml leads to, which acts in MkDocs: theme and hooks."""
        named = self.catalogue.settings_lead_to
        paths = [os.path.relpath(self.root / path, self.root) for path in named]
        return digest(
            *((self.folder if (self.root / path).is_dir() else self.file)(path) for path in paths)
        )

    @cached_property
    def _shared(self) -> str:
        """Return the digest of what is the same for all languages."""
        catalogue = self.catalogue
        return digest(
            program_digest(),
            catalogue.site_url,
            self.file(SETTINGS),
            self.file(words_path(catalogue.source_locale.tag)),
            *map(self.folder, _PAGE_TEMPLATES),
            *(self._facts_of(entry)[1] for entry in catalogue.entries),
            repr(sorted(catalogue.translations)),
            repr([(page.page_id, page.locale) for page in catalogue.pages]),
        )

    @cached_property
    def _entries_by_path(self) -> dict[str, Entry]:
        return {entry.path: entry for entry in self.catalogue.entries}

    @cached_property
    def _shared_paths(self) -> tuple[str, ...]:
        """Return the files of content that are no entries."""
        studies = (study.path for study in self.catalogue.studies)
        return (Site.PATH, REFERENCES_PATH, GLOSSARY_PATH, *studies)

    @cached_property
    def _docs(self) -> list[str]:
        return sorted({f"{DOCS}/{page.page_id}.md" for page in self.catalogue.pages})


def ground(locale: Locale) -> str:
    """Return the name of what every page of a language stands on."""
    return f"{GROUND} {locale.tag}"


def _shown_facts(entry: Entry) -> tuple[object, ...]:
    """Return what decides where an entry stands and what other pages show of it besides texts."""
    return (
        entry.path,
        entry.code,
        entry.also_for,
        entry.topic,
        entry.status.value,
        entry.strength.value,
        entry.certainty.value,
        entry.countries,
        entry.rests_on.findings,
        entry.rests_on.references,
        [need.entry for need in entry.needs],
        entry.related,
        entry.formerly,
        entry.replaced_by,
    )


def _changed_sources(before: Catalogue, now: Catalogue) -> set[str] | None:
    """Return the files of content that differ, and the source files of translations that do.

    None when the languages differ: then everything may.
    """
    if before.locales != now.locales:
        return None
    changed = {path for path, _ in before.digests.items() ^ now.digests.items()}
    sources = set(changed)
    for path in changed:
        stem, _, ending = path.rpartition(".")
        source, _, tag = stem.rpartition(".")
        if tag in now.locales_by_tag:
            sources.add(f"{source}.{ending}")
    return sources


def _without(known: Mapping[str, V], paths: set[str]) -> dict[str, V]:
    return {path: value for path, value in known.items() if path not in paths}


def digest(*parts: str) -> str:
    """Return the digest of texts in their order."""
    ended = "\0".join([*parts, ""]).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(ended, digest_size=16).hexdigest()


def files_in(folder: str, above: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the paths of all files in a folder; through links, too, as templates are read."""
    real = os.path.realpath(folder)
    if real in above or not os.path.isdir(folder):  # noqa: PTH112
        return  # a link that leads back, or nothing
    with os.scandir(folder) as items:
        for item in items:
            if is_litter(item.name):
                continue
            if item.is_dir():
                yield from files_in(item.path, above | {real})
            elif item.is_file():
                yield item.path


def _file_digest(path: Path) -> str:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""
