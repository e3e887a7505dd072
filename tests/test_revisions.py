"""Two states of a project: revisions of git, folders, and the files as they are now."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from support import copy_base, write_files

from guidebook.change_report import Report, make_report
from guidebook.cli import main
from guidebook.problems import GuidebookError
from guidebook.revisions import open_revision

SHARE = "guidelines/growers/share-tools.yml"
DAY = date(2026, 11, 23)
_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
}


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, without anybody's settings."""
    subprocess.run(
        ["git", "-C", str(folder), *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, **_ENVIRONMENT},
    )


def commit(folder: Path, message: str) -> None:
    """Commit everything in a folder."""
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", message)


def reword(root: Path, old: str, new: str, path: str = SHARE) -> None:
    """Replace words of a file."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a project with two commits: the base project, and one with another title."""
    root = tmp_path / "clone"
    copy_base(root)
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root, "First")
    reword(root, "title: Share tools", "title: Lend tools")
    commit(root, "Second")
    return root


def titles(root: Path, base: str, head: str | None = None) -> list[tuple[str, str]]:
    """Return the texts called Title that differ: old and new."""
    report = make_report(root, base, head, DAY, builds=False)
    assert isinstance(report, Report)
    return [
        (changed.old, changed.new)
        for subject in report.subjects
        for changed in subject.texts
        if changed.label == "Title"
    ]


SHARED, LENT = "Share tools by a list on the shed", "Lend tools by a list on the shed"


def test_two_revisions_are_compared(clone: Path) -> None:
    """Branches, tags and commits name states."""
    git(clone, "tag", "v2")
    assert titles(clone, "HEAD~1", "v2") == [(SHARED, LENT)]
    assert titles(clone, "main", "HEAD~1") == [(LENT, SHARED)]


def test_without_a_second_state_the_files_count_as_they_are(clone: Path) -> None:
    """What is not committed yet, and files that git does not know, are part of the change."""
    reword(clone, "title: Lend tools", "title: Give tools")
    write_files(clone, {"docs/picture.png": b"x", "notes/a.txt": "x"})
    assert titles(clone, "HEAD") == [(LENT, "Give tools by a list on the shed")]
    report = make_report(clone, "HEAD", None, DAY, builds=False)
    assert isinstance(report, Report)
    assert report.other_files == ("docs/picture.png", "notes/a.txt")


def test_a_project_below_the_top_of_its_repository_is_found(tmp_path: Path) -> None:
    """A project may be a folder of a larger repository."""
    copy_base(tmp_path / "sub")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "First")
    reword(tmp_path / "sub", "title: Share tools", "title: Lend tools")
    assert titles(tmp_path / "sub", "HEAD") == [(SHARED, LENT)]


def test_a_folder_and_a_revision_are_compared(clone: Path, tmp_path: Path) -> None:
    """A state can be a folder without git."""
    copy_base(tmp_path / "folder")
    assert titles(clone, str(tmp_path / "folder"), "HEAD") == [(SHARED, LENT)]


def test_attributes_hide_nothing(clone: Path) -> None:
    """Settings of the repository that leave files out of archives leave none out here."""
    reword(clone, "title: Lend tools", "title: Hide tools")
    (clone / ".gitattributes").write_text(f"{SHARE} export-ignore\n* export-subst\n", "utf-8")
    commit(clone, "Third")
    assert titles(clone, "HEAD~1", "HEAD") == [(LENT, "Hide tools by a list on the shed")]


def test_links_of_a_revision_lead_nowhere(clone: Path, tmp_path: Path) -> None:
    """A link to a file outside is told as a mistake and never followed."""
    secret = tmp_path / "secret.yml"
    secret.write_text("title: Secret\n", encoding="utf-8")
    (clone / SHARE).unlink()
    (clone / SHARE).symlink_to(secret)
    commit(clone, "Third")
    report = make_report(clone, "HEAD~1", "HEAD", DAY, builds=False)
    assert isinstance(report, Report)
    assert [one.rule for one in report.problems if one.location.path == SHARE] == ["symbolic-link"]
    revision = open_revision(clone, "HEAD", tmp_path / "unpacked")
    assert not (revision.root / SHARE).exists()


def test_a_shallow_clone_says_what_it_lacks(clone: Path, tmp_path: Path) -> None:
    """A copy that is cut off names what is missing and how to fetch it."""
    git(tmp_path, "clone", "--quiet", "--depth", "1", clone.as_uri(), "shallow")
    with pytest.raises(GuidebookError, match=r"cut off \(a shallow clone\): it holds 1 commit\."):
        make_report(tmp_path / "shallow", "HEAD~1", None, DAY, builds=False)
    assert titles(tmp_path / "shallow", "HEAD") == []


def test_a_clone_of_two_commits_is_enough_for_the_last_change(clone: Path, tmp_path: Path) -> None:
    """What a workflow fetches, a merge and what it was merged into, can be compared."""
    git(clone, "switch", "--quiet", "--create", "mine", "HEAD~1")
    write_files(clone, {"docs/picture.png": b"x"})
    commit(clone, "Mine")
    git(clone, "switch", "--quiet", "main")
    git(clone, "merge", "--quiet", "--no-edit", "mine")
    git(tmp_path, "clone", "--quiet", "--depth", "2", clone.as_uri(), "shallow")
    report = make_report(tmp_path / "shallow", "HEAD^1", "HEAD", DAY, builds=False)
    assert isinstance(report, Report)
    assert (report.subjects, report.other_files) == ((), ("docs/picture.png",))


def test_a_branch_that_has_gone_on_is_told(clone: Path) -> None:
    """Commits that only the earlier state has are said to appear turned round."""
    git(clone, "switch", "--quiet", "--create", "mine", "HEAD~1")
    report = make_report(clone, "main", "mine", DAY, builds=False)
    assert isinstance(report, Report)
    assert any("has 1 commit that mine" in note for note in report.notes)


def test_an_unknown_revision_is_told_with_the_nearest(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name with a typing error stops the command and names the branch that is meant."""
    assert main(clone, ["changes", "mian"]) == 2
    assert "no revision called 'mian'" in capsys.readouterr().err


def test_without_git_two_folders_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without history says that two folders can be compared."""
    copy_base(tmp_path)
    assert main(tmp_path, ["changes", "HEAD~1"]) == 2
    assert "has no history of git" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["--upload-pack=x", "-h", "HEAD:mkdocs.yml", "@{u}", "\x1b[2J"])
def test_no_name_is_an_option_of_git(clone: Path, tmp_path: Path, name: str) -> None:
    """Whatever is given as a revision is looked for and nothing else."""
    with pytest.raises(GuidebookError, match="no revision called"):
        open_revision(clone, name, tmp_path / "unpacked")


def test_changes_prints_what_differs(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints the report and ends well, also when there are mistakes to tell."""
    assert main(clone, ["changes", "HEAD~1", "HEAD"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("What changes from HEAD~1 (")
    assert "after     [Lend] tools by a list on the shed" in out
    assert err == "1 thing changed, 0 mistakes.\n"
    reword(clone, "status: draft", "status: drafft")
    assert main(clone, ["changes", "HEAD"]) == 0
    assert "'drafft' cannot stand under 'status'" in capsys.readouterr().out


def test_changes_writes_a_file(
    clone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --out the report is written and nothing is printed but a sentence."""
    page = tmp_path / "change.html"
    assert main(clone, ["changes", "HEAD~1", "--format", "html", "--out", str(page)]) == 0
    assert capsys.readouterr().out == ""
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_names_of_changed_books_are_printed(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --format books the output is one file name a line."""
    assert main(clone, ["changes", "HEAD~1", "--format", "books"]) == 0
    assert "growers.en.pdf" in capsys.readouterr().out.split("\n")
