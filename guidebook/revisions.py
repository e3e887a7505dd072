"""Two states of a project as folders: git revisions, the files as they are now, or plain folders.

In: what a person calls the states. Out: `Revision`s, whose folders can be loaded like any project.
A revision of git is read object by object and never checked out, so that no setting of the
repository can hide or change a file on the way; links become links that lead nowhere.
"""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guidebook.git import GitError, run_git
from guidebook.problems import GuidebookError, nearest, quote
from guidebook.project_files import is_litter

_TREES = ("guidelines/", "docs/", "templates/words/")
"""What of a revision is read, besides mkdocs.yml."""
_COMPARED = ("mkdocs.yml", "guidelines", "docs", "templates")
"""What of two plain folders is compared."""
_LINK, _SUBMODULE = "120000", "160000"
"""Modes of git for links and submodules."""
_NOW = "the files as they are now"


@dataclass(frozen=True)
class Revision:
    """One state of a project."""

    name: str
    """As a person calls it, for example `main (3f2a1b9)`."""
    root: Path
    """The folder that holds its content."""
    commit: str = ""
    """The full name of the commit; empty for a folder."""
    is_now: bool = False
    """True for the project's own files as they are on the disk."""


def open_revision(project: Path, name: str | None, unpack_to: Path) -> Revision:
    """Return a state of a project; a revision of git is unpacked into a new folder.

    Args:
        project: The project's folder.
        name: A folder with a project in it, or a revision of git; None for the files as they are.
        unpack_to: The folder to make for a revision.

    Raises:
        GuidebookError: There is no such state, or this copy of the history lacks it.
    """
    if name is None:
        return Revision(_NOW, project, is_now=True)
    folder = Path(name)
    if (folder / "mkdocs.yml").is_file():
        return Revision(name, folder.resolve())
    commit = _find_commit(project, name)
    _unpack(project, commit, unpack_to)
    return Revision(f"{name} ({commit[:7]})", unpack_to, commit)


def changed_files(project: Path, base: Revision, head: Revision) -> tuple[str, ...]:
    """Return the paths of all files that differ between two states, in the order of their names.

    Of plain folders only settings, content, pages and templates are compared.
    """
    if base.commit and (head.commit or head.is_now):
        commits = [revision.commit for revision in (base, head) if revision.commit]
        how = ("--name-only", "-z", "--no-renames", "--relative", "--no-ext-diff", "--no-textconv")
        listed = [_git(project, "diff", *how, *commits, "--")]
        if head.is_now:
            others = _git(project, "ls-files", "-z", "--others", "--exclude-standard")
            listed += [name for name in others.split(b"\0") if not is_litter(os.fsdecode(name))]
        names = b"\0".join(listed).decode("utf-8", errors="replace").split("\0")
        return tuple(sorted({name for name in names if name}))
    return tuple(sorted(_different(base.root, head.root)))


def ahead(project: Path, base: Revision, head: Revision) -> int:
    """Return how many commits the earlier state has that the later one lacks; 0 where unknown."""
    if not base.commit or not (head.commit or head.is_now) or _is_shallow(project):
        return 0
    try:
        counted = _git(project, "rev-list", "--count", f"{head.commit or 'HEAD'}..{base.commit}")
    except GuidebookError:
        return 0
    return int(counted or b"0")


def _find_commit(project: Path, name: str) -> str:
    try:
        found = run_git(
            project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        return found.decode("ascii").strip()
    except GitError:
        raise GuidebookError(_why_missing(project, name)) from None


def _why_missing(project: Path, name: str) -> str:
    """Return why a state cannot be found, and what to do about it."""
    try:
        count = run_git(project, "rev-list", "--count", "--all").decode("ascii").strip()
    except GitError:
        return (
            f"{quote(name)} is no folder with a project, and {project} has no history of git. "
            "Name two folders, or start the command in a clone."
        )
    if _is_shallow(project):
        commits = "1 commit" if count == "1" else f"{count} commits"
        return (
            f"{quote(name)} is not in this copy of the history, which is cut off (a shallow "
            f"clone): it holds {commits}. Fetch the rest: git fetch --unshallow. In a workflow, "
            "give actions/checkout a larger fetch-depth."
        )
    refs = _git(project, "for-each-ref", "--format=%(refname:short)").decode("utf-8", "replace")
    return (
        f"There is no folder with a project and no revision called {quote(name)}. Write a branch, "
        f"a tag or a commit{nearest(name, refs.split())}."
    )


def _is_shallow(project: Path) -> bool:
    return _git(project, "rev-parse", "--is-shallow-repository").strip() == b"true"


def _unpack(project: Path, commit: str, folder: Path) -> None:
    """Write a commit's content and settings into a folder."""
    prefix = _git(project, "rev-parse", "--show-prefix").decode("utf-8").strip()
    listed = _git(project, "ls-tree", "-r", "-z", "--full-tree", f"{commit}:{prefix}")
    blobs: dict[str, str] = {}
    for line in listed.decode("utf-8", errors="replace").split("\0"):
        facts, _, path = line.partition("\t")
        if not _is_content(path):
            continue
        mode, _, blob = facts.split(" ")
        if mode == _LINK:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to("nowhere")  # is reported like any link and cannot lead out
        elif mode != _SUBMODULE:
            blobs[path] = blob
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in zip(blobs, _read_blobs(project, list(blobs.values())), strict=True):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _is_content(path: str) -> bool:
    """Return True for a file that is loaded; a crafted tree can hold names that lead out of it."""
    parts = path.split("/")
    if any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts):
        return False
    return path == "mkdocs.yml" or path.startswith(_TREES)


def _read_blobs(project: Path, names: list[str]) -> Iterator[bytes]:
    """Yield the contents of objects, without any filter.

    Raises:
        GuidebookError: This copy of the history lacks an object.
    """
    given = "".join(f"{name}\n" for name in names).encode("ascii")
    answer = _git(project, "cat-file", "--batch", given=given)
    start = 0
    for name in names:
        end = answer.index(b"\n", start)
        _, kind, *size = answer[start:end].split(b" ")
        if kind == b"missing" or not size:
            raise GuidebookError(
                f"This copy of the history lacks the object {name} (a partial clone). "
                "Make a full clone, or fetch it: git fetch --refetch."
            )
        length = int(size[0])
        yield answer[end + 1 : end + 1 + length]
        start = end + length + 2


def _git(project: Path, *arguments: str, given: bytes = b"") -> bytes:
    try:
        return run_git(project, *arguments, given=given)
    except GitError as error:
        raise GuidebookError(f"git could not be asked: {error}.") from error


def _different(base: Path, head: Path) -> Iterator[str]:
    """Yield the paths of the files of two folders that differ or exist in one only."""
    for path in {*_files(base), *_files(head)}:
        one, other = base / path, head / path
        if not (one.is_file() and other.is_file()) or not filecmp.cmp(one, other, shallow=False):
            yield path


def _files(root: Path) -> Iterator[str]:
    for name in _COMPARED:
        top = root / name
        for path in [top] if top.is_file() else top.rglob("*"):
            inner = path.relative_to(root).as_posix()
            if path.is_file() and not (path.is_symlink() or is_litter(inner)):
                yield inner
