"""Problems for those who are told of them: people, GitHub's annotations, other programs.

In: problems. Out: lines on the output stream, and in a workflow on GitHub a list in the summary of
its step, since GitHub shows only a few annotations.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from guidebook.github import annotation, plain_line, problem_list
from guidebook.problems import Problem, Severity

FORMATS = ("text", "github", "json")
SHOWN = 10
"""How many errors, and how many warnings, GitHub shows for one step of a workflow."""
MOST_LISTED = 500
"""How many problems a summary lists: GitHub shows no summary of more than 1 MiB."""
JSON_FORMAT = 1
"""Grows when a program that reads the JSON would have to be changed."""


def problem_lines(problems: Sequence[Problem], kind: str) -> Iterator[str]:
    """Yield the lines that tell problems in one of `FORMATS`."""
    if kind == "json":
        yield problems_as_json(problems)
    elif kind == "github":
        yield from _annotations(problems)
    else:
        yield from map(str, problems)


def _annotations(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield annotations, as many as GitHub shows, and the other problems as plain lines."""
    for severity in Severity:
        of_kind = [problem for problem in problems if problem.severity is severity]
        yield from map(annotation, of_kind[:SHOWN])
        for problem in of_kind[SHOWN:]:
            yield from map(plain_line, str(problem).split("\n"))


def problems_as_json(problems: Sequence[Problem]) -> str:
    """Return problems as one JSON object; its shape is told in manual/reviewing.md."""
    value = {
        "format": JSON_FORMAT,
        "errors": sum(problem.is_error for problem in problems),
        "warnings": sum(not problem.is_error for problem in problems),
        "problems": [
            {
                "severity": problem.severity.value,
                "rule": problem.rule,
                "path": problem.location.path,
                "line": problem.location.line,
                "column": problem.location.column,
                "message": problem.message,
                "advice": problem.advice,
            }
            for problem in problems
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def add_to_step_summary(problems: Sequence[Problem]) -> None:
    """Add problems to the summary of the step that runs; elsewhere than on GitHub do nothing."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path or not problems:
        return
    parts = ["<h3>What the check says</h3>", problem_list(problems[:MOST_LISTED])]
    more = len(problems) - MOST_LISTED
    if more > 0:
        parts.append(f"<p>{more} more stand in the log.</p>")
    with Path(path).open("a", encoding="utf-8") as summary:
        summary.write("\n\n".join(parts) + "\n\n")
