"""How readers change a page: the addresses that open its file, a new translation or a suggestion.

In: the texts of one language, and which page of which file. Out: `WaysIn`, each way empty where
the settings do not give it. `edit_url` in mkdocs.yml is the address of a file's editor; where its
shape or `edit_style` shows whose it is, the addresses of new files and new issues follow from it:

    GitHub    https://HOST/OWNER/REPOSITORY/edit/BRANCH/{path}
    GitLab    https://HOST/GROUP/PROJECT/-/edit/BRANCH/{path}
    Forgejo   https://HOST/OWNER/REPOSITORY/_edit/BRANCH/{path}    (and Gitea)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from guidebook.addresses import WRITE, page_address
from guidebook.catalogue import Catalogue, HandWrittenPage, Settings, per_catalogue
from guidebook.localise import Texts
from guidebook.model import Frozen, Review
from guidebook.page_files import join_page, page_fingerprint
from guidebook.translation_files import skeletons
from guidebook.yaml_style import write_yaml

MAX_ADDRESS = 6000
"""Bytes of an address that servers take; GitHub answers 414 above about 8000."""
SUGGESTION_FORM = "suggestion.yml"
"""The issue form of GitHub, in `.github/ISSUE_TEMPLATE`; its fields are named in `_issue`."""

_MARKS = {"github": "/edit/", "gitlab": "/-/edit/", "forgejo": "/_edit/"}
"""The part of an editor's address after which the branch begins."""
_HOSTS = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "forgejo"}


@dataclass(frozen=True)
class WaysIn:
    """The ways to change one page, as addresses."""

    improve: str
    """The editor of the file that the page shows."""
    translate: str
    """The editor of a new file, where the page is not translated."""
    suggest: str
    """A new issue that names the page."""
    mail: str
    """A new mail that names the page."""
    form: str = ""
    """The page of the site with a form for the guideline; relative to the site's root."""

    def __bool__(self) -> bool:
        """Return False when there is no way at all."""
        return any((self.improve, self.translate, self.suggest, self.mail, self.form))


@dataclass(frozen=True)
class Place:
    """What a way leads to."""

    source_path: str
    edit_path: str
    """The file that the page shows: the translation, or else the source file."""
    address: str
    """The page's absolute address."""
    code: str = ""
    """The code of the guideline that the page shows."""


def ways_in(texts: Texts, place: Place) -> WaysIn:
    """Return the ways to change a page in the language of the texts."""
    settings = texts.catalogue.settings
    editor = editor_of(settings)
    subject = texts.words("ways.subject", page=place.code or place.address)
    contact = settings.contact
    body = f"{texts.words('ways.question')}\n\n\n{place.address}"
    return WaysIn(
        improve=settings.edit_url.replace("{path}", quote(place.edit_path)),
        translate=_translate(texts, place, editor) if editor else "",
        suggest=_issue(texts, place, editor, subject, body) if editor else "",
        mail=f"mailto:{contact}?" + _query({"subject": subject, "body": body}) if contact else "",
        form=f"{page_address(f'{WRITE}/index', texts.locale)}?code={place.code}"
        if place.code
        else "",
    )


@dataclass(frozen=True)
class Editor:
    """The addresses of the host that has the project's files."""

    style: str
    repository: str
    """The address of the repository."""
    rest: str
    """What stands after the mark: the branch and `{path}`."""

    @property
    def new_address(self) -> str:
        """Return the address of a new file's editor; `{path}` stands for its folder."""
        return self.repository + _MARKS[self.style].replace("edit", "new") + self.rest

    def new_file(self, path: str, contents: Iterable[str]) -> str:
        """Return the address of a new file's editor, with the first content that is short enough.

        GitLab takes a name only, so people paste what the file begins with.
        """
        folder, _, name = path.rpartition("/")
        address = self.new_address.replace("{path}", quote(folder))
        if self.style == "gitlab":
            return f"{address}?{urlencode({'file_name': name})}"
        queries = (urlencode({"filename": name, "value": content}) for content in contents)
        addresses = [f"{address}?{urlencode({'filename': name})}"]
        for query in queries:
            if len(address) + 1 + len(query) <= MAX_ADDRESS:
                addresses.append(f"{address}?{query}")
                break
        return addresses[-1]


def editor_of(settings: Settings) -> Editor | None:
    """Return the host's addresses, or None where the settings do not show them."""
    url = settings.edit_url
    host = urlsplit(url).hostname or ""
    style = settings.edit_style or _HOSTS.get(host) or _style_of_path(url)
    if style is None or _MARKS[style] not in url or "{path}" not in url:
        return None
    repository, _, rest = url.partition(_MARKS[style])
    return Editor(style, repository, rest)


def _style_of_path(url: str) -> str | None:
    """Return whose address this is, where its path is no other's."""
    return next((style for style in ("gitlab", "forgejo") if _MARKS[style] in url), None)


def _translate(texts: Texts, place: Place, editor: Editor) -> str:
    locale = texts.locale
    if locale.is_source or place.edit_path != place.source_path:
        return ""
    return _new_translation(texts.catalogue, editor, place.source_path, locale.tag)


@per_catalogue
def _new_translation(catalogue: Catalogue, editor: Editor, source_path: str, tag: str) -> str:
    """Return the address of a new translation's editor; many pages show the same file."""
    stem, _, ending = source_path.rpartition(".")
    return editor.new_file(f"{stem}.{tag}.{ending}", _new_contents(catalogue, source_path))


def _new_contents(catalogue: Catalogue, source_path: str) -> Iterator[str]:
    contents: Mapping[str, Frozen | Mapping[str, Frozen]] = catalogue.contents
    if source_path in contents:
        yield from skeletons(contents[source_path], catalogue.source_locale)
        return
    page_id = source_path.removeprefix("docs/").removesuffix(".md")
    page = catalogue.pages_by_id.get((page_id, ""))
    if page is not None:
        yield from _new_pages(page)


def _new_pages(page: HandWrittenPage) -> Iterator[str]:
    """Yield what a translated page can begin with: a copy to translate, or its head alone."""
    front = write_yaml(
        {
            "title": page.title,
            "description": page.description,
            "made_from": page_fingerprint(page),
            "review": Review.DRAFT.value,
        }
    )
    yield join_page(front, page.markdown)
    yield join_page(front, f"\n# {page.title}\n")


def _issue(texts: Texts, place: Place, editor: Editor, subject: str, body: str) -> str:
    issues = f"{editor.repository}{'/-' if editor.style == 'gitlab' else ''}/issues/new?"
    if editor.style == "github":
        fields = {
            "template": SUGGESTION_FORM,
            "title": subject,
            "code": place.code,
            "language": texts.locale.name,
            "address": place.address,
        }
        return issues + urlencode({key: value for key, value in fields.items() if value})
    names = (
        ("issue[title]", "issue[description]") if editor.style == "gitlab" else ("title", "body")
    )
    return issues + urlencode(dict(zip(names, (subject, body), strict=True)))


def _query(values: Mapping[str, str]) -> str:
    """Return a query for programs of mail, which do not read `+` as a space (RFC 6068)."""
    return urlencode(values, quote_via=quote)
