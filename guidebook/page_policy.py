"""What a page may load and do: the policy in every page (CSP), and the headers beside it.

In: nothing. Out: the text of the policy, and the header file that some hosts read. The site has no
inline script and no inline style, so that the policy allows none: whatever got into a page as one
does not run. Nothing of the policy is taken from a page or from content.
"""

from __future__ import annotations

import base64
import hashlib

_DIRECTIVES = {
    "default-src": "'none'",  # frames, objects, workers, and what has not been invented yet
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's styles hold their icons as data:
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",  # the form for writing and the comparison fetch data files
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",  # the search works without scripts
}
HEADERS_PATH = "_headers"
"""Where Netlify, Cloudflare Pages and others look for headers."""
_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Strict-Transport-Security", "max-age=31536000"),
)


def page_policy() -> str:
    """Return the policy that stands in the head of every page (Content Security Policy Level 3)."""
    return _written(_DIRECTIVES)


def preview_policy(script: str, style: str) -> str:
    """Return the policy of pages in the preview, where one more script and style may be used.

    Args:
        script: The inline script that reloads the page, exactly as it stands there.
        style: The inline style of the note on mistakes, exactly as it stands there.
    """
    own = {"script-src": _hash(script), "style-src": _hash(style)}
    return _written(_DIRECTIVES | {name: f"'self' {value}" for name, value in own.items()})


def served_policy() -> str:
    """Return the policy of pages that plain `mkdocs serve` shows: it adds scripts as it likes."""
    return _written(_DIRECTIVES | {"script-src": "'self' 'unsafe-inline'"})


def response_headers() -> dict[str, str]:
    """Return the headers that a host should send with every file.

    Only a header can forbid other sites to show a page inside their own (`frame-ancestors`), and
    only a header reaches files that are no pages, such as drawings and books.
    """
    policy = f"{page_policy()}; frame-ancestors 'none'"
    return {"Content-Security-Policy": policy, **dict(_HEADERS)}


def headers_file() -> str:
    """Return the headers as Netlify and Cloudflare Pages read them."""
    lines = [f"  {name}: {value}" for name, value in response_headers().items()]
    return "\n".join(["/*", *lines, ""])


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _written(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())
