"""What readers can search for: every entry, topic, section, finding, term, work and page.

In: the views of one language. Out: `SearchDocument`s with their texts, each knowing in which
language it really is; nothing is read from finished pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from sys import intern

from guidebook.addresses import EVIDENCE, GLOSSARY, PLAN, REFERENCES, TOPICS, entry_page_id
from guidebook.catalogue import HandWrittenPage
from guidebook.field_types import TextKind
from guidebook.localise import Passage
from guidebook.model import Entry, Study
from guidebook.stems import alternatives
from guidebook.text import plain_text
from guidebook.views import TopicView, Views
from guidebook.word_forms import find_words

_GENERATED_PAGES = {
    f"{TOPICS}/index": ("topics", "topics_description"),
    f"{EVIDENCE}/index": ("evidence", "evidence_description"),
    f"{REFERENCES}/index": ("references", "references_description"),
    f"{GLOSSARY}/index": ("glossary", "glossary_description"),
    f"{PLAN}/index": ("plan.title", "plan.description"),
}
"""Title and description of pages that are made from all content, as interface words."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
KINDS = ("entry", "topic", "section", "term", "page", "finding", "reference")
"""What a document can be."""


class Part:
    """Where in a document a text stands; the value is how much a word that is found there counts.

    Each counts more than all below it together.
    """

    REST = 1
    ACTION = 2
    SUMMARY = 4
    TITLE = 8


@dataclass(frozen=True)
class SearchText:
    """A text of a document."""

    part: int
    """One of `Part`."""
    text: str
    """Plain text; its paragraphs are lines."""
    tag: str
    """The language it is in."""
    direction: str = "ltr"
    is_shown: bool = True
    """False for words that only lead here, such as another name."""


@dataclass(frozen=True)
class SearchDocument:
    """Something that a search finds."""

    kind: str
    """One of `KINDS`."""
    address: str
    title: Passage
    summary: Passage | None = None
    code: str = ""
    former_codes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    """Ids of the audiences it is for, its own first."""
    topic_id: str = ""
    is_retired: bool = False
    only_in: str = ""
    """The language it is in, when that is not the reader's."""
    texts: tuple[SearchText, ...] = field(default=(), repr=False)
    """Everything that can be found, title and summary included."""

    @cached_property
    def words(self) -> Mapping[tuple[str, int], tuple[str, ...]]:
        """Return its words by language and part, each once."""
        texts: dict[tuple[str, int], list[str]] = {}
        for text in self.texts:
            texts.setdefault((text.tag, text.part), []).append(text.text)
        return {
            key: tuple(map(intern, set(find_words("\n".join(several)))))
            for key, several in texts.items()
        }


@dataclass(frozen=True)
class OtherNames:
    """Forms that nobody should use for a term, and yet somebody will search for."""

    term: str
    forms: tuple[str, ...]
    tag: str
    """The language of the term and the forms."""


class SearchDocuments:
    """Makes the documents of one language."""

    def __init__(self, views: Views) -> None:
        self.views = views
        self.catalogue = views.catalogue

    def all(self) -> Iterator[SearchDocument]:
        """Yield every document, entries first: where two match alike, the first is shown first."""
        catalogue, views = self.catalogue, self.views
        yield from map(self._known_entry, catalogue.entries)
        yield from (self.topic(views.topic(topic)) for topic in catalogue.site.topics)
        for audience in catalogue.site.audiences:
            view = views.audience(audience)
            yield _document(
                "section",
                view.address,
                view.name,
                rest=(view.introduction,),
                audiences=(audience.id,),
            )
        yield from (self.term(term_id) for term_id in catalogue.glossary)
        yield from self.pages()
        for study in catalogue.studies:
            yield from self.findings(study)
        yield from (self.reference(name) for name in catalogue.references)

    def _known_entry(self, entry: Entry) -> SearchDocument:
        """Return an entry, in a process that stays as it was made of the same files before."""
        texts = self.views.texts
        languages = repr((texts.locale, self.catalogue.source_locale))
        key = "search", languages, entry.path, *texts.key(entry)
        return self.catalogue.once(partial(self.entry, entry), *key)

    def entry(self, entry: Entry) -> SearchDocument:
        """Return an entry."""
        passages = self.views.texts.entry(entry)
        actions, rest = [], []
        for name, passage in passages.items():
            if name.startswith("actions."):
                actions.append(passage)
            elif name not in ("title", "summary") and not name.startswith("changes."):
                rest.append(passage)
        return _document(
            "entry",
            self.views.address(entry_page_id(entry)),
            passages["title"],
            passages["summary"],
            actions=tuple(actions),
            rest=tuple(rest),
            code=entry.code,
            former_codes=tuple(name for name in entry.formerly if name[0].isupper()),
            audiences=(entry.audience_id, *entry.also_for),
            topic_id=entry.topic,
            is_retired=entry.is_retired,
            only_in=""
            if self.views.texts.is_translated(entry.path)
            else self.catalogue.source_locale.tag,
        )

    def topic(self, view: TopicView) -> SearchDocument:
        """Return the page of a topic."""
        return _document("topic", view.address, view.name, view.question, rest=(view.introduction,))

    def findings(self, study: Study) -> Iterator[SearchDocument]:
        """Yield the findings of a study."""
        for finding in study.findings:
            view = self.views.finding(study, finding)
            yield _document(
                "finding",
                view.address,
                view.text,
                code=finding.id,
                topic_id=finding.topic,
                rest=(self.views.texts.study(study)["title"],),
            )

    def term(self, term_id: str) -> SearchDocument:
        """Return a term of the glossary; avoided forms and the source's word lead to it too."""
        view = self.views.term(term_id)
        own, source = self.views.locale.tag, self.catalogue.source_locale.tag
        names = [(form, own) for form, _ in view.avoid]
        if view.source_term:
            names.append((view.source_term.text, source))
        return _document(
            "term",
            self.views.address(f"{GLOSSARY}/index", term_id),
            view.term,
            rest=(view.definition,),
            names=tuple(SearchText(Part.TITLE, name, tag, is_shown=False) for name, tag in names),
        )

    def reference(self, reference_id: str) -> SearchDocument:
        """Return a published work; its author and its title in its own language lead to it too."""
        view = self.views.reference(reference_id)
        reference = view.reference
        language = reference.language or self.catalogue.source_locale.tag
        names = (
            SearchText(Part.SUMMARY, reference.title, language, is_shown=False),
            SearchText(
                Part.ACTION, f"{reference.by} {reference.year or ''}", language, is_shown=False
            ),
        )
        return _document(
            "reference",
            self.views.address(f"{REFERENCES}/index", view.anchor),
            view.title,
            names=names,
            only_in="",
        )

    def pages(self) -> Iterator[SearchDocument]:
        """Yield the hand-written pages, in this language or else the source language, and others.

        Those are the generated pages that list what is also found by itself.
        """
        for page_id in sorted({page.page_id for page in self.catalogue.pages}):
            by_locale = self.catalogue.pages_by_id
            page = by_locale.get((page_id, self.views.locale.tag)) or by_locale[page_id, ""]
            yield self.page(page)
        words = self.views.texts.words
        for page_id, (title, description) in _GENERATED_PAGES.items():
            passages = [
                Passage(words(key), TextKind.PLAIN, self.views.locale)
                for key in (title, description)
            ]
            yield _document("page", self.views.address(page_id), *passages)

    def page(self, page: HandWrittenPage) -> SearchDocument:
        """Return a hand-written page."""
        locales = self.catalogue.locales_by_tag
        locale = locales.get(page.locale, self.catalogue.source_locale)
        is_foreign = locale != self.views.locale

        def passage(text: str, kind: TextKind = TextKind.PLAIN) -> Passage:
            return Passage(text, kind, locale, is_foreign)

        return _document(
            "page",
            self.views.address(page.page_id),
            passage(page.title),
            passage(page.description),
            rest=(passage(_COMMENT.sub("", page.markdown), TextKind.MARKDOWN),),
        )

    def other_names(self) -> Iterator[OtherNames]:
        """Yield the terms of the glossary whose avoided forms are to find what uses the term."""
        for term_id in self.catalogue.glossary:
            view = self.views.term(term_id)
            avoided = tuple(form for text, _ in view.avoid for form in alternatives(text))
            if avoided and not view.term.is_foreign:
                for term in alternatives(view.term.text):
                    yield OtherNames(term, avoided, self.views.locale.tag)


def _document(
    kind: str,
    address: str,
    title: Passage,
    summary: Passage | None = None,
    *,
    actions: tuple[Passage, ...] = (),
    rest: tuple[Passage, ...] = (),
    names: tuple[SearchText, ...] = (),
    code: str = "",
    former_codes: tuple[str, ...] = (),
    audiences: tuple[str, ...] = (),
    topic_id: str = "",
    is_retired: bool = False,
    only_in: str | None = None,
) -> SearchDocument:
    texts = [
        *_texts(Part.TITLE, (title,)),
        *(_texts(Part.SUMMARY, (summary,)) if summary else ()),
        *_texts(Part.ACTION, actions),
        *_texts(Part.REST, rest),
        *names,
    ]
    codes = " ".join([code, *former_codes]).strip()
    if codes:
        texts.append(SearchText(Part.TITLE, codes, "", is_shown=False))
    return SearchDocument(
        kind,
        address,
        title,
        summary,
        code,
        former_codes,
        audiences,
        topic_id,
        is_retired,
        (title.locale.tag if title.is_foreign else "") if only_in is None else only_in,
        tuple(texts),
    )


def _texts(part: int, passages: tuple[Passage, ...]) -> Iterator[SearchText]:
    for passage in passages:
        text = plain_text(passage.text) if passage.kind is TextKind.MARKDOWN else passage.text
        if text:
            yield SearchText(part, text, passage.locale.tag, passage.locale.direction)
