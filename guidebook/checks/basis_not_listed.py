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

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._advice import is_known
from guidebook.checks._sources import markdown_texts
from guidebook.problems import Problem, Severity, quote

ID = "basis-not-listed"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a warning for each work or finding that a text cites and rests_on lacks."""
    for text in markdown_texts(catalogue):
        if text.entry is None or text.locale:
            continue
        rests_on = text.entry.rests_on
        listed = {"ref": rests_on.references, "finding": rests_on.findings}
        names = {"ref": "references", "finding": "findings"}
        for link in text.links:
            scheme, content_id = link.content or ("", "")
            if scheme not in listed or content_id in listed[scheme]:
                continue
            if is_known(catalogue, scheme, content_id):
                yield Problem(
                    link.location,
                    ID,
                    f"the text cites {quote(content_id)}, which 'rests_on' does not list.",
                    f"Add {quote(content_id)} to {quote(names[scheme])} under 'rests_on'.",
                    Severity.WARNING,
                )
