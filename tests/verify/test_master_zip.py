"""A master set from outside: refused before anything is read, and told by document and clause when it is wrong."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from dpsdocs.masters.archive import zipped
from dpsdocs.masters.errors import MasterError
from dpsdocs.masters.release import digest
from dpsdocs.masters.source import Source
from dpsdocs.verify import master_zip
from tests.writers.test_logo import png

SET = Path(__file__).resolve().parents[2] / "templates" / "masters" / "vektertjenester"
Files = dict[str, bytes]
DOCUMENT = "documents/svarskjema.md"


@pytest.fixture(scope="module")
def files() -> Files:
    with zipfile.ZipFile(io.BytesIO(zipped(SET))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def refused(data: bytes, name: str = "sett.zip") -> str:
    with pytest.raises(MasterError) as caught:
        master_zip.received(name, data)
    return "\n".join(master_zip.told(caught.value.faults, master_zip.texts_if_read(name, data)))


def test_a_set_goes_out_and_in_byte_for_byte(files: Files) -> None:
    data = zipped(SET)
    assert data == zipped(SET)
    found = master_zip.received("sett.zip", data)
    assert found.release.digest == digest(SET)
    assert master_zip.difference(Source(SET), found.texts) == {}
    assert not any(name.startswith("samples/") for name in files)


def test_a_folder_that_is_zipped_by_hand_is_a_set_too(files: Files) -> None:
    data = packed({**{f"mitt sett/{name}": content for name, content in files.items()},
                   "mitt sett/samples/alarm.json": b"{}"})  # fmt: skip
    assert master_zip.received("sett.zip", data).release.id == "vektertjenester"


def test_what_differs_and_what_is_gone(files: Files) -> None:
    wanted = {k: v for k, v in files.items() if k != "routine.md"}
    wanted["requirements.toml"] += b"\n# Ny\n"
    changed = master_zip.difference(Source(SET), master_zip.received("sett.zip", packed(wanted)).texts)
    assert sorted(changed) == ["requirements.toml", "routine.md"] and changed["routine.md"] == ""
    assert "routine.md" not in Source(SET, changed).names()


def links(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        link = zipfile.ZipInfo("documents/lenke.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def twice(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("SET.TOML", b"")
    return buffer.getvalue()


HOSTILE: dict[str, tuple[Callable[[Files], bytes], str]] = {
    "no zip": (lambda f: b"%PDF-1.7", "innholdet er noe annet"),
    "empty": (lambda f: b"", "er tom"),
    "cut off": (lambda f: packed(f)[:20_000], "skadet"),
    "too large": (lambda f: packed({"set.toml": bytes(5_100_000)}, method=zipfile.ZIP_STORED), "Grensen er 5 MB"),
    "swells": (lambda f: packed({**f, "routine.md": b"a" * 30_000_000}), "for stor"),
    "one large text": (lambda f: packed({**f, "routine.md": Random(1).randbytes(1_100_000)}), "høyst 1 MB"),
    "many files": (lambda f: packed({**f, **{f"clauses/x{n}.md": b"" for n in range(400)}}), "høyst 300"),
    "out of the folder": (lambda f: packed({**f, "../utenfor.md": b""}), "peker ut av mappen"),
    "absolute": (lambda f: packed({**f, "/etc/cron.d/x": b""}), "peker ut av mappen"),
    "drive": (lambda f: packed({**f, "C:/x.md": b""}), "peker ut av mappen"),
    "backslash": (lambda f: packed({**f, "documents\\..\\x.md": b""}), "peker ut av mappen"),
    "link": (links, "er en lenke"),
    "same name twice": (twice, "to deler med samme navn"),
    "unknown file": (lambda f: packed({**f, "kjør.sh": b"rm"}), "kjør.sh: Filen hører ikke til"),
    "python": (lambda f: packed({**f, "documents/x.py": b""}), "hører ikke til et malsett"),
    "hidden": (lambda f: packed({**f, "documents/.skjult.md": b""}), "hører ikke til"),
    "not UTF-8": (lambda f: packed({**f, DOCUMENT: "# Kjøp".encode("latin-1")}), "ikke UTF-8"),
    "turned round": (lambda f: packed({**f, DOCUMENT: f[DOCUMENT] + "\u202eabc".encode()}), "usynlige styretegn"),
    "no list": (lambda f: packed({k: v for k, v in f.items() if k != "set.toml"}), "set.toml: Filen mangler"),
    "list that is no list": (lambda f: packed({**f, "set.toml": b"id = ["}), "set.toml"),
    "list without titles": (
        lambda f: packed({**f, "set.toml": f["set.toml"].replace(b'title = "Tilbudsbrev"\n', b"")}),
        "«title» mangler",
    ),
    "number as words": (
        lambda f: packed({**f, "set.toml": f["set.toml"].replace(b"number = 6\n", b'number = "seks"\n')}),
        "verdi av feil slag",
    ),
    "id that is a path": (
        lambda f: packed({**f, "set.toml": f["set.toml"].replace(b'id = "vektertjenester"', b'id = "../x"', 1)}),
        "Settets id",
    ),
    "style sheet that fetches": (
        lambda f: packed({**f, "theme/print.css": b"p { background: url(https://eksempel.no/a.png) }"}),
        "henter noe utenfra",
    ),
    "style sheet that imports": (lambda f: packed({**f, "theme/print.css": b"@import 'x.css';"}), "henter andre"),
    "font from the disk": (
        lambda f: packed({**f, "theme/theme.toml": f["theme/theme.toml"].replace(b"SourceSansPro-Bold", b"../x")}),
        "skrifter som ikke følger med",
    ),
    "colour that is no colour": (
        lambda f: packed({**f, "theme/theme.toml": f["theme/theme.toml"].replace(b'"2A2859"', b'"red"')}),
        "seks tegn",
    ),
    "size that is no number": (
        lambda f: packed({**f, "theme/theme.toml": f["theme/theme.toml"].replace(b"_size = 37", b'_size = "stor"')}),
        "må være et tall",
    ),
    "size beyond reason": (
        lambda f: packed({**f, "theme/theme.toml": f["theme/theme.toml"].replace(b"t_size = 10.5", b"t_size = 900")}),
        "Brødtekst, skrift: Velg mellom 9 og 13 punkter.",
    ),
    "style sheet that asks for what is not there": (
        lambda f: packed({**f, "theme/print.css": b"p { color: var(--nope) }"}),
        "theme.toml mangler eller har for mye",
    ),
    "theme without pages": (
        lambda f: packed({**f, "theme/theme.toml": f["theme/theme.toml"].replace(b"[page.cover]", b"[other]")}),
        "theme.toml mangler eller har for mye",
    ),
    "picture with a script": (
        lambda f: packed({**f, "theme/watermark.svg": b"<svg xmlns='x'><script>1</script></svg>"}),
        "skript",
    ),
    "picture that fetches": (
        lambda f: packed({**f, "theme/logo.svg": b"<svg xmlns='x'><image href='http://a/b'/></svg>"}),
        "skript",
    ),
    "picture with entities": (
        lambda f: packed({**f, "theme/logo.svg": b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>"}),
        "ikke en SVG-fil",
    ),
    "logo that shines through": (
        lambda f: packed({**f, "theme/logo.png": png()}),
        "Ta den inn under «Utseende»",
    ),
    "font that is none": (
        lambda f: packed({**f, "theme/cut-bold.ttf": b"OTTO" + b"x" * 90}),
        "annen type enn TrueType",
    ),
    "font that is named and not there": (
        lambda f: packed({**f, "theme/theme.toml": f["theme/theme.toml"].replace(b"SourceSansPro-Bold", b"cut-bold")}),
        "theme/cut-bold.ttf: Filen mangler",
    ),
    "Word file with macros": (
        lambda f: packed({**f, "theme/reference.docx": packed({"word/vbaProject.bin": b"x"})}),
        "reference.docx",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_and_broken_sets_are_refused_with_the_reason(files: Files, case: str) -> None:
    make, reason = HOSTILE[case]
    assert reason in refused(make(files))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{{ agency_name }}", "{{ agency_name.__class__ }}", "punktet «"),
        ("{{ agency_name }}", "{% for x in y %}", "punktet «"),
        ("{{ agency_name }}", "{{ finnes_ikke }}", "finnes_ikke"),
        ("{{ agency_name }}", "[fyll ut]", "er ikke et felt"),
    ],
)
def test_code_and_faults_in_the_text_are_told_by_document_and_clause(
    files: Files, old: str, new: str, told: str
) -> None:
    head, body = files["documents/konkurransegrunnlag.md"].decode().split("::: punkt", 1)
    assert old in body
    text = f"{head}::: punkt{body.replace(old, new, 1)}"
    said = refused(packed({**files, "documents/konkurransegrunnlag.md": text.encode()}))
    assert said.startswith("Konkurransegrunnlag, punktet «") and told in said


def test_two_documents_cannot_be_the_same_annex(files: Files) -> None:
    text = files["set.toml"].decode().replace("annex = 2\n", "annex = 1\n", 1)
    assert "er bilag 1" in refused(packed({**files, "set.toml": text.encode()}))
