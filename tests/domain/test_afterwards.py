"""What happens after the documents are sent: a life that breaks each rule, and the same one mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from dpsdocs.domain.afterwards_checks import PROTOCOL, Life, findings

ALL = frozenset({"911111111", "922222222", "933333333"})
SENT = datetime(2027, 1, 11, 9)
NOTICE = datetime(2027, 2, 16, 10)
GOOD = Life(
    today=date(2027, 3, 20), sent_at=SENT, admitted=ALL, invited=ALL, bidders=ALL,
    notices=dict.fromkeys(ALL, NOTICE), standstill="voluntary", signed_on=date(2027, 3, 1),
    announced_on=date(2027, 3, 10), protocol=dict.fromkeys(PROTOCOL, "Ikke aktuelt"),
)  # fmt: skip
FRESH = replace(GOOD, today=date(2027, 2, 20), signed_on=None, announced_on=None)
# rule: a life that breaks it, and one that does not
TRIED: dict[str, tuple[Life, Life]] = {
    "after.invited": (replace(GOOD, invited=frozenset({"911111111"})), GOOD),
    "after.invited2": (
        replace(GOOD, regime="foa2", admitted=frozenset({"911111111"})), replace(GOOD, regime="foa2"),
    ),
    "after.protocol": (replace(GOOD, protocol={**GOOD.protocol, "m": " "}), GOOD),  # type: ignore[dict-item]
    "after.notice": (replace(FRESH, notices={"911111111": NOTICE}), FRESH),
    "after.announced": (replace(GOOD, announced_on=None, today=date(2027, 4, 1)), replace(GOOD, announced_on=None)),
    "after.announce": (replace(GOOD, announced_on=None, today=date(2027, 3, 31)), GOOD),
    "after.standstill": (replace(FRESH, standstill=""), FRESH),
    "after.espd": (
        replace(GOOD, espd_asked=date(2027, 2, 1), espd_due=date(2027, 2, 5)),
        replace(GOOD, espd_asked=date(2027, 2, 1), espd_due=date(2027, 2, 8)),
    ),
    "after.change": (
        replace(GOOD, changed=True, change_told=frozenset({"911111111"})),
        replace(GOOD, changed=True, change_told=ALL),
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", TRIED)
def test_each_rule_hits_and_lets_pass(rule: str) -> None:
    broken, mended = TRIED[rule]
    found = [f for f in findings(broken) if f.rule == rule]
    assert found
    assert all(f.title and f.mend.endswith(".") and f.source and f.version for f in found)
    assert rule not in {f.rule for f in findings(mended)}


def test_a_life_as_it_should_be_has_no_findings() -> None:
    assert findings(GOOD) == ()
    assert findings(Life(today=date(2027, 1, 1))) == ()


@pytest.mark.parametrize(
    ("life", "told"),
    [
        (
            replace(GOOD, notices={**GOOD.notices, "922222222": datetime(2027, 2, 17, 8)}),
            "ikke sendt samtidig",
        ),
        (replace(GOOD, notices=dict.fromkeys(ALL, datetime(2027, 3, 2, 8))), "etter signeringen"),
        (replace(GOOD, espd_made=date(2025, 12, 1)), "er gammel"),
        (replace(GOOD, invited=ALL | {"944444444"}), "ikke er tatt opp"),
    ],
)
def test_other_ways_to_break_them(life: Life, told: str) -> None:
    assert [told in f.title for f in findings(life)] == [True]


def test_the_protocol_names_the_letters_that_are_left() -> None:
    left = {**dict.fromkeys(PROTOCOL, "Ja"), "c": "", "p": ""}
    assert "bokstav c og p" in findings(replace(GOOD, protocol=left))[0].mend
    assert len(PROTOCOL) == 16


def test_a_holiday_does_not_count_among_five_working_days() -> None:
    """Asked on Wednesday before Easter 2027: Thursday, Friday and Monday are holidays."""
    asked = replace(GOOD, espd_asked=date(2027, 3, 24), espd_due=date(2027, 4, 2))
    assert "mandag 5. april 2027" in findings(asked)[0].mend.replace("\u00a0", " ")
    assert findings(replace(asked, espd_due=date(2027, 4, 5))) == ()
