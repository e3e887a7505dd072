"""A quick way to read the texts of a translation that has no mistake of shape.

In: the plain values of a translation's file. Out: its texts by name with the way to each, or None
when anything is not as it should be: then `shapes` reads the file and tells every mistake. What is
read here is what `shapes` reads (a law of the tests), in a fraction of the time: a project holds
many more translations than source files.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from guidebook.model import Frozen
from guidebook.problems import FieldPath
from guidebook.shapes import text_shape
from guidebook.strict_yaml import Value


@dataclass
class PlainTexts:
    """The texts of a translation, as a `Translation` holds them."""

    texts: dict[str, str] = field(default_factory=dict)
    yaml_paths: dict[str, FieldPath] = field(default_factory=dict)


@dataclass(frozen=True)
class _TextPlan:
    """What a text must be."""

    limit: float
    checks: tuple[Callable[[str], str], ...]


@dataclass(frozen=True)
class _ListPlan:
    """A list of parts with texts, and the field by which they are told apart."""

    key: str
    parts: _Plan


_Plan = tuple[tuple[str, _TextPlan | _ListPlan], ...]
"""The fields of a part in the order in which their texts are named."""


class _NotPlainError(Exception):
    """The file has a mistake, or a shape that this module does not know."""


def read_plain_texts(value: Value | None, model: type[Frozen]) -> PlainTexts | None:
    """Return the texts of a file that translates a model, or None when it must be read closely."""
    found = PlainTexts()
    try:
        _read(value, _plan(text_shape(model)), "", (), found)
    except (_NotPlainError, PydanticCustomError):
        return None
    return found


def _read(
    value: Value | None, plan: _Plan, name: str, path: FieldPath, found: PlainTexts, key: str = ""
) -> None:
    """Collect the texts of one part; `key` is the field that only tells it apart."""
    if not isinstance(value, dict):
        raise _NotPlainError
    known = 1 if key else 0
    for field_name, part in plan:
        inner = value.get(field_name)
        if inner is None:
            continue
        known += 1
        if isinstance(part, _ListPlan):
            _read_list(inner, part, f"{name}{field_name}.", (*path, field_name), found)
        elif not isinstance(inner, str) or len(inner) > part.limit:
            raise _NotPlainError
        elif inner:
            for check in part.checks:
                check(inner)
            found.texts[name + field_name] = inner
            found.yaml_paths[name + field_name] = (*path, field_name)
    if known < len(value):
        raise _NotPlainError


def _read_list(
    value: Value, plan: _ListPlan, name: str, path: FieldPath, found: PlainTexts
) -> None:
    if not isinstance(value, list):
        raise _NotPlainError
    seen = set()
    for index, item in enumerate(value):
        key = item.get(plan.key) if isinstance(item, dict) else None
        if not isinstance(key, str) or key in seen:
            raise _NotPlainError
        seen.add(key)
        _read(item, plan.parts, f"{name}{key}.", (*path, index), found, plan.key)


@lru_cache(maxsize=16)
def _plan(shape: type[Frozen]) -> _Plan:
    """Return how the parts of a shape are read; raises _NotPlainError for unknown kinds of it."""
    plan: list[tuple[str, _TextPlan | _ListPlan]] = []
    for name, info in shape.model_fields.items():
        inner = typing.get_args(info.annotation)
        if name == shape.KEY:
            continue
        if info.annotation is str:
            limits = [mark.max_length for mark in info.metadata if hasattr(mark, "max_length")]
            checks: list[Any] = [
                mark.func for mark in info.metadata if isinstance(mark, AfterValidator)
            ]
            plan.append((name, _TextPlan(min(limits, default=float("inf")), tuple(checks))))
        elif len(inner) == 2 and issubclass(inner[0], Frozen) and inner[0].KEY:
            plan.append((name, _ListPlan(inner[0].KEY, _plan(inner[0]))))
        else:
            raise _NotPlainError
    return tuple(plan)
