"""After rare edits and disturbed builds, too, the site is as built from nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from edits import RAIN, build, build_from_nothing, differences, files_of, put, several
from support import copy_base, write_files

import guidebook.website._build as website_build
from guidebook.cli import main
from guidebook.preview import Preview

PAGE = "---\ntitle: Visit\ndescription: How to find us.\n---\n\n# Visit\n\nCome by.\n"
HELP = (
    "---\ntitle: Help\ndescription: How.\n---\n\n# Help\n\n"
    "[1][leaf] [2]({}) [3]( growers/share-tools.md#hang-list )\n\n[leaf]: assets/leaf.txt\n"
)
KILLED = """
import os, sys
from pathlib import Path
from guidebook.cli import main
from guidebook.staging import Staging

def enter_site(self, gone, *, move=Staging.{name}):
    {before}
    move(self, gone)
    os._exit(9)

Staging.{name} = enter_site
main(Path(sys.argv[1]), ["build", "--no-books"])
"""
"""A build that is killed before or after its new files have entered the site."""
PREVIEW_KILLED = """
import os, sys
from pathlib import Path
import guidebook.preview
from guidebook.preview import Preview

root = Path(sys.argv[1])
guidebook.preview.MOMENT = 1000
preview = Preview(root)
preview.refresh()
preview.finish()
path = root / "guidelines/growers/collect-rain.yml"
path.write_text(path.read_text().replace("G7]", "G7, G8]"))
preview.refresh()
preview.when_more_is_shown = lambda paths: os._exit(9)
preview.finish()
"""
"""A preview that is killed after the first part of what it had put off."""


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """Return a project to be edited."""
    root = tmp_path / "garden"
    copy_base(root)
    return root


def assert_as_new(garden: Path, *, site: str = "site") -> None:
    """Require that the site is the one that a build from nothing gives."""
    cold = build_from_nothing(garden, garden.parent / "from nothing", "--no-books")
    assert differences(files_of(garden / site), cold) == []


def show(preview: Preview) -> None:
    """Build all that has changed, as a preview does when nothing more is saved."""
    preview.refresh()
    preview.finish()


def test_a_file_with_another_name_is_another_guideline(garden: Path) -> None:
    """An entry that is renamed without a change to its text has its new id everywhere."""
    build(garden, "--no-books")
    (garden / "guidelines/cities/lend-land.yml").rename(garden / "guidelines/cities/give-land.yml")
    for ending in ("yml", "et.yml", "de.yml"):
        put(f"guidelines/growers/share-tools.{ending}", "lend-land", "give-land")(garden)
    put("docs/index.md", "lend-land", "give-land")(garden)
    put("guidelines/site.yml", "lend-land", "give-land")(garden)
    build(garden, "--no-books")
    assert_as_new(garden)


def test_the_navigation_can_name_any_page(garden: Path) -> None:
    """A page in a folder keeps its place when others change, and its title follows its own."""
    write_files(garden, {"docs/guide/start.md": PAGE})
    further = "- about.md\n      - guide/start.md\n      - growers/collect-rain.md\n"
    put("mkdocs.yml", "- about.md\n", f"{further}      - topics/water.md\n")(garden)
    build(garden, "--no-books")
    put("guidelines/growers/share-tools.yml", "Name the **owner**", "Name **one**")(garden)
    build(garden, "--no-books")
    assert_as_new(garden)
    put(f"{RAIN}.yml", "title: Collect rain", "title: Keep rain")(garden)
    build(garden, "--no-books")
    assert_as_new(garden)
    assert "Keep rain" in (garden / "site/404.html").read_text(encoding="utf-8")


def test_a_link_of_a_page_breaks_with_its_target(
    garden: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What a page that is not edited links to has gone: the build says so, as one from nothing."""
    write_files(
        garden,
        {
            "docs/assets/leaf.txt": "A leaf.",
            "docs/help.md": HELP.format("visit.md#come"),
            "docs/visit.md": f"{PAGE}\n## Come {{ #come }}\n\nSoon.\n",
        },
    )
    build(garden, "--no-books")
    tools = [f"guidelines/growers/share-tools.{ending}" for ending in ("yml", "et.yml", "de.yml")]
    for target, edit in (
        ("leaf.txt", lambda root: (root / "docs/assets/leaf.txt").unlink()),
        ("#come", put("docs/visit.md", "#come", "#go")),
        ("#hang-list", several(*(put(path, "hang-list", "hang-it") for path in tools))),
    ):
        aside = garden.parent / "aside"
        shutil.copytree(garden, aside)
        edit(garden)
        capfd.readouterr()
        assert main(garden, ["build", "--no-books"]) != 0
        assert target in capfd.readouterr().err
        shutil.rmtree(garden)
        aside.rename(garden)


def test_anchors_are_looked_for_in_pages_that_are_not_built(
    garden: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link to a place that a hand-written page has not is told, whatever else is built."""
    visit = f"{PAGE}\n## Come {{ #come }}\n\nSoon. [Help](help.md)\n"
    pages = {"docs/help.md": HELP.format("visit.md#come"), "docs/visit.md": visit}
    write_files(garden, {"docs/assets/leaf.txt": "A leaf.", **pages})
    build(garden, "--no-books")
    write_files(garden, {"docs/help.md": HELP.format("visit.md#go")})
    for cores in (1, 8):  # as many as put the two pages into different processes
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        assert main(garden, ["build", "--no-books"]) != 0
        assert "visit.md' does not contain an anchor '#go'" in capfd.readouterr().err
        shutil.rmtree(garden / "site", ignore_errors=True)
    write_files(garden, {"docs/help.md": HELP.format("visit.md#come")})
    build(garden, "--no-books")
    assert_as_new(garden)


def test_a_folder_can_stand_where_a_page_was(garden: Path) -> None:
    """What the last build has read under the name of a page is no file any more."""
    write_files(garden, {"docs/visit.md": PAGE})
    build(garden, "--no-books")
    write_files(garden, {"docs/visit.md": None})
    write_files(garden, {"docs/visit.md/leaf.txt": "A leaf."})
    build(garden, "--no-books")
    assert_as_new(garden)


def test_what_mkdocs_yml_leads_to_is_looked_at(garden: Path) -> None:
    """A hook that says something else, and a theme through a link, change pages."""
    hook = "def on_post_page(output, page, config):\n    return output.replace('<b', '<b1', 1)\n"
    write_files(garden, {"hooks.py": hook})
    put("mkdocs.yml", "site_dir: site\n", "site_dir: site\nhooks: [hooks.py]\n")(garden)
    partials = garden / "templates/theme/partials"
    partials.rename(garden / "parts")
    partials.symlink_to(garden / "parts")
    (garden / "parts/back").symlink_to(garden / "templates/theme")
    build(garden, "--no-books")
    put("hooks.py", "'<b1'", "'<b23'")(garden)
    put("parts/footer.html", "<footer", "<footer data-x")(garden)
    site = build(garden, "--no-books")
    assert b"<b23" in site["about/index.html"]
    assert b"<footer data-x" in site["about/index.html"]


@pytest.mark.parametrize(
    ("name", "before"), [("enter_site", "pass"), ("_move", "pass"), ("_move", "os._exit(9)")]
)
def test_nothing_stays_of_a_build_that_was_killed(name: str, before: str, garden: Path) -> None:
    """A file that had entered the site goes with its source, though the build noted nothing."""
    write_files(garden, {"docs/assets/leaf.txt": "A leaf."})
    build(garden, "--no-books")
    write_files(garden, {"docs/assets/new.txt": "A new leaf."})
    program = KILLED.format(name=name, before=before)
    killed = subprocess.run([sys.executable, "-c", program, str(garden)], check=False)
    assert killed.returncode == 9
    write_files(garden, {"docs/assets/new.txt": None})
    build(garden, "--no-books")
    assert_as_new(garden)


def test_nothing_stays_of_a_build_that_could_not_write_its_ledger(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that no ledger knows of go with their source: the next build looks at the site."""
    build(garden, "--no-books")
    write_files(garden, {"docs/assets/new.txt": "A new leaf."})
    with monkeypatch.context() as patched:
        patched.setattr("guidebook.ledger.write_beside", lambda *_: False)
        assert "assets/new.txt" in build(garden, "--no-books")
    write_files(garden, {"docs/assets/new.txt": None})
    build(garden, "--no-books")
    assert_as_new(garden)


def test_nothing_stays_of_a_preview_that_was_killed(garden: Path) -> None:
    """An address that a part of what was put off had made goes with the edit."""
    killed = subprocess.run([sys.executable, "-c", PREVIEW_KILLED, str(garden)], check=False)
    assert killed.returncode == 9
    put(f"{RAIN}.yml", "G7, G8]", "G7]")(garden)
    build(garden, "--no-books")
    assert_as_new(garden)


def test_what_is_saved_while_a_build_runs_is_in_the_next(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was copied and then saved again is copied again."""
    write_files(garden, {"docs/assets/leaf.txt": "A leaf."})
    work = website_build._do

    def saved_meanwhile(*arguments: object) -> object:
        result = work(*arguments)  # type: ignore[arg-type]
        write_files(garden, {"docs/assets/leaf.txt": "Two leaves."})
        return result

    with monkeypatch.context() as patched:
        patched.setattr(website_build, "_do", saved_meanwhile)
        build(garden, "--no-books")
    build(garden, "--no-books")
    assert_as_new(garden)


def test_a_preview_does_not_take_what_others_wrote_for_its_own(garden: Path) -> None:
    """A page that was overwritten, and is made again with the same content, is written again."""
    preview = Preview(garden)
    show(preview)
    (garden / "site/growers/share-tools/index.html").write_text("Changed.")
    put(f"{RAIN}.yml", "before summer", "before the summer")(garden)
    show(preview)
    show(preview)
    build(garden, "--no-books")
    assert_as_new(garden)


def test_a_preview_looks_at_more_than_the_time_of_a_template(garden: Path) -> None:
    """A template that was replaced by one of the same time is another."""
    preview = Preview(garden)
    show(preview)
    path = garden / "templates/pages/entry.md.jinja"
    state = path.stat()
    path.write_text(path.read_text(encoding="utf-8") + "\n<p>The end.</p>\n", encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    show(preview)
    assert_as_new(garden)


def test_a_preview_knows_two_folders_apart(garden: Path) -> None:
    """A site that was left for another folder, and is gone back to, is made right."""
    write_files(garden, {"docs/visit.md": PAGE})
    preview = Preview(garden)
    show(preview)
    put("mkdocs.yml", "site_dir: site", "site_dir: site2")(garden)
    show(preview)
    write_files(garden, {"docs/visit.md": None})
    show(preview)
    put("mkdocs.yml", "site_dir: site2", "site_dir: site")(garden)
    show(preview)
    assert_as_new(garden)


def test_a_site_that_was_a_link_can_be_built_again(garden: Path) -> None:
    """The link gives way to a folder, and leaves nothing in the way of the next build."""
    (garden / "elsewhere").mkdir()
    (garden / "site").symlink_to(garden / "elsewhere")
    for _ in range(3):
        build(garden, "--no-books")
        shutil.rmtree(garden / ".ledger")
    assert not (garden / "site").is_symlink()
    assert_as_new(garden)


def _break_theme(root: Path) -> None:
    put("templates/theme/main.html", "<body ", "{{ nothing.at_all }}<body ")(root)


def _break_theme_with_bytes(root: Path) -> None:
    path = root / "templates/theme/main.html"
    path.write_bytes(path.read_bytes() + b"\xff")


def _divide(root: Path) -> None:
    path = root / "templates/pages/entry.md.jinja"
    path.write_text(path.read_text(encoding="utf-8") + "\n{{ 1 // 0 }}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_break_theme, r"templates/theme/main.html:"),
        (_break_theme_with_bytes, r"A template in .*templates/theme is not UTF-8"),
        (_divide, r"templates/pages/entry.md.jinja:[0-9]+: integer division"),
    ],
)
def test_a_mistake_in_any_template_is_told_and_mended(
    spoil: Callable[[Path], None], said: str, garden: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """In a sentence with the file, by commands and by a preview, which goes on."""
    preview = Preview(garden)
    show(preview)
    shutil.copytree(garden / "templates", garden.parent / "templates")
    spoil(garden)
    show(preview)
    assert "This page is as it was" in preview.note
    capfd.readouterr()
    assert main(garden, ["build", "--no-books"]) == 2
    error = " ".join(capfd.readouterr().err.split())
    assert re.search(said, error), error
    assert "mistake in the program" not in error
    shutil.rmtree(garden / "templates")
    (garden.parent / "templates").rename(garden / "templates")
    show(preview)
    assert preview.note == ""
    assert_as_new(garden)
