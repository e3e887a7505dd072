"""The commands for translators: arguments and printing; no logic of their own."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidebook.catalogue import Catalogue, Locale
from guidebook.characters import HIDDEN
from guidebook.checked import today
from guidebook.console import counted, require_one_of, require_readable_content, say
from guidebook.model import Review
from guidebook.problems import did_you_mean, one_of, quote
from guidebook.progress import PAGES, FileProgress, file_names, find_files, locale_progress
from guidebook.translation_files import begin, confirm, record_review

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH = 120
"""Columns of tables where the output is not a terminal."""
_FILE = click.Path(path_type=Path, dir_okay=False)


class _WordsFirst(click.Group):
    """A group in which anything but a subcommand's name is an argument of `list`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            args = ["list", *args]
        return super().resolve_command(ctx, args)


@click.command("translate")
@click.argument("locale")
@click.argument("entry")
@click.pass_obj
def translate_command(root: Path, locale: str, entry: str) -> int:
    """Make or complete a translation's file, with the English of what to fill at its top.

    ENTRY is a guideline's code or id, a study, a page of docs/, or site, glossary, references.
    """
    catalogue = require_readable_content(root)
    file = _file(root, catalogue, _locale(catalogue, locale), entry)
    if not file.open_fields:
        say(f"Nothing to do: {file.path} has every text of today.")
        return 0
    begin(root, catalogue, file)
    click.echo(file.path)
    behind = sum(bool(item.text) for item in file.open_fields)
    missing = len(file.open_fields) - behind
    say(f"{counted(missing, 'text')} to fill, {counted(behind, 'text')} to compare.")
    if behind:
        say(f"What has changed: python3 build.py translations {locale} {file.name}")
    if missing and file.part == PAGES:
        say("It is a copy of its source: translate it in its place; 'check' reports it until then.")
    return 0


@click.group("translations", cls=_WordsFirst, invoke_without_command=True)
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def translations_command(ctx: click.Context, kind: str) -> None:
    """Show how far each translation is; LOCALE [ENTRY] shows what there is to do."""
    if ctx.invoked_subcommand is not None:
        ctx.default_map = {"list": {"kind": kind}}
        return
    from guidebook.translation_reports import as_values, overview

    catalogue = require_readable_content(ctx.obj)
    languages = [
        locale_progress(catalogue, locale) for locale in catalogue.locales if not locale.is_source
    ]
    if kind == "json":
        _print_json([as_values(language) for language in languages])
    else:
        _show(overview(languages))


@translations_command.command("list")
@click.argument("locale")
@click.argument("entry", required=False)
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def list_command(root: Path, locale: str, entry: str | None, kind: str) -> int:
    """List what there is to translate, what readers need most first."""
    from guidebook.translation_reports import find_earlier, work_as_values, work_list

    catalogue = require_readable_content(root)
    language = _locale(catalogue, locale)
    if entry is None:
        work = locale_progress(catalogue, language).work
    else:
        work = (_file(root, catalogue, language, entry),)
    earlier = find_earlier(root, work)
    if kind == "json":
        _print_json(work_as_values(work, earlier))
    else:
        _show(work_list(work, earlier))
        texts = sum(len(file.open_fields) for file in work)
        files_with_work = sum(bool(file.open_fields) for file in work)
        say(f"{counted(texts, 'text')} in {counted(files_with_work, 'file')} to translate.")
    return 0


@translations_command.command("confirm")
@click.argument("locale")
@click.argument("entry")
@click.argument("fields", nargs=-1)
@click.pass_obj
def confirm_command(root: Path, locale: str, entry: str, fields: tuple[str, ...]) -> int:
    """Record that a translation is still right though its English has changed.

    FIELDS are names such as actions.count-hours.do; without them, all that are behind.
    """
    catalogue = require_readable_content(root)
    file = _existing_file(root, catalogue, locale, entry)
    names = [item.source.name for item in file.fields if item.text]
    for name in fields:
        if name not in names:
            raise click.UsageError(
                f"{quote(name)} is not translated in {file.path}. {one_of(name, names)}"
            )
    confirmed = confirm(root, catalogue, file, fields)
    for name in confirmed:
        click.echo(name)
    say(f"{counted(len(confirmed), 'text')} of {file.path} confirmed.")
    return 0


@translations_command.command("review")
@click.argument("locale")
@click.argument("entry")
@click.option("--by", "who", required=True, help="The person or group that has read the texts.")
@click.option("--approve", is_flag=True, help="Record that the texts are approved, not only read.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day (otherwise today).")
@click.pass_obj
def review_command(
    root: Path, locale: str, entry: str, who: str, approve: bool, day: datetime | None
) -> int:
    """Record that a person has read every text of a translation as it is now."""
    catalogue = require_readable_content(root)
    file = _existing_file(root, catalogue, locale, entry)
    if not any(item.text for item in file.fields):
        raise click.UsageError(f"{file.path} has no text yet: there is nothing to review.")
    if not who.strip() or "\n" in who or HIDDEN.search(who):
        raise click.UsageError("--by: write the person or group that has read the texts.")
    on = day.date() if day else today()
    if on > today():
        raise click.UsageError(f"--on: {on} is still to come. Write the day of the reading.")
    review = Review.APPROVED if approve else Review.REVIEWED
    read = record_review(root, catalogue, file, who.strip(), on, review)
    say(f"{counted(read, 'text')} of {file.path} recorded as {review.value}.")
    return 0


@translations_command.command("export")
@click.argument("locale")
@click.option("--out", type=_FILE, help="The file to write (otherwise <LOCALE>.xlf).")
@click.pass_obj
def export_command(root: Path, locale: str, out: Path | None) -> int:
    """Write all texts of a language as XLIFF, for a translator's own program."""
    from guidebook.exchange import export_xliff

    catalogue = require_readable_content(root)
    language = locale_progress(catalogue, _locale(catalogue, locale))
    path = out or Path(f"{locale}.xlf")
    path.write_bytes(export_xliff(language, catalogue.source_locale))
    click.echo(str(path))
    return 0


@translations_command.command("import")
@click.argument("locale")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--review",
    type=click.Choice([Review.MACHINE.value, Review.DRAFT.value]),
    default=Review.DRAFT.value,
    show_default=True,
    help="Who made the texts of files that are new: a machine, or a person (draft).",
)
@click.pass_obj
def import_command(root: Path, locale: str, file: Path, review: str) -> int:
    """Put the translations of an XLIFF file into the files of guidelines/."""
    from guidebook.exchange import import_xliff

    catalogue = require_readable_content(root)
    language = _locale(catalogue, locale)
    done = import_xliff(root, catalogue, language, file.read_bytes(), Review(review))
    for path in done.files:
        click.echo(path)
    say(f"{counted(done.texts, 'text')} new or changed in {counted(len(done.files), 'file')}.")
    if done.left_out:
        say("Left out:")
        say("\n".join(done.left_out))
    return 0


def _locale(catalogue: Catalogue, tag: str) -> Locale:
    source = catalogue.source_locale.tag
    if tag == source:
        raise click.UsageError(f"{quote(tag)} is the language that is translated from.")
    require_one_of("LOCALE", tag, [name for name in catalogue.locales_by_tag if name != source])
    return catalogue.locales_by_tag[tag]


def _file(root: Path, catalogue: Catalogue, locale: Locale, name: str) -> FileProgress:
    """Return the file that a person calls by code, id or path, or raise a UsageError."""
    path, folder = Path(name).resolve(), root.resolve()
    files = find_files(catalogue, locale, name)
    if not files and path.is_relative_to(folder):
        files = find_files(catalogue, locale, path.relative_to(folder).as_posix())
    if not files:
        advice = "Write a guideline's code or id, a page, a study, site, glossary or references."
        near = did_you_mean(name, file_names(catalogue, locale))
        raise click.UsageError(f"ENTRY: {quote(name)} is unknown. {advice}{near}")
    if len(files) > 1:
        paths = ", ".join(file.source_path for file in files)
        raise click.UsageError(
            f"ENTRY: {quote(name)} is the name of {len(files)} files. Write one of: {paths}."
        )
    return files[0]


def _existing_file(root: Path, catalogue: Catalogue, locale: str, name: str) -> FileProgress:
    """Return a file that has been begun, or raise a UsageError."""
    file = _file(root, catalogue, _locale(catalogue, locale), name)
    if not file.exists:
        advice = f"Make it: python3 build.py translate {locale} {file.name}"
        raise click.UsageError(f"{file.path} does not exist yet. {advice}")
    return file


def _show(what: RenderableType) -> None:
    """Print a table or list; where the output is not a terminal, without colours and fillers."""
    from rich.console import Console

    console = Console(highlight=False)
    if console.is_terminal:
        console.print(what)
        return
    plain = io.StringIO()
    Console(file=plain, highlight=False, width=WIDTH).print(what)
    click.echo("\n".join(line.rstrip() for line in plain.getvalue().rstrip().split("\n")))


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
