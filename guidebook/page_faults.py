"""What of a built page the program does not make: scripts, handlers, frames, requests elsewhere.

In: the bytes of an HTML file of the site, and what is known of the site. Out: problems with lines.
The parser is lxml's (libxml2), which splits a page into tags as the HTML standard says since its
version 2.14, gives each element its line, and reads a thousand pages in two seconds. Where programs
read markup differently, a page can hide something from one of them; so a `<` that begins no whole
tag is a fault by itself, and drawings may hold shapes and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from guidebook.page_policy import page_policy
from guidebook.problems import Location, Problem, quote


def names(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


ELEMENTS = names(
    "html head title meta link script body template noscript header footer nav main article "
    "section aside search address hgroup h1 h2 h3 h4 h5 h6 p hr pre blockquote ol ul menu li "
    "dl dt dd figure figcaption div a em strong small s cite q dfn abbr data time code var "
    "samp kbd sub sup i b u mark bdi bdo span br wbr ruby rt rp ins del img picture source "
    "video audio track map area table caption colgroup col tbody thead tfoot tr td th form "
    "label input button select datalist optgroup option textarea output progress meter "
    "fieldset legend details summary dialog svg"
)
"""Elements that show something and do nothing by themselves (HTML standard), and forms."""
SHAPES = names(
    "svg g path rect circle ellipse line polyline polygon text tspan defs use symbol clippath "
    "mask lineargradient radialgradient stop pattern marker title desc"
)
"""Elements of drawings that hold neither scripts, links nor anything that moves (SVG 2)."""
_FRAMES = names("iframe frame frameset object embed applet portal fencedframe")
_ACTING = names(
    "srcdoc formaction ping background manifest attributionsrc codebase archive classid "
    "imagesrcset shadowrootmode is"
)
"""Attributes that load, send or change something and that no template has."""
_LOADING = ("src", "srcset", "poster", "xlink:href", "data")
_QUIET_LINKS = frozenset(["canonical", "alternate", "license", "author", "help"])
"""Kinds of `link` that browsers load nothing for."""
_LOADING_LINKS = frozenset(["stylesheet", "icon", "apple-touch-icon", "manifest"])
_SCHEMES = frozenset(("", "https", "mailto"))
NO_ICON = "data:,"
_SAVED = ("data:application/x-bibtex;", "data:application/x-research-info-systems;")
"""Citations, which browsers save as files and never open as pages."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20]+")
_BROKEN = re.compile(rb"<[^<>]*<|<(?![a-zA-Z/!])")
_NOT_ONLY_TEXT = re.compile(rb"<(title|textarea)\b[^<>]*>[^<]*<(?!/\1>)[^<>]*>?", re.IGNORECASE)
"""A tag in what holds only text on a page, and more than text in a drawing."""
_ROOT = re.compile(rb"<(html|head|body)(?=[\s/>])", re.IGNORECASE)
_REFRESH = re.compile(r"0; url=(\S+)")
_FORM_MARKS = ("data-filters", "novalidate", "data-source")
"""Attributes of the forms that scripts read and that are never sent."""
DELETE = "Find it in docs/, templates/ or mkdocs.yml and delete it, or build the site again."


@dataclass(frozen=True)
class SiteFacts:
    """What pages are compared with; nothing of it is taken from a page with authors' texts."""

    site_url: str
    """Where the site is published; ends in a slash."""
    scripts: frozenset[str]
    """Addresses of the scripts that pages may load, below the site's root."""


def find_page_faults(path: str, content: bytes, facts: SiteFacts) -> Iterator[Problem]:
    """Yield what a page holds that the program does not make.

    Args:
        path: The file's path below the site's root, with `/`.
        content: Its bytes.
        facts: What is known of the site.
    """
    page = _Page(path, content, facts)
    yield from page.broken_tags()
    yield from page.roots(most=1)
    if page.root is None:
        yield page.problem(1, "broken-file", "the file holds no page.")
        return
    for element in page.root.iter(etree.Element):
        yield from page.element(element)
    yield from page.policy()
    yield from page.refresh()


def find_markup_faults(path: str, line: int, markup: str, facts: SiteFacts) -> Iterator[Problem]:
    """Yield what a piece of HTML inside another file, such as a feed, holds that acts."""
    page = _Page(path, markup.encode("utf-8", "surrogatepass"), facts, line - 1)
    yield from page.broken_tags()
    yield from page.roots(most=0)
    for element in page.root.iter(etree.Element) if page.root is not None else ():
        if element.tag in ("script", "form", "link", "meta"):
            yield page.at(element, "unknown-element", f"{quote(f'<{element.tag}>')} stands here.")
        yield from page.element(element)


def address_fault(address: str, *, loads: bool) -> str:
    """Return what is wrong with an address in the site: a sentence, or nothing.

    Args:
        address: As it stands in the file; browsers leave out what cannot be seen in it.
        loads: True when a browser fetches it by itself.
    """
    plain = _UNSEEN.sub("", address).replace("\\", "/")
    scheme = _SCHEME.match(plain)
    name = scheme[1].lower() if scheme else ""
    if loads and (name or plain.startswith("//")):
        return f"{quote(address)} is loaded from elsewhere than the site."
    if not loads and plain.startswith("//"):
        return f"{quote(address)} names another host without saying how to reach it."
    if name not in _SCHEMES:
        return f"{quote(address)} is an address of the kind {quote(name + ':')}."
    return ""


class _Page:
    """A page while it is looked through."""

    def __init__(self, path: str, content: bytes, facts: SiteFacts, above: int = 0) -> None:
        self.path = path
        self.content = content
        self.facts = facts
        self.above = above
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        try:
            self.root: Any = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:  # not even a word
            self.root = None
        self.stops = [error for error in parser.error_log if error.level_name == "FATAL"]
        """Where the parser gave up, for example because a page is nested too deeply."""
        drawings = self.root.iter("svg") if self.root is not None else ()
        self.drawn = {inner for drawing in drawings for inner in drawing.iterdescendants()}
        """Everything inside drawings."""

    def problem(self, line: int, rule: str, message: str, advice: str = DELETE) -> Problem:
        return Problem(Location(self.path, self.above + line), rule, message, advice)

    def at(self, element: Any, rule: str, message: str, advice: str = DELETE) -> Problem:
        return self.problem(element.sourceline or 1, rule, message, advice)

    def broken_tags(self) -> Iterator[Problem]:
        """Yield tags that are not whole, which programs could read differently."""
        for error in self.stops:
            message = f"the page cannot be read to its end: {error.message.strip()}."
            yield self.problem(error.line, "broken-file", message)
        broken = (
            found for one in (_BROKEN, _NOT_ONLY_TEXT) for found in one.finditer(self.content)
        )
        for found in broken:
            if found[0].startswith(b"<!--"):
                continue
            line = self.content.count(b"\n", 0, found.start()) + 1
            text = found[0].decode("utf-8", "replace")
            yield self.problem(line, "broken-tag", f"{quote(text)} is no whole tag.")

    def roots(self, *, most: int) -> Iterator[Problem]:
        """Yield the tags of a page's root beyond the first: browsers add what they hold to it.

        The parser leaves them out, with every attribute.
        """
        count: dict[bytes, int] = {}
        for found in _ROOT.finditer(self.content):
            name = found[1].lower()
            count[name] = count.get(name, 0) + 1
            if count[name] > most:
                line = self.content.count(b"\n", 0, found.start()) + 1
                message = f"{quote(f'<{name.decode()}>')} would change the whole page from here."
                yield self.problem(line, "broken-tag", message)

    def element(self, element: Any) -> Iterator[Problem]:
        tag = element.tag
        if tag in _FRAMES:
            yield self.at(element, "frame", f"{quote(f'<{tag}>')} shows something else inside.")
        elif tag == "base":
            yield self.at(element, "base", "'<base>' changes where all links lead.")
        elif tag == "style":
            yield self.at(element, "inline-style", "'<style>' stands in the page.")
        elif tag not in (SHAPES if element in self.drawn else ELEMENTS):
            message = f"{quote(f'<{tag}>')} is made by no template."
            yield self.at(element, "unknown-element", message)
        is_saved = tag == "a" and element.get("download") is not None
        for name, value in element.items():
            if not (is_saved and name == "href" and value.startswith(_SAVED)):
                yield from self.attribute(element, name, value)
        if tag == "script":
            yield from self.script(element)
        elif tag == "link":
            yield from self.link(element)
        elif tag == "form":
            yield from self.form(element)
        elif tag == "meta":
            yield from self.meta(element)

    def attribute(self, element: Any, name: str, value: str) -> Iterator[Problem]:
        if name.startswith("on"):
            yield self.at(element, "event-handler", f"{quote(f'{name}={value}')} is a script.")
        elif name == "style":
            message = f"{quote(f'style={value}')} is an inline style."
            yield self.at(element, "inline-style", message)
        elif name in _ACTING:
            message = f"{quote(f'{name}={value}')} acts by itself."
            yield self.at(element, "acting-attribute", message)
        elif name in _LOADING:
            for one in value.split(",") if name == "srcset" else (value,):
                address = one.strip().partition(" ")[0] if name == "srcset" else one
                yield from self.address(element, address, loads=True)
        elif name in ("href", "cite") and element.tag != "link":
            yield from self.address(element, value, loads=element.tag in SHAPES)

    def address(self, element: Any, address: str, *, loads: bool) -> Iterator[Problem]:
        if fault := address_fault(address, loads=loads):
            yield self.at(element, "other-host" if loads else "dangerous-address", fault)

    def script(self, element: Any) -> Iterator[Problem]:
        if element.get("type") == "application/ld+json" and element.get("src") is None:
            try:
                json.loads(element.text or "")
            except ValueError:
                yield self.at(element, "unknown-script", "the page's description is no JSON.")
            return
        source = element.get("src")
        if source is None or (element.text or "").strip():
            message = f"the script {quote((element.text or '').strip())} stands in the page."
            yield self.at(element, "unknown-script", message)
        elif self.resolved(source) not in self.facts.scripts:
            message = f"{quote(source)} is a script that the site does not have."
            yield self.at(element, "unknown-script", message)

    def link(self, element: Any) -> Iterator[Problem]:
        kinds = (element.get("rel") or "").lower().split()
        address = element.get("href") or ""
        if not kinds or not set(kinds) <= _QUIET_LINKS | _LOADING_LINKS:
            message = f"'<link>' of the kind {quote(' '.join(kinds))} is made by no template."
            yield self.at(element, "unknown-link", message)
        elif set(kinds) & _LOADING_LINKS:
            if not (address == NO_ICON and kinds == ["icon"]):
                yield from self.address(element, address, loads=True)
        elif "canonical" in kinds or "alternate" in kinds:
            whole = urljoin(self.facts.site_url + self.path, address)
            if not whole.startswith(self.facts.site_url):
                message = f"{quote(address)} is said to be this page, on another site."
                yield self.at(element, "other-host", message)
        else:
            yield from self.address(element, address, loads=False)

    def form(self, element: Any) -> Iterator[Problem]:
        method = (element.get("method") or "get").lower()
        action = element.get("action")
        is_search = element.get("role") == "search" and action is not None and method == "get"
        is_read = action is None and any(element.get(mark) is not None for mark in _FORM_MARKS)
        if not (is_search or is_read):
            yield self.at(element, "form", "'<form>' is none of the site's own.")
        elif action and address_fault(action, loads=True):
            yield self.at(element, "form", f"a form sends what is written to {quote(action)}.")

    def meta(self, element: Any) -> Iterator[Problem]:
        kind = (element.get("http-equiv") or "").lower()
        if kind not in ("", "content-security-policy", "refresh"):
            message = f"'<meta http-equiv={kind}>' is made by no template."
            yield self.at(element, "unknown-meta", message)

    def policy(self) -> Iterator[Problem]:
        """Yield a problem when the page has not the policy, whole and before all else."""
        metas = self.metas("content-security-policy")
        if len(metas) != 1 or metas[0].get("content") != page_policy():
            message = "the page has not the site's content security policy."
            yield self.problem(metas[0].sourceline if metas else 1, "no-policy", message)
            return
        first = next(self.root.iter("script", "link", "style", "img", "base", "body"), None)
        if first is not None and first in list(metas[0].itersiblings(preceding=True)):
            message = "the policy stands below what it should forbid."
            yield self.at(metas[0], "no-policy", message)

    def refresh(self) -> Iterator[Problem]:
        """Yield a problem for a page that leads on, unless it is nothing but an old address.

        Such a page is known by what it is: it leads at once to one place of the site, which is
        also its only link and what it calls its true address, and it has no script and no form.
        """
        for meta in self.metas("refresh"):
            found = _REFRESH.fullmatch(meta.get("content") or "")
            target = found[1] if found else ""
            links = [link.get("href") for link in self.root.iter("a")]
            true = [
                link.get("href")
                for link in self.root.iter("link")
                if link.get("rel") == "canonical"
            ]
            own = [self.facts.site_url + self.resolved(target)]
            is_bare = next(self.root.iter("script", "form"), None) is None
            if not (target and links == [target] and true == own and is_bare):
                message = f"the page leads on by itself: {quote(meta.get('content') or '')}."
                yield self.at(meta, "meta-refresh", message)

    def metas(self, kind: str) -> list[Any]:
        return [
            meta
            for meta in self.root.iter("meta")
            if (meta.get("http-equiv") or "").lower() == kind
        ]

    def resolved(self, address: str) -> str:
        """Return an address below the site's root, or as it is when it leads out of the site."""
        whole = urljoin(self.facts.site_url + self.path, address)
        root = urlsplit(self.facts.site_url)
        if whole.startswith(self.facts.site_url):
            return whole.removeprefix(self.facts.site_url)
        return address if urlsplit(whole).netloc != root.netloc else whole
