"""The real content passes its own checks and is what was promised."""

from datetime import date
from pathlib import Path

import pytest
from support import REPOSITORY

from guidebook.catalogue import Catalogue
from guidebook.checked import load_checked
from guidebook.formatting import format_project
from guidebook.freshness import text_fields
from guidebook.model import Entry
from guidebook.problems import Problem
from guidebook.text import plain_text

ACCEPTED = Path(__file__).parent / "accepted-warnings.txt"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def checked() -> tuple[Catalogue, tuple[Problem, ...]]:
    """Return the repository's own content with its problems."""
    catalogue, problems = load_checked(REPOSITORY, DAY)
    assert catalogue is not None
    return catalogue, problems


def test_the_content_has_no_mistakes_and_only_accepted_warnings(
    checked: tuple[Catalogue, tuple[Problem, ...]],
) -> None:
    """No error stands, and each warning that stands is listed with a reason."""
    lines = ACCEPTED.read_text(encoding="utf-8").splitlines()
    accepted = {line.partition("  # ")[0] for line in lines if line and not line.startswith("#")}
    assert all("  # " in line for line in lines if line and not line.startswith("#"))
    found = {f"{p.location.path}: {p.rule}: {p.message}" for p in checked[1]}
    assert not [str(problem) for problem in checked[1] if problem.is_error]
    assert found == accepted


def test_the_content_is_in_the_one_style() -> None:
    """Formatting the content changes nothing."""
    assert format_project(REPOSITORY, (), write=False) == ([], ())


def test_each_audience_has_its_guidelines(
    checked: tuple[Catalogue, tuple[Problem, ...]],
) -> None:
    """There are 12 guidelines for each audience, numbered without a gap."""
    catalogue = checked[0]
    for audience in catalogue.site.audiences:
        codes = [e.code for e in catalogue.entries if e.audience_id == audience.id]
        assert codes == [f"{audience.code_prefix}{number}" for number in range(1, 13)]


def test_guidelines_are_short_and_complete(
    checked: tuple[Catalogue, tuple[Problem, ...]],
) -> None:
    """Each guideline has 200 to 400 words, three to six actions and a basis that it names."""
    for entry in checked[0].entries:
        assert 200 <= _word_count(entry) <= 400, entry.code
        assert 3 <= len(entry.actions) <= 6, entry.code
        assert entry.rests_on.findings or entry.rests_on.references, entry.code
        assert entry.needs, entry.code


def _word_count(entry: Entry) -> int:
    texts = [field for field in text_fields(entry) if not field.name.startswith("changes.")]
    return sum(len(plain_text(field.text).split()) for field in texts)


def test_every_page_warns_that_this_is_a_draft(
    checked: tuple[Catalogue, tuple[Problem, ...]],
) -> None:
    """The notice says whose work this is not, and no guideline claims to be agreed."""
    catalogue = checked[0]
    for words in ("Independent draft", "Not an output of MESHE", "not endorsed by the European"):
        assert words in catalogue.site.notice
    assert {entry.status for entry in catalogue.entries} == {"draft"}
