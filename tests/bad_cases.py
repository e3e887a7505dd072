"""The corpus of bad projects, each with the exact lines that a check prints.

Each folder of `cases/bad` holds the files that differ from `cases/base`, and `expected.txt`. A file
whose name ends in `.delete` means that the file is not there. What cannot be kept well in git (odd
file names, links, byte order marks) is written by `SPECIAL`.
"""

from __future__ import annotations

from support import CASES, Files

BAD = CASES / "bad"
BASE = CASES / "base"
ENTRY = "guidelines/growers/share-tools.yml"


def base_file(path: str) -> bytes:
    """Return the bytes of a file of the base project."""
    return (BASE / path).read_bytes()


def _entry(old: str, new: str) -> bytes:
    """Return the base entry with one part replaced."""
    text = base_file(ENTRY).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def _page(text: str) -> bytes:
    """Return the base project's first page with a text at its end."""
    return base_file("docs/index.md") + f"\n{text}\n".encode()


PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
BILLION = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
)
BILLION += b']><svg xmlns="http://www.w3.org/2000/svg"><text>&j;</text></svg>'
BOMB = b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + b"".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n".encode() for n in range(1, 10)
)
"""A file of 400 bytes that means ten thousand million values."""
MERGE_BOMB = b"a0: &a0 {x: y}\n" + b"".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n".encode() for n in range(1, 10)
)

LITTER: Files = {
    f"{folder}/{name}": b"\x00 <script>1</script> \xff"
    for folder in (
        *("guidelines", "guidelines/growers", "docs", "docs/assets", "templates/words"),
        *("templates/assets", "templates/assets/site"),
    )
    for name in (
        *(".share-tools.yml.swp", ".share-tools.yml.swo", ".swp", "4913"),
        *("#share-tools.yml#", "share-tools.yml~", "about.md~", "._share-tools.yml", "._about.md"),
        *(".share-tools.yml.kate-swp", ".~lock.share-tools.csv#"),
        *(".entry.css.swp", "entry.css~", "._entry.css"),
        *(".DS_Store", "Thumbs.db", "desktop.ini"),
    )
}
"""What editors' programs and systems leave in folders."""

SPECIAL: dict[str, Files] = {
    "byte-order-mark-1-nope": {ENTRY: b"\xef\xbb\xbf" + base_file(ENTRY)},
    "windows-line-ends-1-nope": {ENTRY: base_file(ENTRY).replace(b"\n", b"\r\n")},
    "windows-line-ends-2": {ENTRY: _entry("topic: tools", "topic: tols").replace(b"\n", b"\r\n")},
    "old-mac-line-ends-1-nope": {ENTRY: base_file(ENTRY).replace(b"\n", b"\r")},
    "not-utf8-1": {ENTRY: _entry("shed", "küte").decode().encode("latin-1")},
    "not-utf8-2": {"docs/about.md": b"---\ntitle: \xff\xfe\n---\n"},
    "not-utf8-3": {ENTRY: base_file(ENTRY).decode().encode("utf-16")},
    "hidden-character-1": {ENTRY: _entry("a list on", "a\u202e list on")},
    "hidden-character-2": {ENTRY: _entry("a list on", "a\x00 list on")},
    "hidden-character-3": {"docs/about.md": base_file("docs/about.md") + "a\u200bb\n".encode()},
    "hidden-character-4-nope": {
        "docs/about.md": base_file("docs/about.md") + "क्\u200dष\n".encode(),
        "docs/about.et.md": None,
    },
    "too-deep-1": {ENTRY: b"code: " + b"[" * 50_000},
    "too-deep-2": {ENTRY: b"{a: " * 50_000},
    "too-large-1": {ENTRY: base_file(ENTRY) + b"# " + b"x" * 300_000},
    "odd-file-name-1": {"guidelines/growers/Share Tools.yml": base_file(ENTRY)},
    "odd-file-name-2": {"guidelines/growers/küte.yml": base_file(ENTRY)},
    "odd-file-name-3": {"guidelines/growers/con.yml": base_file(ENTRY)},
    "odd-file-name-4": {"guidelines/growers/new\nline.yml": base_file(ENTRY)},
    "odd-file-name-5": {"guidelines/growers/trailing.yml\n": base_file(ENTRY)},
    "odd-file-name-6": {"guidelines/growers/share-tools.yaml": base_file(ENTRY)},
    "odd-file-name-7": {"docs/Über uns.md": b"text"},
    "odd-file-name-9": {
        "guidelines/growers/Share-tools.yml": base_file(ENTRY),
        "docs/assets/Garden.png": PNG,
        "docs/assets/new\nline.png": PNG,
        "docs/aux/garden.png": PNG,
        "docs/assets/nul.tar.png": PNG,
        "docs/assets/.hidden.png": PNG,
        "docs/assets/garden.png ": PNG,
    },
    "odd-file-name-11-nope": LITTER,
    "odd-file-name-12": {
        f"docs/assets/{name}.png": PNG
        for name in ("map.et", "photo.hd", "logo.xl", "map.en", "a.b.ab-view", "map.pt-BR")
    },
    "odd-file-name-13-nope": {
        f"docs/assets/{name}.png": PNG
        for name in ("map-et", "et", "photo.2x", "photo.xxl", "map.et.2", "a.ab-views", "v1.b")
    },
    "stray-file-2": {
        "docs/page.html": b"<script>1</script>",
        "docs/assets/code.js": b"1",
        "docs/assets/page.svgz": b"\x1f\x8b",
    },
    "stray-file-4": {
        "templates/assets/site/README.md": b"text",
        "templates/assets/site/README": b"text",
        "templates/assets/site/more/base.css": b"a {}",
        "templates/assets/site/.hidden": b"a {}",
        "templates/assets/.hidden.css": b"a {}",
        "templates/assets/README": b"text",
    },
    "stray-file-3-nope": {
        "docs/assets/garden.png": PNG,
        "docs/assets/garden-2.jpg": b"\xff\xd8\xff\xe0",
        "docs/assets/colours.css": b"/* https://example.org */ a { background: url(garden.png) }",
    },
    "too-long-2": {ENTRY: _entry("id: write-list", f"id: {'a' * 81}")},
    "odd-file-name-10": {f"guidelines/growers/{'a' * 81}.yml": base_file(ENTRY)},
    "wrong-ending-1": {"docs/assets/garden.png": b"<html><script>1</script>"},
    "too-large-2": {
        "docs/assets/garden.png": PNG + bytes(4 * 1024 * 1024),
        "docs/assets/garden.svg": b"<svg>" + b" " * 600_000 + b"</svg>",
    },
    "active-drawing-2": {"docs/assets/garden.svg": BILLION},
    "active-drawing-3": {"docs/assets/garden.svg": "<svg/>".encode("utf-16") + b"\x00<"},
    "hidden-character-6": {
        ENTRY: _entry("a list on", "a\u3164 list\u115f on"),
        "docs/about.md": base_file("docs/about.md") + "a\ufffcb\U0001fffec\u034f\n".encode(),
    },
    "hidden-character-7": {ENTRY: "\u200b\n".encode() * 60_000},
    "misplaced-comment-6": {ENTRY: b"code: G1\n" + b"#\n" * 100_000},
    "yaml-alias-4": {ENTRY: BOMB},
    "yaml-merge-2": {ENTRY: MERGE_BOMB},
    "too-deep-3": {ENTRY: b"- " * 50_000},
    "page-markup-3": {"docs/index.md": _page("[" * 4_000)},
    "page-markup-4": {"docs/index.md": _page("[a](about.md) " * 400 + "\n\n" + "[\n\n" * 2_000)},
    "page-markup-5": {"docs/index.md": _page("1. " * 1_000)},
    "page-markup-6": {"docs/index.md": _page("\n".join("    " * n + "- a" for n in range(300)))},
    "page-markup-7": {"docs/index.md": _page(">" * 1_000)},
    "not-composed-1": {
        ENTRY: _entry("Share tools", "Share u\u0308ber to\u0303ols"),
        "docs/about.md": base_file("docs/about.md") + "\nNo caf\u00e9, but cafe\u0301.\n".encode(),
    },
    "empty-file-1": {ENTRY: b""},
}
"""Projects whose files cannot be kept well in git."""

LINKS: dict[str, dict[str, str]] = {
    "stray-file-4": {
        "templates/assets/gone.css": "nowhere.css",
        "templates/assets/site/gone.css": "nowhere.css",
    },
    "odd-file-name-11-nope": {
        "guidelines/growers/.#share-tools.yml": "writer@host.4321:1764200000",
        "guidelines/growers/.#elsewhere.yml": "../site.yml",
        "guidelines/.#loop": "..",
        "docs/.#about.md": "writer@host.4321:1764200000",
        "templates/words/.#et.yml": "writer@host.4321:1764200000",
    },
    "symbolic-link-1": {
        "guidelines/growers/linked.yml": "../site.yml",
        "guidelines/linked": "..",
        "docs/loop": "../docs",
        "docs/gone.md": "nowhere.md",
    },
}
"""Projects with symbolic links, by place and target."""


def case_files(name: str) -> dict[str, str | bytes | None]:
    """Return the files in which a case differs from the base project."""
    folder = BAD / name
    files: dict[str, str | bytes | None] = dict(SPECIAL.get(name, {}))
    for path in sorted(folder.rglob("*")):
        file_name = path.relative_to(folder).as_posix()
        if not path.is_file() or file_name == "expected.txt":
            continue
        is_gone = file_name.endswith(".delete")
        files[file_name.removesuffix(".delete")] = None if is_gone else path.read_bytes()
    return files


def case_names() -> list[str]:
    """Return the names of all bad projects."""
    return sorted({path.name for path in BAD.iterdir()} | SPECIAL.keys() | LINKS.keys())


def expected(name: str) -> str:
    """Return what a check of a bad project prints."""
    path = BAD / name / "expected.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
