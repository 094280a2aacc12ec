"""A returned Word file against the package it was issued in; the file is looked at and never kept."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..store import models
from ..verify import ClauseReport, ReturnReport
from . import audit, cases, files, uploads
from .errors import Invalid, NotFound

_SECONDS = 40


def check(session: Session, actor: Actor, competition_id: str, filename: str, data: bytes) -> ReturnReport:
    """The report, or ``Invalid`` with the reason the file is refused. The check stands in the log."""
    row = cases.readable(session, actor, competition_id)
    if not actor.roles_in(row.agency_id):
        raise NotFound("Konkurransen finnes ikke, eller du har ikke tilgang til den.")
    uploads.guard(filename, data, "docx")
    package = files.get(session, _archive(session, row.id))
    report = _in_child(Path(filename).name[-100:], data, package)
    audit.record(session, actor.id, "package.compared", row.id, "uendret" if report.is_intact else "endret")
    session.commit()
    return report


def _archive(session: Session, competition_id: str) -> str:
    query = (
        select(models.PackageFile.sha256)
        .join(models.Package, models.Package.id == models.PackageFile.package_id)
        .where(models.Package.competition_id == competition_id, models.Package.state == "current")
        .where(models.PackageFile.part == "bidders", models.PackageFile.is_archive)
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("Konkurransen har ingen utstedt pakke å sammenligne med.")
    return found


def _in_child(name: str, data: bytes, package: bytes) -> ReturnReport:
    """Comparing hostile files takes what time and memory we give it, no more."""
    with tempfile.TemporaryDirectory(prefix="dpsdocs-compare-") as folder:
        file, archive = Path(folder) / "file", Path(folder) / "package"
        file.write_bytes(data)
        archive.write_bytes(package)
        command = [sys.executable, "-m", "dpsdocs.verify.child", name, str(file), str(archive)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise Invalid({"file": "Filen er for innviklet til å sammenlignes."}) from error
    try:
        content = json.loads(done.stdout)
    except ValueError as error:
        raise Invalid({"file": "Filen er for stor eller for innviklet til å sammenlignes."}) from error
    if "refused" in content:
        raise Invalid({"file": content["refused"]})
    clauses = tuple(ClauseReport(**{**row, "filled": tuple(row["filled"])}) for row in content.pop("clauses"))
    return ReturnReport(clauses=clauses, **{**content, "added": tuple(content["added"])})
