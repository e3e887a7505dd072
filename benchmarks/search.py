"""What the search finds, weighs and costs: `python -m benchmarks.search`.

In: the real content and made-up projects. Out: tables, printed. Questions are asked of the search's
own script in Chromium. The queries are made from the texts' own words with a fixed seed.
"""

from __future__ import annotations

import gzip
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession

from benchmarks.content import REPOSITORY, write_project
from guidebook.catalogue import Catalogue, Locale
from guidebook.lemmas import find_lemmas
from guidebook.load import load_catalogue
from guidebook.localise import Texts
from guidebook.search import build_search_files
from guidebook.search_documents import SearchDocuments
from guidebook.search_index import SearchIndex
from guidebook.views import Views

sys.path.insert(0, str(REPOSITORY / "tests"))
from browser import running_browser, serve_folder
from search_support import Searcher
from support import build_site, copy_repository

SIZES = (300, 1000)
LOCALES = ("en", "et", "de", "fi")
QUERIES = 200
"""Queries of each kind."""
SLOWER = 4
"""How much slower than this machine's processor a phone is taken to be."""


@dataclass(frozen=True)
class Query:
    """What is typed, and the numbers of documents."""

    typed: str
    wanted: frozenset[int]
    """Those that have another form of the word."""
    right: frozenset[int]
    """Those that have any form of it."""


def load(root: Path) -> Catalogue:
    """Return a project's catalogue."""
    catalogue, problems = load_catalogue(root)
    if catalogue is None or any(problem.is_error for problem in problems):
        sys.exit("\n".join(map(str, problems[:5])))
    return catalogue


def make_index(catalogue: Catalogue, locale: Locale, ledger: Path) -> SearchIndex:
    """Return the index of a language before it is packed."""
    maker = SearchDocuments(Views(Texts(catalogue, locale)))
    return SearchIndex(
        tuple(maker.all()),
        tuple(maker.other_names()),
        lambda words, tag: find_lemmas(words, tag or "en", ledger),
    )


def families(index: SearchIndex, tag: str) -> dict[str, list[str]]:
    """Return the forms of each word of a language that has several, and is not everywhere."""
    found: dict[str, list[str]] = {}
    for form, groups in sorted(index.groups.items()):
        for group in groups:
            if group.startswith(f"{tag}:") and index.places.get(form) and len(form) > 3:
                found.setdefault(group, []).append(form)
    return {group: forms for group, forms in found.items() if len(forms) > 1}


def right_documents(index: SearchIndex, forms: list[str]) -> frozenset[int]:
    """Return the documents that have any of some forms."""
    return frozenset(number for form in forms for number in index.places[form])


def with_error(word: str, chance: random.Random) -> str:
    """Return a word with one typing error: letters swapped, left out, doubled or replaced."""
    at = chance.randrange(len(word) - 1)
    return chance.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + chance.choice("abcdefghijklmnoprstuv") + word[at + 1 :],
        ]
    )


def make_queries(index: SearchIndex, tag: str, chance: random.Random) -> dict[str, list[Query]]:
    """Return queries by kind; those of the last kind are taken out of the index."""
    several = families(index, tag)
    groups = chance.sample(sorted(several), min(QUERIES, len(several)))
    inflected, wrong, unknown = [], [], []
    for group in groups:
        form = chance.choice(several[group])
        others = [other for other in several[group] if other != form]
        right = right_documents(index, several[group])
        inflected.append(Query(form, right_documents(index, others), right))
        if len(form) > 4:
            typed = with_error(form, chance)
            if typed not in index.groups:
                wrong.append(Query(typed, right, right))
    for group in groups:
        form = max(several[group], key=len)
        others = [other for other in several[group] if other != form]
        wanted = right_documents(index, others)
        unknown.append(Query(form, wanted, wanted))
    return {"inflected": inflected, "typing error": wrong, "form not in the texts": unknown}


def ask_all(searcher: Searcher, queries: list[Query]) -> tuple[float, float]:
    """Return the share of right documents that are found, and of found ones that are right."""
    found = searcher.page.evaluate(
        "queries => queries.map(query => made.find(query, 0).documents.map(one => one.number))",
        [query.typed for query in queries],
    )
    recall, precision = [], []
    for query, numbers in zip(queries, found, strict=True):
        recall.append(len(query.wanted & set(numbers)) / len(query.wanted))
        precision.append(len(query.right & set(numbers)) / len(numbers) if numbers else 0.0)
    return statistics.mean(recall), statistics.mean(precision)


def index_script(index: SearchIndex, head: Mapping[str, object]) -> bytes:
    """Return an index as the browser takes it."""
    return f"guidebookSearch.index({json.dumps({**head, **index.content()})});".encode()


def head_of(script: bytes) -> dict[str, object]:
    """Return what a script of an index holds."""
    found: dict[str, object] = json.loads(script.decode().partition("(")[2].rstrip(");\n"))
    return found


def print_recall(browser: Browser, ledger: Path) -> None:
    """Print what is found of the real content."""
    print("| language | queries | number | recall % | precision % |\n|---|---|---|---|---|")
    catalogue = load(REPOSITORY)
    searcher = Searcher(browser.new_page())
    for locale in catalogue.locales:
        files = dict(build_search_files(catalogue, locale, ledger))
        script = files[f"search/{locale.tag}.js"]
        index = make_index(catalogue, locale, ledger)
        queries = make_queries(index, locale.tag, random.Random(locale.tag))
        for kind, own in queries.items():
            if kind == "form not in the texts":
                for query in own:
                    index.places.pop(query.typed, None)
                    index.groups.pop(query.typed, None)
                script = index_script(index, head_of(script))
            searcher.load(script)
            recall, precision = ask_all(searcher, own)
            print(f"| {locale.tag} | {kind} | {len(own)} |", end="")
            print(f" {100 * recall:.0f} | {100 * precision:.0f} |")


def built(catalogue: Catalogue, ledger: Path | None) -> tuple[float, dict[str, bytes]]:
    """Return the CPU seconds that all languages' files take, and the files."""
    start = time.process_time()
    files = {
        path: content
        for locale in catalogue.locales
        for path, content in build_search_files(catalogue, locale, ledger)
    }
    return time.process_time() - start, files


def packed(content: bytes) -> float:
    """Return the KB of a file as hosts send it."""
    return len(gzip.compress(content, 6)) / 1000


def first_result(browser: Browser, address: str, query: str) -> tuple[float, float]:
    """Return seconds from opening the search to the first result, the processor slowed.

    By the clock, which other work on this machine makes longer; and as the time that the page's
    main thread worked at full speed, as many times as the processor is slowed.
    """
    clock, work = [], []
    for rate in (SLOWER, SLOWER, SLOWER, 1, 1, 1):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = _work_of(session)
        seconds = page.evaluate(_OPEN_AND_TYPE, query) / 1000
        if rate == 1:
            work.append((_work_of(session) - before) * SLOWER)
        else:
            clock.append(seconds)
        context.close()
    return statistics.median(clock), statistics.median(work)


def _work_of(session: CDPSession) -> float:
    """Return the seconds that the main thread of a page has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


_OPEN_AND_TYPE = """query => new Promise(done => {
  const start = performance.now();
  document.querySelector("button.gb-search-open").click();
  const dialog = document.querySelector("dialog.gb-search");
  const field = dialog.querySelector("input[name=q]");
  new MutationObserver(() => {
    if (dialog.querySelector(".gb-result")) {
      requestAnimationFrame(() => done(performance.now() - start));
    }
  }).observe(dialog, { childList: true, subtree: true });
  field.value = query;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def projects(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and folder of the real project and of made-up ones."""
    yield "real content", REPOSITORY
    for entries in SIZES:
        path = folder / str(entries)
        write_project(path, entries, LOCALES)
        yield f"{entries} entries", path


def print_sizes(browser: Browser, folder: Path) -> None:
    """Print size, cost and speed at several sizes."""
    root = folder / "real"
    copy_repository(root)
    site = build_site(root)
    print(f"\nScript: {packed((site / 'assets/search.js').read_bytes()):.1f} KB packed.\n")
    print(
        "| content | index KB packed (largest language) | texts of 10 results, KB at most |"
        f" first result, {SLOWER} times slowed, s by the clock | s of work |"
        " build CPU s, first | again |"
    )
    print("|---|---|---|---|---|---|---|")
    for name, path in projects(folder):
        catalogue = load(path)
        ledger = folder / f"ledger {name}"
        cold, files = built(catalogue, ledger)
        warm, _ = built(catalogue, ledger)
        indexes = {path: packed(file) for path, file in files.items() if path.count("/") == 1}
        largest = max(indexes, key=lambda path: indexes[path])
        tag = Path(largest).stem
        texts = sorted(
            (packed(file) for path, file in files.items() if path.startswith(f"search/{tag}/")),
            reverse=True,
        )
        shutil.rmtree(site / "search" / tag)
        for file, content in files.items():
            if file.startswith(f"search/{tag}"):
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                (site / file).write_bytes(content)
        documents = head_of(files[largest])["documents"]
        assert isinstance(documents, list)
        query = str(documents[0][3]).split()[-1]
        with serve_folder(site) as address:
            folder_of_tag = "" if tag == "en" else f"{tag}/"
            clock, work = first_result(browser, address + folder_of_tag, query)
        print(
            f"| {name} | {indexes[largest]:.0f} ({tag}) | {sum(texts[:10]):.0f} | {clock:.2f} |"
            f" {work:.2f} | {cold:.1f} | {warm:.1f} |"
        )


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder, running_browser() as browser:
        print_recall(browser, Path(folder) / "ledger")
        print_sizes(browser, Path(folder))


if __name__ == "__main__":
    main()
