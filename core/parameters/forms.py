"""The forms that set one figure."""

from typing import Any

from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired

from core.fields import DayField, Unguarded, WholeNumberField, YuanField, trim
from core.forms import BaseForm, by_rule, longest
from core.parameters.registry import Parameter, ParameterFacts


class ParameterForm(BaseForm):
    """A parameter's new value, the date it is valid from and its source."""

    value = WholeNumberField("数值", validators=[InputRequired("请填数值。")])
    valid_from = DayField("从哪天起", validators=[InputRequired("请填从哪天起。")])
    source = StringField(
        "依据",
        description="文号，或者谁在哪次会上定的。",
        filters=[trim],
        validators=[
            DataRequired("请写明依据，比如文号，或者谁定的。"),
            longest(200),
            Unguarded("names a document or a meeting; core knows no persons"),
        ],
    )

    def __init__(self, *args: Any, parameter: Parameter, **more: Any) -> None:
        super().__init__(*args, **more)
        self.parameter = parameter

    def validate_value(self, field: Any) -> None:
        """Refuse a value outside the parameter's range."""
        by_rule(self.parameter.check)(self, field)

    def facts(self) -> ParameterFacts:
        """Return what was filled in."""
        assert self.valid_from.data is not None  # the form was validated
        return ParameterFacts(self.value.data, self.valid_from.data, self.source.data)


class AmountForm(ParameterForm):
    """The same for an amount of money: typed in 元, kept in 分."""

    value = YuanField("金额", validators=[InputRequired("请填金额。")])


def form_of(parameter: Parameter, **values: Any) -> ParameterForm:
    """Return the form of a parameter, filled with `values` until it is sent."""
    form = AmountForm if parameter.is_amount else ParameterForm
    return form(parameter=parameter, **values)
