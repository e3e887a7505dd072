"""The content with all its problems, as every command that builds or checks is given it.

In: the project's folder and a day. Out: the catalogue and everything that is wrong with it. No site
generator is needed for that.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

from guidebook.catalogue import Catalogue
from guidebook.checks import check_catalogue
from guidebook.load import load_catalogue
from guidebook.problems import GuidebookError, Problem, sort_problems


def today() -> date:
    """Return the day of the build: SOURCE_DATE_EPOCH, then the clock (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            raise GuidebookError(
                f"SOURCE_DATE_EPOCH={epoch} is not a time. Set seconds since 1970, or unset it."
            ) from None
    return datetime.now(UTC).date()


def load_checked(root: Path, day: date) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """Return the project's content and all its problems; None when there is nothing to check."""
    catalogue, problems = load_catalogue(root)
    if catalogue is None:
        return None, problems
    return catalogue, sort_problems([*problems, *check_catalogue(catalogue, day)])
