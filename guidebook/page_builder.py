"""What all pages are made with: one template, rendered with what a page shows, and its foot.

In: the catalogue, a locale, the folder of templates, and what a page shows. Out: a `Page`. Which
pages there are, and what each shows, stands in `pages`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

from guidebook.addresses import GLOSSARY, OVERVIEW, PLAN, TOPICS, page_address
from guidebook.catalogue import Catalogue, Locale
from guidebook.field_types import TextKind
from guidebook.hand_written import HandWrittenRenderer
from guidebook.localise import Passage, shared_texts, translated_locales
from guidebook.markup import Markupper, heading
from guidebook.model import Entry, Frozen, Site
from guidebook.page import Page, PageRecipe
from guidebook.render import template_renderer
from guidebook.views import Views

_NOTHING: Mapping[str, object] = MappingProxyType({})


class PageBuilder:
    """Renders pages of one language."""

    def __init__(self, catalogue: Catalogue, locale: Locale, templates: Path) -> None:
        self.catalogue = catalogue
        self.locale = locale
        self.texts = shared_texts(catalogue, locale)
        self.views = Views(self.texts)
        self.words = self.texts.words
        self.renderer = template_renderer(templates)
        self.hand_written = HandWrittenRenderer(self.views, templates)

    def recipe(
        self, page_id: str, title: Passage, make: Callable[..., Page], *arguments: object
    ) -> PageRecipe:
        """Return the recipe of a page whose making takes the title first."""
        return PageRecipe(page_id, self.locale, lambda: title, partial(make, title, *arguments))

    def site_page(
        self,
        page_id: str,
        template: str,
        title: Passage,
        description: str,
        shown: Mapping[str, object],
        *,
        edit: str = Site.PATH,
        extra_notice: str = "",
        more: Mapping[str, object] = _NOTHING,
    ) -> Page:
        """Return a page whose own words stand in site.yml."""
        return self.page(
            page_id,
            template,
            title,
            description,
            shown,
            Site.PATH,
            self.catalogue.site,
            edit=edit,
            extra_notice=extra_notice,
            more=more,
        )

    def page(
        self,
        page_id: str,
        template: str,
        title: Passage,
        description: str,
        shown: object,
        source_path: str,
        content: Frozen | Mapping[str, Frozen],
        *,
        own_references: tuple[str, ...] = (),
        edit: str = "",
        extra_notice: str = "",
        more: Mapping[str, object] = _NOTHING,
    ) -> Page:
        """Return a page that shows one file of content; `more` are further values it shows."""
        markup = Markupper(
            self.catalogue,
            self.locale,
            page_address(page_id, self.locale),
            own_references,
            links_terms=page_id != f"{GLOSSARY}/index",
        )
        edit_path = self.texts.edit_path(edit or source_path)
        notice = self.hand_written.notice(markup, page_id, self.texts.notice(source_path, content))
        page_input = SimpleNamespace(
            show=SimpleNamespace(**shown) if isinstance(shown, dict) else shown,
            words=self.words,
            markup=_TemplateMarkup(markup),
            notice=notice + self.hand_written.plain_notice(extra_notice),
            source_language=self.words.language(self.catalogue.source_locale.tag),
            source_locale=self.catalogue.source_locale,
            source_address=page_address(page_id, self.catalogue.source_locale),
            topics_address=self.views.address(f"{TOPICS}/index"),
            plan_address=self.views.address(f"{PLAN}/index"),
            overview_address=self.views.address(f"{OVERVIEW}/index"),
            **more,
        )
        body = self.renderer.render(f"pages/{template}", page_input)
        return Page(
            page_id=page_id,
            locale=self.locale,
            title=title.text,
            title_locale=title.locale,
            description=description,
            markdown=_tidy(body + self.foot(markup, edit_path, edit or source_path, content)),
            edit_path=edit_path,
            translated_locales=translated_locales(self.catalogue, source_path),
        )

    def foot(self, markup: Markupper, edit_path: str, source_path: str, content: object) -> str:
        """Return the lines that the page of a file of content ends with."""
        code = content.code if isinstance(content, Entry) else ""
        return self.hand_written.foot(markup, edit_path, source_path, code)

    def hand_written_title(self, page_id: str) -> Passage:
        """Return the title of a page of `docs/`, in the language that it is there in."""
        page = self.hand_written.find(page_id)
        locale = self.catalogue.locales_by_tag.get(page.locale, self.catalogue.source_locale)
        return Passage(page.title, TextKind.PLAIN, locale, is_foreign=locale != self.locale)

    def hand_written_page(self, page_id: str) -> Page:
        """Return a page of `docs/`."""
        page = self.hand_written.find(page_id)
        body_locale = self.hand_written_title(page_id).locale
        markup = Markupper(self.catalogue, self.locale, page_address(page_id, self.locale))
        return Page(
            page_id=page_id,
            locale=self.locale,
            title=page.title,
            title_locale=body_locale,
            description=page.description,
            markdown=_tidy(self.hand_written.render(page, markup)),
            edit_path=page.path,
            translated_locales=translated_locales(self.catalogue, f"docs/{page_id}.md"),
            body_locale=None if body_locale == self.locale else body_locale,
            is_finished=False,
        )

    def share_of_translated(self, entries: list[Entry]) -> str:
        """Return the sentence that tells how many of the entries are in the page's language."""
        total = len({entry.entry_id for entry in entries})
        found = {entry.entry_id for entry in entries if self.texts.is_translated(entry.path)}
        if len(found) == total:
            return ""
        return self.words(
            "some_translated",
            n=len(found),
            total=total,
            language=self.words.language(self.locale.tag),
            source=self.words.language(self.catalogue.source_locale.tag),
        )

    def word(self, key: str) -> Passage:
        """Return an interface word by its key as a passage."""
        return self.plain(self.words(key))

    def plain(self, text: str) -> Passage:
        """Return an interface word as a passage."""
        return Passage(text, TextKind.PLAIN, self.locale)


class _TemplateMarkup:
    """What templates may call; `Markupper` with the headings beside it."""

    def __init__(self, markup: Markupper) -> None:
        self.link = markup.link
        self.block = markup.block
        self.inline = markup.inline
        self.fill = markup.fill
        self.title = markup.title
        self.citations_of = markup.citations_of
        self.heading = heading


def _tidy(markdown: str) -> str:
    """Return the text with at most one blank line in a row, none at the ends, one final newline."""
    lines: list[str] = []
    for line in str(markdown).strip().split("\n"):
        stripped = line.rstrip()
        if stripped or (lines and lines[-1]):
            lines.append(stripped)
    return "\n".join(lines) + "\n"
