"""Rendering the files of a case and packing them: each file cached by the hash of what it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from .. import __version__, config
from ..domain import case_file
from ..domain.case import Case
from ..domain.rules import Finding, rulebook_for
from ..masters.annexes import missing
from ..masters.archive import zipped
from ..masters.release import DocumentSpec, Release
from ..package import Archive, PackedFile, archive, file_name, slug
from ..verify.remake import MASTER_SET
from ..writers.docx_redline import title_of
from ..writers.theme import Theme
from . import program
from .annexes import Files, evidence, no_files, passed_through, placeholder
from .cache import Cache, NoCache
from .check import Checked, check
from .render import Progress, Task, fingerprint, render, task_for
from .sheets import sheet_of

_PARTS = {"bidders": "konkurransepakke", "confidential": "skjermet", "internal": "internt"}


class NotReady(ValueError):
    """The case has stops; ``stops`` holds them."""

    def __init__(self, stops: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(stops)} stopp må rettes.")
        self.stops = stops


@dataclass(frozen=True, slots=True)
class Assembled:
    """The packages of a case by part: bidders, confidential (only when there is something) and internal."""

    checked: Checked
    archives: dict[str, Archive]
    peak_kb: int

    @property
    def last_sending_day(self) -> date | None:
        """The last day the invitation can be sent."""
        return self.checked.competition.day("last_sending_day")


def assemble(
    case: Case,
    release: Release,
    *,
    cache: Cache | None = None,
    progress: Progress | None = None,
    drafts: bool = False,
    without: Sequence[str] = (),
    files: Files = no_files,
    previous: Case | None = None,
) -> Assembled:
    """All packages of a case. ``NotReady`` when there are stops, unless ``drafts`` (then watermarked).

    ``files`` gives the bytes of attachments and annexes by hash; ``FileGone`` when one is not at hand.
    ``previous`` is the version that is sent, when the case changes it; ``files`` may give its case file too.
    ``without`` leaves out formats: for drafts where PDF cannot be made; Word contents then have no page numbers.
    """
    release, earlier = release.pinned, earlier_case(case, previous, files)
    previous = case_file.read(earlier) if earlier and previous is None else previous
    checked = check(replace(case, draft=drafts or case.draft), release, previous)
    if checked.stops and not drafts:
        raise NotReady(checked.stops)
    added = (*passed_through(checked.competition, release, files), *evidence(checked.competition, files))
    tasks = [task for task in _tasks(checked, release) if task.extension not in without]
    keep, tell = cache or NoCache(), progress or (lambda _d, _t, _s: None)
    rendered, peak = render(tasks, theme_of(release), keep, tell, lay_out="pdf" not in without)
    return Assembled(checked, _pack(checked, release, tasks, rendered, added, earlier), peak)


def earlier_case(case: Case, previous: Case | None, files: Files) -> bytes:
    """The case file of the version that is sent, as it was issued where it is at hand; nothing for a first version."""
    if case.replaces is None:
        return b""
    return files(case.replaces.sha256) or (case_file.dump(previous) if previous else b"")


def one_file(
    case: Case, release: Release, document_id: str, extension: str, cache: Cache | None = None,
    previous: Case | None = None,
) -> PackedFile:  # fmt: skip
    """A single document as a watermarked draft; a Word file in the web's process, so without a layout of its own."""
    checked = check(replace(case, draft=True), release, previous)
    spec = release.document(document_id)
    (wanted,) = _tasks_of(checked, release, spec, (extension,))
    rendered, _ = render(
        [wanted], theme_of(release), cache or NoCache(), lambda _d, _t, _s: None, lay_out=False
    )
    number = str(checked.competition.value("case_number") or "")
    name = file_name(number, spec.number, f"utkast_{spec.filename}", extension)
    return PackedFile(name, rendered[wanted.key], wanted.title, document_id)


@lru_cache(maxsize=8)
def _theme(folder: Path) -> Theme:
    return Theme.load(folder, config.ROOT / "static" / "fonts")


def prepare(release: Release) -> None:
    """Make what is the same for every case of a release, so that children need not."""
    theme_of(release)
    _set_of(release.folder, release.digest)
    program.digest()


def theme_of(release: Release) -> Theme:
    """The look of a release, with the fonts that ship with the program."""
    return _theme(release.folder / "theme")


def _tasks(checked: Checked, release: Release) -> list[Task]:
    own = [
        task
        for spec in release.chosen(checked.competition)
        for task in _tasks_of(checked, release, spec, spec.formats)
    ]
    pages = [
        (placeholder(checked.competition, release, spec))
        for spec in missing(release.annexes, checked.competition)
    ]
    theme = theme_of(release)
    made = own + [
        task_for(spec, page.meta.title, page, "pdf", fingerprint(page, theme)) for spec, page in pages
    ]
    for key, redline in checked.difference.redlines.items():
        spec = release.document(key)
        spec = replace(spec, filename=f"{spec.filename}_endringer", word_kind="review")
        made.append(task_for(spec, title_of(redline), redline, "docx", fingerprint(redline, theme)))
    return made


def _tasks_of(
    checked: Checked, release: Release, spec: DocumentSpec, extensions: Sequence[str]
) -> list[Task]:
    source = checked.documents.get(spec.id) or sheet_of(checked.competition, release, spec)
    title, known = release.title_of(spec, checked.competition), fingerprint(source, theme_of(release))
    return [task_for(spec, title, source, extension, known) for extension in extensions]


def _pack(
    checked: Checked,
    release: Release,
    tasks: list[Task],
    rendered: dict[str, bytes],
    added: Sequence[tuple[str, PackedFile]],
    earlier: bytes,
) -> dict[str, Archive]:
    number = str(checked.competition.value("case_number") or "")
    parts: dict[str, list[PackedFile]] = {"bidders": [], "confidential": [], "internal": []}
    for task in tasks:
        name = file_name(number, task.spec.number, task.spec.filename, task.extension)
        parts[task.spec.package].append(PackedFile(name, rendered[task.key], task.title, task.spec.id))
    for part, file in added:
        for place in {part, "internal"}:
            parts[place].append(file)
    for files in (parts["bidders"], parts["confidential"]):
        files.sort(key=lambda file: file.name)
    case = checked.competition.case
    parts["internal"] += _record(case, release, slug(number, 24), earlier)
    about = {
        "program": __version__,
        "engines": program.engine_versions(),
        "release": {
            "id": release.id, "version": release.version, "sha256": release.digest, "approved": release.approved,
        },
        "case_number": number,
        "version": case.version,
        "example": case.example,
    }  # fmt: skip
    return {
        part: archive(f"{slug(number, 24)}_{_PARTS[part]}.zip", files, _about(about, part, case))
        for part, files in parts.items()
        if files
    }


def _record(case: Case, release: Release, stem: str, earlier: bytes) -> list[PackedFile]:
    """What a package can be made again from: the case, the one it changes, and the set."""
    made = [PackedFile(f"{stem}_saksfil.json", case_file.dump(case), "Saksfil", "case")]
    if case.replaces:
        version = case.replaces.version
        name = f"{stem}_saksfil_versjon_{slug(version, 12)}.json"
        made.append(PackedFile(name, earlier, f"Saksfil, versjon {version}", "case"))
    return [*made, PackedFile(MASTER_SET, _set_of(release.folder, release.digest), release.name, "masters")]


@lru_cache(maxsize=4)
def _set_of(folder: Path, _digest: str) -> bytes:
    """The set as a ZIP, made once for each release."""
    return zipped(folder)


def _about(about: dict[str, object], part: str, case: Case) -> dict[str, object]:
    """What only the internal record may say: the hash of the answers and the rules' version."""
    if case.replaces:
        told = {"version": case.replaces.version, "sha256": case.replaces.package}
        about = {**about, "replaces": {key: value for key, value in told.items() if value}}
    if part != "internal":
        return {**about, "part": part}
    answers = hashlib.sha256(case_file.dump(case)).hexdigest()
    return {**about, "part": part, "rules": rulebook_for(case.settings).version, "case_sha256": answers}


def write_archives(assembled: Assembled, folder: Path) -> list[Path]:
    """The ZIPs on disk: all written beside first, then renamed into place, so that none is half there."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [(folder / made.name, made.data) for made in assembled.archives.values()]
    parts = [path.with_suffix(".zip.part") for path, _ in paths]
    try:
        for part, (_, data) in zip(parts, paths, strict=True):
            part.write_bytes(data)
        for part, (path, _) in zip(parts, paths, strict=True):
            part.replace(path)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    return [path for path, _ in paths]
