"""Checks of a change of what is already sent: its dates, the tender deadline, and how large it is."""

from __future__ import annotations

from collections.abc import Iterator

from . import changes, formats
from .competition import Competition
from .rules import Check, Hit

_DEADLINE = ("tender_deadline", "change_deadline")


def change_sending(c: Competition) -> Iterator[Hit]:
    """The invitation was sent when it was sent."""
    before = c.previous.day("sending_date") if c.previous else None
    if before and c.day("sending_date") != before:
        mend = f"Invitasjonen ble sendt {formats.weekday(before)}. Sett den dagen tilbake. Endringen har sin egen dag."
        yield Hit("Dagen for invitasjonen er endret", mend, ("sending_date",))


def change_day(c: Competition) -> Iterator[Hit]:
    """The change is sent on a day that has not passed, and before the deadline the suppliers know."""
    if c.case.replaces is None:
        return
    sent, today = c.day("change_date"), c.case.suppliers_at.date()
    if sent and sent < today:
        mend = f"{formats.capital(formats.weekday(sent))} er passert. Velg en ny dag."
        yield Hit("Dagen for endringen er passert", mend, ("change_date",))
    before = c.previous.moment("tender_deadline") if c.previous else None
    if before and c.case.suppliers_at > before:
        mend = "Dokumentene kan ikke endres etter tilbudsfristen. Avbryt endringen."
        yield Hit("Tilbudsfristen er ute", mend)
    elif before and sent and sent > before.date():
        mend = f"Fristen leverandørene har fått, er {formats.moment(before)}. Send endringen før den går ut."
        yield Hit("Endringen sendes etter tilbudsfristen", mend, ("change_date",))


def change_nothing(c: Competition) -> Iterator[Hit]:
    """Something that stands in the documents is another than before."""
    if c.previous is None or changes.changed(c):
        return
    old, new = c.previous.case, c.case
    if (old.agency, old.dps, old.annexes, old.adapted) == (new.agency, new.dps, new.annexes, new.adapted):
        mend = "Endre svarene som skal være annerledes, eller avbryt endringen."
        yield Hit(f"Ingenting er endret siden versjon {old.version}", mend)


def change_earlier(c: Competition) -> Iterator[Hit]:
    """The deadline is not earlier than the suppliers have been told."""
    found = changes.deadline(c)
    if found and found.now < found.before:
        mend = f"Leverandørene har fått fristen {formats.moment(found.before)}. Sett den, eller en senere."
        yield Hit("Tilbudsfristen er tidligere enn før", mend, ("tender_deadline",))


def change_answer(c: Competition) -> Iterator[Hit]:
    """What is answered of the deadline is what the deadline says."""
    found, answer = changes.deadline(c), c.value("change_deadline")
    if found is None or answer is None:
        return
    if answer == "moved" and not found.is_moved:
        mend = f"Fristen står som {formats.moment(found.now)}. Sett en senere frist, eller svar at den står."
        yield Hit("Tilbudsfristen er ikke flyttet", mend, _DEADLINE)
    elif answer == "stands" and found.is_moved:
        mend = f"Fristen er endret til {formats.moment(found.now)}. Svar at den er flyttet, eller sett den tilbake."
        yield Hit("Tilbudsfristen er flyttet", mend, _DEADLINE)


def change_leaves_time(c: Competition) -> Iterator[Hit]:
    """A change that takes work leaves at least six days."""
    found, words = changes.deadline(c), changes.weighty(c)
    if found and words and found.left < changes.LEAVES_DAYS:
        mend = (
            f"{formats.capital(formats.listing(words))} er endret, og det er {_days(found.left)} fra endringen sendes, "
            f"til fristen. Sett fristen til {formats.moment(found.earliest)} eller senere."
        )
        yield Hit("Endringen kommer for nær tilbudsfristen", mend, _DEADLINE)


def change_assess(c: Competition) -> Iterator[Hit]:
    """A change that takes work calls for an assessment of the deadline, with a proposal."""
    found, words = changes.deadline(c), changes.weighty(c)
    if not found or not words or found.is_moved or found.left < changes.LEAVES_DAYS:
        return
    advice = "Det er så lang tid at fristen kan stå hvis endringen er enkel å ta hensyn til."
    if found.proposal > found.now:
        advice = f"Forslag: flytt fristen til {formats.moment(found.proposal)}."
    mend = (
        f"{formats.capital(formats.listing(words))} er endret. Det er {_days(found.left)} fra endringen sendes, "
        f"til fristen. {advice} Svar på om fristen flyttes, og hvorfor."
    )
    yield Hit("Fristen må vurderes forlenget", mend, _DEADLINE)


def _days(count: int) -> str:
    return "én dag" if count == 1 else f"{formats.word(max(count, 0))} dager"


def change_material(c: Competition) -> Iterator[Hit]:
    """A change so large that the competition may have to begin anew."""
    found = changes.material(c)
    if found:
        mend = (
            f"{formats.capital(formats.listing(found))}. En vesentlig endring er ikke tillatt. Vurder å avlyse og "
            "starte på nytt. Den som godkjenner, må skrive hvorfor endringen ikke er vesentlig."
        )
        yield Hit("Endringen kan være vesentlig", mend, ("change_words",))


ALL: tuple[Check, ...] = (
    change_nothing, change_sending, change_day, change_earlier, change_answer, change_leaves_time, change_assess,
    change_material,
)  # fmt: skip
