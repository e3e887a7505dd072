"""Retires an entry: its page stays and says what readers should do instead.

In: the project's folder, the catalogue, an entry, and the entry that replaces it or the reason.
Out: the new content of every file that changes. Links to it lead to its successor from now on, or
become plain words where there is none.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guidebook.catalogue import Catalogue, Locale
from guidebook.file_changes import Changes
from guidebook.freshness import fingerprint
from guidebook.localise import shared_texts
from guidebook.model import Entry, Status
from guidebook.problems import quote
from guidebook.relinking import Mapped, Relinking, in_model_order, relink_content, relink_pages
from guidebook.strict_yaml import Value, read_yaml
from guidebook.yaml_style import canonical_yaml


def find_retirement_fault(entry: Entry, by: Entry | None) -> str:
    """Return why an entry cannot be retired, or not in favour of another; empty when it can."""
    if entry.is_retired:
        return f"{entry.path} is retired already."
    if by is entry:
        return f"{quote(entry.code)} cannot replace itself. Name another guideline."
    if by is not None and by.is_retired:
        return f"{by.path} is retired itself. Name a guideline that holds."
    return ""


def retire_entry(
    root: Path, catalogue: Catalogue, entry: Entry, by: Entry | None, because: str, day: date
) -> Changes:
    """Return every file with the entry retired.

    Args:
        root: The project's folder.
        catalogue: What was loaded from it.
        entry: The entry.
        by: The entry to read instead, or None.
        because: Where there is none, what readers are told, in the source language.
        day: The day of the change.

    Raises:
        GuidebookError: A file cannot be read, or has a link that only a person can take away.
    """
    links = Relinking(entry, by, by.entry_id if by else "")
    changes: dict[str, bytes | None] = {
        path: text.encode("utf-8") for path, text in relink_content(root, catalogue, links)
    }
    changes.update(relink_pages(root, catalogue, links))
    on = day.isoformat()
    told = _told(catalogue, catalogue.source_locale, by, because)
    value, comment = _read(root, entry.path)
    value["status"] = Status.RETIRED.value
    if by is not None:
        value["replaced_by"] = by.entry_id
    else:
        value["withdrawn_because"] = because
    before = next((change.what for change in entry.changes if change.on == day), "")
    what = _tell(value, on, told)
    ordered = in_model_order(value, Entry)
    changes[entry.path] = canonical_yaml(ordered, comment, entry.path).encode("utf-8")
    for locale in catalogue.locales[1:] if by else ():
        translation = catalogue.translation(entry.path, locale.tag)
        if translation is None:
            continue
        value, comment = _read(root, translation.path)
        made_from = value.setdefault("made_from", {})
        assert isinstance(made_from, dict)
        name = f"changes.{on}.what"
        if before and made_from.get(name) != fingerprint(before):
            continue  # it was behind and stays so: what is missing in it cannot be told apart
        _tell(value, on, _told(catalogue, locale, by, because))
        made_from[name] = fingerprint(what)
        text = canonical_yaml(value, comment, translation.path)
        changes[translation.path] = text.encode("utf-8")
    return changes


def _told(catalogue: Catalogue, locale: Locale, by: Entry | None, because: str) -> str:
    """Return what the list of changes says in a language."""
    words = shared_texts(catalogue, locale).words
    return words("desk.replaced", code=by.code) if by else because


def _read(root: Path, path: str) -> tuple[Mapped, str]:
    document = read_yaml((root / path).read_bytes(), path)
    assert isinstance(document.value, dict)  # it was loaded a moment ago
    return dict(document.value), document.comment


def _tell(value: Mapped, on: str, what: str) -> str:
    """Add a sentence to the changes of a day, and return all that is said of that day."""
    changes: Value = value.setdefault("changes", [])
    assert isinstance(changes, list)
    for change in changes:
        if isinstance(change, dict) and change.get("on") == on:
            change["what"] = f"{change.get('what', '')} {what}".strip()
            return str(change["what"])
    changes.insert(0, {"on": on, "what": what})
    return what
