"""Parameters and their values: laws and offices differ, so the code holds names and defaults."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core import audit
from core.db import db
from core.errors import DomainError, Refusals
from core.filters import yuan
from core.parameters.models import ParameterValue

CACHED = "parameters"  # key in a session's info


@dataclass(frozen=True)
class Parameter:
    """One parameter. `default` None means that it has no value until the bureau sets one.

    `unit` is 天, 分钟, 次, 人, 个, 月, MB, % or 元. An amount is typed and shown in 元; everything
    kept in code and database (`default`, `least`, `most`, the values) is in 分 then.
    """

    key: str
    label: str
    unit: str
    default: int | None
    least: int = 0
    most: int = 1_000_000
    note: str = ""

    @property
    def is_amount(self) -> bool:
        """Return whether the figure is an amount of money, kept in 分."""
        return self.unit == "元"

    def shown(self, value: int | None) -> str:
        """Return a value with its unit as pages show it."""
        return "没有设置" if value is None else f"{self._plain(value)} {self.unit}"

    def check(self, value: int) -> None:
        """Raise DomainError where a value is outside the range."""
        if not self.least <= value <= self.most:
            least, most = self._plain(self.least), self._plain(self.most)
            raise DomainError(f"请填 {least} 到 {most} 之间的数。", field="value")

    def _plain(self, value: int) -> str:
        return yuan(value) if self.is_amount else str(value)


@dataclass(frozen=True)
class ParameterFacts:
    """A value from a day on, and the document or decision it rests on."""

    value: int
    valid_from: date
    source: str


def value_of(parameter: Parameter, day: date) -> int | None:
    """Return the value of a figure on a day: the newest in force, else the default."""
    row = row_of(parameter, day)
    return parameter.default if row is None else row.value


def amount_of(parameter: Parameter, day: date) -> int:
    """Return a parameter's value on a day. Raises ValueError where it has none."""
    value = value_of(parameter, day)
    if value is None:
        raise ValueError(f"{parameter.key} has no value")
    return value


def row_of(parameter: Parameter, day: date) -> ParameterValue | None:
    """Return the row valid on a day, None while the default applies."""
    rows = _values().get(parameter.key, [])
    return next((row for row in rows if row.valid_from <= day), None)


def _values() -> dict[str, list[ParameterValue]]:
    """Return all values by key, newest first. A page asks for many: they are read together, once
    a transaction.
    """
    session = db.session()
    running, values = session.info.get(CACHED, (None, {}))
    if running is None or running is not session.get_transaction():
        values = defaultdict(list)
        newest_first = select(ParameterValue).order_by(ParameterValue.valid_from.desc())
        for row in session.scalars(newest_first):
            values[row.key].append(row)
        session.info[CACHED] = session.get_transaction(), values
    found: dict[str, list[ParameterValue]] = values
    return found


def history_of(parameter: Parameter) -> list[ParameterValue]:
    """Return all past and coming values of a parameter, newest first."""
    query = select(ParameterValue).where(ParameterValue.key == parameter.key)
    return list(db.session.scalars(query.order_by(ParameterValue.valid_from.desc())))


def set_value(parameter: Parameter, facts: ParameterFacts, *, by_id: int) -> None:
    """Set a figure from a day on; earlier days keep their value.

    Raises DomainError outside the parameter's range or without a source.
    """
    refusals = Refusals()
    with refusals.collecting():
        parameter.check(facts.value)
    if not facts.source.strip():
        refusals.add("请写明依据，比如文号，或者谁定的。", field="source")
    refusals.raise_if_any()
    same_day = select(ParameterValue).where(
        ParameterValue.key == parameter.key, ParameterValue.valid_from == facts.valid_from
    )
    row = db.session.scalar(same_day)
    if row is None:
        row = ParameterValue(key=parameter.key, valid_from=facts.valid_from)
        db.session.add(row)
    row.value, row.source, row.set_by = facts.value, facts.source.strip(), by_id
    db.session.flush()
    db.session.info.pop(CACHED, None)
    audit.record("parameter.set", "parameter", row.id, key=parameter.key, value=facts.value)
