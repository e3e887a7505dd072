"""Which web addresses a text may hold.

In: an address as an author wrote it. Out: what is wrong with it, in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from guidebook.alphabets import named, odd_letter, passes_for_latin
from guidebook.problems import quote

TRACKING_PARAMETERS = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid", "jsessionid"}
)
"""Parameters that tell who clicked where (the vendors' own documentation names them)."""
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_")
_MAIL = re.compile(r"^mailto:[^\s@,?]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
_HOST = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$", re.ASCII)


def find_address_faults(address: str) -> Iterator[tuple[str, str, str]]:
    """Yield rule, sentence and advice for each fault of a web or mail address."""
    if address.startswith("mailto:"):
        if not _MAIL.match(address):
            yield (
                "bad-address",
                "is not one mail address",
                "Write one address, for example name@example.org.",
            )
        return
    strange = next((char for char in address if char.isspace() or char in '<>"\\^`{|}'), "")
    if strange:
        fault = f"holds {quote(strange)}, which no address has"
        yield "bad-address", fault, "Delete it, or copy the address again."
        return
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        yield "bad-address", "is not an address", "Copy the address again."
        return
    if parts.scheme == "http":
        yield (
            "insecure-address",
            "is not encrypted on its way",
            "Write the https address, or leave the address out.",
        )
        return
    if parts.scheme != "https":
        yield "bad-address", "does not begin with https://", "Write the full https address."
        return
    if "@" in parts.netloc:
        yield "bad-address", "holds a user name", "Delete everything up to and with the '@'."
    fault = _fault_of_host(host)
    if fault:
        yield "bad-address", fault, "Copy the address again, from the page itself."
    names = [name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    tracking = [n for n in names if n in TRACKING_PARAMETERS or n.startswith(TRACKING_PREFIXES)]
    if ";jsessionid=" in parts.path.lower():
        tracking.append("jsessionid")
    if tracking:
        yield (
            "tracking-address",
            f"tells the other site who sent the reader ({', '.join(sorted(set(tracking)))})",
            "Delete these parameters from the address.",
        )


def host_of(address: str) -> str:
    """Return the host of an address, or the address itself where it has none."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _fault_of_host(host: str) -> str:
    """Return what is wrong with the name of a host, or an empty text."""
    try:
        written = host.encode("idna").decode("ascii")
        shown = written.encode("ascii").decode("idna")
    except UnicodeError:
        return "has no host that exists on the web"
    if not _HOST.match(written) or written.rpartition(".")[2].isdigit():
        return "has no host that exists on the web"
    if not host.isascii() and shown != unicodedata.normalize("NFC", host):
        return f"has a host that browsers write otherwise ({quote(shown)})"
    for label in shown.split("."):
        odd = odd_letter(label)
        if odd is not None:
            return f"mixes letters of two alphabets: {quote(odd)} is {named(odd)}"
        if passes_for_latin(label) and shown.rpartition(".")[2].isascii():
            return f"has a host that reads as another: {quote(label[0])} is {named(label[0])}"
    return ""
