"""The project's folder -> `Catalogue` and problems.

In: `guidelines/`, `docs/*.md`, `templates/words/` and mkdocs.yml. Out: everything they say, as
model objects with the place of every key and value, and all problems of form at once. What does
not load is left out and named in `Catalogue.broken`, so that one mistake is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

from guidebook.assets import find_asset_problems, find_template_problems
from guidebook.catalogue import (
    GLOSSARY_PATH,
    REFERENCES_PATH,
    Catalogue,
    HandWrittenPage,
    Translation,
    WordValue,
)
from guidebook.load_translation import LateTranslations, load_translation, require_ids
from guidebook.model import Entry, Frozen, Reference, Site, Study, Term, TermFacts
from guidebook.page_files import load_page
from guidebook.problems import (
    GuidebookError,
    Location,
    Places,
    Problem,
    nearest,
    one_of,
    quote,
    sort_problems,
)
from guidebook.project_files import (
    STUDIES,
    ProjectFile,
    find_assets,
    find_content_files,
    find_pages,
)
from guidebook.project_reader import ProjectReader
from guidebook.project_settings import ProjectSettings, load_settings
from guidebook.shapes import build_model
from guidebook.strict_yaml import Document
from guidebook.words import load_words

M = TypeVar("M", bound=Frozen)
_CODE_PARTS = re.compile(r"^([A-Z]+)([0-9]+)$")


def load_catalogue(
    root: Path, reader: ProjectReader | None = None
) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """Return the project's content, or None when mkdocs.yml or site.yml do not load, and problems.

    A `reader` that knows what earlier runs kept makes it faster, never different.

    Raises:
        GuidebookError: The folder is not a project.
    """
    if not (root / "mkdocs.yml").is_file():
        raise GuidebookError(
            f"There is no mkdocs.yml in {root}. Start the command in the project's folder."
        )
    return _Loader(reader or ProjectReader(root)).load()


class _Loader:
    """Reads one project; its lists fill while it goes from file to file."""

    def __init__(self, reader: ProjectReader) -> None:
        self.reader = reader
        self.kept = reader.kept
        self.root = reader.root
        self.problems: list[Problem] = []
        self.places: dict[str, Places] = {}
        self.broken: set[str] = set()
        self.translations: dict[tuple[str, str], Translation | ProjectFile] = {}
        self.term_facts: dict[tuple[str, str], TermFacts] = {}

    def load(self) -> tuple[Catalogue | None, tuple[Problem, ...]]:
        settings = self.keep(load_settings(self.reader))
        files = self.keep(find_content_files(self.root))
        page_files = self.keep(find_pages(self.root))
        self.problems.extend(find_asset_problems(self.root, find_assets(self.root)))
        self.problems.extend(find_template_problems(self.root))
        by_path = {file.path: file for file in files}
        site = self.load_site(by_path)
        if settings is None or site is None:
            return None, sort_problems(self.problems)
        self.places["mkdocs.yml"] = settings.places
        tags = [locale.tag for locale in settings.locales]
        files = self.drop_unknown_folders(self.drop_unknown_locales(files, tags), site)
        sources = [file for file in files if not file.locale]
        entries = [
            entry
            for file in sources
            if file.folder not in ("", STUDIES) and (entry := self.load_entry(file)) is not None
        ]
        studies = [
            study
            for file in sources
            if file.folder == STUDIES and (study := self.load_study(file)) is not None
        ]
        references = self.load_by_id(REFERENCES_PATH, Reference, "ref", by_path)
        glossary = self.load_by_id(GLOSSARY_PATH, Term, "term", by_path)
        for file in files:
            if file.locale:
                self.load_translation(file, by_path)
        audience_order = [audience.id for audience in site.audiences]
        catalogue = Catalogue(
            site=site,
            settings=settings.settings,
            site_url=settings.site_url,
            locales=settings.locales,
            entries=tuple(sorted(entries, key=lambda entry: _entry_order(entry, audience_order))),
            studies=tuple(studies),
            references=references,
            glossary=glossary,
            term_facts=self.term_facts,
            translations=LateTranslations(self.translations, self.reader),
            pages=tuple(self.load_pages(self.drop_unknown_locales(page_files, tags))),
            words=self.load_words(settings),
            nav_titles=settings.nav_titles,
            nav_paths=settings.nav_paths,
            settings_lead_to=settings.lead_to,
            places=self.places,
            digests=self.reader.digests(),
            broken=frozenset(self.broken),
            cards=self.reader.cards,
            lines=self.reader.lines,
            once=self.reader.once,
        )
        return catalogue, sort_problems(self.problems)

    T = TypeVar("T")

    def keep(self, loaded: tuple[T, Iterable[Problem]]) -> T:
        """Return what was loaded and keep its problems."""
        value, problems = loaded
        self.problems.extend(problems)
        return value

    def read(self, path: str, locale: str = "") -> Document:
        document = self.reader.read_yaml(path, locale=locale)
        self.problems.extend(document.problems)
        self.places[path] = document.places
        return document

    def load_site(self, by_path: dict[str, ProjectFile]) -> Site | None:
        if Site.PATH not in by_path:
            self.problems.append(
                Problem(
                    Location(Site.PATH),
                    "missing-file",
                    "the project has no site.yml.",
                    "Write one with edition, title, notice, licence, audiences and topics.",
                )
            )
            return None
        return self.build(self.read(Site.PATH), Site)

    def build(self, document: Document, model: type[M], **known: str) -> M | None:
        if document.value is None:
            return None
        return self.keep(build_model(document, model, at=(), **known))

    def load_entry(self, file: ProjectFile) -> Entry | None:
        digest = self.reader.digest(file.path)
        make = partial(_make_entry, self.reader, file)
        entry, problems, places = self.reader.once(make, "entry", file.path, digest)
        self.problems.extend(problems)
        self.places[file.path] = places
        if entry is None:
            self.broken.add(f"entry:{file.stem}")
        return entry

    def load_study(self, file: ProjectFile) -> Study | None:
        study = self.build(self.read(file.path), Study, study_id=file.stem)
        if study is None:
            self.broken.add(f"study:{file.stem}")
        return study

    def load_by_id(
        self, path: str, model: type[M], scheme: str, by_path: dict[str, ProjectFile]
    ) -> dict[str, M]:
        """Return the objects of a file whose top-level keys are ids."""
        if path not in by_path:
            return {}
        document = self.read(path)
        if not isinstance(document.value, dict):
            self.broken.add(f"{scheme}:*")
        found: dict[str, M] = {}
        for key in self.keep(require_ids(document)):
            built = self.keep(build_model(document, model, at=(key,)))
            if built is None:
                self.broken.add(f"{scheme}:{key}")
            else:
                found[key] = built
        return found

    def load_translation(self, file: ProjectFile, by_path: dict[str, ProjectFile]) -> None:
        """Load a translation, or leave it for later when it is known to have no problem."""
        key = file.source_path, file.locale
        sound = "sound", file.path, self.reader.digest(file.path)
        if file.source_path in by_path:
            places = self.reader.once(partial(self.sound_places, file, sound), *sound)
            if places is not None:
                self.places[file.path] = places
                self.translations[key] = file
                return
        document = self.read(file.path, file.locale)
        loaded = load_translation(document, file)
        self.problems.extend(loaded.problems)
        if file.source_path not in by_path:
            self.problems.append(_orphan(file, by_path))
            return
        self.broken |= loaded.broken
        self.term_facts |= loaded.term_facts
        if loaded.translation is not None:
            self.translations[key] = loaded.translation
            if file.folder and not (document.problems or loaded.problems):
                self.kept.put(None, *sound)

    def sound_places(self, file: ProjectFile, key: tuple[str, ...]) -> Places | None:
        """Return where everything stands in a translation that was found to be without problems."""
        return self.reader.late_places(file.path, file.locale) if self.kept.has(*key) else None

    def load_pages(self, files: list[ProjectFile]) -> Iterable[HandWrittenPage]:
        sources = {file.path for file in files if not file.locale}
        for file in files:
            page, problems, places = load_page(self.reader, file)
            self.problems.extend(problems)
            self.places[file.path] = places
            if file.locale and file.source_path not in sources:
                self.problems.append(_orphan(file, {}))
            elif page is not None:
                yield page
            else:
                self.broken.add(f"page:{file.folder}/{file.stem}".replace(":/", ":"))

    def load_words(self, settings: ProjectSettings) -> dict[str, dict[str, WordValue]]:
        words = {}
        for locale in settings.locales:
            words[locale.tag], problems, places = load_words(self.root, locale.tag, self.reader)
            self.problems.extend(problems)
            self.places[places.path] = places
        return words

    def drop_unknown_locales(self, files: list[ProjectFile], tags: list[str]) -> list[ProjectFile]:
        kept = []
        for file in files:
            if file.locale == tags[0]:
                advice = f"Delete '.{file.locale}' from the name: source texts have none."
            elif file.locale and file.locale not in tags:
                advice = one_of(file.locale, tags[1:]).replace("Write", "In the name, write", 1)
            else:
                kept.append(file)
                continue
            message = f"{quote(file.locale)} is not a language that texts are translated into."
            self.problems.append(Problem(Location(file.path), "unknown-locale", message, advice))
        return kept

    def drop_unknown_folders(self, files: list[ProjectFile], site: Site) -> list[ProjectFile]:
        names = [audience.id for audience in site.audiences]
        kept = []
        for file in files:
            if file.folder in ("", STUDIES, *names):
                kept.append(file)
            else:
                self.broken.add(f"entry:{file.stem}")
                message = f"the folder {quote(file.folder)} is not an audience."
                self.problems.append(
                    Problem(
                        Location(file.path),
                        "unknown-audience",
                        message,
                        one_of(file.folder, [*names, STUDIES]).replace("Write", "Use", 1),
                    )
                )
        return kept


def _make_entry(
    reader: ProjectReader, file: ProjectFile
) -> tuple[Entry | None, tuple[Problem, ...], Places]:
    document = reader.read_yaml(file.path)
    if document.value is None:
        return None, document.problems, document.places
    known = {"entry_id": file.stem, "audience_id": file.folder}
    entry, problems = build_model(document, Entry, at=(), **known)
    return entry, (*document.problems, *problems), document.places


def _orphan(file: ProjectFile, by_path: dict[str, ProjectFile]) -> Problem:
    source_name = file.source_path.split("/")[-1]
    stems = [other.stem for other in by_path.values() if not other.locale]
    return Problem(
        Location(file.path),
        "orphan-translation",
        f"there is no {quote(source_name)} that this file translates.",
        f"Rename it like its source file{nearest(file.stem, stems)}, or delete it.",
    )


def _entry_order(entry: Entry, audience_order: list[str]) -> tuple[int, str, int, str]:
    match = _CODE_PARTS.match(entry.code)
    prefix, number = (match[1], int(match[2])) if match else (entry.code, 0)
    return audience_order.index(entry.audience_id), prefix, number, entry.entry_id
