"""What the reader of the record asks for."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import request
from wtforms.validators import DataRequired

from core import clock
from core.fields import UnkeptField
from core.forms import BaseForm, longest, tidy
from core.list_filters import asked_number
from core.recorded import Kind
from people.auditing import lines, queries
from people.auditing.queries import RecordFilter


class FindForm(BaseForm):
    """Find a person or an account; sent by POST, so no address holds a name or number."""

    words = UnkeptField(
        "姓名、手机号或身份证号",
        filters=[tidy],
        validators=[DataRequired("请填姓名、手机号或身份证号。"), longest(40)],
    )


class Asked:
    """The filters of an address. A value nobody can choose is left out."""

    def __init__(self) -> None:
        args = request.args
        person_id = asked_number("person")
        self.actor_id = asked_number("actor")
        self.person = queries.get_person(person_id) if person_id else None
        self.actor = queries.get_account(self.actor_id) if self.actor_id else None
        self.kind = Kind.get(args.get("kind"))
        self.subject = args.get("subject", "") if args.get("subject") in lines.subjects() else ""
        self.first, self.last = _day("from"), _day("to")
        self.person_id = self.person.id if self.person else None
        self.is_reversed = bool(self.first and self.last and self.first > self.last)

    def wanted(self) -> RecordFilter:
        """Return what is asked for."""
        return RecordFilter(
            self.person, self.actor_id, self.kind, self.subject, self.first, self.last
        )

    def query(self) -> Mapping[str, str]:
        """Return the parameters of this choice."""
        named = {
            "person": self.person_id,
            "actor": self.actor_id,
            "kind": self.kind and self.kind.value,
            "subject": self.subject,
            "from": self.first,
            "to": self.last,
        }
        return {name: str(value) for name, value in named.items() if value}


def presets() -> list[tuple[str, date, date]]:
    """Return the periods offered at one press: label, first and last day."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    return [("今天", today, today), ("本周", monday, today), ("本月", today.replace(day=1), today)]


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
