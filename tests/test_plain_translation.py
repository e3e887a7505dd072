"""Tests of the quick way to read a translation: it reads what `shapes` reads, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import CASES, REPOSITORY

from guidebook.freshness import text_fields
from guidebook.model import Entry, Frozen, Site, Study
from guidebook.plain_translation import read_plain_texts
from guidebook.problems import Places
from guidebook.shapes import build_texts, split_state
from guidebook.strict_yaml import Document, Value, read_yaml

PATH = "guidelines/growers/example.et.yml"

_TEXTS = st.sampled_from(["", "word", "two\nlines", "ä" * 401, "a\n\nb", " ", "[a](entry:b)"])
_NAMES = st.sampled_from(
    ["title", "summary", "why", "actions", "examples", "do", "detail", "text", "id", "because"]
)
_NAMES |= st.sampled_from(
    ["needs", "entry", "changes", "findings", "on", "what", "code", "because"]
)
_PARTS = st.recursive(
    _TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(_NAMES, inner, max_size=4)
    ),
    max_leaves=8,
)
_ACTIONS = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["a", "b", "c", ""])},
        optional={"do": _TEXTS, "detail": _TEXTS, "title": _TEXTS, "text": _TEXTS, "odd": _TEXTS},
    ),
    max_size=3,
)
_FILES = st.dictionaries(
    _NAMES, st.one_of(_TEXTS, _ACTIONS, _PARTS), max_size=5
) | st.fixed_dictionaries(
    {"title": _TEXTS, "summary": _TEXTS, "why": _TEXTS, "actions": _ACTIONS, "examples": _ACTIONS}
)


def _check(value: Value, model: type[Frozen]) -> bool:
    """Fail when the two ways differ; return True when the quick way reads the value."""
    plain = read_plain_texts(value, model)
    if plain is not None:
        shape, problems = build_texts(Document(value, Places(PATH), ()), model)
        assert problems == []
        assert shape is not None
        fields = list(text_fields(shape))
        assert list(plain.texts.items()) == [(field.name, field.text) for field in fields]
        assert plain.yaml_paths == {field.name: field.yaml_path for field in fields}
    return plain is not None


@settings(max_examples=600, deadline=None)
@given(st.one_of(_FILES, _PARTS), st.sampled_from([Entry, Study, Site]))
def test_what_is_read_quickly_is_what_shapes_read(value: Value, model: type[Frozen]) -> None:
    """Any value that the quick way reads has the same texts, in order, and no problem."""
    _check(value, model)


@pytest.mark.parametrize(
    "path",
    [
        *sorted((CASES / "base/guidelines/growers").glob("*.*.yml")),
        *sorted((REPOSITORY / "guidelines/learners").glob("*.*.yml")),
    ],
    ids=lambda path: path.name,
)
def test_real_translations_are_read_quickly(path: Path) -> None:
    """Translations of entries without a mistake need no model."""
    document, _, problems = split_state(read_yaml(path.read_bytes(), path.name))
    assert problems == []
    assert document.value is not None
    assert _check(document.value, Entry)
