"""Export of the telephone list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.access import CASEWORKERS
from people.accounts.models import Account
from people.calls import queries
from people.notices.models import Notice
from people.veterans.exports import veteran_cells
from people.veterans.models import Veteran
from sheets.exporting import ListExport, day, label, text


@dataclass(frozen=True)
class _Call:
    notice: Notice
    veteran: Veteran


def _calls(rows: Sequence[Notice], _viewer: Account) -> Iterator[_Call]:
    veterans = queries.recipients_of(rows)
    for notice in rows:
        yield _Call(notice, veterans[notice.audience_id])


CALLS = ListExport(
    "calls",
    "电话名单",
    "件",
    "calls.index",
    CASEWORKERS,
    queries.calls_due,
    (
        *veteran_cells(lambda one: one.veteran),
        text("什么事", lambda one: one.notice.title, 28),
        text("怎么说", lambda one: one.notice.body, 50),
        day("从哪天起", lambda one: one.notice.created_at),
        label("打过没有", lambda one: one.notice.call),
    ),
    entries=_calls,
    people=lambda one: (one.veteran.id,),
)
