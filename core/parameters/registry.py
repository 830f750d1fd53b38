"""Parameters and their values: laws and offices differ, so the code holds names and defaults."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core import audit
from core.db import db
from core.errors import DomainError
from core.parameters.models import ParameterValue


@dataclass(frozen=True)
class Parameter:
    """One parameter. `default` None means that it has no value until the bureau sets one.

    `unit` is 天, 次, 人, 月 or 元; amounts in 元 are kept in 分.
    """

    key: str
    label: str
    unit: str
    default: int | None
    least: int = 0
    most: int = 1_000_000
    note: str = ""


def value_of(parameter: Parameter, day: date) -> int | None:
    """Return a parameter's value on a day: the newest one valid then, else the default."""
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
    query = select(ParameterValue).where(
        ParameterValue.key == parameter.key, ParameterValue.valid_from <= day
    )
    return db.session.scalars(query.order_by(ParameterValue.valid_from.desc())).first()


def history_of(parameter: Parameter) -> list[ParameterValue]:
    """Return all past and coming values of a parameter, newest first."""
    query = select(ParameterValue).where(ParameterValue.key == parameter.key)
    return list(db.session.scalars(query.order_by(ParameterValue.valid_from.desc())))


def set_value(
    parameter: Parameter, value: int, *, valid_from: date, source: str, by_id: int
) -> None:
    """Set a parameter from a day on; earlier days keep their value.

    Raises DomainError outside the parameter's range or without a source.
    """
    if not parameter.least <= value <= parameter.most:
        raise DomainError(f"请填 {parameter.least} 到 {parameter.most} 之间的数。", field="value")
    if not source.strip():
        raise DomainError("请写明依据，比如文号，或者谁定的。", field="source")
    same_day = select(ParameterValue).where(
        ParameterValue.key == parameter.key, ParameterValue.valid_from == valid_from
    )
    row = db.session.scalar(same_day)
    if row is None:
        row = ParameterValue(key=parameter.key, valid_from=valid_from)
        db.session.add(row)
    row.value, row.source, row.set_by = value, source.strip(), by_id
    db.session.flush()
    audit.record("parameter.set", "parameter", row.id, key=parameter.key, value=value)
