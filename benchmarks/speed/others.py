"""Other programs that build the same pages, where they are installed.

In: the pages of a project as Markdown. Out: what each program took. MkDocs Material with
mkdocs-static-i18n is always there; Hugo and Zensical are used when they are found.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reader.sites import PLAIN_SETTINGS
from benchmarks.speed.used import Used, run, run_python

_INDEX = re.compile(r"index(\.[A-Za-z-]+)?\.md")

HUGO_PAGE = """\
<!doctype html>
<html lang="{{ .Site.Language.Lang }}">
<head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}"></head>
<body>
<nav>{{ range .Site.Home.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
<nav>{{ range .AllTranslations }}<a href="{{ .RelPermalink }}">{{ .Lang }}</a> {{ end }}</nav>
<main>{{ .Content }}</main>
<nav>{{ .TableOfContents }}</nav>
</body>
</html>
"""
ZENSICAL_SETTINGS = """\
[project]
site_name = "Guidelines"
site_url = "https://example.org/"
docs_dir = "pages"
site_dir = "zensical"
"""


def measure_others(folder: Path, locales: tuple[str, ...]) -> Iterator[tuple[str, Used | None]]:
    """Yield the name of each program and what it took; None when it is not there.

    Args:
        folder: Where `pages/` stands; the sites are built beside it.
        locales: The languages, the source first.
    """
    languages = [
        f"        - {{locale: {tag}, name: {tag}, default: {str(tag == locales[0]).lower()}}}"
        for tag in locales
    ]
    for name, more in (("MkDocs Material", ""), ("MkDocs Material, pruned", "navigation.prune")):
        features = f"  features: [{more}]\n" if more else ""
        settings = PLAIN_SETTINGS.replace("  name: material\n", f"  name: material\n{features}")
        if more:  # a site of its own: none is emptied while others are built, see `forget`
            settings = settings.replace("site_dir: plain", "site_dir: pruned")
        path = folder / "plain.yml"
        path.write_text(settings + "\n".join(languages) + "\n", encoding="utf-8")
        yield name, run_python("-m", "mkdocs", "build", "--quiet", "--config-file", str(path))
    yield "Hugo, a plain layout", _hugo(folder, locales)
    yield "Zensical", _zensical(folder)


def _hugo(folder: Path, locales: tuple[str, ...]) -> Used | None:
    program = shutil.which("hugo")
    if program is None:
        return None
    root = folder / "hugo"
    shutil.rmtree(root, ignore_errors=True)
    for path in sorted((folder / "pages").rglob("*.md")):
        name = _INDEX.sub(r"_index\1.md", path.name)
        target = root / "content" / path.relative_to(folder / "pages").with_name(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    lines = [
        'baseURL = "https://example.org/"',
        f'defaultContentLanguage = "{locales[0]}"',
        'disableKinds = ["taxonomy", "term", "RSS"]',
        "[markup.goldmark.renderer]",
        "unsafe = true",
        "[markup.goldmark.parser.attribute]",
        "block = true",
    ]
    for tag in locales:
        lines += [f"[languages.{tag}]", f'title = "{tag}"']
    (root / "hugo.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    layouts = root / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for kind in ("single", "list", "home"):
        (layouts / f"{kind}.html").write_text(HUGO_PAGE, encoding="utf-8")
    return run(program, "build", "--quiet", "--source", str(root))


def _zensical(folder: Path) -> Used | None:
    program = shutil.which("zensical")
    if program is None:
        return None
    path = folder / "zensical.toml"
    path.write_text(ZENSICAL_SETTINGS, encoding="utf-8")
    return run(program, "build", "--clean", "--config-file", str(path))
