"""Settings are safe by default; an unreadable one is named."""

from pathlib import Path

import pytest

from core.config import Settings, SettingsError


def test_the_default_listens_to_this_machine_only():
    settings = Settings.from_environment({})

    assert (settings.host, settings.port, settings.testing) == ("127.0.0.1", 8000, False)


def test_sqlite_is_the_default_database():
    settings = Settings.from_environment({"RONGYE_INSTANCE": "/srv/rongye"})

    assert settings.sqlalchemy_url == "sqlite:////srv/rongye/rongye.db"
    assert settings.secret_file == Path("/srv/rongye/keys.json")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_postgresql_gets_its_driver(scheme):
    settings = Settings.from_environment({"DATABASE_URL": f"{scheme}://u@h/d"})

    assert settings.sqlalchemy_url == "postgresql+psycopg://u@h/d"


def test_a_wrong_port_is_named():
    with pytest.raises(SettingsError, match="PORT must be a whole number, got 'eighty'"):
        Settings.from_environment({"PORT": "eighty"})
