"""What the pages of relaxing may send."""

from wtforms import HiddenField
from wtforms.validators import InputRequired

from core.forms import BaseForm, longest


class RelaxForm(BaseForm):
    """The button that removes one hard condition from a vacancy."""

    condition = HiddenField("条件", validators=[InputRequired("没有选放宽哪一条。"), longest(20)])
    needed = HiddenField("要求", default="", validators=[longest(40)])
