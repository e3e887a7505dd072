"""The kinds of fields that content is made of: lines of text, Markdown, ids, codes and days.

In: plain values. Out: the same, refused where their shape is wrong, and what a JSON Schema says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from guidebook.project_files import WINDOWS_NAMES

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CODE_PATTERN = r"^[A-Z]{1,3}[1-9][0-9]{0,3}$"
FINDING_PATTERN = r"^[A-Z]{1,3}[0-9]{1,3}$"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class TextKind(StrEnum):
    """How a text field is read."""

    PLAIN = "plain"
    MARKDOWN = "markdown"


def _require_date(value: object) -> object:
    """Refuse what is not written YYYY-MM-DD; pydantic alone would take numbers for timestamps."""
    if isinstance(value, date):
        return value
    parts = str(value).split("-")
    shape = [len(part) for part in parts if part.isascii() and part.isdigit()]
    if len(parts) != 3 or shape != [4, 2, 2]:
        raise PydanticCustomError("bad_date", "it is not written YYYY-MM-DD")
    year, month, day = (int(part) for part in parts)
    if year == 0:
        raise PydanticCustomError("bad_date", "there is no year 0")
    if not 1 <= month <= 12:
        raise PydanticCustomError("bad_date", f"there is no month {month}")
    try:
        return date(year, month, day)
    except ValueError:
        raise PydanticCustomError("bad_date", f"month {month} has no day {day}") from None


def _require_single_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("several_lines", "it has several lines")
    return value


@dataclass(frozen=True)
class _Shape:
    """Refuses a text of another shape under the name of `error`, and says so in JSON Schemas."""

    pattern: str
    error: Literal[
        "bad_code", "bad_colour", "bad_country", "bad_finding_id", "bad_id", "bad_id_or_code"
    ]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        compiled = re.compile(self.pattern)

        def require(value: str) -> str:
            if not compiled.fullmatch(value):
                raise PydanticCustomError(self.error, "it has another shape")
            if value.lower() in WINDOWS_NAMES:  # ids and codes become names of files
                raise PydanticCustomError("kept_name", "Windows keeps it")
            return value

        return core_schema.no_info_after_validator_function(require, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), **_told(self.pattern, self.error)}


def _told(pattern: str, error: str) -> dict[str, Any]:
    """Return what a JSON Schema says of a shape; `x-error` names the sentence for a mistake."""
    return {"pattern": pattern, "x-error": error}


def _naming(what: str) -> Any:
    """Return what a JSON Schema says of an id: of what it is the id."""
    return Field(json_schema_extra={"x-names": what})


Plain = Annotated[
    str,
    TextKind.PLAIN,
    AfterValidator(_require_single_line),
    Field(
        max_length=400,
        json_schema_extra={"text": "plain", **_told(r"^[^\n]*$", "several_lines")},
    ),
]
"""One line of text without markup."""
Line = Annotated[
    str,
    AfterValidator(_require_single_line),
    Field(max_length=400, json_schema_extra=_told(r"^[^\n]*$", "several_lines")),
]
"""One line that is the same in every language: a name, the title of a work."""
Markdown = Annotated[
    str, TextKind.MARKDOWN, Field(max_length=8000, json_schema_extra={"text": "markdown"})
]
"""Text in the Markdown subset of `text`."""
Id = Annotated[str, Field(max_length=80), _Shape(ID_PATTERN, "bad_id")]
Code = Annotated[str, _Shape(CODE_PATTERN, "bad_code")]
IdOrCode = Annotated[str, _Shape(f"{ID_PATTERN}|{CODE_PATTERN}", "bad_id_or_code")]
FindingId = Annotated[str, Field(max_length=80), _Shape(FINDING_PATTERN, "bad_finding_id")]
Day = Annotated[
    date,
    BeforeValidator(_require_date),
    Field(json_schema_extra=_told(DAY_PATTERN, "bad_date")),
]
Country = Annotated[str, _Shape(r"^[A-Z]{2}$", "bad_country")]
"""An ISO 3166-1 alpha-2 code, or EU."""
Colour = Annotated[str, _Shape(r"^#[0-9A-Fa-f]{6}$", "bad_colour")]
"""A colour as `#rrggbb`."""
Year = Annotated[int, Field(ge=1800, le=2200)]
Address = Annotated[str, Field(max_length=2000)]
"""A web address; its shape is checked by a rule, so that every fault is told with advice."""
EntryId = Annotated[str, _naming("entry")]
TopicId = Annotated[str, _naming("topic")]
AudienceId = Annotated[str, _naming("audience")]
ReferenceId = Annotated[str, _naming("reference")]
FullFindingId = Annotated[str, _naming("finding")]
"""`<study>/<finding>`, for example `tallinn-2026/F4`."""
Fingerprint = Annotated[str, Field(json_schema_extra={"type": ["string", "number"]})]
"""8 hex digits. Those without a letter are numbers to other programs that read YAML."""
