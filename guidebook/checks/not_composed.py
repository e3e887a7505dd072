"""A letter with a mark is one character (Unicode's form NFC).

Copied text sometimes has the letter and its mark apart. It looks the same and is not: programs
that compare, sort or search take it for another word, and some fonts set the mark beside it.

Good:

    title: Küsi nõu

Bad:

    title: Küsi nõu      # u and its dots are two characters
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from guidebook.checks._files import CheckedFile, PageFile
from guidebook.checks._written import written_texts
from guidebook.problems import Problem, Severity, quote

ID = "not-composed"
_FORMAT = "Run: python3 build.py format."
_TYPE = "Type the word again, not copied."


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each text with letters that are not in their one form."""
    for file in files:
        for text, locate in written_texts(file):
            if unicodedata.is_normalized("NFC", text):
                continue
            at = _first_difference(text)
            start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
            word = text[start:].split(maxsplit=1)[0]
            message = f"the word {quote(word)} has letters and their marks apart."
            advice = _TYPE if isinstance(file, PageFile) else _FORMAT
            yield Problem(locate(start), ID, message, advice, Severity.WARNING)


def _first_difference(text: str) -> int:
    composed = unicodedata.normalize("NFC", text)
    pairs = zip(text, composed, strict=False)
    return next(
        (at for at, (a, b) in enumerate(pairs) if a != b), min(len(text), len(composed)) - 1
    )
