"""Translation files: begun, completed, confirmed and reviewed, with nothing else touched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from conftest import MakeProject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import Files, copy_repository, snapshot, write_files

from guidebook.catalogue import Catalogue
from guidebook.characters import HIDDEN
from guidebook.cli import main
from guidebook.field_types import TextKind
from guidebook.formatting import format_project
from guidebook.freshness import FieldState, fingerprint
from guidebook.load import load_catalogue
from guidebook.model import Review
from guidebook.progress import PAGES, FileProgress, all_files, find_files
from guidebook.strict_yaml import Value, read_yaml
from guidebook.translation_files import TO_FILL, begin, confirm, record_review
from guidebook.yaml_style import write_yaml

ENTRY = "guidelines/growers/share-tools.yml"
ESTONIAN = "guidelines/growers/share-tools.et.yml"
GERMAN = "guidelines/growers/share-tools.de.yml"
LAND = "guidelines/cities/lend-land.yml"
LAND_ET = "guidelines/cities/lend-land.et.yml"
PAGE = "docs/about.md"
PAGE_ET = "docs/about.et.md"
NOON = "1795435200"
"""Noon of 2026-11-23, as the clock of the tests."""

DAY = date(2026, 11, 23)

SOME = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)


@pytest.fixture
def garden(make_project: MakeProject, base_words: Files) -> Path:
    """Return the base project in the one style."""
    root = make_project(base_words)
    format_project(root, (), write=True)
    return root


def changed(before: Mapping[str, bytes], root: Path) -> list[str]:
    """Return the files that are new, gone or other than before."""
    after = snapshot(root)
    return sorted(p for p in before.keys() | after.keys() if before.get(p) != after.get(p))


def replace_text(root: Path, path: str, old: str, new: str) -> None:
    """Replace a part of a file that stands in it once."""
    text = (root / path).read_bytes().decode()
    assert text.count(old) == 1, (path, old, text.count(old))
    (root / path).write_bytes(text.replace(old, new).encode())


def loaded(root: Path) -> Catalogue:
    """Return the content of a project, of which every file can be read."""
    catalogue, problems = load_catalogue(root)
    assert catalogue is not None
    assert not [str(problem) for problem in problems if problem.is_error]
    return catalogue


def progress_of(root: Path, name: str, locale: str = "et") -> FileProgress:
    """Return how far one file is, as it stands in the folder."""
    catalogue = loaded(root)
    (file,) = find_files(catalogue, catalogue.locales_by_tag[locale], name)
    return file


def states(file: FileProgress) -> dict[str, FieldState]:
    """Return the state of each text."""
    return {item.source.name: item.state for item in file.fields}


def read(root: Path, path: str) -> dict[str, Value]:
    """Return what a YAML file says."""
    document = read_yaml((root / path).read_bytes(), path)
    assert not document.problems
    assert isinstance(document.value, dict)
    return document.value


def error_lines(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the mistakes, not the warnings, that `check` prints."""
    capsys.readouterr()
    main(root, ["check"])
    out, _ = capsys.readouterr()
    return [line for line in out.splitlines() if line[:1].strip() and ": warning: " not in line]


def fill(value: Value, made: Iterable[str]) -> Value:
    """Return a skeleton with its empty texts filled, in the order in which they stand."""
    texts = iter(made)

    def filled(part: Value) -> Value:
        if isinstance(part, dict):
            return {key: filled(inner) for key, inner in part.items()}
        if isinstance(part, list):
            return [filled(inner) for inner in part]
        return part or next(texts)

    return filled(value)


# --- translate -----------------------------------------------------------------------------------


def test_translate_makes_a_file_with_every_field_and_its_source(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The new file is in the shape of its source, empty, with the source texts as comments."""
    before = snapshot(garden)
    assert main(garden, ["translate", "et", "C1"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{LAND_ET}\n"
    assert err == "8 texts to fill, 0 texts to compare.\n"
    assert changed(before, garden) == [LAND_ET]
    assert (garden / LAND_ET).read_text(encoding="utf-8") == (
        f"""\
{TO_FILL} The English text of each field:
# title: Lend land for five years
# summary: Lend empty land to gardeners for at least five years.
# why: Soil takes years to become good.
#
#   > A garden needs a place that stays.
# actions.list-land.do: List the empty land of the city.
# actions.sign-contract.do: Sign a contract for five years.
# actions.sign-contract.detail: 1. Name the land.
#   2. Name the gardeners.
# needs.share-tools.because: Gardeners who share tools look after the land together.
# changes.2026-11-20.what: First draft.
title: ''
summary: ''
why: ''
actions:
  - id: list-land
    do: ''
  - id: sign-contract
    do: ''
    detail: ''
needs:
  - entry: share-tools
    because: ''
changes:
  - on: 2026-11-20
    what: ''
made_from:
  title: fd664da6
  summary: 33d6d3f2
  why: 02726b0b
  actions.list-land.do: da8ba4cd
  actions.sign-contract.do: f7c855a9
  actions.sign-contract.detail: a59402be
  needs.share-tools.because: 7c246bbd
  changes.2026-11-20.what: 014de9fa
review: draft
"""
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("site", "guidelines/site.de.yml"),
        ("glossary", "guidelines/glossary.de.yml"),
        ("references", "guidelines/references.de.yml"),
        ("elm-street-2025", "guidelines/studies/elm-street-2025.de.yml"),
        ("G2", "guidelines/growers/collect-rain.de.yml"),
        ("G3", "guidelines/growers/buy-tools.de.yml"),
    ],
)
def test_every_kind_of_file_can_be_begun_and_filled(
    name: str, path: str, garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A skeleton of any file is in the one style, gives warnings only, and is current when filled.

    While it is empty, readers get the source text: nothing counts as translated.
    """
    assert main(garden, ["translate", "de", name]) == 0
    assert format_project(garden, (), write=False) == ([], ())
    assert error_lines(garden, capsys) == []
    skeleton = progress_of(garden, name, "de")
    assert set(states(skeleton).values()) == {FieldState.MISSING}
    document = read_yaml((garden / path).read_bytes(), path)
    assert document.value is not None
    texts = [f"Text {number}" for number in range(len(skeleton.fields))]
    filled = write_yaml(fill(document.value, texts), document.comment)
    write_files(garden, {path: filled})
    after = progress_of(garden, name, "de")
    assert set(states(after).values()) == {FieldState.CURRENT}
    assert [item.text for item in after.fields] == texts


def test_translate_twice_is_once(garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second call changes no byte."""
    assert main(garden, ["translate", "et", "C1"]) == 0
    before = snapshot(garden)
    assert main(garden, ["translate", "et", "lend-land"]) == 0
    assert changed(before, garden) == []
    assert capsys.readouterr().out == f"{LAND_ET}\n" * 2


def test_a_file_half_filled_is_completed(garden: Path) -> None:
    """What is filled stays as it is, and only what is still open is told at the top."""
    main(garden, ["translate", "et", "C1"])
    replace_text(garden, LAND_ET, "\ntitle: ''", "\ntitle: Laena maad viieks aastaks")
    replace_text(garden, LAND_ET, "    detail: ''\n", "")
    main(garden, ["translate", "et", "C1"])
    text = (garden / LAND_ET).read_text(encoding="utf-8")
    assert "# title:" not in text
    assert "# summary: Lend empty land" in text
    assert "\ntitle: Laena maad viieks aastaks\n" in text
    assert "    detail: ''\n" in text
    assert format_project(garden, (), write=False) == ([], ())


def test_translate_has_nothing_to_do_for_a_complete_file(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A complete file is left alone, and that is said."""
    before = snapshot(garden)
    assert main(garden, ["translate", "et", "G1"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"Nothing to do: {ESTONIAN} has every text of today.\n")
    assert changed(before, garden) == []


@pytest.mark.parametrize(("name", "source"), [("G1", ENTRY), ("about", PAGE)])
def test_texts_that_are_only_behind_are_named_and_left(
    name: str, source: str, garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing is missing, the file stays and the command that shows the change is told."""
    old = "Write a list of all tools." if source == ENTRY else "Made for tests"
    replace_text(garden, source, old, f"Now {old}")
    before = snapshot(garden)
    assert main(garden, ["translate", "et", name]) == 0
    _, err = capsys.readouterr()
    assert "0 texts to fill, 1 text to compare.\n" in err
    assert f"python3 build.py translations et {name}\n" in err
    assert changed(before, garden) == []


def test_a_changed_source_renews_what_an_empty_field_is_made_from(garden: Path) -> None:
    """The comment and the fingerprint of an empty field are always of the same source text."""
    main(garden, ["translate", "et", "C1"])
    replace_text(garden, LAND_ET, "\ntitle: ''", "\ntitle: Laena maad")
    for old, new in (("title: Lend land for", "title: Lend a field for"), ("empty land", "a plot")):
        text = (garden / LAND).read_text(encoding="utf-8")
        (garden / LAND).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(garden, ["translations", "confirm", "et", "C1"]) == 0
    text = (garden / LAND_ET).read_text(encoding="utf-8")
    assert "# summary: Lend a plot to gardeners" in text
    made_from = read(garden, LAND_ET)["made_from"]
    assert isinstance(made_from, dict)
    assert made_from["summary"] == fingerprint("Lend a plot to gardeners for at least five years.")
    replace_text(garden, LAND_ET, "\nsummary: ''", "\nsummary: Laena tühi maa.")
    assert states(progress_of(garden, "C1"))["summary"] is FieldState.CURRENT


def test_confirm_and_review_add_no_comment_and_no_field(garden: Path) -> None:
    """A file that lacks a text and was not made by `translate` is not filled up."""
    replace_text(garden, ESTONIAN, "summary: Kirjuta üles, kelle", "title2: Kirjuta üles, kelle")
    text = (garden / ESTONIAN).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(True) if not line.startswith("title2")]
    (garden / ESTONIAN).write_text("".join(lines), encoding="utf-8")
    assert main(garden, ["translations", "review", "et", "G1", "--by", "Mari"]) == 0
    after = (garden / ESTONIAN).read_text(encoding="utf-8")
    assert "#" not in after
    assert "\nsummary:" not in after


SHAPES = {
    "items in another order": (
        """\
        actions:
          - id: hang-list
            do: Riputa.
          - id: write-list
            do: Kirjuta.
            detail: Omanik.
        """,
        {
            "actions.write-list.do": "Kirjuta.",
            "actions.write-list.detail": "Omanik.",
            "actions.hang-list.do": "Riputa.",
        },
    ),
    "an id that does not stand first": (
        """\
        actions:
          - do: Kirjuta.
            id: write-list
        needs:
          - because: Maa.
            entry: lend-land
        changes:
          - what: Esimene.
            on: 2026-11-20
        """,
        {
            "actions.write-list.do": "Kirjuta.",
            "needs.lend-land.because": "Maa.",
            "changes.2026-11-20.what": "Esimene.",
        },
    ),
    "an item that the source does not have": (
        """\
        actions:
          - id: sweep
            do: Pühi.
          - id: hang-list
            do: Riputa.
        """,
        {"actions.hang-list.do": "Riputa."},
    ),
    "an item whose text is the id of another": (
        """\
        actions:
          - do: hang-list
            id: write-list
          - do: write-list
            id: hang-list
        """,
        {"actions.write-list.do": "hang-list", "actions.hang-list.do": "write-list"},
    ),
    "keys in another order, lists in brackets": (
        """\
        actions: [{do: Riputa., id: hang-list}]
        title: "Jaga: tööriistu"
        """,
        {"actions.hang-list.do": "Riputa.", "title": "Jaga: tööriistu"},
    ),
    "an item without a text": (
        """\
        title: Jaga
        actions:
          - id: hang-list
        """,
        {"title": "Jaga"},
    ),
}
"""Files as authors write them, and the texts that must still be there afterwards."""


@pytest.mark.parametrize("case", SHAPES, ids=lambda case: case)
def test_a_file_of_any_shape_is_completed_without_loss(case: str, garden: Path) -> None:
    """Items are found by their id wherever it stands; no text is lost, none stands twice."""
    lines, texts = SHAPES[case]
    written = re.sub("^        ", "", lines, flags=re.MULTILINE) + "review: draft\n"
    write_files(garden, {ESTONIAN: written})
    before = progress_of(garden, "G1")
    for _ in range(2):
        assert main(garden, ["translate", "et", "G1"]) == 0
        after = progress_of(garden, "G1")
        assert {item.source.name: item.text for item in after.fields if item.text} == texts
        assert after.extra == before.extra
        assert format_project(garden, (), write=False) == ([], ())
    actions = read(garden, ESTONIAN)["actions"]
    assert isinstance(actions, list)
    ids = [action["id"] for action in actions if isinstance(action, dict)]
    assert ids == ["write-list", "hang-list", *(["sweep"] if before.extra else [])]


def test_the_facts_of_a_translated_term_stay(garden: Path) -> None:
    """What a translated glossary says of its own words is kept."""
    path = "guidelines/glossary.et.yml"
    facts = read(garden, path)["community-garden"]
    replace_text(garden, path, "  term: vihmatünn\n", "")
    assert main(garden, ["translate", "et", "glossary"]) == 0
    assert read(garden, path)["community-garden"] == facts
    assert "  term: ''\n" in (garden / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("is_below", [False, True])
def test_the_comments_of_authors_stay(is_below: bool, garden: Path) -> None:
    """Comments above and below the told texts are kept; the told texts go with the last field."""
    main(garden, ["translate", "et", "C1"])
    text = (garden / LAND_ET).read_text(encoding="utf-8")
    notes = "# Mari asks: is 'laenama' right?\n# NB: look it up.\n"
    text = text.replace("title: ''", notes + "title: ''", 1) if is_below else notes + text
    write_files(garden, {LAND_ET: text})
    main(garden, ["translate", "et", "C1"])
    again = (garden / LAND_ET).read_text(encoding="utf-8")
    assert again.startswith(notes + TO_FILL)
    assert again.count("# title: Lend land") == 1
    document = read_yaml(again.encode(), LAND_ET)
    assert document.value is not None
    full = fill(document.value, (f"Tekst {number}" for number in range(8)))
    write_files(garden, {LAND_ET: write_yaml(full, document.comment)})
    assert main(garden, ["translations", "review", "et", "C1", "--by", "Mari"]) == 0
    done = (garden / LAND_ET).read_text(encoding="utf-8")
    assert done.startswith(notes + "title: Tekst 0\n")
    assert TO_FILL not in done


@pytest.mark.parametrize("text", ["# one", "one\ttwo", "title: one", "Õ".lower()])
def test_any_source_text_can_stand_in_the_comment(text: str, garden: Path) -> None:
    """A source text that looks like a comment, a key or two lines is told without harm."""
    entry = read(garden, LAND)
    write_files(garden, {LAND: write_yaml({**entry, "title": text, "why": text})})
    assert main(garden, ["translate", "et", "C1"]) == 0
    assert main(garden, ["translate", "et", "C1"]) == 0
    assert format_project(garden, (), write=False) == ([], ())
    assert set(states(progress_of(garden, "C1")).values()) == {FieldState.MISSING}


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("title: Jaga\ntitle: Jaga\nreview: draft\n", "duplicate-key"),
        ("title: Jaga: midagi\nreview: draft\n", "yaml-syntax"),
        ("title: Jaga\n", "missing-field"),
        ("tittle: Jaga\nreview: draft\n", "unknown-key"),
        ("actions:\n  - do: Kirjuta.\nreview: draft\n", "missing-field"),
        ("", "empty-file"),
        (b"title: \xff\nreview: draft\n", "not-utf8"),
        ("title: Jaga # miks\nreview: draft\n", "misplaced-comment"),
    ],
)
@pytest.mark.parametrize("command", ["translate", "confirm", "review", "list"])
def test_a_file_that_cannot_be_read_is_told_and_left(
    command: str,
    content: str | bytes,
    rule: str,
    garden: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file with a mistake of form keeps every byte; the mistake is told, the exit code is 1."""
    write_files(garden, {ESTONIAN: content})
    before = snapshot(garden)
    by = ["--by", "Mari"] if command == "review" else []
    first = ["translate"] if command == "translate" else ["translations", command]
    assert main(garden, [*first, "et", "G1", *by]) == 1
    out, err = capsys.readouterr()
    assert f"{ESTONIAN}:" in out
    assert f": {rule}: " in out
    assert "Nothing was written." in err
    assert changed(before, garden) == []


def test_what_a_rule_finds_does_not_stop_a_translator(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A translation with a mistake that `check` reports can still be listed, made and confirmed."""
    replace_text(garden, ENTRY, "do: Write a list of all tools.", "do: List 12 tools.")
    assert main(garden, ["translations", "confirm", "et", "G1"]) == 0
    assert capsys.readouterr().out == "actions.write-list.do\n"
    assert any("lost-number" in line for line in error_lines(garden, capsys))
    for arguments in (
        ["translations"],
        ["translations", "et"],
        ["translations", "de", "G1"],
        ["translate", "et", "C1"],
        ["translations", "confirm", "de", "G1"],
        ["translations", "review", "et", "G1", "--by", "Mari"],
    ):
        assert main(garden, arguments) == 0, arguments


def test_a_text_that_would_make_the_file_too_large_stops_before_writing(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that could not be read afterwards is not written; the machine's trouble exits 2."""
    note = "# " + "x" * (256 * 1024 - 60)
    write_files(garden, {LAND_ET: f"{note}\ntitle: Maa\nreview: draft\n"})
    before = snapshot(garden)
    assert main(garden, ["translate", "et", "C1"]) == 2
    assert f"{LAND_ET} was not written: the file has " in capsys.readouterr().err
    assert changed(before, garden) == []


# --- pages ---------------------------------------------------------------------------------------


def body_of(data: bytes) -> bytes:
    """Return what stands below the front matter, byte by byte."""
    match = re.match(rb"(?:\xef\xbb\xbf)?---(\r\n|\n|\r).*?\1---[ ]*(?:\1|\Z)", data, re.DOTALL)
    assert match is not None
    return data[match.end() :]


PAGE_KINDS = {
    "plain": lambda data: data,
    "windows": lambda data: data.replace(b"\n", b"\r\n"),
    "old mac": lambda data: data.replace(b"\n", b"\r"),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "mixed line ends": lambda data: data.replace(b"\n\n## Kes", b"\r\n\r\n## Kes"),
    "no line end at the end": lambda data: data.rstrip(b"\n"),
    "spaces and tabs": lambda data: data + b"\n\n   \n\tcode  \n\n\n",
    "a rule like a fence": lambda data: data + b"\n---\n\nmore: [x](index.md)\n\n---\n",
    "a space after the fence": lambda data: data.replace(b"machine\n---\n", b"machine\n---  \n"),
    "decomposed letters": lambda data: data + "\nu\u0308ks\n".encode(),
}


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_confirm_and_review_keep_the_body_of_a_page(kind: str, garden: Path) -> None:
    """Below its front matter a page keeps every byte, and is current and read afterwards."""
    data = PAGE_KINDS[kind]((garden / PAGE_ET).read_bytes())
    write_files(garden, {PAGE_ET: data})
    replace_text(garden, PAGE, "Made for tests", "Made for all tests")
    before = snapshot(garden)
    assert main(garden, ["translations", "confirm", "et", "about"]) == 0
    assert main(garden, ["translations", "review", "et", "about", "--by", "Mari"]) == 0
    assert changed(before, garden) == [PAGE_ET]
    after = (garden / PAGE_ET).read_bytes()
    assert body_of(after) == body_of(data)
    assert after[:3] == data[:3]
    assert (b"\r\n---\r\n" in after) == (kind == "windows")
    file = progress_of(garden, "about")
    assert states(file) == {"page": FieldState.CURRENT}
    assert file.review is Review.REVIEWED


def test_a_page_carries_its_state_in_its_front_matter(garden: Path) -> None:
    """A page has one fingerprint of each kind; comment and exceptions of its author stay."""
    accepted = "accepted:\n  - field: page\n    rule: lost-link\n    because: It is so.\n"
    replace_text(garden, PAGE_ET, "---\ntitle", "---\n# By Mari.\ntitle")
    replace_text(garden, PAGE_ET, "review: machine\n", f"review: machine\n{accepted}")
    file = progress_of(garden, "about")
    main(garden, ["translations", "review", "et", "about", "--by", " Mari: M. ", "--approve"])
    head = (garden / PAGE_ET).read_text(encoding="utf-8").partition("---\n\n")[0]
    assert head == (
        "---\n# By Mari.\ntitle: Meist\ndescription: Kes need soovitused tegi.\n"
        "made_from: 69b2d974\nreview: approved\n"
        'reviewed_by: "Mari: M."\nreviewed_on: 2026-11-23\n'
        f"reviewed_text: {fingerprint(file.fields[0].text)}\n{accepted}"
    )


def test_a_page_begins_as_a_copy_that_check_refuses(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new page holds the source text to be replaced; it cannot be published by accident."""
    assert main(garden, ["translate", "et", "index"]) == 0
    assert "'check' reports it until then." in capsys.readouterr().err
    assert body_of((garden / "docs/index.et.md").read_bytes()) == body_of(
        (garden / "docs/index.md").read_bytes()
    )
    assert any("same-as-source" in line for line in error_lines(garden, capsys))
    before = snapshot(garden)
    assert main(garden, ["translate", "et", "index"]) == 0
    assert "Nothing to do" in capsys.readouterr().err
    assert main(garden, ["translations", "et"]) == 0
    assert changed(before, garden) == []


# --- confirm and review --------------------------------------------------------------------------


def test_confirm_clears_exactly_what_it_names(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of three texts that are behind, the named one is current again, then all."""
    for old in ("a list of all tools.", "Name the **owner**", "Hang the list"):
        replace_text(garden, ENTRY, old, f"Now {old}")
    names = ["actions.write-list.do", "actions.write-list.detail", "actions.hang-list.do"]
    assert main(garden, ["translations", "confirm", "et", "G1", names[1]]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == (f"{names[1]}\n", f"1 text of {ESTONIAN} confirmed.\n")
    behind = {
        name for name, state in states(progress_of(garden, "G1")).items() if state != "current"
    }
    assert behind == {names[0], names[2]}
    before = snapshot(garden)
    assert main(garden, ["translations", "confirm", "et", "G1"]) == 0
    assert set(states(progress_of(garden, "G1")).values()) == {FieldState.CURRENT}
    assert changed(before, garden) == [ESTONIAN]
    assert set(states(progress_of(garden, "G1", "de")).values()) > {FieldState.CURRENT}
    before = snapshot(garden)
    assert main(garden, ["translations", "confirm", "et", "G1"]) == 0
    assert changed(before, garden) == []
    assert main(garden, ["translations", "confirm", "et", "G1", "title"]) == 0
    assert changed(before, garden) == []


def test_confirm_changes_one_line(garden: Path) -> None:
    """A confirmed text is one changed line, whatever else stands in the file."""
    replace_text(garden, ENTRY, "Hang the list on", "Nail the list to")
    before = (garden / ESTONIAN).read_text(encoding="utf-8").splitlines()
    main(garden, ["translations", "confirm", "et", "G1"])
    after = (garden / ESTONIAN).read_text(encoding="utf-8").splitlines()
    assert len(before) == len(after)
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        f"  actions.hang-list.do: {fingerprint('Nail the list to the door of the shed.')}"
    ]


def test_review_reads_what_stands_there(garden: Path) -> None:
    """After a review each text is read; a text that is changed then is a draft, and no other."""
    assert main(garden, ["translations", "review", "de", "G1", "--by", "Karl", "--approve"]) == 0
    state = read(garden, GERMAN)
    assert [state["review"], state["reviewed_by"], state["reviewed_on"]] == [
        "approved",
        "Karl",
        "2026-11-23",
    ]
    file = progress_of(garden, "G1", "de")
    assert file.review is Review.APPROVED
    assert {item.review for item in file.fields} == {Review.APPROVED}
    replace_text(garden, GERMAN, "Schreiben Sie eine Liste", "Machen Sie eine Liste")
    file = progress_of(garden, "G1", "de")
    assert file.review is Review.DRAFT
    drafts = [item.source.name for item in file.fields if item.review is Review.DRAFT]
    assert drafts == ["actions.write-list.do"]
    assert {item.review for item in file.fields} == {Review.APPROVED, Review.DRAFT}


def test_a_machine_text_never_appears_as_read(garden: Path) -> None:
    """While a file says `machine`, no fingerprint in it makes a text count as read."""
    main(garden, ["translations", "review", "de", "G1", "--by", "Karl"])
    replace_text(garden, GERMAN, "review: reviewed\n", "review: machine\n")
    file = progress_of(garden, "G1", "de")
    assert file.review is Review.MACHINE
    assert {item.review for item in file.fields} == {Review.MACHINE}


def test_a_text_that_is_added_after_the_review_is_a_draft(garden: Path) -> None:
    """A file that is completed after its review counts as read only in part."""
    summary = progress_of(garden, "G1").fields[1].text
    replace_text(garden, ESTONIAN, f"summary: {summary}", "summary: ''")
    main(garden, ["translations", "review", "et", "G1", "--by", "Mari"])
    assert progress_of(garden, "G1").review is Review.REVIEWED
    replace_text(garden, ESTONIAN, "\nsummary: ''", "\nsummary: Kirjuta üles.")
    file = progress_of(garden, "G1")
    assert file.fields[1].review is Review.DRAFT
    assert file.review is Review.DRAFT


def test_a_text_that_the_source_lacks_is_read_too(garden: Path) -> None:
    """A file with an extra text can be reviewed as a whole."""
    replace_text(garden, ESTONIAN, "examples:\n", "  - id: sweep\n    do: Pühi.\nexamples:\n")
    main(garden, ["translations", "review", "et", "G1", "--by", "Mari"])
    file = progress_of(garden, "G1")
    assert file.extra == {"actions.sweep.do": "Pühi."}
    assert file.review is Review.REVIEWED


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["confirm", "et", "C1"], f"{LAND_ET} does not exist yet. Make it: "),
        (["review", "et", "C1", "--by", "Mari"], "python3 build.py translate et C1"),
        (["confirm", "et", "G1", "actions.hang-lst.do"], "Did you mean 'actions.hang-list.do'?"),
        (["confirm", "et", "G1", "title", "titel"], "'titel' is not translated in"),
        (["review", "et", "G1"], "Missing option '--by'"),
        (["review", "et", "G1", "--by", " "], "--by: write the person or group"),
        (["review", "et", "G1", "--by", "Mari\nMaasikas"], "--by: write the person or group"),
        (["review", "et", "G1", "--by", "Mari\u202e"], "--by: write the person or group"),
        (["review", "et", "G1", "--by", "M", "--on", "2026-11-24"], "2026-11-24 is still to come."),
        (["review", "et", "G1", "--by", "M", "--on", "23.11.2026"], "does not match the format"),
    ],
)
def test_what_cannot_be_recorded_is_refused(
    arguments: list[str], message: str, garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong name or value exits with 2 and one sentence, and nothing is written."""
    before = snapshot(garden)
    assert main(garden, ["translations", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert changed(before, garden) == []


def test_an_empty_file_cannot_be_reviewed(garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file without a text has nothing to read."""
    main(garden, ["translate", "et", "C1"])
    before = snapshot(garden)
    assert main(garden, ["translations", "review", "et", "C1", "--by", "Mari"]) == 2
    assert "has no text yet" in capsys.readouterr().err
    assert changed(before, garden) == []


def test_a_file_that_says_reviewed_without_a_text_is_a_draft(garden: Path) -> None:
    """Nobody can have read what is not there."""
    write_files(
        garden,
        {LAND_ET: "title: ''\nreview: approved\nreviewed_by: M\nreviewed_on: 2026-11-20\n"},
    )
    assert progress_of(garden, "C1").review is Review.DRAFT


def test_a_file_with_windows_line_ends_can_be_confirmed(garden: Path) -> None:
    """Line ends are no change of text: nothing is behind, and the file comes into the one style."""
    for path in (ENTRY, ESTONIAN):
        data = (garden / path).read_bytes().replace(b"\n", b"\r\n")
        (garden / path).write_bytes(b"\xef\xbb\xbf" + data)
    assert set(states(progress_of(garden, "G1")).values()) == {FieldState.CURRENT}
    assert main(garden, ["translations", "review", "et", "G1", "--by", "Mari"]) == 0
    assert b"\r" not in (garden / ESTONIAN).read_bytes()
    assert format_project(garden, (), write=False) == ([ENTRY], ())


# --- laws ----------------------------------------------------------------------------------------

ODD = (
    *"'\"#:-?!&*|>%@`{}[],\\~=",
    *(
        ": ",
        " #",
        "# ",
        "- ",
        "--- ",
        "...",
        "|-",
        "''",
        '""',
        "<b>",
        "&amp;",
        "]]>",
        "${x}",
        "%0a",
    ),
    *(
        "  ",
        "\t",
        "\u00a0",
        "\u202f",
        "no",
        "null",
        "1.10",
        "12:30",
        "0x1f",
        "<<",
        "review: machine",
    ),
    *(
        "שלום",
        "مرحبا",
        "नमस्ते",
        "ёж",
        "e\u0301",
        "\u00e9",
        "ẞ",
        "ﬁ",
        "한",
        "👩‍🌾",
        "🇪🇪",
        "\U0001f9d1",
        "Ω",
    ),
)
PIECES = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cs")), max_size=8),
)


def texts(*, lines: bool) -> st.SearchStrategy[str]:
    """Return texts that the project accepts, of several lines if wanted."""
    pieces = st.one_of(PIECES, st.sampled_from(["\n", "\n\n", "\n  "])) if lines else PIECES
    return (
        st.lists(pieces, min_size=1, max_size=8)
        .map("".join)
        .filter(lambda text: bool(text.strip()) and "\r" not in text and not HIDDEN.search(text))
    )


def texts_of(file: FileProgress) -> st.SearchStrategy[list[str]]:
    """Return a text for each field of a file, of its kind."""
    return st.tuples(
        *(texts(lines=item.source.kind is TextKind.MARKDOWN) for item in file.fields)
    ).map(list)


def composed(items: Iterable[str]) -> list[str]:
    """Return texts in the one Unicode spelling that files have."""
    return [unicodedata.normalize("NFC", item) for item in items]


@SOME
@given(data=st.data())
def test_any_text_survives_skeleton_fill_confirm_and_review(
    data: st.DataObject, garden: Path
) -> None:
    """What a translator writes stands unchanged after every command, in the one style.

    The source texts are as odd as the translations.
    """
    entry = read(garden, ENTRY)
    kinds = progress_of(garden, "G1")
    odd = data.draw(texts_of(kinds), label="source")
    source = {**entry, "title": odd[0], "summary": odd[1], "why": odd[2]}
    before = snapshot(garden)
    write_files(garden, {ENTRY: write_yaml(source), ESTONIAN: None})
    begin(garden, loaded(garden), progress_of(garden, "G1"))
    document = read_yaml((garden / ESTONIAN).read_bytes(), ESTONIAN)
    assert document.value is not None
    wanted = data.draw(texts_of(kinds), label="translation")
    filled = write_yaml(fill(document.value, wanted), document.comment)
    again = write_yaml({**source, "title": f"{odd[0]} new"})
    write_files(garden, {ESTONIAN: filled, ENTRY: again})
    file = progress_of(garden, "G1")
    assert [item.text for item in file.fields] == wanted
    assert states(file).pop("title") is FieldState.BEHIND
    assert list(states(file).values()).count(FieldState.CURRENT) == len(wanted) - 1
    assert confirm(garden, loaded(garden), file) == ["title"]
    file = progress_of(garden, "G1")
    assert record_review(garden, loaded(garden), file, "M", DAY, Review.APPROVED) == len(wanted)
    file = progress_of(garden, "G1")
    assert [item.text for item in file.fields] == composed(wanted)
    assert set(states(file).values()) == {FieldState.CURRENT}
    assert {item.review for item in file.fields} == {Review.APPROVED}
    assert TO_FILL not in (garden / ESTONIAN).read_text(encoding="utf-8")
    assert ESTONIAN not in format_project(garden, (), write=False)[0]
    assert set(changed(before, garden)) <= {ENTRY, ESTONIAN}
    write_files(garden, {ENTRY: before[ENTRY], ESTONIAN: before[ESTONIAN]})


@SOME
@given(data=st.data())
def test_a_file_filled_in_any_part_is_completed_without_loss(
    data: st.DataObject, garden: Path
) -> None:
    """Whichever texts a file has, `translate` keeps them, adds the rest, and a second call nothing.

    Lists may be in any order.
    """
    full = read(garden, ESTONIAN)
    kept: dict[str, Value] = {"review": "draft"}
    for key in data.draw(st.permutations([key for key in full if "review" not in key])):
        value = full[key]
        if isinstance(value, list):
            items = data.draw(st.lists(st.sampled_from(value), unique_by=str))
            kept[key] = [dict(data.draw(st.permutations(list(i.items())))) for i in items]  # type: ignore[union-attr]
        elif data.draw(st.booleans()):
            kept[key] = value
    original = (garden / ESTONIAN).read_bytes()
    write_files(garden, {ESTONIAN: write_yaml(kept)})
    before = progress_of(garden, "G1")
    begin(garden, loaded(garden), before)
    once = snapshot(garden)
    after = progress_of(garden, "G1")
    assert [item.text for item in after.fields] == [item.text for item in before.fields]
    assert [item.state for item in after.fields] == [item.state for item in before.fields]
    begin(garden, loaded(garden), after)
    assert changed(once, garden) == []
    write_files(garden, {ESTONIAN: original})


# --- the real content ----------------------------------------------------------------------------


def test_the_real_content_can_be_begun_in_finnish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`translate` on every file, with nothing filled, gives `check` no error it had not before.

    A page is begun as a copy of its source, and that alone is what `check` then names.
    """
    root = tmp_path / "real"
    copy_repository(root)
    before = error_lines(root, capsys)
    catalogue = loaded(root)
    finnish = catalogue.locales_by_tag["fi"]
    files = list(all_files(catalogue, finnish))
    assert main(root, ["translate", "fi", files[0].name]) == 0
    for file in files:
        if file.part != PAGES:
            begin(root, catalogue, file)
    assert [line for line in error_lines(root, capsys) if line not in before] == []
    assert format_project(root, (), write=False) == ([], ())
    assert all((root / file.path).exists() for file in files if file.part != PAGES)
    once = snapshot(root)
    catalogue = loaded(root)
    for file in all_files(catalogue, finnish):
        begin(root, catalogue, file)
    new = [line for line in error_lines(root, capsys) if line not in before]
    assert {line.split(": ")[1] for line in new} <= {"same-as-source", "wrong-language"}
    assert all(line.startswith("docs/") for line in new)
    assert all(path.startswith("docs/") for path in changed(once, root))


def test_confirming_and_reviewing_the_real_content_keeps_every_text(tmp_path: Path) -> None:
    """Every file of every language can be confirmed and reviewed: all texts and bodies stay."""
    root = tmp_path / "real"
    copy_repository(root)
    catalogue = loaded(root)
    before = snapshot(root)
    for locale in catalogue.locales[1:]:
        for file in all_files(catalogue, locale):
            if file.exists:
                confirm(root, catalogue, file)
                record_review(root, catalogue, file, "All of us", DAY, Review.DRAFT)
                if file.part == PAGES:
                    assert body_of((root / file.path).read_bytes()) == body_of(before[file.path])
    after = loaded(root)
    for key, translation in catalogue.translations.items():
        assert after.translations[key].texts == translation.texts
    assert {path.split(".")[-2] for path in changed(before, root)} <= {"et", "de", "fi"}
    assert format_project(root, (), write=False) == ([], ())
