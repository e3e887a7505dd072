"""What other programs leave beside a text stops nothing and gets nowhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bad_cases import LITTER, PNG
from edits import files_of
from support import build_site, forget_builds, silent, write_files

from guidebook.assets import find_asset_problems, find_template_problems
from guidebook.checked import find_problems, load_checked, today
from guidebook.page_export import write_pages
from guidebook.project_files import find_assets, find_inputs, is_litter
from guidebook.revisions import changed_files, open_revision
from guidebook.site_files import asset_files

THEME = ("main.html~", "#main.html#", ".main.html.swp", "Thumbs.db", "desktop.ini", "4913")


def leave_litter(root: Path) -> None:
    """Leave beside the texts of a project what programs do."""
    write_files(root, LITTER)
    write_files(root, {f"templates/theme/{name}": b"{% broken \xff" for name in THEME})
    for place in ("guidelines/growers/.#share-tools.yml", "docs/.#about.md"):
        (root / place).symlink_to("writer@host.4321:1764200000")
    page = root.parent / "elsewhere/page.html"
    page.parent.mkdir()
    page.write_bytes(b"<script>1</script>")
    (root / "docs/elsewhere~").symlink_to(page.parent)


def test_a_site_holds_nothing_of_it(project: Path, tmp_path: Path) -> None:
    """A warm build, a build from nothing and MkDocs alone give the site as it is without."""
    before = files_of(build_site(project))
    leave_litter(project)
    assert files_of(build_site(project)) == before
    forget_builds(project)
    assert files_of(build_site(project)) == before
    out = tmp_path / "mkdocs"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out)]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert files_of(out).keys() == before.keys()


def test_a_folder_of_pages_holds_nothing_of_it(project: Path, tmp_path: Path) -> None:
    """`pages` writes the assets of `docs/` and nothing that lies beside them."""
    write_files(project, {"docs/assets/garden.png": PNG})
    leave_litter(project)
    catalogue, _ = load_checked(project, today())
    assert catalogue is not None
    write_pages(project, catalogue, tmp_path / "out", silent)
    written = [path for path in files_of(tmp_path / "out") if not path.endswith(".md")]
    assert written == ["assets/garden.png"]


def test_what_was_found_holds_beside_it(project: Path) -> None:
    """Nothing is found in it, and what an earlier check has kept is not in doubt."""
    write_files(project, {"docs/assets/garden.png": PNG})
    before = list(find_inputs(project))
    assert find_problems(project, today()) == ()
    leave_litter(project)
    assert list(find_inputs(project)) == before
    assert find_problems(project, today()) == ()


def test_two_states_differ_in_nothing_by_it(project: Path, tmp_path: Path) -> None:
    """A report of changes does not name it."""
    base = open_revision(project, str(project), tmp_path / "base")
    write_files(tmp_path / "other", dict.fromkeys(LITTER, b"") | {"mkdocs.yml": b""})
    head = open_revision(project, str(tmp_path / "other"), tmp_path / "head")
    assert not [path for path in changed_files(project, base, head) if is_litter(path)]


@pytest.mark.parametrize(
    "name", [".hidden.png", ".gitkeep", "garden.png#", "swp", "desktop.png.ini"]
)
def test_other_odd_names_are_still_told(project: Path, name: str) -> None:
    """A name that no program is known to leave is no reason to look away."""
    write_files(project, {f"docs/assets/{name}": PNG})
    problems = find_asset_problems(project, find_assets(project))
    assert [problem.location.path for problem in problems] == [f"docs/assets/{name}"]


def test_what_cannot_be_joined_is_in_no_style(project: Path) -> None:
    """A folder of styles becomes its styles and scripts, whatever else is in it."""
    folder = project / "templates/assets"
    before = list(asset_files(folder))
    files = {"site/README": b"a", "site/LICENSE.txt": b"b", "site/more/base.css": b"c"}
    write_files(folder, files)
    (folder / "site/gone.css").symlink_to("nowhere.css")
    assert list(asset_files(folder)) == before
    assert {"assets/site.css", "assets/site.js"} < {file.path for file in before}


def test_an_empty_folder_is_nothing_to_tell(project: Path) -> None:
    """What git does not keep, and what holds only litter, is no mistake."""
    write_files(project, {"templates/assets/site/more/.DS_Store": b""})
    (project / "templates/assets/empty").mkdir()
    assert list(find_template_problems(project)) == []
