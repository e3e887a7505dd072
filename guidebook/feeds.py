"""Atom feeds: what has changed in the guidelines, for those who follow them (RFC 4287).

In: the catalogue and a locale. Out: `feeds/<audience>.<locale>.xml` and `feeds/all.<locale>.xml`,
made of the entries' `changes` and of the edition; no clock is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from guidebook.addresses import (
    ALL_AUDIENCES,
    entry_page_id,
    feed_address,
    page_address,
    short_address,
)
from guidebook.catalogue import Locale
from guidebook.field_types import TextKind
from guidebook.localise import Passage, Texts
from guidebook.model import Change, Entry
from guidebook.site_pictures import SitePictures

NAMESPACE = "http://www.w3.org/2005/Atom"
MOST_ITEMS = 50
"""A feed tells the newest; everything stands on the pages."""


@dataclass(frozen=True)
class FeedLink:
    """A feed, as pages offer it."""

    title: str
    address: str
    """Below the site's root."""
    audience_id: str
    """`all` for the feed of all audiences."""


@dataclass(frozen=True)
class _Item:
    """One thing that a feed tells."""

    permanent_id: str
    title: Passage
    on: date
    address: str
    """The page to read, absolute."""
    text: Passage
    labels: tuple[tuple[str, Passage], ...] = ()
    """Ids and names of the audience and the topic."""


def feed_links(texts: Texts) -> tuple[FeedLink, ...]:
    """Return the feeds of a language: that of all audiences first."""
    site = texts.site["title"].text
    return (
        FeedLink(
            texts.words("feeds.all_title", site=site), feed_address(texts.locale), ALL_AUDIENCES
        ),
        *(
            FeedLink(
                texts.words(
                    "feeds.audience_title",
                    site=site,
                    audience=texts.site[f"audiences.{audience.id}.name"].text,
                ),
                feed_address(texts.locale, audience.id),
                audience.id,
            )
            for audience in texts.catalogue.site.audiences
        ),
    )


def build_feeds(texts: Texts, pictures: SitePictures) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the content of each feed of a language."""
    edition = _edition_item(texts)
    changes = sorted(
        ((entry, change) for entry in texts.catalogue.entries for change in entry.changes),
        key=lambda pair: pair[1].on,
        reverse=True,
    )
    for link in feed_links(texts):
        audience_id = link.audience_id
        told = [
            (entry, change)
            for entry, change in changes
            if audience_id in (ALL_AUDIENCES, entry.audience_id, *entry.also_for)
        ]
        newest = [_change_item(texts, entry, change) for entry, change in told[:MOST_ITEMS]]
        items = sorted([edition, *newest], key=lambda item: item.on, reverse=True)
        yield link.address, _feed(texts, pictures, link, items[:MOST_ITEMS])


def _edition_item(texts: Texts) -> _Item:
    """Return what a feed tells of the edition."""
    edition = texts.catalogue.site.edition
    home = texts.catalogue.site_url + page_address("index", texts.locale)
    return _Item(
        permanent_id=f"{home}#edition-{edition.id}",
        title=_own(texts, texts.words("edition", id=edition.id, date=edition.date)),
        on=edition.date,
        address=home,
        text=texts.site["notice"],
    )


def _change_item(texts: Texts, entry: Entry, change: Change) -> _Item:
    """Return what a feed tells of a change.

    Its id is the entry's short address, which outlives titles and file names, with the day.
    """
    passages = texts.entry(entry)
    title, what = passages["title"], passages[f"changes.{change.on}.what"]
    name = f"{entry.code} {title.text}"
    if title.locale == what.locale:
        name = texts.words("feeds.item_title", guideline=name, what=what.text)
    url = texts.catalogue.site_url
    return _Item(
        permanent_id=f"{url}{short_address(entry.code, texts.locale)}#{change.on}",
        title=Passage(name, TextKind.PLAIN, title.locale, is_foreign=title.is_foreign),
        on=change.on,
        address=url + page_address(entry_page_id(entry), texts.locale),
        text=what,
        labels=(
            (entry.audience_id, texts.site[f"audiences.{entry.audience_id}.name"]),
            (entry.topic, texts.site[f"topics.{entry.topic}.name"]),
        ),
    )


def _own(texts: Texts, text: str) -> Passage:
    return Passage(text, TextKind.PLAIN, texts.locale)


def _feed(texts: Texts, pictures: SitePictures, link: FeedLink, items: list[_Item]) -> bytes:
    """Return a feed as XML."""
    url, locale = texts.catalogue.site_url, texts.locale
    site = texts.catalogue.site
    feed = Element("feed", {"xmlns": NAMESPACE, "xml:lang": locale.tag, "xml:base": url})
    SubElement(feed, "id").text = url + link.address
    _text(feed, "title", _own(texts, link.title), locale)
    _text(feed, "subtitle", _own(texts, texts.words("feeds.subtitle")), locale)
    SubElement(feed, "updated").text = _at_midday(items[0].on)
    author = SubElement(feed, "author")
    # RFC 4287 wants a name; where nobody publishes the site, it speaks for itself.
    name = texts.catalogue.settings.publisher or texts.site["title"].text
    SubElement(author, "name").text = name
    page_id = "index" if link.audience_id == ALL_AUDIENCES else f"{link.audience_id}/index"
    _link(feed, "self", url + link.address, "application/atom+xml")
    _link(feed, "alternate", url + page_address(page_id, locale), "text/html", locale)
    _link(feed, "license", site.licence.url)
    rights = texts.words("licence_line", licence=site.licence.name)
    _text(feed, "rights", _own(texts, rights), locale)
    for picture in pictures.icons[:1]:
        SubElement(feed, "icon").text = url + picture.address
    for item in items:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = item.permanent_id
        _text(entry, "title", item.title, locale)
        SubElement(entry, "updated").text = _at_midday(item.on)
        _link(entry, "alternate", item.address, "text/html", item.title.locale)
        _text(entry, "summary", item.text, locale)
        for term, label in item.labels:
            attributes = {"term": term, "label": label.text, **_language(label, locale)}
            SubElement(entry, "category", attributes)
    indent(feed, " ")
    content: str = tostring(feed, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{content}\n'.encode()


def _at_midday(day: date) -> str:
    """Return a day as the point in time that RFC 3339 wants: midday UTC.

    Nobody notes the hour of a change. At midday UTC the calendar shows the same day from UTC-12 to
    UTC+11, so that a reader's program prints the day that the page tells.
    """
    return f"{day}T12:00:00Z"


def _text(parent: Element, name: str, passage: Passage, locale: Locale) -> None:
    """Add a text; one in another language than the feed's says so."""
    SubElement(parent, name, {"type": "text", **_language(passage, locale)}).text = passage.text


def _language(passage: Passage, locale: Locale) -> dict[str, str]:
    return {} if passage.locale == locale else {"xml:lang": passage.locale.tag}


def _link(
    parent: Element, relation: str, address: str, kind: str = "", locale: Locale | None = None
) -> None:
    attributes = {"rel": relation, "href": address}
    if kind:
        attributes["type"] = kind
    if locale is not None:
        attributes["hreflang"] = locale.tag
    SubElement(parent, "link", attributes)
