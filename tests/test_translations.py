"""The translators' commands: what is current, behind or missing, files, reviews and XLIFF."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import copy_repository

from guidebook.catalogue import Catalogue
from guidebook.cli import main
from guidebook.exchange import export_xliff, import_xliff
from guidebook.freshness import FieldState, fingerprint
from guidebook.history import changed_words, earlier_texts
from guidebook.load import load_catalogue
from guidebook.model import Review
from guidebook.problems import GuidebookError
from guidebook.progress import FileProgress, find_files, locale_progress
from guidebook.translation_files import TO_FILL

SOURCE = Path("guidelines/learners/weekly-hours.yml")
TRANSLATION = Path("guidelines/learners/weekly-hours.et.yml")
OLD = "do: Divide the hours by the number of weeks."
NEW = "do: Divide the hours by the weeks."
FIELD = "actions.divide-by-weeks.do"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the real project."""
    folder = tmp_path / "project"
    copy_repository(folder)
    return folder


def loaded(root: Path) -> Catalogue:
    """Return the content of a folder."""
    catalogue, problems = load_catalogue(root)
    assert catalogue is not None, problems
    return catalogue


def called(root: Path, tag: str, name: str) -> FileProgress:
    """Return the file that a person calls by a name."""
    catalogue = loaded(root)
    (file,) = find_files(catalogue, catalogue.locales_by_tag[tag], name)
    return file


def change_source(root: Path, old: str = OLD, new: str = NEW) -> None:
    """Change one text of the English guideline."""
    text = (root / SOURCE).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / SOURCE).write_text(text.replace(old, new), encoding="utf-8")


def behind(root: Path, tag: str) -> list[tuple[str, str]]:
    """Return file and name of every text that is behind."""
    catalogue = loaded(root)
    files = locale_progress(catalogue, catalogue.locales_by_tag[tag]).files
    return [
        (file.name, item.source.name)
        for file in files
        for item in file.fields
        if item.state is FieldState.BEHIND
    ]


def contents(root: Path) -> dict[Path, bytes]:
    """Return the bytes of every content file and page."""
    folders = (root / "guidelines", root / "docs")
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*.*")}


def test_real_translations_are_complete(root: Path) -> None:
    """Estonian and German have everything, Finnish what it has taken on, and nothing is behind."""
    catalogue = loaded(root)
    for tag in ("et", "de", "fi"):
        total = locale_progress(catalogue, catalogue.locales_by_tag[tag]).total
        assert total.percent(FieldState.CURRENT) == 100, tag
        assert total.reviews[Review.REVIEWED] == total.reviews[Review.APPROVED] == 0


def test_a_changed_sentence_is_behind_and_confirming_clears_it(root: Path) -> None:
    """Exactly one text is behind in each language, and confirming clears exactly that one."""
    change_source(root)
    for tag in ("et", "de", "fi"):
        assert behind(root, tag) == [("L2", FIELD)]
    before = contents(root)
    assert main(root, ["translations", "confirm", "et", "L2", FIELD]) == 0
    assert behind(root, "et") == []
    assert behind(root, "de") == [("L2", FIELD)]
    touched = [path for path, data in contents(root).items() if before[path] != data]
    assert touched == [root / TRANSLATION]
    assert main(root, ["format", "--check"]) == 0


def test_a_change_of_facts_or_line_ends_makes_nothing_stale(root: Path) -> None:
    """Dates, references and CRLF do not count."""
    change_source(root, "reviewed: 2026-11-23", "reviewed: 2026-11-22")
    text = (root / SOURCE).read_bytes()
    (root / SOURCE).write_bytes(text.replace(b"\n", b"\r\n"))
    assert behind(root, "et") == []


def test_the_list_shows_old_and_new_english(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With git's history the earlier text is shown; without it the list says so."""
    change_source(root)
    assert main(root, ["translations", "et", "--format", "json"]) == 0
    (work,) = json.loads(capsys.readouterr().out)
    assert [field["field"] for field in work["fields"]] == [FIELD]
    assert work["fields"][0]["source_then"] is None
    assert work["fields"][0]["translation"] == "Jaga tundide arv nädalate arvuga."

    change_source(root, NEW, OLD)
    git = ["git", "-C", str(root), "-c", "user.name=n", "-c", "user.email=n@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *arguments], check=True)
    change_source(root)
    capsys.readouterr()
    assert main(root, ["translations", "et", "L2"]) == 0
    shown = capsys.readouterr().out
    assert "Divide the hours by the" in shown
    assert "number of" in shown
    assert "Jaga tundide arv" in shown


def test_history_goes_on_without_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not installed, no earlier text is known and nothing fails."""
    monkeypatch.setenv("PATH", os.devnull)
    assert earlier_texts(root, str(SOURCE), {FIELD: "00000000"}) == {}


def test_a_new_file_has_every_field_and_tells_the_english(root: Path) -> None:
    """`translate` makes a file that is valid, in the one style, and leaves no hole in a page."""
    assert main(root, ["translate", "fi", "U2"]) == 0
    path = root / "guidelines/universities/publish-timetable.fi.yml"
    text = path.read_text(encoding="utf-8")
    assert text.startswith(TO_FILL)
    assert "\n# title: " in text.partition("title: ''")[0]
    assert "\ntitle: ''\n" in text
    file = called(root, "fi", "U2")
    assert {item.state for item in file.fields} == {FieldState.MISSING}
    assert main(root, ["check"]) == 0
    assert main(root, ["format", "--check"]) == 0
    once = path.read_bytes()
    assert main(root, ["translate", "fi", "U2"]) == 0
    assert path.read_bytes() == once
    title = "Julkaise koko aikataulu ennen ilmoittautumista"
    path.write_text(text.replace("title: ''", f"title: {title}", 1), encoding="utf-8")
    assert main(root, ["translate", "fi", "publish-timetable"]) == 0
    after = path.read_text(encoding="utf-8")
    assert f"title: {title}" in after
    assert "# title:" not in after
    assert "# summary:" in after


def test_a_review_holds_for_the_text_that_was_read(root: Path) -> None:
    """A reviewed text that changes counts as a draft; the others stay reviewed."""
    assert main(root, ["translations", "review", "et", "L2", "--by", "Tõlkijad"]) == 0
    file = called(root, "et", "L2")
    assert {item.review for item in file.fields} == {Review.REVIEWED}
    text = (root / TRANSLATION).read_text(encoding="utf-8")
    changed = text.replace("do: Jaga tundide arv", "do: Jaga kõigi tundide arv")
    (root / TRANSLATION).write_text(changed, encoding="utf-8")
    file = called(root, "et", "L2")
    assert file.review is Review.DRAFT
    drafts = [item.source.name for item in file.fields if item.review is Review.DRAFT]
    assert drafts == [FIELD]


def test_a_machine_text_never_appears_as_reviewed(root: Path) -> None:
    """Whatever stands under `reviewed_text`, `review: machine` stays a machine's text."""
    text = (root / TRANSLATION).read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("title: ")
    (root / TRANSLATION).write_text(
        f"{text}reviewed_text:\n  title: {fingerprint(title)}\n", encoding="utf-8"
    )
    file = called(root, "et", "L2")
    assert {item.review for item in file.fields} == {Review.MACHINE}


def test_pages_are_confirmed_and_reviewed_as_a_whole(root: Path) -> None:
    """Only the front matter of a hand-written page changes."""
    path = root / "docs/about.et.md"
    body = path.read_text(encoding="utf-8").partition("\n---\n")[2]
    source = root / "docs/about.md"
    source.write_text(source.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    assert behind(root, "et") == [("about", "page")]
    assert main(root, ["translations", "confirm", "et", "about"]) == 0
    assert behind(root, "et") == []
    assert main(root, ["translations", "review", "et", "about", "--by", "Tõlkijad"]) == 0
    text = path.read_text(encoding="utf-8")
    assert text.partition("\n---\n")[2] == body
    assert "review: reviewed\nreviewed_by: Tõlkijad\n" in text
    assert main(root, ["check"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["translations", "xx"], "'xx' is unknown"),
        (["translations", "en"], "is the language that is translated from"),
        (["translations", "et", "L22"], "'L22' is unknown"),
        (["translate", "et", "weekly-hour"], "Did you mean 'weekly-hours'?"),
        (["translations", "confirm", "et", "L2", "titel"], "'titel' is not translated"),
        (["translations", "review", "fi", "U2", "--by", "X"], "does not exist yet"),
    ],
)
def test_unknown_names_are_told(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """A wrong name stops the command with a sentence, and nothing is written."""
    before = contents(root)
    assert main(root, arguments) == 2
    assert said in capsys.readouterr().err
    assert contents(root) == before


def test_xliff_round_trip_changes_nothing(root: Path) -> None:
    """Export and import write the same bytes; missing files come back as they were."""
    before = contents(root)
    out = root / "et.xlf"
    assert main(root, ["translations", "export", "et", "--out", str(out)]) == 0
    assert main(root, ["translations", "import", "et", str(out)]) == 0
    assert contents(root) == before
    (root / TRANSLATION).unlink()
    assert main(root, ["translations", "import", "et", str(out), "--review", "machine"]) == 0
    assert (root / TRANSLATION).read_bytes() == before[root / TRANSLATION]


def test_xliff_of_another_revision_imports_what_still_fits(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text whose source has changed since the export is listed, the others are taken."""
    out = root / "et.xlf"
    assert main(root, ["translations", "export", "et", "--out", str(out)]) == 0
    change_source(root)
    data = out.read_text(encoding="utf-8")
    data = data.replace("Jaga tundide arv nädalate arvuga.", "Jaga.")
    data = data.replace("Arvuta ainepunktid nädalatundideks", "Muuda ainepunktid tundideks")
    out.write_text(data, encoding="utf-8")
    assert main(root, ["translations", "import", "et", str(out)]) == 0
    text = (root / TRANSLATION).read_text(encoding="utf-8")
    assert text.startswith("title: Muuda ainepunktid tundideks")
    assert "Jaga tundide arv nädalate arvuga." in text
    assert FIELD in capsys.readouterr().err


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<xliff",
        b"not xml at all",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xliff version="1.1"/>',
    ],
)
def test_a_file_that_is_not_xliff_is_refused(root: Path, data: bytes) -> None:
    """The command stops with one sentence."""
    path = root / "bad.xlf"
    path.write_bytes(data)
    assert main(root, ["translations", "import", "et", str(path)]) == 2


def test_xliff_of_another_language_is_refused(root: Path) -> None:
    """German texts never land in Estonian files."""
    catalogue = loaded(root)
    de, et = catalogue.locales_by_tag["de"], catalogue.locales_by_tag["et"]
    data = export_xliff(locale_progress(catalogue, de), catalogue.source_locale)
    with pytest.raises(GuidebookError, match="'de'"):
        import_xliff(root, catalogue, et, data, Review.DRAFT)


@given(old=st.text(max_size=60), new=st.text(max_size=60))
def test_runs_of_changed_words_are_the_texts(old: str, new: str) -> None:
    """What both and one of the texts have makes up that text again."""
    runs = changed_words(old, new)
    assert "".join(words for kind, words in runs if kind in " -") == old
    assert "".join(words for kind, words in runs if kind in " +") == new


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(
        st.characters(blacklist_categories=("C", "Z")) | st.sampled_from(" :#'\"-<&"), min_size=1
    ).filter(str.strip)
)
def test_any_title_survives_xliff(root: Path, text: str) -> None:
    """A translated title of any printable signs comes back from XLIFF as it was."""
    catalogue = loaded(root)
    et = catalogue.locales_by_tag["et"]
    data = export_xliff(locale_progress(catalogue, et), catalogue.source_locale)
    title = catalogue.translations[str(SOURCE), "et"].texts["title"]
    escaped = text.strip().replace("&", "&amp;").replace("<", "&lt;")
    changed = data.decode().replace(f">{title}<", f">{escaped}<", 1).encode()
    import_xliff(root, catalogue, et, changed, Review.DRAFT)
    after = loaded(root).translations[str(SOURCE), "et"].texts["title"]
    assert fingerprint(after) == fingerprint(text.strip())
    again = data.decode().encode()
    import_xliff(root, loaded(root), et, again, Review.DRAFT)
