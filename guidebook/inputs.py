"""What the website is made of, as digests: two that are equal mean that the same comes out.

In: the catalogue and the project's folder. Out: for each name that `reads` notes a digest of what
was read, and for each language one of what all of its pages are made of. There are two of the
latter: the ground, which the content of every page stands on, and the frame around it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from guidebook.catalogue import GLOSSARY_PATH, REFERENCES_PATH, Catalogue, Locale
from guidebook.freshness import facts_of
from guidebook.kept import program_digest
from guidebook.localise import Texts, shared_texts, translation_path
from guidebook.model import Entry, Site
from guidebook.page import PageRecipe
from guidebook.project_files import DOCS, GUIDELINES, TEMPLATES
from guidebook.reads import FACTS, FOLDER, PARTS, STATES, TEXTS, TRANSLATIONS
from guidebook.site_pictures import SitePictures
from guidebook.words import words_path

SETTINGS = "mkdocs.yml"

_PAGE_TEMPLATES = ("templates/pages", "templates/inserts")
GROUND = "ground"
"""Stands before a language of which all was read that every page stands on."""
_THEME = "templates/theme"


class Inputs:
    """The digests of a project at one moment."""

    def __init__(self, catalogue: Catalogue, root: Path) -> None:
        self.catalogue = catalogue
        self.root = root
        self._files: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Return the digest of what was read under a name."""
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = self._of(name)
        return found

    def key(self, names: Iterable[str], locale: Locale) -> str:
        """Return the digest of everything that a book of a language was made of."""
        return digest(self.of(ground(locale)), *map(self.of, names))

    def _of(self, name: str) -> str:
        first, _, rest = name.partition(" ")
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
        texts = self._texts(tag)
        cards = (texts.card(entry).texts for entry in self.catalogue.entries)
        pages = (part for path in self._docs for part in self._files_of(path, tag))
        return digest(*cards, *pages)

    def _all_states(self, tag: str) -> str:
        """Return the digest of what sums tell of the translations into a language."""
        if tag not in self.catalogue.locales_by_tag:
            return ""
        texts = self._texts(tag)
        sums = (
            f"{texts.card(entry).counted} {max(change.on for change in entry.changes)}"
            for entry in self.catalogue.entries
        )
        others = (*self._shared_paths, *self._docs)
        return digest(*sums, *(part for path in others for part in self._files_of(path, tag)))

    def _all_translations(self, tag: str) -> str:
        """Return the digest of all files of translations of entries into a language."""
        entries = self.catalogue.entries
        return digest(*(self.file(translation_path(entry.path, tag)) for entry in entries))

    def _all_facts(self, _: str) -> str:
        """Return the digest of all that entries say besides texts."""
        return digest(*map(self._facts_digest, self.catalogue.entries))

    def _facts_digest(self, entry: Entry) -> str:
        key = "facts", self.file(entry.path)
        kept: str | None = self.catalogue.cards.get(*key)
        if kept is None:
            kept = digest(facts_of(entry))
            self.catalogue.cards.put(kept, *key)
        return kept

    def _texts(self, tag: str) -> Texts:
        return shared_texts(self.catalogue, self.catalogue.locales_by_tag[tag])

    def file(self, path: str) -> str:
        """Return the digest of a file's bytes; empty when there is none."""
        found = self._files.get(path)
        if found is None:
            known = self.catalogue.digests.get(path)
            found = self._files[path] = known or _file_digest(self.root / path)
        return found

    def folder(self, path: str) -> str:
        """Return the digest of the names and bytes of all files in a folder."""
        paths = sorted(one for one in (self.root / path).rglob("*") if one.is_file())
        names = [one.relative_to(self.root).as_posix() for one in paths]
        return digest(*(f"{name}\0{self.file(name)}" for name in names))

    def _ground(self, tag: str) -> str:
        """Return the digest of what the content of every page of a language stands on."""
        parts = [part for path in self._shared_paths for part in self._files_of(path, tag)]
        return digest(self._shared, self.file(words_path(tag)), *parts)

    def everything(self) -> str:
        """Return the digest of all that a site is built from, besides the program."""
        fonts = self.catalogue.settings.font_folders
        folders = map(self.folder, (GUIDELINES, DOCS, TEMPLATES, *fonts))
        return digest(self.catalogue.site_url, self.file(SETTINGS), *folders)

    def frame(self, locale: Locale, recipes: Iterable[PageRecipe], pictures: SitePictures) -> str:
        """Return the digest of what stands around the content of every page of a language.

        Args:
            locale: The language.
            recipes: Its pages; those that navigation and ways up can name have no entry.
            pictures: The pictures that stand for the site.
        """
        entry_pages = {f"{entry.audience_id}/{entry.entry_id}" for entry in self.catalogue.entries}
        heads = [recipe.head for recipe in recipes if recipe.page_id not in entry_pages]
        titles = [f"{head.page_id}\0{head.title}\0{head.title_locale.tag}" for head in heads]
        return digest(self.of(ground(locale)), self.folder(_THEME), repr(pictures), *titles)

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
            *(repr(_facts(entry)) for entry in catalogue.entries),
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


def _facts(entry: Entry) -> tuple[object, ...]:
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


def digest(*parts: str) -> str:
    """Return the digest of texts in their order."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        made.update(part.encode("utf-8", "surrogatepass"))
        made.update(b"\0")
    return made.hexdigest()


def _file_digest(path: Path) -> str:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""
