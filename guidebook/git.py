"""git, asked alone: it prompts nobody, fetches nothing and follows no settings of the person.

In: a folder and arguments. Out: what git says, or `GitError`. The only module that starts git.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

TIMEOUT = 20
"""Seconds after which git is left alone."""
_SETTINGS = ("log.showSignature=false", "core.quotePath=false", "diff.relative=false")
"""What a person's own settings could change in the output."""
_ALONE = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}


class GitError(Exception):
    """git is missing, failed or took too long."""


def run_git(root: Path, *arguments: str, given: bytes = b"", timeout: int = TIMEOUT) -> bytes:
    """Return what git prints when it is run in a folder, with `given` as its input.

    Raises:
        GitError: git is missing, failed or took longer than `timeout` seconds.
    """
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *settings, *arguments],
            capture_output=True,
            timeout=timeout,
            check=True,
            input=given,
            env={**os.environ, **_ALONE},
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise GitError(str(error)) from error
    return done.stdout
