"""What the last build has put into the site, and out of what.

In: a file in the project's `.ledger/` and the folder of the site. Out: for each recipe the names of
what it read and the files it made, and the digest of each thing that was read. A ledger that is
missing, damaged, of another program or of another folder is empty: everything is made again,
nothing goes wrong. So does a file of the site that somebody else has changed count as not made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guidebook.kept import write_beside
from guidebook.project_files import LEDGER

FORMAT = 2
"""The version of the ledger's form; any other is not read."""

State = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""
_NO_NAMES = {"", ".", ".."}
"""Parts of a path that name no file: it begins at the root, stays where it is, or leads up."""


@dataclass(frozen=True)
class Record:
    """One recipe as it was made."""

    reads: tuple[str, ...]
    """Names of what it was made of; see `reads`."""
    content: str
    """The digest of a page's content; empty for what is not a page."""
    outputs: tuple[str, ...]
    """Paths in the site."""
    is_written: bool = field(default=True, compare=False)
    """False when the outputs were there already and were left alone; no file tells it."""


@dataclass
class Ledger:
    """The records of a site, by recipe, and the files as the last build left them."""

    records: dict[str, Record] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    """The digest of each thing that a recipe has read, by its name; perhaps of more."""
    frames: dict[str, str] = field(default_factory=dict)
    """The digest of what stands around the content of each language's pages, by its tag."""
    files: dict[str, State] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Return True when nothing is known."""
        return not self.records

    def outputs(self) -> set[str]:
        """Return the paths of all files that recipes have made."""
        return {path for record in self.records.values() for path in record.outputs}

    def forget_changed(self, site: Path) -> None:
        """Forget what made files that are no longer in the site as the last build left them."""
        present = dict(file_states(site, self.files))
        changed = {path for path, state in self.files.items() if present.get(path) != state}
        if changed:
            self.records = {
                name: record
                for name, record in self.records.items()
                if changed.isdisjoint(record.outputs)
            }

    def note_files(self, site: Path, last: Ledger, made: Iterable[str]) -> None:
        """Note how the files of the site are now.

        Args:
            site: The folder of the site.
            last: The ledger before, whose files were looked at when the build began.
            made: The recipes that were followed since.
        """
        records = map(self.records.__getitem__, made)
        new = {path for record in records if record.is_written for path in record.outputs}
        self.files = dict(last.files)
        for path in self.files.keys() - self.outputs() | new & self.files.keys():
            del self.files[path]
        self.files.update(file_states(site, new))

    def write(self, path: Path, program: str, site: Path) -> None:
        """Put the ledger in its place, whole."""
        names = sorted({name for record in self.records.values() for name in record.reads})
        numbers = {name: number for number, name in enumerate(names)}
        records = {
            name: [[numbers[one] for one in made.reads], made.content, made.outputs]
            for name, made in self.records.items()
        }
        content = {
            "format": FORMAT,
            "program": program,
            "site": str(site),
            "digests": {name: self.digests[name] for name in names},
            "records": records,
            "frames": self.frames,
            "files": dict(sorted(self.files.items())),
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        write_beside(path, text.encode("utf-8", "surrogatepass"))


def site_ledger(root: Path) -> Path:
    """Return where a project keeps the ledger of its site."""
    return root / LEDGER / "site.json"


def read_ledger(path: Path, program: str, site: Path) -> Ledger:
    """Return the ledger of a site; an empty one when there is none to be trusted."""
    try:
        content = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
        if [content[key] for key in ("format", "program", "site")] != [FORMAT, program, str(site)]:
            return Ledger()
        return _ledger(content)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Ledger()
    except (OverflowError, RecursionError):  # no size is infinite, nothing is nested so deeply
        return Ledger()


def inside(path: str) -> str:
    """Return a path that leads nowhere out of its folder, for what is gone is deleted.

    Raises:
        ValueError: It does, or no file can be called so.
    """
    leads_out = "\\" in path or path[1:2] == ":" or not _NO_NAMES.isdisjoint(path.split("/"))
    if leads_out or "\0" in path:
        raise ValueError(path)
    os.fsencode(path)  # a UnicodeEncodeError, which is a ValueError, where no file is called so
    return path


def _ledger(content: Mapping[str, Any]) -> Ledger:
    digests = {str(name): str(value) for name, value in content["digests"].items()}
    names = list(digests)
    for name in names:
        for part in name.split(" "):  # whatever was read stands in the project
            inside(part)
    return Ledger(
        {
            name: Record(
                tuple(names[number] for number in reads), made, tuple(map(inside, outputs))
            )
            for name, (reads, made, outputs) in content["records"].items()
        },
        digests,
        {str(tag): str(frame) for tag, frame in content["frames"].items()},
        {
            inside(path): (int(size), int(changed))
            for path, (size, changed) in content["files"].items()
        },
    )


def file_states(site: Path, paths: Iterable[str]) -> Iterable[tuple[str, State]]:
    """Yield those of the paths that are files of the site, with their states."""
    for path in paths:
        try:
            found = os.stat(f"{site}/{path}")  # noqa: PTH116 - ten thousand paths: half the time
        except OSError:
            continue
        yield path, (found.st_size, found.st_mtime_ns)
