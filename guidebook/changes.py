"""What a change is made of: changed texts and facts, and the things they belong to.

In: what a file says in two states. Out: `Changed` passages and facts, in the order of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from guidebook.catalogue import Catalogue, Locale, Translation
from guidebook.field_types import TextKind
from guidebook.freshness import fingerprint
from guidebook.model import TranslationState
from guidebook.pairing import pair_entries
from guidebook.statements import Statement, Statements, Teller
from guidebook.text import find_links

_ENTRY_LINK = re.compile(r"\]\((entry:[a-z0-9-]+)\)")


class Happened(StrEnum):
    """What has become of a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RETIRED = "retired"
    UNREAD = "unread"


@dataclass(frozen=True)
class Changed:
    """One text or fact that differs."""

    name: str
    """The field, for example `actions.count-hours.do`."""
    label: str
    """What a person calls it, for example `Action 3, details`."""
    old: str
    """Empty for what was not there."""
    new: str
    """Empty for what is no longer there."""
    kind: TextKind | None = None
    """How the text is read; None for a fact."""
    locale: Locale | None = None
    """The language of a text; None for a fact."""
    language: str = ""
    """Its name, for a translation; empty for what is in the source language, and for facts."""
    source: str = ""
    """What a translated text translates today."""
    remarks: tuple[str, ...] = ()
    """Sentences on what the words do not show: to what they lead now."""


@dataclass(frozen=True)
class Subject:
    """One thing that differs: a guideline, a page, the glossary or the like."""

    part: str
    """Where it belongs, for example the name of an audience."""
    title: str
    path: str
    """Its source file; in the later state, if it is still there."""
    happened: Happened
    sentences: tuple[str, ...] = ()
    """What has happened to it as a whole."""
    texts: tuple[Changed, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return True when there is nothing to tell."""
        return self.happened is Happened.CHANGED and not (self.sentences or self.texts)

    def place(self, changed: Changed) -> str:
        """Return in words where one of its texts stands."""
        parts = [self.title, changed.label, changed.language]
        return ", ".join(part for part in parts if part)


Renamed = Mapping[str, str]
"""Names of fields before, with their names after, where an item of a list has another id now."""


@dataclass(frozen=True)
class Sides:
    """The two states, and who tells what they say."""

    base: Teller
    head: Teller
    unread: frozenset[str] = frozenset()
    """Files of the later state that are there but could not be read."""
    unread_before: frozenset[str] = frozenset()
    """The same for the earlier state."""

    @property
    def catalogues(self) -> tuple[Catalogue, Catalogue]:
        """Return both catalogues."""
        return self.base.catalogue, self.head.catalogue

    @cached_property
    def entry_pairs(self) -> Mapping[str, str]:
        """Return ids of entries of the earlier state with those they have in the later one."""
        base, head = self.catalogues
        readable = [entry for entry in base.entries if entry.path not in self.unread]
        return pair_entries(readable, head.entries)

    def led_on(self, text: str) -> str:
        """Return an earlier text with its links to entries under their names of today.

        Whoever renames an entry leads every link to it on; that alone is no change of a text.
        """
        return _ENTRY_LINK.sub(lambda m: f"]({self._led_on(m[1])})", text)

    def _led_on(self, target: str) -> str:
        name = target.removeprefix("entry:")
        return f"entry:{self.entry_pairs.get(name, name)}"

    @property
    def translated(self) -> tuple[Locale, ...]:
        """Return the languages that texts are translated into in either state."""
        found = {locale.tag: locale for locale in self.base.catalogue.locales[1:]}
        later = {locale.tag: locale for locale in self.head.catalogue.locales[1:]}
        return tuple((later | found).values())


def compare_statements(
    sides: Sides, old: Statements, new: Statements, renamed: Renamed
) -> Iterator[Changed]:
    """Yield what differs between two states of a source file, in the order of the new one."""
    locale = sides.head.catalogue.source_locale
    before = {
        renamed.get(name, name): replace(statement, text=sides.led_on(statement.text))
        for name, statement in old.items()
    }
    nothing = Statement("", "", "")
    for name in [*new, *(name for name in before if name not in new)]:
        was, now = before.get(name, nothing), new.get(name, nothing)
        if was.says_the_same(now):
            continue
        shown = now if now.text else was
        changed = Changed(name, shown.label, was.text, now.text, shown.kind)
        if shown.kind is not None:
            changed = replace(changed, locale=locale, remarks=link_remarks(sides, changed))
        yield changed


def link_remarks(sides: Sides, changed: Changed) -> tuple[str, ...]:
    """Return sentences on the links that a text has gained or lost."""
    if changed.kind is not TextKind.MARKDOWN or not (changed.old and changed.new):
        return ()
    before = dict.fromkeys(link.target for link in find_links(changed.old))
    after = dict.fromkeys(link.target for link in find_links(changed.new))
    return (
        *(f"Now leads to: {sides.head.target(t)}" for t in after if t not in before),
        *(f"No longer leads to: {sides.base.target(t)}" for t in before if t not in after),
    )


def compare_translations(
    sides: Sides, old_path: str, new_path: str, renamed: Renamed, source: Statements
) -> Iterator[tuple[str, tuple[Changed, ...]]]:
    """Yield a sentence (may be empty) and what differs for each language of a file."""
    base, head = sides.catalogues
    for locale in sides.translated:
        old = base.translation(old_path, locale.tag) if old_path else None
        new = head.translation(new_path, locale.tag) if new_path else None
        language = sides.head.language(locale.tag)
        path = f"{new_path.removesuffix('.yml')}.{locale.tag}.yml"
        if path in sides.unread:
            yield f"The translation into {language} cannot be read now.", ()
            continue
        if old is None and new is None:
            continue
        changed = tuple(_compare_texts(sides, locale, old, new, renamed, source))
        if new is None:
            yield f"The translation into {language} is gone.", ()
        elif old is None:
            yield f"New translation into {language}.", changed
        else:
            confirmed = _confirmed(old, new, renamed, source)
            yield _tell_confirmed(sides, language, confirmed), changed


def _compare_texts(
    sides: Sides,
    locale: Locale,
    old: Translation | None,
    new: Translation | None,
    renamed: Renamed,
    source: Statements,
) -> Iterator[Changed]:
    after = dict(new.texts) if new else {}
    before = {
        renamed[name] if renamed.get(name) in after else name: sides.led_on(text)
        for name, text in (old.texts.items() if old else ())
    }
    language = sides.head.language(locale.tag)
    for name in sorted({*before, *after}, key=_in_order(source)):
        was, now = before.get(name, ""), after.get(name, "")
        if was == now:
            continue
        original = source.get(name)
        changed = Changed(
            name,
            original.label if original else sides.head.label(name),
            was,
            now,
            original.kind if original else TextKind.PLAIN,
            locale,
            language,
            original.text if original else "",
        )
        yield replace(changed, remarks=link_remarks(sides, changed))
    if new is not None:
        yield from compare_states(sides, old.state if old else None, new.state, language)


def compare_states(
    sides: Sides, old: TranslationState | None, new: TranslationState, language: str
) -> Iterator[Changed]:
    """Yield what a translated file says of itself and has not said before."""
    before = {statement.name: statement.text for statement in sides.base.state(old)} if old else {}
    for statement in sides.head.state(new):
        was = before.pop(statement.name, "")
        if was != statement.text:
            yield Changed(statement.name, statement.label, was, statement.text, language=language)
    for name, text in before.items():
        yield Changed(name, sides.head.label(name), text, "", language=language)


def _confirmed(
    old: Translation, new: Translation, renamed: Renamed, source: Statements
) -> list[str]:
    """Return the labels of texts that have been found right though their source has changed."""
    before = {renamed.get(name, name): text for name, text in old.texts.items()}
    was_from = {renamed.get(name, name): mark for name, mark in old.state.made_from.items()}
    return [
        source[name].label
        for name, text in new.texts.items()
        if name in source
        and before.get(name) == text
        and new.state.made_from.get(name) == fingerprint(source[name].text)
        and was_from.get(name) != new.state.made_from.get(name)
    ]


def _tell_confirmed(sides: Sides, language: str, labels: list[str]) -> str:
    if not labels:
        return ""
    return (
        f"Said to be still right in {language} as it stands: "
        f"{sides.head.joined([label[:1].lower() + label[1:] for label in labels])}."
    )


def _in_order(source: Statements) -> Callable[[str], tuple[int, str]]:
    order = {name: n for n, name in enumerate(source)}
    return lambda name: (order.get(name, len(order)), name)
