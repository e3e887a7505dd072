"""Putting new files into the site's place: all of them or none.

In: the folder of the site. Out: a folder beside it to write to, and its files in the site's place.
A whole new site takes the place of the old one by renaming; some new files are moved into it one by
one. What a killed command left behind is mended by the next: it goes on moving when it had begun
to, and else forgets the new files.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from guidebook.ledger import inside
from guidebook.problems import GuidebookError, PassingError


@dataclass(frozen=True)
class Staging:
    """The folders of one build."""

    site: Path
    """The last site, or where there shall be one."""
    new: Path
    """Where new files are written."""

    @property
    def _old(self) -> Path:
        return self.site.with_name(f".{self.site.name}.old")

    @property
    def _journal(self) -> Path:
        return self.site.with_name(f".{self.site.name}.moving")

    def files(self) -> frozenset[str]:
        """Return the paths in the site of the files that are to enter it."""
        found = (path for path in self.new.rglob("*") if path.is_file())
        return frozenset(path.relative_to(self.new).as_posix() for path in found)

    def replace_site(self) -> None:
        """Put the new files in the place of the whole site."""
        _remove(self._old)
        if self.site.exists():
            self.site.rename(self._old)
        self.new.rename(self.site)
        _remove(self._old)

    def site_files(self) -> Iterator[str]:
        """Yield the paths of all files and links in the site, whoever has put them there."""
        return _files_in(str(self.site), "")

    def enter_site(self, gone: Collection[str]) -> None:
        """Move the new files into the site, and remove those that are gone.

        Args:
            gone: Paths in the site.
        """
        journal = self._journal.with_name(f"{self._journal.name}.new")
        journal.write_text(json.dumps(sorted(gone)), encoding="utf-8", newline="\n")
        journal.replace(self._journal)  # from here on there is a way forward only
        self._move(gone)

    def mend(self) -> None:
        """End what a killed command began."""
        if self.site.exists():
            _remove(self._old)
        elif self._old.exists() and not self._old.is_symlink():
            self._old.rename(self.site)
        gone = self._left_to_do()
        if gone is not None:
            self._move(gone)
        self._journal.unlink(missing_ok=True)
        shutil.rmtree(self.new, ignore_errors=True)

    def _left_to_do(self) -> list[str] | None:
        """Return what a killed command had still to remove; None when it had not begun to move.

        What nobody has left behind may have come with a change: it moves and removes nothing that
        is not in the site.
        """
        if self._journal.is_symlink() or self.new.is_symlink():
            return None
        try:
            gone = json.loads(self._journal.read_text(encoding="utf-8"))
            return [inside(name) for name in gone]
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return None

    def _move(self, gone: Collection[str]) -> None:
        made: set[Path] = set()
        for path in sorted(self.new.rglob("*")):
            if path.is_dir():
                continue
            target = self.site / path.relative_to(self.new)
            if target.parent not in made:
                self._make_folder(target.parent)
                made.add(target.parent)
            try:
                path.replace(target)
            except IsADirectoryError:
                shutil.rmtree(target)
                path.replace(target)
        for name in self._of_the_site(gone):
            _remove_file(self.site / name)
        folders = {(self.site / name).parent for name in self._of_the_site(gone)}
        for folder in sorted(folders, reverse=True):
            _remove_empty(folder, self.site)
        shutil.rmtree(self.new, ignore_errors=True)
        self._journal.unlink()

    def _of_the_site(self, names: Collection[str]) -> Iterator[str]:
        """Yield the paths that no link in the site leads out of it."""
        site = os.path.realpath(self.site)
        folders: dict[Path, bool] = {}
        for name in names:
            folder = (self.site / name).parent
            if folder not in folders:
                real = Path(os.path.realpath(folder))  # `resolve` fails for links in a circle
                folders[folder] = real.is_relative_to(site)
            if folders[folder]:
                yield name

    def _make_folder(self, folder: Path) -> None:
        """Make a folder of the site; what others have put in its place gives way."""
        above = [part for part in folder.parents if part.is_relative_to(self.site)]
        for part in [*reversed(above), folder]:
            if part.is_symlink() or part.is_file():
                part.unlink()
        folder.mkdir(parents=True, exist_ok=True)


def _files_in(folder: str, above: str) -> Iterator[str]:
    with os.scandir(folder) as items:
        for item in items:
            if item.is_dir(follow_symlinks=False):
                yield from _files_in(item.path, f"{above}{item.name}/")
            else:
                yield f"{above}{item.name}"


def _remove(folder: Path) -> None:
    """Remove a folder with all that is in it, or the link that stands in its place."""
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _remove_file(path: Path) -> None:
    """Remove a file, should there be one: a damaged journal may name what there cannot be."""
    try:
        path.unlink()
    except OSError:
        if os.path.lexists(path) and not path.is_dir():
            raise


def _remove_empty(folder: Path, site: Path) -> None:
    """Remove a folder of the site and those above it as far as they are empty."""
    while folder != site:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


@contextmanager
def open_staging(site: Path) -> Iterator[Staging]:
    """Give an empty folder to write a new site to; it is removed when anything stops the build.

    Raises:
        GuidebookError: Another build of this site is running, or a file has the site's name.
    """
    if site.exists() and not site.is_dir():
        raise GuidebookError(f"{site} is not a folder. Move it away, and build again.")
    staging = Staging(site, site.with_name(f".{site.name}.new"))
    with _alone(site):
        staging.mend()
        staging.new.mkdir(parents=True)
        try:
            yield staging
        except BaseException:
            staging.mend()
            raise


_BUSY = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What systems say of a file that another process has locked; all else is another trouble."""


@contextmanager
def _alone(site: Path) -> Iterator[None]:
    """Keep other builds of the same site out."""
    site.parent.mkdir(parents=True, exist_ok=True)
    with site.with_name(f".{site.name}.lock").open("a", encoding="utf-8") as lock:
        try:
            _lock(lock)
        except OSError as error:
            if error.errno in _BUSY:
                raise PassingError(
                    "Another build of this website is running. Wait until it has ended."
                ) from None
            raise GuidebookError(
                f"No file beside {site} can be locked: {error.strerror}. Let site_dir in "
                "mkdocs.yml name a folder on a disk of this computer."
            ) from error
        yield


def _lock(file: IO[str]) -> None:
    """Lock a file until it is closed; an OSError when another process has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
