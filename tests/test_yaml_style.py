"""Tests of the canonical YAML style: a table of exact cases, then laws over generated values."""

from __future__ import annotations

import unicodedata
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guidebook.characters import HIDDEN
from guidebook.strict_yaml import Value, read_yaml
from guidebook.yaml_style import format_yaml, write_yaml

PATH = "guidelines/learners/example.yml"

STRUCTURES: dict[str, tuple[Value, str]] = {
    "an entry": (
        {
            "code": "L2",
            "title": "Turn credits into weekly hours",
            "countries": [],
            "why": "One paragraph.\n\n- a point\n  - and one below it",
            "actions": [
                {"id": "count-hours", "do": "Multiply.", "detail": "One line."},
                {"id": "ask", "do": "Ask: may I?"},
            ],
            "rests_on": {"findings": ["tallinn-2026/F4", "tallinn-2026/F7"]},
            "reviewed": "2026-11-23",
        },
        """\
        code: L2
        title: Turn credits into weekly hours
        countries: []
        why: |-
          One paragraph.

          - a point
            - and one below it
        actions:
          - id: count-hours
            do: Multiply.
            detail: |-
              One line.
          - id: ask
            do: "Ask: may I?"
        rests_on:
          findings: [tallinn-2026/F4, tallinn-2026/F7]
        reviewed: 2026-11-23
        """,
    ),
    "empty values": (
        {"list": [], "mapping": {}, "why": "", "in": [[], {}, ""]},
        """\
        list: []
        mapping: {}
        why: ''
        in:
          - []
          - {}
          - ''
        """,
    ),
    "a list with one item that is not a simple word": (
        {"names": ["plain", "two words"]},
        """\
        names:
          - plain
          - two words
        """,
    ),
    "lists in lists": (
        [["a", "b"], [["c d"], "e"], {"f": ["g h"]}],
        """\
        - [a, b]
        - - - c d
          - e
        - f:
            - g h
        """,
    ),
    "mappings in mappings": (
        {"b": {"a": {"why": "A text."}}, "a": "last"},
        """\
        b:
          a:
            why: |-
              A text.
        a: last
        """,
    ),
    "texts of several lines without a Markdown field": (
        ["one\ntwo", {"do": "# one\n\ttwo  \nthree"}],
        """\
        - |-
          one
          two
        - do: |-
            # one
            \ttwo\x20\x20
            three
        """,
    ),
    "texts that a block would change": (
        {"a": "ends\nso\n", "b": " begins\nso", "c": "\nso", "detail": "\ttab", "why": "old\rMac"},
        r"""
        a: "ends\nso\n"
        b: " begins\nso"
        c: "\nso"
        detail: "\ttab"
        why: "old\rMac"
        """,
    ),
    "keys that need quotes": (
        {"b: c": "d", "- e": "f", "no": "g", "two words": "h", "i\nj": "k", "---": "l"},
        r"""
        "b: c": d
        "- e": f
        no: g
        two words: h
        "i\nj": k
        "---": l
        """,
    ),
    "a key too long for YAML to find its colon": (
        [{"k" * 1001: {"a": "b"}}],
        f"""\
        - ? {"k" * 1001}
          :
            a: b
        """,
    ),
    "only a text": ("text", "text\n"),
    "only a text of several lines": ("one\ntwo", "|-\n  one\n  two\n"),
    "only an empty text": ("", "''\n"),
    "only an empty mapping": ({}, "{}\n"),
    "only an empty list": ([], "[]\n"),
}

TEXTS = {
    # Plain, because strict_yaml reads every plain text as a string.
    "no": "no",
    "null": "null",
    "~": "~",
    "010": "010",
    "12:30": "12:30",
    "1.10": "1.10",
    "<<": "<<",
    "=": "=",
    "https://example.org/#part": "https://example.org/#part",
    "C# and F#": "C# and F#",
    "Töö, [õpe] & {elu}?": "Töö, [õpe] & {elu}?",
    "a - b ? c": "a - b ? c",
    "say \"yes\" or 'no'": "say \"yes\" or 'no'",
    "back\\slash": "back\\slash",
    "two  spaces": "two  spaces",
    "-5": "-5",
    "--dry-run": "--dry-run",
    ".5": ".5",
    "Exemple :\u00a0oui": "Exemple :\u00a0oui",
    "\u0915\u094d\u200d\u0937": "\u0915\u094d\u200d\u0937",
    "🎓": "🎓",
    # Double quotes.
    "key: value": '"key: value"',
    "It's this: that": '"It\'s this: that"',
    "ends:": '"ends:"',
    ":begins": '":begins"',
    ":": '":"',
    "text # note": '"text # note"',
    "# note": '"# note"',
    "#": '"#"',
    " before": '" before"',
    "after ": '"after "',
    " ": '" "',
    "\u00a0wide": '"\u00a0wide"',
    "- item": '"- item"',
    "-": '"-"',
    "? key": '"? key"',
    "?": '"?"',
    "---": '"---"',
    "--- a": '"--- a"',
    "...": '"..."',
    "... and more": '"... and more"',
    "[a]": '"[a]"',
    "]": '"]"',
    "{a}": '"{a}"',
    "}": '"}"',
    ", a": '", a"',
    "&a": '"&a"',
    "*a*": '"*a*"',
    "!a": '"!a"',
    "| a": '"| a"',
    "> a": '"> a"',
    "'a'": "\"'a'\"",
    "%a": '"%a"',
    "@a": '"@a"',
    "`a`": '"`a`"',
    "a\tb": '"a\\tb"',
    "\t": '"\\t"',
    "a\rb": '"a\\rb"',
    "\n": '"\\n"',
    "'a': \"b\\c\"": '"\'a\': \\"b\\\\c\\""',
    # Single quotes.
    '"a"': "'\"a\"'",
    'He said: "Go"': "'He said: \"Go\"'",
    "path: \\": "'path: \\'",
    '"a"\tb': '"\\"a\\"\\tb"',
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_structures(name: str) -> None:
    """Each kind of value has exactly one form, which reads back equal."""
    value, expected = STRUCTURES[name]
    text = write_yaml(value)
    assert text == dedent(expected).removeprefix("\n")
    assert read_yaml(text.encode(), PATH).value == value


@pytest.mark.parametrize("text", TEXTS)
def test_texts(text: str) -> None:
    """A text is plain where YAML allows it, else in double, rarely in single quotes."""
    written = TEXTS[text]
    value: Value = {"key": text, text + " as key": ["a b", text]}
    lines = write_yaml(value).split("\n")
    assert lines[0] == f"key: {written}"
    assert lines[3] == f"  - {written}"
    assert read_yaml("\n".join(lines).encode(), PATH).value == value
    assert write_yaml(text) == f"{written}\n"
    assert read_yaml(f"{written}\n".encode(), PATH).value == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x85b", r'"a\x85b"'),
        ("a\u2028b\u2029", r'"a\u2028b\u2029"'),
        ("a\x00\x1b", r'"a\x00\x1b"'),
        ("a\U000e0001", r'"a\U000e0001"'),
    ],
)
def test_characters_that_cannot_be_seen_are_escaped(text: str, written: str) -> None:
    """Characters that strict_yaml refuses are at least visible, in Markdown fields too."""
    assert write_yaml({"a": text, "why": text}) == f"a: {written}\nwhy: {written}\n"


def test_list_breaks_beyond_100_columns() -> None:
    """A list of simple words stands in brackets up to column 100, indentation and key counted."""
    full = "x" * (100 - len("    b: []"))
    assert write_yaml([{"a": {"b": [full]}}]) == f"- a:\n    b: [{full}]\n"
    assert write_yaml([{"a": {"b": [full + "x"]}}]) == f"- a:\n    b:\n      - {full}x\n"


def test_long_texts_are_never_wrapped() -> None:
    """A text is one line however long it is, so that a change of a word is a change of a line."""
    text = "word " * 500 + "end"
    assert write_yaml({"do": text, "what": f"so: {text}"}) == f'do: {text}\nwhat: "so: {text}"\n'


def test_other_block_fields_can_be_named() -> None:
    """The caller decides which keys hold Markdown."""
    value: Value = {"why": "a b", "note": "b c"}
    assert write_yaml(value, block_fields=frozenset({"note"})) == "why: a b\nnote: |-\n  b c\n"


def test_comment_stands_first() -> None:
    """The lines of the comment stand above the value as they are."""
    assert write_yaml({"a": "b"}, "# one\n#two") == "# one\n#two\na: b\n"


@pytest.mark.parametrize("comment", ["one", "# one\ntwo", "# one\rtwo: 2", "# one\u2028two"])
def test_comment_without_hash_is_refused(comment: str) -> None:
    """A comment that would be read as content raises a ValueError that quotes the line."""
    with pytest.raises(ValueError, match=r"does not begin with '#': '(one|two.*)'"):
        write_yaml({"a": "b"}, comment)


def test_format_rewrites_any_style() -> None:
    """A file in another style comes out canonical, with its comment on top."""
    data = dedent("""\
          # Kept.

        # Too.
        ---
        'title':   "Weekly
          hours"
        why: >
          Folded
          text.

        ids: [ a,
          'b' ]
        actions:
        - {id: x, do: 'It''s: y'}
        """)
    assert format_yaml(data.encode(), PATH) == (
        dedent("""\
            # Kept.
            # Too.
            title: Weekly hours
            why: |-
              Folded text.
            ids: [a, b]
            actions:
              - id: x
                do: "It's: y"
            """),
        (),
    )


def test_format_composes_letters() -> None:
    """Keys, values and comment come out in NFC, in which one letter has one spelling."""
    decomposed = "# o\u0303\no\u0303:\n  - o\u0303 a\n  - \u1fef\n"
    text, _ = format_yaml(decomposed.encode(), PATH)
    assert text == '# \u00f5\n\u00f5:\n  - \u00f5 a\n  - "`"\n'


def test_format_reports_keys_that_would_merge() -> None:
    """Two keys that differ only in their Unicode spelling are a problem, and nothing is lost."""
    text, problems = format_yaml("a:\n  - \u00f5: 1\n    o\u0303: 2\n".encode(), PATH)
    assert text is None
    assert [(p.location.line, p.location.column, p.rule) for p in problems] == [
        (3, 5, "duplicate-key")
    ]


@pytest.mark.parametrize("data", [b"a: [", b"a: &x b\n", b"a: b # c\n", b"\xff", b""])
def test_format_returns_the_problems_of_a_file(data: bytes) -> None:
    """A file that strict_yaml refuses is not formatted, and its problems are handed on."""
    assert format_yaml(data, PATH) == (None, read_yaml(data, PATH).problems)


def test_format_does_not_write_a_file_that_is_too_large_to_read() -> None:
    """A file that would grow beyond the limit of strict_yaml is left alone, with that problem."""
    text, problems = format_yaml(b"[" + b"[[[[a b]]]]," * 20_000 + b"]", PATH)
    assert text is None
    assert [problem.rule for problem in problems] == ["too-large"]


SPECIAL = "aA0õ. \n\t\r-?:,[]{}#&*!|>'\"%@`\\~=<_/\u00a0\u0303"
CHARACTERS = st.one_of(
    st.sampled_from(SPECIAL.replace("\r", "")),
    st.characters(exclude_categories=["Cs"], exclude_characters="\r").filter(
        lambda char: not HIDDEN.match(char)
    ),
)
"""What a text may hold: a carriage return can only be written as an escape, which is refused."""
STRINGS = st.text(CHARACTERS, max_size=12)
KEYS = st.one_of(st.sampled_from(["why", "detail", "do"]), STRINGS).filter(
    lambda key: key not in ("", "<<")
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    STRINGS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
).filter(lambda value: _depth(value) <= 12)
COMMENTS = st.lists(STRINGS.map(lambda text: "#" + "".join(text.split())), max_size=2).map(
    "\n".join
)


def _depth(value: Value) -> int:
    if isinstance(value, str):
        return 0
    items = value if isinstance(value, list) else value.values()
    return 1 + max(map(_depth, items), default=0)


def _with_order(value: Value) -> object:
    """Return the value with its mappings as lists of pairs, for which the order counts."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [_with_order(item) for item in value]
    return [(key, _with_order(item)) for key, item in value.items()]


@given(VALUES, COMMENTS)
@example({"why": "a\n "}, "# c")
def test_what_is_written_reads_back_equal(value: Value, comment: str) -> None:
    """Any value reads back equal, in its order, with its comment and without a problem."""
    document = read_yaml(write_yaml(value, comment).encode(), PATH)
    assert document.problems == ()
    assert document.value is not None
    assert _with_order(document.value) == _with_order(value)
    assert document.comment == comment


@given(VALUES, COMMENTS)
def test_formatting_twice_changes_nothing_more(value: Value, comment: str) -> None:
    """The canonical form of a canonical file is the file itself, byte for byte."""
    text, problems = format_yaml(write_yaml(value, comment).encode(), PATH)
    if text is None:  # two generated keys with the same NFC form
        assert {problem.rule for problem in problems} == {"duplicate-key"}
        return
    assert format_yaml(text.encode(), PATH) == (text, ())


@given(VALUES, COMMENTS)
def test_canonical_text_in_nfc_is_left_alone(value: Value, comment: str) -> None:
    """A written value that is in NFC already is not changed by the formatter."""
    text = write_yaml(value, comment)
    if _all_composed(value) and unicodedata.is_normalized("NFC", comment):
        assert format_yaml(text.encode(), PATH) == (text, ())


def _all_composed(value: Value) -> bool:
    if isinstance(value, str):
        return unicodedata.is_normalized("NFC", value)
    if isinstance(value, list):
        return all(map(_all_composed, value))
    return all(map(_all_composed, [*value, *value.values()]))


@given(VALUES, COMMENTS)
def test_line_ends_and_byte_order_mark_do_not_matter(value: Value, comment: str) -> None:
    """A file saved with CRLF, CR or a byte order mark has the same canonical text."""
    text = write_yaml(value, comment)
    expected = format_yaml(text.encode(), PATH)
    for line_end in ("\n", "\r\n", "\r"):
        saved = text.replace("\n", line_end)
        assert format_yaml(saved.encode("utf-8-sig"), PATH) == expected
        assert format_yaml(saved.encode(), PATH) == expected


@given(st.text(st.sampled_from(SPECIAL), max_size=40))
def test_format_never_raises(text: str) -> None:
    """Any text is either formatted, with the same form the second time, or has problems."""
    formatted, problems = format_yaml(text.encode(), PATH)
    if formatted is None:
        assert problems
    else:
        assert format_yaml(formatted.encode(), PATH) == (formatted, ())
