"""The tools from npm that measure: Lighthouse, and the Nu HTML checker, which needs Java.

In: the folder in which they were installed. Out: their commands, and a sentence for each that is
missing.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from guidebook.self_test import find_browser

PACKAGES = "lighthouse@12.8.2 vnu-jar@26.9.27"
"""Later versions of Lighthouse need Node 22."""


@dataclass(frozen=True)
class Tools:
    """What can be measured with on this computer; an empty command stands for a missing tool."""

    browser: str
    lighthouse: tuple[str, ...]
    html_checker: tuple[str, ...]
    missing: tuple[str, ...]
    """What to install, one sentence each."""


def find_tools(folder: Path) -> Tools:
    """Return the tools, those from npm out of a folder where `npm install` was run."""
    browser, node, java = find_browser() or "", shutil.which("node"), shutil.which("java")
    lighthouse = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    checker = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    missing = []
    if not browser:
        missing.append("Chromium is missing (Debian: apt install chromium).")
    for name, program, package in (("Node", node, "nodejs"), ("Java", java, "default-jre")):
        if not program:
            missing.append(f"{name} is missing (Debian: apt install {package}).")
    for name, path in (("Lighthouse", lighthouse), ("The Nu HTML checker", checker)):
        if not path.is_file():
            install = f"npm install --prefix {folder} {PACKAGES}"
            missing.append(f"{name} is missing: {install}")
    return Tools(
        browser,
        (node, str(lighthouse)) if browser and node and lighthouse.is_file() else (),
        (java, "-jar", str(checker)) if java and checker.is_file() else (),
        tuple(missing),
    )
