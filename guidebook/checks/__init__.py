"""Rules over the whole catalogue, one module each.

In: the catalogue and today's date. Out: problems, sorted. A rule's module says in its docstring
what the rule wants and why, with a good and a bad example. It has one or two of these functions:

- `check_files(files)` for what shows in a single file, beside its source file and the glossary;
  what it finds must depend on nothing else, and stand in that file
- `check(catalogue, today)` for what shows only in the whole
- `check_found(catalogue, files, today)` for the same, with the links and days found in each file
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

from guidebook.catalogue import Catalogue
from guidebook.checks import (
    agreed_term,
    avoided_form,
    basis_not_listed,
    behind_translation,
    broken_link,
    duplicate_code,
    duplicate_entry,
    extra_translation,
    foreign_part,
    formerly_clash,
    future_review,
    lost_link,
    lost_number,
    markdown_not_allowed,
    missing_translation,
    missing_word,
    mixed_alphabets,
    need_in_own_audience,
    needless_exception,
    not_composed,
    page_clash,
    page_markup,
    past_review,
    reserved_id,
    retired_linked,
    retired_without_way,
    review_order,
    review_without_reader,
    same_as_source,
    strong_without_basis,
    uncited_reference,
    unknown_audience,
    unknown_entry,
    unknown_finding,
    unknown_insert,
    unknown_locale,
    unknown_reference,
    unknown_topic,
    unknown_word,
    untranslated_nav_title,
    unused_finding,
    web_address,
    wrong_code_prefix,
    wrong_language,
)
from guidebook.checks._found import find_in_files
from guidebook.kept import Kept
from guidebook.languages import Languages
from guidebook.problems import Location, Problem, sort_problems

ALL_CHECKS: tuple[ModuleType, ...] = (
    agreed_term,
    avoided_form,
    basis_not_listed,
    behind_translation,
    broken_link,
    duplicate_code,
    duplicate_entry,
    extra_translation,
    foreign_part,
    formerly_clash,
    future_review,
    lost_link,
    lost_number,
    markdown_not_allowed,
    missing_translation,
    missing_word,
    mixed_alphabets,
    need_in_own_audience,
    needless_exception,
    not_composed,
    page_clash,
    page_markup,
    past_review,
    reserved_id,
    retired_linked,
    retired_without_way,
    review_order,
    review_without_reader,
    same_as_source,
    strong_without_basis,
    uncited_reference,
    unknown_audience,
    unknown_entry,
    unknown_finding,
    unknown_insert,
    unknown_locale,
    unknown_reference,
    unknown_topic,
    unknown_word,
    untranslated_nav_title,
    unused_finding,
    web_address,
    wrong_code_prefix,
    wrong_language,
)
"""Every rule; written out, so that nothing depends on the order of imports."""


def found_links(catalogue: Catalogue) -> Iterator[tuple[str, Location]]:
    """Yield target and place of every link in the texts of a catalogue."""
    for file in find_in_files(catalogue, (), Languages(), Kept()):
        for link in file.links:
            yield link.target, link.location(file.places)


def check_catalogue(
    catalogue: Catalogue, today: date, kept: Kept | None = None, ledger: Path | None = None
) -> tuple[Problem, ...]:
    """Return the problems that all rules find, ordered by path, line and column.

    `kept` holds what earlier runs found in files that are still the same; in the folder `ledger`,
    where there is one, stays what takes long to load.
    """
    kept = kept or Kept()
    file_rules = [rule for rule in ALL_CHECKS if hasattr(rule, "check_files")]
    files = find_in_files(catalogue, file_rules, Languages(ledger), kept)
    problems = [problem for file in files for problem in file.problems]
    for rule in ALL_CHECKS:
        if hasattr(rule, "check"):
            problems += rule.check(catalogue, today)
        if hasattr(rule, "check_found"):
            problems += rule.check_found(catalogue, files, today)
    return sort_problems(problems)
