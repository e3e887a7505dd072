"""A change in words: what differs between two states of the content, and what follows."""

from __future__ import annotations

import html.parser
import re
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from conftest import MakeProject
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from support import CASES, Files, copy_base, write_files

from guidebook.catalogue import Locale
from guidebook.change_markdown import report_as_markdown
from guidebook.change_page import report_as_page
from guidebook.change_report import Report, make_report
from guidebook.change_text import report_as_text
from guidebook.changes import Changed, Happened, Sides
from guidebook.github import inert
from guidebook.load import load_catalogue
from guidebook.marks import changed_blocks, marked_words
from guidebook.pairing import pair_by_words
from guidebook.problems import NEEDED_UNSEEN
from guidebook.published_changes import PublishedChanges
from guidebook.statements import Teller

GOLDEN = Path(__file__).parent / "golden" / "changes"
NAMES = ("mend-a-typo", "add-a-guideline", "translate-one", "retire-one", "break-one-in-five-ways")
SHARE = "guidelines/growers/share-tools.yml"
DAY = date(2026, 11, 23)


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """Return the base project as the earlier state."""
    copy_base(tmp_path / "before")
    return tmp_path / "before"


def compare(before: Path, files: Files, *, builds: bool = False) -> Report:
    """Return the report on the base project with changes."""
    after = before.parent / "after"
    shutil.copytree(before, after)
    write_files(after, files)
    report = make_report(before, str(before), str(after), DAY, builds=builds)
    assert isinstance(report, Report)
    return report


def reworded(path: str, *pairs: tuple[str, str]) -> Files:
    """Return a file of the base project with words replaced."""
    text = (CASES / "base" / path).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {path: text}


def case_files(name: str) -> Files:
    """Return the files of a change among the test cases."""
    folder = CASES / "changes" / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def text_of(report: Report, label: str, language: str = "") -> Changed:
    """Return the one changed text with a label."""
    found = [
        changed
        for subject in report.subjects
        for changed in subject.texts
        if (changed.label, changed.language) == (label, language)
    ]
    assert len(found) == 1
    return found[0]


def items(report: Report, heading: str) -> tuple[str, ...]:
    """Return what follows under a heading; nothing when there is no such heading."""
    found = [one.items for one in report.consequences if one.heading == heading]
    return found[0] if found else ()


@pytest.mark.parametrize("name", NAMES)
def test_the_commonest_changes_read_well(
    name: str, before: Path, monkeypatch: pytest.MonkeyPatch, update_golden: bool
) -> None:
    """The five commonest changes are told exactly as in their golden files."""
    monkeypatch.chdir(before.parent)
    shutil.copytree(before, before.parent / "after")
    write_files(before.parent / "after", case_files(name))
    report = make_report(before, "before", "after", DAY)
    assert isinstance(report, Report)
    for told, ending in ((report_as_text(report), "txt"), (report_as_markdown(report), "md")):
        path = GOLDEN / f"{name}.{ending}"
        if update_golden:
            path.write_text(told, encoding="utf-8")
        assert told == path.read_text(encoding="utf-8")


def test_every_change_among_the_cases_is_told() -> None:
    """No folder of the test cases is forgotten by the golden files."""
    assert {path.name for path in (CASES / "changes").iterdir()} == set(NAMES)


class Thorough(PublishedChanges):
    """Makes everything of both states, whatever it is made of."""

    def _are_same(self, _names: Iterable[str], _locale: Locale) -> bool:
        return False


@pytest.mark.parametrize(
    "files",
    [
        {},
        reworded(SHARE, ("title: Share tools", "title: Share all tools")),
        reworded(SHARE, ("all tools", "all our tools")),
        reworded(SHARE, ("status: draft", "status: consultation")),
        reworded(SHARE.replace(".yml", ".et.yml"), ("title: ", "title: Jälle ")),
        reworded("guidelines/glossary.yml", ("from a roof", "from any roof")),
        reworded("guidelines/glossary.et.yml", ("katuselt", "igalt katuselt")),
        reworded("guidelines/site.yml", ("name: Growers", "name: Gardeners")),
        reworded("guidelines/studies/elm-street-2025.yml", ("text: ", "text: Indeed. ")),
        reworded("docs/about.md", ("Made for tests", "Made for all tests")),
        reworded("docs/about.et.md", ("Tehtud", "Valmis tehtud")),
        reworded("mkdocs.yml", ("Garden Guild", "Guild of Gardens")),
        reworded("mkdocs.yml", ("        - locale: de\n", "        - locale: fi\n")),
        {"docs/new.md": "---\ntitle: New\ndescription: New.\n---\n\n# New\n"},
        {"docs/about.et.md": None},
    ],
)
def test_what_is_made_once_is_the_same_in_both_states(before: Path, files: Files) -> None:
    """Pages and books of the same files are made of one state only, and nothing is missed."""
    report = compare(before, files)
    roots = before, before.parent / "after"
    base, head = (load_catalogue(root)[0] for root in roots)
    assert base is not None
    assert head is not None
    assert report.catalogue.entries == head.entries
    sides = Sides(Teller(base), Teller(head), frozenset(), frozenset())
    quick, thorough = (
        kind(sides, roots, before / "templates") for kind in (PublishedChanges, Thorough)
    )
    assert list(quick.pages()) == list(thorough.pages())
    assert quick.books() == thorough.books()
    assert bool(list(quick.pages())) == bool(files)


def test_equal_states_have_nothing_to_tell(before: Path) -> None:
    """The base project does not differ from itself."""
    report = compare(before, {})
    assert (report.subjects, report.consequences, report.other_files) == ((), (), ())
    assert report.summary == ("Nothing that readers see has changed.",)


def test_a_report_can_do_without_building(before: Path) -> None:
    """When pages and books are not to be built, the report says that they are left out."""
    report = compare(before, reworded(SHARE, ("all tools", "all our tools")))
    assert report.notes == ("Which pages and books change has not been found out.",)
    assert items(report, "Pages that change") == ()
    assert report.books == ()


def test_a_fact_is_told_in_the_readers_words(before: Path) -> None:
    """A value of a file is told as the site tells it, before and after."""
    report = compare(before, reworded(SHARE, ("strength: strong", "strength: practice")))
    changed = text_of(report, "How firm the advice is")
    assert changed.old.startswith("Strong advice (")
    assert changed.new.startswith("Good practice (")


def test_a_new_title_is_told_once(before: Path) -> None:
    """Guidelines that name another one by its title do not count as changed with it."""
    report = compare(before, reworded(SHARE, ("title: Share tools", "title: Lend tools")))
    assert [subject.title for subject in report.subjects] == ["G1 Lend tools by a list on the shed"]


def test_a_renamed_entry_is_followed(before: Path) -> None:
    """A file with another name is one entry that has moved, and says whether links still lead."""
    text = (before / SHARE).read_text(encoding="utf-8")
    files: Files = {
        SHARE: None,
        "guidelines/growers/share-tools.et.yml": None,
        "guidelines/growers/share-tools.de.yml": None,
        "guidelines/growers/lend-tools.yml": text + "formerly: [share-tools]\n",
    }
    report = compare(before, files)
    subject = next(one for one in report.subjects if one.path.endswith("lend-tools.yml"))
    assert subject.happened is Happened.CHANGED
    assert "Has another name: share-tools is now lend-tools." in subject.sentences
    assert "Links to share-tools still lead here." in subject.sentences
    assert "The translation into Estonian is gone." in subject.sentences


def test_links_that_follow_a_rename_are_no_change(before: Path) -> None:
    """Texts and lists that name a renamed entry by its new name have not changed with it."""
    old, new = "guidelines/growers/collect-rain.yml", "guidelines/growers/catch-water.yml"
    text = (before / old).read_text(encoding="utf-8")
    files: dict[str, str | None] = {
        old: None,
        new: text.replace("formerly: [catch-rain, G7]", "formerly: [catch-rain, G7, collect-rain]"),
    }
    for path in before.glob("guidelines/*/*.yml"):
        name = path.relative_to(before).as_posix()
        if name != old and "collect-rain" in (told := path.read_text(encoding="utf-8")):
            files[name] = told.replace("collect-rain", "catch-water")
    report = compare(before, files)
    assert [subject.path for subject in report.subjects] == [new]
    (changed,) = report.subjects[0].texts
    assert "catch-rain; G7; [collect-rain]" in report_as_text(report)
    assert changed.label == "Earlier names that still lead here"
    assert items(report, "New texts that are not translated yet") == ()


def test_a_moved_entry_is_recognised_by_its_words(before: Path) -> None:
    """An entry in another folder under another name and code is known by what it says."""
    text = (before / SHARE).read_text(encoding="utf-8")
    report = compare(
        before,
        {
            SHARE: None,
            "guidelines/growers/share-tools.et.yml": None,
            "guidelines/growers/share-tools.de.yml": None,
            "guidelines/cities/keep-tools.yml": text.replace("code: G1", "code: C2"),
        },
    )
    subject = next(one for one in report.subjects if one.path.endswith("keep-tools.yml"))
    assert "Moved from Growers to Cities." in subject.sentences
    assert "Has another code: G1 is now C2." in subject.sentences
    assert "Links to share-tools lead nowhere now: add it under 'formerly'." in subject.sentences


def test_a_removed_entry_takes_its_counterpart_away(before: Path) -> None:
    """Whoever needed an entry that is gone is named, with the reason it gave."""
    files: Files = {
        "guidelines/cities/lend-land.yml": None,
    }
    report = compare(before, files)
    assert any(one.happened is Happened.REMOVED for one in report.subjects)
    (lost,) = items(report, "Needs that lose their counterpart")
    assert lost.startswith("G1 Share tools by a list on the shed counts on C1 Lend land")
    assert lost.endswith("A shed needs land to stand on.")


def test_actions_keep_their_number_and_id(before: Path) -> None:
    """An action with another id, and actions in another order, are told as such."""
    swapped = reworded(
        SHARE,
        (
            "  - id: write-list\n    do: Write a list of all tools.\n    detail: |-\n"
            "      Name the **owner** of each tool.\n",
            "",
        ),
        (
            "    do: Hang the list on the door of the shed.\n",
            "    do: Hang the list on the door of the shed.\n"
            "  - id: make-list\n    do: Write a list of all tools.\n    detail: |-\n"
            "      Name the **owner** of each tool.\n",
        ),
    )
    (subject,) = compare(before, swapped).subjects
    assert any("write-list is now make-list" in one for one in subject.sentences)
    assert any(one.endswith("by their old numbers: 2, 1.") for one in subject.sentences)
    assert subject.texts == ()


def test_languages_that_fall_behind_are_named(before: Path) -> None:
    """A changed source text names each language whose translation is behind now."""
    report = compare(before, reworded(SHARE, ("on the door of the shed.\nexamples", "x\nexamples")))
    assert items(report, "Translations that fall behind") == (
        "Estonian: G1 Share tools by a list on the shed (Action 2)",
        "German: G1 Share tools by a list on the shed (Action 2)",
    )


def test_a_translation_that_catches_up_is_named(before: Path) -> None:
    """A text that was behind and is made from today's source counts as caught up."""
    stale = "guidelines/growers/share-tools.et.yml"
    text = (before / stale).read_text(encoding="utf-8")
    (before / stale).write_text(text.replace("title: e7538914", "title: 00000000"), "utf-8")
    report = compare(before, {stale: text})
    assert items(report, "Translations that have caught up") == (
        "Estonian: G1 Share tools by a list on the shed (Title)",
    )
    (subject,) = report.subjects
    assert subject.sentences == ("Said to be still right in Estonian as it stands: title.",)


def test_only_pages_and_books_that_change_are_named(before: Path) -> None:
    """A word of one German translation changes German pages and books and no others."""
    path = "guidelines/growers/share-tools.de.yml"
    files = reworded(path, ("title: Werkzeug mit", "title: Geräte mit"))
    report = compare(before, files, builds=True)
    assert all(item.startswith("German:") for item in items(report, "Pages that change"))
    assert all(item.startswith("German:") for item in items(report, "Books that change"))


def test_a_translation_is_questioned(before: Path) -> None:
    """A number, an address, a lacking and an avoided term in a translation are asked about."""
    path = "guidelines/growers/share-tools.et.yml"
    report = compare(
        before,
        reworded(
            path,
            ("Riputa nimekiri", "Riputa 12 nimekirja ühisaias"),
            ("[vihmatünne](entry:collect-rain)", "[tünne](https://barrels.example.net/)"),
        ),
    )
    questions = "\n".join(items(report, "Questions for somebody who knows the language"))
    assert "Action 2, Estonian: the English has no number 12." in questions
    assert "does not lead to https://barrels.example.net/." in questions
    assert "'vihmatünn' for 'rain barrel'" in questions
    assert "'ühisaed', which the glossary says to avoid" in questions
    (link,) = items(report, "New links to other sites")
    assert link.endswith("nothing here has led to barrels.example.net before)")


def test_changes_of_everything_else_are_told(before: Path) -> None:
    """Names, lists, studies, pages, words and settings are told, each in its part."""
    path = before / "templates/words/et.yml"
    words = path.read_text(encoding="utf-8").replace("topics: Teemad", "topics: Ained")
    glossary = reworded("guidelines/glossary.et.yml", ("form: ühisaed", "form: ühiskoht"))
    report = compare(
        before,
        {
            **reworded("guidelines/site.yml", ("name: Growers", "name: Gardeners")),
            **reworded("guidelines/references.yml", ("year: 2020", "year: 2021")),
            **reworded("guidelines/glossary.yml", ("food on together", "food on with others")),
            **reworded("guidelines/studies/elm-street-2025.yml", ("held: 2025", "held: 2024")),
            **reworded("docs/about.md", ("Made for tests", "Written for tests")),
            **reworded("mkdocs.yml", ("publisher: Garden Guild", "publisher: Guild")),
            **glossary,
            "templates/words/et.yml": words,
            "templates/pages/extra.txt": "x",
        },
    )
    told = {
        (subject.part, changed.label): changed
        for subject in report.subjects
        for changed in subject.texts
    }
    assert told["Names and introductions", "Audience Gardeners: name"].new == "Gardeners"
    assert told["References", "The garden handbook: year"].old == "2020"
    assert "with others" in told["Glossary", "Community garden: definition"].new
    assert "ühiskoht" in told["Glossary", "community garden: forms to avoid"].new
    assert told["Studies", "Held in"].new == "2024"
    assert "Written" in told["Pages about this site", "Text"].new
    assert told["Words of the site itself", "Word “topics”"].new == "Ained"
    assert told["Settings", "Publisher"].new == "Guild"
    assert report.other_files == ("templates/pages/extra.txt",)


def test_a_broken_site_file_does_not_end_the_comparison(before: Path) -> None:
    """When site.yml cannot be read, that of the other state stands in and is named."""
    files = {
        "guidelines/site.yml": "title: [",
        **reworded(SHARE, ("all tools", "all our tools")),
    }
    report = compare(before, files)
    assert text_of(report, "Action 1").new == "Write a list of all our tools."
    assert any("guidelines/site.yml" in note for note in report.notes)
    assert report.mistakes


def test_missing_interface_words_do_not_end_the_comparison(before: Path) -> None:
    """Without the words of the site, facts go by their names in the files."""
    files = {
        "templates/words/en.yml": "home: Home\n",
        **reworded(SHARE, ("reviewed: 2026-11-20", "reviewed: 2026-11-21")),
    }
    changed = text_of(compare(before, files), "last reviewed")
    assert (changed.old, changed.new) == ("20 November 2026", "2026-11-21")


def test_two_unreadable_states_are_told(before: Path) -> None:
    """When neither state can be read, the mistakes of both are returned."""
    (before / "guidelines/site.yml").write_text("title: [", encoding="utf-8")
    problems = make_report(before, str(before), str(before), DAY)
    assert not isinstance(problems, Report)
    assert problems


HOSTILE = (
    "<script>alert(1)</script> </td></table> **bold** [x](https://evil.example) @octocat #1 "
    "GH-2 :tada: $x$ www.evil.example ::error::x deadbeef1234567 `code` &lt; <!-- "
)


def test_an_authors_text_stays_text(before: Path) -> None:
    """Nothing of a hostile text is markup, a link, a mention or a command in any format."""
    title = "title: '" + HOSTILE.strip() + "'"
    report = compare(before, reworded(SHARE, ("title: Share tools by a list on the shed", title)))
    told = report_as_markdown(report)
    assert "<script" not in told
    for sign in ("@octocat", "#1", "GH-2", ":tada:", "$x$", "www.evil", "://", "deadbeef1234567"):
        assert sign not in told.replace("</span>", "<>"), sign
    assert not re.search(r"^\s*::", told, re.MULTILINE)
    page = report_as_page(report, before / "templates")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@given(st.text())
@example("a\u202eb\x1b[2Kc")
@example("@octocat #1 :tada: <b>")
def test_any_text_is_inert_on_github(text: str) -> None:
    """An inert text has no elements but ours, nothing unseen, and no sign that GitHub looks for."""
    shown = inert(text)
    assert all(char.isprintable() or char in NEEDED_UNSEEN for char in shown)
    assert "\n" not in shown
    rest = re.sub(r"</?span>|<br>", "\0", shown)
    assert not re.search(r"[<>]|@\w|#\d|:\w+:|\b[0-9a-f]{7,}\b", rest)


def test_white_space_changes_no_word() -> None:
    """A word at the end of a text counts as the same when something follows it."""
    assert marked_words("spade\nMari", "spade\nMari\nrake") == (
        ((False, "spade\nMari"),),
        ((False, "spade\nMari\n"), (True, "rake")),
    )


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40))
def test_no_word_is_lost_between_marks(old: str, new: str) -> None:
    """The runs of words of a state are its text; paragraphs that differ come from the texts."""
    before, after = marked_words(old, new)
    assert "".join(words for _, words in before) == old
    assert "".join(words for _, words in after) == new
    for was, now in changed_blocks(old, new):
        assert was in old
        assert now in new
        assert was or now


@given(
    st.dictionaries(st.sampled_from("abc"), st.text("xy ")),
    st.dictionaries(st.sampled_from("def"), st.text("xy ")),
)
def test_nothing_is_paired_twice(base: dict[str, str], head: dict[str, str]) -> None:
    """Likeness pairs each text with one other at the most."""
    pairs = pair_by_words(base, head)
    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= set(base)
    assert set(pairs.values()) <= set(head)


class _Elements(html.parser.HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_needs_nothing_beside_it(before: Path) -> None:
    """The page has no script, loads nothing, and its policy allows its own style alone."""
    report = compare(before, case_files("add-a-guideline"))
    page = report_as_page(report, before / "templates")
    elements = _Elements()
    elements.feed(page)
    tags = {tag for tag, _ in elements.found}
    assert not tags & {"script", "img", "iframe", "object", "embed", "form", "base"}
    links = [attributes for tag, attributes in elements.found if tag == "link"]
    assert [link["href"] for link in links] == ["data:,"]
    policy = next(
        attributes["content"]
        for _, attributes in elements.found
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert all("style" not in attributes for _, attributes in elements.found)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "colours"), [(320, "dark"), (1280, "light")])
def test_the_page_opens_without_complaints(
    browser: Browser, before: Path, tmp_path: Path, width: int, colours: Literal["dark", "light"]
) -> None:
    """A browser blocks nothing of the page, asks for nothing else, and scrolls in one direction."""
    files = {
        **case_files("translate-one"),
        **reworded(SHARE, ("| spade | Mari |", "| spade | [Mari](https://example.org/m) |")),
    }
    path = tmp_path / "change.html"
    path.write_text(report_as_page(compare(before, files), before / "templates"), "utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)
    page = context.new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.querySelector('.pair')).display") == "grid"
    context.close()
    assert told == []
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]


def test_the_page_shows_passages_as_they_will_look(before: Path) -> None:
    """Before and after are rendered, with the words marked that only one of them has."""
    report = compare(before, reworded(SHARE, ("**owner** of each", "**owner** of every")))
    page = report_as_page(report, before / "templates")
    assert "<p>Name the <strong>owner</strong> of <del>each</del> tool.</p>" in page
    assert "<p>Name the <strong>owner</strong> of <ins>every</ins> tool.</p>" in page


def test_what_steers_a_terminal_is_shown(make_project: MakeProject, tmp_path: Path) -> None:
    """A control character in a file's name or text reaches the terminal as its code."""
    before = make_project({})
    after = tmp_path / "after"
    shutil.copytree(before, after)
    (after / "docs" / "a\x1b[31m.png").write_bytes(b"x")
    report = make_report(before, str(before), str(after), DAY, builds=False)
    assert isinstance(report, Report)
    assert r"docs/a\x1b[31m.png" in report_as_text(report)


def test_a_withdrawal_is_named_among_many_changes(before: Path) -> None:
    """What is new, gone or withdrawn is named first; what merely changes with it is counted."""
    report = compare(before, case_files("retire-one"))
    assert report.summary[0] == (
        "In short: G1 Share tools by a list on the shed (withdrawn). 6 others change."
    )


def test_a_mistyped_link_is_no_new_site(before: Path) -> None:
    """A link whose scheme is mistyped is told by the check, and not as a host that is new."""
    report = compare(before, reworded(SHARE, ("(ref:garden-handbook)", "(reff:garden-handbook)")))
    assert report.mistakes == 1
    assert items(report, "New links to other sites") == ()
