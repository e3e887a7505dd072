"""Problems for people, for GitHub's annotations and for other programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import MakeProject
from hypothesis import example, given
from hypothesis import strategies as st
from support import CASES

from guidebook.cli import main
from guidebook.github import annotation, plain_line
from guidebook.problem_reports import problem_lines, problems_as_json
from guidebook.problems import Location, Problem, Severity, quote

LEND = "guidelines/cities/lend-land.yml"


def a_problem(message: str = "it is wrong", path: str = LEND, **more: Severity) -> Problem:
    """Return a problem with a message."""
    return Problem(Location(path, 3, 7), "bad-value", message, "Mend it.", **more)


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """Return name, properties and data of a workflow command, as the runner reads it."""
    match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
    assert match
    named = dict(part.split("=", 1) for part in match[2].split(","))
    codes = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))

    def unescaped(text: str, codes: tuple[tuple[str, str], ...] = codes) -> str:
        for code, sign in codes:
            text = text.replace(code, sign)
        return text

    data = unescaped(match[3], (codes[0], codes[1], codes[4]))
    return match[1], {name: unescaped(value) for name, value in named.items()}, data


def test_an_annotation_names_file_line_and_rule() -> None:
    """An annotation holds what GitHub shows beside the line of a file."""
    assert annotation(a_problem()) == (
        f"::error file={LEND},line=3,col=7,title=bad-value::it is wrong%0AMend it."
    )
    assert annotation(a_problem(severity=Severity.WARNING)).startswith("::warning file=")


@given(st.text(alphabet="%:,=\r\n ab"), st.text(alphabet="%:,\r\n/ab", min_size=1))
def test_an_annotation_says_what_was_written(message: str, path: str) -> None:
    """Whatever a message and a path hold, the runner reads them unchanged, from one line."""
    line = annotation(a_problem(message, path))
    assert "\n" not in line
    assert "\r" not in line
    name, properties, data = read_command(line)
    assert (name, properties["file"], data) == ("error", path, f"{message}\nMend it.")


@given(st.text())
@example("::error::x")
@example("\u00a0 ::error::x")
@example("x\n::error::x")
@example("x ##[error]y")
def test_no_plain_line_is_a_command(text: str) -> None:
    """A line of the log cannot begin with a command's colons nor hold the old sign for one."""
    line = plain_line(text)
    assert not line.lstrip().startswith("::")
    assert "##[" not in line
    assert "\n" not in line


@pytest.mark.parametrize("kind", ["text", "github"])
def test_what_steers_a_terminal_is_told_as_its_code(kind: str) -> None:
    """No name of a file and no value moves the cursor or turns the direction of a line."""
    steering = "a\x1b[2K\u202eb"
    problem = a_problem(f"{quote(steering)} is wrong", f"docs/{steering}.png")
    told = "\n".join(problem_lines([problem] * 12, kind)).splitlines()[-2:]
    for line in told:
        assert line.isprintable()
    assert r"docs/a\x1b[2K\u202eb.png:3:7" in told[0]
    assert r"'a\x1b[2K\u202eb' is wrong" in told[0]


def test_problems_beyond_the_annotations_are_no_commands() -> None:
    """A mistake that GitHub would not show beside its line is no command in the log either."""
    problems = [a_problem("wrong", "::error::x ##[error]y") for _ in range(12)]
    *_, last, _ = problem_lines(problems, "github")
    assert last == "- ::error::x # #[error]y:3:7: bad-value: wrong"


def test_github_gets_as_many_annotations_as_it_shows() -> None:
    """Ten errors and ten warnings are annotations; the others are plain lines."""
    errors = [a_problem(f"wrong {n}") for n in range(12)]
    warnings = [a_problem(f"odd {n}", severity=Severity.WARNING) for n in range(11)]
    lines = list(problem_lines([*warnings, *errors], "github"))
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert sum("wrong 11" in line or "odd 10" in line for line in lines) == 2


def test_json_has_its_documented_shape() -> None:
    """The JSON is an object with a format number, two counts and every problem."""
    value = json.loads(problems_as_json([a_problem("ä", severity=Severity.WARNING)]))
    assert value == {
        "format": 1,
        "errors": 0,
        "warnings": 1,
        "problems": [
            {
                "severity": "warning",
                "rule": "bad-value",
                "path": LEND,
                "line": 3,
                "column": 7,
                "message": "ä",
                "advice": "Mend it.",
            }
        ],
    }


@pytest.fixture
def broken(make_project: MakeProject) -> Path:
    """Return a project with a mistake whose value looks like a command and like markup."""
    text = (CASES / "base" / LEND).read_text(encoding="utf-8")
    hostile = "status: '::error::<img src=x> @octocat %0A'"
    return make_project({LEND: text.replace("status: agreed", hostile)})


def test_check_tells_github(
    broken: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a workflow, a mistake becomes an annotation and a line in the summary of the step."""
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert main(broken, ["check", "--format", "github", "--today", "2026-11-23"]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"::error file={LEND},line=5,col=9,title=bad-value::")
    assert "%250A" in out
    told = summary.read_text(encoding="utf-8")
    assert f"<b>{LEND}, line 5</b>" in told
    assert "<img" not in told
    assert "@octocat" not in told


def test_check_without_a_summary_only_prints(
    broken: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no summary, annotations are printed all the same."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    assert main(broken, ["check", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error ")


def test_check_tells_programs(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --format json the output is JSON alone; the sentence goes to the error stream."""
    assert main(broken, ["check", "--format", "json", "--today", "2026-11-23"]) == 1
    value = json.loads(capsys.readouterr().out)
    assert value["errors"] == len(value["problems"])
