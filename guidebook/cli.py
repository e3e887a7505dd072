"""The commands: arguments, printing and exit codes; no logic of their own.

Exit codes: 0 all is well · 1 an author's mistake · 2 the machine or the set-up · 3 our own mistake.
"""

from __future__ import annotations

import importlib
import io
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidebook.checked import find_problems, today
from guidebook.console import (
    ContentError,
    counted,
    format_option,
    print_problems,
    require_content,
    require_one_of,
    say,
    show_progress,
    tell_problems,
    today_option,
)
from guidebook.problems import GuidebookError, PagesError, Problem
from guidebook.project_files import BOOKS, LEDGER

if TYPE_CHECKING:
    from guidebook.books import BookShelf, BookState
    from guidebook.catalogue import Catalogue

OK, AUTHOR, MACHINE, OURS = 0, 1, 2, 3
_LATE = {
    "change_commands": ("changes",),
    "editing_commands": ("new", "rename", "retire"),
    "link_commands": ("links",),
    "part_commands": ("merge",),
    "prose_commands": ("prose",),
    "site_commands": ("check-site",),
    "translation_commands": ("translate", "translations"),
}
"""The commands of other modules, by the module; it is loaded when one of them is called."""
_FOLDER = click.Path(path_type=Path, file_okay=False)


@contextmanager
def _building() -> Iterator[None]:
    """Give each error of pages and books to the person who can mend it.

    Only commands that build load the modules of these errors; a check starts without them.
    """
    from concurrent.futures import BrokenExecutor

    from guidebook.books import BookError

    try:
        yield
    except BookError as error:
        raise ContentError([error.problem]) from error
    except PagesError as error:
        say(str(error))
        raise click.exceptions.Exit(AUTHOR) from error
    except BrokenExecutor as error:
        raise GuidebookError(f"The computer stopped the command: {error}.") from error


class _Commands(click.Group):
    """All commands; those of other modules are loaded when one of them is called."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        self._load(name)
        return super().get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        for names in _LATE.values():
            self._load(names[0])
        return super().list_commands(ctx)

    def _load(self, name: str) -> None:
        """Load the commands that stand in one module with the named one."""
        if name in self.commands:
            return
        for module_name, names in _LATE.items():
            if name in names:
                module = importlib.import_module(f"guidebook.{module_name}")
                for one in names:
                    self.add_command(getattr(module, f"{one.replace('-', '_')}_command"))


@click.group(cls=_Commands, invoke_without_command=True)
@click.pass_context
def main_command(ctx: click.Context) -> int:
    """Build the website of the guidelines in this folder.

    Without a command, `build` is run.
    """
    return int(ctx.invoke(build_command)) if ctx.invoked_subcommand is None else OK


@main_command.command("build")
@click.option("--no-books", is_flag=True, help="Keep the books of the last build as they are.")
@click.option("--locale", default="", help="Only this language; with --out.")
@click.option("--slice", "part", help="Only one of so many shares, as in 2/3; with --out.")
@click.option("--out", type=_FOLDER, help="A new folder for a part of the site, to be merged.")
@click.pass_obj
@_building()
def build_command(
    root: Path,
    no_books: bool = False,
    locale: str = "",
    part: str | None = None,
    out: Path | None = None,
) -> int:
    """Check everything and build the website in site/, with the books.

    With --out only a part of it is built, which 'merge' puts together with the others.
    """
    from guidebook.website import new_website

    if out is not None:
        from guidebook.part_commands import build_one_part

        return build_one_part(root, locale, part or "1/1", out, books=not no_books)
    if locale or part:
        raise GuidebookError("Say with --out where the part of the site shall stand.")
    catalogue = require_content(root, today())
    with ExitStack() as stack:
        with show_progress("Building the website") as tell:
            site = stack.enter_context(new_website(root, catalogue, tell))
        shelf = _shelf(root, catalogue)
        last, new = site.last / BOOKS, site.folder / BOOKS
        site.gone.update(f"{BOOKS}/{name}" for name in shelf.unwanted(last))
        if no_books:
            _tell_of_old_books(shelf.keep(last, new, copies=site.is_whole))
        else:
            with show_progress("Setting the books") as tell:
                shelf.make(last, new, tell, wanted=lambda _: True, copies=site.is_whole)
    books = sum(1 for _ in (site.last / BOOKS).glob("*.pdf"))
    languages = len(catalogue.locales)
    say(f"Built {site.pages} pages in {languages} languages and {books} books: {site.last}")
    say("Look at it: python3 build.py serve")
    return OK


@main_command.command("books")
@click.option("--audience", help="Only the books of this audience ('all': the one of all).")
@click.option("--locale", help="Only the books in this language.")
@click.option("--out", type=_FOLDER, help="Another folder than site/books.")
@click.pass_obj
@_building()
def books_command(root: Path, audience: str | None, locale: str | None, out: Path | None) -> int:
    """Make the books (PDF) whose content has changed."""
    from guidebook.book_views import ALL

    catalogue = require_content(root, today())
    require_one_of("--audience", audience, [*catalogue.audiences_by_id, ALL])
    require_one_of("--locale", locale, list(catalogue.locales_by_tag))
    folder = out or _site_books(root)
    with show_progress("Setting the books") as tell:
        made = _shelf(root, catalogue).make(
            folder,
            folder,
            tell,
            wanted=lambda book: (
                audience in (None, book.audience_id) and locale in (None, book.locale.tag)
            ),
        )
    say(f"Made {counted(made, 'book')}: {folder}")
    return OK


@main_command.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--strict", is_flag=True, help="Warnings count as mistakes.")
@format_option
@today_option
@click.pass_obj
def check_command(
    root: Path, paths: tuple[Path, ...], strict: bool, kind: str, day: datetime | None
) -> int:
    """Say what is wrong in the files, with line and what to write instead.

    All files are read; PATHS limit what is told to these files and folders.
    """
    problems = find_problems(root, day.date() if day else today())
    shown = [problem for problem in problems if _is_inside(problem, paths, root)]
    tell_problems(shown, kind)
    errors = sum(problem.is_error for problem in shown)
    warnings = len(shown) - errors
    say(f"{counted(errors, 'mistake')}, {counted(warnings, 'warning')}.")
    return AUTHOR if errors or (strict and warnings) else OK


@main_command.command("serve")
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port.")
@click.pass_obj
@_building()
def serve_command(root: Path, address: str) -> int:
    """Show the website on this computer and build it again when a file changes."""
    from guidebook.preview import Preview
    from guidebook.website import serve_website

    _tell_of_books_to_serve(root)
    say("Building the website; it is shown when the address appears. Stop it with Ctrl-C.")
    preview = Preview(root)
    try:
        serve_website(root, address, preview)
    finally:
        preview.finish()
    return OK


@main_command.command("pages")
@click.option("--out", required=True, type=_FOLDER, help="A new or empty folder.")
@click.option(
    "--folders", is_flag=True, help="A folder for each page, for generators that know no languages."
)
@click.pass_obj
@_building()
def pages_command(root: Path, out: Path, folders: bool) -> int:
    """Write all pages as Markdown files, for another site generator."""
    from guidebook.page_export import write_pages

    catalogue = require_content(root, today())
    with show_progress("Writing the pages") as tell:
        count = write_pages(root, catalogue, out, tell, in_folders=folders)
    say(f"Wrote {count} pages: {out}")
    return OK


@main_command.command("format")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; say what would change.")
@click.pass_obj
def format_command(root: Path, paths: tuple[Path, ...], only_check: bool) -> int:
    """Write the files of guidelines/ in the one style; PATHS limit it to some of them."""
    from guidebook.formatting import format_project

    changed, problems = format_project(root, paths, write=not only_check)
    print_problems(problems)
    for path in changed:
        click.echo(path)
    say(f"{counted(len(changed), 'file')} {'would change' if only_check else 'changed'}.")
    return AUTHOR if problems or (only_check and changed) else OK


@main_command.command("test", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def test_command(root: Path, arguments: tuple[str, ...]) -> int:
    """Run every test; ARGUMENTS go to pytest."""
    from guidebook.self_test import run_tests

    return run_tests(root, arguments)


def main(root: Path, arguments: list[str] | None = None) -> int:
    """Run a command in a project's folder and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may lack the letters of a text
            stream.reconfigure(errors="backslashreplace")
    try:
        with _ended_as_by_hand():
            result = main_command.main(
                args=arguments, prog_name="build.py", standalone_mode=False, obj=root
            )
    except ContentError as error:
        print_problems(error.problems)
        say("Nothing was written. Mend the mistakes above and run the command again.")
        return AUTHOR
    except (GuidebookError, click.ClickException, click.Abort, KeyboardInterrupt) as error:
        return _tell_machine(error)
    except OSError as error:
        return _tell_machine(GuidebookError(f"The computer stopped the command: {error}."))
    except Exception:  # the one place where a bug of ours ends
        from rich.console import Console

        Console(stderr=True).print_exception()
        say("This is a mistake in the program. Please report it with the lines above.")
        return OURS
    return int(result or OK)


@contextmanager
def _ended_as_by_hand() -> Iterator[None]:
    """Let a machine that ends the command (SIGTERM) end it as Ctrl-C does, with a sentence."""
    if threading.current_thread() is not threading.main_thread():  # signals reach that one only
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _tell_machine(error: BaseException) -> int:
    if isinstance(error, click.ClickException):
        error.show()
    else:
        say(str(error) if isinstance(error, GuidebookError) else "Stopped.")
    return MACHINE


def _site_books(root: Path) -> Path:
    """Return the folder of the site's books; only MkDocs knows where the site is."""
    from guidebook.website import site_folder

    return site_folder(root) / BOOKS


def _shelf(root: Path, catalogue: Catalogue) -> BookShelf:
    from guidebook.books import BookShelf

    return BookShelf(root, catalogue, root / LEDGER / "books.json")


def _tell_of_old_books(states: list[BookState]) -> None:
    """Say which books are missing or show an earlier state of the content."""
    for name, is_missing in (("missing", True), ("older than the content", False)):
        books = [state.book.file_name for state in states if state.is_missing == is_missing]
        if books:
            say(f"{counted(len(books), 'book')} {name}: {', '.join(books)}")
    if states:
        say("Make them: python3 build.py books")


def _tell_of_books_to_serve(root: Path) -> None:
    """Say which books are old, where all is in order; the preview tells what is not."""
    from guidebook.books import BookError
    from guidebook.checked import load_checked

    catalogue, problems = load_checked(root, today())
    if catalogue and not any(problem.is_error for problem in problems):
        try:
            states = _shelf(root, catalogue).states(_site_books(root))
        except BookError as error:
            print_problems([error.problem])
        except GuidebookError as error:
            say(str(error))
        else:
            _tell_of_old_books([state for state in states if not state.is_current])


def _is_inside(problem: Problem, paths: tuple[Path, ...], root: Path) -> bool:
    if not paths:
        return True
    place = (root / problem.location.path).resolve()
    return any(place.is_relative_to(path.resolve()) for path in paths)
