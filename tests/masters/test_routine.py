"""The shipped routine: whole, with every heading the program links to, and in the voice of the house."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

from dpsdocs.document.guide import Guide, Items, Prose, parse
from dpsdocs.domain.steps import SECTIONS, STATES, STEPS
from dpsdocs.domain.workflow import STATUS_LABELS

SET = Path("templates/masters/vektertjenester")
LONGEST_SENTENCE = 28
AVOIDED = re.compile(
    r"\b(?:herunder|vedrørende|i henhold til|foreligge\w*|tilstrebe\w*|ivareta\w*|i størst mulig grad|til enhver tid"
    r"|samt|eventuelt?|eventuelle|nødvendige tiltak|såfremt|dersom)\b|og/eller|!",
    re.IGNORECASE,
)


def routine(root: Path) -> Guide:
    """The shipped text as a page."""
    return parse((root / SET / "routine.md").read_text(encoding="utf-8"))


def sentences(page: Guide) -> list[str]:
    """All sentences of the page."""
    found = []
    for block in page.blocks:
        runs = (block.runs,) if isinstance(block, Prose) else block.items if isinstance(block, Items) else ()
        for line in runs:
            found += re.split(r"(?<=[.?:])\s+(?=[A-ZÆØÅ«])", "".join(run.text for run in line))
    return found


def test_every_step_has_its_heading_in_order(root: Path) -> None:
    page = routine(root)
    assert page.faults == ()
    assert [heading.id for heading in page.headings] == list(STEPS)


def test_every_page_of_questions_and_every_state_leads_to_a_step(root: Path) -> None:
    questions = tomllib.loads((root / SET / "questions.toml").read_text(encoding="utf-8"))
    asked = {section["id"] for section in questions["section"]}
    assert asked - SECTIONS.keys() == set(), (
        "say in domain/steps.py which heading of the routine they belong to"
    )
    assert STATES.keys() == STATUS_LABELS.keys()
    assert {*SECTIONS.values(), *STATES.values()} <= STEPS.keys()


def test_each_step_says_something(root: Path) -> None:
    page = routine(root)
    places = [page.blocks.index(heading) for heading in page.headings] + [len(page.blocks)]
    assert all(end - begin > 1 for begin, end in itertools.pairwise(places))


def test_sentences_are_short_and_plain(root: Path) -> None:
    found = sentences(routine(root))
    assert len(found) > 200
    assert [s for s in found if len(s.split()) > LONGEST_SENTENCE] == []
    assert [s for s in found if AVOIDED.search(s)] == []


def test_one_word_for_one_thing(root: Path) -> None:
    text = (root / SET / "routine.md").read_text(encoding="utf-8").lower()
    terms = tomllib.loads((root / SET / "set.toml").read_text(encoding="utf-8"))["terms"]
    banned = [word for words in terms.values() for word in words]
    assert banned and [word for word in banned if re.search(rf"\b{word}\b", text)] == []


def test_what_only_uke_knows_is_a_gap(root: Path) -> None:
    page = routine(root)
    text = (root / SET / "routine.md").read_text(encoding="utf-8")
    assert {"kgv-tilgang", "kontakt", "meddelelse"} <= {place for place, _ in page.gaps}
    assert text.count("[UKE fyller ut: ") == len(page.gaps)
    assert "@" not in text and "http" not in text
