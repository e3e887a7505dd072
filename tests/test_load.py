"""Tests of loading a project: the base project's content, its places, and what is left out."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from mkdocs_static_i18n.config import RE_LOCALE

from guidebook.assets import find_asset_problems
from guidebook.catalogue import Catalogue
from guidebook.freshness import fingerprint
from guidebook.load import load_catalogue
from guidebook.problems import GuidebookError, Location

MakeProject = Callable[[Mapping[str, str | bytes | None]], Path]
Files = Mapping[str, str | bytes | None]
ENTRY = "guidelines/growers/share-tools.yml"
ESTONIAN = "guidelines/growers/share-tools.et.yml"


@pytest.fixture(name="catalogue")
def loaded_catalogue(shared_project: Path) -> Catalogue:
    """Return the base project as it loads."""
    catalogue, problems = load_catalogue(shared_project)
    assert catalogue is not None
    assert problems == ()
    return catalogue


def _load(root: Path) -> tuple[Catalogue, list[str]]:
    catalogue, problems = load_catalogue(root)
    assert catalogue is not None
    return catalogue, [problem.rule for problem in problems]


def test_entries_come_by_audience_and_code(catalogue: Catalogue) -> None:
    """Entries are ordered as site.yml orders the audiences, then by code."""
    codes = [entry.code for entry in catalogue.entries]
    assert codes == ["G1", "G2", "G3", "C1"]


def test_codes_are_ordered_as_numbers(make_project: MakeProject, base_words: Files) -> None:
    """The code G10 comes after G2."""
    path = "guidelines/growers/share-tools.yml"
    root = make_project(base_words)
    text = (root / path).read_text(encoding="utf-8").replace("code: G1\n", "code: G10\n")
    (root / path).write_text(text, encoding="utf-8")
    codes = [entry.code for entry in _load(root)[0].entries]
    assert codes == ["G2", "G3", "G10", "C1"]


def test_facts_are_converted(catalogue: Catalogue) -> None:
    """Days, numbers and lists of an entry have their own types."""
    entry = catalogue.entries_by_id["share-tools"]
    assert entry.reviewed == date(2026, 11, 20)
    assert entry.countries == ("EE",)
    assert catalogue.studies[0].participants == 12
    assert catalogue.references["garden-handbook"].year == 2020


def test_the_source_locale_comes_first(catalogue: Catalogue) -> None:
    """The languages are those of mkdocs.yml, the source first."""
    assert [locale.tag for locale in catalogue.locales] == ["en", "et", "de"]
    assert catalogue.source_locale.folder == ""


def test_a_translation_has_texts_by_name_and_their_way(catalogue: Catalogue) -> None:
    """Texts of lists are named by the ids of their items, and lead to their place in the file."""
    translation = catalogue.translation(ENTRY, "et")
    assert translation is not None
    assert translation.texts["actions.hang-list.do"] == "Riputa nimekiri kuuri uksele."
    assert translation.yaml_paths["actions.hang-list.do"] == ("actions", 1, "do")
    title = catalogue.entries_by_id["share-tools"].title
    assert translation.state.made_from["title"] == fingerprint(title)


def test_a_translated_glossary_has_facts_of_its_own(catalogue: Catalogue) -> None:
    """Forms to avoid belong to one language."""
    facts = catalogue.term_facts["et", "community-garden"]
    assert facts.avoid[0].form == "ühisaed"


def test_places_lead_into_the_files(catalogue: Catalogue) -> None:
    """The catalogue knows where a value stands."""
    places = catalogue.places_of(ENTRY)
    assert places.value(("topic",)) == Location(ENTRY, 4, 8)


def test_hand_written_pages_know_where_their_text_begins(catalogue: Catalogue) -> None:
    """The line of a page's body counts from the top of its file."""
    page = next(page for page in catalogue.pages if page.path == "docs/about.md")
    assert (page.page_id, page.locale, page.body_line) == ("about", "", 5)


def test_an_entry_with_a_mistake_is_left_out_and_named(
    make_project: MakeProject, base_words: Files
) -> None:
    """One broken entry does not keep the others from loading, and links to it are known."""
    catalogue, rules = _load(make_project({**base_words, ENTRY: "code: x\n"}))
    assert "share-tools" not in catalogue.entries_by_id
    assert "entry:share-tools" in catalogue.broken
    assert len(catalogue.entries) == 3
    assert set(rules) == {"bad-code", "missing-field"}


def test_all_mistakes_of_a_file_are_told_at_once(
    make_project: MakeProject, base_words: Files
) -> None:
    """A file with many missing fields names each of them."""
    _, rules = _load(make_project({**base_words, ENTRY: "title: x\ntopik: y\n"}))
    assert rules.count("missing-field") == 11
    assert rules.count("unknown-key") == 1


@pytest.mark.parametrize("path", ["guidelines/site.yml", "mkdocs.yml"])
def test_nothing_is_returned_without_site_and_settings(
    make_project: MakeProject, base_words: Files, path: str
) -> None:
    """Without site.yml or mkdocs.yml there is no catalogue, but there are problems."""
    catalogue, problems = load_catalogue(make_project({**base_words, path: "title: x\n"}))
    assert catalogue is None
    assert problems != ()


def test_a_folder_without_settings_is_no_project(tmp_path: Path) -> None:
    """A folder without mkdocs.yml is the machine's trouble, not an author's."""
    with pytest.raises(GuidebookError, match=r"no mkdocs\.yml"):
        load_catalogue(tmp_path)


def test_the_environment_overrides_the_address(
    shared_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SITE_URL takes the place of site_url and ends in one slash."""
    monkeypatch.setenv("SITE_URL", "https://example.org/sub")
    assert _load(shared_project)[0].site_url == "https://example.org/sub/"


def test_loading_twice_gives_equal_content(shared_project: Path) -> None:
    """The same files give equal entries, studies, references and translations."""
    first, second = _load(shared_project)[0], _load(shared_project)[0]
    assert first.entries == second.entries
    assert first.studies == second.studies
    assert first.references == second.references
    assert first.translations == second.translations
    assert first.places == second.places


def test_files_of_other_kinds_do_not_disturb(make_project: MakeProject, base_words: Files) -> None:
    """Pictures and styles in docs/ are copied by MkDocs and are no problem here."""
    picture = b"\x89PNG\r\n\x1a\n"
    root = make_project({**base_words, "docs/assets/own.css": "a{}", "docs/assets/x.png": picture})
    assert _load(root)[1] == []


@pytest.mark.parametrize("folder", ["guidelines/growers", "docs"])
def test_what_is_no_file_is_told_and_not_opened(project: Path, folder: str) -> None:
    """A pipe, from which a reader would wait for ever, does not belong to a project."""
    os.mkfifo(project / folder / "pipe.md")
    _, problems = load_catalogue(project)
    told = {(problem.location.path, problem.rule) for problem in problems}
    assert (f"{folder}/pipe.md", "stray-file") in told


def test_a_translation_in_a_folder_with_two_files_finds_its_source(catalogue: Catalogue) -> None:
    """Each translation is kept by the path of its source file and its language."""
    assert (ENTRY, "et") in catalogue.translations
    assert catalogue.translations[ENTRY, "et"].path == ESTONIAN


@pytest.mark.parametrize(
    "part", ["et", "hd", "e", "ett", "e2", "ab-view", "ab-views", "ab-view-cd", "ab-cd", "ab_cd"]
)
def test_names_that_mean_a_language_are_those_of_the_plugin(part: str, tmp_path: Path) -> None:
    """What mkdocs-static-i18n would take for a file of a language is refused, and nothing else."""
    name = f"docs/map.{part}.txt"
    (tmp_path / "docs").mkdir()
    (tmp_path / name).write_text("text", encoding="utf-8")
    rules = [problem.rule for problem in find_asset_problems(tmp_path, [name])]
    assert rules == ["odd-file-name"] * (RE_LOCALE.match(part) is not None)
