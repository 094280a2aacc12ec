"""A newer release is offered to a draft: clause by clause, with its answers, by nobody's surprise, and nothing lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from dpsdocs.masters.loader import load
from dpsdocs.masters.source import Source
from dpsdocs.services import adapting, approvals, carrying, cases, competitions, following, packages, previews
from dpsdocs.services.errors import Conflict, Invalid
from dpsdocs.services.master_texts import ClauseInput
from dpsdocs.store import models
from dpsdocs.store.models import now
from tests.services.journey import Journey

MEETINGS, SIGNED, LOCKED = (
    "kravspesifikasjon.moter",
    "konkurransegrunnlag.levering-signatur",
    "konkurransegrunnlag.hvem",
)
CHANGES = {
    "documents/kravspesifikasjon.md": (("De holder møte hver måned", "De møtes hver måned"),),
    "documents/konkurransegrunnlag.md": (
        ("Leverandøren kan signere for hånd eller elektronisk.", "Leverandøren skal signere elektronisk."),
        ("inviterer til konkurranse", "inviterer til å gi tilbud"),
    ),
}
OLD_KEY, NEW_KEY = "adjust_dates", "other_dates"


def texts(journey: Journey, changes: dict[str, tuple[tuple[str, str], ...]], version: str) -> dict[str, str]:
    folder = journey.releases.load(journey.session, journey.releases.live(journey.session)).folder
    found = {
        "set.toml": re.sub(
            r"(?m)^version = .*$", f'version = "{version}"', Source(folder).text("set.toml"), count=1
        )
    }
    for name, pairs in changes.items():
        text = found.get(name) or Source(folder).text(name)
        for old, new in pairs:
            assert old in text, (name, old)
            text = text.replace(old, new)
        found[name] = text
    return found


def release(
    journey: Journey, changes: dict[str, tuple[tuple[str, str], ...]] = CHANGES, version: str = "2030.1",
    **more: str,
) -> str:  # fmt: skip
    """A release that goes live now."""
    folder = journey.releases.load(journey.session, journey.releases.live(journey.session)).folder
    changed = {
        **texts(journey, changes, version),
        **{name.replace("_", "."): text for name, text in more.items()},
    }
    made = load(folder, changed)
    at = now() + timedelta(milliseconds=1)
    found = journey.releases.take_in(journey.session, Source(folder, changed), made, at, journey.editor.id)
    journey.session.commit()
    while journey.releases.live(journey.session) != found:
        pass
    return found


def offer(journey: Journey, competition: str) -> following.Offer:
    return following.offer(journey.session, journey.releases, journey.drafter, competition)


def take(journey: Journey, competition: str, why: str = "Etaten har faste møter.", **choices: str) -> None:
    made = offer(journey, competition)
    chosen = {c.key: choices.get(c.changed.id.replace("-", "_"), "take") for c in made.choosable}
    why_ = dict.fromkeys(chosen, why)
    following.take(
        journey.session,
        journey.releases,
        journey.drafter,
        competition,
        made.release_id,
        chosen,
        why_,
        made.seen,
    )


def text(journey: Journey, competition: str, document: str) -> str:
    case = competitions.open_case(journey.session, journey.releases, journey.drafter, competition)
    return previews.frame(case, document, {})


def test_a_draft_is_offered_the_release_and_stays_until_it_says_so(journey: Journey) -> None:
    made, began = journey.filled(), journey.releases.live(journey.session)
    assert following.newer(journey.session, journey.releases, made) == ""
    with pytest.raises(Conflict):
        offer(journey, made)
    new = release(journey)
    assert following.newer(journey.session, journey.releases, made) == new
    assert journey.row(made).release_id == began
    assert "De holder møte hver måned" in text(journey, made, "kravspesifikasjon")
    found = {c.key: c for c in offer(journey, made).choices}
    assert {key: c.keep for key, c in found.items()} == {MEETINGS: "used", SIGNED: "asked", LOCKED: ""}
    assert "låst" in found[LOCKED].why_not and found[LOCKED].changed.lines
    assert offer(journey, made).answers.is_smooth


def test_clauses_are_taken_or_kept_and_the_record_tells(journey: Journey) -> None:
    made = journey.filled()
    new = release(journey)
    with pytest.raises(Invalid) as told:
        following.take(
            journey.session, journey.releases, journey.drafter, made, new, {MEETINGS: "keep"}, {}, ""
        )
    assert {name.partition(".")[0] for name in told.value.problems} == {"choice", "reason"}
    journey.session.rollback()
    take(journey, made, moter="keep", levering_signatur="keep")
    assert journey.row(made).release_id == new
    assert following.newer(journey.session, journey.releases, made) == ""
    assert "De holder møte hver måned" in text(journey, made, "kravspesifikasjon")
    grounds = text(journey, made, "konkurransegrunnlag")
    assert "inviterer til å gi tilbud" in grounds and "skal signere elektronisk" in grounds
    case = cases.build(journey.session, journey.row(made))
    assert [(a.clause, a.state, a.kept, a.by) for a in case.adapted] == [
        ("levering-signatur", "asked", "2026.1", "Dina Drafter"), ("moter", "used", "2026.1", "Dina Drafter"),
    ]  # fmt: skip
    (moved,) = case.followed
    assert (moved.old, moved.new, moved.by) == ("2026.1", "2030.1", "Dina Drafter")
    assert "Kravspesifikasjon" in moved.kept and "Kravspesifikasjon" not in moved.taken
    query = select(models.AuditEvent).where(models.AuditEvent.action == "release.followed")
    assert "2026.1 til 2030.1" in journey.session.scalars(query).one().detail
    assert any(f.rule == "clause.proposal" for f in approvals.blocking(
        competitions.open_case(journey.session, journey.releases, journey.drafter, made)))  # fmt: skip


def test_an_adapted_clause_is_chosen_for_or_follows_by_itself(journey: Journey) -> None:
    made = journey.filled()

    def adapt(document: str, clause: str, words: str) -> None:
        adapting.save(
            journey.session, journey.releases, journey.drafter, made, document, clause, ClauseInput(texts={0: words}),
            "Slik vil vi ha det.", "",
        )  # fmt: skip

    adapt("kravspesifikasjon", "moter", "Partene møtes hver uke.")
    adapt("kravspesifikasjon", "overlevering", "Leverandøren leverer alt tilbake.")
    release(journey)
    found = {c.key: c for c in offer(journey, made).choices}
    assert found[MEETINGS].own and found[MEETINGS].mine
    with pytest.raises(Conflict, match="tilpasset et punkt"):
        following.take(journey.session, journey.releases, journey.drafter, made, journey.releases.live(journey.session),
                       {MEETINGS: "take"}, {}, "")  # fmt: skip
    journey.session.rollback()
    assert "kravspesifikasjon.overlevering" not in found
    take(journey, made, moter="keep")
    page = text(journey, made, "kravspesifikasjon")
    assert "Partene møtes hver uke" in page and "Leverandøren leverer alt tilbake" in page
    release(
        journey,
        {"documents/kravspesifikasjon.md": (("::: punkt moter lås=tilpasses", "::: punkt moter"),)},
        "2030.2",
    )
    take(journey, made)
    page = text(journey, made, "kravspesifikasjon")
    assert "De møtes hver måned" in page and "Leverandøren leverer alt tilbake" in page
    assert [a.clause for a in cases.build(journey.session, journey.row(made)).adapted] == ["overlevering"]


def test_what_is_sent_or_waits_for_approval_is_not_offered(journey: Journey) -> None:
    sent, waits = journey.sent(), journey.submitted()
    release(journey)
    for competition in (sent, waits):
        assert following.newer(journey.session, journey.releases, competition) == ""
    frozen = packages.issued(journey.session, journey.drafter, sent).packages[0]
    row = journey.session.get_one(models.Package, frozen.id)
    assert packages.frozen_case(journey.session, row.case_sha256).followed == ()


def test_answers_move_with_the_questions_and_come_back(journey: Journey) -> None:
    made, folder = (
        journey.filled(),
        journey.releases.load(journey.session, journey.releases.live(journey.session)).folder,
    )
    journey.save(made, {"adjust_dates": "no"})
    before = journey.answers(made)
    renamed = {
        name: ((OLD_KEY, NEW_KEY),) for name in Source(folder).names()
        if name.endswith((".toml", ".md")) and OLD_KEY in Source(folder).text(name)
    }  # fmt: skip
    release(journey, renamed, moves_toml=f'[[rename]]\nfrom = "{OLD_KEY}"\nto = "{NEW_KEY}"\n')
    told = offer(journey, made).answers
    assert len(told.renamed) == 1 and not told.aside and not told.needed and not told.unusable
    take(journey, made)
    after = journey.answers(made)
    assert after.pop(NEW_KEY) == "no" and after == {k: v for k, v in before.items() if k != OLD_KEY}
    assert (
        competitions.open_case(journey.session, journey.releases, journey.drafter, made).checked.stops == ()
    )
    back = dict.fromkeys(renamed, ((NEW_KEY, OLD_KEY),))
    release(journey, back, "2030.2", moves_toml="")
    assert offer(journey, made).answers.back
    take(journey, made)
    assert journey.answers(made) == before
    assert [(a.key, a.shown) for a in carrying.asides(journey.session, made)] == [(NEW_KEY, "Nei")]


def test_a_retired_answer_is_kept_aside_and_shown(journey: Journey) -> None:
    made = journey.filled()
    journey.session.add(models.Answer(competition_id=made, key="hobby", raw="Fiske"))
    journey.session.commit()
    before = journey.answers(made)
    release(journey, {}, moves_toml='[[retire]]\nfrom = "hobby"\nwords = "Ingen brukte svaret."\n')
    (aside,) = offer(journey, made).answers.aside
    assert (aside.label, aside.shown, aside.why) == ("hobby", "Fiske", "Ingen brukte svaret.")
    take(journey, made)
    assert journey.answers(made) == {key: raw for key, raw in before.items() if key != "hobby"}
    assert [(a.key, a.shown) for a in carrying.asides(journey.session, made)] == [("hobby", "Fiske")]


def test_two_who_go_over_at_once_do_it_once(journey: Journey) -> None:
    made = journey.filled()
    new = release(journey)
    take(journey, made)
    with pytest.raises(Conflict):
        following.take(journey.session, journey.releases, journey.second, made, new, {}, {}, "")
    journey.session.rollback()
    assert journey.count(models.ReleaseMove) == 1
