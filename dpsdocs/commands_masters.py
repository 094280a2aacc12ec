"""Master sets out and in from the command line: a folder or a ZIP out, a ZIP looked at or made a draft."""

from __future__ import annotations

import io
import zipfile
from argparse import Namespace
from pathlib import Path

from . import config
from .commands import MASTERS, read_release
from .masters.archive import zipped
from .masters.errors import MasterError
from .masters.loader import load
from .masters.release import Release
from .masters.source import Source
from .terminal import complain, read, say
from .verify import master_zip
from .verify.master_zip import Received


def exchange(args: Namespace) -> int:
    """Give a set out or take one in; 2 when the command lacks what it is about."""
    if len(args.names) != (2 if args.action == "export" else 1):
        complain("Skriv «masters export SETT ZIP», «masters export SETT MAPPE» eller «masters import ZIP».")
        return 2
    if args.action == "export":
        return _export(args.names[0], Path(args.names[1]))
    return _take_in(Path(args.names[0]), args.editor)


def _export(set_id: str, target: Path) -> int:
    """A set that ships with the program as a ZIP, always the same bytes, or as a folder."""
    release = read_release(set_id)
    if release is None:
        return 1
    data = zipped(release.folder)
    if target.suffix.lower() == ".zip":
        target.write_bytes(data)
    elif target.exists() and any(target.iterdir()):
        complain(f"Mappen {target} er ikke tom. Velg en tom mappe.")
        return 2
    else:
        target.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(target)  # our own archive, made by zipped
    say(str(target))
    return 0


def _take_in(path: Path, editor: str | None) -> int:
    """Look at a ZIP and say what it changes; with an editor's address make it a draft."""
    data = read(str(path), master_zip.LIMIT)
    try:
        found = master_zip.received(path.name, data)
    except MasterError as error:
        complain(f"{path} kan ikke tas inn:")
        for line in master_zip.told(error.faults, master_zip.texts_if_read(path.name, data)):
            complain(f"  {line}")
        return 1
    _tell(found)
    return _draft(editor, path.name, data) if editor else 0


def _tell(found: Received) -> None:
    release = found.release
    say(f"{release.title} {release.version}: {len(release.documents)} dokumenter, ingen feil.")
    base = _shipped(release.id)
    if base is None:
        say("Settet følger ikke med programmet.")
        return
    changed = master_zip.difference(Source(base.folder), found.texts)
    for name, text in sorted(changed.items()):
        say(f"  {'endret' if text else 'borte'}\t{name}")
    if not changed:
        say("Settet er likt det som følger med programmet.")


def _shipped(set_id: str) -> Release | None:
    folder = MASTERS / set_id
    return load(folder) if folder.is_dir() else None


def _draft(email: str, name: str, data: bytes) -> int:
    from .server import prepare
    from .services import master_exchange
    from .services.errors import ServiceError
    from .services.releases import Releases
    from .store.db import make_session

    settings = config.load()
    prepare(settings)
    releases = Releases(settings.instance / "releases", MASTERS)
    try:
        with make_session(settings.database_url) as session:
            actor = master_exchange.editor(session, email)
            found = master_exchange.look(session, releases, actor, name, data)
            master_exchange.take_in(session, releases, actor, found.sha256)
    except ServiceError as error:
        complain(str(error))
        return 1
    say("Settet er tatt inn som utkast. Ingenting gjelder før en annen har godkjent det.")
    return 0
