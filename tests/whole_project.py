"""A little project in which every field of every kind of file is written, made from the model.

A field that the model gains is written too: texts come from `write`, facts from their type. Only a
field that must name something (an id, a code, an address) has to be told in `FACTS`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from enum import EnumType
from typing import Any, Literal

from pydantic.fields import FieldInfo
from support import CASES, Files

from guidebook.field_types import TextKind
from guidebook.freshness import fingerprint
from guidebook.model import Entry, Frozen, Reference, Site, Study, Term, TermFacts, TranslationState
from guidebook.page_files import _SourceFrontMatter, _TranslatedFrontMatter
from guidebook.shapes import text_shape
from guidebook.strict_yaml import Value
from guidebook.yaml_style import write_yaml

Write = Callable[[str, bool], str]
"""Gives the text of a field, known by its file and name; true for a field with Markdown."""
Facts = Mapping[str, Value | None]

DAY = "2026-11-20"
FACTS: Facts = {
    "Action.id": "first-action",
    "AcceptedException.field": "title",
    "AcceptedException.rule": "same-as-source",
    "Audience.code_prefix": "G",
    "Audience.id": "growers",
    "Audience.start_here": ["first"],
    "Change.on": DAY,
    "Entry.also_for": [],
    "Entry.code": "G1",
    "Entry.countries": ["EE"],
    "Entry.formerly": ["older", "G9"],
    "Entry.related": ["second"],
    "Entry.replaced_by": "",
    "Entry.review_by": "2027-11-20",
    "Entry.topic": "tools",
    "Entry.withdrawn_because": "",
    "Example.country": "EE",
    "Example.id": "first-example",
    "Finding.id": "F1",
    "Finding.topic": "tools",
    "Licence.url": "https://creativecommons.org/licenses/by/4.0/",
    "Need.entry": "land",
    "Reference.archived": "https://example.org/archive/work",
    "Reference.language": "de",
    "Reference.url": "https://example.org/work",
    "Reference.urls": {"et": "https://example.org/et/work"},
    "RestsOn.findings": ["street/F1"],
    "RestsOn.references": ["work"],
    "Site.audiences": [],
    "Site.topics": [],
    "Site.translated": {"et": "all"},
    "Study.country": "EE",
    "Study.reference": "work",
    "Term.reference": "work",
    "Topic.id": "tools",
    "TranslationState.made_from": {},
    "TranslationState.reviewed_text": {},
    "_TranslatedFrontMatter.made_from": "",
    "_TranslatedFrontMatter.reviewed_text": "",
}
"""The fields that cannot hold just any text, unless a file says otherwise."""


class _Maker:
    """Writes one file."""

    def __init__(self, path: str, write: Write, facts: Facts) -> None:
        self.path = path
        self.write = write
        self.facts = {**FACTS, **facts}

    def part(self, model: type[Frozen], at: str = "") -> dict[str, Value]:
        """Return a value of a model in which every field is written; empty ones are left out."""
        made: dict[str, Value] = {}
        for name, info in model.model_fields.items():
            if not info.exclude:
                value = self.field(model.__name__.removesuffix("Text"), name, info, at)
                if value not in ("", [], {}) or (isinstance(value, list) and info.is_required()):
                    made[name] = value
        return made

    def field(self, model: str, name: str, info: FieldInfo, at: str) -> Value:
        where = f"{at}{name}"
        fact = self.facts.get(f"{model}.{name}")
        if fact is not None:
            return fact
        for mark in info.metadata:
            if isinstance(mark, TextKind):
                return self.write(f"{self.path}: {where}", mark is TextKind.MARKDOWN)
        names = (info.json_schema_extra or {}) if isinstance(info.json_schema_extra, dict) else {}
        if "x-names" in names or any(type(mark).__name__ == "_Shape" for mark in info.metadata):
            raise KeyError(f"say in FACTS what stands under {model}.{name}")
        made = self.by_type(info.annotation, where)
        limits = [mark.max_length for mark in info.metadata if hasattr(mark, "max_length")]
        return made[: min(limits)].strip() if limits and isinstance(made, str) else made

    def by_type(self, annotation: Any, where: str) -> Value:
        """Return a value of a type."""
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        made: Value
        if origin in (types.UnionType, typing.Union, typing.Annotated):
            made = self.by_type(arguments[0], where)
        elif origin is Literal:
            made = str(arguments[0])
        elif origin is tuple:
            made = [self.by_type(arguments[0], f"{where}.")]
        elif origin is dict:
            made = {"et": self.by_type(arguments[1], f"{where}.")}
        elif isinstance(annotation, EnumType):
            made = str(next(iter(annotation)).value)  # type: ignore[call-overload]
        elif annotation is str:
            made = self.write(f"{self.path}: {where}", False)
        elif annotation in _SIMPLE:
            made = _SIMPLE[annotation]
        elif isinstance(annotation, type) and issubclass(annotation, Frozen):
            made = self.part(annotation, where if where.endswith(".") else f"{where}.")
        else:
            raise TypeError(f"no value is known for {annotation} under {where}")
        return made


_SIMPLE: Mapping[Any, str] = {date: DAY, int: "2020"}


def whole_project(write: Write) -> Files:
    """Return the files of a project in English, Estonian and German, every text by `write`.

    The German has nothing but interface words, so its pages show foreign texts.
    """
    files: dict[str, Value] = {}

    def put(path: str, value: Value) -> None:
        files[f"guidelines/{path}"] = value

    def make(path: str, model: type[Frozen], facts: Facts | None = None) -> dict[str, Value]:
        return _Maker(path, write, facts or {}).part(model)

    def translate(path: str, model: type[Frozen], facts: Facts | None = None) -> dict[str, Value]:
        return make(path, text_shape(model), facts)

    state = make("state", TranslationState, {"TranslationState.review": "reviewed"})
    for path, facts in _ENTRIES.items():
        put(f"{path}.yml", make(path, Entry, facts))
        put(f"{path}.et.yml", {**translate(f"{path}.et", Entry, facts), **state})
    put("studies/street.yml", make("street", Study))
    put("studies/street.et.yml", {**translate("street.et", Study), **state})
    put("references.yml", {"work": make("references", Reference)})
    put("glossary.yml", {"term": make("glossary", Term)})
    term = {**translate("glossary.et", Term), **make("glossary.et", TermFacts)}
    put("glossary.et.yml", {"term": term, **state})
    for name, suffix in (("site", ""), ("site.et", "Text")):
        put(f"{name}.yml", _site(name, write, text_shape(Site) if suffix else Site, bool(suffix)))
    files["guidelines/site.et.yml"] |= state  # type: ignore[operator]
    made: dict[str, str | bytes | None] = {path: write_yaml(value) for path, value in files.items()}
    made |= _pages(write)
    return _without_base() | made


_ENTRIES: Mapping[str, Facts] = {
    "growers/first": {"Entry.also_for": ["cities"]},
    "growers/second": {
        "Entry.code": "G2",
        "Entry.status": "retired",
        "Entry.replaced_by": "first",
        "Entry.related": [],
        "Entry.formerly": [],
        "Entry.needs": [],
    },
    "growers/third": {
        "Entry.code": "G3",
        "Entry.status": "retired",
        "Entry.formerly": [],
        "Entry.needs": [],
        "Entry.withdrawn_because": None,
    },
    "cities/land": {
        "Entry.code": "C1",
        "Entry.related": ["first"],
        "Entry.formerly": [],
        "Need.entry": "first",
    },
}
"""The entries by path, and what is particular about each; None for a text by `write`."""


def _site(name: str, write: Write, model: type[Frozen], is_text: bool) -> dict[str, Value]:
    shapes = {field: _item(model, field) for field in ("audiences", "topics")}
    audiences: list[Value] = []
    for audience, prefix in (("growers", "G"), ("cities", "C")):
        start: list[Value] = ["first" if audience == "growers" else "land"]
        facts: Facts = {
            "Audience.id": audience,
            "Audience.code_prefix": prefix,
            "Audience.start_here": start,
        }
        audiences.append(
            _Maker(f"{name} {audience}", write, facts).part(shapes["audiences"], "audiences.")
        )
    topics: Value = [_Maker(name, write, {}).part(shapes["topics"], "topics.")]
    facts = {"Site.audiences": audiences, "Site.topics": topics}
    made = _Maker(name, write, facts).part(model)
    if is_text:
        made.pop("edition", None)
    return made


def _item(model: type[Frozen], field: str) -> type[Frozen]:
    item: type[Frozen] = typing.get_args(model.model_fields[field].annotation)[0]
    return item


def _pages(write: Write) -> dict[str, str | bytes | None]:
    body = "\n# About\n\nA page.\n\n" + "".join(f"<!-- insert: {name} -->\n\n" for name in INSERTS)
    source = _Maker("about.md", write, {}).part(_SourceFrontMatter)
    facts: Facts = {"_TranslatedFrontMatter.review": "reviewed"}
    translated = _Maker("about.et.md", write, facts).part(_TranslatedFrontMatter)
    for name, front in (("made_from", source), ("reviewed_text", translated)):
        whole = f"{front['title']}\n{front['description']}\n{body}"
        translated[name] = fingerprint(whole)
    start = "---\ntitle: Start\ndescription: The start.\n---\n\n# Start\n"
    return {
        "docs/about.md": f"---\n{write_yaml(source)}---\n{body}",
        "docs/about.et.md": f"---\n{write_yaml(translated)}---\n{body}",
        "docs/index.md": start,
    }


INSERTS = (
    *("books", "contact", "doors", "edition", "findings", "languages", "notice", "publisher"),
    *("repository", "survey", "topics"),
)


def _without_base() -> dict[str, str | bytes | None]:
    """Return the deletion of the base project's content."""
    base = CASES / "base"
    paths = [*(base / "guidelines").rglob("*.yml"), *(base / "docs").rglob("*.md")]
    return {path.relative_to(base).as_posix(): None for path in paths}
