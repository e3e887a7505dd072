"""A quick way to read YAML that is written in the plain style, without places.

In: the text of one file. Out: its value, or None for everything that is not plain: then
`strict_yaml` reads it with libyaml, which knows all of YAML and all that is wrong with it. What is
read here is what libyaml reads (a law of the tests), ten times faster: PyYAML makes an object with
two places for each key and value, and a file without a mistake is never asked for a place.

Plain is what `yaml_style` writes: keys with one space after the colon, texts on one line, `|-`
blocks, lists of simple words in brackets; comments at the top only, no empty lines.
"""

from __future__ import annotations

import re

Value = str | list["Value"] | dict[str, "Value"]

MAX_DEPTH = 5
"""Content needs 3; deeper files are left to libyaml, which has a limit of its own."""

_KEY = r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}"
_WORD = r"[A-Za-z0-9][A-Za-z0-9./_-]*"
_COMMENT = re.compile(r"(?:#[^\n]*\n)*")
_PART = re.compile(
    rf"""
    (\ *) (-\ )? (?:({_KEY}):(?=[\ \n]))?       # margin, hyphen, key; then one of:
    (?:
        \ ?(?P<text>[^\s\]\[?:,{{}}\#&*!|>'"%@`-][^\n]*)\n
      | \ ?\|-\n(?P<indent>\ +)(?P<block>[^\ \n][^\n]*\n(?:(?:(?P=indent)[^\n]*)?\n)*)
      | \ ?"(?P<double>(?:[^"\\\n]|\\["\\])*)"\n
      | \ ?'(?P<single>(?:[^'\n]|'')*)'\n
      | \ ?\[(?P<words>(?:{_WORD}(?:,\ {_WORD})*)?)\]\n
      | \n(?P<pairs>(?P<inner>\ +){_KEY}:\ {_WORD}\n(?:(?P=inner){_KEY}:\ {_WORD}\n)+)
      | (?P<opens>\n)
    )
    """,
    re.VERBOSE,
)
"""One key or list item with its text, or a key with several keys whose values are simple words."""
_PAIR = re.compile(rf" *({_KEY}): ({_WORD})\n")
_ESCAPED = re.compile(r"\\(.)")


class _NotPlainError(Exception):
    """The file is written in another style."""


def read_plain(text: str) -> tuple[dict[str, Value], str] | None:
    """Return what a file says and the comment at its top, or None when it is not plain.

    The text must have passed `characters.decode`.
    """
    try:
        return _PlainReader(text).read()
    except _NotPlainError:
        return None


class _PlainReader:
    """Goes from part to part; the current one is split into what every method asks for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.part: re.Match[str]
        self.indent = -1  # of the current part; -1 at the end
        self.hyphen: str | None = None
        self.key: str | None = None
        self.depth = 0

    def read(self) -> tuple[dict[str, Value], str]:
        comment = _COMMENT.match(self.text)
        self.position = comment.end() if comment else 0
        top = self.text[: self.position].rstrip("\n")
        if "\t" in self.text or self.position == len(self.text):
            raise _NotPlainError
        self.advance()
        if self.hyphen or self.indent:
            raise _NotPlainError
        value = self.read_mapping(0, {})
        if self.indent >= 0:
            raise _NotPlainError
        return value, top

    def advance(self) -> None:
        part = _PART.match(self.text, self.position)
        if part is not None:
            self.part = part
            self.position = part.end()
            margin, self.hyphen, self.key = part.group(1, 2, 3)
            self.indent = len(margin)
        elif self.position == len(self.text):
            self.indent, self.hyphen, self.key = -1, None, None
        else:
            raise _NotPlainError

    def read_mapping(self, column: int, mapping: dict[str, Value]) -> dict[str, Value]:
        """Return the mapping in a column, from the current key on."""
        while True:
            key = self.key
            if not key or key in mapping:
                raise _NotPlainError
            mapping[key] = self.read_value(column)
            if self.hyphen or self.indent != column:
                break
        if self.indent > column:
            raise _NotPlainError
        return mapping

    def read_list(self, column: int) -> list[Value]:
        items: list[Value] = []
        while self.hyphen and self.indent == column:
            items.append(self.read_mapping(column + 2, {}) if self.key else self.read_value(column))
        if self.indent > column:
            raise _NotPlainError
        return items

    def read_value(self, column: int) -> Value:
        """Return the value of the current key or item, and go on behind it."""
        kind, part = self.part.lastgroup, self.part
        if kind == "opens":
            return self.read_inner(column)
        if kind == "pairs":
            return self.read_pairs(column)
        self.advance()
        value: Value
        if kind == "text":
            value = part["text"]
            if ": " in value or " #" in value or value[-1] in " :":
                raise _NotPlainError
        elif kind == "block":
            indent = part["indent"]
            if len(indent) <= column:
                raise _NotPlainError
            value = part["block"].replace(f"\n{indent}", "\n").rstrip("\n")
        elif kind == "words":
            value = list(part["words"].split(", ")) if part["words"] else []
        elif kind == "double":
            value = _ESCAPED.sub(r"\1", part["double"])
        else:
            value = part["single"].replace("''", "'")
        return value

    def read_inner(self, column: int) -> Value:
        """Return the list or mapping that begins in the next line."""
        self.advance()
        self.depth += 1
        if self.indent <= column or self.depth > MAX_DEPTH:
            raise _NotPlainError
        inner: Value = (
            self.read_list(self.indent) if self.hyphen else self.read_mapping(self.indent, {})
        )
        self.depth -= 1
        return inner

    def read_pairs(self, column: int) -> Value:
        """Return the mapping of simple words that the current part holds, and its further keys."""
        indent = len(self.part["inner"])
        pairs = _PAIR.findall(self.part["pairs"])
        mapping: dict[str, Value] = dict(pairs)
        self.depth += 1
        if indent <= column or len(mapping) < len(pairs) or self.depth > MAX_DEPTH:
            raise _NotPlainError
        self.advance()
        if self.indent == indent and not self.hyphen:
            self.read_mapping(indent, mapping)
        elif self.indent > indent:
            raise _NotPlainError
        self.depth -= 1
        return mapping
