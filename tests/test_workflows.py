"""What GitHub is told to do with a change: allowed little, pinned, and complete."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import REPOSITORY

TOOLS = Path(sys.executable).parent
GITHUB = REPOSITORY / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
NO_GATES = ("canary", "coverage")
"""Workflows that nothing waits for."""
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


def read(path: Path) -> Any:
    """Return what a YAML file holds; every value is a string, so that `on` stays a key."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def jobs_of(path: Path) -> dict[str, Any]:
    """Return the jobs of a workflow."""
    jobs: dict[str, Any] = read(path)["jobs"]
    return jobs


def steps_of(path: Path) -> list[dict[str, Any]]:
    """Return the steps of all jobs of a workflow."""
    return [step for job in jobs_of(path).values() for step in job["steps"]]


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("github-workflows", WORKFLOWS),
        ("github-issue-forms", FORMS),
        ("github-issue-config", [GITHUB / "ISSUE_TEMPLATE/config.yml"]),
        ("dependabot", [GITHUB / "dependabot.yml"]),
    ],
)
def test_files_have_the_shape_that_github_reads(schema: str, paths: list[Path]) -> None:
    """Workflows, forms and settings follow the schemas that check-jsonschema brings along."""
    assert paths
    command = [str(TOOLS / "check-jsonschema"), "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_weakness_is_known_in_the_workflows() -> None:
    """Zizmor finds nothing, not even for pedants."""
    command = [str(TOOLS / "zizmor"), "--offline", "--pedantic", "--no-progress", str(GITHUB)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_do_little(path: Path) -> None:
    """Nothing is allowed for a whole workflow, and no trigger hands rights to strangers."""
    workflow = read(path)
    assert workflow["permissions"] == {}
    triggers = workflow["on"]
    assert set(triggers) <= {"pull_request", "push", "schedule", "workflow_dispatch"}
    for job in workflow["jobs"].values():
        assert "permissions" in job
        assert "timeout-minutes" in job
    if "pull_request" in triggers:
        granted = [set(job["permissions"].items()) for job in workflow["jobs"].values()]
        assert set().union(*granted) == {("contents", "read")}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_keep_no_credentials(path: Path) -> None:
    """Each action is named by its whole hash with its version; a checkout keeps no token."""
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert used
    for line in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    for step in steps_of(path):
        uses = step.get("uses", "")
        if uses.startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"
        assert "cache" not in step.get("with", {})
        assert not uses.startswith("actions/cache")


def test_one_action_has_one_version() -> None:
    """All workflows use the same hash of an action."""
    found: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for name, rest in re.findall(r"uses: ([^@]+)@(.*)", path.read_text(encoding="utf-8")):
            found.setdefault(name, set()).add(rest)
    assert {name: len(versions) for name, versions in found.items()} == dict.fromkeys(found, 1)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_python_takes_no_module_from_the_folder(path: Path) -> None:
    """Python is started so that no file of a change passes for a library."""
    for step in steps_of(path):
        for call in re.findall(r"\bpython3?\b.*", step.get("run", "")):
            assert call.startswith("python -P build.py "), call


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_remembered_comes_with_a_change(path: Path) -> None:
    """What commands keep to be faster is deleted first: a change could bring its own answers."""
    for name, job in jobs_of(path).items():
        runs = [step.get("run", "") for step in job["steps"]]
        uses = [number for number, run in enumerate(runs) if "build.py" in run]
        if uses:
            assert "rm -rf .ledger .venv site .site.*" in runs[: uses[0]], name


@pytest.mark.parametrize(
    "path", [path for path in WORKFLOWS if path.stem not in NO_GATES], ids=lambda path: path.name
)
def test_the_gate_needs_all(path: Path) -> None:
    """The last job waits for all others and fails when one of them was left out or failed."""
    jobs = jobs_of(path)
    gate = jobs.pop("gate")
    assert set(gate["needs"]) == set(jobs)
    assert gate["if"] == "always()"
    assert '.result == "success"' in gate["steps"][0]["run"]


def test_the_site_takes_its_words_of_suggestions_from_the_form() -> None:
    """The form has the fields that links on pages fill in, by their names."""
    form = read(GITHUB / "ISSUE_TEMPLATE/suggestion.yml")
    assert [part["id"] for part in form["body"] if "id" in part] == [
        "code",
        "language",
        "address",
        "what",
    ]


def test_labels_of_forms_exist() -> None:
    """Each label that a form or proposal gets is among those to make."""
    known = {label["name"] for label in read(GITHUB / "labels.yml")}
    updates = read(GITHUB / "dependabot.yml")["updates"]
    used = [label for part in [*map(read, FORMS), *updates] for label in part["labels"]]
    assert set(used) <= known


def test_examples_of_owners_name_files_that_exist() -> None:
    """Each folder and file among the examples of CODEOWNERS is one of today."""
    text = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8")
    patterns = re.findall(r"^#(/\S+)", text, re.MULTILINE)
    assert patterns
    for pattern in patterns:
        assert list(REPOSITORY.glob(pattern.strip("/"))), pattern
    assert not re.search(r"^[^#\s]", text, re.MULTILINE)
