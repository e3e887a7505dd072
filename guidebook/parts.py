"""One website from several machines: parts of it are built side by side and put together.

In: what each machine built of a language, or of a slice of it, with a note of what that is. Out:
the whole site, the same bytes as from one build; or one sentence that says which part is missing or
does not belong to the others.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from guidebook.kept import program_digest
from guidebook.problems import GuidebookError
from guidebook.staging import open_staging

FORMAT = 1
"""The version of the note's form; any other is not read."""
FILES = "site"
"""The folder of a part that holds its files of the site."""
NOTE = "part.json"
_SLICE = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")


@dataclass(frozen=True)
class Slice:
    """A share of the pages of each language: the `number`th of `total`, counted from 1."""

    number: int = 1
    total: int = 1

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"


@dataclass(frozen=True)
class PartNote:
    """What a part is, so that nothing is put together that does not belong together."""

    content: str
    """The digest of the project it was built from."""
    locales: tuple[str, ...]
    """All languages of the project."""
    locale: str
    """The language of the part; empty for all of them."""
    number: int
    total: int

    @property
    def slice(self) -> Slice:
        """Return which share of each language the part is."""
        return Slice(self.number, self.total)


def read_slice(text: str) -> Slice:
    """Return the slice that a person has written, for example `2/3`.

    Raises:
        GuidebookError: It is none.
    """
    found = _SLICE.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]):
        raise GuidebookError(
            f"--slice {text} is not a share. Write its number and how many there are, as in 2/3."
        )
    return Slice(int(found[1]), int(found[2]))


def write_note(part: Path, note: PartNote) -> None:
    """Write the note of a part, which is the last of it: a part without note is not whole."""
    content = {"format": FORMAT, "program": program_digest(), **asdict(note)}
    text = json.dumps(content, indent=1) + "\n"
    (part / NOTE).write_text(text, encoding="utf-8", newline="\n")


def merge_parts(parts: Sequence[Path], site: Path) -> int:
    """Put the files of all parts in the place of the site; return how many there are.

    Raises:
        GuidebookError: A part is missing, twice there, not whole, or of something else.
    """
    notes = [_read_note(part) for part in parts]
    _require_same(parts, notes)
    _require_all(parts, notes)
    with open_staging(site) as staging:
        count = sum(_copy(part / FILES, staging.new) for part in parts)
        staging.replace_site()
    return count


def _read_note(part: Path) -> PartNote:
    try:
        content: dict[str, Any] = json.loads((part / NOTE).read_text(encoding="utf-8"))
        if content.pop("format") != FORMAT or content.pop("program") != program_digest():
            raise GuidebookError(
                f"{part} was built by another version of this program. Build all parts with the "
                "same program, libraries and Python."
            )
        note = PartNote(**{**content, "locales": tuple(content["locales"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise GuidebookError(
            f"{part} is not a whole part of a site. "
            "Make it with: python3 build.py build --out FOLDER"
        ) from None
    return note


def _require_same(parts: Sequence[Path], notes: Sequence[PartNote]) -> None:
    """Require that all parts were built from the same content, in as many slices."""
    for part, note in zip(parts, notes, strict=True):
        if note.content != notes[0].content:
            raise GuidebookError(
                f"{part} was built from other files than {parts[0]}. Build all parts from the same "
                "state of the project."
            )
        if note.total != notes[0].total:
            raise GuidebookError(
                f"{part} is one of {note.total} slices, {parts[0]} one of {notes[0].total}. Build "
                "all parts in as many slices."
            )


def _require_all(parts: Sequence[Path], notes: Sequence[PartNote]) -> None:
    """Require that each slice of each language is there once."""
    found: dict[str, Path] = {}
    for part, note in zip(parts, notes, strict=True):
        for locale in [note.locale] if note.locale else note.locales:
            name = _name(locale, note.slice)
            if name in found:
                raise GuidebookError(f"{found[name]} and {part} are the same part: {name}.")
            found[name] = part
    total = notes[0].total
    wanted = [
        _name(locale, Slice(number, total))
        for locale in notes[0].locales
        for number in range(1, total + 1)
    ]
    if missing := [name for name in wanted if name not in found]:
        raise GuidebookError(
            "\n".join(["These parts are missing; build them and name them, too:", *missing])
        )


def _name(locale: str, part: Slice) -> str:
    """Return what commands call a part."""
    return f"--locale {locale} --slice {part}"


def _copy(source: Path, target: Path) -> int:
    """Copy the files of a part; return how many there are.

    Raises:
        GuidebookError: Another part has a file of the same name, or the part leads elsewhere.
    """
    count = 0
    for path in (source, *sorted(source.rglob("*"))):
        if path.is_symlink():
            raise GuidebookError(f"{path} is a link. Parts hold files only; build it anew.")
        if path.is_dir():
            continue
        place = target / path.relative_to(source)
        if place.exists():
            raise GuidebookError(f"{path} stands in another part, too. Build both anew.")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        count += 1
    return count
