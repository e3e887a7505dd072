"""Every command that a text names is one that the program understands, with these options."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from support import REPOSITORY

from guidebook.cli import main_command

MENTION = re.compile(r"(?<!Usage: )python3? (?:-P )?build\.py(?P<arguments>[^`\n|]*)")
"""A command line in a text: up to the end of the code or of the line."""
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
FILLED_IN = re.compile(r"\{[^{}]*\}")
"""What the program fills into a sentence of its own."""
HELP = re.compile(r"<!-- help (?P<name>[a-z ]+): begin -->\n```text\n(?P<text>.*?)```\n", re.DOTALL)
COMMANDS_PAGE = REPOSITORY / "manual" / "commands.md"


def texts() -> list[Path]:
    """Return everything that tells people or workflows what to type."""
    found = [*REPOSITORY.glob("*.md"), REPOSITORY / ".ci" / "run"]
    for folder, pattern in (
        ("manual", "*.md"),
        ("docs", "**/*.md"),
        ("benchmarks", "*.md"),
        (".github", "**/*.md"),
        (".github", "**/*.yml"),
        ("guidebook", "**/*.py"),
    ):
        found += (REPOSITORY / folder).glob(pattern)
    return sorted(found)


def sentences(program: str) -> str:
    """Return the texts that a module holds, a line each, with braces for what it fills in."""
    nodes = list(ast.walk(ast.parse(program)))
    joined = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in joined for part in node.values}
    found = [
        "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        for node in joined
    ]
    found += [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside
    ]
    return "\n".join(found)


def mentions(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line and arguments of each command line, with and without what is optional."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        text = sentences(text)
    for found in MENTION.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        told = FILLED_IN.sub("X", found["arguments"]).split(" >")[0]
        if text[: found.start()].endswith("'"):
            told = told.split("'")[0]
        for shown in {OPTIONAL.sub(r"\1", told), OPTIONAL.sub("", told)}:
            if path.suffix == ".md" and not text[found.end() :].startswith("`"):
                yield line, shlex.split(shown, comments=True)
            else:
                yield line, shlex.split(shown.rstrip(".,;:"))


def understand(arguments: list[str]) -> None:
    """Let the program read a command line without doing what it says; a ClickException if wrong."""
    command: click.Command = main_command
    context = command.make_context("build.py", list(arguments))
    while isinstance(command, click.Group) and context._protected_args:
        rest = [*context._protected_args, *context.args]
        name, found, rest = command.resolve_command(context, rest)
        assert found is not None
        command = found
        context = command.make_context(name, rest, parent=context)


def all_commands() -> dict[str, click.Command]:
    """Return every command by what a person types."""
    found: dict[str, click.Command] = {}

    def gather(group: click.Group, before: str) -> None:
        with click.Context(group) as context:
            for name in group.list_commands(context):
                command = group.get_command(context, name)
                assert command is not None
                found[f"{before}{name}"] = command
                if isinstance(command, click.Group):
                    gather(command, f"{before}{name} ")

    gather(main_command, "")
    return found


def help_of(name: str) -> str:
    """Return what a person reads who asks for a command's help."""
    command = all_commands()[name]
    with click.Context(command, info_name=f"python3 build.py {name}", terminal_width=100) as shown:
        return command.get_help(shown).rstrip()


def the_commands_page() -> str:
    """Return the page with the help of every command."""
    parts = [COMMANDS_PAGE.read_text(encoding="utf-8").split("\n## ")[0].rstrip()]
    for name in all_commands():
        block = f"<!-- help {name}: begin -->\n```text\n{help_of(name)}\n```\n<!-- help: end -->"
        parts.append(f"## {name}\n\n{block}")
    return "\n\n".join(parts) + "\n"


def test_command_lines_are_found() -> None:
    """The texts hold command lines with arguments, quotes, options and comments behind them."""
    found = [arguments for path in texts() for _, arguments in mentions(path)]
    assert ["retire", "L2", "--by", "L5"] in found
    assert ["check", "--format", "github"] in found
    assert len(found) > 40


@pytest.mark.parametrize("path", texts(), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_the_program_understands_every_command_line(path: Path) -> None:
    """No text names a command, an option or a value that the program does not have."""
    for line, arguments in mentions(path):
        for given in (
            [name.split() + arguments[1:] for name in all_commands()]
            if arguments[:1] == ["COMMAND"]
            else [arguments]
        ):
            try:
                understand(given)
            except click.exceptions.Exit as told:  # the help was asked for
                assert told.exit_code == 0
            except click.ClickException as error:
                if "does not exist" in error.format_message():
                    continue  # the example's file is not on this computer
                pytest.fail(f"{path.name}:{line}: {' '.join(given)}: {error.format_message()}")


@pytest.mark.parametrize("arguments", [["chek"], ["check", "--formt", "json"], ["changes"]])
def test_a_wrong_command_line_is_not_understood(arguments: list[str]) -> None:
    """A wrong name, a wrong option and a missing argument are all refused."""
    with pytest.raises(click.ClickException, match=r"No such|Missing parameter"):
        understand(arguments)


def test_the_help_of_every_command_is_in_the_manual(update_golden: bool) -> None:
    """manual/commands.md shows what each command says of itself today."""
    current = the_commands_page()
    if update_golden:
        COMMANDS_PAGE.write_text(current, encoding="utf-8")
    assert COMMANDS_PAGE.read_text(encoding="utf-8") == current


def test_help_shown_elsewhere_is_current() -> None:
    """A block of help in any text is what the program says."""
    for path in texts():
        for block in HELP.finditer(path.read_text(encoding="utf-8")):
            assert block["text"] == f"{help_of(block['name'])}\n", path
