"""The most that files can hold is worked through in bounded time and memory.

What is slow elsewhere (CommonMark's own list of pathological texts, YAML of the worst kinds) runs
in a process that the system ends when it takes more; the bounds are many times what is needed.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from support import REPOSITORY

from guidebook.characters import MAX_BYTES, MAX_PROBLEMS
from guidebook.checks.page_markup import MAX_BRACKETS, MAX_BRACKETS_IN_BLOCK
from guidebook.project_files import MAX_STEM
from guidebook.strict_yaml import MAX_DEPTH

GIGABYTE = 1024**3
LONGEST = 8_000
"""Characters that a text with Markdown may have (`model.Markdown`)."""

MARKDOWN = (
    *("[", "![", "[](", "[a](", "![a](b", "](", "[a][", "[a](<", "[a]: b\n", "]", "("),
    *("*", "**", "*a ", "**a", "***a ", "*a**b", "_a ", "a_", "_*", "*_", "__a*"),
    *("`", "`` a", "``a`", "~~~\n", "\\", "&", "&#", "&amp;", "<", "<a ", "<!--", "<https://a "),
    *(
        "> ",
        ">",
        "- ",
        "1. ",
        "- a\n  ",
        "> - 1. ",
        "|",
        "|a|b|\n|-|-|\n",
        "a|",
        "|-",
        "#",
        "---\n",
    ),
    *("{ #a }", '"', " ", "\u00a0", "a\n", "a  \n", "a\\\n", "\n\n", "ä", "a\u200d", "=\n"),
)
READ_MARKDOWN = f"""
import sys
from guidebook.checks._markdown import read
from guidebook.plain_markdown import read_plain_markdown
from guidebook.text import find_disallowed, find_links, parse_tree, plain_text
from guidebook.text_html import render_html
from guidebook.typst_markup import escape
for part in {MARKDOWN!r}:
    text = (part * {LONGEST})[:{LONGEST}]
    render_html(text, lambda target: {{"href": target}})
    plain_text(text), list(find_links(text)), list(find_disallowed(text)), parse_tree(text)
    read(text), read_plain_markdown(text), escape(text)
"""

YAML = (
    *("[", "{", "- ", "? ", "a:\n", "- - ", "{a: ", "[a, ", "*a, ", "&a b, ", "!a ", "<<: "),
    *(
        "#\n",
        " #\n",
        "\u200b\n",
        "'",
        '"',
        "''",
        '\\"',
        "|\n",
        ">\n",
        "a: b\n",
        "  b: c\n",
        "  - b\n",
    ),
    *(" ", "\n", "\t", ":", ": ", "%a\n", "---\n", "...\n", "x", "ä", "a: b\r", "a: |-\n", "  x\n"),
)
READ_YAML = f"""
from guidebook.characters import MAX_PROBLEMS
from guidebook.strict_yaml import read_yaml
from guidebook.plain_yaml import read_plain
from guidebook.yaml_style import format_yaml
for start in ("", "a: b\\n", "a:\\n", 'a: "', "a: [", "a: |-\\n  x\\n"):
    for part in {YAML!r}:
        data = (start + part * {MAX_BYTES}).encode()[:{MAX_BYTES}]
        data = data.decode("utf-8", "ignore").encode()
        document = read_yaml(data, "x.yml")
        assert len(document.problems) <= MAX_PROBLEMS
        read_plain(data.decode())
        if document.value is not None and not document.problems:
            format_yaml(data, "x.yml")
"""

BOMBS = """
from bad_cases import BOMB, MERGE_BOMB
from guidebook.strict_yaml import read_yaml
for data in (BOMB, MERGE_BOMB, b"[" * 50_000, b"{a: " * 50_000, b"- " * 100_000, b"[" * 10**8):
    document = read_yaml(data, "x.yml")
    assert document.problems
    assert len(str(document.value)) < 10_000
"""


MANY = 10_000
"""So many guidelines that a reader could not read their titles in a day."""
SMALL = """\
code: {prefix}{number}
title: Water bed {number}
summary: Give bed {number} a can of water in the evening.
topic: water
status: draft
strength: practice
certainty: primary
why: |-
  Water is [the main difficulty in August](finding:elm-street-2025/F2).
actions:
  - id: give-water
    do: Give bed {number} a can of water.
rests_on:
  findings: [elm-street-2025/F2]
reviewed: 2026-11-20
review_by: 2027-11-20
changes:
  - on: 2026-11-20
    what: First draft.
"""
CHECK_MANY = f"""
import sys
from datetime import date
from pathlib import Path
from guidebook.checked import load_checked
catalogue, problems = load_checked(Path(sys.argv[1]), date(2026, 11, 23))
assert len(catalogue.entries) > {MANY}
assert not [problem for problem in problems if problem.is_error]
"""


def within(seconds: int, memory: int) -> None:
    """Let the process use so many CPU seconds and so much memory, and no more."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


@pytest.mark.parametrize(
    ("program", "seconds"),
    [(READ_MARKDOWN, 60), (READ_YAML, 120), (BOMBS, 10)],
    ids=["markdown", "yaml", "bombs"],
)
def test_the_worst_texts_are_read_in_bounded_time(program: str, seconds: int) -> None:
    """Texts of one sign repeated as often as a field or file allows are read or refused."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.append('tests')\n{program}"],
        preexec_fn=partial(within, seconds, 2 * GIGABYTE),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_many_small_guidelines_are_checked_in_bounded_time(project: Path) -> None:
    """Ten thousand guidelines that nobody has translated are loaded and checked."""
    for audience, prefix in (("growers", "G"), ("cities", "C")):
        for number in range(100, 100 + MANY // 2):
            path = project / f"guidelines/{audience}/bed-{prefix.lower()}{number}.yml"
            path.write_text(SMALL.format(prefix=prefix, number=number), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-c", CHECK_MANY, str(project)],
        preexec_fn=partial(within, 90, 2 * GIGABYTE),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_limits_are_those_that_the_manual_states() -> None:
    """The table of limits in the manual has the numbers of the program."""
    manual = (REPOSITORY / "manual/another-project.md").read_text(encoding="utf-8")
    table = manual.partition("## What files may hold")[2].partition("\n## ")[0]
    lines = [
        f"{MAX_BYTES // 1024} KiB, UTF-8, nested up to {MAX_DEPTH} levels",
        f"400; {LONGEST:,} characters",
        f"{MAX_STEM} characters",
        f"| {MAX_PROBLEMS}; the others",
        f"{MAX_BRACKETS_IN_BLOCK}; {MAX_BRACKETS:,}",
    ]
    assert [line for line in lines if line not in table] == []
