"""Migrations on both databases: one head equal to the models; up, down and up; in parallel."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, delete, inspect, text, update
from sqlalchemy.exc import DatabaseError

from core import audit
from core.config import ROOT
from core.crypto import Sealable, Sealed
from core.db import Base, db, transaction
from people.arrivals.models import ArrivalItem
from people.divisions import operations as divisions
from people.divisions.atlas import places
from people.divisions.models import Division, DivisionLevel
from people.secrecy.names import name_key
from sheets.models import ImportBatch
from tests.support import databases, postgres, warm
from tests.support.databases import create_app, settings_for
from tests.support.world import build_world

SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))
name_key_0028 = SCRIPTS.get_revision("0028").module._key
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
# Tables without an older name at revision 0005: their rows are gone after the way down.
NEWER = frozenset(
    {
        "export_run",
        "residence",
        "key_proof",
        "seen_moment",
        "partner_employer",
        "account_proposal",
        "correction",
        "form_draft",
        "doubtful_note",
        "ledger_change",
        "sheet_change",
        "sheet_memory",
        "arrival_item_entry",
    }
)
SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
SQLITE_TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
# A table with its indexes; what SQLite knows of either is read from these texts.
SQLITE_DEFINITIONS = """
SELECT tbl_name, group_concat(coalesce(sql, name), ';') FROM (
  SELECT * FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY tbl_name, type, name
) WHERE tbl_name <> 'alembic_version' AND tbl_name NOT LIKE 'sqlite_%' GROUP BY tbl_name
"""
POSTGRES_TRIGGERS = """
SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
# Servers that load their code first and then all migrate at the same moment.
STARTERS = """
import multiprocessing
import sys
from pathlib import Path

from flask_migrate import upgrade
from core.db import transaction
from people.divisions.operations import load_divisions
from tests.support.databases import create_app, settings_for

def start(gate):
    app = create_app(settings_for(Path(sys.argv[1]), sys.argv[2]))
    with app.app_context():
        gate.wait()
        upgrade()
        with transaction(audited=False):
            load_divisions()

fork = multiprocessing.get_context("fork")
gate = fork.Barrier(4)
servers = [fork.Process(target=start, args=(gate,)) for _ in range(4)]
for server in servers:
    server.start()
for server in servers:
    server.join()
print([server.exitcode for server in servers])
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path) -> Iterator[Flask]:
    """The application over an empty database without a schema."""
    url = ""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url = postgres.new_database(server, "rongye_migrations")
    application = create_app(settings_for(tmp_path, url))
    with databases.pushed(application):
        yield application
        db.session.remove()
        db.engine.dispose()


def schema() -> dict[str, object]:
    """Return the schema of every table, sorted by names."""
    db.session.remove()
    is_sqlite = db.engine.dialect.name == "sqlite"
    tables = tables_of_sqlite() if is_sqlite else read_tables()
    triggers = db.session.execute(text(SQLITE_TRIGGERS if is_sqlite else POSTGRES_TRIGGERS)).all()
    db.session.rollback()
    return tables | {"(triggers)": sorted(map(tuple, triggers))}


def read_tables(names: list[str] | None = None) -> dict[str, object]:
    """Return the schema of these tables, by default of all."""
    found = inspect(db.engine)
    parts: dict[str, Any] = {
        "columns": found.get_multi_columns(filter_names=names),
        "key": found.get_multi_pk_constraint(filter_names=names),
        "foreign": found.get_multi_foreign_keys(filter_names=names),
        "unique": found.get_multi_unique_constraints(filter_names=names),
        "indexes": found.get_multi_indexes(filter_names=names),
        "checks": found.get_multi_check_constraints(filter_names=names),
    }
    return {
        name: {part: comparable(part, of_all[None, name]) for part, of_all in parts.items()}
        for _, name in parts["columns"]
        if name != "alembic_version"
    }


@cache
def sqlite_table(name: str, _definition: str) -> object:
    """Return the schema of a table; read once for each text that SQLite keeps as its definition."""
    return read_tables([name])[name]


def tables_of_sqlite() -> dict[str, object]:
    written = db.session.execute(text(SQLITE_DEFINITIONS)).all()
    db.session.rollback()
    return {name: sqlite_table(name, definition) for name, definition in written}


def comparable(part: str, found) -> object:
    """Return a part of a table's schema without the order of its contents."""
    if part == "columns":  # a column dropped and added again is the last
        return sorted((c["name"], str(c["type"]), c["nullable"], c["default"]) for c in found)
    if part == "indexes":
        return sorted(map(plain, found))
    return found if part == "key" else sorted(found, key=repr)


def plain(index) -> tuple[str, ...]:
    """Return an index in comparable form."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return index["name"], str(index["column_names"]), str(index["unique"]), str(options)


def differences() -> list[object]:
    """Return the differences between the schema and the models."""
    db.session.remove()
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


def check_names() -> dict[str, set[object]]:
    """Return the names of the check constraints of each table of the models."""
    return {
        table.name: {
            constraint.name
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint) and constraint.name
        }
        for table in Base.metadata.sorted_tables
    }


def test_there_is_one_head():
    assert len(SCRIPTS.get_heads()) == 1
    assert len(SCRIPTS.get_bases()) == 1


def test_the_head_equals_the_models(app):
    found = inspect(db.engine)
    stored = {
        name: {check["name"] for check in found.get_check_constraints(name)}
        for name in check_names()
    }

    assert differences() == []
    assert stored == check_names()  # alembic does not compare these


def test_sqlite_gives_no_id_twice(app):
    """A migration creates each table with an id with `sqlite_autoincrement=True`.

    Else the id of a deleted row is given again, and links, drafts and audit events of the deleted
    row belong to the new one. PostgreSQL's sequences never go back.
    """
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite gives ids of deleted rows again")
    made = dict(map(tuple, db.session.execute(text(SQLITE_TABLES))))
    with_id = [
        table.name
        for table in Base.metadata.sorted_tables
        if table.primary_key.columns.keys() == ["id"]
    ]

    assert len(with_id) > 50
    assert [name for name in with_id if "AUTOINCREMENT" not in made[name]] == []


def test_a_difference_would_be_found(empty):
    """The control: a column of another type and a missing one are found."""
    upgrade()
    widened = "VARCHAR(12)" if db.engine.dialect.name == "sqlite" else "TEXT"
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(text("ALTER TABLE division DROP COLUMN name"))
        connection.execute(text("ALTER TABLE employer DROP COLUMN address"))
        connection.execute(text(f"ALTER TABLE employer ADD COLUMN address {widened}"))
        connection.commit()

    shown = repr(differences())

    assert "add_column" in shown
    assert "modify_type" in shown


def test_each_revision_goes_up_down_and_up_again(empty):
    after = schema()
    for revision in REVISIONS:
        before = after
        upgrade(revision=revision)
        after = schema()
        downgrade(revision=SCRIPTS.get_revision(revision).down_revision or "base")
        assert schema() == before, revision
        upgrade(revision=revision)
        assert schema() == after, revision

    assert differences() == []


def test_a_full_database_goes_down_and_up_and_works_again(empty):
    upgrade()
    with transaction(audited=False):
        divisions.load_divisions()
    build_world()
    note("before")
    at_head = schema()

    downgrade(revision="base")
    assert schema() == {"(triggers)": []}
    upgrade()

    assert schema() == at_head
    note("after")
    assert audit.first_broken_link(db.session()) is None
    db.session.rollback()
    for statement in ("UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"):
        with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(statement))


def note(action: str) -> None:
    with transaction():
        audit.record(action, "thing", 1)


def test_servers_that_start_together_create_one_schema(empty, tmp_path):
    url = empty.extensions["settings"].database_url
    done = warm.run(("-c", STARTERS, str(tmp_path), url), timeout=600)

    assert done.stdout == "[0, 0, 0, 0]\n", done.stderr[-2000:]
    assert differences() == []
    heads = db.session.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    assert heads == SCRIPTS.get_heads()
    assert db.session.execute(text("SELECT count(*) FROM division")).scalar() == len(places())


def forget_newer_rows() -> None:
    """Delete what revision 0005 cannot hold: rows of newer tables and nouns, villages, and the
    papers of arrivals.
    """
    with transaction(audited=False) as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in NEWER:
                session.execute(table.delete())
        session.execute(delete(Division).where(Division.level == DivisionLevel.VILLAGE))
        session.execute(delete(ImportBatch).where(ImportBatch.noun != "vacancies"))
        session.execute(update(ArrivalItem).values(file_id=None))


def rows() -> dict[str, list[str]]:
    """Return all rows of every table, sorted by their text."""
    db.session.remove()
    found = {
        table.name: sorted(map(repr, db.session.execute(table.select())))
        for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return found


def open_sealed() -> int:
    """Decrypt every value and return how many there are; a wrong place raises."""
    opened = 0
    for mapper in Base.registry.mappers:
        if not issubclass(mapper.class_, Sealable):
            continue
        names = [name for name, field in vars(mapper.class_).items() if isinstance(field, Sealed)]
        for row in db.session.query(mapper.class_):
            opened += sum(getattr(row, name) is not None for name in names)
    db.session.rollback()
    return opened


def test_rows_survive_the_renaming(empty):
    """Down to the old names and up again: every row, encrypted value and audit event stays."""
    upgrade()
    with transaction(audited=False):
        divisions.load_divisions()
    build_world()
    forget_newer_rows()
    note("before")
    before, sealed = rows(), open_sealed()

    downgrade(revision="0005")
    old = db.session.execute(text("SELECT deed FROM audit_event ORDER BY id DESC")).scalars()
    assert next(old) == "before"
    for column in ("placement.state", "veteran.placement_mode", "vacancy.has_board"):
        table, _, name = column.partition(".")
        db.session.execute(text(f"SELECT {name} FROM {table}")).all()
    old.close()
    db.session.rollback()
    upgrade()

    assert rows() == before
    assert open_sealed() == sealed > 0
    note("after")
    assert audit.first_broken_link(db.session()) is None
    db.session.rollback()


def test_two_accounts_whose_names_have_one_key_both_stay(empty):
    """Stored before names were compared by their key; a third is then refused by the index."""
    upgrade(revision="0027")
    stored = "INSERT INTO account (role, name, phone_sealed, phone_index, password_hash, version, "
    stored += "must_change_password, is_active, created_at, updated_at, seal_row) VALUES "
    names = ("买买提·艾合买提", "买买提•艾合买提", "欧阳\u200b修")
    with db.engine.connect().execution_options(writes=True) as connection:
        for name in names:
            values = f"('VETERAN', '{name}', 's', 'p', 'h', 1, false, true, '2026-01-01 00:00:00', "
            connection.execute(text(f"{stored}{values}'2026-01-01 00:00:00', '{name}')"))
        connection.commit()

    upgrade()

    keys = db.session.execute(text("SELECT name_key FROM account ORDER BY id")).scalars().all()
    db.session.rollback()
    assert keys == ["买买提·艾合买提", "买买提·艾合买提 2", "欧阳修"]


def test_the_migration_makes_keys_as_the_application_does():
    writings = [
        "买买提 ・ 艾合买提",
        "欧阳\u200b 修",
        "Li Ming",
        "李\u3164四",
        "王．五",
        "第3位",
        "·甲·",
    ]

    assert [name_key_0028(each) for each in writings] == [name_key(each) for each in writings]
