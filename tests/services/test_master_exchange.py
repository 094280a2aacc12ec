"""A set goes out as a ZIP and comes in as a draft, after what it changes is shown; a new id makes a new set."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from dpsdocs.domain.roles import Actor
from dpsdocs.services import master_drafts, master_exchange, master_releases
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.master_exchange import Faulty
from dpsdocs.services.releases import Releases
from dpsdocs.store.queries import masters as queries
from tests.clock import today
from tests.services.journey import Journey

DOCUMENT = "documents/konkurransegrunnlag.md"
Change = Callable[[str], str]


@pytest.fixture
def engine_url(sqlite_url: str) -> str:
    """These change files only; what both engines keep is tried with the clauses."""
    return sqlite_url


@pytest.fixture
def editor(journey: Journey) -> Actor:
    return journey.make.actor("master_editor")


def changed(data: bytes, changes: dict[str, Change], without: tuple[str, ...] = ()) -> bytes:
    """The ZIP with some files written anew."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name not in without:
                text = old.read(name).decode()
                new.writestr(name, changes[name](text) if name in changes else text)
    return buffer.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def out(session: Session, releases: Releases, actor: Actor) -> bytes:
    name, data = master_exchange.export(session, releases, actor, releases.live(session))
    assert name == "vektertjenester_2026.1.zip"
    return data


def test_a_changed_set_is_shown_and_becomes_a_draft(
    session: Session, journey: Journey, editor: Actor
) -> None:
    releases = journey.releases
    data = out(session, releases, editor)
    sent = changed(data, {DOCUMENT: lambda text: text.replace("inviterer til", "innbyr til", 1)})
    found = master_exchange.look(session, releases, editor, "sett.zip", sent)
    assert (found.is_new, found.against, len(found.changed), found.areas) == (False, "2026.1", 1, ())
    assert {run.mark for _, runs in found.changed[0].lines for run in runs} >= {"new", "gone"}
    assert master_drafts.drafts(session, editor) == ()
    draft = master_exchange.take_in(session, releases, editor, found.sha256)
    working = master_drafts.opened(session, releases, editor, draft)
    assert list(working.texts) == [DOCUMENT] and "innbyr til" in working.texts[DOCUMENT]
    assert [told.kind for told in master_releases.history(session, working)] == ["imported"]
    assert editor.id in queries.writers(session, draft)
    again = master_exchange.export_draft(session, releases, editor, draft)[1]
    assert contents(again) == contents(sent)
    with pytest.raises(Conflict):
        master_exchange.take_in(session, releases, editor, found.sha256)


def test_the_same_set_is_nothing_to_take_in(session: Session, journey: Journey, editor: Actor) -> None:
    releases = journey.releases
    found = master_exchange.look(session, releases, editor, "a.zip", out(session, releases, editor))
    with pytest.raises(Invalid, match="ikke noe å ta inn"):
        master_exchange.take_in(session, releases, editor, found.sha256)


def test_a_new_id_is_a_new_set_that_is_approved_like_any_other(
    session: Session, journey: Journey, editor: Actor
) -> None:
    releases = journey.releases

    def renamed(text: str) -> str:
        return text.replace('id = "vektertjenester"', 'id = "vakt-to"', 1).replace(
            'title = "Vektertjenester"', 'title = "Vakt to"', 1
        )

    sent = changed(out(session, releases, editor), {"set.toml": renamed})
    found = master_exchange.look(session, releases, editor, "sett.zip", sent)
    assert (found.is_new, found.documents, found.changed) == (True, 25, ())
    draft = master_exchange.take_in(session, releases, editor, found.sha256)
    named = {s.id: s for s in master_releases.sets(session, releases, editor)}
    assert named["vakt-to"].live is None and named["vakt-to"].releases == ()
    assert named["vektertjenester"].live is not None
    master_drafts.submit(session, releases, editor, draft, f"{today().year}.1", "Et nytt sett.")
    approver = journey.make.actor("master_approver")
    made = master_drafts.approve(session, releases, approver, draft, today().isoformat(), "")
    assert releases.live(session, "vakt-to") == made
    assert releases.load(session, made).title == "Vakt to"
    assert releases.sets(session) == ("vakt-to", "vektertjenester")


def test_a_document_that_is_gone_from_the_zip_is_gone_from_the_draft(
    session: Session, journey: Journey, editor: Actor
) -> None:
    releases = journey.releases

    def without(text: str) -> str:
        head, rest = text.split('[[documents]]\nid = "bestilling"')
        return f"{head}[[documents]]{rest.split('[[documents]]', 1)[1]}"

    data = changed(out(session, releases, editor), {"set.toml": without}, ("documents/bestilling.md",))
    with pytest.raises(Faulty) as refused:
        master_exchange.look(session, releases, editor, "sett.zip", data)
    assert any("«bestilling»" in line for line in refused.value.told)


def test_faults_are_told_and_nothing_is_kept(session: Session, journey: Journey, editor: Actor) -> None:
    releases = journey.releases
    sent = changed(
        out(session, releases, editor), {DOCUMENT: lambda t: t.replace("inviterer", "[hvem] inviterer")}
    )
    with pytest.raises(Faulty) as refused:
        master_exchange.look(session, releases, editor, "sett.zip", sent)
    assert refused.value.told[0].startswith("Konkurransegrunnlag, punktet «") and "[hvem]" in str(
        refused.value.told
    )
    with pytest.raises(NotFound):
        master_exchange.take_in(session, releases, editor, "0" * 64)
    with pytest.raises(Invalid):
        master_exchange.look(session, releases, editor, "", b"")


def test_only_editors_take_in_and_only_ukes_people_take_out(session: Session, journey: Journey) -> None:
    releases, approver = journey.releases, journey.make.actor("master_approver")
    data = out(session, releases, approver)
    with pytest.raises(Forbidden):
        master_exchange.look(session, releases, approver, "sett.zip", data)
    with pytest.raises(Forbidden):
        master_exchange.export(session, releases, journey.make.actor(), releases.live(session))
