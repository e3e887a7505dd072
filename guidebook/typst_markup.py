"""Passages as Typst: the one place where books escape.

In: `Passage`s and plain text. Out: Typst markup in which nothing an author writes is code, made
from the same parse of the Markdown subset as the website's HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from guidebook.addresses import (
    EVIDENCE,
    GLOSSARY,
    REFERENCES,
    entry_page_id,
    finding_anchor,
    page_address,
    reference_anchor,
)
from guidebook.book_links import SCHEME, place_name
from guidebook.catalogue import Catalogue, Locale
from guidebook.field_types import TextKind
from guidebook.localise import Passage
from guidebook.text import Node, one_line, parse_tree
from guidebook.views import EntryCard, FindingView, ReferenceView, TermView
from guidebook.web_addresses import find_address_faults

_SYNTAX = re.compile(r"[!-/:-@\[-`{-~]")
_LONG_RUN = re.compile(r"\S{30,}")
RUN_LENGTH = 15
"""A run of letters longer than 30 may break after every 15th: a line holds about 80."""
LINE_LENGTH = 72
"""Letters that a line of a table holds, all columns together."""
SMALL_TABLE = 20
"""The most lines of a table that is kept on one page, were all its columns equally wide."""
_BREAKS_AFTER = re.compile(r"(?<=[/.?&=_#:-])(?=[^/.?&=_#:-])")
ZERO_WIDTH_SPACE = "\u200b"


class Typst(str):
    """A text that is Typst markup already."""

    __slots__ = ()


def escape(text: str) -> Typst:
    """Return plain text as Typst markup that shows it as it is; long runs may break."""
    words = one_line(text)
    breakable = _LONG_RUN.sub(lambda match: break_points(match.group()), words)
    return Typst(_SYNTAX.sub(lambda match: f"\\{match.group()}", breakable))


def finish(value: object) -> str:
    """Return what a template prints: markup as it is, everything else escaped.

    Raises:
        TypeError: The template prints something that is neither text nor a number.
    """
    if not isinstance(value, str | int):
        raise TypeError(f"a template cannot print {type(value).__name__}")
    return value if isinstance(value, Typst) else escape(str(value))


def break_points(run: str) -> str:
    """Return a long run of characters with places where a line may end."""
    parts = _BREAKS_AFTER.split(run)
    pieces = [p[i : i + RUN_LENGTH] for p in parts for i in range(0, len(p), RUN_LENGTH)]
    return ZERO_WIDTH_SPACE.join(pieces)


def literal(text: str) -> Typst:
    """Return a text as a Typst string, for arguments of functions."""
    escaped = str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return Typst(f'"{escaped}"')


@dataclass
class TypstMarkup:
    """Writes passages for one book: what is in the book is linked there, the rest on the web."""

    catalogue: Catalogue
    locale: Locale
    targets: Mapping[str, str]
    """What the book holds, as links name it (`entry:weekly-hours`), with the words there."""
    reference_numbers: Mapping[str, int]
    hyphenate: Callable[[str], str]
    """Puts soft hyphens into the words of the book's language where Typst knows no patterns."""
    origins: list[Passage] = field(default_factory=list)
    """The passages in the order in which they were written; `mark` names them in the source."""

    literal = staticmethod(literal)

    @property
    def places(self) -> Mapping[str, str]:
        """Return the names of the places that links of the book lead to, with the words there."""
        return {place_name(target): words for target, words in self.targets.items()}

    def literals(self, texts: Sequence[str]) -> Typst:
        """Return texts as a Typst array of strings."""
        return Typst("(" + "".join(f"{literal(text)}, " for text in texts) + ")")

    def truth(self, value: bool) -> Typst:
        """Return a truth value as Typst writes it."""
        return Typst("true" if value else "false")

    def language_arguments(self, locale: Locale) -> Typst:
        """Return a language as arguments of a Typst function."""
        lang, region = _language(locale)
        return Typst(f"lang: {lang}, region: {region}, dir: {locale.direction}")

    def inline(self, passage: Passage) -> Typst:
        """Return a plain passage inside a line."""
        return self._in_language(passage, self._mark(passage) + self._words(passage.text, passage))

    def block(self, passage: Passage) -> Typst:
        """Return a passage of several blocks."""
        if passage.kind is TextKind.PLAIN:
            return self.inline(passage)
        rendered = self._blocks(parse_tree(passage.text).children, passage)
        return self._in_language(passage, f"{self._mark(passage)}{rendered}")

    def block_inline(self, passage: Passage) -> Typst:
        """Return a passage of several blocks after words on the same line."""
        return Typst(self.block(passage).strip())

    def entry_link(self, card: EntryCard, *, with_code: bool = True) -> Typst:
        """Return a link to an entry: to its place in this book, or to its page on the web."""
        entry = card.entry
        code = f"#strong[{escape(entry.code)}] " if with_code else ""
        return Typst(self._link(f"entry:{entry.entry_id}", f"{code}{self.inline(card.title)}"))

    def entry_label(self, card: EntryCard) -> Typst:
        """Return the label of an entry's heading, to which links and page numbers lead."""
        return Typst(f"<{self.entry_place(card)}>")

    def entry_place(self, card: EntryCard) -> str:
        """Return the name of the place of an entry's heading."""
        return place_name(f"entry:{card.entry.entry_id}")

    def codes(self, cards: Sequence[EntryCard]) -> Typst:
        """Return the codes of entries, each linked."""
        links = [
            self._link(f"entry:{card.entry.entry_id}", escape(card.entry.code)) for card in cards
        ]
        return Typst(", ".join(links))

    def finding_link(self, finding: FindingView) -> Typst:
        """Return the id of a finding, linked to where it stands."""
        target = self._finding_target(finding)
        return Typst(self._link(target, f"#strong[{escape(finding.finding.id)}]"))

    def reference_link(self, item: ReferenceView) -> Typst:
        """Return the number of a reference, linked to where it stands."""
        number = self.reference_numbers[item.reference_id]
        return Typst(self._link(f"ref:{item.reference_id}", f"\\[{number}\\]"))

    def reference_anchor(self, item: ReferenceView) -> Typst:
        """Return the place that links to a reference lead to."""
        return self._anchor(f"ref:{item.reference_id}")

    def finding_anchor(self, finding: FindingView) -> Typst:
        """Return the place that links to a finding lead to."""
        return self._anchor(self._finding_target(finding))

    def term_anchor(self, item: TermView) -> Typst:
        """Return the place that links to a term lead to."""
        return self._anchor(f"term:{item.term_id}")

    def _anchor(self, target: str) -> Typst:
        return Typst(f"#[#metadata(none)<{place_name(target)}>]")

    @staticmethod
    def _finding_target(finding: FindingView) -> str:
        return f"finding:{finding.study.study_id}/{finding.finding.id}"

    def web_link(self, url: str) -> Typst:
        """Return an address that is printed and can be followed."""
        return Typst(f"#link({literal(url)})[{_left_to_right(url)}]")

    def last_link(self, url: str) -> Typst:
        """Return the same for the last address of a book, which also says where its places are."""
        names = [name for name in self.places if not name.startswith("entry-")]
        places = f"{literal(url)}, {self.literals(names)}"
        return Typst(f"#carrying-places({places})[{_left_to_right(url)}]")

    def titled_link(self, url: str, title: Passage) -> Typst:
        """Return a title that leads to an address."""
        return Typst(f"#web({literal(url)})[{self.inline(title)}]")

    def _mark(self, passage: Passage) -> str:
        """Return a comment that names the passage, so that an error leads to its file."""
        self.origins.append(passage)
        return f"/*@{len(self.origins) - 1}*/"

    def _in_language(self, passage: Passage, markup: str) -> Typst:
        if not passage.is_foreign:
            return Typst(markup)
        lang, region = _language(passage.locale)
        return Typst(f"#foreign({lang}, {region}, {passage.locale.direction})[{markup}]")

    def _words(self, text: str, passage: Passage) -> Typst:
        return escape(text if passage.is_foreign else self.hyphenate(text))

    def _blocks(self, nodes: Sequence[Node], passage: Passage) -> str:
        return "\n\n".join(self._block(node, passage) for node in nodes)

    def _block(self, node: Node, passage: Passage) -> str:
        if node.type in ("paragraph", "heading", "inline"):
            return self._inline(node.children, passage)
        if node.type in ("bullet_list", "ordered_list"):
            items = ", ".join(f"[{self._blocks(item.children, passage)}]" for item in node.children)
            if node.type == "bullet_list":
                return f"#list({items})"
            return f"#enum(start: {int(node.attrs.get('start', 1))}, {items})"
        if node.type == "blockquote":
            return f"#quote(block: true)[{self._blocks(node.children, passage)}]"
        if node.type == "table":
            return self._table(node, passage)
        return escape(node.content)

    def _table(self, node: Node, passage: Passage) -> str:
        head, *bodies = node.children
        header = head.children[0].children
        cells = [f"[{self._inline(cell.children, passage)}]" for cell in header]
        rows = [
            [f"[{self._inline(cell.children, passage)}]" for cell in row.children]
            for body in bodies
            for row in body.children
        ]
        columns = "auto, " * len(cells) if len(cells) <= 6 else "1fr, " * len(cells)
        lines = sum(max(map(len, row)) * len(cells) // LINE_LENGTH + 1 for row in rows)
        options = [f"columns: ({columns})", *(["is-small: true"] if lines <= SMALL_TABLE else [])]
        parts = [*options, f"table.header({', '.join(cells)})", *map(", ".join, rows)]
        return f"#data-table({', '.join(parts)})"

    def _inline(self, nodes: Sequence[Node], passage: Passage) -> str:
        return "".join(self._span(node, passage) for node in nodes)

    def _span(self, node: Node, passage: Passage) -> str:
        if node.type == "hardbreak":
            return " \\\n"
        if node.type == "image":
            return ""  # not in the subset; the website leaves it out too
        inner = self._inline(node.children, passage)
        if node.type in ("strong", "em"):
            return f"#{node.type.replace('em', 'emph')}[{inner}]"
        if node.type == "link":
            return self._link(str(node.attrs.get("href", "")), inner)
        if node.type == "inline":
            return inner
        text = " " if node.type == "softbreak" else node.content
        lead = " " if text[:1].isspace() else ""
        trail = " " if text[-1:].isspace() and text.strip() else ""
        return lead + self._words(text, passage) + trail

    def _link(self, target: str, inner: str) -> str:
        if target in self.targets:
            number = self.reference_numbers.get(target.removeprefix("ref:"))
            is_number = inner.startswith("\\[")
            note = f"#super[\\[{number}\\]]" if number and not is_number else ""
            return f"#link({literal(SCHEME + place_name(target))})[{inner}{note}]"
        url = self._web_address(target) or target
        if not list(find_address_faults(url)):
            return f"#web({literal(url)})[{inner}]"
        return inner

    def _web_address(self, target: str) -> str:
        """Return the page of the website that a link to content leads to; nothing for others."""
        scheme, _, name = target.partition(":")
        catalogue, root = self.catalogue, self.catalogue.site_url
        if scheme == "entry" and name in catalogue.entries_by_id:
            return root + page_address(entry_page_id(catalogue.entries_by_id[name]), self.locale)
        if scheme == "ref":
            page = page_address(f"{REFERENCES}/index", self.locale)
            return f"{root}{page}#{reference_anchor(name)}"
        if scheme == "finding" and "/" in name:
            page = page_address(f"{EVIDENCE}/index", self.locale)
            return f"{root}{page}#{finding_anchor(*name.split('/'))}"
        if scheme == "term":
            return f"{root}{page_address(f'{GLOSSARY}/index', self.locale)}#{name}"
        return ""


def _left_to_right(url: str) -> Typst:
    """Return an address as it is printed, whatever the direction of the text around it."""
    return Typst(f"#left-to-right[{escape(url)}]")


def _language(locale: Locale) -> tuple[Typst, Typst]:
    """Return language and region of a BCP 47 tag as Typst values."""
    lang, _, rest = locale.tag.partition("-")
    region = rest if len(rest) == 2 else ""
    return literal(lang), literal(region) if region else Typst("none")
