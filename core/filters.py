"""Formatting of values for people: dates, money, counts and masked numbers."""

from datetime import date, datetime
from typing import Any

from flask import Flask

from lexicon.durations import in_words

from . import clock

UNKNOWN = "未填写"


def day(value: date | datetime | None) -> str:
    """Show a date as 2024年3月1日."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        value = clock.day_of(value)
    return f"{value.year}年{value.month}月{value.day}日"


def month(value: date | None) -> str:
    """Show a month as 2024年3月."""
    return UNKNOWN if value is None else f"{value.year}年{value.month}月"


def moment(value: datetime | None) -> str:
    """Show a point in time as 2024年3月1日 08:30, Beijing time."""
    if value is None:
        return UNKNOWN
    local = clock.local(value)
    return f"{day(value)} {local.hour:02d}:{local.minute:02d}"


def span(months: int | None) -> str:
    """Show a number of months as 8 年, 8 年 3 个月 or 不到 1 个月."""
    return UNKNOWN if months is None else in_words(months)


def yuan(fen: int | None) -> str:
    """Show an amount of 分 as 元 with two decimals."""
    return UNKNOWN if fen is None else f"{fen // 100:,}.{fen % 100:02d}"


def wan(fen: int | None) -> str:
    """Show an amount of 分 as 万元 with two decimals, as official summaries do."""
    return UNKNOWN if fen is None else f"{fen / 1_000_000:.2f}"


def count(value: int | None) -> str:
    """Show a whole number with thousands separators."""
    return "—" if value is None else f"{value:,}"


def mask_phone(value: str | None) -> str:
    """Show a mobile number as 138****5678."""
    return UNKNOWN if not value else f"{value[:3]}****{value[-4:]}"


def mask_id(value: str | None) -> str:
    """Show an identity number as 340321********0013."""
    return UNKNOWN if not value else f"{value[:6]}********{value[-4:]}"


def mask_name(value: str | None) -> str:
    """Show a name as its surname alone: 王**."""
    return UNKNOWN if not value else value[0] + "*" * (len(value) - 1)


def register(app: Flask) -> None:
    """Add every function above to the template filters, under its own name."""
    shown: list[Any] = [
        day,
        month,
        moment,
        span,
        yuan,
        wan,
        count,
        mask_phone,
        mask_id,
        mask_name,
    ]
    for function in shown:
        app.add_template_filter(function)
