"""Text that GitHub shows and never reads: inside its Markdown, and in the lines of a workflow.

In: what an author has written. Out: the same for GitHub's readers, without its being markup, a
link, a mention, an emoji, a formula or a command.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from guidebook.problems import NEEDED_UNSEEN, Problem, visible

_SIGNS = re.compile(
    r"[@#$]"  # mentions, issues, formulas
    r"|:(?=\S)"  # emoji, and addresses that would become links
    r"|(?<=[Ww]{3})\."  # www.
    r"|(?<=[Gg][Hh])-(?=\d)"  # GH-12
)
_COMMIT = re.compile(r"\b[0-9a-f]{7,}\b")
_PIECE = re.compile(r".{1,6}")


def inert(text: str) -> str:
    """Return a text for an HTML block of GitHub's Markdown, in which nothing of it is read.

    An HTML block is not read as Markdown up to its first blank line, and this text has none. What
    GitHub looks for in finished pages (mentions, numbers of issues, commits …) it looks for within
    one piece of text; an element around a sign ends the piece.
    """
    lines = (visible(line, NEEDED_UNSEEN) for line in text.split("\n"))
    return "<br>".join(_inert_line(line) for line in lines)


def _inert_line(line: str) -> str:
    parts = []
    end = 0
    for found in _COMMIT.finditer(line):
        parts.append(_signs(line[end : found.start()]))
        parts += [f"<span>{piece}</span>" for piece in _PIECE.findall(found.group())]
        end = found.end()
    return "".join([*parts, _signs(line[end:])])


def _signs(text: str) -> str:
    pieces = []
    end = 0
    for found in _SIGNS.finditer(text):
        pieces.append(html.escape(text[end : found.start()]))
        pieces.append(f"<span>{found.group()}</span>")
        end = found.end()
    return "".join([*pieces, html.escape(text[end:])])


def problem_list(problems: Iterable[Problem]) -> str:
    """Return problems as an HTML block for GitHub's Markdown; warnings say that they are."""
    items = (
        f"<li><b>{inert(problem.location.path)}, line {problem.location.line}</b>"
        f"{'' if problem.is_error else ' (warning)'}"
        f"<br>{inert(problem.message)}<br>{inert(problem.advice)}</li>"
        for problem in problems
    )
    return "\n".join(["<ul>", *items, "</ul>"])


def annotation(problem: Problem) -> str:
    """Return the line with which a workflow shows a problem beside the line of the file."""
    place = problem.location
    facts = {
        "file": place.path,
        "line": str(place.line),
        "col": str(place.column),
        "title": problem.rule,
    }
    properties = ",".join(f"{name}={_property(value)}" for name, value in facts.items())
    told = _data(f"{problem.message}\n{problem.advice}")
    return f"::{problem.severity} {properties}::{told}"


def _data(text: str) -> str:
    """Return a text as the part of a command behind its second `::` (actions/toolkit's rules)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def plain_line(text: str) -> str:
    """Return a text as a line of a workflow's log that starts no command.

    The runner takes a line that begins with `::` for a command, and `##[` anywhere in a line.
    """
    line = visible(text, NEEDED_UNSEEN).replace("##[", "# #[")
    return f"- {line}" if line.lstrip().startswith("::") else line
