"""Which addresses a text may hold."""

from __future__ import annotations

import unicodedata

import pytest

from guidebook.alphabets import odd_letter
from guidebook.web_addresses import find_address_faults


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x?a=b&c=d#e",
        "https://EXAMPLE.org",
        "https://example.org:8443/",
        "https://münchen.de/straße",
        "https://пример.рф/",
        "https://παράδειγμα.ελ/",
        "https://xn--e1afmkfd.xn--p1ai/",
        "mailto:name@example.org",
    ],
)
def test_an_address_of_the_web_is_good(address: str) -> None:
    """Addresses in any one alphabet are good, written as people or as programs do."""
    assert list(find_address_faults(address)) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "//example.org",
        "/\\example.org",
        "https:example.org",
        "https:/example.org",
        "https:///example.org",
        "https://",
        "https://example",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::1]/",
        "https://user@example.org",
        "https://user:pass@example.org",
        "https://example.org\\@evil.example",
        "https://example.org%00.evil.example",
        "https://example.org:port/",
        "https://exa mple.org",
        "https://example.org/\n",
        "https://example.org/<b>",
        'https://example.org/"onclick="x',
        *(f"https://example.org/a{sign}b" for sign in '<>"\\^`{|}'),
        "https://gооgle.example",
        "https://g\N{GREEK SMALL LETTER OMICRON}ogle.example",
        "https://g\N{ARMENIAN SMALL LETTER OH}ogle.example",
        "https://аррӏе.example",
        "https://xn--80ak6aa92e.example",
        "https://ｅxample.org",
        "https://-example.org",
        "https://example..org",
        "http://example.org",
        "HTTPS://example.org\t",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://example.org/x",
        "mailto:",
        "mailto:a@example.org?cc=b@example.org",
        "mailto:?cc=b@example.org",
        "mailto:a,b@example.org",
        "mailto:a@example.org,b@example.org",
        "entry:x",
    ],
)
def test_anything_else_has_a_fault(address: str) -> None:
    """Other schemes, hidden hosts, user names and look-alikes are told with what to do instead."""
    faults = list(find_address_faults(address))
    assert faults
    for rule, fault, advice in faults:
        assert rule in ("bad-address", "insecure-address")
        assert fault
        assert advice.endswith(".")


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("https://example.org/?utm_source=a&b=c", "utm_source"),
        ("https://example.org/?UTM_Campaign=a", "utm_campaign"),
        ("https://example.org/?b=c&fbclid", "fbclid"),
        ("https://example.org/a;jsessionid=1?b=c", "jsessionid"),
        ("https://example.org/?pk_a=1&mtm_b=2&gclid=3", "gclid, mtm_b, pk_a"),
    ],
)
def test_an_address_that_tells_who_sent_the_reader_is_told(address: str, names: str) -> None:
    """Parameters by which another site follows readers are named."""
    ((rule, fault, _),) = find_address_faults(address)
    assert rule == "tracking-address"
    assert f"({names})" in fault


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("{}pple", "CYRILLIC SMALL LETTER A"),
        ("g{}ogle", "GREEK SMALL LETTER OMICRON"),
        ("g{}ogle", "ARMENIAN SMALL LETTER OH"),
        ("{}pple", "CHEROKEE LETTER GO"),
        ("{}pple", "FULLWIDTH LATIN SMALL LETTER A"),
        ("ми{}", "LATIN SMALL LETTER P"),
        ("k{}", None),
    ],
)
def test_a_letter_of_another_alphabet_is_found(word: str, name: str | None) -> None:
    """In a word of one alphabet, the letter of another is the odd one; signs of units are none."""
    letter = unicodedata.lookup(name or "GREEK CAPITAL LETTER OMEGA")
    assert odd_letter(word.format(letter)) == (letter if name else None)
