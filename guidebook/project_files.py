"""Which files a project has, by what they are.

In: the project's folder. Out: every file of `guidelines/`, `docs/` and `templates/words/` with its
kind and locale, and a problem for every other one. Nothing is opened here; links are not followed.
What other programs leave beside a text is passed over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path

from guidebook.problems import GuidebookError, Location, Problem, quote

MAX_STEM = 80
"""The longest name of a file without its ending: longer paths cannot be unpacked on Windows."""
LOCALE_TAG = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
"""The part of BCP 47 that MkDocs' translation plugin can build."""
_CONTENT_NAME = re.compile(
    rf"^(?P<stem>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<locale>{LOCALE_TAG}))?\.yml$"
)
_PAGE_NAME = re.compile(rf"^(?P<stem>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<locale>{LOCALE_TAG}))?\.md$")
_SPELLING_NAME = re.compile(rf"^guidelines/spelling(?:\.{LOCALE_TAG})?\.txt$")
_LITTER = re.compile(
    "|".join(
        (
            r"\.(?:.*\.)?sw[a-p]",  # vim and nano: a file that is open, .swo when .swp is taken
            r"4913",  # vim: whether it may write into the folder
            r"\.#.*",  # Emacs: a link that says who has a file open
            r"#.*#",  # Emacs: what is not saved yet
            r".*~",  # Emacs, vim and others: a file as it was before
            r"\..*\.kate-swp",  # Kate: a file that is open
            r"\.~lock\..*#",  # LibreOffice: who has a file open
            r"\.DS_Store|\._.*",  # Finder: how a folder is shown, and what other disks cannot hold
            r"Thumbs\.db|[Dd]esktop\.ini",  # Windows Explorer: how a folder is shown
        )
    ),
    re.DOTALL,
)
"""Names of what programs leave beside a text, with whose they are and what stands in them."""
WINDOWS_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}
)
"""Names that no file can have on Windows."""
TEXT = "text"
"""The state of a file of which the content counts."""
LINK = "link"
"""The state of a link to another file or folder."""
GUIDELINES = "guidelines"
DOCS = "docs"
TEMPLATES = "templates"
ASSETS = f"{TEMPLATES}/assets"
"""Folders of the project."""
JOINED_ENDINGS = (".css", ".js")
"""The endings of files in folders of `templates/assets`; nothing else can be joined."""
TOP_LEVEL = ("glossary", "references", "site")
STUDIES = "studies"
BOOKS = "books"
"""The folder of the books in the site."""
LEDGER = ".ledger"
"""The folder, in the project's, of what commands remember to be faster."""


@dataclass(frozen=True)
class ProjectFile:
    """One file of the project."""

    path: str
    """Relative to the project's folder, with `/`."""
    stem: str
    """The name without locale and ending."""
    locale: str
    """The locale in the name; empty for a source file."""
    folder: str
    """The folder below `guidelines/` or `docs/`; empty at the top."""

    @cached_property
    def source_path(self) -> str:
        """Return the path of the file that this one translates (its own for a source file)."""
        if not self.locale:
            return self.path
        head, _, ending = self.path.rpartition(".")
        return f"{head.removesuffix('.' + self.locale)}.{ending}"


def find_content_files(root: Path) -> tuple[list[ProjectFile], list[Problem]]:
    """Return the YAML files of `guidelines/` and a problem for everything else in it.

    Lists of words for spelling are neither.
    """
    files: list[ProjectFile] = []
    problems: list[Problem] = []
    for path in _walk(root, GUIDELINES, problems):
        if _SPELLING_NAME.fullmatch(path):
            continue
        file = _content_file(path)
        if isinstance(file, ProjectFile):
            files.append(file)
        else:
            problems.append(file)
    return sorted(files, key=attrgetter("path")), problems


def is_litter(path: str) -> bool:
    """Return True for what a program has left beside a text: it is no part of the project.

    Whatever lies in a folder or behind a link of such a name is left aside with it.
    """
    return any(_LITTER.fullmatch(name) for name in path.split("/"))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder in the order of names; nothing where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not _LITTER.fullmatch(entry.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(found, key=attrgetter("name"))


def list_folder(folder: Path) -> list[Path]:
    """Return what is in a folder in the order of names; nothing where there is no folder."""
    return [Path(entry) for entry in _entries(folder)]


@lru_cache(maxsize=2**16)  # a preview asks again with each edit
def _content_file(path: str) -> ProjectFile | Problem:
    """Return what a file of `guidelines/` is by its path, or what is wrong with that."""
    parts = path.split("/")
    match = _CONTENT_NAME.fullmatch(parts[-1])
    if len(parts) > 3:
        return _stray(path, "Move it into the folder of an audience or of studies.")
    if match is None or not _is_good_stem(match["stem"]):
        return _odd_name(path, "yml")
    if len(parts) == 2 and match["stem"] not in TOP_LEVEL:
        return _stray(path, "Move it into the folder of an audience or of studies.")
    folder = parts[1] if len(parts) == 3 else ""
    return ProjectFile(path, match["stem"], match["locale"] or "", folder)


def find_assets(root: Path) -> list[str]:
    """Return the files of `docs/` that are copied into the site as they are."""
    return [path for path in _walk(root, "docs", []) if not path.endswith(".md")]


def find_template_assets(folder: Path) -> dict[str, list[Path]]:
    """Return the files of `templates/assets` by the name of what they become in the site.

    The styles of a folder in it become one file, and so do its scripts: `site/*.css` is `site.css`.
    What else is in there is left aside; `assets` tells of it.
    """
    found: dict[str, list[Path]] = {}
    for path in list_folder(folder):
        if path.is_file():
            found.setdefault(path.name, []).append(path)
            continue
        for part in list_folder(path):
            if is_joined(part):
                found.setdefault(f"{path.name}{part.suffix}", []).append(part)
    return found


def is_joined(path: Path) -> bool:
    """Return True for what is joined with others of its folder in `templates/assets`."""
    return path.suffix in JOINED_ENDINGS and path.is_file()


def spelling_path(tag: str) -> str:
    """Return the list of words that are right in a language (empty tag: the source language)."""
    return f"guidelines/spelling{tag and '.'}{tag}.txt"


def find_pages(root: Path) -> tuple[list[ProjectFile], list[Problem]]:
    """Return the Markdown files of `docs/`; `find_assets` returns the others."""
    files: list[ProjectFile] = []
    problems: list[Problem] = []
    for path in _walk(root, "docs", problems):
        if path.endswith(".md"):
            match = _PAGE_NAME.fullmatch(path.rpartition("/")[2])
            if match is None or not _is_good_stem(match["stem"]):
                problems.append(_odd_name(path, "md"))
            else:
                folder = "/".join(path.split("/")[1:-1])
                files.append(ProjectFile(path, match["stem"], match["locale"] or "", folder))
    return sorted(files, key=attrgetter("path")), problems


def find_inputs(root: Path) -> Iterator[tuple[str, str]]:
    """Yield path and state of everything that content is loaded from, in the order of names.

    The state is `TEXT` for what is read; of anything else its kind, size and time of change.
    """
    yield "mkdocs.yml", TEXT
    for folder in (GUIDELINES, DOCS, TEMPLATES):
        yield from _find_states(root, folder)


def _find_states(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    for entry in _entries(root / folder):
        path = f"{folder}/{entry.name}"
        if entry.is_symlink():
            yield path, LINK
        elif entry.is_dir(follow_symlinks=False):
            yield path, "folder"
            yield from _find_states(root, path)
        elif not entry.is_file(follow_symlinks=False):
            yield path, "other"
        elif path.endswith((".yml", ".md")):
            yield path, TEXT
        else:
            found = entry.stat(follow_symlinks=False)
            yield path, f"file {found.st_size} {found.st_mtime_ns}"


def _walk(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    """Yield the regular files below a folder in the order of their names."""
    for entry in _entries(root / folder):
        path = f"{folder}/{entry.name}"
        if entry.is_symlink():
            problems.append(
                Problem(
                    Location(path),
                    "symbolic-link",
                    "this is a link to another file or folder.",
                    "Put the file itself here; links can lead out of the project.",
                )
            )
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path, problems)
        elif entry.is_file(follow_symlinks=False):
            yield path
        else:
            problems.append(_stray(path, "Delete it; only files belong here."))


def _stray(path: str, advice: str) -> Problem:
    name = path.rpartition("/")[2]
    return Problem(Location(path), "stray-file", f"{quote(name)} does not belong here.", advice)


def _is_good_stem(stem: str) -> bool:
    return stem not in WINDOWS_NAMES and len(stem) <= MAX_STEM


def _odd_name(path: str, ending: str) -> Problem:
    name = path.rpartition("/")[2]
    if len(name.partition(".")[0]) > MAX_STEM:
        message, advice = f"{quote(name)} is too long.", f"Use up to {MAX_STEM} characters."
        return Problem(Location(path), "odd-file-name", message, advice)
    return Problem(
        Location(path),
        "odd-file-name",
        f"{quote(name)} is not the name of a file that is read.",
        f"Rename it to small letters, digits and hyphens, then the language of a translation, "
        f"then .{ending}: 'weekly-hours.{ending}', 'weekly-hours.et.{ending}'.",
    )


def require_empty_folder(path: Path) -> None:
    """Raise a GuidebookError for a folder to write to that has something in it."""
    if path.exists() and any(path.iterdir()):
        raise GuidebookError(f"The folder {path} is not empty. Name a new or an empty one.")


def replace_file(path: Path, text: str) -> None:
    """Write beside the file, then swap, so that a full disk cannot cut an author's text."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode("utf-8"))
    beside.replace(path)
