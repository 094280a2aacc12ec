"""Settings: read once, checked at start, and the secret made with care."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from dpsdocs.config import ROOT, ConfigError, load, secret_in
from tests.web.strict import StrictClient


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder of its own."""
    for name in ("DATABASE_URL", "DPSDOCS_SECRET", "DPSDOCS_PORT", "DPSDOCS_HTTPS", "DPSDOCS_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DPSDOCS_INSTANCE", str(tmp_path / "i"))
    return tmp_path / "i"


def test_makes_a_secret_once_for_its_owner_only(instance: Path) -> None:
    first = load()
    assert (instance / "secret_key").stat().st_mode & 0o777 == 0o600
    assert load().secret == first.secret and len(first.secret) >= 32
    assert first.database_url == f"sqlite:///{instance / 'dpsdocs.db'}"
    assert first.pages == ROOT / "templates" / "pages"


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        secret_in(tmp_path, "kort")


def test_settings_come_from_the_environment(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DPSDOCS_PORT", "9000")
    monkeypatch.setenv("DPSDOCS_HTTPS", "true")
    monkeypatch.setenv("DPSDOCS_HOSTS", "a.example,b.example")
    found = load()
    assert (found.port, found.cookie, found.hosts) == (9000, "__Host-dpsdocs", ("a.example", "b.example"))


def test_a_setting_that_cannot_be_read_stops_the_start(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DPSDOCS_PORT", "åtte")
    with pytest.raises(ConfigError):
        load()


def test_settings_do_not_change(instance: Path) -> None:
    with pytest.raises(FrozenInstanceError):
        load().port = 1  # type: ignore[misc]


def test_health_says_ok(client: StrictClient) -> None:
    response = client.get("/helse")
    assert (response.text, response.mimetype) == ("ok\n", "text/plain")
