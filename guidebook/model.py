"""The content model: what a guideline, a study, a reference, a term and a translation are.

In: plain values that `load` has read. Out: frozen objects that hold content and nothing else: no
file positions (the catalogue's `places` has them), no markup, no addresses.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CODE_PATTERN = r"^[A-Z]{1,3}[1-9][0-9]{0,3}$"
FINDING_PATTERN = r"^[A-Z]{1,3}[0-9]{1,3}$"


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


def _shaped(pattern: str, error: str) -> AfterValidator:
    """Return a validator that refuses a text of another shape under the name of `error`."""
    compiled = re.compile(pattern)

    def require(value: str) -> str:
        if not compiled.fullmatch(value):
            raise PydanticCustomError(error, "it has another shape")
        return value

    return AfterValidator(require)


Plain = Annotated[
    str,
    TextKind.PLAIN,
    AfterValidator(_require_single_line),
    Field(max_length=400, json_schema_extra={"text": "plain"}),
]
"""One line of text without markup."""
Markdown = Annotated[
    str, TextKind.MARKDOWN, Field(max_length=8000, json_schema_extra={"text": "markdown"})
]
"""Text in the Markdown subset of `text`."""
Id = Annotated[str, _shaped(ID_PATTERN, "bad_id")]
Code = Annotated[str, _shaped(CODE_PATTERN, "bad_code")]
IdOrCode = Annotated[str, _shaped(f"{ID_PATTERN}|{CODE_PATTERN}", "bad_id_or_code")]
FindingId = Annotated[str, _shaped(FINDING_PATTERN, "bad_finding_id")]
Day = Annotated[date, BeforeValidator(_require_date)]
Country = Annotated[str, _shaped(r"^[A-Z]{2}$", "bad_country")]
"""An ISO 3166-1 alpha-2 code, or EU."""
Colour = Annotated[str, _shaped(r"^#[0-9A-Fa-f]{6}$", "bad_colour")]
"""A colour as `#rrggbb`."""
Year = Annotated[int, Field(ge=1800, le=2200)]
Address = Annotated[str, Field(max_length=2000)]
"""A web address; its shape is checked by a rule, so that every fault is told with advice."""


class Frozen(BaseModel):
    """Base of everything that is read from a file: unknown keys are refused, nothing changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    KEY: ClassVar[str] = ""
    """The field by which a translation finds the item of a list."""


class Status(StrEnum):
    """How far an entry has come."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    AGREED = "agreed"
    RETIRED = "retired"


class Strength(StrEnum):
    """How firmly the advice is given."""

    STRONG = "strong"
    CONDITIONAL = "conditional"
    PRACTICE = "practice"


class Certainty(StrEnum):
    """How sure the basis of the advice is."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    SUGGESTION = "suggestion"


class Checked(StrEnum):
    """Where a fact or a term was verified."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class Review(StrEnum):
    """Who has looked at a translation."""

    MACHINE = "machine"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"


ReferenceKind = Literal[
    "article",
    "dataset",
    "guide",
    "law",
    "recommendation",
    "report",
    "standard",
    "statistics",
    "study",
    "web-page",
]
StudyKind = Literal["focus-group", "survey"]
FindingKind = Literal["value", "barrier", "preference", "expectation", "attitude"]


class Action(Frozen):
    """One thing to do."""

    KEY: ClassVar[str] = "id"
    id: Id
    """Also the anchor on the page, the same in every language."""
    do: Plain
    detail: Markdown = ""


class Example(Frozen):
    """A case that shows the advice at work."""

    KEY: ClassVar[str] = "id"
    id: Id
    title: Plain
    country: Country | None = None
    text: Markdown


class RestsOn(Frozen):
    """The basis of an entry."""

    findings: tuple[str, ...] = ()
    """`<study>/<finding>`, for example `tallinn-2026/F4`."""
    references: tuple[str, ...] = ()


class Need(Frozen):
    """What an entry of another audience must do for this one to work."""

    KEY: ClassVar[str] = "entry"
    entry: str
    because: Plain


class Change(Frozen):
    """What was changed in an entry, as told to readers."""

    KEY: ClassVar[str] = "on"
    on: Day
    what: Plain


class Entry(Frozen):
    """One guideline: its facts and its source text."""

    entry_id: str = Field(exclude=True)
    """The file's name; set by `load`."""
    audience_id: str = Field(exclude=True)
    """The folder's name; set by `load`."""
    code: Code
    title: Plain
    summary: Plain
    topic: str
    status: Status
    strength: Strength
    certainty: Certainty
    countries: tuple[Country, ...] = ()
    also_for: tuple[str, ...] = ()
    why: Markdown
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]
    examples: tuple[Example, ...] = ()
    rests_on: RestsOn = RestsOn()
    needs: tuple[Need, ...] = ()
    related: tuple[str, ...] = ()
    reviewed: Day
    review_by: Day
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    formerly: tuple[IdOrCode, ...] = ()
    replaced_by: str | None = None
    withdrawn_because: Plain = ""

    @property
    def path(self) -> str:
        """Return the path of its file in the project."""
        return f"guidelines/{self.audience_id}/{self.entry_id}.yml"

    @property
    def is_retired(self) -> bool:
        """True when readers should no longer follow it."""
        return self.status is Status.RETIRED


class Edition(Frozen):
    """Which state of the whole collection this is."""

    id: str
    date: Day


class Licence(Frozen):
    """Under which terms the texts may be used."""

    name: str
    url: Address


class Audience(Frozen):
    """A group of people that the guidelines address."""

    KEY: ClassVar[str] = "id"
    id: Id
    code_prefix: str
    name: Plain
    label: Plain
    introduction: Markdown
    start_here: tuple[str, ...] = ()


class Topic(Frozen):
    """A subject that entries of all audiences share."""

    KEY: ClassVar[str] = "id"
    id: Id
    name: Plain
    question: Plain
    introduction: Markdown


class Site(Frozen):
    """What the collection as a whole says of itself (`site.yml`)."""

    PATH: ClassVar[str] = "guidelines/site.yml"
    edition: Edition
    title: Plain
    notice: Plain
    licence: Licence
    translated: dict[str, Literal["all"] | tuple[str, ...]] = {}
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)]
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]


class Reference(Frozen):
    """A published work."""

    title: str
    by: str
    year: Year | None = None
    kind: ReferenceKind
    url: Address | None = None
    urls: dict[str, Address] = {}
    titles: dict[str, str] = {}
    language: str | None = None
    """BCP 47 tag of the work; None when it is the source language."""
    checked: Checked
    checked_on: Day
    read_in: Plain = ""
    note: Plain = ""


class Finding(Frozen):
    """What a study found."""

    KEY: ClassVar[str] = "id"
    id: FindingId
    kind: FindingKind
    topic: str
    text: Plain


class Study(Frozen):
    """A focus group or a survey."""

    study_id: str = Field(exclude=True)
    """The file's name; set by `load`."""
    kind: StudyKind
    title: Plain
    by: str
    held: Year
    country: Country | None = None
    participants: Annotated[int, Field(ge=1)] | Literal["unknown"]
    facilitators: str | None = None
    reference: str
    introduction: Markdown
    findings: Annotated[tuple[Finding, ...], Field(min_length=1)]

    @property
    def path(self) -> str:
        """Return the path of its file in the project."""
        return f"guidelines/studies/{self.study_id}.yml"


class AvoidedForm(Frozen):
    """A word that should not be used for a term."""

    form: str
    because: str


class Term(Frozen):
    """A term of the glossary in the source language."""

    term: Plain
    definition: Markdown
    reference: str | None = None
    avoid: tuple[AvoidedForm, ...] = ()


class TermFacts(Frozen):
    """What a translated glossary says of its own word, besides the text."""

    checked: Checked = Checked.UNVERIFIED
    avoid: tuple[AvoidedForm, ...] = ()


class AcceptedException(Frozen):
    """A text that a check of translations would report, and why it is right all the same."""

    field: str
    """The field's name, for example `actions.count-hours.do`; `page` for a hand-written page."""
    rule: str
    """The id of the rule."""
    because: str


class TranslationState(Frozen):
    """From which source text a translation was made, and who has read it."""

    made_from: dict[str, str] = {}
    """Field path to fingerprint of the source text."""
    review: Review
    reviewed_by: str = ""
    reviewed_on: Day | None = None
    reviewed_text: dict[str, str] = {}
    """Field path to fingerprint of the translated text that was read."""
    accepted: tuple[AcceptedException, ...] = ()
