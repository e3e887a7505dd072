"""My plan in a real Chromium: ticked, worked on, saved, opened, printed, in a new edition."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from browser import open_page, serve_folder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from support import build_site, copy_base

pytestmark = pytest.mark.browser

TOOLS = "growers/share-tools/"
LAND = "cities/lend-land/"
IMAGE = "<img src=x onerror=window.hacked=1>"
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("forbidden", "SecurityError"); }
});"""
FULL = """Storage.prototype.setItem = function () {
  throw new DOMException("full", "QuotaExceededError");
};"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built website of the base project."""
    root = tmp_path_factory.mktemp("garden") / "project"
    copy_base(root)
    return build_site(root)


@pytest.fixture(scope="module")
def garden(site: Path) -> Iterator[str]:
    """Return the address at which the base project is served."""
    with serve_folder(site) as address:
        yield address


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Return a tab that must see no script error, no missing file and no other host."""
    made = context.new_page()
    trouble: list[str] = []
    made.on("pageerror", lambda error: trouble.append(str(error)))
    made.on("response", lambda got: trouble.append(got.url) if got.status >= 400 else None)
    made.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith(("http://127.0.0.1:", "blob:", "file:"))
            else trouble.append(asked.url)
        ),
    )
    yield made
    assert not trouble


def tick(page: Page, address: str, *action_ids: str) -> None:
    """Tick actions on an entry's page by keyboard."""
    page.goto(address)
    for action_id in action_ids:
        page.locator(f"#tick-{action_id}").focus()
        page.keyboard.press("Space")
        expect(page.locator(f"#tick-{action_id}")).to_be_checked()


def keep(page: Page, address: str, plan: dict[str, Any] | str) -> None:
    """Put a plan where the browser keeps it."""
    page.goto(address)
    text = plan if isinstance(plan, str) else json.dumps(plan)
    page.evaluate("text => localStorage.setItem('guidebook.plan:/sub/', text)", text)


def kept(page: Page) -> dict[str, Any]:
    """Return the plan that the browser keeps."""
    text = page.evaluate("localStorage.getItem('guidebook.plan:/sub/')")
    plan: dict[str, Any] = json.loads(text) if text else {}
    return plan


def a_plan(*entries: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Return a plan as a file has it."""
    return {"format": "guidebook-plan", "version": 1, **facts, "entries": list(entries)}


def an_entry(entry_id: str, *action_ids: str, **facts: Any) -> dict[str, Any]:
    """Return an entry of a plan, with actions that have an id and a text."""
    actions = [{"id": name, "do": f"Text of {name}", "locale": "en"} for name in action_ids]
    return {"id": entry_id, "code": "X1", "title": f"Title of {entry_id}", "locale": "en"} | {
        "actions": actions,
        **facts,
    }


def as_file(content: object, name: str = "plan.json") -> FilePayload:
    """Return a file for the browser to open."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return {"name": name, "mimeType": "application/json", "buffer": data}


def open_file(page: Page, content: object, name: str = "plan.json") -> None:
    """Open a file on the plan's page."""
    page.locator("[data-plan-file]").set_input_files(as_file(content, name))


def said(page: Page) -> Any:
    """Return the live region of the plan's page."""
    return page.locator(".plan-said [role=status]")


def focused(page: Page) -> str:
    """Return the text or the name of what has the focus."""
    text: str = page.evaluate(
        "document.activeElement.getAttribute('data-act') || document.activeElement.id"
    )
    return text


def test_ticked_actions_of_two_pages_are_one_list(page: Page, garden: str) -> None:
    """Actions ticked by keyboard on two pages stand in the plan, under their audiences."""
    tick(page, garden + TOOLS, "hang-list", "write-list")
    expect(page.locator("output")).to_have_text("2 of 2 in your plan")
    tick(page, garden + LAND, "list-land")
    link = page.locator(".plan-link")
    expect(link).to_have_text("My plan: 3 actions")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(garden + "plan/")
    expect(page.locator(".plan-list h2")).to_have_text(["Growers", "Cities"])
    expect(page.locator(".plan-entry .code")).to_have_text(["G1", "C1"])
    expect(page.locator(".plan-action .action-do")).to_have_text(
        [
            "Done: Write a list of all tools.",
            "Done: Hang the list on the door of the shed.",
            "Done: List the empty land of the city.",
        ]
    )
    expect(page.locator(".plan output")).to_have_text("3 actions · 0 done")
    page.locator(".plan-entry h3 a").first.click()
    page.wait_for_url(garden + TOOLS)


def test_a_plan_reads_in_every_language(page: Page, garden: str) -> None:
    """What was ticked in Estonian stands in German on the German page, marked where it is not."""
    tick(page, f"{garden}et/{TOOLS}", "write-list")
    tick(page, f"{garden}et/{LAND}", "list-land")
    page.goto(garden + "de/plan/")
    entries = page.locator(".plan-entry h3 a")
    expect(entries).to_have_text(
        ["Werkzeug mit einer Liste am Schuppen teilen", "Lend land for five years"]
    )
    expect(entries.nth(0)).not_to_have_attribute("lang", re.compile(""))
    expect(entries.nth(1)).to_have_attribute("lang", "en")
    actions = page.locator(".plan-action .action-do [data-fill=do]")
    expect(actions.nth(0)).to_have_text("Schreiben Sie eine Liste aller Werkzeuge.")
    expect(actions.nth(1)).to_have_attribute("lang", "en")
    expect(page.locator(".plan-changes:visible")).to_have_count(0)
    expect(page.locator(".plan-reworded:visible")).to_have_count(0)


def test_who_when_and_note_survive_a_reload(page: Page, garden: str) -> None:
    """What is typed by keyboard is kept at once, and the entry's page shows what is done."""
    tick(page, garden + TOOLS, "write-list")
    page.goto(garden + "plan/")
    page.get_by_role("checkbox", name="Done: Write a list of all tools.").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Mari <b>")
    page.keyboard.press("Tab")
    page.keyboard.type("12032026")
    page.get_by_role("textbox", name="Note (Write a list of all tools.)").focus()
    page.keyboard.type("First\nsecond ِ")
    expect(page.locator(".plan output")).to_have_text("1 action · 1 done")
    page.reload()
    expect(page.get_by_role("textbox", name="Who (Write a list")).to_have_value("Mari <b>")
    expect(page.get_by_label("By when (Write a list")).to_have_value("2026-12-03")
    expect(page.locator("[data-field=note]")).to_have_value("First\nsecond ِ")
    expect(page.locator("[data-field=done]")).to_be_checked()
    page.goto(garden + TOOLS)
    expect(page.locator("output")).to_have_text("1 of 2 in your plan · 1 done")
    expect(page.locator(".tick-done:visible")).to_have_text("Done")
    expect(page.locator(".tick-chosen:visible")).to_have_count(0)


def test_a_saved_plan_opens_as_it_was(page: Page, garden: str, tmp_path: Path) -> None:
    """A plan that is saved, emptied and opened again is the same, and the file says what it is."""
    tick(page, garden + TOOLS, "write-list", "hang-list")
    page.goto(garden + "plan/")
    page.locator("[data-field=who]").first.fill("Mari")
    page.locator("[data-field=note]").last.fill("„Kuur“ <b>\n&amp;")
    page.locator("[data-field=when]").last.fill("2027-01-31")
    before = kept(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").press("Enter")
    name = download.value.suggested_filename
    assert re.fullmatch(r"my-plan-\d{4}-\d\d-\d\d\.json", name)
    expect(said(page)).to_have_text(f"Your plan has been saved as the file {name}.")
    path = tmp_path / name
    download.value.save_as(path)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["entries"] == before["entries"]
    assert (written["version"], written["site"], written["locale"]) == (
        1,
        "https://example.org/",
        "en",
    )
    assert written["edition"] == {"id": "2026-11", "date": "2026-11-23"}
    page.get_by_role("button", name="Empty the plan").press("Enter")
    expect(page.locator(".plan-empty")).to_be_visible()
    assert kept(page) == {}
    open_file(page, path.read_bytes(), name)
    expect(said(page)).to_have_text(f"{name} has been opened. Your plan now holds 2 actions.")
    assert kept(page) == before
    assert focused(page) == "open"


def test_opening_asks_what_to_do_with_the_present_plan(page: Page, garden: str) -> None:
    """A dialog by keyboard: Escape changes nothing, adding keeps and joins, replacing replaces."""
    theirs = an_entry("share-tools", "write-list", "hang-list")
    theirs["actions"][0] |= {"who": "Jaan", "note": "From the file", "done": True}
    file = a_plan(theirs, saved="2026-11-24", edition={"id": "2026-10"})
    tick(page, garden + TOOLS, "write-list")
    tick(page, garden + LAND, "list-land")
    page.goto(garden + "plan/")
    page.locator("[data-field=note]").first.fill("Mine")
    before = kept(page)
    open_file(page, file)
    dialog = page.get_by_role("dialog", name="Open plan.json")
    expect(dialog).to_contain_text("In your plan: 2 actions. In the file: 2 actions.")
    expect(dialog).to_contain_text("The file was saved on 24 November 2026, edition 2026-10.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert (kept(page), focused(page)) == (before, "open")

    open_file(page, file)
    expect(dialog).to_be_visible()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(".plan output")).to_have_text("3 actions · 1 done")
    expect(page.locator("[data-field=note]").first).to_have_value("Mine\nFrom the file")
    page.get_by_role("button", name="Undo").press("Enter")
    assert kept(page) == before

    open_file(page, file)
    expect(dialog).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".plan output")).to_have_text("2 actions · 1 done")
    assert [entry["id"] for entry in kept(page)["entries"]] == ["share-tools"]
    page.locator("[data-field=who]").last.fill("x")
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 not a plan", "plan.json is not a plan"),
        (b"", "plan.json is not a plan"),
        (b"\xff\xfe\x00\x01", "plan.json is not a plan"),
        (b"null", "plan.json is not a plan"),
        (b'[{"format": "guidebook-plan"}]', "plan.json is not a plan"),
        ({"format": "another", "version": 1, "entries": []}, "plan.json is not a plan"),
        ({"format": "guidebook-plan", "version": 1, "entries": {}}, "plan.json is not a plan"),
        ({"format": "guidebook-plan", "version": "1", "entries": []}, "plan.json is not a plan"),
        (
            {"format": "guidebook-plan", "version": 2, "entries": []},
            "plan.json was saved by a newer",
        ),
        (b"[" * 200_000, "plan.json is not a plan"),
        (b" " * (1024 * 1024 + 1), "plan.json is larger than 1 MB"),
    ],
)
def test_what_is_no_plan_is_refused(
    content: object, sentence: str, page: Page, garden: str
) -> None:
    """A file that is no plan of this version changes nothing, and a sentence says why."""
    tick(page, garden + TOOLS, "write-list")
    page.goto(garden + "plan/")
    before = kept(page)
    open_file(page, content)
    expect(said(page)).to_contain_text(sentence)
    expect(said(page)).to_contain_text("Your plan has not been changed.")
    assert (kept(page), focused(page)) == (before, "open")


def test_hostile_texts_stay_texts(page: Page, garden: str) -> None:
    """Markup and odd values in every field of a file are shown as text or left out, never run."""
    hostile = dict.fromkeys(("do", "who", "note", "when", "locale"), IMAGE) | {"done": IMAGE}
    known = an_entry("share-tools", code=IMAGE, title=IMAGE, locale=IMAGE, seen=IMAGE)
    known["actions"] = [{"id": "write-list", **hostile}, {"id": "no-such-action", **hostile}]
    unknown = an_entry("constructor", code=IMAGE, title=IMAGE, locale=IMAGE)
    unknown["actions"] = [{"id": "to-string", **hostile}]
    odd = [
        an_entry("__proto__", "a"),
        an_entry("../../etc", "a"),
        an_entry(IMAGE, "a"),
        an_entry("share-tools", "a"),
        {"id": 5, "actions": []},
        {"id": "no-actions", "actions": "none"},
        None,
        [],
        IMAGE,
    ]
    odd_action = an_entry("lend-land", "list-land")
    odd_action["actions"] += [{"id": "list-land"}, {"id": IMAGE}, 7]
    page.goto(garden + "plan/")
    open_file(
        page,
        a_plan(known, unknown, odd_action, *odd, site=IMAGE, saved=IMAGE, edition={"id": IMAGE}),
        f"{IMAGE}.json",
    )
    expect(said(page)).to_contain_text(
        f"{IMAGE}.json has been opened. Your plan now holds 4 actions."
    )
    expect(said(page)).to_contain_text("11 parts of the file could not be read and were left out.")
    assert page.locator("article img").count() == 0
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("({}).actions") is None
    gone = page.locator(".plan-group", has_text="No longer in this edition")
    expect(gone.locator("h3")).to_have_text(f"{IMAGE} {IMAGE}")
    expect(gone.locator(".plan-action .action-do [data-fill=do]")).to_have_text(IMAGE)
    expect(page.locator("[data-field=who]").first).to_have_value(IMAGE)
    expect(page.locator("[data-field=when]").first).to_have_value("")
    expect(page.locator("[data-field=done]").first).not_to_be_checked()
    open_file(page, a_plan(known, saved="2026-11-24", edition={"id": IMAGE}), IMAGE)
    expect(page.get_by_role("dialog")).to_contain_text(f"edition {IMAGE}.")
    assert page.locator("article img").count() == 0
    assert page.evaluate("window.hacked") is None


def test_what_this_edition_does_not_have_is_kept(page: Page, garden: str) -> None:
    """Unknown entries and actions are shown with their texts, kept, and saved again."""
    file = a_plan(
        an_entry("weekly-hours", "count-hours"), an_entry("share-tools", "paint-shed", "hang-list")
    )
    page.goto(garden + "et/plan/")
    open_file(page, file)
    expect(page.locator(".plan-list h2")).to_have_text(
        ["Kasvatajad", "Selles väljaandes enam ei ole"]
    )
    known, unknown = page.locator(".plan-entry").all()
    expect(known.locator(".plan-gone:visible")).to_have_count(1)
    expect(known.locator("li").last).to_contain_text("Text of paint-shed")
    expect(unknown.locator("h3")).to_have_text("X1 Title of weekly-hours")
    expect(unknown.locator("h3 a")).to_have_attribute("lang", "en")
    assert unknown.locator("h3 a").get_attribute("href") is None
    expect(unknown.locator("li")).to_contain_text("Text of count-hours")
    with page.expect_download() as download:
        page.get_by_role("button", name="Salvesta failina").click()
    saved = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert {entry["id"]: [a["do"] for a in entry["actions"]] for entry in saved["entries"]} == {
        "weekly-hours": ["Text of count-hours"],
        "share-tools": ["Text of paint-shed", "Text of hang-list"],
    }


@pytest.mark.parametrize(
    ("locale", "pattern", "shown"),
    [
        ("", "d MMMM y", "3 December 2026"),
        ("et/", "d. MMMM y", "3. detsember 2026"),
        ("de/", "dd.MM.yyyy", "03.12.2026"),
        ("", "d 'de' MMMM 'de' y", "3 de December de 2026"),
        ("", "y''M''d", "2026'12'3"),
    ],
)
def test_days_are_written_as_in_the_rest_of_the_site(
    locale: str, pattern: str, shown: str, page: Page, garden: str
) -> None:
    """The scripts write a day in the order of the word `date_format`, with the month's name."""
    page.goto(garden + locale)
    found = page.evaluate("pattern => window.guidebook.words.date('2026-12-03', pattern)", pattern)
    assert found == shown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "actions", "do", "done", "who", "when", "seen", "__proto__"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
ITEMS = st.lists(
    JSON
    | st.fixed_dictionaries(
        {
            "id": st.sampled_from(["a", "b", "to-string", "A", ""]),
            "actions": st.lists(
                JSON
                | st.fixed_dictionaries(
                    {"id": st.sampled_from(["c", "d"]), "done": JSON, "when": JSON, "note": JSON}
                ),
                max_size=3,
            ),
        }
    ),
    max_size=4,
)


def test_whatever_a_file_holds_is_read_as_a_plan_or_refused(page: Page, garden: str) -> None:
    """Reading never fails; what is read is written and read again as the same, each id once."""
    page.goto(garden + "plan/")

    @given(JSON | st.fixed_dictionaries({"entries": ITEMS | JSON}), st.booleans())
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def law(content: object, is_named: bool) -> None:
        if is_named and isinstance(content, dict):
            content = {"format": "guidebook-plan", "version": 1, **content}
        found = page.evaluate(
            """text => {
              const plan = window.guidebook.plan;
              const first = plan.parse(text);
              const written = first.plan && JSON.stringify(plan.serialise(first.plan, {}));
              return [first, written && plan.parse(written)];
            }""",
            json.dumps(content),
        )
        first, again = found
        if "problem" in first:
            assert first["problem"] in ("wrong", "newer")
            return
        assert again["plan"] == first["plan"]
        assert again["leftOut"] == 0
        ids = [entry["id"] for entry in first["plan"]["entries"]]
        assert len(ids) == len(set(ids))
        assert all(entry["actions"] for entry in first["plan"]["entries"])

    law()


@pytest.mark.parametrize("address", [TOOLS, "plan/"])
def test_ticks_of_an_earlier_version_are_brought_in_as_done(
    address: str, page: Page, garden: str
) -> None:
    """Ticks that were kept page by page meant done: they stand in the plan as done, once."""
    page.goto(garden)
    page.evaluate("""() => {
      localStorage.setItem("guidebook.ticks.share-tools", '{"hang-list": true, "gone": true}');
      localStorage.setItem("guidebook.ticks.other-site", '{"a": true}');
      localStorage.setItem("guidebook.ticks.lend-land", 'no JSON');
    }""")
    page.goto(garden + address)
    entry = kept(page)["entries"][0]
    assert (entry["id"], entry["code"], entry["seen"]) == ("share-tools", "G1", "2026-11-20")
    assert entry["title"] == "Share tools by a list on the shed"
    assert entry["actions"] == [
        {
            "id": "hang-list",
            "do": "Hang the list on the door of the shed.",
            "locale": "en",
            "done": True,
            "who": "",
            "when": "",
            "note": "",
        }
    ]
    left = page.evaluate("Object.keys(localStorage).filter(key => key.includes('ticks')).sort()")
    assert left == ["guidebook.ticks.lend-land", "guidebook.ticks.other-site"]


@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_without_storage_the_boxes_still_work(script: str, browser: Browser, garden: str) -> None:
    """Where the browser keeps nothing, boxes and plan work until the page is left, and say so."""
    context = browser.new_context()
    context.add_init_script(script)
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    tick(page, garden + TOOLS, "write-list", "hang-list")
    expect(page.locator("output")).to_have_text("2 of 2 in your plan")
    expect(page.locator(".plan-trouble")).to_contain_text("only until you leave this page")
    expect(page.locator(".plan-kept")).to_be_hidden()
    page.locator("#tick-write-list").press("Space")
    expect(page.locator("output")).to_have_text("1 of 2 in your plan")
    page.goto(garden + "plan/")
    expect(page.locator(".plan-empty")).to_be_visible()
    open_file(page, a_plan(an_entry("share-tools", "write-list")))
    expect(page.locator(".plan output")).to_have_text("1 action · 0 done")
    page.locator("[data-field=who]").fill("Mari")
    expect(page.locator("[data-plan-trouble]")).to_contain_text("save it as a file")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    saved = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert saved["entries"][0]["actions"][0]["who"] == "Mari"
    assert not trouble
    context.close()


@pytest.mark.parametrize("text", ["{", "null", '{"format": "guidebook-plan"}'])
def test_a_damaged_plan_is_told_and_put_aside(text: str, page: Page, garden: str) -> None:
    """What cannot be read is not thrown away; a sentence says so and a new plan begins."""
    keep(page, garden, text)
    page.goto(garden + TOOLS)
    expect(page.locator(".plan-trouble")).to_contain_text("damaged")
    assert page.evaluate("localStorage.getItem('guidebook.plan:/sub/:damaged')") == text
    tick(page, garden + TOOLS, "write-list")
    page.reload()
    expect(page.locator("#tick-write-list")).to_be_checked()
    expect(page.locator(".plan-trouble")).to_be_hidden()


def test_a_plan_of_a_newer_version_is_left_alone(page: Page, garden: str) -> None:
    """A plan that this version cannot read stays as it is, whatever is ticked."""
    newer = {"format": "guidebook-plan", "version": 2, "things": ["?"]}
    keep(page, garden, newer)
    tick(page, garden + TOOLS, "write-list")
    expect(page.locator(".plan-trouble")).to_contain_text("newer version")
    assert kept(page) == newer
    page.goto(garden + "plan/")
    expect(page.locator("[data-plan-trouble]")).to_contain_text("newer version")
    expect(page.locator(".plan-empty")).to_be_visible()


def test_two_tabs_show_the_same(context: BrowserContext, garden: str) -> None:
    """What is ticked, noted or emptied in one tab is seen in the other, and nothing is lost."""
    entry, plan = open_page(context, garden + TOOLS), open_page(context, garden + "plan/")
    expect(plan.locator(".plan-empty")).to_be_visible()
    entry.locator("#tick-write-list").check()
    expect(plan.locator(".plan-action")).to_have_count(1)
    plan.locator("[data-field=who]").fill("Mari")
    entry.locator("#tick-hang-list").check()
    expect(plan.locator(".plan-action")).to_have_count(2)
    expect(plan.locator("[data-field=who]").first).to_have_value("Mari")
    assert plan.evaluate("document.activeElement.dataset.field") == "who"
    plan.locator("[data-field=done]").last.check()
    expect(entry.locator(".tick-done:visible")).to_have_count(1)
    plan.get_by_role("button", name="Empty the plan").click()
    expect(entry.locator("output")).to_have_text("0 of 2 in your plan")
    expect(entry.locator("#tick-write-list")).not_to_be_checked()


def test_going_back_shows_the_plan_as_it_is(page: Page, garden: str) -> None:
    """An entry's page that is shown again after "back" knows what was done in the plan."""
    tick(page, garden + TOOLS, "write-list")
    page.locator(".plan-link").click()
    page.locator("[data-field=done]").check()
    page.go_back()
    expect(page.locator(".tick-done:visible")).to_have_count(1)


def test_the_list_is_copied_as_text(browser: Browser, garden: str) -> None:
    """The clipboard gets code, title, the chosen actions with their boxes, and the address."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = open_page(context, f"{garden}{TOOLS}#write-list")
    page.get_by_role("button", name="Copy my list").press("Enter")
    expect(page.locator(".plan-said [role=status]")).to_have_text("Copied.")
    head = "G1 Share tools by a list on the shed\n\n"
    foot = f"\n{garden}{TOOLS}\n"
    first, second = "Write a list of all tools.\n", "Hang the list on the door of the shed.\n"
    clipboard = "navigator.clipboard.readText()"
    assert page.evaluate(clipboard) == f"{head}[ ] {first}[ ] {second}{foot}"
    page.goto(garden + "plan/")
    open_file(page, a_plan(an_entry("share-tools", "hang-list")))
    page.locator("[data-field=done]").check()
    page.goto(garden + TOOLS)
    page.get_by_role("button", name="Copy my list").click()
    expect(page.locator(".plan-said [role=status]")).to_have_text("Copied.")
    assert page.evaluate(clipboard) == f"{head}[x] {second}{foot}"
    context.close()


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(navigator, 'clipboard', { value: undefined });",
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'));",
    ],
    ids=["none", "refused"],
)
def test_where_copying_is_refused_the_text_is_shown(script: str, page: Page, garden: str) -> None:
    """Without a clipboard the text stands in a field, selected and focused."""
    page.add_init_script(script)
    page.goto(garden + TOOLS)
    page.get_by_role("button", name="Copy my list").press("Enter")
    area = page.get_by_label("Your browser did not let us copy.")
    expect(area).to_be_focused()
    expect(area).to_have_value(re.compile(r"^G1 Share tools.*\n\n\[ \] Write a list", re.DOTALL))
    assert page.evaluate("getSelection().toString()").startswith("G1 Share tools")


def test_cleared_ticks_can_be_put_back(page: Page, garden: str) -> None:
    """Clearing and unticking offer to put back what would be lost, and focus stays near."""
    keep(page, garden, a_plan(an_entry("share-tools", "write-list", "hang-list")))
    page.goto(garden + "plan/")
    page.locator("[data-field=note]").first.fill("Ask Mari")
    before = kept(page)
    page.goto(garden + TOOLS)
    page.get_by_role("button", name="Clear the ticks").press("Enter")
    expect(said(page)).to_have_text("2 actions removed from your plan.")
    assert (kept(page), focused(page)) == ({}, "tick-write-list")
    page.get_by_role("button", name="Undo").press("Enter")
    assert (kept(page), focused(page)) == (before, "tick-write-list")
    page.keyboard.press("Space")
    expect(said(page)).to_have_text("1 action removed from your plan.")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("#tick-write-list")).to_be_checked()
    page.locator("#tick-hang-list").press("Space")
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()


def test_removing_moves_the_focus_to_what_is_next(page: Page, garden: str) -> None:
    """After removing, focus is on the next action's button, at the end on the empty plan."""
    keep(page, garden, a_plan(an_entry("share-tools", "write-list", "hang-list")))
    page.goto(garden + "plan/")
    page.get_by_role("button", name="Remove (Write a list of all tools.)").press("Enter")
    button = page.get_by_role("button", name="Remove (Hang the list on the door of the shed.)")
    expect(button).to_be_focused()
    button.press("Enter")
    expect(page.locator(".plan-empty")).to_be_focused()
    expect(page.get_by_role("button", name="Save as a file")).to_be_hidden()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("checkbox", name="Done: Hang the list")).to_be_focused()


def test_an_emptied_plan_can_be_put_back(page: Page, garden: str) -> None:
    """Emptying puts the focus on "Undo", which brings everything back."""
    keep(page, garden, a_plan(an_entry("share-tools", "write-list"), an_entry("gone", "a")))
    page.goto(garden + "plan/")
    before = kept(page)
    page.get_by_role("button", name="Empty the plan").press("Enter")
    expect(said(page)).to_have_text("Your plan is empty now.")
    assert (kept(page), focused(page)) == ({}, "undo")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Put back.")
    assert kept(page)["entries"] == [
        entry | {"actions": [{**before_action(a)} for a in entry["actions"]]}
        for entry in ({"seen": "", **entry} for entry in before["entries"])
    ]


def before_action(action: dict[str, Any]) -> dict[str, Any]:
    """Return an action with everything that the browser keeps of it."""
    return {"done": False, "who": "", "when": "", "note": "", **action}


def test_a_printed_plan_has_boxes_and_says_what_it_is(page: Page, garden: str) -> None:
    """On paper stand boxes, who, when, notes, and the site's name, edition, address, language."""
    keep(page, garden, a_plan(an_entry("share-tools", "write-list", "hang-list")))
    page.goto(garden + "et/plan/")
    page.locator("[data-field=done]").first.check()
    page.locator("[data-field=who]").first.fill("Mari")
    page.locator("[data-field=when]").first.fill("2026-12-03")
    page.locator("[data-field=note]").first.fill("Esmalt kuur")
    document = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = " ".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    text = " ".join(text.split())
    for part in (
        "Minu plaan",
        "· Prinditud",
        "Jaga tööriistu kuuri ukse nimekirjaga",
        "✓ Kirjuta kõigi tööriistade nimekiri.",
        "Kes: Mari",
        "Mis ajaks: 3. detsember 2026",
        "Märkus: Esmalt kuur",
        "https://example.org/et/plan/",
        "eesti",
        "Väljaanne 2026-11",
    ):
        assert part in text
    assert "Salvesta failina" not in text
    assert "✓ Riputa" not in text
    page.emulate_media(media="print")
    box = page.locator(".plan-action input[type=checkbox]").last.bounding_box()
    assert box is not None
    assert box["width"] > 10
    expect(page.locator("[data-field=who]:visible")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a_full_plan_fits_every_width(width: int, page: Page, garden: str) -> None:
    """A plan with long words never scrolls sideways, and its controls are large enough to hit."""
    long = "Donaudampfschifffahrtsgesellschaft" * 4
    entry = an_entry("share-tools", "write-list", "paint-shed")
    entry["actions"][1] |= {"do": long, "who": long, "note": long}
    page.set_viewport_size({"width": width, "height": 800})
    keep(page, garden, a_plan(entry, an_entry("gone", "a", title=long, code=long)))
    for address in ("plan/", "de/plan/", TOOLS):
        page.goto(garden + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate("""[...document.querySelectorAll(
            ".plan button, .plan input, .plan textarea, .checklist button, .checklist input"
          )].filter(control => {
            const box = control.getBoundingClientRect();
            const least = control.type === "checkbox" ? 24 : 44;
            return box.width && (box.height < least || box.width < least);
          }).map(control => control.outerHTML)""")
        assert small == []


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_a_plan_at_work(
    width: int, scheme: str, page: Page, garden: str
) -> None:
    """Changes, gone actions, messages, the dialog and a ticked page have no fault."""
    page.emulate_media(reduced_motion="reduce")  # colours change at once
    page.set_viewport_size({"width": width, "height": 800})
    seen = {"seen": "2020-01-01"}
    plan = a_plan(
        an_entry("share-tools", "write-list", "hang-list", "gone", **seen),
        an_entry("buy-tools", "collect-money", **seen),
        an_entry("no-such-entry", "a"),
    )
    plan["entries"][0]["actions"][0]["done"] = True
    keep(page, garden, plan)

    def faults() -> list[str]:
        page.evaluate("name => document.documentElement.dataset.mdColorScheme = name", scheme)
        page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run().then(found => found.violations)")
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

    page.goto(garden + "et/plan/")
    expect(page.locator(".plan-changes:visible")).to_have_count(2)
    page.locator("[data-act=remove]").last.click()
    assert faults() == []
    open_file(page, plan)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults() == []
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    page.goto(garden + TOOLS)
    page.locator("[data-act=copy]").click()
    page.locator("[data-act=clear]").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert faults() == []


def test_the_page_explains_itself_without_scripts(browser: Browser, garden: str) -> None:
    """Without JavaScript the page says what it is and leads to guidelines and checklists."""
    context = browser.new_context(java_script_enabled=False)
    page = open_page(context, garden + "plan/")
    expect(page.locator("noscript p")).to_contain_text("needs JavaScript")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("[data-plan-body]")).to_be_hidden()
    links = [link.get_attribute("href") for link in page.locator(".plan-more a").all()]
    assert links == [
        "../growers/",
        "../cities/",
        "../books/growers-checklist.en.pdf",
        "../books/cities-checklist.en.pdf",
    ]
    context.close()


def test_the_plan_works_from_a_folder(page: Page, site: Path) -> None:
    """A copy of the site on disk, opened without a server, keeps and shows the plan."""
    page.goto((site / TOOLS / "index.html").as_uri())
    page.locator("#tick-write-list").check()
    page.goto((site / "et/plan/index.html").as_uri())
    expect(page.locator(".plan-action")).to_contain_text("Kirjuta kõigi tööriistade nimekiri.")


def test_missing_texts_are_told(context: BrowserContext, garden: str) -> None:
    """When the texts cannot be loaded, the page says so instead of staying empty."""
    page = context.new_page()
    page.route("**/assets/plan.en.js", lambda route: route.abort())
    page.goto(garden + "plan/")
    expect(page.get_by_role("alert")).to_have_text("The list could not be loaded. Try again later.")
    expect(page.locator("[data-plan-body]")).to_be_hidden()


def write_new_edition(root: Path) -> None:
    """Change the project as an edition does: a text, an action, a name, a guideline's end."""
    for path in [root / "docs/index.md", *sorted(root.glob("guidelines/**/*.yml"))]:
        text = path.read_text(encoding="utf-8").replace("share-tools", "share-by-list")
        target = path.with_name(path.name.replace("share-tools", "share-by-list"))
        path.unlink()
        target.write_text(text, encoding="utf-8")
    changes = {
        "growers/share-by-list.yml": (
            "reviewed:",
            "formerly: [share-tools]\nreviewed:",
        ),
        "growers/collect-rain.yml": ("Put a barrel under the gutter.", "Put a lid on the barrel."),
        "cities/lend-land.yml": (
            "  - id: sign-contract\n    do: Sign a contract for five years.\n",
            "",
        ),
    }
    for name, (old, new) in changes.items():
        path = root / "guidelines" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    path = root / "guidelines/growers/collect-rain.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("changes:\n", "changes:\n  - on: 2026-11-22\n    what: Barrels need a lid.\n"),
        encoding="utf-8",
    )


def test_a_plan_survives_a_new_edition(tmp_path: Path, page: Page) -> None:
    """Changed, removed, renamed and retired: the plan keeps what it had and says what is new."""
    root = tmp_path / "project"
    copy_base(root)
    retired = root / "guidelines/growers/buy-tools.yml"
    after = retired.read_text(encoding="utf-8")
    before = re.sub(r"  - on: 2026-11-20\n    what: Retired.*\n", "", after)
    before = before.replace("status: retired", "status: draft").replace(
        "replaced_by: share-tools\n", ""
    )
    retired.write_text(before, encoding="utf-8")
    with serve_folder(build_site(root)) as address:
        tick(page, address + TOOLS, "write-list")
        tick(page, address + "growers/collect-rain/", "place-barrel")
        tick(page, address + LAND, "list-land", "sign-contract")
        tick(page, address + "growers/buy-tools/", "collect-money")
        page.goto(address + "plan/")
        expect(page.locator(".plan-changes:visible")).to_have_count(0)
        page.locator("[data-field=note]").first.fill("Ask Mari")

        retired.write_text(after, encoding="utf-8")
        write_new_edition(root)
        build_site(root)
        page.goto(address + "plan/")
        expect(page.locator(".plan-action")).to_have_count(5)
        shared, rain, bought, land = page.locator(".plan-entry").all()
        expect(shared.locator("h3 a")).to_have_attribute("href", "../growers/share-by-list/")
        expect(shared.locator("[data-field=note]")).to_have_value("Ask Mari")
        expect(shared.locator(".plan-changes")).to_be_hidden()
        expect(rain.locator(".plan-changes li")).to_have_text(
            "22 November 2026: Barrels need a lid."
        )
        expect(rain.locator(".plan-reworded")).to_have_text(
            "The words have changed. Before: Put a barrel under the gutter."
        )
        expect(rain.locator(".action-do")).to_contain_text("Put a lid on the barrel.")
        expect(bought.locator(".plan-retired")).to_contain_text(
            "This guideline has been withdrawn."
        )
        expect(bought.locator("[data-fill=instead]")).to_have_text(
            "Share tools by a list on the shed"
        )
        expect(bought.locator(".plan-changes li")).to_have_count(1)
        expect(land.locator("li").last).to_contain_text("Sign a contract for five years.")
        expect(land.locator(".plan-gone:visible")).to_have_text(
            "This action is no longer part of the guideline."
        )
        rain.get_by_role("button", name="I have read this (Collect rain in barrels)").press("Enter")
        expect(rain.locator("h3 a")).to_be_focused()
        page.reload()
        expect(rain.locator(".plan-changes")).to_be_hidden()
        expect(rain.locator(".plan-reworded")).to_be_hidden()
        page.goto(f"{address}growers/share-by-list/")
        expect(page.locator("#tick-write-list")).to_be_checked()


def test_an_entry_page_finds_what_was_ticked_under_an_earlier_id(page: Page, garden: str) -> None:
    """The plan's entry gets its present id, and what both ids had is joined."""
    earlier = an_entry("catch-rain", "place-barrel")
    earlier["actions"][0]["note"] = "Old note"
    present = an_entry("collect-rain", "place-barrel", "paint-barrel")
    keep(page, garden, a_plan(earlier, present))
    page.goto(garden + "growers/collect-rain/")
    expect(page.locator("#tick-place-barrel")).to_be_checked()
    entries = kept(page)["entries"]
    assert [entry["id"] for entry in entries] == ["collect-rain"]
    assert [action["id"] for action in entries[0]["actions"]] == ["place-barrel", "paint-barrel"]
    assert entries[0]["actions"][0]["note"] == "Old note"
