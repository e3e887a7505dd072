"""A build that only makes what differs gives what a build from nothing gives, byte for byte."""

import contextlib
import errno
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from edits import (
    RAIN,
    RUN,
    TOOLS,
    Edit,
    append,
    build,
    build_from_nothing,
    copy_sources,
    differences,
    files_of,
    put,
    rename,
    several,
    write,
)
from support import Files, copy_base, write_files

from guidebook.checked import load_checked, resident_reader, today
from guidebook.inputs import Inputs
from guidebook.ledger import read_ledger
from guidebook.preview import Preview
from guidebook.problems import GuidebookError
from guidebook.staging import open_staging
from guidebook.website import finish_site


def new_entry(root: Path) -> None:
    """Add an entry that others do not know of."""
    text = (root / f"{RAIN}.yml").read_text(encoding="utf-8")
    text = re.sub("code: G.", "code: G9", text).replace("Collect rain in", "Mend")
    text = re.sub("formerly: .*", "", text).strip() + "\n"
    (root / "guidelines/growers/mend-barrels.yml").write_text(text, encoding="utf-8")


EDITS: dict[str, Edit] = {
    "nothing": several(),
    "a text": put(f"{TOOLS}.yml", "Name the **owner** of", "Name the *owner* of"),
    "a text of a translation": put(f"{TOOLS}.et.yml", "Kirjuta kõigi", "Pane kirja kõigi"),
    "a text that another entry shows": put(f"{TOOLS}.yml", "A shed needs land", "Sheds need land"),
    "a title": put(f"{RAIN}.yml", "Collect rain in barrels", "Collect rain in a barrel"),
    "a title of a translation": put(f"{TOOLS}.et.yml", "title: Jaga", "title: Jagage"),
    "a summary": put(f"{RAIN}.yml", "before summer", "before the summer"),
    "a topic": put(f"{RAIN}.yml", "topic: water", "topic: land"),
    "a strength": put(f"{RAIN}.yml", "strength: conditional", "strength: strong"),
    "a country": put(f"{TOOLS}.yml", "countries: [EE]", "countries: [EE, LV]"),
    "a code": several(
        put(f"{RAIN}.yml", "code: G2", "code: G5"),
        put(f"{RAIN}.yml", "formerly: [", "formerly: [G2, "),
    ),
    "the id of an action": several(
        put(f"{TOOLS}.yml", "id: hang-list", "id: hang-it"),
        put(f"{TOOLS}.et.yml", "hang-list", "hang-it"),
        put(f"{TOOLS}.de.yml", "hang-list", "hang-it"),
    ),
    "a change that readers are told of": put(
        f"{RAIN}.yml", "changes:\n", "changes:\n  - on: 2026-11-22\n    what: Said it shorter.\n"
    ),
    "a relation": put(f"{TOOLS}.yml", "related: [collect-rain]", "related: []"),
    "a need": put(f"{TOOLS}.yml", "because: Sheds", "because: All sheds"),
    "a finding that is answered": put(
        f"{TOOLS}.yml", "findings: [elm-street-2025/F1]", "findings: []"
    ),
    "a translation added": write({f"{RAIN}.et.yml": "title: Kogu vihmavett\nreview: machine\n"}),
    "the day of a change": put(f"{RAIN}.yml", "on: 2026-11-22", "on: 2026-11-21"),
    "a translation removed": write({f"{TOOLS}.de.yml": None}),
    "an entry added": new_entry,
    "an entry renamed": rename(
        RAIN,
        "guidelines/growers/keep-rain",
        several(
            put("guidelines/growers/keep-rain.yml", "catch-rain,", "catch-rain, collect-rain,"),
            put(f"{TOOLS}.yml", "entry:collect-rain", "entry:keep-rain"),
            put(f"{TOOLS}.et.yml", "entry:collect-rain", "entry:keep-rain"),
            put("guidelines/growers/buy-tools.yml", "[collect-rain]", "[keep-rain]"),
            put("guidelines/cities/lend-land.yml", "[collect-rain]", "[keep-rain]"),
        ),
    ),
    "an entry retired": put(
        "guidelines/growers/mend-barrels.yml",
        "status: consultation",
        "status: retired\nreplaced_by: keep-rain",
    ),
    "an entry removed": write({"guidelines/growers/mend-barrels.yml": None}),
    "a reference": put("guidelines/references.yml", "year: 2020", "year: 2021"),
    "a finding": put("guidelines/studies/elm-street-2025.yml", "gladly when", "when"),
    "a term": put("guidelines/glossary.yml", "term: rain barrel", "term: rain butt"),
    "site.yml": put("guidelines/site.yml", "No garden was harmed", "No plant was harmed"),
    "a name in a translation of site.yml": put("guidelines/site.et.yml", "Linnad", "Omavalitsused"),
    "an interface word": put("templates/words/et.yml", "Sellele viitavad", "Sellele viidatakse"),
    "the text of a page": put("docs/about.md", "Made for tests", "Written for tests"),
    "the title of a page": put("docs/about.et.md", "title: Meist", "title: Kes me oleme"),
    "a page added": write(
        {"docs/help.md": "---\ntitle: Help\ndescription: How.\n---\n\n# Help\n\nAsk.\n"}
    ),
    "a page removed": write({"docs/help.md": None}),
    "an asset added": write({"docs/assets/leaf.txt": "A leaf."}),
    "an asset changed": write({"docs/assets/leaf.txt": "Two leaves."}),
    "an asset removed": write({"docs/assets/leaf.txt": None}),
    "a template of pages": append("templates/pages/entry.md.jinja", "\n<p>The end.</p>\n"),
    "a template of books": append("templates/books/book.typ.jinja", "\nThe end.\n"),
    "the theme": put("templates/theme/main.html", "<body ", '<body data-changed="yes" '),
    "a style": append("templates/assets/site/entry.css", "\n.code { color: inherit; }\n"),
    "mkdocs.yml": put("mkdocs.yml", "publisher: Garden Guild", "publisher: Elm Guild"),
    "nothing again": several(),
}


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """Return a project to be edited."""
    root = tmp_path / "garden"
    copy_base(root)
    return root


@pytest.mark.timeout(2400)
def test_after_every_edit_the_site_is_as_built_from_nothing(garden: Path, tmp_path: Path) -> None:
    """Forty kinds of edit, one after the other; only the last site has books, for their time.

    A preview sees two edits in a row, of which the second comes before all of the first is done.
    """
    served = tmp_path / "served" / "garden"
    copy_sources(garden, served)
    preview = Preview(served)
    preview.refresh()
    preview.finish()
    build(garden, "--no-books")
    waiting: list[Edit] = []
    for number, (name, edit) in enumerate(EDITS.items(), 1):
        edit(garden)
        warm = build(garden, "--no-books")
        cold = build_from_nothing(garden, tmp_path / "another folder", "--no-books")
        assert differences(warm, cold) == [], name
        waiting.append(edit)
        if number % 2 == 0:
            for one in waiting:
                one(served)
                preview.refresh()
            preview.finish()
            waiting.clear()
            assert preview.note == ""
            assert differences(files_of(served / "site"), cold) == [], name


def test_what_a_preview_does_not_look_up_again_is_the_same(garden: Path) -> None:
    """After every edit: what is known from before of files that are the same is what they are."""
    build(garden, "--no-books")
    names = sorted(json.loads((garden / ".ledger/site.json").read_bytes())["digests"])
    reader, before = resident_reader(garden), None
    for edit in EDITS.values():
        edit(garden)
        reader = reader.again()
        known, _ = load_checked(garden, today(), reader)
        fresh, _ = load_checked(garden, today())
        assert known is not None
        assert fresh is not None
        inputs, anew = Inputs(known, garden, before), Inputs(fresh, garden)
        assert [inputs.of(name) for name in names] == [anew.of(name) for name in names]
        if before is not None:
            sure = set(names) - set(inputs.may_differ(names))
            assert sure
            assert [name for name in sure if inputs.of(name) != before.of(name)] == []
        before = inputs


def test_a_preview_and_commands_build_the_same_site(garden: Path, tmp_path: Path) -> None:
    """A site that a command has built beside a preview is known to the preview, and other way."""
    preview = Preview(garden)
    for edit in (EDITS["a title"], EDITS["a text"]):
        preview.refresh()
        edit(garden)
        preview.finish()
        warm = build(garden, "--no-books")
        cold = build_from_nothing(garden, tmp_path / "cold", "--no-books")
        assert differences(warm, cold) == []
    EDITS["a summary"](garden)
    preview.refresh()
    preview.finish()
    cold = build_from_nothing(garden, tmp_path / "cold", "--no-books")
    assert differences(files_of(garden / "site"), cold) == []


def test_a_preview_shows_pages_before_it_makes_the_rest(garden: Path) -> None:
    """A saved text is in its page when a refresh ends, and in data and search a moment later."""
    preview = Preview(garden)
    preview.refresh()
    preview.finish()
    put(f"{TOOLS}.yml", "Name the **owner**", "Name the **keeper**")(garden)
    preview.refresh()
    site = garden / "site"
    data = site / "data/guidelines.en.json"
    before = data.read_text(encoding="utf-8")
    page = (site / "growers/share-tools/index.html").read_text(encoding="utf-8")
    preview.finish()
    assert "<strong>keeper</strong>" in page
    assert "keeper" not in before
    assert "keeper" in data.read_text(encoding="utf-8")


def test_pages_on_all_entries_follow_those_of_the_text(garden: Path) -> None:
    """The page on the state of translations comes a moment later, and browsers are told of it."""
    preview = Preview(garden)
    preview.refresh()
    preview.finish()
    shown: list[tuple[set[str], bytes]] = []
    state = garden / "site/translations/et/index.html"
    preview.when_more_is_shown = lambda paths: shown.append((set(paths or ()), state.read_bytes()))
    before = state.read_bytes()
    put(f"{TOOLS}.yml", "Name the **owner**", "Name the **keeper**")(garden)
    assert preview.refresh()
    page = (garden / "site/et/growers/share-tools/index.html").read_text(encoding="utf-8")
    assert 'class="behind' in page
    assert state.read_bytes() == before
    preview.finish()
    assert len(shown) == 1
    paths, shown_then = shown[0]
    assert shown_then == state.read_bytes() != before
    assert "translations/et/index.html" in paths
    assert "growers/share-tools/index.html" not in paths
    assert not preview.refresh()
    preview.finish()
    assert len(shown) == 1


def test_what_was_put_off_can_wait_for_a_further_edit(garden: Path, tmp_path: Path) -> None:
    """An edit between two parts of what was put off: nothing of it is lost."""
    preview = Preview(garden)
    memory = preview._memory
    preview.refresh()
    preview.finish()
    for number in (1, 2, 3):
        put(f"{TOOLS}.yml", "Name the **owner**", "Name the **keeper**")(garden)
        preview.refresh()
        parts = finish_site(garden, memory)
        assert sum(1 for _ in zip(range(number), parts, strict=False)) == number
        assert memory.unfinished is not None
        put(f"{TOOLS}.yml", "Name the **keeper**", "Name the **owner**")(garden)
        put(f"{RAIN}.yml", "before summer", f"before summer {number}")(garden)
        preview.refresh()
        preview.finish()
        assert memory.unfinished is None
        cold = build_from_nothing(garden, tmp_path / "cold", "--no-books")
        assert differences(files_of(garden / "site"), cold) == [], number
        put(f"{RAIN}.yml", f"before summer {number}", "before summer")(garden)


def test_what_keeps_the_rest_from_being_made_is_told_as_such(garden: Path) -> None:
    """A mistake in the template of what is no page is told, and the next refresh mends it."""
    path = "templates/pages/moved.html.jinja"
    good = (garden / path).read_text(encoding="utf-8")
    preview = Preview(garden)
    preview.refresh()
    preview.finish()
    for text, told in ((good + "{{ page.nothing }}", "moved.html.jinja"), (good, "")):
        write_files(garden, {path: text})
        preview.refresh()
        preview.finish()
        assert told in preview.note
        assert ("search, data and feeds do not yet" in preview.note) == bool(told)


PREVIEW_THAT_IS_KILLED = """
import os, sys
from pathlib import Path
from guidebook.preview import Preview
preview = Preview(Path(sys.argv[1]))
preview.refresh()
preview.finish()
Path(sys.argv[1], "docs/visit.md").write_text(sys.argv[2])
preview.refresh()
os._exit(0)
"""


def test_a_preview_that_is_killed_leaves_no_page_behind(garden: Path, tmp_path: Path) -> None:
    """A page that it had just made goes with its source, though it could note nothing of it."""
    page = "---\ntitle: Visit\ndescription: How to find us.\n---\n\n# Visit\n\nCome by.\n"
    command = [sys.executable, "-c", PREVIEW_THAT_IS_KILLED, str(garden), page]
    subprocess.run(command, check=True)
    assert (garden / "site/visit/index.html").is_file()
    write_files(garden, {"docs/visit.md": None})
    warm = build(garden, "--no-books")
    assert differences(warm, build_from_nothing(garden, tmp_path / "cold", "--no-books")) == []


def test_books_follow_every_edit(garden: Path, tmp_path: Path) -> None:
    """Of many edits at once, and of each kind that books show."""
    build(garden)
    for names in (
        ("a text that another entry shows", "a title of a translation", "a relation"),
        ("a translation removed", "an entry added", "a reference"),
        ("an interface word", "a template of books", "site.yml"),
    ):
        for name in names:
            EDITS[name](garden)
        warm = build(garden)
        cold = build_from_nothing(garden, tmp_path / "cold")
        assert differences(warm, cold) == [], names


def test_folder_day_hash_seed_and_cores_do_not_matter(garden: Path, tmp_path: Path) -> None:
    """The same bytes in another folder, on another day, with another order of sets, on one core."""
    here = build(garden, "--no-books")
    other = tmp_path / "a folder with ümlauts" / "garden"
    copy_sources(garden, other)
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1900000000",
        "TZ": "Pacific/Kiritimati",
    }
    command = [sys.executable, "-c", f"import os; os.cpu_count = lambda: 1; {RUN}"]
    subprocess.run(
        [*command, str(other), "build", "--no-books"], check=True, env=environment, cwd=tmp_path
    )
    assert differences(here, files_of(other / "site")) == []


@pytest.mark.parametrize("ledger", [b"", b"{", b"[]", b'{"format": 1}', b"\xff\xfe", None], ids=str)
def test_a_ledger_that_cannot_be_trusted_means_a_whole_build(
    ledger: bytes | None, garden: Path
) -> None:
    """Whatever stands in it, the site is right and nobody is told of it."""
    before = build(garden, "--no-books")
    path = garden / ".ledger" / "site.json"
    if ledger is None:
        path.unlink()
    else:
        path.write_bytes(ledger)
    assert differences(build(garden, "--no-books"), before) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda told: told["files"].update({"index.html": [float("inf"), 0]}),
        lambda told: told["files"].update({"a\0b": [1, 1]}),
        lambda told: told["files"].update({"a\ud800b": [1, 1]}),
        lambda told: told["records"].update({"en file gone": [[], "", ["a\0b", "a\ud800b"]]}),
        lambda told: told["digests"].update({"folder /": ""}),
    ],
    ids=["endless", "NUL", "half a letter", "outputs", "the whole disk"],
)
def test_a_damaged_ledger_means_a_whole_build(
    damage: Callable[[dict[str, Any]], None], garden: Path
) -> None:
    """What no ledger says, and what no file can be called, costs time and nothing else."""
    before = build(garden, "--no-books")
    path = garden / ".ledger" / "site.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    damage(told)
    path.write_text(json.dumps(told), encoding="utf-8")
    program = json.loads(path.read_text(encoding="utf-8"))["program"]
    assert read_ledger(path, program, garden / "site").is_empty
    assert differences(build(garden, "--no-books"), before) == []


@pytest.mark.parametrize("length", [0, 3, 200])
def test_damaged_templates_are_compiled_again(length: int, garden: Path, tmp_path: Path) -> None:
    """What was kept of them is cut or overwritten: another process does not run it."""
    before = build(garden, "--no-books")
    for number, path in enumerate(sorted((garden / ".ledger/templates").iterdir())):
        kept = path.read_bytes()
        path.write_bytes(kept[:length] if number % 2 else kept[:length] + b"x" * 50)
    shutil.rmtree(garden / "site")
    subprocess.run(
        [sys.executable, "-c", RUN, str(garden), "build", "--no-books"], check=True, cwd=tmp_path
    )
    assert differences(files_of(garden / "site"), before) == []


def test_what_is_left_of_an_old_site_does_not_come_back(tmp_path: Path) -> None:
    """A command was killed while it deleted it; its remains are no site."""
    write_files(tmp_path, {"site/page.html": "x", ".site.old/rest.html": "y"})
    with open_staging(tmp_path / "site"):
        assert not (tmp_path / ".site.old").exists()


def test_a_file_system_without_locks_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is sent to wait for a build that is not running."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("guidebook.staging._lock", refuse)
    with pytest.raises(GuidebookError, match="can be locked: No locks available"):
        open_staging(tmp_path / "site").__enter__()


@pytest.mark.parametrize("path", ["../kept.txt", "a/../../kept.txt", "/kept.txt", "..\\\\kept.txt"])
def test_a_ledger_cannot_have_files_elsewhere_deleted(path: str, garden: Path) -> None:
    """What is gone is deleted, but only in the site, whatever somebody wrote into the ledger."""
    before = build(garden, "--no-books")
    (garden / "kept.txt").write_text("Mine.")
    place = garden / ".ledger" / "site.json"
    told = json.loads(place.read_text(encoding="utf-8"))
    outside = str(garden / "kept.txt") if path.startswith("/") else path
    state = (garden / "kept.txt").stat()
    told["files"][outside] = [state.st_size, state.st_mtime_ns]
    told["records"]["en file gone"] = [[], "", "", [outside]]
    place.write_text(json.dumps(told), encoding="utf-8")
    assert differences(build(garden, "--no-books"), before) == []
    assert (garden / "kept.txt").read_text() == "Mine."


@pytest.mark.parametrize(
    "journal",
    [
        *('["ROOT/kept.txt"]', '["../kept.txt"]', '["a/../../kept.txt"]', '["linked/kept.txt"]'),
        *(
            '["..\\\\kept.txt"]',
            '["C:/kept.txt"]',
            '["a\\u0000b"]',
            '["a\\ud800b"]',
            "{}",
            "[1]",
            "[[]]",
            "no JSON",
            "[" * 100_000,
        ),
    ],
)
def test_what_was_left_behind_cannot_have_files_elsewhere_deleted(
    journal: str, tmp_path: Path
) -> None:
    """A note of a move, which may have come with a change, removes nothing but from the site."""
    files: Files = {"kept.txt": "Mine.", "site/page.html": "x", ".site.new/new.html": "y"}
    write_files(tmp_path, files)
    (tmp_path / "site/linked").symlink_to(tmp_path)
    (tmp_path / ".site.moving").write_text(journal.replace("ROOT", str(tmp_path)))
    with open_staging(tmp_path / "site") as staging:
        assert list(staging.new.iterdir()) == []
    assert (tmp_path / "kept.txt").read_text() == "Mine."
    assert (tmp_path / "site/page.html").exists()
    assert not (tmp_path / ".site.moving").exists()


@pytest.mark.parametrize("name", [".site.new", ".site.old", ".site.moving"])
def test_what_was_left_behind_is_no_link(name: str, tmp_path: Path) -> None:
    """Files that a link leads to are not taken for those of a build that was cut off."""
    write_files(tmp_path, {"mine/kept.txt": "Mine.", "mine.txt": "[]"})
    journal = tmp_path / ".site.moving"
    if name == ".site.moving":
        write_files(tmp_path, {"site/page.html": "x", ".site.new/new.html": "y"})
        journal.symlink_to(tmp_path / "mine.txt")
    else:
        (tmp_path / name).symlink_to(tmp_path / "mine")
        journal.write_text("[]")
    with contextlib.suppress(OSError), open_staging(tmp_path / "site"):
        pass
    assert (tmp_path / "mine/kept.txt").read_text() == "Mine."
    assert (tmp_path / "mine.txt").read_text() == "[]"
    assert not (tmp_path / "site").is_symlink()
    assert not (tmp_path / "site/new.html").exists()


def test_what_others_do_to_the_site_is_undone(garden: Path) -> None:
    """A page that was changed or deleted by hand is made again."""
    before = build(garden, "--no-books")
    (garden / "site" / "about" / "index.html").write_text("Changed.")
    (garden / "site" / "et" / "growers" / "share-tools" / "index.html").unlink()
    shutil.rmtree(garden / "site" / "search")
    write_files(garden / "site", {"old/index.html": "Old.", "about/draft.html": "Not yet."})
    (garden / "site" / "elsewhere").symlink_to(garden / "docs")
    assert differences(build(garden, "--no-books"), before) == []


def test_a_page_that_others_changed_goes_with_its_source(garden: Path, tmp_path: Path) -> None:
    """A page changed by hand, whose source is gone by the next build, does not stay for good."""
    page = "---\ntitle: Visit\ndescription: How to find us.\n---\n\n# Visit\n\nCome by.\n"
    write_files(garden, {"docs/visit.md": page})
    build(garden, "--no-books")
    (garden / "site/visit/index.html").write_text("Changed.", encoding="utf-8")
    write_files(garden, {"docs/visit.md": None})
    warm = build(garden, "--no-books")
    assert differences(warm, build_from_nothing(garden, tmp_path / "cold", "--no-books")) == []


def test_only_what_differs_is_written(garden: Path) -> None:
    """An edit of one text leaves every page that does not show it untouched on the disk."""
    build(garden, "--no-books")
    site = garden / "site"
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    EDITS["a text of a translation"](garden)
    build(garden, "--no-books")
    written = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and path.stat().st_mtime_ns != before.get(path)
    }
    assert {path.split("/")[0] for path in written if path.endswith(".html")} <= {
        "et",
        "de",
        "translations",
    }
    assert "et/growers/share-tools/index.html" in written
    assert "et/growers/collect-rain/index.html" not in written
    assert "growers/share-tools/index.html" not in written
    assert "assets/site.css" not in written


def test_a_build_killed_at_any_moment_is_mended_by_the_next(garden: Path, tmp_path: Path) -> None:
    """The site is whole after each kill, and right after the next build."""
    build(garden, "--no-books")
    chance = random.Random(1)
    command = [sys.executable, "-c", RUN, str(garden), "build", "--no-books"]
    for name in ("a text", "a title", "site.yml", "a template of pages"):
        EDITS[name](garden)
        started = time.monotonic()
        with subprocess.Popen(command, stdout=-3, stderr=-3, start_new_session=True) as process:
            while time.monotonic() < started + chance.uniform(0.3, 4) and process.poll() is None:
                pass
            os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        assert (garden / "site" / "index.html").is_file() or (garden / ".site.old").is_dir()
        warm = build(garden, "--no-books")
        cold = build_from_nothing(garden, tmp_path / "cold", "--no-books")
        assert differences(warm, cold) == [], name


def test_a_move_that_was_cut_off_is_ended(garden: Path, tmp_path: Path) -> None:
    """With half of the new files moved, the next build moves the rest before anything else."""
    build(garden, "--no-books")
    new = garden / ".site.new"
    (new / "about").mkdir(parents=True)
    (new / "about" / "index.html").write_text("New.")
    (garden / ".site.moving").write_text('["growers/index.html"]')
    EDITS["a text"](garden)
    cold = build_from_nothing(garden, tmp_path / "cold", "--no-books")
    assert differences(build(garden, "--no-books"), cold) == []
    assert not new.exists()
    assert not (garden / ".site.moving").exists()
