"""The commands as a person types them: what is printed, and the exit code."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY, silent, write_files

from guidebook.cli import main
from guidebook.console import say, show_progress
from guidebook.load import load_catalogue
from guidebook.problems import PagesError
from guidebook.website import build_website, new_website

BROKEN = (REPOSITORY / "tests/cases/base/guidelines/growers/buy-tools.yml").read_text(
    encoding="utf-8"
)


def test_check_is_silent_about_good_content(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Content without a mistake exits with 0 and says so."""
    assert main(project, ["check", "--strict", "--today", "2026-11-23"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "0 mistakes, 0 warnings.\n"


def test_check_names_file_line_and_remedy(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake is printed with file, line and column, and the exit code is 1."""
    changed = BROKEN.replace("topic: ", "topic: un").replace("status: ", "status: x")
    write_files(project, {"guidelines/growers/buy-tools.yml": changed})
    assert main(project, ["check", "--today", "2026-11-23"]) == 1
    out, _ = capsys.readouterr()
    line = next(n for n, text in enumerate(changed.splitlines(), 1) if "status: x" in text)
    assert f"guidelines/growers/buy-tools.yml:{line}:9: bad-value: 'x" in out
    assert "Write one of: draft, consultation, agreed, retired." in out


def test_check_can_be_limited_to_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With paths, only their mistakes are told and counted."""
    changed = BROKEN.replace("status: ", "status: x")
    write_files(project, {"guidelines/growers/buy-tools.yml": changed})
    assert main(project, ["check", str(project / "guidelines/cities")]) == 0
    assert main(project, ["check", str(project / "guidelines/growers")]) == 1
    assert "buy-tools" in capsys.readouterr().out


def test_warnings_count_when_asked(project: Path) -> None:
    """A warning alone exits with 0, and with 1 under --strict."""
    day = ["--today", "2031-01-01"]
    assert main(project, ["check", *day]) == 0
    assert main(project, ["check", "--strict", *day]) == 1


def test_build_writes_nothing_when_content_is_broken(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A build of broken content lists the mistakes, exits with 1 and makes no site."""
    changed = BROKEN.replace("status: ", "status: x")
    write_files(project, {"guidelines/growers/buy-tools.yml": changed})
    assert main(project, ["build"]) == 1
    out, err = capsys.readouterr()
    assert "bad-value" in out
    assert "Nothing was written." in err
    assert not (project / "site").exists()


def test_build_is_the_command_without_a_name(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a command the website is built, and progress is told in plain lines."""
    assert main(project, []) == 0
    _, err = capsys.readouterr()
    told = re.findall(r"Building the website: (\d+) of (\d+)", err)
    assert [int(done) for done, _ in told] == list(range(int(told[0][1]) + 1))
    assert "Built " in err
    assert (project / "site/et/growers/index.html").exists()


def test_a_mistake_in_a_page_is_the_authors(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hand-written page with an anchor that leads nowhere exits with 1 and is named."""
    path = project / "docs/index.md"
    text = path.read_text(encoding="utf-8").replace("about.md#who", "about.md#gone")
    path.write_text(text, encoding="utf-8")
    assert main(project, ["build"]) == 1
    assert "about.md#gone" in capsys.readouterr().err


def test_pages_writes_markdown(project: Path, tmp_path: Path) -> None:
    """`pages --out` writes the tree of Markdown files."""
    assert main(project, ["pages", "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out/growers/share-tools.et.md").exists()


def test_format_changes_only_the_style(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`format` rewrites a file that is not in the style, once; `--check` only names it."""
    path = project / "guidelines/growers/buy-tools.yml"
    before = path.read_text(encoding="utf-8")
    assert main(project, ["format"]) in (0, 1)
    canonical = path.read_text(encoding="utf-8")
    path.write_text(canonical.replace("code: ", "code:    "), encoding="utf-8")
    capsys.readouterr()
    assert main(project, ["format", "--check"]) == 1
    assert capsys.readouterr().out == "guidelines/growers/buy-tools.yml\n"
    assert main(project, ["format", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == canonical
    assert main(project, ["format", "--check"]) == 0
    assert before


def test_format_leaves_a_broken_file_alone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that cannot be read keeps every byte, and its mistake is told."""
    path = project / "guidelines/growers/buy-tools.yml"
    path.write_text("code: L1\ncode: L2 # why\n", encoding="utf-8")
    assert main(project, ["format"]) == 1
    assert path.read_text(encoding="utf-8") == "code: L1\ncode: L2 # why\n"
    assert "duplicate-key" in capsys.readouterr().out


def test_a_folder_without_a_project_is_the_machines_trouble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside of a project every command exits with 2 and one sentence."""
    assert main(tmp_path, ["check"]) == 2
    assert "There is no mkdocs.yml" in capsys.readouterr().err


def test_an_unknown_command_is_explained(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command that does not exist exits with 2 and says where help is."""
    assert main(project, ["biuld"]) == 2
    assert "biuld" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "format"])
def test_a_path_that_does_not_exist_is_told(
    command: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A path with a typing error is not taken for a file without mistakes."""
    assert main(project, [command, "guidelines/grwers"]) == 2
    assert "'guidelines/grwers' does not exist" in capsys.readouterr().err


def test_two_builds_at_once_do_not_mix(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While another build runs in the same folder, a second one stops with one sentence."""
    catalogue, _ = load_catalogue(project)
    assert catalogue is not None
    with new_website(project, catalogue, silent):
        assert main(project, ["build", "--no-books"]) == 2
        assert "Another build of this website is running." in capsys.readouterr().err
    assert (project / "site/index.html").exists()


def test_a_site_lost_by_a_killed_build_comes_back(project: Path) -> None:
    """What a build killed in the middle of its last step left behind is mended by the next."""
    assert main(project, ["build", "--no-books"]) == 0
    (project / "site").rename(project / ".site.old")
    write_files(project, {"docs/index.md": "---\ntitle: A\ndescription: B\n---\n\n[x](gone.md)\n"})
    broken, _ = load_catalogue(project)
    assert broken is not None
    with pytest.raises(PagesError, match="gone"):
        build_website(project, broken, silent)
    assert (project / "site/index.html").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pages", "--out", "mkdocs.yml"], "is a file"),
        (["books", "--out", "mkdocs.yml"], "is a file"),
    ],
)
def test_the_machines_trouble_is_not_called_a_bug(
    arguments: list[str],
    message: str,
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file where a folder should be exits with 2 and says so."""
    monkeypatch.chdir(project)
    assert main(project, arguments) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("said", ["99999999999999", "yesterday", "-5"])
def test_a_time_that_is_none_is_told(
    said: str, project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH that is no time exits with 2 and names the variable."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
    assert main(project, ["check"]) == 2
    assert f"SOURCE_DATE_EPOCH={said} is not a time." in capsys.readouterr().err


def test_a_time_that_is_empty_is_none(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a variable that a CI does not know: a site is built as without it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert main(project, ["build", "--no-books"]) == 0


@pytest.mark.parametrize("url", ["example.org", "javascript:alert(1)", "http://example.org/"])
def test_an_address_of_the_site_that_is_none_is_told(
    url: str, project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SITE_URL is checked like every other address."""
    monkeypatch.setenv("SITE_URL", url)
    assert main(project, ["check"]) == 1
    assert f"the address of the site, '{url}'," in capsys.readouterr().out


def test_a_console_without_the_letters_does_not_stop_a_message(project: Path) -> None:
    """Messages with letters that the console lacks are printed with their codes."""
    write_files(
        project,
        {"guidelines/growers/buy-tools.yml": BROKEN.replace("status: ", "status: ф")},
    )
    code = (
        "import sys; from pathlib import Path; from guidebook.cli import main; "
        "sys.exit(main(Path.cwd(), ['check']))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"},
        check=False,
    )
    assert result.returncode == 1
    assert b"bad-value: '\\u0444" in result.stdout


@pytest.mark.parametrize("colour", ["1", ""], ids=["bar", "lines"])
def test_a_progress_shows_addresses_as_they_are(
    colour: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a bar tells is neither a style, a link nor a command of the terminal."""
    monkeypatch.setenv("FORCE_COLOR", colour)
    monkeypatch.setenv("COLUMNS", "200")
    with show_progress("Asking") as tell:
        for done, what in enumerate(("[/b]", "[link=https://evil.example]x", "a\x1b]8;;b"), 1):
            tell(what, done, 3)
    told = capsys.readouterr().err
    assert ("\x1b[" in told) == bool(colour)
    assert "[/b]" in told
    assert "[link=https://evil.example]x" in told
    assert r"a\x1b]8;;b" in told
    assert "\x1b]" not in told


def test_a_sentence_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence to the person keeps its lines, and shows what cannot be seen."""
    say("one\x1b[2K\u202etwo\nthree")
    assert capsys.readouterr().err == "one\\x1b[2K\\u202etwo\nthree\n"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"[" * 50_000, "too-deep"),
        (b"\xff\xfe", "not-utf8"),
        (b"", "empty-file"),
        (b"a: &x [*x]\n", "yaml-anchor"),
    ],
)
def test_nothing_in_a_file_makes_a_traceback(
    content: bytes, rule: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever a file holds is told as its author's mistake."""
    write_files(project, {"guidelines/growers/buy-tools.yml": content})
    assert main(project, ["check"]) == 1
    out, err = capsys.readouterr()
    assert f": {rule}: " in out
    assert "Traceback" not in out + err


def run_door(root: Path, *arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Start build.py, or code that starts it, as a process of its own."""
    command = [sys.executable, "-c", code] if code else [sys.executable, "build.py"]
    return subprocess.run(
        [*command, *arguments], cwd=root, capture_output=True, text=True, check=False
    )


def test_an_old_python_gets_one_sentence(tmp_path: Path) -> None:
    """On a Python that is too old, the front door says what to install and exits with 2."""
    (tmp_path / "build.py").write_bytes((REPOSITORY / "build.py").read_bytes())
    code = (
        "import sys, runpy; sys.version_info = (3, 9, 0, 'final', 0)\n"
        "runpy.run_path('build.py', run_name='__main__')"
    )
    result = run_door(tmp_path, code=code)
    assert result.returncode == 2
    assert result.stderr == (
        "Python 3.11 or later is needed: install it from https://www.python.org/.\n"
    )


def test_a_python_without_venv_gets_one_sentence(tmp_path: Path) -> None:
    """Where the venv module is missing, the front door names the package and exits with 2."""
    for name in ("build.py", "requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_bytes((REPOSITORY / name).read_bytes())
    code = (
        "import sys, runpy; sys.modules['ensurepip'] = None\n"
        "runpy.run_path('build.py', run_name='__main__')"
    )
    result = run_door(tmp_path, code=code)
    assert result.returncode == 2
    assert "install python3-venv" in result.stderr
    assert result.stderr.count("\n") == 1


def test_no_network_on_first_use_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where packages cannot be fetched, the front door says so and exits with 2."""
    for name in ("build.py", "pyproject.toml"):
        (tmp_path / name).write_bytes((REPOSITORY / name).read_bytes())
    (tmp_path / "requirements.txt").write_text("click==8.5.1 --hash=sha256:" + "0" * 64 + "\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    result = run_door(tmp_path)
    assert result.returncode == 2
    assert "connect, then run the command again." in result.stderr
    assert not (tmp_path / ".venv/prepared-from.txt").exists()


def test_the_machines_end_reaches_the_command(tmp_path: Path) -> None:
    """A signal to end, which the front door gets, ends the command behind it, with its code."""
    for name in ("build.py", "requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_bytes((REPOSITORY / name).read_bytes())
    python = tmp_path / ".venv/bin/python"
    listens = "until grep -q 'SigCgt:.*[4567cdef]...$' /proc/$PPID/status; do :; done\n"
    behind = f"trap 'echo ended; exit 2' TERM\n{listens}echo begun\nwhile :; do sleep 0.05; done\n"
    write_files(tmp_path, {".venv/bin/python": f"#!/bin/sh\n{behind}".encode()})
    python.chmod(0o755)
    (tmp_path / ".venv/prepared-from.txt").write_text(
        runpy.run_path(str(tmp_path / "build.py"))["stamp"](), encoding="utf-8"
    )
    with subprocess.Popen(
        [sys.executable, "build.py"], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as door:
        assert door.stdout is not None
        assert door.stdout.readline() == "begun\n"
        door.terminate()
        assert door.stdout.read() == "ended\n"
        assert door.wait() == 2
