"""A generated page as HTML, without a reader of Markdown.

In: the Markdown of a page that templates have made: headings with their anchors, and finished HTML
blocks. Out: the same as HTML, with its headings. Python-Markdown would give the same (a test of the
pages), in fifty times as long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING = re.compile(r'(#{1,6}) (.+) \{ #(\S+)((?: [a-z]+="[^"]*")*) \}')
"""What `markup.heading` writes. It stands between blank lines, which no finished block holds, so
that no line of a text can pass for one."""
_ID = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True)
class PageHeading:
    """A heading of a page."""

    level: int
    """From 1 to 6."""
    anchor: str
    text: str
    """As HTML."""


@dataclass(frozen=True)
class FinishedHtml:
    """What stands in a page's article."""

    html: str
    headings: tuple[PageHeading, ...]

    @property
    def anchors(self) -> set[str]:
        """Return every place of the page that a link can lead to."""
        return set(_ID.findall(self.html))


def finished_html(markdown: str) -> FinishedHtml:
    """Return a generated page as HTML."""
    blocks = []
    headings = []
    for block in markdown.strip("\n").split("\n\n"):
        found = _HEADING.fullmatch(block)
        if found is None:
            blocks.append(block)
            continue
        marks, text, anchor, attributes = found.groups()
        heading = PageHeading(len(marks), anchor, text)
        blocks.append(f'<h{heading.level} id="{anchor}"{attributes}>{text}</h{heading.level}>')
        headings.append(heading)
    return FinishedHtml("\n".join(blocks), tuple(headings))
