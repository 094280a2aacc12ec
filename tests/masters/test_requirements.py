"""The library of requirements: numbers that never move, one duty in one place, and the voice of A and B."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from dpsdocs.domain.library import Requirement
from dpsdocs.masters.lint import MAX_WORDS
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release

SERVICES = {"static", "reception", "rounds", "patrol", "alarm", "opening", "event", "exam", "escort",
            "control_room"}  # fmt: skip
# the numbers of the first library, K-01 to K-39, in their order
FIRST = """permit internal-control secrecy insurance age-conduct training language english first-aid fire conflict
key-persons training-plan guard-leader reachable site-training replacement continuity robustness presence force
emergency drill visitors service rounds-log rounds-vary opening event-briefing keys lost-key uniform personal-alarm
log incident monthly zero-emission env-transport env-equipment"""
BY_LAW = {"permit", "age-conduct", "training", "force", "uniform"}
CRITERIA = {"quality": "kvalitet", "environment": "klima og miljø"}
# where the bidder shows it; each is a document or a moment the other documents name
SHOWN_IN = ("Beskrivelse i svarskjemaet", "Bekreftelse i svarskjemaet", "Vedlegg til svarskjemaet",
            "Referanseskjema", "CV-skjema", "Bemanningsplan", "Miljøsvar", "Før tildeling", "Ved oppstart")  # fmt: skip
AVOIDED = ("herunder", "vedrørende", "i henhold til", "foreligge", "tilstrebe", "ivareta", "i størst mulig grad",
           "til enhver tid", "samt", "eventuelt", "nødvendige tiltak", "og/eller", "vi", "oss", "dere")  # fmt: skip
# pairs that read alike and mean to: one course each, one answer time for each kind of alarm
ALIKE = {frozenset(pair) for pair in [*combinations(("first-aid", "fire", "conflict", "crisis-course"), 2),
                                      ("alarm-urgent", "alarm-other")]}  # fmt: skip
TOO_ALIKE = 0.42
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«])")
_CONDITION = re.compile(r"""["']([a-z-]+)["'] in requirements""")
_NAMED = re.compile(r"\bkrav (K-\d+)", re.IGNORECASE)
_USUAL = """skal leverandøren vekteren alle vektere oppdragsgiveren ønsker gir uttelling poeng under kvalitet klima
miljø som er av til for på det de en et å ha med ved har den hun eller han hver når før etter senest minst
oppdraget i og"""


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates" / "masters" / "vektertjenester")


@pytest.fixture(scope="module")
def library(release: Release) -> Sequence[Requirement]:
    """Every requirement of the shipped set."""
    return release.catalogue.requirements


def sentences(text: str) -> list[str]:
    """The sentences of a requirement."""
    return _SENTENCE.split(text)


def has(text: str, *words: str) -> list[str]:
    """Those of the words that stand in the text as words of their own."""
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)]


def faults(requirement: Requirement) -> Iterator[str]:
    """What is wrong with the words of one requirement."""
    text = requirement.text
    if not text.endswith(".") or "  " in text:
        yield "punctuation"
    if len(sentences(text)) > 4 or any(len(s.split()) > MAX_WORDS for s in sentences(text)):
        yield "length"
    if has(text, *AVOIDED):
        yield "avoided word"
    if not requirement.documentation.startswith(SHOWN_IN):
        yield "documentation"
    yield from (_absolute if requirement.kind == "A" else _evaluated)(requirement)


def _absolute(requirement: Requirement) -> Iterator[str]:
    if not has(sentences(requirement.text)[0], "skal") or has(requirement.text, "bør", "ønsker", "poeng"):
        yield "voice of A"
    if requirement.criterion or requirement.reply != "Ja eller nei":
        yield "A with points"


def _evaluated(requirement: Requirement) -> Iterator[str]:
    text = requirement.text
    if not text.startswith("Oppdragsgiveren ønsker ") or has(text, "skal", "må", "minst", "bør"):
        yield "voice of B"
    if not has(text, "uttelling"):
        yield "B without what is good"
    if requirement.criterion not in CRITERIA or requirement.reply != "Beskrivelse" or requirement.fixed:
        yield "B without criterion"
    elif not text.endswith(f"Gir poeng under {CRITERIA[requirement.criterion]}."):
        yield "B names another criterion"


def likeness(one: str, other: str) -> float:
    """How much of the words two texts share, from 0 to 1; endings and the usual words count for nothing."""
    usual = set(_USUAL.split())
    a, b = (
        {word[:6] for word in re.findall(r"\w{2,}", text.lower()) if word not in usual}
        for text in (one, other)
    )
    return len(a & b) / len(a | b)


def twins(library: Sequence[Requirement]) -> list[tuple[str, str]]:
    """Pairs that say nearly the same and are not meant to."""
    return [
        (a.number, b.number)
        for a, b in combinations(library, 2)
        if likeness(a.text, b.text) >= TOO_ALIKE and frozenset((a.id, b.id)) not in ALIKE
    ]


def test_the_library_is_large_enough_for_every_service(release: Release) -> None:
    library = release.catalogue.requirements
    assert len(library) >= 120
    assert sum(r.kind == "B" for r in library) >= 25
    assert {s.id for s in release.catalogue.services} == SERVICES
    belonging = Counter(service for r in library for service in r.services)
    assert set(belonging) == SERVICES
    assert min(belonging.values()) >= 6, belonging


def test_every_service_can_be_scored_on_something_of_its_own(library: Sequence[Requirement]) -> None:
    scored = {
        service for r in library if r.kind == "B" and r.criterion == "quality" for service in r.services
    }
    assert scored == SERVICES


def test_numbers_stay_with_their_ids_for_ever(library: Sequence[Requirement]) -> None:
    """``numbers.txt`` holds every number ever given out; a new requirement adds a line, none is changed."""
    lines = (Path(__file__).parent / "numbers.txt").read_text("utf-8").splitlines()
    given = dict(line.split() for line in lines)
    assert list(given) == [f"K-{n:02}" for n in range(1, len(lines) + 1)]
    assert len(set(given.values())) == len(lines)
    assert list(given.values())[:39] == FIRST.split()
    assert {r.number: r.id for r in library}.items() <= given.items()
    assert len({r.number for r in library}) == len({r.id for r in library}) == len(library)


def test_documents_name_requirements_by_the_right_number(release: Release) -> None:
    """A line that stands on «id in requirements» and names one «krav K-…», names that very requirement."""
    number = {r.id: r.number for r in release.catalogue.requirements}
    named = 0
    for path in sorted((release.folder / "documents").glob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            ids, numbers = _CONDITION.findall(line), _NAMED.findall(line)
            named += len(numbers)
            assert set(numbers) <= set(number.values()), f"{path.name}: {line}"
            if len(ids) == len(numbers) == 1:
                assert number.get(ids[0]) == numbers[0], f"{path.name}: {line}"
    assert named


def test_chapters_come_in_the_order_of_the_set_with_rising_numbers(release: Release) -> None:
    chapters = list(release.catalogue.chapters or {})
    places = [(chapters.index(r.chapter), int(r.number[2:])) for r in release.catalogue.requirements]
    assert places == sorted(places)
    assert {r.chapter for r in release.catalogue.requirements} == set(chapters)


def test_only_the_law_makes_a_requirement_fixed(library: Sequence[Requirement]) -> None:
    assert {r.id for r in library if r.fixed} == BY_LAW
    assert all(r.suggested and not r.services for r in library if r.fixed)


def test_every_text_keeps_the_voice(library: Sequence[Requirement]) -> None:
    assert {r.number: found for r in library if (found := list(faults(r)))} == {}


def test_no_other_word_for_a_thing_that_has_one(release: Release) -> None:
    banned = [word for words in release.terms.values() for word in words]
    used = {r.number: has(f"{r.text} {r.documentation}", *banned) for r in release.catalogue.requirements}
    assert {number: words for number, words in used.items() if words} == {}


def test_no_two_requirements_say_the_same(library: Sequence[Requirement]) -> None:
    assert twins(library) == []


def test_every_exception_is_still_needed(library: Sequence[Requirement]) -> None:
    text = {r.id: r.text for r in library}
    for one, other in map(sorted, ALIKE):
        assert likeness(text[one], text[other]) >= TOO_ALIKE, (one, other)


A = Requirement(
    "a", "K-901", "A", "vekterne", "Vekteren skal telle nøklene.", "Bemanningsplan", "Ja eller nei"
)
B = replace(
    A, id="b", kind="B", reply="Beskrivelse", criterion="quality",
    text="Oppdragsgiveren ønsker få vektere. Færre gir uttelling. Gir poeng under kvalitet.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("requirement", "fault"),
    [
        (replace(A, text="Vekteren bør telle nøklene."), "voice of A"),
        (replace(A, text="Vekteren teller nøklene. Leverandøren skal betale."), "voice of A"),
        (replace(A, criterion="quality"), "A with points"),
        (replace(A, text="Vekteren skal telle nøklene til enhver tid."), "avoided word"),
        (replace(A, text="Vekteren skal telle nøklene"), "punctuation"),
        (replace(A, text="Vekteren skal " + "telle nøklene " * 14 + "."), "length"),
        (replace(A, documentation="Bilag 2, del F"), "documentation"),
        (replace(B, text=B.text.replace("få", "minst to")), "voice of B"),
        (replace(B, text=B.text.replace("Færre gir", "Færre skal gi")), "voice of B"),
        (replace(B, text="Leverandøren ønsker få vektere. Færre gir uttelling."), "voice of B"),
        (replace(B, text=B.text.replace("uttelling", "glede")), "B without what is good"),
        (replace(B, criterion="price"), "B without criterion"),
        (replace(B, criterion="environment"), "B names another criterion"),
    ],
)
def test_a_planted_fault_would_be_found(requirement: Requirement, fault: str) -> None:
    assert list(faults(A)) == list(faults(B)) == []
    assert fault in list(faults(requirement))


def test_a_planted_twin_would_be_found(library: Sequence[Requirement]) -> None:
    copy = "Leverandøren skal ta tilbake alle nøkler, kort og tilganger når en vekter slutter i oppdraget."
    planted = [*library, replace(A, text=copy)]
    key_leaver = next(r.number for r in library if r.id == "key-leaver")
    assert twins(planted) == [(key_leaver, A.number)]
