"""What an entry's text cites stands under its rests_on.

The page lists the basis of an entry; a `ref:` or `finding:` link in the text that is not
in the list would be missing there. A warning.

Good:

    why: |-
      Time is [the main difficulty](finding:tallinn-2026/F4).
    rests_on:
      findings: [tallinn-2026/F4]

Bad:

    why: |-
      Time is [the main difficulty](finding:tallinn-2026/F4).
    rests_on:
      findings: [tallinn-2026/F7]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._advice import is_known
from guidebook.checks._found import Found
from guidebook.problems import Problem, Severity, quote

ID = "basis-not-listed"


def check_found(catalogue: Catalogue, files: Sequence[Found], _today: date) -> Iterator[Problem]:
    """Yield a warning for each work or finding that a text cites and rests_on lacks."""
    entries_by_path = {entry.path: entry for entry in catalogue.entries}
    for file in files:
        entry = entries_by_path.get(file.places.path)
        if entry is None or not file.contents:
            continue
        rests_on = entry.rests_on
        listed = {"ref": rests_on.references, "finding": rests_on.findings}
        names = {"ref": "references", "finding": "findings"}
        for link, scheme, content_id in file.contents:
            if scheme not in listed or content_id in listed[scheme]:
                continue
            if is_known(catalogue, scheme, content_id):
                yield Problem(
                    link.location(file.places),
                    ID,
                    f"the text cites {quote(content_id)}, which 'rests_on' does not list.",
                    f"Add {quote(content_id)} to {quote(names[scheme])} under 'rests_on'.",
                    Severity.WARNING,
                )
