"""From plain values to model objects, with every mistake told in words and in its place.

In: a `Document` and the model it should have. Out: the object, or None, and problems. The sentences
for all mistakes of shape stand here, in one table.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from enum import EnumType
from functools import lru_cache
from typing import Any, Literal, TypeVar

from pydantic import ValidationError, create_model
from pydantic_core import ErrorDetails

from guidebook.field_types import TextKind
from guidebook.freshness import holds_models
from guidebook.model import Frozen, TranslationState
from guidebook.problems import FieldPath, Places, Problem, did_you_mean, one_of, quote
from guidebook.strict_yaml import Document, Value

F = TypeVar("F", bound=Frozen)

SENTENCES: dict[str, tuple[str, str, str]] = {
    "bad_date": (
        "bad-date",
        "{value} is not a date; {why}.",
        "Write the day as YYYY-MM-DD, for example 2026-02-13.",
    ),
    "bad_id": (
        "bad-id",
        "{value} cannot be an id.",
        "Write small letters a to z, digits and single hyphens, for example 'count-hours'.",
    ),
    "bad_code": (
        "bad-code",
        "{value} is not a code.",
        "Write capital letters and a number without leading zeros, for example 'L2'.",
    ),
    "bad_id_or_code": (
        "bad-id",
        "{value} is neither an id nor a code.",
        "Write the entry's earlier id or code, for example 'count-hours' or 'L2'.",
    ),
    "bad_finding_id": (
        "bad-id",
        "{value} cannot be the id of a finding.",
        "Write capital letters and a number, for example 'F4'.",
    ),
    "kept_name": (
        "bad-id",
        "{value} cannot name a file on Windows.",
        "Choose another name.",
    ),
    "bad_country": (
        "bad-country",
        "{value} is not a country code.",
        "Write the two capital letters of ISO 3166, for example 'EE'.",
    ),
    "bad_colour": (
        "bad-colour",
        "{value} is not a colour.",
        "Write '#' and six hexadecimal digits, in quotes, for example '#17456b'.",
    ),
    "several_lines": (
        "several-lines",
        "{key} has several lines, but it is shown as one.",
        "Write it on one line.",
    ),
    "string_too_long": (
        "too-long",
        "{key} has {length} characters; {limit} are allowed.",
        "Shorten it, or move a part into another field.",
    ),
    "int_parsing": ("bad-number", "{value} is not a whole number.", "Write digits only."),
    "greater_than_equal": ("bad-number", "{value} is too small.", "Write a number from {ge} on."),
    "less_than_equal": ("bad-number", "{value} is too large.", "Write a number up to {le}."),
    "empty": ("missing-field", "{key} is empty.", "Write a value, or delete the line."),
    "too_short": ("missing-field", "{key} is an empty list.", "Write at least one item."),
    "string_type": ("wrong-type", "{key} must be a text.", "Write '{name}: ' and then the text."),
    "tuple_type": (
        "wrong-type",
        "{key} must be a list.",
        "Write each item on a line of its own that begins with '- '.",
    ),
    "dict_type": (
        "wrong-type",
        "{key} must hold fields.",
        "Write 'key: value' lines under it, indented by two spaces.",
    ),
}
SENTENCES["int_type"] = SENTENCES["int_parsing"]
SENTENCES["too_long"] = SENTENCES["string_too_long"]
SENTENCES["model_type"] = SENTENCES["model_attributes_type"] = SENTENCES["dict_type"]


def build_model(
    document: Document, model: type[F], *, at: FieldPath = (), **known: str
) -> tuple[F | None, list[Problem]]:
    """Return the object that a source document describes, or None, with all its problems.

    Args:
        document: What was read.
        model: What it should be.
        at: Where in the document the object stands.
        known: Values that come from the file's name; they may not be written in the file.
    """
    value = _value_at(document.value, at)
    problems = list(_find_empty(value, document.places, at)) if _has_empty(value) else []
    fields = dict(value) if isinstance(value, dict) else value
    if isinstance(fields, dict):
        for name in sorted(known.keys() & fields.keys()):
            problems.append(_unknown_key(name, (*at, name), model, document.places))
        fields.update(known)
    built, shape_problems = _validate(fields, model, document.places, at)
    empty_places = {problem.location for problem in problems}
    problems += [problem for problem in shape_problems if problem.location not in empty_places]
    return (None if problems else built), problems


def build_texts(
    document: Document, model: type[Frozen], *, at: FieldPath = ()
) -> tuple[Frozen | None, list[Problem]]:
    """Return the texts of a translation (an object of the model's text shape), with problems."""
    shape = text_shape(model)
    return _validate(_value_at(document.value, at), shape, document.places, at, facts_of=model)


def split_state(document: Document) -> tuple[Document, TranslationState | None, list[Problem]]:
    """Return a translation's document without its state, the state, and problems of the state."""
    if document.value is None:
        return document, None, []
    if not isinstance(document.value, dict):
        _, sentence, advice = SENTENCES["dict_type"]
        message = sentence.format(key="the file")
        return document, None, [Problem(document.places.value(), "wrong-type", message, advice)]
    names = TranslationState.model_fields.keys()
    state = {key: value for key, value in document.value.items() if key in names}
    rest: Value = {key: value for key, value in document.value.items() if key not in names}
    built, problems = _validate(state, TranslationState, document.places, ())
    return Document(rest, document.places, document.problems, document.comment), built, problems


@lru_cache(maxsize=64)
def text_shape(model: type[Frozen]) -> type[Frozen]:
    """Return the model of a translation: the same shape, only texts, all of them optional."""
    fields: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if any(isinstance(mark, TextKind) for mark in info.metadata):
            fields[name] = (typing.Annotated[(str, *info.metadata)], "")
        elif name == model.KEY:
            fields[name] = (str, ...)
        elif holds_models(info.annotation) and (inner := _item_model(info.annotation)):
            shape = text_shape(inner)
            if shape.model_fields.keys() - {inner.KEY}:
                is_list = typing.get_origin(info.annotation) is tuple
                fields[name] = (tuple[shape, ...], ()) if is_list else (shape, shape())  # type: ignore[valid-type]
    built: type[Frozen] = create_model(f"{model.__name__}Text", __base__=Frozen, **fields)
    built.KEY = model.KEY
    return built


def _item_model(annotation: object) -> type[Frozen] | None:
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        return annotation
    for argument in typing.get_args(annotation):
        if (found := _item_model(argument)) is not None:
            return found
    return None


def _validate(
    value: object,
    model: type[F],
    places: Places,
    at: FieldPath,
    facts_of: type[Frozen] | None = None,
) -> tuple[F | None, list[Problem]]:
    try:
        built = model.model_validate(value)
    except ValidationError as error:
        seen: dict[FieldPath, Problem] = {}
        for detail in error.errors(include_url=False):
            if detail["type"] == "too_short" and detail["input"]:
                continue  # its items are told; pydantic counts only those without mistakes
            path = _written_path(value, detail["loc"])
            problem = _problem(detail, (*at, *path), model, places, facts_of)
            seen.setdefault((*path, detail["type"] == "missing" and detail["loc"][-1]), problem)
        return None, list(seen.values())
    repeated = list(_find_repeated(built, at, places))
    return (None if repeated else built), repeated


def _written_path(value: object, loc: tuple[str | int, ...]) -> FieldPath:
    """Return the part of a pydantic location that leads through the written values.

    The rest names branches of a union, or a key that is missing.
    """
    path: list[str | int] = []
    for part in loc:
        if isinstance(value, list) and isinstance(part, int) and part < len(value):
            inner: object = value[part]
        elif isinstance(value, dict) and part in value:
            inner = value[part]
        else:
            break
        path.append(part)
        value = inner
    return tuple(path)


def _problem(
    detail: ErrorDetails,
    path: FieldPath,
    model: type[Frozen],
    places: Places,
    facts_of: type[Frozen] | None,
) -> Problem:
    kind, value = detail["type"], detail["input"]
    name = str(path[-1]) if path else "the file"
    if kind == "missing":
        missing = str(detail["loc"][-1])
        return Problem(
            places.key(path),
            "missing-field",
            f"the field {quote(missing)} is missing.",
            f"Add a line '{missing}: …'{_hint(_options(model, detail['loc']))}.",
        )
    if kind == "extra_forbidden":
        return _unknown_key(name, path, model, places, facts_of)
    options = _options(model, detail["loc"])
    context = detail.get("ctx") or {}
    if kind in ("enum", "literal_error"):
        message = f"{_shown(value)} cannot stand under {quote(name)}."
        advice = f"Write {context['expected']}, or a list such as [a, b]."
        advice = one_of(str(value), options) if options else advice
        return Problem(places.value(path), "bad-value", message, advice)
    rule, sentence, advice = SENTENCES.get(
        kind, ("bad-value", "{value} cannot stand under {key}.", "Look at another file like it.")
    )
    names = {
        "value": _shown(value),
        "key": _called(path),
        "name": name,
        "why": detail["msg"],
        "length": len(value) if isinstance(value, str) else 0,
        "limit": context.get("max_length"),
        "ge": context.get("ge"),
        "le": context.get("le"),
    }
    if kind in ("int_parsing", "int_type") and options:
        advice = f"Write digits only, or {' or '.join(options)}."
    return Problem(places.value(path), rule, sentence.format(**names), advice.format(**names))


def _shown(value: object) -> str:
    """Return how a message calls a value."""
    if isinstance(value, str):
        return quote(value)
    return "a list" if isinstance(value, list | tuple) else "a part with fields"


def _hint(options: list[str]) -> str:
    return f" with one of: {', '.join(options)}" if options else ""


def _called(path: FieldPath) -> str:
    """Return what a message calls a field."""
    if not path:
        return "the file"
    return quote(path[-1]) if isinstance(path[-1], str) else "this item"


def _unknown_key(
    name: str,
    path: FieldPath,
    model: type[Frozen],
    places: Places,
    facts_of: type[Frozen] | None = None,
) -> Problem:
    source = _model_at(facts_of, path[:-1]) if facts_of else None
    if source is not None and name in source.model_fields:
        return Problem(
            places.key(path),
            "translated-fact",
            f"{quote(name)} is a fact; a translation holds only text.",
            "Delete it here; facts stand in the source file and hold for every language.",
        )
    here = _model_at(model, path[:-1])
    names = [n for n, info in here.model_fields.items() if not info.exclude] if here else []
    return Problem(
        places.key(path),
        "unknown-key",
        f"there is no field {quote(name)} here.",
        f"Write one of: {', '.join(names)}.{did_you_mean(name, names)}" if names else "Delete it.",
    )


def _model_at(model: type[Frozen] | None, path: FieldPath) -> type[Frozen] | None:
    """Return the model of the part to which a path leads; ids of top-level mappings are skipped."""
    for part in path:
        if model is None or isinstance(part, int):
            continue
        info = model.model_fields.get(part)
        if info is not None:
            model = _item_model(info.annotation)
    return model


def _options(model: type[Frozen], loc: tuple[str | int, ...]) -> list[str]:
    """Return the values a field may have, when they are few and named."""
    names = [part for part in loc if isinstance(part, str)]
    here: type[Frozen] | None = model
    for name in names:
        info = here.model_fields.get(name) if here else None
        if info is None:
            return []
        annotation = info.annotation
        if isinstance(annotation, EnumType):
            return [str(option.value) for option in annotation]
        for part in (annotation, *typing.get_args(annotation)):
            if typing.get_origin(part) is Literal:
                return [str(option) for option in typing.get_args(part)]
        here = _item_model(annotation)
    return []


def _value_at(value: Value | None, path: FieldPath) -> Any:
    """Return the value to which a path leads."""
    for part in path:
        value = value[part]  # type: ignore[index]
    return value


def _has_empty(value: object) -> bool:
    """Return True when a key or an item has no value; quicker than to find out which."""
    if isinstance(value, dict):
        return any(map(_has_empty, value.values()))
    return any(map(_has_empty, value)) if isinstance(value, list) else value == ""


def _find_empty(value: object, places: Places, path: FieldPath) -> Iterator[Problem]:
    """Yield a problem for each key without a value."""
    if value == "" and path:
        rule, sentence, advice = SENTENCES["empty"]
        yield Problem(places.value(path), rule, sentence.format(key=_called(path)), advice)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _find_empty(inner, places, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _find_empty(inner, places, (*path, index))


@lru_cache(maxsize=64)
def _names_with_parts(model: type[Frozen]) -> tuple[str, ...]:
    """Return the fields of a model that can hold a list or another model."""
    return tuple(n for n, info in model.model_fields.items() if _holds_parts(info.annotation))


def _holds_parts(annotation: object) -> bool:
    if typing.get_origin(annotation) is tuple or _item_model(annotation) is not None:
        return True
    return any(map(_holds_parts, typing.get_args(annotation)))


def _find_repeated(part: Frozen, path: FieldPath, places: Places) -> Iterator[Problem]:
    """Yield a problem for each item of a list whose id an earlier item has."""
    for name in _names_with_parts(type(part)):
        value = getattr(part, name)
        if isinstance(value, Frozen):
            yield from _find_repeated(value, (*path, name), places)
        if not isinstance(value, tuple):
            continue
        seen: set[str] = set()
        for index, item in enumerate(value):
            where = (*path, name, index)
            if isinstance(item, Frozen):
                yield from _find_repeated(item, where, places)
            key_field = item.KEY if isinstance(item, Frozen) else ""
            key = str(getattr(item, key_field)) if key_field else item
            if not isinstance(key, str) or (isinstance(item, Frozen) and not key_field):
                continue
            if key in seen:
                yield Problem(
                    places.value((*where, key_field) if key_field else where),
                    "duplicate-id",
                    f"{quote(key)} stands twice in {quote(name)}.",
                    "Give one of the two another name, or delete it.",
                )
            seen.add(key)
