"""What a file says, statement by statement, in words for people who have never seen the file.

In: the catalogue. Out: `Statement`s: each text and each fact of a file with a label. Names of
fields are told in plain English, like all that commands say; what the fields hold is told as the
site tells its readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guidebook.catalogue import GLOSSARY_PATH, REFERENCES_PATH
from guidebook.field_types import TextKind
from guidebook.freshness import text_fields
from guidebook.localise import Texts
from guidebook.model import Entry, Frozen, Reference, Site, Study, Term, TranslationState
from guidebook.names import Names

_LABELS = {
    "": "Text",
    "because": "reason",
    "checked": "how it was checked",
    "checked_on": "checked on",
    "code_prefix": "letter of the codes",
    "language": "language of the work",
    "name": "name",
    "start_here": "start here",
    "url": "address",
    "withdrawn_because": "Why it was withdrawn",
    "read_in": "read in",
    "held": "held in",
    "by": "by",
}
"""Fields whose names say too little."""
_PARTS = {
    "actions": ("Action {n}", {"do": "", "detail": "details"}),
    "examples": ("Example {n}", {"title": "title", "text": ""}),
}
"""Lists of an entry: what an item is called, and its texts."""


@dataclass(frozen=True)
class Statement:
    """One text or fact."""

    name: str
    """The field, for example `actions.count-hours.do`."""
    label: str
    """What a person calls it, for example `Action 3, details`."""
    text: str
    kind: TextKind | None = None
    """How the text is read; None for a fact."""
    raw: str = ""
    """What the file holds, where `text` tells it in words that can change by themselves: the title
    of another guideline, for example."""

    def says_the_same(self, other: Statement) -> bool:
        """Return True when a reader of the file would see no difference."""
        return self.text == other.text or bool(self.raw and self.raw == other.raw)


Statements = Mapping[str, Statement]
"""What a file says, by the name of the field."""


class Teller(Names):
    """Tells what the files of one catalogue say."""

    def file(self, path: str) -> Statements:
        """Return what a source file of `guidelines/` says."""
        content = self.catalogue.contents[path]
        if isinstance(content, Entry):
            found = self._entry(content)
        elif isinstance(content, Frozen):
            found = self._model(content, "", path)
        else:
            found = (
                statement
                for key, part in content.items()
                for statement in self._model(part, f"{key}.", path)
            )
        return {statement.name: statement for statement in found if statement.text}

    def state(self, state: TranslationState) -> Iterator[Statement]:
        """Yield what a translated file says of itself."""
        texts = Texts(self.catalogue, self.catalogue.source_locale)
        texts.words = self.words
        sentence = texts.state_sentence(state.review, state)
        yield Statement("review", "State of the translation", sentence)
        for item in state.accepted:
            label = f"Accepted as it is ({self.label(item.field)}, {item.rule})"
            yield Statement(f"accepted.{item.field}.{item.rule}", label, item.because)

    def label(self, name: str) -> str:
        """Return what a person calls a field that no source file has."""
        *owners, last = name.split(".")
        field = _LABELS.get(last, last.replace("_", " "))
        if owners and owners[0] in _PARTS:
            pattern, fields = _PARTS[owners[0]]
            owners, field = [pattern.format(n=".".join(owners[1:]))], fields.get(last, field)
        return ", ".join(filter(None, [*owners, field])) if owners else field.capitalize()

    def _entry(self, entry: Entry) -> Iterator[Statement]:
        numbers = {f"actions.{action.id}": n for n, action in enumerate(entry.actions, 1)}
        numbers |= {f"examples.{example.id}": n for n, example in enumerate(entry.examples, 1)}
        facts = dict(self._entry_facts(entry))
        yield Statement("code", "Code", entry.code)
        for field in text_fields(entry):
            label = self._entry_label(field.name, numbers)
            yield Statement(field.name, label, field.text, field.kind)
            part = field.name.partition(".")[0]
            if part == "summary":  # the facts stand below the title, as on the page
                for name, (what, text) in facts.items():
                    yield Statement(name, what, text, raw=str(_value_of(entry, name)))
        for n, example in enumerate(entry.examples, 1):
            country = self.words.country(example.country) if example.country else ""
            yield Statement(f"examples.{example.id}.country", f"Example {n}, country", country)

    def _entry_label(self, name: str, numbers: Mapping[str, int]) -> str:
        part, _, rest = name.partition(".")
        item, _, field = rest.rpartition(".")
        if part in _PARTS:
            pattern, fields = _PARTS[part]
            called = pattern.format(n=numbers[f"{part}.{item}"])
            return ", ".join(filter(None, [called, fields[field]]))
        if part == "needs":
            return f"{self.words('needs')}: {self.entry_title(item)}"
        if part == "changes":
            return f"News of {self.day(date.fromisoformat(item))}"
        words = {"title": "field_title", "summary": "field_summary", "why": "why"}
        return self.words(words[part]) if part in words else _LABELS.get(part, part)

    def _entry_facts(self, entry: Entry) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield the facts of an entry: the field's name with label and value."""
        words = self.words
        yield "topic", (words("topic"), self.topic(entry.topic))
        for name, value in (
            ("status", entry.status),
            ("strength", entry.strength),
            ("certainty", entry.certainty),
        ):
            told = f"{words(f'{name}.{value}')} ({words(f'{name}_means.{value}')})"
            yield name, (words(f"{name}_heading"), told)
        countries = [words.country(code) for code in entry.countries]
        yield "countries", (words("holds_in"), words.list(countries) or "everywhere")
        yield "also_for", ("Also for", words.list([self.audience(a) for a in entry.also_for]))
        yield (
            "rests_on.findings",
            (
                f"{words('rests_on')}: {words('findings')}",
                self.several(map(self.finding, entry.rests_on.findings)),
            ),
        )
        yield (
            "rests_on.references",
            (
                f"{words('rests_on')}: {words('references')}",
                self.several(map(self.reference, entry.rests_on.references)),
            ),
        )
        yield "related", (words("related"), self.several(map(self.entry_title, entry.related)))
        yield "reviewed", (words("last_reviewed"), self.day(entry.reviewed))
        yield "review_by", (words("next_review"), self.day(entry.review_by))
        yield "formerly", ("Earlier names that still lead here", self.several(entry.formerly))
        replaced_by = self.entry_title(entry.replaced_by) if entry.replaced_by else ""
        yield "replaced_by", (words("replaced_by"), replaced_by)

    def _model(self, part: Frozen, prefix: str, path: str) -> Iterator[Statement]:
        """Yield what any other object says, field by field, its lists item by item."""
        kinds = {field.name: field.kind for field in text_fields(part)}
        owner = self._owner(part, path)
        for name, value in _leaves(part, ""):
            *inside, field = name.split(".")
            inner = self._inner_owner(part, inside)
            called = self._field(field, inner)
            label = ": ".join(filter(None, [owner, inner, called]))
            text = self._value(field, value)
            label = label[:1].upper() + label[1:]
            raw = "" if name in kinds else str(value)
            yield Statement(f"{prefix}{name}", label, text, kinds.get(name), raw)

    def _owner(self, part: Frozen, path: str) -> str:
        if path == REFERENCES_PATH and isinstance(part, Reference):
            return part.title
        if path == GLOSSARY_PATH and isinstance(part, Term):
            return part.term
        return ""

    def _inner_owner(self, part: Frozen, inside: Sequence[str]) -> str:
        """Return what a person calls the part of a file that a field stands in."""
        if len(inside) < 2 or not isinstance(part, Site | Study):
            return {"urls": "address in", "titles": "title in", "translated": "taken on in"}.get(
                inside[0] if inside else "", " ".join(inside)
            )
        kind, key = inside[0], inside[1]
        names: Mapping[str, str] = {}
        if isinstance(part, Site):
            items = part.audiences if kind == "audiences" else part.topics
            names = {item.id: item.name for item in items}
        called = {"audiences": "audience", "topics": "topic", "findings": "finding"}[kind]
        return f"{called} {names.get(key, key)}"

    def _field(self, field: str, inner: str) -> str:
        if inner.endswith(" in"):
            return self.language(field)
        return _LABELS.get(field, field.replace("_", " "))

    def _value(self, field: str, value: object) -> str:
        """Return what a field of any other object holds, as readers are told."""
        if isinstance(value, tuple):
            return self.several([self.named(item) for item in value])
        if isinstance(value, date):
            return self.day(value)
        text = "" if value is None else str(value)
        named = {
            "checked": self.word("checked", text),
            "country": self.words.country(text),
            "kind": self.word("reference_kind", self.word("study_kind", text)),
            "reference": self.reference(text),
            "topic": self.topic(text),
        }
        if field == "kind":
            return self.word("finding_kind", named["kind"])
        return named.get(field, text)


def _value_of(entry: Entry, name: str) -> object:
    value: object = entry
    for part in name.split("."):
        value = getattr(value, part)
    return value


def _leaves(part: Frozen, prefix: str) -> Iterator[tuple[str, object]]:
    """Yield name and value of everything that an object holds, but the lists' ids."""
    for field in type(part).model_fields:
        if field in ("entry_id", "audience_id", "study_id"):
            continue
        value = getattr(part, field)
        name = f"{prefix}{field}"
        if isinstance(value, Frozen):
            yield from _leaves(value, f"{name}.")
        elif isinstance(value, dict):
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        elif isinstance(value, tuple) and value and isinstance(value[0], Frozen) and value[0].KEY:
            for item in value:
                inner = ((n, v) for n, v in _leaves(item, "") if n != item.KEY)
                key = getattr(item, item.KEY)
                yield from ((f"{name}.{key}.{n}", v) for n, v in inner)
        else:
            yield name, value
