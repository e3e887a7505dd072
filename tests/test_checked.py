"""Tests of checking again: what is kept from earlier checks never changes what is found."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from bad_cases import LINKS, case_files, case_names, expected
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import Files, copy_base, write_files

from guidebook.checked import FOLDER, find_problems, load_checked
from guidebook.load import load_catalogue
from guidebook.problems import GuidebookError, Problem

MakeProject = Callable[[Files], Path]
DAY = date(2026, 11, 23)


def _printed(problems: tuple[Problem, ...]) -> str:
    return "".join(f"{problem}\n" for problem in problems)


def _cold(root: Path, day: date = DAY) -> str:
    """Return what is found when nothing is kept, and put what is kept back."""
    folder, aside = root / FOLDER, root.parent / "aside"
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
    try:
        return _printed(load_checked(root, day)[1])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if aside.exists():
            aside.rename(folder)


def _read_files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".ledger" not in path.parts
    }


def _turn_into(root: Path, files: Mapping[str, bytes]) -> None:
    """Make a project's files those, touching only what differs."""
    for path in [path for path in root.rglob("*") if path.is_symlink()]:
        path.unlink()
    present = _read_files(root)
    write_files(root, dict.fromkeys(present.keys() - files.keys()))
    for folder in sorted((path for path in root.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    write_files(root, {path: data for path, data in files.items() if present.get(path) != data})


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, base_words: Files) -> dict[str, bytes]:
    """Return the files of the base project."""
    root = tmp_path_factory.mktemp("base") / "project"
    copy_base(root)
    write_files(root, base_words)
    return _read_files(root)


def test_every_bad_project_is_told_exactly_after_any_other(
    tmp_path: Path, base: dict[str, bytes]
) -> None:
    """In one folder that turns from each bad project into the next, the lines are those of each.

    Each is checked twice: with what earlier checks found in files, and with a whole answer.
    """
    root = tmp_path / "project"
    names = case_names() * 2
    random.Random(3).shuffle(names)
    wrong = {}
    for name in names:
        files = dict(base) | dict(case_files(name))
        wanted = {
            path: data.encode() if isinstance(data, str) else data
            for path, data in files.items()
            if data is not None
        }
        root.mkdir(exist_ok=True)
        _turn_into(root, wanted)
        for place, target in LINKS.get(name, {}).items():
            (root / place).symlink_to(target)
        for _ in range(2):
            found = _printed(find_problems(root, DAY))
            if found != expected(name):
                wrong[name] = found
    assert wrong == {}


ENTRY = "guidelines/growers/share-tools"
GLOSSARY = "guidelines/glossary"
_SHED = "shed:\n  term: shed\n  definition: |-\n    A small house.\n"
_KUUR = "shed:\n  term: majake\n  definition: |-\n    Väike maja.\n  checked: primary\n"
_HANG = "Hang the list on the door of the shed."
_LONG = "Kirjuta kõigi tööriistade nimekiri ja riputa see kuuri uksele, et kõik seda näeksid."
_ACCEPTED = "accepted:\n  - {field: title, rule: same-as-source, because: It is.}\n"
_PAGE = "---\ntitle: New\ndescription: A page.\n---\n\n# New\n\n<b>bold</b>\n"

Change = Mapping[str, tuple[str, str] | str | None]
"""By path: what is replaced by what, or what is added at the end, or None for a file that goes."""
CHANGES: tuple[tuple[str, Change], ...] = (
    ("duplicate-key", {f"{ENTRY}.et.yml": ("summary:", "title: Jaga\nsummary:")}),
    ("misplaced-comment", {f"{ENTRY}.et.yml": ("actions:\n", "# seen\nactions:\n")}),
    ("yaml-anchor", {f"{ENTRY}.et.yml": ("title: Jaga", "title: &a Jaga")}),
    ("duplicate-id", {f"{ENTRY}.et.yml": ("id: hang-list", "id: write-list")}),
    ("same-as-source", {f"{ENTRY}.et.yml": ("Riputa nimekiri kuuri uksele.", _HANG)}),
    ("needless-exception", {f"{ENTRY}.et.yml": _ACCEPTED}),
    ("review-without-reader", {f"{ENTRY}.et.yml": ("reviewed_by: Mari Maasikas\n", "")}),
    ("future-review", {f"{ENTRY}.et.yml": ("reviewed_on: 2026-11-21", "reviewed_on: 2027-11-21")}),
    ("missing-translation", {f"{ENTRY}.et.yml": ("    do: Riputa nimekiri kuuri uksele.\n", "")}),
    ("lost-link", {f"{ENTRY}.et.yml": ("(entry:collect-rain)", "(entry:buy-tools)")}),
    ("wrong-language", {f"{ENTRY}.de.yml": ("title:", f"why: |-\n  {_LONG}\ntitle:")}),
    ("behind-translation", {f"{ENTRY}.yml": ("Share tools by", "Lend tools by")}),
    ("missing-translation", {f"{ENTRY}.yml": ("  - id: hang-list", "  - id: put-list")}),
    ("yaml-syntax", {f"{ENTRY}.yml": ("title: Share", "title: 'Share")}),
    ("orphan-translation", {f"{ENTRY}.yml": None}),
    ("unknown-topic", {"guidelines/site.yml": ("id: water", "id: drinks")}),
    ("wrong-code-prefix", {"guidelines/site.yml": ("code_prefix: G", "code_prefix: H")}),
    (
        "agreed-term",
        {f"{GLOSSARY}.yml": _SHED, f"{GLOSSARY}.et.yml": ("made_from:", _KUUR + "made_from:")},
    ),
    ("avoided-form", {f"{GLOSSARY}.et.yml": ("form: ühisaed", "form: nimekiri")}),
    ("broken-link", {f"{GLOSSARY}.yml": ("community-garden:", "garden:")}),
    ("unknown-reference", {"guidelines/references.yml": ("garden-handbook:", "handbook:")}),
    ("unknown-finding", {"guidelines/studies/elm-street-2025.yml": ("id: F1", "id: F9")}),
    (
        "retired-linked",
        {"guidelines/growers/collect-rain.yml": ("status: consultation", "status: retired")},
    ),
    ("unknown-locale", {"mkdocs.yml": ("locale: de", "locale: fi")}),
    ("insecure-address", {"mkdocs.yml": ("site_url: https", "site_url: http")}),
    ("untranslated-nav-title", {"mkdocs.yml": ("More: Veel", "Less: Veel")}),
    ("missing-word", {"templates/words/et.yml": ("home:", "home_no_more:")}),
    ("broken-link", {"docs/about.md": ("./index.md", "./gone.md")}),
    ("foreign-part", {"docs/new.md": _PAGE}),
    ("orphan-translation", {"docs/about.md": None}),
)
"""Edits of every kind of file, each with a rule that must tell of it."""


def _change(root: Path, change: Change) -> None:
    for name, what in change.items():
        path = root / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if what is None:
            path.unlink()
            continue
        old, new = ("", what) if isinstance(what, str) else what
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")


@pytest.mark.parametrize(("rule", "change"), CHANGES)
def test_an_edit_of_any_file_is_found_by_a_warm_check(
    rule: str, change: Change, tmp_path: Path, base: dict[str, bytes]
) -> None:
    """After each kind of edit, and after taking it back, warm checks find what cold ones find."""
    root = tmp_path / "project"
    root.mkdir()
    _turn_into(root, base)
    for _ in range(2):
        assert _printed(load_checked(root, DAY)[1]) == ""
    assert find_problems(root, DAY) == ()
    _change(root, change)
    expected = _cold(root)
    assert f" {rule}: " in expected
    for _ in range(3):
        assert _printed(load_checked(root, DAY)[1]) == expected
    for _ in range(2):
        assert _printed(find_problems(root, DAY)) == expected
    _turn_into(root, base)
    assert find_problems(root, DAY) == load_checked(root, DAY)[1] == ()


@pytest.mark.parametrize("name", ["buy-tools.et.yml", "share-tools.yml", "x.et.yml", "Share.yml"])
def test_a_file_with_another_name_is_another_file(
    name: str, tmp_path: Path, base: dict[str, bytes]
) -> None:
    """A translation that gets another name, with the same text, is checked under that name."""
    root = tmp_path / "project"
    root.mkdir()
    _turn_into(root, base)
    for _ in range(2):
        load_checked(root, DAY)
    path = root / f"{ENTRY}.et.yml"
    path.rename(path.with_name(name))
    expected = _cold(root)
    assert expected != ""
    for check in (load_checked(root, DAY)[1], load_checked(root, DAY)[1], find_problems(root, DAY)):
        assert _printed(check) == expected
    path.with_name(name).rename(path)
    if name != "share-tools.yml":
        assert find_problems(root, DAY) == ()


_PATHS = st.sampled_from(
    [
        "mkdocs.yml",
        "guidelines/site.yml",
        "guidelines/site.et.yml",
        "guidelines/glossary.yml",
        "guidelines/glossary.et.yml",
        "guidelines/references.yml",
        "guidelines/growers/share-tools.yml",
        "guidelines/growers/share-tools.et.yml",
        "docs/about.md",
        "docs/about.et.md",
        "templates/words/et.yml",
    ]
)
_EDITS = st.one_of(
    st.tuples(st.just("delete"), _PATHS),
    st.tuples(st.just("back"), _PATHS),
    st.tuples(st.just("copy"), _PATHS, _PATHS),
    st.tuples(st.just("rename"), _PATHS, st.sampled_from(["x", "x.et", "x.zz", "X y"])),
    st.tuples(st.just("lose line"), _PATHS, st.integers(0, 60)),
    st.tuples(st.just("double line"), _PATHS, st.integers(0, 60)),
    st.tuples(
        st.just("replace"),
        _PATHS,
        st.sampled_from(["tool", "share", "growers", "et", "title", "26", "entry:", ": ", "the"]),
        st.sampled_from(["", "tööriist", "spade", "de", "kompost", "27", "ref:", "\n", "<b>"]),
    ),
)


def _edit(root: Path, base: Mapping[str, bytes], edit: tuple[str, ...]) -> None:
    """Change one file of a project; an edit of a missing file does nothing."""
    kind, name, *what = edit
    path = root / name
    if kind == "back":
        if name in base:
            write_files(root, {name: base[name]})
    elif not path.exists():
        return
    elif kind == "delete":
        path.unlink()
    elif kind == "copy":
        shutil.copyfile(path, root / f"{what[0]}.new")
        (root / f"{what[0]}.new").replace(root / what[0])
    elif kind == "rename":
        path.rename(path.with_name(what[0] + path.suffix))
    elif kind == "replace":
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(what[0], what[1], 2), encoding="utf-8")
    else:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        at = int(what[0]) % max(1, len(lines))
        lines[at : at + 1] = lines[at : at + 1] * (2 if kind == "double line" else 0)
        path.write_text("".join(lines), encoding="utf-8")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=st.lists(_EDITS, min_size=1, max_size=4), later=st.booleans())
def test_after_any_edits_the_same_is_found_as_without_what_is_kept(
    tmp_path_factory: pytest.TempPathFactory,
    base: dict[str, bytes],
    edits: list[tuple[str, ...]],
    later: bool,
) -> None:
    """Files are changed, deleted, renamed and put back, and each time nothing is missed."""
    root = tmp_path_factory.getbasetemp() / "edited" / "project"
    root.mkdir(parents=True, exist_ok=True)
    _turn_into(root, base)
    for edit in edits:
        _edit(root, base, edit)
        day = date(2028, 1, 1) if later else DAY
        try:
            expected = _cold(root, day)
        except GuidebookError:
            with pytest.raises(GuidebookError):
                find_problems(root, day)
            continue
        assert _printed(find_problems(root, day)) == expected
        assert _printed(load_checked(root, day)[1]) == expected
        assert _printed(find_problems(root, day)) == expected


def test_the_content_is_the_same_with_what_is_kept(real_root: Path) -> None:
    """Content that is loaded with what earlier runs kept is equal to content loaded without."""
    fresh, _ = load_catalogue(real_root)
    for _ in range(2):
        kept, _ = load_checked(real_root, DAY)
        assert kept is not None
        assert fresh is not None
        for name in ("site", "settings", "locales", "entries", "studies", "references", "glossary"):
            assert getattr(kept, name) == getattr(fresh, name)
        for name in ("term_facts", "translations", "pages", "words", "nav_titles", "broken"):
            assert getattr(kept, name) == getattr(fresh, name)
        assert kept.places.keys() == fresh.places.keys()
        for path, places in fresh.places.items():
            assert dict(kept.places[path].by_field) == dict(places.by_field), path


def test_files_that_hold_something_else_are_done_again(
    tmp_path: Path, base: dict[str, bytes]
) -> None:
    """Damaged, foreign and half written files in the folder change nothing of what is found."""
    root = tmp_path / "project"
    root.mkdir()
    _turn_into(root, base | {"guidelines/growers/odd.et.yml": b"title: x\n"})
    expected = _printed(find_problems(root, DAY))
    find_problems(root, DAY)
    names = [path.name for path in (root / FOLDER).iterdir()]
    assert "answers.txt" in names
    for damage in (b"", b"nonsense\n" * 9, b"\x80\x04", None):
        for name in names:
            path = root / FOLDER / name
            data = path.read_bytes() if path.exists() else b""
            path.write_bytes(data[: len(data) // 2] if damage is None else damage)
        assert _printed(find_problems(root, DAY)) == expected
        assert _printed(load_checked(root, DAY)[1]) == expected


def test_the_day_the_address_and_folders_of_fonts_count(
    tmp_path: Path, base: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a check asks for outside the texts of files is not taken from an earlier answer."""
    root = tmp_path / "project"
    root.mkdir()
    settings_text = base["mkdocs.yml"].decode()
    with_fonts = settings_text.replace(
        "- guidebook:\n", "- guidebook:\n      font_folders: [fonts]\n"
    )
    assert with_fonts != settings_text
    _turn_into(root, base)
    assert find_problems(root, DAY) == find_problems(root, DAY) == ()
    assert "past-review" in _printed(find_problems(root, date(2099, 1, 1)))
    monkeypatch.setenv("SITE_URL", "ftp://example.org/")
    assert "ftp" in _printed(find_problems(root, DAY))
    monkeypatch.delenv("SITE_URL")
    assert find_problems(root, DAY) == ()
    write_files(root, {"mkdocs.yml": with_fonts})
    before = _printed(find_problems(root, DAY))
    (root / "fonts").mkdir()
    after = _printed(find_problems(root, DAY))
    (root / "fonts").rmdir()
    assert "fonts" in before
    assert "fonts" not in after
    assert _printed(find_problems(root, DAY)) == before


def test_words_that_stand_elsewhere_are_read_each_time(
    tmp_path: Path, base: dict[str, bytes]
) -> None:
    """A file of interface words that is a link is looked at again, wherever it leads."""
    root, elsewhere = tmp_path / "project", tmp_path / "et.yml"
    root.mkdir()
    _turn_into(root, base)
    path = root / "templates/words/et.yml"
    elsewhere.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(elsewhere)
    assert find_problems(root, DAY) == find_problems(root, DAY) == ()
    elsewhere.write_bytes(elsewhere.read_bytes() + b"no_such_word: x\n")
    assert "no_such_word" in _printed(find_problems(root, DAY))


def test_a_check_loads_only_what_it_needs(tmp_path: Path, base: dict[str, bytes]) -> None:
    """Checking an unchanged project loads no generator, no library of texts and no data."""
    root = tmp_path / "project"
    root.mkdir()
    _turn_into(root, base)
    heavy = "mkdocs typst jinja2 markdown_it pydantic yaml babel numpy py3langid rich translate"
    program = (
        "import sys; from pathlib import Path; from guidebook.cli import main; "
        f"main(Path(sys.argv[1]), ['check', '--today', '{DAY}']); "
        f"print(*sorted(set({heavy.split()!r}) & sys.modules.keys()))"
    )
    loaded = [
        subprocess.run(
            [sys.executable, "-c", program, str(root)], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert not {"mkdocs", "typst", "jinja2", "translate"} & set(loaded[0])
    assert loaded[1] == []
