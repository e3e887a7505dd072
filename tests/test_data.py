"""The data files hold everything, in the shape their schema promises."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from support import REPOSITORY, Files, copy_base, write_files

from guidebook.catalogue import Catalogue, Locale
from guidebook.data import build_data, data_files
from guidebook.data_shape import GuidelineData, schema_json
from guidebook.freshness import text_fields
from guidebook.kept import Kept
from guidebook.load import load_catalogue
from guidebook.localise import shared_texts


def files_of(catalogue: Catalogue, locale: Locale, kept: Path | None = None) -> tuple[bytes, bytes]:
    """Return JSON and CSV of a language, with what an earlier run has kept in a file."""
    lines = Kept(kept)
    files = data_files(shared_texts(catalogue, locale), lines)
    lines.save()
    return files


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the repository's own content."""
    loaded, _ = load_catalogue(REPOSITORY)
    assert loaded is not None
    return loaded


def test_json_follows_its_schema_in_every_language(catalogue: Catalogue) -> None:
    """The JSON of each language is valid under the published JSON Schema."""
    schema = json.loads(schema_json())
    jsonschema.Draft202012Validator.check_schema(schema)
    for locale in catalogue.locales:
        jsonschema.validate(json.loads(files_of(catalogue, locale)[0]), schema)


def test_json_holds_every_text_of_every_guideline(catalogue: Catalogue) -> None:
    """No text of an entry is missing from the data."""
    data = files_of(catalogue, catalogue.source_locale)[0].decode()
    for entry in catalogue.entries:
        for field in text_fields(entry):
            assert json.dumps(field.text, ensure_ascii=False) in data


def test_json_names_the_fields_that_are_not_translated(catalogue: Catalogue) -> None:
    """A text in the source language is listed as untranslated, and only such a text."""
    finnish = build_data(catalogue, catalogue.locales_by_tag["fi"])
    for guideline, entry in zip(finnish.guidelines, catalogue.entries, strict=True):
        is_translated = catalogue.translation(entry.path, "fi") is not None
        names = [] if is_translated else [field.name for field in text_fields(entry)]
        assert guideline.untranslated == names
    assert any(guideline.untranslated for guideline in finnish.guidelines)
    english = build_data(catalogue, catalogue.source_locale)
    assert not any(guideline.untranslated for guideline in english.guidelines)


def test_csv_has_a_row_for_each_guideline(catalogue: Catalogue) -> None:
    """The CSV reads back with one row for each guideline and one column for each field."""
    written = files_of(catalogue, catalogue.source_locale)[1].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [row["code"] for row in rows] == [entry.code for entry in catalogue.entries]
    assert list(rows[0]) == list(GuidelineData.model_fields)
    assert rows[1]["actions"].count("\n") == len(catalogue.entries[1].actions) - 1


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", r"\t=1"])
def test_csv_cells_are_never_formulas(title: str, tmp_path: Path, base_words: Files) -> None:
    """A text that a spreadsheet would run as a formula begins with an apostrophe."""
    root = tmp_path / "project"
    copy_base(root)
    write_files(root, base_words)
    path = root / "guidelines/cities/lend-land.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = [f'title: "{title}"' if line.startswith("title:") else line for line in lines]
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    written = files_of(catalogue, catalogue.source_locale)[1].decode("utf-8-sig")
    titles = [row["title"] for row in csv.DictReader(io.StringIO(written))]
    assert "'" + title.replace(r"\t", "\t") in titles


def test_lines_that_were_kept_are_the_same(catalogue: Catalogue, tmp_path: Path) -> None:
    """A run that knows the lines of an earlier one writes what a run without them writes."""
    for locale in catalogue.locales:
        kept = tmp_path / f"{locale.tag}.txt"
        first = files_of(catalogue, locale, kept)
        assert kept.stat().st_size > 50_000
        assert files_of(catalogue, locale, kept) == first == files_of(catalogue, locale)
