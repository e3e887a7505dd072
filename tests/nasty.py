"""Texts with which a stranger would try to be more than a text.

What they would reach is `evil.example`; `allowed.example` stands in links as everybody may write
them. Everything here can stand in a file; `REFUSED` cannot.
"""

from __future__ import annotations

from collections.abc import Iterator

EVIL = "evil.example"
ALLOWED = "https://allowed.example"

IN_HTML = (
    "<script>alert(1)</script>",
    "</script><script src=//evil.example>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "<iframe src=https://evil.example></iframe>",
    "<style>@import url(//evil.example)</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<form action=//evil.example><input name=x>",
    "<!-- insert: doors -->",
    "<!-- --> <b> -->",
    "<![CDATA[ x ]]>",
    "<?php x ?>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;b&#62; &amp;lt;",
    '<a href="javascript:alert(1)">x</a>',
    "</title></textarea></style><b>",
    "<math><mtext><p title='</mtext><img src=x>'>",
    '<!DOCTYPE x [<!ENTITY a "b">]> &a;',
)
IN_LINKS = (
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](data:text/html,<b>)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](https:evil.example)",
    "[x](https:///evil.example)",
    "[x](https://user:pass@evil.example)",
    "[x](http://evil.example)",
    "[x](https://evil.example%00.org)",
    "<javascript:alert(1)> <//evil.example>",
    "[x][y] [y]: //evil.example 'z'",
    "![x](//evil.example/x.png)",
    '[x](https://allowed.example/a"onclick="b)',
    "[x](<https://allowed.example/<b>>)",
    "[x](entry:../../x) [x](ref:<b>)",
    "https://evil.example www.evil.example x@evil.example",
)
IN_MARKDOWN = (
    '{: onclick="alert(1)" }',
    "{ .x onclick=alert(1) }",
    "## x { #y onclick=alert(1) }",
    "*x*{ style=position:fixed }",
    '<div markdown="1">*x*</div>',
    '--8<-- "/etc/passwd"',
    "--8<--",
    "{! /etc/passwd !}",
    "::: x.y",
    '!!! note "x"',
    "[TOC]",
    "[[x]] *[HTML]: y [^1]: z",
    "~~~ html",
    "```{.python onclick=x}",
    "| a | b",
    "===",
)
IN_TEMPLATES = (
    "{{ 7*7 }} {{ config }}",
    '{% include "/etc/passwd" %}',
    "{# x #} {% raw %}",
    "{n} {date} ${x} $x",
    "%(x)s %s %n",
)
IN_TYPST = (
    '#read("/etc/passwd")',
    '#link("https://evil.example")[x]',
    '#import "x": * ; #panic()',
    "*/ #panic() /*",
    "$ x $ @ref <label> \\u{41} \\",
    "]#panic()[ ) , (",
    '"), panic(), ("',
)
IN_DATA = (
    '=HYPERLINK("https://evil.example")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    '"}]});alert(1)//',
    "__proto__",
    '} @string{a="b"} %',
    "ER  - x",
    "x: {a: !!python/object y} # z",
    "... ---",
)
IN_LOGS = (
    "::error file=x,line=1::y",
    "%0A::set-output name=x::y",
    "##[error]x ##vso[x]y",
    "@everyone #1 GH-1 :tada: $x$ 0123456789abcdef0123456789abcdef01234567",
)
NASTY = (*IN_HTML, *IN_LINKS, *IN_MARKDOWN, *IN_TEMPLATES, *IN_TYPST, *IN_DATA, *IN_LOGS)

REFUSED = (
    "\x1b[31mred",
    "\x1b]8;;https://evil.example\x07x",
    "a\x00b",
    "a\x08b",
    "a\x85b",
    "a\u2028b",
    "a\u202eb",
    "a\u2066b",
    "a\u200bb",
    "a\u2060b",
    "a\ufeffb",
    "a\U000e0041b",
    "a\ue000b",
    "a\u3164b",
    "a\u034fb",
    *("a\x0bb", "a\x7fb", "a\xadb", "a\u061cb", "a\u180eb", "a\u200eb", "a\u115fb", "a\u17b4b"),
    *("a\uffa0b", "a\ufdd0b", "a\ufff9b", "a\uffffb", "a\U0001d173b", "a\U000f0000b"),
    *("a\U0001fffeb", "a\U0010fffeb", "a\U000e0100b"),
)
"""Characters that no file may hold, neither as they are nor escaped."""

LINE = 330
"""A plain field holds 400 characters, its mark among them."""


def groups() -> Iterator[tuple[str, ...]]:
    """Yield the texts in groups that fit together into one line, each text in one group."""
    group: list[str] = []
    for text in NASTY:
        if group and len(" ".join([*group, text])) > LINE:
            yield tuple(group)
            group = []
        group.append(text)
    yield tuple(group)
