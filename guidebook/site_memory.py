"""What a resident process knows of its site, and what it makes when readers see the pages already.

In: what a build has done and put off. Out: the ledger for the next build without a file being read,
and search, data, feeds and all else that is no page, in the site.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from guidebook.inputs import Inputs
from guidebook.kept import program_digest
from guidebook.ledger import Ledger, Record, site_ledger
from guidebook.site_work import SiteWork, Work
from guidebook.staging import open_staging


@dataclass(frozen=True)
class Unfinished:
    """A build that has put off a part of its work."""

    site: Path
    work: SiteWork
    later: list[Work]
    """What was put off."""
    records: dict[str, Record]
    """What was done."""


class SiteMemory:
    """What a resident process knows of the site it builds again and again."""

    def __init__(self) -> None:
        self._ledger: Ledger | None = None
        self._state: object = None
        self.inputs: Inputs | None = None
        """The digests of what the last build was made of."""
        self.unfinished: Unfinished | None = None
        self.settings_text = b""
        self.settings: Any = None
        """What the website keeps of mkdocs.yml as it was read last; not to be changed."""

    def recall(self, path: Path) -> Ledger | None:
        """Return the ledger of the last build; None when another process has built since."""
        is_last = self._ledger is not None and self._state == _state_of(path)
        return replace(self._ledger) if self._ledger and is_last else None

    def keep(
        self, ledger: Ledger, path: Path, inputs: Inputs, unfinished: Unfinished | None = None
    ) -> None:
        """Remember what was built; a ledger with unfinished work need not be written yet.

        Should the process end before, the ledger that is there tells of an earlier site, and the
        next build makes again whatever has changed in the meantime.
        """
        self._ledger, self._state = ledger, _state_of(path)
        self.inputs, self.unfinished = inputs, unfinished

    def forget(self) -> None:
        """Forget everything: the next build reads the ledger."""
        self._ledger = self.inputs = self.unfinished = None


def finish_site(root: Path, memory: SiteMemory) -> None:
    """Make what the last build has put off, if it has.

    Raises:
        GuidebookError: Something cannot be made; the next build tries again.
    """
    unfinished, path = memory.unfinished, site_ledger(root)
    last = memory.recall(path)
    if unfinished is None or last is None:
        return
    site = unfinished.site
    with open_staging(site) as staging:
        records: dict[str, Record] = {}
        for work in unfinished.later:
            records |= unfinished.work.make(work, staging.new)[1]
        made = unfinished.work.ledger(unfinished.records | records)
        staging.enter_site(last.outputs() - made.outputs())
        made.note_files(site, last, records)
        made.write(path, program_digest(), site)
        made.forget_changed(site)  # what others did to it is mended with the next edit
        memory.keep(made, path, unfinished.work.inputs)


def _state_of(path: Path) -> object:
    """Return what tells whether somebody has written a file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
