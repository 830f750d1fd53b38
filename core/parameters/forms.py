"""The form that sets one figure."""

from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Length

from core.forms import BaseForm


class ParameterForm(BaseForm):
    """A figure from a day on, and on what it rests."""

    value = IntegerField("数值", validators=[InputRequired("请填数值。")])
    valid_from = DateField("从哪天起", validators=[InputRequired("请填从哪天起。")])
    source = StringField(
        "依据",
        description="文号，或者谁在哪次会上定的。",
        validators=[InputRequired("请写明依据。"), Length(max=200, message="最多 200 字。")],
    )
