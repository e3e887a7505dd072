"""Gives an entry another id or another code; the old one leads on for good.

In: the project's folder, the catalogue, an entry and its new name. Out: the new content of every
file that changes. `formerly` is filled, so that the site keeps a page at the old address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase

from guidebook.catalogue import Catalogue
from guidebook.field_types import CODE_PATTERN, ID_PATTERN
from guidebook.file_changes import Changes
from guidebook.model import Entry
from guidebook.problems import quote
from guidebook.relinking import Relinking, in_model_order, relink_content, relink_pages
from guidebook.strict_yaml import read_yaml
from guidebook.yaml_style import canonical_yaml

SETTINGS_PATH = "mkdocs.yml"


def is_code(name: str) -> bool:
    """Return True for a name that has the shape of a code."""
    return re.fullmatch(CODE_PATTERN, name) is not None


def find_name_fault(catalogue: Catalogue, entry: Entry, name: str) -> str:
    """Return why an entry cannot have a name, with what to write instead; empty when it can."""
    if is_code(name):
        return _find_code_fault(catalogue, entry, name)
    if name == entry.entry_id:
        return f"{quote(name)} is already its id. Write another."
    return find_id_fault(catalogue, name, entry)


def find_id_fault(catalogue: Catalogue, name: str, entry: Entry | None = None) -> str:
    """Return why an entry, or a new one, cannot have an id, with advice; empty when it can."""
    if not re.fullmatch(ID_PATTERN, name):
        return (
            f"{quote(name)} cannot be an id. Write small letters a to z, digits and single "
            "hyphens, for example 'count-hours'."
        )
    return _find_owner(catalogue, entry, name)


def _find_code_fault(catalogue: Catalogue, entry: Entry, code: str) -> str:
    prefix = catalogue.audiences_by_id[entry.audience_id].code_prefix
    if code == entry.code:
        return f"{quote(code)} is already its code. Write another."
    if code.rstrip("0123456789") != prefix:
        return (
            f"{quote(code)} does not begin with {quote(prefix)}, as the codes of "
            f"{quote(entry.audience_id)} do. Write {quote(next_code(catalogue, entry.audience_id))}"
            ", which is free, or another with these letters."
        )
    return _find_owner(catalogue, entry, code)


def _find_owner(catalogue: Catalogue, entry: Entry | None, name: str) -> str:
    for other in catalogue.entries:
        if other is entry:
            continue
        if name in (other.entry_id, other.code):
            return f"{other.path} has the name {quote(name)}. Write another."
        if name in other.formerly:
            return (
                f"{quote(name)} is an earlier name of {other.path}, and its address leads there. "
                "Write another."
            )
    return ""


def next_code(catalogue: Catalogue, audience_id: str) -> str:
    """Return the code of an audience's next entry: codes are never given a second time."""
    prefix = catalogue.audiences_by_id[audience_id].code_prefix
    names = [name for entry in catalogue.entries for name in (entry.code, *entry.formerly)]
    numbers = [
        int(name.lstrip(ascii_uppercase))
        for name in names
        if is_code(name) and name.rstrip("0123456789") == prefix
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"


def rename_entry(root: Path, catalogue: Catalogue, entry: Entry, new_id: str) -> Changes:
    """Return every file with the entry's new id, its own under new names.

    Raises:
        GuidebookError: A file cannot be read.
    """
    links = Relinking(entry, entry, new_id)
    changes: dict[str, bytes | None] = {
        path: text.encode("utf-8") for path, text in relink_content(root, catalogue, links)
    }
    changes.update(relink_pages(root, catalogue, links))
    changes.update(_relink_settings(root, entry, new_id))
    own = changes.get(entry.path) or (root / entry.path).read_bytes()
    changes[entry.path] = _with_earlier_name(own, entry, entry.entry_id, new_id)
    for path in _own_paths(catalogue, entry):
        content = changes.get(path) or (root / path).read_bytes()
        folder, _, name = path.rpartition("/")
        changes[path] = None
        changes[f"{folder}/{new_id}{name.removeprefix(entry.entry_id)}"] = content
    return changes


def change_code(root: Path, entry: Entry, new_code: str) -> Changes:
    """Return the entry's file with another code.

    Raises:
        GuidebookError: The file cannot be read.
    """
    content = (root / entry.path).read_bytes()
    return {entry.path: _with_earlier_name(content, entry, entry.code, new_code)}


def _own_paths(catalogue: Catalogue, entry: Entry) -> Iterator[str]:
    """Yield the paths of an entry's file and of its translations."""
    yield entry.path
    for locale in catalogue.locales:
        translation = catalogue.translation(entry.path, locale.tag)
        if translation is not None:
            yield translation.path


def _with_earlier_name(content: bytes, entry: Entry, old: str, new: str) -> bytes:
    """Return an entry's file in which an earlier name is told, and the code is the new one."""
    document = read_yaml(content, entry.path)
    assert isinstance(document.value, dict)
    value = dict(document.value)
    if is_code(new):
        value["code"] = new
    value["formerly"] = [name for name in (*entry.formerly, old) if name != new]
    ordered = in_model_order(value, Entry)
    return canonical_yaml(ordered, document.comment, entry.path).encode("utf-8")


def _relink_settings(root: Path, entry: Entry, new_id: str) -> Iterator[tuple[str, bytes]]:
    """Yield mkdocs.yml when its menu names the entry's page; everything else in it stays."""
    text = (root / SETTINGS_PATH).read_bytes().decode("utf-8")
    page = rf"(?<![\w./-]){entry.audience_id}/{entry.entry_id}(?=(?:\.[A-Za-z-]+)?\.md\b)"
    changed = re.sub(page, f"{entry.audience_id}/{new_id}", text)
    if changed != text:
        yield SETTINGS_PATH, changed.encode("utf-8")
