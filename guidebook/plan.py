"""What the scripts of *My plan* know: the guidelines' actions in one language, and what they say.

In: the catalogue and a locale. Out: `assets/plan.<locale>.js`, a script that the plan's page loads
(a script and not JSON, so that it also works from a folder on disk), and words for entry pages.
The plan itself stays in the reader's browser; it holds ids, so that it reads in every language and
survives a new edition.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypedDict

from guidebook.addresses import entry_page_id, page_address
from guidebook.catalogue import Catalogue, Locale, WordValue
from guidebook.localise import Passage, Texts, shared_texts
from guidebook.model import Entry, Status
from guidebook.words import Words

Text = str | tuple[str, str]
"""A text in the language of the page, or else the text and the tag of its language."""

CHECKLIST_WORDS = {
    "chosen": "plan.chosen",
    "done": "plan.done_count",
    "total": "plan.total",
    "copied": "plan.copied",
    "removed": "plan.removed",
    "put_back": "plan.put_back",
    "refused": "plan.not_kept",
    "damaged": "plan.damaged",
    "newer": "plan.newer",
}
"""What the script of entry pages says, by its own names."""
PLAN_WORDS = {
    "actions": "plan.actions",
    "damaged": "plan.damaged",
    "date_format": "date_format",
    "done": "plan.done_count",
    "emptied": "plan.emptied",
    "file_name": "plan.file_name",
    "file_left_out": "plan.file_left_out",
    "file_newer": "plan.file_newer",
    "file_opened": "plan.file_opened",
    "file_question": "plan.file_question",
    "file_saved": "plan.file_saved",
    "file_saved_on": "plan.file_saved_on",
    "file_title": "plan.file_title",
    "file_too_large": "plan.file_too_large",
    "file_wrong": "plan.file_wrong",
    "gone_title": "plan.gone_title",
    "newer": "plan.newer",
    "printed_on": "plan.printed_on",
    "put_back": "plan.put_back",
    "refused": "plan.not_kept_save",
    "removed": "plan.removed",
}
"""What the script of the plan's page says, by its own names."""


class ActionTexts(TypedDict):
    """One thing to do."""

    id: str
    do: Text


class ChangeTexts(TypedDict):
    """What was changed and when."""

    on: str
    """The day as YYYY-MM-DD, to compare."""
    shown: str
    """The day as the language writes it."""
    what: Text


class EntryTexts(TypedDict):
    """What a plan shows of an entry."""

    id: str
    code: str
    title: Text
    address: str
    """Below the site's root."""
    audience: str
    status: str
    formerly: list[str]
    """Earlier ids, under which an older plan knows it."""
    replaced_by: str
    """The id of the entry to read instead; empty for none."""
    withdrawn_because: Text
    changes: list[ChangeTexts]
    """The newest first."""
    actions: list[ActionTexts]


class AudienceTexts(TypedDict):
    """The heading above an audience's entries."""

    id: str
    name: Text


class PlanTexts(TypedDict):
    """Everything the plan's page shows of the guidelines in one language."""

    locale: str
    languages: dict[str, str]
    """The direction of each language of the site."""
    site: str
    title: str
    edition: dict[str, str]
    words: Mapping[str, WordValue]
    statuses: dict[str, str]
    audiences: list[AudienceTexts]
    entries: list[EntryTexts]


def plan_texts(catalogue: Catalogue, locale: Locale) -> PlanTexts:
    """Return what the plan's page shows of the guidelines in one language."""
    texts = shared_texts(catalogue, locale)
    site = catalogue.site
    return PlanTexts(
        locale=locale.tag,
        languages={each.tag: each.direction for each in catalogue.locales},
        site=catalogue.site_url,
        title=texts.site["title"].text,
        edition={"id": site.edition.id, "date": site.edition.date.isoformat()},
        words=script_words(texts.words, PLAN_WORDS),
        statuses={status.value: texts.words(f"status.{status}") for status in Status},
        audiences=[
            AudienceTexts(id=audience.id, name=_text(texts.site[f"audiences.{audience.id}.name"]))
            for audience in site.audiences
        ],
        entries=[_entry(entry, texts) for entry in catalogue.entries],
    )


def plan_script(catalogue: Catalogue, locale: Locale) -> bytes:
    """Return the script that tells the plan's page the texts of one language."""
    texts = json.dumps(plan_texts(catalogue, locale), ensure_ascii=False, separators=(",", ":"))
    return f"window.guidebookPlan = {texts};\n".encode()


def plan_script_path(locale: Locale) -> str:
    """Return where the script with the texts of a language stands in the site."""
    return f"assets/plan.{locale.tag}.js"


def script_words(words: Words, names: Mapping[str, str]) -> dict[str, WordValue]:
    """Return interface words for a script, those that count with all their plural forms."""
    return {name: words.forms(key) for name, key in names.items()}


def latest_change(entry: Entry) -> str:
    """Return the day of an entry's last change, by which a plan knows what its reader has seen."""
    return max(change.on for change in entry.changes).isoformat()


def earlier_ids(entry: Entry) -> list[str]:
    """Return the ids that an entry had before; its earlier codes are in no plan."""
    return [name for name in entry.formerly if not name[0].isupper()]


def _entry(entry: Entry, texts: Texts) -> EntryTexts:
    passages = texts.entry(entry)
    because = passages.get("withdrawn_because")
    return EntryTexts(
        id=entry.entry_id,
        code=entry.code,
        title=_text(passages["title"]),
        address=page_address(entry_page_id(entry), texts.locale),
        audience=entry.audience_id,
        status=entry.status.value,
        formerly=earlier_ids(entry),
        replaced_by=entry.replaced_by or "",
        withdrawn_because=_text(because) if because else "",
        changes=[
            ChangeTexts(
                on=change.on.isoformat(),
                shown=texts.words.date(change.on),
                what=_text(passages[f"changes.{change.on}.what"]),
            )
            for change in sorted(entry.changes, key=lambda change: change.on, reverse=True)
        ],
        actions=[
            ActionTexts(id=action.id, do=_text(passages[f"actions.{action.id}.do"]))
            for action in entry.actions
        ],
    )


def _text(passage: Passage) -> Text:
    return (passage.text, passage.locale.tag) if passage.is_foreign else passage.text
