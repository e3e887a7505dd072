"""A report on changes as Markdown for GitHub: the summary of a workflow's step.

In: a `Report`. Out: blocks of HTML, which GitHub's Markdown takes as they are, with every text
escaped by `github`, so that nothing an author writes is read as markup, link, mention or command.
"""

from __future__ import annotations

from collections.abc import Iterator

from guidebook.change_passages import ChangedPassage, changed_passages
from guidebook.change_report import Report, subject_state
from guidebook.changes import Changed, Subject
from guidebook.github import inert, problem_list
from guidebook.marks import Runs

MOST_BYTES = 900_000
"""GitHub shows no summary of more than 1 MiB."""


def report_as_markdown(report: Report) -> str:
    """Return a report; what would make it too long is counted, and stands on the page."""
    written: list[str] = []
    size = 0
    blocks = list(_blocks(report))
    for n, block in enumerate(blocks):
        size += len(block.encode()) + 2
        if size > MOST_BYTES:
            left = len(blocks) - n
            written.append(
                f"<p>{left} more parts are left out here: there is too much to show.</p>"
            )
            break
        written.append(block)
    return "\n\n".join(written) + "\n"


def _blocks(report: Report) -> Iterator[str]:
    yield f"<h2>What changes from {inert(report.base)} to {inert(report.head)}</h2>"
    sentences = (*report.summary, *report.notes)
    yield "\n".join(f"<p>{inert(sentence)}</p>" for sentence in sentences)
    if report.problems:
        yield "<h3>What the check says</h3>"
        yield problem_list(report.problems)
    part = ""
    for subject in report.subjects:
        if subject.part != part:
            part = subject.part
            yield f"<h3>{inert(part)}</h3>"
        yield _subject(subject, report.source_language)
    for consequence in report.consequences:
        yield f"<h3>{inert(consequence.heading)}</h3>"
        yield _list(inert(item) for item in consequence.items)
    if report.other_files:
        yield "<h3>Other files that change</h3>"
        yield _list(inert(path) for path in report.other_files)


def _list(items: Iterator[str]) -> str:
    return "\n".join(["<ul>", *(f"<li>{item}</li>" for item in items), "</ul>"])


def _subject(subject: Subject, source_language: str) -> str:
    lines = [
        f"<h4>{inert(subject.title)} ({subject_state(subject)})</h4>",
        f"<p><code>{inert(subject.path)}</code></p>",
        *(f"<p>{inert(sentence)}</p>" for sentence in subject.sentences),
    ]
    rows = [row for changed in subject.texts for row in _rows(changed, source_language)]
    if rows:
        lines += ["<table>", *rows, "</table>"]
    return "\n".join(lines)


def _rows(changed: Changed, source_language: str) -> Iterator[str]:
    label = ", ".join(filter(None, [changed.label, changed.language]))
    yield f'<tr><th colspan="2" align="left">{inert(label)}</th></tr>'
    for passage in changed_passages(changed):
        if passage.source:
            yield _row(inert(source_language), inert(passage.read(passage.source)), "")
        yield from _passage(passage, _language(changed))
    for remark in changed.remarks:
        yield _row("", inert(remark), "")


def _language(changed: Changed) -> str:
    locale = changed.locale
    return f' lang="{locale.tag}" dir="{locale.direction}"' if locale else ""


def _passage(passage: ChangedPassage, language: str) -> Iterator[str]:
    if passage.leads_elsewhere:
        yield _row("as before", inert(passage.read(passage.new)), language)
        return
    old, new = passage.words
    if passage.old:
        yield _row("before" if passage.new else "gone", _marked(old, "del"), language)
    if passage.new:
        yield _row("after" if passage.old else "new", _marked(new, "ins"), language)


def _marked(runs: Runs, element: str) -> str:
    parts = []
    for is_marked, words in runs:
        lead = words.rstrip()
        if is_marked and lead:
            marked = f"<{element}><b>{inert(lead)}</b></{element}>"
            parts.append(f"{marked}{inert(words[len(lead) :])}")
        else:
            parts.append(inert(words))
    return "".join(parts)


def _row(name: str, content: str, language: str) -> str:
    return f"<tr><td>{name}</td><td{language}>{content}</td></tr>"
