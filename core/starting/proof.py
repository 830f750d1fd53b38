"""Proof that the keys are those of this database: a known value sealed with each of them."""

from sqlalchemy import String, inspect, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import Mapped, mapped_column

from core.config import Settings
from core.crypto import Sealable, SealBrokenError, Sealed, keyring
from core.db import Base, db
from core.starting.errors import StartError

KNOWN = "rongye"
PURPOSE = "key proof"
# Filled by migrations and `flask prepare`, without any key.
KEYLESS = frozenset({"alembic_version", "division", "audit_head"})


class KeyProof(Base):
    """A value sealed with one key, and its keyed hash: both are known, so a wrong key shows."""

    __tablename__ = "key_proof"

    key_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    value_sealed: Mapped[str] = mapped_column(String(200))
    value_index: Mapped[str] = mapped_column(String(64))

    def holds(self) -> bool:
        """Return whether the loaded keys open the value and hash it alike."""
        try:
            opened = keyring.open(self.value_sealed, _place(self.key_id))
        except (SealBrokenError, ValueError):
            return False
        return opened == KNOWN and self.value_index == keyring.blind(KNOWN, PURPOSE)


def _place(key_id: str) -> str:
    return f"key_proof.value_sealed.{key_id}"


def has_rows(connection: Connection) -> bool:
    """Return whether a database holds anything that was written by an installation with keys."""
    names = [name for name in inspect(connection).get_table_names() if name not in KEYLESS]
    quote = connection.dialect.identifier_preparer.quote
    found = (f"SELECT 1 FROM {quote(name)} LIMIT 1" for name in names)  # noqa: S608 - its own names
    return any(connection.exec_driver_sql(query).first() for query in found)


def check(connection: Connection, settings: Settings) -> None:
    """Raise StartError where the loaded keys are not those of the database's proofs."""
    if not inspect(connection).has_table(KeyProof.__tablename__):
        return  # written by an older version, or new: `establish` follows the migration
    rows = connection.execute(select(KeyProof.__table__)).all()
    if not all(KeyProof(**row._mapping).holds() for row in rows):
        raise wrong_keys(settings)


def establish(settings: Settings) -> None:
    """Add the proof of every key that has none yet; the first one only if stored values open.

    Raises StartError where they do not.
    """
    known = set(db.session.scalars(select(KeyProof.key_id)))
    if not known and not _opens_stored_values():
        raise wrong_keys(settings)
    for key_id in keyring.secrets.seals.keys() - known:
        sealed = keyring.seal(KNOWN, _place(key_id), key_id=key_id)
        index = keyring.blind(KNOWN, PURPOSE)
        db.session.add(KeyProof(key_id=key_id, value_sealed=sealed, value_index=index))
    db.session.flush()


def is_proven() -> bool:
    """Return whether there are proofs and the loaded keys open all of them."""
    rows = db.session.scalars(select(KeyProof)).all()
    return bool(rows) and all(row.holds() for row in rows)


def _opens_stored_values() -> bool:
    """Return whether one row of each table with encrypted columns opens; none is fine."""
    models = [mapper.class_ for mapper in Base.registry.mappers]
    sealable = [model for model in models if issubclass(model, Sealable)]
    rows = [db.session.scalar(select(model).limit(1)) for model in sealable]
    return all(_opens(row) for row in rows if row is not None)


def _opens(row: Sealable) -> bool:
    for name, column in vars(type(row)).items():
        if isinstance(column, Sealed):
            try:
                value = getattr(row, name)
            except (SealBrokenError, ValueError):
                return False
            if value and column.index and getattr(row, column.index) != column.blind(value):
                return False
    return True


def lost_database(settings: Settings) -> StartError:
    """Return the sentence for an empty or missing database beside keys of another one."""
    return StartError(
        f"钥匙文件 {settings.secret_file} 已经用过，{_place_of(settings)} 却是空的，"
        "原来的资料不在这里。请检查恢复的是不是那一份、DATABASE_URL 对不对，"
        "把数据库放回原处再启动；真要从头新建一个县，先把钥匙文件移到别处。"
    )


def _place_of(settings: Settings) -> str:
    url = make_url(settings.sqlalchemy_url)
    if url.get_backend_name() == "sqlite":
        return f"数据库 {url.database}"
    shown = url.set(drivername="postgresql").render_as_string(hide_password=True)
    return f"数据库 {shown}"


def lost_keys(settings: Settings) -> StartError:
    """Return the sentence for a missing key file beside a database that has rows."""
    return StartError(
        f"数据库里已有资料，却找不到钥匙文件 {settings.secret_file}。"
        "请从备份把它放回原处再启动；不要新建，新的打不开以前存的手机号和证件号。"
    )


def wrong_keys(settings: Settings) -> StartError:
    """Return the sentence for keys of another installation."""
    return StartError(
        f"钥匙文件 {settings.secret_file} 和这个数据库不是一套。"
        "请从备份换回和数据库一起用的那一份，再启动。"
    )
