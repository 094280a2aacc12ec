"""What this installation is: read once from the environment and ``instance/``, then only handed on."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from environs import Env, EnvError

ROOT = Path(__file__).resolve().parents[1]
SECRET_LENGTH = 32


class ConfigError(Exception):
    """A setting that the program cannot start with; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting. ``proxies`` is the number of trusted proxies in front; ``https`` means behind TLS."""

    secret: str
    database_url: str
    instance: Path
    host: str = "127.0.0.1"
    port: int = 8000
    https: bool = False
    hsts: bool = True
    proxies: int = 0
    hosts: tuple[str, ...] = ()
    brand: Path | None = None
    contact: str = ""
    demo: bool = False
    testing: bool = False
    root: Path = ROOT

    @property
    def pages(self) -> Path:
        """The folder with the page templates."""
        return self.root / "templates" / "pages"

    @property
    def static(self) -> Path:
        """The folder with style, script and fonts."""
        return self.root / "static"

    @property
    def cookie(self) -> str:
        """The session cookie's name; the prefix makes browsers hold it to this host and to TLS."""
        return "__Host-dpsdocs" if self.https else "dpsdocs"


def load() -> Config:
    """The settings of this installation, or ``ConfigError``. Makes ``instance/`` and its secret if absent."""
    try:
        return _read(Env())
    except EnvError as error:
        raise ConfigError(f"Innstillingen kan ikke brukes: {error}") from error


def _read(env: Env) -> Config:
    instance = Path(env.str("DPSDOCS_INSTANCE", str(ROOT / "instance"))).resolve()
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    brand = Path(env.str("DPSDOCS_BRAND", str(instance / "brand")))
    return Config(
        secret=secret_in(instance, env.str("DPSDOCS_SECRET", "")),
        database_url=_database(env.str("DATABASE_URL", "") or f"sqlite:///{instance / 'dpsdocs.db'}"),
        instance=instance,
        host=env.str("DPSDOCS_HOST", "127.0.0.1"),
        port=env.int("DPSDOCS_PORT", 8000),
        https=env.bool("DPSDOCS_HTTPS", False),
        hsts=env.bool("DPSDOCS_HSTS", True),
        proxies=env.int("DPSDOCS_PROXIES", 0),
        hosts=tuple(env.list("DPSDOCS_HOSTS", [])),
        brand=brand if brand.is_dir() else None,
        contact=env.str("DPSDOCS_CONTACT", ""),
        demo=env.bool("DPSDOCS_DEMO", False),
    )


def _database(url: str) -> str:
    """The address, when it can be one; whether anybody answers there is found out later."""
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
        raise ConfigError(
            "DATABASE_URL må være sqlite:///FIL eller postgresql://BRUKER:PASSORD@VERT/DATABASE."
        )
    return url


def secret_in(instance: Path, given: str = "") -> str:
    """The given secret, else the one in ``instance/secret_key``, made there (0600) the first time."""
    path = instance / "secret_key"
    if not given:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            given = path.read_text().strip()
        else:
            given = secrets.token_urlsafe(48)
            with os.fdopen(handle, "w") as file:
                file.write(given)
    if len(given) < SECRET_LENGTH:
        raise ConfigError(f"Nøkkelen (DPSDOCS_SECRET) må ha minst {SECRET_LENGTH} tegn.")
    return given
