"""Forms of contacts and next actions."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from core.fields import DayField, trim
from core.forms import BaseForm, by_rule, longest
from people.accounts.models import Account
from people.caseload.facts import ActionFacts, ContactFacts
from people.caseload.models import Channel
from people.secrecy.forms import Guarded
from people.stations.facts import check_due
from people.stations.queries import colleagues


class ContactForm(BaseForm):
    """One contact with a veteran."""

    channel = SelectField("怎么联系的", choices=Channel.choices())
    was_reached = BooleanField("联系上了", default=True)
    note = TextAreaField(
        "说了什么",
        description="不写号码和部队番号。",
        filters=[trim],
        validators=[Optional(), longest(500), Guarded()],
    )

    def facts(self) -> ContactFacts:
        """Return what was filled in."""
        return ContactFacts(
            Channel(self.channel.data), bool(self.was_reached.data), self.note.data or ""
        )


class NextActionForm(BaseForm):
    """What is done next for a veteran."""

    action = StringField(
        "下一步做什么",
        filters=[trim],
        validators=[DataRequired("请写下一步。"), longest(120), Guarded()],
    )
    due_on = DayField("最迟哪天", validators=[InputRequired("请填期限。"), by_rule(check_due)])
    owner = SelectField("谁来办", validators=[InputRequired("请选由谁来办。")])

    def __init__(self, viewer: Account, **more: Any) -> None:
        super().__init__(**more)
        self.owner.choices = [(str(one.id), one.name) for one in colleagues(viewer)]

    def facts(self) -> ActionFacts:
        """Return what was filled in."""
        return ActionFacts(self.action.data, self.due_on.data, int(self.owner.data))


class FinishActionForm(BaseForm):
    """What came of the next action."""

    result = StringField(
        "办得怎么样",
        filters=[trim],
        validators=[Optional(), longest(120), Guarded()],
    )
