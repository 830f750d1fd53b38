"""What the page of a fair's plan may send."""

from collections.abc import Callable, Sequence

from wtforms import SelectField
from wtforms.validators import ValidationError

from core.forms import BaseForm
from matching.fairplan.facts import Pin

Choices = Sequence[tuple[str, str]]


def _offered(message: str) -> Callable[[BaseForm, SelectField], None]:
    """Return the validator that refuses what the page did not offer, with one sentence."""

    def check(_form: BaseForm, field: SelectField) -> None:
        if field.data not in {value for value, _label in field.choices}:
            raise ValidationError(message)

    return check


class PinForm(BaseForm):
    """A meeting set by hand: who, at which booth, at what time. The view fills the choices."""

    person = SelectField(
        "谁", validate_choice=False, validators=[_offered("请从报名的人里选一个。")]
    )
    booth = SelectField(
        "哪家", validate_choice=False, validators=[_offered("请选一家订了展位的单位。")]
    )
    slot = SelectField("几点", validate_choice=False, validators=[_offered("没有这个时段。")])

    def offer(self, *, people: Choices, booths: Choices, slots: Choices) -> None:
        """Set what can be chosen, as (value, label)."""
        self.person.choices = list(people)
        self.booth.choices = list(booths)
        self.slot.choices = list(slots)

    def facts(self) -> Pin:
        """Return what was chosen. Call it on a validated form."""
        return Pin(int(self.person.data), int(self.booth.data), int(self.slot.data))
