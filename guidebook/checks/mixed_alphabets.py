"""A word is written in the letters of one alphabet.

Some letters of Latin, Greek and Cyrillic look the same. A word that mixes them reads well and is
another word: no search finds it, and a name or an address may be a false one (Unicode UTS 39).

Good:

    summary: Ask at the university.

Bad:

    summary: Ask at the univеrsity.     # this е is Cyrillic
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from guidebook.alphabets import named, odd_letter
from guidebook.checks._files import CheckedFile
from guidebook.checks._written import written_texts
from guidebook.problems import Problem, Severity, quote

ID = "mixed-alphabets"
_LOOKS_LATIN = re.compile(
    "[\u0370-\u0373\u0376\u0377\u037b-\u037f\u0386-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13f5\uff21-\uff5a]"
)
"""Greek, Cyrillic, Armenian, Cherokee and wide letters."""
_WORD = re.compile(r"[^\W\d_]+")


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each word with letters of two alphabets that look alike."""
    for file in files:
        for text, locate in written_texts(file):
            if not _LOOKS_LATIN.search(text):
                continue
            for word in _WORD.finditer(text):
                odd = odd_letter(word.group())
                if odd is not None:
                    place = locate(word.start())
                    message = (
                        f"{quote(word.group())} mixes letters of two alphabets: "
                        f"{quote(odd)} is {named(odd)}."
                    )
                    yield Problem(
                        place, ID, message, "Type the word again, not copied.", Severity.WARNING
                    )
