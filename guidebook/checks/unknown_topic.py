"""A topic is one of those in site.yml.

Entries and findings are listed on the page of their topic.

Good:

    topic: time

Bad:

    topic: tiem
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.problems import Problem, one_of, quote

ID = "unknown-topic"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each entry or finding with a topic that does not exist."""
    topics = catalogue.topics_by_id
    for entry in catalogue.entries:
        if entry.topic not in topics:
            yield Problem(
                catalogue.places_of(entry.path).value(("topic",)),
                ID,
                f"{quote(entry.topic)} is not a topic.",
                one_of(entry.topic, topics),
            )
    for study in catalogue.studies:
        for index, finding in enumerate(study.findings):
            if finding.topic not in topics:
                yield Problem(
                    catalogue.places_of(study.path).value(("findings", index, "topic")),
                    ID,
                    f"{quote(finding.topic)} is not a topic.",
                    one_of(finding.topic, topics),
                )
