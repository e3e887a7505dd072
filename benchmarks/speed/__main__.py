"""How fast the site is built: `python -m benchmarks.speed [ENTRIES …] [--others] [--work FOLDER]`.

In: made-up content in four languages. Out: three tables, printed: what each kind of build takes at
each size; with `--others`, what other programs take for the same pages in the same run, as ratios;
and where the time of the largest cold build goes. Books are apart, in `benchmarks.books`.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.content import write_project
from benchmarks.speed.edits import edit
from benchmarks.speed.others import measure_others
from benchmarks.speed.saving import seconds_to_pages
from benchmarks.speed.used import LOOP, Used, run_python

LOCALES = ("en", "et", "de", "fi")
SIZES = (30, 300, 1000)
COMMAND = (
    "import sys; from pathlib import Path; from guidebook.cli import main; "
    "sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))"
)
SERVE = """
import sys, time
from pathlib import Path
from guidebook.preview import Preview
preview = Preview(Path(sys.argv[1]))
preview.refresh()
preview.finish()
print("ready", flush=True)
for line in sys.stdin:
    for step in (preview.refresh, preview.finish):
        cpu, wall = time.process_time(), time.monotonic()
        step()
        print(time.process_time() - cpu, time.monotonic() - wall, flush=True)
"""
"""What `serve` does when a file is saved: its pages, then search, data and all else."""
SAVED = 10
"""How many files are saved one after the other in a preview; each the first time."""
REPOSITORY = Path(__file__).resolve().parents[2]


def command(root: Path, *arguments: str) -> Used:
    """Run a command of this program on a project."""
    return run_python("-c", COMMAND, str(root), *arguments)


def builds(root: Path) -> Iterator[tuple[str, Used]]:
    """Build a project in many ways; yield the name of each and what it took."""

    def build(name: str) -> tuple[str, Used]:
        return name, command(root, "build", "--no-books")

    yield build("cold, words unknown")
    forget(root)
    yield build("cold, words known")
    yield build("nothing changed")
    edit(root, 1)
    yield build("one text")
    edit(root, 2, new_word="flurbendings")
    yield build("one text, a new word")
    edit(root, 3, LOCALES[1])
    yield build("one text of a translation")
    for number in range(10, 20):
        edit(root, number)
    yield build("ten texts")
    yield from served(root)
    saved = [
        Used(math.nan, seconds, math.nan)
        for seconds in seconds_to_pages(root, COMMAND, range(60, 60 + SAVED))
    ]
    yield "serve: from a saved text to its page", mean(saved)
    yield "serve: the same, the slowest", max(saved, key=lambda used: used.wall)


def served(root: Path) -> Iterator[tuple[str, Used]]:
    """Yield what a resident process takes to show an edit."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=REPOSITORY,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdout.readline()
        for name, first, locale in (
            ("serve: one text", 30, ""),
            ("serve: one text of a translation", 30 + SAVED, LOCALES[1]),
        ):
            pages, rest = [], []
            for number in range(first, first + SAVED):
                edit(root, number, locale)
                process.stdin.write("\n")
                process.stdin.flush()
                for found in (pages, rest):
                    cpu, wall = map(float, process.stdout.readline().split())
                    found.append(Used(cpu, wall, math.nan))
            yield f"{name}, its pages", mean(pages)
            yield f"{name}, its pages, the slowest", max(pages, key=lambda used: used.cpu)
            yield f"{name}, all else", mean(rest)
        process.stdin.close()


def mean(several: Sequence[Used]) -> Used:
    """Return what some runs took in the middle."""
    cpu, wall = ([getattr(used, name) for used in several] for name in ("cpu", "wall"))
    return Used(sum(cpu) / len(cpu), sum(wall) / len(wall), math.nan)


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """Return how a cost grows from one size to another: 1 is linear."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def print_builds(found: dict[int, dict[str, Used]]) -> None:
    """Print what each kind of build took at each size, in CPU seconds, wall seconds and MiB."""
    sizes = sorted(found)
    print(f"| CPU s (wall s, MiB) | {' | '.join(f'{size} x {len(LOCALES)}' for size in sizes)} |")
    print("|---" * (len(sizes) + 1) + "|")
    for name in found[sizes[0]]:
        print(f"| {name} | {' | '.join(shown(found[size][name]) for size in sizes)} |")
    if len(sizes) > 1:
        small, large = sizes[-2:]
        costs = [(size, found[size]["cold, words known"].cpu) for size in (small, large)]
        print(
            f"\nGrowth of cold builds from {small} to {large}: {exponent(*costs):.2f} (1: linear)"
        )


def shown(used: Used) -> str:
    """Return what a run took as a cell."""
    peak = "" if math.isnan(used.peak) else f", {used.peak:.0f}"
    cpu = "" if math.isnan(used.cpu) else f"{used.cpu:.2f} "
    return f"{cpu}({used.wall:.1f}{peak})"


def forget(root: Path) -> None:
    """Forget what was built of a project, and what files say; words that were looked up stay.

    Nothing is deleted before the end: for up to six minutes, ext4 looks at each file that was, one
    after the other, whenever a file is made. That took as long as half of a cold build.
    """
    aside = Path(tempfile.mkdtemp(dir=_aside(root)))
    for path in (root / "site", root / ".ledger" / "content", root / ".ledger" / "site.json"):
        path.rename(aside / path.name)


def _aside(root: Path) -> Path:
    """Return the folder for what is out of the way of a project's builds."""
    folder = root.with_name(f"{root.name}.aside")
    folder.mkdir(exist_ok=True)
    return folder


def print_others(root: Path) -> Used:
    """Print what others take for the same pages, beside this program, whose cold build is returned.

    The speed of a machine changes within minutes: this program builds before and after each of the
    others, and is compared in the mean of both.
    """
    command(root, "pages", "--out", str(root / "pages"))
    print(
        "\n| the same pages | CPU s (wall s, MiB) | this program cold, CPU s | ratio "
        "| one text, CPU s | ratio |\n" + "|---" * 6 + "|"
    )
    own = [build_beside(root, 80)]
    for number, (name, used) in enumerate(measure_others(root, LOCALES), 81):
        if used is None:
            print(f"| {name} | not installed | | | | |")
            continue
        own.append(build_beside(root, number))
        cells = [
            f"{ours.cpu:.2f} | {ours.cpu / used.cpu:.4f}"
            for ours in map(mean, zip(*own[-2:], strict=True))
        ]
        print(f"| {name} | {shown(used)} | {' | '.join(cells)} |", flush=True)
    return mean([cold for cold, _ in own])


def build_beside(root: Path, number: int) -> tuple[Used, Used]:
    """Return what a cold build takes, and one after an edit of the entry with that number."""
    forget(root)
    cold = command(root, "build", "--no-books")
    edit(root, number)
    return cold, command(root, "build", "--no-books")


def print_shares(root: Path, cold: Used) -> None:
    """Print where the time of a cold build goes."""
    program = [sys.executable, "-m", "benchmarks.speed.shares", str(root)]
    output = subprocess.run(program, capture_output=True, check=True, cwd=REPOSITORY).stdout
    found: dict[str, float] = json.loads(output)
    found["checking, MkDocs, its theme and writing"] = cold.cpu - sum(found.values())
    print("\n| of a cold build | CPU s | share |\n|---|---|---|")
    for name, cost in sorted(found.items(), key=lambda item: -item[1]):
        print(f"| {name} | {cost:.2f} | {cost / cold.cpu:.0%} |")


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--others", action="store_true", help="Run other programs, too.")
    parser.add_argument("--work", type=Path, help="Where to work; the largest site stays there.")
    wanted = parser.parse_args()
    loops = [run_python("-c", LOOP).cpu]
    with tempfile.TemporaryDirectory() as temporary:
        work = wanted.work or Path(temporary)
        found: dict[int, dict[str, Used]] = {}
        for size in sorted(wanted.sizes):
            root = work / str(size)
            if root.exists():
                root.rename(Path(tempfile.mkdtemp(dir=_aside(root))) / root.name)
            write_project(root, size, LOCALES)
            found[size] = dict(builds(root))
        print_builds(found)
        cold = print_others(root) if wanted.others else found[size]["cold, words known"]
        print_shares(root, cold)
        for folder in work.glob("*.aside"):
            shutil.rmtree(folder)
    loops.append(run_python("-c", LOOP).cpu)
    print(f"\nTen million additions before and after: {loops[0]:.2f} and {loops[1]:.2f} CPU s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
