"""Reads the files of a project: each once, and what it says only when it has changed.

In: the project's folder and where earlier runs kept results. Out: bytes, digests and YAML
documents. All that a command knows of a file comes from one reading, however often the file is
written meanwhile.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from guidebook.kept import Kept
from guidebook.problems import Places
from guidebook.strict_yaml import Document, LatePlaces, read_yaml


class ProjectReader:
    """The files of one project as they are while a command runs."""

    def __init__(self, root: Path, folder: Path | None = None) -> None:
        """Keep results in a folder; without one, nothing is kept."""
        self.root = root
        self.kept = Kept(folder / "results.txt" if folder else None)
        """What was found out from files."""
        self.cards = Kept(folder / "cards.txt" if folder else None)
        """What was found out from entries and their translations together."""
        self.folder = folder
        self._documents: dict[str, Kept] = {}
        self._root = str(root)
        self._data: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}

    def read(self, path: str) -> bytes:
        """Return the bytes of a file, given by its path in the project."""
        data = self._data.get(path)
        if data is None:
            with open(f"{self._root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - often
                data = self._data[path] = file.read()
        return data

    def digest(self, path: str) -> str:
        """Return what tells two states of a file apart."""
        found = self._digests.get(path)
        if found is None:
            found = self._digests[path] = hashlib.sha256(self.read(path)).hexdigest()
        return found

    def digests(self) -> dict[str, str]:
        """Return the digest of every file that was read, by path."""
        return {path: self.digest(path) for path in self._data}

    def late_places(self, path: str, locale: str = "") -> Places:
        """Return where everything stands in a file that is known to have no mistake of form."""
        self._documents_in(locale).touch("", self.digest(path))
        return Places(path, LatePlaces(self.read(path), path))

    def read_yaml(
        self, path: str, *, locale: str = "", comments_anywhere: bool = False
    ) -> Document:
        """Return what a YAML file says; see `strict_yaml`.

        Documents are kept by language: a command that looks at none of a language reads nothing.
        """
        documents = self._documents_in(locale)
        key = ("comments anywhere" if comments_anywhere else "", self.digest(path))
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
            file = self.folder / f"documents{locale and '.'}{locale}.txt" if self.folder else None
            documents = self._documents[locale] = Kept(file)
        return documents

    def lines(self, locale: str) -> Kept:
        """Return what was written of entries in a language; whoever adds to it saves it."""
        return Kept(self.folder / f"lines.{locale}.txt" if self.folder else None)

    def save(self) -> None:
        """Keep what was found out for later runs."""
        for kept in (self.kept, *self._documents.values()):
            kept.save()
