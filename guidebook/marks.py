"""What has changed in a text: which of its paragraphs, and which words of them.

In: two states of a text. Out: pairs of paragraphs, and runs of words with what each belongs to.
"""

from __future__ import annotations

import difflib
import re

from guidebook.pairing import likeness

Runs = tuple[tuple[bool, str], ...]
"""The words of one state as runs; True for those that the other state has not."""

_WORDS = re.compile(r"\S+\s*|\s+")
_ITEMS = re.compile(r"[^;]+;?\s*|;\s*")
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)*")
_ALIKE = 0.25
"""Below this share of common words marks would only be noise, so nothing is marked."""


def blocks(text: str) -> list[str]:
    """Return the paragraphs of a text: what blank lines part."""
    return [block for block in _BLANK_LINES.split(text.strip("\n")) if block.strip()]


def changed_blocks(old: str, new: str) -> list[tuple[str, str]]:
    """Return the paragraphs that differ, old and new; empty for one that was not or is no more."""
    before, after = blocks(old), blocks(new)
    changed: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if kind != "equal":
            changed += _pair_up(before[a:b], after[c:d])
    return changed


def _pair_up(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """Return paragraphs beside those most like them, in the order of the new text."""
    if len(before) == len(after):
        return list(zip(before, after, strict=True))
    pairs: list[tuple[str, str]] = []
    rest = list(before)
    for block in after:
        best = max(rest, key=lambda other: likeness(other, block), default="")
        if not best or likeness(best, block) < _ALIKE:
            pairs.append(("", block))
            continue
        place = rest.index(best)
        pairs += [(gone, "") for gone in rest[:place]]
        pairs.append((best, block))
        rest = rest[place + 1 :]
    return pairs + [(gone, "") for gone in rest]


def marked_items(old: str, new: str) -> tuple[Runs, Runs]:
    """Return the same for lists whose items are parted by semicolons: whole items are marked.

    Where they have no item in common nothing is marked.
    """
    before, after = _marked(_ITEMS.findall(old), _ITEMS.findall(new), " ;")
    if all(is_marked for is_marked, _ in (*before, *after)):
        return ((False, old),), ((False, new),)
    return before, after


def marked_words(old: str, new: str) -> tuple[Runs, Runs]:
    """Return both states of a text as runs of words, with those marked that only one of them has.

    The runs together are the texts.
    """
    if likeness(old, new) < _ALIKE:
        return ((False, old),), ((False, new),)
    return _marked(_WORDS.findall(old), _WORDS.findall(new), None)


def _marked(before: list[str], after: list[str], uncounted: str | None) -> tuple[Runs, Runs]:
    """Return pieces of both states as runs; `uncounted` signs around a piece do not count."""
    sides = [[piece.strip(uncounted) for piece in side] for side in (before, after)]
    runs = difflib.SequenceMatcher(None, sides[0], sides[1], autojunk=False).get_opcodes()
    return (
        tuple((kind != "equal", "".join(before[a:b])) for kind, a, b, _, _ in runs if b > a),
        tuple((kind != "equal", "".join(after[c:d])) for kind, _, _, c, d in runs if d > c),
    )
