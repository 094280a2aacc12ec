"""Saving a page: what merges by itself, what clashes, and what is never lost."""

from __future__ import annotations

import pytest

from dpsdocs.services import competitions, sections
from dpsdocs.services.errors import Conflict, Forbidden, NotFound
from dpsdocs.store import models
from tests.fixtures_db import OpenSession
from tests.services.journey import Journey

WEIGHTS = {"price": "40", "quality": "30", "environment": "30"}


def test_what_nobody_else_touched_is_saved(journey: Journey) -> None:
    made = journey.draft()
    journey.save(made, {"title": "Vår"}, base=0)
    saved = journey.save(made, {"case_number": "26/1"}, journey.second, base=0)
    assert (saved.revision, saved.changed, saved.clashes) == (2, ("case_number",), ())
    assert journey.answers(made)["title"] == "Vår"


def test_an_old_page_keeps_what_others_changed(journey: Journey) -> None:
    made = journey.draft(title="Gammel", case_number="26/1")
    journey.save(made, {"title": "Ny"}, journey.second, base=1)
    saved = journey.save(made, {"title": "Gammel", "case_number": "26/2"}, base=1)
    assert saved.changed == ("case_number",)
    assert journey.answers(made)["title"] == "Ny"


def test_both_changed_the_same_and_the_rest_is_saved(journey: Journey) -> None:
    made = journey.draft(title="Gammel", case_number="26/1")
    journey.save(made, {"title": "Deres"}, journey.second, base=1)
    saved = journey.save(made, {"title": "Min", "case_number": "26/2"}, base=1)
    assert saved.changed == ("case_number",)
    [clash] = saved.clashes
    assert (clash.key, clash.mine, clash.theirs, clash.by) == ("title", "Min", "Deres", "Sara Second")
    assert journey.answers(made)["title"] == "Deres"
    settled = sections.settle(
        journey.session, journey.releases, journey.drafter, made, {"title": "Min"}, saved.revision
    )
    assert settled.clashes == ()
    assert journey.answers(made)["title"] == "Min"


def test_settling_meets_a_new_change(journey: Journey) -> None:
    made = journey.draft(title="Gammel")
    journey.save(made, {"title": "Deres"}, journey.second, base=1)
    saved = journey.save(made, {"title": "Min"}, base=1)
    journey.save(made, {"title": "Deres igjen"}, journey.second, base=2)
    again = sections.settle(
        journey.session, journey.releases, journey.drafter, made, {"title": "Min"}, saved.revision
    )
    assert [c.theirs for c in again.clashes] == ["Deres igjen"]


def test_the_same_change_is_no_clash(journey: Journey) -> None:
    made = journey.draft(title="Gammel")
    journey.save(made, {"title": "Ny"}, journey.second, base=1)
    saved = journey.save(made, {"title": "Ny"}, base=1)
    assert (saved.changed, saved.clashes, saved.revision) == ((), (), 2)


def test_a_tab_never_clashes_with_itself(journey: Journey) -> None:
    made = journey.draft()
    tab = "t" * 60  # longer than what is kept
    for number in range(4):
        saved = journey.save(made, {"title": f"Vakt {number}"}, base=0, tab=tab)
        assert saved.changed == ("title",)
    assert journey.answers(made)["title"] == "Vakt 3"


def test_a_save_that_arrives_late_undoes_nothing(journey: Journey) -> None:
    made = journey.draft(title="Gammel")

    def save(title: str, step: int) -> None:
        sections.save(
            journey.session,
            journey.releases,
            journey.drafter,
            made,
            {"title": title},
            base=1,
            tab="t",
            step=step,
        )

    save("Ferdig skrevet", 3)
    save("Ferdig skr", 2)
    assert journey.answers(made)["title"] == "Ferdig skrevet"
    save("Ferdig skrevet.", 4)
    assert journey.answers(made)["title"] == "Ferdig skrevet."


def test_two_tabs_of_one_person_clash(journey: Journey) -> None:
    made = journey.draft(title="Gammel")
    journey.save(made, {"title": "I den ene"}, base=1, tab="one")
    assert journey.save(made, {"title": "I den andre"}, base=1, tab="two").clashes


def test_a_tab_name_borrowed_by_another_person_is_another_tab(journey: Journey) -> None:
    made = journey.draft(title="Gammel")
    journey.save(made, {"title": "Min"}, base=1, tab="t")
    assert journey.save(made, {"title": "Din"}, journey.second, base=1, tab="t").clashes


def test_autosave_from_a_page_that_is_behind_undoes_nothing(journey: Journey) -> None:
    """The page still shows the old title while it saves the number, twice."""
    made = journey.draft(title="Gammel", case_number="26/1")
    journey.save(made, {"title": "Ny"}, journey.second, base=1)
    first = journey.save(made, {"title": "Gammel", "case_number": "26/2"}, base=1, tab="t")
    second = journey.save(made, {"title": "Gammel", "case_number": "26/3"}, base=first.base, tab="t")
    assert (first.base, second.base) == (1, 1)
    assert second.changed == ("case_number",)
    assert journey.answers(made)["title"] == "Ny"
    assert journey.answers(made)["case_number"] == "26/3"


def test_a_page_that_is_in_step_moves_its_base(journey: Journey) -> None:
    made = journey.draft(title="Gammel")
    saved = journey.save(made, {"title": "Ny"}, base=1, tab="t")
    assert saved.base == saved.revision == 2


def test_my_later_change_meets_theirs(journey: Journey) -> None:
    made = journey.draft(title="A")
    journey.save(made, {"title": "B"}, base=1, tab="t")
    journey.save(made, {"title": "C"}, journey.second, base=2)
    kept = journey.save(made, {"title": "B"}, base=1, tab="t")
    assert (kept.changed, kept.clashes) == ((), ())
    clash = journey.save(made, {"title": "D"}, base=1, tab="t")
    assert [c.theirs for c in clash.clashes] == ["C"]


def test_parts_of_an_answer_merge(journey: Journey) -> None:
    made = journey.draft(weights=WEIGHTS)
    journey.save(made, {"weights": {**WEIGHTS, "price": "45"}}, journey.second, base=1)
    saved = journey.save(made, {"weights": {**WEIGHTS, "quality": "25"}}, base=1, tab="t")
    assert saved.clashes == ()
    assert journey.answers(made)["weights"] == {"price": "45", "quality": "25", "environment": "30"}
    again = journey.save(made, {"weights": {**WEIGHTS, "quality": "20"}}, base=saved.base, tab="t")
    assert again.clashes == ()
    assert journey.answers(made)["weights"] == {"price": "45", "quality": "20", "environment": "30"}


def test_the_same_part_clashes_and_mine_keeps_the_rest(journey: Journey) -> None:
    made = journey.draft(weights=WEIGHTS)
    journey.save(made, {"weights": {**WEIGHTS, "price": "45", "environment": "35"}}, journey.second, base=1)
    [clash] = journey.save(made, {"weights": {**WEIGHTS, "price": "50"}}, base=1).clashes
    assert clash.mine == {"price": "50", "quality": "30", "environment": "35"}
    assert clash.theirs == {"price": "45", "quality": "30", "environment": "35"}


def test_choices_merge(journey: Journey) -> None:
    made = journey.draft(weekdays=["mon", "tue", "wed"])
    journey.save(made, {"weekdays": ["mon", "tue", "wed", "thu"]}, journey.second, base=1)
    assert not journey.save(made, {"weekdays": ["mon", "wed", "fri"]}, base=1).clashes
    assert journey.answers(made)["weekdays"] == ["mon", "wed", "thu", "fri"]


def test_three_editors(journey: Journey) -> None:
    made = journey.draft(title="A", case_number="26/1", need="x")
    journey.save(made, {"title": "B", "case_number": "26/1", "need": "x"}, journey.second, base=1, tab="2")
    journey.save(made, {"title": "A", "case_number": "26/2", "need": "x"}, journey.third, base=1, tab="3")
    saved = journey.save(made, {"title": "A", "case_number": "26/1", "need": "y"}, base=1, tab="1")
    assert saved.clashes == ()
    answers = journey.answers(made)
    assert (answers["title"], answers["case_number"], answers["need"]) == ("B", "26/2", "y")
    saved = journey.save(made, {"title": "C", "case_number": "26/3", "need": "y"}, base=1, tab="1")
    assert {(c.key, c.by) for c in saved.clashes} == {("title", "Sara Second"), ("case_number", "Tor Third")}


@pytest.mark.parametrize("base", [-5, 10**30])
def test_an_impossible_base_is_harmless(journey: Journey, base: int) -> None:
    made = journey.draft(title="A")
    saved = journey.save(made, {"case_number": "26/1"}, base=base)
    assert saved.changed == ("case_number",)


def test_an_untouched_page_changes_nothing(journey: Journey) -> None:
    made = journey.draft()
    saved = journey.save(made, {"title": "", "services": [], "hours": ""}, base=0)
    assert (saved.changed, saved.revision) == ((), 0)


def test_a_session_that_read_before_it_saves_sees_the_latest(
    journey: Journey, open_session: OpenSession
) -> None:
    """On PostgreSQL the page may be read before somebody else commits."""
    made = journey.draft(title="A", weights=WEIGHTS)
    journey.session.commit()
    if journey.session.get_bind().dialect.name == "sqlite":
        pytest.skip("a writer is alone on SQLite")
    mine = open_session()
    competitions.open_case(mine, journey.releases, journey.drafter, made)
    journey.save(made, {"title": "B", "weights": {**WEIGHTS, "price": "45"}}, journey.second, base=1)
    journey.session.commit()
    saved = sections.save(
        mine, journey.releases, journey.drafter, made, {"title": "A", "weights": {**WEIGHTS, "quality": "25"}},
        base=1, tab="t",
    )  # fmt: skip
    assert saved.clashes == ()
    assert journey.answers(made)["title"] == "B"
    assert journey.answers(made)["weights"] == {"price": "45", "quality": "25", "environment": "30"}


def test_hidden_answers_are_kept_aside_and_given_back(journey: Journey) -> None:
    made = journey.draft(extras=["secret"], confidential_text="Koden ligger i safen")

    def competition() -> object:
        return competitions.open_case(journey.session, journey.releases, journey.drafter, made).competition

    assert competition().value("confidential_text") == "Koden ligger i safen"  # type: ignore[attr-defined]
    journey.save(made, {"extras": ""})
    assert competition().value("confidential_text") is None  # type: ignore[attr-defined]
    assert competition().set_aside == ("confidential_text",)  # type: ignore[attr-defined]
    journey.save(made, {"extras": ["secret"]})
    assert competition().value("confidential_text") == "Koden ligger i safen"  # type: ignore[attr-defined]


def test_anything_typed_is_kept(journey: Journey) -> None:
    made = journey.draft()
    nasty = {
        "title": "x\x00y\x07\ud800", "need": "é" * 1_000_000, "estimated_value": "−1e9999",
        "weights": {"price": "NaN", "\x00": "1"}, "services": ["finnes ikke", ""], "sending_date": "31.02.2027",
        "case_number": "'; drop table answer; --",
    }  # fmt: skip
    journey.save(made, nasty)
    kept = journey.answers(made)
    assert kept["title"] == "x�y��"
    assert kept["need"] == nasty["need"]
    assert kept["case_number"] == nasty["case_number"]
    opened = competitions.open_case(journey.session, journey.releases, journey.drafter, made)
    assert set(opened.competition.errors) >= {"estimated_value", "weights", "services", "sending_date"}


def test_who_may_save(journey: Journey) -> None:
    made = journey.draft()
    with pytest.raises(Forbidden):
        journey.save(made, {"title": "x"}, journey.reader)
    for actor in (journey.outsider, journey.manager, journey.admin):
        with pytest.raises(NotFound):
            journey.save(made, {"title": "x"}, actor)
    assert "title" not in journey.answers(made)


def test_only_drafts_change(journey: Journey) -> None:
    made = journey.submitted()
    with pytest.raises(Conflict, match="til godkjenning"):
        journey.save(made, {"title": "x"})
    sections.reopen(journey.session, journey.drafter, made)
    journey.save(made, {"title": "x"})
    assert journey.row(made).title == "x"


def test_changes_since(journey: Journey) -> None:
    made = journey.draft(title="A", case_number="26/1")
    journey.save(made, {"title": "B"}, journey.second)
    journey.save(made, {"title": "C", "need": "x"})
    journey.save(made, {"need": ""})
    [change] = sections.changes(journey.session, made, 1)
    assert (change.key, change.old, change.new, change.by) == (
        "title", "A", "C", ("Sara Second", "Dina Drafter"),
    )  # fmt: skip
    assert journey.count(models.AnswerChange) == 6
