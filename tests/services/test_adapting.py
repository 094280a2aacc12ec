"""A clause is adapted for one competition; what needs UKE waits for UKE; nothing typed is lost, all is logged."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from dpsdocs.domain.roles import Actor
from dpsdocs.services import (
    adapting,
    approvals,
    asking,
    cases,
    changing,
    competitions,
    deviations,
    packages,
    previews,
    reasons,
)
from dpsdocs.services.adapting import Clash
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.master_texts import ClauseInput
from dpsdocs.store import models
from tests.services.journey import Journey

MEETINGS, SIGNED = ("kravspesifikasjon", "moter"), ("konkurransegrunnlag", "levering-signatur")
LOCKED, SHARED = ("konkurransegrunnlag", "hvem"), ("kontrakt", "ett-ledd")
OWN = "Partene møtes hver uke. Saken er [Saksnummer]."
Place = tuple[str, str]


def page(journey: Journey, competition: str, place: Place, by: Actor | None = None) -> adapting.Page:
    return adapting.page(journey.session, journey.releases, by or journey.drafter, competition, *place)


def save(
    journey: Journey, competition: str, place: Place, text: str, *, why: str = "Bygget pusses opp.",
    by: Actor | None = None, seen: str | None = None,
) -> str:  # fmt: skip
    actor = by or journey.drafter
    if seen is None:
        seen = page(journey, competition, place).text.version
    given = ClauseInput(texts={0: text})
    return adapting.save(journey.session, journey.releases, actor, competition, *place, given, why, seen)


def text(journey: Journey, competition: str, document: str) -> str:
    case = competitions.open_case(journey.session, journey.releases, journey.drafter, competition)
    return previews.frame(case, document, {})


def proposal(journey: Journey, competition: str) -> str:
    query = select(models.AdaptedClause.id).where(
        models.AdaptedClause.competition_id == competition, models.AdaptedClause.state == "asked",
        models.AdaptedClause.ended_at.is_(None),
    )  # fmt: skip
    return journey.session.scalars(query).one()


def answer(
    journey: Journey, competition: str, decision: str, words: str = "", by: Actor | None = None
) -> None:
    approver = by or journey.make.actor("master_approver", name="Nora Uke")
    deviations.decide(
        journey.session, journey.releases, approver, proposal(journey, competition), decision, words
    )


def logged(journey: Journey, competition: str) -> list[str]:
    query = select(models.AuditEvent.action).where(
        models.AuditEvent.object_id == competition, models.AuditEvent.action.like("clause.%")
    )
    return list(journey.session.scalars(query.order_by(models.AuditEvent.id)))


def test_an_adaptable_clause_is_used_at_once_and_can_be_undone(journey: Journey) -> None:
    made = journey.filled()
    before = journey.row(made).revision
    assert save(journey, made, MEETINGS, OWN) == "used"
    assert "Partene møtes hver uke" in text(journey, made, "kravspesifikasjon")
    found = page(journey, made, MEETINGS)
    assert found.can_write and found.reason.adapted and found.text.marks
    assert journey.row(made).revision == before + 1
    adapting.restore(journey.session, journey.releases, journey.drafter, made, *MEETINGS)
    assert "Partene møtes hver uke" not in text(journey, made, "kravspesifikasjon")
    assert page(journey, made, MEETINGS).text.own == ()
    adapting.restore(journey.session, journey.releases, journey.drafter, made, *MEETINGS)
    assert logged(journey, made) == ["clause.used", "clause.restored"]
    assert journey.count(models.AdaptedClause) == 1  # what was written stays in the history


def test_a_locked_clause_tells_why_and_is_refused(journey: Journey) -> None:
    made = journey.filled()
    found = page(journey, made, LOCKED)
    assert not found.can_write and found.case.can_ask and found.reason.source
    with pytest.raises(Forbidden, match="låst av UKE"):
        save(journey, made, LOCKED, "Noe annet.")


def test_a_proposal_waits_for_uke_and_holds_the_competition_back(journey: Journey) -> None:
    made = journey.filled()
    assert save(journey, made, SIGNED, "Leverandøren skal signere for hånd.") == "asked"
    assert "skal signere for hånd." not in text(journey, made, SIGNED[0])
    with pytest.raises(Invalid, match="venter på UKE"):
        journey.submit(made)
    with pytest.raises(Forbidden, match="malgodkjennere"):
        answer(journey, made, "approve", by=journey.editor)
    answer(journey, made, "approve", "Greit her.")
    assert "Leverandøren skal signere for hånd." in text(journey, made, SIGNED[0])
    journey.submit(made)
    journey.decide(made, "approve")
    journey.issue(made)
    package = packages.issued(journey.session, journey.drafter, made).packages[0]
    sha = journey.session.get_one(models.Package, package.id).case_sha256
    (one,) = packages.frozen_case(journey.session, sha).adapted
    assert (one.state, one.by, one.decided_by, one.words) == (
        "approved",
        "Dina Drafter",
        "Nora Uke",
        "Greit her.",
    )
    assert logged(journey, made) == ["clause.asked", "clause.approved"]


def test_no_is_told_with_words_and_the_proposal_can_be_sent_again(journey: Journey) -> None:
    made = journey.filled()
    save(journey, made, SIGNED, "Leverandøren skal signere for hånd.")
    with pytest.raises(Invalid, match="hvorfor svaret er nei"):
        answer(journey, made, "refuse")
    answer(journey, made, "refuse", "Elektronisk signatur er like god.")
    (waits,) = deviations.answered(journey.session, journey.drafter)
    assert waits.summary.id == made and "like god" in waits.words
    assert deviations.answered(journey.session, journey.outsider) == ()
    found = page(journey, made, SIGNED)
    assert found.text.held("refused") and "for hånd." in found.text.clause.body
    journey.submit(made)  # UKE's text stands, so nothing waits
    journey.decide(made, "return", "Prøv igjen.")
    assert save(journey, made, SIGNED, "Leverandøren skal signere for hånd, med blekk.") == "asked"
    adapting.restore(journey.session, journey.releases, journey.drafter, made, *SIGNED, only_asked=True)
    assert page(journey, made, SIGNED).text.own == ()


def test_the_approved_text_stands_until_the_next_one_is_approved(journey: Journey) -> None:
    made = journey.filled()
    save(journey, made, SHARED, "Leverandøren kan ikke bruke underleverandører.")
    answer(journey, made, "approve")
    save(journey, made, SHARED, "Leverandøren gjør arbeidet selv.")
    for document in ("kontrakt", "konkurransegrunnlag"):
        assert "kan ikke bruke underleverandører" in text(journey, made, document)
    answer(journey, made, "approve")
    for document in ("kontrakt", "konkurransegrunnlag"):
        assert "gjør arbeidet selv" in text(journey, made, document)


def test_what_cannot_stand_is_refused_with_words(journey: Journey) -> None:
    made = journey.filled()
    for typed, why, told in (
        ("{{ title }}", "Fordi.", "kan ikke stå i teksten"),
        ("Se [Finnes ikke].", "Fordi.", "er ikke et felt"),
        ("[Risiko i arbeidslivet]", "Fordi.", "ikke for leverandørene"),
        ("", "Fordi.", "tomt"),
        ("::: punkt nytt", "Fordi.", "kan ikke stå i teksten"),
        (" ".join(["ord"] * 40) + ".", "Fordi.", "40 ord"),
        (OWN, " ", "Skriv hvorfor"),
    ):
        with pytest.raises(Invalid, match=told):
            save(journey, made, MEETINGS, typed, why=why)
        journey.session.rollback()
    assert journey.count(models.AdaptedClause) == 0


def test_two_at_the_same_clause_are_told(journey: Journey) -> None:
    made = journey.filled()
    save(journey, made, MEETINGS, OWN, by=journey.second)
    with pytest.raises(Clash) as told:
        save(journey, made, MEETINGS, "Partene møtes aldri.", seen="")
    assert (told.value.by, told.value.theirs) == ("Sara Second", OWN)
    assert save(journey, made, MEETINGS, "Partene møtes aldri.", seen=told.value.version) == "used"
    same = page(journey, made, MEETINGS).text
    with pytest.raises(Invalid, match="lik UKEs tekst"):
        save(journey, made, MEETINGS, same.wording.shown(same.master.body))


def test_others_do_not_see_or_write(journey: Journey) -> None:
    made = journey.filled()
    with pytest.raises(NotFound):
        page(journey, made, MEETINGS, journey.outsider)
    with pytest.raises(Forbidden):
        save(journey, made, MEETINGS, OWN, by=journey.reader)
    with pytest.raises(NotFound):
        page(journey, made, ("konkurransegrunnlag", "finnes-ikke"))
    journey.submit(made)
    with pytest.raises(Conflict):
        save(journey, made, MEETINGS, OWN)


def test_uke_sees_what_it_is_sent_and_what_is_issued_but_no_draft(journey: Journey) -> None:
    made = journey.filled(title="Hemmelig utkast")
    save(journey, made, MEETINGS, OWN)

    def seen() -> list[str]:
        found = deviations.listing(journey.session, journey.releases, journey.editor)
        return [line.state for line in (*found.waiting, *found.others)]

    assert seen() == []
    save(journey, made, SIGNED, "Leverandøren skal signere for hånd.")
    assert seen() == ["asked"]
    approver = journey.make.actor("master_approver")
    asked = deviations.proposal(journey.session, journey.releases, approver, proposal(journey, made))
    assert asked.why_not == "" and asked.deviation.competition == "Hemmelig utkast" and asked.marks
    answer(journey, made, "approve", by=approver)
    journey.submit(made)
    journey.decide(made, "approve")
    journey.issue(made)
    assert sorted(seen()) == ["approved", "used"]
    with pytest.raises(Forbidden):
        deviations.listing(journey.session, journey.releases, journey.drafter)
    used = next(x.id for x in deviations.listing(journey.session, journey.releases, journey.editor).others
                if x.state == "used")  # fmt: skip
    with pytest.raises(NotFound):
        deviations.proposal(journey.session, journey.releases, journey.editor, used)


def test_a_copy_begins_with_ukes_text(journey: Journey) -> None:
    made = journey.filled()
    save(journey, made, MEETINGS, OWN)
    copy = competitions.copy(
        journey.session, journey.releases, journey.drafter, made, journey.agency.id, "kopi-token"
    )
    assert cases.build(journey.session, journey.row(copy)).adapted == ()


def test_a_change_of_what_is_sent_tells_of_the_clause(journey: Journey) -> None:
    made = journey.changing()
    save(journey, made, MEETINGS, OWN)
    case = competitions.open_case(journey.session, journey.releases, journey.drafter, made)
    change = changing.opened_change(case)
    assert change is not None
    assert any("møtes hver uke" in row["after"] for row in case.checked.difference.rows)
    assert reasons.reason(case, *MEETINGS).adapted
    assert approvals.blocking(case) == ()


def test_what_waits_leads_to_the_list_of_adapted_clauses(journey: Journey) -> None:
    made = journey.filled()
    save(journey, made, SIGNED, "Leverandøren skal signere for hånd.")
    case = competitions.open_case(journey.session, journey.releases, journey.drafter, made)
    (stop,) = case.checked.stops
    place = asking.place_of(case, stop)
    assert place is not None and place.section.id == "tilpasninger"
