"""Keys and rows belong together: lost, wrong or damaged keys are refused at the start."""

import json
import multiprocessing
import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from core.config import Secrets
from core.crypto import keyring
from core.db import db, transaction
from core.starting import proof
from core.starting.errors import StartError
from core.starting.proof import KeyProof
from people.accounts.models import Account
from tests.core.starting.processes import PREPARE, SERVE, refused, serving
from tests.people.accounts.world import make_account
from tests.support.databases import create_app, pushed, settings_for


@pytest.fixture
def full(app, tmp_path):
    """A database with rows: the settings of another process that uses its own folder."""
    settings, before = app.extensions["settings"], keyring.secrets
    keyring.load(Secrets.load(settings.secret_file))  # one keyring serves all apps of a process
    with transaction(audited=False):
        proof.establish(settings)
    make_account(name="王经理")
    own = tmp_path / "instance"
    own.mkdir()
    url = settings.database_url
    if not url:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(Path(app.instance_path, "rongye.db"), own / "rongye.db")
    shutil.copy(settings.secret_file, own / "keys.json")
    db.session.rollback()
    yield settings_for(own, url)
    keyring.load(before)


def change(path: Path, **values: object) -> None:
    """Change entries of a key file."""
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def of_another(path: Path) -> dict[str, object]:
    """Return the keys of another installation."""
    other = path.with_name("other.json")
    Secrets.load(other)
    keys: dict[str, object] = json.loads(other.read_text())
    other.unlink()
    return keys


def lose(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_text(path.read_text()[:100])


def empty(path: Path) -> None:
    path.write_text("")


def shorten(path: Path) -> None:
    change(path, seals={"k1": "00"})


def replace_all(path: Path) -> None:
    change(path, **of_another(path))


def replace_seal(path: Path) -> None:
    change(path, seals=of_another(path)["seals"])


def rename_seal(path: Path) -> None:
    change(path, seals={"k9": of_another(path)["seals"]["k1"]}, current_seal="k9")  # type: ignore[index]


def replace_blind(path: Path) -> None:
    change(path, blind=of_another(path)["blind"])


LOST, DAMAGED, WRONG = "却找不到钥匙文件", "坏了或者不全", "不是一套"
FAULTS = [
    (lose, LOST),
    (cut, DAMAGED),
    (empty, DAMAGED),
    (shorten, DAMAGED),
    (replace_all, WRONG),
    (replace_seal, WRONG),
    (rename_seal, WRONG),
    (replace_blind, WRONG),
]


@pytest.mark.parametrize(("spoil", "words"), FAULTS)
def test_keys_that_do_not_fit_are_refused_and_none_are_made(full, spoil, words):
    spoil(full.secret_file)
    before = full.secret_file.read_text() if full.secret_file.exists() else None

    with pytest.raises(StartError, match=words) as refusal:
        create_app(full)

    assert str(full.secret_file) in refusal.value.message
    after = full.secret_file.read_text() if full.secret_file.exists() else None
    assert after == before


@pytest.mark.parametrize(
    ("spoil", "words", "command"),
    [(lose, LOST, SERVE), (cut, DAMAGED, PREPARE), (replace_seal, WRONG, SERVE)],
)
def test_the_real_process_prints_one_sentence(full, spoil, words, command):
    spoil(full.secret_file)

    given = {"DATABASE_URL": full.database_url} if full.database_url else {}
    assert words in refused(full.instance, command=command, **given)


def test_the_right_keys_start_and_are_ready(full):
    with pushed(create_app(full)) as app:
        assert app.test_client().get("/health/ready").status_code == 200
        assert db.session.scalar(select(Account.name)) == "王经理"


@pytest.mark.parametrize("spoil", [replace_seal, replace_blind])
def test_a_running_server_with_other_keys_than_the_database_is_not_ready(full, spoil):
    with pushed(create_app(full)) as app:
        spoil(full.secret_file)
        keyring.load(Secrets.load(full.secret_file))

        assert app.test_client().get("/health/ready").status_code == 503


def test_a_database_without_a_proof_is_not_ready(app):
    assert not proof.is_proven()
    assert app.test_client().get("/health/ready").status_code == 503


def without_proof() -> None:
    with transaction(audited=False) as session:
        session.execute(delete(KeyProof))


def test_an_older_database_gets_its_proof_only_from_keys_that_open_its_rows(full):
    with pushed(create_app(full)):
        without_proof()
        right = keyring.secrets
        keyring.load(Secrets.load(full.instance / "wrong.json"))
        with pytest.raises(StartError, match=WRONG), transaction(audited=False):
            proof.establish(full)
        keyring.load(right)
        with transaction(audited=False):
            proof.establish(full)

        assert proof.is_proven()


def test_an_older_database_with_another_lookup_key_gets_no_proof(full):
    with pushed(create_app(full)):
        without_proof()
        replace_blind(full.secret_file)
        keyring.load(Secrets.load(full.secret_file))

        with pytest.raises(StartError, match=WRONG), transaction(audited=False):
            proof.establish(full)


def test_a_new_key_is_proven_beside_the_old_one(full):
    keys = json.loads(full.secret_file.read_text())
    new = of_another(full.secret_file)["seals"]["k1"]  # type: ignore[index]
    change(full.secret_file, seals={**keys["seals"], "k2": new}, current_seal="k2")
    with pushed(create_app(full)):
        with transaction(audited=False):
            proof.establish(full)
        db.session.rollback()

        assert set(db.session.scalars(select(KeyProof.key_id))) == {"k1", "k2"}
        assert proof.is_proven()


def test_a_database_without_rows_gets_new_keys(tmp_path, sqlite_template):
    shutil.copy(sqlite_template, tmp_path / "rongye.db")

    create_app(settings_for(tmp_path))

    assert (tmp_path / "keys.json").exists()


def test_without_the_guard_lost_keys_would_be_made_anew(full, monkeypatch):
    """The control: only the look at the rows prevents it."""
    monkeypatch.setattr(proof, "has_rows", lambda _connection: False)
    monkeypatch.setattr(proof, "check", lambda _connection, _settings: None)
    full.secret_file.unlink()

    create_app(full)

    assert full.secret_file.exists()


def start(folder: Path, gate, answers) -> None:
    gate.wait(timeout=300)
    with pushed(create_app(settings_for(folder))) as app:
        app.cli.commands["prepare"].callback.__wrapped__()
        answers.put((keyring.secrets.cookie, proof.is_proven()))


def test_servers_that_start_together_on_an_empty_folder_share_their_keys(tmp_path):
    fork = multiprocessing.get_context("fork")
    for attempt in range(3):
        folder = tmp_path / str(attempt)
        gate, answers = fork.Barrier(4), fork.SimpleQueue()
        servers = [fork.Process(target=start, args=(folder, gate, answers)) for _ in range(4)]
        for server in servers:
            server.start()
        found = {answers.get() for _ in servers}
        for server in servers:
            server.join()

        assert len(found) == 1
        assert found.pop()[1]


def test_a_second_start_finds_the_keys_of_the_first(tmp_path):
    with serving(tmp_path):
        first = (tmp_path / "keys.json").read_text()
    with serving(tmp_path):
        assert (tmp_path / "keys.json").read_text() == first
