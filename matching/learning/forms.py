"""What the page of versions may send."""

from wtforms import HiddenField
from wtforms.validators import InputRequired

from core.forms import BaseForm, longest


class TitleForm(BaseForm):
    """The button that excludes a vacancy's title from learning, or includes it again."""

    title = HiddenField(
        "岗位名称",
        validators=[InputRequired("没有选岗位名称。"), longest(80)],
    )
