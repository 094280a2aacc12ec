"""The commands that need neither web nor database: package, check, schema, deadline, masters."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from . import config
from .assemble import FileGone, NotReady, assemble, check
from .assemble.beside import beside
from .assemble.cache import Cache, FolderCache, NoCache
from .assemble.files import write_archives
from .assemble.previous import Change, WrongPrevious, changed
from .document.model import Document
from .domain import case_file, deadlines, formats
from .domain.answers import AnswerError, date_value
from .domain.case import Case
from .domain.case_schema import schema
from .domain.rules import RULE_STATES, SEVERITY_LABELS, Finding, rulebook
from .masters.errors import MasterError
from .masters.lint import lint
from .masters.loader import load
from .masters.release import Release
from .terminal import complain, read, say
from .writers import pdf
from .writers.docx import write_docx
from .writers.outline_text import outline_text
from .writers.pdf_child import RenderFailed, render_many

MASTERS = config.ROOT / "templates" / "masters"
_SET_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def read_release(set_id: str) -> Release | None:
    """A set that ships with the program, or None with the faults printed."""
    folder = MASTERS / set_id
    if not _SET_ID.fullmatch(set_id) or not folder.is_dir():
        complain(f"Malsettet «{set_id[:80]}» finnes ikke.")
        return None
    try:
        return load(folder)
    except MasterError as error:
        complain(f"Malsettet «{set_id}» kan ikke brukes:\n{error}")
        return None


def _read_case(path: str) -> Case | None:
    try:
        return case_file.read(read(path, case_file.MAX_BYTES))
    except case_file.CaseFileError as error:
        complain(f"Saksfilen {path} kan ikke brukes:")
        for problem in error.problems:
            complain(f"  {problem}")
    return None


def _loaded(path: str) -> tuple[Case, Release] | None:
    case = _read_case(path)
    release = read_release(case.release) if case else None
    return (case, release) if case and release else None


def _change(args: Namespace, case: Case) -> Change | None:
    """The case as a change of the one named on the command line, or None with the reason printed."""
    try:
        return changed(case, read(args.previous, case_file.MAX_BYTES))
    except (case_file.CaseFileError, WrongPrevious) as error:
        complain(f"Saksfilen {args.previous} kan ikke brukes: {error}")
        return None


def _print_findings(found: tuple[Finding, ...]) -> None:
    for finding in found:
        say(f"{SEVERITY_LABELS[finding.severity]}: {finding.title}. {finding.mend}")
        say(f"  {finding.source} ({finding.rule}, regeltabell {finding.version})")


def package(args: Namespace) -> int:
    """Write the packages of a case file; 1 when there are stops, 2 when the input cannot be used."""
    loaded = _loaded(args.case)
    change = _change(args, loaded[0]) if loaded and args.previous else None
    if not loaded or (args.previous and not change):
        return 2
    missing = pdf.available()
    if missing:
        complain(missing)
        if not args.draft:
            return 2
        complain("Utkastet blir uten PDF-filer.")
    Path(args.out).mkdir(parents=True, exist_ok=True)
    cache: Cache = FolderCache(Path(args.cache)) if args.cache else NoCache()
    case, files = loaded[0], beside(loaded[0], Path(args.case).parent)
    if change:
        case, files = change.case, change.beside(files)
    try:
        made = assemble(
            case, loaded[1], cache=cache, drafts=args.draft, without=("pdf",) if missing else (), files=files
        )
    except NotReady as error:
        complain("Pakken er ikke laget. Dette må rettes:")
        _print_findings(error.stops)
        return 1
    except (RenderFailed, FileGone) as error:
        complain(str(error))
        return 2
    for path in write_archives(made, Path(args.out)):
        say(str(path))
    return 0


def check_case(args: Namespace) -> int:
    """Print the findings; 1 when there are stops."""
    loaded = _loaded(args.case)
    change = _change(args, loaded[0]) if loaded and args.previous else None
    if not loaded or (args.previous and not change):
        return 2
    checked = check(change.case, loaded[1], change.previous) if change else check(*loaded)
    if args.json:
        say(json.dumps([asdict(f) for f in checked.findings], ensure_ascii=False, indent=2))
    elif checked.findings:
        _print_findings(checked.findings)
    else:
        say("Ingen funn.")
    return 1 if checked.stops else 0


def print_schema(_args: Namespace) -> int:
    """Print the schema of the case file."""
    release = read_release("vektertjenester")
    say(json.dumps(schema(release.catalogue.questions if release else None), ensure_ascii=False, indent=2))
    return 0 if release else 2


def rules_table() -> str:
    """All rules as a Markdown table: what docs/rules.md holds."""
    book = rulebook()
    regimes: dict[tuple[str, ...], str] = {("foa3",): "III", ("foa2",): "II"}
    lines = [
        "# The rules the program checks", "",
        f"Rule table {book.version}, made by `dpsdocs rules`; a test holds this page current.", "",
        "| rule | effect | state | part | from–to | source |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for rule in book.rules:
        effect = SEVERITY_LABELS[rule.severity] + (
            f" (kan bli {SEVERITY_LABELS[rule.softer].lower()})" * bool(rule.setting)
        )
        span = f"{rule.valid_from or ''}–{rule.valid_to or ''}".strip("–") or "alltid"
        part = regimes.get(rule.regimes, "II, III")
        lines.append(
            f"| `{rule.id}` | {effect} | {RULE_STATES[rule.state]} | {part} | {span} | {rule.source} |"
        )
    return "\n".join(lines) + "\n"


def rules(_args: Namespace) -> int:
    """Print the table of rules."""
    sys.stdout.write(rules_table())
    return 0


def deadline(args: Namespace) -> int:
    """Print the last counted day and the earliest noon deadline."""
    try:
        counted = deadlines.count(date_value(args.date), args.extra_days)
    except AnswerError as error:
        complain(str(error))
        return 2
    except (ValueError, OverflowError):
        complain("--extra-days må være fra 0 til noen hundre dager.")
        return 2
    say(f"siste telledag: {formats.short_day(counted.last_counted)}")
    say(f"tidligste frist kl. 12: {formats.short_day(counted.earliest.date())}")
    return 0


def masters(args: Namespace) -> int:
    """Lint a set, list its facts, or render a sample's documents."""
    release = read_release(args.set)
    if release is None:
        return 1
    if args.action == "lint":
        faults = lint(release)
        for fault in faults:
            say(str(fault))
        say(f"{release.title} {release.version}: {len(faults)} funn.")
        return 1 if faults else 0
    sample = args.case or str(release.folder / "samples" / "reception.json")
    case = _read_case(sample)
    if case is None:
        return 2
    checked = check(case, release)
    if args.action == "facts":
        for key, fact in checked.competition.facts.items():
            say(f"{key}\t{fact.label}\t{fact.value}")
        return 0
    _print_findings(checked.findings)
    return _render(checked.documents.values(), release, Path(args.out))


def _render(documents: object, release: Release, folder: Path) -> int:
    from .assemble.files import theme_of
    from .writers.html import print_html

    folder.mkdir(parents=True, exist_ok=True)
    theme = theme_of(release)
    made = [d for d in documents if isinstance(d, Document)]  # type: ignore[attr-defined]
    for document in made:
        (folder / f"{document.id}.txt").write_text(outline_text(document), encoding="utf-8")
        (folder / f"{document.id}.docx").write_bytes(write_docx(document, theme, kind="locked"))
    if pdf.available() is None:
        for document, result in zip(
            made, render_many([print_html(d, theme) for d in made], theme), strict=True
        ):
            (folder / f"{document.id}.pdf").write_bytes(result.data)
    say(str(folder))
    return 0
