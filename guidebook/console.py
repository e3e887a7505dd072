"""What all commands share: loading content or stopping, and speaking to the person.

In: the project's folder and sentences. Out: the catalogue, or an error that `cli` turns into an
exit code; sentences on the error stream, so that a command's own output can be piped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidebook.problem_reports import FORMATS, add_to_step_summary, problem_lines
from guidebook.problems import Problem, one_of, quote, visible

if TYPE_CHECKING:
    from guidebook.catalogue import Catalogue

Tell = Callable[[str, int, int], None]
"""Told what is done, how many are done and how many there are."""


today_option = click.option(
    "--today",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that dates are compared with (otherwise SOURCE_DATE_EPOCH, then the clock).",
)
"""The option of commands that compare dates with a day, which they are given as `day`."""


format_option = click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, for the annotations of a workflow on GitHub, or for programs.",
)
"""The option of commands that tell problems, which they are given as `kind`."""


class ContentError(Exception):
    """The content has mistakes, so nothing can be built."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = list(problems)


def require_content(root: Path, day: date) -> Catalogue:
    """Return the content, or raise with its mistakes; warnings are told by `check` alone."""
    from guidebook.checked import load_checked

    catalogue, problems = load_checked(root, day)
    errors = [problem for problem in problems if problem.is_error]
    if catalogue is None or errors:
        raise ContentError(errors)
    return catalogue


def require_readable_content(root: Path) -> Catalogue:
    """Return content whose files can all be read, or raise with the mistakes of form.

    What the rules find does not count: a translator must be able to work on a text while a rule
    reports it, or reports another language's.
    """
    from guidebook.load import load_catalogue

    catalogue, problems = load_catalogue(root)
    errors = [problem for problem in problems if problem.is_error]
    if catalogue is None or errors:
        raise ContentError(errors)
    return catalogue


def require_one_of(option: str, value: str | None, options: list[str]) -> None:
    """Raise a UsageError for a value that is not one of the options; None stands for none."""
    if value is not None and value not in options:
        raise click.UsageError(f"{option}: {quote(value)} is unknown. {one_of(value, options)}")


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems on the output stream."""
    for problem in problems:
        click.echo(str(problem))


def tell_problems(problems: Sequence[Problem], kind: str) -> None:
    """Print problems in one of the formats; GitHub's includes the summary of the step that runs."""
    for line in problem_lines(problems, kind):
        click.echo(line)
    if kind == "github":
        add_to_step_summary(problems)


def say(sentence: str) -> None:
    """Tell the person a sentence on the error stream."""
    click.echo("\n".join(visible(line) for line in sentence.split("\n")), err=True)


def counted(number: int, word: str) -> str:
    """Return a number with its noun, for example `2 files`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


@contextmanager
def show_progress(title: str) -> Iterator[Tell]:
    """Show progress as a bar on a terminal and as plain lines elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:

        def tell_line(what: str, done: int, total: int) -> None:
            say(f"{title}: {done} of {total}{f', {what}' if what else ''}")

        yield tell_line
        return
    told = TextColumn("{task.fields[what]}", markup=False)  # an address may hold brackets
    columns = (TextColumn("{task.description}"), BarColumn(), told)
    # Nothing may run beside what forks, so the bar is drawn when there is something to tell.
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task(title, total=None, what="")

        def tell_bar(what: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, what=visible(what), refresh=True)

        yield tell_bar
