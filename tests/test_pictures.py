"""Pictures: what they draw is what they say in words, and both are what the catalogue holds."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import REPOSITORY, copy_base

from guidebook.catalogue import Catalogue
from guidebook.load import load_catalogue
from guidebook.localise import Texts
from guidebook.page import Page
from guidebook.pages import build_pages
from guidebook.pictures import (
    MOST_DOTS,
    MOST_LINES,
    MOST_NODES,
    WIDTH,
    Box,
    Need,
    NeedsPicture,
    Point,
    bands_picture,
    dots,
    dots_across,
    needs_picture,
    things_per_dot,
)

ALLOTMENTS = Path(__file__).parent / "projects" / "allotments"
LAWS = settings(max_examples=150, deadline=None)
SIZES = st.integers(1, MOST_NODES)


@dataclass
class Cell:
    """A cell of the table of topics and audiences."""

    link: str = ""
    text: str = ""
    dots: int = 0


@dataclass
class OverviewReader(HTMLParser):
    """What the overview draws and what it says in words."""

    html: str
    cells: list[Cell] = field(default_factory=list)
    needs: list[tuple[str, str]] = field(default_factory=list)
    """Codes of who needs and of who is needed, as listed."""
    drawn: list[str] = field(default_factory=list)
    """The classes of every arrow that is drawn."""
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    view_boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the page."""
        super().__init__()
        self._open: list[str] = []
        self._needing = ""
        self._is_code = False
        self._lists = 0
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag draws."""
        found = {name: value or "" for name, value in attrs}
        self._open.append(tag)
        if tag == "td":
            self.cells.append(Cell())
        elif tag == "a" and "td" in self._open:
            self.cells[-1].link = found["href"]
        elif tag == "path" and "td" in self._open:
            self.cells[-1].dots += found["d"].count("M")
        elif tag == "g" and found["class"].startswith("need") and "node" not in found["class"]:
            self.drawn.append(found["class"])
        elif tag == "svg" and "viewbox" in found:
            x, y, width, height = (float(part) for part in found["viewbox"].split())
            self.view_boxes.append((x, y, width, height))
        elif tag == "rect":
            x, y, width, height = (float(found[name]) for name in ("x", "y", "width", "height"))
            self.boxes.append((x, y, width, height))
        self._lists += tag == "ul"
        self._is_code = tag == "span" and found.get("class") == "code"

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        while self._open and self._open.pop() != tag:
            pass
        self._lists -= tag == "ul"
        self._is_code = False

    def handle_data(self, data: str) -> None:
        """Note a number of the table, or a code of a list."""
        if "td" in self._open:
            self.cells[-1].text += data.strip()
        elif self._is_code and self._lists == 1:
            self._needing = data
        elif self._is_code and self._lists == 2:
            self.needs.append((self._needing, data))
        elif self._open and self._open[-1] == "title":
            self.titles.append(data)


@pytest.fixture(scope="module")
def real() -> Catalogue:
    """Return the repository's own content."""
    return loaded(REPOSITORY)


@pytest.fixture(scope="module")
def real_pages(real: Catalogue) -> dict[tuple[str, str], Page]:
    """Return the repository's own pages by language and page id."""
    return {
        (locale.tag, page.page_id): page
        for locale in real.locales
        for page in build_pages(real, locale, REPOSITORY / "templates")
    }


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the base project with the repository's templates."""
    root = tmp_path_factory.mktemp("pictures") / "base"
    copy_base(root)
    return root


@pytest.fixture(scope="module")
def allotments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the project in Swedish, Arabic and Portuguese with the repository's templates."""
    root = tmp_path_factory.mktemp("pictures") / "allotments"
    shutil.copytree(ALLOTMENTS, root)
    for name in ("pages", "inserts", "assets"):
        shutil.copytree(REPOSITORY / "templates" / name, root / "templates" / name)
    return root


def loaded(root: Path) -> Catalogue:
    """Return a project's content."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    return catalogue


def page_of(catalogue: Catalogue, page_id: str, tag: str, root: Path) -> Page:
    """Return one page in one language."""
    pages = build_pages(catalogue, catalogue.locales_by_tag[tag], root / "templates")
    return next(page for page in pages if page.page_id == page_id)


def overview_of(catalogue: Catalogue, tag: str, root: Path) -> OverviewReader:
    """Return the overview in one language."""
    return OverviewReader(page_of(catalogue, "overview/index", tag, root).markdown)


def all_needs(catalogue: Catalogue) -> Counter[tuple[str, str]]:
    """Return the codes of each entry in force and of each entry that it needs."""
    by_id = catalogue.entries_by_id
    return Counter(
        (entry.code, by_id[need.entry].code)
        for entry in catalogue.entries
        for need in entry.needs
        if not entry.is_retired
    )


@pytest.mark.parametrize("tag", ["en", "et", "de", "fi"])
def test_the_table_counts_what_there_is(
    real: Catalogue, real_pages: dict[tuple[str, str], Page], tag: str
) -> None:
    """Each topic has for each audience as many dots as entries, and the same number beside them."""
    texts = Texts(real, real.locales_by_tag[tag])
    cells = iter(OverviewReader(real_pages[tag, "overview/index"].markdown).cells)
    for topic in real.site.topics:
        for audience in real.site.audiences:
            cell = next(cells)
            count = sum(entry.topic == topic.id for entry in real.sections[audience.id])
            assert (cell.text, cell.dots) == (texts.words.number(count), count)
            assert cell.link == f"../topics/{topic.id}/#{audience.id}"
    assert next(cells, None) is None


def test_what_is_not_covered_is_shown(allotments: Path) -> None:
    """A topic without entries for an audience has the number 0, no dot and no link."""
    cells = overview_of(loaded(allotments), "ar", allotments).cells
    empty = [cell for cell in cells if cell.text == "0"]
    assert [(cell.dots, cell.link) for cell in empty] == [(0, "")] * 3


@pytest.mark.parametrize("tag", ["en", "de"])
def test_every_need_is_drawn_and_listed_once(
    real: Catalogue, real_pages: dict[tuple[str, str], Page], tag: str
) -> None:
    """The lists name each need of the catalogue once; there is an arrow for each and no other."""
    overview = OverviewReader(real_pages[tag, "overview/index"].markdown)
    assert Counter(overview.needs) == all_needs(real)
    assert len(overview.drawn) == len(overview.needs)
    places = [audience.id for audience in real.site.audiences]
    codes = {entry.code: places.index(entry.audience_id) for entry in real.entries}
    back = sum(codes[needing] > codes[needed] for needing, needed in overview.needs)
    assert sum("need-back" in drawn for drawn in overview.drawn) == back


def test_titles_of_nodes_are_in_the_language_of_the_page(allotments: Path) -> None:
    """A node names its guideline to the mouse, unless that would be in another language."""
    catalogue = loaded(allotments)
    arabic = Texts(catalogue, catalogue.locales_by_tag["ar"])
    own = arabic.entry(catalogue.entries_by_id["samla-regnvatten"])["title"].text
    assert overview_of(catalogue, "ar", allotments).titles == [own]
    assert len(overview_of(catalogue, "sv", allotments).titles) == 2


def test_pictures_of_right_to_left_languages_are_turned_round(allotments: Path) -> None:
    """In Arabic the first audience stands on the right, where reading begins."""
    catalogue = loaded(allotments)
    swedish = overview_of(catalogue, "sv", allotments)
    arabic = overview_of(catalogue, "ar", allotments)
    assert swedish.boxes == [
        (WIDTH - x - width, y, width, height) for x, y, width, height in arabic.boxes
    ]
    assert swedish.boxes[0][0] == 0
    assert swedish.needs == arabic.needs


def test_many_needs_are_drawn_as_bands(base: Path) -> None:
    """With more entries than can be told apart, one band stands for a direction; lists stay."""
    catalogue = loaded(base)
    growing, lending = catalogue.entries_by_id["share-tools"], catalogue.entries_by_id["lend-land"]
    entries = [
        growing.model_copy(update={"entry_id": f"entry-{number}", "code": f"G{number}"})
        for number in range(10, 11 + MOST_NODES)
    ]
    known = [entry.model_copy(update={"needs": ()}) for entry in catalogue.entries]
    many = replace(catalogue, entries=(*entries, *known))
    markdown = page_of(many, "overview/index", "en", base).markdown
    overview = OverviewReader(markdown)
    assert Counter(overview.needs) == all_needs(many)
    assert set(overview.needs) == {(entry.code, lending.code) for entry in entries}
    assert overview.drawn == ["need"]
    assert f">{len(entries)}</text>" in markdown
    assert "one broad arrow stands for all of one direction" in markdown
    assert growing.needs[0].because not in markdown


def test_a_project_whose_guidelines_need_nothing_says_so(base: Path) -> None:
    """Without needs there is no empty picture but a sentence."""
    catalogue = loaded(base)
    alone = tuple(entry.model_copy(update={"needs": ()}) for entry in catalogue.entries)
    content = replace(catalogue, entries=alone)
    markdown = page_of(content, "overview/index", "en", base).markdown
    assert "No guideline needs another one yet." in markdown
    assert 'role="img"' not in markdown


def test_a_topic_sets_its_audiences_side_by_side(
    real: Catalogue, real_pages: dict[tuple[str, str], Page]
) -> None:
    """A topic's page has a column for each audience, in their order, then the needs inside it."""
    markdown = real_pages["en", "topics/recognition"].markdown
    headings = re.findall(r'<h2 id="([\w-]+)">', markdown)
    assert headings == [audience.id for audience in real.site.audiences]
    own = {entry.code for entry in real.entries if entry.topic == "recognition"}
    inside = {pair for pair in all_needs(real) if set(pair) <= own}
    listed = OverviewReader(markdown.partition("{ #needs }")[2]).needs
    assert Counter(listed) == Counter(inside)
    assert markdown.index("{ #needs }") < markdown.index("All needs between the audiences")


def test_the_evidence_page_begins_with_a_list_of_findings(
    real: Catalogue, real_pages: dict[tuple[str, str], Page]
) -> None:
    """Each finding is listed with the number of its answers, and leads to its permanent anchor."""
    markdown = real_pages["en", "evidence/index"].markdown
    contents = markdown.partition("</nav>")[0]
    for study in real.studies:
        for finding in study.findings:
            anchor = f"{study.study_id}-{finding.id}"
            answers = [
                entry.code
                for entry in real.entries
                if f"{study.study_id}/{finding.id}" in entry.rests_on.findings
            ]
            line = re.search(rf'<a href="#{anchor}">.*', contents)
            assert line is not None
            assert f"; {len(answers)} guideline" in line[0]
            block = markdown.partition(f'<div class="finding" id="{anchor}">')[2]
            block = block.partition("\n</div>\n\n")[0]
            assert f'href="#{anchor}" title="Link to {finding.id}">{finding.id}</a>' in block
            assert re.findall(r'<dd><span class="code">(\w+)<', block) == answers


def test_a_need_each_way_is_two_arrows(base: Path) -> None:
    """Two audiences that need each other are drawn with an arrow each way."""
    overview = overview_of(loaded(base), "et", base)
    assert overview.drawn == ["need", "need need-back"]
    assert overview.needs == [("G1", "C1"), ("C1", "G1")]


# Laws of the shapes


@given(st.lists(st.integers(0, 100_000), max_size=8))
@LAWS
def test_a_dot_stands_for_as_few_things_as_fit(counts: list[int]) -> None:
    """The largest number has at most twenty dots, and one dot stands for 1, 2, 5, 10 and so on."""
    per_dot = things_per_dot(counts)
    assert re.fullmatch("[125]0*", str(per_dot))
    assert -(-max(counts, default=0) // per_dot) <= MOST_DOTS
    if per_dot > 1:
        smaller = per_dot * 2 // 5 if str(per_dot)[0] == "5" else per_dot // 2
        assert -(-max(counts) // smaller) > MOST_DOTS


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=8), st.booleans())
@LAWS
def test_dots_lie_inside_and_apart(counts: list[int], mirrored: bool) -> None:
    """Every number has its dots, rounded up; none is cut off and none lies on another."""
    per_dot = things_per_dot(counts)
    across = dots_across(counts, per_dot)
    shapes = [dots(number, per_dot, across, mirrored=mirrored) for number in counts]
    for number, shape in zip(counts, shapes, strict=True):
        assert len(shape.centres) == -(-number // per_dot)
        assert len(set(shape.centres)) == len(shape.centres)
        for x, y in shape.centres:
            assert shape.radius <= x <= shape.width - shape.radius
            assert shape.radius <= y <= shape.height - shape.radius
    assert len({shape.width for shape in shapes}) == 1


@st.composite
def needs_between(draw: st.DrawFn) -> tuple[int, int, list[Need]]:
    """Return two columns and needs between them, each once."""
    left, right = draw(SIZES), draw(SIZES)
    one = st.builds(Need, st.integers(0, left - 1), st.integers(0, right - 1), st.booleans())
    return left, right, draw(st.lists(one, unique=True, max_size=MOST_LINES))


def points_of(picture: NeedsPicture) -> list[Point]:
    """Return every point of a picture."""
    corners = [
        point
        for box in (*picture.left, *picture.right)
        for point in ((box.x, box.y), (box.x + box.width, box.y + box.height), box.centre)
    ]
    ends = [
        point
        for line in picture.lines
        for point in (line.start, line.end, *line.tip, (line.bend, 0))
    ]
    return corners + ends


@given(needs_between(), st.integers(2, 7), st.booleans())
@LAWS
def test_a_picture_of_needs_lies_inside_its_view_box(
    needs: tuple[int, int, list[Need]], letters: int, mirrored: bool
) -> None:
    """No node, line or tip is cut off, and no two nodes of a column touch."""
    left, right, lines = needs
    picture = needs_picture(left, right, lines, letters=letters, mirrored=mirrored)
    for x, y in points_of(picture):
        assert 0 <= x <= picture.width
        assert 0 <= y <= picture.height
    for column in (picture.left, picture.right):
        for above, below in pairwise(column):
            assert above.y + above.height < below.y


@given(needs_between(), st.booleans())
@LAWS
def test_every_line_joins_its_two_nodes(needs: tuple[int, int, list[Need]], mirrored: bool) -> None:
    """A line leaves the node that needs, its tip touches the needed one, and none share an end."""
    left, right, lines = needs
    picture = needs_picture(left, right, lines, letters=3, mirrored=mirrored)
    ends = []
    for need, line in zip(lines, picture.lines, strict=True):
        nodes = [picture.left[need.left], picture.right[need.right]]
        needing, needed = reversed(nodes) if need.is_back else nodes
        assert line.is_back == need.is_back
        assert line.tip[0] != line.end
        assert _touches(needing, line.start)
        assert _touches(needed, line.tip[0])
        ends += [line.start, line.tip[0]]
    assert len(set(ends)) == len(ends)


def _touches(box: Box, point: Point) -> bool:
    """Return True when a point lies on the left or right edge of a node."""
    return point[0] in (box.x, box.x + box.width) and box.y < point[1] < box.y + box.height


@given(needs_between())
@LAWS
def test_the_same_needs_give_the_same_picture(needs: tuple[int, int, list[Need]]) -> None:
    """Drawing is a pure function, and turning a picture round moves nothing up or down."""
    left, right, lines = needs
    once = needs_picture(left, right, lines, letters=3)
    assert once == needs_picture(left, right, lines, letters=3)
    turned = needs_picture(left, right, lines, letters=3, mirrored=True)
    for one, other in zip([*once.left, *once.right], [*turned.left, *turned.right], strict=True):
        assert (one.y, one.width, one.height) == (other.y, other.width, other.height)
        assert one.x == WIDTH - other.x - other.width
    for line, other_line in zip(once.lines, turned.lines, strict=True):
        ends = [line.start, line.end, *line.tip, (line.bend, 0)]
        other_ends = [other_line.start, other_line.end, *other_line.tip, (other_line.bend, 0)]
        assert ends == [(WIDTH - x, y) for x, y in other_ends]


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 3000), st.booleans())
@LAWS
def test_bands_lie_inside_and_grow_with_their_number(
    forward: int, backward: int, elsewhere: int, mirrored: bool
) -> None:
    """Each direction with needs has one band, broader for more, and its number under it."""
    most = max(forward, backward, elsewhere)
    picture = bands_picture(forward, backward, most, mirrored=mirrored)
    assert [band.is_back for band in picture.bands] == [
        is_back for number, is_back in ((forward, False), (backward, True)) if number
    ]
    breadths = []
    for band in picture.bands:
        heights = [y for _, y in band.outline]
        for x, y in (*band.outline, band.label):
            assert 0 <= x <= picture.width
            assert 0 <= y <= picture.height
        assert band.label[1] > max(heights)
        breadths.append(round(max(heights) - min(heights), 1))
    if len(breadths) == 2 and forward >= backward:
        assert breadths[0] >= breadths[1]
