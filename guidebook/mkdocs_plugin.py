"""Hands the pages to MkDocs, so that plain `mkdocs build` and `mkdocs serve` show the same site.

In: MkDocs' events, one build a language (mkdocs-static-i18n builds them in turn). Out: every page
and file as an in-memory `File`. Files enter at priority -200, after mkdocs-static-i18n (-100),
which would drop files it did not find itself (its issue 263).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils.templates import TemplateContext
from mkdocs.utils.yaml import yaml_load

from guidebook.addresses import page_address
from guidebook.catalogue import Catalogue, Locale
from guidebook.checked import load_checked, today
from guidebook.finished_html import PageHeading, finished_html
from guidebook.frame import Frame, FrameParts, NavigationItem
from guidebook.localise import shared_texts
from guidebook.not_found import not_found_page
from guidebook.page import Heads, Page, PagePlace, PageRecipe
from guidebook.page_policy import page_policy, served_policy
from guidebook.problems import GuidebookError
from guidebook.project_files import GUIDELINES, LEDGER, TEMPLATES, is_litter
from guidebook.search import search_view
from guidebook.settings_faults import is_outside
from guidebook.site_files import build_site_files
from guidebook.site_parts import HeadedPage, PageMaker, SitePart

_TABLE = re.compile(r"^<table>.*?</table>$", re.DOTALL | re.MULTILINE)
"""A table as Python-Markdown writes it; those of finished blocks stand in their frame already."""
_CELL = re.compile(r'<(t[hd]) style="text-align: (left|center|right);">')
"""An aligned cell as Python-Markdown writes it; the policy of pages forbids inline styles."""


class PluginConfig(Config):  # type: ignore[no-untyped-call]
    """The options under `guidebook` in mkdocs.yml; `project_settings` reads and checks them."""

    edit_url = Type(str, default="")
    edit_style = Type(str, default="")
    survey_url = Type(str, default="")
    publisher = Type(str, default="")
    contact = Type(str, default="")
    book_fonts = Type(list, default=[])
    font_folders = Type(list, default=[])
    theme_colour = Type(str, default="")
    theme_colour_dark = Type(str, default="")
    dictionaries = Type(dict, default={})
    passive = Type(dict, default={})


class GuidebookPlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]
    """Feeds the pages of one language after the other to MkDocs."""

    def __init__(self) -> None:
        self.catalogue: Catalogue | None = None
        self.is_given = False
        self.is_serving = False
        self.given_part: SitePart | None = None
        self.part: SitePart | None = None
        self.pages_by_name: dict[str, HeadedPage] = {}
        self.recipes_by_name: dict[str, PageRecipe] = {}
        self.frame_parts: FrameParts | None = None
        self.copied: list[str] = []
        """Paths in the site of what MkDocs copies, and of pages that are not documents."""

    def give(self, catalogue: Catalogue, part: SitePart) -> None:
        """Use a catalogue that was loaded and checked already, and build a part of it only."""
        self.catalogue = catalogue
        self.given_part = part
        self.is_given = True

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether the site is only shown on this computer."""
        self.is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check the content once for all languages; stop before anything is written."""
        root = Path(config.config_file_path or ".").resolve().parent
        if not config.use_directory_urls:
            raise PluginError("guidebook: set 'use_directory_urls: true' in mkdocs.yml.")
        if not self.is_given and not _i18n(config).building:
            try:
                catalogue, problems = load_checked(root, today())
            except GuidebookError as error:
                raise PluginError(str(error)) from error
            errors = [problem for problem in problems if problem.is_error]
            if catalogue is None or errors:
                raise PluginError("\n".join(["the content has mistakes:", *map(str, errors)]))
            self.catalogue = catalogue
        if os.environ.get("SITE_URL"):
            config.site_url = self._require().site_url
        for folder in (GUIDELINES, TEMPLATES):
            if (path := str(root / folder)) not in config.watch:
                config.watch.append(path)
        return config

    @event_priority(100)
    def _leave_out_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Leave out what is not to be built, before mkdocs-static-i18n looks at each file of it.

        MkDocs leaves out names that begin with a dot; other programs leave more beside a text.
        """
        part = self.given_part
        is_nothing_used = part and not part.has_files and _are_finished(part)
        for file in list(files):
            if is_nothing_used or is_litter(file.src_uri):
                files.remove(file)
        return files

    @event_priority(-200)
    def _put_in_pages(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Put our pages in the place of the Markdown files that MkDocs found."""
        catalogue = self._require()
        locale = self._locale(config)
        root = Path(config.config_file_path or ".").resolve().parent
        for file in list(files.documentation_pages(inclusion=InclusionLevel.is_included)):
            files.remove(file)
        self.frame_parts = None
        try:
            part = self.part = self.given_part or PageMaker(catalogue, locale, root).whole()
            self._add_pages(part, files, config)
            if locale.is_source and not self.is_given:
                site_files = build_site_files(
                    catalogue, root / TEMPLATES, part.pictures, root / LEDGER
                )
                for site_file in site_files:
                    content = site_file.content
                    files.append(File.generated(config, site_file.path, content=content))
        except GuidebookError as error:
            raise PluginError(str(error)) from error
        if self.is_serving and locale.is_source:
            built = _built_site(config)
            for path in sorted((built / "books").glob("*.pdf")):
                files.append(File(f"books/{path.name}", str(built), config.site_dir, True))
        return files

    on_files = CombinedEvent(_leave_out_files, _put_in_pages)

    def _add_pages(self, part: SitePart, files: Files, config: MkDocsConfig) -> None:
        """Add the pages to be built, and those that they and the navigation lead to."""
        self.pages_by_name = {one.page.file_name: one for one in part.pages}
        self.recipes_by_name = {}
        made_by_id = {one.page.page_id: one for one in part.pages}
        titles = dict(_titles_in_navigation(config.nav or []))
        named = self._require().nav_paths
        leads_anywhere = not _are_finished(part)
        for page_id in part.recipes:
            is_listed = page_id.endswith("index") or "/" not in page_id or _source(page_id) in named
            made = made_by_id.get(page_id)
            if made is None and not is_listed and not leads_anywhere:
                continue
            recipe = part.recipes[page_id]
            file = _page_file(made.page if made else recipe, self._require(), config, is_listed)
            files.append(file)
            self.recipes_by_name[recipe.file_name] = recipe
            if made is None or made.page.is_finished:
                title = titles.get(_source(page_id))
                _FinishedPage(recipe, made.page if made else None, title, file, config)

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        """Leave out what is not to be built, and give the theme what all pages show."""
        part = self._part()
        pages = [file.page for file in files.documentation_pages() if file.page]
        linked = {file.src_uri: file for page in pages for file in page.links_to_anchors or ()}
        for file in linked.values():
            if isinstance(file.page, _FinishedPage):
                file.page.find_anchors(config, files)
        self.copied = ["404.html"] if part.has_files else []
        for file in list(files):
            if file.is_documentation_page():
                if file.src_uri not in self.pages_by_name:
                    files.remove(file)
            elif _is_script_of_theme(file, config):
                files.remove(file)
            elif part.has_files:
                self.copied.append(file.dest_uri)
            else:
                files.remove(file)
        texts = shared_texts(self._require(), self._locale(config))
        env.globals["words"] = texts.words
        env.globals["site_search"] = search_view(texts)
        return env

    def on_template_context(
        self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give the page of no address, 404.html, its languages and what stands around it."""
        missing = not_found_page(self._require(), self._part().pictures)
        frame = Frame(self._frame_parts(context["nav"], config), None, not_found=missing)
        context["guidebook"] = frame  # type: ignore[typeddict-unknown-key]
        return context

    def on_page_content(
        self, html: str, /, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Give the tables of hand-written pages the frame and look that all other tables have."""
        if isinstance(page, _FinishedPage):
            return html
        html = _CELL.sub(r'<\1 class="align-\2">', html)
        return _TABLE.sub(r'<div class="table-scroll" tabindex="0">\g<0></div>', html)

    def on_page_context(
        self,
        context: TemplateContext,
        /,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,
        nav: Navigation,
    ) -> TemplateContext:
        """Tell the theme what a page is and what stands around it."""
        ours = self.pages_by_name[page.file.src_uri]
        page.canonical_url = ours.meta.canonical
        frame = Frame(self._frame_parts(nav, config), ours.page, ours.meta)
        context["guidebook"] = frame  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Leave out what MkDocs would write once per language: sitemap and foreign 404 pages."""
        is_other_404 = template_name == "404.html" and not self._part().has_files
        return "" if template_name == "sitemap.xml" or is_other_404 else output_content

    def _frame_parts(self, nav: Navigation, config: MkDocsConfig) -> FrameParts:
        """Return what the frames of the present language share, made once for it."""
        if self.frame_parts is None:
            self.frame_parts = FrameParts(
                self._require(),
                self._locale(config),
                tuple(self._navigation_item(item) for item in nav.items),
                Heads(self._part().recipes),
                _stylesheets(config),
                served_policy() if self.is_serving else page_policy(),
            )
        return self.frame_parts

    def _navigation_item(self, item: Any) -> NavigationItem:
        """Return an item of MkDocs' navigation as the theme shows it."""
        if item.children:
            inner = tuple(self._navigation_item(child) for child in item.children)
            return NavigationItem(item.title, items=inner)
        if not item.is_page:
            return NavigationItem(item.title, item.url, is_outside(item.url))
        head = self.recipes_by_name[item.file.src_uri].head
        foreign_locale = head.foreign_locale if item.title == head.title else None
        return NavigationItem(item.title, head.address, foreign_locale=foreign_locale)

    def _require(self) -> Catalogue:
        if self.catalogue is None:
            raise PluginError("guidebook: the content was not loaded.")
        return self.catalogue

    def _part(self) -> SitePart:
        if self.part is None:
            raise PluginError("guidebook: the pages were not made.")
        return self.part

    def _locale(self, config: MkDocsConfig) -> Locale:
        return self._require().locales_by_tag[_i18n(config).current_language]


class _FinishedPage(MkDocsPage):
    """A generated page: MkDocs has nothing to read in it, and only puts the theme around it.

    Also any page that is not built this time, which others lead to.
    """

    def __init__(
        self,
        recipe: PageRecipe,
        ours: Page | None,
        title: str | None,
        file: File,
        config: MkDocsConfig,
    ) -> None:
        self.recipe = recipe
        self.ours = ours
        super().__init__(title, file, config)

    def find_anchors(self, config: MkDocsConfig, files: Files) -> None:
        """Find out what links to the page may name, which is seldom asked for."""
        page = self.ours or self.recipe.make()
        if page.is_finished:
            self.present_anchor_ids = finished_html(page.markdown).anchors
        else:  # a hand-written page: only MkDocs knows what becomes of it
            self.markdown = page.markdown
            super().render(config, files)

    def read_source(self, config: MkDocsConfig) -> None:
        """Give MkDocs the page's title."""
        self.markdown = ""
        self.meta = {"title": self.recipe.head.title}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Give MkDocs the finished content."""
        self.content = ""
        if self.ours is None:
            return
        finished = finished_html(self.ours.markdown)
        self.content = finished.html
        self.toc = get_toc(_nested(finished.headings))


def _built_site(config: MkDocsConfig) -> Path:
    """Return the folder that the site is built into, while `mkdocs serve` uses one of its own."""
    path = Path(config.config_file_path)
    with path.open("rb") as file:
        settings = yaml_load(file)
    return path.parent.resolve() / str(settings.get("site_dir", "site"))


def _are_finished(part: SitePart) -> bool:
    """Return True when no link of the part's pages is left to MkDocs."""
    return all(one.page.is_finished for one in part.pages)


def _is_script_of_theme(file: File, config: MkDocsConfig) -> bool:
    """Return True for Material's own scripts, which no page loads: the site is safer without."""
    own = (None, config.docs_dir, config.theme.custom_dir)
    return file.src_uri.startswith("assets/javascripts/") and file.src_dir not in own


def _nested(headings: tuple[PageHeading, ...]) -> list[Any]:
    """Return headings as Python-Markdown's `toc_tokens`: lower ones below higher ones."""
    root: list[Any] = []
    above: list[Any] = []
    for heading in headings:
        token = {"level": heading.level, "id": heading.anchor, "name": heading.text, "children": []}
        while above and above[-1]["level"] >= heading.level:
            above.pop()
        (above[-1]["children"] if above else root).append(token)
        above.append(token)
    return root


def _source(page_id: str) -> str:
    """Return what the navigation calls a page, in whatever language."""
    return f"{page_id}.md"


def _titles_in_navigation(items: Any) -> Iterator[tuple[str, str]]:
    """Yield path and title of each page that the navigation of mkdocs.yml gives a title."""
    for item in items if isinstance(items, list) else []:
        for title, inner in item.items() if isinstance(item, dict) else ():
            if isinstance(inner, str):
                yield inner, title
            else:
                yield from _titles_in_navigation(inner)


def _i18n(config: MkDocsConfig) -> Any:
    plugin = config.plugins.get("i18n")
    if plugin is None:
        raise PluginError("guidebook: add the plugin 'i18n' before 'guidebook' in mkdocs.yml.")
    return plugin


def _stylesheets(config: MkDocsConfig) -> tuple[str, ...]:
    """Return the addresses of Material's styles; their names change with its version."""
    patterns = ("main.*.min.css", "palette.*.min.css")
    folders = [Path(folder) / "assets" / "stylesheets" for folder in config.theme.dirs]
    found = [path for pattern in patterns for folder in folders for path in folder.glob(pattern)]
    return tuple(f"assets/stylesheets/{path.name}" for path in found)


def _page_file(
    page: PagePlace, catalogue: Catalogue, config: MkDocsConfig, is_listed: bool
) -> File:
    """Return a page as a file that neither MkDocs nor mkdocs-static-i18n needs to guess about."""
    file: Any = File.generated(
        config,
        page.file_name,
        content=page.as_file() if isinstance(page, Page) and not page.is_finished else "",
        inclusion=InclusionLevel.INCLUDED if is_listed else InclusionLevel.NOT_IN_NAV,
    )
    file.name = page.page_id.rpartition("/")[2]
    file.dest_uri = f"{page.address}index.html"
    file.locale = page.locale.tag
    file.locale_alternate_of = page.locale.tag
    file.localization = None if page.locale.is_source else page.locale.tag
    file.norm_src_uri = f"{page.page_id}.md"
    file.alternates = {
        locale.tag: SimpleNamespace(url=page_address(page.page_id, locale))
        for locale in catalogue.locales
    }
    return file  # type: ignore[no-any-return]
