"""What books and their typesetter agree on; commands that set no book need not load Typst.

In: nothing. Out: the names of files and the error.
"""

from __future__ import annotations

from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
MAIN = "main.typ"
"""The name of a book's main file."""


class TypesettingError(Exception):
    """Typst refused a book."""

    def __init__(self, message: str, hints: tuple[str, ...], line: int, column: int) -> None:
        super().__init__(message, hints, line, column)  # all of it goes from process to process
        self.message = message
        self.hints = hints
        self.line = line
        """The line of the main file, from 1; 0 where Typst names none."""
        self.column = column
