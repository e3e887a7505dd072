"""What of the website must be made again, and making it; MkDocs puts the theme around pages later.

In: the catalogue, the digests of what everything is made of, and the ledger of the last build. Out:
for each language the work to be done, and the records of what was done.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from guidebook.bill_of_materials import LOCK_PATH
from guidebook.catalogue import Catalogue, Locale
from guidebook.field_types import TextKind
from guidebook.freshness import fields_of
from guidebook.inputs import Inputs, digest, ground
from guidebook.ledger import Ledger, Record
from guidebook.localise import shared_texts
from guidebook.project_files import DOCS, TEMPLATES
from guidebook.reads import FOLDER, OF_ALL, PARTS, UNMADE
from guidebook.site_files import WHOLE_FOLDERS, FileRecipe, file_recipes
from guidebook.site_parts import HeadedPage, PageMaker, SitePart
from guidebook.text_html import read_ahead

COPIES = "copies"
"""The name of the recipe of all that MkDocs copies or makes by itself."""


@dataclass(frozen=True)
class Work:
    """What is to be made of one language, or a slice of it."""

    maker: PageMaker
    page_ids: tuple[str, ...]
    files: tuple[FileRecipe, ...]
    has_copies: bool
    """True when what MkDocs copies or makes by itself belongs to it."""

    @property
    def locale(self) -> Locale:
        """Return the language."""
        return self.maker.locale

    @property
    def is_nothing(self) -> bool:
        """Return True when there is nothing to be made."""
        return not (self.page_ids or self.files or self.has_copies)

    @property
    def is_seen(self) -> bool:
        """Return True when browsers may show some of it."""
        return bool(self.page_ids) or any(recipe.is_seen for recipe in self.files)

    def slices(self, number: int) -> list[Work]:
        """Return the work in that many parts, which different processes can do."""
        return [
            replace(
                self,
                page_ids=self.page_ids[first::number],
                files=self.files[first::number],
                has_copies=self.has_copies and first == 0,
            )
            for first in range(number)
        ]


class SiteWork:
    """The work of one build."""

    def __init__(
        self, catalogue: Catalogue, root: Path, last: Ledger, inputs: Inputs, lemmas: Path
    ) -> None:
        self.catalogue = catalogue
        self.root = root
        self.last = last
        self.inputs = inputs
        self.lemmas = lemmas
        for folder in (DOCS, *WHOLE_FOLDERS):
            inputs.of(f"{FOLDER} {folder}")  # now, before anything is made of it
        inputs.file(LOCK_PATH)
        self.changed = {
            name
            for name in inputs.may_differ(last.digests)
            if self._is_other(name, last.digests[name])
        }
        """Names of what is no longer as the last build read it."""
        self._same = {
            name: record
            for name, record in last.records.items()
            if self.changed.isdisjoint(record.reads)
        }
        """What was made of the same as it would be made of now."""
        self.kept: dict[str, Record] = {}
        """The records of what need not be made again."""
        self.frames: dict[str, str] = {}
        works = [self._plan(locale) for locale in catalogue.locales]
        works[0] = replace(works[0], has_copies=not self._keep_copies())
        self.works = _with_work(works)

    def _is_other(self, name: str, old: str) -> bool:
        """Return True when what was read under a name is no longer as it was.

        A part of an entry is made of the entry's files in a language: where those are the same,
        nobody needs to look at the part.
        """
        kind, _, files = name.partition(" ")
        if kind == UNMADE:
            return True
        if kind in PARTS and self.last.digests.get(files) == self.inputs.of(files):
            return False
        return self.inputs.of(name) != old

    def narrow(self, tag: str, number: int, total: int) -> None:
        """Leave of the work one slice of so many, counted from 1, of one language or of all."""
        self.works = _with_work(
            work.slices(total)[number - 1] for work in self.works if tag in ("", work.locale.tag)
        )

    def prepare(self) -> None:
        """Make before processes begin what several of them need.

        That is what pages tell of other entries, where most pages are made, and the source texts
        that stand beside translations.
        """
        entries = self.catalogue.entries
        originals = {recipe.original for work in self.works for recipe in work.files}
        for entry in entries:
            if entry.entry_id in originals:
                for field in fields_of(self.catalogue, entry.path, entry):
                    if field.kind is TextKind.MARKDOWN:
                        read_ahead(field.text)
        if sum(len(work.page_ids) for work in self.works) < len(entries):
            return
        for locale in self.catalogue.locales:
            texts = shared_texts(self.catalogue, locale)
            for entry in entries:
                texts.card(entry)

    def put_off(self) -> list[list[Work]]:
        """Leave out what can wait, and return it: what browsers may show, then what they do not.

        The first are pages on all entries; the rest is in as many parts as there are languages.

        What is left are the pages of what has changed itself, and what MkDocs copies.
        """
        now, seen, files = [], [], []
        for work in self.works:
            first: list[str] = []
            later: list[str] = []
            for page_id in work.page_ids:
                (later if self._can_wait(work.locale, page_id) else first).append(page_id)
            now.append(replace(work, page_ids=tuple(first), files=()))
            shown = tuple(recipe for recipe in work.files if recipe.is_seen)
            others = tuple(recipe for recipe in work.files if not recipe.is_seen)
            seen.append(replace(work, page_ids=tuple(later), files=shown, has_copies=False))
            files.append(replace(work, page_ids=(), files=others, has_copies=False))
        self.works = _with_work(now)
        together = [seen, *([work] for work in files)]
        return [works for some in together if (works := _with_work(some))]

    def _can_wait(self, locale: Locale, page_id: str) -> bool:
        """Return True when a page has changed only in what it tells of all entries."""
        known = self.last.records.get(_page_name(locale, page_id))
        is_in_frame = self.last.frames.get(locale.tag) == self.frames[locale.tag]
        if known is None or not is_in_frame:
            return False
        changed = self.changed.intersection(known.reads)
        return all(name.partition(" ")[0] in (UNMADE, *OF_ALL) for name in changed)

    def unmade(self, later: Iterable[Iterable[Work]]) -> dict[str, Record]:
        """Return records for work that was put off: what it made before stays in the site."""
        works = [work for some in later for work in some]
        names = [_file_name(work.locale, one) for work in works for one in work.files]
        names += [_page_name(work.locale, page_id) for work in works for page_id in work.page_ids]
        known, nothing = self.last.records, Record((), "", ())
        return {name: replace(known.get(name, nothing), reads=(UNMADE,)) for name in names}

    def _plan(self, locale: Locale) -> Work:
        maker = PageMaker(self.catalogue, locale, self.root)
        frame = self.inputs.frame(locale, maker.recipes, maker.pictures)
        self.frames[locale.tag] = frame
        in_old_frame = self.last.frames.get(locale.tag) != frame
        recipes = file_recipes(
            self.catalogue,
            locale,
            self.root / TEMPLATES,
            maker.pictures,
            self.lemmas,
            lambda name: not self._keep(f"{locale.tag} file {name}"),
        )
        return Work(
            maker,
            tuple(
                page_id
                for page_id in maker.recipes
                if not self._keep(_page_name(locale, page_id)) or in_old_frame
            ),
            tuple(one for one in recipes if not self._keep(_file_name(locale, one))),
            has_copies=False,
        )

    def _keep(self, name: str) -> bool:
        """Return True when what a recipe made is the same as it would be now, and keep it."""
        known = self._same.get(name)
        if known is not None:
            self.kept[name] = known
        return known is not None

    def _keep_copies(self) -> bool:
        """Keep what MkDocs copies, and 404.html, which shows the frames of all languages."""
        return self.frames == self.last.frames and self._keep(COPIES)

    def copies_record(self, paths: Iterable[str]) -> Record:
        """Return the record of what MkDocs has copied or made by itself."""
        return Record((f"{FOLDER} {DOCS}",), "", tuple(sorted(paths)))

    def ledger(self, made: Mapping[str, Record]) -> Ledger:
        """Return what is to be known of the site with what was made and what was kept."""
        records = {**self.kept, **made}
        digests = {name: old for name, old in self.last.digests.items() if name not in self.changed}
        for record in made.values():
            for name in record.reads:
                if name not in digests:
                    digests[name] = self.inputs.of(name)
        return Ledger(records, digests, self.frames)

    def make(self, work: Work, out: Path) -> tuple[SitePart, dict[str, Record]]:
        """Write the files of a piece of work, make its pages, and return them with all records.

        Pages that turn out as the last build made them are not among those returned.

        Raises:
            GuidebookError: A template is wrong; the message names its file and line.
        """
        records = dict(self._make_files(work, out))
        pages = []
        for page_id in work.page_ids:
            page, record = self._make_page(work, page_id)
            name = _page_name(work.locale, page_id)
            is_written = not self._is_in_site(name, record, work.locale)
            records[name] = replace(record, is_written=is_written)
            if is_written:
                pages.append(page)
        return work.maker.part(tuple(pages), has_files=work.has_copies), records

    def _make_files(self, work: Work, out: Path) -> Sequence[tuple[str, Record]]:
        made = []
        for recipe in work.files:
            paths = []
            with self.catalogue.reads.gathered() as reads:
                for file in recipe.make():
                    _write(f"{out}/{file.path}", file.content)
                    paths.append(file.path)
            record = self._record(reads, work.locale, "", paths)
            made.append((_file_name(work.locale, recipe), record))
        return made

    def _make_page(self, work: Work, page_id: str) -> tuple[HeadedPage, Record]:
        """Make a page; a hand-written one differs when what it links to does, for MkDocs to see."""
        with self.catalogue.reads.gathered() as reads:
            made = work.maker.make(page_id)
        page = made.page
        facts = repr((replace(page, markdown=""), made.meta))
        names = () if page.is_finished else (ground(work.locale), *sorted(reads))
        content = digest(page.markdown, facts, *map(self.inputs.of, names))
        return made, self._record(reads, work.locale, content, [f"{page.address}index.html"])

    def _record(
        self, reads: set[str], locale: Locale, content: str, outputs: Sequence[str]
    ) -> Record:
        return Record((ground(locale), *sorted(reads)), content, tuple(outputs))

    def _is_in_site(self, name: str, record: Record, locale: Locale) -> bool:
        known = self.last.records.get(name)
        return (
            known is not None
            and (known.content, known.outputs) == (record.content, record.outputs)
            and self.last.frames.get(locale.tag) == self.frames[locale.tag]
        )


def _write(path: str, content: bytes) -> None:
    """Write a new file and its folder; `Path` takes three times as long for ten thousand."""
    os.makedirs(path.rpartition("/")[0], exist_ok=True)  # noqa: PTH103
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123
        file.write(content)


def _with_work(works: Iterable[Work]) -> list[Work]:
    """Return those in which there is something to do."""
    return [work for work in works if not work.is_nothing]


def count_pages(ledger: Ledger) -> int:
    """Return how many pages a site has that MkDocs puts the theme around."""
    return sum(name.split(" ")[1:2] == ["page"] for name in ledger.records)


def _page_name(locale: Locale, page_id: str) -> str:
    return f"{locale.tag} page {page_id}"


def _file_name(locale: Locale, recipe: FileRecipe) -> str:
    return f"{locale.tag} file {recipe.name}"
