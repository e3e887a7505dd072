"""Catalogue -> pages: everything that readers meet, as Markdown with finished HTML blocks.

In: the catalogue, a locale and the folder of templates. Out: `Page`s, the same for MkDocs, for the
exported tree and for the tests. A page is a pure function of the working tree.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

from guidebook.addresses import (
    COMPARE,
    EVIDENCE,
    GLOSSARY,
    OVERVIEW,
    PLAN,
    REFERENCES,
    SEARCH_PAGE,
    TOPICS,
    TRANSLATIONS,
    WRITE,
    beside_address,
    checklist_page_id,
    entry_page_id,
    page_address,
    section_page_id,
    short_address,
    topic_page_id,
    translation_page_id,
)
from guidebook.book_views import all_book_links, book_links
from guidebook.catalogue import GLOSSARY_PATH, REFERENCES_PATH, Catalogue, Locale
from guidebook.citations import Citations
from guidebook.filter_views import FilteredView, FilterViews
from guidebook.hand_written import HandWrittenRenderer
from guidebook.localise import Passage, shared_texts, translated_locales
from guidebook.markup import Markupper, heading
from guidebook.model import Entry, Frozen, Site, TextKind
from guidebook.picture_views import PictureViews
from guidebook.plan import (
    CHECKLIST_WORDS,
    earlier_ids,
    latest_change,
    plan_script_path,
    script_words,
)
from guidebook.render import template_renderer
from guidebook.search import search_view
from guidebook.translation_views import language_states
from guidebook.views import Views
from guidebook.writing import writing_view

_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Page:
    """One page in one language."""

    page_id: str
    """For example `learners/weekly-hours`; the same in every language."""
    locale: Locale
    title: str
    title_locale: Locale
    """The language the title is really in."""
    description: str
    markdown: str
    edit_path: str
    """The file to edit, relative to the project's folder."""
    translated_locales: tuple[str, ...]
    """The languages in which the page really exists, the source first."""
    body_locale: Locale | None = None
    """The language of a hand-written body when it is not the page's."""

    @property
    def address(self) -> str:
        """Return the page's address below the site's root."""
        return page_address(self.page_id, self.locale)

    @property
    def is_translated(self) -> bool:
        """True when the page really is in its language."""
        return self.locale.tag in self.translated_locales

    @property
    def file_name(self) -> str:
        """Return the name of its Markdown file, for example `learners/weekly-hours.et.md`."""
        suffix = "" if self.locale.is_source else f".{self.locale.tag}"
        return f"{self.page_id}{suffix}.md"

    def as_file(self) -> str:
        """Return the page as a Markdown file with front matter."""
        front = {"title": self.title, "description": self.description}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
        return "\n".join(["---", *lines, "---", "", self.markdown])


def build_pages(catalogue: Catalogue, locale: Locale, templates: Path) -> Iterator[Page]:
    """Yield every page of one language.

    Raises:
        GuidebookError: A template is wrong; the message names its file and line.
    """
    return _PageBuilder(catalogue, locale, templates).pages()


class _PageBuilder:
    """Renders the pages of one language."""

    def __init__(self, catalogue: Catalogue, locale: Locale, templates: Path) -> None:
        self.catalogue = catalogue
        self.locale = locale
        self.texts = shared_texts(catalogue, locale)
        self.views = Views(self.texts)
        self.citations = Citations(self.texts)
        self.filters = FilterViews(self.views)
        self.pictures = PictureViews(self.views)
        self.words = self.texts.words
        self.renderer = template_renderer(templates)
        self.hand_written = HandWrittenRenderer(self.views, templates)

    def pages(self) -> Iterator[Page]:
        for audience in self.catalogue.site.audiences:
            yield self.section_page(audience.id)
            for view in self.filters.filtered(audience.id):
                yield self.filtered_page(view)
        for entry in self.catalogue.entries:
            yield self.entry_page(entry)
        yield self.topics_page()
        for topic in self.catalogue.site.topics:
            yield self.topic_page(topic.id)
            yield self.checklist_page(topic.id)
        yield self.overview_page()
        yield self.evidence_page()
        yield self.references_page()
        yield self.glossary_page()
        yield self.plan_page()
        yield self.write_page()
        yield self.search_page()
        yield from self.translation_pages()
        for page_id in self.hand_written.page_ids:
            yield self.hand_written_page(page_id)

    def section_page(self, audience_id: str) -> Page:
        audience = self.views.audience(self.catalogue.audiences_by_id[audience_id])
        groups = self.views.topics_of(audience_id)
        name = audience.name
        return self.site_page(
            section_page_id(audience_id),
            "section.md.jinja",
            name,
            self.words("section_description", audience=name.text),
            {
                "audience": audience,
                "groups": groups,
                "filters": self.filters.filters(audience_id),
                "books": book_links(self.views, audience_id),
            },
            extra_notice=self.share_of_translated(
                [card.entry for group in groups for card in group.cards]
            ),
        )

    def filtered_page(self, view: FilteredView) -> Page:
        """Return the page with the part of a section that has one topic, strength or country."""
        title = self.filters.title(view)
        names = {"audience": view.audience.name.text, "choice": view.choice.label.text}
        return self.site_page(
            view.page_id,
            "filtered.md.jinja",
            title,
            self.words("filters.description", **names),
            {"view": view, "filters": self.filters.filters(view.audience.audience.id)},
            extra_notice=self.share_of_translated(
                [card.entry for group in view.groups for card in group.cards]
            ),
        )

    def topics_page(self) -> Page:
        topics = [
            (self.views.topic(topic), self.views.audiences_of(topic.id))
            for topic in self.catalogue.site.topics
        ]
        title = self.plain(self.words("topics"))
        description = self.words("topics_description")
        return self.site_page(
            f"{TOPICS}/index", "topics.md.jinja", title, description, {"topics": topics}
        )

    def topic_page(self, topic_id: str) -> Page:
        topic = self.views.topic(self.catalogue.topics_by_id[topic_id])
        groups = self.views.audiences_of(topic_id)
        shown = {
            "topic": topic,
            "groups": groups,
            "checklist_address": self.views.address(checklist_page_id(topic_id)),
            "directions": self.pictures.needs_in_topic(topic_id),
            "findings": [
                self.views.finding(study, finding)
                for study in self.catalogue.studies
                for finding in study.findings
                if finding.topic == topic_id
            ],
        }
        return self.site_page(
            topic_page_id(topic_id),
            "topic.md.jinja",
            topic.name,
            self.words("topic_description", topic=topic.name.text),
            shown,
            extra_notice=self.share_of_translated(
                [card.entry for group in groups for card in group.cards]
            ),
        )

    def checklist_page(self, topic_id: str) -> Page:
        topic = self.views.topic(self.catalogue.topics_by_id[topic_id])
        groups = self.views.audiences_of(topic_id)
        title = self.words("frame.checklist_of", topic=topic.name.text)
        return self.site_page(
            checklist_page_id(topic_id),
            "checklist.md.jinja",
            self.plain(title),
            self.words("frame.checklist_description", topic=topic.name.text),
            {
                "topic": topic,
                "groups": [
                    (group, [self.views.entry(card.entry) for card in group.cards])
                    for group in groups
                ],
            },
        )

    def overview_page(self) -> Page:
        shown = {"coverage": self.pictures.coverage(), "pairs": self.pictures.pairs()}
        title = self.plain(self.words("pictures.title"))
        description = self.words("pictures.description")
        return self.site_page(f"{OVERVIEW}/index", "overview.md.jinja", title, description, shown)

    def evidence_page(self) -> Page:
        studies = [self.views.study(study) for study in self.catalogue.studies]
        title = self.plain(self.words("evidence"))
        description = self.words("evidence_description")
        audiences = [self.views.audience(one) for one in self.catalogue.site.audiences]
        shown = {"studies": studies, "audiences": audiences}
        page_id = f"{EVIDENCE}/index"
        first = self.catalogue.studies[0] if self.catalogue.studies else None
        if first is None:
            return self.site_page(page_id, "evidence.md.jinja", title, description, shown)
        return self.page(page_id, "evidence.md.jinja", title, description, shown, first.path, first)

    def references_page(self) -> Page:
        references = [self.views.reference(name) for name in self.catalogue.references]
        references.sort(key=lambda view: (view.title.text.casefold(), view.reference_id))
        title = self.plain(self.words("references"))
        description = self.words("references_description")
        return self.site_page(
            f"{REFERENCES}/index",
            "references.md.jinja",
            title,
            description,
            {"references": references},
            edit=REFERENCES_PATH,
        )

    def glossary_page(self) -> Page:
        terms = [self.views.term(term_id) for term_id in self.catalogue.glossary]
        terms.sort(key=lambda view: (view.term.text.casefold(), view.term_id))
        return self.page(
            f"{GLOSSARY}/index",
            "glossary.md.jinja",
            self.plain(self.words("glossary")),
            self.words("glossary_description"),
            {"terms": terms},
            GLOSSARY_PATH,
            self.catalogue.glossary,
        )

    def plan_page(self) -> Page:
        return self.site_page(
            f"{PLAN}/index",
            "plan.md.jinja",
            self.plain(self.words("plan.title")),
            self.words("plan.description"),
            {
                "audiences": list(map(self.views.audience, self.catalogue.site.audiences)),
                "checklists": [
                    link for link in all_book_links(self.views) if link.book.is_checklist
                ],
            },
            more={"texts_address": plan_script_path(self.locale)},
        )

    def write_page(self) -> Page:
        return self.site_page(
            f"{WRITE}/index",
            "write.md.jinja",
            self.plain(self.words("write.title")),
            self.words("write.description"),
            {"writing": writing_view(self.texts)},
        )

    def search_page(self) -> Page:
        title = self.plain(self.words("search.title"))
        shown = {"links": search_view(self.texts).links}
        return self.site_page(
            SEARCH_PAGE, "search.md.jinja", title, self.words("search.description"), shown
        )

    def translation_pages(self) -> Iterator[Page]:
        states = language_states(self.texts)
        if not states:
            return
        description = self.words("translations.description")
        yield self.site_page(
            f"{TRANSLATIONS}/index",
            "translations.md.jinja",
            self.plain(self.words("translations.title")),
            description,
            {"languages": states},
            more={"compare_address": f"{self.locale.folder}{COMPARE}/"},
        )
        for state in states:
            language = self.words.language(state.locale.tag)
            yield self.site_page(
                translation_page_id(state.locale.tag),
                "translation.md.jinja",
                self.plain(self.words("translations.language_title", language=language)),
                description,
                {"state": state},
                more={
                    "translations_address": self.views.address(f"{TRANSLATIONS}/index"),
                    "has_editor": bool(self.catalogue.settings.edit_url),
                },
            )

    def entry_page(self, entry: Entry) -> Page:
        view = self.views.entry(entry)
        return self.page(
            entry_page_id(entry),
            "entry.md.jinja",
            view.card.title,
            view.card.summary.text,
            view,
            entry.path,
            entry,
            own_references=entry.rests_on.references,
            more={
                "audience_address": self.views.address(section_page_id(entry.audience_id)),
                "short_address": short_address(entry.code, self.locale),
                "short_url": self.catalogue.site_url + short_address(entry.code, self.locale),
                "beside_address": self.beside_address(entry),
                "versions": self.versions(entry),
                "books": book_links(self.views, entry.audience_id),
                "citation": self.citations.citation(entry),
                "countries": [self.words.country(code) for code in entry.countries],
                "plan_words": script_words(self.words, CHECKLIST_WORDS),
                "earlier_ids": earlier_ids(entry),
                "latest_change": latest_change(entry),
            },
        )

    def versions(self, entry: Entry) -> list[tuple[Locale, str]]:
        """Return the other languages that the entry is in, with the address of its page there."""
        return [
            (locale, page_address(entry_page_id(entry), locale))
            for locale in self.catalogue.locales
            if locale != self.locale
            and (locale.is_source or self.catalogue.translation(entry.path, locale.tag))
        ]

    def beside_address(self, entry: Entry) -> str:
        """Return where the entry stands beside its source text; empty when it is not translated."""
        if self.locale.is_source or not self.texts.is_translated(entry.path):
            return ""
        return beside_address(entry_page_id(entry), self.locale)

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
        code = content.code if isinstance(content, Entry) else ""
        return self.hand_written.foot(markup, edit_path, source_path, code)

    def hand_written_page(self, page_id: str) -> Page:
        page = self.hand_written.find(page_id)
        body_locale = self.catalogue.locales_by_tag.get(page.locale, self.catalogue.source_locale)
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
    for line in markdown.strip().split("\n"):
        stripped = line.rstrip()
        if stripped or (lines and lines[-1]):
            lines.append(stripped)
    return "\n".join(lines) + "\n"
