"""Words on findings: put aside and remembered, confirmed, and overridden with a second person before issue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dpsdocs.assemble import NotReady
from dpsdocs.domain.answers import Raw
from dpsdocs.domain.roles import Actor
from dpsdocs.domain.rules import Finding
from dpsdocs.services import approvals, competitions, judgements, packages
from dpsdocs.services.competitions import Opened
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.store import models
from tests.services.journey import Journey, ahead
from tests.services.test_file_check import pdf

EVIDENCE = "Fem e-poster, journalført 26/05120-7."


def opened(journey: Journey, competition_id: str, by: Actor | None = None) -> Opened:
    return competitions.open_case(journey.session, journey.releases, by or journey.drafter, competition_id)


def one(journey: Journey, competition_id: str, rule: str) -> Finding:
    (found,) = (f for f in opened(journey, competition_id).checked.findings if f.rule == rule)
    return found


def say(journey: Journey, competition_id: str, finding: Finding, *words: str, by: Actor | None = None) -> str:
    actor = by or journey.drafter
    return judgements.say(journey.session, journey.releases, actor, competition_id, finding.mark, *words)


def short(journey: Journey) -> dict[str, Raw]:
    """A deadline some days before the last counted one, with time to ask on the day after sending."""
    answers = ahead(journey.sample)
    sent = date.fromisoformat(str(answers["sending_date"]))
    dates = {"question_deadline": sent + timedelta(days=1), "tender_deadline": sent + timedelta(days=8)}
    moments: dict[str, Raw] = {key: {"date": day.isoformat(), "time": "12.00"} for key, day in dates.items()}
    award = (sent + timedelta(days=30)).isoformat()
    return {
        **moments,
        "adjust_dates": "yes",
        "award_date": award,
        "binding_until": str(answers["start_date"]),
    }


def early(journey: Journey) -> dict[str, Raw]:
    """Begins before the contract is signed: a warning."""
    answers = ahead(journey.sample)
    deadline = dict(answers["tender_deadline"])["date"]  # type: ignore[arg-type]
    start = date.fromisoformat(deadline) + timedelta(days=20)
    return {"start_date": start.isoformat(), "estimated_value": "4 900 000"}


def decide(journey: Journey, competition_id: str, *overrides: str, by: Actor | None = None) -> None:
    waiting = approvals.rounds(journey.session, competition_id)[0]
    approvals.decide(
        journey.session, journey.releases, by or journey.approver, competition_id, waiting.id, "approve", "", overrides
    )  # fmt: skip


def test_a_warning_is_put_aside_and_taken_back(journey: Journey) -> None:
    made = journey.filled(**early(journey))
    said = say(journey, made, one(journey, made, "term.start"), "  Vi har erfarne vektere.  ")
    judged = one(journey, made, "term.start").judged
    assert judged is not None
    assert (judged.kind, judged.reason, judged.by) == ("aside", "Vi har erfarne vektere.", "Dina Drafter")
    judgements.take_back(journey.session, journey.drafter, made, said)
    judgements.take_back(journey.session, journey.drafter, made, said)
    assert one(journey, made, "term.start").judged is None


def test_it_comes_back_by_itself_when_the_finding_changes(journey: Journey) -> None:
    made = journey.filled(**early(journey))
    say(journey, made, one(journey, made, "term.start"), "Grunn.")
    start = date.fromisoformat(str(journey.answers(made)["start_date"]))
    journey.save(made, {"start_date": (start - timedelta(days=1)).isoformat()})
    assert one(journey, made, "term.start").judged is None


def test_saying_it_again_replaces_what_was_said(journey: Journey) -> None:
    made = journey.filled(**early(journey))
    for words in ("Først.", "Så."):
        say(journey, made, one(journey, made, "term.start"), words)
    (judged,) = opened(journey, made).competition.case.judgements
    assert judged.reason == "Så."
    assert journey.count(models.Judgement) == 2


def test_a_reason_must_be_given_and_a_stop_mended(journey: Journey) -> None:
    made = journey.filled(**{**early(journey), "estimated_value": "1 000 000"})
    with pytest.raises(Invalid) as error:
        say(journey, made, one(journey, made, "term.start"), " ")
    assert "reason" in error.value.problems
    with pytest.raises(Conflict, match="En stopp må rettes"):
        say(journey, made, one(journey, made, "value.lines"), "Grunn.")
    with pytest.raises(NotFound):
        judgements.say(journey.session, journey.releases, journey.drafter, made, "f" * 32, "Grunn.")


def test_others_cannot_say_anything(journey: Journey) -> None:
    made = journey.filled(**early(journey))
    finding = one(journey, made, "term.start")
    with pytest.raises(NotFound):
        say(journey, made, finding, "Grunn.", by=journey.outsider)
    with pytest.raises(Forbidden):
        say(journey, made, finding, "Grunn.", by=journey.reader)
    journey.submit(made)
    with pytest.raises(Conflict):
        say(journey, made, finding, "Grunn.")


def test_a_proposal_is_confirmed_on_check_answers(journey: Journey) -> None:
    made = journey.filled()
    say(journey, made, one(journey, made, "work.proposal"), "")
    judged = one(journey, made, "work.proposal").judged
    assert judged is not None
    assert (judged.kind, judged.reason) == ("confirmed", judgements.CONFIRMED)


def test_approval_confirms_what_nobody_has_confirmed(journey: Journey) -> None:
    made = journey.approved()
    judged = one(journey, made, "work.proposal").judged
    assert judged is not None
    assert (judged.kind, judged.by) == ("confirmed", "Arne Approver")


def test_an_override_takes_reason_evidence_and_a_second_person(journey: Journey) -> None:
    made = journey.filled(**short(journey))
    stop = one(journey, made, "deadline.minimum")
    with pytest.raises(Invalid):
        approvals.submit(
            journey.session, journey.releases, journey.drafter, made, journey.row(made).revision, ""
        )
    with pytest.raises(Invalid) as error:
        say(journey, made, stop, "Avtalt med alle.")
    assert "evidence" in error.value.problems
    say(journey, made, stop, "Avtalt med alle.", EVIDENCE)
    journey.submit(made)
    with pytest.raises(Invalid) as error:
        decide(journey, made)
    journey.session.rollback()
    assert "overrides" in error.value.problems
    decide(journey, made, stop.mark)
    told = one(journey, made, "deadline.minimum")
    assert told.severity == "note"
    assert told.judged is not None
    assert (told.judged.by, told.judged.approved_by) == ("Dina Drafter", "Arne Approver")
    packages.issue(journey.session, journey.releases, journey.drafter, made)


def test_who_wrote_the_override_cannot_approve_it(journey: Journey) -> None:
    made = journey.filled(**short(journey))
    stop = one(journey, made, "deadline.minimum")
    say(journey, made, stop, "Avtalt med alle.", EVIDENCE, by=journey.approver)
    journey.submit(made)
    with pytest.raises(Forbidden, match="skrev fraviket"):
        decide(journey, made, stop.mark)


def test_without_approval_nothing_is_issued(journey: Journey) -> None:
    """An override that has lost its approval, here because the words were said again, stops."""
    made = journey.filled(**short(journey))
    say(journey, made, one(journey, made, "deadline.minimum"), "Avtalt med alle.", EVIDENCE)
    row = journey.row(made)
    row.status = "approved"
    journey.session.commit()
    with pytest.raises(NotReady):
        packages.issue(journey.session, journey.releases, journey.drafter, made)


def test_evidence_may_be_a_file_and_goes_into_the_case(journey: Journey) -> None:
    pdf_bytes = pdf()
    made = journey.filled(**short(journey))
    said = say(journey, made, one(journey, made, "deadline.minimum"), "Avtalt med alle.", EVIDENCE)
    judgements.add_file(journey.session, journey.drafter, made, said, "Svar på e-post.pdf", pdf_bytes)
    (judged,) = opened(journey, made).competition.case.judgements
    assert judged.file == "Svar-pa-e-post.pdf"
    name, kind, data = judgements.fetch(journey.session, journey.reader, made, said)
    assert (name, kind, data) == ("Svar-pa-e-post.pdf", "application/pdf", pdf_bytes)
    with pytest.raises((Forbidden, NotFound)):
        judgements.fetch(journey.session, journey.outsider, made, said)
    with pytest.raises(Invalid):
        judgements.add_file(journey.session, journey.drafter, made, said, "virus.exe", b"MZ")
