"""Links inside a book: written as addresses of an own scheme, turned into places while packing.

In: a PDF with such addresses. Out: the same PDF with links that lead to its pages.

Typst sets each paragraph with a link to a label a second time, once it knows where the label is:
a quarter of the time of a book. An address is set once. The last link of a book also says where
everything is, which `carrying-places` in `templates/books/style.typ` finds out; entries need no
mention, since Typst itself gives headings with labels a name that links can lead to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pikepdf

SCHEME = "book:"
PLACES = f"{SCHEME}places "
"""Begins the address that carries the places: page and height of each, and a web address."""
ABOVE = 10
"""Points that a reader sees above a place that was jumped to; the same as Typst leaves."""


def place_name(target: str) -> str:
    """Return the name of the place of a link such as `ref:handbook` or `finding:study/F1`."""
    return target.replace(":", "-").replace("/", "-")


def lead_inside(document: pikepdf.Pdf, descriptions: Mapping[str, str]) -> None:
    """Let the links of a book lead to its places.

    Args:
        document: The book; it is changed.
        descriptions: What stands at each place, by name: what a screen reader says of a link.

    Raises:
        LookupError: A link leads to a place that the book does not have.
    """
    names = _names(document)
    links = list(_links(document))
    for link, address in links:
        if address.startswith(PLACES):
            places, _, web_address = address.removeprefix(PLACES).partition(" ")
            link.A.URI = pikepdf.String(web_address)
            link.Contents = pikepdf.String(web_address)
            unnamed = (name for name in descriptions if name not in names)
            for name, place in zip(unnamed, places.split(";"), strict=True):
                names[name] = _destination(document, place)
    for link, address in links:
        if not address.startswith(PLACES):
            name = address.removeprefix(SCHEME)
            if name not in names:
                raise LookupError(f"a link leads to {name!r}, which is not in the book")
            link.Dest = pikepdf.String(name)
            link.Contents = pikepdf.String(descriptions[name])
            del link.A


def _names(document: pikepdf.Pdf) -> pikepdf.NameTree:
    """Return the named places of a book, to which more can be added."""
    if "/Names" not in document.Root:
        document.Root.Names = pikepdf.Dictionary()
    if "/Dests" not in document.Root.Names:
        document.Root.Names.Dests = pikepdf.NameTree.new(document).obj
    return pikepdf.NameTree(document.Root.Names.Dests)


def _links(document: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Object, str]]:
    """Yield the links with addresses of the own scheme, page by page."""
    for page in document.pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get("/A")
            address = str(action.URI) if action is not None else ""
            if address.startswith(SCHEME):
                yield annotation, address


def _destination(document: pikepdf.Pdf, place: str) -> pikepdf.Array:
    """Return the destination of a place: number of the page, points below its upper edge."""
    number, below = place.split(",")
    page = document.pages[int(number) - 1]
    height = float(page.MediaBox[3])
    top = round(min(height, height - float(below) + ABOVE), 1)
    return pikepdf.Array([page.obj, pikepdf.Name.XYZ, 0, top, 0])
