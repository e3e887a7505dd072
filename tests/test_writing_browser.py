"""The form in a real Chromium: written by keyboard, kept, checked, and ending in the same YAML."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from browser import serve_folder
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from support import build_site, copy_base

from guidebook.cli import main
from guidebook.formatting import format_project
from guidebook.freshness import FieldState
from guidebook.load import load_catalogue
from guidebook.progress import find_files
from guidebook.strict_yaml import Value, read_yaml
from guidebook.yaml_style import format_yaml, write_yaml

pytestmark = pytest.mark.browser

TOOLS = "guidelines/growers/share-tools.yml"
TOOLS_ET = "guidelines/growers/share-tools.et.yml"
LAND = "guidelines/cities/lend-land.yml"
GITHUB = "https://github.com/OWNER/REPO/edit/main/{path}"
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("forbidden", "SecurityError"); }
});"""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the base project in the one style, with GitHub as its host."""
    folder = tmp_path_factory.mktemp("garden") / "project"
    copy_base(folder)
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    old = "https://example.org/edit/{path}"
    (folder / "mkdocs.yml").write_text(settings.replace(old, GITHUB), encoding="utf-8")
    format_project(folder, (), write=True)
    text = (folder / TOOLS_ET).read_text(encoding="utf-8")
    text = text.replace("  summary: b0fb04c1\n", "  summary: 00000000\n")
    (folder / TOOLS_ET).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def garden(root: Path) -> Iterator[str]:
    """Return the address at which the base project is served."""
    with serve_folder(build_site(root)) as address:
        yield address


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Return a tab under a strict policy that sees no error, no other host and nothing sent."""
    made = context.new_page()
    trouble: list[str] = []

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": POLICY}
        )

    made.route("**/write/*", with_policy)
    made.on("pageerror", lambda error: trouble.append(str(error)))
    made.on("console", lambda told: trouble.append(told.text) if told.type == "error" else None)
    made.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith(("http://127.0.0.1:", "blob:")) and asked.method == "GET"
            else trouble.append(f"{asked.method} {asked.url}")
        ),
    )
    yield made
    assert not trouble


def open_guideline(page: Page, garden: str, code: str, locale: str = "") -> None:
    """Open a guideline's form by its code, by keyboard."""
    page.goto(f"{garden}{locale}write/")
    page.locator("[data-write-code]").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator("form [data-write-fields]")).not_to_be_empty()


def make_file(page: Page) -> str:
    """Make the file by keyboard and return its text."""
    page.get_by_role("button", name="Make the file").or_(
        page.get_by_role("button", name="Tee fail")
    ).focus()
    page.keyboard.press("Enter")
    result = page.locator("[data-write-result] textarea")
    expect(result).to_be_visible()
    return result.input_value()


def some_values() -> list[dict[str, Value]]:
    """Return values that are hard to write, the same ones each time."""
    parts = [
        *(
            "a",
            "é",
            "e\u0301",
            "5",
            " ",
            "\n",
            "\n\n",
            ":",
            ": ",
            " #",
            "#",
            "-",
            "---",
            "...",
            "'",
        ),
        *('"', "\\", "[", "]", "{", ",", "&", "*", "!", "|", ">", "%", "@", "`", "?", "\t", "\r"),
        *("\x07", "\u200b", "\u2028", "\ufeff", "\U0001f600", "\U000e0001", "ب", "\u00a0", "word"),
    ]
    chance = random.Random(7)

    def text() -> str:
        return "".join(chance.choice(parts) for _ in range(chance.randint(0, 6)))

    def value(depth: int) -> Value:
        kind = chance.random()
        if depth == 0 or kind < 0.5:
            return text()
        if kind < 0.75:
            return [value(depth - 1) for _ in range(chance.randint(0, 4))]
        names = ["why", "text", "title", "id", "detail", "a: b", "-", "key"]
        return {chance.choice(names): value(depth - 1) for _ in range(chance.randint(0, 4))}

    return [{"top": value(3)} for _ in range(3000)]


def test_yaml_is_the_same_as_the_programs(page: Page, garden: str) -> None:
    """The browser writes the very text that the program writes, whatever stands in a value."""
    page.goto(f"{garden}write/")
    expect(page.locator("[data-write-body]")).to_be_visible()
    values = some_values()
    written = page.evaluate("values => values.map(window.guidebook.writeYaml)", values)
    composed = json.loads(json.dumps(values))
    for value, text in zip(composed, written, strict=True):
        expected, problems = format_yaml(write_yaml(value).encode(), "x.yml")
        if expected is None:  # what no file may hold, such as hidden characters
            assert problems
            continue
        assert text == expected


@pytest.mark.parametrize("code", ["G1", "G2", "G3", "C1"])
def test_an_unchanged_guideline_ends_in_the_same_file(
    page: Page, garden: str, root: Path, code: str
) -> None:
    """A guideline that is opened and not changed is the file that it was, byte for byte."""
    open_guideline(page, garden, code)
    path = page.locator("[data-write-title]").inner_text()
    assert make_file(page) == (root / path).read_text(encoding="utf-8")


def test_an_unchanged_translation_ends_in_the_same_file(
    page: Page, garden: str, root: Path
) -> None:
    """A translation that is not changed keeps its texts, its state and what is behind."""
    open_guideline(page, garden, "G1", "et/")
    expect(page.locator("[data-write-title]")).to_have_text(TOOLS_ET)
    assert make_file(page) == (root / TOOLS_ET).read_text(encoding="utf-8")


def test_the_real_guidelines_end_in_the_same_files(
    context: BrowserContext, site_address: str, real_root: Path
) -> None:
    """Every guideline of the repository goes through the form's data unchanged."""
    page = context.new_page()
    page.goto(f"{site_address}write/")
    expect(page.locator("[data-write-body]")).to_be_visible()
    written: dict[str, str] = page.evaluate(
        """() => {
          const entries = window.guidebook.writeEntries, data = window.guidebookWrite;
          return entries.load('../data/guidelines.en.json').then(all => Object.fromEntries(
            all.guidelines.map(one => [
              `guidelines/${one.audience}/${one.id}.yml`,
              window.guidebook.writeYaml(entries.asSource(one, data.schema)),
            ])));
        }"""
    )
    assert len(written) > 30
    for path, text in written.items():
        assert text == (real_root / path).read_text(encoding="utf-8")


def fill(page: Page, label: str, text: str, index: int = 0) -> None:
    """Write into a field that has a label, by keyboard."""
    field = page.get_by_label(label, exact=False).nth(index)
    field.focus()
    if field.evaluate("element => element.tagName") == "SELECT":
        field.select_option(text)
    else:
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(text)


def begin_new(page: Page, garden: str) -> None:
    """Begin a guideline for growers by keyboard."""
    page.goto(f"{garden}write/")
    page.locator("[data-write-audience]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("form [data-write-fields]")).not_to_be_empty()


def test_a_guideline_is_written_by_keyboard(
    page: Page, garden: str, root: Path, tmp_path: Path
) -> None:
    """What the form makes is a file that the checks accept, under the name of its title."""
    begin_new(page, garden)
    fill(page, "Title", "Water at dawn")
    fill(page, "In one sentence", "Water before it is hot: it needs less.")
    fill(page, "Topic", "water")
    fill(page, "How firm", "practice")
    fill(page, "How sure", "suggestion")
    fill(page, "Why", "It is *cool* then.\n\nAnd quiet.")
    fill(page, "What to do, on one line", "Set an alarm: early.")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Short name (id)").first).to_have_value("set-an-alarm-early")
    text = make_file(page)
    name = "guidelines/growers/water-at-dawn.yml"
    expect(page.locator("[data-write-file]")).to_have_text(f"File: {name}")
    expect(page.locator("[data-write-file]")).to_be_focused()
    copy = tmp_path / "project"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("site", ".ledger"))
    (copy / name).write_text(text, encoding="utf-8")
    today = page.evaluate("window.guidebook.words.today()")
    assert f"reviewed: {today}\n" in text
    assert main(copy, ["check", "--today", today]) == 0
    assert main(copy, ["format", "--check", str(copy / name)]) == 0
    link = page.locator("[data-write-editor]").get_attribute("href") or ""
    assert link.startswith("https://github.com/OWNER/REPO/new/main/guidelines/growers?filename=")
    assert "water-at-dawn.yml&value=code%3A%20G8%0A" in link


def test_mistakes_are_announced_and_lead_to_their_fields(page: Page, garden: str) -> None:
    """Every mistake is listed in the words of the checks; following one leads into its field."""
    begin_new(page, garden)
    fill(page, "Title", "x" * 401)
    page.get_by_role("button", name="Make the file").focus()
    page.keyboard.press("Enter")
    problems = page.locator("[data-write-problems]")
    expect(problems).to_be_focused()
    expect(problems).to_have_attribute("role", "alert")
    expect(problems).to_contain_text("'Title' has 401 characters; 400 are allowed. Shorten it")
    expect(problems).to_contain_text("'Why' is empty.")
    expect(page.locator("[data-write-result]")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    title = page.get_by_label("Title").first
    expect(title).to_be_focused()
    expect(title).to_have_attribute("aria-invalid", "true")
    told = title.get_attribute("aria-describedby") or ""
    error = page.locator(f"#{told.split()[-1]}")
    expect(error).to_contain_text("'Title' has 401 characters")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("Water at dawn")
    page.keyboard.press("Tab")
    expect(title).not_to_have_attribute("aria-invalid", "true")
    expect(error).to_be_hidden()


def test_items_are_added_moved_and_removed_by_keyboard(page: Page, garden: str) -> None:
    """An item added stands at the end with the focus in it; moved up, it is written first."""
    open_guideline(page, garden, "G1")
    page.get_by_role("button", name="Add: Action").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Action 3")).to_be_visible()
    page.keyboard.insert_text("lock-shed")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Lock the shed.")
    page.get_by_role("button", name="Move up: Action 3").focus()
    page.keyboard.press("Enter")
    text = make_file(page)
    assert text.index("id: write-list") < text.index("id: lock-shed") < text.index("id: hang-list")
    page.get_by_role("button", name="Remove: Action 2").focus()
    page.keyboard.press("Enter")
    assert "lock-shed" not in make_file(page)
    page.get_by_role("button", name="Remove: Need 1").focus()
    page.keyboard.press("Enter")
    assert "needs" not in make_file(page)


def test_a_translation_is_written_beside_its_source(
    page: Page, garden: str, root: Path, tmp_path: Path
) -> None:
    """A new translation is made from the source of today, field by field, and is a draft."""
    open_guideline(page, garden, "C1", "et/")
    source = page.locator("blockquote.write-source").first
    expect(source).to_have_text("Lend land for five years")
    expect(source).to_have_attribute("lang", "en")
    for index, area in enumerate(page.locator("form textarea").all()):
        area.focus()
        page.keyboard.insert_text(f"Tõlge {index}")
    text = make_file(page)
    copy = tmp_path / "project"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("site", ".ledger"))
    (copy / "guidelines/cities/lend-land.et.yml").write_text(text, encoding="utf-8")
    catalogue, problems = load_catalogue(copy)
    assert catalogue is not None, problems
    (file,) = find_files(catalogue, catalogue.locales_by_tag["et"], "C1")
    assert {item.state for item in file.fields} == {FieldState.CURRENT}
    assert file.review == "draft"
    assert format_yaml(text.encode(), "x.yml")[0] == text


def test_what_is_behind_is_marked_and_can_be_confirmed(page: Page, garden: str) -> None:
    """A text whose source has changed says so; confirmed, it was made from the source of today."""
    open_guideline(page, garden, "G1", "et/")
    mark = page.locator(".write-behind")
    expect(mark).to_have_count(1)
    mark.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    text = make_file(page)
    assert "  summary: b0fb04c1\n" in text
    assert "  title: e7538914\n" in text


def test_nothing_is_lost_on_reload(page: Page, garden: str) -> None:
    """What is written is there again after a reload, and after it was put aside by mistake."""
    open_guideline(page, garden, "G2")
    title = page.get_by_label("Title").first
    fill(page, "Title", "Collect rain <img src=x onerror=alert(1)>")
    page.reload()
    expect(title).to_have_value("Collect rain <img src=x onerror=alert(1)>")
    expect(page.locator("[data-write-said]")).to_have_text("Here is what you wrote before.")
    page.get_by_role("button", name="Put aside what I wrote").click()
    expect(title).to_have_value("Collect rain in barrels")
    page.get_by_role("button", name="Undo").click()
    expect(title).to_have_value("Collect rain <img src=x onerror=alert(1)>")
    page.goto(f"{garden}write/?code=C1")
    expect(page.locator("[data-write-title]")).to_have_text(LAND)
    page.goto(f"{garden}write/?code=G2")
    expect(title).to_have_value("Collect rain <img src=x onerror=alert(1)>")


def test_a_browser_that_keeps_nothing_is_told(page: Page, garden: str) -> None:
    """Where nothing can be kept the page says so, and the form works all the same."""
    page.add_init_script(FORBIDDEN)
    open_guideline(page, garden, "G1")
    fill(page, "Title", "Share tools")
    expect(page.locator("[data-write-trouble]")).to_be_visible()
    assert "title: Share tools\n" in make_file(page)


def test_the_file_can_be_copied_and_downloaded(page: Page, garden: str) -> None:
    """Copy and download give the same text under the file's own name."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_guideline(page, garden, "C1")
    text = make_file(page)
    page.get_by_role("button", name="Copy the file").click()
    expect(page.locator("[data-write-said]")).to_have_text("The file is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == text
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the file").click()
    assert waiting.value.suggested_filename == "lend-land.yml"
    assert Path(waiting.value.path()).read_text(encoding="utf-8") == text
    expect(page.locator("[data-write-editor]")).to_have_attribute(
        "href", GITHUB.replace("{path}", LAND)
    )
    expect(page.locator("[data-write-how]")).to_contain_text("Copy the file first.")


def test_an_unknown_code_is_told(page: Page, garden: str) -> None:
    """A code that no guideline has is named, and nothing is opened."""
    page.goto(f"{garden}write/")
    page.locator("[data-write-code]").focus()
    page.keyboard.type("X9")
    page.keyboard.press("Enter")
    expect(page.locator("[data-write-said]")).to_have_text("There is no guideline X9.")
    expect(page.locator("form [data-write-fields]")).to_be_empty()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("locale", "code"), [("", "G1"), ("et/", "G1")])
def test_everybody_can_use_the_form(
    browser: Browser, garden: str, locale: str, code: str, width: int
) -> None:
    """Filled, with mistakes and with its result, axe finds nothing and nothing sticks out."""
    page = browser.new_page(
        bypass_csp=True, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    open_guideline(page, garden, code, locale)
    axe: Any = AXE_FILE_PATH.read_text(encoding="utf-8")
    page.evaluate(axe)
    for scheme in ("default", "slate"):
        page.evaluate(f"document.documentElement.dataset.mdColorScheme = '{scheme}'")
        for step in ("filled", "mistake", "result"):
            title = page.locator("form textarea").first
            if step == "mistake":
                title.fill("x" * 401)
                page.locator("form [type=submit]").click()
                expect(page.locator("[data-write-problems]")).to_be_visible()
            elif step == "result":
                title.fill("Jaga")
                page.locator("form [type=submit]").click()
                expect(page.locator("[data-write-result]")).to_be_visible()
            found = page.evaluate(
                "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
            )
            assert [f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in found] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_without_scripts_the_page_says_what_to_do(browser: Browser, garden: str) -> None:
    """Without JavaScript a sentence leads to the file itself, and no empty form is shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{garden}write/")
    expect(page.locator(".write noscript, .write .notice").first).to_be_visible()
    expect(page.locator("[data-write-body]")).to_be_hidden()
    context.close()


def test_read_values_are_what_the_reader_reads(root: Path) -> None:
    """The base project of these tests is in the one style, so that bytes can be compared."""
    for path in (TOOLS, TOOLS_ET, LAND):
        data = (root / path).read_bytes()
        assert format_yaml(data, path)[0] == data.decode()
        assert not read_yaml(data, path).problems
