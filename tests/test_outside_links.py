"""Outside links are asked politely, and never those inside a network of its own."""

from __future__ import annotations

import dataclasses
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeProject
from link_host import CERTIFICATE, MOST_DRIPS, Host, running_host
from support import Files, silent

from guidebook import outside_links
from guidebook.catalogue import Catalogue
from guidebook.cli import main
from guidebook.link_check import (
    AGENT,
    MAX_READ,
    MAX_STEPS,
    Answer,
    Manners,
    State,
    check_addresses,
    is_public,
)
from guidebook.load import load_catalogue
from guidebook.outside_links import GOOD_FOR, check_outside_links, find_outside_links
from guidebook.problems import Severity


class Waits:
    """A clock that goes on only when somebody waits."""

    def __init__(self) -> None:
        self.time = 0.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        """Let time go by."""
        self.waits.append(round(seconds, 3))
        self.time += seconds

    def now(self) -> float:
        """Return the time."""
        return self.time


@pytest.fixture
def host() -> Iterator[Host]:
    """Return a running host."""
    with running_host() as running:
        yield running


@pytest.fixture
def waits() -> Waits:
    """Return a clock of its own."""
    return Waits()


@pytest.fixture
def manners(waits: Waits) -> Manners:
    """Return manners for a host on this computer, without any real waiting."""
    return Manners(
        schemes=("http",),
        asks_local_hosts=True,
        timeout=0.5,
        hosts_at_once=1,
        wait=waits.wait,
        now=waits.now,
    )


def answer(address: str, manners: Manners) -> Answer:
    """Return the answer to one address."""
    ((_, found),) = check_addresses([address], manners)
    return found


@pytest.mark.parametrize(
    ("path", "state", "why"),
    [
        ("/fine", State.GOOD, "answers 200"),
        ("/fine?a=b#part", State.GOOD, "answers 200"),
        ("/ä ö", State.GOOD, "answers 200"),
        ("/only-get", State.GOOD, "answers 200"),
        ("/status/404", State.BROKEN, "answers 404"),
        ("/status/410", State.BROKEN, "answers 410"),
        ("/status/403", State.UNKNOWN, "answers 403; perhaps only to programs"),
        ("/status/500", State.UNKNOWN, "answers 500; perhaps only to programs"),
        ("/status/503", State.UNKNOWN, "answers 503, 3 times"),
        ("/later", State.UNKNOWN, "asks to be left alone for inf seconds"),
        ("/later?²", State.UNKNOWN, "asks to be left alone for inf seconds"),
        ("/slow", State.UNKNOWN, "does not answer in time, 3 times"),
        ("/cut", State.UNKNOWN, "breaks the connection off, 3 times"),
        ("/nonsense", State.UNKNOWN, "breaks the connection off, 3 times"),
        ("/to/302/fine", State.GOOD, "answers 200"),
        ("/to/301/fine", State.MOVED, "has moved"),
        ("/to/308/to/301/fine", State.MOVED, "has moved"),
        ("/to/301/to/302/fine", State.MOVED, "has moved"),
        ("/to/301/status/404", State.BROKEN, "answers 404"),
        ("/to/302/to/302/to/302/fine", State.GOOD, "answers 200"),
        ("/endless/1", State.BROKEN, "leads on more than 8 times"),
        ("/private/x", State.UNKNOWN, "is not asked: the host's robots.txt forbids it"),
        ("/to/302/private/x", State.UNKNOWN, "is not asked: the host's robots.txt forbids it"),
    ],
)
def test_each_way_of_a_host_has_its_answer(
    host: Host, manners: Manners, path: str, state: State, why: str
) -> None:
    """Whatever a host does, the answer says what came of it."""
    found = answer(host.address(path), manners)
    assert (found.state, found.why) == (state, why)


def test_a_circle_of_redirections_is_broken(host: Host, manners: Manners) -> None:
    """An address that leads back to itself ends at once."""
    found = answer(host.address("/circle"), manners)
    assert (found.state, found.why) == (State.BROKEN, "leads in a circle")


def test_a_chain_of_redirections_is_followed_so_far(host: Host, manners: Manners) -> None:
    """An address that leads on and on is asked for eight times, and no more."""
    assert answer(host.address("/endless/1"), manners).state is State.BROKEN
    assert len(host.paths("HEAD")) == MAX_STEPS


def test_a_host_that_says_one_letter_at_a_time_is_left(host: Host, manners: Manners) -> None:
    """Nobody is kept waiting by a host that never ends, although it is never silent for long."""
    found = answer(host.address("/drip"), dataclasses.replace(manners, tries=1))
    assert (found.state, found.why) == (State.UNKNOWN, "breaks the connection off, 1 times")
    assert 0 < host.drips < MOST_DRIPS


@pytest.mark.parametrize(
    ("name", "is_known", "state"),
    [
        ("localhost", True, State.GOOD),
        ("localhost", False, State.UNKNOWN),
        ("127.0.0.1", True, State.UNKNOWN),
    ],
)
def test_only_the_host_itself_answers_for_it(
    name: str,
    is_known: bool,
    state: State,
    manners: Manners,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A certificate that nobody vouches for, or that is another host's, is no answer."""
    certificate = tmp_path / "host.pem"
    certificate.write_text(CERTIFICATE)
    if is_known:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    encrypted = dataclasses.replace(manners, schemes=("https",), timeout=5.0)
    with running_host(certificate) as host:
        found = answer(f"https://{name}:{host.port}/a", encrypted)
        assert found.state is state
        assert host.paths("HEAD") == (["/a"] if state is State.GOOD else [])
    if state is State.UNKNOWN:
        assert found.why == "has a certificate that does not hold, 3 times"


def test_the_address_that_is_asked_is_the_one_that_was_judged(
    host: Host, manners: Manners, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host's name is looked up once for a question: a second answer could lead elsewhere."""
    looked_up: list[Any] = []
    look_up = socket.getaddrinfo

    def told(name: Any, *arguments: Any, **more: Any) -> Any:
        looked_up.append(name)
        return look_up(name, *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", told)
    answer(f"http://localhost:{host.port}/a", manners)
    assert looked_up.count("localhost") == len({"/robots.txt", "/a"})


def test_a_moved_address_says_where_to(host: Host, manners: Manners) -> None:
    """The new address is the last one that holds for good."""
    found = answer(host.address("/to/301/to/302/fine"), manners)
    assert found.target == host.address("/to/302/fine")


def test_the_head_is_asked_for_first(host: Host, manners: Manners) -> None:
    """All of a page is only asked for where the head was refused, and the fragment never."""
    list(check_addresses([host.address(path) for path in ("/a#x", "/only-get")], manners))
    assert host.paths("HEAD") == ["/a", "/only-get"]
    assert host.paths("GET") == ["/only-get"]


def test_a_host_is_asked_slowly(host: Host, manners: Manners, waits: Waits) -> None:
    """Between two questions to a host there is a pause, also for its robots.txt."""
    list(check_addresses([host.address(path) for path in ("/a", "/b", "/b")], manners))
    assert host.asked == [("GET", "/robots.txt"), ("HEAD", "/a"), ("HEAD", "/b")]
    assert waits.waits == [1.0, 1.0]


def test_a_busy_host_gets_the_time_it_asks_for(host: Host, manners: Manners, waits: Waits) -> None:
    """A host that says when to come back is asked then, and not before."""
    host.busy = 2
    assert answer(host.address("/busy"), manners).state is State.GOOD
    assert waits.waits == [1.0, 7.0, 7.0]


def test_a_host_that_wants_too_much_time_is_left_alone(host: Host, manners: Manners) -> None:
    """A host that asks for more time than there is gets no second question."""
    host.busy = 9
    patient = dataclasses.replace(manners, longest_wait=5)
    found = answer(host.address("/busy"), patient)
    assert (found.state, found.why) == (State.UNKNOWN, "asks to be left alone for 7 seconds")
    assert host.paths("HEAD") == ["/busy"]


@pytest.mark.parametrize(
    ("robots", "is_asked"),
    [
        ((404, ""), True),
        ((403, ""), True),
        ((500, ""), False),
        ((200, ""), True),
        ((200, "User-agent: *\nDisallow: /"), False),
        ((200, f"User-agent: {AGENT.partition('/')[0]}\nDisallow: /"), False),
        ((200, "\x00\xff nonsense"), True),
        ((200, "#" * MAX_READ + "\nUser-agent: *\nDisallow: /"), True),
        ((404, "User-agent: *\nDisallow: /"), True),
    ],
)
def test_a_host_says_what_may_be_asked(
    host: Host, manners: Manners, robots: tuple[int, str], is_asked: bool
) -> None:
    """What robots.txt forbids is not asked, and nothing is where it cannot be read for trouble."""
    host.robots = robots
    answer(host.address("/a"), manners)
    assert host.paths("HEAD") == (["/a"] if is_asked else [])


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "ff02::1"),
    ],
)
def test_no_local_number_is_public(number: str) -> None:
    """Numbers of private, local and reserved networks, however written, are not of the web."""
    assert not is_public(number)
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "127.1"])
def test_nothing_inside_this_computer_is_asked(host: Host, manners: Manners, name: str) -> None:
    """An address inside the computer's own network is not asked, by number or by name."""
    strict = dataclasses.replace(manners, asks_local_hosts=False)
    found = answer(f"http://{name}:{host.port}/a", strict)
    assert found.state is State.UNKNOWN
    assert host.asked == []


def test_no_redirection_leads_elsewhere(host: Host, manners: Manners) -> None:
    """A redirection to another scheme is not followed."""
    for target in ("file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:x", "gopher://x"):
        found = answer(host.address(f"/to/302/x?{target}"), manners)
        assert found.state is State.UNKNOWN, target
        assert "not encrypted" in found.why


def test_an_unencrypted_address_is_not_asked(host: Host, manners: Manners) -> None:
    """As people use it, only https is asked."""
    strict = dataclasses.replace(manners, schemes=("https",))
    assert answer(host.address("/a"), strict).state is State.UNKNOWN
    assert host.asked == []


WORK = "guidelines/references.yml"


@pytest.fixture
def project(make_project: MakeProject, host: Host) -> Path:
    """Return a project whose works are on the host."""
    text = f"""\
handbook:
  title: A handbook
  by: Garden Guild
  kind: guide
  url: {host.address("/status/404")}
  archived: {host.address("/copy")}
  urls:
    et: {host.address("/to/301/fine")}
  checked: primary
  checked_on: 2026-11-20
other:
  title: Another
  by: Garden Guild
  kind: guide
  url: {host.address("/status/404")}
  checked: primary
  checked_on: 2026-11-20
"""
    files: Files = {WORK: text.replace("http://", "https://")}
    return make_project(files)


def test_every_kind_of_address_is_found(project: Path) -> None:
    """Addresses of works, of texts in every language and of the licence are found."""
    page = project / "docs/about.md"
    page.write_text(page.read_text() + "\nSee [this](https://example.org/page).\n")
    entry = project / "guidelines/growers/share-tools.et.yml"
    entry.write_text(entry.read_text().replace("**omanik**", "[omanik](https://example.org/et)"))
    catalogue, _ = load_catalogue(project)
    assert catalogue is not None
    found = {link.place.path: link.address for link in find_outside_links(catalogue)}
    assert found["docs/about.md"] == "https://example.org/page"
    assert found["guidelines/growers/share-tools.et.yml"] == "https://example.org/et"
    assert found["guidelines/site.yml"].startswith("https://creativecommons.org/")
    assert WORK in found


def only_on(host: Host, project: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """Return the content with the addresses of the host only, as the host is reached."""
    catalogue, _ = load_catalogue(project)
    assert catalogue is not None
    links = find_outside_links(catalogue)
    reached = tuple(
        dataclasses.replace(
            link,
            address=link.address.replace("https://127", "http://127"),
            archived=link.archived.replace("https://127", "http://127"),
        )
        for link in links
        if str(host.port) in link.address
    )
    monkeypatch.setattr(outside_links, "find_outside_links", lambda _: reached)
    return catalogue


def test_a_broken_link_is_told_in_its_places(
    project: Path, host: Host, manners: Manners, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each place of a broken address is an error with the known copy; a moved one is a warning."""
    catalogue = only_on(host, project, monkeypatch)
    ledger = tmp_path / "links.json"
    problems = check_outside_links(catalogue, ledger, 9, silent, manners=manners)
    told = [(p.location.line, p.severity, p.advice) for p in problems]
    assert [line for line, _, _ in told] == [5, 8, 15]
    assert [severity for _, severity, _ in told] == [
        *(Severity.ERROR, Severity.WARNING, Severity.ERROR)
    ]
    assert host.address("/copy") in told[0][2]
    assert host.address("/fine") in told[1][2]
    assert "archive" in told[2][2]
    assert host.paths("HEAD").count("/status/404") == 1


def test_good_answers_are_kept_for_a_week(
    project: Path, host: Host, manners: Manners, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What had a good answer is not asked again for some days, and what had none always is."""
    catalogue = only_on(host, project, monkeypatch)
    ledger = tmp_path / "links.json"
    for day, copies in ((100, 1), (100 + GOOD_FOR - 1, 1), (100 + GOOD_FOR, 2), (20, 3)):
        check_outside_links(catalogue, ledger, day, silent, manners=manners)
        assert host.paths("HEAD").count("/copy") == copies
    assert json.loads(ledger.read_text()) == {host.address("/copy"): 20}


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"x": "y"}', "\x00"])
def test_a_damaged_ledger_counts_as_none(
    project: Path,
    host: Host,
    manners: Manners,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: str,
) -> None:
    """Whatever stands in the ledger, everything is asked again."""
    catalogue = only_on(host, project, monkeypatch)
    (tmp_path / "links.json").write_text(damage)
    assert check_outside_links(catalogue, tmp_path / "links.json", 1, silent, manners=manners)
    assert host.paths("HEAD").count("/copy") == 1


def test_the_command_asks_nothing_local(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command tells what it could not ask, and that is no mistake."""
    site = project / "guidelines/site.yml"
    local = "https://127.0.0.1/licence"
    text = site.read_text().replace("https://creativecommons.org/licenses/by/4.0/", local)
    site.write_text(text)
    (project / WORK).write_text((project / WORK).read_text().replace("127.0.0.1", "localhost"))
    assert main(project, ["links", "--pause", "0.2", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["errors"], told["warnings"]) == (0, 5)
    assert all("network of its own" in one["message"] for one in told["problems"])
