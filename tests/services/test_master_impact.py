"""What a release would do is told before it is made: to answers, clauses, packages, rules and samples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpsdocs.domain.questions import Question, Questionnaire
from dpsdocs.masters.edit import ClauseText
from dpsdocs.services import master_drafts, master_impact, master_samples, master_texts
from dpsdocs.services.errors import NotFound
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_impact import Impact
from dpsdocs.services.master_texts import ClauseInput
from tests.services.journey import Journey

DOCUMENT = "konkurransegrunnlag"


@pytest.fixture
def engine_url(sqlite_url: str) -> str:
    """One engine is enough: nothing here is asked of the database in a way of its own."""
    return sqlite_url


@pytest.fixture
def draft(journey: Journey) -> str:
    return master_drafts.begin(journey.session, journey.releases, journey.editor, live(journey))


def live(journey: Journey) -> str:
    return journey.releases.live(journey.session)


def save(journey: Journey, draft: str, clause: str, text: str) -> Working:
    given = current(working(journey, draft), journey, clause)
    master_texts.save(
        journey.session, journey.releases, journey.editor, draft, DOCUMENT, clause,
        replace(given, texts={0: text}), 0, "",
    )  # fmt: skip
    return working(journey, draft)


def current(found: Working, journey: Journey, clause: str) -> ClauseInput:
    opened = master_texts.opened(journey.session, found, master_texts.path_of(found, DOCUMENT, clause))
    c: ClauseText = opened.clause
    return ClauseInput(
        c.lock, opened.wording.condition(c.when), c.source, c.numbered, c.guidance, c.review_by
    )


def working(journey: Journey, draft: str) -> Working:
    return master_drafts.opened(journey.session, journey.releases, journey.editor, draft)


def weigh(journey: Journey, found: Working) -> Impact:
    release = journey.releases.load(journey.session, live(journey))
    return master_impact.impact(journey.session, journey.releases, release, found)


def test_clauses_are_counted_where_they_stand(journey: Journey, draft: str) -> None:
    journey.filled()
    issued = journey.issued()
    assert weigh(journey, working(journey, draft)).struck == ()
    found = weigh(journey, save(journey, draft, "verdi-mengder", "Helt ny tekst."))
    (one,) = found.struck
    assert (one.clauses, one.needed, one.aside, one.agency) == (
        1,
        (),
        (),
        "Etat for ærlighet",
    ) and one.kept > 20
    assert [holder.competition_id for holder in found.packages] == [issued] and found.untouched == 0


def test_a_clause_nobody_has_strikes_nobody(journey: Journey, draft: str) -> None:
    journey.filled()
    found = weigh(journey, save(journey, draft, "kjopere-hvem", "Helt ny tekst."))
    assert (found.struck, found.untouched, found.packages) == ((), 1, ())


def test_rules_are_found_by_the_source_of_the_clause(journey: Journey, draft: str) -> None:
    found = weigh(journey, save(journey, draft, "dokumentasjon-liste", "Helt ny tekst."))
    assert any("dokumentasjon-liste" in rule.clauses for rule in found.rules)


def test_answers_are_named_by_question_never_by_what_they_say(journey: Journey, draft: str) -> None:
    journey.filled(title="Hemmelig navn på noe")
    found = working(journey, draft)
    catalogue = found.release.catalogue
    sections = tuple(
        replace(
            s, questions=(*(q for q in s.questions if q.key != "contact"), *([NEW] if s.id == "om" else []))
        )
        for s in catalogue.questions.sections
    )
    made = replace(found.release, catalogue=replace(catalogue, questions=Questionnaire(sections)), digest="x")
    changed = replace(found, overlay=replace(found.overlay, release=made))
    (one,) = weigh(journey, changed).struck
    assert (one.needed, one.aside) == (("Antall etasjer",), ("Kontaktperson",))
    assert one.kept > 20


NEW = Question("floors", "whole", "Hvor mange etasjer?", section="om", short="Antall etasjer")


def test_a_sample_old_beside_new(journey: Journey, draft: str) -> None:
    found = save(journey, draft, "verdi-mengder", "Helt ny tekst.")
    release = journey.releases.load(journey.session, live(journey))
    told = master_samples.changes(journey.releases, release, found)
    assert all(change.ids == (DOCUMENT,) for change in told) and told[0].sample
    redline = master_samples.beside(journey.releases, release, found, told[0].sample, DOCUMENT)
    assert [u.id for u in redline.units if u.state == "changed"] == ["verdi-mengder"]
    for sample, document in (("ingen", DOCUMENT), (told[0].sample, "ingen"), (told[0].sample, "prisskjema")):
        with pytest.raises(NotFound):
            master_samples.beside(journey.releases, release, found, sample, document)
