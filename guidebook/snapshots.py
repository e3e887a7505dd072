"""A state of a project, loaded and checked, even when parts of it cannot be read.

In: a `Revision`. Out: a `Snapshot` with everything that loads. Where settings or `site.yml` do not
load, those of the other state stand in for them, so that the rest can still be compared.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guidebook.catalogue import GLOSSARY_PATH, REFERENCES_PATH, Catalogue
from guidebook.checks import check_catalogue
from guidebook.load import load_catalogue
from guidebook.model import Site
from guidebook.problems import Problem, sort_problems
from guidebook.project_files import find_content_files, find_pages
from guidebook.project_reader import ProjectReader
from guidebook.revisions import Revision

_INDISPENSABLE = ("mkdocs.yml", Site.PATH)
"""Files without which nothing can be loaded."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Everything that loads of one state."""

    revision: Revision
    catalogue: Catalogue
    problems: tuple[Problem, ...]
    """All problems of form, and what the rules find."""
    unread: frozenset[str]
    """The files that are there but could not be read."""
    lent: tuple[str, ...] = ()
    """The files that could not be read and for which those of the other state stand in."""

    @property
    def has_mistakes(self) -> bool:
        """Return True when pages cannot be made of this state."""
        return any(problem.is_error for problem in self.problems)


def take_snapshot(
    revision: Revision, other: Revision, spare: Path, kept: Path, day: date
) -> Snapshot | tuple[Problem, ...]:
    """Return what loads of a state, or its problems when nothing can be loaded.

    Args:
        revision: The state.
        other: The state whose settings stand in where they cannot be read.
        spare: A folder to make for a copy, if that is needed.
        kept: A folder for what was found in files, so that those of both states are read once.
        day: The day that dates are compared with.
    """
    root = revision.root
    lent: tuple[str, ...] = ()
    reader = ProjectReader(root, kept)
    has_settings = (root / "mkdocs.yml").is_file()
    catalogue, problems = load_catalogue(root, reader) if has_settings else (None, ())
    if catalogue is None:
        faulty = {problem.location.path for problem in problems if problem.is_error}
        lent = tuple(p for p in _INDISPENSABLE if p in faulty or not (root / p).is_file())
        root = _copy(revision.root, spare)
        for path in lent:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            if (other.root / path).is_file():
                shutil.copyfile(other.root / path, root / path)
        reader = ProjectReader(root, kept)
        catalogue, later = load_catalogue(root, reader)
        problems = sort_problems([*problems, *later])
    if catalogue is None:
        return problems
    checked = check_catalogue(catalogue, day, reader.kept)
    reader.save()
    found = sort_problems([*problems, *checked])
    return Snapshot(revision, catalogue, found, _unread(root, catalogue), lent)


def _copy(root: Path, folder: Path) -> Path:
    """Return a copy of what of a project is loaded; links stay links and are not followed."""
    folder.mkdir(parents=True)
    for name in ("guidelines", "docs", "templates/words"):
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, symlinks=True)
    if (root / "mkdocs.yml").is_file():
        shutil.copyfile(root / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


def _unread(root: Path, catalogue: Catalogue) -> frozenset[str]:
    files = [*find_content_files(root)[0], *find_pages(root)[0]]
    read = {
        *catalogue.contents,
        *(translation.path for translation in catalogue.translations.values()),
        *(page.path for page in catalogue.pages),
    }
    lists = ((REFERENCES_PATH, "ref:*"), (GLOSSARY_PATH, "term:*"))
    broken = {path for path, mark in lists if mark in catalogue.broken}
    return frozenset({file.path for file in files} - read | broken)
