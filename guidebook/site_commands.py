"""The command for the built site: arguments and printing; no logic of its own."""

from __future__ import annotations

from pathlib import Path

import click

from guidebook.console import counted, format_option, say, show_progress, tell_problems
from guidebook.kept import Kept
from guidebook.problems import quote
from guidebook.project_files import LEDGER, TEMPLATES
from guidebook.site_check import SiteCheck
from guidebook.website import site_folder


@click.command("check-site")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@format_option
@click.pass_obj
def check_site_command(root: Path, paths: tuple[Path, ...], kind: str) -> int:
    """Say what the built site holds that the program does not make: scripts, frames, other hosts.

    PATHS limit it to these files and folders of the site.
    """
    site = site_folder(root).resolve()
    chosen = [path.absolute() for path in paths] or [site]
    if outside := [path for path in chosen if not path.is_relative_to(site)]:
        raise click.UsageError(f"{quote(outside[0])} is not in {site}.")
    check = SiteCheck(site, root / TEMPLATES, Kept(root / LEDGER / "site-check.txt"))
    with show_progress("Looking through the site") as tell:
        problems = check.find_problems(chosen, tell)
    tell_problems(problems, kind)
    say(f"{counted(len(problems), 'mistake')}.")
    return 1 if problems else 0
