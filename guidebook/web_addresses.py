"""Which web addresses a text may hold.

In: an address as an author wrote it. Out: what is wrong with it, in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

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
    if not _is_host(host):
        yield "bad-address", "has no host that exists on the web", "Copy the address again."
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


def _is_host(host: str) -> bool:
    try:
        return bool(_HOST.match(host.encode("idna").decode("ascii")))
    except UnicodeError:
        return False
