"""A report on changes as one HTML page that needs nothing beside it.

In: a `Report` and the templates. Out: the page, with each changed passage as it looked and as it
will look. It holds no script and asks no other host for anything; its policy forbids both.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace

from markupsafe import Markup

from guidebook.catalogue import Locale
from guidebook.change_passages import ChangedPassage, changed_passages
from guidebook.change_report import Report, subject_state
from guidebook.changes import Changed, Subject
from guidebook.consequences import Consequence
from guidebook.markup import marked_change, marked_text
from guidebook.problems import Problem, visible
from guidebook.render import template_renderer
from guidebook.statements import Teller
from guidebook.web_addresses import find_address_faults

_TEMPLATE = "pages/changes.html.jinja"
_STYLE = "pages/changes.css"


def report_as_page(report: Report, templates: Path) -> str:
    """Return a report as the text of an HTML file."""
    style = (templates / _STYLE).read_text(encoding="utf-8")
    lists = list(report.consequences)
    if report.other_files:
        files = tuple(map(visible, report.other_files))
        lists.append(Consequence("Other files that change", files))
    shower = _Shower(Teller(report.catalogue), report.catalogue.source_locale)
    page = SimpleNamespace(
        locale="en",  # commands speak English
        policy=_policy(style),
        title=f"What changes from {report.base} to {report.head}",
        sentences=[*report.summary, *report.notes],
        problems_heading="What the check says",
        problems=[_problem(problem) for problem in report.problems],
        parts=[
            SimpleNamespace(name=name, subjects=list(map(shower.subject, subjects)))
            for name, subjects in groupby(report.subjects, lambda subject: subject.part)
        ],
        lists=lists,
    )
    return f"{template_renderer(templates).render(_TEMPLATE, page).strip()}\n"


def _policy(style: str) -> str:
    """Return a policy that allows the page's own style and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _problem(problem: Problem) -> SimpleNamespace:
    place = f"{visible(problem.location.path)}, line {problem.location.line}"
    kind = "" if problem.is_error else " (warning)"
    return SimpleNamespace(place=f"{place}{kind}", message=problem.message, advice=problem.advice)


class _Shower:
    """Shows changed passages as HTML."""

    def __init__(self, teller: Teller, source_locale: Locale) -> None:
        self.teller = teller
        self.source_locale = source_locale

    def subject(self, subject: Subject) -> SimpleNamespace:
        return SimpleNamespace(
            title=f"{subject.title} ({subject_state(subject)})",
            path=visible(subject.path),
            sentences=subject.sentences,
            texts=[self.changed(changed) for changed in subject.texts],
        )

    def changed(self, changed: Changed) -> SimpleNamespace:
        return SimpleNamespace(
            label=", ".join(filter(None, [changed.label, changed.language])),
            passages=[list(self.sides(one, changed)) for one in changed_passages(changed)],
            remarks=changed.remarks,
        )

    def sides(self, passage: ChangedPassage, changed: Changed) -> Iterator[SimpleNamespace]:
        """Yield what stands beside each other: the source of a translation, before, and after."""
        locale = changed.locale or self.source_locale
        source = self.source_locale
        is_both = bool(passage.old and passage.new)
        if passage.source:
            content = self.rendered(passage.source, passage.is_markdown)
            yield self.side(self.teller.language(source.tag), content, source, passage)
        old, new = self.before_and_after(passage)
        if passage.old:
            yield self.side("before" if is_both else "gone", old, locale, passage)
        if passage.new:
            yield self.side("after" if is_both else "new", new, locale, passage)

    def before_and_after(self, passage: ChangedPassage) -> tuple[Markup, Markup]:
        if passage.is_markdown:
            return marked_change(passage.old, passage.new, self.resolve)
        old, new = passage.words
        return marked_text(old, "del"), marked_text(new, "ins")

    def rendered(self, text: str, is_markdown: bool) -> Markup:
        if is_markdown:
            return marked_change("", text, self.resolve)[1]
        return marked_text([(False, text)], "ins")

    def side(
        self, name: str, content: Markup, locale: Locale, passage: ChangedPassage
    ) -> SimpleNamespace:
        return SimpleNamespace(
            name=name,
            content=content,
            lang=locale.tag,
            direction=locale.direction,
            is_plain=not passage.is_markdown,
        )

    def resolve(self, target: str) -> Mapping[str, str]:
        """Return the attributes of a link: to the web as it is, to content with what is there."""
        if target.startswith(("https:", "mailto:")) and not list(find_address_faults(target)):
            return {"href": target, "rel": "external noopener noreferrer", "data-to": target}
        return {"data-to": visible(self.teller.target(target))}
