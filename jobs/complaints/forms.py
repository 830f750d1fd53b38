"""Forms of complaints: the veteran's, and the bureau's decision."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from core.fields import trim
from core.forms import BaseForm, VersionedForm, longest
from jobs.complaints.models import ComplaintReason, ComplaintStatus
from people.secrecy.forms import Guarded
from people.secrecy.private_numbers import OF_PERSONS, Kind


class ComplaintForm(BaseForm):
    """What is wrong with a vacancy."""

    reason = RadioField(
        "哪里不对", choices=ComplaintReason.choices(), validators=[InputRequired("请选哪里不对。")]
    )
    note = TextAreaField(
        "说说情况",
        description="可以不写。单位看不到是谁举报的。",
        filters=[trim],
        # Whom to call or to pay is what a swindle is proved by; only the bureau reads it.
        validators=[Optional(), longest(300), Guarded((Kind.IDENTITY,))],
    )


class DecisionForm(VersionedForm):
    """The bureau's decision on the open complaints about a vacancy."""

    status = RadioField(
        "处理结果",
        choices=ComplaintStatus.choices(ComplaintStatus.UPHELD, ComplaintStatus.DISMISSED),
        validators=[InputRequired("请选处理结果。")],
    )
    result = TextAreaField(
        "告诉举报的人",
        filters=[trim],
        validators=[
            DataRequired("请写处理结果，举报的人会看到。"),
            longest(200),
            Guarded(OF_PERSONS),
        ],
    )
