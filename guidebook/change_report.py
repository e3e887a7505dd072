"""Two states of a project -> the report that people read: what differs and what follows.

In: what a person calls the states. Out: a `Report`, which the terminal, Markdown and the page show.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guidebook.book_views import Book
from guidebook.catalogue import Catalogue
from guidebook.catalogue_changes import compare_catalogues
from guidebook.cautions import find_cautions
from guidebook.changes import Happened, Sides, Subject
from guidebook.consequences import Consequence, find_consequences
from guidebook.problems import Problem
from guidebook.published_changes import GONE, PublishedChanges, tell_books
from guidebook.revisions import ahead, changed_files, open_revision
from guidebook.snapshots import Snapshot, take_snapshot
from guidebook.statements import Teller

_TOLD_IN_WORDS = re.compile(
    r"guidelines/[^/]+\.yml|guidelines/[^/]+/[^/]+\.yml|docs/.+\.md|templates/words/[^/]+\.yml"
    r"|mkdocs\.yml"
)
"""Files whose changes are told text by text."""
_TOLD_BELOW = frozenset({"agreed-term", "behind-translation", "missing-translation"})
"""Rules whose warnings follow from a change and are told in words."""
_FEW = 5
"""Up to so many things are named in the summary."""
_VERBS = {
    Happened.ADDED: "new",
    Happened.REMOVED: "gone",
    Happened.CHANGED: "changed",
    Happened.RETIRED: "withdrawn",
    Happened.UNREAD: "cannot be read",
}


@dataclass(frozen=True)
class Report:
    """What differs between two states, and what follows."""

    base: str
    head: str
    notes: tuple[str, ...]
    """What limits the comparison."""
    problems: tuple[Problem, ...]
    """All mistakes of the later state, and warnings that the earlier one has not."""
    subjects: tuple[Subject, ...]
    consequences: tuple[Consequence, ...]
    other_files: tuple[str, ...]
    """Files that differ and are not told in words: pictures, templates, the program."""
    books: tuple[str, ...]
    """The names of the books that are new or read differently."""
    catalogue: Catalogue
    """The later state."""
    source_language: str
    """The name of the language that is translated from."""

    @property
    def mistakes(self) -> int:
        """Return the number of problems that must be mended."""
        return sum(problem.is_error for problem in self.problems)

    @property
    def summary(self) -> tuple[str, ...]:
        """Return a few sentences that tell the whole."""
        return tuple(_summary(self))


def make_report(
    project: Path, base: str, head: str | None, day: date, *, builds: bool = True
) -> Report | list[Problem]:
    """Return what differs, or the problems when neither state can be read.

    Args:
        project: The project's folder.
        base: The earlier state: a folder with a project, or a revision of git.
        head: The later state; None for the files as they are.
        day: The day that dates are compared with.
        builds: False leaves out which pages and books change, for which both states are built.

    Raises:
        GuidebookError: There is no such state, or this copy of the history lacks it.
    """
    with tempfile.TemporaryDirectory(prefix="guidebook-changes-") as name:
        folder = Path(name)
        before = open_revision(project, base, folder / "base")
        after = open_revision(project, head, folder / "head")
        kept = folder / "kept"
        old = take_snapshot(before, after, folder / "base-mended", kept, day)
        new = take_snapshot(after, before, folder / "head-mended", kept, day)
        if not (isinstance(old, Snapshot) and isinstance(new, Snapshot)):
            return [
                *(new if isinstance(new, tuple) else ()),
                *(old if isinstance(old, tuple) else ()),
            ]
        files = changed_files(project, before, after)
        notes = tuple(_notes(old, new, ahead(project, before, after), builds=builds))
        return _compare(old, new, project / "templates" if builds else None, notes, files)


def _compare(
    old: Snapshot,
    new: Snapshot,
    templates: Path | None,
    notes: tuple[str, ...],
    files: Sequence[str],
) -> Report:
    sides = Sides(Teller(old.catalogue), Teller(new.catalogue), new.unread, old.unread)
    subjects = compare_catalogues(sides)
    questions = tuple(find_cautions(sides, subjects))
    consequences = [
        Consequence("Questions for somebody who knows the language", questions, True),
        *find_consequences(sides, subjects),
    ]
    books: tuple[tuple[Book, str], ...] = ()
    has_mistakes = old.has_mistakes or new.has_mistakes
    if templates is not None and subjects and not has_mistakes:  # else pages cannot be made
        roots = old.revision.root, new.revision.root
        published = PublishedChanges(sides, roots, templates)
        books, pages = published.books(), tuple(published.pages())
        consequences.append(Consequence("Pages that change", pages))
        consequences.append(Consequence("Books that change", tuple(tell_books(sides, books))))
    return Report(
        base=old.revision.name,
        head=new.revision.name,
        notes=notes,
        problems=tuple(_new_problems(old, new)),
        subjects=subjects,
        consequences=tuple(one for one in consequences if one.items),
        other_files=tuple(path for path in files if not _TOLD_IN_WORDS.fullmatch(path)),
        books=tuple(book.file_name for book, note in books if note != GONE),
        catalogue=new.catalogue,
        source_language=sides.head.language(new.catalogue.source_locale.tag),
    )


def _new_problems(old: Snapshot, new: Snapshot) -> Iterator[Problem]:
    known = {(one.location.path, one.rule, one.message) for one in old.problems}
    for problem in new.problems:
        is_new = (problem.location.path, problem.rule, problem.message) not in known
        if problem.is_error or (is_new and problem.rule not in _TOLD_BELOW):
            yield problem


def _notes(old: Snapshot, new: Snapshot, missing: int, *, builds: bool) -> Iterator[str]:
    if missing:
        commits = "1 commit" if missing == 1 else f"{missing} commits"
        yield (
            f"{old.revision.name} has {commits} that {new.revision.name} lacks; what they changed "
            "appears here turned round. To leave it out, compare with the commit where the two "
            "parted: git merge-base."
        )
    for snapshot, other in ((new, old), (old, new)):
        for path in snapshot.lent:
            yield (
                f"{path} of {snapshot.revision.name} cannot be read; that of "
                f"{other.revision.name} stands in, so changes in it are not shown."
            )
    if not builds:
        yield "Which pages and books change has not been found out."
    elif new.has_mistakes:
        yield "Which pages and books change is told when the mistakes are mended."
    elif old.has_mistakes:
        yield (
            f"{old.revision.name} has mistakes itself, so it cannot be told which pages and books "
            "change."
        )


def _summary(report: Report) -> Iterator[str]:
    if report.mistakes:
        count = "1 mistake" if report.mistakes == 1 else f"{report.mistakes} mistakes"
        yield f"The check finds {count}. Nothing is published before that is mended."
    if not report.subjects:
        yield "Nothing that readers see has changed."
        return
    if len(report.subjects) <= _FEW:
        named = (f"{one.title} ({subject_state(one)})" for one in report.subjects)
        yield f"In short: {'; '.join(named)}."
    else:
        yield _counted_summary(report.subjects)
    cautions = [one for one in report.consequences if one.is_caution]
    if cautions:
        yield f"To look at: {'; '.join(_lowered(one.heading) for one in cautions)}."


def _counted_summary(subjects: Sequence[Subject]) -> str:
    """Return a sentence on many things, which names what is new, gone or withdrawn where it is few.

    One withdrawal changes many guidelines; the first words must not hide it among them.
    """
    counts = Counter(subject.happened for subject in subjects)
    others = [one for one in subjects if one.happened is not Happened.CHANGED]
    if not 0 < len(others) <= _FEW:
        told = (f"{counts[kind]} {verb}" for kind, verb in _VERBS.items() if counts[kind])
        return f"{len(subjects)} guidelines, pages and lists differ: {', '.join(told)}."
    named = "; ".join(f"{one.title} ({subject_state(one)})" for one in others)
    number = counts[Happened.CHANGED]
    return f"In short: {named}. {number} {'other changes' if number == 1 else 'others change'}."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def subject_state(subject: Subject) -> str:
    """Return in a word or two what has become of a thing."""
    return _VERBS[subject.happened]
