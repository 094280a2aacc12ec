"""Rendering the files of a case and packing them: each file cached by the hash of what it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .. import __version__, config
from ..document.model import Document
from ..domain import case_file
from ..domain.case import Case
from ..domain.rules import Finding, rulebook
from ..masters.release import DocumentSpec, Release
from ..package import Archive, PackedFile, archive, file_name, slug
from ..writers.docx import write_docx
from ..writers.html import print_html
from ..writers.pdf_child import render_many
from ..writers.theme import Theme
from .cache import Cache, NoCache
from .check import Checked, check
from .sheets import Sheet, sheet_of, write_sheet

Progress = Callable[[int, int, str], None]
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


@dataclass(frozen=True, slots=True)
class _Task:
    spec: DocumentSpec
    title: str
    source: Document | Sheet
    extension: str
    key: str


def assemble(
    case: Case,
    release: Release,
    *,
    cache: Cache | None = None,
    progress: Progress | None = None,
    drafts: bool = False,
    without: Sequence[str] = (),
) -> Assembled:
    """All packages of a case. ``NotReady`` when there are stops, unless ``drafts`` (then watermarked).

    ``without`` leaves out formats: for drafts where PDF cannot be made.
    """
    checked = check(replace(case, draft=drafts or case.draft), release)
    if checked.stops and not drafts:
        raise NotReady(checked.stops)
    tasks = [task for task in _tasks(checked, release) if task.extension not in without]
    rendered, peak = _render(tasks, release, cache or NoCache(), progress or (lambda _d, _t, _s: None))
    return Assembled(checked, _pack(checked, release, tasks, rendered), peak)


def one_file(
    case: Case, release: Release, document_id: str, extension: str, cache: Cache | None = None
) -> PackedFile:
    """A single document as a watermarked draft."""
    checked = check(replace(case, draft=True), release)
    spec = release.document(document_id)
    task = _task(checked, release, spec, extension)
    rendered, _ = _render([task], release, cache or NoCache(), lambda _d, _t, _s: None)
    number = str(checked.competition.value("case_number") or "")
    name = file_name(number, spec.number, f"utkast_{spec.filename}", extension)
    return PackedFile(name, rendered[task.key], task.title, document_id)


@lru_cache(maxsize=8)
def _theme(folder: Path) -> Theme:
    return Theme.load(folder, config.ROOT / "static" / "fonts")


def theme_of(release: Release) -> Theme:
    """The look of a release, with the fonts that ship with the program."""
    return _theme(release.folder / "theme")


def _tasks(checked: Checked, release: Release) -> list[_Task]:
    return [
        _task(checked, release, spec, extension)
        for spec in release.chosen(checked.competition)
        for extension in spec.formats
    ]


def _task(checked: Checked, release: Release, spec: DocumentSpec, extension: str) -> _Task:
    source = checked.documents.get(spec.id) or sheet_of(checked.competition, release, spec)
    engines = f"{__version__} {_engine_versions()} {theme_of(release).digest}"
    made_from = f"{engines} {extension} {spec.word_kind} {source!r}"
    key = hashlib.sha256(made_from.encode("utf-8", "surrogatepass")).hexdigest()
    return _Task(spec, release.title_of(spec, checked.competition), source, extension, key)


def _engine_versions() -> str:
    return " ".join(f"{name} {version}" for name, version in engine_versions().items())


def engine_versions() -> dict[str, str]:
    """The versions that decide what the bytes become."""
    return {name: _version(name) for name in ("weasyprint", "pydyf", "python-docx", "lxml", "xlsxwriter")}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "mangler"


def _render(
    tasks: list[_Task], release: Release, cache: Cache, progress: Progress
) -> tuple[dict[str, bytes], int]:
    theme = theme_of(release)
    done: dict[str, bytes] = {}
    for task in tasks:
        known = cache.get(task.key)
        if known is not None:
            done[task.key] = known
    left = [task for task in tasks if task.key not in done]
    progress(len(done), len(tasks), "Lager Word- og regnearkfiler")
    for task in left:
        if task.extension != "pdf":
            done[task.key] = _write(task, theme)
            cache.put(task.key, done[task.key])
            progress(len(done), len(tasks), task.title)
    return done, _render_pdfs(
        [t for t in left if t.extension == "pdf"], theme, cache, progress, done, len(tasks)
    )


def _render_pdfs(
    tasks: list[_Task], theme: Theme, cache: Cache, progress: Progress, done: dict[str, bytes], total: int
) -> int:
    """PDF in child processes, two at a time; returns the highest memory use in kB."""
    if not tasks:
        return 0
    progress(len(done), total, "Lager PDF-filer")
    pages = [print_html(task.source, theme) for task in tasks if isinstance(task.source, Document)]
    peak = 0
    for task, result in zip(tasks, render_many(pages, theme), strict=True):
        done[task.key] = result.data
        peak = max(peak, result.peak_kb)
        cache.put(task.key, result.data)
        progress(len(done), total, task.title)
    return peak


def _write(task: _Task, theme: Theme) -> bytes:
    if isinstance(task.source, Document):
        return write_docx(task.source, theme, kind=task.spec.word_kind)
    return write_sheet(task.source)


def _pack(
    checked: Checked, release: Release, tasks: list[_Task], rendered: dict[str, bytes]
) -> dict[str, Archive]:
    number = str(checked.competition.value("case_number") or "")
    parts: dict[str, list[PackedFile]] = {"bidders": [], "confidential": [], "internal": []}
    for task in tasks:
        name = file_name(number, task.spec.number, task.spec.filename, task.extension)
        parts[task.spec.package].append(PackedFile(name, rendered[task.key], task.title, task.spec.id))
    case = checked.competition.case
    parts["internal"].append(
        PackedFile(f"{slug(number, 24)}_saksfil.json", case_file.dump(case), "Saksfil", "case")
    )
    about = {
        "program": __version__,
        "engines": engine_versions(),
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


def _about(about: dict[str, object], part: str, case: Case) -> dict[str, object]:
    """What only the internal record may say: the hash of the answers and the rules' version."""
    if part != "internal":
        return {**about, "part": part}
    answers = hashlib.sha256(case_file.dump(case)).hexdigest()
    return {**about, "part": part, "rules": rulebook().version, "case_sha256": answers}


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
