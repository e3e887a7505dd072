"""What to write instead of a name that leads nowhere.

In: the catalogue and the name as written. Out: whether it is known, and advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter

from guidebook.catalogue import GLOSSARY_PATH, REFERENCES_PATH, Catalogue, per_catalogue
from guidebook.model import Entry
from guidebook.problems import nearest, quote

_KNOWN: Mapping[str, Callable[[Catalogue], Mapping[str, object]]] = {
    "entry": attrgetter("entries_by_id"),
    "ref": attrgetter("references"),
    "finding": attrgetter("findings_by_id"),
    "term": attrgetter("glossary"),
}
"""Where content is found by its id."""
_KINDS = {"entry": "entry", "ref": "reference", "finding": "finding", "term": "term"}


def is_known(catalogue: Catalogue, scheme: str, content_id: str) -> bool:
    """Return True for what exists, and for what stands in a file that could not be read."""
    if content_id in _KNOWN[scheme](catalogue):
        return True
    if scheme == "finding":
        return f"study:{content_id.partition('/')[0]}" in catalogue.broken
    return not catalogue.broken.isdisjoint((f"{scheme}:{content_id}", f"{scheme}:*"))


def unknown_message(scheme: str, content_id: str) -> str:
    """Return the sentence for a name that leads nowhere."""
    return f"no {_KINDS[scheme]} has the id {quote(content_id)}."


def advise(catalogue: Catalogue, scheme: str, content_id: str) -> str:
    """Return what to write instead of an id that nothing has."""
    if scheme == "entry":
        return _advise_entry(catalogue, content_id)
    if scheme == "finding":
        return _advise_finding(catalogue, content_id)
    path = REFERENCES_PATH if scheme == "ref" else GLOSSARY_PATH
    known: Iterable[str] = catalogue.references if scheme == "ref" else catalogue.glossary
    return f"Write an id that stands in {path}{nearest(content_id, known)}, or add it there."


def successor(catalogue: Catalogue, entry: Entry) -> Entry | None:
    """Return the entry that takes a retired one's place now, or None."""
    seen = {entry.entry_id}
    while entry.is_retired:
        if entry.replaced_by is None or entry.replaced_by in seen:
            return None
        seen.add(entry.replaced_by)
        found = catalogue.entries_by_id.get(entry.replaced_by)
        if found is None:
            return None
        entry = found
    return entry


@per_catalogue
def _ids_by_other_name(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the id of each entry by its code and its earlier ids and codes."""
    earlier = {name: entry.entry_id for entry in catalogue.entries for name in entry.formerly}
    return earlier | {entry.code: entry.entry_id for entry in catalogue.entries}


def _advise_entry(catalogue: Catalogue, content_id: str) -> str:
    name = content_id.rpartition("/")[2].removesuffix(".yml").removesuffix(".md")
    if name in catalogue.entries_by_id:
        return f"Write only the entry's id: {quote(name)}."
    present = _ids_by_other_name(catalogue).get(content_id)
    if present is not None:
        return f"Write {quote(present)}; {quote(content_id)} is its code or an earlier name."
    return (
        f"Write an id that exists{nearest(content_id, catalogue.entries_by_id)}, "
        "or delete what names it."
    )


def _advise_finding(catalogue: Catalogue, content_id: str) -> str:
    full_ids = [full for full in catalogue.findings_by_id if full.endswith(f"/{content_id}")]
    if len(full_ids) == 1:
        return f"Write the study too: {quote(full_ids[0])}."
    near = nearest(content_id, catalogue.findings_by_id)
    return f"Write the study, a slash and a finding that the study has{near}."
