"""A master set from outside: a ZIP of text files, looked at before anything of it is read, and faults told by place."""

from __future__ import annotations

import base64
import io
import re
import stat
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..masters import moves
from ..masters.errors import Fault, MasterError
from ..masters.lint import lint
from ..masters.loader import load
from ..masters.release import Release
from ..masters.source import Source, is_binary
from . import guard, theme_check

LIMIT = 5_000_000
MOST_FILES = 300
MOST_BYTES = 12_000_000
LONGEST_TEXT = 1_000_000
SET_ID = re.compile(r"[a-z][a-z0-9-]{1,49}")
_PLAIN = ("set.toml", "questions.toml", "requirements.toml", "price.toml", "coverage.toml", "routine.md",
          moves.FILE)  # fmt: skip
_KNOWN = re.compile(
    r"(?:documents|clauses)/[a-z0-9_][a-z0-9_-]{0,59}\.md|samples/[A-Za-z0-9_-]{1,60}\.(?:json|pdf|docx)"
    r"|theme/(?:print\.css|theme\.toml|watermark\.svg|logo\.svg|logo\.png|reference\.docx"
    r"|cut-(?:regular|italic|semibold|semibold_italic|bold)\.ttf)"
)
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Received:
    """A set that can be taken in: its files, binary ones as base64, and the release they make."""

    texts: Mapping[str, str]
    release: Release


def received(name: str, data: bytes) -> Received:
    """The set in a ZIP, or ``MasterError`` with everything that is wrong and where."""
    texts = files_of(name, data)
    with tempfile.TemporaryDirectory() as folder:
        release = load(Path(folder), texts)
        faults = [*_identity(release), *lint(release)]
    if faults:
        raise MasterError(faults)
    return Received(texts, release)


def files_of(name: str, data: bytes) -> dict[str, str]:
    """The files of the ZIP by name, without samples. Nothing is unpacked before names and sizes are looked at."""
    try:
        guard.guard(name, data, "zip", LIMIT)
    except guard.Refused as error:
        raise MasterError([Fault(name, 0, str(error))]) from error
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [info for info in archive.infolist() if not info.is_dir()]
        _check_whole(name, entries)
        root = _root([info.filename for info in entries])
        faults = [f for info in entries for f in _check_entry(info, root)]
        if faults:
            raise MasterError(faults)
        read = {info.filename.removeprefix(root): archive.read(info) for info in entries}
    return _texts({n: content for n, content in read.items() if not n.startswith("samples/")})


def _check_whole(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        words = f"ZIP-filen har {len(entries)} filer. Et malsett kan ha høyst {MOST_FILES}."
        raise MasterError([Fault(name, 0, words)])
    if sum(info.file_size for info in entries) > MOST_BYTES:
        raise MasterError([Fault(name, 0, "Filene er for store når de pakkes ut. Grensen er 12 MB i alt.")])


def _root(names: list[str]) -> str:
    """The folder everything lies in, when somebody has zipped the folder and not its files."""
    tops = {PurePosixPath(name).parts[0] for name in names}
    if len(tops) != 1 or "set.toml" in names:
        return ""
    return f"{tops.pop()}/"


def _check_entry(info: zipfile.ZipInfo, root: str) -> list[Fault]:
    name = info.filename.removeprefix(root)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return [Fault(name, 0, "Filen er en lenke eller noe annet enn en fil. Pakk settet på nytt uten den.")]
    if name not in _PLAIN and not _KNOWN.fullmatch(name):
        return [Fault(name, 0, "Filen hører ikke til et malsett. Ta den ut av ZIP-filen.")]
    if info.file_size > LONGEST_TEXT and not is_binary(name) and not name.startswith("samples/"):
        return [Fault(name, 0, "Filen er for stor. En tekstfil kan være på høyst 1 MB.")]
    return []


def _texts(read: Mapping[str, bytes]) -> dict[str, str]:
    faults: list[Fault] = []
    texts: dict[str, str] = {}
    for name, content in sorted(read.items()):
        if is_binary(name):
            texts[name] = base64.b64encode(content).decode("ascii")
        else:
            try:
                texts[name] = content.decode("utf-8").replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                line = content[: error.start].count(b"\n") + 1
                faults.append(Fault(name, line, "Teksten er ikke UTF-8. Lagre filen på nytt som UTF-8."))
                continue
            if found := _HIDDEN.search(texts[name]):
                line = texts[name][: found.start()].count("\n") + 1
                faults.append(Fault(name, line, "Teksten har usynlige styretegn. Ta dem bort."))
        if reason := theme_check.fault(name, content):
            faults.append(Fault(name, 0, reason))
    fonts = theme_check.fonts_missing(texts.get("theme/theme.toml", ""), read)
    missing = [*(name for name in _PLAIN[:4] if name not in read), *fonts]
    faults += [Fault(name, 0, "Filen mangler i ZIP-filen.") for name in missing]
    if not faults and (reason := theme_check.whole_fault(read)):
        faults.append(Fault("theme/theme.toml", 0, reason))
    if faults:
        raise MasterError(faults)
    return texts


def texts_if_read(name: str, data: bytes) -> dict[str, str]:
    """The files of a ZIP, or none when it cannot be read: for the names of documents in what is told."""
    try:
        return files_of(name, data)
    except MasterError:
        return {}


def _identity(release: Release) -> list[Fault]:
    faults = []
    if not SET_ID.fullmatch(release.id):
        faults.append(
            Fault("set.toml", 1, "Settets id skal være små bokstaver, tall og bindestrek, og høyst 50 tegn.")
        )
    if not 0 < len(release.title) <= 120:
        faults.append(Fault("set.toml", 1, "Settets navn skal ha mellom 1 og 120 tegn."))
    return faults


def told(faults: list[Fault], texts: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Each fault as document, clause and what is wrong; a file that is no document keeps its name."""
    titles = _titles(texts or {})
    found = []
    for fault in faults:
        place = titles.get(fault.file, fault.file)
        clause = f", punktet «{fault.clause}»" if fault.clause else ""
        line = f", linje {fault.line}" if fault.line and not fault.clause else ""
        found.append(f"{place}{clause}{line}: {fault.message}")
    return tuple(dict.fromkeys(found))


def _titles(texts: Mapping[str, str]) -> dict[str, str]:
    try:
        rows = tomllib.loads(texts.get("set.toml", "")).get("documents", ())
        return {
            str(row.get("file", f"documents/{row.get('id')}.md")): str(row.get("name") or row.get("title"))
            for row in rows
        }
    except (tomllib.TOMLDecodeError, AttributeError, TypeError):
        return {}


def difference(base: Source, texts: Mapping[str, str]) -> dict[str, str]:
    """What a draft of ``base`` must hold to be ``texts``: files that differ, and empty ones for those that are gone."""
    changed = {
        name: text
        for name, text in texts.items()
        if name not in base.names() or Source(base.folder, {name: text}).data(name) != base.data(name)
    }
    return {**changed, **{name: "" for name in base.names() if name not in texts}}
