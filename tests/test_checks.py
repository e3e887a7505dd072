"""Tests of the rules: a corpus of bad projects with the exact lines that are printed, then laws.

`bad_cases` says where the bad projects come from.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from bad_cases import BAD, ENTRY, LINKS, base_file, case_files, case_names, expected
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import Files

from guidebook.checks import ALL_CHECKS, check_catalogue
from guidebook.checks._markdown import read
from guidebook.load import load_catalogue
from guidebook.problems import Problem, sort_problems
from guidebook.text import find_disallowed, find_links

PACKAGE = Path(__file__).parents[1] / "guidebook"
FORM_MODULES = (
    "assets",
    "characters",
    "strict_yaml",
    "yaml_syntax",
    "shapes",
    "load",
    "load_translation",
    "project_files",
    "project_settings",
    "settings_faults",
    "page_files",
    "words",
)
FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

MakeProject = Callable[[Files], Path]


def _problems(root: Path, today: date) -> tuple[Problem, ...]:
    catalogue, problems = load_catalogue(root)
    if catalogue is None:
        return problems
    return sort_problems([*problems, *check_catalogue(catalogue, today)])


def _printed(problems: tuple[Problem, ...]) -> str:
    return "".join(f"{problem}\n" for problem in problems)


def test_the_base_project_has_no_problems(
    make_project: MakeProject, base_words: Files, today: date
) -> None:
    """The project from which every bad case differs has no problem at all."""
    assert _printed(_problems(make_project(base_words), today)) == ""


@pytest.mark.parametrize("name", case_names())
def test_a_bad_project_is_told_exactly(
    name: str, make_project: MakeProject, base_words: Files, today: date, update_golden: bool
) -> None:
    """Each bad project gives exactly the printed lines of its expected.txt."""
    root = make_project({**base_words, **case_files(name)})
    for place, target in LINKS.get(name, {}).items():
        (root / place).symlink_to(target)
    printed = _printed(_problems(root, today))
    if update_golden:
        (BAD / name).mkdir(exist_ok=True)
        (BAD / name / "expected.txt").write_text(printed, encoding="utf-8")
    assert printed == expected(name)


@pytest.mark.parametrize("name", case_names())
def test_only_nope_cases_are_silent(name: str) -> None:
    """A bad case expects a problem of its own rule; a case that ends in -nope expects none."""
    if name.endswith("-nope"):
        assert expected(name) == ""
    else:
        assert expected(name) != ""


def _rules_in_code(module: str) -> set[str]:
    """Return the rule ids that a module hands to problems, read from its syntax tree."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    called = {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    tables = {
        element.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple) and len(node.elts) == 3
        for element in node.elts[:1]
        if isinstance(element, ast.Constant) and isinstance(element.value, str)
    }
    found = texts & (called | tables)
    return {text for text in found if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", text)} - {
        "utf-8",
        "utf-8-sig",
    }


def _all_rules() -> set[str]:
    rules = {rule for module in ALL_CHECKS for rule in getattr(module, "RULES", (module.ID,))}
    for module in FORM_MODULES:
        rules |= _rules_in_code(module)
    return rules


def test_every_rule_has_a_bad_case() -> None:
    """Each rule that stands in the code is printed by at least one bad case."""
    printed = "".join(expected(name) for name in case_names())
    told = set(re.findall(r"^\S.*?:\d+:\d+: (?:warning: )?([a-z0-9-]+): ", printed, re.MULTILINE))
    assert _all_rules() - told == set(), "add a bad case"


def test_rules_of_form_are_found_in_the_code() -> None:
    """The collection of rule ids from the code sees rules in calls and in the table of shapes."""
    assert {"duplicate-key", "bad-date", "symbolic-link", "missing-front-matter"} <= _all_rules()


@pytest.mark.parametrize("module", ALL_CHECKS, ids=lambda module: module.ID)
def test_every_rule_is_documented_with_examples(module: object) -> None:
    """Each rule's module says what it wants, with a good and a bad snippet."""
    assert re.search(r"\n\nGood:\n\n    \S(.|\n)*\n\nBad:\n\n    \S", str(module.__doc__))


def test_problems_do_not_depend_on_the_order_of_files(
    make_project: MakeProject, base_words: Files, today: date, tmp_path: Path
) -> None:
    """Files written in another order give the same problems."""
    root = make_project({**base_words, **case_files("broken-link-1")})
    files = [path for path in root.rglob("*") if path.is_file()]
    random.Random(7).shuffle(files)
    other = tmp_path / "other"
    for path in files:
        copy = other / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert _problems(other, today) == _problems(root, today) != ()


_YAML_PARTS = st.sampled_from(
    [
        "code: G1\n",
        "title: ",
        "why: |-\n  ",
        "actions:\n  - id: a\n    do: ",
        "rests_on:\n  findings: [",
        "]",
        "- ",
        "  ",
        "\t",
        "\n",
        ": ",
        " #",
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "---\n",
        "'",
        '"',
        "\\x",
        "{",
        "reviewed: 2026-02-30\n",
        "[a](entry:x)",
        "<b>",
        "\u202e",
        "\x85",
        "🌱",
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=200), st.lists(_YAML_PARTS, max_size=30).map("".join), st.just("")
)


@FEW
@given(data=st.one_of(st.binary(max_size=200), _TEXTS.map(lambda t: t.encode("utf-8", "replace"))))
def test_no_bytes_in_an_entry_raise(shared_project: Path, today: date, data: bytes) -> None:
    """Whatever stands in an entry's file, the problems are sorted values with places inside it."""
    path = shared_project / ENTRY
    path.write_bytes(data)
    try:
        problems = _problems(shared_project, today)
    finally:
        path.write_bytes(base_file(ENTRY))
    assert list(problems) == sorted(set(problems))
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    _assert_inside([p for p in problems if p.location.path == ENTRY], text)


@FEW
@given(at=st.integers(0, 2000), what=_TEXTS, length=st.integers(0, 30))
def test_no_edit_of_an_entry_raises(
    shared_project: Path, today: date, at: int, what: str, length: int
) -> None:
    """A valid entry with any part overwritten gives problems inside its file, and no exception."""
    text = base_file(ENTRY).decode()
    at %= len(text)
    edited = (text[:at] + what + text[at + length :]).encode("utf-8", "replace").decode()
    path = shared_project / ENTRY
    path.write_bytes(edited.encode())
    try:
        problems = _problems(shared_project, today)
    finally:
        path.write_bytes(base_file(ENTRY))
    read = edited.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _assert_inside([p for p in problems if p.location.path == ENTRY], read)


def _assert_inside(problems: list[Problem], text: str) -> None:
    """Fail when a problem's place is outside the text (one column past a line's end is inside)."""
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.location.line <= len(lines), problem
        assert 1 <= problem.location.column <= len(lines[problem.location.line - 1]) + 1, problem


_MARKDOWN_PARTS = st.sampled_from(
    [
        "word",
        " ",
        "\n",
        "\n\n",
        "[text](entry:share-tools)",
        "[text](ref:garden-handbook)",
        "[a *b* c](https://example.org/a_b)",
        "[not a link]",
        "](",
        "[",
        "- item\n",
        "1. item\n",
        "> quote\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "---\n",
        "===\n",
        "# ",
        "* * *\n",
        "_x_",
        "**x**",
        "`code`",
        "    ",
        "<b>",
        "![a](b)",
        "~~~\n",
        "&amp;",
        "\\[",
        "[a]: https://example.org\n",
        "2026.",
        "6 \u00d7 26 = 156",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(_MARKDOWN_PARTS, max_size=12).map("".join), st.text(max_size=60)))
def test_the_quick_reading_of_markdown_agrees_with_the_parser(text: str) -> None:
    """Texts that are read without the parser give the same links and faults as with it."""
    found = read(text)
    assert [target for target, _, _ in found.links] == [link.target for link in find_links(text)]
    assert found.disallowed == list(find_disallowed(text))
    for target, line, column in found.links:
        at = text.split("\n")[line][column:]
        assert at.startswith(target) or column == 0
