"""The content with all its problems, as every command that builds or checks is given it.

In: the project's folder and a day. Out: the catalogue and everything that is wrong with it. No site
generator is needed for that, and what is found is kept, so that a check is fast: of a file that has
not changed, what it says and what the rules found in it; and when nothing has changed, the whole
answer.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidebook.kept import Kept
from guidebook.problems import GuidebookError, Location, Problem, Severity, sort_problems
from guidebook.project_files import LEDGER, LINK, TEXT, find_inputs
from guidebook.project_reader import ProjectReader

if TYPE_CHECKING:
    from guidebook.catalogue import Catalogue

FOLDER = f"{LEDGER}/content"
"""Where a project keeps what was found; git ignores it."""


EPOCH = "SOURCE_DATE_EPOCH"
FIRST_YEAR = 2026
"""Before it this program was not there: a clock that says so has stopped."""


def epoch() -> int | None:
    """Return the seconds since 1970 that SOURCE_DATE_EPOCH sets (reproducible-builds.org), or None.

    An empty one, as of a variable that a CI does not know, is taken away: it would stop MkDocs.

    Raises:
        GuidebookError: It is not a time.
    """
    said = os.environ.get(EPOCH, "")
    if not said:
        os.environ.pop(EPOCH, None)
        return None
    try:
        if not (said.isascii() and said.isdigit()):
            raise ValueError
        datetime.fromtimestamp(int(said), UTC)
    except (ValueError, OverflowError, OSError):
        raise GuidebookError(
            f"{EPOCH}={said} is not a time. Set seconds since 1970, or unset it."
        ) from None
    return int(said)


def today() -> date:
    """Return the day of the build: that of SOURCE_DATE_EPOCH, else the clock's.

    Raises:
        GuidebookError: Neither can be the day of today.
    """
    seconds = epoch()
    if seconds is not None:
        return datetime.fromtimestamp(seconds, UTC).date()
    now = datetime.now(UTC).date()
    if now.year < FIRST_YEAR:
        raise GuidebookError(
            f"The clock of this computer says {now}. Set it, or give the day in {EPOCH}."
        )
    return now


def load_checked(
    root: Path, day: date, reader: ProjectReader | None = None
) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """Return the project's content and all its problems; None when there is nothing to check.

    With a `reader` nothing is saved for later runs: that is left to who has it.
    """
    if reader is not None:
        return _load_checked(reader, day)
    reader = _reader(root)
    loaded = _load_checked(reader, day)
    reader.save()
    return loaded


def resident_reader(root: Path) -> ProjectReader:
    """Return a reader for a process that loads the same project again and again."""
    return ProjectReader(root, root / FOLDER, is_resident=True)


def find_problems(root: Path, day: date) -> tuple[Problem, ...]:
    """Return all problems of the project, for a command that does not need its content."""
    reader = _reader(root)
    answers = Kept(root / FOLDER / "answers.txt")
    before = _digest(reader, day)
    kept = answers.get("problems", before) if before else None
    if kept is not None and all((root / path).is_dir() is there for path, there in kept[0]):
        return tuple(_problem(value) for value in kept[1])
    catalogue, problems = _load_checked(reader, day)
    reader.save()
    if catalogue is not None and before == _digest(reader, day):  # nothing came while we read
        folders = [[path, (root / path).is_dir()] for path in catalogue.settings.font_folders]
        answers.put([folders, [_as_value(problem) for problem in problems]], "problems", before)
        answers.save()
    return problems


def _reader(root: Path) -> ProjectReader:
    return ProjectReader(root, root / FOLDER)


def _load_checked(reader: ProjectReader, day: date) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    from guidebook.checks import check_catalogue
    from guidebook.load import load_catalogue

    with without_garbage_collector():
        catalogue, problems = load_catalogue(reader.root, reader)
        if catalogue is not None:
            found = check_catalogue(catalogue, day, reader.kept, reader.root / LEDGER)
            problems = sort_problems([*problems, *found])
    return catalogue, problems


@contextmanager
def without_garbage_collector() -> Iterator[None]:
    """Make many objects that stay without looking for those that do not.

    It saves a sixth of a check, and a second of planning a site of a thousand entries.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _digest(reader: ProjectReader, day: date) -> str:
    """Return what changes with everything a check looks at, or an empty text where that is open.

    Of files that are not read, name, size and time of change count.
    """
    digest = hashlib.sha256(f"{day} {os.environ.get('SITE_URL', '')}".encode())
    try:
        for path, state in find_inputs(reader.root):
            if state == LINK and path.startswith("templates/"):
                return ""  # words are read through links, wherever they lead
            now = reader.digest(path) if state == TEXT else state
            digest.update(f"{path}\0{now}\0".encode("utf-8", "surrogatepass"))
    except OSError:
        return ""
    return digest.hexdigest()


def _as_value(problem: Problem) -> list[Any]:
    place = problem.location
    said = [problem.rule, problem.message, problem.advice, problem.severity.value]
    return [place.path, place.line, place.column, *said]


def _problem(value: list[Any]) -> Problem:
    path, line, column, rule, message, advice, severity = value
    return Problem(Location(path, line, column), rule, message, advice, Severity(severity))
