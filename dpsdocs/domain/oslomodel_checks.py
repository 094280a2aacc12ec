"""Checks of Oslomodellen: the proposal is confirmed by a person, and an own choice says why."""

from __future__ import annotations

from collections.abc import Iterator

from . import formats, oslomodel
from .competition import Competition
from .rules import Check, Hit


def work_proposal(c: Competition) -> Iterator[Hit]:
    """What the program proposes is for a person to confirm; it comes back when the proposal changes."""
    found = oslomodel.proposal(c.case, c.values)
    if found is None:
        return
    told = [f"krav {found.letter_words}", formats.lower(found.lines[1].result)]
    if found.diligence:
        told.append(f"kravsett {found.diligence}")
    if found.transport:
        told.append("utslippsfri transport")
    mend = (
        f"Forslaget er {formats.listing(told)}. Les begrunnelsen, og bekreft forslaget eller velg noe annet."
    )
    asked = any(question.key == "work_risk" for question in c.asked)
    keys = ("work_risk",) if asked else ("extras",)
    yield Hit("Kravene til seriøst arbeidsliv må bekreftes", mend, keys, "\n".join(map(repr, found.lines)))


def work_own_choice(c: Competition) -> Iterator[Hit]:
    """Fewer requirements than the proposal are cleared with UKE."""
    chosen = c.value("work_letters")
    if not chosen or chosen not in oslomodel.LETTERS:
        return
    without = {key: value for key, value in c.values.items() if key != "work_letters"}
    found = oslomodel.proposal(c.case, without)
    order = list(oslomodel.LETTERS)
    if found is not None and order.index(chosen) < order.index(found.letters):
        mend = f"Forslaget er krav {found.letter_words}. Spør UKE før dere velger færre krav."
        yield Hit("Dere har valgt færre krav enn Oslomodellen tilsier", mend, ("work_letters",))


ALL: tuple[Check, ...] = (work_proposal, work_own_choice)
