"""What the form of *Write or change a guideline* knows, in one language.

In: the catalogue and a locale. Out: `assets/write.<locale>.js`, a script that the form's page loads
and no other: the JSON Schema from which the form is built, the sentences of the checks, the names
of fields and choices, and what can be named. The texts of guidelines are not in it: they come from
`data/guidelines.<locale>.json` when one is opened. The schemas are published beside that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from guidebook.catalogue import Catalogue, Locale, WordValue
from guidebook.localise import Texts, shared_texts
from guidebook.model import Certainty, Status, Strength
from guidebook.plan import script_words
from guidebook.renaming import next_code
from guidebook.schemas import as_json, content_schemas
from guidebook.shapes import SENTENCES
from guidebook.ways_in import editor_of

HINT_LOCALE = "en"
"""The language of the schemas' explanations and of the checks' sentences."""

FORM_WORDS = {
    name: f"write.{name}"
    for name in (
        *("add", "changed", "copied", "editor_new", "editor_paste", "file", "loading_failed"),
        *("made", "number", "optional", "remove", "restored", "selected", "started_over"),
        *("still_right", "unknown", "up"),
    )
} | {"first_draft": "desk.first_draft"}
"""What the form's script says, by its own names."""

FIELD_WORDS = {
    "code": "code",
    "topic": "topic",
    "status": "status_heading",
    "strength": "strength_heading",
    "certainty": "certainty_heading",
    "countries": "holds_in",
    "why": "why",
    "actions": "what_to_do",
    "examples": "examples",
    "rests_on": "rests_on",
    "findings": "findings",
    "references": "references",
    "needs": "needs",
    "related": "related",
    "reviewed": "last_reviewed",
    "review_by": "next_review",
    "changes": "changes",
    "replaced_by": "replaced_by",
}
"""The interface word that names a field, where pages name it too."""
_OWN_FIELD_WORDS = (
    *("title", "summary", "also_for", "do", "detail", "id", "text", "country", "entry", "because"),
    *("on", "what", "withdrawn_because"),
)
TRANSLATION_FAULTS = ("several_lines", "string_too_long")
"""What can be wrong with a translated text in the form, by its name in `shapes.SENTENCES`."""
_ITEM_WORDS = (
    *("actions", "examples", "needs", "changes", "findings", "references", "related", "also_for"),
    "countries",
)
"""Lists whose items have a name of their own."""


def write_script_path(locale: Locale) -> str:
    """Return where the script with what the form knows in a language stands in the site."""
    return f"assets/write.{locale.tag}.js"


def write_script(catalogue: Catalogue, locale: Locale) -> bytes:
    """Return the script that tells the form's page what it knows in one language."""
    known = json.dumps(_known(catalogue, locale), ensure_ascii=False, separators=(",", ":"))
    return f"window.guidebookWrite = {known};\n".encode()


def published_schemas() -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each schema as the site publishes it."""
    for name, schema in content_schemas().items():
        yield f"data/{name}.schema.json", as_json(schema).encode()


def writing_view(texts: Texts) -> SimpleNamespace:
    """Return what the form's page shows before its script has begun."""
    catalogue = texts.catalogue
    first = next(iter(catalogue.entries), None)
    editor = editor_of(catalogue.settings)
    return SimpleNamespace(
        is_source=texts.locale.is_source,
        language=texts.words.language(texts.locale.tag),
        script="assets/write.js",
        texts=write_script_path(texts.locale),
        audiences=[
            (audience.id, texts.site[f"audiences.{audience.id}.name"].text)
            for audience in catalogue.site.audiences
        ],
        example=first.code if first else "",
        host=urlsplit(catalogue.settings.edit_url).hostname if editor else "",
    )


def _known(catalogue: Catalogue, locale: Locale) -> dict[str, Any]:
    texts = shared_texts(catalogue, locale)
    source = catalogue.source_locale
    schemas = content_schemas()
    schema = schemas["entry" if locale.is_source else "entry-translation"]
    words: dict[str, WordValue] = script_words(texts.words, FORM_WORDS)
    words["changed"] = texts.words("write.changed", language=texts.words.language(source.tag))
    return {
        "locale": locale.tag,
        "direction": locale.direction,
        "is_source": locale.is_source,
        "source": {"tag": source.tag, "direction": source.direction},
        "hint_locale": HINT_LOCALE,
        "schema": schema,
        "source_schema": schemas["entry"],
        "messages": _messages(texts),
        "labels": _labels(texts),
        "options": _options(texts),
        "words": words,
        "audiences": [
            {"id": audience.id, "next_code": next_code(catalogue, audience.id)}
            for audience in catalogue.site.audiences
        ],
        "names": _names(texts),
        "entries": [
            {"id": entry.entry_id, "code": entry.code, "audience": entry.audience_id}
            for entry in catalogue.entries
        ],
        "editor": _editor(catalogue),
    }


def _messages(texts: Texts) -> Mapping[str, str]:
    """Return the sentence for each mistake that a form can find, with what to write instead.

    Those that a translation can have are told in the reader's language; the others are the checks'.
    """
    found = {kind: f"{sentence} {advice}" for kind, (_, sentence, advice) in SENTENCES.items()}
    found |= {kind: texts.words.pattern(f"write.faults.{kind}") for kind in TRANSLATION_FAULTS}
    found["empty"] = SENTENCES["empty"][1]  # there is no line to delete in a form
    found["bad_date"] = found["bad_date"].replace("; {why}", "")
    return found


def _labels(texts: Texts) -> Mapping[str, str]:
    words = texts.words
    labels = {field: words(key) for field, key in FIELD_WORDS.items()}
    labels |= {field: words(f"write.fields.{field}") for field in _OWN_FIELD_WORDS}
    return labels | {f"{field}.one": words(f"write.one.{field}") for field in _ITEM_WORDS}


def _options(texts: Texts) -> Mapping[str, Mapping[str, str]]:
    """Return how the choices are called, with what each means."""
    words = texts.words
    kinds = {"status": Status, "strength": Strength, "certainty": Certainty}
    return {
        name: {
            option.value: f"{words(f'{name}.{option}')}: {words(f'{name}_means.{option}')}"
            for option in kind
        }
        for name, kind in kinds.items()
    }


def _names(texts: Texts) -> Mapping[str, list[tuple[str, str]]]:
    """Return all that a field can name: id, and how it is called."""
    catalogue = texts.catalogue
    site = catalogue.site
    return {
        "entry": [
            (entry.entry_id, f"{entry.code} {texts.title(entry).text}")
            for entry in catalogue.entries
            if not entry.is_retired
        ],
        "topic": [(one.id, texts.site[f"topics.{one.id}.name"].text) for one in site.topics],
        "audience": [
            (one.id, texts.site[f"audiences.{one.id}.name"].text) for one in site.audiences
        ],
        "reference": [(name, work.title) for name, work in catalogue.references.items()],
        "finding": [
            (f"{study.study_id}/{finding.id}", finding.text)
            for study in catalogue.studies
            for finding in study.findings
        ],
    }


def _editor(catalogue: Catalogue) -> Mapping[str, object] | None:
    editor = editor_of(catalogue.settings)
    if editor is None:
        return None
    is_gitlab = editor.style == "gitlab"
    return {
        "edit": catalogue.settings.edit_url,
        "new": editor.new_address,
        "name": "file_name" if is_gitlab else "filename",
        "takes_text": not is_gitlab,
    }
