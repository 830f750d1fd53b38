"""The form that sets one parameter."""

from dataclasses import dataclass
from datetime import date

from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired

from core.forms import BaseForm, longest


@dataclass(frozen=True)
class ParameterFacts:
    """A new value of a parameter."""

    value: int
    valid_from: date
    source: str


class ParameterForm(BaseForm):
    """A parameter's new value, the date it is valid from and its source."""

    value = IntegerField("数值", validators=[InputRequired("请填数值。")])
    valid_from = DateField("从哪天起", validators=[InputRequired("请填从哪天起。")])
    source = StringField(
        "依据",
        description="文号，或者谁在哪次会上定的。",
        validators=[InputRequired("请写明依据。"), longest(200)],
    )

    def facts(self) -> ParameterFacts:
        """Return what the validated form holds."""
        return ParameterFacts(self.value.data, self.valid_from.data, self.source.data)
