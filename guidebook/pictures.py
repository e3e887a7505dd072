"""Where the shapes of the site's pictures stand: numbers only, no words and no markup.

In: counts, and which nodes are joined. Out: frozen shapes in units of a view box, whose origin is
its upper left corner; one unit is one CSS pixel at the picture's own size. The same input gives
the same numbers. For languages that run from right to left, `mirrored` turns a picture round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Point = tuple[float, float]

DOTS_ACROSS = 5
"""Dots in a row: a number that people see without counting."""
MOST_DOTS = 20
"""More dots than these say nothing at a glance; each then stands for several things."""
DOT_RADIUS = 5
DOT_STEP = 14

WIDTH = 320
"""Width of a picture with lines: the narrowest screen that WCAG 2.2 asks for (1.4.10)."""
ROW = 34
NODE_HEIGHT = 26
MOST_NODES = 24
"""More nodes than these in a column are no longer read one by one (36 entries give 12)."""
MOST_LINES = 60
TIP = 8
"""Length of an arrow's tip."""
BAND_WIDEST = 44
BAND_THINNEST = 6
BAND_ROW = 72


@dataclass(frozen=True)
class Dots:
    """A number as dots in rows."""

    width: float
    height: float
    centres: tuple[Point, ...]
    radius: float = DOT_RADIUS


@dataclass(frozen=True)
class Need:
    """A line to draw: which node needs which, by their places in the columns."""

    left: int
    right: int
    is_back: bool = False
    """True when the right one needs the left one."""


@dataclass(frozen=True)
class Box:
    """A node: a rectangle with room for a code."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """Return the middle, where the code stands."""
        return _point(self.x + self.width / 2, self.y + self.height / 2)


@dataclass(frozen=True)
class Line:
    """A curve from the node that needs to the node that is needed, and the tip at its end."""

    start: Point
    bend: float
    """The x of both control points; the curve leaves and arrives level."""
    end: Point
    tip: tuple[Point, Point, Point]
    is_back: bool


@dataclass(frozen=True)
class NeedsPicture:
    """Two columns of nodes and the lines between them."""

    width: float
    height: float
    left: tuple[Box, ...]
    right: tuple[Box, ...]
    lines: tuple[Line, ...]
    """In the order of the needs."""


@dataclass(frozen=True)
class Band:
    """A broad arrow that stands for many lines."""

    outline: tuple[Point, ...]
    label: Point
    """Where its number stands: the middle of its lower end."""
    is_back: bool


@dataclass(frozen=True)
class BandsPicture:
    """One band for each direction."""

    width: float
    height: float
    bands: tuple[Band, ...]


def things_per_dot(counts: Sequence[int]) -> int:
    """Return how many things a dot stands for, so that the largest count has few enough dots."""
    most = max(counts, default=0)
    unit = 1
    while True:
        for step in (unit, 2 * unit, 5 * unit):
            if _dots_of(most, step) <= MOST_DOTS:
                return step
        unit *= 10


def dots_across(counts: Sequence[int], per_dot: int) -> int:
    """Return how many dots stand in a row, so that all numbers take the same room."""
    return max(1, min(DOTS_ACROSS, _dots_of(max(counts, default=0), per_dot)))


def dots(number: int, per_dot: int, across: int, *, mirrored: bool = False) -> Dots:
    """Return the dots of a number; a part of a dot counts as one. None for 0."""
    found = _dots_of(number, per_dot)
    width = across * DOT_STEP
    height = max(-(-found // across), 1) * DOT_STEP
    centres = []
    for place in range(found):
        row, column = divmod(place, across)
        x = (column + 0.5) * DOT_STEP
        centres.append(_point(width - x if mirrored else x, (row + 0.5) * DOT_STEP))
    return Dots(width, height, tuple(centres))


def _dots_of(number: int, per_dot: int) -> int:
    return -(-number // per_dot)


def is_drawn_by_lines(left: int, right: int, needs: int) -> bool:
    """Return False when nodes or needs are too many to be told apart, and bands are drawn."""
    return max(left, right) <= MOST_NODES and needs <= MOST_LINES


def needs_picture(
    left: int, right: int, needs: Sequence[Need], *, letters: int, mirrored: bool = False
) -> NeedsPicture:
    """Return two columns of nodes with a line for each need; `letters` is the longest code's."""
    height = max(left, right) * ROW
    node_width = _round(18 + 9.5 * letters)
    far = _round(WIDTH - node_width)
    columns = [(0, node_width), (far, far)]  # x of the column, and of the edge lines end at
    if mirrored:
        columns.reverse()
    (left_x, left_edge), (right_x, right_edge) = columns
    boxes = (
        _column(left_x, left, height, node_width),
        _column(right_x, right, height, node_width),
    )
    ports = _ports(needs, boxes)
    lines = []
    for place, need in enumerate(needs):
        start, end = (left_edge, ports[place, 0]), (right_edge, ports[place, 1])
        if need.is_back:
            start, end = end, start
        lines.append(_line(start, end, is_back=need.is_back))
    return NeedsPicture(WIDTH, height, *boxes, tuple(lines))


def bands_picture(
    forward: int, backward: int, most: int, *, mirrored: bool = False
) -> BandsPicture:
    """Return a band for each direction that is needed at all, as broad as its number is large.

    `most` is the largest number of all pictures that are to be compared.
    """
    numbers = [(number, back) for number, back in ((forward, False), (backward, True)) if number]
    bands = []
    for row, (number, is_back) in enumerate(numbers):
        middle = BAND_ROW * (row + 0.5) - 9
        half = max(BAND_WIDEST * number / most, BAND_THINNEST) / 2
        turn = is_back != mirrored
        outline = [_point(WIDTH - x if turn else x, y) for x, y in _arrow(middle, half)]
        label = _point(WIDTH / 2, BAND_ROW * (row + 1) - 4)
        bands.append(Band(tuple(outline), label, is_back))
    return BandsPicture(WIDTH, BAND_ROW * len(numbers), tuple(bands))


def _arrow(middle: float, half: float) -> tuple[Point, ...]:
    """Return the outline of an arrow to the right, over the picture's whole width."""
    neck = WIDTH - TIP - half
    wing = half + TIP / 2
    return (
        (0, middle - half),
        (neck, middle - half),
        (neck, middle - wing),
        (WIDTH, middle),
        (neck, middle + wing),
        (neck, middle + half),
        (0, middle + half),
    )


def _column(x: float, number: int, height: float, node_width: float) -> tuple[Box, ...]:
    """Return the nodes of a column, spread over the whole height."""
    step = height / max(number, 1)
    return tuple(
        Box(x, _round((place + 0.5) * step - NODE_HEIGHT / 2), node_width, NODE_HEIGHT)
        for place in range(number)
    )


def _ports(
    needs: Sequence[Need], boxes: tuple[tuple[Box, ...], tuple[Box, ...]]
) -> dict[tuple[int, int], float]:
    """Return the height of both ends of each need, by its place and the column (0 or 1).

    The lines of a node end one below the other, in the order of their other ends, so that each can
    be followed.
    """
    found = {}
    for side in (0, 1):
        for node, box in enumerate(boxes[side]):
            ends = sorted(_ends_at(needs, side, node))
            for number, (_, _, place) in enumerate(ends, start=1):
                height = box.y + box.height * number / (len(ends) + 1)
                found[place, side] = _round(height)
    return found


def _ends_at(needs: Sequence[Need], side: int, node: int) -> Iterator[tuple[int, bool, int]]:
    """Yield each need that ends at a node: the other node, the direction and its place."""
    for place, need in enumerate(needs):
        own, other = (need.left, need.right) if side == 0 else (need.right, need.left)
        if own == node:
            yield other, need.is_back, place


def _line(start: Point, end: Point, *, is_back: bool) -> Line:
    """Return the curve between two points with a tip at its end."""
    back = TIP if end[0] < start[0] else -TIP
    base = end[0] + back
    half = TIP / 2
    return Line(
        start,
        _round((start[0] + base) / 2),
        _point(base, end[1]),
        (end, _point(base, end[1] - half), _point(base, end[1] + half)),
        is_back,
    )


def _point(x: float, y: float) -> Point:
    return _round(x), _round(y)


def _round(number: float) -> float:
    """Return a coordinate with one decimal, or none: finer differences are not seen."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded
