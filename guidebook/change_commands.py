"""The command for reviewers: arguments and printing; no logic of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from guidebook.change_markdown import report_as_markdown
from guidebook.change_page import report_as_page
from guidebook.change_report import Report, make_report
from guidebook.change_text import report_as_text
from guidebook.checked import today
from guidebook.console import ContentError, counted, say, today_option

FORMATS = ("text", "markdown", "html", "books")


@click.command("changes")
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For the terminal, for GitHub, as a page; or only the names of the books that change.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write this file instead of printing.",
)
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the page to this file as well.",
)
@click.option(
    "--no-build",
    is_flag=True,
    help="Do not find out which pages and books change, for which both states are built.",
)
@today_option
@click.pass_obj
def changes_command(
    root: Path,
    base: str,
    head: str | None,
    kind: str,
    out: Path | None,
    page: Path | None,
    no_build: bool,
    day: datetime | None,
) -> int:
    """Tell in words what differs between two states of the content, and what follows.

    BASE and HEAD are revisions of git (a branch, a tag, a commit) or folders with a project.
    Without HEAD, the files as they are now are compared with BASE. Mistakes are told, and what can
    be read is compared all the same; it is 'check' that forbids.
    """
    report = make_report(root, base, head, day.date() if day else today(), builds=not no_build)
    if not isinstance(report, Report):
        raise ContentError(report)
    text = _written(report, kind, root)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
    if page is not None:
        page.write_text(report_as_page(report, root / "templates"), encoding="utf-8", newline="\n")
    mistakes = counted(report.mistakes, "mistake")
    say(f"{counted(len(report.subjects), 'thing')} changed, {mistakes}.")
    return 0


def _written(report: Report, kind: str, root: Path) -> str:
    if kind == "markdown":
        return report_as_markdown(report)
    if kind == "html":
        return report_as_page(report, root / "templates")
    if kind == "books":
        return "".join(f"{name}\n" for name in report.books)
    return report_as_text(report)
