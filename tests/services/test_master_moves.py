"""UKE says in the browser's forms what becomes of questions that are gone; it is kept as data and told when wrong."""

from __future__ import annotations

import pytest

from dpsdocs.masters import moves
from dpsdocs.masters.source import Source
from dpsdocs.services import master_drafts, master_moves
from dpsdocs.services.errors import Forbidden, Invalid, NotFound
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_moves import MoveInput
from dpsdocs.store import models
from tests.services.journey import Journey


@pytest.fixture
def draft(journey: Journey) -> str:
    """A draft that asks «other_dates» where the release asks «adjust_dates»."""
    session, releases = journey.session, journey.releases
    made = master_drafts.begin(session, releases, journey.editor, releases.live(session))
    base = releases.load(session, releases.live(session))
    text = Source(base.folder).text("questions.toml").replace("adjust_dates", "other_dates")
    session.add(models.MasterText(draft_id=made, path="questions.toml", text=text))
    session.commit()
    return made


def working(journey: Journey, draft: str) -> Working:
    return master_drafts.opened(journey.session, journey.releases, journey.editor, draft)


def save(
    journey: Journey, draft: str, kind: str, *to: str, key: str = "adjust_dates", **more: object
) -> None:
    given = MoveInput(kind, to, **more)  # type: ignore[arg-type]
    master_moves.save(journey.session, journey.releases, journey.editor, draft, key, given)


def test_what_is_gone_is_listed_and_its_move_is_data_of_the_draft(journey: Journey, draft: str) -> None:
    (found,) = master_moves.gone(working(journey, draft))
    assert (found.key, found.move) == ("adjust_dates", None) and found.label != found.key
    assert [option.value for option in found.options] == ["yes", "no"]
    save(journey, draft, "rename", "other_dates", values={("yes", "other_dates"): "no"}, words="Se «over».")
    made = working(journey, draft)
    (move,) = moves.parsed(made.texts["moves.toml"])[0]
    assert (move.kind, move.to, move.values, move.words) == (
        "rename", ("other_dates",), {"yes": {"other_dates": "no"}}, "Se «over».",
    )  # fmt: skip
    assert made.release.moves == (move,) and master_drafts.faults(made) == ()
    save(journey, draft, "none")
    assert "moves.toml" not in {p for p, t in working(journey, draft).texts.items() if t}
    assert master_moves.gone(working(journey, draft))[0].move is None


def test_a_split_and_a_retired_question(journey: Journey, draft: str) -> None:
    save(journey, draft, "split", "other_dates", "title")
    assert any("tabell" in fault.message for fault in master_drafts.faults(working(journey, draft)))
    save(journey, draft, "split", "other_dates", "title", values={("no", "title"): "Uten"})
    assert master_drafts.faults(working(journey, draft)) == ()
    save(journey, draft, "retire", words="Ingen brukte det.")
    assert moves.parsed(working(journey, draft).texts["moves.toml"])[0][0].kind == "retire"


def test_what_makes_no_sense_is_refused_at_its_field(journey: Journey, draft: str) -> None:
    for kind, to, field in (
        ("", (), "kind"), ("rename", (), "to.0"), ("rename", ("finnes_ikke",), "to.0"),
        ("rename", ("title", "need"), "to.0"), ("split", ("title",), "to.0"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as told:
            save(journey, draft, kind, *to)
        assert list(told.value.problems) == [field]
        journey.session.rollback()


def test_only_editors_and_only_what_is_gone(journey: Journey, draft: str) -> None:
    with pytest.raises(NotFound):
        save(journey, draft, "retire", key="title")
    with pytest.raises(Forbidden):
        master_moves.save(journey.session, journey.releases, journey.make.actor("master_approver"), draft,
                          "adjust_dates", MoveInput("retire"))  # fmt: skip


def test_the_file_reads_back_as_it_was_written() -> None:
    said = (
        moves.Move("rename", "a", ("b",), {"x \"y\"": {"b": ["1", "2"]}}, "Med «ord»\nog linje."),
        moves.Move("split", "c", ("d", "e"), {"ja": {"d": "yes", "e": "no"}}),
        moves.Move("retire", "f.g"),
    )  # fmt: skip
    assert moves.parsed(moves.written(said)) == (said, [])
