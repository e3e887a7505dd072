"""What follows from a change: for translations, for links, and for what others count on.

In: both states and what differs between them. Out: `Consequence`s, each a heading with its items.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guidebook.catalogue import Catalogue
from guidebook.changes import Sides, Subject
from guidebook.freshness import FieldState, text_fields
from guidebook.model import Reference
from guidebook.progress import FileProgress, locale_progress
from guidebook.statements import Teller
from guidebook.text import find_links, is_foreign
from guidebook.web_addresses import host_of


@dataclass(frozen=True)
class Consequence:
    """Something that follows."""

    heading: str
    items: tuple[str, ...]
    is_caution: bool = False
    """True for what a reviewer should look at before the change is taken."""


def find_consequences(sides: Sides, subjects: Sequence[Subject]) -> tuple[Consequence, ...]:
    """Return what follows from a change for links, needs and translations."""
    base, head = sides.catalogues
    paths = {
        base.entries_by_id[was].path: head.entries_by_id[now].path
        for was, now in sides.entry_pairs.items()
    }
    after = dict(_debts(sides.head))
    before = {
        (tag, paths.get(path, path), name): value for (tag, path, name), value in _debts(sides.base)
    }
    behind = _new_debts(sides, after, before, FieldState.BEHIND)
    missing = _new_debts(sides, after, before, FieldState.MISSING)
    found = [
        Consequence("Needs that lose their counterpart", tuple(_lost_needs(sides)), True),
        Consequence("New links to other sites", tuple(_new_links(sides, subjects)), True),
        Consequence("Translations that fall behind", tuple(behind)),
        Consequence("New texts that are not translated yet", tuple(missing)),
        Consequence("Translations that have caught up", tuple(_caught_up(sides, before, after))),
    ]
    return tuple(consequence for consequence in found if consequence.items)


Debts = Mapping[tuple[str, str, str], tuple[FieldState, str, str]]
"""By language, source file and field: the state, what the file is called, and the field's label."""


def _debts(teller: Teller) -> Iterator[tuple[tuple[str, str, str], tuple[FieldState, str, str]]]:
    for locale in teller.catalogue.locales[1:]:
        for file in locale_progress(teller.catalogue, locale).files:
            for item in file.open_fields:
                key = (locale.tag, file.source_path, item.source.name)
                yield key, (item.state, _title(teller, file), _label(teller, file, key[2]))


def _title(teller: Teller, file: FileProgress) -> str:
    if file.entry is not None:
        return teller.entry_title(file.entry.entry_id)
    word = f"parts.{file.part}"
    name = teller.words(word) if word in teller.words.words else file.part
    return name if file.name == file.part else f"{name}: {file.name}"


def _label(teller: Teller, file: FileProgress, name: str) -> str:
    if file.source_path not in teller.catalogue.contents:
        return "the page"
    statement = teller.file(file.source_path).get(name)
    return statement.label if statement else teller.label(name)


def _new_debts(sides: Sides, after: Debts, before: Debts, state: FieldState) -> Iterator[str]:
    """Yield, for each language and file, the texts that have come into a state."""
    new = {
        key: value
        for key, value in after.items()
        if value[0] is state and before.get(key, ("",))[0] is not state
    }
    yield from _listed(sides, new, state is FieldState.MISSING)


def _caught_up(sides: Sides, before: Debts, after: Debts) -> Iterator[str]:
    sources = {
        (path, field.name)
        for path, content in sides.head.catalogue.contents.items()
        for field in text_fields(content)
    }
    pages = {page.path for page in sides.head.catalogue.pages}
    gone = {
        key: value
        for key, value in before.items()
        if key not in after and ((key[1], key[2]) in sources or key[1] in pages)
    }
    translated = {
        key: value
        for key, value in gone.items()
        if key[1] in pages or sides.head.catalogue.has_translation(key[1], key[0])
    }
    yield from _listed(sides, translated, False)


def _listed(sides: Sides, debts: Debts, counts_only: bool) -> Iterator[str]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for (tag, _, _), (_, title, label) in debts.items():
        grouped.setdefault((tag, title), []).append(label)
    for (tag, title), labels in grouped.items():
        texts = "; ".join(labels)
        if counts_only and len(labels) > 3:
            texts = f"{len(labels)} texts"
        yield f"{sides.head.language(tag)}: {title} ({texts})"


def _lost_needs(sides: Sides) -> Iterator[str]:
    """Yield what counted on an entry that is gone or withdrawn now."""
    base, head = sides.catalogues
    pairs = sides.entry_pairs
    unread = {e.entry_id for e in base.entries if e.path in sides.unread}
    in_force = {entry.entry_id for entry in head.entries if not entry.is_retired}
    was_in_force = {entry.entry_id: entry for entry in base.entries if not entry.is_retired}
    for entry in head.entries:
        for need in () if entry.is_retired else entry.needs:
            lost = was_in_force.get(need.entry)
            if lost is None or need.entry in in_force or need.entry in unread:
                continue
            later = pairs.get(need.entry, "")
            what = "is withdrawn" if later == need.entry else "is gone"
            if later in in_force:
                what = f"is called {later} now"
            yield (
                f"{entry.code} {entry.title} counts on {lost.code} {lost.title}, which {what}. "
                f"It says why: {need.because}"
            )


def _new_links(sides: Sides, subjects: Sequence[Subject]) -> Iterator[str]:
    """Yield every address of the web that a change brings in, and whether its host is new."""
    base, head = sides.catalogues
    known = {address for one in base.references.values() for address in _addresses_of(one)}
    placed = list(_placed_addresses(subjects))
    placed += [
        (address, f"reference {reference_id}")
        for reference_id, reference in head.references.items()
        for address in _addresses_of(reference)
    ]
    if all(address in known for address, _ in placed):
        return  # all other texts need not be read for addresses
    known.update(_addresses(base))
    hosts = set(map(host_of, known))
    for address, place in placed:
        if address not in known:
            known.add(address)
            host = host_of(address)
            note = "" if host in hosts else f"; nothing here has led to {host} before"
            yield f"{address} ({place}{note})"


def _placed_addresses(subjects: Sequence[Subject]) -> Iterator[tuple[str, str]]:
    """Yield addresses of the web with their places; a mistyped scheme is the check's to tell."""
    for subject in subjects:
        for changed in subject.texts:
            if changed.kind is not None and changed.new:
                for link in find_links(changed.new):
                    if "//" in link.target or link.target.startswith("mailto:"):
                        yield link.target, subject.place(changed)


def _addresses_of(reference: Reference) -> Iterator[str]:
    if reference.url:
        yield reference.url
    yield from reference.urls.values()


def _addresses(catalogue: Catalogue) -> Iterator[str]:
    """Yield every address of the web in the texts of a catalogue."""
    texts = [page.markdown for page in catalogue.pages]
    for content in catalogue.contents.values():
        texts += [field.text for field in text_fields(content)]
    for translation in catalogue.translations.values():
        texts += translation.texts.values()
    for text in texts:
        if "](" in text or "//" in text:
            yield from (link.target for link in find_links(text) if is_foreign(link.target))
