"""Two states of the entries -> what differs: added, removed, moved, renamed, retired, reworded.

In: the tellers of both states. Out: a `Subject` for each entry that differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guidebook.changes import (
    Changed,
    Happened,
    Renamed,
    Sides,
    Subject,
    compare_statements,
    compare_translations,
)
from guidebook.model import Action, Entry, Example
from guidebook.pairing import pair_keys
from guidebook.statements import Statements, Teller

Items = Sequence[Action | Example]


def compare_entries(sides: Sides) -> Iterator[Subject]:
    """Yield every entry that differs, by audience; what is gone comes last in each."""
    base, head = sides.catalogues
    audiences = [*head.audiences_by_id, *base.audiences_by_id]
    found = sorted(_compared_entries(sides), key=lambda pair: audiences.index(pair[0].audience_id))
    return (subject for _, subject in found)


def _compared_entries(sides: Sides) -> Iterator[tuple[Entry, Subject]]:
    base, head = sides.catalogues
    pairs = sides.entry_pairs
    earlier = {later: key for key, later in pairs.items()}
    for entry in head.entries:
        old = base.entries_by_id[earlier[entry.entry_id]] if entry.entry_id in earlier else None
        subject = _added(sides, entry) if old is None else _compared(sides, old, entry, pairs)
        if not subject.is_empty:
            yield entry, subject
    for entry in base.entries:
        if entry.entry_id not in pairs:
            yield entry, _gone(sides, entry)


def _added(sides: Sides, entry: Entry) -> Subject:
    new = sides.head.file(entry.path)
    texts = list(compare_statements(sides, {}, new, {}))
    sentences = ["New guideline."]
    if entry.path in sides.unread_before:
        sentences = ["Could not be read before; everything it says now is shown as new."]
    _add_translations(sides, "", entry.path, {}, new, (texts, sentences))
    return _subject(sides.head, entry, Happened.ADDED, sentences, texts)


def _gone(sides: Sides, entry: Entry) -> Subject:
    if entry.path in sides.unread:
        sentence = "Cannot be read now. What is wrong stands above; what it says will be compared"
        return _subject(
            sides.base, entry, Happened.UNREAD, [f"{sentence} when that is mended."], []
        )
    lost = {name: one for name, one in sides.base.file(entry.path).items() if one.kind}
    texts = list(compare_statements(sides, lost, {}, {}))
    sentences = [
        "Removed, with its translations: its address and its short address lead nowhere now. "
        "A guideline that no longer holds is better withdrawn, so that its address still answers."
    ]
    return _subject(sides.base, entry, Happened.REMOVED, sentences, texts)


def _compared(sides: Sides, old: Entry, new: Entry, pairs: Mapping[str, str]) -> Subject:
    renamed = _renamed_fields(old, new, pairs)
    before, after = sides.base.file(old.path), sides.head.file(new.path)
    texts = list(compare_statements(sides, before, after, renamed))
    sentences = [
        *_moves(sides, old, new),
        *_retirement(sides, old, new),
        *_items("action", old.actions, new.actions, renamed, "actions"),
        *_items("example", old.examples, new.examples, renamed, "examples"),
    ]
    _add_translations(sides, old.path, new.path, renamed, after, (texts, sentences))
    is_withdrawn = new.is_retired and not old.is_retired
    happened = Happened.RETIRED if is_withdrawn else Happened.CHANGED
    return _subject(sides.head, new, happened, sentences, texts)


def _add_translations(
    sides: Sides,
    old_path: str,
    new_path: str,
    renamed: Renamed,
    source: Statements,
    told: tuple[list[Changed], list[str]],
) -> None:
    texts, sentences = told
    for sentence, changed in compare_translations(sides, old_path, new_path, renamed, source):
        texts += changed
        if sentence:
            sentences.append(sentence)


def _subject(
    teller: Teller, entry: Entry, happened: Happened, sentences: list[str], texts: list[Changed]
) -> Subject:
    return Subject(
        teller.catalogue.audiences_by_id[entry.audience_id].name,
        f"{entry.code} {entry.title}",
        entry.path,
        happened,
        tuple(sentences),
        tuple(texts),
    )


def _moves(sides: Sides, old: Entry, new: Entry) -> Iterator[str]:
    if old.audience_id != new.audience_id:
        left = sides.base.catalogue.audiences_by_id[old.audience_id].name
        reached = sides.head.catalogue.audiences_by_id[new.audience_id].name
        yield f"Moved from {left} to {reached}."
    for what, was, now in (
        ("the name", old.entry_id, new.entry_id),
        ("the code", old.code, new.code),
    ):
        if was == now:
            continue
        yield (
            f"Has another name: {was} is now {now}."
            if what == "the name"
            else (f"Has another code: {was} is now {now}.")
        )
        if was in new.formerly:
            yield f"Links to {was} still lead here."
        else:
            yield f"Links to {was} lead nowhere now: add it under 'formerly'."


def _retirement(sides: Sides, old: Entry, new: Entry) -> Iterator[str]:
    if old.is_retired and not new.is_retired:
        yield "In force again."
    elif new.is_retired and not old.is_retired:
        if new.replaced_by:
            yield f"Withdrawn: readers are led to {sides.head.entry_title(new.replaced_by)}."
        elif new.withdrawn_because:
            yield f"Withdrawn. Readers are told why: {new.withdrawn_because}"
        else:
            yield "Withdrawn; readers are told neither why nor what to read instead."


def _renamed_fields(old: Entry, new: Entry, pairs: Mapping[str, str]) -> Renamed:
    """Return the fields whose names have changed because an item has another id now."""
    items = {
        "actions": (_texts(old.actions), _texts(new.actions)),
        "examples": (_texts(old.examples), _texts(new.examples)),
        "needs": (
            {need.entry: pairs.get(need.entry, "") for need in old.needs},
            {need.entry: need.entry for need in new.needs},
        ),
    }
    renamed: dict[str, str] = {}
    for part, (before, after) in items.items():
        for was, now in pair_keys(before, after).items():
            if was != now:
                for field in ("do", "detail", "title", "text", "country", "because"):
                    renamed[f"{part}.{was}.{field}"] = f"{part}.{now}.{field}"
    return renamed


def _texts(items: Items) -> dict[str, str]:
    return {item.id: item.do if isinstance(item, Action) else item.title for item in items}


def _items(what: str, old: Items, new: Items, renamed: Renamed, part: str) -> Iterator[str]:
    """Yield sentences on items whose ids or order have changed."""
    first = "do" if part == "actions" else "title"
    ids = {
        item.id: renamed.get(f"{part}.{item.id}.{first}", f"{part}.{item.id}.{first}").split(".")[1]
        for item in old
    }
    numbers = {item.id: n for n, item in enumerate(new, 1)}
    for was, now in ids.items():
        if was != now:
            yield (
                f"{what.capitalize()} {numbers[now]} has another id: {was} is now {now}; "
                f"links to #{was}, and ticks in readers' plans, no longer find it."
            )
    before = [ids[item.id] for item in old if ids[item.id] in numbers]
    kept = set(before)
    after = [item.id for item in new if item.id in kept]
    if before != after:
        old_numbers = {ids[item.id]: n for n, item in enumerate(old, 1)}
        order = ", ".join(str(old_numbers[item_id]) for item_id in after)
        yield f"The {what}s stand in another order; by their old numbers: {order}."
