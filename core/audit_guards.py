"""The triggers by which the database refuses to change the record, and whether they are in place.

Whoever owns the database can drop them; that must not go unnoticed.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, Row

from core.audit import AuditEvent, AuditHead, AuditPerson
from core.db import Base

TABLES: tuple[type[Base], ...] = (AuditEvent, AuditPerson, AuditHead)
GUARDED = (AuditEvent.__tablename__, AuditPerson.__tablename__)
VERBS = ("update", "delete")
FUNCTION = "refuse_audit_change"
BODY = "BEGIN RAISE EXCEPTION 'audit_event is append-only'; END"
BEFORE_EACH_CHANGE = 1 | 2 | 8 | 16  # of pg_trigger.tgtype: each row, before, delete, update
ALWAYS = ("O", "A")  # of pg_trigger.tgenabled: not disabled, not for replicas only
POSTGRES_TRIGGERS = """
SELECT c.relname AS on_table, t.tgname AS name, t.tgtype AS kind, t.tgenabled AS enabled,
  t.tgqual IS NOT NULL OR cardinality(t.tgattr::int2[]) > 0 AS is_limited, p.proname AS function,
  p.prosrc AS body
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.oid IN (to_regclass('audit_event'), to_regclass('audit_person'),
  to_regclass('audit_head'))
"""
POSTGRES_RULES = """
SELECT c.relname AS on_table, r.rulename AS name
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.oid IN (
  to_regclass('audit_event'), to_regclass('audit_person'), to_regclass('audit_head'))
"""
SQLITE_TRIGGERS = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"


def faults(connection: Connection) -> list[str]:
    """Return what is wrong with the record's tables and triggers, in words; none is right."""
    return [*_changed_tables(connection), *_changed_triggers(connection)]


def are_in_place(connection: Connection) -> bool:
    """Return whether the record's tables and triggers are those of the migrations."""
    return not faults(connection)


def install(connection: Connection) -> None:
    """Create the triggers anew, in place of what has their names."""
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in _sqlite_statements() if is_sqlite else _postgres_statements():
        connection.execute(text(statement))


def _changed_tables(connection: Connection) -> Iterator[str]:
    found = inspect(connection)
    tables = set(found.get_table_names())
    for model in TABLES:
        name, columns = model.__tablename__, set(model.__table__.columns.keys())
        if name not in tables:
            yield f"表 {name} 没有了"
        elif {column["name"] for column in found.get_columns(name)} != columns:
            yield f"表 {name} 的列被改过"


def _changed_triggers(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        return _compared(_sqlite_triggers(connection), _sqlite_names())
    return _compared(_postgres_triggers(connection), _postgres_names())


Triggers = dict[tuple[str, str], bool]  # by table and name: whether it is as it was made


def _compared(found: Triggers, expected: Iterable[tuple[str, str]]) -> Iterator[str]:
    known = set(expected)
    for table, name in sorted(known):
        if (table, name) not in found:
            yield f"表 {table} 的保护 {name} 没有了"
        elif not found[table, name]:
            yield f"表 {table} 的保护 {name} 被改过或者停用了"
    for table, name in sorted(found.keys() - known):
        yield f"表 {table} 上多了 {name}"


# ---- SQLite --------------------------------------------------------------------------------


def _sqlite_names() -> Iterator[tuple[str, str]]:
    for table in GUARDED:
        for verb in VERBS:
            yield table, f"{table}_no_{verb}"


def _sqlite_trigger(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _sqlite_statements() -> Iterator[str]:
    for table in GUARDED:
        for verb in VERBS:
            yield f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
            yield _sqlite_trigger(table, verb)


def _sqlite_triggers(connection: Connection) -> Triggers:
    made = {
        f"{table}_no_{verb}": _plain(_sqlite_trigger(table, verb))
        for table in GUARDED
        for verb in VERBS
    }
    watched = {model.__tablename__ for model in TABLES}
    return {
        (table, name): _plain(sql) == made.get(name)
        for table, name, sql in connection.execute(text(SQLITE_TRIGGERS))
        if table in watched
    }


def _plain(sql: str) -> str:
    """Return a definition without the quotes and line ends that differ between versions."""
    return " ".join(sql.replace('"', "").split()).lower()


# ---- PostgreSQL ----------------------------------------------------------------------------


def _postgres_names() -> list[tuple[str, str]]:
    return [(table, f"{table}_guard") for table in GUARDED]


def _postgres_statements() -> Iterator[str]:
    yield (
        f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$\n{BODY} $$"
    )
    for table, name in _postgres_names():
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield (
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
        )


def _postgres_triggers(connection: Connection) -> Triggers:
    found = {
        (row.on_table, row.name): _is_whole(row)
        for row in connection.execute(text(POSTGRES_TRIGGERS))
    }
    rules = connection.execute(text(POSTGRES_RULES))
    return found | {(row.on_table, f"{row.name}（规则）"): False for row in rules}


def _is_whole(row: Row[tuple[object, ...]]) -> bool:
    return (
        row.kind == BEFORE_EACH_CHANGE
        and row.enabled in ALWAYS
        and not row.is_limited
        and row.function == FUNCTION
        and _plain(row.body) == _plain(BODY)
    )
