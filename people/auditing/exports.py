"""Export of the record."""

from collections.abc import Sequence

from core.access import AUDITORS
from core.audit import AuditEvent
from core.filters import moment
from people.accounts.models import Account
from people.auditing import lines
from people.auditing.forms import Asked
from people.auditing.lines import Line
from people.auditing.views import HEADINGS, asked_events
from sheets.exporting import ListExport, text


def _lines(rows: Sequence[AuditEvent], _viewer: Account) -> list[Line]:
    return lines.lines_of(rows, asked=Asked().person_id)


AUDIT = ListExport(
    "audit",
    "操作记录",
    "条",
    "auditing.index",
    AUDITORS,
    asked_events,
    (
        text(HEADINGS[0], lambda one: moment(one.at), 20),
        text(HEADINGS[1], lambda one: one.who, 28),
        text(HEADINGS[2], lambda one: one.action, 24),
        text(HEADINGS[3], lambda one: one.concerned, 32),
        text(HEADINGS[4], lambda one: one.why, 40),
        text(HEADINGS[5], lambda one: one.page, 18),
    ),
    entries=_lines,
    people=lambda one: [person.id for person in one.people],
)
