"""The guard sees a fault planted in any file of a real charter, and nothing is published.

Each fault is what a writer, a template or a stranger's text could do. What the guard lets through is a whole charter as it is built,
in each format, and the studio: the tests that build them say so.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT
from helpers import write_tree

from charter_builder import app
from charter_builder.guard import Known, check, digest
from charter_builder.guard.known import may_hold
from charter_builder.problems import CharterError, Problems
from charter_builder.publish import publish
from charter_builder.reading.prose import HOLES

Plant = Callable[[bytes], bytes]


def swap(old: str, new: str) -> Plant:
    """Another text in the place of one that is there."""

    def plant(content: bytes) -> bytes:
        assert old.encode() in content, f"nothing to replace: {old}"
        return content.replace(old.encode(), new.encode(), 1)

    return plant


def before(old: str, new: str) -> Plant:
    return swap(old, new + old)


def deep(new: str) -> Plant:
    """Something before the words of a paragraph of the data."""
    return swap('"type":"text","value":"', f'"type":"text","value":"{new}')


def at_address(name: str, new: str) -> Plant:
    """Another address under the first of these names."""
    return lambda content: re.sub(rf'"{name}":"\w+:[^"]*"'.encode(), f'"{name}":"{new}"'.encode(), content, count=1)


def added(new: str) -> Plant:
    return lambda content: content + new.encode()


def in_part(part: str, plant: Plant) -> Plant:
    """A fault in one part of a ZIP."""

    def replant(content: bytes) -> bytes:
        written = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(written, "w") as write:
            for entry in read.infolist():
                data = read.read(entry)
                write.writestr(entry, plant(data) if entry.filename == part else data)
        return written.getvalue()

    return replant


def more_part(part: str, data: bytes) -> Plant:
    def plant(content: bytes) -> bytes:
        written = io.BytesIO(content)
        with zipfile.ZipFile(written, "a") as archive:
            archive.writestr(part, data)
        return written.getvalue()

    return plant


def cut(keep: float) -> Plant:
    return lambda content: content[: int(len(content) * keep)]


def in_pdf(change: Callable[[pikepdf.Pdf], None]) -> Plant:
    """A PDF that another program wrote again, with a change in it."""

    def plant(content: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            change(pdf)
            written = io.BytesIO()
            pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return written.getvalue()

    return plant


def without(name: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[name]

    return change


def opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


END = "</main>"
W_END = "</w:body>"
RELATION = '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="External"/>'

FAULTS: list[tuple[str, str, Plant, str]] = [
    # ---- what acts
    ("script element", "index.html", before(END, "<script>alert(1)</script>"), "E520"),
    ("script in a module", "index.html", before(END, '<script type="module">alert(1)</script>'), "E520"),
    ("script of another kind", "index.html", before(END, '<script type="text/plain">x</script>'), "E520"),
    ("onclick", "index.html", before(END, '<p onclick="alert(1)">x</p>'), "E520"),
    ("onerror in capitals", "index.html", before(END, '<p ONERROR="alert(1)">x</p>'), "E520"),
    ("a drawing that acts", "index.html", before(END, '<svg><path onload="alert(1)" d=""/></svg>'), "E520"),
    ("a form sent elsewhere", "index.html", before(END, '<form action="https://example.org/"></form>'), "E520"),
    ("a button that sends", "index.html", before(END, '<button formaction="x.html">x</button>'), "E520"),
    ("object", "index.html", before(END, '<object data="x.html"></object>'), "E520"),
    ("base", "index.html", before("<title>", '<base href="https://example.org/"></base>'), "E520"),
    ("refresh", "index.html", before("<title>", '<meta http-equiv="refresh" content="0">'), "E520"),
    ("several pictures to choose from", "index.html", before(END, '<img alt="" srcset="https://example.org/a.png 2x">'), "E520"),
    ("a picture inside a drawing", "index.html", before(END, '<svg><use href="https://example.org/a.svg#b"></use></svg>'), "E520"),
    ("script inside the printed page", "imprimer.html", before(END, "<script>alert(1)</script>"), "E520"),
    ("script inside the fragment", "embed.html", before("</section>", "<script>alert(1)</script>"), "E520"),
    # ---- how it looks
    ("style attribute", "index.html", before(END, '<p style="color:red">x</p>'), "E521"),
    ("style element", "index.html", before("</head>", "<style>p{color:red}</style>"), "E521"),
    ("style changed in the page of lost visitors", "404.html", swap("max-width: 36rem", "max-width: 37rem"), "E521"),
    ("style changed in the fragment", "embed.html", swap("margin: .5rem 0", "margin: .6rem 0"), "E521"),
    ("style sheet changed", "charter/charter.css", added("\n"), "E521"),
    ("colours changed", "charter/identity.css", added("p{color:red}"), "E521"),
    ("rules of the theme changed", "charter/material.css", added("p{color:red}"), "E521"),
    ("policy that allows another style", "_headers", swap("'sha256-", "'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' 'sha256-"), "E521"),
    ("policy that allows any script", "_headers", swap("script-src 'self'", "script-src 'self' 'unsafe-inline'"), "E520"),
    ("policy that allows any host", ".htaccess", swap("script-src 'self'", "script-src *"), "E520"),
    ("policy that allows another host", "nginx.conf", swap("script-src 'self'", "script-src https://example.org"), "E520"),
    # ---- files
    ("script changed by a sign", "charter/charter.js", added(" "), "E522"),
    ("search that runs", "search/index.js", added("alert(1);\n"), "E522"),
    ("search cut short", "search/index.js", cut(0.5), "E522"),
    # ---- addresses
    ("link that runs", "index.html", before(END, '<a href="javascript:alert(1)">x</a>'), "E506"),
    ("link that runs, written in entities", "index.html", before(END, '<a href="&#106;avascript:alert(1)">x</a>'), "E506"),
    ("link that runs after a space", "index.html", before(END, '<a href=" javascript:alert(1)">x</a>'), "E506"),
    ("link to a page of data", "index.html", before(END, '<a href="data:text/html,x">x</a>'), "E506"),
    ("link to a page that is not there", "index.html", before(END, '<a href="absente.html">x</a>'), "E506"),
    ("link to a place that is not there", "index.html", before(END, '<a href="usages.html#absente">x</a>'), "E506"),
    ("link without a scheme", "index.html", before(END, '<a href="//example.org/">x</a>'), "E506"),
    ("picture that is not there", "index.html", before(END, '<img src="absente.png" alt="">'), "E506"),
    ("picture from elsewhere", "index.html", before(END, '<img src="https://example.org/a.png" alt="">'), "E507"),
    ("picture of data not ours", "index.html", before(END, '<img src="data:image/png;base64,AAAA" alt="">'), "E507"),
    ("script from elsewhere", "index.html", before("</head>", '<script src="https://example.org/a.js"></script>'), "E507"),
    ("frame", "index.html", before(END, '<iframe src="https://example.org/" title="x"></iframe>'), "E507"),
    ("style sheet from elsewhere", "index.html", before("</head>", '<link rel="stylesheet" href="//example.org/a.css">'), "E507"),
    ("a fetched page", "index.html", before("</head>", '<link rel="prefetch" href="https://example.org/">'), "E507"),
    ("style that fetches", "charter/charter.css", added("p{background:url(https://example.org/a.png)}"), "E507"),
    ("style that imports", "charter/identity.css", before(":root", "@import '//example.org/a.css';"), "E507"),
    # ---- holes
    ("placeholder", "index.html", before(END, "<p>Bonjour {{ organisation.nom }}</p>"), "E505"),
    ("placeholder in an attribute", "index.html", before(END, '<p title="{{ x }}">x</p>'), "E505"),
    ("template code", "index.html", before(END, "<p>{% if x %}</p>"), "E505"),
    ("empty heading", "index.html", before(END, "<h2><span></span></h2>"), "E505"),
    ("merge left over", "index.html", before(END, "<p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD</p>"), "E505"),
    ("placeholder in the search", "search/index.js", swap('[["', '[["{{ titre }}'), "E505"),
    ("placeholder in the data", "charte.json", swap('"charter"', '"{{ type }}"'), "E505"),
    ("merge left over deep in the data", "charte.json", deep("<<<<<<< HEAD"), "E505"),
    ("template code deep in the data", "charte.json", deep("{% if x %}"), "E505"),
    ("control character in the data", "charte.json", deep("\\u0007"), "E523"),
    ("text written backwards in the data", "charte.json", deep("\u202e"), "E523"),
    ("link that runs in the data", "charte.json", at_address("address", "javascript:alert(1)"), "E506"),
    ("source that runs in the data", "charte.json", at_address("url", "data:text/html,x"), "E506"),
    ("source without a scheme in the data", "charte.json", at_address("url", "//example.org/"), "E506"),
    ("contact that runs in the data", "charte.json", at_address("link", "vbscript:x"), "E506"),
    ("control character in the search", "search/index.js", swap('[["', '[["\\u0000'), "E523"),
    ("placeholder in Markdown", "charte.md", added("\n{{ organisation.nom }}\n"), "E505"),
    ("merge left over in Markdown", "charte.md", added("\n<<<<<<< HEAD\n"), "E505"),
    ("placeholder in the calendar", "charte.ics", swap("SUMMARY:", "SUMMARY:{{ x }}"), "E505"),
    ("placeholder in DOCX", "documents/charte.docx", in_part("word/document.xml", before(W_END, "<w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p>")), "E505"),
    ("placeholder in ODT", "documents/charte.odt", in_part("content.xml", before("</office:text>", "<text:p>{{ x }}</text:p>")), "E505"),
    # ---- form
    ("element left open", "index.html", before(END, "<div>"), "E523"),
    ("element closed twice", "index.html", before(END, "</div>"), "E523"),
    ("elements crossed", "index.html", before(END, "<p><strong><em>x</strong></em></p>"), "E523"),
    ("list inside a paragraph", "index.html", before(END, "<p>x<ul></ul></p>"), "E523"),
    ("bare sign", "index.html", before(END, "<p>a < b</p>"), "E523"),
    ("value without quotes", "index.html", before(END, "<p title=x>x</p>"), "E523"),
    ("attribute given twice", "index.html", before(END, '<p title="x" title="y">x</p>'), "E523"),
    ("comment", "index.html", before(END, "<!-- x -->"), "E523"),
    ("script that never ends", "index.html", before("</body>", "<script>"), "E523"),
    ("page cut short", "index.html", cut(0.5), "E523"),
    ("page not in UTF-8", "index.html", lambda content: content.replace("é".encode(), b"\xe9"), "E523"),
    ("identifier given twice", "index.html", before(END, '<p id="contenu">x</p>'), "E524"),
    ("data cut short", "charte.json", cut(0.5), "E523"),
    ("data without a part", "charte.json", swap('"pack_edition":', '"pack_editions":'), "E525"),
    ("data of another type", "charte.json", lambda content: re.sub(rb'"draft": ?false', b'"draft": "no"', content), "E525"),
    ("data of another format", "charte.json", lambda content: re.sub(rb'"format": ?1\b', b'"format": 2', content), "E525"),
    ("calendar not closed", "charte.ics", swap("END:VEVENT", "X-END:VEVENT"), "E523"),
    ("calendar that rings", "charte.ics", swap("TRANSP:", "ATTACH:https://example.org/a\r\nTRANSP:"), "E520"),
    ("HTML in Markdown", "charte.md", added("\n<script>alert(1)</script>\n"), "E520"),
    ("link that runs in Markdown", "charte.md", added("\n[x](javascript:alert(1))\n"), "E506"),
    ("drawing cut short", "charter/favicon.svg", cut(0.5), "E523"),
    ("drawing that acts", "charter/favicon.svg", before("</svg>", "<script>alert(1)</script>"), "E520"),
    ("drawing that fetches", "charter/favicon.svg", before("</svg>", '<image href="https://example.org/a.png"/>'), "E520"),
    # ---- documents
    ("DOCX cut short", "documents/charte.docx", cut(0.9), "E523"),
    ("DOCX badly formed", "documents/charte.docx", in_part("word/document.xml", before(W_END, "<w:p>")), "E523"),
    ("DOCX with an entity", "documents/charte.docx", in_part("word/document.xml", swap("<w:document", '<!DOCTYPE x [<!ENTITY y "z">]><w:document')), "E520"),
    ("DOCX that fetches a model", "documents/charte.docx", in_part("word/_rels/document.xml.rels", before("</Relationships>", RELATION.format("attachedTemplate", "https://example.org/a.dotm"))), "E507"),
    ("DOCX with a link that runs", "documents/charte.docx", in_part("word/_rels/document.xml.rels", before("</Relationships>", RELATION.format("hyperlink", "javascript:alert(1)"))), "E506"),
    ("DOCX with a field that fetches", "documents/charte.docx", in_part("word/document.xml", before(W_END, "<w:p><w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>")), "E520"),
    ("DOCX with macros", "documents/charte.docx", more_part("word/vbaProject.bin", b"x"), "E522"),
    ("ODT with a script", "documents/charte.odt", in_part("content.xml", before("<office:body>", "<office:scripts/>")), "E520"),
    ("ODT with a picture from elsewhere", "documents/charte.odt", in_part("content.xml", before("</office:text>", '<text:p><draw:frame><draw:image xlink:href="https://example.org/a.png"/></draw:frame></text:p>')), "E507"),
    ("ODT with a link that runs", "documents/charte.odt", in_part("content.xml", before("</office:text>", '<text:p><text:a xlink:href="vnd.sun.star.script:x">x</text:a></text:p>')), "E506"),
    ("ODT of another kind", "documents/charte.odt", in_part("mimetype", lambda _: b"application/zip"), "E523"),
    ("PDF cut short", "documents/charte.pdf", cut(0.9), "E526"),
    ("PDF without its head", "documents/charte.pdf", lambda content: content[9:], "E526"),
    ("PDF whose objects moved", "documents/charte.pdf", lambda content: content.replace(b"\n\n1 0 obj", b"\n\n\n1 0 obj", 1), "E526"),
    ("PDF without tags", "documents/charte.pdf", in_pdf(without("/StructTreeRoot")), "E527"),
    ("PDF not marked", "documents/charte.pdf", in_pdf(without("/MarkInfo")), "E527"),
    ("PDF without a language", "documents/charte.pdf", in_pdf(without("/Lang")), "E527"),
    ("PDF that runs", "documents/charte.pdf", in_pdf(opening), "E520"),
    ("form that runs", "documents/annexes.pdf", in_pdf(opening), "E520"),
    ("PDF with a link that runs", "documents/annexes.pdf", lambda content: re.sub(rb"(/URI ?\()https:", rb"\1jscrp:", content, count=1), "E506"),
]  # fmt: skip


@pytest.fixture(scope="module")
def known() -> Known:
    case = app.examine(ROOT / "examples" / "boulangerie" / "profil.yml")
    return app._known([case.compose("fr").identity], app._written(case.profile))


@pytest.fixture(scope="module")
def charter(built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real charter, as it is before its manifest is written."""
    folder = tmp_path_factory.mktemp("charter") / "public"
    shutil.copytree(built("boulangerie"), folder)
    (folder / "manifest.json").unlink()
    return folder


def found(folder: Path, known: Known) -> set[tuple[str, str]]:
    problems = Problems()
    check(folder, known, problems)
    return {(problem.code, problem.place.file.partition(" : ")[0]) for problem in problems}


@pytest.fixture(scope="module")
def small(charter: Path, known: Known, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The files that go with one of them: all pages together, each document alone."""
    folder = tmp_path_factory.mktemp("small")

    def made(file: str) -> Path:
        if not file.startswith("documents/"):
            where = folder / "site"
            if not where.exists():
                shutil.copytree(charter, where, ignore=shutil.ignore_patterns("documents"))
                for path in where.rglob("*.html"):  # the links to the documents lead nowhere here
                    path.write_text(re.sub(r'href="documents/[^"]*"', 'href="index.html"', path.read_text("utf-8")), "utf-8")
                assert found(where, known) == set()
        else:
            where = write_tree(folder / file.replace("/", "-"), {file: (charter / file).read_bytes()})
            assert found(where, known) == set()
        return where

    return made


@pytest.mark.parametrize("hole", HOLES)
def test_no_hole_is_passed_over_by_the_quick_look(hole: str) -> None:
    assert may_hold(f"x {hole} y") and may_hold(escape(f"x {hole} y")) and not may_hold("a [case] of 3 < 4 & 5 > 4, 10 % [TO DO]")


def test_a_charter_as_it_is_built_has_no_fault(charter: Path, known: Known) -> None:
    assert found(charter, known) == set()


@pytest.mark.parametrize(("file", "plant", "code"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_planted_fault_is_seen_where_it_is(file: str, plant: Plant, code: str, small: Callable[[str], Path], known: Known) -> None:
    folder = small(file)
    sound = (folder / file).read_bytes()
    faulty = plant(sound)
    assert faulty != sound
    (folder / file).write_bytes(faulty)
    try:
        assert (code, file) in found(folder, known)
    finally:
        (folder / file).write_bytes(sound)


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("charter/autre.js", "alert(1);", "E522"),
        ("search/autre.js", "x=[];\n", "E522"),
        ("page.htm", "<p>x</p>", "E522"),
        ("lire.php", "<?php", "E522"),
        ("documents/macro.docm", "x", "E522"),
        (".htpasswd", "x", "E522"),
        ("charter/autre.css", "p{}", "E521"),
    ],
)
def test_a_file_that_nobody_announced_is_seen(file: str, content: str, code: str, small: Callable[[str], Path], known: Known) -> None:
    folder = small("index.html")
    write_tree(folder, {file: content})
    try:
        assert found(folder, known) == {(code, file)}
    finally:
        (folder / file).unlink()


def test_a_link_to_a_file_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "charte.json").symlink_to("/etc/hostname")
    assert found(tmp_path, Known()) == {("E522", "charte.json")}


@pytest.mark.parametrize(
    "file", ["index.html", "charter/charter.js", "charter/charter.css", "charte.json", "documents/charte.pdf", "documents/charte.docx"]
)
def test_nothing_is_published_with_a_fault_and_the_old_folder_is_whole(file: str, charter: Path, known: Known, tmp_path: Path) -> None:
    target = tmp_path / "public"
    publish(target, lambda folder: shutil.copytree(charter, folder, dirs_exist_ok=True) and None, {}, known)
    old = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}

    def write(folder: Path) -> None:
        shutil.copytree(charter, folder, dirs_exist_ok=True)
        (folder / file).write_bytes((folder / file).read_bytes()[:-20])

    with pytest.raises(CharterError) as error:
        publish(target, write, {}, known)
    assert {problem.place.file.partition(" : ")[0] for problem in error.value.problems} == {file}
    assert old == {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_message_shows_the_line(small: Callable[[str], Path], known: Known) -> None:
    page = small("index.html") / "index.html"
    sound = page.read_bytes()
    page.write_bytes(before(END, '<p onclick="x()">x</p>')(sound))
    problems = Problems()
    check(page.parent, known, problems)
    page.write_bytes(sound)
    (place,) = [problem.place for problem in problems]
    assert place.text[place.column - 1 : place.column - 1 + place.width] == '<p onclick="x()">'


@pytest.mark.parametrize(
    "answer",
    [
        "L'atelier {{ x }}",
        "{% raw %}",
        "<<<<<<< HEAD",
        "<b onclick='x()'>gras</b>",
        "/JS (essai) /OpenAction",
        "javascript:alert(1)",
        "]( javascript:x )",
    ],
)
def test_what_a_person_writes_is_only_letters(answer: str, tmp_path: Path) -> None:
    profile = (ROOT / "examples" / "association" / "profil.yml").read_text("utf-8")
    name = re.search(r"(?m)^  nom: .*$", profile)
    assert name
    (tmp_path / "profil.yml").write_text(profile.replace(name[0], f'  nom: "{answer}"'), "utf-8")
    app.build(tmp_path / "profil.yml", tmp_path / "public", formats=app.FORMATS, language="fr")
    assert (tmp_path / "public" / "manifest.json").exists()


def test_a_picture_of_a_letterhead_is_known_or_refused(small: Callable[[str], Path], tmp_path: Path) -> None:
    file, seal = "documents/charte.docx", b"\xff\xd8\xff\xe0 a photograph"
    write_tree(tmp_path, {file: more_part("word/media/seal.jpg", seal)((small(file) / file).read_bytes())})
    assert found(tmp_path, Known()) == {("E522", file)}
    assert found(tmp_path, Known(frozenset({digest(seal)}))) == set()


def test_a_picture_of_data_that_is_known_is_ours(tmp_path: Path) -> None:
    address = "data:image/png;base64,AAAA"
    write_tree(tmp_path, {"index.html": f'<p><img src="{address}" alt="x"></p>'})
    assert found(tmp_path, Known(frozenset({digest(address)}))) == set()
    assert found(tmp_path, Known()) == {("E507", "index.html")}
