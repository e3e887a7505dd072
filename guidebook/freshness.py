"""Whether a translation still says what its source text says, and who has read it, field by field.

In: models and translations. Out: the text fields of a model, fingerprints, and each field's state
and review.
"""

from __future__ import annotations

import hashlib
import types
import typing
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pydantic import BaseModel

from guidebook.catalogue import Catalogue, Translation
from guidebook.field_types import TextKind
from guidebook.model import Frozen, Review, TranslationState
from guidebook.problems import FieldPath


@dataclass(frozen=True)
class TextField:
    """One translatable text of a file."""

    name: str
    """The way to it with the ids of list items, for example `actions.count-hours.do`."""
    text: str
    kind: TextKind
    yaml_path: FieldPath
    """The way to it in the file, for example `("actions", 0, "do")`."""


class FieldState(StrEnum):
    """How a translated field stands to its source text."""

    CURRENT = "current"
    BEHIND = "behind"
    MISSING = "missing"


@lru_cache(maxsize=2**14)  # each source text is asked for once a language
def fingerprint(text: str) -> str:
    """Return 8 hex digits that change when the words of a text do.

    Line ends, spaces at line ends and around the text, and Unicode composition do not count.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    normal = "\n".join(line.rstrip() for line in lines).strip()
    normal = unicodedata.normalize("NFC", normal)
    return hashlib.sha256(normal.encode()).hexdigest()[:8]


@lru_cache(maxsize=64)
def _shape(model: type[BaseModel]) -> tuple[tuple[str, TextKind | None], ...]:
    """Return the fields of a model that are text (with their kind) or may hold text (None)."""
    shape: list[tuple[str, TextKind | None]] = []
    for name, info in model.model_fields.items():
        kind = next((mark for mark in info.metadata if isinstance(mark, TextKind)), None)
        if kind is not None or holds_models(info.annotation):
            shape.append((name, kind))
    return tuple(shape)


def holds_models(annotation: object) -> bool:
    """Return True for a field that is, or is a list of, parts that may hold text."""
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        return True
    if typing.get_origin(annotation) in (tuple, types.UnionType, typing.Union, typing.Annotated):
        return any(holds_models(argument) for argument in typing.get_args(annotation))
    return False


def text_fields(content: Frozen | Mapping[str, Frozen]) -> Iterator[TextField]:
    """Yield the translatable texts of a file in the order of its fields; empty ones are left out.

    A mapping stands for a file whose top-level keys are ids (references, glossary).
    """
    if isinstance(content, Mapping):
        for key, part in content.items():
            yield from _fields_of(part, (key,), (key,))
    else:
        yield from _fields_of(content, (), ())


def fields_of(
    catalogue: Catalogue, path: str, content: Frozen | Mapping[str, Frozen]
) -> tuple[TextField, ...]:
    """Return the same for the content of a file of the catalogue, looked up once."""
    found = catalogue.fields.get(path)
    if found is None:
        found = catalogue.fields[path] = tuple(text_fields(content))
    return found


def _fields_of(part: Frozen, name: tuple[str, ...], path: FieldPath) -> Iterator[TextField]:
    for field_name, kind in _shape(type(part)):
        value = getattr(part, field_name)
        here, there = (*name, field_name), (*path, field_name)
        if kind is not None:
            if value:
                yield TextField(".".join(here), value, kind, there)
        elif isinstance(value, Frozen):
            yield from _fields_of(value, here, there)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Frozen) and item.KEY:
                    key = str(getattr(item, item.KEY))
                    yield from _fields_of(item, (*here, key), (*there, index))


def facts_of(content: Frozen) -> str:
    """Return everything a part says besides its texts, as one text."""
    facts = []
    texts = {name for name, kind in _shape(type(content)) if kind is not None}
    for name in type(content).model_fields:
        if name not in texts:
            value = getattr(content, name)
            items = value if isinstance(value, tuple) else (value,)
            facts.append(
                [facts_of(item) if isinstance(item, Frozen) else str(item) for item in items]
            )
    return repr(facts)


def field_state(source: TextField, translation: Translation) -> FieldState:
    """Return how one field of a translation stands to its source text."""
    if source.name not in translation.texts:
        return FieldState.MISSING
    made_from = translation.state.made_from.get(source.name)
    return FieldState.CURRENT if made_from == fingerprint(source.text) else FieldState.BEHIND


def field_review(name: str, text: str, state: TranslationState) -> Review:
    """Return how far one translated text has been read.

    A text that is no longer the one that was read counts as a draft, whatever the file says.
    """
    if state.review in (Review.MACHINE, Review.DRAFT):
        return state.review
    return state.review if state.reviewed_text.get(name) == fingerprint(text) else Review.DRAFT


def file_review(translation: Translation) -> Review:
    """Return how far a translated file has been read: as far as its least read text.

    A file without a text has not been read, whatever it says.
    """
    state = translation.state
    if state.review in (Review.MACHINE, Review.DRAFT):
        return state.review
    found = {field_review(name, text, state) for name, text in translation.texts.items()}
    return state.review if found == {state.review} else Review.DRAFT
