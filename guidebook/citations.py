"""How an entry is cited: ready text for people, RIS, BibTeX and CSL-JSON for their programs.

In: the texts of one language. Out: `Citation`s, whose downloads travel inside the page as `data:`
addresses, so that two small files more a page need not be built; and the file `data/citations…`.
An entry that is not translated is cited in the language it is in. Nobody is named as author: what
is known is who publishes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from guidebook.addresses import short_address
from guidebook.catalogue import Locale
from guidebook.localise import Texts, shared_texts
from guidebook.model import Entry

_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
"""What TeX reads as commands. BibTeX counts braces even after a backslash, so they get names."""
_IN_ADDRESS = {code: quote(chr(code), safe="-._/:,;=@()!*$") for code in range(128)}
"""ASCII as it may stand in an address; browsers encode other signs themselves (URL Standard)."""


@dataclass(frozen=True)
class Download:
    """A citation as a file for a program."""

    name: str
    """The name of the format."""
    file_name: str
    content: str
    media_type: str

    @property
    def address(self) -> str:
        """Return the file as an address that holds it."""
        return f"data:{self.media_type};charset=utf-8,{self.content.translate(_IN_ADDRESS)}"


@dataclass(frozen=True)
class Citation:
    """An entry, ready to be cited."""

    text: str
    """Everything but the address."""
    address: str
    """The permanent short address."""
    locale: Locale
    """The language of the text."""
    is_foreign: bool
    """True when that is not the language of the page."""
    downloads: tuple[Download, ...]


@dataclass(frozen=True)
class _Facts:
    """What every form of a citation is made of."""

    entry: Entry
    texts: Texts
    """In the language that is cited."""

    @cached_property
    def title(self) -> str:
        """Return code and title, for example `L2: Turn credits into weekly hours`."""
        title = self.texts.title(self.entry).text
        return self.texts.words("cite.work", code=self.entry.code, title=title)

    @property
    def status(self) -> str:
        return self.texts.words(f"status.{self.entry.status}")

    @property
    def url(self) -> str:
        return self.texts.catalogue.site_url + short_address(self.entry.code, self.texts.locale)

    @property
    def key(self) -> str:
        """Return a name that no other entry or language has, for example `L2-et`."""
        return f"{self.entry.code}-{self.texts.locale.tag}"


class Citations:
    """Cites the entries for readers of one language."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.source_texts = shared_texts(texts.catalogue, texts.catalogue.source_locale)

    def citation(self, entry: Entry) -> Citation:
        """Return an entry, ready to be cited."""
        facts = self._facts(entry)
        texts = facts.texts
        site = texts.catalogue.site
        publisher = texts.catalogue.settings.publisher
        text = texts.words(
            "cite.published_text" if publisher else "cite.text",
            work=facts.title,
            status=facts.status,
            site=texts.site["title"].text,
            edition=texts.words("edition", id=site.edition.id, date=site.edition.date),
            publisher=publisher,
            licence=site.licence.name,
        )
        return Citation(
            text=text,
            address=facts.url,
            locale=texts.locale,
            is_foreign=texts.locale != self.texts.locale,
            downloads=(_ris(facts), _bibtex(facts)),
        )

    def as_csl(self) -> bytes:
        """Return every entry as CSL-JSON (Citation Style Language 1.0.2, csl-data)."""
        items = [_csl(self._facts(entry)) for entry in self.texts.catalogue.entries]
        lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
        return f"[\n{lines}\n]\n".encode()

    def _facts(self, entry: Entry) -> _Facts:
        """Return an entry in this language, or as the original when its title is not translated."""
        is_foreign = self.texts.title(entry).is_foreign
        return _Facts(entry, self.source_texts if is_foreign else self.texts)


def _csl(facts: _Facts) -> dict[str, object]:
    site = facts.texts.catalogue.site
    day = site.edition.date
    item: dict[str, object] = {
        "id": facts.key,
        "type": "webpage",
        "title": facts.title,
        "container-title": facts.texts.site["title"].text,
        "number": facts.entry.code,
        "version": site.edition.id,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "status": facts.status,
        "note": site.licence.name,
        "language": facts.texts.locale.tag,
        "URL": facts.url,
    }
    if publisher := facts.texts.catalogue.settings.publisher:
        item["publisher"] = publisher
    return item


def _ris(facts: _Facts) -> Download:
    """Return a RIS file; its lines end in CR LF."""
    site = facts.texts.catalogue.site
    day = site.edition.date
    lines = {
        "TY": "ELEC",
        "ID": facts.key,
        "TI": facts.title,
        "T2": facts.texts.site["title"].text,
        "ET": site.edition.id,
        "PY": str(day.year),
        "DA": day.isoformat().replace("-", "/"),
        "PB": facts.texts.catalogue.settings.publisher,
        "LA": facts.texts.locale.tag,
        "N1": f"{facts.status}. {site.licence.name}",
        "UR": facts.url,
    }
    content = "".join(f"{tag}  - {text}\r\n" for tag, text in lines.items() if text)
    media_type = "application/x-research-info-systems"
    return Download("RIS", f"{facts.key}.ris", f"{content}ER  - \r\n", media_type)


def _bibtex(facts: _Facts) -> Download:
    """Return a BibTeX file; `@misc` is known to classic BibTeX and to biblatex."""
    site = facts.texts.catalogue.site
    day = site.edition.date
    fields = {
        "title": f"{{{as_tex(facts.title)}}}",
        "howpublished": as_tex(facts.texts.site["title"].text),
        "edition": as_tex(site.edition.id),
        "year": str(day.year),
        "date": day.isoformat(),
        "publisher": as_tex(facts.texts.catalogue.settings.publisher),
        "language": facts.texts.locale.tag,
        "note": as_tex(f"{facts.status}. {site.licence.name}"),
        "url": facts.url,
    }
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    content = f"@misc{{{facts.key},\n{lines}}}\n"
    return Download("BibTeX", f"{facts.key}.bib", content, "application/x-bibtex")


def as_tex(text: str) -> str:
    """Return a text as TeX shows it, sign by sign."""
    return text.translate(_BIBTEX)
