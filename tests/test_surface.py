"""What the repository says of itself is true."""

import ast
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY, kept_files

from guidebook.cli import main_command

TOOLS = Path(sys.executable).parent
SUMMARIES = {
    ".ci": "what a change must pass",
    ".github": "what a proposed change gets on GitHub, and how the site is published",
    ".vscode": "what VS Code needs to help editors while they type",
    "benchmarks": "speed and size, printed; run by hand",
    "build.py": "front door: prepares .venv, then starts guidebook.cli",
    "docs": "hand-written pages, styles, images; nothing generated",
    "guidebook": "the program",
    "guidelines": "content: one YAML file a guideline, one a translation",
    "manual": "for editors, translators and programmers of other projects",
    "mkdocs.yml": "settings: address, languages, menu",
    "pyproject.toml": "dependencies and the settings of every tool",
    "requirements-prose.txt": "the same for what spelling needs",
    "requirements.txt": "exact versions with hashes",
    "schemas": "JSON Schemas of the content files, made from the model",
    "templates": "pages, inserts, theme and interface words",
    "tests": "mirrors guidebook/; cases/, golden/ and projects/ hold data",
}


def tracked_modules() -> list[Path]:
    """Return the modules of the program."""
    return sorted((REPOSITORY / "guidebook").rglob("*.py"))


def first_line(path: Path) -> str:
    """Return the first line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.split("\n")[0].rstrip(".")


def the_tree() -> str:
    """Return the tree as CONTRIBUTING.md shows it."""
    lines = []
    for name, summary in SUMMARIES.items():
        path = REPOSITORY / name
        lines.append(f"{name}{'/' if path.is_dir() else '':<3}".ljust(20) + summary)
        if name == "guidebook":
            for module in sorted(path.glob("[a-z]*.py")):
                lines.append(f"  {module.name}".ljust(28) + first_line(module))
            lines.append("  checks/".ljust(28) + "one module a rule")
            lines.append("  website/".ljust(28) + first_line(path / "website/__init__.py"))
    return "\n".join(line.rstrip() for line in lines)


def the_help() -> str:
    """Return the help as README.md shows it."""
    with main_command.make_context("build.py", [], resilient_parsing=True) as context:
        context.info_name = "python3 build.py"
        context.terminal_width = 100
        return main_command.get_help(context).rstrip()


@pytest.mark.parametrize(
    ("file", "mark", "expected"),
    [("CONTRIBUTING.md", "tree", the_tree), ("README.md", "help", the_help)],
)
def test_the_documentation_is_current(
    file: str, mark: str, expected: object, update_golden: bool
) -> None:
    """The tree in CONTRIBUTING.md and the help in README.md are those of today."""
    assert callable(expected)
    path = REPOSITORY / file
    text = path.read_text(encoding="utf-8")
    pattern = rf"(<!-- {mark}: begin -->\n```text\n).*?(```\n<!-- {mark}: end -->)"
    current = re.sub(
        pattern, lambda match: f"{match[1]}{expected()}\n{match[2]}", text, flags=re.DOTALL
    )
    if update_golden:
        path.write_text(current, encoding="utf-8")
        text = current
    assert text == current


def test_the_tree_names_everything(update_golden: bool) -> None:
    """Every folder and file at the top is explained, apart from texts that explain themselves."""
    assert update_golden in (True, False)
    names = {path.split("/")[0] for path in kept_files()}
    texts = {name for name in names if name.endswith(".md")} | {
        "LICENSE",
        ".gitattributes",
        ".gitignore",
    }
    assert names - texts == set(SUMMARIES)


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--no-cache", "."],
        ["ruff", "format", "--no-cache", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-cache"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_tools_find_nothing(command: list[str]) -> None:
    """Lint, format, types and the order of imports hold."""
    tool, *arguments = command
    result = subprocess.run(
        [str(TOOLS / tool), *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_only_named_modules_know_the_libraries() -> None:
    """Each library is known to the modules that are named for it and to no other."""
    allowed = {
        "yaml": {"strict_yaml.py"},
        "jinja2": {"render.py"},
        "mkdocs": {"website", "mkdocs_plugin.py"},
        "watchdog": {"website"},
        "lxml": {"exchange.py", "page_faults.py", "site_check.py"},
        "pikepdf": {"book_faults.py", "book_links.py", "typesetter.py"},
        "markdown_it": {"text.py", "text_html.py"},
        "translate": {"exchange.py"},
        "snowballstemmer": {"stems.py"},
        "simplemma": {"lemmas.py"},
        "py3langid": {"language_model.py"},
        "hunspell": {"spelling.py"},
        "click": {
            "change_commands.py",
            "cli.py",
            "console.py",
            "editing_commands.py",
            "part_commands.py",
            "site_commands.py",
            "link_commands.py",
            "prose_commands.py",
            "translation_commands.py",
        },
        "rich": {"cli.py", "console.py", "translation_commands.py", "translation_reports.py"},
    }
    found: dict[str, set[str]] = {name: set() for name in allowed}
    for path in tracked_modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                library = name.split(".")[0]
                if library in found:
                    found[library].add(path.relative_to(REPOSITORY / "guidebook").parts[0])
    assert found == allowed


def test_every_test_says_what_it_shows() -> None:
    """Each test has a docstring of one sentence."""
    for path in sorted((REPOSITORY / "tests").glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                docstring = ast.get_docstring(node) or ""
                assert docstring.endswith("."), f"{path.name}: {node.name}"


def test_templates_come_from_their_folder_only() -> None:
    """No module makes a template of a text, where an author's words could become code."""
    for path in tracked_modules():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\bfrom_string|\bTemplate\(", text), path
        assert path.name == "render.py" or not re.search(
            r"(?:System|Package|Dict|Function|Choice|Prefix)Loader", text
        ), path


def test_only_two_modules_say_what_is_markup_already() -> None:
    """A text becomes markup in `markup` and `render` only; elsewhere only words of the code do."""
    for path in tracked_modules():
        if path.name in ("markup.py", "render.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Markup":
                assert all(isinstance(text, ast.Constant) for text in node.args), path


def test_words_are_never_taken_for_a_format() -> None:
    """No template formats a word: braces of a translator could ask for any attribute of a value."""
    for path in sorted((REPOSITORY / "templates").rglob("*.*")):
        if path.suffix in (".jinja", ".html"):
            assert not re.search(r"\.format\(|\|\s*format\b", path.read_text(encoding="utf-8")), (
                path
            )


def test_templates_never_switch_escaping_off() -> None:
    """No template marks anything as safe by itself."""
    for path in sorted((REPOSITORY / "templates").rglob("*.*")):
        if path.suffix in (".jinja", ".html"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\|\s*safe\b|autoescape", text), path


_PRINTED = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}", re.DOTALL)
_NO_TEXT = re.compile(
    r"(?:[\w.]+\.)?(?:address|tag|direction|hreflang|url|home|plan)"  # made by the program
    r"|root|name|scheme|colour|audience|mkdocs_version|page\.content|meta\.structured_data"
    r"|(?:in_language|icon|entry|frame\.current)\(.*\)"  # macros, which are looked at themselves
    r'|"[^"]*"(?: if .*)?|.* \| (?:url|tojson \| forceescape)'
)


def test_the_theme_escapes_what_it_prints() -> None:
    """MkDocs escapes nothing, so what could be a text ends in `| e` in the theme's templates."""
    for path in sorted((REPOSITORY / "templates/theme").rglob("*.html")):
        for printed in _PRINTED.findall(path.read_text(encoding="utf-8")):
            assert printed.endswith("| e") or _NO_TEXT.fullmatch(printed), f"{path.name}: {printed}"


@pytest.mark.parametrize("folder", ["guidebook/fonts", "tests/projects/allotments/fonts"])
def test_fonts_are_those_of_their_package(folder: str) -> None:
    """Each font has the bytes of the package that the README beside it names, and its licence."""
    path = REPOSITORY / folder
    listed = dict(
        re.findall(
            r"^\| (\S+\.ttf) \|.*\| ([0-9a-f]{64}) \|$", (path / "README.md").read_text(), re.M
        )
    )
    found = {
        font.name: hashlib.sha256(font.read_bytes()).hexdigest() for font in path.glob("*.ttf")
    }
    assert found == listed
    assert "SIL OPEN FONT LICENSE Version 1.1" in (path / "OFL.txt").read_text(encoding="utf-8")


def test_every_top_level_template_folder_has_words_for_each_language() -> None:
    """Each language of mkdocs.yml has a file of interface words."""
    from guidebook.load import load_catalogue

    catalogue, _ = load_catalogue(REPOSITORY)
    assert catalogue is not None
    names = {path.stem for path in (REPOSITORY / "templates/words").iterdir()}
    assert names == {locale.tag for locale in catalogue.locales}
