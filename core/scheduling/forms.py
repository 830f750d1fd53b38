"""The form that confirms the server's time."""

from wtforms.validators import InputRequired, NumberRange

from core.fields import WholeNumberField
from core.forms import ButtonForm

LATEST = 253_402_000_000  # in the year 9999


class ClockForm(ButtonForm):
    """The time (seconds since 1970) the page showed: that one is confirmed, not a later one."""

    shown = WholeNumberField(
        "时间", largest=LATEST, validators=[InputRequired(), NumberRange(0, LATEST)]
    )
