"""One website from several machines: parts that are built apart are the site when put together."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from support import copy_base, write_files

from guidebook.cli import main

LOCALES = ("en", "et", "de")
ALL = [(tag, number) for tag in LOCALES for number in (1, 2)]


def files_of(folder: Path) -> Mapping[str, bytes]:
    """Return every file of a folder by its path in it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project that is built whole, and in two slices of each of its languages."""
    root = tmp_path_factory.mktemp("parts") / "garden"
    copy_base(root)
    assert main(root, ["build"]) == 0
    for tag, number in ALL:
        out = root / f"parts/{tag}-{number}"
        assert main(root, ["build", f"--locale={tag}", f"--slice={number}/2", f"--out={out}"]) == 0
    return root


@pytest.fixture
def apart(garden: Path, tmp_path: Path) -> Path:
    """Return a copy of the project whose parts a test may change."""
    return Path(shutil.copytree(garden, tmp_path / "garden"))


def merge(root: Path, *names: str) -> int:
    """Merge parts by their names; all of them by default, in any order."""
    chosen = [root / "parts" / name for name in names] or sorted((root / "parts").iterdir())
    random.shuffle(chosen)
    return main(root, ["merge", *map(str, chosen)])


def test_parts_together_are_the_site_of_one_build(
    apart: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pages, search, data, copies and books: the same files with the same bytes."""
    whole = files_of(apart / "site")
    shutil.rmtree(apart / "site")
    assert merge(apart) == 0
    assert f"Put {len(whole)} files of 6 parts together" in capsys.readouterr().err
    merged = files_of(apart / "site")
    assert sorted(merged) == sorted(whole)
    assert [path for path, content in whole.items() if merged[path] != content] == []
    assert any(path.endswith(".pdf") for path in merged)


def test_what_goes_after_a_merge_leaves_the_site(apart: Path) -> None:
    """The next build knows that the merged site is not the one that it built itself."""
    page = "---\ntitle: Visit\ndescription: How to find us.\n---\n\n# Visit\n\nCome by.\n"
    write_files(apart, {"docs/visit.md": page})
    shutil.rmtree(apart / "parts")
    assert main(apart, ["build", "--no-books", f"--out={apart}/parts/all"]) == 0
    assert merge(apart) == 0
    assert (apart / "site/visit/index.html").is_file()
    write_files(apart, {"docs/visit.md": None})
    assert main(apart, ["build", "--no-books"]) == 0
    assert not (apart / "site/visit").exists()


def test_a_part_may_hold_all_languages(apart: Path) -> None:
    """Without --locale a slice is one of the whole site."""
    shutil.rmtree(apart / "parts")
    for number in (1, 2, 3):
        arguments = [f"--slice={number}/3", f"--out={apart}/parts/{number}", "--no-books"]
        assert main(apart, ["build", *arguments]) == 0
    whole = {
        path: content
        for path, content in files_of(apart / "site").items()
        if not path.startswith("books/")
    }
    assert merge(apart) == 0
    assert files_of(apart / "site") == whole


def test_parts_are_spread_over_slices(garden: Path) -> None:
    """No slice of a language is empty, and none has it all."""
    for tag in LOCALES:
        one, two = (len(files_of(garden / f"parts/{tag}-{number}/site")) for number in (1, 2))
        assert one > 5
        assert two > 5


def change_note(root: Path, name: str, **values: object) -> None:
    """Change what a part says of itself."""
    path = root / "parts" / name / "part.json"
    note = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(note | values), encoding="utf-8")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ["en-1", "en-2", "et-2", "de-1", "de-2"],
            "These parts are missing; build them and name them, too:\n--locale et --slice 1/2\n",
        ),
        (
            ["en-1", "de-2"],
            "--locale en --slice 2/2\n--locale et --slice 1/2\n--locale et --slice 2/2\n"
            "--locale de --slice 1/2\n",
        ),
    ],
)
def test_missing_parts_are_named(
    names: list[str], said: str, apart: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever forgot some is told which, and the site stays as it was."""
    before = files_of(apart / "site")
    assert merge(apart, *names) == 2
    assert said in capsys.readouterr().err
    assert files_of(apart / "site") == before


def test_parts_that_do_not_belong_together_are_refused(
    apart: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other content, another program, other slices, the same twice, and folders that are none."""
    before = files_of(apart / "site")
    shutil.copytree(apart / "parts/en-1", apart / "parts/en-again")
    cases = {
        "are the same part: --locale en --slice 1/2.": {},
        "was built from other files than": {"content": "other"},
        "by another version of this program": {"program": "other"},
        "Build all parts in as many slices.": {"total": 3},
        "is not a whole part of a site.": {"format": None, "total": None, "extra": 1},
    }
    for said, values in cases.items():
        change_note(apart, "en-again", **values)
        assert merge(apart) == 2, said
        if "extra" not in values:
            assert said in capsys.readouterr().err
            original = (apart / "parts/en-1/part.json").read_bytes()
            (apart / "parts/en-again/part.json").write_bytes(original)
    (apart / "parts/en-again/part.json").unlink()
    capsys.readouterr()
    assert merge(apart) == 2
    assert "en-again is not a whole part of a site." in capsys.readouterr().err
    assert files_of(apart / "site") == before


def test_a_part_has_the_files_that_it_was_built_with(
    apart: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cut on its way, added to or changed, it is refused; so is a link, which may lead anywhere."""
    before = files_of(apart / "site")
    part = apart / "parts/et-1"
    pages = sorted((part / "site/et").rglob("index.html"))
    kept = [path.read_bytes() for path in pages]
    pages[0].unlink()
    pages[1].write_bytes(b"")
    (part / "site/home-made.html").write_text("one", encoding="utf-8")
    for number, path in enumerate((pages[0], pages[1], part / "site/home-made.html")):
        assert merge(apart) == 2
        assert "is not as it was built. Build " in capsys.readouterr().err
        if number < 2:
            path.write_bytes(kept[number])
        else:
            path.unlink()
    assert merge(apart) == 0
    pages[0].unlink()
    pages[0].symlink_to(apart / "mkdocs.yml")
    assert merge(apart) == 2
    assert "index.html is a link." in capsys.readouterr().err
    shutil.move(part / "site", apart / "elsewhere")
    (part / "site").symlink_to(apart / "elsewhere")
    assert merge(apart) == 2
    assert "site is a link." in capsys.readouterr().err
    assert files_of(apart / "site") == before


@pytest.mark.parametrize("values", [{"total": "1"}, {"total": 1.0}, {"total": 0}, {"locales": []}])
def test_a_note_that_nobody_wrote_is_told(
    values: dict[str, object], apart: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it says is of the right kind, and of a size that can be."""
    change_note(apart, "en-1", **values)
    assert merge(apart) == 2
    assert "en-1 is not a whole part of a site." in capsys.readouterr().err


def test_slices_of_all_languages_and_of_one_go_together(apart: Path) -> None:
    """The same share of each language is in both, books included."""
    shutil.rmtree(apart / "parts")
    for name, arguments in (
        ("all", ["--slice=1/2"]),
        *((tag, [f"--locale={tag}", "--slice=2/2"]) for tag in LOCALES),
    ):
        assert main(apart, ["build", *arguments, f"--out={apart}/parts/{name}"]) == 0
    whole = files_of(apart / "site")
    assert merge(apart) == 0
    assert files_of(apart / "site") == whole


def test_parts_that_were_built_otherwise_are_refused(
    apart: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without books, with another time, or with other libraries than are published."""
    arguments = ["build", "--locale=et", "--slice=1/2", f"--out={apart}/parts/et-1"]
    shutil.rmtree(apart / "parts/et-1")
    assert main(apart, [*arguments, "--no-books"]) == 0
    assert merge(apart) == 2
    assert "has books. Build all parts with --no-books, or none." in capsys.readouterr().err
    shutil.rmtree(apart / "parts/et-1")
    with monkeypatch.context() as other:
        other.setenv("SOURCE_DATE_EPOCH", "1900000000")
        assert main(apart, arguments) == 0
    assert merge(apart) == 2
    assert "Build all parts with the same SOURCE_DATE_EPOCH" in capsys.readouterr().err
    shutil.rmtree(apart / "parts/et-1")
    write_files(apart, {"requirements.txt": "jinja2==3.1.6\n"})
    assert main(apart, arguments) == 0
    assert merge(apart) == 2
    assert "was built from other files than" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--slice=0/2", "--out=new"], "--slice 0/2 is not a share."),
        (["--slice=3/2", "--out=new"], "Write its number and how many there are, as in 2/3."),
        (["--slice=half", "--out=new"], "--slice half is not a share."),
        (["--locale=xx", "--out=new"], "--locale"),
        (["--locale=et"], "Say with --out where the part of the site shall stand."),
        (["--out=guidelines"], "guidelines is not empty. Name a new or an empty one."),
    ],
)
def test_wrong_arguments_are_explained(
    arguments: list[str],
    said: str,
    garden: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each says what to write instead, before anything is built."""
    monkeypatch.chdir(garden)
    assert main(garden, ["build", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (garden / "new").exists()
