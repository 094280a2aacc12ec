"""UKE's table of rules: a switched rule and a confirmed amount make a new version, with name and reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpsdocs.domain.case import AmountChoice, RuleChoice
from dpsdocs.domain.rules import rulebook
from dpsdocs.services import competitions, rule_table, settings
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.store.models import AuditEvent
from tests.builders import Make
from tests.services.journey import Journey

FIRST = date(2026, 4, 21)


def test_the_table_is_the_shipped_one_until_uke_changes_it(session: Session) -> None:
    table = rule_table.table(session)
    assert (table.version, table.number, table.changes) == (rulebook().version, 0, ())
    assert table.rules == rulebook().rules
    assert settings.case_settings(session).rules_version == ""


def test_a_switch_makes_a_version_with_name_and_reason(session: Session, make: Make) -> None:
    manager = make.actor("dps_manager", name="Dag Manager")
    rule_table.switch(session, manager, "dps.beyond", "off", "  Vi har egne regler.  ", 0)
    rule_table.switch(session, manager, "dps.beyond", "advice", "Likevel et råd.", 1)
    table = rule_table.table(session)
    assert table.version == f"{rulebook().version}.2"
    assert [(c.what, c.result, c.reason, c.by) for c in table.changes] == [
        ("dps.beyond", "Råd", "Likevel et råd.", "Dag Manager"),
        ("dps.beyond", "Av til UKE har bekreftet", "Vi har egne regler.", "Dag Manager"),
    ]
    assert settings.case_settings(session).rules == (RuleChoice("dps.beyond", "advice"),)
    assert next(rule for rule in table.rules if rule.id == "dps.beyond").state == "advice"


def test_an_amount_is_confirmed_or_corrected(session: Session, make: Make) -> None:
    manager = make.actor("dps_manager")
    assert not rule_table.amount(session, "eea", FIRST).confirmed
    rule_table.confirm(session, manager, "eea", FIRST, "2 400 000", "Kunngjort i Norsk Lovtidend.", 0)
    found = rule_table.amount(session, "eea", FIRST)
    assert (found.amount, found.confirmed) == (Decimal(2_400_000), True)
    (change,) = rule_table.table(session).changes
    assert change.result.replace("\u00a0", " ") == "2 400 000 kr, bekreftet"
    assert settings.case_settings(session).amounts == (AmountChoice("eea", Decimal(2_400_000), FIRST),)


def test_each_change_stands_in_the_log(session: Session, make: Make) -> None:
    rule_table.switch(session, make.actor("dps_manager"), "dps.beyond", "off", "Grunn", 0)
    rule_table.confirm(session, make.actor("dps_manager"), "eea", FIRST, "2 500 000", "Grunn", 1)
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.startswith("rules.")))
    assert sorted(actions) == ["rules.amount", "rules.rule"]


def test_what_cannot_be_done_is_refused(session: Session, make: Make) -> None:
    manager = make.actor("dps_manager")
    with pytest.raises(Invalid) as error:
        rule_table.switch(session, manager, "dps.beyond", "in_force", "Grunn", 0)
    assert "står slik fra før" in error.value.problems["state"]
    with pytest.raises(Invalid):
        rule_table.switch(session, manager, "dps.beyond", "på", "Grunn", 0)
    with pytest.raises(Invalid) as error:
        rule_table.switch(session, manager, "dps.beyond", "off", " ", 0)
    assert "reason" in error.value.problems
    with pytest.raises(Conflict, match="kan ikke slås av"):
        rule_table.switch(session, manager, "answers.required", "off", "Grunn", 0)
    with pytest.raises(NotFound):
        rule_table.switch(session, manager, "finnes.ikke", "off", "Grunn", 0)
    for typed in ("", "mye", "0", "-5", "9" * 20):
        with pytest.raises(Invalid) as error:
            rule_table.confirm(session, manager, "eea", FIRST, typed, "Grunn", 0)
        assert "amount" in error.value.problems
    with pytest.raises(NotFound):
        rule_table.confirm(session, manager, "eea", date(1999, 1, 1), "5", "Grunn", 0)
    assert rule_table.table(session).number == 0


def test_nobody_changes_a_table_they_have_not_seen(session: Session, make: Make) -> None:
    manager = make.actor("dps_manager")
    rule_table.switch(session, manager, "dps.beyond", "off", "Grunn", 0)
    with pytest.raises(Conflict):
        rule_table.switch(session, manager, "rules.age", "off", "Grunn", 0)


def test_only_dps_managers_change_it(session: Session, make: Make) -> None:
    for actor in (make.admin(), make.actor("master_editor"), make.actor("approver", agency=make.agency())):
        with pytest.raises(Forbidden):
            rule_table.switch(session, actor, "dps.beyond", "off", "Grunn", 0)
        with pytest.raises(Forbidden):
            rule_table.confirm(session, actor, "eea", FIRST, "5", "Grunn", 0)


def test_the_version_stands_in_findings_and_in_the_case(journey: Journey) -> None:
    rule_table.switch(journey.session, journey.manager, "dps.beyond", "off", "Grunn", 0)
    opened = competitions.open_case(journey.session, journey.releases, journey.drafter, journey.filled())
    assert {f.version for f in opened.checked.findings} == {f"{rulebook().version}.1"}
    assert opened.competition.case.settings.rules_version == "1"
