"""Attachments and annexes through the worker: unchanged, in the right packages, as they were when it was ordered."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dpsdocs import logs, worker
from dpsdocs.assemble import assemble
from dpsdocs.cli import main
from dpsdocs.services import annexes, attachments, packages
from dpsdocs.services.packages import PackageView
from dpsdocs.verify import verify_package
from tests.services.journey import Journey
from tests.services.test_attachments import large
from tests.services.test_file_check import word
from tests.worker.conftest import Installation

CONTRACT, PLAN, CODES = large(), large(), word()
SECRETS = {
    "extras": ["attachments", "secret"],
    "confidential_text": "Nøkkelskapet står bak skranken.",
    "confidential_access": "I KGV når taushetserklæringen er signert",
}


@pytest.fixture
def hand(installation: Installation) -> Iterator[worker.Tools]:
    """A worker's tools."""
    logs.configure()
    made = worker.tools(installation.config())
    yield made
    with made.sessions() as session:
        session.get_bind().engine.dispose()


@pytest.fixture
def without_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real packages but for what takes long."""

    def quick(*about: Any, **more: Any) -> Any:
        return assemble(*about, without=("pdf",), **more)

    monkeypatch.setattr(worker, "packages_of", quick)
    monkeypatch.setattr(worker, "warm_up", lambda _release: None)


def ready(journey: Journey) -> str:
    """A competition with an open and a confidential attachment and UKE's contract, approved."""
    session, drafter = journey.session, journey.drafter
    annexes.put(session, journey.releases, journey.manager, "standardkontrakt", "", "kontrakt.pdf", CONTRACT)
    made = journey.filled(**SECRETS)
    attachments.add(session, drafter, made, "Plantegning", False, "plan.pdf", PLAN)
    attachments.add(session, drafter, made, "Koder", True, "koder.docx", CODES)
    journey.submit(made)
    journey.decide(made, "approve")
    return made


def issue(journey: Journey, hand: worker.Tools, made: str) -> PackageView:
    """Order the package and let the worker make it."""
    packages.issue(journey.session, journey.releases, journey.drafter, made)
    return work(journey, hand, made)


def work(journey: Journey, hand: worker.Tools, made: str) -> PackageView:
    journey.session.commit()
    assert worker.work_once(hand)
    journey.session.expire_all()
    issued = packages.issued(journey.session, journey.drafter, made)
    assert issued.packages, issued.job
    return issued.packages[0]


def names(package: PackageView, part: str) -> dict[str, str]:
    """The files of a part by title."""
    return {file.title: file.name for file in package.files if file.part == part and not file.is_archive}


def data(journey: Journey, package: PackageView, part: str, title: str) -> bytes:
    (found,) = [file for file in package.files if (file.part, file.title) == (part, title)]
    return packages.download(journey.session, journey.drafter, found.id)[2]


def archive(journey: Journey, package: PackageView, part: str) -> bytes:
    (found,) = [file for file in package.files if file.part == part and file.is_archive]
    return packages.download(journey.session, journey.drafter, found.id)[2]


@pytest.mark.usefixtures("without_pdf")
def test_they_lie_in_their_packages_unchanged(journey: Journey, hand: worker.Tools) -> None:
    package = issue(journey, hand, ready(journey))
    contract = "Oslo kommunes standardkontrakt"
    open_files, secret, internal = (names(package, part) for part in ("bidders", "confidential", "internal"))
    assert contract in open_files and "Plantegning" in open_files and "Koder" not in open_files
    assert "Koder" in secret and not {contract, "Plantegning"} & secret.keys()
    assert {contract, "Plantegning", "Koder"} <= internal.keys()
    assert open_files["Plantegning"].endswith("_40_Plantegning.pdf")
    assert secret["Koder"].endswith("_41_Koder.docx")
    for part, title, sent in (
        ("bidders", contract, CONTRACT), ("bidders", "Plantegning", PLAN), ("confidential", "Koder", CODES),
        ("internal", contract, CONTRACT), ("internal", "Plantegning", PLAN), ("internal", "Koder", CODES),
    ):  # fmt: skip
        assert data(journey, package, part, title) == sent
    for part in ("bidders", "confidential", "internal"):
        whole = archive(journey, package, part)
        assert verify_package(whole).is_whole
        with zipfile.ZipFile(io.BytesIO(whole)) as source:
            held = {source.read(name) for name in source.namelist()}
        assert (CODES in held, PLAN in held) == (part != "bidders", part != "confidential")


@pytest.mark.usefixtures("without_pdf")
def test_the_package_has_uke_s_file_from_when_it_was_ordered(journey: Journey, hand: worker.Tools) -> None:
    made = ready(journey)
    packages.issue(journey.session, journey.releases, journey.drafter, made)
    session, manager = journey.session, journey.manager
    slot = annexes.slot(session, journey.releases, manager, "standardkontrakt")
    assert slot.file is not None
    newer = word()
    annexes.put(
        session, journey.releases, manager, "standardkontrakt", "", "ny.docx", newer, seen=slot.file.id
    )
    package = work(journey, hand, made)
    assert data(journey, package, "bidders", "Oslo kommunes standardkontrakt") == CONTRACT


@pytest.mark.usefixtures("without_pdf")
def test_one_taken_away_stays_in_what_was_issued(journey: Journey, hand: worker.Tools) -> None:
    made = ready(journey)
    first = issue(journey, hand, made)
    session, drafter = journey.session, journey.drafter
    packages.withdraw(session, journey.releases, drafter, made, "Feil plantegning")
    (plan, _) = attachments.attachments(session, drafter, made)
    attachments.remove(session, drafter, made, plan.id)
    journey.submit(made)
    journey.decide(made, "approve")
    second = issue(journey, hand, made)
    assert "Plantegning" not in names(second, "bidders") | names(second, "internal")
    assert second.number == first.number + 1
    old = packages.issued(session, drafter, made).packages[1]
    assert (old.id, old.state) == (first.id, "withdrawn")
    assert data(journey, old, "bidders", "Plantegning") == PLAN


@pytest.mark.slow
def test_the_packages_are_made_again_byte_for_byte(
    journey: Journey, hand: worker.Tools, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = issue(journey, hand, ready(journey))
    paths = {part: tmp_path / f"{part}.zip" for part in ("bidders", "confidential", "internal")}
    for part, path in paths.items():
        path.write_bytes(archive(journey, package, part))
    for part in ("bidders", "confidential"):
        assert main(["verify", str(paths[part]), "--remake", str(paths["internal"])]) == 0
        assert "byte for byte lik" in capsys.readouterr().out
