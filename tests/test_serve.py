"""`serve`: what an editor sees after saving a file."""

import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import write_files

START = (
    "import sys; from pathlib import Path; from guidebook.cli import main; "
    "sys.exit(main(Path.cwd(), ['serve', '--address', sys.argv[1]]))"
)


@pytest.fixture
def served(project: Path) -> Iterator[str]:
    """Return the address at which the base project is served."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", START, f"127.0.0.1:{port}"],
        cwd=project,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stderr is not None
        address = ""
        for line in process.stderr:
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                address = found.group()
                break
        yield address
        process.terminate()


def fetch(address: str) -> str:
    """Return the text at an address."""
    with urllib.request.urlopen(address, timeout=60) as response:
        return response.read().decode()


@pytest.mark.parametrize(
    ("path", "page", "old"),
    [
        ("guidelines/growers/share-tools.et.yml", "et/growers/share-tools/", "title: "),
        ("docs/about.md", "about/", "# "),
        ("templates/words/en.yml", "growers/share-tools/", "what_to_do: "),
    ],
)
def test_saving_a_file_shows_the_change(
    path: str, page: str, old: str, project: Path, served: str
) -> None:
    """After a change in content, pages or templates the browser is told and sees the new page."""
    before = fetch(served + page)
    epoch, request = re.findall(r"livereload\((\d+), (\d+)\)", before)[0]
    text = (project / path).read_text(encoding="utf-8")
    write_files(project, {path: re.sub(f"^{old}", f"{old}X", text, count=1, flags=re.MULTILINE)})
    fetch(f"{served}livereload/{epoch}/{request}")
    after = fetch(served + page)
    written = re.search(rf"^{old}(.*)$", text, re.MULTILINE)
    assert written is not None
    sentence = written[1].strip("'\"")
    assert sentence in before
    assert f"X{sentence}" not in before
    assert f"X{sentence}" in after
