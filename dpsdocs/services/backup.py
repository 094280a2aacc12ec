"""Backup that has been read back and checked, and the way back from one."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from sqlalchemy import URL

from dpsdocs.store import postgres_tools, sqlite_files
from dpsdocs.store.engines import normal_url
from dpsdocs.store.migrate import known_revisions
from dpsdocs.store.models import now

from .errors import ServiceError

_STOP_FIRST = "Databasen er i bruk. Stopp programmet (nettsidene og arbeideren) og prøv igjen."


class BackupError(ServiceError):
    """No backup was made, or nothing was put back; what was there is untouched."""


def backup(database_url: str, target: Path) -> None:
    """Write a checked copy to ``target`` with its SHA-256 beside it; others may write meanwhile."""
    url = normal_url(database_url)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        _copy(url, part, target)
        _settle(part, target)
    finally:
        part.unlink(missing_ok=True)


def restore(database_url: str, source: Path, *, force: bool = False) -> None:
    """Put a backup in place of the database, which is kept beside. The program must not be running.

    A database that somebody has used is replaced only with ``force``.
    """
    url = normal_url(database_url)
    _check_hash(source)
    stamp = now().strftime("%Y%m%d-%H%M%S")
    if url.get_backend_name() == "postgresql":
        _restore_postgres(url, source, stamp, force=force)
    else:
        _restore_sqlite(Path(url.database or ""), source, stamp, force=force)


def _copy(url: URL, part: Path, target: Path) -> None:
    try:
        if url.get_backend_name() == "postgresql":
            postgres_tools.dump(url, part)
            postgres_tools.check_dump(part)
            return
        database = Path(url.database or "")
        if not database.exists():
            raise BackupError(f"Fant ingen database i {database}.")
        if target.exists() and target.samefile(database):
            raise BackupError("Sikkerhetskopien kan ikke ha samme navn som databasen. Velg et annet filnavn.")
        sqlite_files.copy_whole(url, part)
        sqlite_files.check_sound(part)
    except sqlite_files.Unsound as error:
        raise BackupError(f"Databasen er skadet, og kopien ble ikke lagret: {error}.") from error
    except (postgres_tools.ToolMissing, postgres_tools.ToolFailed) as error:
        raise _postgres_words(error) from error


def _restore_sqlite(database: Path, source: Path, stamp: str, *, force: bool) -> None:
    try:
        sqlite_files.check_sound(source)
    except sqlite_files.Unsound as error:
        raise BackupError(f"Sikkerhetskopien er skadet og ble ikke lagt tilbake: {error}.") from error
    _check_revision(sqlite_files.revision(source))
    if sqlite_files.has_people(database) and not force:
        raise _in_use_words(database.name)
    part = database.with_name(f".{database.name}.part")
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        part.touch(mode=0o600)
        shutil.copyfile(source, part)
        if database.exists():
            sqlite_files.put_out_of_use(database, database.with_name(f"{database.name}.before-{stamp}"))
        _fsync(part)
        part.replace(database)
        _fsync(database.parent)
    except sqlite_files.InUse as error:
        raise BackupError(_STOP_FIRST) from error
    finally:
        part.unlink(missing_ok=True)


def _restore_postgres(url: URL, source: Path, stamp: str, *, force: bool) -> None:
    try:
        postgres_tools.check_dump(source)
        _check_revision(postgres_tools.revision(source))
        if postgres_tools.has_people(url):
            if not force:
                raise _in_use_words(url.database or "")
            backup(
                url.render_as_string(hide_password=False), source.with_name(f"{source.name}.before-{stamp}")
            )
        postgres_tools.load(url, source)
    except (postgres_tools.ToolMissing, postgres_tools.ToolFailed) as error:
        raise _postgres_words(error) from error


def _check_revision(revision: str | None) -> None:
    if revision not in known_revisions():
        raise BackupError(
            "Filen er ikke en sikkerhetskopi som denne versjonen av programmet kjenner. "
            "Er den tatt med en nyere versjon, må programmet oppdateres først."
        )


def _in_use_words(name: str) -> BackupError:
    return BackupError(
        f"Databasen {name} er tatt i bruk. Legg til --force for å erstatte den likevel; den gamle blir tatt vare på."
    )


def _postgres_words(error: Exception) -> BackupError:
    if isinstance(error, postgres_tools.ToolMissing):
        return BackupError(
            f"Fant ikke {error}. Installer PostgreSQLs klientprogrammer i samme versjon som tjeneren."
        )
    return BackupError(f"PostgreSQL meldte feil: {error}")


def _settle(part: Path, target: Path) -> None:
    """The file and its hash come into place whole, or not at all."""
    _fsync(part)
    note_part = target.with_name(f".{target.name}.sha256.part")
    note_part.write_text(f"{_sha256(part)}  {target.name}\n")
    _fsync(note_part)
    part.replace(target)
    note_part.replace(_note(target))
    _fsync(target.parent)


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _check_hash(source: Path) -> None:
    if not source.is_file():
        raise BackupError(f"Fant ikke sikkerhetskopien {source}.")
    note = _note(source)
    if not note.is_file():
        raise BackupError(
            f"Fant ikke {note.name} ved siden av sikkerhetskopien. Uten den kan kopien ikke prøves."
        )
    if note.read_text().split()[:1] != [_sha256(source)]:
        raise BackupError(
            f"Sikkerhetskopien {source.name} er endret eller skadet: den stemmer ikke med {note.name}."
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
