"""A competition on its way: people of two agencies, a confirmed system, and drafts taken as far as a test needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpsdocs.assemble import Assembled, check
from dpsdocs.config import ROOT
from dpsdocs.domain import case_file, deadlines
from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import Case
from dpsdocs.domain.roles import Actor
from dpsdocs.package import PackedFile, archive
from dpsdocs.services import approvals, changing, competitions, dps, jobs, packages, results, sections, sent
from dpsdocs.services.releases import Releases
from dpsdocs.store import models
from tests.builders import Make
from tests.clock import today

WORDS = {"bidders": b"til leverandorene", "confidential": b"skjermet", "internal": b"internt"}


def ahead(sample: Case) -> dict[str, Raw]:
    """The sample's answers with dates that lie ahead of today."""
    sent = deadlines.next_working_day(today() + timedelta(days=7))
    deadline = deadlines.count(sent, 20).earliest
    start = deadline.date() + timedelta(days=70)
    return {
        **sample.answers,
        "sending_date": sent.isoformat(),
        "tender_deadline": {"date": deadline.date().isoformat(), "time": "12.00"},
        "start_date": start.isoformat(),
        "end_date": (start + timedelta(days=729)).isoformat(),
    }


def about_change() -> dict[str, Raw]:
    """Another contact, which takes no work from the suppliers, and the deadline as it was."""
    return {
        "contact": {"name": "Kari Holm", "title": "Rådgiver", "email": "kari.holm@example.org"},
        "change_date": today().isoformat(),
        "change_words": "Kontaktpersonen er en annen.",
        "change_deadline": "stands",
        "change_deadline_reason": "Endringen gir ikke leverandørene arbeid.",
    }


@dataclass
class Journey:
    """Everybody and everything a competition meets."""

    session: Session
    make: Make
    releases: Releases
    sample: Case
    numbers: int = 0
    people: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        make = self.make
        self.agency, self.other_agency = make.agency(name="Etat for ærlighet"), make.agency(name="Badeetaten")
        self.drafter = make.actor("drafter", agency=self.agency, name="Dina Drafter")
        self.second = make.actor("drafter", agency=self.agency, name="Sara Second")
        self.third = make.actor("drafter", agency=self.agency, name="Tor Third")
        self.approver = make.actor("approver", agency=self.agency, name="Arne Approver")
        self.reader = make.actor("reader", agency=self.agency)
        self.outsider = make.actor("drafter", agency=self.other_agency)
        self.manager = make.actor("dps_manager")
        self.editor = make.actor("master_editor")
        self.admin = make.admin()
        self.dps = self._dps()
        make.supplier(self.dps)
        make.supplier(self.dps)

    def _dps(self) -> models.Dps:
        row = self.make.dps(regime=self.sample.dps.regime, cpv=list(self.sample.dps.cpv))
        row.criteria.clear()
        self.session.flush()
        for position, c in enumerate(self.sample.dps.criteria):
            row.criteria.append(
                models.DpsCriterion(
                    position=position, key=c.id, name=c.name, kind=c.kind, minimum=c.minimum, maximum=c.maximum,
                    assessed=c.assessed, documentation=c.documentation,
                )
            )  # fmt: skip
        self.session.commit()
        for group in dps.GROUPS:
            dps.confirm(self.session, self.manager, row.id, group, row.version)
        return row

    def draft(self, **answers: Raw) -> str:
        """A draft, empty but for the given answers."""
        self.numbers += 1
        made = competitions.start(
            self.session, self.releases, self.drafter, self.agency.id, self.dps.id, f"token-{self.numbers}"
        )
        if answers:
            self.save(made, answers)
        return made

    def filled(self, **answers: Raw) -> str:
        """A draft with every answer; the given ones instead of the sample's."""
        return self.draft(**{**ahead(self.sample), **answers})

    def submitted(self, **answers: Raw) -> str:
        """One that waits for approval."""
        made = self.filled(**answers)
        self.submit(made)
        return made

    def approved(self, **answers: Raw) -> str:
        """One that is approved."""
        made = self.submitted(**answers)
        self.decide(made, "approve")
        return made

    def issued(self, **answers: Raw) -> str:
        """One whose package is made, with files that only pretend."""
        made = self.approved(**answers)
        self.issue(made)
        return made

    def sent(self, **answers: Raw) -> str:
        """One that is sent."""
        made = self.issued(**answers)
        packages.mark_sent(self.session, self.drafter, made)
        return made

    def changing(self, **answers: Raw) -> str:
        """One that is sent and then opened for a change, with the answers about the change."""
        made = self.sent()
        changing.start(self.session, self.releases, self.drafter, made)
        self.save(made, {**about_change(), **answers})
        return made

    def changed(self, **answers: Raw) -> str:
        """One whose change is issued: version 2, with files that only pretend."""
        made = self.changing(**answers)
        self.submit(made)
        self.decide(made, "approve", "Endringen er liten.")
        self.issue(made)
        return made

    def save(
        self, competition_id: str, answers: dict[str, Raw], by: Actor | None = None, **place: Any
    ) -> sections.Saved:
        """Save; without a ``base`` from the revision that stands."""
        base = place.pop("base", self.row(competition_id).revision)
        actor = by or self.drafter
        return sections.save(self.session, self.releases, actor, competition_id, answers, base=base, **place)

    def submit(self, competition_id: str) -> None:
        """Ask for approval of what stands."""
        revision = self.row(competition_id).revision
        approvals.submit(self.session, self.releases, self.drafter, competition_id, revision, "Se på dette")

    def decide(self, competition_id: str, decision: str, words: str = "") -> None:
        """Approve or send back."""
        waiting = approvals.rounds(self.session, competition_id)[0]
        approvals.decide(
            self.session, self.releases, self.approver, competition_id, waiting.id, decision, words
        )

    def issue(self, competition_id: str) -> jobs.Claimed:
        """Order a package and store one that pretends; what the worker claimed."""
        packages.issue(self.session, self.releases, self.drafter, competition_id)
        claimed = jobs.claim(self.session, "test")
        assert claimed is not None
        assert results.store_result(self.session, self.releases, claimed, self.pretend(claimed))
        return claimed

    def pretend(self, claimed: jobs.Claimed) -> Assembled:
        """A result with one small file per part."""
        case = packages.frozen_case(self.session, claimed.case_sha256)
        release = self.releases.load(self.session, claimed.release_id)
        checked = check(case, release, sent.previous(self.session, case))
        hidden = checked.competition.value("confidential")
        parts = [part for part in WORDS if part != "confidential" or hidden]
        files = {part: PackedFile(f"26_{part}.docx", WORDS[part] + claimed.id.encode()) for part in parts}
        archives = {part: archive(f"26_{part}.zip", [file], {}) for part, file in files.items()}
        return Assembled(checked, archives, 4711)

    def row(self, competition_id: str) -> models.Competition:
        """The row as it is in the database."""
        return self.session.get_one(models.Competition, competition_id, populate_existing=True)

    def answers(self, competition_id: str) -> dict[str, Raw]:
        """The stored answers."""
        query = select(models.Answer).where(models.Answer.competition_id == competition_id)
        found = self.session.scalars(query.execution_options(populate_existing=True))
        return {answer.key: answer.raw for answer in found}

    def count(self, table: type[Any]) -> int:
        """How many rows a table has."""
        return len(self.session.scalars(select(table)).all())


def read_sample(releases: Releases, session: Session) -> Case:
    """The sample of the live release; a frozen set has none, so it is read where it ships."""
    folder = ROOT / "templates" / "masters" / releases.load(session, releases.live(session)).id
    return case_file.read((folder / "samples" / "reception.json").read_bytes())
