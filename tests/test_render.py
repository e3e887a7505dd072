"""Tests of the templates' renderer: what was compiled and kept serves again, or is made again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidebook.render import COMPILED, TemplateRenderer, _CompiledTemplates

FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def render(tmp_path: Path) -> Callable[[], str]:
    """Return what renders a template like a new process does, in a project with a ledger."""
    (tmp_path / ".ledger").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/a.jinja").write_text("{% for n in page %}<{{ n }}>{% endfor %}")

    def anew() -> str:
        _CompiledTemplates._compiled.clear()
        return TemplateRenderer(tmp_path / "pages").render("a.jinja", [1, 2])

    return anew


def only_file(tmp_path: Path) -> Path:
    """Return the one compiled template."""
    (path,) = (tmp_path / COMPILED).iterdir()
    return path


def test_a_compiled_template_serves_the_next_process(
    render: Callable[[], str], tmp_path: Path
) -> None:
    """What was kept is read, and not written again."""
    assert render() == "<1><2>"
    state = only_file(tmp_path).stat()
    assert render() == "<1><2>"
    assert only_file(tmp_path).stat().st_mtime_ns == state.st_mtime_ns


@FEW
@given(at=st.integers(0, 10_000), gone=st.integers(0, 4_000), new=st.binary(max_size=40))
def test_a_damaged_compiled_template_is_compiled_again(
    render: Callable[[], str], tmp_path: Path, at: int, gone: int, new: bytes
) -> None:
    """Wherever it is cut or overwritten, the page is right and the file is whole again."""
    render()
    path = only_file(tmp_path)
    data = path.read_bytes()
    at %= len(data)
    damaged = data[:at] + new + data[at + gone :]
    path.write_bytes(damaged)
    assert render() == "<1><2>"
    assert path.read_bytes() != damaged or damaged == data


def test_a_place_where_nothing_can_be_compiled_to_is_no_error(
    render: Callable[[], str], tmp_path: Path
) -> None:
    """Where the folder is a file, or the file a folder, templates are compiled each time."""
    (tmp_path / COMPILED).write_text("")
    assert render() == "<1><2>"
    (tmp_path / COMPILED).unlink()
    render()
    path = only_file(tmp_path)
    path.unlink()
    path.mkdir()
    assert render() == "<1><2>"
