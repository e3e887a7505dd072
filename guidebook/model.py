"""The content model: what a guideline, a study, a reference, a term and a translation are.

In: plain values that `load` has read. Out: frozen objects that hold content and nothing else: no
file positions (the catalogue's `places` has them), no markup, no addresses.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from guidebook.field_types import (
    Address,
    AudienceId,
    Code,
    Country,
    Day,
    EntryId,
    FindingId,
    Fingerprint,
    FullFindingId,
    Id,
    IdOrCode,
    Line,
    Markdown,
    Plain,
    ReferenceId,
    TopicId,
    Year,
)


class Frozen(BaseModel):
    """Base of everything that is read from a file: unknown keys are refused, nothing changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    KEY: ClassVar[str] = ""
    """The field by which a translation finds the item of a list."""


class Status(StrEnum):
    """How far an entry has come."""

    DRAFT = "draft"
    """Written, but agreed by nobody yet."""
    CONSULTATION = "consultation"
    """Open for comments."""
    AGREED = "agreed"
    """Agreed by those who publish it."""
    RETIRED = "retired"
    """No longer advised. Say in `replaced_by` or `withdrawn_because` what readers do instead."""


class Strength(StrEnum):
    """How firmly the advice is given."""

    STRONG = "strong"
    """Do this unless there is a good reason not to."""
    CONDITIONAL = "conditional"
    """Right in many situations; readers look at theirs first."""
    PRACTICE = "practice"
    """A way that helps; others may serve as well."""


class Certainty(StrEnum):
    """How sure the basis of the advice is."""

    PRIMARY = "primary"
    """Read in the law, the study or the official page itself."""
    SECONDARY = "secondary"
    """Read in a source that reports the original."""
    SUGGESTION = "suggestion"
    """An idea of the authors; nothing published says it in these words."""


class Checked(StrEnum):
    """Where a fact or a term was verified."""

    PRIMARY = "primary"
    """In the work itself or on its publisher's page."""
    SECONDARY = "secondary"
    """In what others say of it."""
    UNVERIFIED = "unverified"
    """Nowhere yet."""


class Review(StrEnum):
    """Who has looked at a translation."""

    MACHINE = "machine"
    """Made by a machine; nobody has read it."""
    DRAFT = "draft"
    """Made by a person; nobody else has read it."""
    REVIEWED = "reviewed"
    """Somebody has read it beside its source text. Say who and when."""
    APPROVED = "approved"
    """Those who are responsible for the language stand by it. Say who and when."""


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
    """A short name for the action. It is the end of its address and the same in every language:
    keep it when the words change."""
    do: Plain
    """What to do, in one line that begins with a verb."""
    detail: Markdown = ""
    """How to do it, or what to look out for. Leave it out where the line says enough."""


class Example(Frozen):
    """A case that shows the advice at work."""

    KEY: ClassVar[str] = "id"
    id: Id
    """A short name for the example, the same in every language."""
    title: Plain
    """What the example shows, on one line."""
    country: Country | None = None
    """The country it comes from, for example EE. Leave it out where it comes from none."""
    text: Markdown
    """The example itself: a case, a sum, a table or words to use."""


class RestsOn(Frozen):
    """The basis of an entry."""

    findings: tuple[FullFindingId, ...] = ()
    """What studies found: the study, a slash and the finding, for example tallinn-2026/F4."""
    references: tuple[ReferenceId, ...] = ()
    """Works it rests on: their ids in references.yml."""


class Need(Frozen):
    """What an entry of another audience must do for this one to work."""

    KEY: ClassVar[str] = "entry"
    entry: EntryId
    """The id (file name) of a guideline for another audience."""
    because: Plain
    """Why this advice works only when they do their part."""


class Change(Frozen):
    """What was changed in an entry, as told to readers."""

    KEY: ClassVar[str] = "on"
    on: Day
    """The day of the change, as YYYY-MM-DD."""
    what: Plain
    """What is new for readers, in one sentence. Mended spelling is no news."""


class Entry(Frozen):
    """One guideline: its facts and its source text."""

    entry_id: str = Field(exclude=True)
    """The file's name; set by `load`."""
    audience_id: str = Field(exclude=True)
    """The folder's name; set by `load`."""
    code: Code
    """Its short name, such as L2: the letters of its audience and a number that nothing else had.
    It is printed and cited, so it stays. To change it, use `build.py rename`."""
    title: Plain
    """What readers should do, as a call on one line."""
    summary: Plain
    """The same in one sentence, with what it takes. Search results and cards show it."""
    topic: TopicId
    """What it is about: the id of a topic in site.yml."""
    status: Status
    """How far it has come."""
    strength: Strength
    """How firmly it is advised."""
    certainty: Certainty
    """How sure its basis is, apart from how firmly it is advised."""
    countries: tuple[Country, ...] = ()
    """Where it holds, as country codes such as EE. Leave it out where it holds everywhere."""
    also_for: tuple[AudienceId, ...] = ()
    """Further audiences whose section shows it too; its page stays where it is."""
    why: Markdown
    """The reasons. Give a source for every fact, and link it where the fact stands."""
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]
    """What to do, step by step. Readers tick these off."""
    examples: tuple[Example, ...] = ()
    """Cases that show the advice at work."""
    rests_on: RestsOn = RestsOn()
    """What the advice rests on: name here every finding and work that the text links."""
    needs: tuple[Need, ...] = ()
    """What other audiences must do for this to work."""
    related: tuple[EntryId, ...] = ()
    """Ids of other guidelines that readers may want next."""
    reviewed: Day
    """The day on which somebody last checked that it is true, as YYYY-MM-DD."""
    review_by: Day
    """The day by which it should be checked again, as YYYY-MM-DD."""
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    """What has changed, the newest first. Readers see it on the page, in feeds and in plans."""
    formerly: tuple[IdOrCode, ...] = ()
    """Earlier ids and codes; their addresses lead here. `build.py rename` writes them."""
    replaced_by: EntryId | None = None
    """Only where the status is retired: the id of the guideline to read instead."""
    withdrawn_because: Plain = ""
    """Only where the status is retired and nothing replaces it: why, and what to do now."""

    @cached_property
    def path(self) -> str:
        """Return the path of its file in the project."""
        return f"guidelines/{self.audience_id}/{self.entry_id}.yml"

    @property
    def is_retired(self) -> bool:
        """True when readers should no longer follow it."""
        return self.status is Status.RETIRED


class Edition(Frozen):
    """Which state of the whole collection this is."""

    id: Annotated[Line, Field(max_length=40)]
    """A name for it that sorts, for example 2026-11."""
    date: Day
    """The day of the edition, as YYYY-MM-DD. Pages and books print it."""


class Licence(Frozen):
    """Under which terms the texts may be used."""

    name: Line
    """Its short name, for example CC BY 4.0."""
    url: Address
    """The address of its text."""


class Audience(Frozen):
    """A group of people that the guidelines address."""

    KEY: ClassVar[str] = "id"
    id: Id
    """The name of its folder in guidelines/ and the first part of its addresses; it stays."""
    code_prefix: Annotated[Line, Field(max_length=3)]
    """The letters with which its codes begin, for example L."""
    name: Plain
    """What it is called in menus and headings."""
    label: Plain
    """The same in the words in which readers look for themselves."""
    introduction: Markdown
    """What stands at the top of its section."""
    start_here: tuple[EntryId, ...] = ()
    """Ids of the guidelines to begin with."""


class Topic(Frozen):
    """A subject that entries of all audiences share."""

    KEY: ClassVar[str] = "id"
    id: Id
    """A short name, part of the address; it stays."""
    name: Plain
    """What it is called."""
    question: Plain
    """The question that readers come with."""
    introduction: Markdown
    """What stands at the top of its page."""


class Site(Frozen):
    """What the collection as a whole says of itself (`site.yml`)."""

    PATH: ClassVar[str] = "guidelines/site.yml"
    edition: Edition
    """Which state of the whole collection this is."""
    title: Plain
    """What the collection is called."""
    notice: Plain
    """What every page and book must say of the collection, for example that it is a draft."""
    licence: Licence
    """Under which terms the texts may be used."""
    translated: dict[str, Literal["all"] | tuple[AudienceId, ...]] = {}
    """What each language has taken on: all, or a list of audiences. What is missing is reported."""
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)]
    """Whom the guidelines address, in the order in which the site shows them."""
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    """The subjects that guidelines of all audiences share, in the order of the site."""


class Reference(Frozen):
    """A published work."""

    title: Line
    """The title as it stands on the work."""
    by: Line
    """Who wrote or published it."""
    year: Year | None = None
    """The year it was published. Leave it out where the work names none."""
    kind: ReferenceKind
    """What it is."""
    url: Address | None = None
    """Its official address, with https://."""
    archived: Address | None = None
    """The address of a copy in a web archive, for the day on which its own leads nowhere."""
    urls: dict[str, Address] = {}
    """Addresses in other languages, by language tag: `et: https://…`."""
    titles: dict[str, Line] = {}
    """Official titles in other languages, by language tag."""
    language: str | None = None
    """The tag of the language it is in, for example et. Leave it out for the source language."""
    checked: Checked
    """Where somebody verified what it says."""
    checked_on: Day
    """The day of that, as YYYY-MM-DD."""
    read_in: Plain = ""
    """Where it was read, when not in the work itself."""
    note: Plain = ""
    """What readers should know of it."""


class Finding(Frozen):
    """What a study found."""

    KEY: ClassVar[str] = "id"
    id: FindingId
    """Its short name within the study, for example F4; it is cited, so it stays."""
    kind: FindingKind
    """What kind of answer it is."""
    topic: TopicId
    """What it is about: the id of a topic in site.yml."""
    text: Plain
    """What was found, in one sentence."""


class Study(Frozen):
    """A focus group or a survey."""

    study_id: str = Field(exclude=True)
    """The file's name; set by `load`."""
    kind: StudyKind
    """What kind of study it is."""
    title: Plain
    """What it is called."""
    by: Line
    """Who held it."""
    held: Year
    """The year it was held."""
    country: Country | None = None
    """The country, for example EE. Leave it out where there were several."""
    participants: Annotated[int, Field(ge=1)] | Literal["unknown"]
    """How many people took part, or unknown."""
    facilitators: Line | None = None
    """Who led it."""
    reference: ReferenceId
    """The id of its report in references.yml."""
    introduction: Markdown
    """Who was asked and how, and what it cannot tell."""
    findings: Annotated[tuple[Finding, ...], Field(min_length=1)]
    """What it found."""

    @property
    def path(self) -> str:
        """Return the path of its file in the project."""
        return f"guidelines/studies/{self.study_id}.yml"


class AvoidedForm(Frozen):
    """A word that should not be used for a term."""

    form: Line
    """The word to avoid."""
    because: Line
    """Why, and what to write instead."""


class Term(Frozen):
    """A term of the glossary in the source language."""

    term: Plain
    """The word or words."""
    definition: Markdown
    """What it means, in words that everybody knows."""
    reference: ReferenceId | None = None
    """The id in references.yml of the work that defines it."""
    avoid: tuple[AvoidedForm, ...] = ()
    """Words that texts should not use for it."""


class TermFacts(Frozen):
    """What a translated glossary says of its own word, besides the text."""

    checked: Checked = Checked.UNVERIFIED
    """Where the word of this language was verified."""
    avoid: tuple[AvoidedForm, ...] = ()
    """Words of this language that texts should not use for it."""


class AcceptedException(Frozen):
    """A text that a check of translations would report, and why it is right all the same."""

    field: str
    """The field's name, for example `actions.count-hours.do`; `page` for a hand-written page."""
    rule: str
    """The id of the rule."""
    because: Line
    """Why the text is right all the same."""


class TranslationState(Frozen):
    """From which source text a translation was made, and who has read it."""

    made_from: dict[str, Fingerprint] = {}
    """From which source text each field was made. The program writes it: leave it as it is."""
    review: Review
    """Who has looked at the translation."""
    reviewed_by: Line = ""
    """Only where it is reviewed or approved: the person or group."""
    reviewed_on: Day | None = None
    """The day of the review, as YYYY-MM-DD."""
    reviewed_text: dict[str, Fingerprint] = {}
    """Which text of each field was read. The program writes it: leave it as it is."""
    accepted: tuple[AcceptedException, ...] = ()
    """Texts that a check would report and that are right all the same."""
