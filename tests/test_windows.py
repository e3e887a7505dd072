"""What differs on Windows: line ends, paths and names. Tried everywhere, since it shows late."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from support import REPOSITORY, build_site, kept_files, snapshot, write_files

from guidebook.load import load_catalogue

RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
NOT_IN_NAMES = re.compile(r'[<>:"\\|?*\x00-\x1f]|[ .]$')


def impossible(paths: list[str]) -> list[str]:
    """Return paths that Windows could not write, or not beside each other."""
    odd = [
        path
        for path in paths
        for part in PurePosixPath(path).parts
        if RESERVED.fullmatch(part) or NOT_IN_NAMES.search(part) or len(path) > 200
    ]
    twins: dict[str, list[str]] = {}
    for path in paths:
        twins.setdefault(path.casefold(), []).append(path)
    return odd + [path for paths in twins.values() if len(paths) > 1 for path in paths]


def test_the_measure_finds_what_it_looks_for() -> None:
    """Reserved names, signs that names cannot have, and twins are impossible; others are not."""
    bad = ["a/con", "nul.txt", "a/b:c", "a\\b", "a.", "b /c", "Aa", "aA"]
    assert set(impossible([*bad, "console", "a/b.c", "com"])) == set(bad)


def test_every_file_can_be_checked_out() -> None:
    """No path of the repository is reserved, too long or differs from another in capitals only."""
    assert impossible(kept_files()) == []


def test_every_file_of_the_site_can_be_written(project: Path) -> None:
    """The same holds for the paths of a built site."""
    site = build_site(project)
    assert impossible(list(snapshot(site))) == []


def test_texts_are_checked_out_with_the_line_ends_of_unix() -> None:
    """Git gives every text LF on every machine, and changes no byte of pictures and fonts."""
    names = ["build.py", "templates/assets/first.js", "docs/about.md", "docs/assets/share.png"]
    names.append("guidebook/fonts/NotoSans-Regular.ttf")
    kept_files()
    command = ["git", "check-attr", "text", "eol", "--", *names]
    told = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    for name in names[:3]:
        assert f"{name}: eol: lf" in told.stdout
    for name in names[3:]:
        assert f"{name}: text: unset" in told.stdout


def test_line_ends_of_editors_change_nothing(project: Path) -> None:
    """Content, pages, words and templates saved with CRLF and a mark give the same site."""
    before = snapshot(build_site(project))
    for folder, endings in (
        ("guidelines", {".yml"}),
        ("docs", {".md"}),
        ("templates/words", {".yml"}),
        ("templates/pages", {".jinja"}),
        ("templates/inserts", {".jinja"}),
        ("templates/theme", {".html"}),
    ):
        for path in (project / folder).rglob("*"):
            if path.suffix in endings:
                mark = b"\xef\xbb\xbf" if folder in ("guidelines", "docs") else b""
                path.write_bytes(mark + path.read_bytes().replace(b"\n", b"\r\n"))
    after = snapshot(build_site(project))
    assert [name for name in before if after.get(name) != before[name]] == []


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com1", "lpt9"])
@pytest.mark.parametrize("place", ["guidelines/growers/{}.yml", "docs/{}.md", "docs/assets/{}.png"])
def test_names_that_windows_keeps_for_itself_are_refused(
    place: str, name: str, project: Path
) -> None:
    """A guideline, a page or a picture cannot have a name that no file can have on Windows."""
    path = place.format(name)
    write_files(project, {path: "---\ntitle: A\n---\n# A\n"})
    _, problems = load_catalogue(project)
    assert (path, "odd-file-name") in {(one.location.path, one.rule) for one in problems}


def modules() -> Iterator[tuple[Path, ast.AST]]:
    """Yield each part of each module of the program."""
    for path in sorted((REPOSITORY / "guidebook").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield path, node


def test_what_is_written_has_the_same_bytes_everywhere() -> None:
    """No text is written with the line ends or the encoding of the machine."""
    for path, node in modules():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = {keyword.arg for keyword in node.keywords}
            if node.func.attr == "write_text":
                assert {"encoding", "newline"} <= named, f"{path.name}:{node.lineno}"
            if node.func.attr == "read_text":
                assert "encoding" in named, f"{path.name}:{node.lineno}"


def test_paths_are_told_with_slashes() -> None:
    """No relative path becomes a text with the backslashes of Windows."""
    for path, node in modules():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str":
            text = ast.unparse(node)
            assert "relative_to" not in text, f"{path.name}:{node.lineno}"
