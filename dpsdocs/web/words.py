"""Codes in words, for lists of persons and for the log."""

from __future__ import annotations

from collections.abc import Mapping

from dpsdocs.domain.roles import ROLE_LABELS
from dpsdocs.services.audit import Event
from dpsdocs.services.people import Person

DEEDS = {
    "account.signed_in": "Logget inn",
    "account.signed_out": "Logget ut",
    "account.sign_in_failed": "Mislykket innlogging",
    "account.password_changed": "Endret passordet sitt",
    "account.password_set": "Valgte passord",
    "account.invited": "Laget en invitasjon",
    "person.added": "La til en person",
    "person.changed": "Endret en person",
    "person.made_admin": "Ble systemadministrator",
    "agency.saved": "Lagret en virksomhet",
    "dps.saved": "Lagret en innkjøpsordning",
    "dps.confirmed": "Bekreftet opplysninger for UKE",
    "dps.unconfirmed": "Trakk en bekreftelse",
    "dps.confirmation_fell": "En bekreftelse falt bort",
    "dps.document_added": "La til et dokument",
    "dps.document_removed": "Fjernet et dokument",
    "annex.put": "La inn et bilag",
    "annex.replaced": "Byttet fil i et bilag",
    "annex.removed": "Fjernet filen i et bilag",
    "attachment.added": "La til et vedlegg",
    "attachment.changed": "Endret et vedlegg",
    "attachment.moved": "Flyttet et vedlegg",
    "attachment.removed": "Fjernet et vedlegg",
    "attachment.restored": "La tilbake et vedlegg",
    "routine.saved": "Endret rutinen",
    "supplier.saved": "Lagret en leverandør",
    "supplier.imported": "Leste inn leverandører",
    "settings.saved": "Endret innstillingene",
    "release.taken_in": "Tok inn en malversjon",
    "master.begun": "Begynte et utkast til maler",
    "master.changed": "Endret et punkt i malene",
    "master.word_read": "Leste en Word-fil til malene",
    "master.word_taken": "Tok en Word-fil inn i malene",
    "master.word_dropped": "Forkastet en Word-fil til malene",
    "master.submitted": "Sendte maler til godkjenning",
    "master.taken_back": "Trakk maler tilbake fra godkjenning",
    "master.returned": "Sendte maler tilbake",
    "master.approved": "Godkjente en malversjon",
    "master.tryout_opened": "Åpnet et utkast til maler for en prøvegruppe",
    "master.tryout_closed": "Avsluttet en prøve av maler",
    "master.dropped": "Forkastet et utkast til maler",
    "master.new_set": "Begynte et nytt malsett",
    "master.imported": "Tok inn et malsett fra en fil",
    "master.exported": "Lastet ned et malsett",
    "master.tried": "Prøvde alle vilkårene i et utkast til maler",
    "master.recalled": "Kalte tilbake en tekst",
    "competition.started": "Startet en konkurranse",
    "competition.copied": "Kopierte en konkurranse",
    "competition.cancelled": "Avlyste en konkurranse",
    "competition.reopened": "Åpnet en konkurranse for endring",
    "competition.awarded": "Registrerte tildeling",
    "change.started": "Åpnet en endring av det som er sendt",
    "change.dropped": "Avbrøt en endring av det som er sendt",
    "approval.requested": "Ba om godkjenning",
    "approval.approve": "Godkjente en konkurranse",
    "approval.return": "Sendte en konkurranse tilbake",
    "clause.used": "Tilpasset et punkt i en konkurranse",
    "clause.asked": "Foreslo en endring i et punkt for UKE",
    "clause.approved": "Godkjente at et punkt fravikes",
    "clause.refused": "Sa nei til at et punkt fravikes",
    "clause.withdrawn": "Trakk et forslag til UKE",
    "clause.restored": "Tok tilbake UKEs tekst i et punkt",
    "release.followed": "Gikk over til en ny malversjon i en konkurranse",
    "finding.aside": "Satte et funn til side",
    "finding.confirmed": "Bekreftet et funn",
    "finding.override": "Ba om å gå videre tross en stopp",
    "finding.approved": "Godkjente å gå videre tross en stopp",
    "finding.again": "Lot et funn gjelde igjen",
    "finding.evidence": "La ved dokumentasjon til et funn",
    "evaluation.tried": "Prøvde evalueringen med oppdiktede tilbud",
    "rules.rule": "Slo en regel på eller av",
    "rules.amount": "Bekreftet et beløp i regeltabellen",
    "help.asked": "Ba UKE om hjelp",
    "help.answered": "Svarte i en forespørsel om hjelp",
    "help.closed": "Lukket en forespørsel om hjelp",
    "package.ordered": "Bestilte en dokumentpakke",
    "package.issued": "Utstedte en dokumentpakke",
    "package.failed": "En dokumentpakke kunne ikke lages",
    "package.retried": "Prøvde å lage en dokumentpakke på nytt",
    "package.withdrawn": "Trakk en dokumentpakke",
    "package.sent": "Merket en dokumentpakke som sendt",
    "package.compared": "Kontrollerte en fil mot en dokumentpakke",
    "file.downloaded": "Lastet ned en fil",
    "register.exported": "Lastet ned registeret",
}
DETAILS = {
    "validity": "gyldighet",
    "regime": "regelverk",
    "criteria": "tildelingskriterier",
    "on": "streng lesning av fristen",
    "off": "mild lesning av fristen",
}
# what may be told in the log beside the deed: nothing of what stands in a case
TOLD = ("agency.", "annex.", "dps.", "supplier", "master.", "release.", "settings.", "routine.")


def deed(action: str) -> str:
    """What was done; an action nobody gave words to is shown as it is."""
    return DEEDS.get(action, action)


def about(event: Event, names: Mapping[str, str]) -> str:
    """Whom or what a line of the log is about."""
    if event.object_id in names:
        return names[event.object_id] if event.object_id != event.user_id else ""
    if event.action.startswith(TOLD):
        return DETAILS.get(event.detail, event.detail)
    return f"id {event.object_id[:8]}" if event.object_id else ""


def places(person: Person, agencies: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Where a person has roles, and which: («Boligetaten», [«Leser», «Godkjenner»])."""
    found: dict[str, list[str]] = {}
    for agency_id, role in person.roles:
        place = "UKE" if agency_id is None else agencies.get(agency_id, "Ukjent virksomhet")
        found.setdefault(place, []).append(ROLE_LABELS.get(role, role))
    if person.is_admin:
        found.setdefault("Hele systemet", []).append(ROLE_LABELS["admin"])
    return list(found.items())
