"""Checks of what happens after the documents are sent: invitations, changes, notices, protocol and award notice.

They look at a small record of facts, and yield hits as the other checks do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from . import deadlines, formats
from .rules import Finding, Hit, Rulebook, rulebook

AWARD_DAYS = 30
ESPD_DAYS = 5
ESPD_AGE_MONTHS = 12
_AGAIN = "Lag pakken på nytt før dere sender."
_TO_ALL = "Send til alle samtidig."
# FOA § 25-5 (2), letter by letter
PROTOCOL: dict[str, str] = {
    "a": "oppdragsgiverens navn og adresse", "b": "hva som er kjøpt, og verdien",
    "c": "hvorfor konkurransen ikke er delt opp", "d": "hvorfor forhandling eller dialog er brukt",
    "e": "hvorfor det ikke er konkurranse", "f": "hvorfor tilbud ikke er mottatt elektronisk",
    "g": "hvem som har søkt", "h": "hvem som er valgt ut", "i": "hvem som har gitt tilbud",
    "j": "hvem som er avvist, og hvorfor", "k": "hvilke tilbud som er forkastet, og hvorfor",
    "l": "interessekonflikter og tiltak", "m": "valgt leverandør, begrunnelse og verdi",
    "n": "hva underleverandører skal utføre", "o": "hvorfor konkurransen er avlyst", "p": "andre forhold av betydning",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a competition after it is sent. Organisation numbers name suppliers.

    ``changed`` says that a document is not as it was sent, ``notices`` when each bidder got the notice of award,
    and ``protocol`` what is answered by letter.
    """

    today: date
    regime: str = "foa3"
    sent_at: datetime | None = None
    admitted: frozenset[str] = frozenset()
    invited: frozenset[str] = frozenset()
    changed: bool = False
    change_told: frozenset[str] = frozenset()
    bidders: frozenset[str] = frozenset()
    notices: Mapping[str, datetime] = field(default_factory=dict)
    signed_on: date | None = None
    announced_on: date | None = None
    standstill: str = ""
    protocol: Mapping[str, str] | None = None
    espd_made: date | None = None
    espd_asked: date | None = None
    espd_due: date | None = None


def invited_all(life: Life) -> Iterator[Hit]:
    """Everybody admitted on the day of sending was invited, and nobody else."""
    missing, extra = life.admitted - life.invited, life.invited - life.admitted
    if missing:
        mend = f"{_suppliers(len(missing))} er tatt opp, men står ikke på listen i pakken. {_AGAIN}"
        yield Hit("Ikke alle kvalifiserte leverandører er invitert", mend)
    if extra:
        mend = f"{_suppliers(len(extra))} på listen i pakken er ikke lenger tatt opp. {_AGAIN}"
        yield Hit("Listen har leverandører som ikke er tatt opp", mend)


def _suppliers(count: int) -> str:
    return "Én leverandør" if count == 1 else f"{formats.capital(formats.word(count))} leverandører"


def protocol_complete(life: Life) -> Iterator[Hit]:
    """Every letter of the protocol is answered, «ikke aktuelt» too."""
    if life.protocol is None:
        return
    told = life.protocol
    left = [letter for letter in PROTOCOL if not told.get(letter, "").strip()]
    if left:
        mend = f"Fyll ut bokstav {formats.listing(left)}. Skriv «ikke aktuelt» der det er svaret."
        yield Hit("Anskaffelsesprotokollen er ikke ferdig", mend)


def notice_to_all(life: Life) -> Iterator[Hit]:
    """Every bidder gets the notice, at the same time and before the contract is signed."""
    if life.signed_on is None and not life.notices:
        return
    missing = life.bidders - set(life.notices)
    if missing:
        yield Hit(
            "Ikke alle har fått meddelelse om valget",
            f"{_suppliers(len(missing))} mangler. {_TO_ALL}",
        )
    days = {at.date() for at in life.notices.values()}
    if len(days) > 1:
        yield Hit("Meddelelsen er ikke sendt samtidig", "Send den samme dagen til alle som har gitt tilbud.")
    if life.signed_on and any(at.date() > life.signed_on for at in life.notices.values()):
        yield Hit(
            "Meddelelsen er sendt etter signeringen",
            "Avtalen kan ikke signeres før alle har fått meddelelse.",
        )


def award_announced(life: Life) -> Iterator[Hit]:
    """The result is announced within thirty days of signing."""
    if life.signed_on is None or life.announced_on is not None:
        return
    last = life.signed_on + timedelta(days=AWARD_DAYS)
    if life.today > last:
        yield Hit(
            "Resultatet er ikke kunngjort i tide",
            f"Fristen var {formats.weekday(last)}. Kunngjør i Doffin nå.",
        )


def award_due(life: Life) -> Iterator[Hit]:
    """While there is time: when the result must be announced."""
    if life.signed_on is None or life.announced_on is not None:
        return
    last = life.signed_on + timedelta(days=AWARD_DAYS)
    if life.today <= last:
        yield Hit("Resultatet skal kunngjøres", f"Kunngjør i Doffin senest {formats.weekday(last)}.")


def standstill_chosen(life: Life) -> Iterator[Hit]:
    """Whether to wait before signing is a choice, and it is made."""
    if life.notices and life.signed_on is None and not life.standstill:
        mend = "Karens er ikke påbudt etter del III, men fjerner risikoen for at avtalen blir ugyldig."
        yield Hit("Velg om dere har karensperiode", mend)


def espd_renewed(life: Life) -> Iterator[Hit]:
    """A renewed ESPD gets five working days, and one that is used is not old."""
    if life.espd_asked and life.espd_due:
        last, left = life.espd_asked, ESPD_DAYS
        while left:
            last += timedelta(days=1)
            left -= deadlines.is_working_day(last)
        if life.espd_due < last:
            mend = (
                f"Fristen er {formats.weekday(life.espd_due)}. Fem virkedager er ute {formats.weekday(last)}."
            )
            yield Hit("Fristen for ny egenerklæring er for kort", mend)
    if life.espd_made and (life.today - life.espd_made).days > ESPD_AGE_MONTHS * 30.5:
        mend = f"Den er fra {formats.day(life.espd_made)}. Be om en oppdatert egenerklæring."
        yield Hit("Egenerklæringen (ESPD) er gammel", mend)


def change_told(life: Life) -> Iterator[Hit]:
    """What is changed after it was sent is told to everybody who got it."""
    if life.changed and life.sent_at:
        missing = life.invited - life.change_told
        if missing:
            mend = f"{_suppliers(len(missing))} har ikke fått endringen. Lag en endringsmelding. {_TO_ALL}"
            yield Hit("Dokumentene er endret uten at alle har fått vite det", mend)


CHECKS: dict[str, Callable[[Life], Iterator[Hit]]] = {
    check.__name__: check
    for check in (
        invited_all, protocol_complete, notice_to_all, award_announced, award_due, standstill_chosen, espd_renewed,
        change_told,
    )
}  # fmt: skip


def findings(life: Life, book: Rulebook | None = None) -> tuple[Finding, ...]:
    """What the rules about life after sending find, in the order of the rulebook."""
    book = book or rulebook()
    return tuple(
        Finding(rule.id, "warning" if rule.state == "advice" and rule.severity == "stop" else rule.severity,
                hit.title, hit.mend, hit.keys, rule.basis, rule.why, book.version, hit.fact)
        for rule in book.rules
        if rule.stage == "afterwards" and rule.applies(life.today, life.regime)
        for hit in CHECKS[rule.check](life)
    )  # fmt: skip
