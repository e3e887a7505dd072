"""What of a built book could act when somebody opens it: scripts, files, forms, programs to start.

In: the path of a PDF. Out: problems. The typesetter makes links and nothing else that acts, so
everything else is a fault (ISO 32000-2, 12.6 'Actions', 12.5 'Annotations', 7.11.4 'Embedded
file streams').
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from guidebook.page_faults import address_fault, names
from guidebook.problems import Location, Problem

_KEYS = {
    "/AA": "does something by itself",
    "/OpenAction": "does something when it is opened",
    "/JS": "holds a script",
    "/JavaScript": "holds a script",
    "/EmbeddedFiles": "holds a file",
    "/EF": "holds a file",
    "/AF": "holds a file",
    "/AcroForm": "holds a form",
    "/XFA": "holds a form",
    "/RichMediaContent": "holds a film or a program",
}
_ACTIONS = names(
    "/Launch /JavaScript /SubmitForm /ResetForm /ImportData /GoToR /GoToE /GoTo3DView /Thread "
    "/Sound /Movie /Rendition /RichMediaExecute /Hide /SetOCGState /Trans /Named"
)
_ADVICE = "Make the book again with 'build.py books'; if it stays, look in templates/books."


def find_book_faults(path: str, pdf_path: Path) -> Iterator[Problem]:
    """Yield what a PDF holds that acts.

    Args:
        path: How problems name the file; they name objects of the PDF where others name lines.
        pdf_path: Where it is.
    """
    place = Location(path)
    try:
        with pikepdf.open(pdf_path) as pdf:
            for thing in pdf.objects:
                number = thing.objgen[0]
                for message in _faults(thing):
                    yield Problem(place, "acting-book", f"object {number} {message}.", _ADVICE)
    except pikepdf.PdfError as error:
        yield Problem(place, "acting-book", f"the book cannot be read: {error}.", _ADVICE)


def _faults(thing: Any) -> Iterator[str]:
    """Yield what is wrong in an object and in what stands directly inside it."""
    if isinstance(thing, pikepdf.Array):
        for inner in thing:
            if isinstance(inner, pikepdf.Array | pikepdf.Dictionary) and not inner.is_indirect:
                yield from _faults(inner)
        return
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key, value in thing.items():
        if key in _KEYS and not _is_place(key, value):
            yield f"{_KEYS[key]} ({key})"
        elif key == "/S" and str(value) in _ACTIONS:
            yield f"starts something ({value})"
        elif key == "/URI" and isinstance(value, pikepdf.String):
            if fault := address_fault(str(value), loads=False):
                yield f"has a link: {fault[:-1]}"
        elif key == "/Subtype" and thing.get("/Type") == "/Annot" and value != "/Link":
            yield f"holds a note that is no link ({value})"
        if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect:
            yield from _faults(value)


def _is_place(key: str, value: Any) -> bool:
    """Return True for a book that opens at a place in it, which does nothing else."""
    return key == "/OpenAction" and isinstance(value, pikepdf.Array)
