"""Requirements that follow the services: ticked when these are first chosen, offered and never changed later."""

from __future__ import annotations

import uuid

import pytest

from dpsdocs.domain.answers import Raw
from dpsdocs.services import competitions, recommended, requirement_page
from dpsdocs.services.competitions import Opened
from tests.services.journey import Journey

TAB = str(uuid.UUID(int=1))
OTHER = str(uuid.UUID(int=2))


def opened(journey: Journey, made: str) -> Opened:
    journey.session.expire_all()
    return competitions.open_answers(journey.session, journey.releases, journey.drafter, made)


def wanted(journey: Journey, *services: str) -> set[str]:
    """What the set recommends for these services only."""
    release = journey.releases.load(journey.session, journey.releases.live(journey.session))
    found = {
        r.id for r in release.catalogue.requirements
        if r.suggested and r.services and not set(services).isdisjoint(r.services)
    }  # fmt: skip
    assert found
    return found


def chosen(journey: Journey, made: str) -> set[str]:
    answer = journey.answers(made)["requirements"]
    assert isinstance(answer, list) and len(answer) == len(set(answer))
    return set(answer)


def choose(journey: Journey, made: str, *services: str, tab: str = TAB, step: int = 0) -> None:
    services_: Raw = list(services)
    journey.save(made, {"services": services_}, tab=tab, step=step)


def offered(journey: Journey, made: str) -> dict[str, set[str]]:
    found = recommended.offers(journey.session, opened(journey, made))
    return {offer.service.id: set(offer.ids) for offer in found}


def test_the_first_choice_of_services_ticks_what_is_recommended_for_them(journey: Journey) -> None:
    made = journey.draft()
    common = chosen(journey, made)
    choose(journey, made, "alarm")
    assert chosen(journey, made) == common | wanted(journey, "alarm")
    assert offered(journey, made) == {}


def test_each_tick_on_the_same_page_counts_as_the_first_choice(journey: Journey) -> None:
    made = journey.draft()
    common = chosen(journey, made)
    choose(journey, made, "alarm", step=1)
    choose(journey, made, "alarm", "exam", step=2)
    assert chosen(journey, made) == common | wanted(journey, "alarm", "exam")
    choose(journey, made, "exam", step=3)
    assert chosen(journey, made) == common | wanted(journey, "exam")
    late: Raw = ["alarm", "exam"]
    journey.save(made, {"services": late}, tab=TAB, step=2, base=1)
    assert chosen(journey, made) == common | wanted(journey, "exam")
    assert journey.answers(made)["services"] == ["exam"]


@pytest.mark.parametrize("tab", ["", OTHER])
def test_a_later_change_changes_nothing_and_is_offered(journey: Journey, tab: str) -> None:
    made = journey.draft()
    choose(journey, made, "alarm", tab=tab and TAB)
    before = chosen(journey, made)
    choose(journey, made, "alarm", "exam", tab=tab)
    assert chosen(journey, made) == before
    assert offered(journey, made) == {"exam": wanted(journey, "exam") - before}
    choose(journey, made, "exam", tab=tab)
    assert chosen(journey, made) == before


def test_what_others_chose_first_is_offered(journey: Journey) -> None:
    made = journey.draft()
    choose(journey, made, "alarm")
    before = chosen(journey, made)
    journey.save(made, {"services": ["alarm", "exam"]}, by=journey.second, tab=TAB)
    assert chosen(journey, made) == before and set(offered(journey, made)) == {"exam"}


def test_a_draft_filled_at_once_keeps_the_requirements_it_came_with(journey: Journey) -> None:
    made = journey.draft(services=["alarm"], requirements=["permit"])
    assert journey.answers(made)["requirements"] == ["permit"]


def test_a_copy_has_chosen_before(journey: Journey) -> None:
    made = journey.draft(services=["alarm"])
    copy = competitions.copy(
        journey.session, journey.releases, journey.drafter, made, journey.agency.id, "kopi"
    )
    before = chosen(journey, copy)
    choose(journey, copy, "alarm", "exam")
    assert chosen(journey, copy) == before and set(offered(journey, copy)) == {"exam"}


def test_what_was_taken_away_is_not_offered_again(journey: Journey) -> None:
    made = journey.draft()
    choose(journey, made, "alarm")
    gone = min(wanted(journey, "alarm"))
    journey.save(made, {"requirements": [r for r in journey.answers(made)["requirements"] if r != gone]})
    assert offered(journey, made) == {}
    # what followed a service away is another matter
    other = journey.draft()
    choose(journey, other, "alarm", step=1)
    choose(journey, other, "exam", step=2)
    choose(journey, other, "alarm", "exam", tab=OTHER)
    assert offered(journey, other) == {"alarm": wanted(journey, "alarm") - wanted(journey, "exam")}


def test_unticking_before_the_services_are_chosen_is_kept(journey: Journey) -> None:
    made = journey.draft()
    journey.save(made, {"requirements": ["permit"]})
    choose(journey, made, "alarm")
    assert chosen(journey, made) == {"permit"} | wanted(journey, "alarm")


def test_the_page_shows_what_fits_and_what_is_chosen(journey: Journey) -> None:
    made = journey.draft()
    choose(journey, made, "reception")
    journey.save(made, {"requirements": [*journey.answers(made)["requirements"], "exam-neutral"]})
    case = opened(journey, made)
    library = {r.id: r for r in case.release.catalogue.requirements}
    assert "exam-neutral" in library and library["exam-neutral"].services == ("exam",)
    listing = requirement_page.listing(case)
    shown = set(listing.shown)
    assert {r.id for r in library.values() if not r.services or "reception" in r.services} == shown - {
        "exam-neutral"
    }
    assert (listing.library, listing.fitting) == (len(library), len(shown)) and len(shown) < len(library)
    whole = requirement_page.listing(case, everything=True)
    assert set(whole.shown) == set(library) and whole.fitting == len(library)
    kept = requirement_page.listing(case, also=("alarm-log",))
    assert set(kept.shown) == shown | {"alarm-log"}


def test_chapters_count_what_is_chosen_of_what_fits_whatever_is_searched_for(journey: Journey) -> None:
    made = journey.draft()
    choose(journey, made, "reception")
    case = opened(journey, made)
    whole = {c.title: c for c in requirement_page.listing(case).chapters}
    chapter = whole["Resepsjon"]
    taken = chosen(journey, made)
    assert chapter.total == len(chapter.rows) > chapter.chosen == sum(r.id in taken for r in chapter.rows) > 0
    number = chapter.rows[0].number
    (found,) = requirement_page.listing(case, text=f" {number.lower()} ").chapters
    assert [r.number for r in found.rows] == [number]
    assert (found.chosen, found.total) == (chapter.chosen, chapter.total)
    two_words = requirement_page.listing(case, text="resepsjon BESØK")
    assert two_words.shown and set(two_words.shown) < {r.id for c in whole.values() for r in c.rows}
    assert requirement_page.listing(case, text="finnes\x00ikke " * 40).shown == ()


def test_the_summary_names_recommended_requirements_that_are_left_out(journey: Journey) -> None:
    made = journey.draft()
    choose(journey, made, "reception")
    assert "Anbefalt" not in requirement_page.tally(opened(journey, made)).words
    gone = min(wanted(journey, "reception"))
    journey.save(made, {"requirements": [r for r in journey.answers(made)["requirements"] if r != gone]})
    case = opened(journey, made)
    number = next(r.number for r in case.release.catalogue.requirements if r.id == gone)
    assert requirement_page.tally(case).words.endswith(f"Anbefalt, men ikke med: {number}")
