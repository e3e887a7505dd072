"""Edits of made-up content, as editors make them: some words of a text become others."""

from __future__ import annotations

import re
from pathlib import Path

_WHY = re.compile(r"^why: .*\n((?:  .*\n)+)", re.MULTILINE)


def entry_path(root: Path, number: int, locale: str = "") -> Path:
    """Return the file of an entry that is translated into all languages."""
    ending = f".{locale}.yml" if locale else ".yml"
    files = sorted(root.glob("guidelines/*/entry-*1.yml"))  # every tenth entry lacks one
    return files[number % len(files)].with_suffix(ending)


def edit(root: Path, number: int, locale: str = "", *, new_word: str = "") -> None:
    """Put another word of the text, or a new one, in the place of one in an entry's reasons.

    Args:
        root: The project's folder.
        number: Which entry; any number.
        locale: The language of the translation to edit; empty for the source text.
        new_word: A word that nothing else has.
    """
    path = entry_path(root, number, locale)
    text = path.read_text(encoding="utf-8")
    found = _WHY.search(text)
    assert found is not None, path
    words = found[1].split()
    simple = [word for word in words if word.isalpha() and word.islower()]
    other = new_word or next(word for word in simple if word != simple[0])
    changed = re.sub(rf"\b{re.escape(simple[0])}\b", other, found[1], count=1)
    assert changed != found[1], path
    path.write_text(text[: found.start(1)] + changed + text[found.end(1) :], encoding="utf-8")
