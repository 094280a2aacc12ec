"""Words on findings: a warning put aside, a proposal confirmed, a stop overridden where the law leaves room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..domain import workflow
from ..domain.case import JudgementKind
from ..domain.roles import Actor
from ..domain.rules import Finding
from ..store import models
from ..store.models import now
from ..store.queries import rules as queries
from . import audit, cases, competitions, files
from .competitions import Opened
from .errors import Conflict, Forbidden, Invalid, NotFound
from .fields import own_words
from .file_check import KINDS, checked, media_type
from .releases import Releases

LIMIT = 10_000_000
CONFIRMED = "Bekreftet slik det er foreslått."
_GONE = "Funnet finnes ikke lenger, eller det er endret. Se over kontrollene på nytt."
_WHY = "Skriv hvorfor. Begrunnelsen står i den interne dokumentasjonen."


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of one finding: the id of the words, and whether the viewer can take them back."""

    id: str
    can_remove: bool


def kind_of(finding: Finding) -> JudgementKind | None:
    """What can be said of a finding; None when the only way is to mend it."""
    if finding.override:
        return "override"
    if finding.severity == "stop":
        return None
    return "confirmed" if finding.confirm else "aside"


def found(opened: Opened, mark: str) -> Finding:
    """The finding of the page, or ``NotFound`` when it has changed."""
    finding = next((f for f in opened.checked.findings if f.mark == mark), None)
    if finding is None:
        raise NotFound(_GONE)
    return finding


def standing(session: Session, actor: Actor, opened: Opened) -> dict[str, Standing]:
    """What stands, by the finding's mark."""
    return {
        row.mark: Standing(row.id, opened.is_editable)
        for row, _, _ in queries.standing(session, opened.summary.id)
    }


def say(
    session: Session, releases: Releases, actor: Actor, competition_id: str, mark: str, reason: str,
    evidence: str = "",
) -> str:  # fmt: skip
    """Put the finding aside, confirm it or override it, whichever it is for; the id of the words."""
    row = cases.writable(session, actor, competition_id)
    if not workflow.is_editable(row.status):
        raise Conflict("Konkurransen kan ikke endres nå.")
    finding = found(competitions.open_case(session, releases, actor, competition_id), mark)
    kind = kind_of(finding)
    if kind is None:
        raise Conflict("En stopp må rettes. Den kan ikke settes til side.")
    words = own_words("reason", reason or (CONFIRMED if kind == "confirmed" else ""), _WHY)
    shown = own_words("evidence", evidence, "Skriv hva som viser det." if kind == "override" else "")
    made = models.Judgement(
        id=models.new_id(), competition_id=row.id, kind=kind, rule=finding.rule, mark=mark, title=finding.title,
        reason=words, evidence=shown, made_by=actor.id,
    )  # fmt: skip
    for old, _, _ in queries.standing(session, row.id):
        if old.mark == mark:
            old.removed_at, old.removed_by = now(), actor.id
    session.add(made)
    _finish(session, actor, row, f"finding.{kind}", finding.rule)
    return made.id


def take_back(session: Session, actor: Actor, competition_id: str, judgement_id: str) -> None:
    """Let the finding count again. Twice is once."""
    row = cases.writable(session, actor, competition_id)
    if not workflow.is_editable(row.status):
        raise Conflict("Konkurransen kan ikke endres nå.")
    said = queries.one(session, row.id, judgement_id)
    if said is None:
        session.commit()
        return
    said.removed_at, said.removed_by = now(), actor.id
    _finish(session, actor, row, "finding.again", said.rule)


def add_file(
    session: Session, actor: Actor, competition_id: str, judgement_id: str, name: str, data: bytes
) -> None:
    """Add the evidence of an override as a file; it goes into the internal record as it is."""
    file = checked(name, data, kinds=KINDS, limit=LIMIT)
    row = cases.writable(session, actor, competition_id)
    said = queries.one(session, row.id, judgement_id)
    if said is None or said.kind != "override" or not workflow.is_editable(row.status):
        raise NotFound(_GONE)
    said.file_name, said.sha256 = file.file_name, files.put(session, file.data)
    _finish(session, actor, row, "finding.evidence", said.rule)


def fetch(session: Session, actor: Actor, competition_id: str, judgement_id: str) -> tuple[str, str, bytes]:
    """Name, media type and bytes of the evidence; for the agency's own people."""
    row = cases.readable(session, actor, competition_id)
    if not actor.roles_in(row.agency_id):
        raise Forbidden("Dokumentasjonen er intern.")
    said = queries.one(session, row.id, judgement_id)
    if said is None or not said.sha256:
        raise NotFound("Filen finnes ikke.")
    return said.file_name, media_type(said.file_name), files.get(session, said.sha256)


def note_fetch(session: Session, actor: Actor, judgement_id: str, name: str) -> None:
    """Write in the log who fetched what, in a transaction of its own."""
    audit.record(session, actor.id, "file.downloaded", judgement_id, name)
    session.commit()


def waiting(opened: Opened) -> tuple[Finding, ...]:
    """Overrides a second person has not approved."""
    return tuple(f for f in opened.checked.stops if f.judged is not None and f.judged.kind == "override")


def unconfirmed(opened: Opened) -> tuple[Finding, ...]:
    """Proposals nobody has confirmed."""
    return tuple(f for f in opened.checked.findings if f.confirm and f.judged is None)


def approve(session: Session, actor: Actor, opened: Opened, ticked: Collection[str]) -> None:
    """What approval says of findings, in the caller's transaction: overrides that are ticked, proposals all."""
    competition_id = opened.summary.id
    rows = {row.mark: row for row, _, _ in queries.standing(session, competition_id)}
    for finding in waiting(opened):
        row = rows[finding.mark]
        if finding.mark not in ticked:
            raise Invalid({"overrides": "Godkjenn fraviket, eller send konkurransen tilbake."})
        if row.made_by == actor.id:
            raise Forbidden("En annen person enn den som skrev fraviket, må godkjenne det.")
        row.approved_by, row.approved_at = actor.id, now()
        audit.record(session, actor.id, "finding.approved", competition_id, finding.rule)
    for finding in unconfirmed(opened):
        session.add(
            models.Judgement(
                competition_id=competition_id, kind="confirmed", rule=finding.rule, mark=finding.mark,
                title=finding.title, reason=CONFIRMED, made_by=actor.id,
            )
        )  # fmt: skip
        audit.record(session, actor.id, "finding.confirmed", competition_id, finding.rule)


def _finish(session: Session, actor: Actor, row: models.Competition, action: str, rule: str) -> None:
    row.revision += 1
    row.updated_at, row.updated_by = now(), actor.id
    audit.record(session, actor.id, action, row.id, rule)
    session.commit()
