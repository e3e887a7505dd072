"""What Lighthouse says of a page on a middling phone: four scores, each the median of some runs.

In: the address of a page. Out: scores of 0 to 100, and the audits that cost points.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from collections import Counter
from dataclasses import dataclass
from typing import Any

from benchmarks.reader.tools import Tools
from tests.browser import FLAGS

CATEGORIES = ("accessibility", "best-practices", "seo", "performance")


@dataclass(frozen=True)
class Scores:
    """Scores of a page by category, and what keeps them from 100."""

    by_category: dict[str, int]
    causes: dict[str, tuple[str, ...]]
    """Audits that failed in at least half of the runs, by category."""


def score(tools: Tools, address: str, runs: int) -> Scores:
    """Return the median scores of a page.

    Raises:
        subprocess.CalledProcessError: Lighthouse could not look at the page.
    """
    reports = [_report(tools, address) for _ in range(runs)]
    medians = {
        name: round(
            100 * statistics.median(report["categories"][name]["score"] or 0 for report in reports)
        )
        for name in CATEGORIES
    }
    return Scores(medians, {name: _causes(reports, name) for name in CATEGORIES})


def _report(tools: Tools, address: str) -> dict[str, Any]:
    flags = " ".join(["--headless=new", *FLAGS])
    command = [
        *tools.lighthouse,
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={flags}",
    ]
    environment = {**os.environ, "CHROME_PATH": tools.browser}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _causes(reports: list[dict[str, Any]], category: str) -> tuple[str, ...]:
    """Return the audits of a category that cost points in at least half of the reports."""
    counted: Counter[str] = Counter()
    for report in reports:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            limit = 0.9 if category == "performance" else 1
            if reference["weight"] and audit["score"] is not None and audit["score"] < limit:
                counted[reference["id"]] += 1
    return tuple(name for name, count in counted.items() if 2 * count >= len(reports))
