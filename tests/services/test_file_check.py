"""Files people add for others to open: what is refused, with which reason, and what name is kept."""

import hashlib
import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random

import openpyxl
import pikepdf
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.services.errors import Invalid
from dpsdocs.services.file_check import KINDS, CheckedFile, checked

MEGABYTE = 1_000_000
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word() -> bytes:
    """An honest Word file."""
    stream = BytesIO()
    document = Document()
    document.add_paragraph("Rutine for kjøp av vektertjenester")
    document.save(stream)
    return stream.getvalue()


def workbook() -> bytes:
    """An honest workbook."""
    stream = BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def pdf(
    change: Callable[[pikepdf.Pdf], object] = lambda pdf: None, *, packed: bool = False, **how: object
) -> bytes:
    """A PDF of one page; ``packed`` puts its objects into object streams, as most programs do."""
    stream = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        made.save(stream, object_stream_mode=mode, **how)  # type: ignore[arg-type]
    return stream.getvalue()


def scripted(made: pikepdf.Pdf) -> None:
    """Run a script when the file is opened."""
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    made.Root.OpenAction = made.make_indirect(action)


def starting(made: pikepdf.Pdf) -> None:
    """Start a program when the file is opened."""
    made.Root.OpenAction = made.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("a.exe"))
    )


def carrying(made: pikepdf.Pdf) -> None:
    """Carry another file."""
    made.attachments["a.exe"] = b"MZ"


def carrying_in_silence(made: pikepdf.Pdf) -> None:
    """Carry another file that says as little as it can about what it is."""
    spec = pikepdf.Dictionary(F=pikepdf.String("a"), EF=pikepdf.Dictionary(F=made.make_stream(b"MZ")))
    made.Root.AF = pikepdf.Array([made.make_indirect(spec)])


def with_parts(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """An Office file with its parts changed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def word_with(name: str, part: bytes) -> bytes:
    """The Word file with one part more."""
    return with_parts(word(), lambda parts: parts.update({name: part}))


def word_saying(xml: str) -> bytes:
    """The Word file with this XML in its body."""

    def change(parts: dict[str, bytes]) -> None:
        name = "word/document.xml"
        parts[name] = parts[name].replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)
        assert xml.encode() in parts[name]

    return with_parts(word(), change)


def linked(kind: str, target: str) -> bytes:
    """The Word file with a link to something outside."""

    def change(parts: dict[str, bytes]) -> None:
        name = "word/_rels/document.xml.rels"
        tag = f'<Relationship Id="rId99" Type="{REL}/{kind}" Target="{target}" TargetMode="External"/>'
        parts[name] = parts[name].replace(b"</Relationships>", tag.encode() + b"</Relationships>")

    return with_parts(word(), change)


def field(code: str) -> str:
    """A field of Word; the code is what stands between its marks."""
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}</w:p>'


def instr(text: str) -> str:
    """A piece of a field's code."""
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "no name": ("", pdf, "Velg en fil"),
    "no ending": ("rutine", pdf, "PDF, Word (docx) eller Excel (xlsx)"),
    "a program": ("rutine.exe", lambda: b"MZ", "«rutine.exe» kan ikke brukes"),
    "a web page": ("rutine.html", lambda: b"<script>", "kan ikke brukes"),
    "a program behind a known ending": ("rutine.pdf.exe", pdf, "kan ikke brukes"),
    "older word": ("rutine.doc", lambda: b"\xd0\xcf\x11\xe0", "som .docx"),
    "word with macros": ("rutine.docm", word, "som .docx uten makroer"),
    "excel with macros": ("priser.xlsm", workbook, "som .xlsx uten makroer"),
    "empty": ("rutine.pdf", lambda: b"", "er tom"),
    "too large": ("rutine.pdf", lambda: pdf() + b" " * 2 * MEGABYTE, "2,0 MB. Grensen er 1 MB"),
    "word under the name of pdf": ("rutine.pdf", word, "innholdet er noe annet"),
    "pdf under the name of word": ("rutine.docx", pdf, "innholdet er noe annet"),
    "excel under the name of word": ("rutine.docx", workbook, "ikke en Word-fil"),
    "html under the name of pdf": ("rutine.pdf", lambda: b"<html>%PDF-1.7", "innholdet er noe annet"),
    "a program behind a pdf": ("rutine.pdf", lambda: pdf() + word(), "lagt til på slutten"),
    "half a pdf": ("rutine.pdf", lambda: pdf()[:300], "skadet"),
    "word with a password": ("rutine.docx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "passord"),
    "pdf with a password": (
        "rutine.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "passord"
    ),
    "macros": ("a.docx", lambda: word_with("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "makroer"),
    "embedded object": ("a.docx", lambda: word_with("word/embeddings/oleObject1.bin", b"x"), "innebygde"),
    "bomb": ("a.docx", lambda: word_with("word/media/a.png", b"\0" * 61 * MEGABYTE), "for stor når"),
    "picture from outside": ("a.docx", lambda: linked("image", "https://ond.example/x.png"), "andre steder"),
    "template from outside": ("a.docx", lambda: linked("attachedTemplate", "file:///c:/x.dotm"), "andre steder"),
    "script as a link": ("a.docx", lambda: linked("hyperlink", "javascript:alert(1)"), "andre steder"),
    "field that starts a program": (
        "a.docx", lambda: word_saying(field(instr(" DDEAUTO c:\\\\x.exe "))), "starter programmer"
    ),
    "field in pieces": (
        "a.docx", lambda: word_saying(field(instr("D") + instr("DEA&#85;") + instr("TO c:\\\\x"))), "starter"
    ),
    "field in numbers": ("a.docx", lambda: word_saying(field(instr("QUOTE 68 68 69"))), "starter"),
    "field in an attribute": (
        "a.docx", lambda: word_saying('<w:p><w:fldSimple w:instr="INCLUDETEXT x"/></w:p>'), "henter andre"
    ),
    "field behind a comment": (
        "a.docx", lambda: word_saying(field("<w:instrText>INCLUDE<!-- -->PICTURE x</w:instrText>")), "henter"
    ),
    "field behind text that looks like a comment": (
        "a.docx", lambda: word_saying("<w:p><w:r><w:t><![CDATA[<!--]]></w:t></w:r>" + field(
            instr("INCLUDETEXT x"))[5:].replace("</w:p>", "<w:r><w:t>--></w:t></w:r></w:p>")), "henter andre"
    ),
    "field behind a sign in an attribute": (
        "a.docx", lambda: word_saying(field('<w:instrText xmlns:a=">">INCLUDETEXT x</w:instrText>')), "henter"
    ),
    "field around another": (
        "a.docx", lambda: word_saying(field(
            instr("INCLUDE") + field("")[5:-6] + '<w:fldChar w:fldCharType="end"/>' + instr("TEXT x"))), "henter"
    ),
    "pdf with a script": ("a.pdf", lambda: pdf(scripted), "skript"),
    "pdf with a packed script": ("a.pdf", lambda: pdf(scripted, packed=True), "skript"),
    "pdf that starts a program": ("a.pdf", lambda: pdf(starting, packed=True), "skript"),
    "pdf with a file": ("a.pdf", lambda: pdf(carrying), "andre filer inni"),
    "pdf with a packed file": ("a.pdf", lambda: pdf(carrying, packed=True), "andre filer inni"),
    "pdf with a silent file": ("a.pdf", lambda: pdf(carrying_in_silence), "andre filer inni"),
    "pdf with a silent packed file": ("a.pdf", lambda: pdf(carrying_in_silence, packed=True), "andre filer inni"),
    "pdf with a script in numbers": (
        "a.pdf", lambda: pdf(scripted).replace(b"/JavaScript", b"/J#61v#61Script"), "skript"
    ),
    "pdf packed in another way": (
        "a.pdf", lambda: pdf(packed=True).replace(b"/FlateDecode", b"/LZWDecode  "), "uvanlig måte"
    ),
    "pdf packed under another name": (
        "a.pdf", lambda: pdf(scripted, packed=True).replace(b"/ObjStm", b"/ObjStn"), "skript"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_why(case: str) -> None:
    name, make, reason = REFUSED[case]
    with pytest.raises(Invalid) as caught:
        checked(name, make(), kinds=KINDS, limit=MEGABYTE)
    assert reason in caught.value.problems["file"]
    assert str(caught.value).endswith((".", "makroer."))


def test_a_bomb_in_a_pdf_is_not_unpacked() -> None:
    big = b"1 0 " + b"0" * 101 * MEGABYTE
    data = pdf(lambda made: setattr(made.Root, "X", made.make_stream(big)), compress_streams=True)
    assert len(data) < MEGABYTE
    with pytest.raises(Invalid, match="for stor når den pakkes ut"):
        checked("a.pdf", data, kinds=KINDS, limit=MEGABYTE)


def test_many_small_streams_take_no_time() -> None:
    stream = b"1 0 obj<</Type/XObject>>stream\n" + zlib.compress(b"1 0 0 ") + b"\nendstream\n"
    data = b"%PDF-1.7\n" + stream * (19 * MEGABYTE // len(stream)) + b"startxref\n0\n%%EOF"
    begin = time.process_time()
    with pytest.raises(Invalid, match="for stor når den pakkes ut"):
        checked("a.pdf", data, kinds=KINDS, limit=20 * MEGABYTE)
    assert time.process_time() - begin < 20


SLOW_TO_SEARCH = {
    "comments": "<!--" * 200_000,
    "instructions": "<?" * 400_000,
    "codes": "<w:p " + "instrText " * 80_000,
    "links": "<w:p " + 'TargetMode="External"' * 40_000,
    "fields that never end": field("") * 10_000 + "<w:p>",
    "tags": "".join(Random(1).choices(["<w:p/>", "<w:r/>"], k=1_000_000)),
}


@pytest.mark.parametrize("kind", SLOW_TO_SEARCH)
def test_a_part_made_to_be_slow_to_search_takes_no_time(kind: str) -> None:
    """Less than a megabyte kept a search for half an hour; a parser reads it once."""
    data = word_saying(SLOW_TO_SEARCH[kind] + "instrText")
    begin = time.process_time()
    with pytest.raises(Invalid, match=r"skadet|for mange avsnitt"):
        checked("a.docx", data, kinds=KINDS, limit=MEGABYTE)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize("packed", [False, True])
def test_honest_files_come_through_unchanged(packed: bool) -> None:
    for name, data in {"a.PDF": pdf(packed=packed), "b.docx": word(), "c.Xlsx": workbook()}.items():
        file = checked(name, data, kinds=KINDS, limit=MEGABYTE)
        assert file == CheckedFile(name.lower(), file.extension, data, hashlib.sha256(data).hexdigest())


def test_harmless_links_and_fields_may_stay() -> None:
    linking = linked("hyperlink", "https://www.oslo.kommune.no/link/dde")
    fields = field(instr(' HYPERLINK "https://www.oslo.kommune.no/link/1" ')) + field(instr(" PAGE "))
    for data in (linking, word_saying(fields)):
        assert checked("a.docx", data, kinds=KINDS, limit=MEGABYTE).data == data

    def link(made: pikepdf.Pdf) -> None:
        made.Root.A = pikepdf.Dictionary(
            S=pikepdf.Name.URI, URI=pikepdf.String("https://www.oslo.kommune.no")
        )

    assert checked("a.pdf", pdf(link, packed=True), kinds=KINDS, limit=MEGABYTE)


def test_only_the_kinds_asked_for() -> None:
    with pytest.raises(Invalid, match="i formatet PDF"):
        checked("a.docx", word(), kinds=["pdf"], limit=MEGABYTE)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Rutine for våren 2027 – høring.pdf", "Rutine-for-varen-2027-horing.pdf"),
        ("Ærlig ålesund ØST.pdf", "AErlig-alesund-OST.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Kari\\Rutine.pdf", "Rutine.pdf"),
        ("rutine.exe.pdf", "rutine-exe.pdf"),
        ("rutine\u202efdp.exe.pdf", "rutinefdp-exe.pdf"),
        ('a"; filename="b.pdf', "a-filename-b.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a-Set-Cookie-x.pdf"),
        (".pdf", "dokument.pdf"),
        ("日本.pdf", "dokument.pdf"),
        ("CON.pdf", "fil-CON.pdf"),
        ("a" * 300 + ".pdf", "a" * 76 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, kept: str) -> None:
    assert checked(name, pdf(), kinds=KINDS, limit=MEGABYTE).file_name == kept
    assert len(kept) <= 80


@given(st.text(max_size=120), st.binary(max_size=300), st.sampled_from(["", ".pdf", ".docx", ".xlsx"]))
def test_whatever_comes_is_refused_in_words(name: str, noise: bytes, ending: str) -> None:
    with pytest.raises(Invalid) as caught:
        checked(name + ending, noise, kinds=KINDS, limit=MEGABYTE)
    assert caught.value.problems.keys() == {"file"}


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=200))
def test_a_damaged_pdf_passes_or_is_refused_but_never_fails(place: int, noise: bytes) -> None:
    data = bytearray(PACKED)
    data[place % len(data) : place % len(data) + len(noise)] = noise
    try:
        assert checked("a.pdf", bytes(data), kinds=KINDS, limit=MEGABYTE).extension == "pdf"
    except Invalid as error:
        assert error.problems.keys() == {"file"}


PACKED = pdf(packed=True)
