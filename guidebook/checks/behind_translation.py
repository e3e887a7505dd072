"""A translation is made from the source text of today.

`made_from` holds a fingerprint of the source text behind each translated text. When the source
changes, its fingerprint does. A hand-written page counts as one text. A warning.

Good:

    title: Arvuta tunnid
    made_from:
      title: 3fa9c1d2        # today's fingerprint of the source title

Bad:

    title: Arvuta tunnid
    made_from:
      title: 00000000        # of an earlier title
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook.checks._files import CheckedFile, PageFile, TranslatedFile
from guidebook.freshness import fingerprint
from guidebook.page_files import WHOLE_PAGE, page_fingerprint
from guidebook.problems import Location, Problem, Severity, quote

ID = "behind-translation"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a warning for each text that was translated from another source text."""
    for file in files:
        if isinstance(file, TranslatedFile):
            yield from _check_texts(file)
        elif isinstance(file, PageFile) and file.pairs and file.pairs[0].is_behind:
            source, state = file.source, file.state
            assert source is not None
            assert state is not None
            yield _problem(
                file.places.value(("made_from",)),
                "of this page",
                state.made_from[WHOLE_PAGE],
                f"{source.path}, mend it, and write 'made_from: {page_fingerprint(source)}'.",
            )


def _check_texts(file: TranslatedFile) -> Iterator[Problem]:
    for pair in file.pairs:
        if pair.is_behind:
            present = fingerprint(pair.source)
            yield _problem(
                file.place(pair.name),
                f"of {quote(pair.name)}",
                file.state.made_from.get(pair.name, ""),
                f"{pair.source_place}, mend it, and write "
                f"'{pair.name}: {present}' under 'made_from'.",
            )


def _problem(place: Location, what: str, made_from: str, advice: str) -> Problem:
    message = (
        f"the source text {what} has changed since it was translated."
        if made_from
        else f"'made_from' does not say from which source text the translation {what} was made."
    )
    return Problem(place, ID, message, f"Compare it with {advice}", Severity.WARNING)
