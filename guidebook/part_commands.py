"""The commands for building one website on several machines."""

from __future__ import annotations

from pathlib import Path

import click

from guidebook.console import counted, require_one_of, say, show_progress
from guidebook.project_files import BOOKS, require_empty_folder

OK = 0
_PART = click.Path(path_type=Path, file_okay=False)


@click.command("merge")
@click.argument("parts", nargs=-1, required=True, type=_PART)
@click.pass_obj
def merge_command(root: Path, parts: tuple[Path, ...]) -> int:
    """Put the parts of a website, built side by side, into site/."""
    from guidebook.ledger import site_ledger
    from guidebook.parts import merge_parts
    from guidebook.website import site_folder

    site = site_folder(root)
    count = merge_parts(parts, site)
    site_ledger(root).unlink(missing_ok=True)  # it tells of the site that stood there before
    say(f"Put {counted(count, 'file')} of {counted(len(parts), 'part')} together: {site}")
    return OK


def build_one_part(root: Path, locale: str, written: str, out: Path, *, books: bool) -> int:
    """Build a part of the website and its books into a new folder.

    Args:
        root: The project's folder.
        locale: The tag of a language; empty for all.
        written: A slice as in `2/3`.
        out: The folder, new or empty.
        books: Whether books belong to it.

    Raises:
        GuidebookError: An argument is wrong, or something cannot be built.
    """
    from guidebook.books import BookShelf, timestamp_of
    from guidebook.checked import today
    from guidebook.console import require_content
    from guidebook.inputs import Inputs
    from guidebook.parts import FILES, PartNote, read_slice, write_note
    from guidebook.website import build_part

    part = read_slice(written)
    require_empty_folder(out)
    catalogue = require_content(root, today())
    require_one_of("--locale", locale or None, list(catalogue.locales_by_tag))
    content = Inputs(
        catalogue, root
    ).everything()  # before: what changes meanwhile is no part of it
    with show_progress("Building a part of the website") as tell:
        build_part(root, catalogue, out / FILES, locale, part, tell)
    if books:
        shelf = BookShelf(root, catalogue, out / "books.json")
        tags = [locale] if locale else list(catalogue.locales_by_tag)
        own = ([book for book in shelf.books if book.locale.tag == tag] for tag in tags)
        chosen = {book for some in own for book in some[part.number - 1 :: part.total]}
        with show_progress("Setting its books") as tell:
            shelf.make(out / BOOKS, out / FILES / BOOKS, tell, wanted=chosen.__contains__)
    note = PartNote(
        content=content,
        timestamp=timestamp_of(catalogue),
        has_books=books,
        locales=tuple(catalogue.locales_by_tag),
        locale=locale,
        number=part.number,
        total=part.total,
    )
    write_note(out, note)
    say(f"Built part {part} of {locale or 'all languages'}: {out}")
    say("When all parts are there, put them together: python3 build.py merge PART…")
    return OK
