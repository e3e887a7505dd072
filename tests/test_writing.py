"""The form in which a guideline is written: what its page and its script know."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import MakeProject
from support import REPOSITORY

from guidebook.catalogue import Catalogue
from guidebook.load import load_catalogue
from guidebook.pages import build_pages
from guidebook.schemas import content_schemas
from guidebook.shapes import SENTENCES
from guidebook.words import placeholders
from guidebook.writing import TRANSLATION_FAULTS, published_schemas, write_script


@pytest.fixture
def garden(make_project: MakeProject) -> Catalogue:
    """Return the base project's content."""
    catalogue, problems = load_catalogue(make_project({}))
    assert catalogue is not None, problems
    return catalogue


def known(catalogue: Catalogue, tag: str) -> dict[str, Any]:
    """Return what the script of a language tells the form."""
    script = write_script(catalogue, catalogue.locales_by_tag[tag]).decode()
    start = "window.guidebookWrite = "
    assert script.startswith(start)
    found: dict[str, Any] = json.loads(script.removeprefix(start).rstrip(";\n"))
    return found


def fields(schema: dict[str, Any]) -> set[str]:
    """Return the names of all fields of a schema."""
    found = set(schema.get("properties", {}))
    for part in [*schema.get("properties", {}).values(), schema.get("items")]:
        found |= fields(part) if isinstance(part, dict) else set()
    return found


def test_a_form_is_built_from_the_published_schema(garden: Catalogue) -> None:
    """The source language writes guidelines, every other one translations."""
    published = {path: json.loads(content) for path, content in published_schemas()}
    assert known(garden, "en")["schema"] == published["data/entry.schema.json"]
    assert known(garden, "et")["schema"] == published["data/entry-translation.schema.json"]
    assert len(published) == len(content_schemas())


@pytest.mark.parametrize("tag", ["en", "et", "de"])
def test_every_field_and_choice_has_a_name(garden: Catalogue, tag: str) -> None:
    """No field of the form is shown by its key in the file, and each choice says what it means."""
    form = known(garden, tag)
    state = {"made_from", "review", "reviewed_by", "reviewed_on", "reviewed_text", "accepted"}
    hidden = {"formerly", "field", "rule"}
    for name in fields(form["schema"]) - state - hidden:
        assert form["labels"][name] != name
    assert all(": " in text for texts in form["options"].values() for text in texts.values())


def test_mistakes_are_told_in_the_sentences_of_the_checks(garden: Catalogue) -> None:
    """Each shape of the schema has its sentence, and it is the one that `check` prints."""
    form = known(garden, "en")
    kinds = {"empty", "string_too_long", "too_short", *_errors_in(form["schema"])}
    assert kinds <= form["messages"].keys()
    for kind in kinds - {"empty", "bad_date"}:
        assert form["messages"][kind] == f"{SENTENCES[kind][1]} {SENTENCES[kind][2]}"


@pytest.mark.parametrize("tag", ["et", "de"])
def test_a_translator_is_told_mistakes_in_the_own_language(garden: Catalogue, tag: str) -> None:
    """What can be wrong with a translated text is said in its language, with the same places."""
    told, source = (known(garden, one)["messages"] for one in (tag, "en"))
    for kind in TRANSLATION_FAULTS:
        assert told[kind] != source[kind]
        assert placeholders(told[kind]) == placeholders(source[kind])


def _errors_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["x-error"]} if "x-error" in value else set()
        return own.union(*map(_errors_in, value.values()))
    return set().union(*map(_errors_in, value)) if isinstance(value, list) else set()


def test_codes_go_on_where_they_ended(garden: Catalogue) -> None:
    """A new guideline gets a code that none has or had; retired ones are not offered as links."""
    form = known(garden, "en")
    codes = {audience["id"]: audience["next_code"] for audience in form["audiences"]}
    assert codes == {"growers": "G8", "cities": "C2"}
    assert "buy-tools" not in [name for name, _ in form["names"]["entry"]]
    assert {"id": "buy-tools", "code": "G3", "audience": "growers"} in form["entries"]


def test_the_page_offers_no_editor_that_is_not_known(garden: Catalogue) -> None:
    """Without a known host there are copy and download, and no link that leads nowhere."""
    pages = build_pages(garden, garden.source_locale, REPOSITORY / "templates")
    page = next(page for page in pages if page.page_id == "write/index")
    assert known(garden, "en")["editor"] is None
    assert "data-write-editor" not in page.markdown
    assert 'data-act="download"' in page.markdown


@pytest.mark.parametrize("name", ["privacy.md", "privacy.et.md", "privacy.de.md"])
def test_the_privacy_page_names_what_the_form_keeps(name: str) -> None:
    """Readers are told that what they write stays in their browser, beside plan and colours."""
    text = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line.startswith("- ") and "index.md)" in line]
    assert [line.partition("](")[2].partition(")")[0] for line in kept] == [
        "plan/index.md",
        "write/index.md",
    ]
