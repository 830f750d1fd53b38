"""What the rows of a sheet write in tables, and its undo: all of a row or nothing.

A noun that writes several tables notes each row it creates or changes. An undo takes a row of the
sheet back where nothing it wrote was changed or used since; the others stay and are named.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import delete, insert, select, update

from core.crypto import Sealed
from core.db import Base, db
from sheets.models import SheetChange
from sheets.queries import chunks
from sheets.stated import plain

Thing = tuple[str, int]  # a table and the id of one of its rows
CREATED = 1  # the version of a row nobody has changed
_CHANGES = Base.metadata.tables[SheetChange.__tablename__]


@dataclass
class Notes:
    """What one import writes, collected row by row and stored in one statement a slice."""

    batch_id: int
    changes: list[dict[str, Any]] = field(default_factory=list)

    def created(self, row: int, table: str, ids: Sequence[int]) -> None:
        """Note rows of a table that a row of the sheet created."""
        self.changes += [self._change(row, table, one, CREATED, None) for one in ids]

    def changed(self, row: int, thing: Any, before: Mapping[str, Any]) -> None:
        """Note a row that was changed and flushed, with the values it had."""
        kept = json.dumps(dict(before), ensure_ascii=False, default=plain)
        self.changes.append(self._change(row, thing.__tablename__, thing.id, thing.version, kept))

    def store(self) -> None:
        """Insert what was noted."""
        for part in chunks(self.changes):
            db.session.execute(insert(_CHANGES), part)
        self.changes.clear()

    def _change(
        self, row: int, table: str, row_id: int, version: int, before: str | None
    ) -> dict[str, Any]:
        sealed = SheetChange(before=before)
        return {
            "import_batch_id": self.batch_id,
            "row": row,
            "subject": table,
            "subject_id": row_id,
            "version": version,
            "seal_row": sealed.seal_row or sealed.seal_place("before_sealed").rpartition(".")[2],
            "before_sealed": sealed.before_sealed,
        }


# ---- what was touched since ---------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """What an import wrote, by row of the sheet, and which of its rows were touched since."""

    by_row: Mapping[int, list[SheetChange]]
    touched: frozenset[int]

    @property
    def free(self) -> list[int]:
        """The rows of the sheet that can be taken back."""
        return sorted(set(self.by_row) - self.touched)

    def of(self, rows: Sequence[int]) -> list[SheetChange]:
        """Return what these rows wrote, the newest first."""
        found = [change for row in rows for change in self.by_row.get(row, [])]
        return sorted(found, key=lambda change: -change.id)


Kept = Callable[[str, list[int]], set[int]]


def written_by(
    batch_id: int, tables: Mapping[str, Any], *, kept: Kept = lambda _table, _ids: set()
) -> Written:
    """Return what an import wrote in these tables (models by name of their table).

    `kept` returns which rows of a table (ids) stay for another reason of the noun.
    """
    by_row: dict[int, list[SheetChange]] = defaultdict(list)
    query = select(SheetChange).where(SheetChange.import_batch_id == batch_id)
    for change in db.session.scalars(query.order_by(SheetChange.id)):
        by_row[change.row].append(change)
    last = {_thing(one): one.version for found in by_row.values() for one in found}
    altered = set(_altered(last, tables))
    for table in tables:
        ids = sorted(row_id for name, row_id in last if name == table)
        altered |= {(table, row_id) for part in chunks(ids) for row_id in kept(table, part)}
    return Written(by_row, frozenset(_touched_rows(by_row, altered, tables)))


def _touched_rows(
    by_row: Mapping[int, list[SheetChange]], altered: set[Thing], tables: Mapping[str, Any]
) -> set[int]:
    """Return the rows that stay: theirs was changed, or a row that stays points at theirs."""
    rows_of: dict[Thing, set[int]] = defaultdict(set)
    created: set[Thing] = set()
    for row, changes in by_row.items():
        for change in changes:
            rows_of[_thing(change)].add(row)
            created |= {_thing(change)} if change.before_sealed is None else set()
    pointing = _pointing(created, tables)
    touched: set[int] = set()
    used = {thing for thing, used_by in pointing if used_by not in created}
    more = {row for thing in altered | used for row in rows_of[thing]}
    while more - touched:
        touched |= more
        stay = {_thing(one) for row in touched for one in by_row[row]}
        held = {thing for thing, used_by in pointing if used_by in stay}
        more = {row for thing in held for row in rows_of[thing]}
    return touched


def _thing(change: SheetChange) -> Thing:
    return change.subject, change.subject_id


def _altered(last: Mapping[Thing, int], tables: Mapping[str, Any]) -> Iterator[Thing]:
    """Yield the rows whose version is another now; one that is gone has nothing to take back."""
    for name, model in tables.items():
        if not hasattr(model, "version"):
            continue
        for part in chunks(sorted(row_id for table, row_id in last if table == name)):
            query = select(model.id, model.version).where(model.id.in_(part))
            for row_id, version in db.session.execute(query):
                if version != last[name, row_id]:
                    yield name, row_id


def _pointing(created: set[Thing], tables: Mapping[str, Any]) -> list[tuple[Thing, Thing]]:
    """Return each created row that another row's key points at, with that other row."""
    found: list[tuple[Thing, Thing]] = []
    for name in tables:
        ids = sorted(row_id for table, row_id in created if table == name)
        for key in _keys_to(name):
            own = next(iter(key.parent.table.primary_key.columns))
            for part in chunks(ids):
                query = select(key.parent, own).where(key.parent.in_(part))
                for row_id, by_id in db.session.execute(query):
                    found.append(((name, row_id), (key.parent.table.name, by_id)))
    return found


def _keys_to(name: str) -> list[Any]:
    """Return the foreign keys to a table whose rows are not deleted with it."""
    target = Base.metadata.tables[name]
    return [
        key
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is target and key.ondelete != "CASCADE"
    ]


def pass_over(thing: Any, before: int) -> None:
    """Count the last change of a flushed row, at version `before` until then, as none.

    What only adds to a row of a sheet, and goes with it, does not keep the row from an undo.
    """
    mine = update(SheetChange).where(
        SheetChange.subject == thing.__tablename__,
        SheetChange.subject_id == thing.id,
        SheetChange.version == before,
    )
    db.session.execute(mine.values(version=thing.version))


# ---- undo --------------------------------------------------------------------------------


def take_back(changes: Sequence[SheetChange], tables: Mapping[str, Any]) -> dict[str, int]:
    """Restore what was changed, delete what was created, newest first; return how many of each."""
    removed: dict[str, list[int]] = defaultdict(list)
    restored = 0
    for change in changes:
        if change.before_sealed is None:
            removed[change.subject].append(change.subject_id)
        else:
            restored += _restore(change, tables[change.subject])
    db.session.flush()
    upper_first = [table.name for table in reversed(Base.metadata.sorted_tables)]
    for name in sorted(removed, key=upper_first.index):
        for part in chunks(removed[name]):
            db.session.execute(delete(tables[name]).where(tables[name].id.in_(part)))
    for ids in chunks([change.id for change in changes]):
        db.session.execute(delete(SheetChange).where(SheetChange.id.in_(ids)))
    return {"restored": restored, "deleted": sum(map(len, removed.values()))}


def _restore(change: SheetChange, model: Any) -> bool:
    thing = db.session.get(model, change.subject_id)
    if thing is None:
        return False
    for name, raw in json.loads(change.before or "{}").items():
        setattr(thing, name, _restored(model, name, raw))
    return True


def _restored(model: Any, name: str, raw: Any) -> Any:
    """Return the value of a column that JSON kept."""
    if raw is None or isinstance(vars(model).get(name), Sealed):
        return raw
    kind: Any = model.__table__.c[name].type.python_type
    if issubclass(kind, Enum):
        return kind(raw)
    return kind.fromisoformat(raw) if issubclass(kind, date) else raw
