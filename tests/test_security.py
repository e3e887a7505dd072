"""SECURITY.md is true: each threat has tests that exist; here are those that have no other room."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml
from support import REPOSITORY, build_site, silent, write_files

from guidebook.cli import main
from guidebook.kept import Kept
from guidebook.site_check import SiteCheck

THREATS = (
    "script and handlers in Markdown",
    "dangerous links",
    "attributes through Markdown extensions",
    "files read into pages",
    "template code in values",
    "plain text taken for markup",
    "requests to other hosts",
    "a computer that asks where links lead",
    "files or scripts in PDFs",
    "YAML bombs, depth and size",
    "slow Markdown",
    "hidden and look-alike characters",
    "terminal, log and workflow-command injection",
    "links and odd names in the tree",
    "code of a proposed change run with rights",
    "poisoned artifacts and caches",
    "a translation that says something else",
    "dependencies",
    "framing and headers",
)
NO_INCLUDES = {"attr_list", "tables", "toc"}
"""Extensions of Python-Markdown that read nothing but the page."""


def rows() -> dict[str, list[str]]:
    """Return the tests that SECURITY.md names for each threat."""
    text = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| (.+?) \| .+ \| (.*`tests/.*`) \|$", text, re.MULTILINE)
    return {threat: re.findall(r"`([^`]+)`", tests) for threat, tests in found}


def test_every_threat_has_a_row() -> None:
    """No threat is missing from the table, and none has slipped in without being named here."""
    found = list(rows())
    assert len(found) == len(THREATS)
    for threat, row in zip(THREATS, found, strict=True):
        assert row.startswith(threat)


@pytest.mark.parametrize("name", sorted({name for names in rows().values() for name in names}))
def test_every_named_test_exists(name: str) -> None:
    """A test that guards a threat is found under its name, with something to run."""
    path, _, function = name.partition("::")
    tree = ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert function in names


def settings() -> list[Path]:
    """Return the settings of the projects that the repository builds."""
    folders = (".", "tests/cases/base", "tests/projects/allotments")
    return [REPOSITORY / folder / "mkdocs.yml" for folder in folders]


@pytest.mark.parametrize("path", settings(), ids=lambda path: path.parent.name)
def test_no_page_includes_a_file(path: Path) -> None:
    """No setting lets a page include files, and no plugin runs code that a page holds."""
    value = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    named = [next(iter(one)) if isinstance(one, dict) else one for one in value["plugins"]]
    assert set(named) <= {"i18n", "guidebook", "search"}
    extensions = value["markdown_extensions"]
    assert {next(iter(one)) if isinstance(one, dict) else one for one in extensions} <= NO_INCLUDES
    assert not {"hooks", "extra_javascript"} & set(value)


@pytest.mark.parametrize(
    "asks",
    [
        '--8<-- "mkdocs.yml"',
        "{!mkdocs.yml!}",
        '{% include "mkdocs.yml" %}',
        "{{ 7 * 191 }}",
        "A text.\n{ onclick='alert(1)' style='color: red' }",
    ],
)
def test_what_extensions_read_is_refused(
    asks: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Includes, template code and attribute lists of a hand-written page are mistakes."""
    about = (project / "docs/about.md").read_text(encoding="utf-8")
    write_files(project, {"docs/about.md": f"{about}\n{asks}\n"})
    assert main(project, ["check"]) == 1
    assert "page-markup" in capsys.readouterr().out


def test_template_code_in_texts_stays_text(project: Path) -> None:
    """What looks like a template in a guideline is shown as it is, in pages, data and feeds."""
    path = "guidelines/growers/share-tools.yml"
    text = (project / path).read_text(encoding="utf-8")
    code = "{{ 7 * 191 }} {% raw %} {# none #}"
    title = re.sub(r"^title: .*$", f"title: '{code}'", text, count=1, flags=re.MULTILINE)
    write_files(project, {path: title})
    site = build_site(project)
    assert code in (site / "growers/share-tools/index.html").read_text(encoding="utf-8")
    for file in site.rglob("*"):
        if file.suffix in (".html", ".json", ".xml", ".csv", ".js"):
            assert "1337" not in file.read_text(encoding="utf-8"), file


def test_attributes_of_hand_written_pages_are_found(project: Path) -> None:
    """A handler or a style that got into a page of the built site is found afterwards."""
    site = build_site(project)
    page = site / "about/index.html"
    text = page.read_text(encoding="utf-8")
    planted = text.replace("<p>", "<p onclick='alert(1)' style='color: red'>", 1)
    assert planted != text
    page.write_text(planted, encoding="utf-8")
    found = SiteCheck(site, project / "templates", Kept()).find_problems([site / "about"], silent)
    assert {problem.rule for problem in found} == {"event-handler", "inline-style"}
