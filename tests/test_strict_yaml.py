"""Tests of the strict YAML reader: values stay as typed, everything has its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.characters import MAX_BYTES, MAX_PROBLEMS
from guidebook.problems import Location
from guidebook.strict_yaml import MAX_DEPTH, Document, read_yaml, read_yaml_text

PATH = "guidelines/growers/example.yml"
FEW = settings(max_examples=60, deadline=None)


def _read(text: str) -> Document:
    return read_yaml(text.encode(), PATH)


def _rules(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [problem.rule for problem in read_yaml(data, PATH).problems]


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "yes",
        "on",
        "off",
        "null",
        "~",
        "010",
        "0x1F",
        "1.10",
        "1e3",
        "12:30",
        ".inf",
        "2026-13-02",
    ],
)
def test_plain_values_stay_as_typed(written: str) -> None:
    """A value without quotes is the text that was typed, whatever YAML 1.1 would make of it."""
    document = _read(f"key: {written}\n")
    assert (document.value, document.problems) == ({"key": written}, ())


def test_an_empty_value_is_an_empty_text() -> None:
    """A key without a value has the empty text."""
    assert _read("key:\nother: x\n").value == {"key": "", "other": "x"}


def test_every_key_and_value_has_its_place() -> None:
    """Lines and columns count from 1 and lead to keys, values and list items."""
    places = _read("a: x\nb:\n  - c: y\n  - [d, ef]\n").places
    assert places.key(("a",)) == Location(PATH, 1, 1)
    assert places.value(("a",)) == Location(PATH, 1, 4)
    assert places.key(("b", 0, "c")) == Location(PATH, 3, 5)
    assert places.value(("b", 0, "c")) == Location(PATH, 3, 8)
    assert places.value(("b", 1, 1)) == Location(PATH, 4, 9)


def test_a_missing_value_is_placed_at_its_nearest_ancestor() -> None:
    """What is not written stands where the part stands that should hold it."""
    places = _read("a:\n  b: x\n").places
    assert places.key(("a", "missing", 3)) == places.key(("a",))


@pytest.mark.parametrize(
    ("text", "path", "line", "place"),
    [
        ("why: |-\n  one\n  two\n", ("why",), 1, (3, 3)),
        ("why: |-\n\n\n    one\n    two\n", ("why",), 3, (5, 5)),
        ("why: |2-\n    one\n", ("why",), 0, (2, 3)),
        ("list:\n  - why: |\n      one\n", ("list", 0, "why"), 0, (3, 7)),
        ("- |\n one\n", (0,), 0, (2, 2)),
        ("why: >-\n  one\n  two\n", ("why",), 1, (1, 6)),
        ("why: one\n  two\n", ("why",), 1, (1, 6)),
    ],
)
def test_lines_of_a_long_text_have_places(
    text: str, path: tuple[str | int, ...], line: int, place: tuple[int, int]
) -> None:
    """A line of a `|` text is placed where it stands; other texts are placed at their beginning."""
    found = _read(text).places.inside(path, line)
    assert (found.line, found.column) == place


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: x\na: y\n", "duplicate-key"),
        ("a: &x y\n", "yaml-anchor"),
        ("&x a: y\n", "yaml-anchor"),
        ("!x a: y\n", "yaml-tag"),
        ("a: *x\n", "yaml-alias"),
        ("a: !!int 3\n", "yaml-tag"),
        ("a: !x 3\n", "yaml-tag"),
        ("<<: {a: b}\n", "yaml-merge"),
        ("%YAML 1.1\n---\na: b\n", "yaml-directive"),
        ("a: b\n---\nc: d\n", "second-document"),
        ("a: b\n# note\nc: d\n", "misplaced-comment"),
        ("a: b # note\n", "misplaced-comment"),
        ("a: |- # note\n  b\n", "misplaced-comment"),
        ("? [a]\n: b\n", "bad-key"),
        ("?", "bad-key"),
        ("a:\n\tb: c\n", "yaml-tab"),
        ("a: [b\n", "yaml-syntax"),
        ("", "empty-file"),
        ("# only a comment\n", "empty-file"),
        ("a: \u200bx\n", "hidden-character"),
        ('a: "\\u202e"\n', "hidden-character"),
        (b"a: \xff\n", "not-utf8"),
        (b"x" * (MAX_BYTES + 1), "too-large"),
        ("[" * 50_000, "too-deep"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "too-deep"),
    ],
)
def test_what_is_refused_is_told_once(text: str | bytes, rule: str) -> None:
    """Each kind of surprise gives exactly one problem of its own rule."""
    assert _rules(text) == [rule]


def test_of_many_mistakes_the_first_are_told() -> None:
    """A file made of mistakes gives as many problems as somebody reads."""
    assert (
        _rules("".join(f"a{number}: !x y\n" for number in range(99))) == ["yaml-tag"] * MAX_PROBLEMS
    )


@pytest.mark.parametrize("depth", [1, MAX_DEPTH])
def test_nesting_up_to_the_limit_is_read(depth: int) -> None:
    """Lists within lists are read as far as the limit goes."""
    assert _rules("[" * depth + "]" * depth) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_marks_do_not_matter(end: str) -> None:
    """A file from Windows says the same, with the same places."""
    text = "a: |-\n  one\n  two\nb: x\n"
    document = read_yaml(b"\xef\xbb\xbf" + text.replace("\n", end).encode(), PATH)
    assert document.value == {"a": "one\ntwo", "b": "x"}
    assert document.places.key(("b",)) == Location(PATH, 4, 1)


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfa: x\nb: \xff", b"a: x\rb: \xff", b"a: x\r\nb: \xff"]
)
def test_a_byte_that_is_not_utf8_has_its_place(data: bytes) -> None:
    """The place of a wrong byte does not depend on line ends and byte order marks."""
    (problem,) = read_yaml(data, PATH).problems
    assert problem.location == Location(PATH, 2, 4)
    assert problem.message == "the byte 0xff is not UTF-8."


def test_comments_at_the_top_are_kept() -> None:
    """Comment lines above the first key are returned and are no problem."""
    document = _read("# one\n# two\na: b\n")
    assert (document.comment, document.problems) == ("# one\n# two", ())


def test_a_number_sign_inside_a_text_is_no_comment() -> None:
    """A `#` in quotes, in a `|` text or after a letter belongs to the text."""
    text = "a: 'x # y'\nb: |-\n  # z\nc: F#\n"
    assert _read(text).value == {"a": "x # y", "b": "# z", "c": "F#"}
    assert _rules(text) == []


def test_a_repeated_key_keeps_its_first_value() -> None:
    """Of two equal keys the first is read, so that later problems point at one value."""
    assert _read("a: x\na: y\n").value == {"a": "x"}


def test_a_part_of_a_file_counts_lines_of_the_file() -> None:
    """Front matter that begins in line 2 has the lines of the whole file."""
    assert read_yaml_text("a: b\n", PATH, first_line=2).places.key(("a",)).line == 2


@FEW
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever bytes a file has, it is read or has a problem, and never both in silence."""
    document = read_yaml(data, PATH)
    assert (document.value is not None) or document.problems


@FEW
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
        min_size=1,
    )
)
def test_quoted_texts_come_back_equal(values: dict[str, str]) -> None:
    """Texts in single quotes are read exactly as written."""
    lines = [f"{key}: '" + text.replace("'", "''") + "'" for key, text in values.items()]
    assert _read("\n".join(lines) + "\n").value == values
