"""Catalogue -> pages: everything that readers meet, as Markdown with finished HTML blocks.

In: the catalogue, a locale and the folder of templates. Out: `Page`s, the same for MkDocs, for the
exported tree and for the tests. A page is a pure function of the working tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

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
    entries_by_page_id,
    entry_page_id,
    filter_page_id,
    page_address,
    section_page_id,
    short_address,
    topic_page_id,
    translation_page_id,
)
from guidebook.book_views import all_book_links, book_links
from guidebook.catalogue import GLOSSARY_PATH, REFERENCES_PATH, Catalogue, Locale
from guidebook.citations import Citations
from guidebook.filter_views import FilterViews
from guidebook.filters import FilterValue
from guidebook.localise import Passage
from guidebook.model import Entry
from guidebook.page import Page, PageRecipe, PageRecipes
from guidebook.page_builder import PageBuilder
from guidebook.picture_views import PictureViews
from guidebook.plan import (
    CHECKLIST_WORDS,
    earlier_ids,
    latest_change,
    plan_script_path,
    script_words,
)
from guidebook.search import search_view
from guidebook.translation_views import language_state, language_sums
from guidebook.writing import writing_view


def build_pages(catalogue: Catalogue, locale: Locale, templates: Path) -> Iterator[Page]:
    """Yield every page of one language.

    Raises:
        GuidebookError: A template is wrong; the message names its file and line.
    """
    return (recipe.make() for recipe in page_recipes(catalogue, locale, templates).values())


def page_recipes(catalogue: Catalogue, locale: Locale, templates: Path) -> PageRecipes:
    """Return every page of one language by its id, to be made by whoever wants it."""
    own = _Pages(catalogue, locale, templates)
    sections = {recipe.page_id: recipe for recipe in own.sections()}
    others = {recipe.page_id: recipe for recipe in own.other_pages()}
    pages: dict[str, PageRecipe | Entry] = {**sections, **entries_by_page_id(catalogue), **others}
    return PageRecipes(pages, own.entry_recipe)


class _Pages(PageBuilder):
    """The pages of one language, each kind by a method of its own."""

    def __init__(self, catalogue: Catalogue, locale: Locale, templates: Path) -> None:
        super().__init__(catalogue, locale, templates)
        self.citations = Citations(self.texts)
        self.filters = FilterViews(self.views)
        self.pictures = PictureViews(self.views)

    def sections(self) -> Iterator[PageRecipe]:
        site = self.texts.site
        for audience in self.catalogue.site.audiences:
            title = site[f"audiences.{audience.id}.name"]
            yield self.recipe(section_page_id(audience.id), title, self.section_page, audience.id)
            for value in self.filters.values(audience.id):
                title = self.filters.title(audience.id, value)
                page_id = filter_page_id(audience.id, value.name, value.value)
                yield self.recipe(page_id, title, self.filtered_page, audience.id, value)

    def entry_recipe(self, entry: Entry) -> PageRecipe:
        return PageRecipe(
            entry_page_id(entry),
            self.locale,
            entitle=partial(self.texts.title, entry),
            make=partial(self.entry_page, entry),
        )

    def other_pages(self) -> Iterator[PageRecipe]:
        site = self.texts.site
        yield self.recipe(f"{TOPICS}/index", self.word("topics"), self.topics_page)
        for topic in self.catalogue.site.topics:
            title = site[f"topics.{topic.id}.name"]
            yield self.recipe(topic_page_id(topic.id), title, self.topic_page, topic.id)
            title = self.plain(self.words("frame.checklist_of", topic=title.text))
            yield self.recipe(checklist_page_id(topic.id), title, self.checklist_page, topic.id)
        for page_id, word, make in (
            (f"{OVERVIEW}/index", "pictures.title", self.overview_page),
            (f"{EVIDENCE}/index", "evidence", self.evidence_page),
            (f"{REFERENCES}/index", "references", self.references_page),
            (f"{GLOSSARY}/index", "glossary", self.glossary_page),
            (f"{PLAN}/index", "plan.title", self.plan_page),
            (f"{WRITE}/index", "write.title", self.write_page),
            (SEARCH_PAGE, "search.title", self.search_page),
        ):
            yield self.recipe(page_id, self.word(word), make)
        yield from self.translation_recipes()
        for page_id in self.hand_written.page_ids:
            yield PageRecipe(
                page_id,
                self.locale,
                entitle=partial(self.hand_written_title, page_id),
                make=partial(self.hand_written_page, page_id),
            )

    def section_page(self, title: Passage, audience_id: str) -> Page:
        audience = self.views.audience(self.catalogue.audiences_by_id[audience_id])
        groups = self.views.topics_of(audience_id)
        return self.site_page(
            section_page_id(audience_id),
            "section.md.jinja",
            title,
            self.words("section_description", audience=title.text),
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

    def filtered_page(self, title: Passage, audience_id: str, value: FilterValue) -> Page:
        """Return the page with the part of a section that has one topic, strength or country."""
        view = self.filters.filtered(audience_id, value)
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

    def topics_page(self, title: Passage) -> Page:
        topics = [
            (self.views.topic(topic), self.views.audiences_of(topic.id))
            for topic in self.catalogue.site.topics
        ]
        description = self.words("topics_description")
        return self.site_page(
            f"{TOPICS}/index", "topics.md.jinja", title, description, {"topics": topics}
        )

    def topic_page(self, title: Passage, topic_id: str) -> Page:
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
            title,
            self.words("topic_description", topic=title.text),
            shown,
            extra_notice=self.share_of_translated(
                [card.entry for group in groups for card in group.cards]
            ),
        )

    def checklist_page(self, title: Passage, topic_id: str) -> Page:
        topic = self.views.topic(self.catalogue.topics_by_id[topic_id])
        groups = self.views.audiences_of(topic_id)
        return self.site_page(
            checklist_page_id(topic_id),
            "checklist.md.jinja",
            title,
            self.words("frame.checklist_description", topic=topic.name.text),
            {
                "topic": topic,
                "groups": [
                    (group, [(card, self.texts.actions(card.entry)) for card in group.cards])
                    for group in groups
                ],
            },
        )

    def overview_page(self, title: Passage) -> Page:
        shown = {"coverage": self.pictures.coverage(), "pairs": self.pictures.pairs()}
        description = self.words("pictures.description")
        return self.site_page(f"{OVERVIEW}/index", "overview.md.jinja", title, description, shown)

    def evidence_page(self, title: Passage) -> Page:
        studies = [self.views.study(study) for study in self.catalogue.studies]
        description = self.words("evidence_description")
        audiences = [self.views.audience(one) for one in self.catalogue.site.audiences]
        shown = {"studies": studies, "audiences": audiences}
        page_id = f"{EVIDENCE}/index"
        first = self.catalogue.studies[0] if self.catalogue.studies else None
        if first is None:
            return self.site_page(page_id, "evidence.md.jinja", title, description, shown)
        return self.page(page_id, "evidence.md.jinja", title, description, shown, first.path, first)

    def references_page(self, title: Passage) -> Page:
        references = [self.views.cited_reference(name) for name in self.catalogue.references]
        references.sort(key=lambda view: (view.title.text.casefold(), view.reference_id))
        description = self.words("references_description")
        return self.site_page(
            f"{REFERENCES}/index",
            "references.md.jinja",
            title,
            description,
            {"references": references},
            edit=REFERENCES_PATH,
        )

    def glossary_page(self, title: Passage) -> Page:
        terms = [self.views.term(term_id) for term_id in self.catalogue.glossary]
        terms.sort(key=lambda view: (view.term.text.casefold(), view.term_id))
        return self.page(
            f"{GLOSSARY}/index",
            "glossary.md.jinja",
            title,
            self.words("glossary_description"),
            {"terms": terms},
            GLOSSARY_PATH,
            self.catalogue.glossary,
        )

    def plan_page(self, title: Passage) -> Page:
        return self.site_page(
            f"{PLAN}/index",
            "plan.md.jinja",
            title,
            self.words("plan.description"),
            {
                "audiences": list(map(self.views.audience, self.catalogue.site.audiences)),
                "checklists": [
                    link for link in all_book_links(self.views) if link.book.is_checklist
                ],
            },
            more={"texts_address": plan_script_path(self.locale)},
        )

    def write_page(self, title: Passage) -> Page:
        return self.site_page(
            f"{WRITE}/index",
            "write.md.jinja",
            title,
            self.words("write.description"),
            {"writing": writing_view(self.texts)},
        )

    def search_page(self, title: Passage) -> Page:
        shown = {"links": search_view(self.texts).links}
        return self.site_page(
            SEARCH_PAGE, "search.md.jinja", title, self.words("search.description"), shown
        )

    def translation_recipes(self) -> Iterator[PageRecipe]:
        translated = self.catalogue.locales[1:]
        if translated:
            title = self.word("translations.title")
            yield self.recipe(f"{TRANSLATIONS}/index", title, self.translations_page)
        for locale in translated:
            language = self.words.language(locale.tag)
            title = self.plain(self.words("translations.language_title", language=language))
            page_id = translation_page_id(locale.tag)
            yield self.recipe(page_id, title, self.translation_page, locale.tag)

    def translations_page(self, title: Passage) -> Page:
        states = [language_sums(self.texts, locale) for locale in self.catalogue.locales[1:]]
        return self.site_page(
            f"{TRANSLATIONS}/index",
            "translations.md.jinja",
            title,
            self.words("translations.description"),
            {"languages": states},
            more={"compare_address": f"{self.locale.folder}{COMPARE}/"},
        )

    def translation_page(self, title: Passage, tag: str) -> Page:
        return self.site_page(
            translation_page_id(tag),
            "translation.md.jinja",
            title,
            self.words("translations.description"),
            {"state": language_state(self.texts, self.catalogue.locales_by_tag[tag])},
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
            and (locale.is_source or self.catalogue.has_translation(entry.path, locale.tag))
        ]

    def beside_address(self, entry: Entry) -> str:
        """Return where the entry stands beside its source text; empty when it is not translated."""
        if self.locale.is_source or not self.texts.is_translated(entry.path):
            return ""
        return beside_address(entry_page_id(entry), self.locale)
