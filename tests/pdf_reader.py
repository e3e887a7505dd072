"""A PDF as programs that read aloud see it, and as it is drawn.

`Pdf` reads a file by its structure, as a screen reader does; PDFium reads it as it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
OPERATORS = "BDC BMC EMC Tf Tj TJ"
INLINE = frozenset(["Span", "Strong", "Em", "Link", "Reference", "Lbl"])


def normal(text: str) -> str:
    """Return a text without what only tells where lines may end."""
    return " ".join(INVISIBLE.sub("", text).split())


def without_numbers(text: str) -> str:
    """Return a text without the numbers of references that books put behind links."""
    return normal(re.sub(r"\[\d+\]", "", text))


@dataclass
class Run:
    """A text of one marked-content sequence."""

    text: str
    language: str


@dataclass
class Element:
    """An element of the structure tree."""

    kind: str
    node: pikepdf.Object
    language: str
    parts: list[Element | Run] = field(default_factory=list)
    annotations: list[pikepdf.Object] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    """The numbers, from 1, of the pages with its own text."""

    @property
    def children(self) -> list[Element]:
        """Return the elements inside."""
        return [part for part in self.parts if isinstance(part, Element)]

    def walk(self) -> Iterator[Element]:
        """Yield the element and all inside, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @cached_property
    def text(self) -> str:
        """Return what is read aloud, normalised."""
        return normal(self.said(None))

    def said(self, language: str | None) -> str:
        """Return what is read aloud in a language, or in all; blocks are apart."""
        inner = "".join(
            part.said(language)
            if isinstance(part, Element)
            else (part.text if language in (None, part.language) or not part.text.strip() else "\0")
            for part in self.parts
        )
        return inner if self.kind in INLINE and not self.is_block else f" {inner} "

    @property
    def is_block(self) -> bool:
        """Return True when the element stands on lines of its own."""
        return any(part.get("/Placement") == "/Block" for part in self.attributes())

    def attributes(self) -> list[pikepdf.Object]:
        """Return the attribute objects."""
        return as_list(self.node.get("/A", []))


def as_list(value: object) -> list[pikepdf.Object]:
    """Return an array's items, or a single item as a list."""
    return list(value) if isinstance(value, pikepdf.Array | list) else [value]


class Pdf:
    """A PDF as programs that read aloud see it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = pikepdf.open(path)
        self.root = self.document.Root
        self.artifacts: dict[int, str] = {}
        """What is drawn and not read aloud, by page from 1."""
        self.unmarked: list[str] = []
        """Texts that are neither read aloud nor left out on purpose."""
        self._runs: dict[tuple[int, int], Run] = {}
        self._numbers = {page.objgen: n for n, page in enumerate(self.document.pages, 1)}

    @cached_property
    def metadata(self) -> Mapping[str, str]:
        """Return the XMP metadata."""
        found = self.document.open_metadata()  # outside of `with`, so that nothing is changed
        names = "pdfuaid:part pdfaid:part pdfaid:conformance dc:title dc:description dc:language"
        return {name: str(found.get(name, "")) for name in [*names.split(), "pdf:Keywords"]}

    @cached_property
    def tree(self) -> Element:
        """Return the structure with the texts of all pages."""
        for number, page in enumerate(self.document.pages, 1):
            self._read_page(number, page)
        (top,) = as_list(self.root.StructTreeRoot.K)
        return self._element(top, str(self.root.Lang), 1)

    @cached_property
    def text(self) -> str:
        """Return everything that is read aloud, normalised."""
        return self.tree.text

    @cached_property
    def prose(self) -> str:
        """Return the same without the numbers of references."""
        return without_numbers(self.text)

    def in_language(self, tag: str) -> str:
        """Return what is read aloud in one language."""
        return without_numbers(self.tree.said(tag))

    def all(self, *kinds: str) -> list[Element]:
        """Return the elements of some kinds, in reading order."""
        return [element for element in self.tree.walk() if element.kind in kinds]

    @cached_property
    def bookmarks(self) -> list[tuple[str, int]]:
        """Return title and page number of every bookmark."""
        with self.document.open_outline() as outline:
            return list(self._bookmarks(outline.root))

    def place_of(self, name: str) -> tuple[int, float]:
        """Return page and height, in points above its lower edge, of a named place."""
        page, _, _, top, _ = pikepdf.NameTree(self.root.Names.Dests)[name]
        return self._numbers[page.objgen], float(top)

    def text_below(self, number: int, top: float) -> str:
        """Return what is printed in the 60 points below a height of a page."""
        page = self._drawn[number - 1]
        width, _ = page.get_size()
        text = page.get_textpage()
        return normal(text.get_text_bounded(left=0, right=width, bottom=top - 60, top=top))

    @cached_property
    def _drawn(self) -> pdfium.PdfDocument:
        return pdfium.PdfDocument(self.path)

    def _bookmarks(self, items: list[pikepdf.OutlineItem]) -> Iterator[tuple[str, int]]:
        for item in items:
            assert isinstance(item.destination, pikepdf.Array)
            yield normal(item.title), self._numbers[item.destination[0].objgen]
            yield from self._bookmarks(item.children)

    def _element(self, node: pikepdf.Object, language: str, page: int) -> Element:
        element = Element(str(node.S)[1:], node, str(node.get("/Lang", language)))
        page = self._numbers[node.Pg.objgen] if "/Pg" in node else page
        for kid in as_list(node.get("/K", [])):
            if isinstance(kid, int):
                self._add_run(element, page, kid)
            elif "/S" in kid:
                element.parts.append(self._element(kid, element.language, page))
            elif kid.Type == "/MCR":
                number = self._numbers[kid.Pg.objgen] if "/Pg" in kid else page
                self._add_run(element, number, int(kid.MCID))
            else:
                element.annotations.append(kid.Obj)
        return element

    def _add_run(self, element: Element, page: int, number: int) -> None:
        element.pages.add(page)
        found = self._runs.get((page, number))
        if found is not None:
            element.parts.append(Run(found.text, found.language or element.language))

    def _read_page(self, number: int, page: pikepdf.Page) -> None:
        fonts: dict[str, dict[int, str]] = {}
        font: dict[int, str] = {}
        marks: list[tuple[str, pikepdf.Object]] = []
        for operands, operator in pikepdf.parse_content_stream(page, OPERATORS):
            match str(operator):
                case "BDC" | "BMC":
                    about = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
                    marks.append((str(operands[0]), about))
                    if "/ActualText" in about:
                        self._keep(number, marks, str(about.ActualText))
                case "EMC":
                    marks.pop()
                case "Tf":
                    name = str(operands[0])
                    if name not in fonts:
                        fonts[name] = characters_of(page.Resources.Font[name])
                    font = fonts[name]
                case "Tj" | "TJ":
                    if not any("/ActualText" in about for _, about in marks):
                        shown = operands[0] if str(operator) == "TJ" else [operands[0]]
                        codes = b"".join(bytes(s) for s in shown if isinstance(s, pikepdf.String))
                        pairs = [codes[i : i + 2] for i in range(0, len(codes), 2)]
                        text = "".join(font[int.from_bytes(pair)] for pair in pairs)
                        self._keep(number, marks, text)

    def _keep(self, page: int, marks: list[tuple[str, pikepdf.Object]], text: str) -> None:
        if any(name == "/Artifact" for name, _ in marks):
            self.artifacts[page] = self.artifacts.get(page, "") + text
            return
        ids = [int(about.MCID) for _, about in marks if "/MCID" in about]
        if not ids:
            self.unmarked.append(text)
            return
        languages = [str(about.Lang) for _, about in marks if "/Lang" in about]
        run = self._runs.setdefault((page, ids[-1]), Run("", languages[-1] if languages else ""))
        run.text += text


def characters_of(font: pikepdf.Object) -> dict[int, str]:
    """Return what each code of a font says (its ToUnicode map)."""
    raw = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", raw, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w*)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", raw, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = chr(int(text, 16) + code - int(first, 16))
    return found


def fonts_of(pdf: Pdf) -> set[str]:
    """Return the names of the fonts in a PDF."""
    return {
        str(font.BaseFont).partition("+")[2]
        for page in pdf.document.pages
        for font in page.Resources.get("/Font", {}).values()
    }


def page_numbers(element: Element) -> set[int]:
    """Return the pages on which an element has text."""
    return set().union(*(inner.pages for inner in element.walk()))


def letters_outside(path: Path, margin: float) -> list[tuple[int, str]]:
    """Return page and letter of everything printed closer than a margin to the sides, or off it."""
    found = []
    document = pdfium.PdfDocument(path)
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            inside = left >= margin and right <= width - margin and bottom >= 0 and top <= height
            if right > left and not inside:
                found.append((number, text.get_text_range(index, 1)))
        text.close()
        page.close()
    document.close()
    return found


def leftmost_beside(path: Path, text: str) -> str:
    """Return the letter that is printed leftmost in the first line that shows a text."""
    document = pdfium.PdfDocument(path)
    for page in document:
        letters = page.get_textpage()
        found = letters.search(text).get_next()
        if found:
            boxes = [letters.get_charbox(index) for index in range(letters.count_chars())]
            line = boxes[found[0]][1]
            shown = {
                box[0]: letters.get_text_range(index, 1)
                for index, box in enumerate(boxes)
                if box[2] > box[0] and abs(box[1] - line) < 4
            }
            document.close()
            return shown[min(shown)]
    raise AssertionError(f"no page shows {text!r}")
