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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "９"),
        ("RONGYE_PROXIES", "-1"),
        ("RONGYE_HTTPS", "yes"),
        ("RONGYE_SCHEDULER", "off"),
        ("RONGYE_COUNTY", "34032"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_is_accepted(name, value):
    with pytest.raises(SettingsError, match=f"设置 {name} .*“{value}”。请改好再启动。"):
        Settings.from_environment({name: value})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://job.example.cn", "https://job.example.cn"),
        (" HTTPS://Job.Example.cn/ ", "https://job.example.cn"),
        ("http://192.168.1.5:8000", "http://192.168.1.5:8000"),
        ("http://jobserver", "http://jobserver"),
        ("", ""),
    ],
)
def test_the_public_address_is_an_origin(given, kept):
    assert Settings.from_environment({"RONGYE_ADDRESS": given}).address == kept


@pytest.mark.parametrize(
    "address",
    [
        "job.example.cn",
        "ftp://job.example.cn",
        "javascript:alert(1)",
        "https://job.example.cn/rongye",
        "https://job.example.cn?x=1",
        "https://job.example.cn#x",
        "https://admin:secret@job.example.cn",
        "https://job example.cn",
        "https://-job.example.cn",
        "https://job.example.cn:",
        "https://job.example.cn:99999",
        "https://就业.cn",
        "https://" + "a" * 120 + ".cn",
        "http://localhost:8000",
        "http://jobs.localhost",
        "http://127.0.0.1:8000",
        "http://127.1",
        "http://0.0.0.0",
        "http://10.0.0.256",
        "http://169.254.1.1",
        "https://job.example.cn\nSet-Cookie: x",
    ],
)
def test_an_address_that_phones_cannot_open_is_refused(address):
    with pytest.raises(SettingsError, match="设置 RONGYE_ADDRESS 要填手机能打开的网址"):
        Settings.from_environment({"RONGYE_ADDRESS": address})


@pytest.mark.parametrize("url", ["mysql://u:geheim@h/d", "postgresql://u:geheim@h", "x"])
def test_a_database_address_that_cannot_be_used_is_not_repeated(url):
    with pytest.raises(SettingsError, match="设置 DATABASE_URL 写得不对") as refused:
        Settings.from_environment({"DATABASE_URL": url})

    assert "geheim" not in refused.value.message


def test_settings_left_empty_are_their_defaults():
    names = ("PORT", "HOST", "RONGYE_INSTANCE", "RONGYE_HTTPS", "RONGYE_COUNTY", "RONGYE_SMS")

    assert Settings.from_environment(dict.fromkeys(names, "")) == Settings()
