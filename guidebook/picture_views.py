"""What the pictures show: which topics and audiences are covered, and who needs what from whom.

In: views of one language. Out: frozen views in which the shapes of a picture stand beside the
passages and numbers that say the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from guidebook.model import Entry
from guidebook.pictures import (
    Band,
    BandsPicture,
    Box,
    Dots,
    Need,
    NeedsPicture,
    bands_picture,
    dots,
    dots_across,
    is_drawn_by_lines,
    needs_picture,
    things_per_dot,
)
from guidebook.views import AudienceView, EntryCard, NeedView, TopicView, Views


@dataclass(frozen=True)
class CellView:
    """How many entries a topic has for an audience."""

    audience: AudienceView
    count: int
    dots: Dots
    address: str


@dataclass(frozen=True)
class CoverageRow:
    """A topic with a cell for each audience."""

    topic: TopicView
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class CoverageView:
    """Which topics and audiences are covered."""

    audiences: tuple[AudienceView, ...]
    rows: tuple[CoverageRow, ...]
    per_dot: int
    """How many entries a dot stands for."""


@dataclass(frozen=True)
class NeedingView:
    """An entry and what it needs from one other audience."""

    card: EntryCard
    needs: tuple[NeedView, ...]


@dataclass(frozen=True)
class DirectionView:
    """What one audience's entries need from another's."""

    needing: AudienceView
    needed: AudienceView
    entries: tuple[NeedingView, ...]
    is_back: bool
    """True when it is drawn from the second audience to the first."""

    @property
    def count(self) -> int:
        """Return the number of needs."""
        return sum(len(entry.needs) for entry in self.entries)


@dataclass(frozen=True)
class PairView:
    """The needs between two audiences, as a picture and as lists."""

    left: AudienceView
    right: AudienceView
    lines: NeedsPicture | None
    nodes: tuple[tuple[EntryCard, Box], ...]
    bands: BandsPicture | None
    """Drawn instead of lines, when those are too many."""
    directions: tuple[DirectionView, ...]

    @property
    def anchor(self) -> str:
        """Return the pair's anchor on the page."""
        return f"{self.left.audience.id}--{self.right.audience.id}"

    @property
    def drawn_bands(self) -> tuple[tuple[Band, DirectionView], ...]:
        """Return each band with what it stands for."""
        bands = self.bands.bands if self.bands else ()
        return tuple(zip(bands, self.directions, strict=True))


class PictureViews:
    """Makes the views of the pictures in one language."""

    def __init__(self, views: Views) -> None:
        self.views = views
        self.catalogue = views.catalogue
        self.is_mirrored = views.locale.direction == "rtl"

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """Return where each entry stands in a column: by topic, then as in the catalogue."""
        topics = [topic.id for topic in self.catalogue.site.topics]
        return {
            entry.entry_id: (topics.index(entry.topic), place)
            for place, entry in enumerate(self.catalogue.entries)
        }

    def coverage(self) -> CoverageView:
        """Return the number of entries by topic and audience."""
        site = self.catalogue.site
        audiences = tuple(self.views.audience(audience) for audience in site.audiences)
        counts = {
            (topic.id, audience.id): sum(
                entry.topic == topic.id for entry in self.catalogue.sections[audience.id]
            )
            for topic in site.topics
            for audience in site.audiences
        }
        per_dot = things_per_dot(list(counts.values()))
        across = dots_across(list(counts.values()), per_dot)
        rows = []
        for topic in site.topics:
            view = self.views.topic(topic)
            cells = []
            for audience in audiences:
                number = counts[topic.id, audience.audience.id]
                shape = dots(number, per_dot, across, mirrored=self.is_mirrored)
                address = f"{view.address}#{audience.audience.id}" if number else ""
                cells.append(CellView(audience, number, shape, address))
            rows.append(CoverageRow(view, tuple(cells)))
        return CoverageView(audiences, tuple(rows), per_dot)

    def pairs(self) -> tuple[PairView, ...]:
        """Return the needs between each two audiences that have any."""
        entries = [entry for entry in self.catalogue.entries if not entry.is_retired]
        audiences = [self.views.audience(audience) for audience in self.catalogue.site.audiences]
        needed = [
            (left, right, directions)
            for left, right in combinations(audiences, 2)
            if (directions := self._directions(left, right, entries))
        ]
        most = max((one.count for *_, directions in needed for one in directions), default=0)
        return tuple(self._pair(*one, most) for one in needed)

    def needs_in_topic(self, topic_id: str) -> tuple[DirectionView, ...]:
        """Return the needs between a topic's own entries, by who needs them from whom."""
        entries = [
            entry
            for entry in self.catalogue.entries
            if entry.topic == topic_id and not entry.is_retired
        ]
        audiences = [self.views.audience(audience) for audience in self.catalogue.site.audiences]
        return tuple(
            direction
            for left, right in combinations(audiences, 2)
            for direction in self._directions(left, right, entries)
        )

    def _directions(
        self, left: AudienceView, right: AudienceView, entries: Sequence[Entry]
    ) -> tuple[DirectionView, ...]:
        """Return the directions in which two audiences need each other among some entries."""
        found = []
        for needing, needed, is_back in ((left, right, False), (right, left, True)):
            views = tuple(self._needing(needing.audience.id, needed.audience.id, entries))
            if views:
                found.append(DirectionView(needing, needed, views, is_back))
        return tuple(found)

    def _needing(
        self, needing_id: str, needed_id: str, entries: Sequence[Entry]
    ) -> Iterator[NeedingView]:
        """Yield the entries of an audience that need entries of another, by topic."""
        by_id = {entry.entry_id: entry for entry in entries if entry.audience_id == needed_id}
        for entry in sorted(entries, key=self._place):
            if entry.audience_id != needing_id:
                continue
            needs = [need for need in entry.needs if need.entry in by_id]
            if needs:
                passages = self.views.texts.needs(entry)
                views = tuple(
                    NeedView(self.views.card(by_id[need.entry]), passages[need.entry])
                    for need in needs
                )
                yield NeedingView(self.views.card(entry), views)

    def _pair(
        self,
        left: AudienceView,
        right: AudienceView,
        directions: tuple[DirectionView, ...],
        most: int,
    ) -> PairView:
        """Return two audiences with the picture of their needs; `most` is of all directions."""
        needs = [
            (entry.card.entry, need.card.entry, direction.is_back)
            for direction in directions
            for entry in direction.entries
            for need in entry.needs
        ]
        entries = [entry for needing, needed, _ in needs for entry in (needing, needed)]
        columns = (
            self._column(left.audience.id, entries),
            self._column(right.audience.id, entries),
        )
        if is_drawn_by_lines(len(columns[0]), len(columns[1]), len(needs)):
            picture = self._lines(columns, needs)
            cards = [self.views.card(entry) for column in columns for entry in column]
            nodes = tuple(zip(cards, [*picture.left, *picture.right], strict=True))
            return PairView(left, right, picture, nodes, None, directions)
        counts = {direction.is_back: direction.count for direction in directions}
        forward, backward = counts.get(False, 0), counts.get(True, 0)
        bands = bands_picture(forward, backward, most, mirrored=self.is_mirrored)
        return PairView(left, right, None, (), bands, directions)

    def _lines(
        self, columns: tuple[list[Entry], list[Entry]], needs: list[tuple[Entry, Entry, bool]]
    ) -> NeedsPicture:
        """Return the picture of the needs between the entries of two columns."""
        places = {entry.entry_id: place for column in columns for place, entry in enumerate(column)}
        drawn = []
        for needing, needed, is_back in needs:
            left, right = (needed, needing) if is_back else (needing, needed)
            drawn.append(Need(places[left.entry_id], places[right.entry_id], is_back))
        letters = max(len(entry.code) for column in columns for entry in column)
        sizes = len(columns[0]), len(columns[1])
        return needs_picture(*sizes, drawn, letters=letters, mirrored=self.is_mirrored)

    def _column(self, audience_id: str, entries: list[Entry]) -> list[Entry]:
        """Return the entries of one audience once each, by topic, so that lines run level."""
        own = {entry.entry_id: entry for entry in entries if entry.audience_id == audience_id}
        return sorted(own.values(), key=self._place)

    def _place(self, entry: Entry) -> tuple[int, int]:
        return self._places[entry.entry_id]
