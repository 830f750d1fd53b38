"""Forms of a veteran's own data."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from core.forms import BaseForm
from people.accounts.forms import PasswordAgainForm


class OwnDataForm(PasswordAgainForm):
    """Download everything stored about the veteran, numbers in full."""


class DeleteForm(PasswordAgainForm):
    """Delete profile and account: nothing of it comes back."""

    always_asks = True


class RankingForm(BaseForm):
    """Whether vacancies are ranked by the veteran's profile; each button sends one answer."""

    personalised = RadioField(
        "岗位怎么排",
        choices=[("1", "按我的资料排序"), ("0", "按发布时间排序")],
        validators=[InputRequired("请选怎么排。")],
    )

    @property
    def is_personalised(self) -> bool:
        """Return the answer sent."""
        return bool(self.personalised.data == "1")
