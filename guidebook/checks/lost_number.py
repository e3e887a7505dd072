"""A translation has every number of its source text.

A number that is lost or mistyped changes the advice. Digits are compared; signs between them
(`2,500`, `2 500`, `12.5`, `12,5`) are written differently in each language and do not count.

Good:

    summary: Korruta 26 tunniga.        # source: Multiply by 26 hours.

Bad:

    summary: Korruta tundidega.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from guidebook.checks._files import CheckedFile, Pair, find_unaccepted
from guidebook.problems import Problem, Severity, quote

ID = "lost-number"

_NUMBER = re.compile(
    r"\d(?:"  # what can only begin with a digit is looked for fast
    r"\d{0,2}(?:[.,'’٬ \u00a0\u2009\u202f]\d{3})+(?!\d)"  # 2,500 and 2 500
    r"|\d*(?P<parts>(?:[.,]\d+){2,})"  # 20.11.2026
    r"|\d*[.,٫]\d+"  # 12.5
    r"|\d*)"
)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_CLOCK = re.compile(r"(?<!\d)\d\d?:\d\d(?!\d)")
_LIST_NUMBER = re.compile(r"^[ >]*(\d+)[.)](?=\s)", re.MULTILINE)


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each translation that lacks a number of its source text."""
    yield from find_unaccepted(files, ID, find)


def find(pair: Pair) -> Problem | None:
    """Return the problem of one text, or None."""
    if pair.is_behind or not _numbers(pair.source_seen):
        return None
    lost = lost_numbers(pair.source_seen, pair.seen)
    if not lost:
        return None
    advice = f"Compare it with {pair.source_place} and write the number in digits."
    read_as_list = pair.is_markdown and set(_LIST_NUMBER.findall(pair.text)) & set(lost)
    if read_as_list:
        number = min(read_as_list)
        advice = (
            f"The paragraph that begins with '{number}.' is read as a list and loses its number: "
            f"begin it with another word."
        )
    numbers = ", ".join(quote(number) for number in lost)
    return pair.problem(
        ID,
        f"{pair.shown} lacks {'a number' if len(lost) == 1 else 'numbers'} of its source text: "
        f"{numbers}.",
        advice,
        Severity.ERROR,
    )


def lost_numbers(source: str, text: str) -> list[str]:
    """Return the numbers of a source text that a text lacks, by their digits."""
    written = {*_numbers(text), *map(_plain, _DIGITS.findall(text))}
    if ":" in text:
        written |= {_plain(time) for time in _CLOCK.findall(text)}
    return [number for number in dict.fromkeys(_numbers(source)) if number not in written]


@lru_cache(maxsize=2**12)
def _numbers(text: str) -> tuple[str, ...]:
    if _DIGIT.search(text) is None:
        return ()
    numbers: list[str] = []
    for found in _NUMBER.finditer(text):
        parts = _DIGITS.findall(found.group()) if found["parts"] else [found.group()]
        numbers += map(_plain, parts)
    return tuple(numbers)


def _plain(number: str) -> str:
    """Return the digits of a number as 0 to 9, without leading zeros."""
    if number.isascii() and number.isdigit():
        return number.lstrip("0") or "0"
    digits = "".join(str(unicodedata.decimal(char)) for char in number if char.isdecimal())
    return digits.lstrip("0") or "0"
