"""The bill of materials of an edition: every package that it was made with, as CycloneDX 1.6 JSON.

In: the lock (requirements.txt) and the edition. Out: the bytes of the file, always the same ones.
The lock names every package with its version and the hashes of its files, so a dozen lines turn it
into the format; a library for it would bring seven packages into the list that it writes.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from guidebook.materials import MATERIALS
from guidebook.model import Edition

LOCK_PATH = "requirements.txt"
BILL_PATH = "data/materials.cdx.json"
_PACKAGE = re.compile(
    r"^(?P<name>[a-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)"
    r"(?:\s*;\s*(?P<marker>[^\\\n]+?))?\s*\\\n(?P<hashes>(?:\s+--hash=sha256:[0-9a-f]{64}.*\n)+)",
    re.MULTILINE,
)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_EXPRESSION = re.compile(r" (?:OR|AND|WITH) ")


@dataclass(frozen=True)
class LockedPackage:
    """A package of the lock."""

    name: str
    version: str
    marker: str
    """Where it is needed, for example `sys_platform == 'win32'`; empty for everywhere."""
    hashes: tuple[str, ...]
    """The SHA-256 of each of its files, as hex digits."""


def locked_packages(lock: str) -> Iterator[LockedPackage]:
    """Yield the packages of a lock that `uv pip compile --generate-hashes` wrote, in its order."""
    for found in _PACKAGE.finditer(lock):
        hashes = tuple(_HASH.findall(found["hashes"]))
        yield LockedPackage(found["name"], found["version"], found["marker"] or "", hashes)


def bill_of_materials(lock: str, edition: Edition, title: str, site_url: str) -> bytes:
    """Return the bill of materials of an edition.

    Args:
        lock: The text of the lock.
        edition: The edition of the guidelines.
        title: The title of the site.
        site_url: Where it is published.
    """
    components = [_component(package) for package in locked_packages(lock)]
    bill: dict[str, object] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": f"{edition.date.isoformat()}T00:00:00Z",
            "component": {
                "type": "data",
                "bom-ref": "edition",
                "name": title,
                "version": edition.id,
                "externalReferences": [{"type": "website", "url": site_url}],
            },
        },
        "components": [*components, *_own()],
    }
    name = json.dumps(bill, sort_keys=True, ensure_ascii=False)
    number = uuid.uuid5(uuid.NAMESPACE_URL, name)
    text = json.dumps({**bill, "serialNumber": f"urn:uuid:{number}"}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _component(package: LockedPackage) -> dict[str, object]:
    purl = f"pkg:pypi/{package.name}@{package.version}"
    component: dict[str, object] = {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "purl": purl,
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{package.name}/{package.version}/",
                "hashes": [{"alg": "SHA-256", "content": one} for one in package.hashes],
            }
        ],
    }
    licences = [one.licence for one in MATERIALS if one.package == package.name]
    if licences:
        component["licenses"] = _licences(licences)
    if package.marker:
        component["properties"] = [{"name": "pypi:marker", "value": package.marker}]
    return component


def _own() -> Iterator[dict[str, object]]:
    """Yield what no package brings: the fonts."""
    for one in MATERIALS:
        if not one.package:
            yield {
                "type": "library",
                "bom-ref": one.name,
                "name": one.name,
                "licenses": _licences([one.licence]),
                "externalReferences": [{"type": "website", "url": one.address}],
            }


def _licences(names: list[str]) -> list[dict[str, object]]:
    """Return licences as CycloneDX has them: one expression, or a list of names."""
    if len(names) == 1 and _EXPRESSION.search(names[0]):
        return [{"expression": names[0]}]
    return [{"license": {"id": name}} for name in names]
