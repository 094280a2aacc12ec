"""The rule engine: which rows apply on which day, and what a hit becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dpsdocs.domain import case_file
from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import Case, Settings
from dpsdocs.domain.checks import findings as all_findings
from dpsdocs.domain.competition import Competition, build
from dpsdocs.domain.rules import (
    ORDER,
    Finding,
    Hit,
    RulebookError,
    deciding_day,
    findings,
    read_rulebook,
    rulebook,
)
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release

ROW = """
[[rule]]
id = "a"
check = "hits"
severity = "stop"
source = "Kilden"
why = "Grunnen"
"""
CHECKS = {"hits": lambda _c: [Hit("Tittel", "Rett", ("title",))], "misses": lambda _c: []}


@pytest.fixture(scope="module")
def release(root: Path) -> Release:
    """The shipped set."""
    return load(root / "templates/masters/vektertjenester")


@pytest.fixture(scope="module")
def sample(release: Release) -> Case:
    """Case A."""
    return case_file.read((release.folder / "samples" / "reception.json").read_bytes())


@pytest.fixture(scope="module")
def competition(sample: Case, release: Release) -> Competition:
    """Case A as facts."""
    return build(sample, release.catalogue)


def found(competition: Competition, rows: str) -> tuple[Finding, ...]:
    return findings(competition, CHECKS, read_rulebook(f'version = "9"\n{rows}'))


def test_a_hit_becomes_a_finding_with_its_reason(competition: Competition) -> None:
    assert found(competition, ROW) == (
        Finding("a", "stop", "Tittel", "Rett", ("title",), "Kilden", "Grunnen", "9"),
    )
    assert found(competition, ROW.replace('"hits"', '"misses"')) == ()


@pytest.mark.parametrize(
    ("more", "hits"),
    [
        ("", 1), ('state = "off"', 0), ('state = "advice"', 1), ('regimes = ["foa2"]', 0), ('regimes = ["foa3"]', 1),
        ("valid_from = 2027-01-11", 1), ("valid_from = 2027-01-12", 0), ("valid_to = 2027-01-11", 1),
        ("valid_to = 2027-01-10", 0),
    ],
)  # fmt: skip
def test_rows_apply_from_and_to_and_including(competition: Competition, more: str, hits: int) -> None:
    assert len(found(competition, f'{ROW}deciding = "invitation"\n{more}\n')) == hits


def test_a_new_law_is_a_new_row(sample: Case, release: Release) -> None:
    """The old row holds for what is sent before the change, the new one after it."""
    rows = (
        f'{ROW}deciding = "invitation"\nvalid_to = 2027-06-30\n'
        + ROW.replace('"a"', '"b"')
        + 'deciding = "invitation"\nvalid_from = 2027-07-01\n'
    )
    for sent, rule in (("30.06.2027", "a"), ("01.07.2027", "b")):
        case = replace(sample, answers={**sample.answers, "sending_date": sent})
        assert [f.rule for f in found(build(case, release.catalogue), rows)] == [rule]


@pytest.mark.parametrize(
    ("deciding", "day"),
    [
        ("none", date(2027, 1, 11)), ("dps_notice", date(2024, 9, 2)), ("invitation", date(2027, 1, 11)),
        ("deadline", date(2027, 1, 26)), ("contract", date(2027, 4, 1)),
    ],
)  # fmt: skip
def test_the_deciding_day(competition: Competition, deciding: str, day: date) -> None:
    rule = read_rulebook(f'version = "9"\n{ROW}deciding = "{deciding}"').rules[0]
    assert deciding_day(competition, rule) == day


def test_today_decides_what_has_no_date_yet(sample: Case, release: Release) -> None:
    empty = build(replace(sample, answers={}), release.catalogue)
    rule = read_rulebook(f'version = "9"\n{ROW}deciding = "contract"').rules[0]
    assert deciding_day(empty, rule) == sample.suppliers_at.date()


def test_a_setting_softens(sample: Case, release: Release) -> None:
    row = f'{ROW}setting = "strict_deadline"\nsofter = "note"\n'
    for strict, severity in ((True, "stop"), (False, "note")):
        case = replace(sample, settings=Settings(strict_deadline=strict))
        assert [f.severity for f in found(build(case, release.catalogue), row)] == [severity]


def test_stops_come_first(competition: Competition) -> None:
    rows = "".join(
        ROW.replace('"a"', f'"{severity}"').replace('"stop"\nsource', f'"{severity}"\nsource')
        for severity in ("note", "warning", "stop")
    )
    assert [f.severity for f in found(competition, rows)] == ["stop", "warning", "note"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (ROW + ROW, "a står to ganger"),
        (f"{ROW}valid_from = 2027-02-01\nvalid_to = 2027-01-01", "a slutter før den begynner"),
    ],
)
def test_a_rulebook_that_contradicts_itself(rows: str, words: str) -> None:
    with pytest.raises(RulebookError, match=words):
        read_rulebook(f'version = "9"\n{rows}')


def test_the_shipped_rulebook() -> None:
    book = rulebook()
    assert book.version
    for rule in book.rules:
        assert rule.severity in ORDER
        assert rule.why.endswith(".")
        assert rule.source
        if rule.state == "advice":
            assert "§" not in rule.source, f"{rule.id} is advice and must not look like law"


ANSWERS: tuple[Raw, ...] = (
    "", "0", "-1", "9999999999999", "12,345", "NaN", "1e5", "yes", "no", "01.01.1900", "31.12.2099", "29.02.2028",
    "2027-01-11T00:00", "24.00", "x" * 5000, "a\nb", "# y [z](http://q) {{ 7*7 }} {% if %} ::: punkt", "\ue000\uf8ff",
    "😀\u202e", "�", ["mon"], ["sun", "hol"], [], ["nope"], {"from": "00.00", "to": "00.00"}, {"from": "x"},
    {"date": "31.12.2099", "time": "23.59"}, {"price": "100", "quality": "0", "environment": "0"},
    {"name": "a", "title": "", "email": "a@b.no"}, "framework", "single",
)  # fmt: skip


@pytest.mark.parametrize("number", range(60))
def test_no_answer_breaks_a_rule(sample: Case, release: Release, number: int) -> None:
    """Anything typed anywhere, a few at a time: findings, never an error, each with words and known keys."""
    import random

    chance = random.Random(number)
    keys = [q.key for q in release.catalogue.questions]
    some = chance.sample(keys, chance.choice((1, 2, 5, len(keys))))
    answers = {**sample.answers, **{key: chance.choice(ANSWERS) for key in some}}
    dps = replace(
        sample.dps, regime=chance.choice(("foa3", "foa2")), cpv=chance.choice((sample.dps.cpv, ())),
        criteria=chance.choice((sample.dps.criteria, sample.dps.criteria[:1], ())), announced=None,
    )  # fmt: skip
    case = replace(sample, answers=answers, dps=dps, suppliers=chance.choice((sample.suppliers, ())))
    found = all_findings(build(case, release.catalogue))
    assert len({(f.rule, f.title) for f in found}) == len(found)
    for finding in found:
        assert finding.title
        assert finding.mend
        assert "None" not in finding.title + finding.mend
        assert set(finding.keys) <= set(keys) | {"dps", "suppliers"}
