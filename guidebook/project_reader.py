"""Reads the files of a project: each once, and what it says only when it has changed.

In: the project's folder and where earlier runs kept results. Out: bytes, digests and YAML
documents. All that a command knows of a file comes from one reading, however often the file is
written meanwhile.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any, TypeVar

from guidebook.kept import Kept
from guidebook.problems import Places
from guidebook.strict_yaml import Document, LatePlaces, read_yaml

T = TypeVar("T")
FileState = tuple[int, int, int, int]
SETTLED = 2_000_000_000
"""Nanoseconds after which a write must show in a file's times, on any file system (FAT: two
seconds)."""

_MOST_UNUSED = 3
"""How many times as much as was asked for last a process that stays keeps."""


class ProjectReader:
    """The files of one project as they are while a command runs."""

    def __init__(
        self, root: Path, folder: Path | None = None, *, is_resident: bool = False
    ) -> None:
        """Keep results in a folder; without one, nothing is kept.

        A resident process, which asks for the same again and again, gets a reader for each state
        of the files by `again`, and pays for what has changed.
        """
        self.root = root
        self._is_resident = is_resident
        self.kept = self._kept("results", folder)
        """What was found out from files."""
        self.cards = self._kept("cards", folder)
        """What was found out from entries and their translations together."""
        self.folder = folder
        self._documents: dict[str, Kept] = {}
        self._root = str(root)
        self._data: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}
        self._settled: dict[str, tuple[FileState, bytes, str]] = {}
        """What was read from files that had not just been written, with its digest."""
        self._made: dict[tuple[str, ...], Any] = {}
        self._made_before: dict[tuple[str, ...], Any] = {}

    def again(self) -> ProjectReader:
        """Return a reader of the files as they are now, which knows what this one found out."""
        later = copy(self)
        later._data, later._digests = {}, {}
        later._made, later._made_before = {}, self._made
        if len(self._made_before) < _MOST_UNUSED * len(self._made):  # one edit asks for this only
            later._made_before = self._made_before | self._made
        return later

    def _kept(self, name: str, folder: Path | None) -> Kept:
        path = folder / f"{name}.txt" if folder else None
        return Kept(path, is_resident=self._is_resident)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file, given by its path in the project."""
        data = self._data.get(path)
        if data is None:
            data = self._data[path] = self._read_settled(path) or self._read(path)
        return data

    def _read(self, path: str) -> bytes:
        """Return the bytes of a file.

        One that was written just before it was read could be written again without its times
        telling: a resident process reads it each time until it is old enough.
        """
        with open(f"{self._root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - often
            found = os.fstat(file.fileno()) if self._is_resident else None
            data = file.read()
        if found and _is_settled(_state(found)):
            self._settled[path] = _state(found), data, hashlib.sha256(data).hexdigest()
        return data

    def _read_settled(self, path: str) -> bytes | None:
        """Return the bytes that were read before of a file that has not changed since."""
        known = self._settled.get(path)
        if known is None or _state(os.stat(f"{self._root}/{path}")) != known[0]:  # noqa: PTH116
            return None
        self._digests[path] = known[2]
        return known[1]

    def once(self, make: Callable[[], T], *key: str) -> T:
        """Return what a resident process has made before under a key, or make it."""
        if not self._is_resident:
            return make()
        found = self._made_before.get(key)
        if found is None:
            found = make()
        self._made[key] = found
        return found

    def digest(self, path: str) -> str:
        """Return what tells two states of a file apart."""
        found = self._digests.get(path)
        if found is None:
            data = self.read(path)  # which may know the digest
            found = self._digests.get(path) or hashlib.sha256(data).hexdigest()
            self._digests[path] = found
        return found

    def digests(self) -> dict[str, str]:
        """Return the digest of every file that was read, by path."""
        for path in self._data.keys() - self._digests.keys():
            self.digest(path)
        return dict(self._digests)

    def late_places(self, path: str, locale: str = "") -> Places:
        """Return where everything stands in a file that is known to have no mistake of form."""
        self._documents_in(locale).touch("", path, self.digest(path))
        return Places(path, LatePlaces(self.read(path), path))

    def read_yaml(
        self, path: str, *, locale: str = "", comments_anywhere: bool = False
    ) -> Document:
        """Return what a YAML file says; see `strict_yaml`.

        Documents are kept by language: a command that looks at none of a language reads nothing.
        """
        documents = self._documents_in(locale)
        key = ("comments anywhere" if comments_anywhere else "", path, self.digest(path))
        kept = documents.get(*key)
        if kept is not None:
            value, comment = kept
            return Document(value, Places(path, LatePlaces(self.read(path), path)), (), comment)
        document = read_yaml(self.read(path), path, comments_anywhere=comments_anywhere)
        if not document.problems:
            documents.put([document.value, document.comment], *key)
        return document

    def _documents_in(self, locale: str) -> Kept:
        documents = self._documents.get(locale)
        if documents is None:
            name = f"documents{locale and '.'}{locale}"
            documents = self._documents[locale] = self._kept(name, self.folder)
        return documents

    def lines(self, locale: str) -> Kept:
        """Return what was written of entries in a language; whoever adds to it saves it."""
        return Kept(self.folder / f"lines.{locale}.txt" if self.folder else None)

    def save(self) -> None:
        """Keep what was found out for later runs."""
        for kept in (self.kept, self.cards, *self._documents.values()):
            kept.save()


def file_state(path: str) -> FileState | None:
    """Return what tells two states of a file apart; None when there is none."""
    try:
        return _state(os.stat(path))  # noqa: PTH116 - often
    except OSError:
        return None


def settled_state(path: str) -> FileState | None:
    """Return what tells two states of a file apart; None when it may not yet, or there is none."""
    state = file_state(path)
    return state if state and _is_settled(state) else None


def _is_settled(state: FileState) -> bool:
    *_, modified, changed = state
    return time.time_ns() - max(modified, changed) > SETTLED


def _state(found: os.stat_result) -> FileState:
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
