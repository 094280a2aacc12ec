"""Purchasing systems: what is accepted, who may write, and when a confirmation falls."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy.orm import Session

from dpsdocs.domain import case_file
from dpsdocs.domain.case import Confirmed
from dpsdocs.services import dps
from dpsdocs.services.dps import CriterionInput, DpsInput
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from tests.builders import Make

PRICE = CriterionInput("Pris", "price", "30", "60,5", "Samlet pris vurderes.", "Utfylt prisskjema")
QUALITY_KEY = "kvalitet_pa_tjenesten"
QUALITY = CriterionInput("Kvalitet på tjenesten", "quality", "40", "70", "Løsningen vurderes.", "Beskrivelse")
TYPED = DpsInput(
    reference="24/1307", title="Vektertjenester", owner="UKE", valid_from="01.03.2024", valid_to="2028-02-29",
    regime="foa2", cpv_main="79710000-4", cpv=("79713000-5", " ", "79713000"), categories=("Mottak", "Mottak"),
    criteria=(PRICE, QUALITY), contact_name="Kari Nordmann", contact_email="KARI@uke.example.no",
    announced="15.01.2024", notice_id="2024-100001", penalty_terms="Linje 1\r\nLinje 2",
)  # fmt: skip


def problems(session: Session, make: Make, typed: DpsInput) -> dict[str, str]:
    """What is said of a record that is refused."""
    with pytest.raises(Invalid) as caught:
        dps.save_dps(session, make.actor("dps_manager"), None, typed)
    session.rollback()
    return caught.value.problems


def test_a_record_is_read_as_typed(session: Session, make: Make) -> None:
    saved = dps.save_dps(session, make.actor("dps_manager"), None, TYPED)
    record = saved.record
    assert (record.valid_from, record.valid_to) == (date(2024, 3, 1), date(2028, 2, 29))
    assert (record.cpv_main, record.cpv, record.categories) == ("79710000", ("79713000",), ("Mottak",))
    assert [(c.id, c.minimum, c.maximum) for c in record.criteria] == [
        ("pris", Decimal(30), Decimal("60.5")),
        ("kvalitet_pa_tjenesten", Decimal(40), Decimal(70)),
    ]
    assert record.penalty_terms == "Linje 1\nLinje 2"
    assert record.confirmed == Confirmed()
    session.expire_all()
    assert dps.dps(session, saved.id) == saved
    assert dps.all_dps(session) == (saved,)


def test_weights_are_written_the_same_on_both_engines(session: Session, make: Make) -> None:
    saved = dps.save_dps(session, make.actor("dps_manager"), None, TYPED)
    session.expire_all()
    criteria = dps.dps(session, saved.id).record.criteria
    assert [str(c.minimum) for c in criteria] + [str(c.maximum) for c in criteria] == [
        "30",
        "40",
        "60.5",
        "70",
    ]
    assert case_file._plain(criteria[0].maximum) == "60.5"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reference": ""}, "reference"),
        ({"valid_from": "31.02.2024"}, "valid_from"),
        ({"valid_to": ""}, "valid_to"),
        ({"valid_to": "28.02.2024"}, "valid_to"),
        ({"announced": "01.01.2030"}, "announced"),
        ({"regime": "foa9"}, "regime"),
        ({"cpv_main": "79710000-5"}, "cpv_main"),
        ({"cpv": ("79713000", "7971300")}, "cpv"),
        ({"contact_email": "kari"}, "contact_email"),
        ({"criteria": ()}, "criteria"),
        ({"criteria": (PRICE,) * 9}, "criteria"),
        (
            {"criteria": (replace(PRICE, maximum="50"), replace(QUALITY, minimum="10", maximum="49,99"))},
            "criteria",
        ),
        ({"criteria": (replace(PRICE, minimum="60"), replace(QUALITY, minimum="40,01"))}, "criteria"),
        ({"criteria": (PRICE, replace(QUALITY, name="PRIS"))}, "criteria-1-name"),
        ({"criteria": (replace(PRICE, id="x"), replace(QUALITY, id="x"))}, "criteria-1-id"),
        ({"criteria": (PRICE, replace(QUALITY, minimum="71"))}, "criteria-1-maximum"),
        ({"criteria": (PRICE, replace(QUALITY, maximum="100,01"))}, "criteria-1-maximum"),
        ({"criteria": (PRICE, replace(QUALITY, minimum="-1"))}, "criteria-1-minimum"),
        ({"criteria": (PRICE, replace(QUALITY, minimum="0,001"))}, "criteria-1-minimum"),
        ({"criteria": (PRICE, replace(QUALITY, minimum="mye"))}, "criteria-1-minimum"),
        ({"criteria": (replace(PRICE, kind="luck"), QUALITY)}, "criteria-0-kind"),
        ({"criteria": (replace(PRICE, assessed=" "), QUALITY)}, "criteria-0-assessed"),
    ],
)
def test_faults_are_named_by_field(session: Session, make: Make, change: dict, field: str) -> None:
    found = problems(session, make, replace(TYPED, **change))
    assert found.keys() == {field}
    if "-" in field:
        assert found[field].startswith("Kriterium ")


def test_all_faults_are_told_at_once(session: Session, make: Make) -> None:
    assert len(problems(session, make, DpsInput(criteria=(CriterionInput(),)))) >= 10


def test_a_reference_is_one_systems(session: Session, make: Make) -> None:
    make.dps(reference="24/1307")
    assert problems(session, make, TYPED).keys() == {"reference"}


def test_only_dps_managers_write(session: Session, make: Make) -> None:
    row, admin = make.dps(), make.actor("master_editor", is_admin=True)
    with pytest.raises(Forbidden):
        dps.save_dps(session, admin, None, TYPED)
    with pytest.raises(Forbidden):
        dps.save_dps(session, admin, row.id, TYPED, 1)
    with pytest.raises(Forbidden):
        dps.confirm(session, admin, row.id, "regime", 1)
    with pytest.raises(Forbidden):
        dps.unconfirm(session, admin, row.id, "regime", 1)


def test_what_is_not_there_is_not_found(session: Session, make: Make) -> None:
    manager = make.actor("dps_manager")
    with pytest.raises(NotFound):
        dps.dps(session, "nothing")
    with pytest.raises(NotFound):
        dps.save_dps(session, manager, "nothing", TYPED, 1)
    with pytest.raises(NotFound):
        dps.confirm(session, manager, make.dps().id, "colour", 1)


def test_a_stale_version_is_a_conflict_also_when_only_criteria_changed(session: Session, make: Make) -> None:
    manager = make.actor("dps_manager")
    saved = dps.save_dps(session, manager, None, TYPED)
    newer = replace(TYPED, criteria=(replace(PRICE, assessed="Annet"), QUALITY))
    changed = dps.save_dps(session, manager, saved.id, newer, saved.version)
    assert changed.version == saved.version + 1
    with pytest.raises(Conflict):
        dps.save_dps(session, manager, saved.id, TYPED, saved.version)
    with pytest.raises(Conflict):
        dps.confirm(session, manager, saved.id, "criteria", saved.version)


def test_criteria_keep_their_keys_when_moved_and_renamed(session: Session, make: Make) -> None:
    manager = make.actor("dps_manager")
    saved = dps.save_dps(session, manager, None, TYPED)
    moved = (replace(QUALITY, id="kvalitet_pa_tjenesten", name="Kvalitet"), replace(PRICE, id="pris"))
    changed = dps.save_dps(session, manager, saved.id, replace(TYPED, criteria=moved), saved.version)
    assert [c.id for c in changed.record.criteria] == ["kvalitet_pa_tjenesten", "pris"]
    fewer = (replace(PRICE, maximum="100"), replace(PRICE, name="Pris 2", id="pris", maximum="100"))
    changed = dps.save_dps(session, manager, saved.id, replace(TYPED, criteria=fewer), changed.version)
    assert [c.id for c in changed.record.criteria] == ["pris_2", "pris"]


def test_confirmation_names_who_and_when(session: Session, make: Make) -> None:
    manager = make.actor("dps_manager")
    row = make.confirmed_dps(manager)
    view = dps.dps(session, row.id)
    assert view.record.confirmed == Confirmed(True, True, True)
    assert {name for name, _ in view.confirmations.values()} == {manager.name}
    dps.unconfirm(session, manager, row.id, "regime", view.version)
    assert dps.dps(session, row.id).record.confirmed == Confirmed(True, False, True)


@pytest.mark.parametrize(
    ("change", "fallen"),
    [
        ({"valid_to": "01.03.2029"}, {"validity"}),
        ({"announced": ""}, {"validity"}),
        ({"regime": "foa3"}, {"regime"}),
        ({"cpv": ("79714000",)}, {"regime"}),
        ({"criteria": (replace(PRICE, id="pris", minimum="31"), replace(QUALITY, id=QUALITY_KEY))}, {"criteria"}),
        ({"contact_name": "Ola Hansen", "penalty_terms": "Annet"}, set()),
    ],
)  # fmt: skip
def test_a_confirmation_falls_when_its_fields_change(
    session: Session, make: Make, change: dict, fallen: set[str]
) -> None:
    manager = make.actor("dps_manager")
    saved = dps.save_dps(session, manager, None, TYPED)
    for group in dps.GROUPS:
        dps.confirm(session, manager, saved.id, group, saved.version)
    same = replace(TYPED, criteria=(replace(PRICE, id="pris"), replace(QUALITY, id=QUALITY_KEY)))
    kept = dps.save_dps(session, manager, saved.id, same, saved.version)
    assert kept.confirmations.keys() == set(dps.GROUPS)
    changed = dps.save_dps(session, manager, saved.id, replace(same, **change), kept.version)
    assert set(dps.GROUPS) - changed.confirmations.keys() == fallen
    back = dps.save_dps(session, manager, saved.id, same, changed.version)
    assert set(dps.GROUPS) - back.confirmations.keys() == fallen


def test_the_mark_of_an_example_stays(session: Session, make: Make) -> None:
    manager = make.actor("dps_manager")
    saved = dps.save_dps(session, manager, None, replace(TYPED, example=True))
    assert dps.save_dps(session, manager, saved.id, TYPED, saved.version).example


def test_a_system_holds_through_its_last_day(session: Session, make: Make) -> None:
    row = make.dps(valid_to=date(2027, 2, 28))
    with time_machine.travel("2027-02-28 23:59:59+01:00"):
        assert not dps.dps(session, row.id).expired
    with time_machine.travel("2027-03-01 00:00:00+01:00"):
        assert dps.dps(session, row.id).expired
