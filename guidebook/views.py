"""What each kind of page shows, before any markup: the catalogue seen by a reader of one language.

In: `Texts`. Out: frozen views made of passages, addresses and facts. The website's templates and
the books draw from the same views, so that they cannot tell different things.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from guidebook.addresses import (
    EVIDENCE,
    REFERENCES,
    entry_page_id,
    finding_anchor,
    page_address,
    reference_anchor,
    section_page_id,
    topic_page_id,
)
from guidebook.catalogue import Catalogue, Locale, per_catalogue
from guidebook.field_types import TextKind
from guidebook.localise import Passage, Texts
from guidebook.model import Audience, Checked, Entry, Finding, Reference, Study, TermFacts, Topic
from guidebook.words import text_direction


@dataclass(frozen=True)
class EntryCard:
    """An entry as other pages show it."""

    entry: Entry
    title: Passage
    summary: Passage
    address: str
    audience: Passage


@dataclass(frozen=True)
class ActionView:
    """One thing to do, with its anchor."""

    anchor: str
    do: Passage
    detail: Passage | None


@dataclass(frozen=True)
class ExampleView:
    """A case that shows the advice at work."""

    anchor: str
    title: Passage
    country: str | None
    text: Passage


@dataclass(frozen=True)
class FindingView:
    """What a study found, and which entries answer it."""

    finding: Finding
    study: Study
    text: Passage
    anchor: str
    address: str
    answered_by: tuple[EntryCard, ...] = ()


@dataclass(frozen=True)
class ReferenceView:
    """A published work, as it is listed."""

    reference_id: str
    reference: Reference
    anchor: str
    address: str
    """Where the list of all works has it."""
    title: Passage
    url: str | None
    read_in: Passage | None
    note: Passage | None
    cited_by: tuple[EntryCard, ...] = ()


@dataclass(frozen=True)
class NeedView:
    """An entry of another audience and why it matters."""

    card: EntryCard
    because: Passage


@dataclass(frozen=True)
class ChangeView:
    """What was changed and when."""

    on: date
    what: Passage


@dataclass(frozen=True)
class EntryView:
    """Everything an entry's page or chapter shows."""

    card: EntryCard
    topic: TopicView
    also_for: tuple[Passage, ...]
    why: Passage
    actions: tuple[ActionView, ...]
    examples: tuple[ExampleView, ...]
    findings: tuple[FindingView, ...]
    references: tuple[ReferenceView, ...]
    needs: tuple[NeedView, ...]
    needed_by: tuple[NeedView, ...]
    related: tuple[EntryCard, ...]
    previous: EntryCard | None
    next: EntryCard | None
    """The neighbours on the topic's page; None at its ends and for a retired entry."""
    changes: tuple[ChangeView, ...]
    replaced_by: EntryCard | None
    withdrawn_because: Passage | None


@dataclass(frozen=True)
class TopicView:
    """A topic by itself."""

    topic: Topic
    name: Passage
    question: Passage
    introduction: Passage
    address: str


@dataclass(frozen=True)
class AudienceView:
    """An audience by itself."""

    audience: Audience
    name: Passage
    label: Passage
    introduction: Passage
    address: str
    entry_count: int
    start_here: tuple[EntryCard, ...]


@dataclass(frozen=True)
class Group:
    """Entries of one audience or one topic on a page."""

    heading: Passage
    anchor: str
    address: str
    subtitle: Passage | None
    cards: tuple[EntryCard, ...]


@dataclass(frozen=True)
class StudyView:
    """A study with its findings."""

    study: Study
    title: Passage
    introduction: Passage
    reference: ReferenceView | None
    findings: tuple[FindingView, ...]


@dataclass(frozen=True)
class TermView:
    """A term of the glossary."""

    term_id: str
    term: Passage
    source_term: Passage | None
    """The term in the source language, when the page is in another."""
    definition: Passage
    reference: ReferenceView | None
    facts: TermFacts | None
    """What the translated glossary says of its word; None in the source language."""
    avoid: tuple[tuple[str, str], ...]


class Views:
    """Makes the views of one language."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.catalogue = texts.catalogue
        self.locale = texts.locale
        self._cards: dict[str, EntryCard] = {}

    def address(self, page_id: str, anchor: str = "") -> str:
        """Return the address of a page in this language."""
        return page_address(page_id, self.locale) + (f"#{anchor}" if anchor else "")

    def card(self, entry: Entry) -> EntryCard:
        """Return an entry as other pages show it."""
        title, summary = self.texts.title_and_summary(entry)
        found = self._cards.get(entry.entry_id)
        if found is None:
            found = self._cards[entry.entry_id] = EntryCard(
                entry,
                title,
                summary,
                self.address(entry_page_id(entry)),
                self.texts.site[f"audiences.{entry.audience_id}.label"],
            )
        return found

    def cards(self, entry_ids: tuple[str, ...]) -> tuple[EntryCard, ...]:
        """Return the entries with these ids."""
        return tuple(self.card(self.catalogue.entries_by_id[entry_id]) for entry_id in entry_ids)

    def entry(self, entry: Entry) -> EntryView:
        """Return everything an entry's page shows."""
        passages = self.texts.entry(entry)
        catalogue = self.catalogue
        return EntryView(
            card=self.card(entry),
            topic=self.topic(catalogue.topics_by_id[entry.topic]),
            also_for=tuple(self.texts.site[f"audiences.{a}.label"] for a in entry.also_for),
            why=passages["why"],
            actions=tuple(
                ActionView(
                    action.id,
                    passages[f"actions.{action.id}.do"],
                    passages.get(f"actions.{action.id}.detail"),
                )
                for action in entry.actions
            ),
            examples=tuple(
                ExampleView(
                    example.id,
                    passages[f"examples.{example.id}.title"],
                    example.country,
                    passages[f"examples.{example.id}.text"],
                )
                for example in entry.examples
            ),
            findings=tuple(
                self.finding(*catalogue.findings_by_id[name]) for name in entry.rests_on.findings
            ),
            references=tuple(self.reference(name) for name in entry.rests_on.references),
            needs=tuple(
                NeedView(
                    self.card(catalogue.entries_by_id[need.entry]),
                    passages[f"needs.{need.entry}.because"],
                )
                for need in entry.needs
            ),
            needed_by=tuple(
                NeedView(self.card(other), self.texts.needs(other)[need.entry])
                for other, need in catalogue.needed_by.get(entry.entry_id, ())
            ),
            related=self.cards(entry.related),
            previous=self._neighbour(entry, 0),
            next=self._neighbour(entry, 1),
            changes=tuple(
                ChangeView(change.on, passages[f"changes.{change.on}.what"])
                for change in sorted(entry.changes, key=lambda change: change.on, reverse=True)
            ),
            replaced_by=self.cards((entry.replaced_by,))[0] if entry.replaced_by else None,
            withdrawn_because=passages.get("withdrawn_because"),
        )

    def topic(self, topic: Topic) -> TopicView:
        """Return a topic by itself."""
        site = self.texts.site
        return TopicView(
            topic,
            site[f"topics.{topic.id}.name"],
            site[f"topics.{topic.id}.question"],
            site[f"topics.{topic.id}.introduction"],
            self.address(topic_page_id(topic.id)),
        )

    def audience(self, audience: Audience) -> AudienceView:
        """Return an audience by itself."""
        site = self.texts.site
        return AudienceView(
            audience,
            site[f"audiences.{audience.id}.name"],
            site[f"audiences.{audience.id}.label"],
            site[f"audiences.{audience.id}.introduction"],
            self.address(section_page_id(audience.id)),
            self.catalogue.in_force[audience.id],
            self.cards(audience.start_here),
        )

    def entries_for(self, audience_id: str) -> tuple[EntryCard, ...]:
        """Return the entries in force that address an audience, its own first."""
        return tuple(self.card(entry) for entry in self.catalogue.sections[audience_id])

    def topics_of(self, audience_id: str) -> tuple[Group, ...]:
        """Return an audience's entries by topic, topics without entries left out."""
        cards = self.entries_for(audience_id)
        groups = []
        for topic in self.catalogue.site.topics:
            found = tuple(card for card in cards if card.entry.topic == topic.id)
            if found:
                view = self.topic(topic)
                groups.append(Group(view.name, topic.id, view.address, view.question, found))
        return tuple(groups)

    def audiences_of(self, topic_id: str) -> tuple[Group, ...]:
        """Return a topic's entries by audience, audiences without entries left out."""
        groups = []
        for audience in self.catalogue.site.audiences:
            entries = self.catalogue.sections[audience.id]
            found = tuple(self.card(entry) for entry in entries if entry.topic == topic_id)
            if found:
                view = self.audience(audience)
                groups.append(Group(view.name, audience.id, view.address, None, found))
        return tuple(groups)

    def finding(self, study: Study, finding: Finding) -> FindingView:
        """Return a finding; `answered` has it with the entries that answer it."""
        anchor = finding_anchor(study.study_id, finding.id)
        return FindingView(
            finding,
            study,
            self.texts.study(study)[f"findings.{finding.id}.text"],
            anchor,
            self.address(f"{EVIDENCE}/index", anchor),
        )

    def answered(self, study: Study, finding: Finding) -> FindingView:
        """Return a finding with the entries that answer it."""
        answers = _answers(self.catalogue).get(f"{study.study_id}/{finding.id}", ())
        view = self.finding(study, finding)
        return replace(view, answered_by=tuple(map(self.card, answers)))

    def study(self, study: Study) -> StudyView:
        """Return a study with its findings."""
        passages = self.texts.study(study)
        known = study.reference in self.catalogue.references
        return StudyView(
            study,
            passages["title"],
            passages["introduction"],
            self.reference(study.reference) if known else None,
            tuple(self.answered(study, finding) for finding in study.findings),
        )

    def reference(self, reference_id: str) -> ReferenceView:
        """Return a published work with its title and address in this language where it has one.

        `cited_reference` has it with the entries that cite it.
        """
        reference = self.catalogue.references[reference_id]
        tag = self.locale.tag
        locales = self.catalogue.locales_by_tag
        source = self.catalogue.source_locale
        if tag in reference.titles:
            title = Passage(reference.titles[tag], TextKind.PLAIN, self.locale)
        else:
            language = reference.language or source.tag
            written_in = locales.get(language)
            if written_in is None:
                written_in = Locale(language, language, text_direction(language))
            is_foreign = language != tag
            title = Passage(reference.title, TextKind.PLAIN, written_in, is_foreign=is_foreign)
        passages = self.texts.references
        return ReferenceView(
            reference_id,
            reference,
            reference_anchor(reference_id),
            self.address(f"{REFERENCES}/index", reference_anchor(reference_id)),
            title,
            reference.urls.get(tag) or reference.url,
            passages.get(f"{reference_id}.read_in"),
            passages.get(f"{reference_id}.note"),
        )

    def cited_reference(self, reference_id: str) -> ReferenceView:
        """Return a published work with the entries that cite it."""
        cited_by = _citations(self.catalogue).get(reference_id, ())
        return replace(self.reference(reference_id), cited_by=tuple(map(self.card, cited_by)))

    def term(self, term_id: str) -> TermView:
        """Return a term with its definition, and what is known of the translated word."""
        term = self.catalogue.glossary[term_id]
        passage = self.texts.glossary[f"{term_id}.term"]
        facts = None
        avoid = term.avoid
        if not self.locale.is_source:
            facts = self.catalogue.term_facts.get((self.locale.tag, term_id), TermFacts())
            if passage.is_foreign:
                facts = TermFacts(checked=Checked.PRIMARY)
            avoid = facts.avoid
        return TermView(
            term_id,
            passage,
            None
            if self.locale.is_source or passage.is_foreign
            else Passage(term.term, TextKind.PLAIN, self.catalogue.source_locale, is_foreign=True),
            self.texts.glossary[f"{term_id}.definition"],
            self.reference(term.reference) if term.reference else None,
            facts,
            tuple((avoided.form, avoided.because) for avoided in avoid),
        )

    def _neighbour(self, entry: Entry, side: int) -> EntryCard | None:
        """Return what stands before (0) or after (1) an entry on its topic's page."""
        found = _neighbours(self.catalogue).get(entry.entry_id, (None, None))[side]
        return self.card(found) if found else None


@per_catalogue
def _neighbours(catalogue: Catalogue) -> dict[str, tuple[Entry | None, Entry | None]]:
    """Return what stands before and after each entry in force on its topic's page."""
    by_topic: dict[str, list[Entry]] = {}
    for entry in catalogue.entries:  # by audience, then by code, as topic pages are
        if not entry.is_retired:
            by_topic.setdefault(entry.topic, []).append(entry)
    return {
        entry.entry_id: (before, after)
        for entries in by_topic.values()
        for before, entry, after in zip(
            [None, *entries[:-1]], entries, [*entries[1:], None], strict=True
        )
    }


@per_catalogue
def _answers(catalogue: Catalogue) -> dict[str, list[Entry]]:
    """Return the entries that answer each finding."""
    found: dict[str, list[Entry]] = {}
    for entry in catalogue.entries:
        if not entry.is_retired:
            for name in entry.rests_on.findings:
                found.setdefault(name, []).append(entry)
    return found


@per_catalogue
def _citations(catalogue: Catalogue) -> dict[str, list[Entry]]:
    """Return the entries that cite each work."""
    found: dict[str, list[Entry]] = {}
    for entry in catalogue.entries:
        for name in entry.rests_on.references:
            found.setdefault(name, []).append(entry)
    return found
