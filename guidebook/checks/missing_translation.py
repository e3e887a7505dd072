"""A translation has every text of its source file.

Where a text is missing, readers see the source language. A file that does not exist is not missed
here: which languages take on what stands in site.yml. A warning.

Good:

    # weekly-hours.et.yml
    title: Arvuta tunnid
    summary: Korruta ainepunktid.

Bad:

    # weekly-hours.et.yml
    title: Arvuta tunnid
    summary: ''
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook.catalogue import Translation
from guidebook.checks._files import CheckedFile, TranslatedFile
from guidebook.problems import FieldPath, Problem, Severity, quote

ID = "missing-translation"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a warning for each source text that a translation file lacks."""
    for file in files:
        if isinstance(file, TranslatedFile) and file.source is not None:
            for name in file.source.fields.keys() - file.translation.texts.keys():
                if f"{file.path}:{name.partition('.')[0]}" not in file.unread:
                    yield _problem(file, name)


def _problem(file: TranslatedFile, name: str) -> Problem:
    parent, _, key = name.rpartition(".")
    where = f" under {quote(parent)}" if parent else ""
    return Problem(
        file.places.key(_written_path(file.translation, name)),
        ID,
        f"{quote(name)} is not translated.",
        f"Translate {file.source_place(name)} as '{key}: …'{where}.",
        Severity.WARNING,
    )


def _written_path(translation: Translation, name: str) -> FieldPath:
    """Return the way to the nearest part that is written, with the rest of a missing name."""
    parts = tuple(name.split("."))
    known: dict[tuple[str, ...], FieldPath] = {}
    for other, path in translation.yaml_paths.items():
        others = tuple(other.split("."))
        if len(others) == len(path):
            for length in range(1, len(others)):
                known[others[:length]] = path[:length]
    for length in range(len(parts) - 1, 0, -1):
        if parts[:length] in known:
            return (*known[parts[:length]], *parts[length:])
    return parts
