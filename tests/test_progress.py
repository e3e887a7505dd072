"""How far translations are: fingerprints, states, the reports of them, and earlier source texts."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeProject
from hypothesis import given
from hypothesis import strategies as st
from support import Files, write_files

from guidebook.cli import main
from guidebook.freshness import fingerprint
from guidebook.history import changed_words, earlier_texts

ENTRY = "guidelines/growers/share-tools.yml"
ESTONIAN = "guidelines/growers/share-tools.et.yml"
GERMAN = "guidelines/growers/share-tools.de.yml"
FIELD = "actions.write-list.do"
OLD = "Write a list of all tools."
NEW = "Write a long list of tools."


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795435200")  # 2026-11-23


@pytest.fixture
def garden(make_project: MakeProject, base_words: Files) -> Path:
    """Return the base project with words of its own."""
    return make_project(base_words)


def replace_text(root: Path, path: str, old: str, new: str) -> None:
    """Replace a part of a file that stands in it once."""
    text = (root / path).read_bytes().decode()
    assert text.count(old) == 1, (path, old, text.count(old))
    (root / path).write_bytes(text.replace(old, new).encode())


Report = Callable[..., Any]


@pytest.fixture
def report(garden: Path, capsys: pytest.CaptureFixture[str]) -> Report:
    """Return a function that gives what `translations … --format json` prints."""

    def printed(*arguments: str) -> Any:
        capsys.readouterr()
        assert main(garden, ["translations", *arguments, "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return printed


def open_fields(report: Report, locale: str) -> dict[str, list[tuple[str, str]]]:
    """Return name and state of what there is to do, by file."""
    return {
        file["file"]: [(field["field"], field["state"]) for field in file["fields"]]
        for file in report(locale)
    }


# --- fingerprints --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("a\nb", "a\r\nb", True),
        ("a\nb", "a\rb", True),
        ("a\nb", "a  \nb\t\n\n", True),
        ("a", "\n  a ", True),
        ("é", "e\u0301", True),
        ("a\nb", "a b", False),
        ("a\n\nb", "a\nb", False),
        ("a", "A", False),
        ("a b", "a  b", False),
        ("a\n  b", "a\nb", False),
        ("2", "²", False),
        ("fi", "ﬁ", False),
    ],
)
def test_a_fingerprint_is_of_the_words(one: str, other: str, is_same: bool) -> None:
    """Line ends, outer and trailing space and Unicode spelling do not count; all else does."""
    assert (fingerprint(one) == fingerprint(other)) is is_same


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40))
def test_a_fingerprint_does_not_depend_on_the_system(text: str) -> None:
    """Any text has eight hex digits, the same with the line ends and spellings of any system."""
    digits = fingerprint(text)
    assert len(digits) == 8
    assert set(digits) <= set("0123456789abcdef")
    assert fingerprint(text.replace("\n", "\r\n")) == digits
    assert fingerprint(text.replace("\n", "\r")) == digits
    assert fingerprint(unicodedata.normalize("NFD", text)) == digits
    assert fingerprint(text + " \n") == digits


# --- states --------------------------------------------------------------------------------------


def test_one_changed_sentence_is_one_field_in_every_language(garden: Path, report: Report) -> None:
    """A change of one sentence marks that field in each language, and confirming clears it."""
    before = {locale: open_fields(report, locale) for locale in ("et", "de")}
    replace_text(garden, ENTRY, OLD, NEW)
    for locale, path in (("et", ESTONIAN), ("de", GERMAN)):
        assert open_fields(report, locale) == {**before[locale], path: [(FIELD, "behind")]}
    assert main(garden, ["translations", "confirm", "et", "G1", FIELD]) == 0
    assert open_fields(report, "et") == before["et"]
    assert open_fields(report, "de") == {**before["de"], GERMAN: [(FIELD, "behind")]}
    assert main(garden, ["translations", "confirm", "de", "G1"]) == 0
    assert open_fields(report, "de") == before["de"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("code: G1\n", "code: G9\n"),
        ("reviewed: 2026-11-20\n", "reviewed: 2026-11-21\n"),
        ("countries: [EE]\n", "countries: [EE, LV]\n"),
        ("    country: EE\n", ""),
        ("strength: strong\n", "strength: practice\n"),
        ("  references: [garden-handbook]\n", "  references: [garden-handbook, water-rules]\n"),
        ("related: [collect-rain]\n", ""),
        (OLD, f'"{OLD}  "'),
    ],
)
def test_a_change_of_facts_makes_nothing_stale(
    old: str, new: str, garden: Path, report: Report
) -> None:
    """Dates, codes, references and the way in which YAML is written are no texts."""
    before = {locale: open_fields(report, locale) for locale in ("et", "de")}
    replace_text(garden, ENTRY, old, new)
    assert {locale: open_fields(report, locale) for locale in ("et", "de")} == before


def test_line_ends_make_nothing_stale(garden: Path, report: Report) -> None:
    """A checkout with the line ends of Windows is current where the other is."""
    before = open_fields(report, "et")
    for path in (*garden.glob("guidelines/**/*.yml"), *garden.glob("docs/*.md")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert open_fields(report, "et") == before


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (ESTONIAN, "title: Jaga tööriistu kuuri ukse nimekirjaga", "title: ''", "missing"),
        (ESTONIAN, "title: Jaga tööriistu kuuri ukse nimekirjaga\n", "", "missing"),
        (ESTONIAN, "  title: e7538914\n", "", "behind"),
        (ESTONIAN, "  title: e7538914\n", "  title: ffffffff\n", "behind"),
        (ENTRY, "title: Share tools by a list", "title: Share by a list", "behind"),
    ],
)
def test_the_state_of_a_field(
    path: str, old: str, new: str, expected: str, garden: Path, report: Report
) -> None:
    """A text is missing when it is empty, and behind when it was made from another or from none."""
    replace_text(garden, path, old, new)
    assert open_fields(report, "et")[ESTONIAN] == [("title", expected)]


def test_a_text_that_the_source_lacks_is_extra(
    garden: Path, report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text that the source has dropped is listed as something to do, and counted."""
    replace_text(garden, ENTRY, "    detail: |-\n      Name the **owner** of each tool.\n", "")
    (file,) = (file for file in report("et") if file["file"] == ESTONIAN)
    assert file["fields"] == []
    assert file["extra"] == {"actions.write-list.detail": "Nimeta iga tööriista **omanik**."}
    assert [language["total"]["extra"] for language in report()] == [1, 1]
    assert main(garden, ["translations", "et", "G1"]) == 0
    out, _ = capsys.readouterr()
    assert " extra        actions.write-list.detail\n" in out
    assert "The source has no such text: delete it, or rename it.\n" in out


def test_a_reviewed_text_is_read_until_it_changes(garden: Path, report: Report) -> None:
    """A reviewed file counts as read only for the texts that were read."""
    (et, de) = (language["parts"]["growers"]["reviews"] for language in report())
    assert et == {"machine": 0, "draft": 9, "reviewed": 1, "approved": 0}
    assert de == {"machine": 10, "draft": 0, "reviewed": 0, "approved": 0}
    replace_text(garden, ESTONIAN, "title: Jaga tööriistu", "title: Jagage tööriistu")
    assert report()[0]["parts"]["growers"]["reviews"]["draft"] == 10
    replace_text(garden, ESTONIAN, "review: reviewed\n", "review: machine\n")
    assert report()[0]["parts"]["growers"]["reviews"]["machine"] == 10


# --- reports -------------------------------------------------------------------------------------


def test_the_overview_is_a_table_that_can_be_piped(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside of a terminal the table has no colours and no blanks at the ends of lines."""
    assert main(garden, ["translations"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line != line.rstrip()]
    rows = [line.split() for line in out.splitlines()]
    names = ["language", "part", "files", "words", "current", "behind", "missing", "extra"]
    assert rows[0][:8] == names
    parts = ["site", "pages", "studies", "glossary", "references", "growers", "cities", "all"]
    assert [row[1] for row in rows[1:] if row[:1] == ["et"]] == parts
    assert [row[1] for row in rows if row[:1] == ["de"]] == ["growers", "all"]
    site = next(line for line in out.splitlines() if line.startswith("et        site"))
    cities = next(line for line in out.splitlines() if line.startswith("et        cities"))
    assert "100 %" in site
    assert "━━━━" in site
    assert "0 %" in cities
    assert "━" not in cities


def test_the_figures_are_those_of_the_files(garden: Path, report: Report) -> None:
    """Sums over parts are the total, and words by state are all words."""
    replace_text(garden, ENTRY, OLD, NEW)
    for language in report():
        parts = language["parts"].values()
        for sums in (*parts, language["total"]):
            assert sum(sums["words_by_state"].values()) == sums["words"]
        for key in ("files", "files_begun", "words"):
            assert sum(sums[key] for sums in parts) == language["total"][key]
        translated = language["total"]["texts"]["current"] + language["total"]["texts"]["behind"]
        assert sum(language["total"]["reviews"].values()) == translated


def test_readers_needs_come_first(garden: Path, report: Report) -> None:
    """The frame of the site, then strong advice before practice, and what is begun before new."""
    practice = (garden / "guidelines/cities/lend-land.yml").read_text(encoding="utf-8")
    write_files(
        garden,
        {
            "guidelines/cities/a-new-one.yml": practice.replace("code: C1", "code: C2"),
            "guidelines/cities/lend-land.et.yml": "title: Laena\nreview: draft\n",
        },
    )
    replace_text(garden, ENTRY, OLD, NEW)
    names = [(file["name"], file["exists"]) for file in report("et")]
    frame = [("index", False), ("references", False), ("elm-street-2025", False)]
    advice = [("G1", True), ("G2", False), ("C1", True), ("C2", False)]
    assert names == [*frame, *advice]
    assert [file["name"] for file in report("de")] == ["G1", "G2"]


def test_a_retired_guideline_is_not_asked_for(garden: Path, report: Report) -> None:
    """Nobody is asked to begin what readers should no longer follow; what is begun stays."""
    assert "G3" not in [file["name"] for file in report("et")]
    write_files(garden, {"guidelines/growers/buy-tools.et.yml": "title: Osta\nreview: draft\n"})
    assert "G3" in [file["name"] for file in report("et")]


def test_the_list_shows_the_source_the_change_and_the_translation(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing text is shown with its source, one that is behind with its translation as well."""
    replace_text(garden, ENTRY, OLD, NEW)
    assert main(garden, ["translations", "et"]) == 0
    out, err = capsys.readouterr()
    assert err == "21 texts in 6 files to translate.\n"
    assert (
        f"G1  {ESTONIAN}\n\n"
        " behind       actions.write-list.do\n"
        f" source now   {NEW}\n"
        " source then  not known: no version in git has it\n"
        " translation  Kirjuta kõigi tööriistade nimekiri.\n"
    ) in out
    assert (
        "C1  guidelines/cities/lend-land.et.yml (does not exist yet)\n\n"
        " missing  title\n"
        " source   Lend land for five years\n"
    ) in out
    assert "          > A garden needs a place that stays.\n" in out
    assert not [line for line in out.splitlines() if line != line.rstrip()]


def test_a_file_that_does_not_say_what_it_was_made_from(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where `made_from` is silent, that is the reason told."""
    replace_text(garden, ESTONIAN, f"  {FIELD}: 2ac14a48\n", "")
    assert main(garden, ["translations", "et", "G1"]) == 0
    assert " source then  not known: the file does not say\n" in capsys.readouterr().out


def test_a_complete_file_has_an_empty_list(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked for a file without work, the list says so."""
    assert main(garden, ["translations", "et", "G1"]) == 0
    assert capsys.readouterr().err == "0 texts in 0 files to translate.\n"


def test_characters_that_cannot_be_seen_are_shown_on_a_terminal_as_codes(
    garden: Path, capsys: pytest.CaptureFixture[str], report: Report
) -> None:
    """An escape sequence or a bidirectional sign cannot change what a translator sees; JSON can."""
    replace_text(garden, ENTRY, f"do: {OLD}", 'do: "Write\\ta list [bold]of[/] \u200d tools."')
    assert main(garden, ["translations", "et", "G1"]) == 0
    out, _ = capsys.readouterr()
    assert r" source now   Write\x09a list [bold]of[/] \u200d tools." in out
    (file,) = report("et", "G1")
    assert file["fields"][0]["source"] == "Write\ta list [bold]of[/] \u200d tools."


@pytest.mark.parametrize(
    "arguments",
    [
        ["et", "G1", "--format", "json"],
        ["--format", "json", "et", "G1"],
        ["list", "et", "G1", "--format=json"],
    ],
    ids=" ".join,
)
def test_the_format_can_stand_anywhere(
    arguments: list[str], garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--format json` gives JSON before the language as well as behind it."""
    replace_text(garden, ENTRY, OLD, NEW)
    assert main(garden, ["translations", *arguments]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "file": ESTONIAN,
            "source_file": ENTRY,
            "name": "G1",
            "part": "growers",
            "exists": True,
            "review": "draft",
            "fields": [
                {
                    "field": FIELD,
                    "state": "behind",
                    "source": NEW,
                    "source_fingerprint": fingerprint(NEW),
                    "source_then": None,
                    "translation": "Kirjuta kõigi tööriistade nimekiri.",
                }
            ],
            "extra": {},
        }
    ]


# --- names and exit codes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("G1", ENTRY),
        ("share-tools", ENTRY),
        (ENTRY, ENTRY),
        (f"./{ENTRY}", ENTRY),
        (ESTONIAN, ENTRY),
        ("{root}/" + ENTRY, ENTRY),
        ("guidelines/../guidelines/growers/share-tools.et.yml", ENTRY),
        ("site", "guidelines/site.yml"),
        ("glossary", "guidelines/glossary.yml"),
        ("references", "guidelines/references.yml"),
        ("elm-street-2025", "guidelines/studies/elm-street-2025.yml"),
        ("about", "docs/about.md"),
        ("docs/about.et.md", "docs/about.md"),
    ],
)
def test_a_file_is_called_by_code_id_or_path(
    name: str,
    path: str,
    garden: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever a person has at hand names the file."""
    monkeypatch.chdir(garden)
    called = name.replace("{root}", str(garden))
    assert main(garden, ["translations", "et", called, "--format", "json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)
    assert file["source_file"] == path


def test_a_path_counts_from_where_the_person_stands(
    garden: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder below the project, a path begins there."""
    monkeypatch.chdir(garden / "guidelines")
    assert main(garden, ["translate", "et", "growers/collect-rain.yml"]) == 0
    assert capsys.readouterr().out == "guidelines/growers/collect-rain.et.yml\n"
    assert (garden / "guidelines/growers/collect-rain.et.yml").exists()


def test_a_name_of_two_files_is_asked_back(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An id that is a guideline's and a page's is not guessed; code and path still work."""
    text = (garden / "guidelines/cities/lend-land.yml").read_text(encoding="utf-8")
    about = "guidelines/cities/about.yml"
    write_files(garden, {about: text.replace("code: C1", "code: C2")})
    assert main(garden, ["translate", "et", "about"]) == 2
    err = capsys.readouterr().err
    assert f"'about' is the name of 2 files. Write one of: docs/about.md, {about}.\n" in err
    assert main(garden, ["translate", "et", "C2"]) == 0
    assert main(garden, ["translate", "et", about]) == 0
    assert capsys.readouterr().out == "guidelines/cities/about.et.yml\n" * 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["translations", "ett"],
            "LOCALE: 'ett' is unknown. Write one of: et, de. Did you mean 'et'?",
        ),
        (["translations", "en"], "'en' is the language that is translated from."),
        (["translate", "fi", "G1"], "LOCALE: 'fi' is unknown."),
        (["translate", "et", "share-tolls"], "Did you mean 'share-tools'?"),
        (["translate", "et", "G11"], "Did you mean 'G1'?"),
        (["translations", "et", "sites"], "Did you mean 'site'?"),
        (
            ["translations", "et", "x\ny\u202e"],
            r"ENTRY: 'x\x0ay\u202e' is unknown. Write a guideline",
        ),
        (["translations", "et", "a" * 5000], "is unknown. Write a guideline's code or id"),
        (["translations", "et", "../../etc/passwd"], "is unknown."),
        (["translations", "et", "guidelines"], "is unknown."),
        (["translations", "et", ""], "ENTRY: '' is unknown."),
        (["translations", "et", "G1", "title"], "unexpected extra argument"),
        (["translations", "--format", "xml"], "'xml' is not one of 'text', 'json'."),
        (["translate", "et"], "Missing argument 'ENTRY'"),
        (["translations", "export", "ett"], "Did you mean 'et'?"),
        (["translations", "import", "et", "gone.xlf"], "'gone.xlf' does not exist"),
    ],
)
def test_what_is_not_known_is_told_with_the_nearest(
    arguments: list[str], message: str, garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong name exits with 2, quotes it visibly and offers what comes near."""
    assert main(garden, arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("path", "content"),
    [(ENTRY, "code: G1\n"), (GERMAN, "a: &x\n"), ("docs/about.md", "no front matter\n")],
)
def test_content_that_cannot_be_read_is_the_authors(
    path: str, content: str, garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake of form in any file stops the report with exit code 1 and its place."""
    write_files(garden, {path: content})
    assert main(garden, ["translations"]) == 1
    assert capsys.readouterr().out.startswith(f"{path}:1:")


# --- history -------------------------------------------------------------------------------------


def git(root: Path, *arguments: str) -> str:
    """Run git in a folder and return what it says."""
    who = ("-c", "user.name=Mari", "-c", "user.email=mari@example.org", "-c", "gc.auto=0")
    done = subprocess.run(
        ["git", *who, "-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def commit(root: Path, what: str = "Change") -> None:
    """Commit everything in a folder."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "--no-verify", "-m", what)


@pytest.fixture
def repository(garden: Path) -> Path:
    """Return the project as a git repository in which one sentence was changed, and more."""
    git(garden, "init", "-q")
    commit(garden)
    replace_text(garden, ENTRY, OLD, NEW)
    commit(garden)
    replace_text(garden, ENTRY, NEW, NEW.replace("long", "very long"))
    replace_text(garden, ENTRY, "code: G1", "code: G9")
    commit(garden)
    return garden


def source_then(report: Report, name: str = "share-tools", locale: str = "et") -> Any:
    """Return the earlier source text of the field that the tests change."""
    (file,) = report(locale, name)
    (field,) = file["fields"]
    return field["source_then"]


def test_the_earlier_source_text_comes_from_history(
    repository: Path, report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    """The version that the translation was made from is found, and the changed words are marked."""
    assert source_then(report) == OLD
    assert main(repository, ["translations", "et", "share-tools"]) == 0
    out, _ = capsys.readouterr()
    assert " source then  Write a list of [all] tools.\n" in out
    assert " source now   Write a [very long] list of tools.\n" in out


def test_a_text_not_yet_committed_is_compared_too(repository: Path, report: Report) -> None:
    """What stands in the folder is the present; history needs no commit of it."""
    replace_text(repository, ENTRY, "very long list", "short list")
    assert source_then(report) == OLD


def test_a_page_has_its_history_too(repository: Path, report: Report) -> None:
    """A hand-written page is compared as a whole, also when it had the line ends of Windows."""
    page = repository / "docs/about.md"
    before = page.read_text(encoding="utf-8")
    page.write_bytes(b"\xef\xbb\xbf" + page.read_bytes().replace(b"\n", b"\r\n"))
    git(repository, "checkout", "-q", "--orphan", "anew")
    git(repository, "config", "core.autocrlf", "false")
    commit(repository)
    page.write_text(before.replace("Made for tests", "Made for all tests"), encoding="utf-8")
    commit(repository)
    body = before.partition("---\n\n")[2]
    assert source_then(report, "about") == f"About\nWho made these guidelines.\n\n{body}"


def test_history_is_found_under_an_earlier_name(repository: Path, report: Report) -> None:
    """A guideline that was renamed and moved to another audience keeps its history."""
    for locale in ("", ".et", ".de"):
        git(
            repository,
            "mv",
            f"guidelines/growers/share-tools{locale}.yml",
            f"guidelines/cities/lend-tools{locale}.yml",
        )
    commit(repository)
    assert source_then(report, "lend-tools") == OLD


def test_history_is_found_in_a_folder_of_a_larger_repository(
    garden: Path, report: Report, tmp_path: Path
) -> None:
    """The project may stand anywhere in a repository; here its folder is committed from above."""
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    replace_text(garden, ENTRY, OLD, NEW)
    commit(tmp_path)
    assert source_then(report) == OLD


def test_history_survives_a_merge(repository: Path, report: Report) -> None:
    """A version that only a merge has, made by hand out of two, is found."""
    text = (repository / ENTRY).read_text(encoding="utf-8")
    git(repository, "checkout", "-q", "-b", "other")
    write_files(repository, {ENTRY: text.replace("very long list", "short list")})
    commit(repository)
    git(repository, "checkout", "-q", "main")
    write_files(repository, {ENTRY: text.replace("very long list", "new list")})
    commit(repository)
    with pytest.raises(subprocess.CalledProcessError, match="merge"):
        git(repository, "merge", "-q", "other")
    write_files(repository, {ENTRY: text.replace("very long list", "short new list")})
    commit(repository)
    write_files(repository, {ENTRY: text.replace("very long list", "last list")})
    commit(repository)
    made_from = fingerprint("Write a short new list of tools.")
    replace_text(repository, ESTONIAN, f"{FIELD}: 2ac14a48", f"{FIELD}: {made_from}")
    assert source_then(report) == "Write a short new list of tools."


def test_a_persons_settings_of_git_change_nothing(repository: Path, report: Report) -> None:
    """Colours, signatures, relative paths and other tastes do not reach the list."""
    for key, value in (
        ("color.ui", "always"),
        ("log.showSignature", "true"),
        ("diff.relative", "true"),
        ("diff.renames", "false"),
        ("log.decorate", "full"),
        ("diff.external", "false"),
        ("core.pager", "false"),
    ):
        git(repository, "config", key, value)
    assert source_then(report) == OLD


def test_versions_that_cannot_be_read_are_passed_over(repository: Path, report: Report) -> None:
    """A broken version in history is no trouble of today."""
    text = (repository / ENTRY).read_bytes()
    for broken in (
        b"\xff\xfe",
        b"[" * 50_000,
        b"a: &x [*x]\n",
        b"",
        b"just words\n",
        b"- a\n- - b\n",
    ):
        write_files(repository, {ENTRY: broken})
        commit(repository)
    write_files(repository, {ENTRY: text})
    commit(repository)
    assert source_then(report) == OLD


def test_a_shallow_clone_goes_on(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where history ends early, the field is still behind and only the old text is not known."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), str(clone))
    assert main(clone, ["translations", "et", "share-tools"]) == 0
    out, _ = capsys.readouterr()
    assert " behind       actions.write-list.do\n" in out
    assert " source now   Write a very long list of tools.\n" in out
    assert " source then  not known: no version in git has it\n" in out


def test_a_computer_without_git_goes_on(
    repository: Path, report: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without git the list is the same but for the old text."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("git") is None
    assert source_then(report) is None
    assert main(repository, ["translations", "confirm", "et", "share-tools"]) == 0
    assert report("et", "share-tools")[0]["fields"] == []


@pytest.mark.parametrize("broken", ["no history", "no folder", "not a repository"])
def test_a_folder_without_history_goes_on(
    broken: str, garden: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No commit yet, a repository that git cannot use, no repository: nothing fails."""
    if broken == "no history":
        git(garden, "init", "-q")
    elif broken == "no folder":
        write_files(garden, {".git": "gitdir: /nowhere\n"})
    else:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(garden.parent))
    replace_text(garden, ENTRY, OLD, NEW)
    assert source_then(report) is None


def test_history_answers_only_what_is_asked(repository: Path) -> None:
    """A fingerprint that no version has, or none at all, finds nothing and does no harm."""
    wanted = {FIELD: fingerprint(OLD), "title": "00000000", "why": "", "no.such": "12345678"}
    assert earlier_texts(repository, ENTRY, wanted) == {FIELD: OLD}
    assert earlier_texts(repository, ENTRY, {"why": ""}) == {}
    assert earlier_texts(repository, "guidelines/growers/gone.yml", wanted) == {}


WORDS = st.lists(
    st.sampled_from(["tools ", "list\n", "a ", " ", "\n\n", "שלום ", "👩‍🌾 ", "e\u0301 ", "x"]),
    max_size=12,
).map("".join)


@given(WORDS, WORDS)
def test_no_word_is_lost_between_two_texts(old: str, new: str) -> None:
    """The runs of a comparison put together are the two texts."""
    runs = changed_words(old, new)
    assert "".join(words for kind, words in runs if kind in " -") == old
    assert "".join(words for kind, words in runs if kind in " +") == new


def test_the_commands_do_not_touch_a_file(
    repository: Path, report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    """Looking changes nothing in the folder, which git confirms."""
    assert main(repository, ["translations"]) == 0
    assert main(repository, ["translations", "et"]) == 0
    assert report("de", "G9")
    assert capsys.readouterr().err == ""
    assert git(repository, "status", "--porcelain") == ""
