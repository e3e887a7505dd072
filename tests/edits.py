"""Edits of the example project, and its site: built on what is there, or from nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from support import Files, write_files

from guidebook.cli import main

Edit = Callable[[Path], None]
RUN = (
    "import sys; from pathlib import Path; from guidebook.cli import main; "
    "sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))"
)
TOOLS = "guidelines/growers/share-tools"
RAIN = "guidelines/growers/collect-rain"


def put(path: str, old: str, new: str) -> Edit:
    """Return an edit that replaces a text in a file."""

    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text, (path, old)
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def write(files: Files) -> Edit:
    """Return an edit that writes and deletes files."""
    return lambda root: write_files(root, files)


def append(path: str, text: str) -> Edit:
    """Return an edit that adds to a file."""

    def edit(root: Path) -> None:
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return edit


def rename(old: str, new: str, further: Edit) -> Edit:
    """Return an edit that renames an entry with all it needs."""

    def edit(root: Path) -> None:
        for path in sorted((root / old).parent.glob(f"{Path(old).name}.*")):
            path.rename(path.with_name(path.name.replace(Path(old).name, Path(new).name, 1)))
        further(root)

    return edit


def several(*edits: Edit) -> Edit:
    """Return several edits as one."""

    def edit(root: Path) -> None:
        for one in edits:
            one(root)

    return edit


def files_of(site: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def build(root: Path, *options: str) -> dict[str, bytes]:
    """Build a project and return its site."""
    assert main(root, ["build", *options]) == 0
    return files_of(root / "site")


def build_from_nothing(root: Path, folder: Path, *options: str) -> dict[str, bytes]:
    """Return the site that a copy of a project gives of which nothing built is there.

    Words that were looked up and compiled templates stay, since they cost the most time.
    """
    for name in ("guidelines", "docs", "templates", "site"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("site.json", "books.json", "content/cards.txt"):
        (folder / ".ledger" / name).unlink(missing_ok=True)
    for path in folder.glob(".ledger/content/lines.*.txt"):
        path.unlink()
    copy_sources(root, folder)
    return build(folder, *options)


def copy_sources(root: Path, folder: Path) -> None:
    """Copy a project without anything that was built."""
    for name in ("guidelines", "docs", "templates"):
        shutil.copytree(root / name, folder / name)
    shutil.copyfile(root / "mkdocs.yml", folder / "mkdocs.yml")


def differences(warm: dict[str, bytes], cold: dict[str, bytes]) -> list[str]:
    """Return the paths that are missing, needless or other."""
    return [path for path in sorted(warm.keys() | cold.keys()) if warm.get(path) != cold.get(path)]
