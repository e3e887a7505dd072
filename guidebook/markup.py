"""Passages and addresses as HTML and Markdown: the one place where pages escape.

In: `Passage`s, addresses and plain text. Out: markup that is safe in a page. A page is made of
Markdown headings and finished HTML blocks; nothing an author writes is ever read as markup.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from guidebook.addresses import (
    EVIDENCE,
    GLOSSARY,
    REFERENCES,
    entry_page_id,
    finding_anchor,
    page_address,
    reference_anchor,
    relative_link,
)
from guidebook.catalogue import Catalogue, Locale
from guidebook.field_types import TextKind
from guidebook.localise import Passage
from guidebook.term_finder import term_finder
from guidebook.text import one_line
from guidebook.text_html import Resolver, render_html
from guidebook.web_addresses import find_address_faults
from guidebook.words import PLACEHOLDER

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")

_TERM_LINK = re.compile(r"\]\(term:([a-z0-9-]+)\)")
_LINK_CLASSES = {"ref": "cite", "finding": "cite", "term": "term"}


_ENDS_SCRIPTS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Signs that could end a script element or a line of it, as JSON writes them otherwise."""


def json_script(value: object) -> Markup:
    """Return a value as JSON that may stand in a `script` element, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ENDS_SCRIPTS))


def escape_markdown(text: str) -> str:
    """Return plain text so that Markdown shows it as it is, wherever it stands in a line."""
    return _PUNCTUATION.sub(lambda match: f"&#{ord(match.group())};", one_line(text))


def heading(level: int, text: str, anchor: str, locale: Locale | None = None) -> Markup:
    """Return a Markdown heading; `locale` is the language of a foreign text."""
    attributes = f"#{anchor}"
    if locale is not None:
        attributes += f' lang="{locale.tag}" dir="{locale.direction}"'
    return Markup(f"{'#' * level} {escape_markdown(text)} {{ {attributes} }}")


class Markupper:
    """Writes passages for one page: links are relative to it, foreign text is marked."""

    def __init__(
        self,
        catalogue: Catalogue,
        locale: Locale,
        address: str,
        own_references: tuple[str, ...] = (),
        *,
        links_terms: bool = False,
    ) -> None:
        self.catalogue = catalogue
        self.locale = locale
        self.address = address
        self.own_references = own_references
        self._citations: dict[str, int] = {}
        self._finder = term_finder(catalogue, locale.tag) if links_terms else None
        self._linked_terms: set[str] = set()

    def link(self, address: str) -> str:
        """Return the link from this page to another address of the site."""
        return relative_link(self.address, address)

    def block(self, passage: Passage) -> Markup:
        """Return a passage as HTML blocks; foreign text in an element with its language."""
        if passage.kind is TextKind.PLAIN:
            rendered = f"<p>{escape(passage.text)}</p>\n"
        else:
            link_terms = None if passage.is_foreign or not self._finder else self._link_terms
            self._linked_terms.update(_TERM_LINK.findall(passage.text))
            rendered = render_html(passage.text, self.resolve, link_terms)
        rendered = _without_fences(rendered)
        if passage.is_foreign:
            rendered = f"<div{_language(passage.locale)}>\n{rendered}</div>\n"
        return Markup(rendered)

    def inline(self, passage: Passage) -> Markup:
        """Return a plain passage inside a line; foreign text in an element with its language."""
        text = Markup(_inert(passage.text))
        if passage.is_foreign:
            return Markup("<span{}>{}</span>").format(_language(passage.locale), text)
        return text

    def fill(self, word: str, **values: Passage | str) -> Markup:
        """Return an interface word with passages or words in the places of its names in braces.

        A name that nobody knows stays as it is, as everywhere in interface words.
        """

        def shown(match: re.Match[str]) -> str:
            value = values.get(match[1], match[0])
            return str(self.inline(value)) if isinstance(value, Passage) else _inert(value)

        return Markup(PLACEHOLDER.sub(shown, _inert(word)))

    def title(self, level: int, passage: Passage, anchor: str) -> Markup:
        """Return a passage as a Markdown heading."""
        return heading(level, passage.text, anchor, passage.locale if passage.is_foreign else None)

    def resolve(self, target: str) -> Mapping[str, str] | None:
        """Return the attributes of a link, or None when it must be shown as mere text."""
        scheme, _, name = target.partition(":")
        found = self.find_target(target)
        if found is not None:
            page_id, anchor = found
            if scheme == "ref" and name in self.own_references:
                return self._citation(name, anchor)
            address = page_address(page_id, self.locale)
            href = self.link(f"{address}#{anchor}" if anchor else address)
            attributes = {"href": href}
            if scheme in _LINK_CLASSES:
                attributes["class"] = _LINK_CLASSES[scheme]
            if scheme == "finding":  # its number, as the works of the page have theirs
                attributes["data-number"] = name.split("/")[1]
            return attributes
        if scheme in ("https", "mailto") and not list(find_address_faults(target)):
            return {"href": target, "rel": "external noopener"}
        return None

    def _citation(self, reference_id: str, anchor: str) -> Mapping[str, str]:
        """Return a link to the page's own list of references, to which its number leads back."""
        count = self._citations[reference_id] = self._citations.get(reference_id, 0) + 1
        number = self.own_references.index(reference_id) + 1
        return {
            "href": f"#{anchor}",
            "class": "cite",
            "id": f"cite-{reference_id}-{count}",
            "data-number": str(number),
        }

    def citations_of(self, reference_id: str) -> list[str]:
        """Return the anchors of the places written so far that cite a reference of the page."""
        count = self._citations.get(reference_id, 0)
        return [f"cite-{reference_id}-{number}" for number in range(1, count + 1)]

    def _link_terms(self, text: str) -> Iterator[tuple[int, int, Mapping[str, str]]]:
        """Yield a link for the first use of each term on the page."""
        assert self._finder is not None
        for start, end, term_id in self._finder.find(text):
            attributes = None if term_id in self._linked_terms else self.resolve(f"term:{term_id}")
            if attributes is not None:
                self._linked_terms.add(term_id)
                yield start, end, attributes

    def find_target(self, target: str) -> tuple[str, str] | None:
        """Return page id and anchor (may be empty) of a link to content, or None."""
        scheme, _, name = target.partition(":")
        catalogue = self.catalogue
        if scheme == "entry" and name in catalogue.entries_by_id:
            return entry_page_id(catalogue.entries_by_id[name]), ""
        if scheme == "ref" and name in catalogue.references:
            return f"{REFERENCES}/index", reference_anchor(name)
        if scheme == "finding" and name in catalogue.findings_by_id:
            return f"{EVIDENCE}/index", finding_anchor(*name.split("/"))
        if scheme == "term" and name in catalogue.glossary:
            return f"{GLOSSARY}/index", name
        return None


def _inert(text: str) -> str:
    """Return plain text as HTML in which neither browsers nor readers of Markdown find anything."""
    return _without_fences(str(escape(text)))


def _without_fences(shown: str) -> str:
    """Return HTML without what Python-Markdown looks for before it looks for HTML blocks."""
    return shown.replace("`", "&#96;").replace("~", "&#126;")


@lru_cache(maxsize=64)
def _language(locale: Locale) -> Markup:
    return Markup(' lang="{}" dir="{}"').format(locale.tag, locale.direction)


def marked_text(runs: Iterable[tuple[bool, str]], element: str) -> Markup:
    """Return runs of plain words as HTML, those that are marked in an element of their own."""
    parts = []
    for is_marked, words in runs:
        shown = words.rstrip()
        if is_marked and shown:
            marked = Markup("<{0}>{1}</{0}>").format(element, shown)
            parts.append(marked + escape(words[len(shown) :]))
        else:
            parts.append(escape(words))
    return Markup("").join(parts)


_HTML_PARTS = re.compile(r"<[^>]*>|[^<\s]+\s*|\s+")


def marked_change(old: str, new: str, resolve: Resolver) -> tuple[Markup, Markup]:
    """Return two states of a Markdown text as HTML; words that only one has are marked.

    Args:
        old: The earlier state; empty for none.
        new: The later state; empty for none.
        resolve: Gives the attributes of the link to a target.
    """
    parts = [_HTML_PARTS.findall(render_html(text, resolve) if text else "") for text in (old, new)]
    before, after = ([part.strip() for part in side if _is_words(part)] for side in parts)
    marked: tuple[set[int], set[int]] = (set(), set())
    if old and new:
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind != "equal":
                marked[0].update(range(a, b))
                marked[1].update(range(c, d))
    return _mark(parts[0], marked[0], "del"), _mark(parts[1], marked[1], "ins")


def _is_words(part: str) -> bool:
    return bool(part.strip()) and not part.startswith("<")


def _mark(parts: list[str], marked: set[int], element: str) -> Markup:
    """Return HTML with an element around each marked word; elements never cross one another."""
    written = []
    number = 0
    for part in parts:
        if not _is_words(part):
            written.append(part)
            continue
        word = part.rstrip()
        shown = f"<{element}>{word}</{element}>{part[len(word) :]}" if number in marked else part
        written.append(shown)
        number += 1
    return Markup("".join(written))
