"""The id of an action or example is no other anchor on its page.

Ids become anchors: `#count-hours`. The headings of an entry's page and its list of references have
anchors too.

Good:

    actions:
      - id: count-hours

Bad:

    actions:
      - id: why
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook.addresses import ENTRY_ANCHORS, reference_anchor
from guidebook.checks._files import CheckedFile
from guidebook.problems import Problem, quote

ID = "reserved-id"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each id that is already an anchor of the entry's page."""
    for file in files:
        entry = file.entry
        if entry is None:
            continue
        taken = dict.fromkeys(ENTRY_ANCHORS, "a heading")
        taken |= {reference_anchor(name): "a reference" for name in entry.rests_on.references}
        places = file.places
        for index, action in enumerate(entry.actions):
            if action.id in taken:
                yield Problem(
                    places.value(("actions", index, "id")),
                    ID,
                    f"{quote(action.id)} is the anchor of {taken[action.id]} on the page.",
                    "Give the action another id.",
                )
        taken |= {action.id: "an action" for action in entry.actions}
        for index, example in enumerate(entry.examples):
            if example.id in taken:
                yield Problem(
                    places.value(("examples", index, "id")),
                    ID,
                    f"{quote(example.id)} is the anchor of {taken[example.id]} on the page.",
                    "Give the example another id.",
                )
