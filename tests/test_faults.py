"""Whatever the machine does, a build is right or stops with one sentence, and the site stays whole.

Each fault happens to a real command in a process of its own, in a folder with a difficult name.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from support import build_site, copy_base, forget_builds, write_files

from guidebook import checked
from guidebook.checked import load_checked
from guidebook.problems import GuidebookError
from guidebook.website import build_website

ENTRY = "guidelines/growers/collect-rain.yml"
COMMAND = (
    "import sys; from pathlib import Path; from guidebook.cli import main; "
    "sys.exit(main(Path.cwd(), sys.argv[1:]))"
)
OTHER_MACHINES = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def start(root: Path, *arguments: str, **more: object) -> subprocess.Popen[bytes]:
    """Start a command in a project's folder."""
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-P", "-c", COMMAND, *arguments],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )


def run(root: Path, *arguments: str, **more: object) -> tuple[int, str, str]:
    """Run a command and return its code and what it said on both streams."""
    command = start(root, *arguments, **more)
    out, err = command.communicate()
    return command.returncode, out.decode(), err.decode()


def files_of(site: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def edit(root: Path, title: str) -> None:
    """Give an entry another title, so that there is something to be built."""
    path = root / ENTRY
    lines = path.read_text(encoding="utf-8").split("\n")
    changed = [f"title: {title}" if line.startswith("title: ") else line for line in lines]
    path.write_text("\n".join(changed), encoding="utf-8")


def beside(root: Path) -> set[str]:
    """Return what a build has left beside the site, besides what it keeps for the next one."""
    return {path.name for path in root.glob(".*")} - {".ledger", ".site.lock"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with its site, in a folder with a difficult name."""
    root = tmp_path_factory.mktemp("faults") / "Ein Ordner, größer als »nötig«"
    copy_base(root)
    write_files(root, {"docs/assets/garden.png": b"\x89PNG\r\n\x1a\n" + bytes(100)})
    build_site(root)
    return root


@pytest.fixture(scope="module")
def expected(built: Path) -> dict[str, bytes]:
    """Return the site that comes of another title, built from nothing."""
    root = built.with_name("expected")
    shutil.copytree(built, root)
    shutil.rmtree(root / "site")
    forget_builds(root)
    edit(root, "Another title")
    return files_of(build_site(root))


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """Return the project with site and ledger in a folder of its own, and an edit to come."""
    root = tmp_path / built.name
    shutil.copytree(built, root, copy_function=shutil.copy2)
    run(root, "build", "--no-books")
    edit(root, "Another title")
    return root


def smaller(limit: int) -> None:
    """Let no file grow beyond a limit, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


@pytest.mark.parametrize(
    ("limit", "arguments", "is_new"),
    [
        (0, ["build", "--no-books"], False),
        (4_000, ["build", "--no-books"], False),
        (30_000, ["build", "--no-books"], True),
        (20_000, ["build"], False),
    ],
)
def test_a_full_disk_is_told_and_the_site_stays(
    project: Path, expected: dict[str, bytes], limit: int, arguments: list[str], is_new: bool
) -> None:
    """When there is no room, the last site stays, and the next build is as from nothing."""
    before = files_of(project / "site")
    if is_new:
        forget_builds(project)
    code, _, said = run(project, *arguments, preexec_fn=partial(smaller, limit))
    assert code == 2
    assert said.rstrip().split("\n")[-1].startswith("The computer stopped the command: ")
    assert "Traceback" not in said
    assert files_of(project / "site") == before
    assert beside(project) == set()
    assert run(project, "build", "--no-books")[0] == 0
    assert files_of(project / "site") == expected


@pytest.mark.parametrize(
    ("signal_number", "code"), [(signal.SIGINT, 2), (signal.SIGTERM, 2), (signal.SIGKILL, -9)]
)
@pytest.mark.parametrize("line", [1, 3])
def test_a_signal_at_any_moment_leaves_a_whole_site(
    project: Path, expected: dict[str, bytes], signal_number: int, code: int, line: int
) -> None:
    """A build that is stopped while it works leaves the old site or the new one, and no other."""
    before = files_of(project / "site")
    command = start(project, "build", "--no-books", start_new_session=True)
    assert command.stderr is not None
    for _ in range(line):  # nothing is sent before so much was told
        command.stderr.readline()
    os.killpg(command.pid, signal_number)
    _, said = command.communicate()
    assert command.returncode in (code, 0)
    if command.returncode == 2:
        assert said.decode().strip().split("\n")[-1] == "Stopped."
    assert run(project, "build", "--no-books")[0] == 0
    assert files_of(project / "site") == expected
    assert beside(project) == set()
    assert before != expected


def test_a_file_in_the_place_of_the_site_is_nobodys_to_delete(project: Path) -> None:
    """A file with the name of the site's folder stays, and is told."""
    shutil.rmtree(project / "site")
    (project / "site").write_text("mine", encoding="utf-8")
    code, _, said = run(project, "build", "--no-books")
    assert (code, (project / "site").read_text(encoding="utf-8")) == (2, "mine")
    assert said.rstrip().endswith("is not a folder. Move it away, and build again.")


@pytest.mark.parametrize("name", [".ledger", ".site.new"])
def test_a_file_in_the_place_of_a_folder_is_told(project: Path, name: str) -> None:
    """Where a folder cannot be made, the build stops with a sentence and the site as it was."""
    before = files_of(project / "site")
    if (project / name).is_dir():
        shutil.rmtree(project / name)
    (project / name).write_text("mine", encoding="utf-8")
    code, _, said = run(project, "build", "--no-books")
    assert code == 2
    assert said.rstrip().split("\n")[-1].startswith("The computer stopped the command: ")
    assert files_of(project / "site") == before


def test_files_and_folders_that_have_changed_places_are_put_right(
    project: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """A file where a folder of the site was, a folder where a file was, and links give way."""
    site, elsewhere = project / "site", tmp_path / "elsewhere"
    shutil.rmtree(site / "growers")
    (site / "growers").write_text("x", encoding="utf-8")
    (site / "index.html").unlink()
    (site / "index.html/inner").mkdir(parents=True)
    shutil.rmtree(site / "cities")
    elsewhere.mkdir()
    (site / "cities").symlink_to(elsewhere)
    assert run(project, "build", "--no-books")[0] == 0
    assert files_of(site) == expected
    assert list(elsewhere.iterdir()) == []


def test_a_file_that_vanishes_while_building_is_told(project: Path) -> None:
    """A file that is gone when it is needed stops the build, and the site stays as it was."""
    path = "templates/pages/entry.md.jinja"
    before = files_of(project / "site")
    forget_builds(project)
    catalogue, _ = load_checked(project, checked.today())
    assert catalogue is not None

    def vanish(_what: str, done: int, _total: int) -> None:
        if done == 0:
            (project / path).unlink(missing_ok=True)

    with pytest.raises((GuidebookError, OSError), match=path.rpartition("/")[2]):
        build_website(project, catalogue, vanish)
    assert files_of(project / "site") == before
    assert beside(project) == set()


def test_two_builds_at_once_do_not_mix(project: Path, expected: dict[str, bytes]) -> None:
    """The second of two builds in one folder says that it must wait, and changes nothing."""
    first = start(project, "build", "--no-books")
    assert first.stderr is not None
    first.stderr.readline()  # it is building now
    first.send_signal(signal.SIGSTOP)
    code, _, said = run(project, "build", "--no-books")
    first.send_signal(signal.SIGCONT)
    first.communicate()
    assert (code, first.returncode) == (2, 0)
    assert said == "Another build of this website is running. Wait until it has ended.\n" or (
        said.rstrip().endswith("Wait until it has ended.")
    )
    assert files_of(project / "site") == expected


@pytest.mark.parametrize(
    "environment", [OTHER_MACHINES, {"PATH": "/nonexistent", "HOME": "/nonexistent"}], ids=list
)
def test_another_machine_builds_the_same(
    project: Path, expected: dict[str, bytes], environment: dict[str, str]
) -> None:
    """No locale, missing program, zone of time or home makes another site."""
    forget_builds(project)
    code, _, said = run(project, "build", "--no-books", env={**os.environ, **environment})
    assert code == 0, said
    assert files_of(project / "site") == expected


def test_files_from_1970_make_the_same_site(project: Path, expected: dict[str, bytes]) -> None:
    """When files were changed has no part in what is built."""
    for path in project.rglob("*"):
        if "site" not in path.parts and ".ledger" not in path.parts:
            os.utime(path, (0, 0))
    forget_builds(project)
    assert run(project, "build", "--no-books")[0] == 0
    assert files_of(project / "site") == expected


def test_a_clock_that_has_stopped_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock at 1970 stops a command with a sentence, instead of calling every date wrong."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.fromtimestamp(0, tz)  # type: ignore[arg-type]

    monkeypatch.setattr(checked, "datetime", Stopped)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    with pytest.raises(GuidebookError, match=r"says 1970-01-01\. Set it"):
        checked.today()


def test_a_change_without_a_history_is_told(project: Path) -> None:
    """Where git is missing or the folder has no history, the command that needs it says so."""
    for environment in ({"PATH": "/nonexistent"}, {}):
        env = {**os.environ, **environment, "GIT_CEILING_DIRECTORIES": "/"}
        code, _, said = run(project, "changes", "HEAD", env=env)
        assert code == 2
        assert "Traceback" not in said
        assert said.count("\n") == 1


def test_a_reader_who_goes_away_makes_no_traceback(project: Path) -> None:
    """A command whose output nobody reads any more ends in silence."""
    command = start(project, "check")
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.close()
    said = command.stderr.read().decode()
    command.stderr.close()
    command.wait()
    assert "Traceback" not in said
