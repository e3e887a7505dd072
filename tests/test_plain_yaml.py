"""Tests of the quick way to read YAML: what it reads, libyaml reads too, exactly."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import CASES, REPOSITORY

from guidebook.characters import decode
from guidebook.plain_yaml import read_plain
from guidebook.strict_yaml import Value, read_yaml, read_yaml_text
from guidebook.yaml_style import write_yaml

PATH = "guidelines/growers/example.yml"
MANY = settings(max_examples=600, deadline=None)

_VALUES = st.sampled_from(
    [
        *("word", "two words", "a: b", "a #b", "#a", "a:", "a ", "- a", "-a", "~", "...", "---"),
        *("'it''s'", "'open", '"a \\" b"', '"a \\\\"', '"a\\n"', '"a" b', "''", "[]", "[a, b/c]"),
        *("[a,b]", "[a, ]", "[ a ]", "{}", "{a: b}", "*a", "&a b", "!t a", "|", "|-", "|+", ">-"),
        *("|2-", "% a", "@a", "`a", "? a", "ä õ", "क्\u200dष", "a\u00a0b", "🌱", "a\tb", "=", "<<"),
    ]
)
_KEYS = st.sampled_from(["a", "b", "c-d", "e.f", "0", "<<", "'q'", "ä", "null"])
_LINES = st.builds(
    lambda indent, hyphen, key, value, end: " " * indent + hyphen + key + value + end,
    st.sampled_from([0, 0, 0, 1, 2, 2, 4, 6]),
    st.sampled_from(["", "", "- ", "-  ", "-"]),
    st.one_of(st.just(""), _KEYS.map("{}: ".format), _KEYS.map("{}:".format)),
    st.one_of(st.just(""), _VALUES),
    st.sampled_from(["\n", "\n", "\n", " \n", "\n\n", "\n  \n", " # x\n", ""]),
)
_TEXTS = st.one_of(
    st.lists(_LINES, max_size=8).map("".join),
    st.lists(st.sampled_from("a: -|'\"[], \n#"), max_size=30).map("".join),
)


def _check(text: str) -> bool:
    """Fail when the two ways differ; return True when the quick way reads the text."""
    _, problems = decode(text.encode(), PATH)
    plain = None if problems else read_plain(text)
    if plain is not None:
        document = read_yaml_text(text, PATH)
        assert (document.value, document.comment) == plain
        assert document.problems == ()
    return plain is not None


@MANY
@given(_TEXTS)
@example("a: |-\n  b\n \n  c\n")
@example("a: |-\n  b\n   \nc: d\n")
@example("a:\n  b: c\n  b: d\n")
@example("- a\n")
@example("a: b\n c\n")
@example("a:\n  - b\n   c\n")
def test_what_is_read_quickly_is_what_libyaml_reads(text: str) -> None:
    """Any text that the quick way reads has the same value and comment and no problem."""
    _check(text)


_INNER = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.from_regex(r"[a-z][a-z0-9./-]{0,6}", fullmatch=True), inner, max_size=3),
    ),
    max_leaves=8,
)


@MANY
@given(st.dictionaries(st.sampled_from(["a", "why", "text", "b-c"]), _INNER, min_size=1))
def test_what_is_written_in_our_style_is_read_alike(value: dict[str, Value]) -> None:
    """Files in the canonical style give the same value in both ways, or only libyaml reads them."""
    _check(write_yaml(value))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted((CASES / "base/guidelines").rglob("*.yml"))),
    st.integers(0, 3000),
    st.integers(0, 3),
    st.sampled_from(["", " ", "  ", "\n", ":", ": ", "-", "#", "'", '"', "|", "[", "]", "\t"]),
)
def test_no_slip_of_the_hand_is_read_otherwise(path: object, at: int, gone: int, new: str) -> None:
    """A real file with any small change gives the same value in both ways, or only libyaml's."""
    text = str(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    at %= len(text)
    _check(text[:at] + new + text[at + gone :])


def test_the_content_of_the_repository_is_read_quickly() -> None:
    """Every file of the guidelines is plain, so that a check does not need libyaml."""
    paths = sorted((REPOSITORY / "guidelines").rglob("*.yml"))
    slow = [path.name for path in paths if not _check(path.read_text(encoding="utf-8"))]
    assert paths
    assert slow == []


@pytest.mark.parametrize("text", ["# a\nb: c\n", "b: c\nd:\n  - e: f\n    g: |-\n      h\n"])
def test_places_are_those_of_libyaml(text: str) -> None:
    """The places of a file that was read quickly are found when they are asked for."""
    assert _check(text)
    quick = read_yaml(text.encode(), PATH).places.by_field
    assert dict(quick) == dict(read_yaml_text(text, PATH).places.by_field)


@pytest.mark.parametrize("text", ["", "a: b\nc", "a: &b c\n", "a: b\n---\n", "a: 'b\n", "[a]\n"])
def test_everything_else_is_left_to_libyaml(text: str) -> None:
    """What is not plain is not read, so that libyaml tells what is wrong with it."""
    assert read_plain(text) is None
