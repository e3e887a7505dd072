"""Catalogue -> Typst: the source files of every book, from the templates.

In: the catalogue and the templates. Out: a `BookSource` for each book that is wanted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pyphen
import segno

from guidebook.addresses import (
    entry_page_id,
    page_address,
    page_sources,
    section_page_id,
    short_address,
)
from guidebook.book_views import ALL, Book, BookView, book_view, plan_books
from guidebook.catalogue import Catalogue, Locale
from guidebook.localise import Passage, shared_texts
from guidebook.model import Entry, Status
from guidebook.render import template_renderer
from guidebook.typesetting import MAIN
from guidebook.typst_markup import Typst, TypstMarkup, escape, finish
from guidebook.views import Views
from guidebook.words import Words

TYPST_HYPHENATES = frozenset(
    "af be bg cs da de el en es et fi fr hr hu is it ka ku la lt mn "  # noqa: SIM905
    "nb nl nn no pl pt ru sk sl sq sr sv tk tr uk".split()
)
"""The languages that Typst has patterns for (its library hypher); others get soft hyphens."""
SOFT_HYPHEN = "\u00ad"
FONT_FAMILY = "Noto Sans"
CONTRIBUTE_PAGE = "contribute"
"""The hand-written page that tells how to suggest a change, where a project has one."""


@dataclass(frozen=True)
class BookSource:
    """The Typst files of one book."""

    book: Book
    files: Mapping[str, str]
    places: Mapping[str, str]
    """What stands at each place that a link of the book may lead to, by the place's name."""
    origins: tuple[Passage, ...]
    """The passages of the main file by the number of their mark `/*@n*/`."""

    def key(self, fonts: str) -> str:
        """Return what the PDF depends on, as one fingerprint."""
        parts = [fonts, version("typst"), version("pikepdf")]
        parts += [json.dumps(dict(texts)) for texts in (self.files, self.places)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def book_sources(catalogue: Catalogue, templates: Path) -> Iterator[BookSource]:
    """Yield the Typst files of every book.

    Raises:
        GuidebookError: A template is wrong; the message names its file and line.
    """
    maker = BookSourceMaker(catalogue, templates)
    return (maker.make(book)[0] for book in plan_books(catalogue))


class BookSourceMaker:
    """Makes the Typst files of one book after the other."""

    def __init__(self, catalogue: Catalogue, templates: Path) -> None:
        self.catalogue = catalogue
        self.templates = templates
        self._views: dict[str, Views] = {}
        self._shown: dict[tuple[str, str], tuple[BookView, set[str]]] = {}

    def make(self, book: Book) -> tuple[BookSource, set[str]]:
        """Return the files of a book and the names of what was read for them.

        Raises:
            GuidebookError: A template is wrong; the message names its file and line.
        """
        tag = book.locale.tag
        views = self._views.get(tag)
        if views is None:
            views = self._views[tag] = Views(shared_texts(self.catalogue, book.locale))
        shown = self._shown.get((tag, book.audience_id))
        if shown is None:  # book and checklist show the same
            with self.catalogue.reads.gathered() as names:
                view = book_view(views, book.audience_id)
            shown = self._shown[tag, book.audience_id] = view, names
        with self.catalogue.reads.gathered() as names:
            text, markup = _main_file(book, shown[0], views, self.templates)
        style = (self.templates / "books" / "style.typ").read_text(encoding="utf-8")
        files = {MAIN: text, "style.typ": style}
        source = BookSource(book, files, dict(markup.places), tuple(markup.origins))
        return source, names | shown[1]


def _main_file(
    book: Book, view: BookView, views: Views, templates: Path
) -> tuple[str, TypstMarkup]:
    """Return a book's main file and the markup that knows the passages and places in it."""
    catalogue, words = views.catalogue, views.texts.words
    markup = TypstMarkup(
        catalogue,
        views.locale,
        targets={} if book.is_checklist else _targets(view),
        reference_numbers={item.reference_id: n for n, item in enumerate(view.references, 1)},
        hyphenate=partial(soft_hyphens, tag=views.locale.tag),
    )
    names = _audience_names(book, views)
    plain_names = words.list([name.text for name in names])
    site = catalogue.site
    title = views.texts.site["title"].text
    addressed = words("book.all_audiences") if book.audience_id == ALL else plain_names
    kind = "book.checklist" if book.is_checklist else "book.title"
    page_id = "index" if book.audience_id == ALL else section_page_id(book.audience_id)
    address = catalogue.site_url + page_address(page_id, views.locale)
    page = SimpleNamespace(
        show=view,
        markup=markup,
        words=words,
        locale=views.locale,
        title=words(kind, title=title, audience=addressed),
        author=catalogue.settings.publisher or title,
        description=words(
            "book.description", title=title, audience=plain_names, id=site.edition.id
        ),
        audience_names=names,
        comma=Typst(", "),
        edition=site.edition,
        notice=views.texts.site["notice"],
        licence=site.licence,
        contact=catalogue.settings.contact,
        address=address,
        qr_code=segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True),
        contribute_url=_contribute_url(catalogue, views.locale, page_id),
        fonts=[FONT_FAMILY, *catalogue.settings.book_fonts],
        statuses=[status.value for status in Status if status is not Status.RETIRED],
        states={
            card.entry.entry_id: views.texts.notice(card.entry.path, card.entry)
            for card in view.index
        },
        countries=lambda entry: [words.country(code) for code in entry.countries],
        short_url=partial(_short_url, catalogue, views.locale),
        behind=partial(_behind_note, markup, words),
        original_url=lambda entry: (
            catalogue.site_url + page_address(entry_page_id(entry), catalogue.source_locale)
        ),
        source_language=words.language(catalogue.source_locale.tag),
    )
    name = "checklist.typ.jinja" if book.is_checklist else "book.typ.jinja"
    text = template_renderer(templates / "books", finish).render(name, page)
    return str(text), markup


def _contribute_url(catalogue: Catalogue, locale: Locale, instead: str) -> str:
    """Return the address that tells how to suggest a change, or of another page without one."""
    page_id = CONTRIBUTE_PAGE if CONTRIBUTE_PAGE in page_sources(catalogue) else instead
    return catalogue.site_url + page_address(page_id, locale)


def _targets(view: BookView) -> dict[str, str]:
    """Return what a link inside a book may lead to, with the words that stand there."""
    entries = {
        f"entry:{card.entry.entry_id}": f"{card.entry.code} {card.title.text}"
        for card in view.index
    }
    references = {
        f"ref:{item.reference_id}": f"[{number}] {item.title.text}"
        for number, item in enumerate(view.references, 1)
    }
    findings = {
        f"finding:{item.study.study_id}/{item.finding.id}": f"{item.finding.id} {item.text.text}"
        for study in view.studies
        for item in study.findings
    }
    terms = {f"term:{item.term_id}": item.term.text for item in view.terms}
    return entries | references | findings | terms


def _behind_note(markup: TypstMarkup, words: Words, passage: Passage, original: str = "") -> Typst:
    """Return the note of a passage that is behind its source text; nothing for any other."""
    if not passage.is_behind:
        return Typst("")
    language = words.language(markup.catalogue.source_locale.tag)
    note = escape(words("passage_behind", language=language))
    if original:
        read = escape(words("read_passage", language=language))
        note = Typst(f"{note} {read}: {markup.web_link(original)}")
    return Typst(f"\n#behind[{note}]\n\n")


def _audience_names(book: Book, views: Views) -> list[Passage]:
    site = views.catalogue.site
    ids = [audience.id for audience in site.audiences]
    chosen = ids if book.audience_id == ALL else [book.audience_id]
    return [views.texts.site[f"audiences.{audience_id}.name"] for audience_id in chosen]


def _short_url(catalogue: Catalogue, locale: Locale, entry: Entry) -> str:
    return catalogue.site_url + short_address(entry.code, locale)


@lru_cache(maxsize=8)
def _hyphenator(language: str) -> pyphen.Pyphen | None:
    found = pyphen.language_fallback(language)
    return pyphen.Pyphen(lang=found) if found else None


def soft_hyphens(text: str, tag: str) -> str:
    """Return a text with soft hyphens where Typst has no patterns for its language."""
    language = tag.split("-", maxsplit=1)[0]
    if language in TYPST_HYPHENATES:
        return text
    hyphenator = _hyphenator(tag.replace("-", "_"))
    if hyphenator is None:
        return text
    return " ".join(
        hyphenator.inserted(word, hyphen=SOFT_HYPHEN) if word.isalpha() else word
        for word in text.split(" ")
    )
