"""A report on changes as lines for a terminal.

In: a `Report`. Out: text. Words that only one state has stand in brackets, so that no colour is
needed; what could steer a terminal is shown as its code.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from guidebook.change_passages import ChangedPassage, changed_passages
from guidebook.change_report import Report, subject_state
from guidebook.changes import Changed, Subject
from guidebook.github import plain_line
from guidebook.marks import Runs
from guidebook.problems import NEEDED_UNSEEN, visible

WIDTH = 96
"""Columns of the longest line."""
_INDENT = "    "
_NAMES = 10
"""Columns for what stands before a passage: `before`, `after`, the name of a language."""


def report_as_text(report: Report) -> str:
    """Return a report as lines that end in a line break; none is a command in a workflow's log."""
    return "\n".join(plain_line(line.rstrip()) for line in _lines(report)).rstrip("\n") + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield from _wrapped(f"What changes from {report.base} to {report.head}")
    yield ""
    for sentence in (*report.summary, *report.notes):
        yield from _wrapped(sentence)
    if report.problems:
        yield from _heading("What the check says")
        for problem in report.problems:
            yield from str(problem).split("\n")
    part = ""
    for subject in report.subjects:
        if subject.part != part:
            part = subject.part
            yield from _heading(part)
        yield from _subject(subject, report.source_language)
    for consequence in report.consequences:
        yield from _heading(consequence.heading)
        for item in consequence.items:
            yield from _wrapped(item, "- ", "  ")
    if report.other_files:
        yield from _heading("Other files that change")
        yield from (f"- {visible(path)}" for path in report.other_files)


def _heading(text: str) -> Iterator[str]:
    shown = visible(text)
    yield from ("", shown, "=" * len(shown))


def _subject(subject: Subject, source_language: str) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"{subject.title} ({subject_state(subject)})")
    yield f"{_INDENT}{visible(subject.path)}"
    for sentence in subject.sentences:
        yield from _wrapped(sentence, _INDENT, _INDENT)
    for changed in subject.texts:
        yield from _changed(changed, source_language)


def _changed(changed: Changed, source_language: str) -> Iterator[str]:
    yield ""
    label = ", ".join(filter(None, [changed.label, changed.language]))
    yield f"{_INDENT}{visible(label)}"
    for passage in changed_passages(changed):
        if passage.source:
            yield from _row(source_language, passage.read(passage.source))
        yield from _passage(passage)
    for remark in changed.remarks:
        yield from _row("", remark)


def _passage(passage: ChangedPassage) -> Iterator[str]:
    if passage.leads_elsewhere:
        yield from _row("as before", passage.read(passage.new))
        return
    old, new = passage.words
    if passage.old:
        yield from _row("before" if passage.new else "gone", _in_brackets(old))
    if passage.new:
        yield from _row("after" if passage.old else "new", _in_brackets(new))


def _in_brackets(runs: Runs) -> str:
    parts = []
    for is_marked, words in runs:
        lead = words.rstrip()
        parts.append(f"[{lead}]{words[len(lead) :]}" if is_marked and lead else words)
    return "".join(parts)


def _row(name: str, text: str) -> Iterator[str]:
    first = f"{_INDENT}{_INDENT}{name:<{_NAMES}}"
    for n, line in enumerate(text.split("\n")):
        yield from _wrapped(line, first if n == 0 else " " * len(first), " " * len(first))


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        visible(text, NEEDED_UNSEEN),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
