"""Translations to and from translators' own tools: XLIFF, written by translate-toolkit.

In: how far a language is, or an XLIFF file. Out: an XLIFF file, or translation files with what the
XLIFF file says. A text's source stands in the file, so that one from another revision still tells
which source text each translation was made from. The only module that knows XLIFF.

XLIFF 1.1 as translate-toolkit writes it: `<file original>` is the source file, the id of a unit
the field's name, `approved="yes"` a text that is current; a text that is behind is marked as not
approved and `needs-translation`, which most tools call fuzzy. Both ways of marking are read.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree
from pydantic import TypeAdapter, ValidationError
from translate.storage.xliff import Xliff1File

from guidebook.catalogue import Catalogue, Locale
from guidebook.characters import HIDDEN
from guidebook.field_types import Markdown, Plain, TextKind
from guidebook.freshness import FieldState, fingerprint
from guidebook.model import Review
from guidebook.problems import GuidebookError, quote, visible
from guidebook.progress import PAGES, FieldProgress, FileProgress, LocaleProgress, all_files
from guidebook.translation_files import set_texts

NOTE_ORIGIN = "developer"
"""Who a note is from, in the words of XLIFF: the file's maker, not its translator."""
MAX_FILE_SIZE = 50_000_000
"""Bytes; a thousand entries make about 6 MB."""
_NOTE = re.compile(r"made from: ([0-9a-f]{8})")
_SHAPES: dict[TextKind, TypeAdapter[str]] = {
    TextKind.PLAIN: TypeAdapter(Plain),
    TextKind.MARKDOWN: TypeAdapter(Markdown),
}


@dataclass
class Imported:
    """What became of the units of an XLIFF file."""

    texts: int = 0
    """Texts that were new or changed and now stand in the translation files."""
    files: list[str] = field(default_factory=list)
    """The files that were written."""
    left_out: list[str] = field(default_factory=list)
    """A line for each unit or file that fits nothing of today, with the reason."""


def export_xliff(language: LocaleProgress[FileProgress], source: Locale) -> bytes:
    """Return the files of a language as XLIFF; hand-written pages are left out.

    A page is one text of many paragraphs with its own markup: it is translated as a file.
    """
    store: Any = Xliff1File()
    store.setsourcelanguage(source.tag)
    store.settargetlanguage(language.locale.tag)
    for file in language.files:
        if file.part != PAGES:
            for item in file.fields:
                _add_unit(store, file, item)
    return bytes(store)


def _add_unit(store: Any, file: FileProgress, item: FieldProgress) -> None:
    unit = store.addsourceunit(item.source.text, file.source_path, createifmissing=True)
    unit.setid(item.source.name)
    if item.text:
        unit.target = item.text
        unit.markfuzzy(item.state is FieldState.BEHIND)
    state = f"{item.state.value}, {item.review.value}" if item.review else item.state.value
    notes = [
        f"{file.name}, {item.source.name}",
        f"state: {state}",
        f"source fingerprint: {fingerprint(item.source.text)}",
    ]
    if item.made_from:
        notes.append(f"made from: {item.made_from}")
    for note in notes:
        unit.addnote(note, origin=NOTE_ORIGIN)


def import_xliff(
    root: Path, catalogue: Catalogue, locale: Locale, data: bytes, review: Review
) -> Imported:
    """Put the translations of an XLIFF file into the project's files; return what became of them.

    A text whose source is that of today is current from then on, unless its unit is marked as not
    finished. A text made from another source is not taken: its translator could not know today's.

    Args:
        root: The project's folder.
        catalogue: What was loaded from it.
        locale: The language of the translations.
        data: The bytes of the file.
        review: The state of review of files that are made new.

    Raises:
        GuidebookError: It is not an XLIFF file, or one for another language.
    """
    imported = Imported()
    files = {file.source_path: file for file in all_files(catalogue, locale)}
    for source_path, units in _units(data, catalogue, locale).items():
        file = files.get(source_path)
        if file is None or file.part == PAGES:
            imported.left_out.append(f"{source_path}: no such file is translated.")
            continue
        texts, made_from = _matching(file, units, imported)
        if texts or made_from:
            set_texts(root, catalogue, file, texts, made_from, review)
            imported.files.append(file.path)
            imported.texts += len(texts)
    return imported


@dataclass(frozen=True)
class _Unit:
    name: str
    """The field's name."""
    source: str
    target: str
    is_fuzzy: bool
    """True when the translator has not finished with it."""
    made_from: str
    """The fingerprint that stands in our note, or nothing."""


def _matching(
    file: FileProgress, units: list[_Unit], imported: Imported
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the texts and fingerprints that change a file, and list the units that do not fit."""
    texts: dict[str, str] = {}
    made_from: dict[str, str] = {}
    faults: dict[str, None] = {}
    fields = {item.source.name: item for item in file.fields}
    found: dict[str, set[str]] = {}
    for unit in units:
        found.setdefault(unit.name, set()).add(unit.target)
    for unit in units:
        item = fields.get(unit.name)
        fault = _fault(unit, item, found[unit.name])
        if fault or item is None:
            faults[f"{file.source_path}: {fault}"] = None
            continue
        if unit.target != item.text:
            texts[unit.name] = unit.target
        from_which = _made_from(unit, item)
        if from_which != item.made_from:
            made_from[unit.name] = from_which
    imported.left_out += faults
    return texts, made_from


def _fault(unit: _Unit, item: FieldProgress | None, targets: Collection[str]) -> str:
    """Return why a unit cannot be taken, or nothing."""
    name = quote(unit.name)
    if not unit.name:
        return f"the unit with the source {quote(unit.source)} has no id."
    if item is None:
        return f"there is no text {name} today."
    if len(targets) > 1:
        return f"the unit {name} stands twice, with different translations."
    if fingerprint(unit.source) != fingerprint(item.source.text):
        return f"the source of {name} is another today."
    return _fault_of_text(name, unit.target, item.source.kind)


def _fault_of_text(name: str, text: str, kind: TextKind) -> str:
    """Return why a text cannot stand in a translation file, or nothing."""
    hidden = HIDDEN.search(text)
    if hidden:
        return f"the character {visible(hidden.group())} in {name} cannot be seen."
    try:
        _SHAPES[kind].validate_python(text)
    except ValidationError as error:
        has_lines = error.errors()[0]["type"] == "several_lines"
        return f"{name} has several lines." if has_lines else f"{name} is too long."
    return ""


def _made_from(unit: _Unit, item: FieldProgress) -> str:
    """Return what a text was made from once its unit is taken; nothing when it is not known."""
    present = fingerprint(item.source.text)
    if not unit.is_fuzzy:
        return present
    known = item.made_from or unit.made_from
    return "" if known == present else known


def _units(data: bytes, catalogue: Catalogue, locale: Locale) -> dict[str, list[_Unit]]:
    """Return the units of an XLIFF file that hold a translation, by source file."""
    found: dict[str, list[_Unit]] = {}
    for file in _root(data).iterchildren("{*}file"):
        _require_language("from", file.get("source-language"), catalogue.source_locale.tag)
        _require_language("into", file.get("target-language"), locale.tag)
        original = file.get("original") or ""
        for node in file.iterdescendants("{*}trans-unit"):
            target = node.find("{*}target")
            text = _text(target)
            if text.strip():
                source = _text(node.find("{*}source"))
                made_from = _noted(node)
                name = node.get("id") or ""
                unit = _Unit(name, source, text, _is_fuzzy(node, target), made_from)
                found.setdefault(original, []).append(unit)
    return found


def _root(data: bytes) -> Any:
    """Return the outermost element of an XLIFF file."""
    if len(data) > MAX_FILE_SIZE:
        raise GuidebookError(f"The file has more than {MAX_FILE_SIZE} bytes. Split it.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise GuidebookError(f"The file is not XLIFF: {visible(error.msg)}.") from None
    if root.getroottree().docinfo.doctype:
        raise GuidebookError("The file has a DOCTYPE, which can be unsafe. Save it without one.")
    if etree.QName(root).localname != "xliff" or not root.get("version", "").startswith("1."):
        raise GuidebookError("The file is not XLIFF 1. Save it as XLIFF 1.1 or 1.2.")
    if root.find("{*}file") is None:
        raise GuidebookError("The file holds no texts: it has no <file>.")
    return root


def _require_language(word: str, found: str | None, tag: str) -> None:
    """Raise when a file is translated from or into another language than the one wanted."""
    if found is None or found.replace("_", "-").lower() != tag.lower():
        said = f"{word} {quote(found)}" if found else f"but does not say {word} which language"
        raise GuidebookError(f"The file is translated {said}; {word} {quote(tag)} is needed.")


def _text(node: Any) -> str:
    """Return the text of an element with every space and line end, whatever it says of them."""
    return "" if node is None else str(node.xpath("string()"))


def _noted(unit: Any) -> str:
    """Return the fingerprint of the earlier source text that our note tells, or nothing."""
    notes = (_NOTE.fullmatch(_text(note).strip()) for note in unit.iterchildren("{*}note"))
    return next((match[1] for match in notes if match), "")


def _is_fuzzy(unit: Any, target: Any) -> bool:
    """Return True for a unit that is marked as not finished; tools mark it in two ways."""
    if unit.get("approved") == "yes":
        return False
    state = str(target.get("state", ""))
    if state:
        return state == "new" or state.startswith("needs-")
    return str(unit.get("approved")) == "no"
