"""Which thing of one state is which of another, though its name or place has changed.

In: things of two states by their keys. Out: pairs. A thing keeps its key; failing that, what it
says of its earlier names counts, then its code, then how alike the words are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from guidebook.freshness import text_fields
from guidebook.model import Entry

LIKE = 0.6
"""From which share of common words on two texts count as the same text, changed."""
_MOST = 40_000
"""How many comparisons of words are made at the most; beyond, only names and codes count."""


def pair_entries(base: Sequence[Entry], head: Sequence[Entry]) -> dict[str, str]:
    """Return ids of entries of the first state with those they have in the second."""
    old = {entry.entry_id: entry for entry in base}
    new = {entry.entry_id: entry for entry in head}
    pairs = {entry_id: entry_id for entry_id in old if entry_id in new}
    left = [entry for entry in base if entry.entry_id not in pairs]
    free = [entry for entry in head if entry.entry_id not in old]
    for is_same in (_says_so, _has_code):
        for entry in left:
            found = next((other for other in free if is_same(entry, other)), None)
            if found is not None and entry.entry_id not in pairs:
                pairs[entry.entry_id] = found.entry_id
                free.remove(found)
    return pairs | pair_by_words(
        {entry.entry_id: _words_of(entry) for entry in left if entry.entry_id not in pairs},
        {entry.entry_id: _words_of(entry) for entry in free},
    )


def _says_so(entry: Entry, other: Entry) -> bool:
    return entry.entry_id in other.formerly


def _has_code(entry: Entry, other: Entry) -> bool:
    return entry.code == other.code or entry.code in other.formerly


def _words_of(entry: Entry) -> str:
    return " ".join(
        field.text for field in text_fields(entry) if not field.name.startswith("changes.")
    )


def pair_keys(base: Mapping[str, str], head: Mapping[str, str]) -> dict[str, str]:
    """Return keys of texts of the first state with those they have in the second."""
    pairs = {key: key for key in base if key in head}
    return pairs | pair_by_words(
        {key: text for key, text in base.items() if key not in pairs},
        {key: text for key, text in head.items() if key not in base},
    )


def pair_by_words(base: Mapping[str, str], head: Mapping[str, str]) -> dict[str, str]:
    """Return keys of texts with those of the texts most like them; most alike first."""
    if len(base) * len(head) > _MOST:
        return {}
    found = sorted(
        (-likeness(old, new), key, other)
        for key, old in base.items()
        for other, new in head.items()
    )
    pairs: dict[str, str] = {}
    for unlike, key, other in found:
        if -unlike >= LIKE and key not in pairs and other not in pairs.values():
            pairs[key] = other
    return pairs


def likeness(one: str, other: str) -> float:
    """Return which share of their words two texts have in common, from 0 to 1."""
    left, right = _counted(one), _counted(other)
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


@lru_cache(maxsize=4096)
def _counted(text: str) -> Counter[str]:
    return Counter(text.casefold().split())
