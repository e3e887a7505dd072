"""What pages tell programs about themselves, in the words of schema.org.

In: the texts of one language and a page. Out: plain values for JSON-LD. Nothing is said that the
content does not say: no author, a publisher only where one is set, days only for the source text
(nobody notes the day of a translation). A text in another language than the page's says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidebook.addresses import GLOSSARY, page_address, topic_page_id
from guidebook.catalogue import Locale
from guidebook.field_types import TextKind
from guidebook.localise import Passage, Texts, shared_texts, translated_locales
from guidebook.model import Entry, Reference
from guidebook.sitemap import last_change
from guidebook.text import plain_text

CONTEXT = "https://schema.org"
Node = Mapping[str, object]
_WORK_TYPES: Mapping[str, str] = {
    "article": "Article",
    "dataset": "Dataset",
    "law": "Legislation",
    "report": "Report",
    "web-page": "WebPage",
}
"""Kinds of references that schema.org has a type for; any other is a `CreativeWork`."""


@dataclass(frozen=True)
class Crumb:
    """A step on the way from the home page to a page."""

    title: str
    title_locale: Locale
    address: str
    """Below the site's root."""


class StructuredData:
    """Describes the pages of one language."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.catalogue = texts.catalogue
        self.locale = texts.locale
        has_home = texts.locale.tag in translated_locales(self.catalogue, "docs/index.md")
        self.website_locale = texts.locale if has_home else self.catalogue.source_locale

    def website(self, description: str, translated: Sequence[str]) -> Node:
        """Return the description of the site, for its home page."""
        return {
            **self._website_name(),
            "description": description,
            "inLanguage": self.locale.tag,
            "license": self.catalogue.site.licence.url,
            "version": self.catalogue.site.edition.id,
            **self._publisher(),
            **self._translations("WebSite", "index", "website", translated, {}),
        }

    def dataset(self) -> Node:
        """Return the description of the data files of the language."""
        tag, title = self.locale.tag, self.texts.site["title"]
        address = f"{self.catalogue.site_url}data/guidelines.{tag}"
        return {
            "@type": "Dataset",
            "@id": f"{self._url('index')}#data",
            "name": self.texts.words("open_data.name", site=title.text),
            "description": self.texts.words("open_data.description", site=title.text),
            "url": self._url("index"),
            "inLanguage": tag,
            "license": self.catalogue.site.licence.url,
            "version": self.catalogue.site.edition.id,
            "isPartOf": {"@id": self._website_id()},
            **self._publisher(),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "encodingFormat": media_type,
                    "contentUrl": f"{address}.{ending}",
                }
                for ending, media_type in (("json", "application/json"), ("csv", "text/csv"))
            ],
        }

    def article(
        self, entry: Entry, page_id: str, title: Passage, summary: str, translated: Sequence[str]
    ) -> Node:
        """Return the description of an entry that is in the language."""
        url = self._url(page_id)
        site = self.texts.site
        audience_ids = (entry.audience_id, *entry.also_for)
        days = {
            "datePublished": min(change.on for change in entry.changes).isoformat(),
            "dateModified": last_change(entry).isoformat(),
        }
        node: dict[str, object] = {
            "@type": "Article",
            "@id": f"{url}#article",
            "url": url,
            "identifier": entry.code,
            "headline": self._text(title),
            "description": summary,
            "inLanguage": self.locale.tag,
            "isPartOf": self._website_name(),
            "about": {
                "@type": "Thing",
                "name": self._text(site[f"topics.{entry.topic}.name"]),
                "url": self._url(topic_page_id(entry.topic)),
            },
            "audience": [
                {
                    "@type": "Audience",
                    "audienceType": self._text(site[f"audiences.{audience_id}.label"]),
                }
                for audience_id in audience_ids
            ],
            "creativeWorkStatus": str(entry.status),
            "license": self.catalogue.site.licence.url,
            **(days if self.locale.is_source else {}),
            **self._publisher(),
            **self._translations("Article", page_id, "article", translated, days),
        }
        citation = [
            self._work(self.catalogue.references[name]) for name in entry.rests_on.references
        ]
        return {**node, "citation": citation} if citation else node

    def breadcrumbs(self, crumbs: Sequence[Crumb]) -> Node:
        """Return the way from the home page to a page."""
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": self._text(Passage(crumb.title, TextKind.PLAIN, crumb.title_locale)),
                    "item": self.catalogue.site_url + crumb.address,
                }
                for position, crumb in enumerate(crumbs, 1)
            ],
        }

    def glossary(self, title: str, description: str) -> Node:
        """Return the terms of the glossary."""
        url = self._url(f"{GLOSSARY}/index")
        terms = self.texts.glossary
        return {
            "@type": "DefinedTermSet",
            "@id": f"{url}#terms",
            "name": title,
            "description": description,
            "url": url,
            "inLanguage": self.locale.tag,
            "license": self.catalogue.site.licence.url,
            "isPartOf": self._website_name(),
            "hasDefinedTerm": [
                {
                    "@type": "DefinedTerm",
                    "@id": f"{url}#{term_id}",
                    "url": f"{url}#{term_id}",
                    "termCode": term_id,
                    "name": self._text(terms[f"{term_id}.term"]),
                    "description": self._text(terms[f"{term_id}.definition"]),
                    "inDefinedTermSet": {"@id": f"{url}#terms"},
                }
                for term_id in self.catalogue.glossary
            ],
        }

    def _url(self, page_id: str, locale: Locale | None = None) -> str:
        return self.catalogue.site_url + page_address(page_id, locale or self.locale)

    def _website_id(self) -> str:
        return f"{self._url('index', self.website_locale)}#website"

    def _website_name(self) -> dict[str, object]:
        """Return the site as it is called on its home page, which may not be translated."""
        title = shared_texts(self.catalogue, self.website_locale).site["title"]
        return {
            "@type": "WebSite",
            "@id": self._website_id(),
            "name": self._text(title),
            "url": self._url("index", self.website_locale),
        }

    def _publisher(self) -> dict[str, object]:
        name = self.catalogue.settings.publisher
        return {"publisher": {"@type": "Organization", "name": name}} if name else {}

    def _translations(
        self, kind: str, page_id: str, anchor: str, translated: Sequence[str], days: Node
    ) -> dict[str, object]:
        """Return the original of a translation, or the translations of an original."""

        def work(locale: Locale) -> dict[str, object]:
            url = self._url(page_id, locale)
            return {
                "@type": kind,
                "@id": f"{url}#{anchor}",
                "url": url,
                "inLanguage": locale.tag,
            }

        if not self.locale.is_source:
            return {"translationOfWork": {**work(self.catalogue.source_locale), **days}}
        others = [self.catalogue.locales_by_tag[tag] for tag in translated]
        works = [work(locale) for locale in others if not locale.is_source]
        return {"workTranslation": works} if works else {}

    def _work(self, reference: Reference) -> Node:
        """Return a published work.

        Who made it is told as `creditText`: the bibliography does not say whether that is a person
        or an organisation, and `author` would have to.
        """
        tag = self.locale.tag
        own_title = reference.titles.get(tag)
        language = reference.language or self.catalogue.source_locale.tag
        url = reference.urls.get(tag) or reference.url
        work: dict[str, object] = {
            "@type": _WORK_TYPES.get(reference.kind, "CreativeWork"),
            "name": own_title or _in_language(reference.title, language, tag),
            "creditText": reference.by,
        }
        if reference.year is not None:
            work["datePublished"] = str(reference.year)
        if url:
            work["url"] = url
        return work

    def _text(self, passage: Passage) -> object:
        is_markdown = passage.kind is TextKind.MARKDOWN
        text = plain_text(passage.text) if is_markdown else passage.text
        return _in_language(text, passage.locale.tag, self.locale.tag)


def _in_language(text: str, language: str, page_language: str) -> object:
    """Return a text, with its language where that is not the page's (JSON-LD 1.1, 'Strings')."""
    if language == page_language:
        return text
    return {"@value": text, "@language": language}
