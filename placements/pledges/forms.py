"""Forms of pledges."""

from typing import Any

from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from core.fields import DayField, WholeNumberField, trim
from core.forms import BaseForm, by_rule, longest
from people.secrecy.forms import Guarded
from people.secrecy.private_numbers import OF_PERSONS
from placements.pledges.facts import LONGEST_REVIEW, PledgeFacts, check_due_day


class PledgeForm(BaseForm):
    """A promise of so many hires until a day."""

    headcount = WholeNumberField(
        "承诺招用几名退役军人",
        validators=[InputRequired("请填人数。"), NumberRange(1, 9999, message="1 到 9999 人。")],
    )
    due_on = DayField("到哪天", validators=[InputRequired("请填日期。"), by_rule(check_due_day)])

    def facts(self) -> PledgeFacts:
        """Return what was filled in."""
        assert self.due_on.data is not None  # the form was validated
        return PledgeFacts(self.headcount.data, self.due_on.data)


class ReviewForm(BaseForm):
    """Result of the bureau's review of an overdue promise.

    The page shows one for each promise: `pledge_id` keeps their fields apart.
    """

    reason = StringField(
        "核对的结果",
        filters=[trim],
        validators=[DataRequired("请写核对的结果。"), longest(LONGEST_REVIEW), Guarded(OF_PERSONS)],
    )

    def __init__(self, *args: Any, pledge_id: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.pledge_id = pledge_id
        self.reason.id = f"reason-{pledge_id}"
