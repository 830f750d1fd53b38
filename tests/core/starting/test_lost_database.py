"""Used keys beside an empty database: the operator restored the wrong file, or none."""

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from core.application import bring_up_to_date
from core.config import Secrets, Settings
from core.crypto import keyring
from core.db import db
from core.starting import proof
from core.starting.errors import StartError
from people.accounts.models import Account
from tests.core.starting.processes import PREPARE, SERVE, refused, serving
from tests.support import postgres
from tests.support.databases import create_app, pushed, settings_for

LOST = "已经用过"


@pytest.fixture
def keys_before():
    """Keep the keyring of the other tests: one serves all applications of a process."""
    before = keyring.secrets
    yield
    keyring.load(before)


@pytest.fixture(params=["sqlite", "postgresql"])
def county(request, tmp_path, keys_before) -> Settings:
    """An installation that was started once, without its database: another, empty one is there."""
    folder, url = tmp_path / "instance", ""
    folder.mkdir()
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url = postgres.new_database(server, "rongye_lost")
    settings = settings_for(folder, url)
    with pushed(create_app(settings)):
        bring_up_to_date()
        db.session.remove()
        db.engine.dispose()
    if request.param == "postgresql":
        return settings_for(folder, postgres.new_database(server, "rongye_empty"))
    lose_database(folder)
    return settings


def lose_database(folder: Path) -> None:
    for path in folder.glob("rongye.db*"):
        path.unlink()


def test_an_empty_or_missing_database_beside_used_keys_is_refused(county):
    kept = county.secret_file.read_text()

    with pytest.raises(StartError, match=LOST) as refusal:
        create_app(county)

    assert str(county.secret_file) in refusal.value.message
    assert "test" not in refusal.value.message.partition("://")[2].partition("@")[0]
    assert county.secret_file.read_text() == kept
    assert not (county.instance / "rongye.db").exists()


@pytest.mark.parametrize("kind", ["no bytes", "no tables", "no rows"])
def test_a_file_without_rows_is_none_of_these_keys(tmp_path, keys_before, sqlite_template, kind):
    settings = settings_for(tmp_path)
    with pushed(create_app(settings)):
        bring_up_to_date()
        db.session.remove()
        db.engine.dispose()
    lose_database(tmp_path)
    place = tmp_path / "rongye.db"
    if kind == "no rows":
        shutil.copy(sqlite_template, place)
    elif kind == "no tables":
        make_empty(place)
    else:
        place.write_bytes(b"")

    with pytest.raises(StartError, match=LOST):
        create_app(settings)


def make_empty(place: Path) -> None:
    """Write the file that any command over a new folder leaves: a header and no tables."""
    other = place.parent / "other"
    other.mkdir()
    before = keyring.secrets
    with pushed(create_app(settings_for(other))):
        db.session.execute(select(1))
        db.session.remove()
        db.engine.dispose()
    keyring.load(before)
    shutil.copy(other / "rongye.db", place)


@pytest.mark.parametrize("command", [SERVE, PREPARE])
def test_the_real_process_prints_one_sentence(county, command):
    given = {"DATABASE_URL": county.database_url} if county.database_url else {}

    assert LOST in refused(county.instance, command=command, **given)


def test_without_the_guard_a_second_county_begins(county, monkeypatch):
    """The control: only the note in the key file prevents it."""
    keys = json.loads(county.secret_file.read_text())
    assert keys.pop("used") is True
    county.secret_file.write_text(json.dumps(keys))

    with pushed(create_app(county)):
        bring_up_to_date()

        assert db.session.scalar(select(Account.id)) is None
        assert proof.is_proven()
        db.session.remove()
        db.engine.dispose()


def test_the_right_database_in_its_place_starts_again(tmp_path, keys_before):
    with serving(tmp_path):
        pass
    place = tmp_path / "rongye.db"
    place.rename(tmp_path / "moved.db")
    assert LOST in refused(tmp_path)

    (tmp_path / "moved.db").rename(place)

    with serving(tmp_path):
        pass


def test_keys_no_database_was_written_with_are_taken(tmp_path, keys_before):
    """A command, or a start that was broken off, leaves keys and an empty file."""
    Secrets.load(tmp_path / "keys.json")

    with pushed(create_app(settings_for(tmp_path))):
        bring_up_to_date()
        assert Secrets.load(tmp_path / "keys.json").is_used
        db.session.remove()
        db.engine.dispose()


def test_a_key_file_of_an_older_version_is_marked_and_keeps_its_keys(tmp_path, keys_before):
    settings = settings_for(tmp_path)
    before = Secrets.load(settings.secret_file)
    for _ in range(2):
        with pushed(create_app(settings)):
            bring_up_to_date()
            db.session.remove()
            db.engine.dispose()

    after = Secrets.load(settings.secret_file)
    assert (after.cookie, after.blind, after.seals) == (before.cookie, before.blind, before.seals)
    assert settings.secret_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("keys.json*")] == ["keys.json"]
