"""The check of the built site: it knows what the program makes, and tells of everything else."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from support import build_site, copy_base, silent, write_files

from guidebook.book_faults import find_book_faults
from guidebook.cli import main
from guidebook.kept import Kept
from guidebook.page_faults import names
from guidebook.page_policy import page_policy
from guidebook.problems import GuidebookError, Problem
from guidebook.site_check import SiteCheck
from guidebook.styles import style_as_read

PAGE = "growers/share-tools/index.html"
OLD_ADDRESS = "G1/index.html"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{}</svg>\n'
FEED = '<feed xmlns="http://www.w3.org/2005/Atom">\n<entry>{}</entry>\n</feed>\n'


@pytest.fixture(scope="module")
def base_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a base project with its built site, which tests leave as it is."""
    root = tmp_path_factory.mktemp("built") / "project"
    copy_base(root)
    build_site(root)
    return root


@pytest.fixture
def built(base_site: Path, tmp_path: Path) -> Path:
    """Return a copy of the base project with its site, to plant faults in."""
    root = tmp_path / "copy"
    shutil.copytree(base_site, root)
    return root


def check(root: Path, *names: str, kept: Kept | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with files of a project's site, or with all of them."""
    site = root / "site"
    found = SiteCheck(site, root / "templates", kept or Kept())
    return found.find_problems([site / name for name in names] or [site], silent)


def plant(root: Path, name: str, old: str, new: str) -> int:
    """Replace a piece of a file of the site and return the line where it begins."""
    text = (root / "site" / name).read_text(encoding="utf-8")
    assert old in text
    write_files(root / "site", {name: text.replace(old, new, 1)})
    return text.partition(old)[0].count("\n") + 1


def rules(problems: tuple[Problem, ...]) -> set[str]:
    """Return the ids of the rules that found something."""
    return {problem.rule for problem in problems}


def test_the_real_site_holds_only_what_the_program_makes(
    real_root: Path, real_site: Path, real_books: object
) -> None:
    """Every page, drawing, feed, data file, style and script of the real site is as it must be."""
    assert real_books
    assert check(real_root) == ()
    assert not list(real_site.glob("assets/javascripts"))


def test_the_books_of_the_real_content_only_link(real_books: object, tmp_path: Path) -> None:
    """No book does more than lead to places and addresses."""
    from library import Library

    assert isinstance(real_books, Library)
    assert tmp_path
    for path in sorted(real_books.folder.glob("*.pdf")):
        assert list(find_book_faults(path.name, path)) == []


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ("<script>alert(1)</script>", "unknown-script"),
        ("<script src='assets/other.js'></script>", "unknown-script"),
        ("<script src='https://elsewhere.example/a.js'></script>", "unknown-script"),
        ("<script type='application/ld+json'>alert(1)</script>", "unknown-script"),
        ("<script type='module'>alert(1)</script>", "unknown-script"),
        ("<p onclick='alert(1)'>text</p>", "event-handler"),
        ("<p ONCLICK=alert(1)>text</p>", "event-handler"),
        ("<img/onerror=alert(1) src=x.png>", "event-handler"),
        ("<svg onload=alert(1)></svg>", "event-handler"),
        ("<p style='position: fixed'>text</p>", "inline-style"),
        ("<style>p { color: red }</style>", "inline-style"),
        ("<a href='javascript:alert(1)'>text</a>", "dangerous-address"),
        ("<a href=' java&#9;script:alert(1)'>text</a>", "dangerous-address"),
        ("<a href='&#x6a;avascript&colon;alert(1)'>text</a>", "dangerous-address"),
        ("<a href='data:text/html,x'>text</a>", "dangerous-address"),
        ("<a href='data:text/html,x' download>text</a>", "dangerous-address"),
        ("<a href='vbscript:x'>text</a>", "dangerous-address"),
        ("<a href='file:///etc/passwd'>text</a>", "dangerous-address"),
        ("<a href='//elsewhere.example/'>text</a>", "dangerous-address"),
        ("<a href='/\\elsewhere.example/'>text</a>", "dangerous-address"),
        ("<blockquote cite='javascript:x'>text</blockquote>", "dangerous-address"),
        ("<iframe src='about/'></iframe>", "frame"),
        ("<object data='a.pdf'></object>", "frame"),
        ("<embed src='a.pdf'>", "frame"),
        ("<form action='https://elsewhere.example/'><input name='a'></form>", "form"),
        ("<form><input type='password' name='a'></form>", "form"),
        ("<form role='search' action='https://elsewhere.example/'></form>", "form"),
        ("<form role='search' method='post' action='search/'></form>", "form"),
        ("<button formaction='https://elsewhere.example/'>text</button>", "acting-attribute"),
        ("<a href='a/' ping='https://elsewhere.example/'>text</a>", "acting-attribute"),
        ("<iframe srcdoc='text'></iframe>", "acting-attribute"),
        ("<body onload='alert(1)'>", "broken-tag"),
        ("<HTML/onclick='alert(1)'>", "broken-tag"),
        ("<head\nstyle='color: red'>", "broken-tag"),
        ("<table background='a.png'></table>", "acting-attribute"),
        ("<p manifest='a.appcache'>text</p>", "acting-attribute"),
        ("<img src='a.png' attributionsrc='a/'>", "acting-attribute"),
        ("<object codebase='a/'></object>", "acting-attribute"),
        ("<object archive='a.jar'></object>", "acting-attribute"),
        ("<object classid='java:a'></object>", "acting-attribute"),
        ("<link rel='icon' imagesrcset='a.png 1x'>", "acting-attribute"),
        ("<template shadowrootmode='open'></template>", "acting-attribute"),
        ("<p is='x-thing'>text</p>", "acting-attribute"),
        ("<p data='https://elsewhere.example/'>text</p>", "other-host"),
        ("<svg><use xlink:href='https://elsewhere.example/a.svg#a'/></svg>", "other-host"),
        ("<base href='https://elsewhere.example/'>", "base"),
        ("<meta http-equiv='refresh' content='0; url=about/'>", "meta-refresh"),
        ("<meta http-equiv='set-cookie' content='a=b'>", "unknown-meta"),
        ("<img src='https://elsewhere.example/a.png'>", "other-host"),
        ("<img src='//elsewhere.example/a.png'>", "other-host"),
        ("<img srcset='a.png 1x, https://elsewhere.example/a.png 2x'>", "other-host"),
        ("<video poster='https://elsewhere.example/a.png'></video>", "other-host"),
        ("<link rel='stylesheet' href='https://elsewhere.example/a.css'>", "other-host"),
        ("<link rel='canonical' href='https://elsewhere.example/'>", "other-host"),
        ("<link rel='preconnect' href='https://elsewhere.example/'>", "unknown-link"),
        ("<link rel='prefetch' href='about/'>", "unknown-link"),
        ("<marquee>text</marquee>", "unknown-element"),
        ("<x-thing>text</x-thing>", "unknown-element"),
        ("<svg><foreignObject><p>text</p></foreignObject></svg>", "unknown-element"),
        ("<svg><a href='about/'><text>text</text></a></svg>", "unknown-element"),
        ("<svg><animate attributeName='href'/></svg>", "unknown-element"),
        ("<svg><use href='https://elsewhere.example/a.svg#a'/></svg>", "other-host"),
        ("<svg><title><img src=x onerror=alert(1)></title></svg>", "broken-tag"),
        ("<math><mtext>x</mtext></math>", "unknown-element"),
        ("<noscript><p title='</noscript><img src=x onerror=y>'></p></noscript>", "broken-tag"),
        ("<p title='<img src=x onerror=y>'>text</p>", "broken-tag"),
        ("<textarea><img src=x onerror=y></textarea>", "broken-tag"),
        ("<?xml-stylesheet href='a.xsl'?>", "broken-tag"),
        (f"{'<span>' * 300}<img src=x onerror=y>", "broken-file"),
    ],
)
def test_what_no_template_makes_is_told_with_its_line(planted: str, rule: str, built: Path) -> None:
    """Whatever acts, loads from elsewhere or hides something in a page is told by file and line."""
    line = plant(built, PAGE, "<article", f"{planted}\n<article")
    found = check(built, PAGE)
    assert rule in rules(found)
    assert {problem.location.path for problem in found} == {f"site/{PAGE}"}
    assert {problem.location.line for problem in found if problem.rule == rule} == {line}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<meta http-equiv="Content-Security-Policy"', '<meta name="nothing"'),
        ("default-src &#39;none&#39;", "default-src &#39;self&#39;"),
        ("script-src &#39;self&#39;", "script-src &#39;self&#39; &#39;unsafe-inline&#39;"),
        ("<head>\n", "<head>\n<link rel='icon' href='a.png'>\n"),
    ],
)
def test_a_page_without_the_whole_policy_is_told(old: str, new: str, built: Path) -> None:
    """A page whose policy is missing, weaker or too late is a mistake."""
    plant(built, PAGE, old, new)
    assert "no-policy" in rules(check(built, PAGE))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('content="0; url=', 'content="5; url='),
        ('content="0; url=../', 'content="0; url=https://elsewhere.example/'),
        ('content="0; url=../', 'content="0; url=../about/../'),
        ("</body>", '<script src="../assets/site.js"></script></body>'),
        ("</body>", '<a href="../about/">more</a></body>'),
        ('rel="canonical" href="', 'rel="canonical" href="https://example.org/about/#'),
    ],
)
def test_only_old_addresses_lead_on(old: str, new: str, built: Path) -> None:
    """A page may lead on by itself when it is an old address and nothing else."""
    assert check(built, OLD_ADDRESS) == ()
    plant(built, OLD_ADDRESS, old, new)
    assert "meta-refresh" in rules(check(built, OLD_ADDRESS))


@pytest.mark.parametrize(
    ("name", "content", "rule", "line"),
    [
        ("assets/a.svg", SVG.format("<script>alert(1)</script>"), "unknown-element", 1),
        ("assets/a.svg", SVG.format("\n<g onload='alert(1)'/>"), "event-handler", 2),
        ("assets/a.svg", SVG.format("<foreignObject/>"), "unknown-element", 1),
        ("assets/a.svg", SVG.format("<a href='about/'/>"), "unknown-element", 1),
        ("assets/a.svg", SVG.format("<image href='a.png'/>"), "unknown-element", 1),
        ("assets/a.svg", SVG.format("<use href='https://elsewhere.example/#a'/>"), "other-host", 1),
        (
            "assets/a.svg",
            SVG.format("<style>\n@import 'https://elsewhere.example/a.css';</style>"),
            "other-host",
            2,
        ),
        (
            "assets/a.svg",
            SVG.format("<style><g/>@import url(//elsewhere.example/a.css);</style>"),
            "other-host",
            1,
        ),
        ("assets/a.svg", f"<!DOCTYPE svg [<!ENTITY a 'b'>]>\n{SVG}", "unknown-element", 1),
        ("assets/a.svg", f"<?xml-stylesheet href='a.xsl'?>\n{SVG}", "unknown-element", 1),
        ("assets/a.svg", "<svg", "broken-file", 1),
        (
            "feeds/a.xml",
            FEED.format("\n<content type='html'>&lt;p onclick='x'>text&lt;/p></content>"),
            "event-handler",
            3,
        ),
        (
            "feeds/a.xml",
            FEED.format("<content type='html'>&lt;script>x&lt;/script></content>"),
            "unknown-element",
            2,
        ),
        (
            "feeds/a.xml",
            FEED.format("<content><p xmlns='http://www.w3.org/1999/xhtml' onclick='x'/></content>"),
            "event-handler",
            2,
        ),
        (
            "feeds/a.xml",
            FEED.format("<content type='html'>text&lt;body onload='x'></content>"),
            "broken-tag",
            2,
        ),
        ("feeds/a.xml", FEED.format("<link href='javascript:x'/>"), "dangerous-address", 2),
        ("data/a.json", '{"a": "b",\n "c": ["javascript:alert(1)"]}', "dangerous-address", 2),
        ("data/a.json", '{"a": "b",\n "c": ', "broken-file", 2),
        ("manifest.webmanifest", '{"start_url": "data:text/html,x"}', "dangerous-address", 1),
        ("assets/a.css", "p {}\n@import 'https://elsewhere.example/a.css';", "other-host", 2),
        ("assets/a.css", "p { background: url(//elsewhere.example/a.png) }", "other-host", 1),
        ("assets/a.css", "p {}\n@IMPORT 'https://elsewhere.example/a.css';", "other-host", 2),
        ("assets/a.css", "p {\nbackground: u\\72l(\\2f/elsewhere.example/a) }", "other-host", 2),
        (
            "assets/a.css",
            "p { background: image-set('//elsewhere.example' 1x) }",
            "other-host",
            1,
        ),
        (
            "assets/a.css",
            "p { content: '/*' }\nq { fill: URL(//elsewhere.example/a) }\ni { content: '*/' }",
            "other-host",
            2,
        ),
        ("assets/a.css", "p {\nwidth: expression(alert(1)) }", "unknown-script", 2),
        ("assets/a.css", "p {\n-moz-binding: url(a.xml) }", "unknown-script", 2),
        ("assets/a.css", "p { behavior: url(a.htc) }", "unknown-script", 1),
        ("assets/a.js", "alert(1);", "unknown-script", 1),
        ("assets/a.js", "window.guidebookPlan = {}; alert(1);", "unknown-script", 1),
        ("assets/site.js", "alert(1);", "unknown-script", 1),
        ("assets/a.html", "<p>text</p>", "no-policy", 1),
        ("assets/a.html", "", "broken-file", 1),
        ("assets/a.xhtml", "<html/>", "odd-file", 1),
        ("assets/a.exe", "MZ", "odd-file", 1),
    ],
)
def test_other_files_are_looked_through_too(
    name: str, content: str, rule: str, line: int, built: Path
) -> None:
    """Drawings, feeds, data, styles and scripts hold nothing that acts either."""
    write_files(built / "site", {name: content})
    found = check(built, name)
    assert (rule, line) in {(problem.rule, problem.location.line) for problem in found}


@pytest.mark.parametrize(
    ("style", "read"),
    [
        ("u\\72l(/*)x/**/y", "url(/*)x y"),
        ('"\\22 /*"x/**/y', '"_/*"x y'),
        ("'\\'/*'x/**/y", "'_/*'x y"),
        ('"a\\\nb"c', '"ab"\nc'),
        ('"/\\a /x"', '"/\t/x"'),
        ("@\\69mport", "@import"),
        ("/* a\nb */c", " \nc"),
        ("a\r\nb\rc\fd", "a\nb\nc\nd"),
        ("a /* b", "a  "),
    ],
)
def test_a_style_is_read_as_browsers_do(style: str, read: str) -> None:
    """Comments go, escapes are what they stand for, and everything stays in its line."""
    assert style_as_read(style) == read


@pytest.mark.parametrize(
    "ending",
    sorted(
        names(
            "htm xhtml xht shtml mht mhtml php cgi mjs wasm swf jar svgz xsl xslt hta exe bat cmd "
            "ps1 sh vbs EXE"
        )
    ),
)
def test_a_file_that_can_be_run_is_told(ending: str, built: Path) -> None:
    """No file is of a kind that a browser, a host or a computer would run."""
    write_files(built / "site", {f"assets/a.{ending}": "x"})
    assert rules(check(built, "assets")) == {"odd-file"}


def test_scripts_that_are_only_data_are_let_be(built: Path) -> None:
    """The data of the search, of *My plan* and of the form are scripts, yet only data."""
    scripts = {"assets/a.js": f"window.guidebookPlan = {json.dumps({'a': '</script>'})};"}
    write_files(built / "site", scripts)
    assert check(built) == ()


def test_drawings_and_citations_of_the_site_are_let_be(built: Path) -> None:
    """A drawing with styles of its own, and citations that are saved as files, are no mistakes."""
    write_files(
        built / "site",
        {"assets/a.svg": SVG.format("<style>.a { fill: red }</style><path d='M0 0'/>")},
    )
    assert "data:application/x-bibtex" in (built / "site" / PAGE).read_text(encoding="utf-8")
    assert check(built) == ()


def action(name: str, **more: object) -> Dictionary:
    """Return an action of a PDF."""
    return Dictionary(S=Name(f"/{name}"), **more)


def link(what: Dictionary) -> Dictionary:
    """Return a link of a PDF with an action."""
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 1, 1]), A=what)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda pdf: _root(pdf, OpenAction=action("JavaScript", JS=String("x"))), "opened"),
        (lambda pdf: _root(pdf, AA=Dictionary(WC=action("Named"))), "by itself"),
        (lambda pdf: _root(pdf, AcroForm=Dictionary(Fields=Array())), "holds a form"),
        (lambda pdf: _root(pdf, Names=Dictionary(JavaScript=Dictionary())), "holds a script"),
        (lambda pdf: pdf.attachments.update({"a.txt": b"text"}), "holds a file"),
        (lambda pdf: _annotate(pdf, link(action("Launch", F=String("a.exe")))), "/Launch"),
        (lambda pdf: _annotate(pdf, link(action("GoToR", F=String("a.pdf")))), "/GoToR"),
        (lambda pdf: _annotate(pdf, link(action("SubmitForm", F=String("a")))), "/SubmitForm"),
        (lambda pdf: _annotate(pdf, link(action("URI", URI=String("javascript:x")))), "javascript"),
        (lambda pdf: _annotate(pdf, link(action("URI", URI=String("file:///x")))), "file:"),
        (
            lambda pdf: _annotate(pdf, Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment)),
            "no link",
        ),
        (
            lambda pdf: _annotate(pdf, Dictionary(Type=Name.Annot, Subtype=Name.RichMedia)),
            "no link",
        ),
    ],
)
def test_a_book_that_acts_is_told(change: Callable[[Pdf], object], words: str, built: Path) -> None:
    """Scripts, files, forms and programs in a PDF are told, wherever they stand in it."""
    path = built / "site/books/a.pdf"
    path.parent.mkdir(exist_ok=True)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        _annotate(pdf, link(action("URI", URI=String("https://example.org/"))))
        pdf.save(path)
        assert check(built, "books") == ()
        change(pdf)
        pdf.save(path)
    found = check(built, "books")
    assert rules(found) == {"acting-book"}
    assert words in " ".join(str(problem) for problem in found)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("AA", "does something by itself"),
        ("OpenAction", "does something when it is opened"),
        ("JS", "holds a script"),
        ("JavaScript", "holds a script"),
        ("EmbeddedFiles", "holds a file"),
        ("EF", "holds a file"),
        ("AF", "holds a file"),
        ("AcroForm", "holds a form"),
        ("XFA", "holds a form"),
        ("RichMediaContent", "holds a film or a program"),
    ],
)
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_part_of_a_book_that_acts_is_told(
    key: str, words: str, depth: int, tmp_path: Path
) -> None:
    """Each key of a PDF behind which something acts is known, however deep it stands."""
    inner: Dictionary | Array = Dictionary()
    inner[f"/{key}"] = Dictionary()
    for number in range(depth):
        inner = Array([inner]) if number % 2 else Dictionary(Inner=inner)
    assert f"{words} (/{key})" in _told_of_a_book(tmp_path / "a.pdf", inner)


@pytest.mark.parametrize(
    "name",
    sorted(
        names(
            "Launch JavaScript SubmitForm ResetForm ImportData GoToR GoToE GoTo3DView Thread Sound "
            "Movie Rendition RichMediaExecute Hide SetOCGState Trans Named"
        )
    ),
)
def test_an_action_of_a_book_is_told(name: str, tmp_path: Path) -> None:
    """No link of a PDF starts anything but a jump to a place or an address."""
    told = _told_of_a_book(tmp_path / "a.pdf", link(action(name)))
    assert f"starts something (/{name})" in told


def _told_of_a_book(path: Path, planted: Dictionary | Array) -> str:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root["/Planted"] = pdf.make_indirect(planted)
        pdf.save(path)
    return "\n".join(problem.message for problem in find_book_faults(path.name, path))


def test_a_file_that_is_no_book_is_told(built: Path) -> None:
    """A PDF that cannot be read is a mistake, not trouble."""
    write_files(built / "site", {"books/a.pdf": "no book"})
    assert rules(check(built, "books")) == {"acting-book"}


def _root(pdf: Pdf, **entries: object) -> None:
    for name, value in entries.items():
        pdf.Root[f"/{name}"] = value


def _annotate(pdf: Pdf, annotation: Dictionary) -> None:
    pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])


def test_links_in_the_folder_are_not_followed(built: Path, tmp_path: Path) -> None:
    """A symbolic link in the site is told, whatever it leads to."""
    write_files(tmp_path, {"secret/a.html": "secret"})
    (built / "site/linked").symlink_to(tmp_path / "secret")
    (built / "site/linked.html").symlink_to(tmp_path / "secret/a.html")
    found = check(built)
    assert [problem.location.path for problem in found] == ["site/linked", "site/linked.html"]
    assert rules(found) == {"odd-file"}


def test_what_is_known_is_never_taken_from_the_page(built: Path) -> None:
    """A script that every page with authors' texts loads is told in each of them."""
    pages = [
        path
        for path in (built / "site").rglob("*.html")
        if path.name != "404.html" and "site.js" in path.read_text(encoding="utf-8")
    ]
    for path in pages:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("</body>", "<script src='/a.js'></script></body>"), "utf-8")
    write_files(built / "site", {"a.js": "alert(1);"})
    found = check(built)
    assert len(found) == len(pages) + 1
    assert rules(found) == {"unknown-script"}


def test_what_is_remembered_changes_nothing(built: Path, tmp_path: Path) -> None:
    """A file that was found to be right is looked at again when it or the site's scripts change."""
    kept = tmp_path / "kept.txt"
    assert check(built, kept=Kept(kept)) == ()
    assert kept.stat().st_size > 1000
    assert check(built, kept=Kept(kept)) == ()
    plant(built, PAGE, "<article", "<p onclick='x'>text</p><article")
    assert rules(check(built, kept=Kept(kept))) == {"event-handler"}
    assert rules(check(built, kept=Kept(kept))) == {"event-handler"}


def test_scripts_of_the_settings_are_known(project: Path) -> None:
    """A script of the project's own, named in mkdocs.yml, may be loaded; its text is not judged."""
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    files = {
        "mkdocs.yml": f"{settings}\nextra_javascript: [assets/own.js]\n",
        "templates/theme/assets/own.js": "document.title += '.';\n",
    }
    write_files(project, files)
    build_site(project)
    assert check(project) == ()
    write_files(project, {"site/assets/stray.js": "document.title += '.';\n"})
    assert [problem.location.path for problem in check(project)] == ["site/assets/stray.js"]


def test_a_site_below_a_sub_path_is_the_same(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Published in a folder of a host, the site holds as little."""
    monkeypatch.setenv("SITE_URL", "https://example.org/sub/")
    build_site(project)
    assert check(project) == ()


def test_the_command_tells_and_fails(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check-site` prints file, line and what to do, and its exit code is a mistake's."""
    assert main(built, ["check-site"]) == 0
    line = plant(built, PAGE, "<article", "<iframe src='a/'></iframe><article")
    assert main(built, ["check-site"]) == 1
    told = capsys.readouterr().out
    assert f"site/{PAGE}:{line}:1: frame: '<iframe>' shows something else inside." in told
    assert "Find it in docs/" in told
    assert main(built, ["check-site", "--format", "github"]) == 1
    assert re.search(r"^::error file=site/growers", capsys.readouterr().out, re.MULTILINE)
    assert main(built, ["check-site", str(built / "site/about")]) == 0
    assert main(built, ["check-site", str(built / "docs")]) == 2
    shutil.rmtree(built / "site")
    assert main(built, ["check-site"]) == 2
    assert "holds no whole site" in capsys.readouterr().err


def test_a_folder_that_is_no_site_is_told(tmp_path: Path) -> None:
    """Without the page for missing addresses nothing is known, so nothing can be said."""
    with pytest.raises(GuidebookError, match="no whole site"):
        SiteCheck(tmp_path, tmp_path, Kept())


def test_the_policy_is_the_one_of_today() -> None:
    """The check knows the policy from the program and not from pages."""
    assert "default-src 'none'" in page_policy()
