"""What the things of a catalogue are called in the sentences of commands.

In: the catalogue. Out: names: of entries with their codes, of audiences, topics, findings, works
and languages. An id that leads nowhere names itself: a catalogue with mistakes is told of, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.model import Frozen
from guidebook.words import Words


class _WordsOrKeys(Words):
    """Interface words; a word that is missing, which only the check may complain of, as its key."""

    def __call__(self, key: str, **values: object) -> str:
        try:
            return super().__call__(key, **values)
        except KeyError:
            return key.rpartition(".")[2].replace("_", " ")

    def date(self, day: date) -> str:
        return super().date(day) if "date_format" in self.words else day.isoformat()


_COMMANDS = Words("en", {}, {})
"""The language of all commands: English."""


class Names:
    """Names the things of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        tag = catalogue.source_locale.tag
        self.words = _WordsOrKeys(tag, catalogue.words[tag], {})

    def entry_title(self, entry_id: str) -> str:
        """Return code and title of an entry, or the id of one that there is not."""
        entry = self.catalogue.entries_by_id.get(entry_id)
        return f"{entry.code} {entry.title}" if entry else entry_id

    def target(self, target: str) -> str:
        """Return to what a link leads, in words; an address of the web as it is."""
        scheme, _, name = target.partition(":")
        if scheme == "entry":
            return self.entry_title(name)
        if scheme == "ref":
            return self.reference(name)
        if scheme == "finding":
            return self.finding(name)
        if scheme == "term" and name in self.catalogue.glossary:
            return f"the term “{self.catalogue.glossary[name].term}”"
        return target

    def language(self, tag: str) -> str:
        """Return a language's name, in the language that commands speak."""
        return _COMMANDS.language(tag)

    def joined(self, items: Sequence[str]) -> str:
        """Return items as a sentence of a command joins them."""
        return _COMMANDS.list(items)

    def word(self, group: str, value: str) -> str:
        """Return the interface word for a value of a group, or the value."""
        key = f"{group}.{value}"
        return self.words(key) if key in self.words.words else value

    def topic(self, topic_id: str) -> str:
        """Return a topic's name."""
        topic = self.catalogue.topics_by_id.get(topic_id)
        return topic.name if topic else topic_id

    def named(self, value: object) -> str:
        """Return the name of what an item of a list of ids or parts stands for."""
        if isinstance(value, Frozen):
            return ": ".join(str(part) for part in value.model_dump().values())
        name = str(value)
        if name in self.catalogue.audiences_by_id:
            return self.audience(name)
        return self.entry_title(name)

    def audience(self, audience_id: str) -> str:
        """Return an audience's name."""
        audience = self.catalogue.audiences_by_id.get(audience_id)
        return audience.name if audience else audience_id

    def finding(self, name: str) -> str:
        """Return a finding's number with its study and what it says."""
        found = self.catalogue.findings_by_id.get(name)
        return f"{found[1].id} of {found[0].title} ({found[1].text})" if found else name

    def reference(self, name: str) -> str:
        """Return the title of a published work and whose it is."""
        reference = self.catalogue.references.get(name)
        return f"“{reference.title}” ({reference.by})" if reference else name

    def day(self, day: date) -> str:
        """Return a day as readers are told."""
        return self.words.date(day)

    def several(self, items: Iterable[str]) -> str:
        """Return things as a list in one line."""
        return "; ".join(items)
