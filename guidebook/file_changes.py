"""Changes of several files at once: tried in a copy of the project first, then made all or none.

In: the project's folder and what its files are to hold. Out: a copy of the project in which the
changes are made, so that they can be checked, and the changed project itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

Changes = Mapping[str, bytes | None]
"""New content by path, relative to the project's folder with `/`; None deletes the file."""

CHECKED_FOLDERS = ("guidelines", "docs", "templates/words")
"""The folders that loading and checking read."""


@contextmanager
def trial_project(root: Path, changes: Changes, folders: Iterable[str] = ()) -> Iterator[Path]:
    """Yield a copy of what is loaded of a project, with the changes made in it.

    `folders` are further ones that must be there; what they hold is not copied.
    """
    with TemporaryDirectory(prefix="guidebook-") as folder:
        copy = Path(folder)
        shutil.copyfile(root / "mkdocs.yml", copy / "mkdocs.yml")
        for name in CHECKED_FOLDERS:
            if (root / name).is_dir():
                shutil.copytree(root / name, copy / name, symlinks=True)
        for name in folders:
            (copy / name).mkdir(parents=True, exist_ok=True)
        for name, content in changes.items():
            _put(copy / name, content)
        yield copy


def write_changes(root: Path, changes: Changes) -> None:
    """Make all changes, or none when one of them fails.

    Every new content is written beside its file first, so that a full disk or a missing right
    shows before anything is changed.

    Raises:
        OSError: A file could not be written; all files are as they were.
    """
    before = {path: _content(root / path) for path in changes}
    beside = {
        path: _beside(root / path) for path, content in changes.items() if content is not None
    }
    begun: list[str] = []
    try:
        for path, staged in beside.items():
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(changes[path] or b"")
        for path in changes:
            begun.append(path)
            if path in beside:
                beside[path].replace(root / path)
            else:
                (root / path).unlink()
    except BaseException:  # Ctrl-C too
        for path in begun:
            _put(root / path, before[path])
        raise
    finally:
        for staged in beside.values():
            staged.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
