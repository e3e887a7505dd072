"""What the filters of a section show: the checkboxes, and the plain page of each of their values.

In: views of one language. Out: frozen views made of passages, numbers and addresses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from guidebook.addresses import filter_page_id
from guidebook.field_types import TextKind
from guidebook.filters import COUNTRY, EVERYWHERE, STRENGTH, TOPIC, FilterValue, section_filters
from guidebook.localise import Passage
from guidebook.views import AudienceView, Group, TopicView, Views


@dataclass(frozen=True)
class ChoiceView:
    """One value of a filter: a checkbox, or a link to its page."""

    name: str
    value: str
    label: Passage
    count: int
    address: str
    """Its page; empty when it shows all that the section shows."""


@dataclass(frozen=True)
class FilterView:
    """Values among which a reader chooses."""

    name: str
    legend: str
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True)
class FiltersView:
    """The filters of a section."""

    filters: tuple[FilterView, ...]
    total: int
    count_forms: str
    """The sentence that counts, in each plural form, as JSON for the script."""

    def __bool__(self) -> bool:
        """Return False when there is nothing to choose."""
        return bool(self.filters)


@dataclass(frozen=True)
class FilteredView:
    """A page with a part of a section: one topic, one strength or one country."""

    page_id: str
    audience: AudienceView
    choice: ChoiceView
    groups: tuple[Group, ...]
    topic: TopicView | None
    """The topic, when that is what was chosen."""


class FilterViews:
    """Makes the views of the filters in one language."""

    def __init__(self, views: Views) -> None:
        self.views = views
        self.texts = views.texts
        self.words = views.texts.words
        self._filters: dict[str, FiltersView] = {}

    def filters(self, audience_id: str) -> FiltersView:
        """Return the filters of an audience's section."""
        if audience_id not in self._filters:
            self._filters[audience_id] = self._make(audience_id)
        return self._filters[audience_id]

    def _make(self, audience_id: str) -> FiltersView:
        views = []
        for found in section_filters(self.views.catalogue, audience_id):
            choices = [self._choice(audience_id, value) for value in found.values]
            if found.name == COUNTRY:
                choices.sort(key=lambda choice: (choice.value == EVERYWHERE, choice.label.text))
            views.append(FilterView(found.name, self._legend(found.name), tuple(choices)))
        total = len(self.views.catalogue.sections[audience_id])
        count = self.words.forms("filters.count")
        forms = json.dumps(
            {"other": count} if isinstance(count, str) else count, ensure_ascii=False
        )
        return FiltersView(tuple(views), total, forms)

    def values(self, audience_id: str) -> Iterator[FilterValue]:
        """Yield each value of an audience's filters that has a page."""
        for found in section_filters(self.views.catalogue, audience_id):
            yield from (value for value in found.values if value.has_page)

    def filtered(self, audience_id: str, value: FilterValue) -> FilteredView:
        """Return what the page with a part of an audience's section shows."""
        catalogue = self.views.catalogue
        is_topic = value.name == TOPIC
        return FilteredView(
            filter_page_id(audience_id, value.name, value.value),
            self.views.audience(catalogue.audiences_by_id[audience_id]),
            self._choice(audience_id, value),
            _groups_of(value, self.views.topics_of(audience_id)),
            self.views.topic(catalogue.topics_by_id[value.value]) if is_topic else None,
        )

    def title(self, audience_id: str, value: FilterValue) -> Passage:
        """Return the title of a page with a part of a section, for heads and lists of pages."""
        parts = (self.texts.site[f"audiences.{audience_id}.name"], self._label(value))
        text = self.words("filters.title", audience=parts[0].text, choice=parts[1].text)
        is_foreign = all(part.is_foreign for part in parts)
        locale = parts[0].locale if is_foreign else self.texts.locale
        return Passage(text, TextKind.PLAIN, locale, is_foreign=is_foreign)

    def _choice(self, audience_id: str, value: FilterValue) -> ChoiceView:
        page_id = filter_page_id(audience_id, value.name, value.value)
        return ChoiceView(
            value.name,
            value.value,
            self._label(value),
            len(value.entries),
            self.views.address(page_id) if value.has_page else "",
        )

    def _label(self, value: FilterValue) -> Passage:
        if value.name == TOPIC:
            return self.texts.site[f"topics.{value.value}.name"]
        if value.name == STRENGTH:
            text = self.words(f"strength.{value.value}")
        elif value.value == EVERYWHERE:
            text = self.words("filters.everywhere")
        else:
            text = self.words.country(value.value)
        return Passage(text, TextKind.PLAIN, self.texts.locale)

    def _legend(self, name: str) -> str:
        keys = {TOPIC: "topic", STRENGTH: "strength_heading", COUNTRY: "holds_in"}
        return self.words(keys[name])


def _groups_of(value: FilterValue, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the section's groups with the value's entries only, empty ones left out."""
    ids = {entry.entry_id for entry in value.entries}
    found = []
    for group in groups:
        cards = tuple(card for card in group.cards if card.entry.entry_id in ids)
        if cards:
            found.append(Group(group.heading, group.anchor, group.address, group.subtitle, cards))
    return tuple(found)
