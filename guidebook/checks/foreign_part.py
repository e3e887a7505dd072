"""A hand-written page holds no picture from another site.

It would tell that site who reads the page. HTML is looked for by `page_markup`.

Good:

    # docs/about.md: '![The garden in May](assets/garden.jpg)'

Bad:

    # docs/about.md: '![The garden](https://example.org/garden.jpg)'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook.checks._files import CheckedFile, PageFile
from guidebook.problems import Location, Problem, quote

ID = "foreign-part"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each picture from another site."""
    for file in files:
        if isinstance(file, PageFile):
            from guidebook.text import find_foreign_pictures  # needs the parser

            for line, source in find_foreign_pictures(file.page.markdown):
                yield Problem(
                    Location(file.path, file.page.body_line + line, 1),
                    ID,
                    f"{quote(source)} is HTML or comes from another site.",
                    "Write it in Markdown, and put pictures into docs/assets.",
                )
