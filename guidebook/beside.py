"""Two languages side by side, for those who translate and review: bare pages without the theme.

In: the catalogue, a locale and the templates. Out: for each translated entry a file with every text
beside its source text, and one page that puts any two languages together in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from guidebook.addresses import COMPARE, beside_address, entry_page_id, page_address, relative_link
from guidebook.freshness import FieldState
from guidebook.localise import Passage, Texts
from guidebook.markup import Markupper
from guidebook.model import Entry
from guidebook.page_policy import page_policy
from guidebook.progress import FileProgress, entry_progress
from guidebook.render import template_renderer

FIELD_WORDS = {
    "title": "field_title",
    "summary": "field_summary",
    "why": "why",
    "actions": "what_to_do",
    "examples": "examples",
    "needs": "needs",
    "changes": "changes",
    "withdrawn_because": "retired",
}
"""The interface word for each field of an entry, in the order in which its page shows them."""
_ORDER = ("title", "summary", "actions", "why", "examples", "needs", "changes")
DATA_FIELDS = {
    "actions": ("do", "detail"),
    "examples": ("title", "text"),
    "needs": ("because",),
    "changes": ("what",),
}
"""The texts in each list of the data files, for the script that puts two of them together."""


@dataclass(frozen=True)
class SiteFile:
    """A file of the site."""

    path: str
    """Relative to the site's root, with `/`."""
    content: bytes


@dataclass(frozen=True)
class BesideRow:
    """One text in two languages."""

    label: str
    """What the field is; empty when it is that of the row above."""
    name: str
    """The field's name, for example `actions.count-hours.do`."""
    source: Passage
    translation: Passage | None
    is_behind: bool


def beside_rows(texts: Texts, file: FileProgress) -> tuple[BesideRow, ...]:
    """Return every text of an entry beside its source text, in the order of its page."""
    source_locale = texts.catalogue.source_locale
    parts = {item.source.name: item.source.name.partition(".")[0] for item in file.fields}
    ordered = sorted(
        file.fields,
        key=lambda item: (*_ORDER, parts[item.source.name]).index(parts[item.source.name]),
    )
    rows = []
    above = ""
    for item in ordered:
        part = parts[item.source.name]
        kind = item.source.kind
        rows.append(
            BesideRow(
                texts.words(FIELD_WORDS[part]) if part != above else "",
                item.source.name,
                Passage(item.source.text, kind, source_locale),
                Passage(item.text, kind, texts.locale) if item.text else None,
                item.state is FieldState.BEHIND,
            )
        )
        above = part
    return tuple(rows)


def beside_page(texts: Texts, templates: Path, entry: Entry) -> Iterator[SiteFile]:
    """Yield the page that shows a translated entry beside its source text."""
    texts.catalogue.reads.note(entry.path, texts.locale.tag)
    file = entry_progress(texts.catalogue, texts.locale, entry)
    address = beside_address(entry_page_id(entry), texts.locale)
    catalogue, locale, words = texts.catalogue, texts.locale, texts.words
    page = SimpleNamespace(
        locale=locale,
        policy=page_policy(),
        source_locale=catalogue.source_locale,
        words=words,
        entry=entry,
        title=texts.title(entry),
        languages=(words.language(catalogue.source_locale.tag), words.language(locale.tag)),
        rows=beside_rows(texts, file),
        source_markup=Markupper(catalogue, catalogue.source_locale, address),
        markup=Markupper(catalogue, locale, address),
        style=relative_link(address, "assets/beside.css"),
        back=relative_link(address, page_address(entry_page_id(entry), locale)),
        edit_url=catalogue.settings.edit_url.replace("{path}", file.path),
    )
    text = template_renderer(templates).render("pages/beside.html.jinja", page)
    yield SiteFile(f"{address}index.html", f"{text.strip()}\n".encode())


def compare_page(texts: Texts, templates: Path) -> Iterator[SiteFile]:
    """Yield the page that puts any two languages together in the browser."""
    catalogue, locale, words = texts.catalogue, texts.locale, texts.words
    address = f"{locale.folder}{COMPARE}/"
    page = SimpleNamespace(
        locale=locale,
        policy=page_policy(),
        locales=catalogue.locales,
        words=words,
        entries=[
            (entry, texts.title(entry)) for entry in catalogue.entries if not entry.is_retired
        ],
        labels=[(field, words(FIELD_WORDS[field])) for field in _ORDER],
        fields=DATA_FIELDS,
        data=relative_link(address, "data/guidelines.{locale}.json"),
        style=relative_link(address, "assets/beside.css"),
        script=relative_link(address, "assets/compare.js"),
        home=relative_link(address, locale.folder),
    )
    text = template_renderer(templates).render("pages/compare.html.jinja", page)
    yield SiteFile(f"{address}index.html", f"{text.strip()}\n".encode())
