"""The shape of the guidelines for other programs, and its JSON Schema.

In: nothing. Out: the models of `data/guidelines.<locale>.json`, and `data/guidelines.schema.json`.
"""

from __future__ import annotations

import json
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from guidebook.model import Reference, TranslationState

SCHEMA_NAME = "guidelines.schema.json"
SCHEMA_PATH = f"data/{SCHEMA_NAME}"
FORMAT_VERSION = 1


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ActionData(_Part):
    """One thing to do."""

    id: str
    do: str
    detail: str = Field("", description="Markdown")


class ExampleData(_Part):
    """A case that shows the advice at work."""

    id: str
    title: str
    country: str | None
    text: str = Field(description="Markdown")


class NeedData(_Part):
    """An entry of another audience that this one depends on."""

    entry: str
    because: str


class ChangeData(_Part):
    """What was changed and when."""

    on: date
    what: str


class GuidelineData(_Part):
    """One guideline."""

    id: str
    code: str
    audience: str
    also_for: list[str]
    topic: str
    status: str
    strength: str
    certainty: str
    countries: list[str]
    address: str = Field(description="The page, as an absolute address")
    short_address: str
    untranslated: list[str] = Field(
        description="Names of the fields whose text is in the source language"
    )
    title: str
    summary: str
    why: str = Field(description="Markdown")
    actions: list[ActionData]
    examples: list[ExampleData]
    findings: list[str]
    references: list[str]
    needs: list[NeedData]
    related: list[str]
    reviewed: date
    review_by: date
    changes: list[ChangeData]
    formerly: list[str]
    replaced_by: str | None
    withdrawn_because: str


class NamedData(_Part):
    """An audience or a topic."""

    id: str
    name: str
    introduction: str = Field(description="Markdown")


class FindingData(_Part):
    """What a study found."""

    id: str
    kind: str
    topic: str
    text: str


class StudyData(_Part):
    """A focus group or a survey."""

    id: str
    kind: str
    title: str
    by: str
    held: int
    country: str | None
    participants: int | str
    reference: str
    introduction: str = Field(description="Markdown")
    findings: list[FindingData]


class TermData(_Part):
    """A term of the glossary."""

    id: str
    term: str
    definition: str = Field(description="Markdown")
    reference: str | None
    checked: str | None = Field(description="How the translated word was verified")


class GuidelinesData(_Part):
    """Everything the site says in one language."""

    format_version: int
    locale: str
    source_locale: str
    edition: str
    edition_date: date
    title: str
    notice: str
    licence: str
    licence_url: str
    audiences: list[NamedData]
    topics: list[NamedData]
    guidelines: list[GuidelineData]
    states: dict[str, TranslationState] = Field(
        description="From what each guideline was translated, and who has read that, by id"
    )
    studies: list[StudyData]
    references: dict[str, Reference]
    glossary: list[TermData]


def schema_json() -> bytes:
    """Return the JSON Schema (2020-12) of the JSON files."""
    schema = GuidelinesData.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["properties"]["$schema"] = {"type": "string"}
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
