"""The test municipality's competition taken all the way to its suppliers, with files that only pretend."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from dpsdocs.assemble import Assembled, check
from dpsdocs.config import ROOT, Config
from dpsdocs.domain import case_file
from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import Case
from dpsdocs.domain.roles import Actor
from dpsdocs.package import PackedFile, archive
from dpsdocs.services import accounts, approvals, dps, jobs, packages, results, sections, sent
from dpsdocs.services.releases import Releases
from dpsdocs.store import models
from dpsdocs.store.db import make_session
from tests.services.journey import WORDS, ahead
from tests.web import world as worlds
from tests.web.world import World

SAMPLE = ROOT / "templates" / "masters" / "vektertjenester" / "samples" / "reception.json"


@dataclass
class SentCase:
    """Where the competition is, and the steps of those who work with it."""

    config: Config
    id: str

    @property
    def path(self) -> str:
        """The address of its task list."""
        return f"/konkurranser/{self.id}"

    @property
    def releases(self) -> Releases:
        """The releases of the installation."""
        return Releases(self.config.instance / "releases", ROOT / "templates" / "masters")

    def approve_and_issue(self, words: str = "") -> None:
        """From a finished draft to a package."""
        with make_session(self.config.database_url) as session:
            drafter, approver = _person(session, "drafter"), _person(session, "approver")
            revision = session.get_one(models.Competition, self.id).revision
            approvals.submit(session, self.releases, drafter, self.id, revision, "")
            waiting = approvals.rounds(session, self.id)[0]
            approvals.decide(session, self.releases, approver, self.id, waiting.id, "approve", words)
            packages.issue(session, self.releases, drafter, self.id)
            claimed = jobs.claim(session, "test")
            assert claimed is not None
            assert results.store_result(session, self.releases, claimed, self._pretend(session, claimed))

    def send(self) -> None:
        """Say that it is sent."""
        with make_session(self.config.database_url) as session:
            packages.mark_sent(session, _person(session, "drafter"), self.id)

    def _pretend(self, session: Session, claimed: jobs.Claimed) -> Assembled:
        case = packages.frozen_case(session, claimed.case_sha256)
        checked = check(case, self.releases.load(session, claimed.release_id), sent.previous(session, case))
        stems = {"bidders": "26_00_les_endringsmelding", "internal": "26_32_intern"}
        files = {
            part: PackedFile(f"{stem}.docx", WORDS[part] + claimed.id.encode(), stem)
            for part, stem in stems.items()
        }
        return Assembled(
            checked, {part: archive(f"26_{part}.zip", [file], {}) for part, file in files.items()}, 1
        )


def made(config: Config, world: World, **answers: Raw) -> SentCase:
    """The competition with the sample's answers, or the given ones instead, sent."""
    case = SentCase(config, world["competition"])
    sample = case_file.read(SAMPLE.read_bytes())
    with make_session(config.database_url) as session:
        _confirmed(session, world, sample)
        sections.save(
            session, case.releases, _person(session, "drafter"), case.id, {**ahead(sample), **answers}, base=0
        )
    case.approve_and_issue()
    case.send()
    return case


def _person(session: Session, role: str) -> Actor:
    return accounts.sign_in(session, worlds.email(role), worlds.PASSWORD)[0]


def _confirmed(session: Session, world: World, sample: Case) -> None:
    """The purchasing system with the sample's rules and criteria, confirmed by UKE."""
    row = session.get_one(models.Dps, world["dps"])
    row.regime, row.cpv = sample.dps.regime, list(sample.dps.cpv)
    row.criteria.clear()
    session.flush()
    for position, c in enumerate(sample.dps.criteria):
        row.criteria.append(
            models.DpsCriterion(
                position=position, key=c.id, name=c.name, kind=c.kind, minimum=c.minimum, maximum=c.maximum,
                assessed=c.assessed, documentation=c.documentation,
            )
        )  # fmt: skip
    session.commit()
    for group in dps.GROUPS:
        dps.confirm(session, _person(session, "manager"), row.id, group, row.version)
