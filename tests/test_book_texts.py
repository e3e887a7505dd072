"""Whatever authors write, the book is right or the build stops with file and line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MakeProject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from library import (
    BOOK,
    CHECKLIST,
    GROWERS,
    MILLIMETRE,
    changed,
    line_of,
    require_catalogue,
    set_book,
)
from pdf_reader import Pdf, fonts_of, letters_outside, normal, page_numbers
from support import Files, copy_base, silent, write_files

from guidebook.books import BookError, BookShelf
from guidebook.cli import main
from guidebook.text import plain_text
from guidebook.typesetting import TypesettingError

ARABIC_FONT = Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf")


def block(text: str, indent: int) -> str:
    """Return a text as a YAML block."""
    return "|-\n" + "\n".join(f"{' ' * indent}{line}" for line in text.split("\n"))


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


def test_a_copy_in_an_archive_is_printed(make_book: Callable[[Files], Pdf]) -> None:
    """On paper, the address of a work's archived copy stands beside its own."""
    copy = "https://archive.example.org/handbook"
    old = "https://example.org/handbook"
    pdf = make_book(changed("guidelines/references.yml", (old, f"{old}\n  archived: {copy}")))
    assert f"Copy in a web archive: {copy}" in normal(pdf.text)


def test_a_small_table_stays_on_one_page(make_project: MakeProject, tmp_path: Path) -> None:
    """Wherever it falls, a table of a few rows is on one page; one of many goes on to the next."""
    rows = "\n".join(f"| spade {n} | Mari {n} |" for n in range(1, 6))
    small = f"| tool | owner |\n|---|---|\n{rows}"
    large = "| tool | owner |\n|---|---|\n" + "\n".join(f"| {n} | Mari |" for n in range(1, 80))
    texts = "\n\n".join([f"And here is the list:\n\n{small}"] * 25 + ["More:", large])
    old = block("| tool | owner |\n|---|---|\n| spade | Mari |", 6)
    pdf = set_book(make_project(changed(GROWERS, (old, block(texts, 6)))), tmp_path / "a.pdf")
    pages = [page_numbers(table) for table in pdf.all("Table") if "Mari" in table.text]
    assert [len(found) for found in pages[:-1]] == [1] * 25
    assert len(pages[-1]) > 1
    assert len(set.union(*pages)) > 4


def test_all_paragraphs_of_a_term_belong_to_it(make_project: MakeProject, tmp_path: Path) -> None:
    """Quotations and further paragraphs of a definition are part of its item in the list."""
    definition = "The first words.\n\n> The quoted words.\n\nThe last words."
    old = block(
        "Land that people grow food on together, as the [handbook](ref:garden-handbook) says.", 4
    )
    files = changed("guidelines/glossary.yml", (old, block(definition, 4)))
    files |= changed(GROWERS, ("Gardeners of one", "A [garden](term:community-garden) of one"))
    pdf = set_book(make_project(files), tmp_path / "a.pdf")
    bodies = [body.text for body in pdf.all("LBody") if "first words" in body.text]
    assert any("quoted words" in text and "last words" in text for text in bodies)


HELP = "---\ntitle: Help\ndescription: How to help.\n---\n\n# Help\n\nWrite.\n"


@pytest.mark.parametrize(
    ("files", "address"), [({}, "growers/"), ({"docs/contribute.md": HELP}, "contribute/")]
)
def test_a_book_tells_where_to_suggest_a_change(
    files: Files, address: str, make_project: MakeProject, tmp_path: Path
) -> None:
    """It gives the address of the page that tells how, or of its section where there is none."""
    pdf = set_book(make_project(files), tmp_path / "a.pdf")
    assert f"How to suggest a change: https://example.org/{address} " in pdf.text


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
    assert not (root / ".ledger" / "books.json").exists()


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
