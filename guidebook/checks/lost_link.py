"""A translation has every link of its source text.

Links carry the proofs and lead on; without them a reader of another language learns less. A link
to a page's translation elsewhere on the web may replace one to the original.

Good:

    why: |-
      See on [26 tundi](ref:student-guide).

Bad:

    why: |-
      See on 26 tundi.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook.checks._files import CheckedFile, Pair, find_unaccepted
from guidebook.checks._markdown import read
from guidebook.plain_markdown import CONTENT_SCHEMES
from guidebook.problems import Problem, Severity, quote

ID = "lost-link"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each translation that lacks a link of its source text."""
    yield from find_unaccepted(files, ID, find)


def find(pair: Pair) -> Problem | None:
    """Return the problem of one text, or None."""
    if pair.is_behind or not pair.is_markdown:
        return None
    wanted = dict.fromkeys(target for target, _, _ in read(pair.source).links)
    if not wanted:
        return None
    found = {target for target, _, _ in read(pair.text).links}
    lost = [target for target in wanted if target not in found]
    if len(found) >= len(wanted):
        lost = [target for target in lost if target.partition(":")[0] in CONTENT_SCHEMES]
    if not lost:
        return None
    what = "a link" if len(lost) == 1 else "links"
    targets = ", ".join(quote(target) for target in lost)
    return pair.problem(
        ID,
        f"{pair.shown} lacks {what} of its source text: {targets}.",
        f"Link the same words as in {pair.source_place}.",
        Severity.ERROR,
    )
