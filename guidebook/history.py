"""What a source text said when it was translated, from the project's git history where it has one.

In: the project's folder, a source file and fingerprints. Out: the earlier texts that have them.
Only the commands that show work to translators read history: pages are made without it, so that
the site is the same from a copy without git.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from guidebook.characters import decode
from guidebook.freshness import fingerprint
from guidebook.git import GitError, run_git
from guidebook.page_files import WHOLE_PAGE, split_page
from guidebook.strict_yaml import Value, read_yaml, read_yaml_text

MAX_VERSIONS = 200
"""How many earlier versions of a file are read at the most, newest first."""
_ID_KEYS = ("id", "entry", "on")
"""The keys by which items of a list are named in the path of a field."""
_COMMIT = re.compile(r"[0-9a-f]{40,64}")


def earlier_texts(root: Path, source_path: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return earlier texts of a file by field name: those with the fingerprints that are wanted.

    Args:
        root: The project's folder.
        source_path: The source file.
        wanted: Field name to fingerprint.

    Without git, without history, or where no version fits, a field is left out.
    """
    found: dict[str, str] = {}
    known = {name: made_from for name, made_from in wanted.items() if made_from}
    if not known:
        return found
    for version in _versions(root, source_path):
        texts = _page_texts(version) if source_path.endswith(".md") else _yaml_texts(version)
        for name, made_from in known.items():
            if name not in found and name in texts and fingerprint(texts[name]) == made_from:
                found[name] = texts[name]
        if len(found) == len(known):
            break
    return found


def _versions(root: Path, source_path: str) -> Iterator[bytes]:
    """Yield the versions of a file from the newest to the oldest, under its earlier names too."""
    how = ("--follow", "-c", "--name-only", "--format=%H", f"--max-count={MAX_VERSIONS}")
    listed = _git(root, "log", *how, "--", source_path)
    commit = ""
    for line in listed.decode("utf-8", errors="surrogateescape").split("\n"):
        if _COMMIT.fullmatch(line):
            commit = line
        elif line and commit:  # the file's path at that time, seen from the top of the repository
            yield _git(root, "cat-file", "blob", f"{commit}:{line}")


def _git(root: Path, *arguments: str) -> bytes:
    """Return what git says, or nothing when it is missing, fails or takes too long."""
    try:
        return run_git(root, *arguments)
    except GitError:
        return b""


def _page_texts(version: bytes) -> dict[str, str]:
    """Return the one text that a hand-written page counts as, or nothing for another file."""
    text, _ = decode(version, "")
    try:
        front, body = split_page(text or "")
    except ValueError:
        return {}
    value = read_yaml_text(front, "").value
    if not isinstance(value, dict):
        return {}
    return {WHOLE_PAGE: f"{value.get('title', '')}\n{value.get('description', '')}\n{body}"}


def _yaml_texts(version: bytes) -> dict[str, str]:
    value = read_yaml(version, "").value
    return dict(_texts_of(value, ())) if value is not None else {}


def _texts_of(value: Value, name: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield every text of a file of an earlier shape; names are like those of today's fields."""
    if isinstance(value, str):
        yield ".".join(name), value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts_of(part, (*name, key))
    else:
        for item in value:
            if isinstance(item, dict):
                item_id = next((str(item[key]) for key in _ID_KEYS if key in item), "")
                yield from _texts_of(item, (*name, item_id))


def changed_words(old: str, new: str) -> list[tuple[str, str]]:
    """Return the words of two texts as runs: ` ` for both, `-` for the old, `+` for the new.

    Runs of white space belong to the word before them, so that the runs together are the texts.
    """
    before, after = (re.findall(r"\S+\s*|\s+", text) for text in (old, new))
    runs: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if kind == "equal":
            runs.append((" ", "".join(before[a:b])))
            continue
        if b > a:
            runs.append(("-", "".join(before[a:b])))
        if d > c:
            runs.append(("+", "".join(after[c:d])))
    return runs
