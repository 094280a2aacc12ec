"""What the worker made: its files are kept for ever, and the competition is issued."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..assemble import Assembled, Packages
from ..store import models
from ..store.models import now
from . import audit, cases, files, jobs, packages, sent
from .releases import Releases


def store_result(
    session: Session, releases: Releases, claimed: jobs.Claimed, made: Assembled | Packages
) -> bool:
    """Keep the files of a finished job and mark the competition as issued; False when the job is not ours.

    One transaction per file, so that a long write never blocks others; the job row goes last.
    """
    stored = _stored(session, made)
    row = session.get_one(models.Competition, claimed.competition_id)
    session.refresh(row, with_for_update=True)
    if row.status != "approved" or row.revision != claimed.revision:
        jobs.fail(session, claimed.id, claimed.attempt, "Konkurransen er endret etter at pakken ble bestilt.")
        return False
    if not jobs.finish(session, claimed.id, claimed.attempt, made.peak_kb):
        session.rollback()
        return False
    before = sent.changed_by(session, row)
    if before is not None:
        before.state = "replaced"
    package = _package_row(claimed, made)
    session.add(package)
    session.flush()
    for position, (part, name, title, is_archive, sha, size) in enumerate(stored):
        session.add(
            models.PackageFile(
                package_id=package.id, position=position, part=part, name=name, title=title,
                is_archive=is_archive, sha256=sha, size=size,
            )
        )  # fmt: skip
    row.status = cases.moved(row, "issue")
    row.exempt = "confidential" in made.archives
    packages.list_as(session, releases, row, package)
    row.updated_at = now()
    audit.record(session, claimed.requested_by, "package.issued", row.id, f"versjon {claimed.package_number}")
    session.commit()
    return True


def _stored(session: Session, made: Assembled | Packages) -> list[tuple[str, str, str, bool, str, int]]:
    """Part, name, title, whether it is an archive, hash and size of each file, once its bytes are kept."""
    stored = []
    for part, archive in made.archives.items():
        stored.append(
            (part, archive.name, archive.name, True, files.put(session, archive.data), len(archive.data))
        )
        session.commit()
        for file in archive.files:
            stored.append((part, file.name, file.title, False, files.put(session, file.data), len(file.data)))
            session.commit()
    return stored


def _package_row(claimed: jobs.Claimed, made: Assembled | Packages) -> models.Package:
    return models.Package(
        competition_id=claimed.competition_id, number=claimed.package_number, revision=claimed.revision,
        case_sha256=claimed.case_sha256, release_id=claimed.release_id, issued_by=claimed.requested_by,
        last_sending_day=made.last_sending_day,
    )  # fmt: skip
