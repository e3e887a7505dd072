"""Rules over the whole catalogue, one module each.

In: the catalogue and today's date. Out: problems, sorted. A rule's module says in its docstring
what the rule wants and why, with a good and a bad example.
"""

from __future__ import annotations

from datetime import date
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
    need_in_own_audience,
    needless_exception,
    page_clash,
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
from guidebook.problems import Problem, sort_problems

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
    need_in_own_audience,
    needless_exception,
    page_clash,
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


def check_catalogue(catalogue: Catalogue, today: date) -> tuple[Problem, ...]:
    """Return the problems that all rules find, ordered by path, line and column."""
    return sort_problems(
        problem for module in ALL_CHECKS for problem in module.check(catalogue, today)
    )
