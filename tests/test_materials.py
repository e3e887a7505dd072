"""What others made: listed with true licences, locked by hashes, told for each edition."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from datetime import date
from importlib import metadata
from pathlib import Path

import pytest
from support import REPOSITORY, build_site, write_files

from guidebook.bill_of_materials import bill_of_materials, locked_packages
from guidebook.materials import MATERIALS, Material, licences_text
from guidebook.model import Edition

LOCK = (REPOSITORY / "requirements.txt").read_text(encoding="utf-8")
EDITION = Edition(id="2026-11", date=date(2026, 11, 23))
INSIDE = ("Material Design Icons", "Unicode CLDR")
"""Works that packages of others bring along."""
CLASSIFIERS = {
    "MIT": "MIT License",
    "BSD-3-Clause": "BSD License",
    "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1": "Mozilla Public License 1.1",
}


@pytest.mark.parametrize(
    "material",
    [
        one
        for one in MATERIALS
        if one.package and one.name not in ("Material Design Icons", "Unicode CLDR")
    ],
    ids=lambda one: one.name,
)
def test_licences_are_what_packages_say(material: Material) -> None:
    """The licence of each work is the one that its installed package names."""
    told = metadata.metadata(material.package)
    if expression := told.get("License-Expression"):
        assert expression == material.licence
    elif (short := told.get("License") or "") and len(short) < 20:
        assert short.removesuffix(" License") == material.licence
    else:
        words = " ".join(told.get_all("Classifier") or [])
        assert CLASSIFIERS[material.licence] in words


def test_works_inside_packages_bring_their_own_licence() -> None:
    """Icons and language data, which stand in packages of others, have the licence beside them."""
    icons = next(one for one in MATERIALS if one.name == "Material Design Icons")
    assert "Icons: Apache 2.0" in icons.licence_text
    files = metadata.files("babel") or []
    unicode = next(file for file in files if file.name == "LICENSE.unicode")
    assert "UNICODE LICENSE V3" in unicode.read_text()


def test_versions_are_those_of_the_lock() -> None:
    """The version that the site names is the one that the lock installs."""
    locked = {(package.name, package.version) for package in locked_packages(LOCK)}
    for material in MATERIALS:
        if material.package:
            assert (material.package, material.version) in locked


def test_the_site_lists_what_it_is_made_with(project: Path) -> None:
    """The page names each work with version, licence and a link, and leads to licence texts."""
    about = (project / "docs/about.md").read_text(encoding="utf-8")
    write_files(project, {"docs/about.md": f"{about}\n<!-- insert: materials -->\n"})
    site = build_site(project)
    page = (site / "about/index.html").read_text(encoding="utf-8")
    for material in MATERIALS:
        assert f'<a href="{material.address}" rel="external noopener">' in page
        assert f"<td><bdi>{material.licence}</bdi></td>" in page
        assert f"<td>{material.version or '–'}</td>" in page
    assert 'href="../licences.txt"' in page
    assert (site / "licences.txt").read_text(encoding="utf-8") == licences_text()


def test_what_is_copied_into_the_site_has_its_licence_there(project: Path) -> None:
    """Every style of others in the site is of a package whose licence text the site has."""
    text = licences_text()
    for words in ("Permission is hereby granted", "Icons: Apache 2.0", "SIL OPEN FONT LICENSE"):
        assert words in text
    site = build_site(project)
    own = {path.name for path in (REPOSITORY / "templates/assets").rglob("*")}
    made = {"site.css", "site.js", "plan.js", "write.js"}
    material = {Path(str(file)).name for file in metadata.files("mkdocs-material") or []}
    for path in (site / "assets").rglob("*"):
        if path.is_file() and path.suffix in (".css", ".js", ".woff2", ".map"):
            is_data = re.fullmatch(r"(plan|write)\.[\w-]+\.js", path.name)
            assert path.name in own | made | material or is_data, path
            if path.name in material:
                assert path.parent.name == "stylesheets"


def test_every_dependency_has_its_reason() -> None:
    """Each line of pyproject.toml that names a package says beside it what it is for."""
    text = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert len(lists) == 2
    for line in "".join(lists).splitlines():
        assert re.fullmatch(r'  "[^"]+", +# \S.+', line), line


def test_the_bill_of_materials_is_the_lock() -> None:
    """Each locked package is in it with the hashes of all its files, and so are the fonts."""
    bill = json.loads(bill_of_materials(LOCK, EDITION, "Guidelines", "https://example.org/"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == "2026-11"
    names = re.findall(r"^([a-z0-9._-]+)(?:\[\S+\])?==(\S+)", LOCK, re.MULTILINE)
    assert len(names) > 80
    found = [(one["name"], one["version"]) for one in bill["components"] if "purl" in one]
    assert found == names
    hashes = [
        value["content"]
        for one in bill["components"]
        for reference in one["externalReferences"]
        for value in reference.get("hashes", ())
    ]
    assert hashes == re.findall(r"sha256:([0-9a-f]{64})", LOCK)
    references = [one["bom-ref"] for one in bill["components"]]
    assert len(set(references)) == len(references)
    assert "Noto Sans" in references


def test_the_bill_of_materials_is_the_same_each_time() -> None:
    """The same lock and edition give the same bytes; another lock gives another number."""
    arguments = (EDITION, "Guidelines", "https://example.org/")
    first = bill_of_materials(LOCK, *arguments)
    assert bill_of_materials(LOCK, *arguments) == first
    other = json.loads(bill_of_materials(LOCK.replace("==1", "==2", 1), *arguments))
    assert other["serialNumber"] != json.loads(first)["serialNumber"]


def test_the_site_has_its_bill_of_materials(project: Path) -> None:
    """A project with a lock publishes it, and a change of the lock changes it in the next build."""
    lock = "thing==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via guidebook\n"
    bill = project / "site/data/materials.cdx.json"
    build_site(project)
    assert not bill.exists()
    write_files(project, {"requirements.txt": lock})
    build_site(project)
    assert json.loads(bill.read_text(encoding="utf-8"))["components"][0]["version"] == "1.0"
    write_files(project, {"requirements.txt": lock.replace("1.0", "1.1")})
    build_site(project)
    assert json.loads(bill.read_text(encoding="utf-8"))["components"][0]["version"] == "1.1"


@pytest.mark.parametrize(
    ("locked", "ending", "words"),
    [
        (f" --hash=sha256:{'0' * 64}", "-py3-none-any.whl", "DO NOT MATCH THE HASHES"),
        ("", "-py3-none-any.whl", "Hashes are required"),
        (None, ".zip", "No matching"),
    ],
)
def test_a_package_that_is_not_as_locked_is_not_installed(
    locked: str | None, ending: str, words: str, tmp_path: Path
) -> None:
    """`build.py` installs nothing with another hash, without one, or that must be built first."""
    packages = tmp_path / "packages"
    packages.mkdir()
    with zipfile.ZipFile(packages / f"thing-1.0{ending}", "w") as wheel:
        info = "thing-1.0.dist-info"
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
    digest = hashlib.sha256((packages / f"thing-1.0{ending}").read_bytes()).hexdigest()
    true = f" --hash=sha256:{digest}"
    files = {
        "build.py": (REPOSITORY / "build.py").read_bytes(),
        "pyproject.toml": "",
        "requirements.txt": f"thing==1.0{true if locked is None else locked}\n",
    }
    write_files(tmp_path / "project", files)
    done = subprocess.run(
        [sys.executable, "build.py", "check"],
        cwd=tmp_path / "project",
        env={"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": packages.as_uri()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert "The packages could not be installed" in done.stderr
