"""The command that asks outside links: arguments and printing; no logic of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from guidebook.checked import today
from guidebook.console import (
    counted,
    format_option,
    require_readable_content,
    say,
    show_progress,
    tell_problems,
    today_option,
)
from guidebook.link_check import Manners
from guidebook.outside_links import check_outside_links
from guidebook.project_files import LEDGER


@click.command("links")
@format_option
@click.option("--again", is_flag=True, help="Ask also what had a good answer within a week.")
@click.option(
    "--pause",
    type=click.FloatRange(0.2, 60),
    default=1.0,
    show_default=True,
    help="Seconds between two questions to one host.",
)
@today_option
@click.pass_obj
def links_command(root: Path, kind: str, again: bool, pause: float, day: datetime | None) -> int:
    """Ask whether the addresses outside of the site still lead to something.

    The only command that needs the internet; a build never does. A broken link is a mistake (exit
    code 1); a moved one, and a host that does not answer or wants no questions, is a warning.
    """
    catalogue = require_readable_content(root)
    ledger = root / LEDGER / "links.json"
    ledger.parent.mkdir(exist_ok=True)
    if again:
        ledger.unlink(missing_ok=True)
    number = (day.date() if day else today()).toordinal()
    with show_progress("Asking") as tell:
        problems = check_outside_links(
            catalogue, ledger, number, tell, manners=Manners(pause=pause)
        )
    tell_problems(problems, kind)
    broken = sum(problem.is_error for problem in problems)
    say(f"{counted(broken, 'broken link')}, {len(problems) - broken} to look at.")
    return 1 if broken else 0
