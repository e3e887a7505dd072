"""The figures beside their yardsticks, as a table.

The yardsticks are the project's own: what a reader's site must reach at any number of entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Yardstick:
    """What a figure must reach."""

    words: str
    holds: Callable[[float], bool]


def at_least(limit: float, unit: str = "") -> Yardstick:
    """Return the yardstick of a figure that must be high."""
    return Yardstick(f"≥ {limit:g}{unit}", lambda figure: figure >= limit)


def at_most(limit: float, unit: str = "") -> Yardstick:
    """Return the yardstick of a figure that must be low."""
    return Yardstick(f"≤ {limit:g}{unit}", lambda figure: figure <= limit)


def exactly(limit: float) -> Yardstick:
    """Return the yardstick of a figure that may not be another."""
    return Yardstick(f"{limit:g}", lambda figure: figure == limit)


KILOBYTES, SECONDS = " KB", " s"
NOTHING_SET = Yardstick("–", lambda _: True)


@dataclass(frozen=True)
class Figure:
    """A row of the table; None stands for what was not measured."""

    what: str
    content: str
    own: float | None
    plain: float | None
    yardstick: Yardstick = NOTHING_SET
    unit: str = ""
    causes: tuple[str, ...] = ()
    """What keeps this site from the yardstick."""


def as_table(figures: Iterable[Figure]) -> str:
    """Return the figures as a Markdown table, one row each, with the causes below it."""
    figures = tuple(figures)
    head = [
        "| what | content | this site | plain stack | yardstick | holds |",
        "|---|---|---:|---:|---|---|",
    ]
    causes = [
        f"- {figure.content}, {figure.what}: {cause}"
        for figure in figures
        for cause in figure.causes
    ]
    return "\n".join([*head, *map(as_row, figures), "", *causes])


def as_row(figure: Figure) -> str:
    """Return a figure as a row of the table."""
    cells = (
        figure.what,
        figure.content,
        _shown(figure.own, figure.unit),
        _shown(figure.plain, figure.unit),
        figure.yardstick.words,
        _verdict(figure),
    )
    return f"| {' | '.join(cells)} |"


def _shown(figure: float | None, unit: str) -> str:
    if figure is None:
        return "not measured"
    return f"{figure:.{2 if unit == SECONDS else 0}f}{unit}"


def _verdict(figure: Figure) -> str:
    if figure.own is None or figure.yardstick is NOTHING_SET:
        return ""
    return "yes" if figure.yardstick.holds(figure.own) else "**no**"
