"""What a resident process knows of its site, and what it has still to make.

In: what a build has done and put off. Out: the ledger for the next build without a file being read,
and the work that is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from guidebook.inputs import Inputs
from guidebook.ledger import Ledger, Record
from guidebook.site_work import SiteWork, Work


@dataclass(frozen=True)
class Unfinished:
    """A build that has put off a part of its work."""

    site: Path
    work: SiteWork
    later: list[list[Work]]
    """What was put off: what shall be made together, in order."""
    records: dict[str, Record]
    """What was done."""


class SiteMemory:
    """What a resident process knows of the site it builds again and again."""

    def __init__(self) -> None:
        self._ledger: Ledger | None = None
        self._state: object = None
        self._site: Path | None = None
        self.inputs: Inputs | None = None
        """The digests of what the last build was made of."""
        self.unfinished: Unfinished | None = None
        self.settings_text = b""
        self.settings: Any = None
        """What the website keeps of mkdocs.yml as it was read last; not to be changed."""

    def recall(self, path: Path, site: Path) -> Ledger | None:
        """Return the ledger of a site's last build; None when it was another's, or elsewhere."""
        is_last = self._site == site and self._state == _state_of(path)
        return replace(self._ledger) if self._ledger and is_last else None

    def keep(
        self,
        ledger: Ledger,
        path: Path,
        site: Path,
        inputs: Inputs,
        unfinished: Unfinished | None = None,
    ) -> None:
        """Remember what was built; a ledger with unfinished work need not be written yet.

        Should the process end before, the ledger that is there tells of an earlier site, and the
        next build makes again whatever has changed in the meantime.
        """
        self._ledger, self._state, self._site = ledger, _state_of(path), site
        self.inputs, self.unfinished = inputs, unfinished

    def forget(self) -> None:
        """Forget everything: the next build reads the ledger."""
        self._ledger = self.inputs = self.unfinished = None


def _state_of(path: Path) -> object:
    """Return what tells whether somebody has written a file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
