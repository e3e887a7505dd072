"""Puts the YAML of a project into the one style.

In: the project's folder. Out: which files changed, and the problems of those that cannot be read,
which are left as they are.
"""

from __future__ import annotations

from pathlib import Path

from guidebook.problems import Problem, sort_problems
from guidebook.project_files import find_content_files
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
                _replace(path, text.encode())
    return changed, sort_problems(problems)


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file, then swap, so that a full disk cannot cut an author's text."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
