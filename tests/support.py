"""Real folders with a small project, for tests that need one of their own."""

import shutil
import subprocess
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

from guidebook.checked import load_checked, today
from guidebook.project_files import LEDGER
from guidebook.website import build_website

REPOSITORY = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases"

Files = Mapping[str, str | bytes | None]
"""What is written into a project, by path; None deletes a file."""


def copy_base(root: Path) -> None:
    """Copy the base project and the repository's templates."""
    shutil.copytree(CASES / "base", root, dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "templates", root / "templates", dirs_exist_ok=True)


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
    return build_website(root, catalogue, silent)
