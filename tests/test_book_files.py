"""Which books there are, and when they are made again; the commands that make them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MakeProject
from library import (
    BOOK,
    CHECKLIST,
    GROWERS,
    Library,
    changed,
    make_library,
    require_catalogue,
    set_book,
)
from pdf_reader import Pdf, normal
from support import CASES, copy_base, silent, write_files

from guidebook.book_views import ALL, Book, plan_books
from guidebook.books import timestamp_of
from guidebook.cli import main
from guidebook.pages import build_pages


def test_the_same_content_gives_the_same_bytes(base_books: Library, tmp_path: Path) -> None:
    """The same project in another folder gives the same files."""
    copy_base(tmp_path / "another folder")
    other = make_library(tmp_path / "another folder", tmp_path, of_growers_in("et"))
    assert len(other.pdfs) == 2
    for book, pdf in other.pdfs.items():
        assert pdf.path.read_bytes() == (base_books.folder / book.file_name).read_bytes()


def of_growers_in(tag: str) -> Callable[[Book], bool]:
    """Return a condition for the book and the checklist of the growers in a language."""
    return lambda book: (book.audience_id, book.locale.tag) == ("growers", tag)


def test_a_book_gives_the_day_of_the_edition_as_its_time(base_books: Library) -> None:
    """Without SOURCE_DATE_EPOCH a book names the edition's day and not the day of the build."""
    assert str(base_books.pdf(BOOK).document.docinfo["/CreationDate"]) == "D:20261123000000Z"


def test_source_date_epoch_changes_nothing_but_the_time(
    base_books: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH sets the time of a file; every page and all other facts stay."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    before, after = base_books.pdf(BOOK), set_book(base_books.root, tmp_path / BOOK)
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


def test_an_empty_epoch_is_passed_over(
    base_books: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a variable that nobody has set; all else that is no time is told."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert timestamp_of(base_books.catalogue) == 1795392000


def test_there_is_a_book_where_something_is_translated(real_books: Library) -> None:
    """English, Estonian and German have all books; Finnish those with the learners' entries."""
    audiences = ["learners", "universities", "policymakers"]
    kinds = [*audiences, *(f"{name}-checklist" for name in audiences), ALL]
    wanted = {f"{kind}.{tag}.pdf" for kind in kinds for tag in ("en", "et", "de")}
    wanted |= {"learners.fi.pdf", "learners-checklist.fi.pdf", "all.fi.pdf"}
    assert {book.file_name for book in plan_books(real_books.catalogue)} == wanted
    assert {path.name for path in real_books.folder.iterdir()} == wanted


def test_a_language_without_a_book_is_offered_the_source_languages(real_books: Library) -> None:
    """Finnish sections without a book link the English ones and say so; others their own."""
    for tag, offered in (("fi", "en"), ("et", "et"), ("en", "en")):
        locale = real_books.catalogue.locales_by_tag[tag]
        pages = {
            p.page_id: p
            for p in build_pages(real_books.catalogue, locale, real_books.root / "templates")
        }
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


def test_retired_entries_are_in_no_book(base_books: Library) -> None:
    """What is retired is neither in books nor in checklists."""
    for pdf in base_books.pdfs.values():
        assert "G3" not in pdf.text, pdf.path
        assert "Buy tools together" not in pdf.text


def test_an_entry_that_concerns_others_is_in_their_book_too(base_books: Library) -> None:
    """The cities' book holds the growers' entry that is also for cities."""
    titles = [title for title, _ in base_books.pdf("cities.en.pdf").bookmarks]
    assert "G1 Share tools by a list on the shed" in titles
    assert "G2 Collect rain in barrels" not in titles


@pytest.fixture
def own_library(base_books: Library, tmp_path: Path) -> Library:
    """Return a copy of the base project and its books that a test may change."""
    shutil.copytree(base_books.root, tmp_path / "own/project")
    shutil.copytree(base_books.folder, tmp_path / "own/books")
    shutil.copyfile(base_books.ledger, tmp_path / "own/ledger.json")
    folder = tmp_path / "own"
    return Library(
        folder / "project",
        folder / "books",
        folder / "ledger.json",
        base_books.catalogue,
        base_books.pdfs,
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


def test_a_changed_title_concerns_the_books_that_say_it(
    real_books: Library, tmp_path: Path
) -> None:
    """A new Estonian title makes the Estonian books old in which the title stands, and no other."""
    root = tmp_path / "project"
    shutil.copytree(real_books.root, root)
    path = root / "guidelines/learners/weekly-hours.et.yml"
    lines = path.read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if line.startswith("title: "))
    title = normal(lines[number].removeprefix("title: ").strip("\"'"))
    lines[number] = "title: Midagi muud"
    path.write_text("\n".join(lines), encoding="utf-8")
    changed_library = Library(root, real_books.folder, real_books.ledger, real_books.catalogue, {})
    wanted = {book.file_name for book, pdf in real_books.pdfs.items() if title in pdf.text}
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
    (root / ".ledger").mkdir(exist_ok=True)
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
