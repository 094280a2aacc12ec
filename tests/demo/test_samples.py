"""The demo's samples: drafts somebody can go on with, finished ones somebody can copy."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dpsdocs import demo
from dpsdocs.demo import samples
from dpsdocs.demo.people import PEOPLE, actor
from dpsdocs.domain.answers import date_value
from dpsdocs.domain.case import Case
from dpsdocs.server import prepare
from dpsdocs.services import attachments, competitions
from dpsdocs.services.errors import NotFound
from dpsdocs.services.releases import Releases
from dpsdocs.store import models
from dpsdocs.store.db import make_session
from tests.clock import today
from tests.web import world as worlds


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """What the demo says when it starts."""
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> Path:
    """A demo without the competitions that have packages."""
    place = tmp_path_factory.mktemp("demo")
    settings = worlds.settings(place, demo=True)
    prepare(settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["dpsdocs.demo.seed"], "_running", lambda *_: None)
        demo.seed(settings, lines.append)
    return place


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    """A session on the demo's database."""
    with make_session(worlds.settings(folder, demo=True).database_url) as opened:
        yield opened


@pytest.fixture
def releases(folder: Path) -> Releases:
    """The demo's releases."""
    settings = worlds.settings(folder, demo=True)
    return Releases(settings.instance / "releases", settings.root / "templates" / "masters")


def titled(session: Session, name: str) -> models.Competition:
    """The competition made from a sample."""
    title = samples.sample(name).answers["title"]
    return session.scalars(select(models.Competition).where(models.Competition.title == title)).one()


@pytest.mark.parametrize("name", samples.DRAFTS)
def test_a_draft_can_be_opened_and_has_no_stops(session: Session, releases: Releases, name: str) -> None:
    row, owner = titled(session, name), actor(session, samples.DRAFTS[name])
    opened = competitions.open_case(session, releases, owner, row.id)
    assert (row.status, row.example, opened.is_editable) == ("draft", True, True)
    assert [stop.title for stop in opened.checked.stops] == []
    sent = opened.competition.day("sending_date")
    assert sent is not None and sent > today()  # what the drafter sees
    given = samples.sample(name).attachments
    found = attachments.attachments(session, owner, row.id)
    assert [(f.title, f.confidential) for f in found] == [(f.title, f.confidential) for f in given]


def test_housing_has_every_site_and_the_posts_know_theirs(session: Session) -> None:
    row = titled(session, "housing")
    query = select(models.AnswerRow).where(models.AnswerRow.competition_id == row.id)
    found = session.scalars(query).all()
    sites = {r.row_id: r for r in found if r.key == "sites"}
    assert len(sites) == 1918
    assert all(len(row_id) == 36 for row_id in sites)
    posts = sorted((r for r in found if r.key == "shifts"), key=lambda r: r.position)
    assert [sites[r.raw["site"]].position for r in posts] == [1, 2]


def test_three_roles_see_the_draft_and_another_agency_does_not(session: Session, releases: Releases) -> None:
    made = titled(session, "housing").id
    opened = {
        figure.role: competitions.open_answers(session, releases, actor(session, figure.email), made)
        for figure in PEOPLE if figure.agency == "Etat for kommunale boliger"
    }  # fmt: skip
    assert {role: (o.can_draft, o.can_approve) for role, o in opened.items()} == {
        "drafter": (True, False), "approver": (True, True), "reader": (False, False),
    }  # fmt: skip
    with pytest.raises(NotFound):
        competitions.open_answers(session, releases, actor(session, "ingrid@example.org"), made)


def test_finished_samples_have_outcomes_and_can_be_copied(session: Session, releases: Releases) -> None:
    copier = actor(session, "ingrid@example.org")
    for past in samples.FINISHED.values():
        row = titled(session, past.sample)
        assert row.status == "awarded"
        assert row.case_number.startswith(f"{past.sent:%y}/")
        assert row.sending_date is not None and row.sending_date <= past.sent
        outcome = session.scalars(select(models.Outcome).where(models.Outcome.competition_id == row.id)).one()
        assert outcome.winner_name.endswith("Eksempel AS")
        copied = competitions.copy(session, releases, copier, row.id, copier_agency(session), models.new_id())
        rows = (
            select(func.count())
            .select_from(models.AnswerRow)
            .where(models.AnswerRow.competition_id == copied)
        )
        assert session.scalar(rows)


def copier_agency(session: Session) -> str:
    """The agency of the one who copies."""
    return session.scalars(
        select(models.Agency.id).where(models.Agency.name == "Etat for byens arkiver")
    ).one()


def test_only_those_who_sign_in_are_printed(lines: list[str]) -> None:
    printed = " ".join(lines)
    assert {figure.email in printed for figure in PEOPLE if figure.signs_in} == {True}
    assert {figure.email in printed for figure in PEOPLE if not figure.signs_in} == {False}


def test_dates_are_moved_by_whole_weeks_in_answers_and_rows() -> None:
    campus = samples.sample("campus")
    later = samples.moved(campus, 70)

    def visits(case: Case) -> list[date]:
        return [date_value(row.answers["at"]["date"]) for row in case.tables["visits"]]  # type: ignore[index]

    assert {(b - a).days for a, b in zip(visits(campus), visits(later), strict=True)} == {70}
    for key in ("sending_date", "start_date", "end_date"):
        old, new = (date_value(str(case.answers[key])) for case in (campus, later))
        assert ((new - old).days, old.weekday()) == (70, new.weekday())
    assert later.answers["tender_deadline"] == {"date": "23.11.2027", "time": "12.00"}
    assert later.answers["title"] == campus.answers["title"]
