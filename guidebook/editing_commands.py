"""The commands for editors: arguments, questions and printing; no logic of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import click

from guidebook.catalogue import Catalogue
from guidebook.checked import load_checked, today
from guidebook.console import (
    ContentError,
    counted,
    require_one_of,
    require_readable_content,
    say,
)
from guidebook.drafts import Answers, draft_path, draft_text, find_answer_fault, suggest_id
from guidebook.file_changes import Changes, trial_project, write_changes
from guidebook.model import Certainty, Entry, Strength
from guidebook.problems import Problem, did_you_mean, quote
from guidebook.renaming import change_code, find_id_fault, find_name_fault, is_code, rename_entry
from guidebook.retiring import find_retirement_fault, retire_entry

QUESTIONS = {
    "title": "What should readers do? One line, as a call",
    "summary": "The same in one sentence, with what it takes",
    "why": "Why? The reasons, and what they rest on",
}
"""What is asked for each field that has no option."""


@click.command("new")
@click.argument("audience")
@click.option("--title", help="What readers should do, on one line.")
@click.option("--summary", help="The same in one sentence, with what it takes.")
@click.option("--topic", help="The id of a topic in site.yml.")
@click.option("--why", help="The reasons.")
@click.option("--do", "actions", multiple=True, help="One thing to do; may be given several times.")
@click.option("--id", "entry_id", help="The file's name (otherwise made from the title).")
@click.option(
    "--strength",
    type=click.Choice([item.value for item in Strength]),
    default=Strength.PRACTICE.value,
    show_default=True,
    help="How firmly it is advised.",
)
@click.option(
    "--certainty",
    type=click.Choice([item.value for item in Certainty]),
    default=Certainty.SUGGESTION.value,
    show_default=True,
    help="How sure its basis is.",
)
@click.pass_obj
def new_command(
    root: Path,
    audience: str,
    title: str | None,
    summary: str | None,
    topic: str | None,
    why: str | None,
    actions: tuple[str, ...],
    entry_id: str | None,
    strength: str,
    certainty: str,
) -> int:
    """Begin a guideline for AUDIENCE: write a draft with the next free code.

    What no option says is asked.
    """
    catalogue = require_readable_content(root)
    require_one_of("AUDIENCE", audience, list(catalogue.audiences_by_id))
    require_one_of("--topic", topic, list(catalogue.topics_by_id))
    given = {"title": title, "summary": summary, "why": why}
    for key, text in [*given.items(), *(("do", text) for text in actions)]:
        if text is not None and (fault := find_answer_fault(key, text)):
            raise click.UsageError(f"--{key}: {fault}")
    if entry_id is not None and (fault := find_id_fault(catalogue, entry_id)):
        raise click.UsageError(f"--id: {fault}")
    try:
        answers = _ask(catalogue, audience, given, topic, actions, entry_id)
    except click.Abort:
        raise _unanswered(given, topic, actions) from None
    draft = Answers(**answers, strength=strength, certainty=certainty)  # type: ignore[arg-type]
    path = draft_path(draft)
    text = draft_text(catalogue, draft, today())
    _make(root, catalogue, {path: text.encode("utf-8")})
    click.echo(path)
    say("The draft is written. Write on in the file, then: python3 build.py check")
    return 0


@click.command("rename")
@click.argument("old")
@click.argument("new")
@click.pass_obj
def rename_command(root: Path, old: str, new: str) -> int:
    """Give a guideline another id or code; every link follows, and the old address leads on.

    OLD is its code or id. NEW is an id, which names its file and page, or a code.
    """
    catalogue = require_readable_content(root)
    entry = _entry(catalogue, "OLD", old)
    if fault := find_name_fault(catalogue, entry, new):
        raise click.UsageError(f"NEW: {fault}")
    before = entry.code if is_code(new) else entry.entry_id
    changes = (
        change_code(root, entry, new) if is_code(new) else rename_entry(root, catalogue, entry, new)
    )
    _make(root, catalogue, changes, {before: new})
    _list_changes(changes)
    say(f"{quote(before)} is {quote(new)} now; the old address leads there.")
    return 0


@click.command("retire")
@click.argument("code")
@click.option("--by", help="Code or id of the guideline that readers should follow instead.")
@click.option("--because", help="Where there is none: what readers are told, in one sentence.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Since when (else today).")
@click.pass_obj
def retire_command(
    root: Path, code: str, by: str | None, because: str | None, day: datetime | None
) -> int:
    """Withdraw a guideline; its page stays, and links lead to the one that replaces it.

    Without another one in its place, links to it become plain words.
    """
    catalogue = require_readable_content(root)
    entry = _entry(catalogue, "CODE", code)
    if (by is None) == (because is None):
        raise click.UsageError(
            "Write one of: --by CODE (what to read instead), --because TEXT (why there is nothing)."
        )
    if because is not None and (fault := find_answer_fault("withdrawn_because", because)):
        raise click.UsageError(f"--because: {fault}")
    instead = _entry(catalogue, "--by", by) if by is not None else None
    if fault := find_retirement_fault(entry, instead):
        raise click.UsageError(fault)
    on = day.date() if day else today()
    changes = retire_entry(root, catalogue, entry, instead, because or "", on)
    _make(root, catalogue, changes)
    _list_changes(changes)
    say(f"{entry.code} is retired; its page stays and tells readers where to go.")
    if len(changes) > 1:
        say("Read the other files again: what led to it leads elsewhere now.")
    return 0


def _entry(catalogue: Catalogue, argument: str, name: str) -> Entry:
    """Return the entry that a person calls by code or id, or raise a UsageError."""
    for entry in catalogue.entries:
        if name in (entry.code, entry.entry_id):
            return entry
    for entry in catalogue.entries:
        if name in entry.formerly:
            advice = f"It was an earlier name of {entry.code}, {quote(entry.entry_id)}."
            raise click.UsageError(f"{argument}: no guideline has the name {quote(name)}. {advice}")
    names = [name for entry in catalogue.entries for name in (entry.code, entry.entry_id)]
    raise click.UsageError(
        f"{argument}: no guideline has the name {quote(name)}. Write a code or an id."
        f"{did_you_mean(name, names)}"
    )


def _make(
    root: Path, catalogue: Catalogue, changes: Changes, names: Mapping[str, str] | None = None
) -> None:
    """Make changes that bring no new mistake with them, or raise a ContentError and make none.

    `names` are names that change, so that an old mistake is known again in its new words.
    """
    day = today()
    known = {told for _, told in _mistakes(root, day, names or {})}
    with trial_project(root, changes, catalogue.settings.font_folders) as changed:
        new = [problem for problem, told in _mistakes(changed, day, {}) if told not in known]
    if new:
        raise ContentError(new)
    write_changes(root, changes)


def _mistakes(root: Path, day: date, names: Mapping[str, str]) -> list[tuple[Problem, str]]:
    """Return each mistake with its sentence, in which names are changed."""
    _, problems = load_checked(root, day)
    found = []
    for problem in problems:
        if problem.is_error:
            told = f"{problem.rule}: {problem.message}"
            for old, new in names.items():
                told = told.replace(old, new)
            found.append((problem, told))
    return found


def _list_changes(changes: Changes) -> None:
    for path in sorted(path for path, content in changes.items() if content is not None):
        click.echo(path)
    gone = sum(content is None for content in changes.values())
    if gone:
        say(f"{counted(gone, 'file')} moved.")


def _ask(
    catalogue: Catalogue,
    audience: str,
    given: Mapping[str, str | None],
    topic: str | None,
    actions: tuple[str, ...],
    entry_id: str | None,
) -> dict[str, object]:
    """Return all answers; those that are not given are asked for until they have a valid shape."""

    def ask(question: str, key: str) -> str:
        def require(text: str) -> str:
            if fault := find_answer_fault(key, text):
                raise click.UsageError(fault)
            return text.strip()

        return str(click.prompt(question, value_proc=require, err=True))

    title = given["title"] or ask(QUESTIONS["title"], "title")
    summary = given["summary"] or ask(QUESTIONS["summary"], "summary")
    topic = topic or _ask_topic(catalogue)
    why = given["why"] or ask(QUESTIONS["why"], "why")
    done = list(actions)
    if not done:
        done.append(ask("What is the first thing to do? One line", "do"))
        while more := click.prompt(
            "And the next? (Enter: that is all)", default="", show_default=False, err=True
        ):
            if fault := find_answer_fault("do", more):
                say(fault)
            else:
                done.append(more)
    return {
        "audience_id": audience,
        "entry_id": entry_id or _find_id(catalogue, title),
        "title": title,
        "summary": summary,
        "topic": topic,
        "why": why,
        "actions": done,
    }


def _ask_topic(catalogue: Catalogue) -> str:
    for topic in catalogue.site.topics:
        say(f"  {topic.id}: {topic.name}")
    choice = click.Choice(list(catalogue.topics_by_id))
    return str(click.prompt("Which topic?", type=choice, show_choices=False, err=True))


def _find_id(catalogue: Catalogue, title: str) -> str:
    """Return an id made from the title, or one that is asked for where a title gives none."""
    taken = [name for entry in catalogue.entries for name in (entry.entry_id, *entry.formerly)]
    found = suggest_id(title, taken)

    def require(text: str) -> str:
        if fault := find_id_fault(catalogue, text):
            raise click.UsageError(fault)
        return text

    return found or str(click.prompt("A name for its file", value_proc=require, err=True))


def _unanswered(
    given: Mapping[str, str | None], topic: str | None, actions: tuple[str, ...]
) -> click.UsageError:
    """Return what is missing where nobody answers."""
    options = {**given, "topic": topic, "do": actions or None}
    missing = [f"--{key}" for key, value in options.items() if not value]
    return click.UsageError(
        f"Not all was answered, and nothing was written. Without a terminal, write all of: "
        f"{', '.join(missing or ['--id'])}."
    )
