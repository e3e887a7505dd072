"""`serve`: what an editor sees after saving a file."""

import contextlib
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Event
from urllib.request import Request

import pytest
from browser import open_page
from edits import files_of
from playwright.sync_api import BrowserContext, expect
from support import Files, write_files
from watchdog.events import (
    FileClosedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileOpenedEvent,
)

from guidebook.preview import Preview
from guidebook.staging import open_staging
from guidebook.website._mkdocs import copied_settings, read_settings
from guidebook.website._serve import _PreviewServer
from guidebook.website._watch import Watch

PAGE = "---\ntitle: About\ndescription: Who we are.\n---\n\n# About\n\nWe garden.\n"
START = (
    "import sys; from pathlib import Path; from guidebook.cli import main; "
    "sys.exit(main(Path.cwd(), ['serve', '--address', sys.argv[1]]))"
)


@pytest.fixture
def served(project: Path) -> Iterator[str]:
    """Return the address at which the base project is served."""
    with _serving(project, "-u", "-c", START) as address:
        yield address


@contextlib.contextmanager
def _serving(project: Path, *arguments: str) -> Iterator[str]:
    """Give the address at which a program of Python serves a project, which it is told last."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *arguments, f"127.0.0.1:{port}"],
        cwd=project,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stderr is not None
        said = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", said)):
            line = process.stderr.readline()
            assert line, f"it ended: {said}"
            said += line
        yield found.group()
        process.terminate()


def fetch(address: str, page: str = "") -> str:
    """Return the text at an address, asked for by a page."""
    headers = {"Referer": page} if page else {}
    with urllib.request.urlopen(Request(address, headers=headers), timeout=60) as response:
        return response.read().decode()


def content_of(page: str) -> str:
    """Return what stands in the middle of a page."""
    found = re.search(r"<main.*</main>", page, re.DOTALL)
    assert found is not None
    return found.group()


@pytest.mark.parametrize(
    ("path", "page", "old"),
    [
        ("guidelines/growers/share-tools.et.yml", "et/growers/share-tools/", "title: "),
        ("docs/about.md", "about/", "# "),
        ("templates/words/en.yml", "growers/share-tools/", "what_to_do: "),
    ],
)
def test_saving_a_file_shows_the_change(
    path: str, page: str, old: str, project: Path, served: str
) -> None:
    """After a change in content, pages or templates the browser is told and sees the new page."""
    before = fetch(served + page)
    epoch, request = re.findall(r"livereload\((\d+), (\d+)\)", before)[0]
    text = (project / path).read_text(encoding="utf-8")
    write_files(project, {path: re.sub(f"^{old}", f"{old}X", text, count=1, flags=re.MULTILINE)})
    fetch(f"{served}livereload/{epoch}/{request}")
    after = fetch(served + page)
    written = re.search(rf"^{old}(.*)$", text, re.MULTILINE)
    assert written is not None
    sentence = written[1].strip("'\"")
    assert sentence in before
    assert f"X{sentence}" not in before
    assert f"X{sentence}" in after


def test_mkdocs_alone_serves_the_pages_and_the_books_that_were_built(project: Path) -> None:
    """`mkdocs serve` goes on working, and finds books where mkdocs.yml has the site."""
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    files: Files = {
        "mkdocs.yml": settings.replace("site_dir: site", "site_dir: public"),
        "public/books/growers.en.pdf": "a book",
    }
    write_files(project, files)
    with _serving(project, "-u", "-m", "mkdocs", "serve", "--dev-addr") as address:
        assert "Share tools by a list" in fetch(f"{address}growers/share-tools/")
        assert fetch(f"{address}books/growers.en.pdf") == "a book"


def test_mistakes_are_told_in_the_page_until_they_are_mended(project: Path, served: str) -> None:
    """The page stays as it was, says file, line and what to write, and recovers by itself."""
    path = "guidelines/growers/share-tools.yml"
    page = "growers/share-tools/"
    good = (project / path).read_text(encoding="utf-8")
    for broken, sentence in (
        (good.replace("topic: tools", "topic: toools"), "share-tools.yml:4:8: unknown-topic"),
        (good + "title: <script>alert(1)</script>\n", "duplicate-key"),
    ):
        told = change(served + page, project, {path: broken})
        assert "This page is as it was before your last change" in told
        assert sentence in told
        assert "Share tools by a list" in told
        assert "<script>alert" not in told
    mended = change(served + page, project, {path: good.replace("by a list", "by lists")})
    assert "before your last change" not in mended
    assert "Share tools by lists" in mended


def test_a_mistake_in_a_template_is_told_too(project: Path, served: str) -> None:
    """With the template's file and line; it ends the preview no more than one in the content."""
    path = "templates/pages/_foot.html.jinja"
    good = (project / path).read_text(encoding="utf-8")
    told = change(f"{served}about/", project, {path: good + "{{ page.nothing_of_the_kind }}\n"})
    assert "before your last change" in told
    assert "_foot.html.jinja:" in told
    assert "nothing_of_the_kind" in told
    assert "before your last change" not in change(f"{served}about/", project, {path: good})


@pytest.mark.browser
def test_the_policy_lets_the_preview_reload(
    project: Path, served: str, context: BrowserContext
) -> None:
    """A browser reloads the page by itself and shows the note with its look; no more is allowed."""
    page = open_page(context, f"{served}about/")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    path = "guidelines/growers/share-tools.yml"
    good = (project / path).read_text(encoding="utf-8")
    write_files(project, {path: good.replace("topic: tools", "topic: toools")})
    note = page.get_by_role("alert").filter(has_text="before your last change")
    expect(note).to_be_visible(timeout=60_000)
    expect(note).to_be_in_viewport()  # a browser that reloads scrolls to where its reader was
    expect(note).to_have_css("background-color", "rgb(138, 28, 28)")
    assert {text for text in told if "live reload" not in text} == set()
    assert "unsafe" not in page.content()


def test_a_page_on_all_entries_is_told_of_later(project: Path, served: str) -> None:
    """The state of translations changes with a source text, and its browser is told of that."""
    address = f"{served}translations/et/"
    before = now = fetch(address)
    path = "guidelines/growers/share-tools.yml"
    text = (project / path).read_text(encoding="utf-8")
    write_files(project, {path: text.replace("Name the **owner**", "Name the **keeper**")})
    while content_of(now) == content_of(before):
        epoch, request = re.findall(r"livereload\((\d+), (\d+)\)", now)[0]
        fetch(f"{served}livereload/{epoch}/{request}", address)
        now = fetch(address)
    assert content_of(now).count("behind") > content_of(before).count("behind")


def test_only_pages_that_differ_are_told_of_what_follows(project: Path) -> None:
    """A browser with another page does not load it again, unless all pages load what differs."""
    server = _PreviewServer(Preview(project), "127.0.0.1", 0, read_settings(project), "/")
    with contextlib.closing(server.socket):
        at_first = server._epoch_of("about/")
        server._show_more({"translations/et/index.html"})
        later = server._epoch_of("translations/et/")
        assert later > server._epoch_of("about/") == at_first
        server._show_more({"assets/site.css"})
        assert server._epoch_of("about/") > later


def test_a_saved_file_is_told_of_once(tmp_path: Path) -> None:
    """Whoever notices it first and how often; that it was read is not told at all."""
    told: list[str] = []
    watch = Watch(lambda: [tmp_path], lambda: told.append("saved"))
    path = tmp_path / "weekly-hours.yml"
    for number, change_file in enumerate(
        (
            lambda: path.write_text("one", encoding="utf-8"),
            lambda: path.write_text("another", encoding="utf-8"),
            path.unlink,
        ),
        1,
    ):
        change_file()
        for event in (FileModifiedEvent, FileOpenedEvent, FileClosedEvent, FileDeletedEvent):
            watch.on_any_event(event(str(path)))
        assert len(told) == number
    write_files(tmp_path, {".weekly-hours.yml.swp": "what an editor leaves beside a text"})
    watch.on_any_event(FileModifiedEvent(str(tmp_path / ".weekly-hours.yml.swp")))
    assert len(told) == 3


def test_a_folder_that_comes_back_is_watched_again(tmp_path: Path) -> None:
    """As with a branch that has no such folder; also when the system tells of nothing."""
    folder, told = tmp_path / "docs", Queue[str]()
    write_files(tmp_path, {"docs/about.md": "one"})
    watch = Watch(lambda: [folder], lambda: told.put("saved"))
    watch.start()
    try:
        for _ in range(2):
            shutil.rmtree(folder)
            told.get(timeout=60)
            write_files(tmp_path, {"docs/about.md": "another"})
            told.get(timeout=60)
            write_files(tmp_path, {"docs/help.md": "a third"})
            told.get(timeout=60)
    finally:
        watch.stop()
        watch.join()


def test_what_is_saved_during_the_first_build_is_shown(project: Path) -> None:
    """The server knows the files from before it, so that it notices what became of them."""
    server = _PreviewServer(Preview(project), "127.0.0.1", 0, read_settings(project), "/")
    with contextlib.closing(server.socket):
        write_files(project, {"docs/about.md": PAGE})
        server.observer.start()
        with server._rebuild_cond:
            assert server._rebuild_cond.wait_for(lambda: server._want_rebuild, timeout=60)
        server.observer.stop()
        server.observer.join()


def test_a_preview_begins_with_mistakes_and_tells_them(project: Path) -> None:
    """There is no site yet, so any address tells them; the page appears when they are mended."""
    path = "guidelines/growers/share-tools.yml"
    good = (project / path).read_text(encoding="utf-8")
    write_files(project, {path: good.replace("topic: tools", "topic: toools")})
    with _serving(project, "-u", "-c", START) as address:
        page = f"{address}growers/share-tools/"
        with pytest.raises(urllib.error.HTTPError) as missing:
            fetch(page)
        told = missing.value.read().decode()
        assert "share-tools.yml:4:8: unknown-topic" in told
        epoch, request = re.findall(r"livereload\((\d+), (\d+)\)", told)[0]
        write_files(project, {path: good})
        fetch(f"{address}livereload/{epoch}/{request}")
        assert "Share tools by a list" in fetch(page)


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("templates/theme", "custom_dir (&#39;{}&#39;) does not exist"),
        ("docs", "&#39;{}&#39; isn&#39;t an existing directory"),
        ("templates/pages", "There is no template pages/"),
    ],
)
def test_a_folder_can_go_and_come_back(project: Path, folder: str, told: str) -> None:
    """The preview tells of it, as a build does, and shows no page without the theme."""
    preview = Preview(project)
    preview.refresh()
    preview.finish()
    before = files_of(project / "site")
    (project / folder).rename(project / "aside")
    preview.refresh()
    preview.finish()
    assert told.format(project / folder) in preview.note
    assert files_of(project / "site") == before
    (project / "aside").rename(project / folder)
    preview.refresh()
    assert preview.note == ""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  - attr_list\n", "  - attr_lists\n", "attr_lists"),
        ("site_dir: site\n", "site_dir: site\nhooks: [hook.py]\n", "hook.py:2: the hook stopped"),
    ],
)
def test_what_is_wrong_in_mkdocs_yml_is_told_in_the_page(
    project: Path, old: str, new: str, told: str
) -> None:
    """With its reason, which MkDocs tells apart, and for a hook with its line."""
    preview = Preview(project)
    preview.refresh()
    write_files(project, {"hook.py": "import os\nos.nothing_of_the_kind\n"})
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    write_files(project, {"mkdocs.yml": settings.replace(old, new, 1)})
    preview.refresh()
    assert told in preview.note
    assert "mistake in the program" not in preview.note
    write_files(project, {"mkdocs.yml": settings})
    preview.refresh()
    preview.finish()
    assert preview.note == ""


def test_each_plugin_acts_once_in_a_copy_of_the_settings(project: Path) -> None:
    """As in the settings that were read; a preview builds with copies of copies."""
    settings = read_settings(project)
    copied = copied_settings(copied_settings(settings))
    for name, methods in settings.plugins.events.items():
        found = [method.__qualname__ for method in copied.plugins.events[name]]
        assert found == [method.__qualname__ for method in methods]


def test_what_stands_in_the_way_is_tried_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another build has ended, or a disk has room again: nobody needs to save anything."""
    monkeypatch.setattr("guidebook.preview.WAIT", 0)
    preview, again = Preview(project), Event()
    preview.when_it_passes = again.set
    with open_staging(project / "site"):
        preview.refresh()
        assert "Another build of this website is running" in preview.note
    assert again.wait(60)
    preview.refresh()
    preview.finish()
    assert preview.note == ""
    assert (project / "site/growers/share-tools/index.html").is_file()


@pytest.mark.browser
def test_a_reloaded_page_stays_where_its_reader_was(
    project: Path, served: str, context: BrowserContext
) -> None:
    """The new text appears in the open browser by itself, and the page is scrolled as before."""
    page = open_page(context, f"{served}growers/share-tools/")
    page.set_viewport_size({"width": 360, "height": 640})
    where = page.evaluate("window.scrollTo(0, 400), window.scrollY")
    path = "guidelines/growers/share-tools.yml"
    text = (project / path).read_text(encoding="utf-8")
    write_files(project, {path: text.replace("Name the **owner**", "Name the **keeper**")})
    expect(page.get_by_text("keeper").first).to_be_attached(timeout=60_000)
    page.wait_for_function("where => window.scrollY === where", arg=where)
    assert where == 400


def change(address: str, project: Path, files: Files) -> str:
    """Change files while a page is open; return the page as its browser shows it then."""
    root = re.match(r"http://[^/]+/", address)
    assert root is not None
    epoch, request = re.findall(r"livereload\((\d+), (\d+)\)", fetch(address))[0]
    write_files(project, files)
    fetch(f"{root.group()}livereload/{epoch}/{request}")
    return fetch(address)
