"""Real folders with a small project, for tests that need one of their own."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

from guidebook.checked import load_checked, today
from guidebook.kept import write_beside
from guidebook.project_files import LEDGER
from guidebook.website import build_website

REPOSITORY = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases"
WORDS = REPOSITORY / LEDGER / "words-of-tests"
"""Where the tests keep what dictionaries have told them."""

Files = Mapping[str, str | bytes | None]
"""What is written into a project, by path; None deletes a file."""


def copy_base(root: Path) -> None:
    """Copy the base project and the repository's templates."""
    shutil.copytree(CASES / "base", root, dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "templates", root / "templates", dirs_exist_ok=True)
    lend_words(root)


def lend_words(root: Path) -> None:
    """Let a project know the words that others have looked up: unpacking dictionaries takes 6 s."""
    for path in WORDS.glob("*.json"):
        (root / LEDGER).mkdir(exist_ok=True)
        shutil.copyfile(path, root / LEDGER / path.name)


def forget_builds(root: Path) -> None:
    """Delete what a project knows of earlier builds, apart from words."""
    shutil.rmtree(root / LEDGER, ignore_errors=True)
    lend_words(root)


def keep_words(root: Path) -> None:
    """Keep the words that a project has looked up for those to come."""
    for path in (root / LEDGER).glob("*-*.json"):
        kept = WORDS / path.name
        known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
        found = json.loads(path.read_text(encoding="utf-8"))
        if found.keys() - known.keys():
            text = json.dumps(known | found, ensure_ascii=False, sort_keys=True)
            write_beside(kept, text.encode())


def write_files(root: Path, files: Files) -> None:
    """Write or delete files of a project."""
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def snapshot(root: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a project, apart from what commands remember."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and LEDGER not in path.relative_to(root).parts
    }


def copy_repository(root: Path) -> None:
    """Copy the repository's own content, settings and templates."""
    for name in ("guidelines", "docs", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copyfile(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
    lend_words(root)


def kept_files() -> list[str]:
    """Return the paths of the repository's files: those that git keeps, or would keep.

    Where there is no git, as in an unpacked archive, those that .gitignore does not name.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=False
    )
    if listed.returncode == 0:
        return listed.stdout.decode().rstrip("\0").split("\0")
    ignored = (REPOSITORY / ".gitignore").read_text(encoding="utf-8").split()
    patterns = [".git", *(pattern.strip("/") for pattern in ignored)]
    paths = (path.relative_to(REPOSITORY) for path in REPOSITORY.rglob("*") if path.is_file())
    return sorted(
        path.as_posix()
        for path in paths
        if not any(fnmatch(part, pattern) for part in path.parts for pattern in patterns)
    )


def silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody of the progress."""


def build_site(root: Path) -> Path:
    """Return the built site of a project without mistakes."""
    catalogue, problems = load_checked(root, today())
    assert catalogue is not None
    assert not [problem for problem in problems if problem.is_error]
    site = build_website(root, catalogue, silent)
    keep_words(root)
    return site
