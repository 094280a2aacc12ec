"""Releases of master sets: frozen copies among the blobs, loaded once per process."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..domain.tryout import MARK
from ..masters.archive import zipped_source
from ..masters.loader import load
from ..masters.release import Release, digest
from ..masters.source import Source, encoded
from ..masters.starter import START, starter
from ..store import models
from ..store.models import now
from . import audit, files
from .errors import NotFound
from .files import Damaged

_MOST = 16
_compiled: dict[str, Release] = {}
_compiling = Lock()


class Releases:
    """Where releases are unpacked, and the sets that ship with the program."""

    def __init__(self, unpacked: Path, shipped: Path) -> None:
        self._unpacked = unpacked
        self._shipped = shipped

    def take_in_shipped(self, session: Session) -> None:
        """Freeze every shipped set that is not a release yet; the newest becomes the live one."""
        for folder in sorted(path.parent for path in self._shipped.glob("*/set.toml")):
            shipped = digest(folder)  # quick, and at nearly every start the set is a release already
            if self._row(session, shipped) is None:
                self.take_in(session, Source(folder), _load(folder, shipped), now(), "")
        session.commit()

    def take_in(
        self, session: Session, source: Source, release: Release, live_from: datetime, user_id: str
    ) -> str:
        """Freeze the files of a checked set as a release, in the caller's transaction; gives its id."""
        row = models.Release(
            set_id=release.id, version=release.version, digest=release.digest,
            archive=files.put(session, zipped_source(source)), approved=release.approved, live_from=live_from,
        )  # fmt: skip
        session.add(row)
        session.flush()
        audit.record(session, user_id, "release.taken_in", row.id, f"{release.id} {release.version}")
        return row.id

    def live(self, session: Session, set_id: str | None = None) -> str:
        """The id of the release new competitions begin with, of the set that came first when none is named.

        Once UKE has approved one, text that only ships with the program is never taken into use by itself.
        """
        query = (
            select(models.Release.id)
            .where(
                models.Release.set_id == (set_id or self.first(session)),
                models.Release.live_from <= now(),
                models.Release.version != START,
                models.Release.version.not_like(f"%{MARK}"),
            )
            .order_by(models.Release.approved.desc(), models.Release.live_from.desc(), models.Release.id)
            .limit(1)
        )
        found = session.scalar(query)
        if found is None:
            raise NotFound("Det finnes ingen malversjon. Be systemadministratoren starte programmet på nytt.")
        return found

    def first(self, session: Session) -> str | None:
        """The set that ships with the program; without one the set that was taken in first."""
        shipped = sorted(path.parent.name for path in self._shipped.glob("*/set.toml"))
        known = self.sets(session)
        return next((name for name in (*shipped, *known) if name in known), None)

    def titles(self, session: Session) -> dict[str, str]:
        """What each set with a live release is called, by id, the first set first."""
        first = self.first(session)
        ids = sorted(self.sets(session), key=lambda name: (name != first, name))
        return {name: self.load(session, self.live(session, name)).title for name in ids}

    def looks(self, session: Session) -> dict[str, str]:
        """The theme of the first set, which a new set has until it gets its own."""
        first = self.first(session)
        if first is None:
            return {}
        house = Source(self.load(session, self.live(session, first)).folder)
        return {name: encoded(name, house.data(name)) for name in house.names() if name.startswith("theme/")}

    @property
    def starter(self) -> Path:
        """Where the files lie that a new set begins with."""
        return self._shipped.parent / "starter"

    def sets(self, session: Session) -> tuple[str, ...]:
        """The ids of the sets that have a live release, in order."""
        query = (
            select(models.Release.set_id)
            .where(models.Release.live_from <= now(), models.Release.version != START)
            .where(models.Release.version.not_like(f"%{MARK}"))
            .distinct()
            .order_by(models.Release.set_id)
        )
        return tuple(session.scalars(query))

    def start(self, session: Session, set_id: str, title: str, user_id: str) -> str:
        """What the first draft of a new set begins from: a set with nothing in it. Gives its id; twice is once."""
        query = select(models.Release.id).where(
            models.Release.set_id == set_id, models.Release.version == START
        )
        known = session.scalar(query)
        if known is not None:
            return known
        with tempfile.TemporaryDirectory() as folder:
            source = Source(Path(folder), {**starter(set_id, title), **self.looks(session)})
            return self.take_in(session, source, load(source.folder, source.texts), now(), user_id)

    def samples(self, set_id: str) -> tuple[Path, ...]:
        """The sample cases that ship with a set; for one made here those of the sets that ship."""
        own = sorted((self._shipped / set_id / "samples").glob("*.json"))
        return tuple(own or sorted(self._shipped.glob("*/samples/*.json")))

    def load(self, session: Session, release_id: str) -> Release:
        """The compiled release."""
        row = session.get(models.Release, release_id)
        if row is None:
            raise NotFound("Malversjonen finnes ikke.")
        folder = self._unpacked / row.digest
        if not folder.is_dir():
            self._unpack(files.get(session, row.archive), folder)
        return _load(folder, row.digest)

    def _row(self, session: Session, wanted: str) -> models.Release | None:
        return session.scalar(select(models.Release).where(models.Release.digest == wanted))

    def _unpack(self, data: bytes, folder: Path) -> None:
        """Unpack beside and rename, so that two processes never see half a release."""
        self._unpacked.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=self._unpacked))
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            source.extractall(beside)  # our own archive, made by zipped
        try:
            beside.rename(folder)
        except OSError:
            shutil.rmtree(beside)
            if not folder.is_dir():
                raise


@lru_cache(maxsize=_MOST)
def _load(folder: Path, wanted: str) -> Release:
    """The release, from files looked at in this folder; the same files are compiled once, wherever they lie."""
    if digest(folder) != wanted:
        raise Damaged("Malversjonen på disken er endret. Slett mappen med utpakkede malversjoner.")
    with _compiling:
        known = _compiled.pop(wanted, None) or load(folder)
        _compiled[wanted] = known  # the last one used stands last
        if len(_compiled) > _MOST:
            del _compiled[next(iter(_compiled))]
    return replace(known, folder=folder)
