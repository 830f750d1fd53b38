"""The form of the telephone list."""

from wtforms import SelectField
from wtforms.validators import AnyOf

from core.forms import BaseForm
from people.accounts.forms import PasswordAgainForm

REACHED, NOT_REACHED = "1", "0"


class SheetForm(PasswordAgainForm):
    """The button that prints the list with whole numbers."""


class CallForm(BaseForm):
    """Whether a call reached the veteran: one button each."""

    was_reached = SelectField(
        "结果",
        choices=[(REACHED, "打通了"), (NOT_REACHED, "没打通")],
        validate_choice=False,  # one message for a result that is missing or unknown
        validators=[AnyOf((REACHED, NOT_REACHED), message="请选打通没有。")],
    )

    @property
    def reached(self) -> bool:
        """Return whether the call reached the veteran."""
        return bool(self.was_reached.data == REACHED)
