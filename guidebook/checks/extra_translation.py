"""A translation has no text that its source file lacks.

Such a text is shown nowhere; mostly the source has dropped it or renamed an id. A warning.

Good:

    actions:
      - id: count-hours        # the source has this action
        do: Loe tunnid kokku.

Bad:

    actions:
      - id: cuont-hours
        do: Loe tunnid kokku.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from guidebook.catalogue import GLOSSARY_PATH, REFERENCES_PATH
from guidebook.checks._files import CheckedFile, TranslatedFile
from guidebook.problems import Problem, Severity, did_you_mean, quote

ID = "extra-translation"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a warning for each translated text that the source does not have."""
    for file in files:
        if isinstance(file, TranslatedFile) and file.source is not None:
            fields = file.source.fields
            for name in file.translation.texts.keys() - fields.keys():
                if not _is_unread(file, name):
                    yield _problem(file, name, fields)


def _is_unread(file: TranslatedFile, name: str) -> bool:
    """Return True for a part that may stand in the source, which could not be read there."""
    scheme = {GLOSSARY_PATH: "term", REFERENCES_PATH: "ref"}.get(file.translation.source_path)
    return not file.unread.isdisjoint((f"{scheme}:*", f"{scheme}:{name.partition('.')[0]}"))


def _problem(file: TranslatedFile, name: str, fields: Iterable[str]) -> Problem:
    return Problem(
        file.place(name),
        ID,
        f"{file.translation.source_path} has no text {quote(name)}.",
        f"Delete it, or give it the name that the source has.{did_you_mean(name, fields)}",
        Severity.WARNING,
    )
