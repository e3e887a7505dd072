"""Typst sources -> one PDF: set by Typst, checked by Typst, packed by pikepdf.

In: the files of one book. Out: the bytes of a PDF that is PDF/UA-1 and PDF/A-2a at once, the same
every time. The only module that knows Typst; it is run in a fresh process for each book, since the
wheel keeps what it has set (1.4 GiB for 12 large books in one process).
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import typst

from guidebook.book_links import lead_inside
from guidebook.typesetting import FONTS, MAIN, TypesettingError

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_PLACE = re.compile(r"main\.typ:(\d+):(\d+)")


def typeset(
    files: Mapping[str, str],
    places: Mapping[str, str],
    font_folders: tuple[str, ...],
    timestamp: int,
) -> bytes:
    """Return the PDF of a book.

    Args:
        files: The Typst files by name; `main.typ` is the book.
        places: What stands at each place that links of the book lead to, by the place's name.
        font_folders: Folders with further fonts.
        timestamp: Seconds since 1970 that the file gives as its time.

    Raises:
        TypesettingError: Typst stopped: a missing glyph, a missing alternative text, a mistake.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="\n")
        try:
            pdf, warnings = typst.compile_with_warnings(
                Path(folder) / MAIN,
                root=Path(folder),
                font_paths=typst.Fonts(
                    include_system_fonts=False,
                    include_embedded_fonts=False,
                    font_paths=[FONTS, *(Path(extra) for extra in font_folders)],
                ),
                format="pdf",
                pdf_standards=STANDARDS,
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            raise _refusal(error.message, error.hints, error.diagnostic) from None
    if warnings:
        first = warnings[0]
        raise _refusal(first.message, first.hints, first.diagnostic)
    return _pack(pdf, places)


def _refusal(message: str, hints: list[str], diagnostic: str) -> TypesettingError:
    found = _PLACE.search(diagnostic)
    line, column = (int(found[1]), int(found[2])) if found else (0, 0)
    return TypesettingError(message, tuple(hints), line, column)


def _pack(pdf: bytes, places: Mapping[str, str]) -> bytes:
    """Return a PDF in a third of the size, its objects in compressed streams, with its links."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if places:
            lead_inside(document, places)
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
    return out.getvalue()
