"""The books as their readers meet them: read by eye, read aloud, printed, and made again.

`Pdf` reads a file by its structure, as a screen reader does; PDFium reads it as it is drawn.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import CASES, Files, copy_base, silent, write_files

from guidebook.addresses import page_address, section_page_id
from guidebook.book_views import ALL, Book, BookView, book_view, entries_of, plan_books
from guidebook.books import BookError, BookShelf, book_sources, timestamp_of
from guidebook.catalogue import Catalogue
from guidebook.cli import main
from guidebook.load import load_catalogue
from guidebook.localise import Passage, Texts
from guidebook.model import TextKind
from guidebook.pages import build_pages
from guidebook.text import plain_text
from guidebook.typesetter import TypesettingError, typeset
from guidebook.views import Views

MakeProject = Callable[[Files], Path]
MILLIMETRE = 72 / 25.4
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
ARABIC_FONT = Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf")
GROWERS = "guidelines/growers/share-tools.yml"
BOOK, CHECKLIST = "growers.en.pdf", "growers-checklist.en.pdf"
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


@dataclass
class Library:
    """The books of a project."""

    root: Path
    folder: Path
    ledger: Path
    catalogue: Catalogue
    pdfs: dict[Book, Pdf]

    def shelf(self) -> BookShelf:
        """Return the books as the content of now wants them."""
        return BookShelf(self.root, require_catalogue(self.root), self.ledger)

    def pdf(self, file_name: str) -> Pdf:
        """Return a book by its file name."""
        return next(pdf for book, pdf in self.pdfs.items() if book.file_name == file_name)

    def views(self, book: Book) -> Views:
        """Return the views of a book's language."""
        return Views(Texts(self.catalogue, book.locale))

    def view(self, book: Book) -> BookView:
        """Return what a book has to show."""
        return book_view(self.views(book), book.audience_id)

    def books(self, *, checklists: bool = False) -> Iterator[tuple[Book, Pdf]]:
        """Yield the books, or the checklists."""
        for book, pdf in self.pdfs.items():
            if book.is_checklist == checklists:
                yield book, pdf


def require_catalogue(root: Path) -> Catalogue:
    """Return a project's content, whatever its checks say."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    return catalogue


def make_library(root: Path, folder: Path, wanted: Callable[[Book], bool]) -> Library:
    """Make the wanted books of a project."""
    catalogue = require_catalogue(root)
    ledger = folder / "ledger.json"
    made = folder / "books"
    BookShelf(root, catalogue, ledger).make(made, made, silent, wanted=wanted)
    books = [book for book in plan_books(catalogue) if wanted(book)]
    pdfs = {book: Pdf(made / book.file_name) for book in books}
    return Library(root, made, ledger, catalogue, pdfs)


@pytest.fixture(scope="module")
def real(real_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return all books of the repository's own content."""
    return make_library(real_root, tmp_path_factory.mktemp("real-books"), lambda _: True)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return all books of the base project."""
    folder = tmp_path_factory.mktemp("base-books")
    copy_base(folder / "project")
    return make_library(folder / "project", folder, lambda _: True)


@pytest.fixture
def make_book(make_project: MakeProject, tmp_path: Path) -> Callable[[Files], Pdf]:
    """Return a function that makes the growers' English book of a changed base project."""

    def make(files: Files) -> Pdf:
        root = make_project(files)
        return set_book(root, tmp_path / BOOK)

    return make


def set_book(root: Path, path: Path, file_name: str = BOOK) -> Pdf:
    """Set one book in this process, without the checks, and return it."""
    catalogue = require_catalogue(root)
    sources = book_sources(catalogue, root / "templates")
    source = next(source for source in sources if source.book.file_name == file_name)
    folders = tuple(str((root / folder).resolve()) for folder in catalogue.settings.font_folders)
    path.write_bytes(typeset(dict(source.files), folders, timestamp_of(catalogue)))
    return Pdf(path)


def test_every_book_says_that_it_is_accessible_and_lasting(real: Library) -> None:
    """Every book declares PDF/UA-1 and PDF/A-2a, is tagged, and shows its title."""
    assert len(real.pdfs) == 24
    for pdf in real.pdfs.values():
        assert pdf.metadata["pdfuaid:part"] == "1", pdf.path
        assert (pdf.metadata["pdfaid:part"], pdf.metadata["pdfaid:conformance"]) == ("2", "A")
        assert pdf.root.MarkInfo.Marked is True
        assert pdf.root.ViewerPreferences.DisplayDocTitle is True


def test_every_book_says_what_it_is(real: Library) -> None:
    """Language, title, author and description stand in the metadata; topics are its keywords."""
    titles = set()
    for book, pdf in real.pdfs.items():
        views = real.views(book)
        info = pdf.document.docinfo
        titles.add(str(info["/Title"]))
        assert str(pdf.root.Lang) == book.locale.tag
        assert book.locale.tag in str(pdf.metadata["dc:language"])
        assert str(info["/Title"]) == pdf.metadata["dc:title"]
        assert str(info["/Author"]) == views.texts.site["title"].text
        assert real.catalogue.site.edition.id in str(info["/Subject"])
        assert pdf.metadata["dc:description"] == str(info["/Subject"])
        topics = [part.topic.name.text for part in real.view(book).parts]
        assert str(info["/Keywords"]) == pdf.metadata["pdf:Keywords"] == ", ".join(topics)
    assert len(titles) == len(real.pdfs)


def test_bookmarks_lead_to_every_entry(real: Library) -> None:
    """Every entry of a book has a bookmark with its code and title."""
    for book, pdf in real.books():
        titles = [title for title, _ in pdf.bookmarks]
        for card in real.view(book).index:
            assert f"{card.entry.code} {normal(card.title.text)}" in titles, pdf.path


def test_the_structure_can_be_read_aloud(real: Library) -> None:
    """Headings skip no level, lists hold items; pictures, links and table cells are explained."""
    for pdf in real.pdfs.values():
        assert pdf.tree.kind == "Document"
        level = 0
        for heading in pdf.all("H1", "H2", "H3", "H4", "H5", "H6"):
            assert int(heading.kind[1]) <= level + 1, (pdf.path, heading.text)
            level = int(heading.kind[1])
            assert heading.text
        for items in pdf.all("L"):
            assert {child.kind for child in items.children} == {"LI"}, pdf.path
        for item in pdf.all("LI"):
            kinds = [child.kind for child in item.children]
            assert kinds == ["Lbl", "LBody"], (pdf.path, item.text)
        for figure in pdf.all("Figure"):
            assert str(figure.node.get("/Alt", "")), pdf.path
        for link in pdf.all("Link"):
            assert link.annotations, (pdf.path, link.text)
            assert all(str(a.get("/Contents", "")) for a in link.annotations), (pdf.path, link.text)
            assert link.text, pdf.path
        for cell in pdf.all("TH"):
            assert any("/Scope" in about for about in cell.attributes()), (pdf.path, cell.text)
        for cell in pdf.all("TD"):
            assert any("/Headers" in about for about in cell.attributes()), (pdf.path, cell.text)


def test_every_link_annotation_belongs_to_a_link(real: Library) -> None:
    """No link of a page is missing from the structure."""
    for pdf in real.pdfs.values():
        in_tree = {a.objgen for link in pdf.all("Link") for a in link.annotations}
        on_pages = {a.objgen for page in pdf.document.pages for a in page.get("/Annots", [])}
        assert in_tree == on_pages, pdf.path


def test_all_text_is_read_aloud_or_left_out_on_purpose(real: Library) -> None:
    """No text of a page stands outside of structure and artifacts."""
    for pdf in real.pdfs.values():
        assert pdf.text
        assert not pdf.unmarked, pdf.path


def test_headers_and_footers_are_not_read_aloud(real: Library) -> None:
    """The page's number and the running head are drawn on every page but are no content."""
    for book, pdf in real.books():
        pattern = real.views(book).texts.words.pattern("book.page_of")
        total = len(pdf.document.pages)
        begin = re.escape(pattern.partition("{")[0])
        assert not re.search(rf"{begin}\d+ \S+ {total}\b", pdf.text)
        assert pattern.split("{")[0] not in pdf.artifacts.get(1, "")
        for number in range(2, total + 1):
            shown = pattern.replace("{n}", str(number)).replace("{total}", str(total))
            assert shown in normal(pdf.artifacts[number]), (pdf.path, number)
            assert shown not in pdf.text


def test_the_running_head_names_part_and_entry(real: Library) -> None:
    """A page on which nothing begins has the part and the entry it belongs to in its head."""
    for book, pdf in real.books():
        entries = {f"{c.entry.code} {normal(c.title.text)}": c.entry for c in real.view(book).index}
        parts = {heading.text for heading in pdf.all("H1")}
        begun = {page for _, page in pdf.bookmarks}
        part = code = ""
        pages = dict.fromkeys(range(1, len(pdf.document.pages) + 1), ("", ""))
        for title, page in pdf.bookmarks:
            part, code = (title, "") if title in parts else (part, code)
            code = entries[title].code if title in entries else code
            pages |= dict.fromkeys(range(page, len(pages) + 1), (part, code))
        for page in pages.keys() - begun - {1}:
            part, code = pages[page]
            assert normal(pdf.artifacts[page]).startswith(f"{part}{code}"), (pdf.path, page)


def test_foreign_text_is_marked_with_its_language(real: Library) -> None:
    """In translated books each passage is marked with the language it really is in."""
    for book, pdf in real.pdfs.items():
        view = real.view(book)
        said = {tag: pdf.in_language(tag) for tag in real.catalogue.locales_by_tag}
        shown = [p for p in passages_of(view) if not book.is_checklist or is_on_checklist(p)]
        assert shown
        for passage in shown:
            for line in lines_of(passage):
                assert line in said[passage.locale.tag], (pdf.path, passage)
                others = [said[tag] for tag in said if tag != passage.locale.tag]
                if len(line) > 30:
                    assert not any(line in other for other in others), (pdf.path, passage)


def is_on_checklist(passage: Passage) -> bool:
    """Return True for the passages that checklists show."""
    return passage.yaml_path[-1:] == ("do",) or passage.yaml_path == ("title",)


def passages_of(view: BookView) -> Iterator[Passage]:
    """Yield the passages of the entries of a book."""
    for part in view.parts:
        for entry in part.entries:
            yield from (entry.card.title, entry.card.summary, entry.why)
            for action in entry.actions:
                yield action.do
                if action.detail:
                    yield action.detail
            for example in entry.examples:
                yield from (example.title, example.text)
            yield from (need.because for need in (*entry.needs, *entry.needed_by))


def lines_of(passage: Passage) -> list[str]:
    """Return the blocks of a passage as they are read aloud."""
    if passage.kind is TextKind.PLAIN:
        return [normal(passage.text)]
    return [line for text in plain_text(passage.text).split("\n") if (line := normal(text))]


def test_the_cover_says_what_the_book_is(real: Library) -> None:
    """The first page has title, edition, notice, address, and the address as a picture to scan."""
    for book, pdf in real.books():
        views = real.views(book)
        words, site = views.texts.words, real.catalogue.site
        page_id = "index" if book.audience_id == ALL else section_page_id(book.audience_id)
        address = real.catalogue.site_url + page_address(page_id, book.locale)
        cover = normal(" ".join(e.text for e in pdf.tree.walk() if e.pages == {1}))
        assert normal(pdf.all("Title")[0].text) == str(pdf.document.docinfo["/Title"])
        assert words("edition", id=site.edition.id, date=site.edition.date) in cover
        assert normal(views.texts.site["notice"].text) in cover
        assert address in cover
        (picture,) = pdf.all("Figure")
        assert str(picture.node.Alt) == words("book.qr_alt", address=address)


def test_no_sentence_is_lost(real: Library) -> None:
    """Every passage of every entry of an audience is in its book."""
    for book, pdf in real.books():
        view = real.view(book)
        shown = {card.entry.entry_id for card in view.index}
        wanted = entries_of(real.catalogue, book.audience_id)
        assert shown == {entry.entry_id for entry in wanted}
        for passage in passages_of(view):
            for line in lines_of(passage):
                assert line in pdf.prose, (pdf.path, passage)
        for part in view.parts:
            for entry in part.entries:
                for finding in entry.findings:
                    said = f"{finding.finding.id} {normal(finding.text.text)}"
                    assert said in pdf.text, (pdf.path, finding)


def test_every_reference_is_listed_with_its_number(real: Library) -> None:
    """Each number in square brackets is that of a work in the list of references."""
    for book, pdf in real.books():
        view, words = real.view(book), real.views(book).texts.words
        numbers = {item.reference_id: n for n, item in enumerate(view.references, 1)}
        listed = references_of(pdf, words("references"))
        assert len(listed) == len(numbers)
        for item in view.references:
            assert listed[numbers[item.reference_id]].startswith(normal(item.title.text)), pdf.path
        for part in view.parts:
            for entry in part.entries:
                for item in entry.references:
                    said = f"[{numbers[item.reference_id]}] {normal(item.title.text)}"
                    assert said in pdf.text, (pdf.path, said)
        cited = {int(number) for number in re.findall(r"\[(\d+)\]", pdf.text)}
        assert cited <= set(listed), pdf.path


def references_of(pdf: Pdf, heading: str) -> dict[int, str]:
    """Return the list of references by number."""
    following = iter(pdf.tree.children)
    next(element for element in following if element.kind == "H1" and element.text == heading)
    works = next(following)
    return {
        int(item.children[0].text.rstrip(".")): item.children[1].text for item in works.children
    }


def test_the_index_names_the_pages_on_which_entries_begin(real: Library) -> None:
    """Each code of the index stands beside the page that has its heading."""
    for book, pdf in real.books():
        bookmarks = dict(pdf.bookmarks)
        headings = {heading.text: min(page_numbers(heading)) for heading in pdf.all("H2")}
        rows = [[cell.text for cell in row.children] for row in pdf.all("TR")]
        pages = {row[0]: (row[1], row[2]) for row in rows if len(row) == 3}
        for card in real.view(book).index:
            title, page = pages[card.entry.code]
            assert title == normal(card.title.text)
            heading = f"{card.entry.code} {title}"
            assert int(page) == bookmarks[heading] == headings[heading], (pdf.path, heading)


def page_numbers(element: Element) -> set[int]:
    """Return the pages on which an element has text."""
    return set().union(*(inner.pages for inner in element.walk()))


def test_an_untranslated_entry_says_so(real: Library) -> None:
    """In translated books the state of each entry's translation stands below its title."""
    for book, pdf in real.books():
        texts = real.views(book).texts
        for card in real.view(book).index:
            notice = normal(texts.notice(card.entry.path, card.entry))
            said = f"{card.entry.code} {normal(card.title.text)} {notice}".strip()
            assert said in pdf.text, (pdf.path, said)
    finnish = real.pdf("all.fi.pdf")
    assert "Tätä sivua ei ole vielä käännetty." in finnish.text


def test_a_checklist_is_one_page_with_every_action(real: Library) -> None:
    """On the real content each checklist is one page and has all actions of its audience."""
    for book, pdf in real.books(checklists=True):
        assert len(pdf.document.pages) == 1, pdf.path
        for part in real.view(book).parts:
            for entry in part.entries:
                assert f"{entry.card.entry.code} {normal(entry.card.title.text)}" in pdf.text
                for action in entry.actions:
                    assert normal(action.do.text) in pdf.text, (pdf.path, action.do)


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


def test_nothing_runs_off_the_page(real: Library) -> None:
    """Every letter of every page lies within the margins."""
    for book, pdf in real.pdfs.items():
        margin = (10 if book.is_checklist else 20) * MILLIMETRE
        assert letters_outside(pdf.path, margin) == [], pdf.path


def block(text: str, indent: int) -> str:
    """Return a text as a YAML block."""
    return "|-\n" + "\n".join(f"{' ' * indent}{line}" for line in text.split("\n"))


def changed(path: str, *changes: tuple[str, str]) -> Files:
    """Return a file of the base project with some of its texts replaced."""
    text = (CASES / "base" / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return {path: text}


LONG_WORD = "Donaudampf" * 30
LONG_ADDRESS = "https://example.org/" + "a1b2c3d4e5" * 14 + "/" + "f6-g7_h8?" * 14 + "end"
WIDE_TABLE = "\n".join(
    "| " + " | ".join(row) + " |"
    for row in (
        [f"column {n}" for n in range(1, 13)],
        ["---"] * 12,
        [f"Selbstverständlichkeit{n}" for n in range(1, 13)],
    )
)


@pytest.fixture(scope="module")
def stress(tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    """Return the book of an entry with texts that fit into no line."""
    folder = tmp_path_factory.mktemp("stress")
    copy_base(folder / "project")
    files = changed(
        GROWERS,
        ("title: Share", f"title: {LONG_WORD} Share"),
        ("summary: Write", f"summary: {LONG_WORD} Write"),
        ("do: Write", f"do: {LONG_WORD} Write"),
        ("do: Hang", f"do: {LONG_ADDRESS} Hang"),
        ("detail: |-\n      Name", f"detail: |-\n      {LONG_WORD} [x]({LONG_ADDRESS}) Name"),
        ("  Gardeners", f"  {LONG_WORD} [{LONG_ADDRESS}]({LONG_ADDRESS}) Gardeners"),
        ("title: The", f"title: {LONG_WORD} The"),
        (block("| tool | owner |\n|---|---|\n| spade | Mari |", 6), block(WIDE_TABLE, 6)),
        ("because: A shed", f"because: {LONG_WORD} A shed"),
    )
    references = changed(
        "guidelines/references.yml",
        ("title: The", f"title: {LONG_WORD} The"),
        ("https://example.org/handbook", LONG_ADDRESS),
    )
    write_files(folder / "project", files | references)
    return set_book(folder / "project", folder / "growers.en.pdf")


def test_long_words_addresses_and_wide_tables_stay_on_the_page(stress: Pdf) -> None:
    """A word and an address of 300 letters and a table of 12 columns keep within the margins."""
    assert letters_outside(stress.path, 20 * MILLIMETRE) == []


def test_long_words_addresses_and_wide_tables_are_whole(stress: Pdf) -> None:
    """No letter of them is lost, and an address still leads where it says."""
    assert stress.text.count(LONG_WORD) >= 8
    assert LONG_ADDRESS in stress.text
    addresses = {
        str(annotation.A.URI)
        for link in stress.all("Link")
        for annotation in link.annotations
        if "/A" in annotation
    }
    assert LONG_ADDRESS in addresses
    for number in range(1, 13):
        assert f"column {number}" in stress.text
        assert f"Selbstverständlichkeit{number}" in stress.text


def test_a_long_word_in_a_checklist_stays_on_the_page(
    make_project: MakeProject, tmp_path: Path
) -> None:
    """Checklists too break what fits into no line."""
    texts = [
        ("title: Share", f"title: {LONG_WORD}"),
        ("do: Write", f"do: {LONG_WORD}"),
        ("do: Hang", f"do: {LONG_ADDRESS}"),
    ]
    pdf = set_book(make_project(changed(GROWERS, *texts)), tmp_path / "a.pdf", CHECKLIST)
    assert pdf.text.count(LONG_WORD) == 2
    assert LONG_ADDRESS in pdf.text
    assert letters_outside(pdf.path, 10 * MILLIMETRE) == []


HOSTILE = [
    '#read("/etc/passwd") #import "x": * #{panic()} #[x] #let a = 1',
    "$x$ $ x^2 $ <label> @ref *b* _i_ `c` ```d```",
    "= heading /* comment */ // comment \\ \\u{1F600} ~ --- -- ... -? ; : , . !",
    "+ 1. - / term: text https://example.org [a](b) ![c](d.png) {{ page }} {% raw %} {# x #}",
    "\"double\" 'single' `back` ]][[ )) (( }} {{ #",
    "<b>bold</b> <script>alert(1)</script> <!-- hidden --> &amp; &lt;i&gt; </div>",
    '/*@0*/ /*@999999*/ */ #super[1] #metadata(none) #label("x") |a|b|',
]
"""What is code in Typst, Markdown, HTML, YAML or Jinja, and must be read as it stands."""


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_an_author_writes_is_code(text: str, make_book: Callable[[Files], Pdf]) -> None:
    """Signs that mean something to Typst stand in every plain field as they were written."""
    quoted = json.dumps(text)
    pdf = make_book(
        changed(
            GROWERS,
            *((old, f'{old.partition(":")[0]}: {quoted[:-1]} end{n}"') for n, old in PLAIN_FIELDS),
        )
        | changed(
            "guidelines/site.yml",
            ("title: Garden guidelines", f"title: {quoted}"),
            ("notice: Example content for tests. No garden was harmed.", f"notice: {quoted}"),
            ("name: CC BY 4.0", f"name: {quoted}"),
            ("name: Growers", f"name: {quoted}"),
            ("label: Growers", f"label: {quoted}"),
            ("name: Tools", f"name: {quoted}"),
            ("question: Who owns the spade?", f"question: {quoted}"),
        )
        | changed(
            "guidelines/references.yml",
            ("title: The garden handbook", f"title: {quoted}"),
            ("by: Garden Guild", f"by: {quoted}"),
            ("read_in: a summary by the Garden Guild", f"read_in: {quoted}"),
        )
        | changed(
            "guidelines/studies/elm-street-2025.yml",
            ("title: Gardeners of Elm Street", f"title: {quoted}"),
            ("by: Elm Street Garden", f"by: {quoted}"),
            ("text: Water is the main difficulty in August.", f"text: {quoted}"),
        )
        | changed("guidelines/glossary.yml", ("term: rain barrel", f"term: {quoted}"))
        | changed("mkdocs.yml", ("publisher: Garden Guild", f"publisher: {quoted}"))
    )
    said = normal(text)
    for number, _ in PLAIN_FIELDS:
        assert f"{said} end{number}" in pdf.text, number
    assert pdf.text.count(said) >= len(PLAIN_FIELDS) + 12
    assert str(pdf.document.docinfo["/Author"]) == text
    assert text in str(pdf.document.docinfo["/Title"])
    assert text in str(pdf.document.docinfo["/Keywords"])
    assert "root:" not in pdf.text


PLAIN_FIELDS = list(
    enumerate(
        [
            "title: Share tools by a list on the shed",
            "summary: Write down who has which tool, and put the list on the door of the shed.",
            "do: Write a list of all tools.",
            "do: Hang the list on the door of the shed.",
            "title: The list of Elm Street",
        ]
    )
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_with_markup_is_read_as_on_the_website(
    text: str, make_book: Callable[[Files], Pdf]
) -> None:
    """In fields of several blocks, what is no Markdown of the subset stands as it was written."""
    wanted = [normal(line) for line in plain_text(f"Before {text}").split("\n")]
    pdf = make_book(
        changed(
            GROWERS,
            ("  Gardeners of", f"  Before {text}\n\n  Gardeners of"),
            ("      Name", f"      Before {text}\n\n      Name"),
            ("      | tool", f"      Before {text}\n\n      | tool"),
        )
        | changed("guidelines/site.yml", ("  Tools cost", f"  Before {text}\n\n      Tools cost"))
        | changed("guidelines/glossary.yml", ("    A barrel", f"    Before {text}\n\n    A barrel"))
    )
    for line in wanted:
        assert pdf.text.count(line) == 5


def test_a_letter_that_no_font_has_is_told_with_its_place(
    make_project: MakeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An emoji stops the books with file and line of its field, and nothing is written."""
    root = make_project(changed(GROWERS, ("do: Write a list", "do: Write a 🪏 list")))
    assert main(root, ["books", "--audience", "growers", "--out", str(tmp_path / "out")]) == 1
    out, err = capsys.readouterr()
    line = line_of(root / GROWERS, "🪏")
    assert re.search(rf"^{GROWERS}:{line}:9: book: the book 'growers\S*\.pdf' cannot be set", out)
    assert "🪏" in out
    assert "\n    Change the text, or add a font that has the character." in out
    assert "Nothing was written." in err
    assert not (tmp_path / "out").exists()
    assert not (root / ".ledger").exists()


@pytest.mark.parametrize(
    ("path", "before"),
    [
        (GROWERS, "title: Share tools"),
        (GROWERS, "  The [handbook](ref:garden-handbook) shows"),
        (GROWERS, "      | spade"),
        ("guidelines/growers/collect-rain.yml", "summary: Put a barrel"),
        ("guidelines/site.yml", "title: Garden"),
        ("guidelines/site.yml", "name: CC BY"),
        ("guidelines/site.yml", "question: Who owns"),
        ("guidelines/references.yml", "title: The garden"),
        ("guidelines/references.yml", "by: Garden"),
        ("guidelines/studies/elm-street-2025.yml", "by: Elm"),
        ("guidelines/studies/elm-street-2025.yml", "  Twelve"),
        ("guidelines/glossary.yml", "    A barrel"),
        ("templates/words/en.yml", "book:\n  contents: Contents"),
        ("mkdocs.yml", "contact: garden"),
    ],
)
def test_every_text_of_a_book_has_a_place(
    path: str, before: str, make_project: MakeProject, tmp_path: Path
) -> None:
    """Whichever text holds the letter, the problem names its file and line."""
    root = make_project({})
    text = (root / path).read_text(encoding="utf-8")
    assert before in text
    write_files(root, {path: text.replace(before, f"{before}🪏", 1)})
    shelf = BookShelf(root, require_catalogue(root), tmp_path / "ledger.json")
    with pytest.raises(BookError, match="🪏") as raised:
        shelf.make(tmp_path, tmp_path, silent, wanted=lambda book: book.file_name == BOOK)
    location = raised.value.problem.location
    assert (location.path, location.line) == (path, line_of(root / path, "🪏"))


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that holds a text."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize("word", ["漢字", "مرحبا"])
def test_another_script_needs_a_font(word: str, make_project: MakeProject, tmp_path: Path) -> None:
    """A script that Noto Sans does not have is a problem of its text; no other font stands in."""
    root = make_project(changed(GROWERS, ("title: Share", f"title: {word} Share")))
    with pytest.raises(TypesettingError, match="could not be displayed"):
        set_book(root, tmp_path / BOOK)


@pytest.mark.skipif(not ARABIC_FONT.is_file(), reason="Debian's fonts-noto-core is not installed")
def test_arabic_is_set_in_the_font_of_the_project(make_book: Callable[[Files], Pdf]) -> None:
    """A font that mkdocs.yml names is found in its folder and used for its script."""
    settings_of_fonts = "book_fonts: [Noto Sans Arabic]\n      font_folders: [fonts]"
    pdf = make_book(
        changed(GROWERS, ("summary: Write", "summary: مرحبا Write"))
        | changed("mkdocs.yml", ("contact:", f"{settings_of_fonts}\n      contact:"))
        | {"fonts/NotoSansArabic-Regular.ttf": ARABIC_FONT.read_bytes()}
    )
    assert "NotoSansArabic-Regular" in fonts_of(pdf)
    assert not any("DejaVu" in name for name in fonts_of(pdf))
    summary = next(e for e in pdf.all("P") if e.text.endswith("door of the shed."))
    assert sorted(letters(summary.text)) == sorted("مرحبا")


def letters(text: str) -> str:
    """Return the Arabic letters of a text."""
    return "".join(letter for letter in text if "\u0600" <= letter <= "\u06ff")


def fonts_of(pdf: Pdf) -> set[str]:
    """Return the names of the fonts in a PDF."""
    return {
        str(font.BaseFont).partition("+")[2]
        for page in pdf.document.pages
        for font in page.Resources.get("/Font", {}).values()
    }


@pytest.fixture(scope="module")
def own_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the base project of which one test rewrites one file again and again."""
    root = tmp_path_factory.mktemp("own") / "project"
    copy_base(root)
    return root


LATIN = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x24F, categories=["L", "N", "P", "S", "Zs"]),
    min_size=1,
    max_size=80,
).filter(str.strip)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(title=LATIN, action=LATIN)
def test_any_latin_text_is_set_as_it_is(
    title: str, action: str, own_project: Path, tmp_path: Path
) -> None:
    """Whatever a title and an action say, the book says the same."""
    files = changed(
        GROWERS,
        ("title: Share tools by a list on the shed", f"title: {json.dumps('a' + title)}"),
        ("do: Write a list of all tools.", f"do: {json.dumps('b' + action)}"),
    )
    write_files(own_project, files)
    pdf = set_book(own_project, tmp_path / CHECKLIST, CHECKLIST)
    assert normal("a" + title) in pdf.text
    assert normal("b" + action) in pdf.text


def test_the_same_content_gives_the_same_bytes(base: Library, tmp_path: Path) -> None:
    """The same project in another folder gives the same files."""
    copy_base(tmp_path / "another folder")
    other = make_library(tmp_path / "another folder", tmp_path, of_growers_in("et"))
    assert len(other.pdfs) == 2
    for book, pdf in other.pdfs.items():
        assert pdf.path.read_bytes() == (base.folder / book.file_name).read_bytes()


def of_growers_in(tag: str) -> Callable[[Book], bool]:
    """Return a condition for the book and the checklist of the growers in a language."""
    return lambda book: (book.audience_id, book.locale.tag) == ("growers", tag)


def test_a_book_gives_the_day_of_the_edition_as_its_time(base: Library) -> None:
    """Without SOURCE_DATE_EPOCH a book names the edition's day and not the day of the build."""
    assert str(base.pdf(BOOK).document.docinfo["/CreationDate"]) == "D:20261123000000Z"


def test_source_date_epoch_changes_nothing_but_the_time(
    base: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH sets the time of a file; every page and all other facts stay."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    before, after = base.pdf(BOOK), set_book(base.root, tmp_path / BOOK)
    assert str(after.document.docinfo["/CreationDate"]) == "D:20010909014640Z"
    assert before.metadata == after.metadata
    facts = [
        {k: str(v) for k, v in pdf.document.docinfo.items() if "Date" not in k}
        for pdf in (before, after)
    ]
    assert facts[0] == facts[1]
    assert before.text == after.text
    pages = [[p.Contents.read_bytes() for p in pdf.document.pages] for pdf in (before, after)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("epoch", ["", "soon", "-1"])
def test_another_epoch_is_passed_over(
    epoch: str, base: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is no number of seconds is no time."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert timestamp_of(base.catalogue) == 1795392000


def test_there_is_a_book_where_something_is_translated(real: Library) -> None:
    """English, Estonian and German have all books; Finnish those with the learners' entries."""
    audiences = ["learners", "universities", "policymakers"]
    kinds = [*audiences, *(f"{name}-checklist" for name in audiences), ALL]
    wanted = {f"{kind}.{tag}.pdf" for kind in kinds for tag in ("en", "et", "de")}
    wanted |= {"learners.fi.pdf", "learners-checklist.fi.pdf", "all.fi.pdf"}
    assert {book.file_name for book in plan_books(real.catalogue)} == wanted
    assert {path.name for path in real.folder.iterdir()} == wanted


def test_a_language_without_a_book_is_offered_the_source_languages(real: Library) -> None:
    """Finnish sections without a book link the English ones and say so; others their own."""
    for tag, offered in (("fi", "en"), ("et", "et"), ("en", "en")):
        locale = real.catalogue.locales_by_tag[tag]
        pages = {p.page_id: p for p in build_pages(real.catalogue, locale, real.root / "templates")}
        for name in ("universities", "policymakers"):
            markdown = pages[f"{name}/index"].markdown
            for kind in (name, f"{name}-checklist"):
                link = re.search(rf'<a href="[^"]*books/{kind}\.{offered}\.pdf"[^>]*>', markdown)
                assert link, (tag, kind)
                assert ('hreflang="en"' in link[0]) == (tag == "fi")


def test_a_project_with_one_audience_has_no_book_of_all(make_project: MakeProject) -> None:
    """Where there is one audience, its book is the book of all."""
    site = (CASES / "base/guidelines/site.yml").read_text(encoding="utf-8")
    first, _, rest = site.partition("  - id: cities")
    root = make_project({"guidelines/site.yml": first + rest[rest.index("topics:") :]})
    kinds = {book.audience_id for book in plan_books(require_catalogue(root))}
    assert kinds == {"growers"}


def test_retired_entries_are_in_no_book(base: Library) -> None:
    """What is retired is neither in books nor in checklists."""
    for pdf in base.pdfs.values():
        assert "G3" not in pdf.text, pdf.path
        assert "Buy tools together" not in pdf.text


def test_an_entry_that_concerns_others_is_in_their_book_too(base: Library) -> None:
    """The cities' book holds the growers' entry that is also for cities."""
    titles = [title for title, _ in base.pdf("cities.en.pdf").bookmarks]
    assert "G1 Share tools by a list on the shed" in titles
    assert "G2 Collect rain in barrels" not in titles


@pytest.fixture
def own_library(base: Library, tmp_path: Path) -> Library:
    """Return a copy of the base project and its books that a test may change."""
    shutil.copytree(base.root, tmp_path / "own/project")
    shutil.copytree(base.folder, tmp_path / "own/books")
    shutil.copyfile(base.ledger, tmp_path / "own/ledger.json")
    folder = tmp_path / "own"
    return Library(
        folder / "project", folder / "books", folder / "ledger.json", base.catalogue, base.pdfs
    )


def to_make(library: Library) -> set[str]:
    """Return the books that are not as they should be."""
    return {s.book.file_name for s in library.shelf().states(library.folder) if not s.is_current}


def make_all(library: Library) -> int:
    """Make what is not as it should be and return how many books were made."""
    return library.shelf().make(library.folder, library.folder, silent, wanted=lambda _: True)


def test_nothing_is_made_twice(own_library: Library) -> None:
    """Books whose content has not changed are left as they are."""
    before = {path.name: path.stat().st_mtime_ns for path in own_library.folder.iterdir()}
    assert make_all(own_library) == 0
    after = {path.name: path.stat().st_mtime_ns for path in own_library.folder.iterdir()}
    assert before == after


def test_a_changed_title_concerns_the_books_that_say_it(real: Library, tmp_path: Path) -> None:
    """A new Estonian title makes the Estonian books old in which the title stands, and no other."""
    root = tmp_path / "project"
    shutil.copytree(real.root, root)
    path = root / "guidelines/learners/weekly-hours.et.yml"
    lines = path.read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if line.startswith("title: "))
    title = normal(lines[number].removeprefix("title: ").strip("\"'"))
    lines[number] = "title: Midagi muud"
    path.write_text("\n".join(lines), encoding="utf-8")
    changed_library = Library(root, real.folder, real.ledger, real.catalogue, {})
    wanted = {book.file_name for book, pdf in real.pdfs.items() if title in pdf.text}
    assert {"learners.et.pdf", "learners-checklist.et.pdf", "all.et.pdf"} <= wanted
    assert all(".et." in name for name in wanted)
    assert to_make(changed_library) == wanted


def test_a_changed_text_is_in_the_new_book(own_library: Library) -> None:
    """Exactly the books that say a changed text are made again, and say the new one."""
    files = changed(
        "guidelines/growers/collect-rain.yml",
        ("do: Put a barrel under the gutter.", "do: Put a big barrel under the gutter."),
    )
    write_files(own_library.root, files)
    names = {
        f"{kind}.{tag}.pdf"
        for kind in ("growers", "growers-checklist", "all")
        for tag in own_library.catalogue.locales_by_tag
    }
    assert to_make(own_library) == names
    (own_library.folder / "all.et.pdf").unlink()
    assert make_all(own_library) == len(names)
    assert to_make(own_library) == set()
    for name in names:
        assert "Put a big barrel under the gutter." in Pdf(own_library.folder / name).text


def test_what_stands_in_the_folder_is_looked_at(own_library: Library) -> None:
    """A book that was deleted or changed by somebody is made again, the same as before."""
    deleted, damaged = (own_library.folder / name for name in (CHECKLIST, "all.de.pdf"))
    good = {path: path.read_bytes() for path in (deleted, damaged)}
    deleted.unlink()
    damaged.write_bytes(good[damaged][:-10])
    assert to_make(own_library) == {deleted.name, damaged.name}
    assert make_all(own_library) == 2
    assert {path: path.read_bytes() for path in good} == good


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b'{"a": 1}', None])
def test_without_a_ledger_all_books_are_made(content: bytes | None, own_library: Library) -> None:
    """A ledger that is missing or cannot be read vouches for no book, and is no mistake."""
    if content is None:
        own_library.ledger.unlink()
    else:
        own_library.ledger.write_bytes(content)
    assert len(to_make(own_library)) == len(own_library.pdfs)
    only = own_library.shelf().make(
        own_library.folder, own_library.folder, silent, wanted=lambda b: b.file_name == CHECKLIST
    )
    assert only == 1
    assert CHECKLIST not in to_make(own_library)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("templates/books/style.typ", "#let ink = ", "#let ink =  "),
        ("mkdocs.yml", "publisher: Garden Guild", "publisher: Another Guild"),
        ("guidelines/site.yml", "notice: Example", "notice: Other"),
        ("guidelines/site.yml", "date: 2026-11-23", "date: 2026-11-24"),
    ],
)
def test_what_is_in_every_book_makes_every_book_old(
    path: str, old: str, new: str, own_library: Library
) -> None:
    """Style, publisher, notice and edition concern all books of the languages that show them."""
    text = (own_library.root / path).read_text(encoding="utf-8")
    assert old in text
    write_files(own_library.root, {path: text.replace(old, new, 1)})
    wanted = {book.file_name for book in own_library.pdfs}
    if "notice" in old:
        wanted = {name for name in wanted if ".et." not in name}
    assert to_make(own_library) == wanted


def test_books_makes_what_is_asked_for(
    make_project: MakeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`books --audience --locale --out` makes just these books, and once."""
    root, out = make_project({}), tmp_path / "out"
    command = ["books", "--audience", "growers", "--locale", "et", "--out", str(out)]
    assert main(root, command) == 0
    assert {path.name for path in out.iterdir()} == {"growers.et.pdf", "growers-checklist.et.pdf"}
    assert f"Made 2 books: {out}\n" in capsys.readouterr().err
    assert main(root, command) == 0
    assert f"Made 0 books: {out}\n" in capsys.readouterr().err
    assert not (root / "site").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--audience", "grower"], "--audience: 'grower' is unknown."),
        (["--locale", "e"], "--locale: 'e' is unknown."),
        (["--locale", "fi"], "--locale: 'fi' is unknown."),
    ],
)
def test_an_unknown_book_is_explained(
    arguments: list[str],
    told: str,
    make_project: MakeProject,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An audience or a language that does not exist exits with 2 and names those that do."""
    assert main(make_project({}), ["books", *arguments]) == 2
    err = capsys.readouterr().err
    assert told in err
    wanted = "growers, cities, all" if "--audience" in arguments else "en, et, de"
    assert wanted in err
    assert ("Did you mean 'growers'?" in err) == ("grower" in arguments)


def test_build_makes_the_books_and_can_keep_them(
    own_library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """`build` puts the books into the site; `--no-books` keeps them and tells which are old."""
    root, books = own_library.root, own_library.root / "site/books"
    shutil.copytree(own_library.folder, books)
    (root / ".ledger").mkdir()
    shutil.copyfile(own_library.ledger, root / ".ledger/books.json")
    (books / CHECKLIST).unlink()
    assert main(root, ["build", "--no-books"]) == 0
    err = capsys.readouterr().err
    assert f"1 book missing: {CHECKLIST}" in err
    assert "older than the content" not in err
    assert "Make them: python3 build.py books" in err
    assert not (books / CHECKLIST).exists()

    rain = "guidelines/growers/collect-rain.yml"
    write_files(root, changed(rain, ("title: Collect rain", "title: Collect more rain")))
    kept = (books / BOOK).read_bytes()
    assert main(root, ["build", "--no-books"]) == 0
    err = capsys.readouterr().err
    assert re.search(rf"\d+ books older than the content: .*{re.escape(BOOK)}", err)
    assert (books / BOOK).read_bytes() == kept

    assert main(root, ["build"]) == 0
    err = capsys.readouterr().err
    assert "Setting the books: " in err
    assert f"and {len(own_library.pdfs)} books: " in err
    assert {path.name for path in books.iterdir()} == {b.file_name for b in own_library.pdfs}
    assert "G2 Collect more rain in barrels" in Pdf(books / BOOK).text
    assert (root / "site/index.html").is_file()


def test_a_book_that_cannot_be_set_leaves_the_site_as_it_was(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """When a book fails, `build` exits with 1 and neither site nor half of one is left."""
    root = make_project(changed(GROWERS, ("do: Write a list", "do: Write a 🪏 list")))
    assert main(root, ["build"]) == 1
    assert f"{GROWERS}:16:9: book: " in capsys.readouterr().out
    assert not (root / "site").exists()
    assert not (root / ".site.new").exists()
