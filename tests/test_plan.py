"""What the plan's script knows of the guidelines: only what is true, in each language."""

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import MakeProject
from support import REPOSITORY, copy_base

from guidebook.catalogue import Catalogue, Locale
from guidebook.load import load_catalogue
from guidebook.localise import Texts
from guidebook.plan import (
    CHECKLIST_WORDS,
    PLAN_WORDS,
    PlanTexts,
    Text,
    earlier_ids,
    latest_change,
    plan_script,
    plan_script_path,
    plan_texts,
    script_words,
)
from guidebook.words import Words

ENTRIES = ("share-tools", "collect-rain", "buy-tools", "lend-land")


def loaded(root: Path) -> Catalogue:
    """Return a project's content."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    return catalogue


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Return the base project's content."""
    root = tmp_path_factory.mktemp("plan") / "project"
    copy_base(root)
    return loaded(root)


@pytest.fixture(scope="module")
def real() -> Catalogue:
    """Return the repository's own content."""
    return loaded(REPOSITORY)


def told(catalogue: Catalogue, tag: str) -> PlanTexts:
    """Return what the script of a language tells, read as a browser would."""
    script = plan_script(catalogue, catalogue.locales_by_tag[tag]).decode()
    start, end = "window.guidebookPlan = ", ";\n"
    assert script.startswith(start)
    assert script.endswith(end)
    texts: PlanTexts = json.loads(script.removeprefix(start).removesuffix(end))
    return texts


def words_of(text: Text, locale: Locale) -> tuple[str, str]:
    """Return a text with the tag of its language."""
    return (text, locale.tag) if isinstance(text, str) else (text[0], text[1])


@pytest.mark.parametrize("tag", ["en", "et", "de"])
def test_every_entry_and_action_is_told_in_order(catalogue: Catalogue, tag: str) -> None:
    """The script has each entry with each of its actions, as the project has them."""
    found = [
        (entry["id"], [a["id"] for a in entry["actions"]])
        for entry in told(catalogue, tag)["entries"]
    ]
    assert found == [
        (entry.entry_id, [action.id for action in entry.actions]) for entry in catalogue.entries
    ]
    assert [name for name, _ in found] == list(ENTRIES)


@pytest.mark.parametrize("tag", ["en", "et", "de", "fi"])
def test_only_true_texts_are_told(real: Catalogue, tag: str) -> None:
    """Each text is that of the page, and one in another language says in which."""
    locale = real.locales_by_tag[tag]
    texts = Texts(real, locale)
    for entry, shown in zip(real.entries, told(real, tag)["entries"], strict=True):
        passages = texts.entry(entry)
        pairs = [(shown["title"], passages["title"])]
        pairs += [(a["do"], passages[f"actions.{a['id']}.do"]) for a in shown["actions"]]
        pairs += [(c["what"], passages[f"changes.{c['on']}.what"]) for c in shown["changes"]]
        for text, passage in pairs:
            assert words_of(text, locale) == (passage.text, passage.locale.tag)


def test_a_retired_entry_says_where_to_go(catalogue: Catalogue) -> None:
    """A retired entry names the entry to read instead; others name none."""
    found = {entry["id"]: entry for entry in told(catalogue, "et")["entries"]}
    assert found["buy-tools"]["status"] == "retired"
    assert found["buy-tools"]["replaced_by"] == "share-tools"
    assert found["share-tools"]["address"] == "et/growers/share-tools/"
    assert [name for name in ENTRIES if found[name]["replaced_by"]] == ["buy-tools"]


def test_a_withdrawn_entry_says_why(make_project: MakeProject) -> None:
    """The reason for withdrawing an entry is told where it has one."""
    path = "guidelines/growers/buy-tools.yml"
    root = make_project({})
    text = (root / path).read_text(encoding="utf-8")
    changed = text.replace("replaced_by: share-tools", "withdrawn_because: Nobody did it.")
    (root / path).write_text(changed, encoding="utf-8")
    found = {entry["id"]: entry for entry in told(loaded(root), "de")["entries"]}
    assert found["buy-tools"]["withdrawn_because"] == ["Nobody did it.", "en"]
    assert found["share-tools"]["withdrawn_because"] == ""


def test_earlier_ids_are_told_and_earlier_codes_are_not(catalogue: Catalogue) -> None:
    """A plan that knows an entry by an earlier id finds it; codes stand in no plan."""
    found = {entry["id"]: entry["formerly"] for entry in told(catalogue, "en")["entries"]}
    assert found["collect-rain"] == ["catch-rain"]
    assert earlier_ids(catalogue.entries_by_id["collect-rain"]) == ["catch-rain"]
    assert [name for name in ENTRIES if found[name]] == ["collect-rain"]


def test_changes_are_told_newest_first_with_days_in_words(catalogue: Catalogue) -> None:
    """Each change has its day to compare and to read, the newest first."""
    found = {entry["id"]: entry for entry in told(catalogue, "de")["entries"]}
    changes = found["buy-tools"]["changes"]
    assert [change["on"] for change in changes] == ["2026-11-20", "2024-11-20"]
    assert changes[0]["shown"] == "20. November 2026"
    assert latest_change(catalogue.entries_by_id["buy-tools"]) == "2026-11-20"


def test_edition_site_and_languages_are_told(catalogue: Catalogue) -> None:
    """What a saved file names is in the script: site, edition and language."""
    found = told(catalogue, "et")
    assert found["edition"] == {"id": "2026-11", "date": date(2026, 11, 23).isoformat()}
    assert found["site"] == "https://example.org/"
    assert (found["locale"], found["languages"]) == (
        "et",
        {"en": "ltr", "et": "ltr", "de": "ltr"},
    )
    assert set(found["statuses"]) == {"draft", "consultation", "agreed", "retired"}
    assert [audience["id"] for audience in found["audiences"]] == ["growers", "cities"]


def test_the_script_is_the_same_every_time(real: Catalogue) -> None:
    """Loading and telling twice gives the same bytes."""
    again = loaded(REPOSITORY)
    for locale in real.locales:
        assert plan_script(real, locale) == plan_script(again, locale)
        assert plan_texts(real, locale) == plan_texts(again, locale)


def test_every_language_has_a_script_of_its_own(real: Catalogue) -> None:
    """The scripts' addresses differ by the language's tag."""
    assert [plan_script_path(locale) for locale in real.locales] == [
        f"assets/plan.{locale.tag}.js" for locale in real.locales
    ]


def test_words_that_count_keep_all_their_forms() -> None:
    """A script gets every plural form of a language, since it learns the number later."""
    words: dict[str, str | dict[str, str]] = {
        "a": "word",
        "b": {"one": "{n} y", "few": "{n} z", "other": "{n} x"},
    }
    found = script_words(Words("lt", words, words), {"first": "a", "second": "b"})
    assert found == {"first": "word", "second": words["b"]}


def test_every_word_of_the_scripts_is_used() -> None:
    """Each name under which a script gets a word is one that it asks for."""
    assets = REPOSITORY / "templates/assets"
    checklist = (assets / "site/checklist.js").read_text(encoding="utf-8")
    plan = "".join(path.read_text(encoding="utf-8") for path in (assets / "plan").glob("*.js"))
    troubles = {"refused", "damaged", "newer"}
    problems = {"file_wrong", "file_newer", "file_too_large"}
    for name in CHECKLIST_WORDS.keys() - troubles:
        assert f"words.{name}" in checklist
    for name in PLAN_WORDS.keys() - troubles - problems:
        assert f"data.words.{name}" in plan
