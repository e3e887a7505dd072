"""Translations as XLIFF: out to a translator's program and back, whatever happens to the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeProject
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from support import Files, copy_repository, snapshot, write_files
from translate.storage.xliff import Xliff1File

from guidebook.catalogue import Catalogue
from guidebook.characters import HIDDEN
from guidebook.cli import main
from guidebook.exchange import export_xliff, import_xliff
from guidebook.field_types import TextKind
from guidebook.formatting import format_project
from guidebook.freshness import FieldState, fingerprint
from guidebook.load import load_catalogue
from guidebook.model import Review
from guidebook.progress import PAGES, FileProgress, LocaleProgress, find_files, locale_progress
from guidebook.strict_yaml import Value, read_yaml
from guidebook.yaml_style import write_yaml

ENTRY = "guidelines/growers/share-tools.yml"
ESTONIAN = "guidelines/growers/share-tools.et.yml"
LAND = "guidelines/cities/lend-land.yml"
LAND_ET = "guidelines/cities/lend-land.et.yml"
FIELD = "actions.write-list.do"

SOME = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795435200")  # 2026-11-23


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


def language(root: Path, tag: str = "et") -> LocaleProgress:
    """Return how far a language is, as it stands in the folder."""
    catalogue = loaded(root)
    return locale_progress(catalogue, catalogue.locales_by_tag[tag])


def file_of(root: Path, name: str = "G1", tag: str = "et") -> FileProgress:
    """Return how far one file is, as it stands in the folder."""
    catalogue = loaded(root)
    (file,) = find_files(catalogue, catalogue.locales_by_tag[tag], name)
    return file


def exported(root: Path, tag: str = "et") -> bytes:
    """Return the XLIFF of a language."""
    return export_xliff(language(root, tag), loaded(root).source_locale)


Import = Callable[..., tuple[int, str, str]]


@pytest.fixture
def bring(garden: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Return a function that runs `translations import` and gives exit code, output and words."""

    def run(data: bytes, *options: str, tag: str = "et") -> tuple[int, str, str]:
        path = tmp_path / "from-translator.xlf"
        path.write_bytes(data)
        capsys.readouterr()
        code = main(garden, ["translations", "import", tag, str(path), *options])
        return code, *capsys.readouterr()

    return run


def unit_of(store: Any, name: str, source_path: str = ENTRY) -> Any:
    """Return a unit of an XLIFF file as a translator's program finds it."""
    return next(unit for unit in store.units if unit.getid() == f"{source_path}\x04{name}")


def xliff(*units: str, original: str = LAND, target: str = "et", source: str = "en") -> bytes:
    """Return an XLIFF 1.2 file as another program writes it."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        f'<file original="{original}" source-language="{source}" target-language="{target}" '
        f'datatype="x-yaml"><body>{"".join(units)}</body></file></xliff>'
    ).encode()


def unit(target: str, name: str = "title", source: str = "Lend land for five years") -> str:
    """Return one unit of an XLIFF file."""
    return (
        f'<trans-unit id="{name}"><source>{source}</source><target>{target}</target></trans-unit>'
    )


# --- export --------------------------------------------------------------------------------------


def test_export_writes_one_file(
    garden: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """The file is named after the language and stands where the person is; nothing else changes."""
    before = snapshot(garden)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert main(garden, ["translations", "export", "et"]) == 0
    assert capsys.readouterr().out == "et.xlf\n"
    assert main(garden, ["translations", "export", "et", "--out", "other.xlf"]) == 0
    assert Path("et.xlf").read_bytes() == Path("other.xlf").read_bytes() == exported(garden)
    assert changed(before, garden) == []
    assert main(garden, ["translations", "export", "et", "--out", "no/folder.xlf"]) == 2
    assert "The computer stopped the command" in capsys.readouterr().err


def test_export_holds_every_text_with_its_state(garden: Path) -> None:
    """Each text is a unit with its source, translation, fingerprints and states."""
    replace_text(garden, ENTRY, "Write a list of all tools.", "Write a long list of tools.")
    store: Any = Xliff1File()
    store.parse(exported(garden))
    assert (store.getsourcelanguage(), store.gettargetlanguage()) == ("en", "et")
    units = {unit.getid(): unit for unit in store.units}
    wanted = [
        (file.source_path, item)
        for file in language(garden).files
        if file.part != PAGES
        for item in file.fields
    ]
    assert list(units) == [f"{path}\x04{item.source.name}" for path, item in wanted]
    for path, item in wanted:
        found = units[f"{path}\x04{item.source.name}"]
        assert found.source == item.source.text
        assert (found.target or "") == item.text
        assert found.isfuzzy() == (item.state is FieldState.BEHIND)
        assert found.istranslated() == (item.state is FieldState.CURRENT)
    notes = unit_of(store, FIELD).getnotes(origin="developer").split("\n")
    assert notes == [
        f"G1, {FIELD}",
        "state: behind, draft",
        f"source fingerprint: {fingerprint('Write a long list of tools.')}",
        "made from: 2ac14a48",
    ]
    title = unit_of(store, "title").getnotes(origin="developer")
    assert "state: current, reviewed\n" in title
    assert "state: missing\n" in unit_of(store, "title", LAND).getnotes(origin="developer")


def test_export_of_a_language_without_work_is_a_file(garden: Path) -> None:
    """A language that has taken on nothing and begun nothing gives an XLIFF file without units."""
    replace_text(garden, "guidelines/site.yml", "  de: [growers]\n", "")
    (garden / "guidelines/growers/share-tools.de.yml").unlink()
    store: Any = Xliff1File()
    store.parse(exported(garden, "de"))
    assert store.units == []


# --- there and back ------------------------------------------------------------------------------


def test_what_was_exported_changes_nothing_when_imported(garden: Path, bring: Import) -> None:
    """A file that comes back as it went writes no byte."""
    replace_text(garden, ENTRY, "Write a list of all tools.", "Write a long list of tools.")
    before = snapshot(garden)
    code, out, err = bring(exported(garden))
    assert (code, out, err) == (0, "", "0 texts new or changed in 0 files.\n")
    assert changed(before, garden) == []


def test_texts_states_and_fingerprints_come_back(garden: Path, bring: Import) -> None:
    """Lost translations are restored from the file, with what is current, behind and missing."""
    replace_text(garden, ENTRY, "Write a list of all tools.", "Write a long list of tools.")
    replace_text(garden, ESTONIAN, "do: Riputa nimekiri kuuri uksele.", "do: ''")
    data = exported(garden)
    known = language(garden)
    for path in garden.glob("guidelines/**/*.et.yml"):
        path.unlink()
    code, out, err = bring(data)
    assert code == 0
    assert out.splitlines() == [
        "guidelines/site.et.yml",
        "guidelines/glossary.et.yml",
        ESTONIAN,
    ]
    assert err == "30 texts new or changed in 3 files.\n"
    for before, after in zip(known.files, language(garden).files, strict=True):
        for old, new in zip(before.fields, after.fields, strict=True):
            assert (old.text, old.state) == (new.text, new.state), old.source.name
            assert old.made_from == new.made_from or not old.text
    assert format_project(garden, (), write=False) == ([], ())


def test_a_program_between_changes_nothing(garden: Path, bring: Import) -> None:
    """A program that reads the file and writes it again in its own way loses nothing."""
    replace_text(garden, ENTRY, "Write a list of all tools.", "Write a long list of tools.")
    data = exported(garden)
    store: Any = Xliff1File()
    store.parse(data)
    pretty = etree.tostring(etree.fromstring(data), encoding="utf-16", xml_declaration=True)
    newer = data.replace(b"document:1.1", b"document:1.2").replace(b'"1.1"', b'"1.2"')
    without = re.sub(rb' xml:space="preserve"', b"", data)
    with_prefix = re.sub(rb"(</?)(?!\?|!)", rb"\1x:", data.partition(b"?>")[2]).replace(
        b"xmlns=", b"xmlns:x="
    )
    before = snapshot(garden)
    for form in (bytes(store), pretty, newer, without, with_prefix, b"\xef\xbb\xbf" + data):
        assert bring(form) == (0, "", "0 texts new or changed in 0 files.\n")
    assert changed(before, garden) == []


def test_a_translators_work_comes_in(garden: Path, bring: Import) -> None:
    """A new text, a mended text and an approved one are current; nobody has read them yet."""
    replace_text(garden, ENTRY, "Write a list of all tools.", "Write a long list of tools.")
    replace_text(garden, ENTRY, "do: Hang the list on the", "do: Nail the list to the")
    store: Any = Xliff1File()
    store.parse(exported(garden))
    unit_of(store, FIELD).target = "Kirjuta pikk nimekiri."
    unit_of(store, FIELD).markfuzzy(False)
    unit_of(store, "actions.hang-list.do").markfuzzy(False)
    unit_of(store, "title").target = "Jaga tööriistu nimekirjaga"
    unit_of(store, "title", LAND).target = "Laena maad viieks aastaks"
    before = snapshot(garden)
    code, out, err = bring(bytes(store))
    assert (code, out) == (0, f"{ESTONIAN}\n{LAND_ET}\n")
    assert err == "3 texts new or changed in 2 files.\n"
    assert changed(before, garden) == sorted([ESTONIAN, LAND_ET])
    items = {item.source.name: item for item in file_of(garden).fields}
    assert {item.state for item in items.values()} == {FieldState.CURRENT}
    assert items[FIELD].text == "Kirjuta pikk nimekiri."
    assert items["title"].review is Review.DRAFT
    assert (garden / LAND_ET).read_text(encoding="utf-8") == (
        "title: Laena maad viieks aastaks\nmade_from:\n  title: fd664da6\nreview: draft\n"
    )
    assert format_project(garden, (), write=False) == ([], ())


def test_a_machines_work_is_marked_as_such(garden: Path, bring: Import) -> None:
    """A new file says that a machine made it; a file that was read keeps its state."""
    data = xliff(unit("Laena maad"))
    assert bring(data, "--review", "machine")[0] == 0
    assert file_of(garden, "C1").review is Review.MACHINE
    data = xliff(
        unit("Jaga", "title", "Share tools by a list on the shed"),
        original=ENTRY,
    )
    assert bring(data, "--review", "machine")[0] == 0
    item = file_of(garden).fields[0]
    assert (item.text, item.review) == ("Jaga", Review.DRAFT)


@pytest.mark.parametrize("review", ["reviewed", "approved"])
def test_nothing_that_is_imported_counts_as_read(review: str, garden: Path, bring: Import) -> None:
    """A program cannot say that a person has read a text."""
    before = snapshot(garden)
    code, _, err = bring(xliff(unit("Laena maad")), "--review", review)
    assert code == 2
    assert f"'{review}' is not one of 'machine', 'draft'." in err
    assert changed(before, garden) == []


MARKS = {
    '<trans-unit id="title"><source/><target>': FieldState.CURRENT,
    '<trans-unit id="title" approved="yes"><source/><target>': FieldState.CURRENT,
    '<trans-unit id="title" approved="yes"><source/><target state="new">': FieldState.CURRENT,
    '<trans-unit id="title" approved="no"><source/><target>': FieldState.BEHIND,
    '<trans-unit id="title"><source/><target state="translated">': FieldState.CURRENT,
    '<trans-unit id="title" approved="no"><source/><target state="final">': FieldState.CURRENT,
    '<trans-unit id="title"><source/><target state="needs-translation">': FieldState.BEHIND,
    '<trans-unit id="title" approved="no"><source/><target state="needs-l10n">': FieldState.BEHIND,
    '<trans-unit id="title"><source/><target state="new">': FieldState.BEHIND,
}
"""How programs mark a unit, and what its text counts as."""


@pytest.mark.parametrize("is_begun", [False, True])
@pytest.mark.parametrize("mark", MARKS)
def test_a_fuzzy_text_is_behind(mark: str, is_begun: bool, garden: Path, bring: Import) -> None:
    """What a program marks as not finished is behind, also in a file that `translate` made."""
    if is_begun:
        main(garden, ["translate", "et", "C1"])
    head = mark.replace("<source/>", "<source>Lend land for five years</source>")
    assert bring(xliff(f"{head}Laena maad</target></trans-unit>"))[0] == 0
    item = file_of(garden, "C1").fields[0]
    assert (item.text, item.state) == ("Laena maad", MARKS[mark])


def test_a_current_text_that_is_marked_fuzzy_is_behind(garden: Path, bring: Import) -> None:
    """A translator who doubts a text makes it behind, and approving it makes it current again."""
    store: Any = Xliff1File()
    store.parse(exported(garden))
    unit_of(store, "title").markfuzzy()
    assert bring(bytes(store))[2] == "0 texts new or changed in 1 file.\n"
    assert file_of(garden).fields[0].state is FieldState.BEHIND
    unit_of(store, "title").markfuzzy(False)
    assert bring(bytes(store))[2] == "0 texts new or changed in 1 file.\n"
    assert file_of(garden).fields[0].state is FieldState.CURRENT


def test_a_file_from_another_revision_brings_what_still_fits(garden: Path, bring: Import) -> None:
    """Texts whose source is that of today come in; the rest is listed with the reason."""
    store: Any = Xliff1File()
    store.parse(exported(garden))
    for name in ("title", FIELD, "actions.write-list.detail"):
        unit_of(store, name).target = f"Uus {name}"
    unit_of(store, "title", LAND).target = "Laena maad"
    replace_text(garden, ENTRY, "Write a list of all tools.", "Write a long list of tools.")
    replace_text(garden, ENTRY, "    detail: |-\n      Name the **owner** of each tool.\n", "")
    (garden / LAND).rename(garden / "guidelines/cities/lend-a-plot.yml")
    replace_text(garden, ENTRY, "entry: lend-land", "entry: lend-a-plot")
    before = snapshot(garden)
    code, out, err = bring(bytes(store))
    assert (code, out) == (0, f"{ESTONIAN}\n")
    assert err.splitlines() == [
        "1 text new or changed in 1 file.",
        "Left out:",
        f"{ENTRY}: the source of '{FIELD}' is another today.",
        f"{ENTRY}: there is no text 'actions.write-list.detail' today.",
        f"{ENTRY}: there is no text 'needs.lend-land.because' today.",
        f"{LAND}: no such file is translated.",
    ]
    assert changed(before, garden) == [ESTONIAN]
    items = {item.source.name: item for item in file_of(garden).fields}
    assert items["title"].text == "Uus title"
    assert items[FIELD].text == "Kirjuta kõigi tööriistade nimekiri."
    assert items[FIELD].state is FieldState.BEHIND


def test_comments_and_extra_texts_of_a_file_stay(garden: Path, bring: Import) -> None:
    """An import keeps what a file's author wrote around the texts, and tells what is left."""
    main(garden, ["translate", "et", "C1"])
    text = (garden / LAND_ET).read_text(encoding="utf-8")
    text = f"# By Mari.\n{text}".replace("needs:", "examples:\n  - id: x\n    title: Lisa\nneeds:")
    write_files(garden, {LAND_ET: text})
    assert bring(xliff(unit("Laena maad")))[0] == 0
    after = (garden / LAND_ET).read_text(encoding="utf-8")
    assert after.startswith("# By Mari.\n# To translate.")
    assert "# title:" not in after
    assert "# summary: Lend empty land" in after
    assert file_of(garden, "C1").extra == {"examples.x.title": "Lisa"}
    assert [item.text for item in file_of(garden, "C1").fields if item.text] == ["Laena maad"]


LEFT_OUT = {
    "an id that is not known": (
        [unit("Laena", "titel")],
        [f"{LAND}: there is no text 'titel' today."],
    ),
    "no id": (
        ["<trans-unit><source>Lend land for five years</source><target>L</target></trans-unit>"],
        [f"{LAND}: the unit with the source 'Lend land for five years' has no id."],
    ),
    "an empty id": (
        [unit("Laena", "")],
        [f"{LAND}: the unit with the source 'Lend land for five years' has no id."],
    ),
    "a wrong source": (
        [unit("Laena", source="Lend land for six years")],
        [f"{LAND}: the source of 'title' is another today."],
    ),
    "no source": (
        ['<trans-unit id="title"><target>Laena</target></trans-unit>'],
        [f"{LAND}: the source of 'title' is another today."],
    ),
    "twice, with different translations": (
        [unit("Laena"), unit("Anna"), unit("Laena")],
        [f"{LAND}: the unit 'title' stands twice, with different translations."],
    ),
    "several lines where one belongs": (
        [unit("Laena\nmaad")],
        [f"{LAND}: 'title' has several lines."],
    ),
    "too long": ([unit("x" * 401)], [f"{LAND}: 'title' is too long."]),
    "a character that cannot be seen": (
        [unit("Laena\u202emaad")],
        [f"{LAND}: the character \\u202e in 'title' cannot be seen."],
    ),
    "a control character": (
        [unit("Laena&#x85;maad")],
        [f"{LAND}: the character \\x85 in 'title' cannot be seen."],
    ),
    "no target": (['<trans-unit id="title"><source>x</source></trans-unit>'], []),
    "an empty target": ([unit("")], []),
    "a blank target": ([unit("  \n ")], []),
    "a comment for a target": ([unit("<!-- later -->")], []),
}
"""Units that bring nothing, and what is told of them."""


@pytest.mark.parametrize("case", LEFT_OUT)
def test_a_unit_that_cannot_be_taken_is_told(case: str, garden: Path, bring: Import) -> None:
    """A unit that does not fit writes nothing and is listed; an empty one is passed over."""
    units, lines = LEFT_OUT[case]
    before = snapshot(garden)
    code, out, err = bring(xliff(*units))
    assert (code, out) == (0, "")
    told = ["Left out:", *lines] if lines else []
    assert err.splitlines() == ["0 texts new or changed in 0 files.", *told]
    assert changed(before, garden) == []


@pytest.mark.parametrize(
    "original",
    ["docs/about.md", "C1", "lend-land", LAND_ET, "../lend-land.yml", "", "guidelines/gone.yml"],
)
def test_a_file_that_is_not_named_by_its_path_is_left_out(
    original: str, garden: Path, bring: Import
) -> None:
    """Only the path of a source file of today names it; pages do not travel as XLIFF."""
    before = snapshot(garden)
    code, out, err = bring(xliff(unit("Laena"), original=original))
    assert (code, out) == (0, "")
    assert f"{original}: no such file is translated.\n" in err
    assert changed(before, garden) == []


def test_the_same_unit_twice_is_one(garden: Path, bring: Import) -> None:
    """A unit that stands twice with the same translation is taken, and others beside it."""
    other = unit(
        "Viieks aastaks.", "summary", "Lend empty land to gardeners for at least five years."
    )
    assert bring(xliff(unit("Laena"), other, unit("Laena")))[2].startswith("2 texts new")
    assert [item.text for item in file_of(garden, "C1").fields][:2] == ["Laena", "Viieks aastaks."]


def test_marks_inside_a_text_are_read_as_text(garden: Path, bring: Import) -> None:
    """Inline elements, other proposals and CDATA do not hide or double a text."""
    inline = (
        '<trans-unit id="title"><source>Lend land for <g id="1">five</g> years</source>'
        "<alt-trans><source>No</source><target>Ei</target></alt-trans>"
        '<target>Laena <mrk mtype="x">maad</mrk> &lt;b&gt; <![CDATA[<i> & ]]></target></trans-unit>'
    )
    assert bring(xliff(f"<group>{inline}</group>"))[0] == 0
    assert file_of(garden, "C1").fields[0].text == "Laena maad <b> <i> & "


# --- files that are not what they should be ------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
GOOD = xliff(unit("Laena"))
BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "The file is not XLIFF: "),
    "white space": (b" \n\n", "The file is not XLIFF: "),
    "no XML": (b"title: Laena\n", "The file is not XLIFF: "),
    "bytes": (bytes(range(256)), "The file is not XLIFF: "),
    "cut in the middle": (GOOD[: len(GOOD) // 2], "The file is not XLIFF: "),
    "cut before the end": (GOOD[:-3], "The file is not XLIFF: "),
    "two documents": (GOOD + GOOD.partition(b"\n")[2], "The file is not XLIFF: "),
    "an unknown encoding": (GOOD.replace(b"utf-8", b"utf-99"), "The file is not XLIFF: "),
    "wrong bytes for its encoding": (GOOD.replace(b"Laena", b"L\xe4na"), "The file is not XLIFF: "),
    "an undefined entity": (GOOD.replace(b"Laena", b"L&auml;na"), "The file is not XLIFF: "),
    "another vocabulary": (b"<html><file/></html>", "The file is not XLIFF 1."),
    "XLIFF 2": (GOOD.replace(b'"1.2"', b'"2.0"'), "Save it as XLIFF 1.1 or 1.2."),
    "no version": (GOOD.replace(b' version="1.2"', b""), "The file is not XLIFF 1."),
    "no files": (b'<xliff version="1.2"/>', "it has no <file>."),
    "a DOCTYPE": (b'<!DOCTYPE xliff SYSTEM "file:///etc/passwd">' + GOOD[39:], "has a DOCTYPE"),
    "an entity": (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        + GOOD[39:].replace(b"Laena", b"&e;"),
        "has a DOCTYPE",
    ),
    "a DOCTYPE in another encoding": (
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x>' + GOOD[39:].decode()).encode(
            "utf-16"
        ),
        "has a DOCTYPE",
    ),
    "ten to the ninth laughs": (
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'.encode()
        + GOOD[39:].replace(b"Laena", b"&l9;").replace(b'id="title"', b'id="&l9;"'),
        "The file ",
    ),
    "another language": (
        GOOD.replace(b'"et"', b'"fi"'),
        "The file is translated into 'fi'; into 'et' is needed.",
    ),
    "a language within a language": (GOOD.replace(b'"et"', b'"et-EE"'), "into 'et-EE';"),
    "no language": (
        GOOD.replace(b' target-language="et"', b""),
        "The file is translated but does not say into which language; into 'et' is needed.",
    ),
    "another source language": (GOOD.replace(b'"en"', b'"fr"'), "translated from 'fr'; from 'en'"),
    "another language in its second file": (
        GOOD.replace(b"</xliff>", GOOD.partition(b'1.2">')[2].replace(b'"et"', b'"de"')),
        "into 'de'; into 'et' is needed.",
    ),
}
"""Files that are not what they should be, and what is said of them."""


def test_the_good_file_is_good(bring: Import) -> None:
    """What the table of bad files is made from can be imported."""
    assert GOOD[:39] == b'<?xml version="1.0" encoding="utf-8"?>\n'
    assert bring(GOOD) == (0, f"{LAND_ET}\n", "1 text new or changed in 1 file.\n")
    assert bring(GOOD.replace(b'"et"', b'"ET"').replace(b'"en"', b'"EN"'))[0] == 0


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused(case: str, garden: Path, bring: Import) -> None:
    """A file that cannot be read safely exits with 2 and one sentence, and writes nothing."""
    data, message = BAD[case]
    before = snapshot(garden)
    code, out, err = bring(data)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert changed(before, garden) == []


def test_a_file_that_is_too_large_is_refused(
    bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file far beyond any real one is not even parsed."""
    monkeypatch.setattr("guidebook.exchange.MAX_FILE_SIZE", 100)
    assert bring(GOOD)[::2] == (2, "The file has more than 100 bytes. Split it.\n")


def test_a_translation_file_with_a_mistake_stops_the_import(garden: Path, bring: Import) -> None:
    """Where a file of the project cannot be read, nothing is imported and its mistake is told."""
    write_files(garden, {ESTONIAN: "title: Jaga: tööriistu\nreview: draft\n"})
    before = snapshot(garden)
    code, out, _ = bring(GOOD)
    assert code == 1
    assert f"{ESTONIAN}:1:12: yaml-syntax" in out
    assert changed(before, garden) == []


# --- laws ----------------------------------------------------------------------------------------

PIECES = st.one_of(
    st.sampled_from(
        [
            *"'\"#:-?!&*|>%@`{}[],\\~=<\t",
            *(
                ": ",
                " #",
                "- ",
                "---",
                "...",
                "|-",
                "<b>",
                "&amp;",
                "&#10;",
                "]]>",
                "<![CDATA[",
                "  ",
            ),
            *("no", "1.10", "\u00a0", "שלום", "مرحبا", "नमस्ते", "e\u0301", "\u00e9", "ﬁ", "한"),
            *(
                "👩‍🌾",
                "🇪🇪",
                "\U0001fffd",
                "<?xml",
                "<!DOCTYPE",
                "made from: 00000000",
                "\u0085"[:0],
            ),
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cs")), max_size=8),
)


def texts(kind: TextKind) -> st.SearchStrategy[str]:
    """Return texts that the project accepts for a kind of field."""
    lines = st.sampled_from(["\n", "\n\n", "\n  ", "\n- "])
    pieces = st.one_of(PIECES, lines) if kind is TextKind.MARKDOWN else PIECES
    return (
        st.lists(pieces, min_size=1, max_size=8)
        .map("".join)
        .filter(lambda text: bool(text.strip()) and "\r" not in text and not HIDDEN.search(text))
    )


def texts_of(file: FileProgress, *, or_none: bool = False) -> st.SearchStrategy[list[str]]:
    """Return a text for each field of a file, of its kind, or nothing for some."""
    found = (texts(item.source.kind) for item in file.fields)
    nothing = st.just("")
    return st.tuples(*(st.one_of(nothing, text) if or_none else text for text in found)).map(list)


def filled(value: Value, made: Iterable[str]) -> Value:
    """Return a file's value with its texts replaced, in their order; ids and state stay."""
    made = iter(made)

    def walk(part: Value, key: str) -> Value:
        if isinstance(part, dict):
            return {inner: walk(value, inner) for inner, value in part.items()}
        if isinstance(part, list):
            return [walk(item, key) for item in part]
        return next(made) if key not in ("id", "entry", "on") else part

    return walk(value, "")


def composed(items: Iterable[str]) -> list[str]:
    """Return texts in the one Unicode spelling that files have."""
    return [unicodedata.normalize("NFC", item) for item in items]


@SOME
@given(data=st.data())
def test_any_text_survives_export_and_import(data: st.DataObject, garden: Path) -> None:
    """Any texts in any state come back as they went, from any source texts."""
    whole = read_yaml((garden / ESTONIAN).read_bytes(), ESTONIAN).value
    entry = read_yaml((garden / ENTRY).read_bytes(), ENTRY).value
    assert isinstance(whole, dict)
    assert isinstance(entry, dict)
    original = snapshot(garden)
    fields = file_of(garden)
    source = dict(zip(("title", "summary", "why"), data.draw(texts_of(fields)), strict=False))
    write_files(garden, {ENTRY: write_yaml({**entry, **source})})
    content = {key: value for key, value in whole.items() if key not in ("made_from", "review")}
    content = {key: value for key, value in content.items() if not key.startswith("reviewed")}
    wanted = data.draw(texts_of(fields, or_none=True), label="translations")
    states = data.draw(st.lists(st.booleans(), min_size=len(wanted), max_size=len(wanted)))
    made_from: dict[str, Value] = {
        item.source.name: fingerprint(item.source.text) if is_current else "0123abcd"
        for item, is_current in zip(file_of(garden).fields, states, strict=True)
    }
    full = filled(content, wanted)
    assert isinstance(full, dict)
    write_files(garden, {ESTONIAN: write_yaml({**full, "made_from": made_from, "review": "draft"})})
    before = file_of(garden)
    assert [item.text for item in before.fields] == wanted
    xlf = exported(garden)
    catalogue = loaded(garden)
    written = snapshot(garden)
    again = import_xliff(garden, catalogue, catalogue.locales[1], xlf, Review.DRAFT)
    assert (again.texts, again.files, again.left_out) == (0, [], [])
    assert changed(written, garden) == []
    (garden / ESTONIAN).unlink()
    catalogue = loaded(garden)
    done = import_xliff(garden, catalogue, catalogue.locales[1], xlf, Review.DRAFT)
    assert done.left_out == []
    assert done.texts == sum(bool(text) for text in wanted)
    after = file_of(garden)
    assert [item.text for item in after.fields] == composed(wanted)
    assert [item.state for item in after.fields] == [item.state for item in before.fields]
    for old, new in zip(before.fields, after.fields, strict=True):
        assert new.made_from == (old.made_from if old.text else "")
    assert ESTONIAN not in format_project(garden, (), write=False)[0]
    assert set(changed(original, garden)) <= {ENTRY, ESTONIAN}
    write_files(garden, {ENTRY: original[ENTRY], ESTONIAN: original[ESTONIAN]})


@SOME
@given(data=st.data())
@example(data=None)
def test_no_file_makes_a_traceback_or_breaks_the_project(data: Any, garden: Path) -> None:
    """Whatever becomes of an exported file on its way, it is imported or refused in words.

    Afterwards every file of the project can still be read.
    """
    original = snapshot(garden)
    xlf = exported(garden)
    if data is not None:
        for _ in range(data.draw(st.integers(1, 4))):
            start = data.draw(st.integers(0, len(xlf)))
            length = data.draw(st.integers(0, 30))
            middle = data.draw(
                st.one_of(
                    st.binary(max_size=4),
                    st.sampled_from(
                        [b"<", b">", b'"', b"&#0;", b"&#x85;", b"\xe2\x80\xae", b"id="]
                    ),
                    st.integers(0, len(xlf)).map(lambda at, now=xlf: now[at : at + 60]),
                )
            )
            xlf = xlf[:start] + middle + xlf[start + length :]
    path = garden / "mangled.xlf"
    path.write_bytes(xlf)
    assert main(garden, ["translations", "import", "et", str(path)]) in (0, 2)
    path.unlink()
    loaded(garden)
    assert format_project(garden, (), write=False) == ([], ())
    write_files(garden, {name: None for name in changed(original, garden) if name not in original})
    write_files(garden, {name: original[name] for name in changed(original, garden)})


# --- the real content ----------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["et", "de", "fi"])
def test_the_real_content_comes_back(tag: str, tmp_path: Path) -> None:
    """The translations of the real content, all deleted, come back from their XLIFF file."""
    root = tmp_path / "real"
    copy_repository(root)
    xlf = exported(root, tag)
    known = language(root, tag)
    before = snapshot(root)
    catalogue = loaded(root)
    locale = catalogue.locales_by_tag[tag]
    untouched = import_xliff(root, catalogue, locale, xlf, Review.MACHINE)
    assert (untouched.texts, untouched.left_out) == (0, [])
    assert changed(before, root) == []
    for path in root.glob(f"guidelines/**/*.{tag}.yml"):
        path.unlink()
    done = import_xliff(root, loaded(root), locale, xlf, Review.MACHINE)
    assert done.left_out == []
    texts_known = [i.text for f in known.files if f.part != PAGES for i in f.fields if i.text]
    assert done.texts == len(texts_known)
    for old, new in zip(known.files, language(root, tag).files, strict=True):
        assert [i.text for i in old.fields] == [i.text for i in new.fields], old.path
        assert [i.state for i in old.fields] == [i.state for i in new.fields], old.path
    assert format_project(root, (), write=False) == ([], ())
