"""No text of a file is ever more than a text, in whatever it is published.

Every field of every kind of file, and every interface word of a language, holds the texts of
`nasty`; what comes out is read by readers of its own kind, and compared with what comes out of
harmless texts: no element, attribute, link, handler or command may have come in.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import pytest
from html_shapes import Shapes, hosts_of
from library import typeset_apart
from lxml import etree
from markdown import Markdown
from nasty import ALLOWED, EVIL, NASTY, REFUSED, groups
from pdf_reader import Pdf
from support import copy_base, silent, write_files
from whole_project import whole_project

from guidebook.catalogue import Catalogue
from guidebook.change_markdown import report_as_markdown
from guidebook.change_page import report_as_page
from guidebook.change_report import Report, make_report
from guidebook.change_text import report_as_text
from guidebook.checks import check_catalogue
from guidebook.exchange import export_xliff
from guidebook.load import load_catalogue
from guidebook.page_export import write_pages
from guidebook.page_files import split_page
from guidebook.problem_reports import problem_lines
from guidebook.progress import locale_progress
from guidebook.strict_yaml import read_yaml
from guidebook.text import one_line
from guidebook.website import build_website
from guidebook.yaml_style import write_yaml

DAY = date(2026, 11, 23)
MARK = re.compile(r"mark\d{4}x")
HARMLESS = (
    "One line with *emphasis*, **strong words**, a [link](https://allowed.example/x), a [mail]"
    "(mailto:a@allowed.example) and an [entry](entry:first), [work](ref:work), [term](term:term), "
    "[finding](finding:street/F1).",
    "- one\n- two\n\n  inside\n\n1. one\n2. two\n\n> A quote.\n\nA line\\\nbroken.",
    "3. three\n\n| a | b | c |\n|---|:--|--:|\n| *d* | e | f |",
)
"""All of the Markdown subset, so that its elements are known."""
CODE = {("pre", frozenset()), ("code", frozenset()), ("code", frozenset({"class"}))}
"""What code becomes, which checks refuse, and which shows its letters only."""

MARKS = {
    *(("ins", frozenset()), ("del", frozenset())),
    ("div", frozenset({"class", "dir", "lang"})),
}
"""How a report marks words that differ, of which harmless texts have none."""


@dataclass
class Marks:
    """Writes texts, each ending with a word of its own, by which it is found again."""

    lines: tuple[str, ...]
    blocks: tuple[str, ...]
    fields: dict[str, str]
    """Where each mark was written."""

    def write(self, where: str, is_markdown: bool) -> str:
        """Return the text of a field."""
        mark = f"mark{len(self.fields):04}x"
        self.fields[mark] = where
        if is_markdown:
            return "\n\n".join([*self.blocks, mark])
        return f"{self.line} {mark}".strip()

    @property
    def line(self) -> str:
        """Return the texts on one line."""
        return " ".join(" ".join(self.lines).split())


def _words(text: str, path: Path) -> str:
    """Return a file of interface words with a text behind each word."""
    value = read_yaml(path.read_bytes(), path.name).value
    assert isinstance(value, dict)

    def add(part: Any, key: str) -> Any:
        if isinstance(part, dict):
            return {name: add(inner, name) for name, inner in part.items()}
        return part if key == "date_format" else f"{part} {text}".strip()

    return write_yaml(
        {key: add(part, key) for key, part in value.items()}, block_fields=frozenset()
    )


def make_project(root: Path, marks: Marks) -> Catalogue:
    """Write a project whose fields hold the texts, and load it whatever its checks say."""
    copy_base(root)
    write_files(root, whole_project(marks.write))
    words = root / "templates/words/et.yml"
    write_files(root, {"templates/words/et.yml": _words(marks.line, words)})
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    for old in ("Garden guidelines", "Garden Guild", "name: Eesti", "More: Veel"):
        key, _, value = old.rpartition(": ")
        quoted = json.dumps(f"{value} {marks.line}", ensure_ascii=False)
        settings = settings.replace(old, f"{key}: {quoted}" if key else quoted)
    write_files(root, {"mkdocs.yml": settings})
    catalogue, problems = load_catalogue(root)
    assert catalogue is not None, "\n".join(map(str, problems))
    assert problems == ()
    return catalogue


@dataclass
class Published:
    """Everything that comes of one project."""

    root: Path
    site: Path
    marks: Marks
    catalogue: Catalogue

    def files(self, ending: str) -> Iterator[tuple[str, str]]:
        """Yield path and content of the site's files with an ending."""
        for path in sorted(self.site.rglob(f"*{ending}")):
            yield path.relative_to(self.site).as_posix(), path.read_text(encoding="utf-8")

    def shapes(self) -> dict[str, Shapes]:
        """Return what every page is made of."""
        return {path: Shapes(text) for path, text in self.files(".html")}


def publish(root: Path, marks: Marks) -> Published:
    """Build the site of a project whose fields hold the texts."""
    catalogue = make_project(root, marks)
    return Published(root, build_website(root, catalogue, silent), marks, catalogue)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return what comes of texts that everybody may write."""
    root = tmp_path_factory.mktemp("harmless") / "project"
    return publish(root, Marks((), HARMLESS, {}))


@pytest.fixture(scope="module", params=list(groups()), ids=lambda group: group[0][:20])
def nasty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return what comes of a group of texts that want to be more."""
    root = tmp_path_factory.mktemp("nasty") / "project"
    return publish(root, Marks(request.param, request.param, {}))


def test_pages_are_made_of_what_templates_make(nasty: Published, harmless: Published) -> None:
    """No page has an element, attribute, script or comment that harmless texts do not have."""
    known = harmless.shapes()
    elements = {shape for shapes in known.values() for shape in shapes.elements}
    scripts = {text for shapes in known.values() for text in shapes.scripts}
    hosts = {host for shapes in known.values() for host in shapes.hosts}
    found = nasty.shapes()
    assert found.keys() == known.keys()
    for path, shapes in found.items():
        assert shapes.mistakes == [], path
        assert shapes.elements <= elements | CODE, path
        assert set(shapes.scripts) <= scripts, path
        assert {host for host in shapes.hosts if not host.startswith("data:")} <= hosts, path
        for data in shapes.data:
            json.loads(data)


def test_every_field_is_published_somewhere(nasty: Published) -> None:
    """Each field is found in a page or the data, so that what it holds is tried."""
    found = set()
    for path in sorted(nasty.site.rglob("*")):
        if path.suffix in (".html", ".json", ".js", ".xml", ".csv"):
            found.update(MARK.findall(path.read_text(encoding="utf-8")))
    fields = nasty.marks.fields.items()
    names, read = (
        {_name(where) for mark, where in fields if mark in marks}
        for marks in (nasty.marks.fields, found)
    )
    assert names - read == CUT


def _name(where: str) -> str:
    return where.rpartition(": ")[2]


CUT = {"edition.id"}
"""It is cut to its length, and its mark with it."""


_CALL = re.compile(r"(?:window\.\w+ = |guidebookSearch\.\w+\()(.*?)\)?;\n", re.DOTALL)


def test_scripts_hold_texts_as_data(nasty: Published, harmless: Published) -> None:
    """A script is that of every site, or gives one value of data to it."""
    known = dict(harmless.files(".js"))
    found = dict(nasty.files(".js"))
    assert {path for path in found if "search/" not in path} <= known.keys()
    for path, text in found.items():
        if text != known.get(path):
            call = _CALL.fullmatch(text)
            assert call is not None, path
            json.loads(call[1])


def test_data_files_hold_texts_as_they_are(nasty: Published) -> None:
    """Every JSON file can be read, and a text in the data is the text of the file."""
    for _, text in [*nasty.files(".json"), *nasty.files(".webmanifest")]:
        json.loads(text)
    data = json.loads((nasty.site / "data/guidelines.en.json").read_text(encoding="utf-8"))
    first = nasty.catalogue.entries_by_id["first"]
    shown = next(entry for entry in data["guidelines"] if entry["id"] == "first")
    assert (shown["title"], shown["why"]) == (first.title, first.why)
    assert first.title.startswith(nasty.marks.line)


def test_tables_hold_no_formulas(nasty: Published) -> None:
    """No cell of a table begins as a formula does, and each guideline is one row."""
    for path, text in nasty.files(".csv"):
        head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
        assert len(rows) == len(nasty.catalogue.entries)
        for row in rows:
            assert len(row) == len(head), path
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def _xml(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _kinds(root: Any) -> set[tuple[str, tuple[str, ...]]]:
    return {(str(node.tag), tuple(sorted(node.attrib))) for node in root.iter()}


def test_feeds_and_sitemaps_hold_texts_as_texts(nasty: Published, harmless: Published) -> None:
    """XML has the elements and addresses that harmless texts have, also inside its HTML."""
    for path, text in nasty.files(".xml"):
        found = _xml(text.encode())
        known = _xml((harmless.site / path).read_bytes())
        assert _kinds(found) <= _kinds(known), path
        addresses = [str(value) for node in found.iter() for value in node.attrib.values()]
        assert EVIL not in " ".join(hosts_of(addresses)), path
        elements = {shape for part in _html_of(known) for shape in part.elements}
        for part in _html_of(found):
            assert part.mistakes == []
            assert part.elements <= elements | CODE
            assert EVIL not in " ".join(part.hosts)


def _html_of(feed: Any) -> Iterator[Shapes]:
    for node in feed.iter():
        if node.get("type") == "html":
            yield Shapes(node.text or "")


def test_citations_have_the_lines_of_their_form(nasty: Published, harmless: Published) -> None:
    """A file for a reference manager has as many lines of the same names as for other texts."""
    page = "growers/first/index.html"
    found, known = (
        [_citation(address) for address in Shapes((site / page).read_text()).addresses]
        for site in (nasty.site, harmless.site)
    )
    assert list(filter(None, found)) == list(filter(None, known)) != []


_NAMED = re.compile(r"^(?:([A-Z][A-Z0-9])  - |  (\w+) = \{|(@\w+\{|\}))", re.MULTILINE)


def _citation(address: str) -> list[str]:
    """Return the name of each line of a citation; fail for braces that are not in pairs."""
    if not address.startswith("data:application/"):
        return []
    text = unquote(address.partition(",")[2])
    if text.startswith("@"):
        depth = 0
        for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", text):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0
    return ["".join(names) for names in _NAMED.findall(text)] if text[:1] != "{" else []


def test_exported_pages_are_read_alike_by_others(
    nasty: Published, harmless: Published, tmp_path: Path
) -> None:
    """Front matter has its fields only, and no extension of Markdown finds its marks in a text."""
    shapes: list[set[tuple[str, frozenset[str]]]] = []
    fields: list[set[str]] = []
    for number, published in enumerate((harmless, nasty)):
        folder = tmp_path / str(number)
        write_pages(published.root, published.catalogue, folder, silent)
        seen: set[tuple[str, frozenset[str]]] = set()
        names: set[str] = set()
        for path in sorted(folder.rglob("*.md")):
            front, body = split_page(path.read_text(encoding="utf-8"))
            value = read_yaml(front.encode(), path.name).value
            assert isinstance(value, dict)
            names |= value.keys()
            reader = Markdown(extensions=EXTENSIONS)
            read = Shapes(reader.convert(body))
            seen |= read.elements
            assert EVIL not in " ".join(read.hosts)
        shapes.append(seen)
        fields.append(names)
    assert fields[1] == fields[0]
    assert shapes[1] <= shapes[0] | CODE


EXTENSIONS = ["attr_list", "tables", "toc", "md_in_html", "fenced_code", "admonition", "abbr"]


def _book(published: Published, folder: Path, file_name: str) -> Pdf:
    path = folder / file_name
    path.write_bytes(typeset_apart(published.root, published.catalogue, file_name))
    return Pdf(path)


@pytest.mark.parametrize("file_name", ["growers.en.pdf", "growers.et.pdf"])
def test_books_print_texts_and_do_nothing(nasty: Published, tmp_path: Path, file_name: str) -> None:
    """A book prints every text as it stands; it has no script, file or link of an author's own."""
    said = re.sub(r"\s", "", _book(nasty, tmp_path, file_name).text)
    for text in nasty.marks.lines:
        assert re.sub(r"\s", "", one_line(text)) in said
    with pikepdf.open(tmp_path / file_name) as document:
        things = [thing for each in document.objects for thing in _dictionaries(each)]
        keys = {key for thing in things for key in thing.keys()}  # noqa: SIM118
        assert not _ACTING & keys
        assert not {str(thing.get("/S")) for thing in things} & _ACTIONS
        hosts = set(hosts_of(str(thing["/URI"]) for thing in things if "/URI" in thing))
    assert hosts
    assert EVIL not in " ".join(hosts)
    assert {host.partition("://")[0] for host in hosts} <= {"https", "mailto"}


def _dictionaries(thing: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield an object's own dictionaries, as far as they stand in it themselves."""
    if isinstance(thing, pikepdf.Array):
        inner = list(thing)
    elif isinstance(thing, pikepdf.Dictionary):
        yield thing
        inner = [value for _, value in thing.items()]
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value)


_ACTING = {"/JS", "/EmbeddedFiles", "/OpenAction", "/AA", "/Launch", "/RichMedia", "/XFA"}
_ACTIONS = {"/JavaScript", "/Launch", "/GoToR", "/SubmitForm", "/ImportData", "/Movie", "/Sound"}


@pytest.fixture(scope="module")
def report(nasty: Published, harmless: Published) -> Report:
    """Return what a reviewer is told of a change from harmless texts to others."""
    found = make_report(harmless.root, str(harmless.root), str(nasty.root), DAY, builds=False)
    assert isinstance(found, Report)
    return found


@pytest.fixture(scope="module")
def harmless_report(harmless: Published, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the same of a change from harmless texts to very few words."""
    root = tmp_path_factory.mktemp("words") / "project"
    make_project(root, Marks((), ("Other words",), {}))
    found = make_report(harmless.root, str(harmless.root), str(root), DAY, builds=False)
    assert isinstance(found, Report)
    return found


def test_a_report_shows_texts_only(
    report: Report, harmless_report: Report, nasty: Published
) -> None:
    """What reviewers read is made of the elements that harmless changes have, too."""
    templates = nasty.root / "templates"
    page, known = (Shapes(report_as_page(found, templates)) for found in (report, harmless_report))
    assert page.mistakes == []
    assert page.elements <= known.elements | CODE | MARKS
    assert set(page.scripts) <= set(known.scripts)
    assert EVIL not in " ".join(page.hosts)
    summary, known = (Shapes(report_as_markdown(found)) for found in (report, harmless_report))
    assert summary.mistakes == []
    assert {tag for tag, _ in summary.elements} <= {tag for tag, _ in known.elements} | {
        "span",
        "ins",
        "del",
    }
    assert not re.search(
        r"(?<![\w>])@everyone|(?<!>)#1\b|https?://evil", report_as_markdown(report)
    )
    _assert_plain(report_as_text(report))


def _assert_plain(text: str) -> None:
    """Fail for what a terminal or a workflow of GitHub would take for a command."""
    assert all(char == "\n" or char.isprintable() for char in text)
    assert not re.search(r"^\s*::", text, re.MULTILINE)


def test_problems_are_told_as_texts(nasty: Published) -> None:
    """What a check says of these texts is plain on a terminal, as annotations and as JSON."""
    problems = check_catalogue(nasty.catalogue, DAY)
    assert problems
    _assert_plain("\n".join(problem_lines(problems, "text")))
    json.loads("\n".join(problem_lines(problems, "json")))
    for line in "\n".join(problem_lines(problems, "github")).split("\n"):
        if line.startswith("::"):
            assert re.match(
                r"::(?:error|warning) file=[^,:]+,line=\d+,col=\d+,title=[a-z-]+::", line
            )
        else:
            _assert_plain(line)
            assert "##[" not in line


def test_translators_files_hold_texts_as_texts(nasty: Published, harmless: Published) -> None:
    """XLIFF has the elements that it has for harmless texts."""
    found, known = (
        _kinds(
            _xml(
                export_xliff(
                    locale_progress(published.catalogue, published.catalogue.locales_by_tag["et"]),
                    published.catalogue.source_locale,
                )
            )
        )
        for published in (nasty, harmless)
    )
    assert found <= known


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_no_file_holds_what_cannot_be_seen(text: str) -> None:
    """A control, bidirectional, zero-width or tag character is refused, typed or escaped."""
    written = write_yaml({"title": text, "why": f"one\n{text}"})
    for data in (written, f"title: {text}\n", f"why: |-\n  one\n  {text}\n"):
        problems = read_yaml(data.encode(), "guidelines/x.yml").problems
        assert {problem.rule for problem in problems} == {"hidden-character"}
        for problem in problems:
            _assert_plain(str(problem))


def test_an_escaped_line_end_of_a_typewriter_is_refused() -> None:
    """A carriage return, which a file's own line ends lose, cannot come in as an escape."""
    (problem,) = read_yaml(b'title: "a\\rb"\n', "guidelines/x.yml").problems
    assert problem.rule == "hidden-character"


def test_each_text_is_tried_on_its_own_line() -> None:
    """No text is lost in the making of groups."""
    assert [text for group in groups() for text in group] == list(NASTY)
    assert ALLOWED
