"""Forms of applications: applying, an employer's answer."""

from datetime import datetime

from wtforms import HiddenField, StringField, TextAreaField, TimeField
from wtforms.validators import Optional

from core import clock
from core.fields import DayField, LabelledSelect, trim
from core.forms import BaseForm, VersionedForm, by_rule, longest
from jobs.applications.facts import Answer
from jobs.applications.models import RejectReason
from jobs.applications.wording import check_reason
from people.secrecy.forms import Guarded
from people.secrecy.private_numbers import OF_PAPERS


class ApplyForm(BaseForm):
    """An application or referral; `contact` is the button pressed."""

    note = TextAreaField(
        "想对单位说的话",
        description="可以不写。比如什么时候能上班。",
        filters=[trim],
        validators=[Optional(), longest(500), Guarded()],
    )
    contact = HiddenField()

    @property
    def shares_contact(self) -> bool:
        """Whether the veteran agrees to show their contact details to the employer."""
        return bool(self.contact.data == "yes")


class OwnAnswerForm(BaseForm):
    """A veteran's answer; `contact` is the button pressed with an acceptance."""

    contact = HiddenField()
    why = StringField(
        "为什么不去了",
        description="单位会看到，请不要写电话。",
        filters=[trim],
        validators=[longest(200), Guarded()],
    )

    def facts(self) -> Answer:
        """Return what was filled in."""
        return Answer(why=self.why.data or "", shares_contact=self.contact.data == "yes")


class AnswerForm(VersionedForm):
    """The details of an answer to one application."""

    reason = LabelledSelect(
        "不合适的原因", members=RejectReason, description="本人看到的是客气的说法。"
    )
    interview_day = DayField("面试日期", validators=[Optional()])
    interview_time = TimeField("面试时间", validators=[Optional()])
    interview_place = StringField(
        "面试地点",
        filters=[trim],
        validators=[Optional(), longest(120), Guarded(OF_PAPERS, has_units=True)],
    )
    note = StringField(
        "带给本人的话",
        description="可以不写。比如带什么证件。",
        filters=[trim],
        validators=[Optional(), longest(200), Guarded(OF_PAPERS), by_rule(check_reason)],
    )

    why = StringField(
        "为什么取消",
        description="本人会看到。",
        filters=[trim],
        validators=[longest(200), Guarded(), by_rule(check_reason)],
    )

    def facts(self) -> Answer:
        """Return what was filled in."""
        return Answer(
            why=self.why.data or "",
            reason=self.reason.member,
            note=self.note.data or "",
            interview_at=self._moment(),
            interview_place=self.interview_place.data or "",
        )

    def _moment(self) -> datetime | None:
        day, time = self.interview_day.data, self.interview_time.data
        if day is None or time is None:
            return None
        return datetime.combine(day, time, tzinfo=clock.BEIJING)
