"""Begins a guideline: a file with all that one must have, and the next free code.

In: the catalogue and what a person has answered. Out: the path and the text of a valid draft, and
what is wrong with an answer, in the sentences of the checks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guidebook.addresses import ENTRY_ANCHORS
from guidebook.catalogue import Catalogue
from guidebook.localise import shared_texts
from guidebook.model import Certainty, Entry, Status, Strength
from guidebook.problems import Places, Problem, quote
from guidebook.renaming import next_code
from guidebook.shapes import build_model
from guidebook.strict_yaml import Document, Value
from guidebook.word_forms import fold
from guidebook.yaml_style import canonical_yaml

ID_LENGTH = 32
"""How long an id may be that is made from a text; people may write longer ones."""


@dataclass(frozen=True)
class Answers:
    """What a person says of a new guideline."""

    audience_id: str
    entry_id: str
    title: str
    summary: str
    topic: str
    why: str
    actions: Sequence[str]
    strength: str = Strength.PRACTICE.value
    certainty: str = Certainty.SUGGESTION.value


def draft_path(answers: Answers) -> str:
    """Return the path of the draft's file."""
    return f"guidelines/{answers.audience_id}/{answers.entry_id}.yml"


def draft_text(catalogue: Catalogue, answers: Answers, day: date) -> str:
    """Return the draft as YAML in the one style; it is to be reviewed within a year."""
    value = _draft_value(catalogue, answers, day)
    return canonical_yaml(value, "", draft_path(answers))


def find_answer_fault(key: str, text: str) -> str:
    """Return what is wrong with the shape of one answer and what to write instead, or nothing.

    `key` is the field of a guideline it answers; `do` is one action.
    """
    if not text.strip():
        return f"{quote(key)} is empty. Write a text."
    value: dict[str, Value] = {key: text} if key != "do" else {"actions": [{"id": "a", "do": text}]}
    _, problems = build_model(
        Document(value, Places(""), ()), Entry, entry_id="draft", audience_id="draft"
    )
    told = [f"{problem.message} {problem.advice}" for problem in problems if _is_shape(problem)]
    return told[0] if told else ""


def suggest_id(text: str, taken: Sequence[str] = ()) -> str:
    """Return an id made of a text's first words that nothing has yet; empty when it has no Latin.

    Letters lose their marks: `õppekava` becomes `oppekava`.
    """
    words = [fold(word) for word in re.findall(r"[^\W_]+", re.sub("['’]", "", text))]
    found = ""
    for word in [word for word in words if word.isascii()]:
        longer = f"{found}-{word}" if found else word[:ID_LENGTH]
        if len(longer) > ID_LENGTH:
            break
        found = longer
    number = 1
    unique = found
    while found and unique in taken:
        number += 1
        unique = f"{found}-{number}"
    return unique


def _is_shape(problem: Problem) -> bool:
    """Return False for what is said of the fields that are not there yet."""
    return problem.rule != "missing-field"


def _draft_value(catalogue: Catalogue, answers: Answers, day: date) -> dict[str, Value]:
    words = shared_texts(catalogue, catalogue.source_locale).words
    return {
        "code": next_code(catalogue, answers.audience_id),
        "title": answers.title,
        "summary": answers.summary,
        "topic": answers.topic,
        "status": Status.DRAFT.value,
        "strength": answers.strength,
        "certainty": answers.certainty,
        "why": answers.why,
        "actions": _actions(answers.actions),
        "reviewed": day.isoformat(),
        "review_by": _a_year_after(day).isoformat(),
        "changes": [{"on": day.isoformat(), "what": words("desk.first_draft")}],
    }


def _actions(texts: Sequence[str]) -> list[Value]:
    taken = list(ENTRY_ANCHORS)
    actions: list[Value] = []
    for number, text in enumerate(texts, 1):
        action_id = suggest_id(text, taken) or f"action-{number}"
        taken.append(action_id)
        actions.append({"id": action_id, "do": text})
    return actions


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
