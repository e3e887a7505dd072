"""The guidelines for other programs: JSON and CSV in each language.

In: the catalogue and a locale. Out: `data/guidelines.<locale>.json` and `.csv` with every fact and
text of the site, in the shape of `data_shape`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from guidebook.addresses import entry_page_id, page_address, short_address
from guidebook.catalogue import Catalogue, Locale
from guidebook.data_shape import (
    FORMAT_VERSION,
    SCHEMA_NAME,
    ActionData,
    ChangeData,
    ExampleData,
    FindingData,
    GuidelineData,
    GuidelinesData,
    NamedData,
    NeedData,
    StudyData,
    TermData,
)
from guidebook.kept import Kept
from guidebook.localise import Passages, Texts, shared_texts
from guidebook.model import Entry
from guidebook.text import plain_text

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins so as a formula (OWASP, CSV Injection)."""


def build_data(catalogue: Catalogue, locale: Locale) -> GuidelinesData:
    """Return everything the site says in one language."""
    texts = shared_texts(catalogue, locale)
    return _data(texts, [_guideline(entry, texts) for entry in catalogue.entries])


def data_files(texts: Texts, kept: Kept) -> tuple[bytes, bytes]:
    """Return everything the site says in one language as JSON, and the guidelines as CSV.

    Args:
        texts: The language.
        kept: What an earlier run has written of each guideline; it is given what is new.
    """
    lines = [_known_lines(entry, texts, kept) for entry in texts.catalogue.entries]
    data = _json(_data(texts, []), [line for line, _ in lines])
    return data, _csv([row for _, row in lines])


def _known_lines(entry: Entry, texts: Texts, kept: Kept) -> tuple[str, str]:
    """Return a guideline as a line of JSON and a row of CSV."""
    key = "data", texts.catalogue.site_url, entry.path, *texts.key(entry)
    value = kept.get(*key)
    if value is None:
        guideline = _guideline(entry, texts)
        value = [_line(guideline.model_dump(mode="json")), _row(guideline)]
        if entry.path in texts.catalogue.digests:
            kept.put(value, *key)
    line, row = value
    return line, row


def _data(texts: Texts, guidelines: list[GuidelineData]) -> GuidelinesData:
    catalogue, locale, site = texts.catalogue, texts.locale, texts.catalogue.site
    return GuidelinesData(
        format_version=FORMAT_VERSION,
        locale=locale.tag,
        source_locale=catalogue.source_locale.tag,
        edition=site.edition.id,
        edition_date=site.edition.date,
        title=texts.site["title"].text,
        notice=texts.site["notice"].text,
        licence=site.licence.name,
        licence_url=site.licence.url,
        audiences=[_named("audiences", audience.id, texts.site) for audience in site.audiences],
        topics=[_named("topics", topic.id, texts.site) for topic in site.topics],
        guidelines=guidelines,
        states={
            entry.entry_id: translation.state
            for entry in catalogue.entries
            if (translation := catalogue.translation(entry.path, locale.tag)) is not None
        },
        studies=_studies(texts),
        references=dict(catalogue.references),
        glossary=_terms(texts),
    )


def _named(kind: str, part_id: str, passages: Passages) -> NamedData:
    return NamedData(
        id=part_id,
        name=passages[f"{kind}.{part_id}.name"].text,
        introduction=passages[f"{kind}.{part_id}.introduction"].text,
    )


def _guideline(entry: Entry, texts: Texts) -> GuidelineData:
    passages = texts.entry(entry)

    def text(name: str) -> str:
        passage = passages.get(name)
        return passage.text if passage else ""

    url = texts.catalogue.site_url
    return GuidelineData(
        id=entry.entry_id,
        code=entry.code,
        audience=entry.audience_id,
        also_for=list(entry.also_for),
        topic=entry.topic,
        status=entry.status,
        strength=entry.strength,
        certainty=entry.certainty,
        countries=list(entry.countries),
        address=url + page_address(entry_page_id(entry), texts.locale),
        short_address=url + short_address(entry.code, texts.locale),
        untranslated=[name for name, passage in passages.items() if passage.is_foreign],
        title=text("title"),
        summary=text("summary"),
        why=text("why"),
        actions=[
            ActionData(
                id=action.id,
                do=text(f"actions.{action.id}.do"),
                detail=text(f"actions.{action.id}.detail"),
            )
            for action in entry.actions
        ],
        examples=[
            ExampleData(
                id=example.id,
                title=text(f"examples.{example.id}.title"),
                country=example.country,
                text=text(f"examples.{example.id}.text"),
            )
            for example in entry.examples
        ],
        findings=list(entry.rests_on.findings),
        references=list(entry.rests_on.references),
        needs=[
            NeedData(entry=need.entry, because=text(f"needs.{need.entry}.because"))
            for need in entry.needs
        ],
        related=list(entry.related),
        reviewed=entry.reviewed,
        review_by=entry.review_by,
        changes=[
            ChangeData(on=change.on, what=text(f"changes.{change.on}.what"))
            for change in entry.changes
        ],
        formerly=list(entry.formerly),
        replaced_by=entry.replaced_by,
        withdrawn_because=text("withdrawn_because"),
    )


def _studies(texts: Texts) -> list[StudyData]:
    studies = []
    for study in texts.catalogue.studies:
        passages = texts.study(study)
        studies.append(
            StudyData(
                id=study.study_id,
                kind=study.kind,
                title=passages["title"].text,
                by=study.by,
                held=study.held,
                country=study.country,
                participants=study.participants,
                reference=study.reference,
                introduction=passages["introduction"].text,
                findings=[
                    FindingData(
                        id=finding.id,
                        kind=finding.kind,
                        topic=finding.topic,
                        text=passages[f"findings.{finding.id}.text"].text,
                    )
                    for finding in study.findings
                ],
            )
        )
    return studies


def _terms(texts: Texts) -> list[TermData]:
    facts = texts.catalogue.term_facts
    return [
        TermData(
            id=term_id,
            term=texts.glossary[f"{term_id}.term"].text,
            definition=texts.glossary[f"{term_id}.definition"].text,
            reference=term.reference,
            checked=found.checked if (found := facts.get((texts.locale.tag, term_id))) else None,
        )
        for term_id, term in texts.catalogue.glossary.items()
    ]


def _json(data: GuidelinesData, guidelines: list[str]) -> bytes:
    """Return the data as JSON, one line for each guideline, work or term."""
    parts = {"$schema": SCHEMA_NAME, **data.model_dump(mode="json", exclude={"guidelines"})}
    written = {name: _lines(part) for name, part in parts.items()}
    written["guidelines"] = "[\n" + ",\n".join(guidelines) + "\n]" if guidelines else "[]"
    lines = ",\n".join(f"{_line(name)}: {text}" for name, text in written.items())
    return f"{{\n{lines}\n}}\n".encode()


def _lines(part: Any) -> str:
    """Return a value as JSON, of which each item has a line of its own."""
    if isinstance(part, list) and part:
        items = ",\n".join(map(_line, part))
        return f"[\n{items}\n]"
    if isinstance(part, dict) and part:
        items = ",\n".join(f"{_line(name)}: {_line(item)}" for name, item in part.items())
        return f"{{\n{items}\n}}"
    return _line(part)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _csv(rows: Iterable[str]) -> bytes:
    """Return CSV (RFC 4180, UTF-8 with BOM so that spreadsheets read it) of rows as they are."""
    return "".join(["\ufeff", _written(GuidelineData.model_fields), *rows]).encode()


def _row(guideline: GuidelineData) -> str:
    return _written(_cell(getattr(guideline, name)) for name in GuidelineData.model_fields)


def _written(cells: Iterable[str]) -> str:
    """Return a row of CSV with its end."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    """Return a value as one cell; lists stand one item a line."""
    if isinstance(value, BaseModel):
        parts = [
            plain_text(part).replace("\n", " ") if field.description == "Markdown" else str(part)
            for name, field in type(value).model_fields.items()
            if (part := getattr(value, name)) not in (None, "")
        ]
        text = " | ".join(parts)
    elif isinstance(value, list):
        text = "\n".join(_cell(item) for item in value)
    else:
        text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_START) else text
