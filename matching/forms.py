"""What the pages of matching may send."""

from collections.abc import Callable, Sequence

from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired, ValidationError

from core.forms import BaseForm, longest
from matching.pins import Pin

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


class RelaxForm(BaseForm):
    """The button that removes one hard condition from a vacancy."""

    condition = HiddenField("条件", validators=[InputRequired("没有选放宽哪一条。"), longest(20)])
    needed = HiddenField("要求", default="", validators=[longest(40)])


class TitleForm(BaseForm):
    """The button that excludes a vacancy's title from learning, or includes it again."""

    title = HiddenField(
        "岗位名称",
        validators=[InputRequired("没有选岗位名称。"), longest(80)],
    )
