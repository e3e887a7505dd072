"""Puts the YAML of a project into the one style.

In: the project's folder. Out: which files changed, and the problems of those that cannot be read,
which are left as they are.
"""

from __future__ import annotations

from pathlib import Path

from guidebook.problems import Problem, sort_problems
from guidebook.project_files import find_content_files, replace_file
from guidebook.yaml_style import format_yaml


def format_project(
    root: Path, paths: tuple[Path, ...], *, write: bool
) -> tuple[list[str], tuple[Problem, ...]]:
    """Format the content files, or those inside `paths`, and return which ones change.

    Args:
        root: The project's folder.
        paths: Files or folders; empty for all.
        write: False to change nothing.
    """
    changed: list[str] = []
    problems: list[Problem] = []
    files, _ = find_content_files(root)
    chosen = [path.resolve() for path in paths]
    for file in files:
        path = root / file.path
        if chosen and not any(path.resolve().is_relative_to(inside) for inside in chosen):
            continue
        before = path.read_bytes()
        text, found = format_yaml(before, file.path)
        problems += found
        if text is not None and text.encode() != before:
            changed.append(file.path)
            if write:
                replace_file(path, text)
    return changed, sort_problems(problems)
