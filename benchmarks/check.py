"""How much CPU and memory a check takes: `python -m benchmarks.check [ENTRIES …]`.

In: made-up projects in four languages. Out: two tables, printed. Each check of the first is a
process of its own, from the interpreter's start to its end: cold (nothing kept), with nothing
changed, and after one edit of a source text and two of a translation (the first of them keeps the
model of languages). The second tells where the time of a cold check goes.
"""

from __future__ import annotations

import math
import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

from benchmarks.content import write_project
from guidebook.checks import ALL_CHECKS
from guidebook.checks._found import find_in_files
from guidebook.kept import Kept
from guidebook.languages import Languages
from guidebook.load import load_catalogue
from guidebook.project_reader import ProjectReader
from guidebook.strict_yaml import Document

LOCALES = ("en", "et", "de", "fi")
SIZES = (30, 300, 1000)
DAY = date(2026, 1, 2)
CHECK = (
    "import sys; from pathlib import Path; from guidebook.cli import main; "
    f"sys.exit(main(Path(sys.argv[1]), ['check', '--today', '{DAY}']))"
)
START = (
    "import guidebook.cli, guidebook.load, guidebook.checks; "
    "from guidebook.language_model import LanguageModel; LanguageModel.load()"
)
LOOP = "n = 0\nfor i in range(10_000_000): n += i"
"""Tells how fast this machine is at this moment, with all else that runs on it."""
SOURCE = "guidelines/readers/entry-3.yml"
TRANSLATION = "guidelines/readers/entry-3.et.yml"


def measured(program: str, *arguments: str) -> tuple[float, float]:
    """Return CPU seconds and peak MiB of a Python program, from the interpreter's start on."""
    command = [sys.executable, "-c", program, *arguments]
    quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    process = os.posix_spawn(sys.executable, command, os.environ, file_actions=quiet)
    _, _, used = os.wait4(process, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def edit(path: Path) -> None:
    """Change the title of a file by one word of its own."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^title: (\S+)", r"title: \1 \1", text), encoding="utf-8")


class Stages(dict[str, float]):
    """CPU seconds by name of the stage, without those of stages inside."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = [0.0]

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        start = time.process_time()
        self._inside.append(0.0)
        yield
        whole = time.process_time() - start
        self[name] = self.get(name, 0.0) + whole - self._inside.pop()
        self._inside[-1] += whole


class TimedReader(ProjectReader):
    """Tells how long reading takes."""

    def __init__(self, root: Path, stages: Stages) -> None:
        super().__init__(root)
        self.stages = stages

    def read(self, path: str) -> bytes:
        with self.stages.timed("reading files"):
            return super().read(path)

    def read_yaml(self, path: str, **options: Any) -> Document:
        with self.stages.timed("reading YAML"):
            return super().read_yaml(path, **options)


def stages_of(folder: Path) -> Stages:
    """Return the CPU seconds of each stage of a cold check."""
    stages = Stages()
    stages["interpreter, imports and the model of languages"] = measured(START)[0]
    with stages.timed("building models"):
        catalogue, _ = load_catalogue(folder, TimedReader(folder, stages))
    assert catalogue is not None
    languages = Languages()
    languages.clearly_other(["word " * 10], "en")  # unpacks the model, which is counted above

    def beside(files: Sequence[Any]) -> Iterator[Any]:
        yield from ()
        for file in files:
            _ = file.pairs, file.links

    def timed(name: str, check: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> list[Any]:
            with stages.timed(name):
                return list(check(*arguments))

        return run

    texts = SimpleNamespace(ID="texts", check_files=timed("texts beside their sources", beside))
    rules = [texts] + [
        SimpleNamespace(ID=rule.ID, check_files=timed(f"rule {rule.ID}", rule.check_files))
        for rule in ALL_CHECKS
        if hasattr(rule, "check_files")
    ]
    with stages.timed("making files"):
        found = find_in_files(catalogue, cast(list[ModuleType], rules), languages, Kept())
    for rule in ALL_CHECKS:
        if hasattr(rule, "check"):
            timed(f"rule {rule.ID}", rule.check)(catalogue, DAY)
        if hasattr(rule, "check_found"):
            timed(f"rule {rule.ID}", rule.check_found)(catalogue, found, DAY)
    return stages


def exponent(costs: dict[int, float]) -> str:
    """Return how costs grow from the second largest size to the largest: 1 is linear."""
    *_, small, large = sorted(costs) if len(costs) > 1 else (0, 0)
    return f"{math.log(costs[large] / costs[small]) / math.log(large / small):.2f}" if large else ""


def main() -> None:
    """Print the tables."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    columns = (
        "cold",
        "peak MiB",
        "nothing changed",
        "source edited",
        "translation edited",
        "again",
    )
    print(f"| entries x {len(LOCALES)} languages | {' | '.join(columns)} |")
    print("|---" * (len(columns) + 1) + "|")
    cold, stages = {}, {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "project"
            write_project(folder, size, LOCALES)
            cold[size], peak = measured(CHECK, str(folder))
            costs = [measured(CHECK, str(folder))[0]]
            for path in (SOURCE, TRANSLATION, TRANSLATION):
                edit(folder / path)
                costs.append(measured(CHECK, str(folder))[0])
            shown = " | ".join(f"{cost:.2f}" for cost in costs)
            print(f"| {size} | {cold[size]:.2f} | {peak:.0f} | {shown} |", flush=True)
            stages[size] = stages_of(folder)
    print(f"\nA loop of ten million additions: {measured(LOOP)[0]:.2f} CPU s.")
    print("CPU seconds. Growth exponent of cold checks:", exponent(cold))
    print(f"\n| cold, {sizes[-1]} entries | CPU s | exponent |\n|---|---|---|")
    by_name: dict[str, dict[int, float]] = defaultdict(dict)
    for size, found in stages.items():
        for stage, cost in found.items():
            by_name[stage][size] = cost
    for stage, by_size in sorted(by_name.items(), key=lambda item: -item[1][sizes[-1]]):
        if by_size[sizes[-1]] >= 0.01:
            print(f"| {stage} | {by_size[sizes[-1]]:.2f} | {exponent(by_size)} |")


if __name__ == "__main__":
    main()
