"""One website from several machines: parts of it are built side by side and put together.

In: what each machine built of a language, or of a slice of it, with a note of what that is. Out:
the whole site, the same bytes as from one build; or one sentence that says which part is missing or
does not belong to the others.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from guidebook.kept import program_digest
from guidebook.problems import GuidebookError
from guidebook.staging import open_staging

FORMAT = 2
"""The version of the note's form; any other is not read."""
FILES = "site"
"""The folder of a part that holds its files of the site."""
NOTE = "part.json"
_MOST = 9999
"""How many slices there can be."""
_SLICE = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")


@dataclass(frozen=True)
class Slice:
    """A share of the pages of each language: the `number`th of `total`, counted from 1."""

    number: int = 1
    total: int = 1

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"


class PartNote(BaseModel):
    """What a part is, so that nothing is put together that does not belong together."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    content: str
    """The digest of the project it was built from."""
    timestamp: int
    """The time that its books give as their own."""
    has_books: bool
    locales: Annotated[tuple[str, ...], Field(min_length=1)]
    """All languages of the project."""
    locale: str
    """The language of the part; empty for all of them."""
    number: Annotated[int, Field(ge=1, le=_MOST)]
    total: Annotated[int, Field(ge=1, le=_MOST)]

    @property
    def slice(self) -> Slice:
        """Return which share of each language the part is."""
        return Slice(self.number, self.total)


class _WrittenNote(PartNote):
    """The note as it stands in a part."""

    format: int
    program: str
    files: dict[str, str]
    """The digest of each of its files, by its path in the site."""


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
    files = {name: _digest(path) for name, path in _files_in(part / FILES)}
    facts = {**note.model_dump(), "format": FORMAT, "program": program_digest(), "files": files}
    text = _WrittenNote(**facts).model_dump_json(indent=1) + "\n"
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
        for part, note in zip(parts, notes, strict=True):
            _copy(part, note.files, staging.new)
        staging.replace_site()
    return sum(len(note.files) for note in notes)


def _read_note(part: Path) -> _WrittenNote:
    try:
        written = (part / NOTE).read_bytes()
        content = json.loads(written)
        if content["format"] != FORMAT or content["program"] != program_digest():
            raise GuidebookError(
                f"{part} was built by another version of this program. Build all parts with the "
                "same program, libraries and Python."
            )
        return _WrittenNote.model_validate_json(written)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise GuidebookError(
            f"{part} is not a whole part of a site. "
            "Make it with: python3 build.py build --out FOLDER"
        ) from None


def _require_same(parts: Sequence[Path], notes: Sequence[PartNote]) -> None:
    """Require that all parts were built from the same content, in as many slices."""
    for part, note in zip(parts, notes, strict=True):
        if (note.content, note.locales) != (notes[0].content, notes[0].locales):
            raise GuidebookError(
                f"{part} was built from other files than {parts[0]}. Build all parts from the same "
                "state of the project."
            )
        if note.total != notes[0].total:
            raise GuidebookError(
                f"{part} is one of {note.total} slices, {parts[0]} one of {notes[0].total}. Build "
                "all parts in as many slices."
            )
        if note.has_books != notes[0].has_books:
            raise GuidebookError(
                f"Only one of {part} and {parts[0]} has books. Build all parts with --no-books, "
                "or none."
            )
        if note.timestamp != notes[0].timestamp:
            raise GuidebookError(
                f"The books of {part} and {parts[0]} tell another time. Build all parts with the "
                "same SOURCE_DATE_EPOCH, or with none."
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


def _copy(part: Path, wanted: Mapping[str, str], target: Path) -> None:
    """Copy the files of a part.

    Args:
        part: Its folder.
        wanted: The digests of all files that it was built with, by their paths in the site.
        target: The folder of the site.

    Raises:
        GuidebookError: It has not these files, another part has one of the same name, or it leads
            elsewhere.
    """
    found = dict(_files_in(part / FILES))
    for name in sorted(wanted.keys() | found.keys()):
        path = found.get(name)
        if path is None or wanted.get(name) != _digest(path):
            raise GuidebookError(
                f"{part / FILES / name} is not as it was built. Build {part} anew."
            )
        place = target / name
        if place.exists():
            raise GuidebookError(f"{path} stands in another part, too. Build both anew.")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def _files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield all files of a part by their paths in the site.

    Raises:
        GuidebookError: There is a link, which would bring in what no part holds.
    """
    for path in (folder, *sorted(folder.rglob("*"))):
        if path.is_symlink():
            raise GuidebookError(f"{path} is a link. Parts hold files only; build it anew.")
        if not path.is_dir():
            yield path.relative_to(folder).as_posix(), path


def _digest(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
