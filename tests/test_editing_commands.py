"""New, renamed and retired guidelines: every link follows, and nothing is written by halves."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from support import copy_repository, snapshot

from guidebook.cli import main
from guidebook.drafts import Answers, draft_text, suggest_id
from guidebook.file_changes import write_changes
from guidebook.formatting import format_project
from guidebook.freshness import FieldState, fingerprint
from guidebook.load import load_catalogue
from guidebook.progress import all_files
from guidebook.site_files import build_site_files
from guidebook.site_pictures import SitePictures

ENTRY = "guidelines/growers/share-tools.yml"
ESTONIAN = "guidelines/growers/share-tools.et.yml"
LAND = "guidelines/cities/lend-land.yml"
RAIN = "guidelines/growers/collect-rain.yml"
PAGE = "docs/about.md"
PAGE_ET = "docs/about.et.md"
NOON = "1795435200"
"""Noon of 2026-11-23, as the clock of the tests."""


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)


@pytest.fixture
def garden(project: Path) -> Path:
    """Return the base project in the one style."""
    root = project
    format_project(root, (), write=True)
    return root


def replace_text(root: Path, path: str, old: str, new: str) -> None:
    """Replace a part of a file that stands in it once."""
    text = (root / path).read_bytes().decode()
    assert text.count(old) == 1, (path, old)
    (root / path).write_bytes(text.replace(old, new).encode())


def text_of(root: Path, path: str) -> str:
    """Return the text of a file."""
    return (root / path).read_bytes().decode()


def states(root: Path) -> Mapping[tuple[str, str, str], tuple[object, object]]:
    """Return state and review of every translated text, by language, code and name."""
    catalogue, problems = load_catalogue(root)
    assert catalogue is not None, problems
    return {
        (locale.tag, file.name, item.source.name): (item.state, item.review)
        for locale in catalogue.locales[1:]
        for file in all_files(catalogue, locale)
        for item in file.fields
    }


def files_that_name(root: Path, name: str) -> list[str]:
    """Return the files of content and pages in which a name stands."""
    return [
        path
        for path, content in snapshot(root).items()
        if path.startswith(("guidelines/", "docs/", "mkdocs.yml")) and name.encode() in content
    ]


def address_leads_to(root: Path, address: str) -> str:
    """Return where the page at an old or short address leads."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    for file in build_site_files(catalogue, root / "templates", SitePictures()):
        if file.path == f"{address}index.html":
            return file.content.decode().partition("url=")[2].partition('"')[0]
    raise AssertionError(f"there is no page at {address}")


def test_every_link_follows_a_new_id(garden: Path) -> None:
    """After a rename the old id stands only where it leads on, and no check finds anything new."""
    assert main(garden, ["rename", "share-tools", "tool-list"]) == 0
    assert files_that_name(garden, "share-tools") == ["guidelines/growers/tool-list.yml"]
    assert "formerly: [share-tools]\n" in text_of(garden, "guidelines/growers/tool-list.yml")
    assert main(garden, ["check", "--strict"]) == 0
    assert main(garden, ["format", "--check"]) == 0


def test_translations_stay_as_current_and_as_read_as_they_were(garden: Path) -> None:
    """A link that leads elsewhere makes no translation behind and no reviewed text a draft."""
    linked = "see also [rain barrels](entry:collect-rain)"
    assert linked in text_of(garden, ENTRY)
    catalogue, _ = load_catalogue(garden)
    assert catalogue is not None
    why = catalogue.translations[ENTRY, "et"].texts["why"]
    replace_text(garden, ESTONIAN, "  title: f2897a3a\n", f"  why: {fingerprint(why)}\n")
    before = states(garden)
    assert before["et", "G1", "why"] == (FieldState.CURRENT, "reviewed")
    assert main(garden, ["rename", "G2", "rain-barrels"]) == 0
    assert "[vihmatünne](entry:rain-barrels)" in text_of(garden, ESTONIAN)
    assert states(garden) == before


def test_what_was_behind_stays_behind(garden: Path) -> None:
    """A translation of an older text is not made current by the rename of what it links to."""
    replace_text(garden, ESTONIAN, "  why: 943142bd\n", "  why: 00000000\n")
    assert main(garden, ["rename", "G2", "rain-barrels"]) == 0
    assert "  why: 00000000\n" in text_of(garden, ESTONIAN)
    assert states(garden)["et", "G1", "why"][0] is FieldState.BEHIND


def test_a_need_is_renamed_in_every_language_with_its_state(garden: Path) -> None:
    """A need's id changes in the entry, its translations and their fingerprints."""
    accepted = (
        "accepted:\n  - field: needs.lend-land.because\n    rule: lost-number\n    because: None.\n"
    )
    (garden / ESTONIAN).write_text(text_of(garden, ESTONIAN) + accepted, encoding="utf-8")
    before = states(garden)
    assert main(garden, ["rename", "lend-land", "land-for-years"]) == 0
    after = text_of(garden, ESTONIAN)
    assert "lend-land" not in after
    assert "  - entry: land-for-years\n" in after
    assert "  needs.land-for-years.because: 3306774f\n" in after
    assert "  - field: needs.land-for-years.because\n" in after
    name = "needs.land-for-years.because"
    assert states(garden)["et", "G1", name] == before["et", "G1", "needs.lend-land.because"]


def test_the_old_address_leads_on(garden: Path) -> None:
    """A page stays at the old address and leads to the new one, for an id and for a code."""
    assert main(garden, ["rename", "share-tools", "tool-list"]) == 0
    assert main(garden, ["rename", "G1", "G12"]) == 0
    assert address_leads_to(garden, "growers/share-tools/") == "../tool-list/"
    assert address_leads_to(garden, "G1/") == "../growers/tool-list/"
    assert address_leads_to(garden, "G12/") == "../growers/tool-list/"
    own = text_of(garden, "guidelines/growers/tool-list.yml")
    assert own.startswith("code: G12\n")
    assert "formerly: [share-tools, G1]\n" in own


@pytest.mark.parametrize("old", ["share-tools", "collect-rain", "lend-land", "buy-tools"])
def test_a_name_can_be_taken_back(garden: Path, old: str) -> None:
    """There and back again changes nothing but the earlier names."""
    before = snapshot(garden)
    assert main(garden, ["rename", old, "quite-new"]) == 0
    assert main(garden, ["rename", "quite-new", old]) == 0
    after = snapshot(garden)
    changed = [path for path in before if before[path] != after.get(path)]
    assert after.keys() == before.keys()
    assert [path.rpartition("/")[2] for path in changed] == [f"{old}.yml"]
    lines = set(after[changed[0]].splitlines()) - set(before[changed[0]].splitlines())
    assert [line.partition(b":")[0] for line in lines] == [b"formerly"]


def test_comments_and_everything_else_stay(garden: Path) -> None:
    """A comment at the top of a file that changes is kept; a file that names nothing is not."""
    for path in (ENTRY, ESTONIAN, RAIN):
        (garden / path).write_text("# Ask the guild.\n" + text_of(garden, path), encoding="utf-8")
    glossary = text_of(garden, "guidelines/glossary.yml")
    assert main(garden, ["rename", "share-tools", "tool-list"]) == 0
    for path in (
        RAIN,
        "guidelines/growers/tool-list.yml",
        "guidelines/growers/tool-list.et.yml",
    ):
        assert text_of(garden, path).startswith("# Ask the guild.\n")
    assert text_of(garden, "guidelines/glossary.yml") == glossary


def test_links_of_pages_follow_and_their_state_too(garden: Path) -> None:
    """A page's links to entries and to their files change; its line ends and state do not."""
    links = "[a](entry:share-tools) [b](growers/share-tools.md#why) [c](<entry:share-tools>)"
    replace_text(garden, PAGE, "[start](./index.md)", links)
    foreign = "[a](entry:share-tools) [b](./growers/share-tools.et.md)"
    replace_text(garden, PAGE_ET, "[algusesse](index.md)", foreign)
    catalogue, _ = load_catalogue(garden)
    assert catalogue is not None
    assert main(garden, ["translations", "confirm", "et", "about"]) == 0
    text = text_of(garden, PAGE)
    (garden / PAGE).write_bytes(text.replace("\n", "\r\n").encode())
    before = states(garden)
    assert main(garden, ["rename", "share-tools", "tool-list"]) == 0
    new_links = "[a](entry:tool-list) [b](growers/tool-list.md#why) [c](<entry:tool-list>)"
    assert (garden / PAGE).read_bytes() == text.replace(links, new_links).replace(
        "\n", "\r\n"
    ).encode()
    assert "[a](entry:tool-list) [b](growers/tool-list.et.md)" in text_of(garden, PAGE_ET)
    page = ("et", "about", "page")
    assert states(garden)[page] == before[page]


def test_the_menu_follows(garden: Path) -> None:
    """An entry's page that the menu of mkdocs.yml names has its new name there."""
    replace_text(garden, "mkdocs.yml", "  - growers/index.md\n", "  - growers/share-tools.md\n")
    assert main(garden, ["rename", "share-tools", "tool-list"]) == 0
    assert "  - growers/tool-list.md\n" in text_of(garden, "mkdocs.yml")
    assert "# Settings of the example project" in text_of(garden, "mkdocs.yml")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["G9", "x"], "no guideline has the name 'G9'. Write a code or an id."),
        (["G7", "x"], "It was an earlier name of G2, 'collect-rain'."),
        (["share-tool", "x"], "Did you mean 'share-tools'?"),
        (["G1", "Tool List"], "'Tool List' cannot be an id. Write small letters a to z"),
        (["G1", "../etc/passwd"], "cannot be an id"),
        (["G1", "share-tools"], "'share-tools' is already its id. Write another."),
        (["G1", "G1"], "'G1' is already its code. Write another."),
        (["G1", "C5"], "does not begin with 'G', as the codes of 'growers' do. Write 'G8'"),
        (["G1", "G2"], "guidelines/growers/collect-rain.yml has the name 'G2'. Write another."),
        (["G1", "lend-land"], "guidelines/cities/lend-land.yml has the name 'lend-land'."),
        (["G1", "catch-rain"], "is an earlier name of guidelines/growers/collect-rain.yml"),
        (["G1", "G7"], "is an earlier name of guidelines/growers/collect-rain.yml"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    garden: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong name is told with what to write instead, and nothing is written."""
    before = snapshot(garden)
    assert main(garden, ["rename", *arguments]) == 2
    assert told in " ".join(capsys.readouterr().err.split())
    assert snapshot(garden) == before


@pytest.mark.parametrize("name", ["topic", "index", "con"])
def test_a_change_that_brings_a_mistake_is_not_written(
    garden: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the checks would find afterwards stops a rename, and is told as they tell it."""
    before = snapshot(garden)
    assert main(garden, ["rename", "G1", name]) == 1
    told = capsys.readouterr()
    assert f"guidelines/growers/{name}" in told.out
    assert "Nothing was written." in told.err
    assert snapshot(garden) == before


def test_an_old_mistake_does_not_stop_a_rename(garden: Path) -> None:
    """Content with a mistake of its own can be renamed all the same."""
    replace_text(garden, RAIN, "related: [share-tools]", "related: [share-tools, nowhere]")
    assert main(garden, ["rename", "share-tools", "tool-list"]) == 0
    assert "related: [tool-list, nowhere]" in text_of(garden, RAIN)


def test_links_to_a_retired_guideline_lead_to_its_successor(garden: Path) -> None:
    """In favour of another, every link leads to that one; the page stays and says so."""
    assert main(garden, ["retire", "G1", "--by", "G2"]) == 0
    own = text_of(garden, ENTRY)
    assert "status: retired\n" in own
    assert own.endswith("replaced_by: collect-rain\n")
    assert "  - on: 2026-11-23\n    what: Withdrawn. Read G2 instead.\n" in own
    assert "  - on: 2026-11-23\n    what: Tagasi võetud." in text_of(garden, ESTONIAN)
    assert files_that_name(garden, "share-tools") == []
    assert "  - entry: collect-rain\n" in text_of(garden, LAND)
    assert "related" not in text_of(garden, RAIN)  # it would have led to itself
    assert "replaced_by: collect-rain\n" in text_of(garden, "guidelines/growers/buy-tools.yml")
    assert main(garden, ["check"]) == 0
    assert main(garden, ["format", "--check"]) == 0
    assert FieldState.BEHIND not in {state for state, _ in states(garden).values()}


def test_a_need_of_ones_own_audience_becomes_related(garden: Path) -> None:
    """A need whose successor is for the same readers is a related guideline from then on."""
    replace_text(garden, LAND, "related: [collect-rain]\n", "")
    new = ["new", "cities", "--title", "Fence", "--summary", "Fence.", "--topic", "land"]
    assert main(garden, [*new, "--why", "Dogs.", "--do", "Buy a fence."]) == 0
    assert main(garden, ["retire", "G1", "--by", "fence"]) == 0
    land = text_of(garden, LAND)
    assert "needs:" not in land
    assert "related: [fence]\n" in land
    assert main(garden, ["check"]) == 0


def test_links_to_what_nothing_replaces_become_words(garden: Path) -> None:
    """Withdrawn for a reason, no link leads to it: texts keep their words, needs go everywhere."""
    reason = "Cities own no land any more."
    assert main(garden, ["retire", "lend-land", "--because", reason]) == 0
    own = text_of(garden, LAND)
    assert own.endswith(f"withdrawn_because: {reason}\n")
    assert f"  - on: 2026-11-23\n    what: {reason}\n" in own
    assert files_that_name(garden, "lend-land") == []
    assert "and the page on land." in text_of(garden, "docs/index.md")
    assert "needs" not in text_of(garden, ESTONIAN)
    assert "start_here: [share-tools]" in text_of(garden, "guidelines/site.yml")
    assert main(garden, ["check"]) == 0
    assert main(garden, ["format", "--check"]) == 0


def test_two_changes_of_one_day_are_told_as_one(garden: Path) -> None:
    """What a day has told already stays, and what is behind in a translation is not touched."""
    assert main(garden, ["retire", "G1", "--by", "G2", "--on", "2026-11-20"]) == 0
    assert "what: First draft. Withdrawn. Read G2 instead.\n" in text_of(garden, ENTRY)
    assert "what: Esimene mustand. Tagasi võetud." in text_of(garden, ESTONIAN)
    assert states(garden)["et", "G1", "changes.2026-11-20.what"][0] is FieldState.CURRENT


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["G1"], "Write one of: --by CODE (what to read instead), --because TEXT"),
        (["G1", "--by", "G2", "--because", "x"], "Write one of: --by CODE"),
        (["G1", "--by", "G1"], "'G1' cannot replace itself. Name another guideline."),
        (["G1", "--by", "G3"], "guidelines/growers/buy-tools.yml is retired itself."),
        (["G3", "--by", "G1"], "guidelines/growers/buy-tools.yml is retired already."),
        (["G1", "--by", "G99"], "--by: no guideline has the name 'G99'."),
        (["G1", "--because", ""], "'withdrawn_because' is empty. Write a text."),
        (["G1", "--because", "a\nb"], "has several lines, but it is shown as one."),
        (["G1", "--because", "x" * 401], "has 401 characters; 400 are allowed."),
        (["G1", "--because", "x"], "guidelines/growers/buy-tools.yml is replaced by share-tools."),
    ],
)
def test_what_cannot_be_retired_is_told(
    garden: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A retirement that makes no sense is refused in words, and nothing is written."""
    before = snapshot(garden)
    assert main(garden, ["retire", *arguments]) == 2
    assert told in " ".join(capsys.readouterr().err.split())
    assert snapshot(garden) == before


def test_a_link_that_only_a_person_can_take_away_stops_a_retirement(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link with brackets in its words is named, and nothing is written."""
    replace_text(garden, PAGE, "[start](./index.md)", "[a [b] c](entry:lend-land)")
    before = snapshot(garden)
    assert main(garden, ["retire", "C1", "--because", "Gone."]) == 2
    assert "docs/about.md has a link to the entry" in capsys.readouterr().err
    assert snapshot(garden) == before


NEW = ["new", "growers", "--title", "Water at dawn", "--summary", "Water before it is hot."]
REST = ["--topic", "water", "--why", "It is cool.", "--do", "Set an alarm.", "--do", "Why"]


def test_a_draft_is_valid_and_has_the_next_free_code(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With all options a draft is written that the checks and the style accept."""
    assert main(garden, [*NEW, *REST]) == 0
    path = "guidelines/growers/water-at-dawn.yml"
    assert capsys.readouterr().out == f"{path}\n"
    text = text_of(garden, path)
    assert text.startswith("code: G8\n")  # G7 was given once
    assert "  - id: set-an-alarm\n" in text
    assert "  - id: why-2\n" in text  # an anchor of the page itself
    assert "reviewed: 2026-11-23\nreview_by: 2027-11-23\n" in text
    assert main(garden, ["check"]) == 0
    assert main(garden, ["format", "--check"]) == 0
    assert main(garden, [*NEW, *REST]) == 0
    assert text_of(garden, "guidelines/growers/water-at-dawn-2.yml").startswith("code: G9\n")


def test_what_no_option_says_is_asked_until_it_can_be(
    garden: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Answers of a wrong shape are asked for again; an empty line ends the list of actions."""
    answers = ["x" * 401, "Water at dawn", "Early.", "fire", "water", "It is cool.", "Rise", "", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers)))
    assert main(garden, ["new", "growers"]) == 0
    told = capsys.readouterr().err
    assert "'title' has 401 characters; 400 are allowed." in told
    assert "'fire' is not one of 'tools', 'water', 'land'" in told
    text = text_of(garden, "guidelines/growers/water-at-dawn.yml")
    assert "topic: water\n" in text
    assert text.count("  - id: ") == 1


def test_a_title_without_latin_letters_needs_a_name(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a title gives no id, one is asked for."""
    monkeypatch.setattr("sys.stdin", io.StringIO("water\nshare-tools\ndawn\n"))
    title = ["new", "growers", "--title", "اسقِ فجرًا", "--summary", "Early."]
    assert main(garden, [*title, *REST]) == 0
    assert (garden / "guidelines/growers/water.yml").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["new", "grower"], "AUDIENCE: 'grower' is unknown. Write one of: growers, cities."),
        (NEW, "Without a terminal, write all of: --why, --topic, --do."),
        ([*NEW, *REST, "--topic", "fire"], "--topic: 'fire' is unknown."),
        ([*NEW, *REST, "--id", "share-tools"], "--id: guidelines/growers/share-tools.yml has the"),
        ([*NEW, *REST, "--id", "Dawn"], "--id: 'Dawn' cannot be an id."),
        ([*NEW, *REST, "--title", "a\nb"], "--title: 'title' has several lines"),
        ([*NEW, *REST, "--do", ""], "--do: 'do' is empty."),
    ],
)
def test_a_draft_that_cannot_be_is_refused(
    garden: Path,
    arguments: list[str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A wrong or missing answer is told with its option, and nothing is written."""
    before = snapshot(garden)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(garden, arguments) == 2
    assert told in " ".join(capsys.readouterr().err.split())
    assert snapshot(garden) == before


def test_a_draft_with_a_mistake_is_not_written(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What no text may hold is told as the checks tell it."""
    before = snapshot(garden)
    assert main(garden, [*NEW, *REST, "--why", "It is <b>cool</b>."]) == 1
    told = capsys.readouterr().out
    assert told.startswith("guidelines/growers/water-at-dawn.yml:9:3: markdown-not-allowed: HTML")
    assert snapshot(garden) == before


@pytest.mark.parametrize(
    ("text", "entry_id"),
    [
        ("Turn credits into weekly hours", "turn-credits-into-weekly-hours"),
        ("Õppekava ja ärikool — don't", "oppekava-ja-arikool-dont"),
        ("Micro-credential, 6 × 26", "micro-credential-6-26"),
        ("Straße", "strasse"),
        ("x" * 80, "x" * 32),
        ("اسقِ", ""),
        ("taken", "taken-3"),
    ],
)
def test_ids_are_made_from_words(text: str, entry_id: str) -> None:
    """An id has the first words of a text, in plain letters, and belongs to nothing else."""
    assert suggest_id(text, ["taken", "taken-2"]) == entry_id


def test_a_draft_of_a_leap_day_is_due_in_a_year(garden: Path) -> None:
    """29 February of the year after does not exist; the day before does."""
    catalogue, _ = load_catalogue(garden)
    assert catalogue is not None
    answers = Answers("growers", "dawn", "Dawn", "Early.", "water", "Cool.", ["Rise."])
    assert "review_by: 2029-02-28\n" in draft_text(catalogue, answers, date(2028, 2, 29))


@pytest.mark.parametrize("trouble", ["a/b/c.yml", "folder"])
def test_all_files_are_written_or_none(tmp_path: Path, trouble: str) -> None:
    """When one file cannot be written, all are as they were and nothing is left beside them."""
    (tmp_path / "kept.yml").write_text("old")
    (tmp_path / "gone.yml").write_text("old")
    (tmp_path / "a").write_text("a file, and no folder")
    (tmp_path / "folder/inside").mkdir(parents=True)
    before = snapshot(tmp_path)
    with pytest.raises(OSError, match=r"a|folder"):
        write_changes(
            tmp_path,
            {"kept.yml": b"new", "gone.yml": None, "made.yml": b"new", trouble: b"new"},
        )
    assert snapshot(tmp_path) == before


def test_the_real_content_can_be_renamed_and_retired(tmp_path: Path) -> None:
    """On the repository's own content, a rename and a retirement bring no mistake or debt."""
    root = tmp_path / "project"
    copy_repository(root)
    before = {key: value for key, value in states(root).items() if key[1] != "L2"}
    assert main(root, ["rename", "weekly-hours", "hours-a-week"]) == 0
    assert main(root, ["retire", "L2", "--by", "study-time-agreement"]) == 0
    assert main(root, ["check"]) == 0
    assert main(root, ["format", "--check"]) == 0
    after = states(root)
    assert {key: after[key] for key in before if key in after} == {
        key: value for key, value in before.items() if key in after
    }
